/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From the grammar's tree to text: one analyser a kind of node, found in a table. */
#include "analysis/schema/expression-private.h"

#include "sql/expression.h"

#include <string.h>

static RetortValue *
unsure (RetortScope *scope)
{
  scope->is_sure = FALSE;
  return retort_value_new ("", "unknown", RETORT_SHAPE_ATOM);
}

static RetortValue *
analyse_float (const char *number)
{
  g_autofree char *text = NULL;
  gboolean is_whole = strspn (number, "-0123456789") == strlen (number);
  gboolean is_bigint = is_whole && strlen (number) < 19;

  if (is_bigint)
    text = g_strdup_printf ("'%s'::bigint", number);
  else if (number[0] == '-')
    text = g_strdup_printf ("'%s'::numeric", number);
  return retort_value_new (text != NULL ? text : number, is_bigint ? "bigint" : "numeric",
                           RETORT_SHAPE_ATOM);
}

static RetortValue *
analyse_constant (RetortScope *scope, const PgQuery__Node *node)
{
  const PgQuery__AConst *constant = node->a_const;
  RetortValue *value = NULL;
  g_autofree char *text = NULL;

  if (constant->isnull)
    {
      value = retort_value_new ("NULL", NULL, RETORT_SHAPE_ATOM);
      value->is_null = TRUE;
      return value;
    }
  switch (constant->val_case)
    {
    case PG_QUERY__A__CONST__VAL_IVAL:
      text = g_strdup_printf (constant->ival->ival < 0 ? "'%d'::integer" : "%d", constant->ival->ival);
      return retort_value_new (text, "integer", RETORT_SHAPE_ATOM);
    case PG_QUERY__A__CONST__VAL_FVAL:
      return strpbrk (constant->fval->fval, "eE") != NULL ? unsure (scope)
                                                          : analyse_float (constant->fval->fval);
    case PG_QUERY__A__CONST__VAL_BOOLVAL:
      return retort_value_new (constant->boolval->boolval ? "true" : "false", "boolean", RETORT_SHAPE_ATOM);
    case PG_QUERY__A__CONST__VAL_SVAL:
      value = retort_value_new ("", NULL, RETORT_SHAPE_ATOM);
      value->literal = g_strdup (constant->sval->sval);
      return value;
    case PG_QUERY__A__CONST__VAL_BSVAL:
    case PG_QUERY__A__CONST__VAL__NOT_SET:
    case _PG_QUERY__A__CONST__VAL__CASE_IS_INT_SIZE:
      break;
    }
  return unsure (scope);
}

static RetortValue *
analyse_column (RetortScope *scope, const PgQuery__Node *node)
{
  const PgQuery__ColumnRef *reference = node->column_ref;
  const char *name = retort_sql_names_get_last (reference->n_fields, reference->fields);
  const RetortColumn *column = NULL;
  g_autofree char *text = NULL;
  g_autofree char *type = NULL;

  if (scope->table != NULL && name != NULL && reference->n_fields <= 2)
    column = retort_table_find_column (scope->table, name);
  if (column == NULL)
    return unsure (scope);
  text = retort_sql_quote_identifier (name);
  type = retort_type_dup_base (column->type);
  return retort_value_new (text, type, RETORT_SHAPE_ATOM);
}

/* ARRAY[...]: every element of one type; @element (nullable) when a cast says it. */
static RetortValue *
analyse_array (RetortScope *scope, const PgQuery__AArrayExpr *array, const char *element)
{
  g_autoptr(GString) text = g_string_new ("ARRAY[");
  g_autofree char *type = g_strdup (element);
  g_autofree char *array_type = NULL;

  for (size_t i = 0; i < array->n_elements; i++)
    {
      g_autoptr(RetortValue) value = retort_expression_analyse (scope, array->elements[i]);

      if (type == NULL)
        type = g_strdup (value->type != NULL ? value->type : "text");
      if (value->type == NULL)
        retort_value_settle (scope, value, type);
      else if (!g_str_equal (value->type, type))
        scope->is_sure = FALSE;
      g_string_append_printf (text, "%s%s", i > 0 ? ", " : "", value->text);
    }
  g_string_append_c (text, ']');
  if (type == NULL)
    return unsure (scope);
  array_type = g_strconcat (type, "[]", NULL);
  if (array->n_elements == 0)
    g_string_append_printf (text, "::%s", array_type);
  return retort_value_new (text->str, array_type, RETORT_SHAPE_ATOM);
}

static RetortValue *
analyse_bare_array (RetortScope *scope, const PgQuery__Node *node)
{
  return analyse_array (scope, node->a_array_expr, NULL);
}

/* The type of a cast; NULL when it is not known, which is no failure here. */
static char *
format_type_quietly (RetortScope *scope, const PgQuery__TypeName *name)
{
  RetortEdit probe = { .schema = scope->edit->schema };
  char *type = retort_edit_format_type (&probe, name);

  g_free (probe.reason);
  g_free (probe.subject_schema);
  g_free (probe.subject_name);
  return type;
}

static void
show_modifier (RetortValue *value, const char *base, const char *type)
{
  const char *end = NULL;
  g_autofree char *old = value->text;

  if (g_str_equal (base, type))
    {
      value->text = g_steal_pointer (&old);
      return;
    }
  /* A constant, or a value that was cast just now, says its type once. */
  end = g_str_has_suffix (old, base) ? old + strlen (old) - strlen (base) : NULL;
  if (end != NULL && end - old > 2 && end[-1] == ':')
    value->text = g_strdup_printf ("%.*s%s", (int) (end - old), old, type);
  else
    value->text = g_strconcat (old, "::", type, NULL);
}

static RetortValue *
analyse_cast (RetortScope *scope, const PgQuery__Node *node)
{
  const PgQuery__TypeCast *cast = node->type_cast;
  g_autofree char *type = format_type_quietly (scope, cast->type_name);
  g_autofree char *base = type != NULL ? retort_type_dup_base (type) : NULL;
  RetortObjectKind kind;
  RetortValue *value = NULL;

  if (base == NULL)
    return unsure (scope);
  if (cast->arg->node_case == PG_QUERY__NODE__NODE_A_ARRAY_EXPR && g_str_has_suffix (base, "[]"))
    {
      g_autofree char *element = g_strndup (base, strlen (base) - 2);

      if (!g_str_equal (base, type))
        return unsure (scope);
      return analyse_array (scope, cast->arg->a_array_expr, element);
    }
  value = retort_expression_analyse (scope, cast->arg);
  if (value->type == NULL && retort_type_find_own (scope->edit, base, &kind) != NULL
      && kind == RETORT_OBJECT_DOMAIN)
    {
      retort_value_settle (scope, value, base);
      show_modifier (value, "", base);
      return value;
    }
  retort_value_cast (scope, value, base);
  show_modifier (value, g_str_equal (type, "bpchar") ? "bpchar" : base, type);
  return value;
}

/* What functions want and give; an argument "any" is taken as it is. */
typedef struct
{
  const char *name;
  const char *result;
  const char *arguments[3];
} KnownFunction;

#define TIMESTAMP "timestamp without time zone"
#define TIMESTAMPTZ "timestamp with time zone"

static const KnownFunction known_functions[] = {
  { "now", TIMESTAMPTZ, { NULL } },
  { "clock_timestamp", TIMESTAMPTZ, { NULL } },
  { "statement_timestamp", TIMESTAMPTZ, { NULL } },
  { "transaction_timestamp", TIMESTAMPTZ, { NULL } },
  { "gen_random_uuid", "uuid", { NULL } },
  { "uuid_generate_v4", "uuid", { NULL } },
  { "uuid_generate_v1", "uuid", { NULL } },
  { "uuid_generate_v1mc", "uuid", { NULL } },
  { "random", "double precision", { NULL } },
  { "lower", "text", { "text" } },
  { "upper", "text", { "text" } },
  { "md5", "text", { "text" } },
  { "initcap", "text", { "text" } },
  { "length", "integer", { "text" } },
  { "char_length", "integer", { "text" } },
  { "nextval", "bigint", { "regclass" } },
  { "timezone", TIMESTAMP, { "text", TIMESTAMPTZ } },
  { "timezone", TIMESTAMPTZ, { "text", TIMESTAMP } },
  { "to_tsvector", "tsvector", { "regconfig", "text" } },
  { "jsonb_typeof", "text", { "jsonb" } },
  { "json_typeof", "text", { "json" } },
  { "jsonb_array_length", "integer", { "jsonb" } },
  { "date", "date", { TIMESTAMP } },
  { "date", "date", { TIMESTAMPTZ } },
  { "date_trunc", TIMESTAMP, { "text", TIMESTAMP } },
  { "date_trunc", TIMESTAMPTZ, { "text", TIMESTAMPTZ } },
};

static gboolean
takes (const KnownFunction *known, const char *name, GPtrArray *arguments)
{
  guint n = 0;

  if (!g_str_equal (known->name, name))
    return FALSE;
  for (; n < G_N_ELEMENTS (known->arguments) && known->arguments[n] != NULL; n++)
    {
      const RetortValue *value = n < arguments->len ? g_ptr_array_index (arguments, n) : NULL;
      gboolean is_text = g_str_equal (known->arguments[n], "text");

      if (value == NULL)
        return FALSE;
      if (value->type != NULL && !g_str_equal (value->type, known->arguments[n])
          && !(is_text && g_str_equal (value->type, "character varying")))
        return FALSE;
    }
  return n == arguments->len;
}

static RetortValue *
make_call (RetortScope *scope, const KnownFunction *known, const PgQuery__FuncCall *call, GPtrArray *arguments)
{
  g_autoptr(GString) text = g_string_new (NULL);
  RetortValue *value = NULL;

  for (guint i = 0; i < arguments->len; i++)
    retort_value_cast (scope, g_ptr_array_index (arguments, i), known->arguments[i]);
  if (call->funcformat == PG_QUERY__COERCION_FORM__COERCE_SQL_SYNTAX && arguments->len == 2)
    {
      g_autofree char *moment = retort_value_dup_child (g_ptr_array_index (arguments, 1), RETORT_SHAPE_COMPLEX, 0, TRUE);
      g_autofree char *zone = retort_value_dup_child (g_ptr_array_index (arguments, 0), RETORT_SHAPE_COMPLEX, 0, TRUE);

      g_string_append_printf (text, "(%s AT TIME ZONE %s)", moment, zone);
    }
  else
    {
      g_string_append_printf (text, "%s(", known->name);
      for (guint i = 0; i < arguments->len; i++)
        g_string_append_printf (text, "%s%s", i > 0 ? ", " : "", ((RetortValue *) g_ptr_array_index (arguments, i))->text);
      g_string_append_c (text, ')');
    }
  value = retort_value_new (text->str, known->result, RETORT_SHAPE_ATOM);
  value->is_call = TRUE;
  return value;
}

static RetortValue *
analyse_call (RetortScope *scope, const PgQuery__Node *node)
{
  const PgQuery__FuncCall *call = node->func_call;
  const char *name = retort_sql_names_get_last (call->n_funcname, call->funcname);
  g_autoptr(GPtrArray) arguments = g_ptr_array_new_with_free_func ((GDestroyNotify) retort_value_free);
  const char *schema = call->n_funcname > 1 ? retort_sql_names_get_last (call->n_funcname - 1, call->funcname) : NULL;

  if (call->agg_distinct || call->agg_star || call->func_variadic || call->over != NULL || call->agg_filter != NULL
      || (schema != NULL && !g_str_equal (schema, "pg_catalog") && !g_str_equal (schema, "public")))
    return unsure (scope);
  for (size_t i = 0; i < call->n_args; i++)
    g_ptr_array_add (arguments, retort_expression_analyse (scope, call->args[i]));
  for (guint i = 0; i < G_N_ELEMENTS (known_functions); i++)
    if (takes (&known_functions[i], name, arguments))
      return make_call (scope, &known_functions[i], call, arguments);
  return unsure (scope);
}

static RetortValue *
analyse_value_function (RetortScope *scope, const PgQuery__Node *node)
{
  static const struct
  {
    PgQuery__SQLValueFunctionOp op;
    const char                 *text;
    const char                 *type;
  } functions[] = {
    { PG_QUERY__SQLVALUE_FUNCTION_OP__SVFOP_CURRENT_TIMESTAMP, "CURRENT_TIMESTAMP", TIMESTAMPTZ },
    { PG_QUERY__SQLVALUE_FUNCTION_OP__SVFOP_CURRENT_DATE, "CURRENT_DATE", "date" },
    { PG_QUERY__SQLVALUE_FUNCTION_OP__SVFOP_LOCALTIMESTAMP, "LOCALTIMESTAMP", TIMESTAMP },
    { PG_QUERY__SQLVALUE_FUNCTION_OP__SVFOP_CURRENT_USER, "CURRENT_USER", "name" },
    { PG_QUERY__SQLVALUE_FUNCTION_OP__SVFOP_SESSION_USER, "SESSION_USER", "name" },
  };
  RetortValue *value = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (functions); i++)
    if (functions[i].op == node->sqlvalue_function->op)
      value = retort_value_new (functions[i].text, functions[i].type, RETORT_SHAPE_ATOM);
  if (value == NULL)
    return unsure (scope);
  value->is_call = TRUE;
  return value;
}

static RetortValue *
make_operation (RetortScope *scope, const char *name, RetortValue *left, RetortValue *right)
{
  g_autofree char *type = g_strdup (retort_operator_resolve (scope, name, left, right));
  char arithmetic = strlen (name) == 1 && strchr ("+-*/%", name[0]) != NULL ? name[0] : 0;
  g_autofree char *first = retort_value_dup_child (left, RETORT_SHAPE_OPERATOR, arithmetic, TRUE);
  g_autofree char *second = retort_value_dup_child (right, RETORT_SHAPE_OPERATOR, arithmetic, FALSE);
  g_autofree char *text = g_strdup_printf ("%s %s %s", first, name, second);
  RetortValue *value = retort_value_new (text, type, RETORT_SHAPE_OPERATOR);

  value->operator = arithmetic;
  return value;
}

/* x IN (a, b): the list becomes an array of the operand's type. */
static RetortValue *
analyse_in (RetortScope *scope, const PgQuery__AExpr *expression, gboolean is_negated)
{
  g_autoptr(RetortValue) operand = retort_expression_analyse (scope, expression->lexpr);
  const PgQuery__List *list = expression->rexpr->list;
  g_autoptr(GString) items = g_string_new (NULL);
  gboolean is_varchar = g_strcmp0 (operand->type, "character varying") == 0;
  g_autofree char *type = NULL;
  g_autofree char *first = NULL;
  g_autofree char *text = NULL;

  if (operand->type == NULL)
    return unsure (scope);
  type = g_strdup (operand->type);
  for (size_t i = 0; i < list->n_items; i++)
    {
      g_autoptr(RetortValue) item = retort_expression_analyse (scope, list->items[i]);

      if (list->n_items == 1)
        return make_operation (scope, is_negated ? "<>" : "=", operand, item);
      if (item->type == NULL)
        retort_value_settle (scope, item, type);
      else if (!g_str_equal (item->type, type) || item->is_null || list->items[i]->node_case != PG_QUERY__NODE__NODE_A_CONST)
        scope->is_sure = FALSE;
      g_string_append_printf (items, "%s%s", i > 0 ? ", " : "", item->text);
    }
  if (is_varchar)
    retort_value_cast (scope, operand, "text");
  first = retort_value_dup_child (operand, RETORT_SHAPE_COMPLEX, 0, TRUE);
  text = g_strdup_printf ("%s %s (ARRAY[%s]%s)", first, is_negated ? "<> ALL" : "= ANY", items->str,
                          is_varchar ? "::text[]" : "");
  return retort_value_new (text, "boolean", RETORT_SHAPE_COMPLEX);
}

static RetortValue *
join_conditions (RetortValue *left, RetortValue *right, RetortShape shape)
{
  g_autofree char *first = retort_value_dup_child (left, shape, 0, TRUE);
  g_autofree char *second = retort_value_dup_child (right, shape, 0, FALSE);
  g_autofree char *text = g_strdup_printf ("%s %s %s", first, shape == RETORT_SHAPE_AND ? "AND" : "OR", second);

  return retort_value_new (text, "boolean", shape);
}

static RetortValue *
analyse_between (RetortScope *scope, const PgQuery__AExpr *expression)
{
  const PgQuery__List *bounds = expression->rexpr->list;
  g_autoptr(RetortValue) operand = retort_expression_analyse (scope, expression->lexpr);
  g_autoptr(RetortValue) again = retort_expression_analyse (scope, expression->lexpr);
  g_autoptr(RetortValue) low = retort_expression_analyse (scope, bounds->items[0]);
  g_autoptr(RetortValue) high = retort_expression_analyse (scope, bounds->items[1]);
  g_autoptr(RetortValue) from = make_operation (scope, ">=", operand, low);
  g_autoptr(RetortValue) to = make_operation (scope, "<=", again, high);

  return join_conditions (from, to, RETORT_SHAPE_AND);
}

static RetortValue *
analyse_operation (RetortScope *scope, const PgQuery__Node *node)
{
  const PgQuery__AExpr *expression = node->a_expr;
  const char *name = retort_sql_names_get_last (expression->n_name, expression->name);
  g_autoptr(RetortValue) left = NULL;
  g_autoptr(RetortValue) right = NULL;

  if (expression->kind == PG_QUERY__A__EXPR__KIND__AEXPR_IN)
    return analyse_in (scope, expression, g_str_equal (name, "<>"));
  if (expression->kind == PG_QUERY__A__EXPR__KIND__AEXPR_BETWEEN)
    return analyse_between (scope, expression);
  if ((expression->kind != PG_QUERY__A__EXPR__KIND__AEXPR_OP && expression->kind != PG_QUERY__A__EXPR__KIND__AEXPR_LIKE
       && expression->kind != PG_QUERY__A__EXPR__KIND__AEXPR_ILIKE)
      || expression->lexpr == NULL || expression->rexpr == NULL || expression->n_name != 1)
    return unsure (scope);
  left = retort_expression_analyse (scope, expression->lexpr);
  right = retort_expression_analyse (scope, expression->rexpr);
  if (left->is_null || right->is_null)
    return unsure (scope);
  return make_operation (scope, name, left, right);
}

static RetortValue *
analyse_condition (RetortScope *scope, const PgQuery__Node *node)
{
  const PgQuery__BoolExpr *condition = node->bool_expr;
  RetortShape shape = condition->boolop == PG_QUERY__BOOL_EXPR_TYPE__AND_EXPR  ? RETORT_SHAPE_AND
                      : condition->boolop == PG_QUERY__BOOL_EXPR_TYPE__OR_EXPR ? RETORT_SHAPE_OR
                                                                               : RETORT_SHAPE_NOT;
  g_autoptr(GString) text = g_string_new (shape == RETORT_SHAPE_NOT ? "NOT " : NULL);

  for (size_t i = 0; i < condition->n_args; i++)
    {
      g_autoptr(RetortValue) part = retort_expression_analyse (scope, condition->args[i]);
      g_autofree char *child = NULL;

      if (g_strcmp0 (part->type, "boolean") != 0)
        scope->is_sure = FALSE;
      child = retort_value_dup_child (part, shape, 0, i == 0);
      if (i > 0)
        g_string_append (text, shape == RETORT_SHAPE_AND ? " AND " : " OR ");
      g_string_append (text, child);
    }
  return retort_value_new (text->str, "boolean", shape);
}

static RetortValue *
analyse_null_test (RetortScope *scope, const PgQuery__Node *node)
{
  g_autoptr(RetortValue) operand = retort_expression_analyse (scope, node->null_test->arg);
  gboolean is_null = node->null_test->nulltesttype == PG_QUERY__NULL_TEST_TYPE__IS_NULL;
  g_autofree char *child = NULL;
  g_autofree char *text = NULL;

  retort_value_settle (scope, operand, "text");
  child = retort_value_dup_child (operand, RETORT_SHAPE_COMPLEX, 0, TRUE);
  text = g_strdup_printf ("%s IS %s", child, is_null ? "NULL" : "NOT NULL");
  return retort_value_new (text, "boolean", RETORT_SHAPE_OPERATOR);
}

static RetortValue *
analyse_boolean_test (RetortScope *scope, const PgQuery__Node *node)
{
  static const char *const tests[] = { "", "IS TRUE", "IS NOT TRUE", "IS FALSE", "IS NOT FALSE", "IS UNKNOWN", "IS NOT UNKNOWN" };
  g_autoptr(RetortValue) operand = retort_expression_analyse (scope, node->boolean_test->arg);
  g_autofree char *child = retort_value_dup_child (operand, RETORT_SHAPE_COMPLEX, 0, TRUE);
  guint test = (guint) node->boolean_test->booltesttype;
  g_autofree char *text = g_strdup_printf ("%s %s", child, test < G_N_ELEMENTS (tests) ? tests[test] : "");

  return retort_value_new (text, "boolean", RETORT_SHAPE_OPERATOR);
}

static RetortValue *
analyse_coalesce (RetortScope *scope, const PgQuery__Node *node)
{
  const PgQuery__CoalesceExpr *coalesce = node->coalesce_expr;
  g_autoptr(GString) text = g_string_new ("COALESCE(");
  g_autofree char *type = NULL;
  RetortValue *value = NULL;

  for (size_t i = 0; i < coalesce->n_args; i++)
    {
      g_autoptr(RetortValue) part = retort_expression_analyse (scope, coalesce->args[i]);

      if (type == NULL && part->type == NULL)
        return unsure (scope);
      if (type == NULL)
        type = g_strdup (part->type);
      if (part->type != NULL && !g_str_equal (part->type, type))
        scope->is_sure = FALSE;
      retort_value_settle (scope, part, type);
      g_string_append_printf (text, "%s%s", i > 0 ? ", " : "", part->text);
    }
  g_string_append_c (text, ')');
  value = retort_value_new (text->str, type, RETORT_SHAPE_ATOM);
  value->is_call = TRUE;
  return value;
}

typedef struct
{
  PgQuery__Node__NodeCase node;
  RetortValue *(*analyse) (RetortScope *scope, const PgQuery__Node *node);
} Analyser;

static const Analyser analysers[] = {
  { PG_QUERY__NODE__NODE_A_CONST, analyse_constant },
  { PG_QUERY__NODE__NODE_COLUMN_REF, analyse_column },
  { PG_QUERY__NODE__NODE_TYPE_CAST, analyse_cast },
  { PG_QUERY__NODE__NODE_FUNC_CALL, analyse_call },
  { PG_QUERY__NODE__NODE_SQLVALUE_FUNCTION, analyse_value_function },
  { PG_QUERY__NODE__NODE_A_EXPR, analyse_operation },
  { PG_QUERY__NODE__NODE_BOOL_EXPR, analyse_condition },
  { PG_QUERY__NODE__NODE_NULL_TEST, analyse_null_test },
  { PG_QUERY__NODE__NODE_BOOLEAN_TEST, analyse_boolean_test },
  { PG_QUERY__NODE__NODE_COALESCE_EXPR, analyse_coalesce },
  { PG_QUERY__NODE__NODE_A_ARRAY_EXPR, analyse_bare_array },
};

/**
 * retort_expression_analyse: (skip)
 * @scope: where the expression stands
 * @node: the expression
 *
 * Returns: (transfer full): the expression in PostgreSQL's form; whether that is sure, the scope says
 */
RetortValue *
retort_expression_analyse (RetortScope *scope, const PgQuery__Node *node)
{
  for (guint i = 0; i < G_N_ELEMENTS (analysers); i++)
    if (analysers[i].node == node->node_case)
      return analysers[i].analyse (scope, node);
  return unsure (scope);
}

static RetortValue *
analyse_whole (RetortScope *scope, const PgQuery__Node *node, const char *type)
{
  RetortValue *value = retort_expression_analyse (scope, node);
  g_autofree char *base = type != NULL ? retort_type_dup_base (type) : NULL;

  retort_value_settle (scope, value, base != NULL ? base : "text");
  /* A cast to the wanted type is not shown, but keeps what it is over together. */
  if (base != NULL && value->shape != RETORT_SHAPE_ATOM && (!g_str_equal (base, type) || g_strcmp0 (value->type, base) != 0))
    {
      g_autofree char *bare = value->text;

      value->text = g_strdup_printf ("(%s)", bare);
    }
  if (!scope->is_sure)
    {
      g_free (value->text);
      value->text = retort_sql_expression_to_string (node);
    }
  return value;
}

/**
 * retort_expression_format: (skip)
 * @edit: the edit
 * @table: (nullable): whose columns it uses
 * @node: the expression
 * @type: (nullable): the type that it is wanted in
 * @is_as_written: (inout): set when it is not in PostgreSQL's form
 *
 * Returns: (transfer full): the text
 */
char *
retort_expression_format (RetortEdit *edit, const RetortTable *table, const PgQuery__Node *node,
                          const char *type, gboolean *is_as_written)
{
  RetortScope scope = { edit, table, TRUE };
  g_autoptr(RetortValue) value = analyse_whole (&scope, node, type);

  if (!scope.is_sure)
    *is_as_written = TRUE;
  return g_steal_pointer (&value->text);
}

/**
 * retort_expression_format_key: (skip)
 * @edit: the edit
 * @table: whose columns it uses
 * @node: an expression that an index or partition is made over
 * @type: (out) (optional) (nullable): its type, when known
 * @is_as_written: (inout): set when it is not in PostgreSQL's form
 *
 * Returns: (transfer full): the text, in parentheses unless it is a call
 */
char *
retort_expression_format_key (RetortEdit *edit, const RetortTable *table, const PgQuery__Node *node,
                              char **type, gboolean *is_as_written)
{
  RetortScope scope = { edit, table, TRUE };
  g_autoptr(RetortValue) value = analyse_whole (&scope, node, NULL);

  if (!scope.is_sure)
    *is_as_written = TRUE;
  if (type != NULL)
    *type = scope.is_sure ? g_strdup (value->type) : NULL;
  return value->is_call ? g_strdup (value->text) : g_strdup_printf ("(%s)", value->text);
}

/**
 * retort_expression_is_null: (skip)
 * @node: an expression
 *
 * Returns: whether it is a literal NULL, maybe cast
 */
gboolean
retort_expression_is_null (const PgQuery__Node *node)
{
  if (node->node_case == PG_QUERY__NODE__NODE_TYPE_CAST)
    return retort_expression_is_null (node->type_cast->arg);
  return node->node_case == PG_QUERY__NODE__NODE_A_CONST && node->a_const->isnull;
}

typedef struct
{
  const RetortTable *table;
  GPtrArray         *names;   /* utf8, borrowed from the table; in the order in which they appear */
  const char        *missing; /* nullable: a name that is no column */
} Listing;

static void
list_column (Listing *listing, const char *name)
{
  if (!g_ptr_array_find_with_equal_func (listing->names, name, g_str_equal, NULL))
    g_ptr_array_add (listing->names, (gpointer) name);
}

static void
list_column_cb (const ProtobufCMessage *message, gpointer user_data)
{
  Listing *listing = user_data;
  const PgQuery__ColumnRef *reference = (const PgQuery__ColumnRef *) message;
  const char *name = NULL;
  int place = -1;

  if (message->descriptor != &pg_query__column_ref__descriptor)
    return;
  name = retort_sql_names_get_last (reference->n_fields, reference->fields);
  if (name != NULL)
    place = retort_table_index_of_column (listing->table, name);
  if (place >= 0)
    list_column (listing, ((RetortColumn *) g_ptr_array_index (listing->table->columns, (guint) place))->name);
  else if (name == NULL || g_str_equal (name, listing->table->name))
    for (guint i = 0; i < listing->table->columns->len; i++)
      list_column (listing, ((RetortColumn *) g_ptr_array_index (listing->table->columns, i))->name);
  else if (reference->n_fields == 1)
    listing->missing = name;
}

/**
 * retort_expression_list_columns: (skip)
 * @table: a table
 * @node: an expression
 *
 * Returns: (transfer full): the columns of @table that it uses, in the order in which they appear; all of
 *   them where it uses a whole row
 */
GStrv
retort_expression_list_columns (const RetortTable *table, const PgQuery__Node *node)
{
  g_autoptr(GPtrArray) names = g_ptr_array_new ();
  Listing listing = { table, names, NULL };

  retort_sql_walk ((const ProtobufCMessage *) node, list_column_cb, &listing);
  g_ptr_array_add (names, NULL);
  return g_strdupv ((char **) names->pdata);
}

static void
find_query_cb (const ProtobufCMessage *message, gpointer user_data)
{
  if (message->descriptor == &pg_query__select_stmt__descriptor)
    *(gboolean *) user_data = TRUE;
}

/**
 * retort_expression_check_columns: (skip)
 * @edit: the edit
 * @table: a table
 * @node: an expression over its columns
 *
 * Returns: %FALSE when it names a column that the table does not have, which is a failure
 */
gboolean
retort_expression_check_columns (RetortEdit *edit, const RetortTable *table, const PgQuery__Node *node)
{
  static const char *const system_columns[] = { "ctid", "tableoid", "xmin", "xmax", "cmin", "cmax", NULL };
  g_autoptr(GPtrArray) names = g_ptr_array_new ();
  Listing listing = { table, names, NULL };
  gboolean has_query = FALSE;

  retort_sql_walk ((const ProtobufCMessage *) node, find_query_cb, &has_query);
  retort_sql_walk ((const ProtobufCMessage *) node, list_column_cb, &listing);
  if (listing.missing == NULL || has_query || g_strv_contains (system_columns, listing.missing))
    return TRUE;
  return retort_edit_fail (edit, "column \"%s\" does not exist", listing.missing);
}
