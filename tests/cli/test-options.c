/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/options.h"

/* What a table fills in. */
typedef struct
{
  gboolean flag;
  char    *text;
  char    *optional;
} Values;

static void
values_clear (Values *self)
{
  g_free (self->text);
  g_free (self->optional);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Values, values_clear)

static int
parse (Values *values, const char *line, gboolean stops, GPtrArray *arguments, GError **error)
{
  const RetortOption table[] = {
    { "flag", 'f', RETORT_OPTION_FLAG, &values->flag, NULL, "a flag" },
    { "text", 't', RETORT_OPTION_TEXT, &values->text, "TEXT", "a text" },
    { "optional", 0, RETORT_OPTION_OPTIONAL_TEXT, &values->optional, "TEXT", "maybe a text" },
    { NULL },
  };
  const RetortOption *const tables[] = { table, NULL };
  g_auto(GStrv) words = g_strsplit (line, " ", -1);
  g_autoptr(GPtrArray) found = g_ptr_array_new ();
  int n = retort_options_parse (tables, (const char *const *) words, stops, found, error);

  for (guint i = 0; i < found->len; i++)
    g_ptr_array_add (arguments, g_strdup (g_ptr_array_index (found, i)));
  return n;
}

static void
test_forms (void)
{
  static const char *const lines[] = {
    "a -f --text=x --optional=y -1",
    "-f -t x a --optional=y -1",
    "a --flag -tx --optional=y -- -1",
    "--text x a -1 --optional=y -f",
  };

  for (guint i = 0; i < G_N_ELEMENTS (lines); i++)
    {
      g_auto(Values) values = { 0 };
      g_autoptr(GPtrArray) arguments = g_ptr_array_new_with_free_func (g_free);
      g_autoptr(GError) error = NULL;

      parse (&values, lines[i], FALSE, arguments, &error);
      g_assert_no_error (error);
      g_assert_true (values.flag);
      g_assert_cmpstr (values.text, ==, "x");
      g_assert_cmpstr (values.optional, ==, "y");
      g_assert_cmpuint (arguments->len, ==, 2);
      g_assert_cmpstr (g_ptr_array_index (arguments, 0), ==, "a");
      g_assert_cmpstr (g_ptr_array_index (arguments, 1), ==, "-1");
    }
}

/* An optional value never eats the argument that follows. */
static void
test_optional_value (void)
{
  g_auto(Values) values = { 0 };
  g_autoptr(GPtrArray) arguments = g_ptr_array_new_with_free_func (g_free);
  g_autoptr(GError) error = NULL;

  parse (&values, "--optional status", FALSE, arguments, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (values.optional, ==, "");
  g_assert_cmpuint (arguments->len, ==, 1);
}

static void
test_stops_at_argument (void)
{
  g_auto(Values) values = { 0 };
  g_autoptr(GPtrArray) arguments = g_ptr_array_new_with_free_func (g_free);

  g_assert_cmpint (parse (&values, "-f status --nonsense", TRUE, arguments, NULL), ==, 1);
  g_assert_true (values.flag);
}

static void
test_errors (void)
{
  static const char *const lines[] = { "--nonsense", "-x", "--flag=1", "--text", "-t", "--flagg" };

  for (guint i = 0; i < G_N_ELEMENTS (lines); i++)
    {
      g_auto(Values) values = { 0 };
      g_autoptr(GPtrArray) arguments = g_ptr_array_new_with_free_func (g_free);
      g_autoptr(GError) error = NULL;

      g_assert_cmpint (parse (&values, lines[i], FALSE, arguments, &error), ==, -1);
      g_assert_error (error, RETORT_OPTION_ERROR, RETORT_OPTION_ERROR_USAGE);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/cli/options/forms", test_forms);
  g_test_add_func ("/cli/options/optional-value", test_optional_value);
  g_test_add_func ("/cli/options/stops-at-argument", test_stops_at_argument);
  g_test_add_func ("/cli/options/errors", test_errors);
  return g_test_run ();
}
