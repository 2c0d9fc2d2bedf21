/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The bin never asks for more than MINIMUM_WIDTH, so a window can always become narrow; it tells so
 * in an idle, since a child must not ask for a new size while it is given one. */
#include "config.h"

#include "ui/widgets/adaptive-bin.h"

#define MINIMUM_WIDTH 340

struct _RetortAdaptiveBin
{
  GtkWidget parent_instance;

  GtkWidget *child;      /* nullable */
  int        threshold;  /* px */
  gboolean   is_narrow;
  guint      notify_id;  /* idle that tells, or 0 */
};

enum
{
  PROP_0,
  PROP_CHILD,
  PROP_THRESHOLD,
  PROP_IS_NARROW,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (RetortAdaptiveBin, retort_adaptive_bin, GTK_TYPE_WIDGET)

static void
set_child (RetortAdaptiveBin *self, GtkWidget *child)
{
  g_clear_pointer (&self->child, gtk_widget_unparent);
  self->child = child;
  if (child != NULL)
    gtk_widget_set_parent (child, GTK_WIDGET (self));
}

static gboolean
notify_narrow_idle (gpointer user_data)
{
  RetortAdaptiveBin *self = RETORT_ADAPTIVE_BIN (user_data);

  self->notify_id = 0;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_IS_NARROW]);
  return G_SOURCE_REMOVE;
}

static void
retort_adaptive_bin_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum,
                             int *natural, int *minimum_baseline, int *natural_baseline)
{
  RetortAdaptiveBin *self = RETORT_ADAPTIVE_BIN (widget);

  if (self->child == NULL)
    return;
  if (orientation == GTK_ORIENTATION_VERTICAL && for_size >= 0)
    {
      int child_minimum = 0;

      gtk_widget_measure (self->child, GTK_ORIENTATION_HORIZONTAL, -1, &child_minimum, NULL, NULL, NULL);
      for_size = MAX (for_size, child_minimum);
    }
  gtk_widget_measure (self->child, orientation, for_size, minimum, natural, NULL, NULL);
  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    *minimum = MIN (*minimum, MINIMUM_WIDTH);
}

static void
retort_adaptive_bin_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  RetortAdaptiveBin *self = RETORT_ADAPTIVE_BIN (widget);
  gboolean is_narrow = width < self->threshold;
  int minimum = 0;

  if (self->child != NULL)
    {
      gtk_widget_measure (self->child, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL, NULL);
      gtk_widget_allocate (self->child, MAX (width, minimum), height, baseline, NULL);
    }
  if (is_narrow == self->is_narrow)
    return;
  self->is_narrow = is_narrow;
  if (self->notify_id == 0)
    self->notify_id = g_idle_add_full (G_PRIORITY_HIGH, notify_narrow_idle, self, NULL);
}

static void
retort_adaptive_bin_dispose (GObject *object)
{
  RetortAdaptiveBin *self = RETORT_ADAPTIVE_BIN (object);

  g_clear_handle_id (&self->notify_id, g_source_remove);
  set_child (self, NULL);
  G_OBJECT_CLASS (retort_adaptive_bin_parent_class)->dispose (object);
}

static void
retort_adaptive_bin_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  RetortAdaptiveBin *self = RETORT_ADAPTIVE_BIN (object);

  switch (id)
    {
    case PROP_CHILD: g_value_set_object (value, self->child); break;
    case PROP_THRESHOLD: g_value_set_int (value, self->threshold); break;
    case PROP_IS_NARROW: g_value_set_boolean (value, self->is_narrow); break;
    default: G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
retort_adaptive_bin_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  RetortAdaptiveBin *self = RETORT_ADAPTIVE_BIN (object);

  switch (id)
    {
    case PROP_CHILD: set_child (self, g_value_get_object (value)); break;
    case PROP_THRESHOLD:
      self->threshold = g_value_get_int (value);
      gtk_widget_queue_allocate (GTK_WIDGET (self));
      break;
    default: G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
retort_adaptive_bin_class_init (RetortAdaptiveBinClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS;

  object_class->dispose = retort_adaptive_bin_dispose;
  object_class->get_property = retort_adaptive_bin_get_property;
  object_class->set_property = retort_adaptive_bin_set_property;
  widget_class->measure = retort_adaptive_bin_measure;
  widget_class->size_allocate = retort_adaptive_bin_size_allocate;
  properties[PROP_CHILD] = g_param_spec_object ("child", NULL, NULL, GTK_TYPE_WIDGET, flags);
  properties[PROP_THRESHOLD] = g_param_spec_int ("threshold", NULL, NULL, 0, G_MAXINT, 720, flags);
  properties[PROP_IS_NARROW] = g_param_spec_boolean ("is-narrow", NULL, NULL, FALSE,
                                                     G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
retort_adaptive_bin_init (RetortAdaptiveBin *self)
{
  self->threshold = 720;
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
}

/**
 * retort_adaptive_bin_is_narrow:
 * @self: a bin
 *
 * Whether there is less room than the threshold.
 *
 * Returns: %TRUE when there is
 */
gboolean
retort_adaptive_bin_is_narrow (RetortAdaptiveBin *self)
{
  g_return_val_if_fail (RETORT_IS_ADAPTIVE_BIN (self), FALSE);
  return self->is_narrow;
}
