/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What statements do that PostgreSQL 15's grammar does not know. */
#pragma once

#include "analysis/locks/locks.h"

G_BEGIN_DECLS

RetortLocks *retort_locks_of_newer (RetortLockSession *session, RetortSchema *before, const char *sql, const GError *refusal) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
