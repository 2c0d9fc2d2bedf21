/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Locks of statements, as text and as the JSON of cli.md. */
#pragma once

#include "analysis/locks/script.h"

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

JsonNode *retort_lock_report_to_json (GPtrArray *statements) G_GNUC_WARN_UNUSED_RESULT;
char     *retort_lock_report_to_text (GPtrArray *statements) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
