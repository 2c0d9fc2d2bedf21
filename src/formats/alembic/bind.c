/* SPDX-License-Identifier: GPL-3.0-or-later */
/* op.get_bind(), op.get_context() and what hangs on them: the connection as a migration sees it. */
#include "formats/alembic/ops.h"

#include "formats/alembic/compiler.h"

#include <string.h>

static RetortPyValue *bind_get_attribute (RetortPyEvaluation *evaluation, RetortPyValue *self, const char *name);
static RetortPyValue *context_get_attribute (RetortPyEvaluation *evaluation, RetortPyValue *self, const char *name);
static RetortPyValue *dialect_get_attribute (RetortPyEvaluation *evaluation, RetortPyValue *self, const char *name);
static RetortPyValue *block_enter (RetortPyEvaluation *evaluation, RetortPyValue *self);
static void block_leave (RetortPyEvaluation *evaluation, RetortPyValue *self);

static const RetortPyForeignClass bind_class = { .name = "connection", .get_attribute = bind_get_attribute };
static const RetortPyForeignClass context_class = { .name = "migration context", .get_attribute = context_get_attribute };
static const RetortPyForeignClass dialect_class = { .name = "dialect", .get_attribute = dialect_get_attribute };

/* What a statement gives back: nothing is known of it, so that using it is a gap where it is used. */
static const RetortPyForeignClass result_class = { .name = "result" };

static const RetortPyForeignClass block_class = {
  .name = "autocommit block",
  .enter = block_enter,
  .leave = block_leave,
};

/**
 * retort_bind_new:
 * @evaluation: the evaluation
 *
 * Returns: the connection
 */
RetortPyValue *
retort_bind_new (RetortPyEvaluation *evaluation)
{
  return retort_py_new_foreign (evaluation, &bind_class, NULL, NULL);
}

/**
 * retort_compiler_is_bind:
 * @value: (nullable): a value
 *
 * Returns: whether it is the connection
 */
gboolean
retort_compiler_is_bind (const RetortPyValue *value)
{
  return retort_value_is_of (value, &bind_class);
}

/**
 * retort_context_new:
 * @evaluation: the evaluation
 *
 * Returns: the migration context
 */
RetortPyValue *
retort_context_new (RetortPyEvaluation *evaluation)
{
  return retort_py_new_foreign (evaluation, &context_class, NULL, NULL);
}

/* --- The connection --- */

/* SQLAlchemy 1.4 sends a str as it is, 2.0 refuses it; only a text on which both and text() agree is understood. */
static gboolean
is_plain_text (const char *text)
{
  return strchr (text, ':') == NULL;
}

static RetortPyValue *
execute_on_bind (RetortCall *call)
{
  RetortPyValue *statement = retort_call_get (call, "statement");
  const char *text = retort_py_value_get_string (statement);

  if (text != NULL && !is_plain_text (text))
    {
      retort_call_gap (call, "a str with a colon, executed on the connection, is not understood");
      return NULL;
    }
  retort_op_execute_value (call, statement, retort_call_get (call, "parameters"));
  return retort_py_new_foreign (call->evaluation, &result_class, NULL, NULL);
}

static RetortPyValue *
execute_driver_sql (RetortCall *call)
{
  const char *text = retort_call_get_string (call, "statement");

  if (text == NULL || !retort_value_is_none (retort_call_get (call, "parameters")))
    {
      retort_call_gap (call, "exec_driver_sql() with these arguments is not understood");
      return NULL;
    }
  retort_compiler_emit_script (call->evaluation, text);
  return retort_py_new_foreign (call->evaluation, &result_class, NULL, NULL);
}

static RetortPyValue *
get_dialect (RetortPyEvaluation *evaluation, RetortPyValue *receiver)
{
  return retort_py_new_foreign (evaluation, &dialect_class, NULL, NULL);
}

static RetortPyValue *
get_receiver (RetortPyEvaluation *evaluation, RetortPyValue *receiver)
{
  return receiver;
}

static RetortPyValue *
bind_get_attribute (RetortPyEvaluation *evaluation, RetortPyValue *self, const char *name)
{
  static const RetortFunction functions[] = {
    { "execute", "statement, parameters=None, *, execution_options=None", execute_on_bind, TRUE },
    { "exec_driver_sql", "statement, parameters=None, execution_options=None", execute_driver_sql, TRUE },
    { NULL },
  };
  static const RetortAttribute attributes[] = {
    { "dialect", get_dialect },
    { "engine", get_receiver },
    { NULL },
  };
  static const RetortMembers members = { functions, attributes };

  return retort_members_get (evaluation, &members, self, name);
}

static RetortPyValue *
dialect_get_attribute (RetortPyEvaluation *evaluation, RetortPyValue *self, const char *name)
{
  return g_str_equal (name, "name") ? retort_py_new_string (evaluation, "postgresql") : NULL;
}

/* --- The context --- */

static RetortPyValue *
execute_on_context (RetortCall *call)
{
  retort_op_execute_value (call, retort_call_get (call, "sql"), NULL);
  return NULL;
}

static RetortPyValue *
make_block (RetortCall *call)
{
  return retort_py_new_foreign (call->evaluation, &block_class, NULL, NULL);
}

static RetortPyValue *
get_bind (RetortPyEvaluation *evaluation, RetortPyValue *receiver)
{
  return retort_bind_new (evaluation);
}

static RetortPyValue *
context_get_attribute (RetortPyEvaluation *evaluation, RetortPyValue *self, const char *name)
{
  static const RetortFunction functions[] = {
    { "autocommit_block", "", make_block, TRUE },
    { "execute", "sql, execution_options=None", execute_on_context, TRUE },
    { NULL },
  };
  static const RetortAttribute attributes[] = {
    { "dialect", get_dialect },
    { "bind", get_bind },
    { "connection", get_bind },
    { NULL },
  };
  static const RetortMembers members = { functions, attributes };

  return retort_members_get (evaluation, &members, self, name);
}

static RetortPyValue *
block_enter (RetortPyEvaluation *evaluation, RetortPyValue *self)
{
  retort_compiler_begin_autocommit (evaluation);
  return retort_py_new_none (evaluation);
}

static void
block_leave (RetortPyEvaluation *evaluation, RetortPyValue *self)
{
  retort_compiler_end_autocommit (evaluation);
}
