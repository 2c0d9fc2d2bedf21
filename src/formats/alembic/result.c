/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What execute() gives back (sqlalchemy.engine.Result, ScalarResult and MappingResult of SQLAlchemy 2.0). In a run it has the rows; before,
 * everything that is taken from it is the database's answer. */
#include "formats/alembic/answers.h"

#include "formats/alembic/compiler.h"
#include "formats/alembic/object.h"
#include "python/from-text.h"

#include <string.h>

typedef enum
{
  ROWS,
  SCALARS,
  MAPPINGS,
} ResultKind;

/* The rows, shared by the results that are made of one another. */
typedef struct
{
  const char     **names;     /* of the columns */
  guint            n_columns;
  RetortPyValue ***rows;      /* of each row the values of its columns */
  guint            n_rows;
  guint            at;        /* the next one */
  gint64           n_affected;
} Rows;

typedef struct
{
  Rows      *rows;   /* nullable: there is no database yet */
  ResultKind kind;
  guint      column; /* of SCALARS */
} Result;

static RetortPyValue *result_get_attribute (RetortPyEvaluation *evaluation, RetortPyValue *self, const char *name);
static RetortPyValue *result_iterate (RetortPyEvaluation *evaluation, RetortPyValue *self);

static const RetortPyForeignClass result_class = {
  .name = "result",
  .is_inert = TRUE,
  .get_attribute = result_get_attribute,
  .iterate = result_iterate,
};

static RetortPyValue *
new_result (RetortPyEvaluation *evaluation, Rows *rows, ResultKind kind, guint column)
{
  Result *self = retort_py_allocate (evaluation, sizeof *self);

  *self = (Result){ rows, kind, column };
  return retort_py_new_foreign (evaluation, &result_class, self, NULL);
}

/* What the driver gives, when no type of SQLAlchemy's stands between. */
static void
fill_row (RetortPyEvaluation *evaluation, Rows *self, const RetortAnswer *answer, guint row, gboolean is_plain)
{
  self->rows[row] = retort_py_allocate (evaluation, (self->n_columns + 1) * sizeof *self->rows[row]);
  for (guint i = 0; i < self->n_columns; i++)
    self->rows[row][i] = is_plain ? retort_answer_get_cell (evaluation, answer, row, i)
                                  : retort_py_new_unknown (evaluation, retort_py_evaluation_get_call_span (evaluation),
                                                           "what the type of the column '%s' makes of its value is not determined", self->names[i]);
}

/**
 * retort_result_take:
 * @call: what sent a statement
 * @is_plain: the values are those that the driver gives
 *
 * Returns: (transfer none): what the statement gives back
 */
RetortPyValue *
retort_result_take (RetortCall *call, gboolean is_plain)
{
  RetortPyEvaluation *evaluation = call->evaluation;
  g_autoptr(RetortAnswer) answer = retort_compiler_take_result (evaluation);
  Rows *self;

  if (answer == NULL || !answer->is_known)
    return new_result (evaluation, NULL, ROWS, 0);
  self = retort_py_allocate (evaluation, sizeof *self);
  *self = (Rows){ .n_columns = answer->columns->len, .n_rows = answer->rows->len, .n_affected = answer->n_affected };
  self->names = retort_py_allocate (evaluation, (self->n_columns + 1) * sizeof *self->names);
  self->rows = retort_py_allocate (evaluation, (self->n_rows + 1) * sizeof *self->rows);
  for (guint i = 0; i < self->n_columns; i++)
    self->names[i] = retort_py_strdup (evaluation, g_ptr_array_index (answer->columns, i));
  for (guint i = 0; i < self->n_rows; i++)
    fill_row (evaluation, self, answer, i, is_plain);
  return new_result (evaluation, self, ROWS, 0);
}

/**
 * retort_result_rename:
 * @self: what a statement gave back
 * @names: (array length=n_names): what its columns are called from now on, %NULL for as it is; lives as long as the evaluation
 * @n_names: how many there are
 *
 * Gives the columns other names than the server does.
 */
void
retort_result_rename (RetortPyValue *self, const char *const *names, guint n_names)
{
  const Result *result = retort_py_value_get_foreign_data (self);

  for (guint i = 0; result->rows != NULL && i < MIN (n_names, result->rows->n_columns); i++)
    if (names[i] != NULL)
      result->rows->names[i] = names[i];
}

/* --- Rows --- */

static const Result *
get_result (RetortCall *call)
{
  return retort_py_value_get_foreign_data (call->receiver);
}

static RetortPyValue *
make_item (RetortPyEvaluation *evaluation, const Result *self, guint row)
{
  RetortPyValue *const *values = self->rows->rows[row];

  switch (self->kind)
    {
    case ROWS:
      return retort_py_new_row (evaluation, self->rows->names, values, self->rows->n_columns);
    case SCALARS:
      return values[self->column];
    case MAPPINGS:
      return retort_py_new_mapping (evaluation, self->rows->names, values, self->rows->n_columns);
    }
  g_assert_not_reached ();
}

/* Up to @n of the rows that are left. */
static RetortPyValue *
take_items (RetortPyEvaluation *evaluation, const Result *self, guint n)
{
  g_autoptr(GPtrArray) items = g_ptr_array_new ();

  for (; items->len < n && self->rows->at < self->rows->n_rows; self->rows->at++)
    g_ptr_array_add (items, make_item (evaluation, self, self->rows->at));
  return retort_py_new_list (evaluation, (RetortPyValue *const *) items->pdata, items->len);
}

static RetortPyValue *
take_all (RetortCall *call)
{
  return take_items (call->evaluation, get_result (call), G_MAXUINT);
}

static RetortPyValue *
take_many (RetortCall *call)
{
  gint64 size;

  if (!retort_call_get_number (call, "size", &size) || size < 0 || size > G_MAXUINT)
    {
      retort_call_gap (call, "%s() without a number is not understood", call->function->name);
      return NULL;
    }
  return take_items (call->evaluation, get_result (call), (guint) size);
}

/* The first of those that are left; what is behind it is lost, unless @is_kept. */
static RetortPyValue *
take_first (RetortCall *call, gboolean is_kept)
{
  const Result *self = get_result (call);
  guint at = self->rows->at;

  self->rows->at = is_kept ? MIN (at + 1, self->rows->n_rows) : self->rows->n_rows;
  return at < self->rows->n_rows ? make_item (call->evaluation, self, at) : NULL;
}

static RetortPyValue *
fetch_one (RetortCall *call)
{
  return take_first (call, TRUE);
}

static RetortPyValue *
first (RetortCall *call)
{
  return take_first (call, FALSE);
}

static RetortPyValue *
take_single (RetortCall *call, gboolean may_be_none)
{
  const Result *self = get_result (call);
  guint n = self->rows->n_rows - self->rows->at;

  if (n > 1 || (n == 0 && !may_be_none))
    {
      retort_call_refuse (call, "%s() of %s", call->function->name, n == 0 ? "no row" : "several rows");
      return NULL;
    }
  return take_first (call, FALSE);
}

static RetortPyValue *
one (RetortCall *call)
{
  return take_single (call, FALSE);
}

static RetortPyValue *
one_or_none (RetortCall *call)
{
  return take_single (call, TRUE);
}

/* The first column of what @take gives. */
static RetortPyValue *
scalar_of (RetortCall *call, RetortPyValue *row)
{
  return row != NULL ? retort_py_value_get_item (row, 0) : NULL;
}

static RetortPyValue *
scalar (RetortCall *call)
{
  return scalar_of (call, take_first (call, FALSE));
}

static RetortPyValue *
scalar_one (RetortCall *call)
{
  return scalar_of (call, take_single (call, FALSE));
}

static RetortPyValue *
scalar_one_or_none (RetortCall *call)
{
  return scalar_of (call, take_single (call, TRUE));
}

static RetortPyValue *
scalars (RetortCall *call)
{
  const Result *self = get_result (call);
  gint64 index = 0;

  if (retort_call_get (call, "index") != NULL && (!retort_call_get_number (call, "index", &index) || index < 0 || index >= self->rows->n_columns))
    {
      retort_call_gap (call, "scalars() of this column is not understood");
      return NULL;
    }
  return new_result (call->evaluation, self->rows, SCALARS, (guint) index);
}

static RetortPyValue *
mappings (RetortCall *call)
{
  return new_result (call->evaluation, get_result (call)->rows, MAPPINGS, 0);
}

static RetortPyValue *
keys (RetortCall *call)
{
  const Rows *rows = get_result (call)->rows;
  g_autofree RetortPyValue **names = g_new (RetortPyValue *, rows->n_columns + 1);

  for (guint i = 0; i < rows->n_columns; i++)
    names[i] = retort_py_new_string (call->evaluation, rows->names[i]);
  return retort_py_new_list (call->evaluation, names, rows->n_columns);
}

static RetortPyValue *
close_result (RetortCall *call)
{
  const Result *self = get_result (call);

  self->rows->at = self->rows->n_rows;
  return NULL;
}

/* --- Members --- */

static RetortPyValue *
get_n_affected (RetortPyEvaluation *evaluation, RetortPyValue *receiver)
{
  const Result *self = retort_py_value_get_foreign_data (receiver);

  return retort_py_new_int64 (evaluation, self->rows->n_affected);
}

static RetortPyValue *
get_has_rows (RetortPyEvaluation *evaluation, RetortPyValue *receiver)
{
  const Result *self = retort_py_value_get_foreign_data (receiver);

  return retort_py_new_bool (evaluation, self->rows->n_columns > 0);
}

#define OF_ALL_KINDS \
  { "all", "", take_all, TRUE }, { "fetchmany", "size=None", take_many, TRUE }, { "first", "", first, TRUE }, \
  { "one", "", one, TRUE }, { "one_or_none", "", one_or_none, TRUE }, { "close", "", close_result, TRUE }

static const RetortFunction row_functions[] = {
  OF_ALL_KINDS,
  { "fetchall", "", take_all, TRUE },
  { "fetchone", "", fetch_one, TRUE },
  { "scalar", "", scalar, TRUE },
  { "scalar_one", "", scalar_one, TRUE },
  { "scalar_one_or_none", "", scalar_one_or_none, TRUE },
  { "scalars", "index=0", scalars, TRUE },
  { "mappings", "", mappings, TRUE },
  { "keys", "", keys, TRUE },
  { NULL },
};
static const RetortFunction scalar_functions[] = { OF_ALL_KINDS, { NULL } };
static const RetortFunction mapping_functions[] = {
  OF_ALL_KINDS,
  { "fetchall", "", take_all, TRUE },
  { "fetchone", "", fetch_one, TRUE },
  { "keys", "", keys, TRUE },
  { NULL },
};

static RetortPyValue *
result_get_attribute (RetortPyEvaluation *evaluation, RetortPyValue *self, const char *name)
{
  static const RetortAttribute attributes[] = { { "rowcount", get_n_affected }, { "returns_rows", get_has_rows }, { NULL } };
  static const RetortMembers members[] = {
    [ROWS] = { row_functions, attributes },
    [SCALARS] = { scalar_functions, NULL },
    [MAPPINGS] = { mapping_functions, NULL },
  };
  static const RetortMembers without_rows = { NULL, attributes };
  const Result *result = retort_py_value_get_foreign_data (self);

  if (result->rows == NULL)
    return retort_compiler_ask (evaluation, "what a statement gives back");
  /* A statement that gives no rows closes its result: all methods raise. */
  return retort_members_get (evaluation, result->rows->n_columns > 0 ? &members[result->kind] : &without_rows, self, name);
}

static RetortPyValue *
result_iterate (RetortPyEvaluation *evaluation, RetortPyValue *self)
{
  const Result *result = retort_py_value_get_foreign_data (self);

  if (result->rows == NULL)
    return retort_compiler_ask (evaluation, "what a statement gives back");
  return result->rows->n_columns > 0 ? take_items (evaluation, result, G_MAXUINT) : NULL;
}

/**
 * retort_result_read:
 * @call: what sent a statement
 * @result: what it gave back
 * @method: "scalar" or "scalars"
 *
 * Returns: (transfer none): what the method of the connection gives
 */
RetortPyValue *
retort_result_read (RetortCall *call, RetortPyValue *result, const char *method)
{
  RetortPyArguments none = { .span = call->arguments->span };
  RetortPyValue *bound = result_get_attribute (call->evaluation, result, method);

  if (bound == NULL || retort_py_value_is (bound, RETORT_PY_UNKNOWN))
    return bound != NULL ? bound : retort_compiler_ask (call->evaluation, "what a statement gives back");
  return retort_py_evaluation_call_value (call->evaluation, bound, &none);
}
