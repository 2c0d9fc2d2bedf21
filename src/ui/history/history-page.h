/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The list of revisions with search and filter. */
#pragma once

#include "workbench/workbench.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define RETORT_TYPE_HISTORY_PAGE (retort_history_page_get_type ())
G_DECLARE_FINAL_TYPE (RetortHistoryPage, retort_history_page, RETORT, HISTORY_PAGE, GtkWidget)

/* Properties: selected (RetortRevisionItem, nullable, read-only). Signals: activated: a row was chosen to be read. */
void                retort_history_page_set_workbench (RetortHistoryPage *self, RetortWorkbench *workbench);
RetortRevisionItem *retort_history_page_get_selected  (RetortHistoryPage *self);
/* Selects the revision and brings it into view; the filter is given up when it hides it. FALSE: there is none with this id. */
gboolean            retort_history_page_select        (RetortHistoryPage *self, const char *id);
void                retort_history_page_select_item  (RetortHistoryPage *self, RetortRevisionItem *item);
gboolean            retort_history_page_select_problem (RetortHistoryPage *self, gboolean forward);
void                retort_history_page_set_narrow    (RetortHistoryPage *self, gboolean is_narrow);
void                retort_history_page_focus_search  (RetortHistoryPage *self);
void                retort_history_page_focus_list    (RetortHistoryPage *self);

G_END_DECLS
