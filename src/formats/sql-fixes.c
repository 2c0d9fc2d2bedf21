/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A remedy here is a few words behind others that stand in the text once, or all that are alike. A text that is not plain enough for that
 * gets none: after an edit somebody may look at it, but nobody should have to mend it. */
#include "formats/sql-fixes.h"

#include <string.h>

/**
 * SqlFix:
 * @rule: the rule that it is for
 * @pattern: what the words stand behind
 * @words: what is added
 * @is_for_all: everywhere; else only where it stands once
 * @unless: (nullable): a pattern that must not stand anywhere
 */
typedef struct
{
  const char *rule;
  const char *pattern;
  const char *words;
  gboolean    is_for_all;
  const char *unless;
} SqlFix;

#define CREATED "(?:CREATE\\s+(?:UNLOGGED\\s+)?TABLE|ADD\\s+COLUMN|CREATE\\s+(?:UNIQUE\\s+)?INDEX|CREATE\\s+SCHEMA|CREATE\\s+SEQUENCE)\\b(?!\\s+(?:IF|CONCURRENTLY)\\b)"
#define DROPPED "DROP\\s+(?:TABLE|COLUMN|INDEX|CONSTRAINT|TYPE|SEQUENCE|SCHEMA)\\b(?!\\s+(?:IF|CONCURRENTLY)\\b)"
#define REFERENCED "REFERENCES\\s+[\\w.\"]+(?:\\s*\\([^()]*\\))?"

static const SqlFix fixes[] = {
  { "missing-guard", CREATED, " IF NOT EXISTS", TRUE, NULL },
  { "missing-guard", DROPPED, " IF EXISTS", TRUE, NULL },
  { "prefer-robust", CREATED, " IF NOT EXISTS", TRUE, NULL },
  { "prefer-robust", DROPPED, " IF EXISTS", TRUE, NULL },
  { "foreign-key-without-on-delete", REFERENCED, " ON DELETE RESTRICT", FALSE, "ON\\s+DELETE" },
  { "create-index-non-concurrently", "CREATE\\s+(?:UNIQUE\\s+)?INDEX\\b", " CONCURRENTLY", FALSE, "CONCURRENTLY|\\bON\\s+ONLY\\b" },
  { "drop-index-non-concurrently", "DROP\\s+INDEX\\b(?!\\s+IF\\b)", " CONCURRENTLY IF EXISTS", FALSE, "CONCURRENTLY|CASCADE" },
  { "drop-index-non-concurrently", "DROP\\s+INDEX\\b(?=\\s+IF\\b)", " CONCURRENTLY", FALSE, "CONCURRENTLY|CASCADE" },
};

/* Where @pattern ends, each time that it stands in @text. */
static GArray *
find_ends (const char *text, const char *pattern)
{
  g_autoptr(GRegex) regex = g_regex_new (pattern, G_REGEX_CASELESS, 0, NULL);
  g_autoptr(GMatchInfo) match = NULL;
  GArray *ends = g_array_new (FALSE, FALSE, sizeof (int));

  g_regex_match (regex, text, 0, &match);
  while (g_match_info_matches (match))
    {
      int end = 0;

      g_match_info_fetch_pos (match, 0, NULL, &end);
      g_array_append_val (ends, end);
      g_match_info_next (match, NULL);
    }
  return ends;
}

static gboolean
apply (const SqlFix *fix, GPtrArray *edits, const char *text, gsize start)
{
  g_autoptr(GArray) ends = find_ends (text, fix->pattern);

  if (ends->len == 0 || (!fix->is_for_all && ends->len > 1)
      || (fix->unless != NULL && g_regex_match_simple (fix->unless, text, G_REGEX_CASELESS, 0)))
    return FALSE;
  for (guint i = 0; i < ends->len; i++)
    {
      gsize at = start + (gsize) g_array_index (ends, int, i);

      g_ptr_array_add (edits, retort_edit_new ((RetortSpan){ at, at }, fix->words));
    }
  return TRUE;
}

static int
compare_edits (gconstpointer a, gconstpointer b)
{
  const RetortEdit *left = *(RetortEdit *const *) a;
  const RetortEdit *right = *(RetortEdit *const *) b;

  return (left->span.start > right->span.start) - (left->span.start < right->span.start);
}

/**
 * retort_sql_fix_add:
 * @edits: (element-type RetortEdit): takes what is to be changed, in the order of places
 * @rule: the rule that is broken
 * @source: a file
 * @span: SQL in it
 *
 * Any thread.
 *
 * Returns: whether there is a remedy
 */
gboolean
retort_sql_fix_add (GPtrArray *edits, const char *rule, const RetortSource *source, RetortSpan span)
{
  g_autofree char *text = retort_source_dup_span (source, span);
  gboolean is_any = FALSE;

  /* Words in comments and in texts are no SQL. */
  if (strstr (text, "--") != NULL || strstr (text, "/*") != NULL || strstr (text, "$$") != NULL)
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (fixes); i++)
    if (g_str_equal (fixes[i].rule, rule))
      is_any = apply (&fixes[i], edits, text, span.start) || is_any;
  g_ptr_array_sort (edits, compare_edits);
  return is_any;
}
