/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Numbered revisions whose links and numbers disagree. */
#include "analysis/checks/context.h"

#include "analysis/history/numbering.h"

#include <glib/gi18n.h>

static char *
format_number (RetortRevisionNumber number)
{
  return g_strdup_printf ("%0*u%.1s", (int) number.n_digits, number.number, &number.letter);
}

static void
say_about (RetortCheckContext *context, RetortSpan span, int louder, char *message)
{
  retort_check_say (context, (RetortRemark){ .message = message, .span = span, .louder = louder });
}

/* Another revision with the same number and letter. */
static void
check_duplicate (RetortCheckContext *context, RetortRevisionNumber own)
{
  const char *id = retort_revision_get_id (context->revision);
  g_autoptr(GPtrArray) same = retort_history_list_numbered (context->history, own.number);

  for (guint i = 0; i < same->len; i++)
    {
      const char *other = retort_revision_get_id (g_ptr_array_index (same, i));
      g_autofree char *text = format_number (own);
      RetortRevisionNumber number;

      if (g_str_equal (other, id) || !retort_history_get_number (context->history, other, &number)
          || number.letter != own.letter)
        continue;
      say_about (context, retort_revision_get_id_span (context->revision), 0,
                 g_strdup_printf (_("Number %s is taken twice: by %s and by %s"), text, id, other));
      return;
    }
}

static gboolean
may_follow (RetortRevisionNumber below, RetortRevisionNumber own)
{
  return below.number + 1 == own.number
         || (below.number == own.number && below.letter < own.letter);
}

/* The numbers disagree: is there one that should come before, or is one missing? */
static void
say_wrong (RetortCheckContext *context, RetortRevisionNumber own, RetortRevisionNumber below,
           const char *below_id)
{
  g_autoptr(GPtrArray) expected = retort_history_list_numbered (context->history, own.number - 1);
  const char *id = retort_revision_get_id (context->revision);
  RetortSpan span = retort_revision_get_down_span (context->revision);

  if (below.number == own.number)
    return; /* taken twice: that is said */
  if (below.number > own.number)
    say_about (context, span, 0,
               g_strdup_printf (_("%s follows %s, which has the later number"), id, below_id));
  else if (expected->len > 0)
    say_about (context, span, 0,
               g_strdup_printf (_("%s follows %s, although there is %s"), id, below_id,
                                retort_revision_get_id (g_ptr_array_index (expected, 0))));
  else
    say_about (
        context, span, -1,
        g_strdup_printf (_("%s follows %s: the numbers between them are missing"), id, below_id));
}

/* A base that is not the first number, when there is one before it. */
static void
check_base (RetortCheckContext *context, RetortRevisionNumber own)
{
  g_autoptr(GPtrArray) before = NULL;

  if (own.number == 0)
    return;
  before = retort_history_list_numbered (context->history, own.number - 1);
  if (before->len > 0)
    say_about (context, retort_revision_get_down_span (context->revision), 0,
               g_strdup_printf (_("%s follows no revision, although there is %s"),
                                retort_revision_get_id (context->revision),
                                retort_revision_get_id (g_ptr_array_index (before, 0))));
}

/**
 * retort_rule_wrong_predecessor: (skip)
 * @context: a migration
 *
 * wrong-predecessor
 */
void
retort_rule_wrong_predecessor (RetortCheckContext *context)
{
  const char *const *down = retort_revision_get_down (context->revision);
  RetortRevisionNumber highest = { 0, 0, '\0' };
  const char *highest_id = NULL;
  RetortRevisionNumber own;

  if (context->direction != RETORT_DIRECTION_UPGRADE
      || !retort_history_is_numbered (context->history)
      || !retort_history_get_number (context->history, retort_revision_get_id (context->revision),
                                     &own))
    return;

  check_duplicate (context, own);
  if (down[0] == NULL)
    check_base (context, own);
  for (guint i = 0; down[i] != NULL; i++)
    {
      RetortRevisionNumber below;

      if (!retort_history_get_number (context->history, down[i], &below) || may_follow (below, own))
        return;
      if (highest_id == NULL || below.number > highest.number)
        {
          highest = below;
          highest_id = down[i];
        }
    }
  if (highest_id != NULL)
    say_wrong (context, own, highest, highest_id);
}
