/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Queries and changes of rows: what they read and write, the tables behind views, and the other side of foreign keys
 * (RI_FKey_check_ins() and its like of utils/adt/ri_triggers.c). Whether an index helps a condition is the planner's
 * business: a table counts as read whole when nothing restricts it. */
#include "analysis/locks/survey-private.h"

#include "analysis/schema/edit-private.h"
#include "sql/expression.h"

#include <string.h>

#define LEVELS "PostgreSQL docs, Explicit Locking, Table-Level Locks"
#define KEYS "PostgreSQL docs, CREATE TABLE, REFERENCES"

/* How deep views may stand on views before it is given up. */
#define MAX_DEPTH 30

typedef struct
{
  RetortSurvey    *survey;
  RetortLockLevel  level;
  GHashTable      *ctes;    /* utf8, borrowed: names of WITH */
  GHashTable      *written; /* PgQuery__RangeVar, borrowed: relations that are named to be written */
  guint            depth;
} Reading;

static Reading
reading_of (RetortSurvey *survey, RetortLockLevel level)
{
  Reading reading = { survey, level, g_hash_table_new (g_str_hash, g_str_equal), g_hash_table_new (NULL, NULL), 0 };

  return reading;
}

static void
reading_clear (Reading *self)
{
  g_hash_table_unref (self->ctes);
  g_hash_table_unref (self->written);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Reading, reading_clear)

static void read_statement (Reading *reading, const ProtobufCMessage *message);

static void
read_relation (Reading *reading, const PgQuery__RangeVar *relation)
{
  RetortSurveyed surveyed = { NULL, NULL };
  gboolean is_qualified = relation->schemaname != NULL && relation->schemaname[0] != '\0';
  g_autoptr(RetortSqlTree) tree = NULL;
  Reading inner = *reading;

  if (g_hash_table_contains (reading->written, relation))
    return;
  if ((!is_qualified && g_hash_table_contains (reading->ctes, relation->relname)) || g_strcmp0 (relation->schemaname, "pg_catalog") == 0
      || g_strcmp0 (relation->schemaname, "information_schema") == 0 || (!is_qualified && g_str_has_prefix (relation->relname, "pg_")))
    return;
  surveyed = retort_survey_take_named (reading->survey, reading->level, relation);
  if (surveyed.table == NULL)
    return;
  if (reading->survey->extent <= RETORT_QUERY_PLANNED && relation->inh && surveyed.table->children != NULL && surveyed.table->children[0] != NULL)
    {
      g_autoptr(GPtrArray) heirs = retort_survey_list_heirs (reading->survey, surveyed.table);

      for (guint i = 1; i < heirs->len; i++)
        retort_survey_take_table (reading->survey, reading->level, g_ptr_array_index (heirs, i));
    }
  if (surveyed.table->kind != RETORT_RELATION_VIEW || surveyed.table->definition == NULL || reading->depth >= MAX_DEPTH
      || reading->survey->extent == RETORT_QUERY_NAMED)
    return;
  tree = retort_sql_tree_parse (surveyed.table->definition, NULL);
  inner.depth++;
  if (tree != NULL && retort_sql_tree_get_n_statements (tree) > 0)
    read_statement (&inner, (const ProtobufCMessage *) retort_sql_tree_get_statement (tree, 0));
}

static void
collect_name_cb (const ProtobufCMessage *message, gpointer user_data)
{
  Reading *reading = user_data;

  if (message->descriptor == &pg_query__common_table_expr__descriptor)
    g_hash_table_add (reading->ctes, ((const PgQuery__CommonTableExpr *) message)->ctename);
  else if (message->descriptor == &pg_query__insert_stmt__descriptor)
    g_hash_table_add (reading->written, ((const PgQuery__InsertStmt *) message)->relation);
  else if (message->descriptor == &pg_query__update_stmt__descriptor)
    g_hash_table_add (reading->written, ((const PgQuery__UpdateStmt *) message)->relation);
  else if (message->descriptor == &pg_query__delete_stmt__descriptor)
    g_hash_table_add (reading->written, ((const PgQuery__DeleteStmt *) message)->relation);
}

static void
scan_heirs (RetortSurvey *self, RetortSurveyed surveyed, gboolean inherits, const char *reason)
{
  g_autoptr(GPtrArray) heirs = surveyed.table != NULL && inherits ? retort_survey_list_heirs (self, surveyed.table) : NULL;

  retort_survey_scan (self, surveyed, LEVELS, "%s", reason);
  for (guint i = 1; heirs != NULL && i < heirs->len; i++)
    retort_survey_scan (self, retort_survey_take_table (self, RETORT_LOCK_ACCESS_SHARE, g_ptr_array_index (heirs, i)), LEVELS, "%s", reason);
}

/* Tables of a FROM that nothing restricts. */
static void
scan_unrestricted (Reading *reading, const PgQuery__Node *item)
{
  if (item->node_case == PG_QUERY__NODE__NODE_JOIN_EXPR)
    {
      scan_unrestricted (reading, item->join_expr->larg);
      scan_unrestricted (reading, item->join_expr->rarg);
    }
  else if (item->node_case == PG_QUERY__NODE__NODE_RANGE_VAR && !g_hash_table_contains (reading->ctes, item->range_var->relname))
    {
      const PgQuery__RangeVar *relation = item->range_var;
      const char *schema = relation->schemaname != NULL && relation->schemaname[0] != '\0' ? relation->schemaname : NULL;
      const RetortRelationEffect *effect = retort_locks_find (reading->survey->locks, schema, relation->relname);
      RetortSurveyed surveyed = { retort_survey_find_table (reading->survey, schema, relation->relname), (RetortRelationEffect *) effect };

      if (effect != NULL)
        scan_heirs (reading->survey, surveyed, relation->inh, "nothing restricts what is read of it");
    }
}

static void survey_change (RetortSurvey *self, const ProtobufCMessage *message);

/* nextval('s') and its like change the sequence. */
static void
read_call (Reading *reading, const PgQuery__FuncCall *call)
{
  static const char *const functions[] = { "nextval", "setval", NULL };
  const char *name = retort_sql_names_get_last (call->n_funcname, call->funcname);
  const PgQuery__Node *first = call->n_args > 0 ? call->args[0] : NULL;
  g_auto(GStrv) parts = NULL;

  if (reading->survey->extent == RETORT_QUERY_RUN)
    retort_survey_called (reading->survey, call);
  while (first != NULL && first->node_case == PG_QUERY__NODE__NODE_TYPE_CAST)
    first = first->type_cast->arg;
  if (name == NULL || !g_strv_contains (functions, name) || first == NULL || first->node_case != PG_QUERY__NODE__NODE_A_CONST
      || first->a_const->val_case != PG_QUERY__A__CONST__VAL_SVAL)
    return;
  parts = retort_split_place (first->a_const->sval->sval);
  retort_survey_take_sequence (reading->survey, RETORT_LOCK_ROW_EXCLUSIVE, parts[1] != NULL ? parts[0] : NULL, parts[1] != NULL ? parts[1] : parts[0]);
}

static gboolean
locks_rows (const PgQuery__SelectStmt *select)
{
  return select->n_locking_clause > 0;
}

static void
read_part_cb (const ProtobufCMessage *message, gpointer user_data)
{
  Reading *reading = user_data;

  if (message->descriptor == &pg_query__range_var__descriptor)
    read_relation (reading, (const PgQuery__RangeVar *) message);
  else if (message->descriptor == &pg_query__func_call__descriptor)
    read_call (reading, (const PgQuery__FuncCall *) message);
  else
    survey_change (reading->survey, message);
}

static void
scan_part_cb (const ProtobufCMessage *message, gpointer user_data)
{
  const PgQuery__SelectStmt *select = (const PgQuery__SelectStmt *) message;

  if (message->descriptor != &pg_query__select_stmt__descriptor || select->where_clause != NULL)
    return;
  for (size_t i = 0; i < select->n_from_clause; i++)
    scan_unrestricted (user_data, select->from_clause[i]);
}

/* Every relation that is named in it is at least read. */
static void
read_statement (Reading *reading, const ProtobufCMessage *message)
{
  retort_sql_walk (message, collect_name_cb, reading);
  retort_sql_walk (message, read_part_cb, reading);
  retort_sql_walk (message, scan_part_cb, reading);
}

static void
read_message (RetortSurvey *self, const ProtobufCMessage *message, RetortLockLevel level)
{
  g_auto(Reading) reading = reading_of (self, level);

  if (message != NULL)
    read_statement (&reading, message);
}

/**
 * retort_survey_lock_behind_view: (skip)
 * @self: the survey
 * @view: a view
 * @level: a level
 *
 * Locks the relations that the view shows, and those behind them.
 */
void
retort_survey_lock_behind_view (RetortSurvey *self, const RetortTable *view, RetortLockLevel level)
{
  g_auto(Reading) reading = reading_of (self, level);
  g_autoptr(RetortSqlTree) tree = view->definition != NULL ? retort_sql_tree_parse (view->definition, NULL) : NULL;

  if (tree != NULL && retort_sql_tree_get_n_statements (tree) > 0)
    retort_sql_walk ((const ProtobufCMessage *) retort_sql_tree_get_statement (tree, 0), read_part_cb, &reading);
}

/* Rows that come or change are looked for in the tables that they point to. */
static void
survey_referenced (RetortSurvey *self, const RetortTable *table)
{
  for (guint i = 0; i < table->constraints->len; i++)
    {
      const RetortConstraint *key = g_ptr_array_index (table->constraints, i);

      if (key->kind == RETORT_CONSTRAINT_FOREIGN_KEY)
        retort_survey_explain (retort_survey_take_place (self, RETORT_LOCK_ROW_SHARE, key->referenced_schema, key->referenced_table).effect, KEYS,
                               "foreign key %s looks for the row", key->name);
    }
}

static gboolean
is_check (const char *action)
{
  return action == NULL || g_str_equal (action, "NO ACTION") || g_str_equal (action, "RESTRICT");
}

/* Rows that go are looked for in the tables that point to them; CASCADE and SET NULL change those, and CASCADE those that point to
 * them. */
static void
survey_referencing (RetortSurvey *self, const RetortTable *table, guint depth)
{
  for (guint i = 0; i < table->referenced_by->len; i++)
    {
      const RetortConstraintRef *reference = g_ptr_array_index (table->referenced_by, i);
      const RetortTable *other = retort_schema_find_table (self->before, reference->schema, reference->table);
      const RetortConstraint *key = retort_table_find_constraint (other, reference->name);
      const char *action = key != NULL ? key->on_delete : NULL;

      if (other == NULL)
        continue;
      retort_survey_explain (retort_survey_take_table (self, is_check (action) ? RETORT_LOCK_ROW_SHARE : RETORT_LOCK_ROW_EXCLUSIVE, other).effect, KEYS,
                             "foreign key %s looks for rows that point to a deleted one", reference->name);
      if (g_strcmp0 (action, "CASCADE") == 0 && other != table && depth < MAX_DEPTH)
        survey_referencing (self, other, depth + 1);
    }
}

static gboolean
sets_any (const PgQuery__UpdateStmt *update, GStrv columns)
{
  for (size_t i = 0; i < update->n_target_list; i++)
    if (columns != NULL && g_strv_contains ((const char *const *) columns, update->target_list[i]->res_target->name))
      return TRUE;
  return FALSE;
}

/* The keys that it changes: its own, and those that point to it and follow (ON UPDATE). */
static void
survey_updated_keys (RetortSurvey *self, const RetortTable *table, const PgQuery__UpdateStmt *update)
{
  for (guint i = 0; i < table->constraints->len; i++)
    {
      const RetortConstraint *key = g_ptr_array_index (table->constraints, i);

      if (key->kind == RETORT_CONSTRAINT_FOREIGN_KEY && sets_any (update, key->columns))
        retort_survey_explain (retort_survey_take_place (self, RETORT_LOCK_ROW_SHARE, key->referenced_schema, key->referenced_table).effect, KEYS,
                               "foreign key %s looks for the row", key->name);
    }
  for (guint i = 0; i < table->referenced_by->len; i++)
    {
      const RetortConstraintRef *reference = g_ptr_array_index (table->referenced_by, i);
      const RetortTable *other = retort_schema_find_table (self->before, reference->schema, reference->table);
      const RetortConstraint *key = retort_table_find_constraint (other, reference->name);

      if (key != NULL && sets_any (update, key->referenced_columns))
        retort_survey_explain (retort_survey_take_table (self, is_check (key->on_update) ? RETORT_LOCK_ROW_SHARE : RETORT_LOCK_ROW_EXCLUSIVE, other).effect,
                               KEYS, "foreign key %s looks for rows that point to a changed one", key->name);
    }
}

/* What they do when a row comes, changes or goes; whether they do it is theirs. */
static void
survey_triggers (RetortSurvey *self, const RetortTable *table, const char *event)
{
  for (guint i = 0; i < table->triggers->len; i++)
    {
      const RetortTrigger *trigger = g_ptr_array_index (table->triggers, i);
      const char *on = trigger->definition != NULL ? strstr (trigger->definition, " ON ") : NULL;
      const char *found = trigger->definition != NULL ? strstr (trigger->definition, event) : NULL;

      if (found != NULL && on != NULL && found < on && g_strcmp0 (trigger->enabled, "disabled") != 0)
        retort_survey_triggered (self, trigger);
    }
}

/* A view that can be written to writes the one relation that it shows. */
static const PgQuery__RangeVar *
get_shown (const RetortTable *view, RetortSqlTree **tree)
{
  const PgQuery__Node *node = NULL;

  if (view == NULL || view->kind != RETORT_RELATION_VIEW || view->definition == NULL || view->triggers->len > 0 || view->rules->len > 0)
    return NULL;
  *tree = retort_sql_tree_parse (view->definition, NULL);
  node = *tree != NULL && retort_sql_tree_get_n_statements (*tree) == 1 ? retort_sql_tree_get_statement (*tree, 0) : NULL;
  return node != NULL && node->node_case == PG_QUERY__NODE__NODE_SELECT_STMT && node->select_stmt->n_from_clause == 1
                 && node->select_stmt->from_clause[0]->node_case == PG_QUERY__NODE__NODE_RANGE_VAR
             ? node->select_stmt->from_clause[0]->range_var
             : NULL;
}

static void
survey_default_value (RetortSurvey *self, const char *expression)
{
  g_autofree char *sql = g_strdup_printf ("SELECT %s", expression);
  g_autoptr(RetortSqlTree) tree = retort_sql_tree_parse (sql, NULL);

  if (tree != NULL)
    retort_survey_query (self, retort_sql_tree_get_statement (tree, 0));
}

static gboolean
gives_value (const PgQuery__InsertStmt *insert, guint place, const char *name)
{
  const PgQuery__SelectStmt *select = insert->select_stmt != NULL ? insert->select_stmt->select_stmt : NULL;

  for (size_t i = 0; i < insert->n_cols; i++)
    if (g_str_equal (insert->cols[i]->res_target->name, name))
      return TRUE;
  if (insert->n_cols > 0 || select == NULL)
    return FALSE;
  if (select->n_values_lists > 0)
    return place < select->values_lists[0]->list->n_items;
  return TRUE;
}

/* Columns that nobody gives a value take the next number. */
static void
survey_numbers (RetortSurvey *self, const RetortTable *table, const PgQuery__InsertStmt *insert)
{
  for (guint i = 0; i < table->columns->len; i++)
    {
      const RetortColumn *column = g_ptr_array_index (table->columns, i);

      if (gives_value (insert, i, column->name))
        continue;
      if (column->identity != NULL)
        retort_survey_take_owned (self, RETORT_LOCK_ROW_EXCLUSIVE, table, column->name, FALSE);
      else if (column->default_expression != NULL && g_str_has_prefix (column->default_expression, "nextval("))
        survey_default_value (self, column->default_expression);
    }
}

/* INSERT, UPDATE, DELETE or MERGE. */
typedef struct
{
  PgQuery__CmdType           event;
  const char                *word;      /* as a trigger has it */
  const PgQuery__RangeVar   *relation;  /* that is written */
  const PgQuery__Node       *condition; /* nullable */
  const PgQuery__InsertStmt *insert;    /* nullable */
  const PgQuery__UpdateStmt *update;    /* nullable */
} Change;

static const RetortTable *
find_written (RetortSurvey *self, const PgQuery__RangeVar *relation)
{
  return retort_survey_find_table (self, relation->schemaname[0] != '\0' ? relation->schemaname : NULL, relation->relname);
}

/* What rules do besides, or instead; a rule's own INSERT may meet another one, which is not followed. */
static void
survey_rules (RetortSurvey *self, const RetortTable *table, PgQuery__CmdType event)
{
  for (guint i = 0; table != NULL && i < table->rules->len; i++)
    {
      const RetortRewriteRule *rule = g_ptr_array_index (table->rules, i);
      g_autoptr(RetortSqlTree) tree = rule->definition != NULL ? retort_sql_tree_parse (rule->definition, NULL) : NULL;
      const PgQuery__Node *node = tree != NULL ? retort_sql_tree_get_statement (tree, 0) : NULL;

      if (node == NULL || node->node_case != PG_QUERY__NODE__NODE_RULE_STMT || node->rule_stmt->event != event)
        continue;
      for (size_t j = 0; j < node->rule_stmt->n_actions; j++)
        {
          const PgQuery__Node *action = node->rule_stmt->actions[j];
          const PgQuery__RangeVar *target = action->node_case == PG_QUERY__NODE__NODE_INSERT_STMT   ? action->insert_stmt->relation
                                            : action->node_case == PG_QUERY__NODE__NODE_UPDATE_STMT ? action->update_stmt->relation
                                            : action->node_case == PG_QUERY__NODE__NODE_DELETE_STMT ? action->delete_stmt->relation
                                                                                                    : NULL;

          if (target != NULL)
            retort_survey_explain (retort_survey_take_named (self, RETORT_LOCK_ROW_EXCLUSIVE, target).effect, LEVELS, "rule %s writes to it", rule->name);
        }
    }
}

/* (transfer container) (nullable): the partitions and children that are written, too. */
static GPtrArray *
list_written (RetortSurvey *self, const RetortTable *table, const Change *change)
{
  g_autofree char *key = NULL;
  GPtrArray *heirs = NULL;

  if (table == NULL || !change->relation->inh)
    return NULL;
  if (table->kind == RETORT_RELATION_PARTITIONED_TABLE && change->event == PG_QUERY__CMD_TYPE__CMD_INSERT)
    return self->extent == RETORT_QUERY_RUN ? retort_survey_list_routed (self, table, change->insert) : NULL;
  if (self->extent > RETORT_QUERY_PLANNED || change->event == PG_QUERY__CMD_TYPE__CMD_INSERT)
    return NULL;
  if (table->kind == RETORT_RELATION_PARTITIONED_TABLE)
    return retort_survey_list_met (self, table, change->relation, change->condition);
  heirs = retort_survey_list_heirs (self, table);
  g_ptr_array_remove_index (heirs, 0);
  return heirs;
}

static void
survey_consequences (RetortSurvey *self, const RetortTable *table, const Change *change)
{
  switch ((int) change->event)
    {
    case PG_QUERY__CMD_TYPE__CMD_INSERT:
      survey_referenced (self, table);
      if (change->insert != NULL && table->kind != RETORT_RELATION_VIEW)
        survey_numbers (self, table, change->insert);
      break;
    case PG_QUERY__CMD_TYPE__CMD_UPDATE:
      if (change->update != NULL)
        survey_updated_keys (self, table, change->update);
      break;
    case PG_QUERY__CMD_TYPE__CMD_DELETE:
      survey_referencing (self, table, 0);
      break;
    default:
      break;
    }
  if (table->kind != RETORT_RELATION_VIEW)
    survey_triggers (self, table, change->word);
}

/* The relation itself, those behind it when it is a view, and what its rules do. */
static void
write_relation (RetortSurvey *self, const Change *change)
{
  RetortSurveyed surveyed = retort_survey_take_named (self, RETORT_LOCK_ROW_EXCLUSIVE, change->relation);
  g_autoptr(GPtrArray) heirs = list_written (self, surveyed.table, change);
  g_autoptr(RetortSqlTree) tree = NULL;
  Change behind = *change;

  for (guint i = 0; heirs != NULL && i < heirs->len; i++)
    retort_survey_take_table (self, RETORT_LOCK_ROW_EXCLUSIVE, g_ptr_array_index (heirs, i));
  if (change->event != PG_QUERY__CMD_TYPE__CMD_INSERT && change->event != PG_QUERY__CMD_TYPE__CMD_MERGE && change->condition == NULL)
    scan_heirs (self, surveyed, change->relation->inh, "no condition restricts it");
  if (surveyed.table == NULL)
    return;
  if (self->extent == RETORT_QUERY_RUN)
    survey_consequences (self, surveyed.table, change);
  if (self->extent == RETORT_QUERY_NAMED)
    return;
  survey_rules (self, surveyed.table, change->event);
  behind.relation = get_shown (surveyed.table, &tree);
  if (behind.relation != NULL)
    write_relation (self, &behind);
}

static void
survey_insert (RetortSurvey *self, const PgQuery__InsertStmt *insert)
{
  Change change = { PG_QUERY__CMD_TYPE__CMD_INSERT, "INSERT", insert->relation, NULL, insert, NULL };

  write_relation (self, &change);
}

static void
survey_update (RetortSurvey *self, const PgQuery__UpdateStmt *update)
{
  const RetortTable *table = find_written (self, update->relation);
  Change change = { PG_QUERY__CMD_TYPE__CMD_UPDATE, "UPDATE", update->relation, update->where_clause, NULL, update };
  g_autofree char *key = table != NULL && table->kind == RETORT_RELATION_PARTITIONED_TABLE ? g_strdup (table->partition_key) : NULL;

  write_relation (self, &change);
  /* A row whose key changes goes to another partition. */
  for (size_t i = 0; key != NULL && self->extent == RETORT_QUERY_RUN && i < update->n_target_list; i++)
    if (retort_text_uses_column (strchr (key, '('), update->target_list[i]->res_target->name))
      retort_survey_take_partitions (self, (RetortSurveyed){ table, NULL }, RETORT_LOCK_ROW_EXCLUSIVE);
}

static void
survey_delete (RetortSurvey *self, const PgQuery__DeleteStmt *statement)
{
  Change change = { PG_QUERY__CMD_TYPE__CMD_DELETE, "DELETE", statement->relation, statement->where_clause, NULL, NULL };

  write_relation (self, &change);
}

static void
survey_merge (RetortSurvey *self, const PgQuery__MergeStmt *merge)
{
  Change change = { PG_QUERY__CMD_TYPE__CMD_MERGE, "", merge->relation, merge->join_condition, NULL, NULL };
  const RetortTable *table = find_written (self, merge->relation);

  write_relation (self, &change);
  for (size_t i = 0; table != NULL && self->extent == RETORT_QUERY_RUN && i < merge->n_merge_when_clauses; i++)
    {
      change.event = merge->merge_when_clauses[i]->merge_when_clause->command_type;
      change.word = change.event == PG_QUERY__CMD_TYPE__CMD_INSERT   ? "INSERT"
                    : change.event == PG_QUERY__CMD_TYPE__CMD_UPDATE ? "UPDATE"
                    : change.event == PG_QUERY__CMD_TYPE__CMD_DELETE ? "DELETE"
                                                                     : NULL;
      if (change.word != NULL)
        survey_consequences (self, table, &change);
      if (change.event == PG_QUERY__CMD_TYPE__CMD_INSERT)
        retort_survey_take_partitions (self, (RetortSurveyed){ table, NULL }, RETORT_LOCK_ROW_EXCLUSIVE);
    }
}

/* INSERT, UPDATE, DELETE, wherever they stand: the table that is written, and the other side of its foreign keys. */
static void
survey_change (RetortSurvey *self, const ProtobufCMessage *message)
{
  if (message->descriptor == &pg_query__insert_stmt__descriptor)
    survey_insert (self, (const PgQuery__InsertStmt *) message);
  else if (message->descriptor == &pg_query__update_stmt__descriptor)
    survey_update (self, (const PgQuery__UpdateStmt *) message);
  else if (message->descriptor == &pg_query__delete_stmt__descriptor)
    survey_delete (self, (const PgQuery__DeleteStmt *) message);
}

/* SELECT INTO makes the table that it names. */
static void
survey_select (RetortSurvey *self, const PgQuery__SelectStmt *select)
{
  PgQuery__SelectStmt rest = *select;

  rest.into_clause = NULL;
  if (select->into_clause != NULL)
    retort_survey_take (self, RETORT_LOCK_ACCESS_EXCLUSIVE, RETORT_LOCKED_TABLE,
                        self->before != NULL ? retort_schema_get_current_path (self->before)[0] : NULL, select->into_clause->rel->relname)->is_new = TRUE;
  read_message (self, (const ProtobufCMessage *) &rest, locks_rows (select) ? RETORT_LOCK_ROW_SHARE : RETORT_LOCK_ACCESS_SHARE);
}

/**
 * retort_survey_mentioned: (skip)
 * @self: the survey
 * @node: a query that is looked at, not run
 *
 * Locks what it names; views are not looked behind.
 */
void
retort_survey_mentioned (RetortSurvey *self, const PgQuery__Node *node)
{
  RetortSurvey named = *self;
  g_auto(Reading) reading = reading_of (&named, RETORT_LOCK_ACCESS_SHARE);

  named.extent = RETORT_QUERY_NAMED;
  retort_sql_walk ((const ProtobufCMessage *) node, collect_name_cb, &reading);
  retort_sql_walk ((const ProtobufCMessage *) node, read_part_cb, &reading);
}

static void
survey_copy (RetortSurvey *self, const PgQuery__CopyStmt *copy)
{
  RetortSurveyed surveyed = { NULL, NULL };

  if (copy->relation != NULL)
    surveyed = retort_survey_take_named (self, copy->is_from ? RETORT_LOCK_ROW_EXCLUSIVE : RETORT_LOCK_ACCESS_SHARE, copy->relation);
  if (surveyed.effect != NULL && !copy->is_from)
    retort_survey_scan (self, surveyed, LEVELS, "it is copied whole");
  if (copy->is_from && surveyed.table != NULL)
    {
      survey_referenced (self, surveyed.table);
      survey_triggers (self, surveyed.table, "INSERT");
      retort_survey_take_partitions (self, surveyed, RETORT_LOCK_ROW_EXCLUSIVE);
    }
  read_message (self, (const ProtobufCMessage *) copy->query, RETORT_LOCK_ACCESS_SHARE);
}

/**
 * retort_survey_query: (skip)
 * @self: the survey
 * @node: SELECT, INSERT, UPDATE, DELETE, MERGE, COPY, or what has a query in it
 */
void
retort_survey_query (RetortSurvey *self, const PgQuery__Node *node)
{
  switch ((int) node->node_case)
    {
    case PG_QUERY__NODE__NODE_INSERT_STMT:
      read_message (self, (const ProtobufCMessage *) node->insert_stmt, RETORT_LOCK_ACCESS_SHARE);
      break;
    case PG_QUERY__NODE__NODE_UPDATE_STMT:
      read_message (self, (const ProtobufCMessage *) node->update_stmt, RETORT_LOCK_ACCESS_SHARE);
      break;
    case PG_QUERY__NODE__NODE_DELETE_STMT:
      read_message (self, (const ProtobufCMessage *) node->delete_stmt, RETORT_LOCK_ACCESS_SHARE);
      break;
    case PG_QUERY__NODE__NODE_COPY_STMT:
      survey_copy (self, node->copy_stmt);
      break;
    case PG_QUERY__NODE__NODE_MERGE_STMT:
      survey_merge (self, node->merge_stmt);
      read_message (self, (const ProtobufCMessage *) node->merge_stmt->source_relation, RETORT_LOCK_ACCESS_SHARE);
      break;
    case PG_QUERY__NODE__NODE_SELECT_STMT:
      survey_select (self, node->select_stmt);
      break;
    default:
      read_message (self, (const ProtobufCMessage *) node, RETORT_LOCK_ACCESS_SHARE);
      break;
    }
}

/**
 * retort_survey_looked_at: (skip)
 * @self: the survey
 * @node: a query that is not run
 * @extent: how far it gets
 *
 * Locks what is looked at; nothing is read.
 */
void
retort_survey_looked_at (RetortSurvey *self, const PgQuery__Node *node, RetortQueryExtent extent)
{
  RetortSurvey inner = *self;

  inner.extent = extent;
  retort_survey_query (&inner, node);
  retort_survey_forget_scans (self);
}
