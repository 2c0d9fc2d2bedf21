/* SPDX-License-Identifier: GPL-3.0-or-later */
/* op.get_bind(), op.get_context() and what hangs on them: the connection as a migration sees it. */
#include "formats/alembic/ops.h"

#include "formats/alembic/answers.h"
#include "formats/alembic/compiler.h"
#include "formats/alembic/own-operation.h"
#include "formats/alembic/core/select.h"

#include <string.h>

static RetortPyValue *bind_get_attribute (RetortPyEvaluation *evaluation, RetortPyValue *self, const char *name);
static RetortPyValue *context_get_attribute (RetortPyEvaluation *evaluation, RetortPyValue *self, const char *name);
static RetortPyValue *dialect_get_attribute (RetortPyEvaluation *evaluation, RetortPyValue *self, const char *name);
static RetortPyValue *block_enter (RetortPyEvaluation *evaluation, RetortPyValue *self);
static void block_leave (RetortPyEvaluation *evaluation, RetortPyValue *self);

static const RetortPyForeignClass bind_class = { .name = "connection", .get_attribute = bind_get_attribute };
static const RetortPyForeignClass context_class = { .name = "migration context", .get_attribute = context_get_attribute };
static const RetortPyForeignClass dialect_class = { .name = "dialect", .is_inert = TRUE, .get_attribute = dialect_get_attribute };

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

/* --- Questions --- */

/**
 * retort_dialect_get:
 * @evaluation: the evaluation
 * @receiver: (nullable): what has it
 *
 * Returns: the dialect
 */
RetortPyValue *
retort_dialect_get (RetortPyEvaluation *evaluation, RetortPyValue *receiver)
{
  return retort_py_new_foreign (evaluation, &dialect_class, NULL, NULL);
}

static RetortPyValue *
get_bind (RetortPyEvaluation *evaluation, RetortPyValue *receiver)
{
  return retort_bind_new (evaluation);
}

/* --- The connection --- */

/* In the words of SQLAlchemy (sql/coercions.py). */
static void
refuse_text (RetortCall *call, const char *text)
{
  gboolean is_long = g_utf8_strlen (text, -1) > 25;
  g_autofree char *part = is_long ? g_utf8_substring (text, 0, 25) : g_strdup (text);
  const char *dots = is_long ? "..." : "";

  retort_call_refuse (call, "Textual SQL expression '%s%s' should be explicitly declared as text('%s%s')", part, dots, part, dots);
}

/* What a statement gives back that was sent @n_times; a driver keeps nothing of what it executes many times. */
static RetortPyValue *
take_result (RetortCall *call, guint n_times, gboolean is_plain)
{
  if (call->problem != NULL)
    return NULL;
  return n_times > 1 ? retort_py_new_live (call->evaluation, call->arguments->span) : retort_result_take (call, is_plain);
}

/* A str on a connection is the driver's own text, as SQLAlchemy 1.4 sends it; 2.0 refuses it (ObjectNotExecutableError), where the project says
 * that it runs that one. */
static RetortPyValue *
execute_statement (RetortCall *call, RetortPyValue *statement)
{
  RetortPyValue *parameters = retort_call_get (call, "parameters");
  const char *text = retort_value_get_sql (statement);

  if (text != NULL && retort_compiler_is_bind (call->receiver) && retort_compiler_refuses_text (call->evaluation))
    {
      retort_call_refuse (call, "not an executable object: SQLAlchemy 2.0 takes no str, only text(…)");
      return NULL;
    }
  if (text != NULL && retort_compiler_is_bind (call->receiver))
    return take_result (call, retort_op_execute_driver_text (call, text, parameters), TRUE);
  if (text != NULL)
    {
      refuse_text (call, text);
      return NULL;
    }
  if (!retort_compiler_is_bind (call->receiver))
    retort_session_check_waiting (call);
  if (!retort_compiler_is_bind (call->receiver))
    retort_core_check_session (call, statement, retort_call_get (call, "execution_options"));
  if (call->problem != NULL)
    return NULL;
  return take_result (call, retort_op_execute_value (call, statement, parameters), retort_core_has_plain_result (statement));
}

static RetortPyValue *
execute_on_bind (RetortCall *call)
{
  return retort_call_with_choices (call, "the statement", retort_call_get (call, "statement"), execute_statement);
}

/* execute() and the first of its rows, or their first values. */
static RetortPyValue *
query_on_bind (RetortCall *call)
{
  RetortPyValue *result = execute_on_bind (call);

  if (retort_py_value_is_live (result))
    return result;
  return result != NULL ? retort_result_read (call, result, call->function->name) : NULL;
}

static RetortPyValue *
execute_driver_sql (RetortCall *call)
{
  const char *text = retort_value_get_sql (retort_call_get (call, "statement"));

  if (text == NULL)
    {
      retort_call_gap_value (call, "statement", retort_call_get (call, "statement"));
      return NULL;
    }
  return take_result (call, retort_op_execute_driver_text (call, text, retort_call_get (call, "parameters")), TRUE);
}

/**
 * retort_bind_get_query:
 * @evaluation: the evaluation
 * @receiver: the connection, or a session over it
 * @name: an attribute
 *
 * Returns: (nullable): the function of that name that sends a statement; %NULL when it is none
 */
RetortPyValue *
retort_bind_get_query (RetortPyEvaluation *evaluation, RetortPyValue *receiver, const char *name)
{
  static const RetortFunction functions[] = {
    { "execute", "statement, parameters=None, *, execution_options=None", execute_on_bind, TRUE },
    { "scalar", "statement, parameters=None, *, execution_options=None", query_on_bind, TRUE },
    { "scalars", "statement, parameters=None, *, execution_options=None", query_on_bind, TRUE },
    { NULL },
  };
  static const RetortMembers members = { functions, NULL };

  return retort_members_get (evaluation, &members, receiver, name);
}

static RetortPyValue *
ask_url (RetortPyEvaluation *evaluation, RetortPyValue *receiver)
{
  return retort_compiler_ask_outside (evaluation, "where the database is");
}

/* --- The engine --- */

/* What such a connection sends is committed by itself, sees nothing of the migration, and may wait for it for ever. */
static RetortPyValue *
open_connection (RetortCall *call)
{
  retort_call_gap (call, "%s() of the engine opens a second connection, outside of the run's transaction", call->function->name);
  return NULL;
}

static RetortPyValue *
get_engine_name (RetortPyEvaluation *evaluation, RetortPyValue *receiver)
{
  return retort_py_new_string (evaluation, "postgresql");
}

static RetortPyValue *
engine_get_attribute (RetortPyEvaluation *evaluation, RetortPyValue *self, const char *name)
{
  static const RetortFunction functions[] = {
    { "begin", "*args, **options", open_connection, TRUE },
    { "connect", "*args, **options", open_connection, TRUE },
    { "execute", "*args, **options", open_connection, TRUE },
    { "raw_connection", "*args, **options", open_connection, TRUE },
    { "scalar", "*args, **options", open_connection, TRUE },
    { NULL },
  };
  static const RetortAttribute attributes[] = {
    { "dialect", retort_dialect_get },
    { "name", get_engine_name },
    { "url", ask_url },
    { NULL },
  };
  static const RetortMembers members = { functions, attributes };

  return retort_members_get (evaluation, &members, self, name);
}

static const RetortPyForeignClass engine_class = { .name = "engine", .get_attribute = engine_get_attribute };

static RetortPyValue *
get_engine (RetortPyEvaluation *evaluation, RetortPyValue *receiver)
{
  return retort_py_new_foreign (evaluation, &engine_class, NULL, NULL);
}

/* --- The connection's own --- */

static RetortPyValue *
commit (RetortCall *call)
{
  retort_compiler_commit (call->evaluation);
  return NULL;
}

static RetortPyValue *
bind_get_attribute (RetortPyEvaluation *evaluation, RetortPyValue *self, const char *name)
{
  static const RetortFunction functions[] = {
    { "begin_nested", "", retort_savepoint_begin, TRUE },
    { "commit", "", commit, TRUE },
    { "exec_driver_sql", "statement, parameters=None, execution_options=None", execute_driver_sql, TRUE },
    { NULL },
  };
  static const RetortAttribute attributes[] = {
    { "dialect", retort_dialect_get },
    { "engine", get_engine },
    { "url", ask_url },
    { NULL },
  };
  static const RetortMembers members = { functions, attributes };
  RetortPyValue *value = retort_members_get (evaluation, &members, self, name);

  return value != NULL ? value : retort_bind_get_query (evaluation, self, name);
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
  return retort_op_execute (call, retort_call_get (call, "sql"));
}

static RetortPyValue *
make_block (RetortCall *call)
{
  return retort_py_new_foreign (call->evaluation, &block_class, NULL, NULL);
}

/* alembic.ini as the command that runs it changed it. */
static RetortPyValue *
config_get_attribute (RetortPyEvaluation *evaluation, RetortPyValue *self, const char *name)
{
  return retort_compiler_ask_outside (evaluation, "Alembic's configuration");
}

static const RetortPyForeignClass config_class = { .name = "configuration", .is_inert = TRUE, .get_attribute = config_get_attribute };

static RetortPyValue *
get_config (RetortPyEvaluation *evaluation, RetortPyValue *receiver)
{
  return retort_py_new_foreign (evaluation, &config_class, NULL, NULL);
}

static RetortPyValue *
get_version_schema (RetortPyEvaluation *evaluation, RetortPyValue *receiver)
{
  const char *schema;

  if (!retort_compiler_find_version_schema (evaluation, &schema))
    return retort_compiler_ask_outside (evaluation, "the schema of the version table");
  return schema != NULL ? retort_py_new_string (evaluation, schema) : retort_py_new_none (evaluation);
}

static RetortPyValue *
get_script (RetortPyEvaluation *evaluation, RetortPyValue *receiver)
{
  return retort_script_directory_get (evaluation);
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
    { "dialect", retort_dialect_get },
    { "bind", get_bind },
    { "connection", get_bind },
    { "config", get_config },
    { "script", get_script },
    { "version_table_schema", get_version_schema },
    { NULL },
  };
  static const RetortMembers members = { functions, attributes };

  return retort_members_get (evaluation, &members, self, name);
}

/* --- alembic.context --- */

/* Statements are those of an online run (docs/ARCHITECTURE.md, decision 6). */
static RetortPyValue *
is_offline_mode (RetortCall *call)
{
  return retort_py_new_bool (call->evaluation, FALSE);
}

static RetortPyValue *
ask_command_line (RetortCall *call)
{
  return retort_compiler_ask_outside (call->evaluation, "an option of the command line");
}

static RetortPyValue *
give_bind (RetortCall *call)
{
  return retort_bind_new (call->evaluation);
}

static RetortPyValue *
give_context (RetortCall *call)
{
  return retort_context_new (call->evaluation);
}

/**
 * retort_context_module_get:
 * @evaluation: the evaluation
 * @name: a name of the module alembic.context
 *
 * Returns: (nullable): its value; %NULL when it is not known
 */
RetortPyValue *
retort_context_module_get (RetortPyEvaluation *evaluation, const char *name)
{
  static const RetortFunction functions[] = {
    { "execute", "sql, execution_options=None", execute_on_context, TRUE },
    { "get_bind", "", give_bind, FALSE },
    { "get_context", "", give_context, FALSE },
    { "get_head_revision", "", ask_command_line, FALSE },
    { "get_head_revisions", "", ask_command_line, FALSE },
    { "get_revision_argument", "", ask_command_line, FALSE },
    { "get_starting_revision_argument", "", ask_command_line, FALSE },
    { "get_tag_argument", "", ask_command_line, FALSE },
    { "get_x_argument", "as_dictionary=False", ask_command_line, FALSE },
    { "is_offline_mode", "", is_offline_mode, FALSE },
    { "is_transactional_ddl", "", ask_command_line, FALSE },
    { NULL },
  };
  static const RetortAttribute attributes[] = { { "config", get_config }, { NULL } };
  static const RetortMembers members = { functions, attributes };

  return retort_members_get (evaluation, &members, NULL, name);
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
