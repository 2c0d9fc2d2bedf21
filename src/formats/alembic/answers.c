/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Cells become what psycopg2 makes of them: by the type's number where the type is one of PostgreSQL's own, else they are texts. */
#include "formats/alembic/answers.h"

#include "formats/alembic/compiler.h"
#include "python/from-text.h"

#include <string.h>

/* A type of pg_type.dat; @item: of an array's items. */
static const struct
{
  const char      *oid;
  RetortPyTextKind kind;
  gboolean         is_array;
} types[] = {
  { "16", RETORT_PY_TEXT_BOOL, FALSE },      /* bool */
  { "20", RETORT_PY_TEXT_INT, FALSE },       /* int8 */
  { "21", RETORT_PY_TEXT_INT, FALSE },       /* int2 */
  { "23", RETORT_PY_TEXT_INT, FALSE },       /* int4 */
  { "26", RETORT_PY_TEXT_INT, FALSE },       /* oid */
  { "114", RETORT_PY_TEXT_JSON, FALSE },     /* json */
  { "700", RETORT_PY_TEXT_FLOAT, FALSE },    /* float4 */
  { "701", RETORT_PY_TEXT_FLOAT, FALSE },    /* float8 */
  { "1082", RETORT_PY_TEXT_DATE, FALSE },    /* date */
  { "1114", RETORT_PY_TEXT_TIMESTAMP, FALSE }, /* timestamp */
  { "1184", RETORT_PY_TEXT_TIMESTAMP, FALSE }, /* timestamptz */
  { "1700", RETORT_PY_TEXT_DECIMAL, FALSE }, /* numeric */
  { "2950", RETORT_PY_TEXT_UUID, FALSE },    /* uuid */
  { "3802", RETORT_PY_TEXT_JSON, FALSE },    /* jsonb */
  { "1000", RETORT_PY_TEXT_BOOL, TRUE },     /* bool[] */
  { "1003", RETORT_PY_TEXT_STR, TRUE },      /* name[] */
  { "1005", RETORT_PY_TEXT_INT, TRUE },      /* int2[] */
  { "1007", RETORT_PY_TEXT_INT, TRUE },      /* int4[] */
  { "1009", RETORT_PY_TEXT_STR, TRUE },      /* text[] */
  { "1014", RETORT_PY_TEXT_STR, TRUE },      /* bpchar[] */
  { "1015", RETORT_PY_TEXT_STR, TRUE },      /* varchar[] */
  { "1016", RETORT_PY_TEXT_INT, TRUE },      /* int8[] */
  { "1022", RETORT_PY_TEXT_FLOAT, TRUE },    /* float8[] */
  { "1231", RETORT_PY_TEXT_DECIMAL, TRUE },  /* numeric[] */
  { "2951", RETORT_PY_TEXT_UUID, TRUE },     /* uuid[] */
};

/* Numbers of types whose values are no texts in Python, and are not determined: bytea, time, interval, timetz, ranges and their like, and
 * arrays of them. */
static const char *const opaque_types[] = {
  "17", "1083", "1186", "1266", "3904", "3906", "3908", "3910", "3912", "3926", "1001", "1115", "1182", "1183", "1185", "1187",
  "1270", "199", "3807", "2211", "651", "1041", "1021", "1028", "1002", NULL,
};

/* Types whose values all drivers give as texts; those that projects make have higher numbers than these. */
static const char *const text_types[] = { "25", "1043", "1042", "19", NULL };
#define FIRST_OWN_TYPE 16384

/* --- Arrays --- */

/* One item of "{a,\"b c\",NULL}"; NULL in @item: SQL's NULL. FALSE: not understood. */
static gboolean
take_item (const char **at, GString *item, gboolean *is_null)
{
  gboolean is_quoted = **at == '"';

  g_string_truncate (item, 0);
  if (is_quoted)
    (*at)++;
  for (; **at != '\0' && (is_quoted ? **at != '"' : **at != ',' && **at != '}'); (*at)++)
    {
      if (!is_quoted && (**at == '{' || **at == '['))
        return FALSE;
      if (**at == '\\')
        (*at)++;
      g_string_append_c (item, **at);
    }
  *is_null = !is_quoted && strcmp (item->str, "NULL") == 0;
  if (is_quoted && *(*at)++ != '"')
    return FALSE;
  return **at == ',' || **at == '}';
}

static RetortPyValue *
read_array (RetortPyEvaluation *evaluation, RetortPyTextKind kind, const char *text)
{
  g_autoptr(GPtrArray) items = g_ptr_array_new ();
  g_autoptr(GString) item = g_string_new (NULL);
  const char *at = text;

  if (*at++ != '{')
    return NULL;
  while (*at != '}')
    {
      RetortPyValue *value;
      gboolean is_null;

      if (!take_item (&at, item, &is_null))
        return NULL;
      value = is_null ? retort_py_new_none (evaluation) : retort_py_new_from_text (evaluation, kind, item->str);
      if (value == NULL)
        return NULL;
      g_ptr_array_add (items, value);
      if (*at == ',')
        at++;
    }
  return at[1] == '\0' ? retort_py_new_list (evaluation, (RetortPyValue *const *) items->pdata, items->len) : NULL;
}

/**
 * retort_answer_get_cell:
 * @evaluation: an evaluation
 * @self: an answer
 * @row: from 0
 * @column: from 0
 *
 * Returns: (transfer none): the value in Python; unknown when it is not determined
 */
RetortPyValue *
retort_answer_get_cell (RetortPyEvaluation *evaluation, const RetortAnswer *self, guint row, guint column)
{
  const char *text = g_ptr_array_index ((GPtrArray *) g_ptr_array_index (self->rows, row), column);
  const char *type = g_ptr_array_index (self->types, column);
  RetortPyValue *value = NULL;
  gboolean is_other = retort_compiler_has_other_driver (evaluation);
  gboolean is_text = !g_strv_contains (opaque_types, type)
                     && (!is_other || g_strv_contains (text_types, type) || g_ascii_strtoull (type, NULL, 10) >= FIRST_OWN_TYPE);

  if (text == NULL)
    return retort_py_new_none (evaluation);
  for (gsize i = 0; i < G_N_ELEMENTS (types); i++)
    if (g_str_equal (types[i].oid, type))
      {
        is_text = FALSE;
        if (is_other && types[i].kind == RETORT_PY_TEXT_JSON)
          break;
        value = types[i].is_array ? read_array (evaluation, types[i].kind, text) : retort_py_new_from_text (evaluation, types[i].kind, text);
      }
  if (is_text)
    value = retort_py_new_string (evaluation, text);
  if (value != NULL)
    return value;
  return retort_py_new_unknown (evaluation, retort_py_evaluation_get_call_span (evaluation),
                                "what the driver makes of a value of the column '%s' is not determined",
                                (const char *) g_ptr_array_index (self->columns, column));
}

/* --- JSON of our own queries --- */

static RetortPyValue *
mend (RetortPyEvaluation *evaluation, RetortPyValue *value, const char *unsaid)
{
  guint n = retort_py_value_get_n_items (value);
  g_autofree RetortPyValue **items = g_new (RetortPyValue *, n + 1);
  g_autofree const char **names = g_new (const char *, n + 1);

  if (g_strcmp0 (retort_py_value_get_string (value), unsaid) == 0)
    return retort_py_new_unknown (evaluation, retort_py_evaluation_get_call_span (evaluation), "what the inspector says here is not determined");
  if (!retort_py_value_is (value, RETORT_PY_LIST) && !retort_py_value_is (value, RETORT_PY_DICT))
    return value;
  for (guint i = 0; i < n; i++)
    items[i] = mend (evaluation, retort_py_value_get_item (value, i), unsaid);
  if (retort_py_value_is (value, RETORT_PY_LIST))
    return retort_py_new_list (evaluation, items, n);
  for (guint i = 0; i < n; i++)
    names[i] = retort_py_value_get_string (retort_py_value_get_key (value, i));
  return retort_py_new_mapping (evaluation, names, items, n);
}

/**
 * retort_answer_from_json:
 * @evaluation: an evaluation
 * @json: what a query of ours gave
 * @unsaid: a text in it that stands for what is not determined
 *
 * Returns: (transfer none) (nullable): the value; %NULL: it cannot be read
 */
RetortPyValue *
retort_answer_from_json (RetortPyEvaluation *evaluation, const char *json, const char *unsaid)
{
  RetortPyValue *value = retort_py_new_from_text (evaluation, RETORT_PY_TEXT_JSON, json);

  return value != NULL ? mend (evaluation, value, unsaid) : NULL;
}
