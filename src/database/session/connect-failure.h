/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Why a connection could not be made, told apart for people. Pure. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * RetortConnectFailure:
 * @RETORT_CONNECT_FAILURE_OTHER: only the words say it
 * @RETORT_CONNECT_FAILURE_PASSWORD_MISSING: the server asked for a password and none was found
 * @RETORT_CONNECT_FAILURE_PASSWORD_WRONG: user or password was refused (28P01)
 * @RETORT_CONNECT_FAILURE_NOT_ALLOWED: the server's pg_hba.conf or the role itself says no (28000)
 * @RETORT_CONNECT_FAILURE_NO_DATABASE: there is no such database (3D000)
 * @RETORT_CONNECT_FAILURE_TOO_MANY: the server has no free connection (53300)
 * @RETORT_CONNECT_FAILURE_STARTING: the server starts or stops (57P03)
 * @RETORT_CONNECT_FAILURE_HOST_UNKNOWN: the name of the host leads nowhere
 * @RETORT_CONNECT_FAILURE_PORT_REFUSED: nothing listens there
 * @RETORT_CONNECT_FAILURE_NO_SOCKET: there is no socket in the folder
 * @RETORT_CONNECT_FAILURE_TIMEOUT: nothing answered in time
 * @RETORT_CONNECT_FAILURE_TLS_REFUSED: the server speaks no TLS and the profile wants it
 * @RETORT_CONNECT_FAILURE_CERTIFICATE: TLS did not come about: a certificate is not trusted, or for another name
 * @RETORT_CONNECT_FAILURE_SSH: ssh did not make a way; its words are in the message
 */
typedef enum
{
  RETORT_CONNECT_FAILURE_OTHER,
  RETORT_CONNECT_FAILURE_PASSWORD_MISSING,
  RETORT_CONNECT_FAILURE_PASSWORD_WRONG,
  RETORT_CONNECT_FAILURE_NOT_ALLOWED,
  RETORT_CONNECT_FAILURE_NO_DATABASE,
  RETORT_CONNECT_FAILURE_TOO_MANY,
  RETORT_CONNECT_FAILURE_STARTING,
  RETORT_CONNECT_FAILURE_HOST_UNKNOWN,
  RETORT_CONNECT_FAILURE_PORT_REFUSED,
  RETORT_CONNECT_FAILURE_NO_SOCKET,
  RETORT_CONNECT_FAILURE_TIMEOUT,
  RETORT_CONNECT_FAILURE_TLS_REFUSED,
  RETORT_CONNECT_FAILURE_CERTIFICATE,
  RETORT_CONNECT_FAILURE_SSH,
} RetortConnectFailure;

RetortConnectFailure retort_connect_failure_of            (const GError *error);
gboolean             retort_connect_failure_wants_password (const GError *error);
char                *retort_connect_failure_dup_words     (const GError *error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
