/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What one direction of one revision is being turned into: the user data of its evaluation. */
#pragma once

#include "formats/project.h"
#include "model/host.h"
#include "python/probe.h"

G_BEGIN_DECLS

/* A statement that waits for the end of a block, in the order in which they were made. */
typedef struct _RetortDeferred RetortDeferred;

struct _RetortDeferred
{
  const char     *sql;
  RetortSpan      span;
  RetortDeferred *next; /* nullable */
};

void            retort_compiler_emit         (RetortPyEvaluation *evaluation, const char *sql);
RetortDeferred *retort_compiler_defer        (RetortPyEvaluation *evaluation, const char *sql);
void            retort_compiler_emit_deferred (RetortPyEvaluation *evaluation, const RetortDeferred *first);
void            retort_compiler_emit_once    (RetortPyEvaluation *evaluation, const char *sql, const char *schema, const char *name);
void            retort_compiler_expect_types (RetortPyEvaluation *evaluation);
void            retort_compiler_emit_if_type (RetortPyEvaluation *evaluation, const char *sql, const char *schema, const char *name,
                                              gboolean must_exist);
/* What a name in pg_class stands for. */
typedef enum
{
  RETORT_RELATION_TABLE, /* or a view */
  RETORT_RELATION_SEQUENCE,
} RetortRelationKind;

gboolean        retort_compiler_find_relation (RetortPyEvaluation *evaluation, RetortRelationKind kind, const char *schema, const char *name,
                                               gboolean fallback);
void            retort_compiler_emit_script  (RetortPyEvaluation *evaluation, const char *sql);
void            retort_compiler_commit       (RetortPyEvaluation *evaluation);
void            retort_compiler_begin_autocommit (RetortPyEvaluation *evaluation);
void            retort_compiler_end_autocommit   (RetortPyEvaluation *evaluation);
RetortPyValue  *retort_compiler_ask          (RetortPyEvaluation *evaluation, const char *what);
RetortPyValue  *retort_compiler_ask_outside  (RetortPyEvaluation *evaluation, const char *what);
gboolean        retort_compiler_is_live      (RetortPyEvaluation *evaluation);
gboolean        retort_compiler_has_other_driver (RetortPyEvaluation *evaluation);
gboolean        retort_compiler_refuses_text (RetortPyEvaluation *evaluation);
RetortAnswer   *retort_compiler_take_result  (RetortPyEvaluation *evaluation);
gboolean        retort_compiler_query        (RetortPyEvaluation *evaluation, const char *sql, char **text);
guint           retort_compiler_next_parameter (RetortPyEvaluation *evaluation);
void            retort_compiler_begin_parameters (RetortPyEvaluation *evaluation);
guint           retort_compiler_next_serial  (RetortPyEvaluation *evaluation);
guint           retort_compiler_next_savepoint (RetortPyEvaluation *evaluation);
struct _RetortNaming *retort_compiler_set_naming (RetortPyEvaluation *evaluation, struct _RetortNaming *naming);
struct _RetortNaming *retort_compiler_get_naming (RetortPyEvaluation *evaluation);
gboolean        retort_compiler_find_version_schema (RetortPyEvaluation *evaluation, const char **schema);
gboolean        retort_compiler_has_naming   (RetortPyEvaluation *evaluation);
struct _RetortFlaskConfig *retort_compiler_get_flask_config (RetortPyEvaluation *evaluation);
gboolean        retort_compiler_evaluate_apart (RetortPyEvaluation *evaluation, RetortPyProbeFunc func, gpointer user_data, GPtrArray **imports);
void            retort_compiler_add_imports  (RetortPyEvaluation *evaluation, GPtrArray *imports);
const GPtrArray *retort_compiler_get_plugins (RetortPyEvaluation *evaluation);
char           *retort_compiler_dup_revision_module (RetortPyEvaluation *evaluation, const char *id) G_GNUC_WARN_UNUSED_RESULT;
gboolean        retort_compiler_is_bind      (const RetortPyValue *value);

/**
 * RetortCompilerBody:
 * @evaluation: the evaluation
 * @batches: (element-type RetortBatch): what was sent so far; grows
 * @gaps: (element-type RetortGap): what was not understood so far; grows
 * @user_data: the caller's
 *
 * Sends statements by calling foreign functions.
 */
typedef void (*RetortCompilerBody) (RetortPyEvaluation *evaluation, GPtrArray *batches, GPtrArray *gaps, gpointer user_data);

gboolean        retort_compiler_run          (RetortProject *project, RetortCompilerBody body, gpointer user_data,
                                              GCancellable *cancellable, GError **error);

G_END_DECLS
