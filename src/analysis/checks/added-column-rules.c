/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What adding a column does to a table that has rows and readers. */
#include "analysis/checks/sections.h"

#include "sql/expression.h"

#include <glib/gi18n.h>
#include <string.h>

#define MAX_DOMAINS 20 /* one upon the other */
#define ONE_TABLE "CREATE TABLE orders (id bigint PRIMARY KEY);"

static gboolean
is_added (const RetortCheckStep *at)
{
  return at->action->kind == RETORT_ACTION_ADD_COLUMN && retort_check_is_existing (at) && !retort_check_does_nothing (at);
}

static gboolean
has (const RetortCheckStep *at, PgQuery__ConstrType type)
{
  return retort_column_find_constraint (at->action->column, type) != NULL;
}

static gboolean
is_constant (const PgQuery__Node *expression)
{
  if (expression->node_case == PG_QUERY__NODE__NODE_TYPE_CAST)
    return is_constant (expression->type_cast->arg);
  return expression->node_case == PG_QUERY__NODE__NODE_A_CONST;
}

static gboolean
is_null (const PgQuery__Node *expression)
{
  if (expression->node_case == PG_QUERY__NODE__NODE_TYPE_CAST)
    return is_null (expression->type_cast->arg);
  return expression->node_case == PG_QUERY__NODE__NODE_A_CONST && expression->a_const->isnull;
}

static gboolean
is_serial_type (const char *type)
{
  static const char *const serials[] = { "serial", "bigserial", "smallserial", "serial4", "serial8", "serial2", NULL };

  return type != NULL && g_strv_contains (serials, type);
}

/* The table itself, or its partitions. */
static gboolean
rewrites_any (const RetortCheckStep *at)
{
  for (guint i = 0; i < at->locks->relations->len; i++)
    if (((const RetortRelationEffect *) g_ptr_array_index (at->locks->relations, i))->rewrites)
      return TRUE;
  return FALSE;
}

static void
check_volatile_default (RetortCheckContext *context, const RetortCheckStep *at)
{
  const PgQuery__Constraint *fallback
      = is_added (at) ? retort_column_find_constraint (at->action->column, PG_QUERY__CONSTR_TYPE__CONSTR_DEFAULT) : NULL;

  if (fallback != NULL && rewrites_any (at) && retort_locks_is_volatile (at->place->before, fallback->raw_expr))
    {
      g_autofree char *text = retort_sql_expression_to_string (fallback->raw_expr);

      retort_check_say_at (context, at, at->action->name, 0, _("Adding '%s' writes every row of '%s' anew: the default %s may be another one for each row"),
                           at->action->name, at->action->table, text);
    }
}

static void
check_generated (RetortCheckContext *context, const RetortCheckStep *at)
{
  if (is_added (at) && has (at, PG_QUERY__CONSTR_TYPE__CONSTR_GENERATED))
    retort_check_say_at (context, at, at->action->name, 0, _("Adding the stored generated column '%s' writes every row of '%s' anew"),
                         at->action->name, at->action->table);
}

static void
check_serial (RetortCheckContext *context, const RetortCheckStep *at)
{
  if (is_added (at) && is_serial_type (retort_column_get_type (at->action->column)))
    retort_check_say_at (context, at, at->action->name, 0, _("Adding the serial column '%s' writes every row of '%s' anew"),
                         at->action->name, at->action->table);
}

static void
check_identity (RetortCheckContext *context, const RetortCheckStep *at)
{
  if (is_added (at) && has (at, PG_QUERY__CONSTR_TYPE__CONSTR_IDENTITY))
    retort_check_say_at (context, at, at->action->name, 0, _("Adding the identity column '%s' writes every row of '%s' anew"),
                         at->action->name, at->action->table);
}

static const RetortDomain *
find_domain (const RetortCheckStep *at, const char *schema, const char *name)
{
  const char *const named[] = { schema, NULL };
  const char *const *path = schema != NULL ? named : retort_schema_get_current_path (at->place->before);

  for (; name != NULL && *path != NULL; path++)
    {
      const RetortDomain *domain = retort_schema_find (at->place->before, RETORT_OBJECT_DOMAIN, *path, name);

      if (domain != NULL)
        return domain;
    }
  return NULL;
}

/* A domain of another domain passes on what that one asks for. */
static const RetortDomain *
find_constrained_domain (const RetortCheckStep *at)
{
  const PgQuery__TypeName *type = at->action->column->type_name;
  const char *schema = type != NULL && type->n_names > 1 ? retort_sql_names_get_last (type->n_names - 1, type->names) : NULL;
  const RetortDomain *domain = find_domain (at, schema, retort_column_get_type (at->action->column));

  for (guint depth = 0; domain != NULL && depth < MAX_DOMAINS; depth++)
    {
      const char *dot = strrchr (domain->type, '.');
      g_autofree char *base_schema = dot != NULL ? g_strndup (domain->type, (gsize) (dot - domain->type)) : NULL;

      if (!domain->is_nullable || (domain->checks != NULL && domain->checks[0] != '\0'))
        return domain;
      domain = find_domain (at, base_schema, dot != NULL ? dot + 1 : domain->type);
    }
  return NULL;
}

static void
check_domain (RetortCheckContext *context, const RetortCheckStep *at)
{
  const RetortDomain *domain = is_added (at) ? find_constrained_domain (at) : NULL;

  if (domain != NULL)
    retort_check_say_at (context, at, at->action->name, 0, _("Adding '%s' writes every row of '%s' anew: the domain '%s' has constraints"),
                         at->action->name, at->action->table, domain->name);
}

static void
check_default_dropped (RetortCheckContext *context, const RetortCheckStep *at)
{
  RetortCheckStep later;

  if (!is_added (at) || !has (at, PG_QUERY__CONSTR_TYPE__CONSTR_NOTNULL) || !has (at, PG_QUERY__CONSTR_TYPE__CONSTR_DEFAULT)
      || retort_check_find_later (context, at, PG_QUERY__ALTER_TABLE_TYPE__AT_ColumnDefault, &later) == NULL
      || later.action->command->def != NULL)
    return;
  retort_check_say_at (context, &later, at->action->name, 0, _("The default of the NOT NULL column '%s' is dropped again"),
                       at->action->name);
}

static void
check_inline_check (RetortCheckContext *context, const RetortCheckStep *at)
{
  if (is_added (at) && has (at, PG_QUERY__CONSTR_TYPE__CONSTR_CHECK))
    retort_check_say_at (context, at, at->action->name, 0, _("The CHECK of the new column '%s' reads '%s' whole while nobody else may use it"),
                         at->action->name, at->action->table);
}

static void
check_inline_key (RetortCheckContext *context, const RetortCheckStep *at)
{
  gboolean is_primary = is_added (at) && has (at, PG_QUERY__CONSTR_TYPE__CONSTR_PRIMARY);

  if (is_primary || (is_added (at) && has (at, PG_QUERY__CONSTR_TYPE__CONSTR_UNIQUE)))
    retort_check_say_at (context, at, at->action->name, 0, _("%s of the new column '%s' builds an index while nobody else may use '%s'"),
                         is_primary ? "PRIMARY KEY" : "UNIQUE", at->action->name, at->action->table);
}

static void
check_inline_references (RetortCheckContext *context, const RetortCheckStep *at)
{
  const PgQuery__Constraint *key
      = is_added (at) ? retort_column_find_constraint (at->action->column, PG_QUERY__CONSTR_TYPE__CONSTR_FOREIGN) : NULL;
  const PgQuery__Constraint *fallback
      = key != NULL ? retort_column_find_constraint (at->action->column, PG_QUERY__CONSTR_TYPE__CONSTR_DEFAULT) : NULL;

  if (key == NULL)
    return;
  if (fallback != NULL && !is_null (fallback->raw_expr))
    retort_check_say_at (context, at, at->action->name, 1, _("Adding '%s' REFERENCES '%s' with a default reads both tables while they are locked"),
                         at->action->name, key->pktable->relname);
  else
    retort_check_say_at (context, at, at->action->name, 0, _("Adding '%s' REFERENCES '%s' locks both tables"), at->action->name,
                         key->pktable->relname);
}

static void
check_json (RetortCheckContext *context, const RetortCheckStep *at)
{
  const PgQuery__ColumnDef *column = is_added (at) ? at->action->column : NULL;

  if (at->action->kind == RETORT_ACTION_ALTER_COLUMN_TYPE && retort_check_is_existing (at) && at->action->command->def != NULL)
    column = at->action->command->def->column_def;
  if (column != NULL && g_strcmp0 (retort_column_get_type (column), "json") == 0)
    retort_check_say_at (context, at, at->action->name, 0, _("Column '%s' of '%s' has the type json"), at->action->name, at->action->table);
}

/* Old rows got values of their own before. */
static gboolean
is_filled_between (const RetortCheckContext *context, const RetortCheckStep *at, const RetortCheckStep *later)
{
  for (guint i = at->index + 1; i < later->index; i++)
    {
      const RetortAction *between = &retort_check_get_step (context->actions, i)->action;

      if (between->kind == RETORT_ACTION_UPDATE && retort_action_is_on_same_table (between, at->action))
        return TRUE;
    }
  return FALSE;
}

static void
check_then_default (RetortCheckContext *context, const RetortCheckStep *at)
{
  RetortCheckStep later;

  if (!is_added (at) || has (at, PG_QUERY__CONSTR_TYPE__CONSTR_DEFAULT)
      || retort_check_find_later (context, at, PG_QUERY__ALTER_TABLE_TYPE__AT_ColumnDefault, &later) == NULL
      || later.action->command->def == NULL || !is_constant (later.action->command->def) || is_filled_between (context, at, &later))
    return;
  retort_check_say_at (context, &later, at->action->name, 0, _("'%s' is added without its default, which follows in a statement of its own"),
                       at->action->name);
}

static const RetortRule rules[] = {
  { .id = "add-column-volatile-default",
    .grows_with_size = TRUE,
    .title = N_("Column with a volatile default"),
    .severity = RETORT_SEVERITY_WARNING,
    .why = N_("A default that may give another value for each row is computed for all of them: the table and its indexes are written "
           "anew under ACCESS EXCLUSIVE, and nobody can read it meanwhile."),
    .remedy = N_("Add the column without a default, set the default in a second statement, and fill existing rows in parts."),
    .setup = ONE_TABLE,
    .bad = "ALTER TABLE orders ADD COLUMN token uuid DEFAULT gen_random_uuid()",
    .good = "ALTER TABLE orders ADD COLUMN token uuid; ALTER TABLE orders ALTER COLUMN token SET DEFAULT gen_random_uuid()",
    .check_action = check_volatile_default },
  { .id = "add-column-generated-stored",
    .grows_with_size = TRUE,
    .title = N_("Stored generated column"),
    .severity = RETORT_SEVERITY_WARNING,
    .why = N_("The value is computed for every row: the table is written anew under ACCESS EXCLUSIVE."),
    .remedy = N_("Add a plain column, keep it by a trigger and fill it in parts; on PostgreSQL 18 a VIRTUAL column costs nothing."),
    .setup = ONE_TABLE,
    .bad = "ALTER TABLE orders ADD COLUMN half bigint GENERATED ALWAYS AS (id / 2) STORED",
    .good = "ALTER TABLE orders ADD COLUMN half bigint",
    .check_action = check_generated },
  { .id = "add-column-serial",
    .grows_with_size = TRUE,
    .title = N_("Serial column on an existing table"),
    .severity = RETORT_SEVERITY_WARNING,
    .why = N_("Each row gets a number of its own: the table is written anew under ACCESS EXCLUSIVE."),
    .remedy = N_("Add a bigint column, fill it in parts, then give it a sequence or an identity."),
    .setup = ONE_TABLE,
    .bad = "ALTER TABLE orders ADD COLUMN number bigserial",
    .good = "ALTER TABLE orders ADD COLUMN number bigint",
    .check_action = check_serial },
  { .id = "add-column-identity",
    .grows_with_size = TRUE,
    .title = N_("Identity column on an existing table"),
    .severity = RETORT_SEVERITY_WARNING,
    .why = N_("Each row gets a number of its own: the table is written anew under ACCESS EXCLUSIVE. Making an existing column an identity "
           "changes the catalogue only."),
    .remedy = N_("Add a bigint column, fill it in parts, make it NOT NULL, then ADD GENERATED … AS IDENTITY."),
    .setup = ONE_TABLE,
    .bad = "ALTER TABLE orders ADD COLUMN number bigint GENERATED ALWAYS AS IDENTITY",
    .good = "ALTER TABLE orders ADD COLUMN number bigint",
    .check_action = check_identity },
  { .id = "add-column-constrained-domain",
    .grows_with_size = TRUE,
    .title = N_("Column of a domain with constraints"),
    .severity = RETORT_SEVERITY_WARNING,
    .why = N_("PostgreSQL tests the domain's constraints for each row, and writes the table anew for it, even without a default."),
    .remedy = N_("Add the column with the domain's own type and a CHECK that is NOT VALID, then validate it."),
    .setup = ONE_TABLE "CREATE DOMAIN price AS numeric CHECK (VALUE >= 0);",
    .bad = "ALTER TABLE orders ADD COLUMN total price",
    .good = "ALTER TABLE orders ADD COLUMN total numeric",
    .check_action = check_domain },
  { .id = "add-column-default-dropped",
    .title = N_("Default that is dropped at once"),
    .severity = RETORT_SEVERITY_WARNING,
    .why = N_("Code that is still running does not know the column: from the moment when the default is gone its INSERTs fail."),
    .remedy = N_("Keep the server default until no old code runs, and drop it in a later revision."),
    .setup = ONE_TABLE,
    .bad = "ALTER TABLE orders ADD COLUMN state text DEFAULT 'new' NOT NULL; ALTER TABLE orders ALTER COLUMN state DROP DEFAULT",
    .good = "ALTER TABLE orders ADD COLUMN state text DEFAULT 'new' NOT NULL",
    .check_action = check_default_dropped },
  { .id = "add-column-inline-check",
    .grows_with_size = TRUE,
    .title = N_("New column with a CHECK"),
    .severity = RETORT_SEVERITY_WARNING,
    .why = N_("The whole table is read under ACCESS EXCLUSIVE to prove the constraint, even when no row can break it."),
    .remedy = N_("Add the column, then the constraint as NOT VALID, and validate it in another transaction."),
    .setup = ONE_TABLE,
    .bad = "ALTER TABLE orders ADD COLUMN total numeric CHECK (total >= 0)",
    .good = "ALTER TABLE orders ADD COLUMN total numeric; ALTER TABLE orders ADD CONSTRAINT total_positive CHECK (total >= 0) NOT VALID",
    .check_action = check_inline_check },
  { .id = "add-column-inline-unique-or-pk",
    .grows_with_size = TRUE,
    .title = N_("New column with UNIQUE or PRIMARY KEY"),
    .severity = RETORT_SEVERITY_WARNING,
    .why = N_("The index is built under ACCESS EXCLUSIVE; a primary key fails as soon as the table has a row without a value."),
    .remedy = N_("Add the column, build a unique index CONCURRENTLY, and attach it with ADD CONSTRAINT … USING INDEX."),
    .setup = ONE_TABLE,
    .bad = "ALTER TABLE orders ADD COLUMN code text UNIQUE",
    .good = "ALTER TABLE orders ADD COLUMN code text",
    .check_action = check_inline_key },
  { .id = "add-column-inline-references",
    .title = N_("New column with REFERENCES"),
    .severity = RETORT_SEVERITY_INFO,
    .why = N_("ACCESS EXCLUSIVE is taken on the table and SHARE ROW EXCLUSIVE on the one it points to; with a default both are read, too."),
    .remedy = N_("Add the column, then the foreign key as NOT VALID, and validate it in another transaction."),
    .setup = ONE_TABLE "CREATE TABLE users (id bigint PRIMARY KEY);",
    .bad = "ALTER TABLE orders ADD COLUMN user_id bigint REFERENCES users ON DELETE CASCADE",
    .good = "ALTER TABLE orders ADD COLUMN user_id bigint; "
            "ALTER TABLE orders ADD FOREIGN KEY (user_id) REFERENCES users ON DELETE CASCADE NOT VALID",
    .check_action = check_inline_references },
  { .id = "add-column-json",
    .title = N_("Column of type json"),
    .severity = RETORT_SEVERITY_INFO,
    .why = N_("json has no equality: SELECT DISTINCT, UNION and GROUP BY over the table fail from now on."),
    .remedy = N_("Use jsonb."),
    .setup = ONE_TABLE,
    .bad = "ALTER TABLE orders ADD COLUMN details json",
    .good = "ALTER TABLE orders ADD COLUMN details jsonb",
    .check_action = check_json },
  { .id = "add-column-then-set-default",
    .title = N_("Default in a second statement"),
    .severity = RETORT_SEVERITY_INFO,
    .why = N_("A constant default costs nothing when it comes with the column; set later, existing rows do not get it."),
    .remedy = N_("Give the default in ADD COLUMN."),
    .setup = ONE_TABLE,
    .bad = "ALTER TABLE orders ADD COLUMN state text; ALTER TABLE orders ALTER COLUMN state SET DEFAULT 'new'",
    .good = "ALTER TABLE orders ADD COLUMN state text DEFAULT 'new'",
    .check_action = check_then_default },
};

const RetortRuleSection retort_added_column_rules = { rules, G_N_ELEMENTS (rules) };
