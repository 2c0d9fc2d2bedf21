/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is made when the tables are there: indexes, foreign keys, policies, triggers, rules, statistics. */
#include "report/ddl-private.h"

#include "sql/quote.h"

static char *
dup_table_name (const RetortTable *table)
{
  return retort_ddl_dup_name (table->schema, table->name);
}

static void
add_index_settings (RetortDdl *self, const RetortTable *table, const RetortIndex *index)
{
  g_autofree char *name = retort_ddl_dup_name (table->schema, index->name);
  g_autofree char *on = g_strconcat ("INDEX ", name, NULL);

  if (index->tablespace != NULL)
    {
      g_autofree char *tablespace = retort_sql_quote_identifier (index->tablespace);

      retort_ddl_append (self, "ALTER INDEX %s SET TABLESPACE %s;\n", name, tablespace);
    }
  for (guint i = 0; index->column_statistics != NULL && index->column_statistics[i] != NULL; i++)
    if (!g_str_equal (index->column_statistics[i], "-1"))
      retort_ddl_append (self, "ALTER INDEX %s ALTER COLUMN %u SET STATISTICS %s;\n", name, i + 1,
                         index->column_statistics[i]);
  retort_ddl_add_comment (self, on, index->comment);
}

static void
add_index_marks (RetortDdl *self, const RetortTable *table, const RetortIndex *index)
{
  g_autofree char *table_name = dup_table_name (table);
  g_autofree char *name = retort_sql_quote_identifier (index->name);

  if (index->is_clustered)
    retort_ddl_append (self, "ALTER %s %s CLUSTER ON %s;\n", retort_ddl_relation_noun (table), table_name, name);
  if (index->is_replica_identity)
    retort_ddl_append (self, "ALTER TABLE ONLY %s REPLICA IDENTITY USING INDEX %s;\n", table_name,
                       name);
}

/**
 * retort_ddl_add_indexes:
 * @self: a script
 * @table: a table or materialized view that has been made
 *
 * Those of constraints are there already; of them only what is set is said.
 */
void
retort_ddl_add_indexes (RetortDdl *self, const RetortTable *table)
{
  for (guint i = 0; i < table->indexes->len; i++)
    {
      const RetortIndex *index = g_ptr_array_index (table->indexes, i);

      if (index->constraint == NULL)
        retort_ddl_append (self, "%s;\n", index->definition);
      add_index_settings (self, table, index);
      add_index_marks (self, table, index);
    }
}

/**
 * retort_ddl_add_index_attachments:
 * @self: a script
 * @table: a table whose indexes, and those of its parent, have been made
 *
 * Indexes of constraints are attached with the partition.
 */
void
retort_ddl_add_index_attachments (RetortDdl *self, const RetortTable *table)
{
  for (guint i = 0; i < table->indexes->len; i++)
    {
      const RetortIndex *index = g_ptr_array_index (table->indexes, i);
      g_autofree char *name = retort_ddl_dup_name (table->schema, index->name);

      if (index->parent != NULL && index->constraint == NULL)
        retort_ddl_append (self, "ALTER INDEX %s ATTACH PARTITION %s;\n", index->parent, name);
    }
}

/**
 * retort_ddl_add_foreign_keys:
 * @self: a script
 * @table: a table; those that it refers to have been made too
 *
 * Those that a partition has from its parent come with the parent's.
 */
void
retort_ddl_add_foreign_keys (RetortDdl *self, const RetortTable *table)
{
  g_autofree char *table_name = dup_table_name (table);

  for (guint i = 0; i < table->constraints->len; i++)
    {
      const RetortConstraint *constraint = g_ptr_array_index (table->constraints, i);
      g_autofree char *name = retort_sql_quote_identifier (constraint->name);

      if (constraint->kind == RETORT_CONSTRAINT_FOREIGN_KEY && !constraint->is_inherited)
        retort_ddl_append (self, "ALTER TABLE %s%s ADD CONSTRAINT %s %s;\n",
                           table->kind == RETORT_RELATION_PARTITIONED_TABLE ? "" : "ONLY ",
                           table_name, name, constraint->definition);
    }
}

static void
add_constraint_comments (RetortDdl *self, const RetortTable *table)
{
  g_autofree char *table_name = dup_table_name (table);

  for (guint i = 0; i < table->constraints->len; i++)
    {
      const RetortConstraint *constraint = g_ptr_array_index (table->constraints, i);
      g_autofree char *name = retort_sql_quote_identifier (constraint->name);
      g_autofree char *on = g_strdup_printf ("CONSTRAINT %s ON %s", name, table_name);

      retort_ddl_add_comment (self, on, constraint->comment);
    }
}

static void
add_replica_identity (RetortDdl *self, const RetortTable *table)
{
  g_autofree char *table_name = dup_table_name (table);

  if (g_strcmp0 (table->replica_identity, "full") == 0)
    retort_ddl_append (self, "ALTER TABLE ONLY %s REPLICA IDENTITY FULL;\n", table_name);
  else if (g_strcmp0 (table->replica_identity, "nothing") == 0)
    retort_ddl_append (self, "ALTER TABLE ONLY %s REPLICA IDENTITY NOTHING;\n", table_name);
}

static void
add_policy_roles (RetortDdl *self, const RetortPolicy *policy)
{
  if (policy->roles == NULL || policy->roles[0] == NULL || g_str_equal (policy->roles[0], "public"))
    return;
  for (guint i = 0; policy->roles[i] != NULL; i++)
    {
      g_autofree char *role = retort_sql_quote_identifier (policy->roles[i]);

      retort_ddl_append (self, "%s%s", i == 0 ? " TO " : ", ", role);
    }
}

/**
 * retort_ddl_add_policy: (skip)
 * @self: a script
 * @table_name: the table, quoted
 * @policy: one of its policies
 */
void
retort_ddl_add_policy (RetortDdl *self, const char *table_name, const RetortPolicy *policy)
{
  g_autofree char *name = retort_sql_quote_identifier (policy->name);
  g_autofree char *on = g_strdup_printf ("POLICY %s ON %s", name, table_name);

  retort_ddl_append (self, "CREATE %s", on);
  if (!policy->is_permissive)
    retort_ddl_append (self, " AS RESTRICTIVE");
  if (!g_str_equal (policy->command, "ALL"))
    retort_ddl_append (self, " FOR %s", policy->command);
  add_policy_roles (self, policy);
  if (policy->using_expression != NULL)
    retort_ddl_append (self, " USING (%s)", policy->using_expression);
  if (policy->check_expression != NULL)
    retort_ddl_append (self, " WITH CHECK (%s)", policy->check_expression);
  retort_ddl_append (self, ";\n");
  retort_ddl_add_comment (self, on, policy->comment);
}

static void
add_row_security (RetortDdl *self, const RetortTable *table)
{
  g_autofree char *table_name = dup_table_name (table);

  if (table->has_row_security)
    retort_ddl_append (self, "ALTER TABLE %s ENABLE ROW LEVEL SECURITY;\n", table_name);
  if (table->forces_row_security)
    retort_ddl_append (self, "ALTER TABLE %s FORCE ROW LEVEL SECURITY;\n", table_name);
  for (guint i = 0; i < table->policies->len; i++)
    retort_ddl_add_policy (self, table_name, g_ptr_array_index (table->policies, i));
}

/* "DISABLE", "ENABLE ALWAYS", "ENABLE REPLICA"; %NULL for what is usual. */
static const char *
enabled_words (const char *enabled)
{
  if (g_strcmp0 (enabled, "disabled") == 0)
    return "DISABLE";
  if (g_strcmp0 (enabled, "always") == 0)
    return "ENABLE ALWAYS";
  return g_strcmp0 (enabled, "replica") == 0 ? "ENABLE REPLICA" : NULL;
}

/**
 * retort_ddl_add_trigger: (skip)
 * @self: a script
 * @table_name: the table, quoted
 * @trigger: one of its triggers; one that came from the parent comes with the parent's, one of a constraint with the constraint
 */
void
retort_ddl_add_trigger (RetortDdl *self, const char *table_name, const RetortTrigger *trigger)
{
  g_autofree char *name = retort_sql_quote_identifier (trigger->name);
  g_autofree char *on = g_strdup_printf ("TRIGGER %s ON %s", name, table_name);

  if (trigger->is_internal || trigger->parent != NULL)
    return;
  retort_ddl_append (self, "%s;\n", trigger->definition);
  if (enabled_words (trigger->enabled) != NULL)
    retort_ddl_append (self, "ALTER TABLE %s %s TRIGGER %s;\n", table_name, enabled_words (trigger->enabled), name);
  retort_ddl_add_comment (self, on, trigger->comment);
}

static void
add_triggers (RetortDdl *self, const RetortTable *table)
{
  g_autofree char *table_name = dup_table_name (table);

  for (guint i = 0; i < table->triggers->len; i++)
    retort_ddl_add_trigger (self, table_name, g_ptr_array_index (table->triggers, i));
}

static void
add_rules (RetortDdl *self, const RetortTable *table)
{
  g_autofree char *table_name = dup_table_name (table);

  for (guint i = 0; i < table->rules->len; i++)
    {
      const RetortRewriteRule *rule = g_ptr_array_index (table->rules, i);
      g_autofree char *name = retort_sql_quote_identifier (rule->name);
      g_autofree char *on = g_strdup_printf ("RULE %s ON %s", name, table_name);

      retort_ddl_append (self, "%s\n", rule->definition); /* it has its semicolon */
      if (enabled_words (rule->enabled) != NULL)
        retort_ddl_append (self, "ALTER TABLE %s %s RULE %s;\n", table_name,
                           enabled_words (rule->enabled), name);
      retort_ddl_add_comment (self, on, rule->comment);
    }
}

static void
add_statistics (RetortDdl *self, const RetortTable *table)
{
  for (guint i = 0; i < table->statistics->len; i++)
    {
      const RetortStatistics *statistics = g_ptr_array_index (table->statistics, i);
      g_autofree char *name = retort_ddl_dup_name (statistics->schema, statistics->name);
      g_autofree char *on = g_strconcat ("STATISTICS ", name, NULL);

      retort_ddl_append (self, "%s;\n", statistics->definition);
      if (statistics->target != -1)
        retort_ddl_append (self, "ALTER STATISTICS %s SET STATISTICS %d;\n", name,
                           statistics->target);
      retort_ddl_add_comment (self, on, statistics->comment);
    }
}

/**
 * retort_ddl_add_parts:
 * @self: a script
 * @table: a table or view that has been made, with its indexes and foreign keys
 *
 * Adds all the rest.
 */
void
retort_ddl_add_parts (RetortDdl *self, const RetortTable *table)
{
  add_constraint_comments (self, table);
  add_replica_identity (self, table);
  add_statistics (self, table);
  add_rules (self, table);
  add_triggers (self, table);
  add_row_security (self, table);
}
