/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a project's .env and compose files offer to who makes a profile. */
#include "database/profiles/profile-store.h"
#include "engine/connection-offers.h"

#include <glib/gstdio.h>
#include <string.h>

typedef struct
{
  char *root;    /* of the repository */
  char *project; /* backend/ in it */
} Fixture;

static void
write_file (const char *folder, const char *name, const char *text)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autoptr(GError) error = NULL;

  g_file_set_contents (path, text, -1, &error);
  g_assert_no_error (error);
}

static void
set_up (Fixture *self, gconstpointer data)
{
  g_autofree char *git = NULL;

  self->root = g_dir_make_tmp ("retort-offers-XXXXXX", NULL);
  self->project = g_build_filename (self->root, "backend", NULL);
  git = g_build_filename (self->root, ".git", NULL);
  g_mkdir (self->project, 0700);
  g_mkdir (git, 0700);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  const char *argv[] = { "rm", "-rf", "--", self->root, NULL };

  g_spawn_sync (NULL, (char **) argv, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, NULL, NULL, NULL, NULL);
  g_free (self->root);
  g_free (self->project);
}

static void
test_nothing (Fixture *self, gconstpointer data)
{
  g_autoptr(GPtrArray) offers = retort_connection_offers_find (self->project);

  g_assert_cmpuint (offers->len, ==, 0);
}

static void
test_found (Fixture *self, gconstpointer data)
{
  g_autoptr(GPtrArray) offers = NULL;
  const RetortConnectionOffer *local = NULL;
  const RetortConnectionOffer *inner = NULL;
  const RetortConnectionOffer *closed = NULL;
  g_autoptr(RetortProfile) profile = NULL;
  g_autofree char *password = NULL;

  write_file (self->project, ".env",
              "DATABASE_URL=postgresql+asyncpg://me:it's\\hush@far.example:6000/shop?ssl=require\n"
              "TEST_DATABASE_URL=postgresql://app:hush@db/shop\nREDIS_URL=redis://x\nOLD_DATABASE_URL=mysql://x\n");
  write_file (self->root, "docker-compose.yml",
              "services:\n  db:\n    image: postgres\n    environment:\n      POSTGRES_USER: app\n      POSTGRES_DB: shop\n"
              "    ports:\n      - 5433:5432\n  audit:\n    image: postgres\n");
  offers = retort_connection_offers_find (self->project);
  g_assert_cmpuint (offers->len, ==, 3); /* the service db is the second one again */

  local = offers->pdata[0];
  g_assert_cmpstr (local->name, ==, "DATABASE_URL");
  g_assert_cmpstr (local->file, ==, ".env");
  g_assert_cmpstr (local->place, ==, "me@far.example:6000/shop");
  g_assert_null (local->inner_host);
  profile = retort_profile_from_url (local->url, &password, NULL);
  g_assert_cmpstr (password, ==, "it's\\hush");
  g_assert_cmpstr (retort_profile_get (profile)->tls_mode, ==, "require");

  inner = offers->pdata[1];
  g_assert_cmpstr (inner->place, ==, "app@localhost:5433/shop");
  g_assert_cmpstr (inner->inner_host, ==, "db");

  closed = offers->pdata[2];
  g_assert_true (closed->is_service);
  g_assert_cmpstr (closed->place, ==, "postgres@audit/postgres");
  g_assert_null (closed->url);
}

static void
test_override (Fixture *self, gconstpointer data)
{
  guint port = 1;

  write_file (self->root, "compose.yaml", "services:\n  db:\n    image: postgres\n");
  g_assert_true (retort_connection_offers_find_host (self->project, "db", &port));
  g_assert_cmpuint (port, ==, 0);
  write_file (self->root, "compose.override.yaml", "services:\n  db:\n    ports:\n      - 5440:5432\n");
  g_assert_true (retort_connection_offers_find_host (self->project, "db", &port));
  g_assert_cmpuint (port, ==, 5440);
  g_assert_false (retort_connection_offers_find_host (self->project, "web", &port));
}

/* The environment wins, as it does over a .env file everywhere; the place that is reached from here is meant. */
static void
test_variable (Fixture *self, gconstpointer data)
{
  g_autofree char *named = NULL;
  g_autofree char *wins = NULL;

  write_file (self->project, ".env", "SQLALCHEMY_DATABASE_URI=postgresql+psycopg2://app:hush@localhost:6000/shop\nPLAIN=x\n");
  named = retort_connection_offers_dup_variable (self->project, "SQLALCHEMY_DATABASE_URI");
  g_assert_cmpstr (named, ==, "host='localhost' port='6000' dbname='shop' user='app' password='hush'");
  g_assert_null (retort_connection_offers_dup_variable (self->project, "PLAIN"));
  g_assert_null (retort_connection_offers_dup_variable (NULL, "SQLALCHEMY_DATABASE_URI"));
  g_setenv ("SQLALCHEMY_DATABASE_URI", "postgresql://far/away", TRUE);
  wins = retort_connection_offers_dup_variable (self->project, "SQLALCHEMY_DATABASE_URI");
  g_unsetenv ("SQLALCHEMY_DATABASE_URI");
  g_assert_cmpstr (wins, ==, "postgresql://far/away");
}

/* A folder that is in no repository: what lies above it is none of ours. */
static void
test_outside (Fixture *self, gconstpointer data)
{
  g_autofree char *git = g_build_filename (self->root, ".git", NULL);
  g_autoptr(GPtrArray) offers = NULL;

  g_rmdir (git);
  write_file (self->root, ".env", "DATABASE_URL=postgresql://x/y\n");
  offers = retort_connection_offers_find (self->project);
  g_assert_cmpuint (offers->len, ==, 0);
}

int
main (int argc, char **argv)
{
  static const struct { const char *path; void (*func) (Fixture *, gconstpointer); } tests[] = {
    { "/connection-offers/nothing", test_nothing },   { "/connection-offers/found", test_found },
    { "/connection-offers/override", test_override }, { "/connection-offers/outside", test_outside },
    { "/connection-offers/variable", test_variable },
  };

  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, Fixture, NULL, set_up, tests[i].func, tear_down);
  return g_test_run ();
}
