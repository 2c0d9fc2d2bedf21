/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ui/revision/revision-page.h"

#include "ui/revision/changes-pane.h"
#include "ui/revision/checklist-pane.h"
#include "ui/revision/ghost-view.h"
#include "ui/revision/problem-row.h"
#include "ui/revision/source-pane.h"
#include "ui/revision/sql-pane.h"
#include "ui/widgets/growing-list.h"

#include <adwaita.h>
#include <glib/gi18n.h>

struct _RetortRevisionPage
{
  GtkWidget parent_instance;

  GtkStack          *stack;
  AdwStatusPage     *planned_page;
  RetortGhostView   *ghost_view;
  GtkLabel          *id_label;
  GtkLabel          *title_label;
  GtkLabel          *mark_label;
  GtkLabel          *file_label;
  GtkBox            *links_box;
  GtkWidget         *save_button;
  GtkStack          *views;
  RetortSourcePane  *source_pane;
  RetortSqlPane     *sql_pane;
  RetortChangesPane *changes_pane;
  RetortChecklistPane *checklist_pane;
  GtkLabel          *problems_label;
  GtkScrolledWindow *problems_scrolled;
  GtkListBox        *problems_list;

  RetortRevisionItem *item; /* nullable */
  RetortReview       *read; /* nullable: what is noted as opened */
  RetortWorkbench    *workbench; /* nullable: before it is told */
  int                 entry;     /* 1: the first finding is gone to when there is a review; -1: the last; 0: none */
};

/* How much room the list takes before it scrolls. */
#define PROBLEMS_HEIGHT 180
#define PROBLEMS_HEIGHT_NARROW 116
/* A revision's number fits into a chip; a long name stands in the file's. */
#define MAX_CHIP_CHARS 12

enum
{
  PROP_MODIFIED = 1,
  PROP_PANE,
  N_PROPS,
};

enum
{
  MESSAGE,
  REVISION_ACTIVATED,
  N_SIGNALS,
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (RetortRevisionPage, retort_revision_page, GTK_TYPE_WIDGET)

static const char *
mark_class (RetortRevisionMark mark)
{
  switch (mark)
    {
    case RETORT_REVISION_MARK_NONE:
    case RETORT_REVISION_MARK_PLANNED:
      return "mark-planned";
    case RETORT_REVISION_MARK_PENDING:
      return "mark-pending";
    case RETORT_REVISION_MARK_APPLIED:
      return "mark-applied";
    case RETORT_REVISION_MARK_CURRENT:
      return "mark-current";
    case RETORT_REVISION_MARK_UNKNOWN:
    case RETORT_REVISION_MARK_SKIPPED:
    case RETORT_REVISION_MARK_EDITED:
      return "mark-unknown";
    }
  g_assert_not_reached ();
}

static void
link_clicked_cb (GtkButton *button, RetortRevisionPage *self)
{
  g_signal_emit (self, signals[REVISION_ACTIVATED], 0, gtk_widget_get_name (GTK_WIDGET (button)));
}

/* A small flat button that leads to a parent or child. */
static void
append_link (RetortRevisionPage *self, const char *arrow, const char *id)
{
  g_autofree char *label = g_strconcat (arrow, " ", id, NULL);
  GtkWidget *button = gtk_button_new_with_label (label);

  gtk_label_set_ellipsize (GTK_LABEL (gtk_button_get_child (GTK_BUTTON (button))), PANGO_ELLIPSIZE_END);
  gtk_widget_set_tooltip_text (button, id);
  gtk_widget_set_name (button, id);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_add_css_class (button, "link-chip");
  g_signal_connect_object (button, "clicked", G_CALLBACK (link_clicked_cb), self, 0);
  gtk_box_append (self->links_box, button);
}

static void
show_links (RetortRevisionPage *self)
{
  const char *const *parents = retort_revision_item_get_parents (self->item);
  const char *const *children = retort_revision_item_get_children (self->item);
  GtkWidget *child = NULL;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->links_box))) != NULL)
    gtk_box_remove (self->links_box, child);
  for (gsize i = 0; parents[i] != NULL && i < 3; i++)
    append_link (self, "←", parents[i]);
  for (gsize i = 0; children[i] != NULL && i < 3; i++)
    append_link (self, "→", children[i]);
}

static gboolean
is_ghost (RetortRevisionItem *item)
{
  return retort_revision_item_get_revision (item) == NULL
         && (retort_revision_item_get_mark (item) == RETORT_REVISION_MARK_UNKNOWN || retort_revision_item_get_branch (item) == RETORT_REVIEWED_REMOVED);
}

static void
show_header (RetortRevisionPage *self)
{
  RetortRevision *revision = retort_revision_item_get_revision (self->item);
  const char *path = revision != NULL ? retort_revision_get_path (revision) : NULL;
  const char *created = revision != NULL ? retort_revision_get_created (revision) : NULL;
  const char *word = retort_revision_mark_to_word (retort_revision_item_get_mark (self->item));
  const char *classes[] = { "chip", mark_class (retort_revision_item_get_mark (self->item)), NULL };
  g_autofree char *name = path != NULL ? g_path_get_basename (path) : g_strdup (_("No file declares this revision"));
  g_autofree char *day = created != NULL ? g_strndup (created, 10) : NULL;
  g_autofree char *file = day != NULL ? g_strdup_printf ("%s · %s", name, day) : g_strdup (name);
  const char *title = retort_revision_item_get_title (self->item);

  gtk_label_set_text (self->id_label, retort_revision_item_get_id (self->item));
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->id_label), retort_revision_item_get_id (self->item));
  gtk_widget_set_visible (GTK_WIDGET (self->id_label),
                          g_utf8_strlen (retort_revision_item_get_id (self->item), -1) <= MAX_CHIP_CHARS);
  gtk_label_set_text (self->title_label, *title != '\0' ? title : _("Untitled"));
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->title_label), title);
  gtk_label_set_text (self->mark_label, word);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->mark_label), retort_revision_item_get_mark_note (self->item));
  gtk_widget_set_css_classes (GTK_WIDGET (self->mark_label), classes);
  gtk_widget_set_visible (GTK_WIDGET (self->mark_label), *word != '\0');
  gtk_label_set_text (self->file_label, file);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->file_label), path);
  show_links (self);
  if (is_ghost (self->item))
    retort_ghost_view_show (self->ghost_view, self->item);
}

static gboolean
is_planned (RetortRevisionItem *item)
{
  return retort_revision_item_get_mark (item) == RETORT_REVISION_MARK_PLANNED;
}

static void
show_planned (RetortRevisionPage *self)
{
  const char *id = retort_revision_item_get_id (self->item);
  const char *priority = retort_revision_item_get_priority (self->item);
  /* Translators: a number, and a priority as somebody wrote it */
  g_autofree char *text = priority != NULL ? g_strdup_printf (_("Planned as %s, priority: %s. It is not written yet."), id, priority)
                                           : g_strdup_printf (_("Planned as %s. It is not written yet."), id);
  const char *note = retort_revision_item_get_mark_note (self->item);
  g_autofree char *whole = note != NULL ? g_strconcat (text, "\n", note, NULL) : g_strdup (text);
  g_autofree char *title = g_markup_escape_text (retort_revision_item_get_title (self->item), -1);
  g_autofree char *description = g_markup_escape_text (whole, -1);

  adw_status_page_set_title (self->planned_page, title);
  adw_status_page_set_description (self->planned_page, description);
}

static GtkWidget *
create_problem_cb (gpointer item, gpointer user_data)
{
  return retort_problem_row_new (item);
}

/* What stands there when the project opens was not opened by anybody: somebody scrolls, clicks or types in it, or goes on to
 * another view of it. The checklist notes it itself, after it has said that nobody had. */
static void
note_read (RetortRevisionPage *self)
{
  RetortReview *review = retort_source_pane_get_review (self->source_pane);

  if (review != NULL && self->workbench != NULL && g_set_object (&self->read, review))
    retort_workbench_note_read (self->workbench, review);
}

static gboolean
source_event_cb (RetortRevisionPage *self, GdkEvent *event)
{
  GdkEventType type = gdk_event_get_event_type (event);

  if (type == GDK_SCROLL || type == GDK_BUTTON_PRESS || type == GDK_KEY_PRESS || type == GDK_TOUCH_BEGIN)
    note_read (self);
  return GDK_EVENT_PROPAGATE;
}

/* Tells the pane that is to be seen; the others are told when they are. */
static void
show_review (RetortRevisionPage *self)
{
  RetortReview *review = retort_source_pane_get_review (self->source_pane);
  GtkWidget *pane = gtk_stack_get_visible_child (self->views);

  if (pane == GTK_WIDGET (self->sql_pane) || pane == GTK_WIDGET (self->changes_pane))
    note_read (self);
  if (pane == GTK_WIDGET (self->sql_pane))
    retort_sql_pane_set_review (self->sql_pane, review);
  else if (pane == GTK_WIDGET (self->changes_pane))
    retort_changes_pane_set_review (self->changes_pane, review);
  else if (pane == GTK_WIDGET (self->checklist_pane))
    retort_checklist_pane_set_review (self->checklist_pane, review);
}

static void
review_changed_cb (RetortRevisionPage *self)
{
  RetortReview *review = retort_source_pane_get_review (self->source_pane);
  GListModel *findings = review != NULL ? retort_review_get_findings (review) : NULL;
  gboolean has_problems = findings != NULL && g_list_model_get_n_items (findings) > 0;
  g_autofree char *counts = has_problems ? retort_problem_row_dup_counts (findings) : NULL;
  g_autofree char *text = NULL;

  show_review (self);
  retort_growing_list_bind (self->problems_list, findings, create_problem_cb, NULL);
  if (has_problems)
    text = g_strdup_printf (_("Problems: %s"), counts);
  else
    text = g_strdup (review != NULL ? _("No problems in this revision") : _("Reviewing…"));
  gtk_label_set_text (self->problems_label, text);
  gtk_widget_set_visible (GTK_WIDGET (self->problems_scrolled), has_problems);
  if (review != NULL && self->entry != 0)
    {
      retort_source_pane_step (self->source_pane, self->entry > 0, RETORT_SOURCE_STEP_FROM_EDGE);
      self->entry = 0;
    }
}

static void
modified_changed_cb (RetortRevisionPage *self)
{
  gboolean is_modified = retort_source_pane_is_modified (self->source_pane);

  gtk_widget_set_visible (self->save_button, is_modified);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "revision.save", is_modified);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_MODIFIED]);
}

static void
pane_changed_cb (RetortRevisionPage *self)
{
  show_review (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PANE]);
}

static void
message_cb (RetortRevisionPage *self, const char *text)
{
  g_signal_emit (self, signals[MESSAGE], 0, text);
}

static void
show_line (RetortRevisionPage *self, guint line, guint column)
{
  gtk_stack_set_visible_child_name (self->views, "source");
  retort_source_pane_go_to (self->source_pane, line, column);
}

static void
line_activated_cb (RetortRevisionPage *self, guint line)
{
  show_line (self, line, 0);
}

static void
problem_activated_cb (RetortRevisionPage *self, RetortProblemRow *row)
{
  const RetortFindingFields *finding =
      retort_finding_get (retort_finding_item_get_finding (retort_problem_row_get_item (row)));

  if (finding->start.line > 0)
    show_line (self, finding->start.line, finding->start.column);
}

/* Each action of the page that is the editor's is handed to it: one door for menus, keys and tests. */
static void
forward_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  RetortRevisionPage *self = RETORT_REVISION_PAGE (widget);
  static const struct
  {
    const char *name;
    const char *target;
  } forwards[] = {
    { "revision.about", "source.about" },
    { "revision.fix-at-caret", "source.fix-at-caret" },
    { "revision.save", "source.save" },
    { "revision.find", "source.find" },
    { "revision.fix", "source.fix" },
  };

  if (!g_str_equal (name, "revision.save"))
    gtk_stack_set_visible_child_name (self->views, "source");
  for (gsize i = 0; i < G_N_ELEMENTS (forwards); i++)
    {
      if (g_str_equal (name, forwards[i].name))
        gtk_widget_activate_action_variant (GTK_WIDGET (self->source_pane), forwards[i].target, parameter);
    }
}

static void
show_view_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  RetortRevisionPage *self = RETORT_REVISION_PAGE (widget);

  gtk_stack_set_visible_child_name (self->views, name + strlen ("revision.show-"));
}

static void
retort_revision_page_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  switch (prop_id)
    {
    case PROP_MODIFIED:
      g_value_set_boolean (value, retort_revision_page_is_modified (RETORT_REVISION_PAGE (object)));
      break;
    case PROP_PANE:
      g_value_set_string (value, retort_revision_page_get_pane (RETORT_REVISION_PAGE (object)));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
retort_revision_page_dispose (GObject *object)
{
  RetortRevisionPage *self = RETORT_REVISION_PAGE (object);
  GtkWidget *child = NULL;

  if (self->item != NULL)
    g_signal_handlers_disconnect_by_data (self->item, self);
  g_clear_object (&self->item);
  g_clear_object (&self->read);
  g_clear_object (&self->workbench);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
  G_OBJECT_CLASS (retort_revision_page_parent_class)->dispose (object);
}

static void
install_signals (void)
{
  /**
   * RetortRevisionPage::message:
   * @text: a sentence for a toast
   *
   * Something happened that the person should be told.
   */
  signals[MESSAGE] = g_signal_new ("message", RETORT_TYPE_REVISION_PAGE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 1, G_TYPE_STRING);
  /**
   * RetortRevisionPage::revision-activated:
   * @id: a revision's id
   *
   * A link to a parent or child was followed.
   */
  signals[REVISION_ACTIVATED] = g_signal_new ("revision-activated", RETORT_TYPE_REVISION_PAGE, G_SIGNAL_RUN_LAST, 0,
                                              NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
install_actions (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "revision.save", NULL, forward_action);
  gtk_widget_class_install_action (widget_class, "revision.find", NULL, forward_action);
  gtk_widget_class_install_action (widget_class, "revision.fix", "u", forward_action);
  gtk_widget_class_install_action (widget_class, "revision.about", NULL, forward_action);
  gtk_widget_class_install_action (widget_class, "revision.fix-at-caret", NULL, forward_action);
  gtk_widget_class_install_action (widget_class, "revision.show-source", NULL, show_view_action);
  gtk_widget_class_install_action (widget_class, "revision.show-sql", NULL, show_view_action);
  gtk_widget_class_install_action (widget_class, "revision.show-changes", NULL, show_view_action);
  gtk_widget_class_install_action (widget_class, "revision.show-checklist", NULL, show_view_action);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, RetortRevisionPage, stack);
  gtk_widget_class_bind_template_child (widget_class, RetortRevisionPage, planned_page);
  gtk_widget_class_bind_template_child (widget_class, RetortRevisionPage, ghost_view);
  gtk_widget_class_bind_template_child (widget_class, RetortRevisionPage, id_label);
  gtk_widget_class_bind_template_child (widget_class, RetortRevisionPage, title_label);
  gtk_widget_class_bind_template_child (widget_class, RetortRevisionPage, mark_label);
  gtk_widget_class_bind_template_child (widget_class, RetortRevisionPage, file_label);
  gtk_widget_class_bind_template_child (widget_class, RetortRevisionPage, links_box);
  gtk_widget_class_bind_template_child (widget_class, RetortRevisionPage, save_button);
  gtk_widget_class_bind_template_child (widget_class, RetortRevisionPage, views);
  gtk_widget_class_bind_template_child (widget_class, RetortRevisionPage, source_pane);
  gtk_widget_class_bind_template_child (widget_class, RetortRevisionPage, sql_pane);
  gtk_widget_class_bind_template_child (widget_class, RetortRevisionPage, changes_pane);
  gtk_widget_class_bind_template_child (widget_class, RetortRevisionPage, checklist_pane);
  gtk_widget_class_bind_template_child (widget_class, RetortRevisionPage, problems_label);
  gtk_widget_class_bind_template_child (widget_class, RetortRevisionPage, problems_scrolled);
  gtk_widget_class_bind_template_child (widget_class, RetortRevisionPage, problems_list);
  gtk_widget_class_bind_template_callback (widget_class, review_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, modified_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, pane_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, message_cb);
  gtk_widget_class_bind_template_callback (widget_class, line_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, problem_activated_cb);
}

static void
retort_revision_page_class_init (RetortRevisionPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = retort_revision_page_dispose;
  G_OBJECT_CLASS (klass)->get_property = retort_revision_page_get_property;
  properties[PROP_MODIFIED] = g_param_spec_boolean ("modified", NULL, NULL, FALSE,
                                                    G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_PANE] = g_param_spec_string ("pane", NULL, NULL, NULL, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (G_OBJECT_CLASS (klass), N_PROPS, properties);
  g_type_ensure (RETORT_TYPE_CHANGES_PANE);
  g_type_ensure (RETORT_TYPE_CHECKLIST_PANE);
  g_type_ensure (RETORT_TYPE_GHOST_VIEW);
  g_type_ensure (RETORT_TYPE_SOURCE_PANE);
  g_type_ensure (RETORT_TYPE_SQL_PANE);
  install_signals ();
  gtk_widget_class_set_css_name (widget_class, "revisionpage");
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/retort/Retort/revision/revision-page.ui");
  bind_template (widget_class);
  install_actions (widget_class);
}

static void
retort_revision_page_init (RetortRevisionPage *self)
{
  GtkEventController *events = gtk_event_controller_legacy_new ();

  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_event_controller_set_propagation_phase (events, GTK_PHASE_CAPTURE);
  g_signal_connect_swapped (events, "event", G_CALLBACK (source_event_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self->source_pane), events);
  modified_changed_cb (self);
}

/**
 * retort_revision_page_set_workbench:
 * @self: the page
 * @workbench: (transfer none): who reviews and saves
 */
void
retort_revision_page_set_workbench (RetortRevisionPage *self, RetortWorkbench *workbench)
{
  g_set_object (&self->workbench, workbench);
  retort_source_pane_set_workbench (self->source_pane, workbench);
  retort_checklist_pane_set_workbench (self->checklist_pane, workbench);
}

/**
 * retort_revision_page_set_settings:
 * @self: the page
 * @settings: (transfer none): preferences of the editor
 */
void
retort_revision_page_set_settings (RetortRevisionPage *self, GSettings *settings)
{
  retort_source_pane_set_settings (self->source_pane, settings);
}

static const char *
choose_view (RetortRevisionItem *item)
{
  if (item == NULL)
    return "nothing";
  if (is_planned (item))
    return "planned";
  return is_ghost (item) ? "ghost" : "revision";
}

/**
 * retort_revision_page_show:
 * @self: the page
 * @item: (transfer none) (nullable): what to show
 */
void
retort_revision_page_show (RetortRevisionPage *self, RetortRevisionItem *item)
{
  if (self->item == item)
    return;
  if (self->item != NULL)
    g_signal_handlers_disconnect_by_data (self->item, self);
  g_set_object (&self->item, item);
  self->entry = 0;
  retort_source_pane_show (self->source_pane, item != NULL && !is_planned (item) && !is_ghost (item) ? item : NULL);
  gtk_stack_set_visible_child_name (self->stack, choose_view (item));
  if (item == NULL)
    return;
  if (is_planned (item))
    show_planned (self);
  g_signal_connect_object (item, "notify", G_CALLBACK (show_header), self, G_CONNECT_SWAPPED);
  show_header (self);
}

/**
 * retort_revision_page_get_item:
 * @self: the page
 *
 * Returns: (transfer none) (nullable): what is shown
 */
RetortRevisionItem *
retort_revision_page_get_item (RetortRevisionPage *self)
{
  return self->item;
}

/**
 * retort_revision_page_get_pane:
 * @self: the page
 *
 * Returns: (transfer none) (nullable): what is shown of the revision: "source", "sql", "changes"
 */
const char *
retort_revision_page_get_pane (RetortRevisionPage *self)
{
  return gtk_stack_get_visible_child_name (self->views);
}

/**
 * retort_revision_page_go_to:
 * @self: the page
 * @line: from 1
 *
 * Shows the source with the caret in that line.
 */
void
retort_revision_page_go_to (RetortRevisionPage *self, guint line)
{
  show_line (self, line, 0);
}

/**
 * retort_revision_page_step:
 * @self: the page
 * @forward: to the next line with a finding, else to the previous one
 * @from: which line to begin at
 *
 * Shows the source with the caret in a line with a finding.
 *
 * Returns: whether there is one; what is shown does not change when there is none
 */
gboolean
retort_revision_page_step (RetortRevisionPage *self, gboolean forward, RetortSourceStep from)
{
  if (self->item == NULL || !retort_source_pane_step (self->source_pane, forward, from))
    return FALSE;
  gtk_stack_set_visible_child_name (self->views, "source");
  return TRUE;
}

/**
 * retort_revision_page_enter:
 * @self: the page
 * @forward: its first finding, else its last
 *
 * Goes to a finding of the revision that was shown just now, as soon as it is reviewed.
 */
void
retort_revision_page_enter (RetortRevisionPage *self, gboolean forward)
{
  gtk_stack_set_visible_child_name (self->views, "source");
  self->entry = forward ? 1 : -1;
}

/**
 * retort_revision_page_count_unsaved:
 * @self: the page
 *
 * Returns: how many revisions have edits that are not saved
 */
guint
retort_revision_page_count_unsaved (RetortRevisionPage *self)
{
  return retort_source_pane_count_unsaved (self->source_pane);
}

/**
 * retort_revision_page_is_modified:
 * @self: the page
 *
 * Returns: whether the text that is shown has edits that are not saved
 */
gboolean
retort_revision_page_is_modified (RetortRevisionPage *self)
{
  return retort_source_pane_is_modified (self->source_pane);
}

/**
 * retort_revision_page_set_narrow:
 * @self: the page
 * @is_narrow: whether there is room for one column only
 */
void
retort_revision_page_set_narrow (RetortRevisionPage *self, gboolean is_narrow)
{
  if (is_narrow)
    gtk_widget_add_css_class (GTK_WIDGET (self), "narrow");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self), "narrow");
  retort_sql_pane_set_narrow (self->sql_pane, is_narrow);
  retort_source_pane_set_narrow (self->source_pane, is_narrow);
  gtk_scrolled_window_set_max_content_height (self->problems_scrolled, is_narrow ? PROBLEMS_HEIGHT_NARROW
                                                                                 : PROBLEMS_HEIGHT);
}

/**
 * retort_revision_page_discard_async:
 * @self: the page
 * @callback: called when no copy of an unsaved edit is left
 * @user_data: for @callback
 *
 * Gives up all edits that are not saved: the person said so.
 */
void
retort_revision_page_discard_async (RetortRevisionPage *self, GAsyncReadyCallback callback, gpointer user_data)
{
  retort_source_pane_discard_async (self->source_pane, callback, user_data);
}

/**
 * retort_revision_page_save_all_async:
 * @self: the page
 * @callback: called when every edit was written, or could not be
 * @user_data: for @callback
 *
 * Writes all edits that are not saved to their files.
 */
void
retort_revision_page_save_all_async (RetortRevisionPage *self, GAsyncReadyCallback callback, gpointer user_data)
{
  retort_source_pane_save_all_async (self->source_pane, callback, user_data);
}

/**
 * retort_revision_page_save_all_finish:
 * @self: the page
 * @result: what the callback was given
 * @error: why the first file that was not written was not; #G_IO_ERROR
 *
 * Returns: whether nothing is left to save
 */
gboolean
retort_revision_page_save_all_finish (RetortRevisionPage *self, GAsyncResult *result, GError **error)
{
  return retort_source_pane_save_all_finish (self->source_pane, result, error);
}
