/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One revision: what it is, its source, its SQL, what there is to say about it. */
#pragma once

#include "ui/revision/source-pane.h"
#include "workbench/workbench.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define RETORT_TYPE_REVISION_PAGE (retort_revision_page_get_type ())
G_DECLARE_FINAL_TYPE (RetortRevisionPage, retort_revision_page, RETORT, REVISION_PAGE, GtkWidget)

/* Properties (read-only, with notify): modified (boolean): the text that is shown has edits; pane (string): what is shown of the revision. Signals: message (string): for a toast; revision-activated (string id): a parent or child was chosen.
 * Actions: revision.save, revision.find, revision.fix, revision.show-source, revision.show-sql, revision.show-changes, revision.show-checklist. */
void                retort_revision_page_set_workbench (RetortRevisionPage *self, RetortWorkbench *workbench);
void                retort_revision_page_set_settings  (RetortRevisionPage *self, GSettings *settings);
void                retort_revision_page_show          (RetortRevisionPage *self, RetortRevisionItem *item);
RetortRevisionItem *retort_revision_page_get_item      (RetortRevisionPage *self);
const char         *retort_revision_page_get_pane      (RetortRevisionPage *self);
void                retort_revision_page_go_to         (RetortRevisionPage *self, guint line);
gboolean            retort_revision_page_step          (RetortRevisionPage *self, gboolean forward, RetortSourceStep from);
void                retort_revision_page_enter         (RetortRevisionPage *self, gboolean forward);
guint               retort_revision_page_count_unsaved (RetortRevisionPage *self);
gboolean            retort_revision_page_is_modified   (RetortRevisionPage *self);
void                retort_revision_page_set_narrow    (RetortRevisionPage *self, gboolean is_narrow);
void     retort_revision_page_discard_async (RetortRevisionPage *self, GAsyncReadyCallback callback, gpointer user_data);
void     retort_revision_page_save_all_async (RetortRevisionPage *self, GAsyncReadyCallback callback, gpointer user_data);
gboolean retort_revision_page_save_all_finish (RetortRevisionPage *self, GAsyncResult *result, GError **error);

G_END_DECLS
