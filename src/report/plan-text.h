/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Plans and run reports for people. Pure. */
#pragma once

#include "model/run.h"

G_BEGIN_DECLS

/* @base (nullable): paths under it are told relative to it. */
char *retort_plan_to_text (RetortPlan *plan, const char *base, gboolean colour) G_GNUC_WARN_UNUSED_RESULT;
char *retort_run_to_text  (RetortRunReport *report, gboolean colour) G_GNUC_WARN_UNUSED_RESULT;
/* "12 ms", "1.25 s", "3 min 4 s" */
char *retort_duration_to_text (gint64 elapsed_us) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
