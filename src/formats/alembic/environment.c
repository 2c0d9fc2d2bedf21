/* SPDX-License-Identifier: GPL-3.0-or-later */
/* env.py may call context.configure() several times: for offline mode with a URL, for online mode with a connection. The
 * online call is the one that decides what a run does; when none names a connection, the last call is taken. */
#include "formats/alembic/environment.h"

#include "formats/alembic/bindings.h"

typedef struct
{
  RetortAlembicEnvironment *environment;
  RetortBindings           *bindings;
  RetortPyTree             *tree;
  GPtrArray                *notes;
  gboolean                  transactional_ddl;
  gboolean                  per_migration;
} EnvironmentReader;

/**
 * RetortEnvironmentSetting:
 * One keyword of context.configure() that changes bookkeeping or transactions.
 */
typedef struct
{
  const char *keyword;
  gboolean  (*read) (EnvironmentReader *reader, TSNode value);
} EnvironmentSetting;

static gboolean
read_flag (TSNode value, gboolean *flag)
{
  *flag = retort_py_node_is (value, "true");
  return *flag || retort_py_node_is (value, "false");
}

static gboolean
read_name (EnvironmentReader *reader, TSNode value, char **name)
{
  g_autofree char *text = retort_bindings_dup_string (reader->bindings, value);

  if (text == NULL)
    return FALSE;
  g_free (*name);
  *name = g_steal_pointer (&text);
  return TRUE;
}

static gboolean
read_table (EnvironmentReader *reader, TSNode value)
{
  return read_name (reader, value, &reader->environment->version_table);
}

static gboolean
read_schema (EnvironmentReader *reader, TSNode value)
{
  return retort_py_node_is (value, "none") || read_name (reader, value, &reader->environment->version_table_schema);
}

static gboolean
read_key (EnvironmentReader *reader, TSNode value)
{
  return read_flag (value, &reader->environment->version_table_has_key);
}

static gboolean
read_per_migration (EnvironmentReader *reader, TSNode value)
{
  return read_flag (value, &reader->per_migration);
}

/* None: the dialect decides, and PostgreSQL has transactional DDL. */
static gboolean
read_transactional_ddl (EnvironmentReader *reader, TSNode value)
{
  return retort_py_node_is (value, "none") || read_flag (value, &reader->transactional_ddl);
}

static const EnvironmentSetting settings[] = {
  { "version_table", read_table },
  { "version_table_schema", read_schema },
  { "version_table_pk", read_key },
  { "transaction_per_migration", read_per_migration },
  { "transactional_ddl", read_transactional_ddl },
};

static gboolean
is_configure_call (const EnvironmentReader *reader, TSNode node)
{
  TSNode function = retort_py_node_get_field (node, "function");
  g_autofree char *text = NULL;

  if (!retort_py_node_is (node, "call") || !retort_py_node_is (function, "attribute"))
    return FALSE;
  text = retort_py_node_dup_text (reader->tree, function);
  return g_str_equal (text, "context.configure") || g_str_has_suffix (text, ".context.configure");
}

static TSNode
find_keyword (const EnvironmentReader *reader, TSNode call, const char *keyword)
{
  g_autoptr(GArray) arguments = retort_py_node_list_parts (retort_py_node_get_field (call, "arguments"));

  for (guint i = 0; i < arguments->len; i++)
    {
      TSNode argument = g_array_index (arguments, TSNode, i);
      g_autofree char *name = NULL;

      if (!retort_py_node_is (argument, "keyword_argument"))
        continue;
      name = retort_py_node_dup_text (reader->tree, retort_py_node_get_field (argument, "name"));
      if (g_str_equal (name, keyword))
        return retort_py_node_get_field (argument, "value");
    }
  return (TSNode){ 0 };
}

static void
collect_calls (const EnvironmentReader *reader, TSNode node, GArray *calls)
{
  if (is_configure_call (reader, node))
    g_array_append_val (calls, node);
  for (uint32_t i = 0; i < ts_node_named_child_count (node); i++)
    collect_calls (reader, ts_node_named_child (node, i), calls);
}

static TSNode
choose_call (const EnvironmentReader *reader, GArray *calls)
{
  for (guint i = calls->len; i > 0; i--)
    {
      TSNode call = g_array_index (calls, TSNode, i - 1);

      if (!ts_node_is_null (find_keyword (reader, call, "connection")))
        return call;
    }
  return calls->len > 0 ? g_array_index (calls, TSNode, calls->len - 1) : (TSNode){ 0 };
}

static void
add_note (const EnvironmentReader *reader, TSNode place, const char *what)
{
  RetortSource *source = retort_py_tree_get_source (reader->tree);

  g_ptr_array_add (reader->notes,
                   retort_project_note_new (retort_source_get_path (source),
                                            retort_source_position_at (source, retort_py_node_span (place).start), TRUE,
                                            "'%s' of context.configure() is not a constant.", what));
}

static void
read_call (EnvironmentReader *reader, TSNode call)
{
  for (guint i = 0; i < G_N_ELEMENTS (settings); i++)
    {
      TSNode value = find_keyword (reader, call, settings[i].keyword);

      if (!ts_node_is_null (value) && !settings[i].read (reader, value))
        add_note (reader, value, settings[i].keyword);
    }
}

/* The text of an execute() call's first argument, through text(); NULL when it is not a constant. */
static char *
dup_statement (const EnvironmentReader *reader, TSNode call)
{
  TSNode argument = ts_node_named_child (retort_py_node_get_field (call, "arguments"), 0);

  if (retort_py_node_is (argument, "call"))
    argument = ts_node_named_child (retort_py_node_get_field (argument, "arguments"), 0);
  return ts_node_is_null (argument) ? NULL : retort_bindings_dup_string (reader->bindings, argument);
}

/* A time limit or an advisory lock changes no SQL; a search path or a role does. */
static gboolean
is_harmless (const char *statement)
{
  return statement != NULL
         && g_regex_match_simple ("^\\s*(SET\\s+(SESSION\\s+|LOCAL\\s+)?\\w+_timeout\\b|SELECT\\s+pg_(try_)?advisory_\\w+\\s*\\()",
                                  statement, G_REGEX_CASELESS, 0);
}

/* Statements that env.py sends by itself: Retort does not send them, so the reader must know. */
static void
note_statements (const EnvironmentReader *reader, TSNode node)
{
  TSNode function = retort_py_node_get_field (node, "function");

  if (retort_py_node_is (node, "call") && retort_py_node_is (function, "attribute"))
    {
      g_autofree char *name = retort_py_node_dup_text (reader->tree, retort_py_node_get_field (function, "attribute"));

      if (g_str_equal (name, "execute") || g_str_equal (name, "exec_driver_sql"))
        {
          RetortSource *source = retort_py_tree_get_source (reader->tree);
          g_autofree char *statement = dup_statement (reader, node);
          RetortPosition place = retort_source_position_at (source, retort_py_node_span (node).start);

          g_ptr_array_add (reader->notes,
                           retort_project_note_new (retort_source_get_path (source), place, !is_harmless (statement),
                                                    "env.py sends a statement of its own, which Retort does not: %s.",
                                                    statement != NULL ? statement : "its text is not a constant"));
        }
    }
  for (uint32_t i = 0; i < ts_node_named_child_count (node); i++)
    note_statements (reader, ts_node_named_child (node, i));
}

static RetortSource *
load (const char *script_folder, GPtrArray *notes)
{
  g_autofree char *path = g_build_filename (script_folder, "env.py", NULL);
  g_autofree char *text = NULL;
  g_autoptr(GError) cause = NULL;
  RetortPosition nowhere = { 0, 0 };
  gsize length;

  if (g_file_get_contents (path, &text, &length, &cause))
    return retort_source_new (path, text, length);
  g_ptr_array_add (notes, retort_project_note_new (path, nowhere, TRUE, "env.py cannot be read: %s.", cause->message));
  return NULL;
}

/**
 * retort_alembic_environment_read:
 * @self: (out caller-allocates): the settings; Alembic's defaults for what env.py does not say
 * @script_folder: the folder that holds env.py
 * @notes: (element-type RetortProjectNote): where to put what is not understood
 *
 * Reads env.py. Any thread.
 */
void
retort_alembic_environment_read (RetortAlembicEnvironment *self, const char *script_folder, GPtrArray *notes)
{
  g_autoptr(RetortSource) source = load (script_folder, notes);
  g_autoptr(RetortPyTree) tree = NULL;
  g_autoptr(RetortBindings) bindings = NULL;
  g_autoptr(GArray) calls = g_array_new (FALSE, FALSE, sizeof (TSNode));
  EnvironmentReader reader = { .environment = self, .notes = notes, .transactional_ddl = TRUE };
  TSNode call;

  self->version_table = g_strdup ("alembic_version");
  self->version_table_has_key = TRUE;
  if (source == NULL)
    return;
  tree = retort_py_tree_parse (source);
  bindings = retort_bindings_read (tree);
  reader.tree = tree;
  reader.bindings = bindings;
  collect_calls (&reader, retort_py_tree_get_root (tree), calls);
  call = choose_call (&reader, calls);
  if (!ts_node_is_null (call))
    read_call (&reader, call);
  note_statements (&reader, retort_py_tree_get_root (tree));
  /* Without transactional DDL an online run still commits step by step (docs/reference/alembic-project.md section 7). */
  self->transactions = reader.per_migration || !reader.transactional_ddl ? RETORT_TRANSACTIONS_PER_MIGRATION
                                                                         : RETORT_TRANSACTIONS_ONE;
}

/**
 * retort_alembic_environment_clear:
 * @self: settings
 */
void
retort_alembic_environment_clear (RetortAlembicEnvironment *self)
{
  g_clear_pointer (&self->version_table, g_free);
  g_clear_pointer (&self->version_table_schema, g_free);
}
