/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "formats/adapter.h"

G_BEGIN_DECLS

extern const RetortAdapter retort_drizzle_adapter;

G_END_DECLS
