/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A change of a text: what quick fixes and snippets consist of. */
#pragma once

#include "base/source.h"

G_BEGIN_DECLS

/**
 * RetortEdit:
 * @span: the bytes to replace
 * @replacement: (not nullable): what stands there afterwards
 *
 * One replacement in a text. Several edits of one text never overlap.
 */
typedef struct
{
  RetortSpan  span;
  char       *replacement;
} RetortEdit;

RetortEdit *retort_edit_new   (RetortSpan span, const char *replacement);
void        retort_edit_free  (RetortEdit *self);
GPtrArray  *retort_edits_list_sorted (GPtrArray *edits) G_GNUC_WARN_UNUSED_RESULT;
char       *retort_edits_apply (const char *text, GPtrArray *edits) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RetortEdit, retort_edit_free)

G_END_DECLS
