/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/widgets/row-name.h"

struct _RetortRowName
{
  GtkWidget parent_instance;

  char *text; /* nullable */
};

enum
{
  PROP_TEXT = 1,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (RetortRowName, retort_row_name, GTK_TYPE_WIDGET)

/* The row is the child of the list view; how deep we stand in it is the template's affair. */
static void
name_row (RetortRowName *self)
{
  GtkWidget *widget = GTK_WIDGET (self);

  while (widget != NULL && !GTK_IS_LIST_VIEW (gtk_widget_get_parent (widget)))
    widget = gtk_widget_get_parent (widget);
  if (widget != NULL && self->text != NULL)
    gtk_accessible_update_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL, self->text, -1);
}

static void
retort_row_name_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  if (prop_id == PROP_TEXT)
    g_value_set_string (value, RETORT_ROW_NAME (object)->text);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
}

static void
retort_row_name_set_property (GObject *object, guint prop_id, const GValue *value, GParamSpec *pspec)
{
  if (prop_id == PROP_TEXT)
    retort_row_name_set_text (RETORT_ROW_NAME (object), g_value_get_string (value));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
}

static void
retort_row_name_root (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (retort_row_name_parent_class)->root (widget);
  name_row (RETORT_ROW_NAME (widget));
}

static void
retort_row_name_finalize (GObject *object)
{
  g_free (RETORT_ROW_NAME (object)->text);
  G_OBJECT_CLASS (retort_row_name_parent_class)->finalize (object);
}

static void
retort_row_name_class_init (RetortRowNameClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = retort_row_name_get_property;
  object_class->set_property = retort_row_name_set_property;
  object_class->finalize = retort_row_name_finalize;
  GTK_WIDGET_CLASS (klass)->root = retort_row_name_root;
  properties[PROP_TEXT] = g_param_spec_string ("text", NULL, NULL, NULL, G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
retort_row_name_init (RetortRowName *self)
{
}

/**
 * retort_row_name_set_text:
 * @self: the name of a row
 * @text: (nullable): what a screen reader says for the row
 */
void
retort_row_name_set_text (RetortRowName *self, const char *text)
{
  if (g_strcmp0 (self->text, text) == 0)
    return;
  g_free (self->text);
  self->text = g_strdup (text);
  name_row (self);
}
