/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A name that went through op.f() stays. Another one is replaced when there is none, or when the convention's text takes it up with
 * %(constraint_name)s; what the convention made counts as op.f(). */
#include "formats/alembic/naming.h"

#include "formats/alembic/compiler.h"

#include <string.h>

#define DEFAULT_INDEX_TEXT "ix_%(column_0_label)s" /* sqlalchemy/sql/schema.py DEFAULT_NAMING_CONVENTION */

struct _RetortNaming
{
  GHashTable *texts; /* key: kind, value: text; both utf8 */
};

/* What gets a name. */
typedef struct
{
  RetortCall       *call;
  RetortName        name;
  RetortName        table;
  RetortName        schema;
  gboolean          has_columns; /* a CHECK has none that are known */
  const RetortName *columns;
  guint             n_columns;
  const RetortConstraint *key;   /* nullable: it is a foreign key */
  gboolean          is_in_table; /* SQLAlchemy knows nothing of the table that a key refers to */
} Named;

/**
 * retort_naming_new:
 * @texts: (element-type utf8 utf8): the convention's text for each kind that it has
 *
 * Returns: (transfer full): the convention
 */
RetortNaming *
retort_naming_new (GHashTable *texts)
{
  RetortNaming *self = g_atomic_rc_box_new0 (RetortNaming);

  self->texts = g_hash_table_ref (texts);
  return self;
}

/**
 * retort_naming_ref:
 * @self: a convention
 *
 * Returns: (transfer full): @self
 */
RetortNaming *
retort_naming_ref (RetortNaming *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
naming_clear (gpointer data)
{
  RetortNaming *self = data;

  g_clear_pointer (&self->texts, g_hash_table_unref);
}

/**
 * retort_naming_unref:
 * @self: (transfer full): a convention
 */
void
retort_naming_unref (RetortNaming *self)
{
  g_atomic_rc_box_release_full (self, naming_clear);
}

/**
 * retort_naming_get:
 * @self: (nullable): a convention; %NULL: the one that SQLAlchemy has by itself
 * @kind: "ix", "uq", "ck", "fk" or "pk"
 *
 * Returns: (transfer none) (nullable): the text for that kind
 */
const char *
retort_naming_get (const RetortNaming *self, const char *kind)
{
  if (self != NULL)
    return g_hash_table_lookup (self->texts, kind);
  return g_str_equal (kind, "ix") ? DEFAULT_INDEX_TEXT : NULL;
}

/**
 * retort_naming_equal:
 * @a: (nullable): a convention
 * @b: (nullable): another
 *
 * Returns: whether they say the same
 */
gboolean
retort_naming_equal (const RetortNaming *a, const RetortNaming *b)
{
  static const char *const all[] = { "ix", "uq", "ck", "fk", "pk" };

  for (guint i = 0; i < G_N_ELEMENTS (all); i++)
    if (g_strcmp0 (retort_naming_get (a, all[i]), retort_naming_get (b, all[i])) != 0)
      return FALSE;
  return TRUE;
}

/* --- Tokens --- */

#define COLUMNS "column_(\\d+|0_?N)_" "(name|key|label)"

/* What each kind may speak of. SQLAlchemy names the key of every table that it makes, so a text that fails there fails everywhere. */
static const struct
{
  const char *kind;
  const char *token;
} token_patterns[] = {
  { "ix", "table_name|constraint_name|" COLUMNS },
  { "uq", "table_name|constraint_name|" COLUMNS },
  { "ck", "table_name|constraint_name|" COLUMNS },
  { "pk", "table_name|" COLUMNS },
  { "fk", "table_name|constraint_name|referred_table_name|" COLUMNS "|referred_column_(\\d+|0_?N)_name" },
};

/**
 * retort_naming_is_understood:
 * @kind: a key of a convention
 * @text: its text
 *
 * Returns: whether it is of a kind that is known, and every token in it
 */
gboolean
retort_naming_is_understood (const char *kind, const char *text)
{
  for (guint i = 0; i < G_N_ELEMENTS (token_patterns); i++)
    if (g_str_equal (token_patterns[i].kind, kind))
      {
        g_autofree char *pattern = g_strdup_printf ("^([^%%]|%%%%|%%\\((%s)\\)s)*$", token_patterns[i].token);

        return g_regex_match_simple (pattern, text, 0, 0);
      }
  return FALSE;
}

static gboolean
append_label (GString *out, const Named *self, const char *column)
{
  g_autofree char *prefix = g_strdup (self->schema.text != NULL ? self->schema.text : "");

  g_string_append_printf (out, "%s%s%s_%s", g_strdelimit (prefix, ".", '_'), prefix[0] != '\0' ? "_" : "", self->table.text, column);
  return TRUE;
}

/* ConventionDict._column_X: of what is not there the text is empty. */
static gboolean
append_column (GString *out, const Named *self, guint index, const char *what)
{
  if (!self->has_columns)
    return FALSE;
  if (index >= self->n_columns)
    return TRUE;
  if (g_str_equal (what, "label"))
    return append_label (out, self, self->columns[index].text);
  g_string_append (out, self->columns[index].text);
  return g_str_equal (what, "name") || g_str_equal (what, "key");
}

static gboolean
append_referred_column (GString *out, const Named *self, guint index, const char *what)
{
  if (self->key == NULL || self->is_in_table || index >= self->n_columns || !g_str_equal (what, "name"))
    return FALSE;
  g_string_append (out, self->key->target_columns[index].text);
  return TRUE;
}

/* "column_1_name", "referred_column_0_N_name": one column, or with N all of them, joined by "_" when one stands before the N. */
static gboolean
append_column_token (GString *out, const Named *self, const char *token)
{
  static GRegex *pattern;
  g_autoptr(GMatchInfo) match = NULL;
  g_autofree char *referred = NULL;
  g_autofree char *number = NULL;
  g_autofree char *all = NULL;
  g_autofree char *what = NULL;
  gboolean (*append) (GString *, const Named *, guint, const char *);

  if (g_once_init_enter (&pattern))
    g_once_init_leave (&pattern, g_regex_new ("^(referred_)?column_(\\d+)(_?N)?_" "(\\w+)$", G_REGEX_OPTIMIZE, 0, NULL));
  if (!g_regex_match (pattern, token, 0, &match))
    return FALSE;
  referred = g_match_info_fetch (match, 1);
  number = g_match_info_fetch (match, 2);
  all = g_match_info_fetch (match, 3);
  what = g_match_info_fetch (match, 4);
  append = referred[0] != '\0' ? append_referred_column : append_column;
  if (all[0] == '\0')
    return append (out, self, (guint) g_ascii_strtoull (number, NULL, 10), what);
  if (!g_str_equal (number, "0") || !self->has_columns)
    return FALSE;
  for (guint i = 0; i < self->n_columns; i++)
    {
      if (i > 0 && all[0] == '_')
        g_string_append_c (out, '_');
      if (!append (out, self, i, what))
        return FALSE;
    }
  return TRUE;
}

static gboolean
append_token (GString *out, const Named *self, const char *token)
{
  if (g_str_equal (token, "table_name"))
    g_string_append (out, self->table.text);
  else if (g_str_equal (token, "constraint_name") && self->name.text == NULL)
    retort_call_refuse (self->call, "a naming convention with %%(constraint_name)s requires that the constraint is named");
  else if (g_str_equal (token, "constraint_name"))
    g_string_append (out, self->name.text);
  else if (g_str_equal (token, "referred_table_name") && self->key != NULL)
    g_string_append (out, self->key->target_table.text);
  else
    return append_column_token (out, self, token);
  return TRUE;
}

/* "ix_%(column_0_label)s" */
static gboolean
append_text (GString *out, const Named *self, const char *text)
{
  while (*text != '\0')
    {
      const char *close = g_str_has_prefix (text, "%(") ? strstr (text, ")s") : NULL;
      g_autofree char *token = close != NULL ? g_strndup (text + 2, close - text - 2) : NULL;

      if (*text != '%' || text[1] == '%')
        {
          g_string_append_c (out, *text);
          text += *text == '%' ? 2 : 1;
        }
      else if (token == NULL || !append_token (out, self, token))
        return FALSE;
      else
        text = close + 2;
    }
  return TRUE;
}

/* naming.py _constraint_name_for_table */
static RetortName
make_name (const Named *self, const char *kind)
{
  const char *text = retort_naming_get (retort_compiler_get_naming (self->call->evaluation), kind);
  g_autoptr(GString) out = g_string_new (NULL);

  if (text == NULL || self->name.is_final || (self->name.text != NULL && strstr (text, "constraint_name") == NULL)
      || self->call->problem != NULL)
    return self->name;
  if (self->table.text == NULL || !append_text (out, self, text))
    {
      retort_call_gap (self->call, "the naming convention '%s' is not understood here", text);
      return self->name;
    }
  return (RetortName){ retort_py_strdup (self->call->evaluation, out->str), TRUE, -1 };
}

/* --- What gets names --- */

static const char *const kinds[] = {
  [RETORT_CONSTRAINT_PRIMARY_KEY] = "pk",
  [RETORT_CONSTRAINT_UNIQUE] = "uq",
  [RETORT_CONSTRAINT_FOREIGN_KEY] = "fk",
  [RETORT_CONSTRAINT_CHECK] = "ck",
  [RETORT_CONSTRAINT_EXCLUDE] = NULL, /* no kind of a convention */
};

/**
 * retort_naming_of_constraint:
 * @call: the call that makes it
 * @constraint: a constraint; its columns are called as in the database
 * @table: its table
 * @schema: the schema of the table
 * @is_in_table: it comes with a table or a column, and not by itself
 *
 * Returns: its name; a problem of @call when the convention cannot give one
 */
RetortName
retort_naming_of_constraint (RetortCall *call, const RetortConstraint *constraint, RetortName table, RetortName schema,
                             gboolean is_in_table)
{
  Named named = { call, constraint->name, table, schema, constraint->kind != RETORT_CONSTRAINT_CHECK,
                  constraint->columns, constraint->n_columns,
                  constraint->kind == RETORT_CONSTRAINT_FOREIGN_KEY ? constraint : NULL, is_in_table };

  return kinds[constraint->kind] != NULL ? make_name (&named, kinds[constraint->kind]) : constraint->name;
}

/**
 * retort_naming_of_index:
 * @call: the call that makes it
 * @name: the name that it was given, or no name
 * @table: its table
 * @schema: the schema of the table
 * @columns: (nullable): its columns; %NULL when they are not known
 * @n_columns: how many
 *
 * Returns: its name; a problem of @call when the convention cannot give one
 */
RetortName
retort_naming_of_index (RetortCall *call, RetortName name, RetortName table, RetortName schema, RetortName *columns, guint n_columns)
{
  Named named = { call, name, table, schema, columns != NULL, columns, n_columns, NULL, FALSE };
  RetortName made = make_name (&named, "ix");

  if (made.text == NULL)
    retort_call_refuse (call, "CREATE INDEX requires that the index have a name");
  return made;
}

/**
 * retort_naming_of_dropped:
 * @call: a call of drop_constraint()
 * @name: the name that it was given, or no name
 * @type: (nullable): type_
 * @table: the table
 * @schema: the schema of the table
 *
 * Alembic makes a constraint of that type without columns, so that the convention names it.
 *
 * Returns: the name; a problem of @call when the convention cannot give one
 */
RetortName
retort_naming_of_dropped (RetortCall *call, RetortName name, const char *type, RetortName table, RetortName schema)
{
  static const char *const types[][2] = { { "primary", "pk" }, { "unique", "uq" }, { "foreignkey", "fk" }, { "check", "ck" } };
  Named named = { call, name, table, schema, TRUE, NULL, 0, NULL, FALSE };

  for (guint i = 0; type != NULL && i < G_N_ELEMENTS (types); i++)
    if (g_str_equal (types[i][0], type))
      return make_name (&named, types[i][1]);
  return name;
}
