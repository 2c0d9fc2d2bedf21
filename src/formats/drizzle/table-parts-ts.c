/* SPDX-License-Identifier: GPL-3.0-or-later */
/* `(t) => [index ("i").on (t.a), primaryKey ({ columns: [t.a, t.b] })]`, and the same with an object. Source: drizzle-orm 0.45.4, pg-core
 * (indexes, checks, unique-constraint, primary-keys, foreign-keys); drizzle-kit writes the columns of an index as it is done here. What is
 * not known there makes its part one that is not read. */
#include "formats/drizzle/table-parts-ts.h"

#include "formats/drizzle/objects-ts.h"
#include "sql/quote.h"

#include <string.h>

/* One table's parts while they are read. */
typedef struct
{
  RetortDrizzleScope        scope;
  const RetortDrizzlePlace *place;
  char                     *table;        /* as SQL writes it */
  RetortDrizzleLayout       layout;       /* whose names are taken where none are said */
} Reader;

/* One part while its chain of calls is read. */
typedef struct
{
  const Reader      *reader;
  RetortDrizzlePart *part;
  char              *name;    /* nullable */
  char              *method;  /* nullable */
  GString           *columns;
  GString           *names;   /* of the columns, as they are part of a name that is made */
  GString           *target;  /* what a foreign key references, with what happens then */
  char              *where;   /* nullable: an expression */
  char              *options; /* nullable: "fillfactor = 70" */
  gboolean           has_equal_nulls;
  gboolean           has_expression;
} Chain;

static void
chain_clear (Chain *self)
{
  g_free (self->name);
  g_free (self->method);
  g_string_free (self->columns, TRUE);
  g_string_free (self->names, TRUE);
  g_free (self->options);
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

/* --- Columns and expressions --- */

/* (nullable): "t.name", as SQL writes it; @name (out): without quotes */
static char *
dup_column (const Reader *self, TSNode node, const char **name)
{
  RetortDrizzlePlace place = { 0 };

  *name = NULL;
  if (!retort_drizzle_scope_find_column (&self->scope, node, &place))
    return NULL;
  *name = place.column;
  return retort_sql_quote_identifier (place.column);
}

static void
append_name (GString *names, const char *name)
{
  g_string_append_printf (names, "_%s", name);
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
  const char *name = NULL;

  while (retort_typescript_is (node, "call_expression") && retort_typescript_is (retort_typescript_field (node, "function"), "member_expression"))
    {
      TSNode function = retort_typescript_field (node, "function");
      g_autofree char *method = retort_typescript_dup_text (reader->scope.file, retort_typescript_field (function, "property"));

      if (g_str_equal (method, "desc"))
        is_descending = TRUE;
      else if (g_str_equal (method, "nullsFirst"))
        nulls = "FIRST";
      else if (g_str_equal (method, "nullsLast"))
        nulls = "LAST";
      else if (g_str_equal (method, "op") && class == NULL)
        class = retort_typescript_dup_string (reader->scope.file, get_argument (node, 0));
      else if (!g_str_equal (method, "asc"))
        refuse (self, "a column of the index is not known");
      node = retort_typescript_field (function, "object");
    }
  column = retort_typescript_is (node, "call_expression") ? retort_drizzle_expression_dup (&reader->scope, node, FALSE)
                                                          : dup_column (reader, node, &name);
  if (column == NULL)
    {
      refuse (self, "a column of the index is computed");
      return;
    }
  if (name != NULL)
    append_name (self->names, name);
  else
    self->has_expression = TRUE;
  g_string_append_printf (self->columns, "%s%s", self->columns->len > 0 ? ", " : "", column);
  if (class != NULL)
    g_string_append_printf (self->columns, " %s", class);
  else if (is_descending)
    g_string_append_printf (self->columns, " DESC NULLS %s", nulls != NULL ? nulls : "LAST");
  else if (g_strcmp0 (nulls, "FIRST") == 0)
    g_string_append (self->columns, " NULLS FIRST");
}

/* [t.a, t.b] */
static void
append_columns (Chain *self, TSNode array, GString *out, GString *names)
{
  for (guint32 i = 0; i < ts_node_named_child_count (array); i++)
    {
      const char *name = NULL;
      g_autofree char *column = dup_column (self->reader, ts_node_named_child (array, i), &name);

      if (column == NULL)
        refuse (self, "a column of the key is computed");
      else
        {
          append_name (names, name);
          g_string_append_printf (out, "%s%s", i > 0 ? ", " : "", column);
        }
    }
}

static void
append_arguments (Chain *self, TSNode call, guint32 first, gboolean is_index)
{
  for (guint32 i = first; i < count_arguments (call); i++)
    {
      const char *name = NULL;
      g_autofree char *column = NULL;

      if (is_index)
        {
          append_index_column (self, get_argument (call, i));
          continue;
        }
      column = dup_column (self->reader, get_argument (call, i), &name);
      if (column == NULL)
        {
          refuse (self, "a column of the key is computed");
          continue;
        }
      append_name (self->names, name);
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
  append_columns (self, retort_drizzle_get_member (self->reader->scope.file, object, "columns"), self->columns, self->names);
  name = retort_drizzle_get_member (self->reader->scope.file, object, "name");
  self->name = ts_node_is_null (name) ? NULL : retort_typescript_dup_string (self->reader->scope.file, name);
}

/* foreignKey ({ columns: […], foreignColumns: […], name: "…" }) */
static void
read_foreign_key (Chain *self, TSNode call)
{
  TSNode array = retort_drizzle_get_member (self->reader->scope.file, get_argument (call, 0), "foreignColumns");
  TSNode first = retort_typescript_is (array, "array") ? ts_node_named_child (array, 0) : (TSNode){ 0 };
  RetortDrizzlePlace place = { 0 };
  g_autofree char *table = NULL;
  g_autoptr(GString) columns = g_string_new (NULL);

  read_key (self, call);
  if (ts_node_is_null (first) || !retort_drizzle_scope_find_column (&self->reader->scope, first, &place))
    {
      refuse (self, "what the key references is computed");
      return;
    }
  append_name (self->names, place.table);
  append_columns (self, array, columns, self->names);
  table = retort_drizzle_place_dup_table (&place);
  g_string_append_printf (self->target, " REFERENCES %s (%s)", table, columns->str);
  self->part->is_foreign_key = TRUE;
}

static void
read_action (Chain *self, const char *words, TSNode call)
{
  g_autofree char *action = count_arguments (call) > 0 ? retort_typescript_dup_string (self->reader->scope.file, get_argument (call, 0)) : NULL;

  if (action != NULL)
    g_string_append_printf (self->target, " %s %s", words, action);
  else
    refuse (self, "what the key does is computed");
}

/* with ({ fillfactor: 70 }) */
static void
read_options (Chain *self, TSNode node)
{
  g_autoptr(GPtrArray) unknown = g_ptr_array_new_with_free_func (g_free);
  g_autoptr(JsonNode) read = retort_typescript_read_literal (self->reader->scope.file, node, unknown);
  g_autoptr(GString) text = g_string_new (NULL);

  if (read == NULL || !JSON_NODE_HOLDS_OBJECT (read) || unknown->len > 0)
    {
      refuse (self, "the options of the index are computed");
      return;
    }
  retort_drizzle_append_options (text, json_node_get_object (read));
  g_free (self->options);
  self->options = g_strdup (text->str);
}

static void
read_link (Chain *self, const char *base, TSNode call)
{
  g_autofree char *method
      = retort_typescript_dup_text (self->reader->scope.file, retort_typescript_field (retort_typescript_field (call, "function"), "property"));
  gboolean is_index = g_str_equal (base, "index") || g_str_equal (base, "uniqueIndex");

  if (g_str_equal (method, "on") || g_str_equal (method, "onOnly"))
    append_arguments (self, call, 0, is_index);
  else if (is_index && g_str_equal (method, "using"))
    {
      self->method = retort_typescript_dup_string (self->reader->scope.file, get_argument (call, 0));
      append_arguments (self, call, 1, TRUE);
    }
  else if (is_index && g_str_equal (method, "where"))
    {
      self->where = retort_drizzle_expression_dup (&self->reader->scope, get_argument (call, 0), TRUE);
      if (self->where == NULL)
        refuse (self, "the condition of the index is computed");
    }
  else if (is_index && g_str_equal (method, "with"))
    read_options (self, get_argument (call, 0));
  else if (g_str_equal (method, "nullsNotDistinct"))
    self->has_equal_nulls = TRUE;
  else if (g_str_equal (method, "onDelete"))
    read_action (self, "ON DELETE", call);
  else if (g_str_equal (method, "onUpdate"))
    read_action (self, "ON UPDATE", call);
  else if (!g_str_equal (method, "concurrently"))
    refuse (self, "a link of its chain is not known");
}

/* (nullable): as drizzle-orm or drizzle-kit make it; NULL: PostgreSQL makes it. */
static char *
dup_made_name (const Chain *self, const char *base)
{
  const char *table = self->reader->place->table;
  gboolean has_journal = self->reader->layout == RETORT_DRIZZLE_JOURNAL;

  if (self->name != NULL)
    return retort_sql_quote_identifier (self->name);
  if (g_str_equal (base, "index") || g_str_equal (base, "uniqueIndex"))
    return self->has_expression ? NULL : retort_drizzle_dup_made_name (table, self->names->str, "_index");
  if (g_str_equal (base, "unique"))
    return retort_drizzle_dup_made_name (table, self->names->str, "_unique");
  if (g_str_equal (base, "primaryKey"))
    return has_journal ? retort_drizzle_dup_made_name (table, self->names->str, "_pk") : NULL;
  return g_str_equal (base, "foreignKey") ? retort_drizzle_dup_made_name (table, self->names->str, has_journal ? "_fk" : "_fkey") : NULL;
}

/* (nullable): a kind that is not known */
static char *
dup_sql (Chain *self, const char *base, TSNode call)
{
  g_autofree char *made = dup_made_name (self, base);
  const char *name = made != NULL ? made : "";
  g_autofree char *constraint = made != NULL ? g_strdup_printf ("CONSTRAINT %s ", made) : g_strdup ("");
  const char *table = self->reader->table;

  if (g_str_equal (base, "index") || g_str_equal (base, "uniqueIndex"))
    return g_strdup_printf ("CREATE %sINDEX %s ON %s USING %s (%s)%s%s%s%s%s", g_str_equal (base, "index") ? "" : "UNIQUE ", name, table,
                            self->method != NULL ? self->method : "btree", self->columns->str, self->options != NULL ? " WITH (" : "",
                            self->options != NULL ? self->options : "", self->options != NULL ? ")" : "",
                            self->where != NULL ? " WHERE " : "", self->where != NULL ? self->where : "");
  if (g_str_equal (base, "pgPolicy"))
    return retort_drizzle_policy_dup (&self->reader->scope, call, table);
  if (g_str_equal (base, "unique"))
    return g_strdup_printf ("ALTER TABLE %s ADD %sUNIQUE%s (%s)", table, constraint, self->has_equal_nulls ? " NULLS NOT DISTINCT" : "",
                            self->columns->str);
  if (g_str_equal (base, "primaryKey"))
    return g_strdup_printf ("ALTER TABLE %s ADD %sPRIMARY KEY (%s)", table, constraint, self->columns->str);
  if (g_str_equal (base, "foreignKey"))
    return g_strdup_printf ("ALTER TABLE %s ADD %sFOREIGN KEY (%s)%s", table, constraint, self->columns->str, self->target->str);
  if (g_str_equal (base, "check"))
    {
      g_autofree char *condition = retort_drizzle_expression_dup (&self->reader->scope, get_argument (call, 1), TRUE);

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
      call = retort_typescript_resolve (self->reader->scope.file, retort_typescript_field (retort_typescript_field (call, "function"), "object"));
    }
  function = retort_typescript_field (call, "function");
  base = ts_node_is_null (function) ? g_strdup ("") : retort_typescript_dup_text (self->reader->scope.file, function);
  if (g_str_equal (base, "primaryKey"))
    read_key (self, call);
  else if (g_str_equal (base, "foreignKey"))
    read_foreign_key (self, call);
  else if (*base != '\0' && count_arguments (call) > 0)
    self->name = retort_typescript_dup_string (self->reader->scope.file, get_argument (call, 0));
  for (guint i = links->len; i > 0; i--)
    read_link (self, base, g_array_index (links, TSNode, i - 1));
  self->part->is_policy = g_str_equal (base, "pgPolicy");
  self->part->sql = self->part->refusal == NULL ? dup_sql (self, base, call) : NULL;
  if (self->part->sql == NULL)
    refuse (self, "what is added to the table is not known");
}

static void
read_part (const Reader *self, TSNode node, GPtrArray *parts)
{
  RetortDrizzlePart *part = g_new0 (RetortDrizzlePart, 1);
  g_auto(Chain) chain = { .reader = self, .part = part, .columns = g_string_new (NULL), .names = g_string_new (NULL), .target = g_string_new (NULL) };

  part->span = (RetortSpan){ ts_node_start_byte (node), ts_node_end_byte (node) };
  g_ptr_array_add (parts, part);
  read_chain (&chain, retort_typescript_resolve (self->scope.file, node));
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
 * retort_drizzle_dup_made_name: (skip)
 * @table: a table
 * @names: "_a_b"
 * @end: "_unique"
 *
 * Returns: (transfer full): the name that is made of them, as SQL writes it
 */
char *
retort_drizzle_dup_made_name (const char *table, const char *names, const char *end)
{
  g_autofree char *name = g_strconcat (table, names, end, NULL);

  return retort_sql_quote_identifier (name);
}

/**
 * retort_drizzle_parts_read:
 * @scope: where it stands; its parameter is found here
 * @function: the third argument of pgTable
 * @place: its table
 * @layout: whose names are taken where none are said
 *
 * Returns: (transfer full) (element-type RetortDrizzlePart): what it adds to the table; what is not understood says so
 */
GPtrArray *
retort_drizzle_parts_read (const RetortDrizzleScope *scope, TSNode function, const RetortDrizzlePlace *place, RetortDrizzleLayout layout)
{
  GPtrArray *parts = g_ptr_array_new_with_free_func (part_free);
  const RetortTypescript *file = scope->file;
  g_autofree char *parameter = dup_parameter (file, function);
  g_autofree char *table = retort_drizzle_place_dup_table (place);
  const Reader reader = { { file, scope->names, parameter, scope->find, scope->data }, place, table, layout };
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
