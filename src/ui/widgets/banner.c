/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ui/widgets/banner.h"

struct _RetortBanner
{
  GtkWidget parent_instance;

  GtkRevealer *revealer;
  GtkWidget   *box;
  GtkImage    *image;
  GtkLabel    *label;
  GtkButton   *button;
};

/* By RetortBannerLevel. */
static const struct
{
  const char *style;
  const char *icon;
} levels[] = {
  [RETORT_BANNER_INFO] = { "info", "dialog-information-symbolic" },
  [RETORT_BANNER_WARNING] = { "warning", "dialog-warning-symbolic" },
  [RETORT_BANNER_ERROR] = { "error", "dialog-error-symbolic" },
};

G_DEFINE_FINAL_TYPE (RetortBanner, retort_banner, GTK_TYPE_WIDGET)

/* What is folded away is not read out any more, either. */
static void
revealed_cb (RetortBanner *self)
{
  if (!gtk_revealer_get_reveal_child (self->revealer))
    gtk_widget_set_visible (self->box, FALSE);
}

static void
retort_banner_dispose (GObject *object)
{
  RetortBanner *self = RETORT_BANNER (object);

  if (self->revealer != NULL)
    gtk_widget_unparent (GTK_WIDGET (self->revealer));
  self->revealer = NULL;
  G_OBJECT_CLASS (retort_banner_parent_class)->dispose (object);
}

static void
retort_banner_class_init (RetortBannerClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = retort_banner_dispose;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_ALERT);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/retort/Retort/widgets/banner.ui");
  gtk_widget_class_bind_template_child (widget_class, RetortBanner, revealer);
  gtk_widget_class_bind_template_child (widget_class, RetortBanner, box);
  gtk_widget_class_bind_template_child (widget_class, RetortBanner, image);
  gtk_widget_class_bind_template_child (widget_class, RetortBanner, label);
  gtk_widget_class_bind_template_child (widget_class, RetortBanner, button);
}

static void
retort_banner_init (RetortBanner *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_widget_set_visible (self->box, FALSE);
  g_signal_connect_object (self->revealer, "notify::child-revealed", G_CALLBACK (revealed_cb), self, G_CONNECT_SWAPPED);
}

/* libpq breaks and indents its messages for a terminal. */
static char *
dup_as_one_line (const char *text)
{
  g_auto(GStrv) words = g_strsplit_set (text, "\n\t", -1);
  g_autoptr(GString) line = g_string_new (NULL);

  for (guint i = 0; words[i] != NULL; i++)
    if (*g_strstrip (words[i]) != '\0')
      g_string_append_printf (line, "%s%s", line->len > 0 ? " " : "", words[i]);
  return g_string_free (g_steal_pointer (&line), FALSE);
}

/**
 * retort_banner_show:
 * @self: a banner
 * @level: how severe it is
 * @text: one sentence
 * @button: (nullable): what the button says
 * @action: (nullable): detailed name of the action that the button does
 *
 * Shows a state, in place of the one before.
 */
void
retort_banner_show (RetortBanner *self, RetortBannerLevel level, const char *text,
                    const char *button, const char *action)
{
  g_autofree char *line = dup_as_one_line (text);

  g_return_if_fail (RETORT_IS_BANNER (self));

  for (gsize i = 0; i < G_N_ELEMENTS (levels); i++)
    gtk_widget_remove_css_class (self->box, levels[i].style);
  gtk_widget_add_css_class (self->box, levels[level].style);
  gtk_image_set_from_icon_name (self->image, levels[level].icon);
  gtk_label_set_label (self->label, line);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->label), text);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);
  gtk_widget_set_visible (GTK_WIDGET (self->button), button != NULL);
  if (button != NULL)
    {
      gtk_button_set_label (self->button, button);
      gtk_actionable_set_detailed_action_name (GTK_ACTIONABLE (self->button), action);
    }
  gtk_widget_set_visible (self->box, TRUE);
  gtk_revealer_set_reveal_child (self->revealer, TRUE);
}

/**
 * retort_banner_hide:
 * @self: a banner
 *
 * Shows nothing.
 */
void
retort_banner_hide (RetortBanner *self)
{
  g_return_if_fail (RETORT_IS_BANNER (self));
  gtk_accessible_reset_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL);
  gtk_revealer_set_reveal_child (self->revealer, FALSE);
}

/**
 * retort_banner_set_narrow:
 * @self: a banner
 * @is_narrow: whether the button stands below the text, which needs the whole width
 */
void
retort_banner_set_narrow (RetortBanner *self, gboolean is_narrow)
{
  g_return_if_fail (RETORT_IS_BANNER (self));
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self->box),
                                  is_narrow ? GTK_ORIENTATION_VERTICAL : GTK_ORIENTATION_HORIZONTAL);
}
