/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Mechanical remedies for findings about a file of SQL, as edits of it, whatever tool the folder belongs to. */
#pragma once

#include "formats/project.h"
#include "model/finding.h"
#include "model/migration.h"

G_BEGIN_DECLS

GPtrArray *retort_sql_make_fix (RetortProject *project, RetortRevision *revision, const RetortFindingFields *finding, RetortMigration *upgrade,
                                RetortMigration *downgrade) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
