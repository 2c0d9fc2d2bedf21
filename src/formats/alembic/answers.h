/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a database answered, as values of Python; and what execute() gives back. */
#pragma once

#include "formats/alembic/call.h"
#include "model/host.h"

G_BEGIN_DECLS

RetortPyValue *retort_answer_get_cell  (RetortPyEvaluation *evaluation, const RetortAnswer *self, guint row, guint column);
RetortPyValue *retort_answer_from_json (RetortPyEvaluation *evaluation, const char *json, const char *unsaid);
RetortPyValue *retort_result_take      (RetortCall *call, gboolean is_plain);
void           retort_result_rename    (RetortPyValue *self, const char *const *names, guint n_names);
RetortPyValue *retort_result_read      (RetortCall *call, RetortPyValue *result, const char *method);

G_END_DECLS
