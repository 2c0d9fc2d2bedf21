/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The locks of one statement while they are found out. Inside analysis/locks only. */
#pragma once

#include "model/schema.h"
#include "sql/tree.h"

G_BEGIN_DECLS

/* PostgreSQL's own numbers (storage/lockdefs.h), which LOCK TABLE's tree holds too. */
typedef enum
{
  LOCK_NONE = 0,
  LOCK_ACCESS_SHARE = 1,
  LOCK_ROW_SHARE = 2,
  LOCK_ROW_EXCLUSIVE = 3,
  LOCK_SHARE_UPDATE_EXCLUSIVE = 4,
  LOCK_SHARE = 5,
  LOCK_SHARE_ROW_EXCLUSIVE = 6,
  LOCK_EXCLUSIVE = 7,
  LOCK_ACCESS_EXCLUSIVE = 8,
} LockMode;

typedef struct
{
  const RetortSchema *schema;   /* nullable: what exists before the statement */
  LockMode            mode;     /* the strongest so far */
  GPtrArray          *tables;   /* utf8: where it is taken */
  gboolean            rewrites; /* or it cannot be excluded */
  gboolean            scans;    /* or it cannot be excluded */
} LockSet;

/* lock.c */
void         lock_set_take_named      (LockSet *set, LockMode mode, const char *schema, const char *table);
void         lock_set_take            (LockSet *set, LockMode mode, const PgQuery__RangeVar *relation);
void         lock_set_rewrite         (LockSet *set);
RetortTable *lock_set_find_table      (const LockSet *set, const PgQuery__RangeVar *relation);

void         lock_set_take_on_table_of_index (LockSet *set, LockMode mode, const char *schema, const char *index_name);
void         lock_set_take_on_users_of_type  (LockSet *set, LockMode mode, const char *type);

/* drop.c */
void         lock_drop                (LockSet *set, const PgQuery__Node *node);

/* alter-table.c */
void         lock_alter_table         (LockSet *set, const PgQuery__Node *node);
void         lock_inline_references   (LockSet *set, const PgQuery__ColumnDef *column);
void         lock_referenced          (LockSet *set, const RetortConstraint *constraint);

/* column-type.c */
void         lock_alter_column_type   (LockSet *set, const PgQuery__RangeVar *relation, const PgQuery__AlterTableCmd *command);
gboolean     lock_domain_is_checked   (const LockSet *set, const PgQuery__TypeName *type);

/* volatility.c */
gboolean     lock_may_be_volatile     (const PgQuery__Node *expression);

G_END_DECLS
