/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The schema that a project's models ask for. Pure. */
#pragma once

#include "analysis/schema/apply.h"
#include "model/model-set.h"

G_BEGIN_DECLS

/**
 * RetortModelSchema:
 * @schema: (not nullable): what the models' statements make
 * @failures: (element-type RetortModelClass utf8): why a statement of the class could not be applied
 */
typedef struct
{
  RetortSchema *schema;
  GHashTable   *failures;
} RetortModelSchema;

RetortModelSchema *retort_model_schema_new  (const RetortModelSet *models, const RetortSchema *actual) G_GNUC_WARN_UNUSED_RESULT;
void               retort_model_schema_free (RetortModelSchema *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RetortModelSchema, retort_model_schema_free)

G_END_DECLS
