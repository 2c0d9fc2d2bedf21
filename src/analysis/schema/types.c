/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Enums, domains, composite types. */
#include "analysis/schema/statements-private.h"

#include <string.h>

static const char *
place_new_type (RetortEdit *edit, RetortPlace place)
{
  const char *schema = retort_edit_get_creation_schema (edit, place.schema);

  return schema != NULL && retort_edit_claim_type (edit, schema, place.name) ? schema : NULL;
}

gboolean
retort_apply_create_enum (RetortEdit *edit, const PgQuery__Node *node)
{
  const PgQuery__CreateEnumStmt *statement = node->create_enum_stmt;
  RetortPlace place = retort_edit_place_of_names (edit, statement->n_type_name, statement->type_name);
  const char *schema = place_new_type (edit, place);
  g_autoptr(GStrvBuilder) labels = g_strv_builder_new ();
  RetortEnumType *type = NULL;

  if (schema == NULL)
    return FALSE;
  for (size_t i = 0; i < statement->n_vals; i++)
    g_strv_builder_add (labels, statement->vals[i]->string->sval);
  type = retort_enum_type_new ();
  type->schema = g_strdup (schema);
  type->name = g_strdup (place.name);
  type->labels = g_strv_builder_end (labels);
  retort_schema_put (edit->schema, RETORT_OBJECT_ENUM, type);
  retort_edit_changed (edit);
  return TRUE;
}

static int
index_of_label (const RetortEnumType *type, const char *label)
{
  for (int i = 0; type->labels[i] != NULL; i++)
    if (g_str_equal (type->labels[i], label))
      return i;
  return -1;
}

static GStrv
insert_label (GStrv labels, const char *label, guint place)
{
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();
  guint i = 0;

  for (; labels[i] != NULL; i++)
    {
      if (i == place)
        g_strv_builder_add (builder, label);
      g_strv_builder_add (builder, labels[i]);
    }
  if (place >= i)
    g_strv_builder_add (builder, label);
  g_strfreev (labels);
  return g_strv_builder_end (builder);
}

static gboolean
add_label (RetortEdit *edit, RetortEnumType *type, const PgQuery__AlterEnumStmt *statement)
{
  const char *neighbour = text_or_null (statement->new_val_neighbor);
  guint place = g_strv_length (type->labels);

  if (index_of_label (type, statement->new_val) >= 0)
    return statement->skip_if_new_val_exists || retort_edit_fail (edit, "enum label \"%s\" already exists", statement->new_val);
  if (neighbour != NULL)
    {
      int index = index_of_label (type, neighbour);

      if (index < 0)
        return retort_edit_fail (edit, "\"%s\" is not an existing enum label", neighbour);
      place = (guint) index + (statement->new_val_is_after ? 1 : 0);
    }
  type->labels = insert_label (type->labels, statement->new_val, place);
  retort_edit_changed (edit);
  return TRUE;
}

static gboolean
rename_label (RetortEdit *edit, RetortEnumType *type, const char *old, const char *name)
{
  if (index_of_label (type, old) < 0)
    return retort_edit_fail (edit, "\"%s\" is not an existing enum label", old);
  if (index_of_label (type, name) >= 0)
    return retort_edit_fail (edit, "enum label \"%s\" already exists", name);
  retort_strv_replace (type->labels, old, name);
  retort_edit_changed (edit);
  return TRUE;
}

gboolean
retort_apply_alter_enum (RetortEdit *edit, const PgQuery__Node *node)
{
  const PgQuery__AlterEnumStmt *statement = node->alter_enum_stmt;
  RetortPlace place = retort_edit_place_of_names (edit, statement->n_type_name, statement->type_name);
  const RetortEnumType *old = retort_edit_find (edit, RETORT_OBJECT_ENUM, place);
  g_autoptr(RetortEnumType) type = NULL;
  gboolean is_fine = FALSE;

  retort_edit_set_subject (edit, old != NULL ? old->schema : place.schema, place.name);
  if (old == NULL)
    return retort_edit_fail (edit, "type \"%s\" does not exist", place.name);
  type = retort_enum_type_copy (old);
  is_fine = text_or_null (statement->old_val) != NULL ? rename_label (edit, type, statement->old_val, statement->new_val)
                                                      : add_label (edit, type, statement);
  if (!is_fine)
    return FALSE;
  retort_schema_put (edit->schema, RETORT_OBJECT_ENUM, g_steal_pointer (&type));
  return TRUE;
}

/* VALUE in a check is a column of the domain's own type. */
static RetortTable *
make_scope (const char *type)
{
  RetortTable *scope = retort_table_new ();
  RetortColumn *value = retort_column_new ();

  value->name = g_strdup ("value");
  value->type = g_strdup (type);
  g_ptr_array_add (scope->columns, value);
  return scope;
}

/* ChooseConstraintName(); @others: the checks that the domain has already. */
static char *
choose_check_name (RetortEdit *edit, const RetortDomain *domain, const char *others)
{
  for (guint i = 0;; i++)
    {
      g_autofree char *label = i > 0 ? g_strdup_printf ("check%u", i) : g_strdup ("check");
      g_autofree char *name = retort_make_object_name (domain->name, NULL, label);
      g_autofree char *quoted = retort_sql_quote_identifier (name);
      g_autofree char *clause = g_strdup_printf ("CONSTRAINT %s CHECK", quoted);

      if (!retort_edit_has_constraint (edit, domain->schema, name) && strstr (others, clause) == NULL)
        return g_steal_pointer (&name);
    }
}

/* One check, as CREATE DOMAIN would say it; @others: those before it. */
static char *
write_check (RetortEdit *edit, RetortDomain *domain, const PgQuery__Constraint *constraint, const char *others)
{
  g_autoptr(RetortTable) scope = make_scope (domain->type);
  g_autofree char *expression = retort_expression_format (edit, scope, constraint->raw_expr, "boolean", &domain->is_as_written);
  g_autofree char *chosen = text_or_null (constraint->conname) == NULL ? choose_check_name (edit, domain, others) : NULL;
  g_autofree char *name = retort_sql_quote_identifier (chosen != NULL ? chosen : constraint->conname);
  g_auto(GStrv) words = g_regex_split_simple ("\\bvalue\\b", expression, 0, 0);
  g_autofree char *check = g_strjoinv ("VALUE", words);

  return g_strdup_printf ("CONSTRAINT %s CHECK (%s)", name, check);
}

/* From its constraints, DEFAULT and NOT NULL among them. */
static void
write_domain (RetortEdit *edit, RetortDomain *domain, size_t n_constraints, PgQuery__Node *const *constraints)
{
  g_autoptr(GString) definition = g_string_new (NULL);
  g_autoptr(GString) checks = g_string_new (NULL);

  for (size_t i = 0; i < n_constraints; i++)
    {
      const PgQuery__Constraint *constraint = constraints[i]->constraint;

      if (constraint->contype == PG_QUERY__CONSTR_TYPE__CONSTR_NOTNULL)
        domain->is_nullable = FALSE;
      else if (constraint->contype == PG_QUERY__CONSTR_TYPE__CONSTR_DEFAULT)
        domain->default_expression = retort_expression_format (edit, NULL, constraint->raw_expr, domain->type, &domain->is_as_written);
      else if (constraint->contype == PG_QUERY__CONSTR_TYPE__CONSTR_CHECK)
        {
          g_autofree char *check = write_check (edit, domain, constraint, checks->str);

          g_string_append_printf (checks, "%s%s", checks->len > 0 ? " " : "", check);
        }
    }
  if (domain->default_expression != NULL)
    g_string_append_printf (definition, "DEFAULT %s", domain->default_expression);
  if (!domain->is_nullable)
    g_string_append_printf (definition, "%sNOT NULL", definition->len > 0 ? " " : "");
  if (checks->len > 0)
    g_string_append_printf (definition, "%s%s", definition->len > 0 ? " " : "", checks->str);
  domain->definition = g_strdup (definition->str);
  domain->checks = g_strdup (checks->str);
}

gboolean
retort_apply_create_domain (RetortEdit *edit, const PgQuery__Node *node)
{
  const PgQuery__CreateDomainStmt *statement = node->create_domain_stmt;
  RetortPlace place = retort_edit_place_of_names (edit, statement->n_domainname, statement->domainname);
  const char *schema = place_new_type (edit, place);
  g_autoptr(RetortDomain) domain = retort_domain_new ();

  if (schema == NULL)
    return FALSE;
  domain->type = retort_edit_format_type (edit, statement->type_name);
  if (domain->type == NULL)
    return FALSE;
  domain->schema = g_strdup (schema);
  domain->name = g_strdup (place.name);
  domain->is_nullable = TRUE;
  if (statement->coll_clause != NULL)
    domain->collation = g_strdup (retort_sql_names_get_last (statement->coll_clause->n_collname, statement->coll_clause->collname));
  write_domain (edit, domain, statement->n_constraints, statement->constraints);
  retort_schema_put (edit->schema, RETORT_OBJECT_DOMAIN, g_steal_pointer (&domain));
  retort_edit_changed (edit);
  return TRUE;
}

/* (nullable): CREATE DOMAIN of what it is. */
static RetortSqlTree *
parse_domain (const RetortDomain *domain)
{
  g_autofree char *sql = g_strdup_printf ("CREATE DOMAIN d AS %s %s", domain->type, domain->definition);
  g_autoptr(RetortSqlTree) tree = retort_sql_tree_parse (sql, NULL);

  return tree != NULL && retort_sql_tree_get_n_statements (tree) == 1 && retort_sql_tree_get_statement (tree, 0)->node_case == PG_QUERY__NODE__NODE_CREATE_DOMAIN_STMT
             ? g_steal_pointer (&tree)
             : NULL;
}

/* Whether ALTER DOMAIN takes the clause away. */
static gboolean
takes_away (const PgQuery__AlterDomainStmt *alter, const PgQuery__Constraint *constraint)
{
  switch (alter->subtype[0])
    {
    case 'T':
      return constraint->contype == PG_QUERY__CONSTR_TYPE__CONSTR_DEFAULT;
    case 'N':
    case 'O':
      return constraint->contype == PG_QUERY__CONSTR_TYPE__CONSTR_NOTNULL;
    case 'X':
      return constraint->contype == PG_QUERY__CONSTR_TYPE__CONSTR_CHECK && g_strcmp0 (constraint->conname, alter->name) == 0;
    default:
      return FALSE;
    }
}

/* (transfer container) (nullable): the clauses that stay; NULL when the one to be dropped is not there. */
static GPtrArray *
list_kept (const PgQuery__CreateDomainStmt *create, const PgQuery__AlterDomainStmt *alter)
{
  g_autoptr(GPtrArray) kept = g_ptr_array_new ();

  for (size_t i = 0; i < create->n_constraints; i++)
    if (!takes_away (alter, create->constraints[i]->constraint))
      g_ptr_array_add (kept, create->constraints[i]);
  if (alter->subtype[0] == 'X' && kept->len == create->n_constraints && !alter->missing_ok)
    return NULL;
  return g_steal_pointer (&kept);
}

static gboolean
has_check (const GPtrArray *clauses, const char *name)
{
  for (guint i = 0; i < clauses->len; i++)
    if (g_strcmp0 (((const PgQuery__Node *) g_ptr_array_index (clauses, i))->constraint->conname, name) == 0)
      return TRUE;
  return FALSE;
}

static int
compare_clauses (gconstpointer a, gconstpointer b)
{
  return g_strcmp0 ((*(PgQuery__Node *const *) a)->constraint->conname, (*(PgQuery__Node *const *) b)->constraint->conname);
}

/* With the clauses that stay and the one that comes; the catalogue has its checks by name. */
static void
rewrite_domain (RetortEdit *edit, const RetortDomain *domain, const PgQuery__AlterDomainStmt *alter, GPtrArray *clauses)
{
  RetortDomain *copy = retort_domain_copy (domain);
  PgQuery__Constraint added = PG_QUERY__CONSTRAINT__INIT;
  PgQuery__Node node = PG_QUERY__NODE__INIT;
  g_autofree char *name = NULL;

  if (alter->subtype[0] == 'C')
    added = *alter->def->constraint;
  else if (alter->subtype[0] == 'O')
    added.contype = PG_QUERY__CONSTR_TYPE__CONSTR_NOTNULL;
  /* NULL is no default, but one that a length is tried on. */
  else if (alter->subtype[0] == 'T' && alter->def != NULL && (!retort_expression_is_null (alter->def) || strchr (domain->type, '(') != NULL))
    {
      added.contype = PG_QUERY__CONSTR_TYPE__CONSTR_DEFAULT;
      added.raw_expr = alter->def;
    }
  if (added.contype == PG_QUERY__CONSTR_TYPE__CONSTR_CHECK && text_or_null (added.conname) == NULL)
    added.conname = name = choose_check_name (edit, domain, "");
  node.node_case = PG_QUERY__NODE__NODE_CONSTRAINT;
  node.constraint = &added;
  if (added.contype != PG_QUERY__CONSTR_TYPE__CONSTR_TYPE_UNDEFINED)
    g_ptr_array_add (clauses, &node);
  g_ptr_array_sort (clauses, compare_clauses);
  copy->is_nullable = TRUE;
  g_clear_pointer (&copy->default_expression, g_free);
  g_clear_pointer (&copy->definition, g_free);
  g_clear_pointer (&copy->checks, g_free);
  write_domain (edit, copy, clauses->len, (PgQuery__Node *const *) clauses->pdata);
  retort_schema_put (edit->schema, RETORT_OBJECT_DOMAIN, copy);
  retort_edit_changed (edit);
}

gboolean
retort_apply_alter_domain (RetortEdit *edit, const PgQuery__Node *node)
{
  const PgQuery__AlterDomainStmt *statement = node->alter_domain_stmt;
  RetortPlace place = retort_edit_place_of_names (edit, statement->n_type_name, statement->type_name);
  const RetortDomain *domain = retort_edit_find (edit, RETORT_OBJECT_DOMAIN, place);
  g_autoptr(RetortSqlTree) tree = domain != NULL ? parse_domain (domain) : NULL;
  g_autoptr(GPtrArray) kept = NULL;

  retort_edit_set_subject (edit, domain != NULL ? domain->schema : place.schema, place.name);
  if (domain == NULL)
    return retort_edit_fail (edit, "type \"%s\" does not exist", place.name);
  if (tree == NULL || retort_schema_get_taint (edit->schema, domain->schema, domain->name) != NULL
      || (g_str_equal (statement->subtype, "C") && statement->def->constraint->skip_validation) || g_str_equal (statement->subtype, "V"))
    {
      retort_edit_taint (edit, domain->schema, domain->name, "this ALTER DOMAIN is not followed");
      return TRUE;
    }
  kept = list_kept (retort_sql_tree_get_statement (tree, 0)->create_domain_stmt, statement);
  if (kept == NULL)
    return retort_edit_fail (edit, "constraint \"%s\" of domain \"%s\" does not exist", statement->name, domain->name);
  if (statement->subtype[0] == 'C' && text_or_null (statement->def->constraint->conname) != NULL && has_check (kept, statement->def->constraint->conname))
    return retort_edit_fail (edit, "constraint \"%s\" for domain \"%s\" already exists", statement->def->constraint->conname, domain->name);
  rewrite_domain (edit, domain, statement, kept);
  return TRUE;
}

gboolean
retort_apply_create_composite (RetortEdit *edit, const PgQuery__Node *node)
{
  const PgQuery__CompositeTypeStmt *statement = node->composite_type_stmt;
  RetortPlace place = { text_or_null (statement->typevar->schemaname), statement->typevar->relname };
  const char *schema = place_new_type (edit, place);
  g_autoptr(RetortCompositeType) type = retort_composite_type_new ();

  if (schema == NULL)
    return FALSE;
  type->schema = g_strdup (schema);
  type->name = g_strdup (place.name);
  for (size_t i = 0; i < statement->n_coldeflist; i++)
    {
      RetortColumn *column = retort_column_from_definition (edit, NULL, statement->coldeflist[i]->column_def);

      if (column == NULL)
        return FALSE;
      g_ptr_array_add (type->columns, column);
    }
  retort_schema_put (edit->schema, RETORT_OBJECT_COMPOSITE, g_steal_pointer (&type));
  retort_edit_changed (edit);
  return TRUE;
}

/* A type whose values nobody here looks into. */
static void
taint_type (RetortEdit *edit, const char *schema, const char *name)
{
  retort_edit_taint (edit, schema, name, "a kind of type that is not followed");
}

/* (transfer full): what makeMultirangeTypeName() of catalog/pg_type.c makes of the name of a range type */
static char *
name_multirange (const char *range)
{
  const char *found = strstr (range, "range");

  if (found == NULL)
    return g_strconcat (range, "_multirange", NULL);
  return g_strdup_printf ("%.*smulti%s", (int) (found - range), range, found);
}

gboolean
retort_apply_create_range (RetortEdit *edit, const PgQuery__Node *node)
{
  const PgQuery__CreateRangeStmt *statement = node->create_range_stmt;
  RetortPlace place = retort_edit_place_of_names (edit, statement->n_type_name, statement->type_name);
  const char *schema = place_new_type (edit, place);
  g_autofree char *multirange = name_multirange (place.name);

  if (schema == NULL)
    return FALSE;
  for (size_t i = 0; i < statement->n_params; i++)
    {
      const PgQuery__DefElem *parameter = statement->params[i]->def_elem;

      if (g_str_equal (parameter->defname, "multirange_type_name") && parameter->arg->node_case == PG_QUERY__NODE__NODE_TYPE_NAME)
        {
          g_free (multirange);
          multirange = g_strdup (retort_sql_names_get_last (parameter->arg->type_name->n_names, parameter->arg->type_name->names));
        }
    }
  taint_type (edit, schema, place.name);
  taint_type (edit, schema, multirange);
  return TRUE;
}

/* Aggregates, operators, collations and text search have no place in a schema; base types are known by name only. */
gboolean
retort_apply_define (RetortEdit *edit, const PgQuery__Node *node)
{
  const PgQuery__DefineStmt *statement = node->define_stmt;
  RetortPlace place = { NULL, NULL };
  const char *schema = NULL;

  if (statement->kind != PG_QUERY__OBJECT_TYPE__OBJECT_TYPE)
    return TRUE;
  place = retort_edit_place_of_names (edit, statement->n_defnames, statement->defnames);
  schema = retort_edit_get_creation_schema (edit, place.schema);
  if (schema == NULL)
    return FALSE;
  taint_type (edit, schema, place.name);
  return TRUE;
}
