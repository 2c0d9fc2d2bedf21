/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Indexes: how they are built, replaced and dropped while the table is in use. */
#include "analysis/checks/sections.h"

#include <glib/gi18n.h>
#include <string.h>

#define ONE_TABLE "CREATE TABLE orders (id bigint PRIMARY KEY, user_id bigint, state text, code text);"

#define MAX_COLUMNS 3          /* of an index that is not unique; more rarely help (strong_migrations) */
#define CORRUPTING_FROM 140000 /* CREATE INDEX CONCURRENTLY of 14.0 to 14.3 may leave rows out (release notes of 14.4) */
#define CORRUPTING_TO 140003

/* (nullable): CREATE INDEX on a table that was there. */
static const PgQuery__IndexStmt *
get_created (const RetortCheckStep *at)
{
  return at->action->kind == RETORT_ACTION_CREATE_INDEX && retort_check_is_existing (at) ? at->step->node->index_stmt : NULL;
}

static gboolean
is_on_partitioned (const RetortCheckStep *at)
{
  return at->table != NULL && at->table->kind == RETORT_RELATION_PARTITIONED_TABLE;
}

static const char *
say_index (const RetortCheckStep *at)
{
  return at->action->name != NULL ? at->action->name : _("the index");
}

static void
check_create (RetortCheckContext *context, const RetortCheckStep *at)
{
  const PgQuery__IndexStmt *index = get_created (at);

  if (index != NULL && !index->concurrent && !is_on_partitioned (at) && !retort_check_does_nothing (at))
    retort_check_say_at (context, at, at->action->name, 0, _("Nobody can write to '%s' while '%s' is built"), at->action->table,
                         say_index (at));
}

static void
check_create_partitioned (RetortCheckContext *context, const RetortCheckStep *at)
{
  const PgQuery__IndexStmt *index = get_created (at);

  if (index != NULL && is_on_partitioned (at) && index->concurrent)
    retort_check_say_at (context, at, at->action->name, 1, _("PostgreSQL refuses to build '%s' CONCURRENTLY on the partitioned table '%s'"), say_index (at),
                         at->action->table);
  else if (index != NULL && is_on_partitioned (at) && index->relation->inh)
    retort_check_say_at (context, at, at->action->name, 0, _("Nobody can write to '%s' and its partitions while '%s' is built"),
                         at->action->table, say_index (at));
}

static gboolean
is_made_before (const RetortCheckContext *context, const RetortCheckStep *at, const char *name)
{
  for (guint i = 0; i < at->index; i++)
    {
      const RetortAction *earlier = &retort_check_get_step (context->actions, i)->action;

      if (earlier->kind == RETORT_ACTION_CREATE_INDEX && g_strcmp0 (earlier->name, name) == 0)
        return TRUE;
    }
  return FALSE;
}

static void
check_drop (RetortCheckContext *context, const RetortCheckStep *at)
{
  if (at->action->kind == RETORT_ACTION_DROP_INDEX && !at->step->node->drop_stmt->concurrent && !is_made_before (context, at, at->action->name)
      && !retort_check_does_nothing (at) && !retort_check_goes_with_table (context, at))
    retort_check_say_at (context, at, at->action->name, 0, _("Dropping '%s' waits for everybody who uses its table, and they for it"),
                         at->action->name);
}

/* Of a table that the migration itself has made. */
static gboolean
is_on_new_table (const RetortCheckContext *context, const PgQuery__RangeVar *relation)
{
  for (guint i = 0; relation != NULL && i < context->actions->steps->len; i++)
    {
      const RetortAction *action = &retort_check_get_step (context->actions, i)->action;

      if (action->kind == RETORT_ACTION_CREATE_TABLE && g_strcmp0 (action->table, relation->relname) == 0
          && retort_check_find_table (context->walk->start, relation->schemaname[0] != '\0' ? relation->schemaname : NULL, relation->relname) == NULL)
        return TRUE;
    }
  return FALSE;
}

static gboolean
has_option (PgQuery__Node *const *options, size_t n_options, const char *name)
{
  for (size_t i = 0; i < n_options; i++)
    if (options[i]->node_case == PG_QUERY__NODE__NODE_DEF_ELEM && g_ascii_strcasecmp (options[i]->def_elem->defname, name) == 0)
      return TRUE;
  return FALSE;
}

static void
check_reindex (RetortCheckContext *context, const RetortCheckStep *at)
{
  const PgQuery__ReindexStmt *reindex = at->step->node->reindex_stmt;

  if (at->step->node->node_case == PG_QUERY__NODE__NODE_REINDEX_STMT
      && reindex->kind != PG_QUERY__REINDEX_OBJECT_TYPE__REINDEX_OBJECT_SYSTEM
      && !has_option (reindex->params, reindex->n_params, "concurrently") && !is_on_new_table (context, reindex->relation))
    retort_check_say_at (context, at, NULL, 0, _("REINDEX keeps everybody from writing, and nearly all queries waiting"));
}

/* 25001, active_sql_transaction: it stands inside a transaction, be it the runner's or one of its own. */
static void
check_in_transaction (RetortCheckContext *context, const RetortCheckStep *at)
{
  const char *error = at->place->locks->error;

  if (error != NULL && g_str_has_prefix (error, "25001"))
    retort_check_say_at (context, at, NULL, 0, "%s", error + strlen ("25001 "));
}

static void
check_after_lock (RetortCheckContext *context, const RetortCheckStep *at)
{
  if (get_created (at) != NULL && at->effect != NULL && at->effect->is_held && !get_created (at)->concurrent)
    retort_check_say_at (context, at, at->action->name, 0, _("'%s' is built while an earlier statement's lock keeps everybody from '%s'"),
                         say_index (at), at->action->table);
}

/* DROP INDEX IF EXISTS takes away what a failed try has left. */
static gboolean
is_dropped_before (const RetortCheckContext *context, const RetortCheckStep *at)
{
  for (guint i = 0; i < at->index; i++)
    {
      const RetortAction *earlier = &retort_check_get_step (context->actions, i)->action;

      if (earlier->kind == RETORT_ACTION_DROP_INDEX && earlier->is_guarded && g_strcmp0 (earlier->name, at->action->name) == 0)
        return TRUE;
    }
  return FALSE;
}

static void
check_if_not_exists (RetortCheckContext *context, const RetortCheckStep *at)
{
  const PgQuery__IndexStmt *index = get_created (at);
  gboolean is_guarded = index != NULL && index->if_not_exists && at->action->name != NULL;

  if (is_guarded && context->facts != NULL
      && retort_target_facts_has_invalid_index (context->facts, at->table != NULL ? at->table->schema : at->action->schema, at->action->name))
    retort_check_say_at (context, at, at->action->name, 1, _("'%s' is there and broken: IF NOT EXISTS passes over it, and it stays so"),
                         at->action->name);
  else if (index != NULL && index->concurrent && index->if_not_exists && !is_dropped_before (context, at))
    retort_check_say_at (context, at, at->action->name, 0, _("If the first try fails, IF NOT EXISTS passes over the broken '%s'"),
                         say_index (at));
}

/* A key of the table keeps rows from being equal in these columns. */
static gboolean
is_contained (const RetortIndex *key, const PgQuery__IndexStmt *index)
{
  if (!key->is_unique || key->predicate != NULL || key->columns == NULL)
    return FALSE;
  for (guint i = 0; i < key->n_key_columns; i++)
    {
      gboolean is_found = FALSE;

      for (size_t j = 0; j < index->n_index_params && !is_found; j++)
        is_found = g_strcmp0 (index->index_params[j]->index_elem->name, key->columns[i]) == 0;
      if (!is_found)
        return FALSE;
    }
  return TRUE;
}

static gboolean
has_no_duplicates (const RetortTable *table, const PgQuery__IndexStmt *index)
{
  for (guint i = 0; table != NULL && i < table->indexes->len; i++)
    if (is_contained (g_ptr_array_index (table->indexes, i), index))
      return TRUE;
  return FALSE;
}

/* All columns of the index were there before the migration. */
static gboolean
is_over_old_columns (const RetortCheckContext *context, const RetortCheckStep *at)
{
  const PgQuery__IndexStmt *index = at->step->node->index_stmt;

  for (guint i = 0; i < at->index; i++)
    {
      const RetortAction *earlier = &retort_check_get_step (context->actions, i)->action;

      for (size_t j = 0; earlier->kind == RETORT_ACTION_ADD_COLUMN && j < index->n_index_params; j++)
        if (retort_action_is_on_same_table (earlier, at->action)
            && g_strcmp0 (earlier->name, index->index_params[j]->index_elem->name) == 0)
          return FALSE;
    }
  return TRUE;
}

static void
check_duplicates (RetortCheckContext *context, const RetortCheckStep *at)
{
  const PgQuery__IndexStmt *index = get_created (at);

  if (index != NULL && index->unique && is_over_old_columns (context, at) && !has_no_duplicates (at->table, index))
    retort_check_say_at (context, at, at->action->name, 0, _("'%s' fails when two rows of '%s' are equal"), say_index (at),
                         at->action->table);
}

/* (nullable): the table of an index that is dropped. */
static const RetortRelationName *
find_dropped (const RetortCheckStep *at)
{
  const RetortRelationName *name = NULL;

  if (at->action->kind != RETORT_ACTION_DROP_INDEX)
    return NULL;
  name = retort_schema_find_relation (at->place->before, at->action->schema != NULL ? at->action->schema : "public", at->action->name);
  return name != NULL && name->is_index ? name : NULL;
}

static const RetortIndex *
find_index (const RetortTable *table, const char *name)
{
  for (guint i = 0; table != NULL && name != NULL && i < table->indexes->len; i++)
    {
      const RetortIndex *index = g_ptr_array_index (table->indexes, i);

      if (g_str_equal (index->name, name))
        return index;
    }
  return NULL;
}

/* The later index has the name of the dropped one, or begins with one of its columns. Where those are not known, or the later one begins
 * with an expression, nothing says that it serves the same queries. What may have happened to the table since does not change an index. */
static gboolean
replaces (const RetortCheckStep *at, const char *table, guint step, const RetortMigrationActions *actions)
{
  const RetortActionStep *later = retort_check_get_step (actions, step);
  const PgQuery__IndexStmt *created = later->node->index_stmt;
  const char *first = created->n_index_params > 0 ? created->index_params[0]->index_elem->name : "";
  const char *schema = at->action->schema != NULL ? at->action->schema : "public";
  const RetortIndex *dropped = find_index (retort_schema_find_table (at->place->before, schema, table), at->action->name);

  if (g_strcmp0 (later->action.name, at->action->name) == 0)
    return TRUE;
  return dropped != NULL && dropped->columns != NULL && first[0] != '\0' && g_strv_contains ((const char *const *) dropped->columns, first);
}

static void
check_gap (RetortCheckContext *context, const RetortCheckStep *at)
{
  const RetortRelationName *dropped = find_dropped (at);

  for (guint i = at->index + 1; dropped != NULL && i < context->actions->steps->len; i++)
    {
      const RetortAction *later = &retort_check_get_step (context->actions, i)->action;

      if (later->kind != RETORT_ACTION_CREATE_INDEX || g_strcmp0 (later->table, dropped->table) != 0
          || !replaces (at, dropped->table, i, context->actions))
        continue;
      retort_check_say_at (context, at, at->action->name, 0, _("'%s' is dropped before what replaces it is built"), at->action->name);
      return;
    }
}

/* The keys of an index as its definition says them, with operator classes and orders; NULL: not known. */
static char *
dup_keys (const RetortIndex *index)
{
  g_autofree char *using = g_strdup_printf (" USING %s (", index->method);
  const char *start = index->definition != NULL && !index->is_as_written ? strstr (index->definition, using) : NULL;
  const char *end = start;

  if (start == NULL)
    return NULL;
  start += strlen (using);
  end = start;
  for (guint depth = 1; *end != '\0'; end++)
    {
      if (*end == '(')
        depth++;
      else if (*end == ')' && --depth == 0)
        break;
    }
  return g_strndup (start, (gsize) (end - start));
}

/* "a" of "a, b", not of "a DESC, b". */
static gboolean
begins_alike (const RetortIndex *index, const RetortIndex *of)
{
  g_autofree char *own = dup_keys (index);
  g_autofree char *other = dup_keys (of);
  gsize length = own != NULL ? strlen (own) : 0;

  return own == NULL || other == NULL || (g_str_has_prefix (other, own) && (other[length] == '\0' || other[length] == ','));
}

static gboolean
is_prefix (const RetortIndex *index, const RetortIndex *of)
{
  if (index->columns == NULL || of->columns == NULL || index->n_key_columns > of->n_key_columns || index->is_unique || !begins_alike (index, of)
      || g_strcmp0 (index->method, of->method) != 0 || g_strcmp0 (index->predicate, of->predicate) != 0)
    return FALSE;
  for (guint i = 0; i < index->n_key_columns; i++)
    if (!g_str_equal (index->columns[i], of->columns[i]))
      return FALSE;
  return TRUE;
}

static void
check_redundant (RetortCheckContext *context, const RetortCheckStep *at)
{
  const RetortTable *table = at->action->kind == RETORT_ACTION_CREATE_INDEX
                                 ? retort_check_find_table (context->walk->end, at->action->schema, at->action->table)
                                 : NULL;
  const RetortIndex *own = find_index (table, at->action->name);

  for (guint i = 0; own != NULL && own->method != NULL && g_str_equal (own->method, "btree") && i < table->indexes->len; i++)
    {
      const RetortIndex *other = g_ptr_array_index (table->indexes, i);

      /* Of two equal ones the later is too much. */
      if (other == own || !is_prefix (own, other)
          || (is_prefix (other, own) && find_index (at->table, other->name) == NULL && !is_made_before (context, at, other->name)))
        continue;
      retort_check_say_at (context, at, own->name, 0, _("'%s' has nothing that '%s' has not"), own->name, other->name);
      return;
    }
}

/* By the same operators; "a text_pattern_ops, a" serves two kinds of search. */
static gboolean
is_same_column (const PgQuery__IndexElem *a, const PgQuery__IndexElem *b)
{
  return a->name[0] != '\0' && g_str_equal (a->name, b->name) && a->n_opclass == 0 && b->n_opclass == 0 && a->n_collation == b->n_collation;
}

static void
check_limits (RetortCheckContext *context, const RetortCheckStep *at)
{
  const PgQuery__IndexStmt *index = at->action->kind == RETORT_ACTION_CREATE_INDEX ? at->step->node->index_stmt : NULL;

  if (index != NULL && !index->unique && index->n_index_params > MAX_COLUMNS)
    retort_check_say_at (context, at, at->action->name, 0, _("'%s' has %zu columns"), say_index (at), index->n_index_params);
  for (size_t i = 1; index != NULL && i < index->n_index_params; i++)
    for (size_t j = 0; j < i; j++)
      if (is_same_column (index->index_params[i]->index_elem, index->index_params[j]->index_elem))
        {
          retort_check_say_at (context, at, index->index_params[i]->index_elem->name, 0, _("'%s' names the column '%s' twice"), say_index (at),
                               index->index_params[i]->index_elem->name);
          return;
        }
}

static void
check_corruption (RetortCheckContext *context, const RetortCheckStep *at)
{
  int version = context->facts != NULL ? retort_target_facts_get_server_version (context->facts) : 0;
  const PgQuery__IndexStmt *index = get_created (at);

  if (index != NULL && index->concurrent && version >= CORRUPTING_FROM && version <= CORRUPTING_TO)
    retort_check_say_at (context, at, at->action->name, 0, _("This server may leave rows out of '%s'"), say_index (at));
}

static const RetortRule rules[] = {
  { .id = "create-index-non-concurrently",
    .grows_with_size = TRUE,
    .title = N_("Index that is built against all writing"),
    .severity = RETORT_SEVERITY_WARNING,
    .why = N_("SHARE is held on the table until the index is built: INSERT, UPDATE and DELETE wait."),
    .remedy = N_("CREATE INDEX CONCURRENTLY outside of a transaction (in Alembic inside autocommit_block())."),
    .setup = ONE_TABLE,
    .bad = "CREATE INDEX ix_state ON orders (state)",
    .good = "CREATE INDEX CONCURRENTLY ix_state ON orders (state)",
    .check_action = check_create },
  { .id = "create-index-partitioned",
    .grows_with_size = TRUE,
    .title = N_("Index on a partitioned table"),
    .severity = RETORT_SEVERITY_WARNING,
    .why = N_("SHARE is held on the table and every partition until all indexes are built, and CONCURRENTLY is refused here."),
    .remedy = N_("CREATE INDEX ON ONLY the parent, build one CONCURRENTLY on each partition, and ATTACH them."),
    .setup = "CREATE TABLE events (id bigint, at date) PARTITION BY RANGE (at); "
             "CREATE TABLE events_1 PARTITION OF events FOR VALUES FROM ('2026-01-01') TO ('2026-02-01');",
    .bad = "CREATE INDEX ix_id ON events (id)",
    .good = "CREATE INDEX ix_id ON ONLY events (id)",
    .check_action = check_create_partitioned },
  { .id = "drop-index-non-concurrently",
    .title = N_("Index that is dropped under ACCESS EXCLUSIVE"),
    .severity = RETORT_SEVERITY_INFO,
    .why = N_("It is quick once it has its lock, but it waits for every running query on the table, and all later ones wait behind it."),
    .remedy = N_("DROP INDEX CONCURRENTLY outside of a transaction."),
    .setup = ONE_TABLE "CREATE INDEX ix_state ON orders (state);",
    .bad = "DROP INDEX ix_state",
    .good = "DROP INDEX CONCURRENTLY ix_state",
    .check_action = check_drop },
  { .id = "reindex-non-concurrently",
    .grows_with_size = TRUE,
    .title = N_("REINDEX without CONCURRENTLY"),
    .severity = RETORT_SEVERITY_WARNING,
    .why = N_("SHARE is held on the table and ACCESS EXCLUSIVE on the index until it is built; to plan a query takes a lock on every index of its tables."),
    .remedy = N_("REINDEX … CONCURRENTLY outside of a transaction."),
    .setup = ONE_TABLE,
    .bad = "REINDEX TABLE orders",
    .good = "REINDEX TABLE CONCURRENTLY orders",
    .check_statement = check_reindex },
  { .id = "concurrently-in-transaction",
    .title = N_("Not possible in a transaction"),
    .severity = RETORT_SEVERITY_ERROR,
    .is_for_downgrades = TRUE,
    .is_for_bodies = TRUE,
    .why = N_("PostgreSQL refuses it in a transaction, and the runner opens one: the migration fails here."),
    .remedy = N_("Send it outside of the transaction: in Alembic inside \"with op.get_context().autocommit_block():\"."),
    .setup = ONE_TABLE,
    .bad = "CREATE INDEX CONCURRENTLY ix_state ON orders (state)",
    .good = "CREATE INDEX ix_state ON orders (state)",
    .check_statement = check_in_transaction },
  { .id = "index-build-after-lock",
    .grows_with_size = TRUE,
    .title = N_("Index built behind a stronger lock"),
    .severity = RETORT_SEVERITY_INFO,
    .why = N_("The transaction holds ACCESS EXCLUSIVE on the table already: nobody can even read it while the index is built."),
    .remedy = N_("Build the index CONCURRENTLY outside of this transaction: before it, or behind it when the column is new."),
    .setup = ONE_TABLE,
    .bad = "ALTER TABLE orders ADD COLUMN note text; CREATE INDEX ix_state ON orders (state)",
    .good = "CREATE INDEX ix_state ON orders (state)",
    .check_action = check_after_lock },
  { .id = "concurrent-if-not-exists",
    .title = N_("CONCURRENTLY with IF NOT EXISTS"),
    .severity = RETORT_SEVERITY_WARNING,
    .why = N_("A build that fails leaves an invalid index behind; the next try finds its name taken, does nothing, and the migration counts "
           "as applied without the index."),
    .remedy = N_("DROP INDEX IF EXISTS the name first, then create it without IF NOT EXISTS."),
    .setup = ONE_TABLE,
    .bad = "CREATE INDEX CONCURRENTLY IF NOT EXISTS ix_state ON orders (state)",
    .good = "CREATE INDEX CONCURRENTLY ix_state ON orders (state)",
    .check_action = check_if_not_exists },
  { .id = "unique-index-duplicates",
    .title = N_("Unique index over existing data"),
    .severity = RETORT_SEVERITY_INFO,
    .why = N_("Two equal rows make it fail, and running code may write them until it is there."),
    .remedy = N_("Look for duplicates first, and deploy code that writes none."),
    .setup = ONE_TABLE,
    .bad = "CREATE UNIQUE INDEX CONCURRENTLY ix_code ON orders (code)",
    .good = "CREATE INDEX CONCURRENTLY ix_code ON orders (code)",
    .check_action = check_duplicates },
  { .id = "index-replaced-with-gap",
    .title = N_("Old index dropped before the new one"),
    .severity = RETORT_SEVERITY_INFO,
    .why = N_("In one transaction nobody can use the table from the drop until the new one is built; in two, queries read the whole table meanwhile."),
    .remedy = N_("Create the new index under another name, then drop the old one."),
    .setup = ONE_TABLE "CREATE INDEX ix_state ON orders (state);",
    .bad = "DROP INDEX ix_state; CREATE INDEX ix_state_code ON orders (state, code)",
    .good = "CREATE INDEX ix_state_code ON orders (state, code); DROP INDEX ix_state",
    .check_action = check_gap },
  { .id = "redundant-index",
    .title = N_("Index that another one contains"),
    .severity = RETORT_SEVERITY_INFO,
    .why = N_("It costs time on each write and helps no query that the other one does not."),
    .remedy = N_("Leave it out."),
    .setup = ONE_TABLE "CREATE INDEX ix_state_code ON orders (state, code);",
    .bad = "CREATE INDEX ix_state ON orders (state)",
    .good = "CREATE INDEX ix_code ON orders (code)",
    .check_action = check_redundant },
  { .id = "index-limits",
    .title = N_("Index over many columns"),
    .severity = RETORT_SEVERITY_INFO,
    .why = N_("Columns behind the third rarely help a query, but are kept on each write."),
    .remedy = N_("Index the columns that tell rows apart best."),
    .setup = ONE_TABLE,
    .bad = "CREATE INDEX ix_all ON orders (state, code, user_id, id)",
    .good = "CREATE INDEX ix_all ON orders (state, code)",
    .check_action = check_limits },
  { .id = "concurrent-index-corruption",
    .title = N_("CONCURRENTLY on a server that loses rows"),
    .severity = RETORT_SEVERITY_ERROR,
    .why = N_("PostgreSQL 14.0 to 14.3 may leave rows out of an index that is built CONCURRENTLY, without a word."),
    .remedy = N_("Upgrade the server to 14.4 or later first."),
    .check_action = check_corruption },
};

const RetortRuleSection retort_index_rules = { rules, G_N_ELEMENTS (rules) };
