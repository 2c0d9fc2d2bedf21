/* SPDX-License-Identifier: GPL-3.0-or-later */
/* libpg_query makes the messages of a tree, packs them and throws them away, so that whoever wants a tree unpacks them again; the packing
 * alone takes eight times as long as the parsing, since the length of each message is found anew for every message around it. Between
 * making and packing it asks for the length of the whole, by a function of its public header which any program may define in the
 * library's stead (System V ABI, "Dynamic Linking", "Shared Object Dependencies": the program's own symbols come first). Here the messages
 * are copied at that moment, and there is nothing left to be packed. A library that was linked so that its calls do not leave it packs as
 * ever, and its message is unpacked. */
#include "sql/unpacked.h"

#include "sql/refusal.h"

#include <pg_query.h>
#include <string.h>

/* What a thread waits for. */
typedef struct
{
  RetortSqlArena       *arena;
  PgQuery__ParseResult *copy; /* nullable: not there yet */
} Waiting;

/* Of a thread; data: Waiting, while it parses. */
static GPrivate waiting;

static ProtobufCMessage *copy_message (RetortSqlArena *arena, const ProtobufCMessage *message);

static gpointer
allocate (RetortSqlArena *arena, gsize n_bytes)
{
  return arena->allocator.alloc (arena->allocator.allocator_data, n_bytes);
}

static char *
copy_string (RetortSqlArena *arena, const char *text)
{
  gsize n_bytes;

  /* The default is one text for all. */
  if (text == NULL || text[0] == '\0')
    return (char *) protobuf_c_empty_string;
  n_bytes = strlen (text) + 1;
  return memcpy (allocate (arena, n_bytes), text, n_bytes);
}

static gsize
size_of_type (ProtobufCType type)
{
  switch (type)
    {
    case PROTOBUF_C_TYPE_INT32:
    case PROTOBUF_C_TYPE_SINT32:
    case PROTOBUF_C_TYPE_SFIXED32:
    case PROTOBUF_C_TYPE_UINT32:
    case PROTOBUF_C_TYPE_FIXED32:
    case PROTOBUF_C_TYPE_FLOAT:
    case PROTOBUF_C_TYPE_ENUM:
      return 4;
    case PROTOBUF_C_TYPE_BOOL:
      return sizeof (protobuf_c_boolean);
    case PROTOBUF_C_TYPE_INT64:
    case PROTOBUF_C_TYPE_SINT64:
    case PROTOBUF_C_TYPE_SFIXED64:
    case PROTOBUF_C_TYPE_UINT64:
    case PROTOBUF_C_TYPE_FIXED64:
    case PROTOBUF_C_TYPE_DOUBLE:
      return 8;
    case PROTOBUF_C_TYPE_STRING:
    case PROTOBUF_C_TYPE_MESSAGE:
      return sizeof (gpointer);
    case PROTOBUF_C_TYPE_BYTES: /* The grammar has none. */
      break;
    }
  g_assert_not_reached ();
}

/* Takes over one value behind @place, which holds a borrowed one. */
static void
own_value (RetortSqlArena *arena, ProtobufCType type, gpointer place)
{
  if (type == PROTOBUF_C_TYPE_MESSAGE)
    *(ProtobufCMessage **) place = copy_message (arena, *(ProtobufCMessage **) place);
  else if (type == PROTOBUF_C_TYPE_STRING)
    *(char **) place = copy_string (arena, *(char **) place);
}

static void
own_values (RetortSqlArena *arena, const ProtobufCFieldDescriptor *field, guint8 *copy)
{
  gsize n_values = *(size_t *) (copy + field->quantifier_offset);
  gpointer *values = (gpointer *) (copy + field->offset);
  gsize size = size_of_type (field->type);

  *values = n_values == 0 ? NULL : memcpy (allocate (arena, n_values * size), *values, n_values * size);
  for (gsize i = 0; i < n_values; i++)
    own_value (arena, field->type, (guint8 *) *values + i * size);
}

static gboolean
is_chosen (const ProtobufCFieldDescriptor *field, const guint8 *copy)
{
  return (field->flags & PROTOBUF_C_FIELD_FLAG_ONEOF) == 0 || *(const guint32 *) (copy + field->quantifier_offset) == field->id;
}

/* A Node holds one of hundreds of messages, and nothing else. */
static void
own_content (RetortSqlArena *arena, PgQuery__Node *node)
{
  const ProtobufCFieldDescriptor *field = protobuf_c_message_descriptor_get_field (node->base.descriptor, node->node_case);

  if (field != NULL)
    own_value (arena, field->type, (guint8 *) node + field->offset);
}

static void
own_fields (RetortSqlArena *arena, const ProtobufCMessageDescriptor *type, guint8 *copy)
{
  for (guint i = 0; i < type->n_fields; i++)
    {
      const ProtobufCFieldDescriptor *field = &type->fields[i];

      if (field->label == PROTOBUF_C_LABEL_REPEATED)
        own_values (arena, field, copy);
      else if (is_chosen (field, copy))
        own_value (arena, field->type, copy + field->offset);
    }
}

static ProtobufCMessage *
copy_message (RetortSqlArena *arena, const ProtobufCMessage *message)
{
  const ProtobufCMessageDescriptor *type = message != NULL ? message->descriptor : NULL;
  guint8 *copy;

  if (message == NULL)
    return NULL;
  copy = memcpy (allocate (arena, type->sizeof_message), message, type->sizeof_message);
  if (type == &pg_query__node__descriptor)
    own_content (arena, (PgQuery__Node *) copy);
  else
    own_fields (arena, type, copy);
  return (ProtobufCMessage *) copy;
}

/**
 * pg_query__parse_result__get_packed_size: (skip)
 * @message: a tree
 *
 * In the place of the library's own, which declares it in pg_query.pb-c.h.
 *
 * Returns: how many bytes it takes when it is packed; 0 when this thread takes it as it is
 */
size_t
pg_query__parse_result__get_packed_size (const PgQuery__ParseResult *message)
{
  Waiting *self = g_private_get (&waiting);

  if (self == NULL)
    return protobuf_c_message_get_packed_size (&message->base);
  self->copy = (PgQuery__ParseResult *) copy_message (self->arena, &message->base);
  return 0;
}

/**
 * pg_query__parse_result__pack: (skip)
 * @message: a tree
 * @out: (out): where to
 *
 * In the place of the library's own, likewise.
 *
 * Returns: how many bytes were written
 */
size_t
pg_query__parse_result__pack (const PgQuery__ParseResult *message, uint8_t *out)
{
  return g_private_get (&waiting) != NULL ? 0 : protobuf_c_message_pack (&message->base, out);
}

/**
 * retort_sql_parse_unpacked: (skip)
 * @sql: a text of SQL in UTF-8
 * @arena: where the tree will lie
 * @error: as retort_sql_tree_parse()
 *
 * Any thread.
 *
 * Returns: (transfer none) (nullable): the tree, in @arena
 */
PgQuery__ParseResult *
retort_sql_parse_unpacked (const char *sql, RetortSqlArena *arena, GError **error)
{
  Waiting self = { arena, NULL };
  PgQueryProtobufParseResult result;

  g_private_set (&waiting, &self);
  result = pg_query_parse_protobuf (sql);
  g_private_set (&waiting, NULL);
  if (result.error != NULL)
    {
      g_propagate_error (error, retort_sql_refusal_new (sql, result.error));
      self.copy = NULL;
    }
  else if (self.copy == NULL)
    self.copy = pg_query__parse_result__unpack (&arena->allocator, result.parse_tree.len, (const uint8_t *) result.parse_tree.data);
  pg_query_free_protobuf_parse_result (result);
  return self.copy;
}
