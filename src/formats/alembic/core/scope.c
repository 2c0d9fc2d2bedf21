/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "formats/alembic/core/scope.h"

/* A name that was made up for @owner: @base with a number behind it. */
typedef struct
{
  const char   *base; /* lives as long as the evaluation */
  gconstpointer owner;
  guint         number;
} MadeUpName;

/**
 * retort_scope_init:
 * @self: a scope on the stack
 * @outer: (nullable): the statement around it
 *
 * Begins the writing of a statement.
 */
void
retort_scope_init (RetortScope *self, RetortScope *outer)
{
  *self = (RetortScope) { .outer = outer, .froms = g_ptr_array_new () };
  if (outer != NULL)
    return;
  self->numbers = g_array_new (FALSE, FALSE, sizeof (MadeUpName));
  self->ctes = g_ptr_array_new ();
  self->cte_texts = g_ptr_array_new_with_free_func (g_free);
}

/**
 * retort_scope_clear:
 * @self: a scope
 *
 * Ends the writing.
 */
void
retort_scope_clear (RetortScope *self)
{
  g_clear_pointer (&self->froms, g_ptr_array_unref);
  g_clear_pointer (&self->numbers, g_array_unref);
  g_clear_pointer (&self->ctes, g_ptr_array_unref);
  g_clear_pointer (&self->cte_texts, g_ptr_array_unref);
}

static RetortScope *
get_outermost (RetortScope *self)
{
  while (self->outer != NULL)
    self = self->outer;
  return self;
}

static guint
number_of (RetortScope *self, const char *base, gconstpointer owner)
{
  GArray *numbers = get_outermost (self)->numbers;
  MadeUpName name = { base, owner, 1 };

  for (guint i = 0; i < numbers->len; i++)
    {
      const MadeUpName *known = &g_array_index (numbers, MadeUpName, i);

      if (!g_str_equal (known->base, base))
        continue;
      if (known->owner == owner)
        return known->number;
      name.number = known->number + 1;
    }
  g_array_append_val (numbers, name);
  return name.number;
}

/**
 * retort_scope_append_made_up:
 * @self: a scope
 * @out: where to append
 * @base: what the name begins with; lives as long as the evaluation
 * @owner: what is named; the same gets the same name again
 *
 * Appends a name such as "anon_1", numbered in the order in which they are met.
 */
void
retort_scope_append_made_up (RetortScope *self, GString *out, const char *base, gconstpointer owner)
{
  g_autofree char *name = g_strdup_printf ("%s_%u", base, number_of (self, base, owner));

  retort_name_append (out, retort_name_of (name));
}

/**
 * retort_scope_append_name:
 * @self: a scope
 * @out: where to append
 * @from: an alias, a subquery or a CTE
 *
 * Appends the name by which its columns are reached.
 */
void
retort_scope_append_name (RetortScope *self, GString *out, const RetortTableClause *from)
{
  const RetortTableClause *owner = from;
  gboolean is_of_table = from->kind == RETORT_FROM_ALIAS && from->element->kind == RETORT_FROM_TABLE;
  const char *base = is_of_table && from->element->name.text != NULL ? from->element->name.text : "anon";

  while (owner->restates != NULL)
    owner = owner->restates;
  if (from->name.text != NULL)
    retort_name_append (out, from->name);
  else
    retort_scope_append_made_up (self, out, base, owner);
}

/**
 * retort_scope_has_cte:
 * @self: a scope
 * @cte: a CTE
 *
 * Returns: whether it stands before the statement already
 */
gboolean
retort_scope_has_cte (RetortScope *self, const RetortTableClause *cte)
{
  return g_ptr_array_find (get_outermost (self)->ctes, cte, NULL);
}

/**
 * retort_scope_add_cte:
 * @self: a scope
 * @cte: a CTE that a statement reads
 * @text: its definition
 *
 * Keeps it for the beginning of the outermost statement.
 */
void
retort_scope_add_cte (RetortScope *self, const RetortTableClause *cte, const char *text)
{
  RetortScope *outermost = get_outermost (self);

  g_ptr_array_add (outermost->ctes, (gpointer) cte);
  g_ptr_array_add (outermost->cte_texts, g_strdup (text));
}

/**
 * retort_scope_begin_recursion:
 * @self: a scope
 * @cte: a recursive CTE whose definition is written next
 *
 * Inside of its definition only its name is written.
 *
 * Returns: whether it can be: something before it does not read its beginning already
 */
gboolean
retort_scope_begin_recursion (RetortScope *self, const RetortTableClause *cte)
{
  RetortScope *outermost = get_outermost (self);

  outermost->has_recursion = TRUE;
  if (cte->restates == NULL)
    return TRUE;
  if (retort_scope_has_cte (self, cte->restates))
    return FALSE;
  g_ptr_array_add (outermost->ctes, (gpointer) cte->restates);
  return TRUE;
}

/**
 * retort_scope_prepend_ctes:
 * @self: the outermost scope
 * @out: the whole statement
 *
 * Puts WITH and what was kept before the statement.
 */
void
retort_scope_prepend_ctes (RetortScope *self, GString *out)
{
  g_autoptr(GString) with = g_string_new (self->has_recursion ? "WITH RECURSIVE " : "WITH ");

  if (self->cte_texts->len == 0)
    return;
  for (guint i = 0; i < self->cte_texts->len; i++)
    {
      if (i > 0)
        g_string_append (with, ", \n");
      g_string_append (with, g_ptr_array_index (self->cte_texts, i));
    }
  g_string_append (with, "\n ");
  g_string_prepend (out, with->str);
}
