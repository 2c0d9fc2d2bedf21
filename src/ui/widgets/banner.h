/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A bar under the header that tells of one lasting state; libadwaita 1.2 has no AdwBanner. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define RETORT_TYPE_BANNER (retort_banner_get_type ())
G_DECLARE_FINAL_TYPE (RetortBanner, retort_banner, RETORT, BANNER, GtkWidget)

typedef enum
{
  RETORT_BANNER_INFO,
  RETORT_BANNER_WARNING,
  RETORT_BANNER_ERROR,
} RetortBannerLevel;

/* @button and @action (both nullable): what can be done about it. */
void retort_banner_show (RetortBanner *self, RetortBannerLevel level, const char *text,
                         const char *button, const char *action);
void retort_banner_hide (RetortBanner *self);
void retort_banner_set_narrow (RetortBanner *self, gboolean is_narrow);

G_END_DECLS
