/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A Python call of something that this folder knows: arguments bound to the parameters of a signature that is written as Python
 * writes it. The first thing that is wrong with a call is kept; what is read after it does no harm. */
#pragma once

#include "python/evaluator.h"

G_BEGIN_DECLS

#define RETORT_CALL_MAX_PARAMETERS 32

typedef struct _RetortCall RetortCall;

/**
 * RetortFunction:
 * @name: as it is called
 * @signature: its parameters as Python writes them: "table_name, column, *, schema=None"; "*items" takes further positional
 *   arguments, "**options" further keywords; defaults are for the reader, only their presence counts
 * @run: what it does; %NULL when it cannot tell (then @RetortCall.problem says why)
 * @has_effect: a call that is not understood is a gap at once; else its result is unknown and the gap is where it is used
 *
 * One row of a table of functions.
 */
typedef struct
{
  const char    *name;
  const char    *signature;
  RetortPyValue *(*run) (RetortCall *call);
  gboolean       has_effect;
} RetortFunction;

struct _RetortCall
{
  RetortPyEvaluation      *evaluation;
  const RetortFunction    *function;
  RetortPyValue           *receiver; /* nullable: the object that the function belongs to */
  const RetortPyArguments *arguments;

  guint                    n_parameters;
  const char              *names[RETORT_CALL_MAX_PARAMETERS];
  RetortPyValue           *values[RETORT_CALL_MAX_PARAMETERS]; /* NULL: not given */
  RetortPyValue          **rest;                               /* what "*items" took */
  guint                    n_rest;
  const char             **option_names;                       /* what "**options" took */
  RetortPyValue          **option_values;
  guint                    n_options;

  RetortPyValue           *parameters; /* nullable: of the statement that is written: a dict, or live */

  RetortPyIssueKind        problem_kind;
  char                    *problem; /* nullable; lives as long as the evaluation */
};

RetortPyValue *retort_call_run          (RetortPyEvaluation *evaluation, const RetortFunction *function, RetortPyValue *receiver,
                                         const RetortPyArguments *arguments);

void           retort_call_gap          (RetortCall *self, const char *format, ...) G_GNUC_PRINTF (2, 3);
void           retort_call_refuse       (RetortCall *self, const char *format, ...) G_GNUC_PRINTF (2, 3);
void           retort_call_gap_value    (RetortCall *self, const char *what, const RetortPyValue *value);
void           retort_call_doubt_value  (RetortCall *self, const char *name);

/* Does it with one of several values that an argument may be. */
typedef RetortPyValue *(*RetortChoiceFunc) (RetortCall *call, RetortPyValue *value);

RetortPyValue *retort_call_with_choices (RetortCall *self, const char *what, RetortPyValue *value, RetortChoiceFunc run);
RetortPyValue *retort_call_map_choices  (RetortCall *self, RetortPyValue *value, RetortChoiceFunc run);
RetortPyValue *retort_call_get          (const RetortCall *self, const char *name);
gboolean       retort_call_has          (const RetortCall *self, const char *name);
const char    *retort_call_get_string   (RetortCall *self, const char *name);
gboolean       retort_call_get_flag     (RetortCall *self, const char *name, gboolean fallback);
int            retort_call_get_tristate (RetortCall *self, const char *name);
gboolean       retort_call_get_number   (RetortCall *self, const char *name, gint64 *number);
RetortPyValue *retort_call_get_option   (const RetortCall *self, const char *name);
void           retort_call_check_options (RetortCall *self, const char *const *known);

const char    *retort_value_get_text    (RetortCall *call, const char *what, RetortPyValue *value);
const char    *retort_value_get_sql     (const RetortPyValue *value);
const char    *retort_value_get_string  (RetortCall *call, const char *what, RetortPyValue *value);
gboolean       retort_value_is_none     (const RetortPyValue *value);
RetortPyValue **retort_value_list_items (RetortCall *call, const char *what, RetortPyValue *value, guint *n_items);

G_END_DECLS
