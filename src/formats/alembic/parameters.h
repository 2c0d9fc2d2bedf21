/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What execute() is given beside a statement: values for its parameters, once or several times. */
#pragma once

#include "formats/alembic/clause.h"

G_BEGIN_DECLS

/**
 * RetortParameters:
 * @sets: a dict (beside the driver's own text also a list or a tuple) for each time that the statement is sent; what the database decides
 *   is live, and then it also decides how often the statement is sent
 * @n_sets: how many; 0: nothing was given, and the statement is sent once
 */
typedef struct
{
  RetortPyValue **sets;
  guint           n_sets;
} RetortParameters;

gboolean      retort_parameters_read        (RetortCall *call, RetortPyValue *value, RetortParameters *self);
gboolean      retort_driver_parameters_read (RetortCall *call, RetortPyValue *value, RetortParameters *self);
RetortClause *retort_parameter_to_clause    (RetortCall *call, RetortPyValue *value, const RetortClause *bind);
gboolean      retort_driver_text_append     (RetortCall *call, GString *out, const char *text, RetortPyValue *set);

G_END_DECLS
