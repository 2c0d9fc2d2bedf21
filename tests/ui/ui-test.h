/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the tests of pages share. */
#pragma once

#include <adwaita.h>
#include <gtksourceview/gtksource.h>

/* A part of @widget by its id in the template. */
#define PART(widget, id) \
  (gtk_widget_get_template_child (GTK_WIDGET (widget), G_OBJECT_TYPE (widget), id))

static inline void
ui_test_init (int *argc, char ***argv)
{
  gtk_test_init (argc, argv, NULL);
  adw_init ();
  gtk_source_init ();
}

/* What a screen reader is told; for GTK_A11Y=test. */
static inline void
ui_test_expect_label (gpointer accessible, const char *label)
{
  g_autofree char *problem = gtk_test_accessible_check_property (GTK_ACCESSIBLE (accessible),
                                                                 GTK_ACCESSIBLE_PROPERTY_LABEL, label);

  g_assert_cmpstr (problem, ==, NULL);
}

static inline void
ui_test_free (gpointer widget)
{
  g_assert_finalize_object (G_OBJECT (widget));
}
