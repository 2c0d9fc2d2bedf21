/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Something that a project's configuration computes: it is not known without running it, so somebody says it once. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * RetortOpenSetting:
 * @name: (not nullable): its place in retort.json, with dots: "drizzle.migrations.table"
 * @label: (not nullable): for people, to be translated; static
 * @guess: (not nullable): what is taken until it is said
 */
typedef struct
{
  char       *name;
  const char *label;
  char       *guess;
} RetortOpenSetting;

RetortOpenSetting *retort_open_setting_new  (const char *name, const char *label, const char *guess) G_GNUC_WARN_UNUSED_RESULT;
void               retort_open_setting_free (RetortOpenSetting *self);

G_END_DECLS
