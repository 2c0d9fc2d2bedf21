/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What one reading of the catalogue carries along, and how one query's rows become objects. */
#pragma once

#include "database/catalog/field-private.h"
#include "database/catalog/ranking-private.h"
#include "database/session/session.h"
#include "model/schema.h"

G_BEGIN_DECLS

typedef struct
{
  RetortSession *session;
  GCancellable  *cancellable; /* nullable */
  RetortSchema  *schema;      /* being made */
  GHashTable    *tables;      /* key: the oid; value: RetortTable, the schema's */
  GHashTable    *composites;  /* key: the oid; value: RetortCompositeType, the schema's */
  RetortRanking *ranking;
} RetortCatalogReader;

/* One kind of object: where its rows come from, what they fill, where the object goes. */
typedef struct
{
  const char        *query;    /* file of sql/ */
  const RetortField *fields;
  guint              n_fields;
  gpointer         (*make)    (void);
  /* Gives @object (transfer full) its place. */
  void             (*place)   (RetortCatalogReader *self, const RetortResult *result, guint row, gpointer object);
} RetortObjectClass;

gboolean retort_catalog_read_objects (RetortCatalogReader *self, const RetortObjectClass *class, GError **error);
RetortTable *retort_catalog_find_table (RetortCatalogReader *self, const RetortResult *result, guint row, const char *column);

/* relations.c: tables, views, and what belongs to one. */
gboolean retort_catalog_read_relations (RetortCatalogReader *self, GError **error);
/* objects.c: what stands by itself. */
gboolean retort_catalog_read_others    (RetortCatalogReader *self, GError **error);

G_END_DECLS
