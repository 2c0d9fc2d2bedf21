/* SPDX-License-Identifier: GPL-3.0-or-later */
/* RENAME, SET SCHEMA and OWNER TO. */
#include "analysis/schema/statements-private.h"

#include <string.h>

static void
set_text (char **text, const char *value)
{
  g_free (*text);
  *text = g_strdup (value);
}

static gboolean
is_index (RetortEdit *edit, const PgQuery__RangeVar *relation, const char **schema)
{
  const char *const *path = retort_schema_get_lookup_path (edit->schema);
  const RetortRelationName *found = NULL;

  *schema = text_or_null (relation->schemaname);
  if (*schema != NULL)
    found = retort_schema_find_relation (edit->schema, *schema, relation->relname);
  for (; *schema == NULL && found == NULL && *path != NULL; path++)
    {
      found = retort_schema_find_relation (edit->schema, *path, relation->relname);
      if (found != NULL)
        {
          *schema = *path;
          break;
        }
    }
  return found != NULL && found->is_index;
}

/* The constraint that an index keeps has its name. */
static gboolean
rename_index (RetortEdit *edit, const char *schema, const char *old, const char *name)
{
  RetortTable *table = retort_edit_open_table (edit, schema, retort_schema_find_relation (edit->schema, schema, old)->table);
  RetortIndex *index = retort_table_open_index (table, (guint) retort_table_index_of_index (table, old));
  g_autofree char *quoted_old = retort_sql_quote_identifier (old);
  g_autofree char *quoted_new = retort_sql_quote_identifier (name);
  g_autofree char *from = g_strdup_printf ("INDEX %s ON ", quoted_old);
  char *found = strstr (index->definition, from);
  int constraint = retort_table_index_of_constraint (table, old);

  if (retort_schema_find_relation (edit->schema, schema, name) != NULL)
    {
      retort_table_unref (table);
      return retort_edit_fail (edit, "relation \"%s\" already exists", name);
    }
  if (found != NULL)
    {
      char *changed = g_strdup_printf ("%.*sINDEX %s ON %s", (int) (found - index->definition), index->definition, quoted_new,
                                       found + strlen (from));

      g_free (index->definition);
      index->definition = changed;
    }
  if (constraint >= 0 && index->constraint != NULL)
    {
      RetortConstraint *copy = retort_table_open_constraint (table, (guint) constraint);

      set_text (&copy->name, name);
      set_text (&copy->index, name);
      set_text (&index->constraint, name);
    }
  set_text (&index->name, name);
  retort_table_sort_parts (table);
  retort_edit_put_table (edit, table);
  return TRUE;
}

static void
replace_in_defaults_cb (gpointer object, gpointer user_data)
{
  g_ptr_array_add (user_data, retort_table_ref (object));
}

/* Defaults say the sequence that they take values from. */
static void
follow_sequence (RetortEdit *edit, const char *old_name, const char *new_name)
{
  g_autoptr(GPtrArray) tables = g_ptr_array_new_with_free_func ((GDestroyNotify) retort_table_unref);
  g_autofree char *old_literal = retort_sql_quote_literal (old_name);
  g_autofree char *new_literal = retort_sql_quote_literal (new_name);
  g_autofree char *from = g_strdup_printf ("nextval(%s::regclass)", old_literal);
  g_autofree char *to = g_strdup_printf ("nextval(%s::regclass)", new_literal);

  retort_schema_foreach (edit->schema, RETORT_OBJECT_TABLE, replace_in_defaults_cb, tables);
  for (guint i = 0; i < tables->len; i++)
    {
      const RetortTable *table = g_ptr_array_index (tables, i);

      for (guint j = 0; j < table->columns->len; j++)
        if (g_strcmp0 (((RetortColumn *) g_ptr_array_index (table->columns, j))->default_expression, from) == 0)
          {
            RetortTable *copy = retort_edit_open_table (edit, table->schema, table->name);

            set_text (&retort_table_open_column (copy, j)->default_expression, to);
            retort_edit_put_table (edit, copy);
          }
    }
}

static gboolean
move_sequence (RetortEdit *edit, RetortPlace place, const char *schema, const char *name)
{
  const RetortSequence *old = retort_edit_find (edit, RETORT_OBJECT_SEQUENCE, place);
  g_autofree char *old_text = NULL;
  g_autofree char *new_text = NULL;
  RetortSequence *copy = NULL;

  if (old == NULL)
    return retort_edit_fail (edit, "relation \"%s\" does not exist", place.name);
  if (retort_schema_find_relation (edit->schema, schema != NULL ? schema : old->schema, name != NULL ? name : old->name) != NULL
      && (name != NULL || !g_str_equal (schema, old->schema)))
    return retort_edit_fail (edit, "relation \"%s\" already exists", name != NULL ? name : old->name);
  copy = retort_sequence_copy (old);
  old_text = retort_edit_qualify (edit, copy->schema, copy->name);
  retort_schema_remove (edit->schema, RETORT_OBJECT_SEQUENCE, copy->schema, copy->name);
  if (schema != NULL)
    set_text (&copy->schema, schema);
  if (name != NULL)
    set_text (&copy->name, name);
  new_text = retort_edit_qualify (edit, copy->schema, copy->name);
  retort_schema_put (edit->schema, RETORT_OBJECT_SEQUENCE, copy);
  follow_sequence (edit, old_text, new_text);
  retort_edit_changed (edit);
  return TRUE;
}

static gboolean
rename_relation (RetortEdit *edit, const PgQuery__RenameStmt *rename)
{
  RetortPlace place = { text_or_null (rename->relation->schemaname), rename->relation->relname };
  const RetortTable *table = NULL;
  g_autofree char *schema = NULL;
  const char *index_schema = NULL;

  if (is_index (edit, rename->relation, &index_schema))
    return rename_index (edit, index_schema, rename->relation->relname, rename->newname);
  if (retort_edit_find (edit, RETORT_OBJECT_SEQUENCE, place) != NULL)
    return move_sequence (edit, place, NULL, rename->newname);
  table = retort_edit_find_table (edit, rename->relation, rename->missing_ok);
  if (table == NULL)
    return edit->kind == RETORT_EFFECT_NONE;
  schema = g_strdup (table->schema);
  if (retort_schema_find_relation (edit->schema, schema, rename->newname) != NULL)
    return retort_edit_fail (edit, "relation \"%s\" already exists", rename->newname);
  retort_edit_follow_table (edit, table, schema, rename->newname);
  return TRUE;
}

static gboolean
rename_column_of (RetortEdit *edit, RetortPlace place, const char *old, const char *name)
{
  RetortTable *table = retort_edit_open_table (edit, place.schema, place.name);
  int index = retort_table_index_of_column (table, old);
  g_autoptr(RetortTable) hold = NULL;

  if (index < 0 || retort_table_index_of_column (table, name) >= 0)
    {
      retort_table_unref (table);
      return index < 0 ? retort_edit_fail (edit, "column \"%s\" does not exist", old)
                       : retort_edit_fail (edit, "column \"%s\" of relation \"%s\" already exists", name, place.name);
    }
  set_text (&retort_table_open_column (table, (guint) index)->name, name);
  retort_edit_follow_column (edit, table, old, name);
  hold = retort_table_ref (table);
  retort_edit_put_table (edit, table);
  for (guint i = 0; hold->children != NULL && hold->children[i] != NULL; i++)
    {
      g_auto(GStrv) parts = retort_split_place (hold->children[i]);
      RetortPlace child = { parts[0], parts[1] };

      if (retort_schema_find_table (edit->schema, parts[0], parts[1]) != NULL && !rename_column_of (edit, child, old, name))
        return FALSE;
    }
  return TRUE;
}

/* Parents and children call a column the same (renameatt_internal() of tablecmds.c). */
static gboolean
can_rename_column (RetortEdit *edit, const RetortTable *table, const PgQuery__RenameStmt *rename)
{
  const RetortColumn *column = retort_table_find_column (table, rename->subname);

  retort_edit_set_subject (edit, table->schema, table->name);
  if (column != NULL && column->is_inherited)
    return retort_edit_fail (edit, "cannot rename inherited column \"%s\"", rename->subname);
  if (column != NULL && !rename->relation->inh && table->children != NULL && table->children[0] != NULL)
    return retort_edit_fail (edit, "inherited column \"%s\" must be renamed in child tables too", rename->subname);
  return TRUE;
}

static gboolean
rename_column (RetortEdit *edit, const PgQuery__RenameStmt *rename)
{
  const RetortTable *table = retort_edit_find_table (edit, rename->relation, rename->missing_ok);
  g_autofree char *schema = NULL;
  g_autofree char *name = NULL;
  RetortPlace place;

  if (table == NULL)
    return edit->kind == RETORT_EFFECT_NONE;
  schema = g_strdup (table->schema);
  name = g_strdup (table->name);
  place = (RetortPlace){ schema, name };
  if (!can_rename_column (edit, table, rename))
    return FALSE;
  return rename_column_of (edit, place, rename->subname, rename->newname);
}

/* The other table of a foreign key says its name, too. */
static void
tell_referenced (RetortEdit *edit, RetortTable *table, const RetortConstraint *key)
{
  gboolean is_itself = g_str_equal (key->referenced_table, table->name) && g_str_equal (key->referenced_schema, table->schema);
  RetortTable *referenced = is_itself ? table : retort_edit_open_table (edit, key->referenced_schema, key->referenced_table);
  RetortConstraintRef *reference = retort_constraint_ref_new ();

  reference->schema = g_strdup (table->schema);
  reference->table = g_strdup (table->name);
  reference->name = g_strdup (key->name);
  reference->definition = g_strdup (key->definition);
  g_ptr_array_add (referenced->referenced_by, reference);
  if (!is_itself)
    retort_edit_put_table (edit, referenced);
}

static void
rename_plain_constraint (RetortEdit *edit, RetortPlace place, guint index, const char *name)
{
  g_autoptr(RetortTable) old = retort_edit_open_table (edit, place.schema, place.name);
  const RetortConstraint *found = g_ptr_array_index (old->constraints, index);
  RetortTable *table = NULL;
  RetortConstraint *constraint = NULL;

  if (found->kind == RETORT_CONSTRAINT_FOREIGN_KEY)
    retort_edit_drop_foreign_key (edit, old, found);
  table = retort_edit_open_table (edit, place.schema, place.name);
  constraint = retort_table_open_constraint (table, index);
  set_text (&constraint->name, name);
  if (constraint->kind == RETORT_CONSTRAINT_FOREIGN_KEY)
    tell_referenced (edit, table, constraint);
  retort_table_sort_parts (table);
  retort_edit_put_table (edit, table);
}

/* A CHECK has its name in children too (rename_constraint_internal() of tablecmds.c). */
static gboolean
rename_constraint_of (RetortEdit *edit, RetortPlace place, const char *old, const char *name)
{
  g_autoptr(RetortTable) table = retort_table_ref (retort_schema_find_table (edit->schema, place.schema, place.name));
  int index = retort_table_index_of_constraint (table, old);
  const RetortConstraint *constraint = index >= 0 ? g_ptr_array_index (table->constraints, (guint) index) : NULL;
  gboolean is_inheritable = constraint != NULL && constraint->kind == RETORT_CONSTRAINT_CHECK && !g_str_has_suffix (constraint->definition, " NO INHERIT");

  if (constraint == NULL)
    return retort_edit_fail (edit, "constraint \"%s\" for table \"%s\" does not exist", old, table->name);
  if (constraint->index != NULL)
    return rename_index (edit, table->schema, constraint->index, name);
  rename_plain_constraint (edit, place, (guint) index, name);
  for (guint i = 0; is_inheritable && table->children != NULL && table->children[i] != NULL; i++)
    {
      g_auto(GStrv) parts = retort_split_place (table->children[i]);
      const RetortTable *child = retort_schema_find_table (edit->schema, parts[0], parts[1]);

      if (child != NULL && retort_table_find_constraint (child, old) != NULL
          && !rename_constraint_of (edit, (RetortPlace){ parts[0], parts[1] }, old, name))
        return FALSE;
    }
  return TRUE;
}

static gboolean
rename_constraint (RetortEdit *edit, const PgQuery__RenameStmt *rename)
{
  const RetortTable *found = retort_edit_find_table (edit, rename->relation, rename->missing_ok);
  g_autoptr(RetortTable) table = found != NULL ? retort_table_ref ((RetortTable *) found) : NULL;
  const RetortConstraint *constraint = table != NULL ? retort_table_find_constraint (table, rename->subname) : NULL;

  if (table == NULL)
    return edit->kind == RETORT_EFFECT_NONE;
  if (constraint != NULL && constraint->kind == RETORT_CONSTRAINT_CHECK && constraint->is_inherited)
    return retort_edit_fail (edit, "cannot rename inherited constraint \"%s\"", rename->subname);
  if (constraint != NULL && constraint->kind == RETORT_CONSTRAINT_CHECK && !g_str_has_suffix (constraint->definition, " NO INHERIT") && !rename->relation->inh
      && table->children != NULL && table->children[0] != NULL)
    return retort_edit_fail (edit, "inherited constraint \"%s\" must be renamed in child tables too", rename->subname);
  return rename_constraint_of (edit, (RetortPlace){ table->schema, table->name }, rename->subname, rename->newname);
}

static RetortPlace
read_place (RetortEdit *edit, const PgQuery__Node *object)
{
  RetortPlace place = { NULL, NULL };

  if (object == NULL)
    return place;
  if (object->node_case == PG_QUERY__NODE__NODE_LIST)
    return retort_edit_place_of_names (edit, object->list->n_items, object->list->items);
  if (object->node_case == PG_QUERY__NODE__NODE_TYPE_NAME)
    return retort_edit_place_of_names (edit, object->type_name->n_names, object->type_name->names);
  if (object->node_case == PG_QUERY__NODE__NODE_STRING)
    place.name = object->string->sval;
  return place;
}

static void
drop_copy (RetortObjectKind kind, gpointer copy)
{
  if (kind == RETORT_OBJECT_ENUM)
    retort_enum_type_unref (copy);
  else if (kind == RETORT_OBJECT_DOMAIN)
    retort_domain_unref (copy);
  else
    retort_composite_type_unref (copy);
}

/* An enum, domain or composite type under another name or in another schema. */
static gboolean
move_type (RetortEdit *edit, RetortPlace place, const char *new_schema, const char *new_name)
{
  static const RetortObjectKind kinds[] = { RETORT_OBJECT_ENUM, RETORT_OBJECT_DOMAIN, RETORT_OBJECT_COMPOSITE };

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      const char *schema = retort_edit_find_schema (edit, kinds[i], place);
      gpointer object = schema != NULL ? retort_schema_find (edit->schema, kinds[i], schema, place.name) : NULL;
      RetortEnumType *copy = NULL; /* all three begin with schema and name */
      g_autofree char *old_text = NULL;
      g_autofree char *new_text = NULL;
      g_autofree char *doubt = NULL;

      if (object == NULL)
        continue;
      retort_edit_set_subject (edit, schema, place.name);
      doubt = g_strdup (retort_schema_get_taint (edit->schema, schema, place.name));
      copy = kinds[i] == RETORT_OBJECT_ENUM     ? (gpointer) retort_enum_type_copy (object)
             : kinds[i] == RETORT_OBJECT_DOMAIN ? (gpointer) retort_domain_copy (object)
                                                : (gpointer) retort_composite_type_copy (object);
      old_text = retort_edit_qualify (edit, copy->schema, copy->name);
      if (new_schema != NULL)
        set_text (&copy->schema, new_schema);
      if (new_name != NULL)
        set_text (&copy->name, new_name);
      new_text = retort_edit_qualify (edit, copy->schema, copy->name);
      if (!retort_edit_claim_type (edit, copy->schema, copy->name))
        {
          drop_copy (kinds[i], copy);
          return FALSE;
        }
      retort_schema_remove (edit->schema, kinds[i], schema, place.name);
      retort_schema_put (edit->schema, kinds[i], copy);
      if (doubt != NULL) /* goes with it to the new name */
        retort_schema_taint (edit->schema, copy->schema, copy->name, doubt);
      retort_edit_follow_type (edit, old_text, new_text);
      retort_edit_changed (edit);
      return TRUE;
    }
  retort_edit_set_subject (edit, place.schema, place.name);
  return retort_edit_fail (edit, "type \"%s\" does not exist", place.name);
}

static gboolean
rename_part (RetortEdit *edit, const PgQuery__RenameStmt *rename, gboolean is_policy)
{
  const RetortTable *found = retort_edit_find_table (edit, rename->relation, rename->missing_ok);
  g_autoptr(RetortTable) table = NULL;
  int index = -1;
  int other = -1;

  if (found == NULL)
    return edit->kind == RETORT_EFFECT_NONE;
  table = retort_table_copy (found);
  index = is_policy ? retort_table_index_of_policy (table, rename->subname) : retort_table_index_of_trigger (table, rename->subname);
  if (index < 0)
    return retort_edit_fail (edit, "\"%s\" for table \"%s\" does not exist", rename->subname, table->name);
  other = is_policy ? retort_table_index_of_policy (table, rename->newname) : retort_table_index_of_trigger (table, rename->newname);
  if (other >= 0 && (is_policy || other != index)) /* rename_policy() and renametrig() look so for it */
    return retort_edit_fail (edit, "\"%s\" for table \"%s\" already exists", rename->newname, table->name);
  if (is_policy)
    set_text (&retort_table_open_policy (table, (guint) index)->name, rename->newname);
  else
    {
      RetortTrigger *trigger = retort_table_open_trigger (table, (guint) index);

      set_text (&trigger->name, rename->newname);
      trigger->is_as_written = TRUE;
    }
  retort_table_sort_parts (table);
  retort_edit_put_table (edit, g_steal_pointer (&table));
  return TRUE;
}

#define OBJECT(name) PG_QUERY__OBJECT_TYPE__OBJECT_##name

/* Objects whose names are not followed are not sure any more, and triggers that call them. */
typedef struct
{
  RetortEdit *edit;
  const char *name;
  const char *reason;
} Doubt;

static void
doubt_function_cb (gpointer object, gpointer user_data)
{
  const RetortFunction *function = object;
  const Doubt *doubt = user_data;

  if (g_str_equal (function->name, doubt->name))
    retort_edit_taint (doubt->edit, function->schema, function->name, doubt->reason);
}

static void
doubt_trigger_cb (gpointer object, gpointer user_data)
{
  const RetortTable *table = object;
  const Doubt *doubt = user_data;

  for (guint i = 0; i < table->triggers->len; i++)
    if (strstr (((RetortTrigger *) g_ptr_array_index (table->triggers, i))->function, doubt->name) != NULL)
      {
        retort_edit_taint (doubt->edit, table->schema, table->name, doubt->reason);
        return;
      }
}

static gboolean
doubt_function (RetortEdit *edit, const PgQuery__Node *object, const char *new_schema, const char *new_name)
{
  const PgQuery__ObjectWithArgs *function = object->object_with_args;
  RetortPlace place = retort_edit_place_of_names (edit, function->n_objname, function->objname);
  Doubt doubt = { edit, place.name, "a function gets another name" };
  g_autoptr(RetortSchema) hold = retort_schema_copy (edit->schema);

  retort_schema_foreach (hold, RETORT_OBJECT_FUNCTION, doubt_function_cb, &doubt);
  retort_schema_foreach (hold, RETORT_OBJECT_TABLE, doubt_trigger_cb, &doubt);
  retort_edit_taint (edit, new_schema != NULL ? new_schema : place.schema != NULL ? place.schema : retort_schema_get_current_path (edit->schema)[0],
                     new_name != NULL ? new_name : place.name, doubt.reason);
  return TRUE;
}

/* A constraint of a domain, an attribute of a composite type: the type itself is known no more. */
static gboolean
doubt_type (RetortEdit *edit, RetortPlace place)
{
  const char *schema = retort_edit_find_schema (edit, RETORT_OBJECT_DOMAIN, place);

  if (schema == NULL)
    schema = retort_edit_find_schema (edit, RETORT_OBJECT_COMPOSITE, place);
  retort_edit_taint (edit, schema, schema != NULL ? place.name : NULL, "a part of the type gets another name");
  return TRUE;
}

gboolean
retort_apply_rename (RetortEdit *edit, const PgQuery__Node *node)
{
  const PgQuery__RenameStmt *rename = node->rename_stmt;

  switch ((int) rename->rename_type)
    {
    case OBJECT (TABLE):
    case OBJECT (VIEW):
    case OBJECT (MATVIEW):
    case OBJECT (INDEX):
    case OBJECT (SEQUENCE):
    case OBJECT (FOREIGN_TABLE):
      return rename_relation (edit, rename);
    case OBJECT (COLUMN):
      return rename_column (edit, rename);
    case OBJECT (TABCONSTRAINT):
      return rename_constraint (edit, rename);
    case OBJECT (TYPE):
    case OBJECT (DOMAIN):
      return move_type (edit, read_place (edit, rename->object), NULL, rename->newname);
    case OBJECT (TRIGGER):
      return rename_part (edit, rename, FALSE);
    case OBJECT (POLICY):
      return rename_part (edit, rename, TRUE);
    case OBJECT (FUNCTION):
    case OBJECT (PROCEDURE):
    case OBJECT (ROUTINE):
      return doubt_function (edit, rename->object, NULL, rename->newname);
    case OBJECT (PUBLICATION):
      retort_edit_rename_publication (edit, rename->object->string->sval, rename->newname);
      return TRUE;
    case OBJECT (STATISTIC_EXT):
      return retort_edit_rename_statistics (edit, read_place (edit, rename->object), rename->newname);
    case OBJECT (DOMCONSTRAINT):
      return doubt_type (edit, read_place (edit, rename->object));
    case OBJECT (ATTRIBUTE):
      return doubt_type (edit, (RetortPlace){ text_or_null (rename->relation->schemaname), rename->relation->relname });
    case OBJECT (ROLE):
    case OBJECT (DATABASE):
    case OBJECT (TABLESPACE):
    case OBJECT (LANGUAGE):
    case OBJECT (AGGREGATE):
    case OBJECT (CONVERSION):
    case OBJECT (EVENT_TRIGGER):
      return TRUE;
    default:
      retort_edit_taint (edit, NULL, NULL, "a form of RENAME that is not followed");
      return TRUE;
    }
}

typedef struct
{
  const char *owner; /* "schema.table." */
  GPtrArray  *names; /* utf8, owned */
} Owned;

static void
list_owned_cb (gpointer object, gpointer user_data)
{
  const RetortSequence *sequence = object;
  const Owned *owned = user_data;

  if (sequence->owned_by != NULL && g_str_has_prefix (sequence->owned_by, owned->owner))
    g_ptr_array_add (owned->names, g_strdup (sequence->name));
}

/* Its sequences go with a table, and defaults that take values from them say so. */
static void
move_table (RetortEdit *edit, const RetortTable *table, const char *schema)
{
  g_autofree char *old_schema = g_strdup (table->schema);
  g_autofree char *place = retort_quote_place (table->schema, table->name);
  g_autofree char *owner = g_strconcat (place, ".", NULL);
  g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  Owned owned = { owner, names };

  retort_schema_foreach (edit->schema, RETORT_OBJECT_SEQUENCE, list_owned_cb, &owned);
  retort_edit_follow_table (edit, table, schema, table->name);
  for (guint i = 0; i < names->len; i++)
    {
      g_autofree char *old_text = retort_edit_qualify (edit, old_schema, g_ptr_array_index (names, i));
      g_autofree char *new_text = retort_edit_qualify (edit, schema, g_ptr_array_index (names, i));

      follow_sequence (edit, old_text, new_text);
    }
}

gboolean
retort_apply_set_schema (RetortEdit *edit, const PgQuery__Node *node)
{
  const PgQuery__AlterObjectSchemaStmt *statement = node->alter_object_schema_stmt;
  const char *schema = retort_edit_get_creation_schema (edit, statement->newschema);
  const RetortTable *table = NULL;

  if (schema == NULL)
    return FALSE;
  if (statement->object_type == OBJECT (TYPE) || statement->object_type == OBJECT (DOMAIN))
    return move_type (edit, read_place (edit, statement->object), schema, NULL);
  if (statement->object_type == OBJECT (SEQUENCE))
    {
      RetortPlace place = { text_or_null (statement->relation->schemaname), statement->relation->relname };

      return move_sequence (edit, place, schema, NULL);
    }
  if (statement->object_type == OBJECT (FUNCTION) || statement->object_type == OBJECT (PROCEDURE) || statement->object_type == OBJECT (ROUTINE))
    return doubt_function (edit, statement->object, schema, NULL);
  if (statement->relation == NULL)
    {
      retort_edit_taint (edit, NULL, NULL, "a form of SET SCHEMA that is not followed");
      return TRUE;
    }
  table = retort_edit_find_table (edit, statement->relation, statement->missing_ok);
  if (table == NULL)
    return edit->kind == RETORT_EFFECT_NONE;
  if (g_str_equal (schema, table->schema))
    return TRUE;
  if (retort_schema_find_relation (edit->schema, schema, table->name) != NULL)
    return retort_edit_fail (edit, "relation \"%s\" already exists in schema \"%s\"", table->name, schema);
  move_table (edit, table, schema);
  return TRUE;
}

/* Owners of tables are kept; whoever owns the rest makes no difference here. */
gboolean
retort_apply_owner (RetortEdit *edit, const PgQuery__Node *node)
{
  return TRUE;
}
