/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Expressions are followed from name to name and from module to module until they end at a MetaData() or at a class or object that
 * brings one along. What is assigned to a naming_convention later counts too; anything else that could change it makes the answer
 * unknown. A list of metadata has no naming_convention, and Alembic then takes SQLAlchemy's own (alembic/operations/schemaobj.py). */
#include "formats/alembic/metadata.h"

#include "formats/alembic/convention.h"
#include "formats/alembic/flask.h"

#include <string.h>

#define MAX_DEPTH 40

/* What an expression stands for, as far as it matters. */
typedef enum
{
  THING_UNKNOWN,
  THING_MODULE,   /* of the project: @module */
  THING_EXTERNAL, /* of somebody else: @name is its dotted name */
  THING_METADATA, /* has a naming_convention: @naming */
  THING_BASE,     /* its .metadata has: @naming */
  THING_FLASK,    /* the class SQLAlchemy of Flask, or one made of it */
  THING_MIGRATE,  /* Flask-Migrate, as the running application knows it */
  THING_PLAIN,    /* has no naming_convention: None, a list */
} ThingKind;

typedef struct
{
  ThingKind           kind;
  RetortDefinitions  *module; /* borrowed from the follower */
  char               *name;
  RetortNaming       *naming; /* nullable */
} Thing;

typedef struct
{
  RetortModuleFiles *files;
  GHashTable        *modules; /* key: name, owned ("" is env.py); value: RetortDefinitions, owned, or NULL: not the project's */
  char              *reason;  /* nullable: why the first unknown is unknown */
  guint              depth;
} Follower;

static void
thing_clear (Thing *self)
{
  g_clear_pointer (&self->name, g_free);
  g_clear_pointer (&self->naming, retort_naming_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Thing, thing_clear)

static Thing follow (Follower *self, RetortDefinitions *module, const RetortPyNode *node);
static Thing follow_name (Follower *self, RetortDefinitions *module, const char *name);

static Thing unknown (Follower *self, RetortDefinitions *module, const RetortPyNode *node, const char *format, ...) G_GNUC_PRINTF (4, 5);

static Thing
unknown (Follower *self, RetortDefinitions *module, const RetortPyNode *node, const char *format, ...)
{
  va_list arguments;
  g_autofree char *what = NULL;
  RetortSource *source = retort_py_tree_get_source (retort_definitions_get_tree (module));

  va_start (arguments, format);
  what = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  if (self->reason == NULL && node == NULL)
    self->reason = g_strdup_printf ("%s in '%s'", what, retort_source_get_path (source));
  else if (self->reason == NULL)
    self->reason = g_strdup_printf ("%s in '%s', line %u", what, retort_source_get_path (source),
                                    retort_source_position_at (source, retort_py_node_span (node).start).line);
  return (Thing){ THING_UNKNOWN };
}

/* Takes over @name. */
static Thing
external (char *name)
{
  return (Thing){ .kind = THING_EXTERNAL, .name = name };
}

static Thing
with_naming (ThingKind kind, RetortNaming *naming)
{
  return (Thing){ .kind = kind, .naming = naming };
}

/* --- Modules --- */

/* (nullable): the project's module of that name */
static RetortDefinitions *
load_module (Follower *self, const char *name)
{
  RetortPyModuleFile file = { 0 };
  RetortDefinitions *module = g_hash_table_lookup (self->modules, name);

  if (module != NULL || g_hash_table_contains (self->modules, name))
    return module;
  if (retort_module_files_load (self->files, name, &file) && file.tree != NULL && file.problem == NULL)
    module = retort_definitions_read (file.tree, name, file.is_package);
  g_clear_pointer (&file.tree, retort_py_tree_unref);
  g_free (file.problem);
  g_hash_table_insert (self->modules, g_strdup (name), module);
  return module;
}

static Thing
module_thing (Follower *self, const char *name)
{
  RetortDefinitions *module = load_module (self, name);

  if (module == NULL)
    return external (g_strdup (name));
  return (Thing){ .kind = THING_MODULE, .module = module };
}

/* `from module import name`: a name of the module, else a module inside. */
static Thing
follow_import (Follower *self, const char *module_name, const char *name)
{
  RetortDefinitions *module = load_module (self, module_name);
  g_autofree char *dotted = g_strdup_printf ("%s.%s", module_name, name);

  if (module != NULL && retort_definitions_has (module, name))
    return follow_name (self, module, name);
  if (module != NULL && load_module (self, dotted) == NULL)
    return follow_name (self, module, name); /* it says what is missing */
  return module_thing (self, dotted);
}

/* --- Conventions --- */

/* Where the dict of a convention is written, through names and modules. */
static const RetortPyNode *
find_dict (Follower *self, RetortDefinitions **module, const RetortPyNode *node)
{
  for (guint i = 0; i < MAX_DEPTH && retort_py_node_is (node, "identifier"); i++)
    {
      g_autofree char *name = retort_py_node_dup_text (retort_definitions_get_tree (*module), node);
      const RetortDefinition *definition = retort_definitions_find (*module, name);

      if (definition != NULL && definition->kind == RETORT_DEFINITION_VALUE)
        node = definition->node;
      else if (definition != NULL && definition->kind == RETORT_DEFINITION_IMPORT && definition->name != NULL
               && load_module (self, definition->module) != NULL)
        {
          const RetortDefinition *there;

          *module = load_module (self, definition->module);
          there = retort_definitions_find (*module, definition->name);
          if (there == NULL || there->kind != RETORT_DEFINITION_VALUE)
            return NULL;
          node = there->node;
        }
      else
        return NULL;
    }
  return node;
}

/* immutabledict({…}), MappingProxyType({…}) */
static const RetortPyNode *
unwrap_dict (RetortDefinitions *module, const RetortPyNode *node)
{
  g_autofree char *function = NULL;

  if (!retort_py_node_is (node, "call"))
    return node;
  function = retort_py_node_dup_text (retort_definitions_get_tree (module), retort_py_node_field (node, RETORT_PY_FIELD_function));
  if (g_str_has_suffix (function, "immutabledict") || g_str_has_suffix (function, "MappingProxyType"))
    return retort_py_node_get_named_child (retort_py_node_field (node, RETORT_PY_FIELD_arguments), 0);
  return node;
}

/* A convention into a thing of @kind; an empty one is SQLAlchemy's own. */
static Thing
read_convention (Follower *self, RetortDefinitions *module, const RetortPyNode *node, ThingKind kind)
{
  RetortDefinitions *where = module;
  const RetortPyNode *dict = unwrap_dict (where, find_dict (self, &where, node));
  g_autoptr(GHashTable) texts = NULL;

  if (retort_py_node_is (dict, "none"))
    return with_naming (kind, NULL);
  texts = retort_convention_read (where, dict);
  if (texts == NULL)
    return unknown (self, module, node, "the naming convention is not a dict of texts that are understood");
  return with_naming (kind, g_hash_table_size (texts) > 0 ? retort_naming_new (texts) : NULL);
}

/* --- Calls --- */

/* metadata= of a call that makes a base; without it the base has a MetaData of its own. */
static Thing
read_metadata_keyword (Follower *self, RetortDefinitions *module, const RetortPyNode *arguments, ThingKind kind)
{
  const RetortPyNode *value = retort_definitions_find_keyword (module, arguments, "metadata");
  Thing metadata;

  if (value == NULL || retort_py_node_is (value, "none"))
    return with_naming (kind, NULL);
  metadata = follow (self, module, value);
  if (metadata.kind == THING_METADATA)
    metadata.kind = kind;
  else if (metadata.kind != THING_UNKNOWN)
    {
      thing_clear (&metadata);
      return unknown (self, module, value, "'metadata' is not understood");
    }
  return metadata;
}

static Thing
make_metadata (Follower *self, RetortDefinitions *module, const RetortPyNode *arguments)
{
  const RetortPyNode *convention = retort_definitions_find_keyword (module, arguments, "naming_convention");

  return convention == NULL ? with_naming (THING_METADATA, NULL)
                                      : read_convention (self, module, convention, THING_METADATA);
}

/* Flask-SQLAlchemy: metadata=, else that of model_class= when it is a declarative base. */
static Thing
make_flask (Follower *self, RetortDefinitions *module, const RetortPyNode *arguments)
{
  const RetortPyNode *model = retort_definitions_find_keyword (module, arguments, "model_class");
  g_auto(Thing) base = { THING_UNKNOWN };

  if (retort_definitions_find_keyword (module, arguments, "metadata") != NULL || model == NULL)
    return read_metadata_keyword (self, module, arguments, THING_BASE);
  base = follow (self, module, model);
  if (base.kind == THING_BASE)
    return with_naming (THING_BASE, g_steal_pointer (&base.naming));
  return unknown (self, module, model, "'model_class' is not understood");
}

static gboolean
is_named (const Thing *thing, const char *last)
{
  const char *dot = strrchr (thing->name, '.');
  gboolean is_ours = g_str_has_prefix (thing->name, "sqlalchemy.") || g_str_has_prefix (thing->name, "sqlmodel.")
                     || g_str_has_prefix (thing->name, "flask_sqlalchemy.");

  return is_ours && dot != NULL && g_str_equal (dot + 1, last);
}

static Thing
call_external (Follower *self, RetortDefinitions *module, const RetortPyNode *node, const Thing *function)
{
  static const char *const base_makers[] = { "declarative_base", "automap_base", "registry", "generate_base" };
  const RetortPyNode *arguments = retort_py_node_field (node, RETORT_PY_FIELD_arguments);

  if (retort_definitions_is_spread (arguments))
    return unknown (self, module, node, "arguments of '%s' are not understood", function->name);
  if (is_named (function, "MetaData"))
    return make_metadata (self, module, arguments);
  if (is_named (function, "SQLAlchemy"))
    return make_flask (self, module, arguments);
  for (guint i = 0; i < G_N_ELEMENTS (base_makers); i++)
    if (is_named (function, base_makers[i]))
      return read_metadata_keyword (self, module, arguments, THING_BASE);
  return unknown (self, module, node, "'%s()' is not known", function->name);
}

/* Is it nothing but a docstring, returns, and conditions that lead to returns? Adds what it returns to @values. */
static gboolean
collect_returns (const RetortPyNode *block, GArray *values)
{
  for (guint i = 0; i < retort_py_node_count_named (block); i++)
    {
      const RetortPyNode *statement = retort_py_node_get_named_child (block, i);
      const RetortPyNode *first = retort_py_node_get_named_child (statement, 0);

      if (retort_py_node_is (statement, "return_statement") && first != NULL)
        g_array_append_val (values, first);
      else if (retort_py_node_is (statement, "if_statement"))
        {
          if (retort_py_node_field (statement, RETORT_PY_FIELD_alternative) != NULL
              || !collect_returns (retort_py_node_field (statement, RETORT_PY_FIELD_consequence), values))
            return FALSE;
        }
      else if (!retort_py_node_is (statement, "comment")
               && (!retort_py_node_is (statement, "expression_statement") || !retort_py_node_is (first, "string")))
        return FALSE;
    }
  return TRUE;
}

/* What a function returns, as long as all of it stands for the same thing at the level of the module. */
static Thing
call_function (Follower *self, RetortDefinitions *module, const RetortPyNode *function)
{
  g_autoptr(GArray) values = g_array_new (FALSE, FALSE, sizeof (RetortPyNode *));
  g_auto(Thing) found = { THING_UNKNOWN };

  if (!collect_returns (retort_py_node_field (function, RETORT_PY_FIELD_body), values) || values->len == 0)
    return unknown (self, module, function, "this function is not followed");
  for (guint i = 0; i < values->len; i++)
    {
      Thing other = follow (self, module, g_array_index (values, const RetortPyNode *, i));
      gboolean is_same = i == 0 || (other.kind == found.kind && retort_naming_equal (other.naming, found.naming));

      thing_clear (&found);
      found = other;
      if (!is_same || found.kind == THING_UNKNOWN)
        return unknown (self, module, function, "what this function returns is not certain");
    }
  return (Thing){ found.kind, found.module, g_steal_pointer (&found.name), g_steal_pointer (&found.naming) };
}

static Thing
follow_call (Follower *self, RetortDefinitions *module, const RetortPyNode *node)
{
  const RetortPyNode *function = retort_py_node_field (node, RETORT_PY_FIELD_function);
  g_autofree char *name = retort_py_node_dup_text (retort_definitions_get_tree (module), function);
  const RetortDefinition *definition = retort_definitions_find (module, name);
  g_auto(Thing) thing = { THING_UNKNOWN };

  if (definition != NULL && definition->kind == RETORT_DEFINITION_FUNCTION)
    return call_function (self, module, definition->node);
  /* registry().generate_base() */
  if (g_str_has_suffix (name, ".generate_base"))
    return follow (self, module, retort_py_node_field (function, RETORT_PY_FIELD_object));
  thing = follow (self, module, function);
  if (thing.kind == THING_EXTERNAL)
    return call_external (self, module, node, &thing);
  if (thing.kind == THING_FLASK)
    return make_flask (self, module, retort_py_node_field (node, RETORT_PY_FIELD_arguments));
  return unknown (self, module, node, "'%s()' is not understood", name);
}

/* --- Classes --- */

/* (nullable): what the body of a class assigns to @name */
static const RetortPyNode *
find_in_body (RetortDefinitions *module, const RetortPyNode *class_node, const char *name)
{
  const RetortPyParts *statements = retort_py_node_get_parts (retort_py_node_field (class_node, RETORT_PY_FIELD_body));
  const RetortPyNode *found = NULL;

  for (guint i = 0; i < statements->n; i++)
    {
      const RetortPyNode *assignment = retort_py_node_get_named_child (statements->nodes[i], 0);
      g_autofree char *left = NULL;

      if (!retort_py_node_is (assignment, "assignment"))
        continue;
      left = retort_py_node_dup_text (retort_definitions_get_tree (module), retort_py_node_field (assignment, RETORT_PY_FIELD_left));
      if (g_str_equal (left, name))
        found = retort_py_node_field (assignment, RETORT_PY_FIELD_right);
    }
  return found;
}

static gboolean
is_declarative (const Thing *base)
{
  return base->kind == THING_EXTERNAL
         && (is_named (base, "DeclarativeBase") || is_named (base, "DeclarativeBaseNoMeta") || is_named (base, "SQLModel"));
}

/* The bases in Python's order; one from elsewhere that is not known is a mixin when another one brings the metadata. */
static Thing
follow_bases (Follower *self, RetortDefinitions *module, const RetortPyNode *class_node)
{
  const RetortPyParts *bases = retort_py_node_get_parts (retort_py_node_field (class_node, RETORT_PY_FIELD_superclasses));

  for (guint i = 0; i < bases->n; i++)
    {
      const RetortPyNode *node = bases->nodes[i];
      Thing base = { THING_UNKNOWN };

      if (!retort_py_node_is (node, "identifier") && !retort_py_node_is (node, "attribute"))
        continue;
      base = follow (self, module, node);
      if (base.kind == THING_BASE || base.kind == THING_FLASK)
        return base;
      if (is_declarative (&base))
        {
          thing_clear (&base);
          return with_naming (THING_BASE, NULL);
        }
      if (base.kind == THING_EXTERNAL && is_named (&base, "SQLAlchemy"))
        {
          thing_clear (&base);
          return (Thing){ THING_FLASK };
        }
      thing_clear (&base);
    }
  return unknown (self, module, class_node, "no base of this class is known to bring a metadata");
}

/* @as_declarative(metadata=…) */
static gboolean
follow_decorator (Follower *self, RetortDefinitions *module, const RetortPyNode *class_node, Thing *thing)
{
  const RetortPyNode *parent = retort_py_node_get_parent (class_node);
  const RetortPyNode *call = retort_py_node_is (parent, "decorated_definition")
                  ? retort_py_node_get_named_child (retort_py_node_get_named_child (parent, 0), 0) : NULL;
  g_autofree char *name = NULL;

  if (!retort_py_node_is (call, "call"))
    return FALSE;
  name = retort_py_node_dup_text (retort_definitions_get_tree (module), retort_py_node_field (call, RETORT_PY_FIELD_function));
  if (!g_str_has_suffix (name, "as_declarative"))
    return FALSE;
  *thing = read_metadata_keyword (self, module, retort_py_node_field (call, RETORT_PY_FIELD_arguments), THING_BASE);
  return TRUE;
}

static Thing
follow_class (Follower *self, RetortDefinitions *module, const RetortPyNode *class_node)
{
  const RetortPyNode *metadata = find_in_body (module, class_node, "metadata");
  const RetortPyNode *registry = find_in_body (module, class_node, "registry");
  Thing thing = { THING_UNKNOWN };

  if (follow_decorator (self, module, class_node, &thing))
    return thing;
  if (metadata == NULL && registry == NULL)
    return follow_bases (self, module, class_node);
  thing = follow (self, module, metadata == NULL ? registry : metadata);
  if (thing.kind == THING_METADATA)
    thing.kind = THING_BASE;
  return thing;
}

/* --- Expressions --- */

static Thing
follow_definition (Follower *self, RetortDefinitions *module, const RetortDefinition *definition)
{
  switch (definition->kind)
    {
    case RETORT_DEFINITION_VALUE:
      return follow (self, module, definition->node);
    case RETORT_DEFINITION_CLASS:
      return follow_class (self, module, definition->node);
    case RETORT_DEFINITION_IMPORT:
      return definition->name != NULL ? follow_import (self, definition->module, definition->name)
                                      : module_thing (self, definition->module);
    case RETORT_DEFINITION_FUNCTION:
    case RETORT_DEFINITION_UNCERTAIN:
      return unknown (self, module, definition->node, "what is bound here is not certain");
    }
  g_assert_not_reached ();
}

/* A name that the module does not bind itself may come from `import *`. */
static Thing
follow_name (Follower *self, RetortDefinitions *module, const char *name)
{
  const RetortDefinition *definition = retort_definitions_find (module, name);
  GPtrArray *stars = retort_definitions_get_stars (module);
  const RetortPyNode *nowhere = NULL;
  Thing thing;

  if (self->depth >= MAX_DEPTH)
    return unknown (self, module, nowhere, "'%s' leads too far", name);
  self->depth++;
  if (definition != NULL)
    thing = follow_definition (self, module, definition);
  else
    {
      thing = unknown (self, module, nowhere, "'%s' is not found", name);
      for (guint i = stars->len; i > 0 && thing.kind == THING_UNKNOWN; i--)
        {
          RetortDefinitions *other = load_module (self, g_ptr_array_index (stars, i - 1));

          if (other == NULL || (!retort_definitions_has (other, name) && retort_definitions_get_stars (other)->len == 0))
            continue;
          g_clear_pointer (&self->reason, g_free);
          thing = follow_name (self, other, name);
        }
    }
  self->depth--;
  return thing;
}

/* The database that the project hands to Flask-Migrate; at several places they must have one convention. */
static Thing
follow_flask (Follower *self, RetortDefinitions *module, const RetortPyNode *node)
{
  g_auto(RetortFlask) flask = { 0 };
  g_auto(Thing) found = { THING_UNKNOWN };

  retort_flask_read (&flask, self->files);
  if (flask.problem != NULL || flask.databases->len == 0)
    return unknown (self, module, node, "%s", flask.problem != NULL ? flask.problem : "no module of the project gives a database to Flask-Migrate");
  for (guint i = 0; i < flask.databases->len; i++)
    {
      const RetortFlaskDatabase *database = g_ptr_array_index (flask.databases, i);
      Thing other = follow_import (self, database->module, database->name);
      gboolean is_same = i == 0 || (other.kind == found.kind && retort_naming_equal (other.naming, found.naming));

      thing_clear (&found);
      found = other;
      if (!is_same || found.kind != THING_BASE)
        return unknown (self, module, node, "'%s.%s', which is given to Flask-Migrate, is not understood", database->module, database->name);
    }
  return with_naming (THING_BASE, g_steal_pointer (&found.naming));
}

static Thing
attribute_of (Follower *self, RetortDefinitions *module, const RetortPyNode *node, Thing *object, const char *name)
{
  if (object->kind == THING_MODULE)
    return follow_import (self, retort_definitions_get_name (object->module), name);
  if (object->kind == THING_EXTERNAL && is_declarative (object) && g_str_equal (name, "metadata"))
    return with_naming (THING_METADATA, NULL);
  if (object->kind == THING_EXTERNAL)
    {
      g_autofree char *dotted = g_strdup_printf ("%s.%s", object->name, name);

      return module_thing (self, dotted); /* a folder without an __init__.py may hold modules of the project */
    }
  if (object->kind == THING_BASE && g_str_equal (name, "metadata"))
    return with_naming (THING_METADATA, g_steal_pointer (&object->naming));
  if (object->kind == THING_BASE && g_str_equal (name, "Model"))
    return with_naming (THING_BASE, g_steal_pointer (&object->naming));
  if (object->kind == THING_MIGRATE && g_str_equal (name, "db"))
    return follow_flask (self, module, node);
  if (object->kind == THING_UNKNOWN)
    return (Thing){ THING_UNKNOWN };
  return unknown (self, module, node, "'.%s' is not understood", name);
}

/* current_app.extensions["migrate"], and db.metadatas[None]: the metadata of the database without a bind key */
static Thing
follow_subscript (Follower *self, RetortDefinitions *module, const RetortPyNode *node)
{
  RetortPyTree *tree = retort_definitions_get_tree (module);
  const RetortPyNode *value = retort_py_node_field (node, RETORT_PY_FIELD_value);
  g_autofree char *text = retort_py_node_dup_text (tree, node);

  if (retort_flask_is_extension (text, ""))
    return (Thing){ THING_MIGRATE };
  if (g_str_has_suffix (text, ".metadatas[None]") && retort_py_node_is (value, "attribute"))
    {
      g_auto(Thing) object = follow (self, module, retort_py_node_field (value, RETORT_PY_FIELD_object));

      return attribute_of (self, module, node, &object, "metadata");
    }
  return unknown (self, module, node, "'%s' is not understood", text);
}

static Thing
follow (Follower *self, RetortDefinitions *module, const RetortPyNode *node)
{
  RetortPyTree *tree = retort_definitions_get_tree (module);
  g_autofree char *name = NULL;

  if (retort_py_node_is (node, "identifier"))
    {
      name = retort_py_node_dup_text (tree, node);
      return follow_name (self, module, name);
    }
  if (retort_py_node_is (node, "attribute"))
    {
      g_auto(Thing) object = follow (self, module, retort_py_node_field (node, RETORT_PY_FIELD_object));

      name = retort_py_node_dup_text (tree, retort_py_node_field (node, RETORT_PY_FIELD_attribute));
      return attribute_of (self, module, node, &object, name);
    }
  if (retort_py_node_is (node, "call"))
    return follow_call (self, module, node);
  if (retort_py_node_is (node, "subscript"))
    return follow_subscript (self, module, node);
  if (retort_py_node_is (node, "none") || retort_py_node_is (node, "list") || retort_py_node_is (node, "tuple"))
    return (Thing){ THING_PLAIN };
  if (retort_py_node_is (node, "parenthesized_expression"))
    return follow (self, module, retort_py_node_get_named_child (node, 0));
  name = retort_py_node_dup_text (tree, node);
  return unknown (self, module, node, "'%s' is not understood", name);
}

/* --- What is assigned later --- */

/* "….naming_convention = …" anywhere in the modules that were read. Sets @thing to the last; FALSE: there is none. */
static gboolean
find_assignment (Follower *self, RetortDefinitions *module, const RetortPyNode *node, Thing *thing)
{
  gboolean is_found = FALSE;

  for (guint i = 0; i < retort_py_node_count_named (node); i++)
    {
      const RetortPyNode *child = retort_py_node_get_named_child (node, i);
      const RetortPyNode *left = retort_py_node_is (child, "assignment") ? retort_py_node_field (child, RETORT_PY_FIELD_left) : NULL;
      g_autofree char *text = left == NULL ? NULL : retort_py_node_dup_text (retort_definitions_get_tree (module), left);

      if (text != NULL && g_str_has_suffix (text, ".naming_convention"))
        {
          thing_clear (thing);
          *thing = read_convention (self, module, retort_py_node_field (child, RETORT_PY_FIELD_right), THING_METADATA);
          is_found = TRUE;
        }
      else
        is_found = find_assignment (self, module, child, thing) || is_found;
    }
  return is_found;
}

/* The text says it somewhere: only then the tree is walked. */
static gboolean
mentions_convention (RetortDefinitions *module)
{
  return strstr (retort_source_get_text (retort_py_tree_get_source (retort_definitions_get_tree (module))), ".naming_convention") != NULL;
}

/* Every module that was read on the way, and what env.py imports, since importing it may assign. */
static void
apply_assignments (Follower *self, Thing *thing)
{
  RetortDefinitions *environment = g_hash_table_lookup (self->modules, "");
  g_autoptr(GPtrArray) imported = retort_definitions_list_imports (environment);
  g_autoptr(GList) modules = NULL;

  for (guint i = 0; i < imported->len; i++)
    load_module (self, g_ptr_array_index (imported, i));
  modules = g_hash_table_get_values (self->modules);
  for (GList *link = modules; link != NULL; link = link->next)
    {
      Thing assigned = { THING_UNKNOWN };

      if (link->data == NULL || !mentions_convention (link->data))
        continue;
      if (!find_assignment (self, link->data, retort_py_tree_get_root (retort_definitions_get_tree (link->data)), &assigned))
        continue;
      thing_clear (thing);
      *thing = assigned;
    }
}

static void
free_module (gpointer data)
{
  if (data != NULL)
    retort_definitions_free (data);
}

/**
 * retort_metadata_follow:
 * @self: (out caller-allocates): the answer
 * @files: the project's modules
 * @tree: env.py
 * @expression: what env.py gives as target_metadata, at the level of the module
 *
 * Follows an expression to a naming convention. Any thread; reads files.
 */
void
retort_metadata_follow (RetortMetadataAnswer *self, RetortModuleFiles *files, RetortPyTree *tree, const RetortPyNode *expression)
{
  g_autoptr(GHashTable) modules = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, free_module);
  Follower follower = { files, modules, NULL, 0 };
  RetortDefinitions *environment = retort_definitions_read (tree, "", FALSE);
  g_auto(Thing) thing = { THING_UNKNOWN };

  g_hash_table_insert (modules, g_strdup (""), environment);
  thing = follow (&follower, environment, expression);
  if (thing.kind != THING_PLAIN)
    apply_assignments (&follower, &thing);
  self->is_known = thing.kind == THING_METADATA || thing.kind == THING_PLAIN;
  self->naming = self->is_known ? g_steal_pointer (&thing.naming) : NULL;
  if (thing.kind == THING_EXTERNAL && follower.reason == NULL)
    follower.reason = g_strdup_printf ("'%s' is not in the project", thing.name);
  self->reason = self->is_known ? NULL : g_strdup (follower.reason != NULL ? follower.reason : "it is no metadata");
  g_free (follower.reason);
}

/**
 * retort_metadata_answer_clear:
 * @self: an answer
 */
void
retort_metadata_answer_clear (RetortMetadataAnswer *self)
{
  g_clear_pointer (&self->naming, retort_naming_unref);
  g_clear_pointer (&self->reason, g_free);
}
