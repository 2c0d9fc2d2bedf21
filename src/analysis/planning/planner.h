/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Puts a plan together from what the other rooms found out. Pure. */
#pragma once

#include "analysis/history/path.h"
#include "model/plan.h"
#include "model/target-facts.h"

G_BEGIN_DECLS

/* (transfer full) (nullable): what of a migration cannot be undone: dropped data, enum values; clauses for people */
GStrv retort_planner_irreversible (RetortMigration *migration, RetortMigration *opposite) G_GNUC_WARN_UNUSED_RESULT;
/* (transfer full): per statement of the migration: RetortStatementFacts, locks and row estimates; key: RetortStatement (borrowed) */
GPtrArray *retort_planner_statement_facts (RetortMigration *migration, const RetortTargetFacts *facts) G_GNUC_WARN_UNUSED_RESULT;
/* (transfer full): the retort-cli line that leads back from @to to @from */
char *retort_planner_way_back (RetortDirection direction, const char *const *from, const char *const *to) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
