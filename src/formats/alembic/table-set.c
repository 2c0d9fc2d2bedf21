/* SPDX-License-Identifier: GPL-3.0-or-later */
/* MetaData keeps its tables in the order in which they were defined (sqlalchemy/sql/schema.py). The table of a mapped class is made when it
 * is asked for, yet its place is where the class was written. */
#include "formats/alembic/table-set.h"

#include "formats/alembic/defined-table.h"
#include "formats/alembic/mapped-class.h"

typedef struct _Entry Entry;

struct _Entry
{
  RetortPyValue *value; /* a table, or a mapped class */
  Entry         *next;  /* nullable */
};

struct _RetortTableSet
{
  RetortName schema;
  Entry     *first;        /* nullable */
  Entry    **end;          /* where the next one goes */
  gboolean   is_uncertain; /* other tables, types or sequences may belong to it */
};

static RetortPyValue *set_get_attribute (RetortPyEvaluation *evaluation, RetortPyValue *self, const char *name);
static gboolean set_set_attribute (RetortPyEvaluation *evaluation, RetortPyValue *self, const char *name, RetortPyValue *value);
static void set_taint (RetortPyEvaluation *evaluation, RetortPyValue *self);

/* data: RetortTableSet. That it has attributes to be set tells explore.c that paths change it. */
static const RetortPyForeignClass set_class = {
  .name = "MetaData",
  .get_attribute = set_get_attribute,
  .set_attribute = set_set_attribute,
  .taint = set_taint,
};

static RetortPyValue *
set_get_attribute (RetortPyEvaluation *evaluation, RetortPyValue *self, const char *name)
{
  static const RetortMembers members = { retort_defined_table_set_functions, NULL };

  return retort_members_get (evaluation, &members, self, name);
}

static gboolean
set_set_attribute (RetortPyEvaluation *evaluation, RetortPyValue *self, const char *name, RetortPyValue *value)
{
  set_taint (evaluation, self);
  return FALSE;
}

static void
set_taint (RetortPyEvaluation *evaluation, RetortPyValue *self)
{
  retort_table_set_doubt_value (self);
}

/**
 * retort_table_set_from_value:
 * @value: (nullable): a value
 *
 * Returns: (nullable): the MetaData that it is
 */
RetortTableSet *
retort_table_set_from_value (const RetortPyValue *value)
{
  return retort_value_get_data (value, &set_class);
}

/**
 * retort_table_set_get_schema:
 * @self: a MetaData
 *
 * Returns: the schema of those of its tables that name none
 */
RetortName
retort_table_set_get_schema (const RetortTableSet *self)
{
  return self->schema;
}

static const RetortTableClause *
get_table (const Entry *entry)
{
  return retort_value_is_mapped_class (entry->value) ? NULL : retort_py_value_get_foreign_data (entry->value);
}

/**
 * retort_table_set_find:
 * @self: a MetaData
 * @schema: a schema, or no name
 * @name: a table's name
 *
 * Returns: (nullable): the table of that name, unless it is a mapped class's that nobody asked for yet
 */
RetortPyValue *
retort_table_set_find (const RetortTableSet *self, RetortName schema, RetortName name)
{
  for (const Entry *entry = self->first; entry != NULL; entry = entry->next)
    {
      const RetortTableClause *table = get_table (entry);

      if (table != NULL && g_strcmp0 (table->schema.text, schema.text) == 0 && g_strcmp0 (table->name.text, name.text) == 0)
        return entry->value;
    }
  return NULL;
}

/**
 * retort_table_set_add:
 * @evaluation: the evaluation
 * @self: a MetaData
 * @value: a table, or a class that is mapped to one
 *
 * Adds a table.
 */
void
retort_table_set_add (RetortPyEvaluation *evaluation, RetortTableSet *self, RetortPyValue *value)
{
  Entry *entry = retort_py_allocate (evaluation, sizeof *entry);

  *entry = (Entry){ value, NULL };
  *self->end = entry;
  self->end = &entry->next;
  if (retort_py_evaluation_is_silent (evaluation))
    self->is_uncertain = TRUE;
}

/**
 * retort_table_set_doubt_value:
 * @value: (nullable): what may be a MetaData
 *
 * Something may belong to it that nobody knows of.
 */
void
retort_table_set_doubt_value (const RetortPyValue *value)
{
  RetortTableSet *self = retort_table_set_from_value (value);

  if (self != NULL)
    self->is_uncertain = TRUE;
}

/**
 * retort_table_set_list:
 * @call: the call that asks
 * @self: a MetaData
 *
 * Returns: (transfer container) (element-type RetortTableClause): its tables, in order; the call has a problem when they are not all known
 */
GPtrArray *
retort_table_set_list (RetortCall *call, const RetortTableSet *self)
{
  GPtrArray *tables = g_ptr_array_new ();

  for (const Entry *entry = self->first; entry != NULL && call->problem == NULL; entry = entry->next)
    {
      const RetortTableClause *table = retort_table_clause_from_value (call, "a table of the MetaData", entry->value);

      if (table != NULL && !g_ptr_array_find (tables, table, NULL))
        g_ptr_array_add (tables, (gpointer) table);
    }
  if (self->is_uncertain)
    retort_call_gap (call, "which tables belong to the MetaData of %s() is not known", call->function->name);
  return tables;
}

/* What a project's module makes belongs to other modules, too, which may add to it. */
static RetortPyValue *
make_set (RetortCall *call)
{
  RetortTableSet *self = retort_py_allocate (call->evaluation, sizeof *self);

  self->schema = retort_call_get_name (call, "schema");
  self->first = NULL;
  self->end = &self->first;
  self->is_uncertain = retort_py_evaluation_is_importing (call->evaluation);
  if (!retort_value_is_none (retort_call_get (call, "naming_convention")))
    retort_call_gap (call, "naming_convention of MetaData() is not understood");
  return call->problem == NULL ? retort_py_new_foreign (call->evaluation, &set_class, self, NULL) : NULL;
}

const RetortFunction retort_metadata_function = {
  "MetaData", "schema=None, quote_schema=None, naming_convention=None, info=None", make_set, FALSE,
};
