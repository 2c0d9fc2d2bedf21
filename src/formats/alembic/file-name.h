/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How a new revision's file is called: file_template, truncate_slug_length and timezone. */
#pragma once

#include "formats/alembic/config.h"

G_BEGIN_DECLS

GDateTime *retort_alembic_file_name_localize (const RetortAlembicConfig *config, GDateTime *now, GError **error) G_GNUC_WARN_UNUSED_RESULT;
char      *retort_alembic_file_name_make_slug (const RetortAlembicConfig *config, const char *message) G_GNUC_WARN_UNUSED_RESULT;
char      *retort_alembic_file_name_make     (const RetortAlembicConfig *config, const char *id, const char *message, GDateTime *now,
                                              GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
