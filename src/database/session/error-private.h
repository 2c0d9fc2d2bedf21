/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From libpq's answers to GError and RetortServerError. */
#pragma once

#include "database/session/pq-private.h"
#include "database/session/session.h"

G_BEGIN_DECLS

/**
 * RetortExchangeEnd:
 * @is_lost: the connection is gone
 * @is_refused: the session itself ended a COPY
 * @was_cancel_sent: a cancel reached the server
 *
 * What the session knows about an exchange that failed and the server does not say.
 */
typedef struct
{
  gboolean is_lost;
  gboolean is_refused;
  gboolean was_cancel_sent;
} RetortExchangeEnd;

RetortServerError *retort_server_error_new_from_result (const PGresult *result) G_GNUC_WARN_UNUSED_RESULT;
GError            *retort_db_error_from_result         (const PGresult *result, RetortExchangeEnd end) G_GNUC_WARN_UNUSED_RESULT;
GError            *retort_db_error_from_connecting     (PGconn *conn, const char *target) G_GNUC_WARN_UNUSED_RESULT;
char              *retort_db_error_dup_text            (const char *message) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
