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

/* What is wrong is told with its line and left out; the rest counts. */
static void
test_problems (void)
{
  static const struct
  {
    const char *text;
    const char *problem;
    guint       line;
  } cases[] = {
    { "{ broken", "cannot be read", 1 },
    { "{\n  \"name\": tru\n}", "cannot be read: unexpected identifier", 2 },
    { "[]", "not a JSON object", 0 },
    { "", "it is empty", 0 },
    { "{ \"name\": 5 }", "'name' is not a text", 1 },
    { "{\n\"rules\":\n [] }", "'rules' is not an object", 2 },
    { "{ \"naming\": { \"view\": \"x\" } }", "knows no 'view', but these: table, column", 1 },
    { "{ \"naming\": { \"table\": \"(\" } }", "no regular expression", 1 },
    { "{ \"naming\": { \"table\": 1 } }", "no regular expression", 1 },
    { "{ \"require_checklist\": 1 }", "neither true nor false", 1 },
    { "{ \"checklist\": 1 }", "'checklist' is not a list", 1 },
    { "{ \"checklist\": [{}] }", "has no text", 1 },
    { "{ \"checklist\": [\n\"a\",\n{ \"text\": \"b\",\n \"comand\": \"c\" }] }",
      "no setting 'checklist.1.comand'; did you mean 'command'?", 4 },
    { "{ \"checklist\": [\"a\",\n 7] }", "'checklist.1' is neither a text nor an object", 2 },
    { "{ \"checklist\": [{ \"text\": \"a\", \"command\": \"don't\" }] }", "'don't' cannot be run", 1 },
    { "{ \"rules\": { \"no-such-rule\": \"off\" } }", "no rule 'no-such-rule'", 1 },
    { "{ \"rules\": {\n \"empty-downgrad\":\n\"off\" } }", "no rule 'empty-downgrad'; did you mean 'empty-downgrade'?", 2 },
    { "{ \"rules\": { \"empty-downgrade\": \"loud\" } }", "'empty-downgrade' is none of", 1 },
    { "{ \"rules\": { \"empty-downgrade\": 1 } }", "'empty-downgrade' is none of", 1 },
    { "{ /* rules\n \"rules\": */\n \"name\": \"a { \\\" [\", \"ruls\": {} }", "no setting 'ruls'; did you mean 'rules'?", 3 },
    { "{ \"colour\": 1 }", "no setting 'colour'; here can stand: name, planned", 1 },
    { "{ \"run\": {\n\"lock_retrys\": 3 } }", "no setting 'run.lock_retrys'; did you mean 'lock_retries'?", 2 },
    { "{ \"run\": { \"lock_retries\": 101 } }", "no number from 0 to 100", 1 },
    { "{ \"practice\": { \"revison\": \"1\" } }", "'practice.revison'; did you mean 'revision'?", 1 },
    { "{ \"commands\": { \"a/b\": {\n\"run\": [1] } } }", "'commands.a/b.run' is neither a text nor a list of texts", 2 },
    { "{ \"commands\": { \"up\": true } }", "'commands.up' is neither a text nor a list of texts nor an object", 1 },
    { "{ \"commands\": { \"up\": {} } }", "'up' has no 'run'", 1 },
    { "{ \"commands\": { \"up\": \"a 'b\" } }", "cannot be run", 1 },
    { "{ \"commands\": { \"up\": { \"run\": \"a\", \"environment\": { \"A\": 1 } } } }", "'commands.up.environment.A' is not a text", 1 },
    { "{ \"drizzle\": { \"migrations\": { \"tabel\": \"m\" } } }", "no setting 'drizzle.migrations.tabel'", 1 },
    { "{ \"drizzle\": { \"down_files\": \"yes\" } }", "neither true nor false", 1 },
    { "{ \"name\": \"a\",\n \"name\": \"b\" }", "'name' stands here twice", 2 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(RetortSettings) settings = load (cases[i].text);
      const RetortSettingsProblem *problem = NULL;

      g_assert_cmpuint (settings->problems->len, ==, 1);
      problem = g_ptr_array_index (settings->problems, 0);
      g_test_message ("%u: %s", problem->line, problem->text);
      g_assert_nonnull (strstr (problem->text, cases[i].problem));
      g_assert_cmpuint (problem->line, ==, cases[i].line);
    }
}

/* All that may stand there, and nothing is said of it. */
static void
test_no_problems (void)
{
  static const char *const texts[] = {
    "{ \"$schema\": \"https://example.org/retort.json\" }",
    "{ \"planned\": \"ROADMAP.md\", \"accepted\": { \"env.py\": \"00\" }, \"require_checklist\": true, \"naming\": { \"table\": \"^[a-z]+$\" } }",
    "{ \"commands\": { \"upgrade\": \"make up\", \"test\": [\"make\", \"test\"],"
    "  \"generate\": { \"run\": [\"npm\", \"run\", \"g\"], \"folder\": \"web\", \"environment\": { \"URL\": \"{url}\" } } } }",
    "{ \"drizzle\": { \"out\": \"o\", \"dialect\": \"postgresql\", \"casing\": \"snake_case\", \"schema\": [\"a.ts\"], \"down_files\": true,"
    "  \"migrations\": { \"table\": \"t\", \"schema\": \"s\" }, \"dbCredentials\": { \"url\": \"postgresql:///x\" } } }",
  };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr(RetortSettings) settings = load (texts[i]);

      for (guint j = 0; j < settings->problems->len; j++)
        g_test_message ("%s", ((RetortSettingsProblem *) g_ptr_array_index (settings->problems, j))->text);
      g_assert_cmpuint (settings->problems->len, ==, 0);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/engine/settings/missing", test_missing);
  g_test_add_func ("/engine/settings/all", test_all);
  g_test_add_func ("/engine/settings/problems", test_problems);
  g_test_add_func ("/engine/settings/no-problems", test_no_problems);
  return g_test_run ();
}
