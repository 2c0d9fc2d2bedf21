/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reads the headers of all revision files, several at once. */
#pragma once

#include "formats/project.h"

G_BEGIN_DECLS

typedef struct _RetortAlembicReading RetortAlembicReading;

RetortAlembicReading *retort_alembic_reading_start  (GPtrArray *paths, GCancellable *cancellable) G_GNUC_WARN_UNUSED_RESULT;
gboolean              retort_alembic_reading_finish (RetortAlembicReading *self, GPtrArray *revisions, GPtrArray *notes,
                                                     GError **error);
void                  retort_alembic_reading_free   (RetortAlembicReading *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RetortAlembicReading, retort_alembic_reading_free)

G_END_DECLS
