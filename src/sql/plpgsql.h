/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the body of a DO block, a function or a procedure sends, as far as it is written there. */
#pragma once

#include "sql/tree.h"

G_BEGIN_DECLS

/**
 * RetortSqlInner:
 * @tree: (not nullable): one statement that PostgreSQL 15's grammar knows
 * @place: where it stands in the body, an EXECUTE by its expression
 * @is_conditional: it runs under a condition, or where an error is caught
 */
typedef struct
{
  RetortSqlTree *tree;
  RetortSpan     place;
  gboolean       is_conditional;
} RetortSqlInner;

/**
 * RetortSqlUnread:
 * @place: where it stands in the body
 * @reason: (nullable): what the parser says; %NULL: a text that is put together while it runs
 *
 * What is sent and not known.
 */
typedef struct
{
  RetortSpan place;
  char      *reason;
} RetortSqlUnread;

/**
 * RetortSqlBlock:
 * @statements: (element-type RetortSqlInner): in the order of the text; an EXECUTE in a loop over a written list once for each of its values
 * @unread: (element-type RetortSqlUnread): what is not among them
 * @body: (not nullable): the text between the quotes
 */
typedef struct
{
  GArray *statements;
  GArray *unread;
  char   *body;
} RetortSqlBlock;

RetortSqlBlock *retort_sql_block_parse (const PgQuery__Node *statement) G_GNUC_WARN_UNUSED_RESULT;
void            retort_sql_block_free  (RetortSqlBlock *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RetortSqlBlock, retort_sql_block_free)

G_END_DECLS
