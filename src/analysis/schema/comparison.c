/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Objects by name, their parts by name, properties by a table of offsets. */
#include "analysis/schema/comparison.h"

#include <glib/gi18n.h>
#include <string.h>

typedef enum
{
  VALUE_TEXT,
  VALUE_BOOLEAN,
  VALUE_INTEGER,
  VALUE_INT64,
  VALUE_LIST,
  VALUE_SET,        /* a list whose order means nothing */
  VALUE_EXPRESSION, /* a text that may be as written */
  VALUE_IF_KNOWN,   /* a text that is compared when both sides have one */
} ValueKind;

typedef struct
{
  const char *name;
  gsize       offset;
  ValueKind   kind;
} Property;

/* A kind of part of a table, or a kind of object. */
typedef struct
{
  const char     *noun;
  gsize           name_offset;
  gssize          as_written_offset; /* -1: none */
  const Property *properties;
  guint           n_properties;
} PartClass;

#define PROPERTY(Type, field, name, kind) { name, G_STRUCT_OFFSET (Type, field), kind }

static const Property column_properties[] = {
  PROPERTY (RetortColumn, type, "type", VALUE_TEXT),
  PROPERTY (RetortColumn, is_nullable, "nullable", VALUE_BOOLEAN),
  PROPERTY (RetortColumn, default_expression, "default", VALUE_EXPRESSION),
  PROPERTY (RetortColumn, identity, "identity", VALUE_TEXT),
  PROPERTY (RetortColumn, generated, "generated", VALUE_EXPRESSION),
  PROPERTY (RetortColumn, collation, "collation", VALUE_TEXT),
  PROPERTY (RetortColumn, storage, "storage", VALUE_IF_KNOWN),
  PROPERTY (RetortColumn, compression, "compression", VALUE_TEXT),
  PROPERTY (RetortColumn, statistics_target, "statistics", VALUE_INTEGER),
  PROPERTY (RetortColumn, options, "options", VALUE_SET),
  PROPERTY (RetortColumn, is_inherited, "inherited", VALUE_BOOLEAN),
  PROPERTY (RetortColumn, comment, "comment", VALUE_TEXT),
};

static const Property constraint_properties[] = {
  PROPERTY (RetortConstraint, kind, "kind", VALUE_INTEGER),
  PROPERTY (RetortConstraint, columns, "columns", VALUE_LIST),
  PROPERTY (RetortConstraint, definition, "definition", VALUE_EXPRESSION),
  PROPERTY (RetortConstraint, referenced_schema, "referenced schema", VALUE_TEXT),
  PROPERTY (RetortConstraint, referenced_table, "referenced table", VALUE_TEXT),
  PROPERTY (RetortConstraint, referenced_columns, "referenced columns", VALUE_LIST),
  PROPERTY (RetortConstraint, on_delete, "on delete", VALUE_TEXT),
  PROPERTY (RetortConstraint, on_update, "on update", VALUE_TEXT),
  PROPERTY (RetortConstraint, is_valid, "valid", VALUE_BOOLEAN),
  PROPERTY (RetortConstraint, is_deferrable, "deferrable", VALUE_BOOLEAN),
  PROPERTY (RetortConstraint, is_deferred, "deferred", VALUE_BOOLEAN),
  PROPERTY (RetortConstraint, is_inherited, "inherited", VALUE_BOOLEAN),
  PROPERTY (RetortConstraint, index, "index", VALUE_TEXT),
  PROPERTY (RetortConstraint, comment, "comment", VALUE_TEXT),
};

static const Property index_properties[] = {
  PROPERTY (RetortIndex, method, "method", VALUE_TEXT),
  PROPERTY (RetortIndex, definition, "definition", VALUE_EXPRESSION),
  PROPERTY (RetortIndex, predicate, "predicate", VALUE_EXPRESSION),
  PROPERTY (RetortIndex, is_unique, "unique", VALUE_BOOLEAN),
  PROPERTY (RetortIndex, is_primary, "primary", VALUE_BOOLEAN),
  PROPERTY (RetortIndex, is_valid, "valid", VALUE_BOOLEAN),
  PROPERTY (RetortIndex, is_clustered, "clustered", VALUE_BOOLEAN),
  PROPERTY (RetortIndex, is_replica_identity, "replica identity", VALUE_BOOLEAN),
  PROPERTY (RetortIndex, n_key_columns, "key columns", VALUE_INTEGER),
  PROPERTY (RetortIndex, constraint, "constraint", VALUE_TEXT),
  PROPERTY (RetortIndex, tablespace, "tablespace", VALUE_TEXT),
  PROPERTY (RetortIndex, comment, "comment", VALUE_TEXT),
};

static const Property policy_properties[] = {
  PROPERTY (RetortPolicy, is_permissive, "permissive", VALUE_BOOLEAN),
  PROPERTY (RetortPolicy, command, "command", VALUE_TEXT),
  PROPERTY (RetortPolicy, roles, "roles", VALUE_SET),
  PROPERTY (RetortPolicy, using_expression, "using", VALUE_EXPRESSION),
  PROPERTY (RetortPolicy, check_expression, "check", VALUE_EXPRESSION),
  PROPERTY (RetortPolicy, comment, "comment", VALUE_TEXT),
};

static const Property trigger_properties[] = {
  PROPERTY (RetortTrigger, function, "function", VALUE_TEXT),
  PROPERTY (RetortTrigger, definition, "definition", VALUE_EXPRESSION),
  PROPERTY (RetortTrigger, enabled, "enabled", VALUE_TEXT),
  PROPERTY (RetortTrigger, comment, "comment", VALUE_TEXT),
};

static const Property statistics_properties[] = {
  PROPERTY (RetortStatistics, definition, "definition", VALUE_EXPRESSION),
  PROPERTY (RetortStatistics, target, "target", VALUE_INTEGER),
};

static const Property table_properties[] = {
  PROPERTY (RetortTable, kind, "kind", VALUE_INTEGER),
  PROPERTY (RetortTable, definition, "definition", VALUE_EXPRESSION),
  PROPERTY (RetortTable, partition_key, "partition key", VALUE_EXPRESSION),
  PROPERTY (RetortTable, partition_bound, "partition bound", VALUE_EXPRESSION),
  PROPERTY (RetortTable, inherits, "parents", VALUE_SET),
  PROPERTY (RetortTable, persistence, "persistence", VALUE_IF_KNOWN),
  PROPERTY (RetortTable, options, "options", VALUE_SET),
  PROPERTY (RetortTable, replica_identity, "replica identity", VALUE_TEXT),
  PROPERTY (RetortTable, has_row_security, "row security", VALUE_BOOLEAN),
  PROPERTY (RetortTable, forces_row_security, "forced row security", VALUE_BOOLEAN),
  PROPERTY (RetortTable, tablespace, "tablespace", VALUE_TEXT),
  PROPERTY (RetortTable, comment, "comment", VALUE_TEXT),
};

static const Property enum_properties[] = {
  PROPERTY (RetortEnumType, labels, "labels", VALUE_LIST),
  PROPERTY (RetortEnumType, comment, "comment", VALUE_TEXT),
};

static const Property sequence_properties[] = {
  PROPERTY (RetortSequence, type, "type", VALUE_TEXT),
  PROPERTY (RetortSequence, start, "start", VALUE_INT64),
  PROPERTY (RetortSequence, minimum, "minimum", VALUE_INT64),
  PROPERTY (RetortSequence, maximum, "maximum", VALUE_INT64),
  PROPERTY (RetortSequence, increment, "increment", VALUE_INT64),
  PROPERTY (RetortSequence, cache, "cache", VALUE_INT64),
  PROPERTY (RetortSequence, cycles, "cycles", VALUE_BOOLEAN),
  PROPERTY (RetortSequence, owned_by, "owned by", VALUE_TEXT),
  PROPERTY (RetortSequence, is_identity, "identity", VALUE_BOOLEAN),
  PROPERTY (RetortSequence, comment, "comment", VALUE_TEXT),
};

static const Property function_properties[] = {
  PROPERTY (RetortFunction, arguments, "arguments", VALUE_EXPRESSION),
  PROPERTY (RetortFunction, result, "result", VALUE_IF_KNOWN),
  PROPERTY (RetortFunction, kind, "kind", VALUE_TEXT),
  PROPERTY (RetortFunction, language, "language", VALUE_TEXT),
  PROPERTY (RetortFunction, definition, "definition", VALUE_EXPRESSION),
  PROPERTY (RetortFunction, comment, "comment", VALUE_TEXT),
};

static const Property domain_properties[] = {
  PROPERTY (RetortDomain, type, "type", VALUE_TEXT),
  PROPERTY (RetortDomain, definition, "definition", VALUE_EXPRESSION),
  PROPERTY (RetortDomain, is_nullable, "nullable", VALUE_BOOLEAN),
  PROPERTY (RetortDomain, comment, "comment", VALUE_TEXT),
};

static const Property composite_properties[] = {
  PROPERTY (RetortCompositeType, comment, "comment", VALUE_TEXT),
};

static const Property extension_properties[] = {
  PROPERTY (RetortExtension, schema, "schema", VALUE_TEXT),
};

#define CLASS(Type, noun, properties)                                                              \
  {                                                                                                \
    noun, G_STRUCT_OFFSET (Type, name), -1, properties, G_N_ELEMENTS (properties)                  \
  }
#define WRITTEN_CLASS(Type, noun, properties)                                                      \
  {                                                                                                \
    noun, G_STRUCT_OFFSET (Type, name), G_STRUCT_OFFSET (Type, is_as_written), properties,         \
        G_N_ELEMENTS (properties)                                                                  \
  }

static const PartClass column_class = WRITTEN_CLASS (RetortColumn, NC_ ("object", "column"), column_properties);
static const PartClass constraint_class = WRITTEN_CLASS (RetortConstraint, NC_ ("object", "constraint"), constraint_properties);
static const PartClass index_class = WRITTEN_CLASS (RetortIndex, NC_ ("object", "index"), index_properties);
static const PartClass policy_class = WRITTEN_CLASS (RetortPolicy, NC_ ("object", "policy"), policy_properties);
static const PartClass trigger_class = WRITTEN_CLASS (RetortTrigger, NC_ ("object", "trigger"), trigger_properties);

static const PartClass statistics_class = WRITTEN_CLASS (RetortStatistics, NC_ ("object", "statistics"), statistics_properties);

static const PartClass object_classes[] = {
  [RETORT_OBJECT_NAMESPACE] = { NC_ ("object", "schema"), 0, -1, NULL, 0 },
  [RETORT_OBJECT_TABLE] = WRITTEN_CLASS (RetortTable, NC_ ("object", "table"), table_properties),
  [RETORT_OBJECT_ENUM] = CLASS (RetortEnumType, NC_ ("object", "enum"), enum_properties),
  [RETORT_OBJECT_SEQUENCE] = CLASS (RetortSequence, NC_ ("object", "sequence"), sequence_properties),
  [RETORT_OBJECT_FUNCTION] = WRITTEN_CLASS (RetortFunction, NC_ ("object", "function"), function_properties),
  [RETORT_OBJECT_DOMAIN] = WRITTEN_CLASS (RetortDomain, NC_ ("object", "domain"), domain_properties),
  [RETORT_OBJECT_COMPOSITE] = CLASS (RetortCompositeType, NC_ ("object", "composite type"), composite_properties),
  [RETORT_OBJECT_EXTENSION] = CLASS (RetortExtension, NC_ ("object", "extension"), extension_properties),
};
G_STATIC_ASSERT (G_N_ELEMENTS (object_classes) == RETORT_N_OBJECT_KINDS);

/* One comparison; @object_kind, @schema and @name are of the object that is looked at. */
typedef struct
{
  const RetortSchema *from;
  const RetortSchema *to;
  GPtrArray          *differences;
  RetortObjectKind    object_kind;
  const char         *schema;
  const char         *name;
  gboolean            is_tainted;
} Comparison;

static void
say (Comparison *comparison, RetortDifferenceKind kind, const char *part, const char *part_name, const char *property,
     const char *from, const char *to)
{
  RetortDifference *difference = g_new0 (RetortDifference, 1);

  difference->kind = comparison->is_tainted ? RETORT_DIFFERENCE_NOT_COMPARABLE : kind;
  difference->object_kind = comparison->object_kind;
  difference->schema = g_strdup (comparison->schema);
  difference->name = g_strdup (comparison->name);
  difference->part = part;
  difference->part_name = g_strdup (part_name);
  difference->property = property;
  difference->from = g_strdup (from);
  difference->to = g_strdup (to);
  g_ptr_array_add (comparison->differences, difference);
}

static int
compare_texts (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

/* A list as one text; nothing for an empty one. */
static char *
join_list (GStrv list, gboolean is_set)
{
  g_auto(GStrv) copy = g_strdupv (list);

  if (copy == NULL || copy[0] == NULL)
    return NULL;
  if (is_set)
    qsort (copy, g_strv_length (copy), sizeof *copy, compare_texts);
  return g_strjoinv (", ", copy);
}

static char *
dup_value (gconstpointer object, const Property *property)
{
  const guint8 *field = (const guint8 *) object + property->offset;

  switch (property->kind)
    {
    case VALUE_TEXT:
    case VALUE_EXPRESSION:
    case VALUE_IF_KNOWN:
      return g_strdup (*(char *const *) field);
    case VALUE_BOOLEAN:
      return g_strdup (*(const gboolean *) field ? "yes" : "no");
    case VALUE_INTEGER:
      return g_strdup_printf ("%d", *(const int *) field);
    case VALUE_INT64:
      return g_strdup_printf ("%" G_GINT64_FORMAT, *(const gint64 *) field);
    case VALUE_LIST:
    case VALUE_SET:
      return join_list (*(const GStrv *) field, property->kind == VALUE_SET);
    }
  return NULL;
}

static gboolean
is_as_written (const PartClass *class, gconstpointer object)
{
  return class->as_written_offset >= 0 && *(const gboolean *) ((const guint8 *) object + class->as_written_offset);
}

static const char *
get_part_name (const PartClass *class, gconstpointer part)
{
  return *(char *const *) ((const guint8 *) part + class->name_offset);
}

static void
compare_properties (Comparison *comparison, const PartClass *class, gconstpointer from, gconstpointer to, const char *part)
{
  gboolean may_be_same = is_as_written (class, from) || is_as_written (class, to);
  const char *part_name = part != NULL ? get_part_name (class, from) : NULL;

  for (guint i = 0; i < class->n_properties; i++)
    {
      const Property *property = &class->properties[i];
      g_autofree char *left = dup_value (from, property);
      g_autofree char *right = dup_value (to, property);
      gboolean is_expression = property->kind == VALUE_EXPRESSION;

      if (g_strcmp0 (left, right) == 0 || (property->kind == VALUE_IF_KNOWN && (left == NULL || right == NULL)))
        continue;
      say (comparison,
           is_expression && may_be_same && left != NULL && right != NULL ? RETORT_DIFFERENCE_NOT_COMPARABLE
                                                                         : RETORT_DIFFERENCE_CHANGED,
           part, part_name, property->name, left, right);
    }
}

/* Most parts stand where they stood: @likely is looked at first. */
static gpointer
find_part (GPtrArray *parts, const PartClass *class, const char *name, guint likely)
{
  if (likely < parts->len && strcmp (get_part_name (class, g_ptr_array_index (parts, likely)), name) == 0)
    return g_ptr_array_index (parts, likely);
  for (guint i = 0; i < parts->len; i++)
    if (strcmp (get_part_name (class, g_ptr_array_index (parts, i)), name) == 0)
      return g_ptr_array_index (parts, i);
  return NULL;
}

static void
compare_parts (Comparison *comparison, const PartClass *class, GPtrArray *from, GPtrArray *to)
{
  for (guint i = 0; i < from->len; i++)
    {
      gconstpointer part = g_ptr_array_index (from, i);
      const char *name = get_part_name (class, part);
      gconstpointer other = find_part (to, class, name, i);

      if (other == NULL)
        say (comparison, RETORT_DIFFERENCE_REMOVED, class->noun, name, NULL, NULL, NULL);
      else if (other != part)
        compare_properties (comparison, class, part, other, class->noun);
    }
  for (guint i = 0; i < to->len; i++)
    {
      gconstpointer part = g_ptr_array_index (to, i);
      const char *name = get_part_name (class, part);

      if (find_part (from, class, name, i) == NULL)
        say (comparison, RETORT_DIFFERENCE_ADDED, class->noun, name, NULL, NULL, NULL);
    }
}

static char *
join_column_names (GPtrArray *columns, GPtrArray *others)
{
  g_autoptr(GString) text = g_string_new (NULL);

  for (guint i = 0; i < columns->len; i++)
    {
      const RetortColumn *column = g_ptr_array_index (columns, i);

      if (find_part (others, &column_class, column->name, i) != NULL)
        g_string_append (g_string_append (text, text->len > 0 ? ", " : ""), column->name);
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/* Are columns only added behind, or taken away there? */
static gboolean
is_beginning (GPtrArray *from, GPtrArray *to)
{
  for (guint i = 0; i < MIN (from->len, to->len); i++)
    {
      const RetortColumn *left = g_ptr_array_index (from, i);
      const RetortColumn *right = g_ptr_array_index (to, i);

      if (left != right && strcmp (left->name, right->name) != 0)
        return FALSE;
    }
  return TRUE;
}

/* The order of the columns that both have. */
static void
compare_order (Comparison *comparison, GPtrArray *from, GPtrArray *to)
{
  g_autofree char *left = NULL;
  g_autofree char *right = NULL;

  if (is_beginning (from, to))
    return;
  left = join_column_names (from, to);
  right = join_column_names (to, from);
  if (!g_str_equal (left, right))
    say (comparison, RETORT_DIFFERENCE_CHANGED, NULL, NULL, "order of columns", left, right);
}

static void
compare_tables (Comparison *comparison, const RetortTable *from, const RetortTable *to)
{
  compare_order (comparison, from->columns, to->columns);
  compare_parts (comparison, &column_class, from->columns, to->columns);
  compare_parts (comparison, &constraint_class, from->constraints, to->constraints);
  compare_parts (comparison, &index_class, from->indexes, to->indexes);
  compare_parts (comparison, &policy_class, from->policies, to->policies);
  compare_parts (comparison, &trigger_class, from->triggers, to->triggers);
  compare_parts (comparison, &statistics_class, from->statistics, to->statistics);
}

static void
compare_objects (Comparison *comparison, gconstpointer from, gconstpointer to)
{
  if (from == to)
    return;
  compare_properties (comparison, &object_classes[comparison->object_kind], from, to, NULL);
  if (comparison->object_kind == RETORT_OBJECT_TABLE)
    compare_tables (comparison, from, to);
  if (comparison->object_kind == RETORT_OBJECT_COMPOSITE)
    compare_parts (comparison, &column_class, ((const RetortCompositeType *) from)->columns,
                   ((const RetortCompositeType *) to)->columns);
}

/* Tables that an extension made, and temporary ones, are no part of it. */
static gboolean
is_left_out (RetortObjectKind kind, gconstpointer object)
{
  const RetortTable *table = object;
  const RetortSequence *sequence = object;

  if (kind == RETORT_OBJECT_TABLE)
    return table->extension != NULL || g_str_equal (table->schema, "pg_temp");
  return kind == RETORT_OBJECT_SEQUENCE && (sequence->extension != NULL || g_str_equal (sequence->schema, "pg_temp"));
}

static void
name_object (Comparison *comparison, gconstpointer object)
{
  const RetortTable *table = object;
  const RetortExtension *extension = object;
  const RetortEnumType *other = object; /* all the rest begins with schema and name */
  const char *taint = NULL;

  comparison->schema = NULL;
  switch (comparison->object_kind)
    {
    case RETORT_OBJECT_NAMESPACE:
      comparison->name = object;
      break;
    case RETORT_OBJECT_EXTENSION:
      comparison->name = extension->name;
      break;
    case RETORT_OBJECT_TABLE:
      comparison->schema = table->schema;
      comparison->name = table->name;
      break;
    case RETORT_OBJECT_ENUM:
    case RETORT_OBJECT_SEQUENCE:
    case RETORT_OBJECT_FUNCTION:
    case RETORT_OBJECT_DOMAIN:
    case RETORT_OBJECT_COMPOSITE:
      comparison->schema = other->schema;
      comparison->name = other->name;
      break;
    }
  taint = retort_schema_get_taint (comparison->from, comparison->schema, comparison->name);
  if (taint == NULL)
    taint = retort_schema_get_taint (comparison->to, comparison->schema, comparison->name);
  comparison->is_tainted = taint != NULL && !retort_schema_has_same_taint (comparison->from, comparison->to, comparison->schema, comparison->name);
}

static gpointer
find_same (const RetortSchema *in, RetortObjectKind kind, Comparison *comparison, gconstpointer object)
{
  const RetortFunction *function = object;
  g_autofree char *signature = NULL;

  if (kind == RETORT_OBJECT_FUNCTION)
    signature = g_strdup_printf ("%s(%s)", function->name, function->identity_arguments);
  return retort_schema_find (in, kind, comparison->schema, signature != NULL ? signature : comparison->name);
}

static void
visit_from_cb (gpointer object, gpointer user_data)
{
  Comparison *comparison = user_data;
  gconstpointer other = NULL;

  if (is_left_out (comparison->object_kind, object))
    return;
  name_object (comparison, object);
  other = find_same (comparison->to, comparison->object_kind, comparison, object);
  if (other == NULL)
    say (comparison, RETORT_DIFFERENCE_REMOVED, NULL, NULL, NULL, NULL, NULL);
  else
    compare_objects (comparison, object, other);
}

static void
visit_to_cb (gpointer object, gpointer user_data)
{
  Comparison *comparison = user_data;

  if (is_left_out (comparison->object_kind, object))
    return;
  name_object (comparison, object);
  if (find_same (comparison->from, comparison->object_kind, comparison, object) == NULL)
    say (comparison, RETORT_DIFFERENCE_ADDED, NULL, NULL, NULL, NULL, NULL);
}

/**
 * retort_schema_compare:
 * @from: a schema
 * @to: another one
 *
 * Objects that the two share are not looked into. Any thread.
 *
 * Returns: (transfer full) (element-type RetortDifference): what they differ in
 */
GPtrArray *
retort_schema_compare (const RetortSchema *from, const RetortSchema *to)
{
  GPtrArray *differences = g_ptr_array_new_with_free_func ((GDestroyNotify) retort_difference_free);
  Comparison comparison = { from, to, differences, RETORT_OBJECT_NAMESPACE, NULL, NULL, FALSE };

  for (guint kind = 0; kind < RETORT_N_OBJECT_KINDS; kind++)
    {
      comparison.object_kind = (RetortObjectKind) kind;
      retort_schema_foreach_changed (from, to, comparison.object_kind, visit_from_cb, &comparison);
      retort_schema_foreach_changed (to, from, comparison.object_kind, visit_to_cb, &comparison);
    }
  return differences;
}

/**
 * retort_difference_free:
 * @self: (transfer full): a difference
 */
void
retort_difference_free (RetortDifference *self)
{
  g_free (self->schema);
  g_free (self->name);
  g_free (self->part_name);
  g_free (self->from);
  g_free (self->to);
  g_free (self);
}

/**
 * retort_object_kind_to_string:
 * @kind: a kind of object
 *
 * Returns: its noun
 */
const char *
retort_object_kind_to_string (RetortObjectKind kind)
{
  return object_classes[kind].noun;
}

/**
 * retort_difference_to_string:
 * @self: a difference
 *
 * Returns: (transfer full): it on one line, for logs and tests
 */
char *
retort_difference_to_string (const RetortDifference *self)
{
  static const char *const verbs[] = { "removed", "added", "changed", "not comparable" };
  g_autoptr(GString) text = g_string_new (verbs[self->kind]);

  g_string_append_printf (text, ": %s %s%s%s", object_classes[self->object_kind].noun, self->schema != NULL ? self->schema : "",
                          self->schema != NULL ? "." : "", self->name);
  if (self->part != NULL)
    g_string_append_printf (text, " %s %s", self->part, self->part_name);
  if (self->property != NULL)
    g_string_append_printf (text, " %s: [%s] -> [%s]", self->property, self->from != NULL ? self->from : "",
                            self->to != NULL ? self->to : "");
  return g_string_free (g_steal_pointer (&text), FALSE);
}
