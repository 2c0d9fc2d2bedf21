/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The first snapshot and the changes since. Source: drizzle-kit 1.0.0-rc.5, reconstruct.ts (reconstruct, applyDeltas, applyOtherParents) and
 * the update() of its rows, which carries a new name on to the rows that speak of the old one. */
#include "formats/drizzle/snapshot-rows.h"

#include <string.h>

#define ORIGIN "00000000-0000-0000-0000-000000000000"
#define MAX_FIELDS 3

/* What makes a row the same row; and, as an edge, which members of a row speak of another one. */
typedef struct
{
  const char *type;
  const char *fields[MAX_FIELDS + 1];
} Identity;

static const Identity identities[] = {
  { "schemas", { "name" } },
  { "tables", { "schema", "name" } },
  { "enums", { "schema", "name" } },
  { "sequences", { "schema", "name" } },
  { "views", { "schema", "name" } },
  { "indexes", { "schema", "name" } },
  { "columns", { "schema", "table", "name" } },
  { "pks", { "schema", "table", "name" } },
  { "fks", { "schema", "table", "name" } },
  { "uniques", { "schema", "table", "name" } },
  { "checks", { "schema", "table", "name" } },
};

/* A row of @type tells a row of @to by these members, in the order of the identity of @to; with a @list the last field is an element of it,
 * or what that element holds as @pick. */
typedef struct
{
  const char *type;
  const char *to;
  const char *members[MAX_FIELDS + 1];
  const char *list;
  const char *pick;
} Edge;

static const Edge edges[] = {
  { "tables", "schemas", { "schema" }, NULL, NULL },
  { "enums", "schemas", { "schema" }, NULL, NULL },
  { "sequences", "schemas", { "schema" }, NULL, NULL },
  { "views", "schemas", { "schema" }, NULL, NULL },
  { "columns", "tables", { "schema", "table" }, NULL, NULL },
  { "columns", "enums", { "typeSchema", "type" }, NULL, NULL },
  { "indexes", "tables", { "schema", "table" }, NULL, NULL },
  { "indexes", "columns", { "schema", "table" }, "columns", "value" },
  { "pks", "tables", { "schema", "table" }, NULL, NULL },
  { "pks", "columns", { "schema", "table" }, "columns", NULL },
  { "uniques", "tables", { "schema", "table" }, NULL, NULL },
  { "uniques", "columns", { "schema", "table" }, "columns", NULL },
  { "checks", "tables", { "schema", "table" }, NULL, NULL },
  { "fks", "tables", { "schema", "table" }, NULL, NULL },
  { "fks", "columns", { "schema", "table" }, "columns", NULL },
  { "fks", "tables", { "schemaTo", "tableTo" }, NULL, NULL },
  { "fks", "columns", { "schemaTo", "tableTo" }, "columnsTo", NULL },
};

/* The rows of a schema. */
typedef struct
{
  GPtrArray  *rows;   /* element: JsonObject */
  GHashTable *by_key; /* key: utf8, value: JsonObject, borrowed from rows */
} State;

/* All snapshots of a folder. */
typedef struct
{
  GPtrArray  *all;   /* element: JsonObject, in the order of their folders */
  GHashTable *by_id; /* key: utf8, value: JsonObject; both borrowed */
} Snapshots;

/* --- Rows --- */

/* (nullable) */
static const char *
get_text (JsonObject *row, const char *name)
{
  JsonNode *node = json_object_get_member (row, name);

  return node != NULL && JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING ? json_node_get_string (node) : NULL;
}

/* (nullable) */
static JsonArray *
get_array (JsonObject *row, const char *name)
{
  JsonNode *node = json_object_get_member (row, name);

  return node != NULL && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
}

static const Identity *
find_identity (const char *type)
{
  for (gsize i = 0; type != NULL && i < G_N_ELEMENTS (identities); i++)
    if (g_str_equal (identities[i].type, type))
      return &identities[i];
  return NULL;
}

/* (nullable): rows of other types make no statements */
static char *
dup_key (JsonObject *row)
{
  const Identity *identity = find_identity (get_text (row, "entityType"));
  GString *key = NULL;

  if (identity == NULL)
    return NULL;
  key = g_string_new (identity->type);
  for (gsize i = 0; identity->fields[i] != NULL; i++)
    g_string_append_printf (key, "\x01%s", get_text (row, identity->fields[i]) != NULL ? get_text (row, identity->fields[i]) : "");
  return g_string_free (key, FALSE);
}

/* "tables ["public","t"]", with whatever stands between type and array: a NUL, which no C string holds. */
static char *
dup_key_of_delta (const char *text)
{
  const char *bracket = strchr (text, '[');
  g_autofree char *type = g_strndup (text, strspn (text, "abcdefghijklmnopqrstuvwxyz"));
  g_autoptr(JsonNode) node = bracket != NULL ? json_from_string (bracket, NULL) : NULL;
  JsonArray *array = node != NULL && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
  GString *key = g_string_new (type);

  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++)
    {
      JsonNode *element = json_array_get_element (array, i);

      g_string_append_printf (key, "\x01%s", JSON_NODE_HOLDS_VALUE (element) && json_node_get_string (element) != NULL ? json_node_get_string (element) : "");
    }
  return g_string_free (key, FALSE);
}

static JsonObject *
copy_row (JsonObject *row)
{
  JsonObject *copy = json_object_new ();
  g_autoptr(GList) members = json_object_get_members (row);

  for (GList *member = members; member != NULL; member = member->next)
    json_object_set_member (copy, member->data, json_object_dup_member (row, member->data));
  return copy;
}

static State *
state_new (void)
{
  State *self = g_new0 (State, 1);

  self->rows = g_ptr_array_new_with_free_func ((GDestroyNotify) json_object_unref);
  self->by_key = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  return self;
}

static void
state_free (State *self)
{
  g_hash_table_unref (self->by_key);
  g_ptr_array_unref (self->rows);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (State, state_free)

/* FALSE: another row has that name. */
static gboolean
add_row (State *self, JsonObject *row)
{
  g_autofree char *key = dup_key (row);
  JsonObject *there = key != NULL ? g_hash_table_lookup (self->by_key, key) : NULL;
  JsonObject *copy = NULL;

  if (key == NULL)
    return TRUE;
  if (there != NULL)
    return json_object_equal (there, row);
  copy = copy_row (row);
  g_ptr_array_add (self->rows, copy);
  g_hash_table_insert (self->by_key, g_steal_pointer (&key), copy);
  return TRUE;
}

static void
remove_row (State *self, const char *key)
{
  JsonObject *row = g_hash_table_lookup (self->by_key, key);

  if (row == NULL)
    return;
  g_hash_table_remove (self->by_key, key);
  g_ptr_array_remove (self->rows, row);
}

/* FALSE: two rows have the same name now. */
static gboolean
index_rows (State *self)
{
  g_hash_table_remove_all (self->by_key);
  for (guint i = 0; i < self->rows->len; i++)
    if (!g_hash_table_insert (self->by_key, dup_key (g_ptr_array_index (self->rows, i)), g_ptr_array_index (self->rows, i)))
      return FALSE;
  return TRUE;
}

/* --- New names --- */

/* An array with another name in the place of one; NULL: it does not hold that name. */
static JsonArray *
replace_name (JsonArray *array, const char *pick, const char *from, const char *to)
{
  g_autoptr(JsonArray) made = json_array_new ();
  gboolean has_changed = FALSE;

  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      JsonNode *element = json_array_get_element (array, i);
      JsonObject *object = JSON_NODE_HOLDS_OBJECT (element) ? json_node_get_object (element) : NULL;
      gboolean is_expression = object != NULL && json_object_get_boolean_member_with_default (object, "isExpression", FALSE);
      const char *name = object != NULL && pick != NULL ? get_text (object, pick)
                         : JSON_NODE_HOLDS_VALUE (element) ? json_node_get_string (element)
                                                           : NULL;

      if (is_expression || g_strcmp0 (name, from) != 0)
        json_array_add_element (made, json_node_copy (element));
      else if (object != NULL)
        {
          JsonObject *copy = copy_row (object);

          json_object_set_string_member (copy, pick, to);
          json_array_add_object_element (made, copy);
          has_changed = TRUE;
        }
      else
        {
          json_array_add_string_element (made, to);
          has_changed = TRUE;
        }
    }
  return has_changed ? g_steal_pointer (&made) : NULL;
}

/* Does the row speak of @from, it speaks of @to then. */
static gboolean
relocate (JsonObject *row, const Edge *edge, JsonObject *from, JsonObject *to)
{
  const Identity *target = find_identity (edge->to);
  JsonArray *array = edge->list != NULL ? get_array (row, edge->list) : NULL;
  JsonArray *made = NULL;
  const char *last = NULL;

  for (gsize i = 0; edge->members[i] != NULL; i++)
    if (g_strcmp0 (get_text (row, edge->members[i]), get_text (from, target->fields[i])) != 0)
      return FALSE;
  if (edge->list != NULL)
    {
      last = target->fields[MAX_FIELDS - 1];
      made = array != NULL ? replace_name (array, edge->pick, get_text (from, last), get_text (to, last)) : NULL;
      if (made == NULL)
        return FALSE;
      json_object_set_array_member (row, edge->list, made);
    }
  for (gsize i = 0; edge->members[i] != NULL; i++)
    json_object_set_string_member (row, edge->members[i], get_text (to, target->fields[i]));
  return TRUE;
}

/* A row that has another name now, and what it was. */
typedef struct
{
  JsonObject *from; /* owned */
  JsonObject *to;   /* borrowed */
} Rename;

static void
rename_clear (gpointer data)
{
  json_object_unref (((Rename *) data)->from);
}

/* Who speaks of a renamed row may be renamed by it too: a table's columns, and the keys over them. */
static void
carry_on (State *self, GArray *renames, guint index)
{
  JsonObject *from = g_array_index (renames, Rename, index).from;
  JsonObject *to = g_array_index (renames, Rename, index).to;
  const char *type = get_text (to, "entityType");

  for (guint i = 0; i < self->rows->len; i++)
    {
      JsonObject *row = g_ptr_array_index (self->rows, i);
      g_autoptr(JsonObject) before = NULL;
      g_autofree char *old_key = NULL;
      g_autofree char *new_key = NULL;

      for (gsize j = 0; j < G_N_ELEMENTS (edges); j++)
        {
          if (!g_str_equal (edges[j].to, type) || g_strcmp0 (get_text (row, "entityType"), edges[j].type) != 0)
            continue;
          if (before == NULL)
            before = copy_row (row);
          relocate (row, &edges[j], from, to);
        }
      old_key = before != NULL ? dup_key (before) : NULL;
      new_key = before != NULL ? dup_key (row) : NULL;
      if (g_strcmp0 (old_key, new_key) != 0)
        {
          Rename next = { g_steal_pointer (&before), row };

          g_array_append_val (renames, next);
        }
    }
}

/* Changes and renames; FALSE: two rows have the same name then. */
static gboolean
change_row (State *self, const char *key, JsonObject *set)
{
  JsonObject *row = g_hash_table_lookup (self->by_key, key);
  g_autoptr(GList) members = set != NULL ? json_object_get_members (set) : NULL;
  g_autoptr(GArray) renames = g_array_new (FALSE, FALSE, sizeof (Rename));
  g_autofree char *new_key = NULL;
  Rename first = { 0 };

  if (row == NULL)
    return TRUE;
  g_array_set_clear_func (renames, rename_clear);
  first = (Rename){ copy_row (row), row };
  g_array_append_val (renames, first);
  for (GList *member = members; member != NULL; member = member->next)
    json_object_set_member (row, member->data, json_object_dup_member (set, member->data));
  new_key = dup_key (row);
  if (g_strcmp0 (key, new_key) == 0)
    return TRUE;
  for (guint i = 0; i < renames->len; i++)
    carry_on (self, renames, i);
  return index_rows (self);
}

/* --- Snapshots --- */

static gboolean
apply_delta (State *self, JsonObject *delta)
{
  const char *op = get_text (delta, "op");
  const char *text = get_text (delta, "key");
  g_autofree char *key = text != NULL ? dup_key_of_delta (text) : NULL;
  JsonNode *row = json_object_get_member (delta, "row");
  JsonNode *set = json_object_get_member (delta, "set");

  if (g_strcmp0 (op, "create") == 0 && row != NULL && JSON_NODE_HOLDS_OBJECT (row))
    return add_row (self, json_node_get_object (row));
  if (op == NULL || key == NULL)
    return FALSE;
  if (g_str_equal (op, "drop"))
    remove_row (self, key);
  else
    return change_row (self, key, set != NULL && JSON_NODE_HOLDS_OBJECT (set) ? json_node_get_object (set) : NULL);
  return TRUE;
}

static gboolean
apply_snapshot (State *self, JsonObject *snapshot)
{
  JsonArray *deltas = get_array (snapshot, "deltas");
  gboolean is_known = TRUE;

  for (guint i = 0; is_known && deltas != NULL && i < json_array_get_length (deltas); i++)
    {
      JsonNode *delta = json_array_get_element (deltas, i);

      is_known = JSON_NODE_HOLDS_OBJECT (delta) && apply_delta (self, json_node_get_object (delta));
    }
  return is_known;
}

static const char *
get_parent (JsonObject *snapshot, guint index)
{
  JsonArray *parents = get_array (snapshot, "prevIds");
  JsonNode *node = parents != NULL && index < json_array_get_length (parents) ? json_array_get_element (parents, index) : NULL;

  return node != NULL && JSON_NODE_HOLDS_VALUE (node) ? json_node_get_string (node) : NULL;
}

/* Adds a snapshot and all before it to @found, without those that @known holds. */
static void
collect_history (const Snapshots *self, const char *id, GHashTable *known, GHashTable *found)
{
  g_autoptr(GPtrArray) waiting = g_ptr_array_new ();

  g_ptr_array_add (waiting, (gpointer) id);
  while (waiting->len > 0)
    {
      const char *next = g_ptr_array_steal_index (waiting, waiting->len - 1);
      JsonObject *snapshot = g_hash_table_lookup (self->by_id, next);

      if (snapshot == NULL || (known != NULL && g_hash_table_contains (known, snapshot)) || !g_hash_table_add (found, snapshot))
        continue;
      for (guint i = 0; get_parent (snapshot, i) != NULL; i++)
        g_ptr_array_add (waiting, (gpointer) get_parent (snapshot, i));
    }
}

/* What the other branches brought, in the order of the folders. */
static gboolean
apply_other_parents (const Snapshots *self, State *state, JsonObject *snapshot)
{
  g_autoptr(GHashTable) first = g_hash_table_new (g_direct_hash, g_direct_equal);
  g_autoptr(GHashTable) rest = g_hash_table_new (g_direct_hash, g_direct_equal);
  gboolean is_known = TRUE;

  if (get_parent (snapshot, 1) == NULL)
    return TRUE;
  collect_history (self, get_parent (snapshot, 0), NULL, first);
  for (guint i = 1; get_parent (snapshot, i) != NULL; i++)
    collect_history (self, get_parent (snapshot, i), first, rest);
  for (guint i = 0; is_known && i < self->all->len; i++)
    if (g_hash_table_contains (rest, g_ptr_array_index (self->all, i)))
      is_known = apply_snapshot (state, g_ptr_array_index (self->all, i));
  return is_known;
}

static gboolean
add_base (State *self, JsonObject *snapshot)
{
  JsonArray *ddl = get_array (snapshot, "ddl");
  gboolean is_known = ddl != NULL;

  for (guint i = 0; is_known && i < json_array_get_length (ddl); i++)
    {
      JsonNode *row = json_array_get_element (ddl, i);

      is_known = JSON_NODE_HOLDS_OBJECT (row) && add_row (self, json_node_get_object (row));
    }
  return is_known;
}

/* From the nearest one that lists rows; those in between are at the end of @diffs, the oldest last. */
static JsonObject *
find_base (const Snapshots *self, JsonObject *snapshot, GPtrArray *diffs)
{
  while (snapshot != NULL && get_array (snapshot, "ddl") == NULL)
    {
      const char *before = get_parent (snapshot, 0);

      /* A chain longer than all snapshots goes in a circle. */
      if (diffs->len > self->all->len || before == NULL || g_str_equal (before, ORIGIN))
        return NULL;
      g_ptr_array_add (diffs, snapshot);
      snapshot = g_hash_table_lookup (self->by_id, before);
    }
  return snapshot;
}

/**
 * retort_drizzle_snapshot_list_rows:
 * @snapshots: (element-type JsonObject): all that can be read of the folder, in the order of their folders
 * @snapshot: one of them
 *
 * Returns: (transfer full) (nullable) (element-type JsonObject): the rows that it stands for; %NULL when one before it is missing, or two
 *   branches gave one name to two things
 */
GPtrArray *
retort_drizzle_snapshot_list_rows (GPtrArray *snapshots, JsonObject *snapshot)
{
  g_autoptr(GHashTable) by_id = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr(GPtrArray) diffs = g_ptr_array_new ();
  g_autoptr(State) state = state_new ();
  Snapshots self = { snapshots, by_id };
  JsonObject *base = NULL;

  for (guint i = 0; i < snapshots->len; i++)
    if (get_text (g_ptr_array_index (snapshots, i), "id") != NULL)
      g_hash_table_insert (by_id, (gpointer) get_text (g_ptr_array_index (snapshots, i), "id"), g_ptr_array_index (snapshots, i));
  base = find_base (&self, snapshot, diffs);
  if (base == NULL || !add_base (state, base))
    return NULL;
  for (guint i = diffs->len; i > 0; i--)
    if (!apply_other_parents (&self, state, g_ptr_array_index (diffs, i - 1)) || !apply_snapshot (state, g_ptr_array_index (diffs, i - 1)))
      return NULL;
  return g_ptr_array_ref (state->rows);
}
