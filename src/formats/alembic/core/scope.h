/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a statement knows of itself while it is written: what it reads, so that a statement inside it does not read it again, and
 * the names that are made up on the way ("anon_1"). SQLCompiler.stack, anon_map and ctes of sqlalchemy/sql/compiler.py. */
#pragma once

#include "formats/alembic/table.h"

G_BEGIN_DECLS

/**
 * RetortScope:
 * @outer: (nullable): of the statement around this one
 * @froms: (element-type RetortTableClause): what this statement reads
 * @is_lateral: a LATERAL is being written, which sees what this statement reads
 * @has_recursion: of the outermost alone: one of the CTEs is recursive
 * One statement that is being written.
 */
struct _RetortScope
{
  RetortScope *outer;
  GPtrArray   *froms;
  GArray      *numbers; /* of the outermost alone: the made-up names */
  GPtrArray   *ctes;    /* of the outermost alone: element: RetortTableClause */
  GPtrArray   *cte_texts;
  gboolean     is_lateral;
  gboolean     has_recursion;
};

void     retort_scope_init   (RetortScope *self, RetortScope *outer);
void     retort_scope_clear  (RetortScope *self);
void     retort_scope_append_made_up (RetortScope *self, GString *out, const char *base, gconstpointer owner);
void     retort_scope_append_name    (RetortScope *self, GString *out, const RetortTableClause *from);
gboolean retort_scope_has_cte        (RetortScope *self, const RetortTableClause *cte);
void     retort_scope_add_cte        (RetortScope *self, const RetortTableClause *cte, const char *text);
gboolean retort_scope_begin_recursion (RetortScope *self, const RetortTableClause *cte);
void     retort_scope_prepend_ctes   (RetortScope *self, GString *out);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (RetortScope, retort_scope_clear)

G_END_DECLS
