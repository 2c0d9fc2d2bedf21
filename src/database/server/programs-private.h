/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where PostgreSQL's programs are. Blocks: worker threads only. */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* (nullable) (transfer full): the folder with initdb, pg_ctl and postgres of a major version; 0: the newest */
char *retort_programs_find_folder (guint major, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* (nullable) (transfer full): pg_dump or pg_restore for a server of a major version: not an older one. */
char *retort_programs_find_client (const char *name, guint server_major, GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
