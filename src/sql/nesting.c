/* SPDX-License-Identifier: GPL-3.0-or-later */
/* libpg_query writes its tree by recursion, without PostgreSQL's guard of the stack, and whoever reads the tree goes down as
 * deep. What makes a tree deep is open brackets, words that join or wrap queries and expressions, and the operands of one
 * expression. PostgreSQL itself gives up at about 5,000 additions (max_stack_depth of 2 MB). */
#include "sql/nesting.h"

#include "sql/tokens.h"

#include <string.h>

/* Shorter texts cannot be deep enough to do harm. */
#define MIN_LENGTH 4000
#define MAX_PENDING 5000

/* A chain of these is a tree of as many levels, whatever stands between them. */
static gboolean
is_joining (PgQuery__Token kind)
{
  switch ((int) kind)
    {
    case PG_QUERY__TOKEN__UNION:
    case PG_QUERY__TOKEN__INTERSECT:
    case PG_QUERY__TOKEN__EXCEPT:
    case PG_QUERY__TOKEN__JOIN:
    case PG_QUERY__TOKEN__CASE:
    case PG_QUERY__TOKEN__NOT:
      return TRUE;
    default:
      return FALSE;
    }
}

/**
 * retort_sql_nesting_is_deep: (skip)
 * @sql: a text
 *
 * Returns: whether its tree may be too deep for a stack; a cautious guess
 */
gboolean
retort_sql_nesting_is_deep (const char *sql)
{
  g_autoptr(RetortSqlTokens) tokens = strlen (sql) > MIN_LENGTH ? retort_sql_tokens_scan (sql) : NULL;
  guint n_brackets = 0;
  guint n_joining = 0;
  guint n_operands = 0;

  for (guint i = 0; tokens != NULL && i < retort_sql_tokens_get_n (tokens); i++)
    {
      PgQuery__Token kind = retort_sql_tokens_get_kind (tokens, i);
      char first = sql[retort_sql_tokens_get_span (tokens, i).start];

      if (first == '(' || first == '[')
        n_brackets++;
      else if (first == ')' || first == ']')
        n_brackets -= n_brackets > 0;
      else if (first == ',')
        n_operands = 0;
      else if (first == ';')
        n_operands = n_joining = n_brackets = 0;
      else if (is_joining (kind))
        n_joining++;
      else if (kind != PG_QUERY__TOKEN__SQL_COMMENT && kind != PG_QUERY__TOKEN__C_COMMENT)
        n_operands++;
      if (n_brackets + n_joining + n_operands > MAX_PENDING)
        return TRUE;
    }
  return FALSE;
}
