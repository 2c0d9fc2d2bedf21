/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A treap: ordered by key as a search tree, by priority as a heap. */
#include "model/object-map.h"

#include <string.h>

/* A node and all that is below it. */
struct _RetortObjectMap
{
  char                  *key; /* GRefString */
  gpointer               object;
  const RetortMapValues *values;
  guint                  priority; /* not lower than those below */
  guint                  size;     /* of the whole tree */
  RetortObjectMap       *left;     /* nullable: keys before this one */
  RetortObjectMap       *right;    /* nullable: keys after this one */
};

static void
node_clear (gpointer data)
{
  RetortObjectMap *self = data;

  g_ref_string_release (self->key);
  self->values->unref (self->object);
  g_clear_pointer (&self->left, retort_object_map_unref);
  g_clear_pointer (&self->right, retort_object_map_unref);
}

/* g_str_hash() spread over all bits: alone it grows with the text. */
static guint
priority_of (const char *key)
{
  guint hash = g_str_hash (key);

  hash ^= hash >> 16;
  hash *= 0x85ebca6bU;
  hash ^= hash >> 13;
  hash *= 0xc2b2ae35U;
  return hash ^ (hash >> 16);
}

/* A node like @from with other subtrees, both (transfer full). */
static RetortObjectMap *
node_with (const RetortObjectMap *from, RetortObjectMap *left, RetortObjectMap *right)
{
  RetortObjectMap *self = g_atomic_rc_box_new0 (RetortObjectMap);

  self->key = g_ref_string_acquire (from->key);
  self->object = from->values->ref (from->object);
  self->values = from->values;
  self->priority = from->priority;
  self->left = left;
  self->right = right;
  self->size = 1 + retort_object_map_get_size (left) + retort_object_map_get_size (right);
  return self;
}

static RetortObjectMap *
node_new (const RetortMapValues *values, const char *key, gpointer object)
{
  RetortObjectMap *self = g_atomic_rc_box_new0 (RetortObjectMap);

  self->key = g_ref_string_new (key);
  self->object = values->ref (object);
  self->values = values;
  self->priority = priority_of (key);
  self->size = 1;
  return self;
}

static RetortObjectMap *
ref_or_null (RetortObjectMap *self)
{
  return self != NULL ? retort_object_map_ref (self) : NULL;
}

static gboolean
is_above (const RetortObjectMap *a, const RetortObjectMap *b)
{
  return a->priority > b->priority || (a->priority == b->priority && strcmp (a->key, b->key) < 0);
}

/* The tree with @left (transfer full) below @self; the higher of the two becomes the root. */
static RetortObjectMap *
with_left (const RetortObjectMap *self, RetortObjectMap *left)
{
  g_autoptr(RetortObjectMap) higher = NULL;

  if (!is_above (left, self))
    return node_with (self, left, ref_or_null (self->right));
  higher = left;
  return node_with (higher, ref_or_null (higher->left),
                    node_with (self, ref_or_null (higher->right), ref_or_null (self->right)));
}

static RetortObjectMap *
with_right (const RetortObjectMap *self, RetortObjectMap *right)
{
  g_autoptr(RetortObjectMap) higher = NULL;

  if (!is_above (right, self))
    return node_with (self, ref_or_null (self->left), right);
  higher = right;
  return node_with (higher,
                    node_with (self, ref_or_null (self->left), ref_or_null (higher->left)),
                    ref_or_null (higher->right));
}

static RetortObjectMap *
insert (const RetortObjectMap *self, const RetortMapValues *values, const char *key, gpointer object)
{
  RetortObjectMap *node = NULL;
  int order = 0;

  if (self == NULL)
    return node_new (values, key, object);
  order = strcmp (key, self->key);
  if (order < 0)
    return with_left (self, insert (self->left, values, key, object));
  if (order > 0)
    return with_right (self, insert (self->right, values, key, object));
  node = node_new (values, key, object);
  node->left = ref_or_null (self->left);
  node->right = ref_or_null (self->right);
  node->size = self->size;
  return node;
}

/* One tree of two; every key of @left is before every key of @right. */
static RetortObjectMap *
join (RetortObjectMap *left, RetortObjectMap *right)
{
  if (left == NULL || right == NULL)
    return ref_or_null (left != NULL ? left : right);
  if (is_above (left, right))
    return node_with (left, ref_or_null (left->left), join (left->right, right));
  return node_with (right, join (left, right->left), ref_or_null (right->right));
}

/* @self holds the key. */
static RetortObjectMap *
without (const RetortObjectMap *self, const char *key)
{
  int order = strcmp (key, self->key);

  if (order < 0)
    return node_with (self, without (self->left, key), ref_or_null (self->right));
  if (order > 0)
    return node_with (self, ref_or_null (self->left), without (self->right, key));
  return join (self->left, self->right);
}

/**
 * retort_object_map_ref:
 * @self: a map that is not empty
 *
 * Returns: (transfer full): @self
 */
RetortObjectMap *
retort_object_map_ref (RetortObjectMap *self)
{
  return g_atomic_rc_box_acquire (self);
}

/**
 * retort_object_map_unref:
 * @self: (transfer full): a map that is not empty
 */
void
retort_object_map_unref (RetortObjectMap *self)
{
  g_atomic_rc_box_release_full (self, node_clear);
}

/**
 * retort_object_map_get_size:
 * @self: (nullable): a map
 *
 * Returns: the number of its keys
 */
guint
retort_object_map_get_size (const RetortObjectMap *self)
{
  return self != NULL ? self->size : 0;
}

/**
 * retort_object_map_find:
 * @self: (nullable): a map
 * @key: a key
 *
 * Returns: (transfer none) (nullable): the key's object
 */
gpointer
retort_object_map_find (const RetortObjectMap *self, const char *key)
{
  while (self != NULL)
    {
      int order = strcmp (key, self->key);

      if (order == 0)
        return self->object;
      self = order < 0 ? self->left : self->right;
    }
  return NULL;
}

/**
 * retort_object_map_put:
 * @self: (nullable) (transfer full): a map
 * @values: how its objects are held; static
 * @key: a key, which is copied
 * @object: the object, which gets a reference
 *
 * Returns: (transfer full): the map in which @key has @object
 */
RetortObjectMap *
retort_object_map_put (RetortObjectMap *self, const RetortMapValues *values, const char *key,
                       gpointer object)
{
  g_autoptr(RetortObjectMap) old = self;

  return insert (old, values, key, object);
}

/**
 * retort_object_map_remove:
 * @self: (nullable) (transfer full): a map
 * @key: a key that it may have
 *
 * Returns: (transfer full) (nullable): the map without @key
 */
RetortObjectMap *
retort_object_map_remove (RetortObjectMap *self, const char *key)
{
  g_autoptr(RetortObjectMap) old = self;

  if (retort_object_map_find (old, key) == NULL)
    return g_steal_pointer (&old);
  return without (old, key);
}

/**
 * retort_object_map_foreach:
 * @self: (nullable): a map
 * @func: (scope call): called for each key, in their order
 * @user_data: for @func
 */
void
retort_object_map_foreach (const RetortObjectMap *self, RetortObjectMapFunc func, gpointer user_data)
{
  if (self == NULL)
    return;
  retort_object_map_foreach (self->left, func, user_data);
  func (self->key, self->object, user_data);
  retort_object_map_foreach (self->right, func, user_data);
}

/* The root of what of @self lies between the two keys; %NULL stands for no limit. */
static const RetortObjectMap *
narrow (const RetortObjectMap *self, const char *after, const char *before)
{
  while (self != NULL)
    {
      if (after != NULL && strcmp (self->key, after) <= 0)
        self = self->right;
      else if (before != NULL && strcmp (self->key, before) >= 0)
        self = self->left;
      else
        return self;
    }
  return NULL;
}

/* Of two roots the one that is above stands in both maps or in its own alone. */
static void
visit_changed (const RetortObjectMap *self, const RetortObjectMap *other, const char *after, const char *before,
               RetortObjectMapFunc func, gpointer user_data)
{
  gboolean is_same_key = FALSE;

  self = narrow (self, after, before);
  other = narrow (other, after, before);
  if (self == NULL || self == other)
    return;

  is_same_key = other != NULL && strcmp (self->key, other->key) == 0;
  if (other != NULL && !is_same_key && is_above (other, self))
    {
      visit_changed (self, other->left, after, other->key, func, user_data);
      visit_changed (self, other->right, other->key, before, func, user_data);
      return;
    }
  visit_changed (self->left, is_same_key ? other->left : other, after, self->key, func, user_data);
  if (!is_same_key || self->object != other->object)
    func (self->key, self->object, user_data);
  visit_changed (self->right, is_same_key ? other->right : other, self->key, before, func, user_data);
}

/**
 * retort_object_map_foreach_changed:
 * @self: (nullable): a map
 * @other: (nullable): a map that it was made from, or that was made from it
 * @func: (scope call): called for each key that has another object in @other, or none, in their order
 * @user_data: for @func
 *
 * Passes over what the two share: the time it takes is that of what changed, times the logarithm of their size.
 */
void
retort_object_map_foreach_changed (const RetortObjectMap *self, const RetortObjectMap *other, RetortObjectMapFunc func,
                                   gpointer user_data)
{
  visit_changed (self, other, NULL, NULL, func, user_data);
}
