/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where a project might be, and what was said about it. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* On the stack the texts are borrowed; a place from the functions below owns them. */
typedef struct
{
  const char *folder;  /* absolute */
  const char *config;  /* nullable: --config; absolute, or from @folder */
  const char *section; /* nullable: --section */
} RetortProjectPlace;

RetortProjectPlace *retort_project_place_new       (const char *folder, const char *config, const char *section) G_GNUC_WARN_UNUSED_RESULT;
RetortProjectPlace *retort_project_place_parse     (const char *text, gboolean *is_explicit) G_GNUC_WARN_UNUSED_RESULT;
void                retort_project_place_free      (RetortProjectPlace *self);
gboolean            retort_project_place_is_usual  (const RetortProjectPlace *self);
char               *retort_project_place_to_string (const RetortProjectPlace *self, gboolean is_explicit) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RetortProjectPlace, retort_project_place_free)

G_END_DECLS
