/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One node of the schema page's tree. Immutable. */
#include "config.h"

#include "report/ddl.h"
#include "report/describe.h"
#include "workbench/schema-snapshot-private.h"

struct _RetortSchemaNode
{
  GObject parent_instance;

  RetortSchemaNodeKind  kind;
  char                 *schema;   /* nullable */
  char                 *name;
  char                 *subtitle; /* nullable */
  GListModel           *children; /* nullable */
  gconstpointer         object;   /* nullable; lives as long as owner */
  RetortSchema         *owner;
};

enum
{
  PROP_0,
  PROP_KIND,
  PROP_NAME,
  PROP_SUBTITLE,
  PROP_SCHEMA,
  PROP_ICON_NAME,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (RetortSchemaNode, retort_schema_node, G_TYPE_OBJECT)

static const char *
get_icon_name (RetortSchemaNodeKind kind)
{
  switch (kind)
    {
    case RETORT_SCHEMA_NODE_SCHEMA: return "retort-schema-symbolic";
    case RETORT_SCHEMA_NODE_GROUP: return "folder-symbolic";
    case RETORT_SCHEMA_NODE_TABLE: return "retort-table-symbolic";
    case RETORT_SCHEMA_NODE_VIEW: return "view-reveal-symbolic";
    case RETORT_SCHEMA_NODE_ENUM: return "view-list-bullet-symbolic";
    case RETORT_SCHEMA_NODE_SEQUENCE: return "view-list-ordered-symbolic";
    case RETORT_SCHEMA_NODE_FUNCTION: return "system-run-symbolic";
    case RETORT_SCHEMA_NODE_DOMAIN: return "text-x-generic-symbolic";
    case RETORT_SCHEMA_NODE_EXTENSION: return "application-x-addon-symbolic";
    }
  g_return_val_if_reached (NULL);
}

static void
retort_schema_node_finalize (GObject *object)
{
  RetortSchemaNode *self = RETORT_SCHEMA_NODE (object);

  g_free (self->schema);
  g_free (self->name);
  g_free (self->subtitle);
  g_clear_object (&self->children);
  g_clear_pointer (&self->owner, retort_schema_unref);
  G_OBJECT_CLASS (retort_schema_node_parent_class)->finalize (object);
}

static void
retort_schema_node_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  RetortSchemaNode *self = RETORT_SCHEMA_NODE (object);

  switch (id)
    {
    case PROP_KIND: g_value_set_uint (value, self->kind); break;
    case PROP_NAME: g_value_set_string (value, self->name); break;
    case PROP_SUBTITLE: g_value_set_string (value, self->subtitle); break;
    case PROP_SCHEMA: g_value_set_string (value, self->schema); break;
    case PROP_ICON_NAME: g_value_set_string (value, get_icon_name (self->kind)); break;
    default: G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
retort_schema_node_class_init (RetortSchemaNodeClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->finalize = retort_schema_node_finalize;
  object_class->get_property = retort_schema_node_get_property;
  properties[PROP_KIND] = g_param_spec_uint ("kind", NULL, NULL, RETORT_SCHEMA_NODE_SCHEMA,
                                             RETORT_SCHEMA_NODE_EXTENSION, RETORT_SCHEMA_NODE_SCHEMA, flags);
  properties[PROP_NAME] = g_param_spec_string ("name", NULL, NULL, NULL, flags);
  properties[PROP_SUBTITLE] = g_param_spec_string ("subtitle", NULL, NULL, NULL, flags);
  properties[PROP_SCHEMA] = g_param_spec_string ("schema", NULL, NULL, NULL, flags);
  properties[PROP_ICON_NAME] = g_param_spec_string ("icon-name", NULL, NULL, NULL, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
retort_schema_node_init (RetortSchemaNode *self)
{
}

/**
 * retort_schema_node_new: (skip)
 * @fields: what the node is; copied
 *
 * Makes a node.
 *
 * Returns: (transfer full): the node
 */
RetortSchemaNode *
retort_schema_node_new (const RetortSchemaNodeFields *fields)
{
  RetortSchemaNode *self = g_object_new (RETORT_TYPE_SCHEMA_NODE, NULL);

  self->kind = fields->kind;
  self->schema = g_strdup (fields->schema);
  self->name = g_strdup (fields->name);
  self->subtitle = g_strdup (fields->subtitle);
  self->children = fields->children != NULL ? g_object_ref (fields->children) : NULL;
  self->object = fields->object;
  self->owner = retort_schema_ref (fields->owner);
  return self;
}

/**
 * retort_schema_node_get_kind:
 * @self: a node
 *
 * What it stands for.
 *
 * Returns: the kind
 */
RetortSchemaNodeKind
retort_schema_node_get_kind (RetortSchemaNode *self)
{
  g_return_val_if_fail (RETORT_IS_SCHEMA_NODE (self), RETORT_SCHEMA_NODE_GROUP);
  return self->kind;
}

/**
 * retort_schema_node_get_name:
 * @self: a node
 *
 * What stands in the tree, unquoted.
 *
 * Returns: (transfer none): the name
 */
const char *
retort_schema_node_get_name (RetortSchemaNode *self)
{
  g_return_val_if_fail (RETORT_IS_SCHEMA_NODE (self), NULL);
  return self->name;
}

/**
 * retort_schema_node_get_schema:
 * @self: a node
 *
 * The schema that the object lies in.
 *
 * Returns: (transfer none) (nullable): a name
 */
const char *
retort_schema_node_get_schema (RetortSchemaNode *self)
{
  g_return_val_if_fail (RETORT_IS_SCHEMA_NODE (self), NULL);
  return self->schema;
}

/**
 * retort_schema_node_get_children:
 * @self: a node
 *
 * What stands below it.
 *
 * Returns: (transfer none) (nullable): a list of RetortSchemaNode
 */
GListModel *
retort_schema_node_get_children (RetortSchemaNode *self)
{
  g_return_val_if_fail (RETORT_IS_SCHEMA_NODE (self), NULL);
  return self->children;
}

/**
 * retort_schema_node_get_table:
 * @self: a node
 *
 * The table or view that it stands for.
 *
 * Returns: (transfer none) (nullable): the relation
 */
RetortTable *
retort_schema_node_get_table (RetortSchemaNode *self)
{
  g_return_val_if_fail (RETORT_IS_SCHEMA_NODE (self), NULL);
  if (self->kind != RETORT_SCHEMA_NODE_TABLE && self->kind != RETORT_SCHEMA_NODE_VIEW)
    return NULL;
  return (RetortTable *) self->object;
}

/**
 * retort_schema_node_get_enum:
 * @self: a node
 *
 * The enum type that it stands for.
 *
 * Returns: (transfer none) (nullable): the type
 */
RetortEnumType *
retort_schema_node_get_enum (RetortSchemaNode *self)
{
  g_return_val_if_fail (RETORT_IS_SCHEMA_NODE (self), NULL);
  return self->kind == RETORT_SCHEMA_NODE_ENUM ? (RetortEnumType *) self->object : NULL;
}

/**
 * retort_schema_node_get_sequence:
 * @self: a node
 *
 * The sequence that it stands for.
 *
 * Returns: (transfer none) (nullable): the sequence
 */
RetortSequence *
retort_schema_node_get_sequence (RetortSchemaNode *self)
{
  g_return_val_if_fail (RETORT_IS_SCHEMA_NODE (self), NULL);
  return self->kind == RETORT_SCHEMA_NODE_SEQUENCE ? (RetortSequence *) self->object : NULL;
}

/**
 * retort_schema_node_get_function:
 * @self: a node
 *
 * The function that it stands for.
 *
 * Returns: (transfer none) (nullable): the function
 */
RetortFunction *
retort_schema_node_get_function (RetortSchemaNode *self)
{
  g_return_val_if_fail (RETORT_IS_SCHEMA_NODE (self), NULL);
  return self->kind == RETORT_SCHEMA_NODE_FUNCTION ? (RetortFunction *) self->object : NULL;
}

/**
 * retort_schema_node_dup_description:
 * @self: a node
 *
 * What psql's \d says of the object.
 *
 * Returns: (transfer full) (nullable): text, or %NULL where \d has nothing to say
 */
char *
retort_schema_node_dup_description (RetortSchemaNode *self)
{
  g_autofree char *name = NULL;

  g_return_val_if_fail (RETORT_IS_SCHEMA_NODE (self), NULL);

  if (retort_schema_node_get_table (self) != NULL)
    return retort_describe_relation (self->owner, retort_schema_node_get_table (self));
  if (self->object == NULL || self->schema == NULL)
    return NULL;
  name = g_strdup_printf ("\"%s\".\"%s\"", self->schema, self->name);
  return retort_describe_object (self->owner, name);
}

/**
 * retort_schema_node_dup_ddl:
 * @self: a node
 *
 * Statements that make the object again.
 *
 * Returns: (transfer full) (nullable): SQL, or %NULL where none is known
 */
char *
retort_schema_node_dup_ddl (RetortSchemaNode *self)
{
  g_return_val_if_fail (RETORT_IS_SCHEMA_NODE (self), NULL);

  if (retort_schema_node_get_table (self) != NULL)
    return retort_ddl_of_table (self->owner, retort_schema_node_get_table (self));
  if (retort_schema_node_get_enum (self) != NULL)
    return retort_ddl_of_enum_type (retort_schema_node_get_enum (self));
  if (retort_schema_node_get_sequence (self) != NULL)
    return retort_ddl_of_sequence (retort_schema_node_get_sequence (self));
  if (retort_schema_node_get_function (self) != NULL)
    return retort_ddl_of_function (retort_schema_node_get_function (self));
  return NULL;
}
