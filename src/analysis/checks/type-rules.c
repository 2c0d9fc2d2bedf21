/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Types of columns and names of objects. */
#include "analysis/checks/sections.h"

#include <glib/gi18n.h>
#include <string.h>

#define MAX_IDENTIFIER 63 /* bytes; NAMEDATALEN - 1 */

typedef void (*ColumnFunc) (RetortCheckContext *context, const RetortCheckStep *at, const PgQuery__ColumnDef *column);

/* ALTER COLUMN … TYPE defines a column without its name. */
static void
look_at_new_type (RetortCheckContext *context, const RetortCheckStep *at, ColumnFunc func)
{
  PgQuery__ColumnDef column = *at->action->command->def->column_def;

  column.colname = (char *) at->action->name;
  func (context, at, &column);
}

/* Each column that the step makes: of a new table, or one that is added or gets another type. */
static void
foreach_column (RetortCheckContext *context, const RetortCheckStep *at, ColumnFunc func)
{
  const PgQuery__Node *node = at->step->node;

  if (at->action->kind == RETORT_ACTION_ADD_COLUMN)
    func (context, at, at->action->column);
  if (at->action->kind == RETORT_ACTION_ALTER_COLUMN_TYPE && at->action->command->def != NULL)
    look_at_new_type (context, at, func);
  if (at->action->kind != RETORT_ACTION_CREATE_TABLE || node->node_case != PG_QUERY__NODE__NODE_CREATE_STMT)
    return;
  for (size_t i = 0; i < node->create_stmt->n_table_elts; i++)
    if (node->create_stmt->table_elts[i]->node_case == PG_QUERY__NODE__NODE_COLUMN_DEF)
      func (context, at, node->create_stmt->table_elts[i]->column_def);
}

static gboolean
is_one_of (const PgQuery__ColumnDef *column, const char *const *types)
{
  const char *type = retort_column_get_type (column);

  return type != NULL && g_strv_contains (types, type);
}

static gboolean
is_in_key (const PgQuery__CreateStmt *create, const char *column)
{
  for (size_t i = 0; i < create->n_table_elts; i++)
    {
      const PgQuery__Node *element = create->table_elts[i];

      if (element->node_case == PG_QUERY__NODE__NODE_CONSTRAINT
          && element->constraint->contype == PG_QUERY__CONSTR_TYPE__CONSTR_PRIMARY && element->constraint->n_keys == 1
          && g_str_equal (element->constraint->keys[0]->string->sval, column))
        return TRUE;
    }
  return FALSE;
}

static gboolean
is_primary (const RetortCheckStep *at, const PgQuery__ColumnDef *column)
{
  const PgQuery__Node *node = at->step->node;

  return retort_column_find_constraint (column, PG_QUERY__CONSTR_TYPE__CONSTR_PRIMARY) != NULL
         || (node->node_case == PG_QUERY__NODE__NODE_CREATE_STMT && is_in_key (node->create_stmt, column->colname));
}

static void
say_column (RetortCheckContext *context, const RetortCheckStep *at, const PgQuery__ColumnDef *column, const char *what)
{
  retort_check_say_at (context, at, column->colname, 0, _("'%s' of '%s' %s"), column->colname, at->action->table, _(what));
}

static void
look_at_key (RetortCheckContext *context, const RetortCheckStep *at, const PgQuery__ColumnDef *column)
{
  static const char *const small[] = { "int4", "int2", "serial", "serial4", "smallserial", "serial2", NULL };

  if (is_primary (at, column) && is_one_of (column, small))
    say_column (context, at, column, N_("is a primary key of at most four bytes"));
}

static void
check_key (RetortCheckContext *context, const RetortCheckStep *at)
{
  foreach_column (context, at, look_at_key);
}

static void
look_at_serial (RetortCheckContext *context, const RetortCheckStep *at, const PgQuery__ColumnDef *column)
{
  static const char *const serials[] = { "serial", "serial4", "bigserial", "serial8", "smallserial", "serial2", NULL };

  if (is_one_of (column, serials))
    say_column (context, at, column, N_("is a serial"));
}

static void
check_serial (RetortCheckContext *context, const RetortCheckStep *at)
{
  foreach_column (context, at, look_at_serial);
}

static void
look_at_varchar (RetortCheckContext *context, const RetortCheckStep *at, const PgQuery__ColumnDef *column)
{
  static const char *const types[] = { "varchar", NULL };

  if (is_one_of (column, types) && column->type_name->n_typmods > 0)
    say_column (context, at, column, N_("has a limited length"));
}

static void
check_varchar (RetortCheckContext *context, const RetortCheckStep *at)
{
  foreach_column (context, at, look_at_varchar);
}

static void
look_at_timestamp (RetortCheckContext *context, const RetortCheckStep *at, const PgQuery__ColumnDef *column)
{
  static const char *const types[] = { "timestamp", NULL };

  if (is_one_of (column, types))
    say_column (context, at, column, N_("is a time without a time zone"));
}

static void
check_timestamp (RetortCheckContext *context, const RetortCheckStep *at)
{
  foreach_column (context, at, look_at_timestamp);
}

static void
look_at_char (RetortCheckContext *context, const RetortCheckStep *at, const PgQuery__ColumnDef *column)
{
  static const char *const types[] = { "bpchar", NULL };

  if (is_one_of (column, types))
    say_column (context, at, column, N_("is filled up with blanks"));
}

static void
check_char (RetortCheckContext *context, const RetortCheckStep *at)
{
  foreach_column (context, at, look_at_char);
}

static void
look_at_money (RetortCheckContext *context, const RetortCheckStep *at, const PgQuery__ColumnDef *column)
{
  static const char *const types[] = { "money", NULL };

  if (is_one_of (column, types))
    say_column (context, at, column, N_("is of type money"));
}

static void
check_money (RetortCheckContext *context, const RetortCheckStep *at)
{
  foreach_column (context, at, look_at_money);
}

static void
look_at_precision (RetortCheckContext *context, const RetortCheckStep *at, const PgQuery__ColumnDef *column)
{
  static const char *const types[] = { "timestamp", "timestamptz", NULL };
  const PgQuery__Node *precision = column->type_name != NULL && column->type_name->n_typmods == 1 ? column->type_name->typmods[0] : NULL;

  if (precision != NULL && is_one_of (column, types) && precision->node_case == PG_QUERY__NODE__NODE_A_CONST
      && precision->a_const->val_case == PG_QUERY__A__CONST__VAL_IVAL && precision->a_const->ival->ival == 0)
    say_column (context, at, column, N_("is rounded to seconds"));
}

static void
check_precision (RetortCheckContext *context, const RetortCheckStep *at)
{
  foreach_column (context, at, look_at_precision);
}

static void
look_at_float (RetortCheckContext *context, const RetortCheckStep *at, const PgQuery__ColumnDef *column)
{
  static const char *const types[] = { "float4", "float8", NULL };

  if (is_one_of (column, types))
    say_column (context, at, column, N_("holds binary fractions"));
}

static void
check_float (RetortCheckContext *context, const RetortCheckStep *at)
{
  foreach_column (context, at, look_at_float);
}

/* Most tables that are there have a key of type uuid. */
static gboolean
uses_uuid_keys (const RetortCheckContext *context)
{
  const GPtrArray *tables = retort_schema_get_tables (context->walk->start);
  guint n_uuid = 0;
  guint n_keys = 0;

  for (guint i = 0; i < tables->len; i++)
    {
      const RetortTable *table = g_ptr_array_index (tables, i);

      for (guint j = 0; j < table->constraints->len; j++)
        {
          const RetortConstraint *key = g_ptr_array_index (table->constraints, j);
          const RetortColumn *column = key->kind == RETORT_CONSTRAINT_PRIMARY_KEY && g_strv_length (key->columns) == 1
                                           ? retort_table_find_column (table, key->columns[0])
                                           : NULL;

          n_keys += column != NULL;
          n_uuid += column != NULL && g_str_equal (column->type, "uuid");
        }
    }
  return n_uuid > 0 && n_uuid * 2 >= n_keys;
}

static void
look_at_text_key (RetortCheckContext *context, const RetortCheckStep *at, const PgQuery__ColumnDef *column)
{
  static const char *const types[] = { "text", "varchar", "bpchar", NULL };

  if (is_primary (at, column) && is_one_of (column, types) && uses_uuid_keys (context))
    say_column (context, at, column, N_("is a text key, while this project's keys are of type uuid"));
}

static void
check_text_key (RetortCheckContext *context, const RetortCheckStep *at)
{
  foreach_column (context, at, look_at_text_key);
}

/* Tokens of the text: PostgreSQL's parser has cut them already in the tree. */
static void
check_long_name (RetortCheckContext *context, const RetortCheckStep *at)
{
  const char *sql = retort_statement_get_sql (at->step->statement);
  gsize length = strlen (sql);
  gsize start = 0;

  if (at->step->index > 0
      && g_array_index (context->actions->statements, RetortParsedStatement, at->step->index - 1).statement == at->step->statement)
    return;
  while (start < length)
    {
      gsize end = start;

      if (sql[start] == '\'')
        {
          const char *close = strchr (sql + start + 1, '\'');

          start = close != NULL ? (gsize) (close - sql) + 1 : length;
          continue;
        }
      while (end < length && (g_ascii_isalnum (sql[end]) || sql[end] == '_' || (guchar) sql[end] >= 0x80))
        end++;
      if (end - start > MAX_IDENTIFIER)
        {
          g_autofree char *name = g_strndup (sql + start, end - start);

          retort_check_say_at (context, at, name, 0, _("'%s' has %zu bytes"), name, end - start);
          return;
        }
      start = end > start ? end : start + 1;
    }
}

static gboolean
needs_quotes (const char *name)
{
  for (; *name != '\0'; name++)
    if (g_ascii_isupper (*name) || *name == ' ' || *name == '-')
      return TRUE;
  return FALSE;
}

static void
look_at_case (RetortCheckContext *context, const RetortCheckStep *at, const PgQuery__ColumnDef *column)
{
  if (needs_quotes (column->colname))
    say_column (context, at, column, N_("needs quotation marks wherever it is named"));
}

static void
check_case (RetortCheckContext *context, const RetortCheckStep *at)
{
  if (at->action->kind == RETORT_ACTION_CREATE_TABLE && at->action->table != NULL && needs_quotes (at->action->table))
    retort_check_say_at (context, at, at->action->table, 0, _("'%s' needs quotation marks wherever it is named"), at->action->table);
  if (at->action->kind == RETORT_ACTION_CREATE_INDEX && at->action->name != NULL && needs_quotes (at->action->name))
    retort_check_say_at (context, at, at->action->name, 0, _("'%s' needs quotation marks wherever it is named"), at->action->name);
  if (at->action->kind != RETORT_ACTION_ALTER_COLUMN_TYPE)
    foreach_column (context, at, look_at_case);
}

static void
check_qualified (RetortCheckContext *context, const RetortCheckStep *at)
{
  if (at->action->table != NULL && at->action->schema == NULL && at->action->kind != RETORT_ACTION_ADD_CONSTRAINT)
    retort_check_say_at (context, at, at->action->table, 0, _("'%s' is named without its schema"), at->action->table);
}

static const RetortRule rules[] = {
  { .id = "prefer-bigint-pk",
    .title = N_("Primary key of four bytes"),
    .severity = RETORT_SEVERITY_INFO,
    .why = N_("After two thousand million rows, deleted ones included, no row can be inserted, and the change to bigint writes the table anew."),
    .remedy = N_("Use bigint."),
    .bad = "CREATE TABLE orders (id integer PRIMARY KEY)",
    .good = "CREATE TABLE orders (id bigint PRIMARY KEY)",
    .check_action = check_key },
  { .id = "prefer-identity",
    .title = N_("serial"),
    .severity = RETORT_SEVERITY_INFO,
    .is_off = TRUE,
    .why = N_("The sequence of a serial has rights and an owner of its own, which are forgotten when the table changes hands."),
    .remedy = N_("Use GENERATED … AS IDENTITY."),
    .bad = "CREATE TABLE orders (id bigserial PRIMARY KEY)",
    .good = "CREATE TABLE orders (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY)",
    .check_action = check_serial },
  { .id = "prefer-text",
    .title = N_("varchar(n)"),
    .severity = RETORT_SEVERITY_INFO,
    .is_off = TRUE,
    .why = N_("The limit saves nothing, and a narrower one needs the whole table read."),
    .remedy = N_("Use text, with a CHECK where a limit is meant."),
    .bad = "CREATE TABLE orders (id bigint PRIMARY KEY, state varchar(20))",
    .good = "CREATE TABLE orders (id bigint PRIMARY KEY, state text)",
    .check_action = check_varchar },
  { .id = "prefer-timestamptz",
    .title = N_("timestamp without time zone"),
    .severity = RETORT_SEVERITY_INFO,
    .is_off = TRUE,
    .why = N_("It does not say which moment is meant: each reader takes it for its own zone."),
    .remedy = N_("Use timestamptz."),
    .bad = "CREATE TABLE orders (id bigint PRIMARY KEY, placed_at timestamp)",
    .good = "CREATE TABLE orders (id bigint PRIMARY KEY, placed_at timestamptz)",
    .check_action = check_timestamp },
  { .id = "no-char-n",
    .title = N_("char(n)"),
    .severity = RETORT_SEVERITY_INFO,
    .is_off = TRUE,
    .why = N_("Values are filled up with blanks, which come and go in comparisons."),
    .remedy = N_("Use text."),
    .bad = "CREATE TABLE orders (id bigint PRIMARY KEY, state char(2))",
    .good = "CREATE TABLE orders (id bigint PRIMARY KEY, state text)",
    .check_action = check_char },
  { .id = "no-money",
    .title = N_("money"),
    .severity = RETORT_SEVERITY_INFO,
    .why = N_("What it means depends on the server's lc_monetary, and fractions of a cent are lost."),
    .remedy = N_("Use numeric, with the currency beside it."),
    .bad = "CREATE TABLE orders (id bigint PRIMARY KEY, total money)",
    .good = "CREATE TABLE orders (id bigint PRIMARY KEY, total numeric)",
    .check_action = check_money },
  { .id = "no-timestamp-zero-precision",
    .title = N_("timestamp(0)"),
    .severity = RETORT_SEVERITY_INFO,
    .why = N_("It rounds, and so may give a moment half a second in the future."),
    .remedy = N_("Leave out the precision; cut with date_trunc() where seconds are meant."),
    .bad = "CREATE TABLE orders (id bigint PRIMARY KEY, placed_at timestamptz(0))",
    .good = "CREATE TABLE orders (id bigint PRIMARY KEY, placed_at timestamptz)",
    .check_action = check_precision },
  { .id = "no-float",
    .title = N_("real or double precision"),
    .severity = RETORT_SEVERITY_INFO,
    .is_off = TRUE,
    .why = N_("Decimal fractions such as 0.1 are not exact in it; sums of money come out wrong."),
    .remedy = N_("Use numeric where exact values are meant."),
    .bad = "CREATE TABLE orders (id bigint PRIMARY KEY, total double precision)",
    .good = "CREATE TABLE orders (id bigint PRIMARY KEY, total numeric)",
    .check_action = check_float },
  { .id = "text-key-instead-of-uuid",
    .title = N_("Text key where the project uses uuid"),
    .severity = RETORT_SEVERITY_INFO,
    .why = N_("Comparisons between both need a cast, and a typing error is stored."),
    .remedy = N_("Use uuid."),
    .setup = "CREATE TABLE users (id uuid PRIMARY KEY);",
    .bad = "CREATE TABLE orders (id text PRIMARY KEY)",
    .good = "CREATE TABLE orders (id uuid PRIMARY KEY)",
    .check_action = check_text_key },
  { .id = "identifier-too-long",
    .title = N_("Name that is cut"),
    .severity = RETORT_SEVERITY_WARNING,
    .is_for_downgrades = TRUE,
    .why = N_("PostgreSQL keeps 63 bytes of a name and only says a notice: two long names may become one, and code looks for the whole name."),
    .remedy = N_("Choose a shorter name."),
    .bad = "CREATE TABLE a_table_with_a_name_that_is_much_longer_than_any_name_may_be_in_here (id bigint PRIMARY KEY)",
    .good = "CREATE TABLE a_table (id bigint PRIMARY KEY)",
    .check_statement = check_long_name },
  { .id = "mixed-case-name",
    .title = N_("Name that needs quotation marks"),
    .severity = RETORT_SEVERITY_INFO,
    .is_off = TRUE,
    .why = N_("Whoever writes it without them means another name."),
    .remedy = N_("Use lower case and underscores."),
    .bad = "CREATE TABLE \"Orders\" (id bigint PRIMARY KEY)",
    .good = "CREATE TABLE orders (id bigint PRIMARY KEY)",
    .check_action = check_case },
  { .id = "unqualified-name",
    .title = N_("Name without a schema"),
    .severity = RETORT_SEVERITY_INFO,
    .is_off = TRUE,
    .why = N_("Which table is meant depends on the search_path of whoever runs it."),
    .remedy = N_("Write the schema before the name."),
    .bad = "CREATE TABLE orders (id bigint PRIMARY KEY)",
    .good = "CREATE TABLE public.orders (id bigint PRIMARY KEY)",
    .check_action = check_qualified },
};

const RetortRuleSection retort_type_rules = { rules, G_N_ELEMENTS (rules) };
