/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Thousands of generated programs, run by CPython and evaluated here: the same result or "unknown", never another one. */
#include "python/evaluation-private.h"
#include "python/validator.h"

#include <gio/gio.h>
#include <string.h>

/* What one evaluation told. */
typedef struct
{
  GString *gaps;
  char    *refused; /* nullable */
  gboolean varies; /* one of several values is drawn: another one is right, too */
} Told;

static void
take_issue (RetortPyIssueKind kind, RetortSpan span, const char *reason, gpointer user_data)
{
  Told *told = user_data;

  told->varies = told->varies || kind == RETORT_PY_ISSUE_VARIES;
  if (kind == RETORT_PY_ISSUE_REFUSED)
    told->refused = g_strdup (reason);
  else
    g_string_append_printf (told->gaps, "%s\n", reason);
}

/* One program and what CPython made of it. */
typedef struct
{
  gboolean    is_error;
  const char *program;
  gsize       program_length;
  const char *outcome;
  gsize       outcome_length;
} Record;

typedef enum
{
  SAME,
  UNKNOWN,
  DIFFERENT,
} Verdict;

static Verdict
judge (const Record *record, const Told *told, const RetortPyValue *result, gboolean has_doubts)
{
  g_autofree char *outcome = g_strndup (record->outcome, record->outcome_length);
  g_autofree char *prefix = g_strdup_printf ("it raises %s", outcome);
  g_autofree char *repr = result != NULL ? retort_py_value_to_repr (result) : NULL;

  /* After a doubt, CPython may have raised something else before; that it raises is sure. */
  if (record->is_error && has_doubts)
    return UNKNOWN;
  if (told->refused != NULL)
    return record->is_error && g_str_has_prefix (told->refused, prefix) ? SAME : DIFFERENT;
  if (record->is_error)
    {
      if (told->gaps->len > 0 || result == NULL || retort_py_value_find_unknown (result) != NULL)
        return UNKNOWN;
      return repr == NULL ? UNKNOWN : DIFFERENT;
    }
  if (repr == NULL)
    return result != NULL || told->gaps->len > 0 ? UNKNOWN : DIFFERENT;
  return strcmp (repr, outcome) == 0 ? SAME : DIFFERENT;
}

static Verdict
check (const Record *record)
{
  g_autoptr(RetortSource) source = retort_source_new ("m.py", record->program, (gssize) record->program_length);
  g_autoptr(RetortPyTree) tree = retort_py_tree_parse (source);
  g_autoptr(GPtrArray) problems = retort_py_validate (tree, retort_py_tree_get_root (tree));
  Told told = { g_string_new (NULL), NULL };
  g_autoptr(RetortPyEvaluation) evaluation = retort_py_evaluation_new (tree, NULL, take_issue, &told);
  RetortPyValue *result;
  g_autofree char *repr = NULL;
  Verdict verdict;

  if (problems->len > 0)
    g_test_message ("called wrong: %s\n%.*s", ((RetortPyProblem *) problems->pdata[0])->message, (int) record->program_length, record->program);
  g_assert_true (retort_py_evaluation_run_module (evaluation, NULL, NULL));
  result = retort_py_evaluation_get_global (evaluation, "result");
  verdict = judge (record, &told, result, evaluation->n_doubts > 0);
  if (verdict == DIFFERENT && told.varies)
    verdict = UNKNOWN;
  repr = result != NULL ? retort_py_value_to_repr (result) : NULL;
  if (verdict == DIFFERENT || (verdict == UNKNOWN && g_test_verbose ()))
    g_test_message ("%s\n%.*s\nCPython: %.*s\nevaluated: %s, %s, gaps: %s%s", verdict == DIFFERENT ? "DIFFERENT" : "UNKNOWN",
                    (int) record->program_length, record->program, (int) record->outcome_length, record->outcome,
                    repr != NULL ? repr : "unknown", told.refused != NULL ? told.refused : "no exception", told.gaps->str,
                    result != NULL && retort_py_value_find_unknown (result) != NULL
                      ? retort_py_value_get_unknown_reason (retort_py_value_find_unknown (result)) : "");
  g_string_free (told.gaps, TRUE);
  g_free (told.refused);
  return verdict;
}

/* What is known of a program of which a part is hidden must be right. */
static Verdict
judge_hidden (const Record *record, const Told *told, const RetortPyValue *result)
{
  g_autofree char *outcome = g_strndup (record->outcome, record->outcome_length);
  g_auto(GStrv) items = g_strsplit (outcome, "\x1f", -1);

  if (record->is_error || told->refused != NULL)
    return record->is_error ? UNKNOWN : DIFFERENT;
  if (result == NULL || !retort_py_value_is (result, RETORT_PY_TUPLE))
    return told->gaps->len > 0 || result != NULL ? UNKNOWN : DIFFERENT;
  for (guint i = 0; i < retort_py_value_get_n_items (result); i++)
    {
      g_autofree char *repr = retort_py_value_to_repr (retort_py_value_get_item (result, i));

      if (repr != NULL && g_strcmp0 (repr, items[i]) != 0)
        return DIFFERENT;
    }
  return SAME;
}

static Verdict
check_hidden (const Record *record)
{
  g_autoptr(RetortSource) source = retort_source_new ("m.py", record->program, (gssize) record->program_length);
  g_autoptr(RetortPyTree) tree = retort_py_tree_parse (source);
  Told told = { g_string_new (NULL), NULL };
  g_autoptr(RetortPyEvaluation) evaluation = retort_py_evaluation_new (tree, NULL, take_issue, &told);
  const RetortPyValue *result;
  Verdict verdict;

  g_assert_true (retort_py_evaluation_run_module (evaluation, NULL, NULL));
  result = retort_py_evaluation_get_global (evaluation, "result");
  verdict = judge_hidden (record, &told, result);
  if (verdict == DIFFERENT && told.varies)
    verdict = UNKNOWN;
  for (guint i = 0; verdict == DIFFERENT && result != NULL && i < retort_py_value_get_n_items (result); i++)
    {
      g_autofree char *repr = retort_py_value_to_repr (retort_py_value_get_item (result, i));

      g_test_message ("item %u: %s", i, repr != NULL ? repr : "unknown");
    }
  if (verdict == DIFFERENT)
    g_test_message ("HIDDEN\n%.*s\nCPython: %.*s\n%s, gaps: %s", (int) record->program_length, record->program,
                    (int) record->outcome_length, record->outcome, told.refused != NULL ? told.refused : "no exception", told.gaps->str);
  g_string_free (told.gaps, TRUE);
  g_free (told.refused);
  return verdict;
}

/* Sanitizers take four times as long. */
#ifdef __SANITIZE_ADDRESS__
#define USUAL_COUNT "800"
#else
#define USUAL_COUNT "2000"
#endif

/* Records of the generator: "VALUE length length\nprogramvalue\n". */
static void
check_all (const char *records, gsize length, Verdict (*check_one) (const Record *), guint n_verdicts[3])
{
  guint n_programs = 0;

  for (const char *at = records; at < records + length; n_programs++)
    {
      Record record = { .is_error = g_str_has_prefix (at, "ERROR ") };
      char *end;

      record.program_length = g_ascii_strtoull (at + 6, &end, 10);
      record.outcome_length = g_ascii_strtoull (end, &end, 10);
      record.program = end + 1;
      record.outcome = record.program + record.program_length;
      at = record.outcome + record.outcome_length + 1;
      n_verdicts[check_one (&record)]++;
    }
  g_test_message ("%u programs: %u the same, %u unknown, %u different", n_programs, n_verdicts[SAME], n_verdicts[UNKNOWN], n_verdicts[DIFFERENT]);
  g_assert_cmpuint (n_verdicts[DIFFERENT], ==, 0);
}

static GBytes *
generate (const char *generator, const char *mode)
{
  g_autofree char *script = g_test_build_filename (G_TEST_DIST, "python", "generator", generator, NULL);
  const char *seed = g_getenv ("RETORT_TEST_SEED") != NULL ? g_getenv ("RETORT_TEST_SEED") : "1";
  const char *count = g_getenv ("RETORT_TEST_COUNT") != NULL ? g_getenv ("RETORT_TEST_COUNT") : USUAL_COUNT;
  const char *argv[] = { "/usr/bin/python3", script, seed, count, mode, NULL };
  g_autoptr(GError) error = NULL;
  GBytes *output = NULL;
  g_autoptr(GSubprocessLauncher) launcher = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE);
  g_autoptr(GSubprocess) child = NULL;

  /* The order of sets decides which programs are written: the same ones each time. */
  g_subprocess_launcher_setenv (launcher, "PYTHONHASHSEED", seed, TRUE);
  child = g_subprocess_launcher_spawnv (launcher, argv, &error);
  g_assert_no_error (error);
  g_assert_true (g_subprocess_communicate (child, NULL, NULL, &output, NULL, &error));
  g_assert_no_error (error);
  g_assert_true (g_subprocess_get_successful (child));
  return output;
}

static void
test_programs (void)
{
  g_autoptr(GBytes) output = generate ("programs.py", NULL);
  guint n_verdicts[3] = { 0, 0, 0 };

  check_all (g_bytes_get_data (output, NULL), g_bytes_get_size (output), check, n_verdicts);
  g_assert_cmpuint (n_verdicts[UNKNOWN] * 20, <=, n_verdicts[SAME] + n_verdicts[UNKNOWN]);
}

/* Something in each program is not known: what the evaluator still says is right. */
static void
test_hidden (void)
{
  g_autoptr(GBytes) output = generate ("programs.py", "hidden");
  guint n_verdicts[3] = { 0, 0, 0 };

  check_all (g_bytes_get_data (output, NULL), g_bytes_get_size (output), check_hidden, n_verdicts);
}

/* Classes, generators, match and standard modules, where a whole program is unknown when one piece of it is. */
static void
test_objects (void)
{
  g_autoptr(GBytes) output = generate ("objects.py", g_getenv ("RETORT_TEST_PIECE"));
  guint n_verdicts[3] = { 0, 0, 0 };

  check_all (g_bytes_get_data (output, NULL), g_bytes_get_size (output), check, n_verdicts);
}

/* Regular expressions: PCRE's where they are Python's. */
static void
test_patterns (void)
{
  g_autoptr(GBytes) output = generate ("patterns.py", NULL);
  guint n_verdicts[3] = { 0, 0, 0 };

  check_all (g_bytes_get_data (output, NULL), g_bytes_get_size (output), check, n_verdicts);
}

/* Single expressions of what Python has; those that are not marked as too much are the same. */
static void
test_snippets (void)
{
  g_autoptr(GBytes) same = generate ("snippets.py", "same");
  g_autoptr(GBytes) unknown = generate ("snippets.py", "unknown");
  guint n_same[3] = { 0, 0, 0 };
  guint n_unknown[3] = { 0, 0, 0 };

  check_all (g_bytes_get_data (same, NULL), g_bytes_get_size (same), check, n_same);
  g_assert_cmpuint (n_same[UNKNOWN], ==, 0);
  check_all (g_bytes_get_data (unknown, NULL), g_bytes_get_size (unknown), check, n_unknown);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/python/programs/same-or-unknown", test_programs);
  g_test_add_func ("/python/programs/objects", test_objects);
  g_test_add_func ("/python/programs/patterns", test_patterns);
  g_test_add_func ("/python/programs/snippets", test_snippets);
  g_test_add_func ("/python/programs/what-is-known-is-right", test_hidden);
  return g_test_run ();
}
