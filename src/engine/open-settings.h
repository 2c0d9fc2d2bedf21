/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a project's configuration computes, asked for once and kept in retort.json. */
#pragma once

#include "engine/workspace.h"
#include "model/open-setting.h"

G_BEGIN_DECLS

/* (nullable) (element-type RetortOpenSetting) */
GPtrArray *retort_open_settings_get   (RetortWorkspace *workspace);
gboolean   retort_open_settings_store (RetortWorkspace *workspace, GHashTable *values, GError **error);

G_END_DECLS
