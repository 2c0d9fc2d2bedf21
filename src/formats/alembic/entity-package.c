/* SPDX-License-Identifier: GPL-3.0-or-later */
/* alembic_utils: functions, views, triggers, policies, extensions and grants as objects, with op.create_entity(), replace_entity() and
 * drop_entity(). The statements are written as the package writes them (to_sql_statement_… of each class), and go through text(). */
#include "formats/alembic/ops.h"

#include "formats/alembic/clause.h"

#include <string.h>

typedef struct _EntityKind EntityKind;

/* One object. Its texts have no quotes around names; those that are not given are NULL. */
typedef struct
{
  const EntityKind *kind;
  const char       *schema;
  const char       *quoted_schema;
  const char       *signature;
  const char       *definition;
  const char       *on_entity;
  const char       *grant;
  const char       *columns;    /* "a, b" */
  const char       *role;       /* quoted */
  gboolean          has_data;
  gboolean          is_constraint;
  gboolean          has_grant_option;
} Entity;

/* What writes a statement; NULL: a problem of the call. */
typedef char *(*EntityWriter) (RetortCall *call, const Entity *self, const char *cascade);

struct _EntityKind
{
  RetortFunction function; /* its constructor */
  const char    *module;
  EntityWriter   create;
  EntityWriter   drop;
  EntityWriter   before;   /* nullable: what replace_entity() does first */
  EntityWriter   replace;  /* nullable: not possible */
};

/* --- Texts --- */

static const char *
keep (RetortCall *call, char *text)
{
  const char *kept = retort_py_strdup (call->evaluation, text);

  g_free (text);
  return kept;
}

/* coerce_to_unquoted(normalize_whitespace(text)) */
static const char *
to_unquoted (RetortCall *call, const char *text)
{
  GString *out = g_string_new (NULL);

  for (const char *p = text; *p != '\0'; p++)
    if (!g_ascii_isspace (*p) && *p != '"')
      g_string_append_c (out, *p);
    else if (g_ascii_isspace (*p) && p[strspn (p, " \t\n\r\f")] != '\0' && p > text && !g_ascii_isspace (p[-1]))
      g_string_append_c (out, ' ');
  return keep (call, g_string_free (out, FALSE));
}

/* coerce_to_quoted() of a text without quotes */
static const char *
to_quoted (RetortCall *call, const char *text)
{
  const char *dot = strchr (text, '.');

  return keep (call, dot != NULL ? g_strdup_printf ("\"%.*s\".\"%s\"", (int) (dot - text), text, dot + 1) : g_strdup_printf ("\"%s\"", text));
}

static char *
strip_semicolon (const char *text)
{
  char *stripped = g_strstrip (g_strdup (text));
  gsize length = strlen (stripped);

  while (length > 0 && stripped[length - 1] == ';')
    stripped[--length] = '\0';
  return g_strchomp (stripped);
}

/* escape_colon_for_sql(), and for_plpgsql() with @is_plpgsql: a colon that stands alone gets a backslash. */
static char *
escape_colons (const char *text, gboolean is_plpgsql)
{
  GString *out = g_string_new (NULL);

  for (const char *p = text; *p != '\0'; p++)
    if (p[0] == ':' && (p[1] == ':' || (is_plpgsql && p[1] == '=')))
      g_string_append_len (out, p++, 2);
    else if (is_plpgsql && p[0] == '\\' && p[1] == ':' && p[2] != ':' && p[2] != '=')
      g_string_append_len (out, p++, 2);
    else if (*p == ':')
      g_string_append (out, "\\:");
    else
      g_string_append_c (out, *p);
  return g_string_free (out, FALSE);
}

static gboolean
is_plpgsql (const char *definition)
{
  g_auto(GStrv) words = g_strsplit_set (definition, " \t\n\r\f", -1);
  g_autoptr(GString) text = g_string_new (NULL);

  for (guint i = 0; words[i] != NULL; i++)
    if (words[i][0] != '\0')
      g_string_append_printf (text, "%s ", words[i]);
  g_string_replace (text, "'", "", 0);
  g_string_ascii_down (text);
  return strstr (text->str, "language plpgsql") != NULL;
}

/* --- Statements --- */

static char *
create_function (RetortCall *call, const Entity *self, const char *cascade)
{
  const char *open = strchr (self->signature, '(');
  g_autofree char *name = open != NULL ? g_strstrip (g_strndup (self->signature, open - self->signature)) : NULL;

  if (name == NULL)
    {
      retort_call_refuse (call, "the signature of a function must have parentheses");
      return NULL;
    }
  return g_strdup_printf ("CREATE FUNCTION %s.\"%s\"%s %s", self->quoted_schema, name, open, self->definition);
}

static char *
replace_function (RetortCall *call, const Entity *self, const char *cascade)
{
  g_autofree char *sql = create_function (call, self, cascade);

  return sql != NULL ? g_strconcat ("CREATE OR REPLACE", sql + strlen ("CREATE"), NULL) : NULL;
}

/* "a integer default 5, b text" without the defaults */
static char *
drop_defaults (const char *parameters)
{
  g_auto(GStrv) parts = g_strsplit (parameters, ",", -1);

  for (guint i = 0; parts[i] != NULL; i++)
    {
      g_autofree char *lower = g_ascii_strdown (parts[i], -1);
      char *end = strstr (lower, "default");

      if (end != NULL)
        parts[i][end - lower] = '\0';
      g_strstrip (parts[i]);
    }
  return g_strjoinv (", ", parts);
}

static char *
drop_function (RetortCall *call, const Entity *self, const char *cascade)
{
  const char *open = strchr (self->signature, '(');
  gsize length = strlen (self->signature);
  g_autofree char *name = NULL;
  g_autofree char *parameters = NULL;
  g_autofree char *kept = NULL;

  if (open == NULL || open == self->signature || self->signature[length - 1] != ')')
    {
      retort_call_gap (call, "the signature of a function that is dropped is not understood");
      return NULL;
    }
  name = g_strstrip (g_strndup (self->signature, open - self->signature));
  parameters = g_strstrip (g_strndup (open + 1, self->signature + length - 1 - (open + 1)));
  kept = drop_defaults (parameters);
  return g_strdup_printf ("DROP FUNCTION %s.\"%s\"(%s) %s", self->quoted_schema, name, kept, cascade);
}

static char *
create_view (RetortCall *call, const Entity *self, const char *cascade)
{
  return g_strdup_printf ("CREATE VIEW %s.\"%s\" AS %s;", self->quoted_schema, self->signature, self->definition);
}

static char *
drop_view (RetortCall *call, const Entity *self, const char *cascade)
{
  return g_strdup_printf ("DROP VIEW %s.\"%s\" %s", self->quoted_schema, self->signature, cascade);
}

static char *
replace_view (RetortCall *call, const Entity *self, const char *cascade)
{
  g_autofree char *name = g_strdup_printf ("%s.\"%s\"", self->quoted_schema, self->signature);

  return g_strdup_printf ("\n        do $$\n            begin\n                CREATE OR REPLACE VIEW %s AS %s;\n\n"
                          "            exception when others then\n                DROP VIEW IF EXISTS %s;\n\n"
                          "                CREATE VIEW %s AS %s;\n            end;\n        $$ language 'plpgsql'\n        ",
                          name, self->definition, name, name, self->definition);
}

static char *
create_rows (RetortCall *call, const Entity *self, const char *cascade)
{
  return g_strdup_printf ("CREATE MATERIALIZED VIEW %s.\"%s\" AS %s WITH %s DATA;", self->quoted_schema, self->signature, self->definition,
                          self->has_data ? "" : "NO");
}

static char *
drop_rows (RetortCall *call, const Entity *self, const char *cascade)
{
  return g_strdup_printf ("DROP MATERIALIZED VIEW %s.\"%s\" %s", self->quoted_schema, self->signature, cascade);
}

static char *
drop_rows_first (RetortCall *call, const Entity *self, const char *cascade)
{
  return g_strdup_printf ("DROP MATERIALIZED VIEW IF EXISTS %s.\"%s\"; ", self->quoted_schema, self->signature);
}

static char *
replace_rows (RetortCall *call, const Entity *self, const char *cascade)
{
  return g_strdup_printf ("CREATE MATERIALIZED VIEW %s.\"%s\" AS %s WITH %s DATA", self->quoted_schema, self->signature, self->definition,
                          self->has_data ? "" : "NO");
}

/* The table in the definition is written with the trigger's schema: "{event}{:s}ON{:s}{on_entity}{:s}{action}" of the package `parse`. */
static char *
create_trigger (RetortCall *call, const Entity *self, const char *cascade)
{
  g_autoptr(GRegex) regex = g_regex_new ("\\A(.+?)\\s+ON\\s+(.+?)\\s+(.+?)\\z", G_REGEX_CASELESS | G_REGEX_DOTALL, 0, NULL);
  g_autoptr(GMatchInfo) match = NULL;
  g_autofree char *event = NULL;
  g_autofree char *table = NULL;
  g_autofree char *action = NULL;
  const char *dot;

  if (!g_regex_match (regex, self->definition, 0, &match))
    {
      retort_call_refuse (call, "the definition of a trigger is not understood");
      return NULL;
    }
  event = g_match_info_fetch (match, 1);
  table = g_match_info_fetch (match, 2);
  action = g_match_info_fetch (match, 3);
  dot = strchr (table, '.');
  return g_strdup_printf ("CREATE%sTRIGGER \"%s\" %s ON %s.%s %s", self->is_constraint ? " CONSTRAINT " : " ", self->signature, event,
                          self->schema, dot != NULL ? dot + 1 : table, action);
}

static char *
drop_trigger (RetortCall *call, const Entity *self, const char *cascade)
{
  return g_strdup_printf ("DROP TRIGGER \"%s\" ON %s %s", self->signature, self->on_entity, cascade);
}

static char *
drop_trigger_first (RetortCall *call, const Entity *self, const char *cascade)
{
  return g_strdup_printf ("DROP TRIGGER IF EXISTS \"%s\" ON %s;", self->signature, self->on_entity);
}

static char *
create_policy (RetortCall *call, const Entity *self, const char *cascade)
{
  return g_strdup_printf ("CREATE POLICY %s on %s %s", self->signature, self->on_entity, self->definition);
}

static char *
drop_policy (RetortCall *call, const Entity *self, const char *cascade)
{
  return g_strdup_printf ("DROP POLICY %s on %s %s", self->signature, self->on_entity, cascade);
}

static char *
drop_policy_first (RetortCall *call, const Entity *self, const char *cascade)
{
  return g_strdup_printf ("DROP POLICY IF EXISTS %s on %s;", self->signature, self->on_entity);
}

static char *
replace_policy (RetortCall *call, const Entity *self, const char *cascade)
{
  return g_strdup_printf ("CREATE POLICY %s on %s %s;", self->signature, self->on_entity, self->definition);
}

static char *
create_extension (RetortCall *call, const Entity *self, const char *cascade)
{
  return g_strdup_printf ("CREATE EXTENSION \"%s\" WITH SCHEMA %s;", self->signature, self->quoted_schema);
}

static char *
drop_extension (RetortCall *call, const Entity *self, const char *cascade)
{
  g_autofree char *upper = g_ascii_strup (cascade, -1);

  return g_strdup_printf ("DROP EXTENSION \"%s\" %s", self->signature, upper);
}

static char *
create_grant (RetortCall *call, const Entity *self, const char *cascade)
{
  g_autofree char *columns = self->columns != NULL ? g_strdup_printf ("( %s )", self->columns) : g_strdup ("");

  return g_strdup_printf ("GRANT %s %s ON %s.%s TO %s %s", self->grant, columns, self->quoted_schema, self->on_entity, self->role,
                          self->has_grant_option ? " WITH GRANT OPTION" : "");
}

static char *
drop_grant (RetortCall *call, const Entity *self, const char *cascade)
{
  return g_strdup_printf ("REVOKE %s ON %s.%s FROM %s", self->grant, self->quoted_schema, self->on_entity, self->role);
}

/* --- Making one --- */

static RetortPyValue *entity_get_attribute (RetortPyEvaluation *evaluation, RetortPyValue *self, const char *name);

static const RetortPyForeignClass entity_class = {
  .name = "entity",
  .get_attribute = entity_get_attribute,
};

static const char *
get_name (RetortCall *call, const char *parameter)
{
  const char *text = retort_call_get_string (call, parameter);

  if (text == NULL)
    retort_call_gap (call, "%s of %s() is not known", parameter, call->function->name);
  return text != NULL ? to_unquoted (call, text) : "";
}

static void
read_definition (RetortCall *call, Entity *self)
{
  const char *text = retort_call_get_string (call, "definition");
  gboolean is_view = g_str_has_suffix (call->function->name, "View");
  g_autofree char *stripped = NULL;

  if (text == NULL)
    {
      retort_call_gap (call, "definition of %s() is not known", call->function->name);
      return;
    }
  stripped = strip_semicolon (text);
  self->definition = keep (call, is_view ? g_strdup (stripped)
                                         : escape_colons (stripped, g_str_equal (call->function->name, "PGFunction") && is_plpgsql (text)));
}

static void
read_entity (RetortCall *call, Entity *self)
{
  const char *on_entity = retort_call_has (call, "on_entity") ? retort_call_get_string (call, "on_entity") : NULL;

  self->kind = (const EntityKind *) call->function;
  self->schema = get_name (call, "schema");
  self->quoted_schema = to_quoted (call, self->schema);
  self->signature = get_name (call, "signature");
  if (retort_call_has (call, "definition"))
    read_definition (call, self);
  if (on_entity != NULL)
    {
      g_autofree char *name = strchr (on_entity, '.') != NULL ? g_strdup (on_entity) : g_strconcat ("public.", on_entity, NULL);

      self->on_entity = to_unquoted (call, name);
    }
}

static RetortPyValue *
make_entity (RetortCall *call)
{
  Entity *self = retort_py_allocate (call->evaluation, sizeof *self);

  memset (self, 0, sizeof *self);
  read_entity (call, self);
  self->has_data = !retort_call_has (call, "with_data") || retort_call_get_flag (call, "with_data", TRUE);
  self->is_constraint = retort_call_has (call, "is_constraint") && retort_call_get_flag (call, "is_constraint", FALSE);
  return call->problem == NULL ? retort_py_new_foreign (call->evaluation, &entity_class, self, NULL) : NULL;
}

static int
compare_texts (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

static const char *
get_columns (RetortCall *call)
{
  RetortPyValue *value = retort_call_get (call, "columns");
  g_autoptr(GPtrArray) names = g_ptr_array_new ();
  guint n_items = 0;
  RetortPyValue **items = retort_value_is_none (value) ? NULL : retort_value_list_items (call, "columns", value, &n_items);

  for (guint i = 0; i < n_items; i++)
    g_ptr_array_add (names, (gpointer) retort_value_get_string (call, "a column", items[i]));
  if (n_items == 0 || call->problem != NULL)
    return NULL;
  g_ptr_array_sort (names, compare_texts);
  g_ptr_array_add (names, NULL);
  return keep (call, g_strjoinv (", ", (char **) names->pdata));
}

static RetortPyValue *
make_grant (RetortCall *call)
{
  static const char *const of_columns[] = { "SELECT", "INSERT", "UPDATE", "REFERENCES", NULL };
  static const char *const of_tables[] = { "DELETE", "TRUNCATE", "TRIGGER", NULL };
  Entity *self = retort_py_allocate (call->evaluation, sizeof *self);

  memset (self, 0, sizeof *self);
  self->kind = (const EntityKind *) call->function;
  self->schema = get_name (call, "schema");
  self->quoted_schema = to_quoted (call, self->schema);
  self->on_entity = to_quoted (call, get_name (call, "table"));
  self->role = to_quoted (call, get_name (call, "role"));
  self->grant = retort_call_get_string (call, "grant");
  self->columns = get_columns (call);
  self->has_grant_option = retort_call_get_flag (call, "with_grant_option", FALSE);
  if (self->grant == NULL || (!g_strv_contains (of_columns, self->grant) && !g_strv_contains (of_tables, self->grant)))
    retort_call_gap (call, "grant of PGGrantTable() is not understood");
  else if (g_strv_contains (of_columns, self->grant) != (self->columns != NULL))
    retort_call_refuse (call, "PGGrantTable() of %s %s columns", self->grant, self->columns != NULL ? "must not have" : "must have");
  return call->problem == NULL ? retort_py_new_foreign (call->evaluation, &entity_class, self, NULL) : NULL;
}

static const EntityKind entity_kinds[] = {
  { { "PGFunction", "schema, signature, definition", make_entity, FALSE }, "alembic_utils.pg_function",
    create_function, drop_function, NULL, replace_function },
  { { "PGView", "schema, signature, definition", make_entity, FALSE }, "alembic_utils.pg_view", create_view, drop_view, NULL, replace_view },
  { { "PGMaterializedView", "schema, signature, definition, with_data=True", make_entity, FALSE }, "alembic_utils.pg_materialized_view",
    create_rows, drop_rows, drop_rows_first, replace_rows },
  { { "PGTrigger", "schema, signature, definition, on_entity, is_constraint=False", make_entity, FALSE }, "alembic_utils.pg_trigger",
    create_trigger, drop_trigger, drop_trigger_first, create_trigger },
  { { "PGPolicy", "schema, signature, definition, on_entity", make_entity, FALSE }, "alembic_utils.pg_policy",
    create_policy, drop_policy, drop_policy_first, replace_policy },
  { { "PGExtension", "schema, signature", make_entity, FALSE }, "alembic_utils.pg_extension", create_extension, drop_extension, NULL, NULL },
  { { "PGGrantTable", "schema, table, role, grant, columns=None, with_grant_option=False", make_grant, FALSE },
    "alembic_utils.pg_grant_table", create_grant, drop_grant, drop_grant, create_grant },
};

/* PGGrantTableChoice.SELECT is the text "SELECT". */
static RetortPyValue *
get_choice (RetortPyEvaluation *evaluation, RetortPyValue *self, const char *name)
{
  return retort_py_new_string (evaluation, name);
}

static const RetortPyForeignClass choices_class = { .name = "PGGrantTableChoice", .get_attribute = get_choice };

/**
 * retort_entity_package_get:
 * @evaluation: the evaluation
 * @module: the full name of a module of alembic_utils
 * @name: a name in it
 *
 * Returns: (nullable): what it stands for; %NULL when it is not known
 */
RetortPyValue *
retort_entity_package_get (RetortPyEvaluation *evaluation, const char *module, const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (entity_kinds); i++)
    if (g_str_equal (entity_kinds[i].module, module) && g_str_equal (entity_kinds[i].function.name, name))
      return retort_alembic_function_new (evaluation, &entity_kinds[i].function, NULL);
  if (g_str_equal (module, "alembic_utils.pg_grant_table") && g_str_equal (name, "PGGrantTableChoice"))
    return retort_py_new_foreign (evaluation, &choices_class, NULL, NULL);
  return NULL;
}

/* --- Operations --- */

static void
send (RetortCall *call, const Entity *self, EntityWriter write, const char *cascade)
{
  g_autofree char *sql = write != NULL && call->problem == NULL ? write (call, self, cascade) : NULL;

  if (sql != NULL && call->problem == NULL)
    retort_op_execute_value (call, retort_py_new_string (call->evaluation, sql), NULL);
}

static const Entity *
get_target (RetortCall *call)
{
  RetortPyValue *value = retort_call_get (call, "target");
  const Entity *self = retort_value_get_data (value, &entity_class);

  if (self == NULL)
    retort_call_gap_value (call, "target", value);
  return self;
}

static RetortPyValue *
create_entity (RetortCall *call)
{
  const Entity *self = get_target (call);

  if (self != NULL)
    send (call, self, self->kind->create, "");
  return NULL;
}

static RetortPyValue *
drop_entity (RetortCall *call)
{
  const Entity *self = get_target (call);

  if (self != NULL)
    send (call, self, self->kind->drop, retort_call_get_flag (call, "cascade", FALSE) ? "cascade" : "");
  return NULL;
}

static RetortPyValue *
replace_entity (RetortCall *call)
{
  const Entity *self = get_target (call);

  if (self == NULL)
    return NULL;
  if (self->kind->replace == NULL)
    retort_call_refuse (call, "an extension cannot be replaced");
  send (call, self, self->kind->before, "");
  send (call, self, self->kind->replace, "");
  return NULL;
}

const RetortFunction retort_op_entity_functions[] = {
  { "create_entity", "target", create_entity, TRUE },
  { "drop_entity", "target, cascade=False", drop_entity, TRUE },
  { "replace_entity", "target", replace_entity, TRUE },
  { NULL },
};

/* --- Methods --- */

static RetortPyValue *
to_statement (RetortCall *call, EntityWriter write, const char *cascade)
{
  g_autofree char *sql = write (call, retort_py_value_get_foreign_data (call->receiver), cascade);

  if (sql == NULL)
    return NULL;
  return retort_clause_to_value (call->evaluation,
                                 retort_clause_new_text (call->evaluation, RETORT_CLAUSE_TEXT, retort_py_strdup (call->evaluation, sql)));
}

static RetortPyValue *
create_statement (RetortCall *call)
{
  const Entity *self = retort_py_value_get_foreign_data (call->receiver);

  return to_statement (call, self->kind->create, "");
}

static RetortPyValue *
drop_statement (RetortCall *call)
{
  const Entity *self = retort_py_value_get_foreign_data (call->receiver);

  return to_statement (call, self->kind->drop, retort_call_get_flag (call, "cascade", FALSE) ? "cascade" : "");
}

static RetortPyValue *
replace_statements (RetortCall *call)
{
  const Entity *self = retort_py_value_get_foreign_data (call->receiver);
  RetortPyValue *statements[2];
  guint n_statements = 0;

  if (self->kind->replace == NULL)
    {
      retort_call_refuse (call, "an extension cannot be replaced");
      return NULL;
    }
  if (self->kind->before != NULL)
    statements[n_statements++] = to_statement (call, self->kind->before, "");
  statements[n_statements] = to_statement (call, self->kind->replace, "");
  if (statements[n_statements] == NULL)
    return NULL;
  return retort_py_new_list (call->evaluation, statements, n_statements + 1);
}

static RetortPyValue *
entity_get_attribute (RetortPyEvaluation *evaluation, RetortPyValue *self, const char *name)
{
  static const RetortFunction functions[] = {
    { "to_sql_statement_create", "", create_statement, FALSE },
    { "to_sql_statement_drop", "cascade=False", drop_statement, FALSE },
    { "to_sql_statement_create_or_replace", "", replace_statements, FALSE },
    { NULL },
  };
  static const RetortMembers members = { functions, NULL };

  return retort_members_get (evaluation, &members, self, name);
}
