/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Alembic's version table: what it reads and writes for each step (docs/reference/alembic-project.md section 6). */
#pragma once

#include "formats/bookkeeping.h"

G_BEGIN_DECLS

extern const RetortBookkeeping retort_alembic_bookkeeping;

G_END_DECLS
