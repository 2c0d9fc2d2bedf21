/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The rows of a query, text format. Immutable, atomically reference counted: may cross threads. */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

typedef struct _RetortResult RetortResult;

RetortResult *retort_result_ref             (RetortResult *self);
void          retort_result_unref           (RetortResult *self);
guint         retort_result_get_n_rows      (const RetortResult *self);
guint         retort_result_get_n_columns   (const RetortResult *self);
const char   *retort_result_get_column_name (const RetortResult *self, guint column);
int           retort_result_find_column     (const RetortResult *self, const char *name);
guint         retort_result_get_column_type (const RetortResult *self, guint column);
/* (nullable): NULL is SQL NULL */
const char   *retort_result_get_value       (const RetortResult *self, guint row, guint column);
gboolean      retort_result_get_boolean     (const RetortResult *self, guint row, guint column);
gint64        retort_result_get_int64       (const RetortResult *self, guint row, guint column, gint64 if_null);
/* Rows that the statement touched as its command tag says; -1 when it says none. */
gint64        retort_result_get_n_affected  (const RetortResult *self);
const char   *retort_result_get_tag         (const RetortResult *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RetortResult, retort_result_unref)

G_END_DECLS
