/* SPDX-License-Identifier: GPL-3.0-or-later */
/* In the order in which a reviewer asks: how much is it, what is wrong, what is to be done, and then each revision by itself. */
#include "report/plan-document.h"

#include "report/step-document.h"

#include <string.h>

static char *
join_rows (const char *const *rows)
{
  return rows != NULL && rows[0] != NULL ? g_strjoinv (", ", (char **) rows) : g_strdup ("base");
}

static const RetortDocumentStep *
get_known (const RetortPlanDocument *wanted, guint index)
{
  return wanted->steps != NULL ? &wanted->steps[index] : NULL;
}

static void
add_overview (RetortDocument *document, RetortPlan *plan, const RetortPlanDocument *wanted)
{
  const char *const headings[] = { "Revision", "What", "Findings", "Locks", wanted->steps != NULL ? "Way back" : NULL, NULL };

  if (retort_plan_get_n_steps (plan) < 2)
    return;
  retort_document_begin_table (document, headings);
  for (guint i = 0; i < retort_plan_get_n_steps (plan); i++)
    {
      RetortPlanStep *step = retort_plan_get_step (plan, i);
      RetortRevision *revision = retort_plan_step_get_revision (step);
      const RetortDocumentStep *known = get_known (wanted, i);
      guint counts[RETORT_SEVERITY_ERROR + 1] = { 0 };
      g_autofree char *findings = NULL;
      const char *cells[6] = { NULL };

      retort_step_count_findings (step, counts);
      findings = retort_finding_counts_to_text (counts);
      cells[0] = retort_revision_get_id (revision);
      cells[1] = retort_revision_get_caption (revision);
      cells[2] = findings;
      cells[3] = retort_step_describe_locks (step);
      cells[4] = known != NULL ? retort_step_describe_way_back (step, known, NULL) : NULL;
      retort_document_add_row (document, cells, cells[0]);
    }
}

/* What a reader wants to know before anything else, at a glance. */
static void
add_glance (RetortDocument *document, RetortPlan *plan)
{
  guint n_steps = retort_plan_get_n_steps (plan);
  guint counts[RETORT_SEVERITY_ERROR + 1] = { 0 };
  guint n_irreversible = 0;
  g_autofree char *amount = g_strdup_printf ("%u revision%s", n_steps, n_steps == 1 ? "" : "s");
  g_autofree char *findings = NULL;

  for (guint i = 0; i < n_steps; i++)
    {
      const char *const *irreversible = retort_plan_step_get_irreversible (retort_plan_get_step (plan, i));

      retort_step_count_findings (retort_plan_get_step (plan, i), counts);
      n_irreversible += irreversible != NULL && irreversible[0] != NULL ? 1 : 0;
    }
  findings = retort_finding_counts_to_text (counts);
  retort_document_add_mark (document, RETORT_DOCUMENT_PLAIN, amount);
  retort_document_add_mark (document, retort_finding_counts_to_tone (counts), findings);
  if (n_irreversible > 0)
    {
      g_autofree char *doubt = g_strdup_printf ("%u cannot be undone as a whole", n_irreversible);

      retort_document_add_mark (document, RETORT_DOCUMENT_WARNING, doubt);
    }
}

static void
add_facts (RetortDocument *document, RetortPlan *plan, const RetortPlanDocument *wanted)
{
  const RetortPlanFields *fields = retort_plan_get (plan);
  g_autofree char *from = join_rows (fields->from);
  g_autofree char *to = join_rows (fields->to);
  g_autofree char *amount = g_strdup_printf ("%u", retort_plan_count_statements (plan));

  if (wanted->since != NULL)
    retort_document_add_fact (document, "Since", wanted->since);
  retort_document_add_fact (document, "From", from);
  retort_document_add_fact (document, "To", to);
  retort_document_add_fact (document, "Statements", amount);
  retort_document_add_fact (document, "Transactions", retort_transactions_to_string (fields->transactions));
  if (wanted->is_review && wanted->facts != NULL && *retort_target_facts_get_database (wanted->facts) != '\0')
    retort_document_add_fact (document, "Sizes of", retort_target_facts_get_database (wanted->facts));
  if (!wanted->is_review)
    retort_document_add_fact (document, "Engine", fields->engine == RETORT_ENGINE_BUILTIN ? "built in" : fields->engine_reason);
  if (fields->way_back != NULL && !wanted->is_review)
    retort_document_add_fact (document, "Way back", fields->way_back);
  if (fields->warning != NULL)
    retort_document_add_fact (document, "Warning", fields->warning);
}

/* A tick for each revision: whoever reviews by hand ticks them one by one. */
static void
add_readings (RetortDocument *document, RetortPlan *plan, const RetortPlanDocument *wanted)
{
  for (guint i = 0; i < retort_plan_get_n_steps (plan); i++)
    {
      RetortRevision *revision = retort_plan_step_get_revision (retort_plan_get_step (plan, i));
      const RetortDocumentStep *known = get_known (wanted, i);
      g_autofree char *text = g_strdup_printf ("Read: %s %s", retort_revision_get_id (revision), retort_revision_get_caption (revision));

      retort_document_add_tick (document, text, known != NULL && known->is_read);
    }
}

static void
add_checklist (RetortDocument *document, RetortPlan *plan, const RetortPlanDocument *wanted)
{
  guint counts[RETORT_SEVERITY_ERROR + 1] = { 0 };
  guint n_irreversible = 0;

  for (guint i = 0; i < retort_plan_get_n_steps (plan); i++)
    {
      RetortPlanStep *step = retort_plan_get_step (plan, i);
      const char *const *irreversible = retort_plan_step_get_irreversible (step);

      retort_step_count_findings (step, counts);
      n_irreversible += irreversible != NULL ? g_strv_length ((GStrv) irreversible) : 0;
    }
  retort_document_add_heading (document, 2, "Checklist", NULL);
  add_readings (document, plan, wanted);
  if (counts[RETORT_SEVERITY_ERROR] + counts[RETORT_SEVERITY_WARNING] > 0)
    {
      g_autofree char *findings = retort_finding_counts_to_text (counts);
      g_autofree char *tick = g_strdup_printf ("The findings were read: %s", findings);

      retort_document_add_tick (document, tick, FALSE);
    }
  if (n_irreversible > 0)
    {
      g_autofree char *tick = g_strdup_printf ("What cannot be undone is meant so (%u)", n_irreversible);

      retort_document_add_tick (document, tick, FALSE);
    }
  retort_document_add_tick (document, "The way back is known, and there is a backup where rows are lost", FALSE);
}

static guint
count_notes (RetortPlan *plan, const RetortPlanDocument *wanted, const char *note)
{
  guint n = 0;

  for (guint i = 0; i < retort_plan_get_n_steps (plan) && wanted->steps != NULL; i++)
    n += g_strcmp0 (wanted->steps[i].note, note) == 0 ? 1 : 0;
  return n;
}

static void
append_count (GString *title, guint n, const char *word)
{
  if (n > 0)
    g_string_append_printf (title, "%s %u %s", title->str[title->len - 1] == ':' ? "" : ",", n, word);
}

/* "Review: 2 new, 1 changed" */
static char *
dup_title (RetortPlan *plan, const RetortPlanDocument *wanted)
{
  GString *title = NULL;
  guint n_removed = wanted->removed != NULL ? g_strv_length ((GStrv) wanted->removed) : 0;

  if (!wanted->is_review)
    return g_strdup (wanted->title);
  title = g_string_new (wanted->title);
  g_string_append_c (title, ':');
  append_count (title, count_notes (plan, wanted, "new"), "new");
  append_count (title, count_notes (plan, wanted, "changed"), "changed");
  append_count (title, n_removed, "removed");
  if (g_str_has_suffix (title->str, ":"))
    g_string_append (title, " nothing new");
  return g_string_free (title, FALSE);
}

/**
 * retort_plan_to_document:
 * @plan: a plan, or a review that was made as one
 * @wanted: what the plan does not say itself
 *
 * Returns: (transfer full): the document
 */
char *
retort_plan_to_document (RetortPlan *plan, const RetortPlanDocument *wanted)
{
  g_autofree char *title = dup_title (plan, wanted);
  RetortDocument *document = retort_document_new (wanted->format, title, wanted->subtitle);
  const RetortPlanFields *fields = retort_plan_get (plan);

  add_glance (document, plan);
  if (fields->obstacle != NULL && !wanted->is_review)
    retort_document_add_item (document, RETORT_DOCUMENT_BAD, "The built-in engine will not run this", fields->obstacle);
  for (gsize i = 0; wanted->removed != NULL && wanted->removed[i] != NULL; i++)
    {
      g_autofree char *text = g_strdup_printf ("Revision %s is gone", wanted->removed[i]);

      retort_document_add_item (document, RETORT_DOCUMENT_BAD, text, "A database that has it will not find it any more.");
    }
  add_facts (document, plan, wanted);
  add_overview (document, plan, wanted);
  add_checklist (document, plan, wanted);
  for (guint i = 0; i < retort_plan_get_n_steps (plan); i++)
    retort_document_add_step (document, retort_plan_get_step (plan, i), get_known (wanted, i), wanted);
  return retort_document_finish (document);
}
