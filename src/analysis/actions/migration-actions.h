/* SPDX-License-Identifier: GPL-3.0-or-later */
/* All actions of one direction of a revision, in order. Pure. */
#pragma once

#include "analysis/actions/action.h"
#include "model/migration.h"

G_BEGIN_DECLS

/**
 * RetortParsedStatement:
 * @statement: what is sent
 * @node: its tree
 * @flags: of its batch
 * @batch: which batch of the migration it is in
 * @transaction: which transaction of the migration it is in: those with one number are in one
 * @is_alone: it runs outside of any transaction: in an autocommit block, or behind a COMMIT of the migration's own
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
  gboolean             is_alone;
} RetortParsedStatement;

/* One action and where it comes from; all borrowed from the migration and its trees. @node is the statement that does it, which may stand
 * inside of a DO block: then @index is that of the block. */
typedef struct
{
  RetortAction         action;
  RetortStatement     *statement;
  const PgQuery__Node *node;
  RetortBatchFlags     flags;
  guint                index; /* of the statement */
} RetortActionStep;

/**
 * RetortMigrationActions:
 * @steps: (element-type RetortActionStep): what is done, in the order of the statements
 * @statements: (element-type RetortParsedStatement): the statements themselves, in order
 * @trees: (element-type RetortSqlTree): what @steps borrow from
 *
 * Statements that PostgreSQL's grammar does not know are left out.
 */
typedef struct
{
  GArray    *steps;
  GArray    *statements;
  GPtrArray *trees;
} RetortMigrationActions;

RetortMigrationActions *retort_migration_actions_new  (RetortMigration *migration) G_GNUC_WARN_UNUSED_RESULT;
void                    retort_migration_actions_free (RetortMigrationActions *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RetortMigrationActions, retort_migration_actions_free)

G_END_DECLS
