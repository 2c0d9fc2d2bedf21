/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Mechanical remedies inside of a text of SQL, wherever it stands: in a file of its own or in a literal of another language. */
#pragma once

#include "base/edit.h"
#include "model/finding.h"

G_BEGIN_DECLS

gboolean retort_sql_fix_add (GPtrArray *edits, const char *rule, const RetortSource *source, RetortSpan span);

G_END_DECLS
