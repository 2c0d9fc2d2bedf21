/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/library.h"

#include <dlfcn.h>

/**
 * retort_library_load:
 * @soname: the name of a library
 * @names: (array length=n_names): names of its functions
 * @n_names: how many
 * @functions: (out) (array length=n_names): the functions
 *
 * Loads a library for good. Where it is not there, or has not all of them, the program ends, as one does that is linked with a library that is not
 * there: it was built for a system that has it.
 */
void
retort_library_load (const char *soname, const char *const *names, gsize n_names, gpointer *functions)
{
  gpointer library = dlopen (soname, RTLD_NOW | RTLD_LOCAL);

  for (gsize i = 0; i < n_names; i++)
    {
      functions[i] = library != NULL ? dlsym (library, names[i]) : NULL;
      if (functions[i] == NULL)
        g_error ("cannot load %s: %s", soname, dlerror ());
    }
}
