/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Indexes: of their own, and those that keep a constraint. */
#include "analysis/schema/statements-private.h"

#include <string.h>

/* Classes that are their type's default: pg_get_indexdef() leaves them out. */
static const char *const default_classes[] = {
  "array_ops", "bool_ops", "bpchar_ops", "date_ops", "float4_ops", "float8_ops", "inet_ops", "int2_ops",
  "int4_ops", "int8_ops", "interval_ops", "jsonb_ops", "numeric_ops", "oid_ops", "range_ops", "text_ops",
  "time_ops", "timestamp_ops", "timestamptz_ops", "tsvector_ops", "uuid_ops", "varchar_ops", NULL,
};

/* The text of a storage option's value. */
const char *
retort_option_get_text (const PgQuery__Node *node, char **owned)
{
  *owned = NULL;
  if (node == NULL)
    return "true";
  switch ((int) node->node_case)
    {
    case PG_QUERY__NODE__NODE_STRING:
      return node->string->sval;
    case PG_QUERY__NODE__NODE_FLOAT:
      return node->float_->fval;
    case PG_QUERY__NODE__NODE_INTEGER:
      return *owned = g_strdup_printf ("%d", node->integer->ival);
    case PG_QUERY__NODE__NODE_BOOLEAN:
      return node->boolean->boolval ? "true" : "false";
    case PG_QUERY__NODE__NODE_TYPE_NAME:
      return retort_sql_names_get_last (node->type_name->n_names, node->type_name->names);
    default:
      return "";
    }
}

/* "fillfactor=70", as pg_class.reloptions has them. */
GStrv
retort_options_to_list (size_t n_options, PgQuery__Node *const *options)
{
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();

  for (size_t i = 0; i < n_options; i++)
    {
      const PgQuery__DefElem *option = options[i]->def_elem;
      g_autofree char *owned = NULL;
      const char *value = retort_option_get_text (option->arg, &owned);
      const char *space = text_or_null (option->defnamespace);
      g_autofree char *text = g_strdup_printf ("%s%s%s=%s", space != NULL ? space : "", space != NULL ? "." : "",
                                               option->defname, value);

      g_strv_builder_add (builder, text);
    }
  return g_strv_builder_end (builder);
}

/* "fillfactor='70'", as flatten_reloptions() says them. */
char *
retort_options_to_string (size_t n_options, PgQuery__Node *const *options)
{
  g_autoptr(GString) text = g_string_new (NULL);

  for (size_t i = 0; i < n_options; i++)
    {
      const PgQuery__DefElem *option = options[i]->def_elem;
      g_autofree char *owned = NULL;
      const char *value = retort_option_get_text (option->arg, &owned);
      g_autofree char *quoted = retort_sql_quote_identifier (value);
      g_autofree char *literal = retort_sql_quote_literal (value);

      g_string_append_printf (text, "%s%s=%s", i > 0 ? ", " : "", option->defname,
                              g_str_equal (quoted, value) ? value : literal);
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/* The definition as pg_get_indexdef() says it, but for keys, which it is given. */
void
retort_index_write_definition (RetortEdit *edit, const RetortTable *table, RetortIndex *index, const char *keys)
{
  g_autofree char *relation = retort_edit_qualify (edit, table->schema, table->name);
  g_autofree char *name = retort_sql_quote_identifier (index->name);
  g_autofree char *method = retort_sql_quote_identifier (index->method);

  g_free (index->definition);
  index->definition = g_strdup_printf ("CREATE %sINDEX %s ON %s%s USING %s (%s", index->is_unique ? "UNIQUE " : "", name,
                                       index->is_partitioned ? "ONLY " : "", relation, method, keys);
}

static void
append_definition (RetortIndex *index, const char *text)
{
  char *longer = g_strconcat (index->definition, text, NULL);

  g_free (index->definition);
  index->definition = longer;
}

/**
 * retort_index_list_columns: (skip)
 * @table: its table
 * @index: an index
 *
 * The names that the index keeps are those that the columns had when it was made.
 *
 * Returns: (transfer full): what its columns are called now, "" for an expression
 */
GStrv
retort_index_list_columns (const RetortTable *table, const RetortIndex *index)
{
  g_autoptr(GStrvBuilder) names = g_strv_builder_new ();

  for (guint i = 0; index->columns != NULL && index->columns[i] != NULL; i++)
    {
      const char *name = "";

      for (guint j = 0; j < table->columns->len; j++)
        {
          const RetortColumn *column = g_ptr_array_index (table->columns, j);
          g_autofree char *quoted = retort_sql_quote_identifier (column->name);

          name = g_str_equal (quoted, index->columns[i]) ? column->name : name;
        }
      g_strv_builder_add (names, name);
    }
  return g_strv_builder_end (names);
}

/**
 * retort_strv_has_same_words: (skip)
 * @a: words
 * @b: words
 * @n_b: how many of @b count
 *
 * Returns: whether they are the same, in any order
 */
gboolean
retort_strv_has_same_words (GStrv a, GStrv b, guint n_b)
{
  if (g_strv_length (a) != n_b)
    return FALSE;
  for (guint i = 0; a[i] != NULL; i++)
    {
      gboolean is_there = FALSE;

      for (guint j = 0; j < n_b; j++)
        is_there |= g_str_equal (a[i], b[j]);
      if (!is_there)
        return FALSE;
    }
  return TRUE;
}

/**
 * retort_index_has_keys: (skip)
 * @table: its table
 * @index: an index
 * @columns: columns of the table
 *
 * Returns: whether these are its keys, in any order
 */
gboolean
retort_index_has_keys (const RetortTable *table, const RetortIndex *index, GStrv columns)
{
  g_auto(GStrv) keys = retort_index_list_columns (table, index);

  return retort_strv_has_same_words (columns, keys, index->n_key_columns);
}

/* A table's own columns as keys of an index. */
RetortIndex *
retort_index_of_columns (RetortEdit *edit, const RetortTable *table, const char *name, GStrv keys, GStrv included)
{
  g_autoptr(GStrvBuilder) columns = g_strv_builder_new ();
  g_autoptr(GStrvBuilder) names = g_strv_builder_new ();
  g_autoptr(GStrvBuilder) types = g_strv_builder_new ();
  g_autoptr(GStrvBuilder) statistics = g_strv_builder_new ();
  RetortIndex *index = retort_index_new ();
  guint n_keys = g_strv_length (keys);
  guint n_all = n_keys + (included != NULL ? g_strv_length (included) : 0);

  for (guint i = 0; i < n_all; i++)
    {
      const char *key = i < n_keys ? keys[i] : included[i - n_keys];
      const RetortColumn *column = retort_table_find_column (table, key);
      g_autofree char *quoted = retort_sql_quote_identifier (key);

      g_strv_builder_add (columns, quoted);
      g_strv_builder_add (names, key);
      g_strv_builder_add (types, column != NULL ? column->type : "");
      g_strv_builder_add (statistics, "-1");
    }
  index->name = g_strdup (name);
  index->method = g_strdup ("btree");
  index->columns = g_strv_builder_end (columns);
  index->column_names = g_strv_builder_end (names);
  index->column_types = g_strv_builder_end (types);
  index->column_statistics = g_strv_builder_end (statistics);
  index->n_key_columns = n_keys;
  index->is_valid = TRUE;
  index->is_partitioned = table->kind == RETORT_RELATION_PARTITIONED_TABLE;
  return index;
}

/* FigureColname(): what an expression is called when nobody says. */
static const char *
figure_name (const PgQuery__Node *node)
{
  const char *name = NULL;

  switch ((int) node->node_case)
    {
    case PG_QUERY__NODE__NODE_COLUMN_REF:
      return retort_sql_names_get_last (node->column_ref->n_fields, node->column_ref->fields);
    case PG_QUERY__NODE__NODE_FUNC_CALL:
      return retort_sql_names_get_last (node->func_call->n_funcname, node->func_call->funcname);
    case PG_QUERY__NODE__NODE_TYPE_CAST:
      name = figure_name (node->type_cast->arg);
      return name != NULL ? name
                          : retort_sql_names_get_last (node->type_cast->type_name->n_names, node->type_cast->type_name->names);
    case PG_QUERY__NODE__NODE_COLLATE_CLAUSE:
      return figure_name (node->collate_clause->arg);
    case PG_QUERY__NODE__NODE_COALESCE_EXPR:
      return "coalesce";
    case PG_QUERY__NODE__NODE_CASE_EXPR:
      return "case";
    case PG_QUERY__NODE__NODE_A_ARRAY_EXPR:
      return "array";
    default:
      return NULL;
    }
}

/* ChooseIndexColumnNames(): a name that is taken gets a number. */
static char *
choose_key_name (GPtrArray *taken, const PgQuery__IndexElem *element)
{
  const char *wanted = text_or_null (element->name);
  g_autofree char *name = NULL;

  if (wanted == NULL)
    wanted = figure_name (element->expr);
  if (wanted == NULL)
    wanted = "expr";
  name = g_strdup (wanted);
  for (guint i = 1; g_ptr_array_find_with_equal_func (taken, name, g_str_equal, NULL); i++)
    {
      g_free (name);
      name = g_strdup_printf ("%s%u", wanted, i);
    }
  return g_steal_pointer (&name);
}

/* What follows a key in the definition. */
static void
append_order (RetortEdit *edit, GString *keys, const PgQuery__IndexElem *element)
{
  gboolean is_down = element->ordering == PG_QUERY__SORT_BY_DIR__SORTBY_DESC;
  const char *class = retort_sql_names_get_last (element->n_opclass, element->opclass);

  if (element->n_collation > 0)
    {
      const char *collation = retort_sql_names_get_last (element->n_collation, element->collation);
      g_autofree char *quoted = retort_sql_quote_identifier (collation);

      if (!g_str_equal (collation, "default"))
        g_string_append_printf (keys, " COLLATE %s", quoted);
    }
  if (class != NULL && !g_strv_contains (default_classes, class))
    g_string_append_printf (keys, " %s", class);
  if (is_down)
    g_string_append (keys, " DESC");
  if (is_down && element->nulls_ordering == PG_QUERY__SORT_BY_NULLS__SORTBY_NULLS_LAST)
    g_string_append (keys, " NULLS LAST");
  if (!is_down && element->nulls_ordering == PG_QUERY__SORT_BY_NULLS__SORTBY_NULLS_FIRST)
    g_string_append (keys, " NULLS FIRST");
}

typedef struct
{
  GString   *keys;    /* of the definition */
  GPtrArray *columns; /* utf8, owned */
  GPtrArray *names;
  GPtrArray *types;
  gboolean   is_as_written;
} Keys;

static gboolean
add_key (RetortEdit *edit, const RetortTable *table, const PgQuery__IndexElem *element, Keys *keys)
{
  const char *name = text_or_null (element->name);
  const RetortColumn *column = name != NULL ? retort_table_find_column (table, name) : NULL;
  char *type = NULL;
  char *text = NULL;

  if (name != NULL && column == NULL)
    return retort_edit_fail (edit, "column \"%s\" does not exist", name);
  if (name == NULL && !retort_expression_check_columns (edit, table, element->expr))
    return FALSE;
  if (name != NULL)
    {
      text = retort_sql_quote_identifier (name);
      type = g_strdup (column->type);
    }
  else
    text = retort_expression_format_key (edit, table, element->expr, &type, &keys->is_as_written);
  if (element->n_opclassopts > 0)
    keys->is_as_written = TRUE;
  if (keys->columns->len > 0)
    g_string_append (keys->keys, ", ");
  g_string_append (keys->keys, text);
  append_order (edit, keys->keys, element);
  g_ptr_array_add (keys->names, choose_key_name (keys->names, element));
  g_ptr_array_add (keys->columns, text);
  g_ptr_array_add (keys->types, type != NULL ? type : g_strdup (""));
  return TRUE;
}

static GStrv
to_list (GPtrArray *texts)
{
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();

  for (guint i = 0; i < texts->len; i++)
    g_strv_builder_add (builder, g_ptr_array_index (texts, i));
  return g_strv_builder_end (builder);
}

static void
keys_init (Keys *keys)
{
  keys->keys = g_string_new (NULL);
  keys->columns = g_ptr_array_new_with_free_func (g_free);
  keys->names = g_ptr_array_new_with_free_func (g_free);
  keys->types = g_ptr_array_new_with_free_func (g_free);
  keys->is_as_written = FALSE;
}

static void
keys_clear (Keys *keys)
{
  g_string_free (keys->keys, TRUE);
  g_ptr_array_unref (keys->columns);
  g_ptr_array_unref (keys->names);
  g_ptr_array_unref (keys->types);
}

static char *
choose_index_name (RetortEdit *edit, const RetortTable *table, const PgQuery__IndexStmt *statement, const Keys *keys)
{
  g_auto(GStrv) names = to_list (keys->names);
  g_autofree char *addition = retort_join_column_names (names);

  if (text_or_null (statement->idxname) != NULL)
    return g_strdup (statement->idxname);
  return retort_choose_relation_name (edit, table->schema, table->name, addition, "idx", FALSE);
}

/* What follows the keys. */
static void
append_rest (RetortEdit *edit, const RetortTable *table, RetortIndex *index, const PgQuery__IndexStmt *statement)
{
  g_autofree char *options = retort_options_to_string (statement->n_options, statement->options);
  g_autofree char *with = g_strdup_printf (" WITH (%s)", options);
  g_autofree char *where = NULL;

  append_definition (index, ")");
  if (statement->nulls_not_distinct)
    append_definition (index, " NULLS NOT DISTINCT");
  if (statement->n_options > 0)
    append_definition (index, with);
  if (statement->where_clause == NULL)
    return;
  index->predicate = retort_expression_format (edit, table, statement->where_clause, "boolean", &index->is_as_written);
  where = g_strconcat (" WHERE ", index->predicate, NULL);
  append_definition (index, where);
}

static RetortIndex *
make_index (RetortEdit *edit, const RetortTable *table, const PgQuery__IndexStmt *statement, const char *name, Keys *keys)
{
  RetortIndex *index = retort_index_new ();
  g_autoptr(GStrvBuilder) statistics = g_strv_builder_new ();

  for (guint i = 0; i < keys->columns->len; i++)
    g_strv_builder_add (statistics, "-1");
  index->name = g_strdup (name);
  index->method = g_strdup (text_or_null (statement->access_method) != NULL ? statement->access_method : "btree");
  index->columns = to_list (keys->columns);
  index->column_names = to_list (keys->names);
  index->column_types = to_list (keys->types);
  index->column_statistics = g_strv_builder_end (statistics);
  index->n_key_columns = (guint) statement->n_index_params;
  index->is_unique = statement->unique;
  index->is_valid = TRUE;
  index->is_as_written = keys->is_as_written;
  index->is_partitioned = table->kind == RETORT_RELATION_PARTITIONED_TABLE;
  index->has_nulls_not_distinct = statement->nulls_not_distinct;
  index->tablespace = g_strdup (text_or_null (statement->table_space));
  retort_index_write_definition (edit, table, index, keys->keys->str);
  append_rest (edit, table, index, statement);
  return index;
}

static gboolean
read_keys (RetortEdit *edit, const RetortTable *table, const PgQuery__IndexStmt *statement, Keys *keys)
{
  for (size_t i = 0; i < statement->n_index_params; i++)
    if (!add_key (edit, table, statement->index_params[i]->index_elem, keys))
      return FALSE;
  for (size_t i = 0; i < statement->n_index_including_params; i++)
    {
      const PgQuery__IndexElem *element = statement->index_including_params[i]->index_elem;

      if (i == 0)
        g_string_append (keys->keys, ") INCLUDE (");
      else
        g_string_append (keys->keys, ", ");
      if (retort_table_index_of_column (table, element->name) < 0)
        return retort_edit_fail (edit, "column \"%s\" does not exist", element->name);
      g_ptr_array_add (keys->columns, retort_sql_quote_identifier (element->name));
      g_string_append (keys->keys, g_ptr_array_index (keys->columns, keys->columns->len - 1));
      g_ptr_array_add (keys->names, choose_key_name (keys->names, element));
      g_ptr_array_add (keys->types, g_strdup (retort_table_find_column (table, element->name)->type));
    }
  return TRUE;
}

gboolean
retort_apply_create_index (RetortEdit *edit, const PgQuery__Node *node)
{
  const PgQuery__IndexStmt *statement = node->index_stmt;
  const RetortTable *old = retort_edit_find_table (edit, statement->relation, FALSE);
  g_autoptr(RetortTable) table = NULL;
  g_autofree char *name = NULL;
  gboolean is_fine = FALSE;
  Keys keys;

  if (old == NULL)
    return FALSE;
  if (text_or_null (statement->idxname) != NULL && !retort_edit_claim_relation (edit, old->schema, statement->idxname, statement->if_not_exists))
    return edit->kind == RETORT_EFFECT_NONE;
  table = retort_table_copy (old);
  keys_init (&keys);
  is_fine = read_keys (edit, table, statement, &keys)
            && (statement->where_clause == NULL || retort_expression_check_columns (edit, table, statement->where_clause));
  if (is_fine)
    {
      name = choose_index_name (edit, table, statement, &keys);
      retort_table_add_index (table, make_index (edit, table, statement, name, &keys));
    }
  keys_clear (&keys);
  if (!is_fine)
    return FALSE;
  retort_edit_put_table (edit, retort_table_ref (table));
  if (table->kind == RETORT_RELATION_PARTITIONED_TABLE && statement->relation->inh)
    retort_edit_give_index_to_partitions (edit, (RetortPlace){ table->schema, table->name }, name);
  return TRUE;
}
