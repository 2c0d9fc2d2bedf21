/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Small helpers of the JSON writers: members whose value may be missing. */
#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

void       retort_json_set_text   (JsonObject *object, const char *name, const char *text);
void       retort_json_set_words  (JsonObject *object, const char *name, const char *const *words);
void       retort_json_set_object (JsonObject *object, const char *name, JsonObject *value);
void       retort_json_set_array  (JsonObject *object, const char *name, JsonArray *value);
JsonArray *retort_json_words_to_array (const char *const *words) G_GNUC_WARN_UNUSED_RESULT;
JsonNode  *retort_json_node_of_object (JsonObject *object) G_GNUC_WARN_UNUSED_RESULT;
JsonNode  *retort_json_node_of_array (JsonArray *array) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
