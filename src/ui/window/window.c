/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Brings the pages together: what one of them says the others hear through here. What people can do is
 * in window-actions.c, what becomes of a plan in window-run.c. */
#include "config.h"

#include "ui/window/window-private.h"

#include "ui/widgets/message-dialog.h"
#include "ui/widgets/sentence.h"
#include "ui/window/recent-projects.h"

#include <glib/gi18n.h>

#define SIDEBAR_MINIMUM 280
#define REVISION_MINIMUM 340
#define NARROW_MAXIMUM 760
#define NARROW_LABEL_CHARS 12 /* header and frame fit into 360 px */
#define NARROW_LABEL_CHARS_ALONE 16 /* likewise, without a button before it */
#define WIDE_LABEL_CHARS 15 /* beside four pages in 1280 px */

G_DEFINE_FINAL_TYPE (RetortWindow, retort_window, ADW_TYPE_APPLICATION_WINDOW)

/**
 * retort_window_toast: (skip)
 * @self: a window
 * @text: what happened
 *
 * Tells of an event.
 */
void
retort_window_toast (RetortWindow *self, const char *text)
{
  g_autofree char *markup = g_markup_escape_text (text, -1);

  adw_toast_overlay_add_toast (self->toast_overlay, adw_toast_new (markup));
}

/**
 * retort_window_tell: (skip)
 * @self: a window
 * @heading: what failed
 * @body: why, and what can be done
 *
 * Tells why something that was asked for cannot be done.
 */
void
retort_window_tell (RetortWindow *self, const char *heading, const char *body)
{
  g_autofree char *sentence = retort_dup_sentence (body);
  GtkWidget *dialog = adw_message_dialog_new (GTK_WINDOW (self), heading, sentence);

  adw_message_dialog_add_response (ADW_MESSAGE_DIALOG (dialog), "close", _("_Close"));
  retort_message_dialog_present (ADW_MESSAGE_DIALOG (dialog));
}

/* What is shown */

static void
update_banner_for_connection (RetortWindow *self, RetortConnectionState state)
{
  RetortProfileItem *profile = retort_workbench_get_profile (self->workbench);
  const char *name = profile != NULL ? retort_profile_item_get_name (profile) : "";
  const char *why = retort_workbench_get_connection_error (self->workbench);
  const char *advice = retort_workbench_get_connection_advice (self->workbench);
  g_autofree char *text = NULL;

  if (state == RETORT_CONNECTION_PASSWORD_NEEDED)
    {
      text = g_strdup_printf (_("“%s” wants a password"), name);
      retort_banner_show (self->banner, RETORT_BANNER_WARNING, text, _("Enter Password…"), "win.enter-password");
      return;
    }
  text = g_strdup_printf (_("“%s” cannot be reached: %s"), name, why);
  if (*advice != '\0')
    {
      g_autofree char *words = g_steal_pointer (&text);

      text = g_strdup_printf ("%s. %s", words, advice);
    }
  retort_banner_show (self->banner, RETORT_BANNER_ERROR, text, _("Try Again"), "win.reconnect");
}

static guint
count_project_findings (RetortWindow *self, RetortSeverity least, RetortFindingItem **first)
{
  GListModel *findings = retort_workbench_get_project_findings (self->workbench);
  guint n = 0;

  for (guint i = 0; i < g_list_model_get_n_items (findings); i++)
    {
      g_autoptr(RetortFindingItem) item = g_list_model_get_item (findings, i);
      const RetortFindingFields *finding = retort_finding_get (retort_finding_item_get_finding (item));

      if (finding->severity < least || g_str_equal (finding->rule, "multiple-heads"))
        continue; /* Heads have a bar of their own. */
      if (n++ == 0)
        *first = item; /* The list holds it. */
    }
  return n;
}

/* What is wrong with the project as a whole; FALSE: nothing of that severity. */
static gboolean
show_project_findings (RetortWindow *self, RetortSeverity least)
{
  RetortFindingItem *first = NULL;
  guint n = count_project_findings (self, least, &first);
  RetortBannerLevel level = least == RETORT_SEVERITY_ERROR ? RETORT_BANNER_ERROR : RETORT_BANNER_WARNING;
  g_autofree char *text = NULL;

  if (n == 0)
    return FALSE;
  if (n == 1)
    text = g_strdup (retort_finding_get (retort_finding_item_get_finding (first))->message);
  else
    text = g_strdup_printf (ngettext ("The project has %u problem", "The project has %u problems", n), n);
  retort_banner_show (self->banner, level, text, _("Show Problems"), "win.show-problems");
  return TRUE;
}

static void
show_heads (RetortWindow *self, guint n_heads)
{
  g_autofree char *text = g_strdup_printf (
    ngettext ("The history has %u head", "The history has %u heads: “upgrade head” cannot choose between them", n_heads),
    n_heads);

  retort_banner_show (self->banner, RETORT_BANNER_WARNING, text, _("Show Heads"), "win.show-heads");
}

/**
 * retort_window_update_banner: (skip)
 * @self: a window
 *
 * Shows the most severe lasting state, if there is one.
 */
void
retort_window_update_banner (RetortWindow *self)
{
  RetortConnectionState state = retort_workbench_get_connection_state (self->workbench);
  RetortProfileItem *profile = retort_workbench_get_profile (self->workbench);
  guint n_heads = retort_workbench_get_n_heads (self->workbench);
  guint n_unknown = retort_workbench_get_n_unknown (self->workbench);
  g_autofree char *text = NULL;

  if (state == RETORT_CONNECTION_FAILED || state == RETORT_CONNECTION_PASSWORD_NEEDED)
    update_banner_for_connection (self, state);
  else if (retort_workbench_get_project_error (self->workbench) != NULL
           && retort_workbench_get_project_state (self->workbench) == RETORT_PROJECT_READY)
    {
      text = g_strdup_printf (_("The project cannot be read any more: %s"),
                              retort_workbench_get_project_error (self->workbench));
      retort_banner_show (self->banner, RETORT_BANNER_ERROR, text, _("Read Again"), "win.refresh");
    }
  else if (n_unknown > 0)
    retort_banner_show (self->banner, RETORT_BANNER_ERROR,
                        _("The database holds a revision that no file declares: it may be on another branch"),
                        NULL, NULL);
  else if (profile != NULL && retort_profile_item_get_environment (profile) == RETORT_ENVIRONMENT_PRODUCTION)
    {
      text = g_strdup_printf (_("PRODUCTION · “%s” is read-only until a run is unlocked"),
                              retort_profile_item_get_name (profile));
      retort_banner_show (self->banner, RETORT_BANNER_ERROR, text, NULL, NULL);
    }
  else if (show_project_findings (self, RETORT_SEVERITY_ERROR))
    return;
  else if (n_heads > 1)
    show_heads (self, n_heads);
  else if (!show_project_findings (self, RETORT_SEVERITY_WARNING) && !retort_window_show_offer (self))
    retort_banner_hide (self->banner);
}

/* GtkCenterBox gives what stands at its start no more than it must have as soon as room is short. */
static void
update_label_room (RetortWindow *self)
{
  const char *name = gtk_label_get_label (self->project_label);
  gboolean has_back = gtk_widget_get_visible (self->back_button);
  int room = -1;

  if (retort_adaptive_bin_is_narrow (self->bin))
    room = has_back ? NARROW_LABEL_CHARS : NARROW_LABEL_CHARS_ALONE;
  else if (!retort_adaptive_bin_is_narrow (self->header_bin))
    room = WIDE_LABEL_CHARS;
  gtk_label_set_width_chars (self->project_label, MIN ((int) g_utf8_strlen (name, -1), room));
  retort_connection_button_set_has_room (self->connection_button, !retort_adaptive_bin_is_narrow (self->header_bin));
}

static void
update_title (RetortWindow *self)
{
  const char *name = retort_workbench_get_project_name (self->workbench);
  g_autofree char *title = name != NULL ? g_strdup_printf (_("%s — Retort"), name) : g_strdup (_("Retort"));

  gtk_window_set_title (GTK_WINDOW (self), title);
  gtk_label_set_label (self->project_label, name != NULL ? name : "");
  update_label_room (self);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->project_button),
                               retort_workbench_get_project_path (self->workbench));
}

/* The newest revision that has a file: what is planned stands above it. */
static void
show_first_revision (RetortWindow *self)
{
  GListModel *revisions = retort_workbench_get_revisions (self->workbench);

  if (retort_history_page_get_selected (self->history_page) != NULL)
    return;
  for (guint i = 0; i < g_list_model_get_n_items (revisions); i++)
    {
      g_autoptr(RetortRevisionItem) item = g_list_model_get_item (revisions, i);

      if (retort_revision_item_get_revision (item) == NULL)
        continue;
      retort_history_page_select (self->history_page, retort_revision_item_get_id (item));
      return;
    }
}

static void
project_state_changed_cb (RetortWindow *self)
{
  RetortProjectState state = retort_workbench_get_project_state (self->workbench);
  gboolean was_open = g_strcmp0 (gtk_stack_get_visible_child_name (self->root_stack), "project") == 0;

  update_title (self);
  if (state == RETORT_PROJECT_READY)
    {
      gtk_stack_set_visible_child_name (self->root_stack, "project");
      retort_recent_projects_add (self->settings, retort_workbench_get_project_location (self->workbench));
      if (!was_open && !adw_leaflet_get_folded (self->leaflet))
        show_first_revision (self);
      if (!was_open)
        retort_history_page_focus_list (self->history_page);
      if (!was_open)
        retort_window_ask_settings (self);
    }
  else
    gtk_stack_set_visible_child_name (self->root_stack, "start");
  retort_window_look_for_offers (self);
  retort_window_update_actions (self);
  retort_window_update_banner (self);
}

static void
connection_changed_cb (RetortWindow *self)
{
  retort_window_update_actions (self);
  retort_window_update_banner (self);
  retort_window_keep_password (self);
  if (retort_workbench_get_connection_state (self->workbench) == RETORT_CONNECTION_PASSWORD_NEEDED)
    retort_window_ask_password (self);
}

static void
history_changed_cb (RetortWindow *self)
{
  retort_window_update_actions (self);
  retort_window_update_banner (self);
}

/* The bin is narrow, and the leaflet folded, where list and revision do not fit beside each other. */
static void
update_threshold (RetortWindow *self)
{
  g_object_set (self->bin, "threshold", MAX (NARROW_MAXIMUM, self->sidebar_width + REVISION_MINIMUM), NULL);
}

/* The pages are chosen at the bottom where the header has no room; there the names get it. */
static void
update_switcher (RetortWindow *self)
{
  gboolean is_narrow = retort_adaptive_bin_is_narrow (self->header_bin);

  gtk_widget_set_visible (GTK_WIDGET (self->switcher_title), !is_narrow);
  adw_view_switcher_bar_set_reveal (self->switcher_bar,
                                    is_narrow || adw_view_switcher_title_get_title_visible (self->switcher_title));
}

/* What the header's buttons do is in the menu where they have no room. */
static void
update_main_menu (RetortWindow *self, gboolean is_narrow)
{
  GMenuModel *first = g_menu_model_get_item_link (G_MENU_MODEL (self->main_menu), 0, G_MENU_LINK_SECTION);
  gboolean has_runs = first == self->run_menu;

  g_clear_object (&first);
  if (is_narrow && !has_runs)
    g_menu_insert_section (self->main_menu, 0, NULL, self->run_menu);
  else if (!is_narrow && has_runs)
    g_menu_remove (self->main_menu, 0);
}

static void
update_narrow (RetortWindow *self)
{
  gboolean is_narrow = retort_adaptive_bin_is_narrow (self->bin);

  update_switcher (self);
  update_main_menu (self, is_narrow);
  gtk_widget_set_size_request (self->sidebar, is_narrow ? -1 : self->sidebar_width, -1);
  update_label_room (self);
  adw_header_bar_set_decoration_layout (self->header_bar, is_narrow ? ":close" : NULL);
  retort_banner_set_narrow (self->banner, is_narrow);
  retort_history_page_set_narrow (self->history_page, is_narrow);
  retort_revision_page_set_narrow (self->revision_page, is_narrow);
  retort_run_bar_set_narrow (self->run_bar, is_narrow);
  retort_lesson_pane_set_narrow (self->lesson_pane, is_narrow);
  retort_review_page_set_narrow (self->review_page, is_narrow);
}

static gboolean
update_layout_idle (gpointer user_data)
{
  RetortWindow *self = RETORT_WINDOW (user_data);

  self->layout_id = 0;
  retort_window_update_actions (self);
  update_narrow (self);
  return G_SOURCE_REMOVE;
}

/* The leaflet folds while it is given its size; what follows from it asks for another size and has to wait. */
static void
queue_update_layout (RetortWindow *self)
{
  if (self->layout_id == 0)
    self->layout_id = g_idle_add_full (G_PRIORITY_HIGH, update_layout_idle, self, NULL);
}

/* From page to page */

static void
selected_changed_cb (RetortWindow *self)
{
  RetortRevisionItem *item = retort_history_page_get_selected (self->history_page);

  if (item != NULL)
    retort_revision_page_show (self->revision_page, item);
  retort_window_update_actions (self);
}

static void
revision_activated_cb (RetortWindow *self)
{
  adw_leaflet_set_visible_child_name (self->leaflet, "revision");
}

static void
go_to_revision_cb (RetortWindow *self, const char *id)
{
  if (!retort_history_page_select (self->history_page, id))
    retort_window_toast (self, _("No file declares this revision"));
}

/* The width of the list */

static void
resize_update_cb (RetortWindow *self, double offset_x, double offset_y)
{
  int maximum = MAX (SIDEBAR_MINIMUM, gtk_widget_get_width (GTK_WIDGET (self)) - REVISION_MINIMUM);

  /* The offset is told in the handle's coordinates, and the handle moves along. */
  self->sidebar_width = CLAMP (gtk_widget_get_width (self->sidebar) + (int) offset_x, SIDEBAR_MINIMUM, maximum);
  gtk_widget_set_size_request (self->sidebar, self->sidebar_width, -1);
}

static void
resize_end_cb (RetortWindow *self)
{
  g_settings_set_int (self->settings, "pane-position", self->sidebar_width);
  update_threshold (self);
}

/* State over sessions */

static void
load_state (RetortWindow *self)
{
  g_autofree char *page = NULL;

  gtk_window_set_default_size (GTK_WINDOW (self), g_settings_get_int (self->settings, "window-width"),
                               g_settings_get_int (self->settings, "window-height"));
  if (g_settings_get_boolean (self->settings, "window-maximized"))
    gtk_window_maximize (GTK_WINDOW (self));
  self->sidebar_width = MAX (SIDEBAR_MINIMUM, g_settings_get_int (self->settings, "pane-position"));
  gtk_widget_set_size_request (self->sidebar, self->sidebar_width, -1);
  update_threshold (self);
  page = g_settings_get_string (self->settings, "last-page");
  adw_view_stack_set_visible_child_name (self->view_stack, page);
}

static void
save_state (RetortWindow *self)
{
  int width = 0;
  int height = 0;
  gboolean is_maximized = gtk_window_is_maximized (GTK_WINDOW (self));

  gtk_window_get_default_size (GTK_WINDOW (self), &width, &height);
  g_settings_set_boolean (self->settings, "window-maximized", is_maximized);
  g_settings_set_string (self->settings, "last-page", adw_view_stack_get_visible_child_name (self->view_stack));
  if (is_maximized)
    return;
  g_settings_set_int (self->settings, "window-width", MAX (width, 360));
  g_settings_set_int (self->settings, "window-height", MAX (height, 294));
}

static void
close_for_good (RetortWindow *self, const char *folder)
{
  self->may_close = TRUE;
  gtk_window_close (GTK_WINDOW (self));
}

static void
run_answered_cb (RetortWindow *self, const char *response)
{
  if (g_str_equal (response, "close"))
    retort_window_leave_edits (self, close_for_good, NULL);
}

static void
ask_about_run (RetortWindow *self)
{
  AdwMessageDialog *dialog = ADW_MESSAGE_DIALOG (
    adw_message_dialog_new (GTK_WINDOW (self), _("Close During a Run?"),
                            _("Closing the window does not stop the run: what was begun may still be applied. "
                              "Cancel the run first, or wait for its end.")));

  adw_message_dialog_add_responses (dialog, "stay", _("_Keep Open"), "close", _("_Close Anyway"), NULL);
  adw_message_dialog_set_response_appearance (dialog, "close", ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_default_response (dialog, "stay");
  adw_message_dialog_set_close_response (dialog, "stay");
  g_signal_connect_object (dialog, "response", G_CALLBACK (run_answered_cb), self, G_CONNECT_SWAPPED);
  retort_message_dialog_present (dialog);
}

static gboolean
retort_window_close_request (GtkWindow *window)
{
  RetortWindow *self = RETORT_WINDOW (window);

  if (!self->may_close && retort_workbench_get_run (self->workbench) != NULL)
    {
      ask_about_run (self);
      return TRUE;
    }
  if (!self->may_close && retort_revision_page_count_unsaved (self->revision_page) > 0)
    {
      retort_window_leave_edits (self, close_for_good, NULL);
      return TRUE;
    }
  save_state (self);
  return GTK_WINDOW_CLASS (retort_window_parent_class)->close_request (window);
}

static void
retort_window_dispose (GObject *object)
{
  RetortWindow *self = RETORT_WINDOW (object);

  if (self->workbench != NULL)
    g_signal_handlers_disconnect_by_data (self->workbench, self);
  g_clear_handle_id (&self->layout_id, g_source_remove);
  g_clear_object (&self->lesson);
  g_clear_object (&self->followed_run);
  g_clear_object (&self->chooser);
  g_clear_pointer (&self->palette, gtk_widget_unparent);
  g_clear_pointer (&self->awaited_id, g_free);
  g_clear_pointer (&self->offer, g_free);
  g_clear_object (&self->workbench);
  g_clear_object (&self->settings);
  G_OBJECT_CLASS (retort_window_parent_class)->dispose (object);
}

static void
bind_header (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, RetortWindow, toast_overlay);
  gtk_widget_class_bind_template_child (widget_class, RetortWindow, bin);
  gtk_widget_class_bind_template_child (widget_class, RetortWindow, root_stack);
  gtk_widget_class_bind_template_child (widget_class, RetortWindow, start_page);
  gtk_widget_class_bind_template_child (widget_class, RetortWindow, header_bin);
  gtk_widget_class_bind_template_child (widget_class, RetortWindow, header_bar);
  gtk_widget_class_bind_template_child (widget_class, RetortWindow, back_button);
  gtk_widget_class_bind_template_child (widget_class, RetortWindow, project_button);
  gtk_widget_class_bind_template_child (widget_class, RetortWindow, project_label);
  gtk_widget_class_bind_template_child (widget_class, RetortWindow, connection_button);
  gtk_widget_class_bind_template_child (widget_class, RetortWindow, switcher_title);
  gtk_widget_class_bind_template_child (widget_class, RetortWindow, switcher_bar);
  gtk_widget_class_bind_template_child (widget_class, RetortWindow, upgrade_button);
  gtk_widget_class_bind_template_child (widget_class, RetortWindow, downgrade_button);
  gtk_widget_class_bind_template_child (widget_class, RetortWindow, menu_button);
  gtk_widget_class_bind_template_child (widget_class, RetortWindow, main_menu);
  gtk_widget_class_bind_template_child (widget_class, RetortWindow, run_menu);
  gtk_widget_class_bind_template_child (widget_class, RetortWindow, banner);
}

static void
bind_pages (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, RetortWindow, view_stack);
  gtk_widget_class_bind_template_child (widget_class, RetortWindow, history_stack);
  gtk_widget_class_bind_template_child (widget_class, RetortWindow, leaflet);
  gtk_widget_class_bind_template_child (widget_class, RetortWindow, sidebar);
  gtk_widget_class_bind_template_child (widget_class, RetortWindow, history_page);
  gtk_widget_class_bind_template_child (widget_class, RetortWindow, revision_page);
  gtk_widget_class_bind_template_child (widget_class, RetortWindow, plan_page);
  gtk_widget_class_bind_template_child (widget_class, RetortWindow, review_page);
  gtk_widget_class_bind_template_child (widget_class, RetortWindow, schema_page);
  gtk_widget_class_bind_template_child (widget_class, RetortWindow, runs_page);
  gtk_widget_class_bind_template_child (widget_class, RetortWindow, query_page);
  gtk_widget_class_bind_template_child (widget_class, RetortWindow, schema_stack);
  gtk_widget_class_bind_template_child (widget_class, RetortWindow, lesson_pane);
  gtk_widget_class_bind_template_child (widget_class, RetortWindow, run_bar);
  gtk_widget_class_bind_template_callback (widget_class, queue_update_layout);
  gtk_widget_class_bind_template_callback (widget_class, resize_update_cb);
  gtk_widget_class_bind_template_callback (widget_class, resize_end_cb);
  gtk_widget_class_bind_template_callback (widget_class, selected_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, revision_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, go_to_revision_cb);
  gtk_widget_class_bind_template_callback (widget_class, retort_window_toast);
  gtk_widget_class_bind_template_callback (widget_class, retort_window_run_plan);
  gtk_widget_class_bind_template_callback (widget_class, retort_window_rehearse_plan);
}

static void
ensure_types (void)
{
  g_type_ensure (RETORT_TYPE_ADAPTIVE_BIN);
  g_type_ensure (RETORT_TYPE_START_PAGE);
  g_type_ensure (RETORT_TYPE_CONNECTION_BUTTON);
  g_type_ensure (RETORT_TYPE_BANNER);
  g_type_ensure (RETORT_TYPE_HISTORY_PAGE);
  g_type_ensure (RETORT_TYPE_REVISION_PAGE);
  g_type_ensure (RETORT_TYPE_PLAN_PAGE);
  g_type_ensure (RETORT_TYPE_REVIEW_PAGE);
  g_type_ensure (RETORT_TYPE_SCHEMA_PAGE);
  g_type_ensure (RETORT_TYPE_RUNS_PAGE);
  g_type_ensure (RETORT_TYPE_QUERY_PAGE);
  g_type_ensure (RETORT_TYPE_LESSON_PANE);
  g_type_ensure (RETORT_TYPE_RUN_BAR);
}

static void
retort_window_class_init (RetortWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = retort_window_dispose;
  GTK_WINDOW_CLASS (klass)->close_request = retort_window_close_request;
  ensure_types ();
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/retort/Retort/window/window.ui");
  bind_header (widget_class);
  bind_pages (widget_class);
  retort_window_install_actions (widget_class);
}

static void
retort_window_init (RetortWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->workbench = retort_workbench_new ();
}

static void
follow_workbench (RetortWindow *self)
{
  static const char *const history_properties[] = {
    "notify::n-heads", "notify::n-pending", "notify::n-unknown", "notify::profile", "notify::run",
  };

  g_signal_connect_swapped (self->workbench, "notify::project-state", G_CALLBACK (project_state_changed_cb), self);
  g_signal_connect_swapped (self->workbench, "notify::project-error", G_CALLBACK (retort_window_update_banner), self);
  g_signal_connect_swapped (self->workbench, "notify::connection-state", G_CALLBACK (connection_changed_cb), self);
  for (gsize i = 0; i < G_N_ELEMENTS (history_properties); i++)
    g_signal_connect_swapped (self->workbench, history_properties[i], G_CALLBACK (history_changed_cb), self);
  g_signal_connect_object (retort_workbench_get_project_findings (self->workbench), "items-changed",
                           G_CALLBACK (retort_window_update_banner), self, G_CONNECT_SWAPPED);
  retort_start_page_set_workbench (self->start_page, self->workbench, self->settings);
  retort_connection_button_set_workbench (self->connection_button, self->workbench);
  retort_history_page_set_workbench (self->history_page, self->workbench);
  retort_revision_page_set_workbench (self->revision_page, self->workbench);
  retort_revision_page_set_settings (self->revision_page, self->settings);
  retort_plan_page_set_workbench (self->plan_page, self->workbench);
  retort_review_page_set_workbench (self->review_page, self->workbench);
  retort_schema_page_set_workbench (self->schema_page, self->workbench);
  retort_runs_page_set_workbench (self->runs_page, self->workbench);
  retort_query_page_set_workbench (self->query_page, self->workbench);
  retort_window_follow_lesson (self);
  g_signal_connect_swapped (self->bin, "notify::is-narrow", G_CALLBACK (queue_update_layout), self);
  g_signal_connect_swapped (self->header_bin, "notify::is-narrow", G_CALLBACK (queue_update_layout), self);
  g_signal_connect_swapped (self->switcher_title, "notify::title-visible", G_CALLBACK (queue_update_layout), self);
  g_signal_connect_swapped (self->leaflet, "notify::folded", G_CALLBACK (queue_update_layout), self);
  g_signal_connect_swapped (self->leaflet, "notify::visible-child", G_CALLBACK (queue_update_layout), self);
  g_signal_connect_swapped (self->view_stack, "notify::visible-child", G_CALLBACK (queue_update_layout), self);
  g_signal_connect_swapped (self->history_stack, "notify::visible-child", G_CALLBACK (queue_update_layout), self);
}

static void
update_lock_timeout (RetortWindow *self)
{
  retort_workbench_set_lock_timeout (self->workbench,
                                     (guint) g_settings_get_int (self->settings, "lock-timeout-ms"));
}

/**
 * retort_window_new:
 * @application: the program
 *
 * Makes a window with the Start page.
 *
 * Returns: (transfer none): the window, owned by the program
 */
GtkWindow *
retort_window_new (RetortApplication *application)
{
  RetortWindow *self = g_object_new (RETORT_TYPE_WINDOW, "application", application, NULL);

  self->settings = g_object_ref (retort_application_get_settings (application));
  load_state (self);
  follow_workbench (self);
  g_signal_connect_object (self->settings, "changed::lock-timeout-ms", G_CALLBACK (update_lock_timeout), self,
                           G_CONNECT_SWAPPED);
  update_lock_timeout (self);
  retort_window_update_actions (self);
  return GTK_WINDOW (self);
}

static void
opened_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr(RetortWindow) self = user_data;
  g_autoptr(GError) error = NULL;

  if (retort_workbench_open_finish (RETORT_WORKBENCH (object), result, &error))
    return;
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED)
      || g_error_matches (error, RETORT_WORKBENCH_ERROR, RETORT_WORKBENCH_ERROR_SEVERAL_PROJECTS))
    return;
  if (retort_workbench_get_project_state (self->workbench) == RETORT_PROJECT_READY)
    retort_window_tell (self, _("This Folder Cannot Be Opened"), error->message);
}

static void
open_folder (RetortWindow *self, const char *folder)
{
  retort_workbench_open_async (self->workbench, folder, NULL, opened_cb, g_object_ref (self));
}

/**
 * retort_window_open:
 * @self: a window
 * @folder: where the project is
 *
 * Opens a project in this window, unless somebody wants to keep what is not saved of the one that is there.
 */
void
retort_window_open (RetortWindow *self, const char *folder)
{
  g_return_if_fail (RETORT_IS_WINDOW (self));
  g_return_if_fail (folder != NULL);
  retort_window_leave_edits (self, open_folder, folder);
}
