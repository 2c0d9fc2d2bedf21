/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A statement that the grammar of 15 does not know: a server up to 15 refuses it, a newer one may not. */
#include "analysis/locks/newer.h"

#include "analysis/locks/survey-private.h"
#include "sql/newer.h"

/* PostgreSQL docs 17, ALTER TABLE: "the existing data in the column is rewritten"; one that is virtual (18) has none. */
static void
survey_set_expression (RetortSurvey *self, const PgQuery__AlterTableStmt *statement)
{
  RetortSurveyed surveyed = retort_survey_take_named (self, RETORT_LOCK_ACCESS_EXCLUSIVE, statement->relation);
  const RetortColumn *column = surveyed.table != NULL ? retort_table_find_column (surveyed.table, statement->cmds[0]->alter_table_cmd->name) : NULL;
  g_autoptr(GPtrArray) heirs = surveyed.table != NULL ? retort_survey_list_heirs (self, surveyed.table) : NULL;

  if (column != NULL && column->is_generated_virtual)
    return;
  retort_survey_rewrite (self, surveyed, "PostgreSQL docs, ALTER TABLE, SET EXPRESSION", "a stored column is computed anew for every row");
  for (guint i = 1; heirs != NULL && i < heirs->len; i++)
    retort_survey_rewrite (self, retort_survey_take_table (self, RETORT_LOCK_ACCESS_EXCLUSIVE, g_ptr_array_index (heirs, i)),
                           "PostgreSQL docs, ALTER TABLE, SET EXPRESSION", "a stored column is computed anew for every row");
}

/**
 * retort_locks_of_newer:
 * @session: what it runs in
 * @before: what is there before
 * @sql: the statement
 * @refusal: what the grammar says of it
 *
 * Any thread.
 *
 * Returns: (transfer full): what it does, as far as that is known
 */
RetortLocks *
retort_locks_of_newer (RetortLockSession *session, RetortSchema *before, const char *sql, const GError *refusal)
{
  RetortLocks *locks = g_new0 (RetortLocks, 1);
  RetortSurvey survey = { .session = session, .before = before, .locks = locks };
  g_autoptr(RetortSqlTree) known = retort_sql_set_expression_parse (sql);
  int since = known != NULL ? RETORT_SQL_SET_EXPRESSION_SINCE : 16;

  locks->relations = g_ptr_array_new_with_free_func (retort_relation_effect_free);
  if (session->major < since)
    locks->error = g_strdup_printf ("42601 %s", refusal->message);
  else if (known != NULL)
    survey_set_expression (&survey, retort_sql_tree_get_statement (known, 0)->alter_table_stmt);
  if (known == NULL)
    locks->unsure = g_strdup ("PostgreSQL 15's grammar does not know it");
  return locks;
}
