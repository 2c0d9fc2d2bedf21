/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ui/history/revision-filter.h"

#include <string.h>

static gboolean
contains (const char *text, const char *needle)
{
  g_autofree char *folded = text != NULL ? g_utf8_casefold (text, -1) : NULL;

  return folded != NULL && strstr (folded, needle) != NULL;
}

/**
 * retort_revision_filter_has_text:
 * @item: a row
 * @needle: casefolded; empty: everything has it
 *
 * Returns: whether id, title, message or file hold the text
 */
gboolean
retort_revision_filter_has_text (RetortRevisionItem *item, const char *needle)
{
  RetortRevision *revision = retort_revision_item_get_revision (item);

  if (*needle == '\0' || contains (retort_revision_item_get_id (item), needle)
      || contains (retort_revision_item_get_title (item), needle))
    return TRUE;
  return revision != NULL && (contains (retort_revision_get_message (revision), needle)
                              || contains (retort_revision_get_path (revision), needle));
}

/**
 * retort_revision_filter_has_kind:
 * @item: a row
 * @kind: "all", "pending", "findings" (errors and warnings), "junctions"
 *
 * Returns: whether the row is of that kind
 */
gboolean
retort_revision_filter_has_kind (RetortRevisionItem *item, const char *kind)
{
  if (g_str_equal (kind, "pending"))
    return retort_revision_item_get_mark (item) == RETORT_REVISION_MARK_PENDING;
  if (g_str_equal (kind, "findings"))
    return retort_revision_item_get_n_errors (item) + retort_revision_item_get_n_warnings (item) > 0;
  if (g_str_equal (kind, "junctions"))
    return retort_revision_item_is_head (item) || retort_revision_item_is_merge (item);
  return TRUE;
}
