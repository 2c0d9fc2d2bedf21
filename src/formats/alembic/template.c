/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Mako turns a template into a Python program that joins texts and values. So does this: the program is then evaluated by the interpreter
 * of the safe subset (docs/ARCHITECTURE.md, decision 4), which says what it does not understand. Known of Mako (1.2, lexer.py) are text,
 * ${expressions} with the filters that Alembic's templates use, "%" lines, comments and escaped line ends; its tags and blocks of Python
 * are told and not followed. */
#include "formats/alembic/template.h"

#include "python/evaluator.h"

#include <string.h>

typedef struct
{
  RetortSource *source;
  const char   *at;       /* what is not read yet */
  GString      *text;     /* that is to be joined next */
  GString      *program;
  GArray       *lines;    /* element: guint, of the template, for each line of @program */
  guint         depth;    /* of "%" blocks */
  GError       *problem;  /* nullable: the first thing that is not understood */
} Translation;

static guint
line_of (const Translation *self, const char *at)
{
  return retort_source_position_at (self->source, (gsize) (at - retort_source_get_text (self->source))).line;
}

static void
give_up (Translation *self, guint line, const char *reason)
{
  if (self->problem == NULL)
    self->problem = g_error_new (RETORT_FORMAT_ERROR, RETORT_FORMAT_ERROR_CONFIGURATION, "cannot fill '%s': line %u: %s",
                                 retort_source_get_path (self->source), line, reason);
}

/* --- The program --- */

/* A Python literal, of ASCII alone. */
static void
append_literal (GString *out, const char *text)
{
  g_string_append_c (out, '"');
  for (const char *at = text; *at != '\0'; at = g_utf8_next_char (at))
    {
      gunichar c = g_utf8_get_char (at);

      if (c >= ' ' && c < 127 && c != '"' && c != '\\')
        g_string_append_c (out, (char) c);
      else
        g_string_append_printf (out, "\\U%08x", c);
    }
  g_string_append_c (out, '"');
}

static void
append_indent (Translation *self)
{
  for (guint i = 0; i < self->depth; i++)
    g_string_append (self->program, "  ");
}

/* Ends what was appended to the program since the last call; it may have several lines. */
static void
end_statement (Translation *self, guint line)
{
  guint n_lines = 0;

  g_string_append_c (self->program, '\n');
  for (const char *at = self->program->str; *at != '\0'; at++)
    n_lines += *at == '\n';
  while (self->lines->len < n_lines)
    g_array_append_val (self->lines, line);
}

static void
flush_text (Translation *self)
{
  if (self->text->len == 0)
    return;
  append_indent (self);
  g_string_append (self->program, "_out.append(");
  append_literal (self->program, self->text->str);
  g_string_append_c (self->program, ')');
  end_statement (self, line_of (self, self->at));
  g_string_truncate (self->text, 0);
}

/* --- Expressions --- */

/* Behind a literal that begins at @at; NULL when it does not end. */
static const char *
skip_literal (const char *at)
{
  gsize length = at[1] == at[0] && at[2] == at[0] ? 3 : 1;
  g_autofree char *quote = g_strndup (at, length);

  for (at += length; *at != '\0'; at++)
    {
      if (g_str_has_prefix (at, quote))
        return at + length;
      if (*at == '\\' && at[1] != '\0')
        at++;
    }
  return NULL;
}

/* The first of @ends outside of literals and brackets; NULL when there is none. */
static const char *
find_end (const char *at, const char *ends)
{
  guint depth = 0;

  while (at != NULL && *at != '\0')
    {
      if (depth == 0 && strchr (ends, *at) != NULL)
        return at;
      if (*at == '"' || *at == '\'')
        {
          at = skip_literal (at);
          continue;
        }
      if (strchr ("([{", *at) != NULL)
        depth++;
      else if (strchr (")]}", *at) != NULL && depth > 0)
        depth--;
      at++;
    }
  return NULL;
}

/* "str" comes first unless "n" is among the filters (mako/codegen.py, create_filter_callable). */
static char *
wrap_in_filters (Translation *self, const char *expression, char **filters, guint line)
{
  gboolean has_default = !g_strv_contains ((const char *const *) filters, "n");
  char *wrapped = g_strdup_printf (has_default ? "str((%s))" : "((%s))", expression);

  for (guint i = 0; filters[i] != NULL; i++)
    {
      char *inner = wrapped;

      if (g_str_equal (filters[i], "n") || filters[i][0] == '\0')
        continue;
      if (g_str_equal (filters[i], "trim"))
        wrapped = g_strdup_printf ("(%s).strip()", inner);
      else
        wrapped = g_strdup_printf ("%s(%s)", filters[i], inner);
      g_free (inner);
      if (!g_str_equal (filters[i], "comma") && !g_str_equal (filters[i], "trim") && !g_str_equal (filters[i], "str"))
        give_up (self, line, "its filter is not known");
    }
  return wrapped;
}

/* "${expression | filter, filter}", at the brace. */
static void
read_expression (Translation *self)
{
  guint line = line_of (self, self->at);
  const char *start = self->at + 2;
  const char *end = find_end (start, "|}");
  const char *closing = end != NULL && *end == '|' ? find_end (end + 1, "}") : end;
  g_autofree char *expression = NULL;
  g_autofree char *names = NULL;
  g_auto(GStrv) filters = NULL;
  g_autofree char *wrapped = NULL;

  if (closing == NULL)
    {
      give_up (self, line, "the expression does not end");
      self->at += strlen (self->at);
      return;
    }
  flush_text (self);
  expression = g_strstrip (g_strndup (start, (gsize) (end - start)));
  names = end < closing ? g_strndup (end + 1, (gsize) (closing - end - 1)) : g_strdup ("");
  filters = g_strsplit (names, ",", -1);
  for (guint i = 0; filters[i] != NULL; i++)
    g_strstrip (filters[i]);
  wrapped = wrap_in_filters (self, expression, filters, line);
  append_indent (self);
  g_string_append_printf (self->program, "_out.append(%s)", wrapped);
  end_statement (self, line);
  self->at = closing + 1;
}

/* --- Lines --- */

/* The first word of a "%" line. */
static char *
first_word (const char *text)
{
  return g_strndup (text, strspn (text, G_CSET_A_2_Z G_CSET_a_2_z));
}

static void
take_control (Translation *self, const char *text, guint line)
{
  g_autofree char *word = first_word (text);
  gboolean continues = g_str_equal (word, "else") || g_str_equal (word, "elif");

  if (g_str_equal (word, "endif") || g_str_equal (word, "endfor"))
    {
      if (self->depth == 0)
        give_up (self, line, "it ends a block that was not begun");
      else
        self->depth--;
      return;
    }
  if (!continues && !g_str_equal (word, "if") && !g_str_equal (word, "for"))
    {
      give_up (self, line, "its control line is not understood");
      return;
    }
  if (continues && self->depth > 0)
    self->depth--;
  append_indent (self);
  g_string_append (self->program, text);
  end_statement (self, line);
  self->depth++;
  append_indent (self);
  g_string_append (self->program, "pass");
  end_statement (self, line);
}

static gboolean
is_at_line_start (const Translation *self)
{
  const char *start = retort_source_get_text (self->source);

  return self->at == start || self->at[-1] == '\n';
}

/* A comment, a "%" line, or "%%" for a percent sign; FALSE when the line is text. */
static gboolean
read_line (Translation *self)
{
  guint line = line_of (self, self->at);
  const char *start = self->at + strspn (self->at, " \t");
  const char *end = start + strcspn (start, "\n");
  g_autofree char *text = NULL;

  if (g_str_has_prefix (start, "%%"))
    {
      if (start > self->at)
        give_up (self, line, "versions of Mako differ in what an indented '%%' is");
      g_string_append_c (self->text, '%');
      self->at = start + 2;
      return TRUE;
    }
  if (*start != '%' && !g_str_has_prefix (start, "##"))
    return FALSE;
  flush_text (self);
  text = g_strstrip (g_strndup (start + 1, (gsize) (end - start - 1)));
  if (*start == '%')
    take_control (self, text, line);
  self->at = *end == '\n' ? end + 1 : end;
  return TRUE;
}

static gboolean
is_tag (const char *at)
{
  return at[0] == '<' && (at[1] == '%' || (at[1] == '/' && at[2] == '%'));
}

static void
read_next (Translation *self)
{
  if (is_at_line_start (self) && read_line (self))
    return;
  if (g_str_has_prefix (self->at, "${"))
    read_expression (self);
  else if (is_tag (self->at))
    {
      give_up (self, line_of (self, self->at), "it is a tag or a block of Python");
      self->at += strlen (self->at);
    }
  else if (g_str_has_prefix (self->at, "\\\n"))
    self->at += 2;
  else if (g_str_has_prefix (self->at, "\\\r\n"))
    self->at += 3;
  else
    g_string_append_c (self->text, *self->at++);
}

/* --- Values --- */

static void
append_sequence (GString *out, const char *brackets, const char *const *items)
{
  g_string_append_c (out, brackets[0]);
  for (gsize i = 0; items[i] != NULL; i++)
    {
      append_literal (out, items[i]);
      g_string_append_c (out, ',');
    }
  g_string_append_c (out, brackets[1]);
}

/* alembic/script/revision.py, tuple_rev_as_scalar(): nothing, the only one, or all. */
static void
append_scalar (GString *out, const char *brackets, const char *const *items)
{
  if (items[0] == NULL)
    g_string_append (out, "None");
  else if (items[1] == NULL)
    append_literal (out, items[0]);
  else
    append_sequence (out, brackets, items);
}

static void
append_text_value (Translation *self, const char *name, const char *value)
{
  g_string_append_printf (self->program, "%s = ", name);
  append_literal (self->program, value != NULL ? value : "");
  end_statement (self, 0);
}

static void
append_date (Translation *self, const RetortTemplateValues *values)
{
  GDateTime *at = values->created;

  g_string_append_printf (self->program, "create_date = datetime.datetime(%d, %d, %d, %d, %d, %d, %d", g_date_time_get_year (at),
                          g_date_time_get_month (at), g_date_time_get_day_of_month (at), g_date_time_get_hour (at),
                          g_date_time_get_minute (at), g_date_time_get_second (at), g_date_time_get_microsecond (at));
  if (values->has_zone)
    g_string_append_printf (self->program, ", tzinfo=datetime.timezone(datetime.timedelta(seconds=%" G_GINT64_FORMAT "))",
                            g_date_time_get_utc_offset (at) / G_USEC_PER_SEC);
  g_string_append_c (self->program, ')');
  end_statement (self, 0);
}

/* alembic/util/messaging.py, format_as_comma() */
#define COMMA \
  "def comma(value):\n" \
  "  if value is None:\n" \
  "    return ''\n" \
  "  if isinstance(value, str):\n" \
  "    return value\n" \
  "  return ', '.join(value)\n"

static void
append_values (Translation *self, const RetortTemplateValues *values)
{
  g_string_append (self->program, "import datetime\n" COMMA "_out = []\ndown_revision = ");
  append_scalar (self->program, "()", values->down);
  g_string_append (self->program, "\ndepends_on = ");
  append_scalar (self->program, "[]", values->depends_on);
  g_string_append (self->program, "\nbranch_labels = ");
  if (values->labels[0] != NULL)
    append_sequence (self->program, "()", values->labels);
  else
    g_string_append (self->program, "None");
  end_statement (self, 0);
  append_text_value (self, "message", values->message);
  append_text_value (self, "up_revision", values->id);
  append_text_value (self, "imports", values->imports);
  append_text_value (self, "upgrades", values->upgrade);
  append_text_value (self, "downgrades", values->downgrade);
  append_date (self, values);
}

/* --- Evaluation --- */

static void
take_issue (RetortPyIssueKind kind, RetortSpan span, const char *reason, gpointer user_data)
{
  Translation *self = user_data;
  g_autoptr(RetortSource) program = retort_source_new (NULL, self->program->str, (gssize) self->program->len);
  guint line = retort_source_position_at (program, span.start).line;

  give_up (self, line > 0 && line <= self->lines->len ? g_array_index (self->lines, guint, line - 1) : 0, reason);
}

static RetortPyValue *
import_nothing (RetortPyEvaluation *evaluation, const char *module, const char *name, gpointer user_data)
{
  return NULL;
}

static char *
evaluate (Translation *self, GError **error)
{
  const RetortPyImporter importer = { .import_module = import_nothing };
  g_autoptr(RetortSource) program = retort_source_new (NULL, self->program->str, (gssize) self->program->len);
  g_autoptr(RetortPyTree) tree = retort_py_tree_parse (program);
  g_autoptr(RetortPyEvaluation) evaluation = retort_py_evaluation_new (tree, &importer, take_issue, self);
  RetortPyValue *text = NULL;

  if (!retort_py_evaluation_run_module (evaluation, NULL, error))
    return NULL;
  text = retort_py_evaluation_get_global (evaluation, "_text");
  if (self->problem == NULL && text != NULL && retort_py_value_get_string (text) != NULL)
    return g_strdup (retort_py_value_get_string (text));
  give_up (self, 1, "what it becomes is not known");
  g_propagate_error (error, g_steal_pointer (&self->problem));
  return NULL;
}

static char *
translate_and_evaluate (Translation *self, const RetortTemplateValues *values, GError **error)
{
  append_values (self, values);
  while (*self->at != '\0' && self->problem == NULL)
    read_next (self);
  flush_text (self);
  if (self->depth > 0)
    give_up (self, line_of (self, self->at), "a block is not ended");
  if (self->problem != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&self->problem));
      return NULL;
    }
  g_string_append (self->program, "_text = ''.join(_out)");
  end_statement (self, line_of (self, self->at));
  return evaluate (self, error);
}

/**
 * retort_alembic_template_fill:
 * @source: a script.py.mako
 * @values: what it is filled with
 * @error: return location for a %RETORT_FORMAT_ERROR_CONFIGURATION with the line that is not understood
 *
 * Any thread. Source of the rules: Mako 1.2.4, lexer.py and codegen.py; Alembic 1.8.1, script/base.py, generate_revision().
 *
 * Returns: (transfer full) (nullable): the text of the new file
 */
char *
retort_alembic_template_fill (RetortSource *source, const RetortTemplateValues *values, GError **error)
{
  Translation self = { source, retort_source_get_text (source) };
  char *text = NULL;

  self.text = g_string_new (NULL);
  self.program = g_string_new (NULL);
  self.lines = g_array_new (FALSE, FALSE, sizeof (guint));
  text = translate_and_evaluate (&self, values, error);
  g_clear_error (&self.problem);
  g_string_free (self.text, TRUE);
  g_string_free (self.program, TRUE);
  g_array_unref (self.lines);
  return text;
}
