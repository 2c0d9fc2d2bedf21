/* SPDX-License-Identifier: GPL-3.0-or-later */
/* retort-cli revision: what `alembic revision` writes. */
#include "config.h"

#include "cli/commands.h"
#include "cli/new-file.h"
#include "cli/project-command.h"
#include "engine/patterns.h"
#include "engine/planned.h"

#include <glib/gi18n.h>
#include <string.h>

/* What the command line says. Texts are owned. */
typedef struct
{
  char      *message;
  char      *head;
  char      *label;
  char      *id;
  char      *folder;
  char      *planned;    /* nullable: a number */
  GPtrArray *depends_on; /* element: utf8 */
  char      *pattern;    /* nullable: its name */
  char      *confirm;    /* nullable: the hash of the project's generator */
  gboolean   is_generated;
  gboolean   lists_patterns;
  gboolean   splices;
  gboolean   is_shown_only;
} Arguments;

static void
arguments_clear (Arguments *self)
{
  g_free (self->message);
  g_free (self->head);
  g_free (self->label);
  g_free (self->id);
  g_free (self->folder);
  g_free (self->planned);
  g_free (self->pattern);
  g_free (self->confirm);
  g_ptr_array_unref (self->depends_on);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Arguments, arguments_clear)

/* FALSE with @error: no such row, or it is written already. */
static gboolean
take_planned (RetortRevisionWish *wish, const RetortPlanned *planned, const char *number, GError **error)
{
  const RetortPlannedMigration *migration = retort_planned_find (planned, number);

  if (migration == NULL || !retort_planned_migration_is_open (migration))
    {
      g_set_error (error, RETORT_OPTION_ERROR, RETORT_OPTION_ERROR_USAGE,
                   migration == NULL ? _("no planned migration has the number '%s'") : _("the planned migration '%s' is written already"), number);
      return FALSE;
    }
  if (wish->message == NULL)
    wish->message = migration->row->description;
  wish->number = migration->row->number;
  return TRUE;
}

/* "KEY=VALUE" of the command line; NULL with @error when one is none. */
static GHashTable *
read_values (GPtrArray *words, GError **error)
{
  g_autoptr(GHashTable) values = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);

  for (guint i = 0; i < words->len; i++)
    {
      const char *word = g_ptr_array_index (words, i);
      const char *equals = strchr (word, '=');

      if (equals == NULL || equals == word)
        {
          g_set_error (error, RETORT_OPTION_ERROR, RETORT_OPTION_ERROR_USAGE, _("'%s' is not KEY=VALUE"), word);
          return NULL;
        }
      g_hash_table_insert (values, g_strndup (word, (gsize) (equals - word)), g_strdup (equals + 1));
    }
  return g_steal_pointer (&values);
}

/* What the new revision will find: the schema at the one that it follows; where that is not known, what the database that was named holds. */
static gboolean
take_schema (RetortCli *cli, RetortWorkspace *workspace, const char *head, RetortSchema **schema, GError **error)
{
  g_autoptr(GPtrArray) found = head != NULL ? retort_history_resolve (retort_workspace_get_history (workspace), head, NULL, error) : NULL;
  g_autoptr(RetortTarget) target = NULL;

  *schema = NULL;
  if (head != NULL && found == NULL)
    return FALSE;
  if (found == NULL || found->len == 1)
    *schema = retort_workspace_dup_schema_after (workspace, found != NULL ? retort_revision_get_id (g_ptr_array_index (found, 0)) : NULL,
                                                 cli->cancellable);
  if (*schema != NULL || !retort_cli_has_target (cli))
    return TRUE;
  target = retort_cli_open_target (cli, workspace, error);
  *schema = target != NULL ? retort_target_read_schema (target, cli->cancellable, error) : NULL;
  return *schema != NULL;
}

static gboolean
take_pattern (RetortCli *cli, RetortWorkspace *workspace, const Arguments *arguments, GPtrArray *words, RetortPatternText *text, GError **error)
{
  const char *name = arguments->pattern;
  const RetortPattern *pattern = retort_patterns_find (workspace, name);
  g_autoptr(GHashTable) values = read_values (words, error);
  g_autoptr(RetortSchema) schema = NULL;

  if (values == NULL)
    return FALSE;
  if (pattern == NULL)
    {
      g_set_error (error, RETORT_OPTION_ERROR, RETORT_OPTION_ERROR_USAGE, _("there is no pattern '%s'; --list-patterns names them"), name);
      return FALSE;
    }
  if (!take_schema (cli, workspace, arguments->head, &schema, error))
    return FALSE;
  return retort_patterns_fill (workspace, pattern, values, schema, text, error);
}

static void
print_patterns (RetortWorkspace *workspace)
{
  const RetortPattern *const *patterns = retort_patterns_get (workspace);

  for (gsize i = 0; patterns[i] != NULL; i++)
    {
      g_autofree char *head = g_strdup_printf ("%s\n  %s\n", patterns[i]->name, _(patterns[i]->summary));

      retort_cli_print (head);
      for (const RetortPatternField *field = patterns[i]->fields; field->name != NULL; field++)
        {
          g_autofree char *line = g_strdup_printf ("    %s=%s\n", field->name, field->initial != NULL ? field->initial : _("(needed)"));

          retort_cli_print (line);
        }
    }
}

/* The project's own generator, with the message. */
static RetortExit
generate (RetortCli *cli, RetortWorkspace *workspace, const Arguments *arguments)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(RetortProfile) profile = retort_cli_dup_profile (cli, workspace, &error);
  g_autoptr(GPtrArray) commands = error == NULL ? retort_project_commands_list (workspace, profile) : NULL;
  RetortProjectCommand *command = commands != NULL ? retort_project_commands_find (commands, "generate") : NULL;
  const char *const words[] = { "-m", arguments->message, NULL };
  RetortExit status = RETORT_EXIT_DONE;

  if (error != NULL)
    return retort_cli_fail (cli, error);
  if (command == NULL || arguments->message == NULL)
    return retort_cli_fail_usage (cli, command == NULL ? _("the project has no command 'generate'") : _("--autogenerate needs a message (-m)"));
  if (!retort_cli_confirm_command (cli, command, words, arguments->confirm, &status))
    return status;
  return retort_cli_run_command (cli, workspace, command, words);
}

static RetortExit
run (RetortCli *cli, const Arguments *arguments, GPtrArray *words)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(RetortWorkspace) workspace = retort_cli_open_workspace (cli, &error);
  g_autoptr(RetortPlanned) planned = workspace != NULL ? retort_planned_load (workspace) : NULL;
  g_auto(RetortPatternText) text = { 0 };
  g_autoptr(RetortNewFile) file = NULL;
  const char *const heads[] = { arguments->head, NULL };
  RetortRevisionWish wish = {
    .message = arguments->message,
    .heads = arguments->head != NULL ? heads : NULL,
    .splices = arguments->splices,
    .label = arguments->label,
    .depends_on = (const char *const *) arguments->depends_on->pdata,
    .id = arguments->id,
    .folder = arguments->folder,
  };

  if (workspace == NULL)
    return retort_cli_fail (cli, error);
  if (arguments->lists_patterns)
    {
      print_patterns (workspace);
      return RETORT_EXIT_DONE;
    }
  if (arguments->is_generated)
    return generate (cli, workspace, arguments);
  if (arguments->pattern != NULL)
    {
      if (!take_pattern (cli, workspace, arguments, words, &text, &error))
        return retort_cli_fail (cli, error);
      wish.imports = text.imports;
      wish.upgrade = text.upgrade;
      wish.downgrade = text.downgrade;
      wish.message = wish.message != NULL ? wish.message : text.message;
    }
  if (arguments->planned != NULL && !take_planned (&wish, planned, arguments->planned, &error))
    return retort_cli_fail (cli, error);
  file = retort_new_revision_compose (workspace, &wish, &error);
  if (file == NULL)
    return retort_cli_fail (cli, error);
  return retort_cli_write_new_file (cli, file, arguments->is_shown_only);
}

/**
 * retort_command_revision:
 * @cli: the call
 *
 * Returns: the exit status
 */
RetortExit
retort_command_revision (RetortCli *cli)
{
  g_auto(Arguments) arguments = { .depends_on = g_ptr_array_new_with_free_func (g_free) };
  const RetortOption options[] = {
    { "message", 'm', RETORT_OPTION_TEXT, &arguments.message, N_("TEXT"), N_("what the revision is for") },
    { "head", 0, RETORT_OPTION_TEXT, &arguments.head, N_("SYMBOL"), N_("what it revises (default: head)") },
    { "splice", 0, RETORT_OPTION_FLAG, &arguments.splices, NULL, N_("what it revises need not be a head") },
    { "branch-label", 0, RETORT_OPTION_TEXT, &arguments.label, N_("LABEL"), N_("a name for the branch that it begins") },
    { "depends-on", 0, RETORT_OPTION_TEXTS, arguments.depends_on, N_("SYMBOL"), N_("what it depends on; may be given more than once") },
    { "rev-id", 0, RETORT_OPTION_TEXT, &arguments.id, N_("ID"), N_("its id (default: the next of the project's scheme)") },
    { "version-path", 0, RETORT_OPTION_TEXT, &arguments.folder, N_("DIR"), N_("the version folder, where there are several") },
    { "from-planned", 0, RETORT_OPTION_TEXT, &arguments.planned, N_("NUMBER"), N_("begin what the planned-migrations table says under that number") },
    { "pattern", 0, RETORT_OPTION_TEXT, &arguments.pattern, N_("NAME"), N_("begin with a common change; KEY=VALUE for each of its fields") },
    { "autogenerate", 0, RETORT_OPTION_FLAG, &arguments.is_generated, NULL, N_("let the project's own generator write it") },
    { "confirm", 0, RETORT_OPTION_TEXT, &arguments.confirm, N_("HASH"), N_("the generator was read, and may run until it changes") },
    { "list-patterns", 0, RETORT_OPTION_FLAG, &arguments.lists_patterns, NULL, N_("print the patterns and their fields") },
    { "dry-run", 0, RETORT_OPTION_FLAG, &arguments.is_shown_only, NULL, N_("print the file and write nothing") },
    { NULL },
  };
  RetortExit status = RETORT_EXIT_DONE;
  g_autoptr(GPtrArray) rest = retort_cli_parse (cli, options, 0, G_MAXINT, &status);

  if (rest == NULL)
    return status;
  if (rest->len > 0 && arguments.pattern == NULL)
    return retort_cli_fail_usage (cli, _("'%s' belongs to no pattern; -m gives the message"), (const char *) g_ptr_array_index (rest, 0));
  g_ptr_array_add (arguments.depends_on, NULL);
  return run (cli, &arguments, rest);
}
