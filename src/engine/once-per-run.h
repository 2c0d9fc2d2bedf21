/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What only the first migration of a run sends. */
#pragma once

#include "model/migration.h"

G_BEGIN_DECLS

RetortMigration *retort_once_per_run_leave_out (RetortMigration *migration, GHashTable *once) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
