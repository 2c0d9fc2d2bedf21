/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The models of a project held against a schema: the post-apply checklist. Blocks: worker threads only. */
#pragma once

#include "analysis/checks/models.h"
#include "engine/workspace.h"

G_BEGIN_DECLS

/**
 * RetortModelReport:
 * @models: (not nullable): what was read
 * @result: (not nullable): what there is to say
 */
typedef struct
{
  RetortModelSet         *models;
  RetortModelCheckResult *result;
} RetortModelReport;

/* (nullable): the models; empty for a kind of project that has none. */
RetortModelSet    *retort_workspace_read_models  (RetortWorkspace *self, GCancellable *cancellable, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* @schema: what is there: a database's schema, or that which the migrations make. */
RetortModelReport *retort_workspace_check_models (RetortWorkspace *self, const RetortSchema *schema, GCancellable *cancellable, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void               retort_model_report_free      (RetortModelReport *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RetortModelReport, retort_model_report_free)

G_END_DECLS
