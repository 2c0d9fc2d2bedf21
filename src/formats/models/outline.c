/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Bases are followed left to right and depth first, each once: Python's own order but for diamonds that cross, which models do not have. */
#include "formats/models/outline.h"

#include <string.h>

/* What a base of somebody else's means, by the end of its dotted name. */
typedef enum
{
  BASE_ROOT,        /* what derives from it directly is a declarative base */
  BASE_DECLARATIVE, /* a declarative base */
  BASE_FLASK,       /* one that gives names to tables */
  BASE_SQLMODEL,
  BASE_PYDANTIC,
  BASE_PLAIN, /* brings no column along */
} BaseKind;

static const struct
{
  const char *suffix;
  BaseKind    kind;
} known_bases[] = {
  { ".DeclarativeBase", BASE_ROOT },
  { ".DeclarativeBaseNoMeta", BASE_ROOT },
  { ".declarative_base()", BASE_DECLARATIVE },
  { ".automap_base()", BASE_DECLARATIVE },
  { ".generate_base()", BASE_DECLARATIVE },
  { "SQLAlchemy().Model", BASE_FLASK },
  { "sqlmodel.SQLModel", BASE_SQLMODEL },
  { "sqlmodel.main.SQLModel", BASE_SQLMODEL },
  { "pydantic.BaseModel", BASE_PYDANTIC },
  { "pydantic.main.BaseModel", BASE_PYDANTIC },
  { "pydantic.generics.GenericModel", BASE_PYDANTIC },
  { "pydantic.v1.BaseModel", BASE_PYDANTIC },
  { ".MappedAsDataclass", BASE_PLAIN },
  { ".AsyncAttrs", BASE_PLAIN },
  { "builtins.object", BASE_PLAIN },
  { "builtins.str", BASE_PLAIN },
  { "abc.ABC", BASE_PLAIN },
  { "typing.Generic", BASE_PLAIN },
  { "typing.Protocol", BASE_PLAIN },
};

static void
entry_free (gpointer data)
{
  RetortClassEntry *self = data;

  g_free (self->name);
  g_free (self);
}

static void
part_free (gpointer data)
{
  RetortClassPart *self = data;

  g_ptr_array_unref (self->entries);
  g_free (self);
}

/**
 * retort_class_outline_free:
 * @self: (transfer full): an outline
 */
void
retort_class_outline_free (RetortClassOutline *self)
{
  g_free (self->name);
  g_free (self->parent);
  g_free (self->unknown_base);
  g_ptr_array_unref (self->parts);
  g_free (self);
}

/* --- The body --- */

static RetortClassEntry *
add_entry (RetortClassPart *part, const RetortPyNode *name, const RetortPyNode *statement)
{
  RetortClassEntry *entry = g_new0 (RetortClassEntry, 1);

  entry->name = retort_py_node_dup_text (retort_definitions_get_tree (part->module), name);
  entry->module = part->module;
  entry->statement = statement;
  g_ptr_array_add (part->entries, entry);
  return entry;
}

/* What the only `return` of a body gives. */
static const RetortPyNode *
find_return (const RetortPyNode *body)
{
  const RetortPyNode *found = NULL;

  for (guint i = 0; i < retort_py_node_count_named (body); i++)
    {
      const RetortPyNode *child = retort_py_node_get_named_child (body, i);

      if (retort_py_node_is (child, "return_statement") && found == NULL)
        found = retort_py_node_get_named_child (child, 0);
      else if (!retort_py_node_is (child, "expression_statement") && !retort_py_node_is (child, "comment"))
        return NULL;
    }
  return found;
}

static gboolean
is_declared_attr (RetortDefinitions *module, const RetortPyNode *statement)
{
  for (guint i = 0; i < retort_py_node_count_named (statement); i++)
    {
      const RetortPyNode *child = retort_py_node_get_named_child (statement, i);
      g_autofree char *text = NULL;

      if (!retort_py_node_is (child, "decorator"))
        continue;
      text = retort_py_node_dup_text (retort_definitions_get_tree (module), child);
      if (strstr (text, "declared_attr") != NULL)
        return TRUE;
    }
  return FALSE;
}

static void
read_function (RetortClassPart *part, const RetortPyNode *statement)
{
  gboolean is_decorated = retort_py_node_is (statement, "decorated_definition");
  const RetortPyNode *function = is_decorated ? retort_py_node_field (statement, RETORT_PY_FIELD_definition) : statement;
  RetortClassEntry *entry;

  if (!retort_py_node_is (function, "function_definition"))
    return;
  entry = add_entry (part, retort_py_node_field (function, RETORT_PY_FIELD_name), statement);
  entry->is_declared = is_decorated && is_declared_attr (part->module, statement);
  entry->is_function = !entry->is_declared;
  if (entry->is_declared)
    {
      entry->function = function;
      entry->value = find_return (retort_py_node_field (function, RETORT_PY_FIELD_body));
      entry->annotation = retort_py_node_field (function, RETORT_PY_FIELD_return_type);
    }
}

static void
read_assignment (RetortClassPart *part, const RetortPyNode *statement)
{
  const RetortPyNode *assignment = retort_py_node_get_named_child (statement, 0);
  RetortClassEntry *entry;

  if (!retort_py_node_is (assignment, "assignment")
      || !retort_py_node_is (retort_py_node_field (assignment, RETORT_PY_FIELD_left), "identifier"))
    return;
  entry = add_entry (part, retort_py_node_field (assignment, RETORT_PY_FIELD_left), statement);
  entry->annotation = retort_py_node_field (assignment, RETORT_PY_FIELD_type);
  entry->value = retort_py_node_field (assignment, RETORT_PY_FIELD_right);
  while (retort_py_node_is (entry->value, "parenthesized_expression"))
    entry->value = retort_py_node_get_named_child (entry->value, 0);
}

static RetortClassPart *
read_part (RetortDefinitions *module, const RetortPyNode *klass)
{
  RetortClassPart *part = g_new0 (RetortClassPart, 1);
  const RetortPyNode *body = retort_py_node_field (klass, RETORT_PY_FIELD_body);

  part->module = module;
  part->node = klass;
  part->entries = g_ptr_array_new_with_free_func (entry_free);
  for (guint i = 0; body != NULL && i < retort_py_node_count_named (body); i++)
    {
      const RetortPyNode *child = retort_py_node_get_named_child (body, i);

      if (retort_py_node_is (child, "expression_statement"))
        read_assignment (part, child);
      else if (retort_py_node_is (child, "function_definition") || retort_py_node_is (child, "decorated_definition"))
        read_function (part, child);
    }
  return part;
}

static const RetortClassEntry *
find_entry (const RetortClassPart *part, const char *name)
{
  for (guint i = part->entries->len; i > 0; i--)
    {
      const RetortClassEntry *entry = g_ptr_array_index (part->entries, i - 1);

      if (g_str_equal (entry->name, name))
        return entry;
    }
  return NULL;
}

/* --- Bases --- */

/* Reading one class with its bases. */
typedef struct
{
  RetortModelNames   *names;
  RetortClassOutline *outline;
} Reader;

static void visit (Reader *self, RetortDefinitions *module, const RetortPyNode *klass);

static void
take_external (RetortClassOutline *outline, const RetortPyNode *klass, const char *external)
{
  for (guint i = 0; i < G_N_ELEMENTS (known_bases); i++)
    if (g_str_has_suffix (external, known_bases[i].suffix))
      {
        outline->is_declarative = outline->is_declarative || known_bases[i].kind <= BASE_FLASK;
        outline->is_flask = outline->is_flask || known_bases[i].kind == BASE_FLASK;
        outline->is_sqlmodel = outline->is_sqlmodel || known_bases[i].kind == BASE_SQLMODEL;
        outline->is_pydantic = outline->is_pydantic || known_bases[i].kind == BASE_PYDANTIC;
        outline->is_base = outline->is_base || (outline->parts->len == 1 && known_bases[i].kind == BASE_ROOT);
        if (known_bases[i].kind == BASE_ROOT)
          outline->root = klass;
        return;
      }
  if (outline->unknown_base == NULL)
    outline->unknown_base = g_strdup (external);
}

static gboolean
is_true (RetortDefinitions *module, const RetortPyNode *bases, const char *keyword)
{
  const RetortPyNode *value = bases == NULL ? bases : retort_definitions_find_keyword (module, bases, keyword);

  return value != NULL && retort_py_node_is (value, "true");
}

static gboolean
says_table (const RetortClassPart *part)
{
  return is_true (part->module, retort_py_node_field (part->node, RETORT_PY_FIELD_superclasses), "table");
}

/* A class with a table of its own: its columns stay there. */
static gboolean
take_parent (Reader *self, const RetortModelName *base)
{
  g_autoptr(RetortClassOutline) parent = retort_class_outline_read (self->names, base->module, base->node);

  if (!parent->has_table && parent->parent == NULL)
    return FALSE;
  g_free (self->outline->parent);
  self->outline->parent = g_strdup (parent->has_table ? parent->name : parent->parent);
  self->outline->is_declarative = self->outline->is_declarative || parent->is_declarative;
  self->outline->is_sqlmodel = self->outline->is_sqlmodel || parent->is_sqlmodel;
  self->outline->is_flask = self->outline->is_flask || parent->is_flask;
  self->outline->root = parent->root;
  return TRUE;
}

static gboolean
is_visited (const Reader *self, const RetortPyNode *klass)
{
  for (guint i = 0; i < self->outline->parts->len; i++)
    if (((RetortClassPart *) g_ptr_array_index (self->outline->parts, i))->node == klass)
      return TRUE;
  return FALSE;
}

/* @klass: whose base it is */
static void
take_base (Reader *self, RetortDefinitions *module, const RetortPyNode *klass, const RetortPyNode *node)
{
  g_auto(RetortModelName) base = { 0 };

  if (retort_py_node_is (node, "keyword_argument") || retort_py_node_is (node, "comment"))
    return;
  retort_model_names_resolve (self->names, module, node, &base);
  if (base.kind == RETORT_MODEL_NAME_EXTERNAL)
    take_external (self->outline, klass, base.external);
  else if (base.kind == RETORT_MODEL_NAME_CLASS && !is_visited (self, base.node))
    {
      if (!take_parent (self, &base))
        visit (self, base.module, base.node);
    }
  else if (base.kind != RETORT_MODEL_NAME_CLASS && self->outline->unknown_base == NULL)
    self->outline->unknown_base = retort_py_node_dup_text (retort_definitions_get_tree (module), node);
}

/* @as_declarative() makes a class a declarative base. */
static gboolean
is_made_base (const Reader *self, RetortDefinitions *module, const RetortPyNode *klass)
{
  static const char *const makers[] = { "sqlalchemy.orm.as_declarative()", "sqlalchemy.ext.declarative.as_declarative()", NULL };
  const RetortPyNode *parent = retort_py_node_get_parent (klass);

  for (guint i = 0; retort_py_node_is (parent, "decorated_definition") && i < retort_py_node_count_named (parent); i++)
    {
      const RetortPyNode *child = retort_py_node_get_named_child (parent, i);

      if (retort_py_node_is (child, "decorator")
          && retort_model_names_is (self->names, module, retort_py_node_get_named_child (child, 0), makers))
        return TRUE;
    }
  return FALSE;
}

static void
visit (Reader *self, RetortDefinitions *module, const RetortPyNode *klass)
{
  const RetortPyNode *bases = retort_py_node_field (klass, RETORT_PY_FIELD_superclasses);
  RetortClassOutline *outline = self->outline;

  if (is_made_base (self, module, klass))
    {
      outline->is_declarative = TRUE;
      outline->is_base = outline->is_base || outline->parts->len == 0;
      outline->root = klass;
    }
  g_ptr_array_add (self->outline->parts, read_part (module, klass));
  for (guint i = 0; bases != NULL && i < retort_py_node_count_named (bases) && self->outline->parts->len < 64; i++)
    take_base (self, module, klass, retort_py_node_get_named_child (bases, i));
}

/* Column(…, primary_key=True) in the class itself. */
static gboolean
has_own_key (const RetortClassPart *part)
{
  for (guint i = 0; i < part->entries->len; i++)
    {
      const RetortClassEntry *entry = g_ptr_array_index (part->entries, i);
      const RetortPyNode *arguments = entry->value == NULL ? NULL : retort_py_node_field (entry->value, RETORT_PY_FIELD_arguments);

      if (is_true (entry->module, arguments, "primary_key"))
        return TRUE;
    }
  return FALSE;
}

/* Flask-SQLAlchemy names the table of a class that does not (flask_sqlalchemy/model.py, should_set_tablename()), but for one that
 * shares the table of the class above it. */
static gboolean
is_named_by_flask (const RetortClassOutline *self)
{
  return self->is_flask && (self->parent == NULL || has_own_key (retort_class_outline_get_own (self)));
}

/* A name of the class's own, or one that a mixin gives. */
static void
decide_table (RetortClassOutline *self)
{
  const RetortClassPart *own = retort_class_outline_get_own (self);
  const RetortClassEntry *abstract = find_entry (own, "__abstract__");
  const RetortClassEntry *name = retort_class_outline_find (self, "__tablename__");

  self->is_abstract = self->is_base || (abstract != NULL && retort_py_node_is (abstract->value, "true"));
  if (self->is_sqlmodel)
    self->has_table = says_table (own);
  else if (self->is_declarative && !self->is_abstract)
    self->has_table = name != NULL ? name->value == NULL || !retort_py_node_is (name->value, "none") : is_named_by_flask (self);
}

/**
 * retort_class_outline_read:
 * @names: the project's names
 * @module: a module
 * @klass: one of its classes
 *
 * Returns: (transfer full): what the class is, by its text
 */
RetortClassOutline *
retort_class_outline_read (RetortModelNames *names, RetortDefinitions *module, const RetortPyNode *klass)
{
  RetortClassOutline *self = g_new0 (RetortClassOutline, 1);
  Reader reader = { names, self };

  self->name = retort_py_node_dup_text (retort_definitions_get_tree (module), retort_py_node_field (klass, RETORT_PY_FIELD_name));
  self->parts = g_ptr_array_new_with_free_func (part_free);
  visit (&reader, module, klass);
  decide_table (self);
  return self;
}

/**
 * retort_class_outline_get_own:
 * @self: an outline
 *
 * Returns: (transfer none): the class itself
 */
const RetortClassPart *
retort_class_outline_get_own (const RetortClassOutline *self)
{
  return g_ptr_array_index (self->parts, 0);
}

/**
 * retort_class_outline_find:
 * @self: an outline
 * @name: a name
 *
 * Returns: (transfer none) (nullable): what the class, or what it derives from, binds to the name
 */
const RetortClassEntry *
retort_class_outline_find (const RetortClassOutline *self, const char *name)
{
  for (guint i = 0; i < self->parts->len; i++)
    {
      const RetortClassEntry *entry = find_entry (g_ptr_array_index (self->parts, i), name);

      if (entry != NULL)
        return entry;
    }
  return NULL;
}
