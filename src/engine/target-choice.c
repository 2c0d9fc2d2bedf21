/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/target-choice.h"

#include "database/profiles/profile-store.h"

/**
 * retort_target_choice_is_made:
 * @choice: what the user said
 *
 * Returns: whether a database was named at all
 */
gboolean
retort_target_choice_is_made (const RetortTargetChoice *choice)
{
  g_return_val_if_fail (choice != NULL, FALSE);

  return choice->profile != NULL || choice->url != NULL || choice->is_private;
}

/**
 * retort_target_choice_list_profiles:
 * @error: why the file of profiles cannot be read
 *
 * Blocks as long as the disk does.
 *
 * Returns: (transfer full) (nullable) (element-type RetortProfile): every saved profile
 */
GPtrArray *
retort_target_choice_list_profiles (GError **error)
{
  g_autofree char *path = retort_profile_store_default_path ();
  g_autofree char *warning = NULL;
  GPtrArray *profiles = retort_profile_store_load (path, &warning, error);

  if (warning != NULL)
    g_warning ("%s", warning);
  return profiles;
}

static RetortProfile *
find_profile (GPtrArray *profiles, const char *name)
{
  for (guint i = 0; i < profiles->len; i++)
    {
      RetortProfile *profile = g_ptr_array_index (profiles, i);

      if (g_strcmp0 (retort_profile_get (profile)->name, name) == 0)
        return retort_profile_ref (profile);
    }
  return NULL;
}

static RetortTarget *
open_profile (const char *name, const char *password, GCancellable *cancellable, GError **error)
{
  g_autofree char *path = retort_profile_store_default_path ();
  g_autofree char *warning = NULL;
  g_autoptr(GPtrArray) profiles = retort_profile_store_load (path, &warning, error);
  g_autoptr(RetortProfile) profile = NULL;

  if (profiles == NULL)
    return NULL;
  if (warning != NULL)
    g_warning ("%s", warning);

  profile = find_profile (profiles, name);
  if (profile != NULL)
    return retort_target_open (profile, password, cancellable, error);

  g_set_error (error, RETORT_DB_ERROR, RETORT_DB_ERROR_PROFILE, "there is no profile '%s' in '%s'", name, path);
  return NULL;
}

static RetortTarget *
open_url (const char *url, const char *password, GCancellable *cancellable, GError **error)
{
  g_autofree char *own_password = NULL;
  g_autoptr(RetortProfile) profile = retort_profile_from_url (url, &own_password, error);

  if (profile == NULL)
    return NULL;
  return retort_target_open (profile, password != NULL ? password : own_password, cancellable, error);
}

/**
 * retort_target_choice_open:
 * @choice: what the user said
 * @workspace: (nullable): the project, whose name a private database has by default
 * @cancellable: (nullable): stops connecting
 * @error: a RetortDbError; RETORT_DB_ERROR_PROFILE when nothing usable was named
 *
 * Opens the database that was named. Blocks: worker threads only.
 *
 * Returns: (transfer full) (nullable): the target
 */
RetortTarget *
retort_target_choice_open (const RetortTargetChoice *choice, RetortWorkspace *workspace, GCancellable *cancellable,
                        GError **error)
{
  const char *name = NULL;

  g_return_val_if_fail (choice != NULL, NULL);

  if ((choice->profile != NULL) + (choice->url != NULL) + (choice->is_private != FALSE) > 1)
    {
      g_set_error (error, RETORT_DB_ERROR, RETORT_DB_ERROR_PROFILE,
                   "only one of --profile, --url and --private can be given");
      return NULL;
    }
  if (choice->profile != NULL)
    return open_profile (choice->profile, choice->password, cancellable, error);
  if (choice->url != NULL)
    return open_url (choice->url, choice->password, cancellable, error);

  name = choice->private_name;
  if (name == NULL && workspace != NULL)
    name = retort_workspace_get_name (workspace);
  if (choice->is_private && name != NULL)
    return retort_target_open_private (name, cancellable, error);

  g_set_error (error, RETORT_DB_ERROR, RETORT_DB_ERROR_PROFILE,
               "no database is named; use --profile NAME, --url URL or --private");
  return NULL;
}
