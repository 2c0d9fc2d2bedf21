/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Steps that do nothing, or nothing that lasts: what they drop is not there, what they make is, or it goes as a whole a few lines on. */
#include "analysis/checks/context.h"

static gboolean
is_any_there (RetortSchema *schema, const RetortObjectKind *kinds, guint n_kinds, const char *place, const char *name)
{
  for (guint i = 0; i < n_kinds; i++)
    if (retort_schema_find (schema, kinds[i], place, name) != NULL)
      return TRUE;
  return FALSE;
}

/* In no schema where the statement looks; FALSE, too, where something unknown may have made it. */
static gboolean
is_missing (RetortSchema *schema, const RetortAction *action, const RetortObjectKind *kinds, guint n_kinds)
{
  const char *name = action->kind == RETORT_ACTION_DROP_TABLE || action->kind == RETORT_ACTION_RENAME_TABLE ? action->table : action->name;
  const char *const named[] = { action->schema, NULL };
  const char *const *path = action->schema != NULL ? named : retort_schema_get_current_path (schema);

  for (; name != NULL && *path != NULL; path++)
    if (retort_schema_get_taint (schema, *path, name) != NULL || is_any_there (schema, kinds, n_kinds, *path, name)
        || retort_schema_find_relation (schema, *path, name) != NULL)
      return FALSE;
  return name != NULL;
}

static gboolean
lacks_constraint (const RetortTable *table, const char *name)
{
  for (guint i = 0; i < table->constraints->len; i++)
    if (g_strcmp0 (((const RetortConstraint *) g_ptr_array_index (table->constraints, i))->name, name) == 0)
      return FALSE;
  return TRUE;
}

/**
 * retort_check_is_absent: (skip)
 * @at: a step that drops something
 *
 * Returns: whether the history before it makes nothing of that name
 */
gboolean
retort_check_is_absent (const RetortCheckStep *at)
{
  static const RetortObjectKind relations[] = { RETORT_OBJECT_TABLE };
  static const RetortObjectKind types[] = { RETORT_OBJECT_ENUM, RETORT_OBJECT_DOMAIN, RETORT_OBJECT_COMPOSITE };

  switch ((int) at->action->kind)
    {
    case RETORT_ACTION_DROP_TABLE:
    case RETORT_ACTION_DROP_INDEX:
      return is_missing (at->place->before, at->action, relations, G_N_ELEMENTS (relations));
    case RETORT_ACTION_DROP_TYPE:
      return is_missing (at->place->before, at->action, types, G_N_ELEMENTS (types));
    case RETORT_ACTION_RENAME_TABLE:
      return is_missing (at->place->before, at->action, relations, G_N_ELEMENTS (relations));
    case RETORT_ACTION_DROP_SCHEMA:
      return at->action->name != NULL && retort_schema_get_taint (at->place->before, at->action->name, "") == NULL
             && retort_schema_find (at->place->before, RETORT_OBJECT_NAMESPACE, NULL, at->action->name) == NULL;
    case RETORT_ACTION_DROP_COLUMN:
      return at->table != NULL && retort_table_find_column (at->table, at->action->name) == NULL;
    case RETORT_ACTION_DROP_CONSTRAINT:
      return at->table != NULL && lacks_constraint (at->table, at->action->name);
    default:
      return FALSE;
    }
}

static gboolean
is_present (const RetortCheckStep *at)
{
  switch ((int) at->action->kind)
    {
    case RETORT_ACTION_ADD_COLUMN:
      return at->table != NULL && retort_table_find_column (at->table, at->action->name) != NULL;
    case RETORT_ACTION_ADD_CONSTRAINT:
      return at->action->name != NULL && retort_table_find_constraint (at->table, at->action->name) != NULL;
    case RETORT_ACTION_CREATE_INDEX:
      return at->table != NULL && at->action->name != NULL
             && retort_schema_find_relation (at->place->before, at->table->schema, at->action->name) != NULL;
    default:
      return FALSE;
    }
}

/**
 * retort_check_does_nothing: (skip)
 * @at: a step
 *
 * Returns: whether its guard keeps it from doing anything: it drops what does not exist, or makes what does
 */
gboolean
retort_check_does_nothing (const RetortCheckStep *at)
{
  return at->action->is_guarded && (retort_check_is_absent (at) || is_present (at));
}

/* Of an index that is dropped by its own name only the schema knows the table. */
static const char *
get_table_name (const RetortCheckStep *at)
{
  const char *const *path = retort_schema_get_current_path (at->place->before);
  const RetortRelationName *index = NULL;

  if (at->action->table != NULL || at->action->kind != RETORT_ACTION_DROP_INDEX || at->action->name == NULL)
    return at->action->table;
  for (; index == NULL && *path != NULL; path++)
    index = retort_schema_find_relation (at->place->before, *path, at->action->name);
  return index != NULL ? index->table : NULL;
}

/**
 * retort_check_goes_with_table: (skip)
 * @context: a migration
 * @at: one of its steps
 *
 * Returns: whether a later step drops the table that it is about
 */
gboolean
retort_check_goes_with_table (const RetortCheckContext *context, const RetortCheckStep *at)
{
  const char *table = get_table_name (at);

  for (guint i = at->index + 1; table != NULL && i < context->actions->steps->len; i++)
    {
      const RetortAction *later = &retort_check_get_step (context->actions, i)->action;

      if (later->kind == RETORT_ACTION_DROP_TABLE && g_strcmp0 (later->table, table) == 0)
        return TRUE;
    }
  return FALSE;
}
