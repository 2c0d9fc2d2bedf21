/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Statements as texts of Python, for op.execute(). */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

char *retort_python_literal          (const char *sql) G_GNUC_WARN_UNUSED_RESULT;
char *retort_python_literal_of_lines (const char *sql) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
