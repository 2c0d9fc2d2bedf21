/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Exceptions that are raised for sure, and `try`. */
#include "python/evaluation-private.h"

#include <string.h>

/* Python's own exceptions and what they derive from (Library Reference, "Exception hierarchy"). */
static const struct { const char *name; const char *base; gboolean is_of_module; } exception_types[] = {
  { "BaseException", NULL },
  { "Exception", "BaseException" },
  { "ArithmeticError", "Exception" },
  { "AssertionError", "Exception" },
  { "AttributeError", "Exception" },
  { "EOFError", "Exception" },
  { "FileNotFoundError", "OSError" },
  { "ImportError", "Exception" },
  { "GeneratorExit", "BaseException" },
  { "FrozenInstanceError", "AttributeError", TRUE },
  { "IndexError", "LookupError" },
  { "InvalidOperation", "ArithmeticError", TRUE }, /* decimal; what else it derives from is seldom asked */
  { "JSONDecodeError", "ValueError", TRUE },
  { "KeyError", "LookupError" },
  { "KeyboardInterrupt", "BaseException" },
  { "LookupError", "Exception" },
  { "ModuleNotFoundError", "ImportError" },
  { "NameError", "Exception" },
  { "NotImplementedError", "RuntimeError" },
  { "OSError", "Exception" },
  { "OverflowError", "ArithmeticError" },
  { "RecursionError", "RuntimeError" },
  { "RuntimeError", "Exception" },
  { "StopIteration", "Exception" },
  { "SystemExit", "BaseException" },
  { "TypeError", "Exception" },
  { "UnboundLocalError", "NameError" },
  { "UnicodeDecodeError", "UnicodeError" },
  { "UnicodeEncodeError", "UnicodeError" },
  { "UnicodeError", "ValueError" },
  { "ValueError", "Exception" },
  { "Warning", "Exception" },
  { "ZeroDivisionError", "ArithmeticError" },
};

static RetortPyValue *exception_type_attribute (RetortPyEvaluation *evaluation, RetortPyValue *self, const char *name);
static int exception_types_equal (const RetortPyValue *left, const RetortPyValue *right);
static guint hash_exception_type (const RetortPyValue *self);
static RetortPyValue *call_exception_type (RetortPyEvaluation *evaluation, RetortPyValue *self, const RetortPyArguments *arguments);

/* data: const char*, the interned name in the table above */
static const RetortPyForeignClass exception_type_class = {
  .name = "type",
  .is_plain = TRUE,
  .get_attribute = exception_type_attribute,
  .call = call_exception_type,
  .equal = exception_types_equal,
  .hash = hash_exception_type,
};

static RetortPyValue *exception_attribute (RetortPyEvaluation *evaluation, RetortPyValue *self, const char *name);
static char *exception_str (const RetortPyValue *self, gboolean is_repr);

/* data: RetortPyException* */
static const RetortPyForeignClass exception_class = {
  .name = "exception", .is_plain = TRUE, .get_attribute = exception_attribute, .text = exception_str,
};

/**
 * retort_py_exception_type_name: (skip)
 * @value: any value
 *
 * Returns: (nullable): the builtin exception that it stands for
 */
const char *
retort_py_exception_type_name (const RetortPyValue *value)
{
  return retort_py_value_get_foreign_class (value) == &exception_type_class ? value->foreign.data : NULL;
}

/**
 * retort_py_exception_get_type: (skip)
 * @frame: where
 * @node: the place
 * @exception: an exception
 *
 * Returns: (transfer none): its type; unknown when nobody knows
 */
RetortPyValue *
retort_py_exception_get_type (RetortPyFrame *frame, const RetortPyNode *node, const RetortPyException *exception)
{
  RetortPyValue *type = exception->is_known && exception->klass == NULL ? retort_py_exception_type (frame->evaluation, exception->type) : NULL;

  if (type != NULL || exception->klass != NULL)
    return type != NULL ? type : exception->klass;
  return retort_py_unknown_at (frame, node, "the type of this exception is not known");
}

/**
 * retort_py_get_exception: (skip)
 * @value: any value
 *
 * Returns: (nullable): the exception that it is, when its type is a builtin one
 */
const RetortPyException *
retort_py_get_exception (const RetortPyValue *value)
{
  return retort_py_value_get_foreign_class (value) == &exception_class ? value->foreign.data : NULL;
}

static RetortPyValue *
exception_type_attribute (RetortPyEvaluation *evaluation, RetortPyValue *self, const char *name)
{
  if (strcmp (name, "__name__") == 0 || strcmp (name, "__qualname__") == 0)
    return retort_py_new_string (evaluation, self->foreign.data);
  return NULL;
}

/* Names are interned: one type, one address. */
static int
exception_types_equal (const RetortPyValue *left, const RetortPyValue *right)
{
  if (retort_py_exception_type_name (left) == NULL || retort_py_exception_type_name (right) == NULL)
    return retort_py_is_plain (left) && retort_py_is_plain (right) ? 0 : -1;
  return left->foreign.data == right->foreign.data;
}

static guint
hash_exception_type (const RetortPyValue *self)
{
  return g_str_hash (self->foreign.data);
}

static RetortPyValue *
exception_attribute (RetortPyEvaluation *evaluation, RetortPyValue *self, const char *name)
{
  const RetortPyException *exception = self->foreign.data;

  if (exception->args != NULL && exception->args->kind == RETORT_PY_TUPLE
      && retort_py_exception_has_own_text (exception->type, exception->args->many.items.n))
    return NULL;
  if (strcmp (name, "value") == 0 && strcmp (exception->type, "StopIteration") == 0 && exception->args != NULL
      && exception->args->kind == RETORT_PY_TUPLE)
    return exception->args->many.items.n > 0 ? exception->args->many.items.items[0] : evaluation->none;
  return strcmp (name, "args") == 0 ? exception->args : NULL;
}

/**
 * retort_py_exception_has_own_text: (skip)
 * @type: a builtin exception
 * @n_args: how many arguments it was given
 *
 * Returns: whether Python makes more of them than a text (Library Reference, OSError)
 */
gboolean
retort_py_exception_has_own_text (const char *type, guint n_args)
{
  return n_args > 1 && retort_py_exception_derives (type, "OSError");
}

/* What Python itself raises is worded by it. */
static char *
exception_str (const RetortPyValue *self, gboolean is_repr)
{
  const RetortPyException *exception = self->foreign.data;
  const RetortPyItems *args = exception->args != NULL ? &exception->args->many.items : NULL;
  g_autofree char *text = NULL;

  if (args == NULL || exception->args->kind != RETORT_PY_TUPLE || retort_py_exception_has_own_text (exception->type, args->n))
    return NULL;
  if (!is_repr && args->n == 0)
    return g_strdup ("");
  if (!is_repr && args->n == 1)
    return strcmp (exception->type, "KeyError") == 0 ? retort_py_value_to_repr (args->items[0]) : retort_py_value_to_str (args->items[0]);
  text = retort_py_value_to_repr (exception->args);
  if (!is_repr || text == NULL)
    return g_steal_pointer (&text);
  if (args->n == 1)
    text[strlen (text) - 2] = ')', text[strlen (text) - 1] = '\0';
  return g_strconcat (exception->type, text, NULL);
}

static const char *
base_of (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (exception_types); i++)
    if (strcmp (exception_types[i].name, name) == 0)
      return exception_types[i].base;
  return NULL;
}

/**
 * retort_py_exception_derives: (skip)
 * @name: a builtin exception
 * @base: a builtin exception
 *
 * Returns: whether @name is @base or derives from it
 */
gboolean
retort_py_exception_derives (const char *name, const char *base)
{
  for (const char *at = name; at != NULL; at = base_of (at))
    if (strcmp (at, base) == 0)
      return TRUE;
  return FALSE;
}

static RetortPyValue *
call_exception_type (RetortPyEvaluation *evaluation, RetortPyValue *self, const RetortPyArguments *arguments)
{
  RetortPyException *exception = retort_py_allocate (evaluation, sizeof *exception);

  exception->type = self->foreign.data;
  exception->span = arguments->span;
  exception->is_known = TRUE;
  if (!arguments->is_open && arguments->n_keywords == 0)
    exception->args = retort_py_new_tuple (evaluation, arguments->positional, arguments->n_positional);
  if (arguments->n_positional == 1)
    {
      g_autofree char *text = retort_py_value_to_str (arguments->positional[0]);

      exception->message = retort_py_strdup (evaluation, text != NULL ? text : "…");
    }
  exception->value = retort_py_new_foreign (evaluation, &exception_class, exception, NULL);
  return exception->value;
}

/**
 * retort_py_exception_type: (skip)
 * @evaluation: an evaluation
 * @name: a name
 *
 * Returns: (transfer none) (nullable): the builtin exception of that name
 */
RetortPyValue *
retort_py_exception_type (RetortPyEvaluation *evaluation, const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (exception_types); i++)
    if (strcmp (exception_types[i].name, name) == 0)
      return retort_py_new_foreign (evaluation, &exception_type_class, (gpointer) exception_types[i].name, NULL);
  return NULL;
}

/**
 * retort_py_exception_is_builtin: (skip)
 * @name: a name
 *
 * Returns: whether Python has an exception of that name without an import
 */
gboolean
retort_py_exception_is_builtin (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (exception_types); i++)
    if (strcmp (exception_types[i].name, name) == 0)
      return !exception_types[i].is_of_module;
  return FALSE;
}

/**
 * retort_py_exception_to_text: (skip)
 * @exception: an exception
 *
 * Returns: (transfer full): what ends the migration, as a clause
 */
char *
retort_py_exception_to_text (const RetortPyException *exception)
{
  if (exception->message == NULL || *exception->message == '\0')
    return g_strdup_printf ("it raises %s", exception->type);
  return g_strdup_printf ("it raises %s: %s", exception->type, exception->message);
}

/**
 * retort_py_raise: (skip)
 * @frame: where
 * @node: the place
 * @type: a builtin exception
 * @message_format: what is wrong; for people, not Python's words
 * @...: arguments of @message_format
 *
 * Python raises here, for sure.
 *
 * Returns: (nullable): %NULL, for the caller to return
 */
RetortPyValue *
retort_py_raise (RetortPyFrame *frame, const RetortPyNode *node, const char *type, const char *message_format, ...)
{
  RetortPyEvaluation *evaluation = frame->evaluation;
  RetortPyException *exception = retort_py_allocate (evaluation, sizeof *exception);
  g_autofree char *message = NULL;
  va_list arguments;

  va_start (arguments, message_format);
  message = g_strdup_vprintf (message_format, arguments);
  va_end (arguments);
  exception->type = type;
  exception->message = retort_py_strdup (evaluation, message);
  exception->is_known = TRUE;
  exception->span = frame->unit == evaluation->unit && node != NULL ? retort_py_node_span (node)
                                                                               : retort_py_evaluation_get_call_span (evaluation);
  exception->value = retort_py_new_foreign (evaluation, &exception_class, exception, NULL);
  evaluation->exception = exception;
  return NULL;
}

static void
raise_something (RetortPyFrame *frame, const RetortPyNode *node, RetortPyValue *value)
{
  g_autofree char *text = retort_py_node_text (frame, node);

  retort_py_raise (frame, node, "Exception", "%s", text);
  frame->evaluation->exception->is_known = FALSE;
  frame->evaluation->exception->value = retort_py_absorb (frame, node, value, NULL);
  frame->evaluation->n_doubts++;
}

/* An object of an own class that derives from an exception; FALSE: it is none. */
static gboolean
raise_instance (RetortPyFrame *frame, const RetortPyNode *node, RetortPyValue *value)
{
  RetortPyValue *klass = retort_py_instance_get_class (value);
  RetortPyException *exception;
  g_autofree char *text = NULL;

  if (klass == NULL || klass->kind != RETORT_PY_CLASS || klass->klass->exception == NULL)
    return FALSE;
  text = retort_py_value_to_str (value);
  exception = retort_py_allocate (frame->evaluation, sizeof *exception);
  exception->type = klass->klass->name;
  exception->message = text != NULL ? retort_py_strdup (frame->evaluation, text) : NULL;
  exception->is_known = TRUE;
  exception->span = retort_py_span_for_people (frame, node);
  exception->value = value;
  exception->klass = klass;
  frame->evaluation->exception = exception;
  return TRUE;
}

/**
 * retort_py_run_raise: (skip)
 * @frame: where
 * @node: a raise statement
 *
 * Returns: %RETORT_PY_FLOW_RAISE
 */
RetortPyFlow
retort_py_run_raise (RetortPyFrame *frame, const RetortPyNode *node)
{
  const RetortPyParts *parts = retort_py_node_get_parts (node);
  RetortPyValue *value;

  if (parts->n == 0 && frame->handled != NULL)
    {
      frame->evaluation->exception = frame->handled;
      return RETORT_PY_FLOW_RAISE;
    }
  if (parts->n == 0)
    {
      raise_something (frame, node, retort_py_unknown_at (frame, node, "what is raised again is not known"));
      return RETORT_PY_FLOW_RAISE;
    }
  value = retort_py_evaluate (frame, parts->nodes[0]);
  if (value != NULL && parts->n > 1 && retort_py_evaluate (frame, parts->nodes[1]) == NULL)
    value = NULL;
  if (value == NULL)
    return RETORT_PY_FLOW_RAISE;
  if (retort_py_value_get_foreign_class (value) == &exception_type_class)
    {
      RetortPyArguments none = { .span = retort_py_span_for_people (frame, node) };

      value = call_exception_type (frame->evaluation, value, &none);
    }
  if (value->kind == RETORT_PY_CLASS && value->klass->exception != NULL)
    {
      RetortPyArguments none = { .span = retort_py_span_for_people (frame, node) };

      value = retort_py_class_construct (frame, node, value, &none);
      if (value == NULL)
        return RETORT_PY_FLOW_RAISE;
    }
  if (raise_instance (frame, node, value))
    return RETORT_PY_FLOW_RAISE;
  if (retort_py_value_get_foreign_class (value) != &exception_class)
    {
      raise_something (frame, node, value);
      return RETORT_PY_FLOW_RAISE;
    }
  frame->evaluation->exception = retort_py_value_get_foreign_data (value);
  if (frame->unit == frame->evaluation->unit)
    frame->evaluation->exception->span = retort_py_span_for_people (frame, node);
  return RETORT_PY_FLOW_RAISE;
}

/* Does `except wanted:` take the exception? */
static RetortPyAnswer
matches (const RetortPyException *exception, const RetortPyValue *wanted)
{
  RetortPyAnswer result = RETORT_PY_NO;

  if (wanted->kind == RETORT_PY_TUPLE)
    {
      for (guint i = 0; i < wanted->many.items.n && result == RETORT_PY_NO; i++)
        result = matches (exception, wanted->many.items.items[i]);
      return result;
    }
  if (wanted->kind == RETORT_PY_CLASS && wanted->klass->exception != NULL && exception->is_known
      && (exception->klass == NULL || exception->klass->kind == RETORT_PY_CLASS))
    return exception->klass != NULL && retort_py_class_derives (exception->klass, wanted) ? RETORT_PY_YES : RETORT_PY_NO;
  if (retort_py_value_get_foreign_class (wanted) != &exception_type_class || !exception->is_known
      || (exception->klass != NULL && exception->klass->kind != RETORT_PY_CLASS))
    return RETORT_PY_MAYBE;
  return retort_py_exception_derives (exception->klass != NULL ? exception->klass->klass->exception : exception->type, wanted->foreign.data)
         ? RETORT_PY_YES
         : RETORT_PY_NO;
}

/* The clause that takes the exception; MAYBE when nobody knows. */
static RetortPyAnswer
find_handler (RetortPyFrame *frame, const RetortPyNode *node, RetortPyException *exception, const RetortPyNode **handler)
{
  const RetortPyParts *parts = retort_py_node_get_parts (node);

  for (guint i = 0; i < parts->n; i++)
    {
      const RetortPyNode *wanted = retort_py_node_field (parts->nodes[i], RETORT_PY_FIELD_value);
      RetortPyValue *value;
      RetortPyAnswer answer;

      if (retort_py_node_get_type (parts->nodes[i]) == RETORT_PY_NODE_except_group_clause)
        return RETORT_PY_MAYBE;
      if (retort_py_node_get_type (parts->nodes[i]) != RETORT_PY_NODE_except_clause)
        continue;
      *handler = parts->nodes[i];
      if (wanted == NULL)
        return RETORT_PY_YES;
      if (retort_py_node_get_type (wanted) == RETORT_PY_NODE_as_pattern)
        wanted = retort_py_node_get_parts (wanted)->nodes[0];
      value = retort_py_evaluate (frame, wanted);
      answer = value == NULL ? RETORT_PY_MAYBE : matches (exception, value);
      if (answer != RETORT_PY_NO)
        return answer;
    }
  return RETORT_PY_NO;
}

static const RetortPyNode *
block_of (RetortPyFrame *frame, const RetortPyNode *clause)
{
  const RetortPyParts *parts = retort_py_node_get_parts (clause);

  return parts->nodes[parts->n - 1];
}

/* @is_resumed: a generator goes on inside of it. */
static RetortPyFlow
run_handler (RetortPyFrame *frame, const RetortPyNode *handler, RetortPyException *exception, gboolean is_resumed)
{
  const RetortPyNode *wanted = retort_py_node_field (handler, RETORT_PY_FIELD_value);
  const RetortPyNode *alias = retort_py_node_field (handler, RETORT_PY_FIELD_alias);
  RetortPyException *before = frame->handled;
  RetortPyFlow flow;

  if (retort_py_node_get_type (wanted) == RETORT_PY_NODE_as_pattern)
    alias = retort_py_node_field (wanted, RETORT_PY_FIELD_alias);
  if (retort_py_node_get_type (alias) == RETORT_PY_NODE_as_pattern_target)
    alias = retort_py_node_get_parts (alias)->nodes[0];
  if (alias != NULL && !is_resumed)
    retort_py_store_name (frame, retort_py_name_at (frame, alias), exception->value);
  frame->handled = exception;
  flow = retort_py_run_block (frame, block_of (frame, handler));
  frame->handled = before;
  if (alias != NULL && flow != RETORT_PY_FLOW_YIELD)
    retort_py_store_name (frame, retort_py_name_at (frame, alias), NULL);
  return flow;
}

static const RetortPyNode *
clause_of (RetortPyFrame *frame, const RetortPyNode *node, RetortPyNodeType type)
{
  const RetortPyParts *parts = retort_py_node_get_parts (node);

  for (guint i = 0; i < parts->n; i++)
    if (retort_py_node_get_type (parts->nodes[i]) == type)
      return parts->nodes[i];
  return NULL;
}

static gboolean
has_handlers (RetortPyFrame *frame, const RetortPyNode *node)
{
  return clause_of (frame, node, RETORT_PY_NODE_except_clause) != NULL
         || clause_of (frame, node, RETORT_PY_NODE_except_group_clause) != NULL;
}

/* The parts of a try statement; a bookmark in one says which. */
enum
{
  IN_BODY,
  IN_HANDLER,
  IN_ELSE,
  IN_FINALLY,
};

/* The body raised: which clause comes. FALSE: none, and @flow is how it ended. */
static gboolean
enter_handler (RetortPyFrame *frame, const RetortPyNode *node, RetortPyBookmark *at, RetortPyFlow *flow)
{
  RetortPyEvaluation *evaluation = frame->evaluation;
  RetortPyAnswer answer;

  at->exception = g_steal_pointer (&evaluation->exception);
  answer = find_handler (frame, node, at->exception, &at->handler);
  *flow = RETORT_PY_FLOW_RAISE;
  if (evaluation->exception != NULL || evaluation->stop_reason != NULL)
    return FALSE;
  if (answer == RETORT_PY_MAYBE)
    *flow = retort_py_skip (frame, node, node, NULL, "whether this 'try' catches something is not known");
  else if (answer == RETORT_PY_NO)
    evaluation->exception = at->exception;
  at->at = IN_HANDLER;
  return answer == RETORT_PY_YES;
}

static RetortPyFlow
run_body (RetortPyFrame *frame, guint path, gpointer data)
{
  return retort_py_run_block (frame, retort_py_node_field (*(const RetortPyNode **) data, RETORT_PY_FIELD_body));
}

static RetortPyFlow
run_otherwise (RetortPyFrame *frame, guint path, gpointer data)
{
  const RetortPyNode *otherwise = clause_of (frame, *(const RetortPyNode **) data, RETORT_PY_NODE_else_clause);

  return otherwise == NULL ? RETORT_PY_FLOW_NEXT : retort_py_run_block (frame, block_of (frame, otherwise));
}

/* The clause with the number @path catches something of which nothing is known before it comes. */
static RetortPyFlow
run_any_handler (RetortPyFrame *frame, guint path, gpointer data)
{
  const RetortPyParts *parts = retort_py_node_get_parts (*(const RetortPyNode **) data);
  RetortPyException *exception = retort_py_allocate (frame->evaluation, sizeof *exception);
  guint n_seen = 0;

  exception->type = "Exception";
  exception->value = retort_py_new_live (frame->evaluation, retort_py_span_for_people (frame, *(const RetortPyNode **) data));
  exception->span = exception->value->unknown.span;
  for (guint i = 0; i < parts->n; i++)
    if (retort_py_node_get_type (parts->nodes[i]) == RETORT_PY_NODE_except_clause && n_seen++ == path)
      return run_handler (frame, parts->nodes[i], exception, FALSE);
  return RETORT_PY_FLOW_NEXT;
}

static guint
count_handlers (RetortPyFrame *frame, const RetortPyNode *node)
{
  const RetortPyParts *parts = retort_py_node_get_parts (node);
  guint n = 0;

  for (guint i = 0; i < parts->n; i++)
    n += retort_py_node_get_type (parts->nodes[i]) == RETORT_PY_NODE_except_clause;
  return n;
}

/* The body, and what follows when it ended well or raised; @at is told where it runs. */
static RetortPyFlow
run_guarded (RetortPyFrame *frame, const RetortPyNode *node, RetortPyBookmark *at)
{
  RetortPyEvaluation *evaluation = frame->evaluation;
  const RetortPyNode *otherwise = clause_of (frame, node, RETORT_PY_NODE_else_clause);
  RetortPyGuarded guarded = { run_body, run_otherwise, run_any_handler, count_handlers (frame, node), &node };
  gboolean is_followed = guarded.n_handlers > 0 && frame->generator == NULL && evaluation->n_importing == 0 && !frame->unit->is_standard;
  RetortPyFlow flow;

  if (is_followed && retort_py_explore_guarded (frame, node, &guarded, &flow))
    return flow;
  if (!is_followed)
    flow = run_body (frame, 0, &node);
  if (evaluation->stop_reason != NULL || flow == RETORT_PY_FLOW_YIELD || !has_handlers (frame, node))
    return flow;
  if (evaluation->n_doubts != at->n_doubts)
    {
      evaluation->exception = NULL;
      return retort_py_skip (frame, node, node, NULL, "whether this 'try' catches something is not known");
    }
  if (flow == RETORT_PY_FLOW_RAISE)
    return enter_handler (frame, node, at, &flow) ? run_handler (frame, at->handler, at->exception, FALSE) : flow;
  if (flow != RETORT_PY_FLOW_NEXT || otherwise == NULL)
    return flow;
  at->at = IN_ELSE;
  return retort_py_run_block (frame, block_of (frame, otherwise));
}

static RetortPyFlow
resume_guarded (RetortPyFrame *frame, const RetortPyNode *node, RetortPyBookmark *at)
{
  switch (at->at)
    {
    case IN_BODY:
      return run_guarded (frame, node, at);
    case IN_HANDLER:
      return run_handler (frame, at->handler, at->exception, TRUE);
    case IN_ELSE:
      return retort_py_run_block (frame, block_of (frame, clause_of (frame, node, RETORT_PY_NODE_else_clause)));
    default:
      frame->evaluation->exception = at->exception;
      frame->result = at->value;
      return at->flow;
    }
}

/**
 * retort_py_run_try: (skip)
 * @frame: where
 * @node: a try statement
 *
 * Runs the body. If something in it may raise when it really runs, nobody knows what ran: a gap.
 *
 * Returns: how it ended
 */
RetortPyFlow
retort_py_run_try (RetortPyFrame *frame, const RetortPyNode *node)
{
  RetortPyEvaluation *evaluation = frame->evaluation;
  const RetortPyNode *finally = clause_of (frame, node, RETORT_PY_NODE_finally_clause);
  RetortPyBookmark at;
  RetortPyFlow after;

  if (retort_py_take_bookmark (frame, &at))
    at.flow = resume_guarded (frame, node, &at);
  else
    {
      at.n_doubts = evaluation->n_doubts;
      at.flow = run_guarded (frame, node, &at);
    }
  if (at.flow == RETORT_PY_FLOW_YIELD)
    retort_py_leave_bookmark (frame, &at, TRUE);
  if (finally == NULL || evaluation->stop_reason != NULL || at.flow == RETORT_PY_FLOW_YIELD)
    return at.flow;
  at.at = IN_FINALLY;
  at.exception = g_steal_pointer (&evaluation->exception);
  at.value = frame->result;
  after = retort_py_run_block (frame, block_of (frame, finally));
  if (after == RETORT_PY_FLOW_YIELD)
    retort_py_leave_bookmark (frame, &at, TRUE);
  if (after != RETORT_PY_FLOW_NEXT)
    return after;
  evaluation->exception = at.exception;
  frame->result = at.value;
  return at.flow;
}
