/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What env.py does with the session besides configure(): statements of its own, transactions, hooks, loops over tenants. Everything that
 * may change SQL, session or transaction and is not understood becomes a note with its line. Functions of offline mode do not count. */
#include "formats/alembic/environment-reader.h"

#include <glib/gi18n.h>
#include <string.h>

#define SHORT_LENGTH 80 /* characters of an expression in a message */

/**
 * retort_environment_note:
 * @self: a reader
 * @place: what the note is about; %NULL: the file
 * @blocks: it may change what a run does
 * @format: printf format of a sentence
 * @...: its arguments
 */
void
retort_environment_note (const RetortEnvironmentReader *self, const RetortPyNode *place, gboolean blocks, const char *format, ...)
{
  RetortSource *source = retort_py_tree_get_source (self->tree);
  RetortPosition position = { 0, 0 };
  g_autofree char *text = NULL;
  va_list arguments;

  va_start (arguments, format);
  text = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  if (place != NULL)
    position = retort_source_position_at (source, retort_py_node_span (place).start);
  g_ptr_array_add (self->notes, retort_project_note_new (retort_source_get_path (source), position, blocks, "%s", text));
}

/**
 * retort_environment_find_keyword:
 * @self: a reader
 * @call: a call
 * @keyword: the name of an argument
 *
 * Returns: its value, or %NULL
 */
const RetortPyNode *
retort_environment_find_keyword (const RetortEnvironmentReader *self, const RetortPyNode *call, const char *keyword)
{
  const RetortPyParts *arguments = retort_py_node_get_parts (retort_py_node_field (call, RETORT_PY_FIELD_arguments));

  for (guint i = 0; i < arguments->n; i++)
    {
      const RetortPyNode *argument = arguments->nodes[i];
      g_autofree char *name = NULL;

      if (!retort_py_node_is (argument, "keyword_argument"))
        continue;
      name = retort_py_node_dup_text (self->tree, retort_py_node_field (argument, RETORT_PY_FIELD_name));
      if (g_str_equal (name, keyword))
        return retort_py_node_field (argument, RETORT_PY_FIELD_value);
    }
  return NULL;
}

/**
 * retort_environment_dup_function:
 * @self: a reader
 * @call: a call
 *
 * Returns: (transfer full): what is called, as it is written
 */
char *
retort_environment_dup_function (const RetortEnvironmentReader *self, const RetortPyNode *call)
{
  return retort_py_node_dup_text (self->tree, retort_py_node_field (call, RETORT_PY_FIELD_function));
}

/**
 * retort_environment_dup_short:
 * @self: a reader
 * @node: an expression
 *
 * Returns: (transfer full): its text as it is written, in one line and not too long, for a message
 */
char *
retort_environment_dup_short (const RetortEnvironmentReader *self, const RetortPyNode *node)
{
  g_autofree char *text = retort_py_node_dup_text (self->tree, node);
  g_autoptr(GRegex) blanks = g_regex_new ("\\s+", 0, 0, NULL);
  g_autofree char *line = g_regex_replace_literal (blanks, text, -1, 0, " ", 0, NULL);

  if (line == NULL)
    return g_steal_pointer (&text);
  if (g_utf8_strlen (line, -1) <= SHORT_LENGTH)
    return g_steal_pointer (&line);
  *g_utf8_offset_to_pointer (line, SHORT_LENGTH) = '\0';
  return g_strconcat (line, "…", NULL);
}

static gboolean
is_offline_function (const RetortEnvironmentReader *self, const RetortPyNode *node)
{
  g_autofree char *name = NULL;

  if (!retort_py_node_is (node, "function_definition"))
    return FALSE;
  name = retort_py_node_dup_text (self->tree, retort_py_node_field (node, RETORT_PY_FIELD_name));
  return g_hash_table_contains (self->offline, name);
}

static void
collect_calls (const RetortEnvironmentReader *self, const RetortPyNode *node, GArray *calls)
{
  if (is_offline_function (self, node))
    return;
  if (retort_py_node_is (node, "call"))
    g_array_append_val (calls, node);
  for (guint i = 0; i < retort_py_node_count_named (node); i++)
    collect_calls (self, retort_py_node_get_named_child (node, i), calls);
}

/**
 * retort_environment_list_calls:
 * @self: a reader
 * @node: where to look
 *
 * Returns: (transfer full) (element-type RetortPyNode): the calls inside, in the order of the text, without those of offline mode
 */
GArray *
retort_environment_list_calls (const RetortEnvironmentReader *self, const RetortPyNode *node)
{
  GArray *calls = g_array_new (FALSE, FALSE, sizeof (RetortPyNode *));

  collect_calls (self, node, calls);
  return calls;
}

/* --- Offline mode --- */

static void
collect_names (const RetortEnvironmentReader *self, const RetortPyNode *node, GHashTable *names)
{
  if (retort_py_node_is (node, "identifier"))
    g_hash_table_add (names, retort_py_node_dup_text (self->tree, node));
  for (guint i = 0; i < retort_py_node_count_named (node); i++)
    collect_names (self, retort_py_node_get_named_child (node, i), names);
}

/* `if context.is_offline_mode(): one () else: other ()`: what only the first branch names. */
static void
read_branch (RetortEnvironmentReader *self, const RetortPyNode *statement)
{
  g_autofree char *condition = retort_py_node_dup_text (self->tree, retort_py_node_field (statement, RETORT_PY_FIELD_condition));
  const RetortPyNode *alternative = retort_py_node_field (statement, RETORT_PY_FIELD_alternative);
  g_autoptr(GHashTable) online = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr(GHashTable) names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  GHashTableIter iter;
  gpointer name;

  if (!g_str_has_suffix (condition, "is_offline_mode()") || g_str_has_prefix (condition, "not ") || alternative == NULL)
    return;
  collect_names (self, alternative, online);
  collect_names (self, retort_py_node_field (statement, RETORT_PY_FIELD_consequence), names);
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
  const RetortPyParts *statements = retort_py_node_get_parts (retort_py_tree_get_root (self->tree));

  for (guint i = 0; i < statements->n; i++)
    if (retort_py_node_is (statements->nodes[i], "if_statement"))
      read_branch (self, statements->nodes[i]);
}

/* --- Statements --- */

static const char *
last_part (const char *function)
{
  const char *dot = strrchr (function, '.');

  return dot != NULL ? dot + 1 : function;
}

/* The first argument of an execute() call, without text() around it. */
static const RetortPyNode *
find_statement (const RetortEnvironmentReader *self, const RetortPyNode *call)
{
  const RetortPyNode *argument = retort_py_node_get_named_child (retort_py_node_field (call, RETORT_PY_FIELD_arguments), 0);

  if (retort_py_node_is (argument, "identifier"))
    {
      const RetortPyNode *bound = retort_environment_resolve (self, argument);

      argument = bound == NULL ? argument : bound;
    }
  if (retort_py_node_is (argument, "call"))
    {
      g_autofree char *function = retort_environment_dup_function (self, argument);

      if (g_str_equal (last_part (function), "text"))
        argument = retort_py_node_get_named_child (retort_py_node_field (argument, RETORT_PY_FIELD_arguments), 0);
    }
  return argument;
}

/* An advisory lock changes no SQL, whatever its key; neither does a time limit. */
static gboolean
is_harmless (const char *statement)
{
  return statement != NULL
         && g_regex_match_simple ("^\\s*(SET\\s+(SESSION\\s+|LOCAL\\s+)?\\w+_timeout\\b|SELECT\\s+pg_(try_)?advisory_\\w+\\s*\\()",
                                  statement, G_REGEX_CASELESS, 0);
}

static gboolean
is_under_condition (const RetortPyNode *node)
{
  for (; node != NULL && !retort_py_node_is (node, "function_definition"); node = retort_py_node_get_parent (node))
    if (retort_py_node_is (node, "if_statement") || retort_py_node_is (node, "except_clause")
        || retort_py_node_is (node, "conditional_expression"))
      return TRUE;
  return FALSE;
}

/* Settings that change no SQL and that Retort makes too. */
static gboolean
keep_setting (const RetortEnvironmentReader *self, const RetortPyNode *call, const char *statement)
{
  static const char *const names[] = {
    "lock_timeout", "statement_timeout", "idle_in_transaction_session_timeout", "maintenance_work_mem", "work_mem", "client_min_messages",
    "max_parallel_maintenance_workers", NULL,
  };
  g_autoptr(GRegex) regex = g_regex_new ("^\\s*SET\\s+(?:SESSION\\s+|LOCAL\\s+)?(\\w+)\\s*(?:=|\\s+TO\\s+)\\s*(?:'([^']*)'|(-?\\w+))\\s*;?\\s*$",
                                         G_REGEX_CASELESS, 0, NULL);
  g_autoptr(GMatchInfo) match = NULL;
  g_autofree char *found = NULL;
  g_autofree char *name = NULL;
  g_autofree char *value = NULL;

  if (statement == NULL || is_under_condition (call) || !g_regex_match (regex, statement, 0, &match))
    return FALSE;
  found = g_match_info_fetch (match, 1);
  name = g_ascii_strdown (found, -1);
  value = g_match_info_fetch (match, 3);
  if (value == NULL || *value == '\0')
    {
      g_free (value);
      value = g_match_info_fetch (match, 2);
    }
  if (!g_strv_contains (names, name) || g_ascii_strcasecmp (value, "default") == 0)
    return FALSE;
  if (self->environment->settings == NULL)
    self->environment->settings = g_ptr_array_new_with_free_func (g_free);
  g_ptr_array_add (self->environment->settings, g_steal_pointer (&name));
  g_ptr_array_add (self->environment->settings, g_steal_pointer (&value));
  return TRUE;
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

static gboolean
sets_search_path (const char *statement)
{
  return statement != NULL
         && g_regex_match_simple ("^\\s*SET\\s+(SESSION\\s+|LOCAL\\s+)?search_path\\b", statement, G_REGEX_CASELESS, 0);
}

static void
note_statement (const RetortEnvironmentReader *self, const RetortPyNode *call)
{
  const RetortPyNode *argument = find_statement (self, call);
  g_autofree char *statement = NULL;
  g_autofree char *written = argument == NULL ? g_strdup ("?") : retort_environment_dup_short (self, argument);

  if (!retort_environment_read_text (self, argument, &statement))
    statement = NULL;
  if (statement != NULL)
    statement = retort_environment_fill_parameters (self, call, g_steal_pointer (&statement));
  if (keep_lock (self, statement) || is_unlock (statement) || keep_setting (self, call, statement))
    return;
  if (sets_search_path (statement))
    retort_environment_note (self, call, TRUE, _("env.py sends '%s', which Retort does not: put the search path into the connection profile."),
                             statement);
  else if (statement != NULL)
    retort_environment_note (self, call, !is_harmless (statement) || is_under_condition (call), _("env.py sends a statement of its own, which Retort does not: %s."), statement);
  else
    retort_environment_note (self, call, TRUE, _("env.py sends a statement of its own that is made while it runs, and Retort does not: %s."),
                             written);
}

/* --- Calls that matter --- */

static gboolean
is_engine_maker (const char *name)
{
  static const char *const makers[] = { "create_engine", "engine_from_config", "create_async_engine", "async_engine_from_config", NULL };

  return g_strv_contains (makers, name);
}

/* Are all keys of a literal dict about how to reach the server? */
static gboolean
is_plain_connect_args (const RetortEnvironmentReader *self, const RetortPyNode *value)
{
  static const char *const plain[] = {
    "ssl", "sslmode", "sslrootcert", "sslcert", "sslkey", "connect_timeout", "timeout", "command_timeout", "application_name", "keepalives",
    "keepalives_idle", "keepalives_interval", "keepalives_count", "statement_cache_size", "prepared_statement_cache_size", NULL,
  };
  const RetortPyParts *pairs = retort_py_node_get_parts (value);

  for (guint i = 0; i < pairs->n; i++)
    {
      const RetortPyNode *pair = pairs->nodes[i];
      g_autofree char *key = retort_py_node_is (pair, "pair")
                               ? retort_py_string_value (self->tree, retort_py_node_field (pair, RETORT_PY_FIELD_key)) : NULL;

      if (key == NULL || !g_strv_contains (plain, key))
        return FALSE;
    }
  return retort_py_node_is (value, "dictionary");
}

static void
note_engine_word (const RetortEnvironmentReader *self, const char *word, const RetortPyNode *value)
{
  g_autofree char *written = retort_environment_dup_short (self, value);

  retort_environment_note (self, value, TRUE, _("'%s' of the engine may change the session, and what it does is not known: %s."), word, written);
}

static void
note_engine (const RetortEnvironmentReader *self, const RetortPyNode *call)
{
  static const char *const words[] = { "isolation_level", "execution_options", "creator", "plugins" };
  const RetortPyNode *connect_args = retort_environment_find_keyword (self, call, "connect_args");

  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    {
      const RetortPyNode *value = retort_environment_find_keyword (self, call, words[i]);

      if (value != NULL)
        note_engine_word (self, words[i], value);
    }
  if (connect_args != NULL && !is_plain_connect_args (self, connect_args))
    note_engine_word (self, "connect_args", connect_args);
}

/* Only a server of another kind gets what stands under `if dialect.name == "sqlite":`. */
static gboolean
is_for_other_servers (const RetortEnvironmentReader *self, const RetortPyNode *node)
{
  for (const RetortPyNode *parent = retort_py_node_get_parent (node); parent != NULL; node = parent, parent = retort_py_node_get_parent (node))
    {
      g_autofree char *condition = NULL;

      if (!retort_py_node_is (parent, "if_statement") || retort_py_node_field (parent, RETORT_PY_FIELD_consequence) != node)
        continue;
      condition = retort_py_node_dup_text (self->tree, retort_py_node_field (parent, RETORT_PY_FIELD_condition));
      if (g_regex_match_simple ("^[\\w.()]*(?:dialect|dialect\\.name|get_dialect\\(\\)|dialect_name)\\s*==\\s*[\"'](?:sqlite|mysql|mariadb|mssql|oracle)[\"']$",
                                condition, 0, 0))
        return TRUE;
    }
  return FALSE;
}

static void
note_hook (const RetortEnvironmentReader *self, const RetortPyNode *call)
{
  g_autofree char *written = retort_environment_dup_short (self, call);

  retort_environment_note (self, call, TRUE, _("env.py hooks into SQLAlchemy, and what the hook does is not known: %s."), written);
}

static void
note_call (const RetortEnvironmentReader *self, const RetortPyNode *call)
{
  g_autofree char *function = retort_environment_dup_function (self, call);
  const char *name = last_part (function);
  const RetortPyNode *arguments = retort_py_node_field (call, RETORT_PY_FIELD_arguments);

  if (name != function && (g_str_equal (name, "execute") || g_str_equal (name, "exec_driver_sql") || g_str_equal (name, "scalar")))
    note_statement (self, call);
  else if (is_engine_maker (name))
    note_engine (self, call);
  else if (name != function && g_str_equal (name, "execution_options"))
    retort_environment_note (self, call, TRUE, _("Options of the connection are not understood."));
  else if (g_str_equal (function, "event.listen") || g_str_equal (function, "event.listens_for") || g_str_equal (name, "listens_for"))
    note_hook (self, call);
  else if (g_str_equal (name, "compiles"))
    retort_environment_note (self, call, TRUE, _("env.py changes the SQL that SQLAlchemy writes; how is not known."));
  else if (g_str_equal (name, "run_migrations") && retort_py_node_count_named (arguments) > 0)
    retort_environment_note (self, call, TRUE, _("The arguments of run_migrations() reach upgrade() and downgrade() and are not understood."));
}

/* --- Hooks --- */

static gboolean
find_function (const RetortEnvironmentReader *self, const RetortPyNode *node, const char *name, const RetortPyNode **function)
{
  if (retort_py_node_is (node, "function_definition"))
    {
      g_autofree char *text = retort_py_node_dup_text (self->tree, retort_py_node_field (node, RETORT_PY_FIELD_name));

      if (g_str_equal (text, name))
        *function = node;
    }
  for (guint i = 0; i < retort_py_node_count_named (node); i++)
    find_function (self, retort_py_node_get_named_child (node, i), name, function);
  return *function != NULL;
}

/**
 * retort_environment_is_harmless_function:
 * @self: a reader
 * @value: a name
 *
 * Returns: whether it is a function of env.py that calls nothing but what writes a log or handles texts and paths
 */
gboolean
retort_environment_is_harmless_function (const RetortEnvironmentReader *self, const RetortPyNode *value)
{
  static const char *const harmless[] = {
    "debug", "info", "warning", "error", "exception", "critical", "log", "print", "join", "format", "str", "repr", "len", "sorted", "list", "tuple",
    "getattr", "hasattr", "isinstance", "Path", "resolve", "relative_to", "startswith", "endswith", "strip", "split", "getLogger", NULL,
  };
  g_autofree char *name = retort_py_node_dup_text (self->tree, value);
  g_autoptr(GArray) calls = NULL;
  const RetortPyNode *function = NULL;

  if (!retort_py_node_is (value, "identifier") || !find_function (self, retort_py_tree_get_root (self->tree), name, &function))
    return FALSE;
  calls = retort_environment_list_calls (self, retort_py_node_field (function, RETORT_PY_FIELD_body));
  for (guint i = 0; i < calls->len; i++)
    {
      g_autofree char *called = retort_environment_dup_function (self, g_array_index (calls, const RetortPyNode *, i));

      if (!g_strv_contains (harmless, last_part (called)))
        return FALSE;
    }
  return TRUE;
}

/* --- Loops --- */

/* Does a function of env.py, or what it calls, run the migrations? Grows @runners until nothing is new. */
static void
find_runners (const RetortEnvironmentReader *self, GHashTable *runners)
{
  const RetortPyParts *statements = retort_py_node_get_parts (retort_py_tree_get_root (self->tree));
  guint n_known;

  g_hash_table_add (runners, g_strdup ("run_migrations"));
  do
    {
      n_known = g_hash_table_size (runners);
      for (guint i = 0; i < statements->n; i++)
        {
          const RetortPyNode *statement = statements->nodes[i];
          g_autoptr(GHashTable) names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
          GHashTableIter iter;
          gpointer name;

          if (!retort_py_node_is (statement, "function_definition") || is_offline_function (self, statement))
            continue;
          collect_names (self, retort_py_node_field (statement, RETORT_PY_FIELD_body), names);
          g_hash_table_iter_init (&iter, names);
          while (g_hash_table_iter_next (&iter, &name, NULL))
            if (g_hash_table_contains (runners, name))
              {
                g_hash_table_add (runners, retort_py_node_dup_text (self->tree, retort_py_node_field (statement, RETORT_PY_FIELD_name)));
                break;
              }
        }
    }
  while (g_hash_table_size (runners) > n_known);
}

/* A loop over databases, schemas or tenants. */
static void
note_loops (const RetortEnvironmentReader *self, const RetortPyNode *node, GHashTable *runners)
{
  if (is_offline_function (self, node))
    return;
  if (retort_py_node_is (node, "for_statement") || retort_py_node_is (node, "while_statement"))
    {
      g_autoptr(GHashTable) names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
      GHashTableIter iter;
      gpointer name;

      collect_names (self, retort_py_node_field (node, RETORT_PY_FIELD_body), names);
      g_hash_table_iter_init (&iter, names);
      while (g_hash_table_iter_next (&iter, &name, NULL))
        if (g_hash_table_contains (runners, name))
          {
            retort_environment_note (self, node, TRUE, _("env.py runs the migrations in a loop; Retort runs them once, in the database of the profile."));
            return;
          }
    }
  for (guint i = 0; i < retort_py_node_count_named (node); i++)
    note_loops (self, retort_py_node_get_named_child (node, i), runners);
}

/* --- Transactions --- */

static const RetortPyNode *
find_function_around (const RetortPyNode *node)
{
  while (node != NULL && !retort_py_node_is (node, "function_definition") && !retort_py_node_is (node, "module"))
    node = retort_py_node_get_parent (node);
  return node;
}

/* `with engine.begin() as connection` around configure(). */
static gboolean
is_in_begin (const RetortEnvironmentReader *self, const RetortPyNode *configure)
{
  for (const RetortPyNode *node = retort_py_node_get_parent (configure); node != NULL; node = retort_py_node_get_parent (node))
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
begins_by_statement (const RetortEnvironmentReader *self, const RetortPyNode *configure)
{
  const RetortPyNode *around = find_function_around (configure);
  g_autoptr(GArray) calls = retort_environment_list_calls (self, around);
  gboolean is_begun = FALSE;

  for (guint i = 0; i < calls->len; i++)
    {
      const RetortPyNode *call = g_array_index (calls, const RetortPyNode *, i);
      g_autofree char *function = retort_environment_dup_function (self, call);
      const char *name = last_part (function);

      if (call->start >= configure->start)
        break;
      /* Of a function inside it is not known whether it is called; what stands under a condition was told. */
      if (find_function_around (call) != around || (is_under_condition (call) && !is_under_condition (configure)))
        continue;
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
      g_autofree char *function = retort_environment_dup_function (self, g_array_index (calls, const RetortPyNode *, i));

      if (g_str_equal (last_part (function), name))
        return TRUE;
    }
  return FALSE;
}

static void
read_transaction (RetortEnvironmentReader *self, const RetortPyNode *configure, GArray *calls)
{
  gboolean is_in_block = is_in_begin (self, configure);

  self->has_own_transaction = is_in_block || begins_by_statement (self, configure);
  if (!has_call (self, calls, "begin_transaction") && !self->has_own_transaction)
    retort_environment_note (self, configure, TRUE, _("env.py does not call begin_transaction(): nothing that it runs is committed."));
  if (self->has_own_transaction && !is_in_block && !has_call (self, calls, "commit") && !has_call (self, calls, "begin"))
    retort_environment_note (self, configure, TRUE,
                             _("env.py sends a statement before configure() and commits nowhere: with SQLAlchemy 2 its run is rolled back."));
  if (self->has_own_transaction && self->per_migration)
    retort_environment_note (self, configure, FALSE,
                             _("env.py is in a transaction before configure(), so that all migrations of a run share it."));
}

/**
 * retort_environment_read_session:
 * @self: a reader that has read @configure
 * @configure: the call of configure() that counts; %NULL when there is none
 *
 * Reads what env.py does besides.
 */
void
retort_environment_read_session (RetortEnvironmentReader *self, const RetortPyNode *configure)
{
  const RetortPyNode *root = retort_py_tree_get_root (self->tree);
  const RetortPyNode *nowhere = NULL;
  g_autoptr(GArray) calls = retort_environment_list_calls (self, root);
  g_autoptr(GHashTable) runners = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < calls->len; i++)
    if (!is_for_other_servers (self, g_array_index (calls, const RetortPyNode *, i)))
      note_call (self, g_array_index (calls, const RetortPyNode *, i));
  find_runners (self, runners);
  note_loops (self, root, runners);
  if (configure == NULL || !has_call (self, calls, "run_migrations"))
    retort_environment_note (self, nowhere, TRUE, _("env.py leaves configure() or run_migrations() to other modules, which are not read."));
  else
    read_transaction (self, configure, calls);
}
