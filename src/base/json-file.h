/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reading a JSON file that may hold anything. */
#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

JsonNode *retort_json_file_load       (const char *path, GError **error) G_GNUC_WARN_UNUSED_RESULT;
guint     retort_json_error_find_line (const GError *error, char **reason);

G_END_DECLS
