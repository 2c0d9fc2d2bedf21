/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SchemaGenerator and SchemaDropper of sqlalchemy/sql/ddl.py: tables in the order of their foreign keys, before them the enum types and
 * domains of their columns (NamedType of dialects/postgresql/named_types.py), behind them indexes and comments. A create_all() makes the
 * types of all tables of its MetaData, whichever it creates. What a set of Python puts in order is not determined. */
#include "formats/alembic/defined-table.h"

#include "formats/alembic/compiler.h"
#include "formats/alembic/mapped-class.h"
#include "formats/alembic/naming.h"
#include "formats/alembic/ops.h"
#include "formats/alembic/table-set.h"

/* A definition that is being read. */
typedef struct
{
  const RetortTableClause *clause;
  gboolean                 is_complete; /* types are taken from what foreign keys refer to, and @sql is written */
  RetortTable             *table;       /* nullable, owned: not understood */
  char                    *sql;         /* nullable, owned: CREATE TABLE */
} Definition;

/* One create() or drop(). */
typedef struct
{
  RetortCall *call;
  gboolean    creates;
  gboolean    is_checked;  /* checkfirst=True */
  GHashTable *seen_types;  /* set of texts, owned */
  GPtrArray  *definitions; /* element: Definition, owned: of the tables that are created or dropped */
} Run;

static void
definition_free (gpointer data)
{
  Definition *self = data;

  g_clear_pointer (&self->table, retort_table_free);
  g_free (self->sql);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Definition, definition_free)

static void
run_clear (Run *self)
{
  g_clear_pointer (&self->seen_types, g_hash_table_unref);
  g_clear_pointer (&self->definitions, g_ptr_array_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Run, run_clear)

/* --- Reading --- */

static Definition *definition_read (RetortCall *call, const RetortTableClause *clause, gboolean is_complete, gboolean if_not_exists);

/* NULL: it is not in the MetaData, or not understood. */
static const RetortTableClause *
find_target (const RetortTableClause *clause, const RetortConstraint *key)
{
  RetortName schema = key->target_schema;
  RetortPyValue *value;

  if (clause->set == NULL)
    return NULL;
  if (schema.text == NULL)
    schema = retort_table_set_get_schema (clause->set);
  value = retort_table_set_find (clause->set, schema, key->target_table);
  return value != NULL ? retort_py_value_get_foreign_data (value) : NULL;
}

static const RetortColumn *
find_column (const RetortTable *table, const char *key)
{
  for (guint i = 0; table != NULL && i < table->columns->len; i++)
    {
      const RetortColumn *column = g_ptr_array_index (table->columns, i);

      if (g_strcmp0 (column->key, key) == 0)
        return column;
    }
  return NULL;
}

static RetortColumn *
find_named (RetortTable *table, const char *name)
{
  for (guint i = 0; i < table->columns->len; i++)
    {
      RetortColumn *column = g_ptr_array_index (table->columns, i);

      if (g_strcmp0 (column->name.text, name) == 0)
        return column;
    }
  return NULL;
}

/* What a foreign key refers to is written as it is called, and gives its type to a column without one. */
static void
resolve_key (RetortCall *call, Definition *self, const RetortConstraint *key)
{
  const RetortTableClause *target = find_target (self->clause, key);
  g_autoptr(Definition) other = target != NULL && target != self->clause ? definition_read (call, target, FALSE, FALSE) : NULL;
  RetortTable *table = other != NULL ? other->table : target != NULL ? self->table : NULL;

  for (guint i = 0; i < key->n_columns && call->problem == NULL; i++)
    {
      const RetortColumn *column = find_column (table, key->target_columns[i].text);
      RetortColumn *own = find_named (self->table, key->columns[i].text);

      if (column == NULL || own == NULL)
        retort_call_gap (call, "the column '%s.%s' of a foreign key is not known", key->target_table.text, key->target_columns[i].text);
      else if (g_strcmp0 (column->name.text, column->key) != 0 || column->name.quote >= 0 || table->name.quote >= 0)
        retort_call_gap (call, "a foreign key to what has key= or quote= is not understood");
      else if (own->type->row->family == RETORT_FAMILY_NULL)
        own->type = column->type;
    }
}

static void
resolve_keys (RetortCall *call, Definition *self)
{
  for (guint i = 0; i < self->table->constraints->len && call->problem == NULL; i++)
    {
      const RetortConstraint *constraint = g_ptr_array_index (self->table->constraints, i);

      if (constraint->kind == RETORT_CONSTRAINT_FOREIGN_KEY)
        resolve_key (call, self, constraint);
      if (constraint->has_comment)
        retort_call_gap (call, "the comment of a constraint is not understood here");
    }
  for (guint i = 0; i < self->table->columns->len; i++)
    if (((RetortColumn *) g_ptr_array_index (self->table->columns, i))->has_sequence)
      retort_call_gap (call, "a table with a sequence is not understood here");
}

static const RetortPyForeignClass definition_class = { .name = "definition" };

static RetortPyArguments
with_keyword (RetortPyEvaluation *evaluation, const RetortPyArguments *arguments, const char *name, RetortPyValue *value)
{
  RetortPyArguments more = *arguments;
  const char **names = retort_py_allocate (evaluation, (arguments->n_keywords + 1) * sizeof *names);

  more.keyword_values = retort_py_allocate (evaluation, (arguments->n_keywords + 1) * sizeof *more.keyword_values);
  for (guint i = 0; i < arguments->n_keywords; i++)
    {
      names[i] = arguments->keyword_names[i];
      more.keyword_values[i] = arguments->keyword_values[i];
    }
  names[arguments->n_keywords] = name;
  more.keyword_values[more.n_keywords++] = value;
  more.keyword_names = names;
  return more;
}

/* Table(…) as op.create_table() reads it. */
static RetortPyValue *
define (RetortCall *call)
{
  Definition *self = retort_value_get_data (call->receiver, &definition_class);
  g_autoptr(GString) sql = g_string_new (NULL);

  self->table = retort_op_read_table (call);
  if (call->problem != NULL || !self->is_complete)
    return NULL;
  resolve_keys (call, self);
  if (call->problem == NULL && retort_op_append_table (call, sql, self->table, TRUE))
    self->sql = g_strdup (sql->str);
  return NULL;
}

/* NULL with a problem: not understood. */
static Definition *
definition_read (RetortCall *call, const RetortTableClause *clause, gboolean is_complete, gboolean if_not_exists)
{
  static const RetortFunction function = { "Table", RETORT_OP_TABLE_SIGNATURE, define, FALSE };
  g_autoptr(Definition) self = g_new0 (Definition, 1);
  RetortPyArguments arguments;
  RetortNaming *naming;
  RetortPyValue *result;

  if (clause->definition == NULL || clause->has_more)
    {
      retort_call_gap (call, "the definition of the table of %s() is not understood", call->function->name);
      return NULL;
    }
  self->clause = clause;
  self->is_complete = is_complete;
  arguments = *clause->definition;
  if (if_not_exists)
    arguments = with_keyword (call->evaluation, clause->definition, "if_not_exists", retort_py_new_bool (call->evaluation, TRUE));
  naming = retort_compiler_set_naming (call->evaluation, NULL);
  result = retort_call_run (call->evaluation, &function, retort_py_new_foreign (call->evaluation, &definition_class, self, NULL), &arguments);
  retort_compiler_set_naming (call->evaluation, naming);
  if (retort_py_value_is (result, RETORT_PY_UNKNOWN))
    retort_call_gap_value (call, "the table", result);
  else if (self->table == NULL || (is_complete && self->sql == NULL))
    retort_call_gap (call, "the definition of the table of %s() is not understood", call->function->name);
  return call->problem == NULL ? g_steal_pointer (&self) : NULL;
}

/**
 * retort_defined_table_dup_sql:
 * @call: the call that asks
 * @clause: a table
 * @if_not_exists: with IF NOT EXISTS
 *
 * Returns: (transfer full) (nullable): CREATE TABLE of it; %NULL with a problem when its definition is not understood
 */
char *
retort_defined_table_dup_sql (RetortCall *call, const RetortTableClause *clause, gboolean if_not_exists)
{
  g_autoptr(Definition) self = definition_read (call, clause, TRUE, if_not_exists);

  return self != NULL ? g_steal_pointer (&self->sql) : NULL;
}

/* --- Types --- */

/* A type comes and goes once a run, however many columns have it. */
static void
emit_type (Run *self, const RetortType *type, RetortName table_schema)
{
  RetortName schema = retort_type_get_schema (type, table_schema);
  g_autofree char *sql = NULL;
  char *key;

  if (!type->create_type)
    return;
  key = g_strdup_printf ("%s %s.%s", retort_type_get_keyword (type), schema.text != NULL ? schema.text : "", type->name.text);
  if (!g_hash_table_add (self->seen_types, key))
    return;
  sql = self->creates ? retort_type_create_sql (type, table_schema) : retort_type_drop_sql (type, table_schema);
  if (self->is_checked)
    retort_compiler_emit_if_type (self->call->evaluation, sql, schema.text, type->name.text, !self->creates);
  else
    retort_compiler_emit (self->call->evaluation, sql);
}

static void
check_types (Run *self, const RetortTable *table)
{
  for (guint i = 0; i < table->columns->len; i++)
    {
      const RetortColumn *column = g_ptr_array_index (table->columns, i);
      const RetortType *type = retort_type_find_named (column->type);
      const char *reason;

      if (type == NULL)
        continue;
      if (type->has_metadata)
        retort_call_gap (self->call, "a type with metadata= of a table is not understood here");
      else if (type->create_type && retort_type_is_unusable (type, &reason))
        retort_call_refuse (self->call, "%s", reason);
    }
}

static void
emit_types (Run *self, const RetortTable *table)
{
  for (guint i = 0; i < table->columns->len; i++)
    {
      const RetortColumn *column = g_ptr_array_index (table->columns, i);
      const RetortType *type = retort_type_find_named (column->type);

      if (type != NULL)
        emit_type (self, type, table->schema);
    }
}

/* --- Tables --- */

/* Is it to be created or dropped? */
static gboolean
is_wanted (Run *self, const RetortTableClause *clause)
{
  return !self->is_checked
         || retort_compiler_find_relation (self->call->evaluation, RETORT_RELATION_TABLE, clause->schema.text, clause->name.text, !self->creates)
              == !self->creates;
}

static void
emit_create (Run *self, const Definition *definition)
{
  g_autoptr(GString) sql = g_string_new (definition->sql);

  retort_op_emit (self->call, sql);
  retort_op_emit_indexes (self->call, definition->table);
  retort_op_emit_table_comments (self->call, definition->table);
}

static void
emit_drop (Run *self, const Definition *definition)
{
  g_autoptr(GString) sql = g_string_new ("DROP TABLE ");

  retort_table_clause_append (sql, definition->clause);
  retort_op_emit (self->call, sql);
}

static gboolean
begin (Run *self, RetortCall *call, gboolean creates, gboolean is_checked)
{
  RetortPyValue *bind = retort_call_get (call, "bind");

  self->call = call;
  self->creates = creates;
  self->seen_types = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->definitions = g_ptr_array_new_with_free_func (definition_free);
  if (!retort_compiler_is_bind (bind))
    retort_call_gap (call, "%s() with another connection than the migration's is not understood", call->function->name);
  self->is_checked = retort_call_get_flag (call, "checkfirst", is_checked);
  return call->problem == NULL;
}

static RetortPyValue *
run_table (RetortCall *call, gboolean creates)
{
  const RetortTableClause *clause = retort_table_clause_from_value (call, "the table", call->receiver);
  g_auto(Run) self = { 0 };
  g_autoptr(Definition) definition = NULL;

  if (clause == NULL || !begin (&self, call, creates, FALSE))
    return NULL;
  definition = definition_read (call, clause, TRUE, FALSE);
  if (definition != NULL)
    check_types (&self, definition->table);
  if (call->problem != NULL || !is_wanted (&self, clause))
    return NULL;
  if (creates)
    emit_types (&self, definition->table);
  if (creates)
    emit_create (&self, definition);
  else
    emit_drop (&self, definition);
  if (!creates)
    emit_types (&self, definition->table);
  return NULL;
}

static RetortPyValue *
create_table (RetortCall *call)
{
  return run_table (call, TRUE);
}

static RetortPyValue *
drop_table (RetortCall *call)
{
  return run_table (call, FALSE);
}

const RetortFunction retort_defined_table_functions[] = {
  { "create", "bind, checkfirst=False", create_table, TRUE },
  { "drop", "bind, checkfirst=False", drop_table, TRUE },
  { NULL },
};

/* --- All tables of a MetaData --- */

/* (transfer container): those of tables=, or all. */
static GPtrArray *
list_tables (RetortCall *call, const GPtrArray *all)
{
  RetortPyValue *given = retort_call_get (call, "tables");
  GPtrArray *tables = g_ptr_array_new ();
  guint n_items = 0;
  RetortPyValue **items;

  if (retort_value_is_none (given))
    {
      for (guint i = 0; i < all->len; i++)
        g_ptr_array_add (tables, g_ptr_array_index (all, i));
      return tables;
    }
  items = retort_value_list_items (call, "tables", given, &n_items);
  for (guint i = 0; i < n_items && call->problem == NULL; i++)
    {
      const RetortTableClause *table = retort_value_is_mapped_class (items[i]) ? NULL : retort_table_clause_from_value (call, "a table", items[i]);

      if (table == NULL || g_ptr_array_find (tables, table, NULL) || !g_ptr_array_find ((GPtrArray *) all, table, NULL))
        retort_call_gap (call, "tables of %s() is not understood", call->function->name);
      else
        g_ptr_array_add (tables, (gpointer) table);
    }
  return tables;
}

static gboolean
is_key_of (const Definition *definition, const RetortConstraint *key, const RetortTableClause *target)
{
  return key->kind == RETORT_CONSTRAINT_FOREIGN_KEY && !key->use_alter && target != definition->clause
         && find_target (definition->clause, key) == target;
}

/* Does it refer to one of those that are left? */
static gboolean
has_to_wait (const Definition *definition, const GPtrArray *left)
{
  for (guint i = 0; i < definition->table->constraints->len; i++)
    for (guint j = 0; j < left->len; j++)
      if (is_key_of (definition, g_ptr_array_index (definition->table->constraints, i), ((Definition *) g_ptr_array_index (left, j))->clause))
        return TRUE;
  return FALSE;
}

/* sort_as_subsets() of sqlalchemy/util/topological.py */
static void
sort_definitions (Run *self)
{
  g_autoptr(GPtrArray) left = g_steal_pointer (&self->definitions);

  self->definitions = g_ptr_array_new_with_free_func (definition_free);
  while (left->len > 0 && self->call->problem == NULL)
    {
      g_autoptr(GPtrArray) output = g_ptr_array_new ();

      for (guint i = 0; i < left->len; i++)
        if (!has_to_wait (g_ptr_array_index (left, i), left))
          g_ptr_array_add (output, g_ptr_array_index (left, i));
      if (output->len == 0)
        retort_call_gap (self->call, "tables that refer to each other get their foreign keys in an order that is not determined");
      for (guint i = 0; i < output->len; i++)
        {
          guint index = 0;

          g_ptr_array_find (left, g_ptr_array_index (output, i), &index);
          g_ptr_array_add (self->definitions, g_ptr_array_steal_index (left, index));
        }
    }
}

static void
emit_late_key (Run *self, const RetortTable *table, const RetortConstraint *key)
{
  g_autoptr(GString) sql = retort_op_alter (self->call, table->name, table->schema);

  g_string_append (sql, self->creates ? "ADD " : "DROP CONSTRAINT ");
  if (self->creates)
    retort_constraint_append (self->call, sql, key);
  else
    retort_constraint_append_name (self->call, sql, key->name);
  retort_op_emit (self->call, sql);
}

/* The foreign key with use_alter=True among those of the tables. */
static void
emit_late_keys (Run *self, gboolean emits)
{
  guint n_keys = 0;

  for (guint i = 0; i < self->definitions->len && self->call->problem == NULL; i++)
    {
      const Definition *definition = g_ptr_array_index (self->definitions, i);

      for (guint j = 0; j < definition->table->constraints->len; j++)
        {
          const RetortConstraint *key = g_ptr_array_index (definition->table->constraints, j);

          if (key->kind != RETORT_CONSTRAINT_FOREIGN_KEY || !key->use_alter)
            continue;
          if (++n_keys > 1)
            retort_call_gap (self->call, "several foreign keys with use_alter=True come in an order that is not determined");
          else if (!self->creates && key->name.text == NULL)
            retort_call_refuse (self->call, "can't emit DROP CONSTRAINT for a constraint that has no name");
          else if (emits)
            emit_late_key (self, definition->table, key);
        }
    }
}

/* Everything is read before anything is sent. */
static void
read_all (Run *self, RetortTableSet *set, GPtrArray *types_of)
{
  g_autoptr(GPtrArray) all = retort_table_set_list (self->call, set);
  g_autoptr(GPtrArray) tables = list_tables (self->call, all);

  for (guint i = 0; i < all->len && self->call->problem == NULL; i++)
    {
      Definition *definition = definition_read (self->call, g_ptr_array_index (all, i), TRUE, FALSE);

      if (definition == NULL)
        return;
      g_ptr_array_add (types_of, definition);
      check_types (self, definition->table);
    }
  for (guint i = 0; i < tables->len && self->call->problem == NULL; i++)
    g_ptr_array_add (self->definitions, definition_read (self->call, g_ptr_array_index (tables, i), TRUE, FALSE));
}

/* SQLAlchemy asks for all tables first. */
static void
keep_wanted (Run *self)
{
  g_autoptr(GPtrArray) asked = g_steal_pointer (&self->definitions);

  self->definitions = g_ptr_array_new_with_free_func (definition_free);
  while (asked->len > 0)
    {
      g_autoptr(Definition) definition = g_ptr_array_steal_index (asked, 0);

      if (is_wanted (self, definition->clause))
        g_ptr_array_add (self->definitions, g_steal_pointer (&definition));
    }
}

static void
emit_all_types (Run *self, const GPtrArray *types_of)
{
  for (guint i = 0; i < types_of->len; i++)
    emit_types (self, ((Definition *) g_ptr_array_index (types_of, i))->table);
}

static RetortPyValue *
run_all (RetortCall *call, gboolean creates)
{
  RetortTableSet *set = retort_table_set_from_value (call->receiver);
  g_autoptr(GPtrArray) types_of = g_ptr_array_new_with_free_func (definition_free);
  g_auto(Run) self = { 0 };

  if (!begin (&self, call, creates, TRUE))
    return NULL;
  read_all (&self, set, types_of);
  if (call->problem != NULL)
    return NULL;
  keep_wanted (&self);
  sort_definitions (&self);
  emit_late_keys (&self, FALSE);
  if (call->problem != NULL)
    return NULL;
  if (creates)
    emit_all_types (&self, types_of);
  else
    emit_late_keys (&self, TRUE);
  for (guint i = 0; i < self.definitions->len; i++)
    if (creates)
      emit_create (&self, g_ptr_array_index (self.definitions, i));
    else
      emit_drop (&self, g_ptr_array_index (self.definitions, self.definitions->len - 1 - i));
  if (creates)
    emit_late_keys (&self, TRUE);
  else
    emit_all_types (&self, types_of);
  return NULL;
}

static RetortPyValue *
create_all (RetortCall *call)
{
  return run_all (call, TRUE);
}

static RetortPyValue *
drop_all (RetortCall *call)
{
  return run_all (call, FALSE);
}

const RetortFunction retort_defined_table_set_functions[] = {
  { "create_all", "bind=None, tables=None, checkfirst=True", create_all, TRUE },
  { "drop_all", "bind=None, tables=None, checkfirst=True", drop_all, TRUE },
  { NULL },
};
