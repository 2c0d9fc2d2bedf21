/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Extended statistics: CREATE STATISTICS. */
#include "analysis/schema/statements-private.h"

#include <string.h>

static GStrv
list_kinds (const PgQuery__CreateStatsStmt *statement)
{
  static const char *const all[] = { "ndistinct", "dependencies", "mcv", NULL };
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();

  for (guint i = 0; all[i] != NULL; i++)
    {
      gboolean is_wanted = statement->n_stat_types == 0;

      for (size_t j = 0; j < statement->n_stat_types; j++)
        is_wanted |= g_str_equal (statement->stat_types[j]->string->sval, all[i]);
      if (is_wanted)
        g_strv_builder_add (builder, all[i]);
    }
  return g_strv_builder_end (builder);
}

/* Columns in the order of the table, as the catalogue keeps them; expressions are left as they were written. */
static GStrv
list_columns (const RetortTable *table, const PgQuery__CreateStatsStmt *statement, gboolean *is_as_written)
{
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();

  for (guint i = 0; i < table->columns->len; i++)
    for (size_t j = 0; j < statement->n_exprs; j++)
      {
        const char *name = text_or_null (statement->exprs[j]->stats_elem->name);

        if (name != NULL && g_str_equal (name, ((RetortColumn *) g_ptr_array_index (table->columns, i))->name))
          g_strv_builder_add (builder, name);
        *is_as_written |= name == NULL;
      }
  return g_strv_builder_end (builder);
}

static void
write_definition (RetortEdit *edit, const RetortTable *table, RetortStatistics *statistics)
{
  g_autofree char *place = retort_quote_place (statistics->schema, statistics->name);
  g_autofree char *relation = retort_edit_qualify (edit, table->schema, table->name);
  g_autofree char *kinds = g_strjoinv (", ", statistics->kinds);
  gboolean has_all = g_strv_length (statistics->kinds) == 3;

  g_free (statistics->definition);
  statistics->definition = g_strdup_printf ("CREATE STATISTICS %s%s%s%s ON %s FROM %s", place, has_all ? "" : " (", has_all ? "" : kinds,
                                            has_all ? "" : ")", statistics->columns, relation);
}

/* ChooseExtendedStatisticName(), among the table's own. */
static char *
choose_name (const RetortTable *table, GStrv columns)
{
  g_autofree char *addition = retort_join_column_names (columns);

  for (guint pass = 0;; pass++)
    {
      g_autofree char *label = pass > 0 ? g_strdup_printf ("stat%u", pass) : g_strdup ("stat");
      g_autofree char *name = retort_make_object_name (table->name, addition, label);
      gboolean is_taken = FALSE;

      for (guint i = 0; i < table->statistics->len; i++)
        is_taken |= g_str_equal (((RetortStatistics *) g_ptr_array_index (table->statistics, i))->name, name);
      if (!is_taken)
        return g_steal_pointer (&name);
    }
}

static int
compare_statistics (gconstpointer a, gconstpointer b)
{
  return strcmp ((*(RetortStatistics *const *) a)->name, (*(RetortStatistics *const *) b)->name);
}

typedef struct
{
  RetortPlace place;
  RetortTable *found; /* nullable */
} Search;

static int
find_in (const RetortTable *table, RetortPlace place)
{
  for (guint i = 0; i < table->statistics->len; i++)
    {
      const RetortStatistics *statistics = g_ptr_array_index (table->statistics, i);

      if (g_str_equal (statistics->name, place.name) && (place.schema == NULL || g_str_equal (place.schema, statistics->schema)))
        return (int) i;
    }
  return -1;
}

static void
search_cb (gpointer object, gpointer user_data)
{
  Search *search = user_data;

  if (search->found == NULL && find_in (object, search->place) >= 0)
    search->found = object;
}

/* (nullable): the table that has it. */
static const RetortTable *
find_table_of (RetortEdit *edit, RetortPlace place)
{
  Search search = { place, NULL };

  retort_schema_foreach (edit->schema, RETORT_OBJECT_TABLE, search_cb, &search);
  return search.found;
}

gboolean
retort_apply_create_statistics (RetortEdit *edit, const PgQuery__Node *node)
{
  const PgQuery__CreateStatsStmt *statement = node->create_stats_stmt;
  RetortPlace place = retort_edit_place_of_names (edit, statement->n_defnames, statement->defnames);
  const RetortTable *found = NULL;
  RetortTable *table = NULL;
  RetortStatistics *statistics = NULL;
  g_auto(GStrv) columns = NULL;

  if (statement->n_relations != 1 || statement->relations[0]->node_case != PG_QUERY__NODE__NODE_RANGE_VAR)
    return retort_edit_fail (edit, "only a single relation is allowed in CREATE STATISTICS");
  found = retort_edit_find_table (edit, statement->relations[0]->range_var, FALSE);
  if (found == NULL)
    return FALSE;
  if (place.name != NULL && find_table_of (edit, (RetortPlace){ place.schema != NULL ? place.schema : found->schema, place.name }) != NULL)
    return statement->if_not_exists || retort_edit_fail (edit, "statistics object \"%s\" already exists", place.name);
  for (size_t i = 0; i < statement->n_exprs; i++)
    if (text_or_null (statement->exprs[i]->stats_elem->name) != NULL && retort_table_find_column (found, statement->exprs[i]->stats_elem->name) == NULL)
      return retort_edit_fail (edit, "column \"%s\" does not exist", statement->exprs[i]->stats_elem->name);
  table = retort_table_copy (found);
  statistics = retort_statistics_new ();
  columns = list_columns (table, statement, &statistics->is_as_written);
  statistics->schema = g_strdup (place.schema != NULL ? place.schema : table->schema);
  statistics->name = place.name != NULL ? g_strdup (place.name) : choose_name (table, columns);
  statistics->kinds = list_kinds (statement);
  statistics->columns = retort_join_identifiers (columns);
  write_definition (edit, table, statistics);
  g_ptr_array_add (table->statistics, statistics);
  g_ptr_array_sort (table->statistics, compare_statistics);
  retort_edit_put_table (edit, table);
  return TRUE;
}

/* DROP STATISTICS of one; @missing_ok as IF EXISTS says. */
gboolean
retort_edit_drop_statistics (RetortEdit *edit, RetortPlace place, gboolean missing_ok)
{
  const RetortTable *found = find_table_of (edit, place);
  RetortTable *table = NULL;

  if (found == NULL)
    return missing_ok || retort_edit_fail (edit, "statistics object \"%s\" does not exist", place.name);
  table = retort_table_copy (found);
  g_ptr_array_remove_index (table->statistics, (guint) find_in (table, place));
  retort_edit_put_table (edit, table);
  return TRUE;
}

/* One that may be changed, in the place of the shared one; its table is to be put. */
static RetortStatistics *
open_statistics (RetortTable *table, RetortPlace place)
{
  const RetortStatistics *old = g_ptr_array_index (table->statistics, (guint) find_in (table, place));
  RetortStatistics *copy = retort_statistics_new ();

  copy->schema = g_strdup (old->schema);
  copy->name = g_strdup (old->name);
  copy->kinds = g_strdupv (old->kinds);
  copy->columns = g_strdup (old->columns);
  copy->definition = g_strdup (old->definition);
  copy->target = old->target;
  copy->is_as_written = old->is_as_written;
  copy->comment = g_strdup (old->comment);
  g_ptr_array_remove_index (table->statistics, (guint) find_in (table, place));
  g_ptr_array_add (table->statistics, copy);
  return copy;
}

/**
 * retort_edit_follow_statistics: (skip)
 * @edit: the edit
 * @table: a table that is changed
 * @old: (nullable): the name that a column had; %NULL when only the table's own changed
 * @name: (nullable): the name that the column has
 *
 * Its statistics say the names that it and its columns have now.
 */
void
retort_edit_follow_statistics (RetortEdit *edit, RetortTable *table, const char *old, const char *name)
{
  g_autofree char *quoted_old = old != NULL ? retort_sql_quote_identifier (old) : NULL;
  g_autofree char *quoted_new = old != NULL ? retort_sql_quote_identifier (name) : NULL;
  g_autoptr(GPtrArray) places = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < table->statistics->len; i++)
    g_ptr_array_add (places, g_strdup (((const RetortStatistics *) g_ptr_array_index (table->statistics, i))->name));
  for (guint i = 0; i < places->len; i++)
    {
      RetortStatistics *statistics = open_statistics (table, (RetortPlace){ NULL, g_ptr_array_index (places, i) });
      g_auto(GStrv) columns = g_strsplit (statistics->columns, ", ", -1);

      if (old != NULL)
        retort_strv_replace (columns, quoted_old, quoted_new);
      g_free (statistics->columns);
      statistics->columns = g_strjoinv (", ", columns);
      write_definition (edit, table, statistics);
    }
  g_ptr_array_sort (table->statistics, compare_statistics);
}

/* ALTER STATISTICS … RENAME TO. */
gboolean
retort_edit_rename_statistics (RetortEdit *edit, RetortPlace place, const char *name)
{
  const RetortTable *found = find_table_of (edit, place);
  RetortTable *table = NULL;
  RetortStatistics *statistics = NULL;

  if (found == NULL)
    return retort_edit_fail (edit, "statistics object \"%s\" does not exist", place.name);
  if (find_table_of (edit, (RetortPlace){ place.schema, name }) != NULL)
    return retort_edit_fail (edit, "statistics object \"%s\" already exists", name);
  table = retort_table_copy (found);
  statistics = open_statistics (table, place);
  g_free (statistics->name);
  statistics->name = g_strdup (name);
  write_definition (edit, table, statistics);
  g_ptr_array_sort (table->statistics, compare_statistics);
  retort_edit_put_table (edit, table);
  return TRUE;
}

/* ALTER STATISTICS … SET STATISTICS. */
gboolean
retort_apply_alter_statistics (RetortEdit *edit, const PgQuery__Node *node)
{
  const PgQuery__AlterStatsStmt *statement = node->alter_stats_stmt;
  RetortPlace place = retort_edit_place_of_names (edit, statement->n_defnames, statement->defnames);
  const RetortTable *found = find_table_of (edit, place);
  RetortTable *table = NULL;

  if (found == NULL)
    return statement->missing_ok || retort_edit_fail (edit, "statistics object \"%s\" does not exist", place.name);
  table = retort_table_copy (found);
  open_statistics (table, place)->target = statement->stxstattarget;
  g_ptr_array_sort (table->statistics, compare_statistics);
  retort_edit_put_table (edit, table);
  return TRUE;
}
