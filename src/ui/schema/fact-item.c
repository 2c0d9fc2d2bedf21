/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/schema/fact-item.h"

struct _RetortFactItem
{
  GObject parent_instance;

  char *name;
  char *kind;
  char *detail;
  char *note;
};

enum
{
  PROP_NAME = 1,
  PROP_KIND,
  PROP_DETAIL,
  PROP_NOTE,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (RetortFactItem, retort_fact_item, G_TYPE_OBJECT)

static void
retort_fact_item_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  RetortFactItem *self = RETORT_FACT_ITEM (object);

  switch (prop_id)
    {
    case PROP_NAME:
      g_value_set_string (value, self->name);
      break;
    case PROP_KIND:
      g_value_set_string (value, self->kind);
      break;
    case PROP_DETAIL:
      g_value_set_string (value, self->detail);
      break;
    case PROP_NOTE:
      g_value_set_string (value, self->note);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
retort_fact_item_finalize (GObject *object)
{
  RetortFactItem *self = RETORT_FACT_ITEM (object);

  g_free (self->name);
  g_free (self->kind);
  g_free (self->detail);
  g_free (self->note);
  G_OBJECT_CLASS (retort_fact_item_parent_class)->finalize (object);
}

static void
retort_fact_item_class_init (RetortFactItemClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  static const char *const names[] = { NULL, "name", "kind", "detail", "note" };

  object_class->get_property = retort_fact_item_get_property;
  object_class->finalize = retort_fact_item_finalize;
  for (guint i = PROP_NAME; i < N_PROPS; i++)
    properties[i] = g_param_spec_string (names[i], NULL, NULL, "",
                                         G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
retort_fact_item_init (RetortFactItem *self)
{
}

/**
 * retort_fact_item_new:
 * @name: what it is called
 * @kind: (nullable): a type or a word: "uuid", "foreign key"
 * @detail: (nullable): the rest as SQL
 * @note: (nullable): a comment, a size, a state
 *
 * Returns: (transfer full): the item
 */
RetortFactItem *
retort_fact_item_new (const char *name, const char *kind, const char *detail, const char *note)
{
  RetortFactItem *self = g_object_new (RETORT_TYPE_FACT_ITEM, NULL);

  self->name = g_strdup (name);
  self->kind = g_strdup (kind != NULL ? kind : "");
  self->detail = g_strdup (detail != NULL ? detail : "");
  self->note = g_strdup (note != NULL ? note : "");
  return self;
}
