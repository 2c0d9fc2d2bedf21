/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Puts values into the bodies of a pattern, each in the way of the place where it stands:
 *
 *   py      a literal of Python                       name    likewise, of a table without its schema
 *   sql     identifiers of SQL inside of a literal    schema  ", schema=…" or nothing
 *   lit     a literal of SQL inside of a literal      list    a list of literals
 *   expr    SQL inside of a literal                   type    a type of SQLAlchemy
 *   action  what ON DELETE does
 *
 * Inside of a literal that op.execute() or sa.text() gets, ":name" would be a parameter, so a colon is escaped. */
#include "formats/alembic/patterns.h"

#include "formats/alembic/quoting.h"
#include "sql/quote.h"

#include <string.h>

typedef struct
{
  const RetortPattern *pattern;
  GHashTable          *values; /* key: name of a field; value: text */
} Filling;

typedef char *(*Writer) (Filling *self, const char *value, GError **error);

static void
refuse (GError **error, const char *format, ...) G_GNUC_PRINTF (2, 3);

static void
refuse (GError **error, const char *format, ...)
{
  g_autofree char *reason = NULL;
  va_list arguments;

  va_start (arguments, format);
  reason = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  g_set_error_literal (error, RETORT_FORMAT_ERROR, RETORT_FORMAT_ERROR_CONFIGURATION, reason);
}

/* --- Inside of Python --- */

/* As it stands between double quotes. */
static char *
escape_python (const char *text)
{
  GString *out = g_string_new (NULL);

  for (const char *at = text; *at != '\0'; at++)
    if (*at == '"' || *at == '\\')
      g_string_append_printf (out, "\\%c", *at);
    else if (*at == '\n')
      g_string_append (out, "\\n");
    else
      g_string_append_c (out, *at);
  return g_string_free (out, FALSE);
}

/* sqlalchemy/sql/elements.py, TextClause._bind_params_regex: (?<![:\w\\]):(\w+)(?!:) */
static char *
escape_text (const char *sql)
{
  g_autoptr(GRegex) parameter = g_regex_new ("(?<![:\\w\\\\]):(\\w+)(?!:)", 0, 0, NULL);
  g_autofree char *safe = g_regex_replace (parameter, sql, -1, 0, "\\\\:\\1", 0, NULL);

  return escape_python (safe);
}

static char *
write_py (Filling *self, const char *value, GError **error)
{
  g_autofree char *escaped = escape_python (value);

  return g_strdup_printf ("\"%s\"", escaped);
}

static const char *
find_plain_name (const char *value)
{
  const char *dot = strchr (value, '.');

  return dot != NULL ? dot + 1 : value;
}

static char *
write_name (Filling *self, const char *value, GError **error)
{
  return write_py (self, find_plain_name (value), error);
}

static char *
write_schema (Filling *self, const char *value, GError **error)
{
  const char *name = find_plain_name (value);
  g_autofree char *schema = name > value ? g_strndup (value, (gsize) (name - value - 1)) : NULL;
  g_autofree char *literal = schema != NULL ? write_py (self, schema, error) : NULL;

  return literal != NULL ? g_strconcat (", schema=", literal, NULL) : g_strdup ("");
}

static char *
write_list (Filling *self, const char *value, GError **error)
{
  g_auto(GStrv) names = g_strsplit (value, ",", -1);
  g_autoptr(GString) out = g_string_new ("[");

  for (guint i = 0; names[i] != NULL; i++)
    {
      g_autofree char *literal = write_py (self, g_strstrip (names[i]), error);

      g_string_append_printf (out, "%s%s", i > 0 ? ", " : "", literal);
    }
  g_string_append_c (out, ']');
  return g_string_free (g_steal_pointer (&out), FALSE);
}

/* --- SQL inside of Python --- */

static char *
write_sql (Filling *self, const char *value, GError **error)
{
  g_auto(GStrv) parts = g_strsplit (value, ".", -1);
  g_autoptr(GString) out = g_string_new (NULL);

  for (guint i = 0; parts[i] != NULL; i++)
    {
      g_autofree char *quoted = retort_sql_quote_identifier (parts[i]);

      g_string_append_printf (out, "%s%s", i > 0 ? "." : "", quoted);
    }
  return escape_text (out->str);
}

static char *
write_lit (Filling *self, const char *value, GError **error)
{
  g_autofree char *literal = retort_sql_quote_literal (value);

  return escape_text (literal);
}

static char *
write_expr (Filling *self, const char *value, GError **error)
{
  return escape_text (value);
}

static char *
write_action (Filling *self, const char *value, GError **error)
{
  const char *const known[] = { "CASCADE", "RESTRICT", "SET NULL", "SET DEFAULT", "NO ACTION", NULL };
  g_autofree char *upper = g_ascii_strup (value, -1);

  if (g_strv_contains (known, upper))
    return g_steal_pointer (&upper);
  refuse (error, "cannot do '%s' on delete: CASCADE, RESTRICT, SET NULL, SET DEFAULT and NO ACTION are known", value);
  return NULL;
}

/* --- Types --- */

/* PostgreSQL's names and what SQLAlchemy calls them; %s is what stands in parentheses. */
static const struct
{
  const char *name;
  const char *plain;
  const char *with_arguments; /* nullable: none are taken */
} types[] = {
  { "text", "sa.Text()", NULL },
  { "varchar", "sa.String()", "sa.String(length=%s)" },
  { "character varying", "sa.String()", "sa.String(length=%s)" },
  { "integer", "sa.Integer()", NULL },
  { "int", "sa.Integer()", NULL },
  { "int4", "sa.Integer()", NULL },
  { "bigint", "sa.BigInteger()", NULL },
  { "int8", "sa.BigInteger()", NULL },
  { "smallint", "sa.SmallInteger()", NULL },
  { "boolean", "sa.Boolean()", NULL },
  { "bool", "sa.Boolean()", NULL },
  { "date", "sa.Date()", NULL },
  { "time", "sa.Time()", NULL },
  { "time without time zone", "sa.Time()", NULL },
  { "timestamp", "sa.DateTime()", NULL },
  { "timestamp without time zone", "sa.DateTime()", NULL },
  { "timestamptz", "sa.DateTime(timezone=True)", NULL },
  { "timestamp with time zone", "sa.DateTime(timezone=True)", NULL },
  { "interval", "sa.Interval()", NULL },
  { "numeric", "sa.Numeric()", "sa.Numeric(%s)" },
  { "decimal", "sa.Numeric()", "sa.Numeric(%s)" },
  { "real", "sa.REAL()", NULL },
  { "double precision", "postgresql.DOUBLE_PRECISION()", NULL },
  { "bytea", "sa.LargeBinary()", NULL },
  { "uuid", "postgresql.UUID(as_uuid=True)", NULL },
  { "jsonb", "postgresql.JSONB()", NULL },
  { "json", "postgresql.JSON()", NULL },
  { "inet", "postgresql.INET()", NULL },
  { "cidr", "postgresql.CIDR()", NULL },
  { "tsvector", "postgresql.TSVECTOR()", NULL },
};

static char *
find_type (const char *name, const char *arguments)
{
  for (gsize i = 0; i < G_N_ELEMENTS (types); i++)
    {
      g_auto(GStrv) around = NULL;

      if (!g_str_equal (types[i].name, name) || (arguments[0] != '\0' && types[i].with_arguments == NULL))
        continue;
      if (arguments[0] == '\0')
        return g_strdup (types[i].plain);
      around = g_strsplit (types[i].with_arguments, "%s", 2);
      return g_strconcat (around[0], arguments, around[1], NULL);
    }
  return NULL;
}

/* "character varying(80)[]" in its parts; what begins like Python is taken as it is. */
static char *
translate_type (const char *value)
{
  g_autoptr(GRegex) pattern = g_regex_new ("^\\s*([a-z][a-z0-9 ]*?)\\s*(?:\\(\\s*(\\d+(?:\\s*,\\s*\\d+)?)\\s*\\))?\\s*(\\[\\])?\\s*$", G_REGEX_CASELESS, 0, NULL);
  g_autoptr(GMatchInfo) match = NULL;
  g_autofree char *name = NULL;
  g_autofree char *arguments = NULL;
  g_autofree char *array = NULL;
  g_autofree char *type = NULL;

  if (g_str_has_prefix (value, "sa.") || g_str_has_prefix (value, "postgresql."))
    return g_strdup (value);
  if (!g_regex_match (pattern, value, 0, &match))
    return NULL;
  name = g_match_info_fetch (match, 1);
  arguments = g_match_info_fetch (match, 2);
  array = g_match_info_fetch (match, 3);
  for (char *at = name; *at != '\0'; at++)
    *at = g_ascii_tolower (*at);
  type = find_type (name, arguments != NULL ? arguments : "");
  return type != NULL && array != NULL && *array != '\0' ? g_strdup_printf ("postgresql.ARRAY(%s)", type) : g_steal_pointer (&type);
}

static char *
write_type (Filling *self, const char *value, GError **error)
{
  char *type = translate_type (value);

  if (type == NULL)
    refuse (error, "cannot write the type '%s': write it as SQLAlchemy has it (sa.… or postgresql.…)", value);
  return type;
}

/* --- Filling --- */

static const struct
{
  const char *mode;
  Writer      write;
} writers[] = {
  { "py", write_py },     { "name", write_name }, { "schema", write_schema }, { "list", write_list },
  { "sql", write_sql },   { "lit", write_lit },   { "expr", write_expr },     { "action", write_action },
  { "type", write_type },
};

static char *
write_value (Filling *self, const char *field, const char *mode, GError **error)
{
  const char *value = g_hash_table_lookup (self->values, field);

  for (gsize i = 0; i < G_N_ELEMENTS (writers); i++)
    if (g_str_equal (writers[i].mode, mode))
      return writers[i].write (self, value, error);
  g_assert_not_reached ();
}

/* Without what stands between "{?field}" and "{/field}" when the field says "none". */
static char *
choose_sections (Filling *self, const char *text)
{
  g_autoptr(GRegex) section = g_regex_new ("\\{\\?([a-z_]+)\\}(.*?)\\{/\\1\\}", G_REGEX_DOTALL, 0, NULL);
  g_autoptr(GMatchInfo) match = NULL;
  g_autoptr(GString) out = g_string_new (NULL);
  int at = 0;

  for (g_regex_match (section, text, 0, &match); g_match_info_matches (match); g_match_info_next (match, NULL))
    {
      g_autofree char *field = g_match_info_fetch (match, 1);
      g_autofree char *inside = g_match_info_fetch (match, 2);
      int start = 0, end = 0;

      g_match_info_fetch_pos (match, 0, &start, &end);
      g_string_append_len (out, text + at, start - at);
      if (g_strcmp0 (g_hash_table_lookup (self->values, field), "none") != 0)
        g_string_append (out, inside);
      at = end;
    }
  g_string_append (out, text + at);
  return g_string_free (g_steal_pointer (&out), FALSE);
}

/* "{field:mode}" and "{field}"; any other brace is text. */
static char *
fill (Filling *self, const char *pattern_text, GError **error)
{
  g_autofree char *text = choose_sections (self, pattern_text);
  g_autoptr(GRegex) place = g_regex_new ("\\{([a-z_]+)(?::([a-z]+))?\\}", G_REGEX_ANCHORED, 0, NULL);
  g_autoptr(GString) out = g_string_new (NULL);

  for (const char *at = text; *at != '\0';)
    {
      g_autoptr(GMatchInfo) match = NULL;
      g_autofree char *field = NULL;
      g_autofree char *mode = NULL;
      g_autofree char *value = NULL;
      int end = 0;

      if (*at != '{' || !g_regex_match (place, at, 0, &match))
        {
          g_string_append_c (out, *at++);
          continue;
        }
      field = g_match_info_fetch (match, 1);
      mode = g_match_info_fetch (match, 2);
      g_match_info_fetch_pos (match, 0, NULL, &end);
      value = mode != NULL && *mode != '\0' ? write_value (self, field, mode, error) : g_strdup (g_hash_table_lookup (self->values, field));
      if (value == NULL)
        return NULL;
      g_string_append (out, value);
      at += end;
    }
  return g_string_free (g_steal_pointer (&out), FALSE);
}

/* A name of our own: words of the fields, joined, and no longer than PostgreSQL takes. */
static char *
make_name (Filling *self, const char *initial)
{
  g_autofree char *filled = fill (self, initial, NULL);
  g_autoptr(GRegex) others = g_regex_new ("[^\\w]+", 0, 0, NULL);
  g_autofree char *joined = filled != NULL ? g_regex_replace (others, filled, -1, 0, "_", 0, NULL) : NULL;

  return joined != NULL ? retort_alembic_shorten_name (joined) : NULL;
}

static gboolean
complete_field (Filling *self, const RetortPatternField *field, GError **error)
{
  const char *given = g_hash_table_lookup (self->values, field->name);

  if (given != NULL && *given != '\0')
    return TRUE;
  if (field->initial == NULL)
    {
      refuse (error, "a value is missing: %s", field->name);
      return FALSE;
    }
  g_hash_table_insert (self->values, g_strdup (field->name),
                       field->kind == RETORT_PATTERN_FIELD_NAME ? make_name (self, field->initial) : g_strdup (field->initial));
  return TRUE;
}

/* Every value of @given belongs to a field; what is not given takes its initial value. */
static gboolean
take_values (Filling *self, GHashTable *given, GError **error)
{
  GHashTableIter iter;
  gpointer name, value;

  g_hash_table_iter_init (&iter, given);
  while (g_hash_table_iter_next (&iter, &name, &value))
    g_hash_table_insert (self->values, g_strdup (name), g_strstrip (g_strdup (value)));
  for (const RetortPatternField *field = self->pattern->fields; field->name != NULL; field++)
    {
      if (!complete_field (self, field, error))
        return FALSE;
      g_hash_table_remove (given, field->name);
    }
  g_hash_table_iter_init (&iter, given);
  if (!g_hash_table_iter_next (&iter, &name, &value))
    return TRUE;
  refuse (error, "the pattern has no field '%s'", (const char *) name);
  return FALSE;
}

/**
 * retort_alembic_pattern_fill:
 * @pattern: a pattern
 * @values: (element-type utf8 utf8): values by the names of fields; empty ones count as not given
 * @text: (out caller-allocates): what it becomes
 * @error: return location for a %RETORT_FORMAT_ERROR_CONFIGURATION: a value is missing, of no field, or not understood
 *
 * Any thread.
 *
 * Returns: whether @text is set
 */
gboolean
retort_alembic_pattern_fill (const RetortPattern *pattern, GHashTable *values, RetortPatternText *text, GError **error)
{
  g_autoptr(GHashTable) own = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_autoptr(GHashTable) given = g_hash_table_new (g_str_hash, g_str_equal);
  Filling self = { pattern, own };
  GHashTableIter iter;
  gpointer name, value;

  memset (text, 0, sizeof *text);
  g_hash_table_iter_init (&iter, values);
  while (g_hash_table_iter_next (&iter, &name, &value))
    g_hash_table_insert (given, name, value);
  if (!take_values (&self, given, error))
    return FALSE;
  text->message = fill (&self, pattern->message, error);
  text->upgrade = fill (&self, pattern->upgrade, error);
  text->downgrade = text->upgrade != NULL ? fill (&self, pattern->downgrade, error) : NULL;
  if (text->downgrade == NULL)
    {
      retort_pattern_text_clear (text);
      return FALSE;
    }
  if (strstr (text->upgrade, "postgresql.") != NULL)
    text->imports = g_strdup ("from sqlalchemy.dialects import postgresql");
  return TRUE;
}

/**
 * retort_pattern_text_clear:
 * @self: texts
 *
 * Frees what @self owns.
 */
void
retort_pattern_text_clear (RetortPatternText *self)
{
  g_clear_pointer (&self->message, g_free);
  g_clear_pointer (&self->imports, g_free);
  g_clear_pointer (&self->upgrade, g_free);
  g_clear_pointer (&self->downgrade, g_free);
}
