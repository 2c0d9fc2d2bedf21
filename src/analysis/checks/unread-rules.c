/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Statements that PostgreSQL 15's grammar does not know, and texts that are put together while they run. */
#include "analysis/checks/sections.h"

#include "sql/newer.h"

#include <glib/gi18n.h>

/* The reader of files of SQL says it, too. */
static gboolean
is_gap (const RetortCheckContext *context, const RetortUnreadStatement *unread)
{
  for (guint i = 0; i < retort_migration_get_n_gaps (context->migration); i++)
    {
      RetortSpan gap = retort_migration_get_gap (context->migration, i)->span;

      if (!unread->is_inner && gap.start == retort_statement_get_span (unread->statement).start)
        return TRUE;
    }
  return FALSE;
}

/* A server that is no newer than the grammar refuses it. */
static int
weigh (const RetortCheckContext *context, const RetortUnreadStatement *unread)
{
  if (unread->is_inner)
    return 0;
  return context->facts != NULL && retort_check_get_major (context) <= 15 ? 2 : 1;
}

static char *
describe (const RetortUnreadStatement *unread)
{
  if (unread->reason == NULL)
    return g_strdup (_("EXECUTE of a text that is put together while it runs is not looked into"));
  /* Translators: what the parser says: syntax error at or near "x" */
  return g_strdup_printf (unread->is_inner ? _("Not looked into from here on: %s") : _("Not looked into: %s"), unread->reason);
}

static void
check_unread (RetortCheckContext *context)
{
  const GArray *all = context->actions->unread;

  for (guint i = 0; i < all->len; i++)
    {
      const RetortUnreadStatement *unread = &g_array_index (all, RetortUnreadStatement, i);
      g_autoptr(RetortSqlTree) known = !unread->is_inner ? retort_sql_set_expression_parse (retort_statement_get_sql (unread->statement)) : NULL;

      if (known != NULL || is_gap (context, unread) || (unread->function != NULL && unread->reason == NULL))
        continue; /* told elsewhere; what a function puts together it does when somebody calls it */
      retort_check_say (context, (RetortRemark){ .message = describe (unread), .unread = unread, .louder = weigh (context, unread) });
    }
}

/* --- SET EXPRESSION --- */

static gboolean
is_made_here (const RetortCheckContext *context, const PgQuery__RangeVar *relation)
{
  const char *schema = relation->schemaname[0] != '\0' ? relation->schemaname : NULL;

  for (guint i = 0; i < context->actions->steps->len; i++)
    {
      const RetortAction *action = &retort_check_get_step (context->actions, i)->action;

      if (action->kind == RETORT_ACTION_CREATE_TABLE && g_strcmp0 (action->table, relation->relname) == 0 && g_strcmp0 (action->schema, schema) == 0)
        return TRUE;
    }
  return FALSE;
}

/* PostgreSQL 18 has columns that are computed when they are read. */
static gboolean
is_virtual (const RetortCheckContext *context, const PgQuery__RangeVar *relation, const char *name)
{
  const RetortTable *table = retort_check_find_table (context->walk->start, relation->schemaname[0] != '\0' ? relation->schemaname : NULL, relation->relname);
  const RetortColumn *column = table != NULL ? retort_table_find_column (table, name) : NULL;

  return column != NULL && column->is_generated_virtual;
}

static void
say_expression (RetortCheckContext *context, const RetortUnreadStatement *unread, const PgQuery__AlterTableStmt *statement)
{
  const PgQuery__RangeVar *relation = statement->relation;
  const char *column = statement->cmds[0]->alter_table_cmd->name;
  gboolean is_refused = context->facts != NULL && retort_check_get_major (context) < RETORT_SQL_SET_EXPRESSION_SINCE;

  if (is_refused)
    retort_check_say (context, (RetortRemark){ .message = g_strdup (_("Servers before PostgreSQL 17 do not know SET EXPRESSION")), .unread = unread, .louder = 1 });
  else if (!is_made_here (context, relation) && !is_virtual (context, relation, column))
    retort_check_say (context, (RetortRemark){ .message = g_strdup_printf (_("'%s' is computed anew, and with it every row of '%s' is written anew"), column, relation->relname),
                                               .unread = unread });
}

static void
check_expression (RetortCheckContext *context)
{
  const GArray *all = context->actions->unread;

  for (guint i = 0; i < all->len && context->direction == RETORT_DIRECTION_UPGRADE; i++)
    {
      const RetortUnreadStatement *unread = &g_array_index (all, RetortUnreadStatement, i);
      g_autoptr(RetortSqlTree) known = !unread->is_inner ? retort_sql_set_expression_parse (retort_statement_get_sql (unread->statement)) : NULL;

      if (known != NULL)
        say_expression (context, unread, retort_sql_tree_get_statement (known, 0)->alter_table_stmt);
    }
}

static const RetortRule rules[] = {
  { .id = "unread-sql",
    .title = N_("SQL that is not looked into"),
    .severity = RETORT_SEVERITY_INFO,
    .is_for_downgrades = TRUE,
    .why = N_("No other rule knows what it does: what it locks, drops or rewrites is not told here. A statement that PostgreSQL 15's grammar does not know is "
              "either newer than that, or wrong."),
    .remedy = N_("Read it yourself, and rehearse it. Where names are written in the file, write the statement with them."),
    .setup = "CREATE TABLE orders (id bigint PRIMARY KEY, state text);",
    .bad = "DO $$ DECLARE t text; BEGIN FOR t IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' LOOP "
           "EXECUTE format('ALTER TABLE %I ADD COLUMN note text', t); END LOOP; END $$",
    .good = "DO $$ DECLARE t text; BEGIN FOREACH t IN ARRAY ARRAY['orders'] LOOP "
            "EXECUTE format('ALTER TABLE %I ADD COLUMN note text', t); END LOOP; END $$",
    .check_migration = check_unread },
  { .id = "set-expression",
    .title = N_("Generated column computed anew"),
    .severity = RETORT_SEVERITY_WARNING,
    .why = N_("A stored column is computed anew for every row: the table is written anew, and nobody can read or write it while that lasts."),
    .remedy = N_("Add another column, fill it in parts, and let the application change over; from PostgreSQL 18 on a VIRTUAL column costs nothing."),
    .setup = "CREATE TABLE orders (id bigint PRIMARY KEY, net numeric, gross numeric GENERATED ALWAYS AS (net * 1.19) STORED);",
    .bad = "ALTER TABLE orders ALTER COLUMN gross SET EXPRESSION AS (net * 1.16)",
    .good = "ALTER TABLE orders ADD COLUMN reduced numeric",
    .check_migration = check_expression },
};

const RetortRuleSection retort_unread_rules = { rules, G_N_ELEMENTS (rules) };
