/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A rehearsal for people, and as the document of `retort-cli rehearse`. Pure. */
#pragma once

#include "model/rehearsal.h"

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

char     *retort_rehearsal_to_text (RetortRehearsal *rehearsal, const char *base, gboolean colour) G_GNUC_WARN_UNUSED_RESULT;
JsonNode *retort_json_of_rehearsal (RetortRehearsal *rehearsal) G_GNUC_WARN_UNUSED_RESULT;
/* "ACCESS EXCLUSIVE on orders, rewrites it": one relation of a statement, with what was foretold where that was something else. */
char     *retort_rehearsed_relation_to_text (const RetortRehearsedRelation *relation, gboolean saw_locks) G_GNUC_WARN_UNUSED_RESULT;
/* "line 12 should undo it; line 5 made it" */
char     *retort_leftover_to_text  (const RetortLeftover *leftover) G_GNUC_WARN_UNUSED_RESULT;
/* "on PostgreSQL 15.20, after replaying 3 revisions from base" */
char     *retort_rehearsal_dup_place (const RetortRehearsal *rehearsal) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
