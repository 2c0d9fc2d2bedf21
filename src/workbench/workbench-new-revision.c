/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Composing and writing files of revisions. What is composed runs on the review worker, so that a preview never waits for a database;
 * what a dialog wrote is read again at once. */
#include "config.h"

#include "engine/holders.h"
#include "engine/merge.h"
#include "engine/patterns.h"
#include "workbench/file-preview-private.h"
#include "workbench/workbench-private.h"

/* A copy of a form, and what a worker needs for it. */
typedef struct
{
  RetortWorkspace     *workspace;
  RetortTarget        *target; /* nullable */
  RetortSchema        *live;   /* nullable: what @target holds, when that was read */
  char                *message;
  GStrv                heads;  /* nullable */
  const RetortPattern *pattern; /* nullable; static */
  GHashTable          *values;
  char                *number; /* nullable */
  char                *moved;  /* nullable: the revision that gets another place */
  gboolean             is_renumbered; /* … and another number */
  RetortFilePreview   *preview; /* nullable: what is written */
} FormJob;

static void
form_job_free (gpointer data)
{
  FormJob *self = data;

  g_clear_pointer (&self->workspace, retort_workspace_unref);
  g_clear_pointer (&self->target, retort_target_unref);
  g_clear_pointer (&self->live, retort_schema_unref);
  g_free (self->message);
  g_strfreev (self->heads);
  g_clear_pointer (&self->values, g_hash_table_unref);
  g_free (self->number);
  g_free (self->moved);
  g_clear_pointer (&self->preview, retort_file_preview_unref);
  g_free (self);
}

static FormJob *
form_job_new (RetortWorkbench *workbench, const RetortRevisionForm *form)
{
  FormJob *self = g_new0 (FormJob, 1);
  GHashTableIter iter;
  gpointer name, value;

  self->workspace = retort_workspace_ref (workbench->workspace);
  self->target = workbench->target != NULL ? retort_target_ref (workbench->target) : NULL;
  if (workbench->schema != NULL)
    self->live = retort_schema_ref (retort_schema_snapshot_get_schema (workbench->schema));
  self->values = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  if (form == NULL)
    return self;
  self->message = g_strdup (form->message);
  self->heads = g_strdupv ((GStrv) form->heads);
  self->pattern = form->pattern;
  self->number = g_strdup (form->number);
  if (form->values != NULL)
    g_hash_table_iter_init (&iter, form->values);
  while (form->values != NULL && g_hash_table_iter_next (&iter, &name, &value))
    g_hash_table_insert (self->values, g_strdup (name), g_strdup (value));
  return self;
}

static void
push (RetortWorkbench *self, RetortWorker *worker, gpointer tag, FormJob *job, GTaskThreadFunc func, GCancellable *cancellable,
      GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr(GTask) task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, tag);
  g_task_set_task_data (task, job, form_job_free);
  retort_worker_push (worker, task, func);
}

/**
 * retort_workbench_get_patterns:
 * @self: a workbench
 *
 * Returns: (array zero-terminated=1) (transfer none): what a new revision can begin with
 */
const RetortPattern *const *
retort_workbench_get_patterns (RetortWorkbench *self)
{
  static const RetortPattern *const none[] = { NULL };

  g_return_val_if_fail (RETORT_IS_WORKBENCH (self), none);
  return self->workspace != NULL ? retort_patterns_get (self->workspace) : none;
}

/**
 * retort_workbench_dup_heads:
 * @self: a workbench
 *
 * Returns: (array zero-terminated=1) (transfer full): the ids of the heads
 */
GStrv
retort_workbench_dup_heads (RetortWorkbench *self)
{
  g_autoptr(GStrvBuilder) ids = g_strv_builder_new ();
  g_autoptr(GPtrArray) heads = NULL;

  g_return_val_if_fail (RETORT_IS_WORKBENCH (self), NULL);
  heads = self->workspace != NULL ? retort_history_list_heads (retort_workspace_get_history (self->workspace)) : NULL;
  for (guint i = 0; heads != NULL && i < heads->len; i++)
    g_strv_builder_add (ids, retort_revision_get_id (g_ptr_array_index (heads, i)));
  return g_strv_builder_end (ids);
}

/* What the new revision will find: the schema at the one that it follows. */
static RetortSchema *
dup_schema (FormJob *job, GCancellable *cancellable)
{
  const char *id = job->heads != NULL && job->heads[0] != NULL && job->heads[1] == NULL ? job->heads[0] : NULL;

  return retort_workspace_dup_schema_after (job->workspace, id, cancellable);
}

/* --- Composing --- */

static RetortFilePreview *
compose (FormJob *job, GCancellable *cancellable, GError **error)
{
  g_auto(RetortPatternText) text = { 0 };
  g_autoptr(RetortSchema) schema = NULL;
  /* Somebody who names what it follows may name another one than a head. */
  RetortRevisionWish wish = { .message = job->message, .heads = (const char *const *) job->heads, .number = job->number, .splices = TRUE };
  RetortNewFile *file = NULL;

  if (job->message != NULL && job->message[0] == '\0')
    wish.message = NULL;
  if (job->pattern != NULL)
    {
      schema = dup_schema (job, cancellable);
      if (!retort_patterns_fill (job->workspace, job->pattern, job->values, schema, &text, error))
        return NULL;
      wish.imports = text.imports;
      wish.upgrade = text.upgrade;
      wish.downgrade = text.downgrade;
      wish.message = wish.message != NULL ? wish.message : text.message;
    }
  file = retort_new_revision_compose (job->workspace, &wish, error);
  return file != NULL ? retort_file_preview_new (file) : NULL;
}

static RetortFilePreview *
compose_move (FormJob *job, GError **error)
{
  RetortReparenting *change = retort_reparenting_compose (job->workspace, job->moved, job->heads[0], job->is_renumbered, error);

  return change != NULL ? retort_file_preview_new_move (job->moved, change) : NULL;
}

static void
compose_worker (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  FormJob *job = data;
  g_autoptr(GError) error = NULL;
  RetortFilePreview *preview = NULL;

  if (g_task_return_error_if_cancelled (task))
    return;
  preview = job->moved != NULL ? compose_move (job, &error) : compose (job, cancellable, &error);
  if (preview != NULL)
    g_task_return_pointer (task, preview, (GDestroyNotify) retort_file_preview_unref);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

/**
 * retort_workbench_compose_async:
 * @self: a workbench with a project
 * @form: what is wanted; copied
 * @cancellable: (nullable): cancelled by whoever has a newer form
 * @callback: called when the file is composed
 * @user_data: for @callback
 *
 * Composes the file of a new revision, or of a merge. Writes nothing.
 */
void
retort_workbench_compose_async (RetortWorkbench *self, const RetortRevisionForm *form, GCancellable *cancellable,
                                GAsyncReadyCallback callback, gpointer user_data)
{
  g_return_if_fail (RETORT_IS_WORKBENCH (self) && self->workspace != NULL);
  push (self, self->review_worker, retort_workbench_compose_async, form_job_new (self, form), compose_worker, cancellable, callback, user_data);
}

/**
 * retort_workbench_compose_move_async:
 * @self: a workbench with a project
 * @move: what is wanted; copied
 * @cancellable: (nullable): to stop
 * @callback: called when the change is composed
 * @user_data: for @callback
 *
 * Composes another place or number for a revision. Writes nothing.
 */
void
retort_workbench_compose_move_async (RetortWorkbench *self, const RetortRevisionMove *move, GCancellable *cancellable,
                                     GAsyncReadyCallback callback, gpointer user_data)
{
  const char *const heads[] = { move->onto, NULL };
  RetortRevisionForm form = { .heads = heads };
  FormJob *job = NULL;

  g_return_if_fail (RETORT_IS_WORKBENCH (self) && self->workspace != NULL);
  job = form_job_new (self, &form);
  job->moved = g_strdup (move->id);
  job->is_renumbered = move->is_renumbered;
  push (self, self->review_worker, retort_workbench_compose_async, job, compose_worker, cancellable, callback, user_data);
}

/**
 * retort_workbench_compose_finish:
 * @self: a workbench
 * @result: what the callback was given
 * @error: why it cannot be composed; the message says which field or line
 *
 * Returns: (transfer full) (nullable): what would be written
 */
RetortFilePreview *
retort_workbench_compose_finish (RetortWorkbench *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}

/* --- Writing --- */

/* Every database that is known is asked before a revision that is there gets another place. */
static gboolean
may_write (FormJob *job, GCancellable *cancellable, GError **error)
{
  const char *moved = retort_file_preview_get_moved (job->preview);
  g_autoptr(GPtrArray) holders = NULL;

  if (moved == NULL)
    return TRUE;
  holders = retort_holders_ask (job->workspace, job->target, cancellable);
  return retort_holders_allow (holders, moved, FALSE, error);
}

static void
write_worker (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  FormJob *job = data;
  g_autoptr(GError) error = NULL;

  if (may_write (job, cancellable, &error) && retort_file_preview_write (job->preview, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

/**
 * retort_workbench_write_async:
 * @self: a workbench with a project
 * @preview: what somebody looked at
 * @cancellable: (nullable): to stop waiting; what is written stays
 * @callback: called when it is written
 * @user_data: for @callback
 *
 * Writes exactly what was composed.
 */
void
retort_workbench_write_async (RetortWorkbench *self, RetortFilePreview *preview, GCancellable *cancellable, GAsyncReadyCallback callback,
                              gpointer user_data)
{
  FormJob *job = NULL;

  g_return_if_fail (RETORT_IS_WORKBENCH (self) && self->workspace != NULL);
  job = form_job_new (self, NULL);
  job->preview = retort_file_preview_ref (preview);
  push (self, self->project_worker, retort_workbench_write_async, job, write_worker, cancellable, callback, user_data);
}

/**
 * retort_workbench_write_finish:
 * @self: a workbench
 * @result: what the callback was given
 * @error: why it is not written
 *
 * Reads the project again.
 *
 * Returns: whether it is written
 */
gboolean
retort_workbench_write_finish (RetortWorkbench *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  if (!g_task_propagate_boolean (G_TASK (result), error))
    return FALSE;
  retort_workbench_refresh (self);
  return TRUE;
}

/* --- Choices --- */

/* What only the database has may be meant, too: a replay may know less. */
static GPtrArray *
list_choices (FormJob *job, const RetortPatternField *field, RetortSchema *schema)
{
  GPtrArray *choices = retort_patterns_list_choices (job->pattern, field, job->values, schema);
  g_autoptr(GPtrArray) live = job->live != NULL ? retort_patterns_list_choices (job->pattern, field, job->values, job->live) : g_ptr_array_new ();

  for (guint i = 0; i < live->len; i++)
    if (!g_ptr_array_find_with_equal_func (choices, g_ptr_array_index (live, i), g_str_equal, NULL))
      g_ptr_array_add (choices, g_strdup (g_ptr_array_index (live, i)));
  return choices;
}

static void
choices_worker (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  FormJob *job = data;
  g_autoptr(GHashTable) choices = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_ptr_array_unref);
  g_autoptr(RetortSchema) schema = NULL;

  if (g_task_return_error_if_cancelled (task))
    return;
  schema = dup_schema (job, cancellable);
  if (schema == NULL && job->live == NULL && job->target != NULL)
    job->live = retort_target_read_schema (job->target, cancellable, NULL);
  for (const RetortPatternField *field = job->pattern->fields; field->name != NULL; field++)
    g_hash_table_insert (choices, g_strdup (field->name), list_choices (job, field, schema));
  g_task_return_pointer (task, g_steal_pointer (&choices), (GDestroyNotify) g_hash_table_unref);
}

/**
 * retort_workbench_list_choices_async:
 * @self: a workbench with a project
 * @form: a form with a pattern; copied
 * @cancellable: (nullable): cancelled by whoever has a newer form
 * @callback: called when they are known
 * @user_data: for @callback
 *
 * Lists what the schema at the head, and the database that is connected, offer for each field of a pattern.
 */
void
retort_workbench_list_choices_async (RetortWorkbench *self, const RetortRevisionForm *form, GCancellable *cancellable,
                                     GAsyncReadyCallback callback, gpointer user_data)
{
  g_return_if_fail (RETORT_IS_WORKBENCH (self) && self->workspace != NULL && form->pattern != NULL);
  push (self, self->review_worker, retort_workbench_list_choices_async, form_job_new (self, form), choices_worker, cancellable, callback,
        user_data);
}

/**
 * retort_workbench_list_choices_finish:
 * @self: a workbench
 * @result: what the callback was given
 * @error: `G_IO_ERROR_CANCELLED`
 *
 * Returns: (transfer full) (nullable): key: a field's name; value: GPtrArray of texts
 */
GHashTable *
retort_workbench_list_choices_finish (RetortWorkbench *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}

/* --- Heads --- */

static void
offer_line_free (gpointer data)
{
  RetortMergeOfferLine *self = data;

  g_free (self->id);
  g_free (self->title);
  g_free (self->objects);
  g_free (self);
}

/**
 * retort_merge_offer_free:
 * @self: (transfer full): an offer
 */
void
retort_merge_offer_free (RetortMergeOffer *self)
{
  g_ptr_array_unref (self->lines);
  g_free (self->shared);
  g_free (self->next_number);
  g_free (self);
}

/* (nullable): "a, b, c"; NULL when there is nothing */
static char *
join (GPtrArray *texts)
{
  g_autoptr(GString) out = g_string_new (NULL);

  for (guint i = 0; i < texts->len; i++)
    g_string_append_printf (out, "%s%s", i > 0 ? ", " : "", (const char *) g_ptr_array_index (texts, i));
  return texts->len > 0 ? g_string_free (g_steal_pointer (&out), FALSE) : NULL;
}

static RetortMergeOffer *
make_offer (RetortWorkspace *workspace, const RetortMergeSurvey *survey, GHashTable *states)
{
  RetortMergeOffer *self = g_new0 (RetortMergeOffer, 1);

  self->lines = g_ptr_array_new_with_free_func (offer_line_free);
  self->shared = join (survey->shared);
  self->next_number = retort_new_revision_dup_number (workspace);
  for (guint i = 0; i < survey->lines->len; i++)
    {
      const RetortMergeLine *from = g_ptr_array_index (survey->lines, i);
      RetortMergeOfferLine *line = g_new0 (RetortMergeOfferLine, 1);
      RetortRevisionState state = RETORT_REVISION_STATE_NONE;

      line->id = g_strdup (retort_revision_get_id (from->head));
      line->title = g_strdup (retort_revision_get_caption (from->head));
      line->objects = join (from->objects);
      if (states != NULL)
        state = (RetortRevisionState) GPOINTER_TO_INT (g_hash_table_lookup (states, line->id));
      line->is_held = state == RETORT_REVISION_STATE_CURRENT || state == RETORT_REVISION_STATE_APPLIED
                      || state == RETORT_REVISION_STATE_EDITED;
      g_ptr_array_add (self->lines, line);
    }
  return self;
}

static void
survey_worker (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  FormJob *job = data;
  g_autoptr(GPtrArray) heads = retort_history_list_heads (retort_workspace_get_history (job->workspace));
  g_autoptr(GError) error = NULL;
  g_autoptr(RetortMergeSurvey) survey = retort_merge_survey (job->workspace, heads, cancellable, &error);
  RetortTargetState *state = NULL;
  g_autoptr(GHashTable) states = NULL;

  if (survey == NULL)
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }
  state = job->target != NULL ? retort_target_read_state (job->target, job->workspace, cancellable, NULL) : NULL;
  states = state != NULL ? retort_target_state_list_states (state, job->workspace) : NULL;
  g_clear_pointer (&state, retort_target_state_free);
  g_task_return_pointer (task, make_offer (job->workspace, survey, states), (GDestroyNotify) retort_merge_offer_free);
}

/**
 * retort_workbench_survey_heads_async:
 * @self: a workbench with a project
 * @cancellable: (nullable): to stop
 * @callback: called when it is known
 * @user_data: for @callback
 *
 * Finds out what each head is about.
 */
void
retort_workbench_survey_heads_async (RetortWorkbench *self, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  g_return_if_fail (RETORT_IS_WORKBENCH (self) && self->workspace != NULL);
  push (self, self->project_worker, retort_workbench_survey_heads_async, form_job_new (self, NULL), survey_worker, cancellable, callback,
        user_data);
}

/**
 * retort_workbench_survey_heads_finish:
 * @self: a workbench
 * @result: what the callback was given
 * @error: why it is not known
 *
 * Returns: (transfer full) (nullable): what each head is about
 */
RetortMergeOffer *
retort_workbench_survey_heads_finish (RetortWorkbench *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}
