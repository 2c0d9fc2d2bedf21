/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Accepting what of env.py is not understood: once, for exactly one content of the file. */
#include "engine/acceptance.h"

#include "formats/scratch.h"

#define ENV "from alembic import context\ncontext.configure(connection=c, version_table=name())\n" \
            "with context.begin_transaction():\n    context.run_migrations()\n"

static RetortWorkspace *
open_project (const char *scratch)
{
  RetortProjectPlace place = { .folder = scratch };
  g_autoptr(GError) error = NULL;
  RetortWorkspace *workspace = retort_workspace_open (&place, NULL, &error);

  g_assert_no_error (error);
  return workspace;
}

static guint
count_open (const char *scratch)
{
  g_autoptr(RetortWorkspace) workspace = open_project (scratch);
  g_autoptr(GPtrArray) open = retort_acceptance_list_open (workspace);

  return open->len;
}

static char *
write_project (void)
{
  char *scratch = scratch_new ();

  scratch_write (scratch, "alembic.ini", "[alembic]\nscript_location = db\n");
  scratch_write (scratch, "db/env.py", ENV);
  return scratch;
}

static void
test_once (void)
{
  g_auto(Scratch) scratch = write_project ();
  g_autofree char *path = scratch_path (scratch, "retort.json");
  g_autofree char *text = NULL;
  g_autoptr(RetortWorkspace) workspace = open_project (scratch);
  g_autoptr(GError) error = NULL;

  scratch_write (scratch, "retort.json", "{ \"name\": \"shop\", \"rules\": { \"refused\": \"off\" } }");
  g_assert_cmpuint (count_open (scratch), ==, 1);
  g_assert_true (retort_acceptance_store (workspace, retort_acceptance_get_hash (workspace), &error));
  g_assert_no_error (error);
  g_assert_cmpuint (count_open (scratch), ==, 0);
  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  g_assert_nonnull (strstr (text, "\"name\" : \"shop\""));
  g_assert_nonnull (strstr (text, "\"refused\" : \"off\""));
  g_assert_nonnull (strstr (text, "\"db/env.py\""));
  /* Another content is another question. */
  scratch_write (scratch, "db/env.py", ENV "# more\n");
  g_assert_cmpuint (count_open (scratch), ==, 1);
  scratch_write (scratch, "db/env.py", ENV);
  g_assert_cmpuint (count_open (scratch), ==, 0);
}

static void
test_another_content (void)
{
  g_auto(Scratch) scratch = write_project ();
  g_autofree char *path = scratch_path (scratch, "retort.json");
  g_autoptr(RetortWorkspace) workspace = open_project (scratch);
  g_autoptr(GError) error = NULL;

  g_assert_false (retort_acceptance_store (workspace, "0123", &error));
  g_assert_error (error, RETORT_FORMAT_ERROR, RETORT_FORMAT_ERROR_CONFIGURATION);
  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
}

/* What cannot be read is never written over. */
static void
test_broken_file (void)
{
  static const char *const texts[] = { "{ \"name\": ", "[]", "{ \"accepted\": 1 }" };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_auto(Scratch) scratch = write_project ();
      g_autofree char *path = scratch_path (scratch, "retort.json");
      g_autofree char *text = NULL;
      g_autoptr(RetortWorkspace) workspace = open_project (scratch);
      g_autoptr(GError) error = NULL;

      scratch_write (scratch, "retort.json", texts[i]);
      g_assert_false (retort_acceptance_store (workspace, retort_acceptance_get_hash (workspace), &error));
      g_assert_error (error, RETORT_FORMAT_ERROR, RETORT_FORMAT_ERROR_UNREADABLE);
      g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
      g_assert_cmpstr (text, ==, texts[i]);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/engine/acceptance/once", test_once);
  g_test_add_func ("/engine/acceptance/another-content", test_another_content);
  g_test_add_func ("/engine/acceptance/broken-file", test_broken_file);
  return g_test_run ();
}
