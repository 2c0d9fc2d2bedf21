/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What would remove a volume or a database is not run, whoever confirms it. Looked at are the words of the command, what its file says
 * that a shell makes of it, and the scripts that these call; a name that a program makes up cannot be seen, so this is a net and no wall. */
#include "engine/commands/project-command.h"

#include "engine/commands/detect.h"

#include <glib/gi18n.h>

#define DECODES "\\b(base(64|32)\\b[^;&|]* (-d|-D|--decode)\\b|openssl\\b[^;&|]* -d\\b|xxd\\b[^;&|]* -r\\b|basenc\\b[^;&|]* -d\\b)"
#define FETCHES "\\b(curl|wget)\\b"
#define SHELL "\\b(ba|da|z|k|a)?sh\\b"
#define FED "[^;&]*\\|[^;&]*(" SHELL "|\\bpsql\\b)"
#define INSERTING "((\\beval\\b|" SHELL "[^;&|]* -c\\b) *(\\$+\\(|`)|(" SHELL "|\\bsource|(^| )\\.) *<\\()[^)`;&]*"

/* Over lines that are one command each, blanks folded into one, quotes read in both ways. */
static const struct
{
  const char *pattern;
  const char *reason;
} removals[] = {
  { "\\b(docker|podman)(-| )compose\\b.* down\\b.* (-[a-z]*v[a-z]*|--volumes)(?![\\w-])", N_("it removes the volumes of the containers, and the databases in them") },
  { "\\b(docker|podman)(-| )compose\\b.* rm\\b.* -[a-z]*v[a-z]*(?![\\w-])", N_("it removes the volumes of the containers") },
  { "\\b(docker|podman) volume (rm|remove|prune)\\b", N_("it removes volumes") },
  { "\\b(docker|podman) system prune\\b.* --volumes\\b", N_("it removes volumes") },
  { "\\bkubectl\\b.* delete\\b.* (pvc|pv|persistentvolumeclaims?|persistentvolumes?)\\b", N_("it removes volumes") },
  { "\\bdropdb\\b", N_("it drops a database") },
  { "\\bdrop +(database|schema)\\b", N_("it drops a database or a schema") },
  { "\\b(dropuser|pg_dropcluster)\\b", N_("it removes a user or a server") },
  { "\\brm +(-[a-z]+ +)*-[a-z]*r[a-z]*\\b.*(pgdata|postgres|/data\\b)", N_("it removes a folder of a server") },
  { "\\bprisma\\b.*\\bmigrate reset\\b", N_("it drops the database and makes it anew") },
  { "\\bprisma\\b.*--force-reset\\b", N_("it drops the database and makes it anew") },
  { "\\bprisma\\b.*--accept-data-loss\\b", N_("it changes the database to the schema and takes what is lost into the bargain") },
  { "\\bdrizzle-kit\\b.*\\bpush\\b.*--force\\b", N_("it changes the database to the schema and takes what is lost into the bargain") },
  { "\\bdrizzle-kit( +-[^ ]+)* +drop\\b", N_("it removes migrations") },
  { "\\bflyway(w|\\.sh|\\.cmd)?\\b[^;&|]* clean\\b|\\bflyway:clean\\b|\\bflywayClean\\b", N_("it drops everything in the database's schemas") },
  { "\\bliquibase\\b[^;&|]* drop-?all\\b", N_("it drops everything in the database's schemas") },
  { "\\bmigrate( +--?(source|path|database|prefetch|lock-timeout|verbose)\\b[^ ]*( +[^- ][^ ]*)?)* +drop( +-f)? *($|[;&|)])", N_("it drops everything in the database") },
  { "\\bdbmate\\b[^;&|]* drop\\b", N_("it drops a database") },
  { "\\b(diesel|sqlx)\\b.* database (drop|reset)\\b", N_("it drops a database") },
  { "\\b(rails|rake|sequelize|sequelize-cli)\\b.* db:(drop|reset|purge)\\b", N_("it drops a database") },
  { "\\bmix\\b.* ecto\\.(drop|reset)\\b", N_("it drops a database") },
  { "\\bsupabase\\b.* db reset\\b", N_("it drops the database and makes it anew") },
  { "\\b(typeorm|mikro-orm)\\b.* (schema:(drop|fresh)|migration:fresh)\\b", N_("it drops everything in the database's schemas") },
  { "\\bartisan\\b.* (migrate:fresh|db:wipe)\\b", N_("it drops everything in the database") },
  { "\\bmanage\\.py\\b.* (flush|reset_db)\\b", N_("it removes everything that the database holds") },
  { "\\batlas\\b.* schema clean\\b", N_("it drops everything in the database's schemas") },
  /* What is put together while it runs cannot be looked at: text that is decoded, or fetched, into something that carries it out. */
  { DECODES FED, N_("what it runs cannot be seen: it is decoded while it runs") },
  { INSERTING DECODES, N_("what it runs cannot be seen: it is decoded while it runs") },
  { "\\bexec\\b.*\\b(b64decode|decompress|fromhex)\\b", N_("what it runs cannot be seen: it is decoded while it runs") },
  { FETCHES FED, N_("what it runs cannot be seen: it is fetched while it runs") },
  { INSERTING FETCHES, N_("what it runs cannot be seen: it is fetched while it runs") },
};

/* Text as a shell puts it together; NULL stands for nothing. */
typedef struct
{
  const char *what;
  const char *by;
} Folding;

/* Words that quotes keep apart, and words that they put together. */
static const Folding apart[] = { { "/\\*.*?\\*/", " " }, { "\\\\\\r?\\n", " " }, { "[ \\t\\\\'\"]+", " " } };
static const Folding together[] = { { "/\\*.*?\\*/", " " }, { "\\\\\\r?\\n\\t?", "" }, { "[\\\\'\"]+", "" }, { "[ \\t]+", " " } };

static char *
fold (const char *text, const Folding *foldings, gsize n_foldings)
{
  char *folded = g_strdup (text);

  for (gsize i = 0; i < n_foldings; i++)
    {
      g_autoptr(GRegex) regex = g_regex_new (foldings[i].what, G_REGEX_DOTALL, 0, NULL);
      char *next = g_regex_replace (regex, folded, -1, 0, foldings[i].by, 0, NULL);

      g_free (folded);
      folded = next != NULL ? next : g_strdup ("");
    }
  return folded;
}

static gboolean
append_value (const GMatchInfo *match, GString *out, gpointer user_data)
{
  g_autofree char *name = g_match_info_fetch (match, 1);
  g_autofree char *whole = g_match_info_fetch (match, 0);
  const char *value = g_hash_table_lookup (user_data, name);

  g_string_append (out, value != NULL ? value : whole);
  return FALSE;
}

/* "d=drop; ${d}db": variables that the text itself sets. */
static char *
expand (const char *text)
{
  g_autoptr(GRegex) assignment = g_regex_new ("\\b([A-Za-z_]\\w*)=(['\"]?)([^\\s;'\"&|$]*)\\2", 0, 0, NULL);
  g_autoptr(GRegex) reference = g_regex_new ("\\$?\\$\\{?([A-Za-z_]\\w*)\\}?", 0, 0, NULL);
  g_autoptr(GHashTable) values = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_autoptr(GMatchInfo) match = NULL;

  for (g_regex_match (assignment, text, 0, &match); g_match_info_matches (match); g_match_info_next (match, NULL))
    g_hash_table_insert (values, g_match_info_fetch (match, 1), g_match_info_fetch (match, 3));
  return g_regex_replace_eval (reference, text, -1, 0, 0, append_value, values, NULL);
}

static const char *
find_in_lines (const char *text)
{
  g_auto(GStrv) lines = g_strsplit (text, "\n", -1);

  for (gsize i = 0; lines[i] != NULL; i++)
    for (gsize j = 0; j < G_N_ELEMENTS (removals); j++)
      if (g_regex_match_simple (removals[j].pattern, lines[i], G_REGEX_CASELESS, 0))
        return removals[j].reason;
  return NULL;
}

static const char *
find_removal (const char *text)
{
  g_autofree char *expanded = expand (text);
  const char *const readings[] = { text, expanded };
  const char *reason = NULL;

  for (gsize i = 0; reason == NULL && i < G_N_ELEMENTS (readings); i++)
    {
      g_autofree char *words = fold (readings[i], apart, G_N_ELEMENTS (apart));
      g_autofree char *joined = fold (readings[i], together, G_N_ELEMENTS (together));

      reason = find_in_lines (words);
      if (reason == NULL)
        reason = find_in_lines (joined);
    }
  return reason;
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
  g_autofree char *called = retort_commands_dup_called (own, self->script, self->folder);
  g_autofree char *text = g_strconcat (own, "\n", called, NULL);
  const char *reason = find_removal (text);

  return g_strdup (reason != NULL ? _(reason) : NULL);
}
