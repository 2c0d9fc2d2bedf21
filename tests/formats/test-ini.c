/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Made-up files, good and bad, read by Python's configparser and by ours: the same keys, values and refusals. */
#include "formats/alembic/ini.h"

#include "python-oracle.h"

#define N_FILES 600

/* Pieces that the generator puts together; the seed is fixed, so that a failure can be seen again. */
static const char *const line_pieces[] = {
  "[alembic]", "[other]", "[DEFAULT]", "[a]b]c", " [indented]", "[]", "[unclosed",
  "key = value", "Key: value", "key2=%(key)s/x", "key3 = %%(key)s", "key4 = 100%", "key5 = %(none)s", "key6 = %(here)s/x",
  "key7 = a = b : c", "key8 : a ; no comment", "key9 =", "   continued", "\tcontinued too", "    # a comment inside",
  "", "   ", "# a comment", "; another", "no delimiter", "= no name", "loop = %(loop)s", "a%b = 1", "KEY10 = %(KEY)s",
  "sp ace = \xc3\xa4\xc3\xb6 \xc3\xbc", "bad = %(key", "bad2 = %(key)d", "bad3 = %()s", "  deep = 1", "key = again",
};

static char *
generate_file (GRand *random)
{
  GString *text = g_string_new (g_rand_int_range (random, 0, 8) > 0 ? "[alembic]\n" : "");
  gint n_lines = g_rand_int_range (random, 0, 14);

  for (gint i = 0; i < n_lines; i++)
    {
      g_string_append (text, line_pieces[g_rand_int_range (random, 0, G_N_ELEMENTS (line_pieces))]);
      g_string_append (text, g_rand_int_range (random, 0, 12) == 0 ? "\r\n" : "\n");
    }
  return g_string_free (text, FALSE);
}

static const char oracle_program[] =
  "import configparser, io, json, sys\n"
  "for line in sys.stdin:\n"
  "    text = json.loads(line)\n"
  "    parser = configparser.ConfigParser({'here': '/h'})\n"
  "    try:\n"
  "        parser.read_file(io.StringIO(text, newline=None))\n"
  "    except configparser.Error:\n"
  "        print(json.dumps('null')); continue\n"
  "    out = {}\n"
  "    for section in parser.sections():\n"
  "        out[section] = values = {}\n"
  "        for key in parser[section]:\n"
  "            try: values[key] = parser.get(section, key)\n"
  "            except configparser.InterpolationError: values[key] = None\n"
  "    print(json.dumps(json.dumps(out)))\n";

static void
assert_section_equal (const RetortIni *ini, const char *section, JsonObject *expected, const char *text)
{
  g_autoptr(GPtrArray) keys = retort_ini_list_keys (ini, section);

  if (keys->len != json_object_get_size (expected))
    g_error ("section %s has %u keys instead of %u in:\n%s", section, keys->len, json_object_get_size (expected), text);
  for (guint i = 0; i < keys->len; i++)
    {
      const char *key = g_ptr_array_index (keys, i);
      g_autofree char *value = retort_ini_dup_value (ini, section, key, NULL);
      const char *right;

      if (!json_object_has_member (expected, key))
        g_error ("key '%s' is not there in:\n%s", key, text);
      right = json_object_get_null_member (expected, key) ? NULL : json_object_get_string_member (expected, key);
      if (g_strcmp0 (value, right) != 0)
        g_error ("key '%s' is '%s' instead of '%s' in:\n%s", key, value, right, text);
    }
}

static void
assert_file_equal (const char *text, const char *answer)
{
  g_autoptr(JsonNode) node = json_from_string (answer, NULL);
  g_autoptr(RetortSource) source = retort_source_new ("made-up.ini", text, -1);
  g_autoptr(GError) error = NULL;
  g_autoptr(RetortIni) ini = retort_ini_parse (source, "/h", &error);
  g_autoptr(GPtrArray) sections = NULL;

  if (json_node_is_null (node) != (ini == NULL))
    g_error ("%s, Python differs:\n%s", error != NULL ? error->message : "read", text);
  if (ini == NULL)
    return;
  sections = retort_ini_list_sections (ini);
  g_assert_cmpuint (sections->len, ==, json_object_get_size (json_node_get_object (node)));
  for (guint i = 0; i < sections->len; i++)
    {
      const char *section = g_ptr_array_index (sections, i);

      assert_section_equal (ini, section, json_object_get_object_member (json_node_get_object (node), section), text);
    }
}

static void
test_like_configparser (void)
{
  g_autoptr(GRand) random = g_rand_new_with_seed (20260301);
  g_autoptr(GPtrArray) files = g_ptr_array_new_with_free_func (g_free);
  g_autoptr(GPtrArray) answers = NULL;

  for (guint i = 0; i < N_FILES; i++)
    g_ptr_array_add (files, generate_file (random));
  answers = python_oracle_ask (oracle_program, files);
  for (guint i = 0; i < files->len; i++)
    assert_file_equal (g_ptr_array_index (files, i), g_ptr_array_index (answers, i));
}

static void
test_errors_name_the_line (void)
{
  g_autoptr(RetortSource) source = retort_source_new ("alembic.ini", "[alembic]\na = 1\n\na = 2\n", -1);
  g_autoptr(GError) error = NULL;
  g_autoptr(RetortIni) ini = retort_ini_parse (source, "/h", &error);

  g_assert_null (ini);
  g_assert_cmpstr (error->message, ==, "cannot read 'alembic.ini': line 4: a second setting 'a'");
}

static void
test_bad_value_spoils_only_itself (void)
{
  g_autoptr(RetortSource) source = retort_source_new ("alembic.ini", "[alembic]\na = 100%\nb = %(here)s/b\n", -1);
  g_autoptr(GError) error = NULL;
  g_autoptr(RetortIni) ini = retort_ini_parse (source, "/h", &error);
  g_autofree char *a = NULL;
  g_autofree char *b = NULL;

  g_assert_no_error (error);
  b = retort_ini_dup_value (ini, "alembic", "b", &error);
  g_assert_no_error (error);
  g_assert_cmpstr (b, ==, "/h/b");
  a = retort_ini_dup_value (ini, "alembic", "a", &error);
  g_assert_null (a);
  g_assert_nonnull (error);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/formats/ini/like-configparser", test_like_configparser);
  g_test_add_func ("/formats/ini/errors-name-the-line", test_errors_name_the_line);
  g_test_add_func ("/formats/ini/bad-value-spoils-only-itself", test_bad_value_spoils_only_itself);
  return g_test_run ();
}
