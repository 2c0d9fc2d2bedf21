/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a check has to say about a migration: a rule, a place, a severity, a reason, a remedy. */
#pragma once

#include "base/edit.h"
#include "model/revision.h"

G_BEGIN_DECLS

typedef enum
{
  RETORT_SEVERITY_INFO,
  RETORT_SEVERITY_WARNING,
  RETORT_SEVERITY_ERROR,
} RetortSeverity;

/**
 * RetortLockInfo:
 * @mode: (nullable): the strongest lock mode, PostgreSQL's words ("SHARE ROW EXCLUSIVE")
 * @tables: (array zero-terminated=1): the tables that it is taken on
 * @rewrites: a table is rewritten
 * @scans: a table is read whole while the lock is held
 */
typedef struct
{
  char    *mode;
  GStrv    tables;
  gboolean rewrites;
  gboolean scans;
} RetortLockInfo;

RetortLockInfo *retort_lock_info_copy (const RetortLockInfo *self) G_GNUC_WARN_UNUSED_RESULT;
void            retort_lock_info_free (RetortLockInfo *self);

/**
 * RetortFindingFields:
 * @rule: (not nullable): the rule's id
 * @severity: how bad
 * @revision: (nullable): the revision's id; %NULL when it is about the whole project
 * @direction: which function; read only when @has_direction
 * @path: (nullable): the file
 * @start: first character
 * @end: after the last character
 * @span: the same in bytes of the file
 * @first_line: where what it is about begins, which may be before @start: a comment accepts it from there on; 0 for that of @start
 * @message: (not nullable): what is there
 * @why: (not nullable): why it matters
 * @remedy: (not nullable): the way out
 * @lock: (nullable): what the statement locks
 * @fix: (nullable) (element-type RetortEdit): a mechanical remedy
 * @suppressed_reason: (nullable): set when a comment in the file suppresses it
 */
typedef struct
{
  const char           *rule;
  RetortSeverity        severity;
  const char           *revision;
  gboolean              has_direction;
  RetortDirection       direction;
  const char           *path;
  RetortPosition        start;
  RetortPosition        end;
  RetortSpan            span;
  guint                 first_line;
  const char           *message;
  const char           *why;
  const char           *remedy;
  const RetortLockInfo *lock;
  GPtrArray            *fix;
  const char           *suppressed_reason;
} RetortFindingFields;

/* Immutable, atomically reference counted: may cross threads. */
typedef struct _RetortFinding RetortFinding;

#define RETORT_TYPE_FINDING (retort_finding_get_type ())
GType          retort_finding_get_type          (void) G_GNUC_CONST;

RetortFinding *retort_finding_new               (const RetortFindingFields *fields) G_GNUC_WARN_UNUSED_RESULT;
RetortFinding *retort_finding_new_suppressed    (const RetortFinding *self, const char *reason) G_GNUC_WARN_UNUSED_RESULT;
RetortFinding *retort_finding_ref               (RetortFinding *self);
void           retort_finding_unref             (RetortFinding *self);
const RetortFindingFields *retort_finding_get   (const RetortFinding *self);
const char    *retort_severity_to_string        (RetortSeverity severity);
gboolean       retort_severity_from_string      (const char *word, RetortSeverity *severity);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RetortLockInfo, retort_lock_info_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RetortFinding, retort_finding_unref)

G_END_DECLS
