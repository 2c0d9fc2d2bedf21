/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Transactions and time limits: how long locks are held, and what half a migration leaves behind. */
#include "analysis/checks/sections.h"

#include <glib/gi18n.h>
#include <string.h>

#define ONE_TABLE "CREATE TABLE orders (id bigint PRIMARY KEY, state text); CREATE TABLE users (id bigint PRIMARY KEY);"

static const RetortParsedStatement *
get_statement (const RetortCheckContext *context, guint index)
{
  return &g_array_index (context->actions->statements, RetortParsedStatement, index);
}

static const RetortCheckPlace *
get_place (const RetortCheckContext *context, guint index)
{
  return g_ptr_array_index (context->walk->places, index);
}

/* (nullable): SET of a setting that is one of @names. */
static const PgQuery__VariableSetStmt *
get_setting (const PgQuery__Node *node, const char *name)
{
  return node->node_case == PG_QUERY__NODE__NODE_VARIABLE_SET_STMT && g_ascii_strcasecmp (node->variable_set_stmt->name, name) == 0
             ? node->variable_set_stmt
             : NULL;
}

/* SELECT set_config ('lock_timeout', …). */
static gboolean
is_set_by_function (const PgQuery__Node *node, const char *name)
{
  const PgQuery__Node *value = node->node_case == PG_QUERY__NODE__NODE_SELECT_STMT && node->select_stmt->n_target_list == 1
                                   ? node->select_stmt->target_list[0]->res_target->val
                                   : NULL;
  const PgQuery__FuncCall *call = value != NULL && value->node_case == PG_QUERY__NODE__NODE_FUNC_CALL ? value->func_call : NULL;
  const PgQuery__Node *first = call != NULL && call->n_args > 0 ? call->args[0] : NULL;

  return first != NULL && g_strcmp0 (retort_sql_names_get_last (call->n_funcname, call->funcname), "set_config") == 0
         && first->node_case == PG_QUERY__NODE__NODE_A_CONST && first->a_const->val_case == PG_QUERY__A__CONST__VAL_SVAL
         && g_ascii_strcasecmp (first->a_const->sval->sval, name) == 0;
}

static gboolean
is_set_before (const RetortCheckContext *context, guint index, const char *name)
{
  for (guint i = 0; i < index; i++)
    if (get_setting (get_statement (context, i)->node, name) != NULL || is_set_by_function (get_statement (context, i)->node, name))
      return TRUE;
  return FALSE;
}

/* Of a table of which nobody knows whether it was there: has the migration made it up to the statement? */
static gboolean
is_made_here (const RetortCheckContext *context, guint index, const RetortRelationEffect *effect)
{
  for (guint i = 0; i < context->actions->steps->len; i++)
    {
      const RetortActionStep *step = retort_check_get_step (context->actions, i);

      if (step->index <= index && step->action.kind == RETORT_ACTION_CREATE_TABLE && g_strcmp0 (step->action.table, effect->name) == 0)
        return TRUE;
    }
  return FALSE;
}

/* (nullable): a table that was there before the migration, and that the statement locks so. */
static const RetortRelationEffect *
find_lock (const RetortCheckContext *context, guint index, RetortLockLevel least)
{
  const GPtrArray *relations = get_place (context, index)->locks->relations;

  for (guint i = 0; i < relations->len; i++)
    {
      const RetortRelationEffect *effect = g_ptr_array_index (relations, i);

      if (effect->kind == RETORT_LOCKED_TABLE && effect->level >= least && !effect->is_new && effect->schema != NULL
          && (retort_schema_find_table (context->walk->start, effect->schema, effect->name) != NULL
              || (retort_schema_get_taint (context->walk->start, effect->schema, effect->name) != NULL
                  && !is_made_here (context, index, effect))))
        return effect;
    }
  return NULL;
}

/* The first statement that others wait for, without @setting before it. */
static void
say_missing (RetortCheckContext *context, const char *setting)
{
  if (context->direction != RETORT_DIRECTION_UPGRADE)
    return;
  for (guint i = 0; i < context->actions->steps->len; i++)
    {
      RetortCheckStep at = retort_check_look (context, i);

      if (is_set_before (context, at.step->index + 1, setting))
        return;
      if (find_lock (context, at.step->index, RETORT_LOCK_SHARE_UPDATE_EXCLUSIVE) == NULL)
        continue;
      retort_check_say_at (context, &at, NULL, 0, _("No %s is set before the first statement that locks a table"), setting);
      return;
    }
}

static void
check_lock_timeout (RetortCheckContext *context)
{
  say_missing (context, "lock_timeout");
}

static void
check_statement_timeout (RetortCheckContext *context)
{
  say_missing (context, "statement_timeout");
}

static void
check_idle_timeout (RetortCheckContext *context)
{
  say_missing (context, "idle_in_transaction_session_timeout");
}

/* The setting is new in 17. */
static void
check_transaction_timeout (RetortCheckContext *context)
{
  if (context->facts == NULL || retort_check_get_major (context) >= 17)
    say_missing (context, "transaction_timeout");
}

static void
check_application_name (RetortCheckContext *context)
{
  say_missing (context, "application_name");
}

static gboolean
is_zero (const PgQuery__VariableSetStmt *set)
{
  const PgQuery__AConst *value = set->n_args == 1 && set->args[0]->node_case == PG_QUERY__NODE__NODE_A_CONST ? set->args[0]->a_const : NULL;

  if (value == NULL)
    return FALSE;
  if (value->val_case == PG_QUERY__A__CONST__VAL_IVAL)
    return value->ival->ival == 0;
  return value->val_case == PG_QUERY__A__CONST__VAL_SVAL && strtol (value->sval->sval, NULL, 10) == 0;
}

static void
check_ineffective (RetortCheckContext *context, const RetortCheckStep *at)
{
  static const char *const names[] = { "lock_timeout", "statement_timeout", "idle_in_transaction_session_timeout", "transaction_timeout" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      const PgQuery__VariableSetStmt *set = get_setting (at->step->node, names[i]);

      if (set == NULL)
        continue;
      if (set->is_local && at->statement->is_alone)
        retort_check_say_at (context, at, NULL, 0, _("SET LOCAL %s has no effect outside of a transaction"), names[i]);
      else if (i < 2 && is_zero (set))
        retort_check_say_at (context, at, NULL, i == 0 ? 0 : -1, _("%s = 0 switches the limit off"), names[i]);
    }
}

/* Does the statement take long by itself: does it read, write or build a whole table, or change rows of one that was there? */
static gboolean
is_long (const RetortCheckContext *context, guint index)
{
  const GPtrArray *relations = get_place (context, index)->locks->relations;

  for (guint i = 0; i < relations->len; i++)
    {
      const RetortRelationEffect *effect = g_ptr_array_index (relations, i);

      if (!effect->is_new && (effect->rewrites || effect->scans || effect->builds)
          && (effect->kind != RETORT_LOCKED_TABLE || find_lock (context, index, RETORT_LOCK_ACCESS_SHARE) != NULL))
        return TRUE;
    }
  return FALSE;
}

/* How many they are nobody can tell, but they are not named one by one. */
static gboolean
writes_rows (const RetortCheckStep *at)
{
  return (at->action->kind == RETORT_ACTION_UPDATE || at->action->kind == RETORT_ACTION_DELETE) && retort_check_is_existing (at)
         && !retort_check_names_rows (at);
}

/* That is told by index-build-after-lock. */
static gboolean
is_index_on (const RetortCheckStep *at, const RetortRelationEffect *held)
{
  return at->action->kind == RETORT_ACTION_CREATE_INDEX && g_strcmp0 (at->action->table, held->name) == 0;
}

static void
say_after_lock (RetortCheckContext *context, const RetortCheckStep *at, const RetortRelationEffect *held, int louder)
{
  if (held != NULL)
    retort_check_say_at (context, at, NULL, louder, _("This takes its time while '%s' stays locked against all use"), held->name);
}

/* Says it once a migration: at the first statement that takes long while a lock of an earlier one keeps others out, or else, more quietly, at the first
 * that changes rows. */
static void
check_after_lock (RetortCheckContext *context)
{
  const RetortRelationEffect *held = NULL;
  const RetortRelationEffect *held_by_writing = NULL;
  RetortCheckStep writing = { 0 };
  guint transaction = G_MAXUINT;
  guint last = G_MAXUINT;

  for (guint i = 0; context->direction == RETORT_DIRECTION_UPGRADE && i < context->actions->steps->len; i++)
    {
      RetortCheckStep at = retort_check_look (context, i);

      if (at.step->index == last)
        continue;
      last = at.step->index;
      if (at.statement->transaction != transaction)
        held = NULL;
      transaction = at.statement->transaction;
      if (held != NULL && !at.statement->is_alone && !is_index_on (&at, held) && !retort_check_ends_at_first_row (context, &at) && is_long (context, last))
        {
          say_after_lock (context, &at, held, 0);
          return;
        }
      if (held != NULL && held_by_writing == NULL && !at.statement->is_alone && writes_rows (&at))
        {
          held_by_writing = held;
          writing = at;
        }
      if (held == NULL)
        held = find_lock (context, last, RETORT_LOCK_ACCESS_EXCLUSIVE);
    }
  say_after_lock (context, &writing, held_by_writing, -1);
}

static void
check_wide (RetortCheckContext *context)
{
  const char *first = NULL;
  guint transaction = G_MAXUINT;

  for (guint i = 0; context->direction == RETORT_DIRECTION_UPGRADE && i < context->actions->steps->len; i++)
    {
      RetortCheckStep at = retort_check_look (context, i);
      const RetortRelationEffect *lock = find_lock (context, at.step->index, RETORT_LOCK_ACCESS_EXCLUSIVE);

      if (at.statement->transaction != transaction)
        first = NULL;
      transaction = at.statement->transaction;
      if (lock == NULL || at.statement->is_alone)
        continue;
      if (first != NULL && !g_str_equal (first, lock->name))
        {
          retort_check_say_at (context, &at, lock->name, 0, _("'%s' is locked against all use as well as '%s'"), lock->name, first);
          return;
        }
      /* The same table goes on under its new name. */
      first = at.action->kind == RETORT_ACTION_RENAME_TABLE ? at.action->new_name : lock->name;
    }
}

/* One ALTER TABLE goes once through the rows for all its types, defaults, CHECKs and NOT NULLs; each key and foreign key is proved by itself
 * in any case (ATRewriteTables() of tablecmds.c). */
static gboolean
shares_pass (const RetortAction *action)
{
  return action->constraint == NULL || action->constraint->contype == PG_QUERY__CONSTR_TYPE__CONSTR_CHECK;
}

static gboolean
is_heavy_on_table (const RetortCheckContext *context, const RetortCheckStep *at)
{
  return shares_pass (at->action) && !retort_check_ends_at_first_row (context, at) && at->step->node->node_case == PG_QUERY__NODE__NODE_ALTER_TABLE_STMT && retort_check_is_existing (at) && at->effect != NULL
         && (at->effect->rewrites || at->effect->scans);
}

static void
check_combine (RetortCheckContext *context, const RetortCheckStep *at)
{
  if (!is_heavy_on_table (context, at))
    return;
  for (guint i = 0; i < at->index; i++)
    {
      RetortCheckStep earlier = retort_check_look (context, i);

      if (earlier.step->index == at->step->index || !is_heavy_on_table (context, &earlier)
          || !retort_action_is_on_same_table (earlier.action, at->action))
        continue;
      retort_check_say_at (context, at, at->action->table, 0, _("'%s' is gone through a second time"), at->action->table);
      return;
    }
}

static gboolean
is_kind (const PgQuery__Node *node, PgQuery__TransactionStmtKind kind)
{
  return node->node_case == PG_QUERY__NODE__NODE_TRANSACTION_STMT && node->transaction_stmt->kind == kind;
}

static gboolean
begins (const PgQuery__Node *node)
{
  return is_kind (node, PG_QUERY__TRANSACTION_STMT_KIND__TRANS_STMT_BEGIN)
         || is_kind (node, PG_QUERY__TRANSACTION_STMT_KIND__TRANS_STMT_START);
}

static gboolean
ends (const PgQuery__Node *node)
{
  return is_kind (node, PG_QUERY__TRANSACTION_STMT_KIND__TRANS_STMT_COMMIT)
         || is_kind (node, PG_QUERY__TRANSACTION_STMT_KIND__TRANS_STMT_ROLLBACK);
}

static gboolean
is_in_runner_transaction (const RetortCheckContext *context, const RetortCheckStep *at)
{
  return !at->statement->is_alone && context->input->transactions != RETORT_TRANSACTIONS_AUTOCOMMIT;
}

/* A transaction that the migration itself has begun is open at the statement. */
static gboolean
is_own_open (const RetortCheckContext *context, guint index)
{
  gboolean is_open = FALSE;

  for (guint i = 0; i < index; i++)
    is_open = begins (get_statement (context, i)->node) || (is_open && !ends (get_statement (context, i)->node));
  return is_open;
}

/* Where the runner opens none, only those of the migration itself can be wrong. */
static void
check_own_nesting (RetortCheckContext *context, const RetortCheckStep *at)
{
  gboolean is_open = is_own_open (context, at->step->index);

  if (begins (at->step->node) && is_open)
    retort_check_say_at (context, at, NULL, 0, _("BEGIN has no effect: the transaction before it is still open"));
  else if (ends (at->step->node) && !is_open)
    retort_check_say_at (context, at, NULL, 0, _("No transaction is open that this could end"));
}

static void
check_nesting (RetortCheckContext *context, const RetortCheckStep *at)
{
  const PgQuery__Node *node = at->step->node;

  if (context->input->transactions == RETORT_TRANSACTIONS_AUTOCOMMIT)
    check_own_nesting (context, at);
  if (!is_in_runner_transaction (context, at) || (at->statement->flags & RETORT_BATCH_COMMIT) != 0)
    return;
  if (begins (node))
    retort_check_say_at (context, at, NULL, -1, _("BEGIN has no effect: the runner has opened a transaction"));
  else if (ends (node))
    retort_check_say_at (context, at, NULL, 0, _("%s ends the transaction that the runner has opened"),
                         is_kind (node, PG_QUERY__TRANSACTION_STMT_KIND__TRANS_STMT_COMMIT) ? "COMMIT" : "ROLLBACK");
}

static void
check_uncommitted (RetortCheckContext *context, const RetortCheckStep *at)
{
  if (!begins (at->step->node) || is_in_runner_transaction (context, at))
    return;
  for (guint i = at->step->index + 1; i < context->actions->statements->len; i++)
    if (ends (get_statement (context, i)->node))
      return;
  retort_check_say_at (context, at, NULL, 0, _("This transaction is never committed"));
}

static gboolean
does_something (const PgQuery__Node *node)
{
  return node->node_case != PG_QUERY__NODE__NODE_VARIABLE_SET_STMT && node->node_case != PG_QUERY__NODE__NODE_SELECT_STMT
         && node->node_case != PG_QUERY__NODE__NODE_TRANSACTION_STMT;
}

static gboolean
is_dropped_before (RetortCheckContext *context, guint index, const RetortAction *added)
{
  for (guint i = 0; i < index; i++)
    {
      const RetortAction *action = &retort_check_get_step (context->actions, i)->action;

      if (action->kind == RETORT_ACTION_DROP_CONSTRAINT && action->is_guarded && retort_action_is_on_same_table (action, added)
          && g_strcmp0 (action->name, added->name) == 0)
        return TRUE;
    }
  return FALSE;
}

/* Does all of it up to the step work a second time? */
static gboolean
is_repeatable (RetortCheckContext *context, guint end)
{
  for (guint i = 0; i < end; i++)
    {
      const RetortAction *action = &retort_check_get_step (context->actions, i)->action;

      if (!action->is_guarded && action->kind != RETORT_ACTION_VALIDATE_CONSTRAINT && action->kind != RETORT_ACTION_COMMENT
          && (action->kind != RETORT_ACTION_ADD_CONSTRAINT || !is_dropped_before (context, i, action)))
        return FALSE;
    }
  return TRUE;
}

/* At the first statement behind the point where the migration is cut in two; where each is alone anyway, prefer-robust tells of each. */
static void
check_split (RetortCheckContext *context)
{
  gboolean is_done = FALSE;
  guint transaction = 0;
  guint last = G_MAXUINT;

  if (context->direction != RETORT_DIRECTION_UPGRADE || context->input->transactions == RETORT_TRANSACTIONS_AUTOCOMMIT)
    return;
  for (guint i = 0; i < context->actions->steps->len; i++)
    {
      RetortCheckStep at = retort_check_look (context, i);

      if (at.step->index == last || !does_something (at.step->node))
        continue;
      last = at.step->index;
      if (is_done && at.statement->transaction != transaction)
        {
          if (is_repeatable (context, i))
            return;
          retort_check_say_at (context, &at, NULL, 0, _("What stands before this is committed already when it fails"));
          return;
        }
      is_done = TRUE;
      transaction = at.statement->transaction;
    }
}

static gboolean
can_be_guarded (RetortActionKind kind)
{
  switch ((int) kind)
    {
    case RETORT_ACTION_CREATE_TABLE:
    case RETORT_ACTION_DROP_TABLE:
    case RETORT_ACTION_ADD_COLUMN:
    case RETORT_ACTION_DROP_COLUMN:
    case RETORT_ACTION_DROP_CONSTRAINT:
    case RETORT_ACTION_CREATE_INDEX:
    case RETORT_ACTION_DROP_INDEX:
    case RETORT_ACTION_DROP_TYPE:
    case RETORT_ACTION_DROP_SCHEMA:
    case RETORT_ACTION_DROP_SEQUENCE:
      return TRUE;
    default:
      return FALSE;
    }
}

/* A concurrent index is better dropped first: concurrent-if-not-exists. */
static gboolean
is_concurrent_build (const RetortCheckStep *at)
{
  return at->step->node->node_case == PG_QUERY__NODE__NODE_INDEX_STMT && at->step->node->index_stmt->concurrent;
}

static void
check_robust (RetortCheckContext *context, const RetortCheckStep *at)
{
  if (at->statement->is_alone && context->actions->statements->len > 1 && can_be_guarded (at->action->kind) && !at->action->is_guarded
      && !is_concurrent_build (at))
    retort_check_say_at (context, at, NULL, 0, _("Outside of the transaction this stays when a later statement fails, and the next try fails on it"));
}

static void
check_guard (RetortCheckContext *context, const RetortCheckStep *at)
{
  if (can_be_guarded (at->action->kind) && !at->action->is_guarded && !is_concurrent_build (at))
    {
      g_autofree char *object = retort_action_describe_object (at->action);

      retort_check_say_at (context, at, NULL, 0, _("No IF [NOT] EXISTS for %s"), object);
    }
  else if (at->action->kind == RETORT_ACTION_ADD_CONSTRAINT && at->action->command != NULL && !at->action->is_guarded)
    retort_check_say_at (context, at, NULL, 0, _("A constraint is added outside of a DO block that looks whether it is there"));
}

static gboolean
has_deferred_key (const RetortTable *table)
{
  for (guint i = 0; table != NULL && i < table->constraints->len; i++)
    {
      const RetortConstraint *constraint = g_ptr_array_index (table->constraints, i);

      if (constraint->kind == RETORT_CONSTRAINT_FOREIGN_KEY && constraint->is_deferred)
        return TRUE;
    }
  return FALSE;
}

static gboolean
changes_rows (RetortActionKind kind)
{
  return kind == RETORT_ACTION_INSERT || kind == RETORT_ACTION_UPDATE || kind == RETORT_ACTION_DELETE;
}

static void
check_pending (RetortCheckContext *context, const RetortCheckStep *at)
{
  if (at->step->node->node_case != PG_QUERY__NODE__NODE_ALTER_TABLE_STMT || !has_deferred_key (at->table))
    return;
  for (guint i = at->index; i > 0; i--)
    {
      const RetortActionStep *earlier = retort_check_get_step (context->actions, i - 1);

      if (get_statement (context, earlier->index)->transaction != at->statement->transaction
          || earlier->node->node_case == PG_QUERY__NODE__NODE_CONSTRAINTS_SET_STMT)
        return;
      if (!changes_rows (earlier->action.kind) || !retort_action_is_on_same_table (&earlier->action, at->action))
        continue;
      retort_check_say_at (context, at, at->action->table, 0, _("'%s' has changed rows whose foreign keys are proved only at COMMIT"),
                           at->action->table);
      return;
    }
}

static const RetortRule rules[] = {
  { .id = "missing-lock-timeout",
    .title = N_("No lock_timeout"),
    .severity = RETORT_SEVERITY_WARNING,
    .is_off = TRUE,
    .why = N_("While a statement waits for its lock, everybody who comes later waits behind it. Retort itself sets a limit for its runs; "
           "other runners and roles may not."),
    .remedy = N_("SET lock_timeout at the start, in the role, or in env.py, and try again when it strikes."),
    .setup = ONE_TABLE,
    .bad = "ALTER TABLE orders ADD COLUMN note text",
    .good = "SET LOCAL lock_timeout = '2s'; ALTER TABLE orders ADD COLUMN note text",
    .check_migration = check_lock_timeout },
  { .id = "missing-statement-timeout",
    .title = N_("No statement_timeout"),
    .severity = RETORT_SEVERITY_INFO,
    .is_off = TRUE,
    .why = N_("A statement that takes much longer than thought holds its locks for as long."),
    .remedy = N_("SET statement_timeout at the start, in the role, or in env.py."),
    .setup = ONE_TABLE,
    .bad = "ALTER TABLE orders ADD COLUMN note text",
    .good = "SET LOCAL statement_timeout = '1min'; ALTER TABLE orders ADD COLUMN note text",
    .check_migration = check_statement_timeout },
  { .id = "missing-idle-transaction-timeout",
    .title = N_("No idle_in_transaction_session_timeout"),
    .severity = RETORT_SEVERITY_INFO,
    .is_off = TRUE,
    .why = N_("A runner that hangs or loses its network keeps its locks until somebody ends its session."),
    .remedy = N_("SET idle_in_transaction_session_timeout at the start, in the role, or in env.py."),
    .setup = ONE_TABLE,
    .bad = "ALTER TABLE orders ADD COLUMN note text",
    .good = "SET LOCAL idle_in_transaction_session_timeout = '1min'; ALTER TABLE orders ADD COLUMN note text",
    .check_migration = check_idle_timeout },
  { .id = "missing-transaction-timeout",
    .title = N_("No transaction_timeout"),
    .severity = RETORT_SEVERITY_INFO,
    .is_off = TRUE,
    .why = N_("Many short statements together hold their locks for as long as all of them take, which no other limit bounds."),
    .remedy = N_("SET transaction_timeout at the start, in the role, or in env.py (PostgreSQL 17 and later)."),
    .setup = ONE_TABLE,
    .bad = "ALTER TABLE orders ADD COLUMN note text",
    .good = "SET LOCAL transaction_timeout = '5min'; ALTER TABLE orders ADD COLUMN note text",
    .check_migration = check_transaction_timeout },
  { .id = "missing-application-name",
    .title = N_("No application_name"),
    .severity = RETORT_SEVERITY_INFO,
    .is_off = TRUE,
    .why = N_("Whoever waits for the migration sees in pg_stat_activity that somebody holds a lock, but not that it is a migration."),
    .remedy = N_("SET application_name at the start, in the URL, or in env.py."),
    .setup = ONE_TABLE,
    .bad = "ALTER TABLE orders ADD COLUMN note text",
    .good = "SET application_name = 'migration'; ALTER TABLE orders ADD COLUMN note text",
    .check_migration = check_application_name },
  { .id = "timeout-disabled-or-ineffective",
    .title = N_("Time limit that limits nothing"),
    .severity = RETORT_SEVERITY_WARNING,
    .is_for_downgrades = TRUE,
    .why = N_("It reads as if somebody had taken care, but 0 means no limit, and SET LOCAL counts only inside a transaction."),
    .remedy = N_("Give it a value; outside of a transaction use SET."),
    .bad = "SET lock_timeout = 0",
    .good = "SET lock_timeout = '2s'",
    .check_statement = check_ineffective },
  { .id = "statement-after-access-exclusive",
    .grows_with_size = TRUE,
    .title = N_("Long work behind a strong lock"),
    .severity = RETORT_SEVERITY_WARNING,
    .why = N_("Locks are held until the transaction ends: nobody can use the first table while the second statement works."),
    .remedy = N_("Do the long work before, or in a revision of its own."),
    .setup = ONE_TABLE,
    .bad = "ALTER TABLE orders ADD COLUMN note text; CREATE INDEX ix_users ON users (id)",
    .good = "CREATE INDEX ix_users ON users (id); ALTER TABLE orders ADD COLUMN note text",
    .check_migration = check_after_lock },
  { .id = "wide-lock-window",
    .title = N_("Several tables locked against all use"),
    .severity = RETORT_SEVERITY_INFO,
    .why = N_("All of them stay locked until the transaction ends; a session that takes them in another order stops both."),
    .remedy = N_("One existing table in each transaction."),
    .setup = ONE_TABLE,
    .bad = "ALTER TABLE orders ADD COLUMN note text; ALTER TABLE users ADD COLUMN note text",
    .good = "ALTER TABLE orders ADD COLUMN note text",
    .check_migration = check_wide },
  { .id = "combine-alter-table",
    .title = N_("The same table gone through twice"),
    .severity = RETORT_SEVERITY_INFO,
    .why = N_("Each of these statements reads or writes the whole table; one ALTER TABLE with both actions does it once."),
    .remedy = N_("Write them as one ALTER TABLE with several actions."),
    .setup = "CREATE TABLE orders (a integer, b integer);",
    .bad = "ALTER TABLE orders ALTER COLUMN a TYPE bigint; ALTER TABLE orders ALTER COLUMN b TYPE bigint",
    .good = "ALTER TABLE orders ALTER COLUMN a TYPE bigint, ALTER COLUMN b TYPE bigint",
    .check_statement = check_combine },
  { .id = "transaction-nesting",
    .title = N_("BEGIN or COMMIT inside the runner's transaction"),
    .severity = RETORT_SEVERITY_WARNING,
    .is_for_downgrades = TRUE,
    .why = N_("What stands before COMMIT stays when the rest fails, and the version table does not know of it."),
    .remedy = N_("Leave it out; what must be committed by itself belongs into a revision of its own or an autocommit block."),
    .setup = ONE_TABLE,
    .bad = "ALTER TABLE orders ADD COLUMN note text; COMMIT",
    .good = "ALTER TABLE orders ADD COLUMN note text",
    .check_statement = check_nesting },
  { .id = "uncommitted-transaction",
    .title = N_("Transaction that is never committed"),
    .severity = RETORT_SEVERITY_ERROR,
    .is_for_downgrades = TRUE,
    .why = N_("When the session ends, everything behind BEGIN is undone."),
    .remedy = N_("Write COMMIT at the end."),
    .check_statement = check_uncommitted },
  { .id = "split-transaction-not-idempotent",
    .title = N_("Migration in two transactions"),
    .severity = RETORT_SEVERITY_INFO,
    .why = N_("When the second half fails, the first stays, but the version table says that nothing was applied: the next try fails on what "
           "is there."),
    .remedy = N_("Put what needs a transaction of its own into a revision of its own, or guard all of it with IF [NOT] EXISTS."),
    .setup = ONE_TABLE,
    .bad = "ALTER TABLE orders ADD COLUMN note text; COMMIT; CREATE INDEX ix_note ON orders (note)",
    .good = "ALTER TABLE orders ADD COLUMN note text",
    .check_migration = check_split },
  { .id = "prefer-robust",
    .title = N_("Not repeatable outside of the transaction"),
    .severity = RETORT_SEVERITY_INFO,
    .why = N_("It stays when a later statement fails, and the next try fails on it."),
    .remedy = N_("Guard it with IF EXISTS or IF NOT EXISTS."),
    .check_action = check_robust },
  { .id = "missing-guard",
    .title = N_("No IF EXISTS or IF NOT EXISTS"),
    .severity = RETORT_SEVERITY_INFO,
    .is_off = TRUE,
    .why = N_("This team guards everything, so that a migration can be run on a database that was changed by hand."),
    .remedy = N_("Write IF EXISTS or IF NOT EXISTS; put a constraint into a DO block that looks into pg_constraint."),
    .setup = ONE_TABLE,
    .bad = "ALTER TABLE orders ADD COLUMN note text",
    .good = "ALTER TABLE orders ADD COLUMN IF NOT EXISTS note text",
    .check_action = check_guard },
  { .id = "pending-trigger-events",
    .title = N_("ALTER TABLE before deferred keys are proved"),
    .severity = RETORT_SEVERITY_ERROR,
    .is_for_downgrades = TRUE,
    .why = N_("PostgreSQL refuses to alter a table that has pending trigger events (55006)."),
    .remedy = N_("SET CONSTRAINTS ALL IMMEDIATE in between, or change the rows in a revision of their own."),
    .setup = "CREATE TABLE users (id bigint PRIMARY KEY); "
             "CREATE TABLE orders (user_id bigint REFERENCES users DEFERRABLE INITIALLY DEFERRED);",
    .bad = "UPDATE orders SET user_id = 1 WHERE user_id = 2; ALTER TABLE orders ADD COLUMN note text",
    .good = "UPDATE orders SET user_id = 1 WHERE user_id = 2; SET CONSTRAINTS ALL IMMEDIATE; ALTER TABLE orders ADD COLUMN note text",
    .check_statement = check_pending },
};

const RetortRuleSection retort_transaction_rules = { rules, G_N_ELEMENTS (rules) };
