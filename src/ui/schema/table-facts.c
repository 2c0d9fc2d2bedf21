/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ui/schema/table-facts.h"

#include "ui/schema/fact-item.h"

#include <glib/gi18n.h>

static void
add_fact (GListStore *store, const char *name, const char *kind, const char *detail, const char *note)
{
  g_autoptr(RetortFactItem) item = retort_fact_item_new (name, kind, detail, note);

  g_list_store_append (store, item);
}

/* What stands after the type: default, identity, generated expression, nullability. */
static char *
describe_column (const RetortColumn *column)
{
  GString *text = g_string_new (NULL);

  if (column->generated != NULL)
    g_string_append_printf (text, "generated (%s)", column->generated);
  else if (column->identity != NULL)
    g_string_append_printf (text, "generated %s as identity", column->identity);
  else if (column->default_expression != NULL)
    g_string_append_printf (text, "default %s", column->default_expression);
  if (!column->is_nullable)
    g_string_append (text, text->len > 0 ? " · not null" : "not null");
  return g_string_free (text, FALSE);
}

/**
 * retort_table_facts_list_columns:
 * @table: a table or view
 *
 * Returns: (transfer full): its columns: name, type, default and nullability, comment
 */
GListModel *
retort_table_facts_list_columns (RetortTable *table)
{
  GListStore *store = g_list_store_new (RETORT_TYPE_FACT_ITEM);

  for (guint i = 0; i < table->columns->len; i++)
    {
      const RetortColumn *column = g_ptr_array_index (table->columns, i);
      g_autofree char *detail = describe_column (column);

      add_fact (store, column->name, column->type, detail, column->comment);
    }
  return G_LIST_MODEL (store);
}

static const char *
index_kind (const RetortIndex *index)
{
  if (index->is_primary)
    return C_("index", "primary key");
  if (index->is_unique)
    return C_("index", "unique");
  return index->method;
}

/**
 * retort_table_facts_list_indexes:
 * @table: a table
 *
 * Returns: (transfer full): its indexes: name, kind, definition, size
 */
GListModel *
retort_table_facts_list_indexes (RetortTable *table)
{
  GListStore *store = g_list_store_new (RETORT_TYPE_FACT_ITEM);

  for (guint i = 0; i < table->indexes->len; i++)
    {
      const RetortIndex *index = g_ptr_array_index (table->indexes, i);
      g_autofree char *size = index->size_bytes >= 0 ? g_format_size ((guint64) index->size_bytes) : NULL;

      add_fact (store, index->name, index_kind (index), index->definition,
                index->is_valid ? size : _("invalid"));
    }
  return G_LIST_MODEL (store);
}

static const char *
constraint_kind (RetortConstraintKind kind)
{
  switch (kind)
    {
    case RETORT_CONSTRAINT_CHECK:
      return C_("constraint", "check");
    case RETORT_CONSTRAINT_NOT_NULL:
      return C_("constraint", "not null");
    case RETORT_CONSTRAINT_PRIMARY_KEY:
      return C_("constraint", "primary key");
    case RETORT_CONSTRAINT_UNIQUE:
      return C_("constraint", "unique");
    case RETORT_CONSTRAINT_FOREIGN_KEY:
      return C_("constraint", "foreign key");
    case RETORT_CONSTRAINT_EXCLUSION:
      return C_("constraint", "exclusion");
    }
  g_assert_not_reached ();
}

/**
 * retort_table_facts_list_constraints:
 * @table: a table
 *
 * Returns: (transfer full): its constraints: name, kind, definition, "not valid" where so
 */
GListModel *
retort_table_facts_list_constraints (RetortTable *table)
{
  GListStore *store = g_list_store_new (RETORT_TYPE_FACT_ITEM);

  for (guint i = 0; i < table->constraints->len; i++)
    {
      const RetortConstraint *constraint = g_ptr_array_index (table->constraints, i);

      add_fact (store, constraint->name, constraint_kind (constraint->kind), constraint->definition,
                constraint->is_valid ? constraint->comment : _("not valid"));
    }
  return G_LIST_MODEL (store);
}

/**
 * retort_table_facts_list_references:
 * @table: a table
 *
 * Returns: (transfer full): foreign keys of other tables that point here
 */
GListModel *
retort_table_facts_list_references (RetortTable *table)
{
  GListStore *store = g_list_store_new (RETORT_TYPE_FACT_ITEM);

  for (guint i = 0; i < table->referenced_by->len; i++)
    {
      const RetortConstraintRef *reference = g_ptr_array_index (table->referenced_by, i);

      add_fact (store, reference->table, NULL, reference->definition, reference->name);
    }
  return G_LIST_MODEL (store);
}

static void
add_policy (GListStore *store, const RetortPolicy *policy)
{
  g_autofree char *roles = policy->roles != NULL ? g_strjoinv (", ", policy->roles) : NULL;
  g_autoptr(GString) detail = g_string_new (policy->command);

  if (policy->using_expression != NULL)
    g_string_append_printf (detail, " USING %s", policy->using_expression);
  if (policy->check_expression != NULL)
    g_string_append_printf (detail, " WITH CHECK %s", policy->check_expression);
  add_fact (store, policy->name, _("policy"), detail->str, roles);
}

/**
 * retort_table_facts_list_rules:
 * @table: a table
 *
 * Returns: (transfer full): its policies and triggers
 */
GListModel *
retort_table_facts_list_rules (RetortTable *table)
{
  GListStore *store = g_list_store_new (RETORT_TYPE_FACT_ITEM);

  for (guint i = 0; i < table->policies->len; i++)
    add_policy (store, g_ptr_array_index (table->policies, i));
  for (guint i = 0; i < table->triggers->len; i++)
    {
      const RetortTrigger *trigger = g_ptr_array_index (table->triggers, i);

      add_fact (store, trigger->name, _("trigger"), trigger->definition, trigger->comment);
    }
  return G_LIST_MODEL (store);
}
