/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Against what servers 15 and 18 were seen to do: tests/data/locks/facts.json. */
#include "analysis/locks/lock.h"
#include "analysis/locks/script.h"
#include "analysis/schema/apply.h"

#include <json-glib/json-glib.h>
#include <string.h>

/* What the facts say of one statement on one server, as sorted words. */
typedef struct
{
  char *tables;   /* "p ACCESS EXCLUSIVE; p2 ROW SHARE" */
  char *indexes;  /* the same, what is weaker than SHARE UPDATE EXCLUSIVE left out */
  char *rewrites;
  char *scans;
  char *builds;
  char *error;    /* nullable */
} Outcome;

static void
outcome_clear (Outcome *self)
{
  g_free (self->tables);
  g_free (self->indexes);
  g_free (self->rewrites);
  g_free (self->scans);
  g_free (self->builds);
  g_free (self->error);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Outcome, outcome_clear)

static int
compare_words (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

/* Takes the array. */
static char *
join (GPtrArray *words)
{
  char *text = NULL;

  g_ptr_array_sort (words, compare_words);
  g_ptr_array_add (words, NULL);
  text = g_strjoinv ("; ", (GStrv) words->pdata);
  g_ptr_array_unref (words);
  return text;
}

/* "ShareRowExclusive" in the words of the documentation. */
static char *
spell (const char *mode)
{
  GString *words = g_string_new (NULL);

  for (const char *c = mode; *c != '\0'; c++)
    {
      if (g_ascii_isupper (*c) && c != mode)
        g_string_append_c (words, ' ');
      g_string_append_c (words, g_ascii_toupper (*c));
    }
  return g_string_free (words, FALSE);
}

/* "p_pkey(i)": name and pg_class.relkind. */
static gboolean
is_index (const char *relation)
{
  return g_str_has_suffix (relation, "(i)") || g_str_has_suffix (relation, "(I)");
}

static char *
bare_name (const char *relation)
{
  return g_strndup (relation, strcspn (relation, "("));
}

static char *
read_locks (JsonObject *seen, gboolean of_indexes)
{
  JsonObject *locks = json_object_get_object_member (seen, "locks");
  g_autoptr(GList) names = json_object_get_members (locks);
  GPtrArray *words = g_ptr_array_new_with_free_func (g_free);

  for (GList *each = names; each != NULL; each = each->next)
    {
      g_autofree char *mode = spell (json_object_get_string_member (locks, each->data));
      g_autofree char *name = bare_name (each->data);
      gboolean is_weak = g_str_equal (mode, "ACCESS SHARE") || g_str_equal (mode, "ROW SHARE") || g_str_equal (mode, "ROW EXCLUSIVE");

      if (is_index (each->data) == of_indexes && !(of_indexes && is_weak))
        g_ptr_array_add (words, g_strdup_printf ("%s %s", name, mode));
    }
  return join (words);
}

/* Indexes among what is written anew are told as built. */
static char *
read_names (JsonObject *seen, const char *member)
{
  JsonArray *array = json_object_get_array_member (seen, member);
  GPtrArray *words = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < json_array_get_length (array); i++)
    if (!is_index (json_array_get_string_element (array, i)))
      g_ptr_array_add (words, bare_name (json_array_get_string_element (array, i)));
  return join (words);
}

static Outcome
read_outcome (JsonObject *seen)
{
  Outcome outcome = { NULL, NULL, NULL, NULL, NULL, NULL };

  if (json_object_has_member (seen, "error"))
    {
      outcome.error = g_strdup (json_object_get_string_member (seen, "error"));
      return outcome;
    }
  outcome.tables = read_locks (seen, FALSE);
  outcome.indexes = read_locks (seen, TRUE);
  outcome.rewrites = read_names (seen, "rewritten");
  outcome.scans = read_names (seen, "scanned");
  outcome.builds = read_names (seen, "indexes_built");
  return outcome;
}

typedef gboolean (*Wanted) (const RetortRelationEffect *effect);

static gboolean is_rewritten (const RetortRelationEffect *effect) { return effect->rewrites; }
static gboolean is_scanned (const RetortRelationEffect *effect) { return effect->scans; }
static gboolean is_built (const RetortRelationEffect *effect) { return effect->builds; }

static char *
tell_names (const RetortLocks *locks, Wanted wanted)
{
  GPtrArray *words = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < locks->relations->len; i++)
    {
      const RetortRelationEffect *effect = g_ptr_array_index (locks->relations, i);

      if (wanted (effect))
        g_ptr_array_add (words, g_strdup (effect->name));
    }
  return join (words);
}

/* What is dropped is no longer seen among the locks; what is renamed is seen by its new name. */
static char *
tell_locks (const RetortLocks *locks, gboolean of_indexes, const char *old_name, const char *new_name)
{
  GPtrArray *words = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < locks->relations->len; i++)
    {
      const RetortRelationEffect *effect = g_ptr_array_index (locks->relations, i);
      gboolean is_weak = of_indexes && effect->level < RETORT_LOCK_SHARE_UPDATE_EXCLUSIVE;

      if ((effect->kind == RETORT_LOCKED_INDEX) == of_indexes && !effect->is_dropped && !effect->is_held && !is_weak)
        g_ptr_array_add (words, g_strdup_printf ("%s %s", g_strcmp0 (effect->name, old_name) == 0 ? new_name : effect->name,
                                                 retort_lock_level_to_string (effect->level)));
    }
  return join (words);
}

static Outcome
tell_outcome (const RetortLocks *locks, const PgQuery__Node *statement)
{
  Outcome outcome = { NULL, NULL, NULL, NULL, NULL, NULL };
  const PgQuery__RenameStmt *rename = statement->node_case == PG_QUERY__NODE__NODE_RENAME_STMT ? statement->rename_stmt : NULL;
  const PgQuery__AlterTableCmd *command = statement->node_case == PG_QUERY__NODE__NODE_ALTER_TABLE_STMT ? statement->alter_table_stmt->cmds[0]->alter_table_cmd : NULL;
  const PgQuery__Constraint *key = command != NULL && command->subtype == PG_QUERY__ALTER_TABLE_TYPE__AT_AddConstraint ? command->def->constraint : NULL;

  if (locks->error != NULL)
    {
      outcome.error = g_strdup (locks->error);
      return outcome;
    }
  outcome.tables = tell_locks (locks, FALSE, rename != NULL && rename->rename_type != PG_QUERY__OBJECT_TYPE__OBJECT_TABCONSTRAINT && rename->rename_type != PG_QUERY__OBJECT_TYPE__OBJECT_COLUMN ? rename->relation->relname : NULL, rename != NULL ? rename->newname : NULL);
  outcome.indexes = tell_locks (locks, TRUE, key != NULL ? key->indexname : NULL, key != NULL ? key->conname : NULL);
  outcome.rewrites = tell_names (locks, is_rewritten);
  outcome.scans = tell_names (locks, is_scanned);
  outcome.builds = tell_names (locks, is_built);
  return outcome;
}

static RetortSchema *
apply_all (RetortLockSession *session, RetortSchema *schema, const char *sql, gboolean is_told)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(RetortSqlTree) tree = retort_sql_tree_parse (sql, &error);
  RetortSchema *current = retort_schema_ref (schema);

  g_assert_no_error (error);
  for (guint i = 0; i < retort_sql_tree_get_n_statements (tree); i++)
    {
      RetortSchema *next = NULL;
      g_autoptr(RetortLocks) locks = retort_lock_session_examine (session, current, retort_sql_tree_get_statement (tree, i), &next);

      g_assert_cmpstr (locks->error, ==, NULL);
      if (is_told && locks->unsure != NULL)
        g_test_message ("not sure: %s", locks->unsure);
      retort_schema_unref (current);
      current = next;
    }
  return current;
}

/* Whether what stands before a statement was run in the same transaction. */
static gboolean
is_in_same_transaction (JsonObject *fact)
{
  const char *name = json_object_get_string_member (fact, "name");

  return strstr (name, "in same tx") != NULL;
}

static guint
note (const char *what, const char *said, const char *seen)
{
  if (g_strcmp0 (said, seen) == 0)
    return 0;
  g_test_message ("  %s: said [%s] seen [%s]", what, said, seen);
  return 1;
}

static guint
compare (JsonObject *fact, const char *member, int version, RetortSchema *base)
{
  const char *sql = json_object_get_string_member (fact, "sql");
  g_autoptr(RetortSqlTree) tree = retort_sql_tree_parse (sql, NULL);
  g_autoptr(RetortLockSession) earlier = retort_lock_session_new (version, is_in_same_transaction (fact));
  g_autoptr(RetortLocks) locks = NULL;
  g_autoptr(RetortSchema) before = NULL;
  g_autoptr(RetortSqlTree) setup = retort_sql_tree_parse (json_object_get_string_member (fact, "setup_before"), NULL);
  g_auto(Outcome) said = { NULL, NULL, NULL, NULL, NULL, NULL };
  g_auto(Outcome) seen = { NULL, NULL, NULL, NULL, NULL, NULL };
  guint n_wrong = 0;

  if (tree == NULL || setup == NULL)
    return 0; /* newer than the grammar */
  before = apply_all (earlier, base, json_object_get_string_member (fact, "setup_before"), TRUE);
  if (!is_in_same_transaction (fact))
    {
      g_autoptr(RetortSchema) begun = apply_all (earlier, before, "BEGIN", FALSE);
    }
  locks = retort_lock_session_examine (earlier, before, retort_sql_tree_get_statement (tree, 0), NULL);
  said = tell_outcome (locks, retort_sql_tree_get_statement (tree, 0));
  seen = read_outcome (json_object_get_object_member (fact, member));
  n_wrong = note ("error", said.error, seen.error);
  if (said.error == NULL && seen.error == NULL)
    n_wrong += note ("locks", said.tables, seen.tables) + note ("indexes", said.indexes, seen.indexes) + note ("rewrites", said.rewrites, seen.rewrites)
               + note ("scans", said.scans, seen.scans) + note ("builds", said.builds, seen.builds);
  if (n_wrong > 0)
    g_test_message ("%s: %s", member, sql);
  return n_wrong > 0 ? 1 : 0;
}

static void
test_facts (void)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "data", "locks", "facts.json", NULL);
  g_autoptr(JsonParser) parser = json_parser_new ();
  g_autoptr(RetortSchema) empty = retort_schema_new_initial ();
  g_autoptr(RetortLockSession) session = retort_lock_session_new (150000, FALSE);
  g_autoptr(RetortSchema) base = NULL;
  g_autoptr(GError) error = NULL;
  JsonObject *root = NULL;
  JsonArray *facts = NULL;
  guint n_wrong = 0;

  json_parser_load_from_file (parser, path, &error);
  g_assert_no_error (error);
  root = json_node_get_object (json_parser_get_root (parser));
  base = apply_all (session, empty, json_object_get_string_member (root, "schema"), FALSE);
  facts = json_object_get_array_member (root, "facts");
  for (guint i = 0; i < json_array_get_length (facts); i++)
    {
      n_wrong += compare (json_array_get_object_element (facts, i), "pg15", 150000, base);
      n_wrong += compare (json_array_get_object_element (facts, i), "pg18", 180000, base);
    }
  g_assert_cmpuint (n_wrong, ==, 0);
}

typedef struct
{
  const char *sql;
  const char *mode;
  gboolean rewrites;
  gboolean scans;
} Case;

/* Without a schema the lock is known all the same. */
static void
test_without_schema (void)
{
  static const Case cases[] = {
    { "alter table t alter column c type text", "ACCESS EXCLUSIVE", TRUE, TRUE },
    { "create index concurrently i on t (a)", "SHARE UPDATE EXCLUSIVE", FALSE, TRUE },
    { "drop index concurrently i", "SHARE UPDATE EXCLUSIVE", FALSE, FALSE },
    { "update t set a = 1 where b", "ROW EXCLUSIVE", FALSE, FALSE },
    { "create table t (a int, b int)", NULL, FALSE, FALSE },
    { "create type e as enum ('a')", NULL, FALSE, FALSE },
    { "alter type e add value 'b'", NULL, FALSE, FALSE },
    { "select 1", NULL, FALSE, FALSE },
    { "vacuum full t", "ACCESS EXCLUSIVE", TRUE, TRUE },
    { "alter table t enable trigger x, set (fillfactor = 70)", "SHARE ROW EXCLUSIVE", FALSE, FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(RetortSqlTree) tree = retort_sql_tree_parse (cases[i].sql, NULL);
      g_autoptr(RetortLockInfo) info = retort_locks_of_statement (retort_sql_tree_get_statement (tree, 0), NULL, 150000);

      g_assert_cmpstr (info != NULL ? info->mode : NULL, ==, cases[i].mode);
      if (info == NULL)
        continue;
      g_assert_cmpint (info->rewrites, ==, cases[i].rewrites);
      g_assert_cmpint (info->scans, ==, cases[i].scans);
    }
}

/* Which servers know it, and what it does there: PostgreSQL docs 17, ALTER TABLE. */
static void
test_set_expression (void)
{
  static const char schema[] = "CREATE TABLE t (a int, b int GENERATED ALWAYS AS (a) STORED); CREATE INDEX i ON t (b);";
  static const char sql[] = "ALTER TABLE t ALTER b SET EXPRESSION AS (a * 2); ALTER DOMAIN d SET EXPRESSION AS (1)";

  for (int major = 15; major <= 18; major++)
    {
      RetortLockScriptOptions options = { .schema_sql = schema, .server_version = major * 10000 };
      g_autoptr(GError) error = NULL;
      g_autoptr(GPtrArray) statements = retort_lock_script_examine (sql, &options, &error);
      const RetortLocks *locks = ((RetortLockedStatement *) g_ptr_array_index (statements, 0))->locks;
      const RetortRelationEffect *effect = retort_locks_find (locks, "public", "t");

      g_assert_no_error (error);
      g_assert_cmpint (locks->error != NULL, ==, major < 17);
      g_assert_cmpint (effect != NULL && effect->rewrites && effect->level == RETORT_LOCK_ACCESS_EXCLUSIVE, ==, major >= 17);
      locks = ((RetortLockedStatement *) g_ptr_array_index (statements, 1))->locks;
      g_assert_cmpint (locks->error != NULL, ==, major < 16);
      g_assert_nonnull (locks->unsure);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/analysis/lock/facts", test_facts);
  g_test_add_func ("/analysis/lock/without-schema", test_without_schema);
  g_test_add_func ("/analysis/lock/set-expression", test_set_expression);
  return g_test_run ();
}
