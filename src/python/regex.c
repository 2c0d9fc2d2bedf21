/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What standard/re.py is made of: regex_compile(), regex_find() and regex_takes() of the module _retort. */
#include "python/regex.h"

#include "python/modules-private.h"

#include <string.h>

/* A match ends as "not known" when it takes longer. */
#define LIMIT "(*LIMIT_MATCH=200000)(*LIMIT_DEPTH=2000)"

/* data: Regex* */
typedef struct
{
  GRegex    *regex;
  GRegex    *whole;  /* the same up to the end of the text */
  GPtrArray *names;  /* element: char*, nullable; index: number of the group */
} Regex;

static RetortPyValue *regex_attribute (RetortPyEvaluation *evaluation, RetortPyValue *self, const char *name);

static const RetortPyForeignClass regex_class = { .name = "regex", .is_plain = TRUE, .get_attribute = regex_attribute };

/* groups: how many; names: a dict from name to number. */
static RetortPyValue *
regex_attribute (RetortPyEvaluation *evaluation, RetortPyValue *self, const char *name)
{
  const Regex *regex = self->foreign.data;
  RetortPyValue *dict;

  if (strcmp (name, "groups") == 0)
    return retort_py_new_int64 (evaluation, regex->names->len - 1);
  if (strcmp (name, "names") != 0)
    return NULL;
  dict = retort_py_new_dict (evaluation);
  for (guint i = 1; i < regex->names->len; i++)
    if (regex->names->pdata[i] != NULL)
      retort_py_keyed_put (evaluation, dict, retort_py_new_string (evaluation, regex->names->pdata[i]), retort_py_new_int64 (evaluation, i));
  return dict;
}

static GRegex *
new_regex (RetortPyFrame *frame, const char *format, const char *pattern, guint flags)
{
  g_autofree char *text = g_strdup_printf ("%s%s%s", LIMIT, format, pattern);
  g_autofree char *whole = g_strconcat (text, *format != '\0' ? ")\\z" : "", NULL);
  GRegexCompileFlags compile_flags = G_REGEX_RAW | G_REGEX_NEWLINE_LF | ((flags & RETORT_PY_REGEX_IGNORECASE) != 0 ? G_REGEX_CASELESS : 0);
  GRegex *regex = g_regex_new (whole, compile_flags, 0, NULL);

  if (regex != NULL)
    retort_py_own (frame->evaluation, regex, (GDestroyNotify) g_regex_unref);
  return regex;
}

/**
 * retort_py_regex_compile: (skip)
 * @frame: where
 * @node: the call
 * @self: nothing
 * @arguments: the pattern and its flags
 *
 * Returns: (transfer none) (nullable): a regex; unknown when it is not understood; %NULL: raised
 */
RetortPyValue *
retort_py_regex_compile (RetortPyFrame *frame, const RetortPyNode *node, RetortPyValue *self, const RetortPyArguments *arguments)
{
  Regex *regex = retort_py_allocate (frame->evaluation, sizeof *regex);
  g_autofree char *translated = NULL;
  RetortPyValue *result;
  const char *pattern;
  gint64 number = 0;
  guint flags;

  if (!retort_py_arity (frame, node, arguments, "regex_compile", 2, 2, &result))
    return result;
  pattern = retort_py_value_get_string (arguments->positional[0]);
  if (pattern == NULL || !retort_py_value_get_int64 (arguments->positional[1], &number) || number < 0 || number > G_MAXUINT16
      || !retort_py_charge (frame->evaluation, strlen (pattern)))
    return retort_py_unknown_with (frame, node, arguments, NULL, "this pattern is not evaluated");
  flags = (guint) number;
  regex->names = g_ptr_array_new_with_free_func (g_free);
  retort_py_own (frame->evaluation, regex->names, (GDestroyNotify) g_ptr_array_unref);
  translated = retort_py_regex_translate (pattern, &flags, regex->names);
  if (translated != NULL)
    {
      regex->regex = new_regex (frame, "", translated, flags);
      regex->whole = new_regex (frame, "(?:", translated, flags);
    }
  if (regex->regex == NULL || regex->whole == NULL)
    return retort_py_unknown_with (frame, node, arguments, NULL, "this pattern is not evaluated");
  return retort_py_new_foreign (frame->evaluation, &regex_class, regex, NULL);
}

static const Regex *
get_regex (const RetortPyValue *value)
{
  return retort_py_value_get_foreign_class (value) == &regex_class ? value->foreign.data : NULL;
}

static RetortPyValue *
spans_of (RetortPyEvaluation *evaluation, const Regex *regex, GMatchInfo *info)
{
  RetortPyItems items = { 0 };

  for (guint i = 0; i < regex->names->len; i++)
    {
      int start = -1;
      int end = -1;
      RetortPyValue *pair[2];

      if (!g_match_info_fetch_pos (info, (int) i, &start, &end))
        start = end = -1;
      pair[0] = retort_py_new_int64 (evaluation, start);
      pair[1] = retort_py_new_int64 (evaluation, end);
      retort_py_items_append (evaluation, &items, retort_py_new_tuple (evaluation, pair, 2));
    }
  return retort_py_new_tuple (evaluation, items.items, items.n);
}

/**
 * retort_py_regex_find: (skip)
 * @frame: where
 * @node: the call
 * @self: nothing
 * @arguments: a regex, a text, where to begin, "search", "match" or "fullmatch", and whether it may be empty where it begins
 *
 * Returns: (transfer none) (nullable): a tuple of (start, end) of the match and its groups, -1 for those that took no part, or
 *   None; unknown when it takes too long; %NULL: raised
 */
RetortPyValue *
retort_py_regex_find (RetortPyFrame *frame, const RetortPyNode *node, RetortPyValue *self, const RetortPyArguments *arguments)
{
  g_autoptr(GMatchInfo) info = NULL;
  g_autoptr(GError) error = NULL;
  RetortPyValue *result;
  const Regex *regex;
  const char *text;
  const char *mode;
  gint64 start = 0;
  GRegexMatchFlags flags = 0;

  if (!retort_py_arity (frame, node, arguments, "regex_find", 5, 5, &result))
    return result;
  regex = get_regex (arguments->positional[0]);
  text = retort_py_value_get_string (arguments->positional[1]);
  mode = retort_py_value_get_string (arguments->positional[3]);
  if (regex == NULL || text == NULL || mode == NULL || !retort_py_value_get_int64 (arguments->positional[2], &start)
      || !retort_py_charge (frame->evaluation, 16 + strlen (text) / 4))
    return retort_py_unknown_with (frame, node, arguments, NULL, "what is looked for is not known");
  if (*mode != 's')
    flags |= G_REGEX_MATCH_ANCHORED;
  if (retort_py_truth (frame, arguments->positional[4]) != RETORT_PY_YES)
    flags |= G_REGEX_MATCH_NOTEMPTY_ATSTART;
  if (g_regex_match_full (*mode == 'f' ? regex->whole : regex->regex, text, -1, (int) start, flags, &info, &error))
    return spans_of (frame->evaluation, regex, info);
  if (error != NULL)
    return retort_py_unknown_with (frame, node, arguments, NULL, "this pattern takes too long");
  return frame->evaluation->none;
}

/**
 * retort_py_regex_takes: (skip)
 * @frame: where
 * @node: the call
 * @self: nothing
 * @arguments: a regex and a text
 *
 * Returns: (transfer none) (nullable): whether both are known and the text is ASCII
 */
RetortPyValue *
retort_py_regex_takes (RetortPyFrame *frame, const RetortPyNode *node, RetortPyValue *self, const RetortPyArguments *arguments)
{
  RetortPyValue *result;
  const char *text;

  if (!retort_py_arity (frame, node, arguments, "regex_takes", 2, 2, &result))
    return result;
  text = retort_py_value_get_string (arguments->positional[1]);
  return retort_py_bool (frame->evaluation, get_regex (arguments->positional[0]) != NULL && text != NULL && g_str_is_ascii (text));
}
