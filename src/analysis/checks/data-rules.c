/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rows that a migration writes. */
#include "analysis/checks/sections.h"

#include <glib/gi18n.h>
#include <string.h>

#define ONE_TABLE "CREATE TABLE orders (id bigint PRIMARY KEY, state text);"

static gboolean
is_write (const RetortCheckStep *at, RetortActionKind kind)
{
  return at->action->kind == kind && retort_check_is_existing (at) && at->is_first;
}

/* The column was made by this migration: all rows are meant, and none has a value to lose. */
static gboolean
fills_new_column (RetortCheckContext *context, const RetortCheckStep *at)
{
  return retort_check_has_earlier (context, at, RETORT_ACTION_ADD_COLUMN);
}

/* Where the table that is written stands in the statement, in which others may be read before it under the same name. */
static gsize
find_place (const RetortCheckStep *at)
{
  const PgQuery__Node *node = at->step->node;
  const PgQuery__RangeVar *table = node->node_case == PG_QUERY__NODE__NODE_UPDATE_STMT   ? node->update_stmt->relation
                                   : node->node_case == PG_QUERY__NODE__NODE_DELETE_STMT ? node->delete_stmt->relation
                                                                                         : NULL;

  return table != NULL && at->statement->node == node ? (gsize) table->location : 0;
}

static void
say_of_table (RetortCheckContext *context, const RetortCheckStep *at, char *message)
{
  retort_check_say (context, (RetortRemark){ .message = message, .step = at->step, .focus = at->action->table, .place = find_place (at) });
}

static void
check_update (RetortCheckContext *context, const RetortCheckStep *at)
{
  if (is_write (at, RETORT_ACTION_UPDATE) && !at->action->has_condition)
    retort_check_say_at (context, at, at->action->name, fills_new_column (context, at) ? -1 : 0, _("Every row of '%s' is changed"),
                         at->action->table);
}

static void
check_delete (RetortCheckContext *context, const RetortCheckStep *at)
{
  if (is_write (at, RETORT_ACTION_DELETE) && !at->action->has_condition)
    say_of_table (context, at, g_strdup_printf (_("Every row of '%s' is deleted"), at->action->table));
}

/* That is told where it becomes NOT NULL. */
static gboolean
is_made_not_null (RetortCheckContext *context, const RetortCheckStep *at)
{
  RetortCheckStep later;

  return at->action->kind == RETORT_ACTION_UPDATE && at->action->name != NULL
         && retort_check_find_later (context, at, PG_QUERY__ALTER_TABLE_TYPE__AT_SetNotNull, &later) != NULL;
}

static void
check_backfill (RetortCheckContext *context, const RetortCheckStep *at)
{
  if ((is_write (at, RETORT_ACTION_UPDATE) || is_write (at, RETORT_ACTION_DELETE)) && at->action->has_condition
      && !retort_check_names_rows (at) && !is_made_not_null (context, at))
    say_of_table (context, at,
                  g_strdup_printf (at->action->kind == RETORT_ACTION_UPDATE ? _("Rows of '%s' are changed in one statement")
                                                                            : _("Rows of '%s' are deleted in one statement"),
                                   at->action->table));
}

static void
check_insert (RetortCheckContext *context, const RetortCheckStep *at)
{
  if (is_write (at, RETORT_ACTION_INSERT))
    retort_check_say_at (context, at, at->action->table, 0, _("The migration inserts rows into '%s'"), at->action->table);
}

static void
check_columns (RetortCheckContext *context, const RetortCheckStep *at)
{
  const PgQuery__InsertStmt *insert = at->action->kind == RETORT_ACTION_INSERT ? at->step->node->insert_stmt : NULL;

  if (insert != NULL && insert->n_cols == 0 && insert->select_stmt != NULL && retort_check_is_existing (at)
      && (at->table == NULL || at->table->columns->len > 1))
    retort_check_say_at (context, at, at->action->table, 0, _("INSERT INTO '%s' does not say which columns"), at->action->table);
}

/* The second place of a column that is set twice. */
static void
check_assignment (RetortCheckContext *context, const RetortCheckStep *at)
{
  const PgQuery__UpdateStmt *update = at->action->kind == RETORT_ACTION_UPDATE && at->is_first
                                          ? at->step->node->update_stmt
                                          : NULL;

  for (size_t i = 1; update != NULL && i < update->n_target_list; i++)
    for (size_t j = 0; j < i; j++)
      {
        const PgQuery__ResTarget *a = update->target_list[i]->res_target;
        const PgQuery__ResTarget *b = update->target_list[j]->res_target;

        if (a->n_indirection == 0 && b->n_indirection == 0 && g_str_equal (a->name, b->name))
          {
            retort_check_say_at (context, at, a->name, 0, _("'%s' is set twice"), a->name);
            return;
          }
      }
}

/* --- What the server says of it --- */

#define MOST_ROWS 10000 /* that a migration writes at once without a word */

static const RetortWriteEstimate *
find_estimate (const RetortCheckContext *context, const RetortCheckStep *at)
{
  if (context->facts == NULL || !at->is_first || at->statement->node != at->step->node || context->direction != RETORT_DIRECTION_UPGRADE)
    return NULL;
  return retort_target_facts_get_estimate (context->facts, retort_statement_get_sql (at->statement->statement));
}

static void
check_rows (RetortCheckContext *context, const RetortCheckStep *at)
{
  const RetortWriteEstimate *estimate = find_estimate (context, at);

  g_autofree char *n_rows = estimate != NULL ? g_strdup_printf ("%" G_GINT64_FORMAT, estimate->n_rows) : NULL;

  if (estimate != NULL && estimate->n_rows > MOST_ROWS)
    /* Translators: a number of rows, a table */
    retort_check_say_at (context, at, at->action->table, 0, _("The server expects this to write %s rows of '%s'"), n_rows, at->action->table);
}

static void
check_refusal (RetortCheckContext *context, const RetortCheckStep *at)
{
  const RetortWriteEstimate *estimate = find_estimate (context, at);

  if (estimate != NULL && estimate->refusal != NULL)
    retort_check_say_at (context, at, at->action->table, 0, _("The server refuses this: %s"), estimate->refusal);
}

static const RetortRule rules[] = {
  { .id = "update-without-where",
    .title = N_("UPDATE of every row"),
    .severity = RETORT_SEVERITY_WARNING,
    .is_for_downgrades = TRUE,
    .is_for_bodies = TRUE,
    .why = N_("All rows are locked until the migration ends, the table doubles its size, and what the columns held before is gone."),
    .remedy = N_("Say which rows with WHERE, and change many rows in parts, outside of the migration."),
    .setup = ONE_TABLE,
    .bad = "UPDATE orders SET state = 'new'",
    .good = "UPDATE orders SET state = 'new' WHERE state IS NULL",
    .check_action = check_update },
  { .id = "delete-without-where",
    .title = N_("DELETE of every row"),
    .severity = RETORT_SEVERITY_WARNING,
    .is_for_bodies = TRUE,
    .why = N_("No downgrade brings them back."),
    .remedy = N_("Say which rows with WHERE; keep a copy."),
    .setup = ONE_TABLE,
    .bad = "DELETE FROM orders",
    .good = "DELETE FROM orders WHERE state = 'draft'",
    .check_action = check_delete },
  { .id = "unbatched-backfill",
    .grows_with_size = TRUE,
    .title = N_("Many rows in one statement"),
    .severity = RETORT_SEVERITY_INFO,
    .why = N_("Its rows stay locked until the migration ends; whoever wants to change one of them waits until then."),
    .remedy = N_("On a large table work in parts, outside of the migration."),
    .setup = ONE_TABLE,
    .bad = "UPDATE orders SET state = 'new' WHERE state IS NULL",
    .good = "ALTER TABLE orders ALTER COLUMN state SET DEFAULT 'new'",
    .check_action = check_backfill },
  { .id = "insert-in-migration",
    .title = N_("Rows inserted by a migration"),
    .severity = RETORT_SEVERITY_INFO,
    .is_off = TRUE,
    .why = N_("This team keeps data out of migrations."),
    .remedy = N_("Insert them where the application's data is made."),
    .setup = ONE_TABLE,
    .bad = "INSERT INTO orders (id) VALUES (1)",
    .good = "ALTER TABLE orders ADD COLUMN note text",
    .check_action = check_insert },
  { .id = "insert-without-columns",
    .title = N_("INSERT that names no columns"),
    .severity = RETORT_SEVERITY_INFO,
    .is_for_downgrades = TRUE,
    .is_for_bodies = TRUE,
    .why = N_("It relies on the order of the columns, which may be another one where the table was made otherwise."),
    .remedy = N_("Name the columns."),
    .setup = ONE_TABLE,
    .bad = "INSERT INTO orders VALUES (1, 'new')",
    .good = "INSERT INTO orders (id, state) VALUES (1, 'new')",
    .check_action = check_columns },
  { .id = "duplicate-assignment",
    .title = N_("Column set twice"),
    .severity = RETORT_SEVERITY_ERROR,
    .is_for_downgrades = TRUE,
    .is_for_bodies = TRUE,
    .why = N_("PostgreSQL refuses the statement: multiple assignments to the same column."),
    .remedy = N_("Leave one of them out."),
    .setup = ONE_TABLE,
    .bad = "UPDATE orders SET state = 'a', state = 'b' WHERE id = 1",
    .good = "UPDATE orders SET state = 'b' WHERE id = 1",
    .check_action = check_assignment },
  { .id = "affected-rows-over-limit",
    .is_live = TRUE,
    .title = N_("Very many rows at once"),
    .severity = RETORT_SEVERITY_WARNING,
    .why = N_("So many rows stay locked until the migration ends, and so many old ones are left behind for VACUUM."),
    .remedy = N_("Work in parts, outside of the migration."),
    .check_action = check_rows },
  { .id = "dml-dry-run",
    .is_live = TRUE,
    .title = N_("The server refuses a statement"),
    .severity = RETORT_SEVERITY_ERROR,
    .why = N_("The server planned the statement with EXPLAIN, which runs nothing, and refused it: so it will when the migration runs."),
    .remedy = N_("Correct the statement, or what the database lacks."),
    .check_action = check_refusal },
};

const RetortRuleSection retort_data_rules = { rules, G_N_ELEMENTS (rules) };
