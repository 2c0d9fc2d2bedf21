/* SPDX-License-Identifier: GPL-3.0-or-later */
/* `export const users = pgTable ("users", { id: uuid ("id").primaryKey (), … })`: the calls of drizzle-orm's pg-core, one link of the chain at a
 * time. A link that is not known makes its column one that is not read; nothing is guessed. */
#include "formats/drizzle/schema-ts.h"

#include "base/file.h"
#include "formats/drizzle/column-ts.h"
#include "formats/drizzle/objects-ts.h"
#include "formats/drizzle/project.h"
#include "formats/drizzle/table-parts-ts.h"
#include "formats/typescript.h"
#include "sql/quote.h"

#include <string.h>

/* A table while the files are read. */
typedef struct
{
  RetortModelClass *model;      /* owned by the set */
  char             *variable;
  GPtrArray        *columns;    /* element: RetortDrizzleColumn, beside model->columns */
  const RetortTypescript *file;
  TSNode            parts;      /* the third argument; a null node when there is none */
  gboolean          is_secured; /* enableRLS () */
} Table;

typedef struct
{
  RetortModelSet *set;
  GPtrArray      *files;   /* element: RetortTypescript */
  GPtrArray      *helpers; /* element: RetortTypescript: what is imported and not exported: its tables are none of the schema */
  gboolean        uses_snake_case; /* names in the database are made so of those in TypeScript */
  GHashTable     *paths;   /* key: the path of a file that was read */
  GPtrArray      *tables;  /* element: Table */
  GHashTable     *by_variable; /* key: variable, borrowed; value: Table */
  RetortDrizzleNames *names;
  RetortDrizzleLayout layout; /* whose names are taken where none are said */
} Reader;

static void
table_free (gpointer data)
{
  Table *self = data;

  g_free (self->variable);
  g_ptr_array_unref (self->columns);
  g_free (self);
}

static RetortSpan
span_of (TSNode node)
{
  return (RetortSpan){ ts_node_start_byte (node), ts_node_end_byte (node) };
}

static RetortBatch *
batch_new (const char *sql, const char *what, RetortSource *source, RetortSpan span)
{
  g_autoptr(RetortStatement) statement
      = retort_statement_new (sql, what, span, retort_source_position_at (source, span.start), retort_source_position_at (source, span.end));

  return retort_batch_new_single (statement, RETORT_BATCH_NONE);
}

/* --- Declarations --- */

/* pgTable ("name", …), auth.table ("name", …), createTable ("name", …): what the table is called; NULL: it is computed, or none of them. */
static char *
dup_table_name (const Reader *self, const RetortTypescript *file, TSNode call, gboolean *is_table, const char **schema)
{
  TSNode function = retort_typescript_field (call, "function");
  g_autofree char *text = retort_typescript_is (call, "call_expression") ? retort_typescript_dup_text (file, function) : NULL;
  g_autofree char *name = NULL;
  g_auto(GStrv) parts = text != NULL ? g_strsplit (text, ".", 2) : g_new0 (char *, 1);

  *is_table = text != NULL && (g_str_equal (text, "pgTable") || g_str_equal (text, "pgTable.withRLS"));
  *schema = NULL;
  if (text == NULL)
    return NULL;
  if (!*is_table && parts[0] != NULL && parts[1] != NULL && (g_str_equal (parts[1], "table") || g_str_equal (parts[1], "table.withRLS")))
    {
      *schema = retort_drizzle_names_find_schema (self->names, parts[0]);
      *is_table = *schema != NULL;
    }
  *is_table = *is_table || retort_drizzle_names_has_creator (self->names, text);
  name = *is_table ? retort_typescript_dup_string (file, ts_node_named_child (retort_typescript_field (call, "arguments"), 0)) : NULL;
  if (name != NULL && retort_drizzle_names_has_creator (self->names, text))
    return retort_drizzle_names_dup_table (self->names, text, name);
  return g_steal_pointer (&name);
}

/* "createdAt" and "userID2": "created_at", "user_id2"; as toSnakeCase of drizzle-orm takes words apart. */
static char *
dup_snake_case (const char *key)
{
  g_autoptr(GRegex) words = g_regex_new ("[\\da-z]+|[A-Z]+(?![a-z])|[A-Z][\\da-z]+", 0, 0, NULL);
  g_autoptr(GMatchInfo) match = NULL;
  g_autoptr(GString) name = g_string_new (NULL);

  for (g_regex_match (words, key, 0, &match); g_match_info_matches (match); g_match_info_next (match, NULL))
    {
      g_autofree char *word = g_match_info_fetch (match, 0);
      g_autofree char *lower = g_ascii_strdown (word, -1);

      g_string_append_printf (name, "%s%s", name->len > 0 ? "_" : "", lower);
    }
  return g_string_free (g_steal_pointer (&name), FALSE);
}

static void
read_column (Reader *self, const RetortTypescript *file, Table *table, TSNode pair)
{
  RetortSource *source = retort_typescript_get_source (file);
  g_autofree char *key = retort_typescript_is (pair, "pair") ? retort_typescript_dup_key (file, retort_typescript_field (pair, "key")) : NULL;
  RetortDrizzleColumn *column = NULL;
  RetortModelColumn *model = NULL;
  g_autofree char *name = NULL;

  if (retort_typescript_is (pair, "comment"))
    return;
  if (key == NULL)
    {
      table->model->has_unread_columns = TRUE;
      retort_model_set_add_gap (self->set, source, span_of (pair), "columns that are taken from elsewhere are not followed");
      return;
    }
  name = self->uses_snake_case ? dup_snake_case (key) : g_strdup (key);
  column = retort_drizzle_column_read (file, retort_typescript_field (pair, "value"), key, name, self->names);
  model = retort_model_column_new (key, source, span_of (pair));
  g_free (model->name);
  model->name = g_strdup (column->name);
  model->is_read = column->refusal == NULL;
  /* Then it may be called anything. */
  if (column->refusal != NULL && !column->is_named)
    table->model->has_unread_columns = TRUE;
  if (column->refusal != NULL)
    retort_model_set_add_gap (self->set, source, span_of (pair), column->refusal);
  g_ptr_array_add (table->model->columns, model);
  g_ptr_array_add (table->columns, column);
}

static void
read_table (Reader *self, const RetortTypescript *file, TSNode declarator, TSNode call, const char *name, const char *schema, gboolean is_secured)
{
  TSNode arguments = retort_typescript_field (call, "arguments");
  TSNode columns = retort_typescript_resolve (file, ts_node_named_child (arguments, 1));
  TSNode variable = retort_typescript_field (declarator, "name");
  g_autofree char *variable_text = retort_typescript_dup_text (file, variable);
  g_autofree char *module = g_path_get_basename (retort_source_get_path (retort_typescript_get_source (file)));
  Table *table = NULL;

  if (name == NULL || !retort_typescript_is (columns, "object"))
    {
      retort_model_set_add_gap (self->set, retort_typescript_get_source (file), span_of (variable), "the table's name or its columns are computed");
      return;
    }
  table = g_new0 (Table, 1);
  table->variable = g_strdup (variable_text);
  table->columns = g_ptr_array_new_with_free_func ((GDestroyNotify) retort_drizzle_column_free);
  table->model = retort_model_class_new (variable_text, module, retort_typescript_get_source (file));
  table->model->span = span_of (variable);
  table->model->whole = span_of (declarator);
  g_free (table->model->table);
  table->model->table = g_strdup (name);
  table->model->schema = g_strdup (schema);
  table->file = file;
  table->parts = ts_node_named_child (arguments, 2);
  table->is_secured = is_secured;
  for (guint32 i = 0; i < ts_node_named_child_count (columns); i++)
    read_column (self, file, table, ts_node_named_child (columns, i));
  g_ptr_array_add (self->set->classes, table->model);
  g_ptr_array_add (self->tables, table);
  g_hash_table_insert (self->by_variable, table->variable, table);
}

typedef void (*DeclarationFunc) (Reader *self, const RetortTypescript *file, TSNode declarator);

static void
each_declarator (Reader *self, GPtrArray *files, DeclarationFunc func)
{
  for (guint i = 0; i < files->len; i++)
    {
      const RetortTypescript *file = g_ptr_array_index (files, i);
      TSNode root = retort_typescript_get_root (file);

      for (guint32 j = 0; j < ts_node_named_child_count (root); j++)
        {
          TSNode child = ts_node_named_child (root, j);
          TSNode declaration = retort_typescript_is (child, "export_statement") ? retort_typescript_field (child, "declaration") : child;

          for (guint32 k = 0; retort_typescript_is (declaration, "lexical_declaration") && k < ts_node_named_child_count (declaration); k++)
            if (retort_typescript_is (ts_node_named_child (declaration, k), "variable_declarator"))
              func (self, file, ts_node_named_child (declaration, k));
        }
    }
}

static void
take_schema (Reader *self, const RetortTypescript *file, TSNode declarator)
{
  g_autofree char *variable = retort_typescript_dup_text (file, retort_typescript_field (declarator, "name"));

  retort_drizzle_names_take_schema (self->names, file, variable, retort_typescript_field (declarator, "value"));
}

/* What tables of other files name. */
static void
take_name (Reader *self, const RetortTypescript *file, TSNode declarator)
{
  g_autofree char *variable = retort_typescript_dup_text (file, retort_typescript_field (declarator, "name"));

  retort_drizzle_names_take (self->names, file, variable, retort_typescript_field (declarator, "value"));
}

static void
take_table (Reader *self, const RetortTypescript *file, TSNode declarator)
{
  TSNode call = retort_typescript_field (declarator, "value");
  TSNode function = retort_typescript_field (call, "function");
  const char *schema = NULL;
  gboolean is_table = FALSE;
  gboolean is_secured = FALSE;
  g_autofree char *link = NULL;
  g_autofree char *text = NULL;
  g_autofree char *name = NULL;

  if (retort_typescript_is (function, "member_expression"))
    link = retort_typescript_dup_text (file, retort_typescript_field (function, "property"));
  if (g_strcmp0 (link, "enableRLS") == 0)
    {
      call = retort_typescript_resolve (file, retort_typescript_field (function, "object"));
      is_secured = TRUE;
    }
  name = dup_table_name (self, file, call, &is_table, &schema);
  if (!is_table)
    return;
  text = retort_typescript_dup_text (file, retort_typescript_field (call, "function"));
  read_table (self, file, declarator, call, name, schema, is_secured || g_str_has_suffix (text, ".withRLS"));
}

/* --- Statements --- */

static void
append_table_name (GString *out, const RetortModelClass *model)
{
  g_autofree char *schema = model->schema != NULL ? retort_sql_quote_identifier (model->schema) : NULL;
  g_autofree char *table = retort_sql_quote_identifier (model->table);

  g_string_append_printf (out, "%s%s%s", schema != NULL ? schema : "", schema != NULL ? "." : "", table);
}

static gboolean find_place (gpointer data, const char *variable, const char *key, RetortDrizzlePlace *place);

/* Whose columns are asked for. */
typedef struct
{
  Reader      *reader;
  const Table *own;   /* nullable */
  Table       *named; /* nullable: the first table that was asked for itself */
} Lookup;

static RetortDrizzleScope
make_scope (const RetortTypescript *file, Lookup *lookup)
{
  return (RetortDrizzleScope){ file, lookup->reader->names, NULL, find_place, lookup };
}

/* GENERATED ALWAYS AS (…) STORED; FALSE: it is computed. */
static gboolean
append_generated (Reader *self, Table *table, guint index, GString *sql)
{
  RetortDrizzleColumn *column = g_ptr_array_index (table->columns, index);
  RetortModelColumn *model = g_ptr_array_index (table->model->columns, index);
  Lookup lookup = { self, table, NULL };
  const RetortDrizzleScope scope = make_scope (column->generated_file, &lookup);
  g_autofree char *expression = NULL;

  if (ts_node_is_null (column->generated))
    return TRUE;
  expression = retort_drizzle_expression_dup (&scope, column->generated, TRUE);
  if (expression == NULL)
    {
      column->refusal = "what the column is generated from is computed";
      model->is_read = FALSE;
      table->model->has_unread_columns = table->model->has_unread_columns || !column->is_named;
      retort_model_set_add_gap (self->set, model->source, model->span, column->refusal);
      return FALSE;
    }
  g_string_append_printf (sql, " GENERATED ALWAYS AS (%s) STORED", expression);
  return TRUE;
}

/* unique () of a column: the first generation names the key, the second leaves that to PostgreSQL. */
static void
append_unique (const Reader *self, const Table *table, const RetortDrizzleColumn *column, GString *sql)
{
  g_autofree char *made = NULL;

  if (!column->is_unique)
    return;
  if (column->unique_name != NULL)
    made = retort_sql_quote_identifier (column->unique_name);
  else if (self->layout == RETORT_DRIZZLE_JOURNAL)
    {
      g_autofree char *names = g_strconcat ("_", column->name, NULL);

      made = retort_drizzle_dup_made_name (table->model->table, names, "_unique");
    }
  g_string_append_printf (sql, "%s%s UNIQUE%s", made != NULL ? " CONSTRAINT " : "", made != NULL ? made : "",
                          column->has_equal_nulls ? " NULLS NOT DISTINCT" : "");
}

static void
add_statements (Reader *self, Table *table)
{
  g_autoptr(GString) sql = g_string_new ("CREATE TABLE ");

  append_table_name (sql, table->model);
  g_string_append (sql, " (");
  for (guint i = 0, n = 0; i < table->columns->len; i++)
    {
      const RetortDrizzleColumn *column = g_ptr_array_index (table->columns, i);
      g_autoptr(GString) definition = g_string_new (column->sql);

      if (column->refusal != NULL || !append_generated (self, table, i, definition))
        continue;
      append_unique (self, table, column, definition);
      g_string_append_printf (sql, "%s%s", n++ > 0 ? ", " : "", definition->str);
    }
  g_string_append_c (sql, ')');
  g_ptr_array_add (table->model->statements, batch_new (sql->str, "pgTable", table->model->source, table->model->span));
}

/* Once for a table, also by the policies that it has. */
static void
secure (Table *table)
{
  g_autoptr(GString) sql = g_string_new ("ALTER TABLE ");

  append_table_name (sql, table->model);
  g_string_append (sql, " ENABLE ROW LEVEL SECURITY");
  g_ptr_array_add (table->model->foreign_keys, batch_new (sql->str, "pgTable", table->model->source, table->model->span));
}

static const RetortDrizzleColumn *
find_column (const Table *table, const char *key)
{
  for (guint i = 0; i < table->columns->len; i++)
    if (g_str_equal (((RetortDrizzleColumn *) g_ptr_array_index (table->columns, i))->key, key))
      return g_ptr_array_index (table->columns, i);
  return NULL;
}

/* Named as drizzle-orm names it. */
static void
add_foreign_key (Reader *self, Table *table, const RetortDrizzleColumn *column, RetortSpan span)
{
  const Table *target = g_hash_table_lookup (self->by_variable, column->target_variable);
  const RetortDrizzleColumn *target_column = target != NULL ? find_column (target, column->target_key) : NULL;
  g_autoptr(GString) sql = g_string_new ("ALTER TABLE ");
  g_autofree char *name = NULL;
  g_autofree char *quoted_name = NULL;
  g_autofree char *from = retort_sql_quote_identifier (column->name);
  g_autofree char *to = NULL;

  if (target_column == NULL)
    {
      table->model->has_unread_parts = TRUE;
      retort_model_set_add_gap (self->set, table->model->source, span, "the table that it references is not found");
      return;
    }
  name = g_strdup_printf ("%s_%s_%s_%s_%s", table->model->table, column->name, target->model->table, target_column->name,
                          self->layout == RETORT_DRIZZLE_JOURNAL ? "fk" : "fkey");
  quoted_name = retort_sql_quote_identifier (name);
  to = retort_sql_quote_identifier (target_column->name);
  append_table_name (sql, table->model);
  g_string_append_printf (sql, " ADD CONSTRAINT %s FOREIGN KEY (%s) REFERENCES ", quoted_name, from);
  append_table_name (sql, target->model);
  g_string_append_printf (sql, " (%s)%s", to, column->actions != NULL ? column->actions : "");
  g_ptr_array_add (table->model->foreign_keys, batch_new (sql->str, "references", table->model->source, span));
}

static void
add_foreign_keys (Reader *self, Table *table)
{
  for (guint i = 0; i < table->columns->len; i++)
    {
      const RetortDrizzleColumn *column = g_ptr_array_index (table->columns, i);

      if (column->target_variable != NULL)
        add_foreign_key (self, table, column, ((RetortModelColumn *) g_ptr_array_index (table->model->columns, i))->span);
    }
}

/* --- The third argument --- */

static gboolean
find_place (gpointer data, const char *variable, const char *key, RetortDrizzlePlace *place)
{
  Lookup *lookup = data;
  Table *named = variable != NULL ? g_hash_table_lookup (lookup->reader->by_variable, variable) : NULL;
  const Table *found = variable != NULL ? named : lookup->own;
  const RetortDrizzleColumn *column = found != NULL && key != NULL ? find_column (found, key) : NULL;

  if (found == NULL || (key != NULL && column == NULL))
    return FALSE;
  if (key == NULL && lookup->named == NULL)
    lookup->named = named;
  *place = (RetortDrizzlePlace){ column != NULL ? column->name : NULL, found->model->schema, found->model->table };
  return TRUE;
}

static void
add_part (Reader *self, Table *table, const RetortDrizzlePart *part)
{
  if (part->sql == NULL)
    {
      table->model->has_unread_parts = TRUE;
      retort_model_set_add_gap (self->set, table->model->source, part->span, part->refusal);
      return;
    }
  g_ptr_array_add (part->is_foreign_key || part->is_policy ? table->model->foreign_keys : table->model->statements,
                   batch_new (part->sql, "pgTable", table->model->source, part->span));
}

static void
add_parts (Reader *self, Table *table)
{
  Lookup lookup = { self, table, NULL };
  const RetortDrizzleScope scope = make_scope (table->file, &lookup);
  const RetortDrizzlePlace place = { NULL, table->model->schema, table->model->table };
  g_autoptr(GPtrArray) parts = ts_node_is_null (table->parts) ? g_ptr_array_new ()
                                                              : retort_drizzle_parts_read (&scope, table->parts, &place, self->layout);

  for (guint i = 0; i < parts->len; i++)
    {
      const RetortDrizzlePart *part = g_ptr_array_index (parts, i);

      add_part (self, table, part);
      table->is_secured = table->is_secured || part->is_policy;
    }
  if (table->is_secured)
    secure (table);
}

/* --- Beside tables --- */

static void
add_made (Reader *self)
{
  GPtrArray *made = retort_drizzle_names_get_made (self->names);

  for (guint i = 0; i < made->len; i++)
    {
      const RetortDrizzleMade *one = g_ptr_array_index (made, i);

      g_ptr_array_add (self->set->before, batch_new (one->sql, "pgSchema", retort_typescript_get_source (one->file), one->span));
    }
}

/* Sequences, views, and policies that are linked to a table. */
static void
take_object (Reader *self, const RetortTypescript *file, TSNode declarator)
{
  Lookup lookup = { self, NULL, NULL };
  const RetortDrizzleScope scope = make_scope (file, &lookup);
  TSNode value = retort_typescript_field (declarator, "value");
  RetortSource *source = retort_typescript_get_source (file);
  const char *refusal = NULL;
  g_autofree char *sql = NULL;
  RetortDrizzleObjectKind kind = RETORT_DRIZZLE_OBJECT_NONE;

  if (!ts_node_is_null (value))
    kind = retort_drizzle_object_read (&scope, value, &sql, &refusal);
  if (refusal != NULL)
    retort_model_set_add_gap (self->set, source, span_of (value), refusal);
  if (kind == RETORT_DRIZZLE_OBJECT_POLICY && lookup.named != NULL)
    lookup.named->is_secured = TRUE;
  if (sql != NULL)
    g_ptr_array_add (kind == RETORT_DRIZZLE_OBJECT_SEQUENCE ? self->set->before : self->set->after,
                     batch_new (sql, "pgView", source, span_of (value)));
}

/* --- Files --- */

static void read_file (Reader *self, const char *path, GPtrArray *files);

/* "./users" is users.ts, users/index.ts or users.js, and "./users.js" may be users.ts. */
static void
follow (Reader *self, const char *from, const char *name, GPtrArray *files)
{
  static const char *const endings[] = { "", ".ts", ".tsx", ".mts", ".js", ".mjs", "/index.ts", "/index.js" };
  g_autofree char *folder = g_path_get_dirname (from);
  gsize length = strlen (name) - (g_str_has_suffix (name, ".js") ? 3 : 0);
  g_autofree char *stem = g_strndup (name, length);

  for (gsize i = 0; i < G_N_ELEMENTS (endings); i++)
    {
      g_autofree char *file = g_strconcat (stem, endings[i], NULL);
      g_autofree char *path = g_canonicalize_filename (file, folder);

      if (!g_file_test (path, G_FILE_TEST_IS_REGULAR))
        continue;
      read_file (self, path, files);
      return;
    }
}

/* `export * from "./users"`: drizzle-kit takes what a module exports; `import { id } from "./shared"` is read for its names. */
static void
follow_all (Reader *self, const RetortTypescript *file, const char *kind, GPtrArray *files)
{
  TSNode root = retort_typescript_get_root (file);
  const char *path = retort_source_get_path (retort_typescript_get_source (file));

  for (guint32 i = 0; i < ts_node_named_child_count (root); i++)
    {
      TSNode statement = ts_node_named_child (root, i);
      TSNode source = retort_typescript_is (statement, kind) ? retort_typescript_field (statement, "source") : (TSNode){ 0 };
      g_autofree char *name = ts_node_is_null (source) ? NULL : retort_typescript_dup_string (file, source);

      if (name != NULL && name[0] == '.')
        follow (self, path, name, files);
    }
}

static void
read_file (Reader *self, const char *path, GPtrArray *files)
{
  gsize length = 0;
  g_autofree char *text = g_hash_table_add (self->paths, g_strdup (path)) ? retort_file_read (path, &length, NULL) : NULL;
  g_autoptr(RetortSource) source = text != NULL ? retort_source_new (path, text, (gssize) length) : NULL;
  RetortTypescript *file = source != NULL ? retort_typescript_new (source) : NULL;

  if (file == NULL)
    return;
  g_ptr_array_add (files, file);
  follow_all (self, file, "export_statement", files);
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

static gboolean
is_source_name (const char *name)
{
  return (g_str_has_suffix (name, ".ts") && !g_str_has_suffix (name, ".d.ts")) || g_str_has_suffix (name, ".js") || g_str_has_suffix (name, ".mjs");
}

/* Every file of a folder that fits the pattern. */
static void
read_folder (Reader *self, const char *folder, const char *pattern, guint depth)
{
  g_autoptr(GDir) dir = g_dir_open (folder, 0, NULL);
  g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    g_ptr_array_add (names, g_strdup (name));
  g_ptr_array_sort (names, compare_names);
  for (guint i = 0; i < names->len; i++)
    {
      g_autofree char *path = g_build_filename (folder, g_ptr_array_index (names, i), NULL);

      if (g_file_test (path, G_FILE_TEST_IS_SYMLINK) || g_str_equal (g_ptr_array_index (names, i), "node_modules"))
        continue;
      if (depth > 0 && g_file_test (path, G_FILE_TEST_IS_DIR))
        read_folder (self, path, pattern, depth - 1);
      else if (is_source_name (g_ptr_array_index (names, i)) && g_pattern_match_simple (pattern, g_ptr_array_index (names, i)))
        read_file (self, path, self->files);
    }
}

/* A file, a folder, or a pattern: its last part, below what stands before the first star. */
static void
read_place (Reader *self, const char *place)
{
  const char *star = strpbrk (place, "*{[?");
  g_autofree char *before = star != NULL ? g_strndup (place, (gsize) (star - place)) : NULL;
  g_autofree char *folder = before != NULL ? g_path_get_dirname (before) : NULL;
  g_autofree char *last = g_path_get_basename (place);

  if (star != NULL)
    read_folder (self, folder, strpbrk (last, "{[") != NULL ? "*" : last, strchr (star, '/') != NULL ? 6 : 0);
  else if (g_file_test (place, G_FILE_TEST_IS_DIR))
    read_folder (self, place, "*", 6);
  else
    read_file (self, place, self->files);
}

/**
 * retort_drizzle_read_models:
 * @project: a project of Drizzle
 * @cancellable: (nullable): stops the reading
 * @error: return location for `G_IO_ERROR_CANCELLED`
 *
 * Reads the files that the configuration names as "schema". Runs nothing of them. Blocks.
 *
 * Returns: (transfer full) (nullable): what they say
 */
RetortModelSet *
retort_drizzle_read_models (RetortProject *project, GCancellable *cancellable, GError **error)
{
  const RetortDrizzleProject *drizzle = retort_drizzle_project_of (project);
  GPtrArray *places = drizzle->schema_files;
  g_autoptr(RetortModelSet) set = retort_model_set_new ();
  g_autoptr(GPtrArray) files = g_ptr_array_new_with_free_func ((GDestroyNotify) retort_typescript_free);
  g_autoptr(GPtrArray) tables = g_ptr_array_new_with_free_func (table_free);
  g_autoptr(GHashTable) by_variable = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr(RetortDrizzleNames) names = retort_drizzle_names_new ();
  g_autoptr(GHashTable) paths = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr(GPtrArray) helpers = g_ptr_array_new_with_free_func ((GDestroyNotify) retort_typescript_free);
  Reader reader = { set, files, helpers, drizzle->uses_snake_case, paths, tables, by_variable, names, drizzle->layout };

  for (guint i = 0; i < places->len; i++)
    {
      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        return NULL;
      read_place (&reader, g_ptr_array_index (places, i));
    }
  for (guint i = 0; i < files->len; i++)
    follow_all (&reader, g_ptr_array_index (files, i), "import_statement", helpers);
  for (guint i = 0; i < helpers->len; i++)
    follow_all (&reader, g_ptr_array_index (helpers, i), "import_statement", helpers);
  each_declarator (&reader, helpers, take_schema);
  each_declarator (&reader, files, take_schema);
  each_declarator (&reader, helpers, take_name);
  each_declarator (&reader, files, take_name);
  each_declarator (&reader, files, take_table);
  add_made (&reader);
  each_declarator (&reader, files, take_object);
  for (guint i = 0; i < tables->len; i++)
    {
      add_statements (&reader, g_ptr_array_index (tables, i));
      add_parts (&reader, g_ptr_array_index (tables, i));
      add_foreign_keys (&reader, g_ptr_array_index (tables, i));
    }
  return g_steal_pointer (&set);
}
