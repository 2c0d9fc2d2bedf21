/* SPDX-License-Identifier: GPL-3.0-or-later */
/* CREATE TABLE, CREATE VIEW and what is set on them afterwards. A partition is made as a table and then
 * attached, as pg_dump does it, so that it keeps its own order of columns, defaults and keys. */
#include "report/ddl-private.h"

#include "sql/quote.h"

#include <string.h>

static const RetortSequence *
find_identity (const RetortDdl *self, const RetortTable *table, const RetortColumn *column)
{
  g_autofree char *name = retort_ddl_dup_name (table->schema, table->name);
  g_autofree char *column_name = retort_sql_quote_identifier (column->name);
  g_autofree char *owner = g_strconcat (name, ".", column_name, NULL);
  GPtrArray *owned = g_hash_table_lookup (self->owned, owner);

  for (guint i = 0; owned != NULL && i < owned->len; i++)
    {
      const RetortSequence *sequence = g_ptr_array_index (owned, i);

      if (sequence->is_identity)
        return sequence;
    }
  return NULL;
}

static void
add_identity (RetortDdl *self, const RetortTable *table, const RetortColumn *column)
{
  const RetortSequence *sequence = find_identity (self, table, column);
  g_autofree char *usual_name = g_strdup_printf ("%s_%s_seq", table->name, column->name);
  gsize before = 0;

  retort_ddl_append (self, " GENERATED %s AS IDENTITY",
                     g_str_equal (column->identity, "always") ? "ALWAYS" : "BY DEFAULT");
  if (sequence == NULL)
    return;
  retort_ddl_append (self, " (");
  before = self->out->len;
  if (!g_str_equal (sequence->name, usual_name) || !g_str_equal (sequence->schema, table->schema))
    {
      g_autofree char *name = retort_ddl_dup_name (sequence->schema, sequence->name);

      retort_ddl_append (self, " SEQUENCE NAME %s", name);
    }
  retort_ddl_add_sequence_options (self, sequence);
  if (self->out->len == before)
    g_string_truncate (self->out, before - strlen (" ("));
  else
    {
      g_string_erase (self->out, (gssize) before, 1); /* the space before the first option */
      retort_ddl_append (self, ")");
    }
}

static void
add_column_constraints (RetortDdl *self, const RetortTable *table, const RetortColumn *column)
{
  if (column->identity != NULL)
    add_identity (self, table, column);
  else if (column->generated != NULL)
    retort_ddl_append (self, " GENERATED ALWAYS AS (%s)%s", column->generated,
                       column->is_generated_virtual ? "" : " STORED");
  else if (column->default_expression != NULL)
    retort_ddl_append (self, " DEFAULT %s", column->default_expression);
  if (!column->is_nullable)
    retort_ddl_append (self, " NOT NULL");
}

/* A typed table has its columns from the type; only what it adds to one is said. */
static gboolean
add_typed_column (RetortDdl *self, const RetortTable *table, const RetortColumn *column)
{
  g_autofree char *name = retort_sql_quote_identifier (column->name);

  if (column->default_expression == NULL && column->generated == NULL && column->identity == NULL
      && column->is_nullable)
    return FALSE;
  retort_ddl_append (self, "%s WITH OPTIONS", name);
  add_column_constraints (self, table, column);
  return TRUE;
}

static gboolean
add_column (RetortDdl *self, const RetortTable *table, const RetortColumn *column)
{
  if (table->of_type != NULL)
    return add_typed_column (self, table, column);
  if (column->is_inherited && table->partition_bound == NULL)
    return FALSE;
  retort_ddl_add_column_type (self, column);
  add_column_constraints (self, table, column);
  return TRUE;
}

/* Keys, checks and exclusions that can stand in CREATE TABLE. The parent's checks must be there before
 * a partition is attached. NOT VALID would be forgotten there; foreign keys need the other table. */
static gboolean
stands_in_create (const RetortTable *table, const RetortConstraint *constraint)
{
  switch (constraint->kind)
    {
    case RETORT_CONSTRAINT_CHECK:
      return constraint->is_valid && (!constraint->is_inherited || table->partition_bound != NULL);
    case RETORT_CONSTRAINT_PRIMARY_KEY:
    case RETORT_CONSTRAINT_UNIQUE:
    case RETORT_CONSTRAINT_EXCLUSION:
      return TRUE;
    case RETORT_CONSTRAINT_NOT_NULL: /* said with the column */
    case RETORT_CONSTRAINT_FOREIGN_KEY:
      return FALSE;
    }
  g_assert_not_reached ();
}

/* What stands between the parentheses; whether there is anything. */
static gboolean
add_elements (RetortDdl *self, const RetortTable *table)
{
  gsize start = self->out->len;
  const char *separator = "\n  ";

  for (guint i = 0; i < table->columns->len; i++)
    {
      gsize before = self->out->len;

      retort_ddl_append (self, "%s", separator);
      if (add_column (self, table, g_ptr_array_index (table->columns, i)))
        separator = ",\n  ";
      else
        g_string_truncate (self->out, before);
    }
  for (guint i = 0; i < table->constraints->len; i++)
    {
      const RetortConstraint *constraint = g_ptr_array_index (table->constraints, i);
      g_autofree char *name = retort_sql_quote_identifier (constraint->name);

      if (!stands_in_create (table, constraint))
        continue;
      retort_ddl_append (self, "%sCONSTRAINT %s %s", separator, name, constraint->definition);
      separator = ",\n  ";
    }
  return self->out->len > start;
}

/* "fillfactor=70" → fillfactor='70'; the name may have a prefix, as in toast.autovacuum_enabled. */
static void
add_options (RetortDdl *self, GStrv options)
{
  for (guint i = 0; options != NULL && options[i] != NULL; i++)
    {
      g_auto(GStrv) parts = g_strsplit (options[i], "=", 2);
      g_autofree char *value = retort_sql_quote_literal (parts[1] != NULL ? parts[1] : "");

      retort_ddl_append (self, "%s%s=%s", i == 0 ? " WITH (" : ", ", parts[0], value);
    }
  if (options != NULL && options[0] != NULL)
    retort_ddl_append (self, ")");
}

static void
add_tail (RetortDdl *self, const RetortTable *table)
{
  g_autofree char *parents = NULL;

  if (table->partition_bound == NULL && table->inherits != NULL && table->inherits[0] != NULL)
    {
      parents = g_strjoinv (", ", table->inherits);
      retort_ddl_append (self, "\nINHERITS (%s)", parents);
    }
  if (table->partition_key != NULL)
    retort_ddl_append (self, "\nPARTITION BY %s", table->partition_key);
  if (table->server != NULL)
    {
      g_autofree char *server = retort_sql_quote_identifier (table->server);

      retort_ddl_append (self, "\nSERVER %s", server);
    }
  if (table->fdw_options != NULL)
    retort_ddl_append (self, "\nOPTIONS (%s)", table->fdw_options);
  if (table->access_method != NULL && !g_str_equal (table->access_method, "heap"))
    {
      g_autofree char *method = retort_sql_quote_identifier (table->access_method);

      retort_ddl_append (self, "\nUSING %s", method);
    }
  add_options (self, table->options);
  if (table->tablespace != NULL)
    {
      g_autofree char *tablespace = retort_sql_quote_identifier (table->tablespace);

      retort_ddl_append (self, "\nTABLESPACE %s", tablespace);
    }
}

static void
add_create_table (RetortDdl *self, const RetortTable *table)
{
  g_autofree char *name = retort_ddl_dup_name (table->schema, table->name);
  gsize parenthesis = 0;

  retort_ddl_append (self, "CREATE %sTABLE %s",
                     table->kind == RETORT_RELATION_FOREIGN_TABLE      ? "FOREIGN "
                     : g_strcmp0 (table->persistence, "unlogged") == 0 ? "UNLOGGED "
                                                                       : "",
                     name);
  if (table->of_type != NULL)
    retort_ddl_append (self, " OF %s", table->of_type);
  parenthesis = self->out->len;
  retort_ddl_append (self, " (");
  if (add_elements (self, table))
    retort_ddl_append (self, "\n)");
  else if (table->of_type != NULL)
    g_string_truncate (self->out, parenthesis);
  else
    retort_ddl_append (self, ")");
  add_tail (self, table);
  retort_ddl_append (self, ";\n");
}

static void
add_create_view (RetortDdl *self, const RetortTable *table)
{
  gboolean is_materialized = table->kind == RETORT_RELATION_MATERIALIZED_VIEW;
  g_autofree char *name = retort_ddl_dup_name (table->schema, table->name);
  g_autofree char *query
      = g_strchomp (g_strdup (table->definition != NULL ? table->definition : ""));

  if (table->definition == NULL)
    {
      retort_ddl_append (self, "-- view %s: its query is not known\n", name);
      return;
    }
  if (g_str_has_suffix (query, ";"))
    query[strlen (query) - 1] = '\0';
  retort_ddl_append (self, "CREATE %sVIEW %s", is_materialized ? "MATERIALIZED " : "", name);
  if (is_materialized)
    add_tail (self, table);
  else
    add_options (self, table->options);
  retort_ddl_append (self, " AS\n%s%s;\n", query, is_materialized ? "\nWITH NO DATA" : "");
}

static gboolean
is_view (const RetortTable *table)
{
  return table->kind == RETORT_RELATION_VIEW || table->kind == RETORT_RELATION_MATERIALIZED_VIEW;
}

/**
 * retort_ddl_add_relation:
 * @self: a script
 * @table: a table or view
 *
 * Adds the CREATE statement.
 */
void
retort_ddl_add_relation (RetortDdl *self, const RetortTable *table)
{
  if (is_view (table))
    add_create_view (self, table);
  else
    add_create_table (self, table);
}

/**
 * retort_ddl_add_attachment:
 * @self: a script
 * @table: a table whose parent has been made
 *
 * Makes a partition one.
 */
void
retort_ddl_add_attachment (RetortDdl *self, const RetortTable *table)
{
  g_autofree char *name = retort_ddl_dup_name (table->schema, table->name);

  if (table->partition_bound != NULL && table->inherits != NULL && table->inherits[0] != NULL)
    retort_ddl_append (self, "ALTER TABLE ONLY %s ATTACH PARTITION %s %s;\n", table->inherits[0],
                       name, table->partition_bound);
}

/* @what: "TABLE ONLY public.orders" */
static void
add_column_settings (RetortDdl *self, const char *what, const RetortColumn *column)
{
  g_autofree char *name = retort_sql_quote_identifier (column->name);
  g_autofree char *alter = g_strdup_printf ("ALTER %s ALTER COLUMN %s SET", what, name);

  if (column->has_own_storage && column->storage != NULL)
    {
      g_autofree char *storage = g_ascii_strup (column->storage, -1);

      retort_ddl_append (self, "%s STORAGE %s;\n", alter, storage);
    }
  if (column->compression != NULL)
    retort_ddl_append (self, "%s COMPRESSION %s;\n", alter, column->compression);
  if (column->statistics_target != -1)
    retort_ddl_append (self, "%s STATISTICS %d;\n", alter, column->statistics_target);
  if (column->options != NULL && column->options[0] != NULL)
    {
      g_autofree char *options = g_strjoinv (", ", column->options);

      retort_ddl_append (self, "%s (%s);\n", alter, options);
    }
}

/* A default of its own on a column that comes from a parent, or on a view's column. */
static void
add_own_default (RetortDdl *self, const char *what, const RetortTable *table,
                 const RetortColumn *column)
{
  g_autofree char *name = retort_sql_quote_identifier (column->name);
  gboolean is_said = !is_view (table) && (!column->is_inherited || table->partition_bound != NULL);

  if (is_said || column->default_expression == NULL)
    return;
  retort_ddl_append (self, "ALTER %s ALTER COLUMN %s SET DEFAULT %s;\n", what, name,
                     column->default_expression);
}

static void
add_unproved_checks (RetortDdl *self, const RetortTable *table, const char *what)
{
  for (guint i = 0; i < table->constraints->len; i++)
    {
      const RetortConstraint *constraint = g_ptr_array_index (table->constraints, i);
      g_autofree char *name = retort_sql_quote_identifier (constraint->name);

      if (constraint->kind == RETORT_CONSTRAINT_CHECK && !constraint->is_valid
          && (!constraint->is_inherited || table->partition_bound != NULL))
        retort_ddl_append (self, "ALTER %s ADD CONSTRAINT %s %s;\n", what, name,
                           constraint->definition);
    }
}

/**
 * retort_ddl_relation_noun:
 * @table: a relation of any kind
 *
 * Returns: what CREATE, ALTER and DROP call it, like "TABLE"; static
 */
const char *
retort_ddl_relation_noun (const RetortTable *table)
{
  switch (table->kind)
    {
    case RETORT_RELATION_TABLE:
    case RETORT_RELATION_PARTITIONED_TABLE:
      return "TABLE";
    case RETORT_RELATION_FOREIGN_TABLE:
      return "FOREIGN TABLE";
    case RETORT_RELATION_VIEW:
      return "VIEW";
    case RETORT_RELATION_MATERIALIZED_VIEW:
      return "MATERIALIZED VIEW";
    }
  g_assert_not_reached ();
}

/**
 * retort_ddl_add_settings:
 * @self: a script
 * @table: a table or view that has been made
 *
 * Adds what is set on its columns, and its comments.
 */
void
retort_ddl_add_settings (RetortDdl *self, const RetortTable *table)
{
  g_autofree char *name = retort_ddl_dup_name (table->schema, table->name);
  g_autofree char *on = g_strdup_printf ("%s %s", retort_ddl_relation_noun (table), name);
  g_autofree char *what = g_strdup_printf (
      "%s %s%s", retort_ddl_relation_noun (table),
      is_view (table) || table->kind == RETORT_RELATION_PARTITIONED_TABLE ? "" : "ONLY ", name);

  for (guint i = 0; i < table->columns->len; i++)
    {
      const RetortColumn *column = g_ptr_array_index (table->columns, i);

      add_own_default (self, what, table, column);
      if (table->kind != RETORT_RELATION_VIEW)
        add_column_settings (self, what, column);
    }
  add_unproved_checks (self, table, on);
  retort_ddl_add_comment (self, on, table->comment);
  for (guint i = 0; i < table->columns->len; i++)
    {
      const RetortColumn *column = g_ptr_array_index (table->columns, i);
      g_autofree char *column_name = retort_sql_quote_identifier (column->name);
      g_autofree char *on_column = g_strdup_printf ("COLUMN %s.%s", name, column_name);

      retort_ddl_add_comment (self, on_column, column->comment);
    }
}
