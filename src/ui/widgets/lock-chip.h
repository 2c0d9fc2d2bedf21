/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How a lock is shown: a chip with its effect in words, the mode and tables in its tooltip. */
#pragma once

#include "workbench/review.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

void retort_lock_chip_show (GtkLabel *label, const RetortLockInfo *lock);

G_END_DECLS
