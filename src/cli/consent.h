/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Asks before a run, as much as the environment of the database calls for. */
#pragma once

#include "cli/cli.h"

G_BEGIN_DECLS

/**
 * RetortCliConsent:
 * @is_given: --yes
 * @unlock: (nullable): --unlock: the database's name, for production
 */
typedef struct
{
  gboolean    is_given;
  const char *unlock;
} RetortCliConsent;

/* FALSE with @status: leave. @is_unlocked (out): production, unlocked for this run. */
gboolean retort_cli_ask_consent (RetortCli *cli, RetortTarget *target, RetortPlan *plan, const RetortCliConsent *consent,
                                 gboolean *is_unlocked, RetortExit *status);
/* The same without a plan. */
gboolean retort_cli_ask_yes     (RetortCli *cli, gboolean is_given, RetortExit *status);

G_END_DECLS
