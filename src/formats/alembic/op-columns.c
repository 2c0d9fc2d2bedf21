/* SPDX-License-Identifier: GPL-3.0-or-later */
/* add_column, drop_column, alter_column (docs/reference/alembic-ops.md section 6; alembic/operations/toimpl.py, ddl/postgresql.py). */
#include "formats/alembic/ops.h"

#include "formats/alembic/compiler.h"

#include <string.h>

/* --- add_column --- */

/* inline_references: a single foreign key stands in the column's definition. */
static gboolean
append_inline_reference (RetortCall *call, GString *sql, const RetortTable *table, const RetortConstraint **inlined)
{
  const RetortConstraint *only = NULL;
  RetortConstraint bare;
  g_autoptr(GString) key = g_string_new (NULL);
  const char *references;

  for (guint i = 0; i < table->constraints->len; i++)
    {
      const RetortConstraint *constraint = g_ptr_array_index (table->constraints, i);

      if (constraint->kind != RETORT_CONSTRAINT_FOREIGN_KEY)
        continue;
      if (only != NULL)
        return TRUE;
      only = constraint;
    }
  if (only == NULL)
    return TRUE;
  bare = *only;
  bare.name = retort_name_of (NULL);
  bare.is_not_valid = FALSE;
  if (!retort_constraint_append (call, key, &bare))
    return FALSE;
  references = strstr (key->str, ") REFERENCES ");
  g_string_append (sql, references + 1);
  *inlined = only;
  return TRUE;
}

static void
emit_column (RetortCall *call, const RetortTable *table, const RetortConstraint **inlined)
{
  const RetortColumn *column = g_ptr_array_index (table->columns, 0);
  g_autoptr(GString) sql = retort_op_alter (call, table->name, table->schema);

  g_string_append (sql, retort_call_get_flag (call, "if_not_exists", FALSE) ? "ADD COLUMN IF NOT EXISTS " : "ADD COLUMN ");
  if (!retort_column_append (call, sql, column, retort_table_is_serial (table, column), table->schema))
    return;
  if (retort_call_get_flag (call, "inline_primary_key", FALSE) && column->is_primary_key)
    g_string_append (sql, " PRIMARY KEY");
  if (retort_call_get_flag (call, "inline_references", FALSE) && !append_inline_reference (call, sql, table, inlined))
    return;
  if (retort_column_append_checks (call, sql, column))
    retort_op_emit (call, sql);
}

static RetortPyValue *
add_column (RetortCall *call)
{
  g_autoptr(RetortTable) table = retort_alembic_table_new (retort_op_get_table (call), retort_op_get_schema (call));
  RetortColumn *column = retort_column_from_value (retort_call_get (call, "column"));
  const RetortConstraint *inlined = NULL;

  if (retort_call_has (call, "insert_before")
      && (!retort_value_is_none (retort_call_get (call, "insert_before")) || !retort_value_is_none (retort_call_get (call, "insert_after"))))
    retort_call_refuse (call, "can't specify insert_before or insert_after when using ALTER");
  if (column == NULL)
    retort_call_gap_value (call, "column", retort_call_get (call, "column"));
  if (call->problem != NULL)
    return NULL;
  retort_table_add_column (call, table, column);
  retort_table_finish (call, table);
  if (call->problem != NULL)
    return NULL;
  emit_column (call, table, &inlined);
  for (guint i = 0; i < table->constraints->len; i++)
    {
      const RetortConstraint *constraint = g_ptr_array_index (table->constraints, i);

      if (constraint->kind != RETORT_CONSTRAINT_PRIMARY_KEY && constraint != inlined)
        retort_op_add_constraint (call, constraint, table->name, table->schema);
    }
  for (guint i = 0; i < table->indexes->len && call->problem == NULL; i++)
    {
      g_autoptr(GString) sql = g_string_new (NULL);

      if (retort_index_append (call, sql, g_ptr_array_index (table->indexes, i), table->name, table->schema, FALSE))
        retort_op_emit (call, sql);
    }
  retort_op_emit_column_comment (call, table, column);
  return NULL;
}

/* --- drop_column --- */

static RetortPyValue *
drop_column (RetortCall *call)
{
  g_autoptr(GString) sql = retort_op_alter (call, retort_op_get_table (call), retort_op_get_schema (call));
  RetortName column = retort_call_get_name (call, "column_name");
  RetortPyValue *if_exists = retort_call_get_option (call, "if_exists");

  if (!retort_value_is_none (if_exists) && !retort_py_value_is (if_exists, RETORT_PY_BOOL))
    retort_call_gap_value (call, "if_exists", if_exists);
  if (column.text == NULL)
    retort_call_gap_value (call, "column_name", retort_call_get (call, "column_name"));
  if (call->problem != NULL)
    return NULL;
  g_string_append (sql, "DROP COLUMN ");
  if (!retort_value_is_none (if_exists) && retort_py_value_get_bool (if_exists))
    g_string_append (sql, "IF EXISTS ");
  retort_name_append (sql, column);
  retort_op_emit (call, sql);
  return NULL;
}

/* --- alter_column --- */

/* What an alter_column call says, read once. */
typedef struct
{
  RetortCall       *call;
  RetortName        table;
  RetortName        schema;
  RetortName        column;
  const RetortType *type;          /* nullable */
  const RetortType *existing_type; /* nullable */
  gboolean          sets_default;
  RetortDefault     new_default;
} Alteration;

static GString *
alter (const Alteration *self, const char *what)
{
  GString *sql = retort_op_alter (self->call, self->table, self->schema);

  g_string_append (sql, "ALTER COLUMN ");
  retort_name_append (sql, self->column);
  g_string_append (sql, what);
  return sql;
}

/* The CHECK that a non-native enum brings along, on a table of that one column. */
static RetortTable *
table_of_type (const Alteration *self, const RetortType *type)
{
  RetortTable *table = retort_alembic_table_new (self->table, self->schema);
  RetortColumn column = { .name = self->column, .key = self->column.text, .type = type };

  retort_table_add_column (self->call, table, &column);
  return table;
}

static void
drop_type_check (const Alteration *self)
{
  g_autoptr(RetortTable) table = NULL;

  if (self->type == NULL || self->existing_type == NULL)
    return;
  table = table_of_type (self, self->existing_type);
  for (guint i = 0; i < table->constraints->len && self->call->problem == NULL; i++)
    {
      const RetortConstraint *check = g_ptr_array_index (table->constraints, i);
      g_autoptr(GString) sql = g_string_new ("ALTER TABLE ");

      retort_name_append_schema (sql, self->schema);
      retort_name_append (sql, self->table);
      g_string_append (sql, " DROP CONSTRAINT ");
      if (check->name.text == NULL)
        retort_call_refuse (self->call, "can't emit DROP CONSTRAINT for a constraint that has no name");
      else if (retort_constraint_append_name (self->call, sql, check->name))
        retort_op_emit (self->call, sql);
    }
}

static void
add_type_check (const Alteration *self)
{
  g_autoptr(RetortTable) table = NULL;

  if (self->type == NULL || self->call->problem != NULL)
    return;
  table = table_of_type (self, self->type);
  for (guint i = 0; i < table->constraints->len; i++)
    retort_op_add_constraint (self->call, g_ptr_array_index (table->constraints, i), self->table, self->schema);
}

static void
emit_type (const Alteration *self)
{
  RetortPyValue *value = retort_call_get_option (self->call, "postgresql_using");
  const char *expression = retort_value_get_string (self->call, "postgresql_using", value);
  g_autoptr(GString) sql = alter (self, " TYPE ");
  const char *reason;

  if (self->type == NULL)
    {
      if (!retort_value_is_none (value))
        retort_call_refuse (self->call, "postgresql_using must be used with the type_ parameter");
      return;
    }
  if (retort_type_is_unusable (self->type, &reason))
    retort_call_refuse (self->call, "%s", reason);
  if (self->call->problem != NULL)
    return;
  /* No table hands its schema to the type here. */
  retort_type_append (sql, self->type, self->type->schema);
  if (expression != NULL && expression[0] != '\0')
    g_string_append_printf (sql, " USING %s", expression);
  retort_op_emit (self->call, sql);
}

static void
emit_nullable (const Alteration *self)
{
  int nullable = retort_call_get_tristate (self->call, "nullable");
  g_autoptr(GString) sql = alter (self, nullable > 0 ? " DROP NOT NULL" : " SET NOT NULL");

  if (nullable >= 0)
    retort_op_emit (self->call, sql);
}

/* Options of an identity that differ, by the name of the parameter; @existing (nullable): False was given. */
static void
append_identity_changes (GString *sql, const RetortIdentity *identity, const RetortIdentity *existing)
{
  /* Sorted by Python's attribute names, "always" first. */
  static const RetortIdentityOption sorted[] = {
    RETORT_IDENTITY_CACHE,      RETORT_IDENTITY_CYCLE,    RETORT_IDENTITY_INCREMENT,  RETORT_IDENTITY_MAXVALUE,
    RETORT_IDENTITY_MINVALUE,   RETORT_IDENTITY_NOMAXVALUE, RETORT_IDENTITY_NOMINVALUE, RETORT_IDENTITY_START,
  };
  static const RetortIdentity none = { 0 };

  if (existing == NULL)
    existing = &none;
  if (identity->is_always != existing->is_always)
    g_string_append (sql, identity->is_always ? " SET GENERATED ALWAYS" : " SET GENERATED BY DEFAULT");
  for (guint i = 0; i < G_N_ELEMENTS (sorted); i++)
    {
      RetortIdentityOption option = sorted[i];

      if (identity->is_given[option]
          && (!existing->is_given[option] || identity->values[option] != existing->values[option]))
        {
          g_string_append (sql, " SET ");
          retort_identity_append_option (sql, identity, option);
        }
    }
}

/* An identity on either side; the existing default is False, which is not None, when it is not given. */
static void
emit_identity (const Alteration *self, const RetortDefault *existing, gboolean existing_is_none)
{
  g_autoptr(GString) sql = alter (self, "");

  if (self->new_default.kind == RETORT_DEFAULT_NONE)
    g_string_append (sql, " DROP IDENTITY");
  else if (existing_is_none)
    {
      g_string_append (sql, " ADD ");
      retort_identity_append (sql, self->new_default.identity);
    }
  else if (self->new_default.kind == RETORT_DEFAULT_IDENTITY)
    append_identity_changes (sql, self->new_default.identity, existing->identity);
  else if (retort_py_value_get_string (retort_call_get (self->call, "server_default")) == NULL)
    retort_call_refuse (self->call, "an expression cannot take the place of an identity");
  retort_op_emit (self->call, sql);
}

static void
emit_default (const Alteration *self)
{
  RetortPyValue *existing_value = retort_call_get (self->call, "existing_server_default");
  gboolean existing_is_false = existing_value == NULL
                               || (retort_py_value_is (existing_value, RETORT_PY_BOOL) && !retort_py_value_get_bool (existing_value));
  RetortDefault existing = { RETORT_DEFAULT_NONE, NULL, NULL };
  g_autoptr(GString) sql = NULL;

  if (!self->sets_default)
    return;
  /* What stands there already matters only for identities and generated columns. */
  if (!existing_is_false && (retort_default_is_item (existing_value) || retort_py_value_is (existing_value, RETORT_PY_UNKNOWN)))
    existing = retort_default_from_value (self->call, "existing_server_default", existing_value);
  if (self->call->problem != NULL)
    return;
  if (self->new_default.kind == RETORT_DEFAULT_COMPUTED || existing.kind == RETORT_DEFAULT_COMPUTED)
    {
      retort_call_refuse (self->call, "adding or removing a \"computed\" construct to or from an existing column is not supported");
      return;
    }
  if (self->new_default.kind == RETORT_DEFAULT_IDENTITY || existing.kind == RETORT_DEFAULT_IDENTITY)
    {
      emit_identity (self, &existing, !existing_is_false && retort_value_is_none (existing_value));
      return;
    }
  if (self->new_default.kind == RETORT_DEFAULT_FETCHED)
    {
      retort_call_gap (self->call, "FetchedValue() as a new server default is not understood");
      return;
    }
  sql = alter (self, self->new_default.kind == RETORT_DEFAULT_NONE ? " DROP DEFAULT" : " SET");
  retort_default_append (sql, &self->new_default);
  retort_op_emit (self->call, sql);
}

static void
emit_comment (const Alteration *self)
{
  RetortPyValue *value = retort_call_get (self->call, "comment");
  const char *comment;
  g_autoptr(GString) object = g_string_new (NULL);

  if (value == NULL || (retort_py_value_is (value, RETORT_PY_BOOL) && !retort_py_value_get_bool (value)))
    return;
  comment = retort_value_get_string (self->call, "comment", value);
  g_string_append (object, "COLUMN ");
  retort_name_append_dotted (object, self->schema);
  retort_name_append (object, self->table);
  g_string_append_c (object, '.');
  retort_name_append (object, self->column);
  retort_op_emit_comment (self->call, object, comment);
}

static void
emit_name (const Alteration *self)
{
  RetortName name = retort_call_get_name (self->call, "new_column_name");
  g_autoptr(GString) sql = NULL;

  if (name.text == NULL || self->call->problem != NULL)
    return;
  sql = retort_op_alter (self->call, self->table, self->schema);
  g_string_append (sql, "RENAME ");
  retort_name_append (sql, self->column);
  g_string_append (sql, " TO ");
  retort_name_append (sql, name);
  retort_op_emit (self->call, sql);
}

static const RetortType *
get_type (RetortCall *call, const char *name)
{
  RetortPyValue *value = retort_call_get (call, name);

  if (retort_value_is_none (value))
    return NULL;
  /* What the column was is not written. */
  return g_str_equal (name, "existing_type") ? retort_type_from_any (call, name, value) : retort_type_from_value (call, name, value);
}

static void
read_new_default (Alteration *self)
{
  RetortPyValue *value = retort_call_get (self->call, "server_default");

  /* False means: leave it. */
  self->sets_default = value != NULL && !(retort_py_value_is (value, RETORT_PY_BOOL) && !retort_py_value_get_bool (value));
  if (self->sets_default && retort_py_value_is (value, RETORT_PY_INT)
      && retort_default_is_item (retort_call_get (self->call, "existing_server_default")))
    retort_call_gap (self->call, "a number in the place of an identity is not understood");
  else if (self->sets_default)
    self->new_default = retort_default_from_value (self->call, "server_default", value);
}

/* A Column in the place of a name: Alembic says nothing as long as there is nothing to alter, and fails on the first name to quote. */
static void
refuse_column (Alteration *self)
{
  static const struct { const char *name; gboolean may_be_none; } alterations[] = {
    { "nullable", FALSE }, { "new_column_name", FALSE }, { "type_", FALSE }, { "comment", TRUE }, { "server_default", TRUE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (alterations); i++)
    {
      const RetortPyValue *value = retort_call_get (self->call, alterations[i].name);

      if (value == NULL || (alterations[i].may_be_none ? retort_py_value_is (value, RETORT_PY_BOOL) : retort_value_is_none (value)))
        continue;
      retort_call_refuse (self->call, "Neither 'Column' object nor 'Comparator' object has an attribute 'lower'");
      return;
    }
}

/* Everything that could be wrong is read before the first statement goes out. */
static void
check_alteration (Alteration *self)
{
  retort_call_get_tristate (self->call, "nullable");
  retort_call_get_name (self->call, "new_column_name");
  if (self->column.text == NULL && retort_column_from_value (retort_call_get (self->call, "column_name")) == NULL)
    retort_call_gap_value (self->call, "column_name", retort_call_get (self->call, "column_name"));
  if (retort_call_get_option (self->call, "name") != NULL)
    retort_call_refuse (self->call, "alter_column() got an unexpected keyword argument 'name'");
  if (retort_call_has (self->call, "insert_before")
      && (!retort_value_is_none (retort_call_get (self->call, "insert_before"))
          || !retort_value_is_none (retort_call_get (self->call, "insert_after"))))
    retort_call_refuse (self->call, "can't specify insert_before or insert_after when using ALTER");
}

static RetortPyValue *
alter_column (RetortCall *call)
{
  Alteration self = {
    .call = call,
    .table = retort_op_get_table (call),
    .schema = retort_op_get_schema (call),
    .type = get_type (call, "type_"),
  };

  if (retort_column_from_value (retort_call_get (call, "column_name")) != NULL)
    refuse_column (&self);
  else
    self.column = retort_call_get_name (call, "column_name");

  /* The old type only matters when there is a new one. */
  if (self.type != NULL)
    self.existing_type = get_type (call, "existing_type");
  else
    retort_call_doubt_value (call, "existing_type");
  read_new_default (&self);
  check_alteration (&self);
  if (call->problem != NULL || self.column.text == NULL)
    return NULL;
  drop_type_check (&self);
  emit_type (&self);
  emit_nullable (&self);
  emit_default (&self);
  emit_comment (&self);
  emit_name (&self);
  add_type_check (&self);
  return NULL;
}

#define ALTER "column_name, *, nullable=None, comment=False, server_default=False, new_column_name=None, type_=None, " \
              "existing_type=None, existing_server_default=False, existing_nullable=None, existing_comment=None, "

const RetortFunction retort_op_column_functions[] = {
  { "add_column", "table_name, column, *, schema=None, if_not_exists=None, inline_references=None, inline_primary_key=None",
    add_column, TRUE },
  { "drop_column", "table_name, column_name, *, schema=None, **kw", drop_column, TRUE },
  { "alter_column", "table_name, " ALTER "schema=None, **kw", alter_column, TRUE },
  { NULL },
};

const RetortFunction retort_batch_column_functions[] = {
  { "add_column", "column, *, insert_before=None, insert_after=None, if_not_exists=None, inline_references=None, inline_primary_key=None",
    add_column, TRUE },
  { "drop_column", "column_name, **kw", drop_column, TRUE },
  { "alter_column", ALTER "insert_before=None, insert_after=None, **kw", alter_column, TRUE },
  { NULL },
};
