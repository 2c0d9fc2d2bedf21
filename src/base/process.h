/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Child processes. Only database/server, database/tunnel and engine/commands may include this: "can
 * this change anything?" is answered by the path. */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * RetortProcessResult:
 * @exit_status: the exit status, or -1 when a signal ended it
 * @output: standard output, never %NULL
 * @errors: standard error, never %NULL
 *
 * How a child process ended. Freed with retort_process_result_free().
 */
typedef struct
{
  int   exit_status;
  char *output;
  char *errors;
} RetortProcessResult;

RetortProcessResult *retort_process_run         (const char *const *argv, const char *const *environment_additions,
                                                 const char *working_directory, GCancellable *cancellable, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void                 retort_process_result_free (RetortProcessResult *self);

/* A line of what a program prints, without its end. */
typedef void (*RetortProcessOutput) (const char *line, gboolean is_error, gpointer user_data);

gboolean             retort_process_follow      (const char *const *argv, const char *const *environment_additions, const char *working_directory,
                                                 RetortProcessOutput output, gpointer user_data, GCancellable *cancellable, int *exit_status,
                                                 GError **error);

/* A program that goes on beside us, the leader of a process group of its own. One thread's. */
typedef struct _RetortProcess RetortProcess;

RetortProcess       *retort_process_start       (const char *const *argv, GError **error) G_GNUC_WARN_UNUSED_RESULT;
int                  retort_process_get_errors_fd (const RetortProcess *self);
gboolean             retort_process_has_ended   (RetortProcess *self, int *wait_status);
void                 retort_process_end         (RetortProcess *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RetortProcessResult, retort_process_result_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RetortProcess, retort_process_end)

G_END_DECLS
