/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reads the headers of all revision files, several at once. */
#pragma once

#include "formats/project.h"

G_BEGIN_DECLS

gboolean retort_alembic_read_files (GPtrArray *paths, GPtrArray *revisions, GPtrArray *notes, GCancellable *cancellable, GError **error);

G_END_DECLS
