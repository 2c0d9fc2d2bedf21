/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a statement makes and what goes away with it, found by comparing the schemas before and after: who depends on what the
 * simulation knows. Dropping an object locks what it hangs on (src/backend/catalog/dependency.c, heap.c, trigger.c). */
#include "analysis/locks/survey-private.h"

#define DROPPING "PostgreSQL docs, Explicit Locking, ACCESS EXCLUSIVE"

static gboolean
has_part (const GPtrArray *parts, const char *name)
{
  /* Every part of a table but constraints begins with its name. */
  for (guint i = 0; i < parts->len; i++)
    if (g_str_equal (*(char *const *) g_ptr_array_index (parts, i), name))
      return TRUE;
  return FALSE;
}

/* Both tables share the parts that did not change, and these keep their order: most often it is in the place where it was. */
static gboolean
is_shared (const GPtrArray *parts, guint place, gconstpointer part)
{
  return place < parts->len && g_ptr_array_index (parts, place) == part;
}

/* A key over an index that was there has another name for it. */
static gboolean
took_over (const RetortTable *before, const RetortTable *after, const RetortIndex *made)
{
  return made->constraint != NULL && before->indexes->len == after->indexes->len;
}

static void
survey_made_indexes (RetortSurvey *self, const RetortTable *before, const RetortTable *after)
{
  for (guint i = 0; i < after->indexes->len; i++)
    {
      const RetortIndex *index = g_ptr_array_index (after->indexes, i);
      RetortRelationEffect *effect = NULL;

      if (before != NULL && (is_shared (before->indexes, i, index) || has_part (before->indexes, index->name) || took_over (before, after, index)))
        continue;
      effect = retort_survey_take_index (self, RETORT_LOCK_ACCESS_EXCLUSIVE, after, index->name);
      effect->is_new = TRUE;
      effect->builds = !index->is_partitioned;
    }
}

static void
survey_made_table_cb (gpointer object, gpointer user_data)
{
  const RetortTable *after = object;
  RetortSurvey *self = user_data;
  const RetortTable *before = retort_schema_find_table (self->before, after->schema, after->name);

  if (before == after)
    return;
  if (before == NULL)
    retort_survey_take_table (self, RETORT_LOCK_ACCESS_EXCLUSIVE, after).effect->is_new = TRUE;
  survey_made_indexes (self, before, after);
}

static void
survey_made_sequence_cb (gpointer object, gpointer user_data)
{
  const RetortSequence *sequence = object;
  RetortSurvey *self = user_data;

  if (retort_schema_find (self->before, RETORT_OBJECT_SEQUENCE, sequence->schema, sequence->name) == NULL)
    retort_survey_take_sequence (self, RETORT_LOCK_ACCESS_EXCLUSIVE, sequence->schema, sequence->name)->is_new = TRUE;
}

/**
 * retort_survey_made: (skip)
 * @self: the survey
 *
 * Relations that the statement makes are locked by it until its transaction ends.
 */
void
retort_survey_made (RetortSurvey *self)
{
  if (self->before == NULL || self->after == NULL || self->before == self->after)
    return;
  retort_schema_foreach_changed (self->after, self->before, RETORT_OBJECT_TABLE, survey_made_table_cb, self);
  retort_schema_foreach_changed (self->after, self->before, RETORT_OBJECT_SEQUENCE, survey_made_sequence_cb, self);
}

/**
 * retort_survey_lose_key: (skip)
 * @self: the survey, with what is there before
 * @key: a foreign key that is dropped
 *
 * Its triggers sit on the other table too, and on its partitions.
 */
void
retort_survey_lose_key (RetortSurvey *self, const RetortConstraint *key)
{
  const RetortTable *other = retort_schema_find_table (self->before, key->referenced_schema, key->referenced_table);
  g_autoptr(GPtrArray) heirs = NULL;

  if (other == NULL)
    {
      retort_survey_take_place (self, RETORT_LOCK_ACCESS_EXCLUSIVE, key->referenced_schema, key->referenced_table);
      return;
    }
  heirs = retort_survey_list_heirs (self, other);
  for (guint i = 0; i < (other->kind == RETORT_RELATION_PARTITIONED_TABLE ? heirs->len : 1); i++)
    {
      const RetortTable *heir = g_ptr_array_index (heirs, i);

      /* Before 15 only tables with rows had such triggers. */
      if (heir->kind == RETORT_RELATION_PARTITIONED_TABLE && self->session->major < 15)
        continue;
      retort_survey_explain (retort_survey_take_table (self, RETORT_LOCK_ACCESS_EXCLUSIVE, heir).effect, DROPPING,
                             "the triggers of foreign key %s are dropped", key->name);
    }
}

static void
survey_gone_constraints (RetortSurvey *self, const RetortTable *before, const RetortTable *after)
{
  for (guint i = 0; i < before->constraints->len; i++)
    {
      const RetortConstraint *constraint = g_ptr_array_index (before->constraints, i);

      if (after != NULL && (is_shared (after->constraints, i, constraint) || retort_table_find_constraint (after, constraint->name) != NULL))
        continue;
      /* That of a partition has no triggers there; its parent's has. */
      if (constraint->kind == RETORT_CONSTRAINT_FOREIGN_KEY && !constraint->is_inherited)
        retort_survey_lose_key (self, constraint);
      if (after != NULL)
        retort_survey_explain (retort_survey_take_table (self, RETORT_LOCK_ACCESS_EXCLUSIVE, before).effect, DROPPING,
                               "constraint %s is dropped", constraint->name);
    }
}

static void
survey_gone_parts (RetortSurvey *self, const RetortTable *before, const GPtrArray *parts, const GPtrArray *left, const char *noun)
{
  for (guint i = 0; i < parts->len; i++)
    {
      const char *const *part = g_ptr_array_index (parts, i);

      if (!is_shared (left, i, part) && !has_part (left, *part))
        retort_survey_explain (retort_survey_take_table (self, RETORT_LOCK_ACCESS_EXCLUSIVE, before).effect, DROPPING, "%s %s is dropped", noun, *part);
    }
}

static void
survey_gone_indexes (RetortSurvey *self, const RetortTable *before, const RetortTable *after)
{
  for (guint i = 0; i < before->indexes->len; i++)
    {
      const RetortIndex *index = g_ptr_array_index (before->indexes, i);

      if (after != NULL && (before->indexes->len == after->indexes->len || is_shared (after->indexes, i, index) || has_part (after->indexes, index->name)))
        continue;
      retort_survey_take_index (self, RETORT_LOCK_ACCESS_EXCLUSIVE, before, index->name)->is_dropped = TRUE;
      if (after != NULL && index->parent != NULL)
        retort_survey_explain (retort_survey_take_table (self, RETORT_LOCK_ACCESS_EXCLUSIVE, before).effect, DROPPING, "index %s is dropped", index->name);
    }
}

/* A default that used what is dropped goes too. */
static void
survey_gone_defaults (RetortSurvey *self, const RetortTable *before, const RetortTable *after)
{
  for (guint i = 0; i < after->columns->len; i++)
    {
      const RetortColumn *left = g_ptr_array_index (after->columns, i);
      const RetortColumn *column = NULL;

      if (left->default_expression == NULL && !is_shared (before->columns, i, left))
        column = retort_table_find_column (before, left->name);
      if (column != NULL && column->default_expression != NULL)
        retort_survey_explain (retort_survey_take_table (self, RETORT_LOCK_ACCESS_EXCLUSIVE, before).effect, DROPPING,
                               "the default of %s is dropped", column->name);
    }
}

/* The parent of a partition knows its partitions by their bounds. */
static void
survey_parents (RetortSurvey *self, const RetortTable *partition)
{
  for (guint i = 0; partition->partition_bound != NULL && partition->inherits != NULL && partition->inherits[i] != NULL; i++)
    {
      const RetortTable *parent = retort_survey_find_qualified (self, partition->inherits[i]);

      if (parent == NULL)
        continue;
      retort_survey_explain (retort_survey_take_table (self, RETORT_LOCK_ACCESS_EXCLUSIVE, parent).effect, DROPPING,
                             "its partition %s is dropped", partition->name);
      retort_survey_default_partition (self, parent, NULL);
    }
}

/* Statistics are looked at while rows are. */
static void
survey_gone_statistics (RetortSurvey *self, const RetortTable *before, const RetortTable *after)
{
  if (after->statistics->len < before->statistics->len)
    retort_survey_take_table (self, RETORT_LOCK_SHARE_UPDATE_EXCLUSIVE, before);
}

static void
survey_gone_table_cb (gpointer object, gpointer user_data)
{
  const RetortTable *before = object;
  RetortSurvey *self = user_data;
  const RetortTable *after = retort_schema_find_table (self->after, before->schema, before->name);

  if (before == after)
    return;
  if (after == NULL)
    {
      retort_survey_take_table (self, RETORT_LOCK_ACCESS_EXCLUSIVE, before).effect->is_dropped = TRUE;
      survey_parents (self, before);
    }
  survey_gone_constraints (self, before, after);
  survey_gone_indexes (self, before, after);
  if (after == NULL)
    return;
  survey_gone_parts (self, before, before->columns, after->columns, "column");
  survey_gone_parts (self, before, before->policies, after->policies, "policy");
  survey_gone_parts (self, before, before->triggers, after->triggers, "trigger");
  survey_gone_parts (self, before, before->rules, after->rules, "rule");
  survey_gone_defaults (self, before, after);
  survey_gone_statistics (self, before, after);
}

static void
survey_gone_sequence_cb (gpointer object, gpointer user_data)
{
  const RetortSequence *sequence = object;
  RetortSurvey *self = user_data;

  if (retort_schema_find (self->after, RETORT_OBJECT_SEQUENCE, sequence->schema, sequence->name) == NULL)
    retort_survey_take_sequence (self, RETORT_LOCK_ACCESS_EXCLUSIVE, sequence->schema, sequence->name)->is_dropped = TRUE;
}

/**
 * retort_survey_gone: (skip)
 * @self: the survey
 *
 * Relations that go away, and those that lose something with them.
 */
void
retort_survey_gone (RetortSurvey *self)
{
  if (self->before == NULL || self->after == NULL || self->before == self->after)
    return;
  retort_schema_foreach_changed (self->before, self->after, RETORT_OBJECT_TABLE, survey_gone_table_cb, self);
  retort_schema_foreach_changed (self->before, self->after, RETORT_OBJECT_SEQUENCE, survey_gone_sequence_cb, self);
}
