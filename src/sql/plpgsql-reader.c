/* SPDX-License-Identifier: GPL-3.0-or-later */
/* plpgsql by its tokens, which are SQL's (PostgreSQL's pl_scanner.c reads with the same scanner): control structures are followed, what begins like none of
 * them is a statement of SQL up to its semicolon. Expressions are only passed over. */
#include "sql/plpgsql-private.h"

#include "sql/tokens.h"

#include <string.h>

#define MOST_NESTED 100

typedef struct
{
  RetortSqlBlock  *block;
  RetortSqlTokens *tokens;
  GArray          *words;      /* guint: the tokens that are no comments */
  guint            at;         /* in @words */
  guint            n_conditions;
  guint            n_nested;
  GHashTable      *known;      /* key: a variable, lower case; value: GPtrArray of its values */
  GHashTable      *declared;   /* set of names, lower case: one that is declared twice is not known */
  gboolean         is_lost;    /* something stands where it cannot */
} Reader;

static RetortSpan
get_span (const Reader *self, guint index)
{
  if (index >= self->words->len)
    return (RetortSpan){ strlen (self->block->body), strlen (self->block->body) };
  return retort_sql_tokens_get_span (self->tokens, g_array_index (self->words, guint, index));
}

static gboolean
is_word (const Reader *self, guint index, const char *word)
{
  RetortSpan span = get_span (self, index);

  return span.end - span.start == strlen (word) && g_ascii_strncasecmp (self->block->body + span.start, word, span.end - span.start) == 0;
}

static gboolean
is_end (const Reader *self)
{
  return self->is_lost || self->at >= self->words->len;
}

static gboolean
take_word (Reader *self, const char *word)
{
  if (is_end (self) || !is_word (self, self->at, word))
    return FALSE;
  self->at++;
  return TRUE;
}

static void
lose (Reader *self)
{
  g_autofree char *reason = NULL;
  RetortSpan span = get_span (self, self->at);
  g_autofree char *word = g_strndup (self->block->body + span.start, span.end - span.start);

  if (self->is_lost)
    return;
  self->is_lost = TRUE;
  reason = word[0] != '\0' ? g_strdup_printf ("syntax error at or near \"%s\"", word) : g_strdup ("syntax error at end of input");
  retort_sql_block_add_gap (self->block, span, reason);
}

static void
expect (Reader *self, const char *word)
{
  if (!take_word (self, word))
    lose (self);
}

/* Passes over an expression up to one of the words, which is not taken; CASE … END may hold any of them. */
static void
pass_until (Reader *self, const char *const *words)
{
  int depth = 0;

  for (; !is_end (self); self->at++)
    {
      for (guint i = 0; depth == 0 && words[i] != NULL; i++)
        if (is_word (self, self->at, words[i]))
          return;
      if (is_word (self, self->at, "(") || is_word (self, self->at, "[") || is_word (self, self->at, "CASE"))
        depth++;
      else if (is_word (self, self->at, ")") || is_word (self, self->at, "]") || is_word (self, self->at, "END"))
        depth--;
    }
  lose (self);
}

#define UNTIL(self, ...) pass_until (self, (const char *const[]){ __VA_ARGS__, NULL })

/* The text from one token up to another, without what stands behind the last one. */
static RetortSpan
get_stretch (const Reader *self, guint from, guint to)
{
  RetortSpan span = get_span (self, from);

  span.end = to > from ? get_span (self, to - 1).end : span.start;
  return span;
}

static char *
dup_text (const Reader *self, RetortSpan span)
{
  return g_strndup (self->block->body + span.start, span.end - span.start);
}

/* --- Variables --- */

static char *
dup_name (const Reader *self, guint index)
{
  g_autofree char *word = dup_text (self, get_span (self, index));

  return g_ascii_strdown (word, -1);
}

static gboolean
begins_statement (const Reader *self, guint index)
{
  static const char *const before[] = { ";", "BEGIN", "THEN", "ELSE", "LOOP" };

  for (guint i = 0; index > 0 && i < G_N_ELEMENTS (before); i++)
    if (is_word (self, index - 1, before[i]))
      return TRUE;
  return FALSE;
}

/* Behind INTO, with STRICT, and perhaps behind other targets. */
static gboolean
is_target (const Reader *self, guint index)
{
  while (index > 1 && is_word (self, index - 1, ","))
    index -= 2;
  return index > 0 && (is_word (self, index - 1, "INTO") || is_word (self, index - 1, "STRICT") || is_word (self, index - 1, "DIAGNOSTICS"));
}

/* Anywhere in the body: as a target of :=, of INTO, or of a loop. */
static gboolean
is_assigned (const Reader *self, const char *name)
{
  for (guint i = 0; i < self->words->len; i++)
    if (is_word (self, i, name)
        && ((begins_statement (self, i) && (is_word (self, i + 1, ":=") || is_word (self, i + 1, "="))) || is_target (self, i)
            || (i > 0 && (is_word (self, i - 1, "FOR") || is_word (self, i - 1, "FOREACH")))))
      return TRUE;
  return FALSE;
}

/* Takes @values, which may be NULL. */
static void
set_known (Reader *self, guint name, GPtrArray *values)
{
  g_autofree char *key = dup_name (self, name);

  if (values != NULL)
    g_hash_table_replace (self->known, g_steal_pointer (&key), values);
  else
    g_hash_table_remove (self->known, key);
}

/* --- What is sent --- */

static void
add_sql (Reader *self, const char *sql, RetortSpan place)
{
  retort_sql_block_add (self->block, sql, place, self->n_conditions > 0);
}

/* The INTO of plpgsql, which SQL does not know, becomes blanks: PostgreSQL's make_execsql_statement() takes the first one that is not INSERT's or MERGE's. */
static void
blank_into (const Reader *self, guint from, guint to, char *sql)
{
  gsize start = get_span (self, from).start;
  guint into = from;
  guint end;

  while (into < to && (!is_word (self, into, "INTO") || (into > from && (is_word (self, into - 1, "INSERT") || is_word (self, into - 1, "MERGE")))))
    into++;
  if (into >= to || is_word (self, from, "IMPORT"))
    return;
  end = into + 1;
  if (is_word (self, end, "STRICT"))
    end++;
  for (end++; end + 1 < to && (is_word (self, end, ",") || is_word (self, end, ".") || is_word (self, end, "[")); end++)
    end += is_word (self, end, "[") ? 2 : 1;
  memset (sql + get_span (self, into).start - start, ' ', get_span (self, MIN (end, to) - 1).end - get_span (self, into).start);
}

/* A statement of SQL that stands between two tokens. */
static void
add_stretch (Reader *self, guint from, guint to)
{
  RetortSpan place = get_stretch (self, from, to);
  g_autofree char *sql = dup_text (self, place);

  if (to <= from)
    return;
  blank_into (self, from, to, sql);
  add_sql (self, sql, place);
}

/* PERFORM is SELECT. */
static void
add_perform (Reader *self, guint from, guint to)
{
  RetortSpan place = get_stretch (self, from, to);
  g_autofree char *expression = dup_text (self, place);
  g_autofree char *sql = g_strconcat ("SELECT ", expression, NULL);

  add_sql (self, sql, place);
}

/* EXECUTE of an expression that stands between two tokens. */
static void
add_executed (Reader *self, guint from, guint to)
{
  RetortSpan place = get_stretch (self, from, to);
  g_autofree char *expression = dup_text (self, place);
  g_autoptr(GPtrArray) texts = retort_plpgsql_eval_texts (expression, self->known);

  if (texts == NULL)
    retort_sql_block_add_gap (self->block, place, NULL);
  for (guint i = 0; texts != NULL && i < texts->len; i++)
    add_sql (self, g_ptr_array_index (texts, i), place);
}

/* --- Statements --- */

static void read_statements (Reader *self);

static void
pass_statement (Reader *self)
{
  UNTIL (self, ";");
  expect (self, ";");
}

/* What stands behind EXECUTE. */
static void
read_executed (Reader *self, const char *end)
{
  guint from = self->at;

  UNTIL (self, "INTO", "USING", end);
  if (!self->is_lost)
    add_executed (self, from, self->at);
  UNTIL (self, end);
}

/* A query of its own, or EXECUTE of one, up to a word that is not taken. */
static void
read_query (Reader *self, const char *end)
{
  guint from = self->at;

  if (take_word (self, "EXECUTE"))
    {
      read_executed (self, end);
      return;
    }
  UNTIL (self, end);
  if (!self->is_lost)
    add_stretch (self, from, self->at);
}

static void
read_execute (Reader *self)
{
  read_executed (self, ";");
  expect (self, ";");
}

static void
read_perform (Reader *self)
{
  guint from = self->at;

  UNTIL (self, ";");
  if (!self->is_lost)
    add_perform (self, from, self->at);
  expect (self, ";");
}

static void
read_return (Reader *self)
{
  if (take_word (self, "QUERY"))
    {
      read_query (self, ";");
      expect (self, ";");
    }
  else
    pass_statement (self);
}

/* OPEN c [[NO] SCROLL] FOR query; of a cursor that is declared the query stands there. */
static void
read_open (Reader *self)
{
  UNTIL (self, "FOR", ";");
  if (take_word (self, "FOR"))
    read_query (self, ";");
  expect (self, ";");
}

static void
read_conditional (Reader *self)
{
  self->n_conditions++;
  read_statements (self);
  self->n_conditions--;
}

static void
read_if (Reader *self)
{
  do
    {
      UNTIL (self, "THEN");
      expect (self, "THEN");
      read_conditional (self);
    }
  while (take_word (self, "ELSIF") || take_word (self, "ELSEIF"));
  if (take_word (self, "ELSE"))
    read_conditional (self);
  expect (self, "END");
  expect (self, "IF");
  expect (self, ";");
}

static void
read_case (Reader *self)
{
  UNTIL (self, "WHEN");
  while (take_word (self, "WHEN"))
    {
      UNTIL (self, "THEN");
      expect (self, "THEN");
      read_conditional (self);
    }
  if (take_word (self, "ELSE"))
    read_conditional (self);
  expect (self, "END");
  expect (self, "CASE");
  expect (self, ";");
}

static void
read_loop (Reader *self)
{
  expect (self, "LOOP");
  read_statements (self);
  expect (self, "END");
  expect (self, "LOOP");
  pass_statement (self);
}

static void
read_while (Reader *self)
{
  UNTIL (self, "LOOP");
  self->n_conditions++;
  read_loop (self);
  self->n_conditions--;
}

static gboolean
begins_query (const Reader *self)
{
  static const char *const first[] = { "SELECT", "WITH", "VALUES", "TABLE", "INSERT", "UPDATE", "DELETE", "EXECUTE", "(", "EXPLAIN", "SHOW" };

  for (guint i = 0; i < G_N_ELEMENTS (first); i++)
    if (is_word (self, self->at, first[i]))
      return TRUE;
  return FALSE;
}

/* FOR x IN SELECT unnest(ARRAY[…]), FOREACH x IN ARRAY ARRAY[…]: what x will be. */
static GPtrArray *
read_list (const Reader *self, guint from, guint to)
{
  g_autofree char *text = dup_text (self, get_stretch (self, from, to));

  return retort_plpgsql_eval_list (text, self->known);
}

static void
read_for (Reader *self)
{
  guint name = self->at;
  guint from;

  UNTIL (self, "IN");
  expect (self, "IN");
  from = self->at;
  if (begins_query (self))
    read_query (self, "LOOP");
  else
    UNTIL (self, "LOOP");
  if (!self->is_lost)
    set_known (self, name, is_word (self, from, "SELECT") ? read_list (self, from + 1, self->at) : NULL);
  read_loop (self);
  set_known (self, name, NULL);
}

static void
read_foreach (Reader *self)
{
  guint name = self->at;
  guint from;

  UNTIL (self, "IN");
  expect (self, "IN");
  expect (self, "ARRAY");
  from = self->at;
  UNTIL (self, "LOOP");
  if (!self->is_lost)
    set_known (self, name, read_list (self, from, self->at));
  read_loop (self);
  set_known (self, name, NULL);
}

/* One declaration: name [CONSTANT] type … [:= value]; or a cursor with its query. */
static void
read_declaration (Reader *self)
{
  guint name = self->at;
  g_autofree char *key = dup_name (self, name);
  guint from;

  UNTIL (self, ":=", "=", "DEFAULT", "CURSOR", ";");
  if (take_word (self, "CURSOR"))
    {
      UNTIL (self, "FOR", "IS");
      self->at++;
      read_query (self, ";");
    }
  else if (!is_word (self, self->at, ";"))
    {
      from = ++self->at;
      UNTIL (self, ";");
      if (!self->is_lost && !is_assigned (self, key))
        {
          g_autofree char *text = dup_text (self, get_stretch (self, from, self->at));

          set_known (self, name, retort_plpgsql_eval_texts (text, self->known));
        }
    }
  if (!g_hash_table_add (self->declared, g_strdup (key)))
    set_known (self, name, NULL);
  expect (self, ";");
}

static void
read_handlers (Reader *self)
{
  while (take_word (self, "WHEN"))
    {
      UNTIL (self, "THEN");
      expect (self, "THEN");
      read_conditional (self);
    }
}

/* Whether the block whose BEGIN was taken ends in handlers: what it does may be undone. */
static gboolean
has_handlers (const Reader *self)
{
  int depth = 0;

  for (guint i = self->at; i < self->words->len && depth >= 0; i++)
    {
      if (depth == 0 && is_word (self, i, "EXCEPTION") && is_word (self, i + 1, "WHEN"))
        return TRUE;
      if (is_word (self, i, "END"))
        {
          depth--;
          i += is_word (self, i + 1, "IF") || is_word (self, i + 1, "LOOP") || is_word (self, i + 1, "CASE");
        }
      else if (is_word (self, i, "BEGIN") || is_word (self, i, "CASE") || is_word (self, i, "LOOP") || (is_word (self, i, "IF") && begins_statement (self, i)))
        depth++;
    }
  return FALSE;
}

static void
read_begin (Reader *self)
{
  gboolean is_caught = has_handlers (self);

  self->n_conditions += is_caught;
  read_statements (self);
  self->n_conditions -= is_caught;
  if (take_word (self, "EXCEPTION"))
    read_handlers (self);
  expect (self, "END");
}

static void
read_declare (Reader *self)
{
  while (!is_end (self) && !is_word (self, self->at, "BEGIN"))
    if (!take_word (self, "DECLARE"))
      read_declaration (self);
  expect (self, "BEGIN");
  read_begin (self);
}

static void
read_inner_declare (Reader *self)
{
  read_declare (self);
  pass_statement (self);
}

static void
read_inner_begin (Reader *self)
{
  read_begin (self);
  pass_statement (self);
}

/* Statements that send nothing, or only expressions. */
static const struct
{
  const char *word;
  void      (*read) (Reader *self);
} statements[] = {
  { "DECLARE", read_inner_declare },
  { "BEGIN", read_inner_begin },
  { "IF", read_if },
  { "CASE", read_case },
  { "FOR", read_for },
  { "FOREACH", read_foreach },
  { "WHILE", read_while },
  { "EXECUTE", read_execute },
  { "PERFORM", read_perform },
  { "RETURN", read_return },
  { "OPEN", read_open },
  { "RAISE", pass_statement },
  { "ASSERT", pass_statement },
  { "EXIT", pass_statement },
  { "CONTINUE", pass_statement },
  { "GET", pass_statement },
  { "FETCH", pass_statement },
  { "MOVE", pass_statement },
  { "CLOSE", pass_statement },
  { "NULL", pass_statement },
  { "COMMIT", pass_statement },
  { "ROLLBACK", pass_statement },
};

/* x := 1, x.y[2] = 3 */
static gboolean
is_assignment (const Reader *self)
{
  guint i = self->at + 1;

  while (i < self->words->len && (is_word (self, i, ".") || is_word (self, i, "[")))
    {
      if (is_word (self, i, "["))
        while (i < self->words->len && !is_word (self, i, "]") && !is_word (self, i, ";"))
          i++;
      else
        i++;
      i++;
    }
  return is_word (self, i, ":=") || is_word (self, i, "=");
}

static void
read_statement (Reader *self)
{
  guint from = self->at;

  for (guint i = 0; i < G_N_ELEMENTS (statements); i++)
    if (is_word (self, from, statements[i].word) && !is_assignment (self))
      {
        self->at++;
        statements[i].read (self);
        return;
      }
  if (is_word (self, from, "LOOP"))
    {
      read_loop (self);
      return;
    }
  if (is_assignment (self))
    {
      pass_statement (self);
      return;
    }
  UNTIL (self, ";");
  if (!self->is_lost)
    add_stretch (self, from, self->at);
  expect (self, ";");
}

/* Up to what ends a list of statements, which is not taken. */
static void
read_statements (Reader *self)
{
  static const char *const ends[] = { "END", "ELSE", "ELSIF", "ELSEIF", "WHEN", "EXCEPTION" };

  if (++self->n_nested > MOST_NESTED)
    lose (self);
  while (!is_end (self))
    {
      for (guint i = 0; i < G_N_ELEMENTS (ends); i++)
        if (is_word (self, self->at, ends[i]))
          {
            self->n_nested--;
            return;
          }
      if (take_word (self, "<<"))
        {
          UNTIL (self, ">>");
          expect (self, ">>");
        }
      else
        read_statement (self);
    }
  lose (self);
}

static void
read_body (Reader *self)
{
  while (take_word (self, "#")) /* #variable_conflict use_column */
    self->at += 2;
  if (take_word (self, "<<"))
    {
      UNTIL (self, ">>");
      expect (self, ">>");
    }
  if (take_word (self, "DECLARE"))
    read_declare (self);
  else
    {
      expect (self, "BEGIN");
      if (!self->is_lost)
        read_begin (self);
    }
  if (!self->is_lost && self->at < self->words->len && !is_word (self, self->at, ";"))
    self->at++; /* the block's label */
  take_word (self, ";");
  if (self->at < self->words->len)
    lose (self);
}

/**
 * retort_plpgsql_read: (skip)
 * @block: a block with a body in plpgsql, whose statements are found
 */
void
retort_plpgsql_read (RetortSqlBlock *block)
{
  g_autoptr(RetortSqlTokens) tokens = retort_sql_tokens_scan (block->body);
  g_autoptr(GArray) words = g_array_new (FALSE, FALSE, sizeof (guint));
  g_autoptr(GHashTable) known = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_ptr_array_unref);
  g_autoptr(GHashTable) declared = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  Reader self = { .block = block, .tokens = tokens, .words = words, .known = known, .declared = declared };

  if (tokens == NULL)
    {
      retort_sql_block_add_gap (block, (RetortSpan){ 0, strlen (block->body) }, "a quote or a comment is left open");
      return;
    }
  for (guint i = 0; i < retort_sql_tokens_get_n (tokens); i++)
    if (retort_sql_tokens_get_kind (tokens, i) != PG_QUERY__TOKEN__SQL_COMMENT && retort_sql_tokens_get_kind (tokens, i) != PG_QUERY__TOKEN__C_COMMENT)
      g_array_append_val (words, i);
  read_body (&self);
}
