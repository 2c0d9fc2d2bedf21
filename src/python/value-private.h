/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How values look inside the evaluator. Everything lies in the arena of one evaluation. */
#pragma once

#include "python/value.h"

G_BEGIN_DECLS

typedef struct _RetortPyFunction RetortPyFunction;
typedef struct _RetortPyClass RetortPyClass;
typedef struct _RetortPySpecial RetortPySpecial;

/* A growing array of values: a list, a tuple, the members of a set, the keys or the values of a dict. */
typedef struct
{
  RetortPyValue **items;
  guint           n;
  guint           capacity;
} RetortPyItems;

struct _RetortPyValue
{
  RetortPyKind kind;
  guint        seen_by; /* the last state that was taken of it (explore.c) */
  union
  {
    gboolean boolean;
    gint64   small;            /* INT when digits is NULL */
    double   real;
    struct { const char *text; gsize length; } string; /* length in bytes; text is UTF-8, for BYTES any bytes */
    struct { RetortPyItems items; RetortPyItems values; GHashTable *index; guint n_removals; RetortPySpecial *special; gboolean is_frozen; } many; /* special: nullable, of dicts and tuples; is_frozen: a set that is a frozenset; values: of a dict only; index: key → 1 + place, made for large ones */
    RetortPyFunction *function;
    RetortPyClass    *klass;
    struct { const RetortPyForeignClass *klass; gpointer data; } foreign;
  };
  struct { const char *reason; RetortSpan span; } unknown; /* outside of the union: a list may become unknown while it is gone through */
  const char *digits; /* INT beyond 64 bits; no leading zero. A live UNKNOWN: nullable, a text as far as it is known */
};

RetortPyValue *retort_py_new_value       (RetortPyEvaluation *evaluation, RetortPyKind kind);
RetortPyValue *retort_py_new_float       (RetortPyEvaluation *evaluation, double value);
RetortPyValue *retort_py_new_text        (RetortPyEvaluation *evaluation, const char *text, gsize length);
RetortPyValue *retort_py_new_digits      (RetortPyEvaluation *evaluation, const char *digits);
RetortPyValue *retort_py_take_string     (RetortPyEvaluation *evaluation, char *text);
RetortPyValue *retort_py_new_dict        (RetortPyEvaluation *evaluation);
RetortPyValue *retort_py_new_set         (RetortPyEvaluation *evaluation);
RetortPyValue *retort_py_new_same_unknown (RetortPyEvaluation *evaluation, const RetortPyValue *unknown);
void           retort_py_own             (RetortPyEvaluation *evaluation, gpointer data, GDestroyNotify data_free);
void           retort_py_value_become_unknown (RetortPyValue *self, const char *reason, RetortSpan span);

void           retort_py_items_append    (RetortPyEvaluation *evaluation, RetortPyItems *items, RetortPyValue *value);
void           retort_py_items_insert    (RetortPyEvaluation *evaluation, RetortPyItems *items, guint at, RetortPyValue *value);
void           retort_py_items_remove    (RetortPyItems *items, guint at);

gboolean       retort_py_value_is_hashable (const RetortPyValue *self, gboolean *is_known);
gboolean       retort_py_keyed_find      (const RetortPyValue *keyed, const RetortPyValue *key, guint *place);
void           retort_py_keyed_put       (RetortPyEvaluation *evaluation, RetortPyValue *keyed, RetortPyValue *key, RetortPyValue *value);
void           retort_py_keyed_remove    (RetortPyValue *keyed, guint place);
void           retort_py_keyed_clear     (RetortPyValue *keyed);

/* What a comparison may answer. */
typedef enum
{
  RETORT_PY_NO,
  RETORT_PY_YES,
  RETORT_PY_MAYBE,
} RetortPyAnswer;

RetortPyAnswer retort_py_values_equal    (const RetortPyValue *left, const RetortPyValue *right);
RetortPyAnswer retort_py_values_identical (const RetortPyValue *left, const RetortPyValue *right);
RetortPyAnswer retort_py_values_order    (const RetortPyValue *left, const RetortPyValue *right, int *order, gboolean *is_comparable);
gboolean       retort_py_is_frozenset    (const RetortPyValue *self);
gboolean       retort_py_value_is_number (const RetortPyValue *self);
gboolean       retort_py_value_get_double (const RetortPyValue *self, double *number);
char          *retort_py_float_to_text   (double value) G_GNUC_WARN_UNUSED_RESULT;
const char    *retort_py_value_type_name (const RetortPyValue *self);
gboolean       retort_py_is_plain        (const RetortPyValue *self);

G_END_DECLS
