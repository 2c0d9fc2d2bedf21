/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cli/cli.h"

#include "cli/git-place.h"
#include "cli/interrupt.h"
#include "cli/left-out.h"
#include "cli/open-settings.h"
#include "cli/terminal.h"
#include "engine/database-snapshot.h"
#include "engine/pending-facts.h"
#include "engine/run-unfinished.h"

#include <glib/gi18n.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/**
 * retort_cli_clear:
 * @self: a call of the program
 *
 * Frees what @self owns but the project and what was found in it: to give its trees back piece by piece takes a tenth of the time
 * in which it was read, and the process ends.
 */
void
retort_cli_clear (RetortCli *self)
{
  g_clear_pointer (&self->project, g_free);
  g_clear_pointer (&self->config, g_free);
  g_clear_pointer (&self->section, g_free);
  g_clear_pointer (&self->at, g_free);
  g_clear_pointer (&self->tree, retort_git_tree_free);
  g_clear_pointer (&self->answers, g_ptr_array_unref);
  g_clear_pointer (&self->profile, g_free);
  g_clear_pointer (&self->url, g_free);
  g_clear_pointer (&self->private_name, g_free);
  g_clear_pointer (&self->format, g_free);
  g_clear_pointer (&self->color, g_free);
  g_clear_pointer (&self->base, g_free);
  g_clear_object (&self->cancellable);
}

/**
 * retort_cli_global_options:
 * @self: a call of the program
 *
 * Returns: (transfer full) (array): the options that stand before or after any command; they set members of @self
 */
RetortOption *
retort_cli_global_options (RetortCli *self)
{
  const RetortOption options[] = {
    { "project", 'C', RETORT_OPTION_TEXT, &self->project, N_("DIR"), N_("the project folder (default: the current one)") },
    { "config", 0, RETORT_OPTION_TEXT, &self->config, N_("FILE"), N_("the tool's own configuration file") },
    { "section", 0, RETORT_OPTION_TEXT, &self->section, N_("NAME"), N_("its section") },
    { "answer", 0, RETORT_OPTION_TEXTS, self->answers, N_("NAME=VALUE"), N_("what its configuration computes; kept in retort.json, and not asked on a terminal") },
    { "at", 0, RETORT_OPTION_TEXT, &self->at, N_("REF"), N_("the project as it is at that git commit or branch, which is not checked out") },
    { "profile", 0, RETORT_OPTION_TEXT, &self->profile, N_("NAME"), N_("a saved connection profile") },
    { "url", 0, RETORT_OPTION_TEXT, &self->url, N_("URL"), N_("a connection URL or libpq string instead; env:NAME is what a variable holds") },
    { "private", 0, RETORT_OPTION_OPTIONAL_TEXT, &self->private_name, N_("NAME"), N_("a database of the private server") },
    { "format", 0, RETORT_OPTION_TEXT, &self->format, "text|json", N_("how results are printed") },
    { "color", 0, RETORT_OPTION_TEXT, &self->color, "auto|always|never", N_("colours in text") },
    { "quiet", 'q', RETORT_OPTION_FLAG, &self->is_quiet, NULL, N_("no progress, no remarks") },
    { "verbose", 0, RETORT_OPTION_FLAG, &self->is_verbose, NULL, N_("more of both") },
    { "version", 0, RETORT_OPTION_FLAG, &self->wants_version, NULL, N_("print the version and leave") },
    { "help", 'h', RETORT_OPTION_FLAG, &self->wants_help, NULL, N_("print this and leave") },
    { NULL },
  };

  return g_memdup2 (options, sizeof options);
}

static void
print_command_help (const RetortCommand *command, const RetortOption *options, const RetortOption *global)
{
  g_autoptr(GString) text = g_string_new (NULL);

  g_string_append_printf (text, _("Usage: retort-cli %s [OPTIONS] %s\n\n%s\n"), command->name, command->arguments,
                          _(command->summary));
  if (options[0].name != NULL)
    {
      g_string_append_printf (text, "\n%s\n", _("Options:"));
      retort_options_append_help (options, text);
    }
  g_string_append_printf (text, "\n%s\n", _("Options of every command:"));
  retort_options_append_help (global, text);
  retort_cli_print (text->str);
}

/* Whether --format is one of those that the command prints, or was not given. */
static gboolean
check_format (RetortCli *self, RetortExit *status)
{
  static const char *const usual[] = { "text", "json", NULL };
  const char *const *formats = self->command->formats != NULL ? self->command->formats : usual;
  g_autofree char *list = NULL;

  if (self->format == NULL || g_strv_contains (formats, self->format))
    return TRUE;

  list = g_strjoinv (", ", (GStrv) formats);
  *status = retort_cli_fail_usage (self, _("'%s' cannot print '%s'; it prints %s"), self->command->name, self->format, list);
  return FALSE;
}

/**
 * retort_cli_parse:
 * @self: a call of the program
 * @options: the command's own options, ended by one without a name
 * @n_min: how many arguments it needs
 * @n_max: how many it takes
 * @status: (out): the exit status when %NULL is returned
 *
 * Reads what follows the command's name; --format must be one that the command prints.
 *
 * Returns: (transfer container) (nullable) (element-type utf8): its arguments; %NULL: leave with @status
 */
GPtrArray *
retort_cli_parse (RetortCli *self, const RetortOption *options, guint n_min, guint n_max, RetortExit *status)
{
  g_autofree RetortOption *global = retort_cli_global_options (self);
  const RetortOption *const tables[] = { options, global, NULL };
  g_autoptr(GPtrArray) arguments = g_ptr_array_new ();
  g_autoptr(GError) error = NULL;

  *status = RETORT_EXIT_DONE;
  if (retort_options_parse (tables, self->argv, FALSE, arguments, &error) < 0)
    {
      *status = retort_cli_fail (self, error);
      return NULL;
    }
  if (self->wants_help)
    {
      print_command_help (self->command, options, global);
      return NULL;
    }
  if (arguments->len < n_min || arguments->len > n_max)
    {
      *status = retort_cli_fail_usage (self, _("usage: retort-cli %s %s"), self->command->name, self->command->arguments);
      return NULL;
    }
  if (self->color != NULL && strcmp (self->color, "auto") != 0 && strcmp (self->color, "always") != 0
      && strcmp (self->color, "never") != 0)
    {
      *status = retort_cli_fail_usage (self, _("--color is auto, always or never"));
      return NULL;
    }
  return check_format (self, status) ? g_steal_pointer (&arguments) : NULL;
}

/**
 * retort_cli_wants_json:
 * @self: a call of the program
 *
 * Returns: whether --format json was given
 */
gboolean
retort_cli_wants_json (const RetortCli *self)
{
  return g_strcmp0 (self->format, "json") == 0;
}

/**
 * retort_cli_has_color:
 * @self: a call of the program
 *
 * Returns: whether text on standard output may hold colours; NO_COLOR counts (no-color.org)
 */
gboolean
retort_cli_has_color (const RetortCli *self)
{
  const char *no_color = g_getenv ("NO_COLOR");

  if (g_strcmp0 (self->color, "always") == 0)
    return TRUE;
  if (g_strcmp0 (self->color, "never") == 0 || (no_color != NULL && *no_color != '\0'))
    return FALSE;
  return isatty (STDOUT_FILENO) && g_strcmp0 (g_getenv ("TERM"), "dumb") != 0;
}

static void
append_option (GString *text, const char *option, const char *value)
{
  gboolean is_plain = value[strspn (value, G_CSET_A_2_Z G_CSET_a_2_z G_CSET_DIGITS "_-./+:,@")] == '\0' && *value != '\0';
  g_autofree char *word = is_plain ? g_strdup (value) : g_shell_quote (value);

  g_string_append_printf (text, "%s%s %s", text->len > 0 ? " " : "", option, word);
}

/**
 * retort_cli_dup_place_options:
 * @place: a project
 *
 * Returns: (transfer full): the options that mean it, as a shell takes them: "--project DIR --config FILE --section NAME"
 */
char *
retort_cli_dup_place_options (const RetortProjectPlace *place)
{
  g_autoptr(GString) text = g_string_new (NULL);
  g_autofree char *config = place->config != NULL ? g_build_filename (place->folder, place->config, NULL) : NULL;

  append_option (text, "--project", place->folder);
  if (config != NULL)
    append_option (text, "--config", config);
  if (place->section != NULL)
    append_option (text, "--section", place->section);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/* Several projects, one of which must be chosen. */
static void
refuse_several (const RetortProjectPlace *place, GCancellable *cancellable, GError **error)
{
  g_autoptr(GPtrArray) places = retort_workspace_find (place->folder, cancellable, error);
  g_autoptr(GString) list = g_string_new (NULL);

  if (places == NULL || places->len == 0)
    return;
  for (guint i = 0; i < places->len; i++)
    {
      g_autofree char *options = retort_cli_dup_place_options (g_ptr_array_index (places, i));

      g_string_append_printf (list, "\n  %s", options);
    }
  g_set_error (error, RETORT_OPTION_ERROR, RETORT_OPTION_ERROR_USAGE,
               _("there are several projects in '%s'; choose one:%s"), place->folder, list->str);
}

/* (nullable): as the shell means it, else inside of the project that was named. */
static char *
find_config (const RetortCli *self, const char *folder)
{
  g_autofree char *here = NULL;
  g_autofree char *inside = NULL;

  if (self->config == NULL)
    return NULL;
  here = g_canonicalize_filename (self->config, NULL);
  inside = g_canonicalize_filename (self->config, folder);
  if (!g_file_test (here, G_FILE_TEST_EXISTS) && g_file_test (inside, G_FILE_TEST_EXISTS))
    return g_steal_pointer (&inside);
  return g_steal_pointer (&here);
}

/* Its files go with the call; they are told from the top of the repository on. */
static RetortWorkspace *
open_at (RetortCli *self, GError **error)
{
  g_autoptr(RetortGitTree) tree = NULL;
  RetortWorkspace *workspace = retort_cli_open_workspace_at (self, self->at, NULL, &tree, error);

  if (workspace == NULL)
    return NULL;
  g_clear_pointer (&self->tree, retort_git_tree_free);
  self->tree = g_steal_pointer (&tree);
  g_free (self->base);
  self->base = g_strdup (retort_git_tree_get_root (self->tree));
  return workspace;
}

static RetortWorkspace *
open_workspace (RetortCli *self, GError **error)
{
  g_autofree char *folder = g_canonicalize_filename (self->project != NULL ? self->project : ".", NULL);
  g_autofree char *config = find_config (self, folder);
  RetortProjectPlace place = { folder, config, self->section };
  g_autoptr(GError) here_error = NULL;
  RetortWorkspace *here = NULL;

  if (self->at != NULL)
    return open_at (self, error);
  here = retort_workspace_open (&place, self->cancellable, &here_error);
  if (here != NULL)
    {
      here = retort_cli_answer_settings (self, here, error);
      if (here == NULL)
        return NULL;
      g_clear_pointer (&self->project_kept, retort_workspace_unref);
      self->project_kept = retort_workspace_ref (here);
      return here;
    }
  if (config != NULL || !g_error_matches (here_error, RETORT_FORMAT_ERROR, RETORT_FORMAT_ERROR_NOT_FOUND))
    {
      g_propagate_error (error, g_steal_pointer (&here_error));
      return NULL;
    }
  refuse_several (&place, self->cancellable, error);
  return NULL;
}

/**
 * retort_cli_open_workspace:
 * @self: a call of the program
 * @error: a RetortFormatError, or RETORT_OPTION_ERROR_USAGE when there are several projects
 *
 * Opens the project that was named; without one in the folder itself, the only one under it. Of several configurations in one
 * folder the tool's usual one is taken. What of retort.json is not understood is told.
 *
 * Returns: (transfer full) (nullable): the project
 */
RetortWorkspace *
retort_cli_open_workspace (RetortCli *self, GError **error)
{
  RetortWorkspace *workspace = open_workspace (self, error);

  if (workspace != NULL && !self->finds_settings)
    retort_cli_tell_settings (self, workspace);
  return workspace;
}

static RetortTargetChoice
get_choice (const RetortCli *self)
{
  RetortTargetChoice choice = { 0 };

  choice.profile = self->profile;
  choice.url = self->url;
  choice.folder = self->project != NULL ? self->project : ".";
  choice.is_elsewhere = self->at != NULL; /* a commit's files hold no .env */
  choice.is_private = self->private_name != NULL;
  choice.private_name = self->private_name != NULL && *self->private_name != '\0' ? self->private_name : NULL;
  return choice;
}

/**
 * retort_cli_has_target:
 * @self: a call of the program
 *
 * Returns: whether a database was named
 */
gboolean
retort_cli_has_target (const RetortCli *self)
{
  RetortTargetChoice choice = get_choice (self);

  return retort_target_choice_is_made (&choice);
}

/**
 * retort_cli_dup_profile:
 * @self: a call of the program
 * @workspace: the project
 * @error: there is no such profile
 *
 * Connects to nothing.
 *
 * Returns: (transfer full) (nullable): the profile, or one for the private database; %NULL without @error when neither was named
 */
RetortProfile *
retort_cli_dup_profile (RetortCli *self, RetortWorkspace *workspace, GError **error)
{
  RetortTargetChoice choice = get_choice (self);

  return retort_target_choice_dup_profile (&choice, workspace, error);
}

/* A run on this database may have been cut off: what became of it is said once, whoever comes first. */
static void
tell_unfinished (RetortCli *self, RetortTarget *target, RetortWorkspace *workspace)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) runs = NULL;

  if (target == NULL || workspace == NULL || self->is_quiet)
    return;
  runs = retort_run_tell_unfinished (target, workspace, self->cancellable, &error);
  for (guint i = 0; runs != NULL && i < runs->len; i++)
    retort_cli_say (self, "%s", (const char *) g_ptr_array_index (runs, i));
}

static RetortTarget *
open_choice (RetortCli *self, const RetortTargetChoice *choice, RetortWorkspace *workspace, GError **error)
{
  RetortTarget *target = retort_target_choice_open (choice, workspace, self->cancellable, error);

  tell_unfinished (self, target, workspace);
  return target;
}

/**
 * retort_cli_open_target:
 * @self: a call of the program
 * @workspace: (nullable): the project
 * @error: a RetortDbError
 *
 * Opens the database that was named; on a terminal the password is asked when the server refuses
 * what libpq finds. Says what became of runs that were cut off. From here on Ctrl-C cancels instead of killing.
 *
 * Returns: (transfer full) (nullable): the database
 */
RetortTarget *
retort_cli_open_target (RetortCli *self, RetortWorkspace *workspace, GError **error)
{
  RetortTargetChoice choice = get_choice (self);
  g_autoptr(GError) refusal = NULL;
  g_autofree char *password = NULL;
  RetortTarget *target = NULL;

  retort_interrupt_start (self->cancellable);
  target = open_choice (self, &choice, workspace, &refusal);
  if (target != NULL)
    return target;

  if (retort_connect_failure_wants_password (refusal))
    password = retort_terminal_ask_secret (_("Password: "));
  if (password == NULL)
    {
      g_propagate_error (error, g_steal_pointer (&refusal));
      return NULL;
    }
  choice.password = password;
  return open_choice (self, &choice, workspace, error);
}

/**
 * retort_cli_read_facts:
 * @self: the call
 * @workspace: the project
 * @facts: (out) (transfer full) (nullable): what the database knows of itself; %NULL: none was named, or it says nothing
 * @error: why the one that was named cannot be read
 *
 * Returns: %FALSE when a database was named and cannot be read
 */
gboolean
retort_cli_read_facts (RetortCli *self, RetortWorkspace *workspace, RetortTargetFacts **facts, GError **error)
{
  g_autoptr(RetortTarget) target = NULL;
  g_autoptr(RetortTargetState) state = NULL;

  *facts = NULL;
  if (!retort_cli_has_target (self))
    return TRUE;
  target = retort_cli_open_target (self, workspace, error);
  state = target != NULL ? retort_target_read_state (target, workspace, self->cancellable, error) : NULL;
  if (state == NULL)
    return FALSE;
  retort_pending_facts_read (state, target, workspace, self->cancellable);
  *facts = state->facts != NULL ? retort_target_facts_ref (state->facts) : NULL;
  return TRUE;
}

/**
 * retort_cli_open_both:
 * @self: a call of the program
 * @workspace: (out) (transfer full): the project
 * @target: (out) (transfer full): the database that was named
 * @error: a RetortDbError, or why the project cannot be read
 *
 * Opens what a command needs that is about a project in a database.
 *
 * Returns: %FALSE when one of them cannot be opened
 */
gboolean
retort_cli_open_both (RetortCli *self, RetortWorkspace **workspace, RetortTarget **target, GError **error)
{
  *workspace = retort_cli_open_workspace (self, error);
  if (*workspace == NULL)
    return FALSE;
  retort_cli_tell_left_out (self, *workspace);
  *target = retort_cli_open_target (self, *workspace, error);
  return *target != NULL;
}

/**
 * retort_cli_print:
 * @text: UTF-8
 *
 * Writes a result to standard output as it is.
 */
void
retort_cli_print (const char *text)
{
  fputs (text, stdout);
}

/**
 * retort_cli_print_json:
 * @document: (transfer full): the document
 *
 * Writes the one JSON document of a command.
 */
void
retort_cli_print_json (JsonNode *document)
{
  g_autoptr(JsonNode) node = document;
  g_autofree char *text = json_to_string (node, TRUE);

  retort_cli_print (text);
  retort_cli_print ("\n");
}

/**
 * retort_cli_say:
 * @self: a call of the program
 * @format: printf() format, a line without its end
 * @...: its values
 *
 * Writes a remark to standard error, unless --quiet was given.
 */
void
retort_cli_say (RetortCli *self, const char *format, ...)
{
  g_autofree char *text = NULL;
  va_list arguments;

  if (self->is_quiet)
    return;

  va_start (arguments, format);
  text = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  fprintf (stderr, "%s\n", text);
}

static RetortExit
exit_of_database_error (int code)
{
  if (code == RETORT_DB_ERROR_PROFILE)
    return RETORT_EXIT_USAGE;
  return code == RETORT_DB_ERROR_CANCELLED ? RETORT_EXIT_NOT_APPLIED : RETORT_EXIT_DATABASE;
}

static RetortExit
exit_of_run_error (int code)
{
  return code == RETORT_RUN_ERROR_BUSY || code == RETORT_RUN_ERROR_FAILED ? RETORT_EXIT_NOT_APPLIED : RETORT_EXIT_REFUSED;
}

static RetortExit
exit_of_snapshot_error (int code)
{
  switch ((RetortSnapshotError) code)
    {
    case RETORT_SNAPSHOT_ERROR_ENVIRONMENT: return RETORT_EXIT_REFUSED;
    case RETORT_SNAPSHOT_ERROR_NAME: return RETORT_EXIT_USAGE;
    case RETORT_SNAPSHOT_ERROR_FILE:
    case RETORT_SNAPSHOT_ERROR_CONTENT: return RETORT_EXIT_NOT_APPLIED;
    case RETORT_SNAPSHOT_ERROR_UNKNOWN: return RETORT_EXIT_PARTLY_APPLIED;
    }
  return RETORT_EXIT_NOT_APPLIED;
}

static RetortExit
exit_of_error (const GError *error)
{
  if (error->domain == RETORT_OPTION_ERROR || error->domain == RETORT_HISTORY_ERROR)
    return RETORT_EXIT_USAGE;
  if (error->domain == RETORT_DB_ERROR)
    return exit_of_database_error (error->code);
  if (error->domain == RETORT_RUN_ERROR)
    return exit_of_run_error (error->code);
  if (error->domain == RETORT_SNAPSHOT_ERROR)
    return exit_of_snapshot_error (error->code);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return RETORT_EXIT_NOT_APPLIED;
  return RETORT_EXIT_PROJECT;
}

/**
 * retort_cli_fail:
 * @self: a call of the program
 * @error: what went wrong
 *
 * Tells on standard error.
 *
 * Returns: the exit status for it
 */
RetortExit
retort_cli_fail (RetortCli *self, const GError *error)
{
  fprintf (stderr, "retort-cli: %s\n", error->message);
  return exit_of_error (error);
}

/**
 * retort_cli_fail_usage:
 * @self: a call of the program
 * @format: printf() format, what is wrong with the command line
 * @...: its values
 *
 * Tells on standard error.
 *
 * Returns: %RETORT_EXIT_USAGE
 */
RetortExit
retort_cli_fail_usage (RetortCli *self, const char *format, ...)
{
  g_autofree char *text = NULL;
  va_list arguments;

  va_start (arguments, format);
  text = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  fprintf (stderr, "retort-cli: %s\n", text);
  if (self->command != NULL)
    fprintf (stderr, _("Try 'retort-cli %s --help'.\n"), self->command->name);
  else
    fputs (_("Try 'retort-cli --help'.\n"), stderr);
  return RETORT_EXIT_USAGE;
}
