/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a schema is inside. */
#pragma once

#include "model/object-map.h"
#include "model/schema.h"

G_BEGIN_DECLS

/* Objects of one kind. The array is the source when a catalogue filled it, else it is made of the map
 * when it is asked for; the map is made of such an array when something is looked up. */
typedef struct
{
  GPtrArray       *array; /* nullable */
  RetortObjectMap *map;   /* nullable: empty, or not made yet */
  gboolean         is_filled_array;
} RetortSchemaObjects;

/* Names in use and names not to be trusted; keys as of tables. */
typedef struct
{
  RetortObjectMap *relations;   /* value: RetortRelationName */
  RetortObjectMap *constraints; /* value: how many constraints are called so */
  RetortObjectMap *taints;      /* value: GRefString, the reason */
  RetortObjectMap *certain;     /* value: GRefString; names that are known although everything is tainted */
  char            *taint;       /* nullable: GRefString, why everything is tainted */
} RetortSchemaNames;

struct _RetortSchema
{
  RetortSchemaObjects objects[RETORT_N_OBJECT_KINDS];
  RetortSchemaNames   names;
  gboolean            has_names; /* @names says what the maps hold; only then may they be changed */
  GStrv               search_path;
  GStrv               current_path; /* nullable: the same as @search_path */
  GStrv               lookup_path;  /* nullable: the usual one; "pg_temp" before the current path */
};

/* What an object is found by, on the stack: names have 63 bytes at most, and lookups are many. */
typedef struct
{
  char  place[144];
  char *longer; /* nullable: a key that does not fit into @place, owned */
} RetortSchemaKey;

const char *retort_schema_key_init      (RetortSchemaKey *self, const char *schema, const char *name);
void  retort_schema_key_clear           (RetortSchemaKey *self);
void  retort_schema_names_copy          (RetortSchemaNames *self, const RetortSchemaNames *from);
void  retort_schema_names_clear         (RetortSchemaNames *self);
/* What an object of that kind takes and gives back. */
void  retort_schema_names_add_object    (RetortSchemaNames *self, RetortObjectKind kind, gconstpointer object);
void  retort_schema_names_remove_object (RetortSchemaNames *self, RetortObjectKind kind, gconstpointer object);
void  retort_schema_names_replace_object (RetortSchemaNames *self, RetortObjectKind kind, gconstpointer old, gconstpointer object);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (RetortSchemaKey, retort_schema_key_clear)

G_END_DECLS
