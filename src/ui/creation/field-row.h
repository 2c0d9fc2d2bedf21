/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One field of a pattern: a line to type in, and what the schema offers for it. */
#pragma once

#include "model/pattern.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define RETORT_TYPE_FIELD_ROW (retort_field_row_get_type ())
G_DECLARE_FINAL_TYPE (RetortFieldRow, retort_field_row, RETORT, FIELD_ROW, AdwEntryRow)

GtkWidget                *retort_field_row_new         (const RetortPatternField *field);
const RetortPatternField *retort_field_row_get_field   (RetortFieldRow *self);
void                      retort_field_row_set_choices (RetortFieldRow *self, GPtrArray *choices);

G_END_DECLS
