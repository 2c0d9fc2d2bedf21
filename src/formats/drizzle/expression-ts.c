/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Source: drizzle-orm 0.45.4, sql/sql: a column is written with its table, a table with its schema. */
#include "formats/drizzle/expression-ts.h"

#include "sql/quote.h"

#include <string.h>

/**
 * retort_drizzle_scope_find_column: (skip)
 * @self: a scope
 * @node: `t.name`, `users.id`
 * @place: (out): what it is
 *
 * Returns: whether it is a column that is known
 */
gboolean
retort_drizzle_scope_find_column (const RetortDrizzleScope *self, TSNode node, RetortDrizzlePlace *place)
{
  g_autofree char *variable = NULL;
  g_autofree char *key = NULL;

  if (!retort_typescript_is (node, "member_expression") || !retort_typescript_is (retort_typescript_field (node, "object"), "identifier"))
    return FALSE;
  variable = retort_typescript_dup_text (self->file, retort_typescript_field (node, "object"));
  key = retort_typescript_dup_text (self->file, retort_typescript_field (node, "property"));
  return self->find (self->data, g_strcmp0 (variable, self->parameter) == 0 ? NULL : variable, key, place);
}

/**
 * retort_drizzle_place_dup_table: (skip)
 * @self: a place
 *
 * Returns: (transfer full): its table, with its schema, as SQL writes it
 */
char *
retort_drizzle_place_dup_table (const RetortDrizzlePlace *self)
{
  g_autofree char *schema = self->schema != NULL ? retort_sql_quote_identifier (self->schema) : NULL;
  g_autofree char *table = retort_sql_quote_identifier (self->table);

  return schema != NULL ? g_strdup_printf ("%s.%s", schema, table) : g_steal_pointer (&table);
}

/* ${t.name}, ${users} */
static gboolean
append_substitution (const RetortDrizzleScope *self, TSNode node, gboolean is_qualified, GString *out)
{
  RetortDrizzlePlace place = { 0 };
  g_autofree char *variable = retort_typescript_is (node, "identifier") ? retort_typescript_dup_text (self->file, node) : NULL;
  g_autofree char *table = NULL;
  g_autofree char *column = NULL;

  if (variable != NULL ? !self->find (self->data, g_strcmp0 (variable, self->parameter) == 0 ? NULL : variable, NULL, &place)
                       : !retort_drizzle_scope_find_column (self, node, &place))
    return FALSE;
  table = retort_drizzle_place_dup_table (&place);
  column = place.column != NULL ? retort_sql_quote_identifier (place.column) : NULL;
  if (column == NULL)
    g_string_append (out, table);
  else
    g_string_append_printf (out, "%s%s%s", is_qualified ? table : "", is_qualified ? "." : "", column);
  return TRUE;
}

/* sql`…`, and sql<string>`…` */
static gboolean
is_sql_template (const RetortDrizzleScope *self, TSNode node)
{
  TSNode function = retort_typescript_field (node, "function");
  g_autofree char *tag = ts_node_is_null (function) ? NULL : retort_typescript_dup_text (self->file, function);

  return retort_typescript_is (retort_typescript_field (node, "arguments"), "template_string") && tag != NULL
         && (g_str_equal (tag, "sql") || g_str_has_prefix (tag, "sql<"));
}

static char *
dup_template (const RetortDrizzleScope *self, TSNode text, gboolean is_qualified)
{
  g_autofree char *whole = retort_typescript_dup_text (self->file, text);
  g_autoptr(GString) out = g_string_new (NULL);
  guint32 start = ts_node_start_byte (text);
  guint32 at = 1;

  for (guint32 i = 0; i < ts_node_named_child_count (text); i++)
    {
      TSNode child = ts_node_named_child (text, i);

      if (retort_typescript_is (child, "escape_sequence"))
        return NULL;
      if (!retort_typescript_is (child, "template_substitution"))
        continue;
      g_string_append_len (out, whole + at, ts_node_start_byte (child) - start - at);
      if (!append_substitution (self, ts_node_named_child (child, 0), is_qualified, out))
        return NULL;
      at = ts_node_end_byte (child) - start;
    }
  g_string_append_len (out, whole + at, ts_node_end_byte (text) - start - at - 1);
  return g_string_free (g_steal_pointer (&out), FALSE);
}

/**
 * retort_drizzle_expression_dup: (skip)
 * @self: a scope
 * @node: an expression
 * @is_qualified: columns are written with their table
 *
 * Returns: (transfer full) (nullable): the SQL; %NULL when something in it is computed
 */
char *
retort_drizzle_expression_dup (const RetortDrizzleScope *self, TSNode node, gboolean is_qualified)
{
  node = retort_typescript_resolve (self->file, node);
  if (retort_typescript_is (node, "arrow_function") || retort_typescript_is (node, "function_expression"))
    node = retort_typescript_find_result (self->file, node);
  return is_sql_template (self, node) ? dup_template (self, retort_typescript_field (node, "arguments"), is_qualified) : NULL;
}
