/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Finds the body of a statement and hands it to the reader of its language. libpg_query has a parser of plpgsql, too, but without a catalogue it refuses
 * cursors, RETURN NEXT and the fields of composite variables, and it aborts on SQL-standard bodies. */
#include "sql/plpgsql-private.h"

#include <string.h>

/* The options of DO or CREATE FUNCTION. */
static const PgQuery__DefElem *
find_option (PgQuery__Node *const *options, size_t n_options, const char *name)
{
  for (size_t i = 0; i < n_options; i++)
    if (g_str_equal (options[i]->def_elem->defname, name))
      return options[i]->def_elem;
  return NULL;
}

static const char *
get_language (const PgQuery__DefElem *option, const char *fallback)
{
  return option != NULL ? option->arg->string->sval : fallback;
}

/* NULL: it has none that is written as a text. */
static const char *
get_body (const PgQuery__Node *statement, const char **language)
{
  const PgQuery__DoStmt *block = statement->node_case == PG_QUERY__NODE__NODE_DO_STMT ? statement->do_stmt : NULL;
  const PgQuery__CreateFunctionStmt *function = statement->node_case == PG_QUERY__NODE__NODE_CREATE_FUNCTION_STMT ? statement->create_function_stmt : NULL;
  const PgQuery__DefElem *body = NULL;

  if (block != NULL)
    {
      *language = get_language (find_option (block->args, block->n_args, "language"), "plpgsql");
      body = find_option (block->args, block->n_args, "as");
      return body != NULL ? body->arg->string->sval : NULL;
    }
  if (function == NULL || function->sql_body != NULL)
    return NULL;
  *language = get_language (find_option (function->options, function->n_options, "language"), "sql");
  body = find_option (function->options, function->n_options, "as");
  if (body == NULL || body->arg->node_case != PG_QUERY__NODE__NODE_LIST || body->arg->list->n_items != 1)
    return NULL;
  return body->arg->list->items[0]->string->sval;
}

/**
 * retort_sql_block_add: (skip)
 * @self: a block
 * @sql: one statement or, of an EXECUTE, several
 * @place: where it stands in the body
 * @is_conditional: it runs under a condition
 */
void
retort_sql_block_add (RetortSqlBlock *self, const char *sql, RetortSpan place, gboolean is_conditional)
{
  g_autoptr(GError) error = NULL;
  RetortSqlInner inner = { retort_sql_tree_parse (sql, &error), place, is_conditional };

  if (inner.tree != NULL)
    g_array_append_val (self->statements, inner);
  else
    retort_sql_block_add_gap (self, place, error->message);
}

/**
 * retort_sql_block_add_gap: (skip)
 * @self: a block
 * @place: where it stands in the body
 * @reason: (nullable): what the parser says; %NULL for what is put together while it runs
 */
void
retort_sql_block_add_gap (RetortSqlBlock *self, RetortSpan place, const char *reason)
{
  RetortSqlUnread unread = { place, g_strdup (reason) };

  g_array_append_val (self->unread, unread);
}

static void
read_sql (RetortSqlBlock *self)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GArray) spans = retort_sql_split (self->body, &error);

  if (spans == NULL)
    retort_sql_block_add_gap (self, (RetortSpan){ 0, strlen (self->body) }, error->message);
  for (guint i = 0; spans != NULL && i < spans->len; i++)
    {
      RetortSpan span = g_array_index (spans, RetortSpan, i);
      g_autofree char *sql = g_strndup (self->body + span.start, span.end - span.start);

      retort_sql_block_add (self, sql, span, FALSE);
    }
}

static void
inner_clear (gpointer data)
{
  RetortSqlInner *inner = data;

  retort_sql_tree_unref (inner->tree);
}

static void
unread_clear (gpointer data)
{
  RetortSqlUnread *unread = data;

  g_free (unread->reason);
}

static RetortSqlBlock *
block_new (const char *body)
{
  RetortSqlBlock *self = g_new0 (RetortSqlBlock, 1);

  self->body = g_strdup (body);
  self->statements = g_array_new (FALSE, FALSE, sizeof (RetortSqlInner));
  self->unread = g_array_new (FALSE, FALSE, sizeof (RetortSqlUnread));
  g_array_set_clear_func (self->statements, inner_clear);
  g_array_set_clear_func (self->unread, unread_clear);
  return self;
}

/**
 * retort_sql_block_parse:
 * @statement: a statement
 *
 * Looks into a DO block, or into a function or procedure that is made. Any thread.
 *
 * Returns: (transfer full) (nullable): what its body sends; %NULL when it has no body in plpgsql or, of a function, in SQL
 */
RetortSqlBlock *
retort_sql_block_parse (const PgQuery__Node *statement)
{
  const char *language = NULL;
  const char *body = get_body (statement, &language);
  RetortSqlBlock *self = NULL;

  if (body == NULL)
    return NULL;
  if (g_ascii_strcasecmp (language, "plpgsql") == 0)
    {
      self = block_new (body);
      retort_plpgsql_read (self);
    }
  else if (g_ascii_strcasecmp (language, "sql") == 0)
    {
      self = block_new (body);
      read_sql (self);
    }
  else if (statement->node_case == PG_QUERY__NODE__NODE_DO_STMT)
    {
      g_autofree char *reason = g_strdup_printf ("it is written in %s", language);

      self = block_new (body);
      retort_sql_block_add_gap (self, (RetortSpan){ 0, strlen (body) }, reason);
    }
  return self;
}

/**
 * retort_sql_block_free:
 * @self: (transfer full): a block
 */
void
retort_sql_block_free (RetortSqlBlock *self)
{
  g_array_unref (self->statements);
  g_array_unref (self->unread);
  g_free (self->body);
  g_free (self);
}
