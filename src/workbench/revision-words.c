/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a row of the revision list says to those who do not see it, and what is known of a ghost. */
#include "config.h"

#include "workbench/revision-item-private.h"

#include <glib/gi18n-lib.h>

/* "2 warnings", or the errors when there are any, or NULL. */
static char *
dup_count_words (guint n_errors, guint n_warnings)
{
  if (n_errors > 0 && n_warnings > 0)
    {
      g_autofree char *errors = g_strdup_printf (ngettext ("%u error", "%u errors", n_errors),
                                                 n_errors);
      g_autofree char *warnings = g_strdup_printf (ngettext ("%u warning", "%u warnings",
                                                             n_warnings), n_warnings);
      return g_strdup_printf ("%s, %s", errors, warnings);
    }
  if (n_errors > 0)
    return g_strdup_printf (ngettext ("%u error", "%u errors", n_errors), n_errors);
  if (n_warnings > 0)
    return g_strdup_printf (ngettext ("%u warning", "%u warnings", n_warnings),
                            n_warnings);
  return NULL;
}

/**
 * retort_revision_item_make_name: (skip)
 * @self: a row
 *
 * Returns: (transfer full): what a screen reader says of it
 */
char *
retort_revision_item_make_name (RetortRevisionItem *self)
{
  const char *word = retort_revision_mark_to_word (retort_revision_item_get_mark (self));
  g_autofree char *counts = dup_count_words (retort_revision_item_get_n_errors (self), retort_revision_item_get_n_warnings (self));
  g_autoptr(GString) name = g_string_new (retort_revision_item_get_id (self));
  const char *title = retort_revision_item_get_title (self);
  const char *note = retort_revision_item_get_note (self);
  g_autofree char *branch = retort_revision_item_dup_branch_words (self);

  if (*title != '\0')
    g_string_append_printf (name, " %s", title);
  if (*word != '\0')
    g_string_append_printf (name, ", %s", word);
  if (counts != NULL)
    g_string_append_printf (name, ", %s", counts);
  if (branch != NULL)
    g_string_append_printf (name, ", %s", branch);
  if (note != NULL)
    g_string_append_printf (name, ", %s", note);
  return g_strdup (name->str);
}

/**
 * retort_revision_ghost_new: (skip)
 * @fields: what is known
 *
 * Returns: (transfer full): a copy of all of it
 */
RetortRevisionGhost *
retort_revision_ghost_new (const RetortRevisionGhost *fields)
{
  RetortRevisionGhost *self = g_new0 (RetortRevisionGhost, 1);

  self->place = g_strdup (fields->place);
  self->text = g_strdup (fields->text);
  self->command = g_strdup (fields->command);
  self->commit = g_strdup (fields->commit);
  self->ref = g_strdup (fields->ref);
  self->parent = g_strdup (fields->parent);
  return self;
}

/**
 * retort_revision_ghost_free: (skip)
 * @self: (transfer full): what is known of a ghost
 */
void
retort_revision_ghost_free (RetortRevisionGhost *self)
{
  g_free (self->place);
  g_free (self->text);
  g_free (self->command);
  g_free (self->commit);
  g_free (self->ref);
  g_free (self->parent);
  g_free (self);
}
