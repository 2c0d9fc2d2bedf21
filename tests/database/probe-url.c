/* SPDX-License-Identifier: GPL-3.0-or-later */
/* For test-profile-url-oracle.py: reads connection strings, one a line and escaped as C does, and prints what libpq
 * would be handed for each, as a JSON object of keywords; `null` for one that is refused. What the session adds by
 * itself is left out. */
#include "database/profiles/profile-store.h"
#include "database/session/conninfo-private.h"

#include <json-glib/json-glib.h>
#include <stdio.h>
#include <string.h>

static gboolean
is_of_the_session (const char *keyword)
{
  return strcmp (keyword, "client_encoding") == 0 || g_str_has_prefix (keyword, "keepalives_");
}

static void
unfold (JsonObject *keywords, const char *text)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GHashTable) inner = retort_conninfo_split (text, &error);
  GHashTableIter at;
  gpointer keyword = NULL;
  gpointer value = NULL;

  g_assert_no_error (error);
  g_hash_table_iter_init (&at, inner);
  while (g_hash_table_iter_next (&at, &keyword, &value))
    json_object_set_string_member (keywords, keyword, value);
}

static JsonNode *
keywords_of (const char *url)
{
  JsonNode *node = json_node_new (JSON_NODE_OBJECT);
  g_autofree char *password = NULL;
  g_autoptr(RetortProfile) profile = retort_profile_from_url (url, &password, NULL);
  RetortSessionOptions options = { .password = password };
  g_autoptr(RetortConninfo) info = NULL;
  g_autoptr(JsonObject) keywords = json_object_new ();
  guint first_place = 0;

  if (profile == NULL)
    return json_node_init_null (node);
  info = retort_conninfo_new (profile, &options, TRUE, NULL);
  g_assert_nonnull (info);
  while (g_str_has_prefix (info->keywords->pdata[first_place], "keepalives_"))
    first_place++;
  for (guint i = 0; info->keywords->pdata[i] != NULL; i++)
    {
      const char *keyword = info->keywords->pdata[i];

      if (i == first_place && info->has_url)
        unfold (keywords, info->values->pdata[i]);
      else if (!is_of_the_session (keyword))
        json_object_set_string_member (keywords, keyword, info->values->pdata[i]);
    }
  if (retort_profile_get (profile)->connect_timeout_s > 0)
    json_object_set_int_member (keywords, "connect_timeout", retort_profile_get (profile)->connect_timeout_s);
  json_node_set_object (node, keywords);
  return node;
}

int
main (void)
{
  char line[4096];

  while (fgets (line, sizeof line, stdin) != NULL)
    {
      g_autofree char *url = g_strcompress (g_strchomp (line));
      g_autoptr(JsonNode) node = keywords_of (url);
      g_autofree char *text = json_to_string (node, FALSE);

      puts (text);
      fflush (stdout);
    }
  return 0;
}
