/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a database, or the environment that a migration runs in, will answer: an unknown value of its own kind (explore.c follows it). */
#include "python/evaluation-private.h"

/* The reasons of all live values: they are told by their addresses. The second is that of values which not even a run can give. */
const char retort_py_live_reason[] = "it is decided while running";
static const char outside_reason[] = "it is decided while running, by the environment";

/**
 * retort_py_new_live:
 * @evaluation: an evaluation
 * @span: where the database or the environment is asked
 *
 * Returns: (transfer none): a value that it will give
 */
RetortPyValue *
retort_py_new_live (RetortPyEvaluation *evaluation, RetortSpan span)
{
  RetortPyValue *self = retort_py_new_value (evaluation, RETORT_PY_UNKNOWN);

  self->unknown.reason = retort_py_live_reason;
  self->unknown.span = span;
  return self;
}

/**
 * retort_py_value_is_live:
 * @self: (nullable): a value
 *
 * Returns: whether it is unknown only because the database, or the environment, was not asked yet
 */
gboolean
retort_py_value_is_live (const RetortPyValue *self)
{
  return self != NULL && self->kind == RETORT_PY_UNKNOWN
         && (self->unknown.reason == retort_py_live_reason || self->unknown.reason == outside_reason);
}

/**
 * retort_py_new_outside: (skip)
 * @evaluation: an evaluation
 * @span: where the environment is asked
 *
 * Returns: (transfer none): a live value that not even a run can give
 */
RetortPyValue *
retort_py_new_outside (RetortPyEvaluation *evaluation, RetortSpan span)
{
  RetortPyValue *self = retort_py_new_live (evaluation, span);

  self->unknown.reason = outside_reason;
  return self;
}

/**
 * retort_py_report_live: (skip)
 * @frame: where
 * @at: the place
 *
 * Reports that the database, or the environment, decides what happens there.
 */
void
retort_py_report_live (RetortPyFrame *frame, const RetortPyNode *at)
{
  RetortPyEvaluation *evaluation = frame->evaluation;

  if (evaluation->n_importing == 0 && evaluation->n_silent == 0)
    evaluation->on_issue (RETORT_PY_ISSUE_LIVE, retort_py_span_for_people (frame, at), retort_py_live_reason, evaluation->user_data);
}

/**
 * retort_py_value_get_live_text:
 * @self: (nullable): a value
 *
 * Returns: (nullable): the text that it becomes, with the mark where the database decides; %NULL: it is not live, or not even a run can tell
 */
const char *
retort_py_value_get_live_text (const RetortPyValue *self)
{
  if (self == NULL || self->kind != RETORT_PY_UNKNOWN || self->unknown.reason != retort_py_live_reason)
    return NULL;
  return self->digits != NULL ? self->digits : RETORT_PY_LIVE_MARK;
}

/**
 * retort_py_new_live_text: (skip)
 * @frame: where
 * @node: the place
 * @text: with the mark in it
 *
 * Returns: (transfer none): a text of which the database decides a part
 */
RetortPyValue *
retort_py_new_live_text (RetortPyFrame *frame, const RetortPyNode *node, const char *text)
{
  RetortPyValue *self = retort_py_new_live (frame->evaluation, retort_py_span_for_people (frame, node));

  frame->evaluation->n_doubts++;
  self->digits = retort_py_strdup (frame->evaluation, text);
  return self;
}

/**
 * retort_py_report_outside: (skip)
 * @frame: where
 * @at: the place
 * @value: a value that is used there
 *
 * Reports that the migration uses what not even a run can give, if it does. What an imported module makes of it may never be used.
 */
void
retort_py_report_outside (RetortPyFrame *frame, const RetortPyNode *at, const RetortPyValue *value)
{
  RetortPyEvaluation *evaluation = frame->evaluation;

  if (value->kind == RETORT_PY_UNKNOWN && value->unknown.reason == outside_reason && evaluation->n_importing == 0 && evaluation->n_silent == 0)
    evaluation->on_issue (RETORT_PY_ISSUE_OUTSIDE, retort_py_span_for_people (frame, at), "it depends on the environment that it runs in",
                          evaluation->user_data);
}
