/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The projects of one folder: several .ini files, several sections in one. */
#pragma once

#include "formats/place.h"

G_BEGIN_DECLS

GPtrArray *retort_alembic_list_choices (const char *folder) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
