/* SPDX-License-Identifier: GPL-3.0-or-later */
/* env.py may call context.configure() several times: for offline mode with a URL, for online mode with a connection. The
 * online call is the one that decides what a run does; when none names a connection, the last call is taken. */
#include "formats/alembic/environment.h"

#include "base/file.h"
#include "formats/alembic/environment-reader.h"
#include "formats/alembic/flask.h"
#include "formats/alembic/metadata.h"

#include <glib/gi18n.h>
#include <string.h>

/**
 * RetortEnvironmentSetting:
 * One keyword of context.configure() that changes bookkeeping or transactions.
 */
typedef struct
{
  const char *keyword;
  gboolean  (*read) (RetortEnvironmentReader *reader, const RetortPyNode *value);
} EnvironmentSetting;

static gboolean
read_flag (RetortEnvironmentReader *reader, const RetortPyNode *value, gboolean *flag)
{
  value = retort_environment_resolve (reader, value);
  if (value == NULL)
    return FALSE;
  *flag = retort_py_node_is (value, "true");
  return *flag || retort_py_node_is (value, "false");
}

static gboolean
read_table (RetortEnvironmentReader *reader, const RetortPyNode *value)
{
  g_autofree char *text = NULL;

  if (!retort_environment_read_text (reader, value, &text) || text == NULL)
    return FALSE;
  g_free (reader->environment->version_table);
  reader->environment->version_table = g_steal_pointer (&text);
  return TRUE;
}

static gboolean
read_schema (RetortEnvironmentReader *reader, const RetortPyNode *value)
{
  g_autofree char *text = NULL;

  if (!retort_environment_read_text (reader, value, &text))
    return FALSE;
  g_free (reader->environment->version_table_schema);
  reader->environment->version_table_schema = g_steal_pointer (&text);
  return TRUE;
}

static gboolean
read_key (RetortEnvironmentReader *reader, const RetortPyNode *value)
{
  return read_flag (reader, value, &reader->environment->version_table_has_key);
}

static gboolean
read_per_migration (RetortEnvironmentReader *reader, const RetortPyNode *value)
{
  return read_flag (reader, value, &reader->per_migration);
}

/* None: the dialect decides, and PostgreSQL has transactional DDL. */
static gboolean
read_transactional_ddl (RetortEnvironmentReader *reader, const RetortPyNode *value)
{
  return retort_py_node_is (value, "none") || read_flag (reader, value, &reader->transactional_ddl);
}

/* Whatever it logs: a function that may reach the database is not understood. */
static gboolean
read_hook (RetortEnvironmentReader *reader, const RetortPyNode *value)
{
  if (retort_py_node_is (value, "none"))
    return TRUE;
  return retort_environment_is_harmless_function (reader, value);
}

/* As long as they say what is so without them. */
static gboolean
read_no (RetortEnvironmentReader *reader, const RetortPyNode *value)
{
  return retort_py_node_is (value, "none") || retort_py_node_is (value, "false");
}

/* What else configure() takes is about autogenerate, or about offline mode, or passed on to env.py's own code. */
static const EnvironmentSetting settings[] = {
  { "version_table", read_table },
  { "version_table_schema", read_schema },
  { "version_table_pk", read_key },
  { "transaction_per_migration", read_per_migration },
  { "transactional_ddl", read_transactional_ddl },
  { "as_sql", read_no },
  { "starting_rev", read_no },
  { "on_version_apply", read_hook },
};

static gboolean
is_configure_call (const RetortEnvironmentReader *reader, const RetortPyNode *call)
{
  g_autofree char *function = retort_environment_dup_function (reader, call);

  return g_str_equal (function, "context.configure") || g_str_has_suffix (function, ".context.configure");
}

static const RetortPyNode *
choose_call (const RetortEnvironmentReader *reader)
{
  g_autoptr(GArray) calls = retort_environment_list_calls (reader, retort_py_tree_get_root (reader->tree));
  const RetortPyNode *chosen = NULL;
  gboolean is_online = FALSE;

  for (guint i = 0; i < calls->len; i++)
    {
      const RetortPyNode *call = g_array_index (calls, const RetortPyNode *, i);
      gboolean has_connection;

      if (!is_configure_call (reader, call))
        continue;
      has_connection = retort_environment_find_keyword (reader, call, "connection") != NULL;
      if (has_connection || !is_online)
        chosen = call;
      is_online = is_online || has_connection;
    }
  return chosen;
}

static void
read_naming (RetortEnvironmentReader *reader, RetortModuleFiles *modules, const RetortPyNode *value)
{
  g_auto(RetortMetadataAnswer) answer = { 0 };
  g_autofree char *text = retort_py_node_dup_text (reader->tree, value);

  if (retort_py_node_is (value, "identifier") && retort_environment_is_local (reader, value, text))
    answer.reason = g_strdup_printf (_("'%s' is decided while env.py runs"), text);
  else
    retort_metadata_follow (&answer, modules, reader->tree, value);
  if (answer.is_known)
    reader->environment->naming = g_steal_pointer (&answer.naming);
  else
    retort_environment_note (reader, value, TRUE,
                             _("The naming convention of target_metadata is not known (%s): what has no name in a migration is taken to get none."),
                             answer.reason);
}

/* "**current_app.extensions['migrate'].configure_args": what the project gave to Flask-Migrate. */
static void
read_more (RetortEnvironmentReader *reader, RetortModuleFiles *modules, const RetortPyNode *splat)
{
  const RetortPyNode *value = retort_environment_resolve (reader, retort_py_node_get_named_child (splat, 0));
  g_autofree char *text = value == NULL ? NULL : retort_py_node_dup_text (reader->tree, value);
  g_autofree char *written = retort_environment_dup_short (reader, splat);
  g_auto(RetortFlask) flask = { 0 };

  if (text != NULL && retort_flask_is_extension (text, "configure_args"))
    {
      retort_flask_read (&flask, modules);
      if (flask.databases->len > 0 && flask.argument == NULL)
        return;
    }
  retort_environment_note (reader, splat, TRUE, _("Some arguments of context.configure() are not known: %s."),
                           flask.argument != NULL ? flask.argument : written);
}

static void
read_call (RetortEnvironmentReader *reader, RetortModuleFiles *modules, const RetortPyNode *call)
{
  const RetortPyParts *arguments = retort_py_node_get_parts (retort_py_node_field (call, RETORT_PY_FIELD_arguments));
  const RetortPyNode *metadata = retort_environment_find_keyword (reader, call, "target_metadata");

  for (guint i = 0; i < G_N_ELEMENTS (settings); i++)
    {
      const RetortPyNode *value = retort_environment_find_keyword (reader, call, settings[i].keyword);

      g_autofree char *text = NULL;

      if (value == NULL || settings[i].read (reader, value))
        continue;
      text = retort_environment_dup_short (reader, value);
      retort_environment_note (reader, value, TRUE, _("'%s' of context.configure() cannot be told without running env.py: %s."),
                               settings[i].keyword, text);
    }
  for (guint i = 0; i < arguments->n; i++)
    if (retort_py_node_is (arguments->nodes[i], "dictionary_splat"))
      read_more (reader, modules, arguments->nodes[i]);
  if (metadata != NULL)
    read_naming (reader, modules, metadata);
}

static int
compare_notes (gconstpointer a, gconstpointer b)
{
  const RetortProjectNote *first = *(const RetortProjectNote *const *) a;
  const RetortProjectNote *second = *(const RetortProjectNote *const *) b;

  return first->position.line < second->position.line ? -1 : first->position.line > second->position.line;
}

static RetortSource *
load (const char *script_folder, GPtrArray *notes)
{
  g_autofree char *path = g_build_filename (script_folder, "env.py", NULL);
  g_autoptr(GError) cause = NULL;
  RetortPosition nowhere = { 0, 0 };
  gsize length;
  g_autofree char *text = retort_file_read (path, &length, &cause);

  if (text != NULL)
    return retort_source_new (path, text, (gssize) length);
  g_ptr_array_add (notes, retort_project_note_new (path, nowhere, TRUE, _("What env.py says is not known: %s."), cause->message));
  return NULL;
}

/**
 * retort_alembic_environment_read:
 * @self: (out caller-allocates): the settings; Alembic's defaults for what env.py does not say
 * @config: where the project lies
 * @modules: the project's modules, for what env.py imports
 * @notes: (element-type RetortProjectNote): where to put what is not understood
 *
 * Reads env.py. Any thread.
 */
void
retort_alembic_environment_read (RetortAlembicEnvironment *self, const RetortAlembicConfig *config, RetortModuleFiles *modules,
                                 GPtrArray *notes)
{
  g_autoptr(RetortSource) source = load (config->script_folder, notes);
  g_autoptr(RetortPyTree) tree = NULL;
  g_autoptr(RetortBindings) bindings = NULL;
  g_autoptr(GHashTable) offline = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr(GPtrArray) found = g_ptr_array_new_with_free_func ((GDestroyNotify) retort_project_note_free);
  RetortEnvironmentReader reader = { .environment = self, .options = config->options, .notes = found, .offline = offline, .transactional_ddl = TRUE };
  const RetortPyNode *call;

  self->version_table = g_strdup ("alembic_version");
  self->version_table_has_key = TRUE;
  if (source == NULL)
    return;
  self->path = g_strdup (retort_source_get_path (source));
  self->hash = g_strdup (retort_source_get_hash (source));
  self->has_other_driver = strstr (retort_source_get_text (source), "async") != NULL || strstr (retort_source_get_text (source), "psycopg:") != NULL
                           || strstr (retort_source_get_text (source), "pg8000") != NULL;
  tree = retort_py_tree_parse (source);
  bindings = retort_bindings_read (tree);
  reader.tree = tree;
  reader.bindings = bindings;
  retort_environment_find_offline (&reader);
  call = choose_call (&reader);
  if (call != NULL)
    read_call (&reader, modules, call);
  retort_environment_read_session (&reader, call);
  self->is_understood = call != NULL && found->len == 0;
  g_ptr_array_sort (found, compare_notes);
  g_ptr_array_extend_and_steal (notes, g_steal_pointer (&found));
  /* Without transactional DDL an online run still commits step by step (docs/reference/alembic-project.md section 7). */
  self->transactions = !reader.has_own_transaction && (reader.per_migration || !reader.transactional_ddl)
                         ? RETORT_TRANSACTIONS_PER_MIGRATION : RETORT_TRANSACTIONS_ONE;
}

/**
 * retort_alembic_environment_clear:
 * @self: settings
 */
void
retort_alembic_environment_clear (RetortAlembicEnvironment *self)
{
  g_clear_pointer (&self->path, g_free);
  g_clear_pointer (&self->hash, g_free);
  g_clear_pointer (&self->version_table, g_free);
  g_clear_pointer (&self->version_table_schema, g_free);
  g_clear_pointer (&self->naming, retort_naming_unref);
  g_clear_pointer (&self->locks, g_ptr_array_unref);
  g_clear_pointer (&self->settings, g_ptr_array_unref);
}
