/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Revisions that people number: 0411_add_x, 012b. Pure. */
#pragma once

#include "analysis/history/history.h"

G_BEGIN_DECLS

/**
 * RetortRevisionNumber:
 * @number: the number
 * @n_digits: how it is written, zeros in front included
 * @letter: a letter behind it, '\0' when there is none
 */
typedef struct
{
  guint number;
  guint n_digits;
  char  letter;
} RetortRevisionNumber;

gboolean   retort_history_is_numbered   (const RetortHistory *self);
gboolean   retort_history_get_number    (const RetortHistory *self, const char *id, RetortRevisionNumber *number);
GPtrArray *retort_history_list_numbered (const RetortHistory *self, guint number) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
