/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What an expression of plpgsql is as a text: literals, ||, concat(), format(), quote_ident(), quote_literal(), and variables whose values are written in the
 * body. A variable of a loop has several values, and so has a text that it stands in. */
#include "sql/plpgsql-private.h"

#include <string.h>

#define MOST_VALUES 100 /* of one expression */

static GPtrArray *eval (const PgQuery__Node *node, GHashTable *known);

static GPtrArray *
make_list (void)
{
  return g_ptr_array_new_with_free_func (g_free);
}

/* Takes @text. */
static GPtrArray *
make_one (char *text)
{
  GPtrArray *list = make_list ();

  g_ptr_array_add (list, text);
  return list;
}

static GPtrArray *
eval_constant (const PgQuery__AConst *constant)
{
  if (constant->isnull)
    return NULL;
  switch ((int) constant->val_case)
    {
    case PG_QUERY__A__CONST__VAL_SVAL:
      return make_one (g_strdup (constant->sval->sval));
    case PG_QUERY__A__CONST__VAL_IVAL:
      return make_one (g_strdup_printf ("%d", constant->ival->ival));
    default:
      return NULL;
    }
}

static GPtrArray *
eval_variable (const PgQuery__ColumnRef *reference, GHashTable *known)
{
  const char *name = reference->n_fields == 1 && reference->fields[0]->node_case == PG_QUERY__NODE__NODE_STRING ? reference->fields[0]->string->sval : NULL;
  GPtrArray *values = name != NULL ? g_hash_table_lookup (known, name) : NULL;

  return values != NULL ? g_ptr_array_copy (values, (GCopyFunc) (void (*) (void)) g_strdup, NULL) : NULL;
}

/* Each of @left with each of @right behind it; takes both. NULL when one of them is not known, or when that are too many. */
static GPtrArray *
join (GPtrArray *left, GPtrArray *right)
{
  GPtrArray *joined = left != NULL && right != NULL && left->len * right->len <= MOST_VALUES ? make_list () : NULL;

  for (guint i = 0; joined != NULL && i < left->len; i++)
    for (guint j = 0; j < right->len; j++)
      g_ptr_array_add (joined, g_strconcat (g_ptr_array_index (left, i), g_ptr_array_index (right, j), NULL));
  g_clear_pointer (&left, g_ptr_array_unref);
  g_clear_pointer (&right, g_ptr_array_unref);
  return joined;
}

/* Whether a text stays what it is as a value of that type. */
static gboolean
is_text_type (const PgQuery__TypeName *type)
{
  static const char *const names[] = { "text", "varchar", "name", "regclass", NULL };
  const char *name = retort_sql_names_get_last (type->n_names, type->names);

  return name != NULL && g_strv_contains (names, name) && type->n_typmods == 0;
}

/* Takes @list. */
static GPtrArray *
quote_all (GPtrArray *list, char *(*quote) (const char *text))
{
  for (guint i = 0; list != NULL && i < list->len; i++)
    {
      char *plain = g_ptr_array_index (list, i);

      g_ptr_array_index (list, i) = quote (plain);
      g_free (plain);
    }
  return list;
}

/* One place of a format(): %s, %I, %L, with a position as in %1$I. Moves @at behind it; NULL when it is none of these. */
static GPtrArray *
eval_place (const char **at, const PgQuery__FuncCall *call, guint *next, GHashTable *known)
{
  char *end = NULL;
  guint64 position = g_ascii_strtoull (*at, &end, 10);
  GPtrArray *value = NULL;

  if (end != *at && *end == '$')
    {
      *at = end + 1;
      *next = (guint) position;
    }
  if (**at == '\0' || strchr ("sIL", **at) == NULL || *next < 1 || *next >= call->n_args)
    return NULL;
  value = eval (call->args[*next], known);
  (*next)++;
  if (**at == 'I')
    value = quote_all (value, retort_sql_quote_identifier);
  else if (**at == 'L')
    value = quote_all (value, retort_sql_quote_literal);
  (*at)++;
  return value;
}

static GPtrArray *
eval_format (const PgQuery__FuncCall *call, GHashTable *known)
{
  g_autoptr(GPtrArray) pattern = call->n_args > 0 && !call->func_variadic ? eval (call->args[0], known) : NULL;
  GPtrArray *text = pattern != NULL && pattern->len == 1 ? make_one (g_strdup ("")) : NULL;
  guint next = 1;

  for (const char *at = text != NULL ? g_ptr_array_index (pattern, 0) : ""; text != NULL && *at != '\0';)
    {
      gsize length = strcspn (at, "%");

      text = join (text, make_one (g_strndup (at, length)));
      at += length;
      if (*at == '%' && at[1] == '%')
        {
          text = join (text, make_one (g_strdup ("%")));
          at += 2;
        }
      else if (*at == '%')
        {
          at++;
          text = join (text, eval_place (&at, call, &next, known));
        }
    }
  return text;
}

static GPtrArray *
eval_call (const PgQuery__FuncCall *call, GHashTable *known)
{
  const char *name = retort_sql_names_get_last (call->n_funcname, call->funcname);
  GPtrArray *text = NULL;

  if (g_strcmp0 (name, "format") == 0)
    return eval_format (call, known);
  if (g_strcmp0 (name, "quote_ident") == 0 && call->n_args == 1)
    return quote_all (eval (call->args[0], known), retort_sql_quote_identifier);
  if (g_strcmp0 (name, "quote_literal") == 0 && call->n_args == 1)
    return quote_all (eval (call->args[0], known), retort_sql_quote_literal);
  if (g_strcmp0 (name, "concat") != 0 || call->func_variadic)
    return NULL;
  text = make_one (g_strdup (""));
  for (size_t i = 0; i < call->n_args; i++)
    text = join (text, eval (call->args[i], known));
  return text;
}

static GPtrArray *
eval (const PgQuery__Node *node, GHashTable *known)
{
  switch ((int) node->node_case)
    {
    case PG_QUERY__NODE__NODE_A_CONST:
      return eval_constant (node->a_const);
    case PG_QUERY__NODE__NODE_COLUMN_REF:
      return eval_variable (node->column_ref, known);
    case PG_QUERY__NODE__NODE_TYPE_CAST:
      return is_text_type (node->type_cast->type_name) ? eval (node->type_cast->arg, known) : NULL;
    case PG_QUERY__NODE__NODE_FUNC_CALL:
      return eval_call (node->func_call, known);
    case PG_QUERY__NODE__NODE_A_EXPR:
      if (node->a_expr->lexpr != NULL && node->a_expr->rexpr != NULL
          && g_strcmp0 (retort_sql_names_get_last (node->a_expr->n_name, node->a_expr->name), "||") == 0)
        return join (eval (node->a_expr->lexpr, known), eval (node->a_expr->rexpr, known));
      return NULL;
    default:
      return NULL;
    }
}

/* (nullable): the one thing that SELECT @text gives; @tree holds it. */
static const PgQuery__Node *
get_expression (const char *text, RetortSqlTree **tree)
{
  g_autofree char *sql = g_strconcat ("SELECT ", text, NULL);
  const PgQuery__Node *node = NULL;

  *tree = retort_sql_tree_parse (sql, NULL);
  node = *tree != NULL && retort_sql_tree_get_n_statements (*tree) == 1 ? retort_sql_tree_get_statement (*tree, 0) : NULL;
  return node != NULL && node->node_case == PG_QUERY__NODE__NODE_SELECT_STMT && node->select_stmt->n_target_list == 1
             ? node->select_stmt->target_list[0]->res_target->val
             : NULL;
}

/**
 * retort_plpgsql_eval_texts: (skip)
 * @expression: an expression
 * @known: the variables whose values are known
 *
 * Returns: (transfer full) (nullable): the texts that it may be; %NULL when that is not written in the body
 */
GPtrArray *
retort_plpgsql_eval_texts (const char *expression, GHashTable *known)
{
  g_autoptr(RetortSqlTree) tree = NULL;
  const PgQuery__Node *node = get_expression (expression, &tree);

  return node != NULL ? eval (node, known) : NULL;
}

/* ARRAY['a', 'b'], with a cast or not, or unnest() of it. */
static const PgQuery__AArrayExpr *
find_array (const PgQuery__Node *node)
{
  if (node->node_case == PG_QUERY__NODE__NODE_A_ARRAY_EXPR)
    return node->a_array_expr;
  if (node->node_case == PG_QUERY__NODE__NODE_TYPE_CAST)
    return find_array (node->type_cast->arg);
  if (node->node_case == PG_QUERY__NODE__NODE_FUNC_CALL && node->func_call->n_args == 1
      && g_strcmp0 (retort_sql_names_get_last (node->func_call->n_funcname, node->func_call->funcname), "unnest") == 0)
    return find_array (node->func_call->args[0]);
  return NULL;
}

/**
 * retort_plpgsql_eval_list: (skip)
 * @expression: an expression, behind SELECT
 * @known: the variables whose values are known
 *
 * Returns: (transfer full) (nullable): the elements of the array that it is; %NULL when they are not written there
 */
GPtrArray *
retort_plpgsql_eval_list (const char *expression, GHashTable *known)
{
  g_autoptr(RetortSqlTree) tree = NULL;
  const PgQuery__Node *node = get_expression (expression, &tree);
  const PgQuery__AArrayExpr *array = node != NULL ? find_array (node) : NULL;
  g_autoptr(GPtrArray) list = array != NULL && array->n_elements <= MOST_VALUES ? make_list () : NULL;

  for (size_t i = 0; list != NULL && i < array->n_elements; i++)
    {
      g_autoptr(GPtrArray) texts = eval (array->elements[i], known);

      if (texts == NULL || texts->len != 1)
        return NULL;
      g_ptr_array_add (list, g_strdup (g_ptr_array_index (texts, 0)));
    }
  return g_steal_pointer (&list);
}
