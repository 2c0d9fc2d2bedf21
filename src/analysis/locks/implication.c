/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What valid CHECKs prove of every row, so that nobody has to look (predicate_implied_by() of
 * optimizer/util/predtest.c, as far as single columns and constants go). What is not sure proves nothing. */
#include "analysis/locks/implication-private.h"

#include "sql/expression.h"

#include <string.h>

/**
 * retort_term_clear: (skip)
 * @self: a term
 */
void
retort_term_clear (Term *self)
{
  g_clear_pointer (&self->values, g_ptr_array_unref);
}

typedef struct
{
  const char *column;
  gboolean    is_used;
} Use;

static void
look_for_column_cb (const ProtobufCMessage *message, gpointer user_data)
{
  Use *use = user_data;
  const PgQuery__ColumnRef *reference = (const PgQuery__ColumnRef *) message;

  if (message->descriptor != &pg_query__column_ref__descriptor)
    return;
  for (size_t i = 0; i < reference->n_fields; i++)
    use->is_used |= reference->fields[i]->node_case == PG_QUERY__NODE__NODE_A_STAR
                    || (reference->fields[i]->node_case == PG_QUERY__NODE__NODE_STRING
                        && g_str_equal (reference->fields[i]->string->sval, use->column));
}

static RetortSqlTree *
parse_expression (const char *text)
{
  g_autofree char *sql = g_strdup_printf ("SELECT %s", text);
  g_autoptr(RetortSqlTree) tree = retort_sql_tree_parse (sql, NULL);

  if (tree == NULL || retort_sql_tree_get_n_statements (tree) != 1
      || retort_sql_tree_get_statement (tree, 0)->node_case != PG_QUERY__NODE__NODE_SELECT_STMT
      || retort_sql_tree_get_statement (tree, 0)->select_stmt->n_target_list != 1)
    return NULL;
  return g_steal_pointer (&tree);
}

static const PgQuery__Node *
get_expression (const RetortSqlTree *tree)
{
  return retort_sql_tree_get_statement (tree, 0)->select_stmt->target_list[0]->res_target->val;
}

/**
 * retort_text_uses_column: (skip)
 * @text: an expression
 * @column: a column
 *
 * Returns: whether the expression uses it; %TRUE too when the expression cannot be read
 */
gboolean
retort_text_uses_column (const char *text, const char *column)
{
  g_autoptr(RetortSqlTree) tree = NULL;
  Use use = { column, FALSE };

  if (strstr (text, column) == NULL)
    return FALSE;
  tree = parse_expression (text);
  if (tree == NULL)
    return TRUE;
  retort_sql_walk ((const ProtobufCMessage *) get_expression (tree), look_for_column_cb, &use);
  return use.is_used;
}

/* (nullable): the column that a plain reference names. */
static const char *
get_column (const PgQuery__Node *node)
{
  if (node == NULL)
    return NULL;
  if (node->node_case == PG_QUERY__NODE__NODE_TYPE_CAST)
    return get_column (node->type_cast->arg);
  return node->node_case == PG_QUERY__NODE__NODE_COLUMN_REF && node->column_ref->n_fields <= 2
             ? retort_sql_names_get_last (node->column_ref->n_fields, node->column_ref->fields)
             : NULL;
}

/**
 * retort_dup_constant: (skip)
 * @node: (nullable): an expression
 *
 * Returns: (transfer full) (nullable): the constant that it is, as text; casts do not matter
 */
char *
retort_dup_constant (const PgQuery__Node *node)
{
  if (node != NULL && node->node_case == PG_QUERY__NODE__NODE_TYPE_CAST)
    return retort_dup_constant (node->type_cast->arg);
  if (node == NULL || node->node_case != PG_QUERY__NODE__NODE_A_CONST || node->a_const->isnull)
    return NULL;
  switch ((int) node->a_const->val_case)
    {
    case PG_QUERY__A__CONST__VAL_IVAL:
      return g_strdup_printf ("%d", node->a_const->ival->ival);
    case PG_QUERY__A__CONST__VAL_FVAL:
      return g_strdup (node->a_const->fval->fval);
    case PG_QUERY__A__CONST__VAL_SVAL:
      return g_strdup (node->a_const->sval->sval);
    case PG_QUERY__A__CONST__VAL_BOOLVAL:
      return g_strdup (node->a_const->boolval->boolval ? "true" : "false");
    default:
      return NULL;
    }
}

static TermKind
kind_of_operator (const char *name)
{
  static const struct
  {
    const char *name;
    TermKind    kind;
  } operators[] = { { "<", TERM_LESS }, { "<=", TERM_LESS_EQUAL }, { "=", TERM_EQUAL }, { ">=", TERM_GREATER_EQUAL }, { ">", TERM_GREATER } };

  for (guint i = 0; i < G_N_ELEMENTS (operators); i++)
    if (g_str_equal (operators[i].name, name))
      return operators[i].kind;
  return TERM_NONE;
}

static Term
term_of_values (TermKind kind, const char *column, size_t n_values, PgQuery__Node *const *values)
{
  Term term = { kind, column, g_ptr_array_new_with_free_func (g_free) };

  for (size_t i = 0; i < n_values; i++)
    {
      char *value = retort_dup_constant (values[i]);

      if (value == NULL)
        term.kind = TERM_NONE;
      else
        g_ptr_array_add (term.values, value);
    }
  return term;
}

static Term
term_of_comparison (const PgQuery__AExpr *expression)
{
  Term none = { TERM_NONE, NULL, NULL };
  const char *column = get_column (expression->lexpr);
  TermKind kind = kind_of_operator (retort_sql_names_get_last (expression->n_name, expression->name));
  const PgQuery__Node *right = expression->rexpr;

  if (column == NULL || kind == TERM_NONE || right == NULL)
    return none;
  if (expression->kind == PG_QUERY__A__EXPR__KIND__AEXPR_OP)
    return term_of_values (kind, column, 1, (PgQuery__Node *const *) &right);
  if (expression->kind == PG_QUERY__A__EXPR__KIND__AEXPR_IN && kind == TERM_EQUAL)
    return term_of_values (kind, column, right->list->n_items, right->list->items);
  if (expression->kind != PG_QUERY__A__EXPR__KIND__AEXPR_OP_ANY || kind != TERM_EQUAL)
    return none;
  while (right->node_case == PG_QUERY__NODE__NODE_TYPE_CAST)
    right = right->type_cast->arg;
  return right->node_case == PG_QUERY__NODE__NODE_A_ARRAY_EXPR
             ? term_of_values (kind, column, right->a_array_expr->n_elements, right->a_array_expr->elements)
             : none;
}

/**
 * retort_term_of: (skip)
 * @node: an expression
 *
 * Returns: what it says of a column; of the kind %TERM_NONE when it is not a comparison with a constant, IN, or a test for NULL
 */
Term
retort_term_of (const PgQuery__Node *node)
{
  Term term = { TERM_NONE, NULL, NULL };

  if (node->node_case == PG_QUERY__NODE__NODE_A_EXPR)
    return term_of_comparison (node->a_expr);
  if (node->node_case != PG_QUERY__NODE__NODE_NULL_TEST)
    return term;
  term.column = get_column (node->null_test->arg);
  if (term.column != NULL)
    term.kind = node->null_test->nulltesttype == PG_QUERY__NULL_TEST_TYPE__IS_NULL ? TERM_NULL : TERM_NOT_NULL;
  return term;
}

static gboolean
is_number (const char *text)
{
  return strspn (text, "0123456789.-") == strlen (text) && g_ascii_isdigit (text[strlen (text) - 1]) && strchr (text + 1, '-') == NULL;
}

/* Dates and times in one writing are in the order of their texts. */
static gboolean
is_date (const char *text)
{
  return strlen (text) >= 10 && text[4] == '-' && text[7] == '-' && g_ascii_isdigit (text[0]) && strpbrk (text + 8, "+Zz") == NULL;
}

/**
 * retort_compare_values: (skip)
 * @a: a constant as text
 * @b: another
 * @order: (out): -1, 0 or 1
 *
 * Returns: whether it is known; then @order is set
 */
gboolean
retort_compare_values (const char *a, const char *b, int *order)
{
  if (g_str_equal (a, b))
    *order = 0;
  else if (is_number (a) && is_number (b))
    *order = g_ascii_strtod (a, NULL) < g_ascii_strtod (b, NULL) ? -1 : g_ascii_strtod (a, NULL) > g_ascii_strtod (b, NULL);
  else if (is_date (a) && is_date (b) && (strlen (a) == strlen (b) || strncmp (a, b, 10) != 0))
    *order = strcmp (a, b) < 0 ? -1 : 1;
  else
    return FALSE;
  return TRUE;
}

static gboolean
has_all_values (const GPtrArray *all, const GPtrArray *some)
{
  for (guint i = 0; i < some->len; i++)
    if (!g_ptr_array_find_with_equal_func ((GPtrArray *) all, g_ptr_array_index (some, i), g_str_equal, NULL))
      return FALSE;
  return TRUE;
}

/* One value against one bound. */
static gboolean
value_fits (TermKind given, const char *value, TermKind wanted, const char *bound)
{
  int order = 0;

  if (!retort_compare_values (value, bound, &order))
    return FALSE;
  switch ((int) wanted)
    {
    case TERM_LESS:
      return (given == TERM_LESS && order <= 0) || ((given == TERM_LESS_EQUAL || given == TERM_EQUAL) && order < 0);
    case TERM_LESS_EQUAL:
      return (given == TERM_LESS || given == TERM_LESS_EQUAL || given == TERM_EQUAL) && order <= 0;
    case TERM_GREATER_EQUAL:
      return (given == TERM_GREATER || given == TERM_GREATER_EQUAL || given == TERM_EQUAL) && order >= 0;
    case TERM_GREATER:
      return (given == TERM_GREATER && order >= 0) || ((given == TERM_GREATER_EQUAL || given == TERM_EQUAL) && order > 0);
    default:
      return FALSE;
    }
}

/**
 * retort_term_implies: (skip)
 * @given: what is known of a row
 * @wanted: what is asked
 *
 * A comparison that is NULL lets a row pass a CHECK: it proves no other comparison's being true, only its not being false.
 *
 * Returns: whether a row that passes the one passes the other
 */
gboolean
retort_term_implies (const Term *given, const Term *wanted)
{
  if (given->kind == TERM_NONE || g_strcmp0 (given->column, wanted->column) != 0)
    return FALSE;
  if (wanted->kind == TERM_NOT_NULL || wanted->kind == TERM_NULL)
    return given->kind == wanted->kind;
  if (given->kind == TERM_NULL || given->kind == TERM_NOT_NULL)
    return FALSE;
  if (wanted->kind == TERM_EQUAL)
    return given->kind == TERM_EQUAL && has_all_values (wanted->values, given->values);
  for (guint i = 0; i < given->values->len; i++)
    if (!value_fits (given->kind, g_ptr_array_index (given->values, i), wanted->kind, g_ptr_array_index (wanted->values, 0)))
      return FALSE;
  return given->values->len > 0;
}

/* Whether a row that passes @node fulfils one of @wanted. */
static gboolean
node_implies (const PgQuery__Node *node, GArray *wanted)
{
  g_auto(Term) given = { TERM_NONE, NULL, NULL };
  gboolean is_or = FALSE;

  if (node->node_case == PG_QUERY__NODE__NODE_BOOL_EXPR)
    {
      const PgQuery__BoolExpr *expression = node->bool_expr;

      is_or = expression->boolop == PG_QUERY__BOOL_EXPR_TYPE__OR_EXPR;
      if (expression->boolop == PG_QUERY__BOOL_EXPR_TYPE__NOT_EXPR)
        return FALSE;
      for (size_t i = 0; i < expression->n_args; i++)
        if (node_implies (expression->args[i], wanted) != is_or)
          return !is_or;
      return is_or;
    }
  given = retort_term_of (node);
  for (guint i = 0; i < wanted->len; i++)
    if (retort_term_implies (&given, &g_array_index (wanted, Term, i)))
      return TRUE;
  return FALSE;
}

/* The expression of "CHECK (…) NO INHERIT". */
static RetortSqlTree *
parse_check (const RetortConstraint *constraint)
{
  const char *open = constraint->definition != NULL ? strchr (constraint->definition, '(') : NULL;
  const char *close = open != NULL ? strrchr (open, ')') : NULL;
  g_autofree char *text = NULL;

  if (close == NULL)
    return NULL;
  text = g_strndup (open, (gsize) (close - open) + 1);
  return parse_expression (text);
}

static gboolean
checks_imply (const RetortTable *table, GArray *wanted)
{
  for (guint i = 0; i < table->constraints->len; i++)
    {
      const RetortConstraint *constraint = g_ptr_array_index (table->constraints, i);
      g_autoptr(RetortSqlTree) tree = NULL;

      if (constraint->kind != RETORT_CONSTRAINT_CHECK || !constraint->is_valid)
        continue;
      tree = parse_check (constraint);
      if (tree != NULL && node_implies (get_expression (tree), wanted))
        return TRUE;
    }
  return FALSE;
}

static gboolean
proves (const RetortTable *table, TermKind kind, const char *column, const char *value)
{
  g_autoptr(GArray) wanted = g_array_new (FALSE, FALSE, sizeof (Term));
  g_auto(Term) term = { kind, column, g_ptr_array_new_with_free_func (g_free) };

  if (value != NULL)
    g_ptr_array_add (term.values, g_strdup (value));
  g_array_append_val (wanted, term);
  return checks_imply (table, wanted);
}

/**
 * retort_check_proves_not_null: (skip)
 * @table: a table
 * @column: one of its columns
 *
 * Returns: whether a valid CHECK says that it holds no NULL (NotNullImpliedByRelConstraints(), PostgreSQL 12)
 */
gboolean
retort_check_proves_not_null (const RetortTable *table, const char *column)
{
  return proves (table, TERM_NOT_NULL, column, NULL);
}

static gboolean
is_required (const RetortTable *table, const char *column)
{
  const RetortColumn *found = retort_table_find_column (table, column);

  return found != NULL && (!found->is_nullable || retort_check_proves_not_null (table, column));
}

/**
 * retort_dup_key_column: (skip)
 * @parent: a partitioned table
 *
 * Returns: (transfer full) (nullable): the one column of "RANGE (k)"; %NULL for several, and for expressions
 */
char *
retort_dup_key_column (const RetortTable *parent)
{
  const char *open = parent->partition_key != NULL ? strchr (parent->partition_key, '(') : NULL;
  const char *close = open != NULL ? strrchr (open, ')') : NULL;
  g_autofree char *text = close != NULL ? g_strndup (open + 1, (gsize) (close - open) - 1) : NULL;
  g_autoptr(RetortSqlTree) tree = text != NULL ? parse_expression (text) : NULL;
  const char *column = tree != NULL ? get_column (get_expression (tree)) : NULL;

  return g_strdup (column);
}

/* (nullable): a bound that is a value, not MINVALUE or MAXVALUE. */
static char *
dup_bound (size_t n_data, PgQuery__Node *const *data, gboolean *is_open)
{
  *is_open = n_data == 1 && get_column (data[0]) != NULL;
  return n_data == 1 && !*is_open ? retort_dup_constant (data[0]) : NULL;
}

/* Rows within the range: each end is proved by itself. */
static gboolean
proves_range (const RetortTable *table, const char *column, const PgQuery__PartitionBoundSpec *bound)
{
  gboolean lower_is_open = FALSE;
  gboolean upper_is_open = FALSE;
  g_autofree char *lower = dup_bound (bound->n_lowerdatums, bound->lowerdatums, &lower_is_open);
  g_autofree char *upper = dup_bound (bound->n_upperdatums, bound->upperdatums, &upper_is_open);

  return (lower_is_open || (lower != NULL && proves (table, TERM_GREATER_EQUAL, column, lower)))
         && (upper_is_open || (upper != NULL && proves (table, TERM_LESS, column, upper)));
}

/* Rows outside of it: below or above, or NULL. */
static gboolean
proves_no_range (const RetortTable *table, const char *column, const PgQuery__PartitionBoundSpec *bound)
{
  gboolean is_open = FALSE;
  g_autofree char *lower = dup_bound (bound->n_lowerdatums, bound->lowerdatums, &is_open);
  g_autofree char *upper = dup_bound (bound->n_upperdatums, bound->upperdatums, &is_open);
  g_autoptr(GPtrArray) lower_values = g_ptr_array_new ();
  g_autoptr(GPtrArray) upper_values = g_ptr_array_new ();
  g_autoptr(GArray) wanted = g_array_new (FALSE, FALSE, sizeof (Term));
  Term null = { TERM_NULL, column, NULL };
  Term below = { TERM_LESS, column, lower_values };
  Term above = { TERM_GREATER_EQUAL, column, upper_values };

  g_array_append_val (wanted, null);
  if (lower != NULL)
    {
      g_ptr_array_add (lower_values, lower);
      g_array_append_val (wanted, below);
    }
  if (upper != NULL)
    {
      g_ptr_array_add (upper_values, upper);
      g_array_append_val (wanted, above);
    }
  return checks_imply (table, wanted);
}

static gboolean
proves_list (const RetortTable *table, const char *column, const PgQuery__PartitionBoundSpec *bound)
{
  g_autoptr(GArray) wanted = g_array_new (FALSE, FALSE, sizeof (Term));
  g_auto(Term) term = term_of_values (TERM_EQUAL, column, bound->n_listdatums, bound->listdatums);

  if (term.kind == TERM_NONE)
    return FALSE;
  g_array_append_val (wanted, term);
  return checks_imply (table, wanted);
}

/**
 * retort_check_proves_bound: (skip)
 * @table: a table that becomes a partition, or is the default one
 * @parent: its parent
 * @bound: the bound of the partition that comes
 * @negated: asks whether no row is within it
 *
 * Returns: whether valid CHECKs say so of every row; only for one column as key
 */
gboolean
retort_check_proves_bound (const RetortTable *table, const RetortTable *parent, const PgQuery__PartitionBoundSpec *bound, gboolean negated)
{
  g_autofree char *column = retort_dup_key_column (parent);
  gboolean is_range = g_strcmp0 (bound->strategy, "r") == 0;

  if (column == NULL || bound->is_default)
    return FALSE;
  if (negated)
    return is_range && proves_no_range (table, column, bound);
  if (!is_required (table, column))
    return FALSE;
  if (is_range)
    return proves_range (table, column, bound);
  return g_strcmp0 (bound->strategy, "l") == 0 && proves_list (table, column, bound);
}
