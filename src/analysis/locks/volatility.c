/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Does a column default give every row the same value? Then PostgreSQL 11 and later do not rewrite
 * the table for it. What is not known here counts as volatile. */
#include "analysis/locks/lock-set.h"

/* Functions of pg_catalog that are stable or immutable and used in defaults (pg_proc.provolatile).
 */
static const char *const steady_functions[] = {
  "array_fill",
  "btrim",
  "concat",
  "concat_ws",
  "convert_to",
  "current_database",
  "current_setting",
  "current_user",
  "date",
  "date_trunc",
  "decode",
  "encode",
  "int4range",
  "int8range",
  "json_build_array",
  "json_build_object",
  "jsonb_build_array",
  "jsonb_build_object",
  "lower",
  "ltrim",
  "make_date",
  "make_interval",
  "make_timestamp",
  "make_timestamptz",
  "md5",
  "now",
  "numrange",
  "repeat",
  "replace",
  "rtrim",
  "sha256",
  "statement_timestamp",
  "timezone",
  "to_char",
  "to_date",
  "to_json",
  "to_jsonb",
  "to_timestamp",
  "to_tsvector",
  "transaction_timestamp",
  "tsrange",
  "tstzrange",
  "upper",
};

static gboolean
any_is_volatile (size_t n_expressions, PgQuery__Node *const *expressions)
{
  for (size_t i = 0; i < n_expressions; i++)
    if (lock_may_be_volatile (expressions[i]))
      return TRUE;
  return FALSE;
}

static gboolean
call_is_volatile (const PgQuery__FuncCall *call)
{
  const char *name = retort_sql_names_get_last (call->n_funcname, call->funcname);
  const char *schema = call->n_funcname > 1 ? retort_sql_names_get_last (1, call->funcname) : NULL;

  if (name == NULL || (schema != NULL && !g_str_equal (schema, "pg_catalog")))
    return TRUE;
  for (guint i = 0; i < G_N_ELEMENTS (steady_functions); i++)
    if (g_str_equal (steady_functions[i], name))
      return any_is_volatile (call->n_args, call->args);
  return TRUE;
}

/**
 * lock_may_be_volatile: (skip)
 * @expression: (nullable): a default
 *
 * Returns: whether two rows may get different values
 */
gboolean
lock_may_be_volatile (const PgQuery__Node *expression)
{
  if (expression == NULL || expression->node_case == PG_QUERY__NODE__NODE_A_CONST
      || expression->node_case == PG_QUERY__NODE__NODE_SQLVALUE_FUNCTION)
    return FALSE;
  if (expression->node_case == PG_QUERY__NODE__NODE_TYPE_CAST)
    return lock_may_be_volatile (expression->type_cast->arg);
  if (expression->node_case == PG_QUERY__NODE__NODE_A_EXPR)
    return lock_may_be_volatile (expression->a_expr->lexpr)
           || lock_may_be_volatile (expression->a_expr->rexpr);
  if (expression->node_case == PG_QUERY__NODE__NODE_A_ARRAY_EXPR)
    return any_is_volatile (expression->a_array_expr->n_elements,
                            expression->a_array_expr->elements);
  if (expression->node_case == PG_QUERY__NODE__NODE_FUNC_CALL)
    return call_is_volatile (expression->func_call);
  return TRUE;
}
