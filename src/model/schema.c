/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A schema: one persistent map a kind of object, so that a copy that differs in one table shares the
 * rest. The objects themselves are in schema-objects.c and table.c.
 *
 * Arrays are what most readers want, and what a catalogue fills; they and the maps are made of each other
 * once, under a lock, when they are first needed: what is handed out stays immutable to see. */
#include "model/schema-private.h"

G_DEFINE_BOXED_TYPE (RetortSchema, retort_schema, retort_schema_ref, retort_schema_unref)

/* Held while arrays or maps are made. */
static GMutex making;

/* How the objects of one kind are held and named. */
typedef struct
{
  RetortMapValues values;
  gsize           schema_offset;
  gsize           name_offset;
} ObjectClass;

static gpointer
text_dup (gpointer text)
{
  return g_strdup (text);
}

#define OBJECT_CLASS(Type, noun)                                                                   \
  {                                                                                                \
    { g_atomic_rc_box_acquire, (void (*) (gpointer)) retort_##noun##_unref },                      \
        G_STRUCT_OFFSET (Type, schema), G_STRUCT_OFFSET (Type, name)                               \
  }

static const ObjectClass classes[] = {
  [RETORT_OBJECT_NAMESPACE] = { { text_dup, g_free }, 0, 0 },
  [RETORT_OBJECT_TABLE] = OBJECT_CLASS (RetortTable, table),
  [RETORT_OBJECT_ENUM] = OBJECT_CLASS (RetortEnumType, enum_type),
  [RETORT_OBJECT_SEQUENCE] = OBJECT_CLASS (RetortSequence, sequence),
  [RETORT_OBJECT_FUNCTION] = OBJECT_CLASS (RetortFunction, function),
  [RETORT_OBJECT_DOMAIN] = OBJECT_CLASS (RetortDomain, domain),
  [RETORT_OBJECT_COMPOSITE] = OBJECT_CLASS (RetortCompositeType, composite_type),
  [RETORT_OBJECT_EXTENSION] = OBJECT_CLASS (RetortExtension, extension),
};
G_STATIC_ASSERT (G_N_ELEMENTS (classes) == RETORT_N_OBJECT_KINDS);

static const char *
object_key_init (RetortSchemaKey *key, RetortObjectKind kind, gpointer object)
{
  const ObjectClass *class = &classes[kind];
  const RetortFunction *function = object;
  g_autofree char *signature = NULL;

  if (kind == RETORT_OBJECT_NAMESPACE)
    return retort_schema_key_init (key, NULL, object);
  if (kind == RETORT_OBJECT_EXTENSION)
    return retort_schema_key_init (key, NULL, ((const RetortExtension *) object)->name);
  if (kind == RETORT_OBJECT_FUNCTION)
    {
      signature = g_strdup_printf ("%s(%s)", function->name, function->identity_arguments);
      return retort_schema_key_init (key, function->schema, signature);
    }
  return retort_schema_key_init (key, G_STRUCT_MEMBER (char *, object, class->schema_offset),
                                 G_STRUCT_MEMBER (char *, object, class->name_offset));
}

/* Whoever fills an array after something was looked up gets another map. */
static RetortObjectMap *
ensure_map (const RetortSchema *self, RetortObjectKind kind)
{
  RetortSchemaObjects *objects = (RetortSchemaObjects *) &self->objects[kind];

  if (!objects->is_filled_array || objects->array->len == retort_object_map_get_size (objects->map))
    return objects->map;
  g_clear_pointer (&objects->map, retort_object_map_unref);
  for (guint i = 0; i < objects->array->len; i++)
    {
      gpointer object = g_ptr_array_index (objects->array, i);
      g_auto(RetortSchemaKey) place;
      const char *key = object_key_init (&place, kind, object);

      objects->map = retort_object_map_put (objects->map, &classes[kind].values, key, object);
    }
  return objects->map;
}

static RetortObjectMap *
get_map (const RetortSchema *self, RetortObjectKind kind)
{
  RetortObjectMap *map = NULL;

  if (!self->objects[kind].is_filled_array)
    return self->objects[kind].map;
  g_mutex_lock (&making);
  map = ensure_map (self, kind);
  g_mutex_unlock (&making);
  return map;
}

typedef struct
{
  GPtrArray         *array;
  const ObjectClass *class;
} Collecting;

static void
collect_cb (const char *key, gpointer object, gpointer user_data)
{
  Collecting *collecting = user_data;

  g_ptr_array_add (collecting->array, collecting->class->values.ref (object));
}

static GPtrArray *
get_array (const RetortSchema *self, RetortObjectKind kind)
{
  RetortSchemaObjects *objects = (RetortSchemaObjects *) &self->objects[kind];
  Collecting collecting = { NULL, &classes[kind] };

  g_mutex_lock (&making);
  if (objects->array == NULL)
    {
      collecting.array = g_ptr_array_new_full (retort_object_map_get_size (objects->map),
                                               classes[kind].values.unref);
      retort_object_map_foreach (objects->map, collect_cb, &collecting);
      objects->array = collecting.array;
    }
  g_mutex_unlock (&making);
  return objects->array;
}

/**
 * retort_schema_new:
 *
 * Returns: (transfer full): an empty schema, to be filled through its arrays by who makes it
 */
RetortSchema *
retort_schema_new (void)
{
  RetortSchema *self = g_atomic_rc_box_new0 (RetortSchema);

  for (guint i = 0; i < RETORT_N_OBJECT_KINDS; i++)
    {
      self->objects[i].array = g_ptr_array_new_with_free_func (classes[i].values.unref);
      self->objects[i].is_filled_array = TRUE;
    }
  return self;
}

typedef struct
{
  RetortSchemaNames *names;
  RetortObjectKind   kind;
} Naming;

static void
add_names_cb (const char *key, gpointer object, gpointer user_data)
{
  Naming *naming = user_data;

  retort_schema_names_add_object (naming->names, naming->kind, object);
}

static void
ensure_names (const RetortSchema *self)
{
  RetortSchema *writable = (RetortSchema *) self;

  g_mutex_lock (&making);
  for (guint i = 0; !self->has_names && i < RETORT_N_OBJECT_KINDS; i++)
    {
      Naming naming = { &writable->names, (RetortObjectKind) i };

      retort_object_map_foreach (ensure_map (self, (RetortObjectKind) i), add_names_cb, &naming);
    }
  writable->has_names = TRUE;
  g_mutex_unlock (&making);
}

/**
 * retort_schema_copy:
 * @self: a schema
 *
 * Returns: (transfer full): a schema that shares everything with @self, to be changed and handed out
 */
RetortSchema *
retort_schema_copy (const RetortSchema *self)
{
  RetortSchema *copy = g_atomic_rc_box_new0 (RetortSchema);

  ensure_names (self);
  for (guint i = 0; i < RETORT_N_OBJECT_KINDS; i++)
    {
      RetortObjectMap *map = get_map (self, (RetortObjectKind) i);

      copy->objects[i].map = map != NULL ? retort_object_map_ref (map) : NULL;
    }
  retort_schema_names_copy (&copy->names, &self->names);
  copy->has_names = TRUE;
  copy->search_path = g_strdupv (self->search_path);
  copy->current_path = g_strdupv (self->current_path);
  copy->lookup_path = g_strdupv (self->lookup_path);
  return copy;
}

/**
 * retort_schema_ref:
 * @self: a schema
 *
 * Returns: (transfer full): @self
 */
RetortSchema *
retort_schema_ref (RetortSchema *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
schema_clear (gpointer data)
{
  RetortSchema *self = data;

  for (guint i = 0; i < RETORT_N_OBJECT_KINDS; i++)
    {
      g_clear_pointer (&self->objects[i].array, g_ptr_array_unref);
      g_clear_pointer (&self->objects[i].map, retort_object_map_unref);
    }
  retort_schema_names_clear (&self->names);
  g_strfreev (self->search_path);
  g_strfreev (self->current_path);
  g_strfreev (self->lookup_path);
}

/**
 * retort_schema_unref:
 * @self: (transfer full): a schema
 */
void
retort_schema_unref (RetortSchema *self)
{
  g_atomic_rc_box_release_full (self, schema_clear);
}

/**
 * retort_schema_find:
 * @self: a schema
 * @kind: what is looked for
 * @schema: (nullable): the name of the object's schema; %NULL for schemas and extensions themselves
 * @name: its name, unquoted; of functions "name(identity arguments)"
 *
 * Returns: (transfer none) (nullable): the object
 */
gpointer
retort_schema_find (const RetortSchema *self, RetortObjectKind kind, const char *schema,
                    const char *name)
{
  g_auto(RetortSchemaKey) place;
  const char *key = retort_schema_key_init (&place, schema, name);

  return retort_object_map_find (get_map (self, kind), key);
}

typedef struct
{
  RetortSchemaFunc func;
  gpointer         user_data;
} Visit;

static void
visit_cb (const char *key, gpointer object, gpointer user_data)
{
  Visit *visit = user_data;

  visit->func (object, visit->user_data);
}

/**
 * retort_schema_foreach:
 * @self: a schema
 * @kind: of which objects
 * @func: (scope call): called for each, by schema and name
 * @user_data: for @func
 */
void
retort_schema_foreach (const RetortSchema *self, RetortObjectKind kind, RetortSchemaFunc func,
                       gpointer user_data)
{
  Visit visit = { func, user_data };

  retort_object_map_foreach (get_map (self, kind), visit_cb, &visit);
}

/**
 * retort_schema_foreach_changed:
 * @self: a schema
 * @other: a schema that it was made from, or that was made from it
 * @kind: of which objects
 * @func: (scope call): called for each that @other does not hold as it is, by schema and name
 * @user_data: for @func
 *
 * Objects that the two share are passed over without being looked at.
 */
void
retort_schema_foreach_changed (const RetortSchema *self, const RetortSchema *other, RetortObjectKind kind,
                               RetortSchemaFunc func, gpointer user_data)
{
  Visit visit = { func, user_data };

  retort_object_map_foreach_changed (get_map (self, kind), get_map (other, kind), visit_cb, &visit);
}

/**
 * retort_schema_find_relation:
 * @self: a schema
 * @schema: the name of a schema
 * @name: a name
 *
 * Returns: (transfer none) (nullable): what is called so among tables, indexes, sequences and
 *   composite types
 */
const RetortRelationName *
retort_schema_find_relation (const RetortSchema *self, const char *schema, const char *name)
{
  g_auto(RetortSchemaKey) place;
  const char *key = retort_schema_key_init (&place, schema, name);

  ensure_names (self);
  return retort_object_map_find (self->names.relations, key);
}

/**
 * retort_schema_has_constraint:
 * @self: a schema
 * @schema: the name of a schema
 * @name: a name
 *
 * Returns: whether a constraint of any table of that schema is called so
 */
gboolean
retort_schema_has_constraint (const RetortSchema *self, const char *schema, const char *name)
{
  g_auto(RetortSchemaKey) place;
  const char *key = retort_schema_key_init (&place, schema, name);

  ensure_names (self);
  return retort_object_map_find (self->names.constraints, key) != NULL;
}

/**
 * retort_schema_put:
 * @self: a copy that nobody else has yet
 * @kind: what @object is
 * @object: (transfer full): the object; takes the place of the one of its name
 */
void
retort_schema_put (RetortSchema *self, RetortObjectKind kind, gpointer object)
{
  RetortSchemaObjects *objects = &self->objects[kind];
  g_auto(RetortSchemaKey) place;
  const char *key = object_key_init (&place, kind, object);
  gpointer old = retort_object_map_find (objects->map, key);

  g_return_if_fail (self->has_names && !objects->is_filled_array);

  g_clear_pointer (&objects->array, g_ptr_array_unref);
  if (old != NULL)
    retort_schema_names_replace_object (&self->names, kind, old, object);
  else
    retort_schema_names_add_object (&self->names, kind, object);
  objects->map = retort_object_map_put (objects->map, &classes[kind].values, key, object);
  classes[kind].values.unref (object);
}

/**
 * retort_schema_remove:
 * @self: a copy that nobody else has yet
 * @kind: of what kind the object is
 * @schema: (nullable): the name of its schema
 * @name: its name
 */
void
retort_schema_remove (RetortSchema *self, RetortObjectKind kind, const char *schema,
                      const char *name)
{
  RetortSchemaObjects *objects = &self->objects[kind];
  g_auto(RetortSchemaKey) place;
  const char *key = retort_schema_key_init (&place, schema, name);
  gpointer old = retort_object_map_find (objects->map, key);

  g_return_if_fail (self->has_names && !objects->is_filled_array);

  if (old == NULL)
    return;
  g_clear_pointer (&objects->array, g_ptr_array_unref);
  retort_schema_names_remove_object (&self->names, kind, old);
  objects->map = retort_object_map_remove (objects->map, key);
}

/**
 * retort_schema_get_names:
 * @self: a schema
 *
 * Returns: (transfer none) (element-type utf8): names of its schemas
 */
GPtrArray *
retort_schema_get_names (const RetortSchema *self)
{
  return get_array (self, RETORT_OBJECT_NAMESPACE);
}

/**
 * retort_schema_get_tables:
 * @self: a schema
 *
 * Returns: (transfer none) (element-type RetortTable): tables and views, by schema and name
 */
GPtrArray *
retort_schema_get_tables (const RetortSchema *self)
{
  return get_array (self, RETORT_OBJECT_TABLE);
}

/**
 * retort_schema_get_enums:
 * @self: a schema
 *
 * Returns: (transfer none) (element-type RetortEnumType): enum types
 */
GPtrArray *
retort_schema_get_enums (const RetortSchema *self)
{
  return get_array (self, RETORT_OBJECT_ENUM);
}

/**
 * retort_schema_get_sequences:
 * @self: a schema
 *
 * Returns: (transfer none) (element-type RetortSequence): sequences
 */
GPtrArray *
retort_schema_get_sequences (const RetortSchema *self)
{
  return get_array (self, RETORT_OBJECT_SEQUENCE);
}

/**
 * retort_schema_get_functions:
 * @self: a schema
 *
 * Returns: (transfer none) (element-type RetortFunction): functions
 */
GPtrArray *
retort_schema_get_functions (const RetortSchema *self)
{
  return get_array (self, RETORT_OBJECT_FUNCTION);
}

/**
 * retort_schema_get_domains:
 * @self: a schema
 *
 * Returns: (transfer none) (element-type RetortDomain): domains
 */
GPtrArray *
retort_schema_get_domains (const RetortSchema *self)
{
  return get_array (self, RETORT_OBJECT_DOMAIN);
}

/**
 * retort_schema_get_composites:
 * @self: a schema
 *
 * Returns: (transfer none) (element-type RetortCompositeType): composite types
 */
GPtrArray *
retort_schema_get_composites (const RetortSchema *self)
{
  return get_array (self, RETORT_OBJECT_COMPOSITE);
}

/**
 * retort_schema_get_extensions:
 * @self: a schema
 *
 * Returns: (transfer none) (element-type RetortExtension): extensions
 */
GPtrArray *
retort_schema_get_extensions (const RetortSchema *self)
{
  return get_array (self, RETORT_OBJECT_EXTENSION);
}

/**
 * retort_schema_get_search_path:
 * @self: a schema
 *
 * Returns: (transfer none) (array zero-terminated=1): the schemas, in order, that a name without one
 *   is looked for in; "public" alone when it was never set
 */
const char *const *
retort_schema_get_search_path (const RetortSchema *self)
{
  static const char *const usual[] = { "public", NULL };

  return self->search_path != NULL ? (const char *const *) self->search_path : usual;
}

/**
 * retort_schema_get_lookup_path:
 * @self: a schema
 *
 * Returns: (transfer none) (array zero-terminated=1): the schemas that the next statement looks for tables and types in: those of
 *   retort_schema_get_current_path() behind "pg_temp", where temporary ones are (PostgreSQL docs, search_path)
 */
const char *const *
retort_schema_get_lookup_path (const RetortSchema *self)
{
  static const char *const usual[] = { "pg_temp", "public", NULL };

  return self->lookup_path != NULL ? (const char *const *) self->lookup_path : usual;
}

static void
make_lookup_path (RetortSchema *self)
{
  const char *const *path = retort_schema_get_current_path (self);
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();

  g_strv_builder_add (builder, "pg_temp");
  g_strv_builder_addv (builder, (const char **) path);
  g_strfreev (self->lookup_path);
  self->lookup_path = g_strv_builder_end (builder);
}

/**
 * retort_schema_set_search_path:
 * @self: a schema that nobody else has yet
 * @search_path: (array zero-terminated=1): names of schemas
 */
void
retort_schema_set_search_path (RetortSchema *self, const char *const *search_path)
{
  g_strfreev (self->search_path);
  self->search_path = g_strdupv ((char **) search_path);
  make_lookup_path (self);
}

/**
 * retort_schema_get_current_path:
 * @self: a schema
 *
 * Returns: (transfer none) (array zero-terminated=1): the schemas that the next statement looks for
 *   names in
 */
const char *const *
retort_schema_get_current_path (const RetortSchema *self)
{
  return self->current_path != NULL ? (const char *const *) self->current_path
                                    : retort_schema_get_search_path (self);
}

/**
 * retort_schema_set_current_path:
 * @self: a schema that nobody else has yet
 * @search_path: (nullable) (array zero-terminated=1): names of schemas; %NULL for the usual path
 */
void
retort_schema_set_current_path (RetortSchema *self, const char *const *search_path)
{
  g_strfreev (self->current_path);
  self->current_path = g_strdupv ((char **) search_path);
  make_lookup_path (self);
}

/**
 * retort_schema_find_table:
 * @self: a schema
 * @schema: (nullable): the table's schema; "public" when %NULL
 * @name: its name, unquoted
 *
 * Returns: (transfer none) (nullable): the table or view
 */
RetortTable *
retort_schema_find_table (const RetortSchema *self, const char *schema, const char *name)
{
  return retort_schema_find (self, RETORT_OBJECT_TABLE, schema != NULL ? schema : "public", name);
}
