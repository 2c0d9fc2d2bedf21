/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/applied.h"

struct _RetortApplied
{
  RetortAppliedFields fields;
  GHashTable         *by_id; /* key: id, value: RetortAppliedEntry; both borrowed from the entries */
};

G_DEFINE_BOXED_TYPE (RetortApplied, retort_applied, retort_applied_ref, retort_applied_unref)

/**
 * retort_applied_entry_new:
 * @id: the revision
 * @state: what the rows say of it
 * @rank: its place among the others, where the tool goes by a threshold; else 0
 * @note: (transfer full) (nullable): a sentence
 *
 * Returns: (transfer full): the entry
 */
RetortAppliedEntry *
retort_applied_entry_new (const char *id, RetortAppliedState state, gint64 rank, char *note)
{
  RetortAppliedEntry *self = NULL;

  g_return_val_if_fail (id != NULL, NULL);

  self = g_new0 (RetortAppliedEntry, 1);
  self->id = g_strdup (id);
  self->state = state;
  self->rank = rank;
  self->note = note;
  return self;
}

/**
 * retort_applied_entry_free:
 * @self: (transfer full) (nullable): an entry
 */
void
retort_applied_entry_free (RetortAppliedEntry *self)
{
  if (self == NULL)
    return;
  g_free (self->id);
  g_free (self->note);
  g_free (self->row);
  g_free (self);
}

/**
 * retort_applied_new:
 * @fields: what was found; the pointers in it are taken over and set to %NULL
 *
 * Returns: (transfer full): the set
 */
RetortApplied *
retort_applied_new (RetortAppliedFields *fields)
{
  RetortApplied *self = NULL;

  g_return_val_if_fail (fields->entries != NULL && fields->unknown != NULL && fields->key != NULL, NULL);

  self = g_atomic_rc_box_new0 (RetortApplied);
  self->fields = *fields;
  *fields = (RetortAppliedFields){ 0 };
  self->by_id = g_hash_table_new (g_str_hash, g_str_equal);
  for (guint i = 0; i < self->fields.entries->len; i++)
    {
      RetortAppliedEntry *entry = g_ptr_array_index (self->fields.entries, i);

      g_hash_table_insert (self->by_id, entry->id, entry);
    }
  return self;
}

/**
 * retort_applied_new_at:
 * @self: a set
 * @last: (nullable): a revision of it; %NULL is the base
 *
 * An imagined database, for a script.
 *
 * Returns: (transfer full): a set in which everything up to @last is applied, and nothing else
 */
RetortApplied *
retort_applied_new_at (const RetortApplied *self, const char *last)
{
  RetortAppliedFields fields = { 0 };
  gboolean is_before = last != NULL;

  fields.entries = g_ptr_array_new_with_free_func ((GDestroyNotify) retort_applied_entry_free);
  fields.unknown = g_ptr_array_new_with_free_func (g_free);
  fields.layout = g_strdup (self->fields.layout);
  fields.has_threshold = self->fields.has_threshold;
  fields.key = g_strdup (last != NULL ? last : "");
  for (guint i = 0; i < self->fields.entries->len; i++)
    {
      const RetortAppliedEntry *entry = g_ptr_array_index (self->fields.entries, i);

      g_ptr_array_add (fields.entries, retort_applied_entry_new (entry->id, is_before ? RETORT_APPLIED_DONE : RETORT_APPLIED_PENDING,
                                                                 entry->rank, NULL));
      is_before = is_before && !g_str_equal (entry->id, last);
    }
  return retort_applied_new (&fields);
}

/**
 * retort_applied_ref:
 * @self: a set
 *
 * Returns: (transfer full): @self
 */
RetortApplied *
retort_applied_ref (RetortApplied *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
applied_clear (gpointer data)
{
  RetortApplied *self = data;

  g_hash_table_unref (self->by_id);
  g_ptr_array_unref (self->fields.entries);
  g_ptr_array_unref (self->fields.unknown);
  g_free (self->fields.obstacle);
  g_free (self->fields.layout);
  g_free (self->fields.key);
}

/**
 * retort_applied_unref:
 * @self: (transfer full): a set
 */
void
retort_applied_unref (RetortApplied *self)
{
  g_atomic_rc_box_release_full (self, applied_clear);
}

/**
 * retort_applied_get:
 * @self: a set
 *
 * Returns: (transfer none): what it holds
 */
const RetortAppliedFields *
retort_applied_get (const RetortApplied *self)
{
  return &self->fields;
}

/**
 * retort_applied_find:
 * @self: a set
 * @id: a revision's id
 *
 * Returns: (transfer none) (nullable): what is known of it; %NULL for an id that no file declares
 */
const RetortAppliedEntry *
retort_applied_find (const RetortApplied *self, const char *id)
{
  return g_hash_table_lookup (self->by_id, id);
}

static gboolean
has_run (const RetortAppliedEntry *entry)
{
  switch (entry->state)
    {
    case RETORT_APPLIED_PENDING:
    case RETORT_APPLIED_SKIPPED:
      return FALSE;
    case RETORT_APPLIED_DONE:
    case RETORT_APPLIED_EDITED:
    case RETORT_APPLIED_AGAIN:
      return TRUE;
    }
  g_return_val_if_reached (FALSE);
}

/**
 * retort_applied_contains:
 * @self: a set
 * @id: a revision's id
 *
 * Returns: whether a row says that it ran
 */
gboolean
retort_applied_contains (const RetortApplied *self, const char *id)
{
  const RetortAppliedEntry *entry = retort_applied_find (self, id);

  return entry != NULL && has_run (entry);
}

/**
 * retort_applied_dup_current:
 * @self: a set
 *
 * Returns: (transfer full) (array zero-terminated=1): the last revision of the order that ran; none at the base
 */
GStrv
retort_applied_dup_current (const RetortApplied *self)
{
  GStrv current = g_new0 (char *, 2);

  for (guint i = self->fields.entries->len; i > 0; i--)
    {
      const RetortAppliedEntry *entry = g_ptr_array_index (self->fields.entries, i - 1);

      if (has_run (entry))
        {
          current[0] = g_strdup (entry->id);
          break;
        }
    }
  return current;
}

/**
 * retort_applied_dup_warning:
 * @self: a set
 *
 * Returns: (transfer full) (nullable): every note, one after the other
 */
char *
retort_applied_dup_warning (const RetortApplied *self)
{
  g_autoptr(GString) text = g_string_new (NULL);

  for (guint i = 0; i < self->fields.entries->len; i++)
    {
      const RetortAppliedEntry *entry = g_ptr_array_index (self->fields.entries, i);

      if (entry->note != NULL)
        g_string_append_printf (text, "%s%s", text->len > 0 ? "; " : "", entry->note);
    }
  return text->len > 0 ? g_strdup (text->str) : NULL;
}
