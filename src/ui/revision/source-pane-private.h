/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Shared by source-pane.c (text and review), source-pane-saving.c, source-pane-card.c, source-pane-suppression.c and source-pane-actions.c (search, fixes). */
#pragma once

#include "ui/revision/source-pane.h"

#include "ui/revision/source-view.h"

G_BEGIN_DECLS

/* An unsaved edit of a revision that is not shown. */
typedef struct
{
  char *text;
  char *base_text;
  char *base_hash;
} RetortUnsavedEdit;

struct _RetortSourcePane
{
  GtkWidget parent_instance;

  GtkWidget        *box;
  GtkRevealer      *notice;
  GtkWidget        *notice_bar;
  GtkWidget        *recovery_bar;
  GtkLabel         *notice_label;
  GtkRevealer      *recovery;
  GtkSearchBar     *search_bar;
  GtkSearchEntry   *search_entry;
  GtkLabel         *matches_label;
  RetortSourceView *view;
  GtkWidget        *card;        /* over the text, while there is something to say about a line */

  GdkRectangle            card_place;  /* what it is about, in the pane's coordinates */
  int                     card_scroll; /* px, how far the text was scrolled then */
  RetortWorkbench        *workbench;   /* nullable */
  GtkSourceSearchContext *search;      /* owned */
  RetortRevisionItem     *item;        /* nullable: whose text is shown */
  RetortReview           *review;      /* nullable: of the newest text that was reviewed */
  char                   *base_hash;   /* nullable: of the file's text that the edits began with */
  char                   *base_text;   /* nullable: that text */
  GHashTable             *drafts;      /* key: revision id, owned; value: RetortUnsavedEdit, owned: unsaved edits of others */
  GCancellable           *reviewing;   /* nullable: the review that goes on */
  GCancellable           *recovering;  /* nullable: an edit of before a crash is looked for */
  char                   *found_text;  /* nullable: such an edit, until it is taken or dropped */
  char                   *found_hash;  /* nullable: of what it began with */
  guint                   review_timeout; /* source id; 0: none waits */
  gboolean                is_loading;  /* the buffer changes because we fill it */
  gboolean                is_modified;
  gboolean                is_quiet;    /* the text moved by keys since the pointer did: nothing is told where it rests */
  gboolean                has_pointer; /* it was seen once */
  double                  pointer_x;   /* where it was last, in the window */
  double                  pointer_y;
  gboolean                is_left_over; /* no file declares the revision that is shown any more */
  gboolean                is_gone;     /* the file was found missing when it was to be written */
};

char *retort_source_pane_dup_text       (RetortSourcePane *self);
const char *retort_source_pane_get_path (RetortSourcePane *self);
void retort_source_pane_set_modified    (RetortSourcePane *self, gboolean is_modified);
void retort_source_pane_show_notice     (RetortSourcePane *self, const char *text);
void retort_source_pane_cancel_review   (RetortSourcePane *self);
void retort_source_pane_keep_recovery_copy (RetortSourcePane *self, const char *text);
void retort_source_pane_install_actions (GtkWidgetClass *widget_class);
void retort_source_pane_init_search     (RetortSourcePane *self);
void retort_source_pane_init_hover      (RetortSourcePane *self);
void retort_source_pane_close_card      (RetortSourcePane *self);
void retort_source_pane_init_card       (RetortSourcePane *self);
void retort_source_pane_show_card       (RetortSourcePane *self, guint line, GdkRectangle *place);
gboolean retort_source_pane_place_card  (RetortSourcePane *self, GtkWidget *card, GdkRectangle *allocation);
void retort_source_pane_about_action    (GtkWidget *widget, const char *name, GVariant *parameter);
void retort_source_pane_suppress_action (GtkWidget *widget, const char *name, GVariant *parameter);
void retort_source_pane_reload          (RetortSourcePane *self);
void retort_source_pane_keep            (RetortSourcePane *self);
void retort_source_pane_save            (RetortSourcePane *self);
/* The edit of before a crash becomes the text, or is forgotten. */
void retort_source_pane_recover         (RetortSourcePane *self, gboolean is_wanted);

G_END_DECLS
