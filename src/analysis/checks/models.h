/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The post-apply checklist: what a project's models say, held against a schema. Pure. */
#pragma once

#include "analysis/checks/check.h"
#include "model/model-set.h"

G_BEGIN_DECLS

/**
 * RetortModelCheckInput:
 * @models: (not nullable): what the models say
 * @actual: (not nullable): what there is
 * @settings: (nullable): what the project changes about the rules
 * @version_schema: (nullable): of the table in which the project's tool keeps its state
 * @version_table: (nullable): that table, which has no model
 * @changed_since: (nullable): the title of the newest revision, when files of models are newer than it
 * @changed: (nullable) (element-type RetortSource): those files
 */
typedef struct
{
  const RetortModelSet      *models;
  const RetortSchema        *actual;
  const RetortCheckSettings *settings;
  const char                *version_schema;
  const char                *version_table;
  const char                *changed_since;
  GPtrArray                 *changed;
} RetortModelCheckInput;

/**
 * RetortModelCheckResult:
 * @checked: (element-type utf8): tables that were held against the schema, sorted
 * @findings: (element-type RetortFinding)
 * @gaps: (element-type RetortModelGap): what was not compared, beside what the models' reader did not read; borrowed sources
 */
typedef struct
{
  GPtrArray *checked;
  GPtrArray *findings;
  GPtrArray *gaps;
} RetortModelCheckResult;

RetortModelCheckResult *retort_check_models            (const RetortModelCheckInput *input) G_GNUC_WARN_UNUSED_RESULT;
void                    retort_model_check_result_free (RetortModelCheckResult *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RetortModelCheckResult, retort_model_check_result_free)

G_END_DECLS
