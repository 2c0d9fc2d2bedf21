/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Python's own way of cutting a text into tokens and logical lines, to check tree-sitter's against. */
#pragma once

#include "base/source.h"

G_BEGIN_DECLS

typedef enum
{
  RETORT_PY_TOKEN_NAME,
  RETORT_PY_TOKEN_NUMBER,
  RETORT_PY_TOKEN_STRING,
  RETORT_PY_TOKEN_OPERATOR,
} RetortPyTokenKind;

typedef struct
{
  gsize             start;
  gsize             end;
  RetortPyTokenKind kind;
} RetortPyToken;

/* A logical line: a statement, or the head of one. */
typedef struct
{
  gsize start; /* of its first token */
  guint depth; /* how many indentations deep; 0: none */
} RetortPyLine;

/**
 * RetortPyTokenErrorKind:
 * @RETORT_PY_TOKEN_ERROR_WORD: Python tells it before anything else that is wrong with the file
 * @RETORT_PY_TOKEN_ERROR_LAYOUT: Python tells it unless something else is wrong before it: indentation, open brackets
 * @RETORT_PY_TOKEN_ERROR_DOUBT: another version of Python, or another encoding, may accept it
 */
typedef enum
{
  RETORT_PY_TOKEN_ERROR_WORD,
  RETORT_PY_TOKEN_ERROR_LAYOUT,
  RETORT_PY_TOKEN_ERROR_DOUBT,
} RetortPyTokenErrorKind;

/**
 * RetortPyTokens:
 * @tokens: (element-type RetortPyToken): without comments
 * @lines: (element-type RetortPyLine): in order
 * @error: (nullable): what Python refuses while it reads tokens; reading ended there
 * @error_span: the place of @error
 * @error_kind: how Python takes @error
 */
typedef struct
{
  GArray                *tokens;
  GArray                *lines;
  char                  *error;
  RetortSpan             error_span;
  RetortPyTokenErrorKind error_kind;
} RetortPyTokens;

RetortPyTokens *retort_py_tokens_read (RetortSource *source) G_GNUC_WARN_UNUSED_RESULT;
void            retort_py_tokens_free (RetortPyTokens *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RetortPyTokens, retort_py_tokens_free)

G_END_DECLS
