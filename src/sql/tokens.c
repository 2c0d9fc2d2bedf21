/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A thin wrapper of pg_query_scan(). */
#include "sql/tokens.h"

#include <pg_query.h>

/* How many words a thread remembers. */
#define MOST_WORDS 4096

struct _RetortSqlTokens
{
  PgQuery__ScanResult *scan;
};

/**
 * retort_sql_tokens_scan: (skip)
 * @sql: a text
 *
 * Returns: (transfer full) (nullable): its tokens; %NULL when the scanner refuses it (an open quote
 * or comment)
 */
RetortSqlTokens *
retort_sql_tokens_scan (const char *sql)
{
  PgQueryScanResult result = pg_query_scan (sql);
  RetortSqlTokens *self = NULL;

  if (result.error == NULL)
    {
      self = g_new0 (RetortSqlTokens, 1);
      self->scan = pg_query__scan_result__unpack (NULL, result.pbuf.len,
                                                  (const uint8_t *) result.pbuf.data);
    }
  pg_query_free_scan_result (result);
  return self;
}

/**
 * retort_sql_tokens_free: (skip)
 * @self: (transfer full): tokens
 */
void
retort_sql_tokens_free (RetortSqlTokens *self)
{
  pg_query__scan_result__free_unpacked (self->scan, NULL);
  g_free (self);
}

/**
 * retort_sql_tokens_get_n: (skip)
 * @self: tokens
 *
 * Returns: how many there are, comments included
 */
guint
retort_sql_tokens_get_n (const RetortSqlTokens *self)
{
  return (guint) self->scan->n_tokens;
}

/**
 * retort_sql_tokens_get_kind: (skip)
 * @self: tokens
 * @index: which; one past the last is allowed
 *
 * Returns: the kind of the token, `PG_QUERY__TOKEN__NUL` past the last
 */
PgQuery__Token
retort_sql_tokens_get_kind (const RetortSqlTokens *self, guint index)
{
  return index < self->scan->n_tokens ? self->scan->tokens[index]->token : PG_QUERY__TOKEN__NUL;
}

/**
 * retort_sql_tokens_get_span: (skip)
 * @self: tokens
 * @index: which
 *
 * Returns: its bytes
 */
RetortSpan
retort_sql_tokens_get_span (const RetortSqlTokens *self, guint index)
{
  const PgQuery__ScanToken *token = self->scan->tokens[index];

  return (RetortSpan){ (gsize) token->start, (gsize) token->end };
}

/**
 * retort_sql_tokens_find: (skip)
 * @self: tokens
 * @offset_bytes: a place in the text
 *
 * Returns: the index of the first token that starts there or later; the number of tokens when none
 * does
 */
guint
retort_sql_tokens_find (const RetortSqlTokens *self, gsize offset_bytes)
{
  guint low = 0;
  guint high = retort_sql_tokens_get_n (self);

  while (low < high)
    {
      guint middle = low + (high - low) / 2;

      if (retort_sql_tokens_get_span (self, middle).start < offset_bytes)
        low = middle + 1;
      else
        high = middle;
    }
  return low;
}

/**
 * retort_sql_tokens_trim: (skip)
 * @self: tokens
 * @span: a stretch of the text that neither starts nor ends inside a token
 *
 * Returns: @span from its first to its last token that is no comment; empty when there is none
 */
RetortSpan
retort_sql_tokens_trim (const RetortSqlTokens *self, RetortSpan span)
{
  RetortSpan trimmed = { span.start, span.start };
  gboolean is_empty = TRUE;

  for (guint i = retort_sql_tokens_find (self, span.start); i < retort_sql_tokens_get_n (self); i++)
    {
      PgQuery__Token kind = retort_sql_tokens_get_kind (self, i);
      RetortSpan token = retort_sql_tokens_get_span (self, i);

      if (token.end > span.end)
        break;
      if (kind == PG_QUERY__TOKEN__SQL_COMMENT || kind == PG_QUERY__TOKEN__C_COMMENT)
        continue;
      if (is_empty)
        trimmed.start = token.start;
      trimmed.end = token.end;
      is_empty = FALSE;
    }
  return trimmed;
}

static gboolean
scan_keyword (const char *word)
{
  g_autoptr(RetortSqlTokens) tokens = retort_sql_tokens_scan (word);
  PgQuery__KeywordKind kind;

  g_return_val_if_fail (tokens != NULL && tokens->scan->n_tokens == 1, FALSE);

  kind = tokens->scan->tokens[0]->keyword_kind;
  return kind != PG_QUERY__KEYWORD_KIND__NO_KEYWORD
         && kind != PG_QUERY__KEYWORD_KIND__UNRESERVED_KEYWORD;
}

/**
 * retort_sql_is_strict_keyword: (skip)
 * @word: a lower-case word
 *
 * The words that were asked for are remembered for all threads: a project uses few, and each of them often.
 *
 * Returns: whether the word is a keyword that cannot stand for every kind of name
 */
gboolean
retort_sql_is_strict_keyword (const char *word)
{
  static GMutex lock;       /* guards @words */
  static GHashTable *words; /* key: a word, owned; value: whether it is one */
  gpointer known = NULL;
  gboolean is_known = FALSE;

  g_mutex_lock (&lock);
  if (words == NULL)
    words = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  is_known = g_hash_table_lookup_extended (words, word, NULL, &known);
  g_mutex_unlock (&lock);
  if (is_known)
    return GPOINTER_TO_INT (known);

  known = GINT_TO_POINTER (scan_keyword (word));
  g_mutex_lock (&lock);
  if (g_hash_table_size (words) >= MOST_WORDS)
    g_hash_table_remove_all (words);
  g_hash_table_replace (words, g_strdup (word), known);
  g_mutex_unlock (&lock);
  return GPOINTER_TO_INT (known);
}
