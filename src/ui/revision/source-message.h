/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A finding painted under its line: a tinted box with a bar at its left, the message in it. */
#pragma once

#include "model/finding.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* The least height of one message, in pixels. */
#define RETORT_SOURCE_MESSAGE_HEIGHT 26

GdkRGBA retort_source_message_get_colour (GtkWidget *view, RetortSeverity severity);
/* @more: what follows the message, maybe nothing. */
char   *retort_source_message_dup_spoken (GPtrArray *findings);
int     retort_source_message_measure    (GtkWidget *view, const RetortFindingFields *finding, const char *more, int width);
void    retort_source_message_paint      (GtkWidget *view, GtkSnapshot *snapshot, const RetortFindingFields *finding,
                                          const char *more, const GdkRectangle *place);

G_END_DECLS
