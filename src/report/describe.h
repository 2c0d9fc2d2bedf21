/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Objects of a schema in words: what psql's \d says. Pure. Source: psql's describe.c, PostgreSQL 15. */
#pragma once

#include "model/schema.h"

G_BEGIN_DECLS

/* \d NAME of psql 15, to the byte: NAME as a user types it, patterns included; for what \d does not know, \dT+, \dD
 * and \df. (nullable): no such object. */
char *retort_describe_object   (const RetortSchema *schema, const char *name) G_GNUC_WARN_UNUSED_RESULT;
/* The same for one table or view of @schema. */
char *retort_describe_relation (const RetortSchema *schema, const RetortTable *table) G_GNUC_WARN_UNUSED_RESULT;
/* \d without a name: the list of relations. (nullable): there are none. */
char *retort_describe_list     (const RetortSchema *schema) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
