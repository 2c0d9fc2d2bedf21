/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One finding, wrapped for lists. Immutable. */
#include "config.h"

#include "workbench/review.h"

struct _RetortFindingItem
{
  GObject parent_instance;

  RetortFinding *finding;
};

enum
{
  PROP_0,
  PROP_SEVERITY,
  PROP_MESSAGE,
  PROP_WHY,
  PROP_REMEDY,
  PROP_RULE,
  PROP_LINE,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (RetortFindingItem, retort_finding_item, G_TYPE_OBJECT)

static void
retort_finding_item_finalize (GObject *object)
{
  RetortFindingItem *self = RETORT_FINDING_ITEM (object);

  g_clear_pointer (&self->finding, retort_finding_unref);
  G_OBJECT_CLASS (retort_finding_item_parent_class)->finalize (object);
}

static void
retort_finding_item_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  const RetortFindingFields *fields = retort_finding_get (RETORT_FINDING_ITEM (object)->finding);

  switch (id)
    {
    case PROP_SEVERITY: g_value_set_uint (value, fields->severity); break;
    case PROP_MESSAGE: g_value_set_string (value, fields->message); break;
    case PROP_WHY: g_value_set_string (value, fields->why); break;
    case PROP_REMEDY: g_value_set_string (value, fields->remedy); break;
    case PROP_RULE: g_value_set_string (value, fields->rule); break;
    case PROP_LINE: g_value_set_uint (value, fields->start.line); break;
    default: G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
retort_finding_item_class_init (RetortFindingItemClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  static const struct { guint id; const char *name; } texts[] = {
    { PROP_MESSAGE, "message" }, { PROP_WHY, "why" }, { PROP_REMEDY, "remedy" }, { PROP_RULE, "rule" },
  };

  object_class->finalize = retort_finding_item_finalize;
  object_class->get_property = retort_finding_item_get_property;
  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    properties[texts[i].id] = g_param_spec_string (texts[i].name, NULL, NULL, NULL,
                                                   G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_SEVERITY] = g_param_spec_uint ("severity", NULL, NULL, RETORT_SEVERITY_INFO,
                                                 RETORT_SEVERITY_ERROR, RETORT_SEVERITY_INFO,
                                                 G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_LINE] = g_param_spec_uint ("line", NULL, NULL, 0, G_MAXUINT, 0,
                                             G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
retort_finding_item_init (RetortFindingItem *self)
{
}

/**
 * retort_finding_item_new:
 * @finding: a finding
 *
 * Wraps a finding for a list.
 *
 * Returns: (transfer full): the item
 */
RetortFindingItem *
retort_finding_item_new (RetortFinding *finding)
{
  RetortFindingItem *self = NULL;

  g_return_val_if_fail (finding != NULL, NULL);

  self = g_object_new (RETORT_TYPE_FINDING_ITEM, NULL);
  self->finding = retort_finding_ref (finding);
  return self;
}

/**
 * retort_finding_item_get_finding:
 * @self: an item
 *
 * The finding that it wraps.
 *
 * Returns: (transfer none): the finding
 */
RetortFinding *
retort_finding_item_get_finding (RetortFindingItem *self)
{
  g_return_val_if_fail (RETORT_IS_FINDING_ITEM (self), NULL);
  return self->finding;
}
