/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a pattern becomes. */
#pragma once

#include "formats/project.h"
#include "model/pattern.h"

G_BEGIN_DECLS

/**
 * RetortPatternText:
 * @message: what the revision may be called
 * @imports: (nullable): lines that the bodies need
 * @upgrade: a body
 * @downgrade: a body
 */
typedef struct
{
  char *message;
  char *imports;
  char *upgrade;
  char *downgrade;
} RetortPatternText;

void retort_pattern_text_clear (RetortPatternText *self);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (RetortPatternText, retort_pattern_text_clear)

G_END_DECLS
