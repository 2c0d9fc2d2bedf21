/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the files that read models share. */
#pragma once

#include "formats/alembic/column.h"
#include "formats/models/outline.h"
#include "formats/models/type-hint.h"
#include "model/model-set.h"
#include "python/probe.h"

G_BEGIN_DECLS

typedef struct
{
  RetortModelNames   *names;
  RetortModelSet     *set;
  RetortPyEvaluation *evaluation;
  GPtrArray          *batches; /* element: RetortBatch; what was sent */
  GPtrArray          *gaps;    /* element: RetortGap; what was not understood while sending */
  GPtrArray          *drafts;  /* element: RetortModelDraft */
  RetortDefinitions  *environment; /* nullable: env.py */
  GArray             *roots;   /* nullable; element: RetortPyNode: the declarative bases whose metadata env.py names; NULL: not known */
} RetortModelReader;

/**
 * RetortModelDraft:
 * @model: (not nullable): what is known of it; the set owns it
 * @outline: (nullable): of its class; an association table has none
 * @columns: (element-type RetortPyValue): RetortColumn of formats/alembic, each with a name
 * @items: (element-type RetortPyValue): constraints and indexes
 * @fallbacks: (element-type RetortColumn RetortType): what annotations say of columns whose type is that of another one
 * @option_names: (element-type utf8): what else Table() is given; borrowed from the evaluation
 * @option_values: (element-type RetortPyValue)
 *
 * A table while it is put together; values are the evaluation's.
 */
typedef struct
{
  RetortModelClass         *model;
  RetortClassOutline       *outline;
  GPtrArray                *columns;
  GPtrArray                *items;
  GHashTable               *fallbacks;
  GPtrArray                *option_names;
  GPtrArray                *option_values;
} RetortModelDraft;

/* Arguments of a call that is made here. */
typedef struct
{
  RetortPyValue *positional[4];
  guint          n_positional;
  const char    *names[12];
  RetortPyValue *values[12];
  guint          n_keywords;
} RetortModelCall;

/* models.c */
void             retort_model_reader_gap      (RetortModelReader *self, RetortDefinitions *module, const RetortPyNode *node, const char *format, ...) G_GNUC_PRINTF (4, 5);
RetortPyProbe   *retort_model_reader_probe    (RetortModelReader *self, RetortDefinitions *module, const RetortPyNode *klass, const char **problem);
RetortPyValue   *retort_model_reader_evaluate (RetortModelReader *self, RetortDefinitions *module, const RetortPyNode *node);
RetortPyValue   *retort_model_reader_call     (RetortModelReader *self, const char *module, const char *name, const RetortModelCall *call);
const char      *retort_model_reader_why      (const RetortPyValue *value);
RetortModelDraft *retort_model_draft_new      (RetortModelReader *self, RetortModelClass *model, RetortClassOutline *outline);
RetortSource    *retort_definitions_get_source (const RetortDefinitions *self);
void             retort_type_hint_read_entry  (RetortTypeHint *self, const RetortClassEntry *entry);

char            *retort_model_dup_table_name  (RetortModelReader *self, const RetortClassOutline *outline) G_GNUC_WARN_UNUSED_RESULT;

/* class-values.c */
RetortPyValue   *retort_model_column_clause   (RetortModelReader *self, const char *column);
RetortPyValue   *retort_model_class_value     (RetortModelReader *self, const char *name, RetortModelDraft *draft);
void             retort_model_bind_classes    (RetortModelReader *self, RetortPyProbe *probe, RetortDefinitions *module, const RetortPyNode *node);

/* column-types.c */
RetortPyValue   *retort_model_type_of_hint    (RetortModelReader *self, const RetortClassOutline *outline, RetortDefinitions *module, const RetortTypeHint *hint);
const RetortPyNode *retort_model_find_annotated  (RetortModelReader *self, RetortDefinitions *module, const char *core, RetortDefinitions **where);

/* columns.c */
void             retort_model_read_columns    (RetortModelReader *self, RetortModelDraft *draft);
/* sqlmodel-fields.c */
RetortPyValue   *retort_model_read_field      (RetortModelReader *self, const RetortClassOutline *outline, RetortPyProbe *probe, const RetortClassEntry *entry);
/* relationships.c */
void             retort_model_read_relationship (RetortModelReader *self, RetortModelDraft *draft, const RetortClassEntry *entry);
/* tables.c */
void             retort_model_read_table      (RetortModelReader *self, RetortDefinitions *module, const char *name, const RetortPyNode *call);
void             retort_model_read_table_args (RetortModelReader *self, RetortModelDraft *draft);
void             retort_model_read_index      (RetortModelReader *self, RetortDefinitions *module, const RetortPyNode *call);
void             retort_model_send_tables     (RetortModelReader *self);
/* data-classes.c */
void             retort_model_read_data_class (RetortModelReader *self, const RetortClassOutline *outline);
/* environment.c */
void             retort_model_read_environment (RetortModelReader *self, const char *path);
void             retort_model_clear_environment (RetortModelReader *self);
gboolean         retort_model_is_meant        (const RetortModelReader *self, const RetortClassOutline *outline);
/* collectors.c */
void             retort_model_find_collectors (RetortModelReader *self);

G_END_DECLS
