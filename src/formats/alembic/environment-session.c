/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What env.py does with the session besides configure(): statements of its own, transactions, hooks, loops over tenants. Everything that
 * may change SQL, session or transaction and is not understood becomes a note with its line. Functions of offline mode do not count. */
#include "formats/alembic/environment-reader.h"

#include <string.h>

/**
 * retort_environment_note:
 * @self: a reader
 * @place: what the note is about; the null node: the file
 * @blocks: it may change what a run does
 * @format: printf format of a sentence
 * @...: its arguments
 */
void
retort_environment_note (const RetortEnvironmentReader *self, TSNode place, gboolean blocks, const char *format, ...)
{
  RetortSource *source = retort_py_tree_get_source (self->tree);
  RetortPosition position = { 0, 0 };
  g_autofree char *text = NULL;
  va_list arguments;

  va_start (arguments, format);
  text = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  if (!ts_node_is_null (place))
    position = retort_source_position_at (source, retort_py_node_span (place).start);
  g_ptr_array_add (self->notes, retort_project_note_new (retort_source_get_path (source), position, blocks, "%s", text));
}

/**
 * retort_environment_find_keyword:
 * @self: a reader
 * @call: a call
 * @keyword: the name of an argument
 *
 * Returns: its value, or the null node
 */
TSNode
retort_environment_find_keyword (const RetortEnvironmentReader *self, TSNode call, const char *keyword)
{
  g_autoptr(GArray) arguments = retort_py_node_list_parts (retort_py_node_get_field (call, "arguments"));

  for (guint i = 0; i < arguments->len; i++)
    {
      TSNode argument = g_array_index (arguments, TSNode, i);
      g_autofree char *name = NULL;

      if (!retort_py_node_is (argument, "keyword_argument"))
        continue;
      name = retort_py_node_dup_text (self->tree, retort_py_node_get_field (argument, "name"));
      if (g_str_equal (name, keyword))
        return retort_py_node_get_field (argument, "value");
    }
  return (TSNode){ 0 };
}

/**
 * retort_environment_dup_function:
 * @self: a reader
 * @call: a call
 *
 * Returns: (transfer full): what is called, as it is written
 */
char *
retort_environment_dup_function (const RetortEnvironmentReader *self, TSNode call)
{
  return retort_py_node_dup_text (self->tree, retort_py_node_get_field (call, "function"));
}

static gboolean
is_offline_function (const RetortEnvironmentReader *self, TSNode node)
{
  g_autofree char *name = NULL;

  if (!retort_py_node_is (node, "function_definition"))
    return FALSE;
  name = retort_py_node_dup_text (self->tree, retort_py_node_get_field (node, "name"));
  return g_hash_table_contains (self->offline, name);
}

static void
collect_calls (const RetortEnvironmentReader *self, TSNode node, GArray *calls)
{
  if (is_offline_function (self, node))
    return;
  if (retort_py_node_is (node, "call"))
    g_array_append_val (calls, node);
  for (uint32_t i = 0; i < ts_node_named_child_count (node); i++)
    collect_calls (self, ts_node_named_child (node, i), calls);
}

/**
 * retort_environment_list_calls:
 * @self: a reader
 * @node: where to look
 *
 * Returns: (transfer full) (element-type TSNode): the calls inside, in the order of the text, without those of offline mode
 */
GArray *
retort_environment_list_calls (const RetortEnvironmentReader *self, TSNode node)
{
  GArray *calls = g_array_new (FALSE, FALSE, sizeof (TSNode));

  collect_calls (self, node, calls);
  return calls;
}

/* --- Offline mode --- */

static void
collect_names (const RetortEnvironmentReader *self, TSNode node, GHashTable *names)
{
  if (retort_py_node_is (node, "identifier"))
    g_hash_table_add (names, retort_py_node_dup_text (self->tree, node));
  for (uint32_t i = 0; i < ts_node_named_child_count (node); i++)
    collect_names (self, ts_node_named_child (node, i), names);
}

/* `if context.is_offline_mode(): one () else: other ()`: what only the first branch names. */
static void
read_branch (RetortEnvironmentReader *self, TSNode statement)
{
  g_autofree char *condition = retort_py_node_dup_text (self->tree, retort_py_node_get_field (statement, "condition"));
  TSNode alternative = retort_py_node_get_field (statement, "alternative");
  g_autoptr(GHashTable) online = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr(GHashTable) names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  GHashTableIter iter;
  gpointer name;

  if (!g_str_has_suffix (condition, "is_offline_mode()") || g_str_has_prefix (condition, "not ") || ts_node_is_null (alternative))
    return;
  collect_names (self, alternative, online);
  collect_names (self, retort_py_node_get_field (statement, "consequence"), names);
  g_hash_table_iter_init (&iter, names);
  while (g_hash_table_iter_next (&iter, &name, NULL))
    if (!g_hash_table_contains (online, name))
      g_hash_table_add (self->offline, g_strdup (name));
}

/**
 * retort_environment_find_offline:
 * @self: a reader
 *
 * Finds the functions that only an offline run calls.
 */
void
retort_environment_find_offline (RetortEnvironmentReader *self)
{
  g_autoptr(GArray) statements = retort_py_node_list_parts (retort_py_tree_get_root (self->tree));

  for (guint i = 0; i < statements->len; i++)
    if (retort_py_node_is (g_array_index (statements, TSNode, i), "if_statement"))
      read_branch (self, g_array_index (statements, TSNode, i));
}

/* --- Statements --- */

/* The text of an execute() call's first argument, through text(); NULL when it is not a constant. */
static char *
dup_statement (const RetortEnvironmentReader *self, TSNode call)
{
  TSNode argument = ts_node_named_child (retort_py_node_get_field (call, "arguments"), 0);

  if (retort_py_node_is (argument, "call"))
    argument = ts_node_named_child (retort_py_node_get_field (argument, "arguments"), 0);
  return ts_node_is_null (argument) ? NULL : retort_bindings_dup_string (self->bindings, argument);
}

/* A time limit or an advisory lock changes no SQL; a search path or a role does. */
static gboolean
is_harmless (const char *statement)
{
  return statement != NULL
         && g_regex_match_simple ("^\\s*(SET\\s+(SESSION\\s+|LOCAL\\s+)?\\w+_timeout\\b|SELECT\\s+pg_(try_)?advisory_\\w+\\s*\\()",
                                  statement, G_REGEX_CASELESS, 0);
}

/* Retort lets go what it took. */
static gboolean
is_unlock (const char *statement)
{
  return statement != NULL
         && g_regex_match_simple ("^\\s*SELECT\\s+(?:pg_catalog\\.)?pg_advisory_unlock(?:_shared|_all)?\\s*\\([^()]*\\)\\s*;?\\s*$",
                                  statement, G_REGEX_CASELESS, 0);
}

/* An advisory lock whose key is in the text. Taken for the session it excludes whoever takes it for a transaction, and the other way
 * round. */
static gboolean
keep_lock (const RetortEnvironmentReader *self, const char *statement)
{
  g_autoptr(GRegex) regex = g_regex_new ("^\\s*SELECT\\s+(?:pg_catalog\\.)?pg_(try_)?advisory_(?:xact_)?lock(_shared)?\\s*\\("
                                         "\\s*(-?[0-9]+(?:\\s*,\\s*-?[0-9]+)?|hashtext\\s*\\(\\s*'[^']*'\\s*\\))\\s*\\)\\s*;?\\s*$",
                                         G_REGEX_CASELESS, 0, NULL);
  g_autoptr(GMatchInfo) match = NULL;
  g_autofree char *try = NULL;
  g_autofree char *shared = NULL;
  g_autofree char *key = NULL;

  if (statement == NULL || !g_regex_match (regex, statement, 0, &match))
    return FALSE;
  try = g_match_info_fetch (match, 1);
  shared = g_match_info_fetch (match, 2);
  key = g_match_info_fetch (match, 3);
  if (self->environment->locks == NULL)
    self->environment->locks = g_ptr_array_new_with_free_func (g_free);
  g_ptr_array_add (self->environment->locks, g_strdup_printf ("SELECT pg_catalog.pg_%sadvisory_lock%s(%s)", try, shared, key));
  return TRUE;
}

static void
note_statement (const RetortEnvironmentReader *self, TSNode call)
{
  g_autofree char *statement = dup_statement (self, call);

  if (keep_lock (self, statement) || is_unlock (statement))
    return;
  retort_environment_note (self, call, !is_harmless (statement), "env.py sends a statement of its own, which Retort does not: %s.",
                           statement != NULL ? statement : "its text is not a constant");
}

/* --- Calls that matter --- */

static const char *
last_part (const char *function)
{
  const char *dot = strrchr (function, '.');

  return dot != NULL ? dot + 1 : function;
}

static gboolean
is_engine_maker (const char *name)
{
  static const char *const makers[] = { "create_engine", "engine_from_config", "create_async_engine", "async_engine_from_config", NULL };

  return g_strv_contains (makers, name);
}

/* Are all keys of a literal dict about how to reach the server? */
static gboolean
is_plain_connect_args (const RetortEnvironmentReader *self, TSNode value)
{
  static const char *const plain[] = {
    "ssl", "sslmode", "sslrootcert", "sslcert", "sslkey", "connect_timeout", "timeout", "command_timeout", "application_name", "keepalives",
    "keepalives_idle", "keepalives_interval", "keepalives_count", "statement_cache_size", "prepared_statement_cache_size", NULL,
  };
  g_autoptr(GArray) pairs = retort_py_node_list_parts (value);

  for (guint i = 0; i < pairs->len; i++)
    {
      TSNode pair = g_array_index (pairs, TSNode, i);
      g_autofree char *key = retort_py_node_is (pair, "pair")
                               ? retort_py_string_value (self->tree, retort_py_node_get_field (pair, "key")) : NULL;

      if (key == NULL || !g_strv_contains (plain, key))
        return FALSE;
    }
  return retort_py_node_is (value, "dictionary");
}

static void
note_engine (const RetortEnvironmentReader *self, TSNode call)
{
  static const char *const words[] = { "isolation_level", "execution_options", "creator", "plugins" };
  TSNode connect_args = retort_environment_find_keyword (self, call, "connect_args");

  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    {
      TSNode value = retort_environment_find_keyword (self, call, words[i]);

      if (!ts_node_is_null (value))
        retort_environment_note (self, value, TRUE, "'%s' of the engine is not understood.", words[i]);
    }
  if (!ts_node_is_null (connect_args) && !is_plain_connect_args (self, connect_args))
    retort_environment_note (self, connect_args, TRUE, "'connect_args' of the engine are not understood.");
}

static void
note_call (const RetortEnvironmentReader *self, TSNode call)
{
  g_autofree char *function = retort_environment_dup_function (self, call);
  const char *name = last_part (function);
  TSNode arguments = retort_py_node_get_field (call, "arguments");

  if (name != function && (g_str_equal (name, "execute") || g_str_equal (name, "exec_driver_sql") || g_str_equal (name, "scalar")))
    note_statement (self, call);
  else if (is_engine_maker (name))
    note_engine (self, call);
  else if (name != function && g_str_equal (name, "execution_options"))
    retort_environment_note (self, call, TRUE, "Options of the connection are not understood.");
  else if (g_str_equal (function, "event.listen") || g_str_equal (name, "listens_for"))
    retort_environment_note (self, call, TRUE, "env.py hooks into SQLAlchemy; what the hook does is not known.");
  else if (g_str_equal (name, "run_migrations") && ts_node_named_child_count (arguments) > 0)
    retort_environment_note (self, call, TRUE, "The arguments of run_migrations() reach upgrade() and downgrade() and are not understood.");
}

/* --- Loops --- */

/* Does a function of env.py, or what it calls, run the migrations? Grows @runners until nothing is new. */
static void
find_runners (const RetortEnvironmentReader *self, GHashTable *runners)
{
  g_autoptr(GArray) statements = retort_py_node_list_parts (retort_py_tree_get_root (self->tree));
  guint n_known;

  g_hash_table_add (runners, g_strdup ("run_migrations"));
  do
    {
      n_known = g_hash_table_size (runners);
      for (guint i = 0; i < statements->len; i++)
        {
          TSNode statement = g_array_index (statements, TSNode, i);
          g_autoptr(GHashTable) names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
          GHashTableIter iter;
          gpointer name;

          if (!retort_py_node_is (statement, "function_definition") || is_offline_function (self, statement))
            continue;
          collect_names (self, retort_py_node_get_field (statement, "body"), names);
          g_hash_table_iter_init (&iter, names);
          while (g_hash_table_iter_next (&iter, &name, NULL))
            if (g_hash_table_contains (runners, name))
              {
                g_hash_table_add (runners, retort_py_node_dup_text (self->tree, retort_py_node_get_field (statement, "name")));
                break;
              }
        }
    }
  while (g_hash_table_size (runners) > n_known);
}

/* A loop over databases, schemas or tenants. */
static void
note_loops (const RetortEnvironmentReader *self, TSNode node, GHashTable *runners)
{
  if (is_offline_function (self, node))
    return;
  if (retort_py_node_is (node, "for_statement") || retort_py_node_is (node, "while_statement"))
    {
      g_autoptr(GHashTable) names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
      GHashTableIter iter;
      gpointer name;

      collect_names (self, retort_py_node_get_field (node, "body"), names);
      g_hash_table_iter_init (&iter, names);
      while (g_hash_table_iter_next (&iter, &name, NULL))
        if (g_hash_table_contains (runners, name))
          {
            retort_environment_note (self, node, TRUE, "env.py runs the migrations in a loop; Retort runs them once, in the database of the profile.");
            return;
          }
    }
  for (uint32_t i = 0; i < ts_node_named_child_count (node); i++)
    note_loops (self, ts_node_named_child (node, i), runners);
}

/* --- Transactions --- */

static TSNode
find_function_around (TSNode node)
{
  while (!ts_node_is_null (node) && !retort_py_node_is (node, "function_definition") && !retort_py_node_is (node, "module"))
    node = ts_node_parent (node);
  return node;
}

/* `with engine.begin() as connection` around configure(). */
static gboolean
is_in_begin (const RetortEnvironmentReader *self, TSNode configure)
{
  for (TSNode node = ts_node_parent (configure); !ts_node_is_null (node); node = ts_node_parent (node))
    {
      g_autofree char *text = NULL;
      const char *block;

      if (!retort_py_node_is (node, "with_statement"))
        continue;
      text = retort_py_node_dup_text (self->tree, node);
      block = strchr (text, '\n');
      if (block != NULL && g_strstr_len (text, block - text, ".begin()") != NULL)
        return TRUE;
    }
  return FALSE;
}

/* With SQLAlchemy 2 a statement that is sent before configure() begins a transaction, in which Alembic then stays: it neither begins
 * nor commits one (MigrationContext.begin_transaction). A commit in between ends it. */
static gboolean
begins_by_statement (const RetortEnvironmentReader *self, TSNode configure)
{
  g_autoptr(GArray) calls = retort_environment_list_calls (self, find_function_around (configure));
  gboolean is_begun = FALSE;

  for (guint i = 0; i < calls->len; i++)
    {
      TSNode call = g_array_index (calls, TSNode, i);
      g_autofree char *function = retort_environment_dup_function (self, call);
      const char *name = last_part (function);

      if (ts_node_start_byte (call) >= ts_node_start_byte (configure))
        break;
      if (g_str_equal (name, "execute") || g_str_equal (name, "exec_driver_sql") || g_str_equal (name, "scalar")
          || g_str_has_suffix (function, "connection.begin"))
        is_begun = TRUE;
      else if (g_str_equal (name, "commit") || g_str_equal (name, "rollback"))
        is_begun = FALSE;
    }
  return is_begun;
}

static gboolean
has_call (const RetortEnvironmentReader *self, GArray *calls, const char *name)
{
  for (guint i = 0; i < calls->len; i++)
    {
      g_autofree char *function = retort_environment_dup_function (self, g_array_index (calls, TSNode, i));

      if (g_str_equal (last_part (function), name))
        return TRUE;
    }
  return FALSE;
}

static void
read_transaction (RetortEnvironmentReader *self, TSNode configure, GArray *calls)
{
  gboolean is_in_block = is_in_begin (self, configure);

  self->has_own_transaction = is_in_block || begins_by_statement (self, configure);
  if (!has_call (self, calls, "begin_transaction") && !self->has_own_transaction)
    retort_environment_note (self, configure, TRUE, "env.py does not call begin_transaction(): nothing that it runs is committed.");
  if (self->has_own_transaction && !is_in_block && !has_call (self, calls, "commit") && !has_call (self, calls, "begin"))
    retort_environment_note (self, configure, TRUE,
                             "env.py sends a statement before configure() and commits nowhere: with SQLAlchemy 2 its run is rolled back.");
  if (self->has_own_transaction && self->per_migration)
    retort_environment_note (self, configure, FALSE,
                             "env.py is in a transaction before configure(), so that all migrations of a run share it.");
}

/**
 * retort_environment_read_session:
 * @self: a reader that has read @configure
 * @configure: the call of configure() that counts; the null node when there is none
 *
 * Reads what env.py does besides.
 */
void
retort_environment_read_session (RetortEnvironmentReader *self, TSNode configure)
{
  TSNode root = retort_py_tree_get_root (self->tree);
  TSNode nowhere = { 0 };
  g_autoptr(GArray) calls = retort_environment_list_calls (self, root);
  g_autoptr(GHashTable) runners = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < calls->len; i++)
    note_call (self, g_array_index (calls, TSNode, i));
  find_runners (self, runners);
  note_loops (self, root, runners);
  if (ts_node_is_null (configure) || !has_call (self, calls, "run_migrations"))
    retort_environment_note (self, nowhere, TRUE, "env.py leaves configure() or run_migrations() to other modules, which are not read.");
  else
    read_transaction (self, configure, calls);
}
