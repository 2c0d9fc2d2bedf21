/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/statement.h"

struct _RetortStatement
{
  char          *sql;
  char          *origin; /* nullable */
  RetortSpan     span;
  RetortPosition start;
  RetortPosition end;
};

G_DEFINE_BOXED_TYPE (RetortStatement, retort_statement, retort_statement_ref, retort_statement_unref)

/**
 * retort_statement_new:
 * @sql: the text as the server receives it, without a closing `;`
 * @origin: (nullable): what made it: "op.add_column", "version table"
 * @span: the call, or the text in a file of SQL; empty when it comes from no file
 * @start: the first character of @span
 * @end: the position after its last character
 *
 * Returns: (transfer full): the statement
 */
RetortStatement *
retort_statement_new (const char *sql, const char *origin, RetortSpan span, RetortPosition start,
                      RetortPosition end)
{
  RetortStatement *self = NULL;

  g_return_val_if_fail (sql != NULL, NULL);

  self = g_atomic_rc_box_new0 (RetortStatement);
  self->sql = g_strdup (sql);
  self->origin = g_strdup (origin);
  self->span = span;
  self->start = start;
  self->end = end;
  return self;
}

/**
 * retort_statement_ref:
 * @self: a statement
 *
 * Returns: (transfer full): @self
 */
RetortStatement *
retort_statement_ref (RetortStatement *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
statement_clear (gpointer data)
{
  RetortStatement *self = data;

  g_free (self->sql);
  g_free (self->origin);
}

/**
 * retort_statement_unref:
 * @self: (transfer full): a statement
 */
void
retort_statement_unref (RetortStatement *self)
{
  g_atomic_rc_box_release_full (self, statement_clear);
}

/**
 * retort_statement_get_sql:
 * @self: a statement
 *
 * Returns: its text without a closing `;`
 */
const char *
retort_statement_get_sql (const RetortStatement *self)
{
  return self->sql;
}

/**
 * retort_statement_get_origin:
 * @self: a statement
 *
 * Returns: (nullable): the call that made it
 */
const char *
retort_statement_get_origin (const RetortStatement *self)
{
  return self->origin;
}

/**
 * retort_statement_get_span:
 * @self: a statement
 *
 * Returns: where the file says it, in bytes
 */
RetortSpan
retort_statement_get_span (const RetortStatement *self)
{
  return self->span;
}

/**
 * retort_statement_get_start:
 * @self: a statement
 *
 * Returns: the first character of its span; line 0 when it comes from no file
 */
RetortPosition
retort_statement_get_start (const RetortStatement *self)
{
  return self->start;
}

/**
 * retort_statement_get_end:
 * @self: a statement
 *
 * Returns: the position after the last character of its span
 */
RetortPosition
retort_statement_get_end (const RetortStatement *self)
{
  return self->end;
}
