/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Two generations, two rules (docs/reference/drizzle.md, sections 5 and 6).
 *
 * With a journal the migrator reads one row, that with the highest created_at, and runs every entry whose 'when' is above it; hashes are
 * written and never compared. What really ran is told by the hashes: where the two differ, that is said. With folders it runs every
 * folder whose name no row has. */
#include "formats/drizzle/applied.h"

#include "formats/table-row.h"

#include <string.h>

/* One row of the table. */
typedef struct
{
  char    *id;
  char    *hash;
  char    *name;        /* nullable */
  gint64   created_at;
  gboolean has_created_at;
  gboolean is_claimed;  /* an entry of the project stands for it */
} Row;

/* What the entries are held against. */
typedef struct
{
  const RetortDrizzleProject *project;
  GPtrArray                  *rows;         /* element: Row */
  gboolean                    has_names;    /* the table has the column */
  gint64                      threshold;    /* of a journal */
  GPtrArray                  *entries;      /* element: RetortAppliedEntry */
} Comparison;

static void
row_free (gpointer data)
{
  Row *self = data;

  g_free (self->id);
  g_free (self->hash);
  g_free (self->name);
  g_free (self);
}

static Row *
row_new (const char *text)
{
  Row *self = g_new0 (Row, 1);
  g_autoptr(JsonNode) row = retort_table_row_new (text);
  g_autofree char *created_at = retort_table_row_dup (row, "created_at");

  self->id = retort_table_row_dup (row, "id");
  self->hash = retort_table_row_dup (row, "hash");
  self->name = retort_table_row_dup (row, "name");
  self->has_created_at = created_at != NULL;
  self->created_at = retort_table_row_get_number (row, "created_at", 0);
  return self;
}

static void
add (Comparison *self, const RetortDrizzleEntry *entry, RetortAppliedState state, Row *row, char *note)
{
  RetortAppliedEntry *applied = retort_applied_entry_new (entry->id, state, entry->when, note);

  if (row != NULL)
    {
      row->is_claimed = TRUE;
      applied->row = g_strdup (row->id);
    }
  g_ptr_array_add (self->entries, applied);
}

/* --- A journal --- */

/* Of several rows with one hash the one with the entry's own time; one that another entry stands for is taken last. */
static Row *
find_by_hash (const Comparison *self, const RetortDrizzleEntry *entry)
{
  Row *found = NULL;

  for (guint i = 0; i < self->rows->len; i++)
    {
      Row *row = g_ptr_array_index (self->rows, i);

      if (g_strcmp0 (row->hash, entry->hash) != 0)
        continue;
      if (row->has_created_at && row->created_at == entry->when)
        return row;
      if (found == NULL || (found->is_claimed && !row->is_claimed))
        found = row;
    }
  return found;
}

static Row *
find_by_time (const Comparison *self, const RetortDrizzleEntry *entry)
{
  for (guint i = 0; i < self->rows->len; i++)
    {
      Row *row = g_ptr_array_index (self->rows, i);

      if (row->has_created_at && row->created_at == entry->when)
        return row;
    }
  return NULL;
}

/* Another file of the project was recorded with that time: the entry itself was not. */
static gboolean
belongs_to_another (const Comparison *self, const Row *row, const RetortDrizzleEntry *entry)
{
  for (guint i = 0; i < self->project->entries->len; i++)
    {
      const RetortDrizzleEntry *other = g_ptr_array_index (self->project->entries, i);

      if (other != entry && g_strcmp0 (other->hash, row->hash) == 0)
        return TRUE;
    }
  return FALSE;
}

/* The row that "order by created_at desc limit 1" gives: NULLs come first, and count as 0. */
static gint64
find_threshold (const Comparison *self)
{
  gint64 highest = G_MININT64;

  for (guint i = 0; i < self->rows->len; i++)
    {
      const Row *row = g_ptr_array_index (self->rows, i);

      if (!row->has_created_at)
        return 0;
      highest = MAX (highest, row->created_at);
    }
  return highest;
}

static void
compare_by_threshold (Comparison *self, const RetortDrizzleEntry *entry)
{
  gboolean will_run = self->rows->len == 0 || self->threshold < entry->when;
  Row *by_hash = find_by_hash (self, entry);
  Row *by_time = find_by_time (self, entry);

  if (will_run && by_hash != NULL)
    add (self, entry, RETORT_APPLIED_AGAIN, by_hash,
         g_strdup_printf ("'%s' was applied already (a row holds its hash) and will be applied again: its 'when' is above that of the last row",
                          entry->id));
  else if (will_run)
    add (self, entry, RETORT_APPLIED_PENDING, NULL, NULL);
  else if (by_hash != NULL)
    add (self, entry, RETORT_APPLIED_DONE, by_hash, NULL);
  else if (by_time != NULL && !belongs_to_another (self, by_time, entry))
    add (self, entry, RETORT_APPLIED_EDITED, by_time, g_strdup_printf ("'%s' was edited after it was applied: no row holds its hash", entry->id));
  else
    add (self, entry, RETORT_APPLIED_SKIPPED, NULL,
         g_strdup_printf ("'%s' was never applied and will be skipped silently: its 'when' is not above that of the last applied migration",
                          entry->id));
}

/* --- Folders --- */

static Row *
find_by_name (const Comparison *self, const RetortDrizzleEntry *entry)
{
  for (guint i = 0; i < self->rows->len; i++)
    {
      Row *row = g_ptr_array_index (self->rows, i);

      if (g_strcmp0 (row->name, entry->folder_name) == 0)
        return row;
    }
  return NULL;
}

static void
compare_by_name (Comparison *self, const RetortDrizzleEntry *entry)
{
  Row *row = find_by_name (self, entry);
  Row *by_hash = NULL;

  if (row != NULL)
    {
      gboolean is_same = g_strcmp0 (row->hash, entry->hash) == 0;

      add (self, entry, is_same ? RETORT_APPLIED_DONE : RETORT_APPLIED_EDITED, row,
           is_same ? NULL : g_strdup_printf ("'%s' was edited after it was applied: its row holds another hash", entry->id));
      return;
    }
  by_hash = find_by_hash (self, entry);
  if (by_hash == NULL || by_hash->name != NULL)
    add (self, entry, RETORT_APPLIED_PENDING, NULL, NULL);
  else
    add (self, entry, RETORT_APPLIED_AGAIN, by_hash,
         g_strdup_printf ("'%s' was applied by an older drizzle-orm, which records no name, and will be applied again", entry->id));
}

/* --- A table of three columns, seen by the second generation --- */

static const RetortDrizzleEntry *
match_old_row (const Comparison *self, const Row *row)
{
  const RetortDrizzleEntry *same_second = NULL;
  const RetortDrizzleEntry *same_hash = NULL;
  guint n_same_second = 0;

  for (guint i = 0; i < self->project->entries->len; i++)
    {
      const RetortDrizzleEntry *entry = g_ptr_array_index (self->project->entries, i);
      gboolean is_same_second = row->has_created_at && row->created_at / 1000 == entry->when / 1000;
      gboolean is_same_hash = g_strcmp0 (row->hash, entry->hash) == 0;

      if (is_same_second && is_same_hash)
        return entry;
      if (is_same_second)
        {
          same_second = entry;
          n_same_second++;
        }
      if (is_same_hash && same_hash == NULL)
        same_hash = entry;
    }
  return n_same_second == 1 ? same_second : n_same_second == 0 ? same_hash : NULL;
}

/* (nullable): the migrator gives up where a row matches no folder. */
static char *
name_old_rows (Comparison *self)
{
  g_autoptr(GString) ids = g_string_new (NULL);
  guint n = 0;

  for (guint i = 0; i < self->rows->len; i++)
    {
      Row *row = g_ptr_array_index (self->rows, i);
      const RetortDrizzleEntry *entry = match_old_row (self, row);

      if (entry != NULL)
        row->name = g_strdup (entry->folder_name);
      else if (n++ < 10)
        g_string_append_printf (ids, "%s%s", ids->len > 0 ? ", " : "", row->id);
    }
  return n > 0 ? g_strdup_printf ("%u rows of its table (ids: %s) match no migration of the folder", n, ids->str) : NULL;
}

static char *
describe_row (const Row *row)
{
  g_autoptr(GDateTime) time = row->has_created_at ? g_date_time_new_from_unix_utc (row->created_at / 1000) : NULL;
  g_autofree char *when = time != NULL ? g_date_time_format (time, "%Y-%m-%d %H:%M:%S") : g_strdup ("no time");

  if (row->name != NULL)
    return g_strdup (row->name);
  return g_strdup_printf ("row %s (%s, hash %.12s…)", row->id, when, row->hash != NULL ? row->hash : "");
}

/**
 * retort_drizzle_read_applied:
 * @project: a project of Drizzle
 * @layout: (nullable): the columns of its table, joined by commas; %NULL: there is no table
 * @rows: (array zero-terminated=1): the rows as JSON
 *
 * Returns: (transfer full): what is applied
 */
RetortApplied *
retort_drizzle_read_applied (RetortProject *project, const char *layout, const char *const *rows)
{
  g_autofree char *joined = g_strjoinv ("\n", (GStrv) rows);
  g_autoptr(GPtrArray) read = g_ptr_array_new_with_free_func (row_free);
  RetortAppliedFields fields = { .layout = g_strdup (layout), .key = g_compute_checksum_for_string (G_CHECKSUM_SHA256, joined, -1) };
  Comparison comparison = { .project = retort_drizzle_project_of (project), .rows = read, .has_names = retort_table_layout_has (layout, "name") };
  gboolean is_journal = comparison.project->layout == RETORT_DRIZZLE_JOURNAL;

  for (gsize i = 0; rows[i] != NULL; i++)
    g_ptr_array_add (read, row_new (rows[i]));
  comparison.entries = fields.entries = g_ptr_array_new_with_free_func ((GDestroyNotify) retort_applied_entry_free);
  fields.unknown = g_ptr_array_new_with_free_func (g_free);
  fields.has_threshold = is_journal;
  comparison.threshold = find_threshold (&comparison);
  if (!is_journal && layout != NULL && !comparison.has_names)
    fields.obstacle = name_old_rows (&comparison);
  for (guint i = 0; i < comparison.project->entries->len; i++)
    {
      const RetortDrizzleEntry *entry = g_ptr_array_index (comparison.project->entries, i);

      if (is_journal)
        compare_by_threshold (&comparison, entry);
      else
        compare_by_name (&comparison, entry);
    }
  for (guint i = 0; i < read->len; i++)
    if (!((Row *) g_ptr_array_index (read, i))->is_claimed)
      g_ptr_array_add (fields.unknown, describe_row (g_ptr_array_index (read, i)));
  return retort_applied_new (&fields);
}
