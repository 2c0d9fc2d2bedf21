/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The columns that a SELECT gives, and the names that SQLAlchemy writes behind them (SQLCompiler._label_select_column). */
#include "formats/alembic/core/statement-private.h"

#include "formats/alembic/mapped-class.h"

#include <string.h>

/**
 * retort_column_result_name:
 * @column: what a SELECT gives
 *
 * Returns: (nullable): the name by which the column of the result can be asked for; %NULL when a name is made up
 */
const char *
retort_column_result_name (const RetortClause *column)
{
  if (column->kind == RETORT_CLAUSE_COLUMN)
    return column->name.text;
  if (column->kind == RETORT_CLAUSE_LABEL)
    return column->text;
  return column->kind == RETORT_CLAUSE_CAST || column->kind == RETORT_CLAUSE_COERCED ? retort_column_result_name (column->operands[0]) : NULL;
}

static gboolean
is_number (const RetortPyValue *value)
{
  return value != NULL && (retort_py_value_is (value, RETORT_PY_INT) || retort_py_value_is (value, RETORT_PY_FLOAT));
}

/* select(1): the number as it is, not a parameter (coercions.ColumnsClauseImpl). */
static RetortClause *
number_to_column (RetortCall *call, const RetortPyValue *value)
{
  g_autofree char *text = retort_py_value_to_str (value);

  return retort_clause_new_text (call->evaluation, RETORT_CLAUSE_VERBATIM, retort_py_strdup (call->evaluation, text));
}

/* What stands alone here needs no parentheses. */
static RetortClause *
value_to_column (RetortCall *call, RetortPyValue *value)
{
  RetortClause *clause = retort_clause_from_value (call, "a column", value, NULL);

  if (clause != NULL && clause->kind == RETORT_CLAUSE_LIST)
    retort_call_refuse (call, "a tuple cannot be selected");
  return clause != NULL && retort_clause_is_part_match (clause) ? clause->operands[0] : clause;
}

/**
 * retort_columns_from_values:
 * @call: the call that takes them
 * @values: (array length=n_values): expressions and tables
 * @n_values: how many
 *
 * Returns: the columns; a table stands for all of its own
 */
RetortClauses
retort_columns_from_values (RetortCall *call, RetortPyValue *const *values, guint n_values)
{
  g_autoptr(GPtrArray) columns = g_ptr_array_new ();
  RetortClauses self = { NULL, 0, FALSE };

  for (guint i = 0; i < n_values && call->problem == NULL; i++)
    {
      const RetortTableClause *table = NULL;

      if (retort_value_is_table_clause (values[i]))
        table = retort_table_clause_from_value (call, "a table", values[i]);
      else if (values[i] != NULL && retort_py_value_get_string (values[i]) != NULL)
        retort_call_gap (call, "a str in %s() is not understood", call->function->name);
      else if (is_number (values[i]))
        g_ptr_array_add (columns, number_to_column (call, values[i]));
      else
        g_ptr_array_add (columns, value_to_column (call, values[i]));
      if (table != NULL && table->is_partial)
        retort_call_gap (call, "all columns of a statement that gives some without a name are not understood");
      for (guint j = 0; table != NULL && j < table->n_columns; j++)
        g_ptr_array_add (columns, table->columns[j]);
      if (retort_value_is_mapped_class (values[i]))
        {
          self.has_class = TRUE;
          if (retort_mapped_class_loads_more (call->evaluation, values[i]))
            retort_call_gap (call, "what %s() of this class reads besides its columns is not followed", call->function->name);
        }
    }
  self.items = retort_py_allocate (call->evaluation, (columns->len + 1) * sizeof *self.items);
  for (guint i = 0; i < columns->len; i++)
    self.items[self.n_items++] = g_ptr_array_index (columns, i);
  return self;
}

static gboolean
has_name_before (RetortClauses columns, guint i)
{
  const char *name = retort_column_result_name (columns.items[i]);

  for (guint j = 0; j < i && name != NULL; j++)
    if (g_strcmp0 (retort_column_result_name (columns.items[j]), name) == 0)
      return TRUE;
  return FALSE;
}

/* null(), true() and false() are named, and there is only one of each; literal_column() is not. (nullable) */
static const char *
get_keyword (const RetortClause *column)
{
  static const char *const keywords[] = { "NULL", "true", "false" };

  for (guint i = 0; column->kind == RETORT_CLAUSE_VERBATIM && i < G_N_ELEMENTS (keywords); i++)
    if (g_str_equal (keywords[i], column->text))
      return keywords[i];
  return NULL;
}

static gboolean
is_repeated_keyword (RetortClauses columns, guint i)
{
  const char *keyword = get_keyword (columns.items[i]);

  for (guint j = 0; j < i && keyword != NULL; j++)
    if (get_keyword (columns.items[j]) == keyword)
      return TRUE;
  return FALSE;
}

/* What a made-up name begins with; NULL: none is written. */
static const char *
made_up_base (const RetortClause *column)
{
  if (column->kind == RETORT_CLAUSE_TEXT || column->kind == RETORT_CLAUSE_COLUMN || column->kind == RETORT_CLAUSE_LABEL
      || (column->kind == RETORT_CLAUSE_VERBATIM && get_keyword (column) == NULL)
      || (column->kind == RETORT_CLAUSE_UNARY && column->operands[0]->kind == RETORT_CLAUSE_COLUMN))
    return NULL;
  return column->kind == RETORT_CLAUSE_FUNCTION && !column->is_anonymous ? column->text : "anon";
}

/* What a cast is named after. */
static const RetortClause *
get_named (const RetortClause *column)
{
  while (column->kind == RETORT_CLAUSE_CAST || column->kind == RETORT_CLAUSE_COERCED)
    column = column->operands[0];
  return column;
}

static const char *
made_up_base_of_cast (const RetortClause *named)
{
  const char *base = made_up_base (named);

  return base != NULL ? base : "anon";
}

static gboolean
append_label (RetortCall *call, GString *out, RetortClauses columns, guint i, RetortScope *scope, gboolean is_from)
{
  const RetortClause *column = columns.items[i];
  const RetortClause *named = get_named (column);
  const char *name = retort_column_result_name (column);
  const char *base = named == column ? made_up_base (column) : made_up_base_of_cast (named);

  if (name != NULL && has_name_before (columns, i))
    {
      if (column->kind != RETORT_CLAUSE_COLUMN || column->from == NULL)
        retort_call_gap (call, "a SELECT that gives '%s' twice is not understood", name);
      for (guint j = 0; j < i; j++)
        if (columns.items[j] == column)
          retort_call_gap (call, "a SELECT that gives '%s' twice is not understood", name);
      g_string_append (out, " AS ");
      retort_scope_append_made_up (scope, out, name, column);
    }
  else if (column->kind == RETORT_CLAUSE_COLUMN && (!is_from || column->from == NULL))
    return TRUE;
  else if (name != NULL)
    {
      g_string_append (out, " AS ");
      retort_name_append (out, retort_name_of (name));
    }
  else if (base != NULL)
    {
      const char *dot = strrchr (base, '.');
      g_autofree char *lower = g_ascii_strdown (dot != NULL ? dot + 1 : base, -1);

      if (named->kind == RETORT_CLAUSE_FUNCTION && strchr (base, '"') != NULL)
        retort_call_gap (call, "the name of the column that '%s()' makes is not understood", base);
      if (named->kind == RETORT_CLAUSE_FUNCTION && named->is_bare)
        base = retort_py_strdup (call->evaluation, lower);
      if (is_repeated_keyword (columns, i))
        retort_call_gap (call, "a SELECT that gives %s twice is not understood", column->text);
      g_string_append (out, " AS ");
      retort_scope_append_made_up (scope, out, dot != NULL ? dot + 1 : base,
                                   get_keyword (named) != NULL ? (gconstpointer) get_keyword (named) : named);
    }
  return call->problem == NULL;
}

/**
 * retort_columns_append:
 * @call: the call that writes them
 * @out: where to append
 * @self: what a SELECT or RETURNING gives
 * @scope: the statement
 * @is_from: it stands behind FROM, where every column is named
 *
 * Returns: whether all are understood
 */
gboolean
retort_columns_append (RetortCall *call, GString *out, RetortClauses self, RetortScope *scope, gboolean is_from)
{
  RetortClauseContext context = { .with_table = TRUE, .scope = scope };
  g_autoptr(GString) label = g_string_new (NULL);

  for (guint i = 0; i < self.n_items; i++)
    {
      g_string_truncate (label, 0);
      if (i > 0)
        g_string_append (out, ", ");
      /* The name is made up before what it stands behind is written (SQLCompiler.visit_label). */
      if (!append_label (call, label, self, i, scope, is_from)
          || !retort_clause_append (call, out, self.items[i], context))
        return FALSE;
      g_string_append (out, label->str);
    }
  return TRUE;
}
