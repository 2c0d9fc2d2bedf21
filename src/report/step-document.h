/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One step of a plan in a document: everything that is known of it, the important first. Pure. */
#pragma once

#include "report/plan-document.h"

G_BEGIN_DECLS

/* Findings of a step by severity; RETORT_SEVERITY_ERROR + 1 of them. */
void               retort_step_count_findings   (RetortPlanStep *step, guint *counts);
/* "1 error, 2 warnings", "no findings" */
char              *retort_finding_counts_to_text (const guint *counts) G_GNUC_WARN_UNUSED_RESULT;
RetortDocumentTone retort_finding_counts_to_tone (const guint *counts);
/* What its strongest lock means for others, a few words; "–" when there is none. */
const char        *retort_step_describe_locks   (RetortPlanStep *step);
/* What its other direction is good for, a few words. @known (nullable) */
const char        *retort_step_describe_way_back (RetortPlanStep *step, const RetortDocumentStep *known, RetortDocumentTone *tone);

void               retort_document_add_step     (RetortDocument *document, RetortPlanStep *step, const RetortDocumentStep *known, const RetortPlanDocument *wanted);

G_END_DECLS
