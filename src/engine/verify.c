/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One query asks the catalogue about all promises at once; names are looked up as the statements had them. */
#include "engine/verify.h"

#include "engine/promise.h"
#include "sql/quote.h"

/* Columns of a promise: n int, kind text, object text (quoted), child text, is_present boolean. */
#define CHECK_SQL \
  "SELECT p.kind, p.object, p.child, p.is_present\n" \
  "  FROM (VALUES %s) AS p (n, kind, object, child, is_present)\n" \
  " WHERE p.is_present <> CASE p.kind\n" \
  "         WHEN 'relation' THEN pg_catalog.to_regclass(p.object) IS NOT NULL\n" \
  "         WHEN 'type' THEN pg_catalog.to_regtype(p.object) IS NOT NULL\n" \
  "         WHEN 'column' THEN EXISTS (SELECT FROM pg_catalog.pg_attribute a\n" \
  "                                     WHERE a.attrelid = pg_catalog.to_regclass(p.object)\n" \
  "                                       AND a.attname = p.child AND NOT a.attisdropped)\n" \
  "         ELSE EXISTS (SELECT FROM pg_catalog.pg_enum e\n" \
  "                       WHERE e.enumtypid = pg_catalog.to_regtype(p.object) AND e.enumlabel = p.child)\n" \
  "       END\n" \
  " ORDER BY p.n\n" \
  " LIMIT 1"

static const char *const kind_words[] = {
  [RETORT_PROMISE_RELATION] = "relation",
  [RETORT_PROMISE_COLUMN] = "column",
  [RETORT_PROMISE_TYPE] = "type",
  [RETORT_PROMISE_LABEL] = "value",
};

static char *
dup_check_sql (GPtrArray *promises)
{
  g_autoptr(GString) values = g_string_new (NULL);

  for (guint i = 0; i < promises->len; i++)
    {
      const RetortPromise *promise = g_ptr_array_index (promises, i);
      g_autofree char *object = retort_sql_quote_literal (promise->object);
      g_autofree char *child = promise->child != NULL ? retort_sql_quote_literal (promise->child) : g_strdup ("NULL");

      g_string_append_printf (values, "%s(%u, '%s', %s, %s::text, %s)", i > 0 ? ", " : "", i, kind_words[promise->kind],
                              object, child, promise->is_present ? "true" : "false");
    }
  return g_strdup_printf (CHECK_SQL, values->str);
}

static char *
dup_mismatch (RetortResult *result)
{
  const char *child = retort_result_get_value (result, 0, 2);
  gboolean should_be = retort_result_get_boolean (result, 0, 3);

  return g_strdup_printf ("%s %s%s%s %s", retort_result_get_value (result, 0, 0), retort_result_get_value (result, 0, 1),
                          child != NULL ? "." : "", child != NULL ? child : "",
                          should_be ? "is not there" : "is still there");
}

/**
 * retort_verify_plan:
 * @plan: what was run to its end
 * @session: a session that sees the database as it is now
 * @mismatch: (out) (nullable) (transfer full): the first thing that is not there, or still there, a clause
 *
 * Looks into the catalogue for everything that the plan's statements promise. Blocks.
 *
 * Returns: %TRUE when the catalogue could be read and holds what was promised
 */
gboolean
retort_verify_plan (RetortPlan *plan, RetortSession *session, char **mismatch)
{
  g_autoptr(GPtrArray) promises = NULL;
  g_autoptr(RetortResult) result = NULL;
  g_autofree char *sql = NULL;

  g_return_val_if_fail (plan != NULL && session != NULL && mismatch != NULL, FALSE);

  promises = retort_promise_list (plan);
  if (promises == NULL)
    return FALSE;
  if (promises->len == 0)
    return TRUE;

  sql = dup_check_sql (promises);
  result = retort_session_execute (session, sql, NULL, NULL);
  if (result == NULL)
    return FALSE;
  if (retort_result_get_n_rows (result) == 0)
    return TRUE;

  *mismatch = dup_mismatch (result);
  return FALSE;
}
