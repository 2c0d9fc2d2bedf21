/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A button that asks why a finding is meant, and has the answer written into the file: activates source.suppress. */
#pragma once

#include "model/finding.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define RETORT_TYPE_SUPPRESSION_ROW (retort_suppression_row_get_type ())
G_DECLARE_FINAL_TYPE (RetortSuppressionRow, retort_suppression_row, RETORT, SUPPRESSION_ROW, GtkWidget)

GtkWidget *retort_suppression_row_new (RetortFinding *finding);

G_END_DECLS
