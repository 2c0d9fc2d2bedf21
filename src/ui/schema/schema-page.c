/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The tree is read when the page is looked at and the last reading is stale: never while another page
 * is in front, so that connecting stays cheap. States: message (no database, failed), loading, tree. */
#include "config.h"

#include "ui/schema/schema-page.h"

#include "ui/schema/schema-details.h"
#include "ui/widgets/page-shortcut.h"
#include "ui/widgets/row-name.h"

#include <adwaita.h>
#include <glib/gi18n.h>

struct _RetortSchemaPage
{
  GtkWidget parent_instance;

  GtkStack            *stack;
  AdwStatusPage       *message_page;
  GtkWidget           *message_button;
  AdwLeaflet          *leaflet;
  GtkWidget           *content;
  GtkWidget           *sidebar;
  GtkSearchEntry      *search_entry;
  GtkStack            *found_stack;
  GtkListView         *list_view;
  GtkListItemFactory  *tree_factory;
  GtkListItemFactory  *found_factory;
  RetortSchemaDetails *details;

  RetortWorkbench      *workbench;   /* nullable */
  RetortSchemaSnapshot *snapshot;    /* nullable: what the tree shows */
  GtkSingleSelection   *selection;   /* over the tree; owned */
  char                 *selected;    /* nullable: "schema.name" that a new tree selects again */
  GCancellable         *cancellable; /* of the reading that goes on; nullable */
};

enum
{
  PROP_SELECTED = 1,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (RetortSchemaPage, retort_schema_page, GTK_TYPE_WIDGET)

static void load (RetortSchemaPage *self);

static char *
node_path (RetortSchemaNode *node)
{
  const char *schema = retort_schema_node_get_schema (node);

  return g_strconcat (schema != NULL ? schema : "", ".", retort_schema_node_get_name (node), NULL);
}

static RetortSchemaNode *
node_at (GListModel *model, guint position)
{
  g_autoptr(GObject) item = g_list_model_get_item (model, position);

  if (item == NULL)
    return NULL;
  if (GTK_IS_TREE_LIST_ROW (item))
    {
      g_autoptr(GObject) node = gtk_tree_list_row_get_item (GTK_TREE_LIST_ROW (item));

      return RETORT_SCHEMA_NODE (node); /* the tree holds it */
    }
  return RETORT_SCHEMA_NODE (item);
}

static void
selection_changed_cb (RetortSchemaPage *self)
{
  guint position = gtk_single_selection_get_selected (self->selection);
  RetortSchemaNode *node = NULL;

  if (position != GTK_INVALID_LIST_POSITION)
    node = node_at (G_LIST_MODEL (self->selection), position);
  retort_schema_details_show (self->details, node);
  if (node != NULL)
    {
      g_free (self->selected);
      self->selected = node_path (node);
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SELECTED]);
    }
}

static void
activate_cb (RetortSchemaPage *self, guint position)
{
  g_autoptr(GtkTreeListRow) row = g_list_model_get_item (G_LIST_MODEL (self->selection), position);

  if (row != NULL && gtk_tree_list_row_is_expandable (row))
    gtk_tree_list_row_set_expanded (row, !gtk_tree_list_row_get_expanded (row));
  else
    adw_leaflet_set_visible_child (self->leaflet, self->content);
}

static GListModel *
create_children_cb (gpointer item, gpointer user_data)
{
  GListModel *children = retort_schema_node_get_children (item);

  return children != NULL ? g_object_ref (children) : NULL;
}

static gboolean
contains (const char *name, const char *needle)
{
  g_autofree char *folded = g_utf8_casefold (name, -1);

  return strstr (folded, needle) != NULL;
}

/* Does the table, or one of its columns, hold the text? @text is folded. */
static gboolean
node_matches (RetortSchemaNode *node, const char *text)
{
  RetortTable *table = retort_schema_node_get_table (node);

  if (contains (retort_schema_node_get_name (node), text))
    return TRUE;
  for (guint i = 0; table != NULL && i < table->columns->len; i++)
    {
      const RetortColumn *column = g_ptr_array_index (table->columns, i);

      if (contains (column->name, text))
        return TRUE;
    }
  return FALSE;
}

static void
collect_matches (GListModel *nodes, const char *text, GListStore *found)
{
  for (guint i = 0; i < g_list_model_get_n_items (nodes); i++)
    {
      g_autoptr(RetortSchemaNode) node = g_list_model_get_item (nodes, i);
      GListModel *children = retort_schema_node_get_children (node);

      if (children != NULL)
        collect_matches (children, text, found);
      else if (node_matches (node, text))
        g_list_store_append (found, node);
    }
}

/* A search shows what it found as a flat list; without one the whole tree. */
static GListModel *
dup_roots (RetortSchemaPage *self)
{
  g_autofree char *text = g_utf8_casefold (gtk_editable_get_text (GTK_EDITABLE (self->search_entry)), -1);
  GListStore *found = NULL;

  if (*text == '\0')
    return g_object_ref (retort_schema_snapshot_get_roots (self->snapshot));
  found = g_list_store_new (RETORT_TYPE_SCHEMA_NODE);
  collect_matches (retort_schema_snapshot_get_roots (self->snapshot), text, found);
  return G_LIST_MODEL (found);
}

/* Groups that hold tables are what people come for: they are open, the rest is folded. */
static void
expand_first_levels (GtkTreeListModel *tree)
{
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (tree)); i++)
    {
      g_autoptr(GtkTreeListRow) row = g_list_model_get_item (G_LIST_MODEL (tree), i);
      g_autoptr(RetortSchemaNode) node = gtk_tree_list_row_get_item (row);
      RetortSchemaNodeKind kind = retort_schema_node_get_kind (node);

      if (kind == RETORT_SCHEMA_NODE_SCHEMA || kind == RETORT_SCHEMA_NODE_GROUP)
        gtk_tree_list_row_set_expanded (row, kind == RETORT_SCHEMA_NODE_SCHEMA
                                                 || gtk_tree_list_row_get_depth (row) <= 1);
    }
}

/* The first table, so that there is something to look at. */
static guint
find_first_table (GListModel *model)
{
  for (guint i = 0; i < g_list_model_get_n_items (model); i++)
    {
      if (retort_schema_node_get_table (node_at (model, i)) != NULL)
        return i;
    }
  return GTK_INVALID_LIST_POSITION;
}

static gboolean
is_searching (RetortSchemaPage *self)
{
  return *gtk_editable_get_text (GTK_EDITABLE (self->search_entry)) != '\0';
}

/* Of what a search found, the first is as good as any. */
static guint
find_selected (RetortSchemaPage *self, GListModel *model)
{
  for (guint i = 0; self->selected != NULL && i < g_list_model_get_n_items (model); i++)
    {
      g_autofree char *path = node_path (node_at (model, i));

      if (g_str_equal (path, self->selected))
        return i;
    }
  if (is_searching (self))
    return 0;
  return self->selected == NULL ? find_first_table (model) : GTK_INVALID_LIST_POSITION;
}

static void
rebuild_tree (RetortSchemaPage *self)
{
  GtkTreeListModel *tree = NULL;
  gboolean is_empty = FALSE;

  if (self->snapshot == NULL)
    return;
  tree = gtk_tree_list_model_new (dup_roots (self), FALSE, FALSE, create_children_cb, NULL, NULL);
  expand_first_levels (tree);
  gtk_list_view_set_factory (self->list_view, is_searching (self) ? self->found_factory : self->tree_factory);
  is_empty = g_list_model_get_n_items (G_LIST_MODEL (tree)) == 0;
  gtk_stack_set_visible_child_name (self->found_stack, is_searching (self) && is_empty ? "nothing-found" : "list");
  gtk_single_selection_set_model (self->selection, G_LIST_MODEL (tree));
  gtk_single_selection_set_selected (self->selection, find_selected (self, G_LIST_MODEL (tree)));
  g_object_unref (tree);
  selection_changed_cb (self);
}

static void
search_changed_cb (RetortSchemaPage *self)
{
  rebuild_tree (self);
}

static void
show_message (RetortSchemaPage *self, const char *icon, const char *title, const char *description,
              gboolean offers_connection)
{
  adw_status_page_set_icon_name (self->message_page, icon);
  adw_status_page_set_title (self->message_page, title);
  adw_status_page_set_description (self->message_page, description);
  gtk_widget_set_visible (self->message_button, offers_connection);
  gtk_stack_set_visible_child_name (self->stack, "message");
}

static void
show_snapshot (RetortSchemaPage *self, RetortSchemaSnapshot *snapshot)
{
  GPtrArray *tables = retort_schema_get_tables (retort_schema_snapshot_get_schema (snapshot));

  if (g_set_object (&self->snapshot, snapshot))
    rebuild_tree (self);
  if (tables->len == 0)
    show_message (self, "view-list-symbolic", _("Nothing Here Yet"),
                  _("The database holds no table. Upgrade it to see what the migrations make."), FALSE);
  else
    gtk_stack_set_visible_child_name (self->stack, "tree");
}

/* Without a connection there is a reason, and a next step. */
static void
show_disconnected (RetortSchemaPage *self)
{
  switch (retort_workbench_get_connection_state (self->workbench))
    {
    case RETORT_CONNECTION_NONE:
    case RETORT_CONNECTION_READY:
      show_message (self, "network-server-symbolic", _("No Database"),
                    _("Connect to a database to look at its tables, types and policies."), TRUE);
      return;
    case RETORT_CONNECTION_CONNECTING:
      show_message (self, "network-server-symbolic", _("Connecting…"), NULL, FALSE);
      return;
    case RETORT_CONNECTION_PASSWORD_NEEDED:
      show_message (self, "dialog-password-symbolic", _("Password Needed"),
                    _("The schema shows here once the database lets us in."), FALSE);
      return;
    case RETORT_CONNECTION_FAILED:
      show_message (self, "network-server-symbolic", _("The Database Cannot Be Reached"),
                    _("The reason stands above; the schema shows here once it can be."), FALSE);
      return;
    }
}

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr(RetortSchemaPage) self = user_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(RetortSchemaSnapshot) snapshot =
      retort_workbench_load_schema_finish (RETORT_WORKBENCH (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  g_clear_object (&self->cancellable);
  if (snapshot != NULL)
    show_snapshot (self, snapshot);
  else
    show_message (self, "dialog-error-symbolic", _("The Schema Cannot Be Read"), error->message, FALSE);
}

static void
load (RetortSchemaPage *self)
{
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
  if (self->snapshot == NULL)
    gtk_stack_set_visible_child_name (self->stack, "loading");
  retort_workbench_load_schema_async (self->workbench, self->cancellable, loaded_cb, g_object_ref (self));
}

/* Decides from the workbench's state what is to be seen. */
static void
update (RetortSchemaPage *self)
{
  RetortSchemaSnapshot *schema = NULL;

  if (self->workbench == NULL || !gtk_widget_get_mapped (GTK_WIDGET (self)))
    return;
  if (retort_workbench_get_connection_state (self->workbench) != RETORT_CONNECTION_READY)
    {
      g_clear_object (&self->snapshot);
      show_disconnected (self);
      return;
    }
  schema = retort_workbench_get_schema (self->workbench);
  if (schema != NULL)
    show_snapshot (self, schema);
  else if (self->cancellable == NULL)
    load (self);
}

static void
retort_schema_page_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (retort_schema_page_parent_class)->map (widget);
  update (RETORT_SCHEMA_PAGE (widget));
}

static void
back_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  RetortSchemaPage *self = RETORT_SCHEMA_PAGE (widget);

  adw_leaflet_set_visible_child (self->leaflet, self->sidebar);
}

static void
find_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  retort_schema_page_focus_search (RETORT_SCHEMA_PAGE (widget));
}

static void
retort_schema_page_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  if (prop_id == PROP_SELECTED)
    g_value_set_string (value, RETORT_SCHEMA_PAGE (object)->selected);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
}

static void
retort_schema_page_dispose (GObject *object)
{
  RetortSchemaPage *self = RETORT_SCHEMA_PAGE (object);
  GtkWidget *child = NULL;

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  if (self->workbench != NULL)
    g_signal_handlers_disconnect_by_data (self->workbench, self);
  g_clear_object (&self->workbench);
  g_clear_object (&self->snapshot);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
  g_clear_object (&self->selection);
  g_clear_pointer (&self->selected, g_free);
  G_OBJECT_CLASS (retort_schema_page_parent_class)->dispose (object);
}

static void
retort_schema_page_class_init (RetortSchemaPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = retort_schema_page_dispose;
  G_OBJECT_CLASS (klass)->get_property = retort_schema_page_get_property;
  properties[PROP_SELECTED] = g_param_spec_string ("selected", NULL, NULL, NULL, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (G_OBJECT_CLASS (klass), N_PROPS, properties);
  widget_class->map = retort_schema_page_map;
  g_type_ensure (RETORT_TYPE_SCHEMA_DETAILS);
  g_type_ensure (RETORT_TYPE_SCHEMA_NODE);
  g_type_ensure (RETORT_TYPE_ROW_NAME);

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/retort/Retort/schema/schema-page.ui");
  gtk_widget_class_bind_template_child (widget_class, RetortSchemaPage, stack);
  gtk_widget_class_bind_template_child (widget_class, RetortSchemaPage, message_page);
  gtk_widget_class_bind_template_child (widget_class, RetortSchemaPage, message_button);
  gtk_widget_class_bind_template_child (widget_class, RetortSchemaPage, leaflet);
  gtk_widget_class_bind_template_child (widget_class, RetortSchemaPage, sidebar);
  gtk_widget_class_bind_template_child (widget_class, RetortSchemaPage, content);
  gtk_widget_class_bind_template_child (widget_class, RetortSchemaPage, search_entry);
  gtk_widget_class_bind_template_child (widget_class, RetortSchemaPage, found_stack);
  gtk_widget_class_bind_template_child (widget_class, RetortSchemaPage, list_view);
  gtk_widget_class_bind_template_child (widget_class, RetortSchemaPage, tree_factory);
  gtk_widget_class_bind_template_child (widget_class, RetortSchemaPage, found_factory);
  gtk_widget_class_bind_template_child (widget_class, RetortSchemaPage, details);
  gtk_widget_class_bind_template_callback (widget_class, search_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, activate_cb);
  gtk_widget_class_install_action (widget_class, "schema.back", NULL, back_action);
  gtk_widget_class_install_action (widget_class, "schema.find", NULL, find_action);
}

static void
retort_schema_page_init (RetortSchemaPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  retort_page_shortcut_add (GTK_WIDGET (self), GDK_KEY_f, GDK_CONTROL_MASK, "schema.find");
  self->selection = gtk_single_selection_new (NULL);
  gtk_single_selection_set_autoselect (self->selection, FALSE);
  gtk_single_selection_set_can_unselect (self->selection, TRUE);
  gtk_list_view_set_model (self->list_view, GTK_SELECTION_MODEL (self->selection));
  g_signal_connect_object (self->selection, "notify::selected", G_CALLBACK (selection_changed_cb), self,
                           G_CONNECT_SWAPPED);
}

/**
 * retort_schema_page_set_workbench:
 * @self: the page
 * @workbench: (transfer none): whose database is shown
 */
void
retort_schema_page_set_workbench (RetortSchemaPage *self, RetortWorkbench *workbench)
{
  g_return_if_fail (self->workbench == NULL);

  self->workbench = g_object_ref (workbench);
  g_signal_connect_object (workbench, "notify::connection-state", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (workbench, "notify::schema", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
}

/**
 * retort_schema_page_focus_search:
 * @self: the page
 *
 * Puts the focus into the search entry.
 */
void
retort_schema_page_focus_search (RetortSchemaPage *self)
{
  adw_leaflet_set_visible_child (self->leaflet, self->sidebar);
  gtk_widget_grab_focus (GTK_WIDGET (self->search_entry));
}

/**
 * retort_schema_page_get_selected:
 * @self: the page
 *
 * Returns: (transfer none) (nullable): "schema.name" of what was selected last
 */
const char *
retort_schema_page_get_selected (RetortSchemaPage *self)
{
  return self->selected;
}
