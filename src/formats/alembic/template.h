/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A project's script.py.mako, filled without running it. */
#pragma once

#include "formats/project.h"

G_BEGIN_DECLS

/**
 * RetortTemplateValues:
 * @message: what the revision is for
 * @id: its id
 * @down: (array zero-terminated=1): what it revises
 * @labels: (array zero-terminated=1): its branch labels
 * @depends_on: (array zero-terminated=1): what it depends on
 * @created: when it is made, in the zone in which that is told
 * @has_zone: the zone is told, too
 * @imports: (nullable): lines of Python
 * @upgrade: (nullable): the body of upgrade(), indented by four blanks but for its first line
 * @downgrade: (nullable): likewise
 *
 * What Alembic gives to the template. The texts are borrowed.
 */
typedef struct
{
  const char        *message;
  const char        *id;
  const char *const *down;
  const char *const *labels;
  const char *const *depends_on;
  GDateTime         *created;
  gboolean           has_zone;
  const char        *imports;
  const char        *upgrade;
  const char        *downgrade;
} RetortTemplateValues;

char *retort_alembic_template_fill (RetortSource *source, const RetortTemplateValues *values, GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
