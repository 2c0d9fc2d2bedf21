/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Runs the evaluator over a revision. What the operations send becomes batches (compiler-batches.c); what is not understood becomes gaps
 * between them, and stops the evaluation when the host executes what it takes. The status is what the gaps and questions leave of "complete". */
#include "formats/alembic/compiler-private.h"

#include "formats/alembic/compile.h"
#include "formats/alembic/modules.h"
#include "formats/alembic/own-operation.h"
#include "python/probe.h"
#include "python/validator.h"

#include <string.h>

static void
compiler_clear (Compiler *self)
{
  g_clear_pointer (&self->batches, g_ptr_array_unref);
  g_clear_pointer (&self->gaps, g_ptr_array_unref);
  g_clear_pointer (&self->questions, g_ptr_array_unref);
  g_clear_pointer (&self->doubt, retort_gap_free);
  g_clear_pointer (&self->imports, g_ptr_array_unref);
  g_clear_pointer (&self->outside, g_ptr_array_unref);
  g_clear_pointer (&self->made_types, g_hash_table_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Compiler, compiler_clear)

/* A gap inside another one with the same cause says nothing new: "'f()' is not evaluated" beside "the statement of execute() is not
 * known: 'f()' is not evaluated". Neither does one that a loop meets again. */
static gboolean
is_covered (const RetortGap *gap, RetortSpan span, const char *reason, guint before_batch)
{
  return gap->before_batch == before_batch && span.start <= gap->span.start && gap->span.end <= span.end
         && g_str_has_suffix (reason, gap->reason);
}

static gboolean
is_known_gap (const GPtrArray *gaps, RetortSpan span, const char *reason)
{
  for (guint i = 0; i < gaps->len; i++)
    {
      const RetortGap *gap = g_ptr_array_index (gaps, i);

      if (gap->span.start == span.start && gap->span.end == span.end && g_str_equal (gap->reason, reason))
        return TRUE;
    }
  return FALSE;
}

static RetortGap *
new_gap (Compiler *self, RetortSpan span, const char *reason)
{
  return retort_gap_new (reason, span, retort_source_position_at (self->source, span.start), self->batches->len);
}

static void
add_gap (Compiler *self, RetortSpan span, const char *reason)
{
  if (is_known_gap (self->gaps, span, reason))
    return;
  while (self->gaps->len > 0
         && is_covered (g_ptr_array_index (self->gaps, self->gaps->len - 1), span, reason, self->batches->len))
    g_ptr_array_remove_index (self->gaps, self->gaps->len - 1);
  g_ptr_array_add (self->gaps, new_gap (self, span, reason));
}

/* What is understood, and not known before it runs. */
static void
mark_understood (Compiler *self, RetortSpan span, gboolean varies)
{
  RetortGap *last = self->gaps->len > 0 ? g_ptr_array_index (self->gaps, self->gaps->len - 1) : NULL;

  if (last == NULL || last->span.start != span.start)
    return;
  last->varies = last->varies || varies;
  last->is_hidden = last->is_hidden || !varies;
}

/* While it runs, nothing may be sent after something that is not known. */
static void
stop_run (Compiler *self, RetortSpan span, const char *reason)
{
  g_autofree char *path = g_path_get_basename (retort_source_get_path (self->source));
  RetortPosition position = retort_source_position_at (self->source, span.start);
  GError *error = NULL;

  if (self->evaluation == NULL)
    return;
  g_set_error (&error, RETORT_FORMAT_ERROR, RETORT_FORMAT_ERROR_NOT_UNDERSTOOD, "%s, line %u: %s", path, position.line, reason);
  retort_py_evaluation_abort (self->evaluation, error);
}

/* Where an answer is used is no question, unless nothing before says what was asked: the environment, say. */
static void
add_question (Compiler *self, RetortSpan span, const char *reason)
{
  if ((self->is_asking || self->questions->len == 0) && !is_known_gap (self->questions, span, reason))
    g_ptr_array_add (self->questions, new_gap (self, span, reason));
}

static void
add_outside (Compiler *self, RetortSpan span, const char *reason)
{
  g_ptr_array_add (self->outside, new_gap (self, span, reason));
}

/* What may have failed and was never needed: nothing behind it is sure to be sent. */
static void
settle_doubt (Compiler *self)
{
  guint at = 0;

  if (self->doubt == NULL || self->has_issue[RETORT_PY_ISSUE_GAP] || self->has_issue[RETORT_PY_ISSUE_REFUSED])
    return;
  self->has_issue[RETORT_PY_ISSUE_GAP] = TRUE;
  while (at < self->gaps->len && ((RetortGap *) g_ptr_array_index (self->gaps, at))->before_batch <= self->doubt->before_batch)
    at++;
  g_ptr_array_insert (self->gaps, (int) at, g_steal_pointer (&self->doubt));
}

/**
 * retort_compiler_take_issue: (skip)
 * @kind: what it is
 * @span: where
 * @reason: a clause
 * @user_data: the compiler
 *
 * Keeps what the evaluation says. A question to the database is no gap: its answer is known when it runs.
 */
void
retort_compiler_take_issue (RetortPyIssueKind kind, RetortSpan span, const char *reason, gpointer user_data)
{
  Compiler *self = user_data;

  self->n_uses++;
  self->has_issue[kind] = TRUE;
  if (kind != RETORT_PY_ISSUE_VARIES && has_live_host (self))
    stop_run (self, span, reason);
  if (kind == RETORT_PY_ISSUE_LIVE || kind == RETORT_PY_ISSUE_HIDDEN)
    add_question (self, span, reason);
  if (kind == RETORT_PY_ISSUE_MAY_FAIL && !is_known_gap (self->questions, span, reason))
    g_ptr_array_add (self->questions, new_gap (self, span, reason));
  if (kind == RETORT_PY_ISSUE_OUTSIDE)
    add_outside (self, span, reason);
  if (kind == RETORT_PY_ISSUE_DOUBT && self->doubt == NULL)
    self->doubt = new_gap (self, span, reason);
  if (kind == RETORT_PY_ISSUE_LIVE || kind == RETORT_PY_ISSUE_MAY_FAIL || kind == RETORT_PY_ISSUE_OUTSIDE || kind == RETORT_PY_ISSUE_DOUBT)
    return;
  add_gap (self, span, reason);
  if (kind == RETORT_PY_ISSUE_VARIES || kind == RETORT_PY_ISSUE_HIDDEN)
    mark_understood (self, span, kind == RETORT_PY_ISSUE_VARIES);
}

/* --- Compiling --- */

/* A revision as a module, under a name that no file can have. */
#define REVISION_MODULE "<revision>."

/* By its id, or by the beginning of one. */
static RetortRevision *
find_revision (const Compiler *self, const char *id)
{
  const GPtrArray *revisions = self->owner != NULL ? retort_project_get (self->owner)->revisions : NULL;
  RetortRevision *begun = NULL;
  guint n_begun = 0;

  for (guint i = 0; revisions != NULL && i < revisions->len; i++)
    {
      RetortRevision *revision = g_ptr_array_index (revisions, i);

      if (g_str_equal (retort_revision_get_id (revision), id))
        return revision;
      if (g_str_has_prefix (retort_revision_get_id (revision), id))
        {
          begun = revision;
          n_begun++;
        }
    }
  return n_begun == 1 ? begun : NULL;
}

/**
 * retort_compiler_dup_revision_module:
 * @evaluation: an evaluation of a migration
 * @id: a revision's id, or its beginning
 *
 * Returns: (transfer full) (nullable): the name under which the revision's file is a module; %NULL: there is no such revision
 */
char *
retort_compiler_dup_revision_module (RetortPyEvaluation *evaluation, const char *id)
{
  const RetortRevision *revision = find_revision (get_compiler (evaluation), id);

  return revision != NULL ? g_strconcat (REVISION_MODULE, retort_revision_get_id (revision), NULL) : NULL;
}

/**
 * retort_compiler_get_plugins:
 * @evaluation: an evaluation of a migration
 *
 * Returns: (transfer none) (nullable) (element-type utf8): the project's modules that may register operations of its own
 */
const GPtrArray *
retort_compiler_get_plugins (RetortPyEvaluation *evaluation)
{
  RetortAlembicProject *project = get_compiler (evaluation)->project;

  return project != NULL && project->modules != NULL ? retort_alembic_project_get_plugins (project) : NULL;
}

static gboolean
load_revision (const Compiler *self, const char *id, RetortPyModuleFile *file)
{
  RetortRevision *revision = find_revision (self, id);

  if (revision == NULL || retort_revision_get_source (revision) == NULL)
    return FALSE;
  file->tree = retort_py_tree_parse (retort_revision_get_source (revision));
  return TRUE;
}

/* RetortPyImporter's load. */
static gboolean
load_module (const char *module, RetortPyModuleFile *file, gpointer user_data)
{
  Compiler *self = user_data;

  if (retort_own_operation_load (module, file))
    return TRUE;
  if (g_str_has_prefix (module, REVISION_MODULE))
    {
      if (!load_revision (self, module + strlen (REVISION_MODULE), file))
        return FALSE;
    }
  else if (self->modules == NULL || !retort_module_files_load (self->modules, module, file))
    return FALSE;
  if (file->tree != NULL)
    g_ptr_array_add (self->imports, retort_source_ref (retort_py_tree_get_source (file->tree)));
  return TRUE;
}

/* RetortPyImporter's read_text. What is read is one of the files that the migration depends on. */
static gboolean
read_text (const char *path, char **text, gpointer user_data)
{
  Compiler *self = user_data;

  if (self->modules == NULL || !retort_module_files_read_text (self->modules, path, text))
    return FALSE;
  g_ptr_array_add (self->imports, retort_source_new (path, *text, -1));
  return TRUE;
}

/* RetortPyImporter's count_effects. */
static guint
count_effects (gpointer user_data)
{
  const Compiler *self = user_data;

  return self->n_uses;
}

/* What Python would not load is not evaluated into anything that counts as known. TRUE: Python certainly does not load it. */
static gboolean
find_problems (Compiler *self, RetortPyTree *tree)
{
  g_autoptr(GPtrArray) problems = retort_py_validate (tree, retort_py_tree_get_root (tree));
  const RetortPyProblem *error = retort_py_find_error (tree, problems);

  if (error != NULL)
    {
      add_gap (self, error->span, error->message);
      return TRUE;
    }
  for (guint i = 0; i < problems->len; i++)
    {
      const RetortPyProblem *problem = g_ptr_array_index (problems, i);

      retort_compiler_take_issue (RETORT_PY_ISSUE_GAP, problem->span, problem->message, self);
    }
  return FALSE;
}

static RetortMigrationStatus
get_status (const Compiler *self)
{
  if (self->has_issue[RETORT_PY_ISSUE_GAP])
    return RETORT_MIGRATION_PARTIAL;
  if (self->has_issue[RETORT_PY_ISSUE_REFUSED])
    return RETORT_MIGRATION_REFUSED;
  /* One that both asks and draws is not known before it runs. */
  if (self->has_issue[RETORT_PY_ISSUE_LIVE] || self->has_issue[RETORT_PY_ISSUE_HIDDEN] || self->has_issue[RETORT_PY_ISSUE_MAY_FAIL])
    return RETORT_MIGRATION_LIVE;
  return self->has_issue[RETORT_PY_ISSUE_VARIES] ? RETORT_MIGRATION_VARIES : RETORT_MIGRATION_COMPLETE;
}

static void
compiler_init (Compiler *self, RetortAlembicProject *data)
{
  self->batches = g_ptr_array_new_with_free_func ((GDestroyNotify) retort_batch_unref);
  self->gaps = g_ptr_array_new_with_free_func ((GDestroyNotify) retort_gap_free);
  self->modules = data != NULL ? data->modules : NULL;
  self->questions = g_ptr_array_new_with_free_func ((GDestroyNotify) retort_gap_free);
  self->imports = g_ptr_array_new_with_free_func ((GDestroyNotify) retort_source_unref);
  self->outside = g_ptr_array_new_with_free_func ((GDestroyNotify) retort_gap_free);
  self->naming = data != NULL ? data->naming : NULL;
  self->flask_config = data != NULL ? data->flask_config : NULL;
  self->project = data;
  self->made_types = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
}

static int
compare_paths (gconstpointer a, gconstpointer b)
{
  return strcmp (retort_source_get_path (*(RetortSource *const *) a), retort_source_get_path (*(RetortSource *const *) b));
}

static gboolean
is_same_file (RetortSource *a, RetortSource *b)
{
  return g_str_equal (retort_source_get_path (a), retort_source_get_path (b))
         && g_str_equal (retort_source_get_hash (a), retort_source_get_hash (b));
}

/* Each file once and in an order of its own: which of them was read first depends on what other migrations asked for before. */
static void
sort_imports (GPtrArray *imports)
{
  g_ptr_array_sort (imports, compare_paths);
  for (guint i = imports->len; i > 1; i--)
    if (is_same_file (g_ptr_array_index (imports, i - 1), g_ptr_array_index (imports, i - 2)))
      g_ptr_array_remove_index (imports, i - 1);
}

static const char *
function_name (RetortDirection direction)
{
  switch (direction)
    {
    case RETORT_DIRECTION_UPGRADE:
      return "upgrade";
    case RETORT_DIRECTION_DOWNGRADE:
      return "downgrade";
    }
  g_assert_not_reached ();
}

/**
 * retort_alembic_compile:
 * @project: the project
 * @revision: one of its revisions
 * @direction: up or down
 * @host: takes the batches and answers questions
 * @cancellable: (nullable): stops it
 * @error: return location for an error of @host or @cancellable
 *
 * Evaluates one function of a revision. Blocks as long as @host does.
 *
 * Returns: (transfer full) (nullable): what the function sends
 */
RetortMigration *
retort_alembic_compile (RetortProject *project, RetortRevision *revision, RetortDirection direction, RetortHost *host,
                        GCancellable *cancellable, GError **error)
{
  g_auto(Compiler) self = { .source = retort_revision_get_source (revision), .host = host, .cancellable = cancellable };
  RetortPyImporter importer = { retort_modules_import, load_module, &self, read_text, .count_effects = count_effects };
  g_autoptr(RetortPyTree) tree = NULL;
  g_autoptr(RetortPyEvaluation) evaluation = NULL;
  RetortAlembicProject *data = project != NULL ? retort_project_get (project)->data : NULL;
  const char *name = function_name (direction);

  compiler_init (&self, data);
  self.owner = project;
  if (self.source == NULL)
    return retort_migration_new (revision, direction, RETORT_MIGRATION_MISSING, self.batches, self.gaps);
  tree = retort_py_tree_parse (self.source);
  if (find_problems (&self, tree))
    return retort_migration_new (revision, direction, RETORT_MIGRATION_BROKEN, NULL, self.gaps);
  /* A function that was not found in a file that Python would not load may be there all the same. */
  if (!retort_revision_has_direction (revision, direction))
    return retort_migration_new (revision, direction,
                                 self.has_issue[RETORT_PY_ISSUE_GAP] ? RETORT_MIGRATION_PARTIAL : RETORT_MIGRATION_MISSING,
                                 self.batches, self.gaps);
  importer.memory = data != NULL && !has_live_host (&self) ? data->module_memory : NULL;
  importer.sources = self.imports;
  self.evaluation = evaluation = retort_py_evaluation_new (tree, &importer, retort_compiler_take_issue, &self);
  if (has_live_host (&self))
    retort_py_evaluation_set_live (evaluation);
  if (!retort_py_evaluation_run_module (evaluation, cancellable, error)
      || !retort_py_evaluation_call_function (evaluation, name, cancellable, error))
    return NULL;
  settle_doubt (&self);
  if (get_status (&self) == RETORT_MIGRATION_LIVE)
    g_ptr_array_extend_and_steal (self.gaps, g_steal_pointer (&self.outside));
  sort_imports (self.imports);
  return retort_migration_new_with_imports (revision, direction, get_status (&self), self.batches, self.gaps, self.questions,
                                            self.imports);
}

/* What Python draws or asks for itself is no part of the statements of a body. */
static void
on_body_issue (RetortPyIssueKind kind, RetortSpan span, const char *reason, gpointer user_data)
{
  if (kind == RETORT_PY_ISSUE_GAP || kind == RETORT_PY_ISSUE_REFUSED)
    retort_compiler_take_issue (kind, span, reason, user_data);
}

/* A body with what it is called with. */
typedef struct
{
  Compiler          *compiler;
  RetortCompilerBody body;
  gpointer           user_data;
} BodyCall;

static void
run_body (RetortPyEvaluation *evaluation, gpointer user_data)
{
  BodyCall *call = user_data;

  call->body (evaluation, call->compiler->batches, call->compiler->gaps, call->user_data);
}

static gboolean
has_any_issue (const Compiler *self)
{
  for (guint i = 0; i < G_N_ELEMENTS (self->has_issue); i++)
    if (self->has_issue[i])
      return TRUE;
  return FALSE;
}

/**
 * retort_compiler_evaluate_apart:
 * @evaluation: the evaluation
 * @func: (scope call): what asks the project's modules for something
 * @user_data: for @func
 * @imports: (out) (transfer full) (element-type RetortSource): the modules that were read for it
 *
 * Evaluates beside a migration, with modules that no migration has changed: what comes out is the same for all of them.
 *
 * Returns: %FALSE when there was something to say of it, a value that varies for instance, or @evaluation is such a one itself: then it must be
 *   evaluated where it is needed
 */
gboolean
retort_compiler_evaluate_apart (RetortPyEvaluation *evaluation, RetortPyProbeFunc func, gpointer user_data, GPtrArray **imports)
{
  Compiler *outer = get_compiler (evaluation);
  g_autoptr(RetortSource) source = retort_source_new ("", "", 0);
  g_auto(Compiler) self = { .source = source, .cancellable = outer->cancellable, .is_apart = TRUE };
  RetortPyImporter importer = { retort_modules_import, load_module, &self, read_text };
  g_autoptr(RetortPyTree) tree = retort_py_tree_parse (source);
  g_autoptr(RetortPyEvaluation) apart = NULL;
  gboolean is_done;

  *imports = g_ptr_array_ref (outer->imports);
  if (outer->is_apart)
    return FALSE;
  compiler_init (&self, outer->project);
  apart = retort_py_evaluation_new (tree, &importer, retort_compiler_take_issue, &self);
  is_done = retort_py_evaluation_probe (apart, func, user_data, self.cancellable, NULL);
  g_ptr_array_unref (*imports);
  *imports = g_ptr_array_ref (self.imports);
  return is_done && !has_any_issue (&self) && self.batches->len == 0;
}

/**
 * retort_compiler_add_imports:
 * @evaluation: the evaluation
 * @imports: (element-type RetortSource): files of the project
 *
 * What the migration sends depends on them.
 */
void
retort_compiler_add_imports (RetortPyEvaluation *evaluation, GPtrArray *imports)
{
  Compiler *self = get_compiler (evaluation);

  for (guint i = 0; i < imports->len; i++)
    g_ptr_array_add (self->imports, retort_source_ref (g_ptr_array_index (imports, i)));
}

/**
 * retort_compiler_run:
 * @project: a project of Alembic's
 * @body: (scope call): what sends statements
 * @user_data: for @body
 * @cancellable: (nullable): stops it
 * @error: return location for an error of @cancellable
 *
 * Sends statements that come from no revision, in the words that migrations use and with the project's own modules and names.
 *
 * Returns: %FALSE with @error
 */
gboolean
retort_compiler_run (RetortProject *project, RetortCompilerBody body, gpointer user_data, GCancellable *cancellable, GError **error)
{
  g_autoptr(RetortSource) source = retort_source_new ("", "", 0);
  g_auto(Compiler) self = { .source = source, .cancellable = cancellable };
  RetortPyImporter importer = { retort_modules_import, load_module, &self, read_text };
  g_autoptr(RetortPyTree) tree = retort_py_tree_parse (source);
  g_autoptr(RetortPyEvaluation) evaluation = NULL;
  BodyCall call = { &self, body, user_data };

  compiler_init (&self, retort_project_get (project)->data);
  evaluation = retort_py_evaluation_new (tree, &importer, on_body_issue, &self);
  return retort_py_evaluation_probe (evaluation, run_body, &call, cancellable, error);
}
