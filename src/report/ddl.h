/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Statements that make an object of a schema again, for a database with the same search path. Pure. Owners, privileges,
 * publications, foreign servers, collations and aggregates are not part of it. */
#pragma once

#include "model/schema.h"

G_BEGIN_DECLS

/* A table with the sequences that it owns, its indexes, policies and so on; or a view. */
char *retort_ddl_of_table     (const RetortSchema *schema, const RetortTable *table) G_GNUC_WARN_UNUSED_RESULT;
char *retort_ddl_of_enum_type (const RetortEnumType *type) G_GNUC_WARN_UNUSED_RESULT;
char *retort_ddl_of_domain    (const RetortDomain *domain) G_GNUC_WARN_UNUSED_RESULT;
char *retort_ddl_of_composite_type (const RetortCompositeType *type) G_GNUC_WARN_UNUSED_RESULT;
char *retort_ddl_of_sequence  (const RetortSequence *sequence) G_GNUC_WARN_UNUSED_RESULT;
char *retort_ddl_of_function  (const RetortFunction *function) G_GNUC_WARN_UNUSED_RESULT;
/* All that @name means, as a user types it; (nullable): no such object. */
char *retort_ddl_of_object    (const RetortSchema *schema, const char *name) G_GNUC_WARN_UNUSED_RESULT;
/* Everything, in an order in which it can be run. */
char *retort_ddl_of_schema    (const RetortSchema *schema) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
