/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "analysis/schema/query-private.h"
#include "analysis/schema/statements-private.h"

#include "sql/expression.h"

gboolean
retort_apply_create_view (RetortEdit *edit, const PgQuery__Node *node)
{
  const PgQuery__ViewStmt *statement = node->view_stmt;
  gboolean is_temporary = statement->view->relpersistence != NULL && statement->view->relpersistence[0] == 't';
  const char *schema = is_temporary ? "pg_temp" : retort_edit_get_creation_schema (edit, text_or_null (statement->view->schemaname));
  const RetortTable *old = schema != NULL ? retort_schema_find_table (edit->schema, schema, statement->view->relname) : NULL;
  g_autoptr(RetortTable) view = NULL;

  if (schema == NULL)
    return FALSE;
  if (!(old != NULL && old->kind == RETORT_RELATION_VIEW && statement->replace)
      && !retort_edit_claim_relation (edit, schema, statement->view->relname, FALSE))
    return FALSE;
  view = retort_table_new ();
  view->kind = RETORT_RELATION_VIEW;
  view->schema = g_strdup (schema);
  view->name = g_strdup (statement->view->relname);
  view->persistence = g_strdup (is_temporary ? "temporary" : "permanent");
  view->definition = retort_sql_statement_to_string (statement->query);
  view->is_as_written = TRUE;
  view->inherits = g_new0 (char *, 1);
  view->children = g_new0 (char *, 1);
  if (statement->n_options > 0)
    view->options = retort_options_to_list (statement->n_options, statement->options);
  if (old != NULL)
    view->comment = g_strdup (old->comment);
  if (!retort_query_add_columns (edit, view, statement->query, statement->n_aliases, statement->aliases))
    retort_edit_taint (edit, schema, view->name, "the columns of its query are not known");
  retort_edit_put_table (edit, g_steal_pointer (&view));
  return TRUE;
}
