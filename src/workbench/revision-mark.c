/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a row of the revision list can be, and the word for it. */
#include "config.h"

#include "workbench/revision-item.h"

#include <glib/gi18n-lib.h>

G_DEFINE_ENUM_TYPE (RetortRevisionMark, retort_revision_mark,
                    G_DEFINE_ENUM_VALUE (RETORT_REVISION_MARK_NONE, "none"),
                    G_DEFINE_ENUM_VALUE (RETORT_REVISION_MARK_PENDING, "pending"),
                    G_DEFINE_ENUM_VALUE (RETORT_REVISION_MARK_APPLIED, "applied"),
                    G_DEFINE_ENUM_VALUE (RETORT_REVISION_MARK_CURRENT, "current"),
                    G_DEFINE_ENUM_VALUE (RETORT_REVISION_MARK_UNKNOWN, "unknown"),
                    G_DEFINE_ENUM_VALUE (RETORT_REVISION_MARK_PLANNED, "planned"),
                    G_DEFINE_ENUM_VALUE (RETORT_REVISION_MARK_SKIPPED, "skipped"),
                    G_DEFINE_ENUM_VALUE (RETORT_REVISION_MARK_EDITED, "edited"))

/**
 * retort_revision_mark_to_word:
 * @mark: a mark
 *
 * The word that stands beside the icon, translated.
 *
 * Returns: (transfer none): a word; empty for %RETORT_REVISION_MARK_NONE
 */
const char *
retort_revision_mark_to_word (RetortRevisionMark mark)
{
  switch (mark)
    {
    case RETORT_REVISION_MARK_NONE: return "";
    case RETORT_REVISION_MARK_PENDING: return C_("revision state", "pending");
    case RETORT_REVISION_MARK_APPLIED: return C_("revision state", "applied");
    case RETORT_REVISION_MARK_CURRENT: return C_("revision state", "current");
    case RETORT_REVISION_MARK_UNKNOWN: return C_("revision state", "unknown");
    case RETORT_REVISION_MARK_PLANNED: return C_("revision state", "planned");
    case RETORT_REVISION_MARK_SKIPPED: return C_("revision state", "skipped");
    case RETORT_REVISION_MARK_EDITED: return C_("revision state", "edited");
    }
  g_return_val_if_reached ("");
}
