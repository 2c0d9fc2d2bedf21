/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Puts a table together from its items, as sqlalchemy/sql/schema.py Table does, and decides which column is SERIAL. */
#include "formats/alembic/table.h"

#include "formats/alembic/compiler.h"
#include "formats/alembic/naming.h"
#include "formats/alembic/quoting.h"

#include <string.h>

/**
 * retort_alembic_table_new:
 * @name: its name
 * @schema: its schema, or no name
 *
 * Returns: (transfer full): a table without columns
 */
RetortTable *
retort_alembic_table_new (RetortName name, RetortName schema)
{
  RetortTable *self = g_new0 (RetortTable, 1);

  self->name = name;
  self->schema = schema;
  self->columns = g_ptr_array_new ();
  self->constraints = g_ptr_array_new ();
  self->indexes = g_ptr_array_new ();
  return self;
}

/**
 * retort_table_free:
 * @self: (transfer full) (nullable): a table
 */
void
retort_table_free (RetortTable *self)
{
  if (self == NULL)
    return;
  g_ptr_array_unref (self->columns);
  g_ptr_array_unref (self->constraints);
  g_ptr_array_unref (self->indexes);
  g_free (self);
}

static RetortColumn *
find_column (const RetortTable *self, const char *key)
{
  for (guint i = 0; i < self->columns->len; i++)
    {
      RetortColumn *column = g_ptr_array_index (self->columns, i);

      if (g_strcmp0 (column->key, key) == 0)
        return column;
    }
  return NULL;
}

static RetortConstraint *
find_primary_key (const RetortTable *self)
{
  for (guint i = 0; i < self->constraints->len; i++)
    {
      RetortConstraint *constraint = g_ptr_array_index (self->constraints, i);

      if (constraint->kind == RETORT_CONSTRAINT_PRIMARY_KEY)
        return constraint;
    }
  return NULL;
}

/* --- Constraints that columns bring along --- */

/* A constraint is copied when it is attached: one column or constraint object may be given to several tables. */
static RetortConstraint *
copy_constraint (RetortCall *call, const RetortConstraint *constraint, guint serial)
{
  RetortConstraint *copy = retort_py_allocate (call->evaluation, sizeof *copy);

  *copy = *constraint;
  copy->serial = serial;
  return copy;
}

static void
add_type_check (RetortCall *call, RetortTable *self, const RetortColumn *column)
{
  const RetortType *type = column->type;
  RetortConstraint *check;
  g_autoptr(GString) body = g_string_new (NULL);

  if (type->row->family == RETORT_FAMILY_ARRAY && type->item->row->family == RETORT_FAMILY_ENUM && !type->item->is_native
      && type->item->create_constraint)
    retort_call_gap (call, "the CHECK constraint for an array of a non-native enum is not understood");
  if (type->row->family != RETORT_FAMILY_ENUM || type->is_native || !type->create_constraint)
    return;
  retort_name_append (body, column->name);
  g_string_append (body, " IN (");
  for (guint i = 0; type->labels[i] != NULL; i++)
    {
      g_string_append (body, i > 0 ? ", " : "");
      retort_alembic_append_literal (body, type->labels[i]);
    }
  g_string_append_c (body, ')');
  check = retort_alembic_constraint_new (call->evaluation, RETORT_CONSTRAINT_CHECK, type->name);
  check->body = retort_py_strdup (call->evaluation, body->str);
  g_ptr_array_add (self->constraints, check);
}

static void
add_unique_or_index (RetortCall *call, RetortTable *self, const RetortColumn *column)
{
  RetortConstraint *unique;
  RetortSpatialIndex spatial = column->type->spatial_index;

  if (spatial != RETORT_SPATIAL_NONE)
    g_ptr_array_add (self->indexes, retort_index_of_geometry (call, column->name, self->name, spatial));
  if (column->is_indexed)
    g_ptr_array_add (self->indexes, retort_index_of_column (call, column->name, self->name, self->schema, column->is_unique));
  else if (column->is_unique)
    {
      unique = retort_alembic_constraint_new (call->evaluation, RETORT_CONSTRAINT_UNIQUE, retort_name_of (NULL));
      unique->columns = retort_py_allocate (call->evaluation, sizeof *unique->columns);
      unique->columns[0] = retort_name_of (column->key);
      unique->n_columns = 1;
      g_ptr_array_add (self->constraints, unique);
    }
}

static void
add_foreign_keys (RetortCall *call, RetortTable *self, const RetortColumn *column)
{
  for (guint i = 0; i < column->n_items; i++)
    {
      RetortConstraint *key = column->items[i];

      if (key->kind != RETORT_CONSTRAINT_FOREIGN_KEY)
        continue;
      key = copy_constraint (call, key, retort_compiler_next_serial (call->evaluation));
      key->columns = retort_py_allocate (call->evaluation, sizeof *key->columns);
      key->columns[0] = retort_name_of (column->key);
      key->n_columns = 1;
      g_ptr_array_add (self->constraints, key);
    }
}

/* The CHECK constraints in a column's definition get names once its table is known. */
static void
name_checks (RetortCall *call, const RetortTable *self, RetortColumn *column)
{
  RetortConstraint **items = retort_py_allocate (call->evaluation, (column->n_items + 1) * sizeof *items);

  for (guint i = 0; i < column->n_items; i++)
    {
      items[i] = copy_constraint (call, column->items[i], column->items[i]->serial);
      if (items[i]->kind == RETORT_CONSTRAINT_CHECK)
        items[i]->name = retort_naming_of_constraint (call, items[i], self->name, self->schema, TRUE);
    }
  column->items = items;
}

/**
 * retort_table_add_column:
 * @call: the call that builds the table
 * @self: a table
 * @column: a column; not changed
 *
 * Adds a column and what hangs on it. Items of the table must be added before, so that they keep their place among the constraints.
 */
void
retort_table_add_column (RetortCall *call, RetortTable *self, RetortColumn *column)
{
  RetortColumn *copy = retort_py_allocate (call->evaluation, sizeof *copy);

  *copy = *column;
  if (column->name.text == NULL)
    retort_call_refuse (call, "a column must have a name");
  else if (find_column (self, column->key) != NULL)
    retort_call_refuse (call, "a column with name '%s' is already present in table '%s'", column->name.text, self->name.text);
  if (column->is_tainted)
    retort_call_gap (call, "column '%s' may have been changed by something that is not understood", column->name.text);
  if (call->problem != NULL)
    return;
  g_ptr_array_add (self->columns, copy);
  name_checks (call, self, copy);
  add_unique_or_index (call, self, copy);
  add_type_check (call, self, copy);
  add_foreign_keys (call, self, copy);
}

/**
 * retort_table_add_item:
 * @call: the call that builds the table
 * @self: a table
 * @value: a constraint or an index
 *
 * Adds an item that is no column.
 */
void
retort_table_add_item (RetortCall *call, RetortTable *self, RetortPyValue *value)
{
  RetortConstraint *constraint = retort_constraint_from_value (value);
  RetortIndex *index = retort_index_from_value (value);

  if (constraint != NULL && constraint->kind == RETORT_CONSTRAINT_PRIMARY_KEY && find_primary_key (self) != NULL)
    retort_call_gap (call, "a table with two PrimaryKeyConstraints is not understood");
  else if ((constraint != NULL && constraint->table != NULL) || (index != NULL && index->table != NULL))
    retort_call_gap (call, "an item over the columns of another table is not understood");
  else if (constraint != NULL)
    g_ptr_array_add (self->constraints, copy_constraint (call, constraint, constraint->serial));
  else if (index != NULL)
    g_ptr_array_add (self->indexes, index);
  else
    retort_call_gap_value (call, "an item", value);
}

/* --- Finishing --- */

/* The key that primary_key=True of columns makes. */
static void
add_implicit_primary_key (RetortCall *call, RetortTable *self)
{
  g_autoptr(GPtrArray) members = g_ptr_array_new ();
  RetortConstraint *key;

  for (guint i = 0; i < self->columns->len; i++)
    {
      RetortColumn *column = g_ptr_array_index (self->columns, i);

      /* The one that counts up comes first. */
      if (column->is_primary_key && column->autoincrement == RETORT_AUTOINCREMENT_YES)
        g_ptr_array_insert (members, 0, column);
      else if (column->is_primary_key)
        g_ptr_array_add (members, column);
    }
  if (members->len == 0)
    return;
  key = retort_alembic_constraint_new (call->evaluation, RETORT_CONSTRAINT_PRIMARY_KEY, retort_name_of (NULL));
  key->columns = retort_py_allocate (call->evaluation, members->len * sizeof *key->columns);
  for (guint i = 0; i < members->len; i++)
    key->columns[key->n_columns++] = retort_name_of (((RetortColumn *) g_ptr_array_index (members, i))->key);
  g_ptr_array_add (self->constraints, key);
}

static gboolean
is_in_key (const RetortConstraint *key, const RetortColumn *column)
{
  for (guint i = 0; i < key->n_columns; i++)
    if (g_strcmp0 (key->columns[i].text, column->name.text) == 0)
      return TRUE;
  return FALSE;
}

/* Beside a PrimaryKeyConstraint, primary_key=True may only say the same. */
static void
check_primary_key (RetortCall *call, const RetortTable *self, const RetortConstraint *key)
{
  for (guint i = 0; i < self->columns->len; i++)
    {
      const RetortColumn *column = g_ptr_array_index (self->columns, i);

      if (column->is_primary_key && !is_in_key (key, column))
        retort_call_gap (call, "primary_key of column '%s' beside a PrimaryKeyConstraint without it is not understood",
                         column->name.text);
    }
}

/* autoincrement=True is for one column that counts. */
static void
check_autoincrement (RetortCall *call, const RetortTable *self)
{
  guint n_counting = 0;

  for (guint i = 0; i < self->columns->len; i++)
    {
      const RetortColumn *column = g_ptr_array_index (self->columns, i);
      RetortTypeFamily family = column->type->row->family;

      if (!column->is_primary_key || column->autoincrement != RETORT_AUTOINCREMENT_YES)
        continue;
      n_counting++;
      if (family != RETORT_FAMILY_INTEGER && family != RETORT_FAMILY_NUMERIC)
        retort_call_refuse (call, "the type of column '%s' is not compatible with autoincrement=True", column->name.text);
    }
  if (n_counting > 1)
    retort_call_refuse (call, "only one column may be marked autoincrement=True");
}

/* Names become the columns' own, with their quoting; a name that no column has is refused. */
static void
resolve_columns (RetortCall *call, const RetortTable *self, RetortName *names, guint n_names)
{
  for (guint i = 0; i < n_names; i++)
    {
      const RetortColumn *column = find_column (self, names[i].text);

      if (column == NULL)
        retort_call_refuse (call, "no column named '%s' is present in table '%s'", names[i].text, self->name.text);
      else
        names[i] = column->name;
    }
}

static void
resolve_constraint (RetortCall *call, const RetortTable *self, RetortConstraint *constraint)
{
  RetortName *copy;

  if (constraint->kind == RETORT_CONSTRAINT_EXCLUDE || constraint->kind == RETORT_CONSTRAINT_CHECK)
    return;
  copy = retort_py_allocate (call->evaluation, (constraint->n_columns + 1) * sizeof *copy);
  for (guint i = 0; i < constraint->n_columns; i++)
    copy[i] = constraint->columns[i];
  constraint->columns = copy;
  resolve_columns (call, self, constraint->columns, constraint->n_columns);
}

/* An index is written before its table is known, so its columns must be called as they are in Python. */
static void
check_index (RetortCall *call, const RetortTable *self, const RetortIndex *index)
{
  const char *text = retort_naming_get (retort_compiler_get_naming (call->evaluation), "ix");

  if (text != NULL && strstr (text, "constraint_name") != NULL && !index->name.is_final)
    retort_call_gap (call, "the naming convention '%s' is not understood for an Index in a table", text);
  for (guint i = 0; index->columns != NULL && index->columns[i] != NULL; i++)
    {
      const RetortColumn *column = find_column (self, index->columns[i]);

      if (column == NULL)
        retort_call_refuse (call, "no column named '%s' is present in table '%s'", index->columns[i], self->name.text);
      else if (g_strcmp0 (column->name.text, column->key) != 0 || column->name.quote >= 0)
        retort_call_gap (call, "an index over a column with key= or quote= is not understood");
    }
}

/* A key makes its columns NOT NULL when nullable= was not given. */
static void
apply_primary_key (const RetortTable *self, const RetortConstraint *key)
{
  for (guint i = 0; i < key->n_columns; i++)
    for (guint j = 0; j < self->columns->len; j++)
      {
        RetortColumn *column = g_ptr_array_index (self->columns, j);

        if (g_strcmp0 (column->name.text, key->columns[i].text) != 0)
          continue;
        column->is_primary_key = TRUE;
        if (!column->nullable_was_given)
          column->is_nullable = FALSE;
      }
}

static int
compare_constraints (gconstpointer a, gconstpointer b)
{
  const RetortConstraint *first = *(const RetortConstraint *const *) a;
  const RetortConstraint *second = *(const RetortConstraint *const *) b;
  gboolean first_is_key = first->kind == RETORT_CONSTRAINT_PRIMARY_KEY;
  gboolean second_is_key = second->kind == RETORT_CONSTRAINT_PRIMARY_KEY;

  if (first_is_key != second_is_key)
    return first_is_key ? -1 : 1;
  return first->serial < second->serial ? -1 : first->serial > second->serial;
}

/* The elements of EXCLUDE are written already, as if columns had only plain names. */
static void
check_exclude (RetortCall *call, const RetortTable *self)
{
  for (guint i = 0; i < self->columns->len; i++)
    {
      const RetortColumn *column = g_ptr_array_index (self->columns, i);

      if (column->name.quote >= 0 || g_strcmp0 (column->name.text, column->key) != 0)
        retort_call_gap (call, "an EXCLUDE constraint over a table with key= or quote= is not understood");
    }
}

/**
 * retort_table_finish:
 * @call: the call that builds the table
 * @self: a table with all its items
 *
 * Makes the primary key that columns ask for, resolves names and puts the constraints in order: the primary key first, then in the
 * order in which they were made.
 */
void
retort_table_finish (RetortCall *call, RetortTable *self)
{
  RetortConstraint *key = find_primary_key (self);

  if (key == NULL)
    add_implicit_primary_key (call, self);
  else
    check_primary_key (call, self, key);
  for (guint i = 0; i < self->constraints->len; i++)
    {
      RetortConstraint *constraint = g_ptr_array_index (self->constraints, i);

      resolve_constraint (call, self, constraint);
      if (constraint->kind == RETORT_CONSTRAINT_EXCLUDE)
        check_exclude (call, self);
      constraint->name = retort_naming_of_constraint (call, constraint, self->name, self->schema, TRUE);
    }
  for (guint i = 0; i < self->indexes->len; i++)
    check_index (call, self, g_ptr_array_index (self->indexes, i));
  key = find_primary_key (self);
  if (key != NULL)
    apply_primary_key (self, key);
  check_autoincrement (call, self);
  g_ptr_array_sort (self->constraints, compare_constraints);
}

/* --- SERIAL --- */

static gboolean
has_foreign_key (const RetortTable *self, const RetortColumn *column)
{
  for (guint i = 0; i < self->constraints->len; i++)
    {
      const RetortConstraint *constraint = g_ptr_array_index (self->constraints, i);

      for (guint j = 0; constraint->kind == RETORT_CONSTRAINT_FOREIGN_KEY && j < constraint->n_columns; j++)
        if (g_strcmp0 (constraint->columns[j].text, column->name.text) == 0)
          return TRUE;
    }
  return FALSE;
}

/* PrimaryKeyConstraint._autoincrement_column */
static gboolean
is_autoincrement (const RetortTable *self, const RetortConstraint *key, const RetortColumn *column)
{
  RetortTypeFamily family = column->type->row->family;

  if (column->autoincrement == RETORT_AUTOINCREMENT_YES)
    return TRUE;
  if (key->n_columns != 1 || column->autoincrement == RETORT_AUTOINCREMENT_NO)
    return FALSE;
  if (family != RETORT_FAMILY_INTEGER && family != RETORT_FAMILY_NUMERIC)
    return FALSE;
  if (column->server_default.kind != RETORT_DEFAULT_NONE)
    return FALSE;
  return column->autoincrement == RETORT_AUTOINCREMENT_IGNORE_FK || !has_foreign_key (self, column);
}

/**
 * retort_table_is_serial:
 * @self: a finished table
 * @column: one of its columns
 *
 * Returns: whether the column is written as SERIAL (docs/reference/alembic-ops.md section 4.2)
 */
gboolean
retort_table_is_serial (const RetortTable *self, const RetortColumn *column)
{
  const RetortConstraint *key = find_primary_key (self);

  return key != NULL && is_in_key (key, column) && column->server_default.kind != RETORT_DEFAULT_IDENTITY
         && !column->has_python_default && is_autoincrement (self, key, column);
}
