/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One table of functions a kind of project: everything that differs between Alembic, Drizzle and SQL
 * files stands behind it. */
#pragma once

#include "formats/new-revision.h"
#include "formats/pattern.h"
#include "formats/place.h"
#include "formats/project.h"
#include "model/finding.h"
#include "model/model-set.h"

G_BEGIN_DECLS

/**
 * RetortAdapter:
 * @kind: the word of cli.md's JSON: "alembic", "drizzle", "sqlfiles"
 * @label: how people call it
 * @looked_for: (nullable): what detect() looks for, for the message when there is none; %NULL: single files only
 * @file_suffix: (nullable): how the name of a revision's file ends, when such a file can be read by itself
 * @bookkeeping: how the tool keeps its state
 * @is_linear: revisions follow each other in one line, in the order of the project's list; their ids may hold any character
 * @detect: is there such a project in exactly this place; reads little, never fails
 * @list: (element-type RetortProjectPlace) (transfer full): every project in exactly this folder, the usual one first; never fails
 * @is_guess_of: (nullable): is the first place only guessed at, by how folders look, and the second one the same project by its configuration?
 * @open: reads configuration and revision headers; runs nothing
 * @reread: (nullable): one file again, from text that may be unsaved; %NULL and an error when it is no revision
 * @compose: (nullable): a new revision as the tool would write it; %NULL: new ones cannot be written
 * @get_patterns: (nullable): common changes that a new revision can begin with, %NULL-terminated
 * @fill_pattern: (nullable): one of them with its values; see retort_alembic_pattern_fill()
 * @compile: (nullable): one direction of one revision into batches over @host; %NULL when statements are not read yet
 * @list_snapshot: (nullable): (element-type utf8) (nullable) (transfer full): statements that make, on an empty database, what the tool itself
 *   believes is there once the revision is applied; %NULL when it says nothing
 * @dup_command: what people type for the same with the tool itself ("alembic upgrade head")
 * @dup_stamp_command: likewise for a stamp
 * @dup_script: (nullable): a plan as the tool prints it instead of running it (Alembic's --sql)
 * @dup_migration_script: (nullable): the statements of one migration in the same layout
 * @make_fix: (nullable): the edits of a revision's file that would mend what a finding tells of; %NULL when there is no mechanical remedy
 * @read_models: (nullable): what the project's models say; %NULL: such projects have none
 */
struct _RetortAdapter
{
  const char              *kind;
  const char              *label;
  const char              *looked_for;
  const char              *file_suffix;
  const RetortBookkeeping *bookkeeping;
  gboolean                 is_linear;

  gboolean         (*detect)  (const RetortProjectPlace *place);
  GPtrArray       *(*list)    (const char *folder);
  gboolean         (*is_guess_of) (const RetortProjectPlace *place, const RetortProjectPlace *other);
  RetortProject   *(*open)    (const RetortProjectPlace *place, GCancellable *cancellable, GError **error);
  RetortRevision  *(*reread)  (RetortProject *project, RetortSource *source, GError **error);
  RetortNewFile   *(*compose) (RetortProject *project, const RetortRevisionRequest *request, GError **error);
  const RetortPattern *const *(*get_patterns) (void);
  gboolean         (*fill_pattern) (const RetortPattern *pattern, GHashTable *values, RetortPatternText *text, GError **error);
  RetortMigration *(*compile) (RetortProject *project, RetortRevision *revision, RetortDirection direction,
                               RetortHost *host, GCancellable *cancellable, GError **error);
  GPtrArray       *(*list_snapshot) (RetortProject *project, RetortRevision *revision);
  char            *(*dup_command) (RetortDirection direction, const char *symbol);
  char            *(*dup_stamp_command) (const char *const *symbols, gboolean purges);
  char            *(*dup_script)  (RetortPlan *plan);
  char            *(*dup_migration_script) (RetortMigration *migration);
  GPtrArray       *(*make_fix) (RetortProject *project, RetortRevision *revision, const RetortFindingFields *finding,
                                RetortMigration *upgrade, RetortMigration *downgrade);
  RetortModelSet  *(*read_models) (RetortProject *project, GCancellable *cancellable, GError **error);
};

/* (array zero-terminated=1): every adapter, in the order in which they are tried */
const RetortAdapter *const *retort_adapters_get  (void);
/* (element-type RetortProjectPlace): projects at or under @folder, nearest first; skips node_modules, .git, virtual environments */
GPtrArray     *retort_adapters_find  (const char *folder, GCancellable *cancellable) G_GNUC_WARN_UNUSED_RESULT;
RetortProject *retort_adapters_open  (const RetortProjectPlace *place, GCancellable *cancellable, GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
