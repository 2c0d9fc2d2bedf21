/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Findings in the formats that continuous integration reads. Pure. */
#pragma once

#include "base/source.h"
#include "model/finding.h"

G_BEGIN_DECLS

/* (transfer none) (nullable): the file at @path as it was checked. */
typedef RetortSource *(*RetortFindSourceFunc) (const char *path, gpointer user_data);

/* What the formats need to know. */
typedef struct
{
  GPtrArray  *findings; /* element: RetortFinding; suppressed ones are left out */
  const char *base;     /* nullable: paths under it are told relative to it */
  const char *version;  /* nullable: of Retort, for SARIF */
  RetortFindSourceFunc find_source; /* nullable: text shows the line of each finding */
  gpointer    source_data;
} RetortFindingReport;

/* @colour: escape sequences for terminals. */
void  retort_findings_append_text (GString *text, const RetortFindingReport *report, gboolean colour);
char *retort_findings_to_text   (const RetortFindingReport *report, gboolean colour) G_GNUC_WARN_UNUSED_RESULT;
char *retort_findings_to_github (const RetortFindingReport *report) G_GNUC_WARN_UNUSED_RESULT;
char *retort_findings_to_gitlab (const RetortFindingReport *report) G_GNUC_WARN_UNUSED_RESULT;
char *retort_findings_to_junit  (const RetortFindingReport *report) G_GNUC_WARN_UNUSED_RESULT;
char *retort_findings_to_sarif  (const RetortFindingReport *report) G_GNUC_WARN_UNUSED_RESULT;

/* @path relative to @base when it lies under it. */
const char *retort_path_under (const char *path, const char *base);

G_END_DECLS
