/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Models say nothing of extensions, functions, domains and composite types, which their tables may need: those are taken from the schema
 * that they will be held against. */
#include "analysis/schema/model-schema.h"

typedef struct
{
  RetortSchema    *schema;
  RetortObjectKind kind;
} Copying;

static gpointer
dup_object (RetortObjectKind kind, gconstpointer object)
{
  switch (kind)
    {
    case RETORT_OBJECT_NAMESPACE:
      return g_strdup (object);
    case RETORT_OBJECT_EXTENSION:
      return retort_extension_copy (object);
    case RETORT_OBJECT_DOMAIN:
      return retort_domain_copy (object);
    case RETORT_OBJECT_COMPOSITE:
      return retort_composite_type_copy (object);
    case RETORT_OBJECT_FUNCTION:
      return retort_function_copy (object);
    case RETORT_OBJECT_TABLE:
    case RETORT_OBJECT_ENUM:
    case RETORT_OBJECT_SEQUENCE:
      break;
    }
  return NULL;
}

static void
copy_object_cb (gpointer object, gpointer user_data)
{
  Copying *copying = user_data;

  retort_schema_put (copying->schema, copying->kind, dup_object (copying->kind, object));
}

static RetortSchema *
new_ground (const RetortSchema *actual)
{
  static const RetortObjectKind kinds[] = { RETORT_OBJECT_NAMESPACE, RETORT_OBJECT_EXTENSION, RETORT_OBJECT_DOMAIN, RETORT_OBJECT_COMPOSITE,
                                            RETORT_OBJECT_FUNCTION };
  g_autoptr(RetortSchema) initial = retort_schema_new_initial ();
  RetortSchema *ground = retort_schema_copy (initial);

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      Copying copying = { ground, kinds[i] };

      retort_schema_foreach (actual, kinds[i], copy_object_cb, &copying);
    }
  retort_schema_set_search_path (ground, retort_schema_get_search_path (actual));
  return ground;
}

/* A schema that only the models know. */
static void
add_namespace (RetortSchema *ground, const char *name)
{
  if (name != NULL && retort_schema_find (ground, RETORT_OBJECT_NAMESPACE, NULL, name) == NULL)
    retort_schema_put (ground, RETORT_OBJECT_NAMESPACE, g_strdup (name));
}

/* @model: (nullable): whose failure it is */
static void
apply_batches (RetortModelSchema *self, RetortModelClass *model, GPtrArray *batches)
{
  for (guint i = 0; i < batches->len; i++)
    {
      g_auto(RetortEffect) effect = { 0 };
      RetortSchema *next = retort_schema_apply_batch (self->schema, g_ptr_array_index (batches, i), &effect);

      retort_schema_unref (self->schema);
      self->schema = next;
      if (model != NULL && (effect.kind == RETORT_EFFECT_FAILS || effect.kind == RETORT_EFFECT_OPAQUE) && !g_hash_table_contains (self->failures, model))
        g_hash_table_insert (self->failures, model, g_strdup (effect.reason != NULL ? effect.reason : "it is not understood"));
    }
}

/**
 * retort_model_schema_new:
 * @models: a project's models
 * @actual: the schema that they will be held against
 *
 * Makes the tables of the models, as a database would. Any thread.
 *
 * Returns: (transfer full): what the models ask for
 */
RetortModelSchema *
retort_model_schema_new (const RetortModelSet *models, const RetortSchema *actual)
{
  RetortModelSchema *self = g_new0 (RetortModelSchema, 1);
  RetortSchema *ground = new_ground (actual);

  self->failures = g_hash_table_new_full (NULL, NULL, NULL, g_free);
  for (guint i = 0; i < models->classes->len; i++)
    add_namespace (ground, ((RetortModelClass *) g_ptr_array_index (models->classes, i))->schema);
  self->schema = ground;
  apply_batches (self, NULL, models->before);
  for (guint i = 0; i < models->classes->len; i++)
    apply_batches (self, g_ptr_array_index (models->classes, i), ((RetortModelClass *) g_ptr_array_index (models->classes, i))->statements);
  for (guint i = 0; i < models->classes->len; i++)
    apply_batches (self, g_ptr_array_index (models->classes, i), ((RetortModelClass *) g_ptr_array_index (models->classes, i))->foreign_keys);
  apply_batches (self, NULL, models->after);
  return self;
}

/**
 * retort_model_schema_free:
 * @self: (transfer full): what models ask for
 */
void
retort_model_schema_free (RetortModelSchema *self)
{
  retort_schema_unref (self->schema);
  g_hash_table_unref (self->failures);
  g_free (self);
}
