/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Made-up files, good and bad, read by Python's tomllib and by ours: the same values and refusals. */
#include "formats/project.h"
#include "formats/toml.h"

#include "python-oracle.h"

#define N_FILES 3000

static const char *const keys[] = {
  "a", "b", "c", "a.b", "b.a", "a.b.c", "c.a", "\"a\"", "'b'", "\"q.x\"", "a . b", "tool.alembic", "1", "\"\\u00e4\"", "a.b.d", "-",
};

static const char *const values[] = {
  "1", "+0", "-17", "0x1F", "0o17", "0b01", "1_000", "01", "1__0", "0x_1", "1.5", "1e3", "-1.5E-2", "1.", ".5", "inf", "-nan",
  "true", "false", "True", "'x'", "\"x\"", "\"a\\tb\\n\\\"\\\\\"", "\"\\u00e9\\U0001F600\"", "\"\\ud800\"", "\"\\x41\"", "'C:\\x'", "\"%(here)s/x\"",
  "\"\"\"\nlong\ntext\"\"\"", "'''\nraw \\n '' quote'''", "\"\"\"joined \\\n   up\"\"\"", "\"\"\"four\"\"\"\"", "'''five'''''", "\"\"", "''",
  "\"\"\"\\\n\n\n  x\"\"\"", "\"\"\"a\r\nb\"\"\"",
  "[]", "[1, 2]", "[1, 'x', [true]]", "[\n  'a', # remark\n  'b',\n]", "[,]", "[1 2]", "{}", "{ a = 1, b.c = 2 }", "{ a = 1, a = 2 }",
  "{ a = {}, a.b = 1 }", "{ a.b = 1, a.c = 2 }", "{ a = 1, }", "[{ a = 1 }, { b = [] }]", "{ a.b = 1, a = 2 }",
  "1979-05-27", "1979-02-30", "2000-02-29", "1900-02-29", "07:32:00", "07:32:60", "24:00:00", "07:32:00.9999", "1979-05-27T07:32:00Z",
  "1979-05-27 07:32:00", "1979-05-27t00:32:00.999-07:00", "79-05-27", "12345-01-01", "0001-01-01", "0000-01-01", "1979-05-27T07:32",
  "", "x", "'unclosed", "\"\"\"unclosed", "\"a\nb\"", "\"bell \a\"",
};

static const char *const lines[] = {
  "", "# remark", "   ", "\t# \xc3\xa4", "# bell \a", "a", "= 1", "[", "[]", "[a]]", "x = 1 y = 2", "x = 1 # remark", "[a.b] # remark", "[ a . b ]", "[[a]", "\xef\xbb\xbf",
};

static const char *
pick (GRand *random, const char *const *words, guint n_words)
{
  return words[g_rand_int_range (random, 0, (gint32) n_words)];
}

#define PICK(random, words) pick (random, words, G_N_ELEMENTS (words))

static void
append_line (GRand *random, GString *text)
{
  switch (g_rand_int_range (random, 0, 12))
    {
    case 0:
      g_string_append (text, PICK (random, lines));
      break;
    case 1:
    case 2:
    case 3:
      g_string_append_printf (text, "[%s]", PICK (random, keys));
      break;
    case 4:
    case 5:
      g_string_append_printf (text, "[[%s]]", PICK (random, keys));
      break;
    default:
      g_string_append_printf (text, "%s = %s", PICK (random, keys), PICK (random, values));
      break;
    }
  g_string_append (text, g_rand_int_range (random, 0, 12) == 0 ? "\r\n" : "\n");
}

static char *
generate_file (GRand *random)
{
  GString *text = g_string_new (NULL);

  for (gint n_lines = g_rand_int_range (random, 0, 7); n_lines > 0; n_lines--)
    append_line (random, text);
  return g_string_free (text, FALSE);
}

/* What is neither text, boolean, array nor table counts by its kind. */
static const char oracle_program[] =
  "import json, sys, tomllib\n"
  "def say(value):\n"
  "    if isinstance(value, (str, bool)): return value\n"
  "    if isinstance(value, list): return [say(item) for item in value]\n"
  "    if isinstance(value, dict): return {key: say(item) for key, item in value.items()}\n"
  "    return {int: 1, float: 2}.get(type(value), 3)\n"
  "for line in sys.stdin:\n"
  "    try: answer = json.dumps(say(tomllib.loads(json.loads(line))))\n"
  "    except tomllib.TOMLDecodeError: answer = 'null'\n"
  "    print(json.dumps(answer))\n";

static gboolean is_equal (const RetortTomlValue *value, JsonNode *expected);

static gboolean
is_equal_array (const RetortTomlValue *value, JsonArray *expected)
{
  if (retort_toml_value_get_n_items (value) != json_array_get_length (expected))
    return FALSE;
  for (guint i = 0; i < json_array_get_length (expected); i++)
    if (!is_equal (retort_toml_value_get_item (value, i), json_array_get_element (expected, i)))
      return FALSE;
  return TRUE;
}

static gboolean
is_equal_table (const RetortTomlValue *value, JsonObject *expected)
{
  if (retort_toml_value_get_n_items (value) != json_object_get_size (expected))
    return FALSE;
  for (guint i = 0; i < retort_toml_value_get_n_items (value); i++)
    {
      JsonNode *member = json_object_get_member (expected, retort_toml_value_get_key (value, i));

      if (member == NULL || !is_equal (retort_toml_value_get_item (value, i), member))
        return FALSE;
    }
  return TRUE;
}

static gboolean
is_equal (const RetortTomlValue *value, JsonNode *expected)
{
  switch (retort_toml_value_get_kind (value))
    {
    case RETORT_TOML_STRING:
      return json_node_get_value_type (expected) == G_TYPE_STRING
             && g_str_equal (json_node_get_string (expected), retort_toml_value_get_text (value));
    case RETORT_TOML_BOOLEAN:
      return json_node_get_value_type (expected) == G_TYPE_BOOLEAN
             && json_node_get_boolean (expected) == g_str_equal (retort_toml_value_get_text (value), "true");
    case RETORT_TOML_INTEGER:
    case RETORT_TOML_FLOAT:
    case RETORT_TOML_TIME:
      return json_node_get_value_type (expected) == G_TYPE_INT64
             && json_node_get_int (expected) == 1 + (gint) retort_toml_value_get_kind (value) - RETORT_TOML_INTEGER;
    case RETORT_TOML_ARRAY:
      return JSON_NODE_HOLDS_ARRAY (expected) && is_equal_array (value, json_node_get_array (expected));
    case RETORT_TOML_TABLE:
      return JSON_NODE_HOLDS_OBJECT (expected) && is_equal_table (value, json_node_get_object (expected));
    }
  g_assert_not_reached ();
}

static gboolean
assert_file_equal (const char *text, const char *answer)
{
  g_autoptr(JsonNode) expected = json_from_string (answer, NULL);
  g_autoptr(RetortSource) source = retort_source_new ("made-up.toml", text, -1);
  g_autoptr(GError) error = NULL;
  g_autoptr(RetortTomlValue) value = retort_toml_parse (source, &error);

  if (json_node_is_null (expected) != (value == NULL))
    g_error ("%s, Python differs:\n%s", error != NULL ? error->message : "read", text);
  if (value != NULL && !is_equal (value, expected))
    g_error ("Python reads %s from:\n%s", answer, text);
  return value != NULL;
}

static void
test_like_tomllib (void)
{
  g_autoptr(GRand) random = g_rand_new_with_seed (20261121);
  g_autoptr(GPtrArray) files = g_ptr_array_new_with_free_func (g_free);
  g_autoptr(GPtrArray) answers = NULL;
  guint n_good = 0;

  for (guint i = 0; i < G_N_ELEMENTS (values); i++)
    g_ptr_array_add (files, g_strdup_printf ("a = %s\n", values[i]));
  for (guint i = 0; i < N_FILES; i++)
    g_ptr_array_add (files, generate_file (random));
  answers = python_oracle_ask (oracle_program, files);
  for (guint i = 0; i < files->len; i++)
    n_good += assert_file_equal (g_ptr_array_index (files, i), g_ptr_array_index (answers, i));
  /* Neither side of the comparison is a rarity. */
  g_assert_cmpuint (n_good, >, N_FILES / 10);
  g_assert_cmpuint (n_good, <, N_FILES * 9 / 10);
}

static void
test_errors_name_the_line (void)
{
  static const struct
  {
    const char *text;
    const char *message;
  } cases[] = {
    { "[tool]\na = 1\n\na = 2\n", "cannot read 'pyproject.toml': line 4: the key has a value already" },
    { "[tool]\nb = [\n", "cannot read 'pyproject.toml': line 2: this is not TOML" },
    { "[a]\n[b]\n[a]\n", "cannot read 'pyproject.toml': line 3: the table was declared already, or its name has a value" },
    { "a = 1\nb = '\x01'\n", "cannot read 'pyproject.toml': line 2: it holds a character that TOML forbids" },
    { "a = 1\nb = 2021-02-29\n", "cannot read 'pyproject.toml': line 2: there is no such date or time" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(RetortSource) source = retort_source_new ("pyproject.toml", cases[i].text, -1);
      g_autoptr(GError) error = NULL;
      g_autoptr(RetortTomlValue) value = retort_toml_parse (source, &error);

      g_assert_null (value);
      g_assert_error (error, RETORT_FORMAT_ERROR, RETORT_FORMAT_ERROR_CONFIGURATION);
      g_assert_cmpstr (error->message, ==, cases[i].message);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/formats/toml/like-tomllib", test_like_tomllib);
  g_test_add_func ("/formats/toml/errors-name-the-line", test_errors_name_the_line);
  return g_test_run ();
}
