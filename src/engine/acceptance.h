/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What of a project's environment file is not understood, accepted by somebody for exactly this content of the file
 * (docs/ARCHITECTURE.md, decision 5). Kept in retort.json: "accepted": { "migrations/env.py": "its SHA-256" }. */
#pragma once

#include "engine/workspace.h"

G_BEGIN_DECLS

GPtrArray  *retort_acceptance_list_open (RetortWorkspace *workspace) G_GNUC_WARN_UNUSED_RESULT;
const char *retort_acceptance_get_path  (RetortWorkspace *workspace);
const char *retort_acceptance_get_hash  (RetortWorkspace *workspace);
gboolean    retort_acceptance_store     (RetortWorkspace *workspace, const char *hash, GError **error);

G_END_DECLS
