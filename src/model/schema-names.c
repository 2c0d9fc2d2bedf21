/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which names a schema's objects take, and which names something opaque may have touched. */
#include "model/schema-private.h"

#include <string.h>

/* How many constraints of one schema have one name. */
typedef struct
{
  guint n;
} NameCount;

static void
relation_name_clear (gpointer data)
{
  RetortRelationName *self = data;

  g_clear_pointer (&self->table, g_ref_string_release);
}

static void
relation_name_unref (gpointer self)
{
  g_atomic_rc_box_release_full (self, relation_name_clear);
}

static gpointer
text_ref (gpointer text)
{
  return g_ref_string_acquire (text);
}

static const RetortMapValues relation_name_values = { g_atomic_rc_box_acquire, relation_name_unref };
static const RetortMapValues count_values = { g_atomic_rc_box_acquire, g_atomic_rc_box_release };
static const RetortMapValues text_values = { text_ref, (void (*) (gpointer)) g_ref_string_release };

/**
 * retort_schema_key_init: (skip)
 * @self: (out caller-allocates): a key
 * @schema: (nullable): the name of a schema
 * @name: the name of an object
 *
 * Returns: (transfer none): what the object is found by, as long as @self is there; keys sort as schema and name do
 */
const char *
retort_schema_key_init (RetortSchemaKey *self, const char *schema, const char *name)
{
  gsize n_schema = schema != NULL ? strlen (schema) : 0;
  gsize n_name = strlen (name);
  gsize n = n_schema + (schema != NULL) + n_name + 1;
  char *text = self->place;

  self->longer = n > sizeof self->place ? g_malloc (n) : NULL;
  if (self->longer != NULL)
    text = self->longer;
  if (schema != NULL)
    {
      memcpy (text, schema, n_schema);
      text[n_schema++] = '\1';
    }
  memcpy (text + n_schema, name, n_name + 1);
  return text;
}

/**
 * retort_schema_key_clear: (skip)
 * @self: a key
 */
void
retort_schema_key_clear (RetortSchemaKey *self)
{
  g_clear_pointer (&self->longer, g_free);
}

static void
add_relation (RetortSchemaNames *self, const char *schema, const char *name, RetortObjectKind kind,
              const char *table)
{
  g_auto(RetortSchemaKey) place;
  const char *key = retort_schema_key_init (&place, schema, name);
  RetortRelationName *relation = g_atomic_rc_box_new0 (RetortRelationName);

  relation->kind = kind;
  relation->is_index = table != NULL;
  relation->table = table != NULL ? g_ref_string_new (table) : NULL;
  self->relations = retort_object_map_put (self->relations, &relation_name_values, key, relation);
  relation_name_unref (relation);
}

static void
remove_relation (RetortSchemaNames *self, const char *schema, const char *name)
{
  g_auto(RetortSchemaKey) place;
  const char *key = retort_schema_key_init (&place, schema, name);

  self->relations = retort_object_map_remove (self->relations, key);
}

/* One constraint more (or less, -1) of that name. */
static void
count_constraint (RetortSchemaNames *self, const char *schema, const char *name, int change)
{
  g_auto(RetortSchemaKey) place;
  const char *key = retort_schema_key_init (&place, schema, name);
  const NameCount *old = retort_object_map_find (self->constraints, key);
  int n = (old != NULL ? (int) old->n : 0) + change;
  NameCount *count = NULL;

  if (n <= 0)
    {
      self->constraints = retort_object_map_remove (self->constraints, key);
      return;
    }
  count = g_atomic_rc_box_new0 (NameCount);
  count->n = (guint) n;
  self->constraints = retort_object_map_put (self->constraints, &count_values, key, count);
  g_atomic_rc_box_release (count);
}

/* What @table holds takes its names (1) or gives them back (-1), but for the parts that @other (nullable) shares with it. */
static void
change_parts (RetortSchemaNames *self, const RetortTable *table, const RetortTable *other, int change)
{
  for (guint i = 0; i < table->indexes->len; i++)
    {
      const RetortIndex *index = g_ptr_array_index (table->indexes, i);

      if (other != NULL && g_ptr_array_find (other->indexes, index, NULL))
        continue;
      if (change > 0)
        add_relation (self, table->schema, index->name, RETORT_OBJECT_TABLE, table->name);
      else
        remove_relation (self, table->schema, index->name);
    }
  for (guint i = 0; i < table->constraints->len; i++)
    {
      const RetortConstraint *constraint = g_ptr_array_index (table->constraints, i);

      if (other == NULL || !g_ptr_array_find (other->constraints, constraint, NULL))
        count_constraint (self, table->schema, constraint->name, change);
    }
}

static void
add_table (RetortSchemaNames *self, const RetortTable *table)
{
  add_relation (self, table->schema, table->name, RETORT_OBJECT_TABLE, NULL);
  change_parts (self, table, NULL, 1);
}

static void
remove_table (RetortSchemaNames *self, const RetortTable *table)
{
  remove_relation (self, table->schema, table->name);
  change_parts (self, table, NULL, -1);
}

/**
 * retort_schema_names_add_object: (skip)
 * @self: the names
 * @kind: what @object is
 * @object: an object that is there from now on
 */
void
retort_schema_names_add_object (RetortSchemaNames *self, RetortObjectKind kind, gconstpointer object)
{
  const RetortSequence *sequence = object;
  const RetortCompositeType *composite = object;

  if (kind == RETORT_OBJECT_TABLE)
    add_table (self, object);
  else if (kind == RETORT_OBJECT_SEQUENCE)
    add_relation (self, sequence->schema, sequence->name, kind, NULL);
  else if (kind == RETORT_OBJECT_COMPOSITE)
    add_relation (self, composite->schema, composite->name, kind, NULL);
}

/**
 * retort_schema_names_remove_object: (skip)
 * @self: the names
 * @kind: what @object is
 * @object: an object that is no longer there
 */
void
retort_schema_names_remove_object (RetortSchemaNames *self, RetortObjectKind kind,
                                   gconstpointer object)
{
  const RetortSequence *sequence = object;
  const RetortCompositeType *composite = object;

  if (kind == RETORT_OBJECT_TABLE)
    remove_table (self, object);
  else if (kind == RETORT_OBJECT_SEQUENCE)
    remove_relation (self, sequence->schema, sequence->name);
  else if (kind == RETORT_OBJECT_COMPOSITE)
    remove_relation (self, composite->schema, composite->name);
}

/**
 * retort_schema_names_replace_object: (skip)
 * @self: the names
 * @kind: what the two are
 * @old: an object
 * @object: what is there instead of it from now on, under the same name
 *
 * The same as to remove the one and to add the other, without looking for the names of what the two share: most changes of a table
 * leave its indexes and constraints alone.
 */
void
retort_schema_names_replace_object (RetortSchemaNames *self, RetortObjectKind kind, gconstpointer old, gconstpointer object)
{
  if (kind != RETORT_OBJECT_TABLE || old == object)
    {
      retort_schema_names_remove_object (self, kind, old);
      retort_schema_names_add_object (self, kind, object);
      return;
    }
  change_parts (self, old, object, -1);
  change_parts (self, object, old, 1);
}

static RetortObjectMap *
map_ref (RetortObjectMap *map)
{
  return map != NULL ? retort_object_map_ref (map) : NULL;
}

/**
 * retort_schema_names_copy: (skip)
 * @self: (out caller-allocates): names
 * @from: other names
 */
void
retort_schema_names_copy (RetortSchemaNames *self, const RetortSchemaNames *from)
{
  self->relations = map_ref (from->relations);
  self->constraints = map_ref (from->constraints);
  self->taints = map_ref (from->taints);
  self->certain = map_ref (from->certain);
  self->taint = from->taint != NULL ? g_ref_string_acquire (from->taint) : NULL;
}

/**
 * retort_schema_names_clear: (skip)
 * @self: names
 */
void
retort_schema_names_clear (RetortSchemaNames *self)
{
  g_clear_pointer (&self->relations, retort_object_map_unref);
  g_clear_pointer (&self->constraints, retort_object_map_unref);
  g_clear_pointer (&self->taints, retort_object_map_unref);
  g_clear_pointer (&self->certain, retort_object_map_unref);
  g_clear_pointer (&self->taint, g_ref_string_release);
}

/**
 * retort_schema_get_taint:
 * @self: a schema
 * @schema: (nullable): the name of a schema; "public" when %NULL
 * @name: the name of a table, type, sequence or index
 *
 * Returns: (transfer none) (nullable): why nothing sure can be said of what is called so, a clause;
 *   %NULL when it is known
 */
const char *
retort_schema_get_taint (const RetortSchema *self, const char *schema, const char *name)
{
  g_auto(RetortSchemaKey) place;
  const char *key = retort_schema_key_init (&place, schema != NULL ? schema : "public", name);
  const char *reason = retort_object_map_find (self->names.taints, key);

  if (reason != NULL)
    return reason;
  return retort_object_map_find (self->names.certain, key) == NULL ? self->names.taint : NULL;
}

/**
 * retort_schema_has_same_taint:
 * @a: a schema
 * @b: one that was made of @a, or @a of it
 * @schema: (nullable): the name of a schema; "public" when %NULL
 * @name: the name of a table, type, sequence or index
 *
 * Nothing unclear happened to it on the way from one to the other: what they differ in is sure even where neither is known whole.
 *
 * Returns: whether it is as unknown in the one as in the other, by the same statements
 */
gboolean
retort_schema_has_same_taint (const RetortSchema *a, const RetortSchema *b, const char *schema, const char *name)
{
  g_auto(RetortSchemaKey) place;
  const char *key = retort_schema_key_init (&place, schema != NULL ? schema : "public", name);

  /* The reasons themselves: each statement that makes something unclear brings its own, though the words be equal. */
  return a->names.taint == b->names.taint && retort_object_map_find (a->names.taints, key) == retort_object_map_find (b->names.taints, key)
         && retort_object_map_find (a->names.certain, key) == retort_object_map_find (b->names.certain, key);
}

static void
put_text (RetortObjectMap **map, const char *key, const char *text)
{
  char *copy = g_ref_string_new (text);

  *map = retort_object_map_put (*map, &text_values, key, copy);
  g_ref_string_release (copy);
}

/**
 * retort_schema_taint:
 * @self: a schema that nobody else has yet
 * @schema: (nullable): the name of a schema; "public" when %NULL
 * @name: (nullable): a name; %NULL for everything that is there, and what may have been made
 * @reason: why, a clause
 *
 * From now on nothing sure can be said of that.
 */
void
retort_schema_taint (RetortSchema *self, const char *schema, const char *name, const char *reason)
{
  g_auto(RetortSchemaKey) place = { .longer = NULL };

  if (name == NULL)
    {
      g_clear_pointer (&self->names.taint, g_ref_string_release);
      g_clear_pointer (&self->names.certain, retort_object_map_unref);
      self->names.taint = g_ref_string_new (reason);
      return;
    }
  put_text (&self->names.taints, retort_schema_key_init (&place, schema != NULL ? schema : "public", name), reason);
}

/**
 * retort_schema_clear_taint:
 * @self: a schema that nobody else has yet
 * @schema: (nullable): the name of a schema; "public" when %NULL
 * @name: a name
 *
 * Whether something is called so, and what it is, is known from now on.
 */
void
retort_schema_clear_taint (RetortSchema *self, const char *schema, const char *name)
{
  g_auto(RetortSchemaKey) place;
  const char *key = retort_schema_key_init (&place, schema != NULL ? schema : "public", name);

  self->names.taints = retort_object_map_remove (self->names.taints, key);
  if (self->names.taint != NULL)
    put_text (&self->names.certain, key, "");
}
