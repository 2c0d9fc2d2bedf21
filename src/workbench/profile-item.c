/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A connection profile for lists; stays the same object when the profile is edited. */
#include "config.h"

#include "workbench/profile-item-private.h"

#include <glib/gi18n-lib.h>

struct _RetortProfileItem
{
  GObject parent_instance;

  RetortProfile *profile;
  char          *subtitle;
  char          *standing; /* nullable */
  gboolean       is_unreached;
};

enum
{
  PROP_0,
  PROP_NAME,
  PROP_SUBTITLE,
  PROP_ENVIRONMENT,
  PROP_IS_PRIVATE,
  PROP_STANDING,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (RetortProfileItem, retort_profile_item, G_TYPE_OBJECT)

static void
retort_profile_item_finalize (GObject *object)
{
  RetortProfileItem *self = RETORT_PROFILE_ITEM (object);

  g_clear_pointer (&self->profile, retort_profile_unref);
  g_free (self->subtitle);
  g_free (self->standing);
  G_OBJECT_CLASS (retort_profile_item_parent_class)->finalize (object);
}

static void
retort_profile_item_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  RetortProfileItem *self = RETORT_PROFILE_ITEM (object);

  switch (id)
    {
    case PROP_NAME: g_value_set_string (value, retort_profile_item_get_name (self)); break;
    case PROP_SUBTITLE: g_value_set_string (value, self->subtitle); break;
    case PROP_ENVIRONMENT: g_value_set_uint (value, retort_profile_item_get_environment (self)); break;
    case PROP_IS_PRIVATE: g_value_set_boolean (value, retort_profile_item_is_private (self)); break;
    case PROP_STANDING: g_value_set_string (value, self->standing); break;
    default: G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
retort_profile_item_class_init (RetortProfileItemClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->finalize = retort_profile_item_finalize;
  object_class->get_property = retort_profile_item_get_property;
  properties[PROP_NAME] = g_param_spec_string ("name", NULL, NULL, NULL, flags);
  properties[PROP_SUBTITLE] = g_param_spec_string ("subtitle", NULL, NULL, NULL, flags);
  properties[PROP_ENVIRONMENT] = g_param_spec_uint ("environment", NULL, NULL, RETORT_ENVIRONMENT_DEVELOPMENT,
                                                    RETORT_ENVIRONMENT_PRODUCTION,
                                                    RETORT_ENVIRONMENT_DEVELOPMENT, flags);
  properties[PROP_IS_PRIVATE] = g_param_spec_boolean ("is-private", NULL, NULL, FALSE, flags);
  properties[PROP_STANDING] = g_param_spec_string ("standing", NULL, NULL, NULL, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
retort_profile_item_init (RetortProfileItem *self)
{
}

/**
 * retort_profile_item_new: (skip)
 * @profile: a profile
 *
 * Wraps a profile for a list.
 *
 * Returns: (transfer full): the item
 */
RetortProfileItem *
retort_profile_item_new (RetortProfile *profile)
{
  RetortProfileItem *self = g_object_new (RETORT_TYPE_PROFILE_ITEM, NULL);

  retort_profile_item_set_profile (self, profile);
  return self;
}

/**
 * retort_profile_item_set_profile: (skip)
 * @self: an item
 * @profile: what it stands for now
 *
 * Replaces the profile after it was edited.
 */
void
retort_profile_item_set_profile (RetortProfileItem *self, RetortProfile *profile)
{
  RetortProfile *old = self->profile;

  g_return_if_fail (RETORT_IS_PROFILE_ITEM (self));

  self->profile = retort_profile_ref (profile);
  g_clear_pointer (&old, retort_profile_unref);
  g_free (self->subtitle);
  if (retort_profile_get (profile)->is_private)
    self->subtitle = g_strdup_printf (_("Database “%s” on Retort’s own server"),
                                      retort_profile_get (profile)->database);
  else
    self->subtitle = retort_profile_to_display_string (profile);
  g_object_freeze_notify (G_OBJECT (self));
  for (guint i = PROP_0 + 1; i < N_PROPS; i++)
    g_object_notify_by_pspec (G_OBJECT (self), properties[i]);
  g_object_thaw_notify (G_OBJECT (self));
}

/**
 * retort_profile_item_get_profile:
 * @self: an item
 *
 * The profile that it wraps.
 *
 * Returns: (transfer none): the profile
 */
RetortProfile *
retort_profile_item_get_profile (RetortProfileItem *self)
{
  g_return_val_if_fail (RETORT_IS_PROFILE_ITEM (self), NULL);
  return self->profile;
}

/**
 * retort_profile_item_get_name:
 * @self: an item
 *
 * What people call the profile.
 *
 * Returns: (transfer none): the name
 */
const char *
retort_profile_item_get_name (RetortProfileItem *self)
{
  g_return_val_if_fail (RETORT_IS_PROFILE_ITEM (self), NULL);
  return retort_profile_get (self->profile)->name;
}

/**
 * retort_profile_item_get_environment:
 * @self: an item
 *
 * How careful to be.
 *
 * Returns: the environment
 */
RetortEnvironment
retort_profile_item_get_environment (RetortProfileItem *self)
{
  g_return_val_if_fail (RETORT_IS_PROFILE_ITEM (self), RETORT_ENVIRONMENT_DEVELOPMENT);
  return retort_profile_get (self->profile)->environment;
}

/**
 * retort_profile_item_is_private:
 * @self: an item
 *
 * Whether it is a database of the private server.
 *
 * Returns: %TRUE when it is
 */
gboolean
retort_profile_item_is_private (RetortProfileItem *self)
{
  g_return_val_if_fail (RETORT_IS_PROFILE_ITEM (self), FALSE);
  return retort_profile_get (self->profile)->is_private;
}

/**
 * retort_profile_item_set_standing: (skip)
 * @self: an item
 * @standing: (nullable): where its database stands, in words
 * @is_unreached: it could not be read
 *
 * Says what was read of its database in the background.
 */
void
retort_profile_item_set_standing (RetortProfileItem *self, const char *standing, gboolean is_unreached)
{
  g_return_if_fail (RETORT_IS_PROFILE_ITEM (self));

  self->is_unreached = is_unreached;
  if (g_strcmp0 (self->standing, standing) == 0)
    return;
  g_free (self->standing);
  self->standing = g_strdup (standing);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STANDING]);
}

/**
 * retort_profile_item_get_standing:
 * @self: an item
 *
 * Returns: (transfer none) (nullable): where its database stands; %NULL: it is the one that is connected, or was not read
 */
const char *
retort_profile_item_get_standing (RetortProfileItem *self)
{
  g_return_val_if_fail (RETORT_IS_PROFILE_ITEM (self), NULL);
  return self->standing;
}

/**
 * retort_profile_item_is_unreached:
 * @self: an item
 *
 * Returns: its database could not be read in the background
 */
gboolean
retort_profile_item_is_unreached (RetortProfileItem *self)
{
  g_return_val_if_fail (RETORT_IS_PROFILE_ITEM (self), FALSE);
  return self->is_unreached;
}
