/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Others who use the database while a migration runs: who owns its tables, who holds them now, who comes from the other side. */
#include "analysis/checks/sections.h"

#include <glib/gi18n.h>

#define PARENT_AND_CHILD \
  "CREATE TABLE users (id bigint PRIMARY KEY, name text); CREATE TABLE orders (id bigint PRIMARY KEY, user_id bigint REFERENCES users);"

/* --- Owners --- */

/* What PostgreSQL lets only the owner do (docs, ALTER TABLE, CREATE INDEX, DROP TABLE, COMMENT: "You must own"). */
static gboolean
needs_owner (const RetortAction *action)
{
  if (action->command != NULL)
    return TRUE;
  switch ((int) action->kind)
    {
    case RETORT_ACTION_ADD_COLUMN:
    case RETORT_ACTION_DROP_COLUMN:
    case RETORT_ACTION_RENAME_COLUMN:
    case RETORT_ACTION_ALTER_COLUMN_TYPE:
    case RETORT_ACTION_ADD_CONSTRAINT:
    case RETORT_ACTION_DROP_CONSTRAINT:
    case RETORT_ACTION_VALIDATE_CONSTRAINT:
    case RETORT_ACTION_CREATE_INDEX:
    case RETORT_ACTION_DROP_TABLE:
    case RETORT_ACTION_RENAME_TABLE:
    case RETORT_ACTION_COMMENT:
      return TRUE;
    default:
      return FALSE;
    }
}

/* After SET ROLE it is another role that counts, and which ones that is a member of nobody asked. */
static gboolean
has_changed_role (const RetortCheckContext *context, const RetortCheckStep *at)
{
  for (guint i = 0; i < at->step->index; i++)
    {
      const PgQuery__Node *node = g_array_index (context->actions->statements, RetortParsedStatement, i).node;

      if (node->node_case == PG_QUERY__NODE__NODE_VARIABLE_SET_STMT
          && (g_str_equal (node->variable_set_stmt->name, "role") || g_str_equal (node->variable_set_stmt->name, "session_authorization")))
        return TRUE;
    }
  return FALSE;
}

static void
check_owner (RetortCheckContext *context, const RetortCheckStep *at)
{
  const RetortTableSize *table = NULL;

  if (context->facts == NULL || at->action->table == NULL || !needs_owner (at->action) || !retort_check_is_existing (at)
      || has_changed_role (context, at))
    return;
  table = retort_target_facts_get_table (context->facts, at->table != NULL ? at->table->schema : at->action->schema, at->action->table);
  if (table != NULL && table->is_foreign)
    retort_check_say_at (context, at, at->action->table, 0, _("'%s' belongs to a role that this connection's is no member of"), at->action->table);
}

/* --- Transactions that are open now --- */

/* PostgreSQL docs, Explicit Locking, Conflicting Lock Modes: the bits of the levels that each level conflicts with. */
static gboolean
conflicts (RetortLockLevel wanted, guint held)
{
  static const guint masks[] = {
    [RETORT_LOCK_NONE] = 0,
    [RETORT_LOCK_ACCESS_SHARE] = 1 << 8,
    [RETORT_LOCK_ROW_SHARE] = 1 << 7 | 1 << 8,
    [RETORT_LOCK_ROW_EXCLUSIVE] = 1 << 5 | 1 << 6 | 1 << 7 | 1 << 8,
    [RETORT_LOCK_SHARE_UPDATE_EXCLUSIVE] = 1 << 4 | 1 << 5 | 1 << 6 | 1 << 7 | 1 << 8,
    [RETORT_LOCK_SHARE] = 1 << 3 | 1 << 4 | 1 << 6 | 1 << 7 | 1 << 8,
    [RETORT_LOCK_SHARE_ROW_EXCLUSIVE] = 1 << 3 | 1 << 4 | 1 << 5 | 1 << 6 | 1 << 7 | 1 << 8,
    [RETORT_LOCK_EXCLUSIVE] = 1 << 2 | 1 << 3 | 1 << 4 | 1 << 5 | 1 << 6 | 1 << 7 | 1 << 8,
    [RETORT_LOCK_ACCESS_EXCLUSIVE] = 1 << 1 | 1 << 2 | 1 << 3 | 1 << 4 | 1 << 5 | 1 << 6 | 1 << 7 | 1 << 8,
  };

  return (masks[wanted] & 1u << held) != 0;
}

/* (nullable): the oldest transaction that keeps the step waiting. */
static const RetortTableHolder *
find_holder (const RetortCheckContext *context, const RetortCheckStep *at)
{
  const GPtrArray *holders = retort_target_facts_get_holders (context->facts);

  for (guint i = 0; i < holders->len; i++)
    {
      const RetortTableHolder *holder = g_ptr_array_index (holders, i);
      const RetortRelationEffect *effect = retort_locks_find (at->place->locks, holder->schema, holder->table);

      if (effect != NULL && !effect->is_new && conflicts (effect->level, holder->level))
        return holder;
    }
  return NULL;
}

static char *
format_age (gint64 seconds)
{
  if (seconds < 120)
    return g_strdup_printf (_("%u s"), (guint) seconds);
  if (seconds < 7200)
    return g_strdup_printf (_("%u min"), (guint) (seconds / 60));
  return g_strdup_printf (_("%u h"), (guint) (seconds / 3600));
}

/* Once a transaction of somebody else's. */
static void
check_holders (RetortCheckContext *context)
{
  g_autoptr(GHashTable) told = g_hash_table_new (NULL, NULL);

  for (guint i = 0; context->facts != NULL && i < context->actions->steps->len; i++)
    {
      RetortCheckStep at = retort_check_look (context, i);
      const RetortTableHolder *holder = find_holder (context, &at);
      const char *who = holder != NULL && holder->application != NULL && holder->application[0] != '\0' ? holder->application : holder != NULL ? holder->user : NULL;
      g_autofree char *age = holder != NULL ? format_age (holder->transaction_s) : NULL;

      if (holder == NULL || !g_hash_table_add (told, GINT_TO_POINTER (holder->pid)))
        continue;
      /* Translators: a table, a length of time, a process id, a program or user */
      retort_check_say_at (context, &at, holder->table, 0, _("'%s' is held by a transaction that has been open for %s (process %d, %s): this waits for it"), holder->table, age,
                           holder->pid, who != NULL ? who : "?");
    }
}

/* --- The order of locks --- */

/* Whether a foreign key of @child points to @parent. */
static gboolean
points_to (RetortSchema *schema, const RetortRelationEffect *child, const RetortRelationEffect *parent)
{
  const RetortTable *table = retort_check_find_table (schema, child->schema, child->name);

  for (guint i = 0; table != NULL && i < table->constraints->len; i++)
    {
      const RetortConstraint *key = g_ptr_array_index (table->constraints, i);

      if (key->kind == RETORT_CONSTRAINT_FOREIGN_KEY && g_strcmp0 (key->referenced_table, parent->name) == 0
          && g_strcmp0 (key->referenced_schema, parent->schema) == 0)
        return TRUE;
    }
  return FALSE;
}

static gboolean
is_known (const RetortCheckContext *context, const RetortRelationEffect *effect)
{
  return effect->kind == RETORT_LOCKED_TABLE && !effect->is_new && effect->schema != NULL
         && retort_schema_find_table (context->walk->start, effect->schema, effect->name) != NULL;
}

/* (nullable): what an earlier statement of the transaction locked against all use, and a row of @child points to. */
static const RetortRelationEffect *
find_parent_before (const RetortCheckContext *context, const RetortCheckStep *at, const RetortRelationEffect *child)
{
  for (guint i = at->step->index; i > 0; i--)
    {
      const RetortParsedStatement *statement = &g_array_index (context->actions->statements, RetortParsedStatement, i - 1);
      const RetortCheckPlace *place = g_ptr_array_index (context->walk->places, i - 1);

      if (statement->transaction != at->statement->transaction || statement->is_alone)
        return NULL;
      for (guint j = 0; j < place->locks->relations->len; j++)
        {
          const RetortRelationEffect *earlier = g_ptr_array_index (place->locks->relations, j);

          if (g_strcmp0 (earlier->name, child->name) == 0 && g_strcmp0 (earlier->schema, child->schema) == 0)
            return NULL; /* it is held already */
          if (earlier->level == RETORT_LOCK_ACCESS_EXCLUSIVE && is_known (context, earlier) && points_to (at->place->before, child, earlier))
            return earlier;
        }
    }
  return NULL;
}

/* Whoever inserts a row holds its table and then wants the one that it points to (RI_FKey_check() locks the row there). */
static void
check_order (RetortCheckContext *context, const RetortCheckStep *at)
{
  const GPtrArray *relations = at->place->locks->relations;

  for (guint i = 0; !at->statement->is_alone && i < relations->len; i++)
    {
      const RetortRelationEffect *child = g_ptr_array_index (relations, i);
      const RetortRelationEffect *parent = NULL;

      if (child->level < RETORT_LOCK_SHARE || !is_known (context, child))
        continue;
      parent = find_parent_before (context, at, child);
      if (parent == NULL)
        continue;
      retort_check_say_at (context, at, child->name, 0, _("'%s' is locked behind '%s', to which it points; whoever inserts into it locks them the other way round"), child->name,
                           parent->name);
      return;
    }
}

static const RetortRule rules[] = {
  { .id = "object-owner",
    .is_live = TRUE,
    .title = N_("Table of another role"),
    .severity = RETORT_SEVERITY_ERROR,
    .is_for_downgrades = TRUE,
    .why = N_("PostgreSQL lets only the owner of a table, and members of that role, alter, index or drop it: the statement fails."),
    .remedy = N_("Connect as the owner, become it with SET ROLE at the beginning, or have the table handed over with REASSIGN OWNED."),
    .check_action = check_owner },
  { .id = "blocking-transactions-now",
    .is_live = TRUE,
    .title = N_("Somebody holds the table now"),
    .severity = RETORT_SEVERITY_WARNING,
    .is_for_downgrades = TRUE,
    .why = N_("The statement waits until that transaction ends, and everybody who comes after it waits behind it, even readers."),
    .remedy = N_("Wait until it has ended, or end it; and set a lock_timeout, so that giving up is all that can happen."),
    .check_migration = check_holders },
  { .id = "lock-order-deadlock",
    .title = N_("Locks in the order that invites a deadlock"),
    .severity = RETORT_SEVERITY_INFO,
    .why = N_("An INSERT into the table holds it and waits for the row that it points to, while the migration holds that one and waits for the "
           "table: PostgreSQL ends one of the two."),
    .remedy = N_("Change the table with the foreign key first, or put the two into transactions of their own."),
    .setup = PARENT_AND_CHILD,
    .bad = "ALTER TABLE users ADD COLUMN note text; ALTER TABLE orders ADD COLUMN note text",
    .good = "ALTER TABLE orders ADD COLUMN note text; ALTER TABLE users ADD COLUMN note text",
    .check_statement = check_order },
};

const RetortRuleSection retort_traffic_rules = { rules, G_N_ELEMENTS (rules) };
