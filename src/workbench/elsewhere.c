/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "workbench/elsewhere.h"

#include "workbench/workbench.h"

#include <glib/gi18n-lib.h>

static void
clear (RetortElsewhere *self)
{
  g_clear_pointer (&self->workspace, retort_workspace_unref);
  g_clear_pointer (&self->tree, retort_git_tree_free);
}

/**
 * retort_elsewhere_open:
 * @here: the project in the work tree
 * @commit: a commit, branch or tag
 * @cancellable: (nullable): stops it
 * @error: as retort_branch_review_open_at() sets it
 *
 * Any thread; blocks.
 *
 * Returns: (transfer full) (nullable): the project as it is there
 */
RetortElsewhere *
retort_elsewhere_open (RetortWorkspace *here, const char *commit, GCancellable *cancellable, GError **error)
{
  RetortProjectPlace place = retort_workspace_get_place (here);
  g_autoptr(RetortElsewhere) self = g_atomic_rc_box_new0 (RetortElsewhere);

  self->workspace = retort_branch_review_open_at (&place, commit, NULL, &self->tree, cancellable, error);
  return self->workspace != NULL ? g_steal_pointer (&self) : NULL;
}

/**
 * retort_elsewhere_ref:
 * @self: a project elsewhere
 *
 * Returns: (transfer full): @self
 */
RetortElsewhere *
retort_elsewhere_ref (RetortElsewhere *self)
{
  return g_atomic_rc_box_acquire (self);
}

/**
 * retort_elsewhere_unref:
 * @self: (transfer full): a project elsewhere
 *
 * Blocks with the last reference: the files are removed.
 */
void
retort_elsewhere_unref (RetortElsewhere *self)
{
  g_atomic_rc_box_release_full (self, (GDestroyNotify) clear);
}

/**
 * retort_elsewhere_find_way_back:
 * @self: a project elsewhere
 * @here: the project in the work tree
 * @id: a revision that @here lacks
 * @error: %RETORT_WORKBENCH_ERROR_UNREACHABLE when it is not there either, or joins several
 *
 * Returns: (transfer full) (nullable): the nearest revision behind it that @here has, or "base"
 */
char *
retort_elsewhere_find_way_back (RetortElsewhere *self, RetortWorkspace *here, const char *id, GError **error)
{
  const RetortHistory *there = retort_workspace_get_history (self->workspace);
  RetortRevision *revision = retort_history_find (there, id);

  while (revision != NULL && retort_history_find (retort_workspace_get_history (here), retort_revision_get_id (revision)) == NULL)
    {
      const char *const *down = retort_revision_get_down (revision);

      if (down[0] == NULL)
        return g_strdup ("base");
      revision = down[1] == NULL ? retort_history_find (there, down[0]) : NULL;
    }
  if (revision != NULL)
    return g_strdup (retort_revision_get_id (revision));
  g_set_error (error, RETORT_WORKBENCH_ERROR, RETORT_WORKBENCH_ERROR_UNREACHABLE,
               /* Translators: a revision. */
               _("The way back from “%s” is not a single line: switch to the branch that has it, and downgrade there."), id);
  return NULL;
}
