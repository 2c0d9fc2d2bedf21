/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The lock of a statement in short: the strongest one, and whether anything is rewritten or read whole. Pure. */
#pragma once

#include "analysis/locks/locks.h"
#include "model/finding.h"

G_BEGIN_DECLS

RetortLockInfo *retort_lock_info_new_from_locks (const RetortLocks *locks) G_GNUC_WARN_UNUSED_RESULT;
RetortLockInfo *retort_locks_of_statement       (const PgQuery__Node *statement, RetortSchema *schema, int server_version) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
