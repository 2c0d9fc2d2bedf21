/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Writing to retort.json: it is read, one member of it changed, and written in one go; its other members stay, in their order. A file that
 * cannot be read is never written over. */
#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* (nullable) (transfer full): an object; an empty one when there is no file */
JsonNode   *retort_settings_file_load  (const char *path, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* (nullable): the object in a member, made when it is missing; NULL with @error when something else is there */
JsonObject *retort_settings_file_enter (const char *path, JsonObject *object, const char *member, GError **error);
gboolean    retort_settings_file_write (const char *path, JsonNode *root, GError **error);

G_END_DECLS
