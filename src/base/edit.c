/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/edit.h"

#include <string.h>

/**
 * retort_edit_new:
 * @span: the bytes to replace; empty inserts
 * @replacement: the new text
 *
 * Returns: (transfer full): the edit
 */
RetortEdit *
retort_edit_new (RetortSpan span, const char *replacement)
{
  RetortEdit *self = g_new0 (RetortEdit, 1);

  self->span = span;
  self->replacement = g_strdup (replacement);
  return self;
}

/**
 * retort_edit_free:
 * @self: (transfer full): an edit
 */
void
retort_edit_free (RetortEdit *self)
{
  g_free (self->replacement);
  g_free (self);
}

static int
compare_edits (gconstpointer a, gconstpointer b)
{
  const RetortEdit *left = *(const RetortEdit *const *) a;
  const RetortEdit *right = *(const RetortEdit *const *) b;

  return (left->span.start > right->span.start) - (left->span.start < right->span.start);
}

/**
 * retort_edits_list_sorted:
 * @edits: (element-type RetortEdit): edits that do not overlap, in any order
 *
 * Returns: (transfer container) (element-type RetortEdit): the same, by where they begin
 */
GPtrArray *
retort_edits_list_sorted (GPtrArray *edits)
{
  GPtrArray *sorted = g_ptr_array_sized_new (edits->len);

  for (guint i = 0; i < edits->len; i++)
    g_ptr_array_add (sorted, g_ptr_array_index (edits, i));
  g_ptr_array_sort (sorted, compare_edits);
  return sorted;
}

/**
 * retort_edits_apply:
 * @text: the text that the edits were made for
 * @edits: (element-type RetortEdit): edits that do not overlap, in any order
 *
 * Returns: (transfer full): the changed text
 */
char *
retort_edits_apply (const char *text, GPtrArray *edits)
{
  g_autoptr(GPtrArray) sorted = retort_edits_list_sorted (edits);
  GString *result = g_string_new (NULL);
  gsize at = 0;

  for (guint i = 0; i < sorted->len; i++)
    {
      const RetortEdit *edit = g_ptr_array_index (sorted, i);

      g_string_append_len (result, text + at, (gssize) (edit->span.start - at));
      g_string_append (result, edit->replacement);
      at = edit->span.end;
    }
  g_string_append (result, text + at);
  return g_string_free (result, FALSE);
}
