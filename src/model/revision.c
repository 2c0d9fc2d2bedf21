/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/revision.h"

#include <string.h>

struct _RetortRevision
{
  char         *id;
  char         *title;
  char         *caption;    /* the title of one line for people */
  char         *message;
  GStrv         down;       /* never NULL */
  GStrv         depends_on; /* never NULL */
  GStrv         labels;     /* never NULL */
  char         *created;    /* nullable */
  RetortSource *source;     /* nullable */
  gboolean      has_upgrade;
  gboolean      has_downgrade;
  RetortSpan    id_span;
  RetortSpan    down_span;
};

G_DEFINE_BOXED_TYPE (RetortRevision, retort_revision, retort_revision_ref, retort_revision_unref)

static GStrv
dup_list (const char *const *list)
{
  return list != NULL ? g_strdupv ((char **) list) : g_new0 (char *, 1);
}

/* Lines that generators write, and that tell nothing. */
static gboolean
is_telling (const char *line)
{
  static const char *const prefixes[] = { "Revision ID:", "Revises:", "Create Date:" };

  for (gsize i = 0; i < G_N_ELEMENTS (prefixes); i++)
    if (g_str_has_prefix (line, prefixes[i]))
      return FALSE;
  return *line != '\0' && !g_str_equal (line, "empty message");
}

/* The words of the file's name behind the id, or behind a number: "0560_add_org.py" is about "add org". */
static char *
dup_words_of_file (const char *path, const char *id)
{
  g_autofree char *name = g_path_get_basename (path);
  const char *words = strstr (name, id);
  char *dot = strrchr (name, '.');

  if (dot != NULL)
    *dot = '\0';
  words = words != NULL ? words + strlen (id) : name;
  if (*words == '\0' || words > name + strlen (name))
    for (words = name; g_ascii_isdigit (*words); words++)
      ;
  while (*words == '_' || *words == '-')
    words++;
  return g_str_equal (words, id) ? g_strdup ("") : g_strdelimit (g_strdup (words), "_", ' ');
}

static char *
dup_caption (const RetortRevision *self)
{
  g_auto(GStrv) lines = g_strsplit (self->title, "\n", -1);

  for (guint i = 0; lines[i] != NULL; i++)
    if (is_telling (g_strstrip (lines[i])))
      return g_strdup (lines[i]);
  return self->source != NULL ? dup_words_of_file (retort_source_get_path (self->source), self->id) : g_strdup ("");
}

/**
 * retort_revision_new:
 * @fields: what the file says; copied. A %NULL list is an empty one
 *
 * Returns: (transfer full): the revision
 */
RetortRevision *
retort_revision_new (const RetortRevisionFields *fields)
{
  RetortRevision *self = NULL;

  g_return_val_if_fail (fields != NULL && fields->id != NULL, NULL);

  self = g_atomic_rc_box_new0 (RetortRevision);
  self->id = g_strdup (fields->id);
  self->title = g_strdup (fields->title != NULL ? fields->title : "");
  self->message = g_strdup (fields->message != NULL ? fields->message : self->title);
  self->down = dup_list (fields->down);
  self->depends_on = dup_list (fields->depends_on);
  self->labels = dup_list (fields->labels);
  self->created = g_strdup (fields->created);
  self->source = fields->source != NULL ? retort_source_ref (fields->source) : NULL;
  self->has_upgrade = fields->has_upgrade;
  self->has_downgrade = fields->has_downgrade;
  self->id_span = fields->id_span;
  self->down_span = fields->down_span;
  self->caption = dup_caption (self);
  return self;
}

/**
 * retort_revision_ref:
 * @self: a revision
 *
 * Returns: (transfer full): @self
 */
RetortRevision *
retort_revision_ref (RetortRevision *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
revision_clear (gpointer data)
{
  RetortRevision *self = data;

  g_free (self->id);
  g_free (self->title);
  g_free (self->caption);
  g_free (self->message);
  g_strfreev (self->down);
  g_strfreev (self->depends_on);
  g_strfreev (self->labels);
  g_free (self->created);
  g_clear_pointer (&self->source, retort_source_unref);
}

/**
 * retort_revision_unref:
 * @self: (transfer full): a revision
 */
void
retort_revision_unref (RetortRevision *self)
{
  g_atomic_rc_box_release_full (self, revision_clear);
}

/**
 * retort_revision_get_id:
 * @self: a revision
 *
 * Returns: its id
 */
const char *
retort_revision_get_id (const RetortRevision *self)
{
  return self->id;
}

/**
 * retort_revision_get_title:
 * @self: a revision
 *
 * Returns: the first paragraph of its message, maybe empty
 */
const char *
retort_revision_get_title (const RetortRevision *self)
{
  return self->title;
}

/**
 * retort_revision_get_caption:
 * @self: a revision
 *
 * What lists call it: the first line of its title that tells something. A title that is empty, or holds only
 * what a generator wrote, gives way to the words of the file's name.
 *
 * Returns: one line, maybe empty
 */
const char *
retort_revision_get_caption (const RetortRevision *self)
{
  return self->caption;
}

/**
 * retort_revision_get_message:
 * @self: a revision
 *
 * Returns: all that the file says of it
 */
const char *
retort_revision_get_message (const RetortRevision *self)
{
  return self->message;
}

/**
 * retort_revision_get_down:
 * @self: a revision
 *
 * Returns: (array zero-terminated=1): the ids that it revises; empty for a base
 */
const char *const *
retort_revision_get_down (const RetortRevision *self)
{
  return (const char *const *) self->down;
}

/**
 * retort_revision_get_depends_on:
 * @self: a revision
 *
 * Returns: (array zero-terminated=1): ids or labels, as the file has them
 */
const char *const *
retort_revision_get_depends_on (const RetortRevision *self)
{
  return (const char *const *) self->depends_on;
}

/**
 * retort_revision_get_labels:
 * @self: a revision
 *
 * Returns: (array zero-terminated=1): its own branch labels, without inherited ones
 */
const char *const *
retort_revision_get_labels (const RetortRevision *self)
{
  return (const char *const *) self->labels;
}

/**
 * retort_revision_get_created:
 * @self: a revision
 *
 * Returns: (nullable): when it was made, ISO 8601, as the file says
 */
const char *
retort_revision_get_created (const RetortRevision *self)
{
  return self->created;
}

/**
 * retort_revision_get_source:
 * @self: a revision
 *
 * Returns: (transfer none) (nullable): the text of its file
 */
RetortSource *
retort_revision_get_source (const RetortRevision *self)
{
  return self->source;
}

/**
 * retort_revision_get_path:
 * @self: a revision
 *
 * Returns: (nullable): the path of its file
 */
const char *
retort_revision_get_path (const RetortRevision *self)
{
  return self->source != NULL ? retort_source_get_path (self->source) : NULL;
}

/**
 * retort_revision_get_id_span:
 * @self: a revision
 *
 * Returns: where the file says the id; empty when it does not
 */
RetortSpan
retort_revision_get_id_span (const RetortRevision *self)
{
  return self->id_span;
}

/**
 * retort_revision_get_down_span:
 * @self: a revision
 *
 * Returns: where the file says what it revises; empty when it does not
 */
RetortSpan
retort_revision_get_down_span (const RetortRevision *self)
{
  return self->down_span;
}

/**
 * retort_revision_has_direction:
 * @self: a revision
 * @direction: up or down
 *
 * Returns: whether the file has a function for it, be it empty
 */
gboolean
retort_revision_has_direction (const RetortRevision *self, RetortDirection direction)
{
  return direction == RETORT_DIRECTION_UPGRADE ? self->has_upgrade : self->has_downgrade;
}

/**
 * retort_revision_is_merge:
 * @self: a revision
 *
 * Returns: whether it revises more than one
 */
gboolean
retort_revision_is_merge (const RetortRevision *self)
{
  return g_strv_length (self->down) > 1;
}
