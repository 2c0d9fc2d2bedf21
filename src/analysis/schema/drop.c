/* SPDX-License-Identifier: GPL-3.0-or-later */
/* DROP of every kind of object: one dropper a kind. */
#include "analysis/schema/statements-private.h"

#include <string.h>

/* What a DROP says besides the object. */
typedef struct
{
  RetortEdit *edit;
  gboolean    missing_ok;
  gboolean    cascade;
} Drop;

/* An object as DROP names it: a list of names, a type name, a name with arguments, or one name. */
static RetortPlace
read_place (Drop *drop, const PgQuery__Node *object)
{
  RetortPlace nothing = { NULL, NULL };

  if (object->node_case == PG_QUERY__NODE__NODE_LIST)
    return retort_edit_place_of_names (drop->edit, object->list->n_items, object->list->items);
  if (object->node_case == PG_QUERY__NODE__NODE_TYPE_NAME)
    return retort_edit_place_of_names (drop->edit, object->type_name->n_names, object->type_name->names);
  if (object->node_case == PG_QUERY__NODE__NODE_OBJECT_WITH_ARGS)
    return retort_edit_place_of_names (drop->edit, object->object_with_args->n_objname, object->object_with_args->objname);
  if (object->node_case == PG_QUERY__NODE__NODE_STRING)
    nothing.name = object->string->sval;
  return nothing;
}

/* Missing is fine with IF EXISTS, unless something opaque may have made it. */
static gboolean
miss (Drop *drop, const char *what, RetortPlace place)
{
  const char *schema = place.schema != NULL ? place.schema : retort_schema_get_current_path (drop->edit->schema)[0];

  retort_edit_set_subject (drop->edit, schema, place.name);
  if (drop->missing_ok)
    {
      if (retort_schema_get_taint (drop->edit->schema, schema, place.name) != NULL)
        {
          retort_schema_clear_taint (drop->edit->schema, schema, place.name);
          retort_edit_changed (drop->edit);
        }
      return TRUE;
    }
  return retort_edit_fail (drop->edit, "%s \"%s\" does not exist", what, place.name);
}

static gboolean
drop_relation (Drop *drop, const PgQuery__Node *object, const char *what)
{
  RetortPlace place = read_place (drop, object);
  const RetortTable *table = retort_edit_find (drop->edit, RETORT_OBJECT_TABLE, place);

  if (table == NULL)
    return miss (drop, what, place);
  retort_edit_set_subject (drop->edit, table->schema, table->name);
  return retort_edit_drop_table (drop->edit, table, drop->cascade);
}

static gboolean
drop_table (Drop *drop, const PgQuery__Node *object)
{
  return drop_relation (drop, object, "table");
}

static gboolean
drop_view (Drop *drop, const PgQuery__Node *object)
{
  return drop_relation (drop, object, "view");
}

static const char *
find_index_schema (RetortEdit *edit, RetortPlace place)
{
  const char *const *path = retort_schema_get_lookup_path (edit->schema);
  const RetortRelationName *relation = NULL;

  if (place.schema != NULL)
    {
      relation = retort_schema_find_relation (edit->schema, place.schema, place.name);
      return relation != NULL && relation->is_index ? place.schema : NULL;
    }
  for (; *path != NULL; path++)
    {
      relation = retort_schema_find_relation (edit->schema, *path, place.name);
      if (relation != NULL)
        return relation->is_index ? *path : NULL;
    }
  return NULL;
}

static gboolean
drop_index (Drop *drop, const PgQuery__Node *object)
{
  RetortPlace place = read_place (drop, object);
  const char *schema = find_index_schema (drop->edit, place);
  g_autoptr(RetortTable) table = NULL;
  const RetortIndex *index = NULL;
  int i = -1;

  if (schema == NULL)
    return miss (drop, "index", place);
  table = retort_edit_open_table (drop->edit, schema, retort_schema_find_relation (drop->edit->schema, schema, place.name)->table);
  retort_edit_set_subject (drop->edit, table->schema, table->name);
  i = retort_table_index_of_index (table, place.name);
  index = g_ptr_array_index (table->indexes, (guint) i);
  if (index->constraint != NULL)
    return retort_edit_fail (drop->edit, "cannot drop index %s because constraint %s on table %s requires it", index->name,
                             index->constraint, table->name);
  if (index->is_partitioned)
    retort_edit_drop_index_of_partitions (drop->edit, (RetortPlace){ table->schema, table->name }, index->name);
  if (!retort_edit_drop_keys_of_index (drop->edit, table, index, drop->cascade))
    return FALSE;
  retort_table_unref (table);
  table = retort_edit_open_table (drop->edit, schema, retort_schema_find_relation (drop->edit->schema, schema, place.name)->table);
  g_ptr_array_remove_index (table->indexes, (guint) retort_table_index_of_index (table, place.name));
  retort_edit_put_table (drop->edit, g_steal_pointer (&table));
  return TRUE;
}

static gboolean
drop_sequence (Drop *drop, const PgQuery__Node *object)
{
  RetortPlace place = read_place (drop, object);
  const RetortSequence *sequence = retort_edit_find (drop->edit, RETORT_OBJECT_SEQUENCE, place);

  if (sequence == NULL)
    return miss (drop, "sequence", place);
  if (sequence->is_identity)
    return retort_edit_fail (drop->edit, "cannot drop sequence %s because column %s requires it", sequence->name, sequence->owned_by);
  if (!retort_edit_drop_defaults_of_sequence (drop->edit, sequence, NULL, drop->cascade))
    return FALSE;
  retort_schema_remove (drop->edit->schema, RETORT_OBJECT_SEQUENCE, sequence->schema, sequence->name);
  retort_edit_changed (drop->edit);
  return TRUE;
}

static gboolean
drop_type (Drop *drop, const PgQuery__Node *object)
{
  static const RetortObjectKind kinds[] = { RETORT_OBJECT_ENUM, RETORT_OBJECT_DOMAIN, RETORT_OBJECT_COMPOSITE };
  RetortPlace place = read_place (drop, object);

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      const char *schema = retort_edit_find_schema (drop->edit, kinds[i], place);
      g_autofree char *type = schema != NULL ? retort_edit_qualify (drop->edit, schema, place.name) : NULL;

      if (schema == NULL)
        continue;
      retort_edit_set_subject (drop->edit, schema, place.name);
      if (!retort_edit_drop_type_uses (drop->edit, type, drop->cascade))
        return FALSE;
      retort_schema_remove (drop->edit->schema, kinds[i], schema, place.name);
      retort_schema_clear_taint (drop->edit->schema, schema, place.name);
      retort_edit_changed (drop->edit);
      return TRUE;
    }
  return miss (drop, "type", place);
}

typedef struct
{
  RetortPlace place;
  GPtrArray  *found; /* RetortFunction, owned */
} FunctionSearch;

static void
search_function_cb (gpointer object, gpointer user_data)
{
  RetortFunction *function = object;
  FunctionSearch *search = user_data;

  if (g_str_equal (function->name, search->place.name) && (search->place.schema == NULL || g_str_equal (search->place.schema, function->schema)))
    g_ptr_array_add (search->found, retort_function_ref (function));
}

static guint
count_arguments (const char *arguments)
{
  guint n = arguments[0] != '\0' ? 1 : 0;
  int depth = 0;

  for (const char *c = arguments; *c != '\0'; c++)
    {
      depth += *c == '(' ? 1 : *c == ')' ? -1 : 0;
      n += *c == ',' && depth == 0 ? 1 : 0;
    }
  return n;
}

static void
drop_triggers_cb (gpointer object, gpointer user_data)
{
  g_ptr_array_add (user_data, retort_table_ref (object));
}

static gboolean
drop_triggers_of_function (Drop *drop, const RetortFunction *function)
{
  g_autoptr(GPtrArray) tables = g_ptr_array_new_with_free_func ((GDestroyNotify) retort_table_unref);
  g_autofree char *name = retort_edit_qualify (drop->edit, function->schema, function->name);

  retort_schema_foreach (drop->edit->schema, RETORT_OBJECT_TABLE, drop_triggers_cb, tables);
  for (guint i = 0; i < tables->len; i++)
    {
      const RetortTable *table = g_ptr_array_index (tables, i);

      for (guint j = table->triggers->len; j > 0; j--)
        if (g_strcmp0 (((RetortTrigger *) g_ptr_array_index (table->triggers, j - 1))->function, name) == 0)
          {
            RetortTable *copy = NULL;

            if (!drop->cascade)
              return retort_edit_fail (drop->edit, "cannot drop function %s because other objects depend on it", function->name);
            copy = retort_edit_open_table (drop->edit, table->schema, table->name);
            g_ptr_array_remove_index (copy->triggers, j - 1);
            retort_edit_put_table (drop->edit, copy);
          }
    }
  return TRUE;
}

static gboolean
drop_function (Drop *drop, const PgQuery__Node *object)
{
  RetortPlace place = read_place (drop, object);
  g_autoptr(GPtrArray) found = g_ptr_array_new_with_free_func ((GDestroyNotify) retort_function_unref);
  FunctionSearch search = { place, found };
  const PgQuery__ObjectWithArgs *with = object->object_with_args;

  retort_schema_foreach (drop->edit->schema, RETORT_OBJECT_FUNCTION, search_function_cb, &search);
  for (guint i = found->len; i > 0 && found->len > 1 && !with->args_unspecified; i--)
    if (count_arguments (((RetortFunction *) g_ptr_array_index (found, i - 1))->identity_arguments) != with->n_objargs)
      g_ptr_array_remove_index (found, i - 1);
  if (found->len == 0)
    return miss (drop, "function", place);
  for (guint i = 0; i < found->len; i++)
    {
      const RetortFunction *function = g_ptr_array_index (found, i);
      g_autofree char *signature = g_strdup_printf ("%s(%s)", function->name, function->identity_arguments);

      if (i > 0)
        retort_edit_taint (drop->edit, function->schema, function->name, "which of its namesakes was dropped is not known");
      else if (!drop_triggers_of_function (drop, function))
        return FALSE;
      else
        retort_schema_remove (drop->edit->schema, RETORT_OBJECT_FUNCTION, function->schema, signature);
    }
  retort_edit_changed (drop->edit);
  return TRUE;
}

/* Of every such part the name comes first. */
static int
index_of_part (const GPtrArray *parts, const char *name)
{
  for (guint i = 0; i < parts->len; i++)
    if (g_str_equal (*(char *const *) g_ptr_array_index (parts, i), name))
      return (int) i;
  return -1;
}

/* Triggers, policies and rules are named by their table and their own name, last. */
static gboolean
drop_part (Drop *drop, const PgQuery__Node *object, gsize parts_offset, const char *noun, const char *owner)
{
  const PgQuery__List *list = object->list;
  const char *name = retort_sql_names_get_last (list->n_items, list->items);
  RetortPlace place = retort_edit_place_of_names (drop->edit, list->n_items - 1, list->items);
  const RetortTable *found = retort_edit_find (drop->edit, RETORT_OBJECT_TABLE, place);
  g_autoptr(RetortTable) table = NULL;
  int index = -1;

  if (found == NULL)
    return miss (drop, "relation", place);
  table = retort_table_copy (found);
  retort_edit_set_subject (drop->edit, table->schema, table->name);
  index = index_of_part (G_STRUCT_MEMBER (GPtrArray *, table, parts_offset), name);
  if (index < 0)
    return drop->missing_ok
           || retort_edit_fail (drop->edit, "%s \"%s\" for %s \"%s\" does not exist", noun, name, owner, table->name);
  g_ptr_array_remove_index (G_STRUCT_MEMBER (GPtrArray *, table, parts_offset), (guint) index);
  retort_edit_put_table (drop->edit, g_steal_pointer (&table));
  return TRUE;
}

static gboolean
drop_trigger (Drop *drop, const PgQuery__Node *object)
{
  return drop_part (drop, object, G_STRUCT_OFFSET (RetortTable, triggers), "trigger", "table");
}

static gboolean
drop_policy (Drop *drop, const PgQuery__Node *object)
{
  return drop_part (drop, object, G_STRUCT_OFFSET (RetortTable, policies), "policy", "table");
}

static gboolean
drop_rule (Drop *drop, const PgQuery__Node *object)
{
  return drop_part (drop, object, G_STRUCT_OFFSET (RetortTable, rules), "rule", "relation");
}

typedef struct
{
  const char *schema;
  GPtrArray  *tables;
} Members;

static void
list_member_cb (gpointer object, gpointer user_data)
{
  RetortTable *table = object;
  Members *members = user_data;

  if (g_str_equal (table->schema, members->schema))
    g_ptr_array_add (members->tables, retort_table_ref (table));
}

/* Objects of other kinds, by schema and name. */
typedef struct
{
  const char      *schema;
  RetortObjectKind kind;
  GPtrArray       *names; /* utf8, owned */
} OtherMembers;

static void
list_other_cb (gpointer object, gpointer user_data)
{
  OtherMembers *members = user_data;
  const RetortEnumType *named = object; /* all of them begin with schema and name */
  const RetortFunction *function = object;

  if (!g_str_equal (named->schema, members->schema))
    return;
  if (members->kind == RETORT_OBJECT_FUNCTION)
    g_ptr_array_add (members->names, g_strdup_printf ("%s(%s)", function->name, function->identity_arguments));
  else
    g_ptr_array_add (members->names, g_strdup (named->name));
}

static gboolean
drop_others (Drop *drop, const char *schema)
{
  static const RetortObjectKind kinds[] = { RETORT_OBJECT_SEQUENCE, RETORT_OBJECT_FUNCTION, RETORT_OBJECT_ENUM,
                                            RETORT_OBJECT_DOMAIN, RETORT_OBJECT_COMPOSITE };

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
      OtherMembers members = { schema, kinds[i], names };

      retort_schema_foreach (drop->edit->schema, kinds[i], list_other_cb, &members);
      if (names->len > 0 && !drop->cascade)
        return retort_edit_fail (drop->edit, "cannot drop schema %s because other objects depend on it", schema);
      for (guint j = 0; j < names->len; j++)
        {
          g_autofree char *type = retort_quote_place (schema, g_ptr_array_index (names, j));

          if (kinds[i] != RETORT_OBJECT_SEQUENCE && kinds[i] != RETORT_OBJECT_FUNCTION
              && !retort_edit_drop_type_uses (drop->edit, type, TRUE))
            return FALSE;
          retort_schema_remove (drop->edit->schema, kinds[i], schema, g_ptr_array_index (names, j));
        }
    }
  return TRUE;
}

static gboolean
drop_schema (Drop *drop, const PgQuery__Node *object)
{
  const char *name = object->string->sval;
  g_autoptr(GPtrArray) tables = g_ptr_array_new_with_free_func ((GDestroyNotify) retort_table_unref);
  Members members = { name, tables };

  retort_edit_set_subject (drop->edit, name, "");
  if (retort_schema_find (drop->edit->schema, RETORT_OBJECT_NAMESPACE, NULL, name) == NULL)
    return drop->missing_ok || retort_edit_fail (drop->edit, "schema \"%s\" does not exist", name);
  retort_schema_foreach (drop->edit->schema, RETORT_OBJECT_TABLE, list_member_cb, &members);
  if (tables->len > 0 && !drop->cascade)
    return retort_edit_fail (drop->edit, "cannot drop schema %s because other objects depend on it", name);
  for (guint i = 0; i < tables->len; i++)
    {
      const RetortTable *table = g_ptr_array_index (tables, i);

      if (retort_schema_find_table (drop->edit->schema, table->schema, table->name) != NULL
          && !retort_edit_drop_table (drop->edit, table, TRUE))
        return FALSE;
    }
  if (!drop_others (drop, name))
    return FALSE;
  retort_schema_remove (drop->edit->schema, RETORT_OBJECT_NAMESPACE, NULL, name);
  retort_edit_changed (drop->edit);
  return TRUE;
}

static gboolean
drop_extension (Drop *drop, const PgQuery__Node *object)
{
  const char *name = object->string->sval;

  retort_edit_set_subject (drop->edit, NULL, name);
  if (retort_schema_find (drop->edit->schema, RETORT_OBJECT_EXTENSION, NULL, name) == NULL)
    return drop->missing_ok || retort_edit_fail (drop->edit, "extension \"%s\" does not exist", name);
  if (drop->cascade)
    retort_edit_taint (drop->edit, NULL, NULL, "what an extension's objects are used by goes with it");
  retort_schema_remove (drop->edit->schema, RETORT_OBJECT_EXTENSION, NULL, name);
  retort_edit_changed (drop->edit);
  return TRUE;
}

static gboolean
drop_statistics (Drop *drop, const PgQuery__Node *object)
{
  return retort_edit_drop_statistics (drop->edit, read_place (drop, object), drop->missing_ok);
}

static gboolean
drop_publication (Drop *drop, const PgQuery__Node *object)
{
  retort_edit_drop_publication (drop->edit, object->string->sval);
  return TRUE;
}

/* Kinds that a schema does not hold. */
static gboolean
drop_nothing (Drop *drop, const PgQuery__Node *object)
{
  return TRUE;
}

typedef struct
{
  PgQuery__ObjectType type;
  gboolean (*drop) (Drop *drop, const PgQuery__Node *object);
} Dropper;

#define OBJECT(name) PG_QUERY__OBJECT_TYPE__OBJECT_##name

static const Dropper droppers[] = {
  { OBJECT (TABLE), drop_table },         { OBJECT (FOREIGN_TABLE), drop_table }, { OBJECT (VIEW), drop_view },
  { OBJECT (MATVIEW), drop_view },        { OBJECT (INDEX), drop_index },         { OBJECT (SEQUENCE), drop_sequence },
  { OBJECT (TYPE), drop_type },           { OBJECT (DOMAIN), drop_type },         { OBJECT (FUNCTION), drop_function },
  { OBJECT (PROCEDURE), drop_function },  { OBJECT (ROUTINE), drop_function },    { OBJECT (TRIGGER), drop_trigger },
  { OBJECT (RULE), drop_rule },           { OBJECT (POLICY), drop_policy },
        { OBJECT (SCHEMA), drop_schema },       { OBJECT (EXTENSION), drop_extension },
  { OBJECT (STATISTIC_EXT), drop_statistics }, { OBJECT (EVENT_TRIGGER), drop_nothing }, { OBJECT (PUBLICATION), drop_publication }, { OBJECT (CAST), drop_nothing },
  { OBJECT (OPERATOR), drop_nothing },    { OBJECT (OPCLASS), drop_nothing },     { OBJECT (FDW), drop_nothing },
  { OBJECT (FOREIGN_SERVER), drop_nothing }, { OBJECT (TSCONFIGURATION), drop_nothing }, { OBJECT (TSDICTIONARY), drop_nothing },
};

gboolean
retort_apply_drop (RetortEdit *edit, const PgQuery__Node *node)
{
  const PgQuery__DropStmt *statement = node->drop_stmt;
  Drop drop = { edit, statement->missing_ok, statement->behavior == PG_QUERY__DROP_BEHAVIOR__DROP_CASCADE };
  const Dropper *dropper = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (droppers); i++)
    if (droppers[i].type == statement->remove_type)
      dropper = &droppers[i];
  if (dropper == NULL)
    {
      retort_edit_taint (edit, NULL, NULL, "a form of DROP that is not followed");
      return TRUE;
    }
  for (size_t i = 0; i < statement->n_objects; i++)
    if (!dropper->drop (&drop, statement->objects[i]))
      return FALSE;
  return TRUE;
}
