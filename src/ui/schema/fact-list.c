/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/schema/fact-list.h"

#include "ui/schema/fact-row.h"

struct _RetortFactList
{
  GtkWidget parent_instance;

  GtkLabel   *title_label;
  GtkListBox *list_box;
};

enum
{
  PROP_TITLE = 1,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (RetortFactList, retort_fact_list, GTK_TYPE_WIDGET)

static void
retort_fact_list_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  RetortFactList *self = RETORT_FACT_LIST (object);

  if (prop_id == PROP_TITLE)
    g_value_set_string (value, gtk_label_get_text (self->title_label));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
}

static void
retort_fact_list_set_property (GObject *object, guint prop_id, const GValue *value, GParamSpec *pspec)
{
  RetortFactList *self = RETORT_FACT_LIST (object);

  if (prop_id == PROP_TITLE)
    gtk_label_set_text (self->title_label, g_value_get_string (value));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
}

static void
retort_fact_list_dispose (GObject *object)
{
  RetortFactList *self = RETORT_FACT_LIST (object);
  GtkWidget *child = NULL;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
  G_OBJECT_CLASS (retort_fact_list_parent_class)->dispose (object);
}

static void
retort_fact_list_class_init (RetortFactListClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = retort_fact_list_get_property;
  object_class->set_property = retort_fact_list_set_property;
  object_class->dispose = retort_fact_list_dispose;
  properties[PROP_TITLE] = g_param_spec_string ("title", NULL, NULL, "",
                                                G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BOX_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/retort/Retort/schema/fact-list.ui");
  gtk_widget_class_bind_template_child (widget_class, RetortFactList, title_label);
  gtk_widget_class_bind_template_child (widget_class, RetortFactList, list_box);
}

static void
retort_fact_list_init (RetortFactList *self)
{
  GtkLayoutManager *layout = gtk_widget_get_layout_manager (GTK_WIDGET (self));

  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_orientable_set_orientation (GTK_ORIENTABLE (layout), GTK_ORIENTATION_VERTICAL);
  gtk_box_layout_set_spacing (GTK_BOX_LAYOUT (layout), 9);
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

static GtkWidget *
create_row_cb (gpointer item, gpointer user_data)
{
  return retort_fact_row_new (item);
}

/**
 * retort_fact_list_set_model:
 * @self: a list
 * @model: (nullable): a model of RetortFactItem
 */
void
retort_fact_list_set_model (RetortFactList *self, GListModel *model)
{
  gtk_list_box_bind_model (self->list_box, model, create_row_cb, NULL, NULL);
  gtk_widget_set_visible (GTK_WIDGET (self), model != NULL && g_list_model_get_n_items (model) > 0);
}
