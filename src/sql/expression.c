/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sql/expression.h"

#include <pg_query.h>
#include <string.h>

/**
 * retort_sql_statement_to_string:
 * @statement: a statement
 *
 * Writes the statement anew, in libpg_query's layout. Any thread.
 *
 * Returns: (transfer full): the text; empty when libpg_query cannot write it
 */
char *
retort_sql_statement_to_string (const PgQuery__Node *statement)
{
  PgQuery__RawStmt raw = PG_QUERY__RAW_STMT__INIT;
  PgQuery__RawStmt *statements[] = { &raw };
  PgQuery__ParseResult parse = PG_QUERY__PARSE_RESULT__INIT;
  g_autofree uint8_t *packed = NULL;
  PgQueryProtobuf protobuf;
  PgQueryDeparseResult deparsed;
  char *text = NULL;

  raw.stmt = (PgQuery__Node *) statement;
  parse.n_stmts = 1;
  parse.stmts = statements;
  protobuf.len = pg_query__parse_result__get_packed_size (&parse);
  packed = g_malloc (protobuf.len);
  pg_query__parse_result__pack (&parse, packed);
  protobuf.data = (char *) packed;
  deparsed = pg_query_deparse_protobuf (protobuf);
  text = g_strdup (deparsed.query != NULL ? deparsed.query : "");
  pg_query_free_deparse_result (deparsed);
  return text;
}

/**
 * retort_sql_expression_to_string:
 * @expression: an expression
 *
 * Writes the expression anew, in libpg_query's layout. Any thread.
 *
 * Returns: (transfer full): the text; empty when libpg_query cannot write it
 */
char *
retort_sql_expression_to_string (const PgQuery__Node *expression)
{
  PgQuery__ResTarget target = PG_QUERY__RES_TARGET__INIT;
  PgQuery__Node target_node = PG_QUERY__NODE__INIT;
  PgQuery__Node *targets[] = { &target_node };
  PgQuery__SelectStmt select = PG_QUERY__SELECT_STMT__INIT;
  PgQuery__Node statement = PG_QUERY__NODE__INIT;
  g_autofree char *text = NULL;

  target.val = (PgQuery__Node *) expression;
  target_node.node_case = PG_QUERY__NODE__NODE_RES_TARGET;
  target_node.res_target = &target;
  select.n_target_list = 1;
  select.target_list = targets;
  select.limit_option = PG_QUERY__LIMIT_OPTION__LIMIT_OPTION_DEFAULT;
  select.op = PG_QUERY__SET_OPERATION__SETOP_NONE;
  statement.node_case = PG_QUERY__NODE__NODE_SELECT_STMT;
  statement.select_stmt = &select;
  text = retort_sql_statement_to_string (&statement);
  return g_strdup (g_str_has_prefix (text, "SELECT ") ? text + strlen ("SELECT ") : text);
}

static void
walk_field (const ProtobufCMessage *message, const ProtobufCFieldDescriptor *field,
            RetortSqlVisitor visit, gpointer user_data)
{
  const guint8 *base = (const guint8 *) message;
  const void *member = base + field->offset;

  if (field->label == PROTOBUF_C_LABEL_REPEATED)
    {
      size_t n = *(const size_t *) (base + field->quantifier_offset);
      ProtobufCMessage *const *children = *(ProtobufCMessage *const *const *) member;

      for (size_t i = 0; i < n; i++)
        retort_sql_walk (children[i], visit, user_data);
      return;
    }
  if ((field->flags & PROTOBUF_C_FIELD_FLAG_ONEOF) != 0
      && *(const uint32_t *) (base + field->quantifier_offset) != field->id)
    return;
  retort_sql_walk (*(const ProtobufCMessage *const *) member, visit, user_data);
}

/* A node is one of more than two hundred messages, all in the same place: only that one is looked at. */
static void
walk_node (const PgQuery__Node *node, RetortSqlVisitor visit, gpointer user_data)
{
  if (node->node_case != PG_QUERY__NODE__NODE__NOT_SET)
    retort_sql_walk ((const ProtobufCMessage *) node->alias, visit, user_data);
}

/**
 * retort_sql_walk:
 * @message: (nullable): a node, or any part of a tree
 * @visit: (scope call): called for @message and for all that is below it, parents first
 * @user_data: for @visit
 *
 * What a message is says its descriptor.
 */
void
retort_sql_walk (const ProtobufCMessage *message, RetortSqlVisitor visit, gpointer user_data)
{
  if (message == NULL)
    return;
  visit (message, user_data);
  if (message->descriptor == &pg_query__node__descriptor)
    {
      walk_node ((const PgQuery__Node *) message, visit, user_data);
      return;
    }
  for (unsigned i = 0; i < message->descriptor->n_fields; i++)
    if (message->descriptor->fields[i].type == PROTOBUF_C_TYPE_MESSAGE)
      walk_field (message, &message->descriptor->fields[i], visit, user_data);
}
