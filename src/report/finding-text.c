/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Findings as text, as GitHub's workflow commands, GitLab's Code Quality, JUnit XML and SARIF 2.1.0.
 * Sources: docs.github.com "Workflow commands"; docs.gitlab.com "Code Quality", "Implement a custom
 * tool"; SARIF 2.1.0 (OASIS) sections 3.27 and 3.49. */
#include "report/finding-text.h"

#include "base/visible-text.h"
#include "report/json-private.h"
#include "report/source-line.h"

/**
 * retort_path_under:
 * @path: (nullable): a path
 * @base: (nullable): a folder
 *
 * Returns: (transfer none) (nullable): the end of @path after @base, or @path
 */
const char *
retort_path_under (const char *path, const char *base)
{
  gsize length = base != NULL ? strlen (base) : 0;

  if (path != NULL && length > 1 && strncmp (path, base, length) == 0 && path[length] == '/')
    return path + length + 1;
  return path;
}

static gboolean
is_told (const RetortFindingFields *fields)
{
  return fields->suppressed_reason == NULL;
}

static const char *
get_colour (RetortSeverity severity)
{
  switch (severity)
    {
    case RETORT_SEVERITY_ERROR:
      return "\033[31m";
    case RETORT_SEVERITY_WARNING:
      return "\033[33m";
    case RETORT_SEVERITY_INFO:
      return "\033[36m";
    }
  return "";
}

static void
append_visible (GString *text, const char *value)
{
  g_autofree char *visible = retort_visible_text_dup (value);

  g_string_append (text, visible);
}

static void
append_place (GString *text, const RetortFindingFields *fields, const char *base)
{
  if (fields->path == NULL)
    return;

  append_visible (text, retort_path_under (fields->path, base));
  if (fields->start.line > 0)
    g_string_append_printf (text, ":%u:%u", fields->start.line, MAX (fields->start.column, 1));
  g_string_append (text, ": ");
}

/* Several texts, ended by %NULL. */
static void G_GNUC_NULL_TERMINATED
append_words (GString *text, const char *first, ...)
{
  va_list words;

  va_start (words, first);
  for (const char *word = first; word != NULL; word = va_arg (words, const char *))
    g_string_append (text, word);
  va_end (words);
}

static void
append_text (GString *text, const RetortFindingFields *fields, const RetortFindingReport *report, gboolean colour)
{
  RetortSource *source = NULL;

  append_place (text, fields, report->base);
  append_words (text, colour ? get_colour (fields->severity) : "", retort_severity_to_string (fields->severity),
                colour ? "\033[0m" : "", ": ", NULL);
  append_visible (text, fields->message);
  append_words (text, " [", fields->rule, "]\n", NULL);
  if (report->find_source != NULL && fields->path != NULL && fields->start.line > 0)
    source = report->find_source (fields->path, report->source_data);
  if (source != NULL)
    retort_source_append_marked (text, source, fields->start, fields->end);
  if (fields->lock != NULL && fields->lock->mode != NULL)
    {
      g_autofree char *tables = g_strjoinv (", ", fields->lock->tables);

      append_words (text, "    lock:   ", fields->lock->mode, " on ", NULL);
      append_visible (text, tables);
      g_string_append_c (text, '\n');
    }
  if (fields->why != NULL && *fields->why != '\0')
    append_words (text, "    why:    ", fields->why, "\n", NULL);
  if (fields->remedy != NULL && *fields->remedy != '\0')
    append_words (text, "    remedy: ", fields->remedy, "\n", NULL);
}

/**
 * retort_findings_append_text:
 * @text: where to append
 * @report: what to tell
 * @colour: with escape sequences for terminals
 *
 * Appends the findings for people, as compilers write theirs.
 */
void
retort_findings_append_text (GString *text, const RetortFindingReport *report, gboolean colour)
{
  for (guint i = 0; i < report->findings->len; i++)
    {
      const RetortFindingFields *fields = retort_finding_get (g_ptr_array_index (report->findings, i));

      if (is_told (fields))
        append_text (text, fields, report, colour);
    }
}

/**
 * retort_findings_to_text:
 * @report: what to tell
 * @colour: with escape sequences for terminals
 *
 * Returns: (transfer full): the same as a text of its own
 */
char *
retort_findings_to_text (const RetortFindingReport *report, gboolean colour)
{
  GString *text = g_string_new (NULL);

  retort_findings_append_text (text, report, colour);
  return g_string_free (text, FALSE);
}

static const char *
get_github_command (RetortSeverity severity)
{
  switch (severity)
    {
    case RETORT_SEVERITY_ERROR:
      return "error";
    case RETORT_SEVERITY_WARNING:
      return "warning";
    case RETORT_SEVERITY_INFO:
      return "notice";
    }
  return "notice";
}

/* @in_property: commas and colons end a property; a path has to stay what it is. In a message control characters are made visible, as a log is read on
 * terminals too. */
static void
append_github_escaped (GString *text, const char *value, gboolean in_property)
{
  g_autofree char *visible = in_property ? g_utf8_make_valid (value, -1) : retort_visible_text_dup (value);

  for (const char *p = visible; *p != '\0'; p++)
    if (*p == '%' || (*p > 0 && *p < ' ') || *p == 0x7f || (in_property && (*p == ':' || *p == ',')))
      g_string_append_printf (text, "%%%02X", (guint) (guchar) *p);
    else
      g_string_append_c (text, *p);
}

/**
 * retort_findings_to_github:
 * @report: what to tell
 *
 * Returns: (transfer full): one workflow command a finding
 */
char *
retort_findings_to_github (const RetortFindingReport *report)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < report->findings->len; i++)
    {
      const RetortFindingFields *fields = retort_finding_get (g_ptr_array_index (report->findings, i));

      if (!is_told (fields))
        continue;
      g_string_append_printf (text, "::%s title=", get_github_command (fields->severity));
      append_github_escaped (text, fields->rule, TRUE);
      if (fields->path != NULL)
        {
          g_string_append (text, ",file=");
          append_github_escaped (text, retort_path_under (fields->path, report->base), TRUE);
        }
      if (fields->start.line > 0)
        g_string_append_printf (text, ",line=%u,col=%u,endLine=%u,endColumn=%u", fields->start.line, fields->start.column,
                                fields->end.line, fields->end.column);
      g_string_append (text, "::");
      append_github_escaped (text, fields->message, FALSE);
      g_string_append_c (text, '\n');
    }
  return g_string_free (text, FALSE);
}

static char *
dup_document (JsonNode *node)
{
  g_autoptr(JsonNode) root = node;
  char *text = json_to_string (root, TRUE);
  char *line = g_strconcat (text, "\n", NULL);

  g_free (text);
  return line;
}

static const char *
get_gitlab_severity (RetortSeverity severity)
{
  switch (severity)
    {
    case RETORT_SEVERITY_ERROR:
      return "major";
    case RETORT_SEVERITY_WARNING:
      return "minor";
    case RETORT_SEVERITY_INFO:
      return "info";
    }
  return "info";
}

/* Of lines nothing is said, as they move; of equal findings in one file the second is another one than the first. */
static char *
make_fingerprint (const RetortFindingFields *fields, const char *path, GHashTable *seen)
{
  char *identity = g_strdup_printf ("%s\n%s\n%s", fields->rule, path != NULL ? path : "", fields->message);
  guint n = GPOINTER_TO_UINT (g_hash_table_lookup (seen, identity));
  g_autofree char *numbered = n > 0 ? g_strdup_printf ("%s\n%u", identity, n) : g_strdup (identity);

  g_hash_table_replace (seen, identity, GUINT_TO_POINTER (n + 1));
  return g_compute_checksum_for_string (G_CHECKSUM_MD5, numbered, -1);
}

/* @seen: key: what a finding is known by, value: how many there were. */
static JsonObject *
object_for_gitlab (const RetortFindingFields *fields, const char *base, GHashTable *seen)
{
  const char *path = retort_path_under (fields->path, base);
  JsonObject *object = json_object_new ();
  JsonObject *location = json_object_new ();
  JsonObject *lines = json_object_new ();
  g_autofree char *fingerprint = make_fingerprint (fields, path, seen);

  json_object_set_int_member (lines, "begin", MAX (fields->start.line, 1));
  retort_json_set_text (location, "path", path != NULL ? path : "");
  json_object_set_object_member (location, "lines", lines);
  retort_json_set_text (object, "description", fields->message);
  json_object_set_string_member (object, "check_name", fields->rule);
  json_object_set_string_member (object, "fingerprint", fingerprint);
  json_object_set_string_member (object, "severity", get_gitlab_severity (fields->severity));
  json_object_set_object_member (object, "location", location);
  return object;
}

/**
 * retort_findings_to_gitlab:
 * @report: what to tell
 *
 * Returns: (transfer full): a Code Quality report
 */
char *
retort_findings_to_gitlab (const RetortFindingReport *report)
{
  g_autoptr(GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  JsonArray *array = json_array_new ();

  for (guint i = 0; i < report->findings->len; i++)
    {
      const RetortFindingFields *fields = retort_finding_get (g_ptr_array_index (report->findings, i));

      if (is_told (fields))
        json_array_add_object_element (array, object_for_gitlab (fields, report->base, seen));
    }
  return dup_document (retort_json_node_of_array (array));
}

static void
append_junit_case (GString *cases, const RetortFindingFields *fields, const char *base)
{
  g_autoptr(GString) place = g_string_new (NULL);
  g_autofree char *escaped = NULL;
  g_autofree char *message = retort_visible_text_dup (fields->message); /* XML has no control characters */

  append_place (place, fields, base);
  g_string_append_printf (place, "%s", fields->rule);
  escaped = g_markup_escape_text (place->str, -1);
  g_string_append_printf (cases, "    <testcase classname=\"retort\" name=\"%s\">\n", escaped);
  g_free (escaped);
  escaped = g_markup_printf_escaped ("      <failure type=\"%s\" message=\"%s\">%s\n%s</failure>\n",
                                     retort_severity_to_string (fields->severity), message,
                                     fields->why != NULL ? fields->why : "", fields->remedy != NULL ? fields->remedy : "");
  g_string_append (cases, escaped);
  g_string_append (cases, "    </testcase>\n");
}

/**
 * retort_findings_to_junit:
 * @report: what to tell
 *
 * Returns: (transfer full): one failed test a finding; a report without findings has one passed test
 */
char *
retort_findings_to_junit (const RetortFindingReport *report)
{
  g_autoptr(GString) cases = g_string_new (NULL);
  guint n = 0;

  for (guint i = 0; i < report->findings->len; i++)
    {
      const RetortFindingFields *fields = retort_finding_get (g_ptr_array_index (report->findings, i));

      if (!is_told (fields))
        continue;
      append_junit_case (cases, fields, report->base);
      n++;
    }
  if (n == 0)
    g_string_append (cases, "    <testcase classname=\"retort\" name=\"check\"/>\n");
  return g_strdup_printf ("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites>\n"
                          "  <testsuite name=\"retort-cli check\" tests=\"%u\" failures=\"%u\" errors=\"0\">\n%s  </testsuite>\n"
                          "</testsuites>\n", MAX (n, 1), n, cases->str);
}

static const char *
get_sarif_level (RetortSeverity severity)
{
  switch (severity)
    {
    case RETORT_SEVERITY_ERROR:
      return "error";
    case RETORT_SEVERITY_WARNING:
      return "warning";
    case RETORT_SEVERITY_INFO:
      return "note";
    }
  return "note";
}

static JsonObject *
sarif_message (const char *text)
{
  JsonObject *message = json_object_new ();

  retort_json_set_text (message, "text", text);
  return message;
}

static JsonArray *
sarif_locations (const RetortFindingFields *fields, const char *base)
{
  JsonArray *locations = json_array_new ();
  JsonObject *location = NULL;
  JsonObject *physical = NULL;
  JsonObject *artifact = NULL;
  g_autofree char *uri = NULL;

  if (fields->path == NULL)
    return locations;

  location = json_object_new ();
  physical = json_object_new ();
  artifact = json_object_new ();
  uri = g_uri_escape_string (retort_path_under (fields->path, base), "/", TRUE);
  json_object_set_string_member (artifact, "uri", uri);
  json_object_set_object_member (physical, "artifactLocation", artifact);
  if (fields->start.line > 0)
    {
      JsonObject *region = json_object_new ();

      json_object_set_int_member (region, "startLine", fields->start.line);
      json_object_set_int_member (region, "startColumn", MAX (fields->start.column, 1));
      json_object_set_int_member (region, "endLine", MAX (fields->end.line, fields->start.line));
      json_object_set_int_member (region, "endColumn", MAX (fields->end.column, 1));
      json_object_set_object_member (physical, "region", region);
    }
  json_object_set_object_member (location, "physicalLocation", physical);
  json_array_add_object_element (locations, location);
  return locations;
}

static JsonObject *
sarif_result (const RetortFindingFields *fields, const char *base)
{
  JsonObject *result = json_object_new ();

  json_object_set_string_member (result, "ruleId", fields->rule);
  json_object_set_string_member (result, "level", get_sarif_level (fields->severity));
  json_object_set_object_member (result, "message", sarif_message (fields->message));
  json_object_set_array_member (result, "locations", sarif_locations (fields, base));
  return result;
}

static JsonObject *
sarif_rule (const RetortFindingFields *fields)
{
  JsonObject *rule = json_object_new ();

  json_object_set_string_member (rule, "id", fields->rule);
  json_object_set_object_member (rule, "shortDescription", sarif_message (fields->why != NULL ? fields->why : fields->rule));
  json_object_set_object_member (rule, "help", sarif_message (fields->remedy != NULL ? fields->remedy : fields->rule));
  return rule;
}

static JsonObject *
sarif_tool (JsonArray *rules, const char *version)
{
  JsonObject *tool = json_object_new ();
  JsonObject *driver = json_object_new ();

  json_object_set_string_member (driver, "name", "retort-cli");
  retort_json_set_text (driver, "version", version);
  json_object_set_array_member (driver, "rules", rules);
  json_object_set_object_member (tool, "driver", driver);
  return tool;
}

/**
 * retort_findings_to_sarif:
 * @report: what to tell
 *
 * Returns: (transfer full): a SARIF 2.1.0 log with one run
 */
char *
retort_findings_to_sarif (const RetortFindingReport *report)
{
  g_autoptr(GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  JsonArray *rules = json_array_new ();
  JsonArray *results = json_array_new ();
  JsonArray *runs = json_array_new ();
  JsonObject *run = json_object_new ();
  JsonObject *log = json_object_new ();

  for (guint i = 0; i < report->findings->len; i++)
    {
      const RetortFindingFields *fields = retort_finding_get (g_ptr_array_index (report->findings, i));

      if (!is_told (fields))
        continue;
      if (g_hash_table_add (seen, (char *) fields->rule))
        json_array_add_object_element (rules, sarif_rule (fields));
      json_array_add_object_element (results, sarif_result (fields, report->base));
    }

  json_object_set_object_member (run, "tool", sarif_tool (rules, report->version));
  json_object_set_string_member (run, "columnKind", "unicodeCodePoints");
  json_object_set_array_member (run, "results", results);
  json_array_add_object_element (runs, run);
  json_object_set_string_member (log, "$schema", "https://json.schemastore.org/sarif-2.1.0.json");
  json_object_set_string_member (log, "version", "2.1.0");
  json_object_set_array_member (log, "runs", runs);
  return dup_document (retort_json_node_of_object (log));
}
