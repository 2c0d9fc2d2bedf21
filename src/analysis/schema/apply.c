/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One function a kind of statement, found in a table. */
#include "analysis/schema/statements-private.h"

#include "sql/newer.h"

typedef struct
{
  PgQuery__Node__NodeCase statement;
  gboolean (*apply) (RetortEdit *edit, const PgQuery__Node *node);
} Applier;

/* Statements that leave the schema as it is. */
static gboolean
apply_nothing (RetortEdit *edit, const PgQuery__Node *node)
{
  return TRUE;
}

/* As defGetBoolean() of commands/define.c. */
static gboolean
is_switched_on (const PgQuery__DefElem *option)
{
  const PgQuery__Node *value = option->arg;

  if (value == NULL)
    return TRUE;
  if (value->node_case == PG_QUERY__NODE__NODE_INTEGER)
    return value->integer->ival != 0;
  if (value->node_case == PG_QUERY__NODE__NODE_BOOLEAN)
    return value->boolean->boolval;
  return value->node_case != PG_QUERY__NODE__NODE_STRING
         || (g_ascii_strcasecmp (value->string->sval, "false") != 0 && g_ascii_strcasecmp (value->string->sval, "off") != 0);
}

/**
 * retort_explain_runs:
 * @explain: EXPLAIN
 *
 * Returns: whether it runs what it explains: ANALYZE is among its options and not switched off
 */
gboolean
retort_explain_runs (const PgQuery__ExplainStmt *explain)
{
  gboolean runs = FALSE;

  for (size_t i = 0; i < explain->n_options; i++)
    if (g_str_equal (explain->options[i]->def_elem->defname, "analyze"))
      runs = is_switched_on (explain->options[i]->def_elem);
  return runs;
}

/* Only EXPLAIN ANALYZE does what it explains. */
static gboolean
apply_explain (RetortEdit *edit, const PgQuery__Node *node)
{
  return !retort_explain_runs (node->explain_stmt) || retort_edit_apply (edit, node->explain_stmt->query);
}

#define NODE(name) PG_QUERY__NODE__NODE_##name

static const Applier appliers[] = {
  { NODE (CREATE_STMT), retort_apply_create_table },
  { NODE (CREATE_TABLE_AS_STMT), retort_apply_create_table_as },
  { NODE (ALTER_TABLE_STMT), retort_apply_alter_table },
  { NODE (INDEX_STMT), retort_apply_create_index },
  { NODE (DROP_STMT), retort_apply_drop },
  { NODE (RENAME_STMT), retort_apply_rename },
  { NODE (ALTER_OBJECT_SCHEMA_STMT), retort_apply_set_schema },
  { NODE (ALTER_OWNER_STMT), retort_apply_owner },
  { NODE (CREATE_ENUM_STMT), retort_apply_create_enum },
  { NODE (ALTER_ENUM_STMT), retort_apply_alter_enum },
  { NODE (CREATE_DOMAIN_STMT), retort_apply_create_domain },
  { NODE (ALTER_DOMAIN_STMT), retort_apply_alter_domain },
  { NODE (COMPOSITE_TYPE_STMT), retort_apply_create_composite },
  { NODE (CREATE_RANGE_STMT), retort_apply_create_range },
  { NODE (DEFINE_STMT), retort_apply_define },
  { NODE (CREATE_FOREIGN_TABLE_STMT), retort_apply_create_foreign_table },
  { NODE (CREATE_SEQ_STMT), retort_apply_create_sequence },
  { NODE (ALTER_SEQ_STMT), retort_apply_alter_sequence },
  { NODE (VIEW_STMT), retort_apply_create_view },
  { NODE (CREATE_FUNCTION_STMT), retort_apply_create_function },
  { NODE (CREATE_TRIG_STMT), retort_apply_create_trigger },
  { NODE (CREATE_POLICY_STMT), retort_apply_create_policy },
  { NODE (ALTER_POLICY_STMT), retort_apply_alter_policy },
  { NODE (RULE_STMT), retort_apply_create_rule },
  { NODE (CREATE_SCHEMA_STMT), retort_apply_create_schema },
  { NODE (CREATE_EXTENSION_STMT), retort_apply_create_extension },
  { NODE (CREATE_STATS_STMT), retort_apply_create_statistics },
  { NODE (ALTER_STATS_STMT), retort_apply_alter_statistics },
  { NODE (COMMENT_STMT), retort_apply_comment },
  { NODE (VARIABLE_SET_STMT), retort_apply_setting },
  { NODE (SELECT_STMT), retort_apply_select },
  { NODE (INSERT_STMT), retort_apply_select },
  { NODE (UPDATE_STMT), retort_apply_select },
  { NODE (DELETE_STMT), retort_apply_select },
  { NODE (DO_STMT), retort_apply_do },
  { NODE (CALL_STMT), retort_apply_select },
  { NODE (MERGE_STMT), apply_nothing },
  { NODE (GRANT_STMT), apply_nothing },
  { NODE (GRANT_ROLE_STMT), apply_nothing },
  { NODE (ALTER_DEFAULT_PRIVILEGES_STMT), apply_nothing },
  { NODE (TRANSACTION_STMT), apply_nothing },
  { NODE (LOCK_STMT), apply_nothing },
  { NODE (TRUNCATE_STMT), apply_nothing },
  { NODE (VACUUM_STMT), apply_nothing },
  { NODE (CLUSTER_STMT), apply_nothing },
  { NODE (REINDEX_STMT), apply_nothing },
  { NODE (REFRESH_MAT_VIEW_STMT), apply_nothing },
  { NODE (VARIABLE_SHOW_STMT), apply_nothing },
  { NODE (COPY_STMT), apply_nothing },
  { NODE (EXPLAIN_STMT), apply_explain },
  { NODE (NOTIFY_STMT), apply_nothing },
  { NODE (DISCARD_STMT), apply_nothing },
  { NODE (CHECK_POINT_STMT), apply_nothing },
  { NODE (CONSTRAINTS_SET_STMT), apply_nothing },
  { NODE (CREATE_ROLE_STMT), apply_nothing },
  { NODE (ALTER_ROLE_STMT), apply_nothing },
  { NODE (ALTER_ROLE_SET_STMT), apply_nothing },
  { NODE (DROP_ROLE_STMT), apply_nothing },
  { NODE (ALTER_DATABASE_STMT), apply_nothing },
  { NODE (ALTER_DATABASE_SET_STMT), apply_nothing },
  { NODE (ALTER_SYSTEM_STMT), apply_nothing },
  { NODE (ALTER_EXTENSION_STMT), apply_nothing },
  { NODE (ALTER_EXTENSION_CONTENTS_STMT), apply_nothing },
  { NODE (ALTER_FUNCTION_STMT), apply_nothing },
  { NODE (CREATE_PUBLICATION_STMT), retort_apply_create_publication },
  { NODE (ALTER_PUBLICATION_STMT), retort_apply_alter_publication },
  { NODE (CREATE_EVENT_TRIG_STMT), apply_nothing },
  { NODE (CREATE_CAST_STMT), apply_nothing },
  { NODE (CREATE_FDW_STMT), apply_nothing },
  { NODE (CREATE_FOREIGN_SERVER_STMT), apply_nothing },
  { NODE (CREATE_USER_MAPPING_STMT), apply_nothing },
  { NODE (PREPARE_STMT), apply_nothing },
  { NODE (DEALLOCATE_STMT), apply_nothing },
  { NODE (SEC_LABEL_STMT), apply_nothing },
  { NODE (LISTEN_STMT), apply_nothing },
  { NODE (UNLISTEN_STMT), apply_nothing },
  { NODE (DECLARE_CURSOR_STMT), apply_nothing },
  { NODE (FETCH_STMT), apply_nothing },
  { NODE (CLOSE_PORTAL_STMT), apply_nothing },
  { NODE (CREATEDB_STMT), apply_nothing },
  { NODE (DROPDB_STMT), apply_nothing },
  { NODE (CREATE_TABLE_SPACE_STMT), apply_nothing },
  { NODE (DROP_TABLE_SPACE_STMT), apply_nothing },
  { NODE (ALTER_OBJECT_DEPENDS_STMT), apply_nothing },
  { NODE (CREATE_AM_STMT), apply_nothing },
  { NODE (CREATE_OP_CLASS_STMT), apply_nothing },
  { NODE (CREATE_OP_FAMILY_STMT), apply_nothing },
  { NODE (ALTER_OP_FAMILY_STMT), apply_nothing },
  { NODE (CREATE_CONVERSION_STMT), apply_nothing },
  { NODE (CREATE_TRANSFORM_STMT), apply_nothing },
  { NODE (CREATE_PLANG_STMT), apply_nothing },
  { NODE (ALTER_OPERATOR_STMT), apply_nothing },
  { NODE (ALTER_TYPE_STMT), apply_nothing },
  { NODE (ALTER_COLLATION_STMT), apply_nothing },
  { NODE (ALTER_EVENT_TRIG_STMT), apply_nothing },
  { NODE (ALTER_TSDICTIONARY_STMT), apply_nothing },
  { NODE (ALTER_TSCONFIGURATION_STMT), apply_nothing },
  { NODE (ALTER_FDW_STMT), apply_nothing },
  { NODE (ALTER_FOREIGN_SERVER_STMT), apply_nothing },
  { NODE (ALTER_USER_MAPPING_STMT), apply_nothing },
  { NODE (DROP_USER_MAPPING_STMT), apply_nothing },
  { NODE (CREATE_SUBSCRIPTION_STMT), apply_nothing },
  { NODE (ALTER_SUBSCRIPTION_STMT), apply_nothing },
  { NODE (DROP_SUBSCRIPTION_STMT), apply_nothing },
};

/**
 * retort_edit_apply: (skip)
 * @edit: the edit
 * @node: the statement
 *
 * Applies any statement, also one that is part of another.
 *
 * Returns: %FALSE when it does not apply; the edit says why
 */
gboolean
retort_edit_apply (RetortEdit *edit, const PgQuery__Node *node)
{
  for (guint i = 0; i < G_N_ELEMENTS (appliers); i++)
    if (appliers[i].statement == node->node_case)
      return appliers[i].apply (edit, node);
  retort_edit_taint (edit, NULL, NULL, "a kind of statement that is not followed");
  return TRUE;
}

/**
 * retort_effect_clear:
 * @self: an effect
 *
 * Frees what it owns.
 */
void
retort_effect_clear (RetortEffect *self)
{
  g_clear_pointer (&self->reason, g_free);
}

static void
tell (RetortEffect *effect, RetortEffectKind kind, const char *reason)
{
  if (effect == NULL)
    return;
  effect->kind = kind;
  effect->reason = g_strdup (reason);
}

/* What an edit leaves: the new schema, the old one, or the old one with its subject tainted. */
static RetortSchema *
finish (RetortEdit *edit, RetortSchema *schema, gboolean is_fine, RetortEffect *effect)
{
  g_autoptr(RetortSchema) changed = edit->schema;
  RetortSchema *result = NULL;

  if (is_fine)
    result = retort_schema_ref (edit->kind == RETORT_EFFECT_NONE ? schema : changed);
  else if (edit->kind == RETORT_EFFECT_OPAQUE)
    {
      result = retort_schema_copy (schema);
      retort_schema_taint (result, edit->subject_schema, edit->subject_name, edit->reason);
    }
  else
    result = retort_schema_ref (schema);
  tell (effect, edit->kind, edit->reason);
  g_free (edit->reason);
  g_free (edit->subject_schema);
  g_free (edit->subject_name);
  return result;
}

/**
 * retort_schema_apply:
 * @schema: what is there before
 * @statement: a statement of PostgreSQL's grammar
 * @effect: (out caller-allocates) (optional): what it does
 *
 * Costs what the statement changes, not what the schema holds; only what looks for dependents (dropping a
 * type, renaming one) looks at every table. Any thread.
 *
 * Returns: (transfer full): what is there afterwards
 */
RetortSchema *
retort_schema_apply (RetortSchema *schema, const PgQuery__Node *statement, RetortEffect *effect)
{
  RetortEdit edit = { .schema = retort_schema_copy (schema) };
  gboolean is_fine = retort_edit_apply (&edit, statement);

  return finish (&edit, schema, is_fine, effect);
}

static gboolean
apply_all (RetortEdit *edit, const RetortSqlTree *tree)
{
  for (guint i = 0; i < retort_sql_tree_get_n_statements (tree); i++)
    if (!retort_edit_apply (edit, retort_sql_tree_get_statement (tree, i)))
      return FALSE;
  return TRUE;
}

/* What the grammar does not know may do anything, unless it is known otherwise to be about one table. */
static void
taint_unread (RetortEdit *edit, const char *sql, const char *reason)
{
  g_autoptr(RetortSqlTree) known = retort_sql_set_expression_parse (sql);
  const PgQuery__RangeVar *relation = known != NULL ? retort_sql_tree_get_statement (known, 0)->alter_table_stmt->relation : NULL;
  RetortPlace place = { relation != NULL ? text_or_null (relation->schemaname) : NULL, relation != NULL ? relation->relname : NULL };
  const RetortTable *table = relation != NULL ? retort_edit_find (edit, RETORT_OBJECT_TABLE, place) : NULL;

  retort_edit_taint (edit, table != NULL ? table->schema : NULL, table != NULL ? table->name : NULL, reason);
}

/**
 * retort_schema_apply_sql:
 * @schema: what is there before
 * @sql: statements that are sent together
 * @effect: (out caller-allocates) (optional): what they do
 *
 * All of the statements apply, or none. A text that PostgreSQL 15's grammar does not know taints
 * everything, unless it is known what it is about.
 *
 * Returns: (transfer full): what is there afterwards
 */
RetortSchema *
retort_schema_apply_sql (RetortSchema *schema, const char *sql, RetortEffect *effect)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(RetortSqlTree) tree = retort_sql_tree_parse (sql, &error);
  RetortEdit edit = { .schema = retort_schema_copy (schema) };
  gboolean is_fine = TRUE;

  if (tree == NULL)
    taint_unread (&edit, sql, error->message);
  else
    is_fine = apply_all (&edit, tree);
  return finish (&edit, schema, is_fine, effect);
}

/**
 * retort_schema_apply_batch:
 * @schema: what is there before
 * @batch: what is sent together
 * @effect: (out caller-allocates) (optional): what it does
 *
 * Returns: (transfer full): what is there afterwards
 */
RetortSchema *
retort_schema_apply_batch (RetortSchema *schema, RetortBatch *batch, RetortEffect *effect)
{
  return retort_schema_apply_sql (schema, retort_batch_get_sql (batch), effect);
}

/* Gaps that stand before the batch of that number. A value that is drawn stands in statements that are known all the same. */
static RetortSchema *
apply_gaps (RetortSchema *schema, RetortMigration *migration, guint *gap, guint batch)
{
  for (; *gap < retort_migration_get_n_gaps (migration); (*gap)++)
    {
      const RetortGap *missing = retort_migration_get_gap (migration, *gap);
      RetortSchema *tainted = NULL;

      if (missing->before_batch > batch)
        break;
      if (missing->varies)
        continue;
      tainted = retort_schema_copy (schema);
      retort_schema_taint (tainted, NULL, NULL, missing->reason);
      retort_schema_unref (schema);
      schema = tainted;
    }
  return schema;
}

static void
step_clear (gpointer data)
{
  RetortSchemaStep *self = data;

  retort_schema_unref (self->before);
  retort_schema_unref (self->after);
  retort_effect_clear (&self->effect);
}

/**
 * retort_schema_steps_new:
 *
 * Returns: (transfer full) (element-type RetortSchemaStep): no steps yet
 */
GArray *
retort_schema_steps_new (void)
{
  GArray *steps = g_array_new (FALSE, FALSE, sizeof (RetortSchemaStep));

  g_array_set_clear_func (steps, step_clear);
  return steps;
}

/**
 * retort_schema_apply_migration:
 * @schema: what is there before
 * @migration: one direction of a revision
 * @steps: (nullable) (element-type RetortSchemaStep): of retort_schema_steps_new(); gets what each batch does
 *
 * What does not apply is left out, and its objects are as they were. What is not understood taints
 * everything from there on.
 *
 * Returns: (transfer full): what is there afterwards
 */
RetortSchema *
retort_schema_apply_migration (RetortSchema *schema, RetortMigration *migration, GArray *steps)
{
  RetortSchema *current = retort_schema_ref (schema);
  guint n_batches = retort_migration_get_n_batches (migration);
  guint gap = 0;

  for (guint i = 0; i < n_batches; i++)
    {
      RetortSchemaStep step = { NULL };

      current = apply_gaps (current, migration, &gap, i);
      step.before = current;
      step.after = retort_schema_apply_batch (current, retort_migration_get_batch (migration, i), &step.effect);
      current = retort_schema_ref (step.after);
      if (steps != NULL)
        g_array_append_val (steps, step);
      else
        step_clear (&step);
    }
  return apply_gaps (current, migration, &gap, G_MAXUINT);
}

/**
 * retort_schema_new_initial:
 *
 * Returns: (transfer full): what a new database holds: the schema public, and the language plpgsql
 */
RetortSchema *
retort_schema_new_initial (void)
{
  g_autoptr(RetortSchema) empty = retort_schema_new ();
  RetortSchema *schema = retort_schema_copy (empty);
  RetortExtension *plpgsql = retort_extension_new ();

  plpgsql->name = g_strdup ("plpgsql");
  plpgsql->version = g_strdup ("1.0");
  plpgsql->schema = g_strdup ("pg_catalog");
  retort_schema_put (schema, RETORT_OBJECT_EXTENSION, plpgsql);
  retort_schema_put (schema, RETORT_OBJECT_NAMESPACE, g_strdup ("public"));
  return schema;
}
