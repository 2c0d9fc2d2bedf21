/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What of retort.json is not understood, each with its line. Private to engine/settings. */
#pragma once

#include "base/json-places.h"
#include "engine/settings.h"

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/**
 * RetortSettingsProblems:
 * @list: (element-type RetortSettingsProblem): what was told until now; borrowed
 * @places: (nullable): where members stand; borrowed
 */
typedef struct
{
  GPtrArray              *list;
  const RetortJsonPlaces *places;
} RetortSettingsProblems;

/* @pointer: the JSON pointer of what it is about; its line is told */
void retort_settings_problems_add         (const RetortSettingsProblems *self, const char *pointer, const char *format, ...) G_GNUC_PRINTF (3, 4);
void retort_settings_problems_check_shape (const RetortSettingsProblems *self, JsonNode *root);

G_END_DECLS
