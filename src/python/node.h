/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The nodes of a Python text. They are taken over from tree-sitter once a text, into one array, so that whoever goes through a tree reads fields and
 * follows pointers. */
#pragma once

#include "base/source.h"

G_BEGIN_DECLS

/* Every node type that some code of this room treats in its own way; the name is the grammar's. */
#define RETORT_PY_NODE_TYPES(X) \
  X (ERROR) X (aliased_import) X (argument_list) X (as_pattern) X (as_pattern_target) X (assert_statement) \
  X (assignment) X (attribute) X (augmented_assignment) X (await) X (binary_operator) X (block) \
  X (boolean_operator) X (break_statement) X (call) X (case_clause) X (case_pattern) X (chevron) X (class_definition) \
  X (class_pattern) X (comment) X (comparison_operator) X (complex_pattern) X (concatenated_string) \
  X (conditional_expression) X (constrained_type) X (continue_statement) X (decorated_definition) X (decorator) \
  X (default_parameter) X (delete_statement) X (dict_pattern) X (dictionary) X (dictionary_comprehension) \
  X (dictionary_splat) X (dictionary_splat_pattern) X (dotted_name) X (elif_clause) X (ellipsis) X (else_clause) \
  X (escape_interpolation) X (escape_sequence) X (except_clause) X (except_group_clause) X (exec_statement) \
  X (expression_list) X (expression_statement) X (false) X (finally_clause) X (float) X (for_in_clause) \
  X (for_statement) X (format_expression) X (format_specifier) X (function_definition) X (future_import_statement) \
  X (generator_expression) X (generic_type) X (global_statement) X (identifier) X (if_clause) X (if_statement) \
  X (import_from_statement) X (import_prefix) X (import_statement) X (integer) X (interpolation) \
  X (keyword_argument) X (keyword_pattern) X (keyword_separator) X (lambda) X (lambda_parameters) \
  X (line_continuation) X (list) X (list_comprehension) X (list_pattern) X (list_splat) X (list_splat_pattern) \
  X (match_statement) X (member_type) X (module) X (named_expression) X (none) X (nonlocal_statement) \
  X (not_operator) X (pair) X (parameters) X (parenthesized_expression) X (pass_statement) X (pattern_list) \
  X (positional_separator) X (print_statement) X (raise_statement) X (relative_import) X (return_statement) \
  X (set) X (set_comprehension) X (slice) X (splat_pattern) X (splat_type) X (string) X (string_content) \
  X (string_end) X (string_start) X (subscript) X (true) X (try_statement) X (tuple) X (tuple_pattern) X (type) \
  X (type_alias_statement) X (type_conversion) X (type_parameter) X (typed_default_parameter) X (typed_parameter) \
  X (unary_operator) X (union_pattern) X (union_type) X (while_statement) X (wildcard_import) X (with_clause) \
  X (with_item) X (with_statement) X (yield)

#define RETORT_PY_FIELDS(X) \
  X (alias) X (alternative) X (argument) X (arguments) X (attribute) X (body) X (cause) X (condition) \
  X (consequence) X (definition) X (expression) X (format_specifier) X (function) X (guard) X (key) X (left) \
  X (module_name) X (name) X (object) X (operator) X (operators) X (parameters) X (return_type) X (right) \
  X (subject) X (subscript) X (superclasses) X (type) X (type_conversion) X (type_parameters) X (value)

typedef enum
{
  RETORT_PY_NODE_other, /* a token, or a type not named above */
#define X(name) RETORT_PY_NODE_##name,
  RETORT_PY_NODE_TYPES (X)
#undef X
  RETORT_PY_N_NODE_TYPES,
} RetortPyNodeType;

typedef enum
{
#define X(name) RETORT_PY_FIELD_##name,
  RETORT_PY_FIELDS (X)
#undef X
  RETORT_PY_N_FIELDS,
} RetortPyField;

typedef struct _RetortPyNode RetortPyNode;

/**
 * RetortPyParts:
 * @n: how many
 * @nodes: (array length=n): the nodes; there is always one to look at, which may be %NULL
 *
 * The named children of a node without remarks.
 */
typedef struct
{
  guint                n;
  const RetortPyNode **nodes;
} RetortPyParts;

/**
 * RetortPyNode:
 * @name: its type as the grammar names it; of a token the token
 * @parts: see retort_py_node_get_parts()
 * @start: its first byte
 * @end: the byte behind it
 * @n_nodes: itself and everything inside of it, which stands behind it in the array
 * @parent: how many nodes before it its parent stands; 0: it is the root
 * @n_children: children, tokens and remarks too
 * @type: a RetortPyNodeType
 * @field: 1 + the RetortPyField that it is of its parent; 0: none
 * @is_named: it is no token
 * @is_remark: it stands for nothing that Python sees: a comment or a backslash at a line's end. Such nodes occur between any other two
 * @is_missing: the text lacks it
 * @has_error: it is, or has inside, something that is no Python
 * @symbol: what the grammar calls it, for the table that it stands in
 *
 * A node; where there is none, functions give and take %NULL. Only read; lives as long as its tree.
 */
struct _RetortPyNode
{
  const char   *name;
  RetortPyParts parts;
  guint32       start;
  guint32       end;
  guint32       n_nodes;
  guint32       parent;
  guint32       n_children;
  guint8        type;
  guint8        field;
  guint16       is_named : 1;
  guint16       is_remark : 1;
  guint16       is_missing : 1;
  guint16       has_error : 1;
  guint16       symbol : 12;
};

RetortPyNodeType     retort_py_node_get_type        (const RetortPyNode *node);
gboolean             retort_py_node_is              (const RetortPyNode *node, const char *name);
RetortSpan           retort_py_node_span            (const RetortPyNode *node);

const RetortPyNode  *retort_py_node_get_parent      (const RetortPyNode *node);
const RetortPyNode  *retort_py_node_get_first       (const RetortPyNode *node);
const RetortPyNode  *retort_py_node_get_next        (const RetortPyNode *node);
const RetortPyNode  *retort_py_node_get_child       (const RetortPyNode *node, guint place);
const RetortPyNode  *retort_py_node_get_named_child (const RetortPyNode *node, guint place);
guint                retort_py_node_count_named     (const RetortPyNode *node);
const RetortPyParts *retort_py_node_get_parts       (const RetortPyNode *node);
const RetortPyNode  *retort_py_node_field           (const RetortPyNode *node, RetortPyField field);
const RetortPyNode  *retort_py_node_find_at         (const RetortPyNode *node, gsize offset);

G_END_DECLS
