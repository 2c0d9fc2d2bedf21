/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The locks of each statement of a text of SQL. Pure. */
#pragma once

#include "analysis/locks/locks.h"

G_BEGIN_DECLS

/**
 * RetortLockScriptOptions:
 * @schema_sql: (nullable): statements that make what is there before; they have run, each by itself
 * @is_in_transaction: the text runs inside one transaction
 * @server_version: as PQserverVersion() says it
 */
typedef struct
{
  const char *schema_sql;
  gboolean    is_in_transaction;
  int         server_version;
} RetortLockScriptOptions;

/**
 * RetortLockedStatement:
 * @sql: the statement
 * @position: where it begins
 * @locks: what it does
 */
typedef struct
{
  char          *sql;
  RetortPosition position;
  RetortLocks   *locks;
} RetortLockedStatement;

GPtrArray *retort_lock_script_examine (const char *sql, const RetortLockScriptOptions *options, GError **error) G_GNUC_WARN_UNUSED_RESULT;
RetortSchema *retort_lock_script_make_schema (const char *sql, GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
