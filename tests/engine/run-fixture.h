/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A script project held against a database of its own. */
#pragma once

#include "script-project.h"

#include "engine/runner.h"
#include "fixtures/test-server.h"

G_BEGIN_DECLS

typedef struct
{
  char            *folder;
  char            *database;
  RetortWorkspace *workspace;
  RetortTarget    *target;
  RetortSession   *session; /* looks from outside */
  RetortRunOptions options;
  guint            profile_lock_timeout_ms; /* 0: the profile does not say; for the next run_fixture_open */
  GCancellable    *cancellable;
  GPtrArray       *events;  /* element: RetortRunEvent, of the last run */
  RetortRunSink    sink;    /* nullable: called after the event was kept */
  gpointer         sink_data;
} RunFixture;

/* Instead of g_test_init() and g_test_run(): with a state folder of the program's own. (G_TEST_OPTION_ISOLATE_DIRS leaks in GLib 2.74.) */
void             run_fixture_start (int *argc, char ***argv);
/* The second half of run_fixture_run_all(): the state folder goes. */
void             run_fixture_end   (void);
int              run_fixture_run_all (void) G_GNUC_WARN_UNUSED_RESULT;
void             run_fixture_init  (RunFixture *self, const char *transactions);
void             run_fixture_clear (RunFixture *self);
void             run_fixture_write (RunFixture *self, const char *id, const char *text);
/* A project of 001 (CREATE_T) and, revising it, 002 (@second: its batches); 001 is applied. */
void             run_fixture_init_at_first (RunFixture *self, const char *transactions, const char *second);
/* Opens the project as it stands now and connects; @socket_folder (nullable): of a proxy. */
void             run_fixture_open  (RunFixture *self, const char *socket_folder, RetortEnvironment environment);
RetortPlan      *run_fixture_plan  (RunFixture *self, RetortDirection direction, const char *symbol) G_GNUC_WARN_UNUSED_RESULT;
RetortRunReport *run_fixture_run   (RunFixture *self, RetortPlan *plan, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Both; must not be refused. */
RetortRunReport *run_fixture_upgrade (RunFixture *self, const char *symbol) G_GNUC_WARN_UNUSED_RESULT;
/* @symbols: separated by blanks. */
RetortRunReport *run_fixture_stamp (RunFixture *self, const char *symbols, gboolean purges) G_GNUC_WARN_UNUSED_RESULT;
RetortRunReport *run_fixture_downgrade (RunFixture *self, const char *symbol) G_GNUC_WARN_UNUSED_RESULT;

void             assert_value      (RunFixture *self, const char *sql, const char *expected);
void             assert_outcome    (RetortRunReport *report, RetortOutcome outcome, const char *rows_after);
gboolean         has_event         (RunFixture *self, RetortRunEventKind kind);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (RunFixture, run_fixture_clear)

/* The first revision of most tests, and what tells whether it is in effect. */
#define CREATE_T "\n@upgrade\nCREATE TABLE t (id int)\n@downgrade\nDROP TABLE t\n"
#define EXISTS_T "SELECT to_regclass('t')"
#define SELECT_ROWS "SELECT string_agg(version_num, ' ' ORDER BY version_num) FROM alembic_version"

G_END_DECLS
