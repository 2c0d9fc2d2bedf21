/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/commands/project-command.h"

#include "engine/commands/detect.h"

#include <string.h>

/**
 * retort_project_command_new:
 * @name: what it is called
 * @argv: (array zero-terminated=1): the program and its arguments
 * @folder: where it runs
 * @origin: where it comes from
 *
 * Its other fields are set before retort_project_command_seal(), and not afterwards.
 *
 * Returns: (transfer full): a command
 */
RetortProjectCommand *
retort_project_command_new (const char *name, const char *const *argv, const char *folder, const char *origin)
{
  RetortProjectCommand *self = g_atomic_rc_box_new0 (RetortProjectCommand);

  self->name = g_strdup (name);
  self->argv = g_strdupv ((GStrv) argv);
  self->folder = g_strdup (folder);
  self->environment = g_new0 (char *, 1);
  self->origin = g_strdup (origin);
  return self;
}

static void
add_texts (GChecksum *checksum, const char *const *texts)
{
  for (gsize i = 0; texts[i] != NULL; i++)
    g_checksum_update (checksum, (const guchar *) texts[i], (gssize) strlen (texts[i]) + 1);
  g_checksum_update (checksum, (const guchar *) "\n", 1);
}

/**
 * retort_project_command_seal:
 * @self: a command
 * @definition: (nullable): the content of the file that defines what it does
 *
 * Reads the scripts that it calls, and computes its hash: whoever confirms it confirms all that is in it. Blocks.
 */
void
retort_project_command_seal (RetortProjectCommand *self, const char *definition)
{
  g_autoptr(GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  g_autofree char *line = retort_project_command_dup_line (self, NULL);
  g_autofree char *script = retort_commands_dup_called (line, self->script, self->folder);
  const char *const others[] = { self->folder, definition != NULL ? definition : "", script != NULL ? script : "", NULL };

  add_texts (checksum, (const char *const *) self->argv);
  add_texts (checksum, (const char *const *) self->environment);
  add_texts (checksum, others);
  g_free (self->script);
  self->script = g_steal_pointer (&script);
  g_free (self->hash);
  self->hash = g_strdup (g_checksum_get_string (checksum));
}

/**
 * retort_project_command_ref:
 * @self: a command
 *
 * Returns: (transfer full): @self with one more reference
 */
RetortProjectCommand *
retort_project_command_ref (RetortProjectCommand *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
command_clear (gpointer data)
{
  RetortProjectCommand *self = data;

  g_free (self->name);
  g_strfreev (self->argv);
  g_free (self->folder);
  g_strfreev (self->environment);
  g_free (self->origin);
  g_free (self->script);
  g_free (self->hash);
}

/**
 * retort_project_command_unref:
 * @self: (transfer full): a command
 *
 * Drops a reference; the last one frees @self.
 */
void
retort_project_command_unref (RetortProjectCommand *self)
{
  g_atomic_rc_box_release_full (self, command_clear);
}

static void
append_word (GString *line, const char *word)
{
  gboolean is_plain = *word != '\0' && word[strspn (word, G_CSET_A_2_Z G_CSET_a_2_z G_CSET_DIGITS "_-./+:,@=%{}")] == '\0';
  g_autofree char *quoted = is_plain ? g_strdup (word) : g_shell_quote (word);

  g_string_append_printf (line, "%s%s", line->len > 0 ? " " : "", quoted);
}

/**
 * retort_project_command_dup_line:
 * @self: a command
 * @arguments: (nullable) (array zero-terminated=1): what is added to it
 *
 * Returns: (transfer full): the whole command as a shell takes it, its environment in front
 */
char *
retort_project_command_dup_line (const RetortProjectCommand *self, const char *const *arguments)
{
  g_autoptr(GString) line = g_string_new (NULL);

  for (gsize i = 0; self->environment[i] != NULL; i++)
    append_word (line, self->environment[i]);
  for (gsize i = 0; self->argv[i] != NULL; i++)
    append_word (line, self->argv[i]);
  for (gsize i = 0; arguments != NULL && arguments[i] != NULL; i++)
    append_word (line, arguments[i]);
  return g_string_free (g_steal_pointer (&line), FALSE);
}

/**
 * retort_project_commands_find:
 * @commands: (element-type RetortProjectCommand): commands
 * @name: a name
 *
 * Returns: (transfer none) (nullable): the first that is called so
 */
RetortProjectCommand *
retort_project_commands_find (GPtrArray *commands, const char *name)
{
  for (guint i = 0; i < commands->len; i++)
    {
      RetortProjectCommand *command = g_ptr_array_index (commands, i);

      if (g_str_equal (command->name, name))
        return command;
    }
  return NULL;
}
