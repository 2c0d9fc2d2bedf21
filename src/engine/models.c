/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/models.h"

#include "engine/git-base.h"

#include <glib/gstdio.h>

/**
 * retort_workspace_read_models:
 * @self: a workspace
 * @cancellable: (nullable): stops the reading
 * @error: of @cancellable
 *
 * Returns: (transfer full) (nullable): what the project's models say
 */
RetortModelSet *
retort_workspace_read_models (RetortWorkspace *self, GCancellable *cancellable, GError **error)
{
  RetortProject *project = retort_workspace_get_project (self);
  const RetortAdapter *adapter = retort_project_get (project)->adapter;

  return adapter->read_models != NULL ? adapter->read_models (project, cancellable, error) : retort_model_set_new ();
}

#define COPYING_S 120 /* files that a copy or an unpacked archive writes one after the other are of about the same time */

/* --- What changed since the newest revision --- */

static gint64
get_change_time (const char *path)
{
  GStatBuf state;

  return g_stat (path, &state) == 0 ? (gint64) state.st_mtime : 0;
}

static void
add_if_changed (GPtrArray *changed, RetortSource *source, RetortGitBase *base, gint64 newest)
{
  gboolean is_changed = base != NULL ? !retort_git_base_holds (base, source)
                                     : get_change_time (retort_source_get_path (source)) > newest + COPYING_S;

  if (is_changed && !g_ptr_array_find (changed, source, NULL))
    g_ptr_array_add (changed, source);
}

/* By git where it holds the newest revision as it is, else by time. */
static GPtrArray *
list_changed (const RetortModelSet *models, RetortRevision *newest)
{
  GPtrArray *changed = g_ptr_array_new ();
  RetortSource *source = retort_revision_get_source (newest);
  g_autoptr(RetortGitBase) base = source != NULL ? retort_git_base_open_last_change (source, NULL) : NULL;
  gint64 time = get_change_time (retort_revision_get_path (newest));

  for (guint i = 0; i < models->classes->len; i++)
    {
      const RetortModelClass *model = g_ptr_array_index (models->classes, i);

      add_if_changed (changed, model->source, base, time);
      for (guint j = 0; j < model->columns->len; j++)
        add_if_changed (changed, ((RetortModelColumn *) g_ptr_array_index (model->columns, j))->source, base, time);
    }
  return changed;
}

/* --- Checking --- */

/**
 * retort_workspace_check_models:
 * @self: a workspace
 * @schema: what is there
 * @cancellable: (nullable): stops the reading
 * @error: of @cancellable
 *
 * Reads the models and holds them against @schema. Runs nothing of the project.
 *
 * Returns: (transfer full) (nullable): what was read, and what there is to say
 */
RetortModelReport *
retort_workspace_check_models (RetortWorkspace *self, const RetortSchema *schema, GCancellable *cancellable, GError **error)
{
  const RetortProjectFields *project = retort_project_get (retort_workspace_get_project (self));
  g_autoptr(RetortModelSet) models = retort_workspace_read_models (self, cancellable, error);
  g_autoptr(GPtrArray) heads = NULL;
  g_autoptr(GPtrArray) changed = NULL;
  RetortModelReport *report;
  RetortModelCheckInput input = { 0 };

  if (models == NULL)
    return NULL;
  heads = retort_history_list_heads (retort_workspace_get_history (self));
  input.models = models;
  input.actual = schema;
  input.settings = &retort_workspace_get_settings (self)->checks;
  input.version_schema = project->version_table_schema;
  input.version_table = project->version_table;
  if (heads->len == 1)
    {
      changed = list_changed (models, g_ptr_array_index (heads, 0));
      input.changed = changed;
      input.changed_since = retort_revision_get_caption (g_ptr_array_index (heads, 0));
    }
  report = g_new0 (RetortModelReport, 1);
  report->result = retort_check_models (&input);
  report->models = g_steal_pointer (&models);
  return report;
}

/**
 * retort_model_report_free:
 * @self: (transfer full): a report
 */
void
retort_model_report_free (RetortModelReport *self)
{
  retort_model_check_result_free (self->result);
  retort_model_set_unref (self->models);
  g_free (self);
}
