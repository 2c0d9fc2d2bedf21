/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The modules that migrations import and that are known here: alembic, sqlalchemy, sqlmodel. */
#pragma once

#include "python/evaluator.h"

G_BEGIN_DECLS

RetortPyValue *retort_modules_import (RetortPyEvaluation *evaluation, const char *module, const char *name, gpointer user_data);
RetortPyValue *retort_modules_get_logger (RetortPyEvaluation *evaluation);

G_END_DECLS
