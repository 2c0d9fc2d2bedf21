/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "analysis/schema/names-private.h"

#include <string.h>

/* NAMEDATALEN - 1 */
#define MAX_NAME_BYTES 63

/* As much of @text as fits into @n_bytes without cutting a character. */
static gsize
clip (const char *text, gsize n_bytes)
{
  gsize end = MIN (strlen (text), n_bytes);

  while (end > 0 && (text[end] & 0xc0) == 0x80)
    end--;
  return end;
}

/**
 * retort_truncate_name: (skip)
 * @name: a name
 *
 * Returns: (transfer full): as much of it as PostgreSQL keeps
 */
char *
retort_truncate_name (const char *name)
{
  return g_strndup (name, clip (name, MAX_NAME_BYTES));
}

/**
 * retort_make_object_name: (skip)
 * @name1: the first part
 * @addition: (nullable): the second part
 * @label: (nullable): the last part, never cut
 *
 * makeObjectName(): the longer of the two names gives way.
 *
 * Returns: (transfer full): the parts joined by `_`, at most 63 bytes
 */
char *
retort_make_object_name (const char *name1, const char *addition, const char *label)
{
  gsize overhead = (addition != NULL ? 1 : 0) + (label != NULL ? strlen (label) + 1 : 0);
  gsize available = MAX_NAME_BYTES - overhead;
  gsize length1 = strlen (name1);
  gsize length2 = addition != NULL ? strlen (addition) : 0;
  GString *name = NULL;

  while (length1 + length2 > available)
    {
      if (length1 > length2)
        length1--;
      else
        length2--;
    }
  name = g_string_new_len (name1, (gssize) clip (name1, length1));
  if (addition != NULL)
    {
      g_string_append_c (name, '_');
      g_string_append_len (name, addition, (gssize) clip (addition, length2));
    }
  if (label != NULL)
    g_string_append_printf (name, "_%s", label);
  return g_string_free (name, FALSE);
}

typedef struct
{
  const char *schema;
  char       *clause; /* as a domain's checks have it */
  gboolean    is_found;
} CheckSearch;

static void
look_for_check_cb (gpointer object, gpointer user_data)
{
  const RetortDomain *domain = object;
  CheckSearch *search = user_data;

  search->is_found |= g_str_equal (domain->schema, search->schema) && domain->checks != NULL && strstr (domain->checks, search->clause) != NULL;
}

/**
 * retort_edit_has_constraint: (skip)
 * @edit: the edit
 * @schema: a schema
 * @name: a name
 *
 * Returns: whether a table or a domain of the schema has a constraint of that name (ConstraintNameExists())
 */
gboolean
retort_edit_has_constraint (RetortEdit *edit, const char *schema, const char *name)
{
  g_autofree char *quoted = retort_sql_quote_identifier (name);
  g_autofree char *clause = g_strdup_printf ("CONSTRAINT %s CHECK", quoted);
  CheckSearch search = { schema, clause, FALSE };

  if (retort_schema_has_constraint (edit->schema, schema, name))
    return TRUE;
  retort_schema_foreach (edit->schema, RETORT_OBJECT_DOMAIN, look_for_check_cb, &search);
  return search.is_found;
}

/**
 * retort_choose_relation_name: (skip)
 * @edit: the edit
 * @schema: where the name must be free
 * @name1: the first part
 * @addition: (nullable): the second part
 * @label: the last part
 * @is_constraint: whether constraints of the schema must not have it either
 *
 * ChooseRelationName()
 *
 * Returns: (transfer full): the first such name that is free
 */
char *
retort_choose_relation_name (RetortEdit *edit, const char *schema, const char *name1,
                             const char *addition, const char *label, gboolean is_constraint)
{
  for (guint pass = 0;; pass++)
    {
      g_autofree char *numbered
          = pass > 0 ? g_strdup_printf ("%s%u", label, pass) : g_strdup (label);
      g_autofree char *name = retort_make_object_name (name1, addition, numbered);

      if (retort_schema_find_relation (edit->schema, schema, name) == NULL
          && !(is_constraint && retort_edit_has_constraint (edit, schema, name)))
        return g_steal_pointer (&name);
    }
}

/**
 * retort_choose_constraint_name: (skip)
 * @edit: the edit
 * @table: whose constraint it is
 * @addition: (nullable): the second part
 * @label: the last part
 *
 * ChooseConstraintName(); @table may have constraints that the schema does not have yet.
 *
 * Returns: (transfer full): the first such name that is free
 */
char *
retort_choose_constraint_name (RetortEdit *edit, const RetortTable *table, const char *addition,
                               const char *label)
{
  for (guint pass = 0;; pass++)
    {
      g_autofree char *numbered
          = pass > 0 ? g_strdup_printf ("%s%u", label, pass) : g_strdup (label);
      g_autofree char *name = retort_make_object_name (table->name, addition, numbered);

      if (!retort_edit_has_constraint (edit, table->schema, name)
          && retort_table_index_of_constraint (table, name) < 0)
        return g_steal_pointer (&name);
    }
}

/**
 * retort_join_column_names: (skip)
 * @columns: names of columns
 *
 * ChooseIndexNameAddition()
 *
 * Returns: (transfer full): the names joined by `_`, cut where PostgreSQL stops
 */
char *
retort_join_column_names (GStrv columns)
{
  GString *joined = g_string_new (NULL);

  for (guint i = 0; columns[i] != NULL; i++)
    {
      if (joined->len > 0)
        g_string_append_c (joined, '_');
      g_string_append_len (joined, columns[i], (gssize) MIN (strlen (columns[i]), MAX_NAME_BYTES));
      if (joined->len > MAX_NAME_BYTES)
        break;
    }
  return g_string_free (joined, FALSE);
}
