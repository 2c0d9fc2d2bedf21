/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is no table: schemas, enums, materialized views, triggers, policies, grants, extensions. */
#include "analysis/checks/sections.h"

#include <glib/gi18n.h>
#include <string.h>

static PgQuery__Node__NodeCase
get_case (const RetortCheckStep *at)
{
  return at->step->node->node_case;
}

/* The schema was not there when the migration began. */
static gboolean
is_new_schema (const RetortCheckContext *context, const char *name)
{
  for (guint i = 0; i < context->actions->statements->len; i++)
    {
      const PgQuery__Node *node = g_array_index (context->actions->statements, RetortParsedStatement, i).node;

      if (node->node_case == PG_QUERY__NODE__NODE_CREATE_SCHEMA_STMT && g_strcmp0 (node->create_schema_stmt->schemaname, name) == 0)
        return retort_schema_find (context->walk->start, RETORT_OBJECT_NAMESPACE, NULL, name) == NULL;
    }
  return FALSE;
}

static gboolean
is_new_type (const RetortCheckContext *context, const RetortCheckStep *at)
{
  for (guint i = 0; i < at->index; i++)
    {
      const RetortAction *earlier = &retort_check_get_step (context->actions, i)->action;

      if (earlier->kind == RETORT_ACTION_CREATE_TYPE && retort_action_is_of_same_object (earlier, at->action))
        return TRUE;
    }
  return FALSE;
}

static void
check_drop_schema (RetortCheckContext *context, const RetortCheckStep *at)
{
  if (at->action->kind == RETORT_ACTION_DROP_SCHEMA && !retort_check_does_nothing (at) && !is_new_schema (context, at->action->name))
    retort_check_say_at (context, at, at->action->name, 0, _("Schema '%s' is dropped"), at->action->name);
}

static void
check_drop_database (RetortCheckContext *context, const RetortCheckStep *at)
{
  if (get_case (at) == PG_QUERY__NODE__NODE_DROPDB_STMT)
    retort_check_say_at (context, at, NULL, 0, _("Database '%s' is dropped"), at->step->node->dropdb_stmt->dbname);
}

static void
check_rename_schema (RetortCheckContext *context, const RetortCheckStep *at)
{
  if (get_case (at) == PG_QUERY__NODE__NODE_RENAME_STMT
      && at->step->node->rename_stmt->rename_type == PG_QUERY__OBJECT_TYPE__OBJECT_SCHEMA
      && !is_new_schema (context, at->step->node->rename_stmt->subname))
    retort_check_say_at (context, at, NULL, 0, _("Schema '%s' becomes '%s'"), at->step->node->rename_stmt->subname,
                         at->step->node->rename_stmt->newname);
}

static void
check_rename_value (RetortCheckContext *context, const RetortCheckStep *at)
{
  if (at->action->kind == RETORT_ACTION_RENAME_ENUM_VALUE && !is_new_type (context, at))
    retort_check_say_at (context, at, at->action->new_name, 0, _("Value '%s' of '%s' becomes '%s'"), at->step->node->alter_enum_stmt->old_val,
                         at->action->name, at->action->new_name);
}

/* The relation was not there when the migration began. */
static gboolean
is_made_here (const RetortCheckContext *context, const RetortCheckStep *at, const PgQuery__RangeVar *relation)
{
  const char *schema = relation->schemaname[0] != '\0' ? relation->schemaname : NULL;

  return retort_check_find_table (context->walk->start, schema, relation->relname) == NULL
         && retort_schema_get_taint (context->walk->start, schema != NULL ? schema : "public", relation->relname) == NULL;
}

static void
check_refresh (RetortCheckContext *context, const RetortCheckStep *at)
{
  const PgQuery__RefreshMatViewStmt *refresh = at->step->node->refresh_mat_view_stmt;

  if (get_case (at) == PG_QUERY__NODE__NODE_REFRESH_MAT_VIEW_STMT && !refresh->concurrent
      && !is_made_here (context, at, refresh->relation))
    retort_check_say_at (context, at, refresh->relation->relname, 0, _("Nobody can read '%s' while it is computed"), refresh->relation->relname);
}

static void
check_refresh_concurrently (RetortCheckContext *context, const RetortCheckStep *at)
{
  const PgQuery__RefreshMatViewStmt *refresh = at->step->node->refresh_mat_view_stmt;

  if (get_case (at) == PG_QUERY__NODE__NODE_REFRESH_MAT_VIEW_STMT && refresh->concurrent)
    retort_check_say_at (context, at, refresh->relation->relname, 0, _("'%s' is computed in the migration"), refresh->relation->relname);
}

static gboolean
is_trigger_switch (const RetortCheckStep *at, gboolean *is_off)
{
  *is_off = retort_check_is_command (at, PG_QUERY__ALTER_TABLE_TYPE__AT_DisableTrig)
            || retort_check_is_command (at, PG_QUERY__ALTER_TABLE_TYPE__AT_DisableTrigAll)
            || retort_check_is_command (at, PG_QUERY__ALTER_TABLE_TYPE__AT_DisableTrigUser);
  return *is_off || retort_check_is_command (at, PG_QUERY__ALTER_TABLE_TYPE__AT_EnableTrig)
         || retort_check_is_command (at, PG_QUERY__ALTER_TABLE_TYPE__AT_EnableTrigAll)
         || retort_check_is_command (at, PG_QUERY__ALTER_TABLE_TYPE__AT_EnableTrigUser);
}

static gboolean
lacks_trigger (const RetortTable *table, const char *name)
{
  for (guint i = 0; table != NULL && i < table->triggers->len; i++)
    if (g_strcmp0 (((const RetortTrigger *) g_ptr_array_index (table->triggers, i))->name, name) == 0)
      return FALSE;
  return table != NULL;
}

/* The name is "schema.table.trigger", the schema optional. */
static void
check_drop_trigger (RetortCheckContext *context, const RetortCheckStep *at)
{
  const PgQuery__DropStmt *drop = at->step->node->drop_stmt;
  const PgQuery__List *path = drop->n_objects == 1 && drop->objects[0]->node_case == PG_QUERY__NODE__NODE_LIST ? drop->objects[0]->list : NULL;
  const char *name = path != NULL ? retort_sql_names_get_last (path->n_items, path->items) : NULL;
  const char *table = path != NULL && path->n_items > 1 ? retort_sql_names_get_last (path->n_items - 1, path->items) : NULL;
  const char *schema = path != NULL && path->n_items > 2 ? retort_sql_names_get_last (path->n_items - 2, path->items) : NULL;
  PgQuery__RangeVar relation = PG_QUERY__RANGE_VAR__INIT;

  if (table == NULL)
    return;
  relation.relname = (char *) table;
  if (schema != NULL)
    relation.schemaname = (char *) schema;
  if (!is_made_here (context, at, &relation)
      && !(drop->missing_ok && lacks_trigger (retort_check_find_table (at->place->before, schema, table), name)))
    retort_check_say_at (context, at, name, 0, _("Trigger '%s' of '%s' is dropped"), name, table);
}

static void
check_trigger (RetortCheckContext *context, const RetortCheckStep *at)
{
  const PgQuery__Node *node = at->step->node;
  gboolean is_off = FALSE;

  if (is_trigger_switch (at, &is_off) && retort_check_is_existing (at))
    retort_check_say_at (context, at, at->action->name, is_off ? 1 : 0,
                         is_off ? _("Triggers of '%s' are switched off, with ALL those that keep foreign keys, too")
                                : _("Triggers of '%s' are switched on"),
                         at->action->table);
  else if (node->node_case == PG_QUERY__NODE__NODE_CREATE_TRIG_STMT && !is_made_here (context, at, node->create_trig_stmt->relation))
    retort_check_say_at (context, at, node->create_trig_stmt->trigname, 0, _("Trigger '%s' is added to '%s'"), node->create_trig_stmt->trigname,
                         node->create_trig_stmt->relation->relname);
  else if (node->node_case == PG_QUERY__NODE__NODE_DROP_STMT && node->drop_stmt->remove_type == PG_QUERY__OBJECT_TYPE__OBJECT_TRIGGER)
    check_drop_trigger (context, at);
}

/* What is said of it, and how bad it is; NULL: it is about no right. */
static const char *
describe_right (const RetortCheckStep *at, int *louder)
{
  const PgQuery__Node *node = at->step->node;

  *louder = 0;
  if (retort_check_is_command (at, PG_QUERY__ALTER_TABLE_TYPE__AT_DisableRowSecurity))
    {
      *louder = 1;
      return N_("Row-level security is switched off: every row is visible again");
    }
  if (retort_check_is_command (at, PG_QUERY__ALTER_TABLE_TYPE__AT_EnableRowSecurity))
    return N_("Row-level security is switched on: without a policy nobody but the owner sees a row");
  if (retort_check_is_command (at, PG_QUERY__ALTER_TABLE_TYPE__AT_ForceRowSecurity)
      || retort_check_is_command (at, PG_QUERY__ALTER_TABLE_TYPE__AT_NoForceRowSecurity))
    return N_("What the owner sees of the rows changes");
  if (node->node_case == PG_QUERY__NODE__NODE_CREATE_POLICY_STMT || node->node_case == PG_QUERY__NODE__NODE_ALTER_POLICY_STMT)
    return N_("A policy decides anew who sees which rows");
  if (node->node_case == PG_QUERY__NODE__NODE_DROP_STMT && node->drop_stmt->remove_type == PG_QUERY__OBJECT_TYPE__OBJECT_POLICY)
    return N_("A policy is dropped: who sees which rows changes");
  if (retort_check_is_command (at, PG_QUERY__ALTER_TABLE_TYPE__AT_ChangeOwner) || node->node_case == PG_QUERY__NODE__NODE_ALTER_OWNER_STMT)
    return N_("It gets another owner, who may do everything with it");
  if (node->node_case == PG_QUERY__NODE__NODE_ALTER_DEFAULT_PRIVILEGES_STMT)
    return N_("Who may use what is made from now on changes");
  if (node->node_case == PG_QUERY__NODE__NODE_GRANT_STMT)
    return node->grant_stmt->is_grant ? N_("Somebody gets a right") : N_("Somebody loses a right");
  if (node->node_case == PG_QUERY__NODE__NODE_GRANT_ROLE_STMT)
    return N_("Membership in a role changes");
  return NULL;
}

/* A table that comes with its policies shows nobody more or less than before; a right that is given on it does. */
static gboolean
is_of_new_table (const RetortCheckContext *context, const RetortCheckStep *at)
{
  const PgQuery__Node *node = at->step->node;

  if (node->node_case == PG_QUERY__NODE__NODE_CREATE_POLICY_STMT)
    return is_made_here (context, at, node->create_policy_stmt->table);
  if (node->node_case == PG_QUERY__NODE__NODE_ALTER_POLICY_STMT)
    return is_made_here (context, at, node->alter_policy_stmt->table);
  return node->node_case == PG_QUERY__NODE__NODE_ALTER_TABLE_STMT && !retort_check_is_existing (at);
}

static void
check_rights (RetortCheckContext *context, const RetortCheckStep *at)
{
  int louder = 0;
  const char *what = describe_right (at, &louder);

  if (what != NULL && !is_of_new_table (context, at))
    retort_check_say_at (context, at, NULL, context->direction == RETORT_DIRECTION_UPGRADE ? louder : 0, "%s", _(what));
}

static void
check_extension (RetortCheckContext *context, const RetortCheckStep *at)
{
  if (get_case (at) == PG_QUERY__NODE__NODE_ALTER_EXTENSION_STMT)
    retort_check_say_at (context, at, at->step->node->alter_extension_stmt->extname, 0, _("Extension '%s' gets another version"),
                         at->step->node->alter_extension_stmt->extname);
}

static void
check_identity (RetortCheckContext *context, const RetortCheckStep *at)
{
  if (retort_check_is_command (at, PG_QUERY__ALTER_TABLE_TYPE__AT_ReplicaIdentity) && retort_check_is_existing (at))
    retort_check_say_at (context, at, at->action->table, 0, _("Whoever replicates '%s' gets other keys from now on"), at->action->table);
}

static void
check_unsafe_value (RetortCheckContext *context, const RetortCheckStep *at)
{
  const char *error = at->place->locks->error;

  if (error != NULL && g_str_has_prefix (error, "55P04"))
    retort_check_say_at (context, at, NULL, 0, _("It uses an enum value that the same transaction adds: %s"), error + strlen ("55P04 "));
}

static void
check_order (RetortCheckContext *context, const RetortCheckStep *at)
{
  if (at->action->kind == RETORT_ACTION_ADD_ENUM_VALUE && at->step->node->alter_enum_stmt->new_val_neighbor[0] == '\0')
    retort_check_say_at (context, at, at->action->new_name, 0, _("'%s' is added at the end of '%s'"), at->action->new_name, at->action->name);
}

static void
check_create_enum (RetortCheckContext *context, const RetortCheckStep *at)
{
  if (get_case (at) == PG_QUERY__NODE__NODE_CREATE_ENUM_STMT)
    retort_check_say_at (context, at, at->action->name, 0, _("'%s' is an enum"), at->action->name);
}

static gboolean
is_new_enum (const RetortCheckContext *context, const RetortCheckStep *at, const char *name)
{
  for (guint i = 0; i < at->index; i++)
    {
      const RetortActionStep *earlier = retort_check_get_step (context->actions, i);

      if (earlier->node->node_case == PG_QUERY__NODE__NODE_CREATE_ENUM_STMT && g_strcmp0 (earlier->action.name, name) == 0)
        return TRUE;
    }
  return FALSE;
}

static void
check_rebuild (RetortCheckContext *context, const RetortCheckStep *at)
{
  const char *type = NULL;

  if (!retort_check_is_command (at, PG_QUERY__ALTER_TABLE_TYPE__AT_AlterColumnType) || !retort_check_is_existing (at))
    return;
  type = retort_column_get_type (at->action->command->def->column_def);
  if (type != NULL && is_new_enum (context, at, type))
    retort_check_say_at (context, at, at->action->name, 0, _("'%s' of '%s' goes over to the new enum '%s'"), at->action->name,
                         at->action->table, type);
}

static const RetortRule rules[] = {
  { .id = "drop-schema",
    .title = N_("Schema is dropped"),
    .severity = RETORT_SEVERITY_WARNING,
    .why = N_("What is in it goes with it, or keeps the migration from running."),
    .remedy = N_("Make sure that nothing uses it any more; drop its objects by name."),
    .setup = "CREATE SCHEMA shop;",
    .bad = "DROP SCHEMA shop",
    .good = "CREATE SCHEMA store",
    .check_action = check_drop_schema },
  { .id = "drop-database",
    .title = N_("Database is dropped"),
    .severity = RETORT_SEVERITY_ERROR,
    .is_for_downgrades = TRUE,
    .why = N_("Everything in it is gone for good."),
    .remedy = N_("No migration drops a database: leave it out."),
    .bad = "DROP DATABASE shop",
    .good = "SELECT 1",
    .check_statement = check_drop_database },
  { .id = "rename-schema",
    .title = N_("Schema is renamed"),
    .severity = RETORT_SEVERITY_WARNING,
    .why = N_("Code that still runs names the old one, or has it in its search_path, and fails."),
    .remedy = N_("Make the new schema, move the tables one by one, and leave views behind."),
    .setup = "CREATE SCHEMA shop;",
    .bad = "ALTER SCHEMA shop RENAME TO store",
    .good = "CREATE SCHEMA store",
    .check_statement = check_rename_schema },
  { .id = "rename-enum-value",
    .title = N_("Enum value is renamed"),
    .severity = RETORT_SEVERITY_WARNING,
    .why = N_("Code that still runs writes the old value, which fails, and does not know the new one that it reads."),
    .remedy = N_("Add the new value, deploy code that knows both, then move the rows."),
    .setup = "CREATE TYPE state AS ENUM ('new', 'done');",
    .bad = "ALTER TYPE state RENAME VALUE 'done' TO 'closed'",
    .good = "ALTER TYPE state ADD VALUE IF NOT EXISTS 'closed'",
    .check_action = check_rename_value },
  { .id = "refresh-matview",
    .grows_with_size = TRUE,
    .title = N_("Materialized view refreshed against all reading"),
    .severity = RETORT_SEVERITY_WARNING,
    .why = N_("ACCESS EXCLUSIVE is held on it until the query is through."),
    .remedy = N_("Give it a unique index and REFRESH … CONCURRENTLY, outside of the migration."),
    .setup = "CREATE TABLE orders (id bigint); CREATE MATERIALIZED VIEW totals AS SELECT count(*) AS n FROM orders;",
    .bad = "REFRESH MATERIALIZED VIEW totals",
    .good = "CREATE MATERIALIZED VIEW sums AS SELECT sum(id) AS n FROM orders; REFRESH MATERIALIZED VIEW sums",
    .check_statement = check_refresh },
  { .id = "refresh-matview-concurrently",
    .title = N_("Materialized view refreshed in the migration"),
    .severity = RETORT_SEVERITY_INFO,
    .why = N_("EXCLUSIVE is held on it: other refreshes and writes wait, and the migration takes as long as the query."),
    .remedy = N_("Leave it to the job that refreshes it."),
    .setup = "CREATE TABLE orders (id bigint); CREATE MATERIALIZED VIEW totals AS SELECT count(*) AS n FROM orders; "
             "CREATE UNIQUE INDEX ON totals (n);",
    .bad = "REFRESH MATERIALIZED VIEW CONCURRENTLY totals",
    .good = "SELECT 1",
    .check_statement = check_refresh_concurrently },
  { .id = "trigger-change",
    .title = N_("Trigger of an existing table changes"),
    .severity = RETORT_SEVERITY_INFO,
    .why = N_("Writing waits for SHARE ROW EXCLUSIVE, with DROP for ACCESS EXCLUSIVE; a trigger that is off does not do what the data relies on."),
    .remedy = N_("Set a lock_timeout; switch on again in the same transaction what was switched off."),
    .setup = "CREATE TABLE orders (id bigint);",
    .bad = "ALTER TABLE orders DISABLE TRIGGER ALL",
    .good = "ALTER TABLE orders ADD COLUMN note text",
    .check_statement = check_trigger },
  { .id = "rls-or-grant-change",
    .title = N_("Who may see or do what changes"),
    .severity = RETORT_SEVERITY_INFO,
    .is_for_downgrades = TRUE,
    .why = N_("Data may be shown to whom it is not for, or queries fail that worked."),
    .remedy = N_("Have it read by somebody who knows the roles."),
    .setup = "CREATE TABLE orders (id bigint);",
    .bad = "ALTER TABLE orders DISABLE ROW LEVEL SECURITY",
    .good = "ALTER TABLE orders ADD COLUMN note text",
    .check_statement = check_rights },
  { .id = "extension-upgrade",
    .title = N_("Extension gets another version"),
    .severity = RETORT_SEVERITY_INFO,
    .why = N_("Functions, types and operators may behave otherwise, and other databases of the cluster keep the old version."),
    .remedy = N_("Read the extension's release notes, and rehearse it."),
    .bad = "ALTER EXTENSION pg_trgm UPDATE",
    .good = "CREATE EXTENSION IF NOT EXISTS pg_trgm",
    .check_statement = check_extension },
  { .id = "replica-identity",
    .title = N_("Replica identity changes"),
    .severity = RETORT_SEVERITY_INFO,
    .why = N_("Logical replication sends other keys from now on; with NOTHING, UPDATE and DELETE fail on published tables."),
    .remedy = N_("Tell whoever reads the changes."),
    .setup = "CREATE TABLE orders (id bigint PRIMARY KEY);",
    .bad = "ALTER TABLE orders REPLICA IDENTITY FULL",
    .good = "ALTER TABLE orders SET (fillfactor = 90)",
    .check_action = check_identity },
  { .id = "enum-value-used-in-same-transaction",
    .title = N_("New enum value used before it is committed"),
    .severity = RETORT_SEVERITY_ERROR,
    .is_for_downgrades = TRUE,
    .why = N_("PostgreSQL refuses a value that the same transaction added (55P04)."),
    .remedy = N_("Add the value in a revision of its own or in an autocommit block, and use it afterwards."),
    .setup = "CREATE TYPE state AS ENUM ('new'); CREATE TABLE orders (id bigint, state state);",
    .bad = "ALTER TYPE state ADD VALUE IF NOT EXISTS 'done'; UPDATE orders SET state = 'done' WHERE id = 1",
    .good = "ALTER TYPE state ADD VALUE IF NOT EXISTS 'done'",
    .check_statement = check_unsafe_value },
  { .id = "enum-value-order",
    .title = N_("Enum value without BEFORE or AFTER"),
    .severity = RETORT_SEVERITY_INFO,
    .is_off = TRUE,
    .why = N_("Values are ordered as they are listed; the new one comes last, and its place cannot be changed."),
    .remedy = N_("Say BEFORE or AFTER which value it belongs."),
    .setup = "CREATE TYPE state AS ENUM ('new', 'done');",
    .bad = "ALTER TYPE state ADD VALUE IF NOT EXISTS 'paid'",
    .good = "ALTER TYPE state ADD VALUE IF NOT EXISTS 'paid' BEFORE 'done'",
    .check_action = check_order },
  { .id = "create-enum",
    .title = N_("Enum type"),
    .severity = RETORT_SEVERITY_INFO,
    .is_off = TRUE,
    .why = N_("No value can ever be removed, and a new one cannot be used in the transaction that adds it."),
    .remedy = N_("Use a table of values, or text with a CHECK."),
    .bad = "CREATE TYPE state AS ENUM ('new')",
    .good = "CREATE TABLE states (name text PRIMARY KEY)",
    .check_statement = check_create_enum },
  { .id = "enum-rebuild",
    .title = N_("Column moved to a new enum"),
    .severity = RETORT_SEVERITY_INFO,
    .why = N_("The table is written anew; a row with a value that is gone, and a default of the old type, make it fail."),
    .remedy = N_("Drop the default before and set it afterwards; move rows first; next time use a table of values."),
    .setup = "CREATE TYPE state AS ENUM ('new', 'done'); CREATE TABLE orders (id bigint, state state);",
    .bad = "ALTER TYPE state RENAME TO state_old; CREATE TYPE state AS ENUM ('new'); "
           "ALTER TABLE orders ALTER COLUMN state TYPE state USING state::text::state; DROP TYPE state_old",
    .good = "ALTER TYPE state ADD VALUE IF NOT EXISTS 'paid'",
    .check_action = check_rebuild },
};

const RetortRuleSection retort_object_rules = { rules, G_N_ELEMENTS (rules) };
