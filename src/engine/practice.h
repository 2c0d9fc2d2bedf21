/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The practice projects: puts the files of one in place, creates its private database, upgrades it to the revision before the pending ones. */
#pragma once

#include "engine/runner.h"

G_BEGIN_DECLS

/**
 * RetortPractice:
 * @RETORT_PRACTICE_ALEMBIC: the one of the lesson
 * @RETORT_PRACTICE_DRIZZLE: a smaller one, as drizzle-kit writes it
 */
typedef enum
{
  RETORT_PRACTICE_ALEMBIC,
  RETORT_PRACTICE_DRIZZLE,
} RetortPractice;

char    *retort_practice_default_folder (RetortPractice which) G_GNUC_WARN_UNUSED_RESULT;
/* Files that exist are left as they are; a second call changes nothing. @folder (nullable): the default. Returns its folder. */
char    *retort_practice_install (RetortPractice which, const char *folder, RetortRunSink sink, gpointer sink_data, GCancellable *cancellable,
                                  GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* The same as on the first day: the folder is set aside, the database dropped, both made anew. */
char    *retort_practice_reset   (RetortPractice which, const char *folder, RetortRunSink sink, gpointer sink_data, char **kept,
                                  GCancellable *cancellable, GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
