/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Symbols are resolved as alembic/script/base.py, generate_revision() does; the adapter writes the text; what it wrote is read again, so
 * that a template which leaves a value out is told before there is a file. */
#include "engine/new-revision.h"

#include "analysis/history/numbering.h"
#include "analysis/history/symbol.h"

#include <string.h>

static gboolean
refuse (GError **error, RetortHistoryError code, const char *format, ...) G_GNUC_PRINTF (3, 4);

static gboolean
refuse (GError **error, RetortHistoryError code, const char *format, ...)
{
  g_autofree char *reason = NULL;
  va_list arguments;

  va_start (arguments, format);
  reason = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  g_set_error_literal (error, RETORT_HISTORY_ERROR, (int) code, reason);
  return FALSE;
}

/* --- What it revises --- */

static gboolean
is_head (const RetortHistory *history, RetortRevision *revision)
{
  g_autoptr(GPtrArray) next = retort_history_list_next (history, retort_revision_get_id (revision));

  return next->len == 0;
}

static gboolean
add_down (const RetortHistory *history, GPtrArray *down, RetortRevision *revision, gboolean splices, GError **error)
{
  for (guint i = 0; i < down->len; i++)
    if (g_ptr_array_index (down, i) == revision)
      return refuse (error, RETORT_HISTORY_ERROR_AMBIGUOUS, "revision '%s' is named twice", retort_revision_get_id (revision));
  if (!splices && !is_head (history, revision))
    return refuse (error, RETORT_HISTORY_ERROR_AMBIGUOUS,
                   "revision '%s' is not a head; splicing creates a new branch from it", retort_revision_get_id (revision));
  g_ptr_array_add (down, retort_revision_ref (revision));
  return TRUE;
}

/* (element-type RetortRevision): empty for a new base. */
static GPtrArray *
resolve_down (const RetortHistory *history, const RetortRevisionWish *wish, GError **error)
{
  const char *const usual[] = { "head", NULL };
  const char *const *symbols = wish->heads != NULL ? wish->heads : usual;
  g_autoptr(GPtrArray) down = g_ptr_array_new_with_free_func ((GDestroyNotify) retort_revision_unref);

  for (guint i = 0; symbols[i] != NULL; i++)
    {
      g_autoptr(GPtrArray) found = retort_history_resolve (history, symbols[i], NULL, error);

      if (found == NULL)
        return NULL;
      for (guint j = 0; j < found->len; j++)
        if (!add_down (history, down, g_ptr_array_index (found, j), wish->splices, error))
          return NULL;
    }
  return g_steal_pointer (&down);
}

/* A label stays a label, everything else becomes a whole id. */
static GStrv
resolve_dependencies (const RetortHistory *history, const RetortRevisionWish *wish, GError **error)
{
  g_autoptr(GStrvBuilder) names = g_strv_builder_new ();

  for (guint i = 0; wish->depends_on != NULL && wish->depends_on[i] != NULL; i++)
    {
      const char *symbol = wish->depends_on[i];
      g_autoptr(GPtrArray) found = retort_history_resolve (history, symbol, NULL, error);
      g_autoptr(GPtrArray) labels = NULL;

      if (found == NULL)
        return NULL;
      if (found->len != 1)
        {
          refuse (error, RETORT_HISTORY_ERROR_AMBIGUOUS, "'%s' does not name one revision", symbol);
          return NULL;
        }
      labels = retort_history_list_labels (history, retort_revision_get_id (g_ptr_array_index (found, 0)));
      if (g_ptr_array_find_with_equal_func (labels, symbol, g_str_equal, NULL))
        g_strv_builder_add (names, symbol);
      else
        g_strv_builder_add (names, retort_revision_get_id (g_ptr_array_index (found, 0)));
    }
  return g_strv_builder_end (names);
}

/* --- Its id --- */

static gboolean
check_id (const RetortHistory *history, const char *id, GError **error)
{
  if (id == NULL)
    return TRUE;
  if (id[0] == '\0' || strpbrk (id, "@-+:") != NULL || g_str_equal (id, "head") || g_str_equal (id, "heads") || g_str_equal (id, "base"))
    return refuse (error, RETORT_HISTORY_ERROR_SYNTAX, "'%s' cannot be the id of a revision", id);
  if (retort_history_find (history, id) != NULL)
    return refuse (error, RETORT_HISTORY_ERROR_AMBIGUOUS, "there is a revision '%s' already", id);
  return TRUE;
}

/* (nullable): the revision with the highest number. */
static RetortRevision *
find_highest (const RetortHistory *history, RetortRevisionNumber *highest)
{
  g_autoptr(GPtrArray) revisions = NULL;
  RetortRevision *found = NULL;

  if (!retort_history_is_numbered (history))
    return NULL;
  revisions = retort_history_list_newest_first (history);
  for (guint i = 0; i < revisions->len; i++)
    {
      RetortRevision *revision = g_ptr_array_index (revisions, i);
      RetortRevisionNumber number;

      if (!retort_history_get_number (history, retort_revision_get_id (revision), &number)
          || (found != NULL && number.number <= highest->number))
        continue;
      found = revision;
      *highest = number;
    }
  return found;
}

/**
 * retort_new_revision_dup_number:
 * @workspace: a project
 *
 * Returns: (transfer full) (nullable): the number after the highest, written as the others are; %NULL when its revisions are not numbered
 */
char *
retort_new_revision_dup_number (RetortWorkspace *workspace)
{
  RetortRevisionNumber highest = { 0 };

  if (find_highest (retort_workspace_get_history (workspace), &highest) == NULL)
    return NULL;
  return g_strdup_printf ("%0*u", (int) highest.n_digits, highest.number + 1);
}

/* --- The file --- */

static GStrv
list_ids (GPtrArray *revisions)
{
  g_autoptr(GStrvBuilder) ids = g_strv_builder_new ();

  for (guint i = 0; i < revisions->len; i++)
    g_strv_builder_add (ids, retort_revision_get_id (g_ptr_array_index (revisions, i)));
  return g_strv_builder_end (ids);
}

/* Reads what the template made: each value has to be where the tool will look for it. */
static gboolean
check_file (RetortWorkspace *workspace, const RetortNewFile *file, const RetortRevisionRequest *request, GError **error)
{
  g_autoptr(RetortSource) source = retort_source_new (file->path, file->text, -1);
  g_autoptr(RetortRevision) revision = retort_workspace_reread (workspace, source, error);
  const char *missing = NULL;

  if (revision == NULL)
    return FALSE;
  if (!g_str_equal (retort_revision_get_id (revision), file->id))
    missing = "revision";
  else if (!g_strv_equal (retort_revision_get_down (revision), request->down))
    missing = "down_revision";
  else if (!g_strv_equal (retort_revision_get_labels (revision), request->labels))
    missing = "branch_labels";
  else if (!g_strv_equal (retort_revision_get_depends_on (revision), request->depends_on))
    missing = "depends_on";
  if (missing == NULL)
    return TRUE;
  g_set_error (error, RETORT_FORMAT_ERROR, RETORT_FORMAT_ERROR_CONFIGURATION,
               "cannot write '%s': the project's template does not say '%s'", file->path, missing);
  return FALSE;
}

static RetortNewFile *
compose (RetortWorkspace *workspace, const RetortRevisionRequest *request, GError **error)
{
  RetortProject *project = retort_workspace_get_project (workspace);
  const RetortAdapter *adapter = retort_project_get (project)->adapter;
  g_autoptr(RetortNewFile) file = NULL;

  if (adapter->compose == NULL)
    {
      g_set_error (error, RETORT_FORMAT_ERROR, RETORT_FORMAT_ERROR_CONFIGURATION,
                   "cannot write a revision: %s projects make them with their own tool", adapter->label);
      return NULL;
    }
  file = adapter->compose (project, request, error);
  if (file == NULL || !check_id (retort_workspace_get_history (workspace), file->id, error)
      || !check_file (workspace, file, request, error))
    return NULL;
  return g_steal_pointer (&file);
}

/* A number that was planned may have been taken by a revision that was not. */
static gboolean
is_free (const RetortHistory *history, const char *number)
{
  g_autoptr(GPtrArray) holders = retort_history_list_numbered (history, (guint) g_ascii_strtoull (number, NULL, 10));

  return holders->len == 0;
}

/**
 * retort_new_revision_compose:
 * @workspace: a project
 * @wish: what is wanted
 * @error: a RetortHistoryError or a RetortFormatError
 *
 * The file is composed, not written: retort_new_file_write() does that. Reads the project's template; any thread. Source of the rules:
 * Alembic 1.8.1, script/base.py, generate_revision().
 *
 * Returns: (transfer full) (nullable): the file
 */
RetortNewFile *
retort_new_revision_compose (RetortWorkspace *workspace, const RetortRevisionWish *wish, GError **error)
{
  const RetortHistory *history = retort_workspace_get_history (workspace);
  g_autoptr(GPtrArray) down = resolve_down (history, wish, error);
  g_auto(GStrv) depends_on = down != NULL ? resolve_dependencies (history, wish, error) : NULL;
  g_auto(GStrv) ids = NULL;
  g_autofree char *number = NULL;
  g_autoptr(GDateTime) now = wish->now != NULL ? g_date_time_ref (wish->now) : g_date_time_new_now_utc ();
  const char *const labels[] = { wish->label, NULL };
  RetortRevisionNumber highest;
  RetortRevision *model = NULL;
  RetortRevisionRequest request = { .id = wish->id, .message = wish->message, .labels = labels, .imports = wish->imports,
                                    .upgrade = wish->upgrade, .downgrade = wish->downgrade, .folder = wish->folder, .now = now };

  if (depends_on == NULL || !check_id (history, wish->id, error))
    return NULL;
  ids = list_ids (down);
  number = retort_new_revision_dup_number (workspace);
  if (number != NULL && wish->number != NULL && is_free (history, wish->number))
    {
      g_free (number);
      number = g_strdup (wish->number);
    }
  model = find_highest (history, &highest);
  request.number = number;
  request.model_id = model != NULL ? retort_revision_get_id (model) : NULL;
  request.model_path = model != NULL ? retort_revision_get_path (model) : NULL;
  request.down = (const char *const *) ids;
  request.depends_on = (const char *const *) depends_on;
  request.parent_path = down->len > 0 ? retort_revision_get_path (g_ptr_array_index (down, 0)) : NULL;
  return compose (workspace, &request, error);
}
