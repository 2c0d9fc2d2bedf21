/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "analysis/schema/alter-private.h"

#include <string.h>

/* What children get is theirs only from here. */
static gboolean
add_to_children (RetortEdit *edit, const RetortTable *table, const RetortColumn *column)
{
  for (guint i = 0; table->children != NULL && table->children[i] != NULL; i++)
    {
      g_auto(GStrv) parts = retort_split_place (table->children[i]);
      RetortTable *child = retort_edit_open_table (edit, parts[0], parts[1]);
      RetortColumn *copy = NULL;
      g_autoptr(RetortTable) hold = NULL;

      if (child == NULL)
        continue;
      if (retort_table_index_of_column (child, column->name) >= 0)
        {
          retort_table_unref (child);
          continue;
        }
      copy = retort_column_copy (column);
      copy->is_inherited = TRUE;
      g_ptr_array_add (child->columns, copy);
      hold = retort_table_ref (child);
      retort_edit_put_table (edit, child);
      if (!add_to_children (edit, hold, column))
        return FALSE;
    }
  return TRUE;
}

/* DEFERRABLE and its like are nodes of their own after the constraint that they belong to. */
static PgQuery__Constraint
with_attributes (const PgQuery__ColumnDef *definition, size_t index)
{
  PgQuery__Constraint constraint = *definition->constraints[index]->constraint;

  for (size_t i = index + 1; i < definition->n_constraints; i++)
    {
      PgQuery__ConstrType type = definition->constraints[i]->constraint->contype;

      if (type < PG_QUERY__CONSTR_TYPE__CONSTR_ATTR_DEFERRABLE || type > PG_QUERY__CONSTR_TYPE__CONSTR_ATTR_IMMEDIATE)
        break;
      if (type == PG_QUERY__CONSTR_TYPE__CONSTR_ATTR_DEFERRABLE || type == PG_QUERY__CONSTR_TYPE__CONSTR_ATTR_DEFERRED)
        constraint.deferrable = TRUE;
      if (type == PG_QUERY__CONSTR_TYPE__CONSTR_ATTR_DEFERRED)
        constraint.initdeferred = TRUE;
    }
  return constraint;
}

static gboolean
add_inline_constraints (RetortEdit *edit, RetortPlace place, const PgQuery__ColumnDef *definition)
{
  for (size_t i = 0; i < definition->n_constraints; i++)
    {
      PgQuery__Constraint constraint = with_attributes (definition, i);

      if (!retort_edit_add_constraint (edit, place, &constraint, definition->colname))
        return FALSE;
    }
  return TRUE;
}

gboolean
retort_alter_add_column (RetortEdit *edit, RetortPlace place, const PgQuery__AlterTableCmd *command)
{
  const PgQuery__ColumnDef *definition = command->def->column_def;
  g_autoptr(RetortTable) table = retort_edit_open_table (edit, place.schema, place.name);
  RetortColumn *column = NULL;

  if (retort_table_index_of_column (table, definition->colname) >= 0)
    return command->missing_ok
           || retort_edit_fail (edit, "column \"%s\" of relation \"%s\" already exists", definition->colname, place.name);
  if (table->partition_bound != NULL)
    return retort_edit_fail (edit, "cannot add column to a partition");
  column = retort_column_from_definition (edit, table, definition);
  if (column == NULL)
    return FALSE;
  g_ptr_array_add (table->columns, column);
  if (!retort_edit_finish_column (edit, table, column, definition))
    return FALSE;
  retort_edit_put_table (edit, retort_table_ref (table));
  return add_to_children (edit, table, column) && add_inline_constraints (edit, place, definition);
}

gboolean
retort_alter_drop_column (RetortEdit *edit, RetortPlace place, const PgQuery__AlterTableCmd *command)
{
  const RetortTable *table = retort_schema_find_table (edit->schema, place.schema, place.name);

  if (command->missing_ok && retort_table_index_of_column (table, command->name) < 0
      && retort_schema_get_taint (edit->schema, place.schema, place.name) == NULL)
    return TRUE;
  return retort_edit_drop_column (edit, place, command->name, command->behavior == PG_QUERY__DROP_BEHAVIOR__DROP_CASCADE);
}

static gboolean
says_column (const char *text, const char *column)
{
  return text != NULL && strstr (text, column) != NULL;
}

/* A check is analysed anew, as PostgreSQL does it: from its text, casts included. */
static void
rewrite_check (RetortEdit *edit, const RetortTable *table, RetortConstraint *constraint)
{
  g_autofree char *sql = g_strdup_printf ("ALTER TABLE t ADD %s", constraint->definition);
  g_autoptr(RetortSqlTree) tree = retort_sql_tree_parse (sql, NULL);
  const PgQuery__Node *statement = tree != NULL && retort_sql_tree_get_n_statements (tree) == 1 ? retort_sql_tree_get_statement (tree, 0) : NULL;
  const PgQuery__Constraint *node = NULL;
  g_autofree char *expression = NULL;

  if (statement == NULL || statement->node_case != PG_QUERY__NODE__NODE_ALTER_TABLE_STMT)
    {
      constraint->is_as_written = TRUE;
      return;
    }
  node = statement->alter_table_stmt->cmds[0]->alter_table_cmd->def->constraint;
  expression = retort_expression_format (edit, table, node->raw_expr, "boolean", &constraint->is_as_written);
  g_free (constraint->definition);
  constraint->definition = g_strdup_printf ("CHECK (%s)%s%s", expression, node->is_no_inherit ? " NO INHERIT" : "",
                                            constraint->is_valid ? "" : " NOT VALID");
}

/* Expressions over the column are analysed anew by PostgreSQL; those of indexes are kept and marked. */
static void
rewrite_expressions (RetortEdit *edit, RetortTable *table, const char *column)
{
  for (guint i = 0; i < table->constraints->len; i++)
    {
      const RetortConstraint *constraint = g_ptr_array_index (table->constraints, i);

      if (constraint->kind == RETORT_CONSTRAINT_CHECK && says_column (constraint->definition, column))
        rewrite_check (edit, table, retort_table_open_constraint (table, i));
    }
  for (guint i = 0; i < table->indexes->len; i++)
    {
      const RetortIndex *index = g_ptr_array_index (table->indexes, i);
      g_autofree char *columns = g_strjoinv (",", index->columns);

      if (says_column (index->predicate, column) || (strchr (columns, '(') != NULL && says_column (columns, column)))
        retort_table_open_index (table, i)->is_as_written = TRUE;
    }
}

static void
remake_index (RetortTable *table, guint place, const RetortColumn *column)
{
  RetortIndex *index = retort_table_open_index (table, place);
  g_auto(GStrv) names = retort_index_list_columns (table, index);

  for (guint i = 0; names[i] != NULL; i++)
    {
      if (g_str_equal (names[i], column->name))
        {
          g_free (index->column_types[i]);
          index->column_types[i] = g_strdup (column->type);
        }
      if (names[i][0] != '\0')
        {
          g_free (index->column_names[i]);
          index->column_names[i] = g_strdup (names[i]);
        }
    }
}

/* Indexes of a column are made anew, with the names that columns have now (ATPostAlterTypeCleanup() of tablecmds.c). */
static void
change_index_types (RetortTable *table, const RetortColumn *column)
{
  for (guint i = 0; i < table->indexes->len; i++)
    if (retort_index_uses_column (table, g_ptr_array_index (table->indexes, i), column->name))
      remake_index (table, i, column);
}

/* The sequence of an identity column has the column's type. */
static void
change_sequence_type (RetortEdit *edit, const RetortTable *table, const RetortColumn *column)
{
  const RetortSequence *old = column->identity != NULL ? retort_edit_find_owned_sequence (edit, table, column->name) : NULL;
  RetortSequence *sequence = NULL;
  gint64 maximum = g_str_equal (column->type, "smallint") ? G_MAXINT16 : g_str_equal (column->type, "integer") ? G_MAXINT32 : G_MAXINT64;

  if (old == NULL)
    return;
  sequence = retort_sequence_copy (old);
  if (sequence->maximum == G_MAXINT16 || sequence->maximum == G_MAXINT32 || sequence->maximum == G_MAXINT64)
    sequence->maximum = maximum;
  g_free (sequence->type);
  sequence->type = g_strdup (column->type);
  retort_schema_put (edit->schema, RETORT_OBJECT_SEQUENCE, sequence);
}

static void
set_collation (RetortColumn *column, const PgQuery__CollateClause *clause)
{
  g_clear_pointer (&column->collation, g_free);
  g_clear_pointer (&column->collation_schema, g_free);
  if (clause != NULL)
    column->collation = g_strdup (retort_sql_names_get_last (clause->n_collname, clause->collname));
}

/* Groups of types between which an assignment casts; 0 for types of which that is not known. */
static int
group_of (RetortEdit *edit, const char *type)
{
  static const struct
  {
    const char *type;
    int         group;
  } groups[] = {
    { "smallint", 1 }, { "integer", 1 }, { "bigint", 1 }, { "numeric", 1 }, { "real", 1 }, { "double precision", 1 },
    { "text", 2 }, { "character varying", 2 }, { "character", 2 }, { "date", 3 }, { "timestamp without time zone", 3 },
    { "timestamp with time zone", 3 }, { "boolean", 4 }, { "uuid", 5 }, { "json", 6 }, { "jsonb", 6 }, { "bytea", 7 },
  };
  RetortObjectKind kind;

  for (guint i = 0; i < G_N_ELEMENTS (groups); i++)
    if (g_str_equal (groups[i].type, type))
      return groups[i].group;
  return retort_type_find_own (edit, type, &kind) != NULL && kind == RETORT_OBJECT_ENUM ? 8 : 0;
}

/* What is not known counts as possible; anything becomes a text. */
static gboolean
may_assign (RetortEdit *edit, const char *from, const char *to)
{
  g_autofree char *from_base = retort_type_dup_base (from);
  g_autofree char *to_base = retort_type_dup_base (to);
  int from_group = group_of (edit, from_base);
  int to_group = group_of (edit, to_base);

  if (g_str_equal (from_base, to_base) || to_group == 2)
    return TRUE;
  if (g_str_has_suffix (from_base, "[]") != g_str_has_suffix (to_base, "[]") && from_group + to_group > 0)
    return FALSE;
  if (from_group == 0 || to_group == 0)
    return TRUE;
  return from_group == to_group && from_group != 8;
}

static gboolean
check_cast (RetortEdit *edit, const RetortColumn *column, const char *type, gboolean has_using)
{
  if (may_assign (edit, column->type, type))
    return TRUE;
  if (!has_using)
    return retort_edit_fail (edit, "column \"%s\" cannot be cast automatically to type %s", column->name, type);
  if (column->default_expression != NULL)
    return retort_edit_fail (edit, "default for column \"%s\" cannot be cast automatically to type %s", column->name, type);
  return TRUE;
}

static gboolean change_type (RetortEdit *edit, RetortPlace place, const PgQuery__AlterTableCmd *command);

static gboolean
change_type_of_children (RetortEdit *edit, const RetortTable *table, const PgQuery__AlterTableCmd *command)
{
  for (guint i = 0; table->children != NULL && table->children[i] != NULL; i++)
    {
      g_auto(GStrv) parts = retort_split_place (table->children[i]);
      RetortPlace place = { parts[0], parts[1] };

      if (retort_schema_find_table (edit->schema, parts[0], parts[1]) != NULL && !change_type (edit, place, command))
        return FALSE;
    }
  return TRUE;
}

static gboolean
change_type (RetortEdit *edit, RetortPlace place, const PgQuery__AlterTableCmd *command)
{
  g_autoptr(RetortTable) table = retort_edit_open_table (edit, place.schema, place.name);
  int index = retort_table_index_of_column (table, command->name);
  g_autofree char *type = NULL;
  RetortColumn *column = NULL;

  if (index < 0)
    return retort_edit_fail (edit, "column \"%s\" of relation \"%s\" does not exist", command->name, place.name);
  type = retort_edit_format_type (edit, command->def->column_def->type_name);
  if (type == NULL)
    return FALSE;
  if (!check_cast (edit, g_ptr_array_index (table->columns, (guint) index), type, command->def->column_def->raw_default != NULL)
      || !retort_edit_drop_views_of (edit, place.schema, place.name, command->name, FALSE))
    return FALSE;
  column = retort_table_open_column (table, (guint) index);
  if (column->identity != NULL && !g_strv_contains ((const char *const[]){ "smallint", "integer", "bigint", NULL }, type))
    return retort_edit_fail (edit, "identity column type must be smallint, integer, or bigint");
  g_free (column->type);
  column->type = g_steal_pointer (&type);
  g_free (column->storage);
  column->storage = g_strdup (retort_type_get_storage (edit, column->type));
  column->has_own_storage = FALSE;
  set_collation (column, command->def->column_def->coll_clause);
  rewrite_expressions (edit, table, command->name);
  change_index_types (table, column);
  change_sequence_type (edit, table, column);
  retort_edit_put_table (edit, retort_table_ref (table));
  return change_type_of_children (edit, table, command);
}

/* An index that the partitions have nothing of yet. */
static void
forget_partitions (RetortEdit *edit, RetortPlace place, guint index)
{
  RetortTable *table = retort_edit_open_table (edit, place.schema, place.name);

  retort_table_open_index (table, index)->n_partitions = 0;
  retort_edit_put_table (edit, table);
}

/* Those that partitions had for the parent's go with it, and new ones come under names of their own. */
static void
remake_indexes_of_partitions (RetortEdit *edit, RetortPlace place, const char *column)
{
  g_autoptr(RetortTable) table = retort_table_ref (retort_schema_find_table (edit->schema, place.schema, place.name));
  g_autoptr(GPtrArray) remade = g_ptr_array_new ();

  for (guint i = 0; i < table->indexes->len; i++)
    {
      const RetortIndex *index = g_ptr_array_index (table->indexes, i);

      if (!index->is_partitioned || !retort_index_uses_column (table, index, column))
        continue;
      retort_edit_drop_index_of_partitions (edit, place, index->name);
      forget_partitions (edit, place, i);
      g_ptr_array_add (remade, (gpointer) index->name);
    }
  for (guint i = 0; i < remade->len; i++)
    retort_edit_give_index_to_partitions (edit, place, g_ptr_array_index (remade, i));
}

gboolean
retort_alter_column_type (RetortEdit *edit, RetortPlace place, const PgQuery__AlterTableCmd *command)
{
  const RetortTable *table = retort_schema_find_table (edit->schema, place.schema, place.name);
  const RetortColumn *column = retort_table_find_column (table, command->name);

  if (column != NULL && column->is_inherited)
    return retort_edit_fail (edit, "cannot alter inherited column \"%s\"", command->name);
  if (column != NULL && edit->is_only && table->children != NULL && table->children[0] != NULL)
    return retort_edit_fail (edit, "type of inherited column \"%s\" must be changed in child tables too", command->name);
  if (!change_type (edit, place, command) || !retort_edit_check_foreign_keys (edit, place, command->name))
    return FALSE;
  remake_indexes_of_partitions (edit, place, command->name);
  return TRUE;
}

static gboolean
drop_not_null (RetortEdit *edit, const RetortTable *table, RetortColumn *column)
{
  for (guint i = 0; i < table->constraints->len; i++)
    {
      const RetortConstraint *constraint = g_ptr_array_index (table->constraints, i);

      if (constraint->kind == RETORT_CONSTRAINT_PRIMARY_KEY && g_strv_contains ((const char *const *) constraint->columns, column->name))
        return retort_edit_fail (edit, "column \"%s\" is in a primary key", column->name);
    }
  if (column->identity != NULL)
    return retort_edit_fail (edit, "column \"%s\" of relation \"%s\" is an identity column", column->name, table->name);
  column->is_nullable = TRUE;
  return TRUE;
}

static gboolean
drop_identity (RetortEdit *edit, const RetortTable *table, RetortColumn *column, gboolean missing_ok)
{
  const RetortSequence *sequence = retort_edit_find_owned_sequence (edit, table, column->name);

  if (column->identity == NULL)
    return missing_ok || retort_edit_fail (edit, "column \"%s\" of relation \"%s\" is not an identity column", column->name, table->name);
  g_clear_pointer (&column->identity, g_free);
  if (sequence != NULL)
    retort_schema_remove (edit->schema, RETORT_OBJECT_SEQUENCE, sequence->schema, sequence->name);
  return TRUE;
}

static gboolean
set_identity (RetortEdit *edit, const RetortTable *table, RetortColumn *column, const PgQuery__AlterTableCmd *command)
{
  const PgQuery__List *options = command->def->list;

  return retort_edit_alter_identity (edit, table, column, options->n_items, options->items);
}

static gboolean
add_identity (RetortEdit *edit, const RetortTable *table, RetortColumn *column, const PgQuery__AlterTableCmd *command)
{
  const PgQuery__Constraint *constraint = command->def->constraint;

  if (column->is_nullable)
    return retort_edit_fail (edit, "column \"%s\" of relation \"%s\" must be declared NOT NULL before identity can be added",
                             column->name, table->name);
  if (column->identity != NULL)
    return retort_edit_fail (edit, "column \"%s\" of relation \"%s\" is already an identity column", column->name, table->name);
  if (column->default_expression != NULL)
    return retort_edit_fail (edit, "column \"%s\" of relation \"%s\" already has a default value", column->name, table->name);
  return retort_edit_make_identity (edit, table, column, constraint->generated_when[0], constraint->n_options, constraint->options);
}

static void
set_storage (RetortEdit *edit, RetortColumn *column, const char *storage)
{
  const char *usual = retort_type_get_storage (edit, column->type);
  g_autofree char *lower = g_ascii_strdown (storage, -1);

  g_free (column->storage);
  column->storage = g_strdup (g_str_equal (lower, "default") ? usual : lower);
  column->has_own_storage = g_strcmp0 (column->storage, usual) != 0;
}

static gboolean
change (RetortEdit *edit, const RetortTable *table, RetortColumn *column, const PgQuery__AlterTableCmd *command)
{
  switch ((int) command->subtype)
    {
    case PG_QUERY__ALTER_TABLE_TYPE__AT_ColumnDefault:
      if (column->identity != NULL)
        return retort_edit_fail (edit, "column \"%s\" of relation \"%s\" is an identity column", column->name, table->name);
      retort_column_set_default (edit, table, column, command->def);
      return TRUE;
    case PG_QUERY__ALTER_TABLE_TYPE__AT_DropNotNull:
      return drop_not_null (edit, table, column);
    case PG_QUERY__ALTER_TABLE_TYPE__AT_SetNotNull:
      column->is_nullable = FALSE;
      return TRUE;
    case PG_QUERY__ALTER_TABLE_TYPE__AT_SetStatistics:
      column->statistics_target = command->def->integer->ival;
      return TRUE;
    case PG_QUERY__ALTER_TABLE_TYPE__AT_SetStorage:
      set_storage (edit, column, command->def->string->sval);
      return TRUE;
    case PG_QUERY__ALTER_TABLE_TYPE__AT_SetCompression:
      g_free (column->compression);
      column->compression = g_str_equal (command->def->string->sval, "default") ? NULL : g_strdup (command->def->string->sval);
      return TRUE;
    case PG_QUERY__ALTER_TABLE_TYPE__AT_SetOptions:
      g_strfreev (column->options);
      column->options = retort_options_to_list (command->def->list->n_items, command->def->list->items);
      return TRUE;
    case PG_QUERY__ALTER_TABLE_TYPE__AT_ResetOptions:
      g_clear_pointer (&column->options, g_strfreev);
      return TRUE;
    case PG_QUERY__ALTER_TABLE_TYPE__AT_AddIdentity:
      return add_identity (edit, table, column, command);
    case PG_QUERY__ALTER_TABLE_TYPE__AT_SetIdentity:
      return set_identity (edit, table, column, command);
    case PG_QUERY__ALTER_TABLE_TYPE__AT_DropIdentity:
      return drop_identity (edit, table, column, command->missing_ok);
    case PG_QUERY__ALTER_TABLE_TYPE__AT_DropExpression:
      g_clear_pointer (&column->generated, g_free);
      return TRUE;
    default:
      return TRUE;
    }
}

/* Of these, children follow. */
static gboolean
is_inherited_change (PgQuery__AlterTableType type)
{
  return type == PG_QUERY__ALTER_TABLE_TYPE__AT_ColumnDefault || type == PG_QUERY__ALTER_TABLE_TYPE__AT_SetNotNull
         || type == PG_QUERY__ALTER_TABLE_TYPE__AT_DropNotNull || type == PG_QUERY__ALTER_TABLE_TYPE__AT_SetStatistics
         || type == PG_QUERY__ALTER_TABLE_TYPE__AT_SetStorage;
}

gboolean
retort_alter_column (RetortEdit *edit, RetortPlace place, const PgQuery__AlterTableCmd *command)
{
  g_autoptr(RetortTable) table = retort_edit_open_table (edit, place.schema, place.name);
  int index = text_or_null (command->name) != NULL ? retort_table_index_of_column (table, command->name) : -1;

  if (text_or_null (command->name) == NULL)
    return TRUE;
  if (index < 0)
    return retort_edit_fail (edit, "column \"%s\" of relation \"%s\" does not exist", command->name, place.name);
  if (!change (edit, table, retort_table_open_column (table, (guint) index), command))
    return FALSE;
  retort_edit_put_table (edit, retort_table_ref (table));
  for (guint i = 0; !edit->is_only && is_inherited_change (command->subtype) && table->children != NULL && table->children[i] != NULL; i++)
    {
      g_auto(GStrv) parts = retort_split_place (table->children[i]);
      RetortPlace child = { parts[0], parts[1] };

      if (retort_schema_find_table (edit->schema, parts[0], parts[1]) != NULL && !retort_alter_column (edit, child, command))
        return FALSE;
    }
  return TRUE;
}
