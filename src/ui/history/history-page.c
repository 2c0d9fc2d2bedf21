/* SPDX-License-Identifier: GPL-3.0-or-later */
/* revisions → filter → selection → list. The selection never jumps by itself: a row that a new filter
 * hides is selected again when it comes back, and only people and keys select another. */
#include "config.h"

#include "ui/history/history-page.h"

#include "ui/history/lane-cell.h"
#include "ui/history/revision-filter.h"
#include "ui/history/revision-row.h"
#include "ui/history/row-shower.h"

#include <adwaita.h>
#include <glib/gi18n.h>

struct _RetortHistoryPage
{
  GtkWidget parent_instance;

  RetortWorkbench    *workbench;   /* nullable */
  GtkCustomFilter    *filter;
  GtkFilterListModel *filtered;    /* nullable */
  GtkSingleSelection *selection;   /* nullable */
  guint               refilter_id; /* 0, or a timeout */
  RetortRowShower    *shower;      /* of the list's rows */
  RetortRevisionItem *selected;    /* nullable: what was last chosen, shown or not */
  char               *needle;      /* casefolded text of the search */
  char               *kind;        /* "all", "pending", "findings", "junctions" */
  gboolean            is_narrow;   /* one press opens a revision: there is no second pane beside the list */
  GtkWidget          *box;
  GtkSearchEntry     *search_entry;
  GtkMenuButton      *filter_button;
  GtkStack           *stack;
  GtkListView        *list_view;
  GtkLabel           *count_label;
  GtkWidget          *row_popover; /* GtkPopover, of the row that was pressed */
};

enum
{
  PROP_0,
  PROP_SELECTED,
  PROP_FILTER,
  N_PROPS
};

enum
{
  SIGNAL_ACTIVATED,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

#define REFILTER_DELAY_MS 150

G_DEFINE_FINAL_TYPE (RetortHistoryPage, retort_history_page, GTK_TYPE_WIDGET)

/* Filtering */

static gboolean
matches (gpointer item, gpointer user_data)
{
  RetortHistoryPage *self = RETORT_HISTORY_PAGE (user_data);

  return retort_revision_filter_has_kind (item, self->kind) && retort_revision_filter_has_text (item, self->needle);
}

static gboolean
is_filtering (RetortHistoryPage *self)
{
  return *self->needle != '\0' || !g_str_equal (self->kind, "all");
}

static void
queue_draw_tree (GtkWidget *widget)
{
  gtk_widget_queue_draw (widget);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    queue_draw_tree (child);
}

/* Lane cells look for the class, and those of rows that stay do not hear of it. */
static void
show_as_filtered (RetortHistoryPage *self, gboolean is_filtered)
{
  GtkWidget *list = GTK_WIDGET (self->list_view);

  if (gtk_widget_has_css_class (list, RETORT_LANE_CELL_FILTERED) == is_filtered)
    return;
  if (is_filtered)
    gtk_widget_add_css_class (list, RETORT_LANE_CELL_FILTERED);
  else
    gtk_widget_remove_css_class (list, RETORT_LANE_CELL_FILTERED);
  queue_draw_tree (list);
}

/* (nullable): databases whose flags are missing. */
static char *
dup_unreached (RetortHistoryPage *self)
{
  g_autofree char *names = retort_workbench_dup_unreached (self->workbench);

  /* Translators: names of connection profiles. */
  return names != NULL ? g_strdup_printf (_("not reached: %s"), names) : NULL;
}

/* "17 revisions · 2 pending · not reached: staging" */
static char *
dup_count (RetortHistoryPage *self, guint n_all)
{
  guint n_pending = retort_workbench_get_n_pending (self->workbench);
  guint n_unwritten = retort_workbench_get_n_planned (self->workbench) + retort_workbench_get_n_unknown (self->workbench);
  guint n_written = n_all - MIN (n_all, n_unwritten);
  g_autofree char *all = g_strdup_printf (ngettext ("%u revision", "%u revisions", n_written), n_written);
  g_autofree char *pending = g_strdup_printf (ngettext ("%u pending", "%u pending", n_pending), n_pending);

  g_autofree char *unreached = dup_unreached (self);
  g_autoptr(GString) text = g_string_new (all);

  if (n_pending > 0)
    g_string_append_printf (text, " · %s", pending);
  if (unreached != NULL)
    g_string_append_printf (text, " · %s", unreached);
  return g_strdup (text->str);
}

static void
update_face (RetortHistoryPage *self)
{
  guint n_all = g_list_model_get_n_items (retort_workbench_get_revisions (self->workbench));
  guint n_shown = g_list_model_get_n_items (G_LIST_MODEL (self->filtered));
  g_autofree char *count = NULL;

  if (n_all == 0)
    gtk_stack_set_visible_child_name (self->stack, "no-revisions");
  else
    gtk_stack_set_visible_child_name (self->stack, n_shown > 0 ? "list" : "nothing-found");
  show_as_filtered (self, is_filtering (self));
  if (is_filtering (self))
    count = g_strdup_printf (_("%u of %u revisions"), n_shown, n_all);
  else
    count = dup_count (self, n_all);
  gtk_label_set_label (self->count_label, count);
}

/* Rows keep their order when a filter leaves some out, so half of them need not be looked at. */
static guint
find_shown (RetortHistoryPage *self, RetortRevisionItem *wanted)
{
  GListModel *model = G_LIST_MODEL (self->filtered);
  guint position = wanted != NULL ? retort_revision_item_get_position (wanted) : 0;
  guint low = 0;
  guint high = wanted != NULL ? g_list_model_get_n_items (model) : 0;

  while (low < high)
    {
      guint middle = low + (high - low) / 2;
      g_autoptr(RetortRevisionItem) item = g_list_model_get_item (model, middle);

      if (item == wanted)
        return middle;
      if (retort_revision_item_get_position (item) < position)
        low = middle + 1;
      else
        high = middle;
    }
  return GTK_INVALID_LIST_POSITION;
}

static void
refilter (RetortHistoryPage *self)
{
  gtk_filter_changed (GTK_FILTER (self->filter), GTK_FILTER_CHANGE_DIFFERENT);
  if (gtk_single_selection_get_selected (self->selection) == GTK_INVALID_LIST_POSITION)
    gtk_single_selection_set_selected (self->selection, find_shown (self, self->selected));
  update_face (self);
}

/* Findings and states arrive in rows that are there already: the filter looks at all of them again, once for
 * what arrives together. */
static gboolean
refilter_timeout (gpointer user_data)
{
  RetortHistoryPage *self = RETORT_HISTORY_PAGE (user_data);

  self->refilter_id = 0;
  refilter (self);
  return G_SOURCE_REMOVE;
}

static void
row_changed_cb (RetortHistoryPage *self)
{
  update_face (self);
  if (self->refilter_id == 0 && !g_str_equal (self->kind, "all"))
    self->refilter_id = g_timeout_add (REFILTER_DELAY_MS, refilter_timeout, self);
}

static void
set_kind (RetortHistoryPage *self, const char *kind)
{
  if (g_str_equal (self->kind, kind))
    return;
  g_free (self->kind);
  self->kind = g_strdup (kind);
  if (g_str_equal (kind, "all"))
    gtk_widget_remove_css_class (GTK_WIDGET (self->filter_button), "filtering");
  else
    gtk_widget_add_css_class (GTK_WIDGET (self->filter_button), "filtering");
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_FILTER]);
  if (self->workbench != NULL)
    refilter (self);
}

static void
search_changed_cb (RetortHistoryPage *self)
{
  g_free (self->needle);
  self->needle = g_utf8_casefold (gtk_editable_get_text (GTK_EDITABLE (self->search_entry)), -1);
  refilter (self);
}

static void
stop_search_cb (RetortHistoryPage *self)
{
  gtk_editable_set_text (GTK_EDITABLE (self->search_entry), "");
  gtk_widget_grab_focus (GTK_WIDGET (self->list_view));
}

static void
show_all_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  RetortHistoryPage *self = RETORT_HISTORY_PAGE (widget);

  gtk_editable_set_text (GTK_EDITABLE (self->search_entry), "");
  set_kind (self, "all");
}

/* Selecting */

static void
selection_changed_cb (RetortHistoryPage *self)
{
  RetortRevisionItem *item = gtk_single_selection_get_selected_item (self->selection);

  if (item != NULL && g_set_object (&self->selected, item))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SELECTED]);
}

static void
activate_cb (RetortHistoryPage *self, guint position)
{
  g_signal_emit (self, signals[SIGNAL_ACTIVATED], 0);
}

static void
released_cb (RetortHistoryPage *self, int n_press, double x, double y)
{
  GtkWidget *widget = gtk_widget_pick (GTK_WIDGET (self->list_view), x, y, GTK_PICK_DEFAULT);
  GtkWidget *row = widget != NULL ? gtk_widget_get_ancestor (widget, RETORT_TYPE_REVISION_ROW) : NULL;
  g_autoptr(RetortRevisionItem) item = NULL;

  if (!self->is_narrow || n_press != 1)
    return;
  if (row == NULL && widget != NULL)
    row = gtk_widget_get_first_child (widget); /* beside the row's own content */
  if (row == NULL || !RETORT_IS_REVISION_ROW (row))
    return;
  g_object_get (row, "item", &item, NULL);
  gtk_single_selection_set_selected (self->selection, find_shown (self, item));
  g_signal_emit (self, signals[SIGNAL_ACTIVATED], 0);
}

/* Return in the search chooses the first that was found. */
static void
search_activate_cb (RetortHistoryPage *self)
{
  if (g_list_model_get_n_items (G_LIST_MODEL (self->filtered)) == 0)
    return;
  if (find_shown (self, self->selected) == GTK_INVALID_LIST_POSITION)
    gtk_single_selection_set_selected (self->selection, 0);
  g_signal_emit (self, signals[SIGNAL_ACTIVATED], 0);
}

/* Once the database is led back, what no file declares is nowhere. */
static gboolean
is_ghost_gone (RetortHistoryPage *self)
{
  GListModel *revisions = retort_workbench_get_revisions (self->workbench);

  if (self->selected == NULL || retort_revision_item_get_mark (self->selected) != RETORT_REVISION_MARK_UNKNOWN
      || retort_revision_item_get_revision (self->selected) != NULL)
    return FALSE;
  for (guint i = 0; i < g_list_model_get_n_items (revisions); i++)
    {
      g_autoptr(RetortRevisionItem) item = g_list_model_get_item (revisions, i);

      if (item == self->selected)
        return FALSE;
    }
  return g_list_model_get_n_items (revisions) > 0;
}

static void
select_current (RetortHistoryPage *self)
{
  GListModel *revisions = retort_workbench_get_revisions (self->workbench);

  for (guint i = 0; i < g_list_model_get_n_items (revisions); i++)
    {
      g_autoptr(RetortRevisionItem) item = g_list_model_get_item (revisions, i);

      if (retort_revision_item_get_mark (item) != RETORT_REVISION_MARK_CURRENT)
        continue;
      retort_history_page_select (self, retort_revision_item_get_id (item));
      return;
    }
}

static void
revisions_changed_cb (RetortHistoryPage *self)
{
  RetortRevisionItem *back = self->selected != NULL ? retort_workbench_find_revision (self->workbench, retort_revision_item_get_id (self->selected)) : NULL;

  if (is_ghost_gone (self))
    select_current (self);
  else if (back != NULL && back != self->selected) /* its file had gone, and is there again */
    gtk_single_selection_set_selected (self->selection, find_shown (self, back));
  if (self->selected != NULL
      && gtk_single_selection_get_selected (self->selection) == GTK_INVALID_LIST_POSITION)
    gtk_single_selection_set_selected (self->selection, find_shown (self, self->selected));
  update_face (self);
  retort_row_shower_queue (self->shower);
}

static void
retort_history_page_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  RetortHistoryPage *self = RETORT_HISTORY_PAGE (object);

  switch (id)
    {
    case PROP_SELECTED: g_value_set_object (value, self->selected); break;
    case PROP_FILTER: g_value_set_string (value, self->kind); break;
    default: G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
retort_history_page_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  switch (id)
    {
    case PROP_FILTER: set_kind (RETORT_HISTORY_PAGE (object), g_value_get_string (value)); break;
    default: G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

/* The menu of a row */

/* What a menu does, it does with the selected revision: the row under the pointer becomes it. FALSE: no row is there. */
static gboolean
select_at (RetortHistoryPage *self, double x, double y)
{
  GtkWidget *at = gtk_widget_pick (GTK_WIDGET (self->list_view), x, y, GTK_PICK_DEFAULT);
  GtkWidget *row = at != NULL ? gtk_widget_get_ancestor (at, RETORT_TYPE_REVISION_ROW) : NULL;
  g_autoptr(RetortRevisionItem) item = NULL;

  /* Beside the row's own widget there is the padding of the list's. */
  if (row == NULL && at != NULL && at != GTK_WIDGET (self->list_view))
    row = gtk_widget_get_first_child (at);
  if (!RETORT_IS_REVISION_ROW (row))
    return FALSE;
  g_object_get (row, "item", &item, NULL);
  gtk_single_selection_set_selected (self->selection, find_shown (self, item));
  return TRUE;
}

static void
show_row_menu (RetortHistoryPage *self, const GdkRectangle *place)
{
  gtk_popover_set_pointing_to (GTK_POPOVER (self->row_popover), place);
  gtk_popover_popup (GTK_POPOVER (self->row_popover));
}

static void
show_row_menu_at (RetortHistoryPage *self, double x, double y)
{
  double page_x = 0;
  double page_y = 0;

  if (!select_at (self, x, y))
    return;
  gtk_widget_translate_coordinates (GTK_WIDGET (self->list_view), GTK_WIDGET (self), x, y, &page_x, &page_y);
  show_row_menu (self, &(GdkRectangle){ (int) page_x, (int) page_y, 1, 1 });
}

static void
secondary_pressed_cb (RetortHistoryPage *self, int n_press, double x, double y)
{
  show_row_menu_at (self, x, y);
}

static void
long_pressed_cb (RetortHistoryPage *self, double x, double y)
{
  show_row_menu_at (self, x, y);
}

/* By the keyboard: below the row that has the focus. */
static void
row_menu_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  RetortHistoryPage *self = RETORT_HISTORY_PAGE (widget);
  GtkWidget *row = gtk_widget_get_focus_child (GTK_WIDGET (self->list_view));
  graphene_rect_t bounds;

  if (row == NULL || !gtk_widget_compute_bounds (row, widget, &bounds))
    return;
  show_row_menu (self, &(GdkRectangle){ (int) (bounds.origin.x + bounds.size.width / 2), (int) bounds.origin.y, 1,
                                        (int) bounds.size.height });
}

static void
retort_history_page_dispose (GObject *object)
{
  RetortHistoryPage *self = RETORT_HISTORY_PAGE (object);

  if (self->workbench != NULL)
    {
      g_signal_handlers_disconnect_by_data (retort_workbench_get_revisions (self->workbench), self);
      g_signal_handlers_disconnect_by_data (self->workbench, self);
    }
  g_clear_handle_id (&self->refilter_id, g_source_remove);
  g_clear_pointer (&self->shower, retort_row_shower_free);
  g_clear_object (&self->workbench);
  g_clear_object (&self->selection);
  g_clear_object (&self->filtered);
  g_clear_object (&self->filter);
  g_clear_object (&self->selected);
  g_clear_pointer (&self->row_popover, gtk_widget_unparent);
  g_clear_pointer (&self->box, gtk_widget_unparent);
  G_OBJECT_CLASS (retort_history_page_parent_class)->dispose (object);
}

static void
retort_history_page_finalize (GObject *object)
{
  RetortHistoryPage *self = RETORT_HISTORY_PAGE (object);

  g_free (self->needle);
  g_free (self->kind);
  G_OBJECT_CLASS (retort_history_page_parent_class)->finalize (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/retort/Retort/history/history-page.ui");
  gtk_widget_class_bind_template_child (widget_class, RetortHistoryPage, box);
  gtk_widget_class_bind_template_child (widget_class, RetortHistoryPage, search_entry);
  gtk_widget_class_bind_template_child (widget_class, RetortHistoryPage, filter_button);
  gtk_widget_class_bind_template_child (widget_class, RetortHistoryPage, stack);
  gtk_widget_class_bind_template_child (widget_class, RetortHistoryPage, list_view);
  gtk_widget_class_bind_template_child (widget_class, RetortHistoryPage, count_label);
  gtk_widget_class_bind_template_child (widget_class, RetortHistoryPage, row_popover);
  gtk_widget_class_bind_template_callback (widget_class, secondary_pressed_cb);
  gtk_widget_class_bind_template_callback (widget_class, long_pressed_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_activate_cb);
  gtk_widget_class_bind_template_callback (widget_class, stop_search_cb);
  gtk_widget_class_bind_template_callback (widget_class, activate_cb);
  gtk_widget_class_bind_template_callback (widget_class, released_cb);
}

static void
retort_history_page_class_init (RetortHistoryPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = retort_history_page_dispose;
  object_class->finalize = retort_history_page_finalize;
  object_class->get_property = retort_history_page_get_property;
  object_class->set_property = retort_history_page_set_property;
  properties[PROP_SELECTED] = g_param_spec_object ("selected", NULL, NULL, RETORT_TYPE_REVISION_ITEM,
                                                   G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_FILTER] = g_param_spec_string ("filter", NULL, NULL, "all",
                                                 G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  signals[SIGNAL_ACTIVATED] = g_signal_new ("activated", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                            NULL, NULL, NULL, G_TYPE_NONE, 0);
  g_type_ensure (RETORT_TYPE_REVISION_ROW);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "historypage");
  bind_template (widget_class);
  gtk_widget_class_install_action (widget_class, "history.show-all", NULL, show_all_action);
  gtk_widget_class_install_action (widget_class, "history.row-menu", NULL, row_menu_action);
  gtk_widget_class_install_property_action (widget_class, "history.filter", "filter");
}

static void
retort_history_page_init (RetortHistoryPage *self)
{
  self->needle = g_strdup ("");
  self->kind = g_strdup ("all");
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_search_entry_set_key_capture_widget (self->search_entry, GTK_WIDGET (self->list_view));
  self->shower = retort_row_shower_new (self->list_view);
}

/**
 * retort_history_page_set_workbench:
 * @self: a page that has none yet
 * @workbench: whose revisions it lists
 *
 * Begins to list the revisions.
 */
void
retort_history_page_set_workbench (RetortHistoryPage *self, RetortWorkbench *workbench)
{
  GListModel *revisions = NULL;

  g_return_if_fail (RETORT_IS_HISTORY_PAGE (self));
  g_return_if_fail (self->workbench == NULL);

  self->workbench = g_object_ref (workbench);
  revisions = retort_workbench_get_revisions (workbench);
  self->filter = gtk_custom_filter_new (matches, self, NULL);
  self->filtered = gtk_filter_list_model_new (g_object_ref (revisions),
                                              g_object_ref (GTK_FILTER (self->filter)));
  self->selection = gtk_single_selection_new (g_object_ref (G_LIST_MODEL (self->filtered)));
  gtk_single_selection_set_autoselect (self->selection, FALSE);
  gtk_single_selection_set_can_unselect (self->selection, TRUE);
  g_signal_connect_swapped (self->selection, "notify::selected-item", G_CALLBACK (selection_changed_cb), self);
  g_signal_connect_object (self->filtered, "items-changed", G_CALLBACK (revisions_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_swapped (workbench, "notify::n-checked", G_CALLBACK (row_changed_cb), self);
  g_signal_connect_swapped (workbench, "notify::n-pending", G_CALLBACK (row_changed_cb), self);
  g_signal_connect_swapped (workbench, "notify::unreached", G_CALLBACK (row_changed_cb), self);
  gtk_list_view_set_model (self->list_view, GTK_SELECTION_MODEL (self->selection));
  update_face (self);
}

/**
 * retort_history_page_get_selected:
 * @self: a page
 *
 * The revision that was last chosen, even when a filter hides it.
 *
 * Returns: (transfer none) (nullable): the revision
 */
RetortRevisionItem *
retort_history_page_get_selected (RetortHistoryPage *self)
{
  g_return_val_if_fail (RETORT_IS_HISTORY_PAGE (self), NULL);
  return self->selected;
}

/**
 * retort_history_page_select:
 * @self: a page with a workbench
 * @id: a revision's id
 *
 * Selects a revision and brings it into view.
 *
 * Returns: %FALSE when there is none with this id
 */
gboolean
retort_history_page_select (RetortHistoryPage *self, const char *id)
{
  RetortRevisionItem *item = NULL;

  g_return_val_if_fail (RETORT_IS_HISTORY_PAGE (self), FALSE);

  item = retort_workbench_find_revision (self->workbench, id);
  if (item != NULL)
    retort_history_page_select_item (self, item);
  return item != NULL;
}

/**
 * retort_history_page_select_item:
 * @self: a page with a workbench
 * @item: one of its rows, a planned migration too, which has no revision's id
 *
 * Selects a row and brings it into view.
 */
void
retort_history_page_select_item (RetortHistoryPage *self, RetortRevisionItem *item)
{
  guint position = 0;

  g_return_if_fail (RETORT_IS_HISTORY_PAGE (self));
  g_return_if_fail (RETORT_IS_REVISION_ITEM (item));

  if (!matches (item, self))
    show_all_action (GTK_WIDGET (self), NULL, NULL);
  position = find_shown (self, item);
  gtk_single_selection_set_selected (self->selection, position);
  gtk_widget_activate_action (GTK_WIDGET (self->list_view), "list.scroll-to-item", "u", position);
}

/**
 * retort_history_page_select_problem:
 * @self: a page with a workbench
 * @forward: down the list, else up; from its end it goes on at its beginning
 *
 * Selects the nearest shown row with an error or a warning, other than the selected one. Rows that are not checked yet have none.
 *
 * Returns: whether there is one
 */
gboolean
retort_history_page_select_problem (RetortHistoryPage *self, gboolean forward)
{
  GListModel *model = G_LIST_MODEL (self->filtered);
  guint n_rows = g_list_model_get_n_items (model);
  guint at = gtk_single_selection_get_selected (self->selection);

  if (at == GTK_INVALID_LIST_POSITION)
    at = 0;
  for (guint i = 1; i < n_rows; i++)
    {
      guint position = forward ? (at + i) % n_rows : (at + n_rows - i) % n_rows;
      g_autoptr(RetortRevisionItem) item = g_list_model_get_item (model, position);

      if (!retort_revision_filter_has_kind (item, "findings"))
        continue;
      retort_history_page_select_item (self, item);
      return TRUE;
    }
  return FALSE;
}

/**
 * retort_history_page_set_narrow:
 * @self: a page
 * @is_narrow: whether the revision is shown in place of the list, so that one press on a row opens it
 */
void
retort_history_page_set_narrow (RetortHistoryPage *self, gboolean is_narrow)
{
  g_return_if_fail (RETORT_IS_HISTORY_PAGE (self));
  self->is_narrow = is_narrow;
}

/**
 * retort_history_page_focus_search:
 * @self: a page
 *
 * Puts the caret into the search.
 */
void
retort_history_page_focus_search (RetortHistoryPage *self)
{
  g_return_if_fail (RETORT_IS_HISTORY_PAGE (self));
  gtk_widget_grab_focus (GTK_WIDGET (self->search_entry));
}

/**
 * retort_history_page_focus_list:
 * @self: a page
 *
 * Puts the focus on the list of revisions.
 */
void
retort_history_page_focus_list (RetortHistoryPage *self)
{
  g_return_if_fail (RETORT_IS_HISTORY_PAGE (self));
  gtk_widget_grab_focus (GTK_WIDGET (self->list_view));
}
