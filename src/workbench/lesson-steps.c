/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the lesson asks for, and how it sees that it has happened. The names are those of data/practice. */
#include "config.h"

#include "workbench/lesson-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define MISTAKE "no_such_column"

static gboolean
is_at (RetortWorkbench *workbench, const char *id)
{
  RetortRevisionItem *item = retort_workbench_find_revision (workbench, id);

  return item != NULL && retort_revision_item_get_mark (item) == RETORT_REVISION_MARK_CURRENT;
}

static gboolean
text_has (RetortWorkbench *workbench, const char *id, const char *part)
{
  RetortRevisionItem *item = retort_workbench_find_revision (workbench, id);
  RetortRevision *revision = item != NULL ? retort_revision_item_get_revision (item) : NULL;
  RetortSource *source = revision != NULL ? retort_revision_get_source (revision) : NULL;

  return source != NULL && strstr (retort_source_get_text (source), part) != NULL;
}

/* (transfer full) (nullable): the newest revision that has a file; rows without one stand above it */
static RetortRevisionItem *
get_newest (RetortWorkbench *workbench)
{
  GListModel *revisions = retort_workbench_get_revisions (workbench);

  for (guint i = 0; i < g_list_model_get_n_items (revisions); i++)
    {
      g_autoptr(RetortRevisionItem) item = g_list_model_get_item (revisions, i);

      if (retort_revision_item_get_revision (item) != NULL)
        return g_steal_pointer (&item);
    }
  return NULL;
}

/* Did PostgreSQL refuse a run since the newest upgrade, so that nothing of it was applied? Newest first. */
static gboolean
was_refused (RetortWorkbench *workbench)
{
  GListModel *runs = retort_workbench_get_runs (workbench);

  for (guint i = 0; i < g_list_model_get_n_items (runs); i++)
    {
      g_autoptr(RetortRunItem) run = g_list_model_get_item (runs, i);
      RetortRunReport *report = retort_run_item_get_report (run);
      const RetortRunReportFields *fields = report != NULL ? retort_run_report_get (report) : NULL;

      if (fields != NULL && fields->outcome == RETORT_OUTCOME_NOT_APPLIED && fields->error != NULL && !fields->was_cancelled)
        return TRUE;
      if (fields != NULL && fields->outcome == RETORT_OUTCOME_APPLIED && fields->rows_after != NULL
          && g_strv_contains (fields->rows_after, "015"))
        return FALSE;
    }
  return FALSE;
}

static gboolean
has_looked_around (RetortWorkbench *workbench, const RetortLessonView *view)
{
  return g_strcmp0 (view->page, "history") == 0 && g_strcmp0 (view->revision, "011") == 0;
}

static gboolean
has_read (RetortWorkbench *workbench, const RetortLessonView *view)
{
  return g_strcmp0 (view->revision, "015") == 0 && g_strcmp0 (view->pane, "sql") == 0;
}

static gboolean
has_fixed (RetortWorkbench *workbench, const RetortLessonView *view)
{
  return text_has (workbench, "014", "IF NOT EXISTS");
}

static gboolean
has_upgraded (RetortWorkbench *workbench, const RetortLessonView *view)
{
  return is_at (workbench, "015");
}

static gboolean
has_verified (RetortWorkbench *workbench, const RetortLessonView *view)
{
  return g_strcmp0 (view->page, "schema") == 0 && g_strcmp0 (view->object, "public.cad_files") == 0;
}

static gboolean
has_recovered (RetortWorkbench *workbench, const RetortLessonView *view)
{
  return was_refused (workbench) && !text_has (workbench, "015", MISTAKE);
}

static gboolean
has_gone_down (RetortWorkbench *workbench, const RetortLessonView *view)
{
  return is_at (workbench, "014");
}

static gboolean
has_two_heads (RetortWorkbench *workbench, const RetortLessonView *view)
{
  return retort_workbench_get_n_heads (workbench) > 1;
}

static gboolean
has_merged (RetortWorkbench *workbench, const RetortLessonView *view)
{
  g_autoptr(RetortRevisionItem) newest = get_newest (workbench);

  return newest != NULL && retort_workbench_get_n_heads (workbench) == 1 && retort_revision_item_is_merge (newest);
}

static gboolean
has_written (RetortWorkbench *workbench, const RetortLessonView *view)
{
  g_autoptr(RetortRevisionItem) newest = get_newest (workbench);
  const char *id = newest != NULL ? retort_revision_item_get_id (newest) : "";

  return newest != NULL && !retort_revision_item_is_merge (newest) && !g_str_equal (id, "015") && text_has (workbench, id, "op.");
}

static gboolean
has_own_project (RetortWorkbench *workbench, const RetortLessonView *view)
{
  g_autofree char *practice = retort_workbench_dup_practice_path ();

  return retort_workbench_get_project_state (workbench) == RETORT_PROJECT_READY
         && g_strcmp0 (retort_workbench_get_project_path (workbench), practice) != 0;
}

static const RetortLessonStep steps[] = {
  {
    N_("Look Around"),
    N_("At the left stand the revisions of a media catalogue, the newest on top; each is one file of the project. The line joins "
       "each to the one that it follows. Your own database, on a private server that nobody else can reach, stands at 013. "
       "Choose 011: there the history parts in two."),
    N_("Revision: one migration file, known by its id.\n"
       "Head: a revision that no other follows; base: the beginning, before the first one.\n"
       "Current: the revision that the database is at."),
    "retort-cli history", "011", has_looked_around,
  },
  {
    N_("Read What Is Pending"),
    N_("014 and 015 are pending: the files are there, the database does not have them yet. Choose 015 and open SQL: this is what "
       "the database would receive, each statement beside the line that wrote it, with the lock that it takes."),
    N_("Pending: written, but not applied to this database.\n"
       "Lock: while a statement holds it, others have to wait; “blocks everything” means that they cannot even read."),
    "retort-cli sql 014:015", "015", has_read,
  },
  {
    N_("Mend a Problem"),
    N_("The checks found something in 014: it adds a value to a type, and fails where the value exists already. Choose 014, press "
       "Fix beside the problem, then Save."),
    N_("Check: a rule that each migration is held against; errors, warnings and remarks stand on their lines.\n"
       "IF NOT EXISTS: makes a statement do nothing where its work is done already."),
    "retort-cli check 014", "014", has_fixed,
  },
  {
    N_("Upgrade"),
    N_("Press Upgrade. Nothing happens yet: the plan says which statements would run, what they lock, and what cannot be undone. "
       "Tick what you have read, then run it."),
    N_("Upgrade: applies pending revisions, up to the head.\n"
       "Plan: what would happen, before it happens."),
    "retort-cli --private upgrade head", NULL, has_upgraded,
  },
  {
    N_("See What Became of It"),
    N_("The database is at 015. Open Schema and choose the table cad_files: it has a column step_hash now."),
    N_("Schema: the tables, columns, indexes and types that a database holds."),
    "retort-cli --private schema cad_files", NULL, has_verified,
  },
  {
    N_("Break Something, and Recover"),
    N_("Choose 015. In downgrade(), change 'step_hash' in the line with drop_column into 'no_such_column', save, and press Downgrade. "
       "PostgreSQL refuses, and nothing has changed: all of it ran in one transaction. Then set the name right again, and save."),
    N_("Transaction: statements that take effect together, or not at all."),
    "retort-cli --private downgrade -1", "015", has_recovered,
  },
  {
    N_("One Step Down"),
    N_("Press Downgrade and run the plan: 015 is undone, the database is at 014 again."),
    N_("Downgrade: undoes revisions, the newest first. What was deleted does not come back."),
    "retort-cli --private downgrade -1", "015", has_gone_down,
  },
  {
    N_("Two Heads"),
    N_("Two people write a revision after the same one: that happens every week. Be the second: choose 014, take New Revision "
       "from the main menu, and let it follow 014, although 015 does already."),
    N_("Branch: two revisions that follow the same one; until they are merged, there are two heads and “upgrade head” is refused."),
    "retort-cli revision -m \"spare parts\" --head 014 --splice", "014", has_two_heads,
  },
  {
    N_("Merge Them"),
    N_("Choose Merge Heads from the main menu. The new revision follows both; it changes nothing in the database, it joins the lines."),
    N_("Merge: a revision that follows several.\n"
       "Stamp: to write into the version table without running anything; a merge is never done that way."),
    "retort-cli merge heads -m \"join spare parts\"", NULL, has_merged,
  },
  {
    N_("Write One from a Pattern"),
    N_("Make a new revision and choose a pattern, such as an optional column. The file is written with its downgrade, and opens for "
       "you to read."),
    N_("Autogenerate: Alembic compares the models with the database and writes what is different; read what it wrote."),
    "retort-cli revision -m \"subtitle\" --pattern optional-column table=products column=subtitle type=text", NULL, has_written,
  },
  {
    N_("Your Own Project"),
    N_("That is all there is to it. Open the folder of your own project; opening runs nothing and changes nothing."),
    N_("Connection profile: how to reach a database, and how careful to be with it."),
    "retort-cli -C FOLDER status", NULL, has_own_project,
  },
};

/**
 * retort_lesson_steps_get: (skip)
 * @n_steps: (out): how many there are
 *
 * Returns: (transfer none) (array length=n_steps): the steps in their order
 */
const RetortLessonStep *
retort_lesson_steps_get (guint *n_steps)
{
  *n_steps = G_N_ELEMENTS (steps);
  return steps;
}
