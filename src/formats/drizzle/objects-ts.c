/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sources: drizzle-orm 0.45.4, pg-core/sequence, pg-core/view, pg-core/policies; the statements are those that drizzle-kit writes. */
#include "formats/drizzle/objects-ts.h"

#include "sql/quote.h"

#include <string.h>

static TSNode
get_argument (TSNode call, guint32 index)
{
  TSNode arguments = retort_typescript_field (call, "arguments");

  return ts_node_is_null (arguments) ? arguments : ts_node_named_child (arguments, index);
}

/**
 * retort_drizzle_get_member: (skip)
 * @file: where it stands
 * @object: an object
 * @name: a key
 *
 * Returns: the value; a null node when there is none
 */
TSNode
retort_drizzle_get_member (const RetortTypescript *file, TSNode object, const char *name)
{
  TSNode found = { 0 };

  for (guint32 i = 0; !ts_node_is_null (object) && i < ts_node_named_child_count (object); i++)
    {
      TSNode pair = ts_node_named_child (object, i);
      g_autofree char *key = retort_typescript_is (pair, "pair") ? retort_typescript_dup_key (file, retort_typescript_field (pair, "key")) : NULL;

      if (g_strcmp0 (key, name) == 0)
        found = retort_typescript_field (pair, "value");
    }
  return found;
}

/* --- Sequences --- */

/**
 * retort_drizzle_append_sequence: (skip)
 * @out: is added to
 * @options: what a sequence or an identity says
 *
 * What is not said PostgreSQL takes as drizzle-kit does.
 */
void
retort_drizzle_append_sequence (GString *out, JsonObject *options)
{
  static const struct
  {
    const char *name;
    const char *words;
  } numbers[] = { { "increment", "INCREMENT BY" }, { "minValue", "MINVALUE" }, { "maxValue", "MAXVALUE" }, { "startWith", "START WITH" }, { "cache", "CACHE" } };

  for (gsize i = 0; i < G_N_ELEMENTS (numbers); i++)
    {
      JsonNode *node = json_object_get_member (options, numbers[i].name);
      g_autofree char *text = NULL;

      if (node == NULL || !JSON_NODE_HOLDS_VALUE (node))
        continue;
      text = json_node_get_value_type (node) == G_TYPE_STRING ? json_node_dup_string (node) : json_to_string (node, FALSE);
      g_string_append_printf (out, " %s %s", numbers[i].words, text);
    }
  if (json_object_get_boolean_member_with_default (options, "cycle", FALSE))
    g_string_append (out, " CYCLE");
}

static char *
dup_name (const char *schema, const char *name)
{
  const RetortDrizzlePlace place = { NULL, schema, name };

  return retort_drizzle_place_dup_table (&place);
}

static char *
dup_sequence (const RetortDrizzleScope *scope, TSNode call, const char *name)
{
  TSNode options = get_argument (call, 1);
  g_autoptr(GPtrArray) unknown = g_ptr_array_new_with_free_func (g_free);
  g_autoptr(JsonNode) read = ts_node_is_null (options) ? NULL : retort_typescript_read_literal (scope->file, options, unknown);
  g_autoptr(GString) sql = g_string_new ("CREATE SEQUENCE ");

  if (unknown->len > 0)
    return NULL;
  g_string_append (sql, name);
  if (read != NULL && JSON_NODE_HOLDS_OBJECT (read))
    retort_drizzle_append_sequence (sql, json_node_get_object (read));
  return g_string_free (g_steal_pointer (&sql), FALSE);
}

/* --- Views --- */

/* "securityBarrier": "security_barrier" */
static void
append_option (JsonObject *object, const char *name, JsonNode *value, gpointer data)
{
  GString *out = data;
  g_autofree char *text = json_node_get_value_type (value) == G_TYPE_STRING ? json_node_dup_string (value) : json_to_string (value, FALSE);

  if (out->len > 0)
    g_string_append (out, ", ");
  for (const char *at = name; *at != '\0'; at++)
    {
      if (g_ascii_isupper (*at))
        g_string_append_c (out, '_');
      g_string_append_c (out, g_ascii_tolower (*at));
    }
  g_string_append_printf (out, " = %s", text);
}

/**
 * retort_drizzle_append_options: (skip)
 * @out: is added to
 * @options: what with (…) says
 *
 * Writes "fillfactor = 70, security_barrier = true".
 */
void
retort_drizzle_append_options (GString *out, JsonObject *options)
{
  json_object_foreach_member (options, append_option, out);
}


/* One view while its chain of calls is read. */
typedef struct
{
  const RetortDrizzleScope *scope;
  char                     *query;    /* nullable */
  GString                  *options;  /* "a = b, c = d" */
  char                     *method;   /* nullable */
  char                     *space;    /* nullable */
  gboolean                  is_empty; /* WITH NO DATA */
  gboolean                  is_existing;
  const char               *refusal;  /* nullable */
} View;

static void
view_clear (View *self)
{
  g_free (self->query);
  g_string_free (self->options, TRUE);
  g_free (self->method);
  g_free (self->space);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (View, view_clear)

static void
read_options (View *self, TSNode options)
{
  g_autoptr(GPtrArray) unknown = g_ptr_array_new_with_free_func (g_free);
  g_autoptr(JsonNode) read = retort_typescript_read_literal (self->scope->file, options, unknown);

  if (read == NULL || !JSON_NODE_HOLDS_OBJECT (read) || unknown->len > 0)
    self->refusal = "the options of the view are computed";
  else
    retort_drizzle_append_options (self->options, json_node_get_object (read));
}

static void
read_link (View *self, const char *method, TSNode call)
{
  if (g_str_equal (method, "as"))
    {
      self->query = retort_drizzle_expression_dup (self->scope, get_argument (call, 0), TRUE);
      if (self->query == NULL)
        self->refusal = "the query of the view is computed";
    }
  else if (g_str_equal (method, "with"))
    read_options (self, get_argument (call, 0));
  else if (g_str_equal (method, "existing"))
    self->is_existing = TRUE;
  else if (g_str_equal (method, "withNoData"))
    self->is_empty = TRUE;
  else if (g_str_equal (method, "using"))
    self->method = retort_typescript_dup_string (self->scope->file, get_argument (call, 0));
  else if (g_str_equal (method, "tablespace"))
    self->space = retort_typescript_dup_string (self->scope->file, get_argument (call, 0));
  else
    self->refusal = "a link of the view's chain is not known";
}

static char *
dup_view (const View *self, const char *name, gboolean is_materialized)
{
  g_autoptr(GString) sql = g_string_new (NULL);

  g_string_printf (sql, "CREATE %sVIEW %s", is_materialized ? "MATERIALIZED " : "", name);
  if (self->method != NULL)
    g_string_append_printf (sql, " USING %s", self->method);
  if (self->options->len > 0)
    g_string_append_printf (sql, " WITH (%s)", self->options->str);
  if (self->space != NULL)
    g_string_append_printf (sql, " TABLESPACE %s", self->space);
  g_string_append_printf (sql, " AS (%s)%s", self->query, self->is_empty ? " WITH NO DATA" : "");
  return g_string_free (g_steal_pointer (&sql), FALSE);
}

/* @links: from the outside in */
static char *
read_view (const RetortDrizzleScope *scope, GArray *links, const char *name, gboolean is_materialized, const char **refusal)
{
  g_auto(View) view = { .scope = scope, .options = g_string_new (NULL) };

  for (guint i = links->len; i > 0; i--)
    {
      TSNode link = g_array_index (links, TSNode, i - 1);
      g_autofree char *method
          = retort_typescript_dup_text (scope->file, retort_typescript_field (retort_typescript_field (link, "function"), "property"));

      read_link (&view, method, link);
    }
  if (view.query == NULL && !view.is_existing && view.refusal == NULL)
    view.refusal = "the query of the view is computed";
  *refusal = view.refusal;
  return view.refusal == NULL && !view.is_existing ? dup_view (&view, name, is_materialized) : NULL;
}

/* --- Policies --- */

static int
compare_roles (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

/* "public", reader, [reader, "current_user"]; FALSE: something in it is not known. */
static gboolean
add_roles (const RetortDrizzleScope *scope, TSNode node, GPtrArray *roles)
{
  g_autofree char *text = NULL;
  g_autofree char *variable = NULL;
  const char *role = NULL;

  if (retort_typescript_is (node, "array"))
    {
      for (guint32 i = 0; i < ts_node_named_child_count (node); i++)
        if (!add_roles (scope, ts_node_named_child (node, i), roles))
          return FALSE;
      return TRUE;
    }
  text = retort_typescript_dup_string (scope->file, node);
  variable = retort_typescript_is (node, "identifier") ? retort_typescript_dup_text (scope->file, node) : NULL;
  role = text != NULL ? text : variable != NULL ? retort_drizzle_names_find_role (scope->names, variable) : NULL;
  if (role != NULL)
    g_ptr_array_add (roles, g_strdup (role));
  return role != NULL;
}

static gboolean
append_roles (const RetortDrizzleScope *scope, TSNode node, GString *sql)
{
  static const char *const keywords[] = { "public", "current_user", "current_role", "session_user", NULL };
  g_autoptr(GPtrArray) roles = g_ptr_array_new_with_free_func (g_free);

  if (ts_node_is_null (node))
    g_ptr_array_add (roles, g_strdup ("public"));
  else if (!add_roles (scope, node, roles))
    return FALSE;
  g_ptr_array_sort (roles, compare_roles);
  for (guint i = 0; i < roles->len; i++)
    {
      const char *role = g_ptr_array_index (roles, i);
      g_autofree char *quoted = g_strv_contains (keywords, role) ? g_strdup (role) : retort_sql_quote_identifier (role);

      g_string_append_printf (sql, "%s%s", i > 0 ? ", " : " TO ", quoted);
    }
  return TRUE;
}

static gboolean
append_condition (const RetortDrizzleScope *scope, TSNode node, const char *words, GString *sql)
{
  g_autofree char *condition = ts_node_is_null (node) ? NULL : retort_drizzle_expression_dup (scope, node, TRUE);

  if (condition != NULL)
    g_string_append_printf (sql, " %s (%s)", words, condition);
  return condition != NULL || ts_node_is_null (node);
}

/* "restrictive", or what is taken without it. */
static gboolean
append_word (const RetortDrizzleScope *scope, TSNode node, const char *words, const char *usual, GString *sql)
{
  g_autofree char *text = ts_node_is_null (node) ? g_strdup (usual) : retort_typescript_dup_string (scope->file, node);
  g_autofree char *upper = text != NULL ? g_ascii_strup (text, -1) : NULL;

  if (upper != NULL)
    g_string_append_printf (sql, " %s %s", words, upper);
  return upper != NULL;
}

/**
 * retort_drizzle_policy_dup: (skip)
 * @scope: a scope
 * @call: pgPolicy ("name", { … })
 * @table: its table, as SQL writes it
 *
 * Returns: (transfer full) (nullable): what makes it; %NULL when something in it is computed
 */
char *
retort_drizzle_policy_dup (const RetortDrizzleScope *scope, TSNode call, const char *table)
{
  const RetortTypescript *file = scope->file;
  TSNode config = retort_typescript_resolve (file, get_argument (call, 1));
  g_autofree char *name = retort_typescript_dup_string (file, get_argument (call, 0));
  g_autofree char *quoted = name != NULL ? retort_sql_quote_identifier (name) : NULL;
  g_autoptr(GString) sql = g_string_new (NULL);
  gboolean is_known = FALSE;

  if (quoted == NULL || (!ts_node_is_null (config) && !retort_typescript_is (config, "object")))
    return NULL;
  g_string_printf (sql, "CREATE POLICY %s ON %s", quoted, table);
  is_known = append_word (scope, retort_drizzle_get_member (file, config, "as"), "AS", "PERMISSIVE", sql)
             && append_word (scope, retort_drizzle_get_member (file, config, "for"), "FOR", "ALL", sql)
             && append_roles (scope, retort_drizzle_get_member (file, config, "to"), sql)
             && append_condition (scope, retort_drizzle_get_member (file, config, "using"), "USING", sql)
             && append_condition (scope, retort_drizzle_get_member (file, config, "withCheck"), "WITH CHECK", sql);
  return is_known ? g_string_free (g_steal_pointer (&sql), FALSE) : NULL;
}

/* pgPolicy (…).link (table) */
static char *
read_linked_policy (const RetortDrizzleScope *scope, GArray *links, TSNode call, const char **refusal)
{
  TSNode target = links->len == 1 ? get_argument (g_array_index (links, TSNode, 0), 0) : (TSNode){ 0 };
  g_autofree char *variable = retort_typescript_is (target, "identifier") ? retort_typescript_dup_text (scope->file, target) : NULL;
  RetortDrizzlePlace place = { 0 };
  g_autofree char *table = NULL;
  char *sql = NULL;

  if (variable != NULL && scope->find (scope->data, variable, NULL, &place))
    table = retort_drizzle_place_dup_table (&place);
  sql = table != NULL ? retort_drizzle_policy_dup (scope, call, table) : NULL;
  *refusal = sql == NULL ? "the policy is computed" : NULL;
  return sql;
}

/* --- All --- */

/* What is called in the end: "pgView", "auth.view" of the schema "auth". */
static RetortDrizzleObjectKind
find_kind (const RetortDrizzleScope *scope, const char *function, const char **schema, gboolean *is_materialized)
{
  const char *dot = strchr (function, '.');
  g_autofree char *variable = dot != NULL ? g_strndup (function, (gsize) (dot - function)) : NULL;
  const char *word = dot != NULL ? dot + 1 : function;

  *schema = variable != NULL ? retort_drizzle_names_find_schema (scope->names, variable) : NULL;
  if (dot != NULL && *schema == NULL)
    return RETORT_DRIZZLE_OBJECT_NONE;
  *is_materialized = g_str_equal (word, dot != NULL ? "materializedView" : "pgMaterializedView");
  if (g_str_equal (word, dot != NULL ? "sequence" : "pgSequence"))
    return RETORT_DRIZZLE_OBJECT_SEQUENCE;
  if (*is_materialized || g_str_equal (word, dot != NULL ? "view" : "pgView"))
    return RETORT_DRIZZLE_OBJECT_VIEW;
  return dot == NULL && g_str_equal (word, "pgPolicy") ? RETORT_DRIZZLE_OBJECT_POLICY : RETORT_DRIZZLE_OBJECT_NONE;
}

/**
 * retort_drizzle_object_read: (skip)
 * @scope: a scope
 * @expression: what stands behind `const x =`
 * @sql: (out) (transfer full) (nullable): what makes it
 * @refusal: (out) (nullable): why that is not known
 *
 * Returns: what it is
 */
RetortDrizzleObjectKind
retort_drizzle_object_read (const RetortDrizzleScope *scope, TSNode expression, char **sql, const char **refusal)
{
  g_autoptr(GArray) links = g_array_new (FALSE, FALSE, sizeof (TSNode));
  TSNode call = expression;
  g_autofree char *function = NULL;
  g_autofree char *name = NULL;
  g_autofree char *whole = NULL;
  const char *schema = NULL;
  gboolean is_materialized = FALSE;
  RetortDrizzleObjectKind kind = RETORT_DRIZZLE_OBJECT_NONE;

  *sql = NULL;
  *refusal = NULL;
  while (retort_typescript_is (call, "call_expression") && retort_typescript_is (retort_typescript_field (call, "function"), "member_expression")
         && retort_typescript_is (retort_typescript_field (retort_typescript_field (call, "function"), "object"), "call_expression"))
    {
      g_array_append_val (links, call);
      call = retort_typescript_field (retort_typescript_field (call, "function"), "object");
    }
  if (!retort_typescript_is (call, "call_expression"))
    return RETORT_DRIZZLE_OBJECT_NONE;
  function = retort_typescript_dup_text (scope->file, retort_typescript_field (call, "function"));
  kind = find_kind (scope, function, &schema, &is_materialized);
  if (kind == RETORT_DRIZZLE_OBJECT_NONE)
    return kind;
  if (kind == RETORT_DRIZZLE_OBJECT_POLICY)
    {
      *sql = read_linked_policy (scope, links, call, refusal);
      return kind;
    }
  name = retort_typescript_dup_string (scope->file, get_argument (call, 0));
  whole = name != NULL ? dup_name (schema, name) : NULL;
  if (whole == NULL)
    *refusal = "the name is computed";
  else if (kind == RETORT_DRIZZLE_OBJECT_VIEW)
    *sql = read_view (scope, links, whole, is_materialized, refusal);
  else
    {
      *sql = dup_sequence (scope, call, whole);
      *refusal = *sql == NULL ? "the options of the sequence are computed" : NULL;
    }
  return kind;
}
