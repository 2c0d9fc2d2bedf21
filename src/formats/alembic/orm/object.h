/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Objects of mapped classes, and what a session holds of them. */
#pragma once

#include "formats/alembic/table.h"

G_BEGIN_DECLS

typedef struct _RetortObject  RetortObject;
typedef struct _RetortObjects RetortObjects;

/**
 * RetortObject:
 * @value: itself, as Python sees it
 * @klass: its mapped class
 * @holder: (nullable): what it belongs to; %NULL: to no session yet
 * @values: of each column of the table; %NULL: nothing was set
 * @before: of each column: nullable: what the database holds, where something was set since; @value: nothing was set before
 * @is_shape: it stands for any object that a query gives
 * @is_stored: the database has it
 * @is_deleted: nothing may be done with it any more
 * @is_tainted: something that is not understood got hold of it
 * @n_commits: how many there were when it was stored or read: after another one it is read anew
 * An object, which lives as long as the evaluation.
 */
struct _RetortObject
{
  RetortPyValue           *value;
  RetortPyValue           *klass;
  const RetortTableClause *table;
  RetortObjects           *holder;
  RetortPyValue          **values;
  RetortPyValue          **before;
  gboolean                 is_shape;
  gboolean                 is_stored;
  gboolean                 is_deleted;
  gboolean                 is_tainted;
  guint                    n_commits;
};

RetortPyValue *retort_object_make       (RetortPyEvaluation *evaluation, RetortPyValue *klass, const RetortPyArguments *arguments);
RetortPyValue *retort_object_new        (RetortCall *call, RetortPyValue *klass, RetortObject **object);
RetortPyValue *retort_object_get_value  (RetortPyEvaluation *evaluation, const RetortObject *self, guint column);
RetortObject  *retort_object_from_value (RetortPyEvaluation *evaluation, const RetortPyValue *value);

/* --- What a session holds (objects.c) --- */

RetortObjects *retort_objects_new       (RetortPyEvaluation *evaluation, gboolean has_autoflush, gboolean expires);
void           retort_objects_free      (gpointer self);
void           retort_objects_add       (RetortCall *call, RetortObjects *self, RetortObject *object);
void           retort_objects_delete    (RetortCall *call, RetortObjects *self, RetortObject *object);
void           retort_objects_change    (RetortPyEvaluation *evaluation, RetortObject *object, guint column, RetortPyValue *value);
gboolean       retort_objects_are_expired (const RetortObject *object);
gboolean       retort_objects_are_waiting (const RetortObjects *self);
void           retort_objects_flush     (RetortCall *call, RetortObjects *self);
void           retort_objects_flush_before_query (RetortCall *call, RetortObjects *self);
void           retort_objects_commit    (RetortCall *call, RetortObjects *self);
RetortPyValue *retort_objects_read      (RetortCall *call, RetortObjects *self, RetortPyValue *klass, RetortPyValue *rows, gboolean are_many);

/* --- Sending (flush.c) --- */

/* An object with columns that may have been set: one of those for which a shape stands, to every possible value. */
typedef struct _RetortChange RetortChange;

struct _RetortChange
{
  RetortObject  *object;
  guint          column;
  RetortPyValue *value; /* nullable: it may be deleted */
  RetortChange  *next;  /* nullable */
};

void           retort_flush_insert      (RetortCall *call, RetortObject *const *objects, guint n_objects);
void           retort_flush_update      (RetortCall *call, RetortObject *object);
void           retort_flush_delete      (RetortCall *call, RetortObject *object);
void           retort_flush_changes     (RetortCall *call, const RetortChange *changes, const RetortPyValue *klass);
gboolean       retort_flush_is_same_row (RetortCall *call, const RetortObject *left, const RetortObject *right);

G_END_DECLS
