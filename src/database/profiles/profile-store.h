/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Profiles on disk ($XDG_CONFIG_HOME/retort/profiles.json, no secrets), made of pasted connection
 * strings, and their passwords in the Secret Service. Blocks: worker threads only. */
#pragma once

#include "model/profile.h"

#include <gio/gio.h>

G_BEGIN_DECLS

GPtrArray     *retort_profile_store_load         (const char *path, char **warning, GError **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean       retort_profile_store_put          (const char *path, RetortProfile *profile, GError **error);
gboolean       retort_profile_store_remove       (const char *path, const char *id, GError **error);
char          *retort_profile_store_default_path (void) G_GNUC_WARN_UNUSED_RESULT;

RetortProfile *retort_profile_from_url           (const char *url, char **password, GError **error) G_GNUC_WARN_UNUSED_RESULT;

char          *retort_secret_lookup              (RetortProfile *profile, GCancellable *cancellable,
                                                  GError **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean       retort_secret_store               (RetortProfile *profile, const char *password,
                                                  GCancellable *cancellable, GError **error);
gboolean       retort_secret_clear               (RetortProfile *profile, GCancellable *cancellable,
                                                  GError **error);

G_END_DECLS
