/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a tool says of the schema beside its migrations, held against what the migrations make. */
#pragma once

#include "engine/workspace.h"

G_BEGIN_DECLS

/* (nullable): a sentence about the first thing in which they differ; @made is what the migrations make */
char *retort_snapshot_dup_difference (RetortWorkspace *workspace, RetortRevision *revision, const RetortSchema *made) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
