/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a database, or the environment that a migration runs in, will answer: an unknown value of its own kind (explore.c follows it). */
#include "python/evaluation-private.h"

#include <stdlib.h>
#include <string.h>

/* The reasons of all live values: they are told by their addresses. The second is that of values which not even a run can give. */
const char retort_py_live_reason[] = "it is decided while running";
static const char outside_reason[] = "it is decided while running, by the environment";
static const char object_reason[] = "it is decided while running, with what it is made of";

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
         && (self->unknown.reason == retort_py_live_reason || self->unknown.reason == outside_reason || self->unknown.reason == object_reason);
}

/**
 * retort_py_new_live_object:
 * @evaluation: an evaluation
 * @span: where the database or the environment is asked
 *
 * Returns: (transfer none): a live value that will be an object of the caller's: no number or text that could stand for itself
 */
RetortPyValue *
retort_py_new_live_object (RetortPyEvaluation *evaluation, RetortSpan span)
{
  RetortPyValue *self = retort_py_new_live (evaluation, span);

  self->unknown.reason = object_reason;
  return self;
}

/**
 * retort_py_value_is_live_object:
 * @self: (nullable): a value
 *
 * Returns: whether retort_py_new_live_object() made it
 */
gboolean
retort_py_value_is_live_object (const RetortPyValue *self)
{
  return self != NULL && self->kind == RETORT_PY_UNKNOWN && self->unknown.reason == object_reason;
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

/**
 * retort_py_doubt: (skip)
 * @frame: where
 * @at: the place
 * @unknown: an unknown value
 *
 * Something is done with @unknown that raises for some values, whether or not what comes of it is ever used.
 */
void
retort_py_doubt (RetortPyFrame *frame, const RetortPyNode *at, const RetortPyValue *unknown)
{
  RetortPyEvaluation *evaluation = frame->evaluation;
  RetortPyIssueKind kind = retort_py_value_is_live (unknown) ? RETORT_PY_ISSUE_LIVE : RETORT_PY_ISSUE_DOUBT;

  evaluation->n_doubts++;
  if (evaluation->n_importing == 0 && evaluation->n_silent == 0)
    evaluation->on_issue (kind, retort_py_span_for_people (frame, at), unknown->unknown.reason, evaluation->user_data);
}

/* The methods of what a database or the environment answers: rows and results of SQLAlchemy, and Python's own values, sorted. */
static const char *const methods_of_answers[] = {
  "_asdict", "_replace", "add", "adjusted", "all", "append", "as_integer_ratio", "as_tuple", "astimezone", "bit_count",
  "bit_length", "capitalize", "casefold", "center", "clear", "close", "columns", "combine", "compare", "conjugate", "copy",
  "copy_abs", "copy_negate", "count", "ctime", "date", "day", "decode", "dict", "difference", "discard", "dst", "encode",
  "endswith", "expandtabs", "extend", "fetchall", "fetchmany", "fetchone", "find", "first", "format", "format_map", "freeze",
  "fromhex", "fromisoformat", "fromordinal", "fromtimestamp", "get", "group", "groupdict", "groups", "hex", "index", "insert",
  "intersection", "is_finite", "is_infinite", "is_integer", "is_nan", "is_signed", "is_zero", "isalnum", "isalpha", "isascii",
  "isdecimal", "isdigit", "isdisjoint", "isidentifier", "islower", "isnumeric", "isocalendar", "isoformat", "isoweekday",
  "isprintable", "isspace", "issubset", "issuperset", "istitle", "isupper", "items", "join", "keys", "ljust", "lower", "lstrip",
  "maketrans", "mappings", "normalize", "one", "one_or_none", "partition", "partitions", "pop", "popitem", "quantize", "remove",
  "removeprefix", "removesuffix", "replace", "reverse", "rfind", "rindex", "rjust", "rpartition", "rsplit", "rstrip", "scalar",
  "scalar_one", "scalar_one_or_none", "scalars", "setdefault", "sort", "split", "splitlines", "startswith", "strftime", "strip",
  "strptime", "swapcase", "symmetric_difference", "time", "timestamp", "timetuple", "timetz", "title", "to_bytes",
  "to_eng_string", "to_integral", "to_integral_exact", "to_integral_value", "toordinal", "total_seconds", "translate", "tuples",
  "tzname", "union", "unique", "update", "upper", "utcoffset", "utctimetuple", "values", "weekday", "yield_per", "zfill",
};

static int
compare_name (const void *name, const void *other)
{
  return strcmp (name, *(const char *const *) other);
}

/**
 * retort_py_is_method_of_answers: (skip)
 * @name: a name
 *
 * Returns: whether something that a database or the environment answers has a method of that name, which sends nothing and
 *   changes nothing but the answer
 */
gboolean
retort_py_is_method_of_answers (const char *name)
{
  return bsearch (name, methods_of_answers, G_N_ELEMENTS (methods_of_answers), sizeof *methods_of_answers, compare_name) != NULL;
}

/**
 * retort_py_evaluation_is_exploring:
 * @self: an evaluation
 *
 * Returns: whether a path is evaluated of which it is decided while running whether it is taken
 */
gboolean
retort_py_evaluation_is_exploring (RetortPyEvaluation *self)
{
  return self->n_exploring > 0;
}

/**
 * retort_py_evaluation_get_path:
 * @self: an evaluation
 *
 * Returns: a number that differs between what runs on different paths of which the database chooses; 0 outside of them
 */
guint
retort_py_evaluation_get_path (RetortPyEvaluation *self)
{
  return self->path;
}

/**
 * retort_py_evaluation_set_live:
 * @self: an evaluation
 *
 * What foreign objects do happens from now on, and they stop the evaluation when it fails.
 */
void
retort_py_evaluation_set_live (RetortPyEvaluation *self)
{
  self->is_live = TRUE;
}
