/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "analysis/planning/trace.h"

#include "analysis/schema/comparison.h"

#include <glib/gi18n.h>
#include <string.h>

#define LONGEST_VALUE 120 /* bytes of a value that is told in a sentence */

/**
 * retort_trace_free:
 * @self: (transfer full): a trace
 */
void
retort_trace_free (RetortTrace *self)
{
  g_free (self->text);
  g_free (self);
}

static const RetortAction *
get_action (const RetortMigrationActions *actions, guint index)
{
  return &g_array_index (actions->steps, RetortActionStep, index).action;
}

static gboolean
is_about (const RetortAction *action, const RetortDifference *difference)
{
  return g_strcmp0 (action->table != NULL ? action->table : action->name, difference->name) == 0;
}

/* Rows that are written leave the schema as it is. */
static gboolean
writes_rows (const RetortAction *action)
{
  return action->kind == RETORT_ACTION_INSERT || action->kind == RETORT_ACTION_UPDATE || action->kind == RETORT_ACTION_DELETE;
}

/* The statement of the downgrade that is about the very part, else about the same object, else its last one. */
static guint
find_undo (const RetortMigrationActions *downgrade, const RetortDifference *difference)
{
  for (guint i = downgrade->steps->len; i > 0 && difference->part != NULL; i--)
    if (is_about (get_action (downgrade, i - 1), difference) && !writes_rows (get_action (downgrade, i - 1))
        && g_strcmp0 (get_action (downgrade, i - 1)->name, difference->part_name) == 0)
      return i - 1;
  for (guint i = downgrade->steps->len; i > 0; i--)
    if (is_about (get_action (downgrade, i - 1), difference))
      return i - 1;
  return downgrade->steps->len > 0 ? downgrade->steps->len - 1 : RETORT_TRACE_NOWHERE;
}

/* The statement of the upgrade that is about the very part, else the first one about the object. */
static guint
find_made (const RetortMigrationActions *upgrade, const RetortDifference *difference)
{
  guint found = RETORT_TRACE_NOWHERE;

  for (guint i = 0; i < upgrade->steps->len; i++)
    {
      const RetortAction *action = get_action (upgrade, i);

      if (!is_about (action, difference))
        continue;
      if (difference->part != NULL && g_strcmp0 (action->name, difference->part_name) == 0)
        return i;
      if (found == RETORT_TRACE_NOWHERE)
        found = i;
    }
  return found;
}

/* A function's text or a view's query is no part of a sentence. */
static gboolean
is_long (const char *value)
{
  return value != NULL && (strlen (value) > LONGEST_VALUE || strchr (value, '\n') != NULL);
}

static char *
describe (const RetortDifference *difference)
{
  const char *noun = difference->part != NULL ? difference->part : retort_object_kind_to_string (difference->object_kind);
  const char *kind = g_dpgettext2 (NULL, "object", noun);
  const char *name = difference->part != NULL ? difference->part_name : difference->name;
  g_autofree char *whose = difference->part != NULL ? g_strdup_printf (_(" of '%s'"), difference->name) : g_strdup ("");

  switch (difference->kind)
    {
    case RETORT_DIFFERENCE_ADDED:
      return g_strdup_printf (_("Up and down leaves %s '%s'%s behind"), kind, name, whose);
    case RETORT_DIFFERENCE_REMOVED:
      return g_strdup_printf (_("Up and down loses %s '%s'%s"), kind, name, whose);
    case RETORT_DIFFERENCE_CHANGED:
      if (is_long (difference->to) || is_long (difference->from))
        return g_strdup_printf (_("Up and down changes %s '%s'%s: its %s is not what it was"), kind, name, whose,
                                difference->property);
      return g_strdup_printf (_("Up and down changes %s '%s'%s: %s is %s, it was %s"), kind, name, whose, difference->property,
                              difference->to != NULL ? difference->to : _("none"), difference->from != NULL ? difference->from : _("none"));
    case RETORT_DIFFERENCE_NOT_COMPARABLE:
      break;
    }
  return NULL;
}

/* A constraint that was validated: PostgreSQL has no way back from that, and nobody misses one. */
static gboolean
is_validation (const RetortDifference *difference)
{
  g_autofree char *invalid = g_strconcat (difference->to != NULL ? difference->to : "", " NOT VALID", NULL);

  if (g_strcmp0 (difference->part, "constraint") != 0)
    return FALSE;
  if (g_strcmp0 (difference->property, "valid") == 0)
    return g_strcmp0 (difference->to, "yes") == 0;
  return g_strcmp0 (difference->property, "definition") == 0 && g_strcmp0 (difference->from, invalid) == 0;
}

static gboolean
is_nothing (const RetortDifference *difference)
{
  return difference->kind == RETORT_DIFFERENCE_CHANGED
         && (g_strcmp0 (difference->property, "order of columns") == 0 || g_strcmp0 (difference->property, "storage") == 0
             || is_validation (difference));
}

/* Enum values cannot be removed, a column comes back at the end, and others may use the extension. */
static gboolean
is_unavoidable (const RetortDifference *difference)
{
  return difference->object_kind == RETORT_OBJECT_EXTENSION || is_nothing (difference)
         || (difference->kind == RETORT_DIFFERENCE_CHANGED && difference->object_kind == RETORT_OBJECT_ENUM);
}

/* What one slip leaves is told once: a constraint's columns stand in its definition, and its index goes with it. */
static gboolean
is_told (const GPtrArray *differences, guint index)
{
  const RetortDifference *difference = g_ptr_array_index (differences, index);

  if (g_strcmp0 (difference->part, "constraint") == 0 && g_strcmp0 (difference->property, "columns") == 0)
    return TRUE;
  for (guint i = 0; g_strcmp0 (difference->part, "index") == 0 && i < differences->len; i++)
    {
      const RetortDifference *other = g_ptr_array_index (differences, i);

      if (g_strcmp0 (other->part, "constraint") == 0 && g_str_equal (other->name, difference->name) && g_strcmp0 (other->schema, difference->schema) == 0
          && g_strcmp0 (other->part_name, difference->part_name) == 0 && other->kind == difference->kind)
        return TRUE;
    }
  return FALSE;
}

/**
 * retort_traces_list:
 * @before: what was there before the upgrade
 * @after: what is there after upgrade and downgrade
 * @upgrade: what the upgrade does
 * @downgrade: what the downgrade does
 *
 * What cannot be compared is left out. Pure; any thread.
 *
 * Returns: (transfer full) (element-type RetortTrace): what is not as it was
 */
GPtrArray *
retort_traces_list (const RetortSchema *before, const RetortSchema *after, const RetortMigrationActions *upgrade,
                    const RetortMigrationActions *downgrade)
{
  g_autoptr(GPtrArray) differences = retort_schema_compare (before, after);
  GPtrArray *traces = g_ptr_array_new_with_free_func ((GDestroyNotify) retort_trace_free);

  for (guint i = 0; i < differences->len; i++)
    {
      const RetortDifference *difference = g_ptr_array_index (differences, i);
      char *text = is_told (differences, i) ? NULL : describe (difference);
      RetortTrace *trace = NULL;

      if (text == NULL)
        continue;
      trace = g_new0 (RetortTrace, 1);
      trace->text = text;
      trace->undo = find_undo (downgrade, difference);
      trace->made = find_made (upgrade, difference);
      trace->is_unavoidable = is_unavoidable (difference);
      trace->is_shared = difference->object_kind == RETORT_OBJECT_EXTENSION;
      trace->is_nothing = is_nothing (difference);
      g_ptr_array_add (traces, trace);
    }
  return traces;
}
