/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What env.py tells Alembic through context.configure(), read without running it (docs/ARCHITECTURE.md, decision 5). */
#pragma once

#include "formats/project.h"

G_BEGIN_DECLS

typedef struct
{
  char              *version_table;
  char              *version_table_schema; /* nullable */
  gboolean           version_table_has_key;
  RetortTransactions transactions;
} RetortAlembicEnvironment;

void retort_alembic_environment_read  (RetortAlembicEnvironment *self, const char *script_folder, GPtrArray *notes);
void retort_alembic_environment_clear (RetortAlembicEnvironment *self);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (RetortAlembicEnvironment, retort_alembic_environment_clear)

G_END_DECLS
