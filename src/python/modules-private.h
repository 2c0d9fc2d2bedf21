/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the files of Python's own modules share. */
#pragma once

#include "python/evaluation-private.h"

G_BEGIN_DECLS

/* One module; static. */
typedef struct _RetortPyStandard RetortPyStandard;

struct _RetortPyStandard
{
  const char            *name;
  const RetortPyBuiltin *builtins;
  guint                  n_builtins;
  RetortPyValue       *(*get) (RetortPyEvaluation *evaluation, const char *name); /* nullable: what is no builtin */
};

#define RETORT_PY_STANDARD(name, builtins, get) { name, builtins, G_N_ELEMENTS (builtins), get }

extern const RetortPyStandard retort_py_collections_module;
extern const RetortPyStandard retort_py_dataclasses_module;
extern const RetortPyStandard retort_py_datetime_module;
extern const RetortPyStandard retort_py_enum_module;
extern const RetortPyStandard retort_py_hashlib_module;
extern const RetortPyStandard retort_py_itertools_module;
extern const RetortPyStandard retort_py_json_module;
extern const RetortPyStandard retort_py_logging_module;
extern const RetortPyStandard retort_py_math_module;
extern const RetortPyStandard retort_py_path_module;
extern const RetortPyStandard retort_py_pathlib_module;
extern const RetortPyStandard retort_py_private_module;
extern const RetortPyStandard retort_py_textwrap_module;
extern const RetortPyStandard retort_py_time_module;
extern const RetortPyStandard retort_py_typing_module;
extern const RetortPyStandard retort_py_uuid_module;

RetortPyValue *retort_py_new_standard       (RetortPyEvaluation *evaluation, const RetortPyStandard *module);

/* regex.c */
RetortPyValue *retort_py_regex_compile     (RetortPyFrame *frame, const RetortPyNode *node, RetortPyValue *self, const RetortPyArguments *arguments);
RetortPyValue *retort_py_regex_find        (RetortPyFrame *frame, const RetortPyNode *node, RetortPyValue *self, const RetortPyArguments *arguments);
RetortPyValue *retort_py_regex_takes       (RetortPyFrame *frame, const RetortPyNode *node, RetortPyValue *self, const RetortPyArguments *arguments);

/* module-typing.c */
gboolean       retort_py_is_generic        (const RetortPyValue *klass);

/* module-uuid.c */
RetortPyValue *retort_py_new_uuid          (RetortPyEvaluation *evaluation, const char *text);

/* module-json.c */
RetortPyValue *retort_py_json_dumps        (RetortPyFrame *frame, const RetortPyNode *node, RetortPyValue *self, const RetortPyArguments *arguments);
RetortPyValue *retort_py_json_loads        (RetortPyFrame *frame, const RetortPyNode *node, RetortPyValue *self, const RetortPyArguments *arguments);

/* json-reader.c */
RetortPyValue *retort_py_json_read         (RetortPyEvaluation *evaluation, const char *text, gboolean *is_unknown);

/* How things stood before a module was asked. */
typedef struct
{
  guint64    steps_left;
  guint      n_doubts;
  guint      n_gaps;
  guint      n_sources;
  guint      n_effects;
  gboolean   is_loud; /* what is told is heard */
  RetortSpan place;
} RetortPyQuestion;

/* module-memory.c */
void           retort_py_question_begin    (RetortPyQuestion *self, RetortPyEvaluation *evaluation);
RetortPyValue *retort_py_module_memory_recall (RetortPyEvaluation *evaluation, const char *module, const char *name);
void           retort_py_module_memory_remember (RetortPyEvaluation *evaluation, const RetortPyQuestion *before, const char *module, const char *name,
                                                 const RetortPyValue *value);

/* arguments.c */
gboolean       retort_py_take_arguments   (RetortPyFrame *frame, const RetortPyNode *node, const RetortPyArguments *arguments, const char *name,
                                           const char *const *names, guint n_required, RetortPyValue **values, RetortPyValue **result);

G_END_DECLS
