/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Each difference proposes a statement of a phase; phases follow each other so that what is needed is there. A statement that cannot
 * work on the schema before it is left out, and so what it was for remains among the rest. */
#include "report/schema-statements.h"

#include "analysis/schema/apply.h"
#include "report/ddl.h"
#include "report/ddl-private.h"
#include "sql/quote.h"
#include "sql/script.h"

#include <string.h>

typedef enum
{
  PHASE_DROP_PARTS,
  PHASE_MAKE_SCHEMAS,
  PHASE_MAKE_TYPES,
  PHASE_MAKE_TABLES,
  PHASE_CHANGE_COLUMNS,
  PHASE_MAKE_PARTS,
  PHASE_MAKE_FOREIGN_KEYS,
  PHASE_MAKE_VIEWS,
  PHASE_DROP_OBJECTS,
  N_PHASES,
} Phase;

typedef struct
{
  RetortSchema *from;
  RetortSchema *to;
  GPtrArray    *phases[N_PHASES]; /* element: utf8, owned */
  GHashTable   *proposed;         /* element: utf8, borrowed from the phases */
} Writer;

static void propose (Writer *self, Phase phase, const char *format, ...) G_GNUC_PRINTF (3, 4);

/* Several properties of a part may lead to the same statement. */
static void
propose (Writer *self, Phase phase, const char *format, ...)
{
  va_list arguments;
  char *sql = NULL;

  va_start (arguments, format);
  sql = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  if (g_hash_table_contains (self->proposed, sql))
    {
      g_free (sql);
      return;
    }
  g_ptr_array_add (self->phases[phase], sql);
  g_hash_table_add (self->proposed, sql);
}

/* --- Whole objects --- */

static void
propose_text (Writer *self, Phase phase, char *sql)
{
  g_strchomp (sql);
  if (*sql != '\0')
    propose (self, phase, "%s", sql);
  g_free (sql);
}

/* A difference names a function without its arguments: those of that name that only @schema has. */
static GPtrArray *
list_functions (RetortSchema *schema, RetortSchema *other, const RetortDifference *difference)
{
  GPtrArray *functions = retort_schema_get_functions (schema);
  GPtrArray *found = g_ptr_array_new ();

  for (guint i = 0; i < functions->len; i++)
    {
      RetortFunction *function = g_ptr_array_index (functions, i);
      g_autofree char *signature = g_strdup_printf ("%s(%s)", function->name, function->identity_arguments);

      if (g_strcmp0 (function->schema, difference->schema) == 0 && g_str_equal (function->name, difference->name)
          && retort_schema_find (other, RETORT_OBJECT_FUNCTION, function->schema, signature) == NULL)
        g_ptr_array_add (found, function);
    }
  return found;
}

static void
make_functions (Writer *self, const RetortDifference *difference)
{
  g_autoptr(GPtrArray) functions = list_functions (self->to, self->from, difference);

  for (guint i = 0; i < functions->len; i++)
    propose_text (self, PHASE_MAKE_VIEWS, retort_ddl_of_function (g_ptr_array_index (functions, i)));
}

static void
drop_functions (Writer *self, const RetortDifference *difference)
{
  g_autoptr(GPtrArray) functions = list_functions (self->from, self->to, difference);

  for (guint i = 0; i < functions->len; i++)
    {
      const RetortFunction *function = g_ptr_array_index (functions, i);
      g_autofree char *name = retort_ddl_dup_name (function->schema, function->name);

      propose (self, PHASE_DROP_OBJECTS, "DROP %s %s(%s);", g_strcmp0 (function->kind, "procedure") == 0 ? "PROCEDURE" : "FUNCTION", name,
               function->identity_arguments);
    }
}

static void
make_object (Writer *self, const RetortDifference *difference)
{
  gboolean is_function = difference->object_kind == RETORT_OBJECT_FUNCTION;
  gpointer object = is_function ? NULL : retort_schema_find (self->to, difference->object_kind, difference->schema, difference->name);
  g_autofree char *name = retort_sql_quote_identifier (difference->name);

  if (object == NULL && !is_function)
    return;
  switch (difference->object_kind)
    {
    case RETORT_OBJECT_NAMESPACE:
      propose (self, PHASE_MAKE_SCHEMAS, "CREATE SCHEMA %s;", name);
      break;
    case RETORT_OBJECT_EXTENSION:
      propose (self, PHASE_MAKE_SCHEMAS, "CREATE EXTENSION %s;", name);
      break;
    case RETORT_OBJECT_TABLE:
      propose_text (self, ((RetortTable *) object)->definition != NULL ? PHASE_MAKE_VIEWS : PHASE_MAKE_TABLES, retort_ddl_of_table (self->to, object));
      break;
    case RETORT_OBJECT_ENUM:
      propose_text (self, PHASE_MAKE_TYPES, retort_ddl_of_enum_type (object));
      break;
    case RETORT_OBJECT_DOMAIN:
      propose_text (self, PHASE_MAKE_TYPES, retort_ddl_of_domain (object));
      break;
    case RETORT_OBJECT_COMPOSITE:
      propose_text (self, PHASE_MAKE_TYPES, retort_ddl_of_composite_type (object));
      break;
    case RETORT_OBJECT_SEQUENCE:
      /* What belongs to a column comes with its table. */
      if (((RetortSequence *) object)->owned_by == NULL)
        propose_text (self, PHASE_MAKE_TYPES, retort_ddl_of_sequence (object));
      break;
    case RETORT_OBJECT_FUNCTION:
      make_functions (self, difference);
      break;
    }
}

static void
drop_object (Writer *self, const RetortDifference *difference)
{
  gboolean is_function = difference->object_kind == RETORT_OBJECT_FUNCTION;
  gpointer object = is_function ? NULL : retort_schema_find (self->from, difference->object_kind, difference->schema, difference->name);
  g_autofree char *name = retort_sql_quote_identifier (difference->name);
  g_autofree char *whole = difference->schema != NULL ? retort_ddl_dup_name (difference->schema, difference->name) : NULL;

  if (object == NULL && !is_function)
    return;
  switch (difference->object_kind)
    {
    case RETORT_OBJECT_NAMESPACE:
      propose (self, PHASE_DROP_OBJECTS, "DROP SCHEMA %s;", name);
      break;
    case RETORT_OBJECT_EXTENSION:
      propose (self, PHASE_DROP_OBJECTS, "DROP EXTENSION %s;", name);
      break;
    case RETORT_OBJECT_TABLE:
      propose (self, PHASE_DROP_OBJECTS, "DROP %s %s;", retort_ddl_relation_noun (object), whole);
      break;
    case RETORT_OBJECT_ENUM:
    case RETORT_OBJECT_COMPOSITE:
      propose (self, PHASE_DROP_OBJECTS, "DROP TYPE %s;", whole);
      break;
    case RETORT_OBJECT_DOMAIN:
      propose (self, PHASE_DROP_OBJECTS, "DROP DOMAIN %s;", whole);
      break;
    case RETORT_OBJECT_SEQUENCE:
      if (((RetortSequence *) object)->owned_by == NULL)
        propose (self, PHASE_DROP_OBJECTS, "DROP SEQUENCE %s;", whole);
      break;
    case RETORT_OBJECT_FUNCTION:
      drop_functions (self, difference);
      break;
    }
}

/* --- Columns --- */

static void
set_comment (Writer *self, const char *table, const RetortColumn *column)
{
  g_autofree char *name = retort_sql_quote_identifier (column->name);
  g_autofree char *comment = column->comment != NULL ? retort_sql_quote_literal (column->comment) : g_strdup ("NULL");

  propose (self, PHASE_CHANGE_COLUMNS, "COMMENT ON COLUMN %s.%s IS %s;", table, name, comment);
}

static void
add_column (Writer *self, const char *table, const RetortColumn *column)
{
  RetortDdl ddl = { g_string_new (NULL), NULL };
  g_autofree char *identity = column->identity != NULL ? g_ascii_strup (column->identity, -1) : NULL;

  retort_ddl_add_column_type (&ddl, column);
  if (identity != NULL)
    g_string_append_printf (ddl.out, " GENERATED %s AS IDENTITY", identity);
  else if (column->generated != NULL)
    g_string_append_printf (ddl.out, " GENERATED ALWAYS AS (%s)%s", column->generated, column->is_generated_virtual ? "" : " STORED");
  else if (column->default_expression != NULL)
    g_string_append_printf (ddl.out, " DEFAULT %s", column->default_expression);
  if (!column->is_nullable)
    g_string_append (ddl.out, " NOT NULL");
  propose (self, PHASE_CHANGE_COLUMNS, "ALTER TABLE %s ADD COLUMN %s;", table, ddl.out->str);
  if (column->comment != NULL)
    set_comment (self, table, column);
  g_string_free (ddl.out, TRUE);
}

static void
change_column (Writer *self, const char *table, const RetortColumn *column, const char *property)
{
  g_autofree char *name = retort_sql_quote_identifier (column->name);

  if (g_str_equal (property, "type"))
    propose (self, PHASE_CHANGE_COLUMNS, "ALTER TABLE %s ALTER COLUMN %s TYPE %s;", table, name, column->type);
  else if (g_str_equal (property, "nullable"))
    propose (self, PHASE_CHANGE_COLUMNS, "ALTER TABLE %s ALTER COLUMN %s %s NOT NULL;", table, name, column->is_nullable ? "DROP" : "SET");
  else if (g_str_equal (property, "default") && column->default_expression != NULL)
    propose (self, PHASE_CHANGE_COLUMNS, "ALTER TABLE %s ALTER COLUMN %s SET DEFAULT %s;", table, name, column->default_expression);
  else if (g_str_equal (property, "default"))
    propose (self, PHASE_CHANGE_COLUMNS, "ALTER TABLE %s ALTER COLUMN %s DROP DEFAULT;", table, name);
  else if (g_str_equal (property, "comment"))
    set_comment (self, table, column);
}

static void
write_column (Writer *self, const RetortDifference *difference, const char *table, const RetortTable *now)
{
  const RetortColumn *column = now != NULL ? retort_table_find_column (now, difference->part_name) : NULL;
  g_autofree char *name = retort_sql_quote_identifier (difference->part_name);

  if (difference->kind == RETORT_DIFFERENCE_REMOVED)
    propose (self, PHASE_CHANGE_COLUMNS, "ALTER TABLE %s DROP COLUMN %s;", table, name);
  else if (difference->kind == RETORT_DIFFERENCE_ADDED && column != NULL)
    add_column (self, table, column);
  else if (difference->kind == RETORT_DIFFERENCE_CHANGED && column != NULL && difference->property != NULL)
    change_column (self, table, column, difference->property);
}

/* --- Constraints and indexes --- */

static void
write_constraint (Writer *self, const RetortDifference *difference, const char *table, const RetortTable *now)
{
  const RetortConstraint *constraint = retort_table_find_constraint (now, difference->part_name);
  g_autofree char *name = retort_sql_quote_identifier (difference->part_name);

  if (difference->kind != RETORT_DIFFERENCE_ADDED)
    propose (self, PHASE_DROP_PARTS, "ALTER TABLE %s DROP CONSTRAINT %s;", table, name);
  if (difference->kind != RETORT_DIFFERENCE_REMOVED && constraint != NULL)
    propose (self, constraint->kind == RETORT_CONSTRAINT_FOREIGN_KEY ? PHASE_MAKE_FOREIGN_KEYS : PHASE_MAKE_PARTS,
             "ALTER TABLE %s ADD CONSTRAINT %s %s;", table, name, constraint->definition);
}

static const RetortIndex *
find_index (const RetortTable *table, const char *name)
{
  for (guint i = 0; table != NULL && i < table->indexes->len; i++)
    if (g_str_equal (((RetortIndex *) g_ptr_array_index (table->indexes, i))->name, name))
      return g_ptr_array_index (table->indexes, i);
  return NULL;
}

/* An index that backs a constraint comes and goes with it. */
static void
write_index (Writer *self, const RetortDifference *difference, const RetortTable *before, const RetortTable *now)
{
  const RetortIndex *old = find_index (before, difference->part_name);
  const RetortIndex *index = find_index (now, difference->part_name);
  g_autofree char *name = retort_ddl_dup_name (difference->schema, difference->part_name);

  if (old != NULL && old->constraint == NULL)
    propose (self, PHASE_DROP_PARTS, "DROP INDEX %s;", name);
  if (index != NULL && index->constraint == NULL)
    propose (self, PHASE_MAKE_PARTS, "%s;", index->definition);
}

/* --- Policies and triggers: made anew when anything of them changes --- */

/* Each statement of a script by itself. */
static void
propose_script (Writer *self, Phase phase, GString *script)
{
  g_autoptr(GArray) spans = retort_sql_split (script->str, NULL);

  for (guint i = 0; spans != NULL && i < spans->len; i++)
    {
      RetortSpan span = g_array_index (spans, RetortSpan, i);

      propose (self, phase, "%.*s;", (int) (span.end - span.start), script->str + span.start);
    }
  g_string_free (script, TRUE);
}

static void
write_policy (Writer *self, const RetortDifference *difference, const char *table, const RetortTable *now)
{
  g_autofree char *name = retort_sql_quote_identifier (difference->part_name);

  if (difference->kind != RETORT_DIFFERENCE_ADDED)
    propose (self, PHASE_DROP_PARTS, "DROP POLICY %s ON %s;", name, table);
  for (guint i = 0; now != NULL && i < now->policies->len; i++)
    {
      const RetortPolicy *policy = g_ptr_array_index (now->policies, i);
      RetortDdl ddl = { NULL, NULL };

      if (!g_str_equal (policy->name, difference->part_name))
        continue;
      ddl.out = g_string_new (NULL);
      retort_ddl_add_policy (&ddl, table, policy);
      propose_script (self, PHASE_MAKE_VIEWS, ddl.out);
    }
}

static void
write_trigger (Writer *self, const RetortDifference *difference, const char *table, const RetortTable *now)
{
  g_autofree char *name = retort_sql_quote_identifier (difference->part_name);

  if (difference->kind != RETORT_DIFFERENCE_ADDED)
    propose (self, PHASE_DROP_PARTS, "DROP TRIGGER %s ON %s;", name, table);
  for (guint i = 0; now != NULL && i < now->triggers->len; i++)
    {
      const RetortTrigger *trigger = g_ptr_array_index (now->triggers, i);
      RetortDdl ddl = { NULL, NULL };

      if (!g_str_equal (trigger->name, difference->part_name))
        continue;
      ddl.out = g_string_new (NULL);
      retort_ddl_add_trigger (&ddl, table, trigger);
      propose_script (self, PHASE_MAKE_VIEWS, ddl.out);
    }
}

static void
write_part (Writer *self, const RetortDifference *difference)
{
  const RetortTable *before = retort_schema_find_table (self->from, difference->schema, difference->name);
  const RetortTable *now = retort_schema_find_table (self->to, difference->schema, difference->name);
  g_autofree char *table = retort_ddl_dup_name (difference->schema, difference->name);

  if (g_str_equal (difference->part, "column"))
    write_column (self, difference, table, now);
  else if (g_str_equal (difference->part, "constraint"))
    write_constraint (self, difference, table, now);
  else if (g_str_equal (difference->part, "index"))
    write_index (self, difference, before, now);
  else if (g_str_equal (difference->part, "policy"))
    write_policy (self, difference, table, now);
  else if (g_str_equal (difference->part, "trigger"))
    write_trigger (self, difference, table, now);
}

/* What is of a table and of none of its parts. */
static void
write_table_property (Writer *self, const RetortDifference *difference)
{
  const RetortTable *now = retort_schema_find_table (self->to, difference->schema, difference->name);
  g_autofree char *table = retort_ddl_dup_name (difference->schema, difference->name);

  if (now == NULL)
    return;
  if (g_str_equal (difference->property, "row security"))
    propose (self, PHASE_CHANGE_COLUMNS, "ALTER TABLE %s %s ROW LEVEL SECURITY;", table, now->has_row_security ? "ENABLE" : "DISABLE");
  else if (g_str_equal (difference->property, "forced row security"))
    propose (self, PHASE_CHANGE_COLUMNS, "ALTER TABLE %s %s ROW LEVEL SECURITY;", table, now->forces_row_security ? "FORCE" : "NO FORCE");
  else if (g_str_equal (difference->property, "comment"))
    {
      g_autofree char *comment = now->comment != NULL ? retort_sql_quote_literal (now->comment) : g_strdup ("NULL");

      propose (self, PHASE_CHANGE_COLUMNS, "COMMENT ON %s %s IS %s;", retort_ddl_relation_noun (now), table, comment);
    }
}

/* New labels go behind the one that stands before them. */
static void
write_labels (Writer *self, const RetortDifference *difference)
{
  const RetortEnumType *before = retort_schema_find (self->from, RETORT_OBJECT_ENUM, difference->schema, difference->name);
  const RetortEnumType *now = retort_schema_find (self->to, RETORT_OBJECT_ENUM, difference->schema, difference->name);
  g_autofree char *type = retort_ddl_dup_name (difference->schema, difference->name);

  for (gsize i = 0; before != NULL && now != NULL && now->labels[i] != NULL; i++)
    {
      g_autofree char *label = retort_sql_quote_literal (now->labels[i]);
      g_autofree char *previous = i > 0 ? retort_sql_quote_literal (now->labels[i - 1]) : NULL;

      if (g_strv_contains ((const char *const *) before->labels, now->labels[i]))
        continue;
      if (previous != NULL)
        propose (self, PHASE_MAKE_TYPES, "ALTER TYPE %s ADD VALUE %s AFTER %s;", type, label, previous);
      else if (before->labels[0] != NULL)
        {
          g_autofree char *first = retort_sql_quote_literal (before->labels[0]);

          propose (self, PHASE_MAKE_TYPES, "ALTER TYPE %s ADD VALUE %s BEFORE %s;", type, label, first);
        }
    }
}

static void
write_difference (Writer *self, const RetortDifference *difference)
{
  if (difference->kind == RETORT_DIFFERENCE_NOT_COMPARABLE)
    return;
  if (difference->part != NULL)
    write_part (self, difference);
  else if (difference->object_kind == RETORT_OBJECT_ENUM && g_strcmp0 (difference->property, "labels") == 0)
    write_labels (self, difference);
  else if (difference->object_kind == RETORT_OBJECT_TABLE && difference->property != NULL)
    write_table_property (self, difference);
  else if (difference->property != NULL)
    return;
  else if (difference->kind == RETORT_DIFFERENCE_ADDED)
    make_object (self, difference);
  else if (difference->kind == RETORT_DIFFERENCE_REMOVED)
    drop_object (self, difference);
}

/* --- Trying --- */

/* Takes what can be sent out of what is proposed; FALSE: nothing could. */
static gboolean
send (RetortSchema **schema, GPtrArray *proposed, GPtrArray *statements)
{
  gboolean is_sent = FALSE;

  for (guint i = 0; i < proposed->len;)
    {
      const char *sql = g_ptr_array_index (proposed, i);
      g_auto(RetortEffect) effect = { RETORT_EFFECT_NONE, NULL };
      g_autoptr(RetortSchema) next = retort_schema_apply_sql (*schema, sql, &effect);

      if (effect.kind != RETORT_EFFECT_CHANGED)
        {
          i++;
          continue;
        }
      is_sent = TRUE;
      g_ptr_array_add (statements, g_strdup (sql));
      g_ptr_array_remove_index (proposed, i);
      retort_schema_unref (*schema);
      *schema = g_steal_pointer (&next);
    }
  return is_sent;
}

/* What needs something of a later phase gets its turn once that is there. */
static void
send_all (Writer *writer, RetortSchema **schema, GPtrArray *statements)
{
  gboolean goes_on = TRUE;

  while (goes_on)
    {
      goes_on = FALSE;
      for (guint i = 0; i < N_PHASES; i++)
        goes_on |= send (schema, writer->phases[i], statements);
    }
}

static gboolean
is_same_object (const RetortDifference *a, const RetortDifference *b)
{
  return a->object_kind == b->object_kind && g_strcmp0 (a->schema, b->schema) == 0 && g_str_equal (a->name, b->name);
}

/* What was written word for word from the second schema is not doubted for its form. */
static gboolean
is_written_so (const RetortDifference *difference, GPtrArray *proposed)
{
  if (difference->kind != RETORT_DIFFERENCE_NOT_COMPARABLE)
    return FALSE;
  for (guint i = 0; i < proposed->len; i++)
    {
      const RetortDifference *before = g_ptr_array_index (proposed, i);

      if (before->kind != RETORT_DIFFERENCE_NOT_COMPARABLE && is_same_object (before, difference)
          && (before->part == NULL || (difference->part_name != NULL && g_strcmp0 (before->part_name, difference->part_name) == 0)))
        return TRUE;
    }
  return FALSE;
}

static GPtrArray *
list_rest (RetortSchema *schema, RetortSchema *to, GPtrArray *proposed)
{
  GPtrArray *rest = retort_schema_compare (schema, to);

  for (guint i = rest->len; i > 0; i--)
    if (is_written_so (g_ptr_array_index (rest, i - 1), proposed))
      g_ptr_array_remove_index (rest, i - 1);
  return rest;
}

/**
 * retort_schema_statements_new:
 * @from: a schema
 * @to: another one
 *
 * Returns: (transfer full): what turns @from into @to, and what it does not
 */
RetortSchemaStatements *
retort_schema_statements_new (RetortSchema *from, RetortSchema *to)
{
  RetortSchemaStatements *self = g_new0 (RetortSchemaStatements, 1);
  g_autoptr(GPtrArray) differences = retort_schema_compare (from, to);
  RetortSchema *schema = retort_schema_ref (from);
  Writer writer = { from, to, { NULL }, g_hash_table_new (g_str_hash, g_str_equal) };

  for (guint i = 0; i < N_PHASES; i++)
    writer.phases[i] = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; i < differences->len; i++)
    write_difference (&writer, g_ptr_array_index (differences, i));
  self->statements = g_ptr_array_new_with_free_func (g_free);
  send_all (&writer, &schema, self->statements);
  self->rest = list_rest (schema, to, differences);
  retort_schema_unref (schema);
  g_hash_table_unref (writer.proposed);
  for (guint i = 0; i < N_PHASES; i++)
    g_ptr_array_unref (writer.phases[i]);
  return self;
}

/**
 * retort_schema_statements_free:
 * @self: (transfer full): statements
 */
void
retort_schema_statements_free (RetortSchemaStatements *self)
{
  g_ptr_array_unref (self->statements);
  g_ptr_array_unref (self->rest);
  g_free (self);
}

/**
 * retort_schema_statements_to_sql:
 * @self: statements
 *
 * Returns: (transfer full): a script
 */
char *
retort_schema_statements_to_sql (const RetortSchemaStatements *self)
{
  GString *script = g_string_new (NULL);

  for (guint i = 0; i < self->statements->len; i++)
    g_string_append_printf (script, "%s%s\n", i > 0 ? "\n" : "", (const char *) g_ptr_array_index (self->statements, i));
  for (guint i = 0; i < self->rest->len; i++)
    {
      g_autofree char *difference = retort_difference_to_string (g_ptr_array_index (self->rest, i));

      g_strdelimit (difference, "\n", ' ');
      g_string_append_printf (script, "%s-- not written: %s\n", i == 0 && script->len > 0 ? "\n" : "", difference);
    }
  return g_string_free (script, FALSE);
}
