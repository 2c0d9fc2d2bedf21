/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "workbench/rule-page.h"

#include "analysis/checks/check.h"

#include <glib/gi18n-lib.h>

/**
 * retort_rule_page_find:
 * @id: a rule
 * @page: (out caller-allocates): what there is to say about it
 *
 * Looks a rule up in the table that docs/checks is made from.
 *
 * Returns: whether there is such a rule; the reviewer's own findings have none
 */
gboolean
retort_rule_page_find (const char *id, RetortRulePage *page)
{
  const RetortRule *rule = retort_rules_find (id);

  if (rule == NULL)
    return FALSE;
  *page = (RetortRulePage){ _(rule->title), rule->bad, rule->good };
  return TRUE;
}

/**
 * retort_rule_page_dup_accept:
 * @id: a rule
 * @path: (nullable): the file that the finding is in
 * @reason: (nullable): why; %NULL: a place for it
 *
 * Returns: (transfer full): the comment that accepts a finding of it
 */
char *
retort_rule_page_dup_accept (const char *id, const char *path, const char *reason)
{
  gboolean is_sql = path != NULL && g_str_has_suffix (path, ".sql");

  return g_strdup_printf ("%s retort: ignore[%s] %s", is_sql ? "--" : "#", id,
                          reason != NULL ? reason : _("why this is meant"));
}
