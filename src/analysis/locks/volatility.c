/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Does a default give every row the same value? Then the table is not rewritten for it (PostgreSQL 11 and later). Functions
 * of pg_catalog are known by its own word, those that the schema holds by theirs; a function in SQL that the planner
 * puts in place of its call counts as what it says (inline_function() of optimizer/util/clauses.c). */
#include "analysis/locks/survey-private.h"

#include "sql/expression.h"

#include <string.h>

/* How deep functions may call one another before it is given up. */
#define MAX_DEPTH 10

typedef struct
{
  RetortSurvey *survey;
  const char   *name;        /* of a function */
  const char   *schema;      /* nullable: where it has to be */
  guint         depth;
  gboolean      is_found;
  gboolean      is_volatile;
} Question;

static gboolean is_volatile_at (RetortSurvey *self, const ProtobufCMessage *expression, guint depth);

static const PgQuery__DefElem *
find_option (const PgQuery__CreateFunctionStmt *function, const char *name)
{
  for (size_t i = 0; i < function->n_options; i++)
    if (g_str_equal (function->options[i]->def_elem->defname, name))
      return function->options[i]->def_elem;
  return NULL;
}

static const char *
get_option_text (const PgQuery__CreateFunctionStmt *function, const char *name)
{
  const PgQuery__DefElem *option = find_option (function, name);

  return option != NULL && option->arg->node_case == PG_QUERY__NODE__NODE_STRING ? option->arg->string->sval : NULL;
}

/* (nullable): the text of a body AS '…'. */
static const char *
get_body (const PgQuery__CreateFunctionStmt *function)
{
  const PgQuery__DefElem *as = find_option (function, "as");

  if (as == NULL || as->arg->node_case != PG_QUERY__NODE__NODE_LIST || as->arg->list->n_items != 1)
    return NULL;
  return as->arg->list->items[0]->string->sval;
}

/* One expression and nothing else: SELECT expression. */
static const PgQuery__Node *
get_single_expression (const PgQuery__Node *statement)
{
  const PgQuery__SelectStmt *select = NULL;

  if (statement->node_case != PG_QUERY__NODE__NODE_SELECT_STMT)
    return NULL;
  select = statement->select_stmt;
  if (select->n_target_list != 1 || select->n_from_clause > 0 || select->where_clause != NULL || select->n_group_clause > 0
      || select->having_clause != NULL || select->n_sort_clause > 0 || select->limit_count != NULL || select->limit_offset != NULL
      || select->op != PG_QUERY__SET_OPERATION__SETOP_NONE || select->with_clause != NULL || select->n_distinct_clause > 0
      || select->n_values_lists > 0)
    return NULL;
  return select->target_list[0]->res_target->val;
}

/* Whether a call is replaced by the body, and that is steady. */
static gboolean
body_is_steady (RetortSurvey *self, const PgQuery__CreateFunctionStmt *function, guint depth)
{
  const char *language = get_option_text (function, "language");
  const char *body = get_body (function);
  const PgQuery__Node *expression = NULL;
  g_autoptr(RetortSqlTree) tree = NULL;

  if (g_strcmp0 (language, "sql") != 0 || body == NULL || find_option (function, "security") != NULL
      || find_option (function, "set") != NULL || (function->return_type != NULL && function->return_type->setof))
    return FALSE;
  tree = retort_sql_tree_parse (body, NULL);
  if (tree == NULL || retort_sql_tree_get_n_statements (tree) != 1)
    return FALSE;
  expression = get_single_expression (retort_sql_tree_get_statement (tree, 0));
  return expression != NULL && !is_volatile_at (self, (const ProtobufCMessage *) expression, depth + 1);
}

static gboolean
function_is_volatile (RetortSurvey *self, const RetortFunction *function, guint depth)
{
  g_autoptr(RetortSqlTree) tree = function->definition != NULL ? retort_sql_tree_parse (function->definition, NULL) : NULL;
  const PgQuery__Node *statement = tree != NULL && retort_sql_tree_get_n_statements (tree) == 1 ? retort_sql_tree_get_statement (tree, 0) : NULL;
  const char *volatility = NULL;

  if (statement == NULL || statement->node_case != PG_QUERY__NODE__NODE_CREATE_FUNCTION_STMT)
    return TRUE;
  volatility = get_option_text (statement->create_function_stmt, "volatility");
  if (volatility != NULL && !g_str_equal (volatility, "volatile"))
    return FALSE;
  return depth >= MAX_DEPTH || !body_is_steady (self, statement->create_function_stmt, depth);
}

static void
look_at_function_cb (gpointer object, gpointer user_data)
{
  const RetortFunction *function = object;
  Question *question = user_data;

  if (!g_str_equal (function->name, question->name)
      || (question->schema != NULL && !g_str_equal (function->schema, question->schema)))
    return;
  question->is_found = TRUE;
  question->is_volatile |= function_is_volatile (question->survey, function, question->depth);
}

/* A name that nobody knows may stand for anything. */
static gboolean
call_is_volatile (RetortSurvey *self, const PgQuery__FuncCall *call, guint depth)
{
  const char *name = retort_sql_names_get_last (call->n_funcname, call->funcname);
  const char *schema = call->n_funcname > 1 ? retort_sql_names_get_last (call->n_funcname - 1, call->funcname) : NULL;
  Question question = { self, name, schema, depth, FALSE, FALSE };
  gboolean is_builtin = FALSE;

  if (name == NULL)
    return TRUE;
  if (schema == NULL || g_str_equal (schema, "pg_catalog"))
    {
      gboolean is_volatile = retort_builtin_is_volatile (name, &is_builtin);

      if (is_builtin)
        return is_volatile;
    }
  if (self->before != NULL)
    retort_schema_foreach (self->before, RETORT_OBJECT_FUNCTION, look_at_function_cb, &question);
  return !question.is_found || question.is_volatile;
}

static void
look_at_call_cb (const ProtobufCMessage *message, gpointer user_data)
{
  Question *question = user_data;

  if (question->is_volatile)
    return;
  if (message->descriptor == &pg_query__func_call__descriptor)
    question->is_volatile = call_is_volatile (question->survey, (const PgQuery__FuncCall *) message, question->depth);
  else if (message->descriptor == &pg_query__sub_link__descriptor)
    question->is_volatile = TRUE;
}

static gboolean
is_volatile_at (RetortSurvey *self, const ProtobufCMessage *expression, guint depth)
{
  Question question = { self, NULL, NULL, depth, FALSE, FALSE };

  retort_sql_walk (expression, look_at_call_cb, &question);
  return question.is_volatile;
}

/**
 * retort_survey_is_volatile: (skip)
 * @self: the survey
 * @expression: a default
 *
 * Operators, casts and input functions of PostgreSQL's own types are none of them volatile (lock-catalog.sql).
 *
 * Returns: whether two rows may get different values
 */
gboolean
retort_survey_is_volatile (RetortSurvey *self, const PgQuery__Node *expression)
{
  return is_volatile_at (self, (const ProtobufCMessage *) expression, 0);
}

/**
 * retort_locks_is_volatile:
 * @schema: what is there, functions among it
 * @expression: a default
 *
 * Pure. Any thread.
 *
 * Returns: whether two rows may get different values
 */
gboolean
retort_locks_is_volatile (RetortSchema *schema, const PgQuery__Node *expression)
{
  RetortSurvey survey = { .before = schema };

  return retort_survey_is_volatile (&survey, expression);
}
