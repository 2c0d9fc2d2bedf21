/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Statements about the rows as a whole: TRUNCATE, CLUSTER, VACUUM, REFRESH, LOCK; and domains, whose users are read. */
#include "analysis/locks/survey-private.h"

#include "sql/expression.h"

#include <string.h>

#define EMPTYING "PostgreSQL docs, TRUNCATE"
#define FULL "PostgreSQL docs, VACUUM, FULL"
#define REFRESHING "PostgreSQL docs, REFRESH MATERIALIZED VIEW"
#define DOMAINS "PostgreSQL docs, ALTER DOMAIN, Notes"

static gboolean
has_option (size_t n_options, PgQuery__Node *const *options, const char *name)
{
  for (size_t i = 0; i < n_options; i++)
    if (options[i]->node_case == PG_QUERY__NODE__NODE_DEF_ELEM && g_str_equal (options[i]->def_elem->defname, name))
      return TRUE;
  return FALSE;
}

/* A new, empty file; its indexes are built on that. */
static void
truncate_table (RetortSurvey *self, RetortSurveyed surveyed)
{
  retort_survey_explain (surveyed.effect, EMPTYING, "it gets a new, empty file");
  surveyed.effect->rewrites = retort_survey_has_rows (surveyed.table);
  for (guint i = 0; surveyed.effect->rewrites && surveyed.table != NULL && i < surveyed.table->indexes->len; i++)
    {
      retort_survey_build (self, surveyed.table, g_ptr_array_index (surveyed.table->indexes, i));
      surveyed.effect->scans = TRUE;
    }
}

static void
add_new (GPtrArray *tables, const RetortTable *table)
{
  if (table != NULL && !g_ptr_array_find (tables, table, NULL))
    g_ptr_array_add (tables, (gpointer) table);
}

/* CASCADE: whoever has a foreign key to one of them, and so on. */
static void
add_referencing (RetortSurvey *self, GPtrArray *tables)
{
  for (guint i = 0; i < tables->len; i++)
    {
      const RetortTable *table = g_ptr_array_index (tables, i);

      for (guint j = 0; j < table->referenced_by->len; j++)
        {
          const RetortConstraintRef *reference = g_ptr_array_index (table->referenced_by, j);

          add_new (tables, retort_schema_find_table (self->before, reference->schema, reference->table));
        }
    }
}

static void
fail_for_references (RetortSurvey *self, GPtrArray *tables)
{
  for (guint i = 0; i < tables->len; i++)
    {
      const RetortTable *table = g_ptr_array_index (tables, i);

      for (guint j = 0; j < table->referenced_by->len; j++)
        {
          const RetortConstraintRef *reference = g_ptr_array_index (table->referenced_by, j);
          RetortTable *other = retort_schema_find_table (self->before, reference->schema, reference->table);

          if (other != NULL && !g_ptr_array_find (tables, other, NULL))
            retort_survey_fail (self, "0A000 cannot truncate a table referenced in a foreign key constraint");
        }
    }
}

/**
 * retort_survey_truncate: (skip)
 * @self: the survey
 * @node: TRUNCATE
 */
void
retort_survey_truncate (RetortSurvey *self, const PgQuery__Node *node)
{
  const PgQuery__TruncateStmt *truncate = node->truncate_stmt;
  g_autoptr(GPtrArray) tables = g_ptr_array_new ();

  for (size_t i = 0; i < truncate->n_relations; i++)
    {
      const PgQuery__RangeVar *relation = truncate->relations[i]->range_var;
      RetortSurveyed surveyed = retort_survey_take_named (self, RETORT_LOCK_ACCESS_EXCLUSIVE, relation);
      g_autoptr(GPtrArray) heirs = surveyed.table != NULL ? retort_survey_list_heirs (self, surveyed.table) : NULL;

      if (surveyed.table == NULL)
        truncate_table (self, surveyed);
      for (guint j = 0; heirs != NULL && j < (relation->inh ? heirs->len : 1); j++)
        add_new (tables, g_ptr_array_index (heirs, j));
    }
  if (truncate->behavior == PG_QUERY__DROP_BEHAVIOR__DROP_CASCADE)
    add_referencing (self, tables);
  else
    fail_for_references (self, tables);
  for (guint i = 0; i < tables->len; i++)
    {
      truncate_table (self, retort_survey_take_table (self, RETORT_LOCK_ACCESS_EXCLUSIVE, g_ptr_array_index (tables, i)));
      if (truncate->restart_seqs)
        retort_survey_take_owned (self, RETORT_LOCK_ACCESS_EXCLUSIVE, g_ptr_array_index (tables, i), NULL, TRUE);
    }
}

/* (transfer container) (nullable): what VACUUM and ANALYZE of a table are about besides: partitions; from 18 on children, too. */
static GPtrArray *
list_maintained (RetortSurvey *self, const RetortTable *table, const PgQuery__RangeVar *relation)
{
  if (table == NULL || !relation->inh || (table->kind != RETORT_RELATION_PARTITIONED_TABLE && self->session->major < 18))
    return NULL;
  return retort_survey_list_heirs (self, table);
}

static void
rewrite_heirs (RetortSurvey *self, RetortSurveyed surveyed, const char *source, const char *reason)
{
  g_autoptr(GPtrArray) heirs = surveyed.table != NULL && surveyed.table->kind == RETORT_RELATION_PARTITIONED_TABLE
                                   ? retort_survey_list_heirs (self, surveyed.table)
                                   : NULL;

  retort_survey_rewrite (self, surveyed, source, "%s", reason);
  for (guint i = 1; heirs != NULL && i < heirs->len; i++)
    retort_survey_rewrite (self, retort_survey_take_table (self, RETORT_LOCK_ACCESS_EXCLUSIVE, g_ptr_array_index (heirs, i)), source, "%s", reason);
}

/**
 * retort_survey_cluster: (skip)
 * @self: the survey
 * @node: CLUSTER
 */
void
retort_survey_cluster (RetortSurvey *self, const PgQuery__Node *node)
{
  RetortSurveyed clustered = { NULL, NULL };

  if (node->cluster_stmt->relation == NULL)
    {
      retort_survey_doubt (self, "it writes every table anew that was clustered before");
      return;
    }
  clustered = retort_survey_take_named (self, RETORT_LOCK_ACCESS_EXCLUSIVE, node->cluster_stmt->relation);
  if (clustered.table != NULL && clustered.table->kind == RETORT_RELATION_PARTITIONED_TABLE && self->session->major < 15)
    retort_survey_fail (self, "0A000 cannot cluster a partitioned table");
  rewrite_heirs (self, clustered, "PostgreSQL docs, CLUSTER, Notes", "it is written anew in the order of an index");
}

static void
maintain_any_cb (gpointer object, gpointer user_data)
{
  const RetortTable *table = object;

  if (table->kind == RETORT_RELATION_TABLE || table->kind == RETORT_RELATION_PARTITIONED_TABLE || table->kind == RETORT_RELATION_MATERIALIZED_VIEW)
    retort_survey_take_table (user_data, RETORT_LOCK_SHARE_UPDATE_EXCLUSIVE, table);
}

/**
 * retort_survey_vacuum: (skip)
 * @self: the survey
 * @node: VACUUM or ANALYZE
 */
void
retort_survey_vacuum (RetortSurvey *self, const PgQuery__Node *node)
{
  const PgQuery__VacuumStmt *vacuum = node->vacuum_stmt;
  gboolean is_full = vacuum->is_vacuumcmd && has_option (vacuum->n_options, vacuum->options, "full");

  if (vacuum->n_rels == 0 && self->before != NULL)
    retort_schema_foreach (self->before, RETORT_OBJECT_TABLE, maintain_any_cb, self);
  for (size_t i = 0; i < vacuum->n_rels; i++)
    {
      const PgQuery__RangeVar *relation = vacuum->rels[i]->vacuum_relation->relation;
      RetortSurveyed surveyed = retort_survey_take_named (self, is_full ? RETORT_LOCK_ACCESS_EXCLUSIVE : RETORT_LOCK_SHARE_UPDATE_EXCLUSIVE, relation);
      g_autoptr(GPtrArray) heirs = list_maintained (self, surveyed.table, relation);

      if (is_full)
        retort_survey_rewrite (self, surveyed, FULL, "it is written anew without dead rows");
      for (guint j = 1; heirs != NULL && j < heirs->len; j++)
        {
          RetortSurveyed heir = retort_survey_take_table (self, is_full ? RETORT_LOCK_ACCESS_EXCLUSIVE : RETORT_LOCK_SHARE_UPDATE_EXCLUSIVE, g_ptr_array_index (heirs, j));

          if (is_full)
            retort_survey_rewrite (self, heir, FULL, "it is written anew without dead rows");
        }
    }
}

/* The tables of its query are read. */
static void
survey_view_query (RetortSurvey *self, const RetortTable *view)
{
  g_autoptr(RetortSqlTree) tree = view->definition != NULL ? retort_sql_tree_parse (view->definition, NULL) : NULL;

  if (tree != NULL && retort_sql_tree_get_n_statements (tree) > 0)
    retort_survey_query (self, retort_sql_tree_get_statement (tree, 0));
}

/**
 * retort_survey_refresh: (skip)
 * @self: the survey
 * @node: REFRESH MATERIALIZED VIEW
 */
void
retort_survey_refresh (RetortSurvey *self, const PgQuery__Node *node)
{
  const PgQuery__RefreshMatViewStmt *refresh = node->refresh_mat_view_stmt;
  RetortSurveyed surveyed = retort_survey_take_named (self, refresh->concurrent ? RETORT_LOCK_EXCLUSIVE : RETORT_LOCK_ACCESS_EXCLUSIVE, refresh->relation);

  if (refresh->concurrent)
    retort_survey_scan (self, surveyed, REFRESHING, "its rows are held against the new ones");
  else
    {
      retort_survey_rewrite (self, surveyed, REFRESHING, "it is filled anew");
      surveyed.effect->scans = surveyed.table == NULL || surveyed.table->indexes->len > 0;
    }
  if (surveyed.table != NULL && !refresh->skip_data)
    survey_view_query (self, surveyed.table);
}

/**
 * retort_survey_lock: (skip)
 * @self: the survey
 * @node: LOCK TABLE
 */
void
retort_survey_lock (RetortSurvey *self, const PgQuery__Node *node)
{
  RetortLockLevel level = (RetortLockLevel) node->lock_stmt->mode;

  for (size_t i = 0; i < node->lock_stmt->n_relations; i++)
    {
      const PgQuery__RangeVar *relation = node->lock_stmt->relations[i]->range_var;
      RetortSurveyed surveyed = retort_survey_take_named (self, level, relation);
      g_autoptr(GPtrArray) heirs = surveyed.table != NULL && relation->inh ? retort_survey_list_heirs (self, surveyed.table) : NULL;

      for (guint j = 1; heirs != NULL && j < heirs->len; j++)
        retort_survey_take_table (self, level, g_ptr_array_index (heirs, j));
      if (surveyed.table != NULL && surveyed.table->kind == RETORT_RELATION_VIEW)
        retort_survey_lock_behind_view (self, surveyed.table, level);
    }
  retort_survey_forget_scans (self);
}

/* Whether a type is the domain, or one or an array made of it. */
static gboolean
is_made_of (RetortSurvey *self, const char *type, const RetortDomain *domain)
{
  g_autofree char *element = g_str_has_suffix (type, "[]") ? g_strndup (type, strlen (type) - 2) : g_strdup (type);
  const RetortDomain *found = retort_survey_find_domain (self, element);

  for (guint depth = 0; found != NULL && depth < 20; depth++)
    {
      if (found == domain)
        return TRUE;
      found = retort_survey_find_domain (self, found->type);
    }
  return FALSE;
}

typedef struct
{
  RetortSurvey       *survey;
  const RetortDomain *domain;
  RetortLockLevel     level;
} DomainUse;

static void
survey_domain_user_cb (gpointer object, gpointer user_data)
{
  const RetortTable *table = object;
  DomainUse *use = user_data;

  for (guint i = 0; table->kind != RETORT_RELATION_VIEW && i < table->columns->len; i++)
    {
      const RetortColumn *column = g_ptr_array_index (table->columns, i);

      if (!is_made_of (use->survey, column->type, use->domain))
        continue;
      if (g_str_has_suffix (column->type, "[]"))
        retort_survey_fail (use->survey, "0A000 cannot alter type \"%s\" because column \"%s.%s\" uses it", use->domain->name, table->name, column->name);
      else if (retort_survey_has_rows (table))
        retort_survey_scan (use->survey, retort_survey_take_table (use->survey, use->level, table), DOMAINS,
                            "every value of domain %s is tried", use->domain->name);
    }
}

/**
 * retort_survey_alter_domain: (skip)
 * @self: the survey
 * @node: ALTER DOMAIN
 *
 * A new constraint, a validated one and NOT NULL are tried on every row of every table that uses the domain.
 */
void
retort_survey_alter_domain (RetortSurvey *self, const PgQuery__Node *node)
{
  const PgQuery__AlterDomainStmt *alter = node->alter_domain_stmt;
  const char *subtype = alter->subtype;
  gboolean is_added = g_str_equal (subtype, "C") && !alter->def->constraint->skip_validation;
  g_autofree char *type = retort_sql_names_to_string (alter->n_type_name, alter->type_name);
  DomainUse use = { self, retort_survey_find_domain (self, type), RETORT_LOCK_SHARE };

  if (!is_added && !g_str_equal (subtype, "O") && !g_str_equal (subtype, "V"))
    return;
  if (use.domain != NULL && !use.domain->is_nullable && g_str_equal (subtype, "O"))
    return;
  if (use.domain == NULL)
    retort_survey_doubt (self, "the schema before it does not say who uses the domain");
  else
    retort_schema_foreach (self->before, RETORT_OBJECT_TABLE, survey_domain_user_cb, &use);
}
