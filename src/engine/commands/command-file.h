/* SPDX-License-Identifier: GPL-3.0-or-later */
/* commands.json of this user, beside the profiles: { "format": 1, "confirmed": { HASH: LINE }, "chosen": { FOLDER: { PROFILE: { NAME: … } } } }.
 * A file that is not understood is never written over. */
#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* (nullable) (transfer full): an object; a new one when there is no file */
JsonNode   *retort_command_file_load  (GError **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean    retort_command_file_write (JsonNode *root, GError **error);

G_END_DECLS
