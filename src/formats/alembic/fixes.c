/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A finding's place leads to the call that stands there. Only what op.*() calls by themselves and plain literals of SQL look like is edited:
 * a call in a loop, a text that is put together, a batch gets no remedy. Every remedy is tried by a test that applies it, checks the file
 * again and runs it by Alembic, up, down and up. */
#include "formats/alembic/fixes.h"

#include "formats/alembic/fix-guard.h"
#include "formats/alembic/fix-literal.h"
#include "formats/alembic/fix-split.h"
#include "formats/alembic/project.h"
#include "formats/sql-fixes.h"
#include "python/syntax.h"

#include <string.h>

/* What a remedy is made from. */
typedef struct
{
  RetortProject             *project;
  const RetortFindingFields *finding;
  RetortMigration           *upgrade;   /* nullable */
  RetortMigration           *downgrade; /* nullable */
  RetortSource              *source;
  RetortPyTree              *tree;
  const RetortPyNode       *statement; /* the whole line of code, or NULL */
  const RetortPyNode       *call;      /* the call that it consists of */
  char                      *function;  /* nullable: "op.create_index" */
  GPtrArray                 *edits;     /* element: RetortEdit */
} Fix;

/* --- Places --- */

static void
add_edit (Fix *self, gsize start, gsize end, const char *text)
{
  g_ptr_array_add (self->edits, retort_edit_new ((RetortSpan){ start, end }, text));
}

static const RetortPyNode *
find_statement (Fix *self)
{
  const RetortPyNode *root = retort_py_tree_get_root (self->tree);
  const RetortPyNode *node = retort_py_node_find_at (root, self->finding->span.start);

  while (node != NULL && !retort_py_node_is (node, "expression_statement"))
    node = retort_py_node_get_parent (node);
  return node;
}

static void
find_call (Fix *self)
{
  const RetortPyNode *call;

  self->statement = find_statement (self);
  if (self->statement == NULL)
    return;
  call = retort_py_node_get_named_child (self->statement, 0);
  if (!retort_py_node_is (call, "call"))
    return;
  self->call = call;
  self->function = retort_py_node_dup_text (self->tree, retort_py_node_field (call, RETORT_PY_FIELD_function));
}

static gboolean
is_op (const Fix *self, const char *name)
{
  return self->function != NULL && g_str_has_prefix (self->function, "op.") && g_str_equal (self->function + 3, name);
}

static char *
dup_indent (Fix *self)
{
  RetortSpan span = retort_py_node_span (self->statement);
  guint line = retort_source_position_at (self->source, span.start).line;
  RetortSpan whole = retort_source_line_span (self->source, line);

  return retort_source_dup_span (self->source, (RetortSpan){ whole.start, span.start });
}

/* One step further in, in the file's own way. */
static const char *
get_step (const char *indent)
{
  if (indent[0] == '\t')
    return "\t";
  return strlen (indent) == 2 ? "  " : "    ";
}

/* Does it stand on lines of its own? */
static gboolean
is_alone (Fix *self)
{
  g_autofree char *indent = dup_indent (self);

  return indent[strspn (indent, " \t")] == '\0' && indent[0] != '\0';
}

/* --- Arguments --- */

static const RetortPyNode *
find_keyword (const Fix *self, const RetortPyNode *call, const char *name)
{
  const RetortPyNode *arguments = retort_py_node_field (call, RETORT_PY_FIELD_arguments);

  for (guint i = 0; i < retort_py_node_count_named (arguments); i++)
    {
      const RetortPyNode *argument = retort_py_node_get_named_child (arguments, i);
      g_autofree char *keyword = NULL;

      if (!retort_py_node_is (argument, "keyword_argument"))
        continue;
      keyword = retort_py_node_dup_text (self->tree, retort_py_node_field (argument, RETORT_PY_FIELD_name));
      if (g_str_equal (keyword, name))
        return retort_py_node_field (argument, RETORT_PY_FIELD_value);
    }
  return NULL;
}

static const RetortPyNode *
get_argument (const RetortPyNode *call, guint index)
{
  const RetortPyNode *arguments = retort_py_node_field (call, RETORT_PY_FIELD_arguments);
  guint seen = 0;

  for (guint i = 0; i < retort_py_node_count_named (arguments); i++)
    {
      const RetortPyNode *argument = retort_py_node_get_named_child (arguments, i);

      if (retort_py_node_is (argument, "comment"))
        continue;
      if (seen++ == index)
        return retort_py_node_is (argument, "keyword_argument") ? NULL : argument;
    }
  return NULL;
}

/* A comma at the end of the line. */
static gboolean
is_followed_by_comma (const Fix *self, gsize at)
{
  const char *rest = retort_source_get_text (self->source) + at;

  return rest[0] == ',' && (rest[1] == '\n' || (rest[1] == '\r' && rest[2] == '\n'));
}

/* What stands before it on its line, when that is blank; else NULL. */
static char *
dup_own_indent (const Fix *self, const RetortPyNode *node)
{
  RetortSpan span = retort_py_node_span (node);
  RetortSpan line = retort_source_line_span (self->source, retort_source_position_at (self->source, span.start).line);
  char *indent = retort_source_dup_span (self->source, (RetortSpan){ line.start, span.start });

  if (indent[strspn (indent, " \t")] != '\0')
    g_clear_pointer (&indent, g_free);
  return indent;
}

/* In the quotes that the call has. */
static char *
dup_quoted_alike (const Fix *self, const RetortPyNode *call, const char *text)
{
  g_autofree char *code = retort_py_node_dup_text (self->tree, call);
  char *quoted = g_strdup (text);

  return strchr (code, '"') == NULL && strchr (code, '\'') != NULL ? g_strdelimit (quoted, "\"", '\'') : quoted;
}

/* Behind the last one, before a comma that may follow it; on a line of its own where each has one. @step: how much further in the call goes */
static gboolean
add_argument (Fix *self, const RetortPyNode *call, const char *text, const char *step)
{
  const RetortPyNode *arguments = retort_py_node_field (call, RETORT_PY_FIELD_arguments);
  const RetortPyNode *last = NULL;
  g_autofree char *quoted = dup_quoted_alike (self, call, text);
  g_autofree char *indent = NULL;
  g_autofree char *joined = NULL;
  gsize at;

  for (guint i = 0; i < retort_py_node_count_named (arguments); i++)
    if (!retort_py_node_is (retort_py_node_get_named_child (arguments, i), "comment"))
      last = retort_py_node_get_named_child (arguments, i);
  if (last == NULL)
    return FALSE;
  at = retort_py_node_span (last).end;
  indent = dup_own_indent (self, last);
  /* One line inside of the parentheses, or a remark behind the last, stays as it is. */
  if (indent != NULL && get_argument (call, 1) != NULL && is_followed_by_comma (self, at))
    joined = g_strdup_printf (",\n%s%s%s", step, indent, quoted);
  else
    joined = g_strdup_printf (", %s", quoted);
  add_edit (self, at, at, joined);
  return TRUE;
}

/* The literal of op.execute("…") or op.execute(sa.text("…")), without its quotes. */
static gboolean
find_sql (const Fix *self, RetortSpan *span)
{
  const RetortPyNode *argument = is_op (self, "execute") ? get_argument (self->call, 0) : NULL;

  if (argument != NULL && retort_py_node_is (argument, "call"))
    argument = get_argument (argument, 0);
  if (argument == NULL || !retort_py_node_is (argument, "string") || retort_py_node_count_named (argument) < 2
      || retort_py_node_count_named (argument) > 3)
    return FALSE;
  for (guint i = 0; i < retort_py_node_count_named (argument); i++)
    {
      const RetortPyNode *part = retort_py_node_get_named_child (argument, i);

      if (retort_py_node_is (part, "interpolation") || retort_py_node_count_named (part) > 0)
        return FALSE;
      if (retort_py_node_is (part, "string_content"))
        *span = retort_py_node_span (part);
    }
  return span->end > span->start;
}

static gboolean
fix_sql (Fix *self)
{
  RetortSpan span = { 0, 0 };

  return find_sql (self, &span) && retort_sql_fix_add (self->edits, self->finding->rule, self->source, span);
}

/* --- What is sent --- */

/* The only statement that the call at hand sends. */
static const char *
find_sent (const Fix *self)
{
  RetortSpan span = retort_py_node_span (self->call);
  const char *found = NULL;

  for (guint i = 0; self->upgrade != NULL && i < retort_migration_get_n_batches (self->upgrade); i++)
    {
      RetortBatch *batch = retort_migration_get_batch (self->upgrade, i);

      for (guint j = 0; j < retort_batch_get_n_statements (batch); j++)
        {
          RetortStatement *statement = retort_batch_get_statement (batch, j);

          if (retort_statement_get_span (statement).start != span.start)
            continue;
          if (found != NULL)
            return NULL;
          found = retort_statement_get_sql (statement);
        }
    }
  return found;
}

/* --- In an autocommit block --- */

/* Lines inside of texts keep their place. */
static gboolean
is_in_string (const Fix *self, gsize offset)
{
  const RetortPyNode *node = retort_py_node_find_at (retort_py_tree_get_root (self->tree), offset);

  while (node != NULL && !retort_py_node_is (node, "string"))
    node = retort_py_node_get_parent (node);
  return node != NULL && retort_py_node_span (node).start < offset;
}

static void
wrap (Fix *self)
{
  RetortSpan span = retort_py_node_span (self->statement);
  const char *text = retort_source_get_text (self->source);
  g_autofree char *indent = dup_indent (self);
  const char *step = get_step (indent);
  g_autofree char *head = g_strdup_printf ("with op.get_context().autocommit_block():\n%s%s", indent, step);

  add_edit (self, span.start, span.start, head);
  for (gsize at = span.start; at < span.end; at++)
    if (text[at] == '\n' && text[at + 1] != '\n' && text[at + 1] != '\r' && !is_in_string (self, at + 1))
      add_edit (self, at + 1, at + 1, step);
}

static gboolean
is_in_block (const Fix *self)
{
  for (const RetortPyNode *node = retort_py_node_get_parent (self->statement); node != NULL; node = retort_py_node_get_parent (node))
    if (retort_py_node_is (node, "with_statement"))
      return TRUE;
  return FALSE;
}

/* Alembic before 1.12 knows no if_exists, and outside of a transaction a second try must not fail on what the first did. */
static gboolean
fix_drop_index (Fix *self)
{
  const char *sql = find_sent (self);
  RetortSpan span = retort_py_node_span (self->call);
  g_autofree char *guarded = NULL;
  g_autofree char *literal = NULL;
  g_autofree char *text = NULL;

  if (sql == NULL || !g_str_has_prefix (sql, "DROP INDEX ") || strstr (sql, "IF EXISTS") != NULL || strstr (sql, "CONCURRENTLY") != NULL)
    return FALSE;
  guarded = g_strdup_printf ("DROP INDEX CONCURRENTLY IF EXISTS %s", sql + strlen ("DROP INDEX "));
  literal = retort_python_literal (guarded);
  if (literal == NULL)
    return FALSE;
  text = g_strdup_printf ("op.execute(%s)", literal);
  add_edit (self, span.start, span.end, text);
  return TRUE;
}

static gboolean
fix_drop_concurrently (Fix *self)
{
  RetortSpan span = retort_py_node_span (self->statement);
  g_autofree char *indent = dup_indent (self);
  g_autofree char *head = g_strdup_printf ("with op.get_context().autocommit_block():\n%s%s", indent, get_step (indent));

  if (!is_alone (self) || is_in_block (self) || !retort_alembic_may_split (self->upgrade, span, TRUE))
    return FALSE;
  if (is_op (self, "drop_index") && fix_drop_index (self))
    {
      RetortEdit *edit = g_ptr_array_index (self->edits, 0);
      g_autofree char *call = g_steal_pointer (&edit->replacement);

      edit->replacement = g_strconcat (head, call, NULL);
      return TRUE;
    }
  if (!fix_sql (self))
    return FALSE;
  g_ptr_array_insert (self->edits, 0, retort_edit_new ((RetortSpan){ span.start, span.start }, head));
  return TRUE;
}

static gboolean
fix_concurrently (Fix *self)
{
  g_autofree char *indent = dup_indent (self);

  if (!is_alone (self) || is_in_block (self) || !retort_alembic_may_split (self->upgrade, retort_py_node_span (self->statement), FALSE))
    return FALSE;
  if (is_op (self, "create_index") && find_keyword (self, self->call, "postgresql_concurrently") == NULL)
    {
      if (!add_argument (self, self->call, "postgresql_concurrently=True", get_step (indent)))
        return FALSE;
    }
  else if (!fix_sql (self))
    return FALSE;
  wrap (self);
  return TRUE;
}

/* --- Constraints in two steps --- */

/* ALTER TABLE t ADD CONSTRAINT c …: the first four words name the table, and the constraint is named. */
static gboolean
split_sent (const char *sql, char **table, char **constraint)
{
  static GRegex *regex;
  const char *pattern = "^ALTER TABLE ((?:\"[^\"]+\"|[\\w.])+) ADD CONSTRAINT (\"[^\"]+\"|\\w+) (?:FOREIGN KEY|CHECK)\\b";
  g_autoptr(GMatchInfo) match = NULL;

  if (g_once_init_enter (&regex))
    g_once_init_leave (&regex, g_regex_new (pattern, 0, 0, NULL));
  if (!g_regex_match (regex, sql, 0, &match))
    return FALSE;
  *table = g_match_info_fetch (match, 1);
  *constraint = g_match_info_fetch (match, 2);
  return TRUE;
}

/* The first step is committed before the second: the DROP lets a second try begin again. */
static char *
dup_two_steps (const char *sql, const char *table, const char *constraint, const char *indent)
{
  g_autofree char *drop = g_strdup_printf ("ALTER TABLE %s DROP CONSTRAINT IF EXISTS %s", table, constraint);
  g_autofree char *add = g_strdup_printf ("%s NOT VALID", sql);
  g_autofree char *validate = g_strdup_printf ("ALTER TABLE %s VALIDATE CONSTRAINT %s", table, constraint);
  g_autofree char *first = retort_python_literal (drop);
  g_autofree char *second = retort_python_literal (add);
  g_autofree char *third = retort_python_literal (validate);

  if (first == NULL || second == NULL || third == NULL)
    return NULL;
  return g_strdup_printf ("op.execute(%s)\n%sop.execute(%s)\n%swith op.get_context().autocommit_block():\n%s%sop.execute(%s)", first, indent,
                          second, indent, indent, get_step (indent), third);
}

static gboolean
fix_not_valid (Fix *self)
{
  const char *sql = is_alone (self) && !is_in_block (self) ? find_sent (self) : NULL;
  g_autofree char *table = NULL;
  g_autofree char *constraint = NULL;
  g_autofree char *indent = dup_indent (self);
  g_autofree char *text = NULL;
  RetortSpan span = retort_py_node_span (self->statement);

  if (sql == NULL || strstr (sql, "NOT VALID") != NULL || !split_sent (sql, &table, &constraint)
      || !retort_alembic_may_split (self->upgrade, span, TRUE))
    return FALSE;
  text = dup_two_steps (sql, table, constraint, indent);
  if (text == NULL)
    return FALSE;
  add_edit (self, span.start, span.end, text);
  return TRUE;
}

/* --- Guards --- */

static gboolean
fix_guard (Fix *self)
{
  const RetortProjectFields *fields = self->project != NULL ? retort_project_get (self->project) : NULL;
  const char *argument = NULL;
  const char *sql = NULL;
  g_autofree char *guarded = NULL;
  g_autofree char *literal = NULL;
  g_autofree char *text = NULL;
  RetortSpan span = retort_py_node_span (self->call);

  if (fix_sql (self))
    return TRUE;
  sql = find_sent (self);
  if (sql == NULL || self->function == NULL || !g_str_has_prefix (self->function, "op.") || is_op (self, "execute"))
    return FALSE;
  if (fields != NULL && fields->data != NULL)
    argument = retort_alembic_find_guard (self->function + 3, retort_alembic_project_get_version (fields->data, fields->root));
  if (argument != NULL)
    return add_argument (self, self->call, argument, "");
  guarded = retort_alembic_guard_sql (sql);
  literal = guarded != NULL ? retort_python_literal_of_lines (guarded) : NULL;
  if (literal == NULL)
    return FALSE;
  text = g_strdup_printf ("op.execute(%s)", literal);
  add_edit (self, span.start, span.end, text);
  return TRUE;
}

/* --- Defaults --- */

/* What an existing row gets; the plain values of a type, as texts that PostgreSQL reads. */
static const struct
{
  const char *types; /* at the end of the type's name */
  const char *value;
} fallbacks[] = {
  { "String|Text|Unicode|UnicodeText|VARCHAR|TEXT|AutoString", "\"\"" },
  { "Integer|BigInteger|SmallInteger|Numeric|Float|INTEGER|BIGINT|SMALLINT|NUMERIC|Double", "\"0\"" },
  { "Boolean|BOOLEAN", "\"false\"" },
  { "JSONB|JSON", "\"{}\"" },
};

static const RetortPyNode *
find_column (const Fix *self, const RetortPyNode *node)
{
  g_autofree char *function = NULL;

  if (retort_py_node_is (node, "call"))
    function = retort_py_node_dup_text (self->tree, retort_py_node_field (node, RETORT_PY_FIELD_function));
  if (function != NULL && g_regex_match_simple ("^(?:\\w+\\.)?Column$", function, 0, 0))
    return node;
  for (guint i = 0; i < retort_py_node_count_named (node); i++)
    {
      const RetortPyNode *found = find_column (self, retort_py_node_get_named_child (node, i));

      if (found != NULL)
        return found;
    }
  return NULL;
}

static gboolean
fix_default (Fix *self)
{
  const RetortPyNode *column = is_op (self, "add_column") ? find_column (self, retort_py_node_field (self->call, RETORT_PY_FIELD_arguments)) : NULL;
  const RetortPyNode *type = column == NULL ? column : get_argument (column, 1);
  g_autofree char *name = NULL;

  if (type == NULL || find_keyword (self, column, "server_default") != NULL)
    return FALSE;
  name = retort_py_node_dup_text (self->tree, retort_py_node_is (type, "call") ? retort_py_node_field (type, RETORT_PY_FIELD_function) : type);
  for (guint i = 0; i < G_N_ELEMENTS (fallbacks); i++)
    {
      g_autofree char *pattern = g_strdup_printf ("^(?:[\\w.]+\\.)?(?:%s)$", fallbacks[i].types);
      g_autofree char *argument = g_strdup_printf ("server_default=%s", fallbacks[i].value);

      if (g_regex_match_simple (pattern, name, 0, 0))
        return add_argument (self, column, argument, "");
    }
  return FALSE;
}

/* --- ON DELETE --- */

static gboolean
is_key_call (const Fix *self, const RetortPyNode *node)
{
  static const char *const makers[] = { "ForeignKey", "ForeignKeyConstraint", "create_foreign_key", NULL };
  g_autofree char *function
      = retort_py_node_is (node, "call") ? retort_py_node_dup_text (self->tree, retort_py_node_field (node, RETORT_PY_FIELD_function)) : NULL;
  const char *dot = function != NULL ? strrchr (function, '.') : NULL;

  return function != NULL && g_strv_contains (makers, dot != NULL ? dot + 1 : function) && find_keyword (self, node, "ondelete") == NULL;
}

/* What is inside of a node stands behind it. */
static void
collect_keys (const Fix *self, const RetortPyNode *node, GArray *keys)
{
  for (guint i = 0; i < node->n_nodes; i++)
    {
      const RetortPyNode *inner = &node[i];

      if (is_key_call (self, inner))
        g_array_append_val (keys, inner);
    }
}

/* Does the key's own text, or that of the Column() around it, begin with the column at the finding's place? */
static gboolean
is_about (const Fix *self, const RetortPyNode *key)
{
  g_autofree char *focus = retort_source_dup_span (self->source, self->finding->span);
  const RetortPyNode *columns = get_argument (key, 0);
  g_autofree char *first = columns == NULL ? NULL : retort_py_node_dup_text (self->tree, columns);
  g_autofree char *list = g_strdup_printf ("[%s]", focus);
  const RetortPyNode *around = retort_py_node_get_parent (retort_py_node_get_parent (key));
  g_autofree char *name = NULL;

  if (g_strcmp0 (first, list) == 0)
    return TRUE;
  if (around == NULL || !retort_py_node_is (around, "call") || get_argument (around, 0) == NULL)
    return FALSE;
  name = retort_py_node_dup_text (self->tree, get_argument (around, 0));
  return g_str_equal (name, focus);
}

/* RESTRICT says what NO ACTION does, but for deferred keys. */
static gboolean
fix_on_delete (Fix *self)
{
  g_autoptr(GArray) keys = g_array_new (FALSE, FALSE, sizeof (RetortPyNode *));

  if (fix_sql (self))
    return TRUE;
  collect_keys (self, self->statement, keys);
  for (guint i = 0; i < keys->len; i++)
    if (keys->len == 1 || is_about (self, g_array_index (keys, const RetortPyNode *, i)))
      return add_argument (self, g_array_index (keys, const RetortPyNode *, i), "ondelete=\"RESTRICT\"", "");
  return FALSE;
}

/* --- Downgrades --- */

static const RetortPyNode *
find_function (const Fix *self, const char *name)
{
  const RetortPyNode *root = retort_py_tree_get_root (self->tree);

  for (guint i = 0; i < retort_py_node_count_named (root); i++)
    {
      const RetortPyNode *node = retort_py_node_get_named_child (root, i);
      g_autofree char *found = NULL;

      if (!retort_py_node_is (node, "function_definition"))
        continue;
      found = retort_py_node_dup_text (self->tree, retort_py_node_field (node, RETORT_PY_FIELD_name));
      if (g_str_equal (found, name))
        return node;
    }
  return NULL;
}

/* The lines of a downgrade, as far in as those of the upgrade are. */
static char *
dup_way_back (Fix *self, const RetortPyNode *upgrade)
{
  const RetortPyNode *body = upgrade == NULL ? upgrade : retort_py_node_field (upgrade, RETORT_PY_FIELD_body);
  const RetortPyNode *first = body == NULL ? body : retort_py_node_get_named_child (body, 0);
  g_autofree char *indent = first != NULL ? dup_own_indent (self, first) : NULL;

  return self->upgrade != NULL ? retort_alembic_dup_way_back (self->upgrade, indent != NULL ? indent : "    ") : NULL;
}

static gboolean
fix_missing_downgrade (Fix *self)
{
  const RetortPyNode *upgrade = find_function (self, "upgrade");
  g_autofree char *lines = dup_way_back (self, upgrade);
  g_autofree char *text = NULL;
  gboolean is_typed;
  gsize end = retort_source_get_length (self->source);

  if (lines == NULL || upgrade == NULL || find_function (self, "downgrade") != NULL)
    return FALSE;
  is_typed = retort_py_node_field (upgrade, RETORT_PY_FIELD_return_type) != NULL;
  text = g_strdup_printf ("%s\n\ndef downgrade()%s:\n%s", end > 0 && retort_source_get_text (self->source)[end - 1] == '\n' ? "" : "\n",
                          is_typed ? " -> None" : "", lines);
  add_edit (self, end, end, text);
  return TRUE;
}

/* Only `pass` and a docstring are replaced. */
static gboolean
fix_empty_downgrade (Fix *self)
{
  const RetortPyNode *function = find_function (self, "downgrade");
  const RetortPyNode *body = function == NULL ? function : retort_py_node_field (function, RETORT_PY_FIELD_body);
  g_autofree char *lines = dup_way_back (self, find_function (self, "upgrade"));
  const RetortPyNode *pass = NULL;
  g_autofree char *own = NULL;

  for (guint i = 0; body != NULL && i < retort_py_node_count_named (body); i++)
    {
      const RetortPyNode *child = retort_py_node_get_named_child (body, i);

      if (retort_py_node_is (child, "pass_statement"))
        pass = child;
      else if (!retort_py_node_is (child, "comment") && !retort_py_node_is (retort_py_node_get_named_child (child, 0), "string"))
        return FALSE;
    }
  own = pass != NULL ? dup_own_indent (self, pass) : NULL;
  if (lines == NULL || own == NULL || !g_str_has_prefix (lines, own) || lines[strlen (own)] == ' ' || lines[strlen (own)] == '\t')
    return FALSE;
  add_edit (self, retort_py_node_span (pass).start, retort_py_node_span (pass).end, g_strchomp (lines + strlen (own)));
  return TRUE;
}

/* --- All of them --- */

static const struct
{
  const char *rule;
  gboolean  (*make) (Fix *self);
  gboolean    is_about_file; /* else about the call at the finding's place */
} makers[] = {
  { "add-column-not-null-no-default", fix_default, FALSE },
  { "foreign-key-without-on-delete", fix_on_delete, FALSE },
  { "add-fk-without-not-valid", fix_not_valid, FALSE },
  { "add-check-without-not-valid", fix_not_valid, FALSE },
  { "create-index-non-concurrently", fix_concurrently, FALSE },
  { "drop-index-non-concurrently", fix_drop_concurrently, FALSE },
  { "missing-guard", fix_guard, FALSE },
  { "prefer-robust", fix_guard, FALSE },
  { "missing-downgrade", fix_missing_downgrade, TRUE },
  { "empty-downgrade", fix_empty_downgrade, TRUE },
};

/* -1: the rule has no remedy */
static int
find_maker (const char *rule)
{
  for (guint i = 0; i < G_N_ELEMENTS (makers); i++)
    if (g_str_equal (makers[i].rule, rule))
      return (int) i;
  return -1;
}

static gboolean
make (Fix *self, guint maker)
{
  if (makers[maker].is_about_file)
    return makers[maker].make (self);
  find_call (self);
  return self->call != NULL && makers[maker].make (self);
}

/**
 * retort_alembic_make_fix:
 * @project: (nullable): the project
 * @revision: a revision
 * @finding: what is wrong with it
 * @upgrade: (nullable): what it sends
 * @downgrade: (nullable): what its downgrade sends
 *
 * Any thread.
 *
 * Returns: (transfer full) (nullable) (element-type RetortEdit): how the revision's file would be mended
 */
GPtrArray *
retort_alembic_make_fix (RetortProject *project, RetortRevision *revision, const RetortFindingFields *finding, RetortMigration *upgrade,
                         RetortMigration *downgrade)
{
  int maker = find_maker (finding->rule);
  RetortSource *source = maker >= 0 ? retort_revision_get_source (revision) : NULL;
  g_autoptr(RetortPyTree) tree = source != NULL ? retort_py_tree_parse (source) : NULL;
  g_autoptr(GPtrArray) edits = g_ptr_array_new_with_free_func ((GDestroyNotify) retort_edit_free);
  Fix fix = { .project = project, .finding = finding, .upgrade = upgrade, .downgrade = downgrade, .source = source, .tree = tree, .edits = edits };
  gboolean is_made;

  if (tree == NULL || retort_py_tree_get_root (tree)->has_error)
    return NULL;
  is_made = make (&fix, (guint) maker);
  g_free (fix.function);
  return is_made ? g_steal_pointer (&edits) : NULL;
}
