/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The rehearsal runs on a thread of its own, which sends words through a queue and at last the result. The item cancels it when
 * nobody looks any more; the thread then ends by itself, and drops its scratch database. */
#include "config.h"

#include "engine/rehearsal.h"
#include "workbench/event-queue.h"
#include "workbench/plan-step-item-private.h"
#include "workbench/rehearsal-item-private.h"
#include "workbench/review-private.h"

#include <glib/gi18n-lib.h>

struct _RetortRehearsalItem
{
  GObject parent_instance;

  RetortPlanItem   *plan;
  RetortEventQueue *events;
  GCancellable     *cancellable;
  RetortRehearsal  *rehearsal; /* nullable */
  char             *text;
  gboolean          is_running;
  gboolean          is_bad;
};

typedef struct
{
  RetortWorkspace  *workspace;
  RetortTarget     *target;
  char             *symbol;
  RetortEventQueue *events;
  GCancellable     *cancellable;
} Job;

/* What the thread says: words, or how it ended. */
typedef struct
{
  char            *text;      /* nullable: the end */
  RetortRehearsal *rehearsal; /* nullable */
  GError          *error;     /* nullable */
} Message;

enum
{
  PROP_0,
  PROP_IS_RUNNING,
  PROP_TEXT,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (RetortRehearsalItem, retort_rehearsal_item, G_TYPE_OBJECT)

static void
job_free (Job *self)
{
  retort_workspace_unref (self->workspace);
  retort_target_unref (self->target);
  g_free (self->symbol);
  retort_event_queue_unref (self->events);
  g_object_unref (self->cancellable);
  g_free (self);
}

static void
message_free (gpointer data)
{
  Message *self = data;

  g_free (self->text);
  g_clear_pointer (&self->rehearsal, retort_rehearsal_unref);
  g_clear_error (&self->error);
  g_free (self);
}

/* On the thread of the rehearsal. */
static void
progress_cb (const char *text, guint n_done, guint n_total, gpointer user_data)
{
  Message *message = g_new0 (Message, 1);

  if (n_total > 0)
    /* Translators: number of the revision, how many there are, "014 down". */
    message->text = g_strdup_printf (_("Rehearsing %u of %u: %s"), n_done + 1, n_total, text);
  else
    message->text = g_strdup (_("Making a scratch database"));
  retort_event_queue_push (user_data, message);
}

static gpointer
rehearse_worker (gpointer data)
{
  Job *job = data;
  Message *end = g_new0 (Message, 1);
  RetortRehearsalOptions options = { .target = job->target, .to = job->symbol, .progress = progress_cb, .progress_data = job->events };
  g_autoptr(GError) keep_error = NULL;

  end->rehearsal = retort_rehearse (job->workspace, &options, job->cancellable, &end->error);
  if (end->rehearsal != NULL && !retort_rehearsal_store_keep (end->rehearsal, &keep_error))
    g_info ("%s", keep_error->message);
  retort_event_queue_push (job->events, end);
  job_free (job);
  return NULL;
}

static void
set_text (RetortRehearsalItem *self, char *text)
{
  g_free (self->text);
  self->text = text;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_TEXT]);
}

/* The words of a statement stand at its row: the first one with its line and text that has none yet. */
static void
show_statement (GListModel *items, const RetortRehearsedStatement *seen)
{
  for (guint i = 0; i < g_list_model_get_n_items (items); i++)
    {
      g_autoptr(RetortStatementItem) item = g_list_model_get_item (items, i);
      RetortStatement *statement = retort_statement_item_get_statement (item);

      if (statement == NULL || retort_statement_item_get_line (item) != seen->line
          || strstr (seen->sql, retort_statement_get_sql (statement)) == NULL || retort_statement_item_get_seen (item) != NULL)
        continue;
      {
        g_autofree char *text = retort_rehearsed_statement_dup_seen (seen);

        retort_statement_item_set_seen (item, text);
      }
      return;
    }
}

static void
clear_seen (GListModel *items)
{
  for (guint i = 0; i < g_list_model_get_n_items (items); i++)
    {
      g_autoptr(RetortStatementItem) item = g_list_model_get_item (items, i);

      retort_statement_item_set_seen (item, NULL);
    }
}

static void
show_step (RetortPlanStepItem *item, const RetortRehearsalStep *step)
{
  g_autofree char *badge = step->failure == NULL && step->untried == NULL ? retort_reversibility_dup_label (step->reversibility) : NULL;
  g_autofree char *verdict = retort_rehearsal_step_dup_verdict (step);
  GListModel *statements = retort_plan_step_item_get_statements (item);

  retort_plan_step_item_set_badge (item, badge, verdict, step->reversibility);
  clear_seen (statements);
  for (guint i = 0; i < step->statements->len; i++)
    {
      const RetortRehearsedStatement *seen = g_ptr_array_index (step->statements, i);

      if (seen->pass == RETORT_REHEARSAL_UP)
        show_statement (statements, seen);
    }
}

static void
show_steps (RetortRehearsalItem *self)
{
  GListModel *items = retort_plan_item_get_steps (self->plan);

  for (guint i = 0; i < g_list_model_get_n_items (items); i++)
    {
      g_autoptr(RetortPlanStepItem) item = g_list_model_get_item (items, i);
      RetortRevision *revision = retort_plan_step_get_revision (retort_plan_step_item_get_step (item));

      for (guint j = 0; j < self->rehearsal->steps->len; j++)
        {
          const RetortRehearsalStep *step = g_ptr_array_index (self->rehearsal->steps, j);

          if (g_str_equal (retort_revision_get_id (step->revision), retort_revision_get_id (revision)))
            show_step (item, step);
        }
    }
}

static void
end (RetortRehearsalItem *self, Message *message)
{
  char *text = NULL;

  self->rehearsal = g_steal_pointer (&message->rehearsal);
  self->is_running = FALSE;
  if (self->rehearsal != NULL)
    {
      show_steps (self);
      self->is_bad = !retort_rehearsal_went_up (self->rehearsal) || retort_rehearsal_get_worst (self->rehearsal) == RETORT_REVERSIBLE_NO;
      text = retort_rehearsal_dup_summary (self->rehearsal);
    }
  else if (g_error_matches (message->error, RETORT_DB_ERROR, RETORT_DB_ERROR_CANCELLED)
           || g_error_matches (message->error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    text = g_strdup (_("The rehearsal was cancelled; nothing is left of it."));
  else
    {
      self->is_bad = TRUE;
      text = g_strdup_printf (_("It could not be rehearsed: %s"), message->error->message);
    }
  set_text (self, text);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_IS_RUNNING]);
}

static void
take_message (gpointer event, gpointer user_data)
{
  RetortRehearsalItem *self = RETORT_REHEARSAL_ITEM (user_data);
  g_autoptr(RetortRehearsalItem) held = g_object_ref (self);
  Message *message = event;

  if (message->text != NULL)
    set_text (self, g_steal_pointer (&message->text));
  else
    end (self, message);
}

static void
retort_rehearsal_item_dispose (GObject *object)
{
  RetortRehearsalItem *self = RETORT_REHEARSAL_ITEM (object);

  if (self->cancellable != NULL && self->is_running)
    g_cancellable_cancel (self->cancellable);
  if (self->events != NULL)
    retort_event_queue_close (self->events);
  g_clear_pointer (&self->events, retort_event_queue_unref);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->plan);
  G_OBJECT_CLASS (retort_rehearsal_item_parent_class)->dispose (object);
}

static void
retort_rehearsal_item_finalize (GObject *object)
{
  RetortRehearsalItem *self = RETORT_REHEARSAL_ITEM (object);

  g_clear_pointer (&self->rehearsal, retort_rehearsal_unref);
  g_free (self->text);
  G_OBJECT_CLASS (retort_rehearsal_item_parent_class)->finalize (object);
}

static void
retort_rehearsal_item_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  RetortRehearsalItem *self = RETORT_REHEARSAL_ITEM (object);

  switch (id)
    {
    case PROP_IS_RUNNING: g_value_set_boolean (value, self->is_running); break;
    case PROP_TEXT: g_value_set_string (value, self->text); break;
    default: G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
retort_rehearsal_item_class_init (RetortRehearsalItemClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->dispose = retort_rehearsal_item_dispose;
  object_class->finalize = retort_rehearsal_item_finalize;
  object_class->get_property = retort_rehearsal_item_get_property;
  properties[PROP_IS_RUNNING] = g_param_spec_boolean ("is-running", NULL, NULL, FALSE, flags);
  properties[PROP_TEXT] = g_param_spec_string ("text", NULL, NULL, NULL, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
retort_rehearsal_item_init (RetortRehearsalItem *self)
{
  self->is_running = TRUE;
  self->cancellable = g_cancellable_new ();
  self->text = g_strdup (_("Making a scratch database"));
}

/**
 * retort_rehearsal_item_new: (skip)
 * @plan: what is rehearsed
 * @workspace: its project
 * @target: its database; it is only read
 *
 * Starts a rehearsal on a thread of its own.
 *
 * Returns: (transfer full): what shows it
 */
RetortRehearsalItem *
retort_rehearsal_item_new (RetortPlanItem *plan, RetortWorkspace *workspace, RetortTarget *target)
{
  RetortRehearsalItem *self = g_object_new (RETORT_TYPE_REHEARSAL_ITEM, NULL);
  Job *job = g_new0 (Job, 1);

  self->plan = g_object_ref (plan);
  self->events = retort_event_queue_new (take_message, self, message_free);
  job->workspace = retort_workspace_ref (workspace);
  job->target = retort_target_ref (target);
  job->symbol = g_strdup (retort_plan_get (retort_plan_item_get_plan (plan))->target_symbol);
  job->events = retort_event_queue_ref (self->events);
  job->cancellable = g_object_ref (self->cancellable);
  g_thread_unref (g_thread_new ("retort-rehearsal", rehearse_worker, job));
  return self;
}

/**
 * retort_rehearsal_item_get_plan:
 * @self: a rehearsal
 *
 * Returns: (transfer none): what is rehearsed
 */
RetortPlanItem *
retort_rehearsal_item_get_plan (RetortRehearsalItem *self)
{
  return self->plan;
}

/**
 * retort_rehearsal_item_get_is_running:
 * @self: a rehearsal
 *
 * Returns: it has not ended yet
 */
gboolean
retort_rehearsal_item_get_is_running (RetortRehearsalItem *self)
{
  return self->is_running;
}

/**
 * retort_rehearsal_item_get_text:
 * @self: a rehearsal
 *
 * Returns: (transfer none): what is being done, or what came out
 */
const char *
retort_rehearsal_item_get_text (RetortRehearsalItem *self)
{
  return self->text;
}

/**
 * retort_rehearsal_item_is_bad:
 * @self: a rehearsal
 *
 * Returns: what came out should be read before the plan runs
 */
gboolean
retort_rehearsal_item_is_bad (RetortRehearsalItem *self)
{
  return self->is_bad;
}

/**
 * retort_rehearsal_item_get_rehearsal:
 * @self: a rehearsal
 *
 * Returns: (transfer none) (nullable): what was seen
 */
RetortRehearsal *
retort_rehearsal_item_get_rehearsal (RetortRehearsalItem *self)
{
  return self->rehearsal;
}

/**
 * retort_rehearsal_item_cancel:
 * @self: a rehearsal
 *
 * Stops it; its end is told as usual.
 */
void
retort_rehearsal_item_cancel (RetortRehearsalItem *self)
{
  g_cancellable_cancel (self->cancellable);
}
