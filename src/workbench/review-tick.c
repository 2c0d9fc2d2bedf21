/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "workbench/review-tick.h"

struct _RetortReviewTick
{
  GObject parent_instance;

  char    *id;
  char    *text;
  char    *detail; /* nullable */
  gboolean is_ticked;
};

enum
{
  PROP_0,
  PROP_IS_TICKED,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (RetortReviewTick, retort_review_tick, G_TYPE_OBJECT)

static void
retort_review_tick_finalize (GObject *object)
{
  RetortReviewTick *self = RETORT_REVIEW_TICK (object);

  g_free (self->id);
  g_free (self->text);
  g_free (self->detail);
  G_OBJECT_CLASS (retort_review_tick_parent_class)->finalize (object);
}

static void
retort_review_tick_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  switch (id)
    {
    case PROP_IS_TICKED: g_value_set_boolean (value, RETORT_REVIEW_TICK (object)->is_ticked); break;
    default: G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
retort_review_tick_class_init (RetortReviewTickClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = retort_review_tick_finalize;
  object_class->get_property = retort_review_tick_get_property;
  properties[PROP_IS_TICKED] = g_param_spec_boolean ("is-ticked", NULL, NULL, FALSE, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
retort_review_tick_init (RetortReviewTick *self)
{
}

/**
 * retort_review_tick_new:
 * @id: the revision
 * @text: what the project wants somebody to look at
 * @detail: (nullable): the command that belongs to it
 * @is_ticked: somebody has
 *
 * Returns: (transfer full): the point
 */
RetortReviewTick *
retort_review_tick_new (const char *id, const char *text, const char *detail, gboolean is_ticked)
{
  RetortReviewTick *self = g_object_new (RETORT_TYPE_REVIEW_TICK, NULL);

  self->id = g_strdup (id);
  self->text = g_strdup (text);
  self->detail = g_strdup (detail);
  self->is_ticked = is_ticked;
  return self;
}

/**
 * retort_review_tick_get_id:
 * @self: a point
 *
 * Returns: the revision
 */
const char *
retort_review_tick_get_id (RetortReviewTick *self)
{
  return self->id;
}

/**
 * retort_review_tick_get_text:
 * @self: a point
 *
 * Returns: the project's words
 */
const char *
retort_review_tick_get_text (RetortReviewTick *self)
{
  return self->text;
}

/**
 * retort_review_tick_get_detail:
 * @self: a point
 *
 * Returns: (nullable): the command that belongs to it
 */
const char *
retort_review_tick_get_detail (RetortReviewTick *self)
{
  return self->detail;
}

/**
 * retort_review_tick_is_ticked:
 * @self: a point
 *
 * Returns: whether somebody has looked
 */
gboolean
retort_review_tick_is_ticked (RetortReviewTick *self)
{
  return self->is_ticked;
}

/**
 * retort_review_tick_set_ticked:
 * @self: a point
 * @is_ticked: somebody has looked
 */
void
retort_review_tick_set_ticked (RetortReviewTick *self, gboolean is_ticked)
{
  if (self->is_ticked == is_ticked)
    return;
  self->is_ticked = is_ticked;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_IS_TICKED]);
}
