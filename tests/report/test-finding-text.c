/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Expectations: the documents of GitHub (workflow commands), GitLab (Code Quality), JUnit and SARIF 2.1.0. */
#include "report/finding-text.h"

#include "report/source-line.h"

#include <json-glib/json-glib.h>

static RetortFinding *
finding_new (const char *message, const char *suppressed_reason)
{
  RetortFindingFields fields = { 0 };

  fields.rule = "unexpected-drop";
  fields.severity = RETORT_SEVERITY_ERROR;
  fields.path = "/repo/versions/015_x.py";
  fields.start = (RetortPosition) { 24, 5 };
  fields.end = (RetortPosition) { 24, 40 };
  fields.message = message;
  fields.why = "rows are lost";
  fields.remedy = "say it in the title";
  fields.suppressed_reason = suppressed_reason;
  return retort_finding_new (&fields);
}

/* One finding that is told and one that is suppressed. */
static GPtrArray *
findings_new (void)
{
  GPtrArray *findings = g_ptr_array_new_with_free_func ((GDestroyNotify) retort_finding_unref);

  g_ptr_array_add (findings, finding_new ("drops 50%, \"all\": <a>\nof it", NULL));
  g_ptr_array_add (findings, finding_new ("never told", "known"));
  return findings;
}

static void
test_text (void)
{
  g_autoptr(GPtrArray) findings = findings_new ();
  RetortFindingReport report = { findings, "/repo", NULL };
  g_autofree char *text = retort_findings_to_text (&report, FALSE);

  g_assert_cmpstr (text, ==,
                   "versions/015_x.py:24:5: error: drops 50%, \"all\": <a>␊of it [unexpected-drop]\n"
                   "    why:    rows are lost\n"
                   "    remedy: say it in the title\n");
}

/* Line 1 from column @start to the one before @end. */
static void
assert_marked (const char *text, guint start, guint end, const char *expected)
{
  g_autoptr(RetortSource) source = retort_source_new ("a.py", text, -1);
  g_autoptr(GString) out = g_string_new (NULL);

  retort_source_append_marked (out, source, (RetortPosition){ 1, start }, (RetortPosition){ 1, end });
  g_assert_cmpstr (out->str, ==, expected);
}

/* Columns of a terminal: Unicode's East Asian Width (UAX #11), none for what combines. */
static void
test_source_line (void)
{
  g_autofree char *blanks = g_strnfill (200, ' ');
  g_autofree char *far = g_strconcat (blanks, "drop", blanks, "x", NULL);
  g_autoptr(RetortSource) source = retort_source_new ("a.py", far, -1);
  g_autoptr(GString) out = g_string_new (NULL);

  assert_marked ("  drop (x)\nmore", 3, 7, "    1 |   drop (x)\n      |   ^~~~\n");
  assert_marked ("\tdrop\r\n", 2, 6, "    1 | \tdrop\n      | \t^~~~\n");
  assert_marked ("表 = drop", 5, 9, "    1 | 表 = drop\n      |      ^~~~\n");
  assert_marked ("drop 表a", 6, 8, "    1 | drop 表a\n      |      ^~~\n");
  assert_marked ("e\xcc\x81 = drop", 6, 10, "    1 | e\xcc\x81 = drop\n      |     ^~~~\n");
  assert_marked ("a\033[2Jb", 1, 2, "    1 | a\xef\xbf\xbd[2Jb\n      | ^\n");
  assert_marked ("drop", 5, 5, "    1 | drop\n      |     ^\n");
  assert_marked ("", 1, 1, "");
  retort_source_append_marked (out, source, (RetortPosition){ 1, 201 }, (RetortPosition){ 1, 205 });
  g_assert_true (g_str_has_prefix (out->str, "    1 | …"));
  g_assert_nonnull (strstr (out->str, "drop"));
  g_assert_nonnull (strstr (out->str, "^~~~\n"));
  g_string_truncate (out, 0);
  retort_source_append_marked (out, source, (RetortPosition){ 7, 1 }, (RetortPosition){ 7, 2 });
  g_assert_cmpstr (out->str, ==, "");
}

static void
test_github (void)
{
  g_autoptr(GPtrArray) findings = findings_new ();
  RetortFindingReport report = { findings, "/repo", NULL };
  g_autofree char *text = retort_findings_to_github (&report);

  g_assert_cmpstr (text, ==,
                   "::error title=unexpected-drop,file=versions/015_x.py,line=24,col=5,endLine=24,endColumn=40::"
                   "drops 50%25, \"all\": <a>␊of it\n");
}

static void
test_gitlab (void)
{
  g_autoptr(GPtrArray) findings = findings_new ();
  RetortFindingReport report = { findings, "/repo", NULL };
  g_autofree char *text = retort_findings_to_gitlab (&report);
  g_autoptr(JsonNode) node = json_from_string (text, NULL);
  JsonObject *object = NULL;

  g_assert_cmpuint (json_array_get_length (json_node_get_array (node)), ==, 1);
  object = json_array_get_object_element (json_node_get_array (node), 0);
  g_assert_cmpstr (json_object_get_string_member (object, "check_name"), ==, "unexpected-drop");
  g_assert_cmpstr (json_object_get_string_member (object, "severity"), ==, "major");
  g_assert_cmpuint (strlen (json_object_get_string_member (object, "fingerprint")), ==, 32);
  object = json_object_get_object_member (object, "location");
  g_assert_cmpstr (json_object_get_string_member (object, "path"), ==, "versions/015_x.py");
  g_assert_cmpint (json_object_get_int_member (json_object_get_object_member (object, "lines"), "begin"), ==, 24);
}

static void
test_junit (void)
{
  g_autoptr(GPtrArray) findings = findings_new ();
  g_autoptr(GPtrArray) none = g_ptr_array_new ();
  RetortFindingReport report = { findings, "/repo", NULL };
  g_autofree char *text = retort_findings_to_junit (&report);
  g_autofree char *empty = NULL;

  g_assert_nonnull (strstr (text, "tests=\"1\" failures=\"1\""));
  g_assert_nonnull (strstr (text, "message=\"drops 50%, &quot;all&quot;: &lt;a&gt;"));
  report.findings = none;
  empty = retort_findings_to_junit (&report);
  g_assert_nonnull (strstr (empty, "tests=\"1\" failures=\"0\""));
}

static void
test_sarif (void)
{
  g_autoptr(GPtrArray) findings = findings_new ();
  RetortFindingReport report = { findings, "/repo", "1.0" };
  g_autofree char *text = retort_findings_to_sarif (&report);
  g_autoptr(JsonNode) node = json_from_string (text, NULL);
  JsonObject *run = json_array_get_object_element (json_object_get_array_member (json_node_get_object (node), "runs"), 0);
  JsonArray *results = json_object_get_array_member (run, "results");
  JsonObject *driver = json_object_get_object_member (json_object_get_object_member (run, "tool"), "driver");

  g_assert_cmpstr (json_object_get_string_member (json_node_get_object (node), "version"), ==, "2.1.0");
  g_assert_cmpstr (json_object_get_string_member (driver, "version"), ==, "1.0");
  g_assert_cmpuint (json_array_get_length (json_object_get_array_member (driver, "rules")), ==, 1);
  g_assert_cmpuint (json_array_get_length (results), ==, 1);
  g_assert_cmpstr (json_object_get_string_member (json_array_get_object_element (results, 0), "level"), ==, "error");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/report/finding-text/text", test_text);
  g_test_add_func ("/report/finding-text/source-line", test_source_line);
  g_test_add_func ("/report/finding-text/github", test_github);
  g_test_add_func ("/report/finding-text/gitlab", test_gitlab);
  g_test_add_func ("/report/finding-text/junit", test_junit);
  g_test_add_func ("/report/finding-text/sarif", test_sarif);
  return g_test_run ();
}
