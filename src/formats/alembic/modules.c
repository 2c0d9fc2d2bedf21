/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A module is a function from names to values. Sub-modules are found by their full names, so `sqlalchemy.dialects.postgresql` is
 * reached by attribute, by import and by from-import alike. */
#include "formats/alembic/modules.h"

#include "formats/alembic/ddl.h"
#include "formats/alembic/expressions.h"
#include "formats/alembic/flask-config.h"
#include "formats/alembic/mapped-class.h"
#include "formats/alembic/ops.h"
#include "formats/alembic/own-type.h"
#include "formats/alembic/table-set.h"
#include "formats/alembic/core/derived.h"
#include "formats/alembic/core/from.h"
#include "formats/alembic/core/select.h"

#include <string.h>

typedef struct _Module Module;

struct _Module
{
  const char    *name;
  RetortPyValue *(*get) (RetortPyEvaluation *evaluation, const char *name);
};

static RetortPyValue *module_get_attribute (RetortPyEvaluation *evaluation, RetortPyValue *self, const char *name);

/* data: Module */
static const RetortPyForeignClass module_class = {
  .name = "module",
  .get_attribute = module_get_attribute,
};

static RetortPyValue *
find_in (RetortPyEvaluation *evaluation, const RetortFunction *functions, const char *name)
{
  RetortMembers members = { functions, NULL };

  return retort_members_get (evaluation, &members, NULL, name);
}

/* --- alembic --- */

static RetortPyValue *
get_nothing (RetortPyEvaluation *evaluation, const char *name)
{
  return NULL;
}

/* --- sqlalchemy --- */

/* Everything that sqlalchemy exports by itself and through its sub-modules of SQL, schema and types. */
static RetortPyValue *
get_sqlalchemy (RetortPyEvaluation *evaluation, const char *name)
{
  static const RetortFunction *const families[] = {
    retort_expression_functions, retort_default_functions, retort_constraint_functions,
    retort_table_functions,      retort_select_functions,  retort_nested_functions,     retort_dml_functions,
    retort_from_functions,       retort_derived_functions, &retort_column_function,
  };
  RetortPyValue *value = retort_type_get_attribute (evaluation, name, FALSE);

  if (value == NULL)
    value = retort_own_type_get_base (evaluation, name);
  if (value != NULL)
    return value;
  if (g_str_equal (name, "func"))
    return retort_expression_get_func (evaluation);
  /* Statements are those of this version (docs/ARCHITECTURE.md, decision 6). */
  if (g_str_equal (name, "__version__"))
    return retort_py_new_string (evaluation, "2.0.52");
  if (g_str_equal (name, "Table"))
    return retort_alembic_function_new (evaluation, &retort_full_table_function, NULL);
  if (g_str_equal (name, "MetaData"))
    return retort_alembic_function_new (evaluation, &retort_metadata_function, NULL);
  if (g_str_equal (name, "Index"))
    return retort_alembic_function_new (evaluation, &retort_index_function, NULL);
  if (g_str_equal (name, "Column"))
    return retort_alembic_function_new (evaluation, &retort_column_function, NULL);
  if (g_str_equal (name, "inspect"))
    return find_in (evaluation, retort_inspect_functions, name);
  if (g_str_equal (name, "DDL"))
    return find_in (evaluation, retort_ddl_functions, name);
  for (guint i = 0; i + 1 < G_N_ELEMENTS (families); i++)
    {
      value = find_in (evaluation, families[i], name);
      if (value != NULL)
        return value;
    }
  return retort_element_class_get (evaluation, name);
}

/* sqlalchemy.sql.functions: the classes behind func. */
static RetortPyValue *
get_functions (RetortPyEvaluation *evaluation, const char *name)
{
  RetortPyValue *value = retort_expression_get_function_class (evaluation, name);

  if (value == NULL && g_str_equal (name, "func"))
    return retort_expression_get_func (evaluation);
  return value != NULL ? value : retort_element_class_get (evaluation, name);
}

/* sqlalchemy.schema has the statements too. */
static RetortPyValue *
get_schema (RetortPyEvaluation *evaluation, const char *name)
{
  RetortPyValue *value = find_in (evaluation, retort_ddl_functions, name);

  return value != NULL ? value : get_sqlalchemy (evaluation, name);
}

/* Inspector.from_engine() is what inspect() was called before SQLAlchemy 1.4. */
static RetortPyValue *
inspector_class_attribute (RetortPyEvaluation *evaluation, RetortPyValue *self, const char *name)
{
  return g_str_equal (name, "from_engine") ? find_in (evaluation, retort_inspect_functions, name) : NULL;
}

static RetortPyValue *
inspector_class_call (RetortPyEvaluation *evaluation, RetortPyValue *self, const RetortPyArguments *arguments)
{
  return retort_call_run (evaluation, &retort_inspect_functions[1], NULL, arguments);
}

static const RetortPyForeignClass inspector_class = {
  .name = "Inspector",
  .get_attribute = inspector_class_attribute,
  .call = inspector_class_call,
};

static RetortPyValue *
get_reflection (RetortPyEvaluation *evaluation, const char *name)
{
  return g_str_equal (name, "Inspector") ? retort_py_new_foreign (evaluation, &inspector_class, NULL, NULL) : NULL;
}

static RetortPyValue *
get_types (RetortPyEvaluation *evaluation, const char *name)
{
  RetortPyValue *value = retort_type_get_attribute (evaluation, name, FALSE);

  return value != NULL ? value : retort_own_type_get_base (evaluation, name);
}

static RetortPyValue *
get_postgresql (RetortPyEvaluation *evaluation, const char *name)
{
  if (g_str_equal (name, "ExcludeConstraint"))
    return retort_alembic_function_new (evaluation, &retort_constraint_exclude_function, NULL);
  if (g_str_equal (name, "aggregate_order_by"))
    return retort_expression_get_aggregate_order_by (evaluation);
  if (g_str_equal (name, "array"))
    return retort_expression_get_array (evaluation);
  if (g_str_equal (name, "insert"))
    return find_in (evaluation, retort_dml_postgresql_functions, name);
  return retort_type_get_attribute (evaluation, name, TRUE);
}

static RetortPyValue *
get_orm (RetortPyEvaluation *evaluation, const char *name)
{
  RetortPyValue *value = find_in (evaluation, retort_mapped_column_functions, name);

  if (value == NULL)
    value = find_in (evaluation, retort_session_functions, name);
  return value != NULL ? value : retort_mapping_get (evaluation, name);
}

/* db = SQLAlchemy(): it has what sqlalchemy and sqlalchemy.orm have. */
static RetortPyValue *
flask_database_get_attribute (RetortPyEvaluation *evaluation, RetortPyValue *self, const char *name)
{
  RetortPyValue *value = find_in (evaluation, retort_mapped_column_functions, name);

  return value != NULL ? value : get_sqlalchemy (evaluation, name);
}

static const RetortPyForeignClass flask_database_class = {
  .name = "SQLAlchemy",
  .get_attribute = flask_database_get_attribute,
};

static RetortPyValue *
flask_call (RetortPyEvaluation *evaluation, RetortPyValue *self, const RetortPyArguments *arguments)
{
  return retort_py_new_foreign (evaluation, &flask_database_class, NULL, NULL);
}

/* A class of the project's own that derives from it is one like it. */
static RetortPyValue *
flask_derive (RetortPyEvaluation *evaluation, RetortPyValue *self, RetortPyValue *klass)
{
  return self;
}

static const RetortPyForeignClass flask_class = {
  .name = "type",
  .call = flask_call,
  .derive = flask_derive,
};

static RetortPyValue *
get_flask (RetortPyEvaluation *evaluation, const char *name)
{
  return g_str_equal (name, "SQLAlchemy") ? retort_py_new_foreign (evaluation, &flask_class, NULL, NULL) : NULL;
}

/* Types of other databases stand beside ours in with_variant(). */
static RetortPyValue *
get_dialect_type (RetortPyEvaluation *evaluation, const char *name)
{
  return g_ascii_isupper (name[0]) ? retort_type_get_foreign (evaluation, name, FALSE) : NULL;
}

static RetortPyValue *
get_mysql_type (RetortPyEvaluation *evaluation, const char *name)
{
  return g_ascii_isupper (name[0]) ? retort_type_get_foreign (evaluation, name, TRUE) : NULL;
}

static RetortPyValue *
log_nothing (RetortCall *call)
{
  return NULL;
}

static RetortPyValue *
logger_get_attribute (RetortPyEvaluation *evaluation, RetortPyValue *self, const char *name)
{
  static const RetortFunction functions[] = {
    { "trace", "*args, **options", log_nothing, FALSE },   { "debug", "*args, **options", log_nothing, FALSE },
    { "info", "*args, **options", log_nothing, FALSE },    { "success", "*args, **options", log_nothing, FALSE },
    { "warning", "*args, **options", log_nothing, FALSE }, { "error", "*args, **options", log_nothing, FALSE },
    { "critical", "*args, **options", log_nothing, FALSE }, { "exception", "*args, **options", log_nothing, FALSE },
    { NULL },
  };
  static const RetortMembers members = { functions, NULL };

  return retort_members_get (evaluation, &members, self, name);
}

static const RetortPyForeignClass logger_class = { .name = "logger", .is_inert = TRUE, .get_attribute = logger_get_attribute };

/**
 * retort_modules_get_logger:
 * @evaluation: the evaluation
 *
 * Returns: a logger: what it is told changes nothing
 */
RetortPyValue *
retort_modules_get_logger (RetortPyEvaluation *evaluation)
{
  return retort_py_new_foreign (evaluation, &logger_class, NULL, NULL);
}

/* from loguru import logger */
static RetortPyValue *
get_loguru (RetortPyEvaluation *evaluation, const char *name)
{
  return g_str_equal (name, "logger") ? retort_modules_get_logger (evaluation) : NULL;
}

static const Module modules[] = {
  { "alembic", get_nothing },
  { "alembic.context", retort_context_module_get },
  { "alembic.op", retort_op_get_attribute },
  { "alembic_postgresql_enum", retort_enum_package_get },
  { "flask", retort_flask_package_get },
  { "flask_sqlalchemy", get_flask },
  { "loguru", get_loguru },
  { "sqlalchemy", get_sqlalchemy },
  { "sqlalchemy.dialects", get_nothing },
  { "sqlalchemy.dialects.mssql", get_dialect_type },
  { "sqlalchemy.dialects.mysql", get_mysql_type },
  { "sqlalchemy.dialects.oracle", get_dialect_type },
  { "sqlalchemy.dialects.postgresql", get_postgresql },
  { "sqlalchemy.dialects.postgresql.array", get_postgresql },
  { "sqlalchemy.dialects.postgresql.base", get_postgresql },
  { "sqlalchemy.dialects.postgresql.dml", get_postgresql },
  { "sqlalchemy.dialects.postgresql.json", get_postgresql },
  { "sqlalchemy.dialects.sqlite", get_dialect_type },
  { "sqlalchemy.engine", get_reflection },
  { "sqlalchemy.engine.reflection", get_reflection },
  { "sqlalchemy.ext", get_nothing },
  { "sqlalchemy.ext.associationproxy", retort_mapping_get },
  { "sqlalchemy.ext.compiler", retort_compiles_get },
  { "sqlalchemy.ext.declarative", retort_mapping_get },
  { "sqlalchemy.ext.hybrid", retort_mapping_get },
  { "sqlalchemy.inspection", get_sqlalchemy },
  { "sqlalchemy.orm", get_orm },
  { "sqlalchemy.orm.session", get_orm },
  { "sqlalchemy.schema", get_schema },
  { "sqlalchemy.sql", get_sqlalchemy },
  { "sqlalchemy.sql.elements", get_sqlalchemy },
  { "sqlalchemy.sql.expression", get_sqlalchemy },
  { "sqlalchemy.sql.functions", get_functions },
  { "sqlalchemy.sql.schema", get_schema },
  { "sqlalchemy.sql.ddl", get_schema },
  { "sqlalchemy.sql.sqltypes", get_types },
  { "sqlalchemy.types", get_types },
  { "sqlalchemy_searchable", retort_searchable_package_get },
};

static const Module *
find_module (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (modules); i++)
    if (g_str_equal (modules[i].name, name))
      return &modules[i];
  return NULL;
}

static RetortPyValue *
module_to_value (RetortPyEvaluation *evaluation, const Module *module)
{
  return retort_py_new_foreign (evaluation, &module_class, (gpointer) module, NULL);
}

static RetortPyValue *
module_find (RetortPyEvaluation *evaluation, const Module *module, const char *name)
{
  RetortPyValue *value = module->get (evaluation, name);
  g_autofree char *full = NULL;
  const Module *inner;

  if (value != NULL)
    return value;
  full = g_strjoin (".", module->name, name, NULL);
  inner = find_module (full);
  return inner != NULL ? module_to_value (evaluation, inner) : NULL;
}

static RetortPyValue *
module_get_attribute (RetortPyEvaluation *evaluation, RetortPyValue *self, const char *name)
{
  return module_find (evaluation, retort_py_value_get_foreign_data (self), name);
}

/* --- Packages of types --- */

static RetortPyValue *package_get_attribute (RetortPyEvaluation *evaluation, RetortPyValue *self, const char *name);

/* data: its full name */
static const RetortPyForeignClass package_class = {
  .name = "module",
  .get_attribute = package_get_attribute,
};

/* alembic_utils and each of its modules. */
static gboolean
is_entity_module (const char *module)
{
  return g_str_equal (module, "alembic_utils") || (g_str_has_prefix (module, "alembic_utils.pg_") && strchr (module + 14, '.') == NULL);
}

static RetortPyValue *
import_package (RetortPyEvaluation *evaluation, const char *module, const char *name)
{
  g_autofree char *full = name != NULL ? g_strjoin (".", module, name, NULL) : g_strdup (module);
  RetortPyValue *type = name != NULL ? retort_package_type_get (evaluation, module, name) : NULL;

  if (type == NULL && name != NULL)
    type = retort_entity_package_get (evaluation, module, name);
  /* It has "from sqlalchemy import types", and what Alembic writes names it so. */
  if (type == NULL && g_strcmp0 (full, "sqlmodel.sql.sqltypes.types") == 0)
    return retort_modules_import (evaluation, "sqlalchemy.types", NULL, NULL);
  if (type != NULL || (!retort_package_type_has_module (full) && !is_entity_module (full)))
    return type;
  return retort_py_new_foreign (evaluation, &package_class, retort_py_strdup (evaluation, full), NULL);
}

static RetortPyValue *
package_get_attribute (RetortPyEvaluation *evaluation, RetortPyValue *self, const char *name)
{
  return import_package (evaluation, retort_py_value_get_foreign_data (self), name);
}

/**
 * retort_modules_import:
 * @evaluation: the evaluation
 * @module: the full name of a module
 * @name: (nullable): a name that is taken from it
 * @user_data: unused
 *
 * RetortPyImporter's function.
 *
 * Returns: (nullable): the module, or what it holds under @name; %NULL when it is not known
 */
RetortPyValue *
retort_modules_import (RetortPyEvaluation *evaluation, const char *module, const char *name, gpointer user_data)
{
  const Module *found = find_module (module);

  if (found == NULL)
    return import_package (evaluation, module, name);
  return name != NULL ? module_find (evaluation, found, name) : module_to_value (evaluation, found);
}
