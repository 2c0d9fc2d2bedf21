/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What happened to a revision on a branch: a word and an icon, and a colour. */
#pragma once

#include "workbench/revision-item.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define RETORT_TYPE_KIND_CHIP (retort_kind_chip_get_type ())
G_DECLARE_FINAL_TYPE (RetortKindChip, retort_kind_chip, RETORT, KIND_CHIP, GtkWidget)

GtkWidget *retort_kind_chip_new  (void) G_GNUC_WARN_UNUSED_RESULT;
/* Hidden when nothing happened. */
void       retort_kind_chip_show (RetortKindChip *self, RetortReviewedKind kind);

G_END_DECLS
