/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SQL that the user wrote: what SQLAlchemy's text() makes of the colons in it (docs/reference/alembic-ops.md section 9). */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * RetortTextBindFunc:
 * @out: where to append what stands for the parameter
 * @name: the parameter's name
 * @user_data: user data
 *
 * Returns: whether it could be rendered
 */
typedef gboolean (*RetortTextBindFunc) (GString *out, const char *name, gpointer user_data);

gboolean retort_text_render (GString *out, const char *text, RetortTextBindFunc bind, gpointer user_data);

G_END_DECLS
