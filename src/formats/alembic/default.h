/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a column gets by itself: server defaults, identities, generated columns (docs/reference/alembic-ops.md sections 4.3 and 4.4). */
#pragma once

#include "formats/alembic/clause.h"

G_BEGIN_DECLS

typedef enum
{
  RETORT_DEFAULT_NONE,
  RETORT_DEFAULT_SQL,
  RETORT_DEFAULT_IDENTITY,
  RETORT_DEFAULT_COMPUTED,
  RETORT_DEFAULT_FETCHED, /* the server gives one, and nothing is written of it */
} RetortDefaultKind;

/* The options of an identity or a sequence, in the order in which they are written. */
typedef enum
{
  RETORT_IDENTITY_INCREMENT,
  RETORT_IDENTITY_START,
  RETORT_IDENTITY_MINVALUE,
  RETORT_IDENTITY_MAXVALUE,
  RETORT_IDENTITY_NOMINVALUE,
  RETORT_IDENTITY_NOMAXVALUE,
  RETORT_IDENTITY_CACHE,
  RETORT_IDENTITY_CYCLE,
  RETORT_N_IDENTITY_OPTIONS,
} RetortIdentityOption;

typedef struct
{
  gboolean is_always;
  gboolean is_given[RETORT_N_IDENTITY_OPTIONS];
  gint64   values[RETORT_N_IDENTITY_OPTIONS]; /* flags as 0 and 1 */
} RetortIdentity;

/**
 * RetortDefault:
 * @kind: what it is
 * @sql: SQL: what stands behind DEFAULT; COMPUTED: the expression
 * @identity: IDENTITY
 */
typedef struct
{
  RetortDefaultKind     kind;
  const char           *sql;
  const RetortIdentity *identity;
} RetortDefault;

typedef struct
{
  RetortName     name;
  RetortName     schema;
  RetortIdentity options;
  gboolean       is_optional;
  const RetortType *type; /* nullable */
} RetortSequence;

extern const RetortFunction retort_default_functions[];

RetortDefault retort_default_from_value (RetortCall *call, const char *what, RetortPyValue *value);
gboolean      retort_default_is_item    (const RetortPyValue *value);
void          retort_default_append     (GString *out, const RetortDefault *self);
void          retort_identity_append    (GString *out, const RetortIdentity *self);
void          retort_identity_append_option (GString *out, const RetortIdentity *self, RetortIdentityOption option);
const RetortSequence *retort_sequence_from_value (const RetortPyValue *value);
void          retort_sequence_append_options (GString *out, const RetortSequence *self);

G_END_DECLS
