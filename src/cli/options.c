/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cli/options.h"

#include <glib/gi18n.h>
#include <string.h>

G_DEFINE_QUARK (retort-option-error, retort_option_error)

/* Where the help texts stand, counted from the left. */
#define HELP_COLUMN 26

static const RetortOption *
find_option (const RetortOption *const *tables, const char *name, gsize length, char letter)
{
  for (gsize i = 0; tables[i] != NULL; i++)
    for (const RetortOption *option = tables[i]; option->name != NULL; option++)
      if ((letter != '\0' && option->letter == letter)
          || (letter == '\0' && strlen (option->name) == length && strncmp (option->name, name, length) == 0))
        return option;
  return NULL;
}

static void
set_text (const RetortOption *option, const char *text)
{
  char **value = option->value;

  g_free (*value);
  *value = g_strdup (text);
}

/* Gives @option its value: what follows "=" or the letter, else the next argument. Returns how many arguments were used. */
static int
take_value (const RetortOption *option, const char *attached, const char *next, const char *shown, GError **error)
{
  switch (option->kind)
    {
    case RETORT_OPTION_FLAG:
      if (attached != NULL)
        break;
      *(gboolean *) option->value = TRUE;
      return 1;
    case RETORT_OPTION_OPTIONAL_TEXT:
      set_text (option, attached != NULL ? attached : "");
      return 1;
    case RETORT_OPTION_TEXT:
    case RETORT_OPTION_TEXTS:
      if (attached == NULL && next == NULL)
        {
          g_set_error (error, RETORT_OPTION_ERROR, RETORT_OPTION_ERROR_USAGE, _("option '%s' needs a value"), shown);
          return -1;
        }
      if (option->kind == RETORT_OPTION_TEXTS)
        g_ptr_array_add (option->value, g_strdup (attached != NULL ? attached : next));
      else
        set_text (option, attached != NULL ? attached : next);
      return attached != NULL ? 1 : 2;
    }

  g_set_error (error, RETORT_OPTION_ERROR, RETORT_OPTION_ERROR_USAGE, _("option '%s' takes no value"), shown);
  return -1;
}

static int
parse_option (const RetortOption *const *tables, const char *argument, const char *next, GError **error)
{
  gboolean is_long = argument[1] == '-';
  const char *equals = is_long ? strchr (argument, '=') : NULL;
  gsize length = !is_long ? 0 : equals != NULL ? (gsize) (equals - argument - 2) : strlen (argument + 2);
  const RetortOption *option = find_option (tables, argument + 2, length, is_long ? '\0' : argument[1]);
  /* Without its value, which may be a secret. */
  g_autofree char *shown = equals != NULL ? g_strndup (argument, (gsize) (equals - argument)) : g_strdup (argument);
  const char *attached = NULL;

  if (option == NULL)
    {
      g_set_error (error, RETORT_OPTION_ERROR, RETORT_OPTION_ERROR_USAGE, _("there is no option '%s'"), shown);
      return -1;
    }

  if (equals != NULL)
    attached = equals + 1;
  else if (!is_long && argument[2] != '\0')
    attached = argument + 2;
  return take_value (option, attached, next, shown, error);
}

/* "-1" is a revision, "-" a file. */
static gboolean
is_option (const char *argument)
{
  return argument[0] == '-' && argument[1] != '\0' && !g_ascii_isdigit (argument[1]);
}

/**
 * retort_options_parse:
 * @tables: (array zero-terminated=1): tables of options
 * @argv: (array zero-terminated=1): the arguments, without the program's name
 * @stops_at_argument: stop at the first argument that is no option
 * @arguments: (element-type utf8): what is no option is added, borrowed from @argv
 * @error: RETORT_OPTION_ERROR_USAGE
 *
 * Reads options and gives them their values.
 *
 * Returns: how many arguments were read, or -1
 */
int
retort_options_parse (const RetortOption *const *tables, const char *const *argv, gboolean stops_at_argument,
                      GPtrArray *arguments, GError **error)
{
  gboolean options_ended = FALSE;
  int i = 0;

  while (argv[i] != NULL)
    {
      int n_used = 1;

      if (!options_ended && g_str_equal (argv[i], "--"))
        options_ended = TRUE;
      else if (!options_ended && is_option (argv[i]))
        n_used = parse_option (tables, argv[i], argv[i + 1], error);
      else if (stops_at_argument)
        return i;
      else
        g_ptr_array_add (arguments, (char *) argv[i]);

      if (n_used < 0)
        return -1;
      i += n_used;
    }
  return i;
}

/**
 * retort_options_append_help:
 * @table: options
 * @text: where to
 *
 * Appends one line an option.
 */
void
retort_options_append_help (const RetortOption *table, GString *text)
{
  for (const RetortOption *option = table; option->name != NULL; option++)
    {
      gsize start = text->len;
      gsize width = 0;

      if (option->letter != '\0')
        g_string_append_printf (text, "  -%c, ", option->letter);
      else
        g_string_append (text, "      ");
      g_string_append_printf (text, "--%s", option->name);
      if (option->kind == RETORT_OPTION_TEXT || option->kind == RETORT_OPTION_TEXTS)
        g_string_append_printf (text, " %s", option->placeholder);
      else if (option->kind == RETORT_OPTION_OPTIONAL_TEXT)
        g_string_append_printf (text, "[=%s]", option->placeholder);

      width = text->len - start;
      g_string_append_printf (text, "%*s%s\n", (int) (width < HELP_COLUMN ? HELP_COLUMN - width : 2), "", _(option->help));
    }
}
