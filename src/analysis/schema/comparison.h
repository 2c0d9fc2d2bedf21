/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What two schemas differ in, whatever they come from. Pure.
 *
 * Sizes, owners, ranks and what extensions made are no part of a comparison. Two expressions are compared as
 * texts; when one of them is not in PostgreSQL's form and they differ, or when something opaque may have been
 * at an object, that is not comparable, and said so. */
#pragma once

#include "model/schema.h"

G_BEGIN_DECLS

/**
 * RetortDifferenceKind:
 * @RETORT_DIFFERENCE_REMOVED: only the first schema has it
 * @RETORT_DIFFERENCE_ADDED: only the second schema has it
 * @RETORT_DIFFERENCE_CHANGED: both have it, and it is not the same
 * @RETORT_DIFFERENCE_NOT_COMPARABLE: whether it is the same is not known
 */
typedef enum
{
  RETORT_DIFFERENCE_REMOVED,
  RETORT_DIFFERENCE_ADDED,
  RETORT_DIFFERENCE_CHANGED,
  RETORT_DIFFERENCE_NOT_COMPARABLE,
} RetortDifferenceKind;

/**
 * RetortDifference:
 * @kind: what it is
 * @object_kind: of which object
 * @schema: (nullable): the object's schema
 * @name: the object's name
 * @part: (nullable): the kind of part: "column", "constraint", "index", "policy", "trigger"
 * @part_name: (nullable): its name
 * @property: (nullable): what of it: "type", "default", …
 * @from: (nullable): in the first schema
 * @to: (nullable): in the second schema
 */
typedef struct
{
  RetortDifferenceKind kind;
  RetortObjectKind     object_kind;
  char                *schema;
  char                *name;
  const char          *part;
  char                *part_name;
  const char          *property;
  char                *from;
  char                *to;
} RetortDifference;

void        retort_difference_free      (RetortDifference *self);
char       *retort_difference_to_string (const RetortDifference *self) G_GNUC_WARN_UNUSED_RESULT;
const char *retort_object_kind_to_string (RetortObjectKind kind);
/* (element-type RetortDifference) (transfer full): by kind, schema and name of the object */
GPtrArray  *retort_schema_compare       (const RetortSchema *from, const RetortSchema *to) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RetortDifference, retort_difference_free)

G_END_DECLS
