/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Paths that begin with __file__: where the project lies when it really runs is not known, so that their text is not determined; which file of
 * the project they mean is, and so is what open().read() and Path.read_text() give. */
#include "python/modules-private.h"

#include <string.h>

/* data: Path* */
typedef struct
{
  const char *path;       /* where it is now */
  gboolean    is_pathlib; /* a Path, not a text */
} Path;

/* data: const char*, what a file that was opened holds; NULL once it was read */
typedef struct
{
  RetortPyValue *text;
} File;

static RetortPyValue *path_attribute (RetortPyEvaluation *evaluation, RetortPyValue *self, const char *name);
static RetortPyValue *path_binary (RetortPyEvaluation *evaluation, const char *operator_, RetortPyValue *left, RetortPyValue *right);
static RetortPyValue *file_attribute (RetortPyEvaluation *evaluation, RetortPyValue *self, const char *name);
static RetortPyValue *file_enter (RetortPyEvaluation *evaluation, RetortPyValue *self);
static void file_taint (RetortPyEvaluation *evaluation, RetortPyValue *self);

static const RetortPyForeignClass path_class = { .name = "path", .is_plain = TRUE, .get_attribute = path_attribute, .binary = path_binary };
static const RetortPyForeignClass file_class = {
  .name = "file", .is_plain = TRUE, .get_attribute = file_attribute, .enter = file_enter, .taint = file_taint,
};

static const Path *
get_path (const RetortPyValue *value)
{
  return retort_py_value_get_foreign_class (value) == &path_class ? value->foreign.data : NULL;
}

static RetortPyValue *
new_path (RetortPyEvaluation *evaluation, const char *path, gboolean is_pathlib)
{
  Path *self = retort_py_allocate (evaluation, sizeof *self);

  self->path = retort_py_strdup (evaluation, path);
  self->is_pathlib = is_pathlib;
  return retort_py_new_foreign (evaluation, &path_class, self, NULL);
}

/**
 * retort_py_path_of_unit: (skip)
 * @evaluation: an evaluation
 * @unit: a module
 *
 * Returns: (transfer none) (nullable): its `__file__`; %NULL: no file can be read anyway
 */
RetortPyValue *
retort_py_path_of_unit (RetortPyEvaluation *evaluation, const RetortPyUnit *unit)
{
  const char *path = retort_source_get_path (retort_py_tree_get_source (unit->tree));

  if (path == NULL || unit->is_standard || evaluation->importer.read_text == NULL || !g_path_is_absolute (path))
    return NULL;
  return new_path (evaluation, path, FALSE);
}

/* --- Reading --- */

/* Line ends as Python reads them. */
static char *
translate_lines (const char *text)
{
  GString *out = g_string_new (NULL);

  for (const char *at = text; *at != '\0'; at++)
    if (*at != '\r')
      g_string_append_c (out, *at);
    else if (at[1] != '\n')
      g_string_append_c (out, '\n');
  return g_string_free (out, FALSE);
}

static gboolean
is_utf8_name (const char *encoding)
{
  return g_ascii_strcasecmp (encoding, "utf-8") == 0 || g_ascii_strcasecmp (encoding, "utf8") == 0 || g_ascii_strcasecmp (encoding, "utf_8") == 0;
}

/* What the file holds as text; unknown when that is not determined. Without an encoding the machine chooses one. */
static RetortPyValue *
read_text (RetortPyFrame *frame, const RetortPyNode *node, const RetortPyArguments *arguments, const char *path, const char *encoding)
{
  RetortPyEvaluation *evaluation = frame->evaluation;
  g_autofree char *text = NULL;
  g_autofree char *translated = NULL;

  if (!evaluation->importer.read_text (path, &text, evaluation->importer.user_data))
    return retort_py_unknown_with (frame, node, arguments, NULL, "'%s' is no file of the project that can be read", path);
  if (!(encoding != NULL ? is_utf8_name (encoding) : g_str_is_ascii (text)))
    return retort_py_unknown_with (frame, node, arguments, NULL, "in which encoding '%s' is read is not known", path);
  if (strlen (text) > RETORT_PY_MAX_TEXT || !retort_py_charge (evaluation, strlen (text) / 64))
    return retort_py_unknown_with (frame, node, arguments, NULL, "'%s' is too long", path);
  translated = translate_lines (text);
  return retort_py_new_string (evaluation, translated);
}

/* The encoding among the arguments; FALSE: something else is asked for. */
static gboolean
take_encoding (const RetortPyArguments *arguments, guint n_before, const char **encoding)
{
  *encoding = NULL;
  for (guint i = 0; i < arguments->n_keywords; i++)
    if (strcmp (arguments->keyword_names[i], "encoding") == 0)
      *encoding = retort_py_value_get_string (arguments->keyword_values[i]);
    else if (strcmp (arguments->keyword_names[i], "mode") != 0)
      return FALSE;
  for (guint i = 0; i < arguments->n_keywords; i++)
    if (strcmp (arguments->keyword_names[i], "mode") == 0
        && g_strcmp0 (retort_py_value_get_string (arguments->keyword_values[i]), "r") != 0)
      return FALSE;
  return !arguments->is_open && arguments->n_positional <= n_before;
}

static RetortPyValue *
open_path (RetortPyFrame *frame, const RetortPyNode *node, const RetortPyArguments *arguments, const Path *path, guint n_before)
{
  const char *encoding;
  const char *mode = arguments->n_positional > n_before ? retort_py_value_get_string (arguments->positional[n_before]) : "r";
  RetortPyValue *text;
  File *file;

  if (!take_encoding (arguments, n_before + 1, &encoding) || mode == NULL || (strcmp (mode, "r") != 0 && strcmp (mode, "rt") != 0))
    return retort_py_unknown_with (frame, node, arguments, NULL, "a file that is opened in this way is not read");
  text = read_text (frame, node, arguments, path->path, encoding);
  if (text->kind != RETORT_PY_STR)
    return text;
  file = retort_py_allocate (frame->evaluation, sizeof *file);
  file->text = text;
  return retort_py_new_foreign (frame->evaluation, &file_class, file, NULL);
}

static RetortPyValue *
builtin_open (RetortPyFrame *frame, const RetortPyNode *node, RetortPyValue *self, const RetortPyArguments *arguments)
{
  const Path *path = arguments->n_positional > 0 ? get_path (arguments->positional[0]) : NULL;

  if (path == NULL)
    return retort_py_unknown_with (frame, node, arguments, NULL, "which file is opened is not known");
  return open_path (frame, node, arguments, path, 1);
}

/* --- Files --- */

static void
file_taint (RetortPyEvaluation *evaluation, RetortPyValue *self)
{
  ((File *) self->foreign.data)->text = NULL;
}

static RetortPyValue *
file_enter (RetortPyEvaluation *evaluation, RetortPyValue *self)
{
  return self;
}

/* All at once, and once. */
static RetortPyValue *
file_read (RetortPyFrame *frame, const RetortPyNode *node, RetortPyValue *self, const RetortPyArguments *arguments)
{
  File *file = self->foreign.data;
  RetortPyValue *result;

  if (arguments->n_positional > 0 || file->text == NULL)
    {
      file->text = NULL;
      return retort_py_unknown_with (frame, node, arguments, NULL, "what is left of this file is not known");
    }
  if (!retort_py_arity (frame, node, arguments, "read", 0, 0, &result))
    return result;
  result = file->text;
  file->text = retort_py_new_string (frame->evaluation, "");
  return result;
}

static RetortPyValue *
file_close (RetortPyFrame *frame, const RetortPyNode *node, RetortPyValue *self, const RetortPyArguments *arguments)
{
  ((File *) self->foreign.data)->text = NULL;
  return frame->evaluation->none;
}

static RetortPyValue *
file_attribute (RetortPyEvaluation *evaluation, RetortPyValue *self, const char *name)
{
  if (strcmp (name, "read") == 0)
    return retort_py_new_builtin (evaluation, "read", file_read, self);
  return strcmp (name, "close") == 0 ? retort_py_new_builtin (evaluation, "close", file_close, self) : NULL;
}

/* --- Paths --- */

/* Joins texts; an absolute one would lead elsewhere. */
static RetortPyValue *
join_parts (RetortPyFrame *frame, const RetortPyNode *node, RetortPyValue *self, const RetortPyArguments *arguments)
{
  const Path *path = get_path (self);
  g_autofree char *joined = g_strdup (path->path);

  for (guint i = 0; i < arguments->n_positional; i++)
    {
      const char *part = retort_py_value_get_string (arguments->positional[i]);
      char *longer;

      if (part == NULL || *part == '/' || arguments->is_open || arguments->n_keywords > 0)
        return retort_py_unknown_with (frame, node, arguments, NULL, "this path is not followed");
      longer = g_build_filename (joined, part, NULL);
      g_free (joined);
      joined = longer;
    }
  return new_path (frame->evaluation, joined, path->is_pathlib);
}

static RetortPyValue *
same_path (RetortPyFrame *frame, const RetortPyNode *node, RetortPyValue *self, const RetortPyArguments *arguments)
{
  return self;
}

static RetortPyValue *
path_read_text (RetortPyFrame *frame, const RetortPyNode *node, RetortPyValue *self, const RetortPyArguments *arguments)
{
  const char *encoding = arguments->n_positional == 1 ? retort_py_value_get_string (arguments->positional[0]) : NULL;

  if (encoding == NULL && !take_encoding (arguments, 0, &encoding))
    return retort_py_unknown_with (frame, node, arguments, NULL, "a file that is read in this way is not known");
  return read_text (frame, node, arguments, get_path (self)->path, encoding);
}

static RetortPyValue *
path_open (RetortPyFrame *frame, const RetortPyNode *node, RetortPyValue *self, const RetortPyArguments *arguments)
{
  return open_path (frame, node, arguments, get_path (self), 0);
}

static RetortPyValue *
parent_of (RetortPyEvaluation *evaluation, const Path *path)
{
  g_autofree char *parent = g_path_get_dirname (path->path);

  return new_path (evaluation, parent, path->is_pathlib);
}

static RetortPyValue *
path_attribute (RetortPyEvaluation *evaluation, RetortPyValue *self, const char *name)
{
  static const RetortPyMethod methods[] = {
    { "absolute", same_path }, { "joinpath", join_parts }, { "open", path_open }, { "read_text", path_read_text }, { "resolve", same_path },
  };
  const Path *path = get_path (self);
  g_autofree char *base = g_path_get_basename (path->path);
  char *dot = strrchr (base, '.');

  if (!path->is_pathlib)
    return NULL;
  if (strcmp (name, "parent") == 0)
    return parent_of (evaluation, path);
  if (strcmp (name, "name") == 0)
    return retort_py_new_string (evaluation, base);
  if (strcmp (name, "stem") == 0 && dot != NULL && dot != base && dot[1] != '\0')
    {
      *dot = '\0';
      return retort_py_new_string (evaluation, base);
    }
  for (guint i = 0; i < G_N_ELEMENTS (methods); i++)
    if (strcmp (methods[i].name, name) == 0)
      return retort_py_new_builtin (evaluation, methods[i].name, methods[i].func, self);
  return NULL;
}

/* Path / "x", and the text of a path + "/x". */
static RetortPyValue *
path_binary (RetortPyEvaluation *evaluation, const char *operator_, RetortPyValue *left, RetortPyValue *right)
{
  const Path *path = get_path (left);
  const char *part = retort_py_value_get_string (right);
  g_autofree char *joined = NULL;

  if (path == NULL || part == NULL)
    return NULL;
  if (path->is_pathlib && strcmp (operator_, "/") == 0 && *part != '/')
    joined = g_build_filename (path->path, part, NULL);
  else if (!path->is_pathlib && strcmp (operator_, "+") == 0 && *part == '/')
    joined = g_strconcat (path->path, part, NULL);
  return joined != NULL ? new_path (evaluation, joined, path->is_pathlib) : NULL;
}

/* --- What standard/os.path.py and pathlib are made of --- */

static RetortPyValue *
is_path (RetortPyFrame *frame, const RetortPyNode *node, RetortPyValue *self, const RetortPyArguments *arguments)
{
  return retort_py_bool (frame->evaluation, arguments->n_positional == 1 && get_path (arguments->positional[0]) != NULL);
}

static RetortPyValue *
path_join (RetortPyFrame *frame, const RetortPyNode *node, RetortPyValue *self, const RetortPyArguments *arguments)
{
  RetortPyArguments rest = *arguments;

  if (arguments->n_positional == 0 || get_path (arguments->positional[0]) == NULL)
    return retort_py_unknown_with (frame, node, arguments, NULL, "this path is not followed");
  rest.positional++;
  rest.n_positional--;
  return join_parts (frame, node, arguments->positional[0], &rest);
}

static RetortPyValue *
path_parent (RetortPyFrame *frame, const RetortPyNode *node, RetortPyValue *self, const RetortPyArguments *arguments)
{
  if (arguments->n_positional != 1 || get_path (arguments->positional[0]) == NULL)
    return retort_py_unknown_with (frame, node, arguments, NULL, "this path is not followed");
  return parent_of (frame->evaluation, get_path (arguments->positional[0]));
}

static RetortPyValue *
path_name (RetortPyFrame *frame, const RetortPyNode *node, RetortPyValue *self, const RetortPyArguments *arguments)
{
  if (arguments->n_positional != 1 || get_path (arguments->positional[0]) == NULL)
    return retort_py_unknown_with (frame, node, arguments, NULL, "this path is not followed");
  return retort_py_take_string (frame->evaluation, g_path_get_basename (get_path (arguments->positional[0])->path));
}

/* Path(…); of other texts than those that begin with __file__ nothing is known. */
static RetortPyValue *
make_path (RetortPyFrame *frame, const RetortPyNode *node, RetortPyValue *self, const RetortPyArguments *arguments)
{
  const Path *path = arguments->n_positional > 0 ? get_path (arguments->positional[0]) : NULL;
  RetortPyArguments rest = *arguments;

  if (path == NULL)
    return retort_py_unknown_with (frame, node, arguments, NULL, "this path is not evaluated");
  rest.positional++;
  rest.n_positional--;
  return join_parts (frame, node, new_path (frame->evaluation, path->path, TRUE), &rest);
}

/**
 * retort_py_path_to_text: (skip)
 * @evaluation: an evaluation
 * @value: any value
 *
 * Returns: (transfer none) (nullable): what str() makes of a path: the same as a text
 */
RetortPyValue *
retort_py_path_to_text (RetortPyEvaluation *evaluation, const RetortPyValue *value)
{
  return get_path (value) != NULL ? new_path (evaluation, get_path (value)->path, FALSE) : NULL;
}

static const RetortPyBuiltin open_builtin = { "open", builtin_open, FALSE };

/**
 * retort_py_find_open: (skip)
 * @name: a name
 *
 * Returns: (nullable): open(), if that is the name
 */
const RetortPyBuiltin *
retort_py_find_open (const char *name)
{
  return strcmp (name, "open") == 0 ? &open_builtin : NULL;
}

static const RetortPyBuiltin path_builtins[] = {
  { "is_path", is_path, TRUE }, { "join", path_join, TRUE }, { "name", path_name, TRUE }, { "parent", path_parent, TRUE },
};

static const RetortPyBuiltin pathlib_builtins[] = { { "Path", make_path, TRUE } };

const RetortPyStandard retort_py_path_module = RETORT_PY_STANDARD ("_retort_path", path_builtins, NULL);
const RetortPyStandard retort_py_pathlib_module = RETORT_PY_STANDARD ("pathlib", pathlib_builtins, NULL);
