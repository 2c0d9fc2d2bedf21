/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Keys of the models by themselves, whether a database has them or not. */
#include "analysis/checks/models-private.h"

#include <glib/gi18n.h>
#include <string.h>

/* (nullable): the only column of the primary key. */
static const RetortColumn *
find_key_column (const RetortTable *table)
{
  for (guint i = 0; i < table->constraints->len; i++)
    {
      const RetortConstraint *key = g_ptr_array_index (table->constraints, i);

      if (key->kind == RETORT_CONSTRAINT_PRIMARY_KEY && g_strv_length (key->columns) == 1)
        return retort_table_find_column (table, key->columns[0]);
    }
  return NULL;
}

/* How many of the models' tables have a key of one column, and how many of those are uuids. */
typedef struct
{
  guint n_keys;
  guint n_uuid;
} KeyCount;

static void
count_cb (gpointer object, gpointer user_data)
{
  KeyCount *count = user_data;
  const RetortColumn *column = find_key_column (object);

  count->n_keys += column != NULL;
  count->n_uuid += column != NULL && g_str_equal (column->type, "uuid");
}

/**
 * retort_model_uses_uuid_keys: (skip)
 * @self: a check
 *
 * Returns: whether most tables of the models have a key of type uuid
 */
gboolean
retort_model_uses_uuid_keys (const RetortModelCheck *self)
{
  KeyCount count = { 0, 0 };

  retort_schema_foreach (self->wanted, RETORT_OBJECT_TABLE, count_cb, &count);
  return count.n_uuid > 0 && count.n_uuid * 2 >= count.n_keys;
}

/**
 * retort_model_check_key_type: (skip)
 * @self: a check of models whose keys are uuids
 * @model: one of them
 * @wanted: its table
 *
 * text-key-instead-of-uuid, at the column's line
 */
void
retort_model_check_key_type (RetortModelCheck *self, const RetortModelClass *model, const RetortTable *wanted)
{
  const RetortColumn *column = find_key_column (wanted);
  const RetortModelColumn *place = column != NULL ? retort_model_class_find_column (model, column->name) : NULL;
  gboolean is_text = column != NULL && (g_str_equal (column->type, "text") || g_str_has_prefix (column->type, "character"));

  if (is_text && place != NULL)
    retort_model_check_say (self, "text-key-instead-of-uuid", place->source, place->span, 0,
                            _("'%s' of '%s' is a text key, while this project's keys are of type uuid"), column->name, model->table);
}
