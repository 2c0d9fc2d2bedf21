/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How the workbench fills the list of profiles. */
#pragma once

#include "workbench/profile-item.h"

G_BEGIN_DECLS

RetortProfileItem *retort_profile_item_new         (RetortProfile *profile) G_GNUC_WARN_UNUSED_RESULT;
void               retort_profile_item_set_profile (RetortProfileItem *self, RetortProfile *profile);
void               retort_profile_item_set_standing (RetortProfileItem *self, const char *standing, gboolean is_unreached);

G_END_DECLS
