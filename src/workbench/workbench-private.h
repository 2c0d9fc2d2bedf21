/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The inside of the workbench, shared by its files. Everything lives on the main thread; workers get
 * their own references by task data. */
#pragma once

#include "engine/planned.h"
#include "engine/practice.h"
#include "engine/runner.h"
#include "workbench/password-memory.h"
#include "workbench/event-queue.h"
#include "workbench/run-failure.h"
#include "workbench/workbench.h"
#include "workbench/worker.h"

G_BEGIN_DECLS

struct _RetortWorkbench
{
  GObject parent_instance;

  /* Project */
  RetortProjectState    project_state;
  char                 *project_name;   /* nullable */
  char                 *project_path;   /* nullable: its folder */
  char                 *project_location; /* nullable: its folder, with configuration and section when they are not the usual ones */
  char                 *project_error;  /* nullable */
  GStrv                 project_choices; /* nullable: when a folder holds several */
  RetortWorkspace      *workspace;      /* nullable */
  guint                 project_generation; /* counts readings; what an older one brings is dropped */
  RetortWorker         *project_worker;
  RetortWorker         *review_worker;
  RetortWorker         *command_worker; /* nullable: for commands of the project, one after the other */
  RetortPlanned        *planned;        /* nullable */
  GListStore           *revisions;      /* element: RetortRevisionItem, newest first, ghosts on top */
  GHashTable           *items;          /* key: id (owned), value: RetortRevisionItem (owned) */
  GPtrArray            *order;          /* element: RetortRevisionItem (owned): revisions without ghosts */
  GListStore           *project_findings; /* element: RetortFindingItem */
  guint                 n_heads;
  guint                 n_acceptable; /* notes of env.py that keep the built-in engine off */
  guint                 n_checked; /* only grows: how often findings of a row were counted */
  GPtrArray            *monitors;       /* element: GFileMonitor */
  guint                 refresh_id;     /* source of a debounced refresh, or 0 */
  gboolean              is_reading;
  gboolean              is_stale;       /* changed again while being read */

  /* Findings of all revisions, in the background */
  RetortWorker         *check_worker;
  RetortEventQueue     *check_events;   /* nullable */
  GCancellable         *check_cancellable; /* nullable */

  RetortWorker         *branch_worker;  /* reviews of branches, documents */

  /* What lies around, in the background */
  RetortWorker         *look_worker;
  GCancellable         *look_cancellable; /* nullable */
  char                 *branch_base;    /* nullable: what this branch is compared with; NULL: the usual */
  GPtrArray            *removed;        /* element: RetortRevision (owned); nullable: what only that has */
  char                 *removed_from;   /* nullable: the ref that has them */
  GPtrArray            *positions;      /* element: RetortStanding (owned); nullable: of the other profiles, when last read */
  gint64                positions_time_us;
  guint                 age_id;         /* source that tells the ages of positions anew, or 0 */
  RetortWorker         *query_worker;   /* what people ask does not wait for what nobody asked for */

  /* Connection */
  RetortConnectionState connection_state;
  char                 *connection_error; /* nullable */
  char                 *connection_advice; /* nullable */
  RetortProfileItem    *profile;        /* nullable */
  RetortTarget         *target;         /* nullable */
  RetortWorker         *target_worker;  /* nullable: one a connection */
  GCancellable         *connection_cancellable; /* nullable */
  guint                 connection_generation;
  RetortTargetState    *state;          /* nullable: what the version table says, when it is known */
  guint                 n_pending;
  guint                 n_unknown;
  guint                 n_skipped;      /* not applied, and their tool will never run them */
  RetortSchemaSnapshot *schema;         /* nullable */

  /* Profiles and runs */
  RetortPasswordMemory *passwords;
  GListStore           *profiles;       /* element: RetortProfileItem; the private server first */
  GListStore           *runs;           /* element: RetortRunItem, newest first */
  RetortRunItem        *run;            /* nullable: the one that goes on */
  RetortEventQueue     *run_events;     /* nullable */
  RetortRunFailure     *failure;        /* nullable: where the last run stopped */
  guint                 lock_timeout_ms;
  gboolean              is_unlocked;    /* production, for the next run */
};

typedef enum
{
  RETORT_WORKBENCH_PROP_0,
  RETORT_WORKBENCH_PROP_PROJECT_STATE,
  RETORT_WORKBENCH_PROP_PROJECT_NAME,
  RETORT_WORKBENCH_PROP_PROJECT_PATH,
  RETORT_WORKBENCH_PROP_PROJECT_ERROR,
  RETORT_WORKBENCH_PROP_CONNECTION_STATE,
  RETORT_WORKBENCH_PROP_CONNECTION_ERROR,
  RETORT_WORKBENCH_PROP_PROFILE,
  RETORT_WORKBENCH_PROP_AT_HEAD,
  RETORT_WORKBENCH_PROP_N_PENDING,
  RETORT_WORKBENCH_PROP_N_UNKNOWN,
  RETORT_WORKBENCH_PROP_N_HEADS,
  RETORT_WORKBENCH_PROP_N_ACCEPTABLE,
  RETORT_WORKBENCH_PROP_N_CHECKED,
  RETORT_WORKBENCH_PROP_UNREACHED,
  RETORT_WORKBENCH_PROP_RUN,
  RETORT_WORKBENCH_PROP_SCHEMA,
  RETORT_WORKBENCH_N_PROPS
} RetortWorkbenchProp;

void retort_workbench_notify          (RetortWorkbench *self, RetortWorkbenchProp property);
/* What the version rows say, shown in the rows; ghosts come and go. */
void retort_workbench_update_marks    (RetortWorkbench *self);
/* The same rows, with what was removed on this branch; reads nothing anew. */
void retort_workbench_update_rows     (RetortWorkbench *self);
/* Begins to check every revision in the background; what was begun before ends. */
void retort_workbench_start_checks    (RetortWorkbench *self);
void retort_workbench_stop_checks     (RetortWorkbench *self);
/* Branch, ghosts, other databases; what was begun before is dropped. */
void retort_workbench_look_around     (RetortWorkbench *self);
void retort_workbench_forget_surroundings (RetortWorkbench *self);
void retort_workbench_stop_looking    (RetortWorkbench *self);
/* (element-type RetortFinding) (transfer full): what is wrong with the project, for workers */
GPtrArray *retort_workbench_dup_project_findings (RetortWorkbench *self);
/* Adds to @findings those of @of_project that are about the file of @revision. Any thread. */
void retort_workbench_add_file_findings (GPtrArray *findings, GPtrArray *of_project, RetortRevision *revision);
/* Planned migrations as rows; see workbench-planned.c. */
void retort_workbench_append_planned  (RetortWorkbench *self, GPtrArray *rows);
void retort_workbench_keep_planned    (RetortWorkbench *self, GHashTable *kept);
void retort_workbench_stop_watching   (RetortWorkbench *self);
/* Reads the version rows again, when there is a connection. */
void retort_workbench_reread_state    (RetortWorkbench *self);
/* Connects with the profile that this project was last connected with. */
void retort_workbench_reconnect       (RetortWorkbench *self);
void retort_workbench_load_earlier_runs (RetortWorkbench *self);
void retort_workbench_disconnect      (RetortWorkbench *self);
void retort_workbench_load_profiles   (RetortWorkbench *self);
void retort_workbench_update_private_profile (RetortWorkbench *self);
gboolean retort_workbench_is_practice    (RetortWorkbench *self);

G_END_DECLS
