/* SPDX-License-Identifier: GPL-3.0-or-later */
/* =, +=, del: names, unpacking, items and attributes. */
#include "python/evaluation-private.h"

#include <string.h>

static gboolean
store_item (RetortPyFrame *frame, const RetortPyNode *node, RetortPyValue *object, RetortPyValue *key, RetortPyValue *value)
{
  gboolean is_known;
  gint64 place;

  if (object->kind == RETORT_PY_DICT && retort_py_value_is_hashable (key, &is_known) && is_known)
    {
      retort_py_keyed_put (frame->evaluation, object, key, value);
      return TRUE;
    }
  if (object->kind == RETORT_PY_LIST && retort_py_value_get_int64 (key, &place))
    {
      gint64 length = object->many.items.n;

      if (place < -length || place >= length)
        return retort_py_raise (frame, node, "IndexError", "the index is out of range") != NULL;
      object->many.items.items[place < 0 ? place + length : place] = value;
      return TRUE;
    }
  if (object->kind == RETORT_PY_DICT && key->kind != RETORT_PY_UNKNOWN && !retort_py_value_is_hashable (key, &is_known))
    return retort_py_raise (frame, node, "TypeError", "a %s cannot be a key", retort_py_value_type_name (key)) != NULL;
  if (object->kind == RETORT_PY_FOREIGN && object->foreign.klass->set_item != NULL
      && object->foreign.klass->set_item (frame->evaluation, object, key, value))
    return TRUE;
  if (frame->evaluation->exception != NULL)
    return FALSE;
  if (object->kind == RETORT_PY_FOREIGN)
    retort_py_gap (frame, node, "what setting an item of this does is not known");
  retort_py_absorb (frame, node, object, value);
  return TRUE;
}

/* Whether a name of an enum is none of its members', which cannot be set. */
static gboolean
is_beside_members (const RetortPyClass *klass, const char *name)
{
  return klass->by_name != NULL && retort_py_value_lookup (klass->by_name, name) == NULL && strcmp (name, "name") != 0
         && strcmp (name, "value") != 0;
}

/**
 * retort_py_store_attribute: (skip)
 * @frame: where
 * @node: the place
 * @object: of what
 * @name: an interned name
 * @value: what it is set to
 *
 * Returns: %FALSE when something was raised
 */
gboolean
retort_py_store_attribute (RetortPyFrame *frame, const RetortPyNode *node, RetortPyValue *object, const char *name, RetortPyValue *value)
{
  switch ((int) object->kind)
    {
    case RETORT_PY_CLASS:
      if ((object->klass->is_enum && (*name == '_' || !is_beside_members (object->klass, name))) || g_str_has_prefix (name, "__"))
        {
          retort_py_gap (frame, node, "what setting '%s' does is not known", name);
          retort_py_absorb (frame, node, object, value);
          return TRUE;
        }
      retort_py_scope_bind (frame->evaluation, object->klass->scope, name)->value = value;
      return TRUE;
    case RETORT_PY_UNKNOWN:
      retort_py_shape_set_attribute (frame, node, object, name, value);
      retort_py_absorb (frame, node, object, value);
      return TRUE;
    case RETORT_PY_FUNCTION:
    case RETORT_PY_FOREIGN:
      if (object->kind == RETORT_PY_FOREIGN && object->foreign.klass->set_attribute != NULL
          && object->foreign.klass->set_attribute (frame->evaluation, object, name, value))
        return TRUE;
      if (frame->evaluation->exception != NULL)
        return FALSE;
      retort_py_gap (frame, node, "what setting '%s' does is not known", name);
      retort_py_absorb (frame, node, object, value);
      return TRUE;
    default:
      return retort_py_raise (frame, node, "AttributeError", "a %s has no attribute '%s'", retort_py_value_type_name (object), name) != NULL;
    }
}

/* `x[a:b] = …` and the like. */
static gboolean
store_anywhere (RetortPyFrame *frame, const RetortPyNode *target, RetortPyValue *object, RetortPyValue *value)
{
  retort_py_skip (frame, target, target, NULL, "setting this is not evaluated");
  retort_py_absorb (frame, target, object, value);
  return TRUE;
}

/* Object and key of a subscript, each evaluated once. @key stays NULL for slices and several keys. */
static gboolean
evaluate_place (RetortPyFrame *frame, const RetortPyNode *target, RetortPyValue **object, RetortPyValue **key)
{
  const RetortPyParts *parts = retort_py_node_get_parts (target);
  gboolean is_plain = parts->n == 2;

  *key = NULL;
  *object = retort_py_evaluate (frame, parts->nodes[0]);
  for (guint i = 0; i < target->n_children; i++)
    is_plain = is_plain && !retort_py_node_is (retort_py_node_get_child (target, i), ",");
  if (*object != NULL)
    retort_py_choices_lose (frame->evaluation, *object);
  if (*object == NULL || !is_plain || retort_py_node_get_type (parts->nodes[1]) == RETORT_PY_NODE_slice)
    return *object != NULL;
  *key = retort_py_evaluate (frame, parts->nodes[1]);
  return *key != NULL;
}

static gboolean
is_starred (const RetortPyNode *node)
{
  RetortPyNodeType type = retort_py_node_get_type (node);

  return type == RETORT_PY_NODE_list_splat_pattern || type == RETORT_PY_NODE_list_splat;
}

static gboolean
unpack (RetortPyFrame *frame, const RetortPyParts *targets, const RetortPyNode *node, RetortPyValue *value)
{
  RetortPyItems items = { 0 };
  RetortPyValue *unknown;
  guint n_starred = 0;
  guint n_rest;

  for (guint i = 0; i < targets->n; i++)
    n_starred += is_starred (targets->nodes[i]);
  if (!retort_py_collect (frame, node, value, &items, &unknown))
    return FALSE;
  for (guint i = 0; unknown != NULL && i < targets->n; i++)
    if (!retort_py_assign (frame, is_starred (targets->nodes[i]) ? retort_py_node_get_parts (targets->nodes[i])->nodes[0] : targets->nodes[i],
                           retort_py_new_same_unknown (frame->evaluation, unknown)))
      return FALSE;
  if (unknown != NULL)
    return TRUE;
  if (items.n + n_starred < targets->n || (n_starred == 0 && items.n > targets->n))
    return retort_py_raise (frame, node, "ValueError", "%u values cannot be unpacked into %u names", items.n, targets->n) != NULL;
  n_rest = items.n + n_starred - targets->n;
  for (guint i = 0, at = 0; i < targets->n; i++)
    {
      gboolean is_rest = is_starred (targets->nodes[i]);
      const RetortPyNode *target = is_rest ? retort_py_node_get_parts (targets->nodes[i])->nodes[0] : targets->nodes[i];

      if (!retort_py_assign (frame, target, is_rest ? retort_py_new_list (frame->evaluation, items.items + at, n_rest) : items.items[at]))
        return FALSE;
      at += is_rest ? n_rest : 1;
    }
  return TRUE;
}

/* `(a) = 1` assigns a; `(a,) = [1]` unpacks. */
static gboolean
is_only_parenthesized (const RetortPyNode *target, const RetortPyParts *parts)
{
  if (retort_py_node_get_type (target) != RETORT_PY_NODE_tuple_pattern && retort_py_node_get_type (target) != RETORT_PY_NODE_parenthesized_expression)
    return FALSE;
  for (guint i = 0; i < target->n_children; i++)
    if (retort_py_node_is (retort_py_node_get_child (target, i), ","))
      return FALSE;
  return parts->n == 1 && !is_starred (parts->nodes[0]);
}

static gboolean
is_slice (RetortPyFrame *frame, const RetortPyNode *target)
{
  const RetortPyParts *parts = retort_py_node_get_parts (target);

  return parts->n == 2 && retort_py_node_get_type (parts->nodes[1]) == RETORT_PY_NODE_slice;
}

static gboolean
assign_subscript (RetortPyFrame *frame, const RetortPyNode *target, RetortPyValue *value)
{
  RetortPyValue *object;
  RetortPyValue *key;

  if (!evaluate_place (frame, target, &object, &key))
    return FALSE;
  if (key == NULL && object->kind == RETORT_PY_LIST && is_slice (frame, target))
    return retort_py_store_slice (frame, retort_py_node_get_parts (target)->nodes[1], object, value);
  return key != NULL ? store_item (frame, target, object, key, value) : store_anywhere (frame, target, object, value);
}

static gboolean
assign_attribute (RetortPyFrame *frame, const RetortPyNode *target, RetortPyValue *value)
{
  RetortPyValue *object = retort_py_evaluate (frame, retort_py_node_field (target, RETORT_PY_FIELD_object));
  const char *name = retort_py_name_at (frame, retort_py_node_field (target, RETORT_PY_FIELD_attribute));

  return object != NULL && retort_py_store_attribute (frame, target, object, name, value);
}

static gboolean
assign_entered (RetortPyFrame *frame, const RetortPyNode *target, RetortPyValue *value)
{
  const RetortPyParts *parts = retort_py_node_get_parts (target);

  switch (target->has_error ? RETORT_PY_NODE_ERROR : (int) retort_py_node_get_type (target))
    {
    case RETORT_PY_NODE_identifier:
      retort_py_store_name (frame, retort_py_name_at (frame, target), value);
      return TRUE;
    case RETORT_PY_NODE_subscript:
      return assign_subscript (frame, target, value);
    case RETORT_PY_NODE_attribute:
      return assign_attribute (frame, target, value);
    case RETORT_PY_NODE_pattern_list:
    case RETORT_PY_NODE_tuple_pattern:
    case RETORT_PY_NODE_list_pattern:
    case RETORT_PY_NODE_tuple:
    case RETORT_PY_NODE_list:
    case RETORT_PY_NODE_parenthesized_expression:
      if (is_only_parenthesized (target, parts))
        return retort_py_assign (frame, parts->nodes[0], value);
      return unpack (frame, parts, target, value);
    default:
      retort_py_gap (frame, target, "this assignment is not understood");
      return store_anywhere (frame, target, value, value);
    }
}

/**
 * retort_py_assign: (skip)
 * @frame: where
 * @target: what is assigned to
 * @value: a value
 *
 * Returns: %FALSE when something was raised
 */
gboolean
retort_py_assign (RetortPyFrame *frame, const RetortPyNode *target, RetortPyValue *value)
{
  gboolean result;

  if (!retort_py_enter (frame, target))
    return FALSE;
  result = assign_entered (frame, target, value);
  retort_py_leave (frame);
  return result && frame->evaluation->stop_reason == NULL;
}

/**
 * retort_py_run_assignment: (skip)
 * @frame: where
 * @node: an assignment, maybe of several targets
 *
 * Returns: how it ended
 */
RetortPyFlow
retort_py_run_assignment (RetortPyFrame *frame, const RetortPyNode *node)
{
  const RetortPyNode *last = node;
  RetortPyValue *value;

  while (retort_py_node_get_type (retort_py_node_field (last, RETORT_PY_FIELD_right)) == RETORT_PY_NODE_assignment)
    last = retort_py_node_field (last, RETORT_PY_FIELD_right);
  if (retort_py_node_field (last, RETORT_PY_FIELD_right) == NULL)
    return RETORT_PY_FLOW_NEXT; /* `x: int` */
  value = retort_py_evaluate (frame, retort_py_node_field (last, RETORT_PY_FIELD_right));
  if (value == NULL)
    return RETORT_PY_FLOW_RAISE;
  for (const RetortPyNode *at = node;; at = retort_py_node_field (at, RETORT_PY_FIELD_right))
    {
      if (!retort_py_assign (frame, retort_py_node_field (at, RETORT_PY_FIELD_left), value))
        return RETORT_PY_FLOW_RAISE;
      if (at == last)
        return RETORT_PY_FLOW_NEXT;
    }
}

/* The operator of `+=` is `+`. */
static RetortPyValue *
combine (RetortPyFrame *frame, const RetortPyNode *node, RetortPyValue *old)
{
  const RetortPyNode *operator_node = retort_py_node_field (node, RETORT_PY_FIELD_operator);
  g_autofree char *operator_ = g_strdup (operator_node->name);
  RetortPyValue *value = old == NULL ? NULL : retort_py_evaluate (frame, retort_py_node_field (node, RETORT_PY_FIELD_right));

  if (value == NULL)
    return NULL;
  operator_[strlen (operator_) - 1] = '\0';
  return retort_py_binary (frame, node, operator_, old, value, TRUE);
}

static RetortPyFlow
done (gboolean is_well)
{
  return is_well ? RETORT_PY_FLOW_NEXT : RETORT_PY_FLOW_RAISE;
}

static RetortPyFlow
augment_subscript (RetortPyFrame *frame, const RetortPyNode *node, const RetortPyNode *target)
{
  RetortPyValue *object;
  RetortPyValue *key;
  RetortPyValue *value;

  if (!evaluate_place (frame, target, &object, &key))
    return RETORT_PY_FLOW_RAISE;
  if (key == NULL)
    return done (store_anywhere (frame, node, object, object));
  value = combine (frame, node, retort_py_get_subscript (frame, target, object, key));
  return done (value != NULL && store_item (frame, target, object, key, value));
}

static RetortPyFlow
augment_attribute (RetortPyFrame *frame, const RetortPyNode *node, const RetortPyNode *target)
{
  RetortPyValue *object = retort_py_evaluate (frame, retort_py_node_field (target, RETORT_PY_FIELD_object));
  const char *name = retort_py_name_at (frame, retort_py_node_field (target, RETORT_PY_FIELD_attribute));
  RetortPyValue *value = object == NULL ? NULL : combine (frame, node, retort_py_get_attribute (frame, target, object, name));

  return done (value != NULL && retort_py_store_attribute (frame, target, object, name, value));
}

/**
 * retort_py_run_augmented: (skip)
 * @frame: where
 * @node: an augmented assignment
 *
 * Returns: how it ended
 */
RetortPyFlow
retort_py_run_augmented (RetortPyFrame *frame, const RetortPyNode *node)
{
  const RetortPyNode *target = retort_py_node_field (node, RETORT_PY_FIELD_left);
  RetortPyValue *value;

  switch ((int) retort_py_node_get_type (target))
    {
    case RETORT_PY_NODE_subscript:
      return augment_subscript (frame, node, target);
    case RETORT_PY_NODE_attribute:
      return augment_attribute (frame, node, target);
    case RETORT_PY_NODE_identifier:
      value = combine (frame, node, retort_py_load_name (frame, target, retort_py_name_at (frame, target)));
      return done (value != NULL && retort_py_assign (frame, target, value));
    default:
      retort_py_gap (frame, node, "this assignment is not understood");
      return retort_py_skip (frame, node, node, NULL, "it is not evaluated");
    }
}

static gboolean
delete_item (RetortPyFrame *frame, const RetortPyNode *target)
{
  RetortPyValue *object;
  RetortPyValue *key;
  gint64 place;

  if (!evaluate_place (frame, target, &object, &key))
    return FALSE;
  if (key == NULL && object->kind == RETORT_PY_LIST && is_slice (frame, target))
    return retort_py_delete_slice (frame, retort_py_node_get_parts (target)->nodes[1], object);
  if (key == NULL)
    return store_anywhere (frame, target, object, object);
  if (object->kind == RETORT_PY_DICT || object->kind == RETORT_PY_LIST)
    {
      RetortPyValue *old = retort_py_get_subscript (frame, target, object, key);
      guint at = 0;

      if (old == NULL)
        return FALSE;
      if (object->kind == RETORT_PY_DICT && retort_py_keyed_find (object, key, &at))
        retort_py_keyed_remove (object, at);
      else if (object->kind == RETORT_PY_LIST && retort_py_value_get_int64 (key, &place))
        retort_py_items_remove (&object->many.items, (guint) (place < 0 ? place + object->many.items.n : place));
      else
        retort_py_absorb (frame, target, object, key);
      return TRUE;
    }
  if (object->kind == RETORT_PY_FOREIGN && retort_py_instance_get_class (object) != NULL
      && object->foreign.klass->set_item (frame->evaluation, object, key, NULL))
    return TRUE;
  if (frame->evaluation->exception != NULL)
    return FALSE;
  return store_anywhere (frame, target, object, object);
}

static gboolean
delete_attribute (RetortPyFrame *frame, const RetortPyNode *target)
{
  RetortPyValue *object = retort_py_evaluate (frame, retort_py_node_field (target, RETORT_PY_FIELD_object));
  const char *name = retort_py_name_at (frame, retort_py_node_field (target, RETORT_PY_FIELD_attribute));

  if (object == NULL)
    return FALSE;
  if (object->kind == RETORT_PY_FOREIGN && object->foreign.klass->set_attribute != NULL
      && object->foreign.klass->set_attribute (frame->evaluation, object, name, NULL))
    return TRUE;
  if (frame->evaluation->exception != NULL)
    return FALSE;
  retort_py_gap (frame, target, "this 'del' is not evaluated");
  retort_py_absorb (frame, target, object, NULL);
  return TRUE;
}

static gboolean
delete_target (RetortPyFrame *frame, const RetortPyNode *target)
{
  const RetortPyParts *parts = retort_py_node_get_parts (target);
  gboolean is_well = TRUE;

  if (!retort_py_enter (frame, target))
    return FALSE;
  switch ((int) retort_py_node_get_type (target))
    {
    case RETORT_PY_NODE_identifier:
      is_well = retort_py_load_name (frame, target, retort_py_name_at (frame, target)) != NULL;
      if (is_well)
        retort_py_store_name (frame, retort_py_name_at (frame, target), NULL);
      break;
    case RETORT_PY_NODE_subscript:
      is_well = delete_item (frame, target);
      break;
    case RETORT_PY_NODE_attribute:
      is_well = delete_attribute (frame, target);
      break;
    case RETORT_PY_NODE_expression_list:
    case RETORT_PY_NODE_tuple:
    case RETORT_PY_NODE_list:
    case RETORT_PY_NODE_parenthesized_expression:
      for (guint i = 0; i < parts->n && is_well; i++)
        is_well = delete_target (frame, parts->nodes[i]);
      break;
    default:
      retort_py_gap (frame, target, "this 'del' is not evaluated");
      retort_py_skip (frame, target, target, NULL, "it is not evaluated");
    }
  retort_py_leave (frame);
  return is_well;
}

/**
 * retort_py_run_delete: (skip)
 * @frame: where
 * @node: a del statement
 *
 * Returns: how it ended
 */
RetortPyFlow
retort_py_run_delete (RetortPyFrame *frame, const RetortPyNode *node)
{
  const RetortPyParts *parts = retort_py_node_get_parts (node);

  for (guint i = 0; i < parts->n; i++)
    if (!delete_target (frame, parts->nodes[i]))
      return RETORT_PY_FLOW_RAISE;
  return RETORT_PY_FLOW_NEXT;
}
