/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which files of the version folders are revisions, in the order in which Alembic loads them
 * (docs/reference/alembic-project.md section 2.1). */
#pragma once

#include "formats/alembic/config.h"

G_BEGIN_DECLS

typedef struct
{
  GPtrArray *paths;   /* element: utf8: revision files, in load order */
  GPtrArray *folders; /* element: utf8: folders that were read, to watch them */
  GPtrArray *notes;   /* element: RetortProjectNote */
} RetortAlembicFiles;

RetortAlembicFiles *retort_alembic_files_find (const RetortAlembicConfig *config, GCancellable *cancellable, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void                retort_alembic_files_free (RetortAlembicFiles *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RetortAlembicFiles, retort_alembic_files_free)

G_END_DECLS
