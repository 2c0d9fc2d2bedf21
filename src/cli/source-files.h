/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The files that findings point at, each read once. */
#pragma once

#include "cli/cli.h"
#include "report/finding-text.h"

G_BEGIN_DECLS

GHashTable   *retort_cli_source_files_new  (void) G_GNUC_WARN_UNUSED_RESULT;
void          retort_cli_show_sources      (const RetortCli *cli, GHashTable *files, RetortFindingReport *report);

G_END_DECLS
