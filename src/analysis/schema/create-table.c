/* SPDX-License-Identifier: GPL-3.0-or-later */
/* CREATE TABLE: columns first, then checks, keys, other indexes and foreign keys, in the order in which
 * PostgreSQL makes them, because names are chosen on the way (parser/parse_utilcmd.c). */
#include "analysis/schema/query-private.h"
#include "analysis/schema/statements-private.h"

#include "sql/expression.h"

/* One constraint of the statement and the column that it stands at. */
typedef struct
{
  PgQuery__Constraint constraint; /* shallow: what it points at belongs to the tree */
  const char         *column;     /* nullable */
  gboolean            is_dropped; /* another one says the same */
} Clause;

typedef struct
{
  RetortEdit                 *edit;
  const PgQuery__CreateStmt  *statement;
  RetortTable                *table;
  GArray                     *clauses; /* Clause */
  gboolean                    is_foreign;
} Creation;

/**
 * retort_edit_claim_type: (skip)
 * @edit: the edit
 * @schema: the schema that it goes into
 * @name: its name
 *
 * Looks whether a new type may be called so; then nothing is tainted under that name.
 *
 * Returns: %FALSE when the name is taken, which is a failure
 */
gboolean
retort_edit_claim_type (RetortEdit *edit, const char *schema, const char *name)
{
  static const RetortObjectKind kinds[] = { RETORT_OBJECT_ENUM, RETORT_OBJECT_DOMAIN, RETORT_OBJECT_COMPOSITE, RETORT_OBJECT_TABLE };

  retort_edit_set_subject (edit, schema, name);
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (retort_schema_find (edit->schema, kinds[i], schema, name) != NULL)
      return retort_edit_fail (edit, "type \"%s\" already exists", name);
  retort_schema_clear_taint (edit->schema, schema, name);
  return TRUE;
}

/**
 * retort_edit_claim_relation: (skip)
 * @edit: the edit
 * @schema: the schema that it goes into
 * @name: its name
 * @if_not_exists: whether a name that is taken is fine
 *
 * The same for a table, view, index or sequence.
 *
 * Returns: %FALSE when the name is taken: a failure unless @if_not_exists, which leaves the edit's kind as it was
 */
gboolean
retort_edit_claim_relation (RetortEdit *edit, const char *schema, const char *name, gboolean if_not_exists)
{
  retort_edit_set_subject (edit, schema, name);
  if (retort_schema_find_relation (edit->schema, schema, name) != NULL)
    return if_not_exists ? FALSE : retort_edit_fail (edit, "relation \"%s\" already exists", name);
  if (if_not_exists && retort_schema_get_taint (edit->schema, schema, name) != NULL)
    return retort_edit_fail (edit, "relation \"%s\" may exist", name);
  if (retort_schema_find (edit->schema, RETORT_OBJECT_ENUM, schema, name) != NULL
      || retort_schema_find (edit->schema, RETORT_OBJECT_DOMAIN, schema, name) != NULL)
    return retort_edit_fail (edit, "type \"%s\" already exists", name);
  retort_schema_clear_taint (edit->schema, schema, name);
  return TRUE;
}

static void
add_clause (Creation *creation, const PgQuery__Constraint *constraint, const char *column)
{
  Clause clause = { *constraint, column, FALSE };

  clause.constraint.skip_validation = FALSE; /* there is no row yet: NOT VALID means nothing */
  clause.constraint.initially_valid = TRUE;
  g_array_append_val (creation->clauses, clause);
}

static gboolean
add_column (Creation *creation, const PgQuery__ColumnDef *definition)
{
  RetortColumn *column = NULL;
  int inherited = retort_table_index_of_column (creation->table, definition->colname);

  if (inherited >= 0 && !((RetortColumn *) g_ptr_array_index (creation->table->columns, (guint) inherited))->is_inherited)
    return retort_edit_fail (creation->edit, "column \"%s\" specified more than once", definition->colname);
  if (definition->type_name == NULL)
    return TRUE;
  column = retort_column_from_definition (creation->edit, creation->table, definition);
  if (column == NULL)
    return FALSE;
  if (inherited >= 0)
    g_ptr_array_remove_index (creation->table->columns, (guint) inherited);
  g_ptr_array_insert (creation->table->columns, inherited, column);
  for (size_t i = 0; i < definition->n_constraints; i++)
    add_clause (creation, definition->constraints[i]->constraint, definition->colname);
  return TRUE;
}

/* Options of LIKE (CREATE_TABLE_LIKE_… of parsenodes.h). */
enum
{
  LIKE_COMMENTS = 1 << 0,
  LIKE_COMPRESSION = 1 << 1,
  LIKE_CONSTRAINTS = 1 << 2,
  LIKE_DEFAULTS = 1 << 3,
  LIKE_GENERATED = 1 << 4,
  LIKE_IDENTITY = 1 << 5,
  LIKE_INDEXES = 1 << 6,
  LIKE_STATISTICS = 1 << 7,
  LIKE_STORAGE = 1 << 8,
};

static void
copy_checks (RetortTable *table, const RetortTable *source, gboolean with_comments)
{
  for (guint i = 0; i < source->constraints->len; i++)
    {
      RetortConstraint *copy = NULL;

      if (((RetortConstraint *) g_ptr_array_index (source->constraints, i))->kind != RETORT_CONSTRAINT_CHECK)
        continue;
      copy = retort_constraint_copy (g_ptr_array_index (source->constraints, i));
      copy->is_inherited = FALSE;
      if (!with_comments)
        g_clear_pointer (&copy->comment, g_free);
      retort_table_add_constraint (table, copy);
    }
}

static gboolean
has_commented_index (const RetortTable *source)
{
  for (guint i = 0; i < source->indexes->len; i++)
    if (((const RetortIndex *) g_ptr_array_index (source->indexes, i))->comment != NULL)
      return TRUE;
  return FALSE;
}

/* Statistics, storage that goes back to the type's own, and comments of indexes are not followed. */
static gboolean
brings_more (const RetortTable *source, unsigned int options)
{
  gboolean loses_storage = FALSE;

  for (guint i = 0; (options & LIKE_STORAGE) == 0 && i < source->columns->len; i++)
    loses_storage |= ((const RetortColumn *) g_ptr_array_index (source->columns, i))->has_own_storage;
  return loses_storage || ((options & LIKE_STATISTICS) != 0 && source->statistics->len > 0)
         || ((options & LIKE_COMMENTS) != 0 && (options & LIKE_INDEXES) != 0 && has_commented_index (source));
}

/* Columns are copied, and CHECKs when they are asked for. */
static gboolean
add_like (Creation *creation, const PgQuery__TableLikeClause *like)
{
  const RetortTable *source = retort_edit_find_table (creation->edit, like->relation, FALSE);

  if (source == NULL)
    return FALSE;
  for (guint i = 0; i < source->columns->len; i++)
    {
      RetortColumn *column = retort_column_copy (g_ptr_array_index (source->columns, i));

      column->is_inherited = FALSE;
      if ((like->options & LIKE_DEFAULTS) == 0)
        g_clear_pointer (&column->default_expression, g_free);
      if ((like->options & LIKE_GENERATED) == 0)
        g_clear_pointer (&column->generated, g_free);
      if ((like->options & LIKE_COMMENTS) == 0)
        g_clear_pointer (&column->comment, g_free);
      if ((like->options & LIKE_COMPRESSION) == 0)
        g_clear_pointer (&column->compression, g_free);
      if ((like->options & LIKE_IDENTITY) == 0)
        g_clear_pointer (&column->identity, g_free);
      else if (column->identity != NULL)
        retort_edit_copy_identity (creation->edit, source, creation->table, column);
      g_ptr_array_add (creation->table->columns, column);
    }
  if ((like->options & LIKE_CONSTRAINTS) != 0)
    copy_checks (creation->table, source, (like->options & LIKE_COMMENTS) != 0);
  if (brings_more (source, like->options))
    retort_edit_taint (creation->edit, creation->table->schema, creation->table->name, "LIKE brings more than columns, CHECKs and indexes");
  return TRUE;
}

/* Indexes are copied once the table is there. */
static gboolean
add_indexes_of_likes (Creation *creation)
{
  RetortPlace place = { creation->table->schema, creation->table->name };

  for (size_t i = 0; i < creation->statement->n_table_elts; i++)
    {
      const PgQuery__Node *element = creation->statement->table_elts[i];
      const RetortTable *source = NULL;

      if (element->node_case != PG_QUERY__NODE__NODE_TABLE_LIKE_CLAUSE || (element->table_like_clause->options & LIKE_INDEXES) == 0)
        continue;
      source = retort_edit_find_table (creation->edit, element->table_like_clause->relation, FALSE);
      if (source == NULL)
        return FALSE;
      retort_edit_copy_indexes (creation->edit, (RetortPlace){ source->schema, source->name }, place);
    }
  return TRUE;
}

/* A partition gets what its parent has. */
static void
add_parts_of_parent (Creation *creation)
{
  const PgQuery__RangeVar *relation = creation->statement->inh_relations[0]->range_var;
  const RetortTable *parent = retort_edit_find_table (creation->edit, relation, TRUE);

  if (parent != NULL)
    retort_edit_inherit_parts (creation->edit, (RetortPlace){ parent->schema, parent->name },
                               (RetortPlace){ creation->table->schema, creation->table->name });
}

static void
add_child (RetortEdit *edit, const RetortTable *parent, const RetortTable *child)
{
  RetortTable *copy = retort_edit_open_table (edit, parent->schema, parent->name);
  g_autofree char *name = retort_quote_place (child->schema, child->name);

  copy->children = retort_strv_with (copy->children, name);
  retort_edit_put_table (edit, copy);
}

/* INHERITS and ALTER TABLE INHERIT: parents are plain tables (MergeAttributes(), ATExecAddInherit() of tablecmds.c). */
gboolean
retort_edit_can_have_children (RetortEdit *edit, const RetortTable *parent)
{
  retort_edit_set_subject (edit, parent->schema, parent->name);
  if (parent->kind == RETORT_RELATION_PARTITIONED_TABLE)
    return retort_edit_fail (edit, "cannot inherit from partitioned table \"%s\"", parent->name);
  if (parent->partition_bound != NULL)
    return retort_edit_fail (edit, "cannot inherit from partition \"%s\"", parent->name);
  return TRUE;
}

/* Columns and checks come from parents. */
static gboolean
add_parent (Creation *creation, const PgQuery__RangeVar *relation)
{
  const RetortTable *parent = retort_edit_find_table (creation->edit, relation, FALSE);
  RetortTable *table = creation->table;
  g_autofree char *name = NULL;

  if (parent == NULL || (creation->statement->partbound == NULL && !retort_edit_can_have_children (creation->edit, parent)))
    return FALSE;
  for (guint i = 0; i < parent->columns->len; i++)
    {
      const RetortColumn *column = g_ptr_array_index (parent->columns, i);
      RetortColumn *copy = NULL;

      if (retort_table_index_of_column (table, column->name) >= 0)
        continue;
      copy = retort_column_copy (column);
      copy->is_inherited = TRUE;
      g_clear_pointer (&copy->comment, g_free);
      g_clear_pointer (&copy->identity, g_free);
      g_ptr_array_add (table->columns, copy);
    }
  for (guint i = 0; i < parent->constraints->len; i++)
    {
      const RetortConstraint *constraint = g_ptr_array_index (parent->constraints, i);
      RetortConstraint *copy = NULL;

      if (constraint->kind != RETORT_CONSTRAINT_CHECK || g_str_has_suffix (constraint->definition, " NO INHERIT"))
        continue;
      copy = retort_constraint_copy (constraint);
      copy->is_inherited = TRUE;
      g_clear_pointer (&copy->comment, g_free);
      retort_table_add_constraint (table, copy);
    }
  name = retort_quote_place (parent->schema, parent->name);
  table->inherits = retort_strv_with (table->inherits, name);
  add_child (creation->edit, parent, table);
  return TRUE;
}

static gboolean
add_elements (Creation *creation)
{
  const PgQuery__CreateStmt *statement = creation->statement;

  for (size_t i = 0; i < statement->n_inh_relations; i++)
    if (!add_parent (creation, statement->inh_relations[i]->range_var))
      return FALSE;
  for (size_t i = 0; i < statement->n_table_elts; i++)
    {
      const PgQuery__Node *element = statement->table_elts[i];

      if (element->node_case == PG_QUERY__NODE__NODE_COLUMN_DEF && !add_column (creation, element->column_def))
        return FALSE;
      if (element->node_case == PG_QUERY__NODE__NODE_TABLE_LIKE_CLAUSE && !add_like (creation, element->table_like_clause))
        return FALSE;
      if (element->node_case == PG_QUERY__NODE__NODE_CONSTRAINT)
        add_clause (creation, element->constraint, NULL);
    }
  for (size_t i = 0; i < statement->n_constraints; i++)
    add_clause (creation, statement->constraints[i]->constraint, NULL);
  return TRUE;
}

/* Serial, identity and generating expressions, now that all columns are known. */
static gboolean
finish_columns (Creation *creation)
{
  for (size_t i = 0; i < creation->statement->n_table_elts; i++)
    {
      const PgQuery__Node *element = creation->statement->table_elts[i];
      int place = -1;

      if (element->node_case != PG_QUERY__NODE__NODE_COLUMN_DEF || element->column_def->type_name == NULL)
        continue;
      place = retort_table_index_of_column (creation->table, element->column_def->colname);
      if (!retort_edit_finish_column (creation->edit, creation->table, g_ptr_array_index (creation->table->columns, (guint) place),
                                      element->column_def))
        return FALSE;
    }
  return TRUE;
}

static gboolean
is_key (const Clause *clause)
{
  return clause->constraint.contype == PG_QUERY__CONSTR_TYPE__CONSTR_PRIMARY
         || clause->constraint.contype == PG_QUERY__CONSTR_TYPE__CONSTR_UNIQUE;
}

static const char *
get_key (const Clause *clause, size_t index)
{
  if (clause->column != NULL)
    return index == 0 ? clause->column : NULL;
  return index < clause->constraint.n_keys ? clause->constraint.keys[index]->string->sval : NULL;
}

static gboolean
is_same_key (const Clause *a, const Clause *b)
{
  for (size_t i = 0;; i++)
    {
      if (g_strcmp0 (get_key (a, i), get_key (b, i)) != 0)
        return FALSE;
      if (get_key (a, i) == NULL)
        break;
    }
  return a->constraint.n_including == b->constraint.n_including && a->constraint.deferrable == b->constraint.deferrable
         && a->constraint.nulls_not_distinct == b->constraint.nulls_not_distinct;
}

/* transformIndexConstraints(): a key that says the same as an earlier one is left out, but for its name. */
static void
merge_keys (Creation *creation, Clause *later, guint n_before)
{
  for (guint i = 0; i < creation->clauses->len; i++)
    {
      Clause *clause = &g_array_index (creation->clauses, Clause, i);
      gboolean is_before = i < n_before || clause->constraint.contype == PG_QUERY__CONSTR_TYPE__CONSTR_PRIMARY;

      if (clause == later || !is_before || !is_key (clause) || clause->is_dropped || !is_same_key (clause, later))
        continue;
      later->is_dropped = TRUE;
      if (text_or_null (clause->constraint.conname) == NULL)
        clause->constraint.conname = later->constraint.conname;
      return;
    }
}

/* 0: checks; 1: primary key; 2: other indexes; 3: foreign keys; -1: was read with the column. */
static int
get_turn (const Clause *clause)
{
  switch ((int) clause->constraint.contype)
    {
    case PG_QUERY__CONSTR_TYPE__CONSTR_CHECK:
      return 0;
    case PG_QUERY__CONSTR_TYPE__CONSTR_PRIMARY:
      return 1;
    case PG_QUERY__CONSTR_TYPE__CONSTR_UNIQUE:
    case PG_QUERY__CONSTR_TYPE__CONSTR_EXCLUSION:
      return 2;
    case PG_QUERY__CONSTR_TYPE__CONSTR_FOREIGN:
      return 3;
    default:
      return -1;
    }
}

static gboolean
is_deferred_attribute (const Clause *clause, PgQuery__ConstrType *type)
{
  *type = clause->constraint.contype;
  return *type >= PG_QUERY__CONSTR_TYPE__CONSTR_ATTR_DEFERRABLE && *type <= PG_QUERY__CONSTR_TYPE__CONSTR_ATTR_IMMEDIATE;
}

/* DEFERRABLE and its like are nodes of their own after a column's constraint. */
static void
attach_attributes (Creation *creation)
{
  Clause *last = NULL;

  for (guint i = 0; i < creation->clauses->len; i++)
    {
      Clause *clause = &g_array_index (creation->clauses, Clause, i);
      PgQuery__ConstrType type;

      if (!is_deferred_attribute (clause, &type))
        {
          last = clause;
          continue;
        }
      if (last == NULL)
        continue;
      if (type == PG_QUERY__CONSTR_TYPE__CONSTR_ATTR_DEFERRABLE)
        last->constraint.deferrable = TRUE;
      if (type == PG_QUERY__CONSTR_TYPE__CONSTR_ATTR_DEFERRED)
        last->constraint.deferrable = last->constraint.initdeferred = TRUE;
    }
}

static gboolean
add_constraints (Creation *creation)
{
  RetortPlace place = { creation->table->schema, creation->table->name };

  attach_attributes (creation);
  for (guint i = 0; i < creation->clauses->len; i++)
    {
      Clause *clause = &g_array_index (creation->clauses, Clause, i);

      if (clause->constraint.contype == PG_QUERY__CONSTR_TYPE__CONSTR_UNIQUE)
        merge_keys (creation, clause, i);
    }
  for (int turn = 0; turn < 4; turn++)
    for (guint i = 0; i < creation->clauses->len; i++)
      {
        const Clause *clause = &g_array_index (creation->clauses, Clause, i);

        if (get_turn (clause) == turn && !clause->is_dropped
            && !retort_edit_add_constraint (creation->edit, place, &clause->constraint, clause->column))
          return FALSE;
      }
  return TRUE;
}

static char *
write_partition_key (Creation *creation, const PgQuery__PartitionSpec *spec)
{
  g_autoptr(GString) text = g_string_new (NULL);

  for (size_t i = 0; i < spec->n_part_params; i++)
    {
      const PgQuery__PartitionElem *element = spec->part_params[i]->partition_elem;
      g_autofree char *key = text_or_null (element->name) != NULL
                                 ? retort_sql_quote_identifier (element->name)
                                 : retort_expression_format_key (creation->edit, creation->table, element->expr, NULL,
                                                                 &creation->table->is_as_written);

      g_string_append_printf (text, "%s%s", i > 0 ? ", " : "", key);
    }
  return g_strdup_printf (" (%s)", text->str);
}

static gboolean
set_kind (Creation *creation)
{
  const PgQuery__CreateStmt *statement = creation->statement;
  RetortTable *table = creation->table;

  table->kind = creation->is_foreign           ? RETORT_RELATION_FOREIGN_TABLE
                : statement->partspec != NULL ? RETORT_RELATION_PARTITIONED_TABLE
                                              : RETORT_RELATION_TABLE;
  if (statement->partspec != NULL)
    {
      g_autofree char *key = write_partition_key (creation, statement->partspec);
      g_autofree char *strategy = g_ascii_strup (statement->partspec->strategy, -1);

      table->partition_key = g_strconcat (strategy, key, NULL);
    }
  else if (!creation->is_foreign)
    table->access_method = g_strdup (text_or_null (statement->access_method) != NULL ? statement->access_method : "heap");
  if (statement->partbound != NULL)
    {
      const RetortTable *parent = statement->n_inh_relations == 1 ? retort_edit_find_table (creation->edit, statement->inh_relations[0]->range_var, TRUE) : NULL;

      table->partition_bound = retort_edit_write_bound (creation->edit, parent, statement->partbound, &table->is_as_written);
      return retort_edit_check_default_partition (creation->edit, parent, statement->partbound, table->name)
             && retort_edit_check_bound (creation->edit, parent, table->partition_bound, table->name);
    }
  return TRUE;
}

static RetortTable *
table_new (RetortEdit *edit, const PgQuery__RangeVar *relation, const char *schema)
{
  RetortTable *table = retort_table_new ();
  char persistence = relation->relpersistence != NULL ? relation->relpersistence[0] : 'p';

  table->schema = g_strdup (schema);
  table->name = g_strdup (relation->relname);
  table->persistence = g_strdup (persistence == 'u' ? "unlogged" : persistence == 't' ? "temporary" : "permanent");
  table->inherits = g_new0 (char *, 1);
  table->children = g_new0 (char *, 1);
  return table;
}

static gboolean
is_temporary (const PgQuery__RangeVar *relation)
{
  return relation->relpersistence != NULL && relation->relpersistence[0] == 't';
}

static gboolean
create (Creation *creation)
{
  const PgQuery__CreateStmt *statement = creation->statement;

  if (statement->n_options > 0)
    creation->table->options = retort_options_to_list (statement->n_options, statement->options);
  creation->table->tablespace = g_strdup (text_or_null (statement->tablespacename));
  if (!add_elements (creation))
    return FALSE;
  if (!set_kind (creation) || !finish_columns (creation))
    return FALSE;
  retort_edit_put_table (creation->edit, retort_table_ref (creation->table));
  if (statement->of_typename != NULL)
    creation->table->of_type = retort_sql_names_to_string (statement->of_typename->n_names, statement->of_typename->names);
  if (statement->of_typename != NULL)
    retort_edit_taint (creation->edit, creation->table->schema, creation->table->name, "its columns come from a type");
  if (statement->partbound != NULL)
    add_parts_of_parent (creation);
  return add_constraints (creation) && add_indexes_of_likes (creation);
}

static gboolean
create_relation (RetortEdit *edit, const PgQuery__CreateStmt *statement, gboolean is_foreign)
{
  const char *schema = is_temporary (statement->relation)
                           ? "pg_temp"
                           : retort_edit_get_creation_schema (edit, text_or_null (statement->relation->schemaname));
  g_autoptr(RetortTable) table = NULL;
  g_autoptr(GArray) clauses = g_array_new (FALSE, FALSE, sizeof (Clause));
  Creation creation = { edit, statement, NULL, clauses, is_foreign };

  if (schema == NULL)
    return FALSE;
  if (!retort_edit_claim_relation (edit, schema, statement->relation->relname, statement->if_not_exists))
    return edit->kind == RETORT_EFFECT_NONE;
  table = table_new (edit, statement->relation, schema);
  creation.table = table;
  return create (&creation);
}

gboolean
retort_apply_create_table (RetortEdit *edit, const PgQuery__Node *node)
{
  return create_relation (edit, node->create_stmt, FALSE);
}

gboolean
retort_apply_create_foreign_table (RetortEdit *edit, const PgQuery__Node *node)
{
  return create_relation (edit, node->create_foreign_table_stmt->base_stmt, TRUE);
}

/* CREATE TABLE AS and CREATE MATERIALIZED VIEW. */
gboolean
retort_apply_create_table_as (RetortEdit *edit, const PgQuery__Node *node)
{
  const PgQuery__CreateTableAsStmt *statement = node->create_table_as_stmt;
  const PgQuery__RangeVar *relation = statement->into->rel;
  const char *schema = is_temporary (relation) ? "pg_temp" : retort_edit_get_creation_schema (edit, text_or_null (relation->schemaname));
  g_autoptr(RetortTable) table = NULL;

  if (schema == NULL)
    return FALSE;
  if (!retort_edit_claim_relation (edit, schema, relation->relname, statement->if_not_exists))
    return edit->kind == RETORT_EFFECT_NONE;
  table = table_new (edit, relation, schema);
  table->access_method = g_strdup ("heap");
  if (statement->objtype == PG_QUERY__OBJECT_TYPE__OBJECT_MATVIEW)
    {
      table->kind = RETORT_RELATION_MATERIALIZED_VIEW;
      table->definition = retort_sql_statement_to_string (statement->query);
      table->is_as_written = TRUE;
    }
  if (!retort_query_add_columns (edit, table, statement->query, statement->into->n_col_names, statement->into->col_names))
    retort_edit_taint (edit, schema, table->name, "the columns of its query are not known");
  retort_edit_put_table (edit, g_steal_pointer (&table));
  return TRUE;
}
