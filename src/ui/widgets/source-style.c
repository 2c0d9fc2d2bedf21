/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/widgets/source-style.h"

#include <adwaita.h>

static void
dark_changed_cb (AdwStyleManager *manager, GParamSpec *pspec, GtkSourceBuffer *buffer)
{
  GtkSourceStyleSchemeManager *schemes = gtk_source_style_scheme_manager_get_default ();
  const char *name = adw_style_manager_get_dark (manager) ? "Adwaita-dark" : "Adwaita";

  gtk_source_buffer_set_style_scheme (buffer,
                                      gtk_source_style_scheme_manager_get_scheme (schemes, name));
}

/**
 * retort_source_style_follow:
 * @buffer: a buffer
 * @language: (nullable): GtkSourceView's id of a language: "sql"; %NULL: it is set later
 *
 * Colours a buffer as @language, and keeps it light or dark as the application is. Main thread.
 */
void
retort_source_style_follow (GtkSourceBuffer *buffer, const char *language)
{
  GtkSourceLanguageManager *languages = gtk_source_language_manager_get_default ();
  AdwStyleManager *manager = adw_style_manager_get_default ();

  if (language != NULL)
    gtk_source_buffer_set_language (buffer, gtk_source_language_manager_get_language (languages, language));
  g_signal_connect_object (manager, "notify::dark", G_CALLBACK (dark_changed_cb), buffer, 0);
  dark_changed_cb (manager, NULL, buffer);
}

/**
 * retort_source_style_set_language:
 * @buffer: a buffer
 * @path: (nullable): the file that it shows
 *
 * Colours a buffer as what its file is written in: SQL, TypeScript, else Python. Main thread.
 */
void
retort_source_style_set_language (GtkSourceBuffer *buffer, const char *path)
{
  const char *language = "python3";

  if (path != NULL && g_str_has_suffix (path, ".sql"))
    language = "sql";
  else if (path != NULL && g_str_has_suffix (path, ".ts"))
    language = "typescript";
  gtk_source_buffer_set_language (buffer, gtk_source_language_manager_get_language (gtk_source_language_manager_get_default (), language));
}

/**
 * retort_source_style_set_font:
 * @view: a text view
 * @font: (nullable): a Pango font description; %NULL: the system's fixed-width font
 *
 * Sets the font of one view. Main thread.
 */
void
retort_source_style_set_font (GtkWidget *view, const char *font)
{
  GtkStyleContext *context = gtk_widget_get_style_context (view);
  GtkCssProvider *provider = gtk_css_provider_new ();
  PangoFontDescription *description = font != NULL ? pango_font_description_from_string (font) : NULL;
  g_autofree char *css = NULL;
  static GQuark provider_quark = 0;

  if (provider_quark == 0)
    provider_quark = g_quark_from_static_string ("retort-font-provider");
  if (description != NULL)
    css = g_strdup_printf ("textview { font-family: \"%s\"; font-size: %dpt; }",
                           pango_font_description_get_family (description),
                           pango_font_description_get_size (description) / PANGO_SCALE);
  gtk_css_provider_load_from_data (provider, css != NULL ? css : "", -1);
  if (g_object_get_qdata (G_OBJECT (view), provider_quark) != NULL)
    gtk_style_context_remove_provider (context, g_object_get_qdata (G_OBJECT (view), provider_quark));
  gtk_style_context_add_provider (context, GTK_STYLE_PROVIDER (provider), GTK_STYLE_PROVIDER_PRIORITY_APPLICATION);
  g_object_set_qdata_full (G_OBJECT (view), provider_quark, provider, g_object_unref);
  g_clear_pointer (&description, pango_font_description_free);
}
