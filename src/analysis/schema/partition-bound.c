/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The bound of a partition as pg_get_expr() says it (get_range_partbound_string() and its like of utils/adt/ruleutils.c). */
#include "analysis/schema/expression-private.h"
#include "analysis/schema/table-private.h"
#include "sql/expression.h"

#include <string.h>

typedef struct
{
  RetortEdit        *edit;
  const RetortTable *parent;        /* nullable */
  GStrv              keys;          /* quoted, as the partition key has them */
  gboolean           is_as_written;
} Writing;

static const RetortColumn *
find_key (const Writing *writing, size_t place)
{
  for (guint i = 0; writing->parent != NULL && place < g_strv_length (writing->keys) && i < writing->parent->columns->len; i++)
    {
      const RetortColumn *column = g_ptr_array_index (writing->parent->columns, i);
      g_autofree char *quoted = retort_sql_quote_identifier (column->name);

      if (g_str_equal (quoted, writing->keys[place]))
        return column;
    }
  return NULL;
}

/* A constant of a bound has no type beside it. */
static void
strip_cast (char *text)
{
  char *close = text[0] == '\'' ? strrchr (text, '\'') : NULL;

  if (close != NULL && g_str_has_prefix (close + 1, "::"))
    close[1] = '\0';
}

static char *
write_datum (Writing *writing, const PgQuery__Node *datum, size_t place)
{
  const RetortColumn *column = find_key (writing, place);
  char *text = NULL;

  if (datum->node_case == PG_QUERY__NODE__NODE_COLUMN_REF && datum->column_ref->n_fields == 1)
    return g_ascii_strup (retort_sql_names_get_last (datum->column_ref->n_fields, datum->column_ref->fields), -1);
  if (retort_expression_is_null (datum))
    return g_strdup ("NULL");
  if (column == NULL)
    {
      writing->is_as_written = TRUE;
      return retort_sql_expression_to_string (datum);
    }
  text = retort_expression_format (writing->edit, writing->parent, datum, column->type, &writing->is_as_written);
  strip_cast (text);
  return text;
}

static char *
write_data (Writing *writing, size_t n_data, PgQuery__Node *const *data, gboolean is_list)
{
  g_autoptr(GString) text = g_string_new ("(");

  for (size_t i = 0; i < n_data; i++)
    {
      g_autofree char *datum = write_datum (writing, data[i], is_list ? 0 : i);

      g_string_append_printf (text, "%s%s", i > 0 ? ", " : "", datum);
    }
  g_string_append_c (text, ')');
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static GStrv
split_key (const RetortTable *parent)
{
  const char *open = parent != NULL && parent->partition_key != NULL ? strchr (parent->partition_key, '(') : NULL;
  g_autofree char *inner = open != NULL ? g_strndup (open + 1, strlen (open) - 2) : g_strdup ("");

  return g_strsplit (inner, ", ", -1);
}

/**
 * retort_edit_write_bound: (skip)
 * @edit: the edit
 * @parent: (nullable): the partitioned table
 * @bound: (nullable): FOR VALUES, or DEFAULT
 * @is_as_written: (inout): set when it is not in PostgreSQL's form
 *
 * Returns: (transfer full): the bound as text
 */
char *
retort_edit_write_bound (RetortEdit *edit, const RetortTable *parent, const PgQuery__PartitionBoundSpec *bound, gboolean *is_as_written)
{
  g_auto(GStrv) keys = split_key (parent);
  Writing writing = { edit, parent, keys, FALSE };
  g_autofree char *lower = NULL;
  g_autofree char *upper = NULL;
  char *text = NULL;

  if (bound == NULL || bound->is_default)
    return g_strdup (bound != NULL ? "DEFAULT" : "FOR VALUES");
  if (g_strcmp0 (bound->strategy, "h") == 0)
    return g_strdup_printf ("FOR VALUES WITH (modulus %d, remainder %d)", bound->modulus, bound->remainder);
  if (g_strcmp0 (bound->strategy, "l") == 0)
    {
      lower = write_data (&writing, bound->n_listdatums, bound->listdatums, TRUE);
      text = g_strdup_printf ("FOR VALUES IN %s", lower);
    }
  else
    {
      lower = write_data (&writing, bound->n_lowerdatums, bound->lowerdatums, FALSE);
      upper = write_data (&writing, bound->n_upperdatums, bound->upperdatums, FALSE);
      text = g_strdup_printf ("FOR VALUES FROM %s TO %s", lower, upper);
    }
  *is_as_written |= writing.is_as_written;
  return text;
}

/**
 * retort_edit_check_default_partition: (skip)
 * @edit: the edit
 * @parent: (nullable): the partitioned table
 * @bound: (nullable): of a partition that comes
 * @name: its name
 *
 * Returns: whether it is not the second default partition
 */
gboolean
retort_edit_check_default_partition (RetortEdit *edit, const RetortTable *parent, const PgQuery__PartitionBoundSpec *bound, const char *name)
{
  if (parent == NULL || bound == NULL || !bound->is_default)
    return TRUE;
  for (guint i = 0; parent->children != NULL && parent->children[i] != NULL; i++)
    {
      g_auto(GStrv) parts = retort_split_place (parent->children[i]);
      const RetortTable *child = retort_schema_find_table (edit->schema, parts[0], parts[1]);

      if (child != NULL && g_strcmp0 (child->partition_bound, "DEFAULT") == 0)
        return retort_edit_fail (edit, "partition \"%s\" conflicts with existing default partition \"%s\"", name, child->name);
    }
  return TRUE;
}
