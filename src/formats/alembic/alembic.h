/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The adapter for Alembic projects. */
#pragma once

#include "formats/adapter.h"

G_BEGIN_DECLS

extern const RetortAdapter retort_alembic_adapter;

G_END_DECLS
