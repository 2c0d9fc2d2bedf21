/* SPDX-License-Identifier: GPL-3.0-or-later */
/* relationship() and Relationship(), by their text: what they point at and which attribute is their other side. */
#include "formats/models/reader-private.h"

#include <string.h>

/* relationship(…) inside of Relationship(sa_relationship=…) counts instead. */
static TSNode
find_arguments (RetortDefinitions *module, TSNode call)
{
  TSNode arguments = retort_py_node_get_field (call, "arguments");
  TSNode inner = retort_definitions_find_keyword (module, arguments, "sa_relationship");

  return !ts_node_is_null (inner) && retort_py_node_is (inner, "call") ? retort_py_node_get_field (inner, "arguments") : arguments;
}

/* A keyword of its own, or one of sa_relationship_kwargs={…}. */
static TSNode
find_option (RetortDefinitions *module, TSNode arguments, const char *name)
{
  TSNode value = retort_definitions_find_keyword (module, arguments, name);
  TSNode more = retort_definitions_find_keyword (module, arguments, "sa_relationship_kwargs");

  for (uint32_t i = 0; ts_node_is_null (value) && !ts_node_is_null (more) && i < ts_node_named_child_count (more); i++)
    {
      TSNode pair = ts_node_named_child (more, i);
      g_autofree char *key
          = retort_py_node_is (pair, "pair") ? retort_definitions_dup_string (module, retort_py_node_get_field (pair, "key")) : NULL;

      if (g_strcmp0 (key, name) == 0)
        return retort_py_node_get_field (pair, "value");
    }
  return value;
}

/* "User", User, lambda: User, "app.models.User" */
static char *
dup_target (RetortDefinitions *module, TSNode node)
{
  char *text;

  if (retort_py_node_is (node, "lambda"))
    node = retort_py_node_get_field (node, "body");
  text = retort_definitions_dup_string (module, node);
  if (text == NULL && (retort_py_node_is (node, "identifier") || retort_py_node_is (node, "attribute")))
    text = retort_py_node_dup_text (retort_definitions_get_tree (module), node);
  /* What a declared_attr makes of the class at hand is not known. */
  if (text != NULL && g_str_has_prefix (text, "cls."))
    g_clear_pointer (&text, g_free);
  return text;
}

static char *
find_target (const RetortClassEntry *entry, TSNode arguments)
{
  TSNode first = ts_node_named_child (arguments, 0);
  TSNode named = retort_definitions_find_keyword (entry->module, arguments, "argument");
  g_auto(RetortTypeHint) hint = { 0 };

  if (!ts_node_is_null (named))
    return dup_target (entry->module, named);
  if (!ts_node_is_null (first) && !retort_py_node_is (first, "keyword_argument") && !retort_py_node_is (first, "comment"))
    return dup_target (entry->module, first);
  retort_type_hint_read_entry (&hint, entry);
  return g_strdup (hint.item != NULL ? hint.item : hint.core);
}

static gboolean
is_given (RetortDefinitions *module, TSNode arguments, const char *name)
{
  TSNode value = find_option (module, arguments, name);

  return !ts_node_is_null (value) && !retort_py_node_is (value, "false") && !retort_py_node_is (value, "none");
}

/**
 * retort_model_read_relationship: (skip)
 * @self: a reader
 * @draft: the class that it stands in
 * @entry: a relationship
 *
 * Adds it to the class.
 */
void
retort_model_read_relationship (RetortModelReader *self, RetortModelDraft *draft, const RetortClassEntry *entry)
{
  RetortModelRelationship *told = retort_model_relationship_new (entry->name, retort_definitions_get_source (entry->module),
                                                                 retort_py_node_span (entry->statement));
  TSNode arguments = find_arguments (entry->module, entry->value);
  TSNode other = find_option (entry->module, arguments, "back_populates");

  told->target = find_target (entry, arguments);
  told->back_populates = ts_node_is_null (other) ? NULL : retort_definitions_dup_string (entry->module, other);
  told->has_backref = is_given (entry->module, arguments, "backref");
  told->is_one_way = is_given (entry->module, arguments, "viewonly") || is_given (entry->module, arguments, "overlaps")
                     || (!ts_node_is_null (other) && told->back_populates == NULL);
  g_ptr_array_add (draft->model->relationships, told);
}
