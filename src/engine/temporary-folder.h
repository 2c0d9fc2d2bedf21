/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A folder for files that nobody needs after this process. It goes with its owner; what a process that was killed left behind is
 * removed when the next one makes a folder. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* One owner. */
typedef struct _RetortTemporaryFolder RetortTemporaryFolder;

RetortTemporaryFolder *retort_temporary_folder_new       (GError **error) G_GNUC_WARN_UNUSED_RESULT;
void                   retort_temporary_folder_free      (RetortTemporaryFolder *self);
const char            *retort_temporary_folder_get_path  (const RetortTemporaryFolder *self);
/* What processes left behind that are no more. */
guint                  retort_temporary_folder_clear_old (void);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RetortTemporaryFolder, retort_temporary_folder_free)

G_END_DECLS
