/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A connection profile for lists. Lives on the main thread. */
#pragma once

#include "model/profile.h"

G_BEGIN_DECLS

/* Properties (read-only, with notify): name, subtitle, environment, is-private, standing. */
#define RETORT_TYPE_PROFILE_ITEM (retort_profile_item_get_type ())
G_DECLARE_FINAL_TYPE (RetortProfileItem, retort_profile_item, RETORT, PROFILE_ITEM, GObject)
RetortProfile     *retort_profile_item_get_profile     (RetortProfileItem *self);
const char        *retort_profile_item_get_name        (RetortProfileItem *self);
RetortEnvironment  retort_profile_item_get_environment (RetortProfileItem *self);
gboolean           retort_profile_item_is_private      (RetortProfileItem *self);
/* (nullable): where its database stood when that was last read in the background: "3 behind, one destructive · 2 min ago" */
const char        *retort_profile_item_get_standing    (RetortProfileItem *self);
/* It could not be read: the words say why. */
gboolean           retort_profile_item_is_unreached    (RetortProfileItem *self);

G_END_DECLS
