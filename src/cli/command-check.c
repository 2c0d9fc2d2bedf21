/* SPDX-License-Identifier: GPL-3.0-or-later */
/* retort-cli check: what is wrong with the revisions. */
#include "config.h"

#include "cli/check-locks.h"
#include "cli/check-scope.h"
#include "cli/check-text.h"
#include "cli/commands.h"

#include "report/baseline.h"
#include "report/finding-text.h"

#include <glib/gi18n.h>

/* What the command line says; texts are owned. */
typedef struct
{
  gboolean       lists_rules;
  char          *explain;
  char          *fail_on;
  gboolean       never_fails; /* of fail_on */
  RetortSeverity threshold;   /* of fail_on */
  gboolean       tells_locks;
  char          *schema;
  char          *server_version;
  gboolean       is_in_transaction;
  char          *since;
  char          *baseline;
  char          *write_baseline;
} CheckOptions;

static void
check_options_clear (CheckOptions *self)
{
  g_clear_pointer (&self->explain, g_free);
  g_clear_pointer (&self->fail_on, g_free);
  g_clear_pointer (&self->schema, g_free);
  g_clear_pointer (&self->server_version, g_free);
  g_clear_pointer (&self->since, g_free);
  g_clear_pointer (&self->baseline, g_free);
  g_clear_pointer (&self->write_baseline, g_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (CheckOptions, check_options_clear)

static gboolean
read_threshold (CheckOptions *asked)
{
  asked->threshold = RETORT_SEVERITY_ERROR;
  asked->never_fails = g_strcmp0 (asked->fail_on, "never") == 0;
  return asked->fail_on == NULL || asked->never_fails || retort_severity_from_string (asked->fail_on, &asked->threshold);
}

static const char *
describe_severity (const RetortRule *rule)
{
  return rule->is_off ? "off" : retort_severity_to_string (rule->severity);
}

static JsonObject *
object_of_rule (const RetortRule *rule)
{
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, "id", rule->id);
  json_object_set_string_member (object, "title", _(rule->title));
  json_object_set_string_member (object, "severity", describe_severity (rule));
  json_object_set_string_member (object, "why", _(rule->why));
  json_object_set_string_member (object, "remedy", _(rule->remedy));
  json_object_set_string_member (object, "setup", rule->setup);
  json_object_set_string_member (object, "bad", rule->bad);
  json_object_set_string_member (object, "good", rule->good);
  return object;
}

static void
print_document (const char *member, JsonArray *array)
{
  JsonObject *object = json_object_new ();
  JsonNode *node = json_node_new (JSON_NODE_OBJECT);

  json_object_set_int_member (object, "format", 1);
  json_object_set_array_member (object, member, array);
  json_node_take_object (node, object);
  retort_cli_print_json (node);
}

static RetortExit
list_rules (RetortCli *cli)
{
  g_autoptr(JsonArray) array = json_array_new ();
  g_autoptr(GString) text = g_string_new (NULL);

  for (const RetortRule *const *rule = retort_rules_get_all (); *rule != NULL; rule++)
    {
      json_array_add_object_element (array, object_of_rule (*rule));
      g_string_append_printf (text, "%-38s %-8s %s\n", (*rule)->id, describe_severity (*rule), _((*rule)->title));
    }
  if (retort_cli_wants_json (cli))
    print_document ("rules", g_steal_pointer (&array));
  else
    retort_cli_print (text->str);
  return RETORT_EXIT_DONE;
}

static RetortExit
explain (RetortCli *cli, const char *id)
{
  const RetortRule *rule = retort_rules_find (id);
  const RetortRule *similar = retort_rules_find_similar (id);
  g_autofree char *text = NULL;

  if (rule == NULL && similar != NULL)
    return retort_cli_fail_usage (cli, _("there is no rule '%s'; did you mean '%s'?"), id, similar->id);
  if (rule == NULL)
    return retort_cli_fail_usage (cli, _("there is no rule '%s'; --list-rules lists them"), id);

  text = g_strdup_printf ("%s (%s)\n%s\n\n%s\n\n%s\n", rule->id, describe_severity (rule), _(rule->title),
                          _(rule->why), _(rule->remedy));
  retort_cli_print (text);
  return RETORT_EXIT_DONE;
}

static GPtrArray *
pick (GPtrArray *findings, gboolean suppressed)
{
  GPtrArray *picked = g_ptr_array_new ();

  for (guint i = 0; i < findings->len; i++)
    if ((retort_finding_get (g_ptr_array_index (findings, i))->suppressed_reason != NULL) == suppressed)
      g_ptr_array_add (picked, g_ptr_array_index (findings, i));
  return picked;
}

static void
print_json (GPtrArray *findings)
{
  g_autoptr(GPtrArray) told = pick (findings, FALSE);
  g_autoptr(GPtrArray) suppressed = pick (findings, TRUE);
  JsonObject *object = json_object_new ();
  JsonNode *node = json_node_new (JSON_NODE_OBJECT);

  json_object_set_int_member (object, "format", 1);
  json_object_set_member (object, "findings", retort_json_of_findings (told));
  json_object_set_member (object, "suppressed", retort_json_of_findings (suppressed));
  json_node_take_object (node, object);
  retort_cli_print_json (node);
}

/* What continuous integration reads. */
static const struct
{
  const char *format;
  char     *(*to_text) (const RetortFindingReport *report);
} ci_formats[] = {
  { "sarif", retort_findings_to_sarif },
  { "github", retort_findings_to_github },
  { "gitlab", retort_findings_to_gitlab },
  { "junit", retort_findings_to_junit },
};

/* Whether it was asked for. */
static gboolean
print_for_ci (RetortCli *cli, GPtrArray *findings)
{
  const RetortFindingReport report = { findings, cli->base, RETORT_VERSION };

  for (gsize i = 0; i < G_N_ELEMENTS (ci_formats); i++)
    if (g_strcmp0 (cli->format, ci_formats[i].format) == 0)
      {
        g_autofree char *text = ci_formats[i].to_text (&report);

        retort_cli_print (text);
        return TRUE;
      }
  return FALSE;
}

static gboolean
wants_text (const RetortCli *cli)
{
  return cli->format == NULL || g_str_equal (cli->format, "text");
}

static void
found_cb (GPtrArray *findings, gpointer user_data)
{
  retort_check_text_add (user_data, findings);
}

static RetortExit
exit_of_findings (const CheckOptions *asked, GPtrArray *findings)
{
  for (guint i = 0; !asked->never_fails && i < findings->len; i++)
    {
      const RetortFindingFields *fields = retort_finding_get (g_ptr_array_index (findings, i));

      if (fields->suppressed_reason == NULL && fields->severity >= asked->threshold)
        return RETORT_EXIT_FINDINGS;
    }
  return RETORT_EXIT_DONE;
}

static GHashTable *
read_baseline (const char *path, GError **error)
{
  g_autofree char *text = NULL;
  g_autoptr(GFile) file = g_file_new_for_path (path);
  GHashTable *baseline = NULL;

  if (g_file_load_contents (file, NULL, &text, NULL, NULL, error))
    baseline = retort_baseline_read (text, -1, error);
  if (baseline == NULL)
    g_prefix_error (error, "cannot use '%s': ", path);
  return baseline;
}

/* Takes what the baseline knows out of @findings. What it knows and nobody found is told when the whole project was looked at. */
static gboolean
apply_baseline (RetortCli *cli, const CheckOptions *asked, gboolean is_whole, GPtrArray *findings, GError **error)
{
  g_autoptr(GHashTable) baseline = read_baseline (asked->baseline, error);
  guint n_gone;

  if (baseline == NULL)
    return FALSE;
  for (guint i = 0; i < findings->len;)
    if (retort_baseline_holds (baseline, g_ptr_array_index (findings, i), cli->base))
      g_ptr_array_remove_index (findings, i);
    else
      i++;
  n_gone = is_whole ? retort_baseline_count_gone (baseline) : 0;
  if (n_gone > 0)
    retort_cli_say (cli, ngettext ("%u finding that '%s' lists is no longer there; --write-baseline makes the list anew",
                                   "%u findings that '%s' lists are no longer there; --write-baseline makes the list anew", n_gone),
                    n_gone, asked->baseline);
  return TRUE;
}

static gboolean
save_baseline (RetortCli *cli, const char *path, GPtrArray *findings, GError **error)
{
  g_autoptr(GBytes) text = retort_baseline_write (findings, cli->base);

  return g_file_set_contents (path, g_bytes_get_data (text, NULL), (gssize) g_bytes_get_size (text), error);
}

static RetortExit
check (RetortCli *cli, const CheckOptions *asked, GPtrArray *names)
{
  RetortCheckScope scope = { .names = names, .since = asked->since, .schema_path = asked->schema,
                             .is_in_transaction = asked->is_in_transaction };
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) findings = NULL;
  g_autoptr(RetortCheckText) text = wants_text (cli) && asked->write_baseline == NULL ? retort_check_text_new (cli) : NULL;
  gboolean is_told_meanwhile = text != NULL && asked->baseline == NULL;

  scope.found = is_told_meanwhile ? found_cb : NULL;
  scope.found_data = text;
  scope.server_version = asked->server_version != NULL ? retort_cli_parse_server_version (asked->server_version) : 0;
  if (asked->server_version != NULL && scope.server_version == 0)
    return retort_cli_fail_usage (cli, _("--server-version is a number from 13 to 18"));
  findings = retort_cli_check_scope (cli, &scope, &error);
  if (findings == NULL || (asked->baseline != NULL && !apply_baseline (cli, asked, names->len == 0 && asked->since == NULL, findings, &error)))
    return retort_cli_fail (cli, error);
  if (asked->write_baseline != NULL)
    return save_baseline (cli, asked->write_baseline, findings, &error) ? RETORT_EXIT_DONE : retort_cli_fail (cli, error);

  if (text != NULL && !is_told_meanwhile)
    retort_check_text_add (text, findings);
  if (text != NULL)
    retort_check_text_print (text);
  else if (!print_for_ci (cli, findings))
    print_json (findings);
  cli->findings_kept = g_steal_pointer (&findings);
  return exit_of_findings (asked, cli->findings_kept);
}

static RetortExit
tell_locks (RetortCli *cli, const CheckOptions *asked, GPtrArray *names)
{
  RetortCheckLocks locks = { NULL, asked->schema, asked->server_version, asked->is_in_transaction };

  if (names->len != 1)
    return retort_cli_fail_usage (cli, _("check --locks takes one file"));
  locks.path = g_ptr_array_index (names, 0);
  return retort_cli_check_locks (cli, &locks);
}

/**
 * retort_command_check:
 * @cli: the call
 *
 * Returns: the exit status; %RETORT_EXIT_FINDINGS when there is something at or over the threshold
 */
RetortExit
retort_command_check (RetortCli *cli)
{
  g_auto(CheckOptions) asked = { 0 };
  const RetortOption options[] = {
    { "fail-on", 0, RETORT_OPTION_TEXT, &asked.fail_on, "error|warning|never", N_("what makes the exit status 1") },
    { "list-rules", 0, RETORT_OPTION_FLAG, &asked.lists_rules, NULL, N_("print the rules and leave") },
    { "explain", 0, RETORT_OPTION_TEXT, &asked.explain, N_("RULE"), N_("print what a rule is about and leave") },
    { "since", 0, RETORT_OPTION_TEXT, &asked.since, N_("REF"), N_("only revisions that are new or changed since that git commit") },
    { "baseline", 0, RETORT_OPTION_TEXT, &asked.baseline, N_("FILE"), N_("leave out the findings that FILE lists") },
    { "write-baseline", 0, RETORT_OPTION_TEXT, &asked.write_baseline, N_("FILE"), N_("list the findings in FILE and leave") },
    { "locks", 0, RETORT_OPTION_FLAG, &asked.tells_locks, NULL, N_("print what each statement of FILE locks") },
    { "schema", 0, RETORT_OPTION_TEXT, &asked.schema, N_("FILE"), N_("for files: statements that make what is there before") },
    { "transaction", 0, RETORT_OPTION_FLAG, &asked.is_in_transaction, NULL, N_("for files: all of it runs inside one transaction") },
    { "server-version", 0, RETORT_OPTION_TEXT, &asked.server_version, "N", N_("13 to 18; 15 when it is not given") },
    { NULL },
  };
  RetortExit status = RETORT_EXIT_DONE;
  g_autoptr(GPtrArray) arguments = retort_cli_parse (cli, options, 0, G_MAXUINT, &status);

  if (arguments == NULL)
    return status;
  if (!read_threshold (&asked))
    return retort_cli_fail_usage (cli, _("--fail-on is error, warning, info or never"));
  if (asked.lists_rules)
    return list_rules (cli);
  if (asked.explain != NULL)
    return explain (cli, asked.explain);
  return asked.tells_locks ? tell_locks (cli, &asked, arguments) : check (cli, &asked, arguments);
}
