/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A table's parts as lists for the schema page. */
#pragma once

#include "model/schema.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/* Each returns (transfer full) a model of RetortFactItem. */
GListModel *retort_table_facts_list_columns     (RetortTable *table) G_GNUC_WARN_UNUSED_RESULT;
GListModel *retort_table_facts_list_indexes     (RetortTable *table) G_GNUC_WARN_UNUSED_RESULT;
GListModel *retort_table_facts_list_constraints (RetortTable *table) G_GNUC_WARN_UNUSED_RESULT;
GListModel *retort_table_facts_list_references  (RetortTable *table) G_GNUC_WARN_UNUSED_RESULT;
GListModel *retort_table_facts_list_rules       (RetortTable *table) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
