/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Writes the file of a new revision, or shows it, and tells about it. */
#pragma once

#include "cli/cli.h"

G_BEGIN_DECLS

RetortExit retort_cli_write_new_file (RetortCli *cli, const RetortNewFile *file, gboolean is_shown_only);

G_END_DECLS
