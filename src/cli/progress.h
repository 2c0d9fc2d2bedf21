/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How a run goes on, told on standard error while it goes. */
#pragma once

#include "cli/cli.h"

G_BEGIN_DECLS

/* What the sink needs; lives as long as the run. */
typedef struct
{
  gboolean tells_statements; /* a terminal, or --verbose */
  gboolean is_quiet;
  gboolean has_color;
} RetortCliProgress;

RetortCliProgress retort_cli_progress_new  (const RetortCli *cli);
/* A RetortRunSink. */
void              retort_cli_progress_sink (RetortRunEvent *event, gpointer user_data);

G_END_DECLS
