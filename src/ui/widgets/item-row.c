/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ui/widgets/item-row.h"

#include "ui/widgets/row-name.h"

typedef struct
{
  GObject *item; /* nullable */
} RetortItemRowPrivate;

enum
{
  PROP_ITEM = 1,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_ABSTRACT_TYPE_WITH_PRIVATE (RetortItemRow, retort_item_row, GTK_TYPE_WIDGET)

static void
set_item (RetortItemRow *self, GObject *item)
{
  RetortItemRowPrivate *priv = retort_item_row_get_instance_private (self);

  if (!g_set_object (&priv->item, item))
    return;
  if (item != NULL)
    RETORT_ITEM_ROW_GET_CLASS (self)->show_item (self, item);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ITEM]);
}

static void
retort_item_row_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  RetortItemRowPrivate *priv = retort_item_row_get_instance_private (RETORT_ITEM_ROW (object));

  if (prop_id == PROP_ITEM)
    g_value_set_object (value, priv->item);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
}

static void
retort_item_row_set_property (GObject *object, guint prop_id, const GValue *value, GParamSpec *pspec)
{
  if (prop_id == PROP_ITEM)
    set_item (RETORT_ITEM_ROW (object), g_value_get_object (value));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
}

static void
retort_item_row_dispose (GObject *object)
{
  RetortItemRowPrivate *priv = retort_item_row_get_instance_private (RETORT_ITEM_ROW (object));
  GtkWidget *child = NULL;

  g_clear_object (&priv->item);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);
  G_OBJECT_CLASS (retort_item_row_parent_class)->dispose (object);
}

static void
retort_item_row_class_init (RetortItemRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = retort_item_row_get_property;
  object_class->set_property = retort_item_row_set_property;
  object_class->dispose = retort_item_row_dispose;
  properties[PROP_ITEM] = g_param_spec_object ("item", NULL, NULL, G_TYPE_OBJECT,
                                               G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
}

static void
retort_item_row_init (RetortItemRow *self)
{
}

/**
 * retort_item_row_class_set_template:
 * @klass: a subclass, while its class is initialised
 * @resource: the path of its template
 *
 * Gives the rows of a subclass what they look like; the template may contain a RetortRowName.
 */
void
retort_item_row_class_set_template (RetortItemRowClass *klass, const char *resource)
{
  g_type_ensure (RETORT_TYPE_ROW_NAME);
  gtk_widget_class_set_template_from_resource (GTK_WIDGET_CLASS (klass), resource);
}
