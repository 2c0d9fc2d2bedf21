/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Findings in the formats that continuous integration reads. Pure. */
#pragma once

#include "model/finding.h"

G_BEGIN_DECLS

/* What the formats need to know. */
typedef struct
{
  GPtrArray  *findings; /* element: RetortFinding; suppressed ones are left out */
  const char *base;     /* nullable: paths under it are told relative to it */
  const char *version;  /* nullable: of Retort, for SARIF */
} RetortFindingReport;

/* @colour: escape sequences for terminals. */
char *retort_findings_to_text   (const RetortFindingReport *report, gboolean colour) G_GNUC_WARN_UNUSED_RESULT;
char *retort_findings_to_github (const RetortFindingReport *report) G_GNUC_WARN_UNUSED_RESULT;
char *retort_findings_to_gitlab (const RetortFindingReport *report) G_GNUC_WARN_UNUSED_RESULT;
char *retort_findings_to_junit  (const RetortFindingReport *report) G_GNUC_WARN_UNUSED_RESULT;
char *retort_findings_to_sarif  (const RetortFindingReport *report) G_GNUC_WARN_UNUSED_RESULT;

/* @path relative to @base when it lies under it. */
const char *retort_path_under (const char *path, const char *base);

G_END_DECLS
