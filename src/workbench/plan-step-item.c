/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One step of a plan: a revision in one direction with its statements and findings. Immutable but for what a rehearsal says. */
#include "config.h"

#include "workbench/plan-step-item-private.h"
#include "workbench/review-private.h"

struct _RetortPlanStepItem
{
  GObject parent_instance;

  RetortPlanStep *step;
  GListStore     *statements; /* element: RetortStatementItem */
  GListStore     *findings;   /* element: RetortFindingItem */
  char           *accessible_name;
  char           *badge;      /* nullable: never rehearsed */
  char           *verdict;    /* nullable: nothing to say about it */
  RetortReversibility reversibility; /* when there is a badge */
};

enum
{
  PROP_0,
  PROP_ID,
  PROP_TITLE,
  PROP_N_STATEMENTS,
  PROP_ACCESSIBLE_NAME,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (RetortPlanStepItem, retort_plan_step_item, G_TYPE_OBJECT)

static void
retort_plan_step_item_finalize (GObject *object)
{
  RetortPlanStepItem *self = RETORT_PLAN_STEP_ITEM (object);

  g_clear_pointer (&self->step, retort_plan_step_unref);
  g_clear_object (&self->statements);
  g_clear_object (&self->findings);
  g_free (self->accessible_name);
  g_free (self->badge);
  g_free (self->verdict);
  G_OBJECT_CLASS (retort_plan_step_item_parent_class)->finalize (object);
}

static void
retort_plan_step_item_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  RetortPlanStepItem *self = RETORT_PLAN_STEP_ITEM (object);
  RetortRevision *revision = retort_plan_step_get_revision (self->step);

  switch (id)
    {
    case PROP_ID: g_value_set_string (value, retort_revision_get_id (revision)); break;
    case PROP_TITLE: g_value_set_string (value, retort_revision_get_caption (revision)); break;
    case PROP_N_STATEMENTS:
      g_value_set_uint (value, g_list_model_get_n_items (G_LIST_MODEL (self->statements)));
      break;
    case PROP_ACCESSIBLE_NAME: g_value_set_string (value, self->accessible_name); break;
    default: G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
retort_plan_step_item_class_init (RetortPlanStepItemClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->finalize = retort_plan_step_item_finalize;
  object_class->get_property = retort_plan_step_item_get_property;
  properties[PROP_ID] = g_param_spec_string ("id", NULL, NULL, NULL, flags);
  properties[PROP_TITLE] = g_param_spec_string ("title", NULL, NULL, NULL, flags);
  properties[PROP_N_STATEMENTS] = g_param_spec_uint ("n-statements", NULL, NULL, 0, G_MAXUINT, 0, flags);
  properties[PROP_ACCESSIBLE_NAME] = g_param_spec_string ("accessible-name", NULL, NULL, NULL, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
retort_plan_step_item_init (RetortPlanStepItem *self)
{
  self->statements = g_list_store_new (RETORT_TYPE_STATEMENT_ITEM);
  self->findings = g_list_store_new (RETORT_TYPE_FINDING_ITEM);
}

/* @migration: (nullable): whose batch of that number it is */
static void
append_marked (RetortPlanStepItem *self, RetortBatch *batch, const char *id, RetortMigration *migration, guint index)
{
  for (guint i = 0; i < retort_batch_get_n_statements (batch); i++)
    {
      RetortStatement *statement = retort_batch_get_statement (batch, i);
      const RetortStatementFacts *facts = retort_plan_step_get_facts (self->step, statement);
      g_autoptr(RetortStatementItem) item =
        retort_statement_item_new (statement, facts != NULL ? facts->lock : NULL, id);

      if (migration != NULL)
        retort_statement_item_mark (item, migration, index);
      g_list_store_append (self->statements, item);
    }
}

static void
append_statements (RetortPlanStepItem *self, RetortBatch *batch, const char *id)
{
  append_marked (self, batch, id, NULL, 0);
}

static void
append_batches (RetortPlanStepItem *self, GPtrArray *batches, const char *id)
{
  for (guint i = 0; batches != NULL && i < batches->len; i++)
    append_statements (self, g_ptr_array_index (batches, i), id);
}

/**
 * retort_plan_step_item_new: (skip)
 * @step: a step of a plan
 * @preamble: (nullable) (element-type RetortBatch): what is sent before it, but belongs to no step
 *
 * Wraps a step with its statements and findings for lists. The tool's own bookkeeping is among the statements: what is
 * shown is what is sent.
 *
 * Returns: (transfer full): the item
 */
RetortPlanStepItem *
retort_plan_step_item_new (RetortPlanStep *step, GPtrArray *preamble)
{
  RetortPlanStepItem *self = g_object_new (RETORT_TYPE_PLAN_STEP_ITEM, NULL);
  RetortMigration *migration = retort_plan_step_get_migration (step);
  RetortRevision *revision = retort_plan_step_get_revision (step);
  const char *id = retort_revision_get_id (revision);
  GPtrArray *findings = retort_plan_step_get_findings (step);

  self->step = retort_plan_step_ref (step);
  append_batches (self, preamble, id);
  append_batches (self, retort_plan_step_get_opening (step), id);
  for (guint i = 0; i < retort_migration_get_n_batches (migration); i++)
    append_marked (self, retort_migration_get_batch (migration, i), id, migration, i);
  append_batches (self, retort_plan_step_get_bookkeeping (step), id);
  for (guint i = 0; findings != NULL && i < findings->len; i++)
    {
      g_autoptr(RetortFindingItem) item = retort_finding_item_new (g_ptr_array_index (findings, i));

      g_list_store_append (self->findings, item);
    }
  self->accessible_name = g_strdup_printf ("%s %s", retort_revision_get_id (revision),
                                           retort_revision_get_caption (revision));
  return self;
}

/**
 * retort_plan_step_item_get_step:
 * @self: an item
 *
 * The step that it wraps.
 *
 * Returns: (transfer none): the step
 */
RetortPlanStep *
retort_plan_step_item_get_step (RetortPlanStepItem *self)
{
  g_return_val_if_fail (RETORT_IS_PLAN_STEP_ITEM (self), NULL);
  return self->step;
}

/**
 * retort_plan_step_item_get_statements:
 * @self: an item
 *
 * The statements of the step in the order in which they are sent.
 *
 * Returns: (transfer none): a list of RetortStatementItem
 */
GListModel *
retort_plan_step_item_get_statements (RetortPlanStepItem *self)
{
  g_return_val_if_fail (RETORT_IS_PLAN_STEP_ITEM (self), NULL);
  return G_LIST_MODEL (self->statements);
}

/**
 * retort_plan_step_item_get_findings:
 * @self: an item
 *
 * What the checks say of the step.
 *
 * Returns: (transfer none): a list of RetortFindingItem
 */
GListModel *
retort_plan_step_item_get_findings (RetortPlanStepItem *self)
{
  g_return_val_if_fail (RETORT_IS_PLAN_STEP_ITEM (self), NULL);
  return G_LIST_MODEL (self->findings);
}

/**
 * retort_plan_step_item_set_badge: (skip)
 * @self: an item
 * @badge: (nullable): the badge in words
 * @verdict: (nullable): why it is not better, one line each
 * @reversibility: the badge, when there is one
 *
 * Takes what a rehearsal said.
 */
void
retort_plan_step_item_set_badge (RetortPlanStepItem *self, const char *badge, const char *verdict, RetortReversibility reversibility)
{
  g_free (self->badge);
  g_free (self->verdict);
  self->badge = g_strdup (badge);
  self->verdict = g_strdup (verdict);
  self->reversibility = reversibility;
}

/**
 * retort_plan_step_item_get_badge:
 * @self: an item
 * @reversibility: (out) (optional): the same as a value
 *
 * Returns: (transfer none) (nullable): what a rehearsal of the file as it is said: can it be undone?
 */
const char *
retort_plan_step_item_get_badge (RetortPlanStepItem *self, RetortReversibility *reversibility)
{
  g_return_val_if_fail (RETORT_IS_PLAN_STEP_ITEM (self), NULL);
  if (reversibility != NULL)
    *reversibility = self->reversibility;
  return self->badge;
}

/**
 * retort_plan_step_item_get_verdict:
 * @self: an item
 *
 * Returns: (transfer none) (nullable): why the badge is not better, one line each
 */
const char *
retort_plan_step_item_get_verdict (RetortPlanStepItem *self)
{
  g_return_val_if_fail (RETORT_IS_PLAN_STEP_ITEM (self), NULL);
  return self->verdict;
}
