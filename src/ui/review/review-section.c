/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ui/review/review-section.h"

struct _RetortReviewSection
{
  GObject parent_instance;

  char       *title;
  char       *detail;   /* nullable */
  GListModel *children; /* nullable */
};

G_DEFINE_FINAL_TYPE (RetortReviewSection, retort_review_section, G_TYPE_OBJECT)

static void
retort_review_section_finalize (GObject *object)
{
  RetortReviewSection *self = RETORT_REVIEW_SECTION (object);

  g_free (self->title);
  g_free (self->detail);
  g_clear_object (&self->children);
  G_OBJECT_CLASS (retort_review_section_parent_class)->finalize (object);
}

static void
retort_review_section_class_init (RetortReviewSectionClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = retort_review_section_finalize;
}

static void
retort_review_section_init (RetortReviewSection *self)
{
}

/**
 * retort_review_section_new:
 * @title: the heading
 * @detail: (nullable): what stands beside it
 * @children: (nullable): what belongs under it
 *
 * Returns: (transfer full): the section
 */
RetortReviewSection *
retort_review_section_new (const char *title, const char *detail, GListModel *children)
{
  RetortReviewSection *self = g_object_new (RETORT_TYPE_REVIEW_SECTION, NULL);

  self->title = g_strdup (title);
  self->detail = g_strdup (detail);
  if (children != NULL && g_list_model_get_n_items (children) > 0)
    self->children = g_object_ref (children);
  return self;
}

/**
 * retort_review_section_get_title:
 * @self: a section
 *
 * Returns: (transfer none): its heading
 */
const char *
retort_review_section_get_title (RetortReviewSection *self)
{
  return self->title;
}

/**
 * retort_review_section_get_detail:
 * @self: a section
 *
 * Returns: (transfer none) (nullable): what stands beside the heading
 */
const char *
retort_review_section_get_detail (RetortReviewSection *self)
{
  return self->detail;
}

/**
 * retort_review_section_get_children:
 * @self: a section
 *
 * Returns: (transfer none) (nullable): what belongs under it; %NULL when nothing does
 */
GListModel *
retort_review_section_get_children (RetortReviewSection *self)
{
  return self->children;
}
