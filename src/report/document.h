/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A document for people, written part by part: one file of HTML that needs nothing else, or Markdown for a pull request. Pure. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  RETORT_DOCUMENT_HTML,
  RETORT_DOCUMENT_MARKDOWN,
} RetortDocumentFormat;

/**
 * RetortDocumentTone:
 * @RETORT_DOCUMENT_PLAIN: nothing special
 * @RETORT_DOCUMENT_GOOD: as it should be
 * @RETORT_DOCUMENT_WARNING: to be read
 * @RETORT_DOCUMENT_BAD: to be mended
 */
typedef enum
{
  RETORT_DOCUMENT_PLAIN,
  RETORT_DOCUMENT_GOOD,
  RETORT_DOCUMENT_WARNING,
  RETORT_DOCUMENT_BAD,
} RetortDocumentTone;

/* One owner. All texts are plain; they are escaped here. */
typedef struct _RetortDocument RetortDocument;

RetortDocument *retort_document_new         (RetortDocumentFormat format, const char *title, const char *subtitle) G_GNUC_WARN_UNUSED_RESULT;
/* Ends it, and frees it. */
char           *retort_document_finish      (RetortDocument *self) G_GNUC_WARN_UNUSED_RESULT;
/* @anchor (nullable): links lead there. */
void            retort_document_add_heading (RetortDocument *self, guint level, const char *text, const char *anchor);
void            retort_document_add_text    (RetortDocument *self, const char *text);
/* A few words that stand out, after the heading that came last. */
void            retort_document_add_mark    (RetortDocument *self, RetortDocumentTone tone, const char *text);
/* @detail (nullable): in smaller letters below */
void            retort_document_add_item    (RetortDocument *self, RetortDocumentTone tone, const char *text, const char *detail);
/* A box to be ticked by a person. */
void            retort_document_add_tick      (RetortDocument *self, const char *text, gboolean is_ticked);
/* A part of its own that rows of a table lead to; @label stands before its title. */
void            retort_document_begin_card    (RetortDocument *self, const char *label, const char *title);
void            retort_document_end_card      (RetortDocument *self);
/* In smaller letters. */
void            retort_document_add_remark    (RetortDocument *self, const char *text);
/* @name: @value, in a list of such pairs */
void            retort_document_add_fact    (RetortDocument *self, const char *name, const char *value);
/* @headings: (array zero-terminated=1) */
void            retort_document_begin_table (RetortDocument *self, const char *const *headings);
/* @anchors (nullable): where the first cell leads */
void            retort_document_add_row     (RetortDocument *self, const char *const *cells, const char *anchor);
/* SQL, folded under @summary. */
void            retort_document_add_code    (RetortDocument *self, const char *summary, const char *sql, gboolean is_open);

G_END_DECLS
