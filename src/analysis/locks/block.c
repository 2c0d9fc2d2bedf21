/* SPDX-License-Identifier: GPL-3.0-or-later */
/* DO blocks: all that their text sends, one after the other in one transaction; what stands under a condition may do as much. */
#include "analysis/locks/survey-private.h"

#include "sql/plpgsql.h"

#include <string.h>

#define MOST_CALLS 5 /* of functions that call functions */

static void
add_effect (RetortSurvey *self, const RetortRelationEffect *inner)
{
  RetortRelationEffect *effect = retort_survey_take (self, inner->level, inner->kind, inner->schema, inner->name);

  if (effect->table == NULL)
    effect->table = g_strdup (inner->table);
  if (effect->reason == NULL)
    effect->reason = g_strdup (inner->reason);
  if (effect->source == NULL)
    effect->source = inner->source;
  effect->is_new |= inner->is_new;
  effect->is_dropped |= inner->is_dropped;
  effect->rewrites |= inner->rewrites;
  effect->scans |= inner->scans;
  effect->builds |= inner->builds;
}

/* What is there already is not made again under a condition: that is what the condition asks. */
static void
add_locks (RetortSurvey *self, const RetortLocks *inner, gboolean is_conditional)
{
  if (inner->error != NULL && is_conditional)
    return;
  for (guint i = 0; i < inner->relations->len; i++)
    add_effect (self, g_ptr_array_index (inner->relations, i));
  if (inner->error != NULL)
    retort_survey_fail (self, "%s", inner->error);
}

/* New enum values stay unsafe after the block. */
static void
keep_values (RetortLockSession *self, RetortLockSession *inner)
{
  g_hash_table_unref (self->new_values);
  g_hash_table_unref (self->new_types);
  self->new_values = g_hash_table_ref (inner->new_values);
  self->new_types = g_hash_table_ref (inner->new_types);
}

/* What its statements do, one after the other. */
static void
survey_statements (RetortSurvey *self, const RetortSqlBlock *block)
{
  g_autoptr(RetortLockSession) session = retort_lock_session_copy (self->session);
  g_autoptr(RetortSchema) schema = self->before != NULL ? retort_schema_ref (self->before) : NULL;

  session->is_in_transaction = TRUE;
  session->n_calls++;
  for (guint i = 0; i < block->statements->len; i++)
    {
      const RetortSqlInner *statement = &g_array_index (block->statements, RetortSqlInner, i);

      for (guint j = 0; j < retort_sql_tree_get_n_statements (statement->tree); j++)
        {
          RetortSchema *after = NULL;
          g_autoptr(RetortLocks) inner = retort_lock_session_examine (session, schema, retort_sql_tree_get_statement (statement->tree, j), &after);

          add_locks (self, inner, statement->is_conditional);
          g_clear_pointer (&schema, retort_schema_unref);
          schema = after;
        }
    }
  if (self->session->is_in_transaction)
    keep_values (self->session, session);
}

/**
 * retort_survey_block: (skip)
 * @self: the survey
 * @node: DO
 */
void
retort_survey_block (RetortSurvey *self, const PgQuery__Node *node)
{
  g_autoptr(RetortSqlBlock) block = retort_sql_block_parse (node);

  retort_survey_doubt (self, "what it calls may lock more");
  if (block != NULL)
    survey_statements (self, block);
}

static void
survey_function (RetortSurvey *self, const RetortFunction *function)
{
  g_autoptr(RetortSqlTree) tree = function->definition != NULL ? retort_sql_tree_parse (function->definition, NULL) : NULL;
  const PgQuery__Node *node = tree != NULL && retort_sql_tree_get_n_statements (tree) == 1 ? retort_sql_tree_get_statement (tree, 0) : NULL;
  g_autoptr(RetortSqlBlock) block = node != NULL ? retort_sql_block_parse (node) : NULL;

  if (block != NULL)
    survey_statements (self, block);
}

/* (nullable): the text of a body AS '…' in SQL, which is looked at when the function is made; not that over any type. */
static const char *
get_sql_body (const PgQuery__CreateFunctionStmt *create)
{
  const char *body = NULL;
  gboolean is_sql = FALSE;

  for (size_t i = 0; i < create->n_options; i++)
    {
      const PgQuery__DefElem *option = create->options[i]->def_elem;

      if (g_str_equal (option->defname, "language"))
        is_sql = g_ascii_strcasecmp (option->arg->string->sval, "sql") == 0;
      else if (g_str_equal (option->defname, "as") && option->arg->node_case == PG_QUERY__NODE__NODE_LIST && option->arg->list->n_items == 1)
        body = option->arg->list->items[0]->string->sval;
    }
  for (size_t i = 0; i < create->n_parameters; i++)
    {
      const PgQuery__TypeName *type = create->parameters[i]->function_parameter->arg_type;

      if (g_str_has_prefix (retort_sql_names_get_last (type->n_names, type->names), "any"))
        return NULL;
    }
  return is_sql ? body : NULL;
}

static gboolean
is_query (const PgQuery__Node *node)
{
  switch ((int) node->node_case)
    {
    case PG_QUERY__NODE__NODE_SELECT_STMT:
    case PG_QUERY__NODE__NODE_INSERT_STMT:
    case PG_QUERY__NODE__NODE_UPDATE_STMT:
    case PG_QUERY__NODE__NODE_DELETE_STMT:
    case PG_QUERY__NODE__NODE_MERGE_STMT:
      return TRUE;
    default:
      return FALSE;
    }
}

/**
 * retort_survey_create_function: (skip)
 * @self: the survey
 * @node: CREATE FUNCTION or CREATE PROCEDURE
 *
 * The queries of a body in SQL are rewritten to see that they are right (fmgr_sql_validator() of catalog/pg_proc.c).
 */
void
retort_survey_create_function (RetortSurvey *self, const PgQuery__Node *node)
{
  const char *body = get_sql_body (node->create_function_stmt);
  g_autoptr(RetortSqlTree) tree = body != NULL ? retort_sql_tree_parse (body, NULL) : NULL;

  for (guint i = 0; tree != NULL && i < retort_sql_tree_get_n_statements (tree); i++)
    if (is_query (retort_sql_tree_get_statement (tree, i)))
      retort_survey_looked_at (self, retort_sql_tree_get_statement (tree, i), RETORT_QUERY_REWRITTEN);
  if (node->create_function_stmt->sql_body != NULL)
    retort_survey_looked_at (self, node->create_function_stmt->sql_body, RETORT_QUERY_NAMED);
}

/* "schema.name(…)" or "name": the first of that name. */
static const RetortFunction *
find_function (const GPtrArray *functions, const char *name)
{
  for (guint i = 0; i < functions->len; i++)
    {
      const RetortFunction *function = g_ptr_array_index (functions, i);

      if (g_str_has_prefix (function->name, name) && (function->name[strlen (name)] == '\0' || function->name[strlen (name)] == '('))
        return function;
    }
  return NULL;
}

/**
 * retort_survey_triggered: (skip)
 * @self: the survey
 * @trigger: a trigger that fires
 *
 * What its function does, when the schema before the statement has it.
 */
void
retort_survey_triggered (RetortSurvey *self, const RetortTrigger *trigger)
{
  const GPtrArray *functions = self->before != NULL && self->session->n_calls < MOST_CALLS ? retort_schema_get_functions (self->before) : NULL;
  const char *dot = trigger->function != NULL ? strrchr (trigger->function, '.') : NULL;
  g_autofree char *name = g_strdup (dot != NULL ? dot + 1 : trigger->function);
  const RetortFunction *function = NULL;

  if (functions == NULL || name == NULL)
    return;
  name[strcspn (name, "(")] = '\0';
  function = find_function (functions, name);
  if (function != NULL)
    survey_function (self, function);
}

/**
 * retort_survey_called: (skip)
 * @self: the survey
 * @call: a call of a function
 *
 * What the function does, when the schema before the statement has it; of several of one name the first that has as many arguments.
 */
void
retort_survey_called (RetortSurvey *self, const PgQuery__FuncCall *call)
{
  const char *name = retort_sql_names_get_last (call->n_funcname, call->funcname);
  const GPtrArray *functions = self->before != NULL && self->session->n_calls < MOST_CALLS ? retort_schema_get_functions (self->before) : NULL;

  const RetortFunction *function = name != NULL && functions != NULL ? find_function (functions, name) : NULL;

  if (function != NULL)
    survey_function (self, function);
}
