/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What went wrong, from what libpq says: an error code by SQLSTATE, the server's fields kept apart.
 * Texts of a server may come in its own encoding before the session's is agreed: they are made
 * valid. */
#include "database/session/error-private.h"

#include <string.h>

G_DEFINE_QUARK (retort - db - error - quark, retort_db_error)

static char *
dup_field (const PGresult *result, int field)
{
  const char *value = PQresultErrorField (result, field);

  return value != NULL ? g_utf8_make_valid (value, -1) : NULL;
}

/**
 * retort_server_error_new_from_result:
 * @result: a result that failed
 *
 * Returns: (transfer full): the fields of the server's ErrorResponse
 */
RetortServerError *
retort_server_error_new_from_result (const PGresult *result)
{
  RetortServerError *self = g_new0 (RetortServerError, 1);
  const char *position = PQresultErrorField (result, PG_DIAG_STATEMENT_POSITION);

  self->sqlstate = dup_field (result, PG_DIAG_SQLSTATE);
  self->message = dup_field (result, PG_DIAG_MESSAGE_PRIMARY);
  self->detail = dup_field (result, PG_DIAG_MESSAGE_DETAIL);
  self->hint = dup_field (result, PG_DIAG_MESSAGE_HINT);
  self->context = dup_field (result, PG_DIAG_CONTEXT);
  self->table = dup_field (result, PG_DIAG_TABLE_NAME);
  self->constraint = dup_field (result, PG_DIAG_CONSTRAINT_NAME);
  self->position = position != NULL ? (guint) g_ascii_strtoull (position, NULL, 10) : 0;
  if (self->message == NULL) /* libpq itself speaks */
    self->message = retort_db_error_dup_text (PQresultErrorMessage (result));
  return self;
}

/**
 * retort_db_error_dup_text:
 * @message: what libpq says, maybe with a line end
 *
 * Returns: (transfer full): the same as valid UTF-8 without space around it
 */
char *
retort_db_error_dup_text (const char *message)
{
  return g_strstrip (g_utf8_make_valid (message != NULL ? message : "", -1));
}

static RetortDbError
code_of_sqlstate (const char *sqlstate, RetortExchangeEnd end)
{
  if (end.is_lost || sqlstate == NULL)
    return RETORT_DB_ERROR_CONNECTION;
  if (end.is_refused)
    return RETORT_DB_ERROR_REFUSED;
  if (strcmp (sqlstate, "57014") == 0)
    return end.was_cancel_sent ? RETORT_DB_ERROR_CANCELLED : RETORT_DB_ERROR_STATEMENT_TIMEOUT;
  if (strcmp (sqlstate, "55P03") == 0)
    return RETORT_DB_ERROR_LOCK_TIMEOUT;
  return RETORT_DB_ERROR_SQL;
}

/**
 * retort_db_error_from_result:
 * @result: a result that failed
 * @end: what else is known
 *
 * Returns: (transfer full): an error whose message begins with the SQLSTATE when the server gave
 * one
 */
GError *
retort_db_error_from_result (const PGresult *result, RetortExchangeEnd end)
{
  g_autoptr(RetortServerError) fields = retort_server_error_new_from_result (result);
  RetortDbError code = code_of_sqlstate (fields->sqlstate, end);

  if (code == RETORT_DB_ERROR_REFUSED)
    return g_error_new_literal (
        RETORT_DB_ERROR, code,
        "COPY from standard input is refused: a migration has no standard input");
  if (fields->sqlstate == NULL)
    return g_error_new (RETORT_DB_ERROR, code, "the connection was lost: %s", fields->message);
  return g_error_new (RETORT_DB_ERROR, code, "%s %s", fields->sqlstate, fields->message);
}

/* While connecting libpq 15 tells a SQLSTATE only inside a verbose message: "FATAL:  28P01:
 * password …" where the first word is translated. The last one counts: earlier ones are of other
 * hosts. */
static char *
dup_startup_sqlstate (const char *text)
{
  g_autoptr(GRegex) regex = g_regex_new (":  ([0-9A-Z]{5}): ", 0, 0, NULL);
  g_autoptr(GMatchInfo) match = NULL;
  char *sqlstate = NULL;

  for (g_regex_match (regex, text, 0, &match); g_match_info_matches (match);
       g_match_info_next (match, NULL))
    {
      g_free (sqlstate);
      sqlstate = g_match_info_fetch (match, 1);
    }
  return sqlstate;
}

/* Without the SQLSTATE and the place in the server's source that verbose messages carry. */
static char *
dup_startup_text (const char *text)
{
  g_autoptr(GRegex) state = g_regex_new (":  [0-9A-Z]{5}: ", 0, 0, NULL);
  g_autoptr(GRegex) place = g_regex_new ("\\n[^\\n:]+:  \\w+, [\\w.]+:\\d+", 0, 0, NULL);
  g_autofree char *short_text = g_regex_replace_literal (state, text, -1, 0, ":  ", 0, NULL);

  return g_regex_replace_literal (place, short_text, -1, 0, "", 0, NULL);
}

/**
 * retort_db_error_from_connecting:
 * @conn: a connection that could not be made, with %PQERRORS_VERBOSE
 * @target: what was to be reached, without a secret
 *
 * Returns: (transfer full): the error; its code says whether user, database or the server itself is
 * at fault
 */
GError *
retort_db_error_from_connecting (PGconn *conn, const char *target)
{
  g_autofree char *raw = retort_db_error_dup_text (PQerrorMessage (conn));
  g_autofree char *sqlstate = dup_startup_sqlstate (raw);
  g_autofree char *text = dup_startup_text (raw);
  RetortDbError code = RETORT_DB_ERROR_CONNECTION;

  if (PQconnectionNeedsPassword (conn) && sqlstate == NULL)
    return g_error_new (RETORT_DB_ERROR, RETORT_DB_ERROR_AUTHENTICATION,
                        "cannot connect to '%s': the server asks for a password, and none was found", target);
  if (PQconnectionNeedsPassword (conn) || (sqlstate != NULL && g_str_has_prefix (sqlstate, "28")))
    code = RETORT_DB_ERROR_AUTHENTICATION;
  else if (g_strcmp0 (sqlstate, "3D000") == 0)
    code = RETORT_DB_ERROR_NO_DATABASE;
  return g_error_new (RETORT_DB_ERROR, code, "cannot connect to '%s': %s%s%s", target,
                      sqlstate != NULL ? sqlstate : "", sqlstate != NULL ? " " : "", text);
}
