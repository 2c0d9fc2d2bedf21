/* SPDX-License-Identifier: GPL-3.0-or-later */
/* On which line of a JSON text a member stands: JSON-GLib keeps no places. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * RetortJsonPlaces:
 * @lines: (element-type utf8 guint): JSON pointers (RFC 6901: "/rules/empty-downgrade"), and lines from 1
 * @repeated: (element-type utf8): pointers of members whose name stands in their object once more; the last one counts
 */
typedef struct
{
  GHashTable *lines;
  GPtrArray  *repeated;
} RetortJsonPlaces;

RetortJsonPlaces *retort_json_places_new         (const char *text, gsize length) G_GNUC_WARN_UNUSED_RESULT;
void              retort_json_places_free        (RetortJsonPlaces *self);
guint             retort_json_places_find_line   (const RetortJsonPlaces *self, const char *pointer);
char             *retort_json_places_dup_pointer (const char *parent, const char *name) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RetortJsonPlaces, retort_json_places_free)

G_END_DECLS
