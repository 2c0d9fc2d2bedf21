/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Types that a project writes itself: classes that derive from TypeDecorator, UserDefinedType or a type of SQLAlchemy. */
#pragma once

#include "formats/alembic/type.h"

G_BEGIN_DECLS

RetortPyValue *retort_own_type_get_base  (RetortPyEvaluation *evaluation, const char *name);
RetortPyValue *retort_own_type_derive    (RetortPyEvaluation *evaluation, RetortPyValue *base, RetortPyValue *klass);
gboolean       retort_value_is_own_type  (const RetortPyValue *value);
RetortPyValue *retort_own_type_bind      (RetortCall *call, const RetortType *type, RetortPyValue *value, RetortType *plain);
RetortPyValue *retort_own_type_construct (RetortPyEvaluation *evaluation, RetortPyValue *self, const RetortPyArguments *arguments);

G_END_DECLS
