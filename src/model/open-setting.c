/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/open-setting.h"

/**
 * retort_open_setting_new:
 * @name: its place in retort.json
 * @label: for people; static
 * @guess: what is taken until it is said
 *
 * Returns: (transfer full): a setting
 */
RetortOpenSetting *
retort_open_setting_new (const char *name, const char *label, const char *guess)
{
  RetortOpenSetting *self = g_new0 (RetortOpenSetting, 1);

  self->name = g_strdup (name);
  self->label = label;
  self->guess = g_strdup (guess);
  return self;
}

/**
 * retort_open_setting_free:
 * @self: (transfer full): a setting
 */
void
retort_open_setting_free (RetortOpenSetting *self)
{
  g_free (self->name);
  g_free (self->guess);
  g_free (self);
}
