/* SPDX-License-Identifier: GPL-3.0-or-later */
/* meta/_journal.json and what it lists: the first generation of Drizzle's folders. */
#pragma once

#include "formats/drizzle/project.h"

G_BEGIN_DECLS

/* What is read of a folder, and what is wrong with it. */
typedef struct
{
  const char *out;        /* the folder of migrations, absolute */
  gboolean    uses_down;  /* the team writes files that lead back */
  GPtrArray  *notes;      /* element: RetortProjectNote; added to */
} RetortDrizzleReading;

/* Adds a note that is told as a finding of the rule "migration-folder". */
void       retort_drizzle_note        (RetortDrizzleReading *self, const char *path, guint line, gboolean stops_tool, const char *format, ...) G_GNUC_PRINTF (5, 6);
/* … that a file is no JSON, for the reason in @error. */
void       retort_drizzle_note_json   (RetortDrizzleReading *self, const char *path, gboolean stops_tool, const char *what, const GError *error);
/* "<<<<<<<" and the like: the line of the first one; 0: none */
guint      retort_drizzle_find_conflict (const char *text);

/* (transfer full) (element-type RetortDrizzleEntry): in the order of the journal; empty when it cannot be read */
GPtrArray *retort_drizzle_journal_read (RetortDrizzleReading *self) G_GNUC_WARN_UNUSED_RESULT;
/* (nullable): its "dialect" */
char      *retort_drizzle_journal_dup_dialect (const char *out) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
