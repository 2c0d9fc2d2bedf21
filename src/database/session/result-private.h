/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Makes results; for the session only. */
#pragma once

#include "database/session/pq-private.h"
#include "database/session/result.h"

G_BEGIN_DECLS

RetortResult *retort_result_new (PGresult *result) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
