/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Turns a schema into a tree: schemas, in each the groups that have something in them, in each group
 * its objects. Made on a worker thread, immutable afterwards. */
#include "config.h"

#include "workbench/schema-snapshot-private.h"

#include <glib/gi18n-lib.h>

struct _RetortSchemaSnapshot
{
  GObject parent_instance;

  RetortSchema *schema;
  GListStore   *roots; /* element: RetortSchemaNode */
};

G_DEFINE_FINAL_TYPE (RetortSchemaSnapshot, retort_schema_snapshot, G_TYPE_OBJECT)

static void
retort_schema_snapshot_finalize (GObject *object)
{
  RetortSchemaSnapshot *self = RETORT_SCHEMA_SNAPSHOT (object);

  g_clear_pointer (&self->schema, retort_schema_unref);
  g_clear_object (&self->roots);
  G_OBJECT_CLASS (retort_schema_snapshot_parent_class)->finalize (object);
}

static void
retort_schema_snapshot_class_init (RetortSchemaSnapshotClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = retort_schema_snapshot_finalize;
}

static void
retort_schema_snapshot_init (RetortSchemaSnapshot *self)
{
  self->roots = g_list_store_new (RETORT_TYPE_SCHEMA_NODE);
}

static void
append_node (GListStore *store, const RetortSchemaNodeFields *fields)
{
  g_autoptr(RetortSchemaNode) node = retort_schema_node_new (fields);

  g_list_store_append (store, node);
}

/* "96 kB", when it is known. */
static char *
dup_size (const RetortTable *table)
{
  return table->size_bytes >= 0 ? g_format_size ((guint64) table->size_bytes) : NULL;
}

static gboolean
is_view (const RetortTable *table)
{
  return table->kind == RETORT_RELATION_VIEW || table->kind == RETORT_RELATION_MATERIALIZED_VIEW;
}

static void
append_tables (GListStore *store, RetortSchema *schema, const char *name, RetortSchemaNodeKind kind)
{
  GPtrArray *tables = retort_schema_get_tables (schema);

  for (guint i = 0; i < tables->len; i++)
    {
      RetortTable *table = g_ptr_array_index (tables, i);
      g_autofree char *size = dup_size (table);

      if (g_str_equal (table->schema, name) && is_view (table) == (kind == RETORT_SCHEMA_NODE_VIEW))
        append_node (store, &(RetortSchemaNodeFields) { kind, name, table->name, size, NULL, table, schema });
    }
}

static void
append_enums (GListStore *store, RetortSchema *schema, const char *name, RetortSchemaNodeKind kind)
{
  GPtrArray *enums = retort_schema_get_enums (schema);

  for (guint i = 0; i < enums->len; i++)
    {
      RetortEnumType *type = g_ptr_array_index (enums, i);
      g_autofree char *labels = g_strjoinv (", ", type->labels);

      if (g_str_equal (type->schema, name))
        append_node (store, &(RetortSchemaNodeFields) { kind, name, type->name, labels, NULL, type, schema });
    }
}

static void
append_sequences (GListStore *store, RetortSchema *schema, const char *name, RetortSchemaNodeKind kind)
{
  GPtrArray *sequences = retort_schema_get_sequences (schema);

  for (guint i = 0; i < sequences->len; i++)
    {
      RetortSequence *sequence = g_ptr_array_index (sequences, i);

      if (g_str_equal (sequence->schema, name))
        append_node (store, &(RetortSchemaNodeFields) { kind, name, sequence->name, sequence->owned_by, NULL,
                                                        sequence, schema });
    }
}

static void
append_functions (GListStore *store, RetortSchema *schema, const char *name, RetortSchemaNodeKind kind)
{
  GPtrArray *functions = retort_schema_get_functions (schema);

  for (guint i = 0; i < functions->len; i++)
    {
      RetortFunction *function = g_ptr_array_index (functions, i);
      g_autofree char *signature = g_strdup_printf ("(%s)", function->arguments);

      if (g_str_equal (function->schema, name))
        append_node (store, &(RetortSchemaNodeFields) { kind, name, function->name, signature, NULL,
                                                        function, schema });
    }
}

static void
append_domains (GListStore *store, RetortSchema *schema, const char *name, RetortSchemaNodeKind kind)
{
  GPtrArray *domains = retort_schema_get_domains (schema);

  for (guint i = 0; i < domains->len; i++)
    {
      RetortDomain *domain = g_ptr_array_index (domains, i);

      if (g_str_equal (domain->schema, name))
        append_node (store, &(RetortSchemaNodeFields) { kind, name, domain->name, domain->type, NULL,
                                                        domain, schema });
    }
}

static void
append_extensions (GListStore *store, RetortSchema *schema, const char *name, RetortSchemaNodeKind kind)
{
  GPtrArray *extensions = retort_schema_get_extensions (schema);

  for (guint i = 0; i < extensions->len; i++)
    {
      RetortExtension *extension = g_ptr_array_index (extensions, i);

      if (g_str_equal (extension->schema, name))
        append_node (store, &(RetortSchemaNodeFields) { kind, name, extension->name, extension->version, NULL,
                                                        extension, schema });
    }
}

/* The groups of a schema, in the order of the tree. */
static const struct
{
  const char           *title;
  RetortSchemaNodeKind  kind;
  void                (*append) (GListStore *store, RetortSchema *schema, const char *name,
                                 RetortSchemaNodeKind kind);
} groups[] = {
  { N_("Tables"), RETORT_SCHEMA_NODE_TABLE, append_tables },
  { N_("Views"), RETORT_SCHEMA_NODE_VIEW, append_tables },
  { N_("Enums"), RETORT_SCHEMA_NODE_ENUM, append_enums },
  { N_("Domains"), RETORT_SCHEMA_NODE_DOMAIN, append_domains },
  { N_("Sequences"), RETORT_SCHEMA_NODE_SEQUENCE, append_sequences },
  { N_("Functions"), RETORT_SCHEMA_NODE_FUNCTION, append_functions },
  { N_("Extensions"), RETORT_SCHEMA_NODE_EXTENSION, append_extensions },
};

static void
append_schema (RetortSchemaSnapshot *self, const char *name)
{
  g_autoptr(GListStore) children = g_list_store_new (RETORT_TYPE_SCHEMA_NODE);

  for (gsize i = 0; i < G_N_ELEMENTS (groups); i++)
    {
      g_autoptr(GListStore) objects = g_list_store_new (RETORT_TYPE_SCHEMA_NODE);
      g_autofree char *count = NULL;

      groups[i].append (objects, self->schema, name, groups[i].kind);
      count = g_strdup_printf ("%u", g_list_model_get_n_items (G_LIST_MODEL (objects)));
      if (!g_str_equal (count, "0"))
        append_node (children, &(RetortSchemaNodeFields) { RETORT_SCHEMA_NODE_GROUP, name, _(groups[i].title),
                                                           count, G_LIST_MODEL (objects), NULL, self->schema });
    }
  append_node (self->roots, &(RetortSchemaNodeFields) { RETORT_SCHEMA_NODE_SCHEMA, name, name, NULL,
                                                        G_LIST_MODEL (children), NULL, self->schema });
}

/**
 * retort_schema_snapshot_new: (skip)
 * @schema: what a database holds
 *
 * Makes the tree. Any thread.
 *
 * Returns: (transfer full): the snapshot
 */
RetortSchemaSnapshot *
retort_schema_snapshot_new (RetortSchema *schema)
{
  RetortSchemaSnapshot *self = g_object_new (RETORT_TYPE_SCHEMA_SNAPSHOT, NULL);
  GPtrArray *names = retort_schema_get_names (schema);

  self->schema = retort_schema_ref (schema);
  for (guint i = 0; i < names->len; i++)
    append_schema (self, g_ptr_array_index (names, i));
  return self;
}

/**
 * retort_schema_snapshot_get_schema:
 * @self: a snapshot
 *
 * What the tree was made from.
 *
 * Returns: (transfer none): the schema
 */
RetortSchema *
retort_schema_snapshot_get_schema (RetortSchemaSnapshot *self)
{
  g_return_val_if_fail (RETORT_IS_SCHEMA_SNAPSHOT (self), NULL);
  return self->schema;
}

/**
 * retort_schema_snapshot_get_roots:
 * @self: a snapshot
 *
 * The schemas of the database.
 *
 * Returns: (transfer none): a list of RetortSchemaNode
 */
GListModel *
retort_schema_snapshot_get_roots (RetortSchemaSnapshot *self)
{
  g_return_val_if_fail (RETORT_IS_SCHEMA_SNAPSHOT (self), NULL);
  return G_LIST_MODEL (self->roots);
}
