/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Mechanical remedies for findings about a revision's file, as edits of it. */
#pragma once

#include "formats/project.h"
#include "model/finding.h"

G_BEGIN_DECLS

GPtrArray *retort_alembic_make_fix       (RetortProject *project, RetortRevision *revision, const RetortFindingFields *finding,
                                          RetortMigration *upgrade, RetortMigration *downgrade) G_GNUC_WARN_UNUSED_RESULT;
/* fix-downgrade.c (nullable): the lines of a downgrade that undoes @upgrade, indented by four blanks. */
char      *retort_alembic_dup_way_back   (RetortMigration *upgrade, const char *indent) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
