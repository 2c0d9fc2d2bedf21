/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The lists that \dT+, \dD and \df print of types, domains and functions. */
#include "report/describe-private.h"

static RetortTextTable *
table_with (const char *title, const char *const *headers)
{
  RetortTextTable *text = retort_text_table_new (title);

  for (guint i = 0; headers[i] != NULL; i++)
    retort_text_table_add_column (text, headers[i], RETORT_TEXT_LEFT);
  return text;
}

static char *
finish (RetortTextTable *text)
{
  retort_text_table_add_row_count (text);
  return retort_text_table_to_string (text);
}

/**
 * retort_describe_enums:
 * @scope: names of the schema
 * @enums: (element-type RetortEnumType): enum types
 *
 * Returns: (transfer full): what \dT+ prints of them
 */
char *
retort_describe_enums (const RetortNameScope *scope, GPtrArray *enums)
{
  static const char *const headers[]
      = { "Schema",      "Name", "Internal name", "Size", "Elements", "Owner", "Access privileges",
          "Description", NULL };
  g_autoptr(RetortTextTable) text = table_with ("List of data types", headers);

  for (guint i = 0; i < enums->len; i++)
    {
      const RetortEnumType *type = g_ptr_array_index (enums, i);
      g_autofree char *name = retort_name_scope_dup_type (scope, type->schema, type->name);
      g_autofree char *labels = g_strjoinv ("\n", type->labels);

      retort_text_table_add_cell (text, type->schema);
      retort_text_table_add_cell (text, name);
      retort_text_table_add_cell (text, type->name);
      retort_text_table_add_cell (text, "4"); /* bytes, of every enum */
      retort_text_table_add_cell (text, labels);
      retort_text_table_add_cell (text, type->owner);
      retort_text_table_add_cell (text, type->privileges);
      retort_text_table_add_cell (text, type->comment);
    }
  return finish (text);
}

/**
 * retort_describe_domains:
 * @scope: names of the schema
 * @domains: (element-type RetortDomain): domains
 *
 * Returns: (transfer full): what \dD prints of them
 */
char *
retort_describe_domains (const RetortNameScope *scope, GPtrArray *domains)
{
  static const char *const headers[]
      = { "Schema", "Name", "Type", "Collation", "Nullable", "Default", "Check", NULL };
  g_autoptr(RetortTextTable) text = table_with ("List of domains", headers);

  for (guint i = 0; i < domains->len; i++)
    {
      const RetortDomain *domain = g_ptr_array_index (domains, i);

      retort_text_table_add_cell (text, domain->schema);
      retort_text_table_add_cell (text, domain->name);
      retort_text_table_add_cell (text, domain->type);
      retort_text_table_add_cell (text, domain->collation);
      retort_text_table_add_cell (text, domain->is_nullable ? NULL : "not null");
      retort_text_table_add_cell (text, domain->default_expression);
      retort_text_table_add_cell (text, domain->checks);
    }
  return finish (text);
}

static const char *
function_word (const RetortFunction *function)
{
  if (g_str_equal (function->kind, "procedure"))
    return "proc";
  if (g_str_equal (function->kind, "aggregate"))
    return "agg";
  return g_str_equal (function->kind, "window") ? "window" : "func";
}

/**
 * retort_describe_functions:
 * @scope: names of the schema
 * @functions: (element-type RetortFunction): functions
 *
 * Returns: (transfer full): what \df prints of them
 */
char *
retort_describe_functions (const RetortNameScope *scope, GPtrArray *functions)
{
  static const char *const headers[]
      = { "Schema", "Name", "Result data type", "Argument data types", "Type", NULL };
  g_autoptr(RetortTextTable) text = table_with ("List of functions", headers);

  for (guint i = 0; i < functions->len; i++)
    {
      const RetortFunction *function = g_ptr_array_index (functions, i);

      retort_text_table_add_cell (text, function->schema);
      retort_text_table_add_cell (text, function->name);
      retort_text_table_add_cell (text, function->result);
      retort_text_table_add_cell (text, function->arguments);
      retort_text_table_add_cell (text, function_word (function));
    }
  return finish (text);
}
