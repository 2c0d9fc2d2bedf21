/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a server says comes with a SQLSTATE. What libpq 15 says itself is a text only, maybe translated:
 * so it is looked for as libpq would say it, and as the C library says it (strerror, gai_strerror),
 * each in the language that is set. */
#include "database/session/connect-failure.h"

#include "database/session/pq-private.h"
#include "database/session/session.h"

#include <errno.h>
#include <libintl.h>
#include <netdb.h>
#include <string.h>

/* By SQLSTATE. */
static const struct
{
  const char *sqlstate;
  RetortConnectFailure failure;
} server_failures[] = {
  { "28P01", RETORT_CONNECT_FAILURE_PASSWORD_WRONG }, { "28000", RETORT_CONNECT_FAILURE_NOT_ALLOWED },
  { "3D000", RETORT_CONNECT_FAILURE_NO_DATABASE },    { "53300", RETORT_CONNECT_FAILURE_TOO_MANY },
  { "57P03", RETORT_CONNECT_FAILURE_STARTING },
};

/* "cannot connect to 'TARGET': WORDS" (error.c). */
static const char *
skip_target (const char *message)
{
  const char *end = g_str_has_prefix (message, "cannot connect to '") ? strstr (message, "': ") : NULL;

  return end != NULL ? end + strlen ("': ") : message;
}

static gboolean
begins_with_sqlstate (const char *words)
{
  for (guint i = 0; i < 5; i++)
    if (!g_ascii_isdigit (words[i]) && !g_ascii_isupper (words[i]))
      return FALSE;
  return words[5] == ' ';
}

/* Whether libpq says this in @words, in English or in the language that is set. */
static gboolean
libpq_says (const char *words, const char *sentence)
{
  g_autofree char *domain = g_strdup_printf ("libpq5-%d", retort_pq_load (NULL) ? PQlibVersion () / 10000 : 0);
  g_autofree char *line = g_strconcat (sentence, "\n", NULL); /* until version 15 */
  g_autofree char *translated = g_strchomp (g_strdup (dgettext (domain, line)));

  return strstr (words, sentence) != NULL || strstr (words, translated) != NULL
         || strstr (words, dgettext (domain, sentence)) != NULL;
}

static RetortConnectFailure
failure_of_sqlstate (const char *words)
{
  for (gsize i = 0; i < G_N_ELEMENTS (server_failures); i++)
    if (g_str_has_prefix (words, server_failures[i].sqlstate))
      return server_failures[i].failure;
  return RETORT_CONNECT_FAILURE_OTHER;
}

static RetortConnectFailure
failure_of_words (const char *words)
{
  if (strstr (words, "no answer within") != NULL || strstr (words, g_strerror (ETIMEDOUT)) != NULL)
    return RETORT_CONNECT_FAILURE_TIMEOUT;
  if (strstr (words, gai_strerror (EAI_NONAME)) != NULL || strstr (words, gai_strerror (EAI_AGAIN)) != NULL
      || strstr (words, gai_strerror (EAI_NODATA)) != NULL)
    return RETORT_CONNECT_FAILURE_HOST_UNKNOWN;
  if (strstr (words, g_strerror (ENOENT)) != NULL && strstr (words, ".s.PGSQL.") != NULL)
    return RETORT_CONNECT_FAILURE_NO_SOCKET;
  if (strstr (words, g_strerror (ECONNREFUSED)) != NULL)
    return RETORT_CONNECT_FAILURE_PORT_REFUSED;
  if (libpq_says (words, "server does not support SSL, but SSL was required"))
    return RETORT_CONNECT_FAILURE_TLS_REFUSED;
  if (strstr (words, "SSL") != NULL || strstr (words, "certificate") != NULL)
    return RETORT_CONNECT_FAILURE_CERTIFICATE;
  return RETORT_CONNECT_FAILURE_OTHER;
}

/**
 * retort_connect_failure_of:
 * @error: what retort_session_open() or the engine's target set
 *
 * Returns: what kind of failure it is
 */
RetortConnectFailure
retort_connect_failure_of (const GError *error)
{
  const char *words = skip_target (error->message);

  if (error->domain != RETORT_DB_ERROR)
    return RETORT_CONNECT_FAILURE_OTHER;
  if (error->code == RETORT_DB_ERROR_TUNNEL)
    return RETORT_CONNECT_FAILURE_SSH;
  if (begins_with_sqlstate (words))
    return failure_of_sqlstate (words);
  if (error->code == RETORT_DB_ERROR_AUTHENTICATION)
    return RETORT_CONNECT_FAILURE_PASSWORD_MISSING;
  return error->code == RETORT_DB_ERROR_CONNECTION ? failure_of_words (words) : RETORT_CONNECT_FAILURE_OTHER;
}

/**
 * retort_connect_failure_wants_password:
 * @error: as for retort_connect_failure_of()
 *
 * Returns: whether another password may help
 */
gboolean
retort_connect_failure_wants_password (const GError *error)
{
  RetortConnectFailure failure = retort_connect_failure_of (error);

  return failure == RETORT_CONNECT_FAILURE_PASSWORD_MISSING || failure == RETORT_CONNECT_FAILURE_PASSWORD_WRONG;
}

/* One sentence of libpq for each address that a name has, often the same, with hints in lines that begin
 * with a tab. */
static char *
dup_libpq_words (const char *words)
{
  g_autoptr(GRegex) place = g_regex_new ("^connection to server (at|on) .* failed: ", 0, 0, NULL);
  g_auto(GStrv) lines = g_strsplit (words, "\n", -1);
  g_autoptr(GPtrArray) said = g_ptr_array_new_with_free_func (g_free);

  for (char **line = lines; *line != NULL; line++)
    {
      g_autofree char *cause = g_regex_replace_literal (place, *line, -1, 0, "", 0, NULL);

      if (**line != '\t' && *cause != '\0' && !g_ptr_array_find_with_equal_func (said, cause, g_str_equal, NULL))
        g_ptr_array_add (said, g_steal_pointer (&cause));
    }
  g_ptr_array_add (said, NULL);
  return g_strjoinv (" ", (char **) said->pdata);
}

/* After the severity, of the last attempt: with the TLS mode "prefer" there are two. */
static char *
dup_server_words (const char *words)
{
  g_auto(GStrv) lines = g_strsplit (words, "\n", -1);

  for (guint i = g_strv_length (lines); i > 0; i--)
    {
      const char *said = strstr (lines[i - 1], ":  ");

      if (said != NULL)
        return g_strdup (said + strlen (":  "));
    }
  return NULL;
}

/**
 * retort_connect_failure_dup_words:
 * @error: as for retort_connect_failure_of()
 *
 * Returns: (transfer full): what server, libpq or ssh said, without what was to be reached and without a SQLSTATE
 */
char *
retort_connect_failure_dup_words (const GError *error)
{
  const char *words = skip_target (error->message);
  char *said = begins_with_sqlstate (words) ? dup_server_words (words) : NULL;

  return said != NULL ? said : dup_libpq_words (words);
}
