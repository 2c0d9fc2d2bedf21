/* SPDX-License-Identifier: GPL-3.0-or-later */
/* relationship() and Relationship(), by their text: what they point at and which attribute is their other side. */
#include "formats/models/reader-private.h"

#include <string.h>

/* relationship(…) inside of Relationship(sa_relationship=…) counts instead. */
static const RetortPyNode *
find_arguments (RetortDefinitions *module, const RetortPyNode *call)
{
  const RetortPyNode *arguments = retort_py_node_field (call, RETORT_PY_FIELD_arguments);
  const RetortPyNode *inner = retort_definitions_find_keyword (module, arguments, "sa_relationship");

  return inner != NULL && retort_py_node_is (inner, "call") ? retort_py_node_field (inner, RETORT_PY_FIELD_arguments) : arguments;
}

/* A keyword of its own, or one of sa_relationship_kwargs={…}. */
static const RetortPyNode *
find_option (RetortDefinitions *module, const RetortPyNode *arguments, const char *name)
{
  const RetortPyNode *value = retort_definitions_find_keyword (module, arguments, name);
  const RetortPyNode *more = retort_definitions_find_keyword (module, arguments, "sa_relationship_kwargs");

  for (guint i = 0; value == NULL && more != NULL && i < retort_py_node_count_named (more); i++)
    {
      const RetortPyNode *pair = retort_py_node_get_named_child (more, i);
      g_autofree char *key
          = retort_py_node_is (pair, "pair") ? retort_definitions_dup_string (module, retort_py_node_field (pair, RETORT_PY_FIELD_key)) : NULL;

      if (g_strcmp0 (key, name) == 0)
        return retort_py_node_field (pair, RETORT_PY_FIELD_value);
    }
  return value;
}

/* "User", User, lambda: User, "app.models.User" */
static char *
dup_target (RetortDefinitions *module, const RetortPyNode *node)
{
  char *text;

  if (retort_py_node_is (node, "lambda"))
    node = retort_py_node_field (node, RETORT_PY_FIELD_body);
  text = retort_definitions_dup_string (module, node);
  if (text == NULL && (retort_py_node_is (node, "identifier") || retort_py_node_is (node, "attribute")))
    text = retort_py_node_dup_text (retort_definitions_get_tree (module), node);
  /* What a declared_attr makes of the class at hand is not known. */
  if (text != NULL && g_str_has_prefix (text, "cls."))
    g_clear_pointer (&text, g_free);
  return text;
}

static char *
find_target (const RetortClassEntry *entry, const RetortPyNode *arguments)
{
  const RetortPyNode *first = retort_py_node_get_named_child (arguments, 0);
  const RetortPyNode *named = retort_definitions_find_keyword (entry->module, arguments, "argument");
  g_auto(RetortTypeHint) hint = { 0 };

  if (named != NULL)
    return dup_target (entry->module, named);
  if (first != NULL && !retort_py_node_is (first, "keyword_argument") && !retort_py_node_is (first, "comment"))
    return dup_target (entry->module, first);
  retort_type_hint_read_entry (&hint, entry);
  return g_strdup (hint.item != NULL ? hint.item : hint.core);
}

static gboolean
is_given (RetortDefinitions *module, const RetortPyNode *arguments, const char *name)
{
  const RetortPyNode *value = find_option (module, arguments, name);

  return value != NULL && !retort_py_node_is (value, "false") && !retort_py_node_is (value, "none");
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
  const RetortPyNode *arguments = find_arguments (entry->module, entry->value);
  const RetortPyNode *other = find_option (entry->module, arguments, "back_populates");

  told->target = find_target (entry, arguments);
  told->back_populates = other == NULL ? NULL : retort_definitions_dup_string (entry->module, other);
  told->has_backref = is_given (entry->module, arguments, "backref");
  told->is_one_way = is_given (entry->module, arguments, "viewonly") || is_given (entry->module, arguments, "overlaps")
                     || (other != NULL && told->back_populates == NULL);
  g_ptr_array_add (draft->model->relationships, told);
}
