/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/edit.h"

static void
test_apply_in_any_order (void)
{
  g_autoptr(GPtrArray) edits = g_ptr_array_new_with_free_func ((GDestroyNotify) retort_edit_free);
  g_autofree char *result = NULL;

  g_ptr_array_add (edits, retort_edit_new ((RetortSpan){ 6, 11 }, "there"));
  g_ptr_array_add (edits, retort_edit_new ((RetortSpan){ 0, 0 }, "Oh: "));
  result = retort_edits_apply ("hello world", edits);
  g_assert_cmpstr (result, ==, "Oh: hello there");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/base/edit/apply-in-any-order", test_apply_in_any_order);
  return g_test_run ();
}
