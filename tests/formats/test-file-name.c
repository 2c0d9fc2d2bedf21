/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Names of new files, beside those that Alembic's own ScriptDirectory makes of the same configuration. */
#include "formats/alembic/file-name.h"

#include "python-oracle.h"
#include "scratch.h"

#define N_NAMES 400

/* A question is [ini, id, message, seconds since 1970]; the answer a name, or null for a refusal. */
static const char oracle_program[] =
  "import datetime, json, os, sys, tempfile\n"
  "from zoneinfo import ZoneInfo\n"
  "from alembic.config import Config\n"
  "from alembic.script import ScriptDirectory\n"
  "folder = tempfile.mkdtemp()\n"
  "def ask(ini, rev, message, seconds):\n"
  "    with open(folder + '/alembic.ini', 'w') as file: file.write(ini)\n"
  "    script = ScriptDirectory.from_config(Config(folder + '/alembic.ini'))\n"
  "    zone = None\n"
  "    if script.timezone is not None:\n"
  "        try: zone = ZoneInfo(script.timezone)\n"
  "        except Exception: zone = ZoneInfo(script.timezone.upper())\n"
  "    return script._rev_path('', rev, message, datetime.datetime.fromtimestamp(seconds, zone))\n"
  "for line in sys.stdin:\n"
  "    try: answer = ask(*json.loads(json.loads(line)))\n"
  "    except Exception: answer = None\n"
  "    print(json.dumps(json.dumps(answer)))\n"
  "    sys.stdout.flush()\n"
  "os.remove(folder + '/alembic.ini')\n"
  "os.rmdir(folder)\n";

static const char *const templates[] = {
  NULL, "%%(rev)s_%%(slug)s", "%%(year)d_%%(month).2d_%%(day).2d_%%(hour).2d%%(minute).2d-%%(rev)s_%%(slug)s", "%%(epoch)s-%%(second)02d",
  "%%(year)d/%%(month)02d/%%(slug).5s", "%%(rev)-8s|%%(day)3d|%%(hour)-3d.", "%%(year)s%%(month)s", "%%%%x%%(slug)20s", "%%(rev)d", "%%(author)s",
  "%%(slug)s%%", "plain", "%%(second).4i", "%%(epoch).3s",
};

static const char *const messages[] = {
  "", "add users", "Add user's e-mail_Address: a very long message indeed", "ÄÖÜ straße ausgeführt", "añadir índice a la tabla de préstamos históricos",
  "__init__", "   ", "x", "averyveryverylongwordwithoutanyunderscoreinitatallreally", "表を追加する", "a-b.c/d", "one_two_three_four_five_six_seven_eight_nine_ten",
};

static const char *const zones[] = { NULL, NULL, "UTC", "utc", "Europe/Berlin", "Asia/Kolkata", "America/New_York", "Not/AZone" };
static const char *const lengths[] = { NULL, NULL, "0", "1", "10", "17", "200" };

#define PICK(random, array) ((array)[g_rand_int_range ((random), 0, G_N_ELEMENTS (array))])

static char *
make_ini (GRand *random)
{
  GString *ini = g_string_new ("[alembic]\nscript_location = %(here)s\n");
  const char *template = PICK (random, templates);
  const char *zone = PICK (random, zones);
  const char *length = PICK (random, lengths);

  if (template != NULL)
    g_string_append_printf (ini, "file_template = %s\n", template);
  if (zone != NULL)
    g_string_append_printf (ini, "timezone = %s\n", zone);
  if (length != NULL)
    g_string_append_printf (ini, "truncate_slug_length = %s\n", length);
  return g_string_free (ini, FALSE);
}

static char *
make_question (GRand *random)
{
  g_autofree char *ini = make_ini (random);
  g_autoptr(JsonBuilder) builder = json_builder_new ();
  g_autoptr(JsonNode) root = NULL;

  json_builder_begin_array (builder);
  json_builder_add_string_value (builder, ini);
  json_builder_add_string_value (builder, g_rand_boolean (random) ? "ae1027a6acf" : "059");
  json_builder_add_string_value (builder, PICK (random, messages));
  json_builder_add_int_value (builder, g_rand_int_range (random, 0, G_MAXINT32));
  json_builder_end_array (builder);
  root = json_builder_get_root (builder);
  return json_to_string (root, FALSE);
}

/* In JSON; "null" for a refusal. */
static char *
dup_our_answer (const char *scratch, const char *question)
{
  g_autoptr(JsonNode) parts = json_from_string (question, NULL);
  JsonArray *array = json_node_get_array (parts);
  RetortProjectPlace place = { .folder = scratch };
  g_autoptr(RetortAlembicConfig) config = NULL;
  g_autoptr(GDateTime) now = g_date_time_new_from_unix_utc (json_array_get_int_element (array, 3));
  g_autoptr(JsonNode) answer = json_node_new (JSON_NODE_VALUE);
  g_autofree char *name = NULL;
  g_autoptr(GError) error = NULL;

  scratch_write (scratch, "alembic.ini", json_array_get_string_element (array, 0));
  config = retort_alembic_config_read (&place, &error);
  g_assert_no_error (error);
  name = retort_alembic_file_name_make (config, json_array_get_string_element (array, 1), json_array_get_string_element (array, 2), now, &error);
  if (name == NULL)
    {
      g_assert_error (error, RETORT_FORMAT_ERROR, RETORT_FORMAT_ERROR_CONFIGURATION);
      return g_strdup ("null");
    }
  json_node_set_string (answer, name);
  return json_to_string (answer, FALSE);
}

static void
test_like_alembic (void)
{
  g_autoptr(GRand) random = g_rand_new_with_seed ((guint32) g_test_rand_int ());
  g_autoptr(GPtrArray) questions = g_ptr_array_new_with_free_func (g_free);
  g_autoptr(GPtrArray) answers = NULL;
  g_auto(Scratch) scratch = scratch_new ();

  for (guint i = 0; i < N_NAMES; i++)
    g_ptr_array_add (questions, make_question (random));
  answers = python_oracle_ask (oracle_program, questions);
  for (guint i = 0; i < N_NAMES; i++)
    {
      g_autofree char *ours = dup_our_answer (scratch, g_ptr_array_index (questions, i));
      g_autoptr(JsonNode) parsed = json_from_string (g_ptr_array_index (answers, i), NULL);
      g_autofree char *theirs = json_to_string (parsed, FALSE);

      if (!g_str_equal (ours, theirs))
        g_error ("%s instead of %s for %s", ours, theirs, (char *) g_ptr_array_index (questions, i));
    }
}

int
main (int argc, char **argv)
{
  g_setenv ("TZ", "Europe/Berlin", TRUE);
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/formats/file-name/like-alembic", test_like_alembic);
  return g_test_run ();
}
