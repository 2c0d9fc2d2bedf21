/* SPDX-License-Identifier: GPL-3.0-or-later */
/* New revisions, merges and other places, for dialogs: what would be written is shown first, and exactly that is written. */
#pragma once

#include "model/pattern.h"
#include "workbench/workbench.h"

G_BEGIN_DECLS

/**
 * RetortRevisionForm:
 * @message: what it is for; empty: what the pattern suggests
 * @heads: (nullable) (array zero-terminated=1): ids or symbols of what it revises; %NULL: the only head
 * @pattern: (nullable): what it begins with
 * @values: (nullable) (element-type utf8 utf8): the values of the pattern's fields
 * @number: (nullable): its number, of a planned migration
 *
 * What a dialog asks for; borrowed.
 */
typedef struct
{
  const char          *message;
  const char *const   *heads;
  const RetortPattern *pattern;
  GHashTable          *values;
  const char          *number;
} RetortRevisionForm;

/**
 * RetortRevisionMove:
 * @id: a revision
 * @onto: (nullable): what it is to follow; %NULL: its place stays
 * @is_renumbered: it gets the number after the highest
 *
 * Another place or number for a revision that no database holds; borrowed.
 */
typedef struct
{
  const char *id;
  const char *onto;
  gboolean    is_renumbered;
} RetortRevisionMove;

/* A file that is not written yet, or what becomes of one. Immutable, reference counted. */
typedef struct _RetortFilePreview RetortFilePreview;

RetortFilePreview *retort_file_preview_ref         (RetortFilePreview *self);
void               retort_file_preview_unref       (RetortFilePreview *self);
const char        *retort_file_preview_get_id      (const RetortFilePreview *self);
const char        *retort_file_preview_get_path    (const RetortFilePreview *self);
const char        *retort_file_preview_get_text    (const RetortFilePreview *self);
char              *retort_file_preview_dup_remarks (const RetortFilePreview *self) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RetortFilePreview, retort_file_preview_unref)

/**
 * RetortMergeOfferLine:
 * @id: a head
 * @title: what it is for
 * @objects: what its line touches, a list for people
 * @is_held: the connected database holds it
 */
typedef struct
{
  char    *id;
  char    *title;
  char    *objects;
  gboolean is_held;
} RetortMergeOfferLine;

/**
 * RetortMergeOffer:
 * @lines: (element-type RetortMergeOfferLine): one a head
 * @shared: (nullable): what more than one of them touches, a list for people
 * @next_number: (nullable): the number after the highest; %NULL when the revisions are not numbered
 */
typedef struct
{
  GPtrArray *lines;
  char      *shared;
  char      *next_number;
} RetortMergeOffer;

void retort_merge_offer_free (RetortMergeOffer *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RetortMergeOffer, retort_merge_offer_free)

/* (array zero-terminated=1): none when the project's kind has none, or nothing is open */
const RetortPattern *const *retort_workbench_get_patterns (RetortWorkbench *self);
/* (array zero-terminated=1) (transfer full): ids of the heads */
GStrv              retort_workbench_dup_heads             (RetortWorkbench *self) G_GNUC_WARN_UNUSED_RESULT;

void               retort_workbench_compose_async         (RetortWorkbench *self, const RetortRevisionForm *form, GCancellable *cancellable,
                                                           GAsyncReadyCallback callback, gpointer user_data);
void               retort_workbench_compose_move_async    (RetortWorkbench *self, const RetortRevisionMove *move, GCancellable *cancellable,
                                                           GAsyncReadyCallback callback, gpointer user_data);
RetortFilePreview *retort_workbench_compose_finish        (RetortWorkbench *self, GAsyncResult *result, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void               retort_workbench_write_async           (RetortWorkbench *self, RetortFilePreview *preview, GCancellable *cancellable,
                                                           GAsyncReadyCallback callback, gpointer user_data);
gboolean           retort_workbench_write_finish          (RetortWorkbench *self, GAsyncResult *result, GError **error);

void               retort_workbench_list_choices_async    (RetortWorkbench *self, const RetortRevisionForm *form, GCancellable *cancellable,
                                                           GAsyncReadyCallback callback, gpointer user_data);
GHashTable        *retort_workbench_list_choices_finish   (RetortWorkbench *self, GAsyncResult *result, GError **error) G_GNUC_WARN_UNUSED_RESULT;

void               retort_workbench_survey_heads_async    (RetortWorkbench *self, GCancellable *cancellable, GAsyncReadyCallback callback,
                                                           gpointer user_data);
RetortMergeOffer  *retort_workbench_survey_heads_finish   (RetortWorkbench *self, GAsyncResult *result, GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
