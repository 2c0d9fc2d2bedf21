/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The catalogue of a real server: the zoo of tests/data/schema has one of each thing. */
#include "database/catalog/catalog.h"

#include "database/catalog/query-private.h"
#include "fixtures/test-server.h"
#include "sql/tree.h"

static RetortSession *
open_with_zoo (const char *test)
{
  g_autofree char *path
      = g_build_filename (g_getenv ("RETORT_TEST_DATA"), "schema", "zoo.sql", NULL);
  g_autofree char *database = retort_test_server_create_database (test);
  g_autofree char *zoo = NULL;
  RetortSession *session = retort_test_server_open (database);

  g_assert_true (g_file_get_contents (path, &zoo, NULL, NULL));
  retort_test_execute (session, zoo);
  return session;
}

static RetortSchema *
read_schema (RetortSession *session)
{
  g_autoptr(GError) error = NULL;
  RetortSchema *schema = retort_catalog_read (session, NULL, &error);

  g_assert_no_error (error);
  g_assert_nonnull (schema);
  return schema;
}

static gpointer
find_named (GPtrArray *array, gsize name_offset, const char *name)
{
  for (guint i = 0; i < array->len; i++)
    {
      gpointer object = g_ptr_array_index (array, i);

      if (g_str_equal (G_STRUCT_MEMBER (char *, object, name_offset), name))
        return object;
    }
  g_test_message ("no '%s'", name);
  g_assert_not_reached ();
}

#define FIND_NAMED(Type, array, wanted)                                                            \
  ((Type *) find_named (array, G_STRUCT_OFFSET (Type, name), wanted))

static void
assert_strings (GStrv strings, const char *expected)
{
  g_autofree char *joined = g_strjoinv (" | ", strings);

  g_assert_cmpstr (joined, ==, expected);
}

static void
check_columns (RetortTable *customers)
{
  RetortColumn *column = NULL;

  g_assert_cmpuint (customers->columns->len, ==, 19);
  column = retort_table_find_column (customers, "id");
  g_assert_cmpstr (column->type, ==, "bigint");
  g_assert_false (column->is_nullable);
  g_assert_cmpstr (column->identity, ==, "always");
  g_assert_null (column->default_expression);
  column = retort_table_find_column (customers, "name");
  g_assert_cmpstr (column->collation, ==, "C");
  g_assert_null (column->collation_schema);
  g_assert_cmpstr (column->default_expression, ==, "'no''body'::text");
  column = retort_table_find_column (customers, "nick");
  g_assert_cmpstr (column->collation, ==, "german");
  g_assert_cmpstr (column->collation_schema, ==, "sales");
  column = retort_table_find_column (customers, "full_name");
  g_assert_cmpstr (column->generated, ==, "(name || ' '::text) || email::text");
  g_assert_null (column->default_expression);
  g_assert_false (column->is_generated_virtual);
  column = retort_table_find_column (customers, "data");
  g_assert_cmpstr (column->storage, ==, "external");
  g_assert_true (column->has_own_storage);
  column = retort_table_find_column (customers, "tags");
  g_assert_cmpstr (column->compression, ==, "pglz");
  g_assert_false (column->has_own_storage);
  column = retort_table_find_column (customers, "email");
  g_assert_cmpint (column->statistics_target, ==, 500);
  assert_strings (column->options, "n_distinct=-0.5");
  g_assert_cmpstr (column->comment, ==, "lower case\nonly");
}

static void
check_constraints (RetortTable *customers, RetortTable *orders)
{
  RetortConstraint *key
      = FIND_NAMED (RetortConstraint, customers->constraints, "customers_email_key");
  RetortConstraint *check = FIND_NAMED (RetortConstraint, customers->constraints, "name_short");
  RetortConstraint *reference = FIND_NAMED (RetortConstraint, orders->constraints, "by_email");
  RetortConstraint *exclusion = FIND_NAMED (RetortConstraint, orders->constraints, "one_at_a_time");

  g_assert_cmpint (key->kind, ==, RETORT_CONSTRAINT_UNIQUE);
  g_assert_cmpstr (key->index, ==, "customers_email_key");
  assert_strings (key->columns, "email");
  g_assert_cmpint (check->kind, ==, RETORT_CONSTRAINT_CHECK);
  g_assert_false (check->is_valid);
  g_assert_cmpstr (check->definition, ==, "CHECK (length(name) < 100) NOT VALID");
  g_assert_cmpint (reference->kind, ==, RETORT_CONSTRAINT_FOREIGN_KEY);
  g_assert_cmpstr (reference->referenced_schema, ==, "public");
  g_assert_cmpstr (reference->referenced_table, ==, "customers");
  assert_strings (reference->referenced_columns, "email");
  g_assert_cmpstr (reference->on_delete, ==, "NO ACTION");
  g_assert_true (reference->is_deferrable);
  g_assert_true (reference->is_deferred);
  g_assert_null (reference->index);
  g_assert_cmpstr (reference->comment, ==, "by address");
  g_assert_cmpint (exclusion->kind, ==, RETORT_CONSTRAINT_EXCLUSION);
}

static void
check_indexes (RetortTable *customers)
{
  RetortIndex *nick = FIND_NAMED (RetortIndex, customers->indexes, "customers_nick");
  RetortIndex *lower = FIND_NAMED (RetortIndex, customers->indexes, "customers_lower_email");
  RetortIndex *key = g_ptr_array_index (customers->indexes, 0);

  g_assert_true (key->is_primary);
  g_assert_true (key->is_clustered);
  g_assert_cmpstr (key->constraint, ==, "customers_pkey");
  g_assert_true (nick->is_unique);
  g_assert_true (nick->has_nulls_not_distinct);
  g_assert_cmpuint (nick->n_key_columns, ==, 1);
  assert_strings (nick->columns, "nick | id | email");
  g_assert_cmpstr (nick->predicate, ==, "nick IS NOT NULL AND balance > 3::numeric");
  g_assert_cmpint (nick->size_bytes, >, 0);
  assert_strings (lower->columns, "lower(email::text) | name");
  assert_strings (lower->column_names, "lower | name");
  assert_strings (lower->column_types, "text | text");
}

static void
check_parts (RetortTable *customers, RetortTable *orders)
{
  RetortPolicy *own = FIND_NAMED (RetortPolicy, customers->policies, "see_own");
  RetortPolicy *write = FIND_NAMED (RetortPolicy, customers->policies, "write_own");
  RetortTrigger *replica = FIND_NAMED (RetortTrigger, orders->triggers, "c_replica");
  RetortTrigger *touch = FIND_NAMED (RetortTrigger, orders->triggers, "touch_it");
  RetortStatistics *statistics
      = FIND_NAMED (RetortStatistics, customers->statistics, "customers_stat");

  assert_strings (own->roles, "Zoo Writer | zoo_reader");
  g_assert_cmpstr (own->command, ==, "SELECT");
  g_assert_true (own->is_permissive);
  g_assert_cmpstr (own->comment, ==, "their own");
  assert_strings (write->roles, "public");
  g_assert_false (write->is_permissive);
  g_assert_null (write->using_expression);
  g_assert_cmpstr (replica->enabled, ==, "replica");
  g_assert_cmpstr (touch->function, ==, "touch");
  g_assert_cmpstr (touch->comment, ==, "keeps time");
  assert_strings (statistics->kinds, "ndistinct | mcv");
  g_assert_cmpint (statistics->target, ==, 1000);
  g_assert_cmpuint (customers->referenced_by->len, ==, 4);
}

static void
check_relations (RetortSchema *schema)
{
  RetortTable *customers = retort_schema_find_table (schema, NULL, "customers");
  RetortTable *events = retort_schema_find_table (schema, NULL, "events");
  RetortTable *part = retort_schema_find_table (schema, NULL, "events_2024");
  RetortTable *kittens = retort_schema_find_table (schema, NULL, "Kittens");
  RetortTable *remote = retort_schema_find_table (schema, NULL, "remote");
  RetortTable *totals = retort_schema_find_table (schema, NULL, "totals");

  g_assert_cmpint (customers->kind, ==, RETORT_RELATION_TABLE);
  assert_strings (customers->options,
                  "fillfactor=70 | autovacuum_enabled=false | toast.autovacuum_enabled=false");
  g_assert_true (customers->has_row_security);
  g_assert_cmpstr (customers->comment, ==, "people who's buying");
  g_assert_cmpint (customers->size_bytes, >, 0);
  g_assert_cmpstr (customers->owner, ==, "postgres");
  g_assert_cmpint (events->kind, ==, RETORT_RELATION_PARTITIONED_TABLE);
  g_assert_cmpstr (events->partition_key, ==, "RANGE (at)");
  assert_strings (events->children,
                  "public.events_2024 | public.events_2025 | public.events_default");
  g_assert_cmpstr (part->partition_bound, ==, "FOR VALUES FROM ('2024-01-01') TO ('2025-01-01')");
  assert_strings (part->inherits, "public.events");
  assert_strings (kittens->inherits, "public.cats");
  assert_strings (retort_schema_find_table (schema, NULL, "cats")->inherits,
                  "public.animals | \"Odd Schema\".pets");
  g_assert_cmpint (remote->kind, ==, RETORT_RELATION_FOREIGN_TABLE);
  g_assert_cmpstr (remote->server, ==, "far");
  g_assert_cmpstr (remote->fdw_options, ==, "schema_name 'a b', table_name 'c'");
  g_assert_cmpint (totals->kind, ==, RETORT_RELATION_MATERIALIZED_VIEW);
  g_assert_nonnull (totals->definition);
  g_assert_cmpstr (retort_schema_find_table (schema, NULL, "pair_user")->replica_identity, ==,
                   "full");
  g_assert_cmpstr (retort_schema_find_table (schema, NULL, "quick")->persistence, ==, "unlogged");
  g_assert_cmpstr (retort_schema_find_table (schema, NULL, "typed")->of_type, ==, "address");
  g_assert_null (retort_schema_find_table (schema, "pg_catalog", "pg_class"));
}

static void
check_others (RetortSchema *schema)
{
  RetortEnumType *mood = FIND_NAMED (RetortEnumType, retort_schema_get_enums (schema), "mood");
  RetortSequence *lone
      = FIND_NAMED (RetortSequence, retort_schema_get_sequences (schema), "lone_seq");
  RetortSequence *serial
      = FIND_NAMED (RetortSequence, retort_schema_get_sequences (schema), "orders_id_seq");
  RetortSequence *identity
      = FIND_NAMED (RetortSequence, retort_schema_get_sequences (schema), "customers_id_seq");
  RetortDomain *positive
      = FIND_NAMED (RetortDomain, retort_schema_get_domains (schema), "positive");
  RetortFunction *touch
      = FIND_NAMED (RetortFunction, retort_schema_get_functions (schema), "touch");
  RetortFunction *product
      = FIND_NAMED (RetortFunction, retort_schema_get_functions (schema), "product");
  RetortCompositeType *address = g_ptr_array_index (retort_schema_get_composites (schema), 0);
  g_autofree char *names = NULL;

  g_ptr_array_add (retort_schema_get_names (schema), NULL);
  names = g_strjoinv (" | ", (char **) retort_schema_get_names (schema)->pdata);
  g_ptr_array_remove_index (retort_schema_get_names (schema),
                            retort_schema_get_names (schema)->len - 1);
  g_assert_cmpstr (names, ==, "Odd Schema | public | sales");
  assert_strings (mood->labels, "sad | ok | it's \"happy\" | 喜");
  g_assert_cmpstr (mood->comment, ==, "how one feels");
  g_assert_cmpint (lone->start, ==, 5);
  g_assert_cmpint (lone->increment, ==, -2);
  g_assert_true (lone->cycles);
  g_assert_null (lone->owned_by);
  g_assert_cmpstr (serial->owned_by, ==, "sales.orders.id");
  g_assert_false (serial->is_identity);
  g_assert_true (identity->is_identity);
  g_assert_cmpstr (positive->definition, ==,
                   "DEFAULT 1 NOT NULL CONSTRAINT above_zero CHECK (VALUE > 0)");
  g_assert_cmpstr (touch->kind, ==, "trigger");
  g_assert_cmpstr (product->kind, ==, "aggregate");
  g_assert_null (product->definition);
  g_assert_cmpuint (address->columns->len, ==, 3);
  g_assert_cmpuint (retort_schema_get_functions (schema)->len, ==, 5); /* none of the extensions' */
  g_assert_cmpuint (retort_schema_get_extensions (schema)->len, ==, 4);
}

static void
test_zoo (void)
{
  g_autoptr(RetortSession) session = open_with_zoo ("catalog_zoo");
  g_autoptr(RetortSchema) schema = read_schema (session);
  RetortTable *customers = retort_schema_find_table (schema, NULL, "customers");
  RetortTable *orders = retort_schema_find_table (schema, "sales", "orders");

  check_columns (customers);
  check_constraints (customers, orders);
  check_indexes (customers);
  check_parts (customers, orders);
  check_relations (schema);
  check_others (schema);
  g_assert_cmpint (retort_session_get_transaction (session), ==, RETORT_TRANSACTION_IDLE);
}

/* Whatever needs another is made after it. */
static void
test_ranks (void)
{
  g_autofree char *database = retort_test_server_create_database ("catalog_ranks");
  g_autoptr(RetortSession) session = retort_test_server_open (database);
  g_autoptr(RetortSchema) schema = NULL;
  RetortTable *zebra = NULL;
  RetortTable *ant = NULL;
  RetortFunction *price = NULL;
  RetortFunction *first = NULL;
  RetortSequence *counter = NULL;

  retort_test_execute (
      session,
      "CREATE SEQUENCE counter;"
      "CREATE FUNCTION price () RETURNS integer LANGUAGE sql AS 'SELECT 1';"
      "CREATE TABLE zebra (a integer DEFAULT price (), b integer DEFAULT nextval ('counter'));"
      "ALTER SEQUENCE counter OWNED BY zebra.b;"
      "CREATE VIEW m AS SELECT a FROM zebra;"
      "CREATE VIEW ant AS SELECT a FROM m;"
      "CREATE FUNCTION first () RETURNS SETOF ant LANGUAGE sql AS 'SELECT 1'");
  schema = read_schema (session);
  zebra = retort_schema_find_table (schema, NULL, "zebra");
  ant = retort_schema_find_table (schema, NULL, "ant");
  price = FIND_NAMED (RetortFunction, retort_schema_get_functions (schema), "price");
  first = FIND_NAMED (RetortFunction, retort_schema_get_functions (schema), "first");
  counter = g_ptr_array_index (retort_schema_get_sequences (schema), 0);
  g_assert_cmpuint (counter->rank, >, 0);
  g_assert_cmpuint (zebra->rank, >, counter->rank);
  g_assert_cmpuint (zebra->rank, >, price->rank);
  g_assert_cmpuint (ant->rank, >, retort_schema_find_table (schema, NULL, "m")->rank);
  g_assert_cmpuint (first->rank, >, ant->rank);
}

static void
test_empty (void)
{
  g_autofree char *database = retort_test_server_create_database ("catalog_empty");
  g_autoptr(RetortSession) session = retort_test_server_open (database);
  g_autoptr(RetortSchema) schema = read_schema (session);

  g_assert_cmpuint (retort_schema_get_tables (schema)->len, ==, 0);
  g_assert_cmpuint (retort_schema_get_names (schema)->len, ==, 1);
  g_assert_cmpstr (retort_schema_get_search_path (schema)[0], ==, "public");
}

/* Who may nothing may still see what there is. */
static void
test_without_rights (void)
{
  g_autoptr(RetortSession) session = open_with_zoo ("catalog_rights");
  g_autoptr(RetortSchema) schema = read_schema (session);
  g_autoptr(RetortSchema) seen = NULL;
  g_autoptr(RetortTargetFacts) facts = NULL;
  g_autoptr(GError) error = NULL;

  retort_test_execute (session,
                       "REVOKE EXECUTE ON FUNCTION pg_control_system () FROM PUBLIC; SET ROLE zoo_reader");
  seen = read_schema (session);
  g_assert_cmpuint (retort_schema_get_tables (seen)->len, ==, retort_schema_get_tables (schema)->len);
  g_assert_cmpuint (retort_schema_get_functions (seen)->len, ==,
                    retort_schema_get_functions (schema)->len);
  facts = retort_catalog_read_facts (session, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (g_str_has_prefix (retort_target_facts_get_fingerprint (facts), "unknown:"));
}

/* The open transaction goes on, and what it has made is seen. */
static void
test_inside_transaction (void)
{
  g_autofree char *database = retort_test_server_create_database ("catalog_inside");
  g_autoptr(RetortSession) session = retort_test_server_open (database);
  g_autoptr(RetortSchema) schema = NULL;
  g_autoptr(RetortSchema) after = NULL;

  retort_test_execute (session, "BEGIN; CREATE TABLE fresh (a integer)");
  schema = read_schema (session);
  g_assert_nonnull (retort_schema_find_table (schema, NULL, "fresh"));
  g_assert_cmpint (retort_session_get_transaction (session), ==, RETORT_TRANSACTION_OPEN);
  retort_test_execute (session, "ROLLBACK");
  after = read_schema (session);
  g_assert_null (retort_schema_find_table (after, NULL, "fresh"));
}

static void
test_failed_transaction (void)
{
  g_autofree char *database = retort_test_server_create_database ("catalog_failed");
  g_autoptr(RetortSession) session = retort_test_server_open (database);
  g_autoptr(RetortResult) result = NULL;
  g_autoptr(GError) error = NULL;

  retort_test_execute (session, "BEGIN");
  result = retort_session_execute (session, "SELECT 1 / 0", NULL, NULL);
  g_assert_null (result);
  g_assert_null (retort_catalog_read (session, NULL, &error));
  g_assert_error (error, RETORT_DB_ERROR, RETORT_DB_ERROR_SQL);
  g_assert_cmpint (retort_session_get_transaction (session), ==, RETORT_TRANSACTION_FAILED);
}

static void
test_cancelled (void)
{
  g_autofree char *database = retort_test_server_create_database ("catalog_cancelled");
  g_autoptr(RetortSession) session = retort_test_server_open (database);
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(GError) error = NULL;

  g_cancellable_cancel (cancellable);
  g_assert_null (retort_catalog_read (session, cancellable, &error));
  g_assert_error (error, RETORT_DB_ERROR, RETORT_DB_ERROR_CANCELLED);
  g_assert_cmpint (retort_session_get_transaction (session), ==, RETORT_TRANSACTION_IDLE);
}

/* Someone is in the middle of a migration: the facts come without waiting, the schema within the limit. */
static void
test_beside_lock (void)
{
  g_autofree char *database = retort_test_server_create_database ("catalog_lock");
  g_autoptr(RetortSession) session = retort_test_server_open (database);
  g_autoptr(RetortSession) other = retort_test_server_open (database);
  g_autoptr(RetortSchema) schema = NULL;
  g_autoptr(RetortTargetFacts) facts = NULL;
  g_autoptr(GError) error = NULL;

  retort_test_execute (session, "CREATE TABLE locked (a integer, CHECK (a > 0));"
                                "CREATE TABLE open (a integer); SET lock_timeout = '50ms'");
  retort_test_execute (other, "BEGIN; LOCK TABLE locked IN ACCESS EXCLUSIVE MODE");
  facts = retort_catalog_read_facts (session, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (retort_target_facts_get_table (facts, "public", "locked")->size_bytes, ==, -1);
  g_assert_cmpint (retort_target_facts_get_table (facts, "public", "open")->size_bytes, ==, 0);
  schema = retort_catalog_read (session, NULL, &error);
  g_assert_null (schema);
  g_assert_error (error, RETORT_DB_ERROR, RETORT_DB_ERROR_LOCK_TIMEOUT);
  g_assert_cmpint (retort_session_get_transaction (session), ==, RETORT_TRANSACTION_IDLE);
}

static void
test_facts (void)
{
  g_autofree char *database = retort_test_server_create_database ("catalog_facts");
  g_autoptr(RetortSession) session = retort_test_server_open (database);
  g_autoptr(GError) error = NULL;
  g_autoptr(RetortTargetFacts) facts = NULL;
  g_autoptr(RetortTargetFacts) again = NULL;
  const RetortTableSize *size = NULL;

  retort_test_execute (session,
                       "CREATE TABLE counted AS SELECT generate_series (1, 1000) AS a;"
                       "CREATE TABLE parted (a integer) PARTITION BY RANGE (a);"
                       "CREATE TABLE low PARTITION OF parted FOR VALUES FROM (0) TO (10);"
                       "CREATE TABLE high PARTITION OF parted FOR VALUES FROM (10) TO (20);"
                       "INSERT INTO parted SELECT generate_series (0, 19);"
                       "CREATE TABLE fresh (a integer); ANALYZE counted, low, high");
  facts = retort_catalog_read_facts (session, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (retort_target_facts_get_database (facts), ==, database);
  g_assert_cmpint (retort_target_facts_get_server_version (facts), >=, 150000);
  size = retort_target_facts_get_table (facts, "public", "counted");
  g_assert_cmpint (size->n_rows, ==, 1000);
  g_assert_cmpint (size->size_bytes, >=, 40960);
  size = retort_target_facts_get_table (facts, "public", "parted");
  g_assert_cmpint (size->n_rows, ==, 20);
  g_assert_cmpint (size->size_bytes, ==, 2 * 8192);
  g_assert_cmpint (retort_target_facts_get_table (facts, "public", "fresh")->n_rows, ==, -1);
  again = retort_catalog_read_facts (session, NULL, &error);
  g_assert_cmpstr (retort_target_facts_get_fingerprint (facts), ==,
                   retort_target_facts_get_fingerprint (again));
  g_assert_false (g_str_has_prefix (retort_target_facts_get_fingerprint (facts), "unknown"));
}

/* Owners, transactions that have been open for long, indexes that a failed build left: what others do with the tables. */
static void
test_facts_of_others (void)
{
  g_autofree char *database = retort_test_server_create_database ("catalog_others");
  g_autoptr(RetortSession) session = retort_test_server_open (database);
  g_autoptr(RetortSession) other = retort_test_server_open (database);
  g_autoptr(GError) error = NULL;
  g_autoptr(RetortTargetFacts) early = NULL;
  g_autoptr(RetortTargetFacts) facts = NULL;
  g_autoptr(RetortResult) failed = NULL;
  const RetortTableSize *size = NULL;

  retort_test_execute (session, "CREATE TABLE own (a integer); CREATE TABLE twice AS SELECT 1 AS a FROM generate_series (1, 3)");
  failed = retort_session_execute (session, "CREATE UNIQUE INDEX CONCURRENTLY broken ON twice (a)", NULL, NULL);
  g_assert_null (failed);
  retort_test_execute (other, "BEGIN; LOCK TABLE own IN SHARE MODE");
  early = retort_catalog_read_facts (session, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (retort_target_facts_get_holders (early)->len, ==, 0); /* open for a moment only */
  g_assert_true (retort_target_facts_has_invalid_index (early, "public", "broken"));
  g_assert_false (retort_target_facts_has_invalid_index (early, NULL, "twice"));
  size = retort_target_facts_get_table (early, "public", "own");
  g_assert_false (size->is_foreign);
  g_assert_cmpfloat (size->uses_per_s, >=, 0);

  retort_test_execute (session, "CREATE ROLE stranger; GRANT pg_read_all_stats TO stranger; SET ROLE stranger");
  facts = retort_catalog_read_facts (session, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (retort_target_facts_get_table (facts, "public", "own")->is_foreign);
  retort_test_execute (session, "RESET ROLE; DROP ROLE stranger");
}

typedef struct
{
  RetortSession *session;
  GCancellable *cancellable;
} Waiter;

static gpointer
wait_for_lock (gpointer data)
{
  Waiter *waiter = data;
  g_autoptr(RetortResult) result
      = retort_session_execute (waiter->session, "LOCK TABLE held", waiter->cancellable, NULL);

  g_assert_null (result);
  return NULL;
}

static void
test_blockers (void)
{
  g_autofree char *database = retort_test_server_create_database ("catalog_blockers");
  g_autoptr(RetortSession) holder = retort_test_server_open (database);
  g_autoptr(RetortSession) waiting = retort_test_server_open (database);
  g_autoptr(RetortSession) asking = retort_test_server_open (database);
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(GPtrArray) blockers = NULL;
  g_autofree char *start = NULL;
  Waiter waiter = { waiting, cancellable };
  GThread *thread = NULL;

  blockers
      = retort_catalog_read_blockers (asking, retort_session_get_backend_pid (waiting), NULL, NULL);
  g_assert_cmpuint (blockers->len, ==, 0);
  retort_test_execute (holder, "CREATE TABLE held (a integer)");
  retort_test_execute (holder, "BEGIN");
  retort_test_execute (waiting, "BEGIN");
  retort_test_execute (holder, "LOCK   TABLE held\n IN SHARE MODE");
  thread = g_thread_new ("waiter", wait_for_lock, &waiter);
  do
    {
      g_clear_pointer (&blockers, g_ptr_array_unref);
      blockers = retort_catalog_read_blockers (asking, retort_session_get_backend_pid (waiting),
                                               NULL, NULL);
      g_thread_yield ();
    }
  while (blockers->len == 0);
  start = g_strdup_printf (
      "process %d (postgres, retort): idle in transaction for ", retort_session_get_backend_pid (holder));
  g_test_message ("%s", (char *) g_ptr_array_index (blockers, 0));
  g_assert_cmpuint (blockers->len, ==, 1);
  g_assert_true (g_str_has_prefix (g_ptr_array_index (blockers, 0), start));
  g_assert_true (g_str_has_suffix (g_ptr_array_index (blockers, 0),
                                   " s, last ran LOCK TABLE held IN SHARE MODE"));
  g_cancellable_cancel (cancellable);
  g_thread_join (thread);
}

/* The name that a query gives to each of its columns; empty for a query of another shape. */
static char *
dup_column_names (const char *query)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(RetortSqlTree) tree = retort_sql_tree_parse (query, &error);
  g_autoptr(GString) names = g_string_new (NULL);
  const PgQuery__Node *node = NULL;

  g_assert_no_error (error);
  g_assert_cmpuint (retort_sql_tree_get_n_statements (tree), ==, 1);
  node = retort_sql_tree_get_statement (tree, 0);
  g_assert_cmpint (node->node_case, ==, PG_QUERY__NODE__NODE_SELECT_STMT);
  for (size_t i = 0; i < node->select_stmt->n_target_list; i++)
    g_string_append_printf (names, "%s ", node->select_stmt->target_list[i]->res_target->name);
  return g_string_free (g_steal_pointer (&names), FALSE);
}

/* For a server that is not here: PostgreSQL's grammar takes the text, and its columns are the same ones. */
static void
test_versions (void)
{
  static const char *const queries[]
      = { "columns.sql", "constraints.sql",  "indexes.sql",   "publications.sql", "relations.sql",
          "sizes.sql",   "dependencies.sql", "triggers.sql",  "statistics.sql",   "inherits.sql",
          "enums.sql",   "domains.sql",      "sequences.sql", "functions.sql",    "policies.sql",
          "rules.sql",   "composites.sql" };

  for (guint i = 0; i < G_N_ELEMENTS (queries); i++)
    {
      g_autofree char *query = retort_catalog_dup_query (queries[i], 150000);
      g_autofree char *expected = dup_column_names (query);

      for (int major = 13; major <= 18; major++)
        {
          g_autofree char *text = retort_catalog_dup_query (queries[i], major * 10000);
          g_autofree char *names = dup_column_names (text);

          g_assert_cmpstr (names, ==, expected);
        }
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/database/catalog/versions", test_versions);
  g_test_add_func ("/database/catalog/empty", test_empty);
  g_test_add_func ("/database/catalog/zoo", test_zoo);
  g_test_add_func ("/database/catalog/without-rights", test_without_rights);
  g_test_add_func ("/database/catalog/ranks", test_ranks);
  g_test_add_func ("/database/catalog/inside-transaction", test_inside_transaction);
  g_test_add_func ("/database/catalog/failed-transaction", test_failed_transaction);
  g_test_add_func ("/database/catalog/cancelled", test_cancelled);
  g_test_add_func ("/database/catalog/beside-lock", test_beside_lock);
  g_test_add_func ("/database/catalog/facts", test_facts);
  g_test_add_func ("/database/catalog/facts-of-others", test_facts_of_others);
  g_test_add_func ("/database/catalog/blockers", test_blockers);
  return g_test_run ();
}
