/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a project's configuration computes, for a dialog that asks once. */
#pragma once

#include "model/open-setting.h"
#include "workbench/workbench.h"

G_BEGIN_DECLS

/* (nullable) (element-type RetortOpenSetting): valid until the project is read again */
GPtrArray *retort_workbench_get_open_settings          (RetortWorkbench *self);
void       retort_workbench_store_open_settings_async  (RetortWorkbench *self, GHashTable *values, GCancellable *cancellable,
                                                        GAsyncReadyCallback callback, gpointer user_data);
gboolean   retort_workbench_store_open_settings_finish (RetortWorkbench *self, GAsyncResult *result, GError **error);

G_END_DECLS
