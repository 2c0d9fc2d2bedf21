/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Declaring a class sends nothing. Its table is made when something asks for it, from what stands in the body: what mixins, annotations and
 * options of the mapper add is not followed, and whatever uses such a table is a gap (sqlalchemy/orm/decl_base.py). */
#include "formats/alembic/mapped-class.h"

#include "formats/alembic/orm/object.h"
#include "formats/alembic/own-type.h"
#include "formats/alembic/table-set.h"
#include "python/object.h"

#include <string.h>

/**
 * Base:
 * @metadata: what its tables belong to
 * @is_strange: made with arguments, or holding names, that are not followed
 * @classes: (nullable): those that derive from it, the last first
 * What declarative_base() returns, and a class that derives from DeclarativeBase.
 */
typedef struct
{
  RetortPyValue  *metadata;
  gboolean        is_strange;
  struct _Mapped *classes;
} Base;

typedef struct _Mapped
{
  RetortPyValue  *klass;
  Base           *base;
  gboolean        is_derived; /* from another mapped class */
  gboolean        is_tainted;
  RetortPyValue  *table;      /* nullable: nobody asked yet; an unknown value when it is not understood */
  struct _Mapped *next;       /* nullable: of the same base */
} Mapped;

/* What stands in a class and sends nothing by itself. */
typedef struct
{
  const char *name;
  gboolean    adds_columns; /* or may do so */
  gboolean    loads_more;   /* a SELECT of the class reads more than its columns */
  gboolean    relates;      /* changes what a session sends, and when */
  RetortPyValue *target;    /* nullable: what it was called with first */
} Property;

static RetortPyValue *root_derive (RetortPyEvaluation *evaluation, RetortPyValue *self, RetortPyValue *klass);
static RetortPyValue *base_derive (RetortPyEvaluation *evaluation, RetortPyValue *self, RetortPyValue *klass);
static RetortPyValue *base_get_attribute (RetortPyEvaluation *evaluation, RetortPyValue *self, const char *name);
static RetortPyValue *mapped_derive (RetortPyEvaluation *evaluation, RetortPyValue *self, RetortPyValue *klass);
static RetortPyValue *mapped_get_attribute (RetortPyEvaluation *evaluation, RetortPyValue *self, const char *name);
static void mapped_taint (RetortPyEvaluation *evaluation, RetortPyValue *self);
static RetortPyValue *property_get_attribute (RetortPyEvaluation *evaluation, RetortPyValue *self, const char *name);
static RetortPyValue *property_call (RetortPyEvaluation *evaluation, RetortPyValue *self, const RetortPyArguments *arguments);
static RetortPyValue *element_derive (RetortPyEvaluation *evaluation, RetortPyValue *self, RetortPyValue *klass);

/* DeclarativeBase */
static const RetortPyForeignClass root_class = { .name = "type", .derive = root_derive };

/* data: Base */
static const RetortPyForeignClass base_class = { .name = "type", .get_attribute = base_get_attribute, .derive = base_derive };

/* data: Mapped */
static const RetortPyForeignClass mapped_class = {
  .name = "type",
  .get_attribute = mapped_get_attribute,
  .call = retort_object_make,
  .taint = mapped_taint,
  .derive = mapped_derive,
};

/* data: Property */
static const RetortPyForeignClass property_class = {
  .name = "property",
  .is_inert = TRUE,
  .get_attribute = property_get_attribute,
  .call = property_call,
};

/* DDLElement and its like, and what derives from them: what their objects are in SQL is not followed. */
static const RetortPyForeignClass element_class = { .name = "type", .derive = element_derive };

/* --- Properties --- */

static const Property properties[] = {
  { "association_proxy", FALSE, FALSE, FALSE }, { "backref", FALSE, FALSE, TRUE },          { "column_property", TRUE, TRUE, FALSE },
  { "composite", TRUE, TRUE, FALSE },           { "declared_attr", TRUE, TRUE, FALSE },     { "deferred", TRUE, TRUE, FALSE },
  { "hybrid_method", FALSE, FALSE, FALSE },     { "hybrid_property", FALSE, FALSE, FALSE }, { "reconstructor", FALSE, FALSE, FALSE },
  { "relationship", FALSE, FALSE, TRUE },       { "synonym", TRUE, TRUE, FALSE },           { "validates", FALSE, FALSE, FALSE },
};

static RetortPyValue *
property_to_value (RetortPyEvaluation *evaluation, const Property *property)
{
  return retort_py_new_foreign (evaluation, &property_class, (gpointer) property, NULL);
}

/* @size.setter, @size.expression */
static RetortPyValue *
property_get_attribute (RetortPyEvaluation *evaluation, RetortPyValue *self, const char *name)
{
  return self;
}

static RetortPyValue *
property_call (RetortPyEvaluation *evaluation, RetortPyValue *self, const RetortPyArguments *arguments)
{
  const Property *property = retort_py_value_get_foreign_data (self);
  Property *called;

  if (!property->relates)
    return self;
  called = retort_py_allocate (evaluation, sizeof *called);
  *called = *property;
  called->target = arguments->n_positional > 0 ? arguments->positional[0] : NULL;
  called->loads_more = property->loads_more || arguments->is_open;
  for (guint i = 0; i < arguments->n_keywords; i++)
    called->loads_more = called->loads_more || g_str_equal (arguments->keyword_names[i], "lazy");
  return property_to_value (evaluation, called);
}

/* --- The table --- */

static gboolean
is_without_columns (const RetortPyValue *value)
{
  const Property *property = retort_value_get_data (value, &property_class);

  switch (retort_py_value_get_kind (value))
    {
    case RETORT_PY_NONE:
    case RETORT_PY_BOOL:
    case RETORT_PY_INT:
    case RETORT_PY_FLOAT:
    case RETORT_PY_STR:
    case RETORT_PY_FUNCTION:
    case RETORT_PY_CLASS:
      return TRUE;
    case RETORT_PY_FOREIGN:
      return property != NULL && !property->adds_columns;
    case RETORT_PY_BYTES:
    case RETORT_PY_LIST:
    case RETORT_PY_TUPLE:
    case RETORT_PY_SET:
    case RETORT_PY_DICT:
    case RETORT_PY_UNKNOWN:
      break;
    }
  return FALSE;
}

/* A column's name is the name under which it stands in the class; one that is called otherwise is not followed. */
static gboolean
name_column (RetortColumn *column, const char *name)
{
  if (column->name.text == NULL)
    column->name.text = name;
  if (column->key == NULL)
    column->key = name;
  return g_str_equal (column->name.text, name) && g_str_equal (column->key, name) && !column->is_mapped && !column->is_tainted;
}

/* The arguments of Table(), as far as the body gives them. */
typedef struct
{
  GPtrArray         *positional;     /* element: RetortPyValue */
  GPtrArray         *keyword_names;  /* element: str */
  GPtrArray         *keyword_values; /* element: RetortPyValue */
} Definition;

/* __table_args__: a dict of keywords, or a tuple that may end in one. FALSE: not understood. */
static gboolean
take_table_arguments (Definition *definition, RetortPyValue *value)
{
  guint n_items = retort_py_value_is (value, RETORT_PY_TUPLE) ? retort_py_value_get_n_items (value) : 0;

  if (retort_py_value_is (value, RETORT_PY_DICT))
    {
      for (guint i = 0; i < retort_py_value_get_n_items (value); i++)
        {
          const char *name = retort_py_value_get_string (retort_py_value_get_key (value, i));

          if (name == NULL)
            return FALSE;
          g_ptr_array_add (definition->keyword_names, (gpointer) name);
          g_ptr_array_add (definition->keyword_values, retort_py_value_get_item (value, i));
        }
      return TRUE;
    }
  for (guint i = 0; i < n_items; i++)
    {
      RetortPyValue *item = retort_py_value_get_item (value, i);

      if (!retort_py_value_is (item, RETORT_PY_DICT))
        g_ptr_array_add (definition->positional, item);
      else if (i + 1 < n_items || !take_table_arguments (definition, item))
        return FALSE;
    }
  return retort_py_value_is (value, RETORT_PY_TUPLE);
}

/* Returns: (nullable): the name in the body that is not understood. */
static const char *
take_body (RetortPyEvaluation *evaluation, Definition *definition, RetortPyValue *klass, gboolean *has_key)
{
  RetortPyValue *names = retort_py_class_list_names (evaluation, klass);
  RetortPyValue *arguments = NULL;

  for (guint i = 0; i < retort_py_value_get_n_items (names); i++)
    {
      const char *name = retort_py_value_get_string (retort_py_value_get_item (names, i));
      RetortPyValue *value = retort_py_class_find (evaluation, klass, name);
      RetortColumn *column = retort_column_from_value (value);

      if (g_str_equal (name, "__table_args__"))
        arguments = value;
      else if (column != NULL && name_column (column, name))
        {
          *has_key = *has_key || column->is_primary_key;
          g_ptr_array_add (definition->positional, value);
        }
      else if (column != NULL || !is_without_columns (value) || g_str_equal (name, "__abstract__"))
        return name;
    }
  return arguments == NULL || take_table_arguments (definition, arguments) ? NULL : "__table_args__";
}

static RetortPyValue *
run_definition (RetortPyEvaluation *evaluation, const Definition *definition)
{
  const RetortPyArguments arguments = {
    .positional = (RetortPyValue **) definition->positional->pdata,
    .n_positional = definition->positional->len,
    .keyword_names = (const char *const *) definition->keyword_names->pdata,
    .keyword_values = (RetortPyValue **) definition->keyword_values->pdata,
    .n_keywords = definition->keyword_names->len,
  };

  return retort_call_run (evaluation, &retort_full_table_function, NULL, &arguments);
}

static RetortPyValue *
make_table (RetortPyEvaluation *evaluation, const Mapped *self)
{
  g_autoptr(GPtrArray) positional = g_ptr_array_new ();
  g_autoptr(GPtrArray) keyword_names = g_ptr_array_new ();
  g_autoptr(GPtrArray) keyword_values = g_ptr_array_new ();
  Definition definition = { positional, keyword_names, keyword_values };
  const char *class_name = retort_py_class_get_name (self->klass);
  RetortPyValue *name = retort_py_class_find (evaluation, self->klass, "__tablename__");
  const RetortSpan nowhere = { 0, 0 };
  gboolean has_key = FALSE;
  const char *strange;

  if (self->base->is_strange || self->is_derived || !retort_py_class_is_alone (self->klass))
    return retort_py_new_unknown (evaluation, nowhere, "what the class '%s' derives from is not followed", class_name);
  if (name == NULL || retort_py_value_get_string (name) == NULL)
    return retort_py_new_unknown (evaluation, nowhere, "the table of the class '%s' is not known", class_name);
  g_ptr_array_add (positional, name);
  g_ptr_array_add (positional, self->base->metadata);
  strange = take_body (evaluation, &definition, self->klass, &has_key);
  if (strange != NULL)
    return retort_py_new_unknown (evaluation, nowhere, "'%s' of the class '%s' is not understood", strange, class_name);
  if (!has_key)
    return retort_py_new_unknown (evaluation, nowhere, "the primary key of the class '%s' is not understood", class_name);
  return run_definition (evaluation, &definition);
}

/**
 * retort_mapped_class_get_table:
 * @evaluation: the evaluation
 * @self: a mapped class
 *
 * Returns: (transfer none): its table as Table() would have made it; an unknown value when it is not understood
 */
RetortPyValue *
retort_mapped_class_get_table (RetortPyEvaluation *evaluation, RetortPyValue *self)
{
  const RetortSpan nowhere = { 0, 0 };
  Mapped *mapped = retort_py_value_get_foreign_data (self);

  if (mapped->is_tainted)
    return retort_py_new_unknown (evaluation, nowhere, "the class '%s' may have been changed by something that is not understood",
                                  retort_py_class_get_name (mapped->klass));
  if (mapped->table == NULL)
    mapped->table = make_table (evaluation, mapped);
  return mapped->table;
}

/**
 * retort_value_is_mapped_class:
 * @value: (nullable): a value
 *
 * Returns: whether it is a class that is mapped to a table
 */
gboolean
retort_value_is_mapped_class (const RetortPyValue *value)
{
  return retort_value_is_of (value, &mapped_class);
}

/**
 * retort_mapped_class_get_name:
 * @self: a mapped class
 *
 * Returns: (transfer none): its name in Python
 */
const char *
retort_mapped_class_get_name (const RetortPyValue *self)
{
  const Mapped *mapped = retort_py_value_get_foreign_data (self);

  return retort_py_class_get_name (mapped->klass);
}

/**
 * retort_mapped_class_is_beside:
 * @self: a mapped class
 * @other: another
 *
 * Returns: whether both stand in one module
 */
gboolean
retort_mapped_class_is_beside (const RetortPyValue *self, const RetortPyValue *other)
{
  const Mapped *left = retort_py_value_get_foreign_data (self);
  const Mapped *right = retort_py_value_get_foreign_data (other);

  return retort_py_class_is_beside (left->klass, right->klass);
}

static gboolean
has_relations (RetortPyEvaluation *evaluation, const Mapped *mapped)
{
  RetortPyValue *names = retort_py_class_list_names (evaluation, mapped->klass);

  for (guint i = 0; i < retort_py_value_get_n_items (names); i++)
    {
      const char *name = retort_py_value_get_string (retort_py_value_get_item (names, i));
      const Property *property = retort_value_get_data (retort_py_class_find (evaluation, mapped->klass, name), &property_class);

      if (property != NULL && property->relates)
        return TRUE;
    }
  return FALSE;
}

/**
 * retort_mapped_class_has_relations:
 * @evaluation: the evaluation
 * @self: a mapped class
 *
 * Returns: whether there are relationships between the classes of its base, of which some may be its own
 */
gboolean
retort_mapped_class_has_relations (RetortPyEvaluation *evaluation, const RetortPyValue *self)
{
  const Mapped *mapped = retort_py_value_get_foreign_data (self);

  for (const Mapped *at = mapped->base->classes; at != NULL; at = at->next)
    if (has_relations (evaluation, at))
      return TRUE;
  return FALSE;
}

/* May the relationship lead to the class itself? */
static gboolean
leads_to (const Property *property, const Mapped *mapped)
{
  const char *name = property->target != NULL ? retort_py_value_get_string (property->target) : NULL;
  const Mapped *target = retort_value_get_data (property->target, &mapped_class);

  if (target != NULL)
    return target == mapped;
  if (name == NULL)
    return TRUE;
  return g_str_equal (strrchr (name, '.') != NULL ? strrchr (name, '.') + 1 : name, retort_py_class_get_name (mapped->klass));
}

/**
 * retort_mapped_class_relates_to_itself:
 * @evaluation: the evaluation
 * @self: a mapped class
 *
 * Returns: whether its objects may refer to each other by a relationship
 */
gboolean
retort_mapped_class_relates_to_itself (RetortPyEvaluation *evaluation, const RetortPyValue *self)
{
  const Mapped *mapped = retort_py_value_get_foreign_data (self);
  RetortPyValue *names = retort_py_class_list_names (evaluation, mapped->klass);

  for (guint i = 0; i < retort_py_value_get_n_items (names); i++)
    {
      const char *name = retort_py_value_get_string (retort_py_value_get_item (names, i));
      const Property *property = retort_value_get_data (retort_py_class_find (evaluation, mapped->klass, name), &property_class);

      if (property != NULL && property->relates && leads_to (property, mapped))
        return TRUE;
    }
  return FALSE;
}

/**
 * retort_mapped_class_find_hook:
 * @evaluation: the evaluation
 * @self: a mapped class
 *
 * Returns: (nullable): a name in it that changes what its objects do
 */
const char *
retort_mapped_class_find_hook (RetortPyEvaluation *evaluation, const RetortPyValue *self)
{
  static const char *const hooks[] = {
    "__bool__", "__delattr__", "__eq__", "__getattr__", "__getattribute__", "__hash__", "__init__", "__iter__", "__len__", "__new__", "__setattr__",
    NULL,
  };
  const Mapped *mapped = retort_py_value_get_foreign_data (self);
  RetortPyValue *names = retort_py_class_list_names (evaluation, mapped->klass);

  for (guint i = 0; i < retort_py_value_get_n_items (names); i++)
    {
      const char *name = retort_py_value_get_string (retort_py_value_get_item (names, i));
      const Property *property = retort_value_get_data (retort_py_class_find (evaluation, mapped->klass, name), &property_class);

      if (g_strv_contains (hooks, name)
          || (property != NULL && (g_str_equal (property->name, "validates") || g_str_equal (property->name, "reconstructor"))))
        return name;
    }
  return NULL;
}

/**
 * retort_mapped_class_loads_more:
 * @evaluation: the evaluation
 * @self: a mapped class
 *
 * Returns: whether a SELECT of it may read more than its columns
 */
gboolean
retort_mapped_class_loads_more (RetortPyEvaluation *evaluation, const RetortPyValue *self)
{
  const Mapped *mapped = retort_py_value_get_foreign_data (self);
  RetortPyValue *names = retort_py_class_list_names (evaluation, mapped->klass);

  for (guint i = 0; i < retort_py_value_get_n_items (names); i++)
    {
      const char *name = retort_py_value_get_string (retort_py_value_get_item (names, i));
      const Property *property = retort_value_get_data (retort_py_class_find (evaluation, mapped->klass, name), &property_class);

      if (property != NULL && property->loads_more)
        return TRUE;
    }
  return FALSE;
}

/* --- Classes --- */

static RetortPyValue *
mapped_new (RetortPyEvaluation *evaluation, RetortPyValue *klass, Base *base, gboolean is_derived)
{
  Mapped *self = retort_py_allocate (evaluation, sizeof *self);
  RetortTableSet *set = retort_table_set_from_value (base->metadata);
  RetortPyValue *value;

  *self = (Mapped){ .klass = klass, .base = base, .is_derived = is_derived, .next = base->classes };
  base->classes = self;
  value = retort_py_new_foreign (evaluation, &mapped_class, self, NULL);
  if (set != NULL)
    retort_table_set_add (evaluation, set, value);
  return value;
}

static RetortPyValue *
mapped_derive (RetortPyEvaluation *evaluation, RetortPyValue *self, RetortPyValue *klass)
{
  const Mapped *mapped = retort_py_value_get_foreign_data (self);

  return mapped_new (evaluation, klass, mapped->base, TRUE);
}

static void
mapped_taint (RetortPyEvaluation *evaluation, RetortPyValue *self)
{
  Mapped *mapped = retort_py_value_get_foreign_data (self);

  mapped->is_tainted = TRUE;
}

/* A column, as expressions see it; what else stands in the class when it is a plain value. */
static RetortPyValue *
mapped_get_attribute (RetortPyEvaluation *evaluation, RetortPyValue *self, const char *name)
{
  const Mapped *mapped = retort_py_value_get_foreign_data (self);
  RetortPyValue *found = retort_py_class_find (evaluation, mapped->klass, name);
  RetortPyValue *table;
  RetortClause *column;

  if (g_str_equal (name, "metadata") && found == NULL)
    return mapped->base->metadata;
  if (g_str_equal (name, "__name__"))
    return retort_py_new_string (evaluation, retort_py_class_get_name (mapped->klass));
  if (found != NULL && (retort_py_value_get_string (found) != NULL || retort_py_value_is (found, RETORT_PY_CLASS)))
    return mapped->is_tainted ? NULL : found;
  if (!g_str_equal (name, "__table__") && retort_column_from_value (found) == NULL)
    return NULL;
  table = retort_mapped_class_get_table (evaluation, self);
  if (g_str_equal (name, "__table__") || retort_py_value_is (table, RETORT_PY_UNKNOWN))
    return table;
  column = retort_table_clause_find (retort_py_value_get_foreign_data (table), name);
  return column != NULL ? retort_clause_to_value (evaluation, column) : NULL;
}

/* --- Bases --- */

static RetortPyValue *
base_new (RetortPyEvaluation *evaluation, RetortPyValue *metadata, gboolean is_strange)
{
  Base *self = retort_py_allocate (evaluation, sizeof *self);
  const RetortPyArguments arguments = { 0 };

  *self = (Base){ .metadata = metadata, .is_strange = is_strange };
  if (metadata == NULL)
    self->metadata = retort_call_run (evaluation, &retort_metadata_function, NULL, &arguments);
  return retort_py_new_foreign (evaluation, &base_class, self, NULL);
}

static RetortPyValue *
base_derive (RetortPyEvaluation *evaluation, RetortPyValue *self, RetortPyValue *klass)
{
  return mapped_new (evaluation, klass, retort_py_value_get_foreign_data (self), FALSE);
}

static RetortPyValue *
base_get_attribute (RetortPyEvaluation *evaluation, RetortPyValue *self, const char *name)
{
  const Base *base = retort_py_value_get_foreign_data (self);

  return g_str_equal (name, "metadata") ? base->metadata : NULL;
}

/* class Base(DeclarativeBase): metadata = sa.MetaData(…) */
static RetortPyValue *
root_derive (RetortPyEvaluation *evaluation, RetortPyValue *self, RetortPyValue *klass)
{
  RetortPyValue *names = retort_py_class_list_names (evaluation, klass);
  gboolean is_strange = !retort_py_class_is_alone (klass);

  for (guint i = 0; i < retort_py_value_get_n_items (names); i++)
    if (!g_str_equal (retort_py_value_get_string (retort_py_value_get_item (names, i)), "metadata"))
      is_strange = TRUE;
  return base_new (evaluation, retort_py_class_find (evaluation, klass, "metadata"), is_strange);
}

static RetortPyValue *
make_base (RetortCall *call)
{
  RetortPyValue *metadata = retort_call_get (call, "metadata");

  return base_new (call->evaluation, retort_value_is_none (metadata) ? NULL : metadata, call->n_options > 0);
}

static RetortPyValue *
element_derive (RetortPyEvaluation *evaluation, RetortPyValue *self, RetortPyValue *klass)
{
  return retort_py_new_foreign (evaluation, &element_class, NULL, NULL);
}

/**
 * retort_mapping_get:
 * @evaluation: the evaluation
 * @name: a name of sqlalchemy.orm or sqlalchemy.ext.declarative, or of a module beside them
 *
 * Returns: (nullable): what declares classes under that name; %NULL when it is not known
 */
RetortPyValue *
retort_mapping_get (RetortPyEvaluation *evaluation, const char *name)
{
  static const RetortFunction functions[] = { { "declarative_base", "*, metadata=None, **options", make_base, FALSE }, { NULL } };
  static const RetortMembers members = { functions, NULL };

  for (guint i = 0; i < G_N_ELEMENTS (properties); i++)
    if (g_str_equal (properties[i].name, name))
      return property_to_value (evaluation, &properties[i]);
  if (g_str_equal (name, "DeclarativeBase"))
    return retort_py_new_foreign (evaluation, &root_class, NULL, NULL);
  return retort_members_get (evaluation, &members, NULL, name);
}

/**
 * retort_element_class_get:
 * @evaluation: the evaluation
 * @name: a name of sqlalchemy.schema or sqlalchemy.sql.expression
 *
 * Returns: (nullable): a class that parts of statements of one's own derive from
 */
RetortPyValue *
retort_element_class_get (RetortPyEvaluation *evaluation, const char *name)
{
  static const char *const names[] = {
    "ClauseElement", "ColumnElement", "DDLElement", "Executable", "ExecutableDDLElement", "FunctionElement", "GenericFunction", NULL,
  };

  return g_strv_contains (names, name) ? retort_py_new_foreign (evaluation, &element_class, NULL, NULL) : NULL;
}

/* --- @compiles --- */

/* The function that is decorated stays what it is. */
static RetortPyValue *
give_function (RetortCall *call)
{
  return retort_call_get (call, "fn");
}

/* Text for other databases changes nothing here; text for this one makes the class unknown. */
static RetortPyValue *
compiles (RetortCall *call)
{
  static const RetortFunction decorator = { "compiles", "fn", give_function, FALSE };
  RetortPyValue *klass = retort_call_get (call, "class_");
  gboolean is_own = retort_value_is_own_type (klass) || retort_value_is_of (klass, &element_class);
  gboolean is_ours = call->n_rest == 0;

  for (guint i = 0; i < call->n_rest; i++)
    {
      const char *dialect = retort_py_value_get_string (call->rest[i]);

      is_ours = is_ours || dialect == NULL || g_str_equal (dialect, "postgresql");
    }
  if (is_ours && !is_own)
    retort_call_gap (call, "what @compiles changes is not followed");
  else if (is_ours && retort_py_value_get_foreign_class (klass)->taint != NULL)
    retort_py_value_get_foreign_class (klass)->taint (call->evaluation, klass);
  return call->problem == NULL ? retort_alembic_function_new (call->evaluation, &decorator, NULL) : NULL;
}

/**
 * retort_compiles_get:
 * @evaluation: the evaluation
 * @name: a name of sqlalchemy.ext.compiler
 *
 * Returns: (nullable): what stands there
 */
RetortPyValue *
retort_compiles_get (RetortPyEvaluation *evaluation, const char *name)
{
  static const RetortFunction functions[] = { { "compiles", "class_, *specs", compiles, TRUE }, { NULL } };
  static const RetortMembers members = { functions, NULL };

  return retort_members_get (evaluation, &members, NULL, name);
}
