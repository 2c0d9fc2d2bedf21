/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/target-choice.h"

#include "database/profiles/profile-store.h"
#include "engine/connection-offers.h"

#include <string.h>

/* "--url env:DATABASE_URL": what a variable holds, so that no password stands in a command line. */
#define VARIABLE_PREFIX "env:"

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

static RetortProfile *
load_profile (const char *name, GError **error)
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
  if (profile == NULL)
    g_set_error (error, RETORT_DB_ERROR, RETORT_DB_ERROR_PROFILE, "there is no profile '%s' in '%s'", name, path);
  return g_steal_pointer (&profile);
}

static RetortTarget *
open_profile (const char *name, const char *password, GCancellable *cancellable, GError **error)
{
  g_autoptr(RetortProfile) profile = load_profile (name, error);

  return profile != NULL ? retort_target_open (profile, password, cancellable, error) : NULL;
}

static const char *
get_folder (const RetortTargetChoice *choice, RetortWorkspace *workspace)
{
  if (choice->folder != NULL && (choice->is_elsewhere || workspace == NULL))
    return choice->folder;
  return workspace != NULL ? retort_project_get (retort_workspace_get_project (workspace))->root : NULL;
}

static char *
dup_url (const RetortTargetChoice *choice, RetortWorkspace *workspace, GError **error)
{
  const char *url = choice->url;
  const char *variable = url + strlen (VARIABLE_PREFIX);
  char *found = NULL;

  if (!g_str_has_prefix (url, VARIABLE_PREFIX))
    return g_strdup (url);
  found = retort_connection_offers_dup_variable (get_folder (choice, workspace), variable);
  if (found == NULL)
    g_set_error (error, RETORT_DB_ERROR, RETORT_DB_ERROR_PROFILE, "neither the environment nor a .env file of the project holds '%s'", variable);
  return found;
}

static RetortTarget *
open_url (const RetortTargetChoice *choice, RetortWorkspace *workspace, GCancellable *cancellable, GError **error)
{
  g_autofree char *own_password = NULL;
  g_autofree char *whole = dup_url (choice, workspace, error);
  g_autoptr(RetortProfile) profile = whole != NULL ? retort_profile_from_url (whole, &own_password, error) : NULL;

  if (profile == NULL)
    return NULL;
  return retort_target_open (profile, choice->password != NULL ? choice->password : own_password, cancellable, error);
}

/* What the project's files name is the likely answer. */
static void
refuse_none (const RetortTargetChoice *choice, RetortWorkspace *workspace, GError **error)
{
  const char *folder = get_folder (choice, workspace);
  g_autoptr(GPtrArray) offers = folder != NULL ? retort_connection_offers_find (folder) : g_ptr_array_new ();
  const RetortConnectionOffer *offer = NULL;

  for (guint i = 0; i < offers->len && offer == NULL; i++)
    if (!((RetortConnectionOffer *) offers->pdata[i])->is_service && ((RetortConnectionOffer *) offers->pdata[i])->url != NULL)
      offer = offers->pdata[i];
  g_set_error (error, RETORT_DB_ERROR, RETORT_DB_ERROR_PROFILE, "no database is named; use --profile NAME, --url URL or --private");
  if (offer != NULL && error != NULL)
    {
      g_autofree char *message = g_strdup_printf ("%s; '%s' names %s: --url %s%s", (*error)->message, offer->file, offer->place, VARIABLE_PREFIX, offer->name);

      g_free ((*error)->message);
      (*error)->message = g_steal_pointer (&message);
    }
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
    return open_url (choice, workspace, cancellable, error);

  name = choice->private_name;
  if (name == NULL && workspace != NULL)
    name = retort_workspace_get_name (workspace);
  if (choice->is_private && name != NULL)
    return retort_target_open_private (name, cancellable, error);

  refuse_none (choice, workspace, error);
  return NULL;
}

/**
 * retort_target_choice_dup_profile:
 * @choice: what the user said
 * @workspace: the project, whose name a private database has by default
 * @error: RETORT_DB_ERROR_PROFILE: there is no such profile
 *
 * Reads a file and connects to nothing. Any thread.
 *
 * Returns: (transfer full) (nullable): how the database would be reached; %NULL without @error when no profile or private database was named
 */
RetortProfile *
retort_target_choice_dup_profile (const RetortTargetChoice *choice, RetortWorkspace *workspace, GError **error)
{
  const char *name = NULL;

  if (choice->profile != NULL)
    return load_profile (choice->profile, error);
  if (!choice->is_private)
    return NULL;
  name = choice->private_name != NULL ? choice->private_name : retort_workspace_get_name (workspace);
  return name != NULL ? retort_profile_new_private (name, name) : NULL;
}
