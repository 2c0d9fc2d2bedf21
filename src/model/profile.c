/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/profile.h"

struct _RetortProfile
{
  RetortProfileFields fields; /* owns its strings */
};

G_DEFINE_BOXED_TYPE (RetortProfile, retort_profile, retort_profile_ref, retort_profile_unref)

static const char *const environment_words[] = {
  [RETORT_ENVIRONMENT_DEVELOPMENT] = "development",
  [RETORT_ENVIRONMENT_STAGING] = "staging",
  [RETORT_ENVIRONMENT_PRODUCTION] = "production",
};

/* An empty entry of a form means "not said". */
static char *
dup_or_null (const char *text)
{
  return text != NULL && *text != '\0' ? g_strdup (text) : NULL;
}

/**
 * retort_profile_new:
 * @fields: how to reach the database; copied, empty strings count as %NULL
 *
 * Returns: (transfer full): the profile; an id is made when there is none
 */
RetortProfile *
retort_profile_new (const RetortProfileFields *fields)
{
  RetortProfile *self = NULL;
  RetortProfileFields *own = NULL;

  g_return_val_if_fail (fields != NULL && fields->name != NULL, NULL);

  self = g_atomic_rc_box_new0 (RetortProfile);
  own = &self->fields;
  *own = *fields;
  own->id = fields->id != NULL ? g_strdup (fields->id) : g_uuid_string_random ();
  own->name = g_strdup (fields->name);
  own->host = dup_or_null (fields->host);
  own->database = dup_or_null (fields->database);
  own->user = dup_or_null (fields->user);
  own->tls_mode = dup_or_null (fields->tls_mode);
  own->service = dup_or_null (fields->service);
  own->search_path = dup_or_null (fields->search_path);
  own->url = dup_or_null (fields->url);
  own->ssh_host = dup_or_null (fields->ssh_host);
  own->ssh_user = dup_or_null (fields->ssh_user);
  return self;
}

/**
 * retort_profile_new_private:
 * @name: what people call it
 * @database: a database of the private server
 *
 * Returns: (transfer full): how it is reached
 */
RetortProfile *
retort_profile_new_private (const char *name, const char *database)
{
  const RetortProfileFields fields = {
    .id = RETORT_PROFILE_PRIVATE_ID,
    .name = name,
    .environment = RETORT_ENVIRONMENT_DEVELOPMENT,
    .database = database,
    .is_private = TRUE,
  };

  return retort_profile_new (&fields);
}

/**
 * retort_profile_ref:
 * @self: a profile
 *
 * Returns: (transfer full): @self
 */
RetortProfile *
retort_profile_ref (RetortProfile *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
profile_clear (gpointer data)
{
  RetortProfileFields *fields = &((RetortProfile *) data)->fields;

  g_free ((char *) fields->id);
  g_free ((char *) fields->name);
  g_free ((char *) fields->host);
  g_free ((char *) fields->database);
  g_free ((char *) fields->user);
  g_free ((char *) fields->tls_mode);
  g_free ((char *) fields->service);
  g_free ((char *) fields->search_path);
  g_free ((char *) fields->url);
  g_free ((char *) fields->ssh_host);
  g_free ((char *) fields->ssh_user);
}

/**
 * retort_profile_unref:
 * @self: (transfer full): a profile
 */
void
retort_profile_unref (RetortProfile *self)
{
  g_atomic_rc_box_release_full (self, profile_clear);
}

/**
 * retort_profile_get:
 * @self: a profile
 *
 * Returns: (transfer none): how to reach the database
 */
const RetortProfileFields *
retort_profile_get (const RetortProfile *self)
{
  return &self->fields;
}

/**
 * retort_profile_to_display_string:
 * @self: a profile
 *
 * The only way in which a connection is printed: it holds no secret, because a profile holds none.
 *
 * Returns: (transfer full): "user@host:port/database through sshhost", shorter where parts are left to libpq
 */
char *
retort_profile_to_display_string (const RetortProfile *self)
{
  const RetortProfileFields *fields = &self->fields;
  GString *text = g_string_new (NULL);

  /* A connection string that somebody wrote by hand may hold anything. */
  if (fields->url != NULL && fields->host == NULL && fields->database == NULL && fields->service == NULL)
    g_string_append (text, fields->name);
  else if (fields->is_private)
    g_string_append_printf (text, "private server/%s", fields->database);
  else
    {
      if (fields->service != NULL)
        g_string_append_printf (text, "service %s ", fields->service);
      if (fields->user != NULL)
        g_string_append_printf (text, "%s@", fields->user);
      g_string_append (text, fields->host != NULL ? fields->host : "local");
      if (fields->port != 0)
        g_string_append_printf (text, ":%u", fields->port);
      if (fields->database != NULL)
        g_string_append_printf (text, "/%s", fields->database);
    }
  if (fields->ssh_host != NULL)
    g_string_append_printf (text, " through %s", fields->ssh_host);
  return g_string_free (text, FALSE);
}

/**
 * retort_environment_to_string:
 * @environment: an environment
 *
 * Returns: its word, not translated
 */
const char *
retort_environment_to_string (RetortEnvironment environment)
{
  return environment_words[environment];
}

/**
 * retort_environment_from_string:
 * @word: "development", "staging" or "production"
 * @environment: (out): the environment
 *
 * Returns: whether @word is one of them
 */
gboolean
retort_environment_from_string (const char *word, RetortEnvironment *environment)
{
  for (guint i = 0; i < G_N_ELEMENTS (environment_words); i++)
    {
      if (g_str_equal (word, environment_words[i]))
        {
          *environment = (RetortEnvironment) i;
          return TRUE;
        }
    }
  return FALSE;
}
