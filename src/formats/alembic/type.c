/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A type is named (`sa.Integer`) or made (`sa.String(50)`); both mean a type wherever one is wanted. */
#include "formats/alembic/type.h"

#include "formats/alembic/compiler.h"
#include "formats/alembic/own-type.h"
#include "formats/alembic/quoting.h"
#include "formats/alembic/table-set.h"
#include "python/object.h"

#include <string.h>

static void
read_foreign (RetortCall *call, RetortType *type)
{
  /* Its arguments are those of another database. */
}

static const RetortTypeRow null_row = { "NullType", FALSE, FALSE, RETORT_FAMILY_NULL, "NULL", "", NULL, RETORT_SERIAL_PLAIN };
/* Of another database: it may stand where it is not written. */
static const RetortTypeRow foreign_row = {
  "a type of another database", FALSE, FALSE, RETORT_FAMILY_OTHER, "", "*args, **options", NULL, RETORT_SERIAL_PLAIN, read_foreign,
};
/* A class of the project's own that changes its part in statements: likewise. */
static const RetortTypeRow unfollowed_row = {
  "a type that is not followed", FALSE, FALSE, RETORT_FAMILY_OTHER, "", "*args, **options", NULL, RETORT_SERIAL_PLAIN, read_foreign,
};
/* Those of MySQL of which PostgreSQL's compiler writes the name, whatever their arguments are. */
static const RetortTypeRow mysql_rows[] = {
  { "BIGINT", FALSE, FALSE, RETORT_FAMILY_INTEGER, "BIGINT", "*args, **options", NULL, RETORT_SERIAL_BIG, read_foreign },
  { "BOOLEAN", FALSE, FALSE, RETORT_FAMILY_BOOLEAN, "BOOLEAN", "*args, **options", NULL, RETORT_SERIAL_PLAIN, read_foreign },
  { "DATE", FALSE, FALSE, RETORT_FAMILY_DATE, "DATE", "*args, **options", NULL, RETORT_SERIAL_PLAIN, read_foreign },
  { "DATETIME", FALSE, FALSE, RETORT_FAMILY_DATETIME, "DATETIME", "*args, **options", NULL, RETORT_SERIAL_PLAIN, read_foreign },
  { "INTEGER", FALSE, FALSE, RETORT_FAMILY_INTEGER, "INTEGER", "*args, **options", NULL, RETORT_SERIAL_PLAIN, read_foreign },
  { "JSON", FALSE, FALSE, RETORT_FAMILY_JSON, "JSON", "*args, **options", NULL, RETORT_SERIAL_PLAIN, read_foreign },
  { "SMALLINT", FALSE, FALSE, RETORT_FAMILY_INTEGER, "SMALLINT", "*args, **options", NULL, RETORT_SERIAL_SMALL, read_foreign },
};
static const RetortType null_type = { .row = &null_row, .length = -1, .precision = -1, .scale = -1, .dimensions = -1 };

static RetortPyValue *type_get_attribute (RetortPyEvaluation *evaluation, RetortPyValue *self, const char *name);
static RetortPyValue *row_call (RetortPyEvaluation *evaluation, RetortPyValue *self, const RetortPyArguments *arguments);

/* A type with its arguments; data: RetortType. */
static const RetortPyForeignClass type_class = {
  .name = "type",
  .get_attribute = type_get_attribute,
};

/* A type's name; data: RetortTypeRow. */
static const RetortPyForeignClass row_class = {
  .name = "type",
  .call = row_call,
  .derive = retort_own_type_derive,
};

/**
 * retort_type_null:
 *
 * Returns: (transfer none): the type of what has none
 */
const RetortType *
retort_type_null (void)
{
  return &null_type;
}

/* --- Making a type --- */

static RetortType *
type_new (RetortPyEvaluation *evaluation, const RetortTypeRow *row)
{
  RetortType *self = retort_py_allocate (evaluation, sizeof *self);

  memset (self, 0, sizeof *self);
  self->row = row;
  self->length = self->precision = self->scale = self->dimensions = -1;
  self->is_native = TRUE;
  self->create_type = TRUE;
  self->name = self->schema = retort_name_of (NULL);
  return self;
}

static void
read_number (RetortCall *call, const char *name, gint64 *number)
{
  if (retort_call_has (call, name))
    retort_call_get_number (call, name, number);
}

/* Reads whichever of the usual parameters the type's signature has. */
static void
read_plain_arguments (RetortCall *call, RetortType *type)
{
  read_number (call, "length", &type->length);
  read_number (call, "precision", &type->precision);
  read_number (call, "second_precision", &type->precision);
  read_number (call, "scale", &type->scale);
  read_number (call, "dimensions", &type->dimensions);
  if (retort_call_has (call, "timezone"))
    type->timezone = retort_call_get_flag (call, "timezone", FALSE);
  if (retort_call_has (call, "varying"))
    type->is_varying = retort_call_get_flag (call, "varying", FALSE);
  if (retort_call_has (call, "native"))
    type->is_native = retort_call_get_flag (call, "native", TRUE);
  if (retort_call_has (call, "as_uuid"))
    type->is_as_text = !retort_call_get_flag (call, "as_uuid", TRUE);
  if (retort_call_has (call, "native_uuid"))
    type->is_native = retort_call_get_flag (call, "native_uuid", TRUE);
  if (retort_call_has (call, "collation"))
    type->collation = retort_call_get_string (call, "collation");
  if (retort_call_has (call, "fields"))
    type->fields = retort_call_get_string (call, "fields");
  if (retort_call_has (call, "item_type"))
    {
      type->item = retort_type_from_value (call, "item_type", retort_call_get (call, "item_type"));
      if (type->item != NULL && type->item->row->family == RETORT_FAMILY_ARRAY)
        retort_call_refuse (call, "do not nest ARRAY types; ARRAY(basetype) handles several dimensions");
    }
}

/* Enum(Mood): the names of its members, or what values_callable makes of the class. */
static void
read_members (RetortCall *call, RetortType *type, RetortPyValue *klass)
{
  RetortPyValue *members = retort_py_enum_get_members (klass);
  guint n_members = retort_py_value_get_n_items (members);
  RetortPyValue *function = retort_call_get (call, "values_callable");
  RetortPyArguments arguments = { .positional = &klass, .n_positional = 1, .span = call->arguments->span };
  RetortPyValue *values = retort_value_is_none (function) ? NULL
                                                          : retort_py_evaluation_call_value (call->evaluation, function, &arguments);
  guint n_values = n_members;
  RetortPyValue **items = values != NULL ? retort_value_list_items (call, "values_callable", values, &n_values) : NULL;
  g_autofree char *name = g_utf8_strdown (retort_py_class_get_name (klass), -1);

  type->labels = retort_py_allocate (call->evaluation, (n_members + 1) * sizeof *type->labels);
  if (n_values != n_members || !retort_call_get_flag (call, "omit_aliases", TRUE))
    retort_call_gap (call, "the members of %s() are not understood", call->function->name);
  for (guint i = 0; i < n_members && call->problem == NULL; i++)
    type->labels[i] = items != NULL ? retort_value_get_string (call, "a value", items[i])
                                    : retort_py_member_get_name (retort_py_value_get_item (members, i));
  type->labels[n_members] = NULL;
  type->members = members;
  type->name = retort_name_of (retort_py_strdup (call->evaluation, name));
}

static void
read_labels (RetortCall *call, RetortType *type)
{
  if (call->n_rest == 1 && retort_py_enum_get_members (call->rest[0]) != NULL)
    {
      read_members (call, type, call->rest[0]);
      return;
    }
  type->labels = retort_py_allocate (call->evaluation, (call->n_rest + 1) * sizeof *type->labels);
  for (guint i = 0; i < call->n_rest; i++)
    {
      type->labels[i] = retort_value_get_string (call, "a label", call->rest[i]);
      if (type->labels[i] == NULL)
        retort_call_gap (call, "a label of %s() is not a text", call->function->name);
    }
  type->labels[call->n_rest] = NULL;
}

static void
check_enum_length (RetortCall *call, const RetortType *type)
{
  for (guint i = 0; type->labels[i] != NULL && type->length >= 0; i++)
    if (g_utf8_strlen (type->labels[i], -1) > type->length)
      retort_call_refuse (call, "the length of the enum is smaller than that of its longest value");
}

static void
read_enum_arguments (RetortCall *call, RetortType *type)
{
  gboolean is_postgresql = type->row->in_postgresql;

  read_labels (call, type);
  if (call->problem != NULL)
    return;
  if (retort_call_has (call, "name") && !(type->members != NULL && retort_value_is_none (retort_call_get (call, "name"))))
    type->name = retort_call_get_name (call, "name");
  type->schema = retort_call_get_name (call, "schema");
  type->inherits_schema = retort_call_get_flag (call, "inherit_schema", FALSE);
  type->create_constraint = retort_call_get_flag (call, "create_constraint", FALSE);
  type->has_metadata = !retort_value_is_none (retort_call_get (call, "metadata"));
  retort_table_set_doubt_value (retort_call_get (call, "metadata"));
  /* sa.Enum ignores create_type before SQLAlchemy 2.1; the dialect's ENUM ignores native_enum. */
  if (is_postgresql)
    type->create_type = retort_call_get_flag (call, "create_type", TRUE);
  else
    type->is_native = retort_call_get_flag (call, "native_enum", TRUE);
  if (!retort_value_is_none (retort_call_get (call, "quote")))
    type->name.quote = retort_call_get_flag (call, "quote", FALSE);
  /* Enum._enum_init takes what it knows and lets every other keyword pass. */
  check_enum_length (call, type);
}

/* Wraps a row's constructor as a function, so that calls are bound in one way. */
typedef struct
{
  RetortFunction       function;
  const RetortTypeRow *row;
} TypeConstructor;

static RetortPyValue *
construct (RetortCall *call)
{
  const TypeConstructor *constructor = (const TypeConstructor *) call->function;
  RetortType *type = type_new (call->evaluation, constructor->row);

  if (type->row->read != NULL)
    type->row->read (call, type);
  else if (type->row->family == RETORT_FAMILY_ENUM)
    {
      read_number (call, "length", &type->length);
      read_enum_arguments (call, type);
    }
  else
    read_plain_arguments (call, type);
  return call->problem == NULL ? retort_type_to_value (call->evaluation, type) : NULL;
}

static RetortPyValue *
row_call (RetortPyEvaluation *evaluation, RetortPyValue *self, const RetortPyArguments *arguments)
{
  const RetortTypeRow *row = retort_py_value_get_foreign_data (self);
  TypeConstructor constructor = { { row->name, row->signature, construct, FALSE }, row };

  return retort_call_run (evaluation, &constructor.function, NULL, arguments);
}

/**
 * retort_type_to_value:
 * @evaluation: the evaluation
 * @type: a type
 *
 * Returns: it as a value
 */
RetortPyValue *
retort_type_to_value (RetortPyEvaluation *evaluation, const RetortType *type)
{
  return retort_py_new_foreign (evaluation, &type_class, (gpointer) type, NULL);
}

/**
 * retort_type_get_attribute:
 * @evaluation: the evaluation
 * @name: a name
 * @in_postgresql: look where the PostgreSQL dialect exports, not where sqlalchemy does
 *
 * Returns: (nullable): the type of that name
 */
RetortPyValue *
retort_type_get_attribute (RetortPyEvaluation *evaluation, const char *name, gboolean in_postgresql)
{
  for (const RetortTypeRow *row = retort_type_rows; row->name != NULL; row++)
    if ((in_postgresql ? row->in_postgresql : row->in_sqlalchemy) && row->name[0] == name[0] && g_str_equal (row->name, name))
      return retort_type_row_to_value (evaluation, row);
  return NULL;
}

/**
 * retort_type_row_to_value:
 * @evaluation: the evaluation
 * @row: a kind of type
 *
 * Returns: its class as a value
 */
RetortPyValue *
retort_type_row_to_value (RetortPyEvaluation *evaluation, const RetortTypeRow *row)
{
  return retort_py_new_foreign (evaluation, &row_class, (gpointer) row, NULL);
}

/**
 * retort_value_is_type:
 * @value: (nullable): a value
 *
 * Returns: whether it is a type, named or made
 */
gboolean
retort_value_is_type (const RetortPyValue *value)
{
  return retort_value_is_of (value, &type_class) || retort_value_is_of (value, &row_class) || retort_value_is_own_type (value);
}

/**
 * retort_type_get_foreign:
 * @evaluation: the evaluation
 * @name: a type of the dialect of another database
 * @is_mysql: of MySQL's
 *
 * Returns: (nullable): the type, or one that stands for all that must not be written
 */
RetortPyValue *
retort_type_get_foreign (RetortPyEvaluation *evaluation, const char *name, gboolean is_mysql)
{
  for (guint i = 0; is_mysql && i < G_N_ELEMENTS (mysql_rows); i++)
    if (g_str_equal (mysql_rows[i].name, name))
      return retort_type_row_to_value (evaluation, &mysql_rows[i]);
  return retort_type_row_to_value (evaluation, &foreign_row);
}

/**
 * retort_type_get_unfollowed:
 * @evaluation: the evaluation
 *
 * Returns: a type that may stand only where it is not written
 */
RetortPyValue *
retort_type_get_unfollowed (RetortPyEvaluation *evaluation)
{
  return retort_type_row_to_value (evaluation, &unfollowed_row);
}

/**
 * retort_type_from_value:
 * @call: the call that the value belongs to
 * @what: what it is for
 * @value: (nullable): a type, named or made
 *
 * Returns: (nullable): the type; %NULL with a problem when the value is something else
 */
const RetortType *
retort_type_from_value (RetortCall *call, const char *what, RetortPyValue *value)
{
  const RetortType *type = retort_type_from_any (call, what, value);

  if (type == NULL || (type->row != &foreign_row && type->row != &unfollowed_row))
    return type;
  retort_call_gap (call, "%s of %s() is %s", what, call->function->name, type->row->name);
  return NULL;
}

/**
 * retort_type_from_any:
 * @call: the call that the value belongs to
 * @what: what it is for
 * @value: (nullable): a type, named or made
 *
 * Returns: (nullable): the type, which may be of another database and must not be written; %NULL with a problem when the value is
 *   something else
 */
const RetortType *
retort_type_from_any (RetortCall *call, const char *what, RetortPyValue *value)
{
  static const RetortPyArguments no_arguments = { 0 };

  if (value != NULL && retort_value_is_of (value, &row_class))
    value = row_call (call->evaluation, value, &no_arguments);
  else if (retort_value_is_own_type (value))
    value = retort_own_type_construct (call->evaluation, value, &no_arguments);
  if (value != NULL && retort_value_is_of (value, &type_class))
    return retort_py_value_get_foreign_data (value);
  if (value == NULL)
    retort_call_gap (call, "%s of %s() is not known", what, call->function->name);
  else
    retort_call_gap_value (call, what, value);
  return NULL;
}

/* --- Writing a type --- */

/**
 * retort_type_append:
 * @out: where to append
 * @type: a type
 * @table_schema: the schema of the table that it stands in, which an enum may inherit
 *
 * Appends the type as SQL.
 */
void
retort_type_append (GString *out, const RetortType *type, RetortName table_schema)
{
  if (type->text != NULL)
    g_string_append (out, type->text);
  else if (type->row->append != NULL)
    type->row->append (out, type, table_schema);
  else
    g_string_append (out, type->row->sql);
}

/**
 * retort_type_find_named:
 * @type: a type
 *
 * Returns: (nullable): the enum type or domain of the server that it is, or that its items are
 */
const RetortType *
retort_type_find_named (const RetortType *type)
{
  if (type->row->family == RETORT_FAMILY_ARRAY)
    type = type->item;
  return (type->row->family == RETORT_FAMILY_ENUM && type->is_native) || type->domain != NULL ? type : NULL;
}

/**
 * retort_type_get_keyword:
 * @type: an enum type or a domain
 *
 * Returns: (transfer none): what it is called in CREATE and DROP
 */
const char *
retort_type_get_keyword (const RetortType *type)
{
  return type->domain != NULL ? "DOMAIN" : "TYPE";
}

/**
 * retort_type_get_schema:
 * @type: an enum type
 * @table_schema: the schema of the table that it stands in
 *
 * Returns: the schema of the type
 */
RetortName
retort_type_get_schema (const RetortType *type, RetortName table_schema)
{
  return type->inherits_schema ? table_schema : type->schema;
}

/**
 * retort_type_is_unusable:
 * @type: a type
 * @reason: (out): why
 *
 * Returns: whether SQLAlchemy fails to write the type
 */
gboolean
retort_type_is_unusable (const RetortType *type, const char **reason)
{
  const RetortType *inner = retort_type_find_named (type);

  if (type->row->family == RETORT_FAMILY_NULL)
    *reason = "can't generate DDL for a column without a type";
  else if (inner != NULL && inner->name.text == NULL)
    *reason = "a PostgreSQL ENUM type requires a name";
  else
    return FALSE;
  return TRUE;
}

/**
 * retort_type_create_sql:
 * @type: an enum type or a domain
 * @table_schema: the schema of the table that it stands in
 *
 * Returns: (transfer full): the statement that makes it
 */
char *
retort_type_create_sql (const RetortType *type, RetortName table_schema)
{
  GString *sql = g_string_new (NULL);

  g_string_append_printf (sql, "CREATE %s ", retort_type_get_keyword (type));
  retort_name_append_schema (sql, retort_type_get_schema (type, table_schema));
  retort_name_append (sql, type->name);
  if (type->domain != NULL)
    {
      g_string_append (sql, type->domain);
      return g_string_free (sql, FALSE);
    }
  g_string_append (sql, " AS ENUM (");
  for (guint i = 0; type->labels[i] != NULL; i++)
    {
      if (i > 0)
        g_string_append (sql, ", ");
      retort_alembic_append_literal (sql, type->labels[i]);
    }
  g_string_append_c (sql, ')');
  return g_string_free (sql, FALSE);
}

/**
 * retort_type_drop_sql:
 * @type: an enum type or a domain
 * @table_schema: the schema of the table that it stands in
 *
 * Returns: (transfer full): the statement that drops it
 */
char *
retort_type_drop_sql (const RetortType *type, RetortName table_schema)
{
  GString *sql = g_string_new (NULL);

  g_string_append_printf (sql, "DROP %s ", retort_type_get_keyword (type));
  retort_name_append_schema (sql, retort_type_get_schema (type, table_schema));
  retort_name_append (sql, type->name);
  return g_string_free (sql, FALSE);
}

/* --- Methods --- */

static const RetortType *
get_receiver (const RetortCall *call)
{
  return retort_py_value_get_foreign_data (call->receiver);
}

/* Only the dialect that the migration runs on counts. */
static RetortPyValue *
with_variant (RetortCall *call)
{
  const RetortType *type = retort_type_from_any (call, "type_", retort_call_get (call, "type_"));

  for (guint i = 0; i < call->n_rest && type != NULL; i++)
    {
      const char *dialect = retort_value_get_string (call, "a dialect's name", call->rest[i]);

      if (dialect != NULL && g_str_equal (dialect, "postgresql"))
        return retort_type_to_value (call->evaluation, type);
    }
  return call->receiver;
}

/* @first: does it look whether the type is there, when nothing is said */
static gboolean
looks_first (RetortCall *call, gboolean fallback)
{
  return retort_call_get_flag (call, "checkfirst", fallback);
}

static gboolean
is_usable (RetortCall *call, const RetortType *type)
{
  const char *reason;

  if (!retort_compiler_is_bind (retort_call_get (call, "bind")))
    retort_call_gap_value (call, "bind", retort_call_get (call, "bind"));
  else if (retort_type_find_named (type) != type)
    retort_call_gap (call, "%s() of this type is not understood", call->function->name);
  else if (retort_type_is_unusable (type, &reason))
    retort_call_refuse (call, "%s", reason);
  return call->problem == NULL;
}

static RetortPyValue *
create_type (RetortCall *call)
{
  const RetortType *type = get_receiver (call);
  gboolean first = looks_first (call, type->row->in_postgresql);
  g_autofree char *sql = NULL;

  if (!is_usable (call, type))
    return NULL;
  sql = retort_type_create_sql (type, retort_name_of (NULL));
  if (first)
    retort_compiler_emit_if_type (call->evaluation, sql, type->schema.text, type->name.text, FALSE);
  else
    retort_compiler_emit (call->evaluation, sql);
  return NULL;
}

static RetortPyValue *
drop_type (RetortCall *call)
{
  const RetortType *type = get_receiver (call);
  gboolean first = looks_first (call, type->row->in_postgresql);
  g_autofree char *sql = NULL;

  if (!is_usable (call, type))
    return NULL;
  sql = retort_type_drop_sql (type, type->schema);
  if (first)
    retort_compiler_emit_if_type (call->evaluation, sql, type->schema.text, type->name.text, TRUE);
  else
    retort_compiler_emit (call->evaluation, sql);
  return NULL;
}

static const RetortFunction type_functions[] = {
  { "with_variant", "type_, *dialect_names", with_variant, FALSE },
  { "create", "bind, checkfirst=None", create_type, TRUE },
  { "drop", "bind, checkfirst=None", drop_type, TRUE },
  { NULL },
};

static RetortPyValue *
type_get_attribute (RetortPyEvaluation *evaluation, RetortPyValue *self, const char *name)
{
  static const RetortMembers members = { type_functions, NULL };

  return retort_members_get (evaluation, &members, self, name);
}
