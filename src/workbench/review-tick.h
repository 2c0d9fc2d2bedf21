/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A point of the project's own checklist, for one revision of a review. Property: is-ticked (boolean, read-only, with notify). */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define RETORT_TYPE_REVIEW_TICK (retort_review_tick_get_type ())
G_DECLARE_FINAL_TYPE (RetortReviewTick, retort_review_tick, RETORT, REVIEW_TICK, GObject)

/* @id: of the revision; @detail (nullable): the command that belongs to it */
RetortReviewTick *retort_review_tick_new        (const char *id, const char *text, const char *detail, gboolean is_ticked) G_GNUC_WARN_UNUSED_RESULT;
const char       *retort_review_tick_get_id     (RetortReviewTick *self);
const char       *retort_review_tick_get_text   (RetortReviewTick *self);
const char       *retort_review_tick_get_detail (RetortReviewTick *self);
gboolean          retort_review_tick_is_ticked  (RetortReviewTick *self);
void              retort_review_tick_set_ticked (RetortReviewTick *self, gboolean is_ticked);

G_END_DECLS
