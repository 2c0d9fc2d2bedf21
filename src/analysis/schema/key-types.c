/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which types a foreign key may join, and whether it still may when one of them has changed. */
#include "analysis/schema/edit-private.h"
#include "analysis/schema/table-private.h"
#include "analysis/schema/type-private.h"

/* Numbers of families whose values compare, 0 for types that compare only with themselves. */
static int
family_of (const char *type)
{
  static const struct
  {
    const char *type;
    int         family;
  } families[] = {
    { "smallint", 1 }, { "integer", 1 }, { "bigint", 1 }, { "numeric", 2 }, { "real", 3 }, { "double precision", 3 },
    { "text", 4 }, { "character varying", 4 }, { "character", 4 }, { "name", 4 }, { "date", 5 },
    { "timestamp without time zone", 5 }, { "timestamp with time zone", 5 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (families); i++)
    if (g_str_equal (families[i].type, type))
      return families[i].family;
  return 0;
}

/**
 * retort_key_may_point_at: (skip)
 * @edit: the edit
 * @type: the type of a column
 * @referenced: that of the column that it would point at
 *
 * Returns: whether a foreign key may join them; of types that are not known, yes
 */
gboolean
retort_key_may_point_at (RetortEdit *edit, const char *type, const char *referenced)
{
  g_autofree char *base = retort_type_dup_base (type);
  g_autofree char *referenced_base = retort_type_dup_base (referenced);
  int family = family_of (base);
  int referenced_family = family_of (referenced_base);
  RetortObjectKind kind;

  if (g_str_equal (base, referenced_base))
    return TRUE;
  if ((retort_type_find_own (edit, base, &kind) != NULL && kind == RETORT_OBJECT_DOMAIN)
      || (retort_type_find_own (edit, referenced_base, &kind) != NULL && kind == RETORT_OBJECT_DOMAIN)
      || retort_type_is_of_extension (edit, base) || retort_type_is_of_extension (edit, referenced_base))
    return TRUE;
  if (family == 0 || referenced_family == 0)
    return FALSE;
  /* Numbers are widened, never narrowed. */
  return family == referenced_family || (referenced_family <= 3 && family < referenced_family);
}

static gboolean
fits (RetortEdit *edit, const RetortTable *table, const RetortConstraint *key)
{
  const RetortTable *referenced = retort_schema_find_table (edit->schema, key->referenced_schema, key->referenced_table);

  for (guint i = 0; referenced != NULL && key->columns[i] != NULL && key->referenced_columns != NULL && key->referenced_columns[i] != NULL; i++)
    {
      const RetortColumn *column = retort_table_find_column (table, key->columns[i]);
      const RetortColumn *other = retort_table_find_column (referenced, key->referenced_columns[i]);

      if (column != NULL && other != NULL && !retort_key_may_point_at (edit, column->type, other->type))
        return retort_edit_fail (edit, "foreign key constraint \"%s\" cannot be implemented", key->name);
    }
  return TRUE;
}

/**
 * retort_edit_check_foreign_keys: (skip)
 * @edit: the edit
 * @place: a table
 * @column: a column of it whose type was changed
 *
 * Foreign keys from and to the column are made anew, with an operator that compares its new type (ATPostAlterTypeCleanup() of tablecmds.c).
 *
 * Returns: %FALSE when there is none for one of them
 */
gboolean
retort_edit_check_foreign_keys (RetortEdit *edit, RetortPlace place, const char *column)
{
  const RetortTable *table = retort_schema_find_table (edit->schema, place.schema, place.name);

  for (guint i = 0; i < table->constraints->len; i++)
    {
      const RetortConstraint *key = g_ptr_array_index (table->constraints, i);

      if (key->kind == RETORT_CONSTRAINT_FOREIGN_KEY && g_strv_contains ((const char *const *) key->columns, column) && !fits (edit, table, key))
        return FALSE;
    }
  for (guint i = 0; i < table->referenced_by->len; i++)
    {
      const RetortConstraintRef *reference = g_ptr_array_index (table->referenced_by, i);
      const RetortTable *other = retort_schema_find_table (edit->schema, reference->schema, reference->table);
      int index = other != NULL ? retort_table_index_of_constraint (other, reference->name) : -1;
      const RetortConstraint *key = index >= 0 ? g_ptr_array_index (other->constraints, (guint) index) : NULL;

      if (key != NULL && key->referenced_columns != NULL && g_strv_contains ((const char *const *) key->referenced_columns, column)
          && !fits (edit, other, key))
        return FALSE;
    }
  return TRUE;
}
