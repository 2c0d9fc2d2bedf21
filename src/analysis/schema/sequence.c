/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sequences: of their own, and those that serial and identity columns make. */
#include "analysis/schema/statements-private.h"

#include <string.h>

/* Which clauses a statement had: the rest follows from type and direction. */
typedef struct
{
  gboolean has_start;
  gboolean has_minimum;
  gboolean has_maximum;
} Clauses;

static gint64
maximum_of (const char *type)
{
  if (g_str_equal (type, "smallint"))
    return G_MAXINT16;
  return g_str_equal (type, "integer") ? G_MAXINT32 : G_MAXINT64;
}

static gint64
get_number (const PgQuery__Node *node)
{
  if (node == NULL)
    return 0;
  if (node->node_case == PG_QUERY__NODE__NODE_INTEGER)
    return node->integer->ival;
  if (node->node_case == PG_QUERY__NODE__NODE_FLOAT)
    return g_ascii_strtoll (node->float_->fval, NULL, 10);
  return 0;
}

char *
retort_owned_by (const char *schema, const char *table, const char *column)
{
  g_autofree char *quoted_table = retort_quote_place (schema, table);
  g_autofree char *quoted_column = retort_sql_quote_identifier (column);

  return g_strconcat (quoted_table, ".", quoted_column, NULL);
}

static RetortSequence *
sequence_new (const char *schema, const char *name, const char *type)
{
  RetortSequence *sequence = retort_sequence_new ();

  sequence->schema = g_strdup (schema);
  sequence->name = g_strdup (name);
  sequence->type = g_strdup (type);
  sequence->start = 1;
  sequence->minimum = 1;
  sequence->maximum = maximum_of (type);
  sequence->increment = 1;
  sequence->cache = 1;
  sequence->persistence = g_strdup ("permanent");
  return sequence;
}

/* OWNED BY table.column, or NONE. */
static gboolean
set_owner_column (RetortEdit *edit, RetortSequence *sequence, const PgQuery__List *names)
{
  RetortPlace place = { NULL, NULL };
  const RetortTable *table = NULL;
  const char *column = retort_sql_names_get_last (names->n_items, names->items);

  g_clear_pointer (&sequence->owned_by, g_free);
  if (names->n_items < 2)
    return TRUE;
  place = retort_edit_place_of_names (edit, names->n_items - 1, names->items);
  table = retort_edit_find (edit, RETORT_OBJECT_TABLE, place);
  if (table == NULL || retort_table_find_column (table, column) == NULL)
    {
      retort_edit_set_subject (edit, place.schema, place.name);
      return retort_edit_fail (edit, "relation \"%s\" does not exist", place.name);
    }
  sequence->owned_by = retort_owned_by (table->schema, table->name, column);
  return TRUE;
}

static gboolean
apply_option (RetortEdit *edit, RetortSequence *sequence, const PgQuery__DefElem *option,
              Clauses *clauses)
{
  const char *name = option->defname;

  if (g_str_equal (name, "start"))
    sequence->start = get_number (option->arg);
  else if (g_str_equal (name, "increment"))
    sequence->increment = get_number (option->arg);
  else if (g_str_equal (name, "minvalue") && option->arg != NULL)
    sequence->minimum = get_number (option->arg);
  else if (g_str_equal (name, "maxvalue") && option->arg != NULL)
    sequence->maximum = get_number (option->arg);
  else if (g_str_equal (name, "cache"))
    sequence->cache = get_number (option->arg);
  else if (g_str_equal (name, "cycle"))
    sequence->cycles = option->arg == NULL || option->arg->node_case != PG_QUERY__NODE__NODE_BOOLEAN || option->arg->boolean->boolval;
  else if (g_str_equal (name, "owned_by"))
    return set_owner_column (edit, sequence, option->arg->list);
  else if (g_str_equal (name, "as"))
    {
      char *type = retort_edit_format_type (edit, option->arg->type_name);

      if (type == NULL)
        return FALSE;
      if (!clauses->has_maximum && sequence->maximum == maximum_of (sequence->type))
        sequence->maximum = maximum_of (type);
      g_free (sequence->type);
      sequence->type = type;
    }
  clauses->has_start |= g_str_equal (name, "start");
  clauses->has_minimum |= g_str_equal (name, "minvalue") && option->arg != NULL;
  clauses->has_maximum |= g_str_equal (name, "maxvalue") && option->arg != NULL;
  return TRUE;
}

static gboolean
apply_options (RetortEdit *edit, RetortSequence *sequence, size_t n_options,
               PgQuery__Node *const *options, gboolean is_new)
{
  Clauses clauses = { FALSE, FALSE, FALSE };

  for (size_t i = 0; i < n_options; i++)
    if (!apply_option (edit, sequence, options[i]->def_elem, &clauses))
      return FALSE;
  if (!is_new)
    return TRUE;
  if (sequence->increment < 0)
    {
      if (!clauses.has_maximum)
        sequence->maximum = -1;
      if (!clauses.has_minimum)
        sequence->minimum = -maximum_of (sequence->type) - 1;
    }
  if (!clauses.has_start)
    sequence->start = sequence->increment < 0 ? sequence->maximum : sequence->minimum;
  return TRUE;
}

/* A sequence of a column; its name is the one that PostgreSQL chooses. */
static RetortSequence *
make_owned (RetortEdit *edit, const RetortTable *table, const RetortColumn *column)
{
  g_autofree char *name = retort_choose_relation_name (edit, table->schema, table->name,
                                                       column->name, "seq", FALSE);
  RetortSequence *sequence = sequence_new (table->schema, name, column->type);

  sequence->owned_by = retort_owned_by (table->schema, table->name, column->name);
  if (table->persistence != NULL)
    {
      g_free (sequence->persistence);
      sequence->persistence = g_strdup (table->persistence);
    }
  return sequence;
}

/* Gives the default of the column. */
char *
retort_edit_make_serial (RetortEdit *edit, const RetortTable *table, RetortColumn *column)
{
  RetortSequence *sequence = make_owned (edit, table, column);
  g_autofree char *name = retort_edit_qualify (edit, sequence->schema, sequence->name);
  g_autofree char *literal = retort_sql_quote_literal (name);

  retort_schema_put (edit->schema, RETORT_OBJECT_SEQUENCE, sequence);
  return g_strdup_printf ("nextval(%s::regclass)", literal);
}

/* @kind is of pg_attribute.attidentity. */
gboolean
retort_edit_make_identity (RetortEdit *edit, const RetortTable *table, RetortColumn *column,
                           char kind, size_t n_options, PgQuery__Node *const *options)
{
  g_autoptr(RetortSequence) sequence = make_owned (edit, table, column);

  column->identity = g_strdup (kind == 'a' ? "always" : "by default");
  column->is_nullable = FALSE;
  sequence->is_identity = TRUE;
  for (size_t i = 0; i < n_options; i++)
    if (g_str_equal (options[i]->def_elem->defname, "sequence_name"))
      {
        const PgQuery__List *names = options[i]->def_elem->arg->list;

        g_free (sequence->name);
        sequence->name = g_strdup (retort_sql_names_get_last (names->n_items, names->items));
      }
  if (!apply_options (edit, sequence, n_options, options, TRUE))
    return FALSE;
  retort_schema_put (edit->schema, RETORT_OBJECT_SEQUENCE, g_steal_pointer (&sequence));
  return TRUE;
}

/* LIKE … INCLUDING IDENTITY: a sequence of its own that counts as the other's does; it is bigint whatever the column is
 * (transformTableLikeClause() gives no type to generateSerialExtraStmts()). */
void
retort_edit_copy_identity (RetortEdit *edit, const RetortTable *source, const RetortTable *table, RetortColumn *column)
{
  const RetortSequence *old = retort_edit_find_owned_sequence (edit, source, column->name);
  RetortSequence *sequence = make_owned (edit, table, column);

  sequence->is_identity = TRUE;
  g_free (sequence->type);
  sequence->type = g_strdup ("bigint");
  if (old != NULL)
    {
      sequence->start = old->start;
      sequence->minimum = old->minimum;
      sequence->maximum = old->maximum;
      sequence->increment = old->increment;
      sequence->cache = old->cache;
      sequence->cycles = old->cycles;
    }
  retort_schema_put (edit->schema, RETORT_OBJECT_SEQUENCE, sequence);
}

typedef struct
{
  const char     *owned_by;
  RetortSequence *found;
} Search;

static void
search_owned_cb (gpointer object, gpointer user_data)
{
  RetortSequence *sequence = object;
  Search *search = user_data;

  if ((search->found == NULL || (sequence->is_identity && !search->found->is_identity)) && g_strcmp0 (sequence->owned_by, search->owned_by) == 0)
    search->found = sequence;
}

/* (nullable) (transfer none): that of an identity, else the one that has the usual name, else any. */
RetortSequence *
retort_edit_find_owned_sequence (RetortEdit *edit, const RetortTable *table, const char *column)
{
  g_autofree char *owned_by = retort_owned_by (table->schema, table->name, column);
  g_autofree char *usual = retort_make_object_name (table->name, column, "seq");
  Search search = { owned_by, retort_schema_find (edit->schema, RETORT_OBJECT_SEQUENCE, table->schema, usual) };

  if (search.found != NULL && g_strcmp0 (search.found->owned_by, owned_by) != 0)
    search.found = NULL;
  if (search.found != NULL && search.found->is_identity)
    return search.found;
  retort_schema_foreach (edit->schema, RETORT_OBJECT_SEQUENCE, search_owned_cb, &search);
  return search.found;
}

/* ALTER COLUMN … SET GENERATED, SET START, …; RESTART moves no catalogue. */
gboolean
retort_edit_alter_identity (RetortEdit *edit, const RetortTable *table, RetortColumn *column,
                            size_t n_options, PgQuery__Node *const *options)
{
  const RetortSequence *old = retort_edit_find_owned_sequence (edit, table, column->name);
  g_autoptr(RetortSequence) sequence = NULL;

  if (column->identity == NULL || old == NULL)
    return retort_edit_fail (edit, "column \"%s\" of relation \"%s\" is not an identity column", column->name, table->name);
  sequence = retort_sequence_copy (old);
  for (size_t i = 0; i < n_options; i++)
    if (g_str_equal (options[i]->def_elem->defname, "generated"))
      {
        g_free (column->identity);
        column->identity = g_strdup (get_number (options[i]->def_elem->arg) == 'a' ? "always" : "by default");
      }
  if (!apply_options (edit, sequence, n_options, options, FALSE))
    return FALSE;
  retort_schema_put (edit->schema, RETORT_OBJECT_SEQUENCE, g_steal_pointer (&sequence));
  return TRUE;
}

gboolean
retort_apply_create_sequence (RetortEdit *edit, const PgQuery__Node *node)
{
  const PgQuery__CreateSeqStmt *create = node->create_seq_stmt;
  const char *schema = retort_edit_get_creation_schema (edit, text_or_null (create->sequence->schemaname));
  g_autoptr(RetortSequence) sequence = NULL;

  if (schema == NULL)
    return FALSE;
  if (!retort_edit_claim_relation (edit, schema, create->sequence->relname, create->if_not_exists))
    return edit->kind == RETORT_EFFECT_NONE;
  sequence = sequence_new (schema, create->sequence->relname, "bigint");
  if (create->sequence->relpersistence != NULL && create->sequence->relpersistence[0] == 'u')
    {
      g_free (sequence->persistence);
      sequence->persistence = g_strdup ("unlogged");
    }
  if (!apply_options (edit, sequence, create->n_options, create->options, TRUE))
    return FALSE;
  retort_schema_put (edit->schema, RETORT_OBJECT_SEQUENCE, g_steal_pointer (&sequence));
  retort_edit_changed (edit);
  return TRUE;
}

gboolean
retort_apply_alter_sequence (RetortEdit *edit, const PgQuery__Node *node)
{
  const PgQuery__AlterSeqStmt *alter = node->alter_seq_stmt;
  RetortPlace place = { text_or_null (alter->sequence->schemaname), alter->sequence->relname };
  const RetortSequence *old = retort_edit_find (edit, RETORT_OBJECT_SEQUENCE, place);
  g_autoptr(RetortSequence) sequence = NULL;

  retort_edit_set_subject (edit, place.schema, place.name);
  if (old == NULL)
    return alter->missing_ok || retort_edit_fail (edit, "relation \"%s\" does not exist", place.name);
  sequence = retort_sequence_copy (old);
  if (!apply_options (edit, sequence, alter->n_options, alter->options, FALSE))
    return FALSE;
  retort_schema_put (edit->schema, RETORT_OBJECT_SEQUENCE, g_steal_pointer (&sequence));
  retort_edit_changed (edit);
  return TRUE;
}
