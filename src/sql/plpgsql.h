/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the body of a DO block, a function or a procedure in plpgsql sends, as far as it is written there. */
#pragma once

#include "sql/tree.h"

G_BEGIN_DECLS

/**
 * RetortSqlBlock:
 * @statements: (element-type RetortSqlTree): those that PostgreSQL 15's grammar knows, in the order of the text
 * @places: (element-type RetortSpan): where each of them stands in @body, an EXECUTE by its expression; empty where that is not known
 * @body: (not nullable): the text between the quotes
 * @is_conditional: some of them run under a condition, or where an error is caught
 */
typedef struct
{
  GPtrArray *statements;
  GArray    *places;
  char      *body;
  gboolean   is_conditional;
} RetortSqlBlock;

RetortSqlBlock *retort_sql_block_parse (const PgQuery__Node *statement) G_GNUC_WARN_UNUSED_RESULT;
void            retort_sql_block_free  (RetortSqlBlock *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RetortSqlBlock, retort_sql_block_free)

G_END_DECLS
