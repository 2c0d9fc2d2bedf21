/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Differences of one object are one change. What PostgreSQL makes along with something else is not told again: the
 * index of a constraint, the sequence of a column. */
#include "report/schema-changes.h"

#include <string.h>

typedef struct
{
  const RetortSchema *from;
  const RetortSchema *to;
  GPtrArray          *changes;
} Changes;

static void
line_free (RetortSchemaChangeLine *line)
{
  g_free (line->text);
  g_free (line);
}

/**
 * retort_schema_change_free:
 * @self: (transfer full): a change
 */
void
retort_schema_change_free (RetortSchemaChange *self)
{
  g_free (self->name);
  g_ptr_array_unref (self->lines);
  g_free (self);
}

/**
 * retort_difference_kind_to_sign:
 * @kind: what became of something
 *
 * Returns: (transfer none): the character that stands before it in a list
 */
const char *
retort_difference_kind_to_sign (RetortDifferenceKind kind)
{
  static const char *const signs[] = { "−", "+", "~", "?" };

  return signs[kind];
}

/* Takes over @text; nothing for %NULL. */
static void
add_line (RetortSchemaChange *change, RetortDifferenceKind kind, char *text)
{
  RetortSchemaChangeLine *line = NULL;

  if (text == NULL)
    return;
  line = g_new0 (RetortSchemaChangeLine, 1);
  line->kind = kind;
  line->text = text;
  g_ptr_array_add (change->lines, line);
}

static char *
dup_column (const RetortColumn *column)
{
  g_autoptr(GString) text = g_string_new (NULL);

  g_string_append_printf (text, "column %s %s", column->name, column->type);
  if (column->generated != NULL)
    g_string_append_printf (text, " generated (%s)", column->generated);
  else if (column->identity != NULL)
    g_string_append_printf (text, " generated %s as identity", column->identity);
  else if (column->default_expression != NULL)
    g_string_append_printf (text, " default %s", column->default_expression);
  if (!column->is_nullable)
    g_string_append (text, " not null");
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static char *
dup_constraint (const RetortConstraint *constraint)
{
  if (constraint->kind == RETORT_CONSTRAINT_NOT_NULL)
    return NULL;
  return g_strdup_printf ("constraint %s %s", constraint->name, constraint->definition);
}

/* The definition from its method on: table and name are known where it stands. */
static char *
dup_index (const RetortIndex *index)
{
  const char *method = index->definition != NULL ? strstr (index->definition, " USING ") : NULL;

  if (index->constraint != NULL)
    return NULL;
  return g_strdup_printf ("%sindex %s%s", index->is_unique ? "unique " : "", index->name, method != NULL ? method : "");
}

static char *
dup_policy (const RetortPolicy *policy)
{
  g_autoptr(GString) text = g_string_new (NULL);

  g_string_append_printf (text, "policy %s for %s", policy->name, policy->command);
  if (policy->using_expression != NULL)
    g_string_append_printf (text, " using (%s)", policy->using_expression);
  if (policy->check_expression != NULL)
    g_string_append_printf (text, " with check (%s)", policy->check_expression);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
add_table_lines (RetortSchemaChange *change, RetortDifferenceKind kind, const RetortTable *table)
{
  for (guint i = 0; i < table->columns->len; i++)
    add_line (change, kind, dup_column (g_ptr_array_index (table->columns, i)));
  for (guint i = 0; i < table->constraints->len; i++)
    add_line (change, kind, dup_constraint (g_ptr_array_index (table->constraints, i)));
  for (guint i = 0; i < table->indexes->len; i++)
    add_line (change, kind, dup_index (g_ptr_array_index (table->indexes, i)));
  for (guint i = 0; i < table->policies->len; i++)
    add_line (change, kind, dup_policy (g_ptr_array_index (table->policies, i)));
  for (guint i = 0; i < table->triggers->len; i++)
    {
      const RetortTrigger *trigger = g_ptr_array_index (table->triggers, i);

      add_line (change, kind, g_strdup_printf ("trigger %s", trigger->name));
    }
}

static void
add_object_lines (RetortSchemaChange *change, RetortDifferenceKind kind, RetortObjectKind object_kind, gconstpointer object)
{
  if (object_kind == RETORT_OBJECT_TABLE)
    add_table_lines (change, kind, object);
  else if (object_kind == RETORT_OBJECT_ENUM)
    {
      const RetortEnumType *type = object;

      for (guint i = 0; type->labels[i] != NULL; i++)
        add_line (change, kind, g_strdup_printf ("value '%s'", type->labels[i]));
    }
  else if (object_kind == RETORT_OBJECT_COMPOSITE)
    {
      const RetortCompositeType *type = object;

      for (guint i = 0; i < type->columns->len; i++)
        add_line (change, kind, dup_column (g_ptr_array_index (type->columns, i)));
    }
}

static const char *
relation_noun (const RetortTable *table)
{
  static const char *const nouns[] = { "table", "partitioned table", "foreign table", "view", "materialized view" };

  return nouns[table->kind];
}

static const char *
object_noun (RetortObjectKind kind, gconstpointer object)
{
  if (kind == RETORT_OBJECT_TABLE && object != NULL)
    return relation_noun (object);
  if (kind == RETORT_OBJECT_ENUM)
    return "enum type";
  return retort_object_kind_to_string (kind);
}

static gpointer
find_object (const RetortSchema *schema, const RetortDifference *difference)
{
  if (difference->object_kind == RETORT_OBJECT_FUNCTION)
    return NULL;
  return retort_schema_find (schema, difference->object_kind, difference->schema, difference->name);
}

/* A column's own sequence comes and goes with it. */
static gboolean
is_made_along (const RetortDifference *difference, gconstpointer object)
{
  const RetortSequence *sequence = object;

  return difference->object_kind == RETORT_OBJECT_SEQUENCE && object != NULL && difference->part == NULL
         && difference->property == NULL && (sequence->owned_by != NULL || sequence->is_identity);
}

static char *
dup_name (const RetortDifference *difference)
{
  if (difference->schema == NULL || g_str_equal (difference->schema, "public"))
    return g_strdup (difference->name);
  return g_strdup_printf ("%s.%s", difference->schema, difference->name);
}

static gconstpointer
find_part (GPtrArray *parts, gsize name_offset, const char *name)
{
  for (guint i = 0; i < parts->len; i++)
    {
      gconstpointer part = g_ptr_array_index (parts, i);

      if (g_str_equal (G_STRUCT_MEMBER (char *, part, name_offset), name))
        return part;
    }
  g_return_val_if_reached (NULL);
}

/* A part that came or went, whole; %NULL when it is told by another part. */
static char *
dup_part (const RetortTable *table, const RetortDifference *difference)
{
  const char *name = difference->part_name;

  if (g_str_equal (difference->part, "column"))
    return dup_column (find_part (table->columns, G_STRUCT_OFFSET (RetortColumn, name), name));
  if (g_str_equal (difference->part, "constraint"))
    return dup_constraint (find_part (table->constraints, G_STRUCT_OFFSET (RetortConstraint, name), name));
  if (g_str_equal (difference->part, "index"))
    return dup_index (find_part (table->indexes, G_STRUCT_OFFSET (RetortIndex, name), name));
  if (g_str_equal (difference->part, "policy"))
    return dup_policy (find_part (table->policies, G_STRUCT_OFFSET (RetortPolicy, name), name));
  return g_strdup_printf ("%s %s", difference->part, name);
}

static void
add_labels (RetortSchemaChange *change, const RetortEnumType *from, const RetortEnumType *to)
{
  gsize n_before = change->lines->len;

  for (guint i = 0; from->labels[i] != NULL; i++)
    if (!g_strv_contains ((const char *const *) to->labels, from->labels[i]))
      add_line (change, RETORT_DIFFERENCE_REMOVED, g_strdup_printf ("value '%s'", from->labels[i]));
  for (guint i = 0; to->labels[i] != NULL; i++)
    if (!g_strv_contains ((const char *const *) from->labels, to->labels[i]))
      add_line (change, RETORT_DIFFERENCE_ADDED, g_strdup_printf ("value '%s'", to->labels[i]));
  if (change->lines->len == n_before)
    add_line (change, RETORT_DIFFERENCE_CHANGED, g_strdup ("order of its values"));
}

static char *
dup_other_property (const RetortDifference *difference)
{
  g_autofree char *part = difference->part != NULL ? g_strdup_printf ("%s %s ", difference->part, difference->part_name)
                                                   : g_strdup ("");

  return g_strdup_printf ("%s%s: %s → %s", part, difference->property, difference->from != NULL ? difference->from : "(none)",
                          difference->to != NULL ? difference->to : "(none)");
}

static char *
dup_property (const RetortDifference *difference)
{
  if (difference->part != NULL && g_str_equal (difference->property, "nullable"))
    return g_strdup_printf ("%s %s: %s", difference->part, difference->part_name,
                            g_strcmp0 (difference->to, "no") == 0 ? "set not null" : "drop not null");
  return dup_other_property (difference);
}

static void
add_difference (Changes *self, RetortSchemaChange *change, const RetortDifference *difference)
{
  gconstpointer from = find_object (self->from, difference);
  gconstpointer to = find_object (self->to, difference);
  gconstpointer holder = difference->kind == RETORT_DIFFERENCE_REMOVED ? from : to;

  if (difference->property != NULL && difference->object_kind == RETORT_OBJECT_ENUM
      && g_str_equal (difference->property, "labels"))
    add_labels (change, from, to);
  else if (difference->property != NULL)
    add_line (change, difference->kind, dup_property (difference));
  else if (difference->part != NULL && difference->object_kind == RETORT_OBJECT_TABLE && holder != NULL
           && difference->kind != RETORT_DIFFERENCE_NOT_COMPARABLE)
    add_line (change, difference->kind, dup_part (holder, difference));
  else if (difference->part != NULL)
    add_line (change, difference->kind, g_strdup_printf ("%s %s", difference->part, difference->part_name));
  else if (holder != NULL)
    add_object_lines (change, difference->kind, difference->object_kind, holder);
}

static gboolean
is_of (const RetortDifference *difference, const RetortDifference *other)
{
  return other != NULL && difference->object_kind == other->object_kind && g_strcmp0 (difference->schema, other->schema) == 0
         && g_str_equal (difference->name, other->name);
}

static RetortSchemaChange *
add_change (Changes *self, const RetortDifference *difference)
{
  RetortSchemaChange *change = g_new0 (RetortSchemaChange, 1);
  gconstpointer object = find_object (self->to, difference);

  if (object == NULL)
    object = find_object (self->from, difference);
  change->kind = difference->part != NULL || difference->property != NULL ? RETORT_DIFFERENCE_CHANGED : difference->kind;
  change->noun = object_noun (difference->object_kind, object);
  change->name = dup_name (difference);
  change->lines = g_ptr_array_new_with_free_func ((GDestroyNotify) line_free);
  g_ptr_array_add (self->changes, change);
  return change;
}

/**
 * retort_schema_changes:
 * @from: a schema
 * @to: what became of it
 *
 * Returns: (transfer full) (element-type RetortSchemaChange): what came, went or is another one now
 */
GPtrArray *
retort_schema_changes (const RetortSchema *from, const RetortSchema *to)
{
  GPtrArray *changes = g_ptr_array_new_with_free_func ((GDestroyNotify) retort_schema_change_free);
  g_autoptr(GPtrArray) differences = retort_schema_compare (from, to);
  Changes self = { from, to, changes };
  const RetortDifference *previous = NULL;
  RetortSchemaChange *change = NULL;

  for (guint i = 0; i < differences->len; i++)
    {
      const RetortDifference *difference = g_ptr_array_index (differences, i);
      gconstpointer object = find_object (difference->kind == RETORT_DIFFERENCE_REMOVED ? from : to, difference);

      if (is_made_along (difference, object))
        continue;
      if (!is_of (difference, previous))
        change = add_change (&self, difference);
      add_difference (&self, change, difference);
      previous = difference;
    }
  return changes;
}

/**
 * retort_schema_changes_to_text:
 * @changes: (element-type RetortSchemaChange): changes
 *
 * Returns: (transfer full): a line for each object, followed by an indented one for each of its parts
 */
char *
retort_schema_changes_to_text (GPtrArray *changes)
{
  g_autoptr(GString) text = g_string_new (NULL);

  for (guint i = 0; i < changes->len; i++)
    {
      const RetortSchemaChange *change = g_ptr_array_index (changes, i);

      g_string_append_printf (text, "%s %s %s\n", retort_difference_kind_to_sign (change->kind), change->noun, change->name);
      for (guint j = 0; j < change->lines->len; j++)
        {
          const RetortSchemaChangeLine *line = g_ptr_array_index (change->lines, j);

          g_string_append_printf (text, "    %s %s\n", retort_difference_kind_to_sign (line->kind), line->text);
        }
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}
