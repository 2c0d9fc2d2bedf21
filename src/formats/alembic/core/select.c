/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SELECT, UNION and its like. */
#include "formats/alembic/core/derived.h"
#include "formats/alembic/core/statement-private.h"

#include <string.h>

/* --- Beginning --- */

static RetortPyValue *
make_select (RetortCall *call)
{
  RetortSelect *self = retort_core_new (call->evaluation, RETORT_STATEMENT_SELECT);
  RetortPyValue *receiver = call->receiver;

  /* table.select() gives all of its columns. */
  self->columns = receiver != NULL ? retort_columns_from_values (call, &receiver, 1)
                                   : retort_columns_from_values (call, call->rest, call->n_rest);
  return retort_core_to_value (call, self);
}

static const char *
compound_keyword (const char *name)
{
  static const char *const keywords[][2] = {
    { "union", " UNION " }, { "union_all", " UNION ALL " }, { "except_", " EXCEPT " },
    { "except_all", " EXCEPT ALL " }, { "intersect", " INTERSECT " }, { "intersect_all", " INTERSECT ALL " },
  };

  for (guint i = 0; i < G_N_ELEMENTS (keywords); i++)
    if (g_str_equal (keywords[i][0], name))
      return keywords[i][1];
  return NULL;
}

static gboolean
has_parentheses (const RetortSelect *part)
{
  return part->limit >= 0 || part->offset >= 0 || part->order.n_items > 0;
}

static gboolean
is_simple (const RetortSelect *part)
{
  return part != NULL && part->kind == RETORT_STATEMENT_SELECT && part->lock == NULL && !has_parentheses (part);
}

static gboolean
is_part (const RetortSelect *part)
{
  return part != NULL && part->kind == RETORT_STATEMENT_SELECT && part->lock == NULL;
}

/* union(a, b), a.union(b) */
static RetortPyValue *
make_compound (RetortCall *call)
{
  RetortSelect *self = retort_core_new (call->evaluation, RETORT_STATEMENT_COMPOUND);
  const RetortSelect *first = call->receiver != NULL ? retort_core_get (call) : NULL;

  self->keyword = compound_keyword (call->function->name);
  self->parts = retort_py_allocate (call->evaluation, (call->n_rest + 1) * sizeof *self->parts);
  if (first != NULL)
    self->parts[self->n_parts++] = first;
  for (guint i = 0; i < call->n_rest; i++)
    self->parts[self->n_parts++] = retort_core_from_value (call->rest[i]);
  for (guint i = 0; i < self->n_parts; i++)
    if (!is_part (self->parts[i]))
      retort_call_gap (call, "%s() of these statements is not understood", call->function->name);
  if (self->n_parts < 2)
    retort_call_gap (call, "%s() of one statement is not understood", call->function->name);
  else if (call->problem == NULL)
    self->columns = self->parts[0]->columns;
  return retort_core_to_value (call, self);
}

/* --- Extending --- */

static RetortSelect *
copy_select (RetortCall *call)
{
  RetortSelect *self = retort_core_copy (call);

  if (self->kind != RETORT_STATEMENT_SELECT)
    retort_call_gap (call, "%s() of this statement is not understood", call->function->name);
  return self;
}

/* A SELECT or a compound. */
static RetortSelect *
copy_rows (RetortCall *call)
{
  RetortSelect *self = retort_core_copy (call);

  if (self->kind != RETORT_STATEMENT_SELECT && self->kind != RETORT_STATEMENT_COMPOUND)
    retort_call_gap (call, "%s() of this statement is not understood", call->function->name);
  return self;
}

static RetortPyValue *
add_columns (RetortCall *call)
{
  RetortSelect *self = copy_select (call);
  RetortClauses more = retort_columns_from_values (call, call->rest, call->n_rest);
  RetortClauses all = { retort_py_allocate (call->evaluation, (self->columns.n_items + more.n_items + 1) * sizeof *all.items), 0,
                        self->columns.has_class || more.has_class };

  for (guint i = 0; i < self->columns.n_items; i++)
    all.items[all.n_items++] = self->columns.items[i];
  for (guint i = 0; i < more.n_items; i++)
    all.items[all.n_items++] = more.items[i];
  self->columns = all;
  return retort_core_to_value (call, self);
}

/**
 * retort_select_add_from:
 * @call: the call that does it
 * @self: a SELECT that is being made
 * @from: (nullable): something to read
 *
 * Adds what it reads besides what its columns come from.
 */
void
retort_select_add_from (RetortCall *call, RetortSelect *self, const RetortTableClause *from)
{
  const RetortTableClause **longer = retort_py_allocate (call->evaluation, (self->n_froms + 2) * sizeof *longer);

  for (guint i = 0; i < self->n_froms; i++)
    longer[i] = self->froms[i];
  longer[self->n_froms++] = from;
  self->froms = longer;
}

static RetortPyValue *
select_from (RetortCall *call)
{
  RetortSelect *self = copy_select (call);

  for (guint i = 0; i < call->n_rest; i++)
    retort_select_add_from (call, self, retort_derived_from_value (call, "a table", call->rest[i]));
  return retort_core_to_value (call, self);
}

static gboolean
reads_only (const RetortClause *condition, const RetortTableClause *left, const RetortTableClause *right)
{
  g_autoptr(GPtrArray) parts = g_ptr_array_new ();
  g_autoptr(GPtrArray) froms = g_ptr_array_new ();

  retort_from_add_parts (parts, left);
  retort_from_add_parts (parts, right);
  retort_from_collect (froms, condition);
  for (guint i = 0; i < froms->len; i++)
    if (!g_ptr_array_find (parts, g_ptr_array_index (froms, i), NULL))
      return FALSE;
  return TRUE;
}

/* What join() is to the right of: the only thing read so far that the condition can be about. */
static const RetortTableClause *
find_left (RetortCall *call, const RetortSelect *self, const RetortTableClause *right, const RetortClause *condition)
{
  g_autoptr(GPtrArray) froms = g_ptr_array_new ();
  const RetortTableClause *left = NULL;
  guint n_found = 0;

  for (guint i = 0; i < self->n_froms; i++)
    retort_from_add (froms, self->froms[i]);
  for (guint i = 0; i < self->columns.n_items && self->n_froms == 0; i++)
    retort_from_collect (froms, self->columns.items[i]);
  for (guint i = 0; i < froms->len; i++)
    {
      const RetortTableClause *from = g_ptr_array_index (froms, i);

      if (from == right || (froms->len > 1 && !reads_only (condition, from, right)))
        continue;
      left = from;
      n_found++;
    }
  if (n_found == 1)
    return left;
  retort_call_gap (call, "what %s() joins is not understood", call->function->name);
  return NULL;
}

static void
replace_from (RetortCall *call, RetortSelect *self, const RetortTableClause *left, const RetortTableClause *join)
{
  RetortSelect before = *self;

  self->froms = NULL;
  self->n_froms = 0;
  for (guint i = 0; i < before.n_froms; i++)
    retort_select_add_from (call, self, before.froms[i] == left ? join : before.froms[i]);
  if (before.n_froms == 0)
    retort_select_add_from (call, self, join);
}

static RetortPyValue *
add_join (RetortCall *call, gboolean is_outer)
{
  RetortSelect *self = copy_select (call);
  const RetortTableClause *right = retort_table_clause_from_value (call, "target", retort_call_get (call, "target"));
  RetortPyValue *on = retort_call_get (call, "onclause");
  RetortClause *condition = retort_value_is_none (on) ? NULL : retort_clause_from_value (call, "onclause", on, NULL);
  const RetortTableClause *left;
  const RetortTableClause *join;

  if (condition == NULL)
    retort_call_gap (call, "a join without its condition is not understood");
  if (call->problem != NULL)
    return NULL;
  left = find_left (call, self, right, condition);
  is_outer = is_outer || (retort_call_has (call, "isouter") && retort_call_get_flag (call, "isouter", FALSE));
  join = left != NULL ? retort_from_new_join (call, left, right, condition, is_outer, retort_call_get_flag (call, "full", FALSE)) : NULL;
  if (join == NULL)
    return NULL;
  replace_from (call, self, left, join);
  return retort_core_to_value (call, self);
}

static RetortPyValue *
add_inner_join (RetortCall *call)
{
  return add_join (call, FALSE);
}

static RetortPyValue *
add_outer_join (RetortCall *call)
{
  return add_join (call, TRUE);
}

static RetortPyValue *
having (RetortCall *call)
{
  RetortSelect *self = copy_select (call);

  self->having = retort_clauses_extend (call, self->having, call->rest, call->n_rest);
  return retort_core_to_value (call, self);
}

static RetortPyValue *
distinct (RetortCall *call)
{
  RetortSelect *self = copy_select (call);

  self->is_distinct = TRUE;
  self->distinct_on = retort_clauses_extend (call, self->distinct_on, call->rest, call->n_rest);
  return retort_core_to_value (call, self);
}

static RetortPyValue *
set_limit (RetortCall *call)
{
  RetortSelect *self = copy_rows (call);

  if (retort_value_is_none (retort_call_get (call, "limit")))
    self->limit = -1;
  else if (!retort_call_get_number (call, "limit", &self->limit) || self->limit < 0)
    retort_call_gap (call, "limit() with this argument is not understood");
  return retort_core_to_value (call, self);
}

static RetortPyValue *
set_offset (RetortCall *call)
{
  RetortSelect *self = copy_rows (call);

  if (retort_value_is_none (retort_call_get (call, "offset")))
    self->offset = -1;
  else if (!retort_call_get_number (call, "offset", &self->offset) || self->offset < 0)
    retort_call_gap (call, "offset() with this argument is not understood");
  return retort_core_to_value (call, self);
}

/* The names of what @value stands for: tables, and those of columns. */
static void
append_locked (RetortCall *call, GString *out, GPtrArray *tables, RetortPyValue *value)
{
  const RetortClause *column = retort_clause_peek (value);
  const RetortTableClause *table = column != NULL && column->kind == RETORT_CLAUSE_COLUMN ? column->from : NULL;

  if (column == NULL)
    table = retort_table_clause_from_value (call, "of", value);
  if (table == NULL || table->name.text == NULL || (table->kind != RETORT_FROM_TABLE && table->kind != RETORT_FROM_ALIAS))
    retort_call_gap (call, "of= of with_for_update() is not understood");
  if (call->problem != NULL || g_ptr_array_find (tables, table, NULL))
    return;
  g_string_append (out, tables->len == 0 ? " OF " : ", ");
  retort_name_append (out, table->name);
  g_ptr_array_add (tables, (gpointer) table);
}

static void
append_of (RetortCall *call, GString *out, RetortPyValue *of)
{
  g_autoptr(GPtrArray) tables = g_ptr_array_new ();
  gboolean is_many = of != NULL && (retort_py_value_is (of, RETORT_PY_LIST) || retort_py_value_is (of, RETORT_PY_TUPLE));

  if (!is_many && !retort_value_is_none (of))
    append_locked (call, out, tables, of);
  for (guint i = 0; is_many && i < retort_py_value_get_n_items (of); i++)
    append_locked (call, out, tables, retort_py_value_get_item (of, i));
}

/* PGCompiler.for_update_clause */
static RetortPyValue *
with_for_update (RetortCall *call)
{
  RetortSelect *self = copy_select (call);
  g_autoptr(GString) lock = g_string_new (NULL);
  gboolean is_read = retort_call_get_flag (call, "read", FALSE);
  gboolean is_key_share = retort_call_get_flag (call, "key_share", FALSE);

  g_string_append (lock, is_read ? (is_key_share ? " FOR KEY SHARE" : " FOR SHARE")
                                 : (is_key_share ? " FOR NO KEY UPDATE" : " FOR UPDATE"));
  append_of (call, lock, retort_call_get (call, "of"));
  if (retort_call_get_flag (call, "nowait", FALSE))
    g_string_append (lock, " NOWAIT");
  if (retort_call_get_flag (call, "skip_locked", FALSE))
    g_string_append (lock, " SKIP LOCKED");
  self->lock = retort_py_strdup (call->evaluation, lock->str);
  return retort_core_to_value (call, self);
}

/* correlate(t): of what the statements around it read only this is not read again; correlate_except(t): all but this. */
static RetortPyValue *
set_correlation (RetortCall *call)
{
  RetortSelect *self = copy_select (call);
  const RetortTableClause **tables = retort_py_allocate (call->evaluation, (call->n_rest + 1) * sizeof *tables);
  guint n_tables = 0;

  if (self->correlation != RETORT_CORRELATION_AUTOMATIC)
    retort_call_gap (call, "a second %s() is not understood", call->function->name);
  for (guint i = 0; i < call->n_rest && (call->n_rest > 1 || !retort_value_is_none (call->rest[i])); i++)
    tables[n_tables++] = retort_table_clause_from_value (call, "a table", call->rest[i]);
  self->correlated = tables;
  self->n_correlated = n_tables;
  self->correlation = g_str_equal (call->function->name, "correlate") ? RETORT_CORRELATION_WITH : RETORT_CORRELATION_EXCEPT;
  return retort_core_to_value (call, self);
}

/* --- Recursion --- */

/* cte.union_all(select that reads it): the whole, under the same name. */
static RetortPyValue *
extend_cte (RetortCall *call)
{
  const RetortTableClause *before = retort_table_clause_from_value (call, "the table", call->receiver);
  RetortSelect *select = retort_core_new (call->evaluation, RETORT_STATEMENT_COMPOUND);
  RetortTableClause *self;

  if (before == NULL || before->kind != RETORT_FROM_CTE || !before->is_recursive || call->n_rest != 1
      || !is_simple (before->select) || !is_simple (retort_core_from_value (call->rest[0])))
    {
      retort_call_gap (call, "%s() of this is not understood", call->function->name);
      return NULL;
    }
  select->keyword = compound_keyword (call->function->name);
  select->parts = retort_py_allocate (call->evaluation, 2 * sizeof *select->parts);
  select->parts[0] = before->select;
  select->parts[1] = retort_core_from_value (call->rest[0]);
  select->n_parts = 2;
  select->columns = before->select->columns;
  self = retort_table_clause_new (call->evaluation, RETORT_FROM_CTE, before->name, before->n_columns);
  self->select = select;
  self->restates = before;
  self->is_recursive = TRUE;
  for (guint i = 0; i < before->n_columns; i++)
    retort_table_clause_add (call->evaluation, self, before->columns[i]->name, before->columns[i]->type);
  return retort_table_clause_to_value (call->evaluation, self);
}

const RetortFunction retort_cte_functions[] = {
  { "union", "*other", extend_cte, FALSE },
  { "union_all", "*other", extend_cte, FALSE },
  { NULL },
};

const RetortFunction retort_select_functions[] = {
  { "select", "*columns", make_select, FALSE },
  { "union", "*selects", make_compound, FALSE },
  { "union_all", "*selects", make_compound, FALSE },
  { "except_", "*selects", make_compound, FALSE },
  { "except_all", "*selects", make_compound, FALSE },
  { "intersect", "*selects", make_compound, FALSE },
  { "intersect_all", "*selects", make_compound, FALSE },
  { NULL },
};

const RetortFunction retort_select_table_functions[] = {
  { "select", "", make_select, FALSE },
  { NULL },
};

const RetortFunction retort_select_methods[] = {
  { "add_columns", "*columns", add_columns, FALSE },
  { "select_from", "*froms", select_from, FALSE },
  { "join", "target, onclause=None, isouter=False, full=False", add_inner_join, FALSE },
  { "outerjoin", "target, onclause=None, full=False", add_outer_join, FALSE },
  { "correlate", "*fromclauses", set_correlation, FALSE },
  { "correlate_except", "*fromclauses", set_correlation, FALSE },
  { "having", "*having", having, FALSE },
  { "distinct", "*expr", distinct, FALSE },
  { "limit", "limit", set_limit, FALSE },
  { "offset", "offset", set_offset, FALSE },
  { "with_for_update", "*, nowait=False, read=False, of=None, skip_locked=False, key_share=False", with_for_update, FALSE },
  { "union", "*other", make_compound, FALSE },
  { "union_all", "*other", make_compound, FALSE },
  { "except_", "*other", make_compound, FALSE },
  { "intersect", "*other", make_compound, FALSE },
  { NULL },
};

/* --- Writing --- */

static gboolean
is_read_around (const RetortScope *outer, const RetortTableClause *from)
{
  for (; outer != NULL; outer = outer->outer)
    if (g_ptr_array_find (outer->froms, from, NULL))
      return TRUE;
  return FALSE;
}

static void
correlate_as_told (const RetortSelect *self, GPtrArray *froms, const RetortScope *outer)
{
  for (guint i = froms->len; i > 0; i--)
    {
      const RetortTableClause *from = g_ptr_array_index (froms, i - 1);
      gboolean is_named = FALSE;

      for (guint j = 0; j < self->n_correlated; j++)
        is_named = is_named || self->correlated[j] == from;
      if (is_named == (self->correlation == RETORT_CORRELATION_WITH) && is_read_around (outer, from))
        g_ptr_array_remove_index (froms, i - 1);
    }
}

/* What the statement around it reads is not read again, but for one that reads nothing else (Select._get_display_froms). */
static void
correlate (GPtrArray *froms, const RetortScope *outer)
{
  if (outer == NULL || froms->len < 2)
    return;
  for (guint i = froms->len; i > 0; i--)
    if (g_ptr_array_find (outer->froms, g_ptr_array_index (froms, i - 1), NULL))
      g_ptr_array_remove_index (froms, i - 1);
}

static GPtrArray *
find_froms (const RetortSelect *self)
{
  GPtrArray *froms = g_ptr_array_new ();

  for (guint i = 0; i < self->n_froms; i++)
    retort_from_add (froms, self->froms[i]);
  for (guint i = 0; i < self->columns.n_items; i++)
    retort_from_collect (froms, self->columns.items[i]);
  for (guint i = 0; i < self->conditions.n_items; i++)
    retort_from_collect (froms, self->conditions.items[i]);
  retort_from_normalize (froms);
  return froms;
}

static void
append_limit (GString *out, const RetortSelect *self)
{
  if (self->limit >= 0)
    g_string_append_printf (out, " \n LIMIT %" G_GINT64_FORMAT, self->limit);
  if (self->offset >= 0 && self->limit < 0)
    g_string_append (out, "\n LIMIT ALL");
  if (self->offset >= 0)
    g_string_append_printf (out, " OFFSET %" G_GINT64_FORMAT, self->offset);
}

static gboolean
append_distinct (RetortCall *call, GString *out, const RetortSelect *self, RetortScope *scope)
{
  if (!self->is_distinct)
    return TRUE;
  if (self->distinct_on.n_items == 0)
    {
      g_string_append (out, "DISTINCT ");
      return TRUE;
    }
  if (!retort_clauses_append (call, out, "DISTINCT ON (", self->distinct_on, scope))
    return FALSE;
  g_string_append (out, ") ");
  return TRUE;
}

static gboolean
append_body (RetortCall *call, GString *out, const RetortSelect *self, RetortScope *scope, GPtrArray *froms, gboolean is_from)
{
  g_string_append (out, "SELECT ");
  if (!append_distinct (call, out, self, scope) || !retort_columns_append (call, out, self->columns, scope, is_from)
      || !retort_from_append_all (call, out, " \nFROM ", froms, scope)
      || !retort_clauses_append_and (call, out, " \nWHERE ", self->conditions, scope)
      || !retort_clauses_append (call, out, " GROUP BY ", self->groups, scope)
      || !retort_clauses_append_and (call, out, " \nHAVING ", self->having, scope)
      || !retort_clauses_append (call, out, " ORDER BY ", self->order, scope))
    return FALSE;
  append_limit (out, self);
  if (self->lock != NULL)
    g_string_append (out, self->lock);
  return call->problem == NULL;
}

static gboolean
append_simple (RetortCall *call, GString *out, const RetortSelect *self, RetortScope *outer, gboolean is_from)
{
  g_autoptr(GPtrArray) froms = find_froms (self);
  g_auto(RetortScope) scope = { 0 };
  guint n_froms = froms->len;

  if (self->columns.n_items == 0)
    {
      retort_call_gap (call, "a SELECT without columns is not understood");
      return FALSE;
    }
  if (self->correlation != RETORT_CORRELATION_AUTOMATIC && is_from)
    retort_call_gap (call, "correlate() of a statement behind FROM is not understood");
  else if (self->correlation != RETORT_CORRELATION_AUTOMATIC)
    correlate_as_told (self, froms, outer);
  else if (!is_from || (outer != NULL && outer->is_lateral))
    correlate (froms, outer);
  if (froms->len == 0 && n_froms > 0 && self->correlation == RETORT_CORRELATION_AUTOMATIC)
    {
      retort_call_refuse (call, "the statement reads nothing but what the one around it reads");
      return FALSE;
    }
  if (outer != NULL)
    outer->is_lateral = FALSE;
  retort_scope_init (&scope, outer);
  for (guint i = 0; i < froms->len; i++)
    retort_from_add_parts (scope.froms, g_ptr_array_index (froms, i));
  if (!append_body (call, out, self, &scope, froms, is_from))
    return FALSE;
  if (outer == NULL)
    retort_scope_prepend_ctes (&scope, out);
  return TRUE;
}

static gboolean
append_part (RetortCall *call, GString *out, const RetortSelect *self, RetortScope *scope, gboolean is_from)
{
  gboolean is_written;

  if (!has_parentheses (self))
    return append_simple (call, out, self, scope, is_from);
  g_string_append_c (out, '(');
  is_written = append_simple (call, out, self, scope, is_from);
  g_string_append_c (out, ')');
  return is_written;
}

static gboolean
append_compound (RetortCall *call, GString *out, const RetortSelect *self, RetortScope *outer, gboolean is_from)
{
  g_auto(RetortScope) scope = { 0 };

  retort_scope_init (&scope, outer);
  for (guint i = 0; outer != NULL && i < outer->froms->len; i++)
    retort_from_add (scope.froms, g_ptr_array_index (outer->froms, i));
  for (guint i = 0; i < self->n_parts; i++)
    {
      if (i > 0)
        g_string_append (out, self->keyword);
      if (!append_part (call, out, self->parts[i], &scope, is_from))
        return FALSE;
    }
  if (!retort_clauses_append (call, out, " ORDER BY ", self->order, &scope))
    return FALSE;
  append_limit (out, self);
  if (outer == NULL)
    retort_scope_prepend_ctes (&scope, out);
  return TRUE;
}

/**
 * retort_select_append:
 * @call: the call that writes it
 * @out: where to append
 * @self: a SELECT or a compound
 * @outer: (nullable): the statement around it
 * @is_from: it stands behind FROM, and does not see what the statement around it reads
 *
 * Appends the statement, without parentheses.
 *
 * Returns: whether it is understood; a problem of @call when not
 */
gboolean
retort_select_append (RetortCall *call, GString *out, const RetortSelect *self, RetortScope *outer, gboolean is_from)
{
  return self->kind == RETORT_STATEMENT_COMPOUND ? append_compound (call, out, self, outer, is_from)
                                                 : append_simple (call, out, self, outer, is_from);
}
