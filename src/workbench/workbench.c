/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The workbench itself: its state, read by the window through properties and lists. What changes the
 * state is in workbench-project.c, workbench-checks.c, workbench-connection.c and so on. */
#include "config.h"

#include "workbench/workbench-private.h"

static GParamSpec *properties[RETORT_WORKBENCH_N_PROPS];

G_DEFINE_ENUM_TYPE (RetortProjectState, retort_project_state,
                    G_DEFINE_ENUM_VALUE (RETORT_PROJECT_NONE, "none"),
                    G_DEFINE_ENUM_VALUE (RETORT_PROJECT_OPENING, "opening"),
                    G_DEFINE_ENUM_VALUE (RETORT_PROJECT_READY, "ready"),
                    G_DEFINE_ENUM_VALUE (RETORT_PROJECT_FAILED, "failed"))

G_DEFINE_ENUM_TYPE (RetortConnectionState, retort_connection_state,
                    G_DEFINE_ENUM_VALUE (RETORT_CONNECTION_NONE, "none"),
                    G_DEFINE_ENUM_VALUE (RETORT_CONNECTION_CONNECTING, "connecting"),
                    G_DEFINE_ENUM_VALUE (RETORT_CONNECTION_READY, "ready"),
                    G_DEFINE_ENUM_VALUE (RETORT_CONNECTION_PASSWORD_NEEDED, "password-needed"),
                    G_DEFINE_ENUM_VALUE (RETORT_CONNECTION_FAILED, "failed"))

G_DEFINE_QUARK (retort-workbench-error-quark, retort_workbench_error)

G_DEFINE_FINAL_TYPE (RetortWorkbench, retort_workbench, G_TYPE_OBJECT)

/**
 * retort_workbench_notify: (skip)
 * @self: a workbench
 * @property: which one
 *
 * Tells that a property changed.
 */
void
retort_workbench_notify (RetortWorkbench *self, RetortWorkbenchProp property)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[property]);
}

static void
retort_workbench_dispose (GObject *object)
{
  RetortWorkbench *self = RETORT_WORKBENCH (object);

  retort_workbench_stop_checks (self);
  retort_workbench_stop_looking (self);
  retort_workbench_stop_watching (self);
  retort_workbench_disconnect (self);
  if (self->run_events != NULL)
    retort_event_queue_close (self->run_events);
  g_clear_pointer (&self->run_events, retort_event_queue_unref);
  g_clear_pointer (&self->failure, retort_run_failure_unref);
  g_clear_pointer (&self->project_worker, retort_worker_free);
  g_clear_pointer (&self->review_worker, retort_worker_free);
  g_clear_pointer (&self->check_worker, retort_worker_free);
  g_clear_pointer (&self->look_worker, retort_worker_free);
  g_clear_pointer (&self->branch_worker, retort_worker_free);
  g_clear_pointer (&self->query_worker, retort_worker_free);
  g_clear_object (&self->run);
  G_OBJECT_CLASS (retort_workbench_parent_class)->dispose (object);
}

static void
retort_workbench_finalize (GObject *object)
{
  RetortWorkbench *self = RETORT_WORKBENCH (object);

  g_free (self->project_name);
  g_free (self->project_path);
  g_free (self->project_location);
  g_free (self->project_error);
  g_strfreev (self->project_choices);
  g_clear_pointer (&self->workspace, retort_workspace_unref);
  g_clear_object (&self->revisions);
  retort_workbench_forget_surroundings (self);
  g_clear_pointer (&self->command_worker, retort_worker_free);
  g_clear_pointer (&self->planned, retort_planned_free);
  g_clear_pointer (&self->items, g_hash_table_unref);
  g_clear_pointer (&self->order, g_ptr_array_unref);
  g_clear_object (&self->project_findings);
  g_clear_pointer (&self->monitors, g_ptr_array_unref);
  g_free (self->connection_error);
  g_free (self->connection_advice);
  g_clear_pointer (&self->passwords, g_hash_table_unref);
  g_clear_pointer (&self->state, retort_target_state_free);
  g_clear_object (&self->schema);
  g_clear_object (&self->profiles);
  g_clear_object (&self->runs);
  G_OBJECT_CLASS (retort_workbench_parent_class)->finalize (object);
}

static gboolean
is_at_head (RetortWorkbench *self)
{
  return self->connection_state == RETORT_CONNECTION_READY && self->n_pending == 0
         && self->n_unknown == 0 && self->n_skipped == 0;
}

static void
retort_workbench_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  RetortWorkbench *self = RETORT_WORKBENCH (object);

  switch ((RetortWorkbenchProp) id)
    {
    case RETORT_WORKBENCH_PROP_PROJECT_STATE: g_value_set_enum (value, self->project_state); break;
    case RETORT_WORKBENCH_PROP_PROJECT_NAME: g_value_set_string (value, self->project_name); break;
    case RETORT_WORKBENCH_PROP_PROJECT_PATH: g_value_set_string (value, self->project_path); break;
    case RETORT_WORKBENCH_PROP_PROJECT_ERROR: g_value_set_string (value, self->project_error); break;
    case RETORT_WORKBENCH_PROP_CONNECTION_STATE: g_value_set_enum (value, self->connection_state); break;
    case RETORT_WORKBENCH_PROP_CONNECTION_ERROR: g_value_set_string (value, self->connection_error); break;
    case RETORT_WORKBENCH_PROP_PROFILE: g_value_set_object (value, self->profile); break;
    case RETORT_WORKBENCH_PROP_AT_HEAD: g_value_set_boolean (value, is_at_head (self)); break;
    case RETORT_WORKBENCH_PROP_N_PENDING: g_value_set_uint (value, self->n_pending); break;
    case RETORT_WORKBENCH_PROP_N_UNKNOWN: g_value_set_uint (value, self->n_unknown); break;
    case RETORT_WORKBENCH_PROP_N_HEADS: g_value_set_uint (value, self->n_heads); break;
    case RETORT_WORKBENCH_PROP_N_ACCEPTABLE: g_value_set_uint (value, self->n_acceptable); break;
    case RETORT_WORKBENCH_PROP_N_CHECKED: g_value_set_uint (value, self->n_checked); break;
    case RETORT_WORKBENCH_PROP_UNREACHED: g_value_take_string (value, retort_workbench_dup_unreached (self)); break;
    case RETORT_WORKBENCH_PROP_RUN: g_value_set_object (value, self->run); break;
    case RETORT_WORKBENCH_PROP_SCHEMA: g_value_set_object (value, self->schema); break;
    case RETORT_WORKBENCH_PROP_0:
    case RETORT_WORKBENCH_N_PROPS:
    default: G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
install_texts_and_counts (void)
{
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;
  static const struct { RetortWorkbenchProp id; const char *name; } texts[] = {
    { RETORT_WORKBENCH_PROP_PROJECT_NAME, "project-name" },
    { RETORT_WORKBENCH_PROP_PROJECT_PATH, "project-path" },
    { RETORT_WORKBENCH_PROP_PROJECT_ERROR, "project-error" },
    { RETORT_WORKBENCH_PROP_CONNECTION_ERROR, "connection-error" },
    { RETORT_WORKBENCH_PROP_UNREACHED, "unreached" },
  };
  static const struct { RetortWorkbenchProp id; const char *name; } counts[] = {
    { RETORT_WORKBENCH_PROP_N_PENDING, "n-pending" },
    { RETORT_WORKBENCH_PROP_N_UNKNOWN, "n-unknown" },
    { RETORT_WORKBENCH_PROP_N_HEADS, "n-heads" },
    { RETORT_WORKBENCH_PROP_N_ACCEPTABLE, "n-acceptable" },
    { RETORT_WORKBENCH_PROP_N_CHECKED, "n-checked" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    properties[texts[i].id] = g_param_spec_string (texts[i].name, NULL, NULL, NULL, flags);
  for (gsize i = 0; i < G_N_ELEMENTS (counts); i++)
    properties[counts[i].id] = g_param_spec_uint (counts[i].name, NULL, NULL, 0, G_MAXUINT, 0, flags);
}

static void
retort_workbench_class_init (RetortWorkbenchClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->dispose = retort_workbench_dispose;
  object_class->finalize = retort_workbench_finalize;
  object_class->get_property = retort_workbench_get_property;
  install_texts_and_counts ();
  properties[RETORT_WORKBENCH_PROP_PROJECT_STATE] =
    g_param_spec_enum ("project-state", NULL, NULL, RETORT_TYPE_PROJECT_STATE, RETORT_PROJECT_NONE, flags);
  properties[RETORT_WORKBENCH_PROP_CONNECTION_STATE] =
    g_param_spec_enum ("connection-state", NULL, NULL, RETORT_TYPE_CONNECTION_STATE,
                       RETORT_CONNECTION_NONE, flags);
  properties[RETORT_WORKBENCH_PROP_PROFILE] =
    g_param_spec_object ("profile", NULL, NULL, RETORT_TYPE_PROFILE_ITEM, flags);
  properties[RETORT_WORKBENCH_PROP_AT_HEAD] =
    g_param_spec_boolean ("at-head", NULL, NULL, FALSE, flags);
  properties[RETORT_WORKBENCH_PROP_RUN] =
    g_param_spec_object ("run", NULL, NULL, RETORT_TYPE_RUN_ITEM, flags);
  properties[RETORT_WORKBENCH_PROP_SCHEMA] =
    g_param_spec_object ("schema", NULL, NULL, RETORT_TYPE_SCHEMA_SNAPSHOT, flags);
  g_object_class_install_properties (object_class, RETORT_WORKBENCH_N_PROPS, properties);
}

static void
retort_workbench_init (RetortWorkbench *self)
{
  self->project_worker = retort_worker_new ("retort-project");
  self->review_worker = retort_worker_new ("retort-review");
  self->check_worker = retort_worker_new ("retort-check");
  self->look_worker = retort_worker_new ("retort-look");
  self->branch_worker = retort_worker_new ("retort-branch");
  self->query_worker = retort_worker_new ("retort-query");
  self->revisions = g_list_store_new (RETORT_TYPE_REVISION_ITEM);
  self->items = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_object_unref);
  self->order = g_ptr_array_new_with_free_func (g_object_unref);
  self->project_findings = g_list_store_new (RETORT_TYPE_FINDING_ITEM);
  self->monitors = g_ptr_array_new_with_free_func (g_object_unref);
  self->passwords = retort_password_memory_new ();
  self->profiles = g_list_store_new (RETORT_TYPE_PROFILE_ITEM);
  self->runs = g_list_store_new (RETORT_TYPE_RUN_ITEM);
  retort_workbench_load_profiles (self);
}

/**
 * retort_workbench_new:
 *
 * Makes a workbench on which nothing lies yet. Main thread.
 *
 * Returns: (transfer full): the workbench
 */
RetortWorkbench *
retort_workbench_new (void)
{
  return g_object_new (RETORT_TYPE_WORKBENCH, NULL);
}

/**
 * retort_workbench_get_project_state:
 * @self: a workbench
 *
 * Whether a project is open.
 *
 * Returns: the state
 */
RetortProjectState
retort_workbench_get_project_state (RetortWorkbench *self)
{
  g_return_val_if_fail (RETORT_IS_WORKBENCH (self), RETORT_PROJECT_NONE);
  return self->project_state;
}

/**
 * retort_workbench_get_project_name:
 * @self: a workbench
 *
 * What people call the project.
 *
 * Returns: (transfer none) (nullable): the name
 */
const char *
retort_workbench_get_project_name (RetortWorkbench *self)
{
  g_return_val_if_fail (RETORT_IS_WORKBENCH (self), NULL);
  return self->project_name;
}

/**
 * retort_workbench_get_project_path:
 * @self: a workbench
 *
 * The project's folder.
 *
 * Returns: (transfer none) (nullable): an absolute path
 */
const char *
retort_workbench_get_project_path (RetortWorkbench *self)
{
  g_return_val_if_fail (RETORT_IS_WORKBENCH (self), NULL);
  return self->project_path;
}

/**
 * retort_workbench_get_project_error:
 * @self: a workbench
 *
 * Why the project could not be opened.
 *
 * Returns: (transfer none) (nullable): a message
 */
const char *
retort_workbench_get_project_error (RetortWorkbench *self)
{
  g_return_val_if_fail (RETORT_IS_WORKBENCH (self), NULL);
  return self->project_error;
}

/**
 * retort_workbench_get_project_location:
 * @self: a workbench
 *
 * Returns: (transfer none) (nullable): what opens the same project again; its folder unless configuration or section are not the usual ones
 */
const char *
retort_workbench_get_project_location (RetortWorkbench *self)
{
  g_return_val_if_fail (RETORT_IS_WORKBENCH (self), NULL);
  return self->project_location;
}

/**
 * retort_workbench_get_project_choices:
 * @self: a workbench
 *
 * The projects of the folder that was asked for, after %RETORT_WORKBENCH_ERROR_SEVERAL_PROJECTS.
 *
 * Returns: (transfer none) (nullable) (array zero-terminated=1): absolute paths
 */
const char *const *
retort_workbench_get_project_choices (RetortWorkbench *self)
{
  g_return_val_if_fail (RETORT_IS_WORKBENCH (self), NULL);
  return (const char *const *) self->project_choices;
}

/**
 * retort_workbench_get_connection_state:
 * @self: a workbench
 *
 * Whether there is a database.
 *
 * Returns: the state
 */
RetortConnectionState
retort_workbench_get_connection_state (RetortWorkbench *self)
{
  g_return_val_if_fail (RETORT_IS_WORKBENCH (self), RETORT_CONNECTION_NONE);
  return self->connection_state;
}

/**
 * retort_workbench_get_connection_error:
 * @self: a workbench
 *
 * Why there is no connection, as the server, libpq or ssh said it.
 *
 * Returns: (transfer none) (nullable): a message
 */
const char *
retort_workbench_get_connection_error (RetortWorkbench *self)
{
  g_return_val_if_fail (RETORT_IS_WORKBENCH (self), NULL);
  return self->connection_error;
}

/**
 * retort_workbench_get_connection_advice:
 * @self: a workbench
 *
 * The same in plain words, and what to look at.
 *
 * Returns: (transfer none) (nullable): sentences; may be empty
 */
const char *
retort_workbench_get_connection_advice (RetortWorkbench *self)
{
  g_return_val_if_fail (RETORT_IS_WORKBENCH (self), NULL);
  return self->connection_advice;
}

/**
 * retort_workbench_get_profile:
 * @self: a workbench
 *
 * The connection that was chosen.
 *
 * Returns: (transfer none) (nullable): the profile
 */
RetortProfileItem *
retort_workbench_get_profile (RetortWorkbench *self)
{
  g_return_val_if_fail (RETORT_IS_WORKBENCH (self), NULL);
  return self->profile;
}

/**
 * retort_workbench_get_n_pending:
 * @self: a workbench
 *
 * How many revisions the database does not have yet.
 *
 * Returns: a count; 0 without a connection
 */
guint
retort_workbench_get_n_pending (RetortWorkbench *self)
{
  g_return_val_if_fail (RETORT_IS_WORKBENCH (self), 0);
  return self->n_pending;
}

/**
 * retort_workbench_get_n_unknown:
 * @self: a workbench
 *
 * How many version rows no file declares.
 *
 * Returns: a count; 0 without a connection
 */
guint
retort_workbench_get_n_unknown (RetortWorkbench *self)
{
  g_return_val_if_fail (RETORT_IS_WORKBENCH (self), 0);
  return self->n_unknown;
}

/**
 * retort_workbench_get_n_heads:
 * @self: a workbench
 *
 * How many heads the history has.
 *
 * Returns: a count
 */
guint
retort_workbench_get_n_heads (RetortWorkbench *self)
{
  g_return_val_if_fail (RETORT_IS_WORKBENCH (self), 0);
  return self->n_heads;
}

/**
 * retort_workbench_get_run:
 * @self: a workbench
 *
 * The run that goes on.
 *
 * Returns: (transfer none) (nullable): the run
 */
RetortRunItem *
retort_workbench_get_run (RetortWorkbench *self)
{
  g_return_val_if_fail (RETORT_IS_WORKBENCH (self), NULL);
  return self->run;
}

/**
 * retort_workbench_get_n_readings:
 * @self: a workbench
 *
 * Whoever shows what was made from the files compares this: when it grew, they were read again.
 *
 * Returns: a count that only grows
 */
guint
retort_workbench_get_n_readings (RetortWorkbench *self)
{
  g_return_val_if_fail (RETORT_IS_WORKBENCH (self), 0);
  return self->project_generation;
}

/**
 * retort_workbench_get_schema:
 * @self: a workbench
 *
 * What the database held when it was last read.
 *
 * Returns: (transfer none) (nullable): %NULL until it is read, and after each run
 */
RetortSchemaSnapshot *
retort_workbench_get_schema (RetortWorkbench *self)
{
  g_return_val_if_fail (RETORT_IS_WORKBENCH (self), NULL);
  return self->schema;
}

/**
 * retort_workbench_get_revisions:
 * @self: a workbench
 *
 * The revisions, newest first; rows of the database that no file declares are on top.
 *
 * Returns: (transfer none): a list of RetortRevisionItem
 */
GListModel *
retort_workbench_get_revisions (RetortWorkbench *self)
{
  g_return_val_if_fail (RETORT_IS_WORKBENCH (self), NULL);
  return G_LIST_MODEL (self->revisions);
}

/**
 * retort_workbench_get_profiles:
 * @self: a workbench
 *
 * The connections that can be chosen; Retort's own server first.
 *
 * Returns: (transfer none): a list of RetortProfileItem
 */
GListModel *
retort_workbench_get_profiles (RetortWorkbench *self)
{
  g_return_val_if_fail (RETORT_IS_WORKBENCH (self), NULL);
  return G_LIST_MODEL (self->profiles);
}

/**
 * retort_workbench_get_runs:
 * @self: a workbench
 *
 * What was run in this window, newest first.
 *
 * Returns: (transfer none): a list of RetortRunItem
 */
GListModel *
retort_workbench_get_runs (RetortWorkbench *self)
{
  g_return_val_if_fail (RETORT_IS_WORKBENCH (self), NULL);
  return G_LIST_MODEL (self->runs);
}

/**
 * retort_workbench_get_project_findings:
 * @self: a workbench
 *
 * What is wrong with the project as a whole.
 *
 * Returns: (transfer none): a list of RetortFindingItem
 */
GListModel *
retort_workbench_get_project_findings (RetortWorkbench *self)
{
  g_return_val_if_fail (RETORT_IS_WORKBENCH (self), NULL);
  return G_LIST_MODEL (self->project_findings);
}

/**
 * retort_workbench_set_lock_timeout:
 * @self: a workbench
 * @lock_timeout_ms: how long a statement waits for a lock where the profile does not say; 0: Retort's default
 *
 * Sets the preference.
 */
void
retort_workbench_set_lock_timeout (RetortWorkbench *self, guint lock_timeout_ms)
{
  g_return_if_fail (RETORT_IS_WORKBENCH (self));
  self->lock_timeout_ms = lock_timeout_ms;
}
