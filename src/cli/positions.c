/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cli/positions.h"

#include "cli/interrupt.h"
#include "engine/standing.h"
#include "engine/target-choice.h"

#include <glib/gi18n.h>

static void
append_text (GString *text, const RetortStanding *position)
{
  g_autofree char *rows = NULL;

  if (position->rows == NULL)
    {
      g_string_append_printf (text, _("%-16s not read: %s\n"), position->profile, position->problem);
      return;
    }
  rows = position->rows[0] != NULL ? g_strjoinv (", ", position->rows) : g_strdup ("base");
  if (position->unknown[0] != NULL)
    {
      g_string_append_printf (text, _("%-16s at %s, which no file declares\n"), position->profile, rows);
      return;
    }
  g_string_append_printf (text, _("%-16s at %s, %u behind"), position->profile, rows, position->n_pending);
  if (position->n_destructive > 0)
    g_string_append_printf (text, ngettext (", %u of them destructive", ", %u of them destructive", position->n_destructive), position->n_destructive);
  g_string_append_c (text, '\n');
}

static JsonObject *
object_of_position (const RetortStanding *position)
{
  static const char *const nothing[] = { NULL };
  JsonObject *object = json_object_new ();
  const char *const *rows = position->rows != NULL ? (const char *const *) position->rows : nothing;

  json_object_set_string_member (object, "profile", position->profile);
  json_object_set_string_member (object, "environment", retort_environment_to_string (position->environment));
  json_object_set_boolean_member (object, "reached", position->rows != NULL);
  json_object_set_member (object, "current", retort_json_of_words (rows));
  json_object_set_int_member (object, "behind", position->n_pending);
  json_object_set_int_member (object, "destructive", position->n_destructive);
  if (position->problem != NULL)
    json_object_set_string_member (object, "problem", position->problem);
  return object;
}

static void
print_json (JsonArray *array)
{
  JsonNode *node = json_node_new (JSON_NODE_OBJECT);
  JsonObject *object = json_object_new ();

  json_object_set_int_member (object, "format", 1);
  json_object_set_array_member (object, "positions", array);
  json_node_take_object (node, object);
  retort_cli_print_json (node);
}

/**
 * retort_cli_tell_positions:
 * @cli: the call
 *
 * Reads every saved profile for which nobody has to be asked; changes nothing.
 *
 * Returns: the exit status; %RETORT_EXIT_FINDINGS when one is not at head or could not be read
 */
RetortExit
retort_cli_tell_positions (RetortCli *cli)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(RetortWorkspace) workspace = retort_cli_open_workspace (cli, &error);
  g_autoptr(GPtrArray) profiles = workspace != NULL ? retort_target_choice_list_profiles (&error) : NULL;
  g_autoptr(GString) text = g_string_new (NULL);
  g_autoptr(JsonArray) array = json_array_new ();
  RetortExit status = RETORT_EXIT_DONE;

  if (profiles == NULL)
    return retort_cli_fail (cli, error);
  retort_interrupt_start (cli->cancellable);
  for (guint i = 0; i < profiles->len && !g_cancellable_is_cancelled (cli->cancellable); i++)
    {
      RetortProfile *profile = g_ptr_array_index (profiles, i);
      g_autoptr(RetortStanding) position = NULL;

      if (!retort_standing_is_easy (profile))
        continue;
      position = retort_standing_read (workspace, profile, cli->cancellable);
      append_text (text, position);
      json_array_add_object_element (array, object_of_position (position));
      if (position->rows == NULL || position->n_pending > 0 || position->unknown[0] != NULL)
        status = RETORT_EXIT_FINDINGS;
    }
  if (retort_cli_wants_json (cli))
    print_json (g_steal_pointer (&array));
  else
    retort_cli_print (text->str);
  return status;
}
