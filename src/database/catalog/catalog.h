/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reads what a database holds into a schema; PostgreSQL 13 to 18. */
#pragma once

#include "database/session/session.h"
#include "model/schema.h"
#include "model/target-facts.h"

G_BEGIN_DECLS

/* One consistent picture (REPEATABLE READ, READ ONLY) when no transaction is open, else inside the open one. */
RetortSchema      *retort_catalog_read       (RetortSession *session, GCancellable *cancellable, GError **error) G_GNUC_WARN_UNUSED_RESULT;
RetortTargetFacts *retort_catalog_read_facts (RetortSession *session, GCancellable *cancellable, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* (element-type utf8): who blocks the backend @pid, one sentence each */
GPtrArray         *retort_catalog_read_blockers (RetortSession *session, int pid, GCancellable *cancellable, GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
