/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which modules are imported when env.py runs, and which when a package's __init__.py does: a model that nobody imports is no part of the
 * metadata. Imports inside of functions are not followed; so nothing is said of models when none of them is reached. */
#include "formats/models/reader-private.h"

#include <string.h>

/* Walks from module to module. */
typedef struct
{
  RetortModelNames *names;
  GHashTable       *reached; /* set of full names of modules, owned */
  GQueue            waiting; /* element: the keys of @reached, borrowed */
} Walk;

static void
walk_clear (Walk *self)
{
  g_clear_pointer (&self->reached, g_hash_table_unref);
  g_queue_clear (&self->waiting);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Walk, walk_clear)

static void
walk_init (Walk *self, RetortModelNames *names)
{
  self->names = names;
  self->reached = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_queue_init (&self->waiting);
}

/* Importing a.b.c runs a and a.b before. */
static void
reach (Walk *self, const char *name)
{
  g_autofree char *part = g_strdup (name);

  for (char *dot = part + strlen (part); dot != NULL; dot = strrchr (part, '.'))
    {
      char *key;

      *dot = '\0';
      if (g_hash_table_contains (self->reached, part))
        continue;
      key = g_strdup (part);
      g_hash_table_add (self->reached, key);
      g_queue_push_tail (&self->waiting, key);
    }
}

static void
reach_imports (Walk *self, RetortDefinitions *module)
{
  g_autoptr(GPtrArray) names = retort_model_names_list_imports (self->names, module);

  for (guint i = 0; i < names->len; i++)
    reach (self, g_ptr_array_index (names, i));
}

static void
run (Walk *self)
{
  const char *name;

  while ((name = g_queue_pop_head (&self->waiting)) != NULL)
    {
      RetortDefinitions *module = retort_model_names_load (self->names, name);

      if (module != NULL)
        reach_imports (self, module);
    }
}

static void
find_unreachable (RetortModelReader *self)
{
  g_auto(Walk) walk = { 0 };
  gboolean is_any_reached = FALSE;

  walk_init (&walk, self->names);
  reach_imports (&walk, self->environment);
  run (&walk);
  for (guint i = 0; i < self->drafts->len; i++)
    {
      const RetortModelDraft *draft = g_ptr_array_index (self->drafts, i);

      is_any_reached = is_any_reached || g_hash_table_contains (walk.reached, draft->model->module);
    }
  for (guint i = 0; is_any_reached && i < self->drafts->len; i++)
    {
      const RetortModelDraft *draft = g_ptr_array_index (self->drafts, i);

      draft->model->is_unreachable = !g_hash_table_contains (walk.reached, draft->model->module);
    }
}

/* --- Packages --- */

static char *
dup_package (const char *module)
{
  const char *dot = strrchr (module, '.');

  return dot != NULL ? g_strndup (module, dot - module) : NULL;
}

/* Does a package's own file import another module of it that has models? */
static gboolean
is_collector (RetortModelReader *self, const char *package, const Walk *walk)
{
  for (guint i = 0; i < self->drafts->len; i++)
    {
      const RetortModelDraft *draft = g_ptr_array_index (self->drafts, i);
      g_autofree char *other = dup_package (draft->model->module);

      if (g_strcmp0 (other, package) == 0 && g_hash_table_contains (walk->reached, draft->model->module))
        return TRUE;
    }
  return FALSE;
}

static void
check_package (RetortModelReader *self, const RetortModelDraft *draft)
{
  g_autofree char *package = dup_package (draft->model->module);
  RetortDefinitions *init = package != NULL ? retort_model_names_load (self->names, package) : NULL;
  g_auto(Walk) walk = { 0 };

  if (init == NULL)
    return;
  walk_init (&walk, self->names);
  reach_imports (&walk, init);
  run (&walk);
  if (!g_hash_table_contains (walk.reached, draft->model->module) && is_collector (self, package, &walk))
    draft->model->collector = g_strdup (retort_source_get_path (retort_definitions_get_source (init)));
}

/**
 * retort_model_find_collectors: (skip)
 * @self: a reader that knows all tables
 *
 * Says of each class whether somebody imports it.
 */
void
retort_model_find_collectors (RetortModelReader *self)
{
  if (self->environment != NULL)
    find_unreachable (self);
  for (guint i = 0; i < self->drafts->len; i++)
    check_package (self, g_ptr_array_index (self->drafts, i));
}
