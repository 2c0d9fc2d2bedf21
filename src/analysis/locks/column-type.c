/* SPDX-License-Identifier: GPL-3.0-or-later */
/* When ALTER COLUMN TYPE leaves the table alone: the new type holds every old value in the same
 * bytes. Measured; PostgreSQL docs, ALTER TABLE, "Notes". */
#include "analysis/locks/lock-set.h"

#include <string.h>

/* A type taken apart: "numeric(10,2)" is numeric with 10 and 2. */
typedef struct
{
  char name[64]; /* as pg_type.typname has it */
  guint n_modifiers;
  int modifiers[2];
} Shape;

typedef struct
{
  const char *spoken;
  const char *name;
} TypeName;

/* format_type()'s words for what pg_type calls otherwise. */
static const TypeName type_names[] = {
  { "character varying", "varchar" },
  { "character", "bpchar" },
  { "timestamp without time zone", "timestamp" },
  { "timestamp with time zone", "timestamptz" },
  { "time without time zone", "time" },
  { "time with time zone", "timetz" },
  { "bit varying", "varbit" },
  { "integer", "int4" },
  { "bigint", "int8" },
  { "smallint", "int2" },
  { "boolean", "bool" },
  { "real", "float4" },
  { "double precision", "float8" },
};

/* "timestamp(3) without time zone": the modifiers stand in the middle. */
static Shape
shape_of_text (const char *text)
{
  Shape shape = { "", 0, { 0, 0 } };
  const char *open = strchr (text, '(');
  const char *close = open != NULL ? strchr (open, ')') : NULL;

  if (close == NULL)
    {
      g_strlcpy (shape.name, text, sizeof shape.name);
    }
  else
    {
      g_snprintf (shape.name, sizeof shape.name, "%.*s%s", (int) (open - text), text, close + 1);
      for (const char *at = open; at < close && shape.n_modifiers < 2; at = strpbrk (at + 1, ",)"))
        shape.modifiers[shape.n_modifiers++] = (int) g_ascii_strtoll (at + 1, NULL, 10);
    }
  for (guint i = 0; i < G_N_ELEMENTS (type_names); i++)
    if (g_str_equal (shape.name, type_names[i].spoken))
      g_strlcpy (shape.name, type_names[i].name, sizeof shape.name);
  return shape;
}

static Shape
shape_of_tree (const PgQuery__TypeName *type)
{
  Shape shape = { "", 0, { 0, 0 } };
  const char *name = retort_sql_names_get_last (type->n_names, type->names);

  g_snprintf (shape.name, sizeof shape.name, "%s%s", name != NULL ? name : "",
              type->n_array_bounds > 0 ? "[]" : "");
  for (size_t i = 0; i < type->n_typmods && shape.n_modifiers < 2; i++)
    {
      const PgQuery__Node *modifier = type->typmods[i];

      if (modifier->node_case == PG_QUERY__NODE__NODE_A_CONST
          && modifier->a_const->val_case == PG_QUERY__A__CONST__VAL_IVAL)
        shape.modifiers[shape.n_modifiers++] = modifier->a_const->ival->ival;
    }
  return shape;
}

static gboolean
is_one_of (const char *name, const char *const *names)
{
  return g_strv_contains (names, name);
}

/* Lengths and precisions may grow or go away. */
static gboolean
modifiers_widen (const Shape *old, const Shape *new)
{
  static const char *const growing[]
      = { "varchar", "varbit", "timestamp", "timestamptz", "time", "timetz", "interval", NULL };
  gboolean is_numeric = g_str_equal (old->name, "numeric");

  if (old->n_modifiers == new->n_modifiers
      && memcmp (old->modifiers, new->modifiers, sizeof old->modifiers) == 0)
    return TRUE;
  if (!is_numeric && !is_one_of (old->name, growing))
    return FALSE;
  if (new->n_modifiers == 0)
    return TRUE;
  if (old->n_modifiers == 0 || new->modifiers[0] < old->modifiers[0])
    return FALSE;
  return !is_numeric || new->modifiers[1] == old->modifiers[1];
}

static gboolean
is_binary_compatible (const Shape *old, const Shape *new)
{
  static const char *const texts[] = { "text", "varchar", NULL };

  if (g_str_equal (old->name, new->name))
    return modifiers_widen (old, new);
  if (is_one_of (old->name, texts) && is_one_of (new->name, texts))
    return new->n_modifiers == 0;
  return g_str_equal (old->name, "cidr") && g_str_equal (new->name, "inet");
}

static const RetortDomain *
find_domain (const LockSet *set, const PgQuery__TypeName *type)
{
  const char *name = retort_sql_names_get_last (type->n_names, type->names);
  GPtrArray *domains = set->schema != NULL ? retort_schema_get_domains (set->schema) : NULL;

  for (guint i = 0; domains != NULL && name != NULL && i < domains->len; i++)
    {
      const RetortDomain *domain = g_ptr_array_index (domains, i);

      if (g_str_equal (domain->name, name))
        return domain;
    }
  return NULL;
}

static gboolean
is_checked (const RetortDomain *domain)
{
  return domain->definition != NULL
         && (strstr (domain->definition, "CHECK") != NULL
             || strstr (domain->definition, "NOT NULL") != NULL);
}

/**
 * lock_domain_is_checked: (skip)
 * @set: the locks
 * @type: a type
 *
 * Returns: whether it is a domain with a constraint, which every row has to pass
 */
gboolean
lock_domain_is_checked (const LockSet *set, const PgQuery__TypeName *type)
{
  const RetortDomain *domain = find_domain (set, type);

  return domain != NULL && is_checked (domain);
}

/* USING is nothing new when it only names or casts the column itself. */
static gboolean
is_plain_column (const PgQuery__Node *expression, const char *column)
{
  if (expression == NULL)
    return TRUE;
  if (expression->node_case == PG_QUERY__NODE__NODE_TYPE_CAST)
    return is_plain_column (expression->type_cast->arg, column);
  return expression->node_case == PG_QUERY__NODE__NODE_COLUMN_REF
         && g_strcmp0 (retort_sql_names_get_last (expression->column_ref->n_fields,
                                                  expression->column_ref->fields),
                       column)
                == 0;
}

static gboolean
is_constrained (const RetortTable *table, const char *column)
{
  for (guint i = 0; i < table->constraints->len; i++)
    {
      const RetortConstraint *constraint = g_ptr_array_index (table->constraints, i);

      if (constraint->kind == RETORT_CONSTRAINT_CHECK && constraint->columns != NULL
          && g_strv_contains ((const char *const *) constraint->columns, column))
        return TRUE;
    }
  return FALSE;
}

static gboolean
is_indexed (const RetortTable *table, const char *column)
{
  for (guint i = 0; i < table->indexes->len; i++)
    {
      const RetortIndex *index = g_ptr_array_index (table->indexes, i);

      if (index->columns != NULL && g_strv_contains ((const char *const *) index->columns, column))
        return TRUE;
    }
  return FALSE;
}

static gboolean
keeps_bytes (const LockSet *set, const RetortColumn *column, const PgQuery__ColumnDef *definition)
{
  const RetortDomain *domain = find_domain (set, definition->type_name);
  Shape old = shape_of_text (column->type);
  Shape new = domain != NULL ? shape_of_text (domain->type) : shape_of_tree (definition->type_name);

  return is_plain_column (definition->raw_default, column->name)
         && (domain == NULL || !is_checked (domain)) && is_binary_compatible (&old, &new);
}

/**
 * lock_alter_column_type: (skip)
 * @set: the locks
 * @relation: the table
 * @command: ALTER COLUMN … TYPE
 *
 * Adds the rewrite, unless the old type is known and keeps its bytes; else the scan for a CHECK on
 * the column or for an index in another collation.
 */
void
lock_alter_column_type (LockSet *set, const PgQuery__RangeVar *relation,
                        const PgQuery__AlterTableCmd *command)
{
  const RetortTable *table = lock_set_find_table (set, relation);
  const RetortColumn *column
      = table != NULL ? retort_table_find_column (table, command->name) : NULL;
  const PgQuery__ColumnDef *definition = command->def->column_def;

  if (column == NULL || !keeps_bytes (set, column, definition))
    lock_set_rewrite (set);
  else if (is_constrained (table, column->name)
           || (definition->coll_clause != NULL && is_indexed (table, column->name)))
    set->scans = TRUE;
}
