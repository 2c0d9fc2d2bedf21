/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The thread takes jobs from a queue until it meets the last one, which retort_worker_free() leaves
 * there: freeing never waits, jobs that were pushed are still done. */
#include "config.h"

#include "workbench/worker.h"

typedef struct
{
  GTask           *task;
  GTaskThreadFunc  func; /* NULL: the last job */
} Job;

struct _RetortWorker
{
  GAsyncQueue *jobs; /* element: Job, owned */
};

static void
job_free (Job *self)
{
  g_clear_object (&self->task);
  g_free (self);
}

static gpointer
work_worker (gpointer data)
{
  g_autoptr(GAsyncQueue) jobs = data;

  for (;;)
    {
      Job *job = g_async_queue_pop (jobs);
      gboolean is_last = job->func == NULL;

      if (!is_last)
        job->func (job->task, g_task_get_source_object (job->task), g_task_get_task_data (job->task),
                   g_task_get_cancellable (job->task));
      job_free (job);
      if (is_last)
        return NULL;
    }
}

/**
 * retort_worker_new:
 * @name: of the thread, for debuggers; at most 15 bytes are kept
 *
 * Starts a thread that waits for jobs.
 *
 * Returns: (transfer full): the worker
 */
RetortWorker *
retort_worker_new (const char *name)
{
  RetortWorker *self = g_new0 (RetortWorker, 1);

  self->jobs = g_async_queue_new_full ((GDestroyNotify) job_free);
  g_thread_unref (g_thread_new (name, work_worker, g_async_queue_ref (self->jobs)));
  return self;
}

/**
 * retort_worker_free:
 * @self: a worker
 *
 * Lets the thread end after the jobs that were pushed; does not wait for it.
 */
void
retort_worker_free (RetortWorker *self)
{
  g_async_queue_push (self->jobs, g_new0 (Job, 1));
  g_async_queue_unref (self->jobs);
  g_free (self);
}

/**
 * retort_worker_push:
 * @self: a worker
 * @task: (transfer none): what the function returns its result to
 * @func: called on the worker's thread
 *
 * Adds a job. The task is completed on the main context that made it.
 */
void
retort_worker_push (RetortWorker *self, GTask *task, GTaskThreadFunc func)
{
  Job *job = NULL;

  g_return_if_fail (self != NULL);
  g_return_if_fail (G_IS_TASK (task));
  g_return_if_fail (func != NULL);

  job = g_new0 (Job, 1);
  job->task = g_object_ref (task);
  job->func = func;
  g_async_queue_push (self->jobs, job);
}
