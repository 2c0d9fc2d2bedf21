/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the checks say of a workspace's revisions, and of the project as a whole. */
#include "engine/workspace.h"

#include "analysis/schema/apply.h"
#include "base/heap.h"
#include "engine/compile-ahead.h"
#include "engine/snapshot.h"

#include <glib/gi18n.h>

/* (nullable): what the upgrade leaves. Of what stands in the history that is replayed anyway. */
static RetortSchema *
dup_schema_after (RetortWorkspace *self, RetortRevision *revision, RetortMigration *upgrade, RetortSchema *before,
                  GCancellable *cancellable)
{
  RetortSchema *after = NULL;

  if (before == NULL)
    return NULL;
  if (retort_history_find (retort_workspace_get_history (self), retort_revision_get_id (revision)) == revision)
    after = retort_workspace_dup_schema_before (self, revision, RETORT_DIRECTION_DOWNGRADE, cancellable);
  return after != NULL ? after : retort_schema_apply_migration (before, upgrade, NULL);
}

/**
 * retort_workspace_check:
 * @self: a workspace
 * @revision: one of its revisions
 * @cancellable: (nullable): stops the evaluation
 * @error: as retort_workspace_compile()
 *
 * Checks both directions of a revision without a database. Any thread; blocks.
 *
 * Returns: (transfer full) (nullable) (element-type RetortFinding): what there is to say, suppressed findings included
 */
GPtrArray *
retort_workspace_check (RetortWorkspace *self, RetortRevision *revision, GCancellable *cancellable, GError **error)
{
  return retort_workspace_check_for (self, revision, NULL, cancellable, error);
}

/* The line ends of the file are kept. */
static void
keep_line_ends (RetortSource *source, GPtrArray *edits)
{
  const char *end = source != NULL ? strchr (retort_source_get_text (source), '\n') : NULL;

  for (guint i = 0; end != NULL && end > retort_source_get_text (source) && end[-1] == '\r' && i < edits->len; i++)
    {
      RetortEdit *edit = g_ptr_array_index (edits, i);
      g_auto(GStrv) lines = g_strsplit (edit->replacement, "\n", -1);

      g_free (edit->replacement);
      edit->replacement = g_strjoinv ("\r\n", lines);
    }
}

/* Takes @findings. A rule may have brought a remedy of its own. */
static GPtrArray *
add_fixes (RetortWorkspace *self, RetortRevision *revision, GPtrArray *findings, RetortMigration *upgrade, RetortMigration *downgrade)
{
  RetortProject *project = retort_workspace_get_project (self);
  const RetortAdapter *adapter = retort_project_get (project)->adapter;

  for (guint i = 0; adapter->make_fix != NULL && i < findings->len; i++)
    {
      RetortFinding *finding = g_ptr_array_index (findings, i);
      RetortFindingFields fields = *retort_finding_get (finding);
      g_autoptr(GPtrArray) fix = NULL;

      if (fields.fix != NULL || fields.suppressed_reason != NULL)
        continue;
      fix = adapter->make_fix (project, revision, &fields, upgrade, downgrade);
      if (fix == NULL)
        continue;
      keep_line_ends (retort_revision_get_source (revision), fix);
      fields.fix = fix;
      g_ptr_array_index (findings, i) = retort_finding_new (&fields);
      retort_finding_unref (finding);
    }
  return findings;
}

/* What the rule says, as loud as the project wants it; what stops the tool is an error. NULL: it is turned off. */
static RetortFinding *
finding_of_rule (RetortWorkspace *self, const RetortProjectNote *note)
{
  GHashTable *severities = retort_workspace_get_settings (self)->checks.severities;
  const RetortRule *rule = retort_rules_find (note->rule);
  gpointer own = NULL;
  RetortFindingFields fields = { 0 };

  fields.rule = rule->id;
  fields.severity = note->blocks_builtin_engine ? RETORT_SEVERITY_ERROR : rule->severity;
  if (g_hash_table_lookup_extended (severities, note->rule, NULL, &own))
    {
      if (own == NULL)
        return NULL;
      fields.severity = (RetortSeverity) (GPOINTER_TO_INT (own) - 1);
    }
  fields.path = note->path;
  fields.start = note->position;
  fields.end = note->position;
  fields.message = note->text;
  fields.why = _(rule->why);
  fields.remedy = _(rule->remedy);
  return retort_finding_new (&fields);
}

/* Is the revision before not what its snapshot says already? Then it is told there. */
static gboolean
differs_before (RetortWorkspace *self, RetortRevision *revision, const RetortSchema *before)
{
  const char *down = retort_revision_get_down (revision)[0];
  RetortRevision *previous = down != NULL ? retort_history_find (retort_workspace_get_history (self), down) : NULL;
  g_autofree char *difference = previous != NULL ? retort_snapshot_dup_difference (self, previous, before) : NULL;

  return difference != NULL;
}

/* Is something wrong with the file itself? Then that is told. */
static gboolean
has_note (RetortWorkspace *self, RetortRevision *revision)
{
  GPtrArray *notes = retort_project_get (retort_workspace_get_project (self))->notes;

  for (guint i = 0; i < notes->len; i++)
    if (g_strcmp0 (((RetortProjectNote *) g_ptr_array_index (notes, i))->path, retort_revision_get_path (revision)) == 0)
      return TRUE;
  return FALSE;
}

/* A hand that edits a migration forgets the snapshot. */
static void
add_snapshot_finding (RetortWorkspace *self, RetortRevision *revision, const RetortCheckInput *input, GPtrArray *findings)
{
  g_autofree char *difference = retort_snapshot_dup_difference (self, revision, input->before_downgrade);
  RetortProjectNote note = { .path = (char *) retort_revision_get_path (revision), .position = { 1, 1 }, .text = difference,
                             .rule = "migration-folder" };
  gboolean is_new = difference != NULL && !has_note (self, revision) && !differs_before (self, revision, input->before_upgrade);
  RetortFinding *finding = is_new ? finding_of_rule (self, &note) : NULL;

  if (finding != NULL)
    g_ptr_array_add (findings, finding);
}

/* What a rule may ask to be replayed. */
typedef struct
{
  RetortWorkspace *workspace;
  GCancellable    *cancellable;
} Replay;

static RetortSchema *
dup_newest (gpointer data)
{
  Replay *self = data;

  return retort_workspace_dup_newest_schema (self->workspace, self->cancellable);
}

/**
 * retort_workspace_check_for:
 * @self: a workspace
 * @revision: one of its revisions
 * @facts: (nullable): the server that it is checked for
 * @cancellable: (nullable): stops the evaluation
 * @error: as retort_workspace_compile()
 *
 * Checks both directions of a revision for the server that @facts tells of. Any thread; blocks.
 *
 * Returns: (transfer full) (nullable) (element-type RetortFinding): what there is to say, suppressed findings included
 */
GPtrArray *
retort_workspace_check_for (RetortWorkspace *self, RetortRevision *revision, const RetortTargetFacts *facts,
                            GCancellable *cancellable, GError **error)
{
  g_autoptr(RetortMigration) upgrade = NULL;
  g_autoptr(RetortMigration) downgrade = NULL;
  g_autoptr(RetortSchema) before_upgrade = NULL;
  g_autoptr(RetortSchema) before_downgrade = NULL;
  g_autoptr(GArray) steps = NULL;
  Replay replay = { self, cancellable };
  RetortCheckInput input = { 0 };
  GPtrArray *findings = NULL;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (revision != NULL, NULL);

  upgrade = retort_workspace_compile (self, revision, RETORT_DIRECTION_UPGRADE, cancellable, error);
  if (upgrade == NULL)
    return NULL;
  downgrade = retort_workspace_compile (self, revision, RETORT_DIRECTION_DOWNGRADE, cancellable, error);
  if (downgrade == NULL)
    return NULL;

  before_upgrade = retort_workspace_dup_schema_before (self, revision, RETORT_DIRECTION_UPGRADE, cancellable);
  before_downgrade = dup_schema_after (self, revision, upgrade, before_upgrade, cancellable);
  steps = retort_workspace_take_steps (self, revision);
  input.history = retort_workspace_get_history (self);
  input.revision = revision;
  input.upgrade = upgrade;
  input.downgrade = downgrade;
  input.facts = facts;
  input.settings = &retort_workspace_get_settings (self)->checks;
  input.transactions = retort_project_get (retort_workspace_get_project (self))->transactions;
  input.before_upgrade = before_upgrade;
  input.before_downgrade = before_downgrade;
  input.dup_newest = dup_newest;
  input.newest_data = &replay;
  input.upgrade_steps = steps;
  findings = retort_check_revision (&input);
  if (before_downgrade != NULL)
    add_snapshot_finding (self, revision, &input, findings);
  return add_fixes (self, revision, findings, upgrade, downgrade);
}

/* One revision of retort_workspace_check_all(); belongs to one thread while it is checked. */
typedef struct
{
  RetortRevision *revision; /* borrowed */
  GPtrArray      *findings; /* nullable: not checked, or @error says why not */
  GError         *error;
  gboolean        is_done;  /* guarded by the lock of CheckAll */
} Check;

/* What all threads share. */
typedef struct
{
  RetortWorkspace         *workspace;
  const RetortTargetFacts *facts; /* nullable */
  GCancellable            *cancellable;
  GMutex                   lock;    /* guards @awaited */
  const Check             *awaited; /* nullable */
  GCond                    done;    /* the one that is awaited is done */
} CheckAll;

static void
check_clear (gpointer data)
{
  Check *self = data;

  g_clear_pointer (&self->findings, g_ptr_array_unref);
  g_clear_error (&self->error);
}

static void
check_worker (gpointer data, gpointer user_data)
{
  Check *self = data;
  CheckAll *all = user_data;

  retort_heap_reserve ();
  self->findings = retort_workspace_check_for (all->workspace, self->revision, all->facts, all->cancellable, &self->error);
  g_mutex_lock (&all->lock);
  self->is_done = TRUE;
  if (all->awaited == self)
    g_cond_signal (&all->done);
  g_mutex_unlock (&all->lock);
}

static void
wait_for (CheckAll *all, const Check *check)
{
  g_autoptr(GMutexLocker) locker = g_mutex_locker_new (&all->lock);

  all->awaited = check;
  while (!check->is_done)
    g_cond_wait (&all->done, &all->lock);
}

/* Makes what the check of the revision will ask for. */
static void
replay (const CheckAll *all, RetortRevision *revision)
{
  g_autoptr(RetortSchema) after = retort_workspace_dup_schema_before (all->workspace, revision, RETORT_DIRECTION_DOWNGRADE, all->cancellable);
}

/* So many revisions are handed out, and told of, at once: to wake a thread for each takes as long as much of its check. */
#define BATCH 16

/* Revisions are compiled from both ends at once. This thread replays the history; what it has passed is checked by a thread a processor. */
static GThreadPool *
start_checks (CheckAll *all, GArray *checks)
{
  GThreadPool *pool = g_thread_pool_new (check_worker, all, (int) g_get_num_processors (), TRUE, NULL);

  for (guint first = 0; first < checks->len; first += BATCH)
    {
      guint end = MIN (first + BATCH, checks->len);

      for (guint i = first; i < end; i++)
        replay (all, g_array_index (checks, Check, i).revision);
      for (guint i = first; i < end; i++)
        g_thread_pool_push (pool, &g_array_index (checks, Check, i), NULL);
    }
  return pool;
}

/* At the first of a batch its last one is waited for: the others are mostly done by then. */
static void
wait_for_next (CheckAll *all, GArray *checks, guint next)
{
  if (next % BATCH == 0)
    wait_for (all, &g_array_index (checks, Check, MIN (next + BATCH, checks->len) - 1));
  wait_for (all, &g_array_index (checks, Check, next));
}

static void
run_checks (CheckAll *all, GPtrArray *revisions, GArray *checks, RetortFindingsFunc found, gpointer user_data)
{
  g_autoptr(RetortCompileAhead) ahead = retort_compile_ahead_start (all->workspace, revisions, TRUE, TRUE);
  GThreadPool *pool = NULL;
  gboolean is_told = found != NULL;

  retort_workspace_keep_steps (all->workspace, TRUE);
  if (revisions->len > 1 && g_get_num_processors () > 1)
    pool = start_checks (all, checks);
  for (guint i = 0; i < checks->len; i++)
    {
      Check *check = &g_array_index (checks, Check, i);

      if (pool != NULL)
        wait_for_next (all, checks, i);
      else
        check_worker (check, all);
      is_told = is_told && check->findings != NULL;
      if (is_told)
        found (check->findings, user_data);
    }
  if (pool != NULL)
    g_thread_pool_free (pool, FALSE, TRUE);
  retort_workspace_keep_steps (all->workspace, FALSE);
}

/**
 * retort_workspace_check_all:
 * @self: a workspace
 * @revisions: (element-type RetortRevision): some of its revisions
 * @facts: (nullable): the server that they are checked for
 * @found: (nullable) (scope call): gets what there is to say of each, in their order, while others are checked; none from the first on that has an error
 * @user_data: for @found
 * @cancellable: (nullable): stops the evaluation
 * @error: as retort_workspace_compile(), of the first revision that has one
 *
 * Checks many revisions, several at a time. Any thread; blocks.
 *
 * Returns: (transfer full) (nullable) (element-type RetortFinding): what retort_workspace_check_for() says of each, in their order
 */
GPtrArray *
retort_workspace_check_all (RetortWorkspace *self, GPtrArray *revisions, const RetortTargetFacts *facts, RetortFindingsFunc found,
                            gpointer user_data, GCancellable *cancellable, GError **error)
{
  CheckAll all = { .workspace = self, .facts = facts, .cancellable = cancellable };
  g_autoptr(GArray) checks = g_array_new (FALSE, TRUE, sizeof (Check));
  g_autoptr(GPtrArray) findings = g_ptr_array_new_with_free_func ((GDestroyNotify) retort_finding_unref);

  g_return_val_if_fail (self != NULL && revisions != NULL, NULL);

  g_array_set_clear_func (checks, check_clear);
  g_array_set_size (checks, revisions->len);
  for (guint i = 0; i < revisions->len; i++)
    g_array_index (checks, Check, i).revision = g_ptr_array_index (revisions, i);
  g_mutex_init (&all.lock);
  g_cond_init (&all.done);
  run_checks (&all, revisions, checks, found, user_data);
  g_mutex_clear (&all.lock);
  g_cond_clear (&all.done);
  for (guint i = 0; i < checks->len; i++)
    {
      Check *check = &g_array_index (checks, Check, i);

      if (check->findings == NULL)
        {
          g_propagate_error (error, g_steal_pointer (&check->error));
          return NULL;
        }
      g_ptr_array_extend_and_steal (findings, g_steal_pointer (&check->findings));
    }
  return g_steal_pointer (&findings);
}

static RetortFinding *
finding_from_note (RetortWorkspace *self, const RetortProjectNote *note)
{
  const RetortProjectFields *project = retort_project_get (retort_workspace_get_project (self));
  gboolean is_blocking = retort_workspace_is_blocked_by (self, note);
  gboolean can_be_accepted = is_blocking && note->path != NULL && g_strcmp0 (note->path, project->environment_path) == 0;
  RetortFindingFields fields = { 0 };

  fields.rule = "project-not-understood";
  fields.severity = note->blocks_builtin_engine && !is_blocking ? RETORT_SEVERITY_INFO : RETORT_SEVERITY_WARNING;
  fields.path = note->path;
  fields.start = note->position;
  fields.end = note->position;
  fields.message = note->text;
  fields.why = is_blocking ? _("It may change which statements run or where, so that the built-in engine stays off.")
               : note->blocks_builtin_engine ? _("It may change which statements run or where; retort.json accepts that.")
               : _("What could not be read is not taken into account.");
  fields.remedy = can_be_accepted ? _("Mend the place, use the project's own command, or accept the file as it is (retort-cli accept).")
                  : note->blocks_builtin_engine && !is_blocking ? _("It is accepted until the file changes.")
                                                                : _("Mend the place, or use the project's own command.");
  if (note->is_left_out)
    {
      fields.severity = RETORT_SEVERITY_ERROR;
      fields.why = _("The original tool takes every such file for a revision: it reads this one, or no command of it works.");
      fields.remedy = _("Let it declare 'revision' and 'down_revision' as constants, or move it out of the folder.");
    }
  return retort_finding_new (&fields);
}

static RetortFinding *
finding_from_problem (const RetortSettings *settings, const RetortSettingsProblem *problem)
{
  RetortFindingFields fields = { 0 };

  fields.rule = "settings-not-understood";
  fields.severity = RETORT_SEVERITY_WARNING;
  fields.path = settings->path;
  fields.start = fields.end = (RetortPosition){ problem->line, problem->line > 0 };
  fields.message = problem->text;
  fields.why = _("What is named here is not in force.");
  fields.remedy = _("Mend the file; it is never written over.");
  return retort_finding_new (&fields);
}

/**
 * retort_workspace_check_project:
 * @self: a workspace
 *
 * Says what is wrong with the project as a whole: its history, its configuration, its retort.json. Any thread.
 *
 * Returns: (transfer full) (element-type RetortFinding): the findings
 */
GPtrArray *
retort_workspace_check_project (RetortWorkspace *self)
{
  const RetortSettings *settings = NULL;
  const RetortProjectFields *project = NULL;
  g_autoptr(GPtrArray) findings = NULL;

  g_return_val_if_fail (self != NULL, NULL);

  settings = retort_workspace_get_settings (self);
  project = retort_project_get (retort_workspace_get_project (self));
  findings = retort_check_history (retort_workspace_get_history (self), &settings->checks);
  for (guint i = 0; i < project->notes->len; i++)
    {
      const RetortProjectNote *note = g_ptr_array_index (project->notes, i);

      RetortFinding *finding = NULL;

      if (!note->is_found_by_checks)
        finding = note->rule != NULL ? finding_of_rule (self, note) : finding_from_note (self, note);
      if (finding != NULL)
        g_ptr_array_add (findings, finding);
    }
  for (guint i = 0; i < settings->problems->len; i++)
    g_ptr_array_add (findings, finding_from_problem (settings, g_ptr_array_index (settings->problems, i)));
  return g_steal_pointer (&findings);
}
