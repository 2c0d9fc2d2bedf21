/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Texts that say a name follow when it changes: definitions are kept as texts, PostgreSQL keeps numbers. */
#include "analysis/schema/table-private.h"

#include <string.h>

typedef struct
{
  const char *old;
  const char *new_text;
} Replacement;

/* Changes one text; NULL when it stays, as each does that has nothing of the old text. */
typedef char *(*TextFunc) (const char *text, const Replacement *replacement);

static gboolean
change_text (char **text, TextFunc func, const Replacement *replacement)
{
  char *changed = *text != NULL ? func (*text, replacement) : NULL;

  if (changed == NULL)
    return FALSE;
  g_free (*text);
  *text = changed;
  return TRUE;
}

static gboolean
change_list (GStrv list, TextFunc func, const Replacement *replacement)
{
  gboolean is_changed = FALSE;

  for (guint i = 0; list != NULL && list[i] != NULL; i++)
    is_changed |= change_text (&list[i], func, replacement);
  return is_changed;
}

static gboolean
mentions (const char *text, const Replacement *replacement)
{
  return text != NULL && strstr (text, replacement->old) != NULL;
}

static gboolean
list_mentions (char *const *list, const Replacement *replacement)
{
  for (guint i = 0; list != NULL && list[i] != NULL; i++)
    if (mentions (list[i], replacement))
      return TRUE;
  return FALSE;
}

/* Applies @func to texts of a copy, and puts it in the place of the part when something changed. Most parts do not mention what changes: they are not
 * copied. */
#define CHANGE_PARTS(Type, noun, parts, MENTIONS, CHANGES)                                         \
  for (guint i = 0; i < table->parts->len; i++)                                                    \
    {                                                                                              \
      Type *part = g_ptr_array_index (table->parts, i);                                            \
                                                                                                   \
      if (!(MENTIONS))                                                                             \
        continue;                                                                                  \
      part = retort_##noun##_copy (part);                                                          \
      if (CHANGES)                                                                                 \
        {                                                                                          \
          retort_##noun##_unref (g_ptr_array_index (table->parts, i));                             \
          g_ptr_array_index (table->parts, i) = part;                                              \
          is_changed = TRUE;                                                                       \
        }                                                                                          \
      else                                                                                         \
        retort_##noun##_unref (part);                                                              \
    }

/* All that is written in SQL. */
static gboolean
change_expressions (RetortTable *table, TextFunc func, const Replacement *names)
{
  gboolean is_changed = FALSE;

  CHANGE_PARTS (RetortColumn, column, columns, mentions (part->default_expression, names) || mentions (part->generated, names),
                change_text (&part->default_expression, func, names) | change_text (&part->generated, func, names))
  CHANGE_PARTS (RetortConstraint, constraint, constraints, part->kind != RETORT_CONSTRAINT_FOREIGN_KEY && mentions (part->definition, names),
                change_text (&part->definition, func, names))
  CHANGE_PARTS (RetortIndex, index, indexes,
                mentions (part->definition, names) || mentions (part->predicate, names) || list_mentions (part->columns, names),
                change_text (&part->definition, func, names) | change_text (&part->predicate, func, names)
                    | change_list (part->columns, func, names))
  CHANGE_PARTS (RetortPolicy, policy, policies, mentions (part->using_expression, names) || mentions (part->check_expression, names),
                change_text (&part->using_expression, func, names) | change_text (&part->check_expression, func, names))
  return is_changed;
}

static gboolean
is_name_character (char c)
{
  return g_ascii_isalnum (c) || c == '_' || c == '$' || (c & 0x80) != 0 || c == '"';
}

/* Where a text of SQL leaves a literal, or a name in quotation marks, again. */
static const char *
skip_literal (const char *c)
{
  const char quote = *c;

  for (c++; *c != '\0' && !(*c == quote && c[1] != quote); c++)
    if (*c == quote)
      c++;
  return *c != '\0' ? c + 1 : c;
}

/* In quotation marks, whether the name needs them or not. */
static gboolean
is_quoted_name (const char *text, gsize length, const char *name)
{
  gsize bare = strlen (name);

  return (length == bare && strncmp (text, name, bare) == 0) || (length == bare + 2 && strncmp (text + 1, name, bare) == 0);
}

/* A name of its own, as quote_ident() writes it: no call, no type, no part of a longer name, nothing inside a literal. */
static char *
replace_identifier (const char *text, const Replacement *replacement)
{
  gsize length = strlen (replacement->old);
  g_autoptr(GString) result = g_string_new (NULL);
  gboolean is_changed = FALSE;

  for (const char *c = text; *c != '\0';)
    {
      const char *end = c + 1;

      if (*c == '\'')
        end = skip_literal (c);
      else if (*c == '"')
        {
          end = skip_literal (c);
          if ((c == text || c[-1] != ':') && is_quoted_name (c, (gsize) (end - c), replacement->old))
            {
              g_string_append (result, replacement->new_text);
              is_changed = TRUE;
              c = end;
              continue;
            }
        }
      else if (strncmp (c, replacement->old, length) == 0 && !is_name_character (c[length]) && c[length] != '('
               && (c == text || (!is_name_character (c[-1]) && c[-1] != ':')))
        {
          g_string_append (result, replacement->new_text);
          is_changed = TRUE;
          c += length;
          continue;
        }
      g_string_append_len (result, c, end - c);
      c = end;
    }
  return is_changed ? g_string_free (g_steal_pointer (&result), FALSE) : NULL;
}

/* "::old", alone or as an array. */
static char *
replace_cast (const char *text, const Replacement *replacement)
{
  g_autofree char *cast = g_strconcat ("::", replacement->old, NULL);
  g_autoptr(GString) result = g_string_new (NULL);
  gboolean is_changed = FALSE;
  const char *found = NULL;

  while ((found = strstr (text, cast)) != NULL)
    {
      const char *end = found + strlen (cast);
      gboolean is_whole = !is_name_character (*end) && *end != '.';

      g_string_append_len (result, text, found - text);
      g_string_append_printf (result, "::%s", is_whole ? replacement->new_text : replacement->old);
      is_changed |= is_whole;
      text = end;
    }
  g_string_append (result, text);
  return is_changed ? g_string_free (g_steal_pointer (&result), FALSE) : NULL;
}

/* The first place of a text within another, whatever it is. */
static char *
replace_text (const char *text, const Replacement *replacement)
{
  const char *found = strstr (text, replacement->old);

  if (found == NULL)
    return NULL;
  return g_strdup_printf ("%.*s%s%s", (int) (found - text), text, replacement->new_text, found + strlen (replacement->old));
}

/* The name of the table within its own definitions: "… ON old USING …", "… ON old FOR …". */
static gboolean
change_own_definitions (RetortTable *table, TextFunc func, const Replacement *names)
{
  gboolean is_changed = FALSE;

  CHANGE_PARTS (RetortIndex, index, indexes, mentions (part->definition, names), change_text (&part->definition, func, names))
  CHANGE_PARTS (RetortTrigger, trigger, triggers, mentions (part->definition, names), change_text (&part->definition, func, names))
  return is_changed;
}

/* What a table is called, before and after. */
typedef struct
{
  const char *old_schema;
  const char *old_name;
  const char *schema;
  const char *name;
} Move;

static gboolean
is_old (const Move *move, const char *schema, const char *name)
{
  return g_strcmp0 (schema, move->old_schema) == 0 && g_strcmp0 (name, move->old_name) == 0;
}

static void
set_text (char **text, const char *value)
{
  g_free (*text);
  *text = g_strdup (value);
}

/* Foreign keys of @table that point at what moved. */
static gboolean
follow_references (RetortEdit *edit, RetortTable *table, const Move *move)
{
  g_autofree char *old = retort_edit_qualify (edit, move->old_schema, move->old_name);
  g_autofree char *new_text = retort_edit_qualify (edit, move->schema, move->name);
  g_autofree char *from = g_strdup_printf ("REFERENCES %s(", old);
  g_autofree char *to = g_strdup_printf ("REFERENCES %s(", new_text);
  Replacement replacement = { from, to };
  gboolean is_changed = FALSE;

  for (guint i = 0; i < table->constraints->len; i++)
    {
      const RetortConstraint *constraint = g_ptr_array_index (table->constraints, i);
      RetortConstraint *copy = NULL;

      if (!is_old (move, constraint->referenced_schema, constraint->referenced_table))
        continue;
      copy = retort_table_open_constraint (table, i);
      set_text (&copy->referenced_schema, move->schema);
      set_text (&copy->referenced_table, move->name);
      change_text (&copy->definition, replace_text, &replacement);
      is_changed = TRUE;
    }
  return is_changed;
}

static gboolean
follow_backward_references (RetortTable *table, const Move *move)
{
  gboolean is_changed = FALSE;

  for (guint i = 0; i < table->referenced_by->len; i++)
    {
      const RetortConstraintRef *old = g_ptr_array_index (table->referenced_by, i);
      RetortConstraintRef *copy = NULL;

      if (!is_old (move, old->schema, old->table))
        continue;
      copy = retort_constraint_ref_new ();
      copy->schema = g_strdup (move->schema);
      copy->table = g_strdup (move->name);
      copy->name = g_strdup (old->name);
      copy->definition = g_strdup (old->definition);
      retort_constraint_ref_unref (g_ptr_array_index (table->referenced_by, i));
      g_ptr_array_index (table->referenced_by, i) = copy;
      is_changed = TRUE;
    }
  return is_changed;
}

/* The tables at the other ends of this table's foreign keys, its parents and children, as far as they are others. */
static GPtrArray *
list_neighbours (RetortEdit *edit, const RetortTable *table)
{
  GPtrArray *neighbours = g_ptr_array_new_with_free_func ((GDestroyNotify) retort_table_unref);
  g_autoptr(GHashTable) seen = g_hash_table_new (NULL, NULL);
  g_autoptr(GPtrArray) found = g_ptr_array_new ();

  for (guint i = 0; i < table->referenced_by->len; i++)
    {
      const RetortConstraintRef *reference = g_ptr_array_index (table->referenced_by, i);

      g_ptr_array_add (found, retort_schema_find_table (edit->schema, reference->schema, reference->table));
    }
  for (guint i = 0; i < table->constraints->len; i++)
    {
      const RetortConstraint *constraint = g_ptr_array_index (table->constraints, i);

      if (constraint->referenced_table != NULL)
        g_ptr_array_add (found, retort_schema_find_table (edit->schema, constraint->referenced_schema, constraint->referenced_table));
    }
  for (guint list = 0; list < 2; list++)
    for (char **name = list == 0 ? table->inherits : table->children; name != NULL && *name != NULL; name++)
      {
        g_auto(GStrv) parts = retort_split_place (*name);

        g_ptr_array_add (found, retort_schema_find_table (edit->schema, parts[0], parts[1]));
      }
  for (guint i = 0; i < found->len; i++)
    if (g_ptr_array_index (found, i) != NULL && g_hash_table_add (seen, g_ptr_array_index (found, i)))
      g_ptr_array_add (neighbours, retort_table_copy (g_ptr_array_index (found, i)));
  return neighbours;
}

typedef struct
{
  const char *prefix;    /* of owned_by */
  GPtrArray  *sequences; /* RetortSequence, owned */
} OwnedSearch;

static void
search_owned_cb (gpointer object, gpointer user_data)
{
  const RetortSequence *sequence = object;
  OwnedSearch *search = user_data;

  if (sequence->owned_by != NULL && g_str_has_prefix (sequence->owned_by, search->prefix))
    g_ptr_array_add (search->sequences, retort_sequence_copy (sequence));
}

/* Sequences that its columns own go with it. */
static void
follow_sequences (RetortEdit *edit, const Move *move)
{
  g_autofree char *old_place = retort_quote_place (move->old_schema, move->old_name);
  g_autofree char *new_place = retort_quote_place (move->schema, move->name);
  g_autofree char *prefix = g_strconcat (old_place, ".", NULL);
  g_autoptr(GPtrArray) sequences = g_ptr_array_new ();
  OwnedSearch search = { prefix, sequences };

  retort_schema_foreach (edit->schema, RETORT_OBJECT_SEQUENCE, search_owned_cb, &search);
  for (guint i = 0; i < sequences->len; i++)
    {
      RetortSequence *copy = g_ptr_array_index (sequences, i);
      char *owned_by = g_strconcat (new_place, copy->owned_by + strlen (old_place), NULL);

      g_free (copy->owned_by);
      copy->owned_by = owned_by;
      if (!g_str_equal (move->schema, move->old_schema))
        {
          retort_schema_remove (edit->schema, RETORT_OBJECT_SEQUENCE, copy->schema, copy->name);
          set_text (&copy->schema, move->schema);
        }
      retort_schema_put (edit->schema, RETORT_OBJECT_SEQUENCE, copy);
    }
}

static void
mark_views_cb (gpointer object, gpointer user_data)
{
  const RetortTable *view = object;
  GPtrArray *views = user_data;

  if (view->kind == RETORT_RELATION_VIEW || view->kind == RETORT_RELATION_MATERIALIZED_VIEW)
    g_ptr_array_add (views, retort_table_copy (view));
}

/* Views show what moved under its new name, with the old one as an alias: that is left to a server. */
static void
mark_views (RetortEdit *edit, RetortPlace table, const char *column, const char *word, const char *new_word)
{
  g_autoptr(GPtrArray) views = g_ptr_array_new ();
  Replacement replacement = { word, new_word };

  retort_schema_foreach (edit->schema, RETORT_OBJECT_TABLE, mark_views_cb, views);
  for (guint i = 0; i < views->len; i++)
    {
      RetortTable *view = g_ptr_array_index (views, i);

      if (retort_view_uses (view, table.schema, table.name, column) && change_text (&view->definition, replace_identifier, &replacement))
        {
          view->is_as_written = TRUE;
          retort_edit_put_table (edit, view);
        }
      else
        retort_table_unref (view);
    }
}

/* A view goes on showing the table where it is now. */
static void
move_in_views (RetortEdit *edit, const RetortTable *table, const char *schema)
{
  RetortPlace place = { table->schema, table->name };
  g_autofree char *quoted = retort_sql_quote_identifier (table->name);
  g_autofree char *old_place = retort_quote_place (table->schema, table->name);
  g_autofree char *new_place = retort_quote_place (schema, table->name);

  mark_views (edit, place, NULL, old_place, quoted);
  mark_views (edit, place, NULL, quoted, new_place);
}

/* The table itself becomes the one of the new name. */
void
retort_edit_follow_table (RetortEdit *edit, const RetortTable *old, const char *schema, const char *name)
{
  Move move = { old->schema, old->name, schema, name };
  g_autofree char *old_place = retort_quote_place (old->schema, old->name);
  g_autofree char *new_place = retort_quote_place (schema, name);
  g_autofree char *old_text = retort_edit_qualify (edit, old->schema, old->name);
  g_autofree char *new_text = retort_edit_qualify (edit, schema, name);
  g_autofree char *quoted_old = retort_sql_quote_identifier (old->name);
  g_autofree char *quoted_new = retort_sql_quote_identifier (name);
  g_autofree char *doubt = g_strdup (retort_schema_get_taint (edit->schema, old->schema, old->name));
  g_autofree char *from = g_strdup_printf (" ON %s ", old_text);
  g_autofree char *to = g_strdup_printf (" ON %s ", new_text);
  Replacement replacement = { from, to };
  g_autoptr(GPtrArray) neighbours = list_neighbours (edit, old);
  g_autoptr(RetortTable) hold = retort_table_ref ((RetortTable *) old);
  RetortTable *table = retort_table_copy (old);

  for (guint i = 0; i < neighbours->len; i++)
    {
      RetortTable *neighbour = g_ptr_array_index (neighbours, i);

      if (is_old (&move, neighbour->schema, neighbour->name))
        continue;
      follow_references (edit, neighbour, &move);
      follow_backward_references (neighbour, &move);
      retort_strv_replace (neighbour->children, old_place, new_place);
      retort_strv_replace (neighbour->inherits, old_place, new_place);
      retort_edit_put_table (edit, retort_table_ref (neighbour));
    }
  follow_references (edit, table, &move);
  follow_backward_references (table, &move);
  change_own_definitions (table, replace_text, &replacement);
  set_text (&table->schema, schema);
  set_text (&table->name, name);
  retort_edit_follow_statistics (edit, table, NULL, NULL);
  follow_sequences (edit, &move);
  retort_schema_remove (edit->schema, RETORT_OBJECT_TABLE, move.old_schema, move.old_name);
  retort_schema_clear_taint (edit->schema, schema, name);
  retort_edit_put_table (edit, table);
  if (!g_str_equal (hold->name, name))
    mark_views (edit, (RetortPlace){ hold->schema, hold->name }, NULL, quoted_old, quoted_new);
  else
    move_in_views (edit, hold, schema);
  if (doubt != NULL) /* goes with it to the new name */
    retort_schema_taint (edit->schema, schema, name, doubt);
}

/* The names within a foreign key's definition are between parentheses: all of them are replaced. */
static void
follow_referencing_columns (RetortEdit *edit, RetortTable *table, const Replacement *names, const Replacement *quoted)
{
  for (guint i = 0; i < table->referenced_by->len; i++)
    {
      const RetortConstraintRef *reference = g_ptr_array_index (table->referenced_by, i);
      gboolean is_itself = g_str_equal (reference->table, table->name) && g_str_equal (reference->schema, table->schema);
      RetortTable *other = is_itself ? retort_table_ref (table) : retort_edit_open_table (edit, reference->schema, reference->table);
      int place = other != NULL ? retort_table_index_of_constraint (other, reference->name) : -1;

      if (place >= 0)
        {
          RetortConstraint *constraint = retort_table_open_constraint (other, (guint) place);
          char *split = strstr (constraint->definition, " REFERENCES ");

          retort_strv_replace (constraint->referenced_columns, names->old, names->new_text);
          if (split != NULL)
            {
              g_autofree char *head = g_strndup (constraint->definition, (gsize) (split - constraint->definition));
              g_autofree char *tail = replace_identifier (split, quoted);

              if (tail != NULL)
                {
                  g_free (constraint->definition);
                  constraint->definition = g_strconcat (head, tail, NULL);
                }
            }
        }
      if (other != NULL && !is_itself)
        retort_edit_put_table (edit, other);
      else if (other != NULL)
        retort_table_unref (other);
    }
}

static void
follow_own_columns (RetortTable *table, const Replacement *names, const Replacement *quoted)
{
  for (guint i = 0; i < table->constraints->len; i++)
    {
      const RetortConstraint *old = g_ptr_array_index (table->constraints, i);
      RetortConstraint *constraint = NULL;
      const char *end = NULL;

      if (!g_strv_contains ((const char *const *) old->columns, names->old))
        continue;
      constraint = retort_table_open_constraint (table, i);
      retort_strv_replace (constraint->columns, names->old, names->new_text);
      end = constraint->kind == RETORT_CONSTRAINT_FOREIGN_KEY ? strstr (constraint->definition, " REFERENCES ") : NULL;
      if (end != NULL)
        {
          g_autofree char *head = g_strndup (constraint->definition, (gsize) (end - constraint->definition));
          g_autofree char *changed = replace_identifier (head, quoted);
          g_autofree char *tail = g_strdup (end);

          g_free (constraint->definition);
          constraint->definition = g_strconcat (changed != NULL ? changed : head, tail, NULL);
        }
    }
}

/* Between two words of a definition. */
static void
change_between (char **definition, const char *from, const char *to, const Replacement *quoted)
{
  char *start = strstr (*definition, from);
  char *end = start != NULL ? strstr (start, to) : NULL;
  g_autofree char *part = end != NULL ? g_strndup (start, (gsize) (end - start)) : NULL;
  g_autofree char *changed = part != NULL ? replace_identifier (part, quoted) : NULL;
  char *text = NULL;

  if (changed == NULL)
    return;
  text = g_strdup_printf ("%.*s%s%s", (int) (start - *definition), *definition, changed, end);
  g_free (*definition);
  *definition = text;
}

/* UPDATE OF and WHEN name columns. */
static void
follow_triggers (RetortTable *table, const Replacement *quoted)
{
  for (guint i = 0; i < table->triggers->len; i++)
    {
      RetortTrigger *trigger = retort_table_open_trigger (table, i);

      if (trigger->definition == NULL)
        continue;
      change_between (&trigger->definition, " UPDATE OF ", " ON ", quoted);
      change_between (&trigger->definition, " WHEN (", " EXECUTE ", quoted);
    }
}

/* @table is a copy that is not put yet; the column itself has its new name. */
void
retort_edit_follow_column (RetortEdit *edit, RetortTable *table, const char *old, const char *name)
{
  g_autofree char *quoted_old = retort_sql_quote_identifier (old);
  g_autofree char *quoted_new = retort_sql_quote_identifier (name);
  Replacement quoted = { quoted_old, quoted_new };
  Replacement names = { old, name };
  RetortSequence *sequence = retort_edit_find_owned_sequence (edit, table, old);

  follow_own_columns (table, &names, &quoted);
  follow_referencing_columns (edit, table, &names, &quoted);
  change_expressions (table, replace_identifier, &quoted);
  follow_triggers (table, &quoted);
  change_text (&table->partition_key, replace_identifier, &quoted);
  retort_edit_follow_statistics (edit, table, old, name);
  if (sequence != NULL)
    {
      RetortSequence *copy = retort_sequence_copy (sequence);

      g_free (copy->owned_by);
      copy->owned_by = retort_owned_by (table->schema, table->name, name);
      retort_schema_put (edit->schema, RETORT_OBJECT_SEQUENCE, copy);
    }
  mark_views (edit, (RetortPlace){ table->schema, table->name }, old, quoted_old, quoted_new);
}

static void
collect_tables_cb (gpointer object, gpointer user_data)
{
  g_ptr_array_add (user_data, retort_table_ref (object));
}

static gboolean
follow_column_types (RetortTable *table, const Replacement *replacement, const char *old_array, const char *new_array)
{
  gboolean is_changed = FALSE;

  for (guint i = 0; i < table->columns->len; i++)
    {
      const RetortColumn *column = g_ptr_array_index (table->columns, i);
      gboolean is_array = g_str_equal (column->type, old_array);

      if (!is_array && !g_str_equal (column->type, replacement->old))
        continue;
      set_text (&retort_table_open_column (table, i)->type, is_array ? new_array : replacement->new_text);
      is_changed = TRUE;
    }
  return is_changed;
}

/* Both as format_type() says them. */
void
retort_edit_follow_type (RetortEdit *edit, const char *old, const char *name)
{
  g_autoptr(GPtrArray) tables = g_ptr_array_new_with_free_func ((GDestroyNotify) retort_table_unref);
  g_autofree char *old_array = g_strconcat (old, "[]", NULL);
  g_autofree char *new_array = g_strconcat (name, "[]", NULL);
  Replacement replacement = { old, name };

  retort_schema_foreach (edit->schema, RETORT_OBJECT_TABLE, collect_tables_cb, tables);
  for (guint i = 0; i < tables->len; i++)
    {
      RetortTable *table = retort_table_copy (g_ptr_array_index (tables, i));
      gboolean is_changed = follow_column_types (table, &replacement, old_array, new_array);

      is_changed |= change_expressions (table, replace_cast, &replacement);
      if (is_changed)
        {
          retort_table_sort_parts (table);
          retort_edit_put_table (edit, table);
        }
      else
        retort_table_unref (table);
    }
}
