/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What of a project the compiler needs besides a revision: the adapter's own data. */
#pragma once

#include "formats/alembic/module-files.h"
#include "formats/alembic/naming.h"

G_BEGIN_DECLS

/* Immutable but for what @modules keeps: may cross threads. */
typedef struct
{
  RetortModuleFiles *modules;
  RetortNaming      *naming; /* nullable: SQLAlchemy's own convention */
} RetortAlembicProject;

RetortAlembicProject *retort_alembic_project_new  (RetortModuleFiles *modules, RetortNaming *naming) G_GNUC_WARN_UNUSED_RESULT;
void                  retort_alembic_project_free (RetortAlembicProject *self);

G_END_DECLS
