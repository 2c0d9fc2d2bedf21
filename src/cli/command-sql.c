/* SPDX-License-Identifier: GPL-3.0-or-later */
/* retort-cli sql: what `alembic upgrade --sql` and `alembic downgrade --sql` print, and every revision by itself. */
#include "config.h"

#include "cli/commands.h"
#include "cli/left-out.h"

#include "engine/compile-ahead.h"
#include "engine/script.h"

#include <glib/gi18n.h>

/* Where a range begins and ends; texts are owned. */
typedef struct
{
  char *from; /* nullable: the base */
  char *to;
} Range;

static void
range_clear (Range *self)
{
  g_clear_pointer (&self->from, g_free);
  g_clear_pointer (&self->to, g_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Range, range_clear)

/* "FROM:TO", ":TO", "FROM:" or "TO"; downwards the missing end is the other one. */
static void
split_range (const char *text, gboolean is_down, Range *range)
{
  g_auto(GStrv) ends = g_strsplit (text != NULL ? text : "", ":", 2);
  gboolean is_range = g_strv_length (ends) == 2;
  const char *from = is_range ? ends[0] : "";
  const char *to = is_range ? ends[1] : ends[0] != NULL ? ends[0] : "";

  if (*from != '\0')
    range->from = g_strdup (from);
  else if (is_down)
    range->from = g_strdup ("heads");
  range->to = g_strdup (*to != '\0' ? to : is_down ? "base" : "heads");
}

static RetortExit
print_script (RetortCli *cli, RetortWorkspace *workspace, const char *text, gboolean is_down)
{
  RetortDirection direction = is_down ? RETORT_DIRECTION_DOWNGRADE : RETORT_DIRECTION_UPGRADE;
  RetortPlanDepth depth = retort_cli_wants_json (cli) ? RETORT_PLAN_FOR_RUNNING : RETORT_PLAN_FOR_PRINTING;
  g_auto(Range) range = { 0 };
  g_autoptr(RetortPlan) plan = NULL;
  g_autoptr(GError) error = NULL;
  g_autofree char *script = NULL;

  split_range (text, is_down, &range);
  plan = retort_script_plan (workspace, direction, range.from, range.to, depth, cli->cancellable, &error);
  if (plan == NULL)
    return retort_cli_fail (cli, error);
  if (retort_cli_wants_json (cli))
    {
      retort_cli_print_json (retort_json_of_plan (plan));
      return RETORT_EXIT_DONE;
    }

  script = retort_script_of_plan (workspace, plan, &error);
  if (script == NULL)
    return retort_cli_fail (cli, error);
  retort_cli_print (script);
  return RETORT_EXIT_DONE;
}

/* (nullable) (transfer container): the revisions of a range, oldest first. */
static GPtrArray *
list_revisions (RetortWorkspace *workspace, const char *range, GError **error)
{
  g_autoptr(GPtrArray) newest_first = retort_history_resolve_range (retort_workspace_get_history (workspace), range, NULL,
                                                                    error);
  GPtrArray *oldest_first = NULL;

  if (newest_first == NULL)
    return NULL;
  oldest_first = g_ptr_array_new ();
  for (guint i = newest_first->len; i > 0; i--)
    g_ptr_array_add (oldest_first, g_ptr_array_index (newest_first, i - 1));
  return oldest_first;
}

static JsonObject *
object_of_revision (RetortWorkspace *workspace, RetortRevision *revision, RetortMigration *upgrade,
                    RetortMigration *downgrade)
{
  g_autofree char *upgrade_sql = retort_script_of_migration (workspace, upgrade);
  g_autofree char *downgrade_sql = retort_script_of_migration (workspace, downgrade);
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, "id", retort_revision_get_id (revision));
  json_object_set_string_member (object, "file", retort_revision_get_path (revision));
  json_object_set_member (object, "upgrade", retort_json_of_migration (upgrade, upgrade_sql));
  json_object_set_member (object, "downgrade", retort_json_of_migration (downgrade, downgrade_sql));
  return object;
}

static void
append_direction (GString *text, RetortWorkspace *workspace, RetortMigration *migration, const char *word)
{
  g_autofree char *sql = retort_script_of_migration (workspace, migration);

  g_string_append_printf (text, "-- %s %s (%s)\n", retort_revision_get_id (retort_migration_get_revision (migration)), word,
                          retort_migration_status_to_string (retort_migration_get_status (migration)));
  for (guint i = 0; i < retort_migration_get_n_gaps (migration); i++)
    {
      const RetortGap *gap = retort_migration_get_gap (migration, i);

      g_string_append_printf (text, "-- line %u: %s\n", gap->position.line, gap->reason);
    }
  g_string_append_printf (text, "\n%s%s", sql != NULL ? sql : "", sql != NULL && *sql != '\0' ? "\n\n" : "");
}

/* Both directions of one revision, to the text or to the array. */
static gboolean
add_each (RetortCli *cli, RetortWorkspace *workspace, RetortRevision *revision, JsonArray *array, GString *text,
          GError **error)
{
  g_autoptr(RetortMigration) upgrade = NULL;
  g_autoptr(RetortMigration) downgrade = NULL;

  upgrade = retort_workspace_compile (workspace, revision, RETORT_DIRECTION_UPGRADE, cli->cancellable, error);
  if (upgrade == NULL)
    return FALSE;
  downgrade = retort_workspace_compile (workspace, revision, RETORT_DIRECTION_DOWNGRADE, cli->cancellable, error);
  if (downgrade == NULL)
    return FALSE;

  if (retort_cli_wants_json (cli))
    json_array_add_object_element (array, object_of_revision (workspace, revision, upgrade, downgrade));
  else
    {
      append_direction (text, workspace, upgrade, "upgrade");
      append_direction (text, workspace, downgrade, "downgrade");
    }
  return TRUE;
}

static void
print_array (JsonArray *revisions)
{
  JsonObject *object = json_object_new ();
  JsonNode *node = json_node_new (JSON_NODE_OBJECT);

  json_object_set_int_member (object, "format", 1);
  json_object_set_array_member (object, "revisions", revisions);
  json_node_take_object (node, object);
  retort_cli_print_json (node);
}

static RetortExit
print_each (RetortCli *cli, RetortWorkspace *workspace, const char *range)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) revisions = list_revisions (workspace, range, &error);
  g_autoptr(RetortCompileAhead) ahead = NULL;
  g_autoptr(JsonArray) array = json_array_new ();
  g_autoptr(GString) text = g_string_new (NULL);

  if (revisions == NULL)
    return retort_cli_fail (cli, error);
  ahead = retort_compile_ahead_start (workspace, revisions, TRUE, TRUE);
  for (guint i = 0; i < revisions->len; i++)
    if (!add_each (cli, workspace, g_ptr_array_index (revisions, i), array, text, &error))
      return retort_cli_fail (cli, error);

  if (retort_cli_wants_json (cli))
    print_array (g_steal_pointer (&array));
  else
    retort_cli_print (text->str);
  return RETORT_EXIT_DONE;
}

/**
 * retort_command_sql:
 * @cli: the call
 *
 * Returns: the exit status; %RETORT_EXIT_REFUSED when a step is not understood to its last statement
 */
RetortExit
retort_command_sql (RetortCli *cli)
{
  gboolean is_down = FALSE;
  gboolean wants_each = FALSE;
  const RetortOption options[] = {
    { "down", 0, RETORT_OPTION_FLAG, &is_down, NULL, N_("of downgrading FROM to TO") },
    { "each", 0, RETORT_OPTION_FLAG, &wants_each, NULL, N_("of every revision by itself, both directions") },
    { NULL },
  };
  RetortExit status = RETORT_EXIT_DONE;
  g_autoptr(GPtrArray) arguments = retort_cli_parse (cli, options, 0, 1, &status);
  g_autoptr(RetortWorkspace) workspace = NULL;
  g_autoptr(GError) error = NULL;
  const char *range = NULL;

  if (arguments == NULL)
    return status;
  workspace = retort_cli_open_workspace (cli, &error);
  if (workspace == NULL)
    return retort_cli_fail (cli, error);

  retort_cli_tell_left_out (cli, workspace);
  range = arguments->len > 0 ? g_ptr_array_index (arguments, 0) : NULL;
  return wants_each ? print_each (cli, workspace, range) : print_script (cli, workspace, range, is_down);
}
