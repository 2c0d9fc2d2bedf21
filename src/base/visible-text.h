/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Names and messages that come from somewhere, so that a terminal and a reader see what is there and nothing is done by it. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

char *retort_visible_text_dup (const char *text) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
