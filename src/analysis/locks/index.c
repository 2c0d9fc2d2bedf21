/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Indexes that are made, and made again (DefineIndex(), ReindexIndex(), ReindexTable() of indexcmds.c). */
#include "analysis/locks/survey-private.h"

#define MAKING "PostgreSQL docs, CREATE INDEX, Building Indexes Concurrently"
#define AGAIN "PostgreSQL docs, REINDEX"

static const char *
text_or_null (const char *text)
{
  return text != NULL && text[0] != '\0' ? text : NULL;
}

static gboolean
has_option (size_t n_options, PgQuery__Node *const *options, const char *name)
{
  for (size_t i = 0; i < n_options; i++)
    if (options[i]->node_case == PG_QUERY__NODE__NODE_DEF_ELEM && g_str_equal (options[i]->def_elem->defname, name))
      return TRUE;
  return FALSE;
}

/* IF NOT EXISTS, and it does. */
static gboolean
is_there_already (RetortSurvey *self, const PgQuery__IndexStmt *index)
{
  return index->if_not_exists && self->effect != NULL && self->effect->kind == RETORT_EFFECT_NONE;
}

/* A partition that has such an index already gives that one (DefineIndex()). */
static gboolean
gets_index (const RetortSurvey *self, const RetortTable *before)
{
  const RetortTable *after = self->after != NULL ? retort_schema_find_table (self->after, before->schema, before->name) : NULL;

  return after == NULL || after->indexes->len > before->indexes->len;
}

/**
 * retort_survey_scan_built: (skip)
 * @self: the survey
 * @surveyed: a table that gets an index
 * @level: the lock on its partitions
 * @source: (nullable): where PostgreSQL says so; static
 * @reason: why
 *
 * The table and its partitions are locked, and those read for which an index is built.
 */
void
retort_survey_scan_built (RetortSurvey *self, RetortSurveyed surveyed, RetortLockLevel level, const char *source, const char *reason)
{
  retort_survey_scan_heirs (self, surveyed, level, gets_index, source, reason);
}

/**
 * retort_survey_create_index: (skip)
 * @self: the survey
 * @node: CREATE INDEX
 */
void
retort_survey_create_index (RetortSurvey *self, const PgQuery__Node *node)
{
  const PgQuery__IndexStmt *index = node->index_stmt;
  RetortLockLevel level = index->concurrent ? RETORT_LOCK_SHARE_UPDATE_EXCLUSIVE : RETORT_LOCK_SHARE;
  RetortSurveyed surveyed = retort_survey_take_named (self, level, index->relation);

  if (is_there_already (self, index))
    return;
  if (index->relation->inh)
    retort_survey_scan_built (self, surveyed, level, MAKING, "an index is built from its rows");
  else
    retort_survey_scan (self, surveyed, MAKING, "an index is built from its rows");
  if (index->concurrent && surveyed.table != NULL && surveyed.table->kind == RETORT_RELATION_PARTITIONED_TABLE)
    retort_survey_fail (self, "0A000 cannot create index on partitioned table \"%s\" concurrently", index->relation->relname);
}

static void
build_again (RetortSurvey *self, RetortSurveyed surveyed, const RetortIndex *index, gboolean is_concurrent)
{
  RetortRelationEffect *effect = retort_survey_take_index (self, is_concurrent ? RETORT_LOCK_SHARE_UPDATE_EXCLUSIVE : RETORT_LOCK_ACCESS_EXCLUSIVE,
                                                           surveyed.table, index->name);

  effect->builds = TRUE;
  retort_survey_scan (self, surveyed, AGAIN, "index %s is built from its rows", index->name);
}

static void
reindex_one (RetortSurvey *self, const PgQuery__RangeVar *relation, RetortLockLevel level, gboolean is_concurrent)
{
  const RetortIndex *index = NULL;
  const RetortTable *table = retort_survey_find_index (self, text_or_null (relation->schemaname), relation->relname, &index);

  if (table != NULL)
    {
      build_again (self, retort_survey_take_table (self, level, table), index, is_concurrent);
      return;
    }
  retort_survey_take_index (self, RETORT_LOCK_ACCESS_EXCLUSIVE, NULL, relation->relname)->builds = TRUE;
  retort_survey_doubt (self, "the schema before it does not say whose index it is");
}

static void
reindex_table (RetortSurvey *self, const PgQuery__RangeVar *relation, RetortLockLevel level, gboolean is_concurrent)
{
  RetortSurveyed surveyed = retort_survey_take_named (self, level, relation);
  g_autoptr(GPtrArray) heirs = surveyed.table != NULL && surveyed.table->kind == RETORT_RELATION_PARTITIONED_TABLE && self->session->major >= 14
                                   ? retort_survey_list_heirs (self, surveyed.table)
                                   : NULL;

  if (surveyed.table == NULL)
    retort_survey_scan (self, surveyed, AGAIN, "its indexes are built from its rows");
  for (guint i = 0; surveyed.table != NULL && i < (heirs != NULL ? heirs->len : 1); i++)
    {
      RetortSurveyed heir = heirs != NULL ? retort_survey_take_table (self, level, g_ptr_array_index (heirs, i)) : surveyed;

      for (guint j = 0; retort_survey_has_rows (heir.table) && j < heir.table->indexes->len; j++)
        build_again (self, heir, g_ptr_array_index (heir.table->indexes, j), is_concurrent);
    }
}

static gboolean
is_partitioned (RetortSurvey *self, const PgQuery__ReindexStmt *reindex)
{
  const RetortIndex *index = NULL;

  return reindex->kind == PG_QUERY__REINDEX_OBJECT_TYPE__REINDEX_OBJECT_INDEX
         && retort_survey_find_index (self, text_or_null (reindex->relation->schemaname), reindex->relation->relname, &index) != NULL && index->is_partitioned;
}

/**
 * retort_survey_reindex: (skip)
 * @self: the survey
 * @node: REINDEX
 */
void
retort_survey_reindex (RetortSurvey *self, const PgQuery__Node *node)
{
  const PgQuery__ReindexStmt *reindex = node->reindex_stmt;
  gboolean is_concurrent = has_option (reindex->n_params, reindex->params, "concurrently");
  RetortLockLevel level = is_concurrent ? RETORT_LOCK_SHARE_UPDATE_EXCLUSIVE : RETORT_LOCK_SHARE;

  if (self->session->major < 14 && is_partitioned (self, reindex))
    retort_survey_fail (self, "0A000 REINDEX is not yet implemented for partitioned indexes");
  if (reindex->kind == PG_QUERY__REINDEX_OBJECT_TYPE__REINDEX_OBJECT_INDEX)
    reindex_one (self, reindex->relation, level, is_concurrent);
  else if (reindex->kind == PG_QUERY__REINDEX_OBJECT_TYPE__REINDEX_OBJECT_TABLE)
    reindex_table (self, reindex->relation, level, is_concurrent);
  else
    retort_survey_doubt (self, "it builds every index of a schema or the database");
}
