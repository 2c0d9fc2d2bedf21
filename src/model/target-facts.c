/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/target-facts.h"

struct _RetortTargetFacts
{
  int         server_version; /* libpq's number: 150018 */
  char       *database;
  char       *fingerprint;
  GHashTable *tables; /* key: "schema.table", owned; value: RetortTableSize, owned */
  GPtrArray  *holders; /* RetortTableHolder, owned; the oldest transaction first */
  GHashTable *invalid_indexes; /* "schema.index", owned */
  GHashTable *estimates;   /* key: a statement, owned; value: RetortWriteEstimate, owned */
  GHashTable *passed_over; /* key: a revision, owned; value: RetortPassedOver */
};

static void
holder_free (gpointer data)
{
  RetortTableHolder *self = data;

  g_free (self->user);
  g_free (self->application);
  g_free (self->schema);
  g_free (self->table);
  g_free (self);
}

static void
estimate_free (gpointer data)
{
  RetortWriteEstimate *self = data;

  g_free (self->refusal);
  g_free (self);
}

/**
 * retort_target_facts_new:
 * @server_version: libpq's number, 150018 for 15.18
 * @database: the database's name
 * @fingerprint: what tells this database from others: system identifier and database id
 *
 * Returns: (transfer full): facts without tables
 */
RetortTargetFacts *
retort_target_facts_new (int server_version, const char *database, const char *fingerprint)
{
  RetortTargetFacts *self = g_atomic_rc_box_new0 (RetortTargetFacts);

  self->server_version = server_version;
  self->database = g_strdup (database);
  self->fingerprint = g_strdup (fingerprint);
  self->tables = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->holders = g_ptr_array_new_with_free_func (holder_free);
  self->invalid_indexes = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->estimates = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, estimate_free);
  self->passed_over = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  return self;
}

/**
 * retort_target_facts_add_table:
 * @self: facts that nobody else has yet
 * @schema: the table's schema
 * @table: its name
 * @size: how large it is
 */
void
retort_target_facts_add_table (RetortTargetFacts *self, const char *schema, const char *table,
                               RetortTableSize size)
{
  g_hash_table_replace (self->tables, g_strconcat (schema, ".", table, NULL),
                        g_memdup2 (&size, sizeof size));
}

/**
 * retort_target_facts_add_holder:
 * @self: facts that nobody else has yet
 * @holder: who holds a table; copied
 */
void
retort_target_facts_add_holder (RetortTargetFacts *self, const RetortTableHolder *holder)
{
  RetortTableHolder *copy = g_memdup2 (holder, sizeof *holder);

  copy->user = g_strdup (holder->user);
  copy->application = g_strdup (holder->application);
  copy->schema = g_strdup (holder->schema);
  copy->table = g_strdup (holder->table);
  g_ptr_array_add (self->holders, copy);
}

/**
 * retort_target_facts_add_invalid_index:
 * @self: facts that nobody else has yet
 * @schema: the index's schema
 * @index: its name
 */
void
retort_target_facts_add_invalid_index (RetortTargetFacts *self, const char *schema, const char *index)
{
  g_hash_table_add (self->invalid_indexes, g_strconcat (schema, ".", index, NULL));
}

/**
 * retort_target_facts_add_estimate:
 * @self: facts that nobody else has yet
 * @sql: a statement that writes rows
 * @n_rows: how many rows the server expects it to write; -1 with @refusal
 * @refusal: (nullable): why the server refuses it
 */
void
retort_target_facts_add_estimate (RetortTargetFacts *self, const char *sql, gint64 n_rows, const char *refusal)
{
  RetortWriteEstimate *estimate = g_new0 (RetortWriteEstimate, 1);

  estimate->n_rows = n_rows;
  estimate->refusal = g_strdup (refusal);
  g_hash_table_replace (self->estimates, g_strdup (sql), estimate);
}

/**
 * retort_target_facts_add_passed_over:
 * @self: facts that nobody else has yet
 * @revision: a pending revision
 * @how: what became of its place in the order
 */
void
retort_target_facts_add_passed_over (RetortTargetFacts *self, const char *revision, RetortPassedOver how)
{
  g_hash_table_replace (self->passed_over, g_strdup (revision), GUINT_TO_POINTER (how));
}

/**
 * retort_target_facts_get_estimate:
 * @self: facts
 * @sql: a statement
 *
 * Returns: (transfer none) (nullable): what the server says of it; %NULL when it was not asked
 */
const RetortWriteEstimate *
retort_target_facts_get_estimate (const RetortTargetFacts *self, const char *sql)
{
  return g_hash_table_lookup (self->estimates, sql);
}

/**
 * retort_target_facts_get_passed_over:
 * @self: facts
 * @revision: a revision
 *
 * Returns: whether one that comes behind it is applied
 */
RetortPassedOver
retort_target_facts_get_passed_over (const RetortTargetFacts *self, const char *revision)
{
  return (RetortPassedOver) GPOINTER_TO_UINT (g_hash_table_lookup (self->passed_over, revision));
}

/**
 * retort_target_facts_ref:
 * @self: facts
 *
 * Returns: (transfer full): @self
 */
RetortTargetFacts *
retort_target_facts_ref (RetortTargetFacts *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
target_facts_clear (gpointer data)
{
  RetortTargetFacts *self = data;

  g_free (self->database);
  g_free (self->fingerprint);
  g_hash_table_unref (self->tables);
  g_ptr_array_unref (self->holders);
  g_hash_table_unref (self->invalid_indexes);
  g_hash_table_unref (self->estimates);
  g_hash_table_unref (self->passed_over);
}

/**
 * retort_target_facts_unref:
 * @self: (transfer full): facts
 */
void
retort_target_facts_unref (RetortTargetFacts *self)
{
  g_atomic_rc_box_release_full (self, target_facts_clear);
}

/**
 * retort_target_facts_get_server_version:
 * @self: facts
 *
 * Returns: libpq's number, 150018 for 15.18
 */
int
retort_target_facts_get_server_version (const RetortTargetFacts *self)
{
  return self->server_version;
}

/**
 * retort_target_facts_get_database:
 * @self: facts
 *
 * Returns: the database's name
 */
const char *
retort_target_facts_get_database (const RetortTargetFacts *self)
{
  return self->database;
}

/**
 * retort_target_facts_get_fingerprint:
 * @self: facts
 *
 * Returns: what tells this database from others
 */
const char *
retort_target_facts_get_fingerprint (const RetortTargetFacts *self)
{
  return self->fingerprint;
}

/**
 * retort_target_facts_get_table:
 * @self: facts
 * @schema: (nullable): the table's schema; "public" when %NULL
 * @table: its name
 *
 * Returns: (transfer none) (nullable): how large it is; %NULL: there is none
 */
const RetortTableSize *
retort_target_facts_get_table (const RetortTargetFacts *self, const char *schema, const char *table)
{
  g_autofree char *key = g_strconcat (schema != NULL ? schema : "public", ".", table, NULL);

  return g_hash_table_lookup (self->tables, key);
}

/**
 * retort_target_facts_get_holders:
 * @self: facts
 *
 * Returns: (transfer none) (element-type RetortTableHolder): whose transactions have held which tables for a while, the oldest first
 */
const GPtrArray *
retort_target_facts_get_holders (const RetortTargetFacts *self)
{
  return self->holders;
}

/**
 * retort_target_facts_has_invalid_index:
 * @self: facts
 * @schema: (nullable): the index's schema; "public" when %NULL
 * @index: its name
 *
 * Returns: whether an index of that name is there and unusable
 */
gboolean
retort_target_facts_has_invalid_index (const RetortTargetFacts *self, const char *schema, const char *index)
{
  g_autofree char *key = g_strconcat (schema != NULL ? schema : "public", ".", index, NULL);

  return g_hash_table_contains (self->invalid_indexes, key);
}
