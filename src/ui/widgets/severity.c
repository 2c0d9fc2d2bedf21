/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ui/widgets/severity.h"

#include <glib/gi18n.h>

static const struct
{
  const char *word;
  const char *icon;
  const char *colour;
  const char *css_class;
} looks[] = {
  [RETORT_SEVERITY_INFO] = { NC_ ("severity", "info"), "dialog-information-symbolic", "accent_color", "accent" },
  [RETORT_SEVERITY_WARNING] = { NC_ ("severity", "warning"), "dialog-warning-symbolic", "warning_color", "warning" },
  [RETORT_SEVERITY_ERROR] = { NC_ ("severity", "error"), "dialog-error-symbolic", "error_color", "error" },
};

/**
 * retort_severity_to_word:
 * @severity: a severity
 *
 * Returns: (transfer none): its word, translated
 */
const char *
retort_severity_to_word (RetortSeverity severity)
{
  return g_dpgettext2 (NULL, "severity", looks[severity].word);
}

/**
 * retort_severity_get_icon:
 * @severity: a severity
 *
 * Returns: the name of its icon
 */
const char *
retort_severity_get_icon (RetortSeverity severity)
{
  return looks[severity].icon;
}

/**
 * retort_severity_get_colour:
 * @severity: a severity
 *
 * Returns: the name that the theme has for its colour
 */
const char *
retort_severity_get_colour (RetortSeverity severity)
{
  return looks[severity].colour;
}

/**
 * retort_severity_show:
 * @image: what shows it
 * @severity: a severity
 *
 * Gives an image the icon and the colour of a severity.
 */
void
retort_severity_show (GtkImage *image, RetortSeverity severity)
{
  for (int i = RETORT_SEVERITY_INFO; i <= RETORT_SEVERITY_ERROR; i++)
    gtk_widget_remove_css_class (GTK_WIDGET (image), looks[i].css_class);
  gtk_widget_add_css_class (GTK_WIDGET (image), looks[severity].css_class);
  gtk_image_set_from_icon_name (image, looks[severity].icon);
}

/**
 * retort_severity_snapshot:
 * @widget: who paints
 * @snapshot: onto what
 * @severity: a severity
 * @place: its upper left corner
 * @size: its width and height, in pixels
 *
 * Paints the icon of a severity in its colour.
 */
void
retort_severity_snapshot (GtkWidget *widget, GtkSnapshot *snapshot, RetortSeverity severity, const graphene_point_t *place, int size)
{
  GdkRGBA colour = { 0.5f, 0.5f, 0.5f, 1.0f };
  g_autoptr(GtkIconPaintable) icon = gtk_icon_theme_lookup_icon (gtk_icon_theme_get_for_display (gtk_widget_get_display (widget)),
                                                                 looks[severity].icon, NULL, size, gtk_widget_get_scale_factor (widget),
                                                                 gtk_widget_get_direction (widget), GTK_ICON_LOOKUP_FORCE_SYMBOLIC);

  gtk_style_context_lookup_color (gtk_widget_get_style_context (widget), looks[severity].colour, &colour);
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, place);
  gtk_symbolic_paintable_snapshot_symbolic (GTK_SYMBOLIC_PAINTABLE (icon), snapshot, size, size, &colour, 1);
  gtk_snapshot_restore (snapshot);
}
