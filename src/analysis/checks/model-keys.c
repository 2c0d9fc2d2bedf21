/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Foreign keys and indexes of a model against those of its table. They are known by what they are, not by their names, as autogenerate
 * knows them (alembic/autogenerate/compare.py); a unique constraint and a unique index do the same. */
#include "analysis/checks/models-private.h"

#include <glib/gi18n.h>
#include <string.h>

/* --- Foreign keys --- */

static gboolean
is_same_key (const RetortConstraint *a, const RetortConstraint *b)
{
  return g_strv_equal ((const char *const *) a->columns, (const char *const *) b->columns)
         && g_strcmp0 (a->referenced_table, b->referenced_table) == 0 && g_strcmp0 (a->referenced_schema, b->referenced_schema) == 0
         && g_strv_equal ((const char *const *) a->referenced_columns, (const char *const *) b->referenced_columns);
}

static const RetortConstraint *
find_key (const RetortTable *table, const RetortConstraint *key)
{
  for (guint i = 0; i < table->constraints->len; i++)
    {
      const RetortConstraint *other = g_ptr_array_index (table->constraints, i);

      if (other->kind == RETORT_CONSTRAINT_FOREIGN_KEY && is_same_key (other, key))
        return other;
    }
  return NULL;
}

static const char *
describe_action (const char *action)
{
  return action != NULL ? action : "NO ACTION";
}

/* Something of the columns is not read, so that nobody knows what hangs on them. */
static gboolean
is_unread (const RetortModelClass *model, char **columns)
{
  for (guint i = 0; columns != NULL && columns[i] != NULL; i++)
    {
      const RetortModelColumn *column = retort_model_class_find_column (model, columns[i]);

      if (column == NULL || !column->is_read)
        return TRUE;
    }
  return FALSE;
}

static void
say_of_key (RetortModelCheck *self, const RetortModelClass *model, const RetortConstraint *key, const char *format)
{
  RetortSource *source;
  RetortSpan span = retort_model_find_place (model, (const char *const *) key->columns, NULL, &source);
  g_autofree char *columns = g_strjoinv (", ", key->columns);

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
  retort_model_check_say (self, "model-foreign-key-differs", source, span, 0, format, columns, model->table, key->referenced_table);
#pragma GCC diagnostic pop
}

static const char *
describe_deferral (const RetortConstraint *key)
{
  if (!key->is_deferrable)
    return "NOT DEFERRABLE";
  return key->is_deferred ? "DEFERRABLE INITIALLY DEFERRED" : "DEFERRABLE INITIALLY IMMEDIATE";
}

static void
check_actions (RetortModelCheck *self, const RetortModelClass *model, const RetortConstraint *wanted, const RetortConstraint *actual)
{
  RetortSource *source;
  RetortSpan span = retort_model_find_place (model, (const char *const *) wanted->columns, NULL, &source);
  g_autofree char *columns = g_strjoinv (", ", wanted->columns);

  if (g_strcmp0 (describe_action (wanted->on_delete), describe_action (actual->on_delete)) != 0)
    retort_model_check_say (self, "model-foreign-key-differs", source, span, 0,
                            _("The foreign key on %s of '%s' says ON DELETE %s in the model and %s in the table"), columns, model->table,
                            describe_action (wanted->on_delete), describe_action (actual->on_delete));
  if (g_strcmp0 (describe_action (wanted->on_update), describe_action (actual->on_update)) != 0)
    retort_model_check_say (self, "model-foreign-key-differs", source, span, 0,
                            _("The foreign key on %s of '%s' says ON UPDATE %s in the model and %s in the table"), columns, model->table,
                            describe_action (wanted->on_update), describe_action (actual->on_update));
  if (g_strcmp0 (describe_deferral (wanted), describe_deferral (actual)) != 0)
    retort_model_check_say (self, "model-foreign-key-differs", source, span, 0, _("The foreign key on %s of '%s' is %s in the model and %s in the table"),
                            columns, model->table, describe_deferral (wanted), describe_deferral (actual));
}

static void
check_foreign_keys (RetortModelCheck *self, const RetortModelClass *model, const RetortTable *wanted, const RetortTable *actual)
{
  for (guint i = 0; i < wanted->constraints->len; i++)
    {
      const RetortConstraint *key = g_ptr_array_index (wanted->constraints, i);
      const RetortConstraint *other = key->kind == RETORT_CONSTRAINT_FOREIGN_KEY ? find_key (actual, key) : NULL;

      if (key->kind != RETORT_CONSTRAINT_FOREIGN_KEY)
        continue;
      if (other == NULL)
        say_of_key (self, model, key, _("The foreign key on %s of '%s' to '%s' is missing in the table"));
      else
        check_actions (self, model, key, other);
    }
  for (guint i = 0; i < actual->constraints->len; i++)
    {
      const RetortConstraint *key = g_ptr_array_index (actual->constraints, i);

      if (key->kind == RETORT_CONSTRAINT_FOREIGN_KEY && !key->is_inherited && find_key (wanted, key) == NULL && !is_unread (model, key->columns)
          && !model->has_unread_parts)
        say_of_key (self, model, key, _("The foreign key on %s of '%s' to '%s' is missing in the model"));
    }
}

/* --- Indexes --- */

/* What an index is, without its name; a predicate or expression that is not in PostgreSQL's form is compared as it is. */
static char *
dup_signature (const RetortIndex *index)
{
  g_autofree char *columns = g_strjoinv (", ", index->columns);

  return g_strdup_printf ("%s %s (%s) %s %u", index->is_unique ? "unique" : "", index->method, columns,
                          index->predicate != NULL ? index->predicate : "", index->n_key_columns);
}

/* Operator classes and the order of each column stand only in the definition. */
static gboolean
is_same_definition (const RetortIndex *a, const RetortIndex *b)
{
  const char *left = strstr (a->definition, " USING ");
  const char *right = strstr (b->definition, " USING ");

  return left == NULL || right == NULL || a->is_as_written || b->is_as_written || g_str_equal (left, right);
}

static const RetortIndex *
find_index (const RetortTable *table, const RetortIndex *index)
{
  g_autofree char *signature = dup_signature (index);

  for (guint i = 0; i < table->indexes->len; i++)
    {
      const RetortIndex *other = g_ptr_array_index (table->indexes, i);
      g_autofree char *theirs = dup_signature (other);

      if (g_str_equal (signature, theirs) && is_same_definition (index, other))
        return other;
    }
  return NULL;
}

static const RetortIndex *
find_name (const RetortTable *table, const char *name)
{
  for (guint i = 0; i < table->indexes->len; i++)
    if (g_str_equal (((RetortIndex *) g_ptr_array_index (table->indexes, i))->name, name))
      return g_ptr_array_index (table->indexes, i);
  return NULL;
}

/* Its columns without the quotes that SQL needs; expressions as they are. */
static GStrv
dup_columns (const RetortIndex *index)
{
  GStrv columns = g_strdupv (index->columns);

  for (guint i = 0; columns[i] != NULL; i++)
    {
      gsize length = strlen (columns[i]);

      if (columns[i][0] != '"' || length < 2 || columns[i][length - 1] != '"')
        continue;
      columns[i][length - 1] = '\0';
      memmove (columns[i], columns[i] + 1, length - 1);
    }
  return columns;
}

static const char *
describe_index (const RetortIndex *index)
{
  if (index->is_primary)
    return _("primary key");
  return index->is_unique ? _("unique index") : _("index");
}

static void
check_wanted_index (RetortModelCheck *self, const RetortModelClass *model, const RetortIndex *index, const RetortTable *actual)
{
  const RetortIndex *same = find_index (actual, index);
  const RetortIndex *namesake = find_name (actual, index->name);
  g_auto(GStrv) names = dup_columns (index);
  g_autofree char *columns = g_strjoinv (", ", names);
  RetortSource *source;
  RetortSpan span = retort_model_find_place (model, (const char *const *) names, index->name, &source);

  if (same != NULL)
    return;
  if (namesake == NULL)
    retort_model_check_say (self, "model-index-differs", source, span, 0, _("The %s on %s of '%s' is missing in the table"),
                            describe_index (index), columns, model->table);
  else if (!index->is_as_written && !namesake->is_as_written)
    retort_model_check_say (self, "model-index-differs", source, span, 0, _("The index '%s' of '%s' is not the same in the model and in the table: %s"),
                            index->name, model->table, namesake->definition);
}

static gboolean
is_over_columns (const RetortTable *table, char **columns)
{
  for (guint i = 0; columns[i] != NULL; i++)
    if (retort_table_find_column (table, columns[i]) == NULL)
      return FALSE;
  return TRUE;
}

static void
check_actual_index (RetortModelCheck *self, const RetortModelClass *model, const RetortIndex *index, const RetortTable *wanted,
                    const RetortTable *actual)
{
  g_auto(GStrv) names = dup_columns (index);
  g_autofree char *columns = g_strjoinv (", ", names);

  if (find_index (wanted, index) != NULL || find_name (wanted, index->name) != NULL)
    return;
  if (is_over_columns (actual, names) && is_unread (model, names))
    return;
  retort_model_check_say (self, "model-index-differs", model->source, model->span, index->is_unique ? 0 : -1,
                          _("The %s '%s' on %s of '%s' is missing in the model"), describe_index (index), index->name, columns, model->table);
}

static gboolean
is_excluding (const RetortTable *table, const RetortIndex *index)
{
  for (guint i = 0; i < table->constraints->len; i++)
    {
      const RetortConstraint *constraint = g_ptr_array_index (table->constraints, i);

      if (constraint->kind == RETORT_CONSTRAINT_EXCLUSION && g_strcmp0 (constraint->name, index->constraint) == 0)
        return TRUE;
    }
  return FALSE;
}

/**
 * retort_model_check_keys: (skip)
 * @self: a check
 * @model: a class
 * @wanted: the table that it asks for
 * @actual: the table that there is
 *
 * Holds foreign keys and indexes of both against each other.
 */
void
retort_model_check_keys (RetortModelCheck *self, const RetortModelClass *model, const RetortTable *wanted, const RetortTable *actual)
{
  check_foreign_keys (self, model, wanted, actual);
  for (guint i = 0; i < wanted->indexes->len; i++)
    check_wanted_index (self, model, g_ptr_array_index (wanted->indexes, i), actual);
  for (guint i = 0; !model->has_unread_parts && i < actual->indexes->len; i++)
    if (!is_excluding (actual, g_ptr_array_index (actual->indexes, i)))
      check_actual_index (self, model, g_ptr_array_index (actual->indexes, i), wanted, actual);
}
