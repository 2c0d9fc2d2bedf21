/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Binding follows Python's own rules, so that a call that Python refuses is refused here. */
#include "formats/alembic/call.h"

#include "python/object.h"

#include <stdarg.h>
#include <string.h>

/* --- Problems --- */

static void G_GNUC_PRINTF (3, 0)
set_problem (RetortCall *self, RetortPyIssueKind kind, const char *format, va_list arguments)
{
  g_autofree char *text = NULL;

  if (self->problem != NULL)
    return;
  text = g_strdup_vprintf (format, arguments);
  self->problem_kind = kind;
  self->problem = retort_py_strdup (self->evaluation, text);
}

/**
 * retort_call_gap:
 * @self: a call
 * @format: printf format of a clause
 * @...: its arguments
 *
 * Says that the call is not understood.
 */
void
retort_call_gap (RetortCall *self, const char *format, ...)
{
  va_list arguments;

  va_start (arguments, format);
  set_problem (self, RETORT_PY_ISSUE_GAP, format, arguments);
  va_end (arguments);
}

/**
 * retort_call_refuse:
 * @self: a call
 * @format: printf format of a clause
 * @...: its arguments
 *
 * Says that Alembic or SQLAlchemy would fail here.
 */
void
retort_call_refuse (RetortCall *self, const char *format, ...)
{
  va_list arguments;

  va_start (arguments, format);
  set_problem (self, RETORT_PY_ISSUE_REFUSED, format, arguments);
  va_end (arguments);
}

static const RetortPyValue *
worse (const RetortPyValue *worst, const RetortPyValue *value)
{
  const RetortPyValue *unknown = retort_py_value_find_unknown (value);

  return unknown != NULL && !retort_py_value_is_live (unknown) ? unknown : worst;
}

/* (nullable): an argument that is unknown for another reason than that the database was not asked. */
static const RetortPyValue *
find_dark_argument (const RetortCall *self)
{
  const RetortPyValue *dark = NULL;

  if (self->arguments == NULL) /* an operator, which is no call */
    return NULL;
  for (guint i = 0; i < self->arguments->n_positional; i++)
    dark = worse (dark, self->arguments->positional[i]);
  for (guint i = 0; i < self->arguments->n_keywords; i++)
    dark = worse (dark, self->arguments->keyword_values[i]);
  return dark;
}

/* What the call does is told by an answer of the database or the environment, when everything else about it is known. */
static void
set_hidden (RetortCall *self, const char *what)
{
  const RetortPyValue *dark = find_dark_argument (self);
  g_autofree char *text = g_strdup_printf ("%s of %s() is decided while running", what, self->function->name);

  if (self->problem != NULL)
    return;
  if (dark != NULL)
    {
      retort_call_gap (self, "an argument of %s() is not known: %s", self->function->name, retort_py_value_get_unknown_reason (dark));
      return;
    }
  self->problem_kind = RETORT_PY_ISSUE_HIDDEN;
  self->problem = retort_py_strdup (self->evaluation, text);
}

/**
 * retort_call_gap_value:
 * @self: a call
 * @what: what the value is for
 * @value: a value that cannot be used
 *
 * Says that a value is not known, with its own reason, or not of a kind that is understood.
 */
void
retort_call_gap_value (RetortCall *self, const char *what, const RetortPyValue *value)
{
  const RetortPyValue *unknown = retort_py_value_find_unknown (value);

  if (unknown != NULL && retort_py_value_is_live (unknown))
    set_hidden (self, what);
  else if (unknown != NULL)
    retort_call_gap (self, "%s of %s() is not known: %s", what, self->function->name, retort_py_value_get_unknown_reason (unknown));
  else
    retort_call_gap (self, "%s of %s() is not understood", what, self->function->name);
}

/**
 * retort_call_doubt_value:
 * @self: a call
 * @name: a parameter of its signature, whose argument is not written
 *
 * Says that the call may fail when the argument is not known.
 */
void
retort_call_doubt_value (RetortCall *self, const char *name)
{
  const RetortPyValue *value = retort_call_get (self, name);
  const RetortPyValue *unknown = value != NULL ? retort_py_value_find_unknown (value) : NULL;
  RetortSpan at_call = { 0, 0 };

  if (unknown != NULL)
    retort_py_evaluation_report (self->evaluation, retort_py_value_is_live (unknown) ? RETORT_PY_ISSUE_LIVE : RETORT_PY_ISSUE_DOUBT, at_call,
                                 "%s of %s() is not known: %s", name, self->function->name, retort_py_value_get_unknown_reason (unknown));
}

/**
 * retort_call_with_choices:
 * @self: a call
 * @what: what the value is for
 * @value: (nullable): an argument
 * @run: (scope call): what is to be done with it
 *
 * Does it with @value; with a live one of which it is known what it may be, with each of those: one of them is what a run does.
 *
 * Returns: (nullable): what @run gave; of several what the database decides
 */
RetortPyValue *
retort_call_with_choices (RetortCall *self, const char *what, RetortPyValue *value, RetortChoiceFunc run)
{
  RetortSpan at_call = { 0, 0 };
  guint n;
  RetortPyValue *const *choices = retort_py_value_get_choices (self->evaluation, value, &n);

  if (choices == NULL)
    return run (self, value);
  retort_py_evaluation_report (self->evaluation, RETORT_PY_ISSUE_LIVE, at_call, "%s of %s() is decided while running", what, self->function->name);
  for (guint i = 0; i < n && self->problem == NULL; i++)
    run (self, choices[i]);
  return self->problem == NULL ? retort_py_new_live (self->evaluation, self->arguments->span) : NULL;
}

/**
 * retort_call_map_choices:
 * @self: a call without an effect
 * @value: (nullable): an argument
 * @run: (scope call): what it makes of it
 *
 * Returns: (nullable): what @run makes of @value; of a live one of which it is known what it may be, one of what it makes of those
 */
RetortPyValue *
retort_call_map_choices (RetortCall *self, RetortPyValue *value, RetortChoiceFunc run)
{
  guint n;
  RetortPyValue *const *choices = retort_py_value_get_choices (self->evaluation, value, &n);
  g_autofree RetortPyValue **made = g_new0 (RetortPyValue *, n + 1);

  if (choices == NULL)
    return run (self, value);
  for (guint i = 0; i < n && self->problem == NULL; i++)
    made[i] = run (self, choices[i]);
  return self->problem == NULL ? retort_py_new_choice (self->evaluation, self->arguments->span, made, n) : NULL;
}

/* --- Binding --- */

/* What a signature says, cut apart. */
typedef struct
{
  RetortCall *call;
  guint       n_positional; /* parameters before "*" */
  gboolean    takes_rest;
  gboolean    takes_options;
  gboolean    has_default[RETORT_CALL_MAX_PARAMETERS];
} Signature;

static void
read_parameter (Signature *self, char *text)
{
  RetortCall *call = self->call;
  char *equals = strchr (text, '=');

  if (g_str_has_prefix (text, "**"))
    self->takes_options = TRUE;
  else if (text[0] == '*')
    {
      self->takes_rest = text[1] != '\0';
      self->n_positional = call->n_parameters;
    }
  else
    {
      g_assert (call->n_parameters < RETORT_CALL_MAX_PARAMETERS);
      if (equals != NULL)
        *equals = '\0';
      self->has_default[call->n_parameters] = equals != NULL;
      call->names[call->n_parameters++] = text;
    }
}

static void
read_signature (Signature *self, const char *signature)
{
  char *text = retort_py_strdup (self->call->evaluation, signature);
  gboolean has_star;

  self->n_positional = G_MAXUINT;
  while (text != NULL && *text != '\0')
    {
      char *comma = strchr (text, ',');

      /* The comma of a default, as in "separator=','", has no blank behind it. */
      while (comma != NULL && comma[1] != ' ')
        comma = strchr (comma + 1, ',');
      if (comma != NULL)
        *comma = '\0';
      read_parameter (self, text);
      text = comma != NULL ? comma + 2 : NULL;
    }
  has_star = self->n_positional != G_MAXUINT;
  if (!has_star)
    self->n_positional = self->call->n_parameters;
}

static void
bind_positional (const Signature *signature)
{
  RetortCall *self = signature->call;
  const RetortPyArguments *given = self->arguments;
  guint n_bound = MIN (given->n_positional, signature->n_positional);

  for (guint i = 0; i < n_bound; i++)
    self->values[i] = given->positional[i];
  if (given->n_positional <= signature->n_positional)
    return;
  if (!signature->takes_rest)
    {
      retort_call_refuse (self, "%s() takes at most %u positional arguments, %u are given", self->function->name,
                          signature->n_positional, given->n_positional);
      return;
    }
  self->rest = given->positional + n_bound;
  self->n_rest = given->n_positional - n_bound;
}

static int
find_parameter (const RetortCall *self, const char *name)
{
  for (guint i = 0; i < self->n_parameters; i++)
    if (self->names[i][0] == name[0] && g_str_equal (self->names[i], name))
      return (int) i;
  return -1;
}

static void
bind_keywords (const Signature *signature)
{
  RetortCall *self = signature->call;
  const RetortPyArguments *given = self->arguments;

  self->option_names = retort_py_allocate (self->evaluation, (given->n_keywords + 1) * sizeof *self->option_names);
  self->option_values = retort_py_allocate (self->evaluation, (given->n_keywords + 1) * sizeof *self->option_values);
  for (guint i = 0; i < given->n_keywords; i++)
    {
      const char *name = given->keyword_names[i];
      int parameter = find_parameter (self, name);

      if (parameter >= 0 && self->values[parameter] != NULL)
        retort_call_refuse (self, "%s() got two values for '%s'", self->function->name, name);
      else if (parameter >= 0)
        self->values[parameter] = given->keyword_values[i];
      else if (!signature->takes_options)
        retort_call_refuse (self, "%s() got an unexpected keyword argument '%s'", self->function->name, name);
      else
        {
          self->option_names[self->n_options] = name;
          self->option_values[self->n_options++] = given->keyword_values[i];
        }
    }
}

static void
check_required (const Signature *signature)
{
  RetortCall *self = signature->call;

  for (guint i = 0; i < self->n_parameters; i++)
    if (self->values[i] == NULL && !signature->has_default[i])
      retort_call_refuse (self, "%s() misses the argument '%s'", self->function->name, self->names[i]);
}

static void
bind (RetortCall *self)
{
  Signature signature = { .call = self };

  read_signature (&signature, self->function->signature);
  if (self->arguments->is_open)
    {
      retort_call_gap (self, "not all arguments of %s() are known", self->function->name);
      return;
    }
  bind_positional (&signature);
  bind_keywords (&signature);
  check_required (&signature);
}

/* A call that failed: said at once when it was to do something, or when Python would stop here; else its value is unknown, and
 * Python may stop here by what an argument is. */
static RetortPyValue *
give_up (RetortCall *self)
{
  RetortSpan at_call = { 0, 0 };

  if (self->problem_kind == RETORT_PY_ISSUE_HIDDEN && !self->function->has_effect)
    {
      if (!retort_py_evaluation_is_importing (self->evaluation))
        retort_py_evaluation_report (self->evaluation, RETORT_PY_ISSUE_LIVE, at_call, "%s", self->problem);
      return retort_py_new_live_object (self->evaluation, self->arguments->span);
    }
  if (self->function->has_effect || self->problem_kind != RETORT_PY_ISSUE_GAP)
    retort_py_evaluation_report (self->evaluation, self->problem_kind, at_call, "%s", self->problem);
  if (self->problem_kind == RETORT_PY_ISSUE_HIDDEN
      || (self->problem_kind == RETORT_PY_ISSUE_REFUSED && retort_py_evaluation_is_exploring (self->evaluation)))
    return retort_py_new_live_object (self->evaluation, self->arguments->span);
  if (!self->function->has_effect && self->problem_kind == RETORT_PY_ISSUE_GAP && find_dark_argument (self) != NULL)
    retort_py_evaluation_report (self->evaluation, RETORT_PY_ISSUE_DOUBT, at_call, "%s", self->problem);
  return retort_py_new_unknown (self->evaluation, self->arguments->span, "%s", self->problem);
}

/**
 * retort_call_run:
 * @evaluation: the evaluation
 * @function: what is called
 * @receiver: (nullable): the object that it belongs to
 * @arguments: what it is called with
 *
 * Binds the arguments and runs the function. A call that is not understood gives an unknown value.
 *
 * Returns: (not nullable): its value
 */
RetortPyValue *
retort_call_run (RetortPyEvaluation *evaluation, const RetortFunction *function, RetortPyValue *receiver,
                 const RetortPyArguments *arguments)
{
  RetortCall self = { .evaluation = evaluation, .function = function, .receiver = receiver, .arguments = arguments };
  RetortPyValue *result = NULL;

  bind (&self);
  if (self.problem == NULL)
    result = function->run (&self);
  if (self.problem != NULL)
    return give_up (&self);
  return result != NULL ? result : retort_py_new_none (evaluation);
}

/* --- Arguments --- */

/**
 * retort_call_get:
 * @self: a call
 * @name: a parameter of its signature
 *
 * Returns: (nullable): the argument; %NULL when it was not given
 */
RetortPyValue *
retort_call_get (const RetortCall *self, const char *name)
{
  int parameter = find_parameter (self, name);

  g_assert (parameter >= 0);
  return self->values[parameter];
}

/**
 * retort_call_has:
 * @self: a call
 * @name: a name
 *
 * Returns: whether the signature has such a parameter
 */
gboolean
retort_call_has (const RetortCall *self, const char *name)
{
  return find_parameter (self, name) >= 0;
}

/**
 * retort_value_is_none:
 * @value: (nullable): a value
 *
 * Returns: whether it is None or not there
 */
gboolean
retort_value_is_none (const RetortPyValue *value)
{
  return value == NULL || retort_py_value_is (value, RETORT_PY_NONE);
}

/**
 * retort_value_get_text:
 * @call: the call that the value belongs to
 * @what: what it is for: a name, or SQL
 * @value: (nullable): a str
 *
 * Like retort_value_get_string(), for what is only written into a statement: what the database decides in it is the mark that says so.
 *
 * Returns: (nullable): the text; %NULL for None, and (with a problem) for anything else
 */
const char *
retort_value_get_text (RetortCall *call, const char *what, RetortPyValue *value)
{
  const char *live = retort_py_value_get_live_text (value);

  return live != NULL ? live : retort_value_get_string (call, what, value);
}

/**
 * retort_value_get_sql:
 * @value: (nullable): SQL as a str
 *
 * Returns: (nullable): the text, with the mark for what the database decides in it; %NULL when it decides all of it, or the value is no str
 */
const char *
retort_value_get_sql (const RetortPyValue *value)
{
  const char *live = retort_py_value_get_live_text (value);

  if (live == NULL)
    return retort_py_value_get_string (value);
  return g_str_equal (live, RETORT_PY_LIVE_MARK) ? NULL : live;
}

/**
 * retort_value_get_string:
 * @call: the call that the value belongs to
 * @what: what it is for
 * @value: (nullable): a value
 *
 * Returns: (nullable): its text; %NULL for None, for no value, and (with a problem) for anything else
 */
const char *
retort_value_get_string (RetortCall *call, const char *what, RetortPyValue *value)
{
  const char *text;

  if (retort_value_is_none (value))
    return NULL;
  text = retort_py_value_get_string (value);
  /* A member of an enum of texts is a text. */
  if (text == NULL)
    text = retort_py_member_get_string (value);
  if (text == NULL)
    retort_call_gap_value (call, what, value);
  return text;
}

/**
 * retort_call_get_string:
 * @self: a call
 * @name: a parameter
 *
 * Returns: (nullable): its text; %NULL for None, when it was not given, and (with a problem) when it is no text
 */
const char *
retort_call_get_string (RetortCall *self, const char *name)
{
  return retort_value_get_string (self, name, retort_call_get (self, name));
}

/**
 * retort_call_get_flag:
 * @self: a call
 * @name: a parameter
 * @fallback: what it is when it was not given
 *
 * Returns: the truth of the argument; None is false
 */
gboolean
retort_call_get_flag (RetortCall *self, const char *name, gboolean fallback)
{
  RetortPyValue *value = retort_call_get (self, name);

  if (value == NULL)
    return fallback;
  if (retort_py_value_is (value, RETORT_PY_BOOL))
    return retort_py_value_get_bool (value);
  if (!retort_py_value_is (value, RETORT_PY_NONE))
    retort_call_gap_value (self, name, value);
  return FALSE;
}

/**
 * retort_call_get_tristate:
 * @self: a call
 * @name: a parameter
 *
 * Returns: -1 when it is None or was not given, else the truth of the argument
 */
int
retort_call_get_tristate (RetortCall *self, const char *name)
{
  return retort_value_is_none (retort_call_get (self, name)) ? -1 : retort_call_get_flag (self, name, FALSE);
}

/**
 * retort_call_get_number:
 * @self: a call
 * @name: a parameter
 * @number: (out): the number, untouched when there is none
 *
 * Returns: whether a number was given; a problem when it is something else
 */
gboolean
retort_call_get_number (RetortCall *self, const char *name, gint64 *number)
{
  RetortPyValue *value = retort_call_get (self, name);

  if (retort_value_is_none (value))
    return FALSE;
  if (retort_py_value_get_int64 (value, number))
    return TRUE;
  retort_call_gap_value (self, name, value);
  return FALSE;
}

/**
 * retort_call_get_option:
 * @self: a call
 * @name: a keyword that "**" may have taken
 *
 * Returns: (nullable): its value
 */
RetortPyValue *
retort_call_get_option (const RetortCall *self, const char *name)
{
  for (guint i = 0; i < self->n_options; i++)
    if (g_str_equal (self->option_names[i], name))
      return self->option_values[i];
  return NULL;
}

/**
 * retort_call_check_options:
 * @self: a call
 * @known: (array zero-terminated=1): the names of PostgreSQL's options without "postgresql_"
 *
 * Holds keywords against SQLAlchemy's rule `<dialect>_<option>`: another dialect's are ignored, PostgreSQL's must exist.
 */
void
retort_call_check_options (RetortCall *self, const char *const *known)
{
  for (guint i = 0; i < self->n_options; i++)
    {
      const char *name = self->option_names[i];

      if (strchr (name, '_') == NULL)
        retort_call_refuse (self, "additional arguments of %s() should be named <dialectname>_<argument>, got '%s'",
                            self->function->name, name);
      else if (g_str_has_prefix (name, "postgresql_") && !g_strv_contains (known, name + strlen ("postgresql_")))
        retort_call_refuse (self, "argument '%s' is not accepted by %s() for PostgreSQL", name, self->function->name);
    }
}

/**
 * retort_value_list_items:
 * @call: the call that the value belongs to
 * @what: what it is for
 * @value: (nullable): a list or tuple
 * @n_items: (out): how many items it has
 *
 * Returns: (transfer none) (nullable): the items; %NULL with a problem when it is no sequence, or nothing is known of it
 */
RetortPyValue **
retort_value_list_items (RetortCall *call, const char *what, RetortPyValue *value, guint *n_items)
{
  RetortPyValue **items;

  *n_items = 0;
  if (value == NULL || (!retort_py_value_is (value, RETORT_PY_LIST) && !retort_py_value_is (value, RETORT_PY_TUPLE)))
    {
      if (value != NULL)
        retort_call_gap_value (call, what, value);
      return NULL;
    }
  *n_items = retort_py_value_get_n_items (value);
  items = retort_py_allocate (call->evaluation, (*n_items + 1) * sizeof *items);
  for (guint i = 0; i < *n_items; i++)
    items[i] = retort_py_value_get_item (value, i);
  return items;
}
