/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How the things of this folder appear in Python: functions, methods and modules that are tables of them. */
#pragma once

#include "formats/alembic/call.h"

G_BEGIN_DECLS

/**
 * RetortAttribute:
 * @name: of the attribute
 * @get: its value; @receiver is the object
 */
typedef struct
{
  const char    *name;
  RetortPyValue *(*get) (RetortPyEvaluation *evaluation, RetortPyValue *receiver);
} RetortAttribute;

/**
 * RetortMembers:
 * @functions: (nullable) (array zero-terminated=1): methods, by name
 * @attributes: (nullable) (array zero-terminated=1): everything else
 *
 * What an object has; both arrays end with a row without a name.
 */
typedef struct
{
  const RetortFunction  *functions;
  const RetortAttribute *attributes;
} RetortMembers;

RetortPyValue *retort_members_get   (RetortPyEvaluation *evaluation, const RetortMembers *members, RetortPyValue *receiver,
                                     const char *name);
RetortPyValue *retort_alembic_function_new  (RetortPyEvaluation *evaluation, const RetortFunction *function, RetortPyValue *receiver);
gboolean       retort_value_is_of   (const RetortPyValue *value, const RetortPyForeignClass *klass);
gpointer       retort_value_get_data (const RetortPyValue *value, const RetortPyForeignClass *klass);

/* --- Names that are more than a str: op.f() and quoted_name() --- */

/**
 * RetortName:
 * @text: (nullable): the name; %NULL: None
 * @is_final: it went through op.f(): no naming convention, and it is cut when it is too long
 * @quote: -1: as the dialect decides, 0: never, 1: always
 */
typedef struct
{
  const char *text;
  gboolean    is_final;
  int         quote;
} RetortName;

RetortName     retort_name_of         (const char *text);
RetortPyValue *retort_name_to_value   (RetortPyEvaluation *evaluation, RetortName name);
RetortName     retort_name_from_value (RetortCall *call, const char *what, RetortPyValue *value);
RetortName     retort_call_get_name   (RetortCall *call, const char *name);
void           retort_name_append     (GString *out, RetortName name);
void           retort_name_append_schema (GString *out, RetortName schema);
void           retort_name_append_dotted (GString *out, RetortName schema);

G_END_DECLS
