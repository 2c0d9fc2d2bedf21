/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A line of source with a caret below the place that is meant. */
#pragma once

#include "base/source.h"

G_BEGIN_DECLS

void retort_source_append_marked (GString *out, const RetortSource *source, RetortPosition start, RetortPosition end);

G_END_DECLS
