/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Constraints: made, named and dropped as PostgreSQL does. */
#include "analysis/schema/table-private.h"

#include <string.h>

/* Of two keys over the same columns a foreign key needs the one that was there first (transformFkeyCheckAttrs() of tablecmds.c). */
#define ONE_OF_KEYS "which of two keys its foreign key needs is not known"

/* A constraint while it is made. */
typedef struct
{
  RetortEdit               *edit;
  RetortTable              *table; /* the copy that is changed */
  const PgQuery__Constraint *node;
  const char               *column; /* nullable: stands at this column */
} Making;

/* "a, b", quoted where needed. */
char *
retort_join_identifiers (GStrv names)
{
  g_autoptr(GString) text = g_string_new (NULL);

  for (guint i = 0; names[i] != NULL; i++)
    {
      g_autofree char *quoted = retort_sql_quote_identifier (names[i]);

      g_string_append_printf (text, "%s%s", i > 0 ? ", " : "", quoted);
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static GStrv
list_names (size_t n_nodes, PgQuery__Node *const *nodes)
{
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();

  for (size_t i = 0; i < n_nodes; i++)
    g_strv_builder_add (builder, nodes[i]->string->sval);
  return g_strv_builder_end (builder);
}

static GStrv
list_one (const char *name)
{
  const char *names[] = { name, NULL };

  return g_strdupv ((char **) names);
}

static gboolean
has_columns (Making *making, GStrv columns)
{
  for (guint i = 0; columns[i] != NULL; i++)
    if (retort_table_index_of_column (making->table, columns[i]) < 0)
      return retort_edit_fail (making->edit, "column \"%s\" of relation \"%s\" does not exist", columns[i], making->table->name);
  return TRUE;
}

static gboolean
are_different (Making *making, GStrv columns)
{
  for (guint i = 0; columns[i] != NULL; i++)
    for (guint j = i + 1; columns[j] != NULL; j++)
      if (g_str_equal (columns[i], columns[j]))
        return retort_edit_fail (making->edit, "column \"%s\" appears twice in a constraint", columns[i]);
  return TRUE;
}

static RetortConstraint *
constraint_new (Making *making, RetortConstraintKind kind, const char *name, GStrv columns)
{
  RetortConstraint *constraint = retort_constraint_new ();

  constraint->kind = kind;
  constraint->name = g_strdup (name);
  constraint->columns = g_strdupv (columns);
  constraint->is_valid = !making->node->skip_validation;
  constraint->is_deferrable = making->node->deferrable;
  constraint->is_deferred = making->node->initdeferred;
  return constraint;
}

/* What every kind may end in. */
static void
append_ending (RetortConstraint *constraint, GString *definition)
{
  if (constraint->is_deferrable)
    g_string_append (definition, " DEFERRABLE");
  if (constraint->is_deferred)
    g_string_append (definition, " INITIALLY DEFERRED");
  if (!constraint->is_valid)
    g_string_append (definition, " NOT VALID");
  constraint->definition = g_strdup (definition->str);
}

/* The wanted name, which must be free, or one that is chosen; NULL after a failure. */
static char *
take_name (Making *making, const char *addition, const char *label)
{
  const char *wanted = text_or_null (making->node->conname);

  if (wanted == NULL)
    return retort_choose_constraint_name (making->edit, making->table, addition, label);
  if (retort_table_index_of_constraint (making->table, wanted) >= 0)
    {
      retort_edit_fail (making->edit, "constraint \"%s\" for relation \"%s\" already exists", wanted, making->table->name);
      return NULL;
    }
  return g_strdup (wanted);
}

/* One that came from a parent becomes the table's own too (MergeWithExistingConstraint() of catalog/heap.c). */
static gboolean
merges_check (Making *making)
{
  const char *wanted = text_or_null (making->node->conname);
  int old = wanted != NULL ? retort_table_index_of_constraint (making->table, wanted) : -1;
  const RetortConstraint *existing = old >= 0 ? g_ptr_array_index (making->table->constraints, (guint) old) : NULL;
  gboolean is_as_written = FALSE;
  g_autofree char *expression = NULL;
  g_autofree char *definition = NULL;

  if (existing == NULL || existing->kind != RETORT_CONSTRAINT_CHECK || !existing->is_inherited || making->node->is_no_inherit)
    return FALSE;
  expression = retort_expression_format (making->edit, making->table, making->node->raw_expr, "boolean", &is_as_written);
  definition = g_strdup_printf ("CHECK (%s)", expression);
  if (!g_str_has_prefix (existing->definition, definition))
    return FALSE;
  retort_table_open_constraint (making->table, (guint) old)->is_inherited = FALSE;
  return TRUE;
}

static gboolean
add_check (Making *making)
{
  g_auto(GStrv) columns = NULL;
  g_autofree char *name = NULL;
  g_autofree char *expression = NULL;
  g_autoptr(GString) definition = g_string_new (NULL);
  RetortConstraint *constraint = NULL;

  if (merges_check (making))
    return TRUE;
  columns = retort_expression_list_columns (making->table, making->node->raw_expr);
  name = take_name (making, g_strv_length (columns) == 1 ? columns[0] : NULL, "check");
  if (name == NULL || !retort_expression_check_columns (making->edit, making->table, making->node->raw_expr))
    return FALSE;
  constraint = constraint_new (making, RETORT_CONSTRAINT_CHECK, name, columns);
  expression = retort_expression_format (making->edit, making->table, making->node->raw_expr, "boolean", &constraint->is_as_written);
  g_string_append_printf (definition, "CHECK (%s)%s", expression, making->node->is_no_inherit ? " NO INHERIT" : "");
  append_ending (constraint, definition);
  retort_table_add_constraint (making->table, constraint);
  return TRUE;
}

static char *
choose_index_name (Making *making, GStrv keys, GStrv included)
{
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();
  g_auto(GStrv) columns = NULL;
  g_autofree char *addition = NULL;
  gboolean is_primary = making->node->contype == PG_QUERY__CONSTR_TYPE__CONSTR_PRIMARY;
  gboolean is_exclusion = making->node->contype == PG_QUERY__CONSTR_TYPE__CONSTR_EXCLUSION;
  const char *wanted = text_or_null (making->node->conname);
  const char *schema = making->table->schema;

  g_strv_builder_addv (builder, (const char **) keys);
  g_strv_builder_addv (builder, (const char **) included);
  columns = g_strv_builder_end (builder);
  addition = retort_join_column_names (columns);
  if (wanted == NULL)
    return retort_choose_relation_name (making->edit, schema, making->table->name, is_primary ? NULL : addition,
                                        is_primary     ? "pkey"
                                        : is_exclusion ? "excl"
                                                       : "key",
                                        TRUE);
  if (retort_schema_find_relation (making->edit->schema, schema, wanted) != NULL)
    {
      retort_edit_fail (making->edit, "relation \"%s\" already exists", wanted);
      return NULL;
    }
  return take_name (making, NULL, "");
}

static gboolean
has_primary_key (const RetortTable *table)
{
  for (guint i = 0; i < table->constraints->len; i++)
    if (((RetortConstraint *) g_ptr_array_index (table->constraints, i))->kind == RETORT_CONSTRAINT_PRIMARY_KEY)
      return TRUE;
  return FALSE;
}

static void
forbid_nulls (RetortTable *table, GStrv columns)
{
  for (guint i = 0; columns[i] != NULL; i++)
    {
      int place = retort_table_index_of_column (table, columns[i]);

      if (((RetortColumn *) g_ptr_array_index (table->columns, (guint) place))->is_nullable)
        retort_table_open_column (table, (guint) place)->is_nullable = FALSE;
    }
}

static void
write_key (RetortConstraint *constraint, const Making *making, GStrv keys, GStrv included)
{
  gboolean is_primary = constraint->kind == RETORT_CONSTRAINT_PRIMARY_KEY;
  g_autofree char *columns = retort_join_identifiers (keys);
  g_autofree char *more = retort_join_identifiers (included);
  g_autofree char *options = retort_options_to_string (making->node->n_options, making->node->options);
  g_autoptr(GString) definition = g_string_new (is_primary ? "PRIMARY KEY " : "UNIQUE ");

  g_string_append_printf (definition, "%s(%s)", making->node->nulls_not_distinct ? "NULLS NOT DISTINCT " : "", columns);
  if (included[0] != NULL)
    g_string_append_printf (definition, " INCLUDE (%s)", more);
  if (making->node->n_options > 0)
    g_string_append_printf (definition, " WITH (%s)", options);
  append_ending (constraint, definition);
}

static void
write_key_index (Making *making, RetortIndex *index, GStrv keys, GStrv included)
{
  g_autofree char *columns = retort_join_identifiers (keys);
  g_autofree char *more = retort_join_identifiers (included);
  g_autofree char *options = retort_options_to_string (making->node->n_options, making->node->options);
  g_autoptr(GString) text = g_string_new (columns);
  char *definition = NULL;

  if (included[0] != NULL)
    g_string_append_printf (text, ") INCLUDE (%s", more);
  retort_index_write_definition (making->edit, making->table, index, text->str);
  definition = g_strdup_printf ("%s)%s%s%s%s", index->definition, index->has_nulls_not_distinct ? " NULLS NOT DISTINCT" : "",
                                making->node->n_options > 0 ? " WITH (" : "", options, making->node->n_options > 0 ? ")" : "");
  g_free (index->definition);
  index->definition = definition;
}

/* A second constraint over the same columns in one statement is the first one's twin: PostgreSQL keeps both
 * unless neither has a name of its own. */
static gboolean
add_key (Making *making)
{
  gboolean is_primary = making->node->contype == PG_QUERY__CONSTR_TYPE__CONSTR_PRIMARY;
  g_auto(GStrv) keys = making->column != NULL ? list_one (making->column) : list_names (making->node->n_keys, making->node->keys);
  g_auto(GStrv) included = list_names (making->node->n_including, making->node->including);
  g_autofree char *name = NULL;
  RetortIndex *index = NULL;
  RetortConstraint *constraint = NULL;

  if (!has_columns (making, keys) || !has_columns (making, included) || !are_different (making, keys))
    return FALSE;
  if (is_primary && has_primary_key (making->table))
    return retort_edit_fail (making->edit, "multiple primary keys for table \"%s\" are not allowed", making->table->name);
  name = choose_index_name (making, keys, included);
  if (name == NULL)
    return FALSE;
  if (is_primary)
    forbid_nulls (making->table, keys);
  index = retort_index_of_columns (making->edit, making->table, name, keys, included);
  index->is_unique = TRUE;
  index->is_primary = is_primary;
  index->has_nulls_not_distinct = making->node->nulls_not_distinct;
  index->constraint = g_strdup (name);
  write_key_index (making, index, keys, included);
  constraint = constraint_new (making, is_primary ? RETORT_CONSTRAINT_PRIMARY_KEY : RETORT_CONSTRAINT_UNIQUE, name, keys);
  constraint->index = g_strdup (name);
  constraint->is_valid = TRUE;
  write_key (constraint, making, keys, included);
  retort_table_add_index (making->table, index);
  retort_table_add_constraint (making->table, constraint);
  return TRUE;
}

/* ADD CONSTRAINT … USING INDEX: the index takes the constraint's name. */
static gboolean
add_key_over_index (Making *making)
{
  gboolean is_primary = making->node->contype == PG_QUERY__CONSTR_TYPE__CONSTR_PRIMARY;
  const char *index_name = making->node->indexname;
  int place = retort_table_index_of_index (making->table, index_name);
  RetortIndex *index = NULL;
  RetortConstraint *constraint = NULL;
  g_auto(GStrv) keys = NULL;
  g_auto(GStrv) none = g_new0 (char *, 1);
  g_autofree char *name = text_or_null (making->node->conname) != NULL ? g_strdup (making->node->conname) : g_strdup (index_name);

  if (place < 0)
    return retort_edit_fail (making->edit, "index \"%s\" does not exist", index_name);
  index = retort_table_open_index (making->table, (guint) place);
  if (!index->is_unique || index->predicate != NULL)
    return retort_edit_fail (making->edit, "\"%s\" is not a unique index", index_name);
  if (index->constraint != NULL)
    return retort_edit_fail (making->edit, "index \"%s\" is already associated with a constraint", index_name);
  keys = retort_index_list_columns (making->table, index);
  if (!has_columns (making, keys))
    return FALSE;
  g_free (index->name);
  index->name = g_strdup (name);
  index->is_primary = is_primary;
  index->constraint = g_strdup (name);
  if (is_primary)
    forbid_nulls (making->table, keys);
  write_key_index (making, index, keys, none);
  constraint = constraint_new (making, is_primary ? RETORT_CONSTRAINT_PRIMARY_KEY : RETORT_CONSTRAINT_UNIQUE, name, keys);
  constraint->index = g_strdup (name);
  constraint->is_valid = TRUE;
  write_key (constraint, making, keys, none);
  retort_table_sort_parts (making->table);
  retort_table_add_constraint (making->table, constraint);
  return TRUE;
}

/* EXCLUDE: only the plain ones are written as PostgreSQL would. */
static gboolean
add_exclusion (Making *making)
{
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();
  g_autoptr(GString) text = g_string_new (NULL);
  g_auto(GStrv) keys = NULL;
  g_auto(GStrv) none = g_new0 (char *, 1);
  g_autofree char *name = NULL;
  RetortIndex *index = NULL;
  RetortConstraint *constraint = NULL;
  gboolean is_plain = making->node->where_clause == NULL;

  for (size_t i = 0; i < making->node->n_exclusions; i++)
    {
      const PgQuery__List *pair = making->node->exclusions[i]->list;
      const PgQuery__IndexElem *element = pair->items[0]->index_elem;
      const PgQuery__List *operator = pair->items[1]->list;
      g_autofree char *quoted = text_or_null (element->name) != NULL ? retort_sql_quote_identifier (element->name) : NULL;

      is_plain = is_plain && quoted != NULL && element->n_opclass == 0 && operator->n_items == 1;
      g_strv_builder_add (builder, quoted != NULL ? element->name : "expr");
      g_string_append_printf (text, "%s%s WITH %s", i > 0 ? ", " : "", quoted != NULL ? quoted : "",
                              retort_sql_names_get_last (operator->n_items, operator->items));
    }
  keys = g_strv_builder_end (builder);
  name = choose_index_name (making, keys, none);
  if (name == NULL || (is_plain && !has_columns (making, keys)))
    return FALSE;
  index = retort_index_of_columns (making->edit, making->table, name, keys, none);
  g_free (index->method);
  index->method = g_strdup (text_or_null (making->node->access_method) != NULL ? making->node->access_method : "gist");
  index->constraint = g_strdup (name);
  index->is_as_written = !is_plain;
  write_key_index (making, index, keys, none);
  constraint = constraint_new (making, RETORT_CONSTRAINT_EXCLUSION, name, keys);
  constraint->index = g_strdup (name);
  constraint->is_as_written = !is_plain;
  g_string_prepend (text, " (");
  g_string_prepend (text, index->method);
  g_string_prepend (text, "EXCLUDE USING ");
  g_string_append_c (text, ')');
  append_ending (constraint, text);
  retort_table_add_index (making->table, index);
  retort_table_add_constraint (making->table, constraint);
  return TRUE;
}

static const char *
action_of (const char *code)
{
  switch (code != NULL ? code[0] : 'a')
    {
    case 'r':
      return "RESTRICT";
    case 'c':
      return "CASCADE";
    case 'n':
      return "SET NULL";
    case 'd':
      return "SET DEFAULT";
    default:
      return "NO ACTION";
    }
}

/* The columns that a foreign key points at; NULL after a failure. */
static GStrv
find_referenced (Making *making, const RetortTable *referenced)
{
  g_auto(GStrv) wanted = list_names (making->node->n_pk_attrs, making->node->pk_attrs);

  for (guint i = 0; wanted[0] == NULL && i < referenced->constraints->len; i++)
    {
      const RetortConstraint *constraint = g_ptr_array_index (referenced->constraints, i);

      if (constraint->kind == RETORT_CONSTRAINT_PRIMARY_KEY)
        return g_strdupv (constraint->columns);
    }
  for (guint i = 0; i < referenced->indexes->len; i++)
    {
      const RetortIndex *index = g_ptr_array_index (referenced->indexes, i);

      if (index->is_unique && index->predicate == NULL && retort_index_has_keys (referenced, index, wanted))
        return g_steal_pointer (&wanted);
    }
  retort_edit_set_subject (making->edit, referenced->schema, referenced->name);
  if (wanted[0] == NULL)
    retort_edit_fail (making->edit, "there is no primary key for referenced table \"%s\"", referenced->name);
  else
    retort_edit_fail (making->edit, "there is no unique constraint matching given keys for referenced table \"%s\"", referenced->name);
  return NULL;
}

static void
write_foreign_key (Making *making, RetortConstraint *constraint)
{
  g_autofree char *columns = retort_join_identifiers (constraint->columns);
  g_autofree char *referenced = retort_join_identifiers (constraint->referenced_columns);
  g_autofree char *relation = retort_edit_qualify (making->edit, constraint->referenced_schema, constraint->referenced_table);
  g_auto(GStrv) set_columns = list_names (making->node->n_fk_del_set_cols, making->node->fk_del_set_cols);
  g_autofree char *set_text = retort_join_identifiers (set_columns);
  g_autoptr(GString) text = g_string_new (NULL);

  g_string_append_printf (text, "FOREIGN KEY (%s) REFERENCES %s(%s)", columns, relation, referenced);
  if (making->node->fk_matchtype != NULL && making->node->fk_matchtype[0] == 'f')
    g_string_append (text, " MATCH FULL");
  if (!g_str_equal (constraint->on_update, "NO ACTION"))
    g_string_append_printf (text, " ON UPDATE %s", constraint->on_update);
  if (!g_str_equal (constraint->on_delete, "NO ACTION"))
    g_string_append_printf (text, " ON DELETE %s", constraint->on_delete);
  if (set_columns[0] != NULL)
    g_string_append_printf (text, " (%s)", set_text);
  append_ending (constraint, text);
}

/* The other table says who points at it; a table that points at itself is the copy itself. */
static void
tell_referenced (Making *making, const RetortTable *referenced, const RetortConstraint *constraint)
{
  RetortConstraintRef *reference = retort_constraint_ref_new ();
  gboolean is_itself = g_str_equal (referenced->name, making->table->name) && g_str_equal (referenced->schema, making->table->schema);
  RetortTable *copy = is_itself ? making->table : retort_table_copy (referenced);

  reference->schema = g_strdup (making->table->schema);
  reference->table = g_strdup (making->table->name);
  reference->name = g_strdup (constraint->name);
  reference->definition = g_strdup (constraint->definition);
  g_ptr_array_add (copy->referenced_by, reference);
  if (!is_itself)
    retort_edit_put_table (making->edit, copy);
}

static gboolean
check_types (Making *making, const RetortTable *referenced, const char *name, GStrv columns, GStrv referenced_columns)
{
  if (g_strv_length (columns) != g_strv_length (referenced_columns))
    return retort_edit_fail (making->edit, "number of referencing and referenced columns for foreign key disagree");
  for (guint i = 0; columns[i] != NULL; i++)
    if (!retort_key_may_point_at (making->edit, retort_table_find_column (making->table, columns[i])->type,
                       retort_table_find_column (referenced, referenced_columns[i])->type))
      return retort_edit_fail (making->edit, "foreign key constraint \"%s\" cannot be implemented", name);
  return TRUE;
}

static gboolean
add_foreign_key (Making *making)
{
  g_auto(GStrv) columns = making->column != NULL ? list_one (making->column) : list_names (making->node->n_fk_attrs, making->node->fk_attrs);
  g_autofree char *addition = retort_join_column_names (columns);
  g_autofree char *name = NULL;
  const RetortTable *referenced = NULL;
  g_auto(GStrv) referenced_columns = NULL;
  RetortConstraint *constraint = NULL;

  if (!has_columns (making, columns))
    return FALSE;
  name = take_name (making, addition, "fkey");
  if (name == NULL)
    return FALSE;
  referenced = retort_edit_find_table (making->edit, making->node->pktable, FALSE);
  if (referenced == NULL)
    return FALSE;
  if (g_str_equal (referenced->name, making->table->name) && g_str_equal (referenced->schema, making->table->schema))
    referenced = making->table;
  if (g_strcmp0 (making->table->persistence, "permanent") == 0 && g_strcmp0 (referenced->persistence, "unlogged") == 0)
    return retort_edit_fail (making->edit, "constraints on permanent tables may reference only permanent tables");
  referenced_columns = find_referenced (making, referenced);
  if (referenced_columns == NULL || !check_types (making, referenced, name, columns, referenced_columns))
    return FALSE;
  constraint = constraint_new (making, RETORT_CONSTRAINT_FOREIGN_KEY, name, columns);
  constraint->referenced_schema = g_strdup (referenced->schema);
  constraint->referenced_table = g_strdup (referenced->name);
  constraint->referenced_columns = g_strdupv (referenced_columns);
  constraint->on_delete = g_strdup (action_of (making->node->fk_del_action));
  constraint->on_update = g_strdup (action_of (making->node->fk_upd_action));
  write_foreign_key (making, constraint);
  tell_referenced (making, referenced, constraint);
  retort_table_add_constraint (making->table, constraint);
  return TRUE;
}

static gboolean
add (Making *making)
{
  switch ((int) making->node->contype)
    {
    case PG_QUERY__CONSTR_TYPE__CONSTR_CHECK:
      return add_check (making);
    case PG_QUERY__CONSTR_TYPE__CONSTR_PRIMARY:
    case PG_QUERY__CONSTR_TYPE__CONSTR_UNIQUE:
      return text_or_null (making->node->indexname) != NULL ? add_key_over_index (making) : add_key (making);
    case PG_QUERY__CONSTR_TYPE__CONSTR_EXCLUSION:
      return add_exclusion (making);
    case PG_QUERY__CONSTR_TYPE__CONSTR_FOREIGN:
      if (making->edit->is_only && making->table->kind == RETORT_RELATION_PARTITIONED_TABLE)
        return retort_edit_fail (making->edit, "cannot use ONLY for foreign key on partitioned table \"%s\" referencing relation \"%s\"",
                                 making->table->name, making->node->pktable->relname);
      return add_foreign_key (making);
    default:
      return TRUE;
    }
}

gboolean
retort_edit_add_constraint (RetortEdit *edit, RetortPlace table, const PgQuery__Constraint *constraint, const char *column)
{
  g_autoptr(RetortTable) copy = retort_edit_open_table (edit, table.schema, table.name);
  Making making = { edit, copy, constraint, column };

  retort_edit_set_subject (edit, table.schema, table.name);
  if (!add (&making))
    return FALSE;
  retort_edit_put_table (edit, g_steal_pointer (&copy));
  return TRUE;
}

static gboolean
has_other_key (const RetortTable *table, const char *name, GStrv columns)
{
  for (guint i = 0; i < table->indexes->len; i++)
    {
      const RetortIndex *index = g_ptr_array_index (table->indexes, i);

      if (index->is_unique && index->predicate == NULL && !g_str_equal (index->name, name)
          && retort_index_has_keys (table, index, columns))
        return TRUE;
    }
  return FALSE;
}

/* Foreign keys that point at what a unique index of its own keeps, when no other key does. */
gboolean
retort_edit_drop_keys_of_index (RetortEdit *edit, const RetortTable *table, const RetortIndex *index, gboolean cascade)
{
  for (guint i = 0; index->is_unique && i < table->referenced_by->len; i++)
    {
      const RetortConstraintRef *reference = g_ptr_array_index (table->referenced_by, i);
      RetortPlace place = { reference->schema, reference->table };
      const RetortTable *other = retort_schema_find (edit->schema, RETORT_OBJECT_TABLE, place.schema, place.name);
      int found = other != NULL ? retort_table_index_of_constraint (other, reference->name) : -1;
      const RetortConstraint *constraint = found >= 0 ? g_ptr_array_index (other->constraints, (guint) found) : NULL;

      if (constraint == NULL || !retort_index_has_keys (table, index, constraint->referenced_columns))
        continue;
      if (has_other_key (table, index->name, constraint->referenced_columns))
        {
          retort_edit_taint (edit, place.schema, place.name, ONE_OF_KEYS);
          continue;
        }
      if (!cascade)
        return retort_edit_fail (edit, "cannot drop index %s because other objects depend on it", index->name);
      if (!retort_edit_drop_constraint (edit, place, reference->name, TRUE))
        return FALSE;
    }
  return TRUE;
}

/* Foreign keys of other tables that need this one's key. */
static gboolean
drop_dependent_keys (RetortEdit *edit, const RetortTable *table, const RetortConstraint *key, gboolean cascade)
{
  for (guint i = 0; i < table->referenced_by->len; i++)
    {
      const RetortConstraintRef *reference = g_ptr_array_index (table->referenced_by, i);
      RetortPlace place = { reference->schema, reference->table };
      const RetortTable *other = retort_schema_find (edit->schema, RETORT_OBJECT_TABLE, place.schema, place.name);
      int index = other != NULL ? retort_table_index_of_constraint (other, reference->name) : -1;
      const RetortConstraint *constraint = index >= 0 ? g_ptr_array_index (other->constraints, (guint) index) : NULL;

      if (constraint == NULL || !retort_strv_has_same_words (constraint->referenced_columns, key->columns, g_strv_length (key->columns)))
        continue;
      if (key->index != NULL && has_other_key (table, key->index, constraint->referenced_columns))
        {
          retort_edit_taint (edit, place.schema, place.name, ONE_OF_KEYS);
          continue;
        }
      if (!cascade)
        return retort_edit_fail (edit, "cannot drop constraint %s on table %s because other objects depend on it", key->name, table->name);
      if (!retort_edit_drop_constraint (edit, place, reference->name, TRUE))
        return FALSE;
    }
  return TRUE;
}

gboolean
retort_edit_drop_constraint (RetortEdit *edit, RetortPlace table, const char *name, gboolean cascade)
{
  g_autoptr(RetortTable) old = retort_edit_open_table (edit, table.schema, table.name);
  g_autoptr(RetortTable) copy = NULL;
  int place = retort_table_index_of_constraint (old, name);
  const RetortConstraint *constraint = NULL;

  retort_edit_set_subject (edit, table.schema, table.name);
  if (place < 0)
    return retort_edit_fail (edit, "constraint \"%s\" of relation \"%s\" does not exist", name, table.name);
  constraint = g_ptr_array_index (old->constraints, (guint) place);
  if ((constraint->kind == RETORT_CONSTRAINT_PRIMARY_KEY || constraint->kind == RETORT_CONSTRAINT_UNIQUE)
      && !drop_dependent_keys (edit, old, constraint, cascade))
    return FALSE;
  if (constraint->kind == RETORT_CONSTRAINT_FOREIGN_KEY)
    retort_edit_drop_foreign_key (edit, old, constraint);
  copy = retort_edit_open_table (edit, table.schema, table.name);
  if (constraint->index != NULL)
    {
      int index = retort_table_index_of_index (copy, constraint->index);

      if (index >= 0)
        g_ptr_array_remove_index (copy->indexes, (guint) index);
    }
  place = retort_table_index_of_constraint (copy, name);
  if (place >= 0)
    g_ptr_array_remove_index (copy->constraints, (guint) place);
  retort_edit_put_table (edit, g_steal_pointer (&copy));
  return TRUE;
}
