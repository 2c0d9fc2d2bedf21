/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is new on a branch, read as a plan. */
#pragma once

#include "cli/document.h"

G_BEGIN_DECLS

RetortExit retort_cli_review (RetortCli *cli, const char *since, const RetortCliDocument *document);

G_END_DECLS
