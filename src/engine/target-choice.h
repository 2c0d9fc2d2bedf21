/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From what a user says on a command line to a database: a profile's name, a URL, or a private database. */
#pragma once

#include "engine/target.h"

G_BEGIN_DECLS

/**
 * RetortTargetChoice:
 * @profile: (nullable): the name of a saved profile
 * @url: (nullable): a connection URL or libpq string; "env:NAME": what that variable holds, in the environment or a .env file
 * @is_private: a database of the private server
 * @private_name: (nullable): its name; the project's by default
 * @folder: (nullable): where a .env file is looked for when no project is open
 * @is_elsewhere: the project's files are those of a commit: @folder counts
 * @password: (nullable): for @profile and @url, when the user was asked
 */
typedef struct
{
  const char *profile;
  const char *url;
  gboolean    is_private;
  const char *private_name;
  const char *folder;
  gboolean    is_elsewhere;
  const char *password;
} RetortTargetChoice;

gboolean      retort_target_choice_is_made (const RetortTargetChoice *choice);
RetortTarget *retort_target_choice_open    (const RetortTargetChoice *choice, RetortWorkspace *workspace, GCancellable *cancellable,
                                            GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* (nullable) (transfer full): how it would be reached; nothing is connected to, and nothing when no database was named */
RetortProfile *retort_target_choice_dup_profile (const RetortTargetChoice *choice, RetortWorkspace *workspace, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* (element-type RetortProfile): every saved one */
GPtrArray    *retort_target_choice_list_profiles (GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
