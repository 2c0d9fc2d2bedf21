/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a string literal means: prefixes, quotes, escapes and implicit concatenation, as CPython reads them
 * (Python Language Reference, 2.4.1; Parser/string_parser.c of 3.11). */
#include "python/syntax.h"

#include <string.h>

/* One piece that is read from left to right. */
typedef struct
{
  const char *at;
  const char *end;
  GString    *out;
} Reader;

/* Reads exactly @n_digits hexadecimal digits; FALSE when they are not there or name no character that a text can hold. */
static gboolean
read_hexadecimal (Reader *reader, guint n_digits)
{
  gunichar character = 0;

  for (guint i = 0; i < n_digits; i++, reader->at++)
    {
      int digit = reader->at < reader->end ? g_ascii_xdigit_value (*reader->at) : -1;

      if (digit < 0 || character > 0x10FFFF)
        return FALSE;
      character = character * 16 + (gunichar) digit;
    }
  /* A NUL would end the text, and a lone surrogate is no UTF-8. */
  if (character == 0 || character > 0x10FFFF || (character >= 0xD800 && character <= 0xDFFF))
    return FALSE;
  g_string_append_unichar (reader->out, character);
  return TRUE;
}

/* One to three digits; the first was not read yet. */
static gboolean
read_octal (Reader *reader)
{
  gunichar character = 0;

  for (guint i = 0; i < 3 && reader->at < reader->end && *reader->at >= '0' && *reader->at <= '7'; i++)
    character = character * 8 + (gunichar) (*reader->at++ - '0');
  if (character == 0)
    return FALSE;
  g_string_append_unichar (reader->out, character);
  return TRUE;
}

static gboolean
read_newline (Reader *reader)
{
  if (*reader->at == '\r' && reader->at + 1 < reader->end && reader->at[1] == '\n')
    reader->at++;
  reader->at++;
  return TRUE;
}

/* After the backslash. */
static gboolean
read_escape (Reader *reader)
{
  static const char letters[] = "\\'\"abfnrtv";
  static const char meanings[] = "\\'\"\a\b\f\n\r\t\v";
  const char *letter;

  if (reader->at >= reader->end)
    return FALSE;
  if (*reader->at == '\n' || *reader->at == '\r')
    return read_newline (reader);
  if (*reader->at >= '0' && *reader->at <= '7')
    return read_octal (reader);
  letter = strchr (letters, *reader->at);
  if (letter != NULL)
    {
      g_string_append_c (reader->out, meanings[letter - letters]);
      reader->at++;
      return TRUE;
    }
  switch (*reader->at)
    {
    case 'x':
      reader->at++;
      return read_hexadecimal (reader, 2);
    case 'u':
      reader->at++;
      return read_hexadecimal (reader, 4);
    case 'U':
      reader->at++;
      return read_hexadecimal (reader, 8);
    case 'N':
      return FALSE; /* needs the names of Unicode */
    default:
      g_string_append_c (reader->out, '\\'); /* Python warns and keeps both characters. */
      return TRUE;
    }
}

/**
 * retort_py_resolve_escapes:
 * @text: what stands between the quotes
 * @length: its length in bytes
 * @is_raw: the literal has the prefix r
 *
 * Resolves the escapes of a literal of text. Line ends become "\n" first, as Python reads a file.
 *
 * Returns: (transfer full) (nullable): the value; %NULL when it cannot be told (`\N{…}`, a NUL, a lone surrogate) or
 *   Python refuses it
 */
char *
retort_py_resolve_escapes (const char *text, gsize length, gboolean is_raw)
{
  g_autoptr(GString) out = NULL;
  Reader reader = { text, text + length, NULL };

  if (memchr (text, '\r', length) == NULL && (is_raw || memchr (text, '\\', length) == NULL))
    return g_strndup (text, length);
  out = g_string_sized_new (length);
  reader.out = out;
  while (reader.at < reader.end)
    {
      if (*reader.at == '\r')
        {
          read_newline (&reader);
          g_string_append_c (out, '\n');
        }
      else if (*reader.at == '\\' && !is_raw)
        {
          reader.at++;
          if (!read_escape (&reader))
            return NULL;
        }
      else
        g_string_append_c (out, *reader.at++);
    }
  return g_string_free (g_steal_pointer (&out), FALSE);
}

/* After the backslash. FALSE: Python refuses it. */
static gboolean
read_byte (Reader *reader)
{
  guint byte = 0;
  guint n_digits = 0;

  if (*reader->at == 'x')
    {
      for (reader->at++; n_digits < 2 && reader->at < reader->end && g_ascii_isxdigit (*reader->at); n_digits++)
        byte = byte * 16 + (guint) g_ascii_xdigit_value (*reader->at++);
      g_string_append_c (reader->out, (char) byte);
      return n_digits == 2;
    }
  if (*reader->at >= '0' && *reader->at <= '7')
    {
      for (; n_digits < 3 && reader->at < reader->end && *reader->at >= '0' && *reader->at <= '7'; n_digits++)
        byte = byte * 8 + (guint) (*reader->at++ - '0');
      g_string_append_c (reader->out, (char) byte);
      return byte < 256;
    }
  if (strchr ("uUN", *reader->at) == NULL)
    return read_escape (reader);
  g_string_append_c (reader->out, '\\');
  return TRUE;
}

/**
 * retort_py_resolve_bytes:
 * @text: what stands between the quotes of a literal of bytes
 * @length: its length
 * @is_raw: the literal has the prefix r
 * @out: receives the bytes
 *
 * Returns: %FALSE when it cannot be told, or Python refuses it
 */
gboolean
retort_py_resolve_bytes (const char *text, gsize length, gboolean is_raw, GString *out)
{
  Reader reader = { text, text + length, out };

  while (reader.at < reader.end)
    {
      if (*reader.at == '\r' || (guchar) *reader.at >= 0x80)
        return FALSE;
      if (*reader.at != '\\' || is_raw)
        g_string_append_c (out, *reader.at++);
      else if (++reader.at == reader.end || !read_byte (&reader))
        return FALSE;
    }
  return TRUE;
}

static char *
single_value (const RetortPyTree *tree, const RetortPyNode *node)
{
  const char *text = retort_source_get_text (retort_py_tree_get_source (tree));
  guint n_children = node->n_children;
  const RetortPyNode *start;
  const RetortPyNode *end;
  gboolean is_raw = FALSE;

  if (n_children < 2)
    return NULL;
  start = retort_py_node_get_child (node, 0);
  end = retort_py_node_get_child (node, n_children - 1);
  if (!retort_py_node_is (start, "string_start") || !retort_py_node_is (end, "string_end") || node->has_error)
    return NULL;
  for (guint i = start->start; i < start->end; i++)
    {
      if (strchr ("bBfF`", text[i]) != NULL)
        return NULL;
      is_raw = is_raw || text[i] == 'r' || text[i] == 'R';
    }
  return retort_py_resolve_escapes (text + start->end,
                                    end->start - start->end, is_raw);
}

/**
 * retort_py_string_is_plain:
 * @text: the text of the node's file
 * @node: any node
 * @span: (out): what stands between the quotes
 *
 * Most literals of text stand there as they are meant: without prefix, escape or foreign line end.
 *
 * Returns: %FALSE when @node is none of them; retort_py_string_value() may know it
 */
gboolean
retort_py_string_is_plain (const char *text, const RetortPyNode *node, RetortSpan *span)
{
  const RetortPyNode *start;
  const RetortPyNode *end;

  if (retort_py_node_get_type (node) != RETORT_PY_NODE_string || node->n_children < 2 || node->has_error)
    return FALSE;
  start = retort_py_node_get_child (node, 0);
  end = retort_py_node_get_child (node, node->n_children - 1);
  *span = (RetortSpan){ start->end, end->start };
  return strchr ("\"'", text[start->start]) != NULL && retort_py_node_get_type (end) == RETORT_PY_NODE_string_end
         && memchr (text + span->start, '\\', span->end - span->start) == NULL
         && memchr (text + span->start, '\r', span->end - span->start) == NULL;
}

/**
 * retort_py_string_value:
 * @self: the tree of @node
 * @node: any node
 *
 * The value of a literal of text: without quotes, escapes resolved, neighbouring literals joined, parentheses
 * around it looked through.
 *
 * Returns: (transfer full) (nullable): the value; %NULL when @node is no plain literal (f-string, bytes, anything
 *   else), or its value cannot be told
 */
char *
retort_py_string_value (const RetortPyTree *self, const RetortPyNode *node)
{
  const RetortPyParts *parts = retort_py_node_get_parts (node);
  g_autoptr(GString) joined = NULL;

  /* A loop, since a file may nest them as deep as it likes. */
  while (retort_py_node_is (node, "parenthesized_expression") && parts->n == 1)
    {
      node = parts->nodes[0];
      parts = retort_py_node_get_parts (node);
    }
  if (retort_py_node_is (node, "string"))
    return single_value (self, node);
  if (!retort_py_node_is (node, "concatenated_string"))
    return NULL;

  joined = g_string_new (NULL);
  for (guint i = 0; i < parts->n; i++)
    {
      g_autofree char *value = single_value (self, parts->nodes[i]);

      if (value == NULL)
        return NULL;
      g_string_append (joined, value);
    }
  return g_string_free (g_steal_pointer (&joined), FALSE);
}
