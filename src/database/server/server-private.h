/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the files of the private server share. */
#pragma once

#include "database/server/server.h"

G_BEGIN_DECLS

/* Where PostgreSQL's programs of the server's version are. */
const char *retort_server_get_bin_folder (const RetortServer *self);
/* What GIO calls cancelled is called so by this room. */
void        retort_server_translate_cancelled (GError **error);

G_END_DECLS
