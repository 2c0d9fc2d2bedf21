/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A pasted connection string becomes a profile. Three ways of writing one are met:
 *
 *   libpq's URL           postgresql://user@host/db?sslmode=require      read by libpq itself
 *   libpq's keywords      host=… dbname=…                                likewise
 *   SQLAlchemy's URL      postgresql+psycopg2://user:pass@host/db?…      by SQLAlchemy's own rules
 *
 * SQLAlchemy's rules (sqlalchemy/engine/url.py, _parse_url) differ: a password may hold "/" and a
 * lone "%", the database is not decoded, "+" is a space in the query. A plain postgresql:// that
 * libpq cannot make sense of is read by them too. No message quotes any part of the string but
 * names of arguments. */
#include "database/profiles/profile-store.h"

#include "database/session/conninfo-private.h"

#include <string.h>

/* Arguments that are for a driver or another program and mean nothing to the server. */
static const char *const driver_arguments[] = {
  /* SQLAlchemy with asyncpg, psycopg2, psycopg, pg8000 */
  "async_fallback",
  "command_timeout",
  "executemany_mode",
  "executemany_batch_page_size",
  "executemany_values_page_size",
  "prepare_threshold",
  "prepared_statement_cache_size",
  "prepared_statement_name_func",
  "statement_cache_size",
  "use_native_unicode",
  /* Prisma and poolers */
  "connection_limit",
  "pgbouncer",
  "pool_timeout",
  "pool_size",
  "max_overflow",
  "socket_timeout",
  "sslaccept",
  "statement_cache_mode",
};

/* An argument of theirs that is a keyword of libpq by another name. */
static const struct
{
  const char *name;
  const char *keyword;
} renamed_arguments[] = {
  { "ssl", "sslmode" },     { "unix_sock", "host" }, { "timeout", "connect_timeout" },
  { "database", "dbname" }, { "username", "user" },
};

static gboolean
set_profile_error (GError **error, const char *text)
{
  g_set_error_literal (error, RETORT_DB_ERROR, RETORT_DB_ERROR_PROFILE, text);
  return FALSE;
}

static int
hex_of (const char *at)
{
  int high = g_ascii_xdigit_value (at[0]);
  int low = high >= 0 ? g_ascii_xdigit_value (at[1]) : -1;

  return low >= 0 ? high * 16 + low : -1;
}

/* As Python's unquote(): what is no escape stays as it is. */
static char *
unquote (const char *text, gboolean plus_is_space)
{
  GString *plain = g_string_new (NULL);

  for (const char *at = text; *at != '\0'; at++)
    {
      int byte = *at == '%' ? hex_of (at + 1) : -1;

      if (byte > 0)
        at += 2;
      g_string_append_c (plain, byte > 0 ? (char) byte : plus_is_space && *at == '+' ? ' ' : *at);
    }
  return g_string_free (plain, FALSE);
}

static const char *
find_keyword_of (const char *name)
{
  for (gsize i = 0; i < G_N_ELEMENTS (renamed_arguments); i++)
    if (strcmp (renamed_arguments[i].name, name) == 0)
      return renamed_arguments[i].keyword;
  return name;
}

static gboolean
is_driver_argument (const char *name)
{
  for (gsize i = 0; i < G_N_ELEMENTS (driver_arguments); i++)
    if (strcmp (driver_arguments[i], name) == 0)
      return TRUE;
  return FALSE;
}

/* host=NAME:PORT, as SQLAlchemy 2.0 splits it; a folder with a socket and an address of IPv6 have no
 * port. Older ones take the whole for a name, which nothing answers to. */
static char *
split_port (const char *value, const char **port)
{
  gsize n_name = strspn (value, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-.");
  gboolean has_port = value[n_name] == ':'
                      && strspn (value + n_name + 1, "0123456789") == strlen (value + n_name + 1);

  *port = has_port ? value + n_name + 1 : "";
  return has_port ? g_strndup (value, n_name) : g_strdup (value);
}

/* The first host of the query is instead of the one before it, its port too if it has one. */
static void
put_host (GHashTable *keywords, const char *value)
{
  const char *port = NULL;

  g_hash_table_insert (keywords, g_strdup ("host"), split_port (value, &port));
  if (*port != '\0')
    g_hash_table_insert (keywords, g_strdup ("port"), g_strdup (port));
}

/* Several hosts are several arguments: host=a:1&host=b:2 is host=a,b port=1,2. */
static gboolean
put_hosts (GHashTable *keywords, GPtrArray *values, GError **error)
{
  g_autoptr(GString) hosts = g_string_new (NULL);
  g_autoptr(GString) ports = g_string_new (NULL);

  if (g_hash_table_contains (keywords, "port"))
    return set_profile_error (error, "cannot read the connection URL: it has several hosts and one "
                                     "port; write host=a:1&host=b:2");
  for (guint i = 0; i < values->len; i++)
    {
      const char *port = NULL;
      g_autofree char *host = split_port (values->pdata[i], &port);

      g_string_append_printf (hosts, "%s%s", i > 0 ? "," : "", host);
      g_string_append_printf (ports, "%s%s", i > 0 ? "," : "", port);
    }
  g_hash_table_insert (keywords, g_strdup ("host"), g_strdup (hosts->str));
  g_hash_table_insert (keywords, g_strdup ("port"), g_strdup (ports->str));
  return TRUE;
}

/* asyncpg's ssl=… takes libpq's words; libpq itself knows ssl=true. */
static const char *
translate_value (const char *keyword, const char *value)
{
  if (strcmp (keyword, "sslmode") == 0 && strcmp (value, "true") == 0)
    return "require";
  if (strcmp (keyword, "sslmode") == 0 && strcmp (value, "false") == 0)
    return "disable";
  return value;
}

/* What the query of a URL says; nobody may say a thing twice but hosts. */
typedef struct
{
  GHashTable *keywords; /* borrowed: key and value: char*, owned by it */
  GHashTable *seen;     /* key: name of an argument, owned */
  GPtrArray *hosts;     /* element: char*, owned */
} Query;

static void
query_clear (Query *self)
{
  g_clear_pointer (&self->seen, g_hash_table_unref);
  g_clear_pointer (&self->hosts, g_ptr_array_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Query, query_clear)

static gboolean
take_argument (Query *self, const char *name, const char *value, GError **error)
{
  const char *keyword = find_keyword_of (name);
  gboolean is_host = strcmp (keyword, "host") == 0;
  gboolean is_second
      = !g_hash_table_add (self->seen, g_strdup (keyword))
        || (strcmp (name, "dbname") == 0 && g_hash_table_contains (self->keywords, "dbname"));

  if (is_driver_argument (name))
    return TRUE;
  if (is_second && !is_host)
    {
      g_set_error (error, RETORT_DB_ERROR, RETORT_DB_ERROR_PROFILE,
                   "cannot read the connection URL: it says '%s' twice", keyword);
      return FALSE;
    }
  if (is_host)
    g_ptr_array_add (self->hosts, g_strdup (value));
  else if (strcmp (name, "schema") == 0) /* Prisma's */
    g_hash_table_insert (self->keywords, g_strdup (name), g_strdup (value));
  else if (retort_conninfo_knows (keyword))
    g_hash_table_insert (self->keywords, g_strdup (keyword),
                         g_strdup (translate_value (keyword, value)));
  else
    {
      g_set_error (error, RETORT_DB_ERROR, RETORT_DB_ERROR_PROFILE,
                   "cannot read the connection URL: nobody knows its argument '%s'", name);
      return FALSE;
    }
  return TRUE;
}

static gboolean
take_query (GHashTable *keywords, const char *text, GError **error)
{
  g_auto(GStrv) arguments = g_strsplit (text, "&", -1);
  g_auto(Query) query = { keywords, g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL),
                          g_ptr_array_new_with_free_func (g_free) };

  for (gsize i = 0; arguments[i] != NULL; i++)
    {
      g_auto(GStrv) pair = g_strsplit (arguments[i], "=", 2);
      g_autofree char *name = pair[0] != NULL ? unquote (pair[0], TRUE) : NULL;
      g_autofree char *value = NULL;

      if (name == NULL || pair[1] == NULL || pair[1][0] == '\0') /* parse_qsl drops these */
        continue;
      value = unquote (pair[1], TRUE);
      if (!take_argument (&query, name, value, error))
        return FALSE;
    }
  if (query.hosts->len > 1)
    return put_hosts (keywords, query.hosts, error);
  if (query.hosts->len == 1)
    put_host (keywords, query.hosts->pdata[0]);
  return TRUE;
}

static void
take_part (GHashTable *keywords, const char *keyword, GMatchInfo *match, const char *group,
           gboolean is_quoted)
{
  g_autofree char *part = g_match_info_fetch_named (match, group);

  if (part != NULL && *part != '\0')
    g_hash_table_insert (keywords, g_strdup (keyword),
                         is_quoted ? unquote (part, FALSE) : g_strdup (part));
}

/* libpq takes the "/" of an unescaped password for the end of the host, the rest for a port. */
static gboolean
has_sound_port (GHashTable *keywords)
{
  const char *port = g_hash_table_lookup (keywords, "port");

  return port == NULL || strspn (port, "0123456789,") == strlen (port);
}

/* The expression is SQLAlchemy's own. */
static GHashTable *
split_sqlalchemy_url (const char *url, GError **error)
{
  g_autoptr(GRegex) regex
      = g_regex_new ("^[\\w+]+://(?:(?<user>[^:/]*)(?::(?<password>[^@]*))?@)?"
                     "(?:(?:\\[(?<host6>[^/?]+)\\]|(?<host>[^/:?]+))?(?::(?<port>[^/?]*))?)?"
                     "(?:/(?<database>[^?]*))?(?:\\?(?<query>.*))?$",
                     G_REGEX_DOTALL, 0, NULL);
  g_autoptr(GMatchInfo) match = NULL;
  g_autoptr(GHashTable) keywords = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_autofree char *query = NULL;

  if (!g_regex_match (regex, url, 0, &match))
    {
      set_profile_error (error, "cannot read the connection URL: it is not of the form "
                                "postgresql://user:password@host:port/database");
      return NULL;
    }
  take_part (keywords, "user", match, "user", TRUE);
  take_part (keywords, "password", match, "password", TRUE);
  take_part (keywords, "host", match, "host6", FALSE);
  take_part (keywords, "host", match, "host", FALSE);
  take_part (keywords, "port", match, "port", FALSE);
  take_part (keywords, "dbname", match, "database", FALSE);
  if (!has_sound_port (keywords))
    {
      set_profile_error (error, "cannot read the connection URL: its port is not a number");
      return NULL;
    }
  query = g_match_info_fetch_named (match, "query");
  if (query != NULL && !take_query (keywords, query, error))
    return NULL;
  return g_steal_pointer (&keywords);
}

static GHashTable *
split (const char *url, GError **error)
{
  g_autofree char *scheme = g_uri_parse_scheme (url);
  g_autofree char *lower = scheme != NULL ? g_ascii_strdown (scheme, -1) : NULL;
  g_autoptr(GHashTable) keywords = NULL;

  if (lower == NULL || strstr (url, "://") == NULL)
    return retort_conninfo_split (url, error);
  if (g_str_has_prefix (lower, "postgresql+") || g_str_has_prefix (lower, "postgres+"))
    return split_sqlalchemy_url (url, error);
  if (strcmp (lower, "postgresql") != 0 && strcmp (lower, "postgres") != 0)
    {
      g_set_error (error, RETORT_DB_ERROR, RETORT_DB_ERROR_PROFILE,
                   "'%s' is not PostgreSQL: only postgresql:// is understood", lower);
      return NULL;
    }
  keywords = retort_conninfo_split (url, NULL);
  if (keywords != NULL && has_sound_port (keywords))
    return g_steal_pointer (&keywords);
  return split_sqlalchemy_url (url, error);
}

static char *
steal_value (GHashTable *keywords, const char *keyword)
{
  g_autofree char *key = NULL;
  char *value = NULL;

  g_hash_table_steal_extended (keywords, keyword, (gpointer *) &key, (gpointer *) &value);
  return value;
}

/* Takes a keyword out when a field of a profile can hold its value. An empty value is something that
 * was said (libpq then asks no variable), and a field has no way to say it. */
static char *
steal_text (GHashTable *keywords, const char *keyword)
{
  const char *value = g_hash_table_lookup (keywords, keyword);

  return value != NULL && *value != '\0' ? steal_value (keywords, keyword) : NULL;
}

/* The same for a number that is written as a field would write it again. */
static guint
steal_number (GHashTable *keywords, const char *keyword)
{
  const char *value = g_hash_table_lookup (keywords, keyword);
  guint64 number = 0;

  if (value == NULL || value[0] == '0'
      || !g_ascii_string_to_unsigned (value, 10, 1, G_MAXINT, &number, NULL))
    return 0;
  g_hash_table_remove (keywords, keyword);
  return (guint) number;
}

static void
append_keyword (GString *text, const char *keyword, const char *value)
{
  g_string_append_printf (text, "%s%s='", text->len > 0 ? " " : "", keyword);
  for (const char *at = value; *at != '\0'; at++)
    {
      if (*at == '\'' || *at == '\\')
        g_string_append_c (text, '\\');
      g_string_append_c (text, *at);
    }
  g_string_append_c (text, '\'');
}

/* libpq's keyword form, in the order of the alphabet: the same is always written the same. */
static char *
join_keywords (GHashTable *keywords)
{
  g_autoptr(GList) names = g_list_sort (g_hash_table_get_keys (keywords), (GCompareFunc) strcmp);
  GString *text = g_string_new (NULL);

  for (const GList *at = names; at != NULL; at = at->next)
    append_keyword (text, at->data, g_hash_table_lookup (keywords, at->data));
  return g_string_free (text, FALSE);
}

static const char *
choose_name (GHashTable *keywords)
{
  static const char *const telling[] = { "dbname", "service", "host" };

  for (gsize i = 0; i < G_N_ELEMENTS (telling); i++)
    {
      const char *value = g_hash_table_lookup (keywords, telling[i]);

      if (value != NULL && *value != '\0')
        return value;
    }
  return "PostgreSQL";
}

/* Whether all of it may be kept: no secret but the password, and no bytes that no file and no window
 * can hold (an escape may stand for one). */
static gboolean
check_keywords (GHashTable *keywords, GError **error)
{
  GHashTableIter at;
  gpointer value = NULL;

  if (g_hash_table_contains (keywords, "sslpassword"))
    return set_profile_error (error, "cannot keep 'sslpassword': a profile holds no secret");
  g_hash_table_iter_init (&at, keywords);
  while (g_hash_table_iter_next (&at, NULL, &value))
    if (!g_utf8_validate (value, -1, NULL))
      return set_profile_error (error, "cannot read the connection URL: it is not UTF-8");
  return TRUE;
}

/* Those that were stolen above. */
static void
free_texts (RetortProfileFields *fields)
{
  const char **texts[] = { &fields->search_path, &fields->host,    &fields->database, &fields->user,
                           &fields->tls_mode,    &fields->service, &fields->url };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    g_free ((char *) *texts[i]);
}

/**
 * retort_profile_from_url:
 * @url: `postgresql://…`, SQLAlchemy's `postgresql+driver://…`, or a string of libpq's keywords
 * @password: (out) (nullable): the password that @url holds; it never goes into the profile
 * @error: %RETORT_DB_ERROR_PROFILE; the message holds no part of @url but names of arguments
 *
 * Arguments that only a driver understands are dropped; one that nobody knows is an error. What has
 * no field of its own (certificates, `options`, a port for each host) is kept as a string of keywords.
 *
 * Returns: (transfer full) (nullable): the profile, of the environment "development"
 */
RetortProfile *
retort_profile_from_url (const char *url, char **password, GError **error)
{
  g_autofree char *trimmed = g_strstrip (g_strdup (url));
  g_autoptr(GHashTable) keywords = split (trimmed, error);
  g_autofree char *name = NULL;
  g_autofree char *secret = NULL;
  RetortProfileFields fields = { 0 };
  RetortProfile *profile = NULL;

  if (keywords == NULL || !check_keywords (keywords, error))
    return NULL;
  fields.name = name = g_strdup (choose_name (keywords));
  secret = steal_value (keywords, "password");
  fields.search_path = steal_value (keywords, "schema");
  fields.connect_timeout_s = steal_number (keywords, "connect_timeout");
  fields.port = steal_number (keywords, "port");
  fields.host = steal_text (keywords, "host");
  fields.database = steal_text (keywords, "dbname");
  fields.user = steal_text (keywords, "user");
  fields.tls_mode = steal_text (keywords, "sslmode");
  fields.service = steal_text (keywords, "service");
  fields.url = join_keywords (keywords);
  fields.password_source
      = secret != NULL && *secret != '\0' ? RETORT_PASSWORD_ASK : RETORT_PASSWORD_LIBPQ;
  profile = retort_profile_new (&fields);
  free_texts (&fields);
  if (password != NULL)
    *password = secret != NULL && *secret != '\0' ? g_steal_pointer (&secret) : NULL;
  return profile;
}
