/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the objects are like that a live value stands for: a foreign object, the shape, tells what their attributes are and what setting one
 * does. Once there are such objects, nothing is set through a live value of which nobody knows what it is. */
#include "python/evaluation-private.h"

#include <stdlib.h>
#include <string.h>

typedef struct
{
  RetortPyValue *shape;
  gboolean       are_many; /* the value is a list of such objects */
} Shaped;

/**
 * retort_py_new_live_objects:
 * @evaluation: an evaluation
 * @span: where the database is asked
 * @shape: a foreign object that behaves as each of them does
 * @are_many: whether it is a list of objects, rather than one, or None
 *
 * Returns: (transfer none): what the database will give
 */
RetortPyValue *
retort_py_new_live_objects (RetortPyEvaluation *evaluation, RetortSpan span, RetortPyValue *shape, gboolean are_many)
{
  RetortPyValue *self = retort_py_new_live (evaluation, span);
  Shaped *shaped = retort_py_allocate (evaluation, sizeof *shaped);

  *shaped = (Shaped){ shape, are_many };
  if (evaluation->shapes == NULL)
    evaluation->shapes = g_hash_table_new (NULL, NULL);
  g_hash_table_insert (evaluation->shapes, self, shaped);
  return self;
}

static const Shaped *
find (RetortPyEvaluation *evaluation, const RetortPyValue *value)
{
  return evaluation->shapes != NULL ? g_hash_table_lookup (evaluation->shapes, value) : NULL;
}

/**
 * retort_py_get_shape:
 * @evaluation: an evaluation
 * @value: (nullable): a value
 *
 * Returns: (transfer none) (nullable): the shape of the one object that it stands for
 */
RetortPyValue *
retort_py_get_shape (RetortPyEvaluation *evaluation, const RetortPyValue *value)
{
  const Shaped *shaped = find (evaluation, value);

  return shaped != NULL && !shaped->are_many ? shaped->shape : NULL;
}

/**
 * retort_py_follow_shape: (skip)
 * @evaluation: an evaluation
 * @value: a value that stands for the same as @of
 * @of: a value
 *
 * Gives @value the shape that @of has.
 */
void
retort_py_follow_shape (RetortPyEvaluation *evaluation, const RetortPyValue *value, const RetortPyValue *of)
{
  const Shaped *shaped = find (evaluation, of);

  if (shaped != NULL && retort_py_value_is_live (value))
    g_hash_table_insert (evaluation->shapes, (gpointer) value, (gpointer) shaped);
}

/**
 * retort_py_new_live_item: (skip)
 * @evaluation: an evaluation
 * @span: the place
 * @of: (nullable): a live value
 *
 * Returns: (transfer none): an item of it, which is shaped as its objects are
 */
RetortPyValue *
retort_py_new_live_item (RetortPyEvaluation *evaluation, RetortSpan span, const RetortPyValue *of)
{
  const Shaped *shaped = find (evaluation, of);

  if (shaped != NULL && shaped->are_many)
    return retort_py_new_live_objects (evaluation, span, shaped->shape, FALSE);
  return retort_py_new_live (evaluation, span);
}

/**
 * retort_py_shape_get_attribute: (skip)
 * @frame: where
 * @node: the place
 * @value: an unknown value
 * @name: an attribute
 * @result: (out) (nullable): it; %NULL: raised
 *
 * Returns: whether @value is an object whose shape is known
 */
gboolean
retort_py_shape_get_attribute (RetortPyFrame *frame, const RetortPyNode *node, const RetortPyValue *value, const char *name, RetortPyValue **result)
{
  RetortPyValue *shape = retort_py_get_shape (frame->evaluation, value);

  if (shape == NULL)
    return FALSE;
  *result = retort_py_get_attribute (frame, node, shape, name);
  return TRUE;
}

/**
 * retort_py_shape_set_attribute: (skip)
 * @frame: where
 * @node: the place
 * @value: an unknown value
 * @name: an attribute
 * @set: what it is set to
 *
 * Tells the shape. There is a gap when there are objects of a shape, and nobody knows whether @value is one.
 */
void
retort_py_shape_set_attribute (RetortPyFrame *frame, const RetortPyNode *node, RetortPyValue *value, const char *name, RetortPyValue *set)
{
  RetortPyValue *shape = retort_py_get_shape (frame->evaluation, value);

  if (shape != NULL)
    retort_py_store_attribute (frame, node, shape, name, set);
  else if (frame->evaluation->shapes != NULL && retort_py_value_is_live (value))
    retort_py_gap (frame, node, "what setting '%s' of this object does is not known", name);
}

/* Methods of lists, sets and dicts that change them, sorted: what a relationship gives is such a list. */
static const char *const changing[] = {
  "add", "append", "clear", "difference_update", "discard", "extend", "insert", "intersection_update", "pop", "popitem", "remove", "reverse",
  "setdefault", "sort", "symmetric_difference_update", "update",
};

static int
compare_name (const void *name, const void *other)
{
  return strcmp (name, *(const char *const *) other);
}

/**
 * retort_py_may_change_objects: (skip)
 * @evaluation: an evaluation
 * @method: the name of a method of a live value
 *
 * Returns: whether it may change what an object of a shape holds
 */
gboolean
retort_py_may_change_objects (RetortPyEvaluation *evaluation, const char *method)
{
  return evaluation->shapes != NULL && bsearch (method, changing, G_N_ELEMENTS (changing), sizeof *changing, compare_name) != NULL;
}
