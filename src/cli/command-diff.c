/* SPDX-License-Identifier: GPL-3.0-or-later */
/* retort-cli diff: two schemas, wherever they come from. */
#include "config.h"

#include "cli/commands.h"

#include "analysis/schema/model-schema.h"
#include "engine/models.h"
#include "report/schema-changes.h"
#include "report/schema-statements.h"

#include <glib/gi18n.h>

/* --- Where a schema comes from --- */

static RetortRevision *
find_revision (RetortWorkspace *workspace, const char *symbol, GError **error)
{
  g_autoptr(GPtrArray) named = retort_history_resolve (retort_workspace_get_history (workspace), symbol, NULL, error);

  if (named == NULL)
    return NULL;
  if (named->len == 1)
    return g_ptr_array_index (named, 0);
  g_set_error (error, RETORT_OPTION_ERROR, RETORT_OPTION_ERROR_USAGE, _("'%s' names %u revisions; name one of them"), symbol, named->len);
  return NULL;
}

static RetortSchema *
fail_unknown (const char *symbol, GError **error)
{
  g_set_error (error, RETORT_OPTION_ERROR, RETORT_OPTION_ERROR_USAGE, _("what '%s' leaves behind is not known"), symbol);
  return NULL;
}

static RetortSchema *
read_revision (RetortCli *cli, RetortWorkspace *workspace, const char *symbol, GError **error)
{
  RetortRevision *revision = find_revision (workspace, symbol, error);
  RetortSchema *schema = NULL;

  if (revision == NULL)
    return NULL;
  schema = retort_workspace_dup_schema_before (workspace, revision, RETORT_DIRECTION_DOWNGRADE, cli->cancellable);
  return schema != NULL ? schema : fail_unknown (symbol, error);
}

static RetortSchema *
read_snapshot (RetortWorkspace *workspace, GError **error)
{
  RetortRevision *revision = find_revision (workspace, "head", error);
  RetortSchema *schema = NULL;

  if (revision == NULL)
    return NULL;
  schema = retort_workspace_dup_snapshot_schema (workspace, revision);
  return schema != NULL ? schema : fail_unknown ("snapshot", error);
}

static RetortSchema *
read_models (RetortCli *cli, RetortWorkspace *workspace, GError **error)
{
  g_autoptr(RetortModelSet) models = retort_workspace_read_models (workspace, cli->cancellable, error);
  g_autoptr(RetortSchema) initial = retort_schema_new_initial ();
  g_autoptr(RetortModelSchema) made = NULL;

  if (models == NULL)
    return NULL;
  made = retort_model_schema_new (models, initial);
  return retort_schema_ref (made->schema);
}

static RetortSchema *
read_database (RetortCli *cli, RetortWorkspace *workspace, GError **error)
{
  g_autoptr(RetortTarget) target = retort_cli_open_target (cli, workspace, error);

  return target != NULL ? retort_target_read_schema (target, cli->cancellable, error) : NULL;
}

static RetortSchema *
read_schema (RetortCli *cli, RetortWorkspace *workspace, const char *name, GError **error)
{
  if (g_str_equal (name, "base"))
    return retort_schema_new_initial ();
  if (g_str_equal (name, "database"))
    return read_database (cli, workspace, error);
  if (g_str_equal (name, "models"))
    return read_models (cli, workspace, error);
  if (g_str_equal (name, "snapshot"))
    return read_snapshot (workspace, error);
  return read_revision (cli, workspace, name, error);
}

/* The tool's own table is no part of what the project makes. */
static RetortSchema *
read_own_schema (RetortCli *cli, RetortWorkspace *workspace, const char *name, GError **error)
{
  const RetortProjectFields *project = retort_project_get (retort_workspace_get_project (workspace));
  const char *schema_name = project->version_table_schema != NULL ? project->version_table_schema : "public";
  g_autoptr(RetortSchema) schema = read_schema (cli, workspace, name, error);
  RetortSchema *own = NULL;

  if (schema == NULL)
    return NULL;
  own = retort_schema_copy (schema);
  if (project->version_table != NULL && retort_schema_find_table (schema, schema_name, project->version_table) != NULL)
    retort_schema_remove (own, RETORT_OBJECT_TABLE, schema_name, project->version_table);
  return own;
}

/* --- Telling --- */

static char *
dup_object (const RetortDifference *difference)
{
  g_autoptr(GString) object = g_string_new (retort_object_kind_to_string (difference->object_kind));

  g_string_append_printf (object, " %s%s%s", difference->schema != NULL ? difference->schema : "", difference->schema != NULL ? "." : "", difference->name);
  if (difference->part != NULL)
    g_string_append_printf (object, " %s %s", difference->part, difference->part_name);
  if (difference->property != NULL)
    g_string_append_printf (object, " %s", difference->property);
  return g_string_free (g_steal_pointer (&object), FALSE);
}

static void
set_text (JsonObject *object, const char *name, const char *text)
{
  if (text != NULL)
    json_object_set_string_member (object, name, text);
  else
    json_object_set_null_member (object, name);
}

static void
append_difference (JsonArray *differences, JsonArray *not_comparable, const RetortDifference *difference)
{
  static const char *const changes[] = {
    [RETORT_DIFFERENCE_REMOVED] = "removed",
    [RETORT_DIFFERENCE_ADDED] = "added",
    [RETORT_DIFFERENCE_CHANGED] = "changed",
    [RETORT_DIFFERENCE_NOT_COMPARABLE] = "not comparable",
  };
  g_autofree char *name = dup_object (difference);
  JsonObject *object = NULL;

  if (difference->kind == RETORT_DIFFERENCE_NOT_COMPARABLE)
    {
      json_array_add_string_element (not_comparable, name);
      return;
    }
  object = json_object_new ();
  json_object_set_string_member (object, "object", name);
  json_object_set_string_member (object, "change", changes[difference->kind]);
  set_text (object, "a", difference->from);
  set_text (object, "b", difference->to);
  json_array_add_object_element (differences, object);
}

static void
print_json (const char *a, const char *b, GPtrArray *found, const RetortSchemaStatements *statements)
{
  JsonNode *node = json_node_new (JSON_NODE_OBJECT);
  JsonObject *object = json_object_new ();
  JsonArray *differences = json_array_new ();
  JsonArray *not_comparable = json_array_new ();
  g_autofree char *sql = retort_schema_statements_to_sql (statements);

  for (guint i = 0; i < found->len; i++)
    append_difference (differences, not_comparable, g_ptr_array_index (found, i));
  json_object_set_int_member (object, "format", 1);
  json_object_set_string_member (object, "a", a);
  json_object_set_string_member (object, "b", b);
  json_object_set_array_member (object, "differences", differences);
  json_object_set_array_member (object, "not_comparable", not_comparable);
  json_object_set_string_member (object, "sql", sql);
  json_node_take_object (node, object);
  retort_cli_print_json (node);
}

static void
print_text (RetortCli *cli, RetortSchema *a, RetortSchema *b)
{
  g_autoptr(GPtrArray) changes = retort_schema_changes (a, b);
  g_autofree char *text = retort_schema_changes_to_text (changes);

  if (changes->len == 0)
    retort_cli_say (cli, _("no differences"));
  else
    retort_cli_print (text);
}

/**
 * retort_command_diff:
 * @cli: the call
 *
 * Returns: the exit status
 */
RetortExit
retort_command_diff (RetortCli *cli)
{
  gboolean wants_sql = FALSE;
  const RetortOption options[] = {
    { "sql", 0, RETORT_OPTION_FLAG, &wants_sql, NULL, N_("the statements that turn the first into the second, as far as that is certain") },
    { NULL },
  };
  RetortExit status = RETORT_EXIT_DONE;
  g_autoptr(GPtrArray) names = retort_cli_parse (cli, options, 2, 2, &status);
  g_autoptr(RetortWorkspace) workspace = NULL;
  g_autoptr(RetortSchema) a = NULL;
  g_autoptr(RetortSchema) b = NULL;
  g_autoptr(GPtrArray) found = NULL;
  g_autoptr(RetortSchemaStatements) statements = NULL;
  g_autoptr(GError) error = NULL;

  if (names == NULL)
    return status;
  workspace = retort_cli_open_workspace (cli, &error);
  if (workspace != NULL)
    a = read_own_schema (cli, workspace, g_ptr_array_index (names, 0), &error);
  if (a != NULL)
    b = read_own_schema (cli, workspace, g_ptr_array_index (names, 1), &error);
  if (b == NULL)
    return retort_cli_fail (cli, error);
  found = retort_schema_compare (a, b);
  if (wants_sql || retort_cli_wants_json (cli))
    statements = retort_schema_statements_new (a, b);
  if (retort_cli_wants_json (cli))
    print_json (g_ptr_array_index (names, 0), g_ptr_array_index (names, 1), found, statements);
  else if (wants_sql)
    {
      g_autofree char *sql = retort_schema_statements_to_sql (statements);

      retort_cli_print (sql);
    }
  else
    print_text (cli, a, b);
  return found->len > 0 ? RETORT_EXIT_FINDINGS : RETORT_EXIT_DONE;
}
