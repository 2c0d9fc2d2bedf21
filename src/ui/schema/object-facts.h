/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What there is to say of an object that is no table, as facts for a list. */
#pragma once

#include "workbench/schema-snapshot.h"

G_BEGIN_DECLS

GListModel *retort_object_facts_list (RetortSchemaNode *node) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
