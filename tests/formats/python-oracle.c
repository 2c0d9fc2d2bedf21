/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "python-oracle.h"

GPtrArray *
python_oracle_ask (const char *program, GPtrArray *questions)
{
  /* Debian's Python: the one that has alembic and sqlalchemy. */
  const char *argv[] = { "/usr/bin/python3", "-c", program, NULL };
  g_autoptr(GString) input = g_string_new (NULL);
  g_autoptr(GSubprocess) process = NULL;
  g_autofree char *output = NULL;
  g_autoptr(GError) error = NULL;
  g_auto(GStrv) lines = NULL;
  GPtrArray *answers = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < questions->len; i++)
    {
      g_autoptr(JsonNode) node = json_node_init_string (json_node_alloc (), g_ptr_array_index (questions, i));
      g_autofree char *line = json_to_string (node, FALSE);

      g_string_append_printf (input, "%s\n", line);
    }
  process = g_subprocess_newv (argv, G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error);
  g_assert_no_error (error);
  g_subprocess_communicate_utf8 (process, input->str, NULL, &output, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (g_subprocess_get_successful (process));
  lines = g_strsplit (output, "\n", -1);
  g_assert_cmpuint (g_strv_length (lines), >=, questions->len);
  for (guint i = 0; i < questions->len; i++)
    {
      g_autoptr(JsonNode) node = json_from_string (lines[i], NULL);

      g_ptr_array_add (answers, json_node_dup_string (node));
    }
  return answers;
}
