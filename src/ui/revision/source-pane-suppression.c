/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Accepting a finding: the comment that the checks know is written above what the finding is about, as one edit that can be undone. */
#include "config.h"

#include "ui/revision/source-pane-private.h"

#include "workbench/rule-page.h"

#include <glib/gi18n.h>

/* A line within a text of more lines is no place for a comment: it would become part of the text. */
static gboolean
is_within_text (GtkTextBuffer *buffer, const GtkTextIter *line)
{
  GtkTextIter start;
  GtkTextIter end = *line;

  gtk_text_buffer_get_start_iter (buffer, &start);
  gtk_text_iter_forward_line (&end);
  gtk_source_buffer_ensure_highlight (GTK_SOURCE_BUFFER (buffer), &start, &end);
  if (gtk_text_iter_is_start (line))
    return FALSE;
  start = *line;
  gtk_text_iter_backward_char (&start); /* the end of the line before: where a text begins in a line, that line's start is none */
  return gtk_source_buffer_iter_has_context_class (GTK_SOURCE_BUFFER (buffer), &start, "string")
         && gtk_source_buffer_iter_has_context_class (GTK_SOURCE_BUFFER (buffer), line, "string");
}

static char *
dup_indent (const GtkTextIter *line)
{
  GtkTextIter end = *line;

  while (!gtk_text_iter_ends_line (&end) && g_unichar_isspace (gtk_text_iter_get_char (&end)))
    gtk_text_iter_forward_char (&end);
  return gtk_text_iter_get_slice (line, &end);
}

/* The card was made for the text that was reviewed. */
static gboolean
is_reviewed (RetortSourcePane *self)
{
  g_autofree char *text = retort_source_pane_dup_text (self);

  return self->review != NULL && g_str_equal (retort_source_get_text (retort_review_get_source (self->review)), text);
}

/**
 * retort_source_pane_suppress_action: (skip)
 * @widget: a pane
 * @name: the action
 * @parameter: the line of what is accepted, from 1, the rule, and the reason
 *
 * Writes the comment that accepts a finding into the text; says why where it cannot.
 */
void
retort_source_pane_suppress_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  RetortSourcePane *self = RETORT_SOURCE_PANE (widget);
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (self->view));
  const char *rule = NULL;
  const char *reason = NULL;
  guint line = 0;
  GtkTextIter iter;
  g_autofree char *indent = NULL;
  g_autofree char *comment = NULL;
  g_autofree char *text = NULL;

  g_variant_get (parameter, "(u&s&s)", &line, &rule, &reason);
  if (!is_reviewed (self) || !gtk_text_buffer_get_iter_at_line (buffer, &iter, (int) line - 1))
    {
      gtk_widget_error_bell (widget);
      return;
    }
  retort_source_pane_close_card (self);
  if (is_within_text (buffer, &iter))
    {
      g_signal_emit_by_name (self, "message", _("This lies within a text: write the comment above the statement that sends it"));
      return;
    }
  indent = dup_indent (&iter);
  comment = retort_rule_page_dup_accept (rule, retort_source_pane_get_path (self), reason);
  text = g_strconcat (indent, comment, "\n", NULL);
  gtk_text_buffer_begin_user_action (buffer);
  gtk_text_buffer_insert (buffer, &iter, text, -1);
  gtk_text_buffer_end_user_action (buffer);
}
