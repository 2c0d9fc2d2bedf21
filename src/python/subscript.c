/* SPDX-License-Identifier: GPL-3.0-or-later */
/* x[key] and x[from:to:step], read. */
#include "python/evaluation-private.h"
#include "python/modules-private.h"

/* One bound of a slice; FALSE: raised, or not known. */
static gboolean
evaluate_bound (RetortPyFrame *frame, const RetortPyNode *node, gboolean *is_given, gint64 *bound, RetortPyValue **unknown)
{
  RetortPyValue *value = retort_py_evaluate (frame, node);

  *is_given = value != NULL && value->kind != RETORT_PY_NONE;
  if (value == NULL)
    return FALSE;
  if (!*is_given || retort_py_value_get_int64 (value, bound))
    return TRUE;
  *unknown = value->kind == RETORT_PY_UNKNOWN ? value : retort_py_unknown_at (frame, node, "this bound of a slice is not evaluated");
  return TRUE;
}

/* What Python makes of a bound: negative ones count from the end, all are held within the sequence. */
static gint64
clamp_bound (gint64 bound, gint64 length, gint64 step)
{
  if (bound < 0)
    return MAX (bound > -length ? bound + length : (bound == -length ? 0 : -1), step < 0 ? -1 : 0);
  return MIN (bound, step < 0 ? length - 1 : length);
}

/**
 * retort_py_find_slice: (skip)
 * @frame: where
 * @slice: a slice node
 * @length: of the sequence
 * @start: (out): the first place
 * @step: (out): to the next
 * @count: (out): how many
 * @unknown: (out) (nullable): set when a bound is not known
 *
 * Returns: %FALSE when something was raised
 */
gboolean
retort_py_find_slice (RetortPyFrame *frame, const RetortPyNode *slice, gint64 length, gint64 *start, gint64 *step, gint64 *count, RetortPyValue **unknown)
{
  gboolean is_given[3] = { FALSE, FALSE, FALSE };
  gint64 bounds[3] = { 0, 0, 1 };
  guint which = 0;
  gint64 end;

  *unknown = NULL;
  for (guint i = 0; i < slice->n_children; i++)
    {
      const RetortPyNode *child = retort_py_node_get_child (slice, i);

      if (child->is_remark)
        continue;
      if (!child->is_named)
        which++;
      else if (which > 2 || !evaluate_bound (frame, child, &is_given[which], &bounds[which], unknown))
        return FALSE;
    }
  *step = is_given[2] ? bounds[2] : 1;
  if (*step == 0 && *unknown == NULL)
    return retort_py_raise (frame, slice, "ValueError", "the step of a slice is zero") != NULL;
  *step = CLAMP (*step, -G_MAXINT32, G_MAXINT32);
  *start = is_given[0] ? clamp_bound (bounds[0], length, *step) : *step < 0 ? length - 1 : 0;
  end = is_given[1] ? clamp_bound (bounds[1], length, *step) : *step < 0 ? -1 : length;
  if (*step > 0)
    *count = end > *start ? (end - *start - 1) / *step + 1 : 0;
  else
    *count = end < *start ? (*start - end - 1) / -*step + 1 : 0;
  return TRUE;
}

static RetortPyValue *
slice_text (RetortPyFrame *frame, RetortPyValue *value, gint64 start, gint64 step, gint64 count)
{
  g_autoptr(GString) out = g_string_new (NULL);
  const char *text = value->string.text;
  g_autofree gunichar *characters = g_utf8_to_ucs4_fast (text, (long) value->string.length, NULL);

  for (gint64 i = 0; i < count; i++)
    g_string_append_unichar (out, characters[start + i * step]);
  return retort_py_new_string (frame->evaluation, out->str);
}

static RetortPyValue *
slice_bytes (RetortPyFrame *frame, RetortPyValue *value, gint64 start, gint64 step, gint64 count)
{
  g_autoptr(GString) out = g_string_new (NULL);

  for (gint64 i = 0; i < count; i++)
    g_string_append_c (out, value->string.text[start + i * step]);
  return retort_py_new_bytes (frame->evaluation, out->str, out->len);
}

/* How many places a sequence has. */
static gint64
length_of (const RetortPyValue *value)
{
  if (value->kind == RETORT_PY_STR)
    return g_utf8_strlen (value->string.text, -1);
  return value->kind == RETORT_PY_BYTES ? (gint64) value->string.length : (gint64) value->many.items.n;
}

static RetortPyValue *
slice_value (RetortPyFrame *frame, const RetortPyNode *node, RetortPyValue *value, const RetortPyNode *slice)
{
  gboolean is_text = value->kind == RETORT_PY_STR;
  gboolean is_bytes = value->kind == RETORT_PY_BYTES;
  gint64 start;
  gint64 step;
  gint64 count;
  RetortPyValue *unknown;
  RetortPyValue *result;

  if (!is_text && !is_bytes && value->kind != RETORT_PY_LIST && value->kind != RETORT_PY_TUPLE)
    {
      retort_py_skip (frame, slice, slice, NULL, "a slice of this is not evaluated");
      return retort_py_absorb (frame, node, value, NULL);
    }
  retort_py_charge (frame->evaluation, is_text || is_bytes ? value->string.length / 16 : value->many.items.n);
  if (!retort_py_find_slice (frame, slice, length_of (value), &start, &step, &count, &unknown))
    return NULL;
  if (unknown != NULL)
    return retort_py_absorb (frame, node, unknown, value);
  if (is_text)
    return slice_text (frame, value, start, step, count);
  if (is_bytes)
    return slice_bytes (frame, value, start, step, count);
  result = retort_py_new_value (frame->evaluation, value->kind);
  for (gint64 i = 0; i < count; i++)
    retort_py_items_append (frame->evaluation, &result->many.items, value->many.items.items[start + i * step]);
  return result;
}

static RetortPyValue *
get_pair (RetortPyFrame *frame, const RetortPyNode *node, RetortPyValue *value, RetortPyValue *key)
{
  gboolean is_known;
  guint place;
  g_autofree char *text = NULL;

  if (!retort_py_value_is_hashable (key, &is_known))
    return retort_py_raise (frame, node, "TypeError", "a %s cannot be a key", retort_py_value_type_name (key));
  if (!is_known)
    return retort_py_absorb (frame, node, key, value);
  if (retort_py_keyed_find (value, key, &place))
    return value->many.values.items[place];
  if (value->many.special != NULL)
    {
      RetortPyValue *missing = retort_py_special_missing (frame, node, value, key);

      if (missing != NULL || frame->evaluation->exception != NULL || frame->evaluation->stop_reason != NULL)
        return missing;
    }
  text = retort_py_value_to_repr (key);
  return retort_py_raise (frame, node, "KeyError", "%s", text != NULL ? text : "the key");
}

static RetortPyValue *
get_place (RetortPyFrame *frame, const RetortPyNode *node, RetortPyValue *value, RetortPyValue *key)
{
  gint64 length = length_of (value);
  gint64 place;
  const char *at;

  key = retort_py_plain_value (key);
  place = key->kind == RETORT_PY_BOOL ? (gint64) key->boolean : 0;
  if (key->kind == RETORT_PY_UNKNOWN || key->kind == RETORT_PY_FOREIGN)
    return retort_py_absorb (frame, node, key, value);
  if (key->kind != RETORT_PY_INT && key->kind != RETORT_PY_BOOL)
    return retort_py_raise (frame, node, "TypeError", "a place in a %s must be an int", retort_py_value_type_name (value));
  if (key->kind == RETORT_PY_INT && !retort_py_value_get_int64 (key, &place))
    return retort_py_raise (frame, node, "IndexError", "the index is out of range");
  if (place < -length || place >= length)
    return retort_py_raise (frame, node, "IndexError", "the index is out of range");
  place = place < 0 ? place + length : place;
  if (value->kind == RETORT_PY_BYTES)
    return retort_py_new_int64 (frame->evaluation, (guchar) value->string.text[place]);
  if (value->kind != RETORT_PY_STR)
    return value->many.items.items[place];
  at = g_utf8_offset_to_pointer (value->string.text, (long) place);
  return retort_py_new_text (frame->evaluation, at, (gsize) (g_utf8_next_char (at) - at));
}

/**
 * retort_py_get_subscript: (skip)
 * @frame: where
 * @node: the place
 * @value: of what
 * @key: the key or the index
 *
 * Returns: (transfer none) (nullable): what is there; %NULL: raised
 */
RetortPyValue *
retort_py_get_subscript (RetortPyFrame *frame, const RetortPyNode *node, RetortPyValue *value, RetortPyValue *key)
{
  RetortPyValue *result;

  retort_py_report_outside (frame, node, value);
  switch ((int) value->kind)
    {
    case RETORT_PY_DICT:
      return get_pair (frame, node, value, key);
    case RETORT_PY_LIST:
    case RETORT_PY_TUPLE:
    case RETORT_PY_STR:
    case RETORT_PY_BYTES:
      return get_place (frame, node, value, key);
    case RETORT_PY_FOREIGN:
      if (value->foreign.klass->get_item != NULL)
        {
          if (!retort_py_is_plain (value))
            retort_py_doubt_foreign (frame->evaluation);
          result = value->foreign.klass->get_item (frame->evaluation, value, key);
          if (result != NULL || frame->evaluation->exception != NULL)
            return result;
        }
      return retort_py_absorb (frame, node, value, key);
    case RETORT_PY_UNKNOWN:
    case RETORT_PY_CLASS:
      if (value->kind == RETORT_PY_CLASS && value->klass->by_name != NULL)
        return retort_py_enum_get_item (frame, node, value, key);
      result = value->kind == RETORT_PY_CLASS ? retort_py_class_get_item (frame, node, value, key) : NULL;
      if (result != NULL || frame->evaluation->exception != NULL)
        return result;
      if (value->kind == RETORT_PY_CLASS && retort_py_is_generic (value))
        return value;
      if (key->kind == RETORT_PY_INT && retort_py_value_is_live (value))
        {
          retort_py_doubt (frame, node, value);
          return retort_py_new_live_item (frame->evaluation, value->unknown.span, value);
        }
      return retort_py_absorb (frame, node, value, key);
    default:
      return retort_py_raise (frame, node, "TypeError", "a %s has no items", retort_py_value_type_name (value));
    }
}

/* `x[a, b]` has a tuple as its key. */
static RetortPyValue *
evaluate_key (RetortPyFrame *frame, const RetortPyNode *node, gboolean *has_slice)
{
  const RetortPyParts *parts = retort_py_node_get_parts (node);
  RetortPyItems items = { 0 };
  gboolean is_tuple = parts->n > 2;

  for (guint i = 0; i < node->n_children; i++)
    is_tuple = is_tuple || retort_py_node_is (retort_py_node_get_child (node, i), ",");
  *has_slice = FALSE;
  for (guint i = 1; i < parts->n; i++)
    {
      RetortPyValue *value;
      RetortPyNodeType type = retort_py_node_get_type (parts->nodes[i]);

      if (type == RETORT_PY_NODE_slice || type == RETORT_PY_NODE_list_splat || type == RETORT_PY_NODE_list_splat_pattern)
        {
          *has_slice = TRUE;
          return retort_py_unknown_at (frame, node, "this subscript is not evaluated");
        }
      value = retort_py_evaluate (frame, parts->nodes[i]);
      if (value == NULL || !is_tuple)
        return value;
      retort_py_items_append (frame->evaluation, &items, value);
    }
  return retort_py_new_tuple (frame->evaluation, items.items, items.n);
}

/**
 * retort_py_evaluate_subscript: (skip)
 * @frame: where
 * @node: a subscript
 *
 * Returns: (transfer none) (nullable): what is there; %NULL: raised
 */
RetortPyValue *
retort_py_evaluate_subscript (RetortPyFrame *frame, const RetortPyNode *node)
{
  const RetortPyParts *parts = retort_py_node_get_parts (node);
  RetortPyValue *value;
  RetortPyValue *key;
  gboolean has_slice;

  if (parts->n < 2)
    return retort_py_unknown_at (frame, node, "the subscript is not understood");
  value = retort_py_evaluate (frame, parts->nodes[0]);
  if (value == NULL)
    return NULL;
  if (parts->n == 2 && retort_py_node_get_type (parts->nodes[1]) == RETORT_PY_NODE_slice)
    value = retort_py_plain_container (value);
  if (parts->n == 2 && retort_py_node_get_type (parts->nodes[1]) == RETORT_PY_NODE_slice)
    return slice_value (frame, node, value, parts->nodes[1]);
  key = evaluate_key (frame, node, &has_slice);
  if (key == NULL)
    return NULL;
  if (!has_slice)
    return retort_py_get_subscript (frame, node, value, key);
  retort_py_skip (frame, node, node, NULL, "this subscript is not evaluated");
  return retort_py_absorb (frame, node, value, key);
}
