/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The catalogue's queries: files of sql/, one for each kind of object. */
#pragma once

#include "database/session/session.h"

G_BEGIN_DECLS

char         *retort_catalog_dup_query (const char *name, int server_version) G_GNUC_WARN_UNUSED_RESULT;
RetortResult *retort_catalog_query     (RetortSession *session, const char *name, const char *const *parameters,
                                        GCancellable *cancellable, GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
