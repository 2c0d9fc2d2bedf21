/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Folders with and without projects. */
#include "formats/adapter.h"

#include "scratch.h"

#define REVISION(id, down) "revision = '" id "'\ndown_revision = " down "\ndef upgrade():\n    pass\n"

static RetortProject *
open_folder (const char *folder, GError **error)
{
  RetortProjectPlace place = { .folder = folder };

  return retort_adapters_open (&place, NULL, error);
}

static void
test_open (void)
{
  g_auto(Scratch) scratch = scratch_new ();
  g_autoptr(GError) error = NULL;
  g_autoptr(RetortProject) project = NULL;
  const RetortProjectFields *fields;
  const RetortProjectNote *note;

  scratch_write (scratch, "alembic.ini", "[alembic]\nscript_location = db\nsqlalchemy.url = postgresql://me:secret@host/db\n");
  scratch_write (scratch, "db/env.py", "context.configure(url=u, version_table='x')\n"
                                       "context.configure(connection=c, version_table='Ver', transaction_per_migration=True)\n"
                                       "c.execute(text('SET lock_timeout = 1000'))\nc.execute('SET search_path TO x')\n"
                                       "with context.begin_transaction():\n    context.run_migrations()\n");
  scratch_write (scratch, "db/versions/b.py", REVISION ("b", "'a'"));
  scratch_write (scratch, "db/versions/a.py", REVISION ("a", "None"));
  scratch_write (scratch, "db/versions/helper.py", "x = 1\n");
  scratch_write (scratch, "db/versions/__init__.py", "");
  scratch_write (scratch, "db/versions/.#lock.py", "");
  scratch_write (scratch, "db/versions/sub/c.py", REVISION ("c", "'b'"));
  project = open_folder (scratch, &error);
  g_assert_no_error (error);
  fields = retort_project_get (project);
  g_assert_cmpuint (fields->revisions->len, ==, 2);
  g_assert_cmpstr (retort_revision_get_id (g_ptr_array_index (fields->revisions, 0)), ==, "a");
  g_assert_cmpstr (fields->version_table, ==, "Ver");
  g_assert_cmpint (fields->transactions, ==, RETORT_TRANSACTIONS_PER_MIGRATION);
  g_assert_cmpstr (fields->url_hint, ==, "postgresql://me@host/db");
  g_assert_cmpstr (g_ptr_array_index (fields->session_settings, 0), ==, "lock_timeout");
  g_assert_cmpuint (fields->notes->len, ==, 2);
  note = g_ptr_array_index (fields->notes, 0);
  g_assert_true (note->blocks_builtin_engine);
  g_assert_cmpuint (note->position.line, ==, 4);
  note = g_ptr_array_index (fields->notes, 1);
  g_assert_true (g_str_has_suffix (note->path, "helper.py"));
}

/* What env.py locks is taken, what it unlocks is of no interest, and a key that is computed is told. */
static void
test_locks (void)
{
  static const struct
  {
    const char *sql;
    const char *taken; /* nullable */
    guint       n_notes;
  } cases[] = {
    { "SELECT pg_advisory_lock(4711)", "SELECT pg_catalog.pg_advisory_lock(4711)", 0 },
    { "select pg_catalog.pg_advisory_xact_lock( 1, -2 );", "SELECT pg_catalog.pg_advisory_lock(1, -2)", 0 },
    { "SELECT pg_try_advisory_lock_shared(hashtext('x'))", "SELECT pg_catalog.pg_try_advisory_lock_shared(hashtext('x'))", 0 },
    { "SELECT pg_advisory_unlock(4711)", NULL, 0 },
    { "SELECT pg_advisory_lock(oid) FROM pg_class", NULL, 1 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_auto(Scratch) scratch = scratch_new ();
      g_autofree char *environment = g_strdup_printf ("context.configure(connection=c)\nwith context.begin_transaction():\n"
                                                      "    c.execute(text(\"%s\"))\n    context.run_migrations()\n",
                                                      cases[i].sql);
      g_autoptr(GError) error = NULL;
      g_autoptr(RetortProject) project = NULL;
      GPtrArray *locks = NULL;

      scratch_write (scratch, "alembic.ini", "[alembic]\nscript_location = db\n");
      scratch_write (scratch, "db/env.py", environment);
      project = open_folder (scratch, &error);
      g_assert_no_error (error);
      locks = retort_project_get (project)->locks;
      g_assert_cmpuint (locks != NULL ? locks->len : 0, ==, cases[i].taken != NULL ? 1 : 0);
      if (cases[i].taken != NULL)
        g_assert_cmpstr (g_ptr_array_index (locks, 0), ==, cases[i].taken);
      g_assert_cmpuint (retort_project_get (project)->notes->len, ==, cases[i].n_notes);
    }
}

/* The key stands in a parameter: as a number, as eight letters, or as what only a run knows. */
static void
test_lock_parameters (void)
{
  static const struct
  {
    const char *key;
    const char *taken; /* nullable */
  } cases[] = {
    { "4711", "4711" },
    { "-1", "-1" },
    { "struct.unpack(\">q\", struct.pack(\"8s\", b\"alembic\"))[0]", "7020097439640675072" }, /* as CPython says */
    { "struct.unpack('<q', struct.pack('8s', b'a'))[0]", "97" },
    { "os.getpid()", NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_auto(Scratch) scratch = scratch_new ();
      g_autofree char *environment = g_strdup_printf ("def run():\n    context.configure(connection=c)\n    with context.begin_transaction():\n"
                                                      "        key = %s\n        c.execute(text(\"SELECT pg_advisory_lock(:id)\"), {\"id\": key})\n"
                                                      "        context.run_migrations()\nrun()\n",
                                                      cases[i].key);
      g_autofree char *expected = g_strdup_printf ("SELECT pg_catalog.pg_advisory_lock(%s)", cases[i].taken);
      g_autoptr(RetortProject) project = NULL;
      GPtrArray *locks = NULL;

      scratch_write (scratch, "alembic.ini", "[alembic]\nscript_location = db\n");
      scratch_write (scratch, "db/env.py", environment);
      project = open_folder (scratch, NULL);
      locks = retort_project_get (project)->locks;
      g_assert_cmpuint (locks != NULL ? locks->len : 0, ==, cases[i].taken != NULL ? 1 : 0);
      if (cases[i].taken != NULL)
        g_assert_cmpstr (g_ptr_array_index (locks, 0), ==, expected);
      g_assert_cmpuint (retort_project_get (project)->notes->len, ==, cases[i].taken != NULL ? 0 : 1);
    }
}

static void
test_recursive (void)
{
  g_auto(Scratch) scratch = scratch_new ();
  g_autoptr(RetortProject) project = NULL;
  GPtrArray *revisions;

  scratch_write (scratch, "alembic.ini", "[alembic]\nscript_location = db\nrecursive_version_locations = true\n");
  scratch_write (scratch, "db/env.py", "");
  scratch_write (scratch, "db/versions/a/z.py", REVISION ("2", "'1'"));
  scratch_write (scratch, "db/versions/z.py", REVISION ("1", "None"));
  scratch_write (scratch, "db/versions/__pycache__/y.py", REVISION ("3", "'2'"));
  project = open_folder (scratch, NULL);
  revisions = retort_project_get (project)->revisions;
  g_assert_cmpuint (revisions->len, ==, 2);
  g_assert_cmpstr (retort_revision_get_id (g_ptr_array_index (revisions, 0)), ==, "1");
}

/* A program that gives version_locations itself leaves a history without revisions, and that is told. */
static void
test_subfolders (void)
{
  g_auto(Scratch) scratch = scratch_new ();
  g_autoptr(RetortProject) project = NULL;
  const RetortProjectNote *note;

  scratch_write (scratch, "alembic.ini", "[alembic]\nscript_location = db\n");
  scratch_write (scratch, "db/env.py", "context.configure()\n");
  scratch_write (scratch, "db/versions/postgresql/z.py", REVISION ("2", "'1'"));
  scratch_write (scratch, "db/versions/data/README", "");
  project = open_folder (scratch, NULL);
  g_assert_cmpuint (retort_project_get (project)->revisions->len, ==, 0);
  note = g_ptr_array_index (retort_project_get (project)->notes, retort_project_get (project)->notes->len - 1);
  g_assert_true (g_str_has_suffix (note->path, "db/versions/postgresql"));
  g_assert_true (note->blocks_builtin_engine);
}

static void
test_find (void)
{
  g_auto(Scratch) scratch = scratch_new ();
  g_autoptr(GPtrArray) found = NULL;
  g_autoptr(GError) error = NULL;
  g_autoptr(RetortProject) project = NULL;

  scratch_write (scratch, "a/b/backend/alembic.ini", "[alembic]\nscript_location = db\n");
  scratch_write (scratch, "a/b/backend/db/env.py", "");
  scratch_write (scratch, "node_modules/x/alembic.ini", "[alembic]\n");
  scratch_write (scratch, ".git/alembic.ini", "[alembic]\n");
  scratch_write (scratch, "py/pyvenv.cfg", "");
  scratch_write (scratch, "py/alembic.ini", "[alembic]\n");
  project = open_folder (scratch, &error);
  g_assert_no_error (error);
  g_assert_true (g_str_has_suffix (retort_project_get (project)->root, "/a/b/backend"));

  scratch_write (scratch, "z/migrations/alembic.ini", "[alembic]\n");
  scratch_write (scratch, "z/migrations/env.py", "");
  scratch_write (scratch, "z/migrations/versions/README", "");
  found = retort_adapters_find (scratch, NULL);
  g_assert_cmpuint (found->len, ==, 2);
  g_assert_true (g_str_has_suffix (((RetortProjectPlace *) g_ptr_array_index (found, 0))->folder, "/z"));
  g_clear_pointer (&project, retort_project_unref);
  project = open_folder (scratch, &error);
  g_assert_error (error, RETORT_FORMAT_ERROR, RETORT_FORMAT_ERROR_NOT_FOUND);
  g_assert_nonnull (strstr (error->message, "/z'"));
}

/* What is listed of a folder, as text behind its path. */
static void
assert_listed (const char *scratch, const char *expected)
{
  g_autoptr(GPtrArray) found = retort_adapters_find (scratch, NULL);
  g_autoptr(GString) text = g_string_new (NULL);

  for (guint i = 0; i < found->len; i++)
    {
      g_autofree char *name = retort_project_place_to_string (g_ptr_array_index (found, i), TRUE);

      g_string_append_printf (text, "%s ", name + strlen (scratch));
    }
  g_assert_cmpstr (text->str, ==, expected);
}

/* A script folder that a configuration names is not offered as a project by itself, wherever the file lies. */
static void
test_offered_once (void)
{
  g_auto(Scratch) scratch = scratch_new ();

  scratch_write (scratch, "keep/alembic.ini", "[alembic]\nscript_location = keep/api/migrations\n");
  scratch_write (scratch, "keep/api/__init__.py", "");
  scratch_write (scratch, "keep/api/migrations/env.py", "");
  scratch_write (scratch, "keep/api/migrations/versions/README", "");
  scratch_write (scratch, "web/data/__init__.py", "");
  scratch_write (scratch, "web/data/migrations/alembic.ini", "[alembic]\n");
  scratch_write (scratch, "web/data/migrations/env.py", "");
  scratch_write (scratch, "web/data/migrations/versions/README", "");
  assert_listed (scratch, "/keep#: /web/data#: ");
}

static char *
dup_root_tail (const RetortProjectPlace *place, GError **error)
{
  g_autoptr(RetortProject) project = retort_adapters_open (place, NULL, error);

  return project != NULL ? g_path_get_basename (g_ptr_array_index (retort_project_get (project)->watched, 1)) : NULL;
}

/* Several files and sections in one folder: the usual one opens, the others by name. */
static void
test_several_configurations (void)
{
  g_auto(Scratch) scratch = scratch_new ();
  RetortProjectPlace usual = { .folder = scratch };
  RetortProjectPlace section = { .folder = scratch, .section = "tenant" };
  RetortProjectPlace file = { .folder = scratch, .config = "audit.ini" };
  g_autoptr(GError) error = NULL;
  g_autofree char *tail = NULL;

  scratch_write (scratch, "one/env.py", "");
  scratch_write (scratch, "two/env.py", "");
  scratch_write (scratch, "three/env.py", "");
  scratch_write (scratch, "alembic.ini", "[alembic]\nscript_location = one\n[tenant]\nscript_location = two\n[engine1]\nsqlalchemy.url = x\n");
  scratch_write (scratch, "audit.ini", "[alembic]\nscript_location = three\n");
  scratch_write (scratch, "tox.ini", "[testenv]\n");
  assert_listed (scratch, "#: #:tenant #audit.ini: ");
  tail = dup_root_tail (&usual, &error);
  g_assert_cmpstr (tail, ==, "one");
  g_free (tail);
  tail = dup_root_tail (&section, &error);
  g_assert_cmpstr (tail, ==, "two");
  g_free (tail);
  tail = dup_root_tail (&file, &error);
  g_assert_cmpstr (tail, ==, "three");
  g_assert_no_error (error);
}

/* Without a usual one somebody must choose; a single other one is it. */
static void
test_no_usual_configuration (void)
{
  g_auto(Scratch) scratch = scratch_new ();
  RetortProjectPlace usual = { .folder = scratch };
  g_autoptr(GError) error = NULL;
  g_autofree char *tail = NULL;

  scratch_write (scratch, "one/env.py", "");
  scratch_write (scratch, "a.ini", "[alembic]\nscript_location = one\n");
  assert_listed (scratch, "#a.ini: ");
  tail = dup_root_tail (&usual, &error);
  g_assert_cmpstr (tail, ==, "one");
  g_free (tail);
  scratch_write (scratch, "b.ini", "[DEFAULT]\nscript_location = one\n[loggers]\nkeys = x\n[eu]\nsqlalchemy.url = x\n[us]\nsqlalchemy.url = y\n");
  assert_listed (scratch, "#a.ini: #b.ini:eu #b.ini:us ");
  tail = dup_root_tail (&usual, &error);
  g_assert_null (tail);
  g_assert_error (error, RETORT_FORMAT_ERROR, RETORT_FORMAT_ERROR_NOT_FOUND);
  g_assert_nonnull (strstr (error->message, "#b.ini:eu'"));
}

static void
test_place_text (void)
{
  static const char *const texts[] = { "/a/b", "/a/b#:tenant", "/a/b#x.ini:", "/a/b#x.ini:tenant", "/a#b", "/a/b#:" };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      gboolean is_explicit = FALSE;
      g_autoptr(RetortProjectPlace) place = retort_project_place_parse (texts[i], &is_explicit);
      g_autofree char *text = retort_project_place_to_string (place, is_explicit);

      g_assert_cmpstr (text, ==, texts[i]);
      g_assert_true (is_explicit == (strchr (texts[i], ':') != NULL));
    }
}

static void
test_none (void)
{
  g_auto(Scratch) scratch = scratch_new ();
  g_autoptr(GError) error = NULL;
  g_autoptr(RetortProject) project = open_folder (scratch, &error);

  g_assert_null (project);
  g_assert_error (error, RETORT_FORMAT_ERROR, RETORT_FORMAT_ERROR_NOT_FOUND);
  g_assert_nonnull (strstr (error->message, "looked for Alembic: alembic.ini"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/formats/project/open", test_open);
  g_test_add_func ("/formats/project/locks", test_locks);
  g_test_add_func ("/formats/project/lock-parameters", test_lock_parameters);
  g_test_add_func ("/formats/project/recursive", test_recursive);
  g_test_add_func ("/formats/project/subfolders", test_subfolders);
  g_test_add_func ("/formats/project/find", test_find);
  g_test_add_func ("/formats/project/offered-once", test_offered_once);
  g_test_add_func ("/formats/project/none", test_none);
  g_test_add_func ("/formats/project/several-configurations", test_several_configurations);
  g_test_add_func ("/formats/project/no-usual-configuration", test_no_usual_configuration);
  g_test_add_func ("/formats/project/place-text", test_place_text);
  return g_test_run ();
}
