/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The newest form wins: an older preview that is still being composed is cancelled. What is written is the file that is shown. */
#include "config.h"

#include "ui/creation/creation-dialog.h"

typedef struct
{
  RetortWorkbench   *workbench;  /* nullable until it is set up */
  RetortFileView    *file_view;  /* borrowed from the template of the class below */
  GCancellable      *composing;  /* nullable: the newest preview */
  RetortFilePreview *preview;    /* nullable: what is shown */
} RetortCreationDialogPrivate;

enum
{
  WRITTEN,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_TYPE_WITH_PRIVATE (RetortCreationDialog, retort_creation_dialog, ADW_TYPE_WINDOW)

static RetortCreationDialogPrivate *
get (RetortCreationDialog *self)
{
  return retort_creation_dialog_get_instance_private (self);
}

static void
composed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr(RetortCreationDialog) self = user_data;
  RetortCreationDialogPrivate *priv = get (self);
  g_autoptr(GError) error = NULL;
  RetortFilePreview *preview = retort_workbench_compose_finish (RETORT_WORKBENCH (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  g_clear_pointer (&priv->preview, retort_file_preview_unref);
  priv->preview = preview;
  if (preview != NULL)
    retort_file_view_show (priv->file_view, preview);
  else
    retort_file_view_show_error (priv->file_view, error->message);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "creation.write", preview != NULL);
}

static GCancellable *
begin (RetortCreationDialog *self)
{
  RetortCreationDialogPrivate *priv = get (self);

  g_cancellable_cancel (priv->composing);
  g_clear_object (&priv->composing);
  priv->composing = g_cancellable_new ();
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "creation.write", FALSE);
  return priv->composing;
}

static void
written_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr(RetortCreationDialog) self = user_data;
  RetortCreationDialogPrivate *priv = get (self);
  g_autoptr(GError) error = NULL;

  if (!retort_workbench_write_finish (RETORT_WORKBENCH (source), result, &error))
    {
      retort_file_view_show_error (priv->file_view, error->message);
      return;
    }
  if (priv->preview != NULL)
    g_signal_emit (self, signals[WRITTEN], 0, retort_file_preview_get_id (priv->preview));
  gtk_window_close (GTK_WINDOW (self));
}

static void
write_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  RetortCreationDialog *self = RETORT_CREATION_DIALOG (widget);
  RetortCreationDialogPrivate *priv = get (self);

  gtk_widget_action_set_enabled (widget, "creation.write", FALSE);
  retort_workbench_write_async (priv->workbench, priv->preview, NULL, written_cb, g_object_ref (self));
}

static void
retort_creation_dialog_dispose (GObject *object)
{
  RetortCreationDialogPrivate *priv = get (RETORT_CREATION_DIALOG (object));

  g_cancellable_cancel (priv->composing);
  g_clear_object (&priv->composing);
  g_clear_object (&priv->workbench);
  g_clear_pointer (&priv->preview, retort_file_preview_unref);
  G_OBJECT_CLASS (retort_creation_dialog_parent_class)->dispose (object);
}

static void
retort_creation_dialog_class_init (RetortCreationDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = retort_creation_dialog_dispose;
  /**
   * RetortCreationDialog::written:
   * @id: the revision
   *
   * The file is there.
   */
  signals[WRITTEN] = g_signal_new ("written", RETORT_TYPE_CREATION_DIALOG, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1,
                                   G_TYPE_STRING);
  g_type_ensure (RETORT_TYPE_FILE_VIEW);
  gtk_widget_class_install_action (widget_class, "creation.write", NULL, write_action);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
retort_creation_dialog_init (RetortCreationDialog *self)
{
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "creation.write", FALSE);
}

/**
 * retort_creation_dialog_set_up:
 * @self: a new dialog
 * @workbench: whose project gets the file
 * @file_view: where it is shown; a child of @self
 *
 * Comes before everything else.
 */
void
retort_creation_dialog_set_up (RetortCreationDialog *self, RetortWorkbench *workbench, RetortFileView *file_view)
{
  RetortCreationDialogPrivate *priv = get (self);

  priv->workbench = g_object_ref (workbench);
  priv->file_view = file_view;
}

/**
 * retort_creation_dialog_get_workbench:
 * @self: a dialog
 *
 * Returns: (transfer none) (nullable): whose project gets the file; %NULL before retort_creation_dialog_set_up() and after the end
 */
RetortWorkbench *
retort_creation_dialog_get_workbench (RetortCreationDialog *self)
{
  return get (self)->workbench;
}

/**
 * retort_creation_dialog_compose:
 * @self: a dialog
 * @form: what is wanted now
 *
 * Shows the file of a new revision, or why there is none.
 */
void
retort_creation_dialog_compose (RetortCreationDialog *self, const RetortRevisionForm *form)
{
  retort_workbench_compose_async (get (self)->workbench, form, begin (self), composed_cb, g_object_ref (self));
}

/**
 * retort_creation_dialog_compose_move:
 * @self: a dialog
 * @move: what is wanted now
 *
 * Shows the file of a revision at another place, or why it cannot be there.
 */
void
retort_creation_dialog_compose_move (RetortCreationDialog *self, const RetortRevisionMove *move)
{
  retort_workbench_compose_move_async (get (self)->workbench, move, begin (self), composed_cb, g_object_ref (self));
}

/**
 * retort_creation_dialog_show_error:
 * @self: a dialog
 * @message: why there is nothing to write
 *
 * Says so where the file would be.
 */
void
retort_creation_dialog_show_error (RetortCreationDialog *self, const char *message)
{
  begin (self);
  retort_file_view_show_error (get (self)->file_view, message);
}
