/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The folders that were open, the latest first; kept in GSettings. */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

void retort_recent_projects_add    (GSettings *settings, const char *folder);
void retort_recent_projects_remove (GSettings *settings, const char *folder);

G_END_DECLS
