/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Plans, reviews and reports as HTML and Markdown: on standard output, or into a file. */
#pragma once

#include "cli/cli.h"
#include "report/plan-document.h"

G_BEGIN_DECLS

/**
 * RetortCliDocument:
 * @output: (nullable): the file; its ending says the format
 * @format: (nullable): "html" or "markdown" without a file
 *
 * What the command line asks for.
 */
typedef struct
{
  const char *output;
  const char *format;
} RetortCliDocument;

gboolean   retort_cli_document_is_wanted (const RetortCliDocument *self);
gboolean   retort_cli_document_get_format (const RetortCliDocument *self, RetortDocumentFormat *format, GError **error);
RetortExit retort_cli_document_write     (RetortCli *cli, const RetortCliDocument *self, const char *text);
/* @wanted: all but steps and subtitle, which are found here */
char      *retort_cli_document_of_plan   (RetortCli *cli, RetortWorkspace *workspace, RetortPlan *plan, RetortPlanDocument *wanted,
                                          const char *const *notes) G_GNUC_WARN_UNUSED_RESULT;
char      *retort_cli_document_of_run    (RetortCli *cli, RetortWorkspace *workspace, RetortRunReport *report, RetortDocumentFormat format,
                                          const char *title) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
