/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The parts of the rule table, each beside its functions. Inside analysis/checks only. */
#pragma once

#include "analysis/checks/context.h"

G_BEGIN_DECLS

extern const RetortRuleSection retort_added_column_rules;   /* added-column-rules.c */
extern const RetortRuleSection retort_changed_column_rules; /* changed-column-rules.c */
extern const RetortRuleSection retort_constraint_rules;     /* constraint-rules.c */
extern const RetortRuleSection retort_index_rules;          /* index-rules.c */
extern const RetortRuleSection retort_table_rules;          /* table-rules.c */
extern const RetortRuleSection retort_object_rules;         /* object-rules.c */
extern const RetortRuleSection retort_traffic_rules;        /* traffic-rules.c */
extern const RetortRuleSection retort_transaction_rules;    /* transaction-rules.c */
extern const RetortRuleSection retort_data_rules;           /* data-rules.c */
extern const RetortRuleSection retort_type_rules;           /* type-rules.c */
extern const RetortRuleSection retort_model_rules;          /* model-rules.c */
extern const RetortRuleSection retort_name_rules;           /* name-rules.c */
extern const RetortRuleSection retort_function_rules;       /* function-rules.c */
extern const RetortRuleSection retort_undo_rules;           /* undo-rules.c */
extern const RetortRuleSection retort_unread_rules;         /* unread-rules.c */

G_END_DECLS
