/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ui/widgets/plan-notice.h"

struct _RetortPlanNotice
{
  GObject parent_instance;

  RetortPlanNoticeKind kind;
  char                *text;
};

G_DEFINE_FINAL_TYPE (RetortPlanNotice, retort_plan_notice, G_TYPE_OBJECT)

static void
retort_plan_notice_finalize (GObject *object)
{
  g_free (RETORT_PLAN_NOTICE (object)->text);
  G_OBJECT_CLASS (retort_plan_notice_parent_class)->finalize (object);
}

static void
retort_plan_notice_class_init (RetortPlanNoticeClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = retort_plan_notice_finalize;
}

static void
retort_plan_notice_init (RetortPlanNotice *self)
{
}

/**
 * retort_plan_notice_new:
 * @kind: what it is about
 * @text: what it says
 *
 * Returns: (transfer full): the notice
 */
RetortPlanNotice *
retort_plan_notice_new (RetortPlanNoticeKind kind, const char *text)
{
  RetortPlanNotice *self = g_object_new (RETORT_TYPE_PLAN_NOTICE, NULL);

  self->kind = kind;
  self->text = g_strdup (text);
  return self;
}

/**
 * retort_plan_notice_get_kind:
 * @self: a notice
 *
 * Returns: what it is about
 */
RetortPlanNoticeKind
retort_plan_notice_get_kind (RetortPlanNotice *self)
{
  return self->kind;
}

/**
 * retort_plan_notice_get_text:
 * @self: a notice
 *
 * Returns: (transfer none): what it says
 */
const char *
retort_plan_notice_get_text (RetortPlanNotice *self)
{
  return self->text;
}
