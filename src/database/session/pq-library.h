/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The functions of libpq that are called. Nothing is linked with libpq (base/library.h): a name of it stands for its place in a table, which
 * retort_pq_load() fills. Who is the first to call one of them in an errand calls that before. */
#pragma once

#include <glib.h>
#include <libpq-fe.h>

G_BEGIN_DECLS

#define RETORT_PQ_FUNCTIONS(X) \
  X (PQbackendPID) \
  X (PQcancel) \
  X (PQclear) \
  X (PQcmdStatus) \
  X (PQcmdTuples) \
  X (PQconndefaults) \
  X (PQconnectPoll) \
  X (PQconnectStartParams) \
  X (PQconnectionNeedsPassword) \
  X (PQconninfo) \
  X (PQconninfoFree) \
  X (PQconninfoParse) \
  X (PQconsumeInput) \
  X (PQerrorMessage) \
  X (PQfinish) \
  X (PQflush) \
  X (PQfname) \
  X (PQfreeCancel) \
  X (PQfreemem) \
  X (PQftype) \
  X (PQgetCancel) \
  X (PQgetCopyData) \
  X (PQgetResult) \
  X (PQgetisnull) \
  X (PQgetvalue) \
  X (PQisBusy) \
  X (PQlibVersion) \
  X (PQnfields) \
  X (PQnotifies) \
  X (PQntuples) \
  X (PQparameterStatus) \
  X (PQputCopyEnd) \
  X (PQresultErrorField) \
  X (PQresultErrorMessage) \
  X (PQresultStatus) \
  X (PQsendQuery) \
  X (PQsendQueryParams) \
  X (PQserverVersion) \
  X (PQsetErrorVerbosity) \
  X (PQsetNoticeReceiver) \
  X (PQsetnonblocking) \
  X (PQsocket) \
  X (PQstatus) \
  X (PQtransactionStatus)

/* In the order of their names. */
typedef struct
{
#define X(name) __typeof__ (&name) name;
  RETORT_PQ_FUNCTIONS (X)
#undef X
} RetortPqLibrary;

extern RetortPqLibrary retort_pq;

gboolean retort_pq_load (GError **error);

#define PQbackendPID retort_pq.PQbackendPID
#define PQcancel retort_pq.PQcancel
#define PQclear retort_pq.PQclear
#define PQcmdStatus retort_pq.PQcmdStatus
#define PQcmdTuples retort_pq.PQcmdTuples
#define PQconndefaults retort_pq.PQconndefaults
#define PQconnectPoll retort_pq.PQconnectPoll
#define PQconnectStartParams retort_pq.PQconnectStartParams
#define PQconnectionNeedsPassword retort_pq.PQconnectionNeedsPassword
#define PQconninfo retort_pq.PQconninfo
#define PQconninfoFree retort_pq.PQconninfoFree
#define PQconninfoParse retort_pq.PQconninfoParse
#define PQconsumeInput retort_pq.PQconsumeInput
#define PQerrorMessage retort_pq.PQerrorMessage
#define PQfinish retort_pq.PQfinish
#define PQflush retort_pq.PQflush
#define PQfname retort_pq.PQfname
#define PQfreeCancel retort_pq.PQfreeCancel
#define PQfreemem retort_pq.PQfreemem
#define PQftype retort_pq.PQftype
#define PQgetCancel retort_pq.PQgetCancel
#define PQgetCopyData retort_pq.PQgetCopyData
#define PQgetResult retort_pq.PQgetResult
#define PQgetisnull retort_pq.PQgetisnull
#define PQgetvalue retort_pq.PQgetvalue
#define PQisBusy retort_pq.PQisBusy
#define PQlibVersion retort_pq.PQlibVersion
#define PQnfields retort_pq.PQnfields
#define PQnotifies retort_pq.PQnotifies
#define PQntuples retort_pq.PQntuples
#define PQparameterStatus retort_pq.PQparameterStatus
#define PQputCopyEnd retort_pq.PQputCopyEnd
#define PQresultErrorField retort_pq.PQresultErrorField
#define PQresultErrorMessage retort_pq.PQresultErrorMessage
#define PQresultStatus retort_pq.PQresultStatus
#define PQsendQuery retort_pq.PQsendQuery
#define PQsendQueryParams retort_pq.PQsendQueryParams
#define PQserverVersion retort_pq.PQserverVersion
#define PQsetErrorVerbosity retort_pq.PQsetErrorVerbosity
#define PQsetNoticeReceiver retort_pq.PQsetNoticeReceiver
#define PQsetnonblocking retort_pq.PQsetnonblocking
#define PQsocket retort_pq.PQsocket
#define PQstatus retort_pq.PQstatus
#define PQtransactionStatus retort_pq.PQtransactionStatus

G_END_DECLS
