/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/preferences/preferences-dialog.h"

struct _RetortPreferencesDialog
{
  AdwPreferencesWindow parent_instance;

  AdwComboRow   *scheme_row;
  GtkSwitch     *line_numbers_switch;
  GtkSwitch     *system_font_switch;
  GtkFontButton *font_button;
  GtkSpinButton *lock_timeout_spin;
};

G_DEFINE_FINAL_TYPE (RetortPreferencesDialog, retort_preferences_dialog, ADW_TYPE_PREFERENCES_WINDOW)

/* The nicks of the schema's enum, in the order of the combo row. */
static const char *const schemes[] = { "follow", "light", "dark" };

static gboolean
get_scheme (GValue *value, GVariant *variant, gpointer user_data)
{
  for (guint i = 0; i < G_N_ELEMENTS (schemes); i++)
    {
      if (g_str_equal (g_variant_get_string (variant, NULL), schemes[i]))
        g_value_set_uint (value, i);
    }
  return TRUE;
}

static GVariant *
set_scheme (const GValue *value, const GVariantType *expected_type, gpointer user_data)
{
  return g_variant_new_string (schemes[MIN (g_value_get_uint (value), G_N_ELEMENTS (schemes) - 1)]);
}

static void
retort_preferences_dialog_class_init (RetortPreferencesDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/retort/Retort/preferences/preferences-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, RetortPreferencesDialog, scheme_row);
  gtk_widget_class_bind_template_child (widget_class, RetortPreferencesDialog, line_numbers_switch);
  gtk_widget_class_bind_template_child (widget_class, RetortPreferencesDialog, system_font_switch);
  gtk_widget_class_bind_template_child (widget_class, RetortPreferencesDialog, font_button);
  gtk_widget_class_bind_template_child (widget_class, RetortPreferencesDialog, lock_timeout_spin);
}

static void
retort_preferences_dialog_init (RetortPreferencesDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * retort_preferences_dialog_new:
 * @settings: (transfer none): where preferences are kept
 * @parent: (nullable): the window that it belongs to
 *
 * Returns: (transfer floating): the dialog
 */
GtkWidget *
retort_preferences_dialog_new (GSettings *settings, GtkWindow *parent)
{
  RetortPreferencesDialog *self = g_object_new (RETORT_TYPE_PREFERENCES_DIALOG, "transient-for", parent, NULL);

  g_settings_bind_with_mapping (settings, "color-scheme", self->scheme_row, "selected", G_SETTINGS_BIND_DEFAULT,
                                get_scheme, set_scheme, NULL, NULL);
  g_settings_bind (settings, "show-line-numbers", self->line_numbers_switch, "active", G_SETTINGS_BIND_DEFAULT);
  g_settings_bind (settings, "use-system-font", self->system_font_switch, "active", G_SETTINGS_BIND_DEFAULT);
  g_settings_bind (settings, "editor-font", self->font_button, "font", G_SETTINGS_BIND_DEFAULT);
  g_settings_bind (settings, "lock-timeout-ms", self->lock_timeout_spin, "value", G_SETTINGS_BIND_DEFAULT);
  return GTK_WIDGET (self);
}
