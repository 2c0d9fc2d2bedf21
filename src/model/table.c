/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tables and views, and what they are made of. Objects are atomically reference counted boxes with
 * public fields; the clear function of each frees what its fields own. */
#include "model/schema.h"

static void
column_clear (gpointer data)
{
  RetortColumn *self = data;

  g_free (self->name);
  g_free (self->type);
  g_free (self->default_expression);
  g_free (self->identity);
  g_free (self->generated);
  g_free (self->collation);
  g_free (self->collation_schema);
  g_free (self->storage);
  g_free (self->compression);
  g_strfreev (self->options);
  g_free (self->fdw_options);
  g_free (self->comment);
}

/**
 * retort_column_new:
 *
 * Returns: (transfer full): a column, to be filled by who makes it
 */
RetortColumn *
retort_column_new (void)
{
  RetortColumn *self = g_atomic_rc_box_new0 (RetortColumn);

  self->statistics_target = -1;
  return self;
}

/**
 * retort_column_unref:
 * @self: (transfer full): a column
 */
void
retort_column_unref (RetortColumn *self)
{
  g_atomic_rc_box_release_full (self, column_clear);
}

static void
constraint_clear (gpointer data)
{
  RetortConstraint *self = data;

  g_free (self->name);
  g_strfreev (self->columns);
  g_free (self->definition);
  g_free (self->referenced_schema);
  g_free (self->referenced_table);
  g_strfreev (self->referenced_columns);
  g_free (self->on_delete);
  g_free (self->on_update);
  g_free (self->index);
  g_free (self->comment);
}

/**
 * retort_constraint_new:
 *
 * Returns: (transfer full): a constraint, to be filled by who makes it
 */
RetortConstraint *
retort_constraint_new (void)
{
  return g_atomic_rc_box_new0 (RetortConstraint);
}

/**
 * retort_constraint_unref:
 * @self: (transfer full): a constraint
 */
void
retort_constraint_unref (RetortConstraint *self)
{
  g_atomic_rc_box_release_full (self, constraint_clear);
}

static void
index_clear (gpointer data)
{
  RetortIndex *self = data;

  g_free (self->name);
  g_free (self->method);
  g_strfreev (self->columns);
  g_strfreev (self->column_names);
  g_strfreev (self->column_types);
  g_strfreev (self->column_statistics);
  g_free (self->predicate);
  g_free (self->definition);
  g_free (self->parent);
  g_free (self->tablespace);
  g_free (self->constraint);
  g_free (self->comment);
}

/**
 * retort_index_new:
 *
 * Returns: (transfer full): an index, to be filled by who makes it
 */
RetortIndex *
retort_index_new (void)
{
  RetortIndex *self = g_atomic_rc_box_new0 (RetortIndex);

  self->size_bytes = -1;
  return self;
}

/**
 * retort_index_unref:
 * @self: (transfer full): an index
 */
void
retort_index_unref (RetortIndex *self)
{
  g_atomic_rc_box_release_full (self, index_clear);
}

static void
policy_clear (gpointer data)
{
  RetortPolicy *self = data;

  g_free (self->name);
  g_free (self->command);
  g_strfreev (self->roles);
  g_free (self->using_expression);
  g_free (self->check_expression);
  g_free (self->comment);
}

/**
 * retort_policy_new:
 *
 * Returns: (transfer full): a policy, to be filled by who makes it
 */
RetortPolicy *
retort_policy_new (void)
{
  return g_atomic_rc_box_new0 (RetortPolicy);
}

/**
 * retort_policy_unref:
 * @self: (transfer full): a policy
 */
void
retort_policy_unref (RetortPolicy *self)
{
  g_atomic_rc_box_release_full (self, policy_clear);
}

static void
trigger_clear (gpointer data)
{
  RetortTrigger *self = data;

  g_free (self->name);
  g_free (self->definition);
  g_free (self->function);
  g_free (self->enabled);
  g_free (self->parent);
  g_free (self->comment);
}

/**
 * retort_trigger_new:
 *
 * Returns: (transfer full): a trigger, to be filled by who makes it
 */
RetortTrigger *
retort_trigger_new (void)
{
  return g_atomic_rc_box_new0 (RetortTrigger);
}

/**
 * retort_trigger_unref:
 * @self: (transfer full): a trigger
 */
void
retort_trigger_unref (RetortTrigger *self)
{
  g_atomic_rc_box_release_full (self, trigger_clear);
}

static void
rule_clear (gpointer data)
{
  RetortRewriteRule *self = data;

  g_free (self->name);
  g_free (self->definition);
  g_free (self->enabled);
  g_free (self->comment);
}

/**
 * retort_rewrite_rule_new:
 *
 * Returns: (transfer full): a rewrite rule, to be filled by who makes it
 */
RetortRewriteRule *
retort_rewrite_rule_new (void)
{
  return g_atomic_rc_box_new0 (RetortRewriteRule);
}

/**
 * retort_rewrite_rule_unref:
 * @self: (transfer full): a rewrite rule
 */
void
retort_rewrite_rule_unref (RetortRewriteRule *self)
{
  g_atomic_rc_box_release_full (self, rule_clear);
}

static void
statistics_clear (gpointer data)
{
  RetortStatistics *self = data;

  g_free (self->schema);
  g_free (self->name);
  g_strfreev (self->kinds);
  g_free (self->columns);
  g_free (self->definition);
  g_free (self->comment);
}

/**
 * retort_statistics_new:
 *
 * Returns: (transfer full): an extended statistics object, to be filled by who makes it
 */
RetortStatistics *
retort_statistics_new (void)
{
  RetortStatistics *self = g_atomic_rc_box_new0 (RetortStatistics);

  self->target = -1;
  return self;
}

/**
 * retort_statistics_unref:
 * @self: (transfer full): an extended statistics object
 */
void
retort_statistics_unref (RetortStatistics *self)
{
  g_atomic_rc_box_release_full (self, statistics_clear);
}

static void
constraint_ref_clear (gpointer data)
{
  RetortConstraintRef *self = data;

  g_free (self->schema);
  g_free (self->table);
  g_free (self->name);
  g_free (self->definition);
}

/**
 * retort_constraint_ref_new:
 *
 * Returns: (transfer full): a foreign key of another table, to be filled by who makes it
 */
RetortConstraintRef *
retort_constraint_ref_new (void)
{
  return g_atomic_rc_box_new0 (RetortConstraintRef);
}

/**
 * retort_constraint_ref_unref:
 * @self: (transfer full): a foreign key of another table
 */
void
retort_constraint_ref_unref (RetortConstraintRef *self)
{
  g_atomic_rc_box_release_full (self, constraint_ref_clear);
}

static void
table_clear (gpointer data)
{
  RetortTable *self = data;

  g_free (self->schema);
  g_free (self->name);
  g_clear_pointer (&self->columns, g_ptr_array_unref);
  g_clear_pointer (&self->constraints, g_ptr_array_unref);
  g_clear_pointer (&self->indexes, g_ptr_array_unref);
  g_clear_pointer (&self->policies, g_ptr_array_unref);
  g_clear_pointer (&self->triggers, g_ptr_array_unref);
  g_clear_pointer (&self->rules, g_ptr_array_unref);
  g_clear_pointer (&self->statistics, g_ptr_array_unref);
  g_clear_pointer (&self->referenced_by, g_ptr_array_unref);
  g_strfreev (self->publications);
  g_free (self->definition);
  g_free (self->partition_key);
  g_free (self->partition_bound);
  g_free (self->of_type);
  g_free (self->server);
  g_free (self->fdw_options);
  g_free (self->extension);
  g_strfreev (self->inherits);
  g_strfreev (self->children);
  g_free (self->owner);
  g_free (self->tablespace);
  g_free (self->access_method);
  g_free (self->persistence);
  g_strfreev (self->options);
  g_free (self->replica_identity);
  g_free (self->comment);
}

/**
 * retort_table_new:
 *
 * Returns: (transfer full): a table or view, to be filled by who makes it
 */
RetortTable *
retort_table_new (void)
{
  RetortTable *self = g_atomic_rc_box_new0 (RetortTable);

  self->columns = g_ptr_array_new_with_free_func ((GDestroyNotify) retort_column_unref);
  self->constraints = g_ptr_array_new_with_free_func ((GDestroyNotify) retort_constraint_unref);
  self->indexes = g_ptr_array_new_with_free_func ((GDestroyNotify) retort_index_unref);
  self->policies = g_ptr_array_new_with_free_func ((GDestroyNotify) retort_policy_unref);
  self->triggers = g_ptr_array_new_with_free_func ((GDestroyNotify) retort_trigger_unref);
  self->rules = g_ptr_array_new_with_free_func ((GDestroyNotify) retort_rewrite_rule_unref);
  self->statistics = g_ptr_array_new_with_free_func ((GDestroyNotify) retort_statistics_unref);
  self->referenced_by = g_ptr_array_new_with_free_func ((GDestroyNotify) retort_constraint_ref_unref);
  self->n_rows_estimate = -1;
  self->size_bytes = -1;
  return self;
}

/**
 * retort_table_ref:
 * @self: a table or view
 *
 * Returns: (transfer full): @self
 */
RetortTable *
retort_table_ref (RetortTable *self)
{
  return g_atomic_rc_box_acquire (self);
}

/**
 * retort_table_unref:
 * @self: (transfer full): a table or view
 */
void
retort_table_unref (RetortTable *self)
{
  g_atomic_rc_box_release_full (self, table_clear);
}

/**
 * retort_table_find_constraint:
 * @self: (nullable): a table
 * @name: (nullable): the constraint's name, unquoted
 *
 * Returns: (transfer none) (nullable): the constraint
 */
RetortConstraint *
retort_table_find_constraint (const RetortTable *self, const char *name)
{
  for (guint i = 0; self != NULL && name != NULL && i < self->constraints->len; i++)
    {
      RetortConstraint *constraint = g_ptr_array_index (self->constraints, i);

      if (g_str_equal (constraint->name, name))
        return constraint;
    }
  return NULL;
}

/**
 * retort_table_find_column:
 * @self: a table or view
 * @name: the column's name, unquoted
 *
 * Returns: (transfer none) (nullable): the column
 */
RetortColumn *
retort_table_find_column (const RetortTable *self, const char *name)
{
  for (guint i = 0; i < self->columns->len; i++)
    {
      RetortColumn *column = g_ptr_array_index (self->columns, i);

      if (g_str_equal (column->name, name))
        return column;
    }
  return NULL;
}
