/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whether a new partition takes rows that another one has (check_new_partition_bound() of partitioning/partbounds.c). Values that
 * are not surely in an order are not compared: then it fits. */
#include "analysis/schema/table-private.h"
#include "sql/expression.h"

#include <string.h>

#define NOT_KNOWN 2 /* beside -1, 0 and 1 */

static RetortSqlTree *
parse_bound (const char *text, const PgQuery__PartitionBoundSpec **bound)
{
  g_autofree char *sql = g_strdup_printf ("CREATE TABLE x PARTITION OF y %s", text);
  RetortSqlTree *tree = retort_sql_tree_parse (sql, NULL);
  const PgQuery__Node *node = tree != NULL && retort_sql_tree_get_n_statements (tree) == 1 ? retort_sql_tree_get_statement (tree, 0) : NULL;

  *bound = node != NULL && node->node_case == PG_QUERY__NODE__NODE_CREATE_STMT ? node->create_stmt->partbound : NULL;
  return tree;
}

/* Text of a constant in PostgreSQL's form: equal texts are equal values. */
static char *
write_datum (const PgQuery__Node *datum)
{
  return retort_sql_expression_to_string (datum);
}

/* "2024-01-31" and "2024-01-31 10:00:00": as texts they are in the order of time. */
static gboolean
is_iso_date (const char *text, gsize length)
{
  static const char shape[] = "'0000-00-00 00:00:00'";

  if (length != strlen ("'0000-00-00'") && length != strlen (shape))
    return FALSE;
  for (gsize i = 1; i + 1 < length; i++)
    if (shape[i] == '0' ? !g_ascii_isdigit (text[i]) : text[i] != shape[i])
      return FALSE;
  return text[0] == '\'' && text[length - 1] == '\'';
}

/* At most 15 digits and a sign, quoted or not. */
static gboolean
read_number (const char *text, double *number)
{
  g_autofree char *bare = g_strdup (text[0] == '\'' ? text + 1 : text);
  char *end = NULL;

  if (text[0] == '\'' && bare[0] != '\0')
    bare[strlen (bare) - 1] = '\0';
  *number = g_ascii_strtod (bare, &end);
  return bare[0] != '\0' && end == bare + strlen (bare) && strlen (bare) <= 16 && strspn (bare, "-.0123456789") == strlen (bare);
}

static gboolean
is_numeric (const char *type)
{
  return g_strv_contains ((const char *const[]){ "smallint", "integer", "bigint", "numeric", "real", "double precision", NULL }, type)
         || g_str_has_prefix (type, "numeric(");
}

/* -1, 0, 1 or NOT_KNOWN. */
static int
compare_constants (const char *type, const char *a, const char *b)
{
  double number_a = 0;
  double number_b = 0;

  if (g_str_equal (a, b))
    return 0;
  if (is_numeric (type) && read_number (a, &number_a) && read_number (b, &number_b))
    return number_a < number_b ? -1 : number_a > number_b ? 1 : 0;
  if ((g_str_equal (type, "date") || g_str_has_prefix (type, "timestamp")) && strlen (a) == strlen (b) && is_iso_date (a, strlen (a)) && is_iso_date (b, strlen (b)))
    return strcmp (a, b) < 0 ? -1 : 1;
  return NOT_KNOWN;
}

/* -1: MINVALUE, 1: MAXVALUE, 0: a constant. */
static int
get_infinity (const PgQuery__Node *datum)
{
  const char *name = datum->node_case == PG_QUERY__NODE__NODE_COLUMN_REF && datum->column_ref->n_fields == 1
                         ? retort_sql_names_get_last (1, datum->column_ref->fields)
                         : NULL;

  if (g_strcmp0 (name, "minvalue") == 0)
    return -1;
  return g_strcmp0 (name, "maxvalue") == 0 ? 1 : 0;
}

static int
compare_datum (const char *type, const PgQuery__Node *a, const PgQuery__Node *b)
{
  g_autofree char *text_a = NULL;
  g_autofree char *text_b = NULL;

  if (get_infinity (a) != 0 || get_infinity (b) != 0)
    return get_infinity (a) < get_infinity (b) ? -1 : get_infinity (a) > get_infinity (b) ? 1 : 0;
  text_a = write_datum (a);
  text_b = write_datum (b);
  return compare_constants (type, text_a, text_b);
}

/* Two ends of ranges, column by column; after an infinity nothing counts. */
static int
compare_ends (GStrv types, size_t n_a, PgQuery__Node *const *a, size_t n_b, PgQuery__Node *const *b)
{
  for (size_t i = 0; i < n_a && i < n_b && types[i] != NULL; i++)
    {
      int order = compare_datum (types[i], a[i], b[i]);

      if (order != 0)
        return order;
      if (get_infinity (a[i]) != 0)
        return 0;
    }
  return 0;
}

static gboolean
ranges_overlap (GStrv types, const PgQuery__PartitionBoundSpec *a, const PgQuery__PartitionBoundSpec *b)
{
  return compare_ends (types, a->n_lowerdatums, a->lowerdatums, b->n_upperdatums, b->upperdatums) == -1
         && compare_ends (types, b->n_lowerdatums, b->lowerdatums, a->n_upperdatums, a->upperdatums) == -1;
}

static gboolean
lists_overlap (const PgQuery__PartitionBoundSpec *a, const PgQuery__PartitionBoundSpec *b)
{
  for (size_t i = 0; i < a->n_listdatums; i++)
    for (size_t j = 0; j < b->n_listdatums; j++)
      {
        g_autofree char *text_a = write_datum (a->listdatums[i]);
        g_autofree char *text_b = write_datum (b->listdatums[j]);

        if (g_str_equal (text_a, text_b))
          return TRUE;
      }
  return FALSE;
}

static gboolean
hashes_overlap (const PgQuery__PartitionBoundSpec *a, const PgQuery__PartitionBoundSpec *b)
{
  int modulus = MIN (a->modulus, b->modulus);

  return modulus > 0 && a->remainder % modulus == b->remainder % modulus;
}

static gboolean
overlap (GStrv types, const PgQuery__PartitionBoundSpec *a, const PgQuery__PartitionBoundSpec *b)
{
  if (a->is_default || b->is_default || g_strcmp0 (a->strategy, b->strategy) != 0)
    return FALSE;
  switch (a->strategy[0])
    {
    case 'h':
      return hashes_overlap (a, b);
    case 'l':
      return lists_overlap (a, b);
    default:
      return ranges_overlap (types, a, b);
    }
}

/* (nullable): the types of the columns of the partition key; NULL when it has an expression */
static GStrv
list_key_types (const RetortTable *parent)
{
  const char *open = parent->partition_key != NULL ? strchr (parent->partition_key, '(') : NULL;
  g_autofree char *inner = open != NULL ? g_strndup (open + 1, strlen (open) - 2) : g_strdup ("");
  g_auto(GStrv) keys = g_strsplit (inner, ", ", -1);
  g_autoptr(GStrvBuilder) types = g_strv_builder_new ();

  for (guint i = 0; keys[i] != NULL; i++)
    {
      const char *type = NULL;

      for (guint j = 0; j < parent->columns->len; j++)
        {
          const RetortColumn *column = g_ptr_array_index (parent->columns, j);
          g_autofree char *quoted = retort_sql_quote_identifier (column->name);

          type = g_str_equal (quoted, keys[i]) ? column->type : type;
        }
      if (type == NULL)
        return NULL;
      g_strv_builder_add (types, type);
    }
  return g_strv_builder_end (types);
}

/**
 * retort_edit_check_bound: (skip)
 * @edit: the edit
 * @parent: (nullable): the partitioned table
 * @bound: FOR VALUES … or DEFAULT, in PostgreSQL's form
 * @name: the partition that gets it
 *
 * Returns: %FALSE when another partition has some of its rows, or the range is empty; what is not surely so fits
 */
gboolean
retort_edit_check_bound (RetortEdit *edit, const RetortTable *parent, const char *bound, const char *name)
{
  g_auto(GStrv) types = parent != NULL ? list_key_types (parent) : NULL;
  const PgQuery__PartitionBoundSpec *own = NULL;
  g_autoptr(RetortSqlTree) tree = types != NULL ? parse_bound (bound, &own) : NULL;

  if (own == NULL)
    return TRUE;
  if (g_strcmp0 (own->strategy, "r") == 0 && !own->is_default)
    {
      int order = compare_ends (types, own->n_lowerdatums, own->lowerdatums, own->n_upperdatums, own->upperdatums);

      if (order == 0 || order == 1)
        return retort_edit_fail (edit, "empty range bound specified for partition \"%s\"", name);
    }
  for (guint i = 0; parent->children != NULL && parent->children[i] != NULL; i++)
    {
      g_auto(GStrv) parts = retort_split_place (parent->children[i]);
      const RetortTable *child = retort_schema_find_table (edit->schema, parts[0], parts[1]);
      const PgQuery__PartitionBoundSpec *other = NULL;
      g_autoptr(RetortSqlTree) other_tree = child != NULL && child->partition_bound != NULL && !g_str_equal (child->name, name)
                                                ? parse_bound (child->partition_bound, &other)
                                                : NULL;

      if (other != NULL && overlap (types, own, other))
        return retort_edit_fail (edit, "partition \"%s\" would overlap partition \"%s\"", name, child->name);
    }
  return TRUE;
}
