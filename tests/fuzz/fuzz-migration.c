/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Any bytes as a migration: its header is read, it is validated and evaluated, and it is read as SQL. Built for libFuzzer when
 * the compiler is clang; with another one driver.c makes the mutations.
 *
 *   CC=clang meson setup _fuzz -Dui=false -Db_sanitize=address,undefined -Db_lundef=false
 *   ninja -C _fuzz tests/fuzz/fuzz-migration && _fuzz/tests/fuzz/fuzz-migration -timeout=20 CORPUS tests/data/... */
#include "formats/alembic/header.h"
#include "python/evaluator.h"
#include "python/validator.h"
#include "sql/script.h"

#include <string.h>

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

static RetortPyValue *pretend_attribute (RetortPyEvaluation *evaluation, RetortPyValue *self, const char *name);
static RetortPyValue *pretend_call (RetortPyEvaluation *evaluation, RetortPyValue *self, const RetortPyArguments *arguments);

/* op, sa and all else that is imported and no standard module. */
static const RetortPyForeignClass pretend_class = { .name = "pretend", .get_attribute = pretend_attribute, .call = pretend_call };

static RetortPyValue *
pretend_attribute (RetortPyEvaluation *evaluation, RetortPyValue *self, const char *name)
{
  return strlen (name) % 5 == 0 ? NULL : self;
}

static RetortPyValue *
pretend_call (RetortPyEvaluation *evaluation, RetortPyValue *self, const RetortPyArguments *arguments)
{
  if (arguments->n_positional > 0 && retort_py_value_is (arguments->positional[0], RETORT_PY_FUNCTION))
    return retort_py_evaluation_call_value (evaluation, arguments->positional[0], &(RetortPyArguments){ 0 });
  return arguments->n_keywords == 1 ? NULL : self;
}

static RetortPyValue *
import_pretend (RetortPyEvaluation *evaluation, const char *module, const char *name, gpointer user_data)
{
  if (strcmp (module, "alembic") != 0 && !g_str_has_prefix (module, "sqlalchemy"))
    return NULL;
  return retort_py_new_foreign (evaluation, &pretend_class, NULL, NULL);
}

static void
ignore_issue (RetortPyIssueKind kind, RetortSpan span, const char *reason, gpointer user_data)
{
  g_assert (reason != NULL && span.start <= span.end);
}

static void
evaluate (RetortPyTree *tree)
{
  static const RetortPyImporter importer = { .import_module = import_pretend };
  static const char *const directions[] = { "upgrade", "downgrade" };
  g_autoptr(RetortPyEvaluation) evaluation = retort_py_evaluation_new (tree, &importer, ignore_issue, NULL);

  retort_py_evaluation_run_module (evaluation, NULL, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (directions); i++)
    if (retort_py_evaluation_has_function (evaluation, directions[i]))
      retort_py_evaluation_call_function (evaluation, directions[i], NULL, NULL);
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autofree char *text = g_strndup ((const char *) data, size);
  g_autofree char *valid = g_utf8_make_valid (text, -1);
  g_autoptr(RetortSource) source = retort_source_new ("m.py", valid, -1);
  g_autoptr(RetortPyTree) tree = retort_py_tree_parse (source);
  g_autoptr(GPtrArray) problems = retort_py_validate (tree, retort_py_tree_get_root (tree));
  g_autoptr(GError) error = NULL;
  g_autoptr(GError) sql_error = NULL;
  g_autoptr(GArray) pieces = retort_sql_split (valid, &sql_error);
  RetortRevision *revision = retort_alembic_header_read (source, NULL, &error);

  g_assert ((revision == NULL) == (error != NULL));
  g_assert ((pieces == NULL) == (sql_error != NULL));
  g_clear_pointer (&revision, retort_revision_unref);
  evaluate (tree);
  return 0;
}
