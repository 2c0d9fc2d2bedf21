/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a database says of the migrations that it does not have yet. */
#pragma once

#include "engine/target.h"

G_BEGIN_DECLS

void retort_pending_facts_read (RetortTargetState *state, RetortTarget *target, RetortWorkspace *workspace, GCancellable *cancellable);

G_END_DECLS
