/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "formats/alembic/column.h"

#include <string.h>

static void taint (RetortPyEvaluation *evaluation, RetortPyValue *self);

static const RetortPyForeignClass column_class = {
  .name = "Column",
  .taint = taint,
};

static void
taint (RetortPyEvaluation *evaluation, RetortPyValue *self)
{
  RetortColumn *column = retort_py_value_get_foreign_data (self);

  column->is_tainted = TRUE;
}

/**
 * retort_column_from_value:
 * @value: (nullable): a value
 *
 * Returns: (nullable): the column that it is
 */
RetortColumn *
retort_column_from_value (const RetortPyValue *value)
{
  return retort_value_get_data (value, &column_class);
}

/**
 * retort_column_has_foreign_key:
 * @self: a column
 *
 * Returns: whether a ForeignKey stands among its arguments
 */
gboolean
retort_column_has_foreign_key (const RetortColumn *self)
{
  for (guint i = 0; i < self->n_items; i++)
    if (self->items[i]->kind == RETORT_CONSTRAINT_FOREIGN_KEY)
      return TRUE;
  return FALSE;
}

/* --- Making --- */

static void
set_server_default (RetortCall *call, RetortColumn *self, RetortDefault value)
{
  if (value.kind == RETORT_DEFAULT_NONE)
    return;
  if (self->server_default.kind == RETORT_DEFAULT_COMPUTED || value.kind == RETORT_DEFAULT_COMPUTED)
    if (self->server_default.kind != RETORT_DEFAULT_NONE)
      retort_call_refuse (call, "a generated column cannot specify a server default");
  if (self->server_default.kind != RETORT_DEFAULT_NONE && call->problem == NULL)
    retort_call_refuse (call, "a column cannot have two server defaults");
  self->server_default = value;
}

/* A Sequence is a default that Python asks for: nothing of it is written, but only an optional one leaves room for SERIAL. */
static void
take_sequence (RetortColumn *self, const RetortSequence *sequence)
{
  self->has_sequence = TRUE;
  self->has_python_default = self->has_python_default || !sequence->is_optional;
}

static void
take_item (RetortCall *call, RetortColumn *self, RetortPyValue *value)
{
  RetortConstraint *constraint = retort_constraint_from_value (value);
  const RetortSequence *sequence = retort_sequence_from_value (value);

  if (constraint != NULL)
    {
      if (constraint->kind == RETORT_CONSTRAINT_FOREIGN_KEY || constraint->kind == RETORT_CONSTRAINT_CHECK)
        self->items[self->n_items++] = constraint;
      else
        retort_call_gap (call, "this constraint among the arguments of Column() is not understood");
    }
  else if (sequence != NULL)
    take_sequence (self, sequence);
  else if (retort_default_is_item (value))
    set_server_default (call, self, retort_default_from_value (call, "an argument", value));
  else if (!retort_py_value_is (value, RETORT_PY_NONE))
    retort_call_gap_value (call, "an argument", value);
}

static void
set_type (RetortCall *call, RetortColumn *self, RetortPyValue *value)
{
  if (self->type->row->family != RETORT_FAMILY_NULL)
    retort_call_refuse (call, "a column may not have two types");
  else
    {
      const RetortType *type = retort_type_from_value (call, "the type", value);

      if (type != NULL)
        self->type = type;
    }
}

/* Column("name", Type, item, …), Column(Type, name="name"), and the like. */
static void
read_positional (RetortCall *call, RetortColumn *self)
{
  guint first = 0;

  self->items = retort_py_allocate (call->evaluation, (call->n_rest + 1) * sizeof *self->items);
  if (call->n_rest > 0 && !retort_value_is_type (call->rest[0]) && retort_constraint_from_value (call->rest[0]) == NULL
      && !retort_default_is_item (call->rest[0]) && retort_sequence_from_value (call->rest[0]) == NULL)
    {
      self->name = retort_name_from_value (call, "the name", call->rest[0]);
      first = 1;
    }
  for (guint i = first; i < call->n_rest && call->problem == NULL; i++)
    {
      /* An unknown value in the place of the type is the type. */
      if (retort_value_is_type (call->rest[i])
          || (i <= 1 && self->type->row->family == RETORT_FAMILY_NULL && retort_py_value_is (call->rest[i], RETORT_PY_UNKNOWN)))
        set_type (call, self, call->rest[i]);
      else
        take_item (call, self, call->rest[i]);
    }
}

static void
read_autoincrement (RetortCall *call, RetortColumn *self)
{
  RetortPyValue *value = retort_call_get (call, "autoincrement");
  const char *word = value != NULL ? retort_py_value_get_string (value) : NULL;

  self->autoincrement = RETORT_AUTOINCREMENT_AUTO;
  if (value == NULL || g_strcmp0 (word, "auto") == 0)
    return;
  if (g_strcmp0 (word, "ignore_fk") == 0)
    self->autoincrement = RETORT_AUTOINCREMENT_IGNORE_FK;
  else if (retort_py_value_is (value, RETORT_PY_BOOL))
    self->autoincrement = retort_py_value_get_bool (value) ? RETORT_AUTOINCREMENT_YES : RETORT_AUTOINCREMENT_NO;
  else
    retort_call_gap_value (call, "autoincrement", value);
}

static void
read_python_default (RetortCall *call, RetortColumn *self)
{
  RetortPyValue *value = retort_call_get (call, "default");
  const RetortSequence *sequence = retort_sequence_from_value (value);

  if (value == NULL)
    value = retort_call_get (call, "insert_default");
  /* Whatever it is, it is not written; only that there is one counts. A value that is not known is one that is not None. */
  if (sequence != NULL)
    take_sequence (self, sequence);
  else if (!retort_value_is_none (value))
    {
      self->has_python_default = TRUE;
      self->python_default = value;
    }
  if (self->has_sequence && self->server_default.kind == RETORT_DEFAULT_IDENTITY)
    retort_call_refuse (call, "a column cannot specify both Identity and Sequence");
}

static void
read_nullable (RetortCall *call, RetortColumn *self)
{
  RetortPyValue *value = retort_call_get (call, "nullable");
  gboolean is_identity = self->server_default.kind == RETORT_DEFAULT_IDENTITY;

  self->nullable_was_given = value != NULL;
  self->is_nullable = retort_call_get_flag (call, "nullable", !self->is_primary_key && !is_identity);
}

static RetortPyValue *
make_column (RetortCall *call)
{
  RetortColumn *self = retort_py_allocate (call->evaluation, sizeof *self);
  int quote;

  memset (self, 0, sizeof *self);
  self->type = retort_type_null ();
  self->name = retort_name_of (NULL);
  read_positional (call, self);
  if (!retort_value_is_none (retort_call_get (call, "name")))
    self->name = retort_call_get_name (call, "name");
  if (!retort_value_is_none (retort_call_get (call, "type_")))
    set_type (call, self, retort_call_get (call, "type_"));
  self->is_primary_key = retort_call_get_flag (call, "primary_key", FALSE);
  set_server_default (call, self, retort_default_from_value (call, "server_default", retort_call_get (call, "server_default")));
  read_nullable (call, self);
  read_autoincrement (call, self);
  read_python_default (call, self);
  self->has_onupdate = !retort_value_is_none (retort_call_get (call, "onupdate"));
  if (self->autoincrement == RETORT_AUTOINCREMENT_NO && self->server_default.kind == RETORT_DEFAULT_IDENTITY)
    retort_call_refuse (call, "a column with an Identity cannot specify autoincrement=False");
  self->is_unique = retort_call_get_flag (call, "unique", FALSE);
  self->is_indexed = retort_call_get_flag (call, "index", FALSE);
  self->is_system = retort_call_get_flag (call, "system", FALSE);
  self->comment = retort_call_get_string (call, "comment");
  self->key = retort_call_get_string (call, "key");
  quote = retort_call_get_tristate (call, "quote");
  if (quote >= 0)
    self->name.quote = quote;
  if (self->key == NULL)
    self->key = self->name.text;
  retort_call_check_options (call, (const char *const[]){ NULL });
  return call->problem == NULL ? retort_py_new_foreign (call->evaluation, &column_class, self, NULL) : NULL;
}

const RetortFunction retort_column_function = {
  "Column",
  "*args, name=None, type_=None, autoincrement='auto', default=NO_ARG, insert_default=NO_ARG, doc=None, key=None, index=None, "
  "unique=None, info=None, nullable=NULL_UNSPECIFIED, onupdate=None, primary_key=False, server_default=None, "
  "server_onupdate=None, quote=None, system=False, comment=None, insert_sentinel=False, **options",
  make_column, FALSE,
};

static RetortPyValue *
make_mapped_column (RetortCall *call)
{
  RetortPyValue *value = make_column (call);

  if (value != NULL)
    retort_column_from_value (value)->is_mapped = TRUE;
  return value;
}

/* sqlalchemy.orm; what only dataclasses and loading ask for goes into the options. */
const RetortFunction retort_mapped_column_functions[] = {
  { "mapped_column",
    "*args, name=None, type_=None, autoincrement='auto', default=NO_ARG, insert_default=NO_ARG, doc=None, key=None, index=None, "
    "unique=None, info=None, nullable=NULL_UNSPECIFIED, onupdate=None, primary_key=False, server_default=None, "
    "server_onupdate=None, quote=None, system=False, comment=None, init=NO_ARG, repr=NO_ARG, default_factory=NO_ARG, "
    "compare=NO_ARG, kw_only=NO_ARG, use_existing_column=False, deferred=NO_ARG, deferred_group=None, active_history=False, "
    "sort_order=NO_ARG, **options",
    make_mapped_column, FALSE },
  { NULL },
};

/* --- Writing --- */

static const char *const serial_words[] = {
  [RETORT_SERIAL_PLAIN] = "SERIAL",
  [RETORT_SERIAL_SMALL] = "SMALLSERIAL",
  [RETORT_SERIAL_BIG] = "BIGSERIAL",
};

/**
 * retort_column_append_checks:
 * @call: the call that writes it
 * @out: where to append
 * @self: a column
 *
 * Appends the CHECK constraints that stand in the column's definition, each with a blank before it.
 *
 * Returns: whether they could be written
 */
gboolean
retort_column_append_checks (RetortCall *call, GString *out, const RetortColumn *self)
{
  for (guint i = 0; i < self->n_items; i++)
    if (self->items[i]->kind == RETORT_CONSTRAINT_CHECK)
      {
        g_string_append_c (out, ' ');
        if (!retort_constraint_append (call, out, self->items[i]))
          return FALSE;
      }
  return TRUE;
}

/**
 * retort_column_append:
 * @call: the call that writes it
 * @out: where to append
 * @self: a column
 * @is_serial: its type is written as SERIAL and it has no DEFAULT
 * @table_schema: the schema of its table
 *
 * Appends the column as it stands in a table or behind ADD COLUMN, without its CHECK constraints.
 *
 * Returns: whether it could be written
 */
gboolean
retort_column_append (RetortCall *call, GString *out, const RetortColumn *self, gboolean is_serial, RetortName table_schema)
{
  gboolean is_identity = self->server_default.kind == RETORT_DEFAULT_IDENTITY;
  const char *reason;

  if (self->is_tainted)
    retort_call_gap (call, "column '%s' may have been changed by something that is not understood", self->name.text);
  else if (self->name.text == NULL)
    retort_call_refuse (call, "a column must have a name");
  else if (!is_serial && retort_type_is_unusable (self->type, &reason))
    retort_call_refuse (call, "%s", reason);
  if (call->problem != NULL)
    return FALSE;
  retort_name_append (out, self->name);
  g_string_append_c (out, ' ');
  if (is_serial)
    g_string_append (out, serial_words[self->type->row->serial]);
  else
    {
      retort_type_append (out, self->type, table_schema);
      retort_default_append (out, &self->server_default);
    }
  if (!self->is_nullable && !is_identity)
    g_string_append (out, " NOT NULL");
  else if (self->is_nullable && is_identity)
    g_string_append (out, " NULL");
  return TRUE;
}
