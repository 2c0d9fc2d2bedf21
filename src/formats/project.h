/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A folder with migrations, as one of the adapters reads it. */
#pragma once

#include "model/migration.h"
#include "model/host.h"
#include "model/open-setting.h"
#include "model/plan.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * RetortFormatError:
 * @RETORT_FORMAT_ERROR_NOT_FOUND: no project there; the message says what was looked for
 * @RETORT_FORMAT_ERROR_UNREADABLE: a file cannot be read; the message names it
 * @RETORT_FORMAT_ERROR_NOT_UNDERSTOOD: a migration that runs meets something that is not known; the message says where
 * @RETORT_FORMAT_ERROR_CONFIGURATION: the tool's configuration is wrong; the message says where
 */
typedef enum
{
  RETORT_FORMAT_ERROR_NOT_FOUND,
  RETORT_FORMAT_ERROR_UNREADABLE,
  RETORT_FORMAT_ERROR_CONFIGURATION,
  RETORT_FORMAT_ERROR_NOT_UNDERSTOOD,
} RetortFormatError;

#define RETORT_FORMAT_ERROR (retort_format_error_quark ())
GQuark retort_format_error_quark (void);

typedef struct _RetortAdapter RetortAdapter;
typedef struct _RetortBookkeeping RetortBookkeeping;

/**
 * RetortProjectNote:
 * What the reader of a project has to say about it that belongs to no revision: a file that cannot
 * be read, a setting that is not understood. Becomes a finding.
 */
typedef struct
{
  char          *path;     /* nullable */
  RetortPosition position; /* line 0: no place */
  char          *text;     /* what is wrong, a sentence */
  gboolean       blocks_builtin_engine; /* decision 5: keeps the built-in engine off */
  gboolean       is_left_out;           /* a revision's file is not in the history: the original tool reads it, or gives up */
  gboolean       is_found_by_checks;    /* the checks of the file's revision say it, too: it becomes no finding */
  const char    *rule;                  /* nullable, static: which rule it is a finding of; else "project-not-understood" */
} RetortProjectNote;

RetortProjectNote *retort_project_note_new  (const char *path, RetortPosition position, gboolean blocks_builtin_engine,
                                             const char *format, ...) G_GNUC_PRINTF (4, 5) G_GNUC_WARN_UNUSED_RESULT;
RetortProjectNote *retort_project_note_new_valist (const char *path, RetortPosition position, gboolean blocks_builtin_engine,
                                                   const char *format, va_list arguments) G_GNUC_PRINTF (4, 0) G_GNUC_WARN_UNUSED_RESULT;
void               retort_project_note_free (RetortProjectNote *self);

/* What an adapter has read. Immutable after retort_adapter_open(), atomically reference counted: may cross threads. */
typedef struct _RetortProject RetortProject;

/* Filled by the adapter; the project takes over what it is given. */
typedef struct
{
  const RetortAdapter *adapter;
  char      *root;         /* absolute folder that holds the configuration */
  char      *name;         /* of retort.json, else of the folder */
  char      *config_path;  /* nullable */
  char      *environment_path; /* nullable: a program of the project that is read instead of being run (env.py) */
  char      *environment_hash; /* nullable: SHA-256 of its content */
  GPtrArray *watched;      /* element: utf8: folders whose files matter */
  GPtrArray *revisions;    /* element: RetortRevision, in the tool's own load order */
  GPtrArray *notes;        /* element: RetortProjectNote */
  GPtrArray *open_settings; /* nullable; element: RetortOpenSetting: what the configuration computes and nobody has said */
  char      *version_table;        /* "alembic_version" */
  char      *version_table_schema; /* nullable */
  gboolean   version_table_has_key;
  RetortTransactions transactions;
  GPtrArray *locks;        /* nullable; element: utf8: queries that take the advisory locks that the project itself takes before a run; one that gives false was in vain */
  GPtrArray *session_settings; /* nullable; element: utf8: name, value, …: what the project's tool sets in its session, and changes no SQL */
  char      *url_hint;     /* nullable: a connection URL found in the configuration, password removed */
  gpointer   data;         /* the adapter's own */
  GDestroyNotify data_free;
} RetortProjectFields;

char          *retort_project_dup_url_without_password (const char *url) G_GNUC_WARN_UNUSED_RESULT;
void           retort_project_fields_clear  (RetortProjectFields *fields);

RetortProject *retort_project_new           (RetortProjectFields *fields) G_GNUC_WARN_UNUSED_RESULT;
RetortProject *retort_project_ref           (RetortProject *self);
void           retort_project_unref         (RetortProject *self);
const RetortProjectFields *retort_project_get (const RetortProject *self);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (RetortProjectFields, retort_project_fields_clear)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RetortProject, retort_project_unref)

G_END_DECLS
