/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A run that goes on or ended. Lives on the main thread; events arrive through a queue drained once a frame. */
#pragma once

#include "model/run.h"
#include "workbench/plan-item.h"

G_BEGIN_DECLS

typedef enum
{
  RETORT_RUN_STATE_RUNNING,
  RETORT_RUN_STATE_CANCELLING,
  RETORT_RUN_STATE_ENDED,
} RetortRunState;

GType retort_run_state_get_type (void) G_GNUC_CONST;
#define RETORT_TYPE_RUN_STATE (retort_run_state_get_type ())

#define RETORT_TYPE_RUN_ITEM (retort_run_item_get_type ())
G_DECLARE_FINAL_TYPE (RetortRunItem, retort_run_item, RETORT, RUN_ITEM, GObject)

/* Properties (read-only, with notify): state, title, status-text, fraction, elapsed-s, log, outcome-text, icon-name,
 * tone (string list: one of accent, success, warning, error), clock (when it began). */
RetortRunState   retort_run_item_get_state       (RetortRunItem *self);
const char      *retort_run_item_get_title       (RetortRunItem *self); /* "Upgrading practice to 015" */
const char      *retort_run_item_get_status_text (RetortRunItem *self); /* "statement 3 of 7 · waiting for pid 4711" */
double           retort_run_item_get_fraction    (RetortRunItem *self);
guint            retort_run_item_get_elapsed_s   (RetortRunItem *self);
const char      *retort_run_item_get_log         (RetortRunItem *self);
RetortPlanItem  *retort_run_item_get_plan        (RetortRunItem *self); /* nullable: a run of an earlier session */
const char      *retort_run_item_get_next_step   (RetortRunItem *self); /* nullable */
const char      *retort_run_item_get_icon_name   (RetortRunItem *self);
/* (nullable): while it runs, or when it never began: then retort_run_item_get_error() says why */
RetortRunReport *retort_run_item_get_report      (RetortRunItem *self);
const GError    *retort_run_item_get_error       (RetortRunItem *self);
void             retort_run_item_cancel          (RetortRunItem *self);

G_END_DECLS
