/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Random histories with what Alembic itself says of them (revision-map-oracle.py). */
#pragma once

#include "model/revision.h"

#include <json-glib/json-glib.h>

/**
 * OracleFunc:
 * @graph: one history with its questions
 * @data: of oracle_run()
 */
typedef void (*OracleFunc) (JsonObject *graph, gpointer data);

/* The seed is GLib's: run with --seed to repeat a failure. One Python process for all of them. */
void       oracle_run            (guint n_histories, OracleFunc func, gpointer data);
GStrv      oracle_get_strings    (JsonObject *object, const char *member);
GPtrArray *oracle_make_revisions (JsonObject *graph);
/* Each followed by a blank. */
char      *oracle_join_member    (JsonObject *object, const char *member);
