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
 * @words: the command without its environment, as a shell takes it
 * @environment: (array zero-terminated=1): `NAME=VALUE`
 * @is_chosen: it is the own one of the profile that is chosen
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
  char    *words;
  GStrv    environment;
  gboolean is_chosen;
  char    *hash;
  gboolean is_confirmed;
} RetortCommandOffer;

/* What a profile runs instead; @line nullable: what the project says. */
void       retort_workbench_choose_command_async  (RetortWorkbench *self, const char *name, const char *line, const char *folder,
                                                   const char *const *environment, GAsyncReadyCallback callback, gpointer user_data);
gboolean   retort_workbench_choose_command_finish (RetortWorkbench *self, GAsyncResult *result, GError **error);

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
