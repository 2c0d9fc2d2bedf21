/* SPDX-License-Identifier: GPL-3.0-or-later */
/* `(t) => [index ("i").on (t.a), primaryKey ({ columns: [t.a, t.b] })]`, and the same with an object. Source: drizzle-orm 0.45.4, pg-core
 * (indexes, checks, unique-constraint, primary-keys, foreign-keys); drizzle-kit writes the columns of an index as it is done here. What is
 * not known there makes its part one that is not read. */
#include "formats/drizzle/table-parts-ts.h"

#include "sql/quote.h"

#include <string.h>

/* One table's parts while they are read. */
typedef struct
{
  const RetortTypescript *file;
  const char             *table;
  char                   *parameter; /* nullable: what the function calls the table */
  RetortDrizzleFindColumn find;
  gpointer                data;
} Reader;

/* One part while its chain of calls is read. */
typedef struct
{
  const Reader      *reader;
  RetortDrizzlePart *part;
  char              *name;    /* nullable */
  char              *method;  /* nullable */
  GString           *columns;
  GString           *target;  /* what a foreign key references, with what happens then */
  char              *where;   /* nullable: an expression */
  gboolean           has_equal_nulls;
} Chain;

static void
chain_clear (Chain *self)
{
  g_free (self->name);
  g_free (self->method);
  g_string_free (self->columns, TRUE);
  g_string_free (self->target, TRUE);
  g_free (self->where);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Chain, chain_clear)

static void
part_free (gpointer data)
{
  g_free (((RetortDrizzlePart *) data)->sql);
  g_free (data);
}

static void
refuse (Chain *self, const char *reason)
{
  if (self->part->refusal == NULL)
    self->part->refusal = reason;
}

static TSNode
get_argument (TSNode call, guint32 index)
{
  return ts_node_named_child (retort_typescript_field (call, "arguments"), index);
}

static guint32
count_arguments (TSNode call)
{
  return ts_node_named_child_count (retort_typescript_field (call, "arguments"));
}

/* The member of an object; a null node when there is none. */
static TSNode
get_member (const RetortTypescript *file, TSNode object, const char *name)
{
  TSNode found = { 0 };

  for (guint32 i = 0; i < ts_node_named_child_count (object); i++)
    {
      TSNode pair = ts_node_named_child (object, i);
      g_autofree char *key = retort_typescript_is (pair, "pair") ? retort_typescript_dup_key (file, retort_typescript_field (pair, "key")) : NULL;

      if (g_strcmp0 (key, name) == 0)
        found = retort_typescript_field (pair, "value");
    }
  return found;
}

/* --- Columns and expressions --- */

/* (nullable): "t.name", "users.id" */
static char *
dup_column (const Reader *self, TSNode node, char **table)
{
  g_autofree char *variable = NULL;
  g_autofree char *key = NULL;

  if (!retort_typescript_is (node, "member_expression") || !retort_typescript_is (retort_typescript_field (node, "object"), "identifier"))
    return NULL;
  variable = retort_typescript_dup_text (self->file, retort_typescript_field (node, "object"));
  key = retort_typescript_dup_text (self->file, retort_typescript_field (node, "property"));
  return self->find (self->data, g_strcmp0 (variable, self->parameter) == 0 ? NULL : variable, key, table);
}

/* (nullable): sql`lower(${t.name})` */
static char *
dup_expression (const Reader *self, TSNode node)
{
  TSNode text = retort_typescript_field (node, "arguments");
  TSNode function = retort_typescript_field (node, "function");
  g_autofree char *tag = ts_node_is_null (function) ? NULL : retort_typescript_dup_text (self->file, function);
  g_autofree char *whole = NULL;
  g_autoptr(GString) out = g_string_new (NULL);
  guint32 start = 0;
  guint32 at = 1;

  if (!retort_typescript_is (text, "template_string") || tag == NULL || !(g_str_equal (tag, "sql") || g_str_has_prefix (tag, "sql<")))
    return NULL;
  whole = retort_typescript_dup_text (self->file, text);
  start = ts_node_start_byte (text);
  for (guint32 i = 0; i < ts_node_named_child_count (text); i++)
    {
      TSNode child = ts_node_named_child (text, i);
      g_autofree char *column = NULL;

      if (retort_typescript_is (child, "escape_sequence"))
        return NULL;
      if (!retort_typescript_is (child, "template_substitution"))
        continue;
      column = dup_column (self, ts_node_named_child (child, 0), NULL);
      if (column == NULL)
        return NULL;
      g_string_append_len (out, whole + at, ts_node_start_byte (child) - start - at);
      g_string_append (out, column);
      at = ts_node_end_byte (child) - start;
    }
  g_string_append_len (out, whole + at, ts_node_end_byte (text) - start - at - 1);
  return g_string_free (g_steal_pointer (&out), FALSE);
}

/* t.name.desc ().nullsFirst (): one that is turned round has its nulls last unless it says otherwise, and with an operator class nothing is
 * said of the order. */
static void
append_index_column (Chain *self, TSNode node)
{
  const Reader *reader = self->reader;
  g_autofree char *class = NULL;
  g_autofree char *column = NULL;
  gboolean is_descending = FALSE;
  const char *nulls = NULL;

  while (retort_typescript_is (node, "call_expression") && retort_typescript_is (retort_typescript_field (node, "function"), "member_expression"))
    {
      TSNode function = retort_typescript_field (node, "function");
      g_autofree char *method = retort_typescript_dup_text (reader->file, retort_typescript_field (function, "property"));

      if (g_str_equal (method, "desc"))
        is_descending = TRUE;
      else if (g_str_equal (method, "nullsFirst"))
        nulls = "FIRST";
      else if (g_str_equal (method, "nullsLast"))
        nulls = "LAST";
      else if (g_str_equal (method, "op") && class == NULL)
        class = retort_typescript_dup_string (reader->file, get_argument (node, 0));
      else if (!g_str_equal (method, "asc"))
        refuse (self, "a column of the index is not known");
      node = retort_typescript_field (function, "object");
    }
  column = retort_typescript_is (node, "call_expression") ? dup_expression (reader, node) : dup_column (reader, node, NULL);
  if (column == NULL)
    {
      refuse (self, "a column of the index is computed");
      return;
    }
  g_string_append_printf (self->columns, "%s%s", self->columns->len > 0 ? ", " : "", column);
  if (class != NULL)
    g_string_append_printf (self->columns, " %s", class);
  else if (is_descending)
    g_string_append_printf (self->columns, " DESC NULLS %s", nulls != NULL ? nulls : "LAST");
  else if (g_strcmp0 (nulls, "FIRST") == 0)
    g_string_append (self->columns, " NULLS FIRST");
}

/* [t.a, t.b]; @table: of the first */
static void
append_columns (Chain *self, TSNode array, GString *out, char **table)
{
  for (guint32 i = 0; i < ts_node_named_child_count (array); i++)
    {
      g_autofree char *column = dup_column (self->reader, ts_node_named_child (array, i), i == 0 ? table : NULL);

      if (column == NULL)
        refuse (self, "a column of the key is computed");
      else
        g_string_append_printf (out, "%s%s", i > 0 ? ", " : "", column);
    }
}

static void
append_arguments (Chain *self, TSNode call, guint32 first, gboolean is_index)
{
  for (guint32 i = first; i < count_arguments (call); i++)
    {
      g_autofree char *column = NULL;

      if (is_index)
        {
          append_index_column (self, get_argument (call, i));
          continue;
        }
      column = dup_column (self->reader, get_argument (call, i), NULL);
      if (column == NULL)
        refuse (self, "a column of the key is computed");
      else
        g_string_append_printf (self->columns, "%s%s", self->columns->len > 0 ? ", " : "", column);
    }
}

/* --- The chain --- */

/* primaryKey ({ columns: […], name: "…" }), or the columns themselves. */
static void
read_key (Chain *self, TSNode call)
{
  TSNode object = get_argument (call, 0);
  TSNode name = { 0 };

  if (!retort_typescript_is (object, "object"))
    {
      append_arguments (self, call, 0, FALSE);
      return;
    }
  append_columns (self, get_member (self->reader->file, object, "columns"), self->columns, NULL);
  name = get_member (self->reader->file, object, "name");
  self->name = ts_node_is_null (name) ? NULL : retort_typescript_dup_string (self->reader->file, name);
}

/* foreignKey ({ columns: […], foreignColumns: […], name: "…" }) */
static void
read_foreign_key (Chain *self, TSNode call)
{
  TSNode array = get_member (self->reader->file, get_argument (call, 0), "foreignColumns");
  g_autofree char *table = NULL;
  g_autoptr(GString) columns = g_string_new (NULL);

  read_key (self, call);
  if (!retort_typescript_is (array, "array"))
    {
      refuse (self, "what the key references is computed");
      return;
    }
  append_columns (self, array, columns, &table);
  g_string_append_printf (self->target, " REFERENCES %s (%s)", table != NULL ? table : "", columns->str);
  self->part->is_foreign_key = TRUE;
}

static void
read_action (Chain *self, const char *words, TSNode call)
{
  g_autofree char *action = count_arguments (call) > 0 ? retort_typescript_dup_string (self->reader->file, get_argument (call, 0)) : NULL;

  if (action != NULL)
    g_string_append_printf (self->target, " %s %s", words, action);
  else
    refuse (self, "what the key does is computed");
}

static void
read_link (Chain *self, const char *base, TSNode call)
{
  g_autofree char *method
      = retort_typescript_dup_text (self->reader->file, retort_typescript_field (retort_typescript_field (call, "function"), "property"));
  gboolean is_index = g_str_equal (base, "index") || g_str_equal (base, "uniqueIndex");

  if (g_str_equal (method, "on") || g_str_equal (method, "onOnly"))
    append_arguments (self, call, 0, is_index);
  else if (is_index && g_str_equal (method, "using"))
    {
      self->method = retort_typescript_dup_string (self->reader->file, get_argument (call, 0));
      append_arguments (self, call, 1, TRUE);
    }
  else if (is_index && g_str_equal (method, "where"))
    {
      self->where = dup_expression (self->reader, get_argument (call, 0));
      if (self->where == NULL)
        refuse (self, "the condition of the index is computed");
    }
  else if (g_str_equal (method, "nullsNotDistinct"))
    self->has_equal_nulls = TRUE;
  else if (g_str_equal (method, "onDelete"))
    read_action (self, "ON DELETE", call);
  else if (g_str_equal (method, "onUpdate"))
    read_action (self, "ON UPDATE", call);
  else if (!g_str_equal (method, "concurrently"))
    refuse (self, "a link of its chain is not known");
}

static char *
dup_constraint_name (const Chain *self)
{
  g_autofree char *name = self->name != NULL ? retort_sql_quote_identifier (self->name) : NULL;

  return name != NULL ? g_strdup_printf ("CONSTRAINT %s ", name) : g_strdup ("");
}

/* (nullable): a kind that is not known */
static char *
dup_sql (Chain *self, const char *base, TSNode call)
{
  g_autofree char *constraint = dup_constraint_name (self);
  g_autofree char *name = self->name != NULL ? retort_sql_quote_identifier (self->name) : g_strdup ("");
  const char *table = self->reader->table;

  if (g_str_equal (base, "index") || g_str_equal (base, "uniqueIndex"))
    return g_strdup_printf ("CREATE %sINDEX %s ON %s USING %s (%s)%s%s", g_str_equal (base, "index") ? "" : "UNIQUE ", name, table,
                            self->method != NULL ? self->method : "btree", self->columns->str, self->where != NULL ? " WHERE " : "",
                            self->where != NULL ? self->where : "");
  if (g_str_equal (base, "unique"))
    return g_strdup_printf ("ALTER TABLE %s ADD %sUNIQUE%s (%s)", table, constraint, self->has_equal_nulls ? " NULLS NOT DISTINCT" : "",
                            self->columns->str);
  if (g_str_equal (base, "primaryKey"))
    return g_strdup_printf ("ALTER TABLE %s ADD %sPRIMARY KEY (%s)", table, constraint, self->columns->str);
  if (g_str_equal (base, "foreignKey"))
    return g_strdup_printf ("ALTER TABLE %s ADD %sFOREIGN KEY (%s)%s", table, constraint, self->columns->str, self->target->str);
  if (g_str_equal (base, "check"))
    {
      g_autofree char *condition = dup_expression (self->reader, get_argument (call, 1));

      return condition != NULL ? g_strdup_printf ("ALTER TABLE %s ADD %sCHECK (%s)", table, constraint, condition) : NULL;
    }
  return NULL;
}

static void
read_chain (Chain *self, TSNode call)
{
  g_autoptr(GArray) links = g_array_new (FALSE, FALSE, sizeof (TSNode));
  TSNode function = { 0 };
  g_autofree char *base = NULL;

  while (retort_typescript_is (call, "call_expression") && retort_typescript_is (retort_typescript_field (call, "function"), "member_expression"))
    {
      g_array_append_val (links, call);
      call = retort_typescript_resolve (self->reader->file, retort_typescript_field (retort_typescript_field (call, "function"), "object"));
    }
  function = retort_typescript_field (call, "function");
  base = ts_node_is_null (function) ? g_strdup ("") : retort_typescript_dup_text (self->reader->file, function);
  if (g_str_equal (base, "primaryKey"))
    read_key (self, call);
  else if (g_str_equal (base, "foreignKey"))
    read_foreign_key (self, call);
  else if (*base != '\0' && count_arguments (call) > 0)
    self->name = retort_typescript_dup_string (self->reader->file, get_argument (call, 0));
  for (guint i = links->len; i > 0; i--)
    read_link (self, base, g_array_index (links, TSNode, i - 1));
  self->part->sql = self->part->refusal == NULL ? dup_sql (self, base, call) : NULL;
  if (self->part->sql == NULL)
    refuse (self, "what is added to the table is not known");
}

static void
read_part (const Reader *self, TSNode node, GPtrArray *parts)
{
  RetortDrizzlePart *part = g_new0 (RetortDrizzlePart, 1);
  g_auto(Chain) chain = { .reader = self, .part = part, .columns = g_string_new (NULL), .target = g_string_new (NULL) };

  part->span = (RetortSpan){ ts_node_start_byte (node), ts_node_end_byte (node) };
  g_ptr_array_add (parts, part);
  read_chain (&chain, retort_typescript_resolve (self->file, node));
}

/* --- The function --- */

/* (nullable) */
static char *
dup_parameter (const RetortTypescript *file, TSNode function)
{
  TSNode parameter = retort_typescript_field (function, "parameter");
  TSNode list = retort_typescript_field (function, "parameters");

  if (ts_node_is_null (parameter) && !ts_node_is_null (list) && ts_node_named_child_count (list) > 0)
    parameter = retort_typescript_field (ts_node_named_child (list, 0), "pattern");
  return retort_typescript_is (parameter, "identifier") ? retort_typescript_dup_text (file, parameter) : NULL;
}

/**
 * retort_drizzle_parts_read:
 * @file: where it stands
 * @function: the third argument of pgTable
 * @table: its table, as SQL writes it
 * @find: knows columns
 * @data: for @find
 *
 * Returns: (transfer full) (element-type RetortDrizzlePart): what it adds to the table; what is not understood says so
 */
GPtrArray *
retort_drizzle_parts_read (const RetortTypescript *file, TSNode function, const char *table, RetortDrizzleFindColumn find, gpointer data)
{
  GPtrArray *parts = g_ptr_array_new_with_free_func (part_free);
  g_autofree char *parameter = dup_parameter (file, function);
  const Reader reader = { file, table, parameter, find, data };
  TSNode result = retort_typescript_find_result (file, function);

  if (!retort_typescript_is (result, "array") && !retort_typescript_is (result, "object"))
    {
      RetortDrizzlePart *part = g_new0 (RetortDrizzlePart, 1);

      part->span = (RetortSpan){ ts_node_start_byte (function), ts_node_end_byte (function) };
      part->refusal = "indexes and keys of the table are computed";
      g_ptr_array_add (parts, part);
      return parts;
    }
  for (guint32 i = 0; i < ts_node_named_child_count (result); i++)
    {
      TSNode child = ts_node_named_child (result, i);

      if (retort_typescript_is (child, "pair"))
        child = retort_typescript_field (child, "value");
      if (!retort_typescript_is (child, "comment"))
        read_part (&reader, child, parts);
    }
  return parts;
}
