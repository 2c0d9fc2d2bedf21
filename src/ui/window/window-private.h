/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The inside of the window, shared by its files. */
#pragma once

#include "ui/history/history-page.h"
#include "ui/lesson/lesson-pane.h"
#include "ui/plan/plan-page.h"
#include "ui/review/review-page.h"
#include "ui/revision/revision-page.h"
#include "ui/query/query-page.h"
#include "ui/runs/runs-page.h"
#include "ui/schema/schema-page.h"
#include "ui/widgets/adaptive-bin.h"
#include "ui/widgets/banner.h"
#include "ui/window/connection-button.h"
#include "ui/window/run-bar.h"
#include "ui/window/start-page.h"
#include "ui/window/window.h"
#include "workbench/snapshots.h"
#include "workbench/workbench.h"

G_BEGIN_DECLS

struct _RetortWindow
{
  AdwApplicationWindow parent_instance;

  RetortWorkbench        *workbench;
  GSettings              *settings;
  GtkFileChooserNative   *chooser;       /* nullable: while a folder is chosen */
  RetortRunItem          *followed_run;  /* nullable: whose end is told */
  RetortLesson           *lesson;        /* nullable: before it was begun */
  gboolean                is_planning;
  int                     sidebar_width; /* px */
  guint                   layout_id;     /* idle that follows a change of room, or 0 */
  gboolean                keeps_password; /* asked to, once the one that was typed has proved right */
  char                   *offer;         /* nullable: which database the files of the project name, a clause */
  char                   *awaited_id;    /* nullable: what was just written, until its row is there */
  GtkWidget              *palette;       /* nullable: commands, once they were asked for */
  gboolean                may_close;     /* asked about what would be lost */

  AdwToastOverlay        *toast_overlay;
  RetortAdaptiveBin      *bin;
  GtkStack               *root_stack;
  RetortStartPage        *start_page;
  RetortAdaptiveBin      *header_bin;    /* narrow: no room for whole names */
  AdwHeaderBar           *header_bar;
  GtkWidget              *back_button;
  GtkMenuButton          *project_button;
  GtkLabel               *project_label;
  RetortConnectionButton *connection_button;
  AdwViewSwitcherTitle   *switcher_title;
  AdwViewSwitcherBar     *switcher_bar;
  AdwSplitButton         *upgrade_button;
  AdwSplitButton         *downgrade_button;
  GtkMenuButton          *menu_button;
  GMenu                  *main_menu;
  GMenuModel             *run_menu;
  RetortBanner           *banner;
  AdwViewStack           *view_stack;
  GtkStack               *history_stack;
  AdwLeaflet             *leaflet;
  GtkWidget              *sidebar;
  RetortHistoryPage      *history_page;
  RetortRevisionPage     *revision_page;
  RetortPlanPage         *plan_page;
  RetortReviewPage       *review_page;
  RetortSchemaPage       *schema_page;
  RetortRunsPage         *runs_page;
  RetortQueryPage        *query_page;
  GtkStack               *schema_stack;
  RetortLessonPane       *lesson_pane;
  RetortRunBar           *run_bar;
};

/* What comes when there is nothing more to lose. @folder: (nullable): what retort_window_leave_edits() was given */
typedef void (*RetortWindowNext) (RetortWindow *self, const char *folder);

void retort_window_leave_edits     (RetortWindow *self, RetortWindowNext next, const char *folder);
void retort_window_install_actions (GtkWidgetClass *widget_class);
void retort_window_update_actions  (RetortWindow *self);
void retort_window_update_banner   (RetortWindow *self);
void retort_window_toast           (RetortWindow *self, const char *text);
/* @heading and @body in a dialog with one button. */
void retort_window_tell            (RetortWindow *self, const char *heading, const char *body);
void retort_window_ask_password    (RetortWindow *self);
void retort_window_keep_password   (RetortWindow *self);
void retort_window_new_revision    (RetortWindow *self);
void retort_window_run_commands    (RetortWindow *self, const char *name);
void retort_window_merge_heads     (RetortWindow *self);
void retort_window_move_revision   (RetortWindow *self);
void retort_window_ask_settings    (RetortWindow *self);
void retort_window_run_plan        (RetortWindow *self, RetortPlanItem *plan);
void retort_window_rehearse_plan      (RetortWindow *self, RetortPlanItem *plan);
void retort_window_make_plan       (RetortWindow *self, RetortDirection direction, const char *symbol);
void retort_window_make_stamp (RetortWindow *self, const char *revision);
void retort_window_plan_ghost      (RetortWindow *self, RetortRevisionItem *ghost);
void retort_window_show_history    (RetortWindow *self);
/* window-revision.c */
void retort_window_revision_action (GtkWidget *widget, const char *name, GVariant *parameter);
void retort_window_find_action     (GtkWidget *widget, const char *name, GVariant *parameter);
void retort_window_step_action     (GtkWidget *widget, const char *name, GVariant *parameter);
/* window-offers.c */
void retort_window_look_for_offers (RetortWindow *self);
gboolean retort_window_show_offer  (RetortWindow *self);
void retort_window_new_connection_action (GtkWidget *widget, const char *name, GVariant *parameter);
/* window-snapshots.c */
typedef void (*RetortWindowRunFunc) (RetortWindow *self, RetortPlanItem *plan);
void retort_window_show_snapshots  (RetortWindow *self);
void retort_window_take_snapshot   (RetortWindow *self, RetortPlanItem *plan, RetortWindowRunFunc run);
/* window-lesson.c */
void retort_window_practice_opened_cb (GObject *object, GAsyncResult *result, gpointer user_data);
void retort_window_open_practice   (RetortWindow *self, const char *folder);
void retort_window_follow_lesson   (RetortWindow *self);
void retort_window_lesson_action         (GtkWidget *widget, const char *name, GVariant *parameter);
void retort_window_leave_lesson_action   (GtkWidget *widget, const char *name, GVariant *parameter);
void retort_window_reset_practice_action (GtkWidget *widget, const char *name, GVariant *parameter);

G_END_DECLS
