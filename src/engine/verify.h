/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reads the catalogue after a run and compares it with what the plan's statements promise. */
#pragma once

#include "database/session/session.h"
#include "model/plan.h"

G_BEGIN_DECLS

/* @mismatch (out) (nullable) (transfer full): the first thing that is not there, or still there, a clause. */
gboolean retort_verify_plan (RetortPlan *plan, RetortSession *session, char **mismatch);

G_END_DECLS
