/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From a profile to libpq's keywords and to the settings of a session. */
#pragma once

#include "database/session/session.h"

G_BEGIN_DECLS

/**
 * RetortConninfo:
 * @keywords: (element-type utf8): libpq's keywords, %NULL-terminated; later ones win
 * @values: (element-type utf8): their values, %NULL-terminated
 * @settings: (element-type utf8): server settings, `name`, `value`, `name`, `value` …
 * @has_options: the settings travel in the `options` keyword; else they are set after connecting
 * @has_url: `dbname` is a whole connection string, to be unfolded
 * @timeout_s: how long connecting may take
 */
typedef struct
{
  GPtrArray *keywords;
  GPtrArray *values;
  GPtrArray *settings;
  gboolean   has_options;
  gboolean   has_url;
  guint      timeout_s;
} RetortConninfo;

RetortConninfo *retort_conninfo_new  (RetortProfile *profile, const RetortSessionOptions *options,
                                      gboolean wants_options, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void            retort_conninfo_free (RetortConninfo *self);

char           *retort_conninfo_dup_place (RetortProfile *profile, guint *port, GError **error) G_GNUC_WARN_UNUSED_RESULT;
GHashTable     *retort_conninfo_split (const char *text, GError **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean        retort_conninfo_knows (const char *keyword);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RetortConninfo, retort_conninfo_free)

G_END_DECLS
