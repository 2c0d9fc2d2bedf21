/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The models of a project: SQLAlchemy's declarative classes and tables, SQLModel's, and the classes of Pydantic beside them. Read, never run. */
#pragma once

#include "formats/project.h"
#include "model/model-set.h"

G_BEGIN_DECLS

RetortModelSet *retort_models_read (RetortProject *project, GCancellable *cancellable, GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
