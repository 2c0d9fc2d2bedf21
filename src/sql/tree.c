/* SPDX-License-Identifier: GPL-3.0-or-later */
/* libpg_query gives the tree as protobuf messages, which are kept. The locations in them are bytes of the text. */
#include "sql/tree.h"

#include "sql/nesting.h"
#include "sql/tokens.h"
#include "sql/tree-memory.h"
#include "sql/unpacked.h"

#include <string.h>

/* The arena's first block, in bytes for each byte of the text. */
#define BYTES_PER_BYTE 14

struct _RetortSqlTree
{
  RetortSqlArena arena;        /* all of @parse */
  PgQuery__ParseResult *parse;
  GArray *spans;               /* RetortSpan: one a statement */
};

/* Where no comment can be, the first and the last token are where white space ends (scan.l, "space"). */
static RetortSpan
trim_spaces (const char *sql, RetortSpan span)
{
  while (span.start < span.end && g_ascii_isspace (sql[span.start]))
    span.start++;
  while (span.end > span.start && g_ascii_isspace (sql[span.end - 1]))
    span.end--;
  return span;
}

static GArray *
find_spans (const char *sql, const PgQuery__ParseResult *parse)
{
  gboolean may_have_comments = strstr (sql, "--") != NULL || strstr (sql, "/*") != NULL;
  g_autoptr(RetortSqlTokens) tokens = may_have_comments ? retort_sql_tokens_scan (sql) : NULL;
  GArray *spans = g_array_sized_new (FALSE, FALSE, sizeof (RetortSpan), (guint) parse->n_stmts);
  gsize length = strlen (sql);

  for (size_t i = 0; i < parse->n_stmts; i++)
    {
      const PgQuery__RawStmt *raw = parse->stmts[i];
      gsize start = (gsize) raw->stmt_location;
      RetortSpan span = { start, raw->stmt_len > 0 ? start + (gsize) raw->stmt_len : length };

      span = tokens != NULL ? retort_sql_tokens_trim (tokens, span) : trim_spaces (sql, span);
      g_array_append_val (spans, span);
    }
  return spans;
}

static void
tree_clear (gpointer data)
{
  RetortSqlTree *self = data;

  retort_sql_arena_clear (&self->arena);
  g_clear_pointer (&self->spans, g_array_unref);
}

/**
 * retort_sql_tree_parse:
 * @sql: a text of SQL in UTF-8
 * @error: return location
 *
 * Parses a text with the grammar of PostgreSQL 15, unless that was done lately. May be called on any thread.
 *
 * Fails with %RETORT_SQL_ERROR_SYNTAX, or with %RETORT_SQL_ERROR_PSQL when the text stumbles over
 * what only psql can run.
 *
 * Returns: (transfer full): the tree
 */
RetortSqlTree *
retort_sql_tree_parse (const char *sql, GError **error)
{
  RetortSqlTree *self = NULL;
  RetortSqlText text;

  g_return_val_if_fail (sql != NULL, NULL);

  text = retort_sql_text_new (sql);
  self = retort_sql_memory_find (&text);
  if (self != NULL)
    return self;
  if (retort_sql_nesting_is_deep (sql))
    {
      g_set_error_literal (error, RETORT_SQL_ERROR, RETORT_SQL_ERROR_SYNTAX, "it is nested too deeply to be read");
      return NULL;
    }
  self = g_atomic_rc_box_new0 (RetortSqlTree);
  retort_sql_arena_init (&self->arena, BYTES_PER_BYTE * text.length);
  self->parse = retort_sql_parse_unpacked (sql, &self->arena, error);
  if (self->parse == NULL)
    {
      retort_sql_tree_unref (self);
      return NULL;
    }
  self->spans = find_spans (sql, self->parse);
  retort_sql_memory_remember (&text, self);
  return self;
}

/**
 * retort_sql_tree_ref:
 * @self: a tree
 *
 * Returns: (transfer full): @self
 */
RetortSqlTree *
retort_sql_tree_ref (RetortSqlTree *self)
{
  return g_atomic_rc_box_acquire (self);
}

/**
 * retort_sql_tree_unref:
 * @self: (transfer full): a tree
 */
void
retort_sql_tree_unref (RetortSqlTree *self)
{
  g_atomic_rc_box_release_full (self, tree_clear);
}

/**
 * retort_sql_tree_get_n_statements:
 * @self: a tree
 *
 * Returns: the number of statements
 */
guint
retort_sql_tree_get_n_statements (const RetortSqlTree *self)
{
  return (guint) self->parse->n_stmts;
}

/**
 * retort_sql_tree_get_statement:
 * @self: a tree
 * @index: which statement
 *
 * Returns: (transfer none): the statement; its locations are bytes of the whole text
 */
const PgQuery__Node *
retort_sql_tree_get_statement (const RetortSqlTree *self, guint index)
{
  g_return_val_if_fail (index < self->parse->n_stmts, NULL);

  return self->parse->stmts[index]->stmt;
}

/**
 * retort_sql_tree_get_span:
 * @self: a tree
 * @index: which statement
 *
 * Returns: the statement's bytes, without comments around it and without the semicolon
 */
RetortSpan
retort_sql_tree_get_span (const RetortSqlTree *self, guint index)
{
  RetortSpan nowhere = { 0, 0 };

  g_return_val_if_fail (index < self->spans->len, nowhere);

  return g_array_index (self->spans, RetortSpan, index);
}

static void
append_name (GString *text, const char *name)
{
  g_autofree char *quoted = NULL;

  if (name == NULL || name[0] == '\0')
    return;

  quoted = retort_sql_quote_identifier (name);
  if (text->len > 0)
    g_string_append_c (text, '.');
  g_string_append (text, quoted);
}

/**
 * retort_sql_range_var_to_string:
 * @relation: a relation as a statement names it
 *
 * Returns: (transfer full): the name with what qualifies it, quoted where needed
 */
char *
retort_sql_range_var_to_string (const PgQuery__RangeVar *relation)
{
  GString *text = g_string_new (NULL);

  append_name (text, relation->catalogname);
  append_name (text, relation->schemaname);
  append_name (text, relation->relname);
  return g_string_free (text, FALSE);
}

static const char *
name_of_node (const PgQuery__Node *node)
{
  return node->node_case == PG_QUERY__NODE__NODE_STRING ? node->string->sval : NULL;
}

/**
 * retort_sql_names_to_string:
 * @n_names: how many
 * @names: (array length=n_names): the parts of a qualified name, as String nodes
 *
 * Returns: (transfer full): the parts joined by dots, quoted where needed
 */
char *
retort_sql_names_to_string (size_t n_names, PgQuery__Node *const *names)
{
  GString *text = g_string_new (NULL);

  for (size_t i = 0; i < n_names; i++)
    append_name (text, name_of_node (names[i]));
  return g_string_free (text, FALSE);
}

/**
 * retort_sql_names_get_last:
 * @n_names: how many
 * @names: (array length=n_names): the parts of a qualified name, as String nodes
 *
 * Returns: (transfer none) (nullable): the name itself, without what qualifies it
 */
const char *
retort_sql_names_get_last (size_t n_names, PgQuery__Node *const *names)
{
  return n_names > 0 ? name_of_node (names[n_names - 1]) : NULL;
}
