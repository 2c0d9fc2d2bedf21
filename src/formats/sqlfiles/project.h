/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A folder of SQL files that one of several tools runs. Sources: docs/reference/other-formats.md. */
#pragma once

#include "formats/adapter.h"
#include "formats/bookkeeping.h"

G_BEGIN_DECLS

/**
 * RetortSqlSide:
 * @spans: (element-type RetortSpan): what goes to the server, one query each
 * @is_autocommit: outside any transaction of the tool
 * @refusal: (nullable): why it is not known what the tool would send, a clause
 * @refusal_span: its place
 *
 * One direction of a migration, cut out of its file.
 */
typedef struct
{
  GArray    *spans;
  gboolean   is_autocommit;
  char      *refusal;
  RetortSpan refusal_span;
} RetortSqlSide;

void retort_sql_side_add    (RetortSqlSide *self, gsize start, gsize end);
/* The first refusal stays. */
void retort_sql_side_refuse (RetortSqlSide *self, gsize start, gsize end, const char *format, ...) G_GNUC_PRINTF (4, 5);

/**
 * RetortSqlEntry:
 * @id: (not nullable): what people call it: the file's name without suffixes
 * @version: (not nullable): how the tool's table calls it
 * @number: the version as a number, where it is one
 * @title: (not nullable): a few words
 * @checksum: (nullable): as the tool takes it
 * @is_repeatable: runs again whenever its checksum changes
 * @up: (nullable): the file that leads there
 * @down: (nullable): the file that leads back, maybe the same
 *
 * One migration.
 */
typedef struct
{
  char         *id;
  char         *version;
  gint64        number;
  char         *title;
  char         *checksum;
  gboolean      is_repeatable;
  RetortSource *up;
  RetortSource *down;
} RetortSqlEntry;

/* @version and @title: (transfer full) */
RetortSqlEntry *retort_sql_entry_new  (const char *id, char *version, char *title) G_GNUC_WARN_UNUSED_RESULT;
void            retort_sql_entry_free (RetortSqlEntry *self);

/* What a tool's reader is given. */
typedef struct
{
  const char *folder;  /* where the files lie, absolute */
  GPtrArray  *names;   /* element: utf8: names of the folder's entries, sorted by bytes */
  GPtrArray  *entries; /* element: RetortSqlEntry; added to, in the order in which the tool runs them */
  GPtrArray  *notes;   /* element: RetortProjectNote; added to */
} RetortSqlReading;

void          retort_sql_note      (RetortSqlReading *self, const char *name, gboolean stops_tool, const char *format, ...) G_GNUC_PRINTF (4, 5);
/* (nullable): what cannot be read becomes a note */
RetortSource *retort_sql_read_file (RetortSqlReading *self, const char *name) G_GNUC_WARN_UNUSED_RESULT;

/**
 * RetortSqlTool:
 * @adapter: the tool's adapter
 * @table: the tool's own table
 * @schema: (nullable): its schema; %NULL: the first one of the search path
 * @order: the column that orders its rows
 * @transactions: how the tool cuts a run
 * @lock_sql: (nullable): a query that takes the lock that the tool takes
 * @read_only: (nullable): why Retort only looks, a sentence
 * @is_one: is a file of the folder one of the tool's; reads little
 * @read: fills @reading
 * @cut: takes one direction out of a file; whole statements or several at once, as the tool sends them
 *
 * What differs between the tools.
 */
typedef struct
{
  const RetortAdapter *adapter;
  const char          *table;
  const char          *schema;
  const char          *order;
  RetortTransactions   transactions;
  const char          *lock_sql;
  const char          *read_only;
  gboolean           (*is_one) (const char *folder, const char *name);
  void               (*read)   (RetortSqlReading *reading);
  void               (*cut)    (const RetortSource *source, RetortDirection direction, RetortSqlSide *side);
} RetortSqlTool;

/* The functions of an adapter that must know which tool it is for: detect(), list() and open_project() over the static @tool. */
#define RETORT_SQL_TOOL_DEFINE_PLACES(tool) \
  static gboolean \
  detect (const RetortProjectPlace *place) \
  { \
    return retort_sql_tool_detect (&tool, place); \
  } \
  static GPtrArray * \
  list (const char *folder) \
  { \
    return retort_sql_tool_list (&tool, folder); \
  } \
  static RetortProject * \
  open_project (const RetortProjectPlace *place, GCancellable *cancellable, GError **error) \
  { \
    return retort_sql_tool_open (&tool, place, cancellable, error); \
  }

/* What an adapter's functions do, for a tool. */
gboolean        retort_sql_tool_detect (const RetortSqlTool *tool, const RetortProjectPlace *place);
GPtrArray      *retort_sql_tool_list   (const RetortSqlTool *tool, const char *folder) G_GNUC_WARN_UNUSED_RESULT;
RetortProject  *retort_sql_tool_open   (const RetortSqlTool *tool, const RetortProjectPlace *place, GCancellable *cancellable, GError **error) G_GNUC_WARN_UNUSED_RESULT;
RetortRevision *retort_sql_tool_reread (RetortProject *project, RetortSource *source, GError **error) G_GNUC_WARN_UNUSED_RESULT;
RetortMigration *retort_sql_tool_compile (RetortProject *project, RetortRevision *revision, RetortDirection direction, RetortHost *host,
                                          GCancellable *cancellable, GError **error) G_GNUC_WARN_UNUSED_RESULT;
char           *retort_sql_tool_exists_sql (RetortProject *project) G_GNUC_WARN_UNUSED_RESULT;
char           *retort_sql_tool_read_sql   (RetortProject *project) G_GNUC_WARN_UNUSED_RESULT;
/* Of a tool whose table Retort does not keep; each returns (element-type RetortBatch) (transfer full): nothing. */
GPtrArray      *retort_sql_tool_write_nothing  (RetortProject *project, const RetortApplied *applied) G_GNUC_WARN_UNUSED_RESULT;
GPtrArray      *retort_sql_tool_record_nothing (RetortProject *project, RetortBookkeepingStep *step, GError **error) G_GNUC_WARN_UNUSED_RESULT;
GPtrArray      *retort_sql_tool_stamp_nothing  (RetortProject *project, const RetortStampStep *step, const RetortApplied *applied, GPtrArray *rows,
                                                GError **error) G_GNUC_WARN_UNUSED_RESULT;
char           *retort_sql_tool_dup_miscount (RetortProject *project, const RetortBatch *batch, gint64 n_rows) G_GNUC_WARN_UNUSED_RESULT;

GPtrArray            *retort_sql_project_get_entries (RetortProject *project);
const RetortSqlEntry *retort_sql_project_find        (RetortProject *project, const char *id);
/* The tool's table, quoted, in the schema that was found. */
char                 *retort_sql_project_dup_table   (RetortProject *project, const RetortApplied *applied) G_GNUC_WARN_UNUSED_RESULT;

/* Empty fields with a key made of the rows. */
RetortAppliedFields   retort_sql_applied_begin (const char *layout, const char *const *rows);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RetortSqlEntry, retort_sql_entry_free)

G_END_DECLS
