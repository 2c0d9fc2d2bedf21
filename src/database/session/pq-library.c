/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "database/session/pq-library.h"

#include "base/library.h"

#define SONAME "libpq.so.5" /* the same since PostgreSQL 8.2 */

#define NAME(function) #function,

/* In the order of the fields of RetortPqLibrary. */
static const char *const names[] = { RETORT_PQ_FUNCTIONS (NAME) };
G_STATIC_ASSERT (sizeof (RetortPqLibrary) == G_N_ELEMENTS (names) * sizeof (gpointer));

/**
 * retort_pq_library: (skip)
 *
 * Loads libpq, the first time. Any thread.
 *
 * Returns: (transfer none): its functions
 */
const RetortPqLibrary *
retort_pq_library (void)
{
  static RetortPqLibrary library;
  static gsize is_loaded;

  if (g_once_init_enter (&is_loaded))
    {
      retort_library_load (SONAME, names, G_N_ELEMENTS (names), (gpointer *) &library);
      g_once_init_leave (&is_loaded, 1);
    }
  return &library;
}
