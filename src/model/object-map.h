/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An immutable map from texts to reference counted objects, in the order of strcmp().
 *
 * A map is a treap whose priorities are hashes of the keys: maps of the same keys have the same shape,
 * and a map that differs in one key from another shares all but O(log n) nodes with it. %NULL is the
 * empty map. Nodes are atomically reference counted: a map may cross threads. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* How the objects of a map are held. */
typedef struct
{
  gpointer (*ref)   (gpointer object);
  void     (*unref) (gpointer object);
} RetortMapValues;

typedef struct _RetortObjectMap RetortObjectMap;

typedef void (*RetortObjectMapFunc) (const char *key, gpointer object, gpointer user_data);

RetortObjectMap *retort_object_map_ref      (RetortObjectMap *self);
void             retort_object_map_unref    (RetortObjectMap *self);
guint            retort_object_map_get_size (const RetortObjectMap *self);
gpointer         retort_object_map_find     (const RetortObjectMap *self, const char *key);
/* Take @self (transfer full) and give the changed map, so that a variable is overwritten by its own change. */
RetortObjectMap *retort_object_map_put      (RetortObjectMap *self, const RetortMapValues *values, const char *key, gpointer object) G_GNUC_WARN_UNUSED_RESULT;
RetortObjectMap *retort_object_map_remove   (RetortObjectMap *self, const char *key) G_GNUC_WARN_UNUSED_RESULT;
void             retort_object_map_foreach  (const RetortObjectMap *self, RetortObjectMapFunc func, gpointer user_data);
void             retort_object_map_foreach_changed (const RetortObjectMap *self, const RetortObjectMap *other, RetortObjectMapFunc func, gpointer user_data);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RetortObjectMap, retort_object_map_unref)

G_END_DECLS
