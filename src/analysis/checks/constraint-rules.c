/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Constraints that are added to, proved on, or taken from tables with rows. */
#include "analysis/checks/sections.h"

#include <glib/gi18n.h>

#define TWO_TABLES "CREATE TABLE users (id bigint PRIMARY KEY); CREATE TABLE orders (id bigint NOT NULL, user_id bigint, code text);"

/* A constraint of an existing table, in a command of its own. */
static gboolean
is_added (const RetortCheckStep *at, PgQuery__ConstrType type)
{
  return retort_check_is_command (at, PG_QUERY__ALTER_TABLE_TYPE__AT_AddConstraint) && at->action->constraint->contype == type
         && retort_check_is_existing (at) && !retort_check_does_nothing (at);
}

static gboolean
has_index (const RetortCheckStep *at)
{
  return at->action->constraint->indexname[0] != '\0';
}

static gboolean
is_partitioned (const RetortCheckStep *at)
{
  return at->table != NULL && at->table->kind == RETORT_RELATION_PARTITIONED_TABLE;
}

/* Before 18 a foreign key of a partitioned table cannot be NOT VALID: then there is nothing better to do. */
static void
check_foreign_key (RetortCheckContext *context, const RetortCheckStep *at)
{
  const PgQuery__Constraint *key = at->action->constraint;

  if (is_added (at, PG_QUERY__CONSTR_TYPE__CONSTR_FOREIGN) && !key->skip_validation)
    retort_check_say_at (context, at, at->action->name, is_partitioned (at) && retort_check_get_major (context) < 18 ? -1 : 0,
                         _("The foreign key of '%s' to '%s' is proved while both tables are locked against writing"), at->action->table,
                         key->pktable->relname);
}

static void
check_check (RetortCheckContext *context, const RetortCheckStep *at)
{
  if (is_added (at, PG_QUERY__CONSTR_TYPE__CONSTR_CHECK) && !at->action->constraint->skip_validation)
    retort_check_say_at (context, at, at->action->name, 0, _("The CHECK is proved by reading '%s' whole while nobody else may use it"),
                         at->action->table);
}

static void
check_unique (RetortCheckContext *context, const RetortCheckStep *at)
{
  if (is_added (at, PG_QUERY__CONSTR_TYPE__CONSTR_UNIQUE) && !has_index (at))
    retort_check_say_at (context, at, at->action->name, 0, _("UNIQUE builds an index while nobody else may use '%s'"), at->action->table);
}

static void
check_primary (RetortCheckContext *context, const RetortCheckStep *at)
{
  if (is_added (at, PG_QUERY__CONSTR_TYPE__CONSTR_PRIMARY) && !has_index (at))
    retort_check_say_at (context, at, at->action->name, 0, _("PRIMARY KEY builds an index while nobody else may use '%s'"),
                         at->action->table);
}

/* (nullable): the first column of the key that may be NULL. */
static const char *
find_nullable (const RetortTable *table, const PgQuery__Constraint *key)
{
  for (size_t i = 0; i < key->n_keys; i++)
    {
      const RetortColumn *column = retort_table_find_column (table, key->keys[i]->string->sval);

      if (column != NULL && column->is_nullable)
        return column->name;
    }
  for (guint i = 0; key->indexname[0] != '\0' && i < table->indexes->len; i++)
    {
      const RetortIndex *index = g_ptr_array_index (table->indexes, i);

      for (guint j = 0; g_str_equal (index->name, key->indexname) && j < index->n_key_columns; j++)
        {
          const RetortColumn *column = retort_table_find_column (table, index->columns[j]);

          if (column != NULL && column->is_nullable)
            return column->name;
        }
    }
  return NULL;
}

static void
check_nullable_primary (RetortCheckContext *context, const RetortCheckStep *at)
{
  const char *column = is_added (at, PG_QUERY__CONSTR_TYPE__CONSTR_PRIMARY) && at->table != NULL
                           ? find_nullable (at->table, at->action->constraint)
                           : NULL;

  if (column != NULL)
    retort_check_say_at (context, at, column, 0, _("'%s' may be NULL: PRIMARY KEY reads '%s' whole to make it NOT NULL"), column,
                         at->action->table);
}

static void
check_exclusion (RetortCheckContext *context, const RetortCheckStep *at)
{
  if (is_added (at, PG_QUERY__CONSTR_TYPE__CONSTR_EXCLUSION))
    retort_check_say_at (context, at, at->action->name, 0, _("EXCLUDE builds an index while nobody else may use '%s'"), at->action->table);
}

/* Did an earlier statement of the same transaction add the constraint as NOT VALID? */
static gboolean
is_added_in_transaction (const RetortCheckContext *context, const RetortCheckStep *at)
{
  for (guint i = 0; i < at->index; i++)
    {
      const RetortActionStep *earlier = retort_check_get_step (context->actions, i);
      const RetortParsedStatement *statement
          = &g_array_index (context->actions->statements, RetortParsedStatement, earlier->index);

      if (earlier->action.kind == RETORT_ACTION_ADD_CONSTRAINT && earlier->action.constraint->skip_validation
          && retort_action_is_on_same_table (&earlier->action, at->action)
          && g_strcmp0 (earlier->action.name, at->action->name) == 0 && statement->transaction == at->statement->transaction)
        return TRUE;
    }
  return FALSE;
}

static void
check_validate (RetortCheckContext *context, const RetortCheckStep *at)
{
  if (at->action->kind == RETORT_ACTION_VALIDATE_CONSTRAINT && retort_check_is_existing (at) && is_added_in_transaction (context, at))
    retort_check_say_at (context, at, at->action->name, 0, _("'%s' is validated in the transaction that added it"), at->action->name);
}

static gboolean
is_newest (const RetortCheckContext *context)
{
  g_autoptr(GPtrArray) next = retort_history_list_next (context->history, retort_revision_get_id (context->revision));

  return next->len == 0;
}

/* At the head the next revision may still do it. */
static void
check_never_validated (RetortCheckContext *context, const RetortCheckStep *at)
{
  g_autoptr(RetortSchema) newest = NULL;
  const RetortTable *table = NULL;
  const RetortConstraint *constraint = NULL;

  if (at->action->kind != RETORT_ACTION_ADD_CONSTRAINT || !at->action->constraint->skip_validation || context->input->dup_newest == NULL
      || is_newest (context))
    return;
  newest = context->input->dup_newest (context->input->newest_data);
  if (newest == NULL)
    return;
  table = retort_check_find_table (newest, at->table != NULL ? at->table->schema : at->action->schema, at->action->table);
  constraint = retort_table_find_constraint (table, at->action->name);
  if (constraint != NULL && !constraint->is_valid)
    retort_check_say_at (context, at, at->action->name, 0, _("'%s' is NOT VALID, and no later revision validates it"), constraint->name);
}

static gboolean
is_replaced (const RetortCheckContext *context, const RetortCheckStep *at)
{
  for (guint i = 0; i < context->actions->steps->len; i++)
    {
      const RetortAction *other = &retort_check_get_step (context->actions, i)->action;

      if (other->kind == RETORT_ACTION_ADD_CONSTRAINT && other->constraint->contype == PG_QUERY__CONSTR_TYPE__CONSTR_FOREIGN
          && retort_action_is_on_same_table (other, at->action))
        return TRUE;
    }
  return FALSE;
}

static void
check_drop_key (RetortCheckContext *context, const RetortCheckStep *at)
{
  const RetortConstraint *key
      = retort_check_is_command (at, PG_QUERY__ALTER_TABLE_TYPE__AT_DropConstraint) ? retort_table_find_constraint (at->table, at->action->name) : NULL;

  if (key != NULL && key->kind == RETORT_CONSTRAINT_FOREIGN_KEY && retort_check_is_existing (at) && !is_replaced (context, at))
    retort_check_say_at (context, at, key->name, 0, _("Foreign key '%s' of '%s' to '%s' is dropped"), key->name, at->action->table,
                         key->referenced_table);
}

/* The foreign key as the catalogue would have it; NULL: not known. */
static const RetortConstraint *
find_own_key (const RetortTable *table, const RetortAction *action)
{
  const char *column = action->column != NULL ? action->column->colname
                       : action->constraint->n_fk_attrs > 0 ? action->constraint->fk_attrs[0]->string->sval
                                                            : NULL;

  for (guint i = 0; table != NULL && column != NULL && i < table->constraints->len; i++)
    {
      const RetortConstraint *constraint = g_ptr_array_index (table->constraints, i);

      if (constraint->kind == RETORT_CONSTRAINT_FOREIGN_KEY && constraint->columns != NULL && constraint->columns[0] != NULL
          && g_str_equal (constraint->columns[0], column)
          && (action->name == NULL || g_str_equal (constraint->name, action->name)))
        return constraint;
    }
  return NULL;
}

static const RetortConstraint *
look_up_key (const RetortCheckContext *context, const RetortCheckStep *at, const RetortTable **table)
{
  if (at->action->kind != RETORT_ACTION_ADD_CONSTRAINT || at->action->constraint->contype != PG_QUERY__CONSTR_TYPE__CONSTR_FOREIGN)
    return NULL;
  *table = retort_check_find_table (context->walk->end, at->action->schema, at->action->table);
  return find_own_key (*table, at->action);
}

/* Rows whose key is NULL point to nothing: an index may leave them out. */
static gboolean
leaves_out_rows (const RetortIndex *index, const RetortConstraint *key)
{
  for (guint i = 0; index->predicate != NULL && key->columns[i] != NULL; i++)
    {
      g_autofree char *bare = g_strdup_printf ("%s IS NOT NULL", key->columns[i]);
      g_autofree char *known = g_strdup_printf ("(%s)", bare);

      if (g_str_equal (index->predicate, known) || g_str_equal (index->predicate, bare))
        return FALSE;
    }
  return index->predicate != NULL;
}

/* The first columns of the index are those of the key, in any order. */
static gboolean
serves (const RetortIndex *index, const RetortConstraint *key)
{
  guint n = g_strv_length (key->columns);

  if (leaves_out_rows (index, key) || index->columns == NULL || g_strv_length (index->columns) < n)
    return FALSE;
  for (guint i = 0; i < n; i++)
    if (!g_strv_contains ((const char *const *) key->columns, index->columns[i]))
      return FALSE;
  return TRUE;
}

static void
check_key_index (RetortCheckContext *context, const RetortCheckStep *at)
{
  const RetortTable *table = NULL;
  const RetortConstraint *key = look_up_key (context, at, &table);

  if (key == NULL)
    return;
  for (guint i = 0; i < table->indexes->len; i++)
    if (serves (g_ptr_array_index (table->indexes, i), key))
      return;
  retort_check_say_at (context, at, key->columns[0], 0, _("No index of '%s' begins with '%s', which points to '%s'"), table->name,
                       key->columns[0], key->referenced_table);
}

static void
check_key_type (RetortCheckContext *context, const RetortCheckStep *at)
{
  const RetortTable *table = NULL;
  const RetortConstraint *key = look_up_key (context, at, &table);
  const RetortTable *parent
      = key != NULL ? retort_check_find_table (context->walk->end, key->referenced_schema, key->referenced_table) : NULL;

  for (guint i = 0; parent != NULL && key->columns[i] != NULL && key->referenced_columns != NULL && key->referenced_columns[i] != NULL; i++)
    {
      const RetortColumn *own = retort_table_find_column (table, key->columns[i]);
      const RetortColumn *other = retort_table_find_column (parent, key->referenced_columns[i]);

      if (own != NULL && other != NULL && !g_str_equal (own->type, other->type))
        retort_check_say_at (context, at, own->name, 0, _("'%s' is %s, but '%s.%s', to which it points, is %s"), own->name, own->type,
                             parent->name, other->name, other->type);
    }
}

/* (nullable): the lock on the table that the key points to, when that was there before the migration. */
static const RetortRelationEffect *
find_parent_lock (const RetortCheckContext *context, const RetortCheckStep *at)
{
  const PgQuery__RangeVar *parent = at->action->constraint->pktable;
  const RetortRelationEffect *lock = retort_locks_find (at->place->locks, NULL, parent->relname);
  const char *schema = parent->schemaname[0] != '\0' ? parent->schemaname : NULL;

  return lock != NULL && !lock->is_new && g_strcmp0 (parent->relname, at->action->table) != 0
                 && retort_check_find_table (context->walk->start, schema, parent->relname) != NULL
             ? lock
             : NULL;
}

/* A table that is dropped with keys to several others locks all of those at once. */
static guint
count_parents (const RetortTable *table)
{
  g_autoptr(GHashTable) parents = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; table != NULL && i < table->constraints->len; i++)
    {
      const RetortConstraint *key = g_ptr_array_index (table->constraints, i);

      if (key->kind == RETORT_CONSTRAINT_FOREIGN_KEY && g_strcmp0 (key->referenced_table, table->name) != 0)
        g_hash_table_add (parents, key->referenced_table);
    }
  return g_hash_table_size (parents);
}

static void
check_dropped_keys (RetortCheckContext *context, const RetortCheckStep *at)
{
  guint n = at->action->kind == RETORT_ACTION_DROP_TABLE && retort_check_is_existing (at) ? count_parents (at->table) : 0;

  if (n > 1)
    retort_check_say_at (context, at, at->action->table, 0,
                         ngettext ("Dropping '%s' drops its foreign keys and locks %u more table at once",
                                   "Dropping '%s' drops its foreign keys and locks %u more tables at once", n),
                         at->action->table, n);
}

/* The second parent that one migration locks. */
static void
check_many_keys (RetortCheckContext *context)
{
  g_autoptr(GHashTable) parents = g_hash_table_new (g_str_hash, g_str_equal);

  if (context->direction != RETORT_DIRECTION_UPGRADE)
    return;
  for (guint i = 0; i < context->actions->steps->len; i++)
    {
      RetortCheckStep at = retort_check_look (context, i);
      const RetortRelationEffect *parent = NULL;

      if (at.action->kind != RETORT_ACTION_ADD_CONSTRAINT || at.action->constraint->contype != PG_QUERY__CONSTR_TYPE__CONSTR_FOREIGN)
        continue;
      parent = find_parent_lock (context, &at);
      if (parent == NULL || !g_hash_table_add (parents, parent->name) || g_hash_table_size (parents) != 2)
        continue;
      retort_check_say_at (context, &at, parent->name, 0, _("The second foreign key of this migration locks one more table: '%s'"),
                           parent->name);
      return;
    }
}

/* No table has a column of it. */
static gboolean
is_unused_domain (const RetortCheckStep *at, const char *schema, const char *name)
{
  for (guint i = 0; i < at->place->locks->relations->len; i++)
    if (((const RetortRelationEffect *) g_ptr_array_index (at->place->locks->relations, i))->scans)
      return FALSE;
  return retort_schema_get_taint (at->place->before, schema, name) == NULL
         && retort_schema_find (at->place->before, RETORT_OBJECT_DOMAIN, schema != NULL ? schema : "public", name) != NULL;
}

static void
check_domain (RetortCheckContext *context, const RetortCheckStep *at)
{
  const PgQuery__AlterDomainStmt *alter = at->step->node->alter_domain_stmt;
  const char *name = NULL;

  if (at->step->node->node_case != PG_QUERY__NODE__NODE_ALTER_DOMAIN_STMT
      || is_unused_domain (at, alter->n_type_name > 1 ? retort_sql_names_get_last (alter->n_type_name - 1, alter->type_name) : NULL,
                           retort_sql_names_get_last (alter->n_type_name, alter->type_name)))
    return;
  name = retort_sql_names_get_last (alter->n_type_name, alter->type_name);
  if (alter->subtype[0] == 'O'
      || (alter->subtype[0] == 'C' && alter->def != NULL && alter->def->node_case == PG_QUERY__NODE__NODE_CONSTRAINT
          && !alter->def->constraint->skip_validation))
    retort_check_say_at (context, at, name, 0, _("Every table with a column of the domain '%s' is read whole"), name);
}

/* It costs nothing yet. */
static void
check_new_domain (RetortCheckContext *context, const RetortCheckStep *at)
{
  const PgQuery__CreateDomainStmt *create = at->step->node->create_domain_stmt;

  if (at->step->node->node_case != PG_QUERY__NODE__NODE_CREATE_DOMAIN_STMT)
    return;
  for (size_t i = 0; i < create->n_constraints; i++)
    {
      PgQuery__ConstrType type = create->constraints[i]->constraint->contype;

      if (type != PG_QUERY__CONSTR_TYPE__CONSTR_CHECK && type != PG_QUERY__CONSTR_TYPE__CONSTR_NOTNULL)
        continue;
      retort_check_say_at (context, at, at->action->name, -1, _("Domain '%s' has a constraint: to change it reads every table that uses it whole"),
                           at->action->name);
      return;
    }
}

static void
check_any_domain (RetortCheckContext *context, const RetortCheckStep *at)
{
  check_domain (context, at);
  check_new_domain (context, at);
}

static gboolean
is_foreign_key (const RetortCheckStep *at)
{
  return at->action->kind == RETORT_ACTION_ADD_CONSTRAINT && at->action->constraint->contype == PG_QUERY__CONSTR_TYPE__CONSTR_FOREIGN;
}

static void
check_no_key (RetortCheckContext *context, const RetortCheckStep *at)
{
  if (is_foreign_key (at))
    retort_check_say_at (context, at, NULL, 0, _("'%s' gets a foreign key"), at->action->table);
}

static void
check_no_cascade (RetortCheckContext *context, const RetortCheckStep *at)
{
  if (is_foreign_key (at) && g_str_equal (at->action->constraint->fk_del_action, "c"))
    retort_check_say_at (context, at, NULL, 0, _("The foreign key of '%s' says ON DELETE CASCADE"), at->action->table);
}

static const RetortRule rules[] = {
  { .id = "add-fk-without-not-valid",
    .grows_with_size = TRUE,
    .title = N_("Foreign key that is proved at once"),
    .severity = RETORT_SEVERITY_WARNING,
    .why = N_("SHARE ROW EXCLUSIVE is held on both tables while every row is compared: nobody can write to either of them meanwhile."),
    .remedy = N_("Add it as NOT VALID, and VALIDATE CONSTRAINT in another transaction."),
    .setup = TWO_TABLES,
    .bad = "ALTER TABLE orders ADD CONSTRAINT orders_user FOREIGN KEY (user_id) REFERENCES users ON DELETE CASCADE",
    .good = "ALTER TABLE orders ADD CONSTRAINT orders_user FOREIGN KEY (user_id) REFERENCES users ON DELETE CASCADE NOT VALID",
    .check_action = check_foreign_key },
  { .id = "add-check-without-not-valid",
    .grows_with_size = TRUE,
    .title = N_("CHECK that is proved at once"),
    .severity = RETORT_SEVERITY_WARNING,
    .why = N_("The whole table is read under ACCESS EXCLUSIVE, and one row that breaks it makes it fail."),
    .remedy = N_("Add it as NOT VALID, and VALIDATE CONSTRAINT in another transaction."),
    .setup = TWO_TABLES,
    .bad = "ALTER TABLE orders ADD CONSTRAINT code_given CHECK (code <> '')",
    .good = "ALTER TABLE orders ADD CONSTRAINT code_given CHECK (code <> '') NOT VALID",
    .check_action = check_check },
  { .id = "add-unique-without-index",
    .grows_with_size = TRUE,
    .title = N_("UNIQUE that builds its index"),
    .severity = RETORT_SEVERITY_WARNING,
    .why = N_("The index is built under ACCESS EXCLUSIVE, and two equal rows make it fail."),
    .remedy = N_("CREATE UNIQUE INDEX CONCURRENTLY outside of a transaction, then ADD CONSTRAINT … UNIQUE USING INDEX."),
    .setup = TWO_TABLES "CREATE UNIQUE INDEX orders_code ON orders (code);",
    .bad = "ALTER TABLE orders ADD CONSTRAINT code_once UNIQUE (code)",
    .good = "ALTER TABLE orders ADD CONSTRAINT code_once UNIQUE USING INDEX orders_code",
    .check_action = check_unique },
  { .id = "add-pk-without-index",
    .grows_with_size = TRUE,
    .title = N_("PRIMARY KEY that builds its index"),
    .severity = RETORT_SEVERITY_WARNING,
    .why = N_("The index is built under ACCESS EXCLUSIVE; equal rows and NULLs make it fail."),
    .remedy = N_("CREATE UNIQUE INDEX CONCURRENTLY outside of a transaction, then ADD CONSTRAINT … PRIMARY KEY USING INDEX."),
    .setup = TWO_TABLES "CREATE UNIQUE INDEX orders_id ON orders (id);",
    .bad = "ALTER TABLE orders ADD CONSTRAINT orders_pkey PRIMARY KEY (id)",
    .good = "ALTER TABLE orders ADD CONSTRAINT orders_pkey PRIMARY KEY USING INDEX orders_id",
    .check_action = check_primary },
  { .id = "add-pk-nullable-column",
    .title = N_("PRIMARY KEY over a column that may be NULL"),
    .severity = RETORT_SEVERITY_WARNING,
    .why = N_("PostgreSQL makes the column NOT NULL first: it reads the whole table under ACCESS EXCLUSIVE, even with USING INDEX."),
    .remedy = N_("Make the column NOT NULL the safe way before, by a CHECK that is validated."),
    .setup = TWO_TABLES "CREATE UNIQUE INDEX orders_code ON orders (code);",
    .bad = "ALTER TABLE orders ADD CONSTRAINT orders_pkey PRIMARY KEY USING INDEX orders_code",
    .good = "ALTER TABLE orders ADD CONSTRAINT orders_pkey PRIMARY KEY (id)",
    .check_action = check_nullable_primary },
  { .id = "add-exclusion-constraint",
    .grows_with_size = TRUE,
    .title = N_("EXCLUDE on an existing table"),
    .severity = RETORT_SEVERITY_WARNING,
    .why = N_("Its index is built under ACCESS EXCLUSIVE, and there is neither NOT VALID nor USING INDEX for it."),
    .remedy = N_("Do it in a maintenance window, or make a new table with it and move the rows."),
    .setup = TWO_TABLES,
    .bad = "ALTER TABLE orders ADD CONSTRAINT alone EXCLUDE USING btree (code WITH =)",
    .good = "CREATE TABLE bookings (id bigint PRIMARY KEY, code text, EXCLUDE USING btree (code WITH =))",
    .check_action = check_exclusion },
  { .id = "validate-in-same-transaction",
    .grows_with_size = TRUE,
    .title = N_("Validated where it was added"),
    .severity = RETORT_SEVERITY_WARNING,
    .why = N_("The lock of ADD CONSTRAINT is held until the transaction ends, and so while the rows are read: NOT VALID has gained nothing."),
    .remedy = N_("Validate in another transaction: in a later revision, or in an autocommit block."),
    .setup = TWO_TABLES,
    .bad = "ALTER TABLE orders ADD CONSTRAINT code_given CHECK (code <> '') NOT VALID; ALTER TABLE orders VALIDATE CONSTRAINT code_given",
    .good = "ALTER TABLE orders ADD CONSTRAINT code_given CHECK (code <> '') NOT VALID",
    .check_action = check_validate },
  { .id = "not-valid-never-validated",
    .title = N_("NOT VALID for ever"),
    .severity = RETORT_SEVERITY_WARNING,
    .why = N_("Old rows may break it, and the planner does not use it."),
    .remedy = N_("Add a revision with VALIDATE CONSTRAINT."),
    .check_action = check_never_validated },
  { .id = "drop-foreign-key",
    .title = N_("Foreign key is dropped"),
    .severity = RETORT_SEVERITY_INFO,
    .why = N_("From now on rows may point to what does not exist; ACCESS EXCLUSIVE is taken on both tables."),
    .remedy = N_("Make sure that it is meant, and that something else keeps the rows together."),
    .setup = "CREATE TABLE users (id bigint PRIMARY KEY); CREATE TABLE orders (user_id bigint CONSTRAINT orders_user REFERENCES users);",
    .bad = "ALTER TABLE orders DROP CONSTRAINT orders_user",
    .good = "ALTER TABLE orders DROP CONSTRAINT orders_user; "
            "ALTER TABLE orders ADD CONSTRAINT orders_user FOREIGN KEY (user_id) REFERENCES users ON DELETE CASCADE NOT VALID",
    .check_action = check_drop_key },
  { .id = "fk-without-index",
    .title = N_("Foreign key without an index"),
    .severity = RETORT_SEVERITY_INFO,
    .why = N_("Each DELETE or change of key in the parent reads the whole table to find the rows that point to it."),
    .remedy = N_("Create an index that begins with the key's columns, CONCURRENTLY on a table that has rows."),
    .setup = TWO_TABLES,
    .bad = "CREATE TABLE notes (user_id bigint REFERENCES users ON DELETE CASCADE)",
    .good = "CREATE TABLE notes (user_id bigint REFERENCES users ON DELETE CASCADE); CREATE INDEX ON notes (user_id)",
    .check_action = check_key_index },
  { .id = "fk-type-mismatch",
    .title = N_("Foreign key between different types"),
    .severity = RETORT_SEVERITY_WARNING,
    .why = N_("Each comparison casts, indexes may not be used, and the narrower side runs out of values first."),
    .remedy = N_("Give both columns the same type."),
    .setup = TWO_TABLES,
    .bad = "CREATE TABLE notes (user_id integer REFERENCES users ON DELETE CASCADE)",
    .good = "CREATE TABLE notes (user_id bigint REFERENCES users ON DELETE CASCADE)",
    .check_action = check_key_type },
  { .id = "multiple-foreign-keys",
    .title = N_("Foreign keys to several tables at once"),
    .severity = RETORT_SEVERITY_INFO,
    .why = N_("Each locks one more table that is in use until the migration ends; two sessions that take them in another order stop each other."),
    .remedy = N_("One foreign key to an existing table in each transaction."),
    .setup = TWO_TABLES "CREATE TABLE shops (id bigint PRIMARY KEY);",
    .bad = "CREATE TABLE notes (user_id bigint REFERENCES users, shop_id bigint REFERENCES shops)",
    .good = "CREATE TABLE notes (user_id bigint REFERENCES users, shop_id bigint)",
    .check_action = check_dropped_keys,
    .check_migration = check_many_keys },
  { .id = "domain-with-constraint",
    .title = N_("Constraint on a domain in use"),
    .severity = RETORT_SEVERITY_WARNING,
    .why = N_("Every table that has a column of the domain is locked against writing and read whole."),
    .remedy = N_("Add it as NOT VALID and validate it in another transaction, or put a CHECK on the tables."),
    .setup = "CREATE DOMAIN price AS numeric; CREATE TABLE orders (total price);",
    .bad = "ALTER DOMAIN price ADD CONSTRAINT positive CHECK (VALUE >= 0)",
    .good = "ALTER DOMAIN price ADD CONSTRAINT positive CHECK (VALUE >= 0) NOT VALID",
    .check_statement = check_any_domain },
  { .id = "no-foreign-keys",
    .title = N_("Foreign key where the team wants none"),
    .severity = RETORT_SEVERITY_WARNING,
    .is_off = TRUE,
    .why = N_("This project decided against foreign keys."),
    .remedy = N_("Leave it out."),
    .setup = TWO_TABLES,
    .bad = "CREATE TABLE notes (user_id bigint REFERENCES users)",
    .good = "CREATE TABLE notes (user_id bigint)",
    .check_action = check_no_key },
  { .id = "no-on-delete-cascade",
    .title = N_("ON DELETE CASCADE where the team wants none"),
    .severity = RETORT_SEVERITY_WARNING,
    .is_off = TRUE,
    .why = N_("One DELETE takes rows of other tables with it without a word."),
    .remedy = N_("Say ON DELETE RESTRICT and delete what hangs on it in the code."),
    .setup = TWO_TABLES,
    .bad = "CREATE TABLE notes (user_id bigint REFERENCES users ON DELETE CASCADE)",
    .good = "CREATE TABLE notes (user_id bigint REFERENCES users ON DELETE RESTRICT)",
    .check_action = check_no_cascade },
};

const RetortRuleSection retort_constraint_rules = { rules, G_N_ELEMENTS (rules) };
