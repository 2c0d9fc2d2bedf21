/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Values of the evaluator. They live in the arena of one evaluation and are freed with it: pointers are
 * borrowed, nothing is reference counted. An unknown value is a value: it spreads. */
#pragma once

#include "python/syntax.h"

G_BEGIN_DECLS

typedef struct _RetortPyEvaluation RetortPyEvaluation;
typedef struct _RetortPyValue RetortPyValue;

typedef enum
{
  RETORT_PY_NONE,
  RETORT_PY_BOOL,
  RETORT_PY_INT,      /* any size: decimal digits with an optional '-', as str() says it */
  RETORT_PY_FLOAT,
  RETORT_PY_STR,
  RETORT_PY_BYTES,
  RETORT_PY_LIST,
  RETORT_PY_TUPLE,
  RETORT_PY_SET,
  RETORT_PY_DICT,
  RETORT_PY_FUNCTION, /* written in the file that is evaluated */
  RETORT_PY_CLASS,    /* likewise */
  RETORT_PY_FOREIGN,  /* an object of formats/: op, sa, a column, a type … */
  RETORT_PY_UNKNOWN,
} RetortPyKind;

/* The arguments of a call as Python binds them; arrays are borrowed. */
typedef struct
{
  RetortPyValue    **positional;
  guint              n_positional;
  const char *const *keyword_names;
  RetortPyValue    **keyword_values;
  guint              n_keywords;
  gboolean           is_open;  /* *args or **kwargs of an unknown value: not all arguments are known */
  gboolean           is_from_outside; /* what calls it is not read: it may give parameters that are missing here */
  RetortSpan         span;     /* of the whole call */
} RetortPyArguments;

/**
 * RetortPyForeignClass:
 * @name: for messages: "op", "Column"
 * @get_attribute: (nullable): %NULL result: no such attribute known (the evaluation makes it unknown, with a reason)
 * @call: (nullable): %NULL result: an unknown call: a gap, taints what it can reach
 * @binary: (nullable): operators and comparisons; @operator is the token ("==", "+", "|", "and" never); %NULL: unknown
 * @unary: (nullable): "-", "~"
 * @get_item: (nullable): x[key]
 * @truth: (nullable): -1 unknown, 0 false, 1 true; without it a foreign object is true
 * @enter: (nullable): `with`: the value of `as`
 * @leave: (nullable): end of the `with` block
 * @leave_raising: (nullable): likewise, when an exception leaves it
 * @taint: (nullable): something that is not understood got hold of the object and may change it now or at any later time
 * @is_plain: a value like a number: what it does is told here in full, and raises only what it says
 * @is_inert: no method of it sends a statement
 * @text: (nullable): str() and repr(); %NULL result: not determined
 * @format: (nullable): format() with a specification that is not empty; %NULL result: not determined
 * @equal: (nullable): `==` of which @left or @right is of this class: -1 unknown, 0 no, 1 yes
 * @order: (nullable): FALSE: unknown; sets @order, or @is_comparable to FALSE when Python raises a TypeError
 * @hash: (nullable): with it, it can be a key; equal values have equal ones
 * @set_attribute: (nullable): x.name = value; a value of %NULL deletes; FALSE: not understood
 * @set_item: (nullable): x[key] = value; a value of %NULL deletes; FALSE: not understood
 * @iterate: (nullable): what is gone through in its stead
 * @length: (nullable): len(); -1: not known
 * @contains: (nullable): `in`: -1 unknown, 0 no, 1 yes
 * @derive: (nullable): @klass, an own class whose body ran, names @self among its bases: what stands in the place of the class;
 *   %NULL: not understood
 *
 * How an object of formats/ behaves in Python.
 */
typedef struct
{
  const char     *name;
  RetortPyValue *(*get_attribute) (RetortPyEvaluation *evaluation, RetortPyValue *self, const char *name);
  RetortPyValue *(*call)          (RetortPyEvaluation *evaluation, RetortPyValue *self, const RetortPyArguments *arguments);
  RetortPyValue *(*binary)        (RetortPyEvaluation *evaluation, const char *operator, RetortPyValue *left, RetortPyValue *right);
  RetortPyValue *(*unary)         (RetortPyEvaluation *evaluation, const char *operator, RetortPyValue *operand);
  RetortPyValue *(*get_item)      (RetortPyEvaluation *evaluation, RetortPyValue *self, RetortPyValue *key);
  int            (*truth)         (RetortPyEvaluation *evaluation, RetortPyValue *self);
  RetortPyValue *(*enter)         (RetortPyEvaluation *evaluation, RetortPyValue *self);
  void           (*leave)         (RetortPyEvaluation *evaluation, RetortPyValue *self);
  void           (*leave_raising) (RetortPyEvaluation *evaluation, RetortPyValue *self);
  void           (*taint)         (RetortPyEvaluation *evaluation, RetortPyValue *self);
  gboolean         is_plain;
  gboolean         is_inert;
  char          *(*text)          (const RetortPyValue *self, gboolean is_repr);
  char          *(*format)        (const RetortPyValue *self, const char *spec);
  int            (*equal)         (const RetortPyValue *left, const RetortPyValue *right);
  gboolean       (*order)         (const RetortPyValue *left, const RetortPyValue *right, int *order, gboolean *is_comparable);
  guint          (*hash)          (const RetortPyValue *self);
  gboolean       (*set_attribute) (RetortPyEvaluation *evaluation, RetortPyValue *self, const char *name, RetortPyValue *value);
  gboolean       (*set_item)      (RetortPyEvaluation *evaluation, RetortPyValue *self, RetortPyValue *key, RetortPyValue *value);
  RetortPyValue *(*iterate)       (RetortPyEvaluation *evaluation, RetortPyValue *self);
  gint64         (*length)        (RetortPyEvaluation *evaluation, RetortPyValue *self);
  int            (*contains)      (RetortPyEvaluation *evaluation, RetortPyValue *self, RetortPyValue *item);
  RetortPyValue *(*derive)        (RetortPyEvaluation *evaluation, RetortPyValue *self, RetortPyValue *klass);
} RetortPyForeignClass;

RetortPyKind   retort_py_value_get_kind     (const RetortPyValue *self);
gboolean       retort_py_value_is           (const RetortPyValue *self, RetortPyKind kind);
gboolean       retort_py_value_get_bool     (const RetortPyValue *self);
gboolean       retort_py_value_get_int64    (const RetortPyValue *self, gint64 *number); /* FALSE: no int, or too large */
const char    *retort_py_value_get_string   (const RetortPyValue *self);  /* NULL: no str; may hold any character but NUL */
const char    *retort_py_value_get_bytes    (const RetortPyValue *self, gsize *length); /* NULL: no bytes */
guint          retort_py_value_get_n_items  (const RetortPyValue *self);  /* list, tuple, set; pairs of a dict */
RetortPyValue *retort_py_value_get_item     (const RetortPyValue *self, guint index); /* a dict's value */
RetortPyValue *retort_py_value_get_key      (const RetortPyValue *self, guint index); /* a dict's key */
RetortPyValue *retort_py_value_lookup       (const RetortPyValue *self, const char *key); /* dict with str keys; NULL: not there */
/* str(): "True", "1e+30", "None"; NULL when not determined */
char          *retort_py_value_to_str       (const RetortPyValue *self) G_GNUC_WARN_UNUSED_RESULT;
char          *retort_py_value_to_json      (const RetortPyValue *self) G_GNUC_WARN_UNUSED_RESULT;
char          *retort_py_value_to_repr      (const RetortPyValue *self) G_GNUC_WARN_UNUSED_RESULT;
int            retort_py_value_equals       (const RetortPyValue *self, const RetortPyValue *other);
const RetortPyForeignClass *retort_py_value_get_foreign_class (const RetortPyValue *self);
gpointer       retort_py_value_get_foreign_data (const RetortPyValue *self);
const char    *retort_py_value_get_unknown_reason (const RetortPyValue *self);
/* The place of the expression that made an unknown value. */
RetortSpan     retort_py_value_get_unknown_span (const RetortPyValue *self);
/* Does the value hold an unknown anywhere inside (list items, dict values …)? Returns it, or NULL. Foreign objects are not looked into. */
const RetortPyValue *retort_py_value_find_unknown (const RetortPyValue *self);

RetortPyValue *retort_py_new_none           (RetortPyEvaluation *evaluation);
RetortPyValue *retort_py_new_bool           (RetortPyEvaluation *evaluation, gboolean value);
RetortPyValue *retort_py_new_int64          (RetortPyEvaluation *evaluation, gint64 value);
RetortPyValue *retort_py_new_string         (RetortPyEvaluation *evaluation, const char *text);
RetortPyValue *retort_py_new_list           (RetortPyEvaluation *evaluation, RetortPyValue *const *items, guint n_items);
RetortPyValue *retort_py_new_tuple          (RetortPyEvaluation *evaluation, RetortPyValue *const *items, guint n_items);
RetortPyValue *retort_py_new_foreign        (RetortPyEvaluation *evaluation, const RetortPyForeignClass *klass, gpointer data, GDestroyNotify data_free);
RetortPyValue *retort_py_new_unknown        (RetortPyEvaluation *evaluation, RetortSpan span, const char *reason_format, ...) G_GNUC_PRINTF (3, 4);
/* What a database will answer. */
RetortPyValue *retort_py_new_live           (RetortPyEvaluation *evaluation, RetortSpan span);
RetortPyValue *retort_py_new_live_objects   (RetortPyEvaluation *evaluation, RetortSpan span, RetortPyValue *shape, gboolean are_many);
RetortPyValue *retort_py_new_live_object    (RetortPyEvaluation *evaluation, RetortSpan span);
RetortPyValue *retort_py_get_shape          (RetortPyEvaluation *evaluation, const RetortPyValue *value);
gboolean       retort_py_value_is_live      (const RetortPyValue *self);
gboolean       retort_py_value_is_live_object (const RetortPyValue *self);
/* Stands in a text for what a database will answer. */
#define RETORT_PY_LIVE_MARK "\342\237\250decided_while_running\342\237\251"
/* A live value as a text with the mark in it; NULL: it is none, or nobody can answer. */
const char    *retort_py_value_get_live_text (const RetortPyValue *self);
/* What a live value may be, or what the items of a live list may be (choices.c). */
RetortPyValue *const *retort_py_value_get_choices        (RetortPyEvaluation *evaluation, const RetortPyValue *value, guint *n);
RetortPyValue *const *retort_py_value_get_possible_items (RetortPyEvaluation *evaluation, const RetortPyValue *value, guint *n);
RetortPyValue *retort_py_new_choice         (RetortPyEvaluation *evaluation, RetortSpan span, RetortPyValue *const *values, guint n);
/* Memory that lives as long as the evaluation. */
gpointer       retort_py_allocate           (RetortPyEvaluation *evaluation, gsize size);
char          *retort_py_strdup             (RetortPyEvaluation *evaluation, const char *text);

G_END_DECLS
