/* SPDX-License-Identifier: GPL-3.0-or-later */
/* ALTER TABLE: its subcommands in the passes in which PostgreSQL makes them (commands/tablecmds.c). */
#include "analysis/schema/alter-private.h"

#include <string.h>

/* AT_PASS_… of PostgreSQL 15, as far as they are told apart here. */
typedef enum
{
  PASS_DROP,
  PASS_ALTER_TYPE,
  PASS_ADD_COLUMN,
  PASS_COLUMN,
  PASS_ADD_INDEX,
  PASS_ADD_CONSTRAINT,
  PASS_REST,
  N_PASSES,
} Pass;

/* What the table has now and had not before. */
static const RetortConstraint *
find_added (RetortEdit *edit, RetortPlace place, const RetortTable *before)
{
  const RetortTable *table = retort_schema_find_table (edit->schema, place.schema, place.name);

  for (guint i = 0; i < table->constraints->len; i++)
    {
      const RetortConstraint *constraint = g_ptr_array_index (table->constraints, i);

      if (retort_table_index_of_constraint (before, constraint->name) < 0)
        return constraint;
    }
  return NULL;
}

static gboolean give_to_children (RetortEdit *edit, RetortPlace place, const RetortConstraint *added);

/* A CHECK of the parent's, under the same name; one that is there is joined to it when it says the same (MergeWithExistingConstraint() of
 * catalog/heap.c). */
static gboolean
give_check (RetortEdit *edit, RetortPlace child, const RetortConstraint *added)
{
  RetortTable *table = retort_edit_open_table (edit, child.schema, child.name);
  int index = retort_table_index_of_constraint (table, added->name);
  const RetortConstraint *existing = index >= 0 ? g_ptr_array_index (table->constraints, (guint) index) : NULL;
  gboolean is_other = existing != NULL && !existing->is_as_written && !added->is_as_written && !g_str_equal (existing->definition, added->definition);

  if (existing == NULL)
    {
      RetortConstraint *copy = retort_constraint_copy (added);

      copy->is_inherited = TRUE;
      retort_table_add_constraint (table, copy);
    }
  retort_edit_put_table (edit, table);
  if (is_other)
    return retort_edit_fail (edit, "constraint \"%s\" for relation \"%s\" already exists", added->name, child.name);
  return give_to_children (edit, child, added);
}

static gboolean
give_to_children (RetortEdit *edit, RetortPlace place, const RetortConstraint *added)
{
  g_autoptr(RetortTable) hold = retort_table_ref (retort_schema_find_table (edit->schema, place.schema, place.name));
  gboolean is_partitioned = hold->kind == RETORT_RELATION_PARTITIONED_TABLE;

  if (added->index != NULL && is_partitioned && !edit->is_only)
    retort_edit_give_index_to_partitions (edit, place, added->index);
  for (guint i = 0; hold->children != NULL && hold->children[i] != NULL; i++)
    {
      g_auto(GStrv) parts = retort_split_place (hold->children[i]);
      RetortPlace child = { parts[0], parts[1] };

      if (retort_schema_find_table (edit->schema, child.schema, child.name) == NULL)
        continue;
      if (added->kind == RETORT_CONSTRAINT_CHECK && !g_str_has_suffix (added->definition, " NO INHERIT"))
        {
          if (!give_check (edit, child, added))
            return FALSE;
        }
      else if (added->kind == RETORT_CONSTRAINT_PRIMARY_KEY && !is_partitioned)
        retort_edit_taint (edit, parts[0], parts[1], "columns of its parent's primary key become NOT NULL in it");
      else if (added->kind == RETORT_CONSTRAINT_FOREIGN_KEY && is_partitioned)
        {
          retort_edit_give_foreign_key (edit, added, child);
          if (!give_to_children (edit, child, added))
            return FALSE;
        }
    }
  return TRUE;
}

static gboolean
add_constraint (RetortEdit *edit, RetortPlace place, const PgQuery__AlterTableCmd *command)
{
  g_autoptr(RetortTable) before = retort_table_ref (retort_schema_find_table (edit->schema, place.schema, place.name));
  const RetortConstraint *added = NULL;

  if (!retort_edit_add_constraint (edit, place, command->def->constraint, NULL))
    return FALSE;
  added = find_added (edit, place, before);
  if (added != NULL && before->children != NULL && before->children[0] != NULL)
    {
      g_autoptr(RetortConstraint) copy = retort_constraint_copy (added);

      return give_to_children (edit, place, copy);
    }
  return TRUE;
}

/* ONLY: what the children had from the table is their own. */
static void
own_constraint (RetortEdit *edit, const RetortTable *table, const char *name)
{
  g_autoptr(RetortTable) parent = retort_table_ref ((RetortTable *) table);

  for (guint i = 0; parent->children != NULL && parent->children[i] != NULL; i++)
    {
      g_auto(GStrv) parts = retort_split_place (parent->children[i]);
      RetortTable *child = retort_edit_open_table (edit, parts[0], parts[1]);
      int index = child != NULL ? retort_table_index_of_constraint (child, name) : -1;

      if (index >= 0)
        {
          retort_table_open_constraint (child, (guint) index)->is_inherited = FALSE;
          retort_edit_put_table (edit, child);
        }
      else if (child != NULL)
        retort_table_unref (child);
    }
}

static gboolean
drop_constraint (RetortEdit *edit, RetortPlace place, const PgQuery__AlterTableCmd *command)
{
  const RetortTable *table = retort_schema_find_table (edit->schema, place.schema, place.name);
  int index = -1;

  if (command->missing_ok && retort_table_index_of_constraint (table, command->name) < 0
      && retort_schema_get_taint (edit->schema, place.schema, place.name) == NULL)
    return TRUE;
  index = retort_table_index_of_constraint (table, command->name);
  if (index >= 0)
    {
      g_autoptr(RetortConstraint) constraint = retort_constraint_copy (g_ptr_array_index (table->constraints, (guint) index));

      if (constraint->is_inherited)
        return retort_edit_fail (edit, "cannot drop inherited constraint \"%s\" of relation \"%s\"", command->name, table->name);
      if (edit->is_only)
        own_constraint (edit, table, command->name);
      else if (!retort_edit_drop_constraint_of_children (edit, place, constraint))
        return FALSE;
    }
  return retort_edit_drop_constraint (edit, place, command->name, command->behavior == PG_QUERY__DROP_BEHAVIOR__DROP_CASCADE);
}

static gboolean
validate_constraint (RetortEdit *edit, RetortPlace place, const PgQuery__AlterTableCmd *command)
{
  RetortTable *table = retort_edit_open_table (edit, place.schema, place.name);
  int index = retort_table_index_of_constraint (table, command->name);
  RetortConstraint *constraint = NULL;

  if (index < 0)
    {
      retort_table_unref (table);
      return retort_edit_fail (edit, "constraint \"%s\" of relation \"%s\" does not exist", command->name, place.name);
    }
  constraint = retort_table_open_constraint (table, (guint) index);
  constraint->is_valid = TRUE;
  if (g_str_has_suffix (constraint->definition, " NOT VALID"))
    constraint->definition[strlen (constraint->definition) - strlen (" NOT VALID")] = '\0';
  retort_edit_put_table (edit, table);
  return TRUE;
}

/* ALTER CONSTRAINT … DEFERRABLE: only of foreign keys. */
static gboolean
alter_constraint (RetortEdit *edit, RetortPlace place, const PgQuery__AlterTableCmd *command)
{
  const PgQuery__Constraint *node = command->def->constraint;
  g_autoptr(RetortTable) table = retort_edit_open_table (edit, place.schema, place.name);
  int index = retort_table_index_of_constraint (table, node->conname);
  RetortConstraint *constraint = NULL;
  char *end = NULL;

  if (index < 0)
    return retort_edit_fail (edit, "constraint \"%s\" of relation \"%s\" does not exist", node->conname, place.name);
  constraint = retort_table_open_constraint (table, (guint) index);
  end = strstr (constraint->definition, " DEFERRABLE");
  if (end != NULL)
    *end = '\0';
  constraint->is_deferrable = node->deferrable;
  constraint->is_deferred = node->initdeferred;
  if (constraint->is_deferrable)
    {
      char *longer = g_strconcat (constraint->definition, " DEFERRABLE", constraint->is_deferred ? " INITIALLY DEFERRED" : "",
                                  constraint->is_valid ? "" : " NOT VALID", NULL);

      g_free (constraint->definition);
      constraint->definition = longer;
    }
  retort_edit_put_table (edit, g_steal_pointer (&table));
  return TRUE;
}

typedef struct
{
  PgQuery__AlterTableType type;
  Pass                    pass;
  RetortAlterFunc         apply;
} Subcommand;

#define AT(name) PG_QUERY__ALTER_TABLE_TYPE__AT_##name

static const Subcommand subcommands[] = {
  { AT (DropColumn), PASS_DROP, retort_alter_drop_column },
  { AT (DropConstraint), PASS_DROP, drop_constraint },
  { AT (DropNotNull), PASS_DROP, retort_alter_column },
  { AT (DropIdentity), PASS_DROP, retort_alter_column },
  { AT (DropExpression), PASS_DROP, retort_alter_column },
  { AT (AlterColumnType), PASS_ALTER_TYPE, retort_alter_column_type },
  { AT (AddColumn), PASS_ADD_COLUMN, retort_alter_add_column },
  { AT (SetNotNull), PASS_COLUMN, retort_alter_column },
  { AT (ColumnDefault), PASS_REST, retort_alter_column },
  { AT (AddIdentity), PASS_REST, retort_alter_column },
  { AT (SetIdentity), PASS_REST, retort_alter_column },
  { AT (SetStatistics), PASS_REST, retort_alter_column },
  { AT (SetStorage), PASS_REST, retort_alter_column },
  { AT (SetCompression), PASS_REST, retort_alter_column },
  { AT (SetOptions), PASS_REST, retort_alter_column },
  { AT (ResetOptions), PASS_REST, retort_alter_column },
  { AT (AddConstraint), PASS_ADD_CONSTRAINT, add_constraint },
  { AT (ValidateConstraint), PASS_REST, validate_constraint },
  { AT (AlterConstraint), PASS_REST, alter_constraint },
  { AT (EnableRowSecurity), PASS_REST, retort_alter_property },
  { AT (DisableRowSecurity), PASS_REST, retort_alter_property },
  { AT (ForceRowSecurity), PASS_REST, retort_alter_property },
  { AT (NoForceRowSecurity), PASS_REST, retort_alter_property },
  { AT (SetLogged), PASS_REST, retort_alter_persistence },
  { AT (SetUnLogged), PASS_REST, retort_alter_persistence },
  { AT (ChangeOwner), PASS_REST, retort_alter_property },
  { AT (SetTableSpace), PASS_REST, retort_alter_property },
  { AT (SetAccessMethod), PASS_REST, retort_alter_property },
  { AT (ClusterOn), PASS_REST, retort_alter_property },
  { AT (DropCluster), PASS_REST, retort_alter_property },
  { AT (ReplicaIdentity), PASS_REST, retort_alter_property },
  { AT (SetRelOptions), PASS_REST, retort_alter_options },
  { AT (ResetRelOptions), PASS_REST, retort_alter_options },
  { AT (EnableTrig), PASS_REST, retort_alter_trigger_state },
  { AT (EnableTrigAll), PASS_REST, retort_alter_trigger_state },
  { AT (EnableTrigUser), PASS_REST, retort_alter_trigger_state },
  { AT (EnableAlwaysTrig), PASS_REST, retort_alter_trigger_state },
  { AT (EnableReplicaTrig), PASS_REST, retort_alter_trigger_state },
  { AT (DisableTrig), PASS_REST, retort_alter_trigger_state },
  { AT (DisableTrigAll), PASS_REST, retort_alter_trigger_state },
  { AT (DisableTrigUser), PASS_REST, retort_alter_trigger_state },
  { AT (AddInherit), PASS_REST, retort_alter_parent },
  { AT (DropInherit), PASS_REST, retort_alter_parent },
  { AT (AttachPartition), PASS_REST, retort_alter_partition },
  { AT (DetachPartition), PASS_REST, retort_alter_partition },
};

static const Subcommand *
find_subcommand (PgQuery__AlterTableType type)
{
  for (guint i = 0; i < G_N_ELEMENTS (subcommands); i++)
    if (subcommands[i].type == type)
      return &subcommands[i];
  return NULL;
}

/* Keys are made before checks and foreign keys. */
static Pass
get_pass (const PgQuery__AlterTableCmd *command)
{
  const Subcommand *subcommand = find_subcommand (command->subtype);

  if (subcommand == NULL)
    return PASS_REST;
  if (command->subtype == AT (ColumnDefault) && command->def == NULL)
    return PASS_DROP;
  if (command->subtype == AT (AddConstraint)
      && (command->def->constraint->contype == PG_QUERY__CONSTR_TYPE__CONSTR_PRIMARY
          || command->def->constraint->contype == PG_QUERY__CONSTR_TYPE__CONSTR_UNIQUE))
    return PASS_ADD_INDEX;
  return subcommand->pass;
}

static gboolean
apply_command (RetortEdit *edit, RetortPlace place, const PgQuery__AlterTableCmd *command)
{
  const Subcommand *subcommand = find_subcommand (command->subtype);

  retort_edit_set_subject (edit, place.schema, place.name);
  if (subcommand != NULL)
    return subcommand->apply (edit, place, command);
  retort_edit_taint (edit, place.schema, place.name, "a form of ALTER TABLE that is not followed");
  return TRUE;
}

/* ALTER TABLE works on indexes, sequences and composite types too. */
static gboolean
alter_other (RetortEdit *edit, const PgQuery__AlterTableStmt *alter)
{
  const char *const *path = retort_schema_get_lookup_path (edit->schema);
  const char *schema = text_or_null (alter->relation->schemaname);
  const RetortRelationName *relation = schema != NULL ? retort_schema_find_relation (edit->schema, schema, alter->relation->relname) : NULL;

  for (guint i = 0; schema == NULL && relation == NULL && path[i] != NULL; i++)
    {
      relation = retort_schema_find_relation (edit->schema, path[i], alter->relation->relname);
      if (relation != NULL)
        schema = path[i];
    }
  if (relation == NULL)
    return FALSE;
  if (alter->cmds[0]->alter_table_cmd->subtype == AT (ChangeOwner))
    return TRUE;
  retort_edit_taint (edit, schema, relation->is_index ? relation->table : alter->relation->relname,
                     "a form of ALTER INDEX, SEQUENCE or TYPE that is not followed");
  return TRUE;
}

gboolean
retort_apply_alter_table (RetortEdit *edit, const PgQuery__Node *node)
{
  const PgQuery__AlterTableStmt *alter = node->alter_table_stmt;
  RetortPlace wanted = { text_or_null (alter->relation->schemaname), alter->relation->relname };
  const RetortTable *table = NULL;
  g_autofree char *schema = NULL;
  g_autofree char *name = NULL;
  RetortPlace place;

  if (retort_edit_find (edit, RETORT_OBJECT_TABLE, wanted) == NULL && alter_other (edit, alter))
    return TRUE;
  table = retort_edit_find_table (edit, alter->relation, alter->missing_ok);
  if (table == NULL)
    return edit->kind == RETORT_EFFECT_NONE;
  schema = g_strdup (table->schema);
  name = g_strdup (table->name);
  place = (RetortPlace){ schema, name };
  edit->is_only = !alter->relation->inh;
  for (guint pass = 0; pass < N_PASSES; pass++)
    for (size_t i = 0; i < alter->n_cmds; i++)
      if (get_pass (alter->cmds[i]->alter_table_cmd) == pass
          && !apply_command (edit, place, alter->cmds[i]->alter_table_cmd))
        return FALSE;
  return TRUE;
}
