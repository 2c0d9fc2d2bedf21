/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Functions, and what calls them or stands beside them: triggers and policies. */
#include "analysis/schema/statements-private.h"

#include "sql/expression.h"

#include <string.h>

/* A parameter as pg_get_function_arguments() says it; the type may be one that is not known. */
static char *
write_parameter (RetortEdit *edit, const PgQuery__FunctionParameter *parameter, gboolean with_default, gboolean *is_as_written)
{
  g_autoptr(GString) text = g_string_new (NULL);
  g_autofree char *type = retort_edit_format_type (edit, parameter->arg_type);
  g_autofree char *base = type != NULL ? retort_type_dup_base (type) : NULL;

  if (parameter->mode == PG_QUERY__FUNCTION_PARAMETER_MODE__FUNC_PARAM_OUT)
    g_string_append (text, "OUT ");
  else if (parameter->mode == PG_QUERY__FUNCTION_PARAMETER_MODE__FUNC_PARAM_INOUT)
    g_string_append (text, "INOUT ");
  else if (parameter->mode == PG_QUERY__FUNCTION_PARAMETER_MODE__FUNC_PARAM_VARIADIC)
    g_string_append (text, "VARIADIC ");
  if (text_or_null (parameter->name) != NULL)
    {
      g_autofree char *name = retort_sql_quote_identifier (parameter->name);

      g_string_append_printf (text, "%s ", name);
    }
  g_string_append (text, base != NULL ? base : "unknown");
  if (with_default && parameter->defexpr != NULL)
    {
      g_autofree char *expression = retort_expression_format (edit, NULL, parameter->defexpr, base, is_as_written);

      g_string_append_printf (text, " DEFAULT %s", expression);
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static char *
write_parameters (RetortEdit *edit, const PgQuery__CreateFunctionStmt *statement, gboolean with_default, gboolean *is_as_written)
{
  g_autoptr(GString) text = g_string_new (NULL);

  for (size_t i = 0; i < statement->n_parameters; i++)
    {
      const PgQuery__FunctionParameter *parameter = statement->parameters[i]->function_parameter;
      g_autofree char *written = NULL;

      if (parameter->mode == PG_QUERY__FUNCTION_PARAMETER_MODE__FUNC_PARAM_TABLE)
        continue;
      written = write_parameter (edit, parameter, with_default, is_as_written);
      g_string_append_printf (text, "%s%s", text->len > 0 ? ", " : "", written);
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static const PgQuery__Node *
find_option (const PgQuery__CreateFunctionStmt *statement, const char *name)
{
  for (size_t i = 0; i < statement->n_options; i++)
    if (g_str_equal (statement->options[i]->def_elem->defname, name))
      return statement->options[i]->def_elem->arg;
  return NULL;
}

static char *
write_result (RetortEdit *edit, const PgQuery__CreateFunctionStmt *statement)
{
  g_autoptr(GString) text = g_string_new (NULL);
  g_autofree char *type = NULL;

  for (size_t i = 0; i < statement->n_parameters; i++)
    {
      const PgQuery__FunctionParameter *parameter = statement->parameters[i]->function_parameter;
      g_autofree char *column = NULL;
      g_autofree char *column_type = NULL;

      if (parameter->mode != PG_QUERY__FUNCTION_PARAMETER_MODE__FUNC_PARAM_TABLE)
        continue;
      column = retort_sql_quote_identifier (parameter->name);
      column_type = retort_edit_format_type (edit, parameter->arg_type);
      g_string_append_printf (text, "%s%s %s", text->len > 0 ? ", " : "TABLE(", column, column_type != NULL ? column_type : "unknown");
    }
  if (text->len > 0)
    {
      g_string_append_c (text, ')');
      return g_string_free (g_steal_pointer (&text), FALSE);
    }
  if (statement->return_type == NULL)
    return NULL;
  type = retort_edit_format_type (edit, statement->return_type);
  return g_strdup_printf ("%s%s", statement->return_type->setof ? "SETOF " : "", type != NULL ? type : "unknown");
}

static gboolean
get_boolean (const PgQuery__Node *option)
{
  return option != NULL && option->node_case == PG_QUERY__NODE__NODE_BOOLEAN && option->boolean->boolval;
}

static const char *
get_word (const PgQuery__Node *option)
{
  return option != NULL && option->node_case == PG_QUERY__NODE__NODE_STRING ? option->string->sval : "";
}

/* Properties that are not the usual ones, in the order of pg_get_functiondef(). */
static char *
write_properties (const PgQuery__CreateFunctionStmt *statement)
{
  const char *volatility = get_word (find_option (statement, "volatility"));
  const char *parallel = get_word (find_option (statement, "parallel"));
  g_autoptr(GString) text = g_string_new (NULL);

  if (g_str_equal (volatility, "immutable"))
    g_string_append (text, " IMMUTABLE");
  if (g_str_equal (volatility, "stable"))
    g_string_append (text, " STABLE");
  if (g_str_equal (parallel, "safe"))
    g_string_append (text, " PARALLEL SAFE");
  if (g_str_equal (parallel, "restricted"))
    g_string_append (text, " PARALLEL RESTRICTED");
  if (get_boolean (find_option (statement, "strict")))
    g_string_append (text, " STRICT");
  if (get_boolean (find_option (statement, "security")))
    g_string_append (text, " SECURITY DEFINER");
  if (get_boolean (find_option (statement, "leakproof")))
    g_string_append (text, " LEAKPROOF");
  if (text->len > 0)
    g_string_append_c (text, '\n');
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/* As pg_get_functiondef() says it; costs and settings are left as they were written. */
static void
write_definition (RetortFunction *function, const PgQuery__CreateFunctionStmt *statement)
{
  const PgQuery__Node *body = find_option (statement, "as");
  const char *noun = statement->is_procedure ? "PROCEDURE" : "FUNCTION";
  const char *tag = statement->is_procedure ? "$procedure$" : "$function$";
  g_autofree char *place = retort_quote_place (function->schema, function->name);
  g_autofree char *language = retort_sql_quote_identifier (function->language);
  g_autofree char *properties = write_properties (statement);
  g_autofree char *result = function->result != NULL ? g_strdup_printf (" RETURNS %s\n", function->result) : g_strdup ("");
  const char *text = NULL;

  if (body != NULL && body->node_case == PG_QUERY__NODE__NODE_LIST && body->list->n_items == 1)
    text = body->list->items[0]->string->sval;
  function->is_as_written |= text == NULL || strstr (text, tag) != NULL || find_option (statement, "cost") != NULL
                             || find_option (statement, "rows") != NULL || find_option (statement, "set") != NULL
                             || find_option (statement, "support") != NULL || find_option (statement, "window") != NULL;
  function->definition = g_strdup_printf ("CREATE OR REPLACE %s %s(%s)\n%s LANGUAGE %s\n%sAS %s%s%s\n", noun, place, function->arguments,
                                          result, language, properties, tag, text != NULL ? text : "", tag);
}

gboolean
retort_apply_create_function (RetortEdit *edit, const PgQuery__Node *node)
{
  const PgQuery__CreateFunctionStmt *statement = node->create_function_stmt;
  RetortPlace place = retort_edit_place_of_names (edit, statement->n_funcname, statement->funcname);
  const char *schema = retort_edit_get_creation_schema (edit, place.schema);
  const PgQuery__Node *language = find_option (statement, "language");
  g_autoptr(RetortFunction) function = retort_function_new ();
  g_autofree char *signature = NULL;
  const RetortFunction *old = NULL;

  if (schema == NULL)
    return FALSE;
  function->schema = g_strdup (schema);
  function->name = g_strdup (place.name);
  function->arguments = write_parameters (edit, statement, TRUE, &function->is_as_written);
  function->identity_arguments = write_parameters (edit, statement, FALSE, &function->is_as_written);
  function->result = write_result (edit, statement);
  function->language = g_strdup (language != NULL && language->node_case == PG_QUERY__NODE__NODE_STRING ? language->string->sval : "sql");
  function->kind = g_strdup (statement->is_procedure ? "procedure" : g_strcmp0 (function->result, "trigger") == 0 ? "trigger" : "function");
  write_definition (function, statement);
  if (edit->kind == RETORT_EFFECT_FAILS || edit->kind == RETORT_EFFECT_OPAQUE)
    return FALSE;
  signature = g_strdup_printf ("%s(%s)", function->name, function->identity_arguments);
  old = retort_schema_find (edit->schema, RETORT_OBJECT_FUNCTION, schema, signature);
  retort_edit_set_subject (edit, schema, place.name);
  if (old != NULL && !statement->replace)
    return retort_edit_fail (edit, "function \"%s\" already exists with same argument types", place.name);
  if (old != NULL)
    function->comment = g_strdup (old->comment);
  retort_schema_put (edit->schema, RETORT_OBJECT_FUNCTION, g_steal_pointer (&function));
  retort_edit_changed (edit);
  return TRUE;
}

/* Bits of pg_trigger.tgtype. */
enum
{
  TRIGGER_ROW = 1 << 0,
  TRIGGER_BEFORE = 1 << 1,
  TRIGGER_INSERT = 1 << 2,
  TRIGGER_DELETE = 1 << 3,
  TRIGGER_UPDATE = 1 << 4,
  TRIGGER_TRUNCATE = 1 << 5,
  TRIGGER_INSTEAD = 1 << 6,
};

static void
append_events (GString *text, const PgQuery__CreateTrigStmt *statement)
{
  static const struct
  {
    int         bit;
    const char *word;
  } events[] = { { TRIGGER_INSERT, "INSERT" }, { TRIGGER_DELETE, "DELETE" }, { TRIGGER_UPDATE, "UPDATE" }, { TRIGGER_TRUNCATE, "TRUNCATE" } };
  gboolean is_first = TRUE;

  for (guint i = 0; i < G_N_ELEMENTS (events); i++)
    {
      if ((statement->events & events[i].bit) == 0)
        continue;
      g_string_append_printf (text, "%s%s", is_first ? " " : " OR ", events[i].word);
      is_first = FALSE;
      for (size_t j = 0; events[i].bit == TRIGGER_UPDATE && j < statement->n_columns; j++)
        {
          g_autofree char *column = retort_sql_quote_identifier (statement->columns[j]->string->sval);

          g_string_append_printf (text, "%s%s", j == 0 ? " OF " : ", ", column);
        }
    }
}

/* As pg_get_triggerdef() says it; a condition or a constraint trigger is left as written. */
static void
write_trigger (RetortEdit *edit, const RetortTable *table, RetortTrigger *trigger, const PgQuery__CreateTrigStmt *statement)
{
  g_autofree char *name = retort_sql_quote_identifier (trigger->name);
  g_autofree char *relation = retort_edit_qualify (edit, table->schema, table->name);
  g_autoptr(GString) text = g_string_new (NULL);

  g_string_append_printf (text, "CREATE TRIGGER %s %s", name,
                          (statement->timing & TRIGGER_BEFORE) != 0    ? "BEFORE"
                          : (statement->timing & TRIGGER_INSTEAD) != 0 ? "INSTEAD OF"
                                                                       : "AFTER");
  append_events (text, statement);
  g_string_append_printf (text, " ON %s FOR EACH %s EXECUTE FUNCTION %s(", relation, statement->row ? "ROW" : "STATEMENT", trigger->function);
  for (size_t i = 0; i < statement->n_args; i++)
    {
      g_autofree char *argument = retort_sql_quote_literal (statement->args[i]->string->sval);

      g_string_append_printf (text, "%s%s", i > 0 ? ", " : "", argument);
    }
  g_string_append_c (text, ')');
  trigger->definition = g_strdup (text->str);
  trigger->is_as_written = statement->when_clause != NULL || statement->isconstraint || statement->n_transition_rels > 0;
}

/* Functions for triggers that PostgreSQL and its extensions bring. */
static const char *const known_trigger_functions[] = { "tsvector_update_trigger", "tsvector_update_trigger_column",
                                                       "suppress_redundant_updates_trigger", "unique_key_recheck", NULL };

static void
find_function_cb (gpointer object, gpointer user_data)
{
  const RetortFunction *function = object;
  RetortPlace *place = user_data;

  if (g_str_equal (function->name, place->name) && place->schema == NULL)
    place->schema = function->schema;
}

static void
look_for_extension_cb (gpointer object, gpointer user_data)
{
  if (!g_str_equal (((RetortExtension *) object)->name, "plpgsql"))
    *(gboolean *) user_data = TRUE;
}

/* What extensions bring is not listed. */
static gboolean
has_other_extensions (RetortEdit *edit)
{
  gboolean has_some = FALSE;

  retort_schema_foreach (edit->schema, RETORT_OBJECT_EXTENSION, look_for_extension_cb, &has_some);
  return has_some;
}

gboolean
retort_apply_create_trigger (RetortEdit *edit, const PgQuery__Node *node)
{
  const PgQuery__CreateTrigStmt *statement = node->create_trig_stmt;
  RetortPlace place = retort_edit_place_of_names (edit, statement->n_funcname, statement->funcname);
  const RetortTable *found = retort_edit_find_table (edit, statement->relation, FALSE);
  g_autoptr(RetortTable) table = NULL;
  RetortTrigger *trigger = NULL;
  int old = -1;

  if (found == NULL)
    return FALSE;
  table = retort_table_copy (found);
  old = retort_table_index_of_trigger (table, statement->trigname);
  if (old >= 0 && !statement->replace)
    return retort_edit_fail (edit, "trigger \"%s\" for relation \"%s\" already exists", statement->trigname, table->name);
  if (old >= 0)
    g_ptr_array_remove_index (table->triggers, (guint) old);
  for (size_t i = 0; i < statement->n_columns; i++)
    if (retort_table_find_column (table, statement->columns[i]->string->sval) == NULL)
      return retort_edit_fail (edit, "column \"%s\" of relation \"%s\" does not exist", statement->columns[i]->string->sval, table->name);
  if (place.schema == NULL)
    retort_schema_foreach (edit->schema, RETORT_OBJECT_FUNCTION, find_function_cb, &place);
  if (place.schema == NULL && !g_strv_contains (known_trigger_functions, place.name) && !has_other_extensions (edit))
    {
      retort_edit_set_subject (edit, NULL, place.name);
      return retort_edit_fail (edit, "function %s() does not exist", place.name);
    }
  trigger = retort_trigger_new ();
  trigger->name = g_strdup (statement->trigname);
  trigger->enabled = g_strdup ("origin");
  trigger->function = place.schema != NULL ? retort_edit_qualify (edit, place.schema, place.name) : retort_sql_quote_identifier (place.name);
  write_trigger (edit, table, trigger, statement);
  g_ptr_array_add (table->triggers, trigger);
  retort_table_sort_parts (table);
  if (table->kind == RETORT_RELATION_PARTITIONED_TABLE)
    for (guint i = 0; table->children != NULL && table->children[i] != NULL; i++)
      {
        g_auto(GStrv) parts = retort_split_place (table->children[i]);

        retort_edit_taint (edit, parts[0], parts[1], "a trigger of its parent is its own too");
      }
  retort_edit_put_table (edit, g_steal_pointer (&table));
  return TRUE;
}

static int
compare_texts (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

/* By name; "public" when there are none. */
static GStrv
list_roles (size_t n_roles, PgQuery__Node *const *roles)
{
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();
  GStrv list = NULL;

  for (size_t i = 0; i < n_roles; i++)
    {
      const PgQuery__RoleSpec *role = roles[i]->role_spec;

      g_strv_builder_add (builder, text_or_null (role->rolename) != NULL ? role->rolename : "public");
    }
  if (n_roles == 0)
    g_strv_builder_add (builder, "public");
  list = g_strv_builder_end (builder);
  qsort (list, g_strv_length (list), sizeof *list, compare_texts);
  return list;
}

gboolean
retort_apply_create_policy (RetortEdit *edit, const PgQuery__Node *node)
{
  const PgQuery__CreatePolicyStmt *statement = node->create_policy_stmt;
  const RetortTable *found = retort_edit_find_table (edit, statement->table, FALSE);
  g_autoptr(RetortTable) table = NULL;
  RetortPolicy *policy = NULL;

  if (found == NULL)
    return FALSE;
  table = retort_table_copy (found);
  if (retort_table_index_of_policy (table, statement->policy_name) >= 0)
    return retort_edit_fail (edit, "policy \"%s\" for table \"%s\" already exists", statement->policy_name, table->name);
  policy = retort_policy_new ();
  policy->name = g_strdup (statement->policy_name);
  policy->is_permissive = statement->permissive;
  policy->command = g_ascii_strup (text_or_null (statement->cmd_name) != NULL ? statement->cmd_name : "all", -1);
  policy->roles = list_roles (statement->n_roles, statement->roles);
  /* pg_get_expr() is asked for the form that is not pretty here. */
  policy->is_as_written = statement->qual != NULL || statement->with_check != NULL;
  if (statement->qual != NULL)
    policy->using_expression = retort_sql_expression_to_string (statement->qual);
  if (statement->with_check != NULL)
    policy->check_expression = retort_sql_expression_to_string (statement->with_check);
  g_ptr_array_add (table->policies, policy);
  retort_table_sort_parts (table);
  retort_edit_put_table (edit, g_steal_pointer (&table));
  return TRUE;
}

gboolean
retort_apply_alter_policy (RetortEdit *edit, const PgQuery__Node *node)
{
  const PgQuery__AlterPolicyStmt *statement = node->alter_policy_stmt;
  const RetortTable *found = retort_edit_find_table (edit, statement->table, FALSE);
  g_autoptr(RetortTable) table = NULL;
  RetortPolicy *policy = NULL;
  int index = -1;

  if (found == NULL)
    return FALSE;
  table = retort_table_copy (found);
  index = retort_table_index_of_policy (table, statement->policy_name);
  if (index < 0)
    return retort_edit_fail (edit, "policy \"%s\" for table \"%s\" does not exist", statement->policy_name, table->name);
  policy = retort_table_open_policy (table, (guint) index);
  if (statement->n_roles > 0)
    {
      g_strfreev (policy->roles);
      policy->roles = list_roles (statement->n_roles, statement->roles);
    }
  policy->is_as_written = TRUE;
  if (statement->qual != NULL)
    {
      g_free (policy->using_expression);
      policy->using_expression = retort_sql_expression_to_string (statement->qual);
    }
  if (statement->with_check != NULL)
    {
      g_free (policy->check_expression);
      policy->check_expression = retort_sql_expression_to_string (statement->with_check);
    }
  retort_edit_put_table (edit, g_steal_pointer (&table));
  return TRUE;
}
