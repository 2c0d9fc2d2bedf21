/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The tokens of a text, cut by a grammar's own functions. */
#pragma once

#include <glib.h>
#include <tree_sitter/api.h>
#include <tree_sitter/parser.h>

G_BEGIN_DECLS

typedef struct _RetortPyTokenReader RetortPyTokenReader;

/**
 * RetortPyTokenRead:
 * @start: its first byte
 * @end: the byte behind it
 * @symbol: what the grammar calls it
 * @is_keyword: where @symbol is not expected it may be a name
 *
 * A token.
 */
typedef struct
{
  guint32  start;
  guint32  end;
  TSSymbol symbol;
  gboolean is_keyword;
} RetortPyTokenRead;

/* A place in the text, and what the grammar's scanner knows there. */
typedef struct
{
  guint32 next;
  guint   length;
  char    state[TREE_SITTER_SERIALIZATION_BUFFER_SIZE];
} RetortPyTokenMark;

RetortPyTokenReader *retort_py_token_reader_new    (const TSLanguage *language) G_GNUC_WARN_UNUSED_RESULT;
void                 retort_py_token_reader_free   (RetortPyTokenReader *self);

void                 retort_py_token_reader_begin  (RetortPyTokenReader *self, const char *text, gsize length);
gboolean             retort_py_token_reader_next   (RetortPyTokenReader *self, TSStateId state, RetortPyTokenRead *token);
void                 retort_py_token_reader_mark   (const RetortPyTokenReader *self, RetortPyTokenMark *mark);
void                 retort_py_token_reader_return (RetortPyTokenReader *self, const RetortPyTokenMark *mark);

G_END_DECLS
