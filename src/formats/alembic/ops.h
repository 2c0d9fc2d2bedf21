/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The operations of alembic.op, one table of functions a family; the same functions serve `op` and the object of
 * batch_alter_table(), which differ in who says the table. */
#pragma once

#include "formats/alembic/table.h"

G_BEGIN_DECLS

/* The table that a `with op.batch_alter_table(…)` block is about; data of its object. What it does is sent when the block ends, after
 * all that is sent inside of the block (BatchOperationsImpl.flush). */
typedef struct
{
  RetortName               table;
  RetortName               schema;
  struct _RetortDeferred  *first; /* nullable */
  struct _RetortDeferred **end;   /* where the next one goes */
} RetortBatchTable;

extern const RetortFunction retort_op_column_functions[];
extern const RetortFunction retort_op_constraint_functions[];
extern const RetortFunction retort_op_execute_functions[];
extern const RetortFunction retort_op_index_functions[];
extern const RetortFunction retort_op_table_functions[];
extern const RetortFunction retort_op_batch_functions[];
extern const RetortFunction retort_op_enum_functions[];
extern const RetortFunction retort_op_entity_functions[];
extern const RetortFunction retort_batch_column_functions[];
extern const RetortFunction retort_batch_constraint_functions[];
extern const RetortFunction retort_batch_index_functions[];
extern const RetortFunction retort_batch_table_functions[];
extern const RetortFunction retort_model_table_functions[]; /* a table without its foreign keys, and those alone */

RetortPyValue *retort_enum_package_get (RetortPyEvaluation *evaluation, const char *name);
RetortPyValue *retort_searchable_package_get (RetortPyEvaluation *evaluation, const char *name);
RetortPyValue *retort_entity_package_get (RetortPyEvaluation *evaluation, const char *module, const char *name);
RetortPyValue *retort_op_get_attribute (RetortPyEvaluation *evaluation, const char *name);
const RetortBatchTable *retort_batch_table_of (const RetortCall *call);
RetortName retort_op_get_table  (RetortCall *call);
RetortName retort_op_get_schema (RetortCall *call);
GString   *retort_op_alter      (RetortCall *call, RetortName table, RetortName schema) G_GNUC_WARN_UNUSED_RESULT;
void       retort_op_emit       (RetortCall *call, const GString *sql);
void       retort_op_emit_comment (RetortCall *call, const GString *object, const char *comment);
void       retort_op_emit_column_comment (RetortCall *call, const RetortTable *table, const RetortColumn *column);
void       retort_op_add_constraint (RetortCall *call, const RetortConstraint *constraint, RetortName table, RetortName schema);

/* --- Tables (op-tables.c) --- */

#define RETORT_OP_TABLE_SIGNATURE                                                                                                  \
  "table_name, *columns, schema=None, comment=None, prefixes=None, info=None, quote=None, quote_schema=None, "                     \
  "keep_existing=False, extend_existing=False, implicit_returning=True, if_not_exists=False, **options"

RetortTable *retort_op_read_table           (RetortCall *call) G_GNUC_WARN_UNUSED_RESULT;
gboolean     retort_op_append_table         (RetortCall *call, GString *out, const RetortTable *table, gboolean has_foreign_keys);
void         retort_op_emit_indexes         (RetortCall *call, const RetortTable *table);
void         retort_op_emit_table_comments  (RetortCall *call, const RetortTable *table);

/* --- What statements are sent through (bind.c) --- */

RetortPyValue *retort_bind_new         (RetortPyEvaluation *evaluation);
RetortPyValue *retort_context_new      (RetortPyEvaluation *evaluation);
RetortPyValue *retort_context_module_get (RetortPyEvaluation *evaluation, const char *name);
RetortPyValue *retort_dialect_get      (RetortPyEvaluation *evaluation, RetortPyValue *receiver);
extern const RetortFunction retort_inspect_functions[];
extern const RetortFunction retort_session_functions[];
RetortPyValue *retort_savepoint_begin (RetortCall *call);
struct _RetortObjects *retort_session_get_objects (const RetortPyValue *self);
void           retort_session_check_waiting (RetortCall *call);
RetortPyValue *retort_bind_get_query   (RetortPyEvaluation *evaluation, RetortPyValue *receiver, const char *name);
RetortPyValue *retort_op_execute       (RetortCall *call, RetortPyValue *value);
guint          retort_op_execute_value (RetortCall *call, RetortPyValue *value, RetortPyValue *given);
guint          retort_op_execute_driver_text (RetortCall *call, const char *text, RetortPyValue *value);

G_END_DECLS
