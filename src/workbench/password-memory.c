/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "workbench/password-memory.h"

#include <string.h>

static void
wipe (gpointer data)
{
  explicit_bzero (data, strlen (data));
  g_free (data);
}

/**
 * retort_password_memory_new:
 *
 * Remembers nothing yet.
 *
 * Returns: (transfer full): a memory, a hash table
 */
RetortPasswordMemory *
retort_password_memory_new (void)
{
  return g_hash_table_new_full (g_str_hash, g_str_equal, g_free, wipe);
}

/**
 * retort_password_memory_keep:
 * @self: a memory
 * @profile: whose password
 * @password: what somebody typed
 *
 * Remembers a password in place of the one before.
 */
void
retort_password_memory_keep (RetortPasswordMemory *self, RetortProfile *profile, const char *password)
{
  g_hash_table_insert (self, g_strdup (retort_profile_get (profile)->id), g_strdup (password));
}

/**
 * retort_password_memory_lookup:
 * @self: a memory
 * @profile: whose password
 *
 * What was typed for a profile.
 *
 * Returns: (transfer none) (nullable): the password
 */
const char *
retort_password_memory_lookup (RetortPasswordMemory *self, RetortProfile *profile)
{
  return g_hash_table_lookup (self, retort_profile_get (profile)->id);
}

/**
 * retort_password_memory_forget:
 * @self: a memory
 * @profile: whose password was refused, or who was removed
 *
 * Forgets a password.
 */
void
retort_password_memory_forget (RetortPasswordMemory *self, RetortProfile *profile)
{
  g_hash_table_remove (self, retort_profile_get (profile)->id);
}
