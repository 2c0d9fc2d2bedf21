/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a rehearsal says in the window. */
#include "config.h"

#include "workbench/rehearsal-item-private.h"

#include <glib/gi18n-lib.h>

/**
 * retort_reversibility_dup_label: (skip)
 * @reversibility: a badge
 *
 * Returns: (transfer full): it for people
 */
char *
retort_reversibility_dup_label (RetortReversibility reversibility)
{
  switch (reversibility)
    {
    case RETORT_REVERSIBLE_NO:
      return g_strdup (_("reversible: no"));
    case RETORT_REVERSIBLE_STRUCTURE:
      return g_strdup (_("reversible: structure only"));
    case RETORT_REVERSIBLE_PROVED:
      return g_strdup (_("reversible: proved"));
    }
  g_assert_not_reached ();
}

static char *
dup_leftover (const RetortLeftover *leftover)
{
  if (leftover->line > 0 && leftover->made_line > 0)
    /* Translators: what is left behind, two numbers of lines. */
    return g_strdup_printf (_("%s: line %u should have undone what line %u made"), leftover->text, leftover->line, leftover->made_line);
  if (leftover->line > 0)
    return g_strdup_printf (_("%s: line %u should have undone it"), leftover->text, leftover->line);
  if (leftover->made_line > 0)
    return g_strdup_printf (_("%s: line %u made it, and the downgrade does nothing about it"), leftover->text, leftover->made_line);
  return g_strdup (leftover->text);
}

/**
 * retort_rehearsal_step_dup_verdict: (skip)
 * @step: a step of a rehearsal
 *
 * Returns: (transfer full) (nullable): why it has no better badge, one line each
 */
char *
retort_rehearsal_step_dup_verdict (const RetortRehearsalStep *step)
{
  g_autoptr(GPtrArray) lines = g_ptr_array_new_with_free_func (g_free);

  if (step->failure != NULL)
    g_ptr_array_add (lines, g_strdup_printf (_("The upgrade does not go through: %s"), step->failure));
  if (step->untried != NULL)
    g_ptr_array_add (lines, g_strdup_printf (_("Not tried: %s"), step->untried));
  for (guint i = 0; i < step->leftovers->len; i++)
    g_ptr_array_add (lines, dup_leftover (g_ptr_array_index (step->leftovers, i)));
  for (guint i = 0; i < step->reasons->len; i++)
    g_ptr_array_add (lines, g_strdup (g_ptr_array_index (step->reasons, i)));
  if (lines->len == 0)
    return NULL;
  g_ptr_array_add (lines, NULL);
  return g_strjoinv ("\n", (GStrv) lines->pdata);
}

static void
append_effects (GString *text, const char *lock, gboolean rewrites, gboolean scans)
{
  g_string_append (text, lock != NULL ? lock : _("no lock"));
  if (rewrites)
    g_string_append_printf (text, ", %s", _("rewritten"));
  else if (scans)
    g_string_append_printf (text, ", %s", _("read whole"));
}

static void
append_relation (GString *text, const RetortRehearsedRelation *relation)
{
  g_string_append_printf (text, " · %s: ", relation->name);
  append_effects (text, relation->observed_lock, relation->observed_rewrite, relation->observed_scan);
  if (relation->is_as_predicted)
    return;
  g_string_append_printf (text, " (%s ", _("foretold:"));
  append_effects (text, relation->predicted_lock, relation->predicted_rewrite, relation->predicted_scan);
  g_string_append_c (text, ')');
}

/**
 * retort_rehearsed_statement_dup_seen: (skip)
 * @statement: a statement of a rehearsal
 *
 * Returns: (transfer full): its time and what was seen of its locks, on one line
 */
char *
retort_rehearsed_statement_dup_seen (const RetortRehearsedStatement *statement)
{
  GString *text = g_string_new (NULL);

  /* Translators: what the rehearsal saw of a statement; the milliseconds that it took. */
  g_string_append_printf (text, _("Rehearsed in %.1f ms"), (double) statement->elapsed_us / 1000);
  if (!statement->saw_locks)
    g_string_append_printf (text, " · %s", _("locks outside a transaction are not seen"));
  for (guint i = 0; statement->saw_locks && i < statement->relations->len; i++)
    append_relation (text, g_ptr_array_index (statement->relations, i));
  return g_string_free (text, FALSE);
}

static void
count_badges (const RetortRehearsal *rehearsal, guint *counts, guint *n_untried)
{
  for (guint i = 0; i < rehearsal->steps->len; i++)
    {
      const RetortRehearsalStep *step = g_ptr_array_index (rehearsal->steps, i);

      if (step->untried != NULL)
        (*n_untried)++;
      else if (step->failure == NULL)
        counts[step->reversibility]++;
    }
}

/**
 * retort_rehearsal_dup_summary: (skip)
 * @rehearsal: a rehearsal
 *
 * Returns: (transfer full): what came out, and where it was tried
 */
char *
retort_rehearsal_dup_summary (const RetortRehearsal *rehearsal)
{
  guint counts[RETORT_REVERSIBLE_PROVED + 1] = { 0 };
  guint n_untried = 0;
  g_autoptr(GString) text = g_string_new (NULL);

  count_badges (rehearsal, counts, &n_untried);
  if (!retort_rehearsal_went_up (rehearsal))
    g_string_append_printf (text, "%s\n", _("An upgrade does not go through."));
  /* Translators: how many revisions have which badge. */
  g_string_append_printf (text, _("Reversible: %u proved, %u structure only, %u no"), counts[RETORT_REVERSIBLE_PROVED],
                          counts[RETORT_REVERSIBLE_STRUCTURE], counts[RETORT_REVERSIBLE_NO]);
  if (n_untried > 0)
    g_string_append_printf (text, _("; %u not tried"), n_untried);
  g_string_append_c (text, '\n');
  if (rehearsal->source == RETORT_REHEARSAL_OF_TARGET)
    g_string_append (text, _("Tried up, down and up again on a copy of the database’s structure."));
  else
    g_string_append_printf (text, ngettext ("Tried up, down and up again on a scratch database, %u revision replayed.",
                                            "Tried up, down and up again on a scratch database, %u revisions replayed.", rehearsal->n_replayed),
                            rehearsal->n_replayed);
  if (rehearsal->loose->len > 0)
    g_string_append_printf (text, ngettext ("\n%u revision was applied only as far as it is understood.",
                                            "\n%u revisions were applied only as far as they are understood.", rehearsal->loose->len),
                            rehearsal->loose->len);
  for (guint i = 0; i < rehearsal->remarks->len; i++)
    g_string_append_printf (text, "\n%s", (char *) g_ptr_array_index (rehearsal->remarks, i));
  return g_strdup (text->str);
}
