/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What an expression is and how it is written: SQLCompiler of sqlalchemy/sql/compiler.py. */
#include "formats/alembic/clause.h"

#include "formats/alembic/core/comparator.h"
#include "formats/alembic/core/derived.h"
#include "formats/alembic/core/scope.h"
#include "formats/alembic/core/select.h"
#include "formats/alembic/literal.h"
#include "formats/alembic/parameters.h"
#include "formats/alembic/quoting.h"
#include "formats/alembic/text.h"
#include "python/moment.h"
#include "python/object.h"
#include "python/uuid.h"

#include <string.h>

const RetortClauseContext retort_clause_in_ddl = { .with_table = FALSE, .unbound_is_null = TRUE };
const RetortClauseContext retort_clause_in_dml = { .with_table = TRUE, .unbound_is_null = FALSE };

static RetortPyValue *get_attribute (RetortPyEvaluation *evaluation, RetortPyValue *self, const char *name);
static guint hash (const RetortPyValue *self);
static int is_same (const RetortPyValue *left, const RetortPyValue *right);

static const RetortPyForeignClass clause_class = {
  .name = "expression",
  .is_inert = TRUE,
  .get_attribute = get_attribute,
  .binary = retort_clause_binary,
  .unary = retort_clause_unary,
  .get_item = retort_comparator_get_item,
  .hash = hash,
  .equal = is_same,
};

/* As a key a column is itself: the truth of "a == b" is whether both are the same object (BinaryExpression.__bool__). */
static guint
hash (const RetortPyValue *self)
{
  return g_direct_hash (retort_py_value_get_foreign_data (self));
}

static int
is_same (const RetortPyValue *left, const RetortPyValue *right)
{
  return retort_value_is_of (left, &clause_class) && retort_value_is_of (right, &clause_class)
         && retort_py_value_get_foreign_data (left) == retort_py_value_get_foreign_data (right);
}

static RetortPyValue *
get_attribute (RetortPyEvaluation *evaluation, RetortPyValue *self, const char *name)
{
  static const RetortMembers of_exists = { retort_exists_functions, NULL };
  static const RetortMembers of_functions = { retort_derived_clause_functions, NULL };
  const RetortClause *clause = retort_py_value_get_foreign_data (self);
  RetortPyValue *value = clause->kind == RETORT_CLAUSE_EXISTS ? retort_members_get (evaluation, &of_exists, self, name) : NULL;

  if (value == NULL)
    value = retort_members_get (evaluation, &retort_clause_members, self, name);
  if (value == NULL && clause->kind == RETORT_CLAUSE_FUNCTION)
    value = retort_members_get (evaluation, &of_functions, self, name);
  return value != NULL || clause->kind == RETORT_CLAUSE_TEXT ? value
                                                             : retort_members_get (evaluation, &retort_comparator_members, self, name);
}

/**
 * retort_clause_new:
 * @evaluation: the evaluation
 * @kind: its kind
 * @type: the type of its value
 *
 * Returns: an expression without anything else
 */
RetortClause *
retort_clause_new (RetortPyEvaluation *evaluation, RetortClauseKind kind, const RetortType *type)
{
  RetortClause *self = retort_py_allocate (evaluation, sizeof *self);

  memset (self, 0, sizeof *self);
  self->kind = kind;
  self->type = type;
  self->name = self->table = self->schema = retort_name_of (NULL);
  return self;
}

/**
 * retort_clause_new_text:
 * @evaluation: the evaluation
 * @kind: TEXT or VERBATIM
 * @text: SQL
 *
 * Returns: an expression that is text
 */
RetortClause *
retort_clause_new_text (RetortPyEvaluation *evaluation, RetortClauseKind kind, const char *text)
{
  RetortClause *self = retort_clause_new (evaluation, kind, retort_type_null ());

  self->text = text;
  return self;
}

/**
 * retort_clause_new_operands:
 * @evaluation: the evaluation
 * @kind: its kind
 * @type: the type of its value
 * @operands: what it consists of
 * @n_operands: how many
 *
 * Returns: an expression over others
 */
RetortClause *
retort_clause_new_operands (RetortPyEvaluation *evaluation, RetortClauseKind kind, const RetortType *type,
                            RetortClause *const *operands, guint n_operands)
{
  RetortClause *self = retort_clause_new (evaluation, kind, type);

  self->operands = retort_py_allocate (evaluation, (n_operands + 1) * sizeof *self->operands);
  memcpy (self->operands, operands, n_operands * sizeof *operands);
  self->n_operands = n_operands;
  return self;
}

/**
 * retort_clause_to_value:
 * @evaluation: the evaluation
 * @clause: an expression
 *
 * Returns: it as a value
 */
RetortPyValue *
retort_clause_to_value (RetortPyEvaluation *evaluation, RetortClause *clause)
{
  return retort_py_new_foreign (evaluation, &clause_class, clause, NULL);
}

/**
 * retort_value_is_clause:
 * @value: (nullable): a value
 *
 * Returns: whether it is an expression
 */
gboolean
retort_value_is_clause (const RetortPyValue *value)
{
  return retort_value_is_of (value, &clause_class);
}

/**
 * retort_clause_peek:
 * @value: (nullable): a value
 *
 * Returns: (nullable): the expression that it is; %NULL when it is none
 */
RetortClause *
retort_clause_peek (const RetortPyValue *value)
{
  return retort_value_get_data (value, &clause_class);
}

static gboolean
is_plain (const RetortPyValue *value)
{
  return retort_py_value_is (value, RETORT_PY_BOOL) || retort_py_value_is (value, RETORT_PY_INT)
         || retort_py_value_is (value, RETORT_PY_FLOAT) || retort_py_value_is (value, RETORT_PY_STR)
         || retort_py_value_get_moment (value) != NULL || retort_py_value_get_uuid (value) != NULL
         || (retort_py_value_is_live (value) && !retort_py_value_is_live_object (value)) || retort_type_of_value (value)->row->family != RETORT_FAMILY_NULL;
}

/* May a value that is none by itself stand for one of that type? */
static gboolean
is_plain_for (const RetortPyValue *value, const RetortType *type)
{
  return type->row->family == RETORT_FAMILY_ARRAY || type->binds_values
         || (type->row->family == RETORT_FAMILY_JSON
             && (retort_py_value_is (value, RETORT_PY_DICT) || retort_py_value_is (value, RETORT_PY_LIST)))
         || (type->row->family == RETORT_FAMILY_ENUM && retort_py_member_get_name (value) != NULL);
}

/**
 * retort_clause_from_value:
 * @call: the call that the value belongs to
 * @what: what it is for
 * @value: (nullable): an expression, or a plain value
 * @hint: (nullable): the type of what it is compared with or assigned to
 *
 * Returns: (nullable): the expression; %NULL with a problem when it is neither
 */
RetortClause *
retort_clause_from_value (RetortCall *call, const char *what, RetortPyValue *value, const RetortType *hint)
{
  RetortClause *clause = retort_value_get_data (value, &clause_class);

  if (clause != NULL)
    return clause;
  if (retort_value_is_select (value))
    return retort_select_to_clause (call, value);
  if (value == NULL)
    {
      retort_call_gap (call, "%s of %s() is not known", what, call->function->name);
      return NULL;
    }
  if (retort_py_value_is (value, RETORT_PY_NONE))
    return retort_clause_new_text (call->evaluation, RETORT_CLAUSE_VERBATIM, "NULL");
  if (!is_plain (value) && (hint == NULL || !is_plain_for (value, hint)))
    {
      retort_call_gap_value (call, what, value);
      return NULL;
    }
  clause = retort_clause_new (call->evaluation, RETORT_CLAUSE_VALUE,
                              hint != NULL && hint->row->family != RETORT_FAMILY_NULL ? hint : retort_type_of_value (value));
  clause->value = value;
  return clause;
}

/**
 * retort_clause_from_sql:
 * @call: the call that the value belongs to
 * @what: what it is for
 * @value: (nullable): an expression, or SQL as a str
 *
 * Returns: (nullable): the expression; %NULL for None, and (with a problem) for anything else
 */
RetortClause *
retort_clause_from_sql (RetortCall *call, const char *what, RetortPyValue *value)
{
  RetortClause *clause = retort_value_get_data (value, &clause_class);
  const char *text;

  if (clause != NULL || retort_value_is_none (value))
    return clause;
  text = retort_value_get_text (call, what, value);
  return text != NULL ? retort_clause_new_text (call->evaluation, RETORT_CLAUSE_TEXT, text) : NULL;
}

/* --- Writing --- */

/* What is carried through one writing. */
typedef struct
{
  RetortCall         *call;
  GString            *out;
  RetortClauseContext context;
  const RetortClause *text; /* whose parameters are being written */
} ClauseWriter;

static gboolean write_clause (ClauseWriter *self, const RetortClause *clause);

static gboolean
write_unbound (ClauseWriter *self, const char *name)
{
  if (!self->context.unbound_is_null)
    {
      retort_call_refuse (self->call, "a value is required for bind parameter '%s'", name);
      return FALSE;
    }
  g_string_append (self->out, "NULL");
  return TRUE;
}

/* (nullable): what execute() was given for it. */
static RetortPyValue *
find_parameter (const ClauseWriter *self, const char *name)
{
  RetortPyValue *set = self->call->parameters;

  if (set == NULL || retort_py_value_is_live (set))
    return set;
  return retort_py_value_lookup (set, name);
}

/* @bind (nullable) is what the statement says of the parameter. */
static gboolean
write_parameter (ClauseWriter *self, const char *name, const RetortClause *bind)
{
  RetortPyValue *value = find_parameter (self, name);
  RetortClause *clause = value != NULL ? retort_parameter_to_clause (self->call, value, bind) : NULL;

  if (value != NULL)
    return clause != NULL && write_clause (self, clause);
  return bind != NULL && bind->kind != RETORT_CLAUSE_UNBOUND ? write_clause (self, bind) : write_unbound (self, name);
}

static gboolean
write_text_bind (GString *out, const char *name, gpointer user_data)
{
  ClauseWriter *self = user_data;

  for (guint i = 0; i < self->text->n_binds; i++)
    if (g_str_equal (self->text->bind_names[i], name))
      return write_parameter (self, name, self->text->bind_values[i]);
  if (strchr (name, '$') != NULL)
    {
      retort_call_gap (self->call, "the parameter ':%s' in a text is not understood", name);
      return FALSE;
    }
  return write_parameter (self, name, NULL);
}

static gboolean
write_text (ClauseWriter *self, const RetortClause *clause)
{
  ClauseWriter inner = { self->call, self->out, self->context, clause };

  return retort_text_render (self->out, clause->text, write_text_bind, &inner);
}

static gboolean
write_column (ClauseWriter *self, const RetortClause *clause)
{
  if (self->context.with_table && clause->from != NULL && clause->from->kind != RETORT_FROM_TABLE)
    {
      retort_scope_append_name (self->context.scope, self->out, clause->from);
      if (clause->name.text == NULL)
        return TRUE; /* a function's rows, as one column */
      g_string_append_c (self->out, '.');
    }
  else if (self->context.with_table && clause->table.text != NULL)
    {
      retort_name_append_schema (self->out, clause->schema);
      retort_name_append (self->out, clause->table);
      g_string_append_c (self->out, '.');
    }
  retort_name_append (self->out, clause->name);
  return TRUE;
}

static gboolean
write_operands (ClauseWriter *self, const RetortClause *clause, const char *separator)
{
  for (guint i = 0; i < clause->n_operands; i++)
    {
      if (i > 0)
        g_string_append (self->out, separator);
      if (!write_clause (self, clause->operands[i]))
        return FALSE;
    }
  return TRUE;
}

static gboolean
write_enclosed (ClauseWriter *self, const RetortClause *clause, const char *before, const char *after)
{
  g_string_append (self->out, before);
  if (!write_operands (self, clause, ", "))
    return FALSE;
  g_string_append (self->out, after);
  return TRUE;
}

/* PGCompiler.visit_substring_func */
static gboolean
write_substring (ClauseWriter *self, const RetortClause *clause)
{
  static const char *const words[] = { "SUBSTRING(", " FROM ", " FOR " };

  if (clause->n_operands < 2)
    retort_call_refuse (self->call, "func.substring() needs two arguments");
  for (guint i = 0; i < MIN (clause->n_operands, G_N_ELEMENTS (words)); i++)
    {
      g_string_append (self->out, words[i]);
      if (!write_clause (self, clause->operands[i]))
        return FALSE;
    }
  g_string_append_c (self->out, ')');
  return self->call->problem == NULL;
}

static gboolean
write_function (ClauseWriter *self, const RetortClause *clause)
{
  const char *dot = strrchr (clause->text, '.');

  if (g_ascii_strcasecmp (dot != NULL ? dot + 1 : clause->text, "substring") == 0)
    return write_substring (self, clause);
  g_string_append (self->out, clause->name.text != NULL ? clause->name.text : clause->text);
  /* CURRENT_TIMESTAMP and its like are written without parentheses. */
  if (clause->is_bare && clause->n_operands == 0)
    return TRUE;
  return write_enclosed (self, clause, "(", ")");
}

static gboolean
write_cast_end (ClauseWriter *self, const RetortClause *clause)
{
  g_string_append (self->out, " AS ");
  retort_type_append (self->out, clause->type, retort_name_of (NULL));
  g_string_append_c (self->out, ')');
  return TRUE;
}

static gboolean
write_binary (ClauseWriter *self, const RetortClause *clause)
{
  gboolean is_enclosed = g_str_equal (clause->operator->token, "not in")
                         || (clause->operator->is_eager && self->context.is_operand);
  /* Python's "//" of what are not two integers. */
  gboolean is_floored = g_str_equal (clause->operator->token, "//")
                        && (clause->operands[0]->type->row->family != RETORT_FAMILY_INTEGER
                            || clause->operands[1]->type->row->family != RETORT_FAMILY_INTEGER);
  gboolean is_junction = g_str_equal (clause->operator->token, "and") || g_str_equal (clause->operator->token, "or");
  ClauseWriter inner = *self;

  if (g_str_equal (clause->operator->token, "->") && !g_str_equal (clause->operands[0]->type->row->name, "JSON"))
    {
      /* "->" or a subscript of JSONB, as the server's version decides. */
      retort_call_gap (self->call, "an element of a JSON column without 'astext' is not understood");
      return FALSE;
    }
  inner.context.is_operand = inner.context.is_operand || !is_junction;
  if (!retort_clause_check_casts (self->call, clause))
    return FALSE;
  if (clause->is_cast)
    g_string_append (self->out, "CAST(");
  if (is_enclosed || is_floored)
    g_string_append (self->out, is_floored ? "FLOOR(" : "(");
  if (!write_operands (&inner, clause, clause->operator->sql))
    return FALSE;
  if (clause->text != NULL)
    {
      g_string_append (self->out, " ESCAPE ");
      retort_alembic_append_literal (self->out, clause->text);
    }
  if (is_enclosed || is_floored)
    g_string_append_c (self->out, ')');
  return !clause->is_cast || write_cast_end (self, clause);
}

static gboolean
write_between (ClauseWriter *self, const RetortClause *clause)
{
  if (!retort_clause_check_casts (self->call, clause) || !write_clause (self, clause->operands[0]))
    return FALSE;
  g_string_append (self->out, clause->operator->sql);
  if (!write_clause (self, clause->operands[1]))
    return FALSE;
  g_string_append (self->out, " AND ");
  return write_clause (self, clause->operands[2]);
}

static gboolean
write_cast (ClauseWriter *self, const RetortClause *clause)
{
  g_string_append (self->out, "CAST(");
  return write_clause (self, clause->operands[0]) && write_cast_end (self, clause);
}

static gboolean
write_case (ClauseWriter *self, const RetortClause *clause)
{
  g_string_append (self->out, "CASE");
  if (clause->subject != NULL)
    {
      g_string_append_c (self->out, ' ');
      if (!write_clause (self, clause->subject))
        return FALSE;
    }
  for (guint i = 0; i + 1 < clause->n_operands; i += 2)
    {
      g_string_append (self->out, " WHEN ");
      if (!write_clause (self, clause->operands[i]))
        return FALSE;
      g_string_append (self->out, " THEN ");
      if (!write_clause (self, clause->operands[i + 1]))
        return FALSE;
    }
  if (clause->n_operands % 2 == 1)
    {
      g_string_append (self->out, " ELSE ");
      if (!write_clause (self, clause->operands[clause->n_operands - 1]))
        return FALSE;
    }
  g_string_append (self->out, " END");
  return TRUE;
}

static gboolean
write_extract (ClauseWriter *self, const RetortClause *clause)
{
  g_string_append_printf (self->out, "EXTRACT(%s FROM ", clause->text);
  if (!write_clause (self, clause->operands[0]))
    return FALSE;
  g_string_append_c (self->out, ')');
  return TRUE;
}

static gboolean
write_unary (ClauseWriter *self, const RetortClause *clause)
{
  g_string_append (self->out, clause->operator->sql);
  return retort_clause_check_casts (self->call, clause) && write_clause (self, clause->operands[0]);
}

static gboolean
write_order (ClauseWriter *self, const RetortClause *clause)
{
  if (!write_clause (self, clause->operands[0]))
    return FALSE;
  g_string_append (self->out, clause->text);
  return TRUE;
}

static gboolean
write_verbatim (ClauseWriter *self, const RetortClause *clause)
{
  g_string_append (self->out, clause->text);
  return TRUE;
}

static gboolean
write_value (ClauseWriter *self, const RetortClause *clause)
{
  /* DDL has no parameters, so that no driver names the type of a value. */
  const RetortType *type = self->context.unbound_is_null && clause->type->row->family == RETORT_FAMILY_NULL
                             ? retort_type_of_literal (clause->value) : clause->type;

  return retort_literal_append (self->call, self->out, clause->value, type);
}

static gboolean
write_unbound_clause (ClauseWriter *self, const RetortClause *clause)
{
  return write_parameter (self, clause->text, clause);
}

static gboolean
write_parentheses (ClauseWriter *self, const RetortClause *clause)
{
  return write_enclosed (self, clause, "(", ")");
}

static gboolean
write_array (ClauseWriter *self, const RetortClause *clause)
{
  return write_enclosed (self, clause, "ARRAY[", "]");
}

static gboolean
write_label (ClauseWriter *self, const RetortClause *clause)
{
  return write_clause (self, clause->operands[0]);
}

static gboolean
write_select (ClauseWriter *self, const RetortClause *clause)
{
  g_string_append (self->out, clause->kind == RETORT_CLAUSE_EXISTS ? "EXISTS (" : "(");
  if (!retort_select_append (self->call, self->out, clause->statement, self->context.scope, FALSE))
    return FALSE;
  g_string_append_c (self->out, ')');
  return TRUE;
}

static gboolean
write_sequence (ClauseWriter *self, const RetortClause *clause)
{
  return write_operands (self, clause, ", ");
}

static gboolean
write_over (ClauseWriter *self, const RetortClause *clause)
{
  const RetortClause *partition = clause->operands[1];
  const RetortClause *order = clause->operands[2];

  if (!write_clause (self, clause->operands[0]))
    return FALSE;
  g_string_append (self->out, " OVER (");
  if (partition->n_operands > 0)
    {
      g_string_append (self->out, "PARTITION BY ");
      if (!write_clause (self, partition))
        return FALSE;
    }
  if (order->n_operands > 0)
    {
      g_string_append (self->out, partition->n_operands > 0 ? " ORDER BY " : "ORDER BY ");
      if (!write_clause (self, order))
        return FALSE;
    }
  if (clause->text != NULL)
    g_string_append_printf (self->out, "%s%s", partition->n_operands + order->n_operands > 0 ? " " : "", clause->text);
  g_string_append_c (self->out, ')');
  return TRUE;
}

static gboolean
write_filter (ClauseWriter *self, const RetortClause *clause)
{
  if (!write_clause (self, clause->operands[0]))
    return FALSE;
  g_string_append (self->out, " FILTER (WHERE ");
  if (!write_clause (self, clause->operands[1]))
    return FALSE;
  g_string_append_c (self->out, ')');
  return TRUE;
}

/* The first operand, and behind @before the others. */
static gboolean
write_before_order (ClauseWriter *self, const RetortClause *clause, const char *before)
{
  for (guint i = 0; i < clause->n_operands; i++)
    {
      g_string_append (self->out, i == 0 ? "" : i == 1 ? before : ", ");
      if (!write_clause (self, clause->operands[i]))
        return FALSE;
    }
  return TRUE;
}

static gboolean
write_sorted (ClauseWriter *self, const RetortClause *clause)
{
  return write_before_order (self, clause, " ORDER BY ");
}

static gboolean
write_within (ClauseWriter *self, const RetortClause *clause)
{
  if (!write_before_order (self, clause, " WITHIN GROUP (ORDER BY "))
    return FALSE;
  g_string_append_c (self->out, ')');
  return TRUE;
}

static gboolean (*const writers[]) (ClauseWriter *self, const RetortClause *clause) = {
  [RETORT_CLAUSE_TEXT] = write_text,
  [RETORT_CLAUSE_VERBATIM] = write_verbatim,
  [RETORT_CLAUSE_COLUMN] = write_column,
  [RETORT_CLAUSE_VALUE] = write_value,
  [RETORT_CLAUSE_UNBOUND] = write_unbound_clause,
  [RETORT_CLAUSE_FUNCTION] = write_function,
  [RETORT_CLAUSE_UNARY] = write_unary,
  [RETORT_CLAUSE_BINARY] = write_binary,
  [RETORT_CLAUSE_BETWEEN] = write_between,
  [RETORT_CLAUSE_LIST] = write_parentheses,
  [RETORT_CLAUSE_GROUP] = write_parentheses,
  [RETORT_CLAUSE_CAST] = write_cast,
  [RETORT_CLAUSE_CASE] = write_case,
  [RETORT_CLAUSE_EXTRACT] = write_extract,
  [RETORT_CLAUSE_ARRAY] = write_array,
  [RETORT_CLAUSE_ORDER] = write_order,
  [RETORT_CLAUSE_LABEL] = write_label,
  [RETORT_CLAUSE_SELECT] = write_select,
  [RETORT_CLAUSE_EXISTS] = write_select,
  [RETORT_CLAUSE_OVER] = write_over,
  [RETORT_CLAUSE_FILTER] = write_filter,
  [RETORT_CLAUSE_SEQUENCE] = write_sequence,
  [RETORT_CLAUSE_COERCED] = write_sequence,
  [RETORT_CLAUSE_SORTED] = write_sorted,
  [RETORT_CLAUSE_WITHIN] = write_within,
};

static gboolean
write_clause (ClauseWriter *self, const RetortClause *clause)
{
  gboolean has_name = clause->bind_names != NULL && clause->kind != RETORT_CLAUSE_TEXT && clause->bind_names[0] != NULL;

  if (has_name && find_parameter (self, clause->bind_names[0]) != NULL)
    return write_parameter (self, clause->bind_names[0], clause);
  return writers[clause->kind] (self, clause);
}

/**
 * retort_clause_append:
 * @call: the call that writes it
 * @out: where to append
 * @clause: an expression
 * @context: where it stands
 *
 * Appends the expression as SQL.
 *
 * Returns: whether it is understood; a problem of @call when not
 */
gboolean
retort_clause_append (RetortCall *call, GString *out, const RetortClause *clause, RetortClauseContext context)
{
  ClauseWriter writer = { call, out, context, NULL };

  return write_clause (&writer, clause);
}
