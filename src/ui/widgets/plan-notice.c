/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ui/widgets/plan-notice.h"

struct _RetortPlanNotice
{
  GObject parent_instance;

  RetortPlanNoticeKind kind;
  char                *text;
  char                *revision; /* nullable */
};

G_DEFINE_FINAL_TYPE (RetortPlanNotice, retort_plan_notice, G_TYPE_OBJECT)

static void
retort_plan_notice_finalize (GObject *object)
{
  RetortPlanNotice *self = RETORT_PLAN_NOTICE (object);

  g_free (self->text);
  g_free (self->revision);
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
 * @revision: (nullable): id of the one whose checklist is to be opened next
 *
 * Returns: (transfer full): the notice
 */
RetortPlanNotice *
retort_plan_notice_new (RetortPlanNoticeKind kind, const char *text, const char *revision)
{
  RetortPlanNotice *self = g_object_new (RETORT_TYPE_PLAN_NOTICE, NULL);

  self->kind = kind;
  self->text = g_strdup (text);
  self->revision = g_strdup (revision);
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

/**
 * retort_plan_notice_get_revision:
 * @self: a notice
 *
 * Returns: (transfer none) (nullable): id of the revision whose checklist is to be opened next
 */
const char *
retort_plan_notice_get_revision (RetortPlanNotice *self)
{
  return self->revision;
}
