/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A setting is known when every class that the project hands to config.from_object() gives it the same plain value, and no line of the
 * project sets it otherwise. Every other one is decided while running: it is what the application holds then. Tests are not looked at:
 * the application does not load them. */
#include "formats/alembic/flask-config.h"

#include "formats/alembic/compiler.h"
#include "formats/alembic/definitions.h"
#include "formats/alembic/flask.h"
#include "formats/alembic/modules.h"
#include "python/object.h"

#include <string.h>

/* A class, or a dict of classes. */
typedef struct
{
  char    *module;
  char    *name;
  gboolean is_table;
} Source;

/* What all classes give a setting; a plain value. */
typedef struct
{
  RetortPyKind kind;    /* RETORT_PY_NONE: they do not agree, or it is not known */
  char        *text;    /* of RETORT_PY_STR, owned */
  gint64       number;  /* of RETORT_PY_INT and RETORT_PY_BOOL */
  GPtrArray   *imports; /* element: RetortSource; the modules that were read for it */
} Setting;

struct _RetortFlaskConfig
{
  RetortModuleFiles *files;   /* borrowed */
  GMutex             mutex;   /* guards @settings, and what follows until it is read */
  GHashTable        *settings; /* key: utf8, value: Setting; never changed once they are there; of those that can be kept */
  gboolean           is_read;
  GPtrArray         *sources; /* element: Source */
  GHashTable        *written; /* set of utf8: settings that a line of the project sets */
  gboolean           is_open; /* any setting may come from elsewhere */
};

typedef struct
{
  RetortFlaskConfig *config;
  RetortDefinitions *module;
} Reader;

static void
source_free (gpointer data)
{
  Source *self = data;

  g_free (self->module);
  g_free (self->name);
  g_free (self);
}

static void
setting_free (gpointer data)
{
  Setting *self = data;

  g_free (self->text);
  g_clear_pointer (&self->imports, g_ptr_array_unref);
  g_free (self);
}

/**
 * retort_flask_config_new:
 * @files: the project's modules, which outlive it
 *
 * Returns: (transfer full): settings of which nothing was read yet
 */
RetortFlaskConfig *
retort_flask_config_new (RetortModuleFiles *files)
{
  RetortFlaskConfig *self = g_new0 (RetortFlaskConfig, 1);

  self->files = files;
  g_mutex_init (&self->mutex);
  self->settings = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, setting_free);
  self->sources = g_ptr_array_new_with_free_func (source_free);
  self->written = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  return self;
}

/**
 * retort_flask_config_free:
 * @self: (transfer full) (nullable): settings
 */
void
retort_flask_config_free (RetortFlaskConfig *self)
{
  if (self == NULL)
    return;
  g_mutex_clear (&self->mutex);
  g_hash_table_unref (self->settings);
  g_ptr_array_unref (self->sources);
  g_hash_table_unref (self->written);
  g_free (self);
}

/* --- Reading the project --- */

static char *
text_of (const Reader *self, const RetortPyNode *node)
{
  return node == NULL ? g_strdup ("") : retort_py_node_dup_text (retort_definitions_get_tree (self->module), node);
}

/* "app.config" and its like. */
static gboolean
is_config (const Reader *self, const RetortPyNode *node)
{
  g_autofree char *attribute = NULL;

  if (node == NULL || !retort_py_node_is (node, "attribute"))
    return FALSE;
  attribute = text_of (self, retort_py_node_field (node, RETORT_PY_FIELD_attribute));
  return g_str_equal (attribute, "config");
}

static gboolean
is_config_of_application (const Reader *self, const RetortPyNode *node)
{
  g_autofree char *object = is_config (self, node) ? text_of (self, retort_py_node_field (node, RETORT_PY_FIELD_object)) : NULL;
  g_autofree char *lower = object != NULL ? g_ascii_strdown (object, -1) : NULL;

  return lower != NULL && strstr (lower, "app") != NULL;
}

static void
add_source (Reader *self, char *module, char *name, gboolean is_table)
{
  Source *source = g_new0 (Source, 1);

  source->module = module;
  source->name = name;
  source->is_table = is_table;
  g_ptr_array_add (self->config->sources, source);
}

/* from_object("package.module.Class") */
static gboolean
add_named (Reader *self, const RetortPyNode *node)
{
  g_autofree char *text = retort_py_string_value (retort_definitions_get_tree (self->module), node);
  char *dot = text != NULL ? strrchr (text, '.') : NULL;

  if (dot == NULL)
    return FALSE;
  *dot = '\0';
  add_source (self, g_strdup (text), g_strdup (dot + 1), FALSE);
  return TRUE;
}

/* from_object (Config), from_object (configs[…]), from_object (config.Config) */
static gboolean
add_expression (Reader *self, const RetortPyNode *node, const RetortPyNode *at)
{
  gboolean is_table = retort_py_node_is (node, "subscript");
  gboolean is_attribute = !is_table && retort_py_node_is (node, "attribute");
  const RetortPyNode *base = is_table ? retort_py_node_field (node, RETORT_PY_FIELD_value) : is_attribute ? retort_py_node_field (node, RETORT_PY_FIELD_object) : node;
  g_autofree char *name = text_of (self, base);
  char *module = NULL;
  char *imported = NULL;

  if (!retort_py_node_is (base, "identifier"))
    return FALSE;
  if (!retort_flask_find_name (self->module, at, name, &module, &imported))
    return FALSE;
  if (is_attribute)
    {
      char *inner = g_strjoin (".", module, imported, NULL);

      g_free (module);
      g_free (imported);
      add_source (self, inner, text_of (self, retort_py_node_field (node, RETORT_PY_FIELD_attribute)), FALSE);
    }
  else
    add_source (self, module, imported, is_table);
  return TRUE;
}

static void
read_source (Reader *self, const RetortPyNode *call)
{
  const RetortPyParts *arguments = retort_py_node_get_parts (retort_py_node_field (call, RETORT_PY_FIELD_arguments));
  const RetortPyNode *first = arguments->n == 1 ? arguments->nodes[0] : NULL;

  if (first == NULL || (!add_named (self, first) && !add_expression (self, first, call)))
    self->config->is_open = TRUE;
}

static void
add_written (Reader *self, const RetortPyNode *key)
{
  char *text = key == NULL ? NULL : retort_py_string_value (retort_definitions_get_tree (self->module), key);

  if (text != NULL)
    g_hash_table_add (self->config->written, text);
  else
    self->config->is_open = TRUE;
}

/* update ({"A": 1}, B=2) */
static void
read_update (Reader *self, const RetortPyNode *call)
{
  const RetortPyParts *arguments = retort_py_node_get_parts (retort_py_node_field (call, RETORT_PY_FIELD_arguments));

  for (guint i = 0; i < arguments->n; i++)
    {
      const RetortPyNode *argument = arguments->nodes[i];
      const RetortPyParts *pairs = retort_py_node_get_parts (argument);

      if (retort_py_node_is (argument, "keyword_argument"))
        g_hash_table_add (self->config->written, text_of (self, retort_py_node_field (argument, RETORT_PY_FIELD_name)));
      else if (!retort_py_node_is (argument, "dictionary"))
        self->config->is_open = TRUE;
      for (guint j = 0; retort_py_node_is (argument, "dictionary") && j < pairs->n; j++)
        add_written (self, retort_py_node_field (pairs->nodes[j], RETORT_PY_FIELD_key));
    }
}

static void
read_call (Reader *self, const RetortPyNode *call)
{
  static const char *const readers[] = { "get", "items", "keys", "values", "copy", "get_namespace", "__contains__", NULL };
  const RetortPyNode *function = retort_py_node_field (call, RETORT_PY_FIELD_function);
  g_autofree char *method = NULL;
  const RetortPyNode *object;

  if (function == NULL || !retort_py_node_is (function, "attribute"))
    return;
  object = retort_py_node_field (function, RETORT_PY_FIELD_object);
  if (!is_config (self, object))
    return;
  method = text_of (self, retort_py_node_field (function, RETORT_PY_FIELD_attribute));
  if (g_str_equal (method, "from_object"))
    read_source (self, call);
  else if (!is_config_of_application (self, object) || g_strv_contains (readers, method))
    return;
  else if (g_str_equal (method, "update") || g_str_equal (method, "from_mapping"))
    read_update (self, call);
  else if (g_str_equal (method, "setdefault"))
    add_written (self, retort_py_node_get_named_child (retort_py_node_field (call, RETORT_PY_FIELD_arguments), 0));
  else
    self->config->is_open = TRUE;
}

/* app.config["A"] = …, and another name for all of it. */
static void
read_assignment (Reader *self, const RetortPyNode *node)
{
  const RetortPyNode *left = retort_py_node_field (node, RETORT_PY_FIELD_left);

  if (left != NULL && retort_py_node_is (left, "subscript") && is_config (self, retort_py_node_field (left, RETORT_PY_FIELD_value)))
    add_written (self, retort_py_node_field (left, RETORT_PY_FIELD_subscript));
  if (is_config_of_application (self, left) || is_config_of_application (self, retort_py_node_field (node, RETORT_PY_FIELD_right)))
    self->config->is_open = TRUE;
}

static void
read_node (Reader *self, const RetortPyNode *node)
{
  const RetortPyParts *parts = retort_py_node_get_parts (node);

  if (retort_py_node_is (node, "call"))
    read_call (self, node);
  else if (retort_py_node_is (node, "assignment") || retort_py_node_is (node, "augmented_assignment"))
    read_assignment (self, node);
  for (guint i = 0; i < parts->n; i++)
    read_node (self, parts->nodes[i]);
}

/* May a line of the file set something? Most files only read settings, and need not be parsed for it: config["A"] that no = follows, also at
 * the end of a condition, config.get ("A"), and what merely begins with the word. Whatever else stands after it read_node() looks at. */
static gboolean
may_set_config (const char *text)
{
  static GRegex *only_reads;
  gsize length = strlen (text);

  if (g_once_init_enter (&only_reads))
    g_once_init_leave (&only_reads,
                       g_regex_new ("\\w|\\.(?:get|items|keys|values|copy|get_namespace)\\(| import\\b"
                                    "|\\[[^][\\n]*\\](?![ \\t]*(?:[-+*/%|&^@<>]*=(?!=)|\\\\|:(?![ \\t]*(?:#[^\\r\\n]*)?(?:[\\r\\n]|\\z))))",
                                    G_REGEX_RAW | G_REGEX_ANCHORED | G_REGEX_OPTIMIZE, 0, NULL));
  for (const char *at = strstr (text, ".config"); at != NULL; at = strstr (at, ".config"))
    {
      at += strlen (".config");
      if (!g_regex_match_full (only_reads, text, (gssize) length, at - text, 0, NULL, NULL))
        return TRUE;
    }
  return FALSE;
}

static gboolean
is_test (const char *name)
{
  g_auto(GStrv) parts = g_strsplit (name, ".", -1);

  for (guint i = 0; parts[i] != NULL; i++)
    if (g_str_equal (parts[i], "tests") || g_str_equal (parts[i], "test") || g_str_equal (parts[i], "conftest")
        || g_str_has_prefix (parts[i], "test_"))
      return TRUE;
  return FALSE;
}

static void
read_module (RetortFlaskConfig *config, const char *name)
{
  RetortPyModuleFile file = { 0 };
  g_autoptr(RetortDefinitions) module = NULL;
  Reader reader = { config, NULL };

  if (retort_module_files_load (config->files, name, &file) && file.tree != NULL)
    {
      module = retort_definitions_read (file.tree, name, file.is_package);
      reader.module = module;
      read_node (&reader, retort_py_tree_get_root (file.tree));
    }
  g_clear_pointer (&file.tree, retort_py_tree_unref);
  g_free (file.problem);
}

static void
read_once (RetortFlaskConfig *self)
{
  g_autoptr(GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  g_autoptr(GPtrArray) names = NULL;

  if (self->is_read)
    return;
  names = retort_module_files_list (self->files, may_set_config);
  for (guint i = 0; i < names->len; i++)
    if (!is_test (g_ptr_array_index (names, i)))
      read_module (self, g_ptr_array_index (names, i));
  self->is_read = TRUE;
}

/* --- Asking --- */

static gboolean
is_plain (const RetortPyValue *value)
{
  return retort_py_value_is (value, RETORT_PY_STR) || retort_py_value_is (value, RETORT_PY_INT) || retort_py_value_is (value, RETORT_PY_BOOL);
}

/* FALSE: it is not known, or not what was found before. */
static gboolean
agree (RetortPyEvaluation *evaluation, RetortPyValue *klass, const char *key, RetortPyValue **found)
{
  RetortPyValue *value = retort_py_value_is (klass, RETORT_PY_CLASS) ? retort_py_class_find (evaluation, klass, key) : NULL;
  g_autofree char *text = value != NULL && is_plain (value) ? retort_py_value_to_repr (value) : NULL;
  g_autofree char *before = *found != NULL ? retort_py_value_to_repr (*found) : NULL;

  if (text == NULL || (before != NULL && !g_str_equal (text, before)))
    return FALSE;
  *found = value;
  return TRUE;
}

static gboolean
agree_all (RetortPyEvaluation *evaluation, const Source *source, const char *key, RetortPyValue **found)
{
  RetortPyValue *value = retort_py_project_get (evaluation, source->module, source->name);

  if (value == NULL || !source->is_table)
    return value != NULL && agree (evaluation, value, key, found);
  if (!retort_py_value_is (value, RETORT_PY_DICT) || retort_py_value_get_n_items (value) == 0)
    return FALSE;
  for (guint i = 0; i < retort_py_value_get_n_items (value); i++)
    if (!agree (evaluation, retort_py_value_get_item (value, i), key, found))
      return FALSE;
  return TRUE;
}

/* What the classes say as @evaluation sees them. NULL: they do not agree, or it is not known. */
static RetortPyValue *
ask_sources (RetortPyEvaluation *evaluation, RetortFlaskConfig *self, const char *key)
{
  RetortPyValue *found = NULL;

  for (guint i = 0; i < self->sources->len; i++)
    if (!agree_all (evaluation, g_ptr_array_index (self->sources, i), key, &found))
      return NULL;
  return found;
}

/* A setting that is being asked for. */
typedef struct
{
  RetortFlaskConfig *config;
  const char        *key;
  Setting           *setting;
  gboolean           is_too_large; /* a number that is not kept */
} Asking;

/* RetortPyProbeFunc: fills the setting. */
static void
ask_apart (RetortPyEvaluation *evaluation, gpointer user_data)
{
  Asking *asking = user_data;
  Setting *setting = asking->setting;
  RetortPyValue *value = ask_sources (evaluation, asking->config, asking->key);

  setting->kind = value != NULL ? retort_py_value_get_kind (value) : RETORT_PY_NONE;
  if (setting->kind == RETORT_PY_STR)
    setting->text = g_strdup (retort_py_value_get_string (value));
  else if (setting->kind == RETORT_PY_BOOL)
    setting->number = retort_py_value_get_bool (value);
  else if (setting->kind == RETORT_PY_INT)
    asking->is_too_large = !retort_py_value_get_int64 (value, &setting->number);
}

static const Setting *
lookup_setting (RetortFlaskConfig *self, const char *key)
{
  g_autoptr(GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  return g_hash_table_lookup (self->settings, key);
}

/* The first result stays. */
static const Setting *
keep_setting (RetortFlaskConfig *self, const char *key, Setting *setting)
{
  g_autoptr(GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  const Setting *first = g_hash_table_lookup (self->settings, key);

  if (first == NULL)
    g_hash_table_insert (self->settings, g_strdup (key), setting);
  else
    setting_free (setting);
  return first != NULL ? first : setting;
}

/* Dozens of migrations ask for the same few settings, and the modules that hold them are large: each is asked once, apart; the application took
 * it before the migration could change a class. Not under the lock, since what runs may ask for settings itself. NULL: it is to be asked where
 * it is needed. */
static const Setting *
find_kept (RetortPyEvaluation *evaluation, RetortFlaskConfig *self, const char *key)
{
  const Setting *kept = lookup_setting (self, key);
  Asking asking = { self, key };
  gboolean is_known;

  if (kept != NULL)
    return kept;
  asking.setting = g_new0 (Setting, 1);
  is_known = retort_compiler_evaluate_apart (evaluation, ask_apart, &asking, &asking.setting->imports);
  if (is_known && !asking.is_too_large)
    return keep_setting (self, key, asking.setting);
  setting_free (asking.setting);
  return NULL;
}

static RetortPyValue *
new_value (RetortPyEvaluation *evaluation, const Setting *setting)
{
  retort_compiler_add_imports (evaluation, setting->imports);
  if (setting->kind == RETORT_PY_STR)
    return retort_py_new_string (evaluation, setting->text);
  if (setting->kind == RETORT_PY_BOOL)
    return retort_py_new_bool (evaluation, setting->number != 0);
  return setting->kind == RETORT_PY_INT ? retort_py_new_int64 (evaluation, setting->number) : NULL;
}

/* NULL: it is decided while running. */
static RetortPyValue *
find_setting (RetortPyEvaluation *evaluation, const char *key)
{
  RetortFlaskConfig *self = retort_compiler_get_flask_config (evaluation);
  const Setting *setting = NULL;

  if (self == NULL)
    return NULL;
  read_once (self);
  if (self->is_open || g_hash_table_contains (self->written, key))
    return NULL;
  for (const char *p = key; *p != '\0'; p++)
    if (g_ascii_islower (*p))
      return NULL; /* from_object() takes what is written in capitals */
  setting = find_kept (evaluation, self, key);
  return setting != NULL ? new_value (evaluation, setting) : ask_sources (evaluation, self, key);
}

static RetortPyValue *
get_setting (RetortPyEvaluation *evaluation, RetortPyValue *key)
{
  const char *name = key != NULL ? retort_py_value_get_string (key) : NULL;
  RetortPyValue *value = name != NULL ? find_setting (evaluation, name) : NULL;

  return value != NULL ? value : retort_compiler_ask_outside (evaluation, "a setting of the application");
}

static RetortPyValue *
config_get_item (RetortPyEvaluation *evaluation, RetortPyValue *self, RetortPyValue *key)
{
  return get_setting (evaluation, key);
}

static RetortPyValue *
run_get (RetortCall *call)
{
  return get_setting (call->evaluation, retort_call_get (call, "key"));
}

static RetortPyValue *
config_get_attribute (RetortPyEvaluation *evaluation, RetortPyValue *self, const char *name)
{
  static const RetortFunction functions[] = { { "get", "key, default=None", run_get, FALSE }, { NULL } };
  static const RetortMembers members = { functions, NULL };

  return retort_members_get (evaluation, &members, self, name);
}

static const RetortPyForeignClass config_class = {
  .name = "config",
  .is_inert = TRUE,
  .get_attribute = config_get_attribute,
  .get_item = config_get_item,
};

static RetortPyValue *
application_get_attribute (RetortPyEvaluation *evaluation, RetortPyValue *self, const char *name)
{
  if (g_str_equal (name, "config"))
    return retort_py_new_foreign (evaluation, &config_class, NULL, NULL);
  return g_str_equal (name, "logger") ? retort_modules_get_logger (evaluation) : NULL;
}

static const RetortPyForeignClass application_class = { .name = "current_app", .get_attribute = application_get_attribute };

/**
 * retort_flask_package_get:
 * @evaluation: the evaluation
 * @name: a name of the module flask
 *
 * Returns: (nullable): its value; %NULL when it is not known
 */
RetortPyValue *
retort_flask_package_get (RetortPyEvaluation *evaluation, const char *name)
{
  return g_str_equal (name, "current_app") ? retort_py_new_foreign (evaluation, &application_class, NULL, NULL) : NULL;
}
