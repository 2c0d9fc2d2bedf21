/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A project's location, taken apart for people. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

char *retort_location_dup_folder  (const char *location) G_GNUC_WARN_UNUSED_RESULT;
char *retort_location_dup_section (const char *location) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
