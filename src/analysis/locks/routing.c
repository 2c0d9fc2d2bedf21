/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which partitions a statement about their parent comes to: those that rows are put into (ExecFindPartition() of
 * executor/execPartition.c), and those that a condition leaves (prune_append_rel_partitions() of partitioning/partprune.c).
 * As far as one column as key and constants go; what is not sure is one of them. */
#include "analysis/locks/implication-private.h"

/* What is known of rows: for each, or for several that are alike, an array of Term, all of which hold. */
static GPtrArray *
row_list_new (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) g_array_unref);
}

static GArray *
add_row (GPtrArray *rows)
{
  GArray *terms = g_array_new (FALSE, FALSE, sizeof (Term));

  g_array_set_clear_func (terms, (GDestroyNotify) retort_term_clear);
  g_ptr_array_add (rows, terms);
  return terms;
}

static RetortSqlTree *
parse_bound (const RetortTable *partition)
{
  g_autofree char *sql = g_strdup_printf ("CREATE TABLE a PARTITION OF b %s", partition->partition_bound != NULL ? partition->partition_bound : "");

  return retort_sql_tree_parse (sql, NULL);
}

static const PgQuery__PartitionBoundSpec *
get_bound (const RetortSqlTree *tree)
{
  const PgQuery__Node *node = tree != NULL && retort_sql_tree_get_n_statements (tree) == 1 ? retort_sql_tree_get_statement (tree, 0) : NULL;

  return node != NULL && node->node_case == PG_QUERY__NODE__NODE_CREATE_STMT ? node->create_stmt->partbound : NULL;
}

/* Whether one of the terms makes sure of a comparison with a bound. */
static gboolean
proves (const GArray *terms, TermKind kind, const char *column, size_t n_data, PgQuery__Node *const *data)
{
  g_autofree char *value = n_data == 1 ? retort_dup_constant (data[0]) : NULL;
  g_auto(Term) wanted = { kind, column, g_ptr_array_new () };

  if (value == NULL)
    return FALSE;
  g_ptr_array_add (wanted.values, value);
  for (guint i = 0; i < terms->len; i++)
    if (retort_term_implies (&g_array_index (terms, Term, i), &wanted))
      return TRUE;
  return FALSE;
}

/* Of text and numbers other constants are other values. */
static gboolean
is_value_in (const PgQuery__PartitionBoundSpec *bound, const char *value, gboolean *is_sure)
{
  for (size_t i = 0; i < bound->n_listdatums; i++)
    {
      g_autofree char *listed = retort_dup_constant (bound->listdatums[i]);
      int order = 1;

      if (listed == NULL)
        continue;
      if (!retort_compare_values (listed, value, &order))
        *is_sure &= g_ascii_isalpha (listed[0]) && g_ascii_isalpha (value[0]);
      else if (order == 0)
        return TRUE;
    }
  return FALSE;
}

/* Sets whether all of the values of a term are in the list, or none. */
static void
compare_with_list (const Term *term, const PgQuery__PartitionBoundSpec *bound, gboolean *has_all, gboolean *has_none)
{
  gboolean is_sure = TRUE;

  *has_all = TRUE;
  *has_none = TRUE;
  for (guint i = 0; i < term->values->len; i++)
    {
      gboolean is_in = is_value_in (bound, g_ptr_array_index (term->values, i), &is_sure);

      *has_all &= is_in;
      *has_none &= !is_in;
    }
  *has_none &= is_sure;
}

static gboolean
is_outside_of_list (const GArray *terms, const char *column, const PgQuery__PartitionBoundSpec *bound, gboolean inside)
{
  for (guint i = 0; i < terms->len; i++)
    {
      const Term *term = &g_array_index (terms, Term, i);
      gboolean has_all = FALSE;
      gboolean has_none = FALSE;

      if (term->kind != TERM_EQUAL || g_strcmp0 (term->column, column) != 0)
        continue;
      compare_with_list (term, bound, &has_all, &has_none);
      if (inside ? has_all : has_none)
        return TRUE;
    }
  return FALSE;
}

/* Whether no such row is within the bound, or, with @inside, each is. */
static gboolean
is_beside (const GArray *terms, const char *column, const PgQuery__PartitionBoundSpec *bound, gboolean inside)
{
  if (g_strcmp0 (bound->strategy, "l") == 0)
    return is_outside_of_list (terms, column, bound, inside);
  if (g_strcmp0 (bound->strategy, "r") != 0)
    return FALSE;
  if (inside)
    return proves (terms, TERM_GREATER_EQUAL, column, bound->n_lowerdatums, bound->lowerdatums)
           && proves (terms, TERM_LESS, column, bound->n_upperdatums, bound->upperdatums);
  return proves (terms, TERM_LESS, column, bound->n_lowerdatums, bound->lowerdatums)
         || proves (terms, TERM_GREATER_EQUAL, column, bound->n_upperdatums, bound->upperdatums);
}

/* The default partition has what belongs to none of the others. */
static gboolean
belongs_to_another (RetortSurvey *self, const RetortTable *parent, const GArray *terms, const char *column)
{
  for (guint i = 0; parent->children[i] != NULL; i++)
    {
      const RetortTable *partition = retort_survey_find_qualified (self, parent->children[i]);
      g_autoptr(RetortSqlTree) tree = partition != NULL ? parse_bound (partition) : NULL;
      const PgQuery__PartitionBoundSpec *bound = get_bound (tree);

      if (bound != NULL && !bound->is_default && is_beside (terms, column, bound, TRUE))
        return TRUE;
    }
  return FALSE;
}

/* (transfer full): those of the rows that the partition may hold. */
static GPtrArray *
list_held (RetortSurvey *self, const RetortTable *parent, const RetortTable *partition, const GPtrArray *rows)
{
  g_autofree char *column = retort_dup_key_column (parent);
  g_autoptr(RetortSqlTree) tree = parse_bound (partition);
  const PgQuery__PartitionBoundSpec *bound = get_bound (tree);
  GPtrArray *held = row_list_new ();

  for (guint i = 0; i < rows->len; i++)
    {
      GArray *terms = g_ptr_array_index (rows, i);
      gboolean is_elsewhere = FALSE;

      if (column != NULL && bound != NULL)
        is_elsewhere = bound->is_default ? belongs_to_another (self, parent, terms, column) : is_beside (terms, column, bound, FALSE);
      if (!is_elsewhere)
        g_ptr_array_add (held, g_array_ref (terms));
    }
  return held;
}

/* Adds those of its partitions, and of theirs, that may hold one of the rows. */
static void
add_possible (RetortSurvey *self, GPtrArray *all, const RetortTable *parent, const GPtrArray *rows)
{
  for (guint i = 0; parent->kind == RETORT_RELATION_PARTITIONED_TABLE && parent->children != NULL && parent->children[i] != NULL; i++)
    {
      const RetortTable *child = retort_survey_find_qualified (self, parent->children[i]);
      g_autoptr(GPtrArray) held = child != NULL ? list_held (self, parent, child, rows) : NULL;

      if (held == NULL || held->len == 0)
        continue;
      g_ptr_array_add (all, (gpointer) child);
      add_possible (self, all, child, held);
    }
}

static GPtrArray *
list_possible (RetortSurvey *self, const RetortTable *table, const GPtrArray *rows)
{
  GPtrArray *all = g_ptr_array_new ();

  add_possible (self, all, table, rows);
  return all;
}

/* Whether a column is said to be the table's: it has no qualifier, or the table's name. */
static gboolean
is_of (const PgQuery__Node *node, const PgQuery__RangeVar *relation)
{
  const char *name = relation->alias != NULL ? relation->alias->aliasname : relation->relname;

  while (node != NULL && node->node_case == PG_QUERY__NODE__NODE_TYPE_CAST)
    node = node->type_cast->arg;
  return node != NULL && node->node_case == PG_QUERY__NODE__NODE_COLUMN_REF
         && (node->column_ref->n_fields == 1
             || (node->column_ref->n_fields == 2 && node->column_ref->fields[0]->node_case == PG_QUERY__NODE__NODE_STRING
                 && g_str_equal (node->column_ref->fields[0]->string->sval, name)));
}

static void
add_comparison (GArray *terms, const PgQuery__AExpr *between, const char *operator_name, PgQuery__Node *value)
{
  PgQuery__AExpr comparison = *between;
  PgQuery__String text = PG_QUERY__STRING__INIT;
  PgQuery__Node name = PG_QUERY__NODE__INIT;
  PgQuery__Node *names[] = { &name };
  PgQuery__Node node = PG_QUERY__NODE__INIT;
  Term term = { TERM_NONE, NULL, NULL };

  text.sval = (char *) operator_name;
  name.node_case = PG_QUERY__NODE__NODE_STRING;
  name.string = &text;
  comparison.kind = PG_QUERY__A__EXPR__KIND__AEXPR_OP;
  comparison.n_name = 1;
  comparison.name = names;
  comparison.rexpr = value;
  node.node_case = PG_QUERY__NODE__NODE_A_EXPR;
  node.a_expr = &comparison;
  term = retort_term_of (&node);
  g_array_append_val (terms, term);
}

static void
collect_terms (GArray *terms, const PgQuery__Node *condition, const PgQuery__RangeVar *relation)
{
  if (condition == NULL)
    return;
  if (condition->node_case == PG_QUERY__NODE__NODE_BOOL_EXPR && condition->bool_expr->boolop == PG_QUERY__BOOL_EXPR_TYPE__AND_EXPR)
    for (size_t i = 0; i < condition->bool_expr->n_args; i++)
      collect_terms (terms, condition->bool_expr->args[i], relation);
  if (condition->node_case != PG_QUERY__NODE__NODE_A_EXPR || !is_of (condition->a_expr->lexpr, relation))
    return;
  if (condition->a_expr->kind == PG_QUERY__A__EXPR__KIND__AEXPR_BETWEEN && condition->a_expr->rexpr->list->n_items == 2)
    {
      add_comparison (terms, condition->a_expr, ">=", condition->a_expr->rexpr->list->items[0]);
      add_comparison (terms, condition->a_expr, "<=", condition->a_expr->rexpr->list->items[1]);
    }
  else
    {
      Term term = retort_term_of (condition);

      g_array_append_val (terms, term);
    }
}

/**
 * retort_survey_list_met: (skip)
 * @self: the survey
 * @table: a partitioned table
 * @relation: how the statement names it
 * @condition: (nullable): which rows the statement is about
 *
 * Returns: (transfer container) (element-type RetortTable): its partitions, but those that hold none of these rows for sure
 */
GPtrArray *
retort_survey_list_met (RetortSurvey *self, const RetortTable *table, const PgQuery__RangeVar *relation, const PgQuery__Node *condition)
{
  g_autoptr(GPtrArray) rows = row_list_new ();

  collect_terms (add_row (rows), condition, relation);
  return list_possible (self, table, rows);
}

static const char *
name_of_place (const RetortTable *table, const PgQuery__InsertStmt *insert, size_t place)
{
  if (insert->n_cols > 0)
    return place < insert->n_cols ? insert->cols[place]->res_target->name : NULL;
  return place < table->columns->len ? ((const RetortColumn *) g_ptr_array_index (table->columns, place))->name : NULL;
}

static void
collect_values (GArray *terms, const RetortTable *table, const PgQuery__InsertStmt *insert, size_t n_values, PgQuery__Node *const *values)
{
  for (size_t i = 0; i < n_values; i++)
    {
      const PgQuery__Node *value = values[i]->node_case == PG_QUERY__NODE__NODE_RES_TARGET ? values[i]->res_target->val : values[i];
      char *text = retort_dup_constant (value);
      Term term = { TERM_EQUAL, name_of_place (table, insert, i), NULL };

      if (text == NULL || term.column == NULL)
        {
          g_free (text);
          continue;
        }
      term.values = g_ptr_array_new_with_free_func (g_free);
      g_ptr_array_add (term.values, text);
      g_array_append_val (terms, term);
    }
}

/**
 * retort_survey_list_routed: (skip)
 * @self: the survey
 * @table: a partitioned table
 * @insert: (nullable): what puts rows into it; %NULL: any
 *
 * Returns: (transfer container) (element-type RetortTable): its partitions, but those that get none of these rows for sure
 */
GPtrArray *
retort_survey_list_routed (RetortSurvey *self, const RetortTable *table, const PgQuery__InsertStmt *insert)
{
  const PgQuery__SelectStmt *select = insert != NULL && insert->select_stmt != NULL ? insert->select_stmt->select_stmt : NULL;
  g_autoptr(GPtrArray) rows = row_list_new ();

  for (size_t i = 0; select != NULL && i < select->n_values_lists; i++)
    collect_values (add_row (rows), table, insert, select->values_lists[i]->list->n_items, select->values_lists[i]->list->items);
  if (rows->len == 0)
    add_row (rows);
  return list_possible (self, table, rows);
}
