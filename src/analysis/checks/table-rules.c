/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tables and partitions as a whole: dropped, renamed, emptied, written anew, split. */
#include "analysis/checks/sections.h"

#include "analysis/schema/comparison.h"

#include <glib/gi18n.h>
#include <string.h>

#define PARENT \
  "CREATE TABLE events (id bigint, at date) PARTITION BY RANGE (at); " \
  "CREATE TABLE events_1 PARTITION OF events FOR VALUES FROM ('2026-01-01') TO ('2026-02-01');"
#define MANY 3 /* victims that are named */

static gboolean
is_dropped (const RetortCheckStep *at)
{
  return at->action->kind == RETORT_ACTION_DROP_TABLE && retort_check_is_existing (at) && !retort_check_does_nothing (at);
}

static void
check_drop (RetortCheckContext *context, const RetortCheckStep *at)
{
  if (is_dropped (at))
    retort_check_say_at (context, at, at->action->table, 0, _("Table '%s' is dropped with all its rows"), at->action->table);
}

static gboolean
is_partition (const RetortTable *table)
{
  return table != NULL && table->partition_bound != NULL;
}

static void
check_drop_keys (RetortCheckContext *context, const RetortCheckStep *at)
{
  const RetortRelationEffect *other = is_dropped (at) && !is_partition (at->table)
                                          ? retort_check_find_other_lock (context, at, RETORT_LOCK_ACCESS_EXCLUSIVE)
                                          : NULL;

  if (other != NULL)
    retort_check_say_at (context, at, at->action->table, 0, _("Dropping '%s' locks '%s', to which its foreign key points, against all use"),
                         at->action->table, other->name);
}

static gboolean
is_cascade (const RetortCheckStep *at)
{
  const PgQuery__Node *node = at->step->node;

  if (node->node_case == PG_QUERY__NODE__NODE_DROP_STMT)
    return node->drop_stmt->behavior == PG_QUERY__DROP_BEHAVIOR__DROP_CASCADE;
  return at->action->command != NULL && at->action->command->behavior == PG_QUERY__DROP_BEHAVIOR__DROP_CASCADE
         && (retort_check_is_command (at, PG_QUERY__ALTER_TABLE_TYPE__AT_DropColumn)
             || retort_check_is_command (at, PG_QUERY__ALTER_TABLE_TYPE__AT_DropConstraint));
}

/* What goes beside the object that the statement names. */
static char *
list_victims (const RetortCheckStep *at)
{
  g_autoptr(GPtrArray) differences = retort_schema_compare (at->place->before, at->place->after);
  const char *own = at->action->table != NULL ? at->action->table : at->action->name;
  g_autoptr(GString) text = g_string_new (NULL);
  guint n = 0;

  for (guint i = 0; i < differences->len; i++)
    {
      const RetortDifference *difference = g_ptr_array_index (differences, i);

      /* A table's own sequences go with it anyway. */
      if (difference->kind != RETORT_DIFFERENCE_REMOVED || g_strcmp0 (difference->name, own) == 0
          || (difference->object_kind == RETORT_OBJECT_SEQUENCE && at->action->table != NULL) || n++ >= MANY)
        continue;
      g_string_append_printf (text, "%s%s '%s'%s%s%s%s", text->len > 0 ? ", " : "",
                              difference->part != NULL ? difference->part : retort_object_kind_to_string (difference->object_kind),
                              difference->part != NULL ? difference->part_name : difference->name,
                              difference->part != NULL ? " of '" : "", difference->part != NULL ? difference->name : "",
                              difference->part != NULL ? "'" : "", "");
    }
  if (n > MANY)
    g_string_append_printf (text, _(" and %u more"), n - MANY);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/* Nothing unknown may have made what depends on it. */
static gboolean
is_known (const RetortCheckStep *at)
{
  const char *name = at->action->table != NULL ? at->action->table : at->action->name;
  const char *schema = at->action->schema != NULL ? at->action->schema : retort_schema_get_current_path (at->place->before)[0];

  return at->table != NULL || (name != NULL && schema != NULL && at->place->locks->error == NULL && retort_schema_get_taint (at->place->before, schema, name) == NULL);
}

/* A function for the migration's own use goes with what was made for it. */
static gboolean
is_own_function (const RetortCheckContext *context, const RetortCheckStep *at)
{
  const PgQuery__Node *node = at->step->node;
  const PgQuery__ObjectWithArgs *dropped = NULL;
  const char *name = NULL;

  if (node->node_case != PG_QUERY__NODE__NODE_DROP_STMT || node->drop_stmt->n_objects != 1
      || node->drop_stmt->objects[0]->node_case != PG_QUERY__NODE__NODE_OBJECT_WITH_ARGS)
    return FALSE;
  dropped = node->drop_stmt->objects[0]->object_with_args;
  name = retort_sql_names_get_last (dropped->n_objname, dropped->objname);
  for (guint i = 0; i < at->step->index; i++)
    {
      const PgQuery__Node *earlier = g_array_index (context->actions->statements, RetortParsedStatement, i).node;

      if (earlier->node_case == PG_QUERY__NODE__NODE_CREATE_FUNCTION_STMT
          && g_strcmp0 (retort_sql_names_get_last (earlier->create_function_stmt->n_funcname, earlier->create_function_stmt->funcname), name) == 0)
        return TRUE;
    }
  return FALSE;
}

static void
check_cascade (RetortCheckContext *context, const RetortCheckStep *at)
{
  const char *name = at->action->name != NULL ? at->action->name : at->action->table;
  g_autofree char *victims = NULL;

  if (!is_cascade (at) || retort_check_does_nothing (at) || is_own_function (context, at))
    return;
  victims = list_victims (at);
  if (victims[0] == '\0' && at->is_new_table)
    return;
  if (victims[0] != '\0')
    retort_check_say_at (context, at, at->action->name, 0, _("CASCADE drops what depends on it: %s"), victims);
  else if (name != NULL && !is_known (at))
    retort_check_say_at (context, at, at->action->name, 0, _("CASCADE drops what depends on '%s' as well"), name);
  else
    retort_check_say_at (context, at, at->action->name, is_known (at) ? -1 : 0,
                         is_known (at) ? _("CASCADE would drop what depends on it; the history makes nothing that does")
                                           : _("CASCADE drops what depends on it as well"));
}

/* A view or a table of the old name, made afterwards, keeps old code going. */
static gboolean
is_replaced (const RetortCheckContext *context, const RetortCheckStep *at)
{
  for (guint i = at->step->index + 1; i < context->actions->statements->len; i++)
    {
      const PgQuery__Node *node = g_array_index (context->actions->statements, RetortParsedStatement, i).node;

      if ((node->node_case == PG_QUERY__NODE__NODE_VIEW_STMT && g_strcmp0 (node->view_stmt->view->relname, at->action->table) == 0)
          || (node->node_case == PG_QUERY__NODE__NODE_CREATE_STMT && g_strcmp0 (node->create_stmt->relation->relname, at->action->table) == 0)
          || (node->node_case == PG_QUERY__NODE__NODE_RENAME_STMT && g_strcmp0 (node->rename_stmt->newname, at->action->table) == 0))
        return TRUE;
    }
  return FALSE;
}

static void
check_rename (RetortCheckContext *context, const RetortCheckStep *at)
{
  if (at->action->kind == RETORT_ACTION_RENAME_TABLE && at->action->table != NULL && retort_check_is_existing (at)
      && !retort_check_does_nothing (at) && !is_replaced (context, at))
    retort_check_say_at (context, at, at->action->table, 0, _("Table '%s' becomes '%s'"), at->action->table, at->action->new_name);
}

static void
check_truncate (RetortCheckContext *context, const RetortCheckStep *at)
{
  if (at->action->kind == RETORT_ACTION_TRUNCATE && retort_check_is_existing (at))
    retort_check_say_at (context, at, at->action->table, 0, _("All rows of '%s' go"), at->action->table);
}

static void
check_truncate_cascade (RetortCheckContext *context, const RetortCheckStep *at)
{
  const RetortRelationEffect *other = NULL;

  if (at->action->kind != RETORT_ACTION_TRUNCATE || at->is_new_table
      || at->step->node->truncate_stmt->behavior != PG_QUERY__DROP_BEHAVIOR__DROP_CASCADE)
    return;
  other = retort_check_find_other_lock (context, at, RETORT_LOCK_ACCESS_EXCLUSIVE);
  if (other != NULL)
    retort_check_say_at (context, at, at->action->table, 0,
                         _("TRUNCATE CASCADE empties every table that points to '%s', '%s' among them"), at->action->table, other->name);
  else
    retort_check_say_at (context, at, at->action->table, at->table != NULL ? -2 : 0,
                         at->table != NULL ? _("TRUNCATE CASCADE would empty every table that points to '%s'; the history makes none that does")
                                           : _("TRUNCATE CASCADE empties every table that points to '%s'"),
                         at->action->table);
}

/* The migration itself made it: nobody waits for it, and it has few rows. */
static gboolean
is_made_here (const RetortCheckContext *context, const RetortCheckStep *at, const PgQuery__RangeVar *relation)
{
  for (guint i = 0; relation != NULL && i < at->index; i++)
    {
      const RetortAction *earlier = &retort_check_get_step (context->actions, i)->action;

      if (earlier->kind == RETORT_ACTION_CREATE_TABLE && !earlier->is_guarded && g_strcmp0 (earlier->table, relation->relname) == 0
          && (relation->schemaname[0] == '\0' || earlier->schema == NULL || g_str_equal (earlier->schema, relation->schemaname)))
        return TRUE;
    }
  return FALSE;
}

static gboolean
reads_default_partition (const RetortCheckStep *at, const RetortRelationEffect **read)
{
  const GPtrArray *relations = at->place->locks->relations;

  for (guint i = 0; i < relations->len; i++)
    {
      *read = g_ptr_array_index (relations, i);
      if ((*read)->scans && g_strcmp0 ((*read)->name, at->action->table) != 0 && (*read)->kind == RETORT_LOCKED_TABLE)
        return TRUE;
    }
  return FALSE;
}

static const PgQuery__PartitionCmd *
get_partition_command (const RetortCheckStep *at, PgQuery__AlterTableType subtype)
{
  return retort_check_is_command (at, subtype) && at->action->command->def != NULL
                 && at->action->command->def->node_case == PG_QUERY__NODE__NODE_PARTITION_CMD
             ? at->action->command->def->partition_cmd
             : NULL;
}

static void
check_attach (RetortCheckContext *context, const RetortCheckStep *at)
{
  const PgQuery__PartitionCmd *command = get_partition_command (at, PG_QUERY__ALTER_TABLE_TYPE__AT_AttachPartition);
  const RetortRelationEffect *child = command != NULL ? retort_locks_find (at->place->locks, NULL, command->name->relname) : NULL;

  if (child != NULL && child->scans && !is_made_here (context, at, command->name))
    retort_check_say_at (context, at, child->name, 0, _("'%s' is read whole while nobody else may use it, to prove that its rows fit"),
                         child->name);
}

static gboolean
makes_partition (const RetortCheckStep *at)
{
  return at->action->kind == RETORT_ACTION_CREATE_TABLE && at->step->node->node_case == PG_QUERY__NODE__NODE_CREATE_STMT
         && at->step->node->create_stmt->partbound != NULL;
}

static void
check_default_partition (RetortCheckContext *context, const RetortCheckStep *at)
{
  const PgQuery__PartitionCmd *command = get_partition_command (at, PG_QUERY__ALTER_TABLE_TYPE__AT_AttachPartition);
  const RetortRelationEffect *read = NULL;

  if ((command == NULL && !makes_partition (at)) || !reads_default_partition (at, &read)
      || (command != NULL && g_strcmp0 (read->name, command->name->relname) == 0))
    return;
  retort_check_say_at (context, at, NULL, 0, _("The default partition '%s' is read whole while nobody else may use it"), read->name);
}

static void
check_partition_of (RetortCheckContext *context, const RetortCheckStep *at)
{
  const RetortRelationEffect *parent
      = makes_partition (at) ? retort_check_find_other_lock (context, at, RETORT_LOCK_ACCESS_EXCLUSIVE) : NULL;

  if (parent != NULL)
    retort_check_say_at (context, at, at->action->table, 0, _("Making the partition '%s' locks '%s' against all use"), at->action->table,
                         parent->name);
}

static void
check_drop_partition (RetortCheckContext *context, const RetortCheckStep *at)
{
  const RetortRelationEffect *parent = is_dropped (at) && is_partition (at->table)
                                           ? retort_check_find_other_lock (context, at, RETORT_LOCK_ACCESS_EXCLUSIVE)
                                           : NULL;

  if (parent != NULL)
    retort_check_say_at (context, at, at->action->table, 0, _("Dropping the partition '%s' locks '%s' against all use"), at->action->table,
                         parent->name);
}

static void
check_detach (RetortCheckContext *context, const RetortCheckStep *at)
{
  const PgQuery__PartitionCmd *command = get_partition_command (at, PG_QUERY__ALTER_TABLE_TYPE__AT_DetachPartition);

  if (command != NULL && !command->concurrent && retort_check_is_existing (at) && retort_check_get_major (context) >= 14)
    retort_check_say_at (context, at, command->name->relname, 0, _("Detaching '%s' locks '%s' against all use"), command->name->relname,
                         at->action->table);
}

/* FULL, FULL on, FULL 1 (defGetBoolean() of defrem.c). */
static gboolean
is_off (const PgQuery__DefElem *option)
{
  static const char *const words[] = { "false", "off", NULL };

  if (option->arg == NULL)
    return FALSE;
  if (option->arg->node_case == PG_QUERY__NODE__NODE_INTEGER)
    return option->arg->integer->ival == 0;
  return option->arg->node_case == PG_QUERY__NODE__NODE_STRING && g_strv_contains (words, option->arg->string->sval);
}

static gboolean
is_full_vacuum (const PgQuery__VacuumStmt *vacuum)
{
  for (size_t i = 0; i < vacuum->n_options; i++)
    if (g_ascii_strcasecmp (vacuum->options[i]->def_elem->defname, "full") == 0 && !is_off (vacuum->options[i]->def_elem))
      return TRUE;
  return FALSE;
}

static void
check_vacuum (RetortCheckContext *context, const RetortCheckStep *at)
{
  if (at->step->node->node_case == PG_QUERY__NODE__NODE_VACUUM_STMT && is_full_vacuum (at->step->node->vacuum_stmt))
    retort_check_say_at (context, at, NULL, 0, _("VACUUM FULL writes the table anew while nobody else may use it"));
}

static void
check_cluster (RetortCheckContext *context, const RetortCheckStep *at)
{
  if (at->step->node->node_case == PG_QUERY__NODE__NODE_CLUSTER_STMT && !is_made_here (context, at, at->step->node->cluster_stmt->relation))
    retort_check_say_at (context, at, NULL, 0, _("CLUSTER writes the table anew while nobody else may use it"));
}

static void
say_rewrite (RetortCheckContext *context, const RetortCheckStep *at, const char *what)
{
  if (retort_check_is_existing (at) && at->effect != NULL && at->effect->rewrites)
    retort_check_say_at (context, at, at->action->table, 0, _("%s writes '%s' anew while nobody else may use it"), what, at->action->table);
}

static void
check_logged (RetortCheckContext *context, const RetortCheckStep *at)
{
  if (retort_check_is_command (at, PG_QUERY__ALTER_TABLE_TYPE__AT_SetLogged))
    say_rewrite (context, at, "SET LOGGED");
  if (retort_check_is_command (at, PG_QUERY__ALTER_TABLE_TYPE__AT_SetUnLogged))
    say_rewrite (context, at, "SET UNLOGGED");
}

static void
check_tablespace (RetortCheckContext *context, const RetortCheckStep *at)
{
  if (retort_check_is_command (at, PG_QUERY__ALTER_TABLE_TYPE__AT_SetTableSpace) && retort_check_is_existing (at)
      && g_strcmp0 (at->action->name, "pg_default") != 0)
    retort_check_say_at (context, at, at->action->table, 0, _("SET TABLESPACE copies '%s' while nobody else may use it"), at->action->table);
}

static void
check_access_method (RetortCheckContext *context, const RetortCheckStep *at)
{
  if (retort_check_is_command (at, PG_QUERY__ALTER_TABLE_TYPE__AT_SetAccessMethod))
    say_rewrite (context, at, "SET ACCESS METHOD");
}

/* (nullable): what a statement makes, rows or none. */
static const PgQuery__RangeVar *
get_made (const PgQuery__Node *node)
{
  if (node->node_case == PG_QUERY__NODE__NODE_CREATE_STMT)
    return node->create_stmt->relation;
  return node->node_case == PG_QUERY__NODE__NODE_CREATE_TABLE_AS_STMT ? node->create_table_as_stmt->into->rel : NULL;
}

static gboolean
is_logged_later (const RetortCheckContext *context, const RetortCheckStep *at)
{
  for (guint i = at->index + 1; i < context->actions->steps->len; i++)
    {
      RetortCheckStep later = { .action = &retort_check_get_step (context->actions, i)->action };

      if (retort_check_is_command (&later, PG_QUERY__ALTER_TABLE_TYPE__AT_SetLogged) && retort_action_is_on_same_table (later.action, at->action))
        return TRUE;
    }
  return FALSE;
}

static void
check_unlogged (RetortCheckContext *context, const RetortCheckStep *at)
{
  const PgQuery__RangeVar *made = at->action->kind == RETORT_ACTION_CREATE_TABLE ? get_made (at->step->node) : NULL;

  if (made != NULL && g_str_equal (made->relpersistence, "u") && !is_logged_later (context, at))
    retort_check_say_at (context, at, at->action->table, 0, _("'%s' is UNLOGGED: a crash empties it"), at->action->table);
}

static void
check_noop (RetortCheckContext *context, const RetortCheckStep *at)
{
  if (at->action->kind == RETORT_ACTION_CREATE_TABLE && at->action->is_guarded && at->table != NULL)
    retort_check_say_at (context, at, at->action->table, 0, _("'%s' is there already: the statement does nothing"), at->action->table);
}

static gboolean
has_primary_key (const RetortTable *table)
{
  for (guint i = 0; i < table->constraints->len; i++)
    if (((RetortConstraint *) g_ptr_array_index (table->constraints, i))->kind == RETORT_CONSTRAINT_PRIMARY_KEY)
      return TRUE;
  return FALSE;
}

/* The key of a table that was there goes, and no other one comes. */
static void
check_lost_key (RetortCheckContext *context, const RetortCheckStep *at)
{
  const RetortConstraint *key = at->action->kind == RETORT_ACTION_DROP_CONSTRAINT && retort_check_is_existing (at)
                                    ? retort_table_find_constraint (at->table, at->action->name)
                                    : NULL;
  const RetortTable *after = key != NULL && key->kind == RETORT_CONSTRAINT_PRIMARY_KEY
                                 ? retort_check_find_table (context->walk->end, at->table->schema, at->table->name)
                                 : NULL;

  if (after != NULL && !has_primary_key (after))
    retort_check_say_at (context, at, at->action->name, 0, _("'%s' has no primary key any more"), at->action->table);
}

static void
check_primary_key (RetortCheckContext *context, const RetortCheckStep *at)
{
  const RetortTable *table = at->action->kind == RETORT_ACTION_CREATE_TABLE && at->table == NULL
                                 ? retort_check_find_table (context->walk->end, at->action->schema, at->action->table)
                                 : NULL;

  if (table != NULL && table->kind == RETORT_RELATION_TABLE && !is_partition (table) && g_strcmp0 (table->persistence, "temporary") != 0
      && !has_primary_key (table))
    retort_check_say_at (context, at, at->action->table, 0, _("'%s' has no primary key"), at->action->table);
  check_lost_key (context, at);
}

/* Bytes to which a value is aligned, and its length; FALSE for those of any length. */
static gboolean
get_alignment (const char *type, guint *size)
{
  static const struct { const char *type; guint size; } sizes[] = {
    { "boolean", 1 }, { "smallint", 2 }, { "integer", 4 }, { "real", 4 }, { "date", 4 }, { "bigint", 8 }, { "double precision", 8 },
    { "timestamp without time zone", 8 }, { "timestamp with time zone", 8 }, { "time without time zone", 8 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    if (g_str_equal (sizes[i].type, type))
      {
        *size = sizes[i].size;
        return TRUE;
      }
  return FALSE;
}

static guint
count_padding (const RetortTable *table)
{
  guint offset = 0;
  guint padding = 0;
  guint size = 0;

  for (guint i = 0; i < table->columns->len; i++)
    if (get_alignment (((RetortColumn *) g_ptr_array_index (table->columns, i))->type, &size))
      {
        guint gap = (size - offset % size) % size;

        padding += gap;
        offset += gap + size;
      }
    else
      offset += 4 - offset % 4; /* of any length: behind it everything begins anew */
  return padding;
}

static void
check_padding (RetortCheckContext *context, const RetortCheckStep *at)
{
  const RetortTable *table = at->action->kind == RETORT_ACTION_CREATE_TABLE
                                 ? retort_check_find_table (at->place->after, at->action->schema, at->action->table)
                                 : NULL;
  guint padding = table != NULL ? count_padding (table) : 0;

  if (padding >= 8)
    retort_check_say_at (context, at, at->action->table, 0, _("Each row of '%s' has %u bytes of nothing between its columns"),
                         at->action->table, padding);
}

static void
check_no_partition (RetortCheckContext *context, const RetortCheckStep *at)
{
  if (at->action->kind == RETORT_ACTION_CREATE_TABLE && at->step->node->node_case == PG_QUERY__NODE__NODE_CREATE_STMT
      && at->step->node->create_stmt->partspec != NULL)
    retort_check_say_at (context, at, at->action->table, 0, _("'%s' is partitioned"), at->action->table);
}

static const RetortRule rules[] = {
  { .id = "drop-table",
    .title = N_("Table is dropped"),
    .severity = RETORT_SEVERITY_WARNING,
    .why = N_("Its rows are gone for good, and code that still runs fails on the first statement that names it."),
    .remedy = N_("Rename it first, wait until nobody misses it, keep a copy, and drop it in a later release."),
    .setup = "CREATE TABLE orders (id bigint);",
    .bad = "DROP TABLE orders",
    .good = "CREATE TABLE tmp (id bigint); DROP TABLE tmp",
    .check_action = check_drop },
  { .id = "drop-table-fk-locks",
    .title = N_("Dropping a table locks those it points to"),
    .severity = RETORT_SEVERITY_INFO,
    .why = N_("ACCESS EXCLUSIVE is taken on each table that its foreign keys point to: everybody who uses those waits."),
    .remedy = N_("Drop the foreign keys first, each in a transaction of its own with a lock_timeout."),
    .setup = "CREATE TABLE users (id bigint PRIMARY KEY); CREATE TABLE orders (user_id bigint REFERENCES users);",
    .bad = "DROP TABLE orders",
    .good = "CREATE TABLE tmp (id bigint); DROP TABLE tmp",
    .check_action = check_drop_keys },
  { .id = "drop-cascade",
    .title = N_("DROP … CASCADE"),
    .severity = RETORT_SEVERITY_WARNING,
    .is_for_downgrades = TRUE,
    .why = N_("Views, foreign keys and, with a type, whole columns go without being named."),
    .remedy = N_("Drop what depends on it by name, so that a reader sees it and a new dependent stops the migration."),
    .setup = "CREATE TABLE orders (id bigint); CREATE VIEW recent AS SELECT id FROM orders;",
    .bad = "DROP TABLE orders CASCADE",
    .good = "DROP VIEW recent; DROP TABLE orders",
    .check_action = check_cascade },
  { .id = "rename-table",
    .title = N_("Table is renamed"),
    .severity = RETORT_SEVERITY_WARNING,
    .why = N_("Code that still runs knows the old name, new code the new one: between migration and deployment one of them fails."),
    .remedy = N_("Create a view with the old name in the same migration, and drop it when no old code runs."),
    .setup = "CREATE TABLE orders (id bigint);",
    .bad = "ALTER TABLE orders RENAME TO purchases",
    .good = "ALTER TABLE orders RENAME TO purchases; CREATE VIEW orders AS SELECT * FROM purchases",
    .check_action = check_rename },
  { .id = "truncate",
    .title = N_("Table is emptied"),
    .severity = RETORT_SEVERITY_WARNING,
    .is_for_bodies = TRUE,
    .why = N_("All rows go under ACCESS EXCLUSIVE, and no downgrade brings them back."),
    .remedy = N_("Make sure that it is meant; keep a copy."),
    .setup = "CREATE TABLE orders (id bigint);",
    .bad = "TRUNCATE orders",
    .good = "DELETE FROM orders WHERE id < 0",
    .check_action = check_truncate },
  { .id = "truncate-cascade",
    .title = N_("TRUNCATE … CASCADE"),
    .severity = RETORT_SEVERITY_ERROR,
    .is_for_bodies = TRUE,
    .why = N_("Every table with a foreign key to it is emptied, too, and those that point to them."),
    .remedy = N_("Name the tables that are to be emptied."),
    .setup = "CREATE TABLE users (id bigint PRIMARY KEY); CREATE TABLE orders (user_id bigint REFERENCES users);",
    .bad = "TRUNCATE users CASCADE",
    .good = "TRUNCATE users, orders",
    .check_action = check_truncate_cascade },
  { .id = "attach-partition-scan",
    .grows_with_size = TRUE,
    .title = N_("ATTACH PARTITION that reads all rows"),
    .severity = RETORT_SEVERITY_WARNING,
    .why = N_("ACCESS EXCLUSIVE is held on the new partition while each row is compared with the bound."),
    .remedy = N_("Add a CHECK that says the bound as NOT VALID, validate it, attach, then drop it."),
    .setup = PARENT "CREATE TABLE events_2 (id bigint, at date);",
    .bad = "ALTER TABLE events ATTACH PARTITION events_2 FOR VALUES FROM ('2026-02-01') TO ('2026-03-01')",
    .good = "CREATE TABLE events_3 PARTITION OF events FOR VALUES FROM ('2026-03-01') TO ('2026-04-01')",
    .check_action = check_attach },
  { .id = "attach-partition-default-scan",
    .grows_with_size = TRUE,
    .title = N_("New partition beside a default partition"),
    .severity = RETORT_SEVERITY_WARNING,
    .why = N_("PostgreSQL reads the default partition whole under ACCESS EXCLUSIVE, to see that no row of it belongs to the new one."),
    .remedy = N_("Give the default partition a validated CHECK that excludes the new bound."),
    .setup = PARENT "CREATE TABLE events_rest PARTITION OF events DEFAULT;",
    .bad = "CREATE TABLE events_2 PARTITION OF events FOR VALUES FROM ('2026-02-01') TO ('2026-03-01')",
    .good = "CREATE TABLE events_2 (id bigint, at date)",
    .check_action = check_default_partition },
  { .id = "create-partition-of-locks-parent",
    .title = N_("Partition made in place"),
    .severity = RETORT_SEVERITY_INFO,
    .why = N_("ACCESS EXCLUSIVE is taken on the partitioned table: everybody who uses any partition through it waits."),
    .remedy = N_("Create the table by itself and ATTACH it, which only takes SHARE UPDATE EXCLUSIVE on the parent."),
    .setup = PARENT,
    .bad = "CREATE TABLE events_2 PARTITION OF events FOR VALUES FROM ('2026-02-01') TO ('2026-03-01')",
    .good = "CREATE TABLE events_2 (id bigint, at date)",
    .check_action = check_partition_of },
  { .id = "drop-partition-locks-parent",
    .title = N_("Partition dropped in place"),
    .severity = RETORT_SEVERITY_INFO,
    .why = N_("ACCESS EXCLUSIVE is taken on the partitioned table: everybody who uses any partition through it waits."),
    .remedy = N_("DETACH PARTITION … CONCURRENTLY first, outside of a transaction."),
    .setup = PARENT,
    .bad = "DROP TABLE events_1",
    .good = "CREATE TABLE tmp (id bigint); DROP TABLE tmp",
    .check_action = check_drop_partition },
  { .id = "detach-partition-non-concurrently",
    .title = N_("DETACH PARTITION without CONCURRENTLY"),
    .severity = RETORT_SEVERITY_INFO,
    .why = N_("ACCESS EXCLUSIVE is taken on the partitioned table: everybody who uses any partition through it waits."),
    .remedy = N_("DETACH PARTITION … CONCURRENTLY outside of a transaction (PostgreSQL 14 and later)."),
    .setup = PARENT,
    .bad = "ALTER TABLE events DETACH PARTITION events_1",
    .good = "ALTER TABLE events DETACH PARTITION events_1 CONCURRENTLY",
    .check_action = check_detach },
  { .id = "vacuum-full",
    .grows_with_size = TRUE,
    .title = N_("VACUUM FULL"),
    .severity = RETORT_SEVERITY_WARNING,
    .is_for_downgrades = TRUE,
    .why = N_("The table is written anew under ACCESS EXCLUSIVE."),
    .remedy = N_("Use pg_repack, or do it in a maintenance window."),
    .setup = "CREATE TABLE orders (id bigint);",
    .bad = "VACUUM FULL orders",
    .good = "VACUUM orders",
    .check_statement = check_vacuum },
  { .id = "cluster",
    .grows_with_size = TRUE,
    .title = N_("CLUSTER"),
    .severity = RETORT_SEVERITY_WARNING,
    .is_for_downgrades = TRUE,
    .why = N_("The table is written anew under ACCESS EXCLUSIVE."),
    .remedy = N_("Use pg_repack, or do it in a maintenance window."),
    .setup = "CREATE TABLE orders (id bigint PRIMARY KEY);",
    .bad = "CLUSTER orders USING orders_pkey",
    .good = "ANALYZE orders",
    .check_statement = check_cluster },
  { .id = "set-logged-unlogged",
    .grows_with_size = TRUE,
    .title = N_("SET LOGGED or UNLOGGED"),
    .severity = RETORT_SEVERITY_WARNING,
    .why = N_("The table is written anew under ACCESS EXCLUSIVE; unlogged, a crash empties it."),
    .remedy = N_("Do it in a maintenance window."),
    .setup = "CREATE UNLOGGED TABLE orders (id bigint);",
    .bad = "ALTER TABLE orders SET LOGGED",
    .good = "ALTER TABLE orders SET (fillfactor = 90)",
    .check_action = check_logged },
  { .id = "set-tablespace",
    .grows_with_size = TRUE,
    .title = N_("SET TABLESPACE"),
    .severity = RETORT_SEVERITY_WARNING,
    .why = N_("The whole table is copied under ACCESS EXCLUSIVE."),
    .remedy = N_("Use pg_repack, or do it in a maintenance window."),
    .setup = "CREATE TABLE orders (id bigint);",
    .bad = "ALTER TABLE orders SET TABLESPACE fast",
    .good = "ALTER TABLE orders SET (fillfactor = 90)",
    .check_action = check_tablespace },
  { .id = "set-access-method",
    .grows_with_size = TRUE,
    .title = N_("SET ACCESS METHOD"),
    .severity = RETORT_SEVERITY_WARNING,
    .why = N_("The table is written anew under ACCESS EXCLUSIVE."),
    .remedy = N_("Make a new table with that access method and move the rows."),
    .setup = "CREATE TABLE orders (id bigint);",
    .bad = "ALTER TABLE orders SET ACCESS METHOD heap2",
    .good = "ALTER TABLE orders SET (fillfactor = 90)",
    .check_action = check_access_method },
  { .id = "create-unlogged-table",
    .title = N_("UNLOGGED table"),
    .severity = RETORT_SEVERITY_WARNING,
    .why = N_("After a crash it is empty, and no replica ever has its rows."),
    .remedy = N_("Leave out UNLOGGED unless its rows may go at any time."),
    .bad = "CREATE UNLOGGED TABLE cache (id bigint PRIMARY KEY)",
    .good = "CREATE TABLE cache (id bigint PRIMARY KEY)",
    .check_statement = check_unlogged },
  { .id = "create-table-if-not-exists-noop",
    .title = N_("CREATE TABLE IF NOT EXISTS of a table that exists"),
    .severity = RETORT_SEVERITY_WARNING,
    .why = N_("An earlier revision made it: nothing happens, and its columns stay what they were."),
    .remedy = N_("Say what is to change with ALTER TABLE."),
    .setup = "CREATE TABLE orders (id bigint);",
    .bad = "CREATE TABLE IF NOT EXISTS orders (id bigint PRIMARY KEY, state text)",
    .good = "ALTER TABLE orders ADD COLUMN state text",
    .check_action = check_noop },
  { .id = "table-without-primary-key",
    .title = N_("Table without a primary key"),
    .severity = RETORT_SEVERITY_INFO,
    .why = N_("No row can be named; logical replication cannot follow UPDATE and DELETE."),
    .remedy = N_("Give it a primary key."),
    .bad = "CREATE TABLE notes (text text)",
    .good = "CREATE TABLE notes (id bigint PRIMARY KEY, text text)",
    .check_action = check_primary_key },
  { .id = "table-column-alignment",
    .title = N_("Columns with gaps between them"),
    .severity = RETORT_SEVERITY_INFO,
    .is_off = TRUE,
    .why = N_("Values begin at multiples of their length; short ones between long ones leave unused bytes in each row."),
    .remedy = N_("Order the columns of a new table by length, longest first, those of any length at last."),
    .bad = "CREATE TABLE t (a boolean, b bigint, c boolean, d bigint, PRIMARY KEY (b))",
    .good = "CREATE TABLE t (b bigint, d bigint, a boolean, c boolean, PRIMARY KEY (b))",
    .check_action = check_padding },
  { .id = "no-partitions",
    .title = N_("Partitioned table where the team wants none"),
    .severity = RETORT_SEVERITY_WARNING,
    .is_off = TRUE,
    .why = N_("This project decided against partitioned tables."),
    .remedy = N_("Make it a plain table."),
    .bad = "CREATE TABLE events (id bigint, at date) PARTITION BY RANGE (at)",
    .good = "CREATE TABLE events (id bigint, at date)",
    .check_action = check_no_partition },
};

const RetortRuleSection retort_table_rules = { rules, G_N_ELEMENTS (rules) };
