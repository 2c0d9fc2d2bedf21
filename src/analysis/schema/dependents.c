/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What depends on an object: it goes with it, or forbids that it goes without CASCADE
 * (src/backend/catalog/dependency.c). */
#include "analysis/schema/statements-private.h"

#include "sql/expression.h"

#include <string.h>

/* Whether a definition names a relation, and maybe one of its columns. */
typedef struct
{
  const char *schema;
  const char *table;
  const char *column;     /* nullable */
  gboolean    has_table;
  gboolean    has_column;
  gboolean    has_star; /* all columns that something had when the view was made */
} Mention;

static void
look_for_mention_cb (const ProtobufCMessage *message, gpointer user_data)
{
  Mention *mention = user_data;

  if (message->descriptor == &pg_query__range_var__descriptor)
    {
      const PgQuery__RangeVar *relation = (const PgQuery__RangeVar *) message;
      const char *schema = text_or_null (relation->schemaname);

      if (g_str_equal (relation->relname, mention->table) && (schema == NULL || g_str_equal (schema, mention->schema)))
        mention->has_table = TRUE;
    }
  else if (message->descriptor == &pg_query__column_ref__descriptor)
    {
      const PgQuery__ColumnRef *reference = (const PgQuery__ColumnRef *) message;
      const char *name = retort_sql_names_get_last (reference->n_fields, reference->fields);

      mention->has_star |= name == NULL;
      mention->has_column |= g_strcmp0 (name, mention->column) == 0;
    }
}

/**
 * retort_view_uses: (skip)
 * @view: a view
 * @schema: where a relation is
 * @table: its name
 * @column: (nullable): one of its columns
 *
 * Returns: whether the view shows the relation, or that column of it
 */
gboolean
retort_view_uses (const RetortTable *view, const char *schema, const char *table, const char *column)
{
  Mention mention = { schema, table, column, FALSE, FALSE, FALSE };
  g_autoptr(RetortSqlTree) tree = NULL;

  if (view->definition == NULL || strstr (view->definition, table) == NULL)
    return FALSE;
  tree = retort_sql_tree_parse (view->definition, NULL);
  if (tree == NULL || retort_sql_tree_get_n_statements (tree) == 0)
    return TRUE;
  retort_sql_walk ((const ProtobufCMessage *) retort_sql_tree_get_statement (tree, 0), look_for_mention_cb, &mention);
  if (!mention.has_table || column == NULL || mention.has_column)
    return mention.has_table;
  return mention.has_star && retort_table_find_column (view, column) != NULL;
}

typedef struct
{
  const char *schema;
  const char *table;
  const char *column; /* nullable */
  GPtrArray  *views;  /* RetortTable, owned */
} ViewSearch;

static void
search_view_cb (gpointer object, gpointer user_data)
{
  RetortTable *view = object;
  ViewSearch *search = user_data;

  if ((view->kind == RETORT_RELATION_VIEW || view->kind == RETORT_RELATION_MATERIALIZED_VIEW)
      && !(g_str_equal (view->name, search->table) && g_str_equal (view->schema, search->schema))
      && retort_view_uses (view, search->schema, search->table, search->column))
    g_ptr_array_add (search->views, retort_table_ref (view));
}

gboolean
retort_edit_drop_views_of (RetortEdit *edit, const char *schema, const char *table, const char *column, gboolean cascade)
{
  g_autoptr(GPtrArray) views = g_ptr_array_new_with_free_func ((GDestroyNotify) retort_table_unref);
  ViewSearch search = { schema, table, column, views };

  retort_schema_foreach (edit->schema, RETORT_OBJECT_TABLE, search_view_cb, &search);
  if (views->len > 0 && !cascade)
    return retort_edit_fail_depended (edit, table, column);
  for (guint i = 0; i < views->len; i++)
    {
      const RetortTable *view = g_ptr_array_index (views, i);

      if (retort_schema_find_table (edit->schema, view->schema, view->name) != NULL && !retort_edit_drop_table (edit, view, TRUE))
        return FALSE;
    }
  return TRUE;
}

/**
 * retort_edit_drop_foreign_key: (skip)
 * @edit: the edit
 * @table: a table
 * @constraint: a foreign key of it
 *
 * The other end of the key forgets it.
 */
void
retort_edit_drop_foreign_key (RetortEdit *edit, const RetortTable *table, const RetortConstraint *constraint)
{
  RetortTable *referenced = retort_edit_open_table (edit, constraint->referenced_schema, constraint->referenced_table);

  if (referenced == NULL)
    return;
  for (guint i = 0; i < referenced->referenced_by->len; i++)
    {
      const RetortConstraintRef *reference = g_ptr_array_index (referenced->referenced_by, i);

      if (g_str_equal (reference->name, constraint->name) && g_str_equal (reference->table, table->name)
          && g_str_equal (reference->schema, table->schema))
        {
          g_ptr_array_remove_index (referenced->referenced_by, i);
          break;
        }
    }
  retort_edit_put_table (edit, referenced);
}

typedef struct
{
  const char        *literal; /* nextval('…'::regclass) has it */
  const RetortTable *except;  /* nullable */
  GPtrArray         *tables;  /* RetortTable, owned */
} DefaultSearch;

static void
search_default_cb (gpointer object, gpointer user_data)
{
  RetortTable *table = object;
  DefaultSearch *search = user_data;

  if (search->except != NULL && g_str_equal (table->name, search->except->name) && g_str_equal (table->schema, search->except->schema))
    return;
  for (guint i = 0; i < table->columns->len; i++)
    {
      const RetortColumn *column = g_ptr_array_index (table->columns, i);

      if (column->default_expression != NULL && strstr (column->default_expression, search->literal) != NULL)
        {
          g_ptr_array_add (search->tables, retort_table_ref (table));
          return;
        }
    }
}

/**
 * retort_edit_drop_defaults_of_sequence: (skip)
 * @edit: the edit
 * @sequence: a sequence that goes
 * @except: (nullable): a table whose defaults go anyway
 * @cascade: whether defaults that take values from it may go with it
 *
 * Returns: %FALSE when one of them forbids it
 */
gboolean
retort_edit_drop_defaults_of_sequence (RetortEdit *edit, const RetortSequence *sequence, const RetortTable *except, gboolean cascade)
{
  g_autofree char *name = retort_edit_qualify (edit, sequence->schema, sequence->name);
  g_autofree char *quoted = retort_sql_quote_literal (name);
  g_autofree char *literal = g_strconcat (quoted, "::regclass", NULL);
  g_autoptr(GPtrArray) tables = g_ptr_array_new_with_free_func ((GDestroyNotify) retort_table_unref);
  DefaultSearch search = { literal, except, tables };

  retort_schema_foreach (edit->schema, RETORT_OBJECT_TABLE, search_default_cb, &search);
  if (tables->len > 0 && !cascade)
    return retort_edit_fail (edit, "cannot drop %s %s because other objects depend on it", except != NULL ? "table" : "sequence",
                             except != NULL ? except->name : sequence->name);
  for (guint i = 0; i < tables->len; i++)
    {
      RetortTable *table = retort_table_copy (g_ptr_array_index (tables, i));

      for (guint j = 0; j < table->columns->len; j++)
        {
          const RetortColumn *column = g_ptr_array_index (table->columns, j);

          if (column->default_expression != NULL && strstr (column->default_expression, literal) != NULL)
            g_clear_pointer (&retort_table_open_column (table, j)->default_expression, g_free);
        }
      retort_edit_put_table (edit, table);
    }
  return TRUE;
}

/* Whether an expression as text uses a column. */
static gboolean
text_uses_column (const RetortTable *table, const char *text, const char *column)
{
  g_autofree char *sql = NULL;
  g_autoptr(RetortSqlTree) tree = NULL;
  g_auto(GStrv) columns = NULL;

  if (text == NULL || strstr (text, column) == NULL)
    return FALSE;
  sql = g_strconcat ("SELECT ", text, NULL);
  tree = retort_sql_tree_parse (sql, NULL);
  if (tree == NULL || retort_sql_tree_get_n_statements (tree) == 0)
    return TRUE;
  columns = retort_expression_list_columns (table, retort_sql_tree_get_statement (tree, 0));
  return g_strv_contains ((const char *const *) columns, column);
}

/**
 * retort_index_uses_column: (skip)
 * @table: its table
 * @index: an index
 * @column: a column of the table
 *
 * Returns: whether it is a key, or stands in an expression or in the condition
 */
gboolean
retort_index_uses_column (const RetortTable *table, const RetortIndex *index, const char *column)
{
  g_autofree char *quoted = retort_sql_quote_identifier (column);

  for (guint i = 0; index->columns[i] != NULL; i++)
    if (g_str_equal (index->columns[i], quoted) || text_uses_column (table, index->columns[i], column))
      return TRUE;
  return text_uses_column (table, index->predicate, column);
}

static gboolean
drop_constraints_of_column (RetortEdit *edit, const RetortTable *table, const char *column, gboolean cascade)
{
  RetortPlace place = { table->schema, table->name };

  /* A foreign key goes anyway, so that it does not hold the key that it points at. */
  for (guint keys = 0; keys < 2; keys++)
    for (guint i = 0; i < table->constraints->len; i++)
      {
        const RetortConstraint *constraint = g_ptr_array_index (table->constraints, i);

        if ((constraint->kind == RETORT_CONSTRAINT_FOREIGN_KEY) == (keys == 0) && g_strv_contains ((const char *const *) constraint->columns, column)
            && !retort_edit_drop_constraint (edit, place, constraint->name, cascade))
          return FALSE;
      }
  return TRUE;
}

static gboolean
drop_policies_of_column (RetortEdit *edit, RetortTable *table, const char *column, gboolean cascade)
{
  for (guint i = table->policies->len; i > 0; i--)
    {
      const RetortPolicy *policy = g_ptr_array_index (table->policies, i - 1);

      if (!text_uses_column (table, policy->using_expression, column) && !text_uses_column (table, policy->check_expression, column))
        continue;
      if (!cascade)
        return retort_edit_fail_depended (edit, table->name, column);
      g_ptr_array_remove_index (table->policies, i - 1);
    }
  return TRUE;
}

static void
drop_parts_of_column (RetortTable *table, const char *column)
{
  g_autofree char *quoted = retort_sql_quote_identifier (column);

  for (guint i = table->indexes->len; i > 0; i--)
    if (retort_index_uses_column (table, g_ptr_array_index (table->indexes, i - 1), column))
      g_ptr_array_remove_index (table->indexes, i - 1);
  for (guint i = table->statistics->len; i > 0; i--)
    {
      const RetortStatistics *statistics = g_ptr_array_index (table->statistics, i - 1);

      if (strstr (statistics->columns, quoted) != NULL)
        g_ptr_array_remove_index (table->statistics, i - 1);
    }
}

static gboolean
drop_generated_of_column (RetortEdit *edit, RetortPlace place, const char *column, gboolean cascade)
{
  const RetortTable *table = retort_schema_find (edit->schema, RETORT_OBJECT_TABLE, place.schema, place.name);
  g_autoptr(RetortTable) hold = retort_table_ref ((RetortTable *) table);

  for (guint i = 0; i < hold->columns->len; i++)
    {
      const RetortColumn *other = g_ptr_array_index (hold->columns, i);

      if (!text_uses_column (hold, other->generated, column))
        continue;
      if (!cascade)
        return retort_edit_fail_depended (edit, hold->name, column);
      if (!retort_edit_drop_column (edit, place, other->name, TRUE))
        return FALSE;
    }
  return TRUE;
}

/* Children lose what they have only from here; with ONLY it becomes their own. */
static gboolean
drop_column_of_children (RetortEdit *edit, const RetortTable *table, const char *column, gboolean cascade)
{
  for (guint i = 0; table->children != NULL && table->children[i] != NULL; i++)
    {
      g_auto(GStrv) parts = retort_split_place (table->children[i]);
      RetortPlace place = { parts[0], parts[1] };
      RetortTable *child = retort_edit_open_table (edit, parts[0], parts[1]);
      int index = child != NULL ? retort_table_index_of_column (child, column) : -1;

      if (index >= 0 && retort_table_open_column (child, (guint) index)->is_inherited)
        {
          ((RetortColumn *) g_ptr_array_index (child->columns, (guint) index))->is_inherited = FALSE;
          retort_edit_put_table (edit, child);
          if (!edit->is_only && !retort_edit_drop_column (edit, place, column, cascade))
            return FALSE;
        }
      else if (child != NULL)
        retort_table_unref (child);
    }
  return TRUE;
}

gboolean
retort_edit_drop_column (RetortEdit *edit, RetortPlace place, const char *column, gboolean cascade)
{
  g_autoptr(RetortTable) old = retort_edit_open_table (edit, place.schema, place.name);
  g_autoptr(RetortTable) table = NULL;
  RetortSequence *sequence = NULL;
  int index = retort_table_index_of_column (old, column);

  retort_edit_set_subject (edit, place.schema, place.name);
  if (index < 0)
    return retort_edit_fail (edit, "column \"%s\" of relation \"%s\" does not exist", column, place.name);
  if (((RetortColumn *) g_ptr_array_index (old->columns, (guint) index))->is_inherited)
    return retort_edit_fail (edit, "cannot drop inherited column \"%s\"", column);
  if (edit->is_only && old->kind == RETORT_RELATION_PARTITIONED_TABLE && old->children != NULL && old->children[0] != NULL)
    return retort_edit_fail (edit, "cannot drop column from only the partitioned table when partitions exist");
  if (!drop_constraints_of_column (edit, old, column, cascade)
      || !retort_edit_drop_views_of (edit, place.schema, place.name, column, cascade)
      || !retort_edit_drop_policies_of (edit, place.schema, place.name, column, cascade)
      || !drop_generated_of_column (edit, place, column, cascade) || !drop_column_of_children (edit, old, column, cascade))
    return FALSE;
  sequence = retort_edit_find_owned_sequence (edit, old, column);
  if (sequence != NULL && !retort_edit_drop_defaults_of_sequence (edit, sequence, old, cascade))
    return FALSE;
  if (sequence != NULL)
    retort_schema_remove (edit->schema, RETORT_OBJECT_SEQUENCE, sequence->schema, sequence->name);
  table = retort_edit_open_table (edit, place.schema, place.name);
  if (!drop_policies_of_column (edit, table, column, cascade))
    return FALSE;
  drop_parts_of_column (table, column);
  index = retort_table_index_of_column (table, column);
  if (index >= 0)
    g_ptr_array_remove_index (table->columns, (guint) index);
  retort_edit_put_table (edit, g_steal_pointer (&table));
  return TRUE;
}

static gboolean
drop_references_to (RetortEdit *edit, const RetortTable *table, gboolean cascade)
{
  for (guint i = 0; i < table->referenced_by->len; i++)
    {
      const RetortConstraintRef *reference = g_ptr_array_index (table->referenced_by, i);
      RetortPlace place = { reference->schema, reference->table };

      if (g_str_equal (reference->table, table->name) && g_str_equal (reference->schema, table->schema))
        continue;
      if (retort_schema_find_table (edit->schema, place.schema, place.name) == NULL)
        continue;
      if (!cascade)
        return retort_edit_fail_depended (edit, table->name, NULL);
      if (!retort_edit_drop_constraint (edit, place, reference->name, TRUE))
        return FALSE;
    }
  return TRUE;
}

/* Partitions go with their table, other children need CASCADE. */
static gboolean
drop_children (RetortEdit *edit, const RetortTable *table, gboolean cascade)
{
  for (guint i = 0; table->children != NULL && table->children[i] != NULL; i++)
    {
      g_auto(GStrv) parts = retort_split_place (table->children[i]);
      RetortTable *child = retort_schema_find_table (edit->schema, parts[0], parts[1]);
      g_autoptr(RetortTable) hold = child != NULL ? retort_table_ref (child) : NULL;

      if (hold == NULL)
        continue;
      if (!cascade && hold->partition_bound == NULL)
        return retort_edit_fail_depended (edit, table->name, NULL);
      if (!retort_edit_drop_table (edit, hold, cascade))
        return FALSE;
    }
  return TRUE;
}

static void
leave_parents (RetortEdit *edit, const RetortTable *table)
{
  g_autofree char *name = retort_quote_place (table->schema, table->name);

  for (guint i = 0; table->inherits != NULL && table->inherits[i] != NULL; i++)
    {
      g_auto(GStrv) parts = retort_split_place (table->inherits[i]);
      RetortTable *parent = retort_edit_open_table (edit, parts[0], parts[1]);

      if (parent == NULL)
        continue;
      parent->children = retort_strv_without (parent->children, name);
      retort_edit_put_table (edit, parent);
    }
}

typedef struct
{
  char      *prefix; /* of owned_by */
  GPtrArray *names;  /* RetortSequence, borrowed while nothing changes */
} OwnedSearch;

static void
search_owned_cb (gpointer object, gpointer user_data)
{
  RetortSequence *sequence = object;
  OwnedSearch *search = user_data;

  if (sequence->owned_by != NULL && g_str_has_prefix (sequence->owned_by, search->prefix))
    g_ptr_array_add (search->names, retort_sequence_ref (sequence));
}

static gboolean
drop_owned_sequences (RetortEdit *edit, const RetortTable *table, gboolean cascade)
{
  g_autofree char *place = retort_quote_place (table->schema, table->name);
  g_autofree char *prefix = g_strconcat (place, ".", NULL);
  g_autoptr(GPtrArray) sequences = g_ptr_array_new_with_free_func ((GDestroyNotify) retort_sequence_unref);
  OwnedSearch search = { prefix, sequences };

  retort_schema_foreach (edit->schema, RETORT_OBJECT_SEQUENCE, search_owned_cb, &search);
  for (guint i = 0; i < sequences->len; i++)
    {
      const RetortSequence *sequence = g_ptr_array_index (sequences, i);

      if (!retort_edit_drop_defaults_of_sequence (edit, sequence, table, cascade))
        return FALSE;
      retort_schema_remove (edit->schema, RETORT_OBJECT_SEQUENCE, sequence->schema, sequence->name);
    }
  return TRUE;
}

gboolean
retort_edit_drop_table (RetortEdit *edit, const RetortTable *wanted, gboolean cascade)
{
  g_autoptr(RetortTable) table = retort_table_ref ((RetortTable *) wanted);

  if (!drop_references_to (edit, table, cascade) || !retort_edit_drop_views_of (edit, table->schema, table->name, NULL, cascade)
      || !retort_edit_drop_policies_of (edit, table->schema, table->name, NULL, cascade)
      || !drop_children (edit, table, cascade))
    return FALSE;
  for (guint i = 0; i < table->constraints->len; i++)
    {
      const RetortConstraint *constraint = g_ptr_array_index (table->constraints, i);

      if (constraint->kind == RETORT_CONSTRAINT_FOREIGN_KEY)
        retort_edit_drop_foreign_key (edit, table, constraint);
    }
  leave_parents (edit, table);
  if (!drop_owned_sequences (edit, table, cascade))
    return FALSE;
  retort_schema_remove (edit->schema, RETORT_OBJECT_TABLE, table->schema, table->name);
  retort_schema_clear_taint (edit->schema, table->schema, table->name);
  retort_edit_changed (edit);
  return TRUE;
}

typedef struct
{
  const char *type;
  char       *array;
  GPtrArray  *tables; /* RetortTable, owned */
} TypeSearch;

typedef struct
{
  const TypeSearch *type;
  GPtrArray        *domains; /* RetortDomain, borrowed */
} DomainSearch;

static gboolean
is_type (const TypeSearch *search, const char *type)
{
  g_autofree char *base = type != NULL ? retort_type_dup_base (type) : NULL;

  return base != NULL && (g_str_equal (base, search->type) || g_str_equal (base, search->array));
}

static void
search_type_cb (gpointer object, gpointer user_data)
{
  RetortTable *table = object;
  TypeSearch *search = user_data;

  for (guint i = 0; i < table->columns->len; i++)
    if (is_type (search, ((RetortColumn *) g_ptr_array_index (table->columns, i))->type))
      {
        g_ptr_array_add (search->tables, retort_table_ref (table));
        return;
      }
}

/* One that is inherited goes with its parent's; one of a view may be gone already with the table that it showed. A view goes whole. */
static gboolean
drop_typed_column (RetortEdit *edit, RetortPlace place, const char *column)
{
  const RetortTable *table = retort_schema_find_table (edit->schema, place.schema, place.name);
  const RetortColumn *found = table != NULL ? retort_table_find_column (table, column) : NULL;

  if (found == NULL || found->is_inherited)
    return TRUE;
  if (table->kind == RETORT_RELATION_VIEW || table->kind == RETORT_RELATION_MATERIALIZED_VIEW)
    return retort_edit_drop_table (edit, table, TRUE);
  return retort_edit_drop_column (edit, place, column, TRUE);
}

static void
search_domain_cb (gpointer object, gpointer user_data)
{
  RetortDomain *domain = object;
  DomainSearch *search = user_data;

  if (is_type (search->type, domain->type))
    g_ptr_array_add (search->domains, domain);
}

/* Domains over a type that goes, and what is of them. */
static gboolean
drop_domains_over (RetortEdit *edit, const TypeSearch *type, gboolean cascade)
{
  g_autoptr(GPtrArray) domains = g_ptr_array_new ();
  g_autoptr(RetortSchema) hold = retort_schema_copy (edit->schema);
  DomainSearch search = { type, domains };

  retort_schema_foreach (hold, RETORT_OBJECT_DOMAIN, search_domain_cb, &search);
  if (domains->len > 0 && !cascade)
    return retort_edit_fail (edit, "cannot drop type %s because other objects depend on it", type->type);
  for (guint i = 0; i < domains->len; i++)
    {
      const RetortDomain *domain = g_ptr_array_index (domains, i);
      g_autofree char *name = retort_edit_qualify (edit, domain->schema, domain->name);

      if (!retort_edit_drop_type_uses (edit, name, TRUE))
        return FALSE;
      retort_schema_remove (edit->schema, RETORT_OBJECT_DOMAIN, domain->schema, domain->name);
    }
  return TRUE;
}

/**
 * retort_edit_drop_type_uses: (skip)
 * @edit: the edit
 * @type: a type that goes, as format_type() says it
 * @cascade: whether columns of it and domains over it may go with it
 *
 * Returns: %FALSE when one of them forbids it
 */
gboolean
retort_edit_drop_type_uses (RetortEdit *edit, const char *type, gboolean cascade)
{
  g_autofree char *array = g_strconcat (type, "[]", NULL);
  g_autoptr(GPtrArray) tables = g_ptr_array_new_with_free_func ((GDestroyNotify) retort_table_unref);
  TypeSearch search = { type, array, tables };

  retort_schema_foreach (edit->schema, RETORT_OBJECT_TABLE, search_type_cb, &search);
  for (guint i = 0; i < tables->len; i++)
    {
      const RetortTable *table = g_ptr_array_index (tables, i);
      RetortPlace place = { table->schema, table->name };

      if (!cascade && retort_schema_get_taint (edit->schema, table->schema, table->name) == NULL)
        return retort_edit_fail (edit, "cannot drop type %s because other objects depend on it", type);
      for (guint j = 0; cascade && j < table->columns->len; j++)
        {
          const RetortColumn *column = g_ptr_array_index (table->columns, j);

          if (is_type (&search, column->type) && !drop_typed_column (edit, place, column->name))
            return FALSE;
        }
    }
  return drop_domains_over (edit, &search, cascade);
}
