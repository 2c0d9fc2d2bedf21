/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What such a type becomes in SQL is told by its `impl`, by load_dialect_impl() or by get_col_spec(), which are evaluated as SQLAlchemy calls
 * them. Values go through the project's own code before they are sent: that is process_bind_param() of a TypeDecorator, which is evaluated,
 * and no value of any other such type is written (sqlalchemy/sql/type_api.py). */
#include "formats/alembic/own-type.h"

#include "python/object.h"

#include <string.h>

/* TypeDecorator, UserDefinedType; data: its name. */
static const RetortPyForeignClass base_class;

/* A class of the project's own; data: OwnType. */
static const RetortPyForeignClass own_class;

typedef struct
{
  RetortPyValue *klass;
  RetortPyValue *base;       /* what it derives from: of base_class, own_class, or a type of SQLAlchemy */
  gboolean       is_tainted; /* something that is not understood got hold of it, such as @compiles */
} OwnType;

/* `self` while one of the class's functions runs; data: the type that `impl` is, or nothing. */
static RetortPyValue *
self_get_attribute (RetortPyEvaluation *evaluation, RetortPyValue *self, const char *name)
{
  return g_str_equal (name, "impl") ? retort_py_value_get_foreign_data (self) : NULL;
}

static const RetortPyForeignClass self_class = {
  .name = "type",
  .get_attribute = self_get_attribute,
};

/* --- The dialect that load_dialect_impl() is given --- */

static RetortPyValue *
describe_type (RetortCall *call)
{
  const RetortType *type = retort_type_from_value (call, "type_", retort_call_get (call, "type_"));

  return type != NULL ? retort_type_to_value (call->evaluation, type) : NULL;
}

static RetortPyValue *
dialect_get_attribute (RetortPyEvaluation *evaluation, RetortPyValue *self, const char *name)
{
  static const RetortFunction functions[] = { { "type_descriptor", "type_", describe_type, FALSE }, { NULL } };
  static const RetortMembers members = { functions, NULL };

  if (g_str_equal (name, "name"))
    return retort_py_new_string (evaluation, "postgresql");
  return retort_members_get (evaluation, &members, self, name);
}

static const RetortPyForeignClass dialect_class = {
  .name = "dialect",
  .get_attribute = dialect_get_attribute,
};

/* --- Making a type of it --- */

/* Wraps the class as a function, so that calls are bound in one way. */
typedef struct
{
  RetortFunction function;
  const OwnType *own;
} Constructor;

static RetortPyValue *
find_in_class (RetortCall *call, const OwnType *own, const char *name)
{
  RetortPyValue *found = retort_py_class_find (call->evaluation, own->klass, name);

  if (found == NULL && retort_value_is_own_type (own->base))
    return find_in_class (call, retort_py_value_get_foreign_data (own->base), name);
  return found;
}

/* What the class derives from that is not the project's own. */
static RetortPyValue *
find_root (const OwnType *own)
{
  while (retort_value_is_own_type (own->base))
    own = retort_py_value_get_foreign_data (own->base);
  return own->base;
}

static RetortPyValue *
call_method (RetortCall *call, RetortPyValue *function, RetortPyValue *impl, RetortPyValue *argument)
{
  RetortPyValue *self = retort_py_new_foreign (call->evaluation, &self_class, impl, NULL);
  RetortPyValue *positional[] = { self, argument };
  RetortPyArguments arguments = { .positional = positional, .n_positional = argument != NULL ? 2 : 1, .span = call->arguments->span };

  return retort_py_evaluation_call_value (call->evaluation, function, &arguments);
}

/* TypeDecorator.__init__ hands its arguments to `impl`. */
static const RetortType *
make_implementation (RetortCall *call, RetortPyValue *impl)
{
  const RetortPyForeignClass *klass = retort_py_value_is (impl, RETORT_PY_FOREIGN) ? retort_py_value_get_foreign_class (impl) : NULL;

  if (klass != NULL && retort_value_is_type (impl) && klass->call != NULL)
    impl = klass->call (call->evaluation, impl, call->arguments);
  else if (call->arguments->n_positional + call->arguments->n_keywords > 0)
    retort_call_gap (call, "the arguments of %s() are not understood", call->function->name);
  return retort_type_from_value (call, "impl", impl);
}

static const RetortType *
make_decorator (RetortCall *call, const OwnType *own)
{
  RetortPyValue *impl = find_in_class (call, own, "impl");
  RetortPyValue *load = find_in_class (call, own, "load_dialect_impl");
  RetortPyValue *dialect = retort_py_new_foreign (call->evaluation, &dialect_class, NULL, NULL);
  const RetortType *type;

  if (impl == NULL)
    {
      retort_call_refuse (call, "the type %s has no 'impl'", call->function->name);
      return NULL;
    }
  type = make_implementation (call, impl);
  if (type == NULL || load == NULL)
    return type;
  return retort_type_from_value (call, "load_dialect_impl()",
                                 call_method (call, load, retort_type_to_value (call->evaluation, type), dialect));
}

static const RetortType *
make_user_defined (RetortCall *call, const OwnType *own, RetortType *type)
{
  static const RetortTypeRow row = { "UserDefinedType", FALSE, FALSE, RETORT_FAMILY_OTHER, "", "", NULL, RETORT_SERIAL_PLAIN };
  RetortPyValue *function = find_in_class (call, own, "get_col_spec");

  if (function == NULL || call->arguments->n_positional + call->arguments->n_keywords > 0)
    {
      retort_call_gap (call, "the type %s is not understood", call->function->name);
      return NULL;
    }
  *type = *retort_type_null ();
  type->row = &row;
  type->text = retort_value_get_string (call, "get_col_spec()", call_method (call, function, NULL, NULL));
  if (type->text == NULL)
    retort_call_gap (call, "get_col_spec() of %s gives no text", call->function->name);
  return type;
}

/* TypeDecorator.bind_processor(): its own function, then that of what it stands for. */
static void
take_binding (RetortCall *call, const OwnType *own, RetortType *type)
{
  static const char *const others[] = { "bind_processor", "literal_processor", "process_literal_param", "impl_instance" };

  type->binds_values = TRUE;
  for (guint i = 0; i < G_N_ELEMENTS (others); i++)
    type->binds_values = type->binds_values && find_in_class (call, own, others[i]) == NULL;
  type->bind = find_in_class (call, own, "process_bind_param");
}

static RetortPyValue *
construct (RetortCall *call)
{
  const OwnType *own = ((const Constructor *) call->function)->own;
  RetortPyValue *root = find_root (own);
  const char *base = retort_value_get_data (root, &base_class);
  RetortType *copy = retort_py_allocate (call->evaluation, sizeof *copy);
  const RetortType *type;

  if (own->is_tainted)
    retort_call_gap (call, "the type %s may have been changed by something that is not understood", call->function->name);
  if (find_in_class (call, own, "__init__") != NULL)
    retort_call_gap (call, "the type %s, which has its own __init__(), is not understood", call->function->name);
  if (call->problem != NULL)
    return NULL;
  if (base == NULL)
    type = make_implementation (call, root);
  else
    type = g_str_equal (base, "TypeDecorator") ? make_decorator (call, own) : make_user_defined (call, own, copy);
  if (type == NULL || call->problem != NULL)
    return NULL;
  *copy = *type;
  copy->binds_values = FALSE;
  if (base != NULL && g_str_equal (base, "TypeDecorator") && !type->is_decorated)
    take_binding (call, own, copy);
  copy->is_decorated = TRUE;
  return retort_type_to_value (call->evaluation, copy);
}

/**
 * retort_own_type_bind:
 * @call: the call that a value belongs to
 * @type: a type with binds_values
 * @value: a value
 * @plain: (out): the type that it has behind it
 *
 * Returns: (nullable): what the project's own code makes of the value before it is sent; %NULL: it is not known
 */
RetortPyValue *
retort_own_type_bind (RetortCall *call, const RetortType *type, RetortPyValue *value, RetortType *plain)
{
  RetortPyValue *dialect = retort_py_new_foreign (call->evaluation, &dialect_class, NULL, NULL);
  RetortPyValue *positional[] = { retort_py_new_foreign (call->evaluation, &self_class, NULL, NULL), value, dialect };
  const RetortPyArguments arguments = { .positional = positional, .n_positional = 3, .span = call->arguments->span };

  *plain = *type;
  plain->is_decorated = FALSE;
  plain->binds_values = FALSE;
  return type->bind != NULL ? retort_py_evaluation_call_value (call->evaluation, type->bind, &arguments) : value;
}

/**
 * retort_own_type_construct:
 * @evaluation: the evaluation
 * @self: a class of the project's own
 * @arguments: what it is called with
 *
 * Returns: (nullable): the type that the call makes; unknown or %NULL when it is not understood
 */
RetortPyValue *
retort_own_type_construct (RetortPyEvaluation *evaluation, RetortPyValue *self, const RetortPyArguments *arguments)
{
  const OwnType *own = retort_py_value_get_foreign_data (self);
  Constructor constructor = { { retort_py_class_get_name (own->klass), "*args, **options", construct, FALSE }, own };

  return retort_call_run (evaluation, &constructor.function, NULL, arguments);
}

/* --- The classes --- */

/* TypeDecorator[str] is TypeDecorator. */
static RetortPyValue *
get_item (RetortPyEvaluation *evaluation, RetortPyValue *self, RetortPyValue *key)
{
  return self;
}

static void
taint (RetortPyEvaluation *evaluation, RetortPyValue *self)
{
  OwnType *own = retort_py_value_get_foreign_data (self);

  own->is_tainted = TRUE;
}

static const RetortPyForeignClass base_class = {
  .name = "type",
  .get_item = get_item,
  .derive = retort_own_type_derive,
};

static const RetortPyForeignClass own_class = {
  .name = "type",
  .call = retort_own_type_construct,
  .get_item = get_item,
  .derive = retort_own_type_derive,
  .taint = taint,
};

/* Changes how the type takes part in statements in ways that are not followed here. */
static gboolean
has_strange_functions (RetortPyEvaluation *evaluation, RetortPyValue *klass)
{
  static const char *const names[] = {
    "__visit_name__", "bind_expression", "column_expression", "comparator_factory", "dialect_impl", "adapt", "copy", "with_variant",
    "compile", "type_engine", "create", "drop", "coerce_compared_value", "_set_parent", "_set_table",
  };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (retort_py_class_find (evaluation, klass, names[i]) != NULL)
      return TRUE;
  return FALSE;
}

/**
 * retort_own_type_derive:
 * @evaluation: the evaluation
 * @base: a type's class
 * @klass: an own class that derives from it
 *
 * Returns: the type's class that @klass is; one that must not be written when it is not understood
 */
RetortPyValue *
retort_own_type_derive (RetortPyEvaluation *evaluation, RetortPyValue *base, RetortPyValue *klass)
{
  OwnType *own;

  if (has_strange_functions (evaluation, klass))
    return retort_type_get_unfollowed (evaluation);
  own = retort_py_allocate (evaluation, sizeof *own);
  own->klass = klass;
  own->base = base;
  own->is_tainted = FALSE;
  return retort_py_new_foreign (evaluation, &own_class, own, NULL);
}

/**
 * retort_own_type_get_base:
 * @evaluation: the evaluation
 * @name: a name of sqlalchemy.types
 *
 * Returns: (nullable): the class that types of one's own derive from
 */
RetortPyValue *
retort_own_type_get_base (RetortPyEvaluation *evaluation, const char *name)
{
  static const char *const names[] = { "TypeDecorator", "UserDefinedType" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (g_str_equal (names[i], name))
      return retort_py_new_foreign (evaluation, &base_class, (gpointer) names[i], NULL);
  return NULL;
}

/**
 * retort_value_is_own_type:
 * @value: (nullable): a value
 *
 * Returns: whether it is a class of the project's own that is a type
 */
gboolean
retort_value_is_own_type (const RetortPyValue *value)
{
  return retort_value_is_of (value, &own_class);
}
