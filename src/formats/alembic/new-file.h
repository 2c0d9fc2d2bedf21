/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What `alembic revision` and `alembic merge` would write. */
#pragma once

#include "formats/new-revision.h"

G_BEGIN_DECLS

RetortNewFile *retort_alembic_new_file_compose (RetortProject *project, const RetortRevisionRequest *request,
                                                GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
