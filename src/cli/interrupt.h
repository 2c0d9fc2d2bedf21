/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Ctrl-C as a request: the statement that runs is cancelled and what became of the run is told. */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

void retort_interrupt_start (GCancellable *cancellable);

G_END_DECLS
