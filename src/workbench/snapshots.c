/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Each act has a thread of its own, which sends words through a queue and at last how it ended, together with the list as it is
 * then. */
#include "config.h"

#include "engine/database-snapshot.h"
#include "workbench/snapshot-item-private.h"
#include "workbench/snapshots.h"
#include "workbench/workbench-private.h"

#include <glib/gi18n-lib.h>

typedef enum
{
  ACT_LIST,
  ACT_TAKE,
  ACT_RESTORE,
  ACT_DELETE,
} Act;

struct _RetortSnapshots
{
  GObject parent_instance;

  RetortWorkbench  *workbench;
  RetortWorkspace  *workspace;
  RetortTarget     *target;
  GListStore       *list;        /* element: RetortSnapshotItem */
  RetortEventQueue *events;      /* nullable: nothing runs */
  GCancellable     *cancellable; /* nullable: nothing runs */
  char             *text;
  double            fraction;
  gboolean          is_bad;
};

typedef struct
{
  Act                     act;
  RetortWorkspace        *workspace;
  RetortTarget           *target;
  RetortDatabaseSnapshot *snapshot; /* nullable */
  char                   *name;     /* nullable */
  RetortEventQueue       *events;
  GCancellable           *cancellable;
} Job;

/* What the thread says: words, or how it ended. */
typedef struct
{
  Act        act;
  char      *text; /* nullable: the end */
  double     fraction;
  char      *kept; /* nullable */
  GPtrArray *list; /* nullable; element: RetortDatabaseSnapshot */
  GError    *error; /* nullable */
} Message;

enum
{
  PROP_0,
  PROP_IS_RUNNING,
  PROP_TEXT,
  PROP_FRACTION,
  N_PROPS
};

enum
{
  ENDED,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (RetortSnapshots, retort_snapshots, G_TYPE_OBJECT)

static void
job_free (Job *self)
{
  retort_workspace_unref (self->workspace);
  retort_target_unref (self->target);
  g_clear_pointer (&self->snapshot, retort_database_snapshot_unref);
  g_free (self->name);
  retort_event_queue_unref (self->events);
  g_object_unref (self->cancellable);
  g_free (self);
}

static void
message_free (gpointer data)
{
  Message *self = data;

  g_free (self->text);
  g_free (self->kept);
  g_clear_pointer (&self->list, g_ptr_array_unref);
  g_clear_error (&self->error);
  g_free (self);
}

/* --- On the thread --- */

static void
progress_cb (const char *table, guint n_done, guint n_total, gpointer user_data)
{
  const Job *job = user_data;
  Message *message = g_new0 (Message, 1);

  if (job->act == ACT_TAKE)
    /* Translators: number of the table, how many there are, its name. */
    message->text = g_strdup_printf (_("Saving table %u of %u: %s"), n_done + 1, n_total, table);
  else
    /* Translators: number of the table, how many there are, its name. */
    message->text = g_strdup_printf (_("Filling table %u of %u: %s"), n_done + 1, n_total, table);
  message->fraction = (double) n_done / (double) n_total;
  retort_event_queue_push (job->events, message);
}

static void
do_act (Job *job, Message *end)
{
  switch (job->act)
    {
    case ACT_LIST:
      break;
    case ACT_TAKE:
      job->snapshot = retort_database_snapshot_take (job->target, job->workspace, job->name, progress_cb, job, job->cancellable, &end->error);
      break;
    case ACT_RESTORE:
      end->kept = retort_database_snapshot_restore (job->snapshot, job->target, job->workspace, progress_cb, job, job->cancellable, &end->error);
      break;
    case ACT_DELETE:
      if (!retort_database_snapshot_delete (job->snapshot, &end->error))
        g_assert (end->error != NULL);
      break;
    }
}

static gpointer
worker (gpointer data)
{
  Job *job = data;
  Message *end = g_new0 (Message, 1);

  end->act = job->act;
  do_act (job, end);
  end->list = retort_database_snapshot_list (job->target, NULL, end->error == NULL ? &end->error : NULL);
  retort_event_queue_push (job->events, end);
  job_free (job);
  return NULL;
}

/* --- On the main thread --- */

static void
set_text (RetortSnapshots *self, char *text, double fraction)
{
  g_free (self->text);
  self->text = text;
  self->fraction = fraction;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_TEXT]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_FRACTION]);
}

static void
show_list (RetortSnapshots *self, GPtrArray *snapshots)
{
  g_autoptr(GPtrArray) items = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < snapshots->len; i++)
    g_ptr_array_add (items, retort_snapshot_item_new (g_ptr_array_index (snapshots, i)));
  g_list_store_splice (self->list, 0, g_list_model_get_n_items (G_LIST_MODEL (self->list)), items->pdata, items->len);
}

static char *
dup_end (RetortSnapshots *self, const Message *message)
{
  const char *database = retort_target_get_database (self->target);

  if (message->error != NULL)
    {
      if (g_error_matches (message->error, RETORT_DB_ERROR, RETORT_DB_ERROR_CANCELLED))
        return g_strdup (message->act == ACT_TAKE ? _("Cancelled; no snapshot was taken.") : _("Cancelled; the database is as it was."));
      return g_strdup (message->error->message);
    }
  switch (message->act)
    {
    case ACT_LIST: return g_strdup ("");
    case ACT_TAKE: return g_strdup (_("The snapshot is taken."));
    case ACT_DELETE: return g_strdup (_("The snapshot is deleted."));
    case ACT_RESTORE:
      /* Translators: a database, and the name under which it is kept as it was. */
      return g_strdup_printf (_("“%s” is restored. As it was until now it is kept on the same server as “%s”; drop that when nobody needs it any more."),
                              database, message->kept);
    }
  g_return_val_if_reached (g_strdup (""));
}

static void
end (RetortSnapshots *self, Message *message)
{
  g_clear_pointer (&self->events, retort_event_queue_unref);
  g_clear_object (&self->cancellable);
  if (message->list != NULL)
    show_list (self, message->list);
  self->is_bad = message->error != NULL;
  set_text (self, dup_end (self, message), 0);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_IS_RUNNING]);
  if (message->act == ACT_RESTORE)
    retort_workbench_reread_state (self->workbench);
  g_signal_emit (self, signals[ENDED], 0, message->error == NULL);
}

static void
take_message (gpointer event, gpointer user_data)
{
  RetortSnapshots *self = RETORT_SNAPSHOTS (user_data);
  g_autoptr(RetortSnapshots) held = g_object_ref (self);
  Message *message = event;

  if (message->text != NULL)
    set_text (self, g_steal_pointer (&message->text), message->fraction);
  else
    end (self, message);
}

/* @text: what is being done. */
static void
start (RetortSnapshots *self, Act act, RetortDatabaseSnapshot *snapshot, const char *name, const char *text)
{
  Job *job = NULL;

  if (self->events != NULL)
    return;
  self->events = retort_event_queue_new (take_message, self, message_free);
  self->cancellable = g_cancellable_new ();
  self->is_bad = FALSE;
  job = g_new0 (Job, 1);
  job->act = act;
  job->workspace = retort_workspace_ref (self->workspace);
  job->target = retort_target_ref (self->target);
  job->snapshot = snapshot != NULL ? retort_database_snapshot_ref (snapshot) : NULL;
  job->name = g_strdup (name);
  job->events = retort_event_queue_ref (self->events);
  job->cancellable = g_object_ref (self->cancellable);
  set_text (self, g_strdup (text), 0);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_IS_RUNNING]);
  g_thread_unref (g_thread_new ("retort-snapshot", worker, job));
}

static void
retort_snapshots_dispose (GObject *object)
{
  RetortSnapshots *self = RETORT_SNAPSHOTS (object);

  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  if (self->events != NULL)
    retort_event_queue_close (self->events);
  g_clear_pointer (&self->events, retort_event_queue_unref);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->workbench);
  g_clear_object (&self->list);
  G_OBJECT_CLASS (retort_snapshots_parent_class)->dispose (object);
}

static void
retort_snapshots_finalize (GObject *object)
{
  RetortSnapshots *self = RETORT_SNAPSHOTS (object);

  g_clear_pointer (&self->workspace, retort_workspace_unref);
  g_clear_pointer (&self->target, retort_target_unref);
  g_free (self->text);
  G_OBJECT_CLASS (retort_snapshots_parent_class)->finalize (object);
}

static void
retort_snapshots_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  RetortSnapshots *self = RETORT_SNAPSHOTS (object);

  switch (id)
    {
    case PROP_IS_RUNNING: g_value_set_boolean (value, retort_snapshots_get_is_running (self)); break;
    case PROP_TEXT: g_value_set_string (value, self->text); break;
    case PROP_FRACTION: g_value_set_double (value, self->fraction); break;
    default: G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
retort_snapshots_class_init (RetortSnapshotsClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->dispose = retort_snapshots_dispose;
  object_class->finalize = retort_snapshots_finalize;
  object_class->get_property = retort_snapshots_get_property;
  properties[PROP_IS_RUNNING] = g_param_spec_boolean ("is-running", NULL, NULL, FALSE, flags);
  properties[PROP_TEXT] = g_param_spec_string ("text", NULL, NULL, "", flags);
  properties[PROP_FRACTION] = g_param_spec_double ("fraction", NULL, NULL, 0, 1, 0, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  /**
   * RetortSnapshots::ended:
   * @is_done: what was begun is done
   *
   * The list is the one of now, and the text says how it ended.
   */
  signals[ENDED] = g_signal_new ("ended", RETORT_TYPE_SNAPSHOTS, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_BOOLEAN);
}

static void
retort_snapshots_init (RetortSnapshots *self)
{
  self->list = g_list_store_new (RETORT_TYPE_SNAPSHOT_ITEM);
  self->text = g_strdup ("");
}

/**
 * retort_workbench_has_snapshots:
 * @self: a workbench
 *
 * Returns: whether a development database is connected
 */
gboolean
retort_workbench_has_snapshots (RetortWorkbench *self)
{
  return self->target != NULL && self->workspace != NULL && self->connection_state == RETORT_CONNECTION_READY
         && retort_database_snapshot_is_allowed (retort_target_get_profile (self->target));
}

/**
 * retort_workbench_open_snapshots:
 * @self: a connected workbench
 * @error: %RETORT_WORKBENCH_ERROR_NO_CONNECTION
 *
 * The snapshots of the database that is connected now; the list is being read.
 *
 * Returns: (transfer full) (nullable): the snapshots
 */
RetortSnapshots *
retort_workbench_open_snapshots (RetortWorkbench *self, GError **error)
{
  RetortSnapshots *snapshots = NULL;

  g_return_val_if_fail (RETORT_IS_WORKBENCH (self), NULL);

  if (!retort_workbench_has_snapshots (self))
    {
      g_set_error_literal (error, RETORT_WORKBENCH_ERROR, RETORT_WORKBENCH_ERROR_NO_CONNECTION,
                           _("Snapshots are for development databases, and none is connected"));
      return NULL;
    }
  snapshots = g_object_new (RETORT_TYPE_SNAPSHOTS, NULL);
  snapshots->workbench = g_object_ref (self);
  snapshots->workspace = retort_workspace_ref (self->workspace);
  snapshots->target = retort_target_ref (self->target);
  start (snapshots, ACT_LIST, NULL, NULL, "");
  return snapshots;
}

/**
 * retort_snapshots_get_list:
 * @self: the snapshots
 *
 * Returns: (transfer none): RetortSnapshotItem, newest first
 */
GListModel *
retort_snapshots_get_list (RetortSnapshots *self)
{
  return G_LIST_MODEL (self->list);
}

/**
 * retort_snapshots_get_database:
 * @self: the snapshots
 *
 * Returns: (transfer none): the name of the database
 */
const char *
retort_snapshots_get_database (RetortSnapshots *self)
{
  return retort_target_get_database (self->target);
}

/**
 * retort_snapshots_get_is_running:
 * @self: the snapshots
 *
 * Returns: something is being done
 */
gboolean
retort_snapshots_get_is_running (RetortSnapshots *self)
{
  return self->events != NULL;
}

/**
 * retort_snapshots_get_text:
 * @self: the snapshots
 *
 * Returns: (transfer none): what is being done, or how it ended
 */
const char *
retort_snapshots_get_text (RetortSnapshots *self)
{
  return self->text;
}

/**
 * retort_snapshots_is_bad:
 * @self: the snapshots
 *
 * Returns: what was begun last did not end as it was meant to
 */
gboolean
retort_snapshots_is_bad (RetortSnapshots *self)
{
  return self->is_bad;
}

/**
 * retort_snapshots_take:
 * @self: the snapshots
 * @name: what the new one is to be called
 *
 * Takes one, unless something is being done.
 */
void
retort_snapshots_take (RetortSnapshots *self, const char *name)
{
  g_return_if_fail (RETORT_IS_SNAPSHOTS (self) && name != NULL);
  start (self, ACT_TAKE, NULL, name, _("Taking a snapshot"));
}

/**
 * retort_snapshots_restore:
 * @self: the snapshots
 * @item: one of them
 *
 * Makes the database what it was then, unless something is being done.
 */
void
retort_snapshots_restore (RetortSnapshots *self, RetortSnapshotItem *item)
{
  g_return_if_fail (RETORT_IS_SNAPSHOTS (self) && RETORT_IS_SNAPSHOT_ITEM (item));
  start (self, ACT_RESTORE, retort_snapshot_item_get_snapshot (item), NULL, _("Making a new database"));
}

/**
 * retort_snapshots_delete:
 * @self: the snapshots
 * @item: one of them
 *
 * Deletes its file, unless something is being done.
 */
void
retort_snapshots_delete (RetortSnapshots *self, RetortSnapshotItem *item)
{
  g_return_if_fail (RETORT_IS_SNAPSHOTS (self) && RETORT_IS_SNAPSHOT_ITEM (item));
  start (self, ACT_DELETE, retort_snapshot_item_get_snapshot (item), NULL, "");
}

/**
 * retort_snapshots_cancel:
 * @self: the snapshots
 *
 * Stops what is being done; its end is told as usual.
 */
void
retort_snapshots_cancel (RetortSnapshots *self)
{
  g_return_if_fail (RETORT_IS_SNAPSHOTS (self));

  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
}
