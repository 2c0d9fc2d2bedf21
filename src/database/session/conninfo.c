/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A profile in libpq's words. What a profile does not say is left to libpq (PG* variables, service
 * file, .pgpass). The order matters: of a repeated keyword the last one counts, and the first `dbname`
 * may be a whole connection string that is unfolded in its place (libpq docs, PQconnectdbParams).
 *
 * Settings go into `options`, so that they are the session's own defaults and survive RESET ALL. */
#include "database/session/conninfo-private.h"
#include "database/session/pq-private.h"

#include <string.h>

#define DEFAULT_CONNECT_TIMEOUT_S 10

static void
add (RetortConninfo *self, const char *keyword, const char *value)
{
  if (value == NULL)
    return;
  g_ptr_array_add (self->keywords, g_strdup (keyword));
  g_ptr_array_add (self->values, g_strdup (value));
}

static void
add_setting (RetortConninfo *self, const char *name, const char *value)
{
  if (value == NULL)
    return;
  g_ptr_array_add (self->settings, g_strdup (name));
  g_ptr_array_add (self->settings, g_strdup (value));
}

static void
add_timeout_setting (RetortConninfo *self, const char *name, guint value_ms)
{
  g_autofree char *text = g_strdup_printf ("%ums", value_ms);

  if (value_ms > 0)
    add_setting (self, name, text);
}

static void
add_settings (RetortConninfo *self, const RetortProfileFields *fields,
              const RetortSessionOptions *options)
{
  add_timeout_setting (self, "lock_timeout", options->lock_timeout_ms);
  add_timeout_setting (self, "statement_timeout", options->statement_timeout_ms);
  if (options->is_read_only)
    add_setting (self, "default_transaction_read_only", "on");
  add_setting (self, "search_path", fields->search_path);
}

/* In `options` a backslash protects a space and itself (PostgreSQL docs,
 * "Connection parameters"). */
static void
append_option (GString *text, const char *name, const char *value)
{
  g_string_append_printf (text, "%s-c %s=", text->len > 0 ? " " : "", name);
  for (const char *at = value; *at != '\0'; at++)
    {
      if (g_ascii_isspace (*at) || *at == '\\')
        g_string_append_c (text, '\\');
      g_string_append_c (text, *at);
    }
}

/* The options that stand already: in the connection string, else in PGOPTIONS. Ours come after
 * them. */
static char *
dup_standing_options (const PQconninfoOption *parsed)
{
  for (; parsed != NULL && parsed->keyword != NULL; parsed++)
    if (strcmp (parsed->keyword, "options") == 0 && parsed->val != NULL)
      return g_strdup (parsed->val);
  return g_strdup (g_getenv ("PGOPTIONS"));
}

static void
add_options (RetortConninfo *self, const PQconninfoOption *parsed)
{
  g_autofree char *standing = dup_standing_options (parsed);
  g_autoptr(GString) text = g_string_new (standing);

  for (guint i = 0; i + 1 < self->settings->len; i += 2)
    append_option (text, self->settings->pdata[i], self->settings->pdata[i + 1]);
  if (text->len > 0)
    add (self, "options", text->str);
}

static void
add_place (RetortConninfo *self, const RetortProfileFields *fields)
{
  g_autofree char *port = g_strdup_printf ("%u", fields->port);

  add (self, "service", fields->service);
  add (self, "host", fields->host);
  add (self, "port", fields->port > 0 ? port : NULL);
  add (self, "user", fields->user);
  add (self, "sslmode", fields->tls_mode);
  add (self, "dbname", fields->database);
}

/* The name stays what TLS and .pgpass are asked about; only the way there is another. A socket at the
 * other end is called what .pgpass calls it. */
static void
add_address (RetortConninfo *self, const RetortSessionOptions *options, const char *host)
{
  g_autofree char *port = g_strdup_printf ("%u", options->address_port);

  if (options->address == NULL)
    return;
  if (host == NULL || *host == '\0' || host[0] == '/')
    add (self, "host", "localhost");
  add (self, "hostaddr", options->address);
  add (self, "port", port);
}

/* What holds unless the connection string says otherwise. A service file only fills what nobody
 * said, so nothing is said when there may be one. A network that swallows packets is noticed in 3
 * minutes. */
static void
add_fallbacks (RetortConninfo *self, const RetortProfileFields *fields)
{
  if (fields->service != NULL || g_getenv ("PGSERVICE") != NULL)
    return;
  add (self, "keepalives_idle", "60");
  add (self, "keepalives_interval", "15");
  add (self, "keepalives_count", "8");
}

static const char *
find_keyword (const PQconninfoOption *parsed, const char *keyword)
{
  for (; parsed != NULL && parsed->keyword != NULL; parsed++)
    if (strcmp (parsed->keyword, keyword) == 0)
      return parsed->val;
  return NULL;
}

static const char *
get_host (const RetortProfileFields *fields, const PQconninfoOption *parsed)
{
  return fields->host != NULL ? fields->host : find_keyword (parsed, "host");
}

/* Every host of a list has its own time, as in libpq. */
static guint
count_hosts (const char *hosts)
{
  guint n_hosts = 1;

  for (const char *at = hosts; at != NULL && *at != '\0'; at++)
    n_hosts += *at == ',';
  return n_hosts;
}

static guint
choose_timeout (const RetortProfileFields *fields, const PQconninfoOption *parsed)
{
  const char *standing = find_keyword (parsed, "connect_timeout");
  const char *host = get_host (fields, parsed);
  guint timeout_s = fields->connect_timeout_s;

  if (timeout_s == 0 && standing == NULL)
    standing = g_getenv ("PGCONNECT_TIMEOUT");
  if (timeout_s == 0 && standing != NULL)
    timeout_s = (guint) CLAMP (g_ascii_strtoll (standing, NULL, 10), 0, 3600);
  if (timeout_s == 0)
    timeout_s = DEFAULT_CONNECT_TIMEOUT_S;
  return timeout_s * count_hosts (host);
}

/* libpq's own message would quote the string, and with it a password. Makes libpq ready too. */
static gboolean
parse_url (const char *url, PQconninfoOption **parsed, GError **error)
{
  char *message = NULL;

  if (!retort_pq_load (error))
    return FALSE;
  if (url == NULL)
    return TRUE;
  *parsed = PQconninfoParse (url, &message);
  g_clear_pointer (&message, PQfreemem);
  if (*parsed != NULL)
    return TRUE;
  g_set_error_literal (
      error, RETORT_DB_ERROR, RETORT_DB_ERROR_PROFILE,
      "cannot read the connection URL: it is neither postgresql://… nor 'host=… dbname=…'");
  return FALSE;
}

/* What a service says, as libpq reads it (its file, PGSERVICEFILE, pg_service.conf of the machine). There is no call of libpq for that;
 * but a connection that is refused for a word that does not exist has read the service, and nobody was asked for anything. */
static PQconninfoOption *
read_service (const char *service)
{
  const char *const keywords[] = { "service", "sslmode", NULL };
  const char *const values[] = { service, "none of these", NULL };
  g_autoptr(PGconn) conn = PQconnectStartParams (keywords, values, 0);

  return conn != NULL ? PQconninfo (conn) : NULL;
}

static const char *
get_service (const RetortProfileFields *fields, const PQconninfoOption *parsed)
{
  return fields->service != NULL ? fields->service : find_keyword (parsed, "service");
}

/* (nullable) (transfer full): what the profile's service says; %NULL when it names none */
static PQconninfoOption *
read_service_of (const RetortProfileFields *fields, const PQconninfoOption *parsed)
{
  const char *service = get_service (fields, parsed);

  return service != NULL ? read_service (service) : NULL;
}

/* (nullable): as the profile says it, else the string, else the service. */
static const char *
find_host (const RetortProfileFields *fields, const PQconninfoOption *parsed, const PQconninfoOption *of_service)
{
  const char *host = get_host (fields, parsed);

  return host != NULL ? host : find_keyword (of_service, "host");
}

/**
 * retort_conninfo_new:
 * @profile: how to reach the database
 * @options: how the session behaves
 * @wants_options: whether settings may travel in the start-up packet (some poolers refuse that)
 * @error: %RETORT_DB_ERROR_PROFILE when the profile's URL cannot be read, %RETORT_DB_ERROR_CONNECTION without libpq
 *
 * A service may bring `options` of its own, which ours would replace: then they are set afterwards.
 *
 * Returns: (transfer full): the keywords
 */
RetortConninfo *
retort_conninfo_new (RetortProfile *profile, const RetortSessionOptions *options,
                     gboolean wants_options, GError **error)
{
  const RetortProfileFields *fields = retort_profile_get (profile);
  g_autoptr(PQconninfoOption) parsed = NULL;
  g_autoptr(PQconninfoOption) of_service = NULL;
  g_autoptr(RetortConninfo) self = g_new0 (RetortConninfo, 1);

  self->keywords = g_ptr_array_new_with_free_func (g_free);
  self->values = g_ptr_array_new_with_free_func (g_free);
  self->settings = g_ptr_array_new_with_free_func (g_free);
  if (!parse_url (fields->url, &parsed, error))
    return NULL;

  self->timeout_s = choose_timeout (fields, parsed);
  add_fallbacks (self, fields);
  self->has_url = fields->url != NULL;
  if (self->has_url)
    add (self, "dbname", fields->url);
  add_place (self, fields);
  of_service = options->address != NULL ? read_service_of (fields, parsed) : NULL;
  add_address (self, options, find_host (fields, parsed, of_service));
  add (self, "password", options->password);
  add (self, "client_encoding", "UTF8");
  add (self, "application_name",
       options->application_name != NULL ? options->application_name : "retort");
  add_settings (self, fields, options);
  self->has_options = wants_options && fields->service == NULL
                      && find_keyword (parsed, "service") == NULL && g_getenv ("PGSERVICE") == NULL;
  if (self->has_options)
    add_options (self, parsed);
  g_ptr_array_add (self->keywords, NULL);
  g_ptr_array_add (self->values, NULL);
  return g_steal_pointer (&self);
}

/**
 * retort_conninfo_free:
 * @self: (transfer full): keywords; their memory is wiped, for one may be a password
 */
void
retort_conninfo_free (RetortConninfo *self)
{
  for (guint i = 0; i < self->values->len; i++)
    if (self->values->pdata[i] != NULL)
      explicit_bzero (self->values->pdata[i], strlen (self->values->pdata[i]));
  g_ptr_array_unref (self->keywords);
  g_ptr_array_unref (self->values);
  g_ptr_array_unref (self->settings);
  g_free (self);
}

/* What libpq itself takes when nobody says it: a variable, else its default. */
static char *
dup_default (const char *keyword, const char *otherwise)
{
  g_autoptr(PQconninfoOption) defaults = PQconndefaults ();
  const char *value = find_keyword (defaults, keyword);

  return g_strdup (value != NULL && *value != '\0' ? value : otherwise);
}

/**
 * retort_conninfo_dup_place:
 * @profile: how to reach a database
 * @port: (out): the server's port
 * @error: %RETORT_DB_ERROR_PROFILE when it does not name one place, %RETORT_DB_ERROR_CONNECTION without libpq
 *
 * For who makes a way there: the name must be known before libpq connects.
 *
 * Returns: (transfer full) (nullable): the host, or the folder of a socket
 */
char *
retort_conninfo_dup_place (RetortProfile *profile, guint *port, GError **error)
{
  const RetortProfileFields *fields = retort_profile_get (profile);
  g_autoptr(PQconninfoOption) parsed = NULL;
  g_autoptr(PQconninfoOption) of_service = NULL;
  g_autofree char *ports = NULL;
  const char *host = NULL;

  if (!parse_url (fields->url, &parsed, error))
    return NULL;
  of_service = read_service_of (fields, parsed);
  host = find_host (fields, parsed, of_service);
  if (host == NULL && of_service != NULL)
    {
      g_set_error (error, RETORT_DB_ERROR, RETORT_DB_ERROR_PROFILE,
                   "the service '%s' names no host: the profile has to say it, as the ssh host calls it",
                   get_service (fields, parsed));
      return NULL;
    }
  if (host != NULL && strchr (host, ',') != NULL)
    {
      g_set_error_literal (error, RETORT_DB_ERROR, RETORT_DB_ERROR_PROFILE, "ssh can lead to one host only");
      return NULL;
    }
  if (fields->port > 0)
    *port = fields->port;
  else
    {
      const char *said = find_keyword (parsed, "port");

      if (said == NULL)
        said = find_keyword (of_service, "port");

      ports = said != NULL ? g_strdup (said) : dup_default ("port", "5432");
      *port = (guint) CLAMP (g_ascii_strtoll (ports, NULL, 10), 1, G_MAXUINT16);
    }
  return host != NULL && *host != '\0' ? g_strdup (host) : dup_default ("host", "localhost");
}

/**
 * retort_conninfo_split:
 * @text: a connection URL or a string of keywords, as libpq reads it
 * @error: %RETORT_DB_ERROR_PROFILE; the message does not quote @text, which may hold a password; %RETORT_DB_ERROR_CONNECTION without libpq
 *
 * Returns: (transfer full) (nullable) (element-type utf8 utf8): the keywords that @text sets
 */
GHashTable *
retort_conninfo_split (const char *text, GError **error)
{
  g_autoptr(PQconninfoOption) parsed = NULL;
  GHashTable *keywords = NULL;

  if (!parse_url (text, &parsed, error))
    return NULL;
  keywords = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  for (const PQconninfoOption *at = parsed; at->keyword != NULL; at++)
    if (at->val != NULL)
      g_hash_table_insert (keywords, g_strdup (at->keyword), g_strdup (at->val));
  return keywords;
}

/**
 * retort_conninfo_knows:
 * @keyword: a word
 *
 * Returns: whether it is a keyword of libpq
 */
gboolean
retort_conninfo_knows (const char *keyword)
{
  g_autoptr(PQconninfoOption) known = retort_pq_load (NULL) ? PQconndefaults () : NULL;

  for (const PQconninfoOption *at = known; at != NULL && at->keyword != NULL; at++)
    if (strcmp (at->keyword, keyword) == 0)
      return TRUE;
  return FALSE;
}

/* Of a URL all that it says, else the keyword itself. Later ones win, as with libpq. */
static gboolean
keep_keyword (GHashTable *known, const char *keyword, const char *value, gboolean is_url, GError **error)
{
  g_autoptr(PQconninfoOption) parsed = NULL;

  if (value == NULL)
    return TRUE;
  if (!is_url)
    {
      g_hash_table_insert (known, g_strdup (keyword), g_strdup (value));
      return TRUE;
    }
  if (!parse_url (value, &parsed, error))
    return FALSE;
  for (const PQconninfoOption *option = parsed; option != NULL && option->keyword != NULL; option++)
    if (option->val != NULL)
      g_hash_table_insert (known, g_strdup (option->keyword), g_strdup (option->val));
  return TRUE;
}

/* "host='/tmp' port='5432'" (PostgreSQL docs, libpq, "Keyword/Value Connection Strings"). */
static char *
join_keywords (GHashTable *known)
{
  GString *text = g_string_new (NULL);
  GHashTableIter iter;
  gpointer keyword;
  gpointer value;

  g_hash_table_iter_init (&iter, known);
  while (g_hash_table_iter_next (&iter, &keyword, &value))
    {
      g_string_append_printf (text, "%s%s='", text->len > 0 ? " " : "", (char *) keyword);
      for (const char *c = value; *c != '\0'; c++)
        {
          if (*c == '\'' || *c == '\\')
            g_string_append_c (text, '\\');
          g_string_append_c (text, *c);
        }
      g_string_append_c (text, '\'');
    }
  return g_string_free (text, FALSE);
}

/**
 * retort_session_dup_place:
 * @profile: how to reach the database
 * @options: its password and the end of a tunnel count
 * @place: (out) (transfer full): a connection string that names no password
 * @password: (out) (transfer full) (nullable): what belongs into `PGPASSWORD`; to be wiped
 * @error: %RETORT_DB_ERROR_PROFILE when the profile's URL cannot be read
 *
 * For PostgreSQL's own programs, whose arguments everybody on the machine can read.
 *
 * Returns: %FALSE with @error set when there is none
 */
gboolean
retort_session_dup_place (RetortProfile *profile, const RetortSessionOptions *options, char **place, char **password, GError **error)
{
  g_autoptr(RetortConninfo) info = retort_conninfo_new (profile, options, FALSE, error);
  g_autoptr(GHashTable) known = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  gboolean is_unread = TRUE;

  if (info == NULL)
    return FALSE;
  for (guint i = 0; i + 1 < info->keywords->len; i++)
    {
      const char *keyword = g_ptr_array_index (info->keywords, i);
      gboolean is_url = info->has_url && is_unread && g_str_equal (keyword, "dbname");

      is_unread &= !is_url;
      if (!keep_keyword (known, keyword, g_ptr_array_index (info->values, i), is_url, error))
        return FALSE;
    }
  *password = g_strdup (g_hash_table_lookup (known, "password"));
  g_hash_table_remove (known, "password");
  *place = join_keywords (known);
  return TRUE;
}
