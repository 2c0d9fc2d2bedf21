/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One window: one workbench, one project, one database. Here the pages meet. */
#pragma once

#include "ui/window/application.h"

G_BEGIN_DECLS

#define RETORT_TYPE_WINDOW (retort_window_get_type ())
G_DECLARE_FINAL_TYPE (RetortWindow, retort_window, RETORT, WINDOW, AdwApplicationWindow)

GtkWindow *retort_window_new  (RetortApplication *application);
void       retort_window_open (RetortWindow *self, const char *folder);

G_END_DECLS
