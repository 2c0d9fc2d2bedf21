/* SPDX-License-Identifier: GPL-3.0-or-later */
/* CREATE RULE. */
#include "analysis/schema/statements-private.h"

#include "sql/expression.h"

static int
index_of_rule (const RetortTable *table, const char *name)
{
  for (guint i = 0; i < table->rules->len; i++)
    if (g_str_equal (((RetortRewriteRule *) g_ptr_array_index (table->rules, i))->name, name))
      return (int) i;
  return -1;
}

static RetortRewriteRule *
rule_new (const char *name, const char *definition)
{
  RetortRewriteRule *rule = retort_rewrite_rule_new ();

  rule->name = g_strdup (name);
  rule->definition = g_strdup (definition);
  rule->enabled = g_strdup ("origin");
  rule->is_as_written = TRUE;
  return rule;
}

static int
compare_rules (gconstpointer a, gconstpointer b)
{
  const RetortRewriteRule *first = *(const RetortRewriteRule *const *) a;
  const RetortRewriteRule *second = *(const RetortRewriteRule *const *) b;

  return g_strcmp0 (first->name, second->name);
}

gboolean
retort_apply_create_rule (RetortEdit *edit, const PgQuery__Node *node)
{
  const PgQuery__RuleStmt *statement = node->rule_stmt;
  const RetortTable *found = retort_edit_find_table (edit, statement->relation, FALSE);
  g_autofree char *definition = NULL;
  RetortTable *table = NULL;
  int old = -1;

  if (found == NULL)
    return FALSE;
  old = index_of_rule (found, statement->rulename);
  if (old >= 0 && !statement->replace)
    return retort_edit_fail (edit, "rule \"%s\" for relation \"%s\" already exists", statement->rulename, found->name);
  table = retort_table_copy (found);
  definition = retort_sql_statement_to_string (node);
  if (old >= 0)
    g_ptr_array_remove_index (table->rules, (guint) old);
  g_ptr_array_add (table->rules, rule_new (statement->rulename, definition));
  g_ptr_array_sort (table->rules, compare_rules);
  retort_edit_put_table (edit, table);
  return TRUE;
}
