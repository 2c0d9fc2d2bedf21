/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What an adapter has read of a folder, held together. Reads nothing itself. */
#include "formats/project.h"

struct _RetortProject
{
  RetortProjectFields fields;
};

G_DEFINE_QUARK (retort-format-error-quark, retort_format_error)

/**
 * retort_project_note_free:
 * @self: (transfer full) (nullable): a note
 */
void
retort_project_note_free (RetortProjectNote *self)
{
  if (self == NULL)
    return;
  g_free (self->path);
  g_free (self->text);
  g_free (self);
}

/**
 * retort_project_note_new:
 * @path: (nullable): the file that the note is about
 * @position: the place in it; line 0 when there is none
 * @blocks_builtin_engine: keeps the built-in engine off (docs/ARCHITECTURE.md, decision 5)
 * @format: printf format of a sentence
 * @...: its arguments
 *
 * Returns: (transfer full): the note
 */
RetortProjectNote *
retort_project_note_new (const char *path, RetortPosition position, gboolean blocks_builtin_engine,
                         const char *format, ...)
{
  RetortProjectNote *self = NULL;
  va_list arguments;

  va_start (arguments, format);
  self = retort_project_note_new_valist (path, position, blocks_builtin_engine, format, arguments);
  va_end (arguments);
  return self;
}

/**
 * retort_project_note_new_valist:
 * @path: (nullable): the file that the note is about
 * @position: the place in it; line 0 when there is none
 * @blocks_builtin_engine: keeps the built-in engine off (docs/ARCHITECTURE.md, decision 5)
 * @format: printf format of a sentence
 * @arguments: its arguments
 *
 * Returns: (transfer full): the note
 */
RetortProjectNote *
retort_project_note_new_valist (const char *path, RetortPosition position, gboolean blocks_builtin_engine,
                                const char *format, va_list arguments)
{
  RetortProjectNote *self = g_new0 (RetortProjectNote, 1);

  self->text = g_strdup_vprintf (format, arguments);
  self->path = g_strdup (path);
  self->position = position;
  self->blocks_builtin_engine = blocks_builtin_engine;
  return self;
}

/**
 * retort_project_dup_url_without_password:
 * @url: (nullable): "scheme://user:secret@host/name"
 *
 * Returns: (transfer full) (nullable): the same without the secret
 */
char *
retort_project_dup_url_without_password (const char *url)
{
  g_autoptr(GRegex) pattern = g_regex_new ("^([^:/]+://[^:@/]*):[^@/]*@", 0, 0, NULL);

  return url != NULL ? g_regex_replace (pattern, url, -1, 0, "\\1@", 0, NULL) : NULL;
}

/**
 * retort_project_new:
 * @fields: what was read; the pointers in it are taken over and set to %NULL
 *
 * Returns: (transfer full): the project
 */
RetortProject *
retort_project_new (RetortProjectFields *fields)
{
  RetortProject *self = g_atomic_rc_box_new0 (RetortProject);

  g_return_val_if_fail (fields->adapter != NULL && fields->root != NULL, NULL);

  self->fields = *fields;
  memset (fields, 0, sizeof *fields);
  return self;
}

/**
 * retort_project_ref:
 * @self: a project
 *
 * Returns: (transfer full): @self
 */
RetortProject *
retort_project_ref (RetortProject *self)
{
  return g_atomic_rc_box_acquire (self);
}

/**
 * retort_project_fields_clear:
 * @fields: fields whose pointers are owned
 *
 * Frees what an adapter has gathered before it became a project.
 */
void
retort_project_fields_clear (RetortProjectFields *fields)
{
  g_clear_pointer (&fields->root, g_free);
  g_clear_pointer (&fields->name, g_free);
  g_clear_pointer (&fields->config_path, g_free);
  g_clear_pointer (&fields->environment_path, g_free);
  g_clear_pointer (&fields->environment_hash, g_free);
  g_clear_pointer (&fields->watched, g_ptr_array_unref);
  g_clear_pointer (&fields->revisions, g_ptr_array_unref);
  g_clear_pointer (&fields->notes, g_ptr_array_unref);
  g_clear_pointer (&fields->open_settings, g_ptr_array_unref);
  g_clear_pointer (&fields->locks, g_ptr_array_unref);
  g_clear_pointer (&fields->session_settings, g_ptr_array_unref);
  g_clear_pointer (&fields->version_table, g_free);
  g_clear_pointer (&fields->version_table_schema, g_free);
  g_clear_pointer (&fields->url_hint, g_free);
  if (fields->data_free != NULL)
    g_clear_pointer (&fields->data, fields->data_free);
}

static void
project_clear (gpointer data)
{
  RetortProject *self = data;

  retort_project_fields_clear (&self->fields);
}

/**
 * retort_project_unref:
 * @self: (transfer full): a project
 */
void
retort_project_unref (RetortProject *self)
{
  g_atomic_rc_box_release_full (self, project_clear);
}

/**
 * retort_project_get:
 * @self: a project
 *
 * Returns: (transfer none): what was read
 */
const RetortProjectFields *
retort_project_get (const RetortProject *self)
{
  return &self->fields;
}
