/* SPDX-License-Identifier: GPL-3.0-or-later */
/* logging and time: what writes and waits changes no SQL. */
#include "python/modules-private.h"

#include <string.h>

static RetortPyValue *
do_nothing (RetortPyFrame *frame, const RetortPyNode *node, RetortPyValue *self, const RetortPyArguments *arguments)
{
  return frame->evaluation->none;
}

static RetortPyValue *get_logger (RetortPyFrame *frame, const RetortPyNode *node, RetortPyValue *self, const RetortPyArguments *arguments);

/* Of loggers, and of what they write to. */
static const RetortPyBuiltin writers[] = {
  { "addHandler", do_nothing, TRUE },
  { "critical", do_nothing, TRUE },
  { "debug", do_nothing, TRUE },
  { "error", do_nothing, TRUE },
  { "exception", do_nothing, TRUE },
  { "getChild", get_logger, TRUE },
  { "info", do_nothing, TRUE },
  { "log", do_nothing, TRUE },
  { "removeHandler", do_nothing, TRUE },
  { "setFormatter", do_nothing, TRUE },
  { "setLevel", do_nothing, TRUE },
  { "warn", do_nothing, TRUE },
  { "warning", do_nothing, TRUE },
};

static RetortPyValue *
logger_attribute (RetortPyEvaluation *evaluation, RetortPyValue *self, const char *name)
{
  const RetortPyBuiltin *found = retort_py_find_in (writers, G_N_ELEMENTS (writers), name);

  return found != NULL ? retort_py_new_builtin_of (evaluation, found) : NULL;
}

/* logger.propagate = False */
static gboolean
logger_set_attribute (RetortPyEvaluation *evaluation, RetortPyValue *self, const char *name, RetortPyValue *value)
{
  return value != NULL && (strcmp (name, "propagate") == 0 || strcmp (name, "disabled") == 0);
}

static const RetortPyForeignClass logger_class = {
  .name = "Logger",
  .is_plain = TRUE,
  .get_attribute = logger_attribute,
  .set_attribute = logger_set_attribute,
};

static RetortPyValue *
get_logger (RetortPyFrame *frame, const RetortPyNode *node, RetortPyValue *self, const RetortPyArguments *arguments)
{
  return retort_py_new_foreign (frame->evaluation, &logger_class, NULL, NULL);
}

static const RetortPyBuiltin logging_builtins[] = {
  { "Formatter", get_logger, TRUE },
  { "NullHandler", get_logger, TRUE },
  { "StreamHandler", get_logger, TRUE },
  { "basicConfig", do_nothing, TRUE },
  { "critical", do_nothing, TRUE },
  { "debug", do_nothing, TRUE },
  { "error", do_nothing, TRUE },
  { "exception", do_nothing, TRUE },
  { "getLogger", get_logger, TRUE },
  { "info", do_nothing, TRUE },
  { "warn", do_nothing, TRUE },
  { "warning", do_nothing, TRUE },
};

static RetortPyValue *
get_level (RetortPyEvaluation *evaluation, const char *name)
{
  static const struct { const char *name; gint64 level; } levels[] = {
    { "CRITICAL", 50 }, { "DEBUG", 10 }, { "ERROR", 40 }, { "INFO", 20 }, { "NOTSET", 0 }, { "WARNING", 30 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (levels); i++)
    if (strcmp (levels[i].name, name) == 0)
      return retort_py_new_int64 (evaluation, levels[i].level);
  return NULL;
}

/* How much time went by decides what comes next only while it runs. */
static RetortPyValue *
read_clock (RetortPyFrame *frame, const RetortPyNode *node, RetortPyValue *self, const RetortPyArguments *arguments)
{
  return retort_py_new_live (frame->evaluation, retort_py_span_for_people (frame, node));
}

static const RetortPyBuiltin time_builtins[] = {
  { "monotonic", read_clock, TRUE },
  { "monotonic_ns", read_clock, TRUE },
  { "perf_counter", read_clock, TRUE },
  { "perf_counter_ns", read_clock, TRUE },
  { "process_time", read_clock, TRUE },
  { "sleep", do_nothing, TRUE },
  { "time", read_clock, TRUE },
  { "time_ns", read_clock, TRUE },
};

const RetortPyStandard retort_py_logging_module = RETORT_PY_STANDARD ("logging", logging_builtins, get_level);
const RetortPyStandard retort_py_time_module = RETORT_PY_STANDARD ("time", time_builtins, NULL);
