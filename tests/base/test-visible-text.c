/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/visible-text.h"

static void
test_letters (void)
{
  static const struct
  {
    const char *text;
    const char *visible;
  } cases[] = {
    { "", "" },
    { "orders, größe, 表", "orders, größe, 表" },
    { "a\nb\tc\r", "a␊b␉c␍" },
    { "\033[31mred\a\177", "␛[31mred␇␡" },
    { "a\302\205b", "a\357\277\275b" },         /* NEL, a control character behind ASCII */
    { "a\342\200\256b", "a\357\277\275b" },     /* RIGHT-TO-LEFT OVERRIDE */
    { "a\377b", "a\357\277\275b" },             /* no UTF-8 */
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *visible = retort_visible_text_dup (cases[i].text);

      g_assert_cmpstr (visible, ==, cases[i].visible);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/base/visible-text/letters", test_letters);
  return g_test_run ();
}
