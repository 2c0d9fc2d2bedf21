/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the readers of env.py share: its tree, and where they say what they do not understand. */
#pragma once

#include "formats/alembic/bindings.h"
#include "formats/alembic/environment.h"
#include "formats/alembic/options.h"

G_BEGIN_DECLS

/**
 * RetortEnvironmentReader:
 * @options: (nullable): what the configuration file says
 * @offline: (element-type utf8): functions that only an offline run calls
 * @has_own_transaction: env.py begins one before configure(), so that Alembic neither begins nor commits
 */
typedef struct
{
  RetortAlembicEnvironment   *environment;
  const RetortAlembicOptions *options;
  RetortBindings             *bindings;
  RetortPyTree               *tree;
  GPtrArray                  *notes;
  GHashTable                 *offline;
  gboolean                   transactional_ddl;
  gboolean                   per_migration;
  gboolean                   has_own_transaction;
} RetortEnvironmentReader;

void    retort_environment_note         (const RetortEnvironmentReader *self, const RetortPyNode *place, gboolean blocks, const char *format, ...) G_GNUC_PRINTF (4, 5);
const RetortPyNode *retort_environment_find_keyword (const RetortEnvironmentReader *self, const RetortPyNode *call, const char *keyword);
char   *retort_environment_dup_function (const RetortEnvironmentReader *self, const RetortPyNode *call) G_GNUC_WARN_UNUSED_RESULT;
char   *retort_environment_dup_short    (const RetortEnvironmentReader *self, const RetortPyNode *node) G_GNUC_WARN_UNUSED_RESULT;
GArray *retort_environment_list_calls   (const RetortEnvironmentReader *self, const RetortPyNode *node) G_GNUC_WARN_UNUSED_RESULT;

gboolean retort_environment_read_text (const RetortEnvironmentReader *self, const RetortPyNode *node, char **text);
const RetortPyNode *retort_environment_resolve   (const RetortEnvironmentReader *self, const RetortPyNode *node);
char    *retort_environment_fill_parameters (const RetortEnvironmentReader *self, const RetortPyNode *call, char *statement) G_GNUC_WARN_UNUSED_RESULT;
gboolean retort_environment_is_local  (const RetortEnvironmentReader *self, const RetortPyNode *node, const char *name);

void    retort_environment_find_offline (RetortEnvironmentReader *self);
gboolean retort_environment_is_harmless_function (const RetortEnvironmentReader *self, const RetortPyNode *value);
void    retort_environment_read_session (RetortEnvironmentReader *self, const RetortPyNode *configure);

G_END_DECLS
