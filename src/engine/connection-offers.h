/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Databases that a project's files name. Reads files; runs nothing and connects to nothing. */
#pragma once

#include "model/connection-offer.h"

#include <glib.h>

G_BEGIN_DECLS

GPtrArray *retort_connection_offers_find       (const char *folder) G_GNUC_WARN_UNUSED_RESULT;
gboolean   retort_connection_offers_find_host  (const char *folder, const char *host, guint *published_port);
char      *retort_connection_offers_dup_variable (const char *folder, const char *variable) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
