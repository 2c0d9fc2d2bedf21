/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Identifiers as SQLAlchemy's PostgreSQL dialect writes them: its own list of reserved words and its own idea of a legal
 * name, which differ from the server's (docs/reference/alembic-ops.md section 2). */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define RETORT_ALEMBIC_MAX_NAME_LENGTH 63 /* characters: dialect.max_identifier_length */

gboolean retort_alembic_needs_quotes   (const char *name);
void     retort_alembic_append_name    (GString *out, const char *name);
void     retort_alembic_append_quoted  (GString *out, const char *name);
void     retort_alembic_append_dotted  (GString *out, const char *schema);
void     retort_alembic_append_literal (GString *out, const char *text);
char    *retort_alembic_shorten_name   (const char *name) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
