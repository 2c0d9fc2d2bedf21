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

static inline gboolean
ui_test_is_late (gpointer user_data)
{
  *(gboolean *) user_data = TRUE;
  return G_SOURCE_CONTINUE;
}

/* Runs the main loop until @condition holds; a test that waits too long fails. */
#define ui_test_wait(condition)                                                           \
  G_STMT_START                                                                            \
    {                                                                                     \
      gboolean is_late_ = FALSE;                                                          \
      guint late_id_ = g_timeout_add_seconds (20, ui_test_is_late, &is_late_);            \
                                                                                          \
      while (!(condition) && !is_late_)                                                   \
        g_main_context_iteration (NULL, TRUE);                                            \
      g_source_remove (late_id_);                                                         \
      if (is_late_)                                                                       \
        g_error ("%s: not within 20 s", #condition);                                      \
    }                                                                                     \
  G_STMT_END

static inline void
ui_test_free (gpointer widget)
{
  g_assert_finalize_object (G_OBJECT (widget));
}
