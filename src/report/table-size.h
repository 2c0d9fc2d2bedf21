/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How big a table is, for people. Pure. */
#pragma once

#include "model/target-facts.h"

G_BEGIN_DECLS

/* (nullable): "4.0 MB, about 12,000 rows"; @table: "public.orders"; @facts (nullable): no database is known */
char *retort_table_size_to_text (const char *table, const RetortTargetFacts *facts) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
