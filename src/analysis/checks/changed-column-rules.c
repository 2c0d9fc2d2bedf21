/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What changing, renaming or dropping a column does to a table that has rows and readers. */
#include "analysis/checks/sections.h"

#include <glib/gi18n.h>
#include <string.h>

#define ONE_TABLE "CREATE TABLE orders (id bigint PRIMARY KEY, code varchar(20), total integer, state text, placed_at timestamp);"

static gboolean
is_change (const RetortCheckStep *at, PgQuery__AlterTableType subtype)
{
  return retort_check_is_command (at, subtype) && retort_check_is_existing (at);
}

static gboolean
is_retyped (const RetortCheckStep *at)
{
  return is_change (at, PG_QUERY__ALTER_TABLE_TYPE__AT_AlterColumnType) && at->effect != NULL;
}

/* (nullable): the column as it is before the statement. */
static const RetortColumn *
find_column (const RetortCheckStep *at)
{
  return at->table != NULL && at->action->name != NULL ? retort_table_find_column (at->table, at->action->name) : NULL;
}

/* (nullable): the column's type afterwards, as format_type() says it. */
static const char *
find_new_type (const RetortCheckStep *at)
{
  const RetortTable *table = retort_check_find_table (at->place->after, at->action->schema, at->action->table);
  const RetortColumn *column = table != NULL ? retort_table_find_column (table, at->action->name) : NULL;

  return column != NULL ? column->type : NULL;
}

static const char *
say_reason (const RetortRelationEffect *effect, const char *otherwise)
{
  return effect->reason != NULL ? effect->reason : otherwise;
}

/* Whose index is built by the statement. */
static const RetortRelationEffect *
find_build (const RetortCheckStep *at)
{
  const GPtrArray *relations = at->locks->relations;

  for (guint i = 0; i < relations->len; i++)
    {
      const RetortRelationEffect *effect = g_ptr_array_index (relations, i);

      if (effect->kind == RETORT_LOCKED_INDEX && effect->builds && g_strcmp0 (effect->table, at->action->table) == 0)
        return effect;
    }
  return NULL;
}

static void
check_type_rewrite (RetortCheckContext *context, const RetortCheckStep *at)
{
  if (is_retyped (at) && at->effect->rewrites)
    retort_check_say_at (context, at, at->action->name, 0, _("The new type of '%s' writes every row of '%s' anew: %s"), at->action->name,
                         at->action->table, say_reason (at->effect, _("the values are converted")));
}

static void
check_type_index (RetortCheckContext *context, const RetortCheckStep *at)
{
  const RetortRelationEffect *index = is_retyped (at) && !at->effect->rewrites ? find_build (at) : NULL;

  if (index != NULL)
    retort_check_say_at (context, at, at->action->name, 0, _("The new type of '%s' builds index '%s' anew while nobody else may use '%s'"),
                         at->action->name, index->name, at->action->table);
}

static void
check_type_recheck (RetortCheckContext *context, const RetortCheckStep *at)
{
  if (is_retyped (at) && !at->effect->rewrites && at->effect->scans && find_build (at) == NULL)
    retort_check_say_at (context, at, at->action->name, 0, _("The new type of '%s' reads '%s' whole: %s"), at->action->name,
                         at->action->table, say_reason (at->effect, _("a CHECK is proved again")));
}

static void
check_type_view (RetortCheckContext *context, const RetortCheckStep *at)
{
  const char *error = at->place->locks->error;

  if (is_change (at, PG_QUERY__ALTER_TABLE_TYPE__AT_AlterColumnType) && error != NULL && g_str_has_prefix (error, "0A000"))
    retort_check_say_at (context, at, at->action->name, 0, _("The new type of '%s' is refused: %s"), at->action->name,
                         error + strlen ("0A000 "));
}

static void
check_type_key (RetortCheckContext *context, const RetortCheckStep *at)
{
  const RetortRelationEffect *other
      = is_retyped (at) ? retort_check_find_other_lock (context, at, RETORT_LOCK_ACCESS_EXCLUSIVE) : NULL;

  if (other != NULL)
    retort_check_say_at (context, at, at->action->name, 0, _("The new type of '%s' locks '%s', too: %s"), at->action->name, other->name,
                         say_reason (other, _("a foreign key joins them")));
}

/* The first number in parentheses; -1: there is none. */
static int
get_modifier (const char *type)
{
  const char *open = strchr (type, '(');

  return open != NULL ? (int) g_ascii_strtoll (open + 1, NULL, 10) : -1;
}

/* Digits behind the point: 0 when the type says only how many there are in all. */
static int
get_scale (const char *type)
{
  const char *comma = strchr (type, ',');

  return comma != NULL ? (int) g_ascii_strtoll (comma + 1, NULL, 10) : 0;
}

/* From "numeric(8,2)" to "numeric(8,3)" a digit before the point is lost, to "numeric(8,1)" one behind it. */
static gboolean
is_narrower_numeric (const char *from, const char *to)
{
  int n_whole = get_modifier (to) - get_scale (to);

  if (get_modifier (to) < 0)
    return FALSE;
  return get_modifier (from) < 0 || n_whole < get_modifier (from) - get_scale (from) || get_scale (to) < get_scale (from);
}

/* Times keep six digits of a second where the type says nothing. */
static gboolean
is_narrower_time (const char *from, const char *to)
{
  int n_from = get_modifier (from) >= 0 ? get_modifier (from) : 6;

  return strncmp (from, "time", 4) == 0 && strncmp (to, "time", 4) == 0 && get_modifier (to) >= 0 && get_modifier (to) < n_from;
}

static gboolean
is_base (const char *type, const char *base)
{
  gsize length = strlen (base);

  return g_str_has_prefix (type, base) && (type[length] == '\0' || type[length] == '(');
}

/* Pairs in which values may not fit or lose digits. */
static gboolean
is_narrower (const char *from, const char *to)
{
  static const char *const pairs[][2] = {
    { "bigint", "integer" }, { "bigint", "smallint" }, { "integer", "smallint" }, { "double precision", "real" },
    { "inet", "cidr" }, { "timestamp with time zone", "date" }, { "timestamp without time zone", "date" },
    { "numeric", "integer" }, { "numeric", "bigint" }, { "double precision", "integer" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (pairs); i++)
    if (is_base (from, pairs[i][0]) && is_base (to, pairs[i][1]))
      return TRUE;
  if ((is_base (from, "text") || is_base (from, "character varying")) && is_base (to, "character varying"))
    return get_modifier (to) >= 0 && (get_modifier (from) < 0 || get_modifier (to) < get_modifier (from));
  if (is_base (from, "numeric") && is_base (to, "numeric"))
    return is_narrower_numeric (from, to);
  return is_narrower_time (from, to);
}

/* It says what becomes of the values: USING, with more than the column and a cast. */
static gboolean
says_how (const RetortCheckStep *at)
{
  const PgQuery__Node *expression = at->action->command->def != NULL ? at->action->command->def->column_def->raw_default : NULL;

  while (expression != NULL && expression->node_case == PG_QUERY__NODE__NODE_TYPE_CAST)
    expression = expression->type_cast->arg;
  return expression != NULL && expression->node_case != PG_QUERY__NODE__NODE_COLUMN_REF;
}

static void
check_type_lossy (RetortCheckContext *context, const RetortCheckStep *at)
{
  const RetortColumn *column = is_retyped (at) ? find_column (at) : NULL;
  const char *to = column != NULL ? find_new_type (at) : NULL;

  if (to != NULL && is_narrower (column->type, to) && !says_how (at))
    retort_check_say_at (context, at, at->action->name, 0, _("'%s' goes from %s to %s: values may not fit"), at->action->name, column->type, to);
}

/* The migration itself says by which zone. */
static gboolean
sets_zone (const RetortCheckContext *context, const RetortCheckStep *at)
{
  for (guint i = 0; i < at->step->index; i++)
    {
      const PgQuery__Node *node = g_array_index (context->actions->statements, RetortParsedStatement, i).node;

      if (node->node_case == PG_QUERY__NODE__NODE_VARIABLE_SET_STMT && g_ascii_strcasecmp (node->variable_set_stmt->name, "timezone") == 0)
        return TRUE;
    }
  return FALSE;
}

static void
check_type_zone (RetortCheckContext *context, const RetortCheckStep *at)
{
  const RetortColumn *column = is_retyped (at) ? find_column (at) : NULL;
  const char *to = column != NULL ? find_new_type (at) : NULL;
  const PgQuery__Node *definition = at->action->command != NULL ? at->action->command->def : NULL;

  if (to == NULL || definition == NULL || definition->column_def->raw_default != NULL || sets_zone (context, at))
    return;
  if (strstr (column->type, "timestamp") != NULL && strstr (to, "timestamp") != NULL
      && (strstr (column->type, "with time zone") != NULL) != (strstr (to, "with time zone") != NULL))
    retort_check_say_at (context, at, at->action->name, 0, _("'%s' goes from %s to %s by the time zone of whoever runs it"), at->action->name,
                         column->type, to);
}

static void
check_set_not_null (RetortCheckContext *context, const RetortCheckStep *at)
{
  const RetortColumn *column = find_column (at);

  if (!is_change (at, PG_QUERY__ALTER_TABLE_TYPE__AT_SetNotNull) || (column != NULL && !column->is_nullable)
      || at->effect == NULL || !at->effect->scans)
    return;
  retort_check_say_at (context, at, at->action->name, 0, _("SET NOT NULL on '%s' reads '%s' whole while nobody else may use it"),
                       at->action->name, at->action->table);
}

static void
check_one_update (RetortCheckContext *context, const RetortCheckStep *at)
{
  if (is_change (at, PG_QUERY__ALTER_TABLE_TYPE__AT_SetNotNull) && retort_check_has_earlier (context, at, RETORT_ACTION_UPDATE))
    retort_check_say_at (context, at, at->action->name, 0, _("'%s' is filled by one UPDATE and made NOT NULL in the same migration"),
                         at->action->name);
}

static void
check_drop_not_null (RetortCheckContext *context, const RetortCheckStep *at)
{
  const RetortColumn *column = find_column (at);

  if (is_change (at, PG_QUERY__ALTER_TABLE_TYPE__AT_DropNotNull) && (column == NULL || !column->is_nullable))
    retort_check_say_at (context, at, at->action->name, 0, _("'%s' of '%s' may be NULL from now on"), at->action->name, at->action->table);
}

static void
check_drop_column (RetortCheckContext *context, const RetortCheckStep *at)
{
  if (is_change (at, PG_QUERY__ALTER_TABLE_TYPE__AT_DropColumn) && !retort_check_has_earlier (context, at, RETORT_ACTION_ADD_COLUMN)
      && !retort_check_does_nothing (at) && !retort_check_goes_with_table (context, at))
    retort_check_say_at (context, at, at->action->name, 0, _("Column '%s' of '%s' is dropped with its data"), at->action->name,
                         at->action->table);
}

/* (nullable): a key that goes with the column, as people call it. */
static char *
find_lost_key (const RetortTable *table, const char *column)
{
  for (guint i = 0; i < table->constraints->len; i++)
    {
      const RetortConstraint *constraint = g_ptr_array_index (table->constraints, i);

      if (constraint->columns != NULL && g_strv_contains ((const char *const *) constraint->columns, column)
          && constraint->kind != RETORT_CONSTRAINT_CHECK && constraint->kind != RETORT_CONSTRAINT_NOT_NULL)
        return g_strdup_printf (_("constraint '%s' (%s)"), constraint->name, constraint->definition);
    }
  for (guint i = 0; i < table->indexes->len; i++)
    {
      const RetortIndex *index = g_ptr_array_index (table->indexes, i);

      if (index->columns != NULL && g_strv_length (index->columns) > 1 && g_strv_contains ((const char *const *) index->columns, column))
        return g_strdup_printf (_("index '%s'"), index->name);
    }
  return NULL;
}

static void
check_lost_dependents (RetortCheckContext *context, const RetortCheckStep *at)
{
  g_autofree char *lost = is_change (at, PG_QUERY__ALTER_TABLE_TYPE__AT_DropColumn) && at->table != NULL
                              ? find_lost_key (at->table, at->action->name)
                              : NULL;

  if (lost != NULL)
    retort_check_say_at (context, at, at->action->name, 0, _("With '%s' goes %s"), at->action->name, lost);
}

static gboolean
points_to (const RetortTable *table, const char *name)
{
  for (guint i = 0; i < table->constraints->len; i++)
    {
      const RetortConstraint *key = g_ptr_array_index (table->constraints, i);

      if (key->kind == RETORT_CONSTRAINT_FOREIGN_KEY && g_strcmp0 (key->referenced_table, name) == 0)
        return TRUE;
    }
  return FALSE;
}

static void
check_parent_lock (RetortCheckContext *context, const RetortCheckStep *at)
{
  const RetortRelationEffect *other = NULL;

  if (!is_change (at, PG_QUERY__ALTER_TABLE_TYPE__AT_DropColumn) && !is_change (at, PG_QUERY__ALTER_TABLE_TYPE__AT_DropConstraint))
    return;
  other = retort_check_find_other_lock (context, at, RETORT_LOCK_ACCESS_EXCLUSIVE);
  if (other == NULL)
    return;
  if (at->table == NULL && at->action->command->behavior == PG_QUERY__DROP_BEHAVIOR__DROP_CASCADE)
    {
      retort_check_say_at (context, at, at->action->name, 0, _("Dropping '%s' locks '%s' against all use, too"), at->action->name, other->name);
      return;
    }
  retort_check_say_at (context, at, at->action->name, 0,
                       at->table == NULL || points_to (at->table, other->name)
                           ? _("Dropping '%s' locks '%s', to which its foreign key points, against all use")
                           : _("Dropping '%s' drops a foreign key of '%s' too, and locks that table against all use"),
                       at->action->name, other->name);
}

/* The old name stays usable: a column of that name follows, which old code can read. */
static gboolean
is_added_again (const RetortCheckContext *context, const RetortCheckStep *at)
{
  for (guint i = at->index + 1; i < context->actions->steps->len; i++)
    {
      const RetortAction *later = &retort_check_get_step (context->actions, i)->action;

      if (later->kind == RETORT_ACTION_ADD_COLUMN && retort_action_is_on_same_table (later, at->action)
          && g_strcmp0 (later->name, at->action->name) == 0)
        return TRUE;
    }
  return FALSE;
}

/* Nobody knows the name of a column that the migration itself has added. */
static void
check_rename (RetortCheckContext *context, const RetortCheckStep *at)
{
  if (at->action->kind == RETORT_ACTION_RENAME_COLUMN && retort_check_is_existing (at)
      && !retort_check_has_earlier (context, at, RETORT_ACTION_ADD_COLUMN) && !is_added_again (context, at))
    retort_check_say_at (context, at, at->action->name, 0, _("Column '%s' of '%s' becomes '%s'"), at->action->name, at->action->table,
                         at->action->new_name);
}

/* (nullable): the column as it is behind the statement. */
static const RetortColumn *
find_changed_column (const RetortCheckStep *at)
{
  const RetortTable *after = at->table != NULL ? retort_check_find_table (at->place->after, at->table->schema, at->table->name) : NULL;

  return after != NULL ? retort_table_find_column (after, at->action->name) : NULL;
}

/* A default that goes keeps old code from inserting where the column is NOT NULL. */
static void
check_default (RetortCheckContext *context, const RetortCheckStep *at)
{
  const RetortColumn *column = find_column (at);
  const RetortColumn *changed = NULL;
  RetortCheckStep later;

  if (!is_change (at, PG_QUERY__ALTER_TABLE_TYPE__AT_ColumnDefault) || retort_check_has_earlier (context, at, RETORT_ACTION_ADD_COLUMN)
      || (column != NULL && column->default_expression == NULL))
    return;
  changed = find_changed_column (at);
  if (at->action->command->def == NULL && column != NULL
      && retort_check_find_later (context, at, PG_QUERY__ALTER_TABLE_TYPE__AT_ColumnDefault, &later) == NULL)
    retort_check_say_at (context, at, at->action->name, 0,
                         column->is_nullable ? _("The default of '%s' goes: a row inserted without it gets NULL")
                                             : _("The default of the NOT NULL column '%s' goes: a row can no longer be inserted without it"),
                         at->action->name);
  else if (at->action->command->def != NULL
           && (column == NULL || changed == NULL || g_strcmp0 (column->default_expression, changed->default_expression) != 0))
    retort_check_say_at (context, at, at->action->name, 0,
                         column != NULL ? _("The default of '%s' changes") : _("'%s' gets another default, or its first one"), at->action->name);
}

static const RetortRule rules[] = {
  { .id = "alter-type-rewrite",
    .grows_with_size = TRUE,
    .title = N_("Change of type that writes the table anew"),
    .severity = RETORT_SEVERITY_WARNING,
    .why = N_("Every row is converted and every index built again under ACCESS EXCLUSIVE: nobody can read the table until that is done."),
    .remedy = N_("Add a column of the new type, keep both by a trigger, fill it in parts, then swap the names."),
    .setup = ONE_TABLE,
    .bad = "ALTER TABLE orders ALTER COLUMN total TYPE bigint",
    .good = "ALTER TABLE orders ALTER COLUMN code TYPE varchar(40)",
    .check_action = check_type_rewrite },
  { .id = "alter-type-index-rebuild",
    .grows_with_size = TRUE,
    .title = N_("Change of type that builds an index anew"),
    .severity = RETORT_SEVERITY_WARNING,
    .why = N_("The rows stay, but the index is built again under ACCESS EXCLUSIVE."),
    .remedy = N_("Drop the index and build it CONCURRENTLY afterwards, or add a new column."),
    .setup = ONE_TABLE "CREATE INDEX ix_placed ON orders (placed_at);",
    .bad = "ALTER TABLE orders ALTER COLUMN placed_at TYPE timestamptz",
    .good = "ALTER TABLE orders ALTER COLUMN code TYPE varchar(40)",
    .check_action = check_type_index },
  { .id = "alter-type-check-recheck",
    .grows_with_size = TRUE,
    .title = N_("Change of type that proves a CHECK again"),
    .severity = RETORT_SEVERITY_WARNING,
    .why = N_("The whole table is read under ACCESS EXCLUSIVE, even where the rows themselves stay."),
    .remedy = N_("Drop the CHECK, change the type, add it again as NOT VALID, and validate it in another transaction."),
    .setup = "CREATE TABLE orders (code varchar(20) CHECK (code <> ''));",
    .bad = "ALTER TABLE orders ALTER COLUMN code TYPE text",
    .good = "ALTER TABLE orders DROP CONSTRAINT orders_code_check; ALTER TABLE orders ALTER COLUMN code TYPE text",
    .check_action = check_type_recheck },
  { .id = "alter-type-blocked-by-view",
    .title = N_("Change of type of a column that a view uses"),
    .severity = RETORT_SEVERITY_ERROR,
    .why = N_("PostgreSQL refuses it, and the migration stops there."),
    .remedy = N_("Drop the view before and create it again afterwards, in the same migration."),
    .setup = ONE_TABLE "CREATE VIEW totals AS SELECT total FROM orders;",
    .bad = "ALTER TABLE orders ALTER COLUMN total TYPE bigint",
    .good = "DROP VIEW totals; ALTER TABLE orders ALTER COLUMN total TYPE bigint; CREATE VIEW totals AS SELECT total FROM orders",
    .check_action = check_type_view },
  { .id = "alter-type-fk-cascade-locks",
    .grows_with_size = TRUE,
    .title = N_("Change of type of a key between tables"),
    .severity = RETORT_SEVERITY_WARNING,
    .why = N_("The foreign key is made again: ACCESS EXCLUSIVE is held on both tables while their rows are compared."),
    .remedy = N_("Drop the foreign key, change both columns, add it again as NOT VALID, and validate it in another transaction."),
    .setup = "CREATE TABLE users (id bigint PRIMARY KEY); CREATE TABLE orders (user_id bigint REFERENCES users);",
    .bad = "ALTER TABLE orders ALTER COLUMN user_id TYPE numeric",
    .good = "ALTER TABLE orders DROP CONSTRAINT orders_user_id_fkey; ALTER TABLE orders ADD COLUMN user_number numeric",
    .check_action = check_type_key },
  { .id = "alter-type-lossy",
    .title = N_("Change to a narrower type"),
    .severity = RETORT_SEVERITY_WARNING,
    .why = N_("A value that does not fit makes the statement fail; digits and times of day are rounded away without a word."),
    .remedy = N_("Look at the data first; write what is to become of values that do not fit with USING."),
    .setup = ONE_TABLE,
    .bad = "ALTER TABLE orders ALTER COLUMN code TYPE varchar(10)",
    .good = "ALTER TABLE orders ALTER COLUMN code TYPE varchar(30)",
    .check_action = check_type_lossy },
  { .id = "alter-type-time-zone",
    .title = N_("Change between timestamp and timestamptz"),
    .severity = RETORT_SEVERITY_WARNING,
    .why = N_("Values are read in the time zone of the session that runs the migration, which differs from one machine to the other; where "
           "it is not UTC the table is written anew, too."),
    .remedy = N_("Say which zone is meant: USING column AT TIME ZONE 'UTC'."),
    .setup = ONE_TABLE,
    .bad = "ALTER TABLE orders ALTER COLUMN placed_at TYPE timestamptz",
    .good = "ALTER TABLE orders ALTER COLUMN placed_at TYPE timestamptz USING placed_at AT TIME ZONE 'UTC'",
    .check_action = check_type_zone },
  { .id = "set-not-null",
    .grows_with_size = TRUE,
    .title = N_("NOT NULL on an existing column"),
    .severity = RETORT_SEVERITY_WARNING,
    .why = N_("The whole table is read under ACCESS EXCLUSIVE, and one NULL makes it fail."),
    .remedy = N_("Add CHECK (column IS NOT NULL) NOT VALID, validate it in another transaction, then SET NOT NULL, which needs no look at the "
              "rows any more, and drop the CHECK."),
    .setup = ONE_TABLE,
    .bad = "ALTER TABLE orders ALTER COLUMN state SET NOT NULL",
    .good = "ALTER TABLE orders ADD CONSTRAINT state_known CHECK (state IS NOT NULL) NOT VALID",
    .check_action = check_set_not_null },
  { .id = "set-not-null-one-update",
    .grows_with_size = TRUE,
    .title = N_("Filled and made NOT NULL at once"),
    .severity = RETORT_SEVERITY_INFO,
    .why = N_("One UPDATE holds the locks of all its rows until the migration ends, and the table doubles its size meanwhile."),
    .remedy = N_("Fill existing rows in parts, in a revision of its own."),
    .setup = ONE_TABLE,
    .bad = "UPDATE orders SET state = 'new' WHERE state IS NULL; ALTER TABLE orders ALTER COLUMN state SET NOT NULL",
    .good = "ALTER TABLE orders ALTER COLUMN state SET DEFAULT 'new'",
    .check_action = check_one_update },
  { .id = "drop-not-null",
    .title = N_("Column that may be NULL from now on"),
    .severity = RETORT_SEVERITY_INFO,
    .why = N_("Code that reads it, and sums and joins over it, meets NULL for the first time."),
    .remedy = N_("Deploy the readers first."),
    .setup = "CREATE TABLE orders (state text NOT NULL);",
    .bad = "ALTER TABLE orders ALTER COLUMN state DROP NOT NULL",
    .good = "ALTER TABLE orders ALTER COLUMN state SET DEFAULT 'new'",
    .check_action = check_drop_not_null },
  { .id = "drop-column",
    .title = N_("Column is dropped"),
    .severity = RETORT_SEVERITY_WARNING,
    .why = N_("Its data is gone for good, and code that still runs fails on the first statement that names it."),
    .remedy = N_("Deploy code that does not use it first, and drop it in a later release."),
    .setup = ONE_TABLE,
    .bad = "ALTER TABLE orders DROP COLUMN state",
    .good = "ALTER TABLE orders ADD COLUMN note text; ALTER TABLE orders DROP COLUMN note",
    .check_action = check_drop_column },
  { .id = "drop-column-drops-dependents",
    .title = N_("Keys and indexes go with a column"),
    .severity = RETORT_SEVERITY_WARNING,
    .why = N_("PostgreSQL drops them without a word: what was unique or existed elsewhere need not be so any more."),
    .remedy = N_("Drop them in a statement of their own, so that it is said; replace what is still needed."),
    .setup = "CREATE TABLE orders (shop integer, number integer, UNIQUE (shop, number));",
    .bad = "ALTER TABLE orders DROP COLUMN number",
    .good = "ALTER TABLE orders DROP CONSTRAINT orders_shop_number_key; ALTER TABLE orders DROP COLUMN number",
    .check_action = check_lost_dependents },
  { .id = "drop-fk-column-locks-parent",
    .title = N_("Dropping a foreign key locks the other table"),
    .severity = RETORT_SEVERITY_INFO,
    .why = N_("ACCESS EXCLUSIVE is taken on the table that the key points to as well: everybody who uses that one waits."),
    .remedy = N_("Set a lock_timeout, and drop it in a transaction of its own."),
    .setup = "CREATE TABLE users (id bigint PRIMARY KEY); CREATE TABLE orders (user_id bigint REFERENCES users, state text);",
    .bad = "ALTER TABLE orders DROP COLUMN user_id",
    .good = "ALTER TABLE orders ADD COLUMN note text",
    .check_action = check_parent_lock },
  { .id = "rename-column",
    .title = N_("Column is renamed"),
    .severity = RETORT_SEVERITY_WARNING,
    .why = N_("Code that still runs knows the old name, new code the new one: between migration and deployment one of them fails."),
    .remedy = N_("Add a column with the new name and write both until no old code runs, or put a view with the old name in front."),
    .setup = ONE_TABLE,
    .bad = "ALTER TABLE orders RENAME COLUMN state TO status",
    .good = "ALTER TABLE orders ADD COLUMN status text",
    .check_action = check_rename },
  { .id = "change-column-default",
    .title = N_("Default changes"),
    .severity = RETORT_SEVERITY_INFO,
    .why = N_("Running code that relies on the old default, or writes it itself, goes on doing so; existing rows keep what they have."),
    .remedy = N_("See that code and default change in an order in which both work."),
    .setup = "CREATE TABLE orders (state text DEFAULT 'new');",
    .bad = "ALTER TABLE orders ALTER COLUMN state SET DEFAULT 'open'",
    .good = "ALTER TABLE orders ADD COLUMN note text DEFAULT 'none'",
    .check_action = check_default },
};

const RetortRuleSection retort_changed_column_rules = { rules, G_N_ELEMENTS (rules) };
