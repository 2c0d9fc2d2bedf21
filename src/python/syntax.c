/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Parsing with tree-sitter and the few helpers that every reader of such a tree needs. A tree may hold errors;
 * whether Python would take the text is the validator's business. */
#include "python/syntax.h"

#include "python/nesting.h"
#include "python/node-table.h"

#include <string.h>

struct _RetortPyTree
{
  RetortSource      *source;
  RetortPyNodeTable *nodes;
  const char *problem; /* nullable, static: why @nodes are those of an empty text */
  int         inner_bindings; /* atomic; see retort_py_tree_has_inner_bindings(): 0 nobody asked, 1 no, 2 yes */
};

/* What a source keeps of its text, so that it is parsed and found good once for several readers. */
typedef struct
{
  RetortPyNodeTable *nodes;    /* nullable: they are packed */
  GBytes            *pack;     /* nullable: they are not packed */
  int                is_sound; /* atomic; of what is packed */
  int                length;   /* of the text, in bytes */
} KeptNodes;

/* Nodes are some thirteen times as large as their texts, and packed ones not twice: only so many bytes of text have theirs kept, in the
 * whole process. A project is read before it is compiled; what was not kept would be parsed twice. */
#define MAX_KEPT_BYTES (1 * 1024 * 1024)
#define MAX_PACKED_BYTES (10 * 1024 * 1024)
static int n_kept_bytes;   /* atomic */
static int n_packed_bytes; /* atomic */

static void
kept_nodes_free (gpointer data)
{
  KeptNodes *self = data;

  g_atomic_int_add (self->pack != NULL ? &n_packed_bytes : &n_kept_bytes, -self->length);
  g_clear_pointer (&self->nodes, retort_py_node_table_unref);
  g_clear_pointer (&self->pack, g_bytes_unref);
  g_free (self);
}

/* Takes the place of a text, when there is one. */
static gboolean
take_place (int *n_bytes, gsize most, gsize length)
{
  if (length > most || g_atomic_int_get (n_bytes) + (int) length > (int) most)
    return FALSE;
  g_atomic_int_add (n_bytes, (int) length);
  return TRUE;
}

static void
keep_nodes (RetortSource *source, RetortPyNodeTable *nodes)
{
  gsize length = retort_source_get_length (source);
  g_autoptr(GBytes) pack = NULL;
  KeptNodes *kept;

  if (!take_place (&n_kept_bytes, MAX_KEPT_BYTES, length))
    {
      pack = retort_py_node_table_pack (nodes);
      if (pack == NULL || !take_place (&n_packed_bytes, MAX_PACKED_BYTES, length))
        return;
    }
  kept = g_new0 (KeptNodes, 1);
  kept->nodes = pack == NULL ? retort_py_node_table_ref (nodes) : NULL;
  kept->pack = g_steal_pointer (&pack);
  kept->length = (int) length;
  retort_source_keep (source, kept, kept_nodes_free);
}

static RetortPyNodeTable *
dup_nodes (const KeptNodes *kept)
{
  RetortPyNodeTable *nodes;

  if (kept->nodes != NULL)
    return retort_py_node_table_ref (kept->nodes);
  nodes = retort_py_node_table_unpack (kept->pack);
  if (g_atomic_int_get (&kept->is_sound))
    retort_py_node_table_set_sound (nodes);
  return nodes;
}

static void
free_last_tree (gpointer data)
{
  retort_py_tree_unref (data);
}

/* Of a thread: who asks many questions about one text asks them one after the other. */
static GPrivate last_tree = G_PRIVATE_INIT (free_last_tree);

static RetortPyTree *
remember_tree (RetortPyTree *self)
{
  if (retort_source_get_length (self->source) <= MAX_KEPT_BYTES)
    g_private_replace (&last_tree, retort_py_tree_ref (self));
  return self;
}

/**
 * retort_py_tree_parse:
 * @source: a text of Python
 *
 * Parses a text. Never fails: what is no Python becomes ERROR and MISSING nodes, and of what cannot be parsed there is
 * an empty tree, which retort_py_validate() tells (see retort_py_tree_get_problem()). Any thread.
 *
 * Returns: (transfer full): the tree
 */
RetortPyTree *
retort_py_tree_parse (RetortSource *source)
{
  RetortPyTree *last = g_private_get (&last_tree);
  RetortPyTree *self = NULL;
  const KeptNodes *kept = retort_source_get_kept (source);
  gsize length = retort_source_get_length (source);

  if (last != NULL && last->source == source)
    return retort_py_tree_ref (last);
  self = g_atomic_rc_box_new0 (RetortPyTree);
  self->source = retort_source_ref (source);
  if (kept != NULL)
    {
      self->nodes = dup_nodes (kept);
      return remember_tree (self);
    }
  self->problem = retort_py_nesting_is_deep (retort_source_get_text (source), length) ? "it is nested too deeply" : NULL;
  if (self->problem == NULL)
    self->nodes = retort_py_node_table_parse (retort_source_get_text (source), length);
  if (self->nodes != NULL)
    keep_nodes (source, self->nodes);
  else
    {
      self->nodes = retort_py_node_table_parse ("", 0);
      self->problem = self->problem != NULL ? self->problem : "it is too large, or too far from Python";
    }
  return remember_tree (self);
}

/**
 * retort_py_tree_ref:
 * @self: a tree
 *
 * Returns: (transfer full): @self
 */
RetortPyTree *
retort_py_tree_ref (RetortPyTree *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
tree_clear (gpointer data)
{
  RetortPyTree *self = data;

  g_clear_pointer (&self->source, retort_source_unref);
  g_clear_pointer (&self->nodes, retort_py_node_table_unref);
}

/**
 * retort_py_tree_unref:
 * @self: (transfer full): a tree
 */
void
retort_py_tree_unref (RetortPyTree *self)
{
  g_atomic_rc_box_release_full (self, tree_clear);
}

/**
 * retort_py_tree_get_source:
 * @self: a tree
 *
 * Returns: (transfer none): the text that was parsed
 */
RetortSource *
retort_py_tree_get_source (const RetortPyTree *self)
{
  return self->source;
}

/**
 * retort_py_tree_get_problem:
 * @self: a tree
 *
 * Returns: (nullable): why nothing is known of the text, as a clause; %NULL when it was parsed
 */
const char *
retort_py_tree_get_problem (const RetortPyTree *self)
{
  return self->problem;
}

/**
 * retort_py_tree_is_sound: (skip)
 * @self: a tree
 *
 * Returns: whether retort_py_tree_set_sound() was said of its text
 */
gboolean
retort_py_tree_is_sound (const RetortPyTree *self)
{
  return retort_py_node_table_is_sound (self->nodes);
}

/**
 * retort_py_tree_set_sound: (skip)
 * @self: a tree of which the validator found nothing to say
 *
 * Remembers it for the next reader of the same text.
 */
void
retort_py_tree_set_sound (const RetortPyTree *self)
{
  KeptNodes *kept = retort_source_get_kept (self->source);

  retort_py_node_table_set_sound (self->nodes);
  if (kept != NULL)
    g_atomic_int_set (&kept->is_sound, TRUE);
}

/**
 * retort_py_tree_has_inner_bindings: (skip)
 * @self: a tree
 *
 * Returns: whether its text may have a walrus or a yield, which say something of names from inside an expression; asked of the
 *   whole text once
 */
gboolean
retort_py_tree_has_inner_bindings (RetortPyTree *self)
{
  int known = g_atomic_int_get (&self->inner_bindings);
  const char *text = retort_source_get_text (self->source);

  if (known == 0)
    {
      known = strstr (text, ":=") != NULL || strstr (text, "yield") != NULL ? 2 : 1;
      g_atomic_int_set (&self->inner_bindings, known);
    }
  return known == 2;
}

/**
 * retort_py_tree_get_root:
 * @self: a tree
 *
 * Returns: the module; valid as long as @self
 */
const RetortPyNode *
retort_py_tree_get_root (const RetortPyTree *self)
{
  return retort_py_node_table_get_root (self->nodes);
}

/**
 * retort_py_node_dup_text:
 * @self: the tree of @node
 * @node: a node
 *
 * Returns: (transfer full): its text
 */
char *
retort_py_node_dup_text (const RetortPyTree *self, const RetortPyNode *node)
{
  return retort_source_dup_span (self->source, retort_py_node_span (node));
}
