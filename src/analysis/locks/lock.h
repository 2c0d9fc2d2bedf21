/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What one statement locks, rewrites and scans (PostgreSQL docs, "Explicit Locking" and ALTER TABLE, "Notes"; measured
 * on servers 15 and 18). Pure. */
#pragma once

#include "model/finding.h"
#include "model/schema.h"
#include "sql/tree.h"

G_BEGIN_DECLS

RetortLockInfo *retort_locks_of_statement (const PgQuery__Node *statement, const RetortSchema *schema,
                                           int server_version) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
