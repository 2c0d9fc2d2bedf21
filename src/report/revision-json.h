/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Revisions as JSON, as `history` and `show` have them. Pure. */
#pragma once

#include "report/revision-text.h"

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

JsonObject *retort_json_of_revision (const RetortRevisionMarks *marks, RetortRevision *revision, guint lane) G_GNUC_WARN_UNUSED_RESULT;
/* Ids of revisions, as an array. */
JsonArray  *retort_json_of_ids      (GPtrArray *revisions) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
