/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The tools whose folders of SQL files are read. */
#pragma once

#include "formats/adapter.h"

G_BEGIN_DECLS

extern const RetortAdapter retort_golang_migrate_adapter;
extern const RetortAdapter retort_dbmate_adapter;
extern const RetortAdapter retort_goose_adapter;
extern const RetortAdapter retort_flyway_adapter;
extern const RetortAdapter retort_prisma_adapter;
extern const RetortAdapter retort_sqitch_adapter;

G_END_DECLS
