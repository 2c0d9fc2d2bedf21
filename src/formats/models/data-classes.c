/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Classes of Pydantic, by their text: which fields they have, and which of them allow None. */
#include "formats/models/reader-private.h"

#include <string.h>

static gboolean
says_from_objects (const RetortClassPart *part)
{
  g_autofree char *text = retort_py_node_dup_text (retort_definitions_get_tree (part->module), part->node);

  return g_regex_match_simple ("\\b(?:from_attributes|orm_mode)['\"]?\\s*[=:]\\s*True\\b", text, 0, 0);
}

static gboolean
is_field (const RetortClassOutline *outline, const RetortClassEntry *entry, const RetortTypeHint *hint)
{
  return !entry->is_function && !entry->is_declared && hint->core != NULL && entry->name[0] != '_'
         && !g_str_equal (entry->name, "model_config") && g_strcmp0 (hint->wrapper, "ClassVar") != 0
         && retort_class_outline_find (outline, entry->name) == entry;
}

static void
read_part (RetortDataClass *told, const RetortClassOutline *outline, const RetortClassPart *part)
{
  for (guint i = 0; i < part->entries->len; i++)
    {
      const RetortClassEntry *entry = g_ptr_array_index (part->entries, i);
      g_auto(RetortTypeHint) hint = { 0 };
      RetortDataField *field;

      retort_type_hint_read_entry (&hint, entry);
      if (!is_field (outline, entry, &hint))
        continue;
      field = retort_data_field_new (entry->name, retort_definitions_get_source (entry->module), retort_py_node_span (entry->statement));
      field->allows_none = hint.allows_none;
      g_ptr_array_add (told->fields, field);
    }
}

/**
 * retort_model_read_data_class: (skip)
 * @self: a reader
 * @outline: a class of Pydantic's
 *
 * Adds it to the set.
 */
void
retort_model_read_data_class (RetortModelReader *self, const RetortClassOutline *outline)
{
  const RetortClassPart *own = retort_class_outline_get_own (outline);
  RetortDataClass *told
      = retort_data_class_new (outline->name, retort_definitions_get_name (own->module), retort_definitions_get_source (own->module));

  told->span = retort_py_node_span (retort_py_node_field (own->node, RETORT_PY_FIELD_name));
  told->has_unread_fields = outline->unknown_base != NULL || outline->parent != NULL;
  for (guint i = outline->parts->len; i > 0; i--)
    {
      const RetortClassPart *part = g_ptr_array_index (outline->parts, i - 1);

      told->is_read_from_objects = told->is_read_from_objects || says_from_objects (part);
      read_part (told, outline, part);
    }
  g_ptr_array_add (self->set->data_classes, told);
}
