/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Comments in a file that accept a finding: "# retort: ignore[rule, rule] reason", "-- retort: …", and
 * "ignore-file[rule] reason" for all of the file. Inside analysis/checks only. */
#pragma once

#include "model/finding.h"

G_BEGIN_DECLS

/**
 * RetortSuppression:
 * @rule: a rule's id as written; empty when it is not written in brackets
 * @reason: maybe empty
 * @is_for_file: it counts everywhere in the file
 * @line: where it stands, from 1
 * @target_line: the line of code below it; its own when it stands behind code
 * @span: the comment
 * @n_uses: how many findings it accepted
 */
typedef struct
{
  char      *rule;
  char      *reason;
  gboolean   is_for_file;
  guint      line;
  guint      target_line;
  RetortSpan span;
  guint      n_uses;
} RetortSuppression;

GPtrArray         *retort_suppressions_read  (const RetortSource *source);
RetortSuppression *retort_suppressions_match (GPtrArray *suppressions, const RetortFindingFields *finding);

G_END_DECLS
