/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The editor's text: a GtkSourceView that says what is wrong under the line where it is wrong. */
#pragma once

#include "model/finding.h"

#include <gtksourceview/gtksource.h>

G_BEGIN_DECLS

#define RETORT_TYPE_SOURCE_VIEW (retort_source_view_get_type ())
G_DECLARE_FINAL_TYPE (RetortSourceView, retort_source_view, RETORT, SOURCE_VIEW, GtkSourceView)

/* Signals: message-activated (guint line, GdkRectangle *): a painted message was clicked. */
void           retort_source_view_set_findings (RetortSourceView *self, GListModel *findings);
void           retort_source_view_go_to        (RetortSourceView *self, guint line, guint column);
guint          retort_source_view_find_finding (RetortSourceView *self, guint line, gboolean forward); /* 0: none */
/* (element-type RetortFinding) (transfer container): at a line from 1, as it stands now */
GPtrArray     *retort_source_view_list_at_line (RetortSourceView *self, guint line) G_GNUC_WARN_UNUSED_RESULT;
guint          retort_source_view_get_caret_line (RetortSourceView *self);

G_END_DECLS
