/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Random projects, opened by Alembic's own Config and ScriptDirectory and by us: the same folders, flags and refusals. With Debian's
 * Alembic 1.8.1 the settings that it knows; with a newer one on PYTHONPATH also path_separator and pyproject.toml. */
#include "formats/alembic/config.h"

#include "python-oracle.h"
#include "scratch.h"

#define N_PROJECTS 400

/* A question is a folder, or the word "version". Modules are searched where we do: prepend_sys_path, the folder, src/. */
static const char oracle_program[] =
  "import json, os, sys, importlib, warnings\n"
  "import alembic\n"
  "from alembic.config import Config\n"
  "from alembic.script import ScriptDirectory\n"
  "warnings.simplefilter('ignore')\n"
  "new = tuple(map(int, alembic.__version__.split('.')[:2])) >= (1, 16)\n"
  "path, modules = list(sys.path), set(sys.modules)\n"
  "def ask(folder):\n"
  "    os.chdir(folder)\n"
  "    sys.path[:] = [folder, folder + '/src'] + path\n"
  "    for name in ('pkg', 'pkg.sub', 'shelf', 'tool'): sys.modules.pop(name, None)\n"
  "    importlib.invalidate_caches()\n"
  "    section = open('section').read()\n"
  "    config = Config('alembic.ini', ini_section=section, **({'toml_file': 'pyproject.toml'} if new else {}))\n"
  "    try:\n"
  "        script = ScriptDirectory.from_config(config)\n"
  "        versions = [os.path.normpath(os.path.abspath(str(place))) for place in script._version_locations]\n"
  "    except Exception as error: return None\n"
  "    return [os.path.normpath(os.path.abspath(str(script.dir))), versions, bool(script.sourceless),\n"
  "            bool(getattr(script, 'recursive_version_locations', False)), script.file_template]\n"
  "for line in sys.stdin:\n"
  "    folder = json.loads(line)\n"
  "    print(json.dumps(str(new) if folder == 'version' else json.dumps(ask(folder))))\n";

typedef struct
{
  GRand  *random;
  gboolean is_new;
} Generator;

static const char *const ini_paths[] = {
  "db", "%(here)s/db", "db/versions", "more", "more/deep", "pkg:v", "pkg.sub:v:w", "shelf:v", "tool:v", "gone:v", "../x", "%(base)s/a", "%(none)s", "100%", "",
  "C", "a-b", "./more/../db", "pkg:",
};

static const char *const toml_paths[] = {
  "db", "%(here)s/db", "more", "a b", "pkg:v", "pkg.sub:v:w", "gone:v", "shelf:v", "100%%", "%(none)s", "tool:v",
};

/* An empty script_location is refused by Alembic 1.8 and the current folder for 1.16. */
static const char *const script_paths[] = { "db", "%(here)s/db", "more", "pkg:sub", "pkg.sub:", "gone:v", "shelf:", "./more/../db", "%(none)s", "absent" };

static const char *const words[] = { "space", "newline", "os", ":", ";", "comma" };
static const char *const old_words[] = { "space", "os", ":", ";", "comma" };
static const char *const flags[] = { "true", "false", "True", "1", "yes", "" };
static const char *const separators[] = { " ", ":", ";", "\n  ", ", ", ",", "  ", " ; ", " : ", "::" };
/* Alembic 1.8 does not strip what it has split. */
static const char *const old_separators[] = { " ", ":", ";", ", ", ",", "::" };

#define PICK(self, array) ((array)[g_rand_int_range ((self)->random, 0, G_N_ELEMENTS (array))])

static gboolean
chance (Generator *self, gint one_in)
{
  return g_rand_int_range (self->random, 0, one_in) == 0;
}

static void
append_ini_list (Generator *self, GString *text, const char *key)
{
  const char *separator = self->is_new ? PICK (self, separators) : PICK (self, old_separators);

  g_string_append_printf (text, "%s = ", key);
  for (gint n = g_rand_int_range (self->random, 0, 4); n > 0; n--)
    g_string_append_printf (text, "%s%s", PICK (self, ini_paths), n > 1 ? separator : "");
  g_string_append_c (text, '\n');
}

static void
append_ini_section (Generator *self, GString *text, const char *name)
{
  g_string_append_printf (text, "[%s]\n", name);
  if (!chance (self, 6))
    g_string_append_printf (text, "script_location = %s\n", chance (self, 3) ? PICK (self, script_paths) : "db");
  if (chance (self, 2))
    append_ini_list (self, text, "version_locations");
  if (chance (self, 3))
    append_ini_list (self, text, "prepend_sys_path");
  if (chance (self, 3))
    g_string_append_printf (text, "version_path_separator = %s\n", self->is_new ? PICK (self, words) : PICK (self, old_words));
  if (self->is_new && chance (self, 2))
    g_string_append_printf (text, "path_separator = %s\n", PICK (self, words));
  if (chance (self, 4))
    g_string_append_printf (text, "sourceless = %s\n", PICK (self, flags));
  if (self->is_new && chance (self, 4))
    g_string_append_printf (text, "recursive_version_locations = %s\n", PICK (self, flags));
  if (chance (self, 4))
    g_string_append (text, "file_template = %%(year)d_%%(rev)s\n");
}

static void
append_toml_list (Generator *self, GString *text, const char *key)
{
  g_string_append_printf (text, "%s = [", key);
  for (gint n = g_rand_int_range (self->random, 0, 4); n > 0; n--)
    g_string_append_printf (text, "'%s', ", PICK (self, toml_paths));
  g_string_append (text, "]\n");
}

static char *
generate_toml (Generator *self)
{
  GString *text = g_string_new ("[project]\nname = 'x'\n[tool.alembic]\n");

  if (!chance (self, 5))
    g_string_append_printf (text, "script_location = \"%s\"\n", chance (self, 4) ? PICK (self, toml_paths) : "db");
  if (chance (self, 2))
    append_toml_list (self, text, "version_locations");
  if (chance (self, 3))
    append_toml_list (self, text, "prepend_sys_path");
  if (chance (self, 4))
    g_string_append_printf (text, "sourceless = %s\n", chance (self, 4) ? "'true'" : "true");
  if (chance (self, 4))
    g_string_append_printf (text, "recursive_version_locations = %s\n", chance (self, 4) ? "1" : "true");
  if (chance (self, 4))
    g_string_append (text, "file_template = '%%(rev)s'\n");
  if (chance (self, 12))
    g_string_append (text, "broken = \n");
  return g_string_free (text, FALSE);
}

static void
write_project (Generator *self, const char *scratch)
{
  static const char *const sections[] = { "alembic", "alembic", "alembic", "tenant", "missing" };
  g_autoptr(GString) ini = g_string_new ("");

  scratch_write (scratch, "db/env.py", "");
  scratch_write (scratch, "pkg/__init__.py", "");
  scratch_write (scratch, "pkg/sub/__init__.py", "");
  scratch_write (scratch, "more/shelf/__init__.py", "");
  scratch_write (scratch, "src/tool/__init__.py", "");
  scratch_write (scratch, "section", PICK (self, sections));
  if (chance (self, 3))
    g_string_append (ini, "[DEFAULT]\nbase = more\n");
  if (chance (self, 5))
    g_string_append (ini, "version_locations = pkg:v db\n");
  /* A setting before any header is a syntax error for both. */
  append_ini_section (self, ini, "alembic");
  append_ini_section (self, ini, "tenant");
  if (!self->is_new || chance (self, 2))
    scratch_write (scratch, "alembic.ini", ini->str);
  if (self->is_new && chance (self, 2))
    {
      g_autofree char *toml = generate_toml (self);

      scratch_write (scratch, "pyproject.toml", toml);
    }
}

/* The answer of the original in its own form; "null" for a refusal. A broken pyproject.toml beside alembic.ini is a refusal there,
 * and blocks here. */
static char *
dup_our_answer (const char *scratch)
{
  g_autofree char *section_path = scratch_path (scratch, "section");
  g_autofree char *section = NULL;
  RetortProjectPlace place = { .folder = scratch };
  g_autoptr(RetortAlembicConfig) config = NULL;
  g_autoptr(JsonBuilder) builder = json_builder_new ();
  g_autoptr(JsonNode) root = NULL;

  g_assert_true (g_file_get_contents (section_path, &section, NULL, NULL));
  place.section = section;
  config = retort_alembic_config_read (&place, NULL);
  if (config == NULL || config->config_path == NULL || config->notes->len > 0)
    return g_strdup ("null");
  json_builder_begin_array (builder);
  json_builder_add_string_value (builder, config->script_folder);
  json_builder_begin_array (builder);
  for (guint i = 0; i < config->version_folders->len; i++)
    json_builder_add_string_value (builder, g_ptr_array_index (config->version_folders, i));
  json_builder_end_array (builder);
  json_builder_add_boolean_value (builder, config->is_sourceless);
  json_builder_add_boolean_value (builder, config->is_recursive);
  json_builder_add_string_value (builder, config->file_template != NULL ? config->file_template : "%(rev)s_%(slug)s");
  json_builder_end_array (builder);
  root = json_builder_get_root (builder);
  return json_to_string (root, FALSE);
}

static void
assert_project_equal (const char *scratch, const char *answer)
{
  g_autoptr(JsonNode) expected = json_from_string (answer, NULL);
  g_autofree char *expected_text = json_to_string (expected, FALSE);
  g_autofree char *actual = dup_our_answer (scratch);
  g_autofree char *ini_path = scratch_path (scratch, "alembic.ini");
  g_autofree char *toml_path = scratch_path (scratch, "pyproject.toml");
  g_autofree char *ini = NULL;
  g_autofree char *toml = NULL;

  if (g_str_equal (actual, expected_text))
    return;
  g_file_get_contents (ini_path, &ini, NULL, NULL);
  g_file_get_contents (toml_path, &toml, NULL, NULL);
  g_error ("%s instead of %s in:\n%s\n--\n%s", actual, expected_text, ini, toml);
}

static gboolean
original_is_new (void)
{
  g_autoptr(GPtrArray) question = g_ptr_array_new ();
  g_autoptr(GPtrArray) answer = NULL;

  g_ptr_array_add (question, (char *) "version");
  answer = python_oracle_ask (oracle_program, question);
  return g_str_equal (g_ptr_array_index (answer, 0), "True");
}

static void
free_scratch (gpointer data)
{
  char *scratch = data;

  scratch_clear (&scratch);
}

static void
test_like_alembic (void)
{
  Generator generator = { g_rand_new_with_seed (20261121), original_is_new () };
  g_autoptr(GPtrArray) scratches = g_ptr_array_new_with_free_func (free_scratch);
  g_autoptr(GPtrArray) answers = NULL;
  guint n_refused = 0;

  for (guint i = 0; i < N_PROJECTS; i++)
    {
      char *scratch = scratch_new ();

      write_project (&generator, scratch);
      g_ptr_array_add (scratches, scratch);
    }
  answers = python_oracle_ask (oracle_program, scratches);
  for (guint i = 0; i < scratches->len; i++)
    {
      assert_project_equal (g_ptr_array_index (scratches, i), g_ptr_array_index (answers, i));
      n_refused += g_str_equal (g_ptr_array_index (answers, i), "null");
    }
  g_assert_cmpuint (n_refused, >, N_PROJECTS / 20);
  g_assert_cmpuint (n_refused, <, N_PROJECTS * 4 / 5);
  g_rand_free (generator.random);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/formats/config-original/like-alembic", test_like_alembic);
  return g_test_run ();
}
