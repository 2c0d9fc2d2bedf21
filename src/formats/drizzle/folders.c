/* SPDX-License-Identifier: GPL-3.0-or-later */
/* readMigrationFiles of drizzle-orm 1.0.0-rc.5: every folder that holds migration.sql, sorted by JavaScript's localeCompare. */
#include "formats/drizzle/folders.h"

#include <glib/gi18n.h>
#include <string.h>

#define N_DIGITS 14

/* The order in which localeCompare has the characters of ASCII, letters without their case (DUCET as CLDR's root has it). */
static const char collation[] = " _-,;:!?.'\"()[]{}@*/\\&#%`^+<=>|~$0123456789abcdefghijklmnopqrstuvwxyz";

static int
rank_of (char c)
{
  const char *found = strchr (collation, g_ascii_tolower (c));

  return found != NULL ? (int) (found - collation) : (guchar) c + (int) sizeof collation;
}

/**
 * retort_drizzle_compare_names:
 * @a: a folder's name
 * @b: another one
 *
 * As JavaScript's localeCompare orders names of ASCII: punctuation, digits, letters regardless of case; last, a small one before the same capital.
 *
 * Returns: below, at or above 0
 */
int
retort_drizzle_compare_names (const char *a, const char *b)
{
  const char *p = a;
  const char *q = b;

  for (; *p != '\0' && *q != '\0'; p++, q++)
    {
      int difference = rank_of (*p) - rank_of (*q);

      if (difference != 0)
        return difference;
    }
  if (*p != *q)
    return *p == '\0' ? -1 : 1;
  return strcmp (b, a);
}

static int
compare_entries (gconstpointer a, gconstpointer b)
{
  return retort_drizzle_compare_names ((*(const RetortDrizzleEntry *const *) a)->id, (*(const RetortDrizzleEntry *const *) b)->id);
}

/* The moment that a name tells, in milliseconds; FALSE: it tells none. */
static gboolean
parse_time (const char *name, gint64 *when)
{
  int part[6];
  static const int widths[] = { 4, 2, 2, 2, 2, 2 };
  g_autoptr(GDateTime) time = NULL;
  const char *at = name;

  for (gsize i = 0; i < N_DIGITS; i++)
    if (!g_ascii_isdigit (name[i]))
      return FALSE;
  for (gsize i = 0; i < G_N_ELEMENTS (widths); i++)
    {
      g_autofree char *digits = g_strndup (at, (gsize) widths[i]);

      part[i] = (int) g_ascii_strtoll (digits, NULL, 10);
      at += widths[i];
    }
  time = g_date_time_new_utc (part[0], part[1], part[2], part[3], part[4], part[5]);
  if (time == NULL)
    return FALSE;
  *when = g_date_time_to_unix (time) * 1000;
  return TRUE;
}

static RetortDrizzleEntry *
entry_new (RetortDrizzleReading *self, const char *name)
{
  RetortDrizzleEntry *entry = g_new0 (RetortDrizzleEntry, 1);
  g_autofree char *down_path = g_build_filename (self->out, name, "down.sql", NULL);

  entry->id = g_strdup (name);
  entry->folder_name = g_strdup (name);
  entry->path = g_build_filename (self->out, name, "migration.sql", NULL);
  entry->snapshot_path = g_build_filename (self->out, name, "snapshot.json", NULL);
  if (self->uses_down && g_file_test (down_path, G_FILE_TEST_IS_REGULAR))
    entry->down_path = g_steal_pointer (&down_path);
  if (!parse_time (name, &entry->when))
    retort_drizzle_note (self, entry->path, 0, TRUE, _("The folder '%s' does not begin with a time of 14 digits."), name);
  return entry;
}

static void
read_folder (RetortDrizzleReading *self, const char *name, GPtrArray *entries)
{
  g_autofree char *folder = g_build_filename (self->out, name, NULL);
  g_autofree char *file = g_build_filename (folder, "migration.sql", NULL);
  g_autofree char *snapshot = g_build_filename (folder, "snapshot.json", NULL);

  if (name[0] == '.' || !g_file_test (folder, G_FILE_TEST_IS_DIR))
    return;
  if (g_file_test (file, G_FILE_TEST_EXISTS))
    g_ptr_array_add (entries, entry_new (self, name));
  else if (g_file_test (snapshot, G_FILE_TEST_EXISTS))
    retort_drizzle_note (self, folder, 0, FALSE, _("The folder '%s' has a snapshot and no migration.sql: nothing of it runs."), name);
}

/**
 * retort_drizzle_folders_exist:
 * @out: a folder
 *
 * Returns: whether it holds folders of the second generation; Prisma's have no snapshot
 */
gboolean
retort_drizzle_folders_exist (const char *out)
{
  g_autoptr(GDir) dir = g_dir_open (out, 0, NULL);
  const char *name;
  gint64 when;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *snapshot = g_build_filename (out, name, "snapshot.json", NULL);
      g_autofree char *file = g_build_filename (out, name, "migration.sql", NULL);

      if (parse_time (name, &when) && g_file_test (snapshot, G_FILE_TEST_EXISTS) && g_file_test (file, G_FILE_TEST_EXISTS))
        return TRUE;
    }
  return FALSE;
}

/**
 * retort_drizzle_folders_read:
 * @self: a reading of a folder without a journal
 *
 * Lists its migrations. Blocks.
 *
 * Returns: (transfer full) (element-type RetortDrizzleEntry): in the order in which they run; without hashes
 */
GPtrArray *
retort_drizzle_folders_read (RetortDrizzleReading *self)
{
  GPtrArray *entries = g_ptr_array_new_with_free_func ((GDestroyNotify) retort_drizzle_entry_free);
  g_autoptr(GDir) dir = g_dir_open (self->out, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    read_folder (self, name, entries);
  g_ptr_array_sort (entries, compare_entries);
  return entries;
}
