/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rows into structs: which column of a query goes into which field. */
#pragma once

#include "database/session/result.h"

G_BEGIN_DECLS

typedef enum
{
  RETORT_FIELD_STRING,  /* char *, NULL for SQL NULL */
  RETORT_FIELD_STRINGS, /* GStrv, NULL for SQL NULL */
  RETORT_FIELD_BOOLEAN, /* gboolean */
  RETORT_FIELD_INT,     /* int; left as it is for SQL NULL */
  RETORT_FIELD_INT64,   /* gint64; left as it is for SQL NULL */
} RetortFieldKind;

typedef struct
{
  const char     *column; /* of the query, by name */
  RetortFieldKind kind;
  gsize           offset; /* in the struct */
} RetortField;

/* The name of the column is the name of the field. */
#define RETORT_FIELD(Type, field, KIND) { #field, RETORT_FIELD_##KIND, G_STRUCT_OFFSET (Type, field) }

void  retort_field_fill  (const RetortField *field, const RetortResult *result, guint row, guint column, gpointer object);
GStrv retort_parse_array (const char *text) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
