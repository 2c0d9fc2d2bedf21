/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From what a user says on a command line to a database: a profile's name, a URL, or a private database. */
#pragma once

#include "engine/target.h"

G_BEGIN_DECLS

/**
 * RetortConnectionChoice:
 * @profile: (nullable): the name of a saved profile
 * @url: (nullable): a connection URL or libpq string
 * @is_private: a database of the private server
 * @private_name: (nullable): its name; the project's by default
 */
typedef struct
{
  const char *profile;
  const char *url;
  gboolean    is_private;
  const char *private_name;
} RetortConnectionChoice;

gboolean      retort_connection_is_chosen (const RetortConnectionChoice *choice);
RetortTarget *retort_connection_open      (const RetortConnectionChoice *choice, RetortWorkspace *workspace, GCancellable *cancellable,
                                           GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
