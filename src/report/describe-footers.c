/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What \d prints under a table's columns, in psql's order: indexes, check constraints, foreign keys,
 * references, policies, statistics, rules, publications, triggers, server, parents, children. */
#include "report/describe-private.h"

#include <string.h>

typedef const char *(*NameFunc) (gconstpointer element);

static const char *
constraint_name (gconstpointer element)
{
  return ((const RetortConstraint *) element)->name;
}

static const char *
reference_name (gconstpointer element)
{
  return ((const RetortConstraintRef *) element)->name;
}

static int
compare_names (gconstpointer a, gconstpointer b, gpointer data)
{
  NameFunc name_of = (NameFunc) data;

  return strcmp (name_of (*(gpointer *) a), name_of (*(gpointer *) b));
}

static void
sort_by_name (GPtrArray *array, NameFunc name_of)
{
  g_ptr_array_sort_with_data (array, compare_names, (gpointer) name_of);
}

static const RetortConstraint *
find_exclusion (const RetortTable *table, const RetortIndex *index)
{
  for (guint i = 0; index->constraint != NULL && i < table->constraints->len; i++)
    {
      const RetortConstraint *constraint = g_ptr_array_index (table->constraints, i);

      if (constraint->kind == RETORT_CONSTRAINT_EXCLUSION
          && g_str_equal (constraint->name, index->constraint))
        return constraint;
    }
  return NULL;
}

static const RetortConstraint *
find_key (const RetortTable *table, const RetortIndex *index)
{
  for (guint i = 0; index->constraint != NULL && i < table->constraints->len; i++)
    {
      const RetortConstraint *constraint = g_ptr_array_index (table->constraints, i);

      if (g_str_equal (constraint->name, index->constraint))
        return constraint;
    }
  return NULL;
}

/* From the access method on: "btree (id)". */
static void
append_index_definition (GString *line, const RetortTable *table, const RetortIndex *index)
{
  const RetortConstraint *key = find_key (table, index);
  const char *using = strstr (index->definition, " USING ");

  if (index->is_primary)
    g_string_append (line, " PRIMARY KEY,");
  else if (index->is_unique)
    g_string_append (line, key != NULL && key->kind == RETORT_CONSTRAINT_UNIQUE
                               ? " UNIQUE CONSTRAINT,"
                               : " UNIQUE,");
  g_string_append_printf (line, " %s",
                          using != NULL ? using + strlen (" USING ") : index->definition);
  if (key != NULL && key->is_deferrable)
    g_string_append (line, " DEFERRABLE");
  if (key != NULL && key->is_deferred)
    g_string_append (line, " INITIALLY DEFERRED");
}

static void
add_index (RetortTextTable *text, const RetortTable *table, const RetortIndex *index)
{
  const RetortConstraint *exclusion = find_exclusion (table, index);
  g_autoptr(GString) line = g_string_new (NULL);

  g_string_append_printf (line, "    \"%s\"", index->name);
  if (exclusion != NULL)
    g_string_append_printf (line, " %s", exclusion->definition);
  else
    append_index_definition (line, table, index);
  if (index->is_clustered)
    g_string_append (line, " CLUSTER");
  if (!index->is_valid)
    g_string_append (line, " INVALID");
  if (index->is_replica_identity)
    g_string_append (line, " REPLICA IDENTITY");
  if (index->tablespace != NULL)
    g_string_append_printf (line, ", tablespace \"%s\"", index->tablespace);
  retort_text_table_add_footer (text, "%s", line->str);
}

/* The primary key's first, then by name. */
static int
compare_indexes (gconstpointer a, gconstpointer b)
{
  const RetortIndex *first = *(gpointer *) a;
  const RetortIndex *second = *(gpointer *) b;

  if (first->is_primary != second->is_primary)
    return first->is_primary ? -1 : 1;
  return strcmp (first->name, second->name);
}

static void
add_indexes (RetortTextTable *text, const RetortTable *table)
{
  g_autoptr(GPtrArray) indexes = g_ptr_array_copy (table->indexes, NULL, NULL);

  g_ptr_array_set_free_func (indexes, NULL);
  g_ptr_array_sort (indexes, compare_indexes);
  if (indexes->len > 0)
    retort_text_table_add_footer (text, "Indexes:");
  for (guint i = 0; i < indexes->len; i++)
    add_index (text, table, g_ptr_array_index (indexes, i));
}

/* (transfer container): by name. */
static GPtrArray *
list_constraints (const RetortTable *table, RetortConstraintKind kind, gboolean with_inherited)
{
  GPtrArray *constraints = g_ptr_array_new ();

  for (guint i = 0; i < table->constraints->len; i++)
    {
      RetortConstraint *constraint = g_ptr_array_index (table->constraints, i);

      if (constraint->kind == kind && (with_inherited || !constraint->is_inherited))
        g_ptr_array_add (constraints, constraint);
    }
  sort_by_name (constraints, constraint_name);
  return constraints;
}

static void
add_checks (RetortTextTable *text, const RetortTable *table)
{
  g_autoptr(GPtrArray) checks = list_constraints (table, RETORT_CONSTRAINT_CHECK, TRUE);

  if (checks->len > 0)
    retort_text_table_add_footer (text, "Check constraints:");
  for (guint i = 0; i < checks->len; i++)
    {
      const RetortConstraint *check = g_ptr_array_index (checks, i);

      retort_text_table_add_footer (text, "    \"%s\" %s", check->name, check->definition);
    }
}

/* (transfer container) (element-type RetortTable): partitioned tables above it, the nearest first. */
static GPtrArray *
list_ancestors (const RetortNameScope *scope, const RetortTable *table)
{
  GPtrArray *ancestors = g_ptr_array_new ();

  while (table != NULL && table->partition_bound != NULL && table->inherits != NULL
         && table->inherits[0] != NULL)
    {
      table = retort_name_scope_find_table (scope, table->inherits[0]);
      if (table != NULL)
        g_ptr_array_add (ancestors, (RetortTable *) table);
    }
  return ancestors;
}

/* A foreign key of a partitioned table above, told with that table's name. */
typedef struct
{
  const RetortTable *table;
  const RetortConstraint *constraint;
} AncestorKey;

static int
compare_ancestor_keys (gconstpointer a, gconstpointer b)
{
  return strcmp (((const AncestorKey *) a)->constraint->name,
                 ((const AncestorKey *) b)->constraint->name);
}

/* (element-type AncestorKey): by name. */
static GArray *
list_ancestor_keys (GPtrArray *ancestors)
{
  GArray *keys = g_array_new (FALSE, FALSE, sizeof (AncestorKey));

  for (guint i = 0; i < ancestors->len; i++)
    {
      const RetortTable *ancestor = g_ptr_array_index (ancestors, i);
      g_autoptr(GPtrArray) own = list_constraints (ancestor, RETORT_CONSTRAINT_FOREIGN_KEY, FALSE);

      for (guint j = 0; j < own->len; j++)
        {
          AncestorKey key = { ancestor, g_ptr_array_index (own, j) };

          g_array_append_val (keys, key);
        }
    }
  g_array_sort (keys, compare_ancestor_keys);
  return keys;
}

static void
add_foreign_keys (RetortTextTable *text, const RetortNameScope *scope, const RetortTable *table,
                  GPtrArray *ancestors)
{
  g_autoptr(GPtrArray) own = list_constraints (table, RETORT_CONSTRAINT_FOREIGN_KEY, FALSE);
  g_autoptr(GArray) inherited = list_ancestor_keys (ancestors);

  if (own->len + inherited->len > 0)
    retort_text_table_add_footer (text, "Foreign-key constraints:");
  for (guint i = 0; i < own->len; i++)
    {
      const RetortConstraint *key = g_ptr_array_index (own, i);

      retort_text_table_add_footer (text, "    \"%s\" %s", key->name, key->definition);
    }
  for (guint i = 0; i < inherited->len; i++)
    {
      const AncestorKey *key = &g_array_index (inherited, AncestorKey, i);
      g_autofree char *name
          = retort_name_scope_dup_regclass (scope, key->table->schema, key->table->name);

      retort_text_table_add_footer (text, "    TABLE \"%s\" CONSTRAINT \"%s\" %s", name,
                                    key->constraint->name, key->constraint->definition);
    }
}

/* Those that point at a partitioned table above point here too. */
static void
add_references (RetortTextTable *text, const RetortNameScope *scope, const RetortTable *table,
                GPtrArray *ancestors)
{
  g_autoptr(GPtrArray) references = g_ptr_array_new ();

  g_ptr_array_extend (references, table->referenced_by, NULL, NULL);
  for (guint i = 0; i < ancestors->len; i++)
    g_ptr_array_extend (
        references, ((RetortTable *) g_ptr_array_index (ancestors, i))->referenced_by, NULL, NULL);
  sort_by_name (references, reference_name);
  if (references->len > 0)
    retort_text_table_add_footer (text, "Referenced by:");
  for (guint i = 0; i < references->len; i++)
    {
      const RetortConstraintRef *reference = g_ptr_array_index (references, i);
      g_autofree char *name
          = retort_name_scope_dup_regclass (scope, reference->schema, reference->table);

      retort_text_table_add_footer (text, "    TABLE \"%s\" CONSTRAINT \"%s\" %s", name,
                                    reference->name, reference->definition);
    }
}

/* (nullable): there is nothing to say */
static const char *
policies_heading (const RetortTable *table)
{
  gboolean has_policies = table->policies->len > 0;

  if (!table->has_row_security)
    return has_policies ? "Policies (row security disabled):" : NULL;
  if (table->forces_row_security)
    return has_policies ? "Policies (forced row security enabled):"
                        : "Policies (forced row security enabled): (none)";
  return has_policies ? "Policies:" : "Policies (row security enabled): (none)";
}

static void
add_policy (RetortTextTable *text, const RetortPolicy *policy)
{
  g_autoptr(GString) line = g_string_new (NULL);
  gboolean is_for_all = policy->roles == NULL || policy->roles[0] == NULL
                        || g_str_equal (policy->roles[0], "public");

  g_string_append_printf (line, "    POLICY \"%s\"", policy->name);
  if (!policy->is_permissive)
    g_string_append (line, " AS RESTRICTIVE");
  if (!g_str_equal (policy->command, "ALL"))
    g_string_append_printf (line, " FOR %s", policy->command);
  if (!is_for_all)
    {
      g_autofree char *roles = g_strjoinv (",", policy->roles);

      g_string_append_printf (line, "\n      TO %s", roles);
    }
  if (policy->using_expression != NULL)
    g_string_append_printf (line, "\n      USING (%s)", policy->using_expression);
  if (policy->check_expression != NULL)
    g_string_append_printf (line, "\n      WITH CHECK (%s)", policy->check_expression);
  retort_text_table_add_footer (text, "%s", line->str);
}

static void
add_policies (RetortTextTable *text, const RetortTable *table)
{
  const char *heading = policies_heading (table);

  if (heading != NULL)
    retort_text_table_add_footer (text, "%s", heading);
  for (guint i = 0; i < table->policies->len; i++)
    add_policy (text, g_ptr_array_index (table->policies, i));
}

static void
add_statistics (RetortTextTable *text, const RetortNameScope *scope, const RetortTable *table)
{
  g_autofree char *from = retort_name_scope_dup_regclass (scope, table->schema, table->name);

  if (table->statistics->len > 0)
    retort_text_table_add_footer (text, "Statistics objects:");
  for (guint i = 0; i < table->statistics->len; i++)
    {
      const RetortStatistics *statistics = g_ptr_array_index (table->statistics, i);
      guint n_kinds = g_strv_length (statistics->kinds);
      g_autofree char *kinds = g_strjoinv (", ", statistics->kinds);
      g_autoptr(GString) line = g_string_new (NULL);

      g_string_append_printf (line, "    \"%s.%s\"", statistics->schema, statistics->name);
      if (n_kinds == 1 || n_kinds == 2) /* of three */
        g_string_append_printf (line, " (%s)", kinds);
      g_string_append_printf (line, " ON %s FROM %s", statistics->columns, from);
      if (statistics->target != -1)
        g_string_append_printf (line, "; STATISTICS %d", statistics->target);
      retort_text_table_add_footer (text, "%s", line->str);
    }
}

static const char *const rule_headings[][2] = {
  { "origin", "Rules:" },
  { "disabled", "Disabled rules:" },
  { "always", "Rules firing always:" },
  { "replica", "Rules firing on replica only:" },
};

/* What follows CREATE RULE, without the semicolons at the end. */
static void
add_rule (RetortTextTable *text, const RetortRewriteRule *rule)
{
  const char *start = rule->definition + strlen ("CREATE RULE ");
  gsize length = strlen (start);

  while (length > 0 && start[length - 1] == ';')
    length--;
  retort_text_table_add_footer (text, "    %.*s", (int) length, start);
}

static void
add_rules (RetortTextTable *text, const RetortTable *table)
{
  for (guint heading = 0; heading < G_N_ELEMENTS (rule_headings); heading++)
    {
      gboolean is_first = TRUE;

      for (guint i = 0; i < table->rules->len; i++)
        {
          const RetortRewriteRule *rule = g_ptr_array_index (table->rules, i);

          if (!g_str_equal (rule->enabled, rule_headings[heading][0]))
            continue;
          if (is_first)
            retort_text_table_add_footer (text, "%s", rule_headings[heading][1]);
          is_first = FALSE;
          add_rule (text, rule);
        }
    }
}

static void
add_publications (RetortTextTable *text, const RetortTable *table)
{
  if (table->publications == NULL)
    return;
  retort_text_table_add_footer (text, "Publications:");
  for (guint i = 0; table->publications[i] != NULL; i++)
    retort_text_table_add_footer (text, "    %s", table->publications[i]);
}

typedef struct
{
  const char *enabled;
  gboolean is_internal;
  const char *heading;
} TriggerHeading;

static const TriggerHeading trigger_headings[] = {
  { "origin", FALSE, "Triggers:" },
  { "disabled", FALSE, "Disabled user triggers:" },
  { "disabled", TRUE, "Disabled internal triggers:" },
  { "always", FALSE, "Triggers firing always:" },
  { "replica", FALSE, "Triggers firing on replica only:" },
};

/* What follows CREATE TRIGGER. */
static void
add_trigger (RetortTextTable *text, const RetortNameScope *scope, const RetortTrigger *trigger)
{
  const char *word = strstr (trigger->definition, " TRIGGER ");
  const char *start = word != NULL ? word + strlen (" TRIGGER ") : trigger->definition;

  if (trigger->parent != NULL)
    {
      g_autofree char *parent = retort_name_scope_dup_shortened (scope, trigger->parent);

      retort_text_table_add_footer (text, "    %s, ON TABLE %s", start, parent);
    }
  else
    retort_text_table_add_footer (text, "    %s", start);
}

static void
add_triggers (RetortTextTable *text, const RetortNameScope *scope, const RetortTable *table)
{
  for (guint heading = 0; heading < G_N_ELEMENTS (trigger_headings); heading++)
    {
      gboolean is_first = TRUE;

      for (guint i = 0; i < table->triggers->len; i++)
        {
          const RetortTrigger *trigger = g_ptr_array_index (table->triggers, i);

          if (!g_str_equal (trigger->enabled, trigger_headings[heading].enabled)
              || trigger->is_internal != trigger_headings[heading].is_internal)
            continue;
          if (is_first)
            retort_text_table_add_footer (text, "%s", trigger_headings[heading].heading);
          is_first = FALSE;
          add_trigger (text, scope, trigger);
        }
    }
}

static void
add_server (RetortTextTable *text, const RetortTable *table)
{
  if (table->kind != RETORT_RELATION_FOREIGN_TABLE)
    return;
  retort_text_table_add_footer (text, "Server: %s", table->server);
  if (table->fdw_options != NULL)
    retort_text_table_add_footer (text, "FDW options: (%s)", table->fdw_options);
}

static void
add_parents (RetortTextTable *text, const RetortNameScope *scope, const RetortTable *table)
{
  for (guint i = 0; table->inherits != NULL && table->inherits[i] != NULL; i++)
    {
      g_autofree char *parent = retort_name_scope_dup_shortened (scope, table->inherits[i]);

      retort_text_table_add_footer (text, "%s %s%s", i == 0 ? "Inherits:" : "         ", parent,
                                    table->inherits[i + 1] != NULL ? "," : "");
    }
}

static void
add_children (RetortTextTable *text, const RetortTable *table)
{
  guint n_children = table->children != NULL ? g_strv_length (table->children) : 0;
  gboolean is_partitioned = table->kind == RETORT_RELATION_PARTITIONED_TABLE;

  if (is_partitioned && n_children == 0)
    retort_text_table_add_footer (text, "Number of partitions: 0");
  else if (n_children > 0)
    retort_text_table_add_footer (text, "Number of %s: %u (Use \\d+ to list them.)",
                                  is_partitioned ? "partitions" : "child tables", n_children);
}

static void
add_partition (RetortTextTable *text, const RetortNameScope *scope, const RetortTable *table)
{
  if (table->partition_bound != NULL && table->inherits != NULL && table->inherits[0] != NULL)
    {
      g_autofree char *parent = retort_name_scope_dup_shortened (scope, table->inherits[0]);

      retort_text_table_add_footer (text, "Partition of: %s %s%s", parent, table->partition_bound,
                                    table->is_detach_pending ? " DETACH PENDING" : "");
    }
  if (table->partition_key != NULL)
    retort_text_table_add_footer (text, "Partition key: %s", table->partition_key);
}

/**
 * retort_describe_add_footers:
 * @text: the table with its columns
 * @scope: names of the schema
 * @table: the table or view that is described
 *
 * Adds all that \d prints below the columns.
 */
void
retort_describe_add_footers (RetortTextTable *text, const RetortNameScope *scope,
                             const RetortTable *table)
{
  g_autoptr(GPtrArray) ancestors = list_ancestors (scope, table);

  if (table->kind == RETORT_RELATION_VIEW)
    {
      add_triggers (text, scope, table);
      return;
    }
  add_partition (text, scope, table);
  add_indexes (text, table);
  add_checks (text, table);
  add_foreign_keys (text, scope, table, ancestors);
  add_references (text, scope, table, ancestors);
  add_policies (text, table);
  add_statistics (text, scope, table);
  if (table->kind != RETORT_RELATION_MATERIALIZED_VIEW)
    add_rules (text, table);
  add_publications (text, table);
  add_triggers (text, scope, table);
  add_server (text, table);
  if (table->partition_bound == NULL)
    add_parents (text, scope, table);
  add_children (text, table);
  if (table->of_type != NULL)
    retort_text_table_add_footer (text, "Typed table of type: %s", table->of_type);
  if (table->tablespace != NULL && table->kind != RETORT_RELATION_FOREIGN_TABLE)
    retort_text_table_add_footer (text, "Tablespace: \"%s\"", table->tablespace);
}
