/* SPDX-License-Identifier: GPL-3.0-or-later */
/* class: its names, what it derives from, and what it makes when it is called. A class that derives from something that is not known is not
 * known itself. */
#include "python/modules-private.h"
#include "python/object.h"

#include <string.h>

/**
 * retort_py_class_is_known: (skip)
 * @klass: a value
 *
 * Returns: whether it is an own class of which all is known
 */
gboolean
retort_py_class_is_known (const RetortPyValue *klass)
{
  return klass->kind == RETORT_PY_CLASS;
}

/**
 * retort_py_class_derives: (skip)
 * @klass: an own class
 * @base: an own class
 *
 * Returns: whether @klass is @base or derives from it
 */
gboolean
retort_py_class_derives (const RetortPyValue *klass, const RetortPyValue *base)
{
  for (guint i = 0; i < klass->klass->mro.n; i++)
    if (klass->klass->mro.items[i]->klass == base->klass)
      return TRUE;
  return FALSE;
}

/**
 * retort_py_class_get_members: (skip)
 * @klass: an own class
 *
 * Returns: (transfer none) (nullable): the list of an enum's members
 */
RetortPyValue *
retort_py_class_get_members (const RetortPyValue *klass)
{
  return klass->klass->members;
}

/**
 * retort_py_class_lookup: (skip)
 * @klass: an own class
 * @name: an interned name
 *
 * Returns: (transfer none) (nullable): what stands in it, or in what it derives from; unknown when something may change it
 */
RetortPyValue *
retort_py_class_lookup (const RetortPyValue *klass, const char *name)
{
  for (guint i = 0; i < klass->klass->mro.n; i++)
    {
      RetortPyValue *at = klass->klass->mro.items[i];
      RetortPyBinding *binding;

      if (at->kind != RETORT_PY_CLASS)
        return at; /* it became unknown */
      binding = g_hash_table_lookup (at->klass->scope->bindings, name);
      if (binding != NULL && binding->value != NULL)
        return binding->value;
    }
  return NULL;
}

static int
compare_places (gconstpointer a, gconstpointer b, gpointer user_data)
{
  RetortPyScope *scope = user_data;
  RetortPyBinding *left = g_hash_table_lookup (scope->bindings, *(gconstpointer *) a);
  RetortPyBinding *right = g_hash_table_lookup (scope->bindings, *(gconstpointer *) b);

  return (left->place > right->place) - (left->place < right->place);
}

/**
 * retort_py_scope_list_names: (skip)
 * @scope: a scope
 *
 * Returns: (transfer container): its interned names in the order in which they were bound
 */
GPtrArray *
retort_py_scope_list_names (RetortPyScope *scope)
{
  GPtrArray *names = g_ptr_array_new ();
  GHashTableIter iter;
  gpointer name;

  g_hash_table_iter_init (&iter, scope->bindings);
  while (g_hash_table_iter_next (&iter, &name, NULL))
    g_ptr_array_add (names, name);
  g_ptr_array_sort_with_data (names, compare_places, scope);
  return names;
}

/* `__mro__` of a class that derives from own classes and Generic alone; NULL: of what else it derives from, not all is known here. */
static RetortPyValue *
new_mro (RetortPyFrame *frame, const RetortPyValue *klass)
{
  guint n_objects;
  const RetortPyBuiltin *objects = retort_py_get_object_builtins (&n_objects);
  RetortPyValue *result = retort_py_new_value (frame->evaluation, RETORT_PY_TUPLE);
  RetortPyValue *generic = NULL;

  if (klass->klass->exception != NULL || klass->klass->mixin != RETORT_PY_MIXIN_NONE || klass->klass->is_enum)
    return NULL;
  for (guint i = 0; i < klass->klass->mro.n; i++)
    {
      RetortPyValue *base = klass->klass->mro.items[i];

      if (base->kind != RETORT_PY_CLASS || (base->klass->foreign_base != NULL && !retort_py_is_generic (base)))
        return NULL;
      generic = base->klass->foreign_base != NULL ? base->klass->foreign_base : generic;
      retort_py_items_append (frame->evaluation, &result->many.items, base);
    }
  if (generic != NULL)
    retort_py_items_append (frame->evaluation, &result->many.items, generic);
  retort_py_items_append (frame->evaluation, &result->many.items,
                          retort_py_new_builtin_of (frame->evaluation, retort_py_find_in (objects, n_objects, "object")));
  return result;
}

/**
 * retort_py_class_attribute: (skip)
 * @frame: where
 * @node: the place
 * @klass: an own class
 * @name: an interned name
 *
 * Returns: (transfer none) (nullable): the attribute; %NULL: raised
 */
RetortPyValue *
retort_py_class_attribute (RetortPyFrame *frame, const RetortPyNode *node, RetortPyValue *klass, const char *name)
{
  RetortPyValue *found = NULL;

  if (klass->klass->by_name != NULL)
    {
      found = retort_py_value_lookup (klass->klass->by_name, name);
      if (found == NULL && strcmp (name, "__members__") == 0)
        found = klass->klass->by_name;
    }
  if (found == NULL)
    found = retort_py_class_lookup (klass, name);
  if (found != NULL && found->kind == RETORT_PY_UNKNOWN)
    return found;
  if (found != NULL)
    return retort_py_bind_attribute (frame, node, found, NULL, klass);
  if (strcmp (name, "__name__") == 0
      || (strcmp (name, "__qualname__") == 0 && klass->klass->scope->parent->kind == RETORT_PY_SCOPE_MODULE))
    return retort_py_new_string (frame->evaluation, klass->klass->name);
  if (strcmp (name, "__new__") == 0 && klass->klass->foreign_base == NULL && !klass->klass->is_enum)
    return retort_py_get_new (frame->evaluation);
  if (strcmp (name, "__mro__") == 0)
    found = new_mro (frame, klass);
  if (found != NULL)
    return found;
  if (g_str_has_prefix (name, "__") || strcmp (name, "mro") == 0 || klass->klass->exception != NULL
      || klass->klass->mixin != RETORT_PY_MIXIN_NONE || klass->klass->is_enum
      || klass->klass->scope->unit->is_standard)
    return retort_py_unknown_at (frame, node, "'%s' of the class '%s' is not known", name, klass->klass->name);
  return retort_py_raise (frame, node, "AttributeError", "the class '%s' has no '%s'", klass->klass->name, name);
}

/* --- Making one --- */

/* FALSE: they cannot be joined. */
static gboolean
take_mixin (RetortPyClass *klass, RetortPyMixin mixin)
{
  if (klass->mixin != RETORT_PY_MIXIN_NONE && mixin != RETORT_PY_MIXIN_NONE && klass->mixin != mixin)
    return FALSE;
  klass->mixin = MAX (klass->mixin, mixin);
  return TRUE;
}

/* An own class. */
static gboolean
take_class (RetortPyClass *klass, const RetortPyValue *base)
{
  klass->is_abc = klass->is_abc || base->klass->is_abc;
  klass->is_flag = klass->is_flag || base->klass->is_flag;
  klass->is_enum = klass->is_enum || base->klass->is_enum;
  klass->is_str_enum = klass->is_str_enum || base->klass->is_str_enum;
  klass->exception = klass->exception != NULL ? klass->exception : base->klass->exception;
  return take_mixin (klass, base->klass->mixin) && (base->klass->members == NULL || base->klass->members->many.items.n == 0);
}

/* FALSE: not understood. */
static gboolean
take_base (RetortPyClass *klass, const RetortPyValue *base)
{
  static const struct { const char *name; RetortPyMixin mixin; gboolean is_enum; gboolean is_str_enum; } known[] = {
    { "object", RETORT_PY_MIXIN_NONE, FALSE, FALSE }, { "Enum", RETORT_PY_MIXIN_NONE, TRUE, FALSE },
    { "IntEnum", RETORT_PY_MIXIN_INT, TRUE, FALSE },  { "StrEnum", RETORT_PY_MIXIN_STR, TRUE, TRUE },
    { "Flag", RETORT_PY_MIXIN_NONE, TRUE, FALSE },    { "IntFlag", RETORT_PY_MIXIN_INT, TRUE, FALSE },
  };
  const RetortPyBuiltin *builtin = retort_py_get_builtin_of (base);

  if (base->kind == RETORT_PY_CLASS)
    return take_class (klass, base);
  if (builtin != NULL && retort_py_mixin_of_type (builtin->name) != RETORT_PY_MIXIN_NONE)
    return take_mixin (klass, retort_py_mixin_of_type (builtin->name));
  if (base->kind == RETORT_PY_FOREIGN && retort_py_value_get_foreign_class (base)->derive != NULL && klass->foreign_base == NULL)
    {
      klass->foreign_base = (RetortPyValue *) base;
      return TRUE;
    }
  if (retort_py_exception_type_name (base) != NULL && klass->exception == NULL)
    {
      klass->exception = retort_py_exception_type_name (base);
      return TRUE;
    }
  for (guint i = 0; builtin != NULL && i < G_N_ELEMENTS (known); i++)
    if (strcmp (known[i].name, builtin->name) == 0)
      {
        klass->is_enum = klass->is_enum || known[i].is_enum;
        klass->is_str_enum = klass->is_str_enum || known[i].is_str_enum;
        klass->is_flag = klass->is_flag || g_str_has_suffix (known[i].name, "Flag");
        return take_mixin (klass, known[i].mixin);
      }
  return FALSE;
}

/* What stands in the brackets behind the name of a class. */
typedef struct
{
  RetortPyItems own;            /* classes of its own that it derives from */
  RetortPyItems keyword_values;
  GPtrArray    *keyword_names;  /* element: const char*, interned */
  gboolean      is_known;       /* all of it is understood */
} Bases;

/* `metaclass=ABCMeta` only checks what ABC checks. */
static gboolean
take_keyword (RetortPyFrame *frame, RetortPyClass *klass, Bases *bases, const char *name, RetortPyValue *value)
{
  if (strcmp (name, "metaclass") != 0)
    {
      g_ptr_array_add (bases->keyword_names, (gpointer) name);
      retort_py_items_append (frame->evaluation, &bases->keyword_values, value);
      return TRUE;
    }
  klass->is_abc = value->kind == RETORT_PY_CLASS && value->klass->scope->unit->is_standard && strcmp (value->klass->name, "ABCMeta") == 0;
  return klass->is_abc;
}

/* FALSE: raised. */
static gboolean
evaluate_base (RetortPyFrame *frame, const RetortPyNode *part, RetortPyClass *klass, Bases *bases)
{
  gboolean is_keyword = retort_py_node_get_type (part) == RETORT_PY_NODE_keyword_argument;
  RetortPyValue *value = retort_py_evaluate (frame, is_keyword ? retort_py_node_field (part, RETORT_PY_FIELD_value) : part);

  if (value == NULL)
    return FALSE;
  if (value->kind == RETORT_PY_UNKNOWN)
    retort_py_gap (frame, part, "what this class derives from is not known: %s", value->unknown.reason);
  if (is_keyword)
    bases->is_known = take_keyword (frame, klass, bases, retort_py_name_at (frame, retort_py_node_field (part, RETORT_PY_FIELD_name)), value)
                      && bases->is_known;
  else
    bases->is_known = take_base (klass, value) && bases->is_known;
  if (value->kind == RETORT_PY_CLASS && !is_keyword)
    retort_py_items_append (frame->evaluation, &bases->own, value);
  return TRUE;
}

/* FALSE: raised. */
static gboolean
evaluate_bases (RetortPyFrame *frame, const RetortPyNode *node, RetortPyClass *klass, Bases *bases)
{
  const RetortPyNode *list = retort_py_node_field (node, RETORT_PY_FIELD_superclasses);
  const RetortPyParts *parts = list == NULL ? NULL : retort_py_node_get_parts (list);

  for (guint i = 0; parts != NULL && i < parts->n; i++)
    if (!evaluate_base (frame, parts->nodes[i], klass, bases))
      return FALSE;
  bases->is_known = bases->is_known && retort_py_class_merge_bases (frame->evaluation, klass, &bases->own)
                    && (klass->exception == NULL || (!klass->is_enum && klass->mixin == RETORT_PY_MIXIN_NONE))
                    && (klass->foreign_base == NULL || klass->mixin == RETORT_PY_MIXIN_NONE)
                    && (!klass->is_enum || bases->keyword_names->len == 0);
  return TRUE;
}

/* Functions learn where they stand, for super(). */
static void
claim_functions (RetortPyValue *klass)
{
  GHashTableIter iter;
  gpointer data;

  g_hash_table_iter_init (&iter, klass->klass->scope->bindings);
  while (g_hash_table_iter_next (&iter, NULL, &data))
    {
      RetortPyBinding *binding = data;
      RetortPyValue *function = binding->value != NULL ? retort_py_unwrap_function (binding->value) : NULL;

      if (function != NULL && function->kind == RETORT_PY_FUNCTION && function->function->scope == klass->klass->scope)
        function->function->klass = klass;
    }
}

/* `__slots__ = ()` of a named tuple: no other attributes, which it has not anyway. */
static gboolean
is_empty_slots (RetortPyValue *klass, const char *name)
{
  RetortPyBinding *binding = g_hash_table_lookup (klass->klass->scope->bindings, name);

  return strcmp (name, "__slots__") == 0 && klass->klass->foreign_base != NULL && binding->value != NULL
         && binding->value->kind == RETORT_PY_TUPLE && binding->value->many.items.n == 0;
}

/* What makes a class behave in ways that are not followed here. */
static gboolean
has_strange_names (RetortPyValue *klass)
{
  static const char *const names[] = {
    "__getattribute__", "__del__", "__bytes__", "__prepare__", "__mro_entries__", "__instancecheck__", "__subclasscheck__", "__subclasshook__",
    "__delete__", NULL,
  };
  /* Of an enum and of what derives from a foreign object, these are not followed. */
  static const char *const strange_there[] = {
    "__getattr__", "__setattr__", "__delattr__", "__init_subclass__", "__class_getitem__", "__slots__", "__set_name__", "__get__",
    "__set__", "__format__", "__missing__", NULL,
  };
  gboolean is_other = klass->klass->is_enum || klass->klass->foreign_base != NULL;
  GHashTableIter iter;
  gpointer name;

  g_hash_table_iter_init (&iter, klass->klass->scope->bindings);
  while (g_hash_table_iter_next (&iter, &name, NULL))
    if (g_strv_contains (names, name) || (klass->klass->foreign_base != NULL && strcmp (name, "__new__") == 0) || (is_other && g_strv_contains (strange_there, name) && !is_empty_slots (klass, name)))
      return TRUE;
  return FALSE;
}

/* `name: Mapped[str]`: a name without a value. */
static gboolean
has_bare_names (const RetortPyNode *body)
{
  const RetortPyParts *parts = retort_py_node_get_parts (body);

  for (guint i = 0; i < parts->n; i++)
    {
      const RetortPyParts *inner = retort_py_node_get_parts (parts->nodes[i]);
      const RetortPyNode *assignment = inner->n == 1 ? inner->nodes[0] : NULL;

      if (retort_py_node_get_type (parts->nodes[i]) == RETORT_PY_NODE_expression_statement && assignment != NULL
          && retort_py_node_get_type (assignment) == RETORT_PY_NODE_assignment
          && retort_py_node_field (assignment, RETORT_PY_FIELD_type) != NULL
          && retort_py_node_field (assignment, RETORT_PY_FIELD_right) == NULL)
        return TRUE;
    }
  return FALSE;
}

/* FALSE: raised. */
static gboolean
tell_of_class (RetortPyFrame *frame, const RetortPyNode *node, RetortPyValue *klass, const Bases *bases)
{
  RetortPyArguments keywords = {
    .keyword_names = (const char *const *) bases->keyword_names->pdata, .keyword_values = bases->keyword_values.items,
    .n_keywords = bases->keyword_names->len, .span = retort_py_span_for_people (frame, node),
  };

  return retort_py_class_call_hooks (frame, node, klass, &keywords);
}

/**
 * retort_py_run_class: (skip)
 * @frame: where
 * @node: a class definition
 *
 * Runs its body. A class that derives from something that is not understood is unknown.
 *
 * Returns: how it ended
 */
RetortPyFlow
retort_py_run_class (RetortPyFrame *frame, const RetortPyNode *node)
{
  RetortPyEvaluation *evaluation = frame->evaluation;
  const RetortPyNode *body = retort_py_node_field (node, RETORT_PY_FIELD_body);
  RetortPyFrame inner = { .evaluation = evaluation, .caller = frame, .unit = frame->unit };
  RetortPyClass *klass = retort_py_allocate (evaluation, sizeof *klass);
  RetortPyValue *value = retort_py_new_value (evaluation, RETORT_PY_CLASS);
  g_autoptr(GPtrArray) keyword_names = g_ptr_array_new ();
  Bases bases = { .keyword_names = keyword_names, .is_known = TRUE };
  gboolean is_known;
  RetortPyFlow flow;

  value->klass = klass;
  retort_py_items_append (evaluation, &klass->mro, value);
  if (!evaluate_bases (frame, node, klass, &bases))
    return RETORT_PY_FLOW_RAISE;
  klass->name = retort_py_name_at (frame, retort_py_node_field (node, RETORT_PY_FIELD_name));
  klass->scope = retort_py_scope_new (evaluation, RETORT_PY_SCOPE_CLASS, frame->unit, frame->scope,
                                      retort_py_outline_of (frame, node, NULL, body));
  inner.scope = klass->scope;
  evaluation->frame = &inner;
  klass->has_bare_names = has_bare_names (body);
  flow = retort_py_run_block (&inner, body);
  evaluation->frame = frame;
  if (flow == RETORT_PY_FLOW_RAISE)
    return flow;
  is_known = bases.is_known && flow == RETORT_PY_FLOW_NEXT && !has_strange_names (value);
  if (is_known)
    claim_functions (value);
  if (is_known && klass->is_enum && !retort_py_enum_finish (frame, node, value))
    {
      if (evaluation->exception != NULL || evaluation->stop_reason != NULL)
        return RETORT_PY_FLOW_RAISE;
      is_known = FALSE;
    }
  if (is_known && klass->foreign_base == NULL && !klass->is_enum && !tell_of_class (frame, node, value, &bases))
    return RETORT_PY_FLOW_RAISE;
  if (is_known && klass->foreign_base != NULL)
    {
      RetortPyValue *derived = retort_py_value_get_foreign_class (klass->foreign_base)->derive (evaluation, klass->foreign_base, value);

      is_known = derived != NULL;
      if (is_known)
        value = derived;
    }
  if (!is_known)
    {
      RetortPyValue *unknown = retort_py_unknown_at (frame, node, "the class '%s' is not evaluated", klass->name);

      retort_py_taint_value (frame, value, unknown->unknown.reason, unknown->unknown.span);
    }
  retort_py_store_name (frame, klass->name, value);
  return RETORT_PY_FLOW_NEXT;
}

/* --- Calling one --- */

static gboolean
is_object_of (const RetortPyValue *value, const RetortPyValue *klass)
{
  const RetortPyValue *own = retort_py_instance_get_class (value);

  return own != NULL && own->kind == RETORT_PY_CLASS && klass->kind == RETORT_PY_CLASS && retort_py_class_derives (own, klass);
}

/* __init__() of object, or of the type of Python that it derives from. */
static RetortPyValue *
init_plainly (RetortPyFrame *frame, const RetortPyNode *node, RetortPyValue *klass, RetortPyValue *result, const RetortPyArguments *arguments)
{
  gboolean has_new = retort_py_class_lookup (klass, retort_py_intern (frame->evaluation, "__new__", -1)) != NULL;
  RetortPyValue *plain = retort_py_plain_value (result);

  if (retort_py_mixin_is_mutable (klass->klass->mixin))
    {
      RetortPyValue *made = retort_py_new_payload (frame, node, klass->klass->mixin, arguments);

      if (made == NULL || made->kind != plain->kind)
        return made;
      plain->many = made->many;
      return result;
    }
  if (has_new || klass->klass->mixin != RETORT_PY_MIXIN_NONE)
    return result;
  if (arguments->n_keywords > 0 || (arguments->n_positional > 0 && klass->klass->exception == NULL))
    return retort_py_raise (frame, node, "TypeError", "'%s()' takes no arguments", klass->klass->name);
  return result;
}

/**
 * retort_py_class_construct: (skip)
 * @frame: where
 * @node: the call
 * @klass: an own class
 * @arguments: its arguments
 *
 * Returns: (transfer none) (nullable): a new object of it; %NULL: raised
 */
RetortPyValue *
retort_py_class_construct (RetortPyFrame *frame, const RetortPyNode *node, RetortPyValue *klass, const RetortPyArguments *arguments)
{
  RetortPyEvaluation *evaluation = frame->evaluation;
  const char *name = retort_py_intern (evaluation, "__init__", -1);
  RetortPyValue *writer = retort_py_find_writer (klass, RETORT_PY_WRITES_INIT, name);
  RetortPyValue *init = writer == NULL ? retort_py_class_lookup (klass, name) : NULL;
  RetortPyValue *result;
  RetortPyValue *method;

  if (klass->klass->is_enum)
    return retort_py_enum_construct (frame, node, klass, arguments);
  if (arguments->is_open || (init != NULL && init->kind != RETORT_PY_FUNCTION))
    return retort_py_unknown_call (frame, node, klass, arguments, "how its objects are made is not known");
  if (retort_py_class_find_abstract (klass) != NULL)
    return retort_py_raise (frame, node, "TypeError", "Can't instantiate abstract class %s with abstract method %s", klass->klass->name,
                            retort_py_class_find_abstract (klass));
  result = retort_py_class_make_object (frame, node, klass, arguments);
  if (result == NULL || !is_object_of (result, klass))
    return result;
  if (writer != NULL)
    return retort_py_dataclass_init (frame, node, writer->klass, result, arguments);
  if (init == NULL)
    return init_plainly (frame, node, klass, result, arguments);
  method = retort_py_bind_attribute (frame, node, init, result, klass);
  return retort_py_call (frame, node, method, arguments) == NULL ? NULL : result;
}

/* --- As foreign objects see them --- */

/**
 * retort_py_class_get_name:
 * @self: a value
 *
 * Returns: (transfer none) (nullable): the name of an own class; %NULL for anything else
 */
const char *
retort_py_class_get_name (const RetortPyValue *self)
{
  return self != NULL && self->kind == RETORT_PY_CLASS ? self->klass->name : NULL;
}

/**
 * retort_py_class_find:
 * @evaluation: the evaluation
 * @self: an own class
 * @name: a name
 *
 * Returns: (transfer none) (nullable): what stands in the class under that name, functions unbound; %NULL: nothing
 */
RetortPyValue *
retort_py_class_find (RetortPyEvaluation *evaluation, const RetortPyValue *self, const char *name)
{
  return retort_py_class_lookup (self, retort_py_intern (evaluation, name, -1));
}

/**
 * retort_py_class_list_names:
 * @evaluation: the evaluation
 * @self: an own class
 *
 * Returns: (transfer none): a list of the names that stand in its body, as they came
 */
RetortPyValue *
retort_py_class_list_names (RetortPyEvaluation *evaluation, const RetortPyValue *self)
{
  g_autoptr(GPtrArray) names = retort_py_scope_list_names (self->klass->scope);
  RetortPyValue *list = retort_py_new_list (evaluation, NULL, 0);

  for (guint i = 0; i < names->len; i++)
    {
      const RetortPyBinding *binding = g_hash_table_lookup (self->klass->scope->bindings, g_ptr_array_index (names, i));

      if (binding->value != NULL)
        retort_py_items_append (evaluation, &list->many.items, retort_py_new_string (evaluation, g_ptr_array_index (names, i)));
    }
  return list;
}

/**
 * retort_py_class_is_beside:
 * @self: an own class
 * @other: another
 *
 * Returns: whether both stand in one module
 */
gboolean
retort_py_class_is_beside (const RetortPyValue *self, const RetortPyValue *other)
{
  return self->klass->scope->unit == other->klass->scope->unit;
}

/**
 * retort_py_class_is_alone:
 * @self: an own class
 *
 * Returns: whether it derives from no other own class, and each annotated name of its body has a value
 */
gboolean
retort_py_class_is_alone (const RetortPyValue *self)
{
  return self->klass->mro.n == 1 && !self->klass->has_bare_names;
}
