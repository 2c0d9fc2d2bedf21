/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "analysis/schema/edit-private.h"

#include <string.h>

void
retort_edit_set_subject (RetortEdit *self, const char *schema, const char *name)
{
  char *schema_copy = g_strdup (schema);
  char *name_copy = g_strdup (name);

  g_free (self->subject_schema);
  g_free (self->subject_name);
  self->subject_schema = schema_copy;
  self->subject_name = name_copy;
}

/* A statement that cannot work on what is known works on what is, where something opaque was at it. */
gboolean
retort_edit_fail (RetortEdit *self, const char *format, ...)
{
  const char *taint = NULL;
  va_list arguments;

  if (self->subject_name != NULL)
    taint = retort_schema_get_taint (self->schema, self->subject_schema, self->subject_name);
  g_clear_pointer (&self->reason, g_free);
  self->kind = taint != NULL ? RETORT_EFFECT_OPAQUE : RETORT_EFFECT_FAILS;
  va_start (arguments, format);
  self->reason = taint != NULL ? g_strdup (taint) : g_strdup_vprintf (format, arguments);
  va_end (arguments);
  return FALSE;
}

/* A table, or a column of it, goes without CASCADE. @column: (nullable) */
gboolean
retort_edit_fail_depended (RetortEdit *self, const char *table, const char *column)
{
  return column != NULL ? retort_edit_fail (self, "cannot drop column %s of table %s because other objects depend on it", column, table)
                        : retort_edit_fail (self, "cannot drop table %s because other objects depend on it", table);
}

void
retort_edit_taint (RetortEdit *self, const char *schema, const char *name, const char *reason)
{
  retort_schema_taint (self->schema, schema, name, reason);
  self->kind = RETORT_EFFECT_OPAQUE;
  if (self->reason == NULL)
    self->reason = g_strdup (reason);
}

void
retort_edit_changed (RetortEdit *self)
{
  if (self->kind == RETORT_EFFECT_NONE)
    self->kind = RETORT_EFFECT_CHANGED;
}

static gboolean
has_namespace (RetortEdit *self, const char *name)
{
  return retort_schema_find (self->schema, RETORT_OBJECT_NAMESPACE, NULL, name) != NULL;
}

/* The schema that something new goes into; fails with NULL. */
const char *
retort_edit_get_creation_schema (RetortEdit *self, const char *wanted)
{
  const char *const *path = retort_schema_get_current_path (self->schema);

  if (wanted != NULL)
    {
      const char *found = retort_schema_find (self->schema, RETORT_OBJECT_NAMESPACE, NULL, wanted);

      if (found == NULL && g_str_has_prefix (wanted, "pg_"))
        return wanted;
      if (found == NULL)
        {
          retort_edit_set_subject (self, wanted, "");
          retort_edit_fail (self, "schema \"%s\" does not exist", wanted);
        }
      return found;
    }
  for (; *path != NULL; path++)
    if (has_namespace (self, *path))
      return *path;
  retort_edit_fail (self, "no schema has been selected to create in");
  return NULL;
}

RetortPlace
retort_edit_place_of_names (RetortEdit *self, size_t n_names, PgQuery__Node *const *names)
{
  RetortPlace place = { NULL, retort_sql_names_get_last (n_names, names) };

  if (n_names > 1)
    place.schema = retort_sql_names_get_last (n_names - 1, names);
  return place;
}

/* (nullable): the schema where it is; never fails. */
const char *
retort_edit_find_schema (RetortEdit *self, RetortObjectKind kind, RetortPlace place)
{
  const char *const *path = retort_schema_get_lookup_path (self->schema);

  if (place.schema != NULL)
    return retort_schema_find (self->schema, kind, place.schema, place.name) != NULL ? place.schema : NULL;
  for (; *path != NULL; path++)
    if (retort_schema_find (self->schema, kind, *path, place.name) != NULL)
      return *path;
  return NULL;
}

/* (nullable): never fails. */
gpointer
retort_edit_find (RetortEdit *self, RetortObjectKind kind, RetortPlace place)
{
  const char *schema = retort_edit_find_schema (self, kind, place);

  return schema != NULL ? retort_schema_find (self->schema, kind, schema, place.name) : NULL;
}

/* Makes the table the subject; NULL without a failure when @missing_ok. */
RetortTable *
retort_edit_find_table (RetortEdit *self, const PgQuery__RangeVar *relation, gboolean missing_ok)
{
  RetortPlace place = { text_or_null (relation->schemaname), relation->relname };
  RetortTable *table = retort_edit_find (self, RETORT_OBJECT_TABLE, place);
  const char *schema = place.schema;

  if (table != NULL)
    {
      retort_edit_set_subject (self, table->schema, table->name);
      return table;
    }
  if (schema == NULL)
    schema = retort_schema_get_current_path (self->schema)[0];
  retort_edit_set_subject (self, schema, place.name);
  if (!missing_ok || retort_schema_get_taint (self->schema, schema, place.name) != NULL)
    retort_edit_fail (self, "relation \"%s\" does not exist", place.name);
  return NULL;
}

/* Whether format_type() and its like leave the schema out. */
gboolean
retort_edit_is_visible (RetortEdit *self, const char *schema)
{
  return g_strv_contains (retort_schema_get_search_path (self->schema), schema)
         || g_str_equal (schema, "pg_catalog");
}

/* The name as a person who reads with the usual search path writes it. */
char *
retort_edit_qualify (RetortEdit *self, const char *schema, const char *name)
{
  return retort_edit_is_visible (self, schema) ? retort_sql_quote_identifier (name)
                                               : retort_quote_place (schema, name);
}

/* (transfer full) (nullable): never fails. */
RetortTable *
retort_edit_open_table (RetortEdit *self, const char *schema, const char *name)
{
  RetortTable *table = retort_schema_find (self->schema, RETORT_OBJECT_TABLE, schema, name);

  return table != NULL ? retort_table_copy (table) : NULL;
}

/* Takes the table. */
void
retort_edit_put_table (RetortEdit *self, RetortTable *table)
{
  retort_schema_put (self->schema, RETORT_OBJECT_TABLE, table);
  retort_edit_changed (self);
}

char *
retort_quote_place (const char *schema, const char *name)
{
  g_autofree char *quoted_schema = retort_sql_quote_identifier (schema);
  g_autofree char *quoted_name = retort_sql_quote_identifier (name);

  return g_strconcat (quoted_schema, ".", quoted_name, NULL);
}

/**
 * retort_split_place: (skip)
 * @place: "schema.name" or a name alone, quoted where SQL needs it
 *
 * Returns: (transfer full): its parts without quotes
 */
GStrv
retort_split_place (const char *place)
{
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();
  g_autoptr(GString) part = g_string_new (NULL);
  gboolean is_quoted = FALSE;

  for (const char *c = place; *c != '\0'; c++)
    {
      if (*c == '"' && is_quoted && c[1] == '"')
        g_string_append_c (part, *c++);
      else if (*c == '"')
        is_quoted = !is_quoted;
      else if (*c == '.' && !is_quoted)
        {
          g_strv_builder_add (builder, part->str);
          g_string_set_size (part, 0);
        }
      else
        g_string_append_c (part, *c);
    }
  g_strv_builder_add (builder, part->str);
  return g_strv_builder_end (builder);
}

static int
index_of (const GPtrArray *parts, gsize name_offset, const char *name)
{
  for (guint i = 0; i < parts->len; i++)
    if (g_str_equal (G_STRUCT_MEMBER (char *, g_ptr_array_index (parts, i), name_offset), name))
      return (int) i;
  return -1;
}

int
retort_table_index_of_column (const RetortTable *table, const char *name)
{
  return index_of (table->columns, G_STRUCT_OFFSET (RetortColumn, name), name);
}

int
retort_table_index_of_constraint (const RetortTable *table, const char *name)
{
  return index_of (table->constraints, G_STRUCT_OFFSET (RetortConstraint, name), name);
}

int
retort_table_index_of_index (const RetortTable *table, const char *name)
{
  return index_of (table->indexes, G_STRUCT_OFFSET (RetortIndex, name), name);
}

int
retort_table_index_of_policy (const RetortTable *table, const char *name)
{
  return index_of (table->policies, G_STRUCT_OFFSET (RetortPolicy, name), name);
}

int
retort_table_index_of_trigger (const RetortTable *table, const char *name)
{
  return index_of (table->triggers, G_STRUCT_OFFSET (RetortTrigger, name), name);
}

/* Puts @copy in the place of a shared part. */
static gpointer
replace_part (GPtrArray *parts, guint index, gpointer copy, void (*unref) (gpointer))
{
  unref (g_ptr_array_index (parts, index));
  g_ptr_array_index (parts, index) = copy;
  return copy;
}

#define DEFINE_OPEN(Type, noun, parts)                                                             \
  Type *retort_table_open_##noun (RetortTable *table, guint index)                                 \
  {                                                                                                \
    return replace_part (table->parts, index,                                                      \
                         retort_##noun##_copy (g_ptr_array_index (table->parts, index)),           \
                         (GDestroyNotify) retort_##noun##_unref);                                  \
  }

DEFINE_OPEN (RetortColumn, column, columns)
DEFINE_OPEN (RetortConstraint, constraint, constraints)
DEFINE_OPEN (RetortIndex, index, indexes)
DEFINE_OPEN (RetortPolicy, policy, policies)
DEFINE_OPEN (RetortTrigger, trigger, triggers)

/* As constraints.sql orders them: by kind, then by name. */
static int
compare_constraints (gconstpointer a, gconstpointer b)
{
  static const int places[] = {
    [RETORT_CONSTRAINT_PRIMARY_KEY] = 0, [RETORT_CONSTRAINT_UNIQUE] = 1,
    [RETORT_CONSTRAINT_EXCLUSION] = 2,   [RETORT_CONSTRAINT_FOREIGN_KEY] = 3,
    [RETORT_CONSTRAINT_CHECK] = 4,       [RETORT_CONSTRAINT_NOT_NULL] = 5,
  };
  const RetortConstraint *left = *(RetortConstraint *const *) a;
  const RetortConstraint *right = *(RetortConstraint *const *) b;

  if (left->kind != right->kind)
    return places[left->kind] - places[right->kind];
  return strcmp (left->name, right->name);
}

/* As indexes.sql orders them: the primary key first, then by name. */
static int
compare_indexes (gconstpointer a, gconstpointer b)
{
  const RetortIndex *left = *(RetortIndex *const *) a;
  const RetortIndex *right = *(RetortIndex *const *) b;

  if (left->is_primary != right->is_primary)
    return left->is_primary ? -1 : 1;
  return strcmp (left->name, right->name);
}

static int
compare_policies (gconstpointer a, gconstpointer b)
{
  return strcmp ((*(RetortPolicy *const *) a)->name, (*(RetortPolicy *const *) b)->name);
}

static int
compare_triggers (gconstpointer a, gconstpointer b)
{
  return strcmp ((*(RetortTrigger *const *) a)->name, (*(RetortTrigger *const *) b)->name);
}

void
retort_table_sort_parts (RetortTable *table)
{
  g_ptr_array_sort (table->constraints, compare_constraints);
  g_ptr_array_sort (table->indexes, compare_indexes);
  g_ptr_array_sort (table->policies, compare_policies);
  g_ptr_array_sort (table->triggers, compare_triggers);
}

/* Takes the constraint. */
void
retort_table_add_constraint (RetortTable *table, RetortConstraint *constraint)
{
  g_ptr_array_add (table->constraints, constraint);
  g_ptr_array_sort (table->constraints, compare_constraints);
}

/* Takes the index. */
void
retort_table_add_index (RetortTable *table, RetortIndex *index)
{
  g_ptr_array_add (table->indexes, index);
  g_ptr_array_sort (table->indexes, compare_indexes);
}

/* Takes the list and gives a longer one. */
GStrv
retort_strv_with (GStrv list, const char *text)
{
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();

  if (list != NULL)
    g_strv_builder_addv (builder, (const char **) list);
  g_strv_builder_add (builder, text);
  g_strfreev (list);
  return g_strv_builder_end (builder);
}

/* Takes the list and gives one without @text. */
GStrv
retort_strv_without (GStrv list, const char *text)
{
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();

  for (guint i = 0; list != NULL && list[i] != NULL; i++)
    if (!g_str_equal (list[i], text))
      g_strv_builder_add (builder, list[i]);
  g_strfreev (list);
  return g_strv_builder_end (builder);
}

/* Whether @old was there and is @new_text now. */
gboolean
retort_strv_replace (GStrv list, const char *old, const char *new_text)
{
  gboolean is_there = FALSE;

  for (guint i = 0; list != NULL && list[i] != NULL; i++)
    if (g_str_equal (list[i], old))
      {
        g_free (list[i]);
        list[i] = g_strdup (new_text);
        is_there = TRUE;
      }
  return is_there;
}
