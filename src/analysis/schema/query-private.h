/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which columns a query gives: plain selects from known tables. */
#pragma once

#include "analysis/schema/expression-private.h"

G_BEGIN_DECLS

/* Adds them to @table, named by @names as far as those go. FALSE when some are not known; then the edit has not failed. */
gboolean retort_query_add_columns (RetortEdit *edit, RetortTable *table, const PgQuery__Node *query, size_t n_names, PgQuery__Node *const *names);

G_END_DECLS
