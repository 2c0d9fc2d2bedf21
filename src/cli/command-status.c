/* SPDX-License-Identifier: GPL-3.0-or-later */
/* retort-cli status: where the database stands, in one screen. */
#include "config.h"

#include "cli/commands.h"

#include "cli/ghost.h"
#include "cli/positions.h"
#include "report/revision-json.h"

#include <glib/gi18n.h>

/* What is told. */
typedef struct
{
  RetortCli         *cli;
  RetortWorkspace   *workspace;
  RetortTarget      *target;
  RetortTargetState *state;
  GPtrArray         *heads;   /* element: RetortRevision */
  GPtrArray         *pending; /* element: RetortRevision, in the order in which they would run */
  GStrv              unknown; /* what the table names and no file declares */
  GPtrArray         *odd;     /* element: RetortAppliedEntry, borrowed: what is not as one expects, with a note */
} Status;

static void
find_pending (Status *status)
{
  const RetortHistory *history = retort_workspace_get_history (status->workspace);
  g_autoptr(GHashTable) states = retort_target_state_list_states (status->state, status->workspace);
  g_autoptr(GPtrArray) revisions = retort_history_list_newest_first (history);

  for (guint i = revisions->len; i > 0; i--)
    {
      RetortRevision *revision = g_ptr_array_index (revisions, i - 1);
      gpointer state = g_hash_table_lookup (states, retort_revision_get_id (revision));

      if (GPOINTER_TO_INT (state) == RETORT_REVISION_STATE_PENDING)
        g_ptr_array_add (status->pending, revision);
    }
}

static void
find_odd (Status *status)
{
  GPtrArray *entries = status->state->applied != NULL ? retort_applied_get (status->state->applied)->entries : NULL;

  for (guint i = 0; entries != NULL && i < entries->len; i++)
    if (((RetortAppliedEntry *) g_ptr_array_index (entries, i))->note != NULL)
      g_ptr_array_add (status->odd, g_ptr_array_index (entries, i));
}

static gboolean
is_at_head (const Status *status)
{
  const RetortApplied *applied = status->state->applied;

  return status->pending->len == 0 && status->unknown[0] == NULL && status->odd->len == 0
         && (applied == NULL || retort_applied_get (applied)->obstacle == NULL);
}

static char *
dup_ids (GPtrArray *revisions)
{
  g_autoptr(GString) text = g_string_new (NULL);

  for (guint i = 0; i < revisions->len; i++)
    g_string_append_printf (text, "%s%s", i > 0 ? ", " : "", retort_revision_get_id (g_ptr_array_index (revisions, i)));
  return g_strdup (text->str);
}

static void
append_pending (GString *text, const Status *status)
{
  if (status->unknown[0] != NULL && status->state->applied == NULL)
    g_string_append (text, _("pending    not known: no file says what the revision in the database stands on\n"));
  if (status->pending->len == 0)
    return;

  g_string_append_printf (text, _("pending    %u\n"), status->pending->len);
  for (guint i = 0; i < status->pending->len; i++)
    {
      RetortRevision *revision = g_ptr_array_index (status->pending, i);

      g_string_append_printf (text, "           %s  %s\n", retort_revision_get_id (revision), retort_revision_get_caption (revision));
    }
}

static void
print_text (const Status *status)
{
  const RetortProjectFields *project = retort_project_get (retort_workspace_get_project (status->workspace));
  int version = retort_target_facts_get_server_version (status->state->facts);
  RetortProfile *profile = retort_target_get_profile (status->target);
  g_autofree char *shown = retort_profile_to_display_string (profile);
  g_autofree char *current = g_strjoinv (", ", status->state->rows);
  g_autofree char *heads = dup_ids (status->heads);
  g_autoptr(GString) text = g_string_new (NULL);

  g_string_append_printf (text, _("project    %s (%s, %s)\n"), retort_workspace_get_name (status->workspace),
                          project->adapter->label, project->root);
  g_string_append_printf (text, _("database   %s, PostgreSQL %d.%d, %s\n"), shown, version / 10000, version % 10000,
                          retort_environment_to_string (retort_profile_get (profile)->environment));
  g_string_append_printf (text, _("current    %s\n"), *current != '\0' ? current : "base");
  g_string_append_printf (text, _("heads      %s\n"), heads);
  append_pending (text, status);
  for (guint i = 0; i < status->odd->len; i++)
    g_string_append_printf (text, _("careful    %s\n"), ((RetortAppliedEntry *) g_ptr_array_index (status->odd, i))->note);
  for (gsize i = 0; status->unknown[i] != NULL; i++)
    {
      g_string_append_printf (text, _("unknown    %s (in the database, in no file)\n"), status->unknown[i]);
      retort_cli_append_ghost (status->cli, status->workspace, status->unknown[i], text);
    }
  if (status->state->applied != NULL && retort_applied_get (status->state->applied)->obstacle != NULL)
    g_string_append_printf (text, _("stopped    %s\n"), retort_applied_get (status->state->applied)->obstacle);
  if (is_at_head (status))
    g_string_append (text, _("at head\n"));
  retort_cli_print (text->str);
}

static JsonObject *
object_of_target (const Status *status)
{
  const RetortProfileFields *profile = retort_profile_get (retort_target_get_profile (status->target));
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, "profile", profile->name);
  json_object_set_string_member (object, "database", retort_target_facts_get_database (status->state->facts));
  json_object_set_int_member (object, "server_version", retort_target_facts_get_server_version (status->state->facts));
  json_object_set_string_member (object, "environment", retort_environment_to_string (profile->environment));
  return object;
}

static void
print_json (const Status *status)
{
  JsonObject *object = json_object_new ();
  JsonArray *odd = json_array_new ();
  JsonNode *node = json_node_new (JSON_NODE_OBJECT);

  for (guint i = 0; i < status->odd->len; i++)
    json_array_add_string_element (odd, ((RetortAppliedEntry *) g_ptr_array_index (status->odd, i))->note);

  json_object_set_int_member (object, "format", 1);
  json_object_set_object_member (object, "target", object_of_target (status));
  json_object_set_member (object, "current", retort_json_of_words ((const char *const *) status->state->rows));
  json_object_set_array_member (object, "heads", retort_json_of_ids (status->heads));
  json_object_set_array_member (object, "pending", retort_json_of_ids (status->pending));
  json_object_set_member (object, "unknown", retort_json_of_words ((const char *const *) status->unknown));
  json_object_set_array_member (object, "ghosts",
                                retort_cli_array_of_ghosts (status->cli, status->workspace, (const char *const *) status->unknown));
  json_object_set_array_member (object, "careful", odd);
  json_object_set_boolean_member (object, "at_head", is_at_head (status));
  json_object_set_null_member (object, "drift");
  json_node_take_object (node, object);
  retort_cli_print_json (node);
}

static RetortExit
tell (RetortCli *cli, RetortWorkspace *workspace, RetortTarget *target, RetortTargetState *state)
{
  g_autoptr(GPtrArray) heads = retort_history_list_heads (retort_workspace_get_history (workspace));
  g_autoptr(GPtrArray) pending = g_ptr_array_new ();
  g_autoptr(GPtrArray) odd = g_ptr_array_new ();
  g_auto(GStrv) unknown = retort_target_state_dup_unknown (state, workspace);
  Status status = { cli, workspace, target, state, heads, pending, unknown, odd };

  find_pending (&status);
  find_odd (&status);
  if (retort_cli_wants_json (cli))
    print_json (&status);
  else
    print_text (&status);
  return is_at_head (&status) ? RETORT_EXIT_DONE : RETORT_EXIT_FINDINGS;
}

/**
 * retort_command_status:
 * @cli: the call
 *
 * Returns: the exit status; %RETORT_EXIT_FINDINGS when the database is not at head
 */
RetortExit
retort_command_status (RetortCli *cli)
{
  gboolean of_all = FALSE;
  const RetortOption options[] = {
    { "all-profiles", 0, RETORT_OPTION_FLAG, &of_all, NULL, N_("where the databases of all saved profiles stand") },
    { NULL },
  };
  RetortExit status = RETORT_EXIT_DONE;
  g_autoptr(GPtrArray) arguments = retort_cli_parse (cli, options, 0, 0, &status);
  g_autoptr(RetortWorkspace) workspace = NULL;
  g_autoptr(RetortTarget) target = NULL;
  g_autoptr(RetortTargetState) state = NULL;
  g_autoptr(GError) error = NULL;

  if (arguments == NULL)
    return status;
  if (of_all)
    return retort_cli_tell_positions (cli);
  if (!retort_cli_open_both (cli, &workspace, &target, &error))
    return retort_cli_fail (cli, error);
  state = retort_target_read_state (target, workspace, cli->cancellable, &error);
  return state != NULL ? tell (cli, workspace, target, state) : retort_cli_fail (cli, error);
}
