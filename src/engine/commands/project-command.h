/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How a project runs its own tool, generator and tests. Listing reads files and runs nothing. */
#pragma once

#include "engine/workspace.h"
#include "model/profile.h"

G_BEGIN_DECLS

/**
 * RetortProjectCommand:
 * @name: what it is called: "upgrade", "make db-migrate"
 * @argv: (array zero-terminated=1): the program and its arguments
 * @folder: where it runs
 * @environment: (array zero-terminated=1): `NAME=VALUE`; "{url}" in a value is the database's address, without its password
 * @origin: where it comes from, for people: "retort.json", "Makefile", "uv.lock"
 * @script: (nullable): what a shell makes of it, as far as its file says: a recipe, a script
 * @is_chosen: it is the profile's own
 * @hash: of all that, and of the file that defines it; another one asks again
 *
 * Immutable, reference counted.
 */
typedef struct
{
  char *name;
  GStrv argv;
  char *folder;
  GStrv environment;
  char *origin;
  char *script;
  gboolean is_chosen;
  char *hash;
} RetortProjectCommand;

RetortProjectCommand *retort_project_command_new   (const char *name, const char *const *argv, const char *folder, const char *origin) G_GNUC_WARN_UNUSED_RESULT;
void                  retort_project_command_seal  (RetortProjectCommand *self, const char *definition);
RetortProjectCommand *retort_project_command_ref   (RetortProjectCommand *self);
void                  retort_project_command_unref (RetortProjectCommand *self);
char                 *retort_project_command_dup_line (const RetortProjectCommand *self, const char *const *arguments) G_GNUC_WARN_UNUSED_RESULT;
char                 *retort_project_command_dup_refusal (const RetortProjectCommand *self, const char *const *arguments) G_GNUC_WARN_UNUSED_RESULT;

GPtrArray            *retort_project_commands_list (RetortWorkspace *workspace, RetortProfile *profile) G_GNUC_WARN_UNUSED_RESULT;
RetortProjectCommand *retort_project_commands_find (GPtrArray *commands, const char *name);

/* @folder: (nullable): from the project's; NULL with @error */
RetortProjectCommand *retort_project_command_parse  (RetortWorkspace *workspace, const char *name, const char *line, const char *folder,
                                                     const char *const *environment, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* @command: (nullable): its name, words, folder and environment count; NULL: the profile has none of its own any more */
gboolean              retort_project_commands_choose (RetortWorkspace *workspace, RetortProfile *profile, const char *name,
                                                      const RetortProjectCommand *command, GError **error);

gboolean              retort_project_command_is_trusted (const RetortProjectCommand *self);
gboolean              retort_project_command_trust      (const RetortProjectCommand *self, const char *hash, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RetortProjectCommand, retort_project_command_unref)

G_END_DECLS
