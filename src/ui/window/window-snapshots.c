/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Snapshots of the database: their dialog, and one that is taken before a run. */
#include "config.h"

#include "ui/window/window-private.h"

#include "ui/snapshots/snapshots-dialog.h"
#include "ui/widgets/message-dialog.h"

#include <glib/gi18n.h>

/**
 * retort_window_show_snapshots: (skip)
 * @self: a window with a development database
 *
 * Opens the dialog of its snapshots.
 */
void
retort_window_show_snapshots (RetortWindow *self)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(RetortSnapshots) snapshots = retort_workbench_open_snapshots (self->workbench, &error);

  if (snapshots != NULL)
    gtk_window_present (GTK_WINDOW (retort_snapshots_dialog_new (snapshots, GTK_WINDOW (self))));
  else
    retort_window_tell (self, _("There Are No Snapshots"), error->message);
}

/* A snapshot that is taken before a run, and the dialog that shows it. */
typedef struct
{
  RetortWindow       *window;    /* borrowed: the dialog's parent */
  RetortPlanItem     *plan;
  RetortSnapshots    *snapshots;
  AdwMessageDialog   *dialog;    /* borrowed: owns this */
  char               *name;
  gboolean            is_begun;  /* the list was read first */
  gboolean            is_done;
  RetortWindowRunFunc run;
} Before;

static void
before_free (gpointer data, GClosure *closure)
{
  Before *self = data;

  g_signal_handlers_disconnect_by_data (self->snapshots, self);
  g_object_unref (self->snapshots);
  g_object_unref (self->plan);
  g_free (self->name);
  g_free (self);
}

static void
show_text (Before *before)
{
  if (*retort_snapshots_get_text (before->snapshots) != '\0')
    adw_message_dialog_set_body (before->dialog, retort_snapshots_get_text (before->snapshots));
}

/* Whoever wants a snapshot first wants nothing to run without it. */
static void
ended_cb (Before *before, gboolean is_done)
{
  g_autofree char *text = NULL;
  RetortWindow *window = before->window;

  if (!before->is_begun && is_done)
    {
      before->is_begun = TRUE;
      retort_snapshots_take (before->snapshots, before->name);
      return;
    }
  before->is_done = is_done;
  text = g_strdup (retort_snapshots_get_text (before->snapshots));
  if (is_done)
    before->run (window, before->plan);
  else
    retort_window_tell (window, _("Nothing Was Run"), text);
  gtk_window_destroy (GTK_WINDOW (before->dialog));
}

/* The dialog goes when the end is known. */
static gboolean
close_cb (Before *before)
{
  retort_snapshots_cancel (before->snapshots);
  return TRUE;
}

static char *
dup_snapshot_name (RetortPlanItem *plan)
{
  g_autoptr(GDateTime) now = g_date_time_new_now_local ();
  g_autofree char *clock = g_date_time_format (now, "%Y-%m-%d %H:%M:%S");
  g_autofree char *to = g_strjoinv (", ", (char **) retort_plan_get (retort_plan_item_get_plan (plan))->to);

  /* Translators: a revision, and date and time: the name of a snapshot. */
  return g_strdup_printf (_("before %s, %s"), *to != '\0' ? to : "base", clock);
}

/**
 * retort_window_take_snapshot: (skip)
 * @self: a window with a development database
 * @plan: what is to be run
 * @run: called when the snapshot is there
 *
 * Takes a snapshot; its progress is shown, and it can be cancelled: then nothing runs.
 */
void
retort_window_take_snapshot (RetortWindow *self, RetortPlanItem *plan, RetortWindowRunFunc run)
{
  g_autoptr(GError) error = NULL;
  RetortSnapshots *snapshots = retort_workbench_open_snapshots (self->workbench, &error);
  Before *before = NULL;

  if (snapshots == NULL)
    {
      retort_window_tell (self, _("Nothing Was Run"), error->message);
      return;
    }
  before = g_new0 (Before, 1);
  before->window = self;
  before->plan = g_object_ref (plan);
  before->snapshots = snapshots;
  before->name = dup_snapshot_name (plan);
  before->run = run;
  before->dialog = ADW_MESSAGE_DIALOG (adw_message_dialog_new (GTK_WINDOW (self), _("Taking a Snapshot"), before->name));
  adw_message_dialog_add_responses (before->dialog, "cancel", _("_Cancel"), NULL);
  g_signal_connect_data (before->dialog, "close-request", G_CALLBACK (close_cb), before, before_free, G_CONNECT_SWAPPED);
  g_signal_connect_swapped (snapshots, "notify::text", G_CALLBACK (show_text), before);
  g_signal_connect_swapped (snapshots, "ended", G_CALLBACK (ended_cb), before);
  retort_message_dialog_present (before->dialog);
}
