/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the files about objects of own classes share: what they are made of, and how what a class defines is found and called. */
#pragma once

#include "python/modules-private.h"

G_BEGIN_DECLS

/* data of an object */
typedef struct
{
  RetortPyEvaluation *evaluation; /* for what has no other way to it */
  RetortPyValue      *klass;
  RetortPyValue      *dict;       /* its attributes, in order */
  RetortPyValue      *payload;    /* nullable: the value of an enum's member, the args of an exception, the list that an own list is … */
} RetortPyInstance;

/* instances.c */
RetortPyInstance *retort_py_get_instance  (const RetortPyValue *value);
RetortPyValue *retort_py_instance_find    (const RetortPyInstance *self, const char *name, gboolean *is_known);
RetortPyValue *retort_py_instance_call    (const RetortPyInstance *instance, RetortPyValue *function, RetortPyValue *self,
                                           RetortPyValue *argument, RetortPyValue *second);
RetortPyValue *retort_py_instance_ask     (const RetortPyInstance *instance, RetortPyValue *function, const RetortPyValue *self,
                                           const RetortPyValue *argument);
int            retort_py_instance_truth_of (const RetortPyInstance *instance, RetortPyValue *value);

/* instance-operators.c */
RetortPyValue *retort_py_instance_binary   (RetortPyEvaluation *evaluation, const char *operator_, RetortPyValue *left, RetortPyValue *right);
RetortPyValue *retort_py_instance_unary    (RetortPyEvaluation *evaluation, const char *operator_, RetortPyValue *operand);
RetortPyValue *retort_py_instance_get_item (RetortPyEvaluation *evaluation, RetortPyValue *self, RetortPyValue *key);
gboolean       retort_py_instance_set_item (RetortPyEvaluation *evaluation, RetortPyValue *self, RetortPyValue *key, RetortPyValue *value);
RetortPyValue *retort_py_instance_iterate  (RetortPyEvaluation *evaluation, RetortPyValue *self);
gint64         retort_py_instance_length   (RetortPyEvaluation *evaluation, RetortPyValue *self);
int            retort_py_instance_contains (RetortPyEvaluation *evaluation, RetortPyValue *self, RetortPyValue *item);
int            retort_py_instance_truth    (RetortPyEvaluation *evaluation, RetortPyValue *self);

/* instance-compare.c */
int            retort_py_instances_equal   (const RetortPyValue *left, const RetortPyValue *right);
gboolean       retort_py_instances_order   (const RetortPyValue *left, const RetortPyValue *right, int *order, gboolean *is_comparable);

G_END_DECLS
