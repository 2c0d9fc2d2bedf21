/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A class as its text says it, with those that it derives from: which library's it is, and what stands in it. */
#pragma once

#include "formats/models/names.h"

G_BEGIN_DECLS

/**
 * RetortClassEntry:
 * @name: (not nullable): what is bound
 * @module: where it stands
 * @statement: what binds it
 * @annotation: the type behind ":", or %NULL
 * @value: the expression; of a declared_attr what it returns, if it does nothing else; or %NULL
 * @function: of a declared_attr; else %NULL
 * @is_function: it is a function of another kind
 * @is_declared: it is a declared_attr
 *
 * One name of a class's body.
 */
typedef struct
{
  char              *name;
  RetortDefinitions *module;
  const RetortPyNode *statement;
  const RetortPyNode *annotation;
  const RetortPyNode *value;
  const RetortPyNode *function;
  gboolean           is_function;
  gboolean           is_declared;
} RetortClassEntry;

/* One class of those that make up another; @module is borrowed from the names. */
typedef struct
{
  RetortDefinitions *module;
  const RetortPyNode *node;
  GPtrArray         *entries; /* element: RetortClassEntry */
} RetortClassPart;

/**
 * RetortClassOutline:
 * @name: (not nullable): of the class
 * @parts: (element-type RetortClassPart): itself, then what it derives from, without classes that have tables of their own
 * @is_declarative: a declarative base of SQLAlchemy stands behind it
 * @root: the class that is that base, or %NULL: no class is
 * @is_sqlmodel: SQLModel stands behind it
 * @is_flask: Flask-SQLAlchemy stands behind it, which gives a table a name when the class does not
 * @is_pydantic: Pydantic's BaseModel stands behind it
 * @is_base: it is the declarative base itself
 * @has_table: it says table=True, or is called a table by its name
 * @is_abstract: it says that it has no table
 * @parent: (nullable): the class with a table that it derives from
 * @unknown_base: (nullable): a base of which nothing is known
 */
typedef struct
{
  char      *name;
  GPtrArray *parts;
  gboolean   is_declarative;
  const RetortPyNode *root;
  gboolean   is_sqlmodel;
  gboolean   is_flask;
  gboolean   is_pydantic;
  gboolean   is_base;
  gboolean   has_table;
  gboolean   is_abstract;
  char      *parent;
  char      *unknown_base;
} RetortClassOutline;

RetortClassOutline *retort_class_outline_read (RetortModelNames *names, RetortDefinitions *module, const RetortPyNode *klass) G_GNUC_WARN_UNUSED_RESULT;
void                retort_class_outline_free (RetortClassOutline *self);
const RetortClassEntry *retort_class_outline_find (const RetortClassOutline *self, const char *name);
const RetortClassPart  *retort_class_outline_get_own (const RetortClassOutline *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RetortClassOutline, retort_class_outline_free)

G_END_DECLS
