/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The host for review: takes every batch, sends none. Its batches are what the migration would send. */
#pragma once

#include "model/host.h"

G_BEGIN_DECLS

#define RETORT_TYPE_SIMULATED_HOST (retort_simulated_host_get_type ())
G_DECLARE_FINAL_TYPE (RetortSimulatedHost, retort_simulated_host, RETORT, SIMULATED_HOST, GObject)

RetortHost *retort_simulated_host_new         (void) G_GNUC_WARN_UNUSED_RESULT;
GPtrArray  *retort_simulated_host_get_batches (RetortSimulatedHost *self);

G_END_DECLS
