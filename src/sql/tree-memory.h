/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The trees that were read last, and where the parts of a tree lie. Inside sql/ only. */
#pragma once

#include "sql/tree.h"

G_BEGIN_DECLS

/* Memory that is given back all at once. One thread at a time. */
typedef struct
{
  ProtobufCAllocator allocator; /* its free function does nothing */
  GSList            *blocks;    /* element: owned */
  guint8            *next;      /* in the block that was begun last */
  gsize              n_left;    /* bytes after @next */
} RetortSqlArena;

/* What a text is found by. */
typedef struct
{
  const char *sql;    /* borrowed */
  gsize       length; /* in bytes */
  guint       hash;
} RetortSqlText;

void           retort_sql_arena_init      (RetortSqlArena *self, gsize n_bytes);
void           retort_sql_arena_clear     (RetortSqlArena *self);

RetortSqlText  retort_sql_text_new        (const char *sql);

/* (transfer full) (nullable) */
RetortSqlTree *retort_sql_memory_find     (const RetortSqlText *text) G_GNUC_WARN_UNUSED_RESULT;
void           retort_sql_memory_remember (const RetortSqlText *text, RetortSqlTree *tree);

G_END_DECLS
