/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What execute() is given beside a statement: values for its parameters, once or several times. */
#pragma once

#include "formats/alembic/clause.h"

G_BEGIN_DECLS

/**
 * RetortParameters:
 * @sets: a dict (beside the driver's own text also a list or a tuple) for each time that the statement is sent; live: the database decides
 * @n_sets: how many; 0: nothing was given, and the statement is sent once
 * @is_open: the database decides which of the sets there are, and how often
 * @has_more: each of the sets is to be written as the first of several
 */
typedef struct
{
  RetortPyValue *const *sets;
  guint                 n_sets;
  gboolean              is_open;
  gboolean              has_more;
} RetortParameters;

gboolean      retort_parameters_read        (RetortCall *call, RetortPyValue *value, RetortParameters *self);
gboolean      retort_driver_parameters_read (RetortCall *call, RetortPyValue *value, RetortParameters *self);
RetortClause *retort_parameter_to_clause    (RetortCall *call, RetortPyValue *value, const RetortClause *bind);
gboolean      retort_driver_text_append     (RetortCall *call, GString *out, const char *text, RetortPyValue *set);

G_END_DECLS
