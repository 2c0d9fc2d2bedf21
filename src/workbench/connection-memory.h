/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which connection each project was last held against: $XDG_STATE_HOME/retort/connections.ini. Blocks. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* (nullable): the id of the profile that @project was last connected with */
char *retort_connection_memory_lookup (const char *project) G_GNUC_WARN_UNUSED_RESULT;
/* @profile (nullable): the id to remember, %NULL to forget */
void  retort_connection_memory_store  (const char *project, const char *profile);

G_END_DECLS
