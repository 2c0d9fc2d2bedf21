/* SPDX-License-Identifier: GPL-3.0-or-later */
/* DO blocks: all that their text sends, one after the other in one transaction; what stands under a condition may do as much. */
#include "analysis/locks/survey-private.h"

#include "sql/plpgsql.h"

static void
add_effect (RetortSurvey *self, const RetortRelationEffect *inner)
{
  RetortRelationEffect *effect = retort_survey_take (self, inner->level, inner->kind, inner->schema, inner->name);

  if (effect->table == NULL)
    effect->table = g_strdup (inner->table);
  if (effect->reason == NULL)
    effect->reason = g_strdup (inner->reason);
  if (effect->source == NULL)
    effect->source = inner->source;
  effect->is_new |= inner->is_new;
  effect->is_dropped |= inner->is_dropped;
  effect->rewrites |= inner->rewrites;
  effect->scans |= inner->scans;
  effect->builds |= inner->builds;
}

/* What is there already is not made again under a condition: that is what the condition asks. */
static void
add_locks (RetortSurvey *self, const RetortLocks *inner, gboolean is_conditional)
{
  if (inner->error != NULL && is_conditional)
    return;
  for (guint i = 0; i < inner->relations->len; i++)
    add_effect (self, g_ptr_array_index (inner->relations, i));
  if (inner->error != NULL)
    retort_survey_fail (self, "%s", inner->error);
}

/* New enum values stay unsafe after the block. */
static void
keep_values (RetortLockSession *self, RetortLockSession *inner)
{
  g_hash_table_unref (self->new_values);
  g_hash_table_unref (self->new_types);
  self->new_values = g_hash_table_ref (inner->new_values);
  self->new_types = g_hash_table_ref (inner->new_types);
}

/**
 * retort_survey_block: (skip)
 * @self: the survey
 * @node: DO
 */
void
retort_survey_block (RetortSurvey *self, const PgQuery__Node *node)
{
  g_autoptr(RetortSqlBlock) block = retort_sql_block_parse (node);
  g_autoptr(RetortLockSession) session = retort_lock_session_copy (self->session);
  g_autoptr(RetortSchema) schema = self->before != NULL ? retort_schema_ref (self->before) : NULL;

  retort_survey_doubt (self, "what it calls may lock more");
  session->is_in_transaction = TRUE;
  for (guint i = 0; block != NULL && i < block->statements->len; i++)
    {
      const RetortSqlInner *statement = &g_array_index (block->statements, RetortSqlInner, i);

      for (guint j = 0; j < retort_sql_tree_get_n_statements (statement->tree); j++)
        {
          RetortSchema *after = NULL;
          g_autoptr(RetortLocks) inner = retort_lock_session_examine (session, schema, retort_sql_tree_get_statement (statement->tree, j), &after);

          add_locks (self, inner, statement->is_conditional);
          g_clear_pointer (&schema, retort_schema_unref);
          schema = after;
        }
    }
  if (self->session->is_in_transaction)
    keep_values (self->session, session);
}
