/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The editor of one migration: its text, search, saving, and the review that follows the typing. */
#pragma once

#include "workbench/workbench.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define RETORT_TYPE_SOURCE_PANE (retort_source_pane_get_type ())
G_DECLARE_FINAL_TYPE (RetortSourcePane, retort_source_pane, RETORT, SOURCE_PANE, GtkWidget)

/**
 * RetortSourceStep:
 * @RETORT_SOURCE_STEP_FROM_CARET: the nearest beyond the caret's line
 * @RETORT_SOURCE_STEP_FROM_EDGE: the first of the text, or its last
 *
 * Where the way to a finding begins.
 */
typedef enum
{
  RETORT_SOURCE_STEP_FROM_CARET,
  RETORT_SOURCE_STEP_FROM_EDGE,
} RetortSourceStep;

/* Properties (read-only, with notify): review (RetortReview), modified (boolean). Signals: message (string): something to tell in a toast.
 * Actions: source.save, source.find, source.reload, source.keep, source.about, source.fix, source.suppress. */
void          retort_source_pane_set_workbench (RetortSourcePane *self, RetortWorkbench *workbench);
void          retort_source_pane_set_settings  (RetortSourcePane *self, GSettings *settings);
void          retort_source_pane_show          (RetortSourcePane *self, RetortRevisionItem *item);
RetortReview *retort_source_pane_get_review    (RetortSourcePane *self);
gboolean      retort_source_pane_is_modified   (RetortSourcePane *self);
/* Edits of any revision that are not saved. */
guint         retort_source_pane_count_unsaved (RetortSourcePane *self);
void          retort_source_pane_discard_async (RetortSourcePane *self, GAsyncReadyCallback callback, gpointer user_data);
void          retort_source_pane_save_all_async (RetortSourcePane *self, GAsyncReadyCallback callback, gpointer user_data);
gboolean      retort_source_pane_save_all_finish (RetortSourcePane *self, GAsyncResult *result, GError **error);
void          retort_source_pane_set_narrow    (RetortSourcePane *self, gboolean is_narrow);
void          retort_source_pane_go_to         (RetortSourcePane *self, guint line, guint column);
gboolean      retort_source_pane_step          (RetortSourcePane *self, gboolean forward, RetortSourceStep from);

G_END_DECLS
