/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What env.py tells Alembic through context.configure(), read without running it (docs/ARCHITECTURE.md, decision 5). */
#pragma once

#include "formats/alembic/config.h"
#include "formats/alembic/project.h"

G_BEGIN_DECLS

/**
 * RetortAlembicEnvironment:
 * @version_table: where the current revisions are kept
 * @version_table_schema: (nullable): the schema of that table
 * @is_understood: nothing in env.py is left open
 * @has_other_driver: it may connect by another driver than psycopg2, which makes other values of JSON and rare types
 * @version_table_has_key: it has a primary key
 * @transactions: how a run is put into transactions
 * @locks: (nullable) (element-type utf8): queries that take the advisory locks of env.py for the session
 * @settings: (nullable) (element-type utf8): name, value, name, value …: settings of the server that env.py makes for the session, which change
 *   no SQL
 * @path: (nullable): env.py; %NULL when it cannot be read
 * @hash: (nullable): SHA-256 of its content
 * @naming: (nullable): the naming convention of target_metadata; %NULL: SQLAlchemy's own
 */
typedef struct
{
  char              *path;
  char              *hash;
  char              *version_table;
  char              *version_table_schema;
  gboolean           is_understood;
  gboolean           has_other_driver;
  gboolean           version_table_has_key;
  RetortTransactions transactions;
  GPtrArray         *locks;
  GPtrArray         *settings;
  RetortNaming      *naming;
} RetortAlembicEnvironment;

void retort_alembic_environment_read  (RetortAlembicEnvironment *self, const RetortAlembicConfig *config, RetortModuleFiles *modules,
                                       GPtrArray *notes);
void retort_alembic_environment_clear (RetortAlembicEnvironment *self);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (RetortAlembicEnvironment, retort_alembic_environment_clear)

G_END_DECLS
