/* SPDX-License-Identifier: GPL-3.0-or-later */
/* DROP: what the statement names; what hangs on that is found by changes.c. */
#include "analysis/locks/survey-private.h"

/* The last parts of a qualified name, NULL where it has fewer. */
typedef struct
{
  const char *name;
  const char *before;       /* the schema; the table of a trigger, a policy or a rule */
  const char *before_table; /* the schema of that table */
} Parts;

static const char *
part_from_end (const PgQuery__List *names, size_t distance)
{
  return distance < names->n_items ? retort_sql_names_get_last (names->n_items - distance, names->items) : NULL;
}

static Parts
parts_of_object (const PgQuery__Node *object)
{
  Parts parts = { NULL, NULL, NULL };

  if (object->node_case == PG_QUERY__NODE__NODE_LIST)
    {
      parts.name = part_from_end (object->list, 0);
      parts.before = part_from_end (object->list, 1);
      parts.before_table = part_from_end (object->list, 2);
    }
  return parts;
}

/* IF EXISTS, and nobody knows it. */
static gboolean
is_missing (RetortSurvey *self, const PgQuery__DropStmt *drop, const char *schema, const char *name)
{
  return drop->missing_ok && self->before != NULL && retort_survey_find_table (self, schema, name) == NULL
         && self->effect != NULL && self->effect->kind != RETORT_EFFECT_OPAQUE;
}

static void
drop_relation (RetortSurvey *self, const PgQuery__DropStmt *drop, const Parts *parts)
{
  if (!is_missing (self, drop, parts->before, parts->name))
    retort_survey_take_place (self, RETORT_LOCK_ACCESS_EXCLUSIVE, parts->before, parts->name).effect->is_dropped = TRUE;
}

static void
drop_sequence (RetortSurvey *self, const PgQuery__DropStmt *drop, const Parts *parts)
{
  if (self->before == NULL || self->after == NULL)
    retort_survey_take_sequence (self, RETORT_LOCK_ACCESS_EXCLUSIVE, parts->before, parts->name)->is_dropped = TRUE;
}

static void
drop_index (RetortSurvey *self, const PgQuery__DropStmt *drop, const Parts *parts)
{
  RetortLockLevel level = drop->concurrent ? RETORT_LOCK_SHARE_UPDATE_EXCLUSIVE : RETORT_LOCK_ACCESS_EXCLUSIVE;
  const RetortIndex *index = NULL;
  const RetortTable *table = retort_survey_find_index (self, parts->before, parts->name, &index);

  if (table == NULL && drop->missing_ok && self->effect != NULL && self->effect->kind == RETORT_EFFECT_NONE)
    return;
  if (table != NULL)
    retort_survey_explain (retort_survey_take_table (self, level, table).effect, "PostgreSQL docs, DROP INDEX, CONCURRENTLY",
                           "its index %s is dropped", parts->name);
  retort_survey_take_index (self, level, table, parts->name)->is_dropped = TRUE;
}

static void
drop_from_table (RetortSurvey *self, const PgQuery__DropStmt *drop, const Parts *parts)
{
  if (parts->before != NULL && !is_missing (self, drop, parts->before_table, parts->before))
    retort_survey_take_place (self, RETORT_LOCK_ACCESS_EXCLUSIVE, parts->before_table, parts->before);
}

typedef struct
{
  PgQuery__ObjectType type;
  void (*drop) (RetortSurvey *self, const PgQuery__DropStmt *drop, const Parts *parts);
} ObjectRow;

static const ObjectRow objects[] = {
  { PG_QUERY__OBJECT_TYPE__OBJECT_TABLE, drop_relation },
  { PG_QUERY__OBJECT_TYPE__OBJECT_FOREIGN_TABLE, drop_relation },
  { PG_QUERY__OBJECT_TYPE__OBJECT_VIEW, drop_relation },
  { PG_QUERY__OBJECT_TYPE__OBJECT_MATVIEW, drop_relation },
  { PG_QUERY__OBJECT_TYPE__OBJECT_SEQUENCE, drop_sequence },
  { PG_QUERY__OBJECT_TYPE__OBJECT_INDEX, drop_index },
  { PG_QUERY__OBJECT_TYPE__OBJECT_TRIGGER, drop_from_table },
  { PG_QUERY__OBJECT_TYPE__OBJECT_POLICY, drop_from_table },
  { PG_QUERY__OBJECT_TYPE__OBJECT_RULE, drop_from_table },
};

/**
 * retort_survey_drop: (skip)
 * @self: the survey
 * @node: DROP
 */
void
retort_survey_drop (RetortSurvey *self, const PgQuery__Node *node)
{
  const PgQuery__DropStmt *drop = node->drop_stmt;

  for (size_t i = 0; i < drop->n_objects; i++)
    {
      Parts parts = parts_of_object (drop->objects[i]);

      for (guint j = 0; parts.name != NULL && j < G_N_ELEMENTS (objects); j++)
        if (objects[j].type == drop->remove_type)
          objects[j].drop (self, drop, &parts);
    }
}
