/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Schemas, extensions, the search path, and queries that may do more than read. */
#include "analysis/schema/statements-private.h"

#include "sql/expression.h"

#include <string.h>

gboolean
retort_apply_create_schema (RetortEdit *edit, const PgQuery__Node *node)
{
  const PgQuery__CreateSchemaStmt *statement = node->create_schema_stmt;
  const char *name = text_or_null (statement->schemaname);

  if (name == NULL && statement->authrole != NULL)
    name = text_or_null (statement->authrole->rolename);
  if (name == NULL)
    {
      retort_edit_taint (edit, NULL, NULL, "a schema is called as the role that runs this");
      return TRUE;
    }
  retort_edit_set_subject (edit, name, "");
  if (retort_schema_find (edit->schema, RETORT_OBJECT_NAMESPACE, NULL, name) != NULL)
    return statement->if_not_exists || retort_edit_fail (edit, "schema \"%s\" already exists", name);
  retort_schema_put (edit->schema, RETORT_OBJECT_NAMESPACE, g_strdup (name));
  retort_edit_changed (edit);
  for (size_t i = 0; i < statement->n_schema_elts; i++)
    if (!retort_edit_apply (edit, statement->schema_elts[i]))
      return FALSE;
  return TRUE;
}

/* Extensions that bring tables or views; of the others only types and functions, which a schema leaves out. */
static const char *const extensions_with_tables[] = { "postgis", "pg_stat_statements", "timescaledb", "pg_cron", "pgmq",
                                                      "postgis_tiger_geocoder", "postgis_topology", "pg_partman", NULL };

gboolean
retort_apply_create_extension (RetortEdit *edit, const PgQuery__Node *node)
{
  const PgQuery__CreateExtensionStmt *statement = node->create_extension_stmt;
  const char *schema = retort_edit_get_creation_schema (edit, NULL);
  RetortExtension *extension = NULL;

  retort_edit_set_subject (edit, NULL, statement->extname);
  if (retort_schema_find (edit->schema, RETORT_OBJECT_EXTENSION, NULL, statement->extname) != NULL)
    return statement->if_not_exists || retort_edit_fail (edit, "extension \"%s\" already exists", statement->extname);
  extension = retort_extension_new ();
  extension->name = g_strdup (statement->extname);
  for (size_t i = 0; i < statement->n_options; i++)
    if (g_str_equal (statement->options[i]->def_elem->defname, "schema"))
      schema = statement->options[i]->def_elem->arg->string->sval;
  extension->schema = g_strdup (schema != NULL ? schema : "public");
  extension->version = g_strdup ("");
  retort_schema_put (edit->schema, RETORT_OBJECT_EXTENSION, extension);
  retort_edit_changed (edit);
  if (g_strv_contains (extensions_with_tables, statement->extname))
    retort_edit_taint (edit, extension->schema, "", "an extension brings relations of its own");
  return TRUE;
}

/* SET search_path, for the statements that follow. */
gboolean
retort_apply_setting (RetortEdit *edit, const PgQuery__Node *node)
{
  const PgQuery__VariableSetStmt *statement = node->variable_set_stmt;
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();
  g_auto(GStrv) path = NULL;

  if (g_strcmp0 (statement->name, "search_path") != 0)
    return TRUE;
  retort_edit_changed (edit);
  if (statement->kind != PG_QUERY__VARIABLE_SET_KIND__VAR_SET_VALUE)
    {
      retort_schema_set_current_path (edit->schema, NULL);
      return TRUE;
    }
  for (size_t i = 0; i < statement->n_args; i++)
    if (statement->args[i]->node_case == PG_QUERY__NODE__NODE_A_CONST
        && statement->args[i]->a_const->val_case == PG_QUERY__A__CONST__VAL_SVAL
        && !g_str_equal (statement->args[i]->a_const->sval->sval, "$user"))
      g_strv_builder_add (builder, statement->args[i]->a_const->sval->sval);
  path = g_strv_builder_end (builder);
  retort_schema_set_current_path (edit->schema, (const char *const *) path);
  return TRUE;
}

typedef struct
{
  RetortEdit *edit;
  const char *opaque; /* nullable: the function that may do anything */
} CallSearch;

typedef struct
{
  const char *name;
  gboolean    may_change;
} BodySearch;

static void
search_body_cb (gpointer object, gpointer user_data)
{
  const RetortFunction *function = object;
  BodySearch *search = user_data;

  if (g_str_equal (function->name, search->name) && function->definition != NULL
      && g_regex_match_simple ("\\n\\s*AS \\$.*\\b(create|alter|drop|execute|rename)\\b", function->definition,
                               G_REGEX_CASELESS | G_REGEX_DOTALL, 0))
    search->may_change = TRUE;
}

static void
search_call_cb (const ProtobufCMessage *message, gpointer user_data)
{
  CallSearch *search = user_data;
  const PgQuery__FuncCall *call = (const PgQuery__FuncCall *) message;
  BodySearch body = { NULL, FALSE };

  if (message->descriptor != &pg_query__func_call__descriptor)
    return;
  body.name = retort_sql_names_get_last (call->n_funcname, call->funcname);
  retort_schema_foreach (search->edit->schema, RETORT_OBJECT_FUNCTION, search_body_cb, &body);
  if (body.may_change || g_str_has_prefix (body.name, "create_") || g_str_has_prefix (body.name, "dblink"))
    search->opaque = body.name;
  if (g_str_equal (body.name, "set_config") && call->n_args > 1 && call->args[0]->node_case == PG_QUERY__NODE__NODE_A_CONST
      && call->args[0]->a_const->val_case == PG_QUERY__A__CONST__VAL_SVAL
      && g_str_equal (call->args[0]->a_const->sval->sval, "search_path"))
    search->opaque = body.name;
}

/* Queries and changes of data leave the schema alone, unless they call a function that does not. */
gboolean
retort_apply_select (RetortEdit *edit, const PgQuery__Node *node)
{
  CallSearch search = { edit, NULL };
  g_autofree char *reason = NULL;

  if (node->node_case == PG_QUERY__NODE__NODE_SELECT_STMT && node->select_stmt->into_clause != NULL)
    {
      const PgQuery__RangeVar *relation = node->select_stmt->into_clause->rel;
      const char *schema = retort_edit_get_creation_schema (edit, text_or_null (relation->schemaname));

      if (schema != NULL)
        retort_edit_taint (edit, schema, relation->relname, "SELECT INTO makes it");
      return schema != NULL;
    }
  retort_sql_walk ((const ProtobufCMessage *) node, search_call_cb, &search);
  if (search.opaque == NULL)
    return TRUE;
  reason = g_strdup_printf ("function %s() may change anything", search.opaque);
  retort_edit_taint (edit, NULL, NULL, reason);
  return TRUE;
}
