/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "database/session/pq-library.h"

#include "base/library.h"
#include "database/session/session.h"

RetortPqLibrary retort_pq;

static gpointer
load_once (gpointer data)
{
  static const char *const names[] = {
#define X(name) #name,
    RETORT_PQ_FUNCTIONS (X)
#undef X
    NULL,
  };
  GError *problem = NULL;

  retort_library_load ("libpq.so.5", names, (gpointer *) &retort_pq, &problem);
  return problem;
}

/**
 * retort_pq_load: (skip)
 * @error: %RETORT_DB_ERROR_CONNECTION
 *
 * Makes libpq ready, when that was not done yet. Any thread.
 *
 * Returns: %FALSE with @error set when it is not there: then none of its functions may be called
 */
gboolean
retort_pq_load (GError **error)
{
  static GOnce once = G_ONCE_INIT;
  const GError *problem = g_once (&once, load_once, NULL);

  if (problem != NULL)
    g_set_error_literal (error, RETORT_DB_ERROR, RETORT_DB_ERROR_CONNECTION, problem->message);
  return problem == NULL;
}
