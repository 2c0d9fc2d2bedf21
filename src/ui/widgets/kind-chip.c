/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ui/widgets/kind-chip.h"

struct _RetortKindChip
{
  GtkWidget parent_instance;

  GtkWidget *image;
  GtkWidget *label;
};

G_DEFINE_FINAL_TYPE (RetortKindChip, retort_kind_chip, GTK_TYPE_WIDGET)

static const struct
{
  const char *icon;
  const char *css_class;
} looks[] = {
  [RETORT_REVIEWED_SAME] = { NULL, NULL },
  [RETORT_REVIEWED_ADDED] = { "list-add-symbolic", "kind-added" },
  [RETORT_REVIEWED_CHANGED] = { "document-edit-symbolic", "kind-changed" },
  [RETORT_REVIEWED_TOUCHED] = { "document-edit-symbolic", "kind-touched" },
  [RETORT_REVIEWED_REMOVED] = { "list-remove-symbolic", "kind-removed" },
};

static void
retort_kind_chip_dispose (GObject *object)
{
  RetortKindChip *self = RETORT_KIND_CHIP (object);

  g_clear_pointer (&self->image, gtk_widget_unparent);
  g_clear_pointer (&self->label, gtk_widget_unparent);
  G_OBJECT_CLASS (retort_kind_chip_parent_class)->dispose (object);
}

static void
retort_kind_chip_class_init (RetortKindChipClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = retort_kind_chip_dispose;
  gtk_widget_class_set_css_name (widget_class, "kindchip");
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BOX_LAYOUT);
}

static void
retort_kind_chip_init (RetortKindChip *self)
{
  gtk_box_layout_set_spacing (GTK_BOX_LAYOUT (gtk_widget_get_layout_manager (GTK_WIDGET (self))), 4);
  self->image = gtk_image_new ();
  gtk_image_set_pixel_size (GTK_IMAGE (self->image), 12);
  gtk_widget_set_parent (self->image, GTK_WIDGET (self));
  self->label = gtk_label_new (NULL);
  gtk_widget_set_parent (self->label, GTK_WIDGET (self));
  gtk_widget_set_valign (GTK_WIDGET (self), GTK_ALIGN_CENTER);
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

/**
 * retort_kind_chip_new:
 *
 * Returns: (transfer floating): a chip that is hidden
 */
GtkWidget *
retort_kind_chip_new (void)
{
  return g_object_new (RETORT_TYPE_KIND_CHIP, NULL);
}

/**
 * retort_kind_chip_show:
 * @self: the chip
 * @kind: what happened to a revision
 */
void
retort_kind_chip_show (RetortKindChip *self, RetortReviewedKind kind)
{
  const char *classes[] = { "chip", looks[kind].css_class, NULL };

  gtk_widget_set_visible (GTK_WIDGET (self), kind != RETORT_REVIEWED_SAME);
  if (kind == RETORT_REVIEWED_SAME)
    return;
  gtk_widget_set_css_classes (GTK_WIDGET (self), classes);
  gtk_image_set_from_icon_name (GTK_IMAGE (self->image), looks[kind].icon);
  gtk_label_set_text (GTK_LABEL (self->label), retort_reviewed_kind_to_word (kind));
}
