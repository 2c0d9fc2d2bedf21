/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Snapshots that tell what changed since the one before, as drizzle-kit 1.0.0-rc.5 wrote them: a schema, a type, a table and a column get
 * other names, two branches follow, and one migration joins them. */
#include "formats/adapter.h"

#include "base/file.h"
#include "scratch.h"

#include <glib/gstdio.h>

#define FIRST "20261121202726_first"
#define RENAMED "20261121202730_renamed"
#define LEFT "20261121202740_left"
#define RIGHT "20261121202745_right"
#define MERGED "20261121202748_merged"

static char *
path_of (const char *id, const char *file)
{
  return g_test_build_filename (G_TEST_DIST, "data", "drizzle", "snapshots", "drizzle", id, file, NULL);
}

/* A copy without one of the snapshots. */
static void
copy_folder (const char *scratch, const char *without)
{
  static const char *const ids[] = { FIRST, RENAMED, LEFT, RIGHT, MERGED };

  scratch_write (scratch, "drizzle.config.json", "{ \"dialect\": \"postgresql\" }");
  for (gsize i = 0; i < G_N_ELEMENTS (ids); i++)
    {
      g_autofree char *from = path_of (ids[i], "snapshot.json");
      g_autofree char *text = retort_file_read (from, NULL, NULL);
      g_autofree char *snapshot = g_strdup_printf ("drizzle/%s/snapshot.json", ids[i]);
      g_autofree char *migration = g_strdup_printf ("drizzle/%s/migration.sql", ids[i]);

      g_assert_nonnull (text);
      scratch_write (scratch, migration, "SELECT 1");
      if (g_strcmp0 (ids[i], without) != 0)
        scratch_write (scratch, snapshot, text);
    }
}

/* (nullable): one statement a line */
static char *
dup_statements (const char *folder, const char *id)
{
  RetortProjectPlace place = { .folder = folder };
  g_autoptr(GError) error = NULL;
  g_autoptr(RetortProject) project = retort_adapters_open (&place, NULL, &error);
  g_autoptr(GPtrArray) statements = NULL;
  const RetortProjectFields *fields;

  g_assert_no_error (error);
  fields = retort_project_get (project);
  for (guint i = 0; i < fields->revisions->len; i++)
    if (g_strcmp0 (retort_revision_get_id (g_ptr_array_index (fields->revisions, i)), id) == 0)
      statements = fields->adapter->list_snapshot (project, g_ptr_array_index (fields->revisions, i));
  if (statements == NULL)
    return NULL;
  g_ptr_array_add (statements, NULL);
  return g_strjoinv ("\n", (char **) statements->pdata);
}

/* pg_dump of these statements and of the five migrations was the same. */
static void
test_merged (void)
{
  g_auto(Scratch) scratch = scratch_new ();
  g_autofree char *text = NULL;

  copy_folder (scratch, NULL);
  text = dup_statements (scratch, MERGED);
  g_assert_cmpstr (text, ==,
                   "CREATE SCHEMA archive\n"
                   "CREATE TYPE public.form AS ENUM ('paper', 'film', 'sound')\n"
                   "CREATE TABLE archive.authors (id integer NOT NULL, name text NOT NULL, CONSTRAINT makers_pkey PRIMARY KEY (id), "
                   "CONSTRAINT maker_name UNIQUE (name))\n"
                   "CREATE TABLE public.parts (work integer NOT NULL, no integer NOT NULL, note text, last integer DEFAULT 0 NOT NULL, "
                   "CONSTRAINT parts_pkey PRIMARY KEY (work, no))\n"
                   "CREATE TABLE public.works (id integer NOT NULL, maker integer NOT NULL, kind public.form DEFAULT 'paper', heading text, "
                   "CONSTRAINT works_pkey PRIMARY KEY (id), CONSTRAINT titled CHECK (\"heading\" <> ''))\n"
                   "ALTER TABLE public.parts ADD CONSTRAINT parts_work FOREIGN KEY (work) REFERENCES public.works (id) "
                   "ON DELETE NO ACTION ON UPDATE NO ACTION\n"
                   "ALTER TABLE public.works ADD CONSTRAINT works_maker_makers_id_fkey FOREIGN KEY (maker) REFERENCES archive.authors (id) "
                   "ON DELETE CASCADE ON UPDATE NO ACTION\n"
                   "CREATE INDEX works_title ON public.works USING btree (heading DESC NULLS LAST,kind)\n"
                   "CREATE INDEX works_lower ON public.works USING btree (lower(\"heading\"))");
}

/* Without the first one nothing is known; without a branch, all but its own. */
static void
test_missing (void)
{
  g_auto(Scratch) scratch = scratch_new ();
  g_autofree char *text = NULL;

  copy_folder (scratch, RENAMED);
  text = dup_statements (scratch, MERGED);
  g_assert_null (text);
  text = dup_statements (scratch, FIRST);
  g_assert_nonnull (text);
}

static void
rename_folder (const char *scratch, const char *from, const char *to)
{
  g_autofree char *old_path = g_build_filename (scratch, "drizzle", from, NULL);
  g_autofree char *new_path = g_build_filename (scratch, "drizzle", to, NULL);

  g_assert_cmpint (g_rename (old_path, new_path), ==, 0);
}

static void
assert_note (const char *folder, const char *text)
{
  RetortProjectPlace place = { .folder = folder };
  g_autoptr(GError) error = NULL;
  g_autoptr(RetortProject) project = retort_adapters_open (&place, NULL, &error);
  GPtrArray *notes = retort_project_get (project)->notes;

  g_assert_no_error (error);
  g_assert_cmpuint (notes->len, ==, text != NULL ? 1 : 0);
  if (text != NULL)
    g_assert_cmpstr (((RetortProjectNote *) g_ptr_array_index (notes, 0))->text, ==, text);
}

/* What drizzle-kit refuses of a folder. */
static void
test_order (void)
{
  g_auto(Scratch) scratch = scratch_new ();
  g_autofree char *path = path_of (FIRST, "snapshot.json");
  g_autofree char *text = retort_file_read (path, NULL, NULL);
  g_auto(GStrv) parts = g_strsplit (text, "2b0a3569-", 2);
  g_autofree char *again = g_strjoinv ("2b0a3560-", parts);

  copy_folder (scratch, NULL);
  assert_note (scratch, NULL);
  rename_folder (scratch, RIGHT, "20261121202749_right");
  assert_note (scratch, "'20261121202748_merged' follows '20261121202749_right' and sorts before it: it may run first, and drizzle-kit refuses the folder.");
  rename_folder (scratch, "20261121202749_right", RIGHT);
  scratch_write (scratch, "drizzle/20261121202750_anew/migration.sql", "SELECT 1");
  scratch_write (scratch, "drizzle/20261121202750_anew/snapshot.json", again);
  assert_note (scratch, "'20261121202750_anew' begins anew, as '" FIRST "' does already: drizzle-kit generates nothing until one of them is gone with "
                        "all that follow it.");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/formats/drizzle-snapshots/merged", test_merged);
  g_test_add_func ("/formats/drizzle-snapshots/missing", test_missing);
  g_test_add_func ("/formats/drizzle-snapshots/order", test_order);
  return g_test_run ();
}
