/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a pasted connection string becomes. The expectations for postgresql+driver:// are what
 * sqlalchemy.engine.make_url() of Debian 12 (1.4.46) makes of them. */
#include "database/profiles/profile-store.h"
#include "database/session/session.h"

#include <string.h>

typedef struct
{
  const char *name;
  const char *url;
  const char *host;
  guint port;
  const char *database;
  const char *user;
  const char *password;
  const char *tls_mode;
  const char *text; /* when it is kept as libpq's keywords */
} Case;

static const Case cases[] = {
  { "libpq", "postgresql://me:hu%20sh@db.example.com:5433/shop?sslmode=require", "db.example.com",
    5433, "shop", "me", "hu sh", "require", NULL },
  { "postgres-scheme", "postgres://db/shop", "db", 0, "shop", NULL, NULL, NULL, NULL },
  { "socket", "postgresql:///shop?host=/var/run/postgresql", "/var/run/postgresql", 0, "shop", NULL,
    NULL, NULL, NULL },
  { "encoded-socket", "postgresql://%2Frun%2Fpg/shop", "/run/pg", 0, "shop", NULL, NULL, NULL,
    NULL },
  { "ipv6", "postgresql://[::1]:5432/shop", "::1", 5432, "shop", NULL, NULL, NULL, NULL },
  { "keywords", "host=db port=5433 dbname='my shop' user=me password='it\\'s'", "db", 5433,
    "my shop", "me", "it's", NULL, NULL },
  { "service", "service=prod", NULL, 0, NULL, NULL, NULL, NULL, NULL },
  { "psycopg2", "postgresql+psycopg2://me:a/b%zz%40@db:5433/shop", "db", 5433, "shop", "me",
    "a/b%zz@", NULL, NULL },
  { "psycopg", "postgresql+psycopg://me@db/shop?prepare_threshold=0&sslmode=prefer", "db", 0,
    "shop", "me", NULL, "prefer", NULL },
  { "asyncpg", "postgresql+asyncpg://me:x@db/shop?ssl=verify-full&prepared_statement_cache_size=0",
    "db", 0, "shop", "me", "x", "verify-full", NULL },
  { "pg8000", "postgresql+pg8000://me:x@/shop?unix_sock=/run/pg", "/run/pg", 0, "shop", "me", "x",
    NULL, NULL },
  { "database-as-written", "postgresql+psycopg2://db/my%20shop", "db", 0, "my%20shop", NULL, NULL,
    NULL, NULL },
  { "slash-in-password", "postgresql://me:a/b@db/shop", "db", 0, "shop", "me", "a/b", NULL, NULL },
  { "prisma", "postgresql://me:x@db/shop?schema=sales&connection_limit=5", "db", 0, "shop", "me",
    "x", NULL, NULL },
  { "ssl-true", "postgres://me@db/shop?ssl=true", "db", 0, "shop", "me", NULL, "require", NULL },
  { "hosts", "postgresql://a:1,b:2/shop?target_session_attrs=read-write", "a,b", 0, "shop", NULL, NULL,
    NULL, "port='1,2' target_session_attrs='read-write'" },
  { "sqlalchemy-hosts", "postgresql+psycopg2://me:x@/shop?host=a:1&host=b:2", "a,b", 0, "shop", "me",
    "x", NULL, "port='1,2'" },
  { "options", "postgresql+psycopg2://db/shop?options=-c+search_path%3Dsales", "db", 0, "shop", NULL,
    NULL, NULL, "options='-c search_path=sales'" },
  { "query-instead-of-host", "postgresql+psycopg2://me:x@db:5433/shop?host=/run/pg", "/run/pg", 5433,
    "shop", "me", "x", NULL, NULL },
  { "one-host-with-port", "postgresql+psycopg2:///shop?host=db:5433", "db", 5433, "shop", NULL, NULL,
    NULL, NULL },
  { "no-port-after-colon", "postgresql+psycopg2://me@db:/shop", "db", 0, "shop", "me", NULL, NULL,
    NULL },
  { "empty-parts", "postgresql+psycopg2://:@/", NULL, 0, NULL, NULL, NULL, NULL, NULL },
  { "said-to-be-empty", "host='' dbname=shop", NULL, 0, "shop", NULL, NULL, NULL, "host=''" },
  { "port-for-each-host", "host=db port=5432,5433", "db", 0, NULL, NULL, NULL, NULL,
    "port='5432,5433'" },
  { "blanks-around", "  postgresql://db/shop\n", "db", 0, "shop", NULL, NULL, NULL, NULL },
};

static void
test_case (gconstpointer data)
{
  const Case *expected = data;
  g_autofree char *password = NULL;
  g_autoptr(GError) error = NULL;
  g_autoptr(RetortProfile) profile = retort_profile_from_url (expected->url, &password, &error);
  const RetortProfileFields *fields = NULL;

  g_assert_no_error (error);
  fields = retort_profile_get (profile);
  g_assert_cmpstr (fields->host, ==, expected->host);
  g_assert_cmpuint (fields->port, ==, expected->port);
  g_assert_cmpstr (fields->database, ==, expected->database);
  g_assert_cmpstr (fields->user, ==, expected->user);
  g_assert_cmpstr (fields->tls_mode, ==, expected->tls_mode);
  g_assert_cmpstr (fields->url, ==, expected->text);
  g_assert_cmpstr (password, ==, expected->password);
}

static void
test_schema_and_service (void)
{
  g_autoptr(RetortProfile) prisma
      = retort_profile_from_url ("postgresql://db/shop?schema=sales", NULL, NULL);
  g_autoptr(RetortProfile) service
      = retort_profile_from_url ("service=prod connect_timeout=3", NULL, NULL);

  g_assert_cmpstr (retort_profile_get (prisma)->search_path, ==, "sales");
  g_assert_cmpstr (retort_profile_get (service)->service, ==, "prod");
  g_assert_cmpuint (retort_profile_get (service)->connect_timeout_s, ==, 3);
  g_assert_cmpstr (retort_profile_get (service)->name, ==, "prod");
}

/* Each is refused, and none of the messages repeats the password. */
static void
test_refused (void)
{
  static const char *const urls[] = {
    "sqlite:///hush.db",
    "mysql://me:hush@db/shop",
    "postgresql://me:hush@db/shop?wonder=hush",
    "postgresql+psycopg2://me:hush@db/shop?wonder=1",
    "postgresql+psycopg2://me:hush@a:1,b:2/shop",
    "postgresql://me:hush@db:hush/shop",
    "nonsense hush",
    "postgresql://me@db/shop?sslpassword=hush",
    "host=db passwort=hush",
    "postgresql+psycopg2://me:hush@db/shop?host=a:1&host=b:2&port=3",
    "postgresql+psycopg2://me:hush@db:5432/shop?host=a:1&host=b:2",
    "postgresql+psycopg2://me:hush@db/shop?sslmode=require&sslmode=disable",
    "postgresql+psycopg2://me:hush@db/shop?dbname=other",
    "postgresql://me:hush%ff@db/shop",
    "postgresql+psycopg2://me:hush%ff@db/shop",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (urls); i++)
    {
      g_autofree char *password = NULL;
      g_autoptr(GError) error = NULL;

      g_assert_null (retort_profile_from_url (urls[i], &password, &error));
      g_assert_error (error, RETORT_DB_ERROR, RETORT_DB_ERROR_PROFILE);
      g_assert_null (strstr (error->message, "hush"));
      g_assert_null (password);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strconcat ("/profile-url/", cases[i].name, NULL);

      g_test_add_data_func (path, &cases[i], test_case);
    }
  g_test_add_func ("/profile-url/schema-and-service", test_schema_and_service);
  g_test_add_func ("/profile-url/refused", test_refused);
  return g_test_run ();
}
