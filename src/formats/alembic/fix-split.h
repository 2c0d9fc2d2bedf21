/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whether a migration may be cut into several transactions at one of its calls. */
#pragma once

#include "model/migration.h"

G_BEGIN_DECLS

gboolean retort_alembic_may_split (RetortMigration *upgrade, RetortSpan span, gboolean is_repeatable);

G_END_DECLS
