/* SPDX-License-Identifier: GPL-3.0-or-later */
/* x.name, read: methods of Python's own types, foreign objects, own classes. */
#include "python/evaluation-private.h"

#include <string.h>

static RetortPyValue *
get_method (RetortPyFrame *frame, const RetortPyNode *node, RetortPyValue *value, const char *name)
{
  RetortPyValue *method = retort_py_get_method (frame, node, value, name);

  if (method != NULL || frame->evaluation->stop_reason != NULL)
    return method;
  if ((value->kind == RETORT_PY_INT || value->kind == RETORT_PY_FLOAT) && strcmp (name, "real") == 0)
    return value;
  if (retort_py_value_has_attribute (value, name))
    return retort_py_absorb (frame, node, retort_py_unknown_at (frame, node, "'%s' of a %s is not evaluated", name,
                                                               retort_py_value_type_name (value)), value);
  return retort_py_raise (frame, node, "AttributeError", "a %s has no attribute '%s'", retort_py_value_type_name (value), name);
}

static RetortPyValue *
get_of_function (RetortPyFrame *frame, const RetortPyNode *node, RetortPyValue *value, const char *name)
{
  if (strcmp (name, "__name__") == 0 && !value->function->is_tainted && !value->function->has_other_name)
    return retort_py_new_string (frame->evaluation, value->function->name);
  return retort_py_unknown_at (frame, node, "'%s' of a function is not evaluated", name);
}

/**
 * retort_py_get_attribute: (skip)
 * @frame: where
 * @node: the place
 * @value: of what
 * @name: an interned name
 *
 * Returns: (transfer none) (nullable): the attribute; %NULL: raised
 */
RetortPyValue *
retort_py_get_attribute (RetortPyFrame *frame, const RetortPyNode *node, RetortPyValue *value, const char *name)
{
  RetortPyValue *result = NULL;

  switch ((int) value->kind)
    {
    case RETORT_PY_UNKNOWN:
      frame->evaluation->n_doubts++;
      if (retort_py_shape_get_attribute (frame, node, value, name, &result))
        return result;
      retort_py_report_outside (frame, node, value);
      result = retort_py_new_same_unknown (frame->evaluation, value);
      retort_py_choices_follow (frame->evaluation, result, value);
      return result;
    case RETORT_PY_CLASS:
      return retort_py_class_attribute (frame, node, value, name);
    case RETORT_PY_FUNCTION:
      return get_of_function (frame, node, value, name);
    case RETORT_PY_FOREIGN:
      if (value->foreign.klass->get_attribute != NULL)
        result = value->foreign.klass->get_attribute (frame->evaluation, value, name);
      if (result != NULL || frame->evaluation->exception != NULL || frame->evaluation->stop_reason != NULL)
        return result;
      result = retort_py_unknown_at (frame, node, "'%s' of '%s' is not known", name, retort_py_value_type_name (value));
      retort_py_taint_value (frame, value, result->unknown.reason, result->unknown.span);
      return result;
    default:
      return get_method (frame, node, value, name);
    }
}
