/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cli/open-settings.h"

#include "cli/terminal.h"
#include "engine/open-settings.h"

#include <glib/gi18n.h>
#include <string.h>

static const RetortOpenSetting *
find_setting (GPtrArray *settings, const char *name)
{
  for (guint i = 0; settings != NULL && i < settings->len; i++)
    {
      const RetortOpenSetting *setting = g_ptr_array_index (settings, i);

      if (g_str_equal (setting->name, name))
        return setting;
    }
  return NULL;
}

/* A script may say each time what was kept long ago. */
static gboolean
take_answers (RetortCli *self, GPtrArray *settings, GHashTable *values, GError **error)
{
  for (guint i = 0; i < self->answers->len; i++)
    {
      const char *answer = g_ptr_array_index (self->answers, i);
      const char *value = strchr (answer, '=');
      g_autofree char *name = g_strndup (answer, value != NULL ? (gsize) (value - answer) : strlen (answer));

      if (value == NULL || value[1] == '\0')
        {
          g_set_error (error, RETORT_OPTION_ERROR, RETORT_OPTION_ERROR_USAGE, _("--answer needs NAME=VALUE, not '%s'"), answer);
          return FALSE;
        }
      if (find_setting (settings, name) == NULL)
        retort_cli_say (self, _("'%s' is not asked for: the project says it, or has no such setting"), name);
      else
        g_hash_table_insert (values, g_steal_pointer (&name), g_strdup (value + 1));
    }
  return TRUE;
}

/* Whoever ends the input is asked again next time. */
static void
ask (GPtrArray *settings, GHashTable *values)
{
  gboolean is_first = TRUE;

  for (guint i = 0; i < settings->len; i++)
    {
      const RetortOpenSetting *setting = g_ptr_array_index (settings, i);
      g_autofree char *question = g_strdup_printf ("%s (%s) [%s]: ", _(setting->label), setting->name, setting->guess);
      g_autofree char *answer = NULL;

      if (g_hash_table_contains (values, setting->name))
        continue;
      if (is_first)
        g_printerr (_("The project's configuration computes what follows, and Retort runs nothing of it.\n"
                      "What you say is kept in retort.json and not asked again; Ctrl-D: not now.\n"));
      is_first = FALSE;
      answer = retort_terminal_ask (question);
      if (answer == NULL)
        {
          g_printerr ("\n");
          return;
        }
      g_strstrip (answer);
      g_hash_table_insert (values, g_strdup (setting->name), g_strdup (*answer != '\0' ? answer : setting->guess));
    }
}

/**
 * retort_cli_answer_settings:
 * @self: a call of the program
 * @workspace: (transfer full): a project
 * @error: RETORT_OPTION_ERROR_USAGE; or a RetortFormatError: retort.json cannot be written
 *
 * Takes --answer, and asks on a terminal for what is still open; the answers are kept, and the project opened again.
 *
 * Returns: (transfer full) (nullable): the project
 */
RetortWorkspace *
retort_cli_answer_settings (RetortCli *self, RetortWorkspace *workspace, GError **error)
{
  g_autoptr(RetortWorkspace) before = workspace;
  g_autoptr(GHashTable) values = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  GPtrArray *settings = retort_open_settings_get (workspace);

  if (!take_answers (self, settings, values, error))
    return NULL;
  if (settings != NULL && !self->is_quiet && !retort_cli_wants_json (self) && retort_terminal_is_interactive ())
    ask (settings, values);
  if (g_hash_table_size (values) == 0)
    return g_steal_pointer (&before);
  if (!retort_open_settings_store (before, values, error))
    return NULL;
  return retort_workspace_reopen (before, self->cancellable, error);
}
