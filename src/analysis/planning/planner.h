/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a plan says for people: locks and sizes, what cannot be undone, the way back. Pure. */
#pragma once

#include "model/plan.h"
#include "model/schema.h"
#include "model/target-facts.h"

G_BEGIN_DECLS

GPtrArray *retort_planner_statement_facts (RetortMigration *migration, RetortSchema *before, const RetortTargetFacts *facts) G_GNUC_WARN_UNUSED_RESULT;
GStrv      retort_planner_irreversible    (RetortMigration *migration, RetortMigration *opposite) G_GNUC_WARN_UNUSED_RESULT;
char      *retort_planner_way_back        (RetortDirection direction, const char *const *from, const char *const *to) G_GNUC_WARN_UNUSED_RESULT;
/* @downgrade (nullable): there is no such function; @irreversible: of the upgrade */
RetortWayBack retort_planner_judge_way_back (RetortMigration *upgrade, RetortMigration *downgrade, const char *const *irreversible);

G_END_DECLS
