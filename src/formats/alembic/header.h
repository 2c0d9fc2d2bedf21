/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a revision file says of itself, read from its tree without running it (docs/reference/alembic-project.md section 2.2). */
#pragma once

#include "formats/project.h"
#include "python/syntax.h"

G_BEGIN_DECLS

RetortRevision *retort_alembic_header_read (RetortSource *source, GPtrArray *notes, GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
