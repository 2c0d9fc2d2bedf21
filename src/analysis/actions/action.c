/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One reader per kind of statement, found in a table. */
#include "analysis/actions/action.h"

#include <glib/gi18n.h>

typedef void (*Reader) (const PgQuery__Node *node, GArray *actions);

/* protobuf has empty strings where the grammar has nothing. */
static const char *
text_or_null (const char *text)
{
  return text != NULL && text[0] != '\0' ? text : NULL;
}

static RetortAction
action_on (RetortActionKind kind, const PgQuery__RangeVar *relation)
{
  RetortAction action = { .kind = kind };

  if (relation != NULL)
    {
      action.schema = text_or_null (relation->schemaname);
      action.table = text_or_null (relation->relname);
    }
  return action;
}

/* The last part of a qualified name is the name, the one before it the schema. */
static RetortAction
action_named (RetortActionKind kind, size_t n_names, PgQuery__Node *const *names)
{
  RetortAction action = { .kind = kind };

  action.name = retort_sql_names_get_last (n_names, names);
  if (n_names > 1)
    action.schema = retort_sql_names_get_last (n_names - 1, names);
  return action;
}

static void
add_constraint (GArray *actions, const PgQuery__RangeVar *relation, const PgQuery__ColumnDef *column,
                const PgQuery__AlterTableCmd *command, const PgQuery__Node *node)
{
  RetortAction action = action_on (RETORT_ACTION_ADD_CONSTRAINT, relation);

  if (node->node_case != PG_QUERY__NODE__NODE_CONSTRAINT)
    return;
  action.name = text_or_null (node->constraint->conname);
  action.constraint = node->constraint;
  action.column = column;
  action.command = command;
  g_array_append_val (actions, action);
}

static void
add_column_constraints (GArray *actions, const PgQuery__RangeVar *relation,
                        const PgQuery__ColumnDef *column)
{
  for (size_t i = 0; i < column->n_constraints; i++)
    add_constraint (actions, relation, column, NULL, column->constraints[i]);
}

static void
read_create_table (const PgQuery__Node *node, GArray *actions)
{
  const PgQuery__CreateStmt *create = node->create_stmt;
  RetortAction action = action_on (RETORT_ACTION_CREATE_TABLE, create->relation);

  action.is_guarded = create->if_not_exists;
  g_array_append_val (actions, action);
  for (size_t i = 0; i < create->n_table_elts; i++)
    {
      const PgQuery__Node *element = create->table_elts[i];

      if (element->node_case == PG_QUERY__NODE__NODE_COLUMN_DEF)
        add_column_constraints (actions, create->relation, element->column_def);
      else
        add_constraint (actions, create->relation, NULL, NULL, element);
    }
}

static void
read_create_table_as (const PgQuery__Node *node, GArray *actions)
{
  const PgQuery__CreateTableAsStmt *create = node->create_table_as_stmt;
  RetortAction action = action_on (RETORT_ACTION_CREATE_TABLE, create->into->rel);

  if (create->objtype != PG_QUERY__OBJECT_TYPE__OBJECT_TABLE)
    action.kind = RETORT_ACTION_OTHER;
  g_array_append_val (actions, action);
}

typedef struct
{
  PgQuery__AlterTableType subtype;
  RetortActionKind kind;
} CommandKind;

static const CommandKind command_kinds[] = {
  { PG_QUERY__ALTER_TABLE_TYPE__AT_AddColumn, RETORT_ACTION_ADD_COLUMN },
  { PG_QUERY__ALTER_TABLE_TYPE__AT_DropColumn, RETORT_ACTION_DROP_COLUMN },
  { PG_QUERY__ALTER_TABLE_TYPE__AT_AlterColumnType, RETORT_ACTION_ALTER_COLUMN_TYPE },
  { PG_QUERY__ALTER_TABLE_TYPE__AT_DropConstraint, RETORT_ACTION_DROP_CONSTRAINT },
  { PG_QUERY__ALTER_TABLE_TYPE__AT_ValidateConstraint, RETORT_ACTION_VALIDATE_CONSTRAINT },
};

static void
read_alter_command (const PgQuery__RangeVar *relation, const PgQuery__AlterTableCmd *command,
                    GArray *actions)
{
  RetortAction action = action_on (RETORT_ACTION_OTHER, relation);

  action.name = text_or_null (command->name);
  action.is_guarded = command->missing_ok;
  action.command = command;
  if (command->subtype == PG_QUERY__ALTER_TABLE_TYPE__AT_AddConstraint)
    {
      add_constraint (actions, relation, NULL, command, command->def);
      return;
    }
  if (command->subtype == PG_QUERY__ALTER_TABLE_TYPE__AT_AddColumn)
    {
      action.column = command->def->column_def;
      action.name = text_or_null (action.column->colname);
    }
  for (guint i = 0; i < G_N_ELEMENTS (command_kinds); i++)
    if (command_kinds[i].subtype == command->subtype)
      action.kind = command_kinds[i].kind;
  g_array_append_val (actions, action);
  if (action.column != NULL)
    add_column_constraints (actions, relation, action.column);
}

static void
read_alter_table (const PgQuery__Node *node, GArray *actions)
{
  const PgQuery__AlterTableStmt *alter = node->alter_table_stmt;

  for (size_t i = 0; i < alter->n_cmds; i++)
    read_alter_command (alter->relation, alter->cmds[i]->alter_table_cmd, actions);
}

static void
read_create_index (const PgQuery__Node *node, GArray *actions)
{
  const PgQuery__IndexStmt *index = node->index_stmt;
  RetortAction action = action_on (RETORT_ACTION_CREATE_INDEX, index->relation);

  action.name = text_or_null (index->idxname);
  action.is_guarded = index->if_not_exists;
  g_array_append_val (actions, action);
}

typedef struct
{
  PgQuery__ObjectType type;
  RetortActionKind dropped;
  RetortActionKind renamed;
} ObjectVerbs;

static const ObjectVerbs object_verbs[] = {
  { PG_QUERY__OBJECT_TYPE__OBJECT_TABLE, RETORT_ACTION_DROP_TABLE, RETORT_ACTION_RENAME_TABLE },
  { PG_QUERY__OBJECT_TYPE__OBJECT_FOREIGN_TABLE, RETORT_ACTION_DROP_TABLE,
    RETORT_ACTION_RENAME_TABLE },
  { PG_QUERY__OBJECT_TYPE__OBJECT_INDEX, RETORT_ACTION_DROP_INDEX, RETORT_ACTION_OTHER },
  { PG_QUERY__OBJECT_TYPE__OBJECT_TYPE, RETORT_ACTION_DROP_TYPE, RETORT_ACTION_RENAME_TYPE },
  { PG_QUERY__OBJECT_TYPE__OBJECT_DOMAIN, RETORT_ACTION_DROP_TYPE, RETORT_ACTION_RENAME_TYPE },
  { PG_QUERY__OBJECT_TYPE__OBJECT_SCHEMA, RETORT_ACTION_DROP_SCHEMA, RETORT_ACTION_OTHER },
  { PG_QUERY__OBJECT_TYPE__OBJECT_SEQUENCE, RETORT_ACTION_DROP_SEQUENCE, RETORT_ACTION_OTHER },
  { PG_QUERY__OBJECT_TYPE__OBJECT_COLUMN, RETORT_ACTION_OTHER, RETORT_ACTION_RENAME_COLUMN },
};

static const ObjectVerbs *
find_verbs (PgQuery__ObjectType type)
{
  static const ObjectVerbs other
      = { PG_QUERY__OBJECT_TYPE__OBJECT_TYPE_UNDEFINED, RETORT_ACTION_OTHER, RETORT_ACTION_OTHER };

  for (guint i = 0; i < G_N_ELEMENTS (object_verbs); i++)
    if (object_verbs[i].type == type)
      return &object_verbs[i];
  return &other;
}

/* Tables are dropped by a list of names, types by a type name, schemas by one name. */
static RetortAction
read_object (RetortActionKind kind, const PgQuery__Node *object)
{
  RetortAction action = { .kind = kind };

  if (object->node_case == PG_QUERY__NODE__NODE_LIST)
    action = action_named (kind, object->list->n_items, object->list->items);
  else if (object->node_case == PG_QUERY__NODE__NODE_TYPE_NAME)
    action = action_named (kind, object->type_name->n_names, object->type_name->names);
  else if (object->node_case == PG_QUERY__NODE__NODE_STRING)
    action.name = object->string->sval;

  if (kind == RETORT_ACTION_DROP_TABLE)
    action.table = g_steal_pointer (&action.name);
  return action;
}

static void
read_drop (const PgQuery__Node *node, GArray *actions)
{
  const PgQuery__DropStmt *drop = node->drop_stmt;

  for (size_t i = 0; i < drop->n_objects; i++)
    {
      RetortAction action = read_object (find_verbs (drop->remove_type)->dropped, drop->objects[i]);

      action.is_guarded = drop->missing_ok;
      g_array_append_val (actions, action);
    }
}

static void
read_rename (const PgQuery__Node *node, GArray *actions)
{
  const PgQuery__RenameStmt *rename = node->rename_stmt;
  RetortActionKind kind = find_verbs (rename->rename_type)->renamed;
  RetortAction action = action_on (kind, rename->relation);

  if (rename->object != NULL)
    action = read_object (kind, rename->object);
  else
    action.name = text_or_null (rename->subname);
  action.new_name = text_or_null (rename->newname);
  action.is_guarded = rename->missing_ok;
  g_array_append_val (actions, action);
}

static void
read_create_enum (const PgQuery__Node *node, GArray *actions)
{
  RetortAction action
      = action_named (RETORT_ACTION_CREATE_TYPE, node->create_enum_stmt->n_type_name,
                      node->create_enum_stmt->type_name);

  g_array_append_val (actions, action);
}

static void
read_create_domain (const PgQuery__Node *node, GArray *actions)
{
  RetortAction action
      = action_named (RETORT_ACTION_CREATE_TYPE, node->create_domain_stmt->n_domainname,
                      node->create_domain_stmt->domainname);

  g_array_append_val (actions, action);
}

static void
read_alter_enum (const PgQuery__Node *node, GArray *actions)
{
  const PgQuery__AlterEnumStmt *alter = node->alter_enum_stmt;
  RetortActionKind kind = text_or_null (alter->old_val) != NULL ? RETORT_ACTION_RENAME_ENUM_VALUE
                                                                : RETORT_ACTION_ADD_ENUM_VALUE;
  RetortAction action = action_named (kind, alter->n_type_name, alter->type_name);

  action.new_name = alter->new_val;
  action.is_guarded = alter->skip_if_new_val_exists;
  g_array_append_val (actions, action);
}

static void
read_truncate (const PgQuery__Node *node, GArray *actions)
{
  for (size_t i = 0; i < node->truncate_stmt->n_relations; i++)
    {
      RetortAction action
          = action_on (RETORT_ACTION_TRUNCATE, node->truncate_stmt->relations[i]->range_var);

      g_array_append_val (actions, action);
    }
}

static void
read_insert (const PgQuery__Node *node, GArray *actions)
{
  RetortAction action = action_on (RETORT_ACTION_INSERT, node->insert_stmt->relation);

  g_array_append_val (actions, action);
}

/* Somebody writes "WHERE true" to get past whoever asks for a condition. */
static gboolean
is_condition (const PgQuery__Node *clause)
{
  const PgQuery__AConst *constant = clause != NULL && clause->node_case == PG_QUERY__NODE__NODE_A_CONST ? clause->a_const : NULL;

  return clause != NULL && !(constant != NULL && constant->val_case == PG_QUERY__A__CONST__VAL_BOOLVAL && constant->boolval->boolval);
}

/* One action a column that is set. */
static void
read_update (const PgQuery__Node *node, GArray *actions)
{
  const PgQuery__UpdateStmt *update = node->update_stmt;

  for (size_t i = 0; i < update->n_target_list; i++)
    {
      RetortAction action = action_on (RETORT_ACTION_UPDATE, update->relation);

      action.name = text_or_null (update->target_list[i]->res_target->name);
      action.has_condition = is_condition (update->where_clause);
      g_array_append_val (actions, action);
    }
}

static void
read_delete (const PgQuery__Node *node, GArray *actions)
{
  RetortAction action = action_on (RETORT_ACTION_DELETE, node->delete_stmt->relation);

  action.has_condition = is_condition (node->delete_stmt->where_clause);
  g_array_append_val (actions, action);
}

static void
read_create_extension (const PgQuery__Node *node, GArray *actions)
{
  RetortAction action = { .kind = RETORT_ACTION_OTHER };

  action.is_guarded = node->create_extension_stmt->if_not_exists;
  g_array_append_val (actions, action);
}

static void
read_comment (const PgQuery__Node *node, GArray *actions)
{
  RetortAction action = { .kind = RETORT_ACTION_COMMENT };

  g_array_append_val (actions, action);
}

typedef struct
{
  PgQuery__Node__NodeCase statement;
  Reader append;
} ReaderRow;

static const ReaderRow readers[] = {
  { PG_QUERY__NODE__NODE_CREATE_STMT, read_create_table },
  { PG_QUERY__NODE__NODE_CREATE_TABLE_AS_STMT, read_create_table_as },
  { PG_QUERY__NODE__NODE_ALTER_TABLE_STMT, read_alter_table },
  { PG_QUERY__NODE__NODE_INDEX_STMT, read_create_index },
  { PG_QUERY__NODE__NODE_DROP_STMT, read_drop },
  { PG_QUERY__NODE__NODE_RENAME_STMT, read_rename },
  { PG_QUERY__NODE__NODE_CREATE_ENUM_STMT, read_create_enum },
  { PG_QUERY__NODE__NODE_CREATE_DOMAIN_STMT, read_create_domain },
  { PG_QUERY__NODE__NODE_ALTER_ENUM_STMT, read_alter_enum },
  { PG_QUERY__NODE__NODE_TRUNCATE_STMT, read_truncate },
  { PG_QUERY__NODE__NODE_INSERT_STMT, read_insert },
  { PG_QUERY__NODE__NODE_UPDATE_STMT, read_update },
  { PG_QUERY__NODE__NODE_DELETE_STMT, read_delete },
  { PG_QUERY__NODE__NODE_CREATE_EXTENSION_STMT, read_create_extension },
  { PG_QUERY__NODE__NODE_COMMENT_STMT, read_comment },
};

/**
 * retort_actions_of_statement:
 * @statement: a statement; must outlive the actions
 *
 * Returns: (transfer full) (element-type RetortAction): what it does, at least one action
 */
GArray *
retort_actions_of_statement (const PgQuery__Node *statement)
{
  GArray *actions = g_array_new (FALSE, FALSE, sizeof (RetortAction));
  RetortAction other = { .kind = RETORT_ACTION_OTHER };

  for (guint i = 0; i < G_N_ELEMENTS (readers); i++)
    if (readers[i].statement == statement->node_case)
      readers[i].append (statement, actions);
  if (actions->len == 0)
    g_array_append_val (actions, other);
  return actions;
}

static gboolean
is_same_name (const char *schema, const char *name, const char *other_schema,
              const char *other_name)
{
  if (name == NULL || other_name == NULL || !g_str_equal (name, other_name))
    return FALSE;
  return schema == NULL || other_schema == NULL || g_str_equal (schema, other_schema);
}

/**
 * retort_action_is_on_same_table:
 * @self: an action
 * @other: an action
 *
 * Returns: whether both are on one table; a name without a schema is taken for the same name in any
 */
gboolean
retort_action_is_on_same_table (const RetortAction *self, const RetortAction *other)
{
  return is_same_name (self->schema, self->table, other->schema, other->table);
}

/**
 * retort_action_is_of_same_object:
 * @self: an action
 * @other: an action
 *
 * Returns: whether both are about one object of the same name, on one table when both name a table
 */
gboolean
retort_action_is_of_same_object (const RetortAction *self, const RetortAction *other)
{
  if (self->table != NULL && other->table != NULL && !retort_action_is_on_same_table (self, other))
    return FALSE;
  if (self->name == NULL && other->name == NULL)
    return TRUE;
  return is_same_name (self->schema, self->name, other->schema, other->name);
}

static const char *
noun_of (const RetortAction *self)
{
  switch (self->kind)
    {
    case RETORT_ACTION_ADD_COLUMN:
    case RETORT_ACTION_DROP_COLUMN:
    case RETORT_ACTION_RENAME_COLUMN:
    case RETORT_ACTION_ALTER_COLUMN_TYPE:
    case RETORT_ACTION_UPDATE:
      return C_("object", "column");
    case RETORT_ACTION_ADD_CONSTRAINT:
    case RETORT_ACTION_DROP_CONSTRAINT:
    case RETORT_ACTION_VALIDATE_CONSTRAINT:
      return C_("object", "constraint");
    case RETORT_ACTION_CREATE_INDEX:
    case RETORT_ACTION_DROP_INDEX:
      return C_("object", "index");
    case RETORT_ACTION_CREATE_TYPE:
    case RETORT_ACTION_DROP_TYPE:
    case RETORT_ACTION_RENAME_TYPE:
    case RETORT_ACTION_ADD_ENUM_VALUE:
    case RETORT_ACTION_RENAME_ENUM_VALUE:
      return C_("object", "type");
    case RETORT_ACTION_DROP_SCHEMA:
      return C_("object", "schema");
    case RETORT_ACTION_DROP_SEQUENCE:
      return C_("object", "sequence");
    case RETORT_ACTION_CREATE_TABLE:
    case RETORT_ACTION_DROP_TABLE:
    case RETORT_ACTION_RENAME_TABLE:
    case RETORT_ACTION_TRUNCATE:
    case RETORT_ACTION_INSERT:
    case RETORT_ACTION_DELETE:
      return C_("object", "table");
    case RETORT_ACTION_COMMENT:
    case RETORT_ACTION_OTHER:
      break;
    }
  return C_("object", "object");
}

static char *
join_name (const char *schema, const char *name)
{
  return schema != NULL ? g_strdup_printf ("%s.%s", schema, name) : g_strdup (name);
}

/**
 * retort_action_describe_object:
 * @self: an action
 *
 * Returns: (transfer full): the object in words: "column 'state' of table 'orders'"
 */
char *
retort_action_describe_object (const RetortAction *self)
{
  const char *noun = noun_of (self);
  g_autofree char *name = NULL;

  if (self->name == NULL && self->table == NULL)
    return g_strdup_printf (_("an unnamed %s"), noun);
  if (self->name == NULL || self->table == NULL)
    {
      name = join_name (self->schema, self->name != NULL ? self->name : self->table);
      if (self->kind == RETORT_ACTION_ADD_CONSTRAINT)
        return g_strdup_printf (_("a constraint of table '%s'"), name);
      return g_strdup_printf (_("%s '%s'"), noun, name);
    }
  name = join_name (self->schema, self->table);
  return g_strdup_printf (_("%s '%s' of table '%s'"), noun, self->name, name);
}
