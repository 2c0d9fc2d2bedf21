/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A copy of an edit that is not saved, in the person's state folder: it is found again after a crash. The
 * project's own file is never touched. All of it blocks: workers only. */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct
{
  char *text;
  char *base_hash; /* of the file's text that the edit began with */
} RetortDraft;

RetortDraft *retort_draft_new    (const char *text, const char *base_hash) G_GNUC_WARN_UNUSED_RESULT;
void         retort_draft_free   (RetortDraft *self);

/* Reads the copy for the file @path; NULL: there is none. */
RetortDraft *retort_draft_load   (const char *path) G_GNUC_WARN_UNUSED_RESULT;
gboolean     retort_draft_save   (const RetortDraft *self, const char *path, GError **error);
void         retort_draft_delete (const char *path);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RetortDraft, retort_draft_free)

G_END_DECLS
