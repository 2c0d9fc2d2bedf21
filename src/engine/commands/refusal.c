/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What would remove a volume or a database is not run, whoever confirms it. Looked at are the words of the command and what its file says
 * that a shell makes of it; a name that a shell makes up cannot be seen, so this is a net and no wall. */
#include "engine/commands/project-command.h"

#include <glib/gi18n.h>

/* Over lines that are one command each, blanks folded into one. */
static const struct
{
  const char *pattern;
  const char *reason;
} removals[] = {
  { "\\bdocker(-| )compose\\b.* down\\b.* (-[a-z]*v[a-z]*|--volumes)(?![\\w-])", N_("it removes the volumes of the containers, and the databases in them") },
  { "\\b(docker|podman)(-| )compose\\b.* rm\\b.* -[a-z]*v[a-z]*(?![\\w-])", N_("it removes the volumes of the containers") },
  { "\\b(docker|podman) volume (rm|remove|prune)\\b", N_("it removes volumes") },
  { "\\b(docker|podman) system prune\\b.* --volumes\\b", N_("it removes volumes") },
  { "\\bdropdb\\b", N_("it drops a database") },
  { "\\bdrop +(database|schema)\\b", N_("it drops a database or a schema") },
  { "\\b(dropuser|pg_dropcluster)\\b", N_("it removes a user or a server") },
  { "\\brm +(-[a-z]+ +)*-[a-z]*r[a-z]*\\b.*(pgdata|postgres|/data\\b)", N_("it removes a folder of a server") },
  { "\\bprisma\\b.*\\bmigrate reset\\b", N_("it drops the database and makes it anew") },
  { "\\bdrizzle-kit\\b.*\\bdrop\\b", N_("it removes migrations") },
};

static const char *
find_removal (const char *line)
{
  g_autoptr(GRegex) blanks = g_regex_new ("[\\s\\\\'\"]+", 0, 0, NULL);
  g_autofree char *folded = g_regex_replace (blanks, line, -1, 0, " ", 0, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (removals); i++)
    if (g_regex_match_simple (removals[i].pattern, folded, G_REGEX_CASELESS, 0))
      return removals[i].reason;
  return NULL;
}

/**
 * retort_project_command_dup_refusal:
 * @self: a command
 * @arguments: (nullable) (array zero-terminated=1): what is added to it
 *
 * Returns: (transfer full) (nullable): why it is never run, a clause; %NULL when nothing speaks against it
 */
char *
retort_project_command_dup_refusal (const RetortProjectCommand *self, const char *const *arguments)
{
  g_autofree char *own = retort_project_command_dup_line (self, arguments);
  g_autoptr(GRegex) continued = g_regex_new ("\\\\\\r?\\n", 0, 0, NULL);
  g_autofree char *script = g_regex_replace (continued, self->script != NULL ? self->script : "", -1, 0, " ", 0, NULL);
  g_auto(GStrv) lines = g_strsplit (script, "\n", -1);
  const char *reason = find_removal (own);

  for (gsize i = 0; reason == NULL && lines[i] != NULL; i++)
    reason = find_removal (lines[i]);
  return g_strdup (reason != NULL ? _(reason) : NULL);
}
