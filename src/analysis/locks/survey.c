/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What all kinds of statements need: relations by name, and effects on them. */
#include "analysis/locks/survey-private.h"

#include "analysis/schema/type-private.h"

#include <string.h>

/**
 * retort_relation_effect_free: (skip)
 * @data: (transfer full): what happens to a relation
 */
void
retort_relation_effect_free (gpointer data)
{
  RetortRelationEffect *effect = data;

  g_free (effect->schema);
  g_free (effect->name);
  g_free (effect->table);
  g_free (effect->reason);
  g_free (effect);
}

/**
 * retort_locks_free:
 * @self: (transfer full): what a statement does
 */
void
retort_locks_free (RetortLocks *self)
{
  g_ptr_array_unref (self->relations);
  g_free (self->error);
  g_free (self->unsure);
  g_free (self->mismatch);
  g_free (self);
}

/**
 * retort_locks_find:
 * @self: what a statement does
 * @schema: (nullable): the relation's schema
 * @name: its name
 *
 * Returns: (transfer none) (nullable): what it does to that relation; %NULL when it does not touch it
 */
const RetortRelationEffect *
retort_locks_find (const RetortLocks *self, const char *schema, const char *name)
{
  for (guint i = 0; i < self->relations->len; i++)
    {
      const RetortRelationEffect *effect = g_ptr_array_index (self->relations, i);

      if (g_str_equal (effect->name, name) && (schema == NULL || effect->schema == NULL || g_str_equal (effect->schema, schema)))
        return effect;
    }
  return NULL;
}

/**
 * retort_survey_take: (skip)
 * @self: the survey
 * @level: a level
 * @kind: what the relation is
 * @schema: (nullable): its schema
 * @name: its name
 *
 * Adds a lock; the strongest one stays.
 *
 * Returns: (transfer none): what is known of the relation's fate
 */
RetortRelationEffect *
retort_survey_take (RetortSurvey *self, RetortLockLevel level, RetortLockedKind kind, const char *schema, const char *name)
{
  RetortRelationEffect *effect = (RetortRelationEffect *) retort_locks_find (self->locks, schema, name);

  if (effect == NULL)
    {
      effect = g_new0 (RetortRelationEffect, 1);
      effect->kind = kind;
      effect->schema = g_strdup (schema);
      effect->name = g_strdup (name);
      g_ptr_array_add (self->locks->relations, effect);
    }
  effect->level = MAX (effect->level, level);
  return effect;
}

static RetortLockedKind
kind_of_table (const RetortTable *table)
{
  return table->kind == RETORT_RELATION_VIEW ? RETORT_LOCKED_VIEW : RETORT_LOCKED_TABLE;
}

/**
 * retort_survey_take_table: (skip)
 * @self: the survey
 * @level: a level
 * @table: a table that is known
 *
 * Adds a lock.
 *
 * Returns: the table with its fate
 */
RetortSurveyed
retort_survey_take_table (RetortSurvey *self, RetortLockLevel level, const RetortTable *table)
{
  RetortSurveyed surveyed = { table, retort_survey_take (self, level, kind_of_table (table), table->schema, table->name) };

  return surveyed;
}

/**
 * retort_survey_take_place: (skip)
 * @self: the survey
 * @level: a level
 * @schema: (nullable): where it is
 * @name: a relation that the statement names
 *
 * Adds a lock, whether the schema knows the relation or not.
 *
 * Returns: the relation with its fate
 */
RetortSurveyed
retort_survey_take_place (RetortSurvey *self, RetortLockLevel level, const char *schema, const char *name)
{
  const RetortTable *table = retort_survey_find_table (self, schema, name);
  RetortSurveyed surveyed = { NULL, NULL };

  if (table != NULL)
    return retort_survey_take_table (self, level, table);
  surveyed.effect = retort_survey_take (self, level, RETORT_LOCKED_TABLE, schema, name);
  if (self->before != NULL)
    retort_survey_doubt (self, "the schema before it does not say what it is about");
  return surveyed;
}

/**
 * retort_survey_take_named: (skip)
 * @self: the survey
 * @level: a level
 * @relation: a relation that the statement names
 *
 * Returns: as retort_survey_take_place()
 */
RetortSurveyed
retort_survey_take_named (RetortSurvey *self, RetortLockLevel level, const PgQuery__RangeVar *relation)
{
  const char *schema = relation->schemaname != NULL && relation->schemaname[0] != '\0' ? relation->schemaname : NULL;

  return retort_survey_take_place (self, level, schema, relation->relname);
}

/**
 * retort_survey_take_index: (skip)
 * @self: the survey
 * @level: a level
 * @table: (nullable): its table
 * @index: its name
 *
 * Adds a lock on an index.
 *
 * Returns: (transfer none): its fate
 */
RetortRelationEffect *
retort_survey_take_index (RetortSurvey *self, RetortLockLevel level, const RetortTable *table, const char *index)
{
  RetortRelationEffect *effect = retort_survey_take (self, level, RETORT_LOCKED_INDEX, table != NULL ? table->schema : NULL, index);

  if (effect->table == NULL && table != NULL)
    effect->table = g_strdup (table->name);
  return effect;
}

/**
 * retort_survey_take_sequence: (skip)
 * @self: the survey
 * @level: a level
 * @schema: (nullable): where it is; %NULL: where the search path finds it
 * @name: its name
 *
 * Adds a lock on a sequence.
 *
 * Returns: (transfer none): its fate
 */
RetortRelationEffect *
retort_survey_take_sequence (RetortSurvey *self, RetortLockLevel level, const char *schema, const char *name)
{
  const char *const *path = self->before != NULL ? retort_schema_get_lookup_path (self->before) : NULL;

  for (; schema == NULL && path != NULL && *path != NULL; path++)
    if (retort_schema_find (self->before, RETORT_OBJECT_SEQUENCE, *path, name) != NULL)
      schema = *path;
  return retort_survey_take (self, level, RETORT_LOCKED_SEQUENCE, schema, name);
}

typedef struct
{
  RetortSurvey   *survey;
  RetortLockLevel level;
  const char     *owner; /* "schema.table.", or with the column "schema.table.column" */
  gboolean        rewrites;
} Ownership;

static void
take_if_owned_cb (gpointer object, gpointer user_data)
{
  const RetortSequence *sequence = object;
  const Ownership *ownership = user_data;
  RetortRelationEffect *effect = NULL;

  if (sequence->owned_by == NULL || !g_str_has_prefix (sequence->owned_by, ownership->owner)
      || (!g_str_has_suffix (ownership->owner, ".") && !g_str_equal (sequence->owned_by, ownership->owner)))
    return;
  effect = retort_survey_take_sequence (ownership->survey, ownership->level, sequence->schema, sequence->name);
  effect->rewrites |= ownership->rewrites;
}

/**
 * retort_survey_take_owned: (skip)
 * @self: the survey
 * @level: a level
 * @table: a table
 * @column: (nullable): one of its columns; %NULL: any
 * @rewrites: whether they are written anew
 *
 * Adds a lock on sequences that belong to the table.
 */
void
retort_survey_take_owned (RetortSurvey *self, RetortLockLevel level, const RetortTable *table, const char *column, gboolean rewrites)
{
  g_autofree char *place = retort_quote_place (table->schema, table->name);
  g_autofree char *quoted = column != NULL ? retort_sql_quote_identifier (column) : NULL;
  g_autofree char *owner = g_strdup_printf ("%s.%s", place, quoted != NULL ? quoted : "");
  Ownership ownership = { self, level, owner, rewrites };

  if (self->before != NULL)
    retort_schema_foreach (self->before, RETORT_OBJECT_SEQUENCE, take_if_owned_cb, &ownership);
}

/**
 * retort_survey_forget_scans: (skip)
 * @self: the survey
 *
 * Relations are looked up only, not read.
 */
void
retort_survey_forget_scans (RetortSurvey *self)
{
  for (guint i = 0; i < self->locks->relations->len; i++)
    ((RetortRelationEffect *) g_ptr_array_index (self->locks->relations, i))->scans = FALSE;
}

/**
 * retort_survey_find_table: (skip)
 * @self: the survey
 * @schema: (nullable): where it is; %NULL: where the search path finds it
 * @name: its name
 *
 * Returns: (transfer none) (nullable): the table or view before the statement
 */
const RetortTable *
retort_survey_find_table (RetortSurvey *self, const char *schema, const char *name)
{
  const char *const *path = self->before != NULL ? retort_schema_get_lookup_path (self->before) : NULL;

  if (self->before == NULL)
    return NULL;
  if (schema != NULL)
    return retort_schema_find_table (self->before, schema, name);
  for (; *path != NULL; path++)
    if (retort_schema_find_table (self->before, *path, name) != NULL)
      return retort_schema_find_table (self->before, *path, name);
  return NULL;
}

static const RetortTable *
find_index_in (RetortSurvey *self, const char *schema, const char *name, const RetortIndex **index)
{
  const RetortRelationName *relation = retort_schema_find_relation (self->before, schema, name);
  const RetortTable *table = NULL;

  if (relation == NULL || !relation->is_index)
    return NULL;
  table = retort_schema_find_table (self->before, schema, relation->table);
  for (guint i = 0; table != NULL && i < table->indexes->len; i++)
    if (g_str_equal (((const RetortIndex *) g_ptr_array_index (table->indexes, i))->name, name))
      {
        *index = g_ptr_array_index (table->indexes, i);
        return table;
      }
  return NULL;
}

/**
 * retort_survey_find_index: (skip)
 * @self: the survey
 * @schema: (nullable): where it is
 * @name: its name
 * @index: (out): the index
 *
 * Returns: (transfer none) (nullable): its table; %NULL when it is not known, then @index is not set
 */
const RetortTable *
retort_survey_find_index (RetortSurvey *self, const char *schema, const char *name, const RetortIndex **index)
{
  const char *const *path = self->before != NULL ? retort_schema_get_lookup_path (self->before) : NULL;
  const RetortTable *table = NULL;

  if (self->before == NULL)
    return NULL;
  if (schema != NULL)
    return find_index_in (self, schema, name, index);
  for (; *path != NULL && table == NULL; path++)
    table = find_index_in (self, *path, name, index);
  return table;
}

/**
 * retort_survey_find_qualified: (skip)
 * @self: the survey
 * @qualified: "schema.name", as children and parents are told
 *
 * Returns: (transfer none) (nullable): the table before the statement
 */
const RetortTable *
retort_survey_find_qualified (RetortSurvey *self, const char *qualified)
{
  g_auto(GStrv) parts = retort_split_place (qualified);

  return self->before != NULL && parts[1] != NULL ? retort_schema_find_table (self->before, parts[0], parts[1]) : NULL;
}

/**
 * retort_survey_list_heirs: (skip)
 * @self: the survey
 * @table: a table
 *
 * Returns: (transfer container) (element-type RetortTable): the table, its partitions and children, and theirs
 */
GPtrArray *
retort_survey_list_heirs (RetortSurvey *self, const RetortTable *table)
{
  GPtrArray *heirs = g_ptr_array_new ();

  g_ptr_array_add (heirs, (gpointer) table);
  for (guint i = 0; i < heirs->len; i++)
    {
      const RetortTable *parent = g_ptr_array_index (heirs, i);

      for (guint j = 0; parent->children != NULL && parent->children[j] != NULL; j++)
        {
          const RetortTable *child = retort_survey_find_qualified (self, parent->children[j]);

          if (child != NULL && !g_ptr_array_find (heirs, child, NULL))
            g_ptr_array_add (heirs, (gpointer) child);
        }
    }
  return heirs;
}

/**
 * retort_survey_has_rows: (skip)
 * @table: (nullable): a table
 *
 * Returns: whether rows are stored in it: not in a partitioned or foreign table or a view
 */
gboolean
retort_survey_has_rows (const RetortTable *table)
{
  return table == NULL || table->kind == RETORT_RELATION_TABLE || table->kind == RETORT_RELATION_MATERIALIZED_VIEW;
}

G_GNUC_PRINTF (3, 0)
static void
explain (RetortRelationEffect *effect, const char *source, const char *format, va_list arguments)
{
  if (effect->reason != NULL)
    return;
  effect->reason = g_strdup_vprintf (format, arguments);
  effect->source = source;
}

/**
 * retort_survey_explain: (skip)
 * @effect: what happens to a relation
 * @source: (nullable): where PostgreSQL says so; static
 * @format: why, a clause; the first one stays
 * @...: its parameters
 */
void
retort_survey_explain (RetortRelationEffect *effect, const char *source, const char *format, ...)
{
  va_list arguments;

  va_start (arguments, format);
  explain (effect, source, format, arguments);
  va_end (arguments);
}

/**
 * retort_survey_scan: (skip)
 * @self: the survey
 * @surveyed: a table
 * @source: (nullable): where PostgreSQL says so; static
 * @format: why
 * @...: its parameters
 *
 * The table is read whole, if rows are stored in it.
 */
void
retort_survey_scan (RetortSurvey *self, RetortSurveyed surveyed, const char *source, const char *format, ...)
{
  va_list arguments;

  if (!retort_survey_has_rows (surveyed.table))
    return;
  surveyed.effect->scans = TRUE;
  va_start (arguments, format);
  explain (surveyed.effect, source, format, arguments);
  va_end (arguments);
}

/**
 * retort_survey_scan_heirs: (skip)
 * @self: the survey
 * @surveyed: a table
 * @level: the lock on its partitions
 * @is_read: (nullable): which of its partitions are read; %NULL: all
 * @source: (nullable): where PostgreSQL says so; static
 * @reason: why
 *
 * The table is read, its partitions are locked, and those read that have to be.
 */
void
retort_survey_scan_heirs (RetortSurvey *self, RetortSurveyed surveyed, RetortLockLevel level, RetortSurveyPredicate is_read, const char *source,
                          const char *reason)
{
  g_autoptr(GPtrArray) heirs = NULL;

  retort_survey_scan (self, surveyed, source, "%s", reason);
  if (surveyed.table == NULL || surveyed.table->kind != RETORT_RELATION_PARTITIONED_TABLE)
    return;
  heirs = retort_survey_list_heirs (self, surveyed.table);
  for (guint i = 1; i < heirs->len; i++)
    {
      RetortSurveyed heir = retort_survey_take_table (self, level, g_ptr_array_index (heirs, i));

      if (is_read == NULL || is_read (self, heir.table))
        retort_survey_scan (self, heir, source, "%s", reason);
    }
}

/**
 * retort_survey_scan_all: (skip)
 * @self: the survey
 * @surveyed: a table
 * @level: the lock on its heirs
 * @source: (nullable): where PostgreSQL says so; static
 * @reason: why
 *
 * The table and all of its partitions are locked and read.
 */
void
retort_survey_scan_all (RetortSurvey *self, RetortSurveyed surveyed, RetortLockLevel level, const char *source, const char *reason)
{
  retort_survey_scan_heirs (self, surveyed, level, NULL, source, reason);
}

/**
 * retort_survey_build: (skip)
 * @self: the survey
 * @table: its table
 * @index: an index
 *
 * The index is made from the rows.
 */
void
retort_survey_build (RetortSurvey *self, const RetortTable *table, const RetortIndex *index)
{
  RetortRelationEffect *effect = retort_survey_take_index (self, RETORT_LOCK_ACCESS_EXCLUSIVE, table, index->name);

  effect->builds = !index->is_partitioned;
}

/**
 * retort_survey_rewrite: (skip)
 * @self: the survey
 * @surveyed: a table
 * @source: (nullable): where PostgreSQL says so; static
 * @format: why
 * @...: its parameters
 *
 * The table is written anew, if rows are stored in it, and its indexes with it.
 */
void
retort_survey_rewrite (RetortSurvey *self, RetortSurveyed surveyed, const char *source, const char *format, ...)
{
  va_list arguments;

  if (!retort_survey_has_rows (surveyed.table))
    return;
  if (!surveyed.effect->rewrites)
    g_clear_pointer (&surveyed.effect->reason, g_free); /* it is read for this reason above all */
  surveyed.effect->rewrites = TRUE;
  surveyed.effect->scans = TRUE;
  va_start (arguments, format);
  explain (surveyed.effect, source, format, arguments);
  va_end (arguments);
  for (guint i = 0; surveyed.table != NULL && i < surveyed.table->indexes->len; i++)
    retort_survey_build (self, surveyed.table, g_ptr_array_index (surveyed.table->indexes, i));
}

/**
 * retort_survey_fail: (skip)
 * @self: the survey
 * @format: SQLSTATE and PostgreSQL's words; the first one stays
 * @...: its parameters
 *
 * The statement fails.
 */
void
retort_survey_fail (RetortSurvey *self, const char *format, ...)
{
  va_list arguments;

  if (self->locks->error != NULL)
    return;
  va_start (arguments, format);
  self->locks->error = g_strdup_vprintf (format, arguments);
  va_end (arguments);
}

/**
 * retort_survey_doubt: (skip)
 * @self: the survey
 * @reason: why there may be more; the first one stays
 */
void
retort_survey_doubt (RetortSurvey *self, const char *reason)
{
  if (self->locks->unsure == NULL)
    self->locks->unsure = g_strdup (reason);
}

/**
 * retort_survey_format_type: (skip)
 * @self: the survey
 * @type: a type as the statement writes it
 *
 * Returns: (transfer full) (nullable): as format_type() says it; %NULL when it is not known
 */
char *
retort_survey_format_type (RetortSurvey *self, const PgQuery__TypeName *type)
{
  g_autoptr(RetortSchema) empty = self->before == NULL ? retort_schema_new () : NULL;
  RetortEdit edit = { .schema = self->before != NULL ? self->before : empty };
  char *formatted = retort_edit_format_type (&edit, type);

  g_free (edit.reason);
  g_free (edit.subject_schema);
  g_free (edit.subject_name);
  return formatted;
}

/**
 * retort_survey_find_domain: (skip)
 * @self: the survey
 * @type: (nullable): a type as format_type() says it
 *
 * Returns: (transfer none) (nullable): the domain of that name
 */
const RetortDomain *
retort_survey_find_domain (RetortSurvey *self, const char *type)
{
  RetortEdit edit = { .schema = self->before };
  RetortObjectKind kind = RETORT_OBJECT_NAMESPACE;
  gpointer own = NULL;

  if (self->before == NULL || type == NULL)
    return NULL;
  own = retort_type_find_own (&edit, type, &kind);
  return own != NULL && kind == RETORT_OBJECT_DOMAIN ? own : NULL;
}
