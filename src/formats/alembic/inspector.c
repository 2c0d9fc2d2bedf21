/* SPDX-License-Identifier: GPL-3.0-or-later */
/* sqlalchemy.inspect() of the connection. In a run the catalogue is asked, and each answer is kept as an Inspector keeps it: it says what was
 * true when it was first asked, until clear_cache(). Answers are those of SQLAlchemy 2.0 (dialects/postgresql/base.py); what differs in 1.4
 * or is an object of SQLAlchemy (types, texts of checks) is not determined. */
#include "formats/alembic/ops.h"

#include "formats/alembic/answers.h"
#include "formats/alembic/compiler.h"
#include "sql/quote.h"

#include <string.h>

/* Stands in the answers of the queries below for what is not determined. */
#define UNSAID "'<not determined>'"
static const char unsaid[] = "<not determined>";

/* @: a condition on pg_class c and pg_namespace n, or on pg_type t; $: the schema that was named. */
#define OF_RELATION " FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace WHERE @"
#define TABLE_LIKE "'r', 'p', 'f', 'v', 'm'"
#define ORDERED_NAMES(column, keys) \
  "(SELECT coalesce(json_agg(a.attname ORDER BY u.ord), '[]') FROM unnest(" column ") WITH ORDINALITY u (attnum, ord)" \
  " JOIN pg_catalog.pg_attribute a ON a.attnum = u.attnum AND a.attrelid = " keys ")"

/* Each gives one row of one text: JSON, or NULL when there is no such table. */
#define HAS "SELECT EXISTS (SELECT 1" OF_RELATION ")::text"
#define NAMES "SELECT coalesce(json_agg(c.relname), '[]')::text" OF_RELATION
#define COLUMNS \
  "SELECT (SELECT coalesce(json_agg(json_build_object('name', a.attname, 'type', " UNSAID ", 'nullable', NOT a.attnotnull,\n" \
  "  'default', CASE WHEN d.oid IS NULL THEN to_json(NULL::text) WHEN a.attgenerated <> '' OR t.typtype = 'd'\n" \
  "    OR pg_get_expr(d.adbin, d.adrelid) LIKE 'nextval(%' THEN to_json(" UNSAID "::text)\n" \
  "    ELSE to_json(pg_get_expr(d.adbin, d.adrelid)) END,\n" \
  "  'autoincrement', " UNSAID ", 'comment', pg_catalog.col_description(c.oid, a.attnum)) ORDER BY a.attnum), '[]')\n" \
  "  FROM pg_catalog.pg_attribute a JOIN pg_catalog.pg_type t ON t.oid = a.atttypid\n" \
  "  LEFT JOIN pg_catalog.pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum\n" \
  "  WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped)::text" OF_RELATION
#define INDEXES \
  "SELECT (SELECT coalesce(json_agg((jsonb_build_object('name', x.relname, 'unique', i.indisunique,\n" \
  "  'column_names', (SELECT jsonb_agg(a.attname ORDER BY u.ord) FROM unnest(i.indkey::int2[]) WITH ORDINALITY u (attnum, ord)\n" \
  "    LEFT JOIN pg_catalog.pg_attribute a ON a.attnum = u.attnum AND a.attrelid = i.indrelid AND u.attnum <> 0 WHERE u.ord <= i.indnkeyatts),\n" \
  "  'include_columns', " UNSAID ", 'dialect_options', " UNSAID ")\n" \
  "  || CASE WHEN 0 = ANY (i.indkey::int2[]) THEN jsonb_build_object('expressions', " UNSAID ") ELSE '{}' END\n" \
  "  || CASE WHEN 1 <= ANY (i.indoption::int2[]) THEN jsonb_build_object('column_sorting', " UNSAID ") ELSE '{}' END\n" \
  "  || CASE WHEN k.oid IS NOT NULL THEN jsonb_build_object('duplicates_constraint', x.relname) ELSE '{}' END)\n" \
  "  ORDER BY x.relname), '[]')\n" \
  "  FROM pg_catalog.pg_index i JOIN pg_catalog.pg_class x ON x.oid = i.indexrelid\n" \
  "  LEFT JOIN pg_catalog.pg_constraint k ON k.conrelid = i.indrelid AND k.conindid = i.indexrelid AND k.contype IN ('p', 'u', 'x')\n" \
  "  WHERE i.indrelid = c.oid AND NOT i.indisprimary)::text" OF_RELATION
#define UNIQUE_CONSTRAINTS \
  "SELECT (SELECT coalesce(json_agg(json_build_object('column_names', " ORDERED_NAMES ("k.conkey", "c.oid") ", 'name', k.conname,\n" \
  "  'comment', pg_catalog.obj_description(k.oid, 'pg_constraint'), 'dialect_options', " UNSAID ") ORDER BY k.conname), '[]')\n" \
  "  FROM pg_catalog.pg_constraint k WHERE k.conrelid = c.oid AND k.contype = 'u')::text" OF_RELATION
#define PRIMARY_KEY \
  "SELECT coalesce((SELECT json_build_object('constrained_columns', " ORDERED_NAMES ("k.conkey", "c.oid") ", 'name', k.conname,\n" \
  "  'comment', pg_catalog.obj_description(k.oid, 'pg_constraint'), 'dialect_options', " UNSAID ")\n" \
  "  FROM pg_catalog.pg_constraint k WHERE k.conrelid = c.oid AND k.contype = 'p'),\n" \
  "  json_build_object('constrained_columns', json_build_array(), 'name', NULL::text, 'comment', " UNSAID "))::text" OF_RELATION
#define FOREIGN_KEYS \
  "SELECT (SELECT coalesce(json_agg(json_build_object('name', k.conname,\n" \
  "  'constrained_columns', " ORDERED_NAMES ("k.conkey", "k.conrelid") ",\n" \
  "  'referred_schema', CASE WHEN NOT pg_catalog.pg_table_is_visible(r.oid) OR s.nspname = $ THEN s.nspname END,\n" \
  "  'referred_table', r.relname, 'referred_columns', " ORDERED_NAMES ("k.confkey", "k.confrelid") ",\n" \
  "  'options', " UNSAID ", 'comment', pg_catalog.obj_description(k.oid, 'pg_constraint')) ORDER BY k.conname), '[]')\n" \
  "  FROM pg_catalog.pg_constraint k JOIN pg_catalog.pg_class r ON r.oid = k.confrelid\n" \
  "  JOIN pg_catalog.pg_namespace s ON s.oid = r.relnamespace WHERE k.conrelid = c.oid AND k.contype = 'f')::text" OF_RELATION
#define CHECKS \
  "SELECT (SELECT coalesce(json_agg(json_build_object('name', k.conname, 'sqltext', " UNSAID ", 'comment',\n" \
  "  pg_catalog.obj_description(k.oid, 'pg_constraint'), 'dialect_options', " UNSAID ") ORDER BY k.conname), '[]')\n" \
  "  FROM pg_catalog.pg_constraint k WHERE k.conrelid = c.oid AND k.contype = 'c')::text" OF_RELATION
#define TABLE_COMMENT "SELECT json_build_object('text', pg_catalog.obj_description(c.oid, 'pg_class'))::text" OF_RELATION
#define ENUMS \
  "SELECT coalesce(json_agg(json_build_object('name', t.typname, 'schema', n.nspname, 'visible', pg_catalog.pg_type_is_visible(t.oid),\n" \
  "  'labels', (SELECT coalesce(json_agg(e.enumlabel ORDER BY e.enumsortorder), '[]') FROM pg_catalog.pg_enum e WHERE e.enumtypid = t.oid))\n" \
  "  ORDER BY n.nspname, t.typname), '[]')::text\n" \
  "  FROM pg_catalog.pg_type t JOIN pg_catalog.pg_namespace n ON n.oid = t.typnamespace WHERE t.typtype = 'e' AND @"
#define SCHEMAS "SELECT json_agg(nspname ORDER BY nspname)::text FROM pg_catalog.pg_namespace WHERE nspname NOT LIKE 'pg\\_%'"

static RetortPyValue *inspector_get_attribute (RetortPyEvaluation *evaluation, RetortPyValue *self, const char *name);

/* data: GHashTable, owned; key: a query, value: RetortPyValue, what was answered */
static const RetortPyForeignClass inspector_class = { .name = "inspector", .is_inert = TRUE, .get_attribute = inspector_get_attribute };

/* --- Questions --- */

/**
 * Question:
 * @name: a method
 * @sql: what asks the catalogue
 * @subject: (nullable): its parameter that names a relation
 * @kinds: (nullable): of pg_class.relkind; %NULL: it is about types
 */
typedef struct
{
  const char *name;
  const char *sql;
  const char *subject;
  const char *kinds;
} Question;

static const Question questions[] = {
  { "get_check_constraints", CHECKS, "table_name", TABLE_LIKE },
  { "get_columns", COLUMNS, "table_name", TABLE_LIKE },
  { "get_enums", ENUMS, NULL, NULL },
  { "get_foreign_keys", FOREIGN_KEYS, "table_name", TABLE_LIKE },
  { "get_indexes", INDEXES, "table_name", TABLE_LIKE },
  { "get_materialized_view_names", NAMES, NULL, "'m'" },
  { "get_pk_constraint", PRIMARY_KEY, "table_name", TABLE_LIKE },
  { "get_schema_names", SCHEMAS, NULL, NULL },
  { "get_sequence_names", NAMES, NULL, "'S'" },
  { "get_table_comment", TABLE_COMMENT, "table_name", TABLE_LIKE },
  { "get_table_names", NAMES, NULL, "'r', 'p') AND c.relpersistence IN ('p', 'u'" },
  { "get_unique_constraints", UNIQUE_CONSTRAINTS, "table_name", TABLE_LIKE },
  { "get_view_names", NAMES, NULL, "'v') AND c.relpersistence IN ('p', 'u'" },
  { "has_index", INDEXES, "table_name", TABLE_LIKE },
  { "has_sequence", HAS, "sequence_name", "'S'" },
  { "has_table", HAS, "table_name", TABLE_LIKE },
};

/* @schema: (nullable): quoted */
static char *
dup_condition (const Question *question, const char *subject, const char *schema)
{
  GString *condition = g_string_new (NULL);
  g_autofree char *quoted = subject != NULL ? retort_sql_quote_literal (subject) : NULL;

  if (question->kinds != NULL)
    g_string_append_printf (condition, "c.relkind IN (%s) AND ", question->kinds);
  if (schema != NULL)
    g_string_append_printf (condition, "n.nspname = %s", schema);
  else
    g_string_append (condition, question->kinds == NULL ? "pg_catalog.pg_type_is_visible(t.oid)"
                                                        : "pg_catalog.pg_table_is_visible(c.oid) AND n.nspname <> 'pg_catalog'");
  if (quoted != NULL)
    g_string_append_printf (condition, " AND c.relname = %s", quoted);
  return g_string_free (condition, FALSE);
}

/* What is filled in is not looked at again: names hold these signs, too. */
static char *
dup_query (const Question *question, const char *subject, const char *schema)
{
  g_autofree char *quoted = schema != NULL ? retort_sql_quote_literal (schema) : NULL;
  g_autofree char *condition = dup_condition (question, subject, quoted);
  GString *sql = g_string_new (NULL);

  for (const char *p = question->sql; *p != '\0'; p++)
    if (*p == '@')
      g_string_append (sql, condition);
    else if (*p == '$')
      g_string_append (sql, quoted != NULL ? quoted : "NULL");
    else
      g_string_append_c (sql, *p);
  return g_string_free (sql, FALSE);
}

/* (nullable): NULL: asked in vain, which @call says. */
static RetortPyValue *
ask_catalogue (RetortCall *call, const char *sql)
{
  GHashTable *answers = retort_py_value_get_foreign_data (call->receiver);
  RetortPyValue *value = g_hash_table_lookup (answers, sql);
  g_autofree char *json = NULL;

  if (value != NULL || !retort_compiler_query (call->evaluation, sql, &json))
    return value;
  if (json == NULL)
    {
      retort_call_refuse (call, "%s() of a table that is not there", call->function->name);
      return NULL;
    }
  value = retort_answer_from_json (call->evaluation, json, unsaid);
  if (value == NULL)
    retort_call_gap (call, "what %s() says is not determined", call->function->name);
  else
    g_hash_table_insert (answers, g_strdup (sql), value);
  return value;
}

static const Question *
find_question (const char *name)
{
  for (gsize i = 0; i < G_N_ELEMENTS (questions); i++)
    if (g_str_equal (questions[i].name, name))
      return &questions[i];
  g_assert_not_reached ();
}

static RetortPyValue *
ask (RetortCall *call)
{
  const Question *question = find_question (call->function->name);
  const char *subject = question->subject != NULL ? retort_call_get_string (call, question->subject) : NULL;
  gboolean has_schema = !retort_value_is_none (retort_call_get (call, "schema"));
  const char *schema = has_schema ? retort_call_get_string (call, "schema") : NULL;
  g_autofree char *sql = NULL;

  if (call->problem != NULL)
    return NULL;
  if (call->n_options > 0 || (question->subject != NULL && subject == NULL) || (has_schema && schema == NULL)
      || g_strcmp0 (schema, "*") == 0)
    {
      retort_call_gap (call, "%s() with these arguments is not understood", call->function->name);
      return NULL;
    }
  sql = dup_query (question, subject, schema);
  return ask_catalogue (call, sql);
}

static RetortPyValue *
ask_inspector (RetortCall *call)
{
  RetortPyValue *value;

  if (!retort_compiler_is_live (call->evaluation))
    return retort_compiler_ask (call->evaluation, "what the inspector says");
  value = ask (call);
  return value != NULL || call->problem != NULL ? value : retort_compiler_ask (call->evaluation, "what the inspector says");
}

/* Over get_indexes(), as SQLAlchemy does it. */
static RetortPyValue *
ask_for_index (RetortCall *call)
{
  RetortPyValue *indexes = ask_inspector (call);
  const char *name = retort_call_get_string (call, "index_name");

  if (indexes == NULL || !retort_py_value_is (indexes, RETORT_PY_LIST) || name == NULL)
    return indexes;
  for (guint i = 0; i < retort_py_value_get_n_items (indexes); i++)
    if (g_strcmp0 (retort_py_value_get_string (retort_py_value_lookup (retort_py_value_get_item (indexes, i), "name")), name) == 0)
      return retort_py_new_bool (call->evaluation, TRUE);
  return retort_py_new_bool (call->evaluation, FALSE);
}

static RetortPyValue *
ask_outside (RetortCall *call)
{
  return retort_compiler_ask_outside (call->evaluation, "what the inspector says");
}

static RetortPyValue *
clear_cache (RetortCall *call)
{
  g_hash_table_remove_all (retort_py_value_get_foreign_data (call->receiver));
  return NULL;
}

/* --- The inspector --- */

static RetortPyValue *
ask_default_schema (RetortPyEvaluation *evaluation, RetortPyValue *receiver)
{
  return retort_compiler_ask_outside (evaluation, "the default schema");
}

static RetortPyValue *
get_bind (RetortPyEvaluation *evaluation, RetortPyValue *receiver)
{
  return retort_bind_new (evaluation);
}

static RetortPyValue *
inspector_get_attribute (RetortPyEvaluation *evaluation, RetortPyValue *self, const char *name)
{
  static const RetortFunction functions[] = {
    { "get_check_constraints", "table_name, schema=None, **options", ask_inspector, TRUE },
    { "get_columns", "table_name, schema=None, **options", ask_inspector, TRUE },
    { "get_enums", "schema=None, **options", ask_inspector, TRUE },
    { "get_foreign_keys", "table_name, schema=None, **options", ask_inspector, TRUE },
    { "get_indexes", "table_name, schema=None, **options", ask_inspector, TRUE },
    { "get_materialized_view_names", "schema=None, **options", ask_inspector, TRUE },
    { "get_pk_constraint", "table_name, schema=None, **options", ask_inspector, TRUE },
    { "get_schema_names", "**options", ask_inspector, TRUE },
    { "get_sequence_names", "schema=None, **options", ask_inspector, TRUE },
    { "get_table_comment", "table_name, schema=None, **options", ask_inspector, TRUE },
    { "get_table_names", "schema=None, **options", ask_inspector, TRUE },
    { "get_table_oid", "table_name, schema=None, **options", ask_outside, TRUE },
    { "get_unique_constraints", "table_name, schema=None, **options", ask_inspector, TRUE },
    { "get_view_definition", "view_name, schema=None, **options", ask_outside, TRUE },
    { "get_view_names", "schema=None, **options", ask_inspector, TRUE },
    { "has_index", "table_name, index_name, schema=None, **options", ask_for_index, TRUE },
    { "has_schema", "schema_name, **options", ask_outside, TRUE },
    { "has_sequence", "sequence_name, schema=None, **options", ask_inspector, TRUE },
    { "has_table", "table_name, schema=None, **options", ask_inspector, TRUE },
    { "clear_cache", "", clear_cache, TRUE },
    { NULL },
  };
  static const RetortAttribute attributes[] = {
    { "default_schema_name", ask_default_schema },
    { "dialect", retort_dialect_get },
    { "bind", get_bind },
    { NULL },
  };
  static const RetortMembers members = { functions, attributes };

  return retort_members_get (evaluation, &members, self, name);
}

static RetortPyValue *
inspect_connection (RetortCall *call)
{
  GHashTable *answers;

  if (!retort_compiler_is_bind (retort_call_get (call, "subject")))
    {
      retort_call_gap (call, "%s() of something other than the connection is not understood", call->function->name);
      return NULL;
    }
  answers = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  return retort_py_new_foreign (call->evaluation, &inspector_class, answers, (GDestroyNotify) g_hash_table_unref);
}

const RetortFunction retort_inspect_functions[] = {
  { "inspect", "subject, raiseerr=True", inspect_connection, FALSE },
  { "Inspector", "subject", inspect_connection, FALSE },
  { "from_engine", "subject", inspect_connection, FALSE },
  { NULL },
};
