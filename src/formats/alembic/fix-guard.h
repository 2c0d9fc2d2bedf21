/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a call of Alembic's becomes when it is to be repeatable. Inside formats/alembic only. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

const char *retort_alembic_find_guard  (const char *function, guint version);
char       *retort_alembic_guard_sql   (const char *sql) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
