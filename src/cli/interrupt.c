/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A thread with a main context of its own waits for SIGINT and SIGTERM: a signal handler may not call
 * g_cancellable_cancel(). The main thread is blocked in a run meanwhile. The first signal cancels; a
 * later one finds that already done and says so, because leaving now would hide what the server did. */
#include "config.h"

#include "cli/interrupt.h"

#include <glib-unix.h>
#include <glib/gi18n.h>
#include <stdio.h>

static gboolean
signal_cb (gpointer user_data)
{
  GCancellable *cancellable = user_data;

  if (g_cancellable_is_cancelled (cancellable))
    fputs (_("waiting for the server's answer\n"), stderr);
  else
    g_cancellable_cancel (cancellable);
  return G_SOURCE_CONTINUE;
}

static void
watch_signal (GMainContext *context, int number, GCancellable *cancellable)
{
  g_autoptr(GSource) source = g_unix_signal_source_new (number);

  g_source_set_callback (source, signal_cb, g_object_ref (cancellable), g_object_unref);
  g_source_attach (source, context);
}

static gpointer
interrupt_worker (gpointer data)
{
  g_autoptr(GMainContext) context = data;

  while (TRUE)
    g_main_context_iteration (context, TRUE);
  return NULL;
}

/**
 * retort_interrupt_start:
 * @cancellable: cancelled by the first SIGINT or SIGTERM
 *
 * From now on until the program ends these signals cancel instead of killing. A second call does nothing.
 */
void
retort_interrupt_start (GCancellable *cancellable)
{
  static gsize started;
  GMainContext *context = NULL;

  if (!g_once_init_enter (&started))
    return;

  context = g_main_context_new ();
  watch_signal (context, SIGINT, cancellable);
  watch_signal (context, SIGTERM, cancellable);
  g_thread_unref (g_thread_new ("retort-interrupt", interrupt_worker, context));
  g_once_init_leave (&started, 1);
}
