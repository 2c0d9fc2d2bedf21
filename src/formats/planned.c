/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tables as GitHub's Markdown has them: a line of names, a line of dashes, rows. A table counts when one column is a number and one a
 * description; the others may be missing. */
#include "formats/planned.h"

#include <string.h>

typedef enum
{
  COLUMN_NUMBER,
  COLUMN_DESCRIPTION,
  COLUMN_PRIORITY,
  COLUMN_STATUS,
  N_COLUMNS,
} Column;

/* What people call them, the surest name first. */
static const char *const column_names[N_COLUMNS][12] = {
  [COLUMN_NUMBER] = { "number", "no", "nr", "#", "num", "№", "id", "revision", "migration", "rev", NULL },
  [COLUMN_DESCRIPTION] = { "description", "title", "summary", "what", "name", "change", "purpose", "feature", "migration", "details", NULL },
  [COLUMN_PRIORITY] = { "priority", "prio", "importance", "urgency", NULL },
  [COLUMN_STATUS] = { "status", "state", "done", "progress", NULL },
};

typedef struct
{
  int columns[N_COLUMNS]; /* which cell, -1: none */
} Layout;

/**
 * retort_planned_row_free:
 * @self: (transfer full): a row
 */
void
retort_planned_row_free (RetortPlannedRow *self)
{
  g_free (self->number);
  g_free (self->description);
  g_free (self->priority);
  g_free (self->status);
  g_free (self->done_as);
  g_free (self);
}

/* --- Cells --- */

static gboolean
is_row (const char *line)
{
  return strchr (line, '|') != NULL;
}

/* At each "|" outside of `code` that is not escaped. */
static GStrv
split_cells (const char *line)
{
  g_autoptr(GStrvBuilder) cells = g_strv_builder_new ();
  g_autoptr(GString) cell = g_string_new (NULL);
  gboolean is_code = FALSE;

  line += strspn (line, " \t");
  for (const char *at = *line == '|' ? line + 1 : line; *at != '\0'; at++)
    {
      if (*at == '\\' && at[1] == '|')
        g_string_append_c (cell, *++at);
      else if (*at == '|' && !is_code)
        {
          g_strv_builder_add (cells, g_strstrip (cell->str));
          g_string_truncate (cell, 0);
        }
      else
        {
          is_code ^= *at == '`' && (is_code || strchr (at + 1, '`') != NULL);
          g_string_append_c (cell, *at);
        }
    }
  if (*g_strstrip (cell->str) != '\0')
    g_strv_builder_add (cells, cell->str);
  return g_strv_builder_end (cells);
}

static gboolean
is_rule (const char *line)
{
  return is_row (line) && strchr (line, '-') != NULL && line[strspn (line, " \t|:-\r")] == '\0';
}

/* "**bold**", "`code`", "~~gone~~" and "[text](address)" as they are read. */
static char *
strip_markup (const char *cell)
{
  g_autoptr(GRegex) link = g_regex_new ("\\[([^\\]]*)\\]\\([^)]*\\)", 0, 0, NULL);
  g_autoptr(GRegex) marks = g_regex_new ("\\*\\*|__|`|~~|(?<!\\w)[*_]|[*_](?!\\w)", 0, 0, NULL);
  g_autofree char *linked = g_regex_replace (link, cell, -1, 0, "\\1", 0, NULL);
  char *plain = g_regex_replace (marks, linked, -1, 0, "", 0, NULL);

  return g_strstrip (plain);
}

/* --- Columns --- */

static char *
normalize_name (const char *cell)
{
  g_autofree char *plain = strip_markup (cell);
  char *lower = g_utf8_strdown (plain, -1);
  gsize length = strlen (lower);

  if (length > 0 && (lower[length - 1] == '.' || lower[length - 1] == '?'))
    lower[length - 1] = '\0';
  return lower;
}

static gboolean
is_taken (const Layout *self, int cell)
{
  for (guint i = 0; i < N_COLUMNS; i++)
    if (self->columns[i] == cell)
      return TRUE;
  return FALSE;
}

static int
find_column (const Layout *self, char **cells, Column column)
{
  for (guint name = 0; column_names[column][name] != NULL; name++)
    for (int i = 0; cells[i] != NULL; i++)
      {
        g_autofree char *own = normalize_name (cells[i]);

        if (!is_taken (self, i) && g_str_equal (own, column_names[column][name]))
          return i;
      }
  return -1;
}

static gboolean
read_layout (Layout *self, const char *line)
{
  g_auto(GStrv) cells = split_cells (line);

  for (guint i = 0; i < N_COLUMNS; i++)
    self->columns[i] = -1;
  for (guint i = 0; i < N_COLUMNS; i++)
    self->columns[i] = find_column (self, cells, i);
  return self->columns[COLUMN_NUMBER] >= 0 && self->columns[COLUMN_DESCRIPTION] >= 0;
}

/* --- Rows --- */

/* (nullable): the text of a column without its markup; NULL when there is nothing. */
static char *
dup_cell (const Layout *self, char **cells, Column column)
{
  int index = self->columns[column];
  g_autofree char *plain = index >= 0 && index < (int) g_strv_length (cells) ? strip_markup (cells[index]) : NULL;

  return plain != NULL && *plain != '\0' ? g_steal_pointer (&plain) : NULL;
}

static gboolean
says_done (const char *text)
{
  return text != NULL
         && g_regex_match_simple ("^\\W*(✅|✔|✓|☑|\\[x\\]|(done|complete|completed|finished|merged|shipped|applied|deployed|yes)\\b)", text,
                                  G_REGEX_CASELESS, 0)
         && !g_regex_match_simple ("\\b(not|un)\\s*(done|complete)", text, G_REGEX_CASELESS, 0);
}

/* "(done as 048)", "merged in #048", "✅ as 048_name" */
static char *
find_done_as (const char *text)
{
  g_autoptr(GRegex) pattern = g_regex_new ("\\b(?:done|complete|completed|merged|shipped|became|renumbered|✅)?\\s*\\b(?:as|in)\\s+#?`?(\\d+[a-z]?)\\b",
                                           G_REGEX_CASELESS, 0, NULL);
  g_autoptr(GMatchInfo) match = NULL;

  if (text == NULL || !g_regex_match (pattern, text, 0, &match))
    return NULL;
  return g_match_info_fetch (match, 1);
}

/* (nullable): "#016" and "Migration 016" are 016. */
static char *
find_number (const char *text)
{
  g_autoptr(GRegex) pattern = g_regex_new ("(?<![\\w.])(\\d{1,6}[a-z]?)(?![\\w.]*\\d)", 0, 0, NULL);
  g_autoptr(GMatchInfo) match = NULL;

  if (text == NULL || !g_regex_match (pattern, text, 0, &match))
    return NULL;
  return g_match_info_fetch (match, 1);
}

static gboolean
is_struck_out (const Layout *self, char **cells)
{
  const char *number = cells[self->columns[COLUMN_NUMBER]];

  return g_str_has_prefix (number, "~~") && g_str_has_suffix (number, "~~");
}

/* The mark may stand in the status or in the description, or the number is struck out. */
static void
read_done (RetortPlannedRow *row, const Layout *self, char **cells)
{
  g_autofree char *in_description = row->description != NULL ? find_done_as (row->description) : NULL;
  gboolean is_mentioned = g_regex_match_simple ("\\((✅\\s*)?(done|completed?|merged|shipped)\\b[^)]*\\)|✅|\\[x\\]", row->description,
                                                G_REGEX_CASELESS, 0);

  row->is_done = says_done (row->status) || is_mentioned || is_struck_out (self, cells);
  if (row->is_done)
    row->done_as = row->status != NULL ? find_done_as (row->status) : NULL;
  if (row->is_done && row->done_as == NULL && is_mentioned)
    row->done_as = g_steal_pointer (&in_description);
}

static void
add_row (GPtrArray *rows, const Layout *layout, const char *text, guint line)
{
  g_auto(GStrv) cells = split_cells (text);
  g_autofree char *number_cell = dup_cell (layout, cells, COLUMN_NUMBER);
  g_autofree char *number = find_number (number_cell);
  g_autofree char *description = dup_cell (layout, cells, COLUMN_DESCRIPTION);
  RetortPlannedRow *row = NULL;

  if (number == NULL || description == NULL)
    return;
  row = g_new0 (RetortPlannedRow, 1);
  row->number = g_steal_pointer (&number);
  row->description = g_steal_pointer (&description);
  row->priority = dup_cell (layout, cells, COLUMN_PRIORITY);
  row->status = dup_cell (layout, cells, COLUMN_STATUS);
  row->line = line;
  read_done (row, layout, cells);
  g_ptr_array_add (rows, row);
}

static gboolean
is_fence (const char *line)
{
  line += strspn (line, " \t");
  return g_str_has_prefix (line, "```") || g_str_has_prefix (line, "~~~");
}

/**
 * retort_planned_read:
 * @source: a Markdown file
 *
 * Any thread.
 *
 * Returns: (transfer full) (element-type RetortPlannedRow): the rows of its tables that plan migrations, in the order of the file
 */
GPtrArray *
retort_planned_read (RetortSource *source)
{
  GPtrArray *rows = g_ptr_array_new_with_free_func ((GDestroyNotify) retort_planned_row_free);
  g_auto(GStrv) lines = g_strsplit (retort_source_get_text (source), "\n", -1);
  gboolean is_code = FALSE;
  gboolean is_table = FALSE;
  Layout layout = { { 0 } };

  for (guint i = 0; lines[i] != NULL; i++)
    {
      is_code ^= is_fence (lines[i]);
      if (is_code || !is_row (lines[i]))
        is_table = FALSE;
      else if (is_table)
        add_row (rows, &layout, lines[i], i + 1);
      else if (lines[i + 1] != NULL && is_rule (lines[i + 1]) && read_layout (&layout, lines[i]))
        {
          is_table = TRUE;
          i++;
        }
    }
  return rows;
}
