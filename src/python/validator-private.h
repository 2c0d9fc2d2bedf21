/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the files of the validator share. */
#pragma once

#include "python/grammar.h"
#include "python/tokens.h"
#include "python/validator.h"

G_BEGIN_DECLS

typedef struct
{
  const RetortPyTree *tree;
  const char         *text;
  GPtrArray          *problems; /* element: RetortPyProblem*, owned */
  GHashTable         *lines;    /* key: 1 + start of a logical line, value: 1 + its depth; those met are taken out */
  RetortSpan         *leaves;   /* what the tree says is one word, whole strings as one; of the nodes walked over; room for one a node */
  guint               n_leaves;
  gboolean            is_cut;   /* not all of the tree was walked over */
} RetortPyChecker;

/* What stands around a node. */
typedef struct
{
  const RetortPyNode *parent;
  RetortPyNodeType parent_type;
  const RetortPyNode *function;    /* the innermost function, or NULL */
  guint            depth;       /* of nodes in each other */
  guint            n_blocks;    /* statements in each other that Python counts: loops, try, with */
  guint            line_depth;  /* of statements of this block */
  gboolean         is_in_function;
  gboolean         is_in_async;
  gboolean         is_in_class;
  gboolean         is_in_loop;
  gboolean         is_in_comprehension;
  gboolean         is_in_leaf; /* inside of what counts as one word */
} RetortPyContext;

void     retort_py_problem_take       (RetortPyChecker *self, RetortPyProblemKind kind, RetortSpan span, char *message);
void     retort_py_problem_add        (RetortPyChecker *self, RetortSpan span, const char *message_format, ...) G_GNUC_PRINTF (3, 4);
void     retort_py_error_at           (RetortPyChecker *self, RetortPyProblemKind kind, const RetortPyNode *node, const char *message_format,
                                       ...) G_GNUC_PRINTF (4, 5);
void     retort_py_problem_at         (RetortPyChecker *self, const RetortPyNode *node, const char *message_format, ...) G_GNUC_PRINTF (3, 4);
gboolean retort_py_node_has_token     (const RetortPyNode *node, const char *token);
char    *retort_py_checker_dup_text   (RetortPyChecker *self, const RetortPyNode *node) G_GNUC_WARN_UNUSED_RESULT;

/* validator-layout.c */
void     retort_py_check_tokens       (RetortPyChecker *self, RetortPyTokens *tokens);
void     retort_py_compare_tokens     (RetortPyChecker *self, const RetortPyTokens *tokens);
gboolean retort_py_meet_leaf          (RetortPyChecker *self, const RetortPyNode *node, RetortPyNodeType type);
void     retort_py_check_block        (RetortPyChecker *self, const RetortPyNode *block, const RetortPyContext *context);
void     retort_py_check_clauses      (RetortPyChecker *self, const RetortPyNode *statement, const RetortPyContext *context);
void     retort_py_check_all_lines_met (RetortPyChecker *self);

/* validator-rules.c */
void     retort_py_check_node         (RetortPyChecker *self, const RetortPyNode *node, RetortPyContext *context);

/* validator-targets.c */
void     retort_py_check_target       (RetortPyChecker *self, const RetortPyNode *target);
void     retort_py_check_assignment   (RetortPyChecker *self, const RetortPyNode *node);
void     retort_py_check_augmented    (RetortPyChecker *self, const RetortPyNode *node);
void     retort_py_check_deleted      (RetortPyChecker *self, const RetortPyNode *node);

/* validator-calls.c */
void     retort_py_check_arguments    (RetortPyChecker *self, const RetortPyNode *list);
void     retort_py_check_parameters   (RetortPyChecker *self, const RetortPyNode *list, gboolean is_lambda);

/* validator-match.c */
void     retort_py_check_match        (RetortPyChecker *self, const RetortPyNode *node);

/* validator-strings.c */
void     retort_py_check_string       (RetortPyChecker *self, const RetortPyNode *node);
void     retort_py_check_concatenated (RetortPyChecker *self, const RetortPyNode *node);
void     retort_py_check_interpolation (RetortPyChecker *self, const RetortPyNode *node, const RetortPyContext *context);

/* validator-names.c */
void     retort_py_check_declaration  (RetortPyChecker *self, const RetortPyNode *node, const RetortPyContext *context);
void     retort_py_check_import       (RetortPyChecker *self, const RetortPyNode *node, const RetortPyContext *context);
gboolean retort_py_is_keyword         (const char *text, gsize length);

G_END_DECLS
