/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which tables publications name: each table has their names. Those of whole schemas and of all tables are not kept. */
#include "analysis/schema/apply.h"
#include "analysis/schema/statements-private.h"

#include <string.h>

/**
 * retort_table_is_published: (skip)
 * @table: a table
 * @publication: a name
 *
 * Returns: whether a publication of that name has the table; as \d tells it, the columns or the condition may follow the name
 */
gboolean
retort_table_is_published (const RetortTable *table, const char *publication)
{
  g_autofree char *quoted = retort_sql_quote_identifier (publication);
  gsize length = strlen (quoted);

  for (guint i = 0; table->publications != NULL && table->publications[i] != NULL; i++)
    if (g_str_has_prefix (table->publications[i], quoted) && strchr (" (", table->publications[i][length]) != NULL)
      return TRUE;
  return FALSE;
}

static void
leave (RetortEdit *edit, const RetortTable *table, const char *publication)
{
  RetortTable *copy = retort_table_copy (table);
  g_autoptr(GStrvBuilder) left = g_strv_builder_new ();
  g_autofree char *quoted = retort_sql_quote_identifier (publication);
  gsize length = strlen (quoted);

  for (guint i = 0; copy->publications[i] != NULL; i++)
    if (!g_str_has_prefix (copy->publications[i], quoted) || strchr (" (", copy->publications[i][length]) == NULL)
      g_strv_builder_add (left, copy->publications[i]);
  g_strfreev (copy->publications);
  copy->publications = g_strv_builder_end (left);
  retort_edit_put_table (edit, copy);
}

static void
join (RetortEdit *edit, const RetortTable *table, const char *publication)
{
  RetortTable *copy = retort_table_copy (table);
  g_autofree char *quoted = retort_sql_quote_identifier (publication);

  if (copy->publications == NULL)
    copy->publications = g_new0 (char *, 1);
  if (!retort_table_is_published (copy, publication))
    copy->publications = retort_strv_with (copy->publications, quoted);
  retort_edit_put_table (edit, copy);
}

typedef struct
{
  const char *publication;
  GPtrArray  *tables; /* RetortTable, owned */
} PublishedSearch;

static void
search_published_cb (gpointer object, gpointer user_data)
{
  PublishedSearch *search = user_data;

  if (retort_table_is_published (object, search->publication))
    g_ptr_array_add (search->tables, retort_table_ref (object));
}

static GPtrArray *
list_published (RetortEdit *edit, const char *publication)
{
  PublishedSearch search = { publication, g_ptr_array_new_with_free_func ((GDestroyNotify) retort_table_unref) };

  retort_schema_foreach (edit->schema, RETORT_OBJECT_TABLE, search_published_cb, &search);
  return search.tables;
}

static void
leave_all (RetortEdit *edit, const char *publication)
{
  g_autoptr(GPtrArray) tables = list_published (edit, publication);

  for (guint i = 0; i < tables->len; i++)
    leave (edit, g_ptr_array_index (tables, i), publication);
}

typedef void (*Change) (RetortEdit *edit, const RetortTable *table, const char *publication);

/* Children that are no partitions come and go with their parent. */
static void
change_table (RetortEdit *edit, const RetortTable *wanted, gboolean with_children, const char *publication, Change change)
{
  g_autoptr(RetortTable) table = retort_table_ref ((RetortTable *) wanted);

  if (change == join || retort_table_is_published (table, publication))
    change (edit, table, publication);
  for (guint i = 0; with_children && table->kind == RETORT_RELATION_TABLE && table->children != NULL && table->children[i] != NULL; i++)
    {
      g_auto(GStrv) parts = retort_split_place (table->children[i]);
      const RetortTable *child = retort_schema_find_table (edit->schema, parts[0], parts[1]);

      if (child != NULL)
        change_table (edit, child, TRUE, publication, change);
    }
}

static gboolean
change_tables (RetortEdit *edit, const char *publication, size_t n_objects, PgQuery__Node *const *objects, Change change)
{
  for (size_t i = 0; i < n_objects; i++)
    {
      const PgQuery__PublicationTable *published = objects[i]->publication_obj_spec->pubtable;
      const RetortTable *table = published != NULL ? retort_edit_find_table (edit, published->relation, FALSE) : NULL;

      if (published != NULL && table == NULL)
        return FALSE;
      if (table != NULL)
        change_table (edit, table, published->relation->inh, publication, change);
    }
  return TRUE;
}

gboolean
retort_apply_create_publication (RetortEdit *edit, const PgQuery__Node *node)
{
  const PgQuery__CreatePublicationStmt *create = node->create_publication_stmt;

  return change_tables (edit, create->pubname, create->n_pubobjects, create->pubobjects, join);
}

gboolean
retort_apply_alter_publication (RetortEdit *edit, const PgQuery__Node *node)
{
  const PgQuery__AlterPublicationStmt *alter = node->alter_publication_stmt;
  gboolean is_drop = alter->action == PG_QUERY__ALTER_PUBLICATION_ACTION__AP_DropObjects;

  if (alter->action == PG_QUERY__ALTER_PUBLICATION_ACTION__AP_SetObjects && alter->n_pubobjects > 0)
    leave_all (edit, alter->pubname);
  return change_tables (edit, alter->pubname, alter->n_pubobjects, alter->pubobjects, is_drop ? leave : join);
}

void
retort_edit_drop_publication (RetortEdit *edit, const char *name)
{
  leave_all (edit, name);
}

void
retort_edit_rename_publication (RetortEdit *edit, const char *old, const char *name)
{
  g_autoptr(GPtrArray) tables = list_published (edit, old);

  for (guint i = 0; i < tables->len; i++)
    {
      const RetortTable *table = g_ptr_array_index (tables, i);
      g_autofree char *schema = g_strdup (table->schema);
      g_autofree char *table_name = g_strdup (table->name);

      leave (edit, table, old);
      join (edit, retort_schema_find_table (edit->schema, schema, table_name), name);
    }
}
