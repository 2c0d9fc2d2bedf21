/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Any bytes as a migration of Alembic: both directions are compiled with the real op and sqlalchemy, and printed. Built as
 * fuzz-migration.c is. */
#include "formats/alembic/compile.h"
#include "formats/alembic/header.h"
#include "formats/alembic/offline.h"

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

static void
compile (RetortRevision *revision, RetortDirection direction)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(RetortMigration) migration = retort_alembic_compile (NULL, revision, direction, NULL, NULL, &error);
  g_autofree char *sql = NULL;

  g_assert_no_error (error);
  sql = retort_alembic_offline_migration (migration);
  g_assert (g_utf8_validate (sql, -1, NULL));
  g_assert ((retort_migration_get_status (migration) == RETORT_MIGRATION_PARTIAL) <= (retort_migration_get_n_gaps (migration) > 0));
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autofree char *text = g_strndup ((const char *) data, size);
  g_autofree char *valid = g_utf8_make_valid (text, -1);
  g_autoptr(RetortSource) source = retort_source_new ("m.py", valid, -1);
  g_autoptr(GError) error = NULL;
  g_autoptr(RetortRevision) revision = retort_alembic_header_read (source, NULL, &error);

  if (revision == NULL)
    return 0;
  compile (revision, RETORT_DIRECTION_UPGRADE);
  compile (revision, RETORT_DIRECTION_DOWNGRADE);
  return 0;
}
