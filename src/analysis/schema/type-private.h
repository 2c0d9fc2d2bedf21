/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Types as statements write them and as format_type() says them. */
#pragma once

#include "analysis/schema/edit-private.h"

G_BEGIN_DECLS

/* Of a type that format_type() said: its storage, a static text; NULL when it is not known. */
const char *retort_type_get_storage (RetortEdit *edit, const char *type);
/* The same type without length and precision. */
char       *retort_type_dup_base    (const char *type) G_GNUC_WARN_UNUSED_RESULT;
/* A built-in name as format_type() says it without a modifier; NULL for other names. */
const char *retort_type_find_builtin (const char *name);
/* (nullable): the enum, domain or composite type or table that format_type() calls so; sets the place. */
gpointer    retort_type_find_own    (RetortEdit *edit, const char *type, RetortObjectKind *kind);
/* Whether the name is one of an extension's types that is installed; @extension (nullable) says which. */
gboolean    retort_type_is_of_extension (RetortEdit *edit, const char *name);
const char *retort_type_get_of_extension (const char *extension, guint i);
/* NULL after a failure: the type does not exist. */
char       *retort_edit_format_type (RetortEdit *edit, const PgQuery__TypeName *type);
/* "integer" for serial and so on; NULL when it is none. */
const char *retort_type_of_serial   (const PgQuery__TypeName *type);

G_END_DECLS
