/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The layout of `alembic upgrade --sql` and `alembic downgrade --sql` (reference: alembic/ddl/impl.py static_output(),
 * alembic/runtime/migration.py run_migrations()). Pure. */
#pragma once

#include "model/plan.h"

G_BEGIN_DECLS

char *retort_alembic_offline_plan      (RetortPlan *plan) G_GNUC_WARN_UNUSED_RESULT;
char *retort_alembic_offline_migration (RetortMigration *migration) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
