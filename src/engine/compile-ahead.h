/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Revisions that will all be compiled: another thread begins at the other end. */
#pragma once

#include "engine/workspace.h"

G_BEGIN_DECLS

typedef struct _RetortCompileAhead RetortCompileAhead;

RetortCompileAhead *retort_compile_ahead_start (RetortWorkspace *workspace, GPtrArray *revisions, gboolean upgrades, gboolean downgrades)
  G_GNUC_WARN_UNUSED_RESULT;
void                retort_compile_ahead_stop  (RetortCompileAhead *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RetortCompileAhead, retort_compile_ahead_stop)

G_END_DECLS
