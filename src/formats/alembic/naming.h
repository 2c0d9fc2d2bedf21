/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The naming_convention of target_metadata: how constraints and indexes are called that a migration gives no name, and what becomes of
 * names that a convention takes up (docs/reference/alembic-ops.md section 12; sqlalchemy/sql/naming.py). */
#pragma once

#include "formats/alembic/constraint.h"

G_BEGIN_DECLS

/* The texts by kind: "ix", "uq", "ck", "fk", "pk". Immutable, atomically reference counted. */
typedef struct _RetortNaming RetortNaming;

RetortNaming *retort_naming_new   (GHashTable *texts) G_GNUC_WARN_UNUSED_RESULT;
RetortNaming *retort_naming_ref   (RetortNaming *self);
void          retort_naming_unref (RetortNaming *self);
const char   *retort_naming_get   (const RetortNaming *self, const char *kind);

gboolean      retort_naming_is_understood (const char *kind, const char *text);

RetortName    retort_naming_of_constraint (RetortCall *call, const RetortConstraint *constraint, RetortName table, RetortName schema,
                                           gboolean is_in_table);
RetortName    retort_naming_of_index      (RetortCall *call, RetortName name, RetortName table, RetortName schema, RetortName *columns,
                                           guint n_columns);
RetortName    retort_naming_of_dropped    (RetortCall *call, RetortName name, const char *type, RetortName table, RetortName schema);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RetortNaming, retort_naming_unref)

gboolean         retort_naming_equal           (const RetortNaming *a, const RetortNaming *b);

G_END_DECLS
