/* SPDX-License-Identifier: GPL-3.0-or-later */
/* DROP: what the statement names; what hangs on that is found by changes.c. */
#include "analysis/locks/survey-private.h"

#include "analysis/schema/type-private.h"

#include <string.h>

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
  if (drop->missing_ok && self->effect != NULL && self->effect->kind == RETORT_EFFECT_NONE)
    return;
  if (parts->before != NULL && !is_missing (self, drop, parts->before_table, parts->before))
    retort_survey_take_place (self, RETORT_LOCK_ACCESS_EXCLUSIVE, parts->before_table, parts->before);
}

/* Triggers for each row are in the partitions too. */
static void
drop_trigger (RetortSurvey *self, const PgQuery__DropStmt *drop, const Parts *parts)
{
  const RetortTable *table = parts->before != NULL ? retort_survey_find_table (self, parts->before_table, parts->before) : NULL;
  g_autoptr(GPtrArray) heirs = table != NULL && table->kind == RETORT_RELATION_PARTITIONED_TABLE ? retort_survey_list_heirs (self, table) : NULL;

  drop_from_table (self, drop, parts);
  if (drop->missing_ok && self->effect != NULL && self->effect->kind == RETORT_EFFECT_NONE)
    return;
  for (guint i = 1; heirs != NULL && i < heirs->len; i++)
    retort_survey_take_table (self, RETORT_LOCK_ACCESS_EXCLUSIVE, g_ptr_array_index (heirs, i));
}

/* What CASCADE takes along, where the simulation does not follow it. */
typedef struct
{
  RetortSurvey *survey;
  const char   *name;
} Victim;

/* "name(" as a call. */
static gboolean
calls (const char *text, const char *name)
{
  gsize length = strlen (name);

  for (const char *found = text != NULL ? strstr (text, name) : NULL; found != NULL; found = strstr (found + 1, name))
    if (found[length] == '(' && (found == text || !(g_ascii_isalnum (found[-1]) || found[-1] == '_')))
      return TRUE;
  return FALSE;
}

static gboolean
table_calls (const RetortTable *table, const char *name)
{
  gboolean is_called = FALSE;

  for (guint i = 0; i < table->columns->len; i++)
    is_called |= calls (((const RetortColumn *) g_ptr_array_index (table->columns, i))->default_expression, name)
                 || calls (((const RetortColumn *) g_ptr_array_index (table->columns, i))->generated, name);
  for (guint i = 0; i < table->indexes->len; i++)
    is_called |= calls (((const RetortIndex *) g_ptr_array_index (table->indexes, i))->definition, name);
  for (guint i = 0; i < table->constraints->len; i++)
    is_called |= calls (((const RetortConstraint *) g_ptr_array_index (table->constraints, i))->definition, name);
  for (guint i = 0; i < table->policies->len; i++)
    is_called |= calls (((const RetortPolicy *) g_ptr_array_index (table->policies, i))->using_expression, name)
                 || calls (((const RetortPolicy *) g_ptr_array_index (table->policies, i))->check_expression, name);
  for (guint i = 0; i < table->triggers->len; i++)
    is_called |= calls (((const RetortTrigger *) g_ptr_array_index (table->triggers, i))->definition, name);
  return is_called;
}

static void
drop_calls_cb (gpointer object, gpointer user_data)
{
  const RetortTable *table = object;
  Victim *victim = user_data;
  g_autoptr(GPtrArray) heirs = NULL;

  if (table->kind == RETORT_RELATION_VIEW || !table_calls (table, victim->name))
    return;
  heirs = retort_survey_list_heirs (victim->survey, table);
  for (guint i = 0; i < (table->kind == RETORT_RELATION_PARTITIONED_TABLE ? heirs->len : 1); i++)
    retort_survey_explain (retort_survey_take_table (victim->survey, RETORT_LOCK_ACCESS_EXCLUSIVE, g_ptr_array_index (heirs, i)).effect,
                           "PostgreSQL docs, DROP FUNCTION, CASCADE", "what uses function %s is dropped", victim->name);
}

static void
drop_typed_cb (gpointer object, gpointer user_data)
{
  const RetortTable *table = object;
  Victim *victim = user_data;

  for (guint i = 0; table->kind != RETORT_RELATION_VIEW && i < table->columns->len; i++)
    {
      const char *type = ((const RetortColumn *) g_ptr_array_index (table->columns, i))->type;
      const char *dot = strrchr (type, '.');
      const char *name = dot != NULL ? dot + 1 : type;

      if (strncmp (name, victim->name, strlen (victim->name)) == 0 && (name[strlen (victim->name)] == '\0' || name[strlen (victim->name)] == '['))
        retort_survey_explain (retort_survey_take_table (victim->survey, RETORT_LOCK_ACCESS_EXCLUSIVE, table).effect, "PostgreSQL docs, DROP TYPE, CASCADE",
                               "its columns of type %s are dropped", victim->name);
    }
}

/* The last word of the name of a function or a type. */
static const char *
get_name (const PgQuery__Node *object)
{
  if (object->node_case == PG_QUERY__NODE__NODE_OBJECT_WITH_ARGS)
    return retort_sql_names_get_last (object->object_with_args->n_objname, object->object_with_args->objname);
  if (object->node_case == PG_QUERY__NODE__NODE_TYPE_NAME)
    return retort_sql_names_get_last (object->type_name->n_names, object->type_name->names);
  return NULL;
}

/* The columns of its types go with it. */
static void
survey_extension (RetortSurvey *self, const char *extension)
{
  Victim victim = { self, NULL };

  for (guint i = 0; (victim.name = retort_type_get_of_extension (extension, i)) != NULL; i++)
    retort_schema_foreach (self->before, RETORT_OBJECT_TABLE, drop_typed_cb, &victim);
}

static void
survey_cascade (RetortSurvey *self, const PgQuery__DropStmt *drop, const PgQuery__Node *object)
{
  Victim victim = { self, get_name (object) };

  if (self->before == NULL || drop->behavior != PG_QUERY__DROP_BEHAVIOR__DROP_CASCADE)
    return;
  if (drop->remove_type == PG_QUERY__OBJECT_TYPE__OBJECT_EXTENSION && object->node_case == PG_QUERY__NODE__NODE_STRING)
    survey_extension (self, object->string->sval);
  if (victim.name == NULL)
    return;
  retort_schema_foreach (self->before, RETORT_OBJECT_TABLE, object->node_case == PG_QUERY__NODE__NODE_TYPE_NAME ? drop_typed_cb : drop_calls_cb, &victim);
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
  { PG_QUERY__OBJECT_TYPE__OBJECT_TRIGGER, drop_trigger },
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

      survey_cascade (self, drop, drop->objects[i]);
      for (guint j = 0; parts.name != NULL && j < G_N_ELEMENTS (objects); j++)
        if (objects[j].type == drop->remove_type)
          objects[j].drop (self, drop, &parts);
    }
}
