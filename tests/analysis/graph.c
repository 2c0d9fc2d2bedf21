/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "graph.h"

#include <string.h>

/* Cuts what follows the last @separator off @word. */
static GStrv
cut_list (char *word, char separator)
{
  char *at = strrchr (word, separator);
  GStrv list = at != NULL ? g_strsplit (at + 1, ",", -1) : g_new0 (char *, 1);

  if (at != NULL)
    *at = '\0';
  return list;
}

static RetortRevision *
parse_revision (char *word)
{
  g_auto(GStrv) labels = cut_list (word, '#');
  g_auto(GStrv) depends_on = cut_list (word, '/');
  g_auto(GStrv) down = cut_list (word, ':');
  RetortRevisionFields fields = {
    .id = word,
    .title = "",
    .message = "",
    .down = (const char *const *) down,
    .depends_on = (const char *const *) depends_on,
    .labels = (const char *const *) labels,
  };

  return retort_revision_new (&fields);
}

RetortHistory *
graph_parse (const char *text)
{
  g_auto(GStrv) words = g_strsplit (text, " ", -1);
  g_autoptr(GPtrArray) revisions
      = g_ptr_array_new_with_free_func ((GDestroyNotify) retort_revision_unref);

  for (guint i = 0; words[i] != NULL; i++)
    g_ptr_array_add (revisions, parse_revision (words[i]));
  return retort_history_new (revisions);
}
