/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the rows of Drizzle's table say, by the rule of its migrator and by hash. */
#pragma once

#include "formats/drizzle/project.h"
#include "model/applied.h"

G_BEGIN_DECLS

/* Does a list of columns ("id,hash,created_at") hold @name? */
gboolean       retort_drizzle_layout_has   (const char *layout, const char *name);
RetortApplied *retort_drizzle_read_applied (RetortProject *project, const char *layout, const char *const *rows) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
