/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What "retort-cli check" prints for people: the findings, and how many there are. */
#pragma once

#include "cli/cli.h"

G_BEGIN_DECLS

/* Grows while findings come; printed at the end. One thread at a time. */
typedef struct _RetortCheckText RetortCheckText;

RetortCheckText *retort_check_text_new   (RetortCli *cli) G_GNUC_WARN_UNUSED_RESULT;
void             retort_check_text_free  (RetortCheckText *self);
/* @findings: (element-type RetortFinding): those that follow. */
void             retort_check_text_add   (RetortCheckText *self, GPtrArray *findings);
void             retort_check_text_print (RetortCheckText *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RetortCheckText, retort_check_text_free)

G_END_DECLS
