/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One function for each kind of relation that \d describes. */
#pragma once

#include "report/name-scope.h"
#include "report/text-table.h"

G_BEGIN_DECLS

char *retort_describe_table     (const RetortNameScope *scope, const RetortTable *table) G_GNUC_WARN_UNUSED_RESULT;
/* describe-footers.c: what stands under a table's columns. */
void  retort_describe_add_footers (RetortTextTable *text, const RetortNameScope *scope, const RetortTable *table);
char *retort_describe_index     (const RetortNameScope *scope, const RetortTable *table, const RetortIndex *index) G_GNUC_WARN_UNUSED_RESULT;
char *retort_describe_sequence  (const RetortSequence *sequence) G_GNUC_WARN_UNUSED_RESULT;
char *retort_describe_composite (const RetortCompositeType *type) G_GNUC_WARN_UNUSED_RESULT;

/* (element-type RetortEnumType) and so on: the lists that \dT+, \dD and \df print. */
char *retort_describe_enums     (const RetortNameScope *scope, GPtrArray *enums) G_GNUC_WARN_UNUSED_RESULT;
char *retort_describe_domains   (const RetortNameScope *scope, GPtrArray *domains) G_GNUC_WARN_UNUSED_RESULT;
char *retort_describe_functions (const RetortNameScope *scope, GPtrArray *functions) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
