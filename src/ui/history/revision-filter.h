/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which rows a search and a filter leave in the list. Pure. */
#pragma once

#include "workbench/revision-item.h"

G_BEGIN_DECLS

gboolean retort_revision_filter_has_text (RetortRevisionItem *item, const char *needle);
gboolean retort_revision_filter_has_kind (RetortRevisionItem *item, const char *kind);

G_END_DECLS
