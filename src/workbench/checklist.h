/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The pre-apply checklist of a revision: what Retort looks at, what people tick, what the models say. */
#pragma once

#include "workbench/workbench.h"

G_BEGIN_DECLS

/**
 * RetortChecklistPoint:
 * @text: (not nullable): what is looked at; translated, or in the project's own words
 * @detail: (nullable): what was found, or the command that belongs to it
 * @command: (nullable): what the command is called among those of the project
 * @n_findings: what speaks against it
 * @is_unknown: nothing speaks against it, but not everything in the revision is understood
 * @severity: the worst of it, when there is something
 * @line: of the first finding; 0: none
 * @is_ticked: by somebody
 *
 * One line of the list. Texts are owned.
 */
typedef struct
{
  char          *text;
  char          *detail;
  char          *command;
  guint          n_findings;
  gboolean       is_unknown;
  RetortSeverity severity;
  guint          line;
  gboolean       is_ticked;
} RetortChecklistPoint;

/**
 * RetortChecklist:
 * @automatic: (element-type RetortChecklistPoint): what the review found
 * @human: (element-type RetortChecklistPoint): what the project wants to be ticked
 * @was_read: somebody had opened the revision with this text before
 */
typedef struct
{
  GPtrArray *automatic;
  GPtrArray *human;
  gboolean   was_read;
} RetortChecklist;

/**
 * RetortModelComparison:
 * @findings: (element-type RetortFindingItem): where models and schema differ
 * @summary: what was compared, a sentence
 */
typedef struct
{
  GListStore *findings;
  char       *summary;
} RetortModelComparison;

void             retort_checklist_free (RetortChecklist *self);
void             retort_model_comparison_free (RetortModelComparison *self);

void             retort_workbench_open_checklist_async  (RetortWorkbench *self, RetortReview *review, GCancellable *cancellable,
                                                         GAsyncReadyCallback callback, gpointer user_data);
RetortChecklist *retort_workbench_open_checklist_finish (RetortWorkbench *self, GAsyncResult *result, GError **error);
void             retort_workbench_note_read             (RetortWorkbench *self, RetortReview *review);
void             retort_workbench_tick                  (RetortWorkbench *self, RetortReview *review, const char *text, gboolean is_ticked);
void             retort_workbench_compare_models_async  (RetortWorkbench *self, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
RetortModelComparison *retort_workbench_compare_models_finish (RetortWorkbench *self, GAsyncResult *result, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RetortChecklist, retort_checklist_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RetortModelComparison, retort_model_comparison_free)

G_END_DECLS
