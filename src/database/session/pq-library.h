/* SPDX-License-Identifier: GPL-3.0-or-later */
/* libpq, loaded when a session first needs it. It brings thirty libraries along (LDAP, Kerberos, TLS), and whoever only reads a project would wait
 * for them longer than for a hundred revisions. A function is one line in each of the two lists; who calls it sees no difference. */
#pragma once

#include <glib.h>
#include <libpq-fe.h>

G_BEGIN_DECLS

#define RETORT_PQ_FUNCTIONS(X) \
  X (PQbackendPID) X (PQcancel) X (PQclear) X (PQcmdStatus) X (PQcmdTuples) X (PQconndefaults) \
  X (PQconnectPoll) X (PQconnectStartParams) X (PQconnectionNeedsPassword) X (PQconninfo) \
  X (PQconninfoFree) X (PQconninfoParse) X (PQconsumeInput) X (PQerrorMessage) X (PQfinish) \
  X (PQflush) X (PQfname) X (PQfreeCancel) X (PQfreemem) X (PQftype) X (PQgetCancel) \
  X (PQgetCopyData) X (PQgetResult) X (PQgetisnull) X (PQgetvalue) X (PQisBusy) X (PQlibVersion) \
  X (PQnfields) X (PQnotifies) X (PQntuples) X (PQparameterStatus) X (PQputCopyEnd) \
  X (PQresultErrorField) X (PQresultErrorMessage) X (PQresultStatus) X (PQsendQuery) \
  X (PQsendQueryParams) X (PQserverVersion) X (PQsetErrorVerbosity) X (PQsetNoticeReceiver) \
  X (PQsetnonblocking) X (PQsocket) X (PQstatus) X (PQtransactionStatus)

#define RETORT_PQ_FIELD(name) __typeof__ (name) *name;

typedef struct
{
  RETORT_PQ_FUNCTIONS (RETORT_PQ_FIELD)
} RetortPqLibrary;

#undef RETORT_PQ_FIELD

const RetortPqLibrary *retort_pq_library (void);

#define PQbackendPID (retort_pq_library ()->PQbackendPID)
#define PQcancel (retort_pq_library ()->PQcancel)
#define PQclear (retort_pq_library ()->PQclear)
#define PQcmdStatus (retort_pq_library ()->PQcmdStatus)
#define PQcmdTuples (retort_pq_library ()->PQcmdTuples)
#define PQconndefaults (retort_pq_library ()->PQconndefaults)
#define PQconnectPoll (retort_pq_library ()->PQconnectPoll)
#define PQconnectStartParams (retort_pq_library ()->PQconnectStartParams)
#define PQconnectionNeedsPassword (retort_pq_library ()->PQconnectionNeedsPassword)
#define PQconninfo (retort_pq_library ()->PQconninfo)
#define PQconninfoFree (retort_pq_library ()->PQconninfoFree)
#define PQconninfoParse (retort_pq_library ()->PQconninfoParse)
#define PQconsumeInput (retort_pq_library ()->PQconsumeInput)
#define PQerrorMessage (retort_pq_library ()->PQerrorMessage)
#define PQfinish (retort_pq_library ()->PQfinish)
#define PQflush (retort_pq_library ()->PQflush)
#define PQfname (retort_pq_library ()->PQfname)
#define PQfreeCancel (retort_pq_library ()->PQfreeCancel)
#define PQfreemem (retort_pq_library ()->PQfreemem)
#define PQftype (retort_pq_library ()->PQftype)
#define PQgetCancel (retort_pq_library ()->PQgetCancel)
#define PQgetCopyData (retort_pq_library ()->PQgetCopyData)
#define PQgetResult (retort_pq_library ()->PQgetResult)
#define PQgetisnull (retort_pq_library ()->PQgetisnull)
#define PQgetvalue (retort_pq_library ()->PQgetvalue)
#define PQisBusy (retort_pq_library ()->PQisBusy)
#define PQlibVersion (retort_pq_library ()->PQlibVersion)
#define PQnfields (retort_pq_library ()->PQnfields)
#define PQnotifies (retort_pq_library ()->PQnotifies)
#define PQntuples (retort_pq_library ()->PQntuples)
#define PQparameterStatus (retort_pq_library ()->PQparameterStatus)
#define PQputCopyEnd (retort_pq_library ()->PQputCopyEnd)
#define PQresultErrorField (retort_pq_library ()->PQresultErrorField)
#define PQresultErrorMessage (retort_pq_library ()->PQresultErrorMessage)
#define PQresultStatus (retort_pq_library ()->PQresultStatus)
#define PQsendQuery (retort_pq_library ()->PQsendQuery)
#define PQsendQueryParams (retort_pq_library ()->PQsendQueryParams)
#define PQserverVersion (retort_pq_library ()->PQserverVersion)
#define PQsetErrorVerbosity (retort_pq_library ()->PQsetErrorVerbosity)
#define PQsetNoticeReceiver (retort_pq_library ()->PQsetNoticeReceiver)
#define PQsetnonblocking (retort_pq_library ()->PQsetnonblocking)
#define PQsocket (retort_pq_library ()->PQsocket)
#define PQstatus (retort_pq_library ()->PQstatus)
#define PQtransactionStatus (retort_pq_library ()->PQtransactionStatus)

G_END_DECLS
