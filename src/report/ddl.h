/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Statements that make an object of a schema again. Pure. */
#pragma once

#include "model/schema.h"

G_BEGIN_DECLS

char *retort_ddl_of_table     (const RetortTable *table) G_GNUC_WARN_UNUSED_RESULT;
char *retort_ddl_of_enum_type (const RetortEnumType *type) G_GNUC_WARN_UNUSED_RESULT;
char *retort_ddl_of_sequence  (const RetortSequence *sequence) G_GNUC_WARN_UNUSED_RESULT;
char *retort_ddl_of_schema    (const RetortSchema *schema) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
