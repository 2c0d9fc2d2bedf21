/* SPDX-License-Identifier: GPL-3.0-or-later */
/* When ALTER COLUMN TYPE leaves the rows alone: every step from the old type to the new one keeps the bytes
 * (ATColumnChangeRequiresRewrite() of tablecmds.c; varchar_support() and its like for lengths). Indexes stay when
 * operator class and collation do (CheckIndexCompatible() of indexcmds.c); CHECKs on the column are tried again. */
#include "analysis/locks/survey-private.h"

#include "analysis/schema/type-private.h"
#include "sql/expression.h"

#include <string.h>

#define CHANGING "PostgreSQL docs, ALTER TABLE, Notes: changing the type of a column"

/* A type taken apart: "numeric(10,2)" is numeric with 10 and 2. */
typedef struct
{
  char     name[128]; /* as pg_type.typname has it; of others as format_type() */
  guint    n_modifiers;
  int      modifiers[2];
  gboolean is_array;
  gboolean is_of_domain; /* a length that the domain has, the planner does not see */
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
shape_of (const char *text)
{
  Shape shape = { "", 0, { 0, 0 }, FALSE, FALSE };
  const char *open = strchr (text, '(');
  const char *close = open != NULL ? strchr (open, ')') : NULL;

  if (close == NULL)
    g_strlcpy (shape.name, text, sizeof shape.name);
  else
    {
      g_snprintf (shape.name, sizeof shape.name, "%.*s%s", (int) (open - text), text, close + 1);
      for (const char *at = open; at != NULL && at < close && shape.n_modifiers < 2; at = strpbrk (at + 1, ",)"))
        shape.modifiers[shape.n_modifiers++] = (int) g_ascii_strtoll (at + 1, NULL, 10);
    }
  if (g_str_has_suffix (shape.name, "[]"))
    {
      shape.is_array = TRUE;
      shape.name[strlen (shape.name) - 2] = '\0';
    }
  for (guint i = 0; i < G_N_ELEMENTS (type_names); i++)
    if (g_str_equal (shape.name, type_names[i].spoken))
      g_strlcpy (shape.name, type_names[i].name, sizeof shape.name);
  return shape;
}

/* The least field of an interval: 0 are seconds. */
static int
least_field (const char *interval)
{
  static const char *const fields[] = { "second", "minute", "hour", "day", "month", "year" };

  for (int i = 0; i < (int) G_N_ELEMENTS (fields); i++)
    if (g_str_has_suffix (interval, fields[i]))
      return i;
  return 0;
}

/* interval_support() of utils/adt/timestamp.c. */
static gboolean
interval_widens (const Shape *old, const Shape *new)
{
  int old_field = least_field (old->name);
  int old_precision = old->n_modifiers > 0 ? old->modifiers[0] : 6;
  int new_precision = new->n_modifiers > 0 ? new->modifiers[0] : 6;

  return least_field (new->name) <= old_field && (old_field > 0 || new_precision >= 6 || new_precision >= old_precision);
}

/* TemporalSimplify(), varchar_support(), varbit_support(), numeric_support(). */
static gboolean
modifiers_widen (const Shape *old, const Shape *new)
{
  static const char *const lengths[] = { "varchar", "varbit", NULL };
  static const char *const times[] = { "timestamp", "timestamptz", "time", "timetz", NULL };
  gboolean knows_old = old->n_modifiers > 0 && !old->is_of_domain;

  if (new->n_modifiers == 0)
    return TRUE;
  if (!old->is_of_domain && old->n_modifiers == new->n_modifiers && memcmp (old->modifiers, new->modifiers, sizeof old->modifiers) == 0)
    return TRUE;
  if (old->is_array)
    return FALSE;
  if (g_strv_contains (times, old->name))
    return new->modifiers[0] == 6 || (knows_old && new->modifiers[0] >= old->modifiers[0]);
  if (!knows_old)
    return FALSE;
  if (g_str_equal (old->name, "numeric"))
    return new->modifiers[1] == old->modifiers[1] && new->modifiers[0] >= old->modifiers[0];
  return g_strv_contains (lengths, old->name) && new->modifiers[0] >= old->modifiers[0];
}

/* Time zones whose offset is zero and always was. */
static gboolean
is_utc (const char *zone)
{
  static const char *const zones[] = { "utc", "etc/utc", "gmt", "etc/gmt", "uct", "etc/uct", "zulu", "etc/zulu", "universal",
                                       "etc/universal", "greenwich", "etc/greenwich", "gmt0", "etc/gmt0", "gmt+0", "gmt-0",
                                       "etc/gmt+0", "etc/gmt-0", "0", "z", NULL };
  g_autofree char *lower = g_ascii_strdown (zone, -1);

  return g_strv_contains (zones, lower);
}

static gboolean
is_time_zone_change (const Shape *old, const Shape *new)
{
  return (g_str_equal (old->name, "timestamp") && g_str_equal (new->name, "timestamptz"))
         || (g_str_equal (old->name, "timestamptz") && g_str_equal (new->name, "timestamp"));
}

static gboolean
shape_keeps_bytes (RetortSurvey *self, const Shape *old, const Shape *new)
{
  Shape unknown = *old;

  if (g_str_has_prefix (old->name, "interval") && g_str_has_prefix (new->name, "interval") && !old->is_array)
    return !old->is_of_domain ? interval_widens (old, new) : new->n_modifiers == 0 && g_str_equal (new->name, "interval");
  if (old->is_array != new->is_array)
    return FALSE;
  if (g_str_equal (old->name, new->name))
    return modifiers_widen (old, new);
  if (old->is_array)
    return FALSE;
  g_strlcpy (unknown.name, new->name, sizeof unknown.name);
  unknown.n_modifiers = 0;
  if (is_time_zone_change (old, new))
    return is_utc (self->session->time_zone) && modifiers_widen (&unknown, new);
  return retort_builtin_keeps_bytes (old->name, new->name) && modifiers_widen (&unknown, new);
}

/* What a domain is made of. */
static char *
dup_base_type (RetortSurvey *self, const char *type, gboolean *is_domain, const RetortDomain **checked)
{
  const RetortDomain *domain = retort_survey_find_domain (self, type);

  for (guint depth = 0; domain != NULL && depth < 20; depth++)
    {
      *is_domain = TRUE;
      if (!domain->is_nullable || (domain->checks != NULL && domain->checks[0] != '\0'))
        *checked = domain;
      type = domain->type;
      domain = retort_survey_find_domain (self, type);
    }
  return g_strdup (type);
}

static gboolean
step_keeps_bytes (RetortSurvey *self, const char *from, const char *to)
{
  const RetortDomain *ignored = NULL;
  const RetortDomain *checked = NULL;
  gboolean from_domain = FALSE;
  gboolean to_domain = FALSE;
  g_autofree char *old_base = dup_base_type (self, from, &from_domain, &ignored);
  g_autofree char *new_base = dup_base_type (self, to, &to_domain, &checked);
  Shape old = shape_of (old_base);
  Shape new = shape_of (new_base);

  if (g_str_equal (from, to))
    return TRUE;
  old.is_of_domain = from_domain;
  return checked == NULL && shape_keeps_bytes (self, &old, &new);
}

/**
 * retort_survey_cannot_assign: (skip)
 * @self: the survey
 * @from: a type as format_type() says it
 * @to: another
 *
 * Returns: whether it is certain that values of the one need a cast in words to become the other
 */
gboolean
retort_survey_cannot_assign (RetortSurvey *self, const char *from, const char *to)
{
  const RetortDomain *ignored = NULL;
  gboolean is_domain = FALSE;
  g_autofree char *old_base = dup_base_type (self, from, &is_domain, &ignored);
  g_autofree char *new_base = dup_base_type (self, to, &is_domain, &ignored);
  Shape old = shape_of (old_base);
  Shape new = shape_of (new_base);

  if (g_str_has_prefix (old.name, "interval"))
    g_strlcpy (old.name, "interval", sizeof old.name);
  if (g_str_has_prefix (new.name, "interval"))
    g_strlcpy (new.name, "interval", sizeof new.name);
  if (old.is_array != new.is_array)
    return old.is_array ? !g_strv_contains ((const char *const[]){ "text", "varchar", "bpchar", "name", "char", "citext", NULL }, new.name)
                        : retort_type_find_builtin (new.name) != NULL;
  return retort_builtin_cannot_assign (old.name, new.name);
}

/* USING: the column itself, maybe cast; sets the type that it has then. NULL without USING. */
static gboolean
expression_keeps_bytes (RetortSurvey *self, const PgQuery__Node *expression, const RetortColumn *column, char **type)
{
  g_autofree char *inner = NULL;

  if (expression == NULL || (expression->node_case == PG_QUERY__NODE__NODE_COLUMN_REF
                             && g_strcmp0 (retort_sql_names_get_last (expression->column_ref->n_fields, expression->column_ref->fields), column->name) == 0))
    {
      *type = g_strdup (column->type);
      return TRUE;
    }
  if (expression->node_case != PG_QUERY__NODE__NODE_TYPE_CAST
      || !expression_keeps_bytes (self, expression->type_cast->arg, column, &inner))
    return FALSE;
  *type = retort_survey_format_type (self, expression->type_cast->type_name);
  return *type != NULL && step_keeps_bytes (self, inner, *type);
}

static gboolean
keeps_bytes (RetortSurvey *self, const RetortColumn *column, const PgQuery__ColumnDef *definition, const char *new_type)
{
  g_autofree char *given = NULL;

  return expression_keeps_bytes (self, definition->raw_default, column, &given) && step_keeps_bytes (self, given, new_type);
}

/* An index that stays keeps its lock; another is built anew. */
static gboolean
index_stays (RetortSurvey *self, const RetortIndex *index, const RetortColumn *column, const PgQuery__ColumnDef *definition, const char *new_type)
{
  gboolean ignored = FALSE;
  const RetortDomain *domain = NULL;
  g_autofree char *old_base = dup_base_type (self, column->type, &ignored, &domain);
  g_autofree char *new_base = dup_base_type (self, new_type, &ignored, &domain);
  Shape old = shape_of (old_base);
  Shape new = shape_of (new_base);

  /* The parent's index is made anew, and its partitions with it; one over the elements of an array looks like another's. */
  if (index->parent != NULL || (old.is_array && g_str_equal (index->method, "gin")))
    return FALSE;
  if (index->predicate != NULL || (definition->coll_clause != NULL) != (column->collation != NULL))
    return FALSE;
  if (definition->coll_clause != NULL
      && g_strcmp0 (retort_sql_names_get_last (definition->coll_clause->n_collname, definition->coll_clause->collname), column->collation) != 0)
    return FALSE;
  return retort_builtin_shares_index (old.name, new.name, index->method);
}

static void
survey_index (RetortSurvey *self, RetortSurveyed surveyed, const RetortIndex *index, const RetortColumn *column,
              const PgQuery__ColumnDef *definition, const char *new_type)
{
  gboolean has_column = FALSE;
  gboolean has_expression = FALSE;

  for (guint i = 0; index->columns[i] != NULL; i++)
    {
      gboolean is_plain = retort_table_find_column (surveyed.table, index->columns[i]) != NULL;
      g_autofree char *quoted = retort_sql_quote_identifier (column->name);

      has_expression |= !is_plain && !g_str_equal (index->columns[i], quoted);
      has_column |= g_str_equal (index->columns[i], column->name) || g_str_equal (index->columns[i], quoted)
                    || (!is_plain && retort_text_uses_column (index->columns[i], column->name));
    }
  has_column |= index->predicate != NULL && retort_text_uses_column (index->predicate, column->name);
  if (!has_column)
    return;
  if (!has_expression && index_stays (self, index, column, definition, new_type))
    {
      retort_survey_take_index (self, RETORT_LOCK_ACCESS_EXCLUSIVE, surveyed.table, index->name);
      return;
    }
  retort_survey_build (self, surveyed.table, index);
  retort_survey_scan (self, surveyed, CHANGING, "index %s is built anew", index->name);
}

/* CHECKs are made anew with the column. */
static void
survey_checks (RetortSurvey *self, RetortSurveyed surveyed, const RetortColumn *column)
{
  for (guint i = 0; i < surveyed.table->constraints->len; i++)
    {
      const RetortConstraint *constraint = g_ptr_array_index (surveyed.table->constraints, i);

      if (constraint->kind == RETORT_CONSTRAINT_CHECK && constraint->is_valid && constraint->columns != NULL
          && g_strv_contains ((const char *const *) constraint->columns, column->name))
        retort_survey_scan (self, surveyed, CHANGING, "CHECK %s is tried on every row again", constraint->name);
    }
}

/* Foreign keys from and to the column are made anew, and validated when the bytes or their order change. */
static void
survey_foreign_key (RetortSurvey *self, RetortSurveyed surveyed, const RetortTable *other, const char *name, gboolean validates)
{
  RetortSurveyed others = retort_survey_take_table (self, RETORT_LOCK_ACCESS_EXCLUSIVE, other);

  retort_survey_explain (others.effect, CHANGING, "foreign key %s is made anew", name);
  if (!validates)
    return;
  retort_survey_scan_all (self, others, RETORT_LOCK_ACCESS_EXCLUSIVE, CHANGING, "a foreign key is validated again");
  retort_survey_scan_all (self, surveyed, RETORT_LOCK_ACCESS_EXCLUSIVE, CHANGING, "a foreign key is validated again");
}

static void
survey_foreign_keys (RetortSurvey *self, RetortSurveyed surveyed, const RetortColumn *column, gboolean validates)
{
  for (guint i = 0; i < surveyed.table->constraints->len; i++)
    {
      const RetortConstraint *key = g_ptr_array_index (surveyed.table->constraints, i);
      const RetortTable *other = key->kind == RETORT_CONSTRAINT_FOREIGN_KEY
                                     ? retort_schema_find_table (self->before, key->referenced_schema, key->referenced_table)
                                     : NULL;

      if (other != NULL && g_strv_contains ((const char *const *) key->columns, column->name))
        survey_foreign_key (self, surveyed, other, key->name, validates && key->is_valid);
    }
  for (guint i = 0; i < surveyed.table->referenced_by->len; i++)
    {
      const RetortConstraintRef *reference = g_ptr_array_index (surveyed.table->referenced_by, i);
      const RetortTable *other = retort_schema_find_table (self->before, reference->schema, reference->table);
      const RetortConstraint *key = retort_table_find_constraint (other, reference->name);

      if (key != NULL && key->referenced_columns != NULL
          && g_strv_contains ((const char *const *) key->referenced_columns, column->name))
        survey_foreign_key (self, surveyed, other, key->name, validates && key->is_valid);
    }
}

/* Whether keys of the two types are compared by another operator. */
static gboolean
changes_order (const char *from, const char *to)
{
  Shape old = shape_of (from);
  Shape new = shape_of (to);

  return !retort_builtin_shares_index (old.name, new.name, "btree");
}

/* The default of a serial column is looked at, and its sequence with it. */
static void
survey_sequence (RetortSurvey *self, const RetortColumn *column)
{
  const char *text = column->default_expression;
  const char *open = text != NULL && g_str_has_prefix (text, "nextval('") ? text + strlen ("nextval('") : NULL;
  const char *close = open != NULL ? strstr (open, "'::regclass") : NULL;
  g_autofree char *name = close != NULL ? g_strndup (open, (gsize) (close - open)) : NULL;
  g_auto(GStrv) parts = name != NULL ? retort_split_place (name) : NULL;

  if (parts != NULL)
    retort_survey_take_sequence (self, RETORT_LOCK_ACCESS_SHARE, parts[1] != NULL ? parts[0] : NULL, parts[1] != NULL ? parts[1] : parts[0]);
}

/* From text to varchar(50), from varchar(20) to varchar(10): what is kept stays as it is, but each value has to be looked at. */
static gboolean
only_length_differs (const char *old_type, const char *new_type)
{
  Shape old = shape_of (old_type);
  Shape new = shape_of (new_type);

  return g_str_equal (new.name, "varchar") && (g_str_equal (old.name, "varchar") || g_str_equal (old.name, "text")) && !old.is_array && !new.is_array;
}

/**
 * retort_survey_column_type: (skip)
 * @self: the survey
 * @surveyed: a table that has the column
 * @command: ALTER COLUMN … TYPE
 */
void
retort_survey_column_type (RetortSurvey *self, RetortSurveyed surveyed, const PgQuery__AlterTableCmd *command)
{
  const RetortColumn *column = surveyed.table != NULL ? retort_table_find_column (surveyed.table, command->name) : NULL;
  const PgQuery__ColumnDef *definition = command->def->column_def;
  g_autofree char *type = retort_survey_format_type (self, definition->type_name);
  gboolean is_kept = FALSE;

  if (column == NULL || type == NULL)
    {
      retort_survey_rewrite (self, surveyed, CHANGING, "the type that it had is not known");
      return;
    }
  is_kept = keeps_bytes (self, column, definition, type);
  if (!is_kept && definition->raw_default == NULL && only_length_differs (column->type, type))
    retort_survey_rewrite (self, surveyed, CHANGING, "each value of %s is measured for %s", column->name, type);
  else if (!is_kept)
    retort_survey_rewrite (self, surveyed, CHANGING, "%s is stored otherwise as %s than as %s", column->name, type, column->type);
  for (guint i = 0; (is_kept || !retort_survey_has_rows (surveyed.table)) && i < surveyed.table->indexes->len; i++)
    survey_index (self, surveyed, g_ptr_array_index (surveyed.table->indexes, i), column, definition, type);
  if (is_kept)
    survey_checks (self, surveyed, column);
  survey_sequence (self, column);
  if (column->identity != NULL)
    retort_survey_take_owned (self, RETORT_LOCK_SHARE_ROW_EXCLUSIVE, surveyed.table, column->name, !g_str_equal (column->type, type));
  survey_foreign_keys (self, surveyed, column, !is_kept || changes_order (column->type, type));
}
