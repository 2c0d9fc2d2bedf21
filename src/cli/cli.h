/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What every command shares: global options, the project and the database that they name, output, exit status. */
#pragma once

#include "cli/options.h"
#include "engine/git-tree.h"
#include "engine/target-choice.h"
#include "engine/runner.h"
#include "report/json.h"

G_BEGIN_DECLS

/**
 * RetortExit:
 * @RETORT_EXIT_DONE: done, and nothing to object
 * @RETORT_EXIT_FINDINGS: findings at or over the threshold, differences, or not at head
 * @RETORT_EXIT_USAGE: the command line cannot be understood
 * @RETORT_EXIT_PROJECT: the project cannot be read
 * @RETORT_EXIT_DATABASE: the database cannot be reached or refused
 * @RETORT_EXIT_NOT_APPLIED: a run failed and nothing was applied
 * @RETORT_EXIT_PARTLY_APPLIED: a run failed and part is applied, or the outcome is unknown
 * @RETORT_EXIT_REFUSED: refused for safety
 */
typedef enum
{
  RETORT_EXIT_DONE = 0,
  RETORT_EXIT_FINDINGS = 1,
  RETORT_EXIT_USAGE = 2,
  RETORT_EXIT_PROJECT = 3,
  RETORT_EXIT_DATABASE = 4,
  RETORT_EXIT_NOT_APPLIED = 5,
  RETORT_EXIT_PARTLY_APPLIED = 6,
  RETORT_EXIT_REFUSED = 7,
} RetortExit;

typedef struct _RetortCli RetortCli;

typedef struct
{
  const char *name;
  const char *arguments; /* for the help text */
  const char *summary;   /* one line, for the help text */
  RetortExit (*run) (RetortCli *cli);
  const char *const *formats; /* (nullable) (array zero-terminated=1): what --format may be; NULL: text and json */
} RetortCommand;

/* One call of the program. Texts are owned. */
struct _RetortCli
{
  RetortWorkspace *project_kept; /* nullable: the project that was opened, until the process ends */
  GPtrArray *findings_kept;      /* nullable: what was found, likewise */
  char     *project;
  char     *config;
  char     *section;
  GPtrArray *answers;     /* element: char *, "NAME=VALUE" for what the configuration computes */
  char     *at;           /* nullable: the files as they are: a commit instead */
  char     *profile;
  char     *url;
  char     *private_name; /* nullable: not asked for; empty: the project's name */
  char     *format;       /* nullable: text */
  char     *color;        /* nullable: auto */
  gboolean  is_quiet;
  gboolean  is_verbose;
  gboolean  wants_version;
  gboolean  wants_help;
  gboolean  finds_settings; /* what is wrong with retort.json comes with the findings of this command */

  const RetortCommand *command;     /* nullable before it is known */
  const char *const   *argv;        /* what follows the command's name; borrowed */
  GCancellable        *cancellable; /* cancelled by Ctrl-C once retort_interrupt_start() was called */
  RetortGitTree       *tree;        /* nullable: the files of @at */
  char                *base;        /* the current folder: paths under it are told relative to it */
};

void             retort_cli_clear          (RetortCli *self);
/* Options that stand before or after any command. The table points into @self. */
RetortOption    *retort_cli_global_options (RetortCli *self) G_GNUC_WARN_UNUSED_RESULT;

/* (nullable) (transfer container) (element-type utf8): the command's arguments; NULL: leave with @status (help was printed, or the line is wrong). */
GPtrArray       *retort_cli_parse          (RetortCli *self, const RetortOption *options, guint n_min, guint n_max, RetortExit *status) G_GNUC_WARN_UNUSED_RESULT;
gboolean         retort_cli_wants_json     (const RetortCli *self);
gboolean         retort_cli_has_color      (const RetortCli *self);

RetortWorkspace *retort_cli_open_workspace (RetortCli *self, GError **error) G_GNUC_WARN_UNUSED_RESULT;
char            *retort_cli_dup_place_options (const RetortProjectPlace *place) G_GNUC_WARN_UNUSED_RESULT;
gboolean         retort_cli_has_target     (const RetortCli *self);
/* (nullable): how the database that was named would be reached; NULL without @error when none was, or by --url */
RetortProfile   *retort_cli_dup_profile    (RetortCli *self, RetortWorkspace *workspace, GError **error) G_GNUC_WARN_UNUSED_RESULT;
RetortTarget    *retort_cli_open_target    (RetortCli *self, RetortWorkspace *workspace, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* TRUE with NULL: no database was named */
gboolean         retort_cli_read_facts     (RetortCli *self, RetortWorkspace *workspace, RetortTargetFacts **facts, GError **error);
gboolean         retort_cli_open_both      (RetortCli *self, RetortWorkspace **workspace, RetortTarget **target, GError **error);

void             retort_cli_print          (const char *text);
void             retort_cli_print_json     (JsonNode *document);
void             retort_cli_say            (RetortCli *self, const char *format, ...) G_GNUC_PRINTF (2, 3);
RetortExit       retort_cli_fail           (RetortCli *self, const GError *error);
RetortExit       retort_cli_fail_usage     (RetortCli *self, const char *format, ...) G_GNUC_PRINTF (2, 3);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (RetortCli, retort_cli_clear)

G_END_DECLS
