/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the grammar of 15 knows and a server of 13 or 14 does not (PostgreSQL's release notes of 14 and 15). */
#include "analysis/locks/survey-private.h"

#include "sql/expression.h"

static int
since_of_command (const PgQuery__AlterTableCmd *command)
{
  switch ((int) command->subtype)
    {
    case PG_QUERY__ALTER_TABLE_TYPE__AT_SetAccessMethod:
      return 15;
    case PG_QUERY__ALTER_TABLE_TYPE__AT_SetCompression:
    case PG_QUERY__ALTER_TABLE_TYPE__AT_DetachPartitionFinalize:
      return 14;
    case PG_QUERY__ALTER_TABLE_TYPE__AT_DetachPartition:
      return command->def->partition_cmd->concurrent ? 14 : 0;
    default:
      return 0;
    }
}

static int
since_of_constraint (const PgQuery__Constraint *constraint)
{
  return constraint->nulls_not_distinct || constraint->n_fk_del_set_cols > 0 ? 15 : 0;
}

/* Whole schemas, columns and rows. */
static int
since_of_published (const PgQuery__PublicationObjSpec *object)
{
  const PgQuery__PublicationTable *table = object->pubtable;

  return table == NULL || table->n_columns > 0 || table->where_clause != NULL ? 15 : 0;
}

static int
since_of (const ProtobufCMessage *message)
{
  const ProtobufCMessageDescriptor *kind = message->descriptor;

  if (kind == &pg_query__merge_stmt__descriptor)
    return 15;
  if (kind == &pg_query__alter_table_cmd__descriptor)
    return since_of_command ((const PgQuery__AlterTableCmd *) message);
  if (kind == &pg_query__constraint__descriptor)
    return since_of_constraint ((const PgQuery__Constraint *) message);
  if (kind == &pg_query__index_stmt__descriptor)
    return ((const PgQuery__IndexStmt *) message)->nulls_not_distinct ? 15 : 0;
  if (kind == &pg_query__publication_obj_spec__descriptor)
    return since_of_published ((const PgQuery__PublicationObjSpec *) message);
  if (kind == &pg_query__create_trig_stmt__descriptor)
    return ((const PgQuery__CreateTrigStmt *) message)->replace ? 14 : 0;
  if (kind == &pg_query__create_function_stmt__descriptor)
    return ((const PgQuery__CreateFunctionStmt *) message)->sql_body != NULL ? 14 : 0;
  if (kind == &pg_query__column_def__descriptor)
    return ((const PgQuery__ColumnDef *) message)->compression[0] != '\0' ? 14 : 0;
  if (kind == &pg_query__common_table_expr__descriptor)
    return ((const PgQuery__CommonTableExpr *) message)->search_clause != NULL || ((const PgQuery__CommonTableExpr *) message)->cycle_clause != NULL ? 14 : 0;
  return 0;
}

static void
look_at_cb (const ProtobufCMessage *message, gpointer user_data)
{
  int *since = user_data;

  *since = MAX (*since, since_of (message));
}

/**
 * retort_survey_find_older: (skip)
 * @self: the survey
 * @node: a statement
 *
 * Returns: (transfer full) (nullable): the error that it ends in because the server is older than its syntax
 */
char *
retort_survey_find_older (const RetortSurvey *self, const PgQuery__Node *node)
{
  int since = 0;

  if (self->session->major >= 15)
    return NULL;
  retort_sql_walk ((const ProtobufCMessage *) node, look_at_cb, &since);
  return self->session->major < since ? g_strdup_printf ("42601 syntax error: PostgreSQL %d knows it", since) : NULL;
}
