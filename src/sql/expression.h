/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Parts of trees: an expression as text, and a walk over all that is below a node. */
#pragma once

#include "sql/tree.h"

G_BEGIN_DECLS

typedef void (*RetortSqlVisitor) (const ProtobufCMessage *message, gpointer user_data);

char *retort_sql_expression_to_string (const PgQuery__Node *expression) G_GNUC_WARN_UNUSED_RESULT;
char *retort_sql_statement_to_string  (const PgQuery__Node *statement) G_GNUC_WARN_UNUSED_RESULT;
void  retort_sql_walk                 (const ProtobufCMessage *message, RetortSqlVisitor visit, gpointer user_data);

G_END_DECLS
