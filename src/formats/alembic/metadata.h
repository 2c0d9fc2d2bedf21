/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Follows target_metadata of env.py into the project's models, to the naming_convention of its MetaData. Reads, runs nothing. */
#pragma once

#include "formats/alembic/module-files.h"
#include "formats/alembic/naming.h"

G_BEGIN_DECLS

/**
 * RetortMetadataAnswer:
 * @is_known: whether the way could be followed to its end
 * @naming: (nullable): the convention; %NULL: SQLAlchemy's own
 * @reason: (nullable): why it is not known
 */
typedef struct
{
  gboolean      is_known;
  RetortNaming *naming;
  char         *reason;
} RetortMetadataAnswer;

void retort_metadata_follow       (RetortMetadataAnswer *self, RetortModuleFiles *files, RetortPyTree *tree, const RetortPyNode *expression);
void retort_metadata_answer_clear (RetortMetadataAnswer *self);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (RetortMetadataAnswer, retort_metadata_answer_clear)

G_END_DECLS
