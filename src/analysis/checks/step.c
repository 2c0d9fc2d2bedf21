/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What rules ask of a step of a migration before anything else. */
#include "analysis/checks/context.h"

#include <string.h>

#define MAX_DEPTH 20 /* of partitions of partitions */
#define DEFAULT_MAJOR 15 /* when no server is known */

/**
 * retort_check_find_table: (skip)
 * @schema: what is there
 * @schema_name: (nullable): as the statement names it
 * @name: (nullable): the table's name
 *
 * Returns: (transfer none) (nullable): the table; %NULL when there is none, or when it may have changed
 */
const RetortTable *
retort_check_find_table (RetortSchema *schema, const char *schema_name, const char *name)
{
  const char *const named[] = { schema_name, NULL };
  const char *const *path = schema_name != NULL ? named : retort_schema_get_lookup_path (schema);

  for (; name != NULL && *path != NULL; path++)
    {
      const RetortTable *table = retort_schema_find_table (schema, *path, name);

      if (table == NULL && g_str_equal (*path, "pg_temp"))
        continue; /* whatever else is not known, a temporary table is made in front of everybody */
      if (retort_schema_get_taint (schema, *path, name) != NULL)
        return NULL;
      if (table != NULL)
        return table;
    }
  return NULL;
}

/* A materialized view is no table, but likewise new. */
static gboolean
makes_relation (const RetortCheckContext *context, const RetortActionStep *earlier, const RetortAction *wanted)
{
  const PgQuery__IntoClause *into
      = earlier->node->node_case == PG_QUERY__NODE__NODE_CREATE_TABLE_AS_STMT ? earlier->node->create_table_as_stmt->into : NULL;

  if (earlier->node->node_case == PG_QUERY__NODE__NODE_SELECT_STMT)
    into = earlier->node->select_stmt->into_clause;
  if (into != NULL)
    return g_strcmp0 (into->rel->relname, wanted->table) == 0
           && (wanted->schema == NULL || into->rel->schemaname[0] == '\0' || g_str_equal (into->rel->schemaname, wanted->schema));
  return earlier->action.kind == RETORT_ACTION_CREATE_TABLE && retort_action_is_on_same_table (&earlier->action, wanted)
         && !(earlier->action.is_guarded
              && retort_check_find_table (retort_check_walk_get_place (context->walk, earlier)->before, earlier->action.schema, wanted->table) != NULL);
}

/* An earlier step made it; a rename carries that along. @wanted names the schema where that is known. */
static gboolean
is_made_before (const RetortCheckContext *context, guint index, const RetortAction *wanted)
{
  for (guint i = index; i > 0; i--)
    {
      const RetortActionStep *earlier = retort_check_get_step (context->actions, i - 1);

      if (makes_relation (context, earlier, wanted))
        return TRUE;
      if (earlier->action.kind == RETORT_ACTION_RENAME_TABLE && g_strcmp0 (earlier->action.new_name, wanted->table) == 0)
        return is_made_before (context, i - 1, &earlier->action);
    }
  return FALSE;
}

/* Whether the migration made the table that the step is about. Where one of that name was there, only one made in its own schema counts. */
static gboolean
is_new (const RetortCheckContext *context, const RetortCheckStep *at)
{
  RetortAction wanted = *at->action;

  if (at->table != NULL && wanted.schema == NULL && retort_schema_find_table (context->walk->start, at->table->schema, wanted.table) != NULL)
    wanted.schema = at->table->schema;
  return at->action->kind == RETORT_ACTION_CREATE_TABLE || is_made_before (context, at->index, &wanted);
}

static const RetortLocks *
find_locks (const RetortCheckContext *context, const RetortCheckStep *at)
{
  const RetortLocks *part = at->action->command != NULL ? g_hash_table_lookup (context->walk->parts, at->action->command) : NULL;

  return part != NULL ? part : at->place->locks;
}

/* A partition of it, or a table that inherits from it, at whatever depth. */
static gboolean
is_below (RetortSchema *schema, const RetortTable *table, const RetortRelationEffect *effect, guint depth)
{
  for (guint i = 0; table != NULL && depth < MAX_DEPTH && table->children != NULL && table->children[i] != NULL; i++)
    {
      const char *dot = strchr (table->children[i], '.');
      g_autofree char *child_schema = dot != NULL ? g_strndup (table->children[i], (gsize) (dot - table->children[i])) : NULL;
      const char *name = dot != NULL ? dot + 1 : table->children[i];

      if (g_str_equal (name, effect->name) && g_strcmp0 (child_schema, effect->schema) == 0)
        return TRUE;
      if (is_below (schema, retort_check_find_table (schema, child_schema, name), effect, depth + 1))
        return TRUE;
    }
  return FALSE;
}

/* What is done to a partitioned table is done to its partitions: it has no rows itself. */
static const RetortRelationEffect *
find_heaviest (const RetortCheckStep *at, const RetortRelationEffect *own)
{
  const RetortRelationEffect *heaviest = own;

  if (own == NULL || at->table == NULL || at->table->kind != RETORT_RELATION_PARTITIONED_TABLE || own->rewrites)
    return own;
  for (guint i = 0; i < at->locks->relations->len; i++)
    {
      const RetortRelationEffect *effect = g_ptr_array_index (at->locks->relations, i);

      if (effect->kind == RETORT_LOCKED_TABLE && (effect->rewrites || (effect->scans && !heaviest->rewrites && !heaviest->scans))
          && is_below (at->place->before, at->table, effect, 0))
        heaviest = effect;
    }
  return heaviest;
}

static void
find_table (const RetortCheckContext *context, RetortCheckStep *at)
{
  const RetortAction *action = at->action;

  at->locks = find_locks (context, at);
  at->table = retort_check_find_table (at->place->before, action->schema, action->table);
  if (action->table != NULL)
    at->effect = find_heaviest (at, retort_locks_find (at->locks, at->table != NULL ? at->table->schema : action->schema, action->table));
}

static RetortCheckStep
look (RetortCheckContext *context, guint index)
{
  const RetortActionStep *step = retort_check_get_step (context->actions, index);
  RetortCheckStep at = { .index = index, .step = step, .action = &step->action };

  at.statement = &g_array_index (context->actions->statements, RetortParsedStatement, step->index);
  at.place = retort_check_walk_get_place (context->walk, step);
  at.is_first = index == 0 || step[-1].node != step->node || step[-1].index != step->index; /* equal texts may share a tree */
  find_table (context, &at);
  at.is_new_table = step->action.table != NULL && is_new (context, &at);
  return at;
}

/* The function makes the table itself: a temporary one, as a rule. */
static gboolean
is_made_in_body (const GArray *bodies, guint index)
{
  const RetortActionStep *step = &g_array_index (bodies, RetortActionStep, index);

  for (guint i = index; i > 0; i--)
    {
      const RetortActionStep *earlier = &g_array_index (bodies, RetortActionStep, i - 1);

      if (earlier->index == step->index && earlier->action.kind == RETORT_ACTION_CREATE_TABLE
          && retort_action_is_on_same_table (&earlier->action, &step->action))
        return TRUE;
    }
  return step->action.kind == RETORT_ACTION_CREATE_TABLE;
}

/**
 * retort_check_look_at_body: (skip)
 * @context: a migration
 * @index: one of the actions in the bodies of its functions
 *
 * Returns: the action, with what rules ask first; its index is that of the action that makes the function
 */
RetortCheckStep
retort_check_look_at_body (RetortCheckContext *context, guint index)
{
  const GArray *bodies = context->actions->bodies;
  const RetortActionStep *step = &g_array_index (bodies, RetortActionStep, index);
  RetortCheckStep at = { .step = step, .action = &step->action };

  while (at.index + 1 < context->actions->steps->len && retort_check_get_step (context->actions, at.index)->index < step->index)
    at.index++;
  at.statement = &g_array_index (context->actions->statements, RetortParsedStatement, step->index);
  at.place = retort_check_walk_get_place (context->walk, step);
  at.is_first = index == 0 || g_array_index (bodies, RetortActionStep, index - 1).node != step->node;
  at.is_new_table = step->action.table != NULL && is_made_in_body (bodies, index);
  find_table (context, &at);
  return at;
}

/**
 * retort_check_look: (skip)
 * @context: a migration
 * @index: one of its actions
 *
 * Each of the rules asks this of each action, so that it is found out once.
 *
 * Returns: the action, with what rules ask first
 */
RetortCheckStep
retort_check_look (RetortCheckContext *context, guint index)
{
  return *retort_check_peek (context, index);
}

/**
 * retort_check_peek: (skip)
 * @context: a migration
 * @index: one of its actions
 *
 * Returns: (transfer none): the same, as long as the walk is there
 */
const RetortCheckStep *
retort_check_peek (RetortCheckContext *context, guint index)
{
  RetortCheckStep *known = &g_array_index (context->walk->looks, RetortCheckStep, index);

  if (known->step == NULL)
    *known = look (context, index);
  return known;
}

/**
 * retort_check_is_existing: (skip)
 * @at: a step
 *
 * Returns: whether it is about a table that was there before the migration, where others wait and rows may be
 */
gboolean
retort_check_is_existing (const RetortCheckStep *at)
{
  if (at->action->table == NULL || at->is_new_table)
    return FALSE;
  return at->table == NULL || g_strcmp0 (at->table->persistence, "temporary") != 0;
}

/**
 * retort_check_get_major: (skip)
 * @context: the rule's context
 *
 * Returns: the major version of the server that it is checked for
 */
int
retort_check_get_major (const RetortCheckContext *context)
{
  int version = context->facts != NULL ? retort_target_facts_get_server_version (context->facts) : 0;

  return version > 0 ? version / 10000 : DEFAULT_MAJOR;
}

/**
 * retort_check_is_command: (skip)
 * @at: a step
 * @subtype: a part of ALTER TABLE
 *
 * Returns: whether it is that
 */
gboolean
retort_check_is_command (const RetortCheckStep *at, PgQuery__AlterTableType subtype)
{
  return at->action->command != NULL && at->action->command->subtype == subtype;
}

/**
 * retort_check_has_earlier: (skip)
 * @context: a migration
 * @at: one of its steps
 * @kind: what to look for
 *
 * Returns: whether an earlier step did that to the same object of the same table
 */
gboolean
retort_check_has_earlier (RetortCheckContext *context, const RetortCheckStep *at, RetortActionKind kind)
{
  for (guint i = 0; i < at->index; i++)
    {
      const RetortAction *earlier = &retort_check_get_step (context->actions, i)->action;

      if (earlier->kind == kind && retort_action_is_on_same_table (earlier, at->action)
          && g_strcmp0 (earlier->name, at->action->name) == 0)
        return TRUE;
    }
  return FALSE;
}

/**
 * retort_check_find_later: (skip)
 * @context: a migration
 * @at: one of its steps
 * @subtype: the part of ALTER TABLE to look for
 * @found: (out caller-allocates): the later step
 *
 * Returns: (nullable): @found when a later step does that to the same column
 */
const RetortCheckStep *
retort_check_find_later (RetortCheckContext *context, const RetortCheckStep *at, PgQuery__AlterTableType subtype,
                         RetortCheckStep *found)
{
  for (guint i = at->index + 1; i < context->actions->steps->len; i++)
    {
      const RetortAction *later = &retort_check_get_step (context->actions, i)->action;

      if (later->command != NULL && later->command->subtype == subtype && retort_action_is_on_same_table (later, at->action)
          && g_strcmp0 (later->name, at->action->name) == 0)
        {
          *found = retort_check_look (context, i);
          return found;
        }
    }
  return NULL;
}

/* Made by this migration, whatever the effect says of its one statement. */
static gboolean
is_known_at_start (const RetortCheckContext *context, const RetortRelationEffect *effect)
{
  return effect->schema == NULL || retort_schema_get_taint (context->walk->start, effect->schema, effect->name) != NULL
         || retort_schema_find_table (context->walk->start, effect->schema, effect->name) != NULL;
}

/**
 * retort_check_find_other_lock: (skip)
 * @context: a migration
 * @at: one of its steps
 * @least: the weakest lock that counts
 *
 * Returns: (nullable): a lock on a table that was there before the migration and is neither the step's own nor below it
 */
const RetortRelationEffect *
retort_check_find_other_lock (const RetortCheckContext *context, const RetortCheckStep *at, RetortLockLevel least)
{
  const GPtrArray *relations = at->place->locks->relations;

  for (guint i = 0; i < relations->len; i++)
    {
      const RetortRelationEffect *effect = g_ptr_array_index (relations, i);

      if (effect->kind == RETORT_LOCKED_TABLE && effect->level >= least && !effect->is_new && !effect->is_dropped
          && g_strcmp0 (effect->name, at->action->table) != 0 && is_known_at_start (context, effect)
          && !is_below (at->place->before, at->table, effect, 0))
        return effect;
    }
  return NULL;
}

/**
 * retort_column_find_constraint: (skip)
 * @column: a column as a statement defines it
 * @type: a kind of constraint
 *
 * Returns: (nullable): the first of that kind
 */
const PgQuery__Constraint *
retort_column_find_constraint (const PgQuery__ColumnDef *column, PgQuery__ConstrType type)
{
  for (size_t i = 0; i < column->n_constraints; i++)
    if (column->constraints[i]->constraint->contype == type)
      return column->constraints[i]->constraint;
  return NULL;
}

/**
 * retort_column_get_type: (skip)
 * @column: a column as a statement defines it
 *
 * Returns: (nullable): the last part of its type's name, as the grammar normalizes it ("int4")
 */
const char *
retort_column_get_type (const PgQuery__ColumnDef *column)
{
  return column->type_name != NULL ? retort_sql_names_get_last (column->type_name->n_names, column->type_name->names) : NULL;
}
