/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where a Drizzle project keeps its migrations: drizzle.config.*, read and never run, or what retort.json says. */
#pragma once

#include "formats/place.h"
#include "formats/project.h"

G_BEGIN_DECLS

/**
 * RetortDrizzleConfig:
 * @root: (not nullable): the folder that the paths start from
 * @path: (nullable): the configuration file
 * @out: (not nullable): the folder of migrations, absolute
 * @dialect: (nullable): "postgresql"; %NULL when it is not said literally
 * @table: (not nullable): the tool's own table
 * @schema: (not nullable): its schema
 * @url: (nullable): a literal connection URL
 * @schema_files: (element-type utf8): what "schema" says, paths or patterns, absolute
 * @uses_snake_case: names of columns that are not said are made so
 * @uses_down: retort.json turns hand-written files that lead back on
 * @notes: (element-type RetortProjectNote): what is not understood
 * @open: (nullable) (element-type RetortOpenSetting): what is computed, and not said in retort.json
 */
typedef struct
{
  char      *root;
  char      *path;
  char      *out;
  char      *dialect;
  char      *table;
  char      *schema;
  char      *url;
  GPtrArray *schema_files;
  gboolean   uses_snake_case;
  gboolean   uses_down;
  GPtrArray *notes;
  GPtrArray *open;
} RetortDrizzleConfig;

RetortDrizzleConfig *retort_drizzle_config_read (const RetortProjectPlace *place, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void                 retort_drizzle_config_free (RetortDrizzleConfig *self);
/* For PostgreSQL, as far as it says? */
gboolean             retort_drizzle_config_is_postgres (const RetortDrizzleConfig *self);
/* (element-type utf8): names of configuration files in a folder, the usual one first */
GPtrArray           *retort_drizzle_config_list (const char *folder) G_GNUC_WARN_UNUSED_RESULT;
gboolean             retort_drizzle_config_is_name (const char *name);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RetortDrizzleConfig, retort_drizzle_config_free)

G_END_DECLS
