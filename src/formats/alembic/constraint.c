/* SPDX-License-Identifier: GPL-3.0-or-later */
/* sqlalchemy/sql/schema.py for what a constraint takes, DDLCompiler and PGDDLCompiler for how it is written. */
#include "formats/alembic/constraint.h"

#include "formats/alembic/compiler.h"
#include "formats/alembic/core/from.h"
#include "formats/alembic/quoting.h"

#include <string.h>

static const RetortPyForeignClass constraint_class = {
  .name = "constraint",
};

/**
 * retort_alembic_constraint_new:
 * @evaluation: the evaluation
 * @kind: its kind
 * @name: its name, or no name
 *
 * Returns: a constraint without anything else
 */
RetortConstraint *
retort_alembic_constraint_new (RetortPyEvaluation *evaluation, RetortConstraintKind kind, RetortName name)
{
  RetortConstraint *self = retort_py_allocate (evaluation, sizeof *self);

  memset (self, 0, sizeof *self);
  self->kind = kind;
  self->name = name;
  self->target_schema = self->target_table = retort_name_of (NULL);
  self->deferrable = self->nulls_not_distinct = -1;
  self->serial = retort_compiler_next_serial (evaluation);
  return self;
}

/**
 * retort_constraint_to_value:
 * @evaluation: the evaluation
 * @self: a constraint
 *
 * Returns: it as a value
 */
RetortPyValue *
retort_constraint_to_value (RetortPyEvaluation *evaluation, RetortConstraint *self)
{
  return retort_py_new_foreign (evaluation, &constraint_class, self, NULL);
}

/**
 * retort_constraint_from_value:
 * @value: (nullable): a value
 *
 * Returns: (nullable): the constraint that it is
 */
RetortConstraint *
retort_constraint_from_value (const RetortPyValue *value)
{
  return retort_value_get_data (value, &constraint_class);
}

/**
 * retort_constraint_find_table:
 * @call: the call that the values belong to
 * @values: columns and expressions of a constraint or an index
 * @n_values: how many
 *
 * A constraint over the columns of a Table() belongs to it.
 *
 * Returns: (nullable): the table that all columns among them are of; %NULL: it is said later
 */
const RetortTableClause *
retort_constraint_find_table (RetortCall *call, RetortPyValue *const *values, guint n_values)
{
  g_autoptr(GPtrArray) froms = g_ptr_array_new ();

  for (guint i = 0; i < n_values; i++)
    retort_from_collect (froms, retort_clause_peek (values[i]));
  for (guint i = froms->len; i > 0; i--)
    if (((const RetortTableClause *) g_ptr_array_index (froms, i - 1))->is_full)
      retort_table_clause_attach (g_ptr_array_index (froms, i - 1));
    else
      g_ptr_array_remove_index (froms, i - 1);
  if (froms->len > 1)
    retort_call_gap (call, "%s() over columns of several tables is not understood", call->function->name);
  return froms->len == 1 ? g_ptr_array_index (froms, 0) : NULL;
}

/**
 * retort_names_from_values:
 * @call: the call that the values belong to
 * @what: what they are for
 * @values: names, or columns that have one
 * @n_values: how many
 *
 * Returns: (transfer none): the names; a problem of @call when one is none
 */
RetortName *
retort_names_from_values (RetortCall *call, const char *what, RetortPyValue *const *values, guint n_values)
{
  RetortName *names = retort_py_allocate (call->evaluation, (n_values + 1) * sizeof *names);

  for (guint i = 0; i < n_values; i++)
    {
      const RetortClause *column = retort_clause_peek (values[i]);

      names[i] = column != NULL && column->kind == RETORT_CLAUSE_COLUMN ? column->name : retort_name_from_value (call, what, values[i]);
      if (names[i].text == NULL)
        retort_call_gap (call, "%s of %s() is not a name", what, call->function->name);
    }
  return names;
}

/**
 * retort_names_append:
 * @out: where to append
 * @names: names
 * @n_names: how many
 *
 * Appends the names with commas between them.
 */
void
retort_names_append (GString *out, const RetortName *names, guint n_names)
{
  for (guint i = 0; i < n_names; i++)
    {
      if (i > 0)
        g_string_append (out, ", ");
      retort_name_append (out, names[i]);
    }
}

/**
 * retort_constraint_set_columns:
 * @call: the call that the values belong to
 * @self: a constraint
 * @values: its columns
 * @n_values: how many
 *
 * Sets the names of its columns.
 */
void
retort_constraint_set_columns (RetortCall *call, RetortConstraint *self, RetortPyValue *const *values, guint n_values)
{
  self->columns = retort_names_from_values (call, "a column", values, n_values);
  self->n_columns = n_values;
}

/* --- Options --- */

static gboolean
matches (const char *phrase, const char *pattern)
{
  g_autofree char *anchored = g_strdup_printf ("^(?:%s)$", pattern);

  return phrase == NULL || g_regex_match_simple (anchored, phrase, G_REGEX_CASELESS, 0);
}

static void
check_phrase (RetortCall *call, const char *phrase, const char *pattern)
{
  if (!matches (phrase, pattern))
    retort_call_refuse (call, "unexpected SQL phrase '%s'", phrase);
}

static const char *
get_string_if (RetortCall *call, const char *name)
{
  return retort_call_has (call, name) ? retort_call_get_string (call, name) : NULL;
}

/* postgresql_not_valid, postgresql_include, postgresql_nulls_not_distinct, each for the kinds that have it. */
static void
read_dialect_options (RetortCall *call, RetortConstraint *self)
{
  static const char *const known[][3] = {
    [RETORT_CONSTRAINT_PRIMARY_KEY] = { "include" },
    [RETORT_CONSTRAINT_UNIQUE] = { "include", "nulls_not_distinct" },
    [RETORT_CONSTRAINT_FOREIGN_KEY] = { "not_valid" },
    [RETORT_CONSTRAINT_CHECK] = { "not_valid" },
    [RETORT_CONSTRAINT_EXCLUDE] = { NULL },
  };
  RetortPyValue *not_valid = retort_call_get_option (call, "postgresql_not_valid");
  RetortPyValue *distinct = retort_call_get_option (call, "postgresql_nulls_not_distinct");
  RetortPyValue *include = retort_call_get_option (call, "postgresql_include");

  retort_call_check_options (call, known[self->kind]);
  if (not_valid != NULL && !retort_py_value_is (not_valid, RETORT_PY_BOOL))
    retort_call_gap_value (call, "postgresql_not_valid", not_valid);
  else if (not_valid != NULL)
    self->is_not_valid = retort_py_value_get_bool (not_valid);
  if (!retort_value_is_none (distinct) && !retort_py_value_is (distinct, RETORT_PY_BOOL))
    retort_call_gap_value (call, "postgresql_nulls_not_distinct", distinct);
  else if (!retort_value_is_none (distinct))
    self->nulls_not_distinct = retort_py_value_get_bool (distinct);
  if (!retort_value_is_none (include))
    {
      RetortPyValue **items = retort_value_list_items (call, "postgresql_include", include, &self->n_included);

      self->included = retort_names_from_values (call, "a column of postgresql_include", items, self->n_included);
    }
}

/**
 * retort_constraint_read_options:
 * @call: a call whose signature may have onupdate, ondelete, deferrable, initially, match, use_alter and options
 * @self: a constraint
 *
 * Reads what it was given besides its columns.
 */
void
retort_constraint_read_options (RetortCall *call, RetortConstraint *self)
{
  self->on_update = get_string_if (call, "onupdate");
  self->on_delete = get_string_if (call, "ondelete");
  self->initially = get_string_if (call, "initially");
  self->match = get_string_if (call, "match");
  if (retort_call_has (call, "deferrable"))
    self->deferrable = retort_call_get_tristate (call, "deferrable");
  if (retort_call_has (call, "use_alter"))
    self->use_alter = retort_call_get_flag (call, "use_alter", FALSE);
  self->has_comment = retort_call_has (call, "comment") && !retort_value_is_none (retort_call_get (call, "comment"));
  check_phrase (call, self->on_delete, "RESTRICT|CASCADE|SET (?:NULL|DEFAULT)(?:\\s*\\(.+\\))?|NO ACTION");
  check_phrase (call, self->on_update, "RESTRICT|CASCADE|SET NULL|SET DEFAULT|NO ACTION");
  check_phrase (call, self->initially, "DEFERRED|IMMEDIATE");
  read_dialect_options (call, self);
}

/* --- Constructors --- */

static RetortPyValue *
finish (RetortCall *call, RetortConstraint *self)
{
  retort_constraint_read_options (call, self);
  return call->problem == NULL ? retort_constraint_to_value (call->evaluation, self) : NULL;
}

static RetortPyValue *
make_primary_key (RetortCall *call)
{
  RetortConstraint *self = retort_alembic_constraint_new (call->evaluation, RETORT_CONSTRAINT_PRIMARY_KEY, retort_call_get_name (call, "name"));

  self->table = retort_constraint_find_table (call, call->rest, call->n_rest);
  retort_constraint_set_columns (call, self, call->rest, call->n_rest);
  return finish (call, self);
}

static RetortPyValue *
make_unique (RetortCall *call)
{
  RetortConstraint *self = retort_alembic_constraint_new (call->evaluation, RETORT_CONSTRAINT_UNIQUE, retort_call_get_name (call, "name"));

  self->table = retort_constraint_find_table (call, call->rest, call->n_rest);
  retort_constraint_set_columns (call, self, call->rest, call->n_rest);
  return finish (call, self);
}

static RetortPyValue *
make_check (RetortCall *call)
{
  RetortConstraint *self = retort_alembic_constraint_new (call->evaluation, RETORT_CONSTRAINT_CHECK, retort_call_get_name (call, "name"));
  RetortClause *condition = retort_clause_from_sql (call, "sqltext", retort_call_get (call, "sqltext"));
  RetortPyValue *value;
  g_autoptr(GString) sql = g_string_new (NULL);

  if (condition == NULL || !retort_clause_append (call, sql, condition, retort_clause_in_ddl))
    return NULL;
  value = retort_clause_to_value (call->evaluation, condition);
  self->table = retort_constraint_find_table (call, &value, 1);
  self->body = retort_py_strdup (call->evaluation, sql->str);
  return finish (call, self);
}

/* "schema.table.column": the last dot parts the column, the one before it the table. */
static gboolean
split_target (RetortCall *call, const char *text, RetortName *schema, RetortName *table, RetortName *column)
{
  char *copy = retort_py_strdup (call->evaluation, text);
  char *dot = strrchr (copy, '.');

  if (dot == NULL)
    {
      retort_call_refuse (call, "'%s' names no column of a table", text);
      return FALSE;
    }
  *dot = '\0';
  *column = retort_name_of (dot + 1);
  dot = strrchr (copy, '.');
  *schema = retort_name_of (dot != NULL ? copy : NULL);
  *table = retort_name_of (dot != NULL ? dot + 1 : copy);
  if (dot != NULL)
    *dot = '\0';
  return TRUE;
}

/* "table.column", or a column of a table. */
static gboolean
read_target (RetortCall *call, RetortPyValue *value, RetortName *schema, RetortName *table, RetortName *column)
{
  const RetortClause *clause = retort_value_is_clause (value) ? retort_clause_peek (value) : NULL;
  const char *text;

  if (clause != NULL && clause->kind == RETORT_CLAUSE_COLUMN && clause->table.text != NULL)
    {
      *schema = clause->schema;
      *table = clause->table;
      *column = clause->name;
      return TRUE;
    }
  text = retort_value_get_string (call, "a referenced column", value);
  return text != NULL && split_target (call, text, schema, table, column);
}

static void
set_targets (RetortCall *call, RetortConstraint *self, RetortPyValue *const *values, guint n_values)
{
  self->target_columns = retort_py_allocate (call->evaluation, (n_values + 1) * sizeof *self->target_columns);
  for (guint i = 0; i < n_values; i++)
    {
      RetortName schema;
      RetortName table;

      if (!read_target (call, values[i], &schema, &table, &self->target_columns[i]))
        {
          retort_call_gap (call, "a referenced column of %s() is not understood", call->function->name);
          return;
        }
      if (i > 0 && (g_strcmp0 (schema.text, self->target_schema.text) != 0 || g_strcmp0 (table.text, self->target_table.text) != 0))
        retort_call_refuse (call, "a foreign key refers to columns of several tables");
      self->target_schema = schema;
      self->target_table = table;
    }
}

static RetortPyValue *
make_foreign_key (RetortCall *call)
{
  RetortConstraint *self = retort_alembic_constraint_new (call->evaluation, RETORT_CONSTRAINT_FOREIGN_KEY, retort_call_get_name (call, "name"));
  RetortPyValue *target = retort_call_get (call, "column");

  set_targets (call, self, &target, 1);
  return finish (call, self);
}

static RetortPyValue *
make_foreign_key_constraint (RetortCall *call)
{
  RetortConstraint *self = retort_alembic_constraint_new (call->evaluation, RETORT_CONSTRAINT_FOREIGN_KEY, retort_call_get_name (call, "name"));
  guint n_columns;
  guint n_targets;
  RetortPyValue **columns = retort_value_list_items (call, "columns", retort_call_get (call, "columns"), &n_columns);
  RetortPyValue **targets = retort_value_list_items (call, "refcolumns", retort_call_get (call, "refcolumns"), &n_targets);

  if (call->problem != NULL)
    return NULL;
  if (n_columns != n_targets)
    retort_call_refuse (call, "a foreign key must have as many columns as it refers to");
  retort_constraint_set_columns (call, self, columns, n_columns);
  set_targets (call, self, targets, n_targets);
  return finish (call, self);
}

/* Elements are (column or expression, operator); a str is a column's name. */
static void
append_element (RetortCall *call, GString *out, RetortPyValue *element, RetortPyValue *classes)
{
  guint n_items;
  RetortPyValue **items = retort_value_list_items (call, "an element", element, &n_items);
  const char *operator = n_items == 2 ? retort_value_get_string (call, "an operator", items[1]) : NULL;
  const char *name = n_items == 2 ? retort_py_value_get_string (items[0]) : NULL;
  RetortClause *clause = NULL;
  RetortPyValue *class_name = NULL;

  if (operator == NULL)
    {
      retort_call_gap (call, "an element of %s() is not understood", call->function->name);
      return;
    }
  if (name != NULL)
    retort_alembic_append_name (out, name);
  else
    {
      clause = retort_clause_from_value (call, "an element", items[0], NULL);
      if (clause == NULL || !retort_clause_append (call, out, retort_clause_group (call->evaluation, clause, NULL), retort_clause_in_ddl))
        return;
      name = clause->name.text;
    }
  if (classes != NULL && name != NULL)
    class_name = retort_py_value_lookup (classes, name);
  if (class_name != NULL)
    g_string_append_printf (out, " %s", retort_value_get_string (call, "ops", class_name));
  g_string_append_printf (out, " WITH %s", operator);
}

/**
 * retort_constraint_read_exclude:
 * @call: a call with the options of ExcludeConstraint
 * @self: an EXCLUDE constraint
 * @elements: (column or expression, operator) each
 * @n_elements: how many
 *
 * Reads what is particular to an exclusion constraint.
 */
void
retort_constraint_read_exclude (RetortCall *call, RetortConstraint *self, RetortPyValue *const *elements, guint n_elements)
{
  const char *method = retort_call_get_string (call, "using");
  RetortClause *where = retort_clause_from_sql (call, "where", retort_call_get (call, "where"));
  RetortPyValue *classes = retort_call_get (call, "ops");
  g_autofree char *lower = g_ascii_strdown (method != NULL ? method : "gist", -1);
  g_autoptr(GString) body = g_string_new (NULL);

  check_phrase (call, method, "(?:btree|hash|gist|gin|[\\w_]+)");
  if (retort_value_is_none (classes) || retort_py_value_find_unknown (classes) != NULL)
    {
      if (!retort_value_is_none (classes))
        retort_call_gap_value (call, "ops", classes);
      classes = NULL;
    }
  g_string_append_printf (body, "EXCLUDE USING %s (", lower);
  for (guint i = 0; i < n_elements && call->problem == NULL; i++)
    {
      if (i > 0)
        g_string_append (body, ", ");
      append_element (call, body, elements[i], classes);
    }
  g_string_append_c (body, ')');
  if (where != NULL)
    {
      g_string_append (body, " WHERE (");
      retort_clause_append (call, body, where, retort_clause_in_ddl);
      g_string_append_c (body, ')');
    }
  self->body = retort_py_strdup (call->evaluation, body->str);
}

static RetortPyValue *
make_exclude (RetortCall *call)
{
  RetortConstraint *self = retort_alembic_constraint_new (call->evaluation, RETORT_CONSTRAINT_EXCLUDE, retort_call_get_name (call, "name"));

  retort_constraint_read_exclude (call, self, call->rest, call->n_rest);
  return finish (call, self);
}

#define COMMON "name=None, deferrable=None, initially=None, info=None"

const RetortFunction retort_constraint_functions[] = {
  { "PrimaryKeyConstraint", "*columns, " COMMON ", _implicit_generated=False, **options", make_primary_key, FALSE },
  { "UniqueConstraint", "*columns, " COMMON ", **options", make_unique, FALSE },
  { "CheckConstraint", "sqltext, name=None, deferrable=None, initially=None, table=None, info=None, comment=None, **options",
    make_check, FALSE },
  { "ForeignKey", "column, _constraint=None, use_alter=False, name=None, onupdate=None, ondelete=None, deferrable=None, "
                  "initially=None, link_to_name=False, match=None, info=None, comment=None, **options", make_foreign_key, FALSE },
  { "ForeignKeyConstraint", "columns, refcolumns, name=None, onupdate=None, ondelete=None, deferrable=None, initially=None, "
                            "use_alter=False, link_to_name=False, match=None, table=None, info=None, comment=None, **options",
    make_foreign_key_constraint, FALSE },
  { NULL },
};

const RetortFunction retort_constraint_exclude_function = {
  "ExcludeConstraint", "*elements, name=None, deferrable=None, initially=None, using=None, where=None, ops=None, **options",
  make_exclude, FALSE,
};

/* --- Writing --- */

/**
 * retort_constraint_append_name:
 * @call: the call that writes it
 * @out: where to append
 * @name: the name of a constraint or an index
 *
 * Appends the name; one that is too long is cut when Alembic may choose it, else refused.
 *
 * Returns: whether it could be written
 */
gboolean
retort_constraint_append_name (RetortCall *call, GString *out, RetortName name)
{
  g_autofree char *shortened = NULL;

  if (!name.is_final && g_utf8_strlen (name.text, -1) > RETORT_ALEMBIC_MAX_NAME_LENGTH)
    {
      retort_call_refuse (call, "identifier '%s' exceeds maximum length of 63 characters", name.text);
      return FALSE;
    }
  shortened = retort_alembic_shorten_name (name.text);
  retort_name_append (out, (RetortName){ shortened, name.is_final, name.quote });
  return TRUE;
}

static void
append_columns (GString *out, const char *before, const RetortConstraint *self)
{
  g_string_append (out, before);
  retort_names_append (out, self->columns, self->n_columns);
  g_string_append_c (out, ')');
  if (self->n_included > 0)
    {
      g_string_append (out, " INCLUDE (");
      retort_names_append (out, self->included, self->n_included);
      g_string_append_c (out, ')');
    }
}

static void
append_foreign_key (GString *out, const RetortConstraint *self)
{
  append_columns (out, "FOREIGN KEY(", self);
  g_string_append (out, " REFERENCES ");
  retort_name_append_schema (out, self->target_schema);
  retort_name_append (out, self->target_table);
  g_string_append (out, " (");
  retort_names_append (out, self->target_columns, self->n_columns);
  g_string_append_c (out, ')');
  if (self->match != NULL)
    g_string_append_printf (out, " MATCH %s", self->match);
  if (self->on_delete != NULL)
    g_string_append_printf (out, " ON DELETE %s", self->on_delete);
  if (self->on_update != NULL)
    g_string_append_printf (out, " ON UPDATE %s", self->on_update);
}

static void
append_unique (GString *out, const RetortConstraint *self)
{
  g_string_append (out, "UNIQUE ");
  if (self->nulls_not_distinct >= 0)
    g_string_append (out, self->nulls_not_distinct ? "NULLS NOT DISTINCT " : "NULLS DISTINCT ");
  append_columns (out, "(", self);
}

static void
append_body (GString *out, const RetortConstraint *self)
{
  switch (self->kind)
    {
    case RETORT_CONSTRAINT_PRIMARY_KEY:
      append_columns (out, "PRIMARY KEY (", self);
      break;
    case RETORT_CONSTRAINT_UNIQUE:
      append_unique (out, self);
      break;
    case RETORT_CONSTRAINT_FOREIGN_KEY:
      append_foreign_key (out, self);
      break;
    case RETORT_CONSTRAINT_CHECK:
      g_string_append_printf (out, "CHECK (%s)", self->body);
      break;
    case RETORT_CONSTRAINT_EXCLUDE:
      g_string_append (out, self->body);
      break;
    }
}

/**
 * retort_constraint_append:
 * @call: the call that writes it
 * @out: where to append
 * @self: a constraint
 *
 * Appends the constraint as it stands in a table or behind ADD.
 *
 * Returns: whether it could be written
 */
gboolean
retort_constraint_append (RetortCall *call, GString *out, const RetortConstraint *self)
{
  if (self->name.text != NULL)
    {
      g_string_append (out, "CONSTRAINT ");
      if (!retort_constraint_append_name (call, out, self->name))
        return FALSE;
      g_string_append_c (out, ' ');
    }
  append_body (out, self);
  if (self->deferrable >= 0)
    g_string_append (out, self->deferrable ? " DEFERRABLE" : " NOT DEFERRABLE");
  if (self->initially != NULL)
    g_string_append_printf (out, " INITIALLY %s", self->initially);
  if (self->is_not_valid)
    g_string_append (out, " NOT VALID");
  return TRUE;
}
