/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One file of SQL outside any project, as a revision that has no way back. */
#pragma once

#include "formats/adapter.h"

G_BEGIN_DECLS

extern const RetortAdapter retort_sql_file_adapter;

G_END_DECLS
