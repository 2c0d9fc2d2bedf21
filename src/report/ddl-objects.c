/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Types, sequences and functions; and the words that all DDL is made of. */
#include "report/ddl-private.h"

#include "sql/quote.h"

#include <string.h>

/**
 * retort_ddl_dup_name:
 * @schema: an object's schema
 * @name: its name
 *
 * Returns: (transfer full): both, quoted where needed
 */
char *
retort_ddl_dup_name (const char *schema, const char *name)
{
  g_autofree char *quoted_schema = retort_sql_quote_identifier (schema);
  g_autofree char *quoted_name = retort_sql_quote_identifier (name);

  return g_strconcat (quoted_schema, ".", quoted_name, NULL);
}

/**
 * retort_ddl_append:
 * @self: a script
 * @format: printf() format
 * @...: what the format asks for
 */
void
retort_ddl_append (RetortDdl *self, const char *format, ...)
{
  va_list arguments;

  va_start (arguments, format);
  g_string_append_vprintf (self->out, format, arguments);
  va_end (arguments);
}

/**
 * retort_ddl_add_comment:
 * @self: a script
 * @what: what the comment is on: `TABLE public.orders`
 * @comment: (nullable): the comment; nothing is written without one
 */
void
retort_ddl_add_comment (RetortDdl *self, const char *what, const char *comment)
{
  g_autofree char *literal = NULL;

  if (comment == NULL)
    return;
  literal = retort_sql_quote_literal (comment);
  retort_ddl_append (self, "COMMENT ON %s IS %s;\n", what, literal);
}

/**
 * retort_ddl_add_column_type:
 * @self: a script
 * @column: a column
 *
 * Adds name, type and collation.
 */
void
retort_ddl_add_column_type (RetortDdl *self, const RetortColumn *column)
{
  g_autofree char *name = retort_sql_quote_identifier (column->name);

  retort_ddl_append (self, "%s %s", name, column->type);
  if (column->fdw_options != NULL)
    retort_ddl_append (self, " OPTIONS (%s)", column->fdw_options);
  if (column->collation != NULL && column->collation_schema != NULL)
    {
      g_autofree char *collation
          = retort_ddl_dup_name (column->collation_schema, column->collation);

      retort_ddl_append (self, " COLLATE %s", collation);
    }
  else if (column->collation != NULL)
    {
      g_autofree char *collation = retort_sql_quote_identifier (column->collation);

      retort_ddl_append (self, " COLLATE %s", collation);
    }
}

/**
 * retort_ddl_add_enum_type:
 * @self: a script
 * @type: an enum type
 */
void
retort_ddl_add_enum_type (RetortDdl *self, const RetortEnumType *type)
{
  g_autofree char *name = retort_ddl_dup_name (type->schema, type->name);
  g_autofree char *what = g_strconcat ("TYPE ", name, NULL);

  retort_ddl_append (self, "CREATE TYPE %s AS ENUM (", name);
  for (guint i = 0; type->labels[i] != NULL; i++)
    {
      g_autofree char *label = retort_sql_quote_literal (type->labels[i]);

      retort_ddl_append (self, "%s%s", i == 0 ? "" : ", ", label);
    }
  retort_ddl_append (self, ");\n");
  retort_ddl_add_comment (self, what, type->comment);
}

/**
 * retort_ddl_add_domain:
 * @self: a script
 * @domain: a domain
 */
void
retort_ddl_add_domain (RetortDdl *self, const RetortDomain *domain)
{
  g_autofree char *name = retort_ddl_dup_name (domain->schema, domain->name);
  g_autofree char *what = g_strconcat ("DOMAIN ", name, NULL);

  retort_ddl_append (self, "CREATE DOMAIN %s AS %s", name, domain->type);
  if (domain->definition != NULL && domain->definition[0] != '\0')
    retort_ddl_append (self, " %s", domain->definition);
  retort_ddl_append (self, ";\n");
  retort_ddl_add_comment (self, what, domain->comment);
}

/**
 * retort_ddl_add_composite_type:
 * @self: a script
 * @type: a composite type
 */
void
retort_ddl_add_composite_type (RetortDdl *self, const RetortCompositeType *type)
{
  g_autofree char *name = retort_ddl_dup_name (type->schema, type->name);
  g_autofree char *what = g_strconcat ("TYPE ", name, NULL);

  retort_ddl_append (self, "CREATE TYPE %s AS (", name);
  for (guint i = 0; i < type->columns->len; i++)
    {
      retort_ddl_append (self, i == 0 ? "\n  " : ",\n  ");
      retort_ddl_add_column_type (self, g_ptr_array_index (type->columns, i));
    }
  retort_ddl_append (self, "\n);\n");
  retort_ddl_add_comment (self, what, type->comment);
  for (guint i = 0; i < type->columns->len; i++)
    {
      const RetortColumn *column = g_ptr_array_index (type->columns, i);
      g_autofree char *column_name = retort_sql_quote_identifier (column->name);
      g_autofree char *on = g_strdup_printf ("COLUMN %s.%s", name, column_name);

      retort_ddl_add_comment (self, on, column->comment);
    }
}

static gint64
type_maximum (const char *type)
{
  if (g_str_equal (type, "smallint"))
    return G_MAXINT16;
  return g_str_equal (type, "integer") ? G_MAXINT32 : G_MAXINT64;
}

/**
 * retort_ddl_add_sequence_options:
 * @self: a script
 * @sequence: a sequence
 *
 * Adds what differs from what CREATE SEQUENCE would choose, each with a space before it. Source of the
 * rule: PostgreSQL 15 docs, CREATE SEQUENCE.
 */
void
retort_ddl_add_sequence_options (RetortDdl *self, const RetortSequence *sequence)
{
  gboolean goes_up = sequence->increment > 0;
  gint64 most = type_maximum (sequence->type);
  gint64 minimum = goes_up ? 1 : -most - 1;
  gint64 maximum = goes_up ? most : -1;
  gint64 start = goes_up ? sequence->minimum : sequence->maximum;

  if (sequence->increment != 1)
    retort_ddl_append (self, " INCREMENT BY %" G_GINT64_FORMAT, sequence->increment);
  if (sequence->minimum != minimum)
    retort_ddl_append (self, " MINVALUE %" G_GINT64_FORMAT, sequence->minimum);
  if (sequence->maximum != maximum)
    retort_ddl_append (self, " MAXVALUE %" G_GINT64_FORMAT, sequence->maximum);
  if (sequence->start != start)
    retort_ddl_append (self, " START WITH %" G_GINT64_FORMAT, sequence->start);
  if (sequence->cache != 1)
    retort_ddl_append (self, " CACHE %" G_GINT64_FORMAT, sequence->cache);
  if (sequence->cycles)
    retort_ddl_append (self, " CYCLE");
}

/**
 * retort_ddl_add_sequence:
 * @self: a script
 * @sequence: a sequence of its own, not one of an identity column
 *
 * Whose column owns it is not said: the column may not be there yet.
 */
void
retort_ddl_add_sequence (RetortDdl *self, const RetortSequence *sequence)
{
  g_autofree char *name = retort_ddl_dup_name (sequence->schema, sequence->name);
  g_autofree char *what = g_strconcat ("SEQUENCE ", name, NULL);

  retort_ddl_append (self, "CREATE %sSEQUENCE %s",
                     g_strcmp0 (sequence->persistence, "unlogged") == 0 ? "UNLOGGED " : "", name);
  if (!g_str_equal (sequence->type, "bigint"))
    retort_ddl_append (self, " AS %s", sequence->type);
  retort_ddl_add_sequence_options (self, sequence);
  retort_ddl_append (self, ";\n");
  retort_ddl_add_comment (self, what, sequence->comment);
}

static const char *
function_noun (const RetortFunction *function)
{
  if (g_str_equal (function->kind, "procedure"))
    return "PROCEDURE";
  return g_str_equal (function->kind, "aggregate") ? "AGGREGATE" : "FUNCTION";
}

/**
 * retort_ddl_add_function:
 * @self: a script
 * @function: a function or procedure; of an aggregate only a remark can be written
 */
void
retort_ddl_add_function (RetortDdl *self, const RetortFunction *function)
{
  g_autofree char *name = retort_ddl_dup_name (function->schema, function->name);
  g_autofree char *what
      = g_strdup_printf ("%s %s(%s)", function_noun (function), name,
                         function->identity_arguments != NULL ? function->identity_arguments : "");
  g_autofree char *definition = NULL;

  if (function->definition == NULL)
    {
      retort_ddl_append (self, "-- %s: its definition is not known\n", what);
      return;
    }
  definition = g_strchomp (g_strdup (function->definition));
  retort_ddl_append (self, "%s;\n", definition);
  retort_ddl_add_comment (self, what, function->comment);
}
