/* SPDX-License-Identifier: GPL-3.0-or-later */
/* gtk_widget_set_tooltip_text() asks the display where the pointer is, each time and whatever widget it is about: with X a round trip for
 * every row of a list. Here the text is asked for when the pointer rests on the widget. */
#include "config.h"

#include "ui/widgets/tooltip.h"

static gboolean
query_cb (GtkWidget *widget, int x, int y, gboolean is_keyboard, GtkTooltip *tooltip, char *text)
{
  gtk_tooltip_set_text (tooltip, text);
  return TRUE;
}

static void
free_text (gpointer text, GClosure *closure)
{
  g_free (text);
}

/**
 * retort_tooltip_set:
 * @widget: a widget
 * @text: (nullable): its tooltip; %NULL for none
 *
 * Takes the place of what was set so before.
 */
void
retort_tooltip_set (GtkWidget *widget, const char *text)
{
  g_return_if_fail (GTK_IS_WIDGET (widget));

  g_signal_handlers_disconnect_matched (widget, G_SIGNAL_MATCH_FUNC, 0, 0, NULL, query_cb, NULL);
  gtk_widget_set_has_tooltip (widget, text != NULL);
  if (text != NULL)
    g_signal_connect_data (widget, "query-tooltip", G_CALLBACK (query_cb), g_strdup (text), free_text, 0);
}
