/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a plan's statements leave behind: which relations, columns, types and enum values exist afterwards, and which do not. Pure. */
#pragma once

#include "model/plan.h"

G_BEGIN_DECLS

/**
 * RetortPromiseKind:
 * @RETORT_PROMISE_RELATION: a table, view, index or sequence
 * @RETORT_PROMISE_COLUMN: a column of a relation
 * @RETORT_PROMISE_TYPE: a type
 * @RETORT_PROMISE_LABEL: a value of an enum type
 */
typedef enum
{
  RETORT_PROMISE_RELATION,
  RETORT_PROMISE_COLUMN,
  RETORT_PROMISE_TYPE,
  RETORT_PROMISE_LABEL,
} RetortPromiseKind;

/**
 * RetortPromise:
 * @kind: what it is about
 * @object: the relation or type, quoted and qualified as the statement has it
 * @child: (nullable): the column or the value
 * @owner: (nullable): the table of an index
 * @is_present: it exists afterwards
 */
typedef struct
{
  RetortPromiseKind kind;
  char             *object;
  char             *child;
  char             *owner;
  gboolean          is_present;
} RetortPromise;

/* (element-type RetortPromise) (transfer full) (nullable): NULL when the plan changes the search path: names cannot be told then. */
GPtrArray *retort_promise_list (RetortPlan *plan) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
