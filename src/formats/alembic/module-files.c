/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where Python would look (importlib, "FileFinder"): a package before a module before a folder without an __init__.py, and prepend_sys_path
 * before everything else. Which other folders are on the path is known to the environment that runs Alembic and not to the project: those
 * where it usually is started count, as long as only one of them has the module.
 *
 * A file is kept parsed until it changes. */
#include "formats/alembic/module-files.h"

#include "base/file.h"
#include "base/utf8.h"
#include "python/validator.h"

#include <dirent.h>
#include <sys/stat.h>

#include <glib/gstdio.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#define MAX_LISTED 20000 /* files and folders of a project that are looked through for a word */
#define MAX_LISTED_DEPTH 12


/* A file as it was when it was read last. */
typedef struct
{
  struct stat   state;
  RetortPyTree *tree;
  char         *problem; /* nullable: why Python would not load it */
} Kept;

struct _RetortModuleFiles
{
  char       *boundary;    /* nullable: the project's folder, or the one around its package, without symbolic links; nothing outside of it is read */
  GPtrArray  *python_path; /* element: utf8 */
  GPtrArray  *likely;      /* element: utf8 */
  GMutex      mutex;       /* guards kept */
  GHashTable *kept;        /* key: path, value: Kept */
};

/* What a module's name means inside one folder. */
typedef enum
{
  FOUND_NOTHING,
  FOUND_FOLDER,
  FOUND_FILE,
} Found;

static void
kept_free (gpointer data)
{
  Kept *self = data;

  g_clear_pointer (&self->tree, retort_py_tree_unref);
  g_free (self->problem);
  g_free (self);
}

static void
add_once (GPtrArray *folders, const char *folder)
{
  g_autofree char *plain = g_canonicalize_filename (folder, NULL);

  if (!g_ptr_array_find_with_equal_func (folders, plain, g_str_equal, NULL))
    g_ptr_array_add (folders, g_steal_pointer (&plain));
}

/* A folder that is a package itself is not where Python starts to look, or its modules would hide installed ones. */
static void
add_likely (RetortModuleFiles *self, const char *folder)
{
  g_autofree char *init = g_build_filename (folder, "__init__.py", NULL);

  if (!g_file_test (init, G_FILE_TEST_EXISTS))
    add_once (self->likely, folder);
}

static void
add_folders (RetortModuleFiles *self, const RetortAlembicConfig *config)
{
  g_autofree char *beside = config->config_path != NULL ? g_path_get_dirname (config->config_path) : NULL;

  for (guint i = 0; i < config->module_folders->len; i++)
    if (i < config->n_certain_module_folders)
      add_once (self->python_path, g_ptr_array_index (config->module_folders, i));
    else
      add_likely (self, g_ptr_array_index (config->module_folders, i));
  if (beside != NULL)
    add_likely (self, beside);
}

/**
 * retort_module_files_new:
 * @config: where the project lies
 *
 * Returns: (transfer full): its modules, none of which was read yet
 */
RetortModuleFiles *
retort_module_files_new (const RetortAlembicConfig *config)
{
  RetortModuleFiles *self = g_new0 (RetortModuleFiles, 1);
  char resolved[PATH_MAX];

  g_mutex_init (&self->mutex);
  self->kept = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, kept_free);
  self->python_path = g_ptr_array_new_with_free_func (g_free);
  self->likely = g_ptr_array_new_with_free_func (g_free);
  if (realpath (config->module_root != NULL ? config->module_root : config->root, resolved) != NULL)
    self->boundary = g_strdup (resolved);
  add_folders (self, config);
  return self;
}

/**
 * retort_module_files_free:
 * @self: (transfer full) (nullable): modules
 */
void
retort_module_files_free (RetortModuleFiles *self)
{
  if (self == NULL)
    return;
  g_free (self->boundary);
  g_ptr_array_unref (self->python_path);
  g_ptr_array_unref (self->likely);
  g_hash_table_unref (self->kept);
  g_mutex_clear (&self->mutex);
  g_free (self);
}

/* --- Finding --- */

static gboolean
is_file (const char *path)
{
  return g_file_test (path, G_FILE_TEST_IS_REGULAR);
}

/* The way of a dotted name below @root. @path: the file, or the folder. */
static Found
find_below (const char *root, const char *const *parts, char **path, gboolean *is_package)
{
  g_autofree char *folder = g_strdup (root);

  for (guint i = 0; parts[i] != NULL; i++)
    {
      g_autofree char *inner = g_build_filename (folder, parts[i], NULL);
      g_autofree char *init = g_build_filename (inner, "__init__.py", NULL);
      g_autofree char *module = g_strconcat (inner, ".py", NULL);
      gboolean is_last = parts[i + 1] == NULL;
      gboolean is_last_package = is_last && is_file (init);

      if (is_last_package || (is_last && is_file (module)))
        {
          *is_package = is_last_package;
          *path = *is_package ? g_steal_pointer (&init) : g_steal_pointer (&module);
          return FOUND_FILE;
        }
      /* A module has nothing inside. */
      if (!g_file_test (inner, G_FILE_TEST_IS_DIR) || (!is_file (init) && is_file (module)))
        return FOUND_NOTHING;
      g_free (folder);
      folder = g_steal_pointer (&inner);
    }
  *is_package = TRUE;
  *path = g_steal_pointer (&folder);
  return FOUND_FOLDER;
}

static gboolean
is_inside (const RetortModuleFiles *self, const char *path)
{
  char resolved[PATH_MAX];
  gsize length = self->boundary != NULL ? strlen (self->boundary) : 0;

  if (length == 0 || realpath (path, resolved) == NULL)
    return FALSE;
  return strncmp (resolved, self->boundary, length) == 0 && resolved[length] == G_DIR_SEPARATOR;
}

/* What a search came to. */
typedef struct
{
  Found    found;
  char    *path;
  gboolean is_package;
  gboolean is_ambiguous;
} Search;

static void
search_clear (Search *self)
{
  g_clear_pointer (&self->path, g_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Search, search_clear)

/* A file stands before a folder without one, wherever that is. */
static void
search_folders (Search *self, GPtrArray *folders, const char *const *parts, gboolean in_order)
{
  for (guint i = 0; i < folders->len; i++)
    {
      g_autofree char *path = NULL;
      gboolean is_package = FALSE;
      Found found = find_below (g_ptr_array_index (folders, i), parts, &path, &is_package);

      if (found == FOUND_FILE && self->found == FOUND_FILE && !in_order && !g_str_equal (path, self->path))
        self->is_ambiguous = TRUE;
      if (found <= self->found)
        continue;
      g_free (self->path);
      self->path = g_steal_pointer (&path);
      self->found = found;
      self->is_package = is_package;
    }
}

static void
search (RetortModuleFiles *self, Search *result, const char *module)
{
  g_auto(GStrv) parts = g_strsplit (module, ".", -1);

  for (guint i = 0; parts[i] != NULL; i++)
    if (parts[i][0] == '\0' || strchr (parts[i], G_DIR_SEPARATOR) != NULL)
      return;
  if (parts[0] == NULL)
    return;
  search_folders (result, self->python_path, (const char *const *) parts, TRUE);
  if (result->found != FOUND_FILE)
    search_folders (result, self->likely, (const char *const *) parts, FALSE);
}

/* --- Reading --- */

static char *
dup_problem (RetortPyTree *tree)
{
  g_autoptr(GPtrArray) problems = retort_py_validate (tree, retort_py_tree_get_root (tree));
  const RetortPyProblem *problem = problems->len > 0 ? g_ptr_array_index (problems, 0) : NULL;

  return problem != NULL ? g_strdup_printf ("Python would not load it: %s", problem->message) : NULL;
}

static Kept *
read_file (const char *path, const struct stat *state)
{
  Kept *kept = g_new0 (Kept, 1);
  g_autoptr(RetortSource) source = NULL;
  g_autoptr(GError) error = NULL;
  gsize length;
  g_autofree char *text = retort_file_read (path, &length, &error);

  kept->state = *state;
  if (text == NULL)
    kept->problem = g_strdup (error->message);
  else if (!retort_utf8_is_valid (text, length))
    kept->problem = g_strdup ("its file is not UTF-8 text");
  if (kept->problem != NULL)
    return kept;
  source = retort_source_new_take (path, g_steal_pointer (&text), length);
  kept->tree = retort_py_tree_parse (source);
  kept->problem = dup_problem (kept->tree);
  return kept;
}

static gboolean
is_same_state (const struct stat *a, const struct stat *b)
{
  return a->st_dev == b->st_dev && a->st_ino == b->st_ino && a->st_size == b->st_size
         && a->st_mtim.tv_sec == b->st_mtim.tv_sec && a->st_mtim.tv_nsec == b->st_mtim.tv_nsec;
}

static void
read_kept (RetortModuleFiles *self, const char *path, RetortPyModuleFile *file)
{
  g_autoptr(GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  Kept *kept = g_hash_table_lookup (self->kept, path);
  struct stat state;

  if (g_stat (path, &state) != 0)
    {
      file->problem = g_strdup_printf ("its file cannot be read: %s", g_strerror (errno));
      return;
    }
  if (kept == NULL || !is_same_state (&kept->state, &state))
    {
      kept = read_file (path, &state);
      g_hash_table_replace (self->kept, g_strdup (path), kept);
    }
  file->problem = g_strdup (kept->problem);
  if (kept->tree != NULL)
    file->tree = retort_py_tree_ref (kept->tree);
}

/**
 * retort_module_files_load:
 * @self: modules
 * @module: the full name of one
 * @file: (out caller-allocates): its text, or why it is not read
 *
 * Looks for a module and reads it. Any thread; blocks.
 *
 * Returns: whether the project has such a module
 */
gboolean
retort_module_files_load (RetortModuleFiles *self, const char *module, RetortPyModuleFile *file)
{
  g_auto(Search) found = { 0 };

  search (self, &found, module);
  if (found.found == FOUND_NOTHING)
    return FALSE;
  file->is_package = found.is_package;
  if (!is_inside (self, found.path))
    file->problem = g_strdup ("its file lies outside of the project");
  else if (found.is_ambiguous)
    file->problem = g_strdup ("several files of the project have its name");
  else if (found.found == FOUND_FILE)
    read_kept (self, found.path, file);
  return TRUE;
}

/**
 * retort_module_files_read_text:
 * @self: modules
 * @path: an absolute path
 * @text: (out): what the file holds
 *
 * Reads a file that a migration opens. Any thread; blocks.
 *
 * Returns: %FALSE when it lies outside of the project, cannot be read or is no UTF-8 text
 */
gboolean
retort_module_files_read_text (RetortModuleFiles *self, const char *path, char **text)
{
  gsize length;

  if (!is_inside (self, path) || !g_file_test (path, G_FILE_TEST_IS_REGULAR))
    return FALSE;
  *text = retort_file_read (path, &length, NULL);
  if (*text != NULL && !retort_utf8_is_valid (*text, length))
    g_clear_pointer (text, g_free);
  return *text != NULL;
}

/* --- Listing --- */

typedef struct
{
  RetortModuleFiles *modules;
  gboolean         (*matches) (const char *text);
  GPtrArray         *names;
  guint              n_seen;
} Listing;

/* (nullable): "app.models" of ROOT/app/models.py and of ROOT/app/models/__init__.py */
static char *
name_below (const char *root, const char *path)
{
  gsize length = strlen (root);
  char *name = NULL;

  if (strncmp (path, root, length) != 0 || path[length] != G_DIR_SEPARATOR)
    return NULL;
  name = g_strndup (path + length + 1, strlen (path) - length - 1 - strlen (".py"));
  if (g_str_has_suffix (name, G_DIR_SEPARATOR_S "__init__"))
    name[strlen (name) - strlen ("/__init__")] = '\0';
  return g_strdelimit (name, G_DIR_SEPARATOR_S, '.');
}

/* The name by which the module is found, from the innermost folder that Python looks in. */
static void
add_name (Listing *self, const char *path)
{
  GPtrArray *roots[] = { self->modules->python_path, self->modules->likely };
  g_autofree char *shortest = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (roots); i++)
    for (guint j = 0; j < roots[i]->len; j++)
      {
        g_autofree char *name = name_below (g_ptr_array_index (roots[i], j), path);

        if (name != NULL && (shortest == NULL || strlen (name) < strlen (shortest)))
          {
            g_free (shortest);
            shortest = g_steal_pointer (&name);
          }
      }
  if (shortest != NULL)
    g_ptr_array_add (self->names, g_steal_pointer (&shortest));
}

/* Not what is installed or built. */
static gboolean
is_left_out (const char *name)
{
  static const char *const others[] = { "node_modules", "site-packages", "__pycache__", "venv", "env", "build", "dist", "tests", NULL };

  return name[0] == '.' || g_strv_contains (others, name);
}

/* What the folder does not tell of an entry, the file system is asked. */
static guint
type_of_entry (const struct dirent *entry, const char *path)
{
  struct stat state;

  if (entry->d_type != DT_UNKNOWN)
    return entry->d_type;
  return g_lstat (path, &state) == 0 ? IFTODT (state.st_mode) : DT_UNKNOWN;
}

static void
list_folder (Listing *self, const char *folder, guint depth)
{
  DIR *dir = depth < MAX_LISTED_DEPTH ? opendir (folder) : NULL;
  const struct dirent *entry;

  while (dir != NULL && (entry = readdir (dir)) != NULL && self->n_seen++ < MAX_LISTED)
    {
      g_autofree char *path = is_left_out (entry->d_name) ? NULL : g_build_filename (folder, entry->d_name, NULL);
      g_autofree char *text = NULL;
      guint type = path != NULL ? type_of_entry (entry, path) : DT_UNKNOWN;

      if (type == DT_DIR)
        list_folder (self, path, depth + 1);
      else if (type == DT_REG && g_str_has_suffix (entry->d_name, ".py") && (text = retort_file_read (path, NULL, NULL)) != NULL
               && self->matches (text))
        add_name (self, path);
    }
  if (dir != NULL)
    closedir (dir);
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

/**
 * retort_module_files_list:
 * @self: modules
 * @matches: (scope call): whether a file with this text is meant
 *
 * Looks through the whole project, without what is installed in it. Any thread; blocks.
 *
 * Returns: (transfer full) (element-type utf8): full names of modules, sorted
 */
GPtrArray *
retort_module_files_list (RetortModuleFiles *self, gboolean (*matches) (const char *text))
{
  Listing listing = { self, matches, g_ptr_array_new_with_free_func (g_free), 0 };

  if (self->boundary != NULL)
    list_folder (&listing, self->boundary, 0);
  g_ptr_array_sort (listing.names, compare_names);
  return listing.names;
}
