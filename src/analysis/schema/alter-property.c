/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What ALTER TABLE changes besides columns and constraints. */
#include "analysis/schema/alter-private.h"

#include <string.h>

static void
set_text (char **text, const char *value)
{
  g_free (*text);
  *text = g_strdup (value);
}

static void
set_clustered (RetortTable *table, const char *name)
{
  for (guint i = 0; i < table->indexes->len; i++)
    {
      const RetortIndex *index = g_ptr_array_index (table->indexes, i);
      gboolean is_clustered = g_strcmp0 (index->name, name) == 0;

      if (index->is_clustered != is_clustered)
        retort_table_open_index (table, i)->is_clustered = is_clustered;
    }
}

static void
set_replica_identity (RetortTable *table, const PgQuery__ReplicaIdentityStmt *statement)
{
  static const struct
  {
    char        code;
    const char *word;
  } words[] = { { 'f', "full" }, { 'n', "nothing" }, { 'i', "index" } };
  char code = statement->identity_type[0];

  g_clear_pointer (&table->replica_identity, g_free);
  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    if (words[i].code == code)
      table->replica_identity = g_strdup (words[i].word);
  for (guint i = 0; i < table->indexes->len; i++)
    {
      const RetortIndex *index = g_ptr_array_index (table->indexes, i);
      gboolean is_it = code == 'i' && g_strcmp0 (index->name, statement->name) == 0;

      if (index->is_replica_identity != is_it)
        retort_table_open_index (table, i)->is_replica_identity = is_it;
    }
}

/* A permanent table may not point at an unlogged one. */
static gboolean
check_persistence (RetortEdit *edit, const RetortTable *table, gboolean is_logged)
{
  guint n = is_logged ? table->constraints->len : table->referenced_by->len;

  for (guint i = 0; i < n; i++)
    {
      const RetortConstraint *constraint = is_logged ? g_ptr_array_index (table->constraints, i) : NULL;
      const RetortConstraintRef *reference = is_logged ? NULL : g_ptr_array_index (table->referenced_by, i);
      const RetortTable *other = NULL;

      if (is_logged && constraint->referenced_table == NULL)
        continue;
      other = retort_schema_find_table (edit->schema, is_logged ? constraint->referenced_schema : reference->schema,
                                        is_logged ? constraint->referenced_table : reference->table);
      if (other != NULL && !(g_str_equal (other->name, table->name) && g_str_equal (other->schema, table->schema))
          && g_strcmp0 (other->persistence, is_logged ? "unlogged" : "permanent") == 0)
        return retort_edit_fail (edit, "could not change table \"%s\" to %s because of table \"%s\"", table->name,
                                 is_logged ? "logged" : "unlogged", other->name);
    }
  return TRUE;
}

/* SET LOGGED and SET UNLOGGED. */
gboolean
retort_alter_persistence (RetortEdit *edit, RetortPlace place, const PgQuery__AlterTableCmd *command)
{
  g_autoptr(RetortTable) table = retort_edit_open_table (edit, place.schema, place.name);
  gboolean is_logged = command->subtype == PG_QUERY__ALTER_TABLE_TYPE__AT_SetLogged;

  if (!check_persistence (edit, table, is_logged))
    return FALSE;
  set_text (&table->persistence, is_logged ? "permanent" : "unlogged");
  retort_edit_put_table (edit, g_steal_pointer (&table));
  return TRUE;
}

gboolean
retort_alter_property (RetortEdit *edit, RetortPlace place, const PgQuery__AlterTableCmd *command)
{
  RetortTable *table = retort_edit_open_table (edit, place.schema, place.name);

  switch ((int) command->subtype)
    {
    case PG_QUERY__ALTER_TABLE_TYPE__AT_EnableRowSecurity:
    case PG_QUERY__ALTER_TABLE_TYPE__AT_DisableRowSecurity:
      table->has_row_security = command->subtype == PG_QUERY__ALTER_TABLE_TYPE__AT_EnableRowSecurity;
      break;
    case PG_QUERY__ALTER_TABLE_TYPE__AT_ForceRowSecurity:
    case PG_QUERY__ALTER_TABLE_TYPE__AT_NoForceRowSecurity:
      table->forces_row_security = command->subtype == PG_QUERY__ALTER_TABLE_TYPE__AT_ForceRowSecurity;
      break;
    case PG_QUERY__ALTER_TABLE_TYPE__AT_ChangeOwner:
      set_text (&table->owner, command->newowner != NULL ? text_or_null (command->newowner->rolename) : NULL);
      break;
    case PG_QUERY__ALTER_TABLE_TYPE__AT_SetTableSpace:
      set_text (&table->tablespace, command->name);
      break;
    case PG_QUERY__ALTER_TABLE_TYPE__AT_SetAccessMethod:
      set_text (&table->access_method, command->name);
      break;
    case PG_QUERY__ALTER_TABLE_TYPE__AT_ClusterOn:
      set_clustered (table, command->name);
      break;
    case PG_QUERY__ALTER_TABLE_TYPE__AT_DropCluster:
      set_clustered (table, NULL);
      break;
    case PG_QUERY__ALTER_TABLE_TYPE__AT_ReplicaIdentity:
      set_replica_identity (table, command->def->replica_identity_stmt);
      break;
    default:
      break;
    }
  retort_edit_put_table (edit, table);
  return TRUE;
}

static GStrv
without_option (GStrv options, const char *assignment)
{
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();
  gsize length = strcspn (assignment, "=") + 1;

  for (guint i = 0; options != NULL && options[i] != NULL; i++)
    if (strncmp (options[i], assignment, length) != 0)
      g_strv_builder_add (builder, options[i]);
  g_strfreev (options);
  return g_strv_builder_end (builder);
}

/* SET (…) and RESET (…): what is set anew goes to the end. */
gboolean
retort_alter_options (RetortEdit *edit, RetortPlace place, const PgQuery__AlterTableCmd *command)
{
  RetortTable *table = retort_edit_open_table (edit, place.schema, place.name);
  g_auto(GStrv) options = retort_options_to_list (command->def->list->n_items, command->def->list->items);

  for (guint i = 0; options[i] != NULL; i++)
    {
      table->options = without_option (table->options, options[i]);
      if (command->subtype == PG_QUERY__ALTER_TABLE_TYPE__AT_SetRelOptions)
        table->options = retort_strv_with (table->options, options[i]);
    }
  if (table->options != NULL && table->options[0] == NULL)
    g_clear_pointer (&table->options, g_strfreev);
  retort_edit_put_table (edit, table);
  return TRUE;
}

static const char *
state_of (PgQuery__AlterTableType type)
{
  switch ((int) type)
    {
    case PG_QUERY__ALTER_TABLE_TYPE__AT_EnableTrig:
    case PG_QUERY__ALTER_TABLE_TYPE__AT_EnableTrigAll:
    case PG_QUERY__ALTER_TABLE_TYPE__AT_EnableTrigUser:
      return "origin";
    case PG_QUERY__ALTER_TABLE_TYPE__AT_EnableAlwaysTrig:
      return "always";
    case PG_QUERY__ALTER_TABLE_TYPE__AT_EnableReplicaTrig:
      return "replica";
    default:
      return "disabled";
    }
}

gboolean
retort_alter_trigger_state (RetortEdit *edit, RetortPlace place, const PgQuery__AlterTableCmd *command)
{
  g_autoptr(RetortTable) table = retort_edit_open_table (edit, place.schema, place.name);
  const char *name = text_or_null (command->name);
  gboolean is_found = name == NULL;

  for (guint i = 0; i < table->triggers->len; i++)
    {
      const RetortTrigger *trigger = g_ptr_array_index (table->triggers, i);

      if (name != NULL && !g_str_equal (trigger->name, name))
        continue;
      is_found = TRUE;
      set_text (&retort_table_open_trigger (table, i)->enabled, state_of (command->subtype));
    }
  if (!is_found)
    return retort_edit_fail (edit, "trigger \"%s\" for table \"%s\" does not exist", name, place.name);
  /* Triggers of foreign keys are listed while they are disabled. */
  if (command->subtype == PG_QUERY__ALTER_TABLE_TYPE__AT_DisableTrigAll
      || command->subtype == PG_QUERY__ALTER_TABLE_TYPE__AT_EnableTrigAll)
    retort_edit_taint (edit, place.schema, place.name, "triggers of its foreign keys are switched too");
  retort_edit_put_table (edit, g_steal_pointer (&table));
  return TRUE;
}

/* All that a parent has is there, and the same (MergeAttributesIntoExisting(), MergeConstraintsIntoExisting() of tablecmds.c). */
static gboolean
can_inherit (RetortEdit *edit, const RetortTable *child, const RetortTable *parent)
{
  if (!retort_edit_can_have_children (edit, parent))
    return FALSE;
  retort_edit_set_subject (edit, child->schema, child->name);
  for (guint i = 0; i < parent->columns->len; i++)
    {
      const RetortColumn *column = g_ptr_array_index (parent->columns, i);
      const RetortColumn *own = retort_table_find_column (child, column->name);

      if (own == NULL)
        return retort_edit_fail (edit, "child table is missing column \"%s\"", column->name);
      if (!g_str_equal (own->type, column->type))
        return retort_edit_fail (edit, "child table \"%s\" has different type for column \"%s\"", child->name, column->name);
      if (!column->is_nullable && own->is_nullable)
        return retort_edit_fail (edit, "column \"%s\" in child table must be marked NOT NULL", column->name);
    }
  for (guint i = 0; i < parent->constraints->len; i++)
    {
      const RetortConstraint *check = g_ptr_array_index (parent->constraints, i);

      if (check->kind == RETORT_CONSTRAINT_CHECK && !g_str_has_suffix (check->definition, " NO INHERIT") && retort_table_find_constraint (child, check->name) == NULL)
        return retort_edit_fail (edit, "child table is missing constraint \"%s\"", check->name);
    }
  return TRUE;
}

/* INHERIT and NO INHERIT. */
gboolean
retort_alter_parent (RetortEdit *edit, RetortPlace place, const PgQuery__AlterTableCmd *command)
{
  const RetortTable *parent = retort_edit_find_table (edit, command->def->range_var, FALSE);
  gboolean is_added = command->subtype == PG_QUERY__ALTER_TABLE_TYPE__AT_AddInherit;
  g_autofree char *child_name = retort_quote_place (place.schema, place.name);
  g_autofree char *parent_name = NULL;
  RetortTable *copy = NULL;
  RetortTable *table = NULL;

  if (parent == NULL || (is_added && !can_inherit (edit, retort_schema_find_table (edit->schema, place.schema, place.name), parent)))
    return FALSE;
  parent_name = retort_quote_place (parent->schema, parent->name);
  copy = retort_table_copy (parent);
  copy->children = is_added ? retort_strv_with (copy->children, child_name) : retort_strv_without (copy->children, child_name);
  retort_edit_put_table (edit, copy);
  table = retort_edit_open_table (edit, place.schema, place.name);
  table->inherits = is_added ? retort_strv_with (table->inherits, parent_name) : retort_strv_without (table->inherits, parent_name);
  if (!is_added && table->inherits[0] == NULL)
    retort_table_own_parts (table);
  retort_edit_put_table (edit, table);
  return TRUE;
}

/* ATTACH and DETACH PARTITION. */
gboolean
retort_alter_partition (RetortEdit *edit, RetortPlace place, const PgQuery__AlterTableCmd *command)
{
  const PgQuery__PartitionCmd *partition = command->def->partition_cmd;
  const RetortTable *child = retort_edit_find_table (edit, partition->name, FALSE);
  gboolean is_added = command->subtype == PG_QUERY__ALTER_TABLE_TYPE__AT_AttachPartition;
  g_autofree char *parent_name = retort_quote_place (place.schema, place.name);
  g_autofree char *child_name = NULL;
  g_autofree char *partition_schema = NULL;
  RetortTable *copy = NULL;
  RetortTable *table = NULL;

  if (child == NULL)
    return FALSE;
  if (is_added && child->partition_bound != NULL)
    return retort_edit_fail (edit, "\"%s\" is already a partition", child->name);
  if (is_added && !retort_edit_check_default_partition (edit, retort_schema_find_table (edit->schema, place.schema, place.name), partition->bound, child->name))
    return FALSE;
  partition_schema = g_strdup (child->schema);
  child_name = retort_quote_place (child->schema, child->name);
  copy = retort_table_copy (child);
  copy->inherits = is_added ? retort_strv_with (copy->inherits, parent_name) : retort_strv_without (copy->inherits, parent_name);
  g_clear_pointer (&copy->partition_bound, g_free);
  if (is_added)
    copy->partition_bound = retort_edit_write_bound (edit, retort_schema_find_table (edit->schema, place.schema, place.name), partition->bound, &copy->is_as_written);
  retort_edit_put_table (edit, copy);
  if (is_added && !retort_edit_check_bound (edit, retort_schema_find_table (edit->schema, place.schema, place.name), copy->partition_bound, copy->name))
    return FALSE;
  table = retort_edit_open_table (edit, place.schema, place.name);
  table->children = is_added ? retort_strv_with (table->children, child_name) : retort_strv_without (table->children, child_name);
  retort_edit_put_table (edit, table);
  if (is_added)
    retort_edit_join_parent (edit, place, (RetortPlace){ partition_schema, partition->name->relname });
  else
    retort_edit_leave_parent (edit, place, (RetortPlace){ partition_schema, partition->name->relname });
  return TRUE;
}
