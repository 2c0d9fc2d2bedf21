/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Subcommands of ALTER TABLE. */
#pragma once

#include "analysis/schema/statements-private.h"

G_BEGIN_DECLS

/* The command's own part: a column, or another property of the table. */
typedef gboolean (*RetortAlterFunc) (RetortEdit *edit, RetortPlace place, const PgQuery__AlterTableCmd *command);

/* alter-column.c */
gboolean retort_alter_add_column       (RetortEdit *edit, RetortPlace place, const PgQuery__AlterTableCmd *command);
gboolean retort_alter_drop_column      (RetortEdit *edit, RetortPlace place, const PgQuery__AlterTableCmd *command);
gboolean retort_alter_column_type      (RetortEdit *edit, RetortPlace place, const PgQuery__AlterTableCmd *command);
gboolean retort_alter_column           (RetortEdit *edit, RetortPlace place, const PgQuery__AlterTableCmd *command);

/* alter-property.c */
gboolean retort_alter_property         (RetortEdit *edit, RetortPlace place, const PgQuery__AlterTableCmd *command);
gboolean retort_alter_persistence      (RetortEdit *edit, RetortPlace place, const PgQuery__AlterTableCmd *command);
gboolean retort_alter_parent           (RetortEdit *edit, RetortPlace place, const PgQuery__AlterTableCmd *command);
gboolean retort_alter_partition        (RetortEdit *edit, RetortPlace place, const PgQuery__AlterTableCmd *command);
gboolean retort_alter_trigger_state    (RetortEdit *edit, RetortPlace place, const PgQuery__AlterTableCmd *command);
gboolean retort_alter_options          (RetortEdit *edit, RetortPlace place, const PgQuery__AlterTableCmd *command);

G_END_DECLS
