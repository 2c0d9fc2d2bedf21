/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the connected database holds: a tree with search, details beside it. */
#pragma once

#include "workbench/workbench.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define RETORT_TYPE_SCHEMA_PAGE (retort_schema_page_get_type ())
G_DECLARE_FINAL_TYPE (RetortSchemaPage, retort_schema_page, RETORT, SCHEMA_PAGE, GtkWidget)

/* Property: selected (string, read-only, with notify). */
void        retort_schema_page_set_workbench (RetortSchemaPage *self, RetortWorkbench *workbench);
void        retort_schema_page_focus_search  (RetortSchemaPage *self);
const char *retort_schema_page_get_selected  (RetortSchemaPage *self);

G_END_DECLS
