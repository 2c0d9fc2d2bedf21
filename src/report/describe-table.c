/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Titles and columns of what \d describes; one function for each kind of relation. */
#include "report/describe-private.h"

static void
add_headers (RetortTextTable *text, const char *const *headers)
{
  for (guint i = 0; headers[i] != NULL; i++)
    retort_text_table_add_column (text, headers[i], RETORT_TEXT_LEFT);
}

static const char *
title_word (const RetortTable *table)
{
  gboolean is_unlogged = g_strcmp0 (table->persistence, "unlogged") == 0;

  switch (table->kind)
    {
    case RETORT_RELATION_TABLE:
      return is_unlogged ? "Unlogged table" : "Table";
    case RETORT_RELATION_PARTITIONED_TABLE:
      return is_unlogged ? "Unlogged partitioned table" : "Partitioned table";
    case RETORT_RELATION_FOREIGN_TABLE:
      return "Foreign table";
    case RETORT_RELATION_VIEW:
      return "View";
    case RETORT_RELATION_MATERIALIZED_VIEW:
      return is_unlogged ? "Unlogged materialized view" : "Materialized view";
    }
  g_assert_not_reached ();
}

static char *
say_default (const RetortColumn *column)
{
  if (column->identity != NULL)
    return g_strdup_printf ("generated %s as identity", column->identity);
  if (column->generated != NULL && column->is_generated_virtual)
    return g_strdup_printf ("generated always as (%s)", column->generated);
  if (column->generated != NULL)
    return g_strdup_printf ("generated always as (%s) stored", column->generated);
  return g_strdup (column->default_expression);
}

static void
add_column_row (RetortTextTable *text, const RetortColumn *column)
{
  g_autofree char *default_text = say_default (column);

  retort_text_table_add_cell (text, column->name);
  retort_text_table_add_cell (text, column->type);
  retort_text_table_add_cell (text, column->collation);
  retort_text_table_add_cell (text, column->is_nullable ? NULL : "not null");
  retort_text_table_add_cell (text, default_text);
}

static const char *const column_headers[]
    = { "Column", "Type", "Collation", "Nullable", "Default", NULL };

/**
 * retort_describe_table:
 * @scope: names of the schema
 * @table: a table or view of it
 *
 * Returns: (transfer full): what \d prints
 */
char *
retort_describe_table (const RetortNameScope *scope, const RetortTable *table)
{
  g_autofree char *title
      = g_strdup_printf ("%s \"%s.%s\"", title_word (table), table->schema, table->name);
  g_autoptr(RetortTextTable) text = retort_text_table_new (title);
  gboolean is_foreign = table->kind == RETORT_RELATION_FOREIGN_TABLE;

  add_headers (text, column_headers);
  if (is_foreign)
    retort_text_table_add_column (text, "FDW options", RETORT_TEXT_LEFT);
  for (guint i = 0; i < table->columns->len; i++)
    {
      const RetortColumn *column = g_ptr_array_index (table->columns, i);
      g_autofree char *options
          = column->fdw_options != NULL ? g_strdup_printf ("(%s)", column->fdw_options) : NULL;

      add_column_row (text, column);
      if (is_foreign)
        retort_text_table_add_cell (text, options);
    }
  retort_describe_add_footers (text, scope, table);
  return retort_text_table_to_string (text);
}

/**
 * retort_describe_composite:
 * @type: a composite type
 *
 * Returns: (transfer full): what \d prints
 */
char *
retort_describe_composite (const RetortCompositeType *type)
{
  g_autofree char *title = g_strdup_printf ("Composite type \"%s.%s\"", type->schema, type->name);
  g_autoptr(RetortTextTable) text = retort_text_table_new (title);

  add_headers (text, column_headers);
  for (guint i = 0; i < type->columns->len; i++)
    add_column_row (text, g_ptr_array_index (type->columns, i));
  return retort_text_table_to_string (text);
}

static void
add_number (RetortTextTable *text, gint64 number)
{
  g_autofree char *cell = g_strdup_printf ("%" G_GINT64_FORMAT, number);

  retort_text_table_add_cell (text, cell);
}

/**
 * retort_describe_sequence:
 * @sequence: a sequence
 *
 * Returns: (transfer full): what \d prints
 */
char *
retort_describe_sequence (const RetortSequence *sequence)
{
  static const char *const numbers[] = { "Start", "Minimum", "Maximum", "Increment" };
  gboolean is_unlogged = g_strcmp0 (sequence->persistence, "unlogged") == 0;
  g_autofree char *title
      = g_strdup_printf ("%s \"%s.%s\"", is_unlogged ? "Unlogged sequence" : "Sequence",
                         sequence->schema, sequence->name);
  g_autoptr(RetortTextTable) text = retort_text_table_new (title);

  retort_text_table_add_column (text, "Type", RETORT_TEXT_LEFT);
  for (guint i = 0; i < G_N_ELEMENTS (numbers); i++)
    retort_text_table_add_column (text, numbers[i], RETORT_TEXT_RIGHT);
  retort_text_table_add_column (text, "Cycles?", RETORT_TEXT_LEFT);
  retort_text_table_add_column (text, "Cache", RETORT_TEXT_RIGHT);
  retort_text_table_add_cell (text, sequence->type);
  add_number (text, sequence->start);
  add_number (text, sequence->minimum);
  add_number (text, sequence->maximum);
  add_number (text, sequence->increment);
  retort_text_table_add_cell (text, sequence->cycles ? "yes" : "no");
  add_number (text, sequence->cache);
  if (sequence->owned_by != NULL)
    retort_text_table_add_footer (
        text, sequence->is_identity ? "Sequence for identity column: %s" : "Owned by: %s",
        sequence->owned_by);
  return retort_text_table_to_string (text);
}

static const char *
index_title_word (const RetortTable *table, const RetortIndex *index)
{
  gboolean is_unlogged = g_strcmp0 (table->persistence, "unlogged") == 0;

  if (index->is_partitioned)
    return is_unlogged ? "Unlogged partitioned index" : "Partitioned index";
  return is_unlogged ? "Unlogged index" : "Index";
}

static void
add_index_summary (RetortTextTable *text, const RetortTable *table, const RetortIndex *index)
{
  const RetortConstraint *constraint = retort_table_find_constraint (table, index->constraint);
  g_autoptr(GString) summary = g_string_new (NULL);

  if (index->is_primary)
    g_string_append (summary, "primary key, ");
  else if (index->is_unique)
    g_string_append (summary,
                     index->has_nulls_not_distinct ? "unique nulls not distinct, " : "unique, ");
  g_string_append_printf (summary, "%s, for table \"%s.%s\"", index->method, table->schema,
                          table->name);
  if (index->predicate != NULL)
    g_string_append_printf (summary, ", predicate (%s)", index->predicate);
  if (index->is_clustered)
    g_string_append (summary, ", clustered");
  if (!index->is_valid)
    g_string_append (summary, ", invalid");
  if (constraint != NULL && constraint->is_deferrable)
    g_string_append (summary, ", deferrable");
  if (constraint != NULL && constraint->is_deferred)
    g_string_append (summary, ", initially deferred");
  if (index->is_replica_identity)
    g_string_append (summary, ", replica identity");
  retort_text_table_add_footer (text, "%s", summary->str);
}

static const char *
nth_string (GStrv strings, guint n)
{
  return strings != NULL && n < g_strv_length (strings) ? strings[n] : NULL;
}

static void
add_index_columns (RetortTextTable *text, const RetortIndex *index)
{
  static const char *const headers[] = { "Column", "Type", "Key?", "Definition", NULL };

  add_headers (text, headers);
  for (guint i = 0; index->columns[i] != NULL; i++)
    {
      retort_text_table_add_cell (text, nth_string (index->column_names, i));
      retort_text_table_add_cell (text, nth_string (index->column_types, i));
      retort_text_table_add_cell (text, i < index->n_key_columns ? "yes" : "no");
      retort_text_table_add_cell (text, index->columns[i]);
    }
}

/**
 * retort_describe_index:
 * @scope: names of the schema
 * @table: the table that it is on
 * @index: an index
 *
 * Returns: (transfer full): what \d prints
 */
char *
retort_describe_index (const RetortNameScope *scope, const RetortTable *table,
                       const RetortIndex *index)
{
  g_autofree char *title = g_strdup_printf ("%s \"%s.%s\"", index_title_word (table, index),
                                            table->schema, index->name);
  g_autoptr(RetortTextTable) text = retort_text_table_new (title);

  add_index_columns (text, index);
  if (index->parent != NULL)
    {
      g_autofree char *parent = retort_name_scope_dup_shortened (scope, index->parent);

      retort_text_table_add_footer (text, "Partition of: %s ", parent);
    }
  add_index_summary (text, table, index);
  if (index->is_partitioned)
    retort_text_table_add_footer (text,
                                  index->n_partitions > 0
                                      ? "Number of partitions: %u (Use \\d+ to list them.)"
                                      : "Number of partitions: %u",
                                  index->n_partitions);
  if (index->tablespace != NULL)
    retort_text_table_add_footer (text, "Tablespace: \"%s\"", index->tablespace);
  return retort_text_table_to_string (text);
}
