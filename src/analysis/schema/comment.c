/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "analysis/schema/statements-private.h"

/* An empty comment is none. */
static void
set_comment (char **comment, const PgQuery__CommentStmt *statement)
{
  g_free (*comment);
  *comment = g_strdup (text_or_null (statement->comment));
}

static gboolean
comment_table (RetortEdit *edit, const PgQuery__CommentStmt *statement)
{
  const PgQuery__List *names = statement->object->list;
  RetortPlace place = retort_edit_place_of_names (edit, names->n_items, names->items);
  const RetortTable *found = retort_edit_find (edit, RETORT_OBJECT_TABLE, place);
  RetortTable *table = NULL;

  retort_edit_set_subject (edit, found != NULL ? found->schema : place.schema, place.name);
  if (found == NULL)
    return retort_edit_fail (edit, "relation \"%s\" does not exist", place.name);
  table = retort_table_copy (found);
  set_comment (&table->comment, statement);
  retort_edit_put_table (edit, table);
  return TRUE;
}

static gboolean
comment_attribute (RetortEdit *edit, const RetortCompositeType *found, const char *name, const PgQuery__CommentStmt *statement)
{
  RetortCompositeType *type = retort_composite_type_copy (found);

  for (guint i = 0; i < type->columns->len; i++)
    {
      RetortColumn *column = retort_column_copy (g_ptr_array_index (type->columns, i));

      if (!g_str_equal (column->name, name))
        {
          retort_column_unref (column);
          continue;
        }
      set_comment (&column->comment, statement);
      retort_column_unref (g_ptr_array_index (type->columns, i));
      g_ptr_array_index (type->columns, i) = column;
      retort_schema_put (edit->schema, RETORT_OBJECT_COMPOSITE, type);
      retort_edit_changed (edit);
      return TRUE;
    }
  retort_composite_type_unref (type);
  return retort_edit_fail (edit, "column \"%s\" of relation \"%s\" does not exist", name, found->name);
}

/* A column, constraint, trigger or policy: the last name is the part's. */
static gboolean
comment_part (RetortEdit *edit, const PgQuery__CommentStmt *statement)
{
  const PgQuery__List *names = statement->object->list;
  const char *name = retort_sql_names_get_last (names->n_items, names->items);
  RetortPlace place = retort_edit_place_of_names (edit, names->n_items - 1, names->items);
  const RetortTable *found = retort_edit_find (edit, RETORT_OBJECT_TABLE, place);
  const RetortCompositeType *composite = found == NULL && statement->objtype == PG_QUERY__OBJECT_TYPE__OBJECT_COLUMN
                                             ? retort_edit_find (edit, RETORT_OBJECT_COMPOSITE, place)
                                             : NULL;
  g_autoptr(RetortTable) table = NULL;
  int index = -1;

  if (composite != NULL)
    return comment_attribute (edit, composite, name, statement);
  retort_edit_set_subject (edit, found != NULL ? found->schema : place.schema, place.name);
  if (found == NULL)
    return retort_edit_fail (edit, "relation \"%s\" does not exist", place.name);
  table = retort_table_copy (found);
  switch ((int) statement->objtype)
    {
    case PG_QUERY__OBJECT_TYPE__OBJECT_COLUMN:
      index = retort_table_index_of_column (table, name);
      if (index >= 0)
        set_comment (&retort_table_open_column (table, (guint) index)->comment, statement);
      break;
    case PG_QUERY__OBJECT_TYPE__OBJECT_TABCONSTRAINT:
      index = retort_table_index_of_constraint (table, name);
      if (index >= 0)
        set_comment (&retort_table_open_constraint (table, (guint) index)->comment, statement);
      break;
    case PG_QUERY__OBJECT_TYPE__OBJECT_TRIGGER:
      index = retort_table_index_of_trigger (table, name);
      if (index >= 0)
        set_comment (&retort_table_open_trigger (table, (guint) index)->comment, statement);
      break;
    case PG_QUERY__OBJECT_TYPE__OBJECT_POLICY:
      index = retort_table_index_of_policy (table, name);
      if (index >= 0)
        set_comment (&retort_table_open_policy (table, (guint) index)->comment, statement);
      break;
    default:
      break;
    }
  if (index < 0)
    return retort_edit_fail (edit, "\"%s\" of relation \"%s\" does not exist", name, place.name);
  retort_edit_put_table (edit, g_steal_pointer (&table));
  return TRUE;
}

static gboolean
comment_index (RetortEdit *edit, const PgQuery__CommentStmt *statement)
{
  const PgQuery__List *names = statement->object->list;
  RetortPlace place = retort_edit_place_of_names (edit, names->n_items, names->items);
  const char *schema = place.schema != NULL ? place.schema : retort_schema_get_current_path (edit->schema)[0];
  const RetortRelationName *relation = retort_schema_find_relation (edit->schema, schema, place.name);
  RetortTable *table = NULL;

  retort_edit_set_subject (edit, schema, place.name);
  if (relation == NULL || !relation->is_index)
    return retort_edit_fail (edit, "relation \"%s\" does not exist", place.name);
  table = retort_edit_open_table (edit, schema, relation->table);
  set_comment (&retort_table_open_index (table, (guint) retort_table_index_of_index (table, place.name))->comment, statement);
  retort_edit_put_table (edit, table);
  return TRUE;
}

/* Types of every kind: the comment is the last field that differs, so each is its own case. */
static gboolean
comment_type (RetortEdit *edit, const PgQuery__CommentStmt *statement)
{
  const PgQuery__TypeName *name = statement->object->type_name;
  RetortPlace place = retort_edit_place_of_names (edit, name->n_names, name->names);
  const RetortEnumType *type = retort_edit_find (edit, RETORT_OBJECT_ENUM, place);
  const RetortDomain *domain = retort_edit_find (edit, RETORT_OBJECT_DOMAIN, place);
  const RetortCompositeType *composite = retort_edit_find (edit, RETORT_OBJECT_COMPOSITE, place);

  if (type != NULL)
    {
      RetortEnumType *copy = retort_enum_type_copy (type);

      set_comment (&copy->comment, statement);
      retort_schema_put (edit->schema, RETORT_OBJECT_ENUM, copy);
    }
  else if (domain != NULL)
    {
      RetortDomain *copy = retort_domain_copy (domain);

      set_comment (&copy->comment, statement);
      retort_schema_put (edit->schema, RETORT_OBJECT_DOMAIN, copy);
    }
  else if (composite != NULL)
    {
      RetortCompositeType *copy = retort_composite_type_copy (composite);

      set_comment (&copy->comment, statement);
      retort_schema_put (edit->schema, RETORT_OBJECT_COMPOSITE, copy);
    }
  else
    {
      retort_edit_set_subject (edit, place.schema, place.name);
      return retort_edit_fail (edit, "type \"%s\" does not exist", place.name);
    }
  retort_edit_changed (edit);
  return TRUE;
}

static gboolean
comment_sequence (RetortEdit *edit, const PgQuery__CommentStmt *statement)
{
  const PgQuery__List *names = statement->object->list;
  RetortPlace place = retort_edit_place_of_names (edit, names->n_items, names->items);
  const RetortSequence *sequence = retort_edit_find (edit, RETORT_OBJECT_SEQUENCE, place);
  RetortSequence *copy = NULL;

  retort_edit_set_subject (edit, place.schema, place.name);
  if (sequence == NULL)
    return retort_edit_fail (edit, "relation \"%s\" does not exist", place.name);
  copy = retort_sequence_copy (sequence);
  set_comment (&copy->comment, statement);
  retort_schema_put (edit->schema, RETORT_OBJECT_SEQUENCE, copy);
  retort_edit_changed (edit);
  return TRUE;
}

gboolean
retort_apply_comment (RetortEdit *edit, const PgQuery__Node *node)
{
  const PgQuery__CommentStmt *statement = node->comment_stmt;

  switch ((int) statement->objtype)
    {
    case PG_QUERY__OBJECT_TYPE__OBJECT_TABLE:
    case PG_QUERY__OBJECT_TYPE__OBJECT_VIEW:
    case PG_QUERY__OBJECT_TYPE__OBJECT_MATVIEW:
      return comment_table (edit, statement);
    case PG_QUERY__OBJECT_TYPE__OBJECT_COLUMN:
    case PG_QUERY__OBJECT_TYPE__OBJECT_TABCONSTRAINT:
    case PG_QUERY__OBJECT_TYPE__OBJECT_TRIGGER:
    case PG_QUERY__OBJECT_TYPE__OBJECT_POLICY:
      return comment_part (edit, statement);
    case PG_QUERY__OBJECT_TYPE__OBJECT_INDEX:
      return comment_index (edit, statement);
    case PG_QUERY__OBJECT_TYPE__OBJECT_TYPE:
    case PG_QUERY__OBJECT_TYPE__OBJECT_DOMAIN:
      return comment_type (edit, statement);
    case PG_QUERY__OBJECT_TYPE__OBJECT_SEQUENCE:
      return comment_sequence (edit, statement);
    default:
      return TRUE;
    }
}
