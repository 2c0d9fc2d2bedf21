/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "formats/bookkeeping.h"

G_BEGIN_DECLS

extern const RetortBookkeeping retort_drizzle_bookkeeping;

G_END_DECLS
