/* SPDX-License-Identifier: GPL-3.0-or-later */
/* typing: what annotates changes no SQL. A form such as Any, Literal or Optional stands for itself, with whatever it is subscripted; only
 * what a program can do with one beyond annotating (comparing, asking for its arguments) is not told. */
#include "python/modules-private.h"

#include <string.h>

/* Library Reference, "typing" of 3.13: the special forms and generic aliases. */
static const char *const forms[] = {
  "Annotated", "Any", "AnyStr", "AsyncGenerator", "AsyncIterable", "AsyncIterator", "Awaitable", "BinaryIO", "Callable", "ClassVar",
  "Collection", "Concatenate", "Container", "ContextManager", "Coroutine", "Counter", "DefaultDict", "Deque", "Dict", "Final", "FrozenSet",
  "Generator", "Hashable", "IO", "ItemsView", "Iterable", "Iterator", "KeysView", "List", "Literal", "LiteralString", "Mapping", "MappingView",
  "MutableMapping", "MutableSequence", "MutableSet", "Never", "NoReturn", "NotRequired", "Optional", "OrderedDict", "ReadOnly", "Required",
  "Reversible", "Self", "Sequence", "Set", "Sized", "SupportsInt", "Text", "TextIO", "Tuple", "Type", "TypeAlias", "TypeGuard", "TypeIs", "Union",
  "Unpack", "ValuesView", NULL,
};

static RetortPyValue *form_get_item (RetortPyEvaluation *evaluation, RetortPyValue *self, RetortPyValue *key);
static RetortPyValue *form_binary (RetortPyEvaluation *evaluation, const char *operator_, RetortPyValue *left, RetortPyValue *right);

static int
form_is_equal (const RetortPyValue *left, const RetortPyValue *right)
{
  return left == right ? 1 : -1;
}

static const RetortPyForeignClass form_class = {
  .name = "typing form", .is_plain = TRUE, .get_item = form_get_item, .binary = form_binary, .equal = form_is_equal,
};

static RetortPyValue *
form_get_item (RetortPyEvaluation *evaluation, RetortPyValue *self, RetortPyValue *key)
{
  return retort_py_new_foreign (evaluation, &form_class, NULL, NULL);
}

/* Any | None */
static RetortPyValue *
form_binary (RetortPyEvaluation *evaluation, const char *operator_, RetortPyValue *left, RetortPyValue *right)
{
  return strcmp (operator_, "|") == 0 ? retort_py_new_foreign (evaluation, &form_class, NULL, NULL) : NULL;
}

/* T = TypeVar ("T", bound=…) */
static RetortPyValue *
new_variable (RetortPyFrame *frame, const RetortPyNode *node, RetortPyValue *self, const RetortPyArguments *arguments)
{
  return retort_py_new_foreign (frame->evaluation, &form_class, NULL, NULL);
}

/* What @overload, @final and their like give: the function or class itself. */
static RetortPyValue *
give_itself (RetortPyFrame *frame, const RetortPyNode *node, RetortPyValue *self, const RetortPyArguments *arguments)
{
  RetortPyValue *result;

  return retort_py_arity (frame, node, arguments, "a decorator of typing", 1, 1, &result) ? arguments->positional[0] : result;
}

static RetortPyValue *
cast (RetortPyFrame *frame, const RetortPyNode *node, RetortPyValue *self, const RetortPyArguments *arguments)
{
  RetortPyValue *result;

  return retort_py_arity (frame, node, arguments, "cast", 2, 2, &result) ? arguments->positional[1] : result;
}

static const RetortPyBuiltin typing_builtins[] = {
  { "ParamSpec", new_variable, TRUE },
  { "TypeVar", new_variable, TRUE },
  { "TypeVarTuple", new_variable, TRUE },
  { "cast", cast, TRUE },
  { "final", give_itself, TRUE },
  { "no_type_check", give_itself, TRUE },
  { "override", give_itself, TRUE },
  { "runtime_checkable", give_itself, TRUE },
};

/* Objects of a TypedDict are dicts, and it is called as dict is. */
static RetortPyValue *
derive_typed_dict (RetortPyEvaluation *evaluation, RetortPyValue *self, RetortPyValue *klass)
{
  guint n_types;
  const RetortPyBuiltin *types = retort_py_get_type_builtins (&n_types);

  return retort_py_new_builtin_of (evaluation, retort_py_find_in (types, n_types, "dict"));
}

static const RetortPyForeignClass typed_dict_class = { .name = "type", .derive = derive_typed_dict };

/* A class that derives from Generic or Protocol is what it is without. */
static RetortPyValue *
derive_plain (RetortPyEvaluation *evaluation, RetortPyValue *self, RetortPyValue *klass)
{
  return klass;
}

static RetortPyValue *get_base (RetortPyEvaluation *evaluation, RetortPyValue *self, RetortPyValue *key);

static const RetortPyForeignClass base_class = { .name = "type", .is_plain = TRUE, .get_item = get_base, .derive = derive_plain };

/* Generic[T] */
static RetortPyValue *
get_base (RetortPyEvaluation *evaluation, RetortPyValue *self, RetortPyValue *key)
{
  return self;
}

/**
 * retort_py_is_generic: (skip)
 * @klass: an own class
 *
 * Returns: whether it derives from Generic or Protocol, so that it stands for itself when it is subscripted with types
 */
gboolean
retort_py_is_generic (const RetortPyValue *klass)
{
  for (guint i = 0; i < klass->klass->mro.n; i++)
    {
      const RetortPyValue *one = klass->klass->mro.items[i];

      if (one->kind == RETORT_PY_CLASS && one->klass->foreign_base != NULL
          && retort_py_value_get_foreign_class (one->klass->foreign_base) == &base_class)
        return TRUE;
    }
  return FALSE;
}

/* TYPE_CHECKING is false when it runs. */
static RetortPyValue *
get_typing (RetortPyEvaluation *evaluation, const char *name)
{
  if (strcmp (name, "NamedTuple") == 0)
    return retort_py_new_named_tuple_base (evaluation);
  if (strcmp (name, "TypedDict") == 0)
    return retort_py_new_foreign (evaluation, &typed_dict_class, NULL, NULL);
  if (strcmp (name, "Generic") == 0 || strcmp (name, "Protocol") == 0)
    return retort_py_new_foreign (evaluation, &base_class, NULL, NULL);
  if (g_strv_contains (forms, name))
    return retort_py_new_foreign (evaluation, &form_class, NULL, NULL);
  return strcmp (name, "TYPE_CHECKING") == 0 ? retort_py_bool (evaluation, FALSE) : NULL;
}

const RetortPyStandard retort_py_typing_module = RETORT_PY_STANDARD ("typing", typing_builtins, get_typing);
