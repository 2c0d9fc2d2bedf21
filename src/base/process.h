/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Child processes. Only database/server and engine/commands may include this: "can this change
 * anything?" is answered by the path. */
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

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RetortProcessResult, retort_process_result_free)

G_END_DECLS
