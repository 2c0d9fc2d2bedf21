/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What there is to say about a rule beside a finding of it. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * RetortRulePage:
 * @title: what it is about, translated
 * @bad: (nullable): SQL that breaks it
 * @good: (nullable): SQL that does the same and does not break it
 *
 * All of it lives as long as the program.
 */
typedef struct
{
  const char *title;
  const char *bad;
  const char *good;
} RetortRulePage;

gboolean retort_rule_page_find       (const char *id, RetortRulePage *page);
char    *retort_rule_page_dup_accept (const char *id, const char *path, const char *reason) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
