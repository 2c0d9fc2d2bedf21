/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One query, read-only, and its first rows. */
#pragma once

#include "workbench/workbench.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define RETORT_TYPE_QUERY_PAGE (retort_query_page_get_type ())
G_DECLARE_FINAL_TYPE (RetortQueryPage, retort_query_page, RETORT, QUERY_PAGE, GtkWidget)

/* Actions: query.run, query.cancel, query.copy. */
void retort_query_page_set_workbench (RetortQueryPage *self, RetortWorkbench *workbench);
/* Puts the query into the page, and runs it. */
void retort_query_page_ask           (RetortQueryPage *self, const char *sql);

G_END_DECLS
