/* SPDX-License-Identifier: GPL-3.0-or-later */
/* alembic/script/base.py, generate_revision(): where the file goes, how it is called, what it says. */
#include "formats/alembic/new-file.h"

#include "base/file.h"
#include "formats/alembic/file-name.h"
#include "formats/alembic/project.h"
#include "formats/alembic/template.h"

#include <string.h>

#define TEMPLATE_NAME "script.py.mako"
#define MAX_NUMBER_LENGTH 7 /* six digits and a letter; a hash is longer */

static const RetortAlembicConfig *
get_config (RetortProject *project, GError **error)
{
  const RetortAlembicProject *data = retort_project_get (project)->data;

  if (data == NULL)
    g_set_error_literal (error, RETORT_FORMAT_ERROR, RETORT_FORMAT_ERROR_CONFIGURATION, "cannot write a revision: a single file is no project");
  return data != NULL ? data->config : NULL;
}

/* --- Text --- */

/* autogenerate/render.py, _indent(): the template indents the first line itself. */
static char *
indent (const char *body)
{
  g_auto(GStrv) lines = g_strsplit (body, "\n", -1);
  g_autoptr(GString) out = g_string_new (NULL);

  for (guint i = 0; lines[i] != NULL; i++)
    g_string_append_printf (out, "%s%s%s", i > 0 ? "\n" : "", i > 0 && lines[i][0] != '\0' ? "    " : "", lines[i]);
  return g_strchomp (g_string_free (g_steal_pointer (&out), FALSE));
}

static RetortSource *
load_template (const RetortAlembicConfig *config, GError **error)
{
  g_autofree char *path = g_build_filename (config->script_folder, TEMPLATE_NAME, NULL);
  g_autoptr(GError) cause = NULL;
  gsize length = 0;
  g_autofree char *text = retort_file_read (path, &length, &cause);

  if (text != NULL && strlen (text) == length && g_utf8_validate_len (text, length, NULL))
    return retort_source_new (path, text, (gssize) length);
  g_set_error (error, RETORT_FORMAT_ERROR, RETORT_FORMAT_ERROR_UNREADABLE, "cannot fill '%s': %s", path,
               cause != NULL ? cause->message : "it is not UTF-8 text");
  return NULL;
}

/* A body that the template has no place for would be lost. */
static gboolean
holds_bodies (const RetortAlembicConfig *config, const RetortRevisionRequest *request, const char *upgrade, const char *downgrade,
              const char *text, GError **error)
{
  if ((upgrade == NULL || strstr (text, upgrade) != NULL) && (downgrade == NULL || strstr (text, downgrade) != NULL)
      && (request->imports == NULL || strstr (text, request->imports) != NULL))
    return TRUE;
  g_set_error (error, RETORT_FORMAT_ERROR, RETORT_FORMAT_ERROR_CONFIGURATION,
               "cannot fill '%s/" TEMPLATE_NAME "': it has no place for ${imports}, ${upgrades} or ${downgrades}", config->script_folder);
  return FALSE;
}

static char *
make_text (const RetortAlembicConfig *config, const RetortRevisionRequest *request, const char *id, GError **error)
{
  g_autoptr(RetortSource) template = load_template (config, error);
  g_autoptr(GDateTime) created = template != NULL ? retort_alembic_file_name_localize (config, request->now, error) : NULL;
  g_autofree char *upgrade = request->upgrade != NULL ? indent (request->upgrade) : NULL;
  g_autofree char *downgrade = request->downgrade != NULL ? indent (request->downgrade) : NULL;
  RetortTemplateValues values = {
    .message = request->message != NULL ? request->message : "empty message",
    .id = id,
    .down = request->down,
    .labels = request->labels,
    .depends_on = request->depends_on,
    .created = created,
    .has_zone = config->timezone != NULL,
    .imports = request->imports,
    .upgrade = upgrade,
    .downgrade = downgrade,
  };
  g_autofree char *text = created != NULL ? retort_alembic_template_fill (template, &values, error) : NULL;

  if (text == NULL || !holds_bodies (config, request, upgrade, downgrade, text, error))
    return NULL;
  return g_steal_pointer (&text);
}

/* --- Place --- */

static char *
dup_folder (const RetortAlembicConfig *config, const RetortRevisionRequest *request, GError **error)
{
  g_autofree char *wanted = NULL;

  if (request->folder != NULL)
    wanted = g_canonicalize_filename (request->folder, config->root);
  else if (config->version_folders->len == 1)
    return g_strdup (g_ptr_array_index (config->version_folders, 0));
  else if (request->parent_path != NULL)
    return g_path_get_dirname (request->parent_path);
  for (guint i = 0; wanted != NULL && i < config->version_folders->len; i++)
    {
      g_autofree char *folder = g_canonicalize_filename (g_ptr_array_index (config->version_folders, i), NULL);

      if (g_str_equal (folder, wanted))
        return g_steal_pointer (&wanted);
    }
  g_set_error (error, RETORT_FORMAT_ERROR, RETORT_FORMAT_ERROR_CONFIGURATION,
               wanted != NULL ? "cannot write into '%s': it is none of the version locations"
                              : "cannot choose a folder: there are several version locations%s",
               wanted != NULL ? wanted : "; name one");
  return NULL;
}

/* --- Names --- */

/* "0411_add_x": the id itself says what it is for. */
static gboolean
has_wordy_id (const RetortRevisionRequest *request)
{
  return request->model_id != NULL && g_ascii_isdigit (request->model_id[0]) && strchr (request->model_id, '_') != NULL;
}

static gboolean
has_numbered_file (const RetortRevisionRequest *request)
{
  g_autofree char *name = request->model_path != NULL ? g_path_get_basename (request->model_path) : NULL;

  return name != NULL && g_ascii_isdigit (name[0]);
}

/* The last twelve digits of a UUID, as alembic/util/langhelpers.py, rev_id(). */
static char *
draw_id (void)
{
  g_autofree char *uuid = g_uuid_string_random ();

  return g_strdup (uuid + strlen (uuid) - 12);
}

/* @name: (out): the file's, when the scheme says it. */
static char *
make_id (const RetortAlembicConfig *config, const RetortRevisionRequest *request, char **name)
{
  g_autofree char *slug = retort_alembic_file_name_make_slug (config, request->message != NULL ? request->message : "");
  g_autofree char *words = g_strdup_printf ("%s_%s", request->number, slug);

  *name = NULL;
  if (request->number == NULL || (request->model_id != NULL && !g_ascii_isdigit (request->model_id[0]) && !has_numbered_file (request)))
    return draw_id ();
  if (!has_wordy_id (request) && g_ascii_isdigit (request->model_id[0]) && strlen (request->model_id) <= MAX_NUMBER_LENGTH)
    return g_strdup (request->number);
  *name = g_strconcat (words, ".py", NULL);
  return has_wordy_id (request) ? g_steal_pointer (&words) : draw_id ();
}

static char *
dup_path (const RetortAlembicConfig *config, const RetortRevisionRequest *request, const char *id, const char *given_name, GError **error)
{
  g_autofree char *folder = dup_folder (config, request, error);
  g_autofree char *name = NULL;

  if (folder == NULL)
    return NULL;
  name = given_name != NULL
           ? g_strdup (given_name)
           : retort_alembic_file_name_make (config, id, request->message != NULL ? request->message : "", request->now, error);
  return name != NULL ? g_build_filename (folder, name, NULL) : NULL;
}

/* --- What Alembic does besides --- */

static gboolean
is_set (const RetortAlembicConfig *config, const char *key, const char *const *values)
{
  g_autofree char *text = config->options != NULL ? retort_alembic_options_dup_ini_text (config->options, key, NULL) : NULL;
  g_autofree char *lower = text != NULL ? g_ascii_strdown (g_strstrip (text), -1) : NULL;

  return lower != NULL && g_strv_contains (values, lower);
}

static gboolean
check_encoding (const RetortAlembicConfig *config, GError **error)
{
  const char *const known[] = { "utf-8", "utf8", "utf_8", "u8", NULL };
  g_autofree char *text = config->options != NULL ? retort_alembic_options_dup_text (config->options, "output_encoding", NULL) : NULL;

  if (text == NULL || is_set (config, "output_encoding", known))
    return TRUE;
  g_set_error (error, RETORT_FORMAT_ERROR, RETORT_FORMAT_ERROR_CONFIGURATION, "cannot write a file in output_encoding '%s': only in utf-8",
               text);
  return FALSE;
}

static void
add_remarks (const RetortAlembicConfig *config, RetortNewFile *file)
{
  const char *const yes[] = { "true", "yes", "on", "y", "t", "1", NULL };

  if (is_set (config, "revision_environment", yes))
    g_ptr_array_add (file->remarks, g_strdup ("revision_environment is set: Alembic itself would run env.py, which may change the file."));
  if (config->options != NULL && retort_alembic_options_has_hooks (config->options))
    g_ptr_array_add (file->remarks, g_strdup ("The project's post_write_hooks are not run."));
}

/**
 * retort_alembic_new_file_compose:
 * @project: an Alembic project
 * @request: the revision
 * @error: a RetortFormatError: the template, the configuration or the folder is not understood
 *
 * Writes nothing and runs nothing. Any thread. Source of the rules: Alembic 1.8.1 and 1.19.1, script/base.py, generate_revision().
 *
 * Returns: (transfer full) (nullable): the file
 */
RetortNewFile *
retort_alembic_new_file_compose (RetortProject *project, const RetortRevisionRequest *request, GError **error)
{
  const RetortAlembicConfig *config = get_config (project, error);
  g_autofree char *name = NULL;
  g_autofree char *id = NULL;
  g_autofree char *path = NULL;
  char *text = NULL;
  RetortNewFile *file = NULL;

  if (config == NULL || !check_encoding (config, error))
    return NULL;
  id = request->id != NULL ? g_strdup (request->id) : make_id (config, request, &name);
  path = dup_path (config, request, id, name, error);
  text = path != NULL ? make_text (config, request, id, error) : NULL;
  if (text == NULL)
    return NULL;
  file = retort_new_file_new (id, g_steal_pointer (&path), text);
  add_remarks (config, file);
  return file;
}
