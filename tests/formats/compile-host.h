/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A host that takes every batch and knows nothing. */
#pragma once

#include "model/host.h"

#define COMPILE_TYPE_HOST (compile_host_get_type ())
G_DECLARE_FINAL_TYPE (CompileHost, compile_host, COMPILE, HOST, GObject)

RetortHost *compile_host_new (void);
