/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A file whose place in the history is not known is left out with a reason rather than guessed. */
#include "formats/alembic/header.h"

#include "formats/alembic/bindings.h"
#include "python/validator.h"

#include <glib/gi18n.h>
#include <string.h>

/* --- The docstring --- */

/* Script.doc: the docstring up to the first empty line. */
static char *
first_paragraph (const char *message)
{
  const char *end = strstr (message, "\n\n");

  return end != NULL ? g_strndup (message, end - message) : g_strdup (message);
}

/* "Create Date: 2026-03-11 18:59:47.123456" as ISO 8601 to the second; what is no date is left out. */
static char *
find_create_date (const char *message)
{
  static GRegex *pattern;
  g_autoptr(GMatchInfo) match = NULL;
  g_autofree char *day = NULL;
  g_autofree char *time = NULL;
  g_autofree char *zone = NULL;

  if (g_once_init_enter (&pattern))
    {
      GRegex *compiled = g_regex_new ("^\\s*Create Date:\\s*(\\d{4}-\\d\\d-\\d\\d)"
                                      "(?:[ T](\\d\\d:\\d\\d(?::\\d\\d)?)(?:\\.\\d+)?\\s*(Z|[+-]\\d\\d(?::?\\d\\d)?)?)?\\s*$",
                                      G_REGEX_MULTILINE | G_REGEX_OPTIMIZE, 0, NULL);

      g_once_init_leave (&pattern, compiled);
    }
  if (!g_regex_match (pattern, message, 0, &match))
    return NULL;
  day = g_match_info_fetch (match, 1);
  time = g_match_info_fetch (match, 2);
  zone = g_match_info_fetch (match, 3);
  if (time == NULL || time[0] == '\0')
    return g_steal_pointer (&day);
  return g_strconcat (day, "T", time, strlen (time) == 5 ? ":00" : "", zone != NULL ? zone : "", NULL);
}

/* --- The revision --- */

/* "[a-f0-9]+\.py": files of Alembic 0.1 have their id as their name. */
static char *
legacy_id (const char *path)
{
  g_autofree char *name = g_path_get_basename (path);
  gsize length = strspn (name, "abcdef0123456789");

  return length > 0 && g_str_equal (name + length, ".py") ? g_strndup (name, length) : NULL;
}

static void
refuse (RetortSource *source, RetortSpan span, GError **error, const char *what)
{
  RetortPosition place = retort_source_position_at (source, span.start);
  g_autofree char *reason = g_strdup_printf (_("line %u: %s"), place.line, what);

  g_set_error (error, RETORT_FORMAT_ERROR, RETORT_FORMAT_ERROR_UNREADABLE, "cannot read '%s': %s", retort_source_get_path (source), reason);
}

static char *
read_id (const RetortBindings *self, RetortSource *source, RetortSpan *span, GError **error)
{
  const RetortPyNode *node = retort_bindings_find (self, "revision");
  g_autofree char *id = NULL;

  *span = retort_py_node_span (node);
  if (node != NULL)
    id = retort_bindings_dup_string (self, node);
  else if (!retort_bindings_has (self, "revision"))
    {
      id = legacy_id (retort_source_get_path (source) != NULL ? retort_source_get_path (source) : "");
      if (id == NULL)
        refuse (source, *span, error, _("the file does not say 'revision', so it is no revision"));
      return g_steal_pointer (&id);
    }
  if (id == NULL)
    refuse (source, *span, error, _("'revision' is not a constant text"));
  else if (id[0] == '\0')
    {
      refuse (source, *span, error, _("'revision' is empty"));
      g_clear_pointer (&id, g_free);
    }
  return g_steal_pointer (&id);
}

static GStrv
read_down (const RetortBindings *self, RetortSource *source, RetortSpan *span, GError **error)
{
  const RetortPyNode *node = retort_bindings_find (self, "down_revision");
  GStrv down = NULL;

  *span = retort_py_node_span (node);
  if (!retort_bindings_has (self, "down_revision"))
    refuse (source, *span, error, _("the file does not say 'down_revision'"));
  else
    {
      down = node == NULL ? NULL : retort_bindings_dup_strings (self, node);
      if (down == NULL)
        refuse (source, *span, error, _("'down_revision' is not a constant text or a sequence of constant texts"));
    }
  return down;
}

/* branch_labels and depends_on may be left out; one that is not a constant is told and counts as none. */
static GStrv
read_optional (const RetortBindings *self, RetortSource *source, const char *name, GPtrArray *notes)
{
  const RetortPyNode *node = retort_bindings_find (self, name);
  GStrv values = node == NULL ? NULL : retort_bindings_dup_strings (self, node);

  if (values != NULL)
    return values;
  if (notes != NULL && retort_bindings_has (self, name))
    g_ptr_array_add (notes,
                     retort_project_note_new (retort_source_get_path (source),
                                              retort_source_position_at (source, retort_py_node_span (node).start), TRUE,
                                              _("'%s' is not a constant and is taken as empty."), name));
  return g_new0 (char *, 1);
}

static void
note_syntax_error (const RetortPyTree *tree, RetortSource *source, GPtrArray *notes)
{
  const RetortPyNode *root = retort_py_tree_get_root (tree);
  g_autoptr(GPtrArray) problems = NULL;
  const RetortPyProblem *error = NULL;
  RetortProjectNote *note = NULL;

  if (notes == NULL || !root->has_error)
    return;
  problems = retort_py_validate (tree, root);
  error = retort_py_find_error (tree, problems);
  if (error == NULL)
    return; /* It is seen when the revision is compiled. */
  note = retort_project_note_new (retort_source_get_path (source), retort_source_position_at (source, error->span.start),
                                  TRUE, _("Python does not load the file: %s."), error->message);
  note->is_found_by_checks = TRUE;
  g_ptr_array_add (notes, note);
}

/**
 * retort_alembic_header_read:
 * @source: a revision file
 * @notes: (nullable) (element-type RetortProjectNote): where to put what is wrong with it but leaves it readable
 * @error: return location for a %RETORT_FORMAT_ERROR_UNREADABLE: it is no revision, or its id or predecessor is not a constant
 *
 * Reads the names that Alembic looks at. Any thread.
 *
 * Returns: (transfer full) (nullable): the revision
 */
RetortRevision *
retort_alembic_header_read (RetortSource *source, GPtrArray *notes, GError **error)
{
  g_autoptr(RetortPyTree) tree = retort_py_tree_parse (source);
  g_autoptr(RetortBindings) bindings = retort_bindings_read (tree);
  RetortRevisionFields fields = { .source = source };
  g_autofree char *id = NULL;
  g_autofree char *docstring = NULL;
  g_autofree char *title = NULL;
  g_autofree char *created = NULL;
  g_auto(GStrv) down = NULL;
  g_auto(GStrv) labels = NULL;
  g_auto(GStrv) depends_on = NULL;

  if (retort_py_tree_get_problem (tree) != NULL)
    {
      g_autofree char *what = g_strdup_printf (_("the file is not read: %s"), retort_py_tree_get_problem (tree));

      refuse (source, fields.id_span, error, what);
      return NULL;
    }
  id = read_id (bindings, source, &fields.id_span, error);
  if (id == NULL)
    return NULL;
  down = read_down (bindings, source, &fields.down_span, error);
  if (down == NULL)
    return NULL;
  labels = read_optional (bindings, source, "branch_labels", notes);
  depends_on = read_optional (bindings, source, "depends_on", notes);
  docstring = retort_bindings_dup_docstring (bindings);
  title = first_paragraph (docstring);
  created = find_create_date (docstring);
  note_syntax_error (tree, source, notes);

  fields.id = id;
  fields.title = title;
  fields.message = docstring;
  fields.down = (const char *const *) down;
  fields.depends_on = (const char *const *) depends_on;
  fields.labels = (const char *const *) labels;
  fields.created = created;
  fields.has_upgrade = retort_bindings_has (bindings, "upgrade");
  fields.has_downgrade = retort_bindings_has (bindings, "downgrade");
  return retort_revision_new (&fields);
}
