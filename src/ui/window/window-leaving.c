/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Edits that are not saved, before the window closes or another project takes the place of theirs: they are saved, given up, or all stays. */
#include "config.h"

#include "ui/window/window-private.h"

#include "ui/widgets/message-dialog.h"

#include <glib/gi18n.h>

/**
 * Leaving:
 * @window: whose project is left
 * @next: what comes when there is nothing more to lose
 * @folder: (nullable): for @next
 * Counted: the dialog and what it starts have one each.
 */
typedef struct
{
  RetortWindow    *window;
  RetortWindowNext next;
  char            *folder;
} Leaving;

static void
leaving_clear (gpointer data)
{
  Leaving *self = data;

  g_object_unref (self->window);
  g_free (self->folder);
}

static void
leaving_unref (Leaving *self)
{
  g_rc_box_release_full (self, leaving_clear);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Leaving, leaving_unref)

static void
discarded_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr(Leaving) self = user_data;

  self->next (self->window, self->folder);
}

static void
saved_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr(Leaving) self = user_data;
  g_autoptr(GError) error = NULL;

  if (retort_revision_page_save_all_finish (self->window->revision_page, result, &error))
    retort_revision_page_discard_async (self->window->revision_page, discarded_cb, g_rc_box_acquire (self));
  else
    retort_window_tell (self->window, _("Not Everything Was Saved"), error->message);
}

static void
answered_cb (AdwMessageDialog *dialog, const char *response, Leaving *self)
{
  if (g_str_equal (response, "discard"))
    retort_revision_page_discard_async (self->window->revision_page, discarded_cb, g_rc_box_acquire (self));
  else if (g_str_equal (response, "save"))
    retort_revision_page_save_all_async (self->window->revision_page, saved_cb, g_rc_box_acquire (self));
}

static void
ask (Leaving *self, guint n_unsaved)
{
  g_autofree char *body = g_strdup_printf (ngettext ("The edits of %u revision are not saved. If you go on without saving them, they are lost.",
                                                     "The edits of %u revisions are not saved. If you go on without saving them, they are lost.",
                                                     n_unsaved), n_unsaved);
  AdwMessageDialog *dialog = ADW_MESSAGE_DIALOG (adw_message_dialog_new (GTK_WINDOW (self->window), _("Save Changes?"), body));

  adw_message_dialog_add_responses (dialog, "stay", _("_Cancel"), "discard", _("_Discard"), "save", _("_Save"), NULL);
  adw_message_dialog_set_response_appearance (dialog, "discard", ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_response_appearance (dialog, "save", ADW_RESPONSE_SUGGESTED);
  adw_message_dialog_set_default_response (dialog, "save");
  adw_message_dialog_set_close_response (dialog, "stay");
  g_signal_connect_data (dialog, "response", G_CALLBACK (answered_cb), g_rc_box_acquire (self), (GClosureNotify) (GCallback) leaving_unref, 0);
  retort_message_dialog_present (dialog);
}

/**
 * retort_window_leave_edits: (skip)
 * @self: a window
 * @next: (scope async): what would lose edits that are not saved; called at once when there are none, not at all when the person stays or
 *   something cannot be saved
 * @folder: (nullable): for @next
 *
 * Asks what becomes of edits that are not saved.
 */
void
retort_window_leave_edits (RetortWindow *self, RetortWindowNext next, const char *folder)
{
  guint n_unsaved = retort_revision_page_count_unsaved (self->revision_page);
  g_autoptr(Leaving) leaving = NULL;

  if (n_unsaved == 0)
    {
      next (self, folder);
      return;
    }
  leaving = g_rc_box_new0 (Leaving);
  leaving->window = g_object_ref (self);
  leaving->next = next;
  leaving->folder = g_strdup (folder);
  ask (leaving, n_unsaved);
}
