/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Parameters beside a statement, as SQLAlchemy 2.0 distills them (engine/util.py, _distill_params_2x) and as psycopg2 writes them
 * into a text (cursor_type.c, _mogrify). Held against the driver's own calls by tests/cli/test-driver-calls.py and tests/cli/test-live-upgrade.py. */
#include "formats/alembic/parameters.h"

#include "formats/alembic/compiler.h"

#include <string.h>

/* --- Reading --- */

static gboolean
is_set (const RetortPyValue *value)
{
  return retort_py_value_is (value, RETORT_PY_DICT) || retort_py_value_is_live (value);
}

static gboolean
is_sequence (const RetortPyValue *value)
{
  return retort_py_value_is (value, RETORT_PY_LIST) || retort_py_value_is (value, RETORT_PY_TUPLE);
}

/* How often the statement is sent, and whether it fails before, is for the database to say. */
static void
report_live (RetortCall *call)
{
  RetortSpan at_call = { 0, 0 };

  retort_py_evaluation_report (call->evaluation, RETORT_PY_ISSUE_LIVE, at_call, "parameters of %s() are decided while running",
                               call->function->name);
}

/* What a live value may be: each kind of item of a list, or one of several values, of which each may be a set or a list of them. */
static RetortPyValue *const *
find_possible_sets (RetortCall *call, const RetortPyValue *value, guint *n_sets)
{
  RetortPyValue *const *possible = retort_py_value_get_possible_items (call->evaluation, value, n_sets);
  guint n_choices;
  RetortPyValue *const *choices = retort_py_value_get_choices (call->evaluation, value, &n_choices);
  g_autoptr(GPtrArray) sets = g_ptr_array_new ();
  RetortPyValue **found;

  if (possible != NULL || choices == NULL)
    return possible;
  for (guint i = 0; i < n_choices; i++)
    if (!is_sequence (choices[i]))
      g_ptr_array_add (sets, choices[i]);
    else
      for (guint j = 0; j < retort_py_value_get_n_items (choices[i]); j++)
        g_ptr_array_add (sets, retort_py_value_get_item (choices[i], j));
  *n_sets = sets->len;
  found = retort_py_allocate (call->evaluation, (sets->len + 1) * sizeof *found);
  if (sets->len > 0)
    memcpy (found, sets->pdata, sets->len * sizeof *found);
  return found;
}

/* One set, or a list of them. */
static void
read_sets (RetortCall *call, RetortPyValue *value, gboolean is_list, RetortParameters *self)
{
  RetortPyValue *const *possible = find_possible_sets (call, value, &self->n_sets);
  RetortPyValue **sets;

  self->is_open = retort_py_value_is_live (value);
  if (self->is_open)
    report_live (call);
  if (is_list)
    {
      self->sets = retort_value_list_items (call, "parameters", value, &self->n_sets);
      return;
    }
  if (possible != NULL && self->n_sets > 0)
    {
      self->sets = possible;
      return;
    }
  sets = retort_py_allocate (call->evaluation, sizeof *sets);
  sets[0] = value;
  self->sets = sets;
  self->n_sets = 1;
}

/**
 * retort_parameters_read:
 * @call: a call that executes something
 * @value: (nullable): what it was given beside the statement: a dict, or a list or tuple of such
 * @self: (out caller-allocates): what it says
 *
 * Reads what a statement is executed with.
 *
 * Returns: whether it is understood; a problem of @call when not
 */
gboolean
retort_parameters_read (RetortCall *call, RetortPyValue *value, RetortParameters *self)
{
  *self = (RetortParameters){ NULL };
  if (retort_value_is_none (value))
    return TRUE;
  if (!is_set (value) && !is_sequence (value))
    retort_call_gap_value (call, "parameters", value);
  else
    read_sets (call, value, is_sequence (value), self);
  for (guint i = 0; i < self->n_sets && call->problem == NULL; i++)
    if (!is_set (self->sets[i]))
      retort_call_gap_value (call, "parameters", self->sets[i]);
  return call->problem == NULL;
}

/**
 * retort_driver_parameters_read:
 * @call: a call that hands a text to the driver
 * @value: (nullable): what it was given beside the text: a dict, a tuple, or a list of such
 * @self: (out caller-allocates): what it says
 *
 * Reads what a text of the driver's own is executed with.
 *
 * Returns: whether it is understood; a problem of @call when not
 */
gboolean
retort_driver_parameters_read (RetortCall *call, RetortPyValue *value, RetortParameters *self)
{
  gboolean is_list = value != NULL && retort_py_value_is (value, RETORT_PY_LIST);

  *self = (RetortParameters){ NULL };
  if (retort_value_is_none (value))
    return TRUE;
  read_sets (call, value, is_list, self);
  for (guint i = 0; i < self->n_sets && call->problem == NULL; i++)
    {
      RetortPyValue *set = self->sets[i];
      gboolean is_tuple = retort_py_value_is (set, RETORT_PY_TUPLE);
      RetortPyValue *first = is_tuple && retort_py_value_get_n_items (set) > 0 ? retort_py_value_get_item (set, 0) : NULL;

      if ((!is_tuple && !is_set (set)) || (first != NULL && (is_sequence (first) || is_set (first)) && !retort_py_value_is_live (first)))
        retort_call_gap_value (call, "parameters", set);
    }
  return call->problem == NULL;
}

/* What the driver makes of a list and of a tuple: an ARRAY, and a list in parentheses. */
static RetortClause *
sequence_to_clause (RetortCall *call, RetortPyValue *value, gboolean is_list)
{
  guint n_items = retort_py_value_get_n_items (value);
  g_autofree RetortClause **items = g_new0 (RetortClause *, n_items + 1);

  if (n_items == 0 && !is_list)
    retort_call_gap (call, "an empty tuple as a parameter is not understood");
  else if (n_items == 0)
    return retort_clause_new_text (call->evaluation, RETORT_CLAUSE_VERBATIM, "'{}'");
  for (guint i = 0; i < n_items; i++)
    items[i] = retort_clause_from_value (call, "a parameter", retort_py_value_get_item (value, i), NULL);
  return call->problem == NULL ? retort_clause_new_operands (call->evaluation, is_list ? RETORT_CLAUSE_ARRAY : RETORT_CLAUSE_LIST,
                                                             retort_type_null (), items, n_items)
                               : NULL;
}

/**
 * retort_parameter_to_clause:
 * @call: the call that writes a statement
 * @value: what it was given for a parameter
 * @bind: (nullable): the bindparam() that it is for
 *
 * Returns: (nullable): the value as the driver writes it; %NULL with a problem when it is not understood
 */
RetortClause *
retort_parameter_to_clause (RetortCall *call, RetortPyValue *value, const RetortClause *bind)
{
  gboolean is_expanding = bind != NULL && bind->is_expanding;
  gboolean is_array = bind != NULL && bind->type->row->family == RETORT_FAMILY_ARRAY;

  if (is_sequence (value) && is_expanding && retort_py_value_get_n_items (value) == 0)
    {
      retort_call_gap (call, "an empty expanding parameter is not understood");
      return NULL;
    }
  if (is_sequence (value) && !is_array)
    return sequence_to_clause (call, value, retort_py_value_is (value, RETORT_PY_LIST) && !is_expanding);
  return retort_clause_from_value (call, "a parameter", value, bind != NULL ? bind->type : NULL);
}

/* --- The driver's own text --- */

/* What is read of it. */
typedef struct
{
  RetortCall    *call;
  GString       *out;
  RetortPyValue *set; /* nullable */
  guint          at;  /* of a sequence: the next item */
} DriverText;

/* The value for "%(name)s", or without a name for "%s". */
static RetortPyValue *
take_value (DriverText *self, const char *name)
{
  if (self->set == NULL || retort_py_value_is_live (self->set))
    return self->set;
  if (retort_py_value_is (self->set, RETORT_PY_DICT))
    return name != NULL ? retort_py_value_lookup (self->set, name) : NULL;
  return name == NULL && self->at < retort_py_value_get_n_items (self->set) ? retort_py_value_get_item (self->set, self->at++) : NULL;
}

static void
write_value (DriverText *self, const char *name)
{
  static const RetortClauseContext context = { .with_table = TRUE };
  RetortPyValue *value = take_value (self, name);
  RetortClause *clause = value != NULL ? retort_parameter_to_clause (self->call, value, NULL) : NULL;

  if (value == NULL)
    retort_call_refuse (self->call, "the driver finds no value for '%%%s%s%ss'", name != NULL ? "(" : "", name != NULL ? name : "",
                        name != NULL ? ")" : "");
  else if (clause != NULL)
    retort_clause_append (self->call, self->out, clause, context);
}

/* Behind a '%'; returns what comes after the mark. */
static const char *
read_mark (DriverText *self, const char *at)
{
  const char *end = at[0] == '(' ? strchr (at, ')') : NULL;
  g_autofree char *name = end != NULL ? g_strndup (at + 1, end - at - 1) : NULL;

  if (at[0] == '%')
    g_string_append_c (self->out, '%');
  else if (name != NULL && end[1] == 's')
    write_value (self, name);
  else if (at[0] == 's')
    write_value (self, NULL);
  else if (self->set == NULL)
    retort_call_refuse (self->call, "the driver takes a '%%' that is not doubled for a parameter");
  else
    retort_call_gap (self->call, "a '%%' beside parameters is not understood");
  return name != NULL ? end + 2 : at + 1;
}

/**
 * retort_driver_text_append:
 * @call: the call that sends it
 * @out: where to append
 * @text: SQL with the parameters of psycopg2, "%s" and "%(name)s"
 * @set: (nullable): a dict, a tuple or a list
 *
 * Appends the text as the driver sends it. A '%' that is not doubled is a parameter even when there are none.
 *
 * Returns: whether it is understood; a problem of @call when not
 */
gboolean
retort_driver_text_append (RetortCall *call, GString *out, const char *text, RetortPyValue *set)
{
  DriverText self = { call, out, set, 0 };
  const char *at = text;

  if (retort_compiler_has_other_driver (call->evaluation) && (strchr (text, '%') != NULL || set != NULL))
    retort_call_gap (call, "what this project's driver makes of '%%' or of parameters is not known");
  while (*at != '\0' && call->problem == NULL)
    {
      gsize length = strcspn (at, "%");

      g_string_append_len (out, at, (gssize) length);
      at += length;
      if (*at == '%')
        at = read_mark (&self, at + 1);
    }
  if (call->problem == NULL && set != NULL && is_sequence (set) && self.at != retort_py_value_get_n_items (set))
    retort_call_refuse (call, "not all arguments are converted by the driver");
  return call->problem == NULL;
}
