/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/source-files.h"

#include "base/file.h"

static void
source_free (gpointer source)
{
  if (source != NULL)
    retort_source_unref (source);
}

/**
 * retort_cli_source_files_new:
 *
 * Returns: (transfer full) (element-type filename RetortSource): no file yet; one that cannot be read will be %NULL
 */
GHashTable *
retort_cli_source_files_new (void)
{
  return g_hash_table_new_full (g_str_hash, g_str_equal, g_free, source_free);
}

/* What was read of the project already: the texts that were checked. */
static void
add_revisions (RetortWorkspace *workspace, GHashTable *files)
{
  GPtrArray *revisions = retort_project_get (retort_workspace_get_project (workspace))->revisions;

  for (guint i = 0; i < revisions->len; i++)
    {
      RetortSource *source = retort_revision_get_source (g_ptr_array_index (revisions, i));

      if (source != NULL && retort_source_get_path (source) != NULL)
        g_hash_table_insert (files, g_strdup (retort_source_get_path (source)), retort_source_ref (source));
    }
}

static RetortSource *
find_source (const char *path, gpointer user_data)
{
  GHashTable *files = user_data;
  gpointer found = NULL;
  gsize length = 0;
  g_autofree char *text = NULL;

  if (g_hash_table_lookup_extended (files, path, NULL, &found))
    return found;
  text = retort_file_read (path, &length, NULL);
  if (text != NULL && g_utf8_validate_len (text, length, NULL))
    found = retort_source_new_take (path, g_steal_pointer (&text), length);
  g_hash_table_insert (files, g_strdup (path), found);
  return found;
}

/**
 * retort_cli_show_sources:
 * @cli: what is asked for
 * @files: what is read already; must outlive @report
 * @report: findings
 *
 * Lets the text of @report show the line of each finding. Those of a commit that is not checked out are not at hand.
 */
void
retort_cli_show_sources (const RetortCli *cli, GHashTable *files, RetortFindingReport *report)
{
  if (cli->at != NULL)
    return;
  if (cli->project_kept != NULL)
    add_revisions (cli->project_kept, files);
  report->find_source = find_source;
  report->source_data = files;
}
