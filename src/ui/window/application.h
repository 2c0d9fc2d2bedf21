/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The program: its windows, what belongs to all of them, what it opens from the command line. */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define RETORT_TYPE_APPLICATION (retort_application_get_type ())
G_DECLARE_FINAL_TYPE (RetortApplication, retort_application, RETORT, APPLICATION, AdwApplication)

RetortApplication *retort_application_new          (void) G_GNUC_WARN_UNUSED_RESULT;
/* Window state and preferences. */
GSettings         *retort_application_get_settings (RetortApplication *self);

G_END_DECLS
