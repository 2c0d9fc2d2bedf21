/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the rows of Drizzle's table say, by the rule of its migrator and by hash. */
#pragma once

#include "formats/drizzle/project.h"
#include "model/applied.h"

G_BEGIN_DECLS

RetortApplied *retort_drizzle_read_applied (RetortProject *project, const char *layout, const char *const *rows) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
