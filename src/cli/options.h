/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reads command lines: options anywhere, "--name=value" or "--name value", "--" ends them. GOptionContext is not
 * used because it takes "-1" for an option and cannot tell "--private" from "--private=NAME". */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * RetortOptionKind:
 * @RETORT_OPTION_FLAG: takes no value; sets a gboolean
 * @RETORT_OPTION_TEXT: takes a value; sets a char *
 * @RETORT_OPTION_TEXTS: takes a value, any number of times; adds to a GPtrArray that owns its texts
 * @RETORT_OPTION_OPTIONAL_TEXT: takes a value after "=" only; sets a char *, empty without value
 */
typedef enum
{
  RETORT_OPTION_FLAG,
  RETORT_OPTION_TEXT,
  RETORT_OPTION_TEXTS,
  RETORT_OPTION_OPTIONAL_TEXT,
} RetortOptionKind;

/**
 * RetortOption:
 * @name: (nullable): without dashes; %NULL ends a table
 * @letter: the short form, or 0
 * @kind: what it takes
 * @value: where it goes: gboolean *, char ** that holds %NULL or a text of its own, or GPtrArray *
 * @placeholder: (nullable): the value's name for the help text
 * @help: (not nullable): the help text
 */
typedef struct
{
  const char      *name;
  char             letter;
  RetortOptionKind kind;
  gpointer         value;
  const char      *placeholder;
  const char      *help;
} RetortOption;

#define RETORT_OPTION_ERROR (retort_option_error_quark ())
GQuark   retort_option_error_quark   (void);

/**
 * RetortOptionError:
 * @RETORT_OPTION_ERROR_USAGE: the command line cannot be understood
 */
typedef enum
{
  RETORT_OPTION_ERROR_USAGE,
} RetortOptionError;

/* @tables: %NULL-terminated list of tables. @arguments (element-type utf8): what is no option is added, borrowed from @argv.
 * @stops_at_argument: reads up to the first of those; returns how many of @argv were read, -1 with @error. */
int      retort_options_parse        (const RetortOption *const *tables, const char *const *argv, gboolean stops_at_argument,
                                      GPtrArray *arguments, GError **error);
void     retort_options_append_help  (const RetortOption *table, GString *text);

G_END_DECLS
