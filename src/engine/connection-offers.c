/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Looks into the project's folder and those above it up to the repository's: a backend/ often has its
 * compose file there. A database that the files name by its service's name is reached from here through
 * the port that the compose file publishes, if it does. */
#include "engine/connection-offers.h"

#include "base/file.h"
#include "database/profiles/profile-store.h"
#include "formats/deployment/compose.h"
#include "formats/deployment/dotenv.h"

#include <string.h>

#define N_FOLDERS 4 /* the project's and those above it */

static const char *const environment_files[] = { ".env", ".env.local", ".env.development" };
static const char *const compose_files[] = {
  "compose.yaml",       "compose.yml",        "docker-compose.yml",          "docker-compose.yaml",
  "compose.override.yaml", "compose.override.yml", "docker-compose.override.yml", "docker-compose.override.yaml",
};
static const char *const url_names[] = { "DATABASE_URL", "DATABASE_URI", "POSTGRES_URL", "POSTGRESQL_URL", "DB_URL" };

typedef struct
{
  GHashTable *variables; /* of the .env files of the folder at hand */
  GPtrArray *services;   /* element: RetortComposeService*, owned: the PostgreSQL ones */
  GPtrArray *files;      /* element: char*, owned: the file of each service */
  GPtrArray *offers;     /* element: RetortConnectionOffer*, owned */
} Search;

static void
search_clear (Search *self)
{
  g_clear_pointer (&self->variables, g_hash_table_unref);
  g_clear_pointer (&self->services, g_ptr_array_unref);
  g_clear_pointer (&self->files, g_ptr_array_unref);
  g_clear_pointer (&self->offers, g_ptr_array_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Search, search_clear)

static char *
read_file (const char *folder, const char *name)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  char *text = retort_file_read (path, NULL, NULL);

  if (text != NULL && !g_utf8_validate (text, -1, NULL))
    g_clear_pointer (&text, g_free);
  return text;
}

/* The same service in another file (an override) adds what it says. */
static void
add_service (Search *self, const RetortComposeService *service, const char *file)
{
  for (guint i = 0; i < self->services->len; i++)
    {
      RetortComposeService *standing = self->services->pdata[i];

      if (strcmp (standing->name, service->name) != 0)
        continue;
      if (service->published_port != 0)
        standing->published_port = service->published_port;
      return;
    }
  g_ptr_array_add (self->services, (gpointer) service);
  g_ptr_array_add (self->files, g_strdup (file));
}

static void
read_compose_files (Search *self, const char *folder, GPtrArray *parsed)
{
  for (gsize i = 0; i < G_N_ELEMENTS (compose_files); i++)
    {
      g_autofree char *text = read_file (folder, compose_files[i]);
      GPtrArray *services = text != NULL ? retort_compose_parse (text, self->variables) : NULL;

      if (services == NULL)
        continue;
      g_ptr_array_add (parsed, services); /* keeps the services */
      for (guint j = 0; j < services->len; j++)
        add_service (self, services->pdata[j], compose_files[i]);
    }
}

static RetortComposeService *
find_service (Search *self, const char *host)
{
  for (guint i = 0; host != NULL && i < self->services->len; i++)
    if (strcmp (((RetortComposeService *) self->services->pdata[i])->name, host) == 0)
      return self->services->pdata[i];
  return NULL;
}

static void
append_keyword (GString *text, const char *keyword, const char *value)
{
  g_auto(GStrv) pieces = NULL;
  g_autofree char *escaped = NULL;
  g_autofree char *quoted = NULL;

  if (value == NULL || *value == '\0')
    return;
  pieces = g_strsplit (value, "\\", -1);
  escaped = g_strjoinv ("\\\\", pieces);
  g_strfreev (g_steal_pointer (&pieces));
  pieces = g_strsplit (escaped, "'", -1);
  quoted = g_strjoinv ("\\'", pieces);
  g_string_append_printf (text, "%s%s='%s'", text->len > 0 ? " " : "", keyword, quoted);
}

/* A connection string as libpq reads it. */
static char *
dup_string (const RetortProfileFields *fields, const char *password)
{
  g_autofree char *port = fields->port > 0 ? g_strdup_printf ("%u", fields->port) : NULL;
  g_autoptr(GString) text = g_string_new (fields->url);

  append_keyword (text, "host", fields->host);
  append_keyword (text, "port", port);
  append_keyword (text, "dbname", fields->database);
  append_keyword (text, "user", fields->user);
  append_keyword (text, "sslmode", fields->tls_mode);
  append_keyword (text, "password", password);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/* What is offered twice is offered once. */
static void
add_offer (Search *self, const char *file, const char *name, gboolean is_service, RetortProfileFields *fields,
           const char *password)
{
  const RetortComposeService *service = find_service (self, fields->host);
  g_autofree char *inner_host = service != NULL ? g_strdup (service->name) : NULL;
  gboolean is_reachable = service == NULL || service->published_port != 0;
  g_autoptr(RetortProfile) profile = NULL;
  RetortConnectionOffer *offer = NULL;

  if (service != NULL && is_reachable)
    {
      fields->host = "localhost";
      fields->port = service->published_port;
    }
  profile = retort_profile_new (fields);
  offer = g_new0 (RetortConnectionOffer, 1);
  offer->file = g_strdup (file);
  offer->name = g_strdup (name);
  offer->is_service = is_service;
  offer->place = retort_profile_to_display_string (profile);
  offer->url = is_reachable ? dup_string (fields, password) : NULL;
  offer->inner_host = g_steal_pointer (&inner_host);
  for (guint i = 0; i < self->offers->len; i++)
    {
      if (strcmp (((RetortConnectionOffer *) self->offers->pdata[i])->place, offer->place) != 0)
        continue;
      retort_connection_offer_free (offer);
      return;
    }
  g_ptr_array_add (self->offers, offer);
}

static gboolean
names_url (const char *variable)
{
  for (gsize i = 0; i < G_N_ELEMENTS (url_names); i++)
    if (g_str_has_suffix (variable, url_names[i]))
      return TRUE;
  return FALSE;
}

static void
offer_variables (Search *self, const char *folder, const char *file)
{
  g_autofree char *text = read_file (folder, file);
  g_autoptr(GHashTable) variables = text != NULL ? retort_dotenv_parse (text) : NULL;
  g_autoptr(GList) names = variables != NULL ? g_hash_table_get_keys (variables) : NULL;

  names = g_list_sort (names, (GCompareFunc) strcmp);
  for (const GList *at = names; at != NULL; at = at->next)
    {
      const char *url = g_hash_table_lookup (variables, at->data);
      g_autofree char *password = NULL;
      g_autoptr(RetortProfile) profile
          = names_url (at->data) ? retort_profile_from_url (url, &password, NULL) : NULL;
      RetortProfileFields fields = { 0 };

      if (profile == NULL)
        continue;
      fields = *retort_profile_get (profile);
      add_offer (self, file, at->data, FALSE, &fields, password);
    }
}

/* As the image's entry point reads them: user "postgres", a database named as the user. */
static void
offer_services (Search *self)
{
  for (guint i = 0; i < self->services->len; i++)
    {
      const RetortComposeService *service = self->services->pdata[i];
      const char *user = g_hash_table_lookup (service->environment, "POSTGRES_USER");
      const char *database = g_hash_table_lookup (service->environment, "POSTGRES_DB");
      RetortProfileFields fields = { .name = service->name, .host = service->name };

      if (!retort_compose_is_postgresql (service))
        continue;
      fields.user = user != NULL ? user : "postgres";
      fields.database = database != NULL ? database : fields.user;
      add_offer (self, self->files->pdata[i], service->name, TRUE, &fields,
                 g_hash_table_lookup (service->environment, "POSTGRES_PASSWORD"));
    }
}

static void
read_variables (Search *self, const char *folder)
{
  g_autofree char *text = read_file (folder, environment_files[0]);

  g_clear_pointer (&self->variables, g_hash_table_unref);
  self->variables = retort_dotenv_parse (text != NULL ? text : "");
}

/* The project's folder and those above it within the repository; only the first outside one. */
static GPtrArray *
list_folders (const char *folder)
{
  GPtrArray *folders = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *at = g_canonicalize_filename (folder, NULL);

  for (guint i = 0; i < N_FOLDERS; i++)
    {
      g_autofree char *git = g_build_filename (at, ".git", NULL);
      char *parent = g_path_get_dirname (at);

      g_ptr_array_add (folders, g_steal_pointer (&at));
      at = parent;
      if (g_file_test (git, G_FILE_TEST_EXISTS))
        return folders;
    }
  g_ptr_array_set_size (folders, 1);
  return folders;
}

static void
search_init (Search *self, GPtrArray *folders, GPtrArray *parsed)
{
  self->services = g_ptr_array_new ();
  self->files = g_ptr_array_new_with_free_func (g_free);
  self->offers = g_ptr_array_new_with_free_func ((GDestroyNotify) retort_connection_offer_free);
  for (guint i = 0; i < folders->len; i++)
    {
      read_variables (self, folders->pdata[i]);
      read_compose_files (self, folders->pdata[i], parsed);
    }
}

/**
 * retort_connection_offers_find:
 * @folder: of the project
 *
 * Blocks: worker threads only.
 *
 * Returns: (transfer full) (element-type RetortConnectionOffer): what .env and compose files name
 */
GPtrArray *
retort_connection_offers_find (const char *folder)
{
  g_autoptr(GPtrArray) folders = list_folders (folder);
  g_autoptr(GPtrArray) parsed = g_ptr_array_new_with_free_func ((GDestroyNotify) g_ptr_array_unref);
  g_auto(Search) search = { 0 };

  search_init (&search, folders, parsed);
  for (guint i = 0; i < folders->len; i++)
    for (gsize j = 0; j < G_N_ELEMENTS (environment_files); j++)
      offer_variables (&search, folders->pdata[i], environment_files[j]);
  offer_services (&search);
  return g_steal_pointer (&search.offers);
}

/**
 * retort_connection_offers_find_host:
 * @folder: of the project
 * @host: a host that nobody here knows
 * @published_port: (out): the port of this machine that leads to it, or 0
 *
 * Blocks: worker threads only.
 *
 * Returns: whether @host is a service of the project's compose files
 */
gboolean
retort_connection_offers_find_host (const char *folder, const char *host, guint *published_port)
{
  g_autoptr(GPtrArray) folders = list_folders (folder);
  g_autoptr(GPtrArray) parsed = g_ptr_array_new_with_free_func ((GDestroyNotify) g_ptr_array_unref);
  g_auto(Search) search = { 0 };
  const RetortComposeService *service = NULL;

  search_init (&search, folders, parsed);
  service = find_service (&search, host);
  *published_port = service != NULL ? service->published_port : 0;
  return service != NULL;
}

/**
 * retort_connection_offers_dup_variable:
 * @folder: (nullable): of the project
 * @variable: the name of a variable
 *
 * Blocks: worker threads only.
 *
 * Returns: (transfer full) (nullable): the connection string that the environment holds there, else a .env file; it may hold a password
 */
char *
retort_connection_offers_dup_variable (const char *folder, const char *variable)
{
  g_autoptr(GPtrArray) offers = NULL;

  if (g_getenv (variable) != NULL)
    return g_strdup (g_getenv (variable));
  offers = folder != NULL ? retort_connection_offers_find (folder) : g_ptr_array_new ();
  for (guint i = 0; i < offers->len; i++)
    {
      const RetortConnectionOffer *offer = offers->pdata[i];

      if (!offer->is_service && offer->url != NULL && g_str_equal (offer->name, variable))
        return g_strdup (offer->url);
    }
  return NULL;
}
