/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Columns of a model against those of its table. */
#include "analysis/checks/models-private.h"

#include <glib/gi18n.h>
#include <string.h>

/* A name in quotes inside the class. */
static gboolean
find_quoted (const RetortModelClass *model, const char *name, RetortSpan *span)
{
  static const char quotes[] = { '"', '\'' };
  const char *text = retort_source_get_text (model->source);

  for (guint i = 0; i < G_N_ELEMENTS (quotes); i++)
    {
      g_autofree char *quoted = g_strdup_printf ("%c%s%c", quotes[i], name, quotes[i]);
      const char *found = g_strstr_len (text + model->whole.start, (gssize) (model->whole.end - model->whole.start), quoted);

      if (found == NULL)
        continue;
      *span = (RetortSpan){ (gsize) (found - text), (gsize) (found - text) + strlen (quoted) };
      return TRUE;
    }
  return FALSE;
}

/**
 * retort_model_find_place: (skip)
 * @model: a class
 * @columns: (nullable) (array zero-terminated=1): columns that something is about
 * @name: (nullable): its name
 * @source: (out) (transfer none): the file of the place
 *
 * Returns: where the class says it: its name in quotes, else its only column, else the class's name
 */
RetortSpan
retort_model_find_place (const RetortModelClass *model, const char *const *columns, const char *name, RetortSource **source)
{
  const RetortModelColumn *column
      = columns != NULL && columns[0] != NULL && columns[1] == NULL ? retort_model_class_find_column (model, columns[0]) : NULL;
  RetortSpan span = model->span;

  *source = model->source;
  if (name != NULL && find_quoted (model, name, &span))
    return span;
  if (column == NULL)
    return model->span;
  *source = column->source;
  return column->span;
}

static gboolean
is_counter (const char *expression)
{
  return expression != NULL && g_str_has_prefix (expression, "nextval(");
}

/* Numbers that the server counts itself, in whichever of the two ways. */
static gboolean
counts (const RetortColumn *column)
{
  return column->identity != NULL || is_counter (column->default_expression);
}

/* 'text'::type without the type, which follows that of the column; anything else as it is. */
static char *
dup_plain_default (const char *expression)
{
  const char *end = expression[0] == '\'' ? strrchr (expression, '\'') : NULL;

  if (end == NULL || end == expression || !g_str_has_prefix (end + 1, "::") || strpbrk (end + 3, "()+-*/|") != NULL)
    return g_strdup (expression);
  return g_strndup (expression, (gsize) (end + 1 - expression));
}

/* The time at which the transaction began, in whichever words (PostgreSQL docs, "Current Date/Time"). */
static gboolean
is_now (const char *expression)
{
  static const char *const words[] = { "now()", "CURRENT_TIMESTAMP", "transaction_timestamp()", NULL };

  return g_strv_contains (words, expression);
}

static gboolean
is_same_default (const char *a, const char *b)
{
  g_autofree char *left = dup_plain_default (a);
  g_autofree char *right = dup_plain_default (b);

  return g_str_equal (left, right) || (is_now (left) && is_now (right));
}

/* FALSE: the columns count in no different ways. */
static gboolean
check_identity (RetortModelCheck *self, const RetortModelClass *model, const RetortModelColumn *place, const RetortColumn *wanted,
                const RetortColumn *actual)
{
  g_autofree char *words = wanted->identity != NULL ? g_ascii_strup (wanted->identity, -1) : NULL;
  g_autofree char *others = actual->identity != NULL ? g_ascii_strup (actual->identity, -1) : NULL;
  g_autofree char *text = g_strdup_printf ("GENERATED %s AS IDENTITY", words != NULL ? words : "");

  if (words == NULL || is_counter (actual->default_expression) || g_strcmp0 (words, others) == 0)
    return FALSE;
  if (others == NULL)
    retort_model_check_say (self, "model-default-differs", place->source, place->span, 0,
                            _("Column '%s' of '%s' has a default in the model and none in the table: %s"), wanted->name, model->table, text);
  else
    retort_model_check_say (self, "model-default-differs", place->source, place->span, 0,
                            _("Column '%s' of '%s' is GENERATED %s AS IDENTITY in the model and GENERATED %s in the table"), wanted->name,
                            model->table, words, others);
  return TRUE;
}

/* One of the two is computed at least. */
static void
check_generated (RetortModelCheck *self, const RetortModelClass *model, const RetortModelColumn *place, const RetortColumn *wanted,
                 const RetortColumn *actual)
{
  if (wanted->generated == NULL || actual->generated == NULL)
    retort_model_check_say (self, "model-default-differs", place->source, place->span, 0,
                            wanted->generated != NULL ? _("Column '%s' of '%s' is generated in the model and not in the table")
                                                      : _("Column '%s' of '%s' is generated in the table and not in the model"),
                            wanted->name, model->table);
  else if (!wanted->is_as_written && !actual->is_as_written && !is_same_default (wanted->generated, actual->generated))
    retort_model_check_say (self, "model-default-differs", place->source, place->span, 0,
                            _("Column '%s' of '%s' is computed as %s in the model and as %s in the table"), wanted->name, model->table,
                            wanted->generated, actual->generated);
}

static void
check_default (RetortModelCheck *self, const RetortModelClass *model, const RetortModelColumn *place, const RetortColumn *wanted,
               const RetortColumn *actual)
{
  if (check_identity (self, model, place, wanted, actual) || (counts (wanted) && counts (actual)))
    return;
  if (wanted->generated != NULL || actual->generated != NULL)
    {
      check_generated (self, model, place, wanted, actual);
      return;
    }
  if (wanted->default_expression == NULL && is_counter (actual->default_expression))
    return;
  if (wanted->default_expression == NULL && actual->default_expression != NULL && place->has_own_default)
    return; /* the server's is for those who do not go through the model */
  if (wanted->default_expression == NULL && actual->default_expression != NULL)
    retort_model_check_say (self, "model-default-differs", place->source, place->span, -1,
                            _("Column '%s' of '%s' has a default in the table and none in the model: %s"), wanted->name, model->table,
                            actual->default_expression);
  else if (wanted->default_expression != NULL && actual->default_expression == NULL && actual->identity == NULL)
    retort_model_check_say (self, "model-default-differs", place->source, place->span, 0,
                            _("Column '%s' of '%s' has a default in the model and none in the table: %s"), wanted->name, model->table,
                            wanted->default_expression);
  else if (wanted->default_expression != NULL && !wanted->is_as_written && !actual->is_as_written
           && !is_same_default (wanted->default_expression, actual->default_expression))
    retort_model_check_say (self, "model-default-differs", place->source, place->span, 0,
                            _("The default of column '%s' of '%s' is %s in the model and %s in the table"), wanted->name, model->table,
                            wanted->default_expression, actual->default_expression);
}

/* The labels of an enum type that both know. */
static void
check_labels (RetortModelCheck *self, const RetortModelClass *model, const RetortModelColumn *place, const RetortColumn *column)
{
  const RetortEnumType *wanted = NULL;
  const RetortEnumType *actual = NULL;
  const char *schema = model->schema != NULL ? model->schema : "public";

  for (guint i = 0; i < 2 && (wanted == NULL || actual == NULL); i++)
    {
      wanted = retort_schema_find (self->wanted, RETORT_OBJECT_ENUM, i == 0 ? schema : "public", column->type);
      actual = retort_schema_find (self->input->actual, RETORT_OBJECT_ENUM, i == 0 ? schema : "public", column->type);
    }
  if (wanted == NULL || actual == NULL || retort_schema_get_taint (self->input->actual, actual->schema, actual->name) != NULL)
    return;
  for (guint i = 0; wanted->labels[i] != NULL; i++)
    if (!g_strv_contains ((const char *const *) actual->labels, wanted->labels[i]))
      retort_model_check_say (self, "model-enum-differs", place->source, place->span, 1,
                              _("Value '%s' of the model is missing in the enum type '%s'"), wanted->labels[i], actual->name);
  for (guint i = 0; actual->labels[i] != NULL; i++)
    if (!g_strv_contains ((const char *const *) wanted->labels, actual->labels[i]))
      retort_model_check_say (self, "model-enum-differs", place->source, place->span, 0,
                              _("Value '%s' of the enum type '%s' is missing in the model"), actual->labels[i], actual->name);
}

static gboolean
is_same_kind (const char *a, const char *b)
{
  gsize length = strcspn (a, "(");

  return length == strcspn (b, "(") && strncmp (a, b, length) == 0;
}

/* The length in the parentheses; 0: there is none. */
static guint64
get_bound (const char *type)
{
  const char *at = strchr (type, '(');

  return at != NULL ? g_ascii_strtoull (at + 1, NULL, 10) : 0;
}

/* All that the model can send fits: the column has no bound, or is long enough for each value of the enum. Autogenerate does not compare a bound
 * with none (alembic/ddl/impl.py, _column_args_match()). */
static gboolean
takes_all (const RetortModelColumn *place, const char *wanted, const char *actual)
{
  if (place->is_enum_text && g_str_equal (actual, "text"))
    return TRUE;
  return is_same_kind (wanted, actual) && (get_bound (actual) == 0 || (place->is_enum_text && get_bound (actual) >= get_bound (wanted)));
}

static void
check_type (RetortModelCheck *self, const RetortModelClass *model, const RetortModelColumn *place, const char *wanted, const char *actual)
{
  gboolean is_bound_only = is_same_kind (wanted, actual) && get_bound (wanted) == 0;

  if (!takes_all (place, wanted, actual))
    retort_model_check_say (self, "model-type-differs", place->source, place->span, is_bound_only ? -1 : 0,
                            _("Column '%s' of '%s' is %s in the model and %s in the table"), place->name, model->table, wanted, actual);
}

static void
check_column (RetortModelCheck *self, const RetortModelClass *model, const RetortModelColumn *place, const RetortColumn *wanted,
              const RetortTable *table)
{
  const RetortColumn *actual = retort_table_find_column (table, wanted->name);
  gboolean is_view = table->kind == RETORT_RELATION_VIEW || table->kind == RETORT_RELATION_MATERIALIZED_VIEW;

  if (actual == NULL)
    {
      retort_model_check_say (self, "model-column-missing", place->source, place->span, 0, _("Column '%s' of the model is missing in table '%s'"),
                              wanted->name, model->table);
      return;
    }
  if (!g_str_equal (wanted->type, actual->type))
    check_type (self, model, place, wanted->type, actual->type);
  else
    check_labels (self, model, place, wanted);
  if (is_view)
    return;
  if (wanted->is_nullable != actual->is_nullable)
    retort_model_check_say (self, "model-nullable-differs", place->source, place->span, 0,
                            wanted->is_nullable ? _("Column '%s' of '%s' may be NULL in the model and not in the table")
                                                : _("Column '%s' of '%s' may be NULL in the table and not in the model"),
                            wanted->name, model->table);
  check_default (self, model, place, wanted, actual);
}

/* Columns that the model does not have; those of a mixin that nobody read may be among them. */
static void
check_others (RetortModelCheck *self, const RetortModelClass *model, const RetortTable *actual)
{
  for (guint i = 0; !model->has_unread_columns && i < actual->columns->len; i++)
    {
      const RetortColumn *column = g_ptr_array_index (actual->columns, i);

      if (retort_model_class_find_column (model, column->name) == NULL)
        retort_model_check_say (self, "column-not-in-model", model->source, model->span,
                                !column->is_nullable && column->default_expression == NULL && column->identity == NULL ? 1 : 0,
                                _("Column '%s' of table '%s' is missing in the model"), column->name, model->table);
    }
}

/**
 * retort_model_check_table: (skip)
 * @self: a check
 * @model: a class
 * @wanted: the table that it asks for
 * @actual: the table that there is
 *
 * Holds the columns of both against each other.
 */
void
retort_model_check_table (RetortModelCheck *self, const RetortModelClass *model, const RetortTable *wanted, const RetortTable *actual)
{
  for (guint i = 0; i < model->columns->len; i++)
    {
      const RetortModelColumn *place = g_ptr_array_index (model->columns, i);
      const RetortColumn *column = retort_table_find_column (wanted, place->name);

      if (place->is_read && column != NULL)
        check_column (self, model, place, column, actual);
    }
  check_others (self, model, actual);
}
