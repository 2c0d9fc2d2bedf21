/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the files of the evaluator share. How it works is told at the top of evaluator.c. */
#pragma once

#include "python/arena.h"
#include "python/evaluator.h"
#include "python/grammar.h"
#include "python/names.h"
#include "python/value-private.h"

G_BEGIN_DECLS

typedef struct _RetortPyScope RetortPyScope;
typedef struct _RetortPyFrame RetortPyFrame;
typedef struct _RetortPyGenerator RetortPyGenerator;
typedef struct _RetortPyIterator RetortPyIterator;

/* One module: its text and its names. */
typedef struct
{
  const char    *name;    /* nullable, interned: "a.b"; the file that is evaluated belongs to no package */
  gboolean       is_package;
  gboolean       is_standard; /* it stands in for a module of Python's (standard/) */
  RetortPyTree  *tree;
  const char    *text;    /* of the tree's source */
  RetortPyScope *globals;
  GHashTable    *outlines; /* key: RetortPyNode of a function, lambda or class, value: RetortPyOutline* */
} RetortPyUnit;

/* What the text of a scope says about its names before it runs. */
typedef struct
{
  GHashTable *locals;    /* set of interned names */
  GHashTable *globals;   /* declared global */
  GHashTable *nonlocals; /* declared nonlocal */
  gboolean    is_generator;
  gboolean    is_strange; /* a `yield` in the middle of an expression, which is not evaluated */
  gboolean    is_async;
} RetortPyOutline;

typedef enum
{
  RETORT_PY_SCOPE_MODULE,
  RETORT_PY_SCOPE_FUNCTION,
  RETORT_PY_SCOPE_CLASS,
  RETORT_PY_SCOPE_COMPREHENSION,
} RetortPyScopeKind;

/* A name's place. */
typedef struct
{
  guint          place;      /* the names of a scope in the order in which they were first bound */
  RetortPyValue *value;      /* nullable: deleted, or not yet assigned */
  gboolean       is_volatile; /* something unknown may assign it at any time: reading it is unknown for ever */
  gboolean       is_exposed;  /* something unknown may read it at any time: what is put here is tainted */
  guint          serial;      /* bindings of an evaluation in the order in which they were made */
} RetortPyBinding;

struct _RetortPyScope
{
  RetortPyScopeKind      kind;
  RetortPyUnit          *unit;
  RetortPyScope         *parent;   /* nullable: of the module */
  const RetortPyOutline *outline;  /* nullable: of a module and a comprehension */
  GHashTable            *bindings; /* key: interned name, value: RetortPyBinding* */
  gboolean               is_open;  /* a star import or exec() may have put any name here */
  gboolean               is_rebound; /* of a class: a name in it that is no method was bound twice */
  guint                  seen_by;  /* the last state that was taken of it (explore.c) */
};

/* How a statement ended. */
typedef enum
{
  RETORT_PY_FLOW_NEXT,
  RETORT_PY_FLOW_BREAK,
  RETORT_PY_FLOW_CONTINUE,
  RETORT_PY_FLOW_RETURN,
  RETORT_PY_FLOW_RAISE,       /* an exception, or the evaluation stops */
  RETORT_PY_FLOW_MAYBE_BREAK,  /* nobody knows whether the loop goes on: the rest of its body may not run */
  RETORT_PY_FLOW_MAYBE_RETURN, /* nobody knows whether the function was left: what follows may not run */
  RETORT_PY_FLOW_YIELD,        /* the generator stops, to go on there (generators.c) */
} RetortPyFlow;

/* How code may end that the database chooses among; the bits of RetortPyFrame.ends. */
typedef enum
{
  RETORT_PY_ENDS_NEXT = 1 << 0,
  RETORT_PY_ENDS_BREAK = 1 << 1,
  RETORT_PY_ENDS_CONTINUE = 1 << 2,
  RETORT_PY_ENDS_RETURN = 1 << 3,
} RetortPyEnds;

typedef struct
{
  const char    *type;
  const char    *message;
  RetortSpan     span;
  RetortPyValue *value;
  gboolean       is_known; /* FALSE: raised for sure, but of an unknown type */
  RetortPyValue *klass;    /* nullable: the own class that it is of */
  RetortPyValue *args;     /* nullable: a tuple; NULL: not known, for Python words it */
} RetortPyException;

/* One running body: a module's or a function's. */
struct _RetortPyFrame
{
  RetortPyEvaluation *evaluation;
  RetortPyFrame      *caller; /* nullable */
  RetortPyUnit       *unit;
  RetortPyScope      *scope;
  RetortPyValue      *result;
  RetortPyFunction   *function; /* nullable: whose body runs */
  RetortPyValue      *self;   /* nullable: its first positional argument */
  RetortPyGenerator  *generator; /* nullable: what it stops for at a `yield` */
  RetortPyException  *handled; /* nullable: what the `except` that runs has caught */
  const RetortPyNode *call;   /* the call that runs now; NULL when none */
  const RetortPyNode *statement; /* the statement that runs now */
  guint               ends;      /* RetortPyEnds: after a flow that is called "maybe", how it may have ended */
  gboolean            is_dark;   /* some "maybe" is not the database's decision: what follows is skipped */
};

/* Where a statement was left because of a `yield` inside of it; what is not needed there is zero. */
typedef struct
{
  guint              at;        /* which statement of a block, branch, clause or part */
  RetortPyIterator  *iterator;  /* of a `for` */
  RetortPyValue     *value;     /* the context of a `with`; what `finally` interrupts the return of */
  RetortPyException *exception; /* that is handled, or that `finally` interrupts */
  RetortPyFlow       flow;      /* that `finally` interrupts */
  const RetortPyNode *handler;   /* the `except` clause that runs */
  guint              n_doubts;  /* when the `try` or `with` began */
} RetortPyBookmark;

struct _RetortPyFunction
{
  const char      *name;
  RetortPyUnit    *unit;
  RetortPyScope   *scope;       /* where it was written */
  const RetortPyNode *node;        /* the definition */
  const RetortPyNode *parameters;  /* NULL: none */
  const RetortPyNode *body;
  guint            depth;       /* of the evaluation where it was made */
  gboolean         is_lambda;
  gboolean         is_abstract;    /* abc.abstractmethod() got it */
  gboolean         has_other_name; /* functools.wraps() gave it one that is not known */
  const RetortPyOutline *outline; /* nullable: nobody has asked retort_py_outline_of_function() yet */
  GHashTable      *defaults;    /* key: RetortPyNode of a parameter, value: RetortPyValue* */
  RetortPyValue   *klass;       /* nullable: the class in whose body it was written */
  GHashTable      *attributes;  /* nullable: key: interned name, value: RetortPyValue* */
  gboolean         is_tainted;  /* something unknown may call it: its body was walked for that */
};

/* What a class takes from a type of Python that it derives from. */
typedef enum
{
  RETORT_PY_MIXIN_NONE,
  RETORT_PY_MIXIN_STR,
  RETORT_PY_MIXIN_INT,
  RETORT_PY_MIXIN_FLOAT,
  RETORT_PY_MIXIN_BYTES,
  RETORT_PY_MIXIN_TUPLE,
  RETORT_PY_MIXIN_LIST, /* what follows is mutable */
  RETORT_PY_MIXIN_SET,
  RETORT_PY_MIXIN_DICT,
} RetortPyMixin;

/* Methods that @dataclass writes; bits. */
typedef enum
{
  RETORT_PY_WRITES_INIT = 1 << 0,
  RETORT_PY_WRITES_REPR = 1 << 1,
  RETORT_PY_WRITES_EQ = 1 << 2,
  RETORT_PY_WRITES_ORDER = 1 << 3,
} RetortPyWritten;

struct _RetortPyClass
{
  const char     *name;
  RetortPyScope  *scope;
  RetortPyItems   mro;          /* own classes: itself, then what it derives from, in Python's order */
  RetortPyMixin   mixin;
  gboolean        is_enum;
  gboolean        is_str_enum;  /* enum.StrEnum: str() is the value */
  gboolean        is_flag;      /* an enum whose values are made of members */
  RetortPyItems   composites;   /* of a flag: values that are no members, made so far */
  gboolean        is_abc;       /* what is abstract in it keeps objects from being made */
  gboolean        is_making;    /* an enum whose members are made now: their attributes can be set */
  RetortPyValue  *members;      /* nullable: of an enum: a list of its members, aliases left out */
  RetortPyValue  *by_name;      /* nullable: of an enum: a dict, with aliases */
  const char     *exception;    /* nullable: the builtin exception that it derives from */
  RetortPyItems   fields;       /* of a dataclass: tuples of name and field */
  guint           written;      /* RetortPyWritten: by @dataclass, for this class */
  gboolean        is_dataclass;
  gboolean        is_frozen;    /* a dataclass whose fields cannot be set */
  gboolean        has_bare_names; /* annotated names without a value */
  RetortPyValue  *foreign_base; /* nullable: the foreign object that it derives from */
};

typedef enum
{
  RETORT_PY_SPECIAL_ORDERED, /* collections.OrderedDict */
  RETORT_PY_SPECIAL_DEFAULT, /* collections.defaultdict */
  RETORT_PY_SPECIAL_COUNTER, /* collections.Counter */
  RETORT_PY_SPECIAL_TUPLE,   /* what collections.namedtuple() made */
  RETORT_PY_SPECIAL_ROW,     /* a row of a database */
} RetortPySpecialKind;

/* What a dict or a tuple of a class of `collections` has besides. */
struct _RetortPySpecial
{
  RetortPyEvaluation *evaluation; /* for what has no other way to it */
  RetortPySpecialKind kind;
  const char         *name;    /* of the class */
  RetortPyValue      *factory; /* of a defaultdict; of a named tuple nullable: the values of its last fields */
  RetortPyItems       fields;  /* of a named tuple, or of a row: their names */
  RetortPyValue      *type;    /* of a named tuple: its class as a value */
  RetortPyValue      *klass;   /* of a named tuple, nullable: the class that was written, with its methods */
  const RetortPySpecial *base; /* of a named tuple, nullable: of the class that it derives from */
};

typedef struct _RetortPyModule RetortPyModule;
typedef struct _RetortPyChoices RetortPyChoices;

struct _RetortPyEvaluation
{
  RetortPyArena          *arena;
  RetortPyNames          *names;
  RetortPyUnit           *unit;      /* of the file that is evaluated */
  RetortPyImporter        importer;
  GHashTable             *modules;   /* key: interned full name, value: RetortPyModule*, NULL: the project has none of that name */
  RetortPyModule         *recalled;  /* nullable: a module of which something was recalled, and that did not run */
  GHashTable             *choices;   /* key: a live RetortPyValue*, value: RetortPyChoices* of it */
  GHashTable             *choice_methods; /* key: a live RetortPyValue*, an attribute of one in @choices, value: as there */
  GHashTable             *shapes;    /* nullable; key: a live RetortPyValue*, value: what the objects are like that it stands for (shapes.c) */
  guint                   n_importing; /* imported modules whose statements run now */
  gboolean                is_live;   /* foreign objects stop the evaluation when they fail */
  guint                   n_exploring; /* paths of which it is decided while running whether they are taken */
  guint                   path;      /* of those, the number of the innermost; 0: there is none */
  guint                   n_paths;   /* that were begun */
  guint                   n_silent;  /* code runs only to learn what it changes: nothing is told, nothing sent */
  RetortPyIssueFunc       on_issue;
  gpointer                user_data;
  GCancellable           *cancellable; /* nullable; of the running call */
  GError                 *error;       /* nullable; ends the running call */
  RetortPyFrame          *frame;       /* nullable: the innermost */
  RetortPyException      *exception;   /* nullable: being raised */
  RetortPyGenerator      *generators;  /* nullable: the last that was made */
  guint64                 steps_left;
  guint                   depth;       /* of nested expressions, statements and calls */
  guint                   n_gaps;      /* places that are not understood, told or not */
  guint                   n_doubts;    /* grows with everything that may raise when it really runs */
  guint                   n_bindings;  /* that were made */
  guint                   n_states;    /* that were taken (explore.c) */
  const char             *stop_reason; /* nullable: why nothing runs any more */
  RetortSpan              stop_span;
  RetortPyValue          *none;
  RetortPyValue          *true_value;
  RetortPyValue          *false_value;
};

#define RETORT_PY_MAX_STEPS 2000000
#define RETORT_PY_MAX_DEPTH 400
#define RETORT_PY_MAX_MODULES 400
#define RETORT_PY_MAX_BYTES (56 * 1024 * 1024) /* the process stays below 100 MiB */
#define RETORT_PY_MAX_TEXT (4 * 1024 * 1024)

/* shapes.c */
void           retort_py_follow_shape        (RetortPyEvaluation *evaluation, const RetortPyValue *value, const RetortPyValue *of);
RetortPyValue *retort_py_new_live_item       (RetortPyEvaluation *evaluation, RetortSpan span, const RetortPyValue *of);
gboolean       retort_py_shape_get_attribute (RetortPyFrame *frame, const RetortPyNode *node, const RetortPyValue *value, const char *name,
                                              RetortPyValue **result);
void           retort_py_shape_set_attribute (RetortPyFrame *frame, const RetortPyNode *node, RetortPyValue *value, const char *name, RetortPyValue *set);
gboolean       retort_py_may_change_objects  (RetortPyEvaluation *evaluation, const char *method);

/* evaluator.c */
extern const char retort_py_too_deep[];
const char    *retort_py_intern           (RetortPyEvaluation *evaluation, const char *text, gssize length);
const char    *retort_py_name_at          (RetortPyFrame *frame, const RetortPyNode *node);
char          *retort_py_node_text        (RetortPyFrame *frame, const RetortPyNode *node) G_GNUC_WARN_UNUSED_RESULT;
gboolean       retort_py_charge           (RetortPyEvaluation *evaluation, guint64 steps);
gboolean       retort_py_enter            (RetortPyFrame *frame, const RetortPyNode *node);
void           retort_py_leave            (RetortPyFrame *frame);
void           retort_py_stop             (RetortPyEvaluation *evaluation, const char *reason);
void           retort_py_gap              (RetortPyFrame *frame, const RetortPyNode *node, const char *reason_format, ...) G_GNUC_PRINTF (3, 4);
gboolean       retort_py_varies           (RetortPyFrame *frame, const RetortPyNode *node, const char *reason);
RetortPyValue *retort_py_unknown_at       (RetortPyFrame *frame, const RetortPyNode *node, const char *reason_format, ...) G_GNUC_PRINTF (3, 4);
RetortPyValue *retort_py_bool             (RetortPyEvaluation *evaluation, gboolean value);
RetortPyValue *retort_py_answer           (RetortPyFrame *frame, const RetortPyNode *node, RetortPyAnswer answer);
RetortSpan     retort_py_span_for_people  (RetortPyFrame *frame, const RetortPyNode *node);
void           retort_py_evaluation_begin (RetortPyEvaluation *self, RetortPyFrame *frame, GCancellable *cancellable);
gboolean       retort_py_evaluation_finish (RetortPyEvaluation *self, RetortPyFrame *frame, GError **error);
RetortPyUnit  *retort_py_unit_new         (RetortPyEvaluation *evaluation, RetortPyTree *tree, const char *name, gboolean is_package);

/* exceptions.c */
RetortPyValue *retort_py_raise            (RetortPyFrame *frame, const RetortPyNode *node, const char *type, const char *message_format, ...) G_GNUC_PRINTF (4, 5);
RetortPyFlow   retort_py_run_raise        (RetortPyFrame *frame, const RetortPyNode *node);
RetortPyFlow   retort_py_run_try          (RetortPyFrame *frame, const RetortPyNode *node);
RetortPyValue *retort_py_exception_type   (RetortPyEvaluation *evaluation, const char *name);
char          *retort_py_exception_to_text (const RetortPyException *exception) G_GNUC_WARN_UNUSED_RESULT;

/* scope.c */
RetortPyScope *retort_py_scope_new        (RetortPyEvaluation *evaluation, RetortPyScopeKind kind, RetortPyUnit *unit,
                                           RetortPyScope *parent, const RetortPyOutline *outline);
RetortPyBinding *retort_py_scope_bind     (RetortPyEvaluation *evaluation, RetortPyScope *scope, const char *name);
RetortPyScope *retort_py_scope_of_name    (RetortPyScope *scope, const char *name);
RetortPyValue *retort_py_load_name        (RetortPyFrame *frame, const RetortPyNode *node, const char *name);
void           retort_py_store_name       (RetortPyFrame *frame, const char *name, RetortPyValue *value);
const RetortPyOutline *retort_py_outline_of (RetortPyFrame *frame, const RetortPyNode *node, const RetortPyNode *parameters, const RetortPyNode *body);
const RetortPyOutline *retort_py_outline_of_function (RetortPyEvaluation *evaluation, RetortPyFunction *function);
GHashTable    *retort_py_bound_names      (RetortPyFrame *frame, const RetortPyNode *code);

/* expressions.c */
RetortPyValue *retort_py_evaluate         (RetortPyFrame *frame, const RetortPyNode *node);
RetortPyAnswer retort_py_truth            (RetortPyFrame *frame, RetortPyValue *value);
RetortPyValue *retort_py_evaluate_comprehension (RetortPyFrame *frame, const RetortPyNode *node);

/* subscript.c */
RetortPyValue *retort_py_evaluate_subscript (RetortPyFrame *frame, const RetortPyNode *node);
RetortPyValue *retort_py_get_subscript    (RetortPyFrame *frame, const RetortPyNode *node, RetortPyValue *value, RetortPyValue *key);
gboolean       retort_py_find_slice       (RetortPyFrame *frame, const RetortPyNode *slice, gint64 length, gint64 *start, gint64 *step, gint64 *count, RetortPyValue **unknown);

/* slices.c */
gboolean       retort_py_store_slice      (RetortPyFrame *frame, const RetortPyNode *slice, RetortPyValue *list, RetortPyValue *value);
gboolean       retort_py_delete_slice     (RetortPyFrame *frame, const RetortPyNode *slice, RetortPyValue *list);

/* sets.c */
RetortPyValue *retort_py_compare_sets     (RetortPyFrame *frame, const char *operator_, const RetortPyValue *left, const RetortPyValue *right);
void           retort_py_change_keyed     (RetortPyValue *keyed, const RetortPyValue *result);

/* attributes.c */
RetortPyValue *retort_py_get_attribute    (RetortPyFrame *frame, const RetortPyNode *node, RetortPyValue *value, const char *name);

gboolean       retort_py_type_has_attribute (RetortPyKind kind, const char *name);
gboolean       retort_py_value_has_attribute (const RetortPyValue *value, const char *name);

/* operators.c */
RetortPyValue *retort_py_binary           (RetortPyFrame *frame, const RetortPyNode *node, const char *token, RetortPyValue *left, RetortPyValue *right, gboolean is_in_place);
RetortPyValue *retort_py_unary            (RetortPyFrame *frame, const RetortPyNode *node, const char *operator_, RetortPyValue *operand);
RetortPyValue *retort_py_ask_foreign      (RetortPyFrame *frame, const RetortPyNode *node, const char *operator_, RetortPyValue *left, RetortPyValue *right);

/* comparison.c */
RetortPyValue *retort_py_compare          (RetortPyFrame *frame, const RetortPyNode *node, const char *operator_, RetortPyValue *left, RetortPyValue *right);

/* iterator.c */
typedef enum
{
  RETORT_PY_ITERATION_ITEM,
  RETORT_PY_ITERATION_END,
  RETORT_PY_ITERATION_UNKNOWN, /* what comes, if anything, is not known */
  RETORT_PY_ITERATION_RAISED,
} RetortPyIteration;

struct _RetortPyIterator
{
  RetortPyIteration (*next) (RetortPyFrame *frame, const RetortPyNode *node, RetortPyIterator *self, RetortPyValue **item);
  void            (*taint) (RetortPyFrame *frame, RetortPyIterator *self); /* nullable */
  const char     *type;
  RetortPyValue  *source;   /* nullable; for iterators over one value */
  RetortPyIterator **inner; /* for zip, enumerate, map */
  guint           n_inner;
  gint64          position;
  gint64          limit;
  gint64          step;
  guint           n_removals; /* of the dict, when it began */
  gpointer        state;
  gboolean        is_over;
  const RetortPyValue *unknown; /* why UNKNOWN was said */
};

typedef enum
{
  RETORT_PY_VIEW_KEYS,
  RETORT_PY_VIEW_VALUES,
  RETORT_PY_VIEW_ITEMS,
} RetortPyViewKind;

RetortPyIteration retort_py_next          (RetortPyFrame *frame, const RetortPyNode *node, RetortPyIterator *self, RetortPyValue **item);
RetortPyValue  *retort_py_new_view        (RetortPyEvaluation *evaluation, RetortPyValue *dict, RetortPyViewKind kind);
RetortPyValue  *retort_py_get_view_source (const RetortPyValue *value);
RetortPyValue  *retort_py_get_view_dict   (const RetortPyValue *value);
RetortPyIterator *retort_py_iterate       (RetortPyFrame *frame, const RetortPyNode *node, RetortPyValue *value);
RetortPyIterator *retort_py_iterator_new  (RetortPyEvaluation *evaluation, const char *type,
                                           RetortPyIteration (*next) (RetortPyFrame *, const RetortPyNode *, RetortPyIterator *, RetortPyValue **));
RetortPyIterator *retort_py_value_get_iterator (const RetortPyValue *value);
RetortPyValue  *retort_py_new_iterator_value (RetortPyEvaluation *evaluation, RetortPyIterator *iterator);
gboolean        retort_py_collect         (RetortPyFrame *frame, const RetortPyNode *node, RetortPyValue *iterable, RetortPyItems *items, RetortPyValue **unknown);
gboolean        retort_py_get_range       (const RetortPyValue *value, gint64 *start, gint64 *step, gint64 *count);
RetortPyValue  *retort_py_new_range       (RetortPyEvaluation *evaluation, gint64 start, gint64 stop, gint64 step);

/* calls.c */
RetortPyValue *retort_py_evaluate_call    (RetortPyFrame *frame, const RetortPyNode *node);
RetortPyValue *retort_py_call             (RetortPyFrame *frame, const RetortPyNode *node, RetortPyValue *callable, const RetortPyArguments *arguments);
RetortPyValue *retort_py_unknown_call     (RetortPyFrame *frame, const RetortPyNode *node, RetortPyValue *callable, const RetortPyArguments *arguments, const char *reason);

/* functions.c */
RetortPyValue *retort_py_new_function     (RetortPyFrame *frame, const RetortPyNode *node);
RetortPyValue *retort_py_call_function    (RetortPyFrame *frame, const RetortPyNode *node, RetortPyFunction *function, const RetortPyArguments *arguments);

/* generators.c */
RetortPyValue *retort_py_new_generator    (const RetortPyFrame *inner, RetortPyFunction *function);
gboolean       retort_py_is_generator     (const RetortPyValue *value);
RetortPyValue *retort_py_get_answer       (RetortPyFrame *frame);
RetortPyValue *retort_py_raise_stop       (RetortPyFrame *frame, const RetortPyNode *node, const RetortPyIterator *iterator);
RetortPyValue *retort_py_generator_attribute (RetortPyEvaluation *evaluation, RetortPyValue *self, const char *name);
RetortPyIteration retort_py_generator_throw (RetortPyFrame *frame, const RetortPyNode *node, RetortPyIterator *iterator, RetortPyException *exception,
                                             RetortPyValue **item);
void           retort_py_close_generators (RetortPyFrame *frame);
RetortPyFlow   retort_py_run_yield        (RetortPyFrame *frame, const RetortPyNode *node);
RetortPyFlow   retort_py_lose_generator   (RetortPyFrame *frame, const RetortPyValue *unknown);
void           retort_py_leave_bookmark   (RetortPyFrame *frame, const RetortPyBookmark *bookmark, gboolean is_guard);
gboolean       retort_py_take_bookmark    (RetortPyFrame *frame, RetortPyBookmark *bookmark);

/* contexts.c */
RetortPyFlow   retort_py_run_with         (RetortPyFrame *frame, const RetortPyNode *node);

/* statements.c */
RetortPyFlow   retort_py_run_block        (RetortPyFrame *frame, const RetortPyNode *block);
RetortPyFlow   retort_py_run_block_from   (RetortPyFrame *frame, const RetortPyNode *block, guint from);
RetortPyFlow   retort_py_run_statement    (RetortPyFrame *frame, const RetortPyNode *node);

/* loops.c */
RetortPyFlow   retort_py_run_for          (RetortPyFrame *frame, const RetortPyNode *node);
RetortPyFlow   retort_py_run_while        (RetortPyFrame *frame, const RetortPyNode *node);

/* match.c */
RetortPyFlow   retort_py_run_match        (RetortPyFrame *frame, const RetortPyNode *node);

/* definitions.c */
RetortPyFlow   retort_py_run_function     (RetortPyFrame *frame, const RetortPyNode *node);
RetortPyFlow   retort_py_run_class        (RetortPyFrame *frame, const RetortPyNode *node);
RetortPyFlow   retort_py_run_decorated    (RetortPyFrame *frame, const RetortPyNode *node);

/* source-modules.c */
RetortPyModule *retort_py_find_module     (RetortPyEvaluation *evaluation, const char *name);
RetortPyUnit  *retort_py_module_run      (RetortPyModule *module, const char **problem);
RetortPyValue *retort_py_module_to_value  (RetortPyModule *module);
RetortPyValue *retort_py_module_get       (RetortPyModule *module, const char *name);
gboolean       retort_py_module_binds     (const RetortPyModule *module, const char *name);
void           retort_py_module_taint     (RetortPyModule *module, const char *name);
gboolean       retort_py_module_import_all (RetortPyFrame *frame, RetortPyModule *module);

/* builtin-types.c */
RetortPyAnswer retort_py_is_instance      (const RetortPyValue *value, const RetortPyValue *type);

/* classes.c */
RetortPyValue *retort_py_class_lookup     (const RetortPyValue *klass, const char *name);
gboolean       retort_py_class_is_known   (const RetortPyValue *klass);
gboolean       retort_py_class_derives    (const RetortPyValue *klass, const RetortPyValue *base);
RetortPyValue *retort_py_class_get_members (const RetortPyValue *klass);
RetortPyValue *retort_py_class_attribute  (RetortPyFrame *frame, const RetortPyNode *node, RetortPyValue *klass, const char *name);
RetortPyValue *retort_py_class_construct  (RetortPyFrame *frame, const RetortPyNode *node, RetortPyValue *klass, const RetortPyArguments *arguments);
GPtrArray     *retort_py_scope_list_names (RetortPyScope *scope) G_GNUC_WARN_UNUSED_RESULT;

/* enums.c */
gboolean       retort_py_enum_finish      (RetortPyFrame *frame, const RetortPyNode *node, RetortPyValue *klass);
RetortPyValue *retort_py_enum_construct   (RetortPyFrame *frame, const RetortPyNode *node, RetortPyValue *klass, const RetortPyArguments *arguments);
RetortPyValue *retort_py_enum_get_item    (RetortPyFrame *frame, const RetortPyNode *node, RetortPyValue *klass, RetortPyValue *key);

/* flags.c */
gboolean       retort_py_is_flag          (const RetortPyValue *value);
gboolean       retort_py_flag_lists_members (const RetortPyClass *klass);
RetortPyValue *retort_py_flag_of_value    (RetortPyFrame *frame, const RetortPyNode *node, RetortPyValue *klass, gint64 value);
RetortPyValue *retort_py_flag_binary      (RetortPyFrame *frame, const RetortPyNode *node, const char *operator_, RetortPyValue *left, RetortPyValue *right);
RetortPyValue *retort_py_flag_invert      (RetortPyFrame *frame, const RetortPyNode *node, RetortPyValue *operand);
int            retort_py_flag_contains    (const RetortPyValue *flags, const RetortPyValue *item);
RetortPyValue *retort_py_flag_get_parts   (RetortPyEvaluation *evaluation, const RetortPyValue *flags);

/* descriptors.c */
RetortPyValue *retort_py_bind_attribute   (RetortPyFrame *frame, const RetortPyNode *node, RetortPyValue *found, RetortPyValue *self, RetortPyValue *klass);
gboolean       retort_py_is_property      (const RetortPyValue *value);
gboolean       retort_py_is_data_descriptor (const RetortPyValue *value);
gboolean       retort_py_set_property     (RetortPyFrame *frame, const RetortPyNode *node, RetortPyValue *property, RetortPyValue *self, RetortPyValue *value);
RetortPyValue *retort_py_unwrap_function  (RetortPyValue *value);
RetortPyValue *retort_py_call_method      (RetortPyFrame *frame, const RetortPyNode *node, RetortPyValue *callable, const RetortPyArguments *arguments);
gboolean       retort_py_is_method        (const RetortPyValue *value);
RetortPyValue *retort_py_get_method_part  (const RetortPyValue *value, gboolean wants_self);

/* instances.c */
RetortPyValue *retort_py_new_instance     (RetortPyEvaluation *evaluation, RetortPyValue *klass, RetortPyValue *payload);
RetortPyValue *retort_py_instance_get_class (const RetortPyValue *value);
RetortPyValue *retort_py_instance_get_dict (const RetortPyValue *value);
RetortPyValue *retort_py_call_special     (RetortPyFrame *frame, const RetortPyNode *node, RetortPyValue *value, const char *name);
gboolean       retort_py_instance_put     (RetortPyFrame *frame, RetortPyValue *self, const char *name, RetortPyValue *value);
RetortPyValue *retort_py_instance_get_payload (const RetortPyValue *value);
void           retort_py_taint_instance   (RetortPyFrame *frame, RetortPyValue *value, const char *reason, RetortSpan span);

/* instance-operators.c */
RetortPyValue *retort_py_plain_value      (RetortPyValue *value);
RetortPyValue *retort_py_plain_container  (RetortPyValue *value);
RetortPyValue *retort_py_instance_in_place (RetortPyFrame *frame, const RetortPyNode *node, const char *operator_, RetortPyValue *left,
                                            RetortPyValue *right, gboolean *is_done);

/* instance-compare.c */
RetortPyValue *retort_py_instance_compare (RetortPyFrame *frame, const RetortPyNode *node, const char *operator_, RetortPyValue *left,
                                           RetortPyValue *right, gboolean *is_done);

/* bases.c */
RetortPyMixin  retort_py_mixin_of_type    (const char *name);
const char    *retort_py_mixin_get_name   (RetortPyMixin mixin);
gboolean       retort_py_mixin_is_mutable (RetortPyMixin mixin);
RetortPyValue *retort_py_new_payload      (RetortPyFrame *frame, const RetortPyNode *node, RetortPyMixin mixin, const RetortPyArguments *arguments);
gboolean       retort_py_is_slot          (const RetortPyValue *value);
RetortPyValue *retort_py_new_bound_slot   (RetortPyEvaluation *evaluation, RetortPyValue *self, const char *name);
RetortPyValue *retort_py_new_slot         (RetortPyEvaluation *evaluation, const char *type, const char *name);
RetortPyValue *retort_py_get_new          (RetortPyEvaluation *evaluation);

/* class-hooks.c */
gboolean       retort_py_class_takes_attribute (const RetortPyValue *klass, const char *name);
gboolean       retort_py_class_merge_bases (RetortPyEvaluation *evaluation, RetortPyClass *klass, const RetortPyItems *bases);
gboolean       retort_py_class_call_hooks (RetortPyFrame *frame, const RetortPyNode *node, RetortPyValue *klass, const RetortPyArguments *keywords);
RetortPyValue *retort_py_class_get_item   (RetortPyFrame *frame, const RetortPyNode *node, RetortPyValue *klass, RetortPyValue *key);
const char    *retort_py_class_find_abstract (const RetortPyValue *klass);
RetortPyValue *retort_py_class_make_object (RetortPyFrame *frame, const RetortPyNode *node, RetortPyValue *klass, const RetortPyArguments *arguments);

/* dataclasses.c */
RetortPyValue *retort_py_find_writer      (const RetortPyValue *klass, RetortPyWritten method, const char *name);
gboolean       retort_py_dataclass_has_keywords (const RetortPyClass *klass);
RetortPyValue *retort_py_dataclass_init   (RetortPyFrame *frame, const RetortPyNode *node, const RetortPyClass *klass, RetortPyValue *self,
                                           const RetortPyArguments *arguments);
char          *retort_py_dataclass_text   (const RetortPyClass *klass, const RetortPyValue *self) G_GNUC_WARN_UNUSED_RESULT;
RetortPyValue *retort_py_dataclass_to_tuple (RetortPyEvaluation *evaluation, const RetortPyClass *klass, const RetortPyValue *self);
RetortPyValue *retort_py_dataclass_fields (RetortPyFrame *frame, const RetortPyNode *node, RetortPyValue *self, const RetortPyArguments *arguments);

/* exceptions.c */
RetortPyValue *retort_py_exception_get_type (RetortPyFrame *frame, const RetortPyNode *node, const RetortPyException *exception);
const RetortPyException *retort_py_get_exception (const RetortPyValue *value);
gboolean       retort_py_exception_is_builtin (const char *name);
gboolean       retort_py_exception_has_own_text (const char *type, guint n_args);
gboolean       retort_py_exception_derives (const char *name, const char *base);
const char    *retort_py_exception_type_name (const RetortPyValue *value);

/* imports.c */
RetortPyValue *retort_py_resolve          (RetortPyEvaluation *evaluation, RetortPyValue *value);
RetortPyValue *retort_py_peek_resolved    (RetortPyValue *value);
RetortPyFlow   retort_py_run_import       (RetortPyFrame *frame, const RetortPyNode *node);
RetortPyFlow   retort_py_run_import_from  (RetortPyFrame *frame, const RetortPyNode *node);

/* assignment.c */
gboolean       retort_py_assign           (RetortPyFrame *frame, const RetortPyNode *target, RetortPyValue *value);
gboolean       retort_py_store_attribute  (RetortPyFrame *frame, const RetortPyNode *node, RetortPyValue *object, const char *name, RetortPyValue *value);
RetortPyFlow   retort_py_run_assignment   (RetortPyFrame *frame, const RetortPyNode *node);
RetortPyFlow   retort_py_run_augmented    (RetortPyFrame *frame, const RetortPyNode *node);
RetortPyFlow   retort_py_run_delete       (RetortPyFrame *frame, const RetortPyNode *node);

/* taint.c */
void           retort_py_taint_value      (RetortPyFrame *frame, RetortPyValue *value, const char *reason, RetortSpan span);
void           retort_py_taint_iterator   (RetortPyFrame *frame, RetortPyIterator *iterator, const char *reason, RetortSpan span);
RetortPyValue *retort_py_absorb           (RetortPyFrame *frame, const RetortPyNode *node, RetortPyValue *first, RetortPyValue *second);
RetortPyFlow   retort_py_skip             (RetortPyFrame *frame, const RetortPyNode *node, const RetortPyNode *at, const RetortPyValue *unknown, const char *what);
void           retort_py_forget_names     (RetortPyFrame *frame, const char *reason, RetortSpan span);

/* explore.c */
typedef RetortPyFlow (*RetortPyPathFunc) (RetortPyFrame *frame, guint path, gpointer data);

RetortPyFlow   retort_py_explore          (RetortPyFrame *frame, const RetortPyNode *at, guint n_paths, RetortPyPathFunc run, gpointer data);
void           retort_py_doubt_foreign    (RetortPyEvaluation *evaluation);
RetortPyValue *retort_py_new_live_text    (RetortPyFrame *frame, const RetortPyNode *node, const char *text);
RetortPyValue *retort_py_new_outside      (RetortPyEvaluation *evaluation, RetortSpan span);
void           retort_py_report_outside   (RetortPyFrame *frame, const RetortPyNode *at, const RetortPyValue *value);
extern const char retort_py_live_reason[];
void           retort_py_report_live      (RetortPyFrame *frame, const RetortPyNode *at);
void           retort_py_doubt            (RetortPyFrame *frame, const RetortPyNode *at, const RetortPyValue *unknown);
gboolean       retort_py_is_method_of_answers (const char *name);

/* What a try statement consists of. */
typedef struct
{
  RetortPyPathFunc run_body;
  RetortPyPathFunc run_else;
  RetortPyPathFunc run_handler; /* by number */
  guint            n_handlers;
  gpointer         data;
} RetortPyGuarded;

gboolean       retort_py_explore_guarded  (RetortPyFrame *frame, const RetortPyNode *at, RetortPyGuarded *guarded, RetortPyFlow *flow);
extern const char retort_py_sender_reason[];
gboolean       retort_py_may_send         (const RetortPyValue *value);
RetortPyFlow   retort_py_explore_rest     (RetortPyFrame *frame, const RetortPyNode *block, guint from);
RetortPyFlow   retort_py_join_flows       (RetortPyFrame *frame, RetortPyFlow flow, guint earlier);
guint          retort_py_ends_of          (RetortPyFrame *frame, RetortPyFlow flow);
RetortPyFlow   retort_py_flow_of          (RetortPyFrame *frame, guint ends);

/* choices.c */
RetortPyChoices *retort_py_choices_new    (RetortPyEvaluation *evaluation, gboolean are_items);
void           retort_py_choices_add      (RetortPyChoices *self, RetortPyValue *value);
void           retort_py_choices_add_path (RetortPyChoices *self, RetortPyValue *value);
guint          retort_py_choices_get_n_paths (const RetortPyChoices *self);
RetortPyValue *retort_py_choices_give     (RetortPyChoices *self, RetortPyValue *value);
void           retort_py_choices_follow   (RetortPyEvaluation *evaluation, RetortPyValue *method, const RetortPyValue *owner);
void           retort_py_choices_lose     (RetortPyEvaluation *evaluation, const RetortPyValue *value);
void           retort_py_choices_take     (RetortPyEvaluation *evaluation, const RetortPyValue *method, const char *name,
                                           const RetortPyArguments *arguments);

/* explore-loops.c */
RetortPyFlow   retort_py_explore_loop     (RetortPyFrame *frame, const RetortPyNode *node, const RetortPyValue *rows);

/* string-format.c */
RetortPyValue *retort_py_evaluate_string  (RetortPyFrame *frame, const RetortPyNode *node);
RetortPyValue *retort_py_format_percent   (RetortPyFrame *frame, const RetortPyNode *node, RetortPyValue *format, RetortPyValue *values);
RetortPyValue *retort_py_format_method    (RetortPyFrame *frame, const RetortPyNode *node, const char *format, const RetortPyArguments *arguments);
RetortPyValue *retort_py_format_value     (RetortPyFrame *frame, const RetortPyNode *node, RetortPyValue *value, const char *spec);

/* builtins.c */
typedef RetortPyValue *(*RetortPyBuiltinFunc) (RetortPyFrame *frame, const RetortPyNode *node, RetortPyValue *self, const RetortPyArguments *arguments);

/* A function that is always there. */
typedef struct
{
  const char         *name;
  RetortPyBuiltinFunc func;
  gboolean            is_harmless; /* changes nothing and calls nothing that it is given */
  /* Of a type: */
  RetortPyValue    *(*get_attribute) (RetortPyEvaluation *evaluation, const char *name); /* nullable */
  int               (*is_instance)   (const RetortPyValue *value); /* nullable; -1: not known, 0: no, 1: yes */
} RetortPyBuiltin;

const RetortPyBuiltin *retort_py_find_open (const char *name);
const RetortPyBuiltin *retort_py_get_type_builtins (guint *n_builtins);
const RetortPyBuiltin *retort_py_get_descriptor_builtins (guint *n_builtins);
const RetortPyBuiltin *retort_py_get_number_builtins (guint *n_builtins);
const RetortPyBuiltin *retort_py_get_object_builtins (guint *n_builtins);
const RetortPyBuiltin *retort_py_get_iteration_builtins (guint *n_builtins);
RetortPyValue *retort_py_new_builtin      (RetortPyEvaluation *evaluation, const char *name, RetortPyBuiltinFunc func, RetortPyValue *self);
RetortPyValue *retort_py_new_builtin_of   (RetortPyEvaluation *evaluation, const RetortPyBuiltin *builtin);
const RetortPyBuiltin *retort_py_get_builtin_of (const RetortPyValue *value);
const RetortPyBuiltin *retort_py_find_in  (const RetortPyBuiltin *builtins, guint n_builtins, const char *name);
RetortPyValue *retort_py_load_builtin     (RetortPyFrame *frame, const RetortPyNode *node, const char *name);
RetortPyBuiltinFunc retort_py_get_builtin (const RetortPyValue *value);
gboolean       retort_py_is_harmless      (const RetortPyValue *value);
gboolean       retort_py_is_harmless_name (const char *name);
RetortPyValue *retort_py_get_bound_self   (const RetortPyValue *value);

gboolean       retort_py_arity            (RetortPyFrame *frame, const RetortPyNode *node, const RetortPyArguments *arguments, const char *name,
                                           guint least, guint most, RetortPyValue **result);
const RetortPyValue *retort_py_find_unknown_argument (const RetortPyArguments *arguments);
RetortPyValue *retort_py_unknown_with     (RetortPyFrame *frame, const RetortPyNode *node, const RetortPyArguments *arguments, RetortPyValue *self,
                                           const char *reason_format, ...) G_GNUC_PRINTF (5, 6);
void           retort_py_taint_given      (RetortPyFrame *frame, const RetortPyNode *node, RetortPyValue *value, const RetortPyValue *unknown);
RetortPyValue *retort_py_sort             (RetortPyFrame *frame, const RetortPyNode *node, const RetortPyArguments *arguments, guint n_positional,
                                           const RetortPyItems *items, gboolean is_ordered, RetortPyValue **unknown);
RetortPyValue *retort_py_update_dict      (RetortPyFrame *frame, const RetortPyNode *node, RetortPyValue *dict, RetortPyValue *other);

/* string-methods.c and container-methods.c */
typedef struct
{
  const char         *name;
  RetortPyBuiltinFunc func;
} RetortPyMethod;

RetortPyValue *retort_py_get_method       (RetortPyFrame *frame, const RetortPyNode *node, RetortPyValue *value, const char *name);
RetortPyValue *retort_py_call_long_form   (RetortPyFrame *frame, const RetortPyNode *node, RetortPyValue *self, const char *name, const RetortPyArguments *arguments);
RetortPyValue *retort_py_get_type_method  (RetortPyEvaluation *evaluation, const RetortPyBuiltin *type, const char *name);
/* bytes.c */
extern const RetortPyMethod retort_py_bytes_methods[];

RetortPyValue *retort_py_new_bytes        (RetortPyEvaluation *evaluation, const void *data, gsize length);
RetortPyValue *retort_py_builtin_bytes  (RetortPyFrame *frame, const RetortPyNode *node, RetortPyValue *self, const RetortPyArguments *arguments);
RetortPyValue *retort_py_bytes_decode   (RetortPyFrame *frame, const RetortPyNode *node, RetortPyValue *self, const RetortPyArguments *arguments);
RetortPyAnswer retort_py_bytes_contain  (const RetortPyValue *bytes, const RetortPyValue *value);
RetortPyValue *retort_py_string_encode    (RetortPyFrame *frame, const RetortPyNode *node, RetortPyValue *self, const RetortPyArguments *arguments);

/* path.c */
RetortPyValue *retort_py_path_of_unit     (RetortPyEvaluation *evaluation, const RetortPyUnit *unit);
RetortPyValue *retort_py_path_to_text     (RetortPyEvaluation *evaluation, const RetortPyValue *value);

/* named-tuple.c */
RetortPyValue *retort_py_named_tuple_attribute (RetortPyFrame *frame, RetortPyValue *value, const char *name);
RetortPyValue *retort_py_make_named_tuple (RetortPyFrame *frame, const RetortPyNode *node, RetortPyValue *self, const RetortPyArguments *arguments);
RetortPyValue *retort_py_new_named_tuple_base (RetortPyEvaluation *evaluation);
const RetortPySpecial *retort_py_get_named_tuple_type (const RetortPyValue *type);
gboolean       retort_py_is_named_tuple_of (const RetortPyValue *value, const RetortPySpecial *type);

/* special.c */
RetortPySpecial *retort_py_special_new    (RetortPyEvaluation *evaluation, RetortPySpecialKind kind, const char *name);
const RetortPySpecial *retort_py_get_special (const RetortPyValue *value);
RetortPyValue *retort_py_special_missing  (RetortPyFrame *frame, const RetortPyNode *node, RetortPyValue *dict, RetortPyValue *key);
gboolean       retort_py_is_counter       (const RetortPyValue *value);
RetortPyValue *retort_py_counter_binary   (RetortPyFrame *frame, const RetortPyNode *node, const char *operator_, RetortPyValue *left, RetortPyValue *right);
char          *retort_py_special_text     (const RetortPyValue *value) G_GNUC_WARN_UNUSED_RESULT;
RetortPySpecial *retort_py_special_new_row (RetortPyEvaluation *evaluation, RetortPyValue *const *names, guint n_names);
RetortPyAnswer retort_py_specials_equal   (const RetortPyValue *left, const RetortPyValue *right, RetortPyAnswer as_dicts);
RetortPyValue *retort_py_special_attribute (RetortPyFrame *frame, const RetortPyNode *node, RetortPyValue *value, const char *name, gboolean *is_known);

/* methods.c */
const RetortPyMethod *retort_py_find_string_method (const char *name);
const RetortPyMethod *retort_py_find_container_method (RetortPyKind kind, const char *name);

/* module-retort.c */
RetortPyValue *retort_py_generator_context_get (const RetortPyValue *value);

/* modules.c */
RetortPyValue *retort_py_find_standard    (RetortPyEvaluation *evaluation, const char *module, const char *name);
RetortPyValue *retort_py_find_builtin_in_python (RetortPyEvaluation *evaluation, const char *name);
RetortPyValue *retort_py_call_builtin_in_python (RetortPyFrame *frame, const RetortPyNode *node, const char *name, const RetortPyArguments *arguments);
RetortPyValue *retort_py_call_standard    (RetortPyFrame *frame, const RetortPyNode *node, const char *module, const char *name, const RetortPyArguments *arguments);
RetortPyValue *retort_py_import_standard  (RetortPyEvaluation *evaluation, const char *module, const char *name);

G_END_DECLS
