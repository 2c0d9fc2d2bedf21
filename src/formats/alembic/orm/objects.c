/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a session holds, and when it sends it: the unit of work (sqlalchemy/orm/session.py, unitofwork.py, persistence.py). Of one class UPDATEs
 * come first, in the order of the keys, then INSERTs, in the order of add(), then DELETEs; classes come in the order of their names. With
 * relationships between them they do not, and are a gap.
 *
 * Before a run the objects that a query gives are one shape, and what is set of it a set of changes that may be sent: each combination of
 * columns, since SQLAlchemy leaves out what the row has already. */
#include "formats/alembic/orm/object.h"

#include "formats/alembic/compiler.h"
#include "formats/alembic/core/select.h"
#include "formats/alembic/mapped-class.h"

#include <string.h>

typedef enum
{
  ADDED,
  CHANGED,
  DELETED,
} EntryKind;

/* An object that waits to be sent. */
typedef struct
{
  RetortObject *object;
  EntryKind     kind;
  guint         path; /* that it was put there on */
} Entry;

struct _RetortObjects
{
  GArray       *entries;     /* element: Entry */
  RetortChange *changes;     /* nullable: of shapes, the last first */
  GHashTable   *identities;  /* key: owned text of class and key; value: RetortObject */
  guint         n_commits;
  gboolean      has_autoflush;
  gboolean      expires;
};

/**
 * retort_objects_new:
 * @evaluation: the evaluation
 * @has_autoflush: queries send what waits
 * @expires: behind a commit objects are read anew
 *
 * Returns: (transfer full): what a new session holds
 */
RetortObjects *
retort_objects_new (RetortPyEvaluation *evaluation, gboolean has_autoflush, gboolean expires)
{
  RetortObjects *self = g_new0 (RetortObjects, 1);

  self->entries = g_array_new (FALSE, FALSE, sizeof (Entry));
  self->identities = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->has_autoflush = has_autoflush;
  self->expires = expires;
  return self;
}

/**
 * retort_objects_free:
 * @self: (transfer full): a #RetortObjects
 */
void
retort_objects_free (gpointer self)
{
  RetortObjects *objects = self;

  g_array_unref (objects->entries);
  g_hash_table_unref (objects->identities);
  g_free (objects);
}

/* --- What waits --- */

static gboolean
is_waiting (const RetortObjects *self, const RetortObject *object)
{
  for (guint i = 0; i < self->entries->len; i++)
    if (g_array_index (self->entries, Entry, i).object == object)
      return TRUE;
  return FALSE;
}

static void
wait_for_flush (RetortPyEvaluation *evaluation, RetortObjects *self, RetortObject *object, EntryKind kind)
{
  const Entry entry = { object, kind, retort_py_evaluation_get_path (evaluation) };

  if (!is_waiting (self, object))
    g_array_append_val (self->entries, entry);
}

/**
 * retort_objects_add:
 * @call: session.add()
 * @self: what the session holds
 * @object: (nullable): what is added
 *
 * Adds an object that the session does not hold yet.
 */
void
retort_objects_add (RetortCall *call, RetortObjects *self, RetortObject *object)
{
  if (object == NULL || object->is_tainted || object->is_deleted || (object->holder != NULL && object->holder != self))
    {
      retort_call_gap (call, "what %s() is given is not understood", call->function->name);
      return;
    }
  if (object->holder == NULL)
    wait_for_flush (call->evaluation, self, object, ADDED);
  object->holder = self;
}

static gboolean
is_same_value (const RetortPyValue *left, const RetortPyValue *right)
{
  const char *live = retort_py_value_get_live_text (left);
  const char *other = retort_py_value_get_live_text (right);
  g_autofree char *text = NULL;
  g_autofree char *other_text = NULL;

  if (left == right || live != NULL || other != NULL)
    return left == right || g_strcmp0 (live, other) == 0;
  if (left == NULL || right == NULL)
    return FALSE;
  text = retort_py_value_to_repr (left);
  other_text = retort_py_value_to_repr (right);
  return text != NULL && g_strcmp0 (text, other_text) == 0;
}

static void
add_change (RetortPyEvaluation *evaluation, RetortObject *shape, guint column, RetortPyValue *value)
{
  RetortObjects *self = shape->holder;
  RetortChange *change;

  for (const RetortChange *at = self->changes; at != NULL; at = at->next)
    if (at->object->klass == shape->klass && at->column == column && is_same_value (at->value, value))
      return;
  change = retort_py_allocate (evaluation, sizeof *change);
  *change = (RetortChange){ shape, column, value, self->changes };
  self->changes = change;
}

/**
 * retort_objects_delete:
 * @call: session.delete()
 * @self: what the session holds
 * @object: (nullable): what is to be deleted
 *
 * Deletes an object. Of a class with relationships it may read and change others first.
 */
void
retort_objects_delete (RetortCall *call, RetortObjects *self, RetortObject *object)
{
  if (object == NULL || !object->is_stored || object->is_tainted || object->is_deleted || object->holder != self
      || retort_objects_are_expired (object))
    retort_call_gap (call, "what %s() is given is not understood", call->function->name);
  else if (retort_mapped_class_has_relations (call->evaluation, object->klass))
    retort_call_gap (call, "delete() of an object of a class with relationships is not followed");
  else if (object->is_shape)
    add_change (call->evaluation, object, object->table->n_columns, NULL);
  else if (is_waiting (self, object))
    retort_call_gap (call, "delete() of an object that was changed before is not followed");
  else
    wait_for_flush (call->evaluation, self, object, DELETED);
}

/**
 * retort_objects_change:
 * @evaluation: the evaluation
 * @object: an object
 * @column: one of its columns
 * @value: what it is set to
 *
 * Sets an attribute.
 */
void
retort_objects_change (RetortPyEvaluation *evaluation, RetortObject *object, guint column, RetortPyValue *value)
{
  if (object->is_shape)
    {
      add_change (evaluation, object, column, value);
      return;
    }
  if (object->is_stored)
    {
      RetortPyValue *before = retort_object_get_value (evaluation, object, column);

      if (object->before[column] == NULL)
        object->before[column] = object->values[column] == NULL && retort_py_value_is (before, RETORT_PY_NONE) ? object->value : before;
      wait_for_flush (evaluation, object->holder, object, CHANGED);
    }
  object->values[column] = value;
}

/**
 * retort_objects_are_expired:
 * @object: an object
 *
 * Returns: whether it would be read anew, since there was a commit
 */
gboolean
retort_objects_are_expired (const RetortObject *object)
{
  return object->is_stored && object->holder != NULL && object->holder->n_commits != object->n_commits;
}

/**
 * retort_objects_are_waiting:
 * @self: what a session holds
 *
 * Returns: whether there is something that it would send
 */
gboolean
retort_objects_are_waiting (const RetortObjects *self)
{
  return self->entries->len > 0 || self->changes != NULL;
}

/* --- Flushing --- */

static gboolean
is_understood (RetortCall *call, const RetortObjects *self)
{
  guint path = retort_py_evaluation_get_path (call->evaluation);

  for (guint i = 0; i < self->entries->len; i++)
    {
      const Entry *entry = &g_array_index (self->entries, Entry, i);

      if (entry->object->is_tainted)
        retort_call_gap (call, "an object that the session sends here may have been changed by something that is not understood");
      if (entry->path != path && !retort_compiler_is_live (call->evaluation))
        retort_call_gap (call, "which objects the session sends here is decided while running");
    }
  for (const RetortChange *at = self->changes; at != NULL; at = at->next)
    if (at->object->is_tainted)
      retort_call_gap (call, "an object that the session sends here may have been changed by something that is not understood");
  return call->problem == NULL;
}

static int
compare_classes (gconstpointer a, gconstpointer b)
{
  return g_strcmp0 (retort_mapped_class_get_name (*(RetortPyValue *const *) a), retort_mapped_class_get_name (*(RetortPyValue *const *) b));
}

static void
add_class (GPtrArray *classes, const RetortObject *object)
{
  if (!g_ptr_array_find (classes, object->klass, NULL))
    g_ptr_array_add (classes, object->klass);
}

/* (transfer container): the classes in the order in which they are sent. */
static GPtrArray *
list_classes (RetortCall *call, const RetortObjects *self)
{
  GPtrArray *classes = g_ptr_array_new ();

  for (guint i = 0; i < self->entries->len; i++)
    add_class (classes, g_array_index (self->entries, Entry, i).object);
  for (const RetortChange *at = self->changes; at != NULL; at = at->next)
    add_class (classes, at->object);
  g_ptr_array_sort (classes, compare_classes);
  for (guint i = 0; i < classes->len; i++)
    if ((self->entries->len > 1 || self->changes != NULL)
        && retort_mapped_class_relates_to_itself (call->evaluation, g_ptr_array_index (classes, i)))
      retort_call_gap (call, "the order in which objects that may refer to each other are sent is not determined");
  for (guint i = 1; i < classes->len; i++)
    {
      RetortPyValue *klass = g_ptr_array_index (classes, i);
      RetortPyValue *before = g_ptr_array_index (classes, i - 1);

      if (retort_mapped_class_has_relations (call->evaluation, klass) || retort_mapped_class_has_relations (call->evaluation, before)
          || !retort_mapped_class_is_beside (klass, before) || compare_classes (&klass, &before) == 0)
        retort_call_gap (call, "the order in which objects of several classes are sent is not determined");
    }
  return classes;
}

/* -1, 0, 1; sets a problem when the order is not determined */
static int
compare_keys (RetortCall *call, const RetortObject *a, const RetortObject *b)
{
  for (guint i = 0; i < a->table->n_columns; i++)
    {
      gint64 left;
      gint64 right;
      const char *text = a->values[i] != NULL ? retort_py_value_get_string (a->values[i]) : NULL;
      const char *other = b->values[i] != NULL ? retort_py_value_get_string (b->values[i]) : NULL;

      if (!a->table->columns[i]->is_key)
        continue;
      if (text != NULL && other != NULL)
        {
          if (strcmp (text, other) != 0)
            return strcmp (text, other);
        }
      else if (a->values[i] == NULL || b->values[i] == NULL || !retort_py_value_get_int64 (a->values[i], &left)
               || !retort_py_value_get_int64 (b->values[i], &right))
        retort_call_gap (call, "the order in which the session sends its objects is not determined");
      else if (left != right)
        return left < right ? -1 : 1;
    }
  return 0;
}

static int
compare_objects (gconstpointer a, gconstpointer b, gpointer call)
{
  return compare_keys (call, *(RetortObject *const *) a, *(RetortObject *const *) b);
}

/* (transfer container): those of a class that wait for @kind, in the order in which they are sent. */
static GPtrArray *
list_objects (RetortCall *call, const RetortObjects *self, const RetortPyValue *klass, EntryKind kind)
{
  GPtrArray *objects = g_ptr_array_new ();

  for (guint i = 0; i < self->entries->len; i++)
    {
      const Entry *entry = &g_array_index (self->entries, Entry, i);

      if (entry->object->klass == klass && entry->kind == kind)
        g_ptr_array_add (objects, entry->object);
    }
  if (kind != ADDED)
    g_ptr_array_sort_with_data (objects, compare_objects, call);
  return objects;
}

/* Those beside each other that set the same columns are sent together. */
static void
insert_all (RetortCall *call, const GPtrArray *objects)
{
  guint n;

  for (guint i = 0; i < objects->len && call->problem == NULL; i += n)
    {
      for (n = 1; i + n < objects->len && retort_flush_is_same_row (call, g_ptr_array_index (objects, i), g_ptr_array_index (objects, i + n)); n++)
        ;
      retort_flush_insert (call, (RetortObject *const *) objects->pdata + i, n);
    }
}

static void
flush_class (RetortCall *call, const RetortObjects *self, const RetortPyValue *klass)
{
  g_autoptr(GPtrArray) changed = list_objects (call, self, klass, CHANGED);
  g_autoptr(GPtrArray) added = list_objects (call, self, klass, ADDED);
  g_autoptr(GPtrArray) deleted = list_objects (call, self, klass, DELETED);

  retort_flush_changes (call, self->changes, klass);
  for (guint i = 0; i < changed->len && call->problem == NULL; i++)
    retort_flush_update (call, g_ptr_array_index (changed, i));
  insert_all (call, added);
  for (guint i = 0; i < deleted->len && call->problem == NULL; i++)
    retort_flush_delete (call, g_ptr_array_index (deleted, i));
}

static char *
dup_identity (const RetortObject *object)
{
  GString *text = g_string_new (NULL);

  g_string_append_printf (text, "%p", (gconstpointer) object->klass);
  for (guint i = 0; i < object->table->n_columns; i++)
    if (object->table->columns[i]->is_key)
      {
        g_autofree char *key = object->values[i] != NULL ? retort_py_value_to_repr (object->values[i]) : NULL;

        g_string_append_printf (text, " %s", key != NULL ? key : "?");
      }
  return g_string_free (text, FALSE);
}

static void
keep (RetortObjects *self, RetortObject *object)
{
  object->holder = self;
  object->is_stored = TRUE;
  object->n_commits = self->n_commits;
  if (!object->is_shape)
    g_hash_table_insert (self->identities, dup_identity (object), object);
}

/* What was sent waits no longer. */
static void
settle (RetortObjects *self, gboolean is_certain)
{
  for (guint i = 0; i < self->entries->len; i++)
    {
      const Entry *entry = &g_array_index (self->entries, Entry, i);

      memset (entry->object->before, 0, entry->object->table->n_columns * sizeof *entry->object->before);
      entry->object->is_deleted = entry->kind == DELETED;
      if (entry->kind == ADDED)
        keep (self, entry->object);
    }
  g_array_set_size (self->entries, 0);
  if (is_certain)
    self->changes = NULL;
}

/**
 * retort_objects_flush:
 * @call: what makes the session send what it holds
 * @self: what the session holds
 *
 * Sends what waits.
 */
void
retort_objects_flush (RetortCall *call, RetortObjects *self)
{
  g_autoptr(GPtrArray) classes = NULL;

  if (retort_objects_are_waiting (self) && is_understood (call, self))
    classes = list_classes (call, self);
  for (guint i = 0; classes != NULL && i < classes->len && call->problem == NULL; i++)
    flush_class (call, self, g_ptr_array_index (classes, i));
  settle (self, retort_py_evaluation_get_path (call->evaluation) == 0);
}

/**
 * retort_objects_flush_before_query:
 * @call: a query of a session
 * @self: what the session holds
 *
 * Sends what waits, unless the session was told not to.
 */
void
retort_objects_flush_before_query (RetortCall *call, RetortObjects *self)
{
  if (self->has_autoflush)
    retort_objects_flush (call, self);
}

/**
 * retort_objects_commit:
 * @call: session.commit()
 * @self: what the session holds
 *
 * Sends what waits; objects are read anew from now on.
 */
void
retort_objects_commit (RetortCall *call, RetortObjects *self)
{
  retort_objects_flush (call, self);
  self->n_commits += self->expires;
}

/* --- Reading --- */

/* Unless it is to be read anew, an object stays what it was as long as somebody has it, which nobody knows here. */
static RetortPyValue *
read_again (RetortCall *call, RetortObject *known, const RetortObject *read)
{
  for (guint i = 0; i < read->table->n_columns; i++)
    if (retort_objects_are_expired (known))
      known->values[i] = read->values[i];
    else if (known->before[i] != NULL || known->is_deleted || !is_same_value (known->values[i], read->values[i]))
      retort_call_gap (call, "an object whose row has changed since it was read is not followed");
  known->n_commits = known->holder->n_commits;
  return call->problem == NULL ? known->value : NULL;
}

/* The object of a key is the one that was read before; what the row holds now is looked at only when it is read anew. */
static RetortPyValue *
read_row (RetortCall *call, RetortObjects *self, RetortPyValue *klass, RetortPyValue *row)
{
  RetortObject *object;
  RetortPyValue *value = retort_object_new (call, klass, &object);
  g_autofree char *identity = NULL;
  RetortObject *known;

  if (value == NULL)
    return NULL;
  for (guint i = 0; i < object->table->n_columns; i++)
    object->values[i] = retort_core_is_plain_type (object->table->columns[i]->type)
                          ? retort_py_value_get_item (row, i)
                          : retort_py_new_unknown (call->evaluation, call->arguments->span, "what the type of a column makes of its value is not determined");
  identity = dup_identity (object);
  known = g_hash_table_lookup (self->identities, identity);
  if (known != NULL)
    return read_again (call, known, object);
  keep (self, object);
  return value;
}

static RetortPyValue *
read_rows (RetortCall *call, RetortObjects *self, RetortPyValue *klass, RetortPyValue *rows)
{
  guint n_rows = retort_py_value_get_n_items (rows);
  g_autofree RetortPyValue **values = g_new0 (RetortPyValue *, n_rows + 1);

  for (guint i = 0; i < n_rows && call->problem == NULL; i++)
    values[i] = read_row (call, self, klass, retort_py_value_get_item (rows, i));
  return call->problem == NULL ? retort_py_new_list (call->evaluation, values, n_rows) : NULL;
}

/**
 * retort_objects_read:
 * @call: a query of a session
 * @self: what the session holds
 * @klass: the class of what it gives
 * @rows: what the database gave: rows, a row or None; or a live value
 * @are_many: whether the query gives a list
 *
 * Returns: (nullable): the objects; %NULL with a problem when they are not understood
 */
RetortPyValue *
retort_objects_read (RetortCall *call, RetortObjects *self, RetortPyValue *klass, RetortPyValue *rows, gboolean are_many)
{
  RetortObject *shape;
  RetortPyValue *value;

  if (retort_py_value_is_live (rows))
    {
      value = retort_object_new (call, klass, &shape);
      if (value == NULL)
        return NULL;
      shape->is_shape = TRUE;
      keep (self, shape);
      return retort_py_new_live_objects (call->evaluation, call->arguments->span, value, are_many);
    }
  if (retort_py_value_is (rows, RETORT_PY_NONE) || retort_py_value_is (rows, RETORT_PY_UNKNOWN))
    return rows;
  return are_many ? read_rows (call, self, klass, rows) : read_row (call, self, klass, rows);
}
