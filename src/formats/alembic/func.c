/* SPDX-License-Identifier: GPL-3.0-or-later */
/* func.NAME() and the classes behind it: sqlalchemy/sql/functions.py. */
#include "formats/alembic/expressions.h"

#include "formats/alembic/quoting.h"

#include <string.h>

/* Functions that SQLAlchemy writes without parentheses. */
static const char *const bare_functions[] = {
  "current_date", "current_time", "current_timestamp", "current_user", "localtime", "localtimestamp", "session_user", "user",
};

/* Names behind which SQLAlchemy has something other than a plain function. */
static const char *const special_functions[] = {
  "cast", "extract", "next_value", "aggregate_strings", "grouping_sets", "rollup", "cube", "sysdate",
};

/* Functions whose first argument of several is a REGCONFIG (sqlalchemy/dialects/postgresql/ext.py). */
static const char *const configured_functions[] = {
  "to_tsvector", "to_tsquery", "plainto_tsquery", "phraseto_tsquery", "websearch_to_tsquery", "ts_headline",
};

static gboolean
is_among (const char *const *names, gsize n_names, const char *name)
{
  for (gsize i = 0; i < n_names; i++)
    if (g_ascii_strcasecmp (names[i], name) == 0)
      return TRUE;
  return FALSE;
}

/* Functions that have a class of their own in sqlalchemy/sql/functions.py, and with it a type; NULL: that of what they are given. */
static const struct
{
  const char *name;
  const char *type;
} typed_functions[] = {
  { "max", NULL },
  { "min", NULL },
  { "sum", NULL },
  { "coalesce", NULL },
  { "concat", "String" },
  { "current_user", "String" },
  { "session_user", "String" },
  { "user", "String" },
  { "count", "Integer" },
  { "char_length", "Integer" },
  { "rank", "Integer" },
  { "dense_rank", "Integer" },
  { "now", "DateTime" },
  { "current_timestamp", "DateTime" },
  { "localtime", "DateTime" },
  { "localtimestamp", "DateTime" },
  { "current_date", "Date" },
  { "current_time", "Time" },
};

/* Functions with a class of their own whose type is not followed here. */
static const char *const untyped_functions[] = { "random", "array_agg", "mode", "percentile_cont", "percentile_disc", "percent_rank", "cume_dist" };

static void
set_function_type (RetortClause *clause, const char *path)
{
  clause->is_open = clause->has_class = is_among (untyped_functions, G_N_ELEMENTS (untyped_functions), path);
  for (guint i = 0; i < G_N_ELEMENTS (typed_functions); i++)
    {
      if (g_ascii_strcasecmp (typed_functions[i].name, path) != 0)
        continue;
      clause->has_class = TRUE;
      if (typed_functions[i].type != NULL)
        clause->type = retort_type_named (typed_functions[i].type);
      for (guint j = clause->n_operands; typed_functions[i].type == NULL && j > 0; j--)
        if (clause->operands[j - 1]->type->row->family != RETORT_FAMILY_NULL)
          clause->type = clause->operands[j - 1]->type;
    }
}

static RetortPyValue *func_get_attribute (RetortPyEvaluation *evaluation, RetortPyValue *self, const char *name);
static RetortPyValue *func_call (RetortPyEvaluation *evaluation, RetortPyValue *self, const RetortPyArguments *arguments);

/* func, func.name, func.package.name; data: the path joined by dots, "" for func itself. */
static const RetortPyForeignClass func_class = {
  .name = "func",
  .get_attribute = func_get_attribute,
  .call = func_call,
};

static RetortPyValue *
func_get_attribute (RetortPyEvaluation *evaluation, RetortPyValue *self, const char *name)
{
  const char *path = retort_py_value_get_foreign_data (self);
  gsize length = strlen (name);
  g_autofree char *plain = NULL;
  g_autofree char *longer = NULL;

  if (g_str_has_prefix (name, "__"))
    return NULL;
  /* func.not_ stands for "not", so that reserved words of Python can be called. */
  plain = g_strndup (name, length > 1 && name[length - 1] == '_' ? length - 1 : length);
  longer = path[0] != '\0' ? g_strjoin (".", path, plain, NULL) : g_strdup (plain);
  return retort_py_new_foreign (evaluation, &func_class, retort_py_strdup (evaluation, longer), NULL);
}

static void
append_function_name (GString *out, const char *path)
{
  g_auto(GStrv) parts = g_strsplit (path, ".", -1);

  for (guint i = 0; parts[i] != NULL; i++)
    {
      /* Capitals do not matter here: a function's name is quoted only for characters that no name may hold. */
      g_autofree char *lower = g_ascii_strdown (parts[i], -1);
      gboolean is_legal = TRUE;

      for (const char *p = lower; *p != '\0'; p++)
        is_legal = is_legal && (g_ascii_isalnum (*p) || *p == '_' || *p == '$');
      if (i > 0)
        g_string_append_c (out, '.');
      if (is_legal)
        g_string_append (out, parts[i]);
      else
        retort_alembic_append_quoted (out, parts[i]);
    }
}

typedef struct
{
  RetortFunction function;
  const char    *path;
} FuncCall;

static RetortPyValue *
make_func (RetortCall *call)
{
  const char *path = ((const FuncCall *) call->function)->path;
  RetortPyValue *written = retort_call_get (call, "type_");
  const RetortType *type = retort_value_is_none (written) ? NULL : retort_type_from_value (call, "type_", written);
  g_autofree RetortClause **operands = g_new0 (RetortClause *, call->n_rest + 1);
  g_autoptr(GString) name = g_string_new (NULL);
  g_autofree char *upper = g_ascii_strup (path, -1);
  RetortClause *clause;

  if (call->n_rest > 1 && is_among (configured_functions, G_N_ELEMENTS (configured_functions), path)
      && retort_py_value_get_string (call->rest[0]) != NULL)
    retort_call_gap (call, "the configuration of %s() is a parameter of a type that is not written", path);
  if (path[0] == '\0' || is_among (special_functions, G_N_ELEMENTS (special_functions), path))
    retort_call_gap (call, "the function '%s' is not understood", path);
  for (guint i = 0; i < call->n_rest; i++)
    operands[i] = retort_clause_from_value (call, "an argument", call->rest[i], NULL);
  if (call->problem != NULL)
    return NULL;
  append_function_name (name, path);
  /* count() alone counts rows. */
  if (call->n_rest == 0 && g_str_equal (path, "count"))
    operands[0] = retort_clause_new_text (call->evaluation, RETORT_CLAUSE_VERBATIM, "*");
  clause = retort_clause_new_operands (call->evaluation, RETORT_CLAUSE_FUNCTION, retort_type_null (), operands,
                                       operands[0] != NULL ? MAX (call->n_rest, 1) : 0);
  set_function_type (clause, path);
  if (type != NULL)
    clause->type = type;
  clause->is_bare = is_among (bare_functions, G_N_ELEMENTS (bare_functions), path);
  clause->text = retort_py_strdup (call->evaluation, clause->is_bare ? upper : name->str);
  return call->problem == NULL ? retort_clause_to_value (call->evaluation, clause) : NULL;
}

/* func.cast() is cast(). */
static const RetortFunction *
find_cast (void)
{
  const RetortFunction *function = retort_expression_functions;

  while (!g_str_equal (function->name, "cast"))
    function++;
  return function;
}

static RetortPyValue *
func_call (RetortPyEvaluation *evaluation, RetortPyValue *self, const RetortPyArguments *arguments)
{
  const char *path = retort_py_value_get_foreign_data (self);
  FuncCall call = { { path, "*clauses, type_=None", make_func, FALSE }, path };

  if (g_str_equal (path, "cast"))
    return retort_call_run (evaluation, find_cast (), NULL, arguments);
  return retort_call_run (evaluation, &call.function, NULL, arguments);
}

/**
 * retort_expression_get_function_class:
 * @evaluation: the evaluation
 * @name: a name of sqlalchemy.sql.functions
 *
 * Returns: (nullable): the function that has a class of this name, which makes what func.NAME makes
 */
RetortPyValue *
retort_expression_get_function_class (RetortPyEvaluation *evaluation, const char *name)
{
  gboolean is_class = FALSE;

  for (guint i = 0; i < G_N_ELEMENTS (typed_functions); i++)
    is_class = is_class || g_str_equal (typed_functions[i].name, name);
  for (guint i = 0; i < G_N_ELEMENTS (untyped_functions); i++)
    is_class = is_class || g_str_equal (untyped_functions[i], name);
  return is_class ? retort_py_new_foreign (evaluation, &func_class, (gpointer) retort_py_strdup (evaluation, name), NULL) : NULL;
}

/**
 * retort_expression_get_func:
 * @evaluation: the evaluation
 *
 * Returns: sqlalchemy.func
 */
RetortPyValue *
retort_expression_get_func (RetortPyEvaluation *evaluation)
{
  return retort_py_new_foreign (evaluation, &func_class, (gpointer) "", NULL);
}
