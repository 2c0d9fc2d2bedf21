/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One direction of one revision into batches, by evaluating it. */
#pragma once

#include "formats/adapter.h"

G_BEGIN_DECLS

RetortMigration *retort_alembic_compile (RetortProject *project, RetortRevision *revision, RetortDirection direction,
                                         RetortHost *host, GCancellable *cancellable, GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
