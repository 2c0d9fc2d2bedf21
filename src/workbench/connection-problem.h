/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Why a database cannot be reached, as a person would say it. */
#pragma once

#include "model/profile.h"

G_BEGIN_DECLS

char *retort_connection_problem_dup_words  (const GError *error) G_GNUC_WARN_UNUSED_RESULT;
char *retort_connection_problem_dup_advice (const GError *error, RetortProfile *profile, const char *project) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
