/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A kind of project for tests of the engine: what runs is written down word for word, so that a test
 * of a run does not depend on what is understood of Python. Takes the place of the real adapters.
 *
 * A folder with `project` ("one" or "per-migration") and files `ID.script`:
 *
 *   revises 001
 *   @upgrade                 one batch: the lines up to the next @
 *   CREATE TABLE t (id int)
 *   @upgrade autocommit      likewise, outside any transaction
 *   @upgrade varies          likewise; %n becomes another number each time
 *   @upgrade gap             not understood
 *   @downgrade
 *   DROP TABLE t
 *
 * The version table is Alembic's. */
#pragma once

#include "engine/workspace.h"

G_BEGIN_DECLS

/* A new folder; the first line of @transactions is "one" or "per-migration". */
char            *retort_script_project_new   (const char *transactions) G_GNUC_WARN_UNUSED_RESULT;
void             retort_script_project_write (const char *folder, const char *id, const char *text);
RetortWorkspace *retort_script_project_open  (const char *folder) G_GNUC_WARN_UNUSED_RESULT;
void             retort_script_project_free  (char *folder);

G_END_DECLS
