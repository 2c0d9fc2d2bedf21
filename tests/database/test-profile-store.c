/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The file of profiles: what is written is read again, what is not understood is kept. */
#include "database/profiles/profile-store.h"
#include "database/session/session.h"

#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

typedef struct
{
  char *folder;
  char *path;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr(GError) error = NULL;

  fixture->folder = g_dir_make_tmp ("retort-profiles-XXXXXX", &error);
  g_assert_no_error (error);
  fixture->path = g_build_filename (fixture->folder, "retort", "profiles.json", NULL);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  const char *argv[] = { "rm", "-rf", "--", fixture->folder, NULL };

  g_assert_true (g_spawn_sync (NULL, (char **) argv, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, NULL,
                               NULL, NULL, NULL));
  g_free (fixture->folder);
  g_free (fixture->path);
}

static void
write_file (Fixture *fixture, const char *text)
{
  g_autofree char *folder = g_path_get_dirname (fixture->path);
  g_autoptr(GError) error = NULL;

  g_mkdir_with_parents (folder, 0700);
  g_file_set_contents (fixture->path, text, -1, &error);
  g_assert_no_error (error);
}

static GPtrArray *
load (Fixture *fixture, char **warning)
{
  g_autoptr(GError) error = NULL;
  GPtrArray *profiles = retort_profile_store_load (fixture->path, warning, &error);

  g_assert_no_error (error);
  return profiles;
}

static void
put (Fixture *fixture, RetortProfile *profile)
{
  g_autoptr(GError) error = NULL;

  retort_profile_store_put (fixture->path, profile, &error);
  g_assert_no_error (error);
}

static RetortProfile *
make_profile (const char *name)
{
  RetortProfileFields fields = { .id = name, .name = name };

  return retort_profile_new (&fields);
}

static char *
read_all (const char *path)
{
  g_autoptr(GError) error = NULL;
  char *text = NULL;

  g_file_get_contents (path, &text, NULL, &error);
  g_assert_no_error (error);
  return text;
}

static void
test_missing (Fixture *fixture, gconstpointer data)
{
  g_autofree char *warning = NULL;
  g_autoptr(GPtrArray) profiles = load (fixture, &warning);

  g_assert_cmpuint (profiles->len, ==, 0);
  g_assert_null (warning);
}

static void
test_round_trip (Fixture *fixture, gconstpointer data)
{
  RetortProfileFields full = {
    .name = "Shop ü",
    .environment = RETORT_ENVIRONMENT_PRODUCTION,
    .host = "db.example.com",
    .port = 5433,
    .database = "shop",
    .user = "me",
    .tls_mode = "verify-full",
    .search_path = "sales, public",
    .ssh_host = "bastion",
    .ssh_user = "jump",
    .ssh_port = 2222,
    .connect_timeout_s = 3,
    .lock_timeout_ms = 2000,
    .statement_timeout_ms = 60000,
    .password_source = RETORT_PASSWORD_KEYRING,
  };
  RetortProfileFields brief = { .name = "Local" };
  g_autoptr(GPtrArray) profiles
      = g_ptr_array_new_with_free_func ((GDestroyNotify) retort_profile_unref);
  g_autoptr(GPtrArray) again = NULL;
  const RetortProfileFields *read = NULL;
  g_autofree char *text = NULL;
  g_autofree char *text_again = NULL;
  struct stat info;

  g_ptr_array_add (profiles, retort_profile_new (&full));
  g_ptr_array_add (profiles, retort_profile_new (&brief));
  put (fixture, profiles->pdata[0]);
  put (fixture, profiles->pdata[1]);
  again = load (fixture, NULL);
  g_assert_cmpuint (again->len, ==, 2);
  read = retort_profile_get (again->pdata[0]);
  g_assert_cmpstr (read->id, ==, retort_profile_get (profiles->pdata[0])->id);
  g_assert_cmpstr (read->name, ==, "Shop ü");
  g_assert_cmpint (read->environment, ==, RETORT_ENVIRONMENT_PRODUCTION);
  g_assert_cmpstr (read->host, ==, "db.example.com");
  g_assert_cmpuint (read->port, ==, 5433);
  g_assert_cmpstr (read->tls_mode, ==, "verify-full");
  g_assert_cmpstr (read->search_path, ==, "sales, public");
  g_assert_cmpstr (read->ssh_host, ==, "bastion");
  g_assert_cmpstr (read->ssh_user, ==, "jump");
  g_assert_cmpuint (read->ssh_port, ==, 2222);
  g_assert_cmpuint (read->statement_timeout_ms, ==, 60000);
  g_assert_cmpint (read->password_source, ==, RETORT_PASSWORD_KEYRING);
  g_assert_null (retort_profile_get (again->pdata[1])->host);
  g_assert_cmpint (stat (fixture->path, &info), ==, 0);
  g_assert_cmpint (info.st_mode & 0777, ==, 0600);
  text = read_all (fixture->path);
  put (fixture, again->pdata[0]);
  text_again = read_all (fixture->path);
  g_assert_cmpstr (text, ==, text_again);
}

/* What a newer version or a person wrote beside it stays, of the file and of each profile. */
static void
test_unknown_members (Fixture *fixture, gconstpointer data)
{
  g_autoptr(GPtrArray) profiles = NULL;
  g_autofree char *text = NULL;

  write_file (
      fixture,
      "{\"format\":1,\"theme\":\"dusk\",\"profiles\":[{\"id\":\"a\",\"name\":\"A\",\"port\":1,"
      "\"ssh\":{\"host\":\"jump\"},\"environment\":\"quality\"}]}");
  profiles = load (fixture, NULL);
  g_assert_cmpint (retort_profile_get (profiles->pdata[0])->environment, ==,
                   RETORT_ENVIRONMENT_PRODUCTION);
  put (fixture, profiles->pdata[0]);
  text = read_all (fixture->path);
  g_assert_nonnull (strstr (text, "\"theme\" : \"dusk\""));
  g_assert_nonnull (strstr (text, "\"host\" : \"jump\""));
  g_assert_nonnull (strstr (text, "\"environment\" : \"quality\""));
}

static void
test_broken (Fixture *fixture, gconstpointer data)
{
  static const char *const texts[] = { "{ not json", "[]", "{\"profiles\":7}", "" };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autofree char *warning = NULL;
      g_autofree char *aside = g_strdup_printf ("%s.broken-%d", fixture->path, (int) i + 1);
      g_autofree char *kept = NULL;
      g_autoptr(GPtrArray) profiles = NULL;

      write_file (fixture, texts[i]);
      profiles = load (fixture, &warning);
      g_assert_cmpuint (profiles->len, ==, 0);
      g_assert_nonnull (strstr (warning, aside));
      kept = read_all (aside);
      g_assert_cmpstr (kept, ==, texts[i]);
      g_assert_false (g_file_test (fixture->path, G_FILE_TEST_EXISTS));
    }
}

/* One profile that cannot be read does not take the others with it, and is told once. */
static void
test_broken_profile (Fixture *fixture, gconstpointer data)
{
  g_autofree char *warning = NULL;
  g_autofree char *second_warning = NULL;
  g_autoptr(GPtrArray) profiles = NULL;
  g_autoptr(GPtrArray) again = NULL;

  write_file (
      fixture,
      "{\"format\":1,\"profiles\":[{\"name\":\"A\"},{\"name\":\"B\",\"port\":\"many\"},7]}");
  profiles = load (fixture, &warning);
  g_assert_cmpuint (profiles->len, ==, 1);
  g_assert_true (g_str_has_prefix (warning, "2 profiles in "));
  again = load (fixture, &second_warning);
  g_assert_cmpuint (again->len, ==, 1);
  g_assert_null (second_warning);
}

/* It became broken while it was open here. */
static void
test_put_over_broken (Fixture *fixture, gconstpointer data)
{
  g_autoptr(RetortProfile) profile = make_profile ("A");
  g_autofree char *aside = g_strconcat (fixture->path, ".broken-1", NULL);

  write_file (fixture, "half a fi");
  put (fixture, profile);
  g_assert_true (g_file_test (aside, G_FILE_TEST_EXISTS));
  g_assert_true (g_file_test (fixture->path, G_FILE_TEST_EXISTS));
}

static void
test_newer_format (Fixture *fixture, gconstpointer data)
{
  const char *text = "{\"format\":2,\"profiles\":{}}";
  g_autoptr(RetortProfile) profile = make_profile ("A");
  g_autofree char *kept = NULL;
  g_autoptr(GError) error = NULL;

  write_file (fixture, text);
  g_assert_null (retort_profile_store_load (fixture->path, NULL, &error));
  g_assert_error (error, RETORT_DB_ERROR, RETORT_DB_ERROR_PROFILE);
  g_clear_error (&error);
  g_assert_false (retort_profile_store_put (fixture->path, profile, &error));
  g_assert_error (error, RETORT_DB_ERROR, RETORT_DB_ERROR_PROFILE);
  kept = read_all (fixture->path);
  g_assert_cmpstr (kept, ==, text);
}

static void
test_remove (Fixture *fixture, gconstpointer data)
{
  g_autoptr(RetortProfile) first = make_profile ("A");
  g_autoptr(RetortProfile) second = make_profile ("B");
  g_autoptr(GPtrArray) profiles = NULL;
  g_autoptr(GError) error = NULL;

  put (fixture, first);
  put (fixture, second);
  retort_profile_store_remove (fixture->path, "A", &error);
  g_assert_no_error (error);
  retort_profile_store_remove (fixture->path, "never there", &error);
  g_assert_no_error (error);
  profiles = load (fixture, NULL);
  g_assert_cmpuint (profiles->len, ==, 1);
  g_assert_cmpstr (retort_profile_get (profiles->pdata[0])->name, ==, "B");
}

/* Written by hand: it is the same profile each time, so that changing it adds no second one. */
static void
test_without_id (Fixture *fixture, gconstpointer data)
{
  g_autoptr(GPtrArray) profiles = NULL;
  g_autoptr(GPtrArray) again = NULL;

  write_file (fixture, "{\"profiles\":[{\"name\":\"A\",\"colour\":\"red\"},{\"name\":\"B\"}]}");
  profiles = load (fixture, NULL);
  put (fixture, profiles->pdata[0]);
  again = load (fixture, NULL);
  g_assert_cmpuint (again->len, ==, 2);
  g_assert_cmpstr (retort_profile_get (again->pdata[0])->id, ==,
                   retort_profile_get (profiles->pdata[0])->id);
}

/* Two programs that loaded the same file and each add one profile lose neither. */
static gpointer
put_many_worker (gpointer data)
{
  Fixture *fixture = data;

  for (guint i = 0; i < 20; i++)
    {
      RetortProfileFields fields = { .name = "one of many" };
      g_autoptr(RetortProfile) profile = retort_profile_new (&fields);

      put (fixture, profile);
    }
  return NULL;
}

static void
test_at_once (Fixture *fixture, gconstpointer data)
{
  GThread *threads[] = { g_thread_new ("put", put_many_worker, fixture),
                         g_thread_new ("put", put_many_worker, fixture) };
  g_autoptr(GPtrArray) profiles = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (threads); i++)
    g_thread_join (threads[i]);
  profiles = load (fixture, NULL);
  g_assert_cmpuint (profiles->len, ==, 40);
}

static void
test_link (Fixture *fixture, gconstpointer data)
{
  g_autofree char *elsewhere = g_build_filename (fixture->folder, "dotfiles.json", NULL);
  g_autoptr(RetortProfile) profile = make_profile ("A");
  g_autofree char *text = NULL;

  write_file (fixture, "{\"profiles\":[]}");
  g_assert_cmpint (g_rename (fixture->path, elsewhere), ==, 0);
  g_assert_cmpint (symlink (elsewhere, fixture->path), ==, 0);
  put (fixture, profile);
  g_assert_true (g_file_test (fixture->path, G_FILE_TEST_IS_SYMLINK));
  text = read_all (elsewhere);
  g_assert_nonnull (strstr (text, "\"format\" : 1"));
}

static void
test_cannot_write (Fixture *fixture, gconstpointer data)
{
  g_autofree char *file = g_build_filename (fixture->folder, "retort", NULL);
  g_autoptr(RetortProfile) profile = make_profile ("A");
  g_autoptr(GError) error = NULL;

  g_assert_true (g_file_set_contents (file, "a file where the folder should be", -1, NULL));
  g_assert_false (retort_profile_store_put (fixture->path, profile, &error));
  g_assert_error (error, RETORT_DB_ERROR, RETORT_DB_ERROR_PROFILE);
}

#define add_test(path, func) g_test_add (path, Fixture, NULL, set_up, func, tear_down)

/* The disk is full: the error says so, and what was there is there. A limit on the size of files stands for the disk: it works
 * for every user. */
static void
test_disk_full (Fixture *fixture, gconstpointer data)
{
  g_autoptr(RetortProfile) first = make_profile ("first");
  g_autoptr(RetortProfile) second = make_profile ("second");
  g_autoptr(GPtrArray) profiles = NULL;
  g_autoptr(GError) error = NULL;
  struct rlimit usual;
  struct rlimit none;
  sighandler_t usual_handler = signal (SIGXFSZ, SIG_IGN);

  put (fixture, first);
  g_assert_cmpint (getrlimit (RLIMIT_FSIZE, &usual), ==, 0);
  none = usual;
  none.rlim_cur = 0;
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &none), ==, 0);
  g_assert_false (retort_profile_store_put (fixture->path, second, &error));
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &usual), ==, 0);
  signal (SIGXFSZ, usual_handler);

  g_assert_nonnull (error);
  profiles = load (fixture, NULL);
  g_assert_cmpuint (profiles->len, ==, 1);
  g_assert_cmpstr (retort_profile_get (g_ptr_array_index (profiles, 0))->name, ==, "first");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  add_test ("/profile-store/missing", test_missing);
  add_test ("/profile-store/round-trip", test_round_trip);
  add_test ("/profile-store/unknown-members", test_unknown_members);
  add_test ("/profile-store/broken", test_broken);
  add_test ("/profile-store/broken-profile", test_broken_profile);
  add_test ("/profile-store/put-over-broken", test_put_over_broken);
  add_test ("/profile-store/newer-format", test_newer_format);
  add_test ("/profile-store/remove", test_remove);
  add_test ("/profile-store/without-id", test_without_id);
  add_test ("/profile-store/at-once", test_at_once);
  add_test ("/profile-store/link", test_link);
  add_test ("/profile-store/cannot-write", test_cannot_write);
  add_test ("/profile-store/disk-full", test_disk_full);
  return g_test_run ();
}
