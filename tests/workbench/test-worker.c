/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The worker does its jobs in order on one thread; the event queue brings everything over in order. */
#include "config.h"

#include "workbench/event-queue.h"
#include "workbench/worker.h"

#define N_JOBS 100

typedef struct
{
  GMainLoop *loop;
  GThread   *thread;  /* of the first job */
  guint      n_done;
} Fixture;

static void
job_worker (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Fixture *fixture = data;

  if (fixture->thread == NULL)
    fixture->thread = g_thread_self ();
  g_assert_true (fixture->thread == g_thread_self ());
  g_task_return_int (task, fixture->n_done++);
}

static void
job_done_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  guint *n_seen = user_data;
  Fixture *fixture = g_task_get_task_data (G_TASK (result));

  g_assert_cmpint (g_task_propagate_int (G_TASK (result), NULL), ==, *n_seen);
  if (++*n_seen == N_JOBS)
    g_main_loop_quit (fixture->loop);
}

static void
test_order (void)
{
  g_autoptr(GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  Fixture fixture = { loop, NULL, 0 };
  RetortWorker *worker = retort_worker_new ("test");
  guint n_seen = 0;

  for (guint i = 0; i < N_JOBS; i++)
    {
      g_autoptr(GTask) task = g_task_new (NULL, NULL, job_done_cb, &n_seen);

      g_task_set_task_data (task, &fixture, NULL);
      retort_worker_push (worker, task, job_worker);
    }
  retort_worker_free (worker); /* What was pushed is still done. */
  g_main_loop_run (loop);
  g_assert_cmpuint (n_seen, ==, N_JOBS);
  g_assert_true (fixture.thread != g_thread_self ());
}

typedef struct
{
  GMainLoop *loop;
  guint      n_seen;
} Receiver;

static void
take_number (gpointer event, gpointer user_data)
{
  Receiver *receiver = user_data;

  g_assert_cmpuint (GPOINTER_TO_UINT (event), ==, ++receiver->n_seen);
  if (receiver->n_seen == N_JOBS)
    g_main_loop_quit (receiver->loop);
}

static gpointer
push_numbers (gpointer data)
{
  for (guint i = 1; i <= N_JOBS; i++)
    retort_event_queue_push (data, GUINT_TO_POINTER (i));
  return NULL;
}

static void
test_queue (void)
{
  g_autoptr(GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  Receiver receiver = { loop, 0 };
  g_autoptr(RetortEventQueue) queue = retort_event_queue_new (take_number, &receiver, NULL);
  GThread *thread = g_thread_new ("pusher", push_numbers, queue);

  g_main_loop_run (loop);
  g_thread_join (thread);
  g_assert_cmpuint (receiver.n_seen, ==, N_JOBS);
}

static void
test_closed_queue (void)
{
  Receiver receiver = { NULL, 0 };
  g_autoptr(RetortEventQueue) queue = retort_event_queue_new (take_number, &receiver, NULL);

  push_numbers (queue);
  retort_event_queue_close (queue);
  push_numbers (queue);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_cmpuint (receiver.n_seen, ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/workbench/worker/order", test_order);
  g_test_add_func ("/workbench/event-queue/order", test_queue);
  g_test_add_func ("/workbench/event-queue/closed", test_closed_queue);
  return g_test_run ();
}
