/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ui/schema/object-facts.h"

#include "ui/schema/fact-item.h"

#include <glib/gi18n.h>

static void
add_fact (GListStore *store, const char *name, const char *value)
{
  g_autoptr(RetortFactItem) item = NULL;

  if (value == NULL || *value == '\0')
    return;
  item = retort_fact_item_new (name, value, NULL, NULL);
  g_list_store_append (store, item);
}

/* On a line of its own. */
static void
add_long_fact (GListStore *store, const char *name, const char *value)
{
  g_autoptr(RetortFactItem) item = NULL;

  if (value == NULL || *value == '\0')
    return;
  item = retort_fact_item_new (name, NULL, value, NULL);
  g_list_store_append (store, item);
}

static void
add_number (GListStore *store, const char *name, gint64 number)
{
  g_autofree char *value = g_strdup_printf ("%" G_GINT64_FORMAT, number);

  add_fact (store, name, value);
}

static void
add_labels (GListStore *store, const RetortEnumType *type)
{
  for (guint i = 0; type->labels != NULL && type->labels[i] != NULL; i++)
    {
      g_autoptr(RetortFactItem) item = retort_fact_item_new (type->labels[i], NULL, NULL, NULL);

      g_list_store_append (store, item);
    }
}

static void
add_sequence (GListStore *store, const RetortSequence *sequence)
{
  add_fact (store, _("Type"), sequence->type);
  add_number (store, _("Starts at"), sequence->start);
  add_number (store, _("Step"), sequence->increment);
  add_number (store, _("Minimum"), sequence->minimum);
  add_number (store, _("Maximum"), sequence->maximum);
  add_fact (store, _("At the end"), sequence->cycles ? _("begins again") : _("fails"));
  add_fact (store, _("Belongs to"), sequence->owned_by);
}

static void
add_function (GListStore *store, const RetortFunction *function)
{
  add_fact (store, _("Kind"), function->kind);
  add_long_fact (store, _("Arguments"), *function->arguments != '\0' ? function->arguments : _("none"));
  add_long_fact (store, _("Returns"), function->result);
  add_fact (store, _("Language"), function->language);
}

/**
 * retort_object_facts_list:
 * @node: an enum, a sequence, a function or something else
 *
 * Returns: (transfer full): its facts; empty for what says all by its name
 */
GListModel *
retort_object_facts_list (RetortSchemaNode *node)
{
  GListStore *store = g_list_store_new (RETORT_TYPE_FACT_ITEM);

  if (retort_schema_node_get_enum (node) != NULL)
    add_labels (store, retort_schema_node_get_enum (node));
  else if (retort_schema_node_get_sequence (node) != NULL)
    add_sequence (store, retort_schema_node_get_sequence (node));
  else if (retort_schema_node_get_function (node) != NULL)
    add_function (store, retort_schema_node_get_function (node));
  return G_LIST_MODEL (store);
}
