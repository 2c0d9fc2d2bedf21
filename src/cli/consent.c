/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is asked, by environment:
 *
 *                  terminal                     no terminal
 *   development    yes or no                    runs
 *   staging        yes or no                    needs --yes
 *   production     the database's name, typed   needs --yes and --unlock NAME
 *
 * --yes answers the question; it never unlocks production. */
#include "config.h"

#include "cli/consent.h"

#include "cli/terminal.h"

#include <glib/gi18n.h>
#include <stdio.h>

static void
tell_plan (RetortPlan *plan, RetortTarget *target)
{
  const RetortPlanFields *fields = retort_plan_get (plan);
  g_autofree char *name = retort_profile_to_display_string (retort_target_get_profile (target));
  g_autofree char *from = g_strjoinv (", ", (GStrv) fields->from);
  g_autofree char *to = g_strjoinv (", ", (GStrv) fields->to);
  guint n_steps = retort_plan_get_n_steps (plan);
  guint n_statements = retort_plan_count_statements (plan);

  fprintf (stderr, _("%s: from %s to %s\n"), name, *from != '\0' ? from : "base", *to != '\0' ? to : "base");
  if (fields->stamp == NULL)
    fprintf (stderr, ngettext ("%u revision, ", "%u revisions, ", n_steps), n_steps);
  fprintf (stderr, ngettext ("%u statement\n", "%u statements\n", n_statements), n_statements);
}

static gboolean
ask_yes (RetortCli *cli, gboolean needs_answer, const RetortCliConsent *consent, RetortExit *status)
{
  g_autofree char *answer = NULL;

  if (consent->is_given || (!retort_terminal_is_interactive () && !needs_answer))
    return TRUE;
  if (!retort_terminal_is_interactive ())
    {
      fputs (_("retort-cli: this database needs --yes when nobody can be asked\n"), stderr);
      *status = RETORT_EXIT_REFUSED;
      return FALSE;
    }

  answer = retort_terminal_ask (_("Go on? [y/N] "));
  if (answer != NULL && (g_ascii_strcasecmp (answer, "y") == 0 || g_ascii_strcasecmp (answer, "yes") == 0))
    return TRUE;
  fputs (_("nothing was done\n"), stderr);
  *status = RETORT_EXIT_REFUSED;
  return FALSE;
}

static gboolean
ask_name (RetortTarget *target, const RetortCliConsent *consent, RetortExit *status)
{
  const char *database = retort_target_get_database (target);
  g_autofree char *typed = NULL;

  if (consent->unlock != NULL)
    typed = g_strdup (consent->unlock);
  else if (retort_terminal_is_interactive ())
    {
      g_autofree char *question = g_strdup_printf (_("This is a production database. Type its name (%s) to go on: "), database);

      typed = retort_terminal_ask (question);
    }

  if (g_strcmp0 (typed, database) == 0 && (consent->is_given || retort_terminal_is_interactive ()))
    return TRUE;
  fputs (_("retort-cli: production is not unlocked; it needs the database's name (--unlock NAME --yes)\n"), stderr);
  *status = RETORT_EXIT_REFUSED;
  return FALSE;
}

/**
 * retort_cli_ask_yes:
 * @cli: the call
 * @is_given: --yes was given
 * @status: (out): the exit status when %FALSE is returned
 *
 * Asks whether to go on; where nobody can be asked it needs --yes.
 *
 * Returns: whether to go on
 */
gboolean
retort_cli_ask_yes (RetortCli *cli, gboolean is_given, RetortExit *status)
{
  RetortCliConsent consent = { is_given, NULL };

  return ask_yes (cli, TRUE, &consent, status);
}

/**
 * retort_cli_ask_consent:
 * @cli: the call
 * @target: the database
 * @plan: what would run
 * @consent: what the command line says already
 * @is_unlocked: (out): production, unlocked for this run
 * @status: (out): the exit status when %FALSE is returned
 *
 * Asks what has to be asked.
 *
 * Returns: whether to go on
 */
gboolean
retort_cli_ask_consent (RetortCli *cli, RetortTarget *target, RetortPlan *plan, const RetortCliConsent *consent,
                        gboolean *is_unlocked, RetortExit *status)
{
  RetortEnvironment environment = retort_profile_get (retort_target_get_profile (target))->environment;

  *is_unlocked = FALSE;
  if (retort_terminal_is_interactive () && !cli->is_quiet)
    tell_plan (plan, target);

  switch (environment)
    {
    case RETORT_ENVIRONMENT_DEVELOPMENT:
      return ask_yes (cli, FALSE, consent, status);
    case RETORT_ENVIRONMENT_STAGING:
      return ask_yes (cli, TRUE, consent, status);
    case RETORT_ENVIRONMENT_PRODUCTION:
      *is_unlocked = ask_name (target, consent, status);
      return *is_unlocked;
    }
  return FALSE;
}
