/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Runs a project's own command: confirmed before, with live output, ended as a whole. Blocks: worker threads only. */
#pragma once

#include "engine/commands/project-command.h"
#include "engine/runner.h"

G_BEGIN_DECLS

/* A line that the command prints, on the thread that runs it. */
typedef void (*RetortCommandOutput) (const char *line, gboolean is_error, gpointer user_data);

/**
 * RetortCommandResult:
 * @exit_status: the exit status, -1 when a signal ended it
 * @revisions: (element-type RetortRevision): those that were not there before
 *
 * Freed with retort_command_result_free().
 */
typedef struct
{
  int        exit_status;
  GPtrArray *revisions;
} RetortCommandResult;

RetortCommandResult *retort_project_command_run  (RetortProjectCommand *self, RetortWorkspace *workspace, const char *const *arguments,
                                                  RetortTarget *target, RetortCommandOutput output, gpointer user_data,
                                                  GCancellable *cancellable, GError **error) G_GNUC_WARN_UNUSED_RESULT;
RetortCommandResult *retort_project_command_run_unlocked (RetortProjectCommand *self, RetortWorkspace *workspace, const char *const *arguments,
                                                  RetortTarget *target, RetortCommandOutput output, gpointer user_data,
                                                  GCancellable *cancellable, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void                 retort_command_result_free  (RetortCommandResult *self);
GStrv                retort_project_command_dup_environment (const RetortProjectCommand *self, RetortTarget *target, GError **error) G_GNUC_WARN_UNUSED_RESULT;

RetortProjectCommand *retort_project_command_find_move (RetortWorkspace *workspace, RetortProfile *profile, RetortPlan *plan,
                                                        GStrv *arguments) G_GNUC_WARN_UNUSED_RESULT;
RetortRunReport      *retort_project_command_move      (RetortWorkspace *workspace, RetortTarget *target, RetortPlan *plan,
                                                        const RetortRunOptions *options, RetortCommandOutput output, gpointer user_data,
                                                        GCancellable *cancellable, GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RetortCommandResult, retort_command_result_free)

G_END_DECLS
