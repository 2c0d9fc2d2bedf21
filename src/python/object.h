/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Classes that a file writes itself, and their objects, as foreign objects see them. */
#pragma once

#include "python/value.h"

G_BEGIN_DECLS

RetortPyValue *retort_py_project_get         (RetortPyEvaluation *evaluation, const char *module, const char *name);
const char    *retort_py_class_get_name      (const RetortPyValue *self);
RetortPyValue *retort_py_class_find          (RetortPyEvaluation *evaluation, const RetortPyValue *self, const char *name);
RetortPyValue *retort_py_class_list_names    (RetortPyEvaluation *evaluation, const RetortPyValue *self);
gboolean       retort_py_class_is_beside     (const RetortPyValue *self, const RetortPyValue *other);
gboolean       retort_py_class_is_alone      (const RetortPyValue *self);
RetortPyValue *retort_py_enum_get_members    (const RetortPyValue *self);
const char    *retort_py_member_get_name     (const RetortPyValue *self);
const char    *retort_py_member_get_string   (const RetortPyValue *self);
char          *retort_py_decimal_to_str      (const RetortPyValue *self) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
