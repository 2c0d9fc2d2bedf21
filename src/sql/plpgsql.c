/* SPDX-License-Identifier: GPL-3.0-or-later */
/* libpg_query tells a block as JSON; of that only the texts of statements are taken: of "PLpgSQL_stmt_execsql", and of "PLpgSQL_stmt_dynexecute"
 * when what is executed is one plain literal. It is only asked about bodies in plpgsql: on SQL-standard bodies of functions it aborts. */
#include "sql/plpgsql.h"

#include "sql/expression.h"

#include <pg_query.h>
#include <string.h>

#define QUERY "\"query\":\""

/* The options of DO or CREATE FUNCTION; a language that is not named is plpgsql for DO only. */
static const PgQuery__DefElem *
find_option (PgQuery__Node *const *options, size_t n_options, const char *name)
{
  for (size_t i = 0; i < n_options; i++)
    if (g_str_equal (options[i]->def_elem->defname, name))
      return options[i]->def_elem;
  return NULL;
}

static gboolean
is_plpgsql (const PgQuery__DefElem *language, gboolean is_block)
{
  return language == NULL ? is_block : g_ascii_strcasecmp (language->arg->string->sval, "plpgsql") == 0;
}

static const char *
get_block_body (const PgQuery__DoStmt *block)
{
  const PgQuery__DefElem *body = find_option (block->args, block->n_args, "as");

  return body != NULL && is_plpgsql (find_option (block->args, block->n_args, "language"), TRUE) ? body->arg->string->sval : NULL;
}

static const char *
get_function_body (const PgQuery__CreateFunctionStmt *function)
{
  const PgQuery__DefElem *body = find_option (function->options, function->n_options, "as");

  if (body == NULL || function->sql_body != NULL || !is_plpgsql (find_option (function->options, function->n_options, "language"), FALSE)
      || body->arg->node_case != PG_QUERY__NODE__NODE_LIST || body->arg->list->n_items != 1)
    return NULL;
  return body->arg->list->items[0]->string->sval;
}

/* NULL: no body in plpgsql. */
static const char *
get_body (const PgQuery__Node *statement)
{
  if (statement->node_case == PG_QUERY__NODE__NODE_DO_STMT)
    return get_block_body (statement->do_stmt);
  if (statement->node_case == PG_QUERY__NODE__NODE_CREATE_FUNCTION_STMT)
    return get_function_body (statement->create_function_stmt);
  return NULL;
}

/* The statement by itself: what stands around it is not for this parser. */
static char *
write_alone (const PgQuery__Node *statement, const char *body)
{
  const char *tag = strstr (body, "$retort$") != NULL ? "$retort_block$" : "$retort$";

  if (statement->node_case == PG_QUERY__NODE__NODE_DO_STMT)
    return g_strdup_printf ("DO %s%s%s", tag, body, tag);
  return retort_sql_statement_to_string (statement);
}

/* A text of JSON up to the quote that ends it. */
static char *
read_text (const char *at)
{
  GString *text = g_string_new (NULL);

  for (; *at != '\0' && *at != '"'; at++)
    {
      if (*at != '\\')
        g_string_append_c (text, *at);
      else if (*++at == 'u')
        {
          g_autofree char *digits = g_strndup (at + 1, 4);

          g_string_append_unichar (text, (gunichar) g_ascii_strtoull (digits, NULL, 16));
          at += MIN (strlen (at), 4);
        }
      else
        g_string_append_c (text, *at == 'n' ? '\n' : *at == 't' ? '\t' : *at == 'r' ? '\r' : *at);
    }
  return g_string_free (text, FALSE);
}

/* 'a ''literal''' as what it holds; NULL for any other expression. */
static char *
read_literal (const char *expression)
{
  g_autofree char *plain = g_strstrip (g_strdup (expression));
  gsize length = strlen (plain);
  GString *text;

  if (length < 2 || plain[0] != '\'' || plain[length - 1] != '\'')
    return NULL;
  text = g_string_new (NULL);
  for (gsize i = 1; i + 1 < length; i++)
    {
      if (plain[i] == '\'' && (plain[i + 1] != '\'' || i + 2 >= length))
        {
          g_string_free (text, TRUE);
          return NULL;
        }
      if (plain[i] == '\'')
        i++;
      g_string_append_c (text, plain[i]);
    }
  return g_string_free (text, FALSE);
}

/* Where @text stands in the body, behind what was found before. The INTO of a SELECT is missing from the text, so that it is not found. */
static RetortSpan
find_text (const RetortSqlBlock *self, const char *text, gsize *from)
{
  const char *found = strstr (self->body + *from, text);
  gsize start;

  if (found == NULL)
    return (RetortSpan){ 0, 0 };
  start = (gsize) (found - self->body);
  *from = start + strlen (text);
  return (RetortSpan){ start, *from };
}

static void
add_statement (RetortSqlBlock *self, const char *sql, RetortSpan place)
{
  RetortSqlTree *tree = sql != NULL ? retort_sql_tree_parse (sql, NULL) : NULL;

  if (tree == NULL)
    return;
  g_ptr_array_add (self->statements, tree);
  g_array_append_val (self->places, place);
}

static void
read_statements (RetortSqlBlock *self, const char *json)
{
  static const char *const kinds[] = { "\"PLpgSQL_stmt_execsql\":", "\"PLpgSQL_stmt_dynexecute\":" };
  gsize from = 0;

  for (const char *at = strstr (json, "\"PLpgSQL_stmt_"); at != NULL; at = strstr (at + 1, "\"PLpgSQL_stmt_"))
    {
      gboolean is_dynamic = g_str_has_prefix (at, kinds[1]);
      const char *query = is_dynamic || g_str_has_prefix (at, kinds[0]) ? strstr (at, QUERY) : NULL;
      g_autofree char *text = query != NULL ? read_text (query + strlen (QUERY)) : NULL;
      g_autofree char *literal = is_dynamic && text != NULL ? read_literal (text) : NULL;

      if (text != NULL)
        add_statement (self, is_dynamic ? literal : text, find_text (self, text, &from));
    }
}

/**
 * retort_sql_block_parse:
 * @statement: a statement
 *
 * Looks into a DO block, or into a function or procedure that is made. Any thread.
 *
 * Returns: (transfer full) (nullable): what its body sends; %NULL when that is not plpgsql, or not understood
 */
RetortSqlBlock *
retort_sql_block_parse (const PgQuery__Node *statement)
{
  RetortSqlBlock *self;
  PgQueryPlpgsqlParseResult result;
  const char *body = get_body (statement);
  g_autofree char *sql = NULL;

  if (body == NULL)
    return NULL;
  sql = write_alone (statement, body);
  if (sql == NULL)
    return NULL;
  result = pg_query_parse_plpgsql (sql);
  if (result.error != NULL || result.plpgsql_funcs == NULL)
    {
      pg_query_free_plpgsql_parse_result (result);
      return NULL;
    }
  self = g_new0 (RetortSqlBlock, 1);
  self->body = g_strdup (body);
  self->places = g_array_new (FALSE, FALSE, sizeof (RetortSpan));
  self->statements = g_ptr_array_new_with_free_func ((GDestroyNotify) retort_sql_tree_unref);
  self->is_conditional = strstr (result.plpgsql_funcs, "\"PLpgSQL_stmt_if\"") != NULL || strstr (result.plpgsql_funcs, "\"exceptions\"") != NULL
                         || strstr (result.plpgsql_funcs, "\"PLpgSQL_stmt_case\"") != NULL;
  read_statements (self, result.plpgsql_funcs);
  pg_query_free_plpgsql_parse_result (result);
  return self;
}

/**
 * retort_sql_block_free:
 * @self: (transfer full): a block
 */
void
retort_sql_block_free (RetortSqlBlock *self)
{
  g_ptr_array_unref (self->statements);
  g_array_unref (self->places);
  g_free (self->body);
  g_free (self);
}
