/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which Alembic and which SQLAlchemy a project runs at least, as its own requirements say. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* 1.13.3 */
#define RETORT_ALEMBIC_VERSION(major, minor, patch) ((major) * 1000000u + (minor) * 1000u + (patch))

/* What of it knows "if_not_exists" and "if_exists" (the change log of Alembic). */
#define RETORT_ALEMBIC_GUARDS_INDEXES RETORT_ALEMBIC_VERSION (1u, 13u, 0u)
#define RETORT_ALEMBIC_GUARDS_TABLES RETORT_ALEMBIC_VERSION (1u, 13u, 3u)
#define RETORT_ALEMBIC_GUARDS_COLUMNS RETORT_ALEMBIC_VERSION (1u, 16u, 0u)

/* Of SQLAlchemy: a connection executes no str. */
#define RETORT_SQLALCHEMY_REFUSES_TEXT RETORT_ALEMBIC_VERSION (2u, 0u, 0u)

guint retort_alembic_find_version (const char *root, const char *package);

G_END_DECLS
