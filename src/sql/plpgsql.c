/* SPDX-License-Identifier: GPL-3.0-or-later */
/* libpg_query tells a block as JSON; of that only the texts of statements are taken: of "PLpgSQL_stmt_execsql", and of "PLpgSQL_stmt_dynexecute"
 * when what is executed is one plain literal. It is only asked about DO blocks of plpgsql: on SQL-standard bodies of functions it aborts. */
#include "sql/plpgsql.h"

#include <pg_query.h>
#include <string.h>

#define QUERY "\"query\":\""

static gboolean
is_plpgsql (const PgQuery__DoStmt *block)
{
  for (size_t i = 0; i < block->n_args; i++)
    {
      const PgQuery__DefElem *element = block->args[i]->def_elem;

      if (g_str_equal (element->defname, "language") && !g_str_equal (element->arg->string->sval, "plpgsql"))
        return FALSE;
    }
  return TRUE;
}

/* The block by itself: what stands around it is not for this parser. */
static char *
write_block (const PgQuery__DoStmt *block)
{
  const char *body = "";
  const char *tag = "$retort$";

  for (size_t i = 0; i < block->n_args; i++)
    if (g_str_equal (block->args[i]->def_elem->defname, "as"))
      body = block->args[i]->def_elem->arg->string->sval;
  if (strstr (body, tag) != NULL)
    tag = "$retort_block$";
  return g_strdup_printf ("DO %s%s%s", tag, body, tag);
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

static void
add_statement (RetortSqlBlock *self, const char *sql)
{
  RetortSqlTree *tree = sql != NULL ? retort_sql_tree_parse (sql, NULL) : NULL;

  if (tree != NULL)
    g_ptr_array_add (self->statements, tree);
}

static void
read_statements (RetortSqlBlock *self, const char *json)
{
  static const char *const kinds[] = { "\"PLpgSQL_stmt_execsql\":", "\"PLpgSQL_stmt_dynexecute\":" };

  for (const char *at = strstr (json, "\"PLpgSQL_stmt_"); at != NULL; at = strstr (at + 1, "\"PLpgSQL_stmt_"))
    {
      gboolean is_dynamic = g_str_has_prefix (at, kinds[1]);
      const char *query = is_dynamic || g_str_has_prefix (at, kinds[0]) ? strstr (at, QUERY) : NULL;
      g_autofree char *text = query != NULL ? read_text (query + strlen (QUERY)) : NULL;
      g_autofree char *literal = is_dynamic && text != NULL ? read_literal (text) : NULL;

      add_statement (self, is_dynamic ? literal : text);
    }
}

/**
 * retort_sql_block_parse:
 * @statement: a statement
 *
 * Looks into a DO block. Any thread.
 *
 * Returns: (transfer full) (nullable): what it sends; %NULL when it is no block of plpgsql, or not understood
 */
RetortSqlBlock *
retort_sql_block_parse (const PgQuery__Node *statement)
{
  RetortSqlBlock *self;
  PgQueryPlpgsqlParseResult result;
  g_autofree char *sql = NULL;

  if (statement->node_case != PG_QUERY__NODE__NODE_DO_STMT || !is_plpgsql (statement->do_stmt))
    return NULL;
  sql = write_block (statement->do_stmt);
  result = pg_query_parse_plpgsql (sql);
  if (result.error != NULL || result.plpgsql_funcs == NULL)
    {
      pg_query_free_plpgsql_parse_result (result);
      return NULL;
    }
  self = g_new0 (RetortSqlBlock, 1);
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
  g_free (self);
}
