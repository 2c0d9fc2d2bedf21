/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A run as the run bar and the Runs page show it.
 *
 * RUNNING → (cancel) CANCELLING → ENDED, or RUNNING → ENDED. Events and the end arrive on the main
 * thread. A cancel is a request: the report says what became of it. */
#include "config.h"

#include "workbench/run-item-private.h"

#include <glib/gi18n-lib.h>

struct _RetortRunItem
{
  GObject parent_instance;

  RetortPlanItem  *plan;
  RetortRunState   state;
  GCancellable    *cancellable;
  char            *title;
  char            *clock;       /* when it began, the person's time of day */
  char            *status_text;
  GString         *log;
  char            *blocker;     /* nullable: whom the log says last that it waits for */
  guint            n_done;
  guint            n_total;
  gint64           started_us;  /* monotonic */
  guint            elapsed_s;
  guint            tick_id;     /* source that counts the seconds, 0 when it ended */
  char            *outcome_text; /* nullable: how it ended, a sentence */
  char            *next_step;    /* nullable: what to do now, a sentence */
  RetortRunReport *report;      /* nullable */
  GError          *error;       /* nullable */
};

enum
{
  PROP_0,
  PROP_STATE,
  PROP_TITLE,
  PROP_STATUS_TEXT,
  PROP_FRACTION,
  PROP_ELAPSED_S,
  PROP_LOG,
  PROP_OUTCOME_TEXT,
  PROP_ICON_NAME,
  PROP_TONE,
  PROP_CLOCK,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_ENUM_TYPE (RetortRunState, retort_run_state,
                    G_DEFINE_ENUM_VALUE (RETORT_RUN_STATE_RUNNING, "running"),
                    G_DEFINE_ENUM_VALUE (RETORT_RUN_STATE_CANCELLING, "cancelling"),
                    G_DEFINE_ENUM_VALUE (RETORT_RUN_STATE_ENDED, "ended"))

G_DEFINE_FINAL_TYPE (RetortRunItem, retort_run_item, G_TYPE_OBJECT)

/* What the engine says in the middle of a line begins with a capital where it stands alone. */
static char *
dup_sentence (const char *text)
{
  g_autofree char *first = NULL;

  if (text == NULL || *text == '\0')
    return NULL;
  first = g_utf8_strup (text, (gssize) (g_utf8_next_char (text) - text));
  return g_strconcat (first, g_utf8_next_char (text), NULL);
}

static void
fill_outcome (RetortRunItem *self)
{
  const RetortRunReportFields *report = self->report != NULL ? retort_run_report_get (self->report) : NULL;

  if (self->error != NULL)
    self->outcome_text = dup_sentence (self->error->message);
  else if (report != NULL)
    self->outcome_text = dup_sentence (report->summary);
  self->next_step = report != NULL ? dup_sentence (report->next_step) : NULL;
}

static void
set_status (RetortRunItem *self, char *text)
{
  g_free (self->status_text);
  self->status_text = text;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STATUS_TEXT]);
}

static void
append_log (RetortRunItem *self, gint64 time_us, const char *text)
{
  g_autoptr(GDateTime) time = g_date_time_new_from_unix_local (time_us / G_USEC_PER_SEC);
  g_autofree char *clock = g_date_time_format (time, "%H:%M:%S");

  g_string_append_printf (self->log, "%s.%03d  %s\n", clock,
                          (int) (time_us % G_USEC_PER_SEC / 1000), text);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_LOG]);
}

static gboolean
count_seconds_timeout (gpointer user_data)
{
  RetortRunItem *self = RETORT_RUN_ITEM (user_data);

  self->elapsed_s = (guint) ((g_get_monotonic_time () - self->started_us) / G_USEC_PER_SEC);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ELAPSED_S]);
  return G_SOURCE_CONTINUE;
}

static void
retort_run_item_finalize (GObject *object)
{
  RetortRunItem *self = RETORT_RUN_ITEM (object);

  g_clear_handle_id (&self->tick_id, g_source_remove);
  g_clear_object (&self->plan);
  g_clear_object (&self->cancellable);
  g_free (self->title);
  g_free (self->clock);
  g_free (self->status_text);
  g_string_free (self->log, TRUE);
  g_free (self->blocker);
  g_free (self->outcome_text);
  g_free (self->next_step);
  g_clear_pointer (&self->report, retort_run_report_unref);
  g_clear_error (&self->error);
  G_OBJECT_CLASS (retort_run_item_parent_class)->finalize (object);
}

/* How it is taken, as a list of one word that a style sheet knows. */
static const char *const *
get_tone (RetortRunItem *self)
{
  static const char *const tones[][2] = { { "accent" }, { "success" }, { "warning" }, { "error" } };
  const RetortRunReportFields *report = self->report != NULL ? retort_run_report_get (self->report) : NULL;

  if (self->state != RETORT_RUN_STATE_ENDED)
    return tones[0];
  if (report != NULL && report->outcome == RETORT_OUTCOME_APPLIED)
    return tones[1];
  if (report != NULL && (report->was_cancelled || report->outcome != RETORT_OUTCOME_NOT_APPLIED))
    return tones[2];
  return tones[3];
}

static void
retort_run_item_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  RetortRunItem *self = RETORT_RUN_ITEM (object);

  switch (id)
    {
    case PROP_STATE: g_value_set_enum (value, self->state); break;
    case PROP_TITLE: g_value_set_string (value, self->title); break;
    case PROP_STATUS_TEXT: g_value_set_string (value, self->status_text); break;
    case PROP_FRACTION: g_value_set_double (value, retort_run_item_get_fraction (self)); break;
    case PROP_ELAPSED_S: g_value_set_uint (value, self->elapsed_s); break;
    case PROP_LOG: g_value_set_string (value, self->log->str); break;
    case PROP_OUTCOME_TEXT: g_value_set_string (value, self->outcome_text); break;
    case PROP_ICON_NAME: g_value_set_string (value, retort_run_item_get_icon_name (self)); break;
    case PROP_TONE: g_value_set_static_boxed (value, get_tone (self)); break;
    case PROP_CLOCK: g_value_set_string (value, self->clock); break;
    default: G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
retort_run_item_class_init (RetortRunItemClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->finalize = retort_run_item_finalize;
  object_class->get_property = retort_run_item_get_property;
  properties[PROP_STATE] = g_param_spec_enum ("state", NULL, NULL, RETORT_TYPE_RUN_STATE,
                                              RETORT_RUN_STATE_RUNNING, flags);
  properties[PROP_TITLE] = g_param_spec_string ("title", NULL, NULL, NULL, flags);
  properties[PROP_STATUS_TEXT] = g_param_spec_string ("status-text", NULL, NULL, NULL, flags);
  properties[PROP_FRACTION] = g_param_spec_double ("fraction", NULL, NULL, 0, 1, 0, flags);
  properties[PROP_ELAPSED_S] = g_param_spec_uint ("elapsed-s", NULL, NULL, 0, G_MAXUINT, 0, flags);
  properties[PROP_LOG] = g_param_spec_string ("log", NULL, NULL, NULL, flags);
  properties[PROP_OUTCOME_TEXT] = g_param_spec_string ("outcome-text", NULL, NULL, NULL, flags);
  properties[PROP_ICON_NAME] = g_param_spec_string ("icon-name", NULL, NULL, NULL, flags);
  properties[PROP_TONE] = g_param_spec_boxed ("tone", NULL, NULL, G_TYPE_STRV, flags);
  properties[PROP_CLOCK] = g_param_spec_string ("clock", NULL, NULL, NULL, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
retort_run_item_init (RetortRunItem *self)
{
  self->log = g_string_new (NULL);
  self->cancellable = g_cancellable_new ();
}

static char *
dup_title (RetortPlanItem *plan)
{
  const RetortPlanFields *fields = retort_plan_get (retort_plan_item_get_plan (plan));
  const char *name = retort_plan_item_get_target_name (plan);
  g_autofree char *to = g_strjoinv (", ", (char **) fields->to);

  if (fields->stamp != NULL && *to == '\0')
    return g_strdup_printf (_("Stamping %s with nothing"), name);
  if (fields->stamp != NULL)
    /* Translators: a connection's name and a revision. */
    return g_strdup_printf (_("Stamping %s with %s"), name, to);
  if (fields->direction == RETORT_DIRECTION_UPGRADE)
    /* Translators: a connection's name and a revision. */
    return g_strdup_printf (_("Upgrading %s to %s"), name, to);
  if (*to == '\0')
    return g_strdup_printf (_("Downgrading %s to nothing"), name);
  return g_strdup_printf (_("Downgrading %s to %s"), name, to);
}

/**
 * retort_run_item_dup_ended_title: (skip)
 * @name: of a connection or a database
 * @to: (array zero-terminated=1): rows of the version table that it was to lead to
 * @direction: up or down
 * @is_stamp: only the version table was set
 *
 * A run that ended is called by what it was, whatever became of it: the outcome stands beside it.
 *
 * Returns: (transfer full): "Upgrade of practice to 015"
 */
char *
retort_run_item_dup_ended_title (const char *name, const char *const *to, RetortDirection direction, gboolean is_stamp)
{
  g_autofree char *rows = g_strjoinv (", ", (char **) to);

  if (is_stamp && *rows == '\0')
    return g_strdup_printf (_("Stamp of %s with nothing"), name);
  if (is_stamp)
    /* Translators: a connection's name and a revision. */
    return g_strdup_printf (_("Stamp of %s with %s"), name, rows);
  if (direction == RETORT_DIRECTION_UPGRADE)
    /* Translators: a connection's name and a revision. */
    return g_strdup_printf (_("Upgrade of %s to %s"), name, rows);
  if (*rows == '\0')
    return g_strdup_printf (_("Downgrade of %s to nothing"), name);
  return g_strdup_printf (_("Downgrade of %s to %s"), name, rows);
}

static char *
dup_plan_title (RetortPlanItem *plan)
{
  const RetortPlanFields *fields = retort_plan_get (retort_plan_item_get_plan (plan));

  return retort_run_item_dup_ended_title (retort_plan_item_get_target_name (plan), (const char *const *) fields->to, fields->direction,
                                          fields->stamp != NULL);
}

/**
 * retort_run_item_new: (skip)
 * @plan: what is carried out
 *
 * Makes the item of a run that starts now.
 *
 * Returns: (transfer full): the item
 */
RetortRunItem *
retort_run_item_new (RetortPlanItem *plan)
{
  RetortRunItem *self = g_object_new (RETORT_TYPE_RUN_ITEM, NULL);
  g_autoptr(GDateTime) now = g_date_time_new_now_local ();

  self->plan = g_object_ref (plan);
  self->title = dup_title (plan);
  self->clock = g_date_time_format (now, "%H:%M");
  self->status_text = g_strdup (_("Getting ready"));
  self->started_us = g_get_monotonic_time ();
  self->tick_id = g_timeout_add_seconds (1, count_seconds_timeout, self);
  return self;
}

/**
 * retort_run_item_new_earlier: (skip)
 * @title: what it was
 * @clock: when it began, short
 * @log: what was done, in lines
 * @report: what became of it
 *
 * Makes the item of a run that ended before the window was opened.
 *
 * Returns: (transfer full): the item
 */
RetortRunItem *
retort_run_item_new_earlier (const char *title, const char *clock, const char *log, RetortRunReport *report)
{
  RetortRunItem *self = g_object_new (RETORT_TYPE_RUN_ITEM, NULL);

  self->state = RETORT_RUN_STATE_ENDED;
  self->title = g_strdup (title);
  self->clock = g_strdup (clock);
  self->elapsed_s = (guint) (retort_run_report_get (report)->elapsed_us / G_USEC_PER_SEC);
  self->report = retort_run_report_ref (report);
  g_string_append (self->log, log);
  fill_outcome (self);
  self->status_text = g_strdup (self->outcome_text);
  return self;
}

/**
 * retort_run_item_get_cancellable: (skip)
 * @self: a run
 *
 * What cancels it.
 *
 * Returns: (transfer none): the cancellable
 */
GCancellable *
retort_run_item_get_cancellable (RetortRunItem *self)
{
  return self->cancellable;
}

/* The words for the status of @event, or NULL when the status stays. */
static char *
dup_event_status (const RetortRunEventFields *event)
{
  switch (event->kind)
    {
    case RETORT_RUN_EVENT_STARTED: return g_strdup (_("Connecting"));
    case RETORT_RUN_EVENT_CONNECTED: return g_strdup (_("Connected"));
    case RETORT_RUN_EVENT_STATEMENT_STARTED:
      return g_strdup_printf (_("Statement %u of %u"), event->n_done + 1, event->n_total);
    case RETORT_RUN_EVENT_WAITING: return dup_sentence (event->text);
    case RETORT_RUN_EVENT_COMMITTING: return g_strdup (_("Committing"));
    case RETORT_RUN_EVENT_CANCELLING: return g_strdup (_("Cancelling: waiting for the server’s answer"));
    case RETORT_RUN_EVENT_VERIFYING: return g_strdup (_("Reading the database to verify"));
    case RETORT_RUN_EVENT_FAILED: return g_strdup (event->text);
    case RETORT_RUN_EVENT_STEP_STARTED:
    case RETORT_RUN_EVENT_STATEMENT_FINISHED:
    case RETORT_RUN_EVENT_STEP_FINISHED:
    case RETORT_RUN_EVENT_NOTICE:
    case RETORT_RUN_EVENT_FINISHED:
      return NULL;
    }
  g_return_val_if_reached (NULL);
}

/* The line of the log for @event, or NULL when it is not worth one. */
static char *
dup_event_line (const RetortRunEventFields *event)
{
  switch (event->kind)
    {
    case RETORT_RUN_EVENT_STARTED:
      return g_strdup_printf (ngettext ("Started: %u statement", "Started: %u statements", event->n_total),
                              event->n_total);
    case RETORT_RUN_EVENT_CONNECTED: return g_strdup (_("Connected"));
    case RETORT_RUN_EVENT_STEP_STARTED: return g_strdup_printf (_("Revision %s"), event->revision);
    case RETORT_RUN_EVENT_STATEMENT_STARTED: return g_strdup_printf ("  %s", event->sql);
    case RETORT_RUN_EVENT_STATEMENT_FINISHED:
      if (event->n_rows >= 0)
        return g_strdup_printf (ngettext ("    %.1f ms, %u row", "    %.1f ms, %u rows", (gulong) event->n_rows),
                                (double) event->elapsed_us / 1000, (guint) event->n_rows);
      return g_strdup_printf (_("    %.1f ms"), (double) event->elapsed_us / 1000);
    case RETORT_RUN_EVENT_STEP_FINISHED: return g_strdup_printf (_("Revision %s done"), event->revision);
    case RETORT_RUN_EVENT_WAITING:
    case RETORT_RUN_EVENT_NOTICE:
    case RETORT_RUN_EVENT_FAILED:
      return g_strdup (event->text);
    case RETORT_RUN_EVENT_COMMITTING: return g_strdup ("COMMIT");
    case RETORT_RUN_EVENT_CANCELLING: return g_strdup (_("Cancel sent"));
    case RETORT_RUN_EVENT_VERIFYING: return g_strdup (_("Reading the database to verify"));
    case RETORT_RUN_EVENT_FINISHED: return NULL; /* the report says it in a sentence */
    }
  g_return_val_if_reached (NULL);
}

/* The server is asked every second: the log says once whom a statement waits for (what stands before the colon), the
 * status for how long. FALSE: it is in the log already. */
static gboolean
remember_blocker (RetortRunItem *self, const RetortRunEventFields *event)
{
  g_autofree char *blocker = NULL;

  if (event->kind != RETORT_RUN_EVENT_WAITING)
    {
      g_clear_pointer (&self->blocker, g_free);
      return TRUE;
    }
  blocker = g_strndup (event->text, strcspn (event->text, ":"));
  if (g_strcmp0 (blocker, self->blocker) == 0)
    return FALSE;
  g_free (self->blocker);
  self->blocker = g_steal_pointer (&blocker);
  return TRUE;
}

/**
 * retort_run_item_take_event: (skip)
 * @self: a run
 * @event: what happened
 *
 * Shows one event. Main thread.
 */
void
retort_run_item_take_event (RetortRunItem *self, RetortRunEvent *event)
{
  const RetortRunEventFields *fields = retort_run_event_get (event);
  g_autofree char *status = dup_event_status (fields);
  g_autofree char *line = dup_event_line (fields);

  g_return_if_fail (RETORT_IS_RUN_ITEM (self));

  g_object_freeze_notify (G_OBJECT (self));
  if (status != NULL && (self->state != RETORT_RUN_STATE_CANCELLING
                         || fields->kind == RETORT_RUN_EVENT_CANCELLING))
    set_status (self, g_steal_pointer (&status));
  if (line != NULL && remember_blocker (self, fields))
    append_log (self, fields->time_us, line);
  if (fields->n_total > 0)
    {
      self->n_total = fields->n_total;
      self->n_done = MIN (fields->n_done, fields->n_total);
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_FRACTION]);
    }
  g_object_thaw_notify (G_OBJECT (self));
}

/**
 * retort_run_item_end: (skip)
 * @self: a run
 * @report: (nullable): what became of it
 * @error: (nullable): why it never began
 *
 * Ends the run. Main thread.
 */
void
retort_run_item_end (RetortRunItem *self, RetortRunReport *report, const GError *error)
{
  g_return_if_fail (RETORT_IS_RUN_ITEM (self));
  g_return_if_fail (self->state != RETORT_RUN_STATE_ENDED);

  g_clear_handle_id (&self->tick_id, g_source_remove);
  self->report = report != NULL ? retort_run_report_ref (report) : NULL;
  self->error = error != NULL ? g_error_copy (error) : NULL;
  self->state = RETORT_RUN_STATE_ENDED;
  g_free (self->title);
  self->title = dup_plan_title (self->plan);
  g_object_freeze_notify (G_OBJECT (self));
  fill_outcome (self);
  set_status (self, g_strdup (self->outcome_text));
  if (self->outcome_text != NULL)
    append_log (self, g_get_real_time (), self->outcome_text);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STATE]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_TITLE]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_FRACTION]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_OUTCOME_TEXT]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ICON_NAME]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_TONE]);
  g_object_thaw_notify (G_OBJECT (self));
}

/**
 * retort_run_item_cancel:
 * @self: a run
 *
 * Asks for the run to stop. What became of it is in the report.
 */
void
retort_run_item_cancel (RetortRunItem *self)
{
  g_return_if_fail (RETORT_IS_RUN_ITEM (self));

  if (self->state != RETORT_RUN_STATE_RUNNING)
    return;
  self->state = RETORT_RUN_STATE_CANCELLING;
  set_status (self, g_strdup (_("Cancelling: waiting for the server’s answer")));
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STATE]);
  g_cancellable_cancel (self->cancellable);
}

/**
 * retort_run_item_get_state:
 * @self: a run
 *
 * Whether it goes on.
 *
 * Returns: the state
 */
RetortRunState
retort_run_item_get_state (RetortRunItem *self)
{
  g_return_val_if_fail (RETORT_IS_RUN_ITEM (self), RETORT_RUN_STATE_ENDED);
  return self->state;
}

/**
 * retort_run_item_get_title:
 * @self: a run
 *
 * What it does: "Upgrading practice to 015".
 *
 * Returns: (transfer none): the title
 */
const char *
retort_run_item_get_title (RetortRunItem *self)
{
  g_return_val_if_fail (RETORT_IS_RUN_ITEM (self), NULL);
  return self->title;
}

/**
 * retort_run_item_get_status_text:
 * @self: a run
 *
 * What it is doing just now, or how it ended.
 *
 * Returns: (transfer none): the words
 */
const char *
retort_run_item_get_status_text (RetortRunItem *self)
{
  g_return_val_if_fail (RETORT_IS_RUN_ITEM (self), NULL);
  return self->status_text;
}

/**
 * retort_run_item_get_fraction:
 * @self: a run
 *
 * How much of its statements is done.
 *
 * Returns: from 0 to 1
 */
double
retort_run_item_get_fraction (RetortRunItem *self)
{
  g_return_val_if_fail (RETORT_IS_RUN_ITEM (self), 0);
  if (self->state == RETORT_RUN_STATE_ENDED)
    return 1;
  return self->n_total > 0 ? (double) self->n_done / self->n_total : 0;
}

/**
 * retort_run_item_get_elapsed_s:
 * @self: a run
 *
 * For how long it goes on.
 *
 * Returns: seconds
 */
guint
retort_run_item_get_elapsed_s (RetortRunItem *self)
{
  g_return_val_if_fail (RETORT_IS_RUN_ITEM (self), 0);
  return self->elapsed_s;
}

/**
 * retort_run_item_get_log:
 * @self: a run
 *
 * What happened so far, line by line with the time of day.
 *
 * Returns: (transfer none): the log
 */
const char *
retort_run_item_get_log (RetortRunItem *self)
{
  g_return_val_if_fail (RETORT_IS_RUN_ITEM (self), NULL);
  return self->log->str;
}

/**
 * retort_run_item_get_plan:
 * @self: a run
 *
 * What is carried out.
 *
 * Returns: (transfer none) (nullable): the plan; %NULL for a run of an earlier session
 */
RetortPlanItem *
retort_run_item_get_plan (RetortRunItem *self)
{
  g_return_val_if_fail (RETORT_IS_RUN_ITEM (self), NULL);
  return self->plan;
}

/**
 * retort_run_item_get_next_step:
 * @self: a run
 *
 * What to do after it ended.
 *
 * Returns: (transfer none) (nullable): a sentence; %NULL when nothing has to be done
 */
const char *
retort_run_item_get_next_step (RetortRunItem *self)
{
  g_return_val_if_fail (RETORT_IS_RUN_ITEM (self), NULL);
  return self->next_step;
}

/**
 * retort_run_item_get_icon_name:
 * @self: a run
 *
 * What became of it, as a picture. A cancelled run did what somebody wanted: it is no error.
 *
 * Returns: (transfer none): the name of a symbolic icon
 */
const char *
retort_run_item_get_icon_name (RetortRunItem *self)
{
  static const char *const icons[] = {
    [RETORT_OUTCOME_APPLIED] = "emblem-ok-symbolic",
    [RETORT_OUTCOME_NOT_APPLIED] = "dialog-error-symbolic",
    [RETORT_OUTCOME_PARTLY_APPLIED] = "dialog-warning-symbolic",
    [RETORT_OUTCOME_UNKNOWN] = "dialog-question-symbolic",
  };
  const RetortRunReportFields *report = NULL;

  g_return_val_if_fail (RETORT_IS_RUN_ITEM (self), NULL);
  if (self->state != RETORT_RUN_STATE_ENDED)
    return "media-playback-start-symbolic";
  if (self->report == NULL)
    return "dialog-error-symbolic";
  report = retort_run_report_get (self->report);
  return report->was_cancelled && report->outcome == RETORT_OUTCOME_NOT_APPLIED ? "process-stop-symbolic"
                                                                                : icons[report->outcome];
}

/**
 * retort_run_item_get_report:
 * @self: a run
 *
 * What became of it.
 *
 * Returns: (transfer none) (nullable): %NULL while it runs, or when it never began
 */
RetortRunReport *
retort_run_item_get_report (RetortRunItem *self)
{
  g_return_val_if_fail (RETORT_IS_RUN_ITEM (self), NULL);
  return self->report;
}

/**
 * retort_run_item_get_error:
 * @self: a run
 *
 * Why it never began.
 *
 * Returns: (transfer none) (nullable): %NULL when it did
 */
const GError *
retort_run_item_get_error (RetortRunItem *self)
{
  g_return_val_if_fail (RETORT_IS_RUN_ITEM (self), NULL);
  return self->error;
}
