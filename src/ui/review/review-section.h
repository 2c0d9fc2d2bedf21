/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A heading inside a revision of a review, with what belongs under it. Immutable. */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define RETORT_TYPE_REVIEW_SECTION (retort_review_section_get_type ())
G_DECLARE_FINAL_TYPE (RetortReviewSection, retort_review_section, RETORT, REVIEW_SECTION, GObject)

/* @detail (nullable), @children (nullable): nothing under it */
RetortReviewSection *retort_review_section_new          (const char *title, const char *detail, GListModel *children) G_GNUC_WARN_UNUSED_RESULT;
const char          *retort_review_section_get_title    (RetortReviewSection *self);
const char          *retort_review_section_get_detail   (RetortReviewSection *self);
GListModel          *retort_review_section_get_children (RetortReviewSection *self);

G_END_DECLS
