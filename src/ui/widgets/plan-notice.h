/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What somebody must know before a plan runs: a row above its steps. Immutable. */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/**
 * RetortPlanNoticeKind:
 * @RETORT_PLAN_NOTICE_STAMP: no migration runs
 * @RETORT_PLAN_NOTICE_OBSTACLE: why it cannot be run
 * @RETORT_PLAN_NOTICE_IRREVERSIBLE: what cannot be undone
 * @RETORT_PLAN_NOTICE_UNREAD: what nobody has read
 * @RETORT_PLAN_NOTICE_REHEARSAL: what a rehearsal showed, and nothing of it is bad
 * @RETORT_PLAN_NOTICE_BAD_REHEARSAL: what a rehearsal showed
 * @RETORT_PLAN_NOTICE_VERDICT: the same of one step
 */
typedef enum
{
  RETORT_PLAN_NOTICE_STAMP,
  RETORT_PLAN_NOTICE_OBSTACLE,
  RETORT_PLAN_NOTICE_IRREVERSIBLE,
  RETORT_PLAN_NOTICE_UNREAD,
  RETORT_PLAN_NOTICE_REHEARSAL,
  RETORT_PLAN_NOTICE_BAD_REHEARSAL,
  RETORT_PLAN_NOTICE_VERDICT,
} RetortPlanNoticeKind;

#define RETORT_TYPE_PLAN_NOTICE (retort_plan_notice_get_type ())
G_DECLARE_FINAL_TYPE (RetortPlanNotice, retort_plan_notice, RETORT, PLAN_NOTICE, GObject)

RetortPlanNotice    *retort_plan_notice_new      (RetortPlanNoticeKind kind, const char *text, const char *revision) G_GNUC_WARN_UNUSED_RESULT;
RetortPlanNoticeKind retort_plan_notice_get_kind (RetortPlanNotice *self);
const char          *retort_plan_notice_get_text (RetortPlanNotice *self);
const char          *retort_plan_notice_get_revision (RetortPlanNotice *self);

G_END_DECLS
