/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How many findings of one severity a revision has: its icon and the number. */
#pragma once

#include "model/finding.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define RETORT_TYPE_FINDING_COUNT (retort_finding_count_get_type ())
G_DECLARE_FINAL_TYPE (RetortFindingCount, retort_finding_count, RETORT, FINDING_COUNT, GtkWidget)

GtkWidget *retort_finding_count_new (RetortSeverity severity);
void       retort_finding_count_set (RetortFindingCount *self, guint count);

G_END_DECLS
