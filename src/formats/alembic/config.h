/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where an Alembic project lies: its configuration file, its script folder, its version folders
 * (docs/reference/alembic-project.md section 1). Reads files, runs nothing. */
#pragma once

#include "formats/adapter.h"
#include "formats/alembic/options.h"

G_BEGIN_DECLS

/**
 * RetortAlembicConfig:
 * @root: the folder that relative paths start from: Alembic's rule is the current folder, which is the project's
 * @module_root: (nullable): the folder around the package in which @root lies; %NULL when it lies in none
 * @config_path: (nullable): the configuration file, an .ini file when there is one; %NULL when the project has none and its script folder
 *   was recognised
 * @toml_path: (nullable): pyproject.toml when it has settings too
 * @script_folder: where env.py is
 * @version_folders: (element-type utf8): absolute; in order; may not exist
 * @module_folders: (element-type utf8): absolute; where Python looks for the project's modules, first to last
 * @n_certain_module_folders: how many of them the project names; the others are where Python usually is started
 * @notes: (element-type RetortProjectNote): what could not be read
 * @is_recursive: sub-folders of the version folders count too
 * @is_sourceless: compiled files count too
 * @options: (nullable): everything that the configuration files say
 * @url: (nullable): sqlalchemy.url, with its password
 * @file_template: (nullable): how new files are called
 * @timezone: (nullable): in which zone they are dated; %NULL: that of the machine
 * @slug_length: how many characters of a message go into their names
 */
typedef struct
{
  char      *root;
  char      *module_root;
  char      *config_path;
  char      *toml_path;
  char      *script_folder;
  GPtrArray *version_folders;
  GPtrArray *module_folders;
  guint      n_certain_module_folders;
  GPtrArray *notes;
  gboolean   is_recursive;
  gboolean   is_sourceless;
  RetortAlembicOptions *options;
  char      *url;
  char      *file_template;
  char      *timezone;
  guint      slug_length;
} RetortAlembicConfig;

gboolean             retort_alembic_config_exists (const RetortProjectPlace *place);
gboolean             retort_alembic_config_has_file (const RetortProjectPlace *place);
gboolean             retort_alembic_config_is_guess_of (const RetortProjectPlace *place, const RetortProjectPlace *other);
RetortAlembicConfig *retort_alembic_config_read   (const RetortProjectPlace *place, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void                 retort_alembic_config_free   (RetortAlembicConfig *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RetortAlembicConfig, retort_alembic_config_free)

G_END_DECLS
