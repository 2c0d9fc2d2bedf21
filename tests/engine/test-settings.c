/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/settings.h"

#include <glib/gstdio.h>

/* Settings of a folder whose retort.json is @text; %NULL: there is none. */
static RetortSettings *
load (const char *text)
{
  g_autofree char *folder = g_dir_make_tmp ("retort-settings-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "retort.json", NULL);
  RetortSettings *settings = NULL;

  if (text != NULL)
    g_assert_true (g_file_set_contents (path, text, -1, NULL));
  settings = retort_settings_load (folder);

  if (text != NULL)
    {
      g_autofree char *kept = NULL;

      g_assert_true (g_file_get_contents (path, &kept, NULL, NULL));
      g_assert_cmpstr (kept, ==, text);
      g_unlink (path);
    }
  g_rmdir (folder);
  return settings;
}

static void
test_missing (void)
{
  g_autoptr(RetortSettings) settings = load (NULL);

  g_assert_null (settings->name);
  g_assert_cmpuint (settings->problems->len, ==, 0);
}

static void
test_all (void)
{
  g_autoptr(RetortSettings) settings
      = load ("{ \"name\": \"shop\", \"practice\": { \"revision\": \"013\" }, \"run\": { \"lock_retries\": 4 },"
              "  \"checklist\": [\"Routers\", { \"text\": \"Types\", \"command\": \"make types\" }],"
              "  \"rules\": { \"empty-downgrade\": \"off\", \"missing-downgrade\": \"error\" } }");
  gpointer severity = NULL;

  g_assert_cmpuint (settings->problems->len, ==, 0);
  g_assert_cmpstr (settings->name, ==, "shop");
  g_assert_cmpstr (settings->practice_revision, ==, "013");
  g_assert_cmpuint (settings->lock_retries, ==, 4);
  g_assert_cmpuint (settings->checklist->len, ==, 2);
  g_assert_cmpstr (((RetortChecklistItem *) g_ptr_array_index (settings->checklist, 0))->text, ==, "Routers");
  g_assert_cmpstr (((RetortChecklistItem *) g_ptr_array_index (settings->checklist, 1))->command, ==, "make types");
  g_assert_true (g_hash_table_lookup_extended (settings->checks.severities, "empty-downgrade", NULL, &severity));
  g_assert_cmpint (GPOINTER_TO_INT (severity), ==, 0);
  severity = g_hash_table_lookup (settings->checks.severities, "missing-downgrade");
  g_assert_cmpint (GPOINTER_TO_INT (severity), ==, RETORT_SEVERITY_ERROR + 1);
}

/* What is wrong is told and left out; the rest counts. */
static void
test_problems (void)
{
  static const struct
  {
    const char *text;
    const char *problem;
    guint       broken_line;
  } cases[] = {
    { "{ broken", "cannot be read", 1 },
    { "{\n  \"name\": tru\n}", "cannot be read: unexpected identifier", 2 },
    { "[]", "not a JSON object" },
    { "", "it is empty" },
    { "{ \"name\": 5 }", "'name' is not a text" },
    { "{ \"rules\": [] }", "'rules' is not an object" },
    { "{ \"naming\": { \"view\": \"x\" } }", "knows no 'view'" },
    { "{ \"naming\": { \"table\": \"(\" } }", "no regular expression" },
    { "{ \"naming\": { \"table\": 1 } }", "no regular expression" },
    { "{ \"require_checklist\": 1 }", "neither true nor false" },
    { "{ \"checklist\": 1 }", "'checklist' is not a list" },
    { "{ \"checklist\": [{}] }", "has no text" },
    { "{ \"rules\": { \"no-such-rule\": \"off\" } }", "no rule 'no-such-rule'" },
    { "{ \"rules\": { \"empty-downgrade\": \"loud\" } }", "'empty-downgrade' is none of" },
    { "{ \"rules\": { \"empty-downgrade\": 1 } }", "'empty-downgrade' is none of" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(RetortSettings) settings = load (cases[i].text);

      g_assert_cmpuint (settings->problems->len, ==, 1);
      g_test_message ("%s", (const char *) g_ptr_array_index (settings->problems, 0));
      g_assert_nonnull (strstr (g_ptr_array_index (settings->problems, 0), cases[i].problem));
      g_assert_cmpuint (settings->broken_line, ==, cases[i].broken_line);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/engine/settings/missing", test_missing);
  g_test_add_func ("/engine/settings/all", test_all);
  g_test_add_func ("/engine/settings/problems", test_problems);
  return g_test_run ();
}
