/* SPDX-License-Identifier: GPL-3.0-or-later */
/* schema.ts, read where it is literal: tables, columns, keys. */
#pragma once

#include "formats/project.h"
#include "model/model-set.h"

G_BEGIN_DECLS

RetortModelSet *retort_drizzle_read_models (RetortProject *project, GCancellable *cancellable, GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
