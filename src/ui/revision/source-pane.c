/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Text and review; saving is in source-pane-saving.c. The buffer is filled from the file; while somebody types, the text is reviewed again
 * 150 ms after the last key, on a worker thread; a review of an older text is cancelled and dropped.
 * An edit that is not saved is kept as a draft when another revision is shown, and found again. */
#include "config.h"

#include "ui/revision/source-pane-private.h"

#include "ui/widgets/source-style.h"

#include <glib/gi18n.h>

#define REVIEW_DELAY_MS 150

enum
{
  PROP_REVIEW = 1,
  PROP_MODIFIED,
  N_PROPS,
};

enum
{
  MESSAGE,
  N_SIGNALS,
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (RetortSourcePane, retort_source_pane, GTK_TYPE_WIDGET)

static void start_review (RetortSourcePane *self, const char *text);
static void forget_found (RetortSourcePane *self);

static void
draft_free (gpointer data)
{
  RetortUnsavedEdit *draft = data;

  g_free (draft->text);
  g_free (draft->base_text);
  g_free (draft->base_hash);
  g_free (draft);
}

static GtkTextBuffer *
get_buffer (RetortSourcePane *self)
{
  return gtk_text_view_get_buffer (GTK_TEXT_VIEW (self->view));
}

/**
 * retort_source_pane_dup_text: (skip)
 * @self: the pane
 *
 * Returns: (transfer full): the text as it is edited
 */
char *
retort_source_pane_dup_text (RetortSourcePane *self)
{
  GtkTextIter start;
  GtkTextIter end;

  gtk_text_buffer_get_bounds (get_buffer (self), &start, &end);
  return gtk_text_buffer_get_text (get_buffer (self), &start, &end, TRUE);
}

/**
 * retort_source_pane_set_modified: (skip)
 * @self: the pane
 * @is_modified: whether the text differs from what it began with
 */
void
retort_source_pane_set_modified (RetortSourcePane *self, gboolean is_modified)
{
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "source.save", is_modified);
  if (self->is_modified == is_modified)
    return;
  self->is_modified = is_modified;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_MODIFIED]);
}

static void
fill_buffer (RetortSourcePane *self, const char *text)
{
  GtkTextBuffer *buffer = get_buffer (self);
  GtkTextIter start;

  self->is_loading = TRUE;
  gtk_text_buffer_begin_irreversible_action (buffer);
  gtk_text_buffer_set_text (buffer, text, -1);
  gtk_text_buffer_end_irreversible_action (buffer);
  gtk_text_buffer_get_start_iter (buffer, &start);
  gtk_text_buffer_place_cursor (buffer, &start);
  self->is_loading = FALSE;
}

static void
set_base (RetortSourcePane *self, RetortSource *source)
{
  g_free (self->base_text);
  g_free (self->base_hash);
  self->base_text = g_strdup (source != NULL ? retort_source_get_text (source) : NULL);
  self->base_hash = g_strdup (source != NULL ? retort_source_get_hash (source) : NULL);
}

static void
take_review (RetortSourcePane *self, RetortReview *review)
{
  g_set_object (&self->review, review);
  retort_source_view_set_findings (self->view, review != NULL ? retort_review_get_findings (review) : NULL);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_REVIEW]);
}

static void
reviewed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr(RetortSourcePane) self = user_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(RetortReview) review = retort_workbench_review_finish (RETORT_WORKBENCH (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  g_clear_object (&self->reviewing);
  if (review != NULL)
    take_review (self, review);
  else
    g_signal_emit (self, signals[MESSAGE], 0, error->message);
}

/**
 * retort_source_pane_cancel_review: (skip)
 * @self: the pane
 *
 * Gives up the review that goes on or waits.
 */
void
retort_source_pane_cancel_review (RetortSourcePane *self)
{
  g_clear_handle_id (&self->review_timeout, g_source_remove);
  g_cancellable_cancel (self->reviewing);
  g_clear_object (&self->reviewing);
}

static void
start_review (RetortSourcePane *self, const char *text)
{
  retort_source_pane_cancel_review (self);
  if (self->workbench == NULL || self->item == NULL)
    return;
  self->reviewing = g_cancellable_new ();
  retort_workbench_review_async (self->workbench, self->item, text, self->reviewing, reviewed_cb, g_object_ref (self));
}

/**
 * retort_source_pane_keep_recovery_copy: (skip)
 * @self: the pane
 * @text: the text as it is edited
 *
 * Keeps a copy of an edit for after a crash; forgets it when the text is the file's.
 */
void
retort_source_pane_keep_recovery_copy (RetortSourcePane *self, const char *text)
{
  if (self->workbench != NULL && self->item != NULL)
    retort_workbench_keep_draft (self->workbench, self->item, self->is_modified ? text : NULL, self->base_hash);
}

static gboolean
review_timeout (gpointer user_data)
{
  RetortSourcePane *self = user_data;
  g_autofree char *text = retort_source_pane_dup_text (self);

  self->review_timeout = 0;
  retort_source_pane_keep_recovery_copy (self, text);
  start_review (self, text);
  return G_SOURCE_REMOVE;
}

static void
buffer_changed_cb (RetortSourcePane *self)
{
  g_autofree char *text = NULL;

  if (self->is_loading)
    return;
  text = retort_source_pane_dup_text (self);
  if (g_strcmp0 (text, self->found_text) == 0)
    forget_found (self); /* somebody made the same edit again */
  retort_source_pane_set_modified (self, g_strcmp0 (text, self->base_text) != 0);
  g_clear_handle_id (&self->review_timeout, g_source_remove);
  self->review_timeout = g_timeout_add (REVIEW_DELAY_MS, review_timeout, self);
}

static void
keep_draft (RetortSourcePane *self)
{
  RetortUnsavedEdit *draft = NULL;

  if (self->item == NULL || !self->is_modified)
    return;
  draft = g_new0 (RetortUnsavedEdit, 1);
  draft->text = retort_source_pane_dup_text (self);
  retort_source_pane_keep_recovery_copy (self, draft->text);
  draft->base_text = g_strdup (self->base_text);
  draft->base_hash = g_strdup (self->base_hash);
  g_hash_table_replace (self->drafts, g_strdup (retort_revision_item_get_id (self->item)), draft);
}

/* The edits of before, when there are any. */
static gboolean
restore_draft (RetortSourcePane *self)
{
  const char *id = retort_revision_item_get_id (self->item);
  const RetortUnsavedEdit *draft = g_hash_table_lookup (self->drafts, id);

  if (draft == NULL)
    return FALSE;
  g_free (self->base_text);
  g_free (self->base_hash);
  self->base_text = g_strdup (draft->base_text);
  self->base_hash = g_strdup (draft->base_hash);
  fill_buffer (self, draft->text);
  retort_source_pane_set_modified (self, TRUE);
  start_review (self, draft->text);
  g_hash_table_remove (self->drafts, id);
  return TRUE;
}

/**
 * retort_source_pane_show_notice: (skip)
 * @self: the pane
 * @text: (nullable): what the bar above the text says; %NULL: no bar
 */
void
retort_source_pane_show_notice (RetortSourcePane *self, const char *text)
{
  gtk_label_set_text (self->notice_label, text != NULL ? text : "");
  gtk_revealer_set_reveal_child (self->notice, text != NULL);
}

/**
 * retort_source_pane_get_path: (skip)
 * @self: the pane
 *
 * Returns: (nullable): the file that is shown
 */
const char *
retort_source_pane_get_path (RetortSourcePane *self)
{
  RetortRevision *revision = self->item != NULL ? retort_revision_item_get_revision (self->item) : NULL;

  return revision != NULL ? retort_revision_get_path (revision) : NULL;
}

static RetortSource *
get_file_source (RetortSourcePane *self)
{
  RetortRevision *revision = self->item != NULL ? retort_revision_item_get_revision (self->item) : NULL;

  return revision != NULL ? retort_revision_get_source (revision) : NULL;
}

/* The file was read again. An edit is never lost: when there is one, the choice is the person's. */
static void
file_read_cb (RetortSourcePane *self)
{
  RetortSource *source = get_file_source (self);

  if (source == NULL || g_strcmp0 (retort_source_get_hash (source), self->base_hash) == 0)
    return;
  if (self->is_modified)
    retort_source_pane_show_notice (self, _("The file changed on disk while you were editing it."));
  else
    retort_source_pane_reload (self);
}

/**
 * retort_source_pane_reload: (skip)
 * @self: the pane
 *
 * Shows what the file holds; edits are dropped.
 */
void
retort_source_pane_reload (RetortSourcePane *self)
{
  RetortSource *source = get_file_source (self);

  if (self->is_modified && self->workbench != NULL)
    retort_workbench_keep_draft (self->workbench, self->item, NULL, NULL);
  set_base (self, source);
  fill_buffer (self, source != NULL ? retort_source_get_text (source) : "");
  retort_source_pane_set_modified (self, FALSE);
  retort_source_pane_show_notice (self, NULL);
  start_review (self, NULL);
}

/**
 * retort_source_pane_keep: (skip)
 * @self: the pane
 *
 * Keeps the edits and takes the file's present text as what they replace.
 */
void
retort_source_pane_keep (RetortSourcePane *self)
{
  if (self->is_gone)
    g_clear_pointer (&self->base_hash, g_free); /* Saving makes the file anew. */
  else
    set_base (self, get_file_source (self));
  retort_source_pane_show_notice (self, NULL);
}

/* Edits of before a crash */

static void
forget_found (RetortSourcePane *self)
{
  g_cancellable_cancel (self->recovering);
  g_clear_object (&self->recovering);
  g_clear_pointer (&self->found_text, g_free);
  g_clear_pointer (&self->found_hash, g_free);
  gtk_revealer_set_reveal_child (self->recovery, FALSE);
}

static void
draft_found_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr(RetortSourcePane) self = user_data;
  g_autoptr(GError) error = NULL;
  g_autofree char *hash = NULL;
  g_autofree char *text = retort_workbench_load_draft_finish (RETORT_WORKBENCH (source), result, &hash, &error);

  if (error != NULL || text == NULL)
    return;
  if (self->is_modified || g_strcmp0 (text, self->base_text) == 0)
    return;
  self->found_text = g_steal_pointer (&text);
  self->found_hash = g_steal_pointer (&hash);
  gtk_revealer_set_reveal_child (self->recovery, TRUE);
}

static void
look_for_draft (RetortSourcePane *self)
{
  if (self->workbench == NULL)
    return;
  self->recovering = g_cancellable_new ();
  retort_workbench_load_draft_async (self->workbench, self->item, self->recovering, draft_found_cb,
                                     g_object_ref (self));
}

/**
 * retort_source_pane_recover: (skip)
 * @self: the pane
 * @is_wanted: show the edits of before a crash; else forget them
 *
 * Answers what was asked about them. The file is not touched: when it changed since, that is told, too.
 */
void
retort_source_pane_recover (RetortSourcePane *self, gboolean is_wanted)
{
  g_autofree char *text = g_steal_pointer (&self->found_text);
  g_autofree char *hash = g_steal_pointer (&self->found_hash);

  forget_found (self);
  if (!is_wanted)
    {
      retort_workbench_keep_draft (self->workbench, self->item, NULL, NULL);
      return;
    }
  if (text == NULL)
    return;
  fill_buffer (self, text);
  retort_source_pane_set_modified (self, TRUE);
  start_review (self, text);
  if (g_strcmp0 (hash, self->base_hash) != 0)
    retort_source_pane_show_notice (self, _("The file changed on disk while you were editing it."));
}

static void
retort_source_pane_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  RetortSourcePane *self = RETORT_SOURCE_PANE (object);

  switch (prop_id)
    {
    case PROP_REVIEW:
      g_value_set_object (value, self->review);
      break;
    case PROP_MODIFIED:
      g_value_set_boolean (value, self->is_modified);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
retort_source_pane_dispose (GObject *object)
{
  RetortSourcePane *self = RETORT_SOURCE_PANE (object);

  retort_source_pane_cancel_review (self);
  g_cancellable_cancel (self->recovering);
  g_clear_object (&self->recovering);
  if (self->item != NULL)
    g_signal_handlers_disconnect_by_data (self->item, self);
  g_clear_object (&self->item);
  g_clear_object (&self->review);
  g_clear_object (&self->search);
  g_clear_object (&self->workbench);
  g_clear_pointer (&self->box, gtk_widget_unparent);
  G_OBJECT_CLASS (retort_source_pane_parent_class)->dispose (object);
}

static void
retort_source_pane_finalize (GObject *object)
{
  RetortSourcePane *self = RETORT_SOURCE_PANE (object);

  g_clear_pointer (&self->drafts, g_hash_table_unref);
  g_free (self->base_text);
  g_free (self->base_hash);
  g_free (self->found_text);
  g_free (self->found_hash);
  G_OBJECT_CLASS (retort_source_pane_parent_class)->finalize (object);
}

static void
install_properties_and_signals (GObjectClass *object_class)
{
  properties[PROP_REVIEW] = g_param_spec_object ("review", NULL, NULL, RETORT_TYPE_REVIEW,
                                                 G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_MODIFIED] = g_param_spec_boolean ("modified", NULL, NULL, FALSE,
                                                    G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  /**
   * RetortSourcePane::message:
   * @text: a sentence for a toast
   *
   * Something happened that the person should be told.
   */
  signals[MESSAGE] = g_signal_new ("message", RETORT_TYPE_SOURCE_PANE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
retort_source_pane_class_init (RetortSourcePaneClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = retort_source_pane_get_property;
  object_class->dispose = retort_source_pane_dispose;
  object_class->finalize = retort_source_pane_finalize;
  install_properties_and_signals (object_class);
  g_type_ensure (RETORT_TYPE_SOURCE_VIEW);

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/retort/Retort/revision/source-pane.ui");
  gtk_widget_class_bind_template_child (widget_class, RetortSourcePane, box);
  gtk_widget_class_bind_template_child (widget_class, RetortSourcePane, notice);
  gtk_widget_class_bind_template_child (widget_class, RetortSourcePane, notice_bar);
  gtk_widget_class_bind_template_child (widget_class, RetortSourcePane, recovery_bar);
  gtk_widget_class_bind_template_child (widget_class, RetortSourcePane, notice_label);
  gtk_widget_class_bind_template_child (widget_class, RetortSourcePane, recovery);
  gtk_widget_class_bind_template_child (widget_class, RetortSourcePane, search_bar);
  gtk_widget_class_bind_template_child (widget_class, RetortSourcePane, search_entry);
  gtk_widget_class_bind_template_child (widget_class, RetortSourcePane, matches_label);
  gtk_widget_class_bind_template_child (widget_class, RetortSourcePane, view);
  gtk_widget_class_bind_template_child (widget_class, RetortSourcePane, card);
  retort_source_pane_install_actions (widget_class);
}

static void
retort_source_pane_init (RetortSourcePane *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->drafts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, draft_free);
  retort_source_style_follow (GTK_SOURCE_BUFFER (get_buffer (self)), NULL);
  retort_source_pane_init_search (self);
  retort_source_pane_init_hover (self);
  retort_source_pane_init_card (self);
  g_signal_connect_object (get_buffer (self), "changed", G_CALLBACK (buffer_changed_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "source.save", FALSE);
}

/* A run that ended may have stopped at a statement of this text. */
static void
run_changed_cb (RetortSourcePane *self)
{
  g_autofree char *text = self->is_modified ? retort_source_pane_dup_text (self) : NULL;

  if (retort_workbench_get_run (self->workbench) == NULL)
    start_review (self, text);
}

/* The project was read again: other severities, or a revision before this one, make another review of the same text. What has gone stays to
 * be read, and is said to be gone. */
static void
project_read_cb (RetortSourcePane *self)
{
  g_autofree char *text = NULL;

  if (self->item == NULL || retort_workbench_get_project_state (self->workbench) != RETORT_PROJECT_READY)
    return;
  if (retort_workbench_find_revision (self->workbench, retort_revision_item_get_id (self->item)) != self->item)
    {
      retort_source_pane_show_notice (self, _("The file of this revision is gone or cannot be read any more. This is its last text."));
      self->is_left_over = TRUE;
      return;
    }
  if (self->is_left_over)
    retort_source_pane_show_notice (self, NULL);
  self->is_left_over = FALSE;
  text = self->is_modified ? retort_source_pane_dup_text (self) : NULL;
  start_review (self, text);
}

/**
 * retort_source_pane_set_workbench:
 * @self: the pane
 * @workbench: (transfer none): who reviews and saves
 */
void
retort_source_pane_set_workbench (RetortSourcePane *self, RetortWorkbench *workbench)
{
  g_set_object (&self->workbench, workbench);
  g_signal_connect_object (workbench, "notify::run", G_CALLBACK (run_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (workbench, "notify::project-state", G_CALLBACK (project_read_cb), self, G_CONNECT_SWAPPED);
}

static void
update_font (RetortSourcePane *self, const char *key, GSettings *settings)
{
  g_autofree char *font = g_settings_get_string (settings, "editor-font");
  gboolean is_system = g_settings_get_boolean (settings, "use-system-font");

  retort_source_style_set_font (GTK_WIDGET (self->view), is_system ? NULL : font);
}

/**
 * retort_source_pane_set_settings:
 * @self: the pane
 * @settings: (transfer none): preferences: font and line numbers are followed
 */
void
retort_source_pane_set_settings (RetortSourcePane *self, GSettings *settings)
{
  g_settings_bind (settings, "show-line-numbers", self->view, "show-line-numbers", G_SETTINGS_BIND_GET);
  g_signal_connect_object (settings, "changed::editor-font", G_CALLBACK (update_font), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (settings, "changed::use-system-font", G_CALLBACK (update_font), self, G_CONNECT_SWAPPED);
  update_font (self, NULL, settings);
}

/**
 * retort_source_pane_show:
 * @self: the pane
 * @item: (transfer none) (nullable): whose text to show; edits of the one before are kept as a draft
 */
void
retort_source_pane_show (RetortSourcePane *self, RetortRevisionItem *item)
{
  if (self->item == item)
    return;
  retort_source_pane_cancel_review (self);
  forget_found (self);
  keep_draft (self);
  if (self->item != NULL)
    g_signal_handlers_disconnect_by_data (self->item, self);
  g_set_object (&self->item, item);
  self->is_gone = FALSE;
  self->is_left_over = FALSE;
  take_review (self, NULL);
  retort_source_style_set_language (GTK_SOURCE_BUFFER (get_buffer (self)), retort_source_pane_get_path (self));
  retort_source_pane_show_notice (self, NULL);
  retort_source_pane_set_modified (self, FALSE);
  if (item == NULL)
    {
      set_base (self, NULL);
      fill_buffer (self, "");
      return;
    }
  g_signal_connect_object (item, "notify::title", G_CALLBACK (file_read_cb), self, G_CONNECT_SWAPPED);
  if (restore_draft (self))
    {
      file_read_cb (self);
      return;
    }
  retort_source_pane_reload (self);
  look_for_draft (self);
}

/**
 * retort_source_pane_get_review:
 * @self: the pane
 *
 * Returns: (transfer none) (nullable): the newest review
 */
RetortReview *
retort_source_pane_get_review (RetortSourcePane *self)
{
  return self->review;
}

/**
 * retort_source_pane_is_modified:
 * @self: the pane
 *
 * Returns: whether the text that is shown differs from what it began with
 */
gboolean
retort_source_pane_is_modified (RetortSourcePane *self)
{
  return self->is_modified;
}

/**
 * retort_source_pane_go_to:
 * @self: the pane
 * @line: from 1
 * @column: from 1; 0: the first character that is no blank
 */
void
retort_source_pane_go_to (RetortSourcePane *self, guint line, guint column)
{
  self->is_quiet = TRUE;
  retort_source_view_go_to (self->view, line, column);
}

/**
 * retort_source_pane_set_narrow:
 * @self: the pane
 * @is_narrow: whether the buttons of a bar stand below its text, which needs the whole width
 */
void
retort_source_pane_set_narrow (RetortSourcePane *self, gboolean is_narrow)
{
  GtkOrientation orientation = is_narrow ? GTK_ORIENTATION_VERTICAL : GTK_ORIENTATION_HORIZONTAL;

  gtk_orientable_set_orientation (GTK_ORIENTABLE (self->notice_bar), orientation);
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self->recovery_bar), orientation);
}
