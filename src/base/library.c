/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A program that is linked with libpq waits at its start until libpq, its ciphers, Kerberos, LDAP and some twenty more have found each other:
 * together with libgit2 some two thirds of the start of retort-cli, which mostly has no use for any of them. */
#include "base/library.h"

#include <gio/gio.h>
#include <gmodule.h>

/**
 * retort_library_load:
 * @file: the name under which the system finds the library, "libpq.so.5"
 * @names: (array zero-terminated=1): what is called of it
 * @functions: (out caller-allocates): where the functions of these names go
 * @error: `G_IO_ERROR_NOT_FOUND` when there is no such library or function
 *
 * Loads a library and never unloads it. Any thread.
 *
 * Returns: %FALSE with @error set when it cannot be used
 */
gboolean
retort_library_load (const char *file, const char *const *names, gpointer *functions, GError **error)
{
  GModule *module = g_module_open (file, G_MODULE_BIND_LAZY | G_MODULE_BIND_LOCAL);

  if (module == NULL)
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND, "cannot load '%s': %s", file, g_module_error ());
      return FALSE;
    }
  g_module_make_resident (module);
  for (guint i = 0; names[i] != NULL; i++)
    if (!g_module_symbol (module, names[i], &functions[i]))
      {
        g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND, "cannot use '%s': it has no %s()", file, names[i]);
        return FALSE;
      }
  return TRUE;
}
