/* SPDX-License-Identifier: GPL-3.0-or-later */
/* All actions of one direction of a revision, in order. Pure. */
#pragma once

#include "analysis/actions/action.h"
#include "model/migration.h"
#include "model/plan.h"

G_BEGIN_DECLS

/**
 * RetortParsedStatement:
 * @statement: what is sent
 * @node: its tree
 * @flags: of its batch
 * @batch: which batch of the migration it is in
 * @transaction: which transaction of the migration it is in: those with one number are in one
 * @inside: where it stands in the text of @statement; empty when it is all there is
 * @has_inner: it runs statements that stand inside of it: a DO block, or a call of a function that the migration made
 * @is_whole_batch: it is all that its batch sends
 * @is_alone: it runs outside of any transaction: in an autocommit block, behind a COMMIT of the migration's own, or because the runner opens none
 *
 * All borrowed from the migration and its trees.
 */
typedef struct
{
  RetortStatement     *statement;
  const PgQuery__Node *node;
  RetortBatchFlags     flags;
  guint                batch;
  guint                transaction;
  RetortSpan           inside;
  gboolean             has_inner;
  gboolean             is_whole_batch;
  gboolean             is_alone;
} RetortParsedStatement;

/**
 * RetortActionStep:
 * @action: what is done
 * @statement: what is sent
 * @node: the statement that does it, which may stand inside of @statement
 * @flags: of its batch
 * @index: of the statement among those of the migration; of the DO block or the call that @node stands in
 * @inside: where @node stands in the text of @statement; empty when it is all there is, or when that is not known
 * @function: (nullable): @node is not run: it stands in the body of this function, which the migration makes
 *
 * One action and where it comes from; all borrowed from the migration and its trees.
 */
typedef struct
{
  RetortAction         action;
  RetortStatement     *statement;
  const PgQuery__Node *node;
  RetortBatchFlags     flags;
  guint                index;
  RetortSpan           inside;
  const char          *function;
} RetortActionStep;

/**
 * RetortUnreadStatement:
 * @statement: what is sent
 * @flags: of its batch
 * @index: of the first statement among those of the migration that comes behind it; of the one that it stands inside of
 * @inside: where it stands in the text of @statement; empty when it is all there is, or when that is not known
 * @reason: (nullable): what the parser says; %NULL: it is put together while it runs
 * @is_inner: it stands in the body of a DO block or of a function
 * @function: (nullable): it stands in the body of this function, which the migration makes
 *
 * What is sent, or would be, and is not among the actions.
 */
typedef struct
{
  RetortStatement *statement;
  RetortBatchFlags flags;
  guint            index;
  RetortSpan       inside;
  char            *reason;
  gboolean         is_inner;
  const char      *function;
} RetortUnreadStatement;

/**
 * RetortMigrationActions:
 * @steps: (element-type RetortActionStep): what is done, in the order of the statements
 * @bodies: (element-type RetortActionStep): what the functions do that are made; nobody runs it yet
 * @statements: (element-type RetortParsedStatement): the statements themselves, in order
 * @unread: (element-type RetortUnreadStatement): what PostgreSQL 15's grammar does not know, and what bodies put together, in order
 * @functions: (element-type RetortSqlBlock): key: the name of a function that is made, value: what it sends
 * @trees: (element-type RetortSqlTree): what @steps borrow from
 */
typedef struct
{
  GArray     *steps;
  GArray     *bodies;
  GArray     *statements;
  GArray     *unread;
  GHashTable *functions;
  GPtrArray  *trees;
} RetortMigrationActions;

RetortMigrationActions *retort_migration_actions_new  (RetortMigration *migration, RetortTransactions transactions) G_GNUC_WARN_UNUSED_RESULT;
void                    retort_migration_actions_free (RetortMigrationActions *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RetortMigrationActions, retort_migration_actions_free)

G_END_DECLS
