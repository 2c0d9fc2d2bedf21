/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The dict of a naming convention, as it is written in a module. */
#pragma once

#include "formats/alembic/definitions.h"

G_BEGIN_DECLS

GHashTable *retort_convention_read (RetortDefinitions *module, const RetortPyNode *dict) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
