/* SPDX-License-Identifier: GPL-3.0-or-later */
/* GtkSourceView's own indenter repeats the blanks of the line above and knows nothing of what stands there. */
#include "config.h"

#include "ui/revision/line-indenter.h"

#include <string.h>

/* PEP 8, and what alembic's templates write. */
#define STEP "    "

struct _RetortLineIndenter
{
  GObject parent_instance;
};

static gboolean
is_trigger (GtkSourceIndenter *indenter, GtkSourceView *view, const GtkTextIter *location, GdkModifierType state, guint keyval)
{
  return (keyval == GDK_KEY_Return || keyval == GDK_KEY_KP_Enter)
         && (state & (GDK_SHIFT_MASK | GDK_CONTROL_MASK | GDK_SUPER_MASK)) == 0;
}

static void
indent (GtkSourceIndenter *indenter, GtkSourceView *view, GtkTextIter *iter)
{
  GtkTextIter start = *iter;
  GtkTextIter end = *iter;
  g_autofree char *line = NULL;
  g_autofree char *blanks = NULL;
  gsize n_blanks;

  if (!gtk_text_iter_backward_line (&start))
    return;
  gtk_text_iter_set_line_offset (&end, 0);
  line = gtk_text_iter_get_slice (&start, &end);
  n_blanks = strspn (line, " \t");
  blanks = g_strndup (line, n_blanks);
  g_strchomp (line);
  gtk_text_buffer_insert (gtk_text_iter_get_buffer (iter), iter, blanks, -1);
  if (*line != '\0' && strchr (":([{", line[strlen (line) - 1]) != NULL)
    gtk_text_buffer_insert (gtk_text_iter_get_buffer (iter), iter, STEP, -1);
}

static void
indenter_init (GtkSourceIndenterInterface *iface)
{
  iface->is_trigger = is_trigger;
  iface->indent = indent;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (RetortLineIndenter, retort_line_indenter, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (GTK_SOURCE_TYPE_INDENTER, indenter_init))

static void
retort_line_indenter_class_init (RetortLineIndenterClass *klass)
{
}

static void
retort_line_indenter_init (RetortLineIndenter *self)
{
}

/**
 * retort_line_indenter_new:
 *
 * Returns: (transfer full): an indenter, for a view with auto-indent
 */
GtkSourceIndenter *
retort_line_indenter_new (void)
{
  return g_object_new (RETORT_TYPE_LINE_INDENTER, NULL);
}
