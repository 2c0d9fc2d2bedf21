/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How the workbench makes the tree of the schema page. */
#pragma once

#include "workbench/schema-snapshot.h"

G_BEGIN_DECLS

/**
 * RetortSchemaNodeFields:
 * @kind: what the node stands for
 * @schema: (nullable): the schema that it lies in
 * @name: what stands in the tree
 * @subtitle: (nullable): size and the like
 * @children: (nullable): a list of RetortSchemaNode; the node takes a reference
 * @object: (nullable): RetortTable, RetortEnumType, … by @kind; lives as long as @owner
 * @owner: what owns @object
 */
typedef struct
{
  RetortSchemaNodeKind  kind;
  const char           *schema;
  const char           *name;
  const char           *subtitle;
  GListModel           *children;
  gconstpointer         object;
  RetortSchema         *owner;
} RetortSchemaNodeFields;

RetortSchemaNode     *retort_schema_node_new     (const RetortSchemaNodeFields *fields) G_GNUC_WARN_UNUSED_RESULT;
RetortSchemaSnapshot *retort_schema_snapshot_new (RetortSchema *schema) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
