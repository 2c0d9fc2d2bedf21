/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ui/review/ref-chooser.h"

#include "ui/review/ref-row.h"

#include <glib/gi18n.h>
#include <string.h>

struct _RetortRefChooser
{
  GtkWidget parent_instance;

  GtkWidget      *button;
  GtkPopover     *popover;
  GtkLabel       *label_label;
  GtkLabel       *name_label;
  GtkSearchEntry *search_entry;
  GtkListView    *list_view;

  char           *label;         /* nullable */
  gboolean        has_work_tree;
  GtkFilter      *filter;
  GtkSorter      *sorter;
  GListModel     *refs;          /* nullable; element: RetortRefItem */
  RetortRefItem  *selected;      /* nullable */
};

enum
{
  PROP_0,
  PROP_LABEL,
  PROP_HAS_WORK_TREE,
  N_PROPS,
};

enum
{
  CHOSEN,
  N_SIGNALS,
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (RetortRefChooser, retort_ref_chooser, GTK_TYPE_WIDGET)

static gboolean
match_cb (gpointer item, gpointer user_data)
{
  RetortRefChooser *self = user_data;

  if (!self->has_work_tree && retort_ref_item_get_ref (item) == NULL)
    return FALSE;
  return retort_ref_item_matches (item, gtk_editable_get_text (GTK_EDITABLE (self->search_entry)));
}

/* What is called as was typed stands before what only mentions it: "77" is rather a request than a word of a message. */
static int
compare_cb (gconstpointer a, gconstpointer b, gpointer user_data)
{
  RetortRefChooser *self = user_data;
  g_autofree char *text = g_utf8_casefold (gtk_editable_get_text (GTK_EDITABLE (self->search_entry)), -1);
  g_autofree char *left = g_utf8_casefold (retort_ref_item_get_name ((gpointer) a), -1);
  g_autofree char *right = g_utf8_casefold (retort_ref_item_get_name ((gpointer) b), -1);

  return (strstr (left, text) == NULL) - (strstr (right, text) == NULL);
}

static void
search_changed_cb (RetortRefChooser *self)
{
  gtk_sorter_changed (self->sorter, GTK_SORTER_CHANGE_DIFFERENT);
  gtk_filter_changed (self->filter, GTK_FILTER_CHANGE_DIFFERENT);
}

static void
choose (RetortRefChooser *self, guint position)
{
  g_autoptr(RetortRefItem) item = g_list_model_get_item (G_LIST_MODEL (gtk_list_view_get_model (self->list_view)), position);

  if (item == NULL)
    return;
  gtk_menu_button_popdown (GTK_MENU_BUTTON (self->button));
  if (item == self->selected)
    return;
  retort_ref_chooser_select (self, item);
  g_signal_emit (self, signals[CHOSEN], 0);
}

static void
activate_cb (RetortRefChooser *self, guint position)
{
  choose (self, position);
}

/* Whoever types and presses Enter at once means what was typed. */
static void
search_activate_cb (RetortRefChooser *self)
{
  search_changed_cb (self);
  choose (self, 0);
}

/* The entry takes Escape for itself. */
static void
stop_search_cb (RetortRefChooser *self)
{
  gtk_menu_button_popdown (GTK_MENU_BUTTON (self->button));
}

static void
show_cb (RetortRefChooser *self)
{
  gtk_editable_set_text (GTK_EDITABLE (self->search_entry), "");
  gtk_widget_grab_focus (GTK_WIDGET (self->search_entry));
}

static void
update (RetortRefChooser *self)
{
  const char *name = self->selected != NULL ? retort_ref_item_get_name (self->selected) : "…";
  g_autofree char *accessible = g_strdup_printf ("%s: %s", self->label, name);

  gtk_label_set_text (self->label_label, self->label);
  gtk_label_set_text (self->name_label, name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->button), GTK_ACCESSIBLE_PROPERTY_LABEL, accessible, -1);
  gtk_widget_set_tooltip_text (self->button, self->selected != NULL ? retort_ref_item_get_detail (self->selected) : NULL);
}

static void
retort_ref_chooser_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  RetortRefChooser *self = RETORT_REF_CHOOSER (object);

  switch (id)
    {
    case PROP_LABEL: self->label = g_value_dup_string (value); break;
    case PROP_HAS_WORK_TREE: self->has_work_tree = g_value_get_boolean (value); break;
    default: G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
retort_ref_chooser_constructed (GObject *object)
{
  G_OBJECT_CLASS (retort_ref_chooser_parent_class)->constructed (object);
  update (RETORT_REF_CHOOSER (object));
}

static void
retort_ref_chooser_dispose (GObject *object)
{
  RetortRefChooser *self = RETORT_REF_CHOOSER (object);

  if (self->list_view != NULL)
    gtk_list_view_set_model (self->list_view, NULL);
  self->list_view = NULL;
  g_clear_object (&self->filter);
  g_clear_object (&self->sorter);
  g_clear_object (&self->refs);
  g_clear_object (&self->selected);
  g_clear_pointer (&self->label, g_free);
  g_clear_pointer (&self->button, gtk_widget_unparent);
  G_OBJECT_CLASS (retort_ref_chooser_parent_class)->dispose (object);
}

static void
retort_ref_chooser_class_init (RetortRefChooserClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->set_property = retort_ref_chooser_set_property;
  object_class->constructed = retort_ref_chooser_constructed;
  object_class->dispose = retort_ref_chooser_dispose;
  properties[PROP_LABEL] = g_param_spec_string ("label", NULL, NULL, NULL, G_PARAM_WRITABLE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
  properties[PROP_HAS_WORK_TREE] = g_param_spec_boolean ("has-work-tree", NULL, NULL, FALSE, G_PARAM_WRITABLE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  /**
   * RetortRefChooser::chosen:
   *
   * Somebody took another branch.
   */
  signals[CHOSEN] = g_signal_new ("chosen", RETORT_TYPE_REF_CHOOSER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  g_type_ensure (RETORT_TYPE_REF_ROW);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/retort/Retort/review/ref-chooser.ui");
  gtk_widget_class_bind_template_child (widget_class, RetortRefChooser, button);
  gtk_widget_class_bind_template_child (widget_class, RetortRefChooser, popover);
  gtk_widget_class_bind_template_child (widget_class, RetortRefChooser, label_label);
  gtk_widget_class_bind_template_child (widget_class, RetortRefChooser, name_label);
  gtk_widget_class_bind_template_child (widget_class, RetortRefChooser, search_entry);
  gtk_widget_class_bind_template_child (widget_class, RetortRefChooser, list_view);
  gtk_widget_class_bind_template_callback (widget_class, show_cb);
  gtk_widget_class_bind_template_callback (widget_class, activate_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_activate_cb);
  gtk_widget_class_bind_template_callback (widget_class, stop_search_cb);
}

static void
retort_ref_chooser_init (RetortRefChooser *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->filter = GTK_FILTER (gtk_custom_filter_new (match_cb, self, NULL));
  self->sorter = GTK_SORTER (gtk_custom_sorter_new (compare_cb, self, NULL));
}

/**
 * retort_ref_chooser_set_model:
 * @self: the chooser
 * @refs: (nullable): a list of RetortRefItem
 */
void
retort_ref_chooser_set_model (RetortRefChooser *self, GListModel *refs)
{
  GtkFilterListModel *filtered = NULL;
  GtkSortListModel *sorted = NULL;
  g_autoptr(GtkNoSelection) selection = NULL;

  g_set_object (&self->refs, refs);
  if (refs == NULL)
    {
      gtk_list_view_set_model (self->list_view, NULL);
      return;
    }
  filtered = gtk_filter_list_model_new (g_object_ref (refs), g_object_ref (self->filter));
  sorted = gtk_sort_list_model_new (G_LIST_MODEL (filtered), g_object_ref (self->sorter));
  selection = gtk_no_selection_new (G_LIST_MODEL (sorted));
  gtk_list_view_set_model (self->list_view, GTK_SELECTION_MODEL (selection));
}

/**
 * retort_ref_chooser_get_selected:
 * @self: the chooser
 *
 * Returns: (transfer none) (nullable): what the button names
 */
RetortRefItem *
retort_ref_chooser_get_selected (RetortRefChooser *self)
{
  return self->selected;
}

/**
 * retort_ref_chooser_select:
 * @self: the chooser
 * @ref: (nullable): what the button is to name
 */
void
retort_ref_chooser_select (RetortRefChooser *self, RetortRefItem *ref)
{
  g_set_object (&self->selected, ref);
  update (self);
}
