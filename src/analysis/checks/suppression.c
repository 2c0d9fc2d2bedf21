/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "analysis/checks/suppression.h"

#include <string.h>

/* What stands behind "ignore" without brackets is no rule: group 2 is missing then. */
#define PATTERN "(?:#|--|//)\\s*retort:\\s*(ignore|ignore-file)(?:\\s*\\[([^\\]]*)\\][ \\t]*(.*)|(?![\\w-]).*)$"

static void
suppression_free (gpointer data)
{
  RetortSuppression *self = data;

  g_free (self->rule);
  g_free (self->reason);
  g_free (self);
}

static gboolean
is_comment_or_blank (const char *line)
{
  while (g_ascii_isspace (*line))
    line++;
  return *line == '\0' || *line == '#' || g_str_has_prefix (line, "--")
         || g_str_has_prefix (line, "//");
}

static char *
dup_line (const RetortSource *source, guint line)
{
  return retort_source_dup_span (source, retort_source_line_span (source, line));
}

/* A comment of its own counts for the next line of code, over other comments and blank lines. */
static guint
find_target_line (const RetortSource *source, guint line)
{
  for (guint at = line; at <= retort_source_get_n_lines (source); at++)
    {
      g_autofree char *text = dup_line (source, at);

      if (!is_comment_or_blank (text))
        return at;
    }
  return line;
}

/* One suppression for each rule in the brackets. */
static void
read_match (GPtrArray *suppressions, const RetortSource *source, guint line,
            const GMatchInfo *match)
{
  RetortSpan whole = retort_source_line_span (source, line);
  g_autofree char *word = g_match_info_fetch (match, 1);
  g_autofree char *names = g_match_info_fetch (match, 2);
  g_autofree char *reason = g_match_info_fetch (match, 3);
  g_auto(GStrv) rules = g_strsplit (names != NULL ? names : "", ",", -1);
  guint n_rules = MAX (g_strv_length (rules), 1);
  int start = 0;
  int end = 0;

  g_match_info_fetch_pos (match, 0, &start, &end);
  for (guint i = 0; i < n_rules; i++)
    {
      RetortSuppression *suppression = g_new0 (RetortSuppression, 1);

      suppression->rule = g_strdup (rules[i] != NULL ? g_strstrip (rules[i]) : "");
      suppression->reason = g_strdup (reason != NULL ? g_strstrip (reason) : "");
      suppression->is_for_file = g_str_equal (word, "ignore-file");
      suppression->line = line;
      suppression->target_line = find_target_line (source, line);
      suppression->span = (RetortSpan){ whole.start + (gsize) start, whole.start + (gsize) end };
      g_ptr_array_add (suppressions, suppression);
    }
}

/**
 * retort_suppressions_read: (skip)
 * @source: (nullable): a file
 *
 * Returns: (transfer full) (element-type RetortSuppression): the suppressions in it, one for each
 * rule named
 */
GPtrArray *
retort_suppressions_read (const RetortSource *source)
{
  GPtrArray *suppressions = g_ptr_array_new_with_free_func (suppression_free);
  g_autoptr(GRegex) pattern = NULL;

  if (source == NULL || strstr (retort_source_get_text (source), "retort:") == NULL)
    return suppressions;
  pattern = g_regex_new (PATTERN, 0, 0, NULL);
  for (guint line = 1; line <= retort_source_get_n_lines (source); line++)
    {
      g_autofree char *text = dup_line (source, line);
      g_autoptr(GMatchInfo) match = NULL;

      if (g_regex_match (pattern, text, 0, &match))
        read_match (suppressions, source, line, match);
    }
  return suppressions;
}

static gboolean
is_within (guint line, const RetortFindingFields *finding)
{
  guint first = finding->first_line > 0 ? MIN (finding->first_line, finding->start.line) : finding->start.line;

  return line >= first && line <= MAX (finding->start.line, finding->end.line);
}

/**
 * retort_suppressions_match: (skip)
 * @suppressions: (element-type RetortSuppression): of the finding's file
 * @finding: a finding
 *
 * Returns: (transfer none) (nullable): the one that accepts the finding
 */
RetortSuppression *
retort_suppressions_match (GPtrArray *suppressions, const RetortFindingFields *finding)
{
  for (guint i = 0; i < suppressions->len; i++)
    {
      RetortSuppression *suppression = g_ptr_array_index (suppressions, i);

      if (g_str_equal (suppression->rule, finding->rule)
          && (suppression->is_for_file || is_within (suppression->line, finding)
              || is_within (suppression->target_line, finding)))
        return suppression;
    }
  return NULL;
}
