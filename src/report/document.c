/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Lists, facts and tables are opened by their first part and closed by the next part of another kind. The page of HTML brings
 * its style along, follows light and dark of the reader, and unfolds everything in print. */
#include "report/document.h"

#include <string.h>

/* What is open and must be closed before another kind of part. */
typedef enum
{
  OPEN_NOTHING,
  OPEN_LIST,
  OPEN_TICKS,
  OPEN_FACTS,
  OPEN_TABLE,
} Open;

struct _RetortDocument
{
  RetortDocumentFormat format;
  GString             *text;
  Open                 open;
};

static const char html_head[]
    = "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
      "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
      "<meta name=\"color-scheme\" content=\"light dark\">\n<meta name=\"generator\" content=\"Retort\">\n";

static const char html_style[]
    = "<style>\n"
      ":root { --ink: #1d1d20; --dim: #5e5c64; --paper: #f6f6f7; --card: #fff; --inset: #f6f6f7; --line: #dedee2; --good: #26783a; --warn: #8a5a00;\n"
      "  --bad: #b3151f; --good-bg: #e3f4e6; --warn-bg: #fbf0d9; --bad-bg: #fbe3e4; --plain-bg: #ececef; --link: #1c5fb8; }\n"
      "@media (prefers-color-scheme: dark) { :root { --ink: #f2f2f4; --dim: #a9a8b0; --paper: #1b1b1e; --card: #27272b; --inset: #1f1f23; --line: #3e3e44;\n"
      "  --good: #8ce29b; --warn: #f3c56b; --bad: #ff9a9e; --good-bg: #1f3d27; --warn-bg: #453618; --bad-bg: #4d2326; --plain-bg: #3a3a40; --link: #8bb8f5; } }\n"
      "* { box-sizing: border-box; }\n"
      "html { scroll-behavior: smooth; }\n"
      "body { margin: 0; background: var(--paper); color: var(--ink); font: 15px/1.5 system-ui, 'Cantarell', 'Segoe UI', sans-serif; }\n"
      "main { max-width: 62rem; margin: 0 auto; padding: 2rem 1.25rem 4rem; }\n"
      "h1 { font-size: 1.8rem; line-height: 1.2; margin: 0; overflow-wrap: anywhere; }\n"
      ".subtitle { color: var(--dim); margin: .25rem 0 1.25rem; }\n"
      "h2 { font-size: 1.2rem; line-height: 1.35; margin: 2.25rem 0 .5rem; overflow-wrap: anywhere; }\n"
      "h3 { font-size: .8rem; letter-spacing: .04em; text-transform: uppercase; color: var(--dim); margin: 1.4rem 0 .35rem; }\n"
      "p { margin: .4rem 0; overflow-wrap: anywhere; } .remark { color: var(--dim); font-size: .88rem; margin: 0 0 .6rem; }\n"
      "a { color: var(--link); text-decoration: none; } a:hover { text-decoration: underline; }\n"
      ".card { background: var(--card); border: 1px solid var(--line); border-radius: 12px; padding: 1.1rem 1.35rem 1.25rem; margin: 1.1rem 0; scroll-margin-top: 1rem; }\n"
      ".card h2 { margin: 0; } .card:target { border-color: var(--link); }\n"
      ".label { font: 600 .85em ui-monospace, 'DejaVu Sans Mono', monospace; background: var(--plain-bg); border-radius: 6px; padding: .1em .45em; margin-right: .3em; }\n"
      ".mark { display: inline-block; padding: 0 .65rem; margin: 0 .35rem .35rem 0; border-radius: 1rem; font-size: .85rem; font-weight: 600; }\n"
      ".mark.plain { background: var(--plain-bg); } .mark.good { background: var(--good-bg); color: var(--good); }\n"
      ".mark.warning { background: var(--warn-bg); color: var(--warn); } .mark.bad { background: var(--bad-bg); color: var(--bad); }\n"
      "ul { list-style: none; margin: .35rem 0; padding: 0; }\n"
      "li { margin: .35rem 0; padding: .45rem .75rem; border-left: 4px solid var(--line); background: var(--inset); border-radius: 0 6px 6px 0; overflow-wrap: anywhere; }\n"
      "main > ul > li { background: var(--card); }\n"
      "li.good { border-color: var(--good); } li.warning { border-color: var(--warn); } li.bad { border-color: var(--bad); }\n"
      "li small { display: block; color: var(--dim); margin-top: .15rem; }\n"
      "ul.ticks { background: var(--card); border: 1px solid var(--line); border-radius: 12px; padding: .4rem 1.1rem; }\n"
      "ul.ticks li { border: 0; padding: .2rem 0; margin: 0; background: none; } ul.ticks input { margin-right: .6rem; }\n"
      "dl { display: grid; grid-template-columns: max-content 1fr; gap: .2rem 1.25rem; margin: .75rem 0 1.25rem; }\n"
      "dt { color: var(--dim); } dd { margin: 0; overflow-wrap: anywhere; }\n"
      ".scroll { overflow-x: auto; }\n"
      "main > .scroll { background: var(--card); border: 1px solid var(--line); border-radius: 12px; padding: .3rem .6rem; }\n"
      "table { border-collapse: collapse; width: 100%; margin: .2rem 0; font-size: .92rem; }\n"
      "th, td { text-align: left; vertical-align: top; padding: .35rem .7rem; border-bottom: 1px solid var(--line); }\n"
      "tr:last-child td { border-bottom: 0; }\n"
      "th { color: var(--dim); font-weight: 600; white-space: nowrap; }\n"
      "details { margin: .6rem 0; border: 1px solid var(--line); border-radius: 8px; background: var(--inset); }\n"
      "summary { cursor: pointer; padding: .4rem .75rem; font-weight: 600; }\n"
      "pre { margin: 0; padding: .5rem .9rem .8rem; overflow-x: auto; font: 13px/1.5 ui-monospace, 'DejaVu Sans Mono', monospace; white-space: pre-wrap; overflow-wrap: anywhere; }\n"
      "@media (max-width: 36rem) { main { padding: 1.25rem .75rem 3rem; } .card { padding: .9rem; } dl { grid-template-columns: 1fr; } dd { margin-bottom: .4rem; } }\n"
      "@media print { :root { --ink: #000; --dim: #444; --paper: #fff; --card: #fff; --inset: #fff; --line: #bbb; --good: #144d20; --warn: #5c3c00; --bad: #7d0c14;\n"
      "  --good-bg: #fff; --warn-bg: #fff; --bad-bg: #fff; --plain-bg: #fff; --link: #000; } body { font-size: 10.5pt; } main { max-width: none; padding: 0; }\n"
      "  .mark, .label { border: 1px solid currentColor; } .card { border: 0; border-top: 1px solid var(--line); border-radius: 0; padding: .8rem 0; }\n"
      "  h2, h3, summary { break-after: avoid; } li, tr { break-inside: avoid; } }\n"
      "</style>\n";

/* A closed <details> stays closed on paper: it is opened before printing, and nothing else is done by script. */
static const char html_script[]
    = "<script>addEventListener('beforeprint', function () { document.querySelectorAll('details').forEach(function (d) { d.open = true; }); });</script>\n";

static const char *const tone_classes[] = {
  [RETORT_DOCUMENT_PLAIN] = "plain",
  [RETORT_DOCUMENT_GOOD] = "good",
  [RETORT_DOCUMENT_WARNING] = "warning",
  [RETORT_DOCUMENT_BAD] = "bad",
};

static const char *const tone_signs[] = {
  [RETORT_DOCUMENT_PLAIN] = "",
  [RETORT_DOCUMENT_GOOD] = "✅ ",
  [RETORT_DOCUMENT_WARNING] = "⚠️ ",
  [RETORT_DOCUMENT_BAD] = "❌ ",
};

static gboolean
is_html (const RetortDocument *self)
{
  return self->format == RETORT_DOCUMENT_HTML;
}

/* Markdown of GitHub and GitLab: what would be markup is not. Line ends become blanks: a part is one line. */
static char *
escape_markdown (const char *text)
{
  GString *escaped = g_string_new (NULL);

  for (; *text != '\0'; text++)
    {
      if (strchr ("\\`*_[]<>|#~", *text) != NULL)
        g_string_append_c (escaped, '\\');
      g_string_append_c (escaped, *text == '\n' ? ' ' : *text);
    }
  return g_string_free (escaped, FALSE);
}

static char *
escape (const RetortDocument *self, const char *text)
{
  return is_html (self) ? g_markup_escape_text (text, -1) : escape_markdown (text);
}

static void
close_open (RetortDocument *self)
{
  static const char *const ends[] = {
    [OPEN_NOTHING] = "", [OPEN_LIST] = "</ul>\n", [OPEN_TICKS] = "</ul>\n", [OPEN_FACTS] = "</dl>\n", [OPEN_TABLE] = "</tbody></table></div>\n",
  };

  if (self->open != OPEN_NOTHING)
    g_string_append (self->text, is_html (self) ? ends[self->open] : "\n");
  self->open = OPEN_NOTHING;
}

static void
ensure_open (RetortDocument *self, Open open, const char *begin)
{
  if (self->open == open)
    return;
  close_open (self);
  if (is_html (self))
    g_string_append (self->text, begin);
  self->open = open;
}

/**
 * retort_document_new:
 * @format: what is written
 * @title: what it is about
 * @subtitle: (nullable): in smaller letters below
 *
 * Returns: (transfer full): a document
 */
RetortDocument *
retort_document_new (RetortDocumentFormat format, const char *title, const char *subtitle)
{
  RetortDocument *self = g_new0 (RetortDocument, 1);
  g_autofree char *escaped = NULL;
  g_autofree char *below = NULL;

  self->format = format;
  self->text = g_string_new (NULL);
  escaped = escape (self, title);
  below = subtitle != NULL ? escape (self, subtitle) : NULL;
  if (is_html (self))
    {
      g_string_append_printf (self->text, "%s<title>%s</title>\n%s%s</head>\n<body>\n<main>\n<h1>%s</h1>\n", html_head, escaped, html_style, html_script,
                              escaped);
      g_string_append_printf (self->text, "<p class=\"subtitle\">%s</p>\n", below != NULL ? below : "");
    }
  else
    g_string_append_printf (self->text, "# %s\n\n%s%s", escaped, below != NULL ? below : "", below != NULL ? "\n\n" : "");
  return self;
}

/**
 * retort_document_finish:
 * @self: (transfer full): a document
 *
 * Returns: (transfer full): its text
 */
char *
retort_document_finish (RetortDocument *self)
{
  char *text = NULL;

  close_open (self);
  if (is_html (self))
    g_string_append (self->text, "</main>\n</body>\n</html>\n");
  text = g_string_free (self->text, FALSE);
  g_free (self);
  return text;
}

/**
 * retort_document_add_heading:
 * @self: a document
 * @level: 2 or 3
 * @text: the heading
 * @anchor: (nullable): a name that rows of a table can lead to
 */
void
retort_document_add_heading (RetortDocument *self, guint level, const char *text, const char *anchor)
{
  g_autofree char *escaped = escape (self, text);
  g_autofree char *name = anchor != NULL ? g_markup_escape_text (anchor, -1) : NULL;

  close_open (self);
  if (!is_html (self))
    g_string_append_printf (self->text, "%s %s\n\n", level == 2 ? "##" : "###", escaped);
  else if (name != NULL)
    g_string_append_printf (self->text, "<h%u id=\"%s\">%s</h%u>\n", level, name, escaped, level);
  else
    g_string_append_printf (self->text, "<h%u>%s</h%u>\n", level, escaped, level);
}

/**
 * retort_document_add_text:
 * @self: a document
 * @text: a paragraph
 */
void
retort_document_add_text (RetortDocument *self, const char *text)
{
  g_autofree char *escaped = escape (self, text);

  close_open (self);
  if (is_html (self))
    g_string_append_printf (self->text, "<p>%s</p>\n", escaped);
  else
    g_string_append_printf (self->text, "%s\n\n", escaped);
}

/**
 * retort_document_add_mark:
 * @self: a document
 * @tone: how it stands out
 * @text: a few words
 */
void
retort_document_add_mark (RetortDocument *self, RetortDocumentTone tone, const char *text)
{
  g_autofree char *escaped = escape (self, text);

  close_open (self);
  if (is_html (self))
    g_string_append_printf (self->text, "<span class=\"mark %s\">%s</span>\n", tone_classes[tone], escaped);
  else
    g_string_append_printf (self->text, "%s**%s**\n\n", tone_signs[tone], escaped);
}

/**
 * retort_document_add_item:
 * @self: a document
 * @tone: how it stands out
 * @text: one line of a list
 * @detail: (nullable): in smaller letters below
 */
void
retort_document_add_item (RetortDocument *self, RetortDocumentTone tone, const char *text, const char *detail)
{
  g_autofree char *escaped = escape (self, text);
  g_autofree char *below = detail != NULL ? escape (self, detail) : NULL;

  ensure_open (self, OPEN_LIST, "<ul>\n");
  if (!is_html (self))
    g_string_append_printf (self->text, "- %s%s%s%s\n", tone_signs[tone], escaped, below != NULL ? "<br>" : "", below != NULL ? below : "");
  else
    g_string_append_printf (self->text, "<li class=\"%s\">%s%s%s%s</li>\n", tone_classes[tone], escaped, below != NULL ? "<small>" : "",
                            below != NULL ? below : "", below != NULL ? "</small>" : "");
}

/**
 * retort_document_add_tick:
 * @self: a document
 * @text: what a person has to have done
 * @is_ticked: somebody says that it is done
 */
void
retort_document_add_tick (RetortDocument *self, const char *text, gboolean is_ticked)
{
  g_autofree char *escaped = escape (self, text);

  ensure_open (self, OPEN_TICKS, "<ul class=\"ticks\">\n");
  if (is_html (self))
    g_string_append_printf (self->text, "<li><label><input type=\"checkbox\"%s>%s</label></li>\n", is_ticked ? " checked" : "", escaped);
  else
    g_string_append_printf (self->text, "- [%c] %s\n", is_ticked ? 'x' : ' ', escaped);
}

/**
 * retort_document_begin_card:
 * @self: a document
 * @label: a short name; rows of a table lead to it
 * @title: what it is about
 *
 * Begins a part of its own; retort_document_end_card() ends it.
 */
void
retort_document_begin_card (RetortDocument *self, const char *label, const char *title)
{
  g_autofree char *name = escape (self, label);
  g_autofree char *about = escape (self, title);

  close_open (self);
  if (is_html (self))
    {
      g_autofree char *anchor = g_markup_escape_text (label, -1);

      g_string_append_printf (self->text, "<section class=\"card\" id=\"%s\">\n<h2><span class=\"label\">%s</span> %s</h2>\n", anchor, name, about);
    }
  else
    g_string_append_printf (self->text, strchr (label, '`') == NULL ? "## `%s` %s\n\n" : "## %s %s\n\n", strchr (label, '`') == NULL ? label : name, about);
}

/**
 * retort_document_end_card:
 * @self: a document in which a card was begun
 */
void
retort_document_end_card (RetortDocument *self)
{
  close_open (self);
  if (is_html (self))
    g_string_append (self->text, "</section>\n");
}

/**
 * retort_document_add_remark:
 * @self: a document
 * @text: a line in smaller letters
 */
void
retort_document_add_remark (RetortDocument *self, const char *text)
{
  g_autofree char *escaped = escape (self, text);

  close_open (self);
  if (is_html (self))
    g_string_append_printf (self->text, "<p class=\"remark\">%s</p>\n", escaped);
  else
    g_string_append_printf (self->text, "%s\n\n", escaped);
}

/**
 * retort_document_add_fact:
 * @self: a document
 * @name: what it is
 * @value: what it is like
 */
void
retort_document_add_fact (RetortDocument *self, const char *name, const char *value)
{
  g_autofree char *escaped = escape (self, name);
  g_autofree char *what = escape (self, value);

  ensure_open (self, OPEN_FACTS, "<dl>\n");
  if (is_html (self))
    g_string_append_printf (self->text, "<dt>%s</dt><dd>%s</dd>\n", escaped, what);
  else
    g_string_append_printf (self->text, "- %s: %s\n", escaped, what);
}

/**
 * retort_document_begin_table:
 * @self: a document
 * @headings: (array zero-terminated=1): of its columns
 */
void
retort_document_begin_table (RetortDocument *self, const char *const *headings)
{
  close_open (self);
  g_string_append (self->text, is_html (self) ? "<div class=\"scroll\"><table><thead><tr>" : "|");
  for (gsize i = 0; headings[i] != NULL; i++)
    {
      g_autofree char *escaped = escape (self, headings[i]);

      if (is_html (self))
        g_string_append_printf (self->text, "<th>%s</th>", escaped);
      else
        g_string_append_printf (self->text, " %s |", escaped);
    }
  g_string_append (self->text, is_html (self) ? "</tr></thead><tbody>\n" : "\n|");
  for (gsize i = 0; !is_html (self) && headings[i] != NULL; i++)
    g_string_append (self->text, " --- |");
  if (!is_html (self))
    g_string_append_c (self->text, '\n');
  self->open = OPEN_TABLE;
}

/**
 * retort_document_add_row:
 * @self: a document whose table is open
 * @cells: (array zero-terminated=1): as many as there are headings
 * @anchor: (nullable): where the first cell leads
 */
void
retort_document_add_row (RetortDocument *self, const char *const *cells, const char *anchor)
{
  g_autofree char *name = anchor != NULL ? g_markup_escape_text (anchor, -1) : NULL;

  g_return_if_fail (self->open == OPEN_TABLE);

  g_string_append (self->text, is_html (self) ? "<tr>" : "|");
  for (gsize i = 0; cells[i] != NULL; i++)
    {
      g_autofree char *escaped = escape (self, cells[i]);

      if (!is_html (self))
        g_string_append_printf (self->text, " %s |", escaped);
      else if (i == 0 && name != NULL)
        g_string_append_printf (self->text, "<td><a href=\"#%s\">%s</a></td>", name, escaped);
      else
        g_string_append_printf (self->text, "<td>%s</td>", escaped);
    }
  g_string_append (self->text, is_html (self) ? "</tr>\n" : "\n");
}

/* A fence that the text does not hold. */
static char *
dup_fence (const char *sql)
{
  guint longest = 2;
  guint run = 0;

  for (; *sql != '\0'; sql++)
    {
      run = *sql == '`' ? run + 1 : 0;
      longest = MAX (longest, run);
    }
  return g_strnfill (longest + 1, '`');
}

/**
 * retort_document_add_code:
 * @self: a document
 * @summary: what it is
 * @sql: the text
 * @is_open: it is unfolded at first
 */
void
retort_document_add_code (RetortDocument *self, const char *summary, const char *sql, gboolean is_open)
{
  g_autofree char *escaped = g_markup_escape_text (summary, -1);
  g_autofree char *code = is_html (self) ? g_markup_escape_text (sql, -1) : NULL;
  g_autofree char *fence = dup_fence (sql);

  close_open (self);
  g_string_append_printf (self->text, "<details%s><summary>%s</summary>\n", is_open ? " open" : "", escaped);
  if (is_html (self))
    g_string_append_printf (self->text, "<pre>%s</pre>\n</details>\n", code);
  else
    g_string_append_printf (self->text, "\n%ssql\n%s\n%s\n\n</details>\n\n", fence, sql, fence);
}
