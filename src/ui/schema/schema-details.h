/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One object of a schema: its parts, what psql says of it, and its SQL. */
#pragma once

#include "workbench/schema-snapshot.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define RETORT_TYPE_SCHEMA_DETAILS (retort_schema_details_get_type ())
G_DECLARE_FINAL_TYPE (RetortSchemaDetails, retort_schema_details, RETORT, SCHEMA_DETAILS, GtkWidget)

void retort_schema_details_show (RetortSchemaDetails *self, RetortSchemaNode *node);

G_END_DECLS
