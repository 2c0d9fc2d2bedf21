/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Only the words that say the place are changed: `revision`, `down_revision`, and the lines of the docstring that repeat them. What comes
 * out is read again before it is written. */
#include "engine/reparent.h"

#include "base/edit.h"
#include "base/file.h"
#include "base/written-file.h"
#include "engine/new-revision.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <string.h>

typedef struct
{
  RetortWorkspace *workspace;
  RetortRevision  *revision;
  RetortSource    *source;
  GPtrArray       *onto;  /* nullable: the place stays; element: RetortRevision; empty: base */
  char            *id;    /* the new id */
} Change;

static void
change_clear (Change *self)
{
  g_clear_pointer (&self->revision, retort_revision_unref);
  g_clear_pointer (&self->onto, g_ptr_array_unref);
  g_free (self->id);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Change, change_clear)

/**
 * retort_reparenting_free:
 * @self: (transfer full) (nullable): a change
 */
void
retort_reparenting_free (RetortReparenting *self)
{
  if (self == NULL)
    return;
  g_free (self->id);
  g_free (self->old_path);
  g_free (self->new_path);
  g_free (self->old_hash);
  g_free (self->text);
  g_free (self);
}

static gboolean
refuse (GError **error, const char *id, const char *reason, const char *detail)
{
  g_set_error (error, RETORT_HISTORY_ERROR, RETORT_HISTORY_ERROR_RANGE, "cannot move revision '%s': %s%s", id, reason, detail);
  return FALSE;
}

/* --- Where it goes --- */

static RetortRevision *
resolve_one (const RetortHistory *history, const char *symbol, GError **error)
{
  g_autoptr(GPtrArray) found = retort_history_resolve (history, symbol, NULL, error);

  if (found == NULL)
    return NULL;
  if (found->len == 1)
    return retort_revision_ref (g_ptr_array_index (found, 0));
  refuse (error, symbol, "it does not name one revision", "");
  return NULL;
}

static gboolean
resolve_place (Change *self, const char *onto, GError **error)
{
  const RetortHistory *history = retort_workspace_get_history (self->workspace);
  const char *id = retort_revision_get_id (self->revision);

  if (onto == NULL)
    return TRUE;
  self->onto = retort_history_resolve (history, onto, NULL, error);
  for (guint i = 0; self->onto != NULL && i < self->onto->len; i++)
    {
      const char *below = retort_revision_get_id (g_ptr_array_index (self->onto, i));

      if (g_str_equal (below, id) || retort_history_is_ancestor (history, id, below))
        return refuse (error, id, "it would follow itself through ", below);
    }
  return self->onto != NULL;
}

/* The next number in the same scheme: "013b_x" and "013" become "014_x" and "014". */
static gboolean
find_new_id (Change *self, GError **error)
{
  const RetortHistory *history = retort_workspace_get_history (self->workspace);
  const char *id = retort_revision_get_id (self->revision);
  g_autofree char *number = retort_new_revision_dup_number (self->workspace);
  g_autoptr(GPtrArray) next = retort_history_list_next (history, id);
  gsize n_digits = strspn (id, G_CSET_DIGITS);

  if (number == NULL)
    return refuse (error, id, "the revisions are not numbered", "");
  if (next->len > 0)
    return refuse (error, id, "it cannot have another number, for it is followed by ", retort_revision_get_id (g_ptr_array_index (next, 0)));
  if (n_digits == 0)
    self->id = g_strdup (id); /* the number is the file's alone */
  else
    self->id = g_strconcat (number, id + n_digits + (g_ascii_islower (id[n_digits]) ? 1 : 0), NULL);
  return TRUE;
}

static char *
find_new_path (Change *self)
{
  const char *path = retort_revision_get_path (self->revision);
  g_autofree char *number = retort_new_revision_dup_number (self->workspace);
  g_autofree char *folder = g_path_get_dirname (path);
  g_autofree char *name = g_path_get_basename (path);
  g_autofree char *new_name = NULL;
  gsize n_digits = strspn (name, G_CSET_DIGITS);

  if (n_digits == 0)
    return g_strdup (path);
  new_name = g_strconcat (number, name + n_digits + (g_ascii_islower (name[n_digits]) ? 1 : 0), NULL);
  return g_build_filename (folder, new_name, NULL);
}

/* --- What it says --- */

static char *
write_python (GPtrArray *revisions)
{
  g_autoptr(GString) out = g_string_new (NULL);

  if (revisions->len == 0)
    return g_strdup ("None");
  for (guint i = 0; i < revisions->len; i++)
    g_string_append_printf (out, "%s'%s'", i > 0 ? ", " : "", retort_revision_get_id (g_ptr_array_index (revisions, i)));
  return revisions->len == 1 ? g_strdup (out->str) : g_strdup_printf ("(%s)", out->str);
}

static char *
write_list (GPtrArray *revisions)
{
  g_autoptr(GString) out = g_string_new (NULL);

  for (guint i = 0; i < revisions->len; i++)
    g_string_append_printf (out, "%s%s", i > 0 ? ", " : "", retort_revision_get_id (g_ptr_array_index (revisions, i)));
  return g_string_free (g_steal_pointer (&out), FALSE);
}

/* "Revises: x" at the start of a line, before the code. */
static void
add_remark_edit (GPtrArray *edits, const RetortSource *source, const char *label, const char *value, gsize before)
{
  g_autofree char *pattern = g_strdup_printf ("^(#? ?%s:)[^\\n]*$", label);
  g_autoptr(GRegex) regex = g_regex_new (pattern, G_REGEX_MULTILINE, 0, NULL);
  g_autoptr(GMatchInfo) match = NULL;
  int start = 0, end = 0;
  RetortSpan span;
  g_autofree char *text = *value != '\0' ? g_strconcat (" ", value, NULL) : g_strdup ("");

  if (!g_regex_match (regex, retort_source_get_text (source), 0, &match))
    return;
  g_match_info_fetch_pos (match, 1, NULL, &start);
  g_match_info_fetch_pos (match, 0, NULL, &end);
  if ((gsize) end >= before)
    return;
  span = (RetortSpan){ (gsize) start, (gsize) end };
  g_ptr_array_add (edits, retort_edit_new (span, text));
}

static char *
make_text (Change *self)
{
  g_autoptr(GPtrArray) edits = g_ptr_array_new_with_free_func ((GDestroyNotify) retort_edit_free);
  RetortSpan id_span = retort_revision_get_id_span (self->revision);
  RetortSpan down_span = retort_revision_get_down_span (self->revision);
  gsize code = MIN (id_span.start, down_span.start);

  if (!g_str_equal (self->id, retort_revision_get_id (self->revision)))
    {
      g_autofree char *literal = g_strdup_printf ("'%s'", self->id);

      g_ptr_array_add (edits, retort_edit_new (id_span, literal));
      add_remark_edit (edits, self->source, "Revision ID", self->id, code);
    }
  if (self->onto != NULL)
    {
      g_autofree char *literal = write_python (self->onto);
      g_autofree char *list = write_list (self->onto);

      g_ptr_array_add (edits, retort_edit_new (down_span, literal));
      add_remark_edit (edits, self->source, "Revises", list, code);
    }
  return retort_edits_apply (retort_source_get_text (self->source), edits);
}

static gboolean
check_text (Change *self, const char *path, const char *text, GError **error)
{
  g_autoptr(RetortSource) source = retort_source_new (path, text, -1);
  g_autoptr(RetortRevision) revision = retort_workspace_reread (self->workspace, source, error);
  guint n_down = self->onto != NULL ? self->onto->len : g_strv_length ((GStrv) retort_revision_get_down (self->revision));

  if (revision == NULL)
    return FALSE;
  if (g_str_equal (retort_revision_get_id (revision), self->id) && g_strv_length ((GStrv) retort_revision_get_down (revision)) == n_down)
    return TRUE;
  return refuse (error, self->id, "its file does not say its place in the usual way", "");
}

static gboolean
prepare (Change *self, const char *symbol, const char *onto, gboolean is_renumbered, GError **error)
{
  self->revision = resolve_one (retort_workspace_get_history (self->workspace), symbol, error);
  if (self->revision == NULL || !resolve_place (self, onto, error))
    return FALSE;
  self->source = retort_revision_get_source (self->revision);
  if (self->source == NULL || retort_revision_get_path (self->revision) == NULL)
    return refuse (error, symbol, "it has no file", "");
  if (is_renumbered)
    return find_new_id (self, error);
  self->id = g_strdup (retort_revision_get_id (self->revision));
  return TRUE;
}

/**
 * retort_reparenting_compose:
 * @workspace: a project
 * @symbol: the revision
 * @onto: (nullable): what it is to follow, a symbol; %NULL: its place stays
 * @is_renumbered: it gets the number after the highest
 * @error: a RetortHistoryError, or a RetortFormatError
 *
 * Composes the change, and writes nothing. Whether a database holds the revision is for retort_holders_allow() to say. Any thread.
 *
 * Returns: (transfer full) (nullable): the change
 */
RetortReparenting *
retort_reparenting_compose (RetortWorkspace *workspace, const char *symbol, const char *onto, gboolean is_renumbered, GError **error)
{
  g_auto(Change) change = { .workspace = workspace };
  g_autoptr(RetortReparenting) self = g_new0 (RetortReparenting, 1);

  if (!prepare (&change, symbol, onto, is_renumbered, error))
    return NULL;
  self->id = g_strdup (change.id);
  self->old_path = g_strdup (retort_revision_get_path (change.revision));
  self->new_path = is_renumbered ? find_new_path (&change) : g_strdup (self->old_path);
  self->old_hash = g_strdup (retort_source_get_hash (change.source));
  self->text = make_text (&change);
  return check_text (&change, self->new_path, self->text, error) ? g_steal_pointer (&self) : NULL;
}

static gboolean
is_unchanged (const RetortReparenting *self, GError **error)
{
  gsize length = 0;
  g_autofree char *text = retort_file_read (self->old_path, &length, error);
  g_autoptr(RetortSource) source = text != NULL ? retort_source_new (self->old_path, text, (gssize) length) : NULL;

  if (source == NULL || g_str_equal (retort_source_get_hash (source), self->old_hash))
    return source != NULL;
  g_set_error (error, RETORT_FORMAT_ERROR, RETORT_FORMAT_ERROR_UNREADABLE, "cannot write '%s': it changed since it was read", self->old_path);
  return FALSE;
}

static gboolean
write_text (const RetortReparenting *self, GError **error)
{
  g_autoptr(GError) cause = NULL;

  if (retort_written_file_replace (self->old_path, self->text, &cause))
    return TRUE;
  g_set_error (error, RETORT_FORMAT_ERROR, RETORT_FORMAT_ERROR_UNREADABLE, "cannot write '%s': %s", self->old_path, cause->message);
  return FALSE;
}

/**
 * retort_reparenting_write:
 * @self: a change
 * @error: a RetortFormatError: the file changed meanwhile, or it cannot be written
 *
 * A file with another name is there before the old one goes. Blocks; any thread.
 *
 * Returns: whether it is done
 */
gboolean
retort_reparenting_write (const RetortReparenting *self, GError **error)
{
  g_autoptr(RetortNewFile) file = NULL;

  if (!is_unchanged (self, error))
    return FALSE;
  if (g_str_equal (self->old_path, self->new_path))
    return write_text (self, error);
  file = retort_new_file_new (self->id, g_strdup (self->new_path), g_strdup (self->text));
  if (!retort_new_file_write (file, error))
    return FALSE;
  if (g_unlink (self->old_path) == 0)
    return TRUE;
  g_set_error (error, RETORT_FORMAT_ERROR, RETORT_FORMAT_ERROR_UNREADABLE, "cannot remove '%s': %s", self->old_path, g_strerror (errno));
  return FALSE;
}
