/* SPDX-License-Identifier: GPL-3.0-or-later */
/* profiles.json: { "format": 1, "profiles": [ { "id": …, "name": …, … } ] }. A member that is not
 * said is left out. Members that this version does not know are kept when the file is written
 * again, by the profile's id. A file that cannot be read is renamed to profiles.json.broken-N and
 * told; one of a newer format is neither read nor written. */
#include "database/profiles/profile-store.h"

#include "database/server/lock-file-private.h"
#include "database/session/session.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <json-glib/json-glib.h>
#include <stdlib.h>
#include <string.h>

#define FORMAT 1

static const char *const password_source_words[] = {
  [RETORT_PASSWORD_LIBPQ] = "libpq",
  [RETORT_PASSWORD_KEYRING] = "keyring",
  [RETORT_PASSWORD_ASK] = "ask",
};

/* The texts of a profile and where they are in its fields. */
static const struct
{
  const char *member;
  gsize offset;
} text_members[] = {
  { "id", G_STRUCT_OFFSET (RetortProfileFields, id) },
  { "name", G_STRUCT_OFFSET (RetortProfileFields, name) },
  { "host", G_STRUCT_OFFSET (RetortProfileFields, host) },
  { "database", G_STRUCT_OFFSET (RetortProfileFields, database) },
  { "user", G_STRUCT_OFFSET (RetortProfileFields, user) },
  { "tls_mode", G_STRUCT_OFFSET (RetortProfileFields, tls_mode) },
  { "service", G_STRUCT_OFFSET (RetortProfileFields, service) },
  { "search_path", G_STRUCT_OFFSET (RetortProfileFields, search_path) },
  { "url", G_STRUCT_OFFSET (RetortProfileFields, url) },
  { "ssh_host", G_STRUCT_OFFSET (RetortProfileFields, ssh_host) },
  { "ssh_user", G_STRUCT_OFFSET (RetortProfileFields, ssh_user) },
};

static const struct
{
  const char *member;
  gsize offset;
} number_members[] = {
  { "port", G_STRUCT_OFFSET (RetortProfileFields, port) },
  { "ssh_port", G_STRUCT_OFFSET (RetortProfileFields, ssh_port) },
  { "connect_timeout_s", G_STRUCT_OFFSET (RetortProfileFields, connect_timeout_s) },
  { "lock_timeout_ms", G_STRUCT_OFFSET (RetortProfileFields, lock_timeout_ms) },
  { "statement_timeout_ms", G_STRUCT_OFFSET (RetortProfileFields, statement_timeout_ms) },
};

/* Whether a member is missing, null or of the type. */
static gboolean
is_sound (JsonObject *object, const char *member, GType type)
{
  JsonNode *node = json_object_get_member (object, member);

  return node == NULL || JSON_NODE_HOLDS_NULL (node)
         || (JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == type);
}

static const char *
get_text (JsonObject *object, const char *member)
{
  JsonNode *node = json_object_get_member (object, member);

  return node != NULL && JSON_NODE_HOLDS_VALUE (node) ? json_node_get_string (node) : NULL;
}

static gboolean
are_members_sound (JsonObject *object)
{
  gboolean is_right = get_text (object, "name") != NULL
                      && is_sound (object, "environment", G_TYPE_STRING)
                      && is_sound (object, "password_source", G_TYPE_STRING)
                      && is_sound (object, "gives_password", G_TYPE_BOOLEAN)
                      && is_sound (object, "is_private", G_TYPE_BOOLEAN);

  for (gsize i = 0; i < G_N_ELEMENTS (text_members); i++)
    is_right = is_right && is_sound (object, text_members[i].member, G_TYPE_STRING);
  for (gsize i = 0; i < G_N_ELEMENTS (number_members); i++)
    is_right
        = is_right && is_sound (object, number_members[i].member, G_TYPE_INT64)
          && json_object_get_int_member_with_default (object, number_members[i].member, 0) >= 0;
  return is_right;
}

/* A word of a newer version is taken for the environment that asks for most care. */
static RetortEnvironment
read_environment (JsonObject *object)
{
  const char *word = get_text (object, "environment");
  RetortEnvironment environment = RETORT_ENVIRONMENT_DEVELOPMENT;

  if (word != NULL && !retort_environment_from_string (word, &environment))
    return RETORT_ENVIRONMENT_PRODUCTION;
  return environment;
}

static RetortPasswordSource
read_password_source (JsonObject *object)
{
  const char *word = get_text (object, "password_source");

  for (gsize i = 0; i < G_N_ELEMENTS (password_source_words); i++)
    if (g_strcmp0 (word, password_source_words[i]) == 0)
      return (RetortPasswordSource) i;
  return word == NULL ? RETORT_PASSWORD_LIBPQ : RETORT_PASSWORD_ASK;
}

/* A profile that somebody wrote by hand without an id is the same one each time it is read. */
static char *
dup_id (JsonObject *object)
{
  const char *id = get_text (object, "id");
  const char *name = get_text (object, "name");

  if (id != NULL)
    return g_strdup (id);
  return g_compute_checksum_for_string (G_CHECKSUM_MD5, name != NULL ? name : "", -1);
}

/* NULL when it is no profile. */
static RetortProfile *
read_profile (JsonNode *node)
{
  JsonObject *object = JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
  RetortProfileFields fields = { 0 };
  g_autofree char *id = NULL;

  if (object == NULL || !are_members_sound (object))
    return NULL;
  for (gsize i = 0; i < G_N_ELEMENTS (text_members); i++)
    G_STRUCT_MEMBER (const char *, &fields, text_members[i].offset)
        = get_text (object, text_members[i].member);
  for (gsize i = 0; i < G_N_ELEMENTS (number_members); i++)
    G_STRUCT_MEMBER (guint, &fields, number_members[i].offset)
        = (guint) json_object_get_int_member_with_default (object, number_members[i].member, 0);
  fields.id = id = dup_id (object);
  fields.environment = read_environment (object);
  fields.password_source = read_password_source (object);
  fields.gives_password = json_object_get_boolean_member_with_default (object, "gives_password", FALSE);
  fields.is_private = json_object_get_boolean_member_with_default (object, "is_private", FALSE);
  return retort_profile_new (&fields);
}

/* What was found at the path. */
typedef enum
{
  FILE_MISSING,
  FILE_SOUND,
  FILE_BROKEN,
  FILE_NEWER,
} FileState;

static FileState
look_at_root (JsonNode *root)
{
  JsonObject *object
      = root != NULL && JSON_NODE_HOLDS_OBJECT (root) ? json_node_get_object (root) : NULL;
  JsonNode *profiles = object != NULL ? json_object_get_member (object, "profiles") : NULL;

  if (object == NULL || !is_sound (object, "format", G_TYPE_INT64))
    return FILE_BROKEN;
  if (json_object_get_int_member_with_default (object, "format", FORMAT) > FORMAT)
    return FILE_NEWER;
  return profiles != NULL && JSON_NODE_HOLDS_ARRAY (profiles) ? FILE_SOUND : FILE_BROKEN;
}

/* @root is set when the state is FILE_SOUND. @error only when the file is there and cannot be
 * opened. */
static gboolean
read_file (const char *path, FileState *state, JsonNode **root, GError **error)
{
  g_autofree char *text = NULL;
  g_autoptr(GError) read_error = NULL;
  g_autoptr(JsonNode) node = NULL;

  if (!g_file_get_contents (path, &text, NULL, &read_error))
    {
      *state = FILE_MISSING;
      if (g_error_matches (read_error, G_FILE_ERROR, G_FILE_ERROR_NOENT))
        return TRUE;
      g_set_error (error, RETORT_DB_ERROR, RETORT_DB_ERROR_PROFILE, "cannot read '%s': %s", path,
                   read_error->message);
      return FALSE;
    }
  node = json_from_string (text, NULL);
  *state = look_at_root (node);
  if (*state == FILE_SOUND)
    *root = g_steal_pointer (&node);
  return TRUE;
}

/* The object of the profile in the file as it stands, or a new one. */
static JsonObject *
dup_standing_object (JsonNode *root, const char *id)
{
  JsonArray *array = root != NULL
                         ? json_object_get_array_member (json_node_get_object (root), "profiles")
                         : NULL;

  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++)
    {
      JsonNode *node = json_array_get_element (array, i);
      g_autofree char *standing_id
          = JSON_NODE_HOLDS_OBJECT (node) ? dup_id (json_node_get_object (node)) : NULL;

      if (g_strcmp0 (standing_id, id) == 0)
        return json_node_dup_object (node);
    }
  return json_object_new ();
}

static void
write_word (JsonObject *object, const char *member, const char *word, gboolean is_default)
{
  if (!is_default)
    json_object_set_string_member (object, member, word);
  else if (json_object_has_member (object, member))
    json_object_remove_member (object, member);
}

/* A word that was not understood, and whose careful reading nobody changed, stays as it was. */
static void
write_environment (JsonObject *object, RetortEnvironment environment)
{
  if (json_object_has_member (object, "environment") && are_members_sound (object)
      && read_environment (object) == environment)
    return;
  json_object_set_string_member (object, "environment", retort_environment_to_string (environment));
}

/* What is not so is not written. */
static void
write_flag (JsonObject *object, const char *name, gboolean flag)
{
  if (flag)
    json_object_set_boolean_member (object, name, TRUE);
  else
    write_word (object, name, NULL, TRUE);
}

static JsonNode *
write_profile (JsonNode *root, RetortProfile *profile)
{
  const RetortProfileFields *fields = retort_profile_get (profile);
  g_autoptr(JsonObject) object = dup_standing_object (root, fields->id);
  JsonNode *node = json_node_new (JSON_NODE_OBJECT);

  for (gsize i = 0; i < G_N_ELEMENTS (text_members); i++)
    {
      const char *text = G_STRUCT_MEMBER (const char *, fields, text_members[i].offset);

      write_word (object, text_members[i].member, text, text == NULL);
    }
  for (gsize i = 0; i < G_N_ELEMENTS (number_members); i++)
    {
      guint number = G_STRUCT_MEMBER (guint, fields, number_members[i].offset);

      if (number > 0)
        json_object_set_int_member (object, number_members[i].member, number);
      else
        write_word (object, number_members[i].member, NULL, TRUE);
    }
  write_environment (object, fields->environment);
  write_word (object, "password_source", password_source_words[fields->password_source],
              fields->password_source == RETORT_PASSWORD_LIBPQ);
  write_flag (object, "gives_password", fields->gives_password);
  write_flag (object, "is_private", fields->is_private);
  json_node_set_object (node, object);
  return node;
}

static char *
write_text (JsonNode *root, GPtrArray *profiles)
{
  g_autoptr(JsonObject) object = root != NULL ? json_node_dup_object (root) : json_object_new ();
  g_autoptr(JsonNode) node = json_node_new (JSON_NODE_OBJECT);
  JsonArray *array = json_array_new ();
  g_autofree char *text = NULL;

  for (guint i = 0; i < profiles->len; i++)
    json_array_add_element (array, write_profile (root, profiles->pdata[i]));
  json_object_set_int_member (object, "format", FORMAT);
  json_object_set_array_member (object, "profiles", array);
  json_node_set_object (node, object);
  text = json_to_string (node, TRUE);
  return g_strconcat (text, "\n", NULL);
}

/* Somebody who keeps the file elsewhere and links to it keeps the link. */
static char *
resolve (const char *path)
{
  char *resolved = realpath (path, NULL);
  char *copy = g_strdup (resolved != NULL ? resolved : path);

  free (resolved);
  return copy;
}

/* All profiles in their order; members of the file that are not known here are kept. */
static gboolean
write_file (const char *path, GPtrArray *profiles, GError **error)
{
  g_autofree char *target = resolve (path);
  g_autofree char *text = NULL;
  g_autoptr(JsonNode) root = NULL;
  g_autoptr(GError) write_error = NULL;
  FileState state = FILE_MISSING;

  if (!read_file (target, &state, &root, error))
    return FALSE;
  text = write_text (root, profiles);
  if (g_file_set_contents_full (target, text, -1,
                                G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE, 0600,
                                &write_error))
    return TRUE;
  g_set_error (error, RETORT_DB_ERROR, RETORT_DB_ERROR_PROFILE, "cannot write '%s': %s", path,
               write_error->message);
  return FALSE;
}

/* Gives the file the first free name *.broken-N. */
static char *
keep_aside (const char *path, GError **error)
{
  for (guint i = 1;; i++)
    {
      g_autofree char *name = g_strdup_printf ("%s.broken-%u", path, i);

      if (g_file_test (name, G_FILE_TEST_EXISTS))
        continue;
      if (g_rename (path, name) == 0)
        return g_steal_pointer (&name);
      g_set_error (error, RETORT_DB_ERROR, RETORT_DB_ERROR_PROFILE,
                   "cannot keep the broken '%s' aside: %s", path, g_strerror (errno));
      return NULL;
    }
}

/* Always FALSE. */
static gboolean
set_newer_error (GError **error, const char *path)
{
  g_set_error (error, RETORT_DB_ERROR, RETORT_DB_ERROR_PROFILE,
               "cannot use '%s': it was written by a newer version", path);
  return FALSE;
}

static GPtrArray *
read_profiles (JsonNode *root, guint *n_broken)
{
  JsonArray *array = json_object_get_array_member (json_node_get_object (root), "profiles");
  GPtrArray *profiles = g_ptr_array_new_with_free_func ((GDestroyNotify) retort_profile_unref);

  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      RetortProfile *profile = read_profile (json_array_get_element (array, i));

      if (profile != NULL)
        g_ptr_array_add (profiles, profile);
      else
        (*n_broken)++;
    }
  return profiles;
}

/* The sound profiles of a file that also holds broken ones are written anew beside what is kept. */
static gboolean
recover (const char *path, GPtrArray *profiles, guint n_broken, char **warning, GError **error)
{
  g_autofree char *aside = keep_aside (path, error);

  if (aside == NULL)
    return FALSE;
  if (warning != NULL && n_broken > 0)
    *warning
        = g_strdup_printf ("%u profiles in '%s' cannot be read; the file as it was is kept as '%s'",
                           n_broken, path, aside);
  else if (warning != NULL)
    *warning = g_strdup_printf ("the profiles in '%s' cannot be read; the file is kept as '%s'",
                                path, aside);
  return profiles->len == 0 || write_file (path, profiles, error);
}

/**
 * retort_profile_store_load:
 * @path: the file
 * @warning: (out) (nullable): a sentence when something could not be read and was kept aside
 * @error: %RETORT_DB_ERROR_PROFILE when the file is there but may not be read, or is of a newer
 * version
 *
 * Returns: (transfer full) (nullable) (element-type RetortProfile): the profiles; none when there
 * is no file
 */
GPtrArray *
retort_profile_store_load (const char *path, char **warning, GError **error)
{
  g_autoptr(JsonNode) root = NULL;
  g_autoptr(GPtrArray) profiles = NULL;
  FileState state = FILE_MISSING;
  guint n_broken = 0;

  if (warning != NULL)
    *warning = NULL;
  if (!read_file (path, &state, &root, error))
    return NULL;
  if (state == FILE_NEWER)
    {
      set_newer_error (error, path);
      return NULL;
    }
  if (state == FILE_SOUND)
    profiles = read_profiles (root, &n_broken);
  else
    profiles = g_ptr_array_new_with_free_func ((GDestroyNotify) retort_profile_unref);
  if ((state == FILE_BROKEN || n_broken > 0) && !recover (path, profiles, n_broken, warning, error))
    return NULL;
  return g_steal_pointer (&profiles);
}

/* Replaces the profile with the id of @added, or adds it; then removes the one with @removed_id. */
static void
change_profiles (GPtrArray *profiles, RetortProfile *added, const char *removed_id)
{
  guint place = 0;

  while (added != NULL && place < profiles->len
         && strcmp (retort_profile_get (profiles->pdata[place])->id, retort_profile_get (added)->id)
                != 0)
    place++;
  if (added != NULL && place < profiles->len)
    {
      retort_profile_unref (profiles->pdata[place]);
      profiles->pdata[place] = retort_profile_ref (added);
    }
  else if (added != NULL)
    g_ptr_array_add (profiles, retort_profile_ref (added));

  for (guint i = profiles->len; removed_id != NULL && i > 0; i--)
    if (strcmp (retort_profile_get (profiles->pdata[i - 1])->id, removed_id) == 0)
      g_ptr_array_remove_index (profiles, i - 1);
}

/* Another process may do the same at this moment: each changes what the other has written. */
static gboolean
update (const char *path, RetortProfile *added, const char *removed_id, GError **error)
{
  g_autofree char *folder = g_path_get_dirname (path);
  g_autofree char *lock_path = g_strconcat (path, ".lock", NULL);
  g_autoptr(RetortLockFile) lock = NULL;
  g_autoptr(GPtrArray) profiles = NULL;
  g_autoptr(GError) lock_error = NULL;
  g_autofree char *warning = NULL;

  g_mkdir_with_parents (folder, 0700); /* a failure shows when the lock is opened */
  lock = retort_lock_file_open (lock_path, &lock_error);
  if (lock == NULL || !retort_lock_file_wait (lock, RETORT_LOCK_ALONE, NULL, &lock_error))
    {
      g_set_error (error, RETORT_DB_ERROR, RETORT_DB_ERROR_PROFILE, "cannot write '%s': %s", path,
                   lock_error->message);
      return FALSE;
    }
  profiles = retort_profile_store_load (path, &warning, error);
  if (profiles == NULL)
    return FALSE;
  if (warning != NULL)
    g_info ("%s", warning);
  change_profiles (profiles, added, removed_id);
  return write_file (path, profiles, error);
}

/**
 * retort_profile_store_put:
 * @path: the file; it and its folder are made when missing
 * @profile: a new profile, or a changed one with the id of the old
 * @error: %RETORT_DB_ERROR_PROFILE when the file cannot be written, or is of a newer version
 *
 * Adds or replaces one profile; what else the file holds stays, whoever wrote it. The file is
 * written whole or not at all. A broken one is kept aside first.
 *
 * Returns: whether it is written
 */
gboolean
retort_profile_store_put (const char *path, RetortProfile *profile, GError **error)
{
  g_return_val_if_fail (profile != NULL, FALSE);

  return update (path, profile, NULL, error);
}

/**
 * retort_profile_store_remove:
 * @path: the file
 * @id: the id of a profile
 * @error: as retort_profile_store_put()
 *
 * Removes one profile, if it is there.
 *
 * Returns: whether it is gone
 */
gboolean
retort_profile_store_remove (const char *path, const char *id, GError **error)
{
  g_return_val_if_fail (id != NULL, FALSE);

  return update (path, NULL, id, error);
}

/**
 * retort_profile_store_default_path:
 *
 * Returns: (transfer full): `$XDG_CONFIG_HOME/retort/profiles.json` (architecture.md, decision 10)
 */
char *
retort_profile_store_default_path (void)
{
  return g_build_filename (g_get_user_config_dir (), "retort", "profiles.json", NULL);
}
