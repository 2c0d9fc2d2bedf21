/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The model as JSON nodes, field for field as cli.md has them. Pure. */
#pragma once

#include "analysis/history/path.h"
#include "model/plan.h"
#include "model/run.h"
#include "model/schema.h"

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* Parts of documents. */
JsonNode *retort_json_of_finding   (const RetortFinding *finding) G_GNUC_WARN_UNUSED_RESULT;
JsonNode *retort_json_of_findings  (GPtrArray *findings) G_GNUC_WARN_UNUSED_RESULT;
JsonNode *retort_json_of_lock      (const RetortLockInfo *lock) G_GNUC_WARN_UNUSED_RESULT;
JsonNode *retort_json_of_migration (RetortMigration *migration, const char *sql) G_GNUC_WARN_UNUSED_RESULT;
JsonNode *retort_json_of_words     (const char *const *words) G_GNUC_WARN_UNUSED_RESULT;

/* Whole documents. */
JsonNode *retort_json_of_plan      (RetortPlan *plan) G_GNUC_WARN_UNUSED_RESULT;
JsonNode *retort_json_of_schema    (RetortSchema *schema) G_GNUC_WARN_UNUSED_RESULT;
JsonNode *retort_json_of_run       (RetortRunReport *report) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
