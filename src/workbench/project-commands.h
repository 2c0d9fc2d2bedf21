/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A project's own commands, for a dialog: shown in full, confirmed once, run with live output. */
#pragma once

#include "workbench/workbench.h"

G_BEGIN_DECLS

/**
 * RetortCommandOffer:
 * @name: what it is called
 * @line: the whole command, as a shell takes it
 * @folder: where it runs
 * @origin: where it comes from
 * @script: (nullable): what it does, as far as its file says
 * @refusal: (nullable): why it is never run
 * @hash: what is confirmed
 * @is_confirmed: somebody did
 */
typedef struct
{
  char    *name;
  char    *line;
  char    *folder;
  char    *origin;
  char    *script;
  char    *refusal;
  char    *hash;
  gboolean is_confirmed;
} RetortCommandOffer;

/* A line that the command printed; on the main thread. */
typedef void (*RetortCommandLineFunc) (const char *line, gboolean is_error, gpointer user_data);

/* (element-type RetortCommandOffer) */
void       retort_workbench_list_commands_async  (RetortWorkbench *self, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
GPtrArray *retort_workbench_list_commands_finish (RetortWorkbench *self, GAsyncResult *result, GError **error) G_GNUC_WARN_UNUSED_RESULT;

void       retort_workbench_run_command_async    (RetortWorkbench *self, const RetortCommandOffer *offer, const char *const *arguments,
                                                  RetortCommandLineFunc func, gpointer func_data, GCancellable *cancellable,
                                                  GAsyncReadyCallback callback, gpointer user_data);
int        retort_workbench_run_command_finish   (RetortWorkbench *self, GAsyncResult *result, char **revision, GError **error);

G_END_DECLS
