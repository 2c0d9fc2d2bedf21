/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the connected database held at one moment, as a tree for the schema page. Immutable GObject. */
#pragma once

#include "model/schema.h"

#include <gio/gio.h>

G_BEGIN_DECLS

typedef enum
{
  RETORT_SCHEMA_NODE_SCHEMA,
  RETORT_SCHEMA_NODE_GROUP,   /* "Tables", "Views", "Enums", "Sequences", "Functions" … */
  RETORT_SCHEMA_NODE_TABLE,
  RETORT_SCHEMA_NODE_VIEW,
  RETORT_SCHEMA_NODE_ENUM,
  RETORT_SCHEMA_NODE_SEQUENCE,
  RETORT_SCHEMA_NODE_FUNCTION,
  RETORT_SCHEMA_NODE_DOMAIN,
  RETORT_SCHEMA_NODE_EXTENSION,
} RetortSchemaNodeKind;

/* Properties: kind, name, subtitle ("1,204 rows · 96 kB"), icon-name. */
#define RETORT_TYPE_SCHEMA_NODE (retort_schema_node_get_type ())
G_DECLARE_FINAL_TYPE (RetortSchemaNode, retort_schema_node, RETORT, SCHEMA_NODE, GObject)
RetortSchemaNodeKind retort_schema_node_get_kind     (RetortSchemaNode *self);
const char          *retort_schema_node_get_name     (RetortSchemaNode *self);
const char          *retort_schema_node_get_schema   (RetortSchemaNode *self); /* nullable */
GListModel          *retort_schema_node_get_children (RetortSchemaNode *self); /* nullable */
RetortTable         *retort_schema_node_get_table    (RetortSchemaNode *self); /* nullable */
RetortEnumType      *retort_schema_node_get_enum     (RetortSchemaNode *self); /* nullable */
RetortSequence      *retort_schema_node_get_sequence (RetortSchemaNode *self); /* nullable */
RetortFunction      *retort_schema_node_get_function (RetortSchemaNode *self); /* nullable */
/* What psql's \d says, and the DDL. */
char                *retort_schema_node_dup_description (RetortSchemaNode *self) G_GNUC_WARN_UNUSED_RESULT;
char                *retort_schema_node_dup_ddl      (RetortSchemaNode *self) G_GNUC_WARN_UNUSED_RESULT;

#define RETORT_TYPE_SCHEMA_SNAPSHOT (retort_schema_snapshot_get_type ())
G_DECLARE_FINAL_TYPE (RetortSchemaSnapshot, retort_schema_snapshot, RETORT, SCHEMA_SNAPSHOT, GObject)
RetortSchema *retort_schema_snapshot_get_schema (RetortSchemaSnapshot *self);
GListModel   *retort_schema_snapshot_get_roots  (RetortSchemaSnapshot *self); /* RetortSchemaNode */

G_END_DECLS
