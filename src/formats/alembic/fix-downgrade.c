/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A downgrade written from the statements of the upgrade, last to first. What cannot be undone without knowing what was there before (a
 * dropped column, a changed default, rows) has no way back, and then nothing is written: half a downgrade is worse than none. */
#include "formats/alembic/fixes.h"

#include "sql/tree.h"

#include <string.h>

/* A downgrade while it is written. */
typedef struct
{
  const char *indent;
  GString    *lines;
  GHashTable *made; /* set of "schema.table", owned: dropped as a whole */
  gboolean    is_impossible;
} WayBack;

static char *
dup_key (const PgQuery__RangeVar *table)
{
  return g_strdup_printf ("%s.%s", table->schemaname, table->relname);
}

static gboolean
is_made_here (const WayBack *self, const PgQuery__RangeVar *table)
{
  g_autofree char *key = dup_key (table);

  return g_hash_table_contains (self->made, key);
}

/* A name as a text of Python; names with quotes or backslashes are not written. */
static char *
dup_name (WayBack *self, const char *name)
{
  if (name == NULL || *name == '\0' || strpbrk (name, "\"\\\n") != NULL)
    self->is_impossible = TRUE;
  return g_strdup_printf ("\"%s\"", name != NULL ? name : "");
}

static void add_line (WayBack *self, const char *format, ...) G_GNUC_PRINTF (2, 3);

static void
add_line (WayBack *self, const char *format, ...)
{
  va_list arguments;

  va_start (arguments, format);
  g_string_append (self->lines, self->indent);
  g_string_append_vprintf (self->lines, format, arguments);
  g_string_append_c (self->lines, '\n');
  va_end (arguments);
}

/* ", schema=…" */
static char *
dup_schema (WayBack *self, const PgQuery__RangeVar *table)
{
  g_autofree char *name = NULL;

  if (table->schemaname == NULL || *table->schemaname == '\0')
    return g_strdup ("");
  name = dup_name (self, table->schemaname);
  return g_strdup_printf (", schema=%s", name);
}

/* --- One statement --- */

static void
undo_table (WayBack *self, const PgQuery__Node *node)
{
  const PgQuery__RangeVar *table = node->create_stmt->relation;
  g_autofree char *name = dup_name (self, table->relname);
  g_autofree char *schema = dup_schema (self, table);

  self->is_impossible = self->is_impossible || node->create_stmt->if_not_exists;
  add_line (self, "op.drop_table(%s%s)", name, schema);
}

static void
undo_index (WayBack *self, const PgQuery__Node *node)
{
  const PgQuery__IndexStmt *index = node->index_stmt;
  g_autofree char *name = NULL;
  g_autofree char *table = NULL;
  g_autofree char *schema = NULL;

  if (is_made_here (self, index->relation))
    return;
  self->is_impossible = self->is_impossible || index->if_not_exists; /* it may have been there before */
  name = dup_name (self, index->idxname);
  table = dup_name (self, index->relation->relname);
  schema = dup_schema (self, index->relation);
  if (index->concurrent)
    {
      add_line (self, "with op.get_context().autocommit_block():");
      add_line (self, "%sop.drop_index(%s, table_name=%s%s, postgresql_concurrently=True)", self->indent, name, table, schema);
    }
  else
    add_line (self, "op.drop_index(%s, table_name=%s%s)", name, table, schema);
}

static const char *
get_constraint_type (PgQuery__ConstrType type)
{
  switch ((int) type)
    {
    case PG_QUERY__CONSTR_TYPE__CONSTR_FOREIGN:
      return "foreignkey";
    case PG_QUERY__CONSTR_TYPE__CONSTR_UNIQUE:
      return "unique";
    case PG_QUERY__CONSTR_TYPE__CONSTR_CHECK:
      return "check";
    case PG_QUERY__CONSTR_TYPE__CONSTR_PRIMARY:
      return "primary";
    default:
      return NULL;
    }
}

static void
undo_constraint (WayBack *self, const PgQuery__RangeVar *relation, const PgQuery__Constraint *constraint)
{
  const char *type = get_constraint_type (constraint->contype);
  g_autofree char *name = dup_name (self, constraint->conname);
  g_autofree char *table = dup_name (self, relation->relname);
  g_autofree char *schema = dup_schema (self, relation);

  self->is_impossible = self->is_impossible || type == NULL;
  add_line (self, "op.drop_constraint(%s, %s, type_=\"%s\"%s)", name, table, type, schema);
}

static void
undo_command (WayBack *self, const PgQuery__RangeVar *relation, const PgQuery__AlterTableCmd *command)
{
  g_autofree char *table = dup_name (self, relation->relname);
  g_autofree char *schema = dup_schema (self, relation);
  g_autofree char *column = NULL;

  switch ((int) command->subtype)
    {
    case PG_QUERY__ALTER_TABLE_TYPE__AT_AddColumn:
      column = dup_name (self, command->def->column_def->colname);
      self->is_impossible = self->is_impossible || command->missing_ok;
      add_line (self, "op.drop_column(%s, %s%s)", table, column, schema);
      break;
    case PG_QUERY__ALTER_TABLE_TYPE__AT_AddConstraint:
      undo_constraint (self, relation, command->def->constraint);
      break;
    case PG_QUERY__ALTER_TABLE_TYPE__AT_SetNotNull:
    case PG_QUERY__ALTER_TABLE_TYPE__AT_DropNotNull:
      column = dup_name (self, command->name);
      add_line (self, "op.alter_column(%s, %s, nullable=%s%s)", table, column,
                command->subtype == PG_QUERY__ALTER_TABLE_TYPE__AT_SetNotNull ? "True" : "False", schema);
      break;
    case PG_QUERY__ALTER_TABLE_TYPE__AT_ValidateConstraint:
      break;
    default:
      self->is_impossible = TRUE;
      break;
    }
}

static void
undo_alter (WayBack *self, const PgQuery__Node *node)
{
  const PgQuery__AlterTableStmt *alter = node->alter_table_stmt;

  if (alter->objtype != PG_QUERY__OBJECT_TYPE__OBJECT_TABLE)
    self->is_impossible = TRUE;
  for (size_t i = alter->n_cmds; !self->is_impossible && i > 0 && !is_made_here (self, alter->relation); i--)
    undo_command (self, alter->relation, alter->cmds[i - 1]->alter_table_cmd);
}

static void
undo_rename (WayBack *self, const PgQuery__Node *node)
{
  const PgQuery__RenameStmt *rename = node->rename_stmt;
  g_autofree char *to = dup_name (self, rename->newname);
  g_autofree char *schema = rename->relation != NULL ? dup_schema (self, rename->relation) : NULL;
  g_autofree char *table = rename->relation != NULL ? dup_name (self, rename->relation->relname) : NULL;
  g_autofree char *from = NULL;

  switch ((int) rename->rename_type)
    {
    case PG_QUERY__OBJECT_TYPE__OBJECT_TABLE:
      add_line (self, "op.rename_table(%s, %s%s)", to, table, schema);
      break;
    case PG_QUERY__OBJECT_TYPE__OBJECT_COLUMN:
      from = dup_name (self, rename->subname);
      add_line (self, "op.alter_column(%s, %s, new_column_name=%s%s)", table, to, from, schema);
      break;
    default:
      self->is_impossible = TRUE;
      break;
    }
}

/* DROP of what the statement made, as SQL. */
static void
undo_by_sql (WayBack *self, const char *what, const char *name)
{
  self->is_impossible = self->is_impossible || strpbrk (name, "\"\\\n:") != NULL;
  add_line (self, "op.execute(\"DROP %s %s\")", what, name);
}

static void
undo_statement (WayBack *self, const PgQuery__Node *node)
{
  g_autofree char *name = NULL;

  switch ((int) node->node_case)
    {
    case PG_QUERY__NODE__NODE_CREATE_STMT:
      undo_table (self, node);
      break;
    case PG_QUERY__NODE__NODE_INDEX_STMT:
      undo_index (self, node);
      break;
    case PG_QUERY__NODE__NODE_ALTER_TABLE_STMT:
      undo_alter (self, node);
      break;
    case PG_QUERY__NODE__NODE_RENAME_STMT:
      undo_rename (self, node);
      break;
    case PG_QUERY__NODE__NODE_CREATE_ENUM_STMT:
      name = retort_sql_names_to_string (node->create_enum_stmt->n_type_name, node->create_enum_stmt->type_name);
      undo_by_sql (self, "TYPE", name);
      break;
    case PG_QUERY__NODE__NODE_CREATE_SEQ_STMT:
      name = retort_sql_range_var_to_string (node->create_seq_stmt->sequence);
      undo_by_sql (self, "SEQUENCE", name);
      break;
    case PG_QUERY__NODE__NODE_VIEW_STMT:
      name = retort_sql_range_var_to_string (node->view_stmt->view);
      self->is_impossible = self->is_impossible || node->view_stmt->replace;
      undo_by_sql (self, "VIEW", name);
      break;
    case PG_QUERY__NODE__NODE_COMMENT_STMT:
    case PG_QUERY__NODE__NODE_VARIABLE_SET_STMT:
    case PG_QUERY__NODE__NODE_SELECT_STMT:
      break;
    case PG_QUERY__NODE__NODE_INSERT_STMT:
      self->is_impossible = self->is_impossible || !is_made_here (self, node->insert_stmt->relation);
      break;
    default:
      self->is_impossible = TRUE;
      break;
    }
}

/* --- All of them --- */

/* Each statement as a tree; NULL: one of them is not understood. */
static GPtrArray *
parse (RetortMigration *upgrade)
{
  g_autoptr(GPtrArray) trees = g_ptr_array_new_with_free_func ((GDestroyNotify) retort_sql_tree_unref);

  for (guint i = 0; i < retort_migration_get_n_batches (upgrade); i++)
    {
      RetortBatch *batch = retort_migration_get_batch (upgrade, i);

      for (guint j = 0; j < retort_batch_get_n_statements (batch); j++)
        {
          RetortSqlTree *tree = retort_sql_tree_parse (retort_statement_get_sql (retort_batch_get_statement (batch, j)), NULL);

          if (tree == NULL)
            return NULL;
          g_ptr_array_add (trees, tree);
        }
    }
  return g_steal_pointer (&trees);
}

static void
note_made (WayBack *self, GPtrArray *trees)
{
  for (guint i = 0; i < trees->len; i++)
    {
      const PgQuery__Node *node = retort_sql_tree_get_statement (g_ptr_array_index (trees, i), 0);

      if (node != NULL && node->node_case == PG_QUERY__NODE__NODE_CREATE_STMT)
        g_hash_table_add (self->made, dup_key (node->create_stmt->relation));
    }
}

/**
 * retort_alembic_dup_way_back:
 * @upgrade: an upgrade
 * @indent: what stands before a line of a function's body
 *
 * Returns: (transfer full) (nullable): the lines of a downgrade; %NULL when it cannot be written for certain
 */
char *
retort_alembic_dup_way_back (RetortMigration *upgrade, const char *indent)
{
  g_autoptr(GPtrArray) trees = retort_migration_get_status (upgrade) == RETORT_MIGRATION_COMPLETE ? parse (upgrade) : NULL;
  g_autoptr(GString) lines = g_string_new (NULL);
  g_autoptr(GHashTable) made = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  WayBack way = { indent, lines, made, FALSE };

  if (trees == NULL || trees->len == 0)
    return NULL;
  note_made (&way, trees);
  for (guint i = trees->len; i > 0 && !way.is_impossible; i--)
    {
      RetortSqlTree *tree = g_ptr_array_index (trees, i - 1);

      for (guint j = retort_sql_tree_get_n_statements (tree); j > 0; j--)
        undo_statement (&way, retort_sql_tree_get_statement (tree, j - 1));
    }
  return way.is_impossible || lines->len == 0 ? NULL : g_strdup (lines->str);
}
