/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A migration's statements one after the other, each with what is there when it runs. Inside analysis/checks only. */
#pragma once

#include "analysis/actions/migration-actions.h"
#include "analysis/locks/locks.h"
#include "model/plan.h"
#include "model/schema.h"

G_BEGIN_DECLS

/**
 * RetortCheckPlace:
 * @before: (not nullable): what is there when the statement runs; tainted as a whole when nothing is known
 * @after: (not nullable): what is there afterwards; @before when the statement fails
 * @locks: (not nullable): what it does to relations
 */
typedef struct
{
  RetortSchema *before;
  RetortSchema *after;
  RetortLocks  *locks;
} RetortCheckPlace;

/**
 * RetortCheckWalk:
 * @actions: (not nullable): of the migration
 * @places: (element-type RetortCheckPlace): one for each statement of @actions
 * @start: (not nullable): what is there at first
 * @end: (not nullable): what is there at last
 * @inner: key: a statement inside of a DO block or a function, value: its RetortCheckPlace
 * @parts: key: a part of an ALTER TABLE that has several (PgQuery__AlterTableCmd), value: RetortLocks, what it does by itself
 * @looks: (element-type RetortCheckStep): of retort_check_look(), one for each step of @actions; zero until a rule asks
 */
typedef struct
{
  RetortMigrationActions *actions;
  GPtrArray              *places;
  GHashTable             *inner;
  GHashTable             *parts;
  RetortSchema           *start;
  RetortSchema           *end;
  GArray                 *looks;
} RetortCheckWalk;

RetortCheckWalk *retort_check_walk_new  (RetortMigration *migration, RetortSchema *before, const GArray *applied, RetortTransactions transactions,
                                         int server_version) G_GNUC_WARN_UNUSED_RESULT;
const RetortCheckPlace *retort_check_walk_get_place (const RetortCheckWalk *self, const RetortActionStep *step);
void             retort_check_walk_free (RetortCheckWalk *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RetortCheckWalk, retort_check_walk_free)

G_END_DECLS
