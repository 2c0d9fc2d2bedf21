/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Constants and casts: what a literal is once its type is known, and how it is printed. */
#include "analysis/schema/expression-private.h"

#include <string.h>

/**
 * retort_value_free: (skip)
 * @self: (transfer full): a value
 */
void
retort_value_free (RetortValue *self)
{
  g_free (self->text);
  g_free (self->type);
  g_free (self->literal);
  g_free (self);
}

/**
 * retort_value_new: (skip)
 * @text: its text
 * @type: (nullable): its type, without a modifier
 * @shape: how it binds
 *
 * Returns: (transfer full): the value
 */
RetortValue *
retort_value_new (const char *text, const char *type, RetortShape shape)
{
  RetortValue *self = g_new0 (RetortValue, 1);

  self->text = g_strdup (text);
  self->type = g_strdup (type);
  self->shape = shape;
  return self;
}

/* simple_quote_literal() with standard_conforming_strings */
static char *
quote (const char *text)
{
  g_auto(GStrv) parts = g_strsplit (text, "'", -1);
  g_autofree char *doubled = g_strjoinv ("''", parts);

  return g_strconcat ("'", doubled, "'", NULL);
}

static gboolean
matches (const char *pattern, const char *text)
{
  return g_regex_match_simple (pattern, text, 0, 0);
}

static gboolean
is_one_of (const char *text, const char *const *list)
{
  return g_strv_contains (list, text);
}

/* The shortest text that is the same number; short ones only. */
static char *
print_float (const char *literal, const char *type)
{
  g_autofree char *text = g_strdup (literal);
  gsize length = strlen (text);

  if (length > 6 || g_str_equal (literal, "-0"))
    return NULL;
  while (strchr (text, '.') != NULL && text[length - 1] == '0')
    text[--length] = '\0';
  if (text[length - 1] == '.')
    text[--length] = '\0';
  return g_strdup_printf ("'%s'::%s", text, type);
}

/* Numbers lose their quotes; NULL when it is not sure how the number is printed. */
static char *
print_number (const char *literal, const char *type)
{
  gboolean is_whole = g_str_equal (type, "integer") || g_str_equal (type, "smallint")
                      || g_str_equal (type, "bigint");

  if (is_whole && !matches ("^-?(0|[1-9][0-9]*)$", literal))
    return NULL;
  if (!is_whole && !matches ("^-?(0|[1-9][0-9]*)(\\.[0-9]+)?$", literal))
    return NULL;
  if (literal[0] != '-'
      && (g_str_equal (type, "integer") || (g_str_equal (type, "numeric") && strchr (literal, '.') != NULL)))
    return g_strdup (literal);
  if (!is_whole && !g_str_equal (type, "numeric"))
    return print_float (literal, type);
  return g_strdup_printf ("'%s'::%s", literal, type);
}

static char *
print_boolean (const char *literal)
{
  static const char *const yes[] = { "t", "true", "yes", "y", "on", "1", NULL };
  static const char *const no[] = { "f", "false", "no", "n", "off", "0", NULL };
  g_autofree char *lower = g_ascii_strdown (literal, -1);

  if (is_one_of (lower, yes))
    return g_strdup ("true");
  return is_one_of (lower, no) ? g_strdup ("false") : NULL;
}

/* Where the value as written is the value as printed. */
static gboolean
is_printed_as_written (const char *literal, const char *type)
{
  static const char *const verbatim[] = { "text", "character varying", "character", "json", "citext", "name", NULL };

  if (is_one_of (type, verbatim))
    return TRUE;
  if (g_str_equal (type, "jsonb"))
    return matches ("^(\\{\\}|\\[\\]|true|false|null|0|[1-9][0-9]*|\"[A-Za-z0-9_ ]*\"|\\[(\"[A-Za-z0-9_ ]*\"(, \"[A-Za-z0-9_ ]*\")*)\\])$", literal);
  if (g_str_equal (type, "uuid"))
    return matches ("^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$", literal);
  if (g_str_equal (type, "date"))
    return matches ("^[1-9][0-9]{3}-[01][0-9]-[0-3][0-9]$", literal);
  if (g_str_equal (type, "timestamp without time zone"))
    return matches ("^[1-9][0-9]{3}-[01][0-9]-[0-3][0-9] [0-2][0-9]:[0-5][0-9]:[0-5][0-9]$", literal);
  if (g_str_equal (type, "time without time zone"))
    return matches ("^[0-2][0-9]:[0-5][0-9]:[0-5][0-9]$", literal);
  if (g_str_equal (type, "interval"))
    return matches ("^(1 day|([2-9]|[1-2][0-9]) days|00:[0-5][0-9]:[0-5][0-9])$", literal);
  if (g_str_equal (type, "bytea"))
    return matches ("^\\\\x([0-9a-f][0-9a-f])*$", literal);
  if (g_str_equal (type, "inet"))
    return matches ("^[1-9][0-9]{0,2}\\.[1-9]\\.[1-9]\\.[1-9]$", literal);
  if (g_str_has_suffix (type, "[]"))
    return matches ("^\\{([a-z0-9_]+(,[a-z0-9_]+)*)?\\}$", literal)
           && (g_str_equal (literal, "{}") || g_str_equal (type, "text[]")
               || g_str_equal (type, "character varying[]"))
           && strstr (literal, "null") == NULL;
  return FALSE;
}

/* A name of a relation, as regclassout() says it. */
static char *
print_regclass (RetortScope *scope, const char *literal)
{
  g_auto(GStrv) parts = g_strsplit (literal, ".", 3);
  const char *const *path = retort_schema_get_current_path (scope->edit->schema);
  g_autofree char *name = NULL;

  if (strpbrk (literal, "\"ABCDEFGHIJKLMNOPQRSTUVWXYZ ") != NULL || parts[0] == NULL)
    return NULL;
  if (parts[1] != NULL && parts[2] == NULL
      && retort_schema_find_relation (scope->edit->schema, parts[0], parts[1]) != NULL)
    name = retort_edit_qualify (scope->edit, parts[0], parts[1]);
  for (guint i = 0; parts[1] == NULL && name == NULL && path[i] != NULL; i++)
    if (retort_schema_find_relation (scope->edit->schema, path[i], literal) != NULL)
      name = retort_edit_qualify (scope->edit, path[i], literal);
  return name != NULL ? g_strdup_printf ("'%s'::regclass", name) : NULL;
}

/* A literal as a constant of a type that is no domain; NULL when it is not sure. */
static char *
print_constant (RetortScope *scope, const char *literal, const char *type)
{
  static const char *const numbers[] = { "smallint", "integer", "bigint", "numeric", "real", "double precision", NULL };
  g_autofree char *quoted = quote (literal);
  RetortObjectKind kind;
  gpointer own = NULL;

  if (is_one_of (type, numbers))
    return print_number (literal, type);
  if (g_str_equal (type, "boolean"))
    return print_boolean (literal);
  if (g_str_equal (type, "regclass"))
    return print_regclass (scope, literal);
  if (g_str_equal (type, "regconfig") && matches ("^[a-z]+$", literal))
    return g_strconcat (quoted, "::regconfig", NULL);
  if (g_str_equal (type, "timestamp without time zone")
      && matches ("^[1-9][0-9]{3}-[01][0-9]-[0-3][0-9]$", literal))
    return g_strdup_printf ("'%s 00:00:00'::%s", literal, type);
  if (is_printed_as_written (literal, type))
    return g_strconcat (quoted, "::", g_str_equal (type, "character") ? "bpchar" : type, NULL);
  own = retort_type_find_own (scope->edit, type, &kind);
  if (own != NULL && kind == RETORT_OBJECT_ENUM)
    return g_strconcat (quoted, "::", type, NULL);
  return NULL;
}

/* The type that a domain is made of, at the end. */
static char *
dup_domain_base (RetortScope *scope, const char *type)
{
  RetortObjectKind kind;
  const RetortDomain *domain = retort_type_find_own (scope->edit, type, &kind);

  if (domain == NULL || kind != RETORT_OBJECT_DOMAIN)
    return NULL;
  return retort_type_dup_base (domain->type);
}

/**
 * retort_value_settle: (skip)
 * @scope: where the expression stands
 * @self: a value
 * @type: a type without a modifier
 *
 * Makes a literal without a type a constant of @type; other values stay. What is not sure makes the scope unsure.
 */
void
retort_value_settle (RetortScope *scope, RetortValue *self, const char *type)
{
  g_autofree char *base = dup_domain_base (scope, type);
  char *text = NULL;

  if (self->type != NULL)
    return;
  if (!self->is_null)
    text = print_constant (scope, self->literal, base != NULL ? base : type);
  if (self->is_null)
    text = g_strconcat ("NULL::", type, NULL);
  if (text == NULL)
    scope->is_sure = FALSE;
  else
    {
      g_free (self->text);
      self->text = text;
    }
  self->type = g_strdup (type);
}

/**
 * retort_value_cast: (skip)
 * @scope: where the expression stands
 * @self: a value
 * @type: a type without a modifier
 *
 * Casts a value, visibly, unless it has the type; literals become constants.
 */
void
retort_value_cast (RetortScope *scope, RetortValue *self, const char *type)
{
  g_autofree char *child = NULL;

  if (self->type == NULL || g_str_equal (self->type, type))
    {
      retort_value_settle (scope, self, type);
      return;
    }
  child = self->shape == RETORT_SHAPE_ATOM ? g_strdup (self->text)
                                           : g_strdup_printf ("(%s)", self->text);
  g_free (self->text);
  g_free (self->type);
  self->text = g_strconcat (child, "::", type, NULL);
  self->type = g_strdup (type);
  self->is_call = FALSE;
  if (self->shape != RETORT_SHAPE_ATOM)
    self->shape = RETORT_SHAPE_COMPLEX;
}

static gboolean
is_simple_arithmetic (const RetortValue *child, char parent, gboolean is_first)
{
  gboolean is_low = child->operator == '+' || child->operator == '-';
  gboolean is_low_parent = parent == '+' || parent == '-';

  if (child->operator == 0 || parent == 0)
    return FALSE;
  if (is_low != is_low_parent)
    return is_low_parent;
  return is_first;
}

static gboolean
is_simple (const RetortValue *child, RetortShape parent, char operator, gboolean is_first)
{
  switch (child->shape)
    {
    case RETORT_SHAPE_ATOM:
      return TRUE;
    case RETORT_SHAPE_OPERATOR:
      if (parent == RETORT_SHAPE_OPERATOR)
        return is_simple_arithmetic (child, operator, is_first);
      return parent != RETORT_SHAPE_COMPLEX;
    case RETORT_SHAPE_COMPLEX:
      return FALSE;
    case RETORT_SHAPE_AND:
    case RETORT_SHAPE_NOT:
      return parent == RETORT_SHAPE_AND || parent == RETORT_SHAPE_OR;
    case RETORT_SHAPE_OR:
      return parent == RETORT_SHAPE_OR;
    }
  return FALSE;
}

/**
 * retort_value_dup_child: (skip)
 * @child: a part of an expression
 * @parent: how the expression around it binds; %RETORT_SHAPE_ATOM never needs parentheses
 * @operator: the parent's operator when that is arithmetic, else 0
 * @is_first: whether @child is the left side
 *
 * What isSimpleNode() of ruleutils.c decides.
 *
 * Returns: (transfer full): the text, in parentheses where PostgreSQL writes them
 */
char *
retort_value_dup_child (const RetortValue *child, RetortShape parent, char operator, gboolean is_first)
{
  if (parent == RETORT_SHAPE_ATOM || is_simple (child, parent, operator, is_first))
    return g_strdup (child->text);
  return g_strdup_printf ("(%s)", child->text);
}
