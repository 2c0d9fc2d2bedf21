/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The environment of a connection as a word and a colour, the same wherever it is shown. */
#pragma once

#include "model/profile.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Translated. */
const char *retort_environment_to_word  (RetortEnvironment environment);
/* Gives @widget the style class of @environment and takes those of the others away. */
void        retort_environment_style    (GtkWidget *widget, RetortEnvironment environment);

G_END_DECLS
