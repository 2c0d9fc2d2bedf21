/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What happened to the revision of a row on this branch. */
#include "config.h"

#include "workbench/revision-item-private.h"

#include <glib/gi18n-lib.h>

/**
 * retort_reviewed_kind_to_word:
 * @kind: what happened to a revision
 *
 * Returns: (transfer none): it in a word or two, translated; empty when nothing did
 */
const char *
retort_reviewed_kind_to_word (RetortReviewedKind kind)
{
  switch (kind)
    {
    case RETORT_REVIEWED_SAME:
      return "";
    case RETORT_REVIEWED_ADDED:
      return C_("revision", "new");
    case RETORT_REVIEWED_CHANGED:
      return C_("revision", "changed");
    case RETORT_REVIEWED_TOUCHED:
      return C_("revision", "reworded");
    case RETORT_REVIEWED_REMOVED:
      return C_("revision", "removed");
    }
  g_return_val_if_reached ("");
}

/**
 * retort_revision_item_dup_branch_words: (skip)
 * @self: a row
 *
 * Returns: (transfer full) (nullable): what happened to it on this branch, for those who do not see the chip
 */
char *
retort_revision_item_dup_branch_words (RetortRevisionItem *self)
{
  switch (self->branch)
    {
    case RETORT_REVIEWED_SAME:
      return NULL;
    case RETORT_REVIEWED_ADDED:
      return g_strdup (_("new on this branch"));
    case RETORT_REVIEWED_CHANGED:
    case RETORT_REVIEWED_TOUCHED:
      return g_strdup (_("changed on this branch"));
    case RETORT_REVIEWED_REMOVED:
      return g_strdup (_("removed on this branch"));
    }
  g_return_val_if_reached (NULL);
}

/**
 * retort_revision_item_set_branch: (skip)
 * @self: a row
 * @kind: what happened to it on this branch
 */
void
retort_revision_item_set_branch (RetortRevisionItem *self, RetortReviewedKind kind)
{
  if (self->branch == kind)
    return;
  self->branch = kind;
  g_clear_pointer (&self->accessible_name, g_free);
  g_object_notify (G_OBJECT (self), "note");
  g_object_notify (G_OBJECT (self), "accessible-name");
}

/**
 * retort_revision_item_get_branch:
 * @self: a row
 *
 * Returns: what happened to it on this branch
 */
RetortReviewedKind
retort_revision_item_get_branch (RetortRevisionItem *self)
{
  g_return_val_if_fail (RETORT_IS_REVISION_ITEM (self), RETORT_REVIEWED_SAME);
  return self->branch;
}
