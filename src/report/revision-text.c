/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The text of heads, branches, show, current and history. Words and order are those of Alembic's
 * Script._head_only() and Script.log_entry, so that a script which reads Alembic's output reads ours. */
#include "report/revision-text.h"

struct _RetortRevisionMarks
{
  const RetortHistory *history;    /* borrowed: outlives the marks */
  GHashTable          *states;     /* nullable */
  GHashTable          *heads;      /* set of ids, borrowed from the revisions */
  GHashTable          *real_heads; /* likewise */
};

static GHashTable *
set_of_ids (GPtrArray *revisions)
{
  GHashTable *set = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < revisions->len; i++)
    g_hash_table_add (set, (char *) retort_revision_get_id (g_ptr_array_index (revisions, i)));
  return set;
}

/**
 * retort_revision_marks_new:
 * @history: the graph; borrowed, outlives the marks
 * @states: (nullable) (element-type utf8 RetortRevisionState): the database, when one is known
 *
 * Returns: (transfer full): what is said of the revisions of @history
 */
RetortRevisionMarks *
retort_revision_marks_new (const RetortHistory *history, GHashTable *states)
{
  RetortRevisionMarks *self = g_new0 (RetortRevisionMarks, 1);
  g_autoptr(GPtrArray) heads = retort_history_list_heads (history);
  g_autoptr(GPtrArray) real_heads = retort_history_list_real_heads (history);

  self->history = history;
  self->states = states != NULL ? g_hash_table_ref (states) : NULL;
  self->heads = set_of_ids (heads);
  self->real_heads = set_of_ids (real_heads);
  return self;
}

/**
 * retort_revision_marks_free:
 * @self: (transfer full) (nullable): marks
 *
 * Frees @self.
 */
void
retort_revision_marks_free (RetortRevisionMarks *self)
{
  if (self == NULL)
    return;

  g_clear_pointer (&self->states, g_hash_table_unref);
  g_hash_table_unref (self->heads);
  g_hash_table_unref (self->real_heads);
  g_free (self);
}

/**
 * retort_revision_marks_is_head:
 * @self: marks
 * @revision: one of the revisions
 *
 * Returns: nothing revises it
 */
gboolean
retort_revision_marks_is_head (const RetortRevisionMarks *self, RetortRevision *revision)
{
  return g_hash_table_contains (self->heads, retort_revision_get_id (revision));
}

/**
 * retort_revision_marks_is_branchpoint:
 * @self: marks
 * @revision: one of the revisions
 *
 * Returns: several revisions revise it
 */
gboolean
retort_revision_marks_is_branchpoint (const RetortRevisionMarks *self, RetortRevision *revision)
{
  return retort_history_is_branchpoint (self->history, retort_revision_get_id (revision));
}

/**
 * retort_revision_marks_list_labels:
 * @self: marks
 * @revision: one of the revisions
 *
 * Returns: (transfer full) (element-type utf8): its branch labels, inherited ones included
 */
GPtrArray *
retort_revision_marks_list_labels (const RetortRevisionMarks *self, RetortRevision *revision)
{
  return retort_history_list_labels (self->history, retort_revision_get_id (revision));
}

static RetortRevisionState
state_of (const RetortRevisionMarks *self, const char *id)
{
  if (self->states == NULL)
    return RETORT_REVISION_STATE_NONE;
  return GPOINTER_TO_INT (g_hash_table_lookup (self->states, id));
}

/**
 * retort_revision_marks_get_state:
 * @self: marks
 * @id: a revision's id
 *
 * Returns: (transfer none) (nullable): the word for its state in the database
 */
const char *
retort_revision_marks_get_state (const RetortRevisionMarks *self, const char *id)
{
  switch (state_of (self, id))
    {
    case RETORT_REVISION_STATE_NONE:
      return NULL;
    case RETORT_REVISION_STATE_PENDING:
      return "pending";
    case RETORT_REVISION_STATE_APPLIED:
      return "applied";
    case RETORT_REVISION_STATE_CURRENT:
      return "current";
    case RETORT_REVISION_STATE_UNKNOWN:
      return "unknown";
    case RETORT_REVISION_STATE_SKIPPED:
      return "skipped";
    case RETORT_REVISION_STATE_EDITED:
      return "edited";
    }
  return NULL;
}

static char *
join (const char *const *words)
{
  return g_strjoinv (", ", (GStrv) words);
}

static void
append_parents (GString *text, RetortRevision *revision)
{
  g_autofree char *down = join (retort_revision_get_down (revision));
  g_autofree char *depends_on = join (retort_revision_get_depends_on (revision));

  g_string_append (text, *down != '\0' ? down : "<base>");
  if (*depends_on != '\0')
    g_string_append_printf (text, " (%s)", depends_on);
  g_string_append (text, " -> ");
}

static void
append_labels (GString *text, const RetortRevisionMarks *marks, RetortRevision *revision)
{
  g_autoptr(GPtrArray) labels = retort_history_list_labels (marks->history, retort_revision_get_id (revision));

  for (guint i = 0; i < labels->len; i++)
    g_string_append_printf (text, "%s%s", i == 0 ? " (" : ", ", (const char *) g_ptr_array_index (labels, i));
  if (labels->len > 0)
    g_string_append_c (text, ')');
}

static void
append_state (GString *text, const RetortRevisionMarks *marks, RetortRevision *revision)
{
  const char *state = retort_revision_marks_get_state (marks, retort_revision_get_id (revision));

  if (state != NULL)
    g_string_append_printf (text, " (%s)", state);
}

static gboolean
is_real_head (const RetortRevisionMarks *marks, RetortRevision *revision)
{
  return g_hash_table_contains (marks->real_heads, retort_revision_get_id (revision));
}

/**
 * retort_revision_text_line:
 * @marks: what is said of the revisions
 * @revision: one of them
 * @flags: what to say
 *
 * Returns: (transfer full): one line without its end, as `alembic history` and `alembic heads` have it
 */
char *
retort_revision_text_line (const RetortRevisionMarks *marks, RetortRevision *revision, RetortRevisionTextFlags flags)
{
  GString *text = g_string_new (NULL);

  if (flags & RETORT_REVISION_TEXT_PARENTS)
    append_parents (text, revision);
  g_string_append (text, retort_revision_get_id (revision));
  if (flags & RETORT_REVISION_TEXT_LABELS)
    append_labels (text, marks, revision);
  if (is_real_head (marks, revision))
    g_string_append (text, " (head)");
  else if (retort_revision_marks_is_head (marks, revision))
    g_string_append (text, " (effective head)");
  append_state (text, marks, revision);
  if ((flags & RETORT_REVISION_TEXT_TREE) && retort_revision_marks_is_branchpoint (marks, revision))
    g_string_append (text, " (branchpoint)");
  if ((flags & RETORT_REVISION_TEXT_TREE) && retort_revision_is_merge (revision))
    g_string_append (text, " (mergepoint)");
  if (flags & RETORT_REVISION_TEXT_TITLE)
    g_string_append_printf (text, ", %s", retort_revision_get_title (revision));
  return g_string_free (text, FALSE);
}

static void
append_relations (GString *text, const RetortRevisionMarks *marks, RetortRevision *revision)
{
  const char *id = retort_revision_get_id (revision);
  g_autofree char *down = join (retort_revision_get_down (revision));
  g_autofree char *depends_on = join (retort_revision_get_depends_on (revision));
  g_autoptr(GPtrArray) next = retort_history_list_next (marks->history, id);
  g_autoptr(GPtrArray) labels = retort_history_list_labels (marks->history, id);

  g_string_append_printf (text, "%s: %s\n", retort_revision_is_merge (revision) ? "Merges" : "Parent",
                          *down != '\0' ? down : "<base>");
  if (*depends_on != '\0')
    g_string_append_printf (text, "Also depends on: %s\n", depends_on);
  for (guint i = 0; next->len > 1 && i < next->len; i++)
    g_string_append_printf (text, "%s%s%s", i == 0 ? "Branches into: " : ", ",
                            retort_revision_get_id (g_ptr_array_index (next, i)), i + 1 == next->len ? "\n" : "");
  for (guint i = 0; i < labels->len; i++)
    g_string_append_printf (text, "%s%s%s", i == 0 ? "Branch names: " : ", ", (const char *) g_ptr_array_index (labels, i),
                            i + 1 == labels->len ? "\n" : "");
}

static void
append_message (GString *text, RetortRevision *revision)
{
  g_auto(GStrv) lines = g_strsplit (retort_revision_get_message (revision), "\n", -1);

  for (gsize i = 0; lines[i] != NULL; i++)
    g_string_append_printf (text, "%s    %s", i > 0 ? "\n" : "", lines[i]);
  g_string_append_c (text, '\n');
}

/**
 * retort_revision_text_entry:
 * @marks: what is said of the revisions
 * @revision: one of them
 *
 * Returns: (transfer full): the block of `alembic show`
 */
char *
retort_revision_text_entry (const RetortRevisionMarks *marks, RetortRevision *revision)
{
  GString *text = g_string_new ("Rev: ");

  g_string_append (text, retort_revision_get_id (revision));
  if (retort_revision_marks_is_head (marks, revision))
    g_string_append (text, " (head)");
  if (retort_revision_marks_is_branchpoint (marks, revision))
    g_string_append (text, " (branchpoint)");
  if (retort_revision_is_merge (revision))
    g_string_append (text, " (mergepoint)");
  append_state (text, marks, revision);
  g_string_append_c (text, '\n');
  append_relations (text, marks, revision);
  g_string_append_printf (text, "Path: %s\n\n", retort_revision_get_path (revision));
  append_message (text, revision);
  return g_string_free (text, FALSE);
}
