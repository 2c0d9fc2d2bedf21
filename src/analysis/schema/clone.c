/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Indexes, keys and constraints that a table gets because another has them: partitions from their parents, and LIKE
 * (generateClonedIndexStmt() of parser/parse_utilcmd.c; DefineIndex() and CloneForeignKeyConstraints()). */
#include "analysis/schema/statements-private.h"

#include <string.h>

/* ChooseIndexName(): indexes of constraints are called after those. */
static char *
choose_name (RetortEdit *edit, const RetortTable *table, const RetortIndex *index, RetortConstraintKind kind)
{
  g_autofree char *addition = retort_join_column_names (index->column_names);

  if (index->is_primary)
    return retort_choose_relation_name (edit, table->schema, table->name, NULL, "pkey", TRUE);
  if (index->constraint == NULL)
    return retort_choose_relation_name (edit, table->schema, table->name, addition, "idx", FALSE);
  return retort_choose_relation_name (edit, table->schema, table->name, addition, kind == RETORT_CONSTRAINT_EXCLUSION ? "excl" : "key", TRUE);
}

/* What stands in a definition from the keys on. */
static const char *
get_keys (RetortEdit *edit, const RetortTable *source, const RetortIndex *index)
{
  g_autoptr(RetortIndex) copy = retort_index_copy (index);
  const char *keys = NULL;

  retort_index_write_definition (edit, source, copy, "");
  if (index->definition != NULL && g_str_has_prefix (index->definition, copy->definition))
    return index->definition + strlen (copy->definition);
  keys = index->definition != NULL ? strchr (index->definition, '(') : NULL;
  return keys != NULL ? keys + 1 : ")";
}

static void
add_constraint_of (RetortTable *table, const RetortConstraint *source, const RetortIndex *index, gboolean is_inherited)
{
  RetortConstraint *constraint = retort_constraint_copy (source);

  g_free (constraint->name);
  g_free (constraint->index);
  g_clear_pointer (&constraint->comment, g_free);
  constraint->name = g_strdup (index->name);
  constraint->index = g_strdup (index->name);
  constraint->is_inherited = is_inherited;
  retort_table_add_constraint (table, constraint);
}

static void
require_columns (RetortTable *table, const RetortIndex *index)
{
  g_auto(GStrv) names = retort_index_list_columns (table, index);

  for (guint i = 0; index->is_primary && i < index->n_key_columns && names[i] != NULL; i++)
    {
      int column = retort_table_index_of_column (table, names[i]);

      if (column >= 0 && ((RetortColumn *) g_ptr_array_index (table->columns, (guint) column))->is_nullable)
        retort_table_open_column (table, (guint) column)->is_nullable = FALSE;
    }
}

/* One index; the table is opened, changed and put. */
static void
clone_index (RetortEdit *edit, const RetortTable *source, const RetortIndex *index, RetortPlace place, gboolean is_partition)
{
  RetortTable *table = retort_edit_open_table (edit, place.schema, place.name);
  const RetortConstraint *constraint = retort_table_find_constraint (source, index->constraint);
  RetortIndex *copy = retort_index_copy (index);

  g_free (copy->name);
  g_clear_pointer (&copy->comment, g_free);
  g_clear_pointer (&copy->parent, g_free);
  g_clear_pointer (&copy->constraint, g_free);
  copy->name = choose_name (edit, table, index, constraint != NULL ? constraint->kind : RETORT_CONSTRAINT_UNIQUE);
  copy->constraint = constraint != NULL ? g_strdup (copy->name) : NULL;
  copy->parent = is_partition ? retort_quote_place (source->schema, index->name) : NULL;
  copy->is_partitioned = table->kind == RETORT_RELATION_PARTITIONED_TABLE;
  copy->is_clustered = FALSE;
  copy->is_replica_identity = FALSE;
  copy->n_partitions = 0;
  retort_index_write_definition (edit, table, copy, get_keys (edit, source, index));
  if (constraint != NULL)
    add_constraint_of (table, constraint, copy, is_partition);
  require_columns (table, copy);
  retort_table_add_index (table, copy);
  retort_edit_put_table (edit, table);
}

static gboolean
is_alike (const RetortIndex *own, const RetortIndex *wanted)
{
  return own->parent == NULL && own->is_unique == wanted->is_unique && g_str_equal (own->method, wanted->method) && own->n_key_columns == wanted->n_key_columns
         && own->is_valid && (own->constraint != NULL || wanted->constraint == NULL) && g_strcmp0 (own->predicate, wanted->predicate) == 0
         && g_strv_equal ((const char *const *) own->columns, (const char *const *) wanted->columns);
}

static int
find_alike (const RetortTable *table, const RetortIndex *wanted)
{
  for (guint i = 0; i < table->indexes->len; i++)
    if (is_alike (g_ptr_array_index (table->indexes, i), wanted))
      return (int) i;
  return -1;
}

static void
set_parent (RetortEdit *edit, RetortPlace place, guint index, const char *parent)
{
  RetortTable *table = retort_edit_open_table (edit, place.schema, place.name);
  RetortIndex *copy = retort_table_open_index (table, index);
  int constraint = copy->constraint != NULL ? retort_table_index_of_constraint (table, copy->constraint) : -1;

  g_free (copy->parent);
  copy->parent = g_strdup (parent);
  if (constraint >= 0)
    retort_table_open_constraint (table, (guint) constraint)->is_inherited = parent != NULL;
  retort_edit_put_table (edit, table);
}

static void
count_partition (RetortEdit *edit, RetortPlace place, const char *index_name, int difference)
{
  RetortTable *table = retort_edit_open_table (edit, place.schema, place.name);
  int index = retort_table_index_of_index (table, index_name);

  if (index >= 0)
    retort_table_open_index (table, (guint) index)->n_partitions += (guint) difference;
  retort_edit_put_table (edit, table);
}

/* Gives one partition an index of its parent: one of its own that is alike, or a new one; and its own partitions
 * after it. */
static void
give_index (RetortEdit *edit, RetortPlace parent, const char *index_name, RetortPlace place)
{
  g_autoptr(RetortTable) source = retort_table_ref (retort_schema_find_table (edit->schema, parent.schema, parent.name));
  int found = retort_table_index_of_index (source, index_name);
  const RetortIndex *index = g_ptr_array_index (source->indexes, (guint) found);
  g_autoptr(RetortTable) table = retort_table_ref (retort_schema_find_table (edit->schema, place.schema, place.name));
  g_autofree char *qualified = retort_quote_place (source->schema, index_name);
  int own = find_alike (table, index);

  if (own >= 0)
    set_parent (edit, place, (guint) own, qualified);
  else
    clone_index (edit, source, index, place, TRUE);
  count_partition (edit, parent, index_name, 1);
  if (own < 0 && table->kind == RETORT_RELATION_PARTITIONED_TABLE)
    {
      const RetortTable *now = retort_schema_find_table (edit->schema, place.schema, place.name);
      g_autofree char *name = g_strdup (((RetortIndex *) g_ptr_array_index (now->indexes, now->indexes->len - 1))->name);

      for (guint i = 0; i < now->indexes->len; i++)
        if (retort_table_index_of_index (table, ((RetortIndex *) g_ptr_array_index (now->indexes, i))->name) < 0)
          {
            g_free (name);
            name = g_strdup (((RetortIndex *) g_ptr_array_index (now->indexes, i))->name);
          }
      retort_edit_give_index_to_partitions (edit, place, name);
    }
}

/* Gives all partitions of a table one of its indexes. */
void
retort_edit_give_index_to_partitions (RetortEdit *edit, RetortPlace parent, const char *index_name)
{
  g_autoptr(RetortTable) table = retort_table_ref (retort_schema_find_table (edit->schema, parent.schema, parent.name));

  for (guint i = 0; table->kind == RETORT_RELATION_PARTITIONED_TABLE && table->children != NULL && table->children[i] != NULL; i++)
    {
      g_auto(GStrv) parts = retort_split_place (table->children[i]);
      RetortPlace child = { parts[0], parts[1] };

      if (retort_schema_find_table (edit->schema, child.schema, child.name) != NULL)
        give_index (edit, parent, index_name, child);
    }
}

/* One of its own that says the same is joined to the parent's. */
static gboolean
join_foreign_key (RetortEdit *edit, const RetortConstraint *source, RetortPlace place)
{
  RetortTable *table = retort_edit_open_table (edit, place.schema, place.name);
  gboolean is_found = FALSE;

  for (guint i = 0; !is_found && i < table->constraints->len; i++)
    {
      const RetortConstraint *own = g_ptr_array_index (table->constraints, i);

      is_found = own->kind == RETORT_CONSTRAINT_FOREIGN_KEY && !own->is_inherited && g_str_equal (own->definition, source->definition);
      if (is_found)
        retort_table_open_constraint (table, i)->is_inherited = TRUE;
    }
  retort_edit_put_table (edit, table);
  return is_found;
}

/* A foreign key of the parent is one of the partition, too. */
void
retort_edit_give_foreign_key (RetortEdit *edit, const RetortConstraint *source, RetortPlace place)
{
  RetortTable *table = NULL;
  RetortConstraint *copy = NULL;
  RetortTable *referenced = NULL;
  RetortConstraintRef *reference = NULL;

  if (join_foreign_key (edit, source, place))
    return;
  table = retort_edit_open_table (edit, place.schema, place.name);
  copy = retort_constraint_copy (source);
  copy->is_inherited = TRUE;
  g_clear_pointer (&copy->comment, g_free);
  if (retort_table_index_of_constraint (table, copy->name) >= 0)
    {
      g_autofree char *addition = retort_join_column_names (copy->columns);

      g_free (copy->name);
      copy->name = retort_choose_constraint_name (edit, table, addition, "fkey");
    }
  referenced = retort_edit_open_table (edit, copy->referenced_schema, copy->referenced_table);
  if (referenced != NULL)
    {
      reference = retort_constraint_ref_new ();
      reference->schema = g_strdup (place.schema);
      reference->table = g_strdup (place.name);
      reference->name = g_strdup (copy->name);
      reference->definition = g_strdup (copy->definition);
      g_ptr_array_add (referenced->referenced_by, reference);
      retort_edit_put_table (edit, referenced);
    }
  retort_table_add_constraint (table, copy);
  retort_edit_put_table (edit, table);
}

/* What a partition gets from its parent when it becomes one: indexes with their keys, and foreign keys. Triggers are not
 * followed. */
void
retort_edit_inherit_parts (RetortEdit *edit, RetortPlace parent, RetortPlace partition)
{
  g_autoptr(RetortTable) source = retort_table_ref (retort_schema_find_table (edit->schema, parent.schema, parent.name));

  for (guint i = 0; i < source->indexes->len; i++)
    give_index (edit, parent, ((RetortIndex *) g_ptr_array_index (source->indexes, i))->name, partition);
  for (guint i = 0; i < source->constraints->len; i++)
    if (((RetortConstraint *) g_ptr_array_index (source->constraints, i))->kind == RETORT_CONSTRAINT_FOREIGN_KEY)
      retort_edit_give_foreign_key (edit, g_ptr_array_index (source->constraints, i), partition);
  if (source->triggers->len > 0)
    retort_edit_taint (edit, partition.schema, partition.name, "a partition gets triggers of its own");
}

/* LIKE … INCLUDING INDEXES. */
void
retort_edit_copy_indexes (RetortEdit *edit, RetortPlace source, RetortPlace place)
{
  g_autoptr(RetortTable) table = retort_table_ref (retort_schema_find_table (edit->schema, source.schema, source.name));

  for (guint i = 0; i < table->indexes->len; i++)
    clone_index (edit, table, g_ptr_array_index (table->indexes, i), place, FALSE);
}

/* The index of a partition that goes with its parent's, and the key that it backs. */
static void
drop_index_of_partition (RetortEdit *edit, RetortPlace place, const char *parent_index)
{
  RetortTable *table = retort_edit_open_table (edit, place.schema, place.name);
  g_autofree char *name = NULL;

  for (guint i = 0; name == NULL && i < table->indexes->len; i++)
    {
      const RetortIndex *index = g_ptr_array_index (table->indexes, i);
      int constraint = index->constraint != NULL ? retort_table_index_of_constraint (table, index->constraint) : -1;

      if (g_strcmp0 (index->parent, parent_index) != 0)
        continue;
      name = g_strdup (index->name);
      if (constraint >= 0)
        g_ptr_array_remove_index (table->constraints, (guint) constraint);
      g_ptr_array_remove_index (table->indexes, i);
    }
  retort_edit_put_table (edit, table);
  if (name != NULL)
    retort_edit_drop_index_of_partitions (edit, place, name);
}

/* Of all partitions of a table. */
void
retort_edit_drop_index_of_partitions (RetortEdit *edit, RetortPlace parent, const char *index_name)
{
  g_autoptr(RetortTable) table = retort_table_ref (retort_schema_find_table (edit->schema, parent.schema, parent.name));
  g_autofree char *qualified = retort_quote_place (parent.schema, index_name);

  for (guint i = 0; table->children != NULL && table->children[i] != NULL; i++)
    {
      g_auto(GStrv) parts = retort_split_place (table->children[i]);
      RetortPlace child = { parts[0], parts[1] };

      if (retort_schema_find_table (edit->schema, child.schema, child.name) != NULL)
        drop_index_of_partition (edit, child, qualified);
    }
}

/* The children's constraint of that name that they only have from their parent. */
gboolean
retort_edit_drop_constraint_of_children (RetortEdit *edit, RetortPlace parent, const RetortConstraint *constraint)
{
  g_autoptr(RetortTable) table = retort_table_ref (retort_schema_find_table (edit->schema, parent.schema, parent.name));

  if (constraint->index != NULL)
    retort_edit_drop_index_of_partitions (edit, parent, constraint->index);
  for (guint i = 0; constraint->index == NULL && table->children != NULL && table->children[i] != NULL; i++)
    {
      g_auto(GStrv) parts = retort_split_place (table->children[i]);
      RetortPlace child = { parts[0], parts[1] };
      const RetortTable *found = retort_schema_find_table (edit->schema, child.schema, child.name);
      const RetortConstraint *own = found != NULL ? retort_table_find_constraint (found, constraint->name) : NULL;

      if (own == NULL || !own->is_inherited)
        continue;
      if (!retort_edit_drop_constraint_of_children (edit, child, constraint) || !retort_edit_drop_constraint (edit, child, constraint->name, TRUE))
        return FALSE;
    }
  return TRUE;
}

/* What came from parents is its own. */
void
retort_table_own_parts (RetortTable *table)
{
  for (guint i = 0; i < table->columns->len; i++)
    if (((RetortColumn *) g_ptr_array_index (table->columns, i))->is_inherited)
      retort_table_open_column (table, i)->is_inherited = FALSE;
  for (guint i = 0; i < table->constraints->len; i++)
    if (((RetortConstraint *) g_ptr_array_index (table->constraints, i))->is_inherited)
      retort_table_open_constraint (table, i)->is_inherited = FALSE;
}

/* A partition's columns, and the CHECKs that its parent has too, are its parent's. */
static void
hand_over_parts (RetortTable *table, const RetortTable *parent)
{
  for (guint i = 0; i < table->columns->len; i++)
    retort_table_open_column (table, i)->is_inherited = TRUE;
  for (guint i = 0; i < table->constraints->len; i++)
    {
      const RetortConstraint *constraint = g_ptr_array_index (table->constraints, i);

      if (constraint->kind == RETORT_CONSTRAINT_CHECK && retort_table_find_constraint (parent, constraint->name) != NULL)
        retort_table_open_constraint (table, i)->is_inherited = TRUE;
    }
}

/* A table becomes a partition. */
void
retort_edit_join_parent (RetortEdit *edit, RetortPlace parent, RetortPlace partition)
{
  RetortTable *table = retort_edit_open_table (edit, partition.schema, partition.name);

  hand_over_parts (table, retort_schema_find_table (edit->schema, parent.schema, parent.name));
  retort_edit_put_table (edit, table);
  retort_edit_inherit_parts (edit, parent, partition);
}

/* A partition becomes a table of its own: what it has from its parent stays. */
void
retort_edit_leave_parent (RetortEdit *edit, RetortPlace parent, RetortPlace partition)
{
  RetortTable *table = retort_edit_open_table (edit, partition.schema, partition.name);

  retort_table_own_parts (table);
  for (guint i = 0; i < table->indexes->len; i++)
    {
      RetortIndex *index = retort_table_open_index (table, i);
      g_auto(GStrv) parts = index->parent != NULL ? retort_split_place (index->parent) : NULL;

      if (parts != NULL)
        count_partition (edit, parent, parts[1], -1);
      g_clear_pointer (&index->parent, g_free);
    }
  retort_edit_put_table (edit, table);
  if (retort_schema_find_table (edit->schema, parent.schema, parent.name)->triggers->len > 0)
    retort_edit_taint (edit, partition.schema, partition.name, "triggers of its parent leave it");
}
