/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Runs that ended without saying so: the program was killed, or the machine stopped. */
#pragma once

#include "engine/target.h"

G_BEGIN_DECLS

GPtrArray *retort_run_tell_unfinished (RetortTarget *target, RetortWorkspace *workspace, GCancellable *cancellable,
                                       GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
