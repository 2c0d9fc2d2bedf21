/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Migrations for tests, written as SQL. */
#pragma once

#include "model/migration.h"

/**
 * migration_parse:
 * @revision: (nullable): the revision; one without a file when %NULL
 * @direction: up or down
 * @sql: statements separated by ';'; when the revision has a file that holds one of them as it stands,
 *   the statement's place is there
 * @status: how far it is understood
 *
 * Returns: (transfer full): a migration of one batch a statement
 */
RetortMigration *migration_parse (RetortRevision *revision, RetortDirection direction, const char *sql,
                                  RetortMigrationStatus status);
