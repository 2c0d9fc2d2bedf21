/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Values added to enum types. */
#include "analysis/checks/context.h"

#include <glib/gi18n.h>
#include <string.h>

#define ADD_VALUE "ADD VALUE"

/* Inserts IF NOT EXISTS behind the only ADD VALUE that the file has at the statement's place. */
static GPtrArray *
make_fix (RetortRevision *revision, const RetortStatement *statement)
{
  RetortSpan span = retort_statement_get_span (statement);
  RetortSource *source = retort_revision_get_source (revision);
  g_autofree char *text = source != NULL ? retort_source_dup_span (source, span) : NULL;
  const char *found = text != NULL ? strcasestr (text, ADD_VALUE) : NULL;
  GPtrArray *fix;
  gsize at;

  if (found == NULL || strcasestr (found + 1, ADD_VALUE) != NULL)
    return NULL;
  at = span.start + (gsize) (found - text) + strlen (ADD_VALUE);
  fix = g_ptr_array_new_with_free_func ((GDestroyNotify) retort_edit_free);
  g_ptr_array_add (fix, retort_edit_new ((RetortSpan){ at, at }, " IF NOT EXISTS"));
  return fix;
}

/**
 * retort_rule_enum_value_unguarded: (skip)
 * @context: a migration
 *
 * enum-value-without-if-not-exists. Outside the transaction it is one step louder: a failure later
 * in the migration leaves the value behind, and the second try then fails on it.
 */
void
retort_rule_enum_value_unguarded (RetortCheckContext *context)
{
  for (guint i = 0; i < context->actions->steps->len; i++)
    {
      const RetortActionStep *step = retort_check_get_step (context->actions, i);
      g_autofree char *object = NULL;

      if (step->action.kind != RETORT_ACTION_ADD_ENUM_VALUE || step->action.is_guarded)
        continue;
      object = retort_action_describe_object (&step->action);
      retort_check_say (context, (RetortRemark){
                                     .message = g_strdup_printf (
                                         _("Value '%s' is added to %s without IF NOT EXISTS"),
                                         step->action.new_name, object),
                                     .step = step,
                                     .louder = (step->flags & RETORT_BATCH_AUTOCOMMIT) != 0 ? 1 : 0,
                                     .fix = make_fix (context->revision, step->statement),
                                 });
    }
}
