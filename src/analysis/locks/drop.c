/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The locks of DROP, one row a kind of object. Dropping locks what the object hangs on, too. */
#include "analysis/locks/lock-set.h"

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
  if (distance >= names->n_items)
    return NULL;
  return retort_sql_names_get_last (names->n_items - distance, names->items);
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
  else if (object->node_case == PG_QUERY__NODE__NODE_TYPE_NAME)
    {
      parts.name = retort_sql_names_get_last (object->type_name->n_names, object->type_name->names);
    }
  return parts;
}

/* A table, those that it references (their triggers go away), and with CASCADE those that reference
 * it. */
static void
drop_table (LockSet *set, const PgQuery__DropStmt *drop, const Parts *parts)
{
  const RetortTable *table
      = set->schema != NULL ? retort_schema_find_table (set->schema, parts->before, parts->name)
                            : NULL;
  gboolean is_cascading = drop->behavior == PG_QUERY__DROP_BEHAVIOR__DROP_CASCADE;

  lock_set_take_named (set, LOCK_ACCESS_EXCLUSIVE, parts->before, parts->name);
  if (table == NULL)
    return;
  for (guint i = 0; i < table->constraints->len; i++)
    lock_referenced (set, g_ptr_array_index (table->constraints, i));
  for (guint i = 0; is_cascading && i < table->referenced_by->len; i++)
    {
      const RetortConstraintRef *reference = g_ptr_array_index (table->referenced_by, i);

      lock_set_take_named (set, LOCK_ACCESS_EXCLUSIVE, reference->schema, reference->table);
    }
}

static void
drop_relation (LockSet *set, const PgQuery__DropStmt *drop, const Parts *parts)
{
  lock_set_take_named (set, LOCK_ACCESS_EXCLUSIVE, parts->before, parts->name);
}

static void
drop_index (LockSet *set, const PgQuery__DropStmt *drop, const Parts *parts)
{
  LockMode mode = drop->concurrent ? LOCK_SHARE_UPDATE_EXCLUSIVE : LOCK_ACCESS_EXCLUSIVE;

  lock_set_take_on_table_of_index (set, mode, parts->before, parts->name);
}

static void
drop_from_table (LockSet *set, const PgQuery__DropStmt *drop, const Parts *parts)
{
  lock_set_take_named (set, LOCK_ACCESS_EXCLUSIVE, parts->before_table, parts->before);
}

/* With CASCADE the columns of the type go away. */
static void
drop_type (LockSet *set, const PgQuery__DropStmt *drop, const Parts *parts)
{
  if (drop->behavior == PG_QUERY__DROP_BEHAVIOR__DROP_CASCADE)
    lock_set_take_on_users_of_type (set, LOCK_ACCESS_EXCLUSIVE, parts->name);
}

typedef struct
{
  PgQuery__ObjectType type;
  void (*drop) (LockSet *set, const PgQuery__DropStmt *drop, const Parts *parts);
} ObjectRow;

static const ObjectRow objects[] = {
  { PG_QUERY__OBJECT_TYPE__OBJECT_TABLE, drop_table },
  { PG_QUERY__OBJECT_TYPE__OBJECT_FOREIGN_TABLE, drop_relation },
  { PG_QUERY__OBJECT_TYPE__OBJECT_VIEW, drop_relation },
  { PG_QUERY__OBJECT_TYPE__OBJECT_MATVIEW, drop_relation },
  { PG_QUERY__OBJECT_TYPE__OBJECT_INDEX, drop_index },
  { PG_QUERY__OBJECT_TYPE__OBJECT_TRIGGER, drop_from_table },
  { PG_QUERY__OBJECT_TYPE__OBJECT_POLICY, drop_from_table },
  { PG_QUERY__OBJECT_TYPE__OBJECT_RULE, drop_from_table },
  { PG_QUERY__OBJECT_TYPE__OBJECT_TYPE, drop_type },
  { PG_QUERY__OBJECT_TYPE__OBJECT_DOMAIN, drop_type },
};

/**
 * lock_drop: (skip)
 * @set: the locks
 * @node: a DROP
 *
 * Adds what it locks.
 */
void
lock_drop (LockSet *set, const PgQuery__Node *node)
{
  const PgQuery__DropStmt *drop = node->drop_stmt;

  for (size_t i = 0; i < drop->n_objects; i++)
    {
      Parts parts = parts_of_object (drop->objects[i]);

      for (guint j = 0; parts.name != NULL && j < G_N_ELEMENTS (objects); j++)
        if (objects[j].type == drop->remove_type)
          objects[j].drop (set, drop, &parts);
    }
}
