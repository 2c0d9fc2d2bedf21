/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a name in one of the project's modules stands for, through imports, aliases and `from … import *`. Reads text, runs nothing. */
#pragma once

#include "formats/alembic/definitions.h"
#include "formats/alembic/module-files.h"

G_BEGIN_DECLS

/**
 * RetortModelNameKind:
 * @RETORT_MODEL_NAME_UNKNOWN: it cannot be followed
 * @RETORT_MODEL_NAME_EXTERNAL: of somebody else: @external is its dotted name; "a.f()" is what a call of it gives
 * @RETORT_MODEL_NAME_MODULE: a module of the project
 * @RETORT_MODEL_NAME_CLASS: a class of the project: @node in @module
 * @RETORT_MODEL_NAME_FUNCTION: a function of the project
 * @RETORT_MODEL_NAME_VALUE: an expression of the project
 */
typedef enum
{
  RETORT_MODEL_NAME_UNKNOWN,
  RETORT_MODEL_NAME_EXTERNAL,
  RETORT_MODEL_NAME_MODULE,
  RETORT_MODEL_NAME_CLASS,
  RETORT_MODEL_NAME_FUNCTION,
  RETORT_MODEL_NAME_VALUE,
} RetortModelNameKind;

/* @module is borrowed from the names. */
typedef struct
{
  RetortModelNameKind kind;
  char               *external;
  RetortDefinitions  *module;
  const RetortPyNode *node;
} RetortModelName;

/* Belongs to one thread. */
typedef struct _RetortModelNames RetortModelNames;

RetortModelNames  *retort_model_names_new     (RetortModuleFiles *files) G_GNUC_WARN_UNUSED_RESULT;
void               retort_model_names_free    (RetortModelNames *self);
RetortDefinitions *retort_model_names_load    (RetortModelNames *self, const char *module);
gboolean           retort_model_names_is_package (RetortDefinitions *module);
void               retort_model_names_resolve (RetortModelNames *self, RetortDefinitions *module, const RetortPyNode *node, RetortModelName *name);
void               retort_model_names_resolve_text (RetortModelNames *self, RetortDefinitions *module, const char *text, RetortModelName *name);
gboolean           retort_model_names_is      (RetortModelNames *self, RetortDefinitions *module, const RetortPyNode *node, const char *const *externals);
GPtrArray         *retort_model_names_list_imports (RetortModelNames *self, RetortDefinitions *module) G_GNUC_WARN_UNUSED_RESULT;
void               retort_model_name_clear    (RetortModelName *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RetortModelNames, retort_model_names_free)
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (RetortModelName, retort_model_name_clear)

G_END_DECLS
