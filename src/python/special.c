/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Dicts and tuples of a class of `collections`: OrderedDict, defaultdict, Counter, named tuples. They are what they derive from, with a few
 * ways of their own; what else differs is not determined. */
#include "python/modules-private.h"

#include <string.h>

/**
 * retort_py_get_special: (skip)
 * @value: any value
 *
 * Returns: (nullable): what is special about a dict or a tuple
 */
const RetortPySpecial *
retort_py_get_special (const RetortPyValue *value)
{
  return value->kind == RETORT_PY_DICT || value->kind == RETORT_PY_TUPLE ? value->many.special : NULL;
}

/**
 * retort_py_special_missing: (skip)
 * @frame: where
 * @node: the place
 * @dict: a special dict
 * @key: a key that it has not
 *
 * Returns: (transfer none) (nullable): what stands for it; %NULL: raised, or nothing does
 */
RetortPyValue *
retort_py_special_missing (RetortPyFrame *frame, const RetortPyNode *node, RetortPyValue *dict, RetortPyValue *key)
{
  const RetortPySpecial *special = dict->many.special;
  RetortPyArguments none = { .span = retort_py_span_for_people (frame, node) };
  RetortPyValue *value;

  if (special->kind == RETORT_PY_SPECIAL_COUNTER)
    return retort_py_new_int64 (frame->evaluation, 0);
  if (special->kind != RETORT_PY_SPECIAL_DEFAULT || special->factory->kind == RETORT_PY_NONE)
    return NULL;
  value = retort_py_call (frame, node, special->factory, &none);
  if (value != NULL && dict->kind == RETORT_PY_DICT)
    retort_py_keyed_put (frame->evaluation, dict, key, value);
  return value;
}

/* Of a Counter repr() begins with what is most common; nobody is told of an exception. */
static char *
counter_text (const RetortPyValue *value)
{
  RetortPyEvaluation *evaluation = value->many.special->evaluation;
  RetortPyFrame *frame = evaluation != NULL ? evaluation->frame : NULL;
  RetortPyArguments arguments = { .positional = (RetortPyValue **) &value, .n_positional = 1 };
  RetortPyValue *text;

  if (frame == NULL || evaluation->exception != NULL)
    return NULL;
  arguments.span = retort_py_span_for_people (frame, frame->call);
  text = retort_py_call_standard (frame, frame->call, "counter", "text", &arguments);
  if (text == NULL && evaluation->stop_reason == NULL)
    evaluation->exception = NULL;
  return text != NULL ? g_strdup (retort_py_value_get_string (text)) : NULL;
}

/**
 * retort_py_special_text: (skip)
 * @value: a special value
 *
 * Returns: (transfer full) (nullable): its repr(); %NULL: it depends on the version of Python, or is not determined
 */
char *
retort_py_special_text (const RetortPyValue *value)
{
  const RetortPySpecial *special = value->many.special;
  g_autoptr(GString) out = g_string_new (special->name);

  if (special->kind == RETORT_PY_SPECIAL_COUNTER)
    return counter_text (value);
  if (special->kind != RETORT_PY_SPECIAL_TUPLE && special->kind != RETORT_PY_SPECIAL_ROW)
    return NULL;
  g_string_append_c (out, '(');
  for (guint i = 0; i < value->many.items.n; i++)
    {
      g_autofree char *text = retort_py_value_to_repr (value->many.items.items[i]);

      if (text == NULL || i >= special->fields.n)
        return NULL;
      g_string_append (out, i > 0 ? ", " : "");
      if (special->kind == RETORT_PY_SPECIAL_TUPLE)
        g_string_append_printf (out, "%s=", special->fields.items[i]->string.text);
      g_string_append (out, text);
    }
  if (special->kind == RETORT_PY_SPECIAL_ROW && value->many.items.n == 1)
    g_string_append_c (out, ',');
  g_string_append_c (out, ')');
  return g_string_free (g_steal_pointer (&out), FALSE);
}

/**
 * retort_py_is_counter: (skip)
 * @value: any value
 *
 * Returns: whether it is a collections.Counter
 */
gboolean
retort_py_is_counter (const RetortPyValue *value)
{
  const RetortPySpecial *special = retort_py_get_special (value);

  return special != NULL && special->kind == RETORT_PY_SPECIAL_COUNTER;
}

/**
 * retort_py_counter_binary: (skip)
 * @frame: where
 * @node: the place
 * @operator_: "+", "-", "&", "|"
 * @left: a Counter
 * @right: (nullable): another one; %NULL: the operator stands before @left
 *
 * Returns: (transfer none) (nullable): the result; %NULL: raised
 */
RetortPyValue *
retort_py_counter_binary (RetortPyFrame *frame, const RetortPyNode *node, const char *operator_, RetortPyValue *left, RetortPyValue *right)
{
  static const struct { const char *operator_; const char *function; const char *alone; } known[] = {
    { "+", "operator_add", "operator_pos" }, { "-", "operator_sub", "operator_neg" }, { "&", "operator_and", NULL }, { "|", "operator_or", NULL },
  };
  RetortPyValue *both[2] = { left, right };
  RetortPyArguments arguments = { .positional = both, .n_positional = right != NULL ? 2 : 1, .span = retort_py_span_for_people (frame, node) };

  for (guint i = 0; i < G_N_ELEMENTS (known); i++)
    if (strcmp (known[i].operator_, operator_) == 0 && (right != NULL || known[i].alone != NULL))
      return retort_py_call_standard (frame, node, "counter", right != NULL ? known[i].function : known[i].alone, &arguments);
  return retort_py_absorb (frame, node, left, right);
}

static gboolean
are_both (const RetortPyValue *left, const RetortPyValue *right, RetortPySpecialKind kind)
{
  return left->many.special != NULL && right->many.special != NULL && left->many.special->kind == kind && right->many.special->kind == kind;
}

/**
 * retort_py_specials_equal: (skip)
 * @left: a dict
 * @right: a dict
 * @as_dicts: whether they are equal as dicts are
 *
 * Returns: whether they are equal: two OrderedDicts have the same order, and to a Counter 0 is as good as nothing
 */
RetortPyAnswer
retort_py_specials_equal (const RetortPyValue *left, const RetortPyValue *right, RetortPyAnswer as_dicts)
{
  RetortPyAnswer answer = as_dicts;

  if (are_both (left, right, RETORT_PY_SPECIAL_COUNTER))
    return as_dicts == RETORT_PY_YES ? as_dicts : RETORT_PY_MAYBE;
  if (as_dicts != RETORT_PY_YES || !are_both (left, right, RETORT_PY_SPECIAL_ORDERED))
    return as_dicts;
  for (guint i = 0; i < left->many.items.n && answer == RETORT_PY_YES; i++)
    answer = retort_py_values_equal (left->many.items.items[i], right->many.items.items[i]);
  return answer;
}

/* --- Attributes --- */

static RetortPyValue *
row_to_dict (RetortPyEvaluation *evaluation, RetortPyValue *row)
{
  RetortPyValue *dict = retort_py_new_dict (evaluation);

  for (guint i = 0; i < row->many.special->fields.n; i++)
    retort_py_keyed_put (evaluation, dict, row->many.special->fields.items[i], row->many.items.items[i]);
  return dict;
}

/* Of a Row: its own methods come before its columns, and a name of two columns is nobody's. */
static RetortPyValue *
row_attribute (RetortPyFrame *frame, RetortPyValue *value, const char *name)
{
  static const char *const own[] = { "count", "index", "t", "tuple", NULL };
  const RetortPySpecial *special = value->many.special;
  RetortPyValue *found = NULL;

  if (strcmp (name, "_mapping") == 0)
    return row_to_dict (frame->evaluation, value);
  if (strcmp (name, "_fields") == 0 || strcmp (name, "_asdict") == 0)
    return retort_py_named_tuple_attribute (frame, value, name);
  if (*name == '_' || g_strv_contains (own, name))
    return NULL;
  for (guint i = 0; i < special->fields.n; i++)
    if (strcmp (special->fields.items[i]->string.text, name) == 0)
      {
        if (found != NULL)
          return NULL;
        found = value->many.items.items[i];
      }
  return found;
}

/**
 * retort_py_special_attribute: (skip)
 * @frame: where
 * @node: the place
 * @value: a special value
 * @name: a name
 * @is_known: (out): it is, or it is the same as that of what it derives from
 *
 * Returns: (transfer none) (nullable): the attribute, if it is one of its own
 */
RetortPyValue *
retort_py_special_attribute (RetortPyFrame *frame, const RetortPyNode *node, RetortPyValue *value, const char *name, gboolean *is_known)
{
  static const char *const plain[] = { "get", "items", "keys", "values", "pop", "setdefault", "clear", "count", "index", NULL };
  RetortPySpecialKind kind = value->many.special->kind;
  RetortPyValue *found = kind == RETORT_PY_SPECIAL_TUPLE ? retort_py_named_tuple_attribute (frame, value, name) : NULL;

  if (kind == RETORT_PY_SPECIAL_ROW)
    {
      found = row_attribute (frame, value, name);
      *is_known = found != NULL;
      return found;
    }
  if (kind == RETORT_PY_SPECIAL_COUNTER)
    found = retort_py_find_standard (frame->evaluation, "counter", name);
  else if (kind == RETORT_PY_SPECIAL_ORDERED)
    found = retort_py_find_standard (frame->evaluation, "ordered", name);
  if (kind != RETORT_PY_SPECIAL_TUPLE && found != NULL)
    found = retort_py_bind_attribute (frame, node, found, value, NULL);
  *is_known = found != NULL || g_strv_contains (plain, name)
              || (strcmp (name, "update") == 0 && kind != RETORT_PY_SPECIAL_COUNTER);
  return found;
}

/* --- Making them --- */

/**
 * retort_py_special_new: (skip)
 * @evaluation: an evaluation
 * @kind: of what kind
 * @name: (nullable): of the class
 *
 * Returns: (transfer none): what is special about a new dict or tuple
 */
RetortPySpecial *
retort_py_special_new (RetortPyEvaluation *evaluation, RetortPySpecialKind kind, const char *name)
{
  RetortPySpecial *self = retort_py_allocate (evaluation, sizeof *self);

  self->evaluation = evaluation;
  self->kind = kind;
  self->name = name;
  return self;
}

/**
 * retort_py_special_new_row: (skip)
 * @evaluation: an evaluation
 * @names: (array length=n_names): texts
 * @n_names: how many columns there are
 *
 * Returns: what is special about a row with columns of these names
 */
RetortPySpecial *
retort_py_special_new_row (RetortPyEvaluation *evaluation, RetortPyValue *const *names, guint n_names)
{
  RetortPySpecial *self = retort_py_special_new (evaluation, RETORT_PY_SPECIAL_ROW, "");

  for (guint i = 0; i < n_names; i++)
    retort_py_items_append (evaluation, &self->fields, names[i]);
  return self;
}

/* A dict of what else is given, as dict() makes it. NULL: raised. */
static RetortPyValue *
new_dict (RetortPyFrame *frame, const RetortPyNode *node, const RetortPyArguments *arguments, guint n_skipped, RetortPySpecial *special)
{
  RetortPyArguments rest = *arguments;
  RetortPyValue *result;

  rest.positional += n_skipped;
  rest.n_positional -= n_skipped;
  result = retort_py_call (frame, node, retort_py_load_builtin (frame, node, "dict"), &rest);
  if (result != NULL && result->kind == RETORT_PY_DICT)
    result->many.special = special;
  return result;
}

static RetortPyValue *
make_ordered (RetortPyFrame *frame, const RetortPyNode *node, RetortPyValue *self, const RetortPyArguments *arguments)
{
  return new_dict (frame, node, arguments, 0, retort_py_special_new (frame->evaluation, RETORT_PY_SPECIAL_ORDERED, "OrderedDict"));
}

static RetortPyValue *
make_default (RetortPyFrame *frame, const RetortPyNode *node, RetortPyValue *self, const RetortPyArguments *arguments)
{
  RetortPySpecial *special = retort_py_special_new (frame->evaluation, RETORT_PY_SPECIAL_DEFAULT, "defaultdict");

  if (arguments->is_open || (arguments->n_positional > 0 && arguments->positional[0]->kind == RETORT_PY_UNKNOWN))
    return retort_py_unknown_with (frame, node, arguments, NULL, "what stands for what is missing is not known");
  special->factory = arguments->n_positional > 0 ? arguments->positional[0] : frame->evaluation->none;
  return new_dict (frame, node, arguments, arguments->n_positional > 0, special);
}

/* Counter(iterable or mapping): counting is said in Python. */
static RetortPyValue *
make_counter (RetortPyFrame *frame, const RetortPyNode *node, RetortPyValue *self, const RetortPyArguments *arguments)
{
  RetortPyValue *counter = retort_py_new_dict (frame->evaluation);
  RetortPyItems items = { 0 };
  RetortPyArguments all = *arguments;
  RetortPyValue *result;

  if (arguments->n_positional > 1 || arguments->is_open || retort_py_find_unknown_argument (arguments) != NULL)
    return retort_py_unknown_with (frame, node, arguments, NULL, "what is counted is not known");
  counter->many.special = retort_py_special_new (frame->evaluation, RETORT_PY_SPECIAL_COUNTER, "Counter");
  retort_py_items_append (frame->evaluation, &items, counter);
  if (arguments->n_positional == 1)
    retort_py_items_append (frame->evaluation, &items, arguments->positional[0]);
  all.positional = items.items;
  all.n_positional = items.n;
  result = retort_py_call_standard (frame, node, "counter", "update", &all);
  return result == NULL ? NULL : result->kind == RETORT_PY_NONE ? counter : result;
}

/* --- The module --- */

static int
is_ordered (const RetortPyValue *value)
{
  const RetortPySpecial *special = retort_py_get_special (value);

  return special != NULL && special->kind == RETORT_PY_SPECIAL_ORDERED;
}

static int
is_default (const RetortPyValue *value)
{
  const RetortPySpecial *special = retort_py_get_special (value);

  return special != NULL && special->kind == RETORT_PY_SPECIAL_DEFAULT;
}

static const RetortPyBuiltin builtins[] = {
  { "Counter", make_counter, FALSE },
  { "OrderedDict", make_ordered, FALSE, NULL, is_ordered },
  { "defaultdict", make_default, FALSE, NULL, is_default },
  { "namedtuple", retort_py_make_named_tuple, TRUE },
};

const RetortPyStandard retort_py_collections_module = RETORT_PY_STANDARD ("collections", builtins, NULL);
