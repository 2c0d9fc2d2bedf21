/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How the workbench makes and writes previews. */
#pragma once

#include "engine/new-revision.h"
#include "engine/reparent.h"
#include "workbench/new-revision.h"

G_BEGIN_DECLS

RetortFilePreview *retort_file_preview_new       (RetortNewFile *file) G_GNUC_WARN_UNUSED_RESULT;
RetortFilePreview *retort_file_preview_new_move  (const char *id, RetortReparenting *change) G_GNUC_WARN_UNUSED_RESULT;
const char        *retort_file_preview_get_moved (const RetortFilePreview *self);
gboolean           retort_file_preview_write     (const RetortFilePreview *self, GError **error);

G_END_DECLS
