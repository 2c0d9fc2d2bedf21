/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The statements that objects become (sqlalchemy/orm/persistence.py): an INSERT names every column but those that something else fills, and asks
 * for what the server fills; an UPDATE names what is not what it was. */
#include "formats/alembic/orm/object.h"

#include "formats/alembic/answers.h"
#include "formats/alembic/clause.h"
#include "formats/alembic/compiler.h"
#include "formats/alembic/core/statement-private.h"
#include "formats/alembic/ops.h"

#define MAX_COUNTED 1000     /* rows of an INSERT that asks for keys */
#define MAX_COUNTED_VALUES 32700
#define MAX_COMBINATIONS 16

/* --- INSERT --- */

static gboolean
is_given (const RetortObject *object, guint column)
{
  return object->values[column] != NULL && !retort_py_value_is (object->values[column], RETORT_PY_NONE);
}

/* What fills a column that an object does not. */
typedef enum
{
  BY_VALUE,   /* the object's own, or None */
  BY_DEFAULT, /* of Python */
  BY_SERVER,
  BY_NOTHING, /* NULL, which is not written */
} Filling;

static gboolean
is_json (const RetortClause *column)
{
  return column->type->row->family == RETORT_FAMILY_JSON;
}

static Filling
find_filling (RetortCall *call, const RetortObject *object, guint at)
{
  const RetortClause *column = object->table->columns[at];
  const RetortColumn *definition = column->definition;

  if (is_given (object, at))
    return BY_VALUE;
  if (is_json (column) && object->values[at] != NULL)
    retort_call_gap (call, "None for a JSON column is not understood");
  if (definition->has_python_default)
    return BY_DEFAULT;
  if (definition->server_default.kind != RETORT_DEFAULT_NONE || column == object->table->key)
    return BY_SERVER;
  if (column->is_key)
    retort_call_gap (call, "an object without a key is not followed");
  return is_json (column) ? BY_NOTHING : BY_VALUE;
}

/**
 * retort_flush_is_same_row:
 * @call: what makes the session send what it holds
 * @left: an object
 * @right: another of its class
 *
 * Returns: whether the database gets both in one statement
 */
gboolean
retort_flush_is_same_row (RetortCall *call, const RetortObject *left, const RetortObject *right)
{
  for (guint i = 0; i < left->table->n_columns; i++)
    if (find_filling (call, left, i) != find_filling (call, right, i))
      return FALSE;
  return TRUE;
}

/* A value that is written as it is; %NULL with a problem for a function. */
static RetortPyValue *
take_default (RetortCall *call, RetortObject *object, guint column)
{
  RetortPyValue *value = object->table->columns[column]->definition->python_default;

  if (value == NULL || (retort_py_value_get_string (value) == NULL && !retort_py_value_is (value, RETORT_PY_BOOL)
                        && !retort_py_value_is (value, RETORT_PY_INT) && !retort_py_value_is (value, RETORT_PY_FLOAT)))
    {
      retort_call_gap (call, "the default= of the column '%s' is not understood", object->table->columns[column]->name.text);
      return NULL;
    }
  object->values[column] = value;
  return value;
}

static void
add_row (RetortCall *call, RetortSelect *self, RetortObject *object)
{
  for (guint i = 0; i < object->table->n_columns && call->problem == NULL; i++)
    {
      const RetortClause *column = object->table->columns[i];
      Filling filling = find_filling (call, object, i);
      RetortPyValue *value = filling == BY_DEFAULT ? take_default (call, object, i) : object->values[i];

      if (value == NULL)
        value = retort_py_new_none (call->evaluation);
      if (call->problem == NULL && (filling == BY_VALUE || filling == BY_DEFAULT))
        self->assignments[self->n_assignments++] = (RetortAssignment){ column, retort_dml_assign (call, value, column) };
    }
  self->n_rows++;
}

static RetortClauses
list_filled (RetortCall *call, const RetortObject *object)
{
  RetortClauses filled = { retort_py_allocate (call->evaluation, (object->table->n_columns + 1) * sizeof *filled.items), 0, FALSE };

  for (guint i = 0; i < object->table->n_columns; i++)
    if (find_filling (call, object, i) == BY_SERVER)
      filled.items[filled.n_items++] = object->table->columns[i];
  return filled;
}

/* What the server filled, in a run. */
static void
take_filled (RetortCall *call, RetortObject *const *objects, guint n_objects, RetortClauses filled)
{
  g_autoptr(RetortAnswer) answer = retort_compiler_take_result (call->evaluation);

  if (answer == NULL || !answer->is_known)
    return;
  if (answer->rows->len != n_objects || answer->columns->len < filled.n_items)
    {
      retort_call_gap (call, "what the server gave back for new objects is not understood");
      return;
    }
  for (guint i = 0; i < n_objects; i++)
    for (guint j = 0; j < filled.n_items; j++)
      for (guint k = 0; k < objects[i]->table->n_columns; k++)
        if (objects[i]->table->columns[k] == filled.items[j])
          objects[i]->values[k] = retort_answer_get_cell (call->evaluation, answer, i, j);
}

/* Several rows whose keys the server numbers come back in their order ("insertmanyvalues" of SQLAlchemy 2.0). */
static void
check_counted (RetortCall *call, const RetortSelect *self, guint n_objects)
{
  if (self->table->key == NULL || self->n_assignments == 0 || self->returning.n_items == 0 || self->returning.items[0] != self->table->key
      || n_objects > MAX_COUNTED || self->n_assignments + n_objects > MAX_COUNTED_VALUES)
    retort_call_gap (call, "several objects of such a class in one statement are not understood");
}

/**
 * retort_flush_insert:
 * @call: what makes the session send what it holds
 * @objects: (array length=n_objects): new objects of one class, which fill the same columns
 * @n_objects: how many
 *
 * Sends their INSERT.
 */
void
retort_flush_insert (RetortCall *call, RetortObject *const *objects, guint n_objects)
{
  RetortSelect *self = retort_core_new (call->evaluation, RETORT_STATEMENT_INSERT);
  RetortClauses filled = list_filled (call, objects[0]);

  self->table = objects[0]->table;
  self->assignments = retort_py_allocate (call->evaluation, (n_objects * self->table->n_columns + 1) * sizeof *self->assignments);
  self->is_inline = TRUE;
  for (guint i = 0; i < n_objects && call->problem == NULL; i++)
    add_row (call, self, objects[i]);
  self->returning = filled;
  self->is_counted = n_objects > 1 && filled.n_items > 0;
  if (self->is_counted)
    check_counted (call, self, n_objects);
  if (n_objects > 1 && filled.n_items == 0 && retort_compiler_has_other_driver (call->evaluation))
    retort_call_gap (call, "several objects with keys of their own are sent otherwise by another driver");
  if (call->problem == NULL)
    retort_op_execute_value (call, retort_core_to_value (call, self), NULL);
  if (call->problem == NULL && filled.n_items > 0)
    take_filled (call, objects, n_objects, filled);
}

/* --- UPDATE and DELETE --- */

/* WHERE its key is what it was. */
static RetortClauses
find_row (RetortCall *call, const RetortObject *object)
{
  RetortClauses conditions = { retort_py_allocate (call->evaluation, (object->table->n_columns + 1) * sizeof *conditions.items), 0, FALSE };

  for (guint i = 0; i < object->table->n_columns; i++)
    if (object->table->columns[i]->is_key)
      {
        RetortPyValue *key = object->values[i];

        if (key == NULL)
          key = retort_py_new_live (call->evaluation, call->arguments->span);
        conditions.items[conditions.n_items++] = retort_clause_combine (call, "==", object->table->columns[i], key);
      }
  return conditions;
}

static RetortSelect *
begin (RetortCall *call, RetortStatementKind kind, const RetortObject *object)
{
  RetortSelect *self = retort_core_new (call->evaluation, kind);

  self->table = object->table;
  self->conditions = find_row (call, object);
  self->assignments = retort_py_allocate (call->evaluation, (object->table->n_columns + 1) * sizeof *self->assignments);
  self->n_rows = 1;
  return self;
}

static void
assign (RetortCall *call, RetortSelect *self, guint column, RetortPyValue *value)
{
  const RetortClause *clause = self->table->columns[column];

  self->assignments[self->n_assignments++] = (RetortAssignment){ clause, retort_dml_assign (call, value, clause) };
}

/* Is a column not what it was? Sets a problem when nobody can tell. */
static gboolean
is_changed (RetortCall *call, const RetortObject *object, guint column)
{
  int equal = object->before[column] == NULL ? 1 : 0;

  if (object->before[column] != NULL && object->before[column] != object->value)
    equal = retort_py_value_equals (object->before[column], object->values[column]);
  if (equal < 0)
    retort_call_gap (call, "whether '%s' of an object is what it was is not known", object->table->columns[column]->name.text);
  return equal == 0;
}

/**
 * retort_flush_update:
 * @call: what makes the session send what it holds
 * @object: an object that was changed
 *
 * Sends its UPDATE, if anything is not what it was.
 */
void
retort_flush_update (RetortCall *call, RetortObject *object)
{
  RetortSelect *self = begin (call, RETORT_STATEMENT_UPDATE, object);

  for (guint i = 0; i < object->table->n_columns && call->problem == NULL; i++)
    if (is_changed (call, object, i))
      assign (call, self, i, object->values[i]);
  if (call->problem == NULL && self->n_assignments > 0)
    retort_op_execute_value (call, retort_core_to_value (call, self), NULL);
}

/**
 * retort_flush_delete:
 * @call: what makes the session send what it holds
 * @object: an object that was deleted
 *
 * Sends its DELETE.
 */
void
retort_flush_delete (RetortCall *call, RetortObject *object)
{
  retort_op_execute_value (call, retort_core_to_value (call, begin (call, RETORT_STATEMENT_DELETE, object)), NULL);
}

/* --- What may be sent --- */

/* The changes of one class, each column's values beside each other. */
typedef struct
{
  RetortCall          *call;
  const RetortObject  *shape;
  const RetortChange **changes; /* in the order of the columns */
  guint                n_changes;
  RetortPyValue      **chosen;  /* of each column: nullable: it stays as it is */
  guint                n_sent;
} Combinations;

static void
send_combination (Combinations *self)
{
  RetortSelect *statement = begin (self->call, RETORT_STATEMENT_UPDATE, self->shape);

  for (guint i = 0; i < self->shape->table->n_columns && self->call->problem == NULL; i++)
    if (self->chosen[i] != NULL)
      assign (self->call, statement, i, self->chosen[i]);
  if (statement->n_assignments == 0 || self->call->problem != NULL)
    return;
  if (++self->n_sent > MAX_COMBINATIONS)
    retort_call_gap (self->call, "so many columns of objects that are decided while running are not followed");
  else
    retort_op_execute_value (self->call, retort_core_to_value (self->call, statement), NULL);
}

/* Each value of the column at @at with all that the columns behind it may be; then without it. */
static void
combine (Combinations *self, guint at)
{
  guint column;
  guint end = at;

  if (self->call->problem != NULL || at == self->n_changes)
    {
      if (self->call->problem == NULL)
        send_combination (self);
      return;
    }
  column = self->changes[at]->column;
  while (end < self->n_changes && self->changes[end]->column == column)
    end++;
  for (guint i = at; i < end; i++)
    {
      self->chosen[column] = self->changes[i]->value;
      combine (self, end);
    }
  self->chosen[column] = NULL;
  combine (self, end);
}

static int
compare_columns (gconstpointer a, gconstpointer b)
{
  const RetortChange *left = *(RetortChange *const *) a;
  const RetortChange *right = *(RetortChange *const *) b;

  return left->column < right->column ? -1 : left->column > right->column;
}

/**
 * retort_flush_changes:
 * @call: what makes the session send what it holds
 * @changes: (nullable): what may have been set of objects that the database gives
 * @klass: the class whose turn it is
 *
 * Sends the statements of which a run sends some.
 */
void
retort_flush_changes (RetortCall *call, const RetortChange *changes, const RetortPyValue *klass)
{
  g_autoptr(GPtrArray) sets = g_ptr_array_new ();
  const RetortObject *shape = NULL;
  gboolean is_deleted = FALSE;
  Combinations self = { .call = call };

  for (const RetortChange *at = changes; at != NULL; at = at->next)
    if (at->object->klass == klass)
      {
        shape = at->object;
        is_deleted = is_deleted || at->value == NULL;
        if (at->value != NULL)
          g_ptr_array_add (sets, (gpointer) at);
      }
  if (shape == NULL)
    return;
  g_ptr_array_sort (sets, compare_columns);
  self.shape = shape;
  self.changes = (const RetortChange **) sets->pdata;
  self.n_changes = sets->len;
  self.chosen = retort_py_allocate (call->evaluation, (shape->table->n_columns + 1) * sizeof *self.chosen);
  for (guint i = 0; i < shape->table->n_columns; i++)
    self.chosen[i] = NULL;
  combine (&self, 0);
  if (is_deleted && call->problem == NULL)
    retort_op_execute_value (call, retort_core_to_value (call, begin (call, RETORT_STATEMENT_DELETE, shape)), NULL);
}
