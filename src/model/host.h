/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who takes a migration's statements and answers its questions: the evaluator knows nothing else of
 * the world. The engine has two: the simulated host (for review) and the live host (inside a run). */
#pragma once

#include "model/batch.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * RetortQuestionKind:
 * @RETORT_QUESTION_ROWS: a SELECT of ours, which changes nothing
 * @RETORT_QUESTION_RESULT: what the batch gave back that was emitted last
 */
typedef enum
{
  RETORT_QUESTION_ROWS,
  RETORT_QUESTION_RESULT,
} RetortQuestionKind;

typedef struct
{
  RetortQuestionKind kind;
  const char        *sql; /* for ROWS */
  RetortSpan         span;
} RetortQuestion;

/**
 * RetortAnswer:
 * @is_known: %FALSE means "unknown": the rows say nothing
 * @is_assumed: taken from the simulated schema
 * @columns: (element-type utf8): names of the columns
 * @rows: (element-type GPtrArray): one array of nullable strings a row; %NULL is SQL NULL
 * @types: (element-type utf8): the number of each column's type, its row in pg_type
 * @n_affected: rows that the statement touched; -1: not said
 */
typedef struct
{
  gboolean   is_known;
  gboolean   is_assumed;
  GPtrArray *columns;
  GPtrArray *rows;
  GPtrArray *types;
  gint64     n_affected;
} RetortAnswer;

RetortAnswer *retort_answer_new_unknown (void) G_GNUC_WARN_UNUSED_RESULT;
void          retort_answer_free        (RetortAnswer *self);

#define RETORT_TYPE_HOST (retort_host_get_type ())
G_DECLARE_INTERFACE (RetortHost, retort_host, RETORT, HOST, GObject)

/**
 * RetortHostInterface:
 * @emit: takes the statements that go to the server together; returns when they are simulated or executed
 * @ask: answers a question, maybe with "unknown"
 * @is_live: it executes what it takes, so that nothing may be emitted after something that is not known
 */
struct _RetortHostInterface
{
  GTypeInterface parent;

  gboolean      (*emit) (RetortHost *self, RetortBatch *batch, GCancellable *cancellable, GError **error);
  RetortAnswer *(*ask)  (RetortHost *self, const RetortQuestion *question, GCancellable *cancellable, GError **error);
  gboolean        is_live;
};

gboolean      retort_host_emit (RetortHost *self, RetortBatch *batch, GCancellable *cancellable, GError **error);
gboolean      retort_host_is_live (RetortHost *self);
RetortAnswer *retort_host_ask  (RetortHost *self, const RetortQuestion *question, GCancellable *cancellable, GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RetortAnswer, retort_answer_free)

G_END_DECLS
