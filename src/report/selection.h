/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The objects of a schema that a name means. Pure. */
#pragma once

#include "model/schema.h"

G_BEGIN_DECLS

/* A schema that shares what @name means, as a user types it: tables with the sequences that they own, views, types,
 * sequences, functions; for an index its table. (nullable): no such object. */
RetortSchema *retort_select_objects (const RetortSchema *schema, const char *name) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
