/* SPDX-License-Identifier: GPL-3.0-or-later */
/* alembic/runtime/migration.py HeadMaintainer and RevisionStep, of 1.19. Where Alembic iterates over a Python set, the order
 * of down_revision is taken: any order leads to the same rows. */
#include "formats/alembic/bookkeeping.h"

#include "formats/alembic/quoting.h"

#include <string.h>

/* What one step works with. */
typedef struct
{
  const RetortProjectFields *project;
  RetortBookkeepingStep     *step;    /* nullable: a stamp */
  GPtrArray                 *rows;    /* element: utf8; of the step */
  const char                *id;      /* whose step it is, for messages */
  GPtrArray                 *batches; /* element: RetortBatch */
  GError                   **error;
} StepWriter;

static void
append_table (GString *out, const RetortProjectFields *project)
{
  if (project->version_table_schema != NULL)
    {
      retort_alembic_append_name (out, project->version_table_schema);
      g_string_append_c (out, '.');
    }
  retort_alembic_append_name (out, project->version_table);
}

static char *
dup_table (const RetortProjectFields *project)
{
  GString *out = g_string_new (NULL);

  append_table (out, project);
  return g_string_free (out, FALSE);
}

/* Inspector.has_table: a visible relation when no schema is given. */
static char *
exists_sql (RetortProject *project)
{
  const RetortProjectFields *fields = retort_project_get (project);
  g_autoptr(GString) table = g_string_new (NULL);
  g_autoptr(GString) condition = g_string_new (NULL);

  retort_alembic_append_literal (table, fields->version_table);
  if (fields->version_table_schema != NULL)
    {
      g_string_append (condition, "n.nspname = ");
      retort_alembic_append_literal (condition, fields->version_table_schema);
    }
  else
    g_string_append (condition, "pg_catalog.pg_table_is_visible(c.oid) AND n.nspname <> 'pg_catalog'");
  return g_strdup_printf ("SELECT EXISTS (SELECT FROM pg_catalog.pg_class c"
                          " JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace"
                          " WHERE c.relname = %s AND c.relkind IN ('r', 'p', 'f', 'v', 'm') AND %s)",
                          table->str, condition->str);
}

static char *
read_sql (RetortProject *project)
{
  g_autofree char *table = dup_table (retort_project_get (project));

  return g_strdup_printf ("SELECT %s.version_num \nFROM %s", table, table);
}

static GPtrArray *
create (RetortProject *project, const RetortApplied *applied)
{
  const RetortProjectFields *fields = retort_project_get (project);
  GPtrArray *batches = g_ptr_array_new_with_free_func ((GDestroyNotify) retort_batch_unref);
  g_autoptr(GString) sql = g_string_new ("CREATE TABLE ");

  append_table (sql, fields);
  g_string_append (sql, " (\n    version_num VARCHAR(32) NOT NULL");
  if (fields->version_table_has_key)
    {
      g_autofree char *name = g_strconcat (fields->version_table, "_pkc", NULL);

      g_string_append (sql, ", \n    CONSTRAINT ");
      retort_alembic_append_name (sql, name);
      g_string_append (sql, " PRIMARY KEY (version_num)");
    }
  g_string_append (sql, "\n)");
  g_ptr_array_add (batches, retort_bookkeeping_batch (sql->str, RETORT_BATCH_NONE));
  return batches;
}

/* --- Rows --- */

static gboolean
find_row (GPtrArray *rows, const char *id, guint *index)
{
  return g_ptr_array_find_with_equal_func (rows, id, g_str_equal, index);
}

static gboolean
missing_row (StepWriter *self, const char *id)
{
  g_set_error (self->error, RETORT_FORMAT_ERROR, RETORT_FORMAT_ERROR_CONFIGURATION,
               "cannot record the step of revision '%s': '%s' is not a row of the version table", self->id, id);
  return FALSE;
}

/* Alembic writes ids between quotes without escaping, so an id with a quote is not one that it could record. */
static gboolean
is_recordable (StepWriter *self, const char *id)
{
  if (strchr (id, '\'') == NULL)
    return TRUE;
  g_set_error (self->error, RETORT_FORMAT_ERROR, RETORT_FORMAT_ERROR_CONFIGURATION,
               "cannot record revision \"%s\": Alembic does not escape the quote in its id", id);
  return FALSE;
}

/* Alembic asserts that a row that it writes is not there yet. */
static gboolean
is_new_row (StepWriter *self, const char *id)
{
  if (!find_row (self->rows, id, NULL))
    return TRUE;
  g_set_error (self->error, RETORT_FORMAT_ERROR, RETORT_FORMAT_ERROR_CONFIGURATION,
               "cannot record the step of revision '%s': '%s' is a row of the version table already", self->id, id);
  return FALSE;
}

static gboolean
insert_row (StepWriter *self, const char *id)
{
  g_autofree char *table = dup_table (self->project);
  g_autofree char *sql = NULL;

  if (!is_new_row (self, id) || !is_recordable (self, id))
    return FALSE;
  if (self->project->version_table_has_key)
    sql = g_strdup_printf ("INSERT INTO %s (version_num) VALUES ('%s') RETURNING %s.version_num", table, id, table);
  else
    sql = g_strdup_printf ("INSERT INTO %s (version_num) VALUES ('%s')", table, id);
  g_ptr_array_add (self->rows, g_strdup (id));
  g_ptr_array_add (self->batches, retort_bookkeeping_batch (sql, RETORT_BATCH_NONE));
  return TRUE;
}

static gboolean
delete_row (StepWriter *self, const char *id)
{
  g_autofree char *table = dup_table (self->project);
  g_autofree char *sql = g_strdup_printf ("DELETE FROM %s WHERE %s.version_num = '%s'", table, table, id);
  guint index;

  if (!find_row (self->rows, id, &index))
    return missing_row (self, id);
  if (!is_recordable (self, id))
    return FALSE;
  g_ptr_array_remove_index (self->rows, index);
  g_ptr_array_add (self->batches, retort_bookkeeping_batch (sql, RETORT_BATCH_NONE));
  return TRUE;
}

static gboolean
update_row (StepWriter *self, const char *from, const char *to)
{
  g_autofree char *table = dup_table (self->project);
  g_autofree char *sql = g_strdup_printf ("UPDATE %s SET version_num='%s' WHERE %s.version_num = '%s'", table, to, table, from);
  guint index;

  if (!find_row (self->rows, from, &index))
    return missing_row (self, from);
  if (!is_new_row (self, to) || !is_recordable (self, from) || !is_recordable (self, to))
    return FALSE;
  g_ptr_array_remove_index (self->rows, index);
  g_ptr_array_insert (self->rows, (int) index, g_strdup (to));
  g_ptr_array_add (self->batches, retort_bookkeeping_batch (sql, RETORT_BATCH_NONE));
  return TRUE;
}

/* --- Steps --- */

static gboolean
is_in (const char *const *ids, const char *id)
{
  return g_strv_contains (ids, id);
}

static gboolean
is_ancestor_of_any (const StepWriter *self, const char *id, GPtrArray *others)
{
  for (guint i = 0; i < others->len; i++)
    if (self->step->is_ancestor (id, g_ptr_array_index (others, i), self->step->user_data))
      return TRUE;
  return FALSE;
}

/* (element-type utf8) (transfer container): what the revision revises without what @others already stand for */
static GPtrArray *
list_down_without (const StepWriter *self, GPtrArray *others)
{
  GPtrArray *left = g_ptr_array_new ();

  for (guint i = 0; self->step->down[i] != NULL; i++)
    if (!is_ancestor_of_any (self, self->step->down[i], others))
      g_ptr_array_add (left, (char *) self->step->down[i]);
  return left;
}

/* RevisionStep._unmerge_to_revisions */
static GPtrArray *
list_unmerged (const StepWriter *self)
{
  const char *const *down = self->step->down;
  g_autoptr(GPtrArray) others = g_ptr_array_new ();
  GPtrArray *left;

  for (guint i = 0; i < self->rows->len; i++)
    if (!g_str_equal (g_ptr_array_index (self->rows, i), self->id))
      g_ptr_array_add (others, g_ptr_array_index (self->rows, i));
  if (others->len > 0)
    return list_down_without (self, others);
  /* Alone: leave out what another of them implies. */
  left = g_ptr_array_new ();
  for (guint i = 0; down[i] != NULL; i++)
    {
      gboolean is_implied = FALSE;

      for (guint j = 0; down[j] != NULL; j++)
        is_implied = is_implied
                     || (!g_str_equal (down[i], down[j]) && self->step->is_ancestor (down[i], down[j], self->step->user_data));
      if (!is_implied)
        g_ptr_array_add (left, (char *) down[i]);
    }
  return left;
}

static gboolean
write_merge (StepWriter *self)
{
  g_autoptr(GPtrArray) others = g_ptr_array_new ();
  g_autoptr(GPtrArray) from = NULL;

  for (guint i = 0; i < self->rows->len; i++)
    if (!is_in (self->step->down, g_ptr_array_index (self->rows, i)))
      g_ptr_array_add (others, g_ptr_array_index (self->rows, i));
  from = list_down_without (self, others);
  for (guint i = 0; i + 1 < from->len; i++)
    if (!delete_row (self, g_ptr_array_index (from, i)))
      return FALSE;
  return update_row (self, g_ptr_array_index (from, from->len - 1), self->id);
}

static gboolean
write_upgrade (StepWriter *self)
{
  const char *present = NULL;
  guint n_present = 0;

  for (guint i = 0; self->step->down[i] != NULL; i++)
    if (find_row (self->rows, self->step->down[i], NULL))
      {
        present = self->step->down[i];
        n_present++;
      }
  if (n_present == 0)
    return insert_row (self, self->id);
  if (n_present > 1)
    return write_merge (self);
  return update_row (self, present, self->id);
}

static gboolean
write_downgrade (StepWriter *self)
{
  g_autoptr(GPtrArray) to = NULL;

  if (!find_row (self->rows, self->id, NULL))
    return missing_row (self, self->id);
  to = list_unmerged (self);
  if (to->len == 0)
    return delete_row (self, self->id);
  for (guint i = 0; i + 1 < to->len; i++)
    if (!insert_row (self, g_ptr_array_index (to, i)))
      return FALSE;
  return update_row (self, self->id, g_ptr_array_index (to, to->len - 1));
}

static GPtrArray *
write_step (RetortProject *project, RetortBookkeepingStep *step, GError **error)
{
  g_autoptr(GPtrArray) batches = g_ptr_array_new_with_free_func ((GDestroyNotify) retort_batch_unref);
  StepWriter writer = {
    .project = retort_project_get (project),
    .step = step,
    .rows = step->rows,
    .id = retort_revision_get_id (step->revision),
    .batches = batches,
    .error = error,
  };
  gboolean written = FALSE;

  switch (step->direction)
    {
    case RETORT_DIRECTION_UPGRADE:
      written = write_upgrade (&writer);
      break;
    case RETORT_DIRECTION_DOWNGRADE:
      written = write_downgrade (&writer);
      break;
    }
  return written ? g_steal_pointer (&batches) : NULL;
}

/* --- Stamps --- */

static gboolean
lacks_any (StepWriter *self, const char *const *ids)
{
  for (gsize i = 0; ids[i] != NULL; i++)
    if (!find_row (self->rows, ids[i], NULL))
      return TRUE;
  return FALSE;
}

/* StampStep.should_create_branch() and what follows it in update_to_step(). */
static gboolean
write_stamp (StepWriter *self, const RetortStampStep *step)
{
  const char *const *from = (const char *const *) step->from;
  guint n_from = g_strv_length (step->from);
  gboolean may_insert = step->kind == RETORT_STAMP_BEGIN || (step->kind == RETORT_STAMP_UP && lacks_any (self, from));

  if (step->kind == RETORT_STAMP_END)
    return delete_row (self, from[0]);
  if (n_from == 0 || (may_insert && !find_row (self->rows, step->to, NULL)))
    return insert_row (self, step->to);
  for (guint i = 0; i + 1 < n_from; i++)
    if (!delete_row (self, from[i]))
      return FALSE;
  return update_row (self, from[n_from - 1], step->to);
}

static GPtrArray *
stamp (RetortProject *project, const RetortStampStep *step, const RetortApplied *applied, GPtrArray *rows, GError **error)
{
  g_autoptr(GPtrArray) batches = g_ptr_array_new_with_free_func ((GDestroyNotify) retort_batch_unref);
  StepWriter writer = {
    .project = retort_project_get (project),
    .rows = rows,
    .id = step->to != NULL ? step->to : step->from[0],
    .batches = batches,
    .error = error,
  };

  return write_stamp (&writer, step) ? g_steal_pointer (&batches) : NULL;
}

/* Any number of rows may go: not a batch whose rows are counted. */
static GPtrArray *
purge (RetortProject *project, const RetortApplied *applied)
{
  g_autofree char *table = dup_table (retort_project_get (project));
  g_autofree char *sql = g_strdup_printf ("DELETE FROM %s", table);
  GPtrArray *batches = g_ptr_array_new_with_free_func ((GDestroyNotify) retort_batch_unref);

  g_ptr_array_add (batches, retort_bookkeeping_batch (sql, RETORT_BATCH_NONE));
  return batches;
}

/* HeadMaintainer._delete_version() and _update_version(); ids hold no quote (is_recordable()), so that they are what stands between
 * quotes. Alembic does not count what it inserts. */
static char *
dup_miscount (RetortProject *project, const RetortBatch *batch, gint64 n_rows)
{
  const char *sql = retort_batch_get_sql (batch);
  const char *table = retort_project_get (project)->version_table;
  g_auto(GStrv) parts = g_strsplit (sql, "'", -1);
  g_autofree char *what = NULL;

  if (g_str_has_prefix (sql, "UPDATE") && g_strv_length (parts) == 5)
    what = g_strdup_printf ("updating '%s' to '%s'", parts[3], parts[1]);
  else
    what = g_strdup_printf ("%s '%s'", g_str_has_prefix (sql, "DELETE") ? "deleting" : "inserting",
                            parts[1] != NULL ? parts[1] : "");
  return g_strdup_printf ("Online migration expected to match one row when %s in '%s'; %" G_GINT64_FORMAT " found", what,
                          table, n_rows);
}

const RetortBookkeeping retort_alembic_bookkeeping = {
  .exists_sql = exists_sql,
  .read_sql = read_sql,
  .create = create,
  .step = write_step,
  .stamp = stamp,
  .purge = purge,
  .dup_miscount = dup_miscount,
};
