/* SPDX-License-Identifier: GPL-3.0-or-later */
/* .env files, as python-dotenv reads them, and compose files. */
#include "formats/deployment/compose.h"
#include "formats/deployment/dotenv.h"

static void
test_dotenv (void)
{
  g_autoptr(GHashTable) variables = retort_dotenv_parse (
      "# a comment\n"
      "PLAIN=one two # and more\n"
      "export EXPORTED = spaced \n"
      "HASH=a#b\n"
      "DOUBLE=\"two # words\" # comment\n"
      "SINGLE='$PLAIN # here'\n"
      "EMPTY=\n"
      "BRACED=${PLAIN}/${NOBODY:-else}/$EXPORTED\n"
      "UNKNOWN=${NOBODY}\n"
      "DOLLAR=$$5\n"
      "no variable\n");
  static const struct { const char *name, *value; } expected[] = {
    { "PLAIN", "one two" },        { "EXPORTED", "spaced" },     { "HASH", "a#b" },
    { "DOUBLE", "two # words" },   { "SINGLE", "$PLAIN # here" }, { "EMPTY", "" },
    { "BRACED", "one two/else/spaced" }, { "DOLLAR", "$5" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (expected); i++)
    g_assert_cmpstr (g_hash_table_lookup (variables, expected[i].name), ==, expected[i].value);
  g_assert_cmpuint (g_hash_table_size (variables), ==, G_N_ELEMENTS (expected)); /* UNKNOWN is left out */
}

static const char compose_text[] =
    "version: '3.8' # old\n"
    "x-common: &common\n"
    "  image: postgres\n"
    "services:\n"
    "  web:\n"
    "    build: .\n"
    "    ports: [\"8000:8000\"]\n"
    "    depends_on:\n"
    "      - db\n"
    "  db:\n"
    "    image: \"postgres:15-alpine\"\n"
    "    environment:\n"
    "      POSTGRES_USER: ${DB_USER:-app}\n"
    "      POSTGRES_PASSWORD: 'it''s'\n"
    "      \"POSTGRES_DB\": shop # the shop\n"
    "    ports:\n"
    "    - \"127.0.0.1:${DB_PORT}:5432\"\n"
    "    volumes:\n"
    "      - data:/var/lib/postgresql/data\n"
    "  flow:\n"
    "    image: postgis/postgis\n"
    "    ports: [\"9000:9000\", '5434:5432/tcp']\n"
    "  long:\n"
    "    image: timescale/timescaledb\n"
    "    ports:\n"
    "      - target: 5432\n"
    "        published: \"5435\"\n"
    "        protocol: tcp\n"
    "  inside:\n"
    "    image: registry.example/pgvector:1\n"
    "    expose:\n"
    "      - 5432\n"
    "    environment:\n"
    "      - POSTGRES_DB=vectors\n"
    "volumes:\n"
    "  data:\n"
    "    image: postgres\n";

static void
test_compose (void)
{
  g_autoptr(GHashTable) variables = retort_dotenv_parse ("DB_PORT=5433\n");
  g_autoptr(GPtrArray) services = retort_compose_parse (compose_text, variables);
  static const struct { const char *name; guint port; gboolean is_postgresql; } expected[] = {
    { "web", 0, FALSE }, { "db", 5433, TRUE }, { "flow", 5434, TRUE }, { "long", 5435, TRUE }, { "inside", 0, TRUE },
  };
  RetortComposeService *db = NULL;

  g_assert_cmpuint (services->len, ==, G_N_ELEMENTS (expected));
  for (guint i = 0; i < services->len; i++)
    {
      const RetortComposeService *service = services->pdata[i];

      g_assert_cmpstr (service->name, ==, expected[i].name);
      g_assert_cmpuint (service->published_port, ==, expected[i].port);
      g_assert_cmpint (retort_compose_is_postgresql (service), ==, expected[i].is_postgresql);
    }
  db = services->pdata[1];
  g_assert_cmpstr (g_hash_table_lookup (db->environment, "POSTGRES_USER"), ==, "app");
  g_assert_cmpstr (g_hash_table_lookup (db->environment, "POSTGRES_DB"), ==, "shop");
  g_assert_cmpstr (db->image, ==, "postgres:15-alpine");
}

/* What is no compose file has no services, and harms nobody. */
static void
test_nonsense (void)
{
  static const char *const texts[] = { "", "services:", "services: {db: {image: postgres}}", "\t\t:\n- - -\n", "services:\n  :\n    :\n",
                                       "services:\n  db\n    image: x\n", "\"", "services:\n  db: *anchor\n    ports:\n     -\n" };
  g_autoptr(GHashTable) variables = retort_dotenv_parse ("=\n==\n'\n\"\n$\nA=$\nB=${\n");

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr(GPtrArray) services = retort_compose_parse (texts[i], variables);

      for (guint j = 0; j < services->len; j++)
        g_assert_cmpuint (((RetortComposeService *) services->pdata[j])->published_port, ==, 0);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/deployment/dotenv", test_dotenv);
  g_test_add_func ("/deployment/compose", test_compose);
  g_test_add_func ("/deployment/nonsense", test_nonsense);
  return g_test_run ();
}
