/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "analysis/schema/query-private.h"
#include "analysis/schema/statements-private.h"

#include "sql/expression.h"

/* A view that is replaced keeps its columns, may get more after them (checkViewColumns() of commands/view.c), and what was said of them. */
static gboolean
keeps_columns (RetortEdit *edit, const RetortTable *old, RetortTable *view)
{
  for (guint i = 0; i < old->columns->len; i++)
    {
      const RetortColumn *was = g_ptr_array_index (old->columns, i);
      RetortColumn *column = i < view->columns->len ? retort_table_open_column (view, i) : NULL;

      if (column == NULL)
        return retort_edit_fail (edit, "cannot drop columns from view");
      if (!g_str_equal (column->name, was->name))
        return retort_edit_fail (edit, "cannot change name of view column \"%s\" to \"%s\"", was->name, column->name);
      if (!g_str_equal (column->type, was->type))
        return retort_edit_fail (edit, "cannot change data type of view column \"%s\" from %s to %s", was->name, was->type, column->type);
      column->comment = g_strdup (was->comment);
      column->default_expression = g_strdup (was->default_expression);
    }
  return TRUE;
}

static RetortTable *
view_new (const char *schema, const char *name, gboolean is_temporary)
{
  RetortTable *view = retort_table_new ();

  view->kind = RETORT_RELATION_VIEW;
  view->schema = g_strdup (schema);
  view->name = g_strdup (name);
  view->persistence = g_strdup (is_temporary ? "temporary" : "permanent");
  view->is_as_written = TRUE;
  view->inherits = g_new0 (char *, 1);
  view->children = g_new0 (char *, 1);
  return view;
}

/* Its triggers, rules, comment and owner stay; its options do not. */
static RetortTable *
view_replacing (const RetortTable *old)
{
  RetortTable *view = retort_table_copy (old);

  g_ptr_array_set_size (view->columns, 0);
  g_clear_pointer (&view->definition, g_free);
  g_clear_pointer (&view->options, g_strfreev);
  view->is_as_written = TRUE;
  return view;
}

gboolean
retort_apply_create_view (RetortEdit *edit, const PgQuery__Node *node)
{
  const PgQuery__ViewStmt *statement = node->view_stmt;
  gboolean is_temporary = statement->view->relpersistence != NULL && statement->view->relpersistence[0] == 't';
  const char *schema = is_temporary ? "pg_temp" : retort_edit_get_creation_schema (edit, text_or_null (statement->view->schemaname));
  const RetortTable *found = schema != NULL ? retort_schema_find_table (edit->schema, schema, statement->view->relname) : NULL;
  const RetortTable *old = found != NULL && found->kind == RETORT_RELATION_VIEW && statement->replace ? found : NULL;
  g_autoptr(RetortTable) view = NULL;

  if (schema == NULL || (old == NULL && !retort_edit_claim_relation (edit, schema, statement->view->relname, FALSE)))
    return FALSE;
  view = old != NULL ? view_replacing (old) : view_new (schema, statement->view->relname, is_temporary);
  view->definition = retort_sql_statement_to_string (statement->query);
  if (statement->n_options > 0)
    view->options = retort_options_to_list (statement->n_options, statement->options);
  retort_edit_set_subject (edit, schema, view->name);
  if (!retort_query_add_columns (edit, view, statement->query, statement->n_aliases, statement->aliases))
    retort_edit_taint (edit, schema, view->name, "the columns of its query are not known");
  else if (old != NULL && !keeps_columns (edit, old, view))
    return FALSE;
  retort_edit_put_table (edit, g_steal_pointer (&view));
  return TRUE;
}
