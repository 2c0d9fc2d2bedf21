/* SPDX-License-Identifier: GPL-3.0-or-later */
/* retort-cli: the same core without a window. */
#include "config.h"

#include "base/heap.h"
#include "base/translation.h"
#include "cli/commands.h"

#include <glib/gi18n.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *const check_formats[] = { "text", "json", "sarif", "github", "gitlab", "junit", NULL };
static const char *const document_formats[] = { "text", "json", "html", "markdown", NULL };
static const char *const text_only[] = { "text", NULL };

/* In the order of the help text; a heading has no function. */
static const RetortCommand commands[] = {
  { NULL, NULL, N_("Reading, no database needed:"), NULL },
  { "projects", "", N_("the projects in the folder and below it"), retort_command_projects },
  { "history", "[RANGE]", N_("the revisions, newest first"), retort_command_history },
  { "heads", "", N_("the revisions that nothing revises"), retort_command_heads },
  { "branches", "", N_("where the history forks"), retort_command_branches },
  { "show", "SYMBOL", N_("one revision"), retort_command_show },
  { "sql", "[FROM:TO]", N_("the SQL of a range of revisions"), retort_command_sql },
  { "check", "[SYMBOL|RANGE|FILE ...]", N_("what is wrong with the revisions"), retort_command_check, check_formats },
  { "planned", "", N_("the planned migrations beside the history"), retort_command_planned },
  { "diff", "A B", N_("two schemas: of a revision, base, database, models or snapshot"), retort_command_diff },
  { "models", "[SYMBOL]", N_("the models against the schema"), retort_command_models },
  { NULL, NULL, N_("Against a database:"), NULL },
  { "status", "", N_("where the database stands, in one screen"), retort_command_status },
  { "current", "", N_("the revisions that the database is at"), retort_command_current },
  { "plan", "[TARGET]", N_("what an upgrade or downgrade would do"), retort_command_plan, document_formats },
  { "upgrade", "[TARGET]", N_("upgrade the database (default: head)"), retort_command_upgrade },
  { "downgrade", "TARGET", N_("downgrade the database"), retort_command_downgrade },
  { "stamp", "TARGET ...", N_("set the version table and run no migration"), retort_command_stamp },
  { "rehearse", "[TARGET|FROM:TO]", N_("up, down and up again on a scratch database"), retort_command_rehearse },
  { "snapshot", "[NAME]", N_("keep a development database as it is, or list what is kept"), retort_command_snapshot },
  { "restore", "NAME", N_("make a development database what it was at a snapshot"), retort_command_restore },
  { "schema", "[NAME]", N_("what the database holds"), retort_command_schema },
  { "command", "[NAME [ARGUMENTS]]", N_("run one of the project's own commands, or list them"), retort_command_command },
  { "rows", "TABLE", N_("the first rows of a table or view"), retort_command_rows },
  { "report", N_("[RUN]"), N_("what a run did: the newest, or by its place, id or revision"), retort_command_report, document_formats },
  { "query", "SELECT", N_("one query, in a transaction that cannot write"), retort_command_query },
  { NULL, NULL, N_("Changing files:"), NULL },
  { "revision", "[KEY=VALUE ...]", N_("write the file of a new revision"), retort_command_revision },
  { "merge", "[REVISIONS]", N_("write the file of a revision that joins several heads"), retort_command_merge },
  { "reparent", "REVISION [ONTO]", N_("put a revision that no database holds behind another one"), retort_command_reparent, text_only },
  { "accept", "[HASH]", N_("what of env.py is not understood; with its hash, accept it"), retort_command_accept },
  { NULL, NULL, N_("Learning:"), NULL },
  { "practice", "[DIR]", N_("put the practice project and its database in place"), retort_command_practice },
};

static void
print_help (RetortCli *cli)
{
  g_autofree RetortOption *global = retort_cli_global_options (cli);
  g_autoptr(GString) text = g_string_new (_("Usage: retort-cli [OPTIONS] COMMAND [ARGUMENTS]\n"));

  for (gsize i = 0; i < G_N_ELEMENTS (commands); i++)
    if (commands[i].name == NULL)
      g_string_append_printf (text, "\n%s\n", _(commands[i].summary));
    else
      {
        g_autofree char *usage = g_strdup_printf ("%s %s", commands[i].name, commands[i].arguments);

        g_string_append_printf (text, "  %-30s  %s\n", usage, _(commands[i].summary));
      }
  g_string_append_printf (text, "\n%s\n", _("Options of every command:"));
  retort_options_append_help (global, text);
  g_string_append (text, _("\n'retort-cli COMMAND --help' tells more about a command.\n"));
  retort_cli_print (text->str);
}

static const RetortCommand *
find_command (const char *name)
{
  for (gsize i = 0; i < G_N_ELEMENTS (commands); i++)
    if (g_strcmp0 (commands[i].name, name) == 0)
      return &commands[i];
  return NULL;
}

/* Global options that stand before the command. Returns what follows them, or NULL with an error. */
static const char *const *
read_global_options (RetortCli *cli, const char *const *argv, GError **error)
{
  g_autofree RetortOption *global = retort_cli_global_options (cli);
  const RetortOption *const tables[] = { global, NULL };
  int n = retort_options_parse (tables, argv, TRUE, NULL, error);

  return n >= 0 ? argv + n : NULL;
}

static RetortExit
run (RetortCli *cli, const char *const *argv)
{
  g_autoptr(GError) error = NULL;
  const char *const *rest = read_global_options (cli, argv, &error);

  if (rest == NULL)
    return retort_cli_fail (cli, error);
  if (cli->wants_version)
    {
      printf ("retort-cli %s\n", RETORT_VERSION);
      return RETORT_EXIT_DONE;
    }
  if (rest[0] == NULL)
    {
      print_help (cli);
      return cli->wants_help ? RETORT_EXIT_DONE : RETORT_EXIT_USAGE;
    }

  cli->command = find_command (rest[0]);
  if (cli->command == NULL)
    return retort_cli_fail_usage (cli, _("there is no command '%s'"), rest[0]);
  cli->argv = rest + 1;
  return cli->command->run (cli);
}

static void
mask (char *text)
{
  memset (text, '*', strlen (text));
}

/* A URL may hold a password, and everybody on this machine can read the arguments of a program: so those that the
 * system shows are written over. */
static GStrv
take_arguments (char **argv)
{
  GStrv arguments = g_strdupv (argv);

  for (char **at = argv; *at != NULL; at++)
    {
      if (g_str_has_prefix (*at, "--url="))
        mask (*at + strlen ("--url="));
      else if (g_str_equal (*at, "--url") && at[1] != NULL)
        mask (*++at);
    }
  return arguments;
}

static RetortExit
run_and_flush (RetortCli *cli, char **argv)
{
  g_auto(GStrv) arguments = take_arguments (argv + 1);
  RetortExit status = RETORT_EXIT_DONE;

  cli->cancellable = g_cancellable_new ();
  cli->base = g_get_current_dir ();
  cli->answers = g_ptr_array_new_with_free_func (g_free);
  status = run (cli, (const char *const *) arguments);
  if (fflush (stdout) == 0 && !ferror (stdout))
    return status;
  fputs (_("retort-cli: cannot write to standard output\n"), stderr);
  return status == RETORT_EXIT_DONE ? RETORT_EXIT_PROJECT : status;
}

int
main (int argc, char **argv)
{
  RetortCli cli = { 0 };
  RetortExit status = RETORT_EXIT_DONE;

  retort_heap_keep_all ();
  retort_translation_start ();
  status = run_and_flush (&cli, argv);
  retort_cli_clear (&cli);
  exit (status); /* not by return: what looks for leaks sees that @cli still holds the project */
}
