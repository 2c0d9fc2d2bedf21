/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the texts of functions use: PostgreSQL keeps no account of it. */
#include "analysis/checks/sections.h"

#include "sql/expression.h"
#include "sql/plpgsql.h"

#include <glib/gi18n.h>
#include <string.h>

/* --- The statements of a function --- */

/* Something of a table, or the table itself, that a statement may name. */
typedef struct
{
  const char *table;
  const char *column; /* nullable */
  gboolean    names_table;
  gboolean    names_column;
} Search;

static void
look_at_reference (const PgQuery__ColumnRef *reference, Search *search)
{
  const char *name = reference->n_fields > 0 && reference->fields[reference->n_fields - 1]->node_case == PG_QUERY__NODE__NODE_STRING
                         ? reference->fields[reference->n_fields - 1]->string->sval
                         : NULL;

  search->names_column |= search->column != NULL && g_strcmp0 (name, search->column) == 0;
}

static void
look_cb (const ProtobufCMessage *message, gpointer user_data)
{
  Search *search = user_data;

  if (message->descriptor == &pg_query__range_var__descriptor)
    search->names_table |= g_str_equal (((const PgQuery__RangeVar *) message)->relname, search->table);
  else if (message->descriptor == &pg_query__column_ref__descriptor)
    look_at_reference ((const PgQuery__ColumnRef *) message, search);
  else if (message->descriptor == &pg_query__res_target__descriptor && search->column != NULL) /* INSERT INTO t (c), UPDATE t SET c */
    search->names_column |= g_str_equal (((const PgQuery__ResTarget *) message)->name, search->column);
}

static gboolean
tree_uses (const RetortSqlTree *tree, const char *table, const char *column)
{
  for (guint i = 0; i < retort_sql_tree_get_n_statements (tree); i++)
    {
      Search search = { table, column, FALSE, FALSE };

      retort_sql_walk ((const ProtobufCMessage *) retort_sql_tree_get_statement (tree, i), look_cb, &search);
      if (search.names_table && (column == NULL || search.names_column))
        return TRUE;
    }
  return FALSE;
}

static gboolean
block_uses (const RetortSqlBlock *block, const char *table, const char *column)
{
  for (guint i = 0; i < block->statements->len; i++)
    if (tree_uses (g_array_index (block->statements, RetortSqlInner, i).tree, table, column))
      return TRUE;
  return FALSE;
}

/* NEW.column or OLD.column, as functions of triggers say it. */
static gboolean
row_uses (const char *body, const char *column)
{
  g_autofree char *quoted = g_regex_escape_string (column, -1);
  g_autofree char *pattern = g_strdup_printf ("\\b(new|old)\\.\"?%s\\b", quoted);

  return g_regex_match_simple (pattern, body, G_REGEX_CASELESS, 0);
}

/* --- Functions that use it --- */

/* At the end: without its trigger nobody calls it. */
static gboolean
is_trigger_of (RetortSchema *schema, const RetortTable *table, const RetortFunction *function)
{
  const RetortTable *last = retort_schema_find_table (schema, table->schema, table->name);
  g_autofree char *name = g_strndup (function->name, strcspn (function->name, "("));

  for (guint i = 0; last != NULL && i < last->triggers->len; i++)
    {
      const RetortTrigger *trigger = g_ptr_array_index (last->triggers, i);
      const char *dot = strrchr (trigger->function, '.');

      if (g_str_equal (dot != NULL ? dot + 1 : trigger->function, name))
        return TRUE;
    }
  return FALSE;
}

/* @column is NULL when the table as a whole is meant. */
static gboolean
function_uses (RetortSchema *schema, const RetortFunction *function, const RetortTable *table, const char *column)
{
  g_autoptr(RetortSqlTree) tree = NULL;
  g_autoptr(RetortSqlBlock) block = NULL;
  const PgQuery__Node *node = NULL;

  if (function->definition == NULL || strstr (function->definition, column != NULL ? column : table->name) == NULL)
    return FALSE;
  tree = retort_sql_tree_parse (function->definition, NULL);
  node = tree != NULL && retort_sql_tree_get_n_statements (tree) == 1 ? retort_sql_tree_get_statement (tree, 0) : NULL;
  if (node == NULL || node->node_case != PG_QUERY__NODE__NODE_CREATE_FUNCTION_STMT)
    return FALSE;
  block = retort_sql_block_parse (node);
  return block != NULL
         && (block_uses (block, table->name, column)
             || (column != NULL && is_trigger_of (schema, table, function) && row_uses (block->body, column)));
}

static gboolean
takes_away (const RetortAction *action)
{
  switch ((int) action->kind)
    {
    case RETORT_ACTION_DROP_COLUMN:
    case RETORT_ACTION_RENAME_COLUMN:
    case RETORT_ACTION_DROP_TABLE:
    case RETORT_ACTION_RENAME_TABLE:
      return TRUE;
    default:
      return FALSE;
    }
}

/* What the migration itself sets right again: the name is there again at its end. */
static gboolean
is_back (const RetortCheckContext *context, const RetortTable *table, const char *column)
{
  const RetortTable *last = retort_schema_find_table (context->walk->end, table->schema, table->name);

  return last != NULL && (column == NULL || retort_table_find_column (last, column) != NULL);
}

static void
check_functions (RetortCheckContext *context, const RetortCheckStep *at)
{
  const GPtrArray *functions = NULL;
  const char *column = at->action->kind == RETORT_ACTION_DROP_COLUMN || at->action->kind == RETORT_ACTION_RENAME_COLUMN ? at->action->name : NULL;

  if (!takes_away (at->action) || at->table == NULL || !retort_check_is_existing (at) || is_back (context, at->table, column))
    return;
  functions = retort_schema_get_functions (context->walk->end);
  for (guint i = 0; i < functions->len; i++)
    {
      const RetortFunction *function = g_ptr_array_index (functions, i);
      g_autofree char *name = g_strndup (function->name, strcspn (function->name, "("));

      if (!function_uses (context->walk->end, function, at->table, column))
        continue;
      if (column != NULL)
        retort_check_say_at (context, at, column, 0, _("Function '%s' uses '%s' of '%s'"), name, column, at->table->name);
      else
        retort_check_say_at (context, at, at->table->name, 0, _("Function '%s' uses '%s'"), name, at->table->name);
    }
}

static const RetortRule rules[] = {
  { .id = "function-uses-dropped",
    .title = N_("Function that uses what goes"),
    .severity = RETORT_SEVERITY_WARNING,
    .why = N_("PostgreSQL keeps no account of what the text of a function uses: it drops or renames it without a word, and the function fails when it is "
              "called next. As a trigger it then fails whatever is written to its table."),
    .remedy = N_("Create the function anew, or drop it, in the same migration."),
    .setup = "CREATE TABLE orders (id bigint, state text); CREATE FUNCTION close_order(bigint) RETURNS void LANGUAGE plpgsql AS "
             "$$ BEGIN UPDATE orders SET state = 'closed' WHERE id = $1; END $$;",
    .bad = "ALTER TABLE orders RENAME COLUMN state TO status",
    .good = "ALTER TABLE orders RENAME COLUMN state TO status; CREATE OR REPLACE FUNCTION close_order(bigint) RETURNS void LANGUAGE plpgsql AS "
            "$$ BEGIN UPDATE orders SET status = 'closed' WHERE id = $1; END $$",
    .check_action = check_functions },
};

const RetortRuleSection retort_function_rules = { rules, G_N_ELEMENTS (rules) };
