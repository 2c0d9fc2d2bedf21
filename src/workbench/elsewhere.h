/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The project as it is at a commit that is not checked out, together with its files. Immutable, atomically reference counted. */
#pragma once

#include "engine/branch-review.h"

G_BEGIN_DECLS

typedef struct
{
  RetortGitTree   *tree;
  RetortWorkspace *workspace;
} RetortElsewhere;

RetortElsewhere *retort_elsewhere_open  (RetortWorkspace *here, const char *commit, GCancellable *cancellable, GError **error) G_GNUC_WARN_UNUSED_RESULT;
RetortElsewhere *retort_elsewhere_ref   (RetortElsewhere *self);
void             retort_elsewhere_unref (RetortElsewhere *self);
/* What a downgrade has to name so that nothing is left that @here does not know; NULL with @error when it cannot be told. */
char            *retort_elsewhere_find_way_back (RetortElsewhere *self, RetortWorkspace *here, const char *id, GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RetortElsewhere, retort_elsewhere_unref)

G_END_DECLS
