/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the names of a Python module are bound to: an expression, a class, a function, an import. */
#pragma once

#include "python/syntax.h"

G_BEGIN_DECLS

typedef enum
{
  RETORT_DEFINITION_VALUE,     /* @node: the expression */
  RETORT_DEFINITION_CLASS,     /* @node: the class */
  RETORT_DEFINITION_FUNCTION,  /* @node: the function */
  RETORT_DEFINITION_IMPORT,    /* @module, and @name of it */
  RETORT_DEFINITION_UNCERTAIN, /* under a condition, or changed later */
} RetortDefinitionKind;

typedef struct
{
  RetortDefinitionKind kind;
  const RetortPyNode *node;
  char                *module; /* nullable: the full name */
  char                *name;   /* nullable: the module itself */
} RetortDefinition;

/* Of one module; belongs to one thread. */
typedef struct _RetortDefinitions RetortDefinitions;

RetortDefinitions      *retort_definitions_read       (RetortPyTree *tree, const char *name, gboolean is_package) G_GNUC_WARN_UNUSED_RESULT;
void                    retort_definitions_free       (RetortDefinitions *self);
RetortPyTree           *retort_definitions_get_tree   (const RetortDefinitions *self);
const char             *retort_definitions_get_name   (const RetortDefinitions *self);
GPtrArray              *retort_definitions_get_stars  (const RetortDefinitions *self);
gboolean                retort_definitions_has        (const RetortDefinitions *self, const char *name);
const RetortDefinition *retort_definitions_find       (const RetortDefinitions *self, const char *name);
char                   *retort_definitions_dup_string (const RetortDefinitions *self, const RetortPyNode *node) G_GNUC_WARN_UNUSED_RESULT;
char                   *retort_definitions_dup_module (const RetortDefinitions *self, const RetortPyNode *node) G_GNUC_WARN_UNUSED_RESULT;
const RetortPyNode    *retort_definitions_find_keyword (const RetortDefinitions *self, const RetortPyNode *arguments, const char *keyword);
gboolean                retort_definitions_is_spread  (const RetortPyNode *arguments);
GPtrArray              *retort_definitions_list_imports (const RetortDefinitions *self) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RetortDefinitions, retort_definitions_free)

G_END_DECLS
