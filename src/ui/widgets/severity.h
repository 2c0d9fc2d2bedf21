/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The severity of a finding as a word, an icon and a colour, the same wherever it is shown. */
#pragma once

#include "model/finding.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Translated. */
const char *retort_severity_to_word    (RetortSeverity severity);
const char *retort_severity_get_icon   (RetortSeverity severity);
/* A named colour of the theme. */
const char *retort_severity_get_colour (RetortSeverity severity);
void        retort_severity_show       (GtkImage *image, RetortSeverity severity);
void        retort_severity_snapshot   (GtkWidget *widget, GtkSnapshot *snapshot, RetortSeverity severity,
                                        const graphene_point_t *place, int size);

G_END_DECLS
