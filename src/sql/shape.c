/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Over the scanner's tokens. pg_query_fingerprint() was tried first: it takes the digits out of names
 * (t1 is t2), so that a statement about another table would pass for the same. */
#include "sql/shape.h"

#include "sql/tokens.h"

#include <string.h>

/* A text between dollars is code more often than a value. */
static gboolean
is_constant (PgQuery__Token kind, const char *text)
{
  static const PgQuery__Token constants[] = {
    PG_QUERY__TOKEN__SCONST, PG_QUERY__TOKEN__USCONST, PG_QUERY__TOKEN__BCONST,
    PG_QUERY__TOKEN__XCONST, PG_QUERY__TOKEN__ICONST,  PG_QUERY__TOKEN__FCONST,
  };

  for (gsize i = 0; i < G_N_ELEMENTS (constants); i++)
    if (kind == constants[i])
      return *text != '$';
  return FALSE;
}

static gboolean
is_comment (PgQuery__Token kind)
{
  return kind == PG_QUERY__TOKEN__SQL_COMMENT || kind == PG_QUERY__TOKEN__C_COMMENT;
}

/**
 * retort_sql_shape:
 * @sql: one or more statements
 *
 * Writes the tokens of @sql with every constant as `?`. Two texts that differ only in constants,
 * white space and comments have the same shape. Any thread.
 *
 * Returns: (transfer full) (nullable): the shape; %NULL when PostgreSQL's scanner refuses @sql
 */
char *
retort_sql_shape (const char *sql)
{
  g_autoptr(RetortSqlTokens) tokens = NULL;
  g_autoptr(GString) shape = NULL;

  g_return_val_if_fail (sql != NULL, NULL);

  tokens = retort_sql_tokens_scan (sql);
  if (tokens == NULL)
    return NULL;

  shape = g_string_new (NULL);
  for (guint i = 0; i < retort_sql_tokens_get_n (tokens); i++)
    {
      RetortSpan span = retort_sql_tokens_get_span (tokens, i);
      PgQuery__Token kind = retort_sql_tokens_get_kind (tokens, i);

      if (is_constant (kind, sql + span.start))
        g_string_append (shape, "? ");
      else if (!is_comment (kind))
        {
          g_string_append_len (shape, sql + span.start, (gssize) (span.end - span.start));
          g_string_append_c (shape, ' ');
        }
    }
  return g_strdup (shape->str);
}

/* --- Patterns --- */

/* A text and a place in it. */
typedef struct
{
  const char      *sql;
  RetortSqlTokens *tokens;
  guint            at;
} Reader;

static void
skip_comments (Reader *self)
{
  while (self->at < retort_sql_tokens_get_n (self->tokens) && is_comment (retort_sql_tokens_get_kind (self->tokens, self->at)))
    self->at++;
}

static gboolean
is_at_end (Reader *self)
{
  skip_comments (self);
  return self->at >= retort_sql_tokens_get_n (self->tokens);
}

static PgQuery__Token
get_kind (const Reader *self)
{
  return retort_sql_tokens_get_kind (self->tokens, self->at);
}

static gboolean
is_word (const Reader *self, const char *word)
{
  RetortSpan span = retort_sql_tokens_get_span (self->tokens, self->at);

  return strlen (word) == span.end - span.start && g_ascii_strncasecmp (self->sql + span.start, word, span.end - span.start) == 0;
}

static gboolean
is_constant_here (const Reader *self)
{
  return is_constant (get_kind (self), self->sql + retort_sql_tokens_get_span (self->tokens, self->at).start);
}

static gboolean
take_word (Reader *self, const char *word)
{
  if (is_at_end (self) || !is_word (self, word))
    return FALSE;
  self->at++;
  return TRUE;
}

static gboolean take_value (Reader *self);

/* The items of ARRAY[…] and of a list in parentheses. */
static gboolean
take_values (Reader *self, const char *end)
{
  if (take_word (self, end))
    return TRUE;
  do
    if (!take_value (self))
      return FALSE;
  while (take_word (self, ","));
  return take_word (self, end);
}

/* "::uuid", "::timestamp with time zone[]" */
static void
take_casts (Reader *self)
{
  static const char *const words[] = { "with", "without", "time", "zone", "varying", "precision", "[", "]" };

  while (take_word (self, "::"))
    {
      gboolean is_taken = !is_at_end (self);

      self->at += is_taken;
      while (is_taken)
        {
          is_taken = FALSE;
          for (gsize i = 0; i < G_N_ELEMENTS (words); i++)
            is_taken = is_taken || take_word (self, words[i]);
        }
    }
}

/* A value as a driver writes it in the place of a parameter. */
static gboolean
take_value (Reader *self)
{
  gboolean is_taken;

  if (is_at_end (self))
    return FALSE;
  if (take_word (self, "null") || take_word (self, "true") || take_word (self, "false"))
    is_taken = TRUE;
  else if (take_word (self, "array"))
    is_taken = take_word (self, "[") && take_values (self, "]");
  else if (take_word (self, "("))
    is_taken = take_values (self, ")");
  else
    {
      take_word (self, "-");
      is_taken = !is_at_end (self) && is_constant_here (self);
      self->at += is_taken;
    }
  if (is_taken)
    take_casts (self);
  return is_taken;
}

/* --- Marks --- */

/* (transfer full): the token here, without quotes around it. */
static char *
dup_content (const Reader *self)
{
  RetortSpan span = retort_sql_tokens_get_span (self->tokens, self->at);
  gboolean is_quoted = span.end - span.start >= 2 && strchr ("'\"", self->sql[span.start]) != NULL;

  return g_strndup (self->sql + span.start + is_quoted, span.end - span.start - 2 * is_quoted);
}

static gboolean
is_name_here (const Reader *self)
{
  char first = self->sql[retort_sql_tokens_get_span (self->tokens, self->at).start];

  return g_ascii_isalpha (first) || first == '_' || first == '"' || (guchar) first >= 0x80;
}

/* Does @text read as @pattern, when something stands for each mark? */
static gboolean
is_filled_in (const char *text, const char *pattern, const char *mark)
{
  g_auto(GStrv) pieces = g_strsplit (pattern, mark, -1);
  guint n = g_strv_length (pieces);
  const char *at = text + strlen (pieces[0]);

  if (!g_str_has_prefix (text, pieces[0]))
    return FALSE;
  for (guint i = 1; i + 1 < n; i++)
    {
      at = strstr (at, pieces[i]);
      if (at == NULL)
        return FALSE;
      at += strlen (pieces[i]);
    }
  return strlen (at) >= strlen (pieces[n - 1]) && g_str_has_suffix (at, pieces[n - 1]);
}

static gboolean
is_next (Reader *self, const char *word)
{
  return !is_at_end (self) && is_word (self, word);
}

/* A value, or a name with what stands before it; behind the mark, @pattern says whether dots follow. */
static gboolean
take_answer (Reader *self, Reader *pattern)
{
  if (is_at_end (self))
    return FALSE;
  if (!is_name_here (self) || is_word (self, "null") || is_word (self, "true") || is_word (self, "false") || is_word (self, "array"))
    return take_value (self);
  do
    {
      if (is_at_end (self) || !is_name_here (self))
        return FALSE;
      self->at++;
    }
  while (!is_next (pattern, ".") && take_word (self, "."));
  return TRUE;
}

/* A mark alone stands for names and values with commas between them; inside of a name or a text, for a part of it. */
static gboolean
take_marked (Reader *self, Reader *pattern, const char *mark)
{
  RetortSpan span = retort_sql_tokens_get_span (pattern->tokens, pattern->at);
  g_autofree char *content = dup_content (pattern);
  g_autofree char *text = is_at_end (self) ? NULL : dup_content (self);
  gboolean is_alone = span.end - span.start == strlen (mark);
  gboolean is_constant = pattern->sql[span.start] == '\'';

  pattern->at++;
  if (text == NULL)
    return FALSE;
  if (!is_alone)
    {
      gboolean is_same_kind = is_constant ? self->sql[retort_sql_tokens_get_span (self->tokens, self->at).start] == '\'' : is_name_here (self);

      self->at++;
      return is_same_kind && is_filled_in (text, content, mark);
    }
  do
    if (!take_answer (self, pattern))
      return FALSE;
  while (!is_next (pattern, ",") && take_word (self, ","));
  return TRUE;
}

/* ", (mark)": rows of VALUES, any number of them. */
static gboolean
take_rows (Reader *self, Reader *pattern, const char *mark)
{
  Reader ahead = *pattern;
  gboolean is_taken = TRUE;

  if (mark == NULL || !take_word (&ahead, ",") || !take_word (&ahead, "(") || !take_word (&ahead, mark) || !take_word (&ahead, ")"))
    return FALSE;
  *pattern = ahead;
  while (is_taken)
    {
      Reader row = *self;

      is_taken = take_word (&row, ",") && is_next (&row, "(") && take_value (&row);
      if (is_taken)
        *self = row;
    }
  return TRUE;
}

static gboolean
is_marked (const Reader *self, const char *mark)
{
  RetortSpan span = retort_sql_tokens_get_span (self->tokens, self->at);

  return mark != NULL && g_strstr_len (self->sql + span.start, (gssize) (span.end - span.start), mark) != NULL
         && self->sql[span.start] != '$';
}

/* The same token, or two constants. */
static gboolean
take_same (Reader *self, Reader *pattern, gboolean any_constants)
{
  RetortSpan span = retort_sql_tokens_get_span (self->tokens, self->at);
  RetortSpan other = retort_sql_tokens_get_span (pattern->tokens, pattern->at);
  gboolean is_same = span.end - span.start == other.end - other.start
                     && strncmp (self->sql + span.start, pattern->sql + other.start, span.end - span.start) == 0;

  if (!is_same && !(any_constants && is_constant_here (self) && is_constant_here (pattern)))
    return FALSE;
  self->at++;
  pattern->at++;
  return TRUE;
}

/**
 * retort_sql_fits:
 * @sql: one or more statements
 * @pattern: likewise, with parameters ($1 …)
 * @mark: (nullable): stands in @pattern for names and values, or for a part of one; alone in parentheses behind a comma, for any number of rows
 * @any_constants: whether the constants may be others, too
 *
 * Is @sql what comes of @pattern when each parameter becomes a value: a constant, NULL, TRUE or FALSE, an ARRAY or a list in parentheses of
 * them, and each with any casts? Never does a parameter or a mark become a keyword, an operator or a statement. White space and comments do not count. Any thread.
 *
 * Returns: whether it is; %FALSE when PostgreSQL's scanner refuses one of them
 */
gboolean
retort_sql_fits (const char *sql, const char *pattern, const char *mark, gboolean any_constants)
{
  g_autoptr(RetortSqlTokens) tokens = NULL;
  g_autoptr(RetortSqlTokens) pattern_tokens = NULL;
  Reader self = { .sql = sql };
  Reader other = { .sql = pattern };

  g_return_val_if_fail (sql != NULL && pattern != NULL, FALSE);

  self.tokens = tokens = retort_sql_tokens_scan (sql);
  other.tokens = pattern_tokens = retort_sql_tokens_scan (pattern);
  if (tokens == NULL || pattern_tokens == NULL)
    return FALSE;
  while (!is_at_end (&other))
    {
      gboolean is_taken;

      if (take_rows (&self, &other, mark))
        continue;
      if (is_at_end (&self))
        return FALSE;
      if (get_kind (&other) == PG_QUERY__TOKEN__PARAM)
        {
          other.at++;
          is_taken = take_value (&self);
          take_casts (&other);
        }
      else if (is_marked (&other, mark))
        is_taken = take_marked (&self, &other, mark);
      else
        is_taken = take_same (&self, &other, any_constants);
      if (!is_taken)
        return FALSE;
    }
  return is_at_end (&self);
}
