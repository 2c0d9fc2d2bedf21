/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Partitions that come and go (ATExecAttachPartition(), ATExecDetachPartition() of tablecmds.c). The default partition has to
 * hold no row of one that comes. */
#include "analysis/locks/survey-private.h"

#define ATTACHING "PostgreSQL docs, ALTER TABLE, ATTACH PARTITION"
#define DETACHING "PostgreSQL docs, ALTER TABLE, DETACH PARTITION"

static const RetortTable *
find_default_partition (RetortSurvey *self, const RetortTable *parent)
{
  for (guint i = 0; parent->children != NULL && parent->children[i] != NULL; i++)
    {
      const RetortTable *child = retort_survey_find_qualified (self, parent->children[i]);

      if (child != NULL && g_strcmp0 (child->partition_bound, "DEFAULT") == 0)
        return child;
    }
  return NULL;
}

/**
 * retort_survey_default_partition: (skip)
 * @self: the survey
 * @parent: a partitioned table
 * @bound: (nullable): the bound of a partition that comes; %NULL: one goes
 *
 * Locks the default partition, if there is one, and reads it unless a CHECK proves that it holds no row of
 * the new one.
 */
void
retort_survey_default_partition (RetortSurvey *self, const RetortTable *parent, const PgQuery__PartitionBoundSpec *bound)
{
  const RetortTable *fallback = find_default_partition (self, parent);
  g_autoptr(GPtrArray) heirs = NULL;
  RetortSurveyed surveyed = { NULL, NULL };

  if (fallback == NULL)
    return;
  surveyed = retort_survey_take_table (self, RETORT_LOCK_ACCESS_EXCLUSIVE, fallback);
  retort_survey_explain (surveyed.effect, ATTACHING, "what the default partition may hold changes");
  if (bound == NULL || retort_check_proves_bound (fallback, parent, bound, TRUE))
    return;
  g_clear_pointer (&surveyed.effect->reason, g_free);
  heirs = retort_survey_list_heirs (self, fallback);
  for (guint i = 0; i < heirs->len; i++)
    retort_survey_scan (self, retort_survey_take_table (self, RETORT_LOCK_ACCESS_EXCLUSIVE, g_ptr_array_index (heirs, i)), ATTACHING,
                        "no row of the default partition may belong to the new one");
}

/* (transfer container): the tables whose foreign keys point to @table, or to what it is a partition of. */
static GPtrArray *
list_referencing (RetortSurvey *self, const RetortTable *table)
{
  GPtrArray *tables = g_ptr_array_new ();

  for (; table != NULL; table = table->partition_bound != NULL && table->inherits != NULL ? retort_survey_find_qualified (self, table->inherits[0]) : NULL)
    for (guint i = 0; i < table->referenced_by->len; i++)
      {
        const RetortConstraintRef *reference = g_ptr_array_index (table->referenced_by, i);
        RetortTable *other = retort_schema_find_table (self->before, reference->schema, reference->table);

        if (other != NULL && !g_ptr_array_find (tables, other, NULL))
          g_ptr_array_add (tables, other);
      }
  return tables;
}

/**
 * retort_survey_referencing_partition: (skip)
 * @self: the survey
 * @parent: a partitioned table that gets a partition
 *
 * Foreign keys that point to the parent point to its partition, too, and get triggers for that (CloneFkReferenced()); they are
 * locked for it from 15 on.
 */
void
retort_survey_referencing_partition (RetortSurvey *self, const RetortTable *parent)
{
  g_autoptr(GPtrArray) tables = self->session->major >= 15 ? list_referencing (self, parent) : NULL;

  for (guint i = 0; tables != NULL && i < tables->len; i++)
    retort_survey_explain (retort_survey_take_table (self, RETORT_LOCK_SHARE_ROW_EXCLUSIVE, g_ptr_array_index (tables, i)).effect, ATTACHING,
                           "its foreign key to %s points to the partition, too", parent->name);
}

/* No row of it may be pointed to (RI_PartitionRemove_Check()), and the part of the foreign key that points to it is dropped. */
static void
survey_unreferenced (RetortSurvey *self, const RetortTable *parent, const RetortTable *partition)
{
  g_autoptr(GPtrArray) tables = list_referencing (self, parent);
  g_autoptr(GPtrArray) heirs = retort_survey_list_heirs (self, partition);

  for (guint i = 0; i < tables->len; i++)
    retort_survey_scan (self, retort_survey_take_table (self, RETORT_LOCK_ACCESS_EXCLUSIVE, g_ptr_array_index (tables, i)), DETACHING,
                        "none of its rows may point to the partition");
  for (guint i = 0; tables->len > 0 && i < heirs->len; i++)
    retort_survey_scan (self, retort_survey_take_table (self, RETORT_LOCK_ACCESS_EXCLUSIVE, g_ptr_array_index (heirs, i)), DETACHING,
                        "no row of the partition may be pointed to");
}

static gboolean
has_index_like (const RetortTable *table, const RetortIndex *index)
{
  for (guint i = 0; i < table->indexes->len; i++)
    {
      const RetortIndex *own = g_ptr_array_index (table->indexes, i);

      if (own->is_unique >= index->is_unique && g_str_equal (own->method, index->method) && own->parent == NULL
          && g_strcmp0 (own->predicate, index->predicate) == 0
          && g_strv_equal ((const char *const *) own->columns, (const char *const *) index->columns))
        return TRUE;
    }
  return FALSE;
}

/**
 * retort_survey_indexes_of_parent: (skip)
 * @self: the survey
 * @parent: a partitioned table
 *
 * Each of its indexes gets a partition.
 */
void
retort_survey_indexes_of_parent (RetortSurvey *self, const RetortTable *parent)
{
  for (guint i = 0; i < parent->indexes->len; i++)
    retort_survey_take_index (self, RETORT_LOCK_SHARE_UPDATE_EXCLUSIVE, parent, ((const RetortIndex *) g_ptr_array_index (parent->indexes, i))->name);
}

/* It gets every index of its parent: those that it has not are built. */
static void
survey_indexes (RetortSurvey *self, RetortSurveyed partition, const RetortTable *parent)
{
  for (guint i = 0; partition.table != NULL && i < parent->indexes->len; i++)
    if (!has_index_like (partition.table, g_ptr_array_index (parent->indexes, i)))
      retort_survey_scan (self, partition, ATTACHING, "it gets the parent's index %s", ((const RetortIndex *) g_ptr_array_index (parent->indexes, i))->name);
}

static gboolean
is_like (const RetortConstraint *own, const RetortConstraint *key)
{
  return own->kind == RETORT_CONSTRAINT_FOREIGN_KEY && !own->is_inherited && own->is_valid && g_strcmp0 (own->referenced_schema, key->referenced_schema) == 0
         && g_strcmp0 (own->referenced_table, key->referenced_table) == 0 && own->columns != NULL && key->columns != NULL
         && g_strv_equal ((const char *const *) own->columns, (const char *const *) key->columns) && own->is_deferrable == key->is_deferrable
         && own->is_deferred == key->is_deferred && g_strcmp0 (own->on_delete, key->on_delete) == 0 && g_strcmp0 (own->on_update, key->on_update) == 0;
}

static gboolean
has_key_like (const RetortTable *table, const RetortConstraint *key)
{
  for (guint i = 0; table != NULL && i < table->constraints->len; i++)
    if (is_like (g_ptr_array_index (table->constraints, i), key))
      return TRUE;
  return FALSE;
}

/* It gets every foreign key of its parent; one that it has already gives up its triggers to that (tryAttachPartitionForeignKey()). */
static void
survey_foreign_keys (RetortSurvey *self, RetortSurveyed partition, const RetortTable *parent)
{
  for (guint i = 0; i < parent->constraints->len; i++)
    {
      const RetortConstraint *key = g_ptr_array_index (parent->constraints, i);

      if (key->kind != RETORT_CONSTRAINT_FOREIGN_KEY)
        continue;
      if (has_key_like (partition.table, key))
        {
          retort_survey_explain (retort_survey_take_place (self, RETORT_LOCK_ACCESS_EXCLUSIVE, key->referenced_schema, key->referenced_table).effect, ATTACHING,
                                 "the triggers of the partition's own foreign key are dropped");
          continue;
        }
      retort_survey_scan (self, partition, ATTACHING, "it gets the parent's foreign key %s", key->name);
      retort_survey_scan_all (self, retort_survey_take_place (self, RETORT_LOCK_SHARE_ROW_EXCLUSIVE, key->referenced_schema, key->referenced_table),
                              RETORT_LOCK_SHARE_ROW_EXCLUSIVE, ATTACHING, "the partition gets a foreign key to it");
    }
}

/* Whether CHECKs prove that no row belongs to another partition of the parent: what a default partition has to hold to. */
static gboolean
is_outside_others (RetortSurvey *self, const RetortTable *table, const RetortTable *parent)
{
  for (guint i = 0; parent->children != NULL && parent->children[i] != NULL; i++)
    {
      const RetortTable *other = retort_survey_find_qualified (self, parent->children[i]);
      g_autofree char *sql = other != NULL ? g_strdup_printf ("CREATE TABLE x PARTITION OF y %s", other->partition_bound) : NULL;
      g_autoptr(RetortSqlTree) tree = sql != NULL ? retort_sql_tree_parse (sql, NULL) : NULL;
      const PgQuery__Node *node = tree != NULL ? retort_sql_tree_get_statement (tree, 0) : NULL;

      if (node == NULL || !retort_check_proves_bound (table, parent, node->create_stmt->partbound, TRUE))
        return FALSE;
    }
  return TRUE;
}

static gboolean
is_within (RetortSurvey *self, const RetortTable *table, const RetortTable *parent, const PgQuery__PartitionBoundSpec *bound)
{
  return bound->is_default ? is_outside_others (self, table, parent) : retort_check_proves_bound (table, parent, bound, FALSE);
}

/**
 * retort_survey_attach: (skip)
 * @self: the survey
 * @surveyed: the parent, or an index of it
 * @command: ATTACH PARTITION
 */
void
retort_survey_attach (RetortSurvey *self, RetortSurveyed surveyed, const PgQuery__AlterTableCmd *command)
{
  const PgQuery__PartitionCmd *attach = command->def->partition_cmd;
  RetortSurveyed partition = retort_survey_take_named (self, RETORT_LOCK_ACCESS_EXCLUSIVE, attach->name);
  g_autoptr(GPtrArray) heirs = NULL;

  if (partition.table == NULL || surveyed.table == NULL)
    {
      retort_survey_scan (self, partition, ATTACHING, "every row is held against the bound");
      return;
    }
  heirs = retort_survey_list_heirs (self, partition.table);
  for (guint i = 0; i < heirs->len; i++)
    {
      RetortSurveyed heir = retort_survey_take_table (self, RETORT_LOCK_ACCESS_EXCLUSIVE, g_ptr_array_index (heirs, i));

      if (!is_within (self, heir.table, surveyed.table, attach->bound))
        retort_survey_scan (self, heir, ATTACHING, "every row is held against the bound");
      survey_indexes (self, heir, surveyed.table);
    }
  retort_survey_explain (partition.effect, ATTACHING, "a valid CHECK proves that every row is within the bound");
  retort_survey_indexes_of_parent (self, surveyed.table);
  survey_foreign_keys (self, partition, surveyed.table);
  retort_survey_referencing_partition (self, surveyed.table);
  retort_survey_default_partition (self, surveyed.table, attach->bound);
}

/* Its indexes leave their parents, its foreign keys get triggers of their own, and its partitions another bound. */
static void
survey_detached (RetortSurvey *self, RetortSurveyed partition)
{
  g_autoptr(GPtrArray) heirs = retort_survey_list_heirs (self, partition.table);

  for (guint i = 1; i < heirs->len; i++)
    retort_survey_take_table (self, RETORT_LOCK_ACCESS_EXCLUSIVE, g_ptr_array_index (heirs, i));
  for (guint i = 0; i < partition.table->indexes->len; i++)
    {
      const RetortIndex *index = g_ptr_array_index (partition.table->indexes, i);

      if (index->parent != NULL)
        retort_survey_take_index (self, RETORT_LOCK_ACCESS_EXCLUSIVE, partition.table, index->name);
    }
  for (guint i = 0; i < partition.table->constraints->len; i++)
    {
      const RetortConstraint *key = g_ptr_array_index (partition.table->constraints, i);

      if (key->kind == RETORT_CONSTRAINT_FOREIGN_KEY && key->is_inherited)
        retort_survey_take_place (self, RETORT_LOCK_SHARE_ROW_EXCLUSIVE, key->referenced_schema, key->referenced_table);
    }
}

/**
 * retort_survey_detach: (skip)
 * @self: the survey
 * @surveyed: the parent
 * @command: DETACH PARTITION
 */
void
retort_survey_detach (RetortSurvey *self, RetortSurveyed surveyed, const PgQuery__AlterTableCmd *command)
{
  const PgQuery__PartitionCmd *detach = command->def->partition_cmd;
  gboolean is_light = detach->concurrent || self->session->major < 14;
  RetortLockLevel level = is_light ? RETORT_LOCK_SHARE_UPDATE_EXCLUSIVE : RETORT_LOCK_ACCESS_EXCLUSIVE;
  RetortSurveyed partition = retort_survey_take_named (self, level, detach->name);

  retort_survey_explain (partition.effect, DETACHING, "it becomes a table of its own");
  if (partition.table != NULL && !detach->concurrent)
    survey_detached (self, partition);
  if (surveyed.table != NULL && !detach->concurrent)
    retort_survey_default_partition (self, surveyed.table, NULL);
  if (surveyed.table != NULL && partition.table != NULL && !detach->concurrent)
    survey_unreferenced (self, surveyed.table, partition.table);
}
