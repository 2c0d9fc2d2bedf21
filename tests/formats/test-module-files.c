/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which file of a project the name of a module means. */
#include "formats/alembic/module-files.h"

#include "scratch.h"

/* Opens the project in the folder "p" of @scratch. */
static RetortModuleFiles *
open_modules (const char *scratch)
{
  g_autofree char *folder = scratch_path (scratch, "p");
  RetortProjectPlace place = { .folder = folder };
  g_autoptr(GError) error = NULL;
  g_autoptr(RetortAlembicConfig) config = retort_alembic_config_read (&place, &error);

  g_assert_no_error (error);
  return retort_module_files_new (config);
}

/* The text of the module; "/" for a folder, "!" for one that is not read, "-" for none. */
static char *
dup_found (RetortModuleFiles *files, const char *module)
{
  RetortPyModuleFile file = { 0 };
  g_autoptr(RetortPyTree) tree = NULL;
  g_autofree char *problem = NULL;

  if (!retort_module_files_load (files, module, &file))
    return g_strdup ("-");
  tree = file.tree;
  problem = file.problem;
  if (problem != NULL)
    return g_strdup ("!");
  return g_strdup (tree != NULL ? retort_source_get_text (retort_py_tree_get_source (tree)) : "/");
}

static void
assert_found (RetortModuleFiles *files, const char *module, const char *expected)
{
  g_autofree char *found = dup_found (files, module);

  if (!g_str_equal (found, expected))
    g_error ("%s is %s, not %s", module, found, expected);
}

static void
write_project (const char *scratch, const char *ini)
{
  scratch_write (scratch, "p/alembic.ini", ini);
  scratch_write (scratch, "p/db/env.py", "");
  scratch_write (scratch, "p/db/versions/a.py", "");
}

static void
test_order (void)
{
  g_auto(Scratch) scratch = scratch_new ();
  g_autoptr(RetortModuleFiles) files = NULL;

  write_project (scratch, "[alembic]\nscript_location = db\nprepend_sys_path = lib\n");
  scratch_write (scratch, "p/lib/both.py", "# lib");
  scratch_write (scratch, "p/both.py", "# root");
  scratch_write (scratch, "p/alone.py", "# root");
  scratch_write (scratch, "p/twice.py", "# root");
  scratch_write (scratch, "p/src/twice.py", "# src");
  scratch_write (scratch, "p/pack/__init__.py", "# pack");
  scratch_write (scratch, "p/pack.py", "# hidden");
  scratch_write (scratch, "p/pack/inner.py", "# inner");
  scratch_write (scratch, "p/module.py", "");
  scratch_write (scratch, "p/module/inside.py", "# unreachable");
  scratch_write (scratch, "p/space/part.py", "# part");
  scratch_write (scratch, "p/wrong.py", "x = = 1");
  files = open_modules (scratch);
  assert_found (files, "both", "# lib");
  assert_found (files, "alone", "# root");
  assert_found (files, "twice", "!");
  assert_found (files, "pack", "# pack");
  assert_found (files, "pack.inner", "# inner");
  assert_found (files, "pack.absent", "-");
  assert_found (files, "module.inside", "-");
  assert_found (files, "space", "/");
  assert_found (files, "space.part", "# part");
  assert_found (files, "wrong", "!");
  assert_found (files, "absent", "-");
  assert_found (files, "..", "-");
  assert_found (files, "", "-");
  assert_found (files, "../p/alone", "-");
}

/* A folder that is a package itself does not hide installed packages. */
static void
test_root_in_package (void)
{
  g_auto(Scratch) scratch = scratch_new ();
  g_autoptr(RetortModuleFiles) files = NULL;

  write_project (scratch, "[alembic]\nscript_location = db\n");
  scratch_write (scratch, "p/__init__.py", "");
  scratch_write (scratch, "p/packaging/utils.py", "x = 1");
  files = open_modules (scratch);
  assert_found (files, "packaging.utils", "-");
}

static void
test_outside (void)
{
  g_auto(Scratch) scratch = scratch_new ();
  g_autofree char *link = scratch_path (scratch, "p/link.py");
  g_autofree char *folder_link = scratch_path (scratch, "p/linked");
  g_autofree char *inner_link = scratch_path (scratch, "p/alias.py");
  g_autofree char *secret = scratch_path (scratch, "out/secret.py");
  g_autofree char *out = scratch_path (scratch, "out");
  g_autoptr(RetortModuleFiles) files = NULL;

  write_project (scratch, "[alembic]\nscript_location = db\nprepend_sys_path = ../out\n");
  scratch_write (scratch, "out/secret.py", "# secret");
  scratch_write (scratch, "p/own.py", "# own");
  g_assert_cmpint (symlink (secret, link), ==, 0);
  g_assert_cmpint (symlink (out, folder_link), ==, 0);
  g_assert_cmpint (symlink ("own.py", inner_link), ==, 0);
  files = open_modules (scratch);
  assert_found (files, "secret", "!");
  assert_found (files, "link", "!");
  assert_found (files, "linked.secret", "!");
  assert_found (files, "alias", "# own");
  assert_found (files, "own", "# own");
}

static void
test_changed (void)
{
  g_auto(Scratch) scratch = scratch_new ();
  g_autoptr(RetortModuleFiles) files = NULL;

  write_project (scratch, "[alembic]\nscript_location = db\n");
  scratch_write (scratch, "p/helper.py", "# one");
  files = open_modules (scratch);
  assert_found (files, "helper", "# one");
  assert_found (files, "helper", "# one");
  scratch_write (scratch, "p/helper.py", "# other");
  assert_found (files, "helper", "# other");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/formats/module-files/order", test_order);
  g_test_add_func ("/formats/module-files/root-in-package", test_root_in_package);
  g_test_add_func ("/formats/module-files/outside", test_outside);
  g_test_add_func ("/formats/module-files/changed", test_changed);
  return g_test_run ();
}
