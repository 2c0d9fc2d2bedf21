/* SPDX-License-Identifier: GPL-3.0-or-later */
/* retort-cli models: the post-apply checklist: the models against the schema. */
#include "config.h"

#include "cli/commands.h"
#include "cli/source-files.h"

#include "engine/models.h"

#include <glib/gi18n.h>

/* --- The schema --- */

/* What the migrations make up to @symbol. */
static RetortSchema *
simulate (RetortCli *cli, RetortWorkspace *workspace, const char *symbol, GError **error)
{
  g_autoptr(GPtrArray) named = retort_history_resolve (retort_workspace_get_history (workspace), symbol, NULL, error);
  RetortSchema *schema;

  if (named == NULL)
    return NULL;
  if (named->len != 1)
    {
      g_set_error (error, RETORT_OPTION_ERROR, RETORT_OPTION_ERROR_USAGE, _("'%s' names %u revisions; name one of them"), symbol, named->len);
      return NULL;
    }
  schema = retort_workspace_dup_schema_before (workspace, g_ptr_array_index (named, 0), RETORT_DIRECTION_DOWNGRADE, cli->cancellable);
  if (schema == NULL)
    g_set_error (error, RETORT_OPTION_ERROR, RETORT_OPTION_ERROR_USAGE, _("what '%s' leaves behind is not known"), symbol);
  return schema;
}

static RetortSchema *
find_schema (RetortCli *cli, RetortWorkspace *workspace, const char *symbol, GError **error)
{
  g_autoptr(RetortTarget) target = NULL;

  if (!retort_cli_has_target (cli) || symbol != NULL)
    return simulate (cli, workspace, symbol != NULL ? symbol : "heads", error);
  target = retort_cli_open_target (cli, workspace, error);
  return target != NULL ? retort_target_read_schema (target, cli->cancellable, error) : NULL;
}

/* --- Telling --- */

static void
append_gaps (JsonArray *array, GPtrArray *gaps)
{
  for (guint i = 0; i < gaps->len; i++)
    {
      const RetortModelGap *gap = g_ptr_array_index (gaps, i);
      JsonObject *object = json_object_new ();

      json_object_set_string_member (object, "file", retort_source_get_path (gap->source));
      json_object_set_int_member (object, "line", retort_source_position_at (gap->source, gap->span.start).line);
      json_object_set_string_member (object, "reason", gap->reason);
      json_array_add_object_element (array, object);
    }
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
print_json (const RetortModelReport *report)
{
  g_autoptr(GPtrArray) told = pick (report->result->findings, FALSE);
  g_autoptr(GPtrArray) suppressed = pick (report->result->findings, TRUE);
  JsonObject *object = json_object_new ();
  JsonArray *checked = json_array_new ();
  JsonArray *gaps = json_array_new ();
  JsonNode *node = json_node_new (JSON_NODE_OBJECT);

  for (guint i = 0; i < report->result->checked->len; i++)
    json_array_add_string_element (checked, g_ptr_array_index (report->result->checked, i));
  append_gaps (gaps, report->models->gaps);
  append_gaps (gaps, report->result->gaps);
  json_object_set_int_member (object, "format", 1);
  json_object_set_array_member (object, "checked", checked);
  json_object_set_member (object, "findings", retort_json_of_findings (told));
  json_object_set_member (object, "suppressed", retort_json_of_findings (suppressed));
  json_object_set_array_member (object, "not_read", gaps);
  json_node_take_object (node, object);
  retort_cli_print_json (node);
}

static void
tell_gaps (RetortCli *cli, GPtrArray *gaps, GString *text)
{
  for (guint i = 0; i < gaps->len; i++)
    {
      const RetortModelGap *gap = g_ptr_array_index (gaps, i);

      g_string_append_printf (text, "%s:%u: ", retort_path_under (retort_source_get_path (gap->source), cli->base),
                              retort_source_position_at (gap->source, gap->span.start).line);
      /* Translators: %s is a clause. */
      g_string_append_printf (text, _("not read: %s"), gap->reason);
      g_string_append_c (text, '\n');
    }
}

static void
print_text (RetortCli *cli, const RetortModelReport *report)
{
  g_autoptr(GHashTable) files = retort_cli_source_files_new ();
  RetortFindingReport findings = { report->result->findings, cli->base, RETORT_VERSION };
  g_autofree char *text = NULL;
  g_autoptr(GString) out = g_string_new (NULL);
  guint n_gaps = report->models->gaps->len + report->result->gaps->len;
  guint n_told = 0;

  retort_cli_show_sources (cli, files, &findings);
  text = retort_findings_to_text (&findings, retort_cli_has_color (cli));
  g_string_append (out, text);
  for (guint i = 0; i < report->result->findings->len; i++)
    n_told += retort_finding_get (g_ptr_array_index (report->result->findings, i))->suppressed_reason == NULL;
  tell_gaps (cli, report->models->gaps, out);
  tell_gaps (cli, report->result->gaps, out);
  g_string_append_printf (out, ngettext ("%u table compared with its model", "%u tables compared with their models", report->result->checked->len),
                          report->result->checked->len);
  g_string_append_printf (out, ngettext (", %u finding", ", %u findings", n_told), n_told);
  if (n_gaps > 0)
    g_string_append_printf (out, ngettext (", %u place not read", ", %u places not read", n_gaps), n_gaps);
  g_string_append_c (out, '\n');
  retort_cli_print (out->str);
}

/* Differences are what the command is asked for; what is only a remark is none. */
static RetortExit
exit_of (const RetortModelReport *report)
{
  for (guint i = 0; i < report->result->findings->len; i++)
    {
      const RetortFindingFields *fields = retort_finding_get (g_ptr_array_index (report->result->findings, i));

      if (fields->suppressed_reason == NULL && fields->severity >= RETORT_SEVERITY_WARNING)
        return RETORT_EXIT_FINDINGS;
    }
  return RETORT_EXIT_DONE;
}

/**
 * retort_command_models:
 * @cli: the call
 *
 * Returns: the exit status; %RETORT_EXIT_FINDINGS when models and schema differ
 */
RetortExit
retort_command_models (RetortCli *cli)
{
  const RetortOption options[] = { { NULL } };
  RetortExit status = RETORT_EXIT_DONE;
  g_autoptr(GPtrArray) arguments = retort_cli_parse (cli, options, 0, 1, &status);
  g_autoptr(RetortWorkspace) workspace = NULL;
  g_autoptr(RetortSchema) schema = NULL;
  g_autoptr(RetortModelReport) report = NULL;
  g_autoptr(GError) error = NULL;

  if (arguments == NULL)
    return status;
  workspace = retort_cli_open_workspace (cli, &error);
  if (workspace != NULL)
    schema = find_schema (cli, workspace, arguments->len > 0 ? g_ptr_array_index (arguments, 0) : NULL, &error);
  if (schema != NULL)
    report = retort_workspace_check_models (workspace, schema, cli->cancellable, &error);
  if (report == NULL)
    return retort_cli_fail (cli, error);

  if (retort_cli_wants_json (cli))
    print_json (report);
  else
    print_text (cli, report);
  return exit_of (report);
}
