/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The runs of a project that ended before the window was opened, in the terminal or in a window, as their journals tell of them. */
#include "config.h"

#include "workbench/workbench-private.h"

#include "engine/run-record.h"
#include "workbench/run-item-private.h"

#include <unistd.h>

/* So many of the newest are listed. */
#define MAX_EARLIER 100

typedef struct
{
  RetortWorkspace *workspace;
  guint            generation; /* of the workbench's readings of projects */
} EarlierJob;

static void
earlier_job_free (gpointer data)
{
  EarlierJob *self = data;

  retort_workspace_unref (self->workspace);
  g_free (self);
}

static char *
dup_title (const RetortRunRecord *record)
{
  gboolean is_stamp = g_str_has_prefix (record->act, "stamp");
  RetortDirection direction = g_str_has_prefix (record->act, "downgrade") ? RETORT_DIRECTION_DOWNGRADE : RETORT_DIRECTION_UPGRADE;

  return retort_run_item_dup_ended_title (record->database, (const char *const *) record->to, direction, is_stamp);
}

/* The time of day, or the day when it was another. */
static char *
dup_clock (const RetortRunRecord *record)
{
  g_autoptr(GDateTime) then = g_date_time_new_from_unix_local (record->started_us / G_USEC_PER_SEC);
  g_autoptr(GDateTime) now = g_date_time_new_now_local ();
  gboolean is_today = g_date_time_get_year (then) == g_date_time_get_year (now)
                      && g_date_time_get_day_of_year (then) == g_date_time_get_day_of_year (now);

  return g_date_time_format (then, is_today ? "%H:%M" : "%F");
}

static char *
dup_log (const RetortRunRecord *record)
{
  const RetortRunReportFields *report = retort_run_report_get (record->report);
  g_autoptr(GDateTime) began = g_date_time_new_from_unix_local (record->started_us / G_USEC_PER_SEC);
  g_autofree char *clock = g_date_time_format (began, "%F %H:%M:%S");
  GString *log = g_string_new (clock);

  g_string_append_printf (log, "  %s\n", record->act);
  for (guint i = 0; i < report->statements->len; i++)
    {
      const RetortRunStatement *statement = g_ptr_array_index (report->statements, i);

      g_string_append_printf (log, "%8.1f ms  %s\n", (double) statement->elapsed_us / 1000, statement->sql);
    }
  if (report->error != NULL && report->error->message != NULL)
    g_string_append_printf (log, "%s\n", report->error->message);
  g_string_append_printf (log, "%s\n", report->summary);
  return g_string_free (log, FALSE);
}

static void
load_worker (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  EarlierJob *job = data;

  g_task_return_pointer (task, retort_run_records_list (job->workspace, NULL), (GDestroyNotify) g_ptr_array_unref);
}

/* Of this window's own runs more is known than their journals tell. */
static gboolean
is_of_this_session (const RetortRunRecord *record)
{
  g_autofree char *ending = g_strdup_printf ("-%d", (int) getpid ());

  return g_str_has_suffix (record->id, ending);
}

static void
remove_earlier (RetortWorkbench *self)
{
  GListModel *runs = G_LIST_MODEL (self->runs);

  for (guint i = g_list_model_get_n_items (runs); i > 0; i--)
    {
      g_autoptr(RetortRunItem) run = g_list_model_get_item (runs, i - 1);

      if (retort_run_item_get_plan (run) == NULL)
        g_list_store_remove (self->runs, i - 1);
    }
}

static void
loaded_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  RetortWorkbench *self = RETORT_WORKBENCH (object);
  EarlierJob *job = g_task_get_task_data (G_TASK (result));
  g_autoptr(GPtrArray) records = g_task_propagate_pointer (G_TASK (result), NULL);

  if (records == NULL || job->generation != self->project_generation)
    return;
  remove_earlier (self);
  for (guint i = 0, n = 0; i < records->len && n < MAX_EARLIER; i++)
    {
      const RetortRunRecord *record = g_ptr_array_index (records, i);
      g_autofree char *title = dup_title (record);
      g_autofree char *clock = dup_clock (record);
      g_autofree char *log = dup_log (record);
      g_autoptr(RetortRunItem) run = NULL;

      if (is_of_this_session (record))
        continue;
      run = retort_run_item_new_earlier (title, clock, log, record->report);
      g_list_store_append (self->runs, run);
      n++;
    }
}

/**
 * retort_workbench_load_earlier_runs: (skip)
 * @self: a workbench with a project
 *
 * Lists the runs of the project that are remembered below those of this session.
 */
void
retort_workbench_load_earlier_runs (RetortWorkbench *self)
{
  g_autoptr(GTask) task = g_task_new (self, NULL, loaded_cb, NULL);
  EarlierJob *job = g_new0 (EarlierJob, 1);

  job->workspace = retort_workspace_ref (self->workspace);
  job->generation = self->project_generation;
  g_task_set_source_tag (task, retort_workbench_load_earlier_runs);
  g_task_set_task_data (task, job, earlier_job_free);
  retort_worker_push (self->project_worker, task, load_worker);
}
