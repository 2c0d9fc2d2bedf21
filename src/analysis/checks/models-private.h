/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the rules about models share. Inside analysis/checks only. */
#pragma once

#include "analysis/checks/context.h"
#include "analysis/checks/models.h"

G_BEGIN_DECLS

typedef struct
{
  const RetortModelCheckInput *input;
  const RetortSchema          *wanted; /* what the models make */
  const char                  *doubt;  /* nullable: why the table at hand may be another one */
  RetortModelCheckResult      *result;
  gboolean                     uses_uuid_keys;
} RetortModelCheck;

/* model-rules.c */
void retort_model_check_say (RetortModelCheck *self, const char *rule, RetortSource *source, RetortSpan span, int louder,
                             const char *format, ...) G_GNUC_PRINTF (6, 7);
/* model-keys.c */
void retort_model_check_keys  (RetortModelCheck *self, const RetortModelClass *model, const RetortTable *wanted, const RetortTable *actual);
/* model-key-types.c */
gboolean retort_model_uses_uuid_keys (const RetortModelCheck *self);
void retort_model_check_key_type (RetortModelCheck *self, const RetortModelClass *model, const RetortTable *wanted);
/* model-tables.c */
void retort_model_check_table (RetortModelCheck *self, const RetortModelClass *model, const RetortTable *wanted, const RetortTable *actual);
RetortSpan retort_model_find_place (const RetortModelClass *model, const char *const *columns, const char *name, RetortSource **source);
/* model-links.c */
void retort_model_check_links (RetortModelCheck *self, const RetortModelClass *model);
void retort_model_check_data_classes (RetortModelCheck *self, const RetortModelClass *model, const RetortTable *actual);

G_END_DECLS
