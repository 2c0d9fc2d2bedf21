/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Classes that SQLAlchemy maps to tables, written in a migration: `class Note(Base): __tablename__ = "notes"; id = sa.Column(…)`. */
#pragma once

#include "formats/alembic/object.h"

G_BEGIN_DECLS

RetortPyValue *retort_mapping_get                (RetortPyEvaluation *evaluation, const char *name);
RetortPyValue *retort_element_class_get          (RetortPyEvaluation *evaluation, const char *name);
RetortPyValue *retort_compiles_get               (RetortPyEvaluation *evaluation, const char *name);
gboolean       retort_value_is_mapped_class      (const RetortPyValue *value);
RetortPyValue *retort_mapped_class_get_table     (RetortPyEvaluation *evaluation, RetortPyValue *self);
const char    *retort_mapped_class_get_name      (const RetortPyValue *self);
gboolean       retort_mapped_class_is_beside     (const RetortPyValue *self, const RetortPyValue *other);
gboolean       retort_mapped_class_has_relations (RetortPyEvaluation *evaluation, const RetortPyValue *self);
gboolean       retort_mapped_class_relates_to_itself (RetortPyEvaluation *evaluation, const RetortPyValue *self);
const char    *retort_mapped_class_find_hook     (RetortPyEvaluation *evaluation, const RetortPyValue *self);
gboolean       retort_mapped_class_loads_more    (RetortPyEvaluation *evaluation, const RetortPyValue *self);

G_END_DECLS
