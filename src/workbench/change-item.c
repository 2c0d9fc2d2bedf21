/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One change of a schema, wrapped for lists. Immutable; shares the array that it is an element of. */
#include "config.h"

#include "workbench/review-private.h"

struct _RetortChangeItem
{
  GObject parent_instance;

  GPtrArray *changes;
  guint      index;
};

enum
{
  PROP_SIGN = 1,
  PROP_TEXT,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (RetortChangeItem, retort_change_item, G_TYPE_OBJECT)

static void
retort_change_item_finalize (GObject *object)
{
  g_clear_pointer (&RETORT_CHANGE_ITEM (object)->changes, g_ptr_array_unref);
  G_OBJECT_CLASS (retort_change_item_parent_class)->finalize (object);
}

static void
retort_change_item_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  RetortChangeItem *self = RETORT_CHANGE_ITEM (object);

  switch (id)
    {
    case PROP_SIGN: g_value_set_string (value, retort_change_item_get_sign (self)); break;
    case PROP_TEXT: g_value_take_string (value, retort_change_item_dup_text (self)); break;
    default: G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
retort_change_item_class_init (RetortChangeItemClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = retort_change_item_finalize;
  object_class->get_property = retort_change_item_get_property;
  properties[PROP_SIGN] = g_param_spec_string ("sign", NULL, NULL, NULL, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_TEXT] = g_param_spec_string ("text", NULL, NULL, NULL, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
retort_change_item_init (RetortChangeItem *self)
{
}

/**
 * retort_change_items_of: (skip)
 * @changes: (element-type RetortSchemaChange): changes
 *
 * Returns: (transfer full): a list of RetortChangeItem
 */
GListModel *
retort_change_items_of (GPtrArray *changes)
{
  GListStore *store = g_list_store_new (RETORT_TYPE_CHANGE_ITEM);

  for (guint i = 0; i < changes->len; i++)
    {
      g_autoptr(RetortChangeItem) item = g_object_new (RETORT_TYPE_CHANGE_ITEM, NULL);

      item->changes = g_ptr_array_ref (changes);
      item->index = i;
      g_list_store_append (store, item);
    }
  return G_LIST_MODEL (store);
}

static const RetortSchemaChange *
get_change (RetortChangeItem *self)
{
  return g_ptr_array_index (self->changes, self->index);
}

static const RetortSchemaChangeLine *
get_line (RetortChangeItem *self, guint index)
{
  return g_ptr_array_index (get_change (self)->lines, index);
}

/**
 * retort_change_item_get_sign:
 * @self: an item
 *
 * Returns: (transfer none): "+" when the object comes, "−" when it goes, "~" when it changes, "?" when that is not known
 */
const char *
retort_change_item_get_sign (RetortChangeItem *self)
{
  g_return_val_if_fail (RETORT_IS_CHANGE_ITEM (self), NULL);
  return retort_difference_kind_to_sign (get_change (self)->kind);
}

/**
 * retort_change_item_dup_text:
 * @self: an item
 *
 * Returns: (transfer full): what the object is, in PostgreSQL's words, and its name: "table orders"
 */
char *
retort_change_item_dup_text (RetortChangeItem *self)
{
  g_return_val_if_fail (RETORT_IS_CHANGE_ITEM (self), NULL);
  return g_strdup_printf ("%s %s", get_change (self)->noun, get_change (self)->name);
}

/**
 * retort_change_item_get_n_lines:
 * @self: an item
 *
 * Returns: how many parts come, go or change
 */
guint
retort_change_item_get_n_lines (RetortChangeItem *self)
{
  g_return_val_if_fail (RETORT_IS_CHANGE_ITEM (self), 0);
  return get_change (self)->lines->len;
}

/**
 * retort_change_item_get_line:
 * @self: an item
 * @index: which part
 *
 * Returns: (transfer none): the part in PostgreSQL's words
 */
const char *
retort_change_item_get_line (RetortChangeItem *self, guint index)
{
  g_return_val_if_fail (RETORT_IS_CHANGE_ITEM (self), NULL);
  return get_line (self, index)->text;
}

/**
 * retort_change_item_get_line_sign:
 * @self: an item
 * @index: which part
 *
 * Returns: (transfer none): as retort_change_item_get_sign(), for the part
 */
const char *
retort_change_item_get_line_sign (RetortChangeItem *self, guint index)
{
  g_return_val_if_fail (RETORT_IS_CHANGE_ITEM (self), NULL);
  return retort_difference_kind_to_sign (get_line (self, index)->kind);
}
