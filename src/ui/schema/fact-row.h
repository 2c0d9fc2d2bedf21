/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A row that shows one RetortFactItem. */
#pragma once

#include "ui/schema/fact-item.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define RETORT_TYPE_FACT_ROW (retort_fact_row_get_type ())
G_DECLARE_FINAL_TYPE (RetortFactRow, retort_fact_row, RETORT, FACT_ROW, GtkListBoxRow)

GtkWidget *retort_fact_row_new (RetortFactItem *item);

G_END_DECLS
