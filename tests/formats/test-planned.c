/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tables of planned migrations, as people write them. A case is a Markdown text and, row by row, what is read of it:
 * "number/description/priority/status" and "+" when it is done, with "=NUMBER" when it says as what. */
#include "formats/planned.h"

typedef struct
{
  const char *name;
  const char *text;
  const char *expected;
} Case;

static const Case cases[] = {
  { "usual",
    "# Planned\n\n| Number | Description | Priority | Status |\n|---|---|---|---|\n| 016 | Roles | high | planned |\n"
    "| 013 | Maps | low | ✅ done |\n",
    "016/Roles/high/planned;013/Maps/low/✅ done+;" },
  { "other-names", "| # | Migration | Prio |\n|--:|:----------|:----:|\n| 60 | roles | P1 |\n", "60/roles/P1/-;" },
  { "columns-in-any-order", "Status | Title | No.\n--- | --- | ---\nopen | x | 61\n", "61/x/-/open;" },
  { "done-as", "| Number | Description |\n|---|---|\n| 46 | Name (done as 048) |\n| 47 | ok (merged as #49b) |\n",
    "46/Name (done as 048)/-/-+=048;47/ok (merged as #49b)/-/-+=49b;" },
  { "done-as-in-status", "| Number | Title | Status |\n|---|---|---|\n| 5 | x | done as 7 |\n| 6 | y | not done |\n",
    "5/x/-/done as 7+=7;6/y/-/not done;" },
  { "struck-out", "| Number | Description |\n|---|---|\n| ~~048~~ | ~~old~~ |\n", "048/old/-/-+;" },
  { "markup", "| Number | Description |\n|---|---|\n| [#60](x.md) | **a** `b|c` \\| d_e |\n", "60/a b|c | d_e/-/-;" },
  { "two-tables", "| Number | Title |\n|-|-|\n| 1 | a |\n\ntext\n\n| Nr | What |\n|-|-|\n| 2 | b |\n", "1/a/-/-;2/b/-/-;" },
  { "code-is-no-table", "```\n| Number | Title |\n|-|-|\n| 1 | a |\n```\n", "" },
  { "other-tables", "| Name | Size |\n|---|---|\n| a | 1 |\n", "" },
  { "rows-without-a-number", "| Number | Title |\n|-|-|\n| | a |\n| tbd | b |\n| 3 | |\n| 4 | d |\n", "4/d/-/-;" },
  { "short-rows", "| Number | Title | Priority |\n|-|-|-|\n| 4 | d\n| 5 |\n|\n", "4/d/-/-;" },
  { "no-rule", "| Number | Title |\n| 1 | a |\n", "" },
  { "windows-line-ends", "| Number | Title |\r\n|---|---|\r\n| 1 | a |\r\n", "1/a/-/-;" },
  { "empty", "", "" },
};

static char *
describe (GPtrArray *rows)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < rows->len; i++)
    {
      const RetortPlannedRow *row = g_ptr_array_index (rows, i);

      g_string_append_printf (text, "%s/%s/%s/%s%s%s%s;", row->number, row->description, row->priority != NULL ? row->priority : "-",
                              row->status != NULL ? row->status : "-", row->is_done ? "+" : "", row->done_as != NULL ? "=" : "",
                              row->done_as != NULL ? row->done_as : "");
    }
  return g_string_free (text, FALSE);
}

static void
test_case (gconstpointer data)
{
  const Case *one = data;
  g_autoptr(RetortSource) source = retort_source_new ("ROADMAP.md", one->text, -1);
  g_autoptr(GPtrArray) rows = retort_planned_read (source);
  g_autofree char *text = describe (rows);

  g_assert_cmpstr (text, ==, one->expected);
}

/* The line is that of the file. */
static void
test_lines (void)
{
  g_autoptr(RetortSource) source = retort_source_new ("ROADMAP.md", "a\n\n| Number | Title |\n|-|-|\n| 1 | a |\n| 2 | b |\n", -1);
  g_autoptr(GPtrArray) rows = retort_planned_read (source);

  g_assert_cmpuint (rows->len, ==, 2);
  g_assert_cmpuint (((RetortPlannedRow *) g_ptr_array_index (rows, 1))->line, ==, 6);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strconcat ("/formats/planned/", cases[i].name, NULL);

      g_test_add_data_func (path, &cases[i], test_case);
    }
  g_test_add_func ("/formats/planned/lines", test_lines);
  return g_test_run ();
}
