/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From a project and the state of a database to a plan: the path, each revision compiled over the
 * simulated host, the statements that keep the tool's table, findings and locks, the way back, and
 * what keeps the built-in engine from running it. Sends nothing.
 *
 * The fingerprint is three hashes joined by '-': files and what they send, rows, target. So that a
 * run which refuses can say which of the three is different. */
#include "engine/plan-maker.h"

#include "analysis/history/applied.h"
#include "analysis/history/stamp.h"
#include "analysis/planning/planner.h"
#include "engine/compile-ahead.h"
#include "engine/once-per-run.h"
#include "formats/bookkeeping.h"

/* What one plan is made from; lives on the stack of retort_plan_make() or retort_plan_make_stamp(). */
typedef struct
{
  RetortWorkspace         *workspace;
  const RetortTargetState *state;
  RetortDirection          direction;
  RetortPlanDepth          depth;
  GCancellable            *cancellable;
  GPtrArray               *rows;  /* element: utf8, owned: version rows after the steps made so far */
  GPtrArray               *steps; /* element: RetortPlanStep */
  GHashTable              *once;  /* key: SQL, owned, of batches that a run sends once */
  GPtrArray               *stamp; /* element: RetortStampStep; nullable: the plan runs migrations */
  gboolean                 purges; /* of a stamp */
  gboolean                 is_review; /* nothing of it will run: steps need not follow each other */
} PlanMaker;

static RetortProject *
get_project (const PlanMaker *maker)
{
  return retort_workspace_get_project (maker->workspace);
}

static gboolean
is_ancestor_cb (const char *ancestor, const char *of, gpointer user_data)
{
  return retort_history_is_ancestor (user_data, ancestor, of);
}

static GStrv
dup_ids (GPtrArray *revisions)
{
  GStrv ids = g_new0 (char *, revisions->len + 1);

  for (guint i = 0; i < revisions->len; i++)
    ids[i] = g_strdup (retort_revision_get_id (g_ptr_array_index (revisions, i)));
  return ids;
}

/* What the tool writes around one migration. */
typedef struct
{
  GPtrArray *opening;     /* element: RetortBatch; nullable */
  GPtrArray *bookkeeping; /* element: RetortBatch */
} StepRecords;

static void
step_records_clear (StepRecords *self)
{
  g_clear_pointer (&self->opening, g_ptr_array_unref);
  g_clear_pointer (&self->bookkeeping, g_ptr_array_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (StepRecords, step_records_clear)

/* The statements that keep the tool's table for one step; moves maker->rows. */
static gboolean
make_records (PlanMaker *maker, RetortRevision *revision, StepRecords *records, GError **error)
{
  const RetortHistory *history = retort_workspace_get_history (maker->workspace);
  const RetortBookkeeping *bookkeeping = retort_project_get (get_project (maker))->adapter->bookkeeping;
  g_autoptr(GPtrArray) down = retort_history_list_normalized_down (history, retort_revision_get_id (revision));
  g_auto(GStrv) ids = dup_ids (down);
  RetortBookkeepingStep step = { 0 };

  step.revision = revision;
  step.direction = maker->direction;
  step.rows = maker->rows;
  step.down = (const char *const *) ids;
  step.is_ancestor = is_ancestor_cb;
  step.user_data = (gpointer) history;
  step.applied = maker->state->applied;
  if (bookkeeping->open != NULL)
    records->opening = bookkeeping->open (get_project (maker), &step);
  records->bookkeeping = bookkeeping->step (get_project (maker), &step, error);
  return records->bookkeeping != NULL;
}

/* (transfer full): nothing; the rows go on as if it ran. */
static GPtrArray *
pass_reviewed (PlanMaker *maker, RetortRevision *revision)
{
  const char *id = retort_revision_get_id (revision);
  const RetortHistory *history = retort_workspace_get_history (maker->workspace);
  g_autoptr(GPtrArray) down = retort_history_list_normalized_down (history, id);

  /* One that is below a row was there before and changed since. */
  for (guint i = 0; i < maker->rows->len; i++)
    if (g_str_equal (g_ptr_array_index (maker->rows, i), id) || retort_history_is_ancestor (history, id, g_ptr_array_index (maker->rows, i)))
      return g_ptr_array_new ();
  for (guint i = 0; i < down->len; i++)
    {
      guint index = 0;

      if (g_ptr_array_find_with_equal_func (maker->rows, retort_revision_get_id (g_ptr_array_index (down, i)), g_str_equal, &index))
        g_ptr_array_remove_index (maker->rows, index);
    }
  g_ptr_array_add (maker->rows, g_strdup (id));
  return g_ptr_array_new ();
}

/* Only findings about the direction that runs, and those about none. */
static GPtrArray *
list_findings (PlanMaker *maker, RetortRevision *revision, GError **error)
{
  g_autoptr(GPtrArray) all = retort_workspace_check_for (maker->workspace, revision, maker->state->facts,
                                                         maker->cancellable, error);
  g_autoptr(GPtrArray) findings = NULL;

  if (all == NULL)
    return NULL;

  findings = g_ptr_array_new_with_free_func ((GDestroyNotify) retort_finding_unref);
  for (guint i = 0; i < all->len; i++)
    {
      RetortFinding *finding = g_ptr_array_index (all, i);
      const RetortFindingFields *fields = retort_finding_get (finding);

      if (fields->suppressed_reason == NULL && (!fields->has_direction || fields->direction == maker->direction))
        g_ptr_array_add (findings, retort_finding_ref (finding));
    }
  return g_steal_pointer (&findings);
}

/* Adds to the step what is for people: findings, locks and sizes, what cannot be undone. */
static RetortPlanStep *
make_reviewed_step (PlanMaker *maker, RetortMigration *migration, const StepRecords *records, GError **error)
{
  RetortRevision *revision = retort_migration_get_revision (migration);
  RetortDirection back = maker->direction == RETORT_DIRECTION_UPGRADE ? RETORT_DIRECTION_DOWNGRADE
                                                                      : RETORT_DIRECTION_UPGRADE;
  g_autoptr(RetortMigration) opposite = NULL;
  g_autoptr(GPtrArray) findings = NULL;
  g_autoptr(GPtrArray) facts = NULL;
  g_autoptr(RetortSchema) before = NULL;
  g_auto(GStrv) irreversible = NULL;

  opposite = retort_workspace_compile (maker->workspace, revision, back, maker->cancellable, error);
  if (opposite == NULL)
    return NULL;
  findings = list_findings (maker, revision, error);
  if (findings == NULL)
    return NULL;

  before = retort_workspace_dup_schema_before (maker->workspace, revision, maker->direction, maker->cancellable);
  facts = retort_planner_statement_facts (migration, before, maker->state->facts);
  irreversible = retort_planner_irreversible (migration, opposite);
  return retort_plan_step_new_opened (migration, records->opening, records->bookkeeping, findings, facts,
                                      (const char *const *) irreversible);
}

static gboolean
add_step (PlanMaker *maker, RetortRevision *revision, GError **error)
{
  g_autoptr(RetortMigration) compiled = NULL;
  g_autoptr(RetortMigration) migration = NULL;
  g_auto(StepRecords) records = { 0 };
  RetortPlanStep *step = NULL;

  compiled = retort_workspace_compile (maker->workspace, revision, maker->direction, maker->cancellable, error);
  if (compiled == NULL)
    return FALSE;
  migration = retort_once_per_run_leave_out (compiled, maker->once);
  if (maker->is_review)
    records.bookkeeping = pass_reviewed (maker, revision);
  else if (!make_records (maker, revision, &records, error))
    return FALSE;

  if (maker->depth == RETORT_PLAN_FOR_REVIEW)
    step = make_reviewed_step (maker, migration, &records, error);
  else
    step = retort_plan_step_new_opened (migration, records.opening, records.bookkeeping, NULL, NULL, NULL);
  if (step == NULL)
    return FALSE;

  g_ptr_array_add (maker->steps, step);
  return TRUE;
}

/* (nullable): the first place that is not known even when it runs; what is drawn then is. */
static const RetortGap *
find_obstacle (RetortMigration *migration)
{
  for (guint i = 0; i < retort_migration_get_n_gaps (migration); i++)
    if (!retort_migration_get_gap (migration, i)->varies)
      return retort_migration_get_gap (migration, i);
  return NULL;
}

/**
 * retort_migration_dup_obstacle:
 * @migration: one direction of a revision
 *
 * Returns: (transfer full) (nullable): why the built-in engine cannot run it to its last statement, a clause
 */
char *
retort_migration_dup_obstacle (RetortMigration *migration)
{
  RetortRevision *revision = retort_migration_get_revision (migration);
  const RetortGap *gap = find_obstacle (migration);
  g_autofree char *place = NULL;
  const char *what = NULL;

  switch (retort_migration_get_status (migration))
    {
    case RETORT_MIGRATION_COMPLETE:
    case RETORT_MIGRATION_VARIES:
      return NULL;
    case RETORT_MIGRATION_LIVE:
      if (gap == NULL)
        return NULL;
      what = "asks what a run cannot answer";
      break;
    case RETORT_MIGRATION_PARTIAL:
      what = "is not understood to the last statement";
      break;
    case RETORT_MIGRATION_REFUSED:
      what = "is refused by the original tool too";
      break;
    case RETORT_MIGRATION_BROKEN:
      what = "cannot be loaded";
      break;
    case RETORT_MIGRATION_MISSING:
      return g_strdup_printf ("revision '%s' has no %s", retort_revision_get_id (revision),
                              retort_migration_get_direction (migration) == RETORT_DIRECTION_UPGRADE ? "upgrade()"
                                                                                                    : "downgrade()");
    }

  if (gap != NULL)
    place = g_strdup_printf (" (%s, line %u: %s)", retort_revision_get_path (revision), gap->position.line, gap->reason);
  return g_strdup_printf ("revision '%s' %s%s", retort_revision_get_id (revision), what, place != NULL ? place : "");
}

/* (nullable): what keeps the built-in engine off. */
static char *
dup_obstacle (PlanMaker *maker)
{
  const RetortProjectFields *project = retort_project_get (get_project (maker));
  GPtrArray *problems = retort_history_get_problems (retort_workspace_get_history (maker->workspace));
  const RetortApplied *applied = maker->state->applied;

  if (applied != NULL && retort_applied_get (applied)->obstacle != NULL)
    return g_strdup_printf ("the original tool refuses to go on: %s", retort_applied_get (applied)->obstacle);
  if (problems->len > 0)
    return g_strdup_printf ("the original tool refuses the whole history: %s",
                            ((RetortHistoryProblem *) g_ptr_array_index (problems, 0))->message);
  for (guint i = 0; i < project->notes->len; i++)
    {
      const RetortProjectNote *note = g_ptr_array_index (project->notes, i);

      if (!retort_workspace_is_blocked_by (maker->workspace, note))
        continue;
      if (note->position.line == 0)
        return note->path != NULL ? g_strdup_printf ("%s: %s", note->path, note->text) : g_strdup (note->text);
      return g_strdup_printf ("%s, line %u: %s", note->path, note->position.line, note->text);
    }
  for (guint i = 0; i < maker->steps->len; i++)
    {
      char *obstacle = retort_migration_dup_obstacle (retort_plan_step_get_migration (g_ptr_array_index (maker->steps, i)));

      if (obstacle != NULL)
        return obstacle;
    }
  return NULL;
}

static void
hash_batches (GChecksum *checksum, GPtrArray *batches)
{
  for (guint i = 0; batches != NULL && i < batches->len; i++)
    {
      RetortBatch *batch = g_ptr_array_index (batches, i);
      guint8 flags = retort_batch_get_flags (batch);

      /* The closing zero byte keeps two batches from reading as one. */
      g_checksum_update (checksum, &flags, 1);
      g_checksum_update (checksum, (const guchar *) retort_batch_get_sql (batch),
                         (gssize) strlen (retort_batch_get_sql (batch)) + 1);
    }
}

static void
hash_text (GChecksum *checksum, const char *text)
{
  g_checksum_update (checksum, (const guchar *) (text != NULL ? text : ""), (gssize) strlen (text != NULL ? text : "") + 1);
}

/* The project's own modules that the migration was read from. */
static void
hash_imports (GChecksum *checksum, RetortMigration *migration)
{
  GPtrArray *imports = retort_migration_get_imports (migration);

  for (guint i = 0; i < imports->len; i++)
    {
      hash_text (checksum, retort_source_get_path (g_ptr_array_index (imports, i)));
      hash_text (checksum, retort_source_get_hash (g_ptr_array_index (imports, i)));
    }
}

/* A migration whose values are drawn when it runs is known by its files alone. */
static void
hash_step (GChecksum *checksum, RetortPlanStep *step)
{
  RetortMigration *migration = retort_plan_step_get_migration (step);
  RetortRevision *revision = retort_plan_step_get_revision (step);
  RetortSource *source = retort_revision_get_source (revision);
  g_autoptr(GPtrArray) batches = g_ptr_array_new ();

  hash_text (checksum, retort_revision_get_id (revision));
  hash_text (checksum, retort_revision_get_path (revision));
  hash_text (checksum, source != NULL ? retort_source_get_hash (source) : NULL);
  hash_text (checksum, retort_migration_status_to_string (retort_migration_get_status (migration)));
  hash_imports (checksum, migration);

  if (retort_migration_get_status (migration) != RETORT_MIGRATION_VARIES)
    for (guint i = 0; i < retort_migration_get_n_batches (migration); i++)
      g_ptr_array_add (batches, retort_migration_get_batch (migration, i));
  hash_batches (checksum, retort_plan_step_get_opening (step));
  hash_batches (checksum, batches);
  hash_batches (checksum, retort_plan_step_get_bookkeeping (step));
}

static char *
dup_files_hash (PlanMaker *maker, GPtrArray *preamble, const char *obstacle)
{
  const RetortProjectFields *project = retort_project_get (get_project (maker));
  g_autoptr(GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);

  hash_text (checksum, project->adapter->kind);
  hash_text (checksum, project->root);
  hash_text (checksum, retort_transactions_to_string (project->transactions));
  hash_text (checksum, obstacle);
  hash_batches (checksum, preamble);
  for (guint i = 0; i < maker->steps->len; i++)
    hash_step (checksum, g_ptr_array_index (maker->steps, i));
  for (guint i = 0; maker->stamp != NULL && i < maker->stamp->len; i++)
    hash_batches (checksum, ((RetortStampStep *) g_ptr_array_index (maker->stamp, i))->batches);
  return g_strdup (g_checksum_get_string (checksum));
}

static char *
dup_fingerprint (PlanMaker *maker, GPtrArray *preamble, const char *obstacle)
{
  g_autofree char *files = dup_files_hash (maker, preamble, obstacle);
  g_autofree char *rows = g_strjoinv ("\n", maker->state->rows);
  g_autofree char *rows_hash = g_compute_checksum_for_string (G_CHECKSUM_SHA256, rows, -1);
  const char *state_hash = maker->state->applied != NULL ? retort_applied_get (maker->state->applied)->key : rows_hash;
  g_autofree char *target_hash = retort_target_state_dup_key (maker->state);

  return g_strjoin ("-", files, state_hash, target_hash, NULL);
}

static int
compare_texts (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

static GStrv
dup_sorted (GPtrArray *texts)
{
  GStrv sorted = g_new0 (char *, texts->len + 1);

  for (guint i = 0; i < texts->len; i++)
    sorted[i] = g_strdup (g_ptr_array_index (texts, i));
  qsort (sorted, texts->len, sizeof (char *), compare_texts);
  return sorted;
}

/* A run of no step touches nothing; a stamp makes the table whatever it sets it to, as the tool does. */
static GPtrArray *
make_preamble (PlanMaker *maker)
{
  const RetortBookkeeping *bookkeeping = retort_project_get (get_project (maker))->adapter->bookkeeping;
  g_autoptr(GPtrArray) preamble = NULL;

  if (maker->stamp == NULL && maker->steps->len == 0)
    preamble = g_ptr_array_new_with_free_func ((GDestroyNotify) retort_batch_unref);
  else if (!maker->state->table_exists)
    preamble = bookkeeping->create (get_project (maker), maker->state->applied);
  else if (bookkeeping->adapt != NULL)
    preamble = bookkeeping->adapt (get_project (maker), maker->state->applied);
  else
    preamble = g_ptr_array_new_with_free_func ((GDestroyNotify) retort_batch_unref);
  if (maker->purges)
    {
      g_autoptr(GPtrArray) purge = bookkeeping->purge (get_project (maker), maker->state->applied);

      g_ptr_array_extend_and_steal (preamble, g_steal_pointer (&purge));
    }
  return g_steal_pointer (&preamble);
}

/* (nullable): not where one of the migrations knows none. */
static char *
dup_linear_way_back (PlanMaker *maker)
{
  const char *before = maker->state->rows[0];

  if (maker->steps->len == 0)
    return NULL;
  if (maker->direction == RETORT_DIRECTION_DOWNGRADE)
    return g_strdup_printf ("upgrade %s", before);
  for (guint i = 0; i < maker->steps->len; i++)
    if (!retort_revision_has_direction (retort_plan_step_get_revision (g_ptr_array_index (maker->steps, i)), RETORT_DIRECTION_DOWNGRADE))
      return NULL;
  return g_strdup_printf ("downgrade %s", before != NULL ? before : "base");
}

/* (nullable): a purge of rows that no file declares has no way back. */
static char *
dup_way_back (PlanMaker *maker, const char *const *to)
{
  const RetortHistory *history = retort_workspace_get_history (maker->workspace);
  const char *const *from = (const char *const *) maker->state->rows;
  g_autofree char *rows = g_strjoinv (" ", maker->state->rows);

  if (maker->stamp == NULL && maker->state->applied != NULL)
    return dup_linear_way_back (maker);
  if (maker->stamp == NULL)
    return maker->steps->len > 0 ? retort_planner_way_back (maker->direction, from, to) : NULL;
  if (g_strv_equal (from, to))
    return NULL;
  for (gsize i = 0; from[i] != NULL; i++)
    if (retort_history_find (history, from[i]) == NULL)
      return NULL;
  return g_strdup_printf ("stamp --purge %s", from[0] != NULL ? rows : "base");
}

/* (nullable): what is told before a move, beside its statements. */
static char *
dup_warning (PlanMaker *maker, const char *symbol)
{
  const RetortTargetState *state = maker->state;

  if (state->applied != NULL)
    return retort_applied_dup_warning (state->applied);
  if (maker->stamp != NULL || maker->direction != RETORT_DIRECTION_DOWNGRADE)
    return NULL;
  /* An imagined database has one order only. */
  return retort_history_path_down_warning (symbol, (const char *const *) (state->rows_as_read != NULL ? state->rows_as_read : state->rows));
}

static RetortPlan *
assemble (PlanMaker *maker, const char *symbol, const char *const *stamp_symbols)
{
  const RetortProjectFields *project = retort_project_get (get_project (maker));
  g_autoptr(GPtrArray) preamble = make_preamble (maker);
  g_autofree char *obstacle = dup_obstacle (maker);
  g_autofree char *fingerprint = NULL;
  g_autofree char *way_back = NULL;
  g_autofree char *warning = NULL;
  g_auto(GStrv) to = dup_sorted (maker->rows);
  RetortPlanFields fields = { 0 };

  fingerprint = maker->depth != RETORT_PLAN_FOR_PRINTING ? dup_fingerprint (maker, preamble, obstacle) : g_strdup ("");
  way_back = dup_way_back (maker, (const char *const *) to);

  fields.direction = maker->direction;
  fields.target_symbol = symbol;
  fields.from = (const char *const *) maker->state->rows;
  fields.to = (const char *const *) to;
  fields.steps = maker->steps;
  fields.stamp = maker->stamp;
  fields.stamp_symbols = stamp_symbols;
  fields.purges = maker->purges;
  fields.preamble = preamble;
  fields.engine = obstacle != NULL ? RETORT_ENGINE_COMMAND : RETORT_ENGINE_BUILTIN;
  fields.engine_reason = obstacle != NULL ? obstacle : "every statement is understood";
  fields.transactions = project->transactions;
  fields.way_back = way_back;
  fields.warning = warning = dup_warning (maker, symbol);
  fields.obstacle = obstacle;
  fields.state_fingerprint = fingerprint;
  return retort_plan_new (&fields);
}

static GPtrArray *
copy_rows (const char *const *rows)
{
  GPtrArray *copy = g_ptr_array_new_with_free_func (g_free);

  for (gsize i = 0; rows[i] != NULL; i++)
    g_ptr_array_add (copy, g_strdup (rows[i]));
  return copy;
}

/* Of a maker that has everything but rows and steps. */
static RetortPlan *
make_along (PlanMaker *maker, GPtrArray *path, const char *symbol, GError **error)
{
  gboolean is_up = maker->direction == RETORT_DIRECTION_UPGRADE;
  g_autoptr(GPtrArray) rows = copy_rows ((const char *const *) maker->state->rows);
  g_autoptr(GPtrArray) steps = g_ptr_array_new_with_free_func ((GDestroyNotify) retort_plan_step_unref);
  gboolean is_review = maker->depth == RETORT_PLAN_FOR_REVIEW; /* which compiles the way back too */
  g_autoptr(RetortCompileAhead) ahead = retort_compile_ahead_start (maker->workspace, path, is_up || is_review, !is_up || is_review);

  maker->rows = rows;
  maker->steps = steps;
  for (guint i = 0; i < path->len; i++)
    if (!add_step (maker, g_ptr_array_index (path, i), error))
      return NULL;
  return assemble (maker, symbol, NULL);
}

/**
 * retort_plan_make:
 * @workspace: the project
 * @state: the database as it was read
 * @direction: up or down
 * @symbol: the target, as a user types it
 * @depth: what the plan is for
 * @cancellable: (nullable): stops the evaluation
 * @error: a RetortHistoryError with Alembic's words, a RetortFormatError, or `G_IO_ERROR_CANCELLED`
 *
 * Makes the plan from @state to @symbol. Any thread; blocks.
 *
 * Returns: (transfer full) (nullable): the plan; without steps when there is nothing to do
 */
RetortPlan *
retort_plan_make (RetortWorkspace *workspace, const RetortTargetState *state, RetortDirection direction,
                  const char *symbol, RetortPlanDepth depth, GCancellable *cancellable, GError **error)
{
  g_autoptr(GPtrArray) path = NULL;
  g_autoptr(GHashTable) once = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  PlanMaker maker = { .workspace = workspace, .state = state, .direction = direction, .depth = depth,
                      .cancellable = cancellable, .once = once };

  g_return_val_if_fail (workspace != NULL && state != NULL && symbol != NULL, NULL);

  path = retort_target_state_find_path (state, workspace, direction, symbol, error);
  return path != NULL ? make_along (&maker, path, symbol, error) : NULL;
}

/**
 * retort_plan_make_path:
 * @workspace: the project
 * @state: the database as it was read
 * @direction: up or down
 * @path: (element-type RetortRevision): what to run, in this order; it must be possible from @state
 * @symbol: how the plan calls its target
 * @sent: (element-type utf8 utf8) (nullable): the SQL of batches that are sent once and need not be sent any more, owned by the table
 * @cancellable: (nullable): stops the evaluation
 * @error: a RetortFormatError, or `G_IO_ERROR_CANCELLED`
 *
 * Makes the plan of just these revisions, for running. Any thread; blocks.
 *
 * Returns: (transfer full) (nullable): the plan
 */
RetortPlan *
retort_plan_make_path (RetortWorkspace *workspace, const RetortTargetState *state, RetortDirection direction, GPtrArray *path,
                       const char *symbol, GHashTable *sent, GCancellable *cancellable, GError **error)
{
  g_autoptr(GHashTable) once = sent != NULL ? g_hash_table_ref (sent) : g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  PlanMaker maker = { .workspace = workspace, .state = state, .direction = direction, .depth = RETORT_PLAN_FOR_RUNNING,
                      .cancellable = cancellable, .once = once };

  g_return_val_if_fail (workspace != NULL && state != NULL && path != NULL && symbol != NULL, NULL);

  return make_along (&maker, path, symbol, error);
}

/**
 * retort_plan_make_review:
 * @workspace: the project
 * @state: an imagined database
 * @path: (element-type RetortRevision): what is to be read; they need not follow each other
 * @cancellable: (nullable): stops the evaluation
 * @error: a RetortFormatError, or `G_IO_ERROR_CANCELLED`
 *
 * Reads revisions as a plan that nobody will run. Any thread; blocks.
 *
 * Returns: (transfer full) (nullable): the plan, with findings and locks
 */
RetortPlan *
retort_plan_make_review (RetortWorkspace *workspace, const RetortTargetState *state, GPtrArray *path, GCancellable *cancellable,
                         GError **error)
{
  g_autoptr(GHashTable) once = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  PlanMaker maker = { .workspace = workspace, .state = state, .direction = RETORT_DIRECTION_UPGRADE, .depth = RETORT_PLAN_FOR_REVIEW,
                      .cancellable = cancellable, .once = once, .is_review = TRUE };

  g_return_val_if_fail (workspace != NULL && state != NULL && path != NULL, NULL);

  return make_along (&maker, path, "heads", error);
}

static gboolean
fill_stamp (PlanMaker *maker, GError **error)
{
  const RetortBookkeeping *bookkeeping = retort_project_get (get_project (maker))->adapter->bookkeeping;

  for (guint i = 0; i < maker->stamp->len; i++)
    {
      RetortStampStep *step = g_ptr_array_index (maker->stamp, i);
      g_autoptr(GPtrArray) batches = bookkeeping->stamp (get_project (maker), step, maker->state->applied, maker->rows, error);

      if (batches == NULL)
        return FALSE;
      g_ptr_array_extend_and_steal (step->batches, g_steal_pointer (&batches));
    }
  return TRUE;
}

static GPtrArray *
make_stamp_steps (PlanMaker *maker, const char *const *symbols, const char *const *rows, GError **error)
{
  const RetortHistory *history = retort_workspace_get_history (maker->workspace);

  if (maker->state->applied != NULL)
    return retort_applied_stamp (maker->state->applied, history, symbols, maker->purges, error);
  return retort_history_stamp (history, symbols, rows, error);
}

/**
 * retort_plan_make_stamp:
 * @workspace: the project
 * @state: the database as it was read
 * @symbols: (array zero-terminated=1): what the version table is set to, one or more
 * @purges: its rows are deleted first, whatever they say
 * @error: a RetortHistoryError with Alembic's words, or a RetortFormatError
 *
 * Makes the plan that sets the version table and runs no migration. Any thread.
 *
 * Returns: (transfer full) (nullable): the plan; empty when there is nothing to do
 */
RetortPlan *
retort_plan_make_stamp (RetortWorkspace *workspace, const RetortTargetState *state, const char *const *symbols,
                        gboolean purges, GError **error)
{
  static const char *const no_rows[] = { NULL };
  const char *const *rows = NULL;
  g_autofree char *asked = NULL;
  g_autoptr(GPtrArray) stamp = NULL;
  g_autoptr(GPtrArray) steps = g_ptr_array_new ();
  g_autoptr(GPtrArray) rows_after = NULL;
  PlanMaker maker = { .workspace = workspace, .state = state, .steps = steps, .purges = purges, .depth = RETORT_PLAN_FOR_RUNNING };

  g_return_val_if_fail (workspace != NULL && state != NULL && symbols != NULL && symbols[0] != NULL, NULL);

  rows = purges ? no_rows : (const char *const *) state->rows;
  maker.stamp = stamp = make_stamp_steps (&maker, symbols, rows, error);
  if (stamp == NULL)
    return NULL;
  maker.rows = rows_after = copy_rows (rows);
  if (!fill_stamp (&maker, error))
    return NULL;

  asked = g_strjoinv (" ", (GStrv) symbols);
  return assemble (&maker, asked, symbols);
}
